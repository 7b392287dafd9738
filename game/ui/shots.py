"""Pictures in files: the whole map of a match as a side sees it, or as it is."""

from __future__ import annotations

import io
from pathlib import Path

import pygame

from game.match import Match
from game.state import HEX, SIDES
from game.ui.paint.map import MapPainter, picture
from game.ui.paint.overlays import legend
from game.ui.paint.overlays.drawing import Drawing
from game.ui.sheet import Sheet
from game.ui.situation import Situation

EDGE = 14
"""How far the legend stands from the edges of a picture."""


def save_map(match: Match, view: str, scale: int, path: Path, language: str = "en", overlay: str = "") -> None:
    """Save the map of a match as a PNG: what a side ("ua", "ru") sees, with an overlay of its own, or the truth ("all").

    Raises OSError.
    """
    if view in SIDES:
        surface = map_of(Situation(match.view(SIDES.index(view)), language=language), scale, overlay)
    else:
        surface = picture(match.scenario, match.state, scale, language)
    picture_file = io.BytesIO()
    pygame.image.save(surface, picture_file, "map.png")
    path.write_bytes(picture_file.getvalue())


def map_of(situation: Situation, scale: int, overlay: str = "") -> pygame.Surface:
    """The whole map as a side sees it, with an overlay and its legend if one is named."""
    drawings: list[Drawing] = []

    def drawn(painter: MapPainter) -> Drawing:
        drawings.append(painter.overlays.of(overlay, situation))
        return drawings[0]

    surface = picture(situation.scenario, situation.state, scale, situation.language, situation.side,
                      drawn if overlay else None)  # fmt: skip
    for drawing in drawings:
        box = pygame.Rect((0, 0), legend.size(drawing))
        box.bottomright = surface.get_width() - EDGE, surface.get_height() - EDGE
        if _stand_right(situation):
            box.left = EDGE
        legend.draw(Sheet(surface, None, situation.language), drawing, box)
    return surface


def _stand_right(situation: Situation) -> bool:
    """Whether own units stand in the right half of the map, on the mean."""
    grid = situation.scenario.grid
    columns = [int(situation.state.units[u, HEX]) % grid.columns for u in situation.own]
    return sum(columns) > len(columns) * grid.columns / 2
