"""The battle of the flanks, computer against computer, goes within the bounds of what happened in May 2023."""

from __future__ import annotations

import os

import numpy as np
import pytest
from headless import simulate

from game.ai import duel
from game.lab.simulate import Run, summary
from game.scenario.load import load_scenario
from game.state import BY_COLLAPSE, BY_POINTS, LOSS_CAUSES, PEOPLE_UA, SIDES

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
        lost = float(np.mean(run.results[:, first : first + len(LOSS_CAUSES)].sum(axis=1))) / people[s]
        assert LOST[0] <= lost <= LOST[1], SIDES[s]


CLASHES_A_DAY = (25, 34)
"""Ground clashes in the sector on days of May 2023, probes among them (Cherevatyi; history of the project)."""
RU_LOST_A_DAY = (260, 309)
"""Killed and wounded of one side in the sector, as the other side claimed on three days of May 2023 (Cherevatyi)."""
FACTOR = 1.5
"""How far off the computer's games may be."""
FIRE_SHARE = (0.3, 0.8)


def test_clashes_and_losses_of_a_day_are_near_what_was_told(run: Run) -> None:
    """Within a factor of 1.5 of the figures of May 2023."""
    days = run.results[:, duel.R_TURNS].sum()
    clashes = run.results[:, [duel.R_ASSAULTS_UA, duel.R_ASSAULTS_RU]].sum() / days
    assert CLASHES_A_DAY[0] / FACTOR <= clashes <= CLASHES_A_DAY[1] * FACTOR
    lost = run.results[:, duel.R_LOST_RU : duel.R_LOST_RU + len(LOSS_CAUSES)].sum() / days
    assert RU_LOST_A_DAY[0] / FACTOR <= lost <= RU_LOST_A_DAY[1] * FACTOR


def test_fire_causes_between_30_and_80_percent_of_the_losses(run: Run) -> None:
    """Of each side."""
    causes = summary(run)["losses_by_cause"]
    for side in SIDES:
        share = causes[side]["shelled"] / sum(causes[side].values())
        assert FIRE_SHARE[0] <= share <= FIRE_SHARE[1], side
