"""Moving about a map: zoom, arrow keys, the edge of the window, the hex cursor; for every screen that shows a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.ui.table.cursor import ARROWS, Cursor

if TYPE_CHECKING:
    from game.ui.app import App
    from game.ui.table.camera import Camera

DRAG_PX = 5
"""A press that moves less than this is a click."""
PAN_SPEED = 1.1
"""Pixels a millisecond."""
EDGE_PX, EDGE_REST_MS = 2, 220
"""How near the edge of the window the mouse must rest, and how long, before the map moves."""
LEFT, MIDDLE, RIGHT = 1, 2, 3


class Roaming:
    """Keeps how the map of a screen moves."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.cursor = Cursor(self)
        self._rested = 0.0

    # what the screen tells -------------------------------------------------------------------------------------------

    @property
    def camera(self) -> Camera:
        """What part of the map is seen."""
        raise NotImplementedError

    def area(self) -> pygame.Rect:
        """Where the map is drawn, in logical px."""
        raise NotImplementedError

    def hover(self) -> None:
        """The mouse may have come to another hex."""
        raise NotImplementedError

    def start(self) -> int:
        """The hex on which the cursor appears."""
        raise NotImplementedError

    def click_hex(self, h: int, right: bool) -> None:
        """The cursor clicks a hex."""
        raise NotImplementedError

    def bring_into_view(self, h: int) -> None:
        """Move the map if a hex is not well within its area."""
        raise NotImplementedError

    def is_held(self) -> bool:
        """Whether a button is held on the map."""
        raise NotImplementedError

    def leaves_arrows(self) -> bool:
        """Whether the arrow keys mean something else now."""
        return False

    # moving ----------------------------------------------------------------------------------------------------------

    def at(self, h: int) -> tuple[float, float]:
        """Where the middle of a hex is in the window, in logical px."""
        area = self.area()
        x, y = self.camera.centre_px(h)
        return area.x + x / self.app.factor, area.y + y / self.app.factor

    def on_map(self, at: tuple[int, int]) -> tuple[float, float]:
        """The pixel of the map's view at a point of the window."""
        area = self.area()
        return (at[0] - area.x) * self.app.factor, (at[1] - area.y) * self.app.factor

    def zoom(self, steps: int, at: tuple[int, int] | None) -> None:
        """Zoom at a point of the window, or at the middle of the map."""
        if at is None and self.cursor.is_on:
            at = self.app.mouse
        self.camera.zoom(steps, self.on_map(at if at is not None else self.area().center))
        self.app.dirty = True
        self.cursor.follow()
        self.hover()

    def drag(self, last: tuple[int, int], at: tuple[int, int]) -> None:
        """Move the map with the mouse."""
        self.camera.pan(*((last[i] - at[i]) * self.app.factor for i in (0, 1)))
        self.app.dirty = True

    def roam(self, milliseconds: int) -> bool:
        """Move the map while an arrow key is held or the mouse rests at the edge; True while something moves."""
        if self.cursor.is_on:
            return self.cursor.tick(milliseconds)
        dx, dy = self._edge(milliseconds)
        for key, (x, y) in ARROWS.items():
            if key in self.app.held and not self.leaves_arrows():
                dx, dy = dx + x, dy + y
        if not dx and not dy:
            return 0 < self._rested <= EDGE_REST_MS
        before = self.camera.offset
        self.camera.pan(dx * PAN_SPEED * milliseconds, dy * PAN_SPEED * milliseconds)
        if self.camera.offset == before:
            return False
        self.app.dirty = True
        self.hover()
        return True

    def _edge(self, milliseconds: int) -> tuple[int, int]:
        """The direction of the edge at which the mouse has rested long enough."""
        at, (width, height) = self.app.mouse, self.app.size
        if at is None or self.is_held():
            self._rested = 0.0
            return 0, 0
        dx = -1 if at[0] <= EDGE_PX else 1 if at[0] >= width - 1 - EDGE_PX else 0
        dy = -1 if at[1] <= EDGE_PX else 1 if at[1] >= height - 1 - EDGE_PX else 0
        self._rested = self._rested + milliseconds if dx or dy else 0.0
        glides = self._rested > EDGE_REST_MS and not self.app.settings.reduced_motion
        return (dx, dy) if glides else (0, 0)
