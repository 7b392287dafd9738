"""The folder of a run: one SQLite file in which every batch is committed whole, by one writer.

Killed at any moment, the file holds every batch that was committed and nothing of any other; the same command plays what
is missing. Whoever counts reads the contiguous prefix: the pairs from the first on that all arms have. Whatever is read
is held against the sums that its batch keeps.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import json
import os
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from game.ai import duel
from game.diagnostics import BadInput
from game.lab.runs.batch import Batch
from game.lab.runs.file import FILE, hold_run, is_begun, new_base, reading, telling
from game.lab.runs.manifest import FORMAT, digest_of, first_difference, identity, plan_from, rows_of
from game.lab.runs.plan import Plan, layout_of, marks_of
from game.lab.runs.sums import OTHERS_AT, check_head, check_pages, sum_of, sum_of_head, sums_of, weighed
from game.lab.runs.tables import (
    DAYS,
    NUMBERS,
    OTHERS,
    RESULTS,
    SECTOR_DAYS,
    Numbers,
    day_rows,
    making,
    marks,
    sector_rows,
)  # fmt: skip
from game.state import SIDES, Ints

LARGE = 50_000_000
"""Bytes of a file above which it is not read through before it is used, but as it is read."""
PIECE = 20_000
"""Rows that are read in one go."""


class Store:
    """A run in a folder, or in a file of SQLite's own that is gone when it is closed."""

    def __init__(self, file: str, base: sqlite3.Connection, plan: Plan, lock: TextIO | None = None) -> None:
        self.file = file
        self._place = Path(file).absolute()
        self.plan = plan
        self._base = base
        self._lock = lock
        self._done: list[tuple[int, int, int]] | None = None
        self.committed = 0
        """Games that were written down since it was opened."""
        self.is_checked = False
        """Whether all of it was held against its sums when it was opened."""

    # making and opening ---------------------------------------------------------------------------------------------

    @classmethod
    def for_plan(cls, plan: Plan, folder: Path | None = None) -> Store:
        """The run of a plan, to be written: gone on with if the folder has it, kept nowhere without a folder.

        Raises BadInput if the folder holds a run of something else, cannot be read, or is being written by another.
        """
        if folder is None:
            store = cls("run", sqlite3.connect("", isolation_level=None), plan)
            store._begin()
            return store
        file = folder / FILE
        with telling(str(file), "written"):
            folder.mkdir(parents=True, exist_ok=True)
            with contextlib.ExitStack() as unless_whole:
                lock = unless_whole.enter_context((folder / "run.lock").open("a"))
                hold_run(lock, folder)
                begun = is_begun(file)
                store = cls.open(folder, writing=True) if begun else cls(str(file), new_base(file), plan)
                store._lock = lock
                unless_whole.callback(store.close)
                store._go_on(plan) if begun else store._begin()
                unless_whole.pop_all()
                return store

    def _go_on(self, plan: Plan) -> None:
        """Take up a run that was begun before, if it is of the same plan; it may be made longer."""
        differs = first_difference(identity(self.plan), identity(plan))
        if differs:
            hint = "Take another folder with --out, or the same inputs."
            raise BadInput.of(self.file, "L602", f"The folder holds a run of something else: {differs}.", hint)
        reached = max((first + pairs for _, first, pairs in self.done()), default=0)
        if plan.pairs < reached:
            games = reached * self.plan.seats
            each = " of each version" if len(self.plan.arms) > 1 else ""
            message = f"The folder holds a run of {games} games{each} already, more than what is asked for."
            raise BadInput.of(self.file, "L605", message, "Take another folder with --out, or at least as many games.")
        if plan.pairs != self.plan.pairs:
            with self._transaction() as base:
                base.execute("UPDATE run SET value = ? WHERE key = 'pairs'", (plan.pairs,))
                base.execute("UPDATE run SET value = ? WHERE key = 'sum'", (sum_of_head(base),))
        self.plan = replace(plan, players=self.plan.players)

    @classmethod
    def open(cls, folder: Path, *, writing: bool = False) -> Store:
        """A run to be read, as it stands now even if another writes on. Raises BadInput if there is none that can be."""
        file = folder / FILE
        if not file.is_file():
            message = "The folder holds no run: there is no run.sqlite in it."
            raise BadInput.of(str(folder), "L601", message, "simulate SCENARIO --out DIR makes one.")
        with telling(str(file), "written" if writing else "read"), contextlib.ExitStack() as unless_whole:
            mode = "rw" if writing else reading(file)
            base = sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
            unless_whole.callback(base.close)
            base.execute("PRAGMA busy_timeout = 2000")
            small = file.stat().st_size < LARGE
            if small:
                check_pages(base)
            base.execute("PRAGMA synchronous = NORMAL" if writing else "BEGIN")
            rows = dict(base.execute("SELECT key, value FROM run"))
            if rows.get("format") != str(FORMAT):
                raise BadInput.of(str(file), "L606", "The run is of another format than this program writes.")
            check_head(base, rows.get("sum"))
            arms = base.execute(
                "SELECT name, scenario, s.text, r.text, settings FROM arms JOIN texts s ON s.digest = scenario_text "
                "JOIN texts r ON r.digest = rules_text ORDER BY arm"
            ).fetchall()
            store = cls(str(file), base, plan_from(rows, arms))
            store._check_written("failures")
            if small:
                store.check()
                store.is_checked = True
            unless_whole.pop_all()
            return store

    def _begin(self) -> None:
        """Make the tables and write down what is to be played."""
        layouts = [layout_of(arm.scenario) for arm in self.plan.arms]
        with self._transaction() as base:
            for statement in making(self.plan):
                base.execute(statement)
            base.executemany("INSERT INTO run VALUES (?, ?)", rows_of(self.plan))
            for number, arm in enumerate(self.plan.arms):
                texts = [(digest_of(text), text) for text in (arm.scenario_text, arm.rules_text)]
                base.executemany("INSERT OR IGNORE INTO texts VALUES (?, ?)", texts)
                sectors, _, marks = layouts[number]
                made_of = arm.scenario_id, texts[0][0], texts[1][0], json.dumps(arm.settings)
                base.execute("INSERT INTO arms VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                             (number, arm.name, arm.digest, *made_of, int(marks[-1])))  # fmt: skip
                places = [(number, i, place) for i, place in enumerate(sectors)]
                base.executemany("INSERT INTO sectors VALUES (?, ?, ?)", places)
            base.execute("INSERT INTO run VALUES ('sum', ?)", (sum_of_head(base),))

    def close(self) -> None:
        """Close the file and let others write to it."""
        self._base.close()
        if self._lock is not None:
            self._lock.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing. Raises BadInput if it cannot be written."""
        with telling(self.file, "written"):
            if self._lock is not None and not self._place.exists():
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
                self._base.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._base.execute("ROLLBACK")
                raise

    # writing --------------------------------------------------------------------------------------------------------

    def commit(self, batch: Batch) -> None:
        """Write a batch down whole; one that is there already stays as it is. Raises BadInput if it cannot be written."""
        task, plan = batch.task, self.plan
        games = [
            plan.number(task.arm, pair, seat)
            for pair in range(task.first, task.first + task.pairs)
            for seat in range(plan.seats)
        ]
        failures = list[tuple[Any, ...]]()
        for failure in batch.failures:
            game = games[failure.game]
            player = plan.seated(plan.place(game)[2])[failure.side]
            failures.append((game, SIDES[failure.side], player, failure.what, failure.message, failure.turn))
        records = [(game, zlib.compress(lines.encode())) for game, lines in zip(games, batch.records, strict=False)]
        maps = _packed(batch.heat), _packed(batch.holding)
        sums = sums_of(batch.results, batch.days, [*map(zlib.crc32, maps), sum_of(failures), sum_of(records)])
        known = (task.arm, task.first, task.pairs, batch.seconds, sums)
        self._done = None
        with self._transaction() as base:
            base.execute("DELETE FROM kept")  # it was found out of fewer games
            if not base.execute(f"INSERT OR IGNORE INTO batches VALUES ({marks(6)})", (*known, sum_of([known]))).rowcount:
                return
            rows = [(game, *row) for game, row in zip(games, batch.results.tolist(), strict=True)]
            base.executemany(f"INSERT INTO results VALUES ({marks(1 + len(RESULTS.columns))})", rows)
            base.executemany(f"INSERT INTO days VALUES ({marks(2 + len(DAYS.columns))})", day_rows(games, batch.days))
            base.executemany("INSERT INTO sector_days VALUES (?, ?, ?, ?)", sector_rows(games, batch.days))
            base.execute("INSERT INTO maps VALUES (?, ?, ?, ?)", (task.arm, task.first, *maps))
            base.executemany("INSERT INTO failures VALUES (?, ?, ?, ?, ?, ?)", failures)
            base.executemany("INSERT INTO records VALUES (?, ?)", records)
        self.committed += len(games)

    def cut(self, pairs: int) -> None:
        """Drop whatever was played beyond so many pairs: the run has been decided there."""
        self._done = None
        with self._transaction() as base:
            beyond = self.plan.number(0, pairs, 0)
            for table in ("results", "days", "sector_days", "failures", "records"):
                base.execute(f"DELETE FROM {table} WHERE game >= ?", (beyond,))
            for table in ("batches", "maps"):
                base.execute(f"DELETE FROM {table} WHERE first >= ?", (pairs,))

    def keep(self, name: str, value: Any) -> None:
        """Keep something found out about the run, as JSON, in place of what was kept under that name."""
        row = name, json.dumps(value)
        with self._transaction() as base:
            base.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", (*row, sum_of([row])))

    # reading --------------------------------------------------------------------------------------------------------

    def kept(self, name: str) -> Any:
        """What was kept under a name, None if nothing was."""
        found = self.rows("SELECT value FROM kept WHERE name = ?", (name,))
        return json.loads(found[0][0]) if found else None

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a query finds. Raises BadInput if the file cannot be read."""
        with telling(self.file):
            return self._base.execute(query, values).fetchall()

    def stream(self, query: str, piece: int) -> tuple[list[str], Iterator[list[tuple[Any, ...]]]]:
        """Names of the columns of a query, and its rows in pieces. Raises BadInput."""
        with telling(self.file):
            cursor = self._base.execute(query)

        def pieces() -> Iterator[list[tuple[Any, ...]]]:
            with telling(self.file):
                while found := cursor.fetchmany(piece):
                    yield found

        return [column[0] for column in cursor.description], pieces()

    def done(self) -> list[tuple[int, int, int]]:
        """(arm, first pair, pairs) of every batch that is committed, in order. Raises BadInput if one is damaged."""
        if self._done is None:
            found = list[tuple[int, int, int]]()
            with telling(self.file):
                for *known, total in self._base.execute("SELECT * FROM batches ORDER BY arm, first"):
                    if sum_of([tuple(known)]) != total:
                        raise ValueError("a batch does not fit its sum")
                    found.append((known[0], known[1], known[2]))
            self._done = found
        return self._done

    @property
    def pairs(self) -> int:
        """The pairs from the first on that every arm has."""
        reached = [0] * len(self.plan.arms)
        for arm, first, pairs in self.done():
            if first == reached[arm]:
                reached[arm] = first + pairs
        return min(reached)

    def results(self, arm: int, first: int = 0, pairs: int | None = None) -> Ints:
        """What the games of an arm came to, by pair and seat; see duel.R_*; (G, RESULT_COLUMNS) int64."""
        return self._table(RESULTS, RESULTS.columns, arm, first, self.pairs if pairs is None else first + pairs).T

    def columns(self, names: Sequence[str], arm: int, first: int = 0, pairs: int | None = None) -> dict[str, Ints]:
        """Columns of `results`, or sums of some, for games of an arm in the prefix, by pair and seat; (G,) int64 each."""
        found = self._table(RESULTS, names, arm, first, self.pairs if pairs is None else first + pairs)
        return dict(zip(names, found, strict=True))

    def outcomes(self) -> Ints:
        """How every game in the prefix ended, see duel.R_OUTCOME; (pairs, arms, seats) int64."""
        found = [self.columns(["outcome"], arm)["outcome"] for arm in range(len(self.plan.arms))]
        return np.stack([column.reshape(-1, self.plan.seats) for column in found], axis=1)

    def days(self, names: Sequence[str], arm: int, pairs: int | None = None) -> dict[str, Ints]:
        """Columns of `days`, for the first so many pairs of an arm or its prefix; (G, days) int64 each."""
        found = self._table(DAYS, names, arm, 0, self.pairs if pairs is None else min(pairs, self.pairs))
        return {name: column.reshape(-1, self.turns(arm)) for name, column in zip(names, found, strict=True)}

    def sector_days(self, arm: int, pairs: int | None = None) -> Ints:
        """Net hexes by day and sector, for the first so many pairs of an arm or its prefix; (G, days, sectors) int64."""
        found = self._table(SECTOR_DAYS, ["net"], arm, 0, self.pairs if pairs is None else min(pairs, self.pairs))
        return found.reshape(-1, self.turns(arm), len(self.sectors(arm)))

    def _table(self, table: Numbers, names: Sequence[str], arm: int, first: int, last: int) -> Ints:
        """All pieces in one: (names, rows) int64."""
        room, count = np.empty((len(names), (last - first) * self._rows_of_a_pair(table, arm)), dtype=np.int64), 0
        for piece in self._pieces(table, names, arm, first, last):
            room[:, count : count + len(piece)] = piece.T
            count += len(piece)
        return room[:, :count]

    def _rows_of_a_pair(self, table: Numbers, arm: int) -> int:
        """How many rows a table has of each pair of an arm."""
        if table is RESULTS:
            return self.plan.seats
        return self.plan.seats * self.turns(arm) * (len(self.sectors(arm)) if table is SECTOR_DAYS else 1)

    def _pieces(self, table: Numbers, names: Sequence[str], arm: int, first: int, last: int) -> Iterator[Ints]:
        """Columns of some pairs of an arm in pieces, each held against the sums of the batches that it is of."""
        parts = [[table.at + table.columns.index(part) for part in name.split(" + ")] for name in names]
        each = self._rows_of_a_pair(table, arm)
        among = "FROM batches WHERE arm = ? AND first >= ? AND first < ?"
        with telling(self.file):
            before = self._base.execute("SELECT max(first) FROM batches WHERE arm = ? AND first <= ?", (arm, first))
            whole = (arm, before.fetchone()[0] or 0, last)
            _, end = self._base.execute(f"SELECT max(first), first + pairs {among}", whole).fetchone()
            batches = self._base.execute(f"SELECT first, pairs, sums {among} ORDER BY first", whole)
            rows = self._games(f"SELECT {', '.join(names)} FROM {table.name}", arm, whole[1], end or 0)
            while known := batches.fetchmany(max(1, PIECE // (each * self.plan.batch))):
                counts = np.array([pairs for _, pairs, _ in known]) * each
                found = np.array(rows.fetchmany(int(counts.sum())), dtype=np.int64).reshape(-1, len(names))
                sums = np.frombuffer(b"".join(sums for *_, sums in known), dtype="<i8").reshape(len(known), -1)
                wanted = np.stack([sums[:, part].sum(axis=1) for part in parts], axis=1)
                if len(found) != counts.sum() or (weighed(found, np.cumsum(counts) - counts) != wanted).any():
                    raise ValueError(f"the games from pair {known[0][0]} on do not fit their sums ({table.name})")
                after = known[-1][0] + known[-1][1]
                yield found[max(0, first - known[0][0]) * each : len(found) - max(0, after - last) * each]

    def _games(self, select: str, arm: int, first: int, last: int) -> sqlite3.Cursor:
        """What a query finds of some pairs of an arm, in the order of the games; of one of many arms its games alone."""
        plan = self.plan
        begin, end = plan.number(0, first, 0), plan.number(0, last, 0)
        if len(plan.arms) == 1:
            return self._base.execute(f"{select} WHERE game >= ? AND game < ? ORDER BY game", (begin, end))
        step = plan.seats * len(plan.arms)
        own = f"WITH RECURSIVE own(at) AS (SELECT ? UNION ALL SELECT at + {step} FROM own WHERE at + {step} < ?)"
        among = f"FROM own CROSS JOIN {select.partition(' FROM ')[2]} ON game >= at AND game < at + {plan.seats}"
        query = f"{own} {select.partition(' FROM ')[0]} {among}"
        return self._base.execute(query, (begin + arm * plan.seats, end))

    def turns(self, arm: int) -> int:
        """The days of the battle of an arm."""
        return self._parts[arm][0]

    def sectors(self, arm: int) -> list[str]:
        """The places after which the sectors of an arm are named."""
        return self._parts[arm][1]

    @functools.cached_property
    def _parts(self) -> list[tuple[int, list[str]]]:
        """Of every arm its days and its sectors, as they stand in the file: no battle is built for them."""
        found = [(int(turns), list[str]()) for (turns,) in self.rows("SELECT most_turns FROM arms ORDER BY arm")]
        for arm, place in self.rows("SELECT arm, place FROM sectors ORDER BY arm, sector"):
            found[arm][1].append(place)
        return found

    def heat(self, arm: int, pairs: int | None = None) -> Ints:
        """What was fought for in the batches that lie in the first so many pairs of an arm, or in its prefix.

        See duel.HEAT_*; (H, HEAT_COLUMNS) int64.
        """
        return self._summed("heat", arm, pairs, (-1, duel.HEAT_COLUMNS))

    def holding(self, arm: int, pairs: int | None = None) -> tuple[Ints, Ints]:
        """The marked days (marks,), and in how many of those games each side held each hex then; (marks, 2, H) int64."""
        marks = marks_of(self.plan.arms[arm].scenario)
        return marks, self._summed("holding", arm, pairs, (len(marks), 2, -1))

    def _summed(self, column: str, arm: int, pairs: int | None, shape: tuple[int, ...]) -> Ints:
        """A table of every batch in so many pairs, added up."""
        last = self.pairs if pairs is None else min(pairs, self.pairs)
        among = "FROM batches LEFT JOIN maps USING (arm, first) WHERE arm = ? AND first + pairs <= ?"
        total: Ints = np.zeros(1, dtype=np.int64)
        with telling(self.file):
            for packed, sums in self._base.execute(f"SELECT {column}, sums {among}", (arm, last)):
                if zlib.crc32(packed) != _among_others(sums, column):
                    raise ValueError(f"the {column} of a batch does not fit its sum")
                total = total + np.frombuffer(zlib.decompress(packed), dtype="<i8")
        return total.reshape(shape) if total.size > 1 else np.zeros([max(n, 0) for n in shape], dtype=np.int64)

    def record(self, game: int) -> str | None:
        """The orders of a game, a line each, if they were kept."""
        if self.plan.is_compiled:
            return None
        arm, pair, _ = self.plan.place(game)
        with telling(self.file):
            where = "WHERE arm = ? AND first <= ? ORDER BY first DESC LIMIT 1"
            batch = self._base.execute(f"SELECT first, pairs, sums FROM batches {where}", (arm, pair)).fetchone()
            found = self._written("records", arm, *batch) if batch else {}
            return zlib.decompress(found[game][1]).decode() if game in found else None

    def check(self) -> None:
        """Hold everything that was played against its sums. Raises BadInput if anything has become something else."""
        done = self.done()
        with telling(self.file):
            for arm in range(len(self.plan.arms)):
                reached = max((first + pairs for mine, first, pairs in done if mine == arm), default=0)
                for table in NUMBERS:
                    for _ in self._pieces(table, table.columns, arm, 0, reached):
                        pass
                for column in ("heat", "holding"):
                    self._summed(column, arm, reached, (-1,))
            for table in NUMBERS:
                keys = ", ".join(f"coalesce(sum({key} + 1), 0)" for key in table.keys)
                if self.rows(f"SELECT count(*), {keys} FROM {table.name}") != [self._keys(table)]:
                    raise ValueError(f"its games are not numbered as they should be ({table.name})")
        self._check_written("records")

    def _keys(self, table: Numbers) -> tuple[int, ...]:
        """How many rows a table has, and the sums of their games, days and sectors, each one more so that none is 0."""
        found = np.zeros(4, dtype=np.int64)
        for arm, first, pairs in self.done():
            count = pairs * self._rows_of_a_pair(table, arm)
            ends = self.plan.number(arm, first, 0) + self.plan.number(arm, first + pairs - 1, self.plan.seats - 1) + 2
            found += (2 * count, count * ends, count * (3 + self.turns(arm)), count * (1 + len(self.sectors(arm))))
        return tuple((found // 2).tolist()[: 1 + len(table.keys)])

    def _check_written(self, table: str) -> None:
        """Hold what players from files left behind against its sums."""
        with telling(self.file):
            found = 0
            if not self.plan.is_compiled:
                for arm, first, pairs, sums in self._base.execute("SELECT arm, first, pairs, sums FROM batches"):
                    found += len(self._written(table, arm, first, pairs, sums))
            if self.rows(f"SELECT count(*) FROM {table}") != [(found,)]:
                raise ValueError(f"it has {table} of no batch")

    def _written(self, table: str, arm: int, first: int, pairs: int, sums: bytes) -> dict[int, tuple[Any, ...]]:
        """By game: the rows of `failures` or `records` that belong to a batch. Raises ValueError."""
        found = self._games(f"SELECT {table}.* FROM {table}", arm, first, first + pairs).fetchall()
        if sum_of(found) != _among_others(sums, table):
            raise ValueError(f"the {table} of pair {first} do not fit their sum")
        return {row[0]: row for row in found}


def _among_others(sums: bytes, name: str) -> int:
    """The sum that a batch keeps of one of OTHERS."""
    return int(np.frombuffer(sums, dtype="<i8")[OTHERS_AT + OTHERS.index(name)])


def _packed(table: Ints) -> bytes:
    return zlib.compress(table.astype("<i8").tobytes(), 1)
