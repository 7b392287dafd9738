"""What a run folder holds, without what may differ between two runs of the same: bounds of batches and their seconds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from game.lab.runs.store import Store

TABLES = "run texts arms sectors results days sector_days failures records".split()


def contents(folder: Path) -> dict[str, Any]:
    """Every row of every table, sorted, and heat and holding of all batches in one; the file must be sound."""
    with closing(sqlite3.connect(f"{(folder / 'run.sqlite').as_uri()}?mode=ro", uri=True)) as base:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found: dict[str, Any] = {table: sorted(base.execute(f"SELECT * FROM {table}")) for table in TABLES}
    with Store.open(folder) as store:
        for arm in range(len(store.plan.arms)):
            found[f"heat {arm}"] = store.heat(arm).tobytes()
            found[f"holding {arm}"] = store.holding(arm)[1].tobytes()
    return found
