"""The computer's players, measured on the mirrored field: skill, and whether the field is fair."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from headless import simulate

from game.ai import duel
from game.lab.table import Table, seeds_of
from game.rules.field import fix
from game.scenario.load import Scenario, load_scenario
from game.state import (
    DRAW,
    ENTRY,
    FIRST_SIDE,
    KIND,
    OF_SIDE,
    OWNER,
    PRESENT,
    ROLE,
    RU,
    RU_WINS,
    SOURCE,
    STATUS,
    UA,
    UA_WINS,
    Ints,
)  # fmt: skip


def mirror(first: int = UA) -> Scenario:
    """The mirrored field, with a side to move first."""
    scenario = load_scenario("mirror")
    terms = scenario.roster.terms.copy()
    terms[FIRST_SIDE] = first
    return dataclasses.replace(scenario, roster=scenario.roster._replace(terms=terms))


def outcomes(scenario: Scenario, games: int, seed: int, ua: str, ru: str) -> Ints:
    """How games between two players ended: UA_WINS, RU_WINS or DRAW, a game each."""
    return simulate(scenario, games, seed, (ua, ru)).results[:, duel.R_OUTCOME]


def wins(player: str, other: str, games: int, seed: int) -> tuple[int, int]:
    """Games that a player wins and loses against another, half of them on either side."""
    north = outcomes(mirror(), games // 2, seed, player, other)
    south = outcomes(mirror(), games // 2, seed, other, player)
    won = int((north == UA_WINS).sum() + (south == RU_WINS).sum())
    return won, games - won - int((north == DRAW).sum() + (south == DRAW).sum())


@pytest.mark.parametrize("seed", [1, 2])
def test_greedy_beats_random(seed: int) -> None:
    """In nine of ten of 200 games with the seats swapped, at least."""
    won, _ = wins("greedy", "random", 200, seed)
    assert won >= 180


@pytest.mark.parametrize("seed", [1, 2])
def test_who_does_nothing_never_wins(seed: int) -> None:
    """None of 400 games with the seats swapped."""
    won, lost = wins("passive", "greedy", 400, seed)
    assert (won, lost) == (0, 400)


def test_doing_anything_is_better_than_doing_nothing() -> None:
    """Random beats passive far more often than not."""
    won, lost = wins("random", "passive", 400, 1)
    assert won > 300
    assert lost < 20


@pytest.mark.parametrize("games", [1000, pytest.param(20_000, marks=pytest.mark.long)])
def test_neither_order_of_sides_is_worth_more_than_60_percent(games: int) -> None:
    """Between equals, half of the games with either side to move first: neither the first nor a side wins more."""
    ended = {first: outcomes(mirror(first), games // 2, 1, "greedy", "greedy") for first in (UA, RU)}
    for result in (UA_WINS, RU_WINS):
        assert [(ended[first] == result).mean() <= 0.6 for first in (UA, RU)] == [True, True]
    decided = sum(int((results != DRAW).sum()) for results in ended.values())
    moved_first = int((ended[UA] == UA_WINS).sum() + (ended[RU] == RU_WINS).sum())
    assert decided >= 0.9 * games
    assert 0.4 <= moved_first / decided <= 0.6


def test_the_field_is_its_own_mirror() -> None:
    """Terrain, heights, owners and units of the south are those of the north."""
    scenario = mirror()
    grid, nodes = scenario.grid, scenario.ground.graph.nodes

    def opposite(h: int) -> int:
        row, column = divmod(h, grid.columns)
        return (grid.rows - 1 - row) * grid.columns + column

    for h in range(grid.count):
        for what in ("terrain", "elevation"):
            assert nodes[h][what] == nodes[opposite(h)][what], grid.number(h)
        owner = int(scenario.start.hexes[h, OWNER])
        assert int(scenario.start.hexes[opposite(h), OWNER]) == {UA: RU, RU: UA}.get(owner, owner)
    for h, n in scenario.ground.graph.edges:
        for what in ("surface", "water", "bridge"):
            assert scenario.ground.graph.edges[h, n][what] == scenario.ground.graph.edges[opposite(h), opposite(n)][what]
    units = scenario.roster.units
    north = [(int(row[KIND]), int(row[ENTRY])) for row in units if row[OF_SIDE] == UA]
    south = [(int(row[KIND]), opposite(int(row[ENTRY]))) for row in units if row[OF_SIDE] == RU]
    assert north == south


def test_results_name_their_columns() -> None:
    """A row of results is as wide as its names."""
    results = simulate(mirror(), 2, 1, ("greedy", "greedy")).results
    assert results.shape == (2, len(duel.RESULT_NAMES)) == (2, duel.RESULT_COLUMNS)
    assert np.array_equal(results[:, duel.R_NET], results[:, duel.R_GROSS_UA] - results[:, duel.R_GROSS_RU])


def test_decisions_are_counted_for_units_that_can_be_ordered() -> None:
    scenario, results = mirror(), np.zeros((1, duel.RESULT_COLUMNS), dtype=np.int64)
    table = Table(scenario, fix(scenario.ground, scenario.rules, scenario.roster))
    table.play((duel.PASSIVE, duel.PASSIVE), seeds_of(1, 1), results, turns=1)
    ordered = (scenario.start.units[:, STATUS] == PRESENT) & (scenario.roster.units[:, ROLE] != SOURCE)
    assert results[0, duel.R_DECISIONS] == ordered.sum()
