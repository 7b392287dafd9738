"""The hex cursor: the keyboard's mouse on the map. It points, and Space or Enter clicks what it points at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.hexes import ROW_KM
from game.ui import palette
from game.ui.table import overlay

if TYPE_CHECKING:
    from game.ui.table.roaming import Roaming

WAIT_MS, AGAIN_MS = 330, 75
"""How long an arrow key is held before the cursor goes on by itself, and how long between its steps."""
ARROWS = {pygame.K_LEFT: (-1, 0), pygame.K_RIGHT: (1, 0), pygame.K_UP: (0, -1), pygame.K_DOWN: (0, 1)}


class Cursor:
    """A hex that the keys move; while it is on, the mouse is taken to be in its middle."""

    def __init__(self, table: Roaming) -> None:
        self.table = table
        self.hex: int | None = None
        self._x = 0.0
        """The line, in km from the left, that it keeps to when it goes up and down."""
        self._held = 0.0
        self._lent = False

    @property
    def is_on(self) -> bool:
        """Whether it is shown."""
        return self.hex is not None

    def put(self, h: int) -> None:
        """Put it on a hex; the map follows."""
        self.hex = h
        self._x = self.table.camera.grid.centre(h)[0]
        self._point()

    def lend(self, h: int) -> None:
        """Put it on a hex that a mode means, until nothing is being done any more."""
        self._lent = self._lent or not self.is_on
        self.put(h)

    def give_back(self) -> None:
        """Take it away if a mode has put it there."""
        if self._lent:
            self.off()

    def off(self) -> None:
        """Leave the map to the mouse."""
        self._lent = False
        if self.hex is not None:
            self.hex = None
            self.table.app.dirty = True

    def step(self, dx: int, dy: int) -> None:
        """Move it by one hex; the first press only shows it."""
        grid = self.table.camera.grid
        self._lent = False
        if self.hex is None:
            self.put(self.table.start())
            return
        x, y = grid.centre(self.hex)
        h = grid.hex_at(x + dx, y) if dx else self._above(y + dy * ROW_KM)
        if h is not None:
            self.hex = h
            self._x = grid.centre(h)[0] if dx else self._x
            self._point()

    def _above(self, y: float) -> int | None:
        """The hex of another row nearest to the line that is kept."""
        grid = self.table.camera.grid
        found = [h for x in (self._x, self._x - 0.3, self._x + 0.3) if (h := grid.hex_at(x, y)) is not None]
        return min(found, key=lambda h: abs(grid.centre(h)[0] - self._x), default=None)

    def _point(self) -> None:
        """Take the mouse to be in the middle of the hex."""
        assert self.hex is not None
        self.table.bring_into_view(self.hex)
        self.follow()

    def follow(self) -> None:
        """Keep the mouse in the middle of the hex when the map has moved."""
        if self.hex is not None:
            x, y = self.table.at(self.hex)
            self.table.app.put_mouse((int(x), int(y)))
            self.table.hover()
            self.table.app.dirty = True

    def click(self, right: bool = False) -> None:
        """Click the hex."""
        if self.hex is not None:
            self.table.click_hex(self.hex, right)
            self.follow()

    def tick(self, milliseconds: int) -> bool:
        """Go on while an arrow key is held; True while one is."""
        held = [step for key, step in ARROWS.items() if key in self.table.app.held]
        if not held:
            self._held = 0.0
            return False
        self._held += milliseconds
        if self._held > WAIT_MS:
            self._held -= AGAIN_MS
            for step in held:
                self.step(*step)
        return True

    def draw(self, surface: pygame.Surface) -> None:
        """Draw its hex: an outline in the colour of the focus, and a dot at each corner."""
        if self.hex is not None:
            overlay.cursor(surface, self.table.camera, self.hex, palette.FOCUS)
