"""The odds a player is shown are what the dice do: exactly over all rolls, within bounds over many of them."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from boards import Battle, board

from game.dice import loaded, seeded
from game.match import Match, Step
from game.orders import Assault
from game.rulebook import DICE_MODES
from game.state import (
    ATTACKED_TODAY,
    DELAY,
    HOLD_FAST,
    OWNER,
    PROBE,
    READY,
    RESERVE,
    WAVE,
    Ints,
    State,
    copy,
)  # fmt: skip
from game.view import Odds, View, lost

DIES = range(6)
"""The faces of a die, counted from 0."""


def in_the_open() -> tuple[Battle, str]:
    """One against one."""
    return board(". .a |.X . ."), "assault 0200 with a"


def on_two_flanks() -> tuple[Battle, str]:
    """Two kinds from hexes that do not touch, one across a river, against two units in a village."""
    drawing = """
        .   .   .a   .  .
          .   |vXY .  .  .
        .   .   .b  |.  .
        """
    battle = board(drawing, units="a 400 q4; b tank 250; X 200; Y 125 q2", rivers="0101-0202")
    return battle, "assault 0101 with a b follow"


def against_the_town() -> tuple[Battle, str]:
    """Dense ground, a trench, a preparation and the fire that answers it."""
    drawing = """
        .  .   .a |dX .G
          .  .c  .b |o  .
        """
    units = "a 350; b 300 q4; c artillery 60 rounds 300; X 300 q2 fatigue 40; G artillery 90 rounds 200 defensive 80"
    battle = board(drawing, units=units, trenches="1 0300")
    return battle, "assault 0300 with a b fire c:250"


def without_a_way_back() -> tuple[Battle, str]:
    """The defender stands in the corner: no hex to retreat to."""
    drawing = """
        .X  .a  .
          .b  .c  .
        """
    battle = board(drawing, units="a 300; b 300; c 100", ru="0000", roads="track 0000 0100", sources="ru 0000")
    return battle, "assault 0000 with a b"


def to_break_through() -> tuple[Battle, str]:
    """Many against few: the last column, and a second attack."""
    drawing = """
        .   .   .ab  .  .
          .   |.X  .  .  .
        .   .   .c  |.  .
        """
    return board(drawing, units="a 350 q5; b 350 q5; c 400 q5; X 60 q1"), "assault 0101 with a b c follow"


def at_the_last_gasp() -> tuple[Battle, str]:
    """An attacker that may be gone after its first loss, and so cannot advance."""
    return board(". .a |.X . .", units="a 25 q5; X 75 q1 fatigue 90"), "assault 0200 with a"


def in_waves() -> tuple[Battle, str]:
    """A wave, which may throw twice, against a defender that holds at all costs."""
    battle = board(". .a |.X . .", units="a 300 q1; X 200 q4")
    battle.put("a", posture=WAVE)
    battle.put("X", posture=HOLD_FAST)
    return battle, "assault 0200 with a"


def by_a_probe() -> tuple[Battle, str]:
    """A few steps feel their way."""
    battle = board(". .a |vX . .", units="a 400; X 250")
    battle.put("a", posture=PROBE)
    return battle, "assault 0200 with a"


def against_a_delay() -> tuple[Battle, str]:
    """The defender gives way at once."""
    battle = board(". .a |wX . .", units="a 300 q4; X 200")
    battle.put("X", posture=DELAY)
    return battle, "assault 0200 with a"


def against_a_reserve() -> tuple[Battle, str]:
    """One that is known comes from the next hex but one."""
    battle = board(". .a |.X . .Y .", units="a 400 q4; X 200; Y 150")
    battle.put("Y", posture=RESERVE)
    return battle, "assault 0200 with a"


CASES = (
    in_the_open, on_two_flanks, against_the_town, without_a_way_back, to_break_through, at_the_last_gasp, in_waves,
    by_a_probe, against_a_delay, against_a_reserve,
)  # fmt: skip

Outcome = tuple[int, int, int, bool]
"""What the throw shows, losses of attacker and defender, and whether the hex is taken."""


class Table:
    """An assault that can be thrown again and again from the state that its side believes in."""

    def __init__(self, battle: Battle, text: str, mode: str = "2d6") -> None:
        state = battle.state
        battle.match = Match(battle.scenario, battle.match.seed, mode)
        battle.publish(state)
        battle.spot()
        assert battle.why(text) == 0
        self.match, self.mode, self.view = battle.match, mode, battle.view()
        order = battle.order(text)
        assert isinstance(order, Assault)
        self.order, self.side, self.before = order, self.view.side, self.view.believed

    @property
    def odds(self) -> Odds:
        """What the player is shown."""
        return self.view.odds(self.order)

    def throw(self, dice: Ints, before: State | None = None) -> Outcome:
        """What comes of the order, by the one door."""
        match = self.match
        match._done.clear()
        match._befores.clear()
        match.state, match._views, match._dice = before or self.before, {self.side: self.view}, dice
        match._checking = None
        step = match.apply(self.order)
        assert isinstance(step, Step)
        fell = next(event.values["dice"] for event in step.events if event.kind == "assault")
        losses = [lost(match.state, s) - lost(self.before, s) for s in (self.side, 1 - self.side)]
        return fell, losses[0], losses[1], int(match.state.hexes[self.order.target, OWNER]) == self.side

    def all_rolls(self) -> Counter[Outcome]:
        """Every sequence of rolls there is, one by one, each as an order: outcome -> ways."""
        found, weighed = Counter[Outcome](), self.view.weigh(self.order)
        faces = {"2d6": [*itertools.product(DIES, DIES)], "steady": [(0,), (1,)], "fixed": [()]}[self.mode]
        coins = [((0, chance), (999, 1000 - chance)) for chance in weighed.fire if chance]
        throws = itertools.product(faces, faces) if weighed.waves else ((face,) for face in faces)
        for fallen, thrown in itertools.product(itertools.product(*coins), list(throws)):
            values = [value for value, _ in fallen] + [value for face in thrown for value in face]
            weight = math.prod(ways for _, ways in fallen) * (36 // len(faces)) ** len(thrown)
            found[self.throw(loaded(values))] += weight
        return found


def shown_by(odds: Odds) -> dict[Outcome, int]:
    """The outcomes of a preview -> ways."""
    return {(t.dice, t.own_losses, t.enemy_losses, t.taken): t.ways for t in odds.throws}


@pytest.mark.parametrize("mode", DICE_MODES)
@pytest.mark.parametrize("case", CASES)
def test_every_way_the_dice_fall_does_what_the_odds_say(case, mode):
    """[8.8] [8.12] All sequences of rolls, resolved as orders, are those that the preview counts; the lines add up."""
    table = Table(*case(), mode)
    odds, found = table.odds, table.all_rolls()
    assert shown_by(odds) == found
    assert odds.every == sum(found.values())
    assert odds.taken == sum(ways for (*_, taken), ways in found.items() if taken)
    assert odds.mean(own=True) == float(Fraction(sum(n * own for (_, own, _, _), n in found.items()), odds.every))
    assert odds.mean(own=False) == float(Fraction(sum(n * theirs for (_, _, theirs, _), n in found.items()), odds.every))
    assert sum(value for _, value, _ in odds.terms) == odds.column


@pytest.mark.parametrize("rolls", [300, pytest.param(10_000, marks=pytest.mark.long)])
@pytest.mark.parametrize("mode", DICE_MODES)
@pytest.mark.parametrize("case", CASES)
def test_rolls_fall_as_the_odds_say(case, mode, rolls):
    """[8.8] [8.12] Fair dice, a seed a roll: chi-square over the outcomes."""
    table = Table(*case(), mode)
    check_rolls(table.odds, [table.throw(seeded(seed)) for seed in range(rolls)])


@pytest.mark.parametrize("rolls", [300, pytest.param(10_000, marks=pytest.mark.long)])
def test_attacks_on_one_hex_fall_as_the_odds_say(rolls):
    """[8.12] One seed, another number of earlier assaults a roll."""
    table = Table(*in_the_open())
    before, thrown = copy(table.before), []
    for earlier in range(rolls):
        before.hexes[table.order.target, ATTACKED_TODAY] = earlier
        thrown.append(table.throw(seeded(1), before))
    check_rolls(table.odds, thrown)


def check_rolls(odds: Odds, rolls: list[Outcome]) -> None:
    """Nothing but what the odds show, and as often, by chi-square at one in 10,000."""
    shown, fell = shown_by(odds), Counter(rolls)
    assert set(fell) <= set(shown)
    rare, parts = [0.0, 0.0], []
    for outcome, ways in shown.items():
        expected = len(rolls) * ways / odds.every
        if expected >= 5:
            parts.append((fell[outcome], expected))
        else:
            rare = [rare[0] + fell[outcome], rare[1] + expected]
    parts += [(rare[0], rare[1])] if rare[1] else []
    freedom = len(parts) - 1
    if freedom:
        chi = sum((seen - expected) ** 2 / max(expected, 1) for seen, expected in parts)
        allowed = freedom * (1 - 2 / (9 * freedom) + 3.72 * math.sqrt(2 / (9 * freedom))) ** 3
        assert chi <= allowed


def test_a_counter_attack_is_told_and_not_counted():
    """[8.8] [8.19] Y is ready: the preview names it, and shows the assault without it."""
    battle = board(". .a |.X .Y .", units="a 300; X 300; Y 350")
    battle.spot()
    plain = battle.odds("assault 0200 with a")
    battle.put("Y", posture=READY)
    battle.spot()
    odds = battle.odds("assault 0200 with a")
    assert (plain.counter, odds.counter) == (-1, battle.u("Y"))
    assert odds.throws == plain.throws


def test_the_odds_of_a_plan_are_those_of_every_pair_of_throws():
    """[8.8] Two assaults on one hex, one after another as long as it is not taken: every pair of sums."""
    drawing = """
        .   .   .a  .  .
          .   |vX .  .  .
        .   .   .b  |.  .
        """
    battle = board(drawing, units="a 300; b 300 q2; X 150 q4")
    battle.spot()
    first, second = battle.order("assault 0101 with a"), battle.order("assault 0101 with b")
    assert isinstance(first, Assault)
    assert isinstance(second, Assault)
    view = battle.view()
    shown, before = view.plan_odds([first, second]), view.believed
    taken, losses = 0, [0, 0]
    for sums in itertools.product(range(2, 13), repeat=2):
        ways = math.prod(6 - abs(7 - dice) for dice in sums)
        battle.publish(before)
        battle.roll(*sums)
        battle.match.apply(first)
        battle.match.apply(second)
        taken += ways * (battle.owner("0101") == "ua")
        losses = [losses[s] + ways * (lost(battle.state, s) - lost(before, s)) for s in (0, 1)]
    every = 36**2
    assert (shown.taken, shown.own_losses, shown.enemy_losses) == (taken / every, losses[0] / every, losses[1] / every)


@pytest.mark.parametrize("case", CASES)
def test_looking_at_the_odds_changes_nothing(case):
    """Neither the belief they are weighed on, nor what is asked of the view next."""
    table = Table(*case())
    belief, view = copy(table.view.believed), table.view
    asked = answers(view)
    assert view.odds(table.order) == view.odds(table.order)
    assert all(np.array_equal(a, b) for a, b in zip(belief, view.believed, strict=True))
    assert answers(view) == asked


def answers(view: View) -> list[object]:
    """What a view says of its units."""
    return [(u, view.reach(u), view.stack(int(view.believed.units[u, 1]))) for u in view.own_units()]
