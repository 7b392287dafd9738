"""The screen that waits: for the rules to be compiled, then for a piece of work, with a bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

import pygame

from game.ui import fonts, palette
from game.ui.screen import Screen
from game.ui.sheet import Sheet
from game.ui.task import Progress, Task

if TYPE_CHECKING:
    from game.ui.app import App

Result = TypeVar("Result")
BAR = (420, 8)


class Waiting(Screen, Generic[Result]):
    """Waits until a piece of work is done, then hands over what came of it."""

    def __init__(
        self, app: App, label: str, work: Callable[[Progress], Result], then: Callable[[Result], None],
        failed: Callable[[Exception], None], compiled: bool = True,
    ) -> None:  # fmt: skip
        """Wait for some work; `compiled` says that it needs the rules compiled."""
        super().__init__(app)
        self._compiled = compiled
        self._label, self._work, self._then, self._failed = label, work, then, failed
        self._task: Task[Result] | None = None
        self._seen: tuple[bool, int] | None = None

    def tick(self, milliseconds: int) -> bool:
        """Begin the work when the rules are compiled, and go on when it is done."""
        warming = self.app.warming if self._compiled else None
        shown = self._shown()
        if shown != self._seen:
            self._seen, self.app.dirty = shown, True
        if self._task is None and (warming is None or warming.over):
            if warming is not None and warming.error is not None:
                self._failed(warming.error)
                return True
            self._task = Task(self._work)
        if self._task is not None and self._task.over:
            if self._task.error is not None:
                self._failed(self._task.error)
            else:
                self._then(self._task.result)
        return True

    def handle(self, event: pygame.event.Event) -> None:
        """Wait no longer if asked by key; what is being done is thrown away."""
        if event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            if len(self.app.screens) > 1:
                self.app.pop()
            else:
                self.app.quit()

    def _shown(self) -> tuple[bool, int]:
        """What the screen shows: whether the work itself has begun, and how many pixels of the bar are filled."""
        task: Task[Result] | Task[None] | None = self._task or self.app.warming
        return self._task is not None, round(BAR[0] * task.share) if task is not None else 0

    def draw(self, sheet: Sheet) -> None:
        """Draw what is waited for, with a bar."""
        task: Task[Result] | Task[None] | None = self._task or self.app.warming
        label = self._label if self._task is not None else "waiting.compiling"
        sheet.fill(sheet.rect, palette.BAR)
        x, y = sheet.rect.center
        sheet.text(sheet.say("title.name"), x, y - 74, size=30, weight=fonts.SEMIBOLD, anchor="centre")
        sheet.text(sheet.say(label), x, y - 22, size=14, colour=palette.TEXT_SECOND, anchor="centre")
        bar = pygame.Rect(0, 0, *BAR)
        bar.center = x, y + 12
        sheet.gauge(bar, task.share if task is not None else 0.0, palette.ACCENT)
