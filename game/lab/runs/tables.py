"""The tables of a run: rows of whole numbers as the kernels wrote them, and the views that show them in km2 and words.

A game's number tells its version, pair and seat (Plan.number), so no row repeats them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from game.ai import duel
from game.hexes import HEX_KM2
from game.lab.runs.batch import GAME_REASONS
from game.lab.runs.plan import Plan
from game.state import OUTCOMES, Ints


class Numbers(NamedTuple):
    """A table of whole numbers, so many rows a game, of which a batch keeps a sum a column."""

    name: str
    columns: tuple[str, ...]
    at: int
    """Where the sums of its columns begin among those of a batch."""
    keys: tuple[str, ...]


RESULTS = Numbers("results", tuple(duel.RESULT_NAMES), 0, ("game",))
DAYS = Numbers("days", tuple(duel.DAY_NAMES), RESULTS.at + len(RESULTS.columns), ("game", "turn"))
SECTOR_DAYS = Numbers("sector_days", ("net",), DAYS.at + len(DAYS.columns), ("game", "turn", "sector"))
NUMBERS = (RESULTS, DAYS, SECTOR_DAYS)

OTHERS = ("heat", "holding", "failures", "records")
"""What else a batch keeps a sum of, behind those of the numbers."""

MAKING = f"""
CREATE TABLE run (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE texts (digest TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE arms (arm INTEGER PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL, scenario TEXT NOT NULL,
    scenario_text TEXT NOT NULL REFERENCES texts, rules_text TEXT NOT NULL REFERENCES texts, settings TEXT NOT NULL,
    most_turns INTEGER NOT NULL);
CREATE TABLE sectors (arm INTEGER, sector INTEGER, place TEXT NOT NULL, PRIMARY KEY (arm, sector)) WITHOUT ROWID;
CREATE TABLE results (game INTEGER PRIMARY KEY, {", ".join(f"{name} INTEGER NOT NULL" for name in RESULTS.columns)});
CREATE TABLE days (game INTEGER, turn INTEGER, {", ".join(f"{name} INTEGER NOT NULL" for name in DAYS.columns)},
    PRIMARY KEY (game, turn)) WITHOUT ROWID;
CREATE TABLE sector_days (game INTEGER, turn INTEGER, sector INTEGER, net INTEGER NOT NULL,
    PRIMARY KEY (game, turn, sector)) WITHOUT ROWID;
CREATE TABLE batches (arm INTEGER, first INTEGER, pairs INTEGER NOT NULL, seconds REAL NOT NULL,
    sums BLOB NOT NULL, sum INTEGER NOT NULL, PRIMARY KEY (arm, first)) WITHOUT ROWID;
CREATE TABLE maps (arm INTEGER, first INTEGER, heat BLOB NOT NULL, holding BLOB NOT NULL,
    PRIMARY KEY (arm, first)) WITHOUT ROWID;
CREATE TABLE failures (game INTEGER PRIMARY KEY, side TEXT NOT NULL, player TEXT NOT NULL, what TEXT NOT NULL,
    message TEXT NOT NULL, turn INTEGER NOT NULL);
CREATE TABLE records (game INTEGER PRIMARY KEY, orders BLOB NOT NULL);
CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT NOT NULL, sum INTEGER NOT NULL) WITHOUT ROWID;
"""
_LIKE_RAW = [
    name
    for name in RESULTS.columns
    if name not in ("seed", "outcome", "reason", "turns", "margin", "digest", "net", "gross_ua", "gross_ru")
    and not name.startswith(("vehicles_lost", "kg_"))
]


def _words(column: str, words: Sequence[str]) -> str:
    """SQL that shows a number as a word."""
    return f"CASE {column} " + " ".join(f"WHEN {i} THEN '{word}'" for i, word in enumerate(words)) + " END"


def making(plan: Plan) -> list[str]:
    """The statements that make the tables and views of a plan's run."""
    return [part for part in (MAKING + _views(plan.seats, len(plan.arms))).split(";\n") if part.strip()]


def arm_in(seats: int, arms: int) -> str:
    """SQL for the version that a game's number tells."""
    return f"game / {seats} % {arms}"


def _views(seats: int, arms: int) -> str:
    player = f"(SELECT value FROM run WHERE key = CASE game % {seats} WHEN 0 THEN"
    return f"""
CREATE VIEW games AS SELECT game, arms.name AS arm, game / {seats * arms} AS pair, game % {seats} AS seat, seed,
    {player} 'player_a' ELSE 'player_b' END) AS ua, {player} 'player_b' ELSE 'player_a' END) AS ru,
    {_words("outcome", OUTCOMES)} AS outcome, {_words("reason", GAME_REASONS)} AS reason, turns, margin / 10.0 AS margin,
    round(net * {HEX_KM2}, 3) AS net_km2, round(gross_ua * {HEX_KM2}, 3) AS gross_km2_ua,
    round(gross_ru * {HEX_KM2}, 3) AS gross_km2_ru, kg_ua / 1000.0 AS tonnes_ua, kg_ru / 1000.0 AS tonnes_ru,
    vehicles_lost_ua / 1000.0 AS vehicles_lost_ua, vehicles_lost_ru / 1000.0 AS vehicles_lost_ru,
    {", ".join(_LIKE_RAW)}, printf('%016x', results.digest) AS digest
    FROM results JOIN arms ON arms.arm = {arm_in(seats, arms)};
CREATE VIEW ground AS SELECT game, turn, place AS sector, round(net * {HEX_KM2}, 3) AS net_km2
    FROM sector_days JOIN sectors ON sectors.arm = {arm_in(seats, arms)} AND sectors.sector = sector_days.sector;
CREATE VIEW accounts AS SELECT game, turn, round((gained_ua - gained_ru) * {HEX_KM2}, 3) AS net_km2, lost_ua, lost_ru,
    rounds_ua, rounds_ru, kg_ua / 1000.0 AS tonnes_ua, kg_ru / 1000.0 AS tonnes_ru, assaults_ua, assaults_ru,
    margin / 10.0 AS margin FROM days;
"""


def day_rows(games: Sequence[int], days: Ints) -> Iterator[tuple[int, ...]]:
    """Rows of `days`, of (G, days, D_SECTORS + sectors)."""
    for game, rows in zip(games, days[:, :, : duel.D_SECTORS].tolist(), strict=True):
        for turn, row in enumerate(rows, start=1):
            yield (game, turn, *row)


def sector_rows(games: Sequence[int], days: Ints) -> Iterator[tuple[int, ...]]:
    """Rows of `sector_days`, of the same."""
    for game, rows in zip(games, days[:, :, duel.D_SECTORS :].tolist(), strict=True):
        for turn, row in enumerate(rows, start=1):
            for sector, net in enumerate(row):
                yield game, turn, sector, net


MADE = tuple(re.findall(r"CREATE (?:TABLE|VIEW) (\w+)", MAKING + _views(1, 1)))
"""Names of the tables and views."""


def marks(count: int) -> str:
    """SQL for so many values to be filled in."""
    return ", ".join("?" * count)
