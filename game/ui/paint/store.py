"""Painted ground kept on disk between starts, by what it was painted from: the scenario and the painters themselves."""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import zlib
from collections.abc import Iterable
from pathlib import Path

import pygame

from game.folders import cache_folder
from game.scenario.load import Scenario
from game.ui.paint.land import TILE

SCENARIOS_KEPT = 8
"""Painted scenarios kept, those used last."""


@functools.cache
def _painters() -> bytes:
    """A digest of the code that paints."""
    here = Path(__file__).parent
    digest = hashlib.blake2b(pygame.version.ver.encode(), digest_size=8)
    for path in (*sorted(here.glob("*.py")), here.parent / "palette.py", here.parent / "table" / "camera.py"):
        digest.update(path.read_bytes())
    return digest.digest()


class Store:
    """The tiles of a scenario in the cache folder; what cannot be read or written is painted anew."""

    def __init__(self, scenario: Scenario) -> None:
        digest = hashlib.blake2b(_painters() + scenario.digest.encode(), digest_size=8).hexdigest()
        self._folder = cache_folder() / "ground" / f"{scenario.id}-{digest}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            os.utime(self._folder)
            others = sorted(self._folder.parent.iterdir(), key=lambda folder: -folder.stat().st_mtime)
        except OSError:
            others = []
        for folder in others[SCENARIOS_KEPT:]:
            shutil.rmtree(folder, ignore_errors=True)

    def _path(self, key: Iterable[int]) -> Path:
        return self._folder / ("-".join(map(str, key)) + ".z")

    def load(self, key: Iterable[int]) -> pygame.Surface | None:
        """A tile, or None if it is not kept."""
        try:
            pixels = zlib.decompress(self._path(key).read_bytes())
        except (OSError, zlib.error):
            return None
        if len(pixels) != TILE * TILE * 3:
            return None
        tile = pygame.Surface((TILE, TILE), 0, 32)
        tile.blit(pygame.image.frombuffer(pixels, (TILE, TILE), "RGB"), (0, 0))
        return tile

    def save(self, key: Iterable[int], tile: pygame.Surface) -> None:
        """Keep a tile."""
        path = self._path(key)
        part = path.with_suffix(f".{os.getpid()}")
        try:
            part.write_bytes(zlib.compress(pygame.image.tobytes(tile, "RGB"), 1))
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
