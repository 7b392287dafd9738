"""The ground of a day: weather, sight, rubble and claims on it, and what is kept of it on disk and between zoom steps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
from test_paint import grey, made

from game.state import (
    CLAIMED,
    CLEAR,
    DRY,
    FOG,
    FROZEN,
    GROUND,
    RAIN,
    RU,
    RUBBLE,
    SKY,
    THAW,
    UA,
    State,
    copy,
)
from game.ui.paint.ground import Ground
from game.ui.paint.map import MapPainter
from game.ui.table.camera import ZOOMS, Camera


def field_view(state: State, sight: frozenset[int] | None = None) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The made battlefield of a state, in grey."""
    field = made(14, 10)
    painter, camera = MapPainter(field), Camera(field.grid, (480, 400), ZOOMS.index(36))
    while not painter.advance(camera, 1000):
        pass
    surface = pygame.Surface(camera.size, 0, 32)
    painter.draw_ground(surface, camera, state, sight=sight)
    while not painter.advance(camera, 1000):
        pass
    painter.draw_ground(surface, camera, state, sight=sight)
    painter.draw_overlay(surface, camera, {}, None)
    return grey(surface, (480, 400))


def test_weather_changes_the_ground_a_little_and_every_day_in_its_own_way() -> None:
    field = made(14, 10)
    looks = []
    for sky, ground in ((CLEAR, DRY), (RAIN, DRY), (FOG, DRY), (CLEAR, THAW), (CLEAR, FROZEN)):
        state = copy(field.start)
        state.clock[[SKY, GROUND]] = sky, ground
        looks.append(field_view(state))
    for i, one in enumerate(looks):
        assert one.std() > 0.7 * looks[0].std()
        for other in looks[:i]:
            assert 2 < np.abs(one - other).mean() < 40


def test_what_is_out_of_sight_is_darker() -> None:
    field = made(14, 10)
    seen = frozenset(h for h in range(field.grid.count) if h % 14 < 7)
    difference = field_view(field.start, seen) - field_view(field.start)
    assert np.abs(difference[:, 60:180]).mean() < 1
    assert difference[40:300, 320:440].mean() < -5


def test_new_rubble_and_vain_claims_show() -> None:
    field = made(14, 10)
    before = field_view(field.start)
    h, mine, theirs = (field.grid.parse(number) for number in ("0703", "0202", "1206"))
    state = copy(field.start)
    state.hexes[h, RUBBLE] = 3
    assert (np.abs(field_view(state) - before) > 12).sum() > 150
    state = copy(field.start)
    state.hexes[[mine, theirs], [CLAIMED + UA, CLAIMED + RU]] = 1
    assert (field_view(state) == before).all()
    state = copy(state)
    state.hexes[[mine, theirs], [CLAIMED + RU, CLAIMED + UA]] = 1
    assert (np.abs(field_view(state) - before) > 12).sum() > 200


def test_painted_ground_is_kept_on_disk_and_a_broken_file_painted_anew(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    field = made(14, 10)
    first = pygame.image.tobytes(MapPainter(field, stored=True).base(26), "RGB")
    files = sorted(tmp_path.rglob("*.z"))
    assert files
    files[0].write_bytes(b"broken")
    second = MapPainter(field, stored=True)
    assert pygame.image.tobytes(second.base(26), "RGB") == first
    third = MapPainter(field, stored=True)
    monkeypatch.setattr(Ground, "_layers", property(lambda _: pytest.fail("painted again")))
    assert pygame.image.tobytes(third.base(26), "RGB") == first


def test_another_zoom_step_shows_until_the_new_one_is_painted() -> None:
    field = made(14, 10)
    painter, camera = MapPainter(field), Camera(field.grid, (400, 300), ZOOMS.index(46))
    while not painter.advance(camera, 1000):
        pass
    surface, painted = (pygame.Surface(camera.size, 0, 32) for _ in range(2))
    camera.zoom(1, (200, 150))
    painter.draw_ground(surface, camera, field.start, wait=False)
    while not painter.advance(camera, 1000):
        pass
    painter.draw_ground(painted, camera, field.start, wait=False)
    assert np.abs(grey(surface, (20, 15)) - grey(painted, (20, 15))).mean() < 5
