"""What commands that play many games share: carrying a plan out, with the standing shown live."""

from __future__ import annotations

import argparse
import functools
import sys
import time
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.diagnostics import harmless

if TYPE_CHECKING:
    from game.lab.runs.going import Executor, Watch
    from game.lab.runs.outside import Failure
    from game.lab.runs.plan import Plan
    from game.lab.runs.store import Store
    from game.state import Ints


def played(plan: Plan, asked: argparse.Namespace, folder: Path | None = None, watch: Watch | None = None) -> Store:
    """The run of a plan, played as far as it is wanted; gone on with if the folder has a part of it.

    Raises BadInput.
    """
    from game.ai.duel import PLAYERS
    from game.lab.runs.going import carry_out
    from game.lab.runs.guests import look_up
    from game.lab.runs.manifest import digest_of_player
    from game.lab.runs.store import Store

    for player in plan.players:
        look_up(player)
        if player not in PLAYERS:
            _prove(player, digest_of_player(player), plan.turn_seconds)
    executor = _executor(asked)
    store = Store.for_plan(plan, folder)
    try:
        with Live(plan, watch) as live:
            carry_out(plan, store, executor, live, live.progress)
        _tell_forfeits(store, live.forfeits)
    except BaseException:
        store.close()
        raise
    return store


@functools.cache
def _prove(player: str, _files: str, turn_seconds: float) -> None:
    """Make a player from a file once, before any game: as it stands in its files. Raises BadInput."""
    from game.lab.runs.guests import PROVING_SECONDS, prove

    prove(player, max(PROVING_SECONDS, turn_seconds))


def _tell_forfeits(store: Store, told: Collection[tuple[str, str]]) -> None:
    """Say on stderr which players from files failed by what and how often; also how, where that was not told before."""
    query = "SELECT player, what, count(*), min(game), message FROM failures GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
    for player, what, games, first, message in store.rows(query):
        times, first = ("a game", f"game {first}") if games == 1 else (f"{games} games", f"first game {first}")
        how = "" if (player, what) in told else f": {message}"
        print(f"{harmless(player)} forfeited {times} by {what}, {first}{how}", file=sys.stderr)


def _executor(asked: argparse.Namespace) -> Executor:
    """Threads, or a cluster if one is named."""
    if asked.cluster is not None:
        from game.lab.runs.cluster import cluster

        return cluster(asked.cluster, asked.workers)
    from game.lab.runs.going import threads

    return threads(asked.workers)


SECONDS = 0.5
"""Between two looks at the effect."""


class Live:
    """How a run stands, on a terminal: games, games a second, time left, and what the watch tells of it so far.

    Those are the win rate and the effects with their intervals if it tells nothing of its own. The first game that a
    player from a file loses in each way is told as it happens, on a terminal or not.
    """

    def __init__(self, plan: Plan, watch: Watch | None = None) -> None:
        self.plan, self.watch = plan, watch
        self.forfeits = Counter[tuple[str, str]]()
        """Games that a player failed in, by (player, one of guests.FAILURES)."""
        self._effects: list[tuple[str, Any, Any]] = []
        self._bar: Any = None
        self._task: Any = None
        self._began, self._first = time.monotonic(), -1
        self._told, self._words = 0.0, ""

    def __enter__(self) -> Live:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
            from rich.table import Column

            done, pace, words = "{task.completed}/{task.total}", "{task.fields[pace]}", "{task.fields[told]}"
            self._bar = Progress(
                TextColumn("{task.description}"), BarColumn(20), TextColumn(done), TextColumn(pace),
                TimeRemainingColumn(), TextColumn(words, table_column=Column()), console=Console(stderr=True),
            )  # fmt: skip
            self._task = self._bar.add_task("Games", total=None, pace="", told="")
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def add(self, rows: list[Ints]) -> bool:
        """Take the next pairs of every arm."""
        if self._bar is not None:
            from game.lab.effects import MEASURES, side_of, skill_of

            seats = self.plan.seats
            found = [("ua wins", MEASURES["ua_wins"].pairs(rows[0], seats)), ("side", side_of(rows[0], seats))]
            found += [("skill", skill_of(rows[0], seats))] if seats > 1 else []
            before = [counts for _, _, counts in self._effects] or [0] * len(found)
            self._effects = [
                (name, few.values, few.counts() + counts) for (name, few), counts in zip(found, before, strict=True)
            ]
        return self.watch.add(rows) if self.watch is not None else False

    def progress(self, done: int, of: int, failures: Sequence[Failure]) -> None:
        """Show how many games of how many are played, and what has failed in those that ended now."""
        for failure in failures:
            self._forfeited(failure)
        if self._bar is None:
            return
        if self._first < 0:
            self._first = done
        now = time.monotonic()
        pace = (done - self._first) / max(1e-9, now - self._began)
        if now - self._told > SECONDS:
            tell = getattr(self.watch, "told", self._words_of)
            lost = self.forfeits.total()
            self._told, self._words = now, tell() + (f", {lost} forfeits" if lost else "")
        self._bar.update(self._task, completed=done, total=of, pace=f"{pace:.1f}/s", told=self._words)

    def _forfeited(self, failure: Failure) -> None:
        """Count a game that was forfeited, and tell of the first of its kind."""
        player = self.plan.seated(failure.game % self.plan.seats)[failure.side]
        self.forfeits[player, failure.what] += 1
        if self.forfeits[player, failure.what] == 1:
            told = f"{harmless(player)} forfeited a game by {failure.what}: {failure.message}"
            print(told, file=sys.stderr) if self._bar is None else self._bar.console.out(told, highlight=False)

    def _words_of(self) -> str:
        """Win rate and effects in what was played so far, with intervals that may be looked at at any time."""
        from game.lab.effects import told
        from game.lab.statistics import counted_interval

        seen = [(name, counted_interval(counts, values)._replace(alpha=None)) for name, values, counts in self._effects]
        words = [(name, told(effect)) for name, effect in seen]
        shown = [f"{name} {word.replace('+', '') if name == 'ua wins' else word}" for name, word in words]
        return f"{', '.join(shown)}; 95 %"
