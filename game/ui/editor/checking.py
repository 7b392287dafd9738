"""Checking the draft while it is edited: in a thread of its own, a moment after the last edit, on the text as it was."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from game.diagnostics import Diagnostic
from game.documents import parse
from game.scenario.load import build
from game.ui.editor.index import path_at
from game.ui.task import Task

if TYPE_CHECKING:
    from game.scenario.draft import Address
    from game.ui.editor.desk import Desk

REST_MS = 300
"""How long nothing must have been edited before a check begins."""
ORDER = {"error": 0, "warning": 1, "hint": 2}


def problems_of(file: str, text: str) -> list[Diagnostic]:
    """Everything wrong with a text, errors first."""
    document = parse(file, text)
    build(document, Path(file).stem)
    return sorted(document.problems, key=lambda problem: (ORDER[problem.severity], problem.line, problem.column))


class Checking:
    """Keeps what is wrong with a draft."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.problems: list[Diagnostic] = []
        self.checked_at: float | None = None
        """When the check ended that found them."""
        self.marks: list[tuple[int, Diagnostic]] = []
        """Problems that have a hex, the worst of each hex."""
        self._text = ""
        self._rested = REST_MS
        self._task: Task[list[Diagnostic]] | None = None
        self._asked = ""
        self._second = -1

    @property
    def is_due(self) -> bool:
        """Whether the text has changed since it was checked."""
        return self._text != self.desk.draft.text

    @property
    def seconds(self) -> float:
        """How long ago the last check ended."""
        return time.monotonic() - self.checked_at if self.checked_at is not None else 0.0

    def count(self, severity: str) -> int:
        """How many problems there are of a severity."""
        return sum(problem.severity == severity for problem in self.problems)

    def edited(self) -> None:
        """The draft has changed: wait until it rests."""
        self._rested = 0

    def tick(self, milliseconds: int) -> bool:
        """Begin a check when it is time, take over what was found; True while one is due or runs."""
        self._rested = min(self._rested + milliseconds, REST_MS)
        if self._task is not None and self._task.over:
            task, self._task = self._task, None
            if task.error is None:
                self._take(task.result)
        if self.is_due and self._task is None and self._rested >= REST_MS and self._asked != self.desk.draft.text:
            file, text = self.desk.draft.file, self.desk.draft.text
            self._asked = text
            self._task = Task(lambda _: problems_of(file, text))
        if int(self.seconds) != self._second:
            self._second = int(self.seconds)
            self.desk.app.dirty = True
        return self._task is not None or (self.is_due and self._rested < REST_MS)

    def _take(self, problems: list[Diagnostic]) -> None:
        self.problems, self._text, self.checked_at = problems, self._asked, time.monotonic()
        self.marks = []
        seen: set[int] = set()
        if self.desk.has_map:
            for problem in problems:
                h = self.hex_of(problem)
                if h is not None and h not in seen:
                    seen.add(h)
                    self.marks.append((h, problem))
        self.desk.app.dirty = True

    def place_of(self, problem: Diagnostic) -> Address:
        """The path of what a problem is about."""
        return path_at(self.desk.draft.document.root, problem.line, problem.column)

    def hex_of(self, problem: Diagnostic) -> int | None:
        """The hex that a problem is about: the number under it, the word of a layer's row, or what it stands in."""
        grid, path = self.desk.grid, self.place_of(problem)
        under = problem.source[problem.column - 1 : problem.column - 1 + problem.width].strip("\"' ")
        is_count = isinstance(self.desk.draft.value(path), (int, float)) and path[-1:] != ("hex",)
        for word in [] if is_count else under.split("-")[:1]:
            h = grid.parse(word)
            if h is not None:
                return int(h)
        if len(path) == 3 and path[1] == "rows" and isinstance(path[2], int):
            before = problem.source[: problem.column - 1]
            column = len(before.split("-", 1)[-1].strip("\"' ").split()) if "-" in before else 0
            return grid.at(min(column, grid.columns - 1), path[2])
        hexes = self.desk.index.hexes_of(path)
        return hexes[0] if hexes else None

    def close(self) -> None:
        """Nothing needs to be ended: a check that runs is forgotten."""
        self._task = None
