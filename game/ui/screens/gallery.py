"""Small pictures of the maps for the title: kept on disk by what they show and how it is painted, else painted there."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

import pygame

from game.folders import cache_folder
from game.scenario.load import Scenario
from game.ui import paint
from game.ui.table.camera import ZOOMS, Camera, size_px
from game.ui.task import Progress, Task

SCALE = ZOOMS[1]
_PAINT = Path(paint.__file__).parent


@functools.cache
def _hand() -> str:
    """A digest of how maps are painted: it changes with the sources that do it."""
    digest = hashlib.sha256()
    for source in sorted([*_PAINT.glob("*.py"), _PAINT.parent / "palette.py", _PAINT.parent / "fonts.py"]):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def file_of(scenario: Scenario) -> Path:
    """Where the picture of a scenario is kept."""
    return cache_folder() / "maps" / f"{scenario.digest[:16]}-{_hand()}.png"


class Gallery:
    """Pictures of the maps of scenarios, the missing ones painted while the title is read."""

    def __init__(self, scenarios: list[Scenario]) -> None:
        self.pictures: dict[str, pygame.Surface] = {}
        self._stopped = False
        missing = []
        for scenario in scenarios:
            try:
                self.pictures[scenario.id] = pygame.image.load(file_of(scenario))
            except (pygame.error, OSError):
                missing.append(scenario)
        self._missing = missing
        self.task: Task[None] = Task(self._paint)

    def stop(self) -> None:
        """Paint no more."""
        self._stopped = True

    def _paint(self, progress: Progress) -> None:
        for scenario in self._missing:
            from game.ui.paint.map import MapPainter  # a title whose pictures are all there does without the kernels

            painter = MapPainter(scenario, stored=True)
            camera = Camera(scenario.grid, size_px(painter.land.world, SCALE), ZOOMS.index(SCALE))
            for _ in painter.steps(SCALE):
                if self._stopped:
                    return
            picture = pygame.Surface(camera.size, 0, 32)
            painter.draw_ground(picture, camera, scenario.start)
            self.pictures[scenario.id] = picture
            _keep(picture, file_of(scenario))


def _keep(picture: pygame.Surface, file: Path) -> None:
    """Keep a picture on disk; a disk that refuses costs only the time to paint it again."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"new-{file.name}")
        pygame.image.save(picture, str(draft))
        draft.replace(file)
    except (pygame.error, OSError):
        return


def filling(picture: pygame.Surface, size: tuple[int, int]) -> pygame.Surface:
    """The middle of a picture, as large as it must be to fill a size."""
    scale = max(size[0] / picture.get_width(), size[1] / picture.get_height())
    part = pygame.Rect(0, 0, round(size[0] / scale), round(size[1] / scale))
    part.center = picture.get_rect().center
    return pygame.transform.smoothscale(picture.subsurface(part.clip(picture.get_rect())), size)
