"""What would change an assault: the lines add up to the column, and what is told comes true when it is done."""

from __future__ import annotations

import pytest
from boards import Battle, board
from pairs import Pairs
from wanderer import Wanderer
from window import scenario_of

from game.analysis.aftermath import HORIZON, aftermath
from game.analysis.rounds import next_shift, step_down, step_up, with_rounds
from game.analysis.shifts import Advice, Change, Line, defenders
from game.analysis.tries import ADD, COUNTERED, DEMOLISHED, FROM_THEIRS, LEVEL, MARCH, ROUNDS_MORE, SORTIE, WITHOUT
from game.chronicle import Refusal
from game.match import Match
from game.odds import weigh
from game.orders import END_TURN, Assault
from game.rules.field import new_scratch
from game.state import DAYS, FULL, HEX, REST, ROUNDS, SUPPLY
from game.view import View

DRAWING = """
    .   .   .b |.   .   .
      .   .   .c |.   .   .
    .   .g  .a |.X  .   .Y
      .   .u  .d |.   .   .
    .   .   .   .   .   .
"""
UNITS = "a 300; b 300; c 150; d 100; g artillery 100 rounds 900; u drones 80; X 300; Y artillery 100 rounds 400"


def front(**what: str) -> Battle:
    """A line before X, with guns and drones behind it; X has dug in."""
    words = {"units": UNITS, "sources": "ua 0002; ru 0500", "trenches": "1 0302"}
    words |= {"roads": "hard 0002 0102; hard 0500 0501"} | what
    battle = board(DRAWING, **words)  # type: ignore[arg-type]
    battle.edit(units={("y", "defensive"): 80})
    return battle


def advice(battle: Battle, order: str = "assault 0302 with a") -> Advice:
    """What would change an assault of Ukraine."""
    plan = battle.order(order)
    assert isinstance(plan, Assault)
    return Advice(battle.view("ua"), plan).finish()


def line(told: Advice, name: str) -> Line:
    """The line about a term."""
    return next(line for line in told.lines if line.name == name)


def change(told: Advice, name: str, kind: str) -> Change:
    """A change of a kind told of a term."""
    return next(change for change in line(told, name).changes if change.what.kind == kind)


def assaults(view: View, most: int) -> list[Assault]:
    """Some of the assaults that a side may order."""
    found = list(view.legal_orders().assaults())
    return found[:: max(1, len(found) // most)][:most]


# the lines -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["flanks_of_may", "mirror"])
def test_the_lines_that_are_there_add_up_to_the_column(name: str) -> None:
    """Whatever the assault; those that could be had are apart."""
    match = Match(scenario_of(name), 1)
    if not assaults(match.view(match.side), 1):
        match.apply(END_TURN)
    view = match.view(match.side)
    for plan in assaults(view, 5):
        told = Advice(view, plan).finish()
        odds = view.odds(plan)
        assert [(n.name, n.value, n.subject) for n in told.lines if n.there] == list(odds.terms)
        assert sum(n.value for n in told.lines if n.there) == odds.column
        assert not {n.name for n in told.lines if not n.there} & {name for name, _, _ in odds.terms}


def test_before_it_is_over_the_lines_are_there_without_what_would_change_them() -> None:
    battle = front()
    told = Advice(battle.view("ua"), Assault(battle.h("0302"), (battle.u("a"),)))
    assert [n.name for n in told.lines] == ["odds", "trench", "artillery"]
    assert not told.over
    before = battle.view("ua").believed.units.copy()
    told.finish()
    assert (battle.view("ua").believed.units == before).all()


def test_defenders_and_what_they_weigh() -> None:
    battle = front(units=UNITS + "; Z 150 at 0302")
    plan = battle.order("assault 0302 with a")
    assert isinstance(plan, Assault)
    told = defenders(battle.view("ua"), plan)
    assert {battle.name(u) for u, _ in told} == {"X", "Z"}
    assert sum(weight for _, weight in told) == battle.view("ua").odds(plan).defence


# what is told comes true ---------------------------------------------------------------------------------------------


def test_who_joins_brings_what_was_told() -> None:
    battle = front()
    told = change(advice(battle), "odds", ADD)
    assert told.plan is not None
    odds = battle.view("ua").odds(told.plan)
    assert (odds.column, odds.chance) == (told.column, told.chance)
    assert dict((n, v) for n, v, _ in odds.terms)["odds"] == told.value


def test_a_flank_is_lost_without_who_makes_it() -> None:
    battle = front()
    told = change(advice(battle, "assault 0302 with c d"), "flank", WITHOUT)
    assert battle.name(told.what.unit) in "cd"
    assert told.value == 0
    assert "flank" not in dict((n, v) for n, v, _ in battle.view("ua").odds(told.what.assault).terms)


def test_rounds_to_the_next_shift_and_not_one_fewer() -> None:
    battle = front()
    told = change(advice(battle), "artillery", ROUNDS_MORE)
    view, gun, plan = battle.view("ua"), battle.u("g"), Assault(battle.h("0302"), (battle.u("a"),))
    assert told.what.amount == next_shift(view, plan, gun)
    assert view.weigh(with_rounds(plan, gun, told.what.amount)).column == told.column
    assert view.weigh(with_rounds(plan, gun, told.what.amount - 1)).column == told.column - 1


@pytest.mark.parametrize("kind", [SORTIE, DEMOLISHED, COUNTERED, MARCH])
def test_an_order_given_first_does_what_was_told(kind: str) -> None:
    """A drone that sees, a trench shot to pieces, a battery silenced, a unit that came up: done, then weighed.

    In truth, for nobody is told that a battery has fallen silent.
    """
    battle = front()
    battle.edit(units={("x", "seen_level"): 4, ("x", "seen_steps"): 6})
    told = advice(battle)
    name = {SORTIE: "overhead", DEMOLISHED: "trench", COUNTERED: "artillery", MARCH: "odds"}[kind]
    found = [c for n in told.lines if n.name == name for c in n.changes if c.what.kind == kind]
    assert found, [(n.name, [c.what.kind for c in n.changes]) for n in told.lines]
    what = found[0].what
    assert what.first is not None
    battle.load(0, 999, 999, 999)
    assert not isinstance(battle.match.apply(what.first), Refusal)
    fixed = battle.match.fixed
    assert weigh(fixed, new_scratch(fixed), battle.state, what.assault).column == found[0].column


def test_ground_that_is_theirs_would_be_level() -> None:
    """Uphill from everywhere but from hexes of theirs; the column is told, and that it is not for today."""
    battle = front(heights="0302 140; 0401 140; 0402 140; 0303 140")
    told = change(advice(battle), "uphill", FROM_THEIRS)
    assert (told.value, told.what.now) == (0, False)
    assert told.what.hex in {battle.h(n) for n in ("0402", "0303", "0301")}


def test_a_weak_defender_counts_while_it_is_known_to_be() -> None:
    battle = front()
    battle.edit(units={("x", "posture"): REST, ("x", "seen_posture"): REST, ("x", "seen_level"): 3})
    told = change(advice(battle), "target_low", LEVEL)
    assert (told.value, told.what.amount) == (0, 3)


# rounds --------------------------------------------------------------------------------------------------------------


def test_steps_of_rounds_go_where_something_changes_and_back() -> None:
    """Up to all there are, down to none; each on the first round that does more."""
    battle = front()
    view, gun, plan, marks = battle.view("ua"), battle.u("g"), Assault(battle.h("0302"), (battle.u("a"),)), []
    rounds = 0
    while rounds < 900:
        rounds = step_up(view, with_rounds(plan, gun, rounds), gun)
        marks.append(rounds)
    assert marks == sorted(set(marks))
    shifts = [view.weigh(with_rounds(plan, gun, n)).column for n in marks]
    assert shifts[-1] == view.weigh(plan).column + 3
    back = []
    while rounds:
        rounds = step_down(view, with_rounds(plan, gun, rounds), gun)
        back.append(rounds)
    assert back == [*reversed(marks[:-1]), 0]


# afterwards ----------------------------------------------------------------------------------------------------------


def test_supply_afterwards_is_that_of_the_next_mornings() -> None:
    """The attack is made as told, eight nights pass: days and states are those told, and when it is Full again."""
    units = UNITS.replace("a 300", "a 300 days 150").replace("X 300", "X 250")
    battle = front(units=units, roads="hard 0002 0102; hard 0500 0501")
    plan = battle.order("assault 0302 with a")
    assert isinstance(plan, Assault)
    told = aftermath(battle.view("ua"), plan)
    a = battle.u("a")
    assert told.can_take
    assert [stores.unit for stores in told.stores] == [a]
    assert told.stores[0].days[1] < told.stores[0].quiet
    assert told.retreats[0].to >= 0
    battle.load(999, 4, 4)
    battle.must("assault 0302 with a")
    assert battle.state.units[a, HEX] == battle.h("0302")
    states = [int(battle.state.units[a, SUPPLY])]
    for day in range(2, 2 + HORIZON):
        battle.until(day, "ua")
        states.append(int(battle.state.units[a, SUPPLY]))
        if day == 2:
            assert int(battle.state.units[a, DAYS]) == told.stores[0].days[1]
            assert states[1] == told.stores[0].states[1]
    lacking = [day for day, state in enumerate(states) if state != FULL]
    assert told.full_in == (-1 if lacking[-1:] == [HORIZON] else lacking[-1] + 1 if lacking else 0)


def test_a_road_that_opens_is_told_with_what_it_carries() -> None:
    battle = front(roads="hard 0002 0102 0202 0302 0402; hard 0500 0501", units=UNITS.replace("a 300", "a 400 q5"))
    plan = battle.order("assault 0302 with a")
    assert isinstance(plan, Assault)
    told = aftermath(battle.view("ua"), plan)
    road = next(road for road in told.roads if road.hexes == (battle.h("0202"), battle.h("0302")))
    assert road.opens
    assert road.kg > 0


# what is hidden ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", [0, 1])
def test_it_tells_nothing_that_the_side_may_not_know(side: int) -> None:
    """Two states that differ in all that is hidden: the same lines, changes, chances and aftermath."""
    couple, player, count = Pairs(scenario_of("mirror"), 3), Wanderer(3), 0
    while couple.match.outcome is None and count < 4:
        match = couple.match
        order = player.choose(match.view(match.side), match.legal_orders())
        match.apply(END_TURN if match.check(order) else order)
        if match.side != side or match.outcome is not None or couple.dice.random() < 0.6:
            continue
        mine, other = couple.pair(side, couple.disturbed(side))
        for plan in assaults(mine, 1):
            assert told_of(mine, plan) == told_of(other, plan)
            count += 1
    assert count == 4


def told_of(view: View, plan: Assault) -> object:
    """Everything that is told of a plan."""
    lines = [
        (n.name, n.value, n.subject, n.there, [(c.what.kind, c.what.unit, c.what.hex, c.what.amount, c.value, c.column,
                                                c.chance) for c in n.changes])
        for n in Advice(view, plan).finish().lines
    ]  # fmt: skip
    gun = [step_up(view, plan, u) for u in view.own_units() if view.believed.units[u, ROUNDS] > 0][:1]
    return lines, defenders(view, plan), aftermath(view, plan), gun
