"""The mouse and the hex cursor on the desk's map: the left button is the tool's, the others move the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.ui.editor.tools.brushes import Sample
from game.ui.editor.tools.spots import Spot
from game.ui.table.roaming import LEFT, RIGHT, Roaming

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.editor.tools.tool import Tool
    from game.ui.table.camera import Camera

ALTS = {pygame.K_LALT, pygame.K_RALT}
MARGIN = 90


class Pointing(Roaming):
    """Keeps what the mouse does on the map of the desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.app)
        self.desk = desk
        self.direction = 0
        """The side of the cursor's hex that hexside tools mean."""
        self._grab: tuple[int, int] | None = None
        self._tool: Tool | None = None

    # what the map asks -----------------------------------------------------------------------------------------------

    @property
    def camera(self) -> Camera:
        """What part of the map is seen."""
        return self.desk.camera

    def area(self) -> pygame.Rect:
        """Where the map is drawn."""
        return self.desk.areas.map

    def start(self) -> int:
        """What is selected, else the hex under the mouse, else the one in the middle."""
        desk = self.desk
        hexes = desk.index.hexes_of(desk.selected) if desk.selected else []
        middle = self.camera.hex_at(self.camera.size[0] / 2, self.camera.size[1] / 2)
        return hexes[0] if hexes else desk.hover if desk.hover is not None else middle if middle is not None else 0

    def bring_into_view(self, h: int) -> None:
        """Move the map if a hex is not well within its area."""
        margin = round(min(MARGIN * self.app.factor, min(self.camera.size) / 4))
        area = pygame.Rect((0, 0), self.camera.size).inflate(-2 * margin, -2 * margin)
        if not area.collidepoint(self.camera.centre_px(h)):
            self.camera.look_at(h)
            self.app.dirty = True

    def is_held(self) -> bool:
        """Whether a button is held on the map."""
        return self._grab is not None or self._tool is not None

    def spot(self) -> Spot | None:
        """The point of the map that is meant now."""
        if self.cursor.hex is not None:
            return Spot.on(self.desk.grid, self.cursor.hex, self.direction)
        at = self.app.mouse
        if at is None or not self.area().collidepoint(at) or self.app.is_over_place(at):
            return None
        return Spot.at(self.desk.grid, *self.camera.to_km(*self.on_map(at)))

    def hover(self) -> None:
        """Tell the desk when another point is meant; a gesture goes on."""
        spot = self.spot()
        h = spot.hex if spot is not None else None
        if spot is not None and self._tool is not None:
            self._tool.drag(spot)
        if spot != self.desk.spot:
            if h != self.desk.hover or self.desk.is_exact:
                self.app.dirty = True
            self.desk.spot, self.desk.hover = spot, h

    # the mouse -------------------------------------------------------------------------------------------------------

    def handle(self, event: pygame.event.Event) -> None:
        """Answer what the mouse does outside the places that answer clicks."""
        if event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEMOTION) and self.cursor.is_on:
            self.drop()
            self.cursor.off()
        if event.type == pygame.MOUSEBUTTONDOWN and self.area().collidepoint(event.pos):
            self._press(event)
        elif event.type == pygame.MOUSEBUTTONUP:
            self._release(event)
        elif event.type == pygame.MOUSEMOTION:
            if self._grab is not None:
                self.drag(self._grab, event.pos)
                self._grab = event.pos
            self.hover()
        elif event.type == pygame.MOUSEWHEEL and event.y and self._is_on_map():
            self.zoom(1 if event.y > 0 else -1, self.app.mouse)

    def _is_on_map(self) -> bool:
        at = self.app.mouse
        return at is not None and self.area().collidepoint(at)

    def _press(self, event: pygame.event.Event) -> None:
        self.hover()
        spot = self.desk.spot
        if event.button == RIGHT and self._tool is not None:
            self.drop()
        elif event.button != LEFT or pygame.K_SPACE in self.app.held:
            self._grab = event.pos
        elif spot is not None:
            self._begin(spot)

    def _begin(self, spot: Spot) -> Tool:
        """Begin a gesture; with Alt the value under the mouse is chosen instead."""
        tool = Sample(self.desk) if ALTS & self.app.held else self.desk.choice.tool
        tool.press(spot)
        self._tool = tool
        self.app.dirty = True
        return tool

    def _release(self, event: pygame.event.Event) -> None:
        if event.button == LEFT:
            self.finish()
        self._grab = None

    def finish(self) -> None:
        """End the gesture where the mouse is."""
        tool, self._tool = self._tool, None
        if tool is not None:
            tool.release(self.desk.spot)
            self.app.dirty = True

    def drop(self) -> bool:
        """Leave a gesture undone; False if there is none."""
        tool, self._tool = self._tool, None
        self.desk.choice.tool.cancel()
        self.app.dirty = True
        return tool is not None

    # the cursor ------------------------------------------------------------------------------------------------------

    def click_hex(self, h: int, right: bool) -> None:
        """Put the tool down or take it up; one that does not drag does both at once."""
        if self._tool is not None:
            self.finish()
            return
        self.hover()
        if self.desk.spot is None:
            return
        if not self._begin(self.desk.spot).drags:
            self.finish()

    def turn(self, by: int) -> None:
        """Mean the next side of the cursor's hex."""
        self.direction = (self.direction + by) % 6
        self.hover()
        self.app.dirty = True

    def tick(self, milliseconds: int) -> bool:
        """Move the map while an arrow key is held, or the mouse rests at the edge."""
        if not self.cursor.is_on and self.app.mouse is None and self.desk.hover is not None:
            self.hover()
        return self.roam(milliseconds)
