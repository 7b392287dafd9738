"""What a side is shown, may order and is refused depends on nothing that it does not know.

Thousands of pairs of states that differ in every column that is hidden from a side, see pairs.py: hidden units moved,
resized, worn, starved, in another posture, with other tasks, plots and standing orders; ground, rubble and roads as they
are not believed to be; what the other side heard, watched, probed, counts and believes. Masks, views, legal orders,
refusals, previews, odds, computers' orders and the answer to undo are the same. That orders then tell the same is in
test_view.py.
"""

from __future__ import annotations

import pytest
from pairs import (
    KNOWN_OF_EDGES,
    KNOWN_OF_HEXES,
    KNOWN_TO_ITS_SIDE,
    Pairs,
)  # fmt: skip
from wanderer import Vandal, Wanderer

from game import state as columns
from game.ai.players import CompiledPlayer
from game.match import Match
from game.orders import END_TURN, Assault, Order
from game.scenario.load import load_scenario, scenario_names
from game.state import equal
from game.view import View

SCENARIOS = {name: load_scenario(name) for name in scenario_names()}
COMPUTERS = ("passive", "random", "greedy")
WRONG = 200
"""Orders of a Vandal that both states are asked about, a pair."""

each_side = pytest.mark.parametrize("side", [0, 1], ids=columns.SIDES)
each_scenario = pytest.mark.parametrize("name", SCENARIOS)


@each_side
@each_scenario
def test_what_is_hidden_shows_nowhere(name: str, side: int) -> None:
    """[10.5] 300 pairs, a few of every match."""
    assert compare(name, side, seed=1, pairs=30) == 30


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10, 15))
@each_side
@each_scenario
def test_what_is_hidden_shows_nowhere_in_thousands_of_pairs(name: str, side: int, seed: int) -> None:
    """[10.5] 5,000 of them."""
    assert compare(name, side, seed, pairs=126) == 126


def compare(name: str, side: int, seed: int, pairs: int) -> int:
    """Play matches and compare a pair after every few orders; how many there were."""
    count = 0
    for again in range(50):
        couple, player = Pairs(SCENARIOS[name], seed + 1000 * again), Wanderer(seed + again)
        while couple.match.outcome is None and count < pairs:
            give(couple.match, player)
            if couple.match.outcome is None and couple.dice.random() < 0.2:
                compare_pair(couple, side)
                count += 1
        if count == pairs:
            break
    return count


def give(match: Match, player: Wanderer) -> Order:
    """Let a player give one order."""
    order = player.choose(match.view(match.side), match.legal_orders())
    order = END_TURN if match.check(order) else order
    match.apply(order)
    return order


def compare_pair(couple: Pairs, side: int) -> None:
    """Everything that a side is shown of two states is the same."""
    mine, other = couple.pair(side, couple.disturbed(side))
    assert not equal(couple.match.state, couple.twin.state)
    for table, here, there in zip(columns.State._fields, mine.believed, other.believed, strict=True):
        assert (here == there).all(), f"{table}: {sorted(set((here != there).nonzero()[-1].tolist()))}"
    assert mine.events == other.events
    compare_previews(couple, mine, other)
    compare_answers(couple, mine, other)


def compare_previews(couple: Pairs, mine: View, other: View) -> None:
    """Where units can go and how, who can attack, at which odds."""
    own = mine.own_units()
    assert own == other.own_units()
    for u in couple.dice.sample(own, min(4, len(own))):
        reach = mine.reach(u)
        assert reach == other.reach(u)
        for h in couple.dice.sample(sorted(reach), min(3, len(reach))):
            assert mine.path(u, h) == other.path(u, h)
    assert [mine.stack(h) for h in range(couple.grid.count)] == [other.stack(h) for h in range(couple.grid.count)]
    wanderer = Wanderer(couple.dice.randint(0, 10**6))
    for order in (wanderer.assault(mine) for _ in range(3)):
        if isinstance(order, Assault) and mine.check(order) is None:
            assert mine.attackers(order.target) == other.attackers(order.target)
            assert mine.odds(order) == other.odds(order)


def compare_answers(couple: Pairs, mine: View, other: View) -> None:
    """What may be ordered, why not, what a computer would order, and whether the last order can be undone."""
    own = mine.own_units()
    for u in couple.dice.sample(own, min(1, len(own))):
        assert list(mine.legal_orders().of(u)) == list(other.legal_orders().of(u))
    vandal = Vandal(couple.dice.randint(0, 10**9), mine)
    for order in (vandal.order() for _ in range(WRONG)):
        refusal = mine.check(order)
        assert refusal == other.check(order)
        if couple.match.side == mine.side:
            assert couple.match.check(order) == couple.twin.check(order) == refusal, "asked at the door and of the view"
    assert couple.match.why_not_undo() == couple.twin.why_not_undo()
    if couple.match.side == mine.side:
        for computer in COMPUTERS:
            chosen = [CompiledPlayer(computer, 7).choose(view, view.legal_orders()) for view in (mine, other)]
            assert chosen[0] == chosen[1], computer


@each_side
def test_every_hidden_column_is_disturbed(side: int) -> None:
    """Or the pairs prove nothing of it: every column of units, all but those known of hexes, hexsides and accounts."""
    couple, player = Pairs(SCENARIOS["pocket"], 5), Wanderer(5)
    for _ in range(60):
        give(couple.match, player)
        couple.disturbed(side)
    wide = {"units": columns.UNIT_COLUMNS, "hexes": columns.HEX_COLUMNS, "edges": columns.EDGE_COLUMNS,
            "sides": columns.SIDE_COLUMNS}  # fmt: skip
    quiet = {table: set(range(count)) - couple.changed[table] for table, count in wide.items()}
    blocks = {"hexes": columns.HEX_BLOCK, "edges": columns.EDGE_BLOCK, "sides": columns.SIDE_BLOCK}
    mine = {table: {*range((1 + side) * width, (2 + side) * width)} for table, width in blocks.items()}
    mine["hexes"] |= {*KNOWN_OF_HEXES, *(c + side for c in KNOWN_TO_ITS_SIDE)}
    mine["edges"] |= set(KNOWN_OF_EDGES)
    assert quiet == {"units": set(), **mine}
