"""Games of one scenario played in memory, as `simulate` plays them."""

from __future__ import annotations

import time

import numpy as np

from game.ai import duel
from game.lab.runs.going import threads
from game.lab.runs.plan import Plan, arm_of
from game.lab.simulate import Run
from game.scenario.load import Scenario


def simulate(
    scenario: Scenario,
    games: int,
    seed: int,
    who: tuple[str, str],
    workers: int = 1,
    dice: str | None = None,
) -> Run:
    """Play games between two players, named for UA and RU, with other dice than the rules' if named."""
    began = time.perf_counter()
    plan = Plan("simulate", (arm_of(scenario),), who, seed, games, dice, swapped=False)
    results = np.zeros((games, duel.RESULT_COLUMNS), dtype=np.int64)
    heat = np.zeros((scenario.grid.count, duel.HEAT_COLUMNS), dtype=np.int64)
    for batch in threads(workers)(plan, plan.tasks()):
        rows = slice(batch.task.first, batch.task.first + batch.task.pairs)
        results[rows], heat = batch.results, heat + batch.heat
    return Run(scenario.id, seed, who, results, games, time.perf_counter() - began, heat)
