"""Work that takes long, done in a thread of its own while the window lives."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Result = TypeVar("Result")
Progress = Callable[[int, int], None]


class Task(Generic[Result]):
    """One piece of work: how far it has come, and what came of it."""

    def __init__(self, work: Callable[[Progress], Result]) -> None:
        self.done, self.total = 0, 0
        self.error: Exception | None = None
        self._work = work
        self._result: list[Result] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result.append(self._work(self._progress))
        except Exception as error:
            self.error = error

    def _progress(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    @property
    def share(self) -> float:
        """How much is done, 0 to 1."""
        return self.done / self.total if self.total else 0.0

    @property
    def over(self) -> bool:
        """Whether the work has ended, well or not."""
        return not self._thread.is_alive()

    @property
    def result(self) -> Result:
        """What came of work that ended well."""
        return self._result[0]
