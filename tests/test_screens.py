"""Every screen that `shot` can draw: laid out in both languages at three sizes, and as it looked before.

`PYTHONPATH=.:tests python tests/test_screens.py [NAME...]` paints the golden thumbnails anew; look at them first.
"""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import functools
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
from layout import watched
from window import BarePainter, kept, prepared, scenario_of

from game.lab.ahead import play_on
from game.lab.balance import measure
from game.texts import LANGUAGES
from game.ui import shot, stage
from game.ui.editor import balance_runs
from game.ui.orders import gauge
from game.ui.paint.map import MapPainter
from game.ui.stage import Stage

SCENARIO = "flanks_of_may"
SIZES = ((1024, 600), (1600, 900), (3840, 2160))
GOLDEN = Path(__file__).parent / "golden" / "screens"
THUMBNAIL = (320, 180)
TOLERANCE = 4.0
"""Mean difference of a grey, of 255: fonts and roundings differ a little between machines."""


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder, empty at first."""
    yield from prepared(tmp_path, monkeypatch)


def reached(name: str, size: tuple[int, int], language: str, text: int = 100) -> Stage:
    """The stage with a screen on it."""
    found = Stage(scenario_of(SCENARIO), 1, size, language, text)
    shot.SCREENS[name].reach(found)
    return found


@dataclass(frozen=True)
class Seen:
    """What was found on a screen in a language."""

    faults: dict[tuple[int, int], list[str]]
    """What is wrong with its layout, by the size of the window; a size at which nothing is written is not in it."""
    small: Any
    """What it looks like at 1600x900, made small, in grey: (320, 180) float."""


_PLAYED: dict[tuple[Any, ...], Any] = {}
"""What games came to that a screen had played."""


def once(play: Callable[..., Iterator[Any]], key: Callable[..., tuple[Any, ...]]) -> Callable[..., Iterator[Any]]:
    """What plays games and tells what they come to, but the same games only once."""

    def told(*arguments: Any, **how: Any) -> Iterator[Any]:
        of = play, *key(*arguments)
        if of in _PLAYED:
            yield _PLAYED[of]
            return
        last = None
        for last in play(*arguments, **how):
            yield last
        if not how.get("stop", arguments[-1])():
            _PLAYED[of] = last

    return told


@functools.cache
def seen(name: str, language: str) -> Seen:
    """A screen at every size: reached at the middle one and at an end, and at the other end after the window changed."""
    least, middle, most = SIZES
    reached_at, changed_to = (least, most) if language == "uk" else (most, least)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "painter_of", lambda scenario, app: kept(MapPainter, scenario, app.language))
        patch.setattr(gauge, "play_on", once(play_on, lambda view, games: (view.scenario.digest, view.turn, games)))
        patch.setattr(balance_runs, "measure", once(measure, lambda made, games, *_: (made.digest, games)))
        found = reached(name, middle, language)
        faults = laid_out(found)
        small = thumbnail(found)
        for method in ("draw_ground", "advance", "base"):
            patch.setattr(MapPainter, method, getattr(BarePainter, method))
        if found.app.asked.place is not None:  # it is closed when the window changes
            found.close()
            found = reached(name, changed_to, language)
        found.resize(changed_to)
        faults |= laid_out(found)
        found.close()
        found = reached(name, reached_at, language)
        faults |= laid_out(found)
        found.close()
    return Seen(faults, small)


def laid_out(found: Stage) -> dict[tuple[int, int], list[str]]:
    """What is wrong with the layout of what is on a stage, by its size; nothing if no word is written."""
    with watched() as layout:
        found.draw()
    return {found.app.window: layout.faults()} if layout.texts else {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", shot.SCREENS)
def test_nothing_is_cut_or_lies_on_something_else(name: str, size: tuple[int, int], language: str) -> None:
    assert seen(name, language).faults[size] == []


@pytest.mark.parametrize("text", [80, 130, 250])
@pytest.mark.parametrize("name", ["title", "battle", "unit", "planner"])
def test_text_of_another_size_is_laid_out_as_well(name: str, text: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "painter_of", lambda scenario, app: kept(BarePainter, scenario, app.language))
    found = reached(name, (2560, 1500), "uk", text)
    assert found.app.factor == text / 100
    with watched() as layout:
        found.draw()
    found.close()
    assert not layout.faults()


def test_in_a_small_window_text_grows_only_as_far_as_the_screens_fit() -> None:
    small = Stage(scenario_of(SCENARIO), 1, (1366, 768), "en", 250)
    assert small.app.factor == pytest.approx(768 / 600)
    assert small.app.size[1] == 600
    small.close()


# as they looked ------------------------------------------------------------------------------------------------------


def thumbnail(found: Stage) -> Any:
    """What is on a stage made small, in grey: (320, 180) float."""
    small = pygame.transform.smoothscale(found.picture(), THUMBNAIL)
    return pygame.surfarray.array3d(small).astype(float) @ np.array([0.299, 0.587, 0.114])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", shot.SCREENS)
def test_a_screen_looks_as_it_did(name: str, language: str) -> None:
    golden = pygame.image.load(str(GOLDEN / f"{name}_{language}.png"))
    then = pygame.surfarray.array3d(golden)[..., 0].astype(float)
    assert float(np.abs(seen(name, language).small - then).mean()) < TOLERANCE


def paint_golden(names: list[str]) -> None:
    """Paint golden thumbnails anew."""
    import tempfile

    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        made = prepared(Path(place), patch)
        next(made)
        GOLDEN.mkdir(exist_ok=True)
        for name in names or shot.SCREENS:
            for language in LANGUAGES:
                grey = np.rint(seen(name, language).small).astype(np.uint8)
                picture = pygame.surfarray.make_surface(np.repeat(grey[..., None], 3, axis=2))
                pygame.image.save(picture, str(GOLDEN / f"{name}_{language}.png"))


if __name__ == "__main__":
    paint_golden(sys.argv[1:])
