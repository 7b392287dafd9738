"""The progress bar of commands."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


class Bar:
    """A progress bar on stderr, if that is a terminal; if not, and it is of something long, its title."""

    def __init__(self, title: str, *, long: bool = False) -> None:
        self.title, self.long = title, long
        self.bar: Any = None

    def __enter__(self) -> Callable[[int, int], None]:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress, TimeRemainingColumn

            self.bar = Progress(*Progress.get_default_columns()[:3], TimeRemainingColumn(), console=Console(stderr=True))
            self.task = self.bar.add_task(self.title, total=None)
            self.bar.start()
        elif self.long:
            print(f"{self.title} ...", file=sys.stderr, flush=True)
        return self

    def __call__(self, done: int, total: int) -> None:
        if self.bar is not None:
            self.bar.update(self.task, completed=done, total=total)

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.stop()
