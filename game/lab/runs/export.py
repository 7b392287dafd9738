"""A run as tables for other programs: CSV, or Parquet with the extra `lab`, sorted, the same bytes for the same run."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from game.ai import duel
from game.folders import dropped_if_torn
from game.lab.runs.store import PIECE, Store
from game.lab.runs.tables import arm_in

TABLES = {
    "games": "SELECT * FROM games WHERE game < {games} ORDER BY game",
    "accounts": "SELECT * FROM accounts WHERE game < {games} ORDER BY game, turn",
    "ground": "SELECT ground.* FROM ground JOIN sectors ON sectors.arm = {arm} AND sectors.place = ground.sector "
    "WHERE game < {games} ORDER BY game, turn, sectors.sector",
    "failures": "SELECT * FROM failures WHERE game < {games} ORDER BY game",
}
"""Name of a file -> the rows in it, of so many games; `arm` is the version of one."""


def export(store: Store, folder: Path, form: str = "csv") -> list[Path]:
    """Write the tables of a run's prefix into a folder, as csv or parquet: the files. Raises OSError or BadInput."""
    if not store.is_checked:
        store.check()
    folder.mkdir(parents=True, exist_ok=True)
    write = _write_csv if form == "csv" else _write_parquet
    written = []
    plan = store.plan
    those = {"games": plan.number(0, store.pairs, 0), "arm": arm_in(plan.seats, len(plan.arms))}
    for name, query in TABLES.items():
        columns, rows = store.stream(query.format(**those), PIECE)
        written.append(write(folder / f"{name}.{form}", columns, rows))
    for name, columns, table in (_heat(store), _holding(store)):
        written.append(write(folder / f"{name}.{form}", columns, iter([table])))
    return written


def _heat(store: Store) -> tuple[str, list[str], list[tuple[Any, ...]]]:
    """What was fought for, a row a hex of each arm."""
    rows = []
    for arm, version in enumerate(store.plan.arms):
        heat, grid = store.heat(arm), version.scenario.grid
        for h, row in enumerate(heat.tolist()):
            rows.append((version.name, grid.number(h), row[duel.HEAT_ASSAULTS], row[duel.HEAT_TAKEN]))
    return "heat", ["arm", "hex", "assaults", "taken"], rows


def _holding(store: Store) -> tuple[str, list[str], list[tuple[Any, ...]]]:
    """In how many games each side held each hex after the marked days."""
    rows = []
    for arm, version in enumerate(store.plan.arms):
        marks, holding = store.holding(arm)
        grid = version.scenario.grid
        for day, table in zip(marks.tolist(), holding, strict=True):
            for h, (ua, ru) in enumerate(np.transpose(table).tolist()):
                rows.append((version.name, day, grid.number(h), ua, ru))
    return "holding", ["arm", "turn", "hex", "held_ua", "held_ru"], rows


def _write_csv(path: Path, columns: list[str], pieces: Iterator[list[tuple[Any, ...]]]) -> Path:
    """Write rows beside the file and put them in its place when they are all there."""
    draft = path.with_name(path.name + ".new")
    with dropped_if_torn(draft), draft.open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(columns)
        for rows in pieces:
            table.writerows([_plain(value) for value in row] for row in rows)
    draft.replace(path)
    return path


def _plain(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value


def _write_parquet(path: Path, columns: list[str], pieces: Iterator[list[tuple[Any, ...]]]) -> Path:
    """The same as Parquet."""
    import pyarrow
    from pyarrow import parquet

    draft, writer, schema = path.with_name(path.name + ".new"), None, None
    with dropped_if_torn(draft), contextlib.ExitStack() as opened:
        for rows in pieces:
            arrays = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
            table = pyarrow.table(dict(zip(columns, arrays, strict=True)), schema=schema)
            schema = schema or table.schema
            writer = writer or opened.enter_context(parquet.ParquetWriter(draft, schema, compression="zstd"))
            writer.write_table(table)
        if writer is None:
            parquet.write_table(pyarrow.table({name: [] for name in columns}), draft)
    draft.replace(path)
    return path
