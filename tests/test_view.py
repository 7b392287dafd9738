"""What a side is told of orders does not depend on what it cannot see.

A state is paired with one that differs from it in what is hidden from a side, see pairs.py, but for what lies in hexes
that an order of either side could touch. The order tells the same of both: the same events, sentences, belief and undo.
That everything offered before an order is the same is in test_invariance.py.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from boards import board
from pairs import HOLDS, IDLE, KNOWN_OF_SIDES, Pairs
from wanderer import Wanderer

from game import state as columns
from game.ai.players import CompiledPlayer, play, play_half_turn
from game.chronicle import Chronicle, Refusal
from game.match import Match
from game.orders import (
    END_TURN,
    Assault,
    Blow,
    BreakOut,
    Caution,
    Claim,
    Defend,
    EndTurn,
    Fly,
    Hoard,
    Interdict,
    Mission,
    Move,
    MoveDepot,
    Order,
    Posture,
    Relieve,
    Summon,
    Task,
)
from game.scenario.load import Scenario, load_scenario, scenario_names
from game.state import HEX_BLOCK, State, copy, equal
from game.texts import LANGUAGES
from game.view import LegalOrders, View

SCENARIOS = {name: load_scenario(name) for name in scenario_names()}

each_scenario = pytest.mark.parametrize("name", SCENARIOS)
each_side = pytest.mark.parametrize("side", [0, 1], ids=columns.SIDES)


# after an order ------------------------------------------------------------------------------------------------------


@each_side
@each_scenario
def test_orders_away_from_what_is_hidden_tell_the_same(name: str, side: int):
    """One's own orders and the enemy's: the same events, the same sentences, the same belief."""
    assert compare_orders(name, side, seed=4, most=60) > 30


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10, 15))
@each_side
@each_scenario
def test_many_orders_away_from_what_is_hidden_tell_the_same(name: str, side: int, seed: int):
    """The same of more orders."""
    compare_orders(name, side, seed, most=200)


def around(match: Match, hexes: Iterable[int]) -> set[int]:
    """The hexes within 3 of some hexes: nobody sees further."""
    return {n for h in hexes for n in match.scenario.grid.disk(h, 3)}


def within_reach(match: Match, side: int) -> set[int]:
    """[10.2] The hexes that a side could see."""
    return around(match, (int(match.state.units[u, columns.HEX]) for u in match.view(side).own_units()))


def compare_orders(name: str, side: int, seed: int, most: int) -> int:
    """Play a match and give each order to a pair as well; how many could be compared."""
    pairs, player, count = Pairs(SCENARIOS[name], seed), Wanderer(seed), 0
    pairs.holds = {**HOLDS, **IDLE}
    while pairs.match.outcome is None and count < most:
        match = pairs.match
        order = player.choose(match.view(match.side), match.legal_orders())
        if match.check(order) is not None or isinstance(order, EndTurn):
            match.apply(END_TURN)
            continue
        clear = within_reach(match, side) | around(match, touched(match, order))
        pairs.pair(side, settled(pairs, side, clear, order))
        step, other = match.apply(order), pairs.twin.apply(order)
        if isinstance(other, Refusal):
            assert match.side != side, "a side's own order is refused because of what is hidden from it"
            continue
        assert not isinstance(step, Refusal)
        told, also = ([e for e in those if e.seen[side]] for those in (step.events, other.events))
        assert told == also
        assert match.side != side or step.closed == other.closed
        assert tell(match, told) == tell(match, also)
        assert equal(match.view(side).believed, pairs.twin.view(side).believed)
        count += 1
    return count


def settled(pairs: Pairs, side: int, clear: set[int], order: Order) -> State:
    """A disturbed state in which an assault meets the same fire, ground and supply, and batteries the same counter-fire;
    an enemy who acts is the same, and what a claim is worth to him."""
    assault, mover = isinstance(order, Assault), pairs.match.side
    state = pairs.disturbed(side, clear, batteries=not isinstance(order, Assault | Mission))
    if assault:
        same = [*range(HEX_BLOCK), columns.NEAR_SUPPLY, columns.NEAR_SUPPLY + 1]
        state.hexes[:, same] = pairs.match.state.hexes[:, same]
    state.sides[:, KNOWN_OF_SIDES] = pairs.match.state.sides[:, KNOWN_OF_SIDES]
    if isinstance(order, Claim):
        state.hexes[order.hex] = pairs.match.state.hexes[order.hex]
    if mover != side:
        named = sorted(touched_units(order))
        state.units[named] = pairs.match.state.units[named]
    return state


def touched_units(order: Order) -> set[int]:
    """The units that an order names."""
    match order:
        case Assault(_, units, fires, _):
            return {*units, *(battery for battery, _ in fires)}
        case Relieve(unit, _, relieved):
            return {unit, relieved}
        case Caution(unit) | Hoard(unit) | MoveDepot(unit) | Interdict(unit):
            return {unit}
        case Move(unit) | Defend(unit) | BreakOut(unit) | Summon(unit) | Blow(unit) | Task(unit):
            return {unit}
        case Posture(unit) | Mission(unit) | Fly(unit):
            return {unit}
    return set()


def touched(match: Match, order: Order) -> set[int]:
    """The hexes that an order leads through: where its units stand and go, and what lies around a target."""
    hexes = {int(match.state.units[u, columns.HEX]) for u in touched_units(order)}
    match order:
        case Move(_, path) | BreakOut(_, path) | Relieve(_, path):
            hexes |= set(path)
        case Assault(target):
            hexes |= {target, *match.scenario.grid.ring(target, 1)}
        case Interdict(_, start, h):
            hexes |= {start, h}
        case Mission(_, _, h) | Fly(_, h) | Claim(h):
            hexes |= {h, *match.scenario.grid.ring(h, 1)}
        case MoveDepot(_, h) | Summon(_, h) | Blow(_, h) | Task(_, _, h):
            hexes.add(h)
    return hexes - {-1}


def tell(match: Match, events: list) -> list[str]:
    """Events as sentences, in both languages."""
    return [Chronicle(match.scenario, language).sentence(event) for language in LANGUAGES for event in events]


def arrival(start: str, way: str) -> tuple[list, State]:
    """What Ukraine sees when X comes into its sight from a hex out of it, and what it believes then."""
    battle = board(
        """
        .a  .  .  . |. .
          .  .  .  |. . .
        .  .  .  |. . .
        """,
        units=f"X at {start}", first="ru",
    )  # fmt: skip
    seen_before = battle.view("ua").events
    assert battle.knows("ua", "X") == "-"
    battle.must(f"move X {way} 0201")
    assert battle.knows("ua", "X") == "0201"
    return [e for e in battle.view("ua").events if e not in seen_before], battle.view("ua").believed


def test_an_enemy_that_comes_into_sight_does_not_show_where_it_came_from():
    """[10.2] [10.4] From two different hexes out of sight into the same hex in sight."""
    (told, believed), (also_told, also_believed) = arrival("0401", "0301"), arrival("0402", "0301")
    assert [event.kind for event in told] == ["hex_taken", "sighted"]
    assert told == also_told
    assert equal(believed, also_believed)


# players and arrays --------------------------------------------------------------------------------------------------


class Careful:
    """A player anyone could write: attacks at good odds, else marches its first units as far as they can go."""

    def __init__(self) -> None:
        self.assaults = self.moves = 0

    def choose(self, view: View, legal: LegalOrders) -> Order:
        """An assault with a chance above a half, a few moves a day, the end."""
        assert view.side == view.believed.clock[columns.SIDE]
        for order in legal:
            if isinstance(order, Assault) and view.odds(order).chance >= 0.5:
                self.assaults += 1
                return order
        for unit in view.own_units():
            reach = view.reach(unit)
            move = view.path(unit, max(reach, key=lambda h: (reach[h], h))) if reach else None
            if move is not None and self.moves < 3 * int(view.believed.clock[columns.TURN]):
                self.moves += 1
                return move
        return END_TURN


def test_a_player_written_in_python_plays_a_match():
    """Given a View and the legal orders, nothing else."""
    match, player = Match(SCENARIOS["mirror"], 3), Careful()
    play(match, (player, CompiledPlayer("greedy", 3)))
    assert match.outcome is not None
    assert player.moves > 10
    sides = match.scenario.roster.units[:, columns.OF_SIDE]
    assert all(sides[u] == step.side for step in match.steps for u in touched_units(step.order))


@each_scenario
def test_a_view_shares_no_memory_with_the_truth(name: str):
    """Whoever writes into a view writes into nothing else."""
    match = Match(SCENARIOS[name], 3)
    true = [*arrays_of(match.state), *arrays_of(match.scenario), *arrays_of(match.fixed)]
    before, rules = copy(match.state), [array.copy() for array in true]
    for side in range(2):
        view = match.view(side)
        for shown in (*arrays_of(view.believed), *arrays_of(view.fixed), *arrays_of(view.scenario)):
            assert not any(np.shares_memory(shown, array) for array in true)
            shown[...] = 77
    assert equal(match.state, before)
    assert all(np.array_equal(array, kept) for array, kept in zip(true, rules, strict=True))


def arrays_of(thing: object) -> list[np.ndarray]:
    """The arrays of a state, of facts, or of a scenario."""
    if isinstance(thing, np.ndarray):
        return [thing]
    if isinstance(thing, Scenario):
        return arrays_of((thing.start, thing.roster, thing.rules.tables))
    return [array for part in thing for array in arrays_of(part)] if isinstance(thing, tuple) else []


@pytest.mark.parametrize("side", [0, 1])
def test_what_a_scenario_notes_of_enemy_units_is_not_told(side: int):
    """Its sources name the places where they stood."""
    match = Match(SCENARIOS["flanks_of_may"], 3)
    told, sides = match.view(side).scenario, match.scenario.roster.units[:, columns.OF_SIDE]
    noted = {(int(of), bool(card.source)) for card, of in zip(told.units, sides, strict=True)}
    assert (side, True) in noted
    assert (1 - side, True) not in noted


def test_writing_into_a_view_makes_nothing_legal():
    """The one door asks a belief of its own: a unit two hexes off stays there, whatever a player pretends."""
    battle = board(".a . |. .X .")
    order = battle.order("assault 0300 with a")
    view = battle.view("ua")
    view.believed.units[battle.u("a"), columns.HEX] = battle.h("0200")
    view.fixed.roster.units[battle.u("a"), columns.ATTACK] = 900
    assert battle.match.check(order) is not None
    assert isinstance(battle.match.apply(order), Refusal)


def test_a_view_tells_of_nothing_that_its_side_did_not_see():
    """[10] The events of a view are those marked as seen by its side."""
    match = Match(SCENARIOS["flanks_of_may"], 3)
    for _ in range(6):
        play_half_turn(match, Wanderer(match.turn))
        for side in range(2):
            assert all(event.seen[side] for event in match.view(side).events)


def test_what_the_enemy_did_out_of_sight_is_not_in_the_view():
    """[10.2] A unit far off moves: Ukraine's view is as it was."""
    battle = board(". .a . . . . |. .X . .", first="ru")
    before = copy(battle.view("ua").believed)
    battle.must("move X 0800")
    assert equal(before, battle.view("ua").believed)
    assert [e for e in battle.view("ua").events if e.kind == "moved"] == []
