"""Pictures in files: the whole map of a match as a side sees it, or as it is."""

from __future__ import annotations

import io
from pathlib import Path

import pygame

from game.match import Match
from game.state import SIDES
from game.ui.paint.map import picture
from game.ui.situation import Situation


def save_map(match: Match, view: str, scale: int, path: Path, language: str = "en") -> None:
    """Save the map of a match as a PNG: what a side ("ua", "ru") sees, or the truth ("all"). Raises OSError."""
    if view in SIDES:
        situation = Situation(match.view(SIDES.index(view)), language=language)
        surface = picture(match.scenario, situation.state, scale, language, situation.ghosts)
    else:
        surface = picture(match.scenario, match.state, scale, language)
    picture_file = io.BytesIO()
    pygame.image.save(surface, picture_file, "map.png")
    path.write_bytes(picture_file.getvalue())
