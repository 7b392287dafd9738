"""The battle of the flanks, computer against computer, goes within the bounds of what happened in May 2023."""

from __future__ import annotations

import os

import numpy as np
import pytest

from game.ai import duel
from game.lab.simulate import Run, simulate, summary
from game.scenario.load import load_scenario
from game.state import BY_COLLAPSE, BY_POINTS, PEOPLE_UA, SIDES

MOST_WON = 0.95
"""Share of the games that neither side wins more than."""
AREA_KM2 = (5, 40)
"""What the middle eight tenths of the games overlap: the net ground that Ukraine wins."""
LOST = (0.02, 0.25)
"""Share of its people that a side loses, on average."""


@pytest.fixture(scope="module", params=[50, pytest.param(1000, marks=pytest.mark.long)])
def run(request: pytest.FixtureRequest) -> Run:
    """Games of greedy against greedy."""
    return simulate(load_scenario("flanks_of_may"), request.param, 1, ("greedy", "greedy"), os.cpu_count() or 1)


def test_every_game_ends_with_a_reason(run: Run) -> None:
    assert set(run.results[:, duel.R_REASON]) <= {BY_POINTS, BY_COLLAPSE}
    assert (run.results[:, duel.R_OUTCOME] > 0).all()


def test_no_side_wins_always(run: Run) -> None:
    rates = summary(run)["win_rate"]
    assert max(rates[side]["mean"] for side in SIDES) <= MOST_WON


def test_ground_changes_hands_as_it_did(run: Run) -> None:
    area = summary(run)["area_km2"]
    assert area["p10"] <= AREA_KM2[1]
    assert area["p90"] >= AREA_KM2[0]


def test_each_side_loses_some_of_its_people(run: Run) -> None:
    people = load_scenario("flanks_of_may").roster.terms[PEOPLE_UA : PEOPLE_UA + 2]
    for s, first in enumerate((duel.R_LOST_UA, duel.R_LOST_RU)):
        lost = float(np.mean(run.results[:, first : first + 5].sum(axis=1))) / people[s]
        assert LOST[0] <= lost <= LOST[1], SIDES[s]
