"""The map of the desk: the ground of the draft painted bit by bit, its units, names, what is selected and wrong."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import pygame

from game.diagnostics import Diagnostic
from game.rulebook import TERRAINS, load_rules
from game.scenario.load import Scenario
from game.scenario.parts import CONTROL as CONTROL_LETTERS
from game.ui import palette
from game.ui.editor import icons
from game.ui.editor.layers import CONTROL, ELEVATION, RUBBLE, TERRAIN, TRENCHES
from game.ui.paint import drafting
from game.ui.paint.map import MapPainter, Stacks, stacks_of
from game.ui.table import overlay

if TYPE_CHECKING:
    from game.scenario.draft import Address
    from game.ui.editor.index import Index
    from game.ui.editor.layers import Value
    from game.ui.table.camera import Camera

PAINT_MS = 10
_READ: dict[str, Callable[[str], int]] = {
    TERRAIN: load_rules().letters().__getitem__, CONTROL: CONTROL_LETTERS.__getitem__, ELEVATION: int, TRENCHES: int,
    RUBBLE: int,
}  # fmt: skip
"""What the painter takes for a layer's words."""
_PAINTED = {TRENCHES: "trench"}
"""Layers that the painter calls otherwise."""
SIGN = drafting.MARK_COLOURS
"""Colour of a problem by its severity; its sign says the same."""


class Picture:
    """What the map shows of a sketch."""

    def __init__(self, sketch: Scenario, language: str) -> None:
        self.sketch, self.language = sketch, language
        self.painter = MapPainter(sketch, language)
        self.stacks: Stacks = stacks_of(sketch, sketch.start, language=language)
        self.shows_units = True
        self._touched = False
        self._none: Stacks = {}

    def show(self, sketch: Scenario, language: str) -> None:
        """Show another state of the draft."""
        if sketch is self.sketch and language == self.language and not self._touched:
            return
        if sketch is not self.sketch or self._touched:
            self.painter.show(sketch)
            self._touched = False
        self.painter.language = language
        self.sketch, self.language = sketch, language
        self.stacks = stacks_of(sketch, sketch.start, language=language)

    def touch(self, layer: str, values: Mapping[int, str]) -> None:
        """Show other values of a layer of the ground, as the file has them, before there is a sketch with them."""
        read = _READ[layer]
        self.painter.touch(_PAINTED.get(layer, layer), {h: read(value) for h, value in values.items()})
        self._touched = True

    def advance(self, camera: Camera) -> bool:
        """Paint for a while; True if nothing in view is left to paint."""
        return self.painter.advance(camera, PAINT_MS)

    def draw(
        self, surface: pygame.Surface, camera: Camera, waters: bool, under: Callable[[pygame.Surface], None]
    ) -> None:
        """Draw ground, hexsides with water if they are wanted, what a tool does under the rest, names and counters."""
        stacks = self.stacks if self.shows_units else self._none
        self.painter.draw_ground(surface, camera, self.painter.start, False)
        if waters:
            self._waters(surface, camera)
        under(surface)
        self.painter.draw_labels(surface, camera, stacks)
        self.painter.draw_counters(surface, camera, stacks)

    def _waters(self, surface: pygame.Surface, camera: Camera) -> None:
        """Rivers and canals as the rules have them: along hexsides."""
        grid = self.sketch.grid
        for water in self.sketch.file.waters:
            pairs = ([grid.parse(number) for number in word.split("-")] for word in water.sides.split())
            drafting.hexsides(surface, camera, [(a, b) for a, b in pairs if a is not None and b is not None])


def mark_problems(
    surface: pygame.Surface, camera: Camera, marks: Iterable[tuple[int, Diagnostic]], chosen: Diagnostic | None
) -> None:  # fmt: skip
    """The sign of its problem on every hex that one is about; the one gone to last in a ring."""
    for h, problem in marks:
        drafting.problem(surface, camera, h, problem.severity, problem is chosen)


def ring_selected(surface: pygame.Surface, camera: Camera, index: Index, path: Address | None) -> None:
    """Show where what is selected stands or leads through."""
    if not path:
        return
    value = index.plain(path)
    sides = index.sides(value.get("sides") or value.get("at")) if isinstance(value, dict) else []
    pairs = [(a, b) for a, b in map(sorted, sides)]
    hexes = index.hexes_of(path)
    if sides:
        drafting.pen_sides(surface, camera, pairs)
    elif isinstance(value, dict) and value.get("path") and len(hexes) > 1:
        overlay.path(surface, camera, hexes)
    elif len(hexes) == 1:
        overlay.ring(surface, camera, hexes[0], palette.ACCENT)
    elif hexes:
        overlay.outline(surface, camera, frozenset(hexes), palette.ACCENT, 2.2)


def draw_values(surface: pygame.Surface, camera: Camera, hexes: Iterable[int], value: Value) -> None:
    """Hexes filled with a value as it will look; heights as a light veil."""
    if value.drawn != "swatch":
        overlay.fill_hexes(surface, camera, hexes, palette.with_alpha(palette.ACCENT, 0.3))
        return
    if value.name in TERRAINS:
        drafting.stroke(surface, camera, dict.fromkeys(hexes, TERRAINS.index(value.name)))
        return
    size = round(camera.scale * 2 / math.sqrt(3)) + 2
    picture = icons.swatch(value.picture, size)
    for h in hexes:
        x, y = camera.centre_px(h)
        surface.blit(picture, picture.get_rect(center=(round(x), round(y))))
