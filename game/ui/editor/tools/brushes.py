"""Tools that paint hexes: brush, line, fill, eraser, copy stamp, sample."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

import pygame

from game.scenario.draft import Label
from game.ui import palette
from game.ui.editor import edits
from game.ui.editor.layers import CONTROL, ELEVATION, RUBBLE, TERRAIN, TRENCHES
from game.ui.editor.tools.tool import Tool
from game.ui.table import overlay

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.editor.tools.spots import Spot

SMOOTHED = 2
"""Weight of a hex itself when heights are smoothed; each neighbour weighs one."""
BLANK = {TERRAIN: ".", CONTROL: ".", TRENCHES: "0", RUBBLE: "0"}


class Painter(Tool):
    """What all that paint hexes have in common: the hexes of the gesture, and their values when it is done."""

    said: ClassVar[str] = "ui.desk.did_paint"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.stroke: dict[int, None] = {}
        self._last: int | None = None

    @property
    def busy(self) -> bool:
        """Whether hexes are being painted."""
        return self._last is not None

    def wanted(self, h: int) -> str | None:
        """What a hex is to become; None if it stays."""
        return self.desk.choice.painted(h)

    def at(self, h: int) -> Iterable[int]:
        """The hexes that a dab on a hex covers."""
        return self.desk.grid.disk(h, self.desk.choice.radius)

    def fits(self, h: int) -> bool:
        """Whether a hex may be painted."""
        return self.desk.choice.may_paint(h)

    def press(self, spot: Spot) -> None:
        """Begin with a dab."""
        self._last = spot.hex
        self._dab(spot.hex)

    def drag(self, spot: Spot) -> None:
        """Dab along the way."""
        assert self._last is not None
        for h in self.desk.grid.line(self._last, spot.hex):
            self._dab(h)
        self._last = spot.hex

    def _dab(self, h: int) -> None:
        self.stroke |= {n: None for n in self.at(h) if self.fits(n)}

    def release(self, spot: Spot | None) -> None:
        """Paint them all."""
        hexes = list(self.stroke)
        self.cancel()
        self.paint({h: value for h in hexes if (value := self.wanted(h)) is not None})

    def paint(self, values: dict[int, str]) -> None:
        """Give hexes other values, as one line of the history."""
        desk = self.desk
        layer = desk.choice.layer
        before = desk.index.words(layer)
        changed = {h: value for h, value in values.items() if before is None or before[h] != value}
        if changed:
            name = self._name(changed)
            made = edits.paint(desk.draft, desk.grid, layer, changed)
            if desk.do(Label(self.said, {"value": name, "hexes": len(changed)}), made) and desk.picture is not None:
                desk.picture.touch(layer, changed)

    def _name(self, changed: dict[int, str]) -> str:
        return self.desk.choice.value.text

    def cancel(self) -> None:
        """Forget what was painted."""
        self.stroke, self._last = {}, None

    def under(self, surface: pygame.Surface) -> None:
        """Fill the hexes of the gesture as they will be."""
        self.desk.draw_values(surface, self.stroke)

    def over(self, surface: pygame.Surface, spot: Spot | None) -> None:
        """The outline of the brush."""
        if spot is not None:
            overlay.outline(surface, self.desk.camera, frozenset(self.at(spot.hex)), palette.ACCENT, 2.4)

    def words(self, spot: Spot) -> list[str]:
        """From what to what, and how many hexes."""
        desk = self.desk
        hexes = set(self.stroke) | {h for h in self.at(spot.hex) if self.fits(h)}
        head = f"{desk.grid.number(spot.hex)}  {desk.change_words(spot.hex, self.wanted(spot.hex))}"
        return [head, desk.say("desk.hexes", hexes=len(hexes))]


class Brush(Painter):
    """Paints the chosen value."""

    name, key = "brush", "B"


class Erase(Painter):
    """Paints what is there when nothing is: open ground, nobody's, no trenches; heights are smoothed."""

    name, key = "erase", "E"
    said = "ui.desk.did_erase"

    def wanted(self, h: int) -> str | None:
        """The blank of the layer."""
        layer = self.desk.choice.layer
        return self.desk.choice.smoothed(h) if layer == ELEVATION else BLANK[layer]

    def fits(self, h: int) -> bool:
        """Every hex may be erased."""
        return True

    def _name(self, changed: dict[int, str]) -> str:
        return f"ui.desk.layer_{self.desk.choice.layer}"


class Line(Painter):
    """Paints the straight line of hexes between two."""

    name, key = "line", "L"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._start = 0

    def press(self, spot: Spot) -> None:
        """Begin."""
        self._start = spot.hex
        super().press(spot)

    def drag(self, spot: Spot) -> None:
        """Draw the line anew."""
        self.stroke = {}
        for h in self.desk.grid.line(self._start, spot.hex):
            self._dab(h)


class Fill(Painter):
    """Paints all hexes of one value that hang together."""

    name, key = "fill", "F"
    said = "ui.desk.did_fill"
    drags = False

    def press(self, spot: Spot) -> None:
        """Take the hexes."""
        self._last = spot.hex
        self.stroke = dict.fromkeys(self.at(spot.hex))

    def drag(self, spot: Spot) -> None:
        """A fill is one press."""

    def at(self, h: int) -> Iterable[int]:
        """The hexes of the same value that hang together with a hex."""
        words, grid = self.desk.index.words(self.desk.choice.layer), self.desk.grid
        if words is None:
            return [h]
        found, ahead = {h}, [h]
        while ahead:
            for _, n in grid.neighbours(ahead.pop()):
                if n not in found and words[n] == words[h]:
                    found.add(n)
                    ahead.append(n)
        return sorted(found)

    def fits(self, h: int) -> bool:
        """What is filled is told by its value."""
        return True


class Copy(Painter):
    """Takes the hexes under the brush with the first click, and paints them with every other; Alt takes anew."""

    name, key = "copy", "C"
    said = "ui.desk.did_copy"
    drags = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.taken: dict[tuple[int, int], str] = {}
        self._layer = ""

    def press(self, spot: Spot) -> None:
        """Take, or paint."""
        desk = self.desk
        words, (q, r) = desk.index.words(desk.choice.layer), desk.grid.axial(spot.hex)
        self._last = spot.hex
        if (not self.taken or self._layer != desk.choice.layer) and words is not None:
            self._layer = desk.choice.layer
            there = {h: desk.grid.axial(h) for h in self.at(spot.hex)}
            self.taken = {(a - q, b - r): words[h] for h, (a, b) in there.items()}
            desk.tell_note(desk.say("desk.copied", hexes=len(self.taken)))
        else:
            self.stroke = {h: None for a, b in self.taken if (h := desk.grid.from_axial(q + a, r + b)) is not None}

    def drag(self, spot: Spot) -> None:
        """A stamp is one press."""

    def wanted(self, h: int) -> str | None:
        """What lies under the stamp."""
        at = self._last if self._last is not None else self.desk.hover
        if at is None:
            return None
        (a, b), (q, r) = self.desk.grid.axial(h), self.desk.grid.axial(at)
        return self.taken.get((a - q, b - r))

    def release(self, spot: Spot | None) -> None:
        """Paint the stamp."""
        values = {h: value for h in self.stroke if (value := self.wanted(h)) is not None}
        self.cancel()
        self.paint(values)

    def under(self, surface: pygame.Surface) -> None:
        """The stamp is painted when it is let go."""

    def _name(self, changed: dict[int, str]) -> str:
        return f"ui.desk.layer_{self.desk.choice.layer}"

    def words(self, spot: Spot) -> list[str]:
        """What the next click does."""
        key = "desk.copy_paste" if self.taken else "desk.copy_take"
        return [self.desk.grid.number(spot.hex), self.desk.say(key)]


class Sample(Tool):
    """Chooses what lies under the mouse."""

    name, key = "sample", "I"
    drags = False

    def press(self, spot: Spot) -> None:
        """Choose it."""
        self.desk.choice.sample(spot)

    def over(self, surface: pygame.Surface, spot: Spot | None) -> None:
        """A ring on the hex."""
        if spot is not None:
            overlay.ring(surface, self.desk.camera, spot.hex, palette.ACCENT, dashed=True)
