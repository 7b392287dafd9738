"""What shells and knowledge are worth, computer against computer: the bars that fire and sight are held to."""

from __future__ import annotations

import dataclasses

import pytest
from headless import simulate

from game.ai import duel
from game.lab import paired
from game.scenario.load import Scenario, load_scenario
from game.state import (
    BATTERY,
    DAILY,
    DAILY_SHELLS,
    DRAW,
    FIRST_SIDE,
    OF_SIDE,
    ROLE,
    ROUNDS,
    RU,
    RU_WINS,
    SHELLS,
    SOURCE,
    UA,
    UA_WINS,
    copy,
)  # fmt: skip

MORE_SHELLS = 4
WINS = (0.55, 0.75)
"""Share of the games that four times the shells win, infantry being equal."""


def rich_in_shells(side: int, first: int) -> Scenario:
    """The mirrored field, where a side has four times the other's shells, with a side to move first."""
    scenario = load_scenario("mirror")
    units, terms, start = scenario.roster.units.copy(), scenario.roster.terms.copy(), copy(scenario.start)
    terms[FIRST_SIDE] = first
    ours = units[:, OF_SIDE] == side
    guns, sources = ours & (units[:, ROLE] == BATTERY), ours & (units[:, ROLE] == SOURCE)
    units[guns, DAILY] *= MORE_SHELLS
    start.units[guns, ROUNDS] *= MORE_SHELLS
    units[sources, DAILY_SHELLS] *= MORE_SHELLS
    start.units[sources, SHELLS] *= MORE_SHELLS
    return dataclasses.replace(scenario, roster=scenario.roster._replace(units=units, terms=terms), start=start)


@pytest.mark.parametrize("games", [250, pytest.param(2500, marks=pytest.mark.long)])
def test_four_times_the_shells_win_more_often_but_not_always(games: int) -> None:
    """Between 55 and 75 %, over both seats and both orders of sides."""
    won = decided = 0
    for side in (UA, RU):
        for first in (UA, RU):
            ended = simulate(rich_in_shells(side, first), games, 1, ("greedy", "greedy"), 2).results[:, duel.R_OUTCOME]
            won += int((ended == (UA_WINS, RU_WINS)[side]).sum())
            decided += int((ended != DRAW).sum())
    assert decided >= 3.6 * games
    assert WINS[0] <= won / (4 * games) <= WINS[1]


@pytest.mark.parametrize("pairs", [10, pytest.param(1000, marks=pytest.mark.long)])
def test_a_sortie_over_the_canal_line_costs_fewer_people_for_the_same_ground(pairs: int) -> None:
    """South-west of Klishchiivka, on turn 1: fewer people lost for a km2 in the south by turn 5 than without it."""
    scenario = load_scenario("flanks_of_may")
    company = next(u for u, card in enumerate(scenario.units) if card.id == "u3-uav")
    h = scenario.grid.parse("1326")
    assert h is not None
    told = paired.summary(paired.play_pairs(scenario, paired.Study(company, h, 5, 20), pairs, 1), 1)
    assert told["on"]["km2"] > told["off"]["km2"]
    assert told["change"]["mean"] < 0
    if pairs == 1000:
        assert told["change"]["high"] < 0


def test_a_pair_without_a_sortie_is_the_same_game_twice() -> None:
    """A company that is out of everybody's way changes nothing but its own row."""
    scenario = load_scenario("flanks_of_may")
    company = next(u for u, card in enumerate(scenario.units) if card.id == "u3-uav")
    study = paired.Study(company, 0, 1, 20)
    pairs = paired.play_pairs(scenario, study, 2, 1)
    assert (pairs.lost[:, 0] == pairs.lost[:, 1]).all()
    assert (pairs.won[:, 0] == pairs.won[:, 1]).all()
