"""A run that nobody played: rows by the dozen or by the million, written straight into the tables of its store."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from game.ai import duel
from game.lab.runs.file import FILE
from game.lab.runs.plan import Arm, Plan, arm_of
from game.lab.runs.store import Store
from game.lab.runs.sums import sum_of, sums_of
from game.lab.runs.tables import DAYS, RESULTS, day_rows, marks, sector_rows
from game.lab.table import seeds_of
from game.scenario.load import Scenario, load_scenario
from game.state import DRAW, RU_WINS, TURNS, UA_WINS, Ints

PIECE = 20_000
"""Rows written in one go."""


def plan_of(
    pairs: int, *, scenario: str | Scenario = "mirror", players: tuple[str, str] = ("greedy", "greedy"), arms: int = 1,
    command: str = "simulate", **others: Any,
) -> Plan:  # fmt: skip
    """The plan of a run, of one version or of several that differ in name."""
    battle = load_scenario(scenario) if isinstance(scenario, str) else scenario
    first = arm_of(battle)
    versions = [first, *(Arm(f"{first.name} {i + 2}", *_texts(first), made=battle) for i in range(arms - 1))]
    return Plan(command, tuple(versions), players, 7, pairs, **others)


def _texts(arm: Arm) -> tuple[str, str, str]:
    return arm.scenario_id, arm.scenario_text, arm.rules_text


def made_run(
    folder: Path, plan: Plan, pairs: int | None = None, *, shift: float = 0.0, days_of: int = 100_000,
    forfeits: dict[int, str] | None = None,
) -> Path:  # fmt: skip
    """Write a run of so many pairs of a plan, all if not said; `shift` favours Ukraine, the later versions more.

    `forfeits` says of a game with what message player A forfeited it. Only the first games have their days written: a
    page reads no more of them.
    """
    with Store.for_plan(plan, folder):
        pass
    count = plan.pairs if pairs is None else pairs
    base = sqlite3.connect(folder / FILE)
    base.execute("PRAGMA synchronous = OFF")
    seeds = seeds_of(plan.seed, min(count, 1000))
    with base:
        for first in range(0, count, PIECE):
            for arm in range(len(plan.arms)):
                those = range(first, min(count, first + PIECE))
                _write(base, plan, arm, those, seeds, shift * arm, days_of, forfeits or {})
    base.close()
    return folder


def _write(
    base: sqlite3.Connection, plan: Plan, arm: int, pairs: range, seeds: Ints, shift: float, days_of: int,
    forfeits: dict[int, str],
) -> None:  # fmt: skip
    seats, rng = plan.seats, np.random.default_rng((plan.seed, pairs.start))
    games = [plan.number(arm, pair, seat) for pair in pairs for seat in range(seats)]
    turns = int(plan.arms[arm].scenario.roster.terms[TURNS])
    luck = np.repeat(rng.normal(size=len(pairs)), seats) + rng.normal(size=len(games)) + shift
    table = _results(rng, luck, turns)
    table[:, duel.R_SEED] = np.repeat(seeds[np.array(pairs) % len(seeds)], seats)
    rows = ((game, *row) for game, row in zip(games, table.tolist(), strict=True))
    base.executemany(f"INSERT INTO results VALUES ({marks(1 + len(RESULTS.columns))})", rows)
    known = sum(game < days_of for game in games)
    sectors = base.execute("SELECT count(*) FROM sectors WHERE arm = ?", (arm,)).fetchone()[0]
    days = _days(luck[:known], turns, sectors)
    base.executemany(f"INSERT INTO days VALUES ({marks(2 + len(DAYS.columns))})", day_rows(games[:known], days))
    base.executemany("INSERT INTO sector_days VALUES (?, ?, ?, ?)", sector_rows(games[:known], days))
    failures = [(game, "ru", plan.players[0], "exception", forfeits[game], 2) for game in games if game in forfeits]
    base.executemany("INSERT INTO failures VALUES (?, ?, ?, ?, ?, ?)", failures)
    for batch, maps in _batches(plan, arm, pairs, table, days, failures):
        base.execute("INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?)", batch)
        base.execute("INSERT INTO maps VALUES (?, ?, ?, ?)", maps)


def _results(rng: np.random.Generator, luck: np.ndarray[Any, Any], turns: int) -> Ints:
    """Result rows whose ground, losses and outcome follow luck."""
    table = rng.poisson(20, size=(len(luck), duel.RESULT_COLUMNS)).astype(np.int64)
    table[:, duel.R_OUTCOME] = np.where(luck > 0.3, UA_WINS, np.where(luck < -0.3, RU_WINS, DRAW))
    table[:, duel.R_REASON] = 1 + (np.abs(luck) > 3)
    table[:, duel.R_TURNS] = np.where(np.abs(luck) > 3, turns - 1, turns)
    table[:, duel.R_MARGIN] = (luck * 100).astype(np.int64)
    table[:, duel.R_NET] = np.round(luck * 5)
    table[:, duel.R_LOST_UA : duel.R_ASSAULTS_UA] *= 10
    return table


def _days(luck: np.ndarray[Any, Any], turns: int, sectors: int) -> Ints:
    """Ground that grows with luck, all of it in the first sector; (G, turns, D_SECTORS + sectors)."""
    grown = np.round(np.linspace(0.1, 5, turns)[None, :] * luck[:, None]).astype(np.int64)
    days = np.zeros((len(luck), turns, duel.D_SECTORS + sectors), dtype=np.int64)
    days[:, :, duel.D_GAINED_UA], days[:, :, duel.D_GAINED_RU] = np.maximum(grown, 0), np.maximum(-grown, 0)
    days[:, :, duel.D_SECTORS] = grown
    return days


def _batches(
    plan: Plan, arm: int, pairs: range, table: Ints, days: Ints, failures: list[tuple[Any, ...]]
) -> Iterator[tuple[Any, Any]]:
    """Rows of `batches` and `maps`: batches whose games fought in the middle of the map, one side of which each held."""
    scenario = plan.arms[arm].scenario
    hexes, columns = scenario.grid.count, scenario.grid.columns
    marks = {int(scenario.roster.terms[TURNS])} | {fact.day for fact in scenario.file.history}
    across = np.arange(hexes) % columns / columns
    share = np.clip(2.5 * (0.7 - across), 0, 1)
    for first in range(pairs.start, pairs.stop, plan.batch):
        count = min(plan.batch, pairs.stop - first)
        games = count * plan.seats
        heat = np.zeros((hexes, duel.HEAT_COLUMNS), dtype="<i8")
        heat[:, duel.HEAT_ASSAULTS] = np.round(games * 3 * np.exp(-(((across - 0.5) / 0.1) ** 2)))
        ua = np.round(games * share).astype("<i8")
        holding = np.tile(np.stack([ua, games - ua]), (len(marks), 1, 1))
        mine = slice((first - pairs.start) * plan.seats, (first - pairs.start) * plan.seats + games)
        maps = zlib.compress(heat.tobytes(), 1), zlib.compress(holding.tobytes(), 1)
        failed = sum_of([row for row in failures if first <= plan.place(row[0])[1] < first + count])
        known = arm, first, count, 0.1, sums_of(table[mine], days[mine], [*map(zlib.crc32, maps), failed, 0])
        yield (*known, sum_of([known])), (arm, first, *maps)
