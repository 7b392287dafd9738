"""What a side is shown does not depend on what it cannot see.

A state is paired with one that differs from it only in what is hidden from a side: enemy units out of sight put
elsewhere, hurt or gone; ground it does not see in other hands; roads, bridges and mines out of sight; the enemy's depots,
their stocks and orders; plans to break out; what the enemy knows, counts and is brought. Everything the side's View
offers must be equal, before and after orders that stay clear of the difference.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

import numpy as np
import pytest
from boards import board
from wanderer import Vandal, Wanderer

from game import state as columns
from game.ai.players import CompiledPlayer, play, play_half_turn
from game.chronicle import Chronicle, Refusal
from game.ground import EDGE, END_ARC, FIRST_ARC
from game.match import Match
from game.orders import (
    END_TURN,
    Assault,
    Blow,
    BreakOut,
    Caution,
    Defend,
    EndTurn,
    Hoard,
    Interdict,
    Move,
    MoveDepot,
    Order,
    Relieve,
    Summon,
    Task,
)
from game.rulebook import WATER
from game.scenario.load import Scenario, load_scenario, scenario_names
from game.state import EDGE_BLOCK, HEX_BLOCK, SIDE_BLOCK, State, copy, equal
from game.texts import LANGUAGES
from game.view import LegalOrders, View

SCENARIOS = {name: load_scenario(name) for name in scenario_names()}
COMPUTERS = ("passive", "random", "greedy")

each_scenario = pytest.mark.parametrize("name", SCENARIOS)
each_side = pytest.mark.parametrize("side", [0, 1], ids=columns.SIDES)


class Pairs:
    """A match in progress, and states that a side cannot tell from its own."""

    def __init__(self, name: str, seed: int) -> None:
        self.scenario = SCENARIOS[name]
        self.match = Match(self.scenario, seed)
        self.twin = Match(self.scenario, seed)
        self.dice = random.Random(seed)
        self.grid, self.facts = self.scenario.grid, self.match.fixed.roster.units
        terrain = self.match.fixed.board.hexes[:, 0]
        self.land = {h for h in range(self.grid.count) if terrain[h] != WATER}

    def around(self, hexes: Iterable[int]) -> set[int]:
        """The hexes within 2 of some hexes."""
        return {n for h in hexes for n in self.grid.disk(h, 2)}

    def seen(self, side: int) -> set[int]:
        """[10.1] The hexes that a side sees."""
        return self.around(int(self.match.state.units[u, columns.HEX]) for u in self.match.view(side).own_units())

    def hidden_units(self, side: int, clear: set[int]) -> list[int]:
        """Enemy units that stand in none of some hexes, or nowhere; sources are known."""
        enemies = (self.facts[:, columns.OF_SIDE] != side) & (self.facts[:, columns.ROLE] < columns.SOURCE)
        return [int(u) for u in np.flatnonzero(enemies) if int(self.match.state.units[u, columns.HEX]) not in clear]

    def disturbed(self, side: int, clear: set[int], *, batteries: bool = True) -> State:
        """A state that differs in what is hidden from a side, and in nothing within hexes that it sees or will see."""
        state = copy(self.match.state)
        elsewhere = sorted(self.land - clear)
        for u in self.hidden_units(side, clear) if elsewhere else ():
            if self.dice.random() < 0.5 and (batteries or self.facts[u, columns.ROLE] != columns.BATTERY):
                self.disturb_unit(state.units[u], elsewhere)
        own = (self.facts[:, columns.OF_SIDE] == side) & (self.facts[:, columns.ROLE] < columns.SOURCE)
        for u in np.flatnonzero(own):
            row = state.units[u]
            row[columns.SEEN_LEVEL :] = self.dice.randint(1, 20)
            row[columns.SEEN_HEX], row[columns.SEEN_STATUS] = self.dice.choice([*elsewhere, -1]), columns.PRESENT
        for h in elsewhere:
            if self.dice.random() < 0.2:
                self.disturb_hex(state.hexes[h])
        self.disturb_edges(side, state, clear)
        self.disturb_depots(side, state, elsewhere)
        self.disturb_plans(side, state)
        state.hexes[:, columns.NEAR_SUPPLY + 1 - side] = [self.dice.randint(-1, 700) for _ in range(self.grid.count)]
        theirs, block = slice((2 - side) * HEX_BLOCK, (3 - side) * HEX_BLOCK), (2 - side) * SIDE_BLOCK
        state.hexes[:, theirs] = state.hexes[:, (1 + side) * HEX_BLOCK : (2 + side) * HEX_BLOCK]
        for account in state.sides:
            for column in (*range(SIDE_BLOCK), *range(block, block + SIDE_BLOCK)):
                account[column] += self.dice.randint(0, 50)
        return state

    def disturb_unit(self, row: np.ndarray, elsewhere: list[int]) -> None:
        """Put a unit elsewhere, hurt it, or take it away."""
        row[columns.STATUS], row[columns.HEX] = columns.PRESENT, self.dice.choice(elsewhere)
        row[columns.PEOPLE] = self.dice.randint(1, 600)
        row[[columns.FATIGUE, columns.DAYS]] = self.dice.randint(0, 100), self.dice.randint(0, 300)
        row[[columns.SUPPLY, columns.OUT_TURNS]] = self.dice.randint(0, 3), self.dice.randint(0, 3)
        row[[columns.ZONE, columns.POINTS]] = self.dice.randint(0, 2), self.dice.randint(0, 96)
        row[[columns.ROUNDS, columns.DEFENSIVE]] = self.dice.randint(0, 900), self.dice.randint(0, 200)
        row[columns.AMMO : columns.BOUND_AT + 1] = self.dice.randint(0, 9000)
        if self.dice.random() < 0.2:
            row[[columns.STATUS, columns.HEX, columns.PEOPLE]] = columns.ELIMINATED, -1, 0

    def disturb_hex(self, row: np.ndarray) -> None:
        """Let a hex be in other hands, dug or in ruins."""
        row[[columns.OWNER, columns.TAKEN]] = self.dice.randint(-1, 1), self.dice.randint(0, 9)
        row[[columns.TRENCH, columns.RUBBLE]] = self.dice.randint(0, 3), self.dice.randint(0, 3)

    def disturb_edges(self, side: int, state: State, clear: set[int]) -> None:
        """Let roads, bridges and mines be otherwise where a side sees neither end, and the enemy know nothing of any."""
        hexes, arcs = self.match.fixed.board.hexes, self.match.fixed.board.arcs
        known = {int(arcs[a, EDGE]) for h in clear for a in range(int(hexes[h, FIRST_ARC]), int(hexes[h, END_ARC]))}
        for e, edge in enumerate(state.edges):
            if e not in known and self.dice.random() < 0.3:
                edge[columns.CONDITION], edge[columns.MINES] = self.dice.randint(10, 100), self.dice.randint(0, 2)
                if edge[columns.BRIDGE] != columns.NO_BRIDGE:
                    edge[columns.BRIDGE] = self.dice.randint(1, 4)
        theirs = (2 - side) * EDGE_BLOCK
        state.edges[:, theirs : theirs + EDGE_BLOCK] = self.dice.randint(0, 3)

    def disturb_depots(self, side: int, state: State, elsewhere: list[int]) -> None:
        """Move, fill and open depots of the enemy, and let them keep back what they like."""
        suppliers = (self.facts[:, columns.OF_SIDE] != side) & (self.facts[:, columns.ROLE] >= columns.SOURCE)
        for u in np.flatnonzero(suppliers):
            row = state.units[u]
            row[columns.AMMO : columns.SEEN_LEVEL] = [
                self.dice.randint(0, 90_000) for _ in range(columns.SEEN_LEVEL - columns.AMMO)
            ]
            if elsewhere and row[columns.STATUS] != columns.ELIMINATED and self.facts[u, columns.ROLE] != columns.SOURCE:
                row[columns.STATUS], row[columns.HEX] = self.dice.choice(
                    ((columns.PRESENT, self.dice.choice(elsewhere)), (columns.WAITING, -1))
                )

    def disturb_plans(self, side: int, state: State) -> None:
        """Let any of the enemy's units plan to break out tonight."""
        theirs = (self.facts[:, columns.OF_SIDE] != side) & (self.facts[:, columns.ROLE] < columns.SOURCE)
        for u in np.flatnonzero(theirs):
            state.units[u, columns.BREAKOUT] = self.dice.choice((0, self.dice.randint(1, 8**4)))

    def pair(self, side: int, state: State) -> tuple[View, View]:
        """What a side is shown of the match, and of another state after the same orders."""
        self.twin.state = state
        self.twin._forget_views()
        self.twin._done, self.twin.opening = list(self.match._done), self.match.opening
        return self.match.view(side), self.twin.view(side)


# before an order -----------------------------------------------------------------------------------------------------


@each_side
@each_scenario
def test_a_view_is_the_same_whatever_is_hidden(name: str, side: int):
    """A hundred pairs of a match."""
    assert compare_pairs(name, side, seed=1, most=100) == 100


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10, 15))
@each_side
@each_scenario
def test_views_are_the_same_whatever_is_hidden(name: str, side: int, seed: int):
    """Thousands of pairs, and orders that stay clear of the difference."""
    compare_pairs(name, side, seed, most=200)
    compare_orders(name, side, seed, most=200)


def compare_pairs(name: str, side: int, seed: int, most: int) -> int:
    """Play a match and look at a pair after every other order; how many there were."""
    pairs, player, count = Pairs(name, seed), Wanderer(seed), 0
    while pairs.match.outcome is None and count < most:
        give(pairs.match, player)
        if pairs.match.outcome is None and pairs.dice.random() < 0.5:
            mine, other = pairs.pair(side, pairs.disturbed(side, pairs.seen(side)))
            assert equal(mine.believed, other.believed)
            assert mine.events == other.events
            if count % 10 == 0:
                compare_offers(pairs, mine, other)
            count += 1
    return count


def give(match: Match, player: Wanderer) -> Order:
    """Let a player give one order."""
    order = player.choose(match.view(match.side), match.legal_orders())
    order = END_TURN if match.check(order) else order
    match.apply(order)
    return order


def compare_offers(pairs: Pairs, mine: View, other: View) -> None:
    """Everything that two views offer is the same."""
    own = mine.own_units()
    assert own == other.own_units()
    for u in own:
        assert mine.reach(u) == other.reach(u)
        h = pairs.dice.choice(sorted(mine.reach(u)) or [0])
        assert mine.path(u, h) == other.path(u, h)
    assert [mine.stack(h) for h in range(pairs.grid.count)] == [other.stack(h) for h in range(pairs.grid.count)]
    for u in pairs.dice.sample(own, min(4, len(own))):
        assert list(mine.legal_orders().of(u)) == list(other.legal_orders().of(u))
    vandal, wanderer = Vandal(pairs.dice.random(), mine), Wanderer(pairs.dice.randint(0, 10**6))
    for order in (vandal.order() for _ in range(40)):
        assert mine.check(order) == other.check(order)
    for order in (wanderer.assault(mine) for _ in range(10)):
        if isinstance(order, Assault) and mine.check(order) is None:
            assert mine.attackers(order.target) == other.attackers(order.target)
            assert mine.odds(order) == other.odds(order)
    if pairs.match.side == mine.side:
        compare_computers(mine, other)


def compare_computers(mine: View, other: View) -> None:
    """The computer's players choose the same orders."""
    for name in COMPUTERS:
        chosen = [CompiledPlayer(name, 7).choose(view, view.legal_orders()) for view in (mine, other)]
        assert chosen[0] == chosen[1]


@each_scenario
def test_all_legal_orders_are_the_same_whatever_is_hidden(name: str):
    """Every move to every hex and every assault, once."""
    pairs = Pairs(name, 2)
    play_half_turn(pairs.match, Wanderer(2))
    side = pairs.match.side
    mine, other = pairs.pair(side, pairs.disturbed(side, pairs.seen(side)))
    assert list(mine.legal_orders()) == list(other.legal_orders())


# after an order ------------------------------------------------------------------------------------------------------


@each_side
@each_scenario
def test_orders_away_from_what_is_hidden_tell_the_same(name: str, side: int):
    """One's own orders and the enemy's: the same events, the same sentences, the same belief."""
    assert compare_orders(name, side, seed=4, most=60) > 30


def compare_orders(name: str, side: int, seed: int, most: int) -> int:
    """Play a match and give each order to a pair as well; how many could be compared."""
    pairs, player, count = Pairs(name, seed), Wanderer(seed), 0
    while pairs.match.outcome is None and count < most:
        match = pairs.match
        order = player.choose(match.view(match.side), match.legal_orders())
        if match.check(order) is not None or isinstance(order, EndTurn):
            match.apply(END_TURN)
            continue
        clear = pairs.seen(side) | pairs.around(touched(match, order))
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
    """A disturbed state in which an assault meets the same fire, ground and supply; an enemy who acts is the same."""
    assault, mover = isinstance(order, Assault), pairs.match.side
    state = pairs.disturbed(side, clear, batteries=not assault)
    if assault:
        same = [*range(HEX_BLOCK), columns.NEAR_SUPPLY, columns.NEAR_SUPPLY + 1]
        state.hexes[:, same] = pairs.match.state.hexes[:, same]
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
        case MoveDepot(_, h) | Summon(_, h) | Blow(_, h) | Task(_, _, h):
            hexes.add(h)
    return hexes - {-1}


def tell(match: Match, events: list) -> list[str]:
    """Events as sentences, in both languages."""
    return [Chronicle(match.scenario, language).sentence(event) for language in LANGUAGES for event in events]


def arrival(start: str) -> tuple[list, State]:
    """What Ukraine sees when X comes into its sight from a hex out of it, and what it believes then."""
    battle = board(
        """
        .a  .  .  |. .
          .  .  |. . .
        .  .  |. . .
        """,
        units=f"X at {start}", first="ru",
    )  # fmt: skip
    seen_before = battle.view("ua").events
    assert battle.knows("ua", "X") == "-"
    battle.must("move X 0101")
    assert battle.knows("ua", "X") == "0101"
    return [e for e in battle.view("ua").events if e not in seen_before], battle.view("ua").believed


def test_an_enemy_that_comes_into_sight_does_not_show_where_it_came_from():
    """[10.1] [10.3] From two different hexes out of sight into the same hex in sight."""
    (told, believed), (also_told, also_believed) = arrival("0201"), arrival("0202")
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
            if isinstance(order, Assault) and view.odds(order).taken >= 18:
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
