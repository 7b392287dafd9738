"""Tools that draw along hexes and hexsides: the pen for roads, railways and waters, the bridge, the eraser of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.scenario.draft import Label
from game.ui import palette
from game.ui.commands import BAD
from game.ui.editor import edits
from game.ui.editor.layers import BRIDGES, WATERS
from game.ui.editor.tools.spots import Side
from game.ui.editor.tools.tool import Tool
from game.ui.paint import drafting
from game.ui.table import overlay, tracing

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.editor.tools.spots import Spot


class Pen(Tool):
    """Draws a road or railway from hex to hex, a river or canal from corner to corner; going back takes back."""

    name, key = "pen", "P"
    erases = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.hexes: list[int] = []
        self.sides: list[Side] = []
        self._end = (0.0, 0.0)
        """The corner that a line along hexsides has come to, in km."""
        self._down = False

    @property
    def busy(self) -> bool:
        """Whether a line is being drawn."""
        return self._down

    @property
    def along_sides(self) -> bool:
        """Whether it draws along hexsides."""
        return self.desk.choice.value.name in WATERS

    def press(self, spot: Spot) -> None:
        """Put the pen down."""
        self._down = True
        self.hexes, self.sides, self._end = [spot.hex], [], spot.corner

    def drag(self, spot: Spot) -> None:
        """Go on, or back."""
        if self.along_sides:
            self._along(spot)
            return
        self.hexes = tracing.hexes_between(self.desk.grid, self.hexes, spot.hex)

    def _along(self, spot: Spot) -> None:
        for side in map(frozenset, tracing.sides_between(self.desk.grid, self._end, spot.corner)):
            if self.sides and self.sides[-1] == side:
                self.sides.pop()
            else:
                self.sides.append(side)
        self._end = spot.corner

    def release(self, spot: Spot | None) -> None:
        """Write the line."""
        desk, value = self.desk, self.desk.choice.value
        hexes, sides, along = self.hexes, self.sides, self.along_sides
        if along and not sides and spot is not None and spot.side is not None:
            sides = [spot.side]
        self.cancel()
        if along:
            made = edits.draw_water(desk.draft, desk.index, value.name, sides)
            count = len(sides)
        else:
            made = edits.draw_path(desk.draft, desk.index, value.name, hexes) if len(hexes) > 1 else []
            count = len(hexes)
        if made:
            said = "ui.desk.did_draw_sides" if along else "ui.desk.did_draw"
            desk.do(Label(said, {"value": value.text, "hexes": count}), made)

    def cancel(self) -> None:
        """Leave the line undrawn."""
        self.hexes, self.sides, self._down = [], [], False

    def over(self, surface: pygame.Surface, spot: Spot | None) -> None:
        """The line as it is drawn, else where it would begin."""
        camera = self.desk.camera
        if self.along_sides:
            drafting.pen_sides(surface, camera, map(tuple, self.sides), self.erases)  # type: ignore[arg-type]
            if spot is not None:
                for ink, radius in ((overlay.REACH_DARK, 7), (palette.ACCENT, 5)):
                    pygame.draw.circle(surface, ink, camera.to_px(*spot.corner), radius)
        elif len(self.hexes) > 1:
            drafting.pen_hexes(surface, camera, self.hexes, self.erases)
        elif spot is not None:
            overlay.ring(surface, camera, spot.hex, palette.ACCENT)

    def words(self, spot: Spot) -> list[str]:
        """What is drawn, and how long it is."""
        desk, value = self.desk, self.desk.choice.value
        count = len(self.sides) if self.along_sides else max(1, len(self.hexes))
        key = "desk.sides" if self.along_sides else "desk.hexes"
        return [f"{desk.grid.number(spot.hex)}  {desk.word(value.text)}", desk.say(key, hexes=count)]


class Bridge(Tool):
    """Goes through the states of a bridge, one a click: none, whole, damaged, blown, a pontoon, none."""

    name, key = "bridge", "G"
    drags = False

    def press(self, spot: Spot) -> None:
        """The next state."""
        desk = self.desk
        if spot.side is None:
            return
        if spot.side not in desk.index.wet:
            desk.tell_note(desk.say("desk.no_water", side=edits.written(desk.grid, spot.side)), BAD)
            return
        state = self._next(spot.side)
        name = f"bridge.{state}" if state else "ui.desk.no_bridge"
        label = Label("ui.desk.did_bridge", {"state": name, "side": edits.written(desk.grid, spot.side)})
        desk.do(label, edits.set_bridge(desk.draft, desk.index, spot.side, state))

    def _next(self, side: Side) -> str:
        there = self.desk.index.bridges.get(side)
        states = ("", *BRIDGES)
        now = str(there[1].get("state", "")) if there is not None else ""
        return states[(states.index(now) + 1) % len(states)] if now in states else BRIDGES[0]

    def over(self, surface: pygame.Surface, spot: Spot | None) -> None:
        """The hexside that is meant."""
        if spot is not None and spot.side is not None:
            drafting.pen_sides(surface, self.desk.camera, [tuple(spot.side)])  # type: ignore[list-item]

    def words(self, spot: Spot) -> list[str]:
        """What a click would make of it."""
        desk = self.desk
        if spot.side is None:
            return []
        head = edits.written(desk.grid, spot.side)
        if spot.side not in desk.index.wet:
            return [head, desk.say("desk.dry_side")]
        state = self._next(spot.side)
        return [head, desk.say("desk.bridge_next", state=desk.word(f"bridge.{state}" if state else "ui.desk.no_bridge"))]


class Rub(Pen):
    """Rubs out: roads and railways along the hexes it is drawn over, waters and bridges on the hexside it is put on."""

    name, key = "rub", "E"
    erases = True

    def release(self, spot: Spot | None) -> None:
        """Rub it out."""
        desk, hexes, sides = self.desk, self.hexes, self.sides
        if self.along_sides and not sides and spot is not None and spot.side is not None:
            sides = [spot.side]
        along = self.along_sides
        self.cancel()
        made = edits.rub_sides(desk.index, sides) if along else edits.rub_path(desk.draft, desk.index, hexes)
        if made:
            desk.do(Label("ui.desk.did_rub", {"lines": len(made)}), made)
