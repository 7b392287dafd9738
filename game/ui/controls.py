"""The way through a screen by keyboard alone: controls one after another, a ring around the one that answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pygame

from game.ui import palette
from game.ui.screen import SHIFT
from game.ui.scroll import Scroll
from game.ui.sheet import Act, Sheet

Turn = Callable[[int], None]
RING = 3


@dataclass(frozen=True)
class Stop:
    """A control that the keyboard can reach."""

    name: str
    rect: pygame.Rect
    act: Act | None
    """What Enter and Space do."""
    turn: Turn | None
    """What Right (1) and Left (-1) do."""
    listed: bool
    """Whether it scrolls with the list of the screen."""


class Controls:
    """Which control of a screen the keyboard is at; the controls are told anew at every drawing."""

    def __init__(self, at: str, scroll: Scroll | None = None) -> None:
        self.at, self.shown = at, False
        self._scroll = scroll
        self._stops: list[Stop] = []

    def begin(self) -> None:
        """Forget the controls: they are about to be drawn."""
        self._stops.clear()

    def stop(
        self, sheet: Sheet, name: str, rect: pygame.Rect, act: Act | None = None, turn: Turn | None = None,
        listed: bool = False,
    ) -> None:  # fmt: skip
        """Tell of a control that has been drawn, in the order in which Tab goes; the ring is drawn around it."""
        self._stops.append(Stop(name, rect, act, turn, listed))
        if self.shown and self.at == name:
            sheet.frame(rect.inflate(2 * RING, 2 * RING), palette.ACCENT, 2)

    def handle(self, event: pygame.event.Event) -> bool:
        """Answer a key; whether it was meant for the controls."""
        if event.type == pygame.MOUSEBUTTONDOWN:
            self.shown = False
        if event.type != pygame.KEYDOWN or not self._stops:
            return False
        here = self._here()
        if event.key in (pygame.K_TAB, pygame.K_DOWN, pygame.K_UP):
            back = event.key == pygame.K_UP or bool(event.mod & SHIFT)
            names = [stop.name for stop in self._stops]
            step = 0 if here is None else names.index(here.name) + (-1 if back else 1)
            self.go(names[step % len(names)])
        elif here is not None and here.turn is not None and event.key in (pygame.K_LEFT, pygame.K_RIGHT):
            here.turn(1 if event.key == pygame.K_RIGHT else -1)
        elif here is not None and here.act and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE):
            here.act()
        else:
            return False
        self.shown = True
        return True

    @property
    def is_answering(self) -> bool:
        """Whether Enter is for the control in the ring."""
        here = self._here()
        return self.shown and here is not None and here.act is not None

    def go(self, name: str) -> None:
        """Go to a control, and bring it into view where it can be scrolled."""
        self.at = name
        here = self._here()
        if here is not None and here.listed and self._scroll is not None:
            self._scroll.show(here.rect.inflate(0, 8 * RING))

    def _here(self) -> Stop | None:
        return next((stop for stop in self._stops if stop.name == self.at), None)
