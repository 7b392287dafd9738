"""The mouse and the arrow keys on the map: hover, click, drag, zoom, the edge of the window, the small map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from game.ui.screen import SHIFTS
from game.ui.table.cursor import ARROWS, Cursor

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

DRAG_PX = 5
"""A press that moves less than this is a click."""
PAN_SPEED = 1.1
"""Pixels a millisecond."""
EDGE_PX, EDGE_REST_MS = 2, 220
"""How near the edge of the window the mouse must rest, and how long, before the map moves."""
LEFT, MIDDLE, RIGHT = 1, 2, 3


@dataclass
class _Grab:
    """A button held on the map."""

    button: int
    start: tuple[int, int]
    last: tuple[int, int]
    moved: bool = False


class Pointing:
    """Keeps what the mouse does on the map of a battle."""

    def __init__(self, battle: Battle) -> None:
        self.battle = battle
        self.small = pygame.Rect(0, 0, 0, 0)
        """Where the small map was drawn last."""
        self.found: int | None = None
        """The hex that was looked for last, to be ringed."""
        self._grab: _Grab | None = None
        self._on_small = False
        self._rested = 0.0
        self.cursor = Cursor(battle)

    def handle(self, event: pygame.event.Event) -> None:
        """Answer what the mouse does outside the places that answer clicks."""
        self.cursor.off()
        if event.type == pygame.MOUSEBUTTONDOWN:
            self._press(event)
        elif event.type == pygame.MOUSEBUTTONUP:
            self._release(event)
        elif event.type == pygame.MOUSEMOTION:
            self._move(event.pos)
        elif event.type == pygame.MOUSEWHEEL and event.y:
            self._wheel(event.y)

    def _press(self, event: pygame.event.Event) -> None:
        area, _ = self.battle.areas()
        self.found = None
        if event.button == LEFT and self.small.collidepoint(event.pos):
            self._on_small = True
            self._look_small(event.pos)
        elif event.button in (LEFT, MIDDLE, RIGHT) and area.collidepoint(event.pos):
            self._grab = _Grab(event.button, event.pos, event.pos)

    def _release(self, event: pygame.event.Event) -> None:
        grab, self._grab = self._grab, None
        self._on_small = False
        if grab is None or grab.moved or event.button != grab.button or grab.button == MIDDLE:
            return
        h, unit = self.hex_at(event.pos), self.fanned(event.pos)
        if h is None:
            return
        self.battle.app.dirty = True
        if unit is not None:
            self.battle.mode.click_unit(unit, h, grab.button == RIGHT)
        else:
            self.battle.mode.click(h, grab.button == RIGHT)

    def _move(self, at: tuple[int, int]) -> None:
        grab = self._grab
        if self._on_small:
            self._look_small(at)
        elif grab is not None:
            dx, dy = at[0] - grab.start[0], at[1] - grab.start[1]
            grab.moved = grab.moved or abs(dx) + abs(dy) > DRAG_PX
            if grab.moved:
                self.battle.camera.pan(*((grab.last[i] - at[i]) * self.battle.app.factor for i in (0, 1)))
                grab.last = at
                self.battle.app.dirty = True
        self.hover()

    def _look_small(self, at: tuple[int, int]) -> None:
        """Bring the point of the small map under the mouse to the middle."""
        camera = self.battle.camera
        x, y = camera.to_px(*self.battle.minimap.km((at[0] - self.small.x, at[1] - self.small.y)))
        camera.pan(x - camera.size[0] / 2, y - camera.size[1] / 2)
        self.battle.app.dirty = True

    def _wheel(self, steps: int) -> None:
        """Scroll the list under the mouse, else zoom at the mouse."""
        at, battle = self.battle.app.mouse, self.battle
        if at is None:
            return
        for scroll in battle.scrolls:
            if scroll.area is not None and scroll.area.collidepoint(at):
                scroll.wheel(steps)
                battle.app.dirty = True
                return
        if battle.areas()[0].collidepoint(at):
            if not SHIFTS & battle.app.held and battle.mode.wheel(1 if steps > 0 else -1):
                return
            self.zoom(1 if steps > 0 else -1, at)

    def zoom(self, steps: int, at: tuple[int, int] | None) -> None:
        """Zoom at a point of the window, or at the middle of the map."""
        area, _ = self.battle.areas()
        if at is None and self.cursor.is_on:
            at = self.battle.app.mouse
        self.battle.camera.zoom(steps, self._on_map(at if at is not None else area.center))
        self.battle.app.dirty = True
        self.cursor.follow()
        self.hover()

    def hex_at(self, at: tuple[int, int] | None) -> int | None:
        """The hex under a point of the window, if the map shows there; that of a fanned stack for all its counters."""
        area, _ = self.battle.areas()
        if at is None or not area.collidepoint(at):
            return None
        if self.fanned(at) is not None:
            return self.battle.fan.hex
        return self.battle.camera.hex_at(*self._on_map(at))

    def fanned(self, at: tuple[int, int] | None) -> int | None:
        """The unit whose counter in a fanned stack lies under a point of the window."""
        return self.battle.fan.unit_at(self._on_map(at)) if at is not None else None

    def _on_map(self, at: tuple[int, int]) -> tuple[float, float]:
        """The pixel of the map's view at a point of the window."""
        area, _ = self.battle.areas()
        return (at[0] - area.x) * self.battle.app.factor, (at[1] - area.y) * self.battle.app.factor

    def hover(self) -> None:
        """Tell the mode when the mouse has come to another hex."""
        h = self.hex_at(self.battle.app.mouse)
        if h != self.battle.hover:
            self.battle.hover = h
            self.battle.mode.point(h)
            self.battle.app.dirty = True

    def tick(self, milliseconds: int) -> bool:
        """Move the map while an arrow key is held that no timeline takes, or the mouse rests at the edge."""
        app, camera = self.battle.app, self.battle.camera
        if self.cursor.is_on:
            return self.cursor.tick(milliseconds)
        if app.mouse is None and self.battle.hover is not None:
            self.hover()
        dx, dy = self._edge(milliseconds)
        for key, (x, y) in ARROWS.items():
            if key in app.held and not self.battle.mode.past:
                dx, dy = dx + x, dy + y
        if not dx and not dy:
            return 0 < self._rested <= EDGE_REST_MS
        before = camera.offset
        camera.pan(dx * PAN_SPEED * milliseconds, dy * PAN_SPEED * milliseconds)
        if camera.offset == before:
            return False
        app.dirty = True
        self.hover()
        return True

    def _edge(self, milliseconds: int) -> tuple[int, int]:
        """The direction of the edge at which the mouse has rested long enough."""
        at, (width, height) = self.battle.app.mouse, self.battle.app.size
        if at is None or self._grab is not None:
            self._rested = 0.0
            return 0, 0
        dx = -1 if at[0] <= EDGE_PX else 1 if at[0] >= width - 1 - EDGE_PX else 0
        dy = -1 if at[1] <= EDGE_PX else 1 if at[1] >= height - 1 - EDGE_PX else 0
        self._rested = self._rested + milliseconds if dx or dy else 0.0
        glides = self._rested > EDGE_REST_MS and not self.battle.app.settings.reduced_motion
        return (dx, dy) if glides else (0, 0)
