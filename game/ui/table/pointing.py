"""The mouse and the arrow keys on the map: hover, click, drag, zoom, the edge of the window, the small map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from game.state import HEX
from game.ui.screen import SHIFTS
from game.ui.table.roaming import DRAG_PX, LEFT, MIDDLE, RIGHT, Roaming

if TYPE_CHECKING:
    from game.ui.table.battle import Battle
    from game.ui.table.camera import Camera


@dataclass
class _Grab:
    """A button held on the map."""

    button: int
    start: tuple[int, int]
    last: tuple[int, int]
    moved: bool = False


class Pointing(Roaming):
    """Keeps what the mouse does on the map of a battle."""

    def __init__(self, battle: Battle) -> None:
        super().__init__(battle.app)
        self.battle = battle
        self.small = pygame.Rect(0, 0, 0, 0)
        """Where the small map was drawn last."""
        self.found: int | None = None
        """The hex that was looked for last, to be ringed."""
        self._grab: _Grab | None = None
        self._on_small = False

    @property
    def camera(self) -> Camera:
        """What part of the map is seen."""
        return self.battle.camera

    def area(self) -> pygame.Rect:
        """Where the map is drawn."""
        return self.battle.areas()[0]

    def start(self) -> int:
        """The selected unit's hex, else the one under the mouse, else the one in the middle of the map's area."""
        battle = self.battle
        selected = -1 if battle.selected is None else int(battle.view.believed.units[battle.selected, HEX])
        if selected >= 0:
            return selected
        middle = battle.camera.hex_at(battle.camera.size[0] / 2, battle.camera.size[1] / 2)
        return battle.hover if battle.hover is not None else middle if middle is not None else 0

    def click_hex(self, h: int, right: bool) -> None:
        """The cursor clicks a hex."""
        self.found = None
        self.battle.mode.click(h, right)

    def bring_into_view(self, h: int) -> None:
        """Move the map if a hex is not well within its area."""
        self.battle.bring_into_view(h)

    def is_held(self) -> bool:
        """Whether a button is held on the map."""
        return self._grab is not None

    def leaves_arrows(self) -> bool:
        """A timeline takes the arrow keys."""
        return self.battle.mode.past

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
                self.drag(grab.last, at)
                grab.last = at
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

    def hex_at(self, at: tuple[int, int] | None) -> int | None:
        """The hex under a point of the window, if the map shows there; that of a fanned stack for all its counters."""
        area, _ = self.battle.areas()
        if at is None or not area.collidepoint(at):
            return None
        if self.fanned(at) is not None:
            return self.battle.fan.hex
        return self.battle.camera.hex_at(*self.on_map(at))

    def fanned(self, at: tuple[int, int] | None) -> int | None:
        """The unit whose counter in a fanned stack lies under a point of the window."""
        return self.battle.fan.unit_at(self.on_map(at)) if at is not None else None

    def hover(self) -> None:
        """Tell the mode when the mouse has come to another hex."""
        h = self.hex_at(self.battle.app.mouse)
        if h != self.battle.hover:
            self.battle.hover = h
            self.battle.mode.point(h)
            self.battle.app.dirty = True

    def tick(self, milliseconds: int) -> bool:
        """Move the map while an arrow key is held that no timeline takes, or the mouse rests at the edge."""
        if not self.cursor.is_on and self.app.mouse is None and self.battle.hover is not None:
            self.hover()
        return self.roam(milliseconds)
