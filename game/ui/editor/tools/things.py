"""Tools for what stands in hexes: pick and move it, put something new, measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pygame

from game.scenario.draft import Address, Insert, Label
from game.ui import palette
from game.ui.editor import edits, panels
from game.ui.editor.tools.tool import Tool
from game.ui.paint import drafting
from game.ui.table import overlay

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.editor.tools.spots import Spot

FIRST = {panels.SUPPLY: "supply", panels.OBJECTIVES: "places", panels.UNITS: "formations"}
"""What a click means first on a tab."""


class Pick(Tool):
    """Selects what stands in a hex, one after another; dragged, moves it."""

    name, key = "pick", "S"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._start: int | None = None
        self._at: int | None = None
        self._held: Address | None = None

    @property
    def busy(self) -> bool:
        """Whether something is held."""
        return self._start is not None

    def _there(self, spot: Spot) -> list[Address]:
        """What can be selected at a spot, what the tab is about first."""
        desk = self.desk
        first = FIRST.get(desk.tab, "")
        found = sorted(desk.index.by_hex.get(spot.hex, []), key=lambda path: path[0] != first)
        if desk.tab == panels.HEXSIDES:
            bridge = desk.index.bridges.get(spot.side) if spot.side is not None else None
            waters = [path for path, plain in desk.index.lines
                      if path[0] == "waters" and spot.side in desk.index.sides(plain.get("sides"))]  # fmt: skip
            roads = [path for path, plain in desk.index.lines if spot.hex in desk.index.hexes(plain.get("path"))]
            found = [*([bridge[0]] if bridge else []), *waters, *roads]
        return found

    def press(self, spot: Spot) -> None:
        """Take hold: of what is selected, if it stands here."""
        there = self._there(spot)
        self._start = self._at = spot.hex
        self._held = self.desk.selected if self.desk.selected in there else there[0] if there else None

    def drag(self, spot: Spot) -> None:
        """Carry it along."""
        self._at = spot.hex

    def release(self, spot: Spot | None) -> None:
        """Move what was carried to another hex; else select, the next one if the first was selected."""
        desk, held, start, at = self.desk, self._held, self._start, self._at
        self.cancel()
        if held is not None and at is not None and at != start:
            if desk.index.has_hex(held):
                label = Label("ui.desk.did_move", {"what": desk.name_of(held), "hex": desk.grid.number(at)})
                desk.do(label, edits.move(desk.index, held, at, desk.degrees(at)))
                desk.select(held)
            return
        there = self._there(spot) if spot is not None else []
        if desk.selected in there:
            i = there.index(desk.selected) + 1
            desk.select(there[i] if i < len(there) else (None if len(there) == 1 else there[0]))
        else:
            desk.select(there[0] if there else None)

    def cancel(self) -> None:
        """Let go."""
        self._start = self._at = self._held = None

    def over(self, surface: pygame.Surface, spot: Spot | None) -> None:
        """Where it is carried to."""
        if spot is None:
            return
        camera = self.desk.camera
        if self._held is not None and self._at is not None and self._at != self._start and self._start is not None:
            overlay.path(surface, camera, self.desk.grid.line(self._start, self._at))
            overlay.ring(surface, camera, self._at, palette.ACCENT, dashed=True)
        else:
            overlay.outline(surface, camera, frozenset((spot.hex,)), palette.ACCENT, 1.8)

    def words(self, spot: Spot) -> list[str]:
        """What stands here."""
        if self._held is not None and self._at != self._start:
            return [self.desk.name_of(self._held), self.desk.grid.number(spot.hex)]
        there = self._there(spot)
        return [self.desk.grid.number(spot.hex), *(self.desk.name_of(path) for path in there[:6])] if there else []


class Put(Tool):
    """Puts a place, a source or a depot of the chosen kind into a hex, and selects it."""

    name, key = "put", "N"
    drags = False

    def press(self, spot: Spot) -> None:
        """Put it there."""
        desk = self.desk
        number, value = desk.grid.number(spot.hex), desk.choice.value
        entity: dict[str, Any]
        if desk.tab == panels.SUPPLY:
            kind, side = value.written.split()
            name, taken = "supply", [thing.get("id") for path, thing in desk.index.things]
            stem = f"{side}-{kind}"
            entity = {"id": edits.fresh_id(stem, taken), "side": side, "kind": kind, "hex": number}
        else:
            name, taken = "places", [thing.get("id") for path, thing in desk.index.things]
            lat, lon = desk.degrees(spot.hex)
            entity = {"id": edits.fresh_id(value.name, taken), "kind": value.name, "hex": number,
                      "lat": round(lat, 5), "lon": round(lon, 5)}  # fmt: skip
        entity["name"] = {"en": f"{desk.word_in('en', value.text)} {number}",
                          "uk": f"{desk.word_in('uk', value.text)} {number}"}  # fmt: skip
        entity |= {"source": desk.word_in("en", "ui.desk.new_source"), "confidence": "low"}
        count = len(desk.draft.value((name,)) or [])
        label = Label("ui.desk.did_put", {"value": value.text, "hex": number})
        if desk.do(label, [Insert((name,), count, (entity,))]):
            desk.select((name, count))

    def over(self, surface: pygame.Surface, spot: Spot | None) -> None:
        """A ring on the hex."""
        if spot is not None:
            overlay.ring(surface, self.desk.camera, spot.hex, palette.ACCENT, dashed=True)

    def words(self, spot: Spot) -> list[str]:
        """What would be put."""
        return [f"{self.desk.grid.number(spot.hex)}  {self.desk.word(self.desk.choice.value.text)}"]


class Ruler(Tool):
    """Measures from hex to hex: kilometres, hexes, metres up or down."""

    name, key = "ruler", "M"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.start: int | None = None
        self.end: int | None = None
        self._down = False

    @property
    def busy(self) -> bool:
        """Whether something is being measured."""
        return self._down

    def press(self, spot: Spot) -> None:
        """Measure from here."""
        self.start = self.end = spot.hex
        self._down = True

    def drag(self, spot: Spot) -> None:
        """To here."""
        self.end = spot.hex

    def release(self, spot: Spot | None) -> None:
        """What was measured stays to be read."""
        self._down = False

    def cancel(self) -> None:
        """Measure nothing."""
        self.start = self.end = None
        self._down = False

    def over(self, surface: pygame.Surface, spot: Spot | None) -> None:
        """The line."""
        if self.start is not None and self.end is not None and self.start != self.end:
            grid = self.desk.grid
            drafting.ruler(surface, self.desk.camera, grid.centre(self.start), grid.centre(self.end), self._told())
        elif spot is not None:
            overlay.ring(surface, self.desk.camera, spot.hex, palette.ACCENT, dashed=True)

    def words(self, spot: Spot) -> list[str]:
        """How far it is."""
        grid = self.desk.grid
        if self.start is None or self.end is None:
            return [grid.number(spot.hex)]
        return [f"{grid.number(self.start)} – {grid.number(self.end)}"]

    def _told(self) -> str:
        """Kilometres, hexes, metres up or down."""
        desk, grid = self.desk, self.desk.grid
        assert self.start is not None
        assert self.end is not None
        (ax, ay), (bx, by) = grid.centre(self.start), grid.centre(self.end)
        heights, rise = desk.index.words("elevation"), 0
        if heights is not None and all(heights[h].lstrip("-").isdigit() for h in (self.start, self.end)):
            rise = int(heights[self.end]) - int(heights[self.start])
        km = ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5
        return desk.say("desk.measured", km=f"{km:.1f}", hexes=grid.distance(self.start, self.end), rise=f"{rise:+d}")
