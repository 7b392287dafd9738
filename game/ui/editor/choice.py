"""What is chosen on the desk: tool, layer, value and brush; kept for every tab while the desk is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.ui.editor import layers, panels
from game.ui.editor.layers import ELEVATION, TERRAIN, WATERS, Value
from game.ui.editor.tools.brushes import SMOOTHED, Brush, Copy, Erase, Fill, Line, Sample
from game.ui.editor.tools.pens import Bridge, Pen, Rub
from game.ui.editor.tools.things import Pick, Put, Ruler
from game.ui.editor.tools.tool import Tool

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.editor.tools.spots import Spot

TOOLS: dict[str, tuple[type[Tool], ...]] = {
    panels.GROUND: (Pick, Brush, Line, Fill, Copy, Ruler, Erase, Sample),
    panels.HEXSIDES: (Pick, Pen, Bridge, Rub, Ruler, Sample),
    panels.UNITS: (Pick, Ruler),
    panels.SUPPLY: (Pick, Put, Ruler),
    panels.OBJECTIVES: (Pick, Put, Ruler),
    panels.EVENTS: (Pick, Ruler),
    panels.BATTLE: (Pick, Ruler),
}
"""The tools of every tab, the first the one it begins with."""
RADII = (0, 1, 2)
"""Of brushes of 1, 7 and 19 hexes."""
STEPS = (5, 10, 20, 50)
"""Metres by which heights are raised and lowered."""
OPEN_GROUND = "."


class Choice:
    """What is chosen."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.layer = TERRAIN
        self.radius = 0
        self.only_open = False
        self.step = 10
        self.height = 150
        """Metres that the brush sets."""
        self._tools: dict[str, Tool] = {tab: made[0](desk) for tab, made in TOOLS.items()}
        self._tools[panels.GROUND] = Brush(desk)
        self._values: dict[tuple[str, str], int] = {(panels.GROUND, TERRAIN): 2}

    # tools -----------------------------------------------------------------------------------------------------------

    @property
    def tool(self) -> Tool:
        """The tool in hand."""
        return self._tools[self.desk.tab]

    @property
    def tools(self) -> tuple[type[Tool], ...]:
        """The tools of the tab."""
        return TOOLS[self.desk.tab]

    def take(self, kind: type[Tool]) -> None:
        """Take a tool of the tab in hand."""
        self.hold(kind(self.desk))

    def hold(self, tool: Tool) -> None:
        """Take any tool in hand on this tab, one of a panel's own too."""
        self.tool.cancel()
        self._tools[self.desk.tab] = tool
        self.desk.app.dirty = True

    def take_by_name(self, name: str) -> None:
        """Take the tool of the tab that has a name."""
        self.take(next(kind for kind in self.tools if kind.name == name))

    def has(self, name: str) -> bool:
        """Whether the tab has a tool of a name."""
        return any(kind.name == name for kind in self.tools)

    # values ----------------------------------------------------------------------------------------------------------

    @property
    def values(self) -> list[Value]:
        """What the tab and the layer offer."""
        return layers.values(self.desk.tab, self.layer, self.desk.rules)

    @property
    def _key(self) -> tuple[str, str]:
        return self.desk.tab, self.layer if self.desk.tab == panels.GROUND else ""

    @property
    def value(self) -> Value:
        """The chosen one."""
        found = self.values
        return found[min(self._values.get(self._key, 0), len(found) - 1)]

    def choose(self, i: int) -> None:
        """Choose a value by its place, and a tool that paints or draws it."""
        if i < len(self.values):
            self._values[self._key] = i
            wanted = {panels.GROUND: Brush, panels.HEXSIDES: Pen}.get(self.desk.tab, Put)
            keeps = {panels.GROUND: (Brush, Line, Fill), panels.HEXSIDES: (Pen, Rub)}.get(self.desk.tab, (Put,))
            if not isinstance(self.tool, keeps):
                self.take(wanted)
            self.desk.app.dirty = True

    def set_layer(self, layer: str) -> None:
        """Choose a layer of the ground."""
        self.tool.cancel()
        self.layer = layer
        if isinstance(self.tool, Pick | Ruler):
            self.take(Brush)
        self.desk.app.dirty = True

    def set_radius(self, radius: int) -> None:
        """Make the brush larger or smaller."""
        self.radius = min(max(radius, RADII[0]), RADII[-1])
        self.desk.app.dirty = True

    def turn_only_open(self) -> None:
        """Paint over open ground alone, or over everything."""
        self.only_open = not self.only_open
        self.desk.app.dirty = True

    def set_height(self, metres: int) -> None:
        """Set the height that the brush sets."""
        self.height = min(max(metres, -100), 4000)
        self.desk.app.dirty = True

    def turn_step(self, by: int) -> None:
        """Another step for raising and lowering."""
        self.step = STEPS[min(max(STEPS.index(self.step) + by, 0), len(STEPS) - 1)]
        self.desk.app.dirty = True

    # what painting makes ---------------------------------------------------------------------------------------------

    def painted(self, h: int) -> str | None:
        """What the chosen value makes of a hex, as the file has it; None if it cannot be known."""
        value = self.value
        if self.layer != ELEVATION:
            return value.written
        words = self.desk.index.words(ELEVATION)
        if value.name == "set":
            return str(self.height)
        if value.name == "smooth":
            return self.smoothed(h)
        if words is None or not words[h].lstrip("-").isdigit():
            return None
        return str(int(words[h]) + (self.step if value.name == "raise" else -self.step))

    def smoothed(self, h: int) -> str | None:
        """The height of a hex evened out with its neighbours."""
        words = self.desk.index.words(ELEVATION)
        around = [h, *(n for _, n in self.desk.grid.neighbours(h))]
        if words is None or not all(words[n].lstrip("-").isdigit() for n in around):
            return None
        total = sum(int(words[n]) for n in around) + (SMOOTHED - 1) * int(words[h])
        return str(round(total / (len(around) + SMOOTHED - 1)))

    def may_paint(self, h: int) -> bool:
        """Whether a hex may be painted: over open ground alone if that is wanted."""
        if not self.only_open or self.layer != TERRAIN:
            return True
        words = self.desk.index.words(TERRAIN)
        return words is None or words[h] == OPEN_GROUND

    def sample(self, spot: Spot) -> None:
        """Choose what lies at a spot."""
        if self.desk.tab == panels.HEXSIDES:
            name = self._line_at(spot)
        else:
            words = self.desk.index.words(self.layer)
            name = words[spot.hex] if words is not None else ""
            if self.layer == ELEVATION and name.lstrip("-").isdigit():
                self.set_height(int(name))
                name = "set"
        found = next((i for i, value in enumerate(self.values) if value.written == name), None)
        if found is not None:
            self.choose(found)
            if isinstance(self.tool, Sample):
                self.take(Pen if self.desk.tab == panels.HEXSIDES else Brush)

    def _line_at(self, spot: Spot) -> str:
        """The kind of line at a spot: the water of its hexside, else a road or railway through its hex."""
        for path, plain in self.desk.index.lines:
            if path[0] == "waters" and spot.side in self.desk.index.sides(plain.get("sides")):
                return str(plain.get("kind", WATERS[0]))
        for path, plain in self.desk.index.lines:
            if path[0] != "waters" and spot.hex in self.desk.index.hexes(plain.get("path")):
                return "rail" if path[0] == "rails" else str(plain.get("kind"))
        return ""
