"""What each chapter of the rules costs in a game, in milliseconds of one core.

Phases of the day are timed on a battle in progress and counted as often as a game runs them. What players order is
measured by games in which they do not: the same player with the weight that starts it put out of reach.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from game.ai import duel, weights
from game.ai.mind import WEIGHTS
from game.dice import seeded
from game.lab.table import Table, seeds_of
from game.rules import claims, condition, encirclement, field, logistics, recon, turn, victory
from game.rules.field import Fixed
from game.scenario.load import Scenario
from game.state import TURNS, State, copy

NEVER = 1 << 30
LEFT_OUT = {
    "chapter_08_probes_ms": (weights.W_PROBES, 0),
    "chapter_09_fires_ms": (weights.W_SALVO, NEVER),
    "chapter_10_sorties_ms": (weights.W_SCOUT, NEVER),
    "chapter_12_digging_ms": (weights.W_DIG, 0),
}
"""What is measured by leaving it out -> the weight, and the value at which the player never orders it."""
GAMES, RUNS, CALLS = 20, 3, 100


def by_chapter(scenario: Scenario, fixed: Fixed) -> dict[str, float]:
    """Milliseconds a game by chapter, the quickest of some runs each."""
    table = Table(scenario, fixed)
    told, least = _phases(table, int(fixed.roster.terms[TURNS])), dict.fromkeys(["", *LEFT_OUT], float("inf"))
    for _ in range(RUNS):
        least[""] = min(least[""], _game(table))
        for name, (weight, value) in LEFT_OUT.items():
            kept = int(table.minds[0, WEIGHTS, weight])
            table.minds[:, WEIGHTS, weight] = value
            least[name] = min(least[name], _game(table))
            table.minds[:, WEIGHTS, weight] = kept
    told |= {name: least[""] - least[name] for name in LEFT_OUT}
    return {name: round(told[name], 2) for name in sorted(told)}


def _game(table: Table) -> float:
    """Milliseconds of a game of greedy against greedy."""
    results, began = np.zeros((GAMES, duel.RESULT_COLUMNS), dtype=np.int64), time.process_time()
    table.play((duel.GREEDY, duel.GREEDY), seeds_of(5, GAMES), results)
    return 1000 * (time.process_time() - began) / GAMES


def _phases(table: Table, days: int) -> dict[str, float]:
    """Milliseconds a game of the phases that run without an order."""
    fixed, log, dice = table.fixed, table.log, seeded(5)
    results = np.zeros((1, duel.RESULT_COLUMNS), dtype=np.int64)
    table.play((duel.GREEDY, duel.GREEDY), seeds_of(7, 1), results, turns=2)
    before, state = copy(table.state), copy(table.state)
    scratch, spare, net = table.scratch, table.believed, table.net
    turn.open_side(fixed, before, scratch, net, spare, 0, log)
    phases: dict[str, tuple[int, Callable[[], object]]] = {
        "chapter_06_supply_ms": (2 * days, lambda: logistics.logistics(fixed, state, scratch, net, spare, 0, log)),
        "chapter_07_pockets_ms": (2 * days, lambda: encirclement.close_pockets(fixed, state, scratch, 0, dice, log)),
        "chapter_10_contacts_ms": (2 * days, lambda: recon.reconnoitre(fixed, state, scratch, 0, log)),
        "chapter_10_beliefs_ms": (6 * days, lambda: recon.mask(fixed, state, 0, spare)),
        "chapter_11_condition_ms": (2 * days, lambda: condition.recover(fixed, state, scratch, 0, dice, log)),
        "chapter_13_claims_ms": (days, lambda: claims.settle_claims(fixed, state, scratch, log)),
        "chapter_14_points_ms": (3 * days, lambda: victory.count_dusk(fixed, state, scratch)),
    }
    return {name: times * _once(fixed, table, before, state, phase) for name, (times, phase) in phases.items()}


def _once(fixed: Fixed, table: Table, before: State, state: State, phase: Callable[[], object]) -> float:
    """Milliseconds of a phase on a fresh copy of a state, what it takes to copy and lay it out left out."""
    spent = {True: float("inf"), False: float("inf")}
    for run in range(2 * RUNS):
        with_phase = run % 2 == 0
        began = time.process_time()
        for _ in range(CALLS):
            field.assign(state, before)
            field.lay_out(fixed, state, table.scratch)
            if with_phase:
                phase()
        spent[with_phase] = min(spent[with_phase], (time.process_time() - began) / CALLS)
    return 1000 * (spent[True] - spent[False])
