"""One drone sortie, forced on and off in pairs of games that share their luck: what knowing a hex is worth.

In both games of a pair the side's drones stay down on turn 1 but for the one sortie, which sees and comes back if on.
From then on the computer plays both sides. What is compared is people lost to ground won in a part of the map.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.ai import duel
from game.ai.mind import new_mind
from game.ai.weights import weights
from game.dice import loaded, seeded
from game.events import new_log
from game.hexes import HEX_KM2
from game.lab.table import fixed_of, seeds_of
from game.orders import END, ORDER_WIDTH, Fly, encode
from game.rules import field, network, recon, turn
from game.rules.field import Fixed
from game.scenario.load import Scenario
from game.state import (
    COMBAT,
    DRONES,
    ENTRY,
    FIRED,
    LOST,
    NOBODY,
    OF_SIDE,
    OUTCOME,
    OWNER,
    ROLE,
    RUNNING,
    SIDE,
    SORTIES_DAILY,
    START_OWNER,
    TURN,
    Ints,
    State,
    copy,
)  # fmt: skip
from game.terms import new_terms

SEES, COMES_BACK = 0, 99
"""Rolls of a hundred of a sortie that sees and whose drone is not lost."""
RESAMPLES = 2000
"""Draws of the bootstrap (Efron 1979) that gives the intervals."""


@dataclass(frozen=True)
class Study:
    """A sortie, how long the games go on, and where people and ground are counted."""

    company: int
    hex: int
    days: int
    first_row: int
    """The first row of hexes, from the north, of the part of the map."""


@dataclass(frozen=True)
class Pairs:
    """What the games came to: a row a pair, off and on; (games, 2) int64 each."""

    lost: Ints
    """People the side's units lost that began in the part of the map, or arrived there."""
    won: Ints
    """Net hexes the side won there."""


def play_pairs(
    scenario: Scenario, study: Study, games: int, seed: int, progress: Callable[[int, int], None] = lambda done, of: None
) -> Pairs:
    """Play pairs of games on threads; the seed of a pair is that of the game of a run."""
    fixed = fixed_of(scenario)
    found = np.zeros((2, games, 2), dtype=np.int64)
    seeds = seeds_of(seed, games)

    def pair(g: int) -> None:
        for on in (0, 1):
            found[:, g, on] = count(scenario, fixed, study, play(scenario, fixed, study, int(seeds[g]), bool(on)))

    with ThreadPoolExecutor(2) as pool:
        for done, _ in enumerate(pool.map(pair, range(games)), start=1):
            progress(done, games)
    return Pairs(found[0], found[1])


def play(scenario: Scenario, fixed: Fixed, study: Study, seed: int, on: bool) -> State:
    """One game of greedy against greedy through some days, with the sortie or without; the state then."""
    state, believed, spare = copy(scenario.start), copy(scenario.start), copy(scenario.start)
    scratch, theirs, net = field.new_scratch(fixed), field.new_scratch(fixed), network.new_net(fixed)
    minds, dice, log, terms = [new_mind(fixed, weights()) for _ in range(2)], seeded(seed), new_log(0), new_terms()
    order, why = np.zeros(ORDER_WIDTH, dtype=np.int64), np.zeros(4, dtype=np.int64)
    side = int(fixed.roster.units[study.company, OF_SIDE])
    turn.begin(fixed, state, scratch, net, spare, dice, log)
    while state.clock[OUTCOME] == RUNNING and state.clock[TURN] <= study.days:
        s = int(state.clock[SIDE])
        if state.clock[TURN] == 1 and s == side:
            if on:
                row = encode(Fly(study.company, study.hex))
                turn.resolve(fixed, state, scratch, row, loaded([SEES, COMES_BACK]), terms, log)
            stay = (fixed.roster.units[:, ROLE] == DRONES) & (fixed.roster.units[:, OF_SIDE] == side)
            state.units[stay, FIRED] = fixed.roster.units[stay, SORTIES_DAILY]
        for _ in range(duel.MOST_ORDERS):
            recon.mask(fixed, state, s, believed)
            field.lay_out(fixed, believed, theirs)
            duel.choose(duel.GREEDY, fixed, believed, theirs, minds[s], dice, order, terms, why)
            if order[0] == END or turn.check(fixed, believed, theirs, order, why) != 0:
                break
            turn.resolve(fixed, state, scratch, order, dice, terms, log)
        turn.end_half_turn(fixed, state, scratch, net, spare, dice, log)
    return state


def count(scenario: Scenario, fixed: Fixed, study: Study, state: State) -> tuple[int, int]:
    """People lost by the side's fighting units of the part of the map, and net hexes it won there."""
    columns, facts = scenario.grid.columns, fixed.roster.units
    side = int(facts[study.company, OF_SIDE])
    ours = (facts[:, OF_SIDE] == side) & (facts[:, ROLE] == COMBAT) & (facts[:, ENTRY] // columns >= study.first_row)
    owner, before = state.hexes[:, OWNER], state.hexes[:, START_OWNER]
    there = (np.arange(len(owner)) // columns >= study.first_row) & (owner != before)
    won = int((there & (owner == side)).sum() - (there & (before == side) & (owner != NOBODY)).sum())
    return int(state.units[ours, LOST].sum()), won


def summary(pairs: Pairs, seed: int) -> dict[str, Any]:
    """People lost for a km2 won without and with the sortie, and the difference, each with its 95 % interval."""
    rng, games = np.random.default_rng(seed), len(pairs.lost)
    drawn = rng.integers(0, games, (RESAMPLES, games))
    lost, won = pairs.lost[drawn].mean(axis=1), pairs.won[drawn].mean(axis=1) * HEX_KM2
    ratio = lost / np.maximum(won, HEX_KM2 / games)
    mean_lost, mean_won = pairs.lost.mean(axis=0), pairs.won.mean(axis=0) * HEX_KM2
    told: dict[str, Any] = {"games": games}
    for i, name in enumerate(("off", "on")):
        told[name] = {
            "people_lost": round(float(mean_lost[i]), 1),
            "km2": round(float(mean_won[i]), 2),
            "people_per_km2": _with_interval(mean_lost[i] / mean_won[i], ratio[:, i]),
        }
    change = mean_lost[1] / mean_won[1] - mean_lost[0] / mean_won[0]
    told["change"] = _with_interval(change, ratio[:, 1] - ratio[:, 0])
    told["km2_change"] = _with_interval(mean_won[1] - mean_won[0], won[:, 1] - won[:, 0])
    return told


def _with_interval(value: float, drawn: NDArray[np.floating[Any]]) -> dict[str, float]:
    low, high = np.percentile(drawn, [2.5, 97.5])
    return {"mean": round(float(value), 2), "low": round(float(low), 2), "high": round(float(high), 2)}
