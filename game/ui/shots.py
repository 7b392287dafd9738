"""Pictures in files: the whole map of a match as a side sees it, or as it is."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from game.match import Match
from game.state import HEX, SIDES, TURN
from game.ui import folder
from game.ui.paint.map import MapPainter, picture
from game.ui.paint.overlays import legend
from game.ui.paint.overlays.drawing import Drawing
from game.ui.sheet import Sheet
from game.ui.table.situation import Situation
from game.ui.table.told import BAD
from game.ui.task import Task

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

PICTURE_SCALE = 46
"""Pixels a kilometre of a picture that a player asks for."""
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


def _save(situation: Situation, overlay: str) -> Path:
    """Save the whole map as the viewer's side sees it, with an overlay, in the user's pictures; the file."""
    path = folder.new_picture(situation.scenario.id, int(situation.state.clock[TURN]), overlay)
    path.parent.mkdir(parents=True, exist_ok=True)
    file = io.BytesIO()
    pygame.image.save(map_of(situation, PICTURE_SCALE, overlay, stored=True), file, "map.png")
    path.write_bytes(file.getvalue())
    return path


class Saver:
    """Saves a battle's map as a picture while the battle goes on."""

    def __init__(self, battle: Battle) -> None:
        self.battle = battle
        self._task: Task[Path] | None = None

    def begin(self) -> None:
        """Begin to save what is shown now."""
        if self._task is None:
            situation, overlay = self.battle.situation, self.battle.shown.name
            self._task = Task(lambda _: _save(situation, overlay))
            self.battle.tell_note(self.battle.say("picture.saving"))

    def tick(self) -> bool:
        """Say where the picture is when it is done; True while it is being made."""
        if self._task is None or not self._task.over:
            return self._task is not None
        task, self._task = self._task, None
        if task.error is not None:
            self.battle.tell_note(self.battle.say("picture.failed", why=str(task.error)), BAD)
        else:
            self.battle.tell_note(self.battle.say("picture.saved", path=folder.tilde(task.result)))
        return False


def map_of(situation: Situation, scale: int, overlay: str = "", stored: bool = False) -> pygame.Surface:
    """The whole map as a side sees it, with an overlay and its legend if one is named."""
    drawings: list[Drawing] = []

    def drawn(painter: MapPainter) -> Drawing:
        drawings.append(painter.overlays.of(overlay, situation))
        return drawings[0]

    surface = picture(situation.scenario, situation.state, scale, situation.language, situation.side,
                      drawn if overlay else None, stored)  # fmt: skip
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
