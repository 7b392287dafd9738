"""A look-ahead in a thread of its own: what it has come to so far can be shown while it goes on."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from game.lab.ahead import Stop

Tally = TypeVar("Tally")


class Looking(Generic[Tally]):
    """Goes through a look-ahead until it ends or is stopped; games are compiled calls that leave the window free."""

    def __init__(self, look: Callable[[Stop], Iterator[Tally]]) -> None:
        self.tally: Tally | None = None
        """What it has come to so far; never changed, but replaced."""
        self.error: Exception | None = None
        self._stopped, self._ended = False, False
        self._thread = threading.Thread(target=self._run, args=(look,), daemon=True)
        self._thread.start()

    @property
    def is_cut_short(self) -> bool:
        """Whether it was stopped before its end, so that it is worth beginning anew."""
        return self._stopped and not self._ended

    @property
    def over(self) -> bool:
        """Whether it has ended, well or not, or was stopped."""
        return self._stopped or not self._thread.is_alive()

    def stop(self) -> None:
        """End after the day being played; nothing is told any more."""
        self._stopped = True

    def join(self) -> None:
        """End, and wait for that."""
        self.stop()
        self._thread.join()

    def _run(self, look: Callable[[Stop], Iterator[Tally]]) -> None:
        try:
            for tally in look(lambda: self._stopped):
                if self._stopped:
                    return
                self.tally = copy.deepcopy(tally)
            self._ended = not self._stopped
        except Exception as error:
            self.error = error
