"""Carrying a plan out: what is missing is handed to threads or a cluster, and every batch that comes back is committed.

Whoever watches is shown the games of the contiguous prefix alone, a batch of every arm at a time, and may say that the
run is decided. What was played beyond is dropped then, so neither the number of workers nor the order in which they end
can be seen in what is kept.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Protocol

import numpy as np

from game.lab.runs.batch import Batch, Worker
from game.lab.runs.outside import Failure
from game.lab.runs.plan import Plan, Task
from game.lab.runs.store import Store
from game.state import Ints

IN_HAND = 2
"""Batches that are handed out for every worker: one that is played and one that waits."""


class Watch(Protocol):
    """Looks at the games as they come in, in order."""

    def add(self, rows: list[Ints]) -> bool:
        """Take the next pairs: the result rows of every arm, (G, RESULT_COLUMNS) int64 each; whether it is decided."""
        ...


Executor = Callable[[Plan, Iterator[Task]], Iterator[Batch]]
"""Plays batches, in whatever order they end; closed when no more are wanted."""
Progress = Callable[[int, int, Sequence[Failure]], None]
"""Told how many games are played, of how many, and what players from files failed in the batch that came last."""


class Patient:
    """Watches a run that goes to its end whatever it shows."""

    def add(self, rows: list[Ints]) -> bool:
        """Never decided."""
        return False


def threads(workers: int) -> Executor:
    """Plays batches on threads of this process: compiled games hold no interpreter lock, so each has a core."""

    def played(plan: Plan, tasks: Iterator[Task]) -> Iterator[Batch]:
        seats, seated = threading.local(), list[Worker]()

        def play(task: Task) -> Batch:
            if not hasattr(seats, "worker"):
                seats.worker = Worker(plan)
                seated.append(seats.worker)
            worker: Worker = seats.worker
            return worker.play(task)

        pool = ThreadPoolExecutor(workers)
        try:
            left: set[Future[Batch]] = set()
            for task in tasks:
                left.add(pool.submit(play, task))
                if len(left) >= workers * IN_HAND:
                    over, left = wait(left, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in over)
            while left:
                over, left = wait(left, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in over)
        finally:
            for worker in seated:
                worker.close()
            pool.shutdown(wait=True, cancel_futures=True)

    return played


def carry_out(
    plan: Plan, store: Store, executor: Executor, watch: Watch | None = None, progress: Progress = lambda *_: None
) -> int:
    """Play what a run lacks until it is decided or has all its pairs; the pairs that count. Raises BadInput."""
    shown, done = _Shown(plan, store, watch or Patient()), store.done()
    played, of = sum(pairs for _, _, pairs in done), plan.pairs * len(plan.arms)
    if not shown.look():
        progress(played * plan.seats, of * plan.seats, ())
        batches = executor(plan, _missing(plan, done))
        try:
            for batch in batches:
                store.commit(batch)
                shown.came(batch.task)
                decided, played = shown.look(), played + batch.task.pairs
                progress(played * plan.seats, of * plan.seats, batch.failures)
                if decided:
                    break
        finally:
            if hasattr(batches, "close"):
                batches.close()
    if shown.decided:
        store.cut(shown.pairs)
    return shown.pairs


def _missing(plan: Plan, done: Sequence[tuple[int, int, int]]) -> Iterator[Task]:
    """The batches that are not committed yet, in order; one of which a part is there is played for the rest."""
    there = np.zeros((len(plan.arms), plan.pairs), dtype=bool)
    for arm, first, pairs in done:
        there[arm, first : first + pairs] = True
    for task in plan.tasks():
        lacking = np.flatnonzero(~there[task.arm, task.first : task.first + task.pairs])
        if len(lacking):
            yield Task(task.arm, task.first + int(lacking[0]), int(lacking[-1] - lacking[0]) + 1)


class _Shown:
    """What the watch has been shown, and whether it has seen enough."""

    def __init__(self, plan: Plan, store: Store, watch: Watch) -> None:
        self.plan, self.store, self.watch = plan, store, watch
        self.pairs = 0
        self.decided = False
        self._reached = [0] * len(plan.arms)
        self._waiting: list[dict[int, int]] = [{} for _ in plan.arms]
        for arm, first, pairs in store.done():
            self._waiting[arm][first] = pairs

    def came(self, task: Task) -> None:
        """Take note of a batch that has been committed."""
        self._waiting[task.arm][task.first] = task.pairs

    def look(self) -> bool:
        """Show the watch what has come into the prefix, a batch at a time; whether it is decided."""
        for arm, waiting in enumerate(self._waiting):
            while self._reached[arm] in waiting:
                self._reached[arm] += waiting.pop(self._reached[arm])
        reached = min(self._reached)
        while not self.decided and (pairs := min(self.plan.batch, self.plan.pairs - self.pairs)) > 0:
            if self.pairs + pairs > reached:
                break
            rows = [self.store.results(arm, self.pairs, pairs) for arm in range(len(self.plan.arms))]
            self.pairs += pairs
            self.decided = self.watch.add(rows)
        return self.decided
