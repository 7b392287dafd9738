"""What every screen of the game can do; the application keeps them in a stack and shows the topmost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.ui.sheet import Sheet

if TYPE_CHECKING:
    from game.ui.app import App

SHIFT, CTRL = pygame.KMOD_SHIFT, pygame.KMOD_CTRL | pygame.KMOD_META
SHIFTS = {pygame.K_LSHIFT, pygame.K_RSHIFT}
"""The keys that mean Shift when they are held."""


class Screen:
    """A screen; one that lies over another leaves that visible."""

    over = False

    def __init__(self, app: App) -> None:
        self.app = app

    def draw(self, sheet: Sheet) -> None:
        """Draw everything, with the places that answer the mouse."""
        raise NotImplementedError

    def handle(self, event: pygame.event.Event) -> None:
        """Answer a key or what the mouse does outside the places drawn."""

    def wants(self, event: pygame.event.Event) -> bool:
        """Whether it answers Tab itself, going through choices, instead of leaving it to the focus."""
        return False

    def tick(self, milliseconds: int) -> bool:
        """Let time pass; True while there is something that moves by itself."""
        return False

    def close(self) -> None:
        """Leave for good."""
