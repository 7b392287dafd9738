"""Sums by which a run that is read is known to be what was written.

SQLite notices a page that is torn, lost or out of place, not a number that has become another. So a batch keeps a sum of
every column of its games, and whoever reads a column holds it against that, piece by piece; everything else has one too.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from game.ai import duel
from game.lab.runs.tables import MADE, NUMBERS
from game.state import Ints

OTHERS_AT = sum(len(table.columns) for table in NUMBERS)
"""Where the sums of OTHERS begin among those of a batch."""

_HEAD = (
    "SELECT key, value FROM run WHERE key <> 'sum' ORDER BY key",
    "SELECT * FROM texts ORDER BY digest",
    "SELECT * FROM arms ORDER BY arm",
    "SELECT * FROM sectors ORDER BY arm, sector",
    f"SELECT name, sql FROM sqlite_master WHERE name IN {MADE} ORDER BY name",
)


def weighed(rows: Ints, starts: Ints) -> Ints:
    """The sums of batches of rows, (N, columns), each of which begins at a start: (batches, columns) int64.

    A number counts by its place, which is odd, so that none can become another without its sum becoming another.
    """
    places = np.arange(len(rows)) - np.repeat(starts, np.diff(starts, append=len(rows)))
    found: Ints = np.add.reduceat(rows * (2 * places + 1)[:, None], starts, axis=0)
    return found


def sums_of(results: Ints, days: Ints, others: Sequence[int]) -> bytes:
    """The sums that a batch keeps: of its results, (G, columns), of its days, (G, days, columns), and of OTHERS."""
    own, sectors = days[:, :, : duel.D_SECTORS], days[:, :, duel.D_SECTORS :]
    tables = results, own.reshape(-1, duel.D_SECTORS), sectors.reshape(-1, 1)
    start = np.zeros(1, dtype=np.int64)
    found = [weighed(table, start)[0] if len(table) else np.zeros(table.shape[1], dtype=np.int64) for table in tables]
    return np.concatenate([*found, np.array(others, dtype=np.int64)]).astype("<i8").tobytes()


def sum_of(rows: Sequence[tuple[Any, ...]]) -> int:
    """The sum of rows of anything; 0 of none."""
    return zlib.crc32(repr(rows).encode("utf-8", "surrogatepass")) if rows else 0


def sum_of_head(base: sqlite3.Connection) -> str:
    """The sum of what a run was made for, and of how its tables were made."""
    return str(sum_of([row for query in _HEAD for row in base.execute(query)]))


def check_pages(base: sqlite3.Connection) -> None:
    """Have SQLite look at every page. Raises sqlite3.DatabaseError."""
    found = base.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(str(found).splitlines()[-1])


def check_head(base: sqlite3.Connection, wanted: str | None) -> None:
    """Hold what a run was made for, and what was kept of it, against their sums. Raises ValueError."""
    if wanted != sum_of_head(base):
        raise ValueError("what it was made for does not fit its sum")
    for name, value, kept in base.execute("SELECT name, value, sum FROM kept"):
        if sum_of([(name, value)]) != kept:
            raise ValueError(f"what was found out about it ({name}) does not fit its sum")
