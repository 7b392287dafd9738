"""A map that is edited looks like one painted from scratch, and only what is near an edit is painted anew."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import random
from typing import Any

import numpy as np
import pygame
import pytest
from test_paint import made_entries, number

from game.documents import parse
from game.rulebook import DENSE_URBAN, WOOD
from game.scenario.canonical import scenario_text
from game.scenario.load import Scenario, build
from game.scenario.schema import ScenarioFile
from game.state import OWNER, RU
from game.ui.paint.chunks import Box, Squares
from game.ui.paint.map import MapPainter
from game.ui.table.camera import ZOOMS, Camera

COLUMNS, ROWS = 14, 10
MADE = {"source": "made up", "confidence": "high"}


def built(entries: dict[str, Any]) -> Scenario:
    """The scenario of some entries."""
    document = parse("made.yaml", scenario_text(ScenarioFile.model_validate(entries)))
    scenario = build(document, "made")
    assert scenario is not None, [problem.render() for problem in document.problems]
    return scenario


def set_word(entries: dict[str, Any], layer: str, column: int, row: int, word: str) -> None:
    words = entries[layer]["rows"][row].split()
    words[column] = word
    entries[layer]["rows"][row] = " ".join(words)


def edit(entries: dict[str, Any], chance: random.Random, number_of: int) -> None:
    """Change something, anywhere."""
    column, row = chance.randrange(COLUMNS), chance.randrange(ROWS)
    what = chance.choice(("terrain", "terrain", "elevation", "control", "road", "shorten", "rubble", "bridge", "river"))
    if what in ("terrain", "elevation", "control"):
        words = {"terrain": ".twvodx~", "elevation": ("60", "118", "150", "190"), "control": "ur."}[what]
        set_word(entries, what, column, row, chance.choice(words))
    elif what == "road":
        first = min(column, COLUMNS - 3)
        path = " ".join(number(first + i, row) for i in range(3))
        kind = chance.choice(("main", "dirt", "track", "secondary"))
        entries["roads"].append({"id": f"new-{number_of}", "kind": kind, "path": path, **MADE})
    elif what == "shorten":
        words = entries["rails"][0]["path"].split()
        entries["rails"][0]["path"] = " ".join(words[: max(2, len(words) - 1)])
    elif what == "rubble":
        entries["rubble"].append({"level": 1 + row % 3, "hexes": number(column, row), **MADE})
    elif what == "bridge":
        entries["bridges"] = entries["bridges"][:1] if len(entries["bridges"]) > 1 else [
            *entries["bridges"], {"at": "1104-1204", "state": "intact", **MADE}]  # fmt: skip
    else:
        sides = entries["waters"][0]["sides"].split()
        entries["waters"][0]["sides"] = " ".join(sides[: max(sides.index("0504-0604") + 1, len(sides) - 2)])


def pixels(painter: MapPainter, scale: int) -> bytes:
    """The whole map with front, bridges and works as it stands now."""
    camera = Camera(painter.scenario.grid, (700, 480), ZOOMS.index(scale))
    surface = pygame.Surface(camera.size, 0, 32)
    painter.draw_ground(surface, camera, painter.start, wait=False)
    while not painter.advance(camera, 10_000):
        pass
    painter.draw_ground(surface, camera, painter.start, wait=False)
    return pygame.image.tobytes(surface, "RGB")


@pytest.mark.parametrize(("scale", "seed"), [(26, 1), (46, 2)])
def test_a_map_changed_by_many_edits_is_the_same_as_one_painted_from_scratch(scale: int, seed: int) -> None:
    chance = random.Random(seed)
    entries = made_entries(COLUMNS, ROWS)
    painter = MapPainter(built(entries))
    before = pixels(painter, scale)
    for number_of in range(24):
        edit(entries, chance, number_of)
        scenario = built(entries)
        painter.show(scenario)
        if number_of % 6 == 5:
            shown = pixels(painter, scale)
            assert shown == pixels(MapPainter(scenario), scale), number_of
            assert shown != before


def test_a_brush_is_the_same_as_an_edit_of_the_text_and_need_not_wait_for_it() -> None:
    entries = made_entries(COLUMNS, ROWS)
    painter = MapPainter(built(entries))
    pixels(painter, 46)
    grid = painter.scenario.grid
    for layer, numbers, value, word in (
        ("terrain", ("0502", "0602", "0603"), WOOD, "w"), ("terrain", ("1305",), DENSE_URBAN, "d"),
        ("elevation", ("0208", "0308"), 190, "190"), ("control", ("0405", "0506"), RU, "r"),
    ):  # fmt: skip
        painter.touch(layer, {grid.parse(n) or 0: value for n in numbers})
        for n in numbers:
            set_word(entries, layer, int(n[:2]), int(n[2:]), word)
    assert (painter.start.hexes[[grid.parse("0405"), grid.parse("0506")], OWNER] == RU).all()
    touched = pixels(painter, 46)
    scenario = built(entries)
    assert touched == pixels(MapPainter(scenario), 46)
    painter.show(scenario)
    assert pixels(painter, 46) == touched


def test_far_from_an_edit_nothing_is_painted_and_near_it_the_old_picture_stands_in() -> None:
    painter = MapPainter(built(made_entries(40, 40)))
    camera = Camera(painter.scenario.grid, (1200, 900), ZOOMS.index(46))
    surface, again = (pygame.Surface(camera.size, 0, 32) for _ in range(2))
    camera.look_at(20 * 40 + 20)
    while not painter.advance(camera, 10_000):
        pass
    painter.draw_ground(surface, camera, painter.start, wait=False)
    kept = dict(painter._situations)
    painter.touch("terrain", {20 * 40 + 20: WOOD})
    lost = {key for key in kept if key not in painter._situations}
    assert 0 < sum(key.scale == 46 for key in lost) <= 4
    painter.draw_ground(again, camera, painter.start, wait=False)
    assert pygame.image.tobytes(again, "RGB") == pygame.image.tobytes(surface, "RGB")
    while not painter.advance(camera, 10_000):
        pass
    painter.draw_ground(again, camera, painter.start, wait=False)
    assert pygame.image.tobytes(again, "RGB") != pygame.image.tobytes(surface, "RGB")
    assert all(painter._situations[key] is tile for key, tile in kept.items() if key not in lost)


def test_ground_that_changes_while_its_tile_is_painted_shows_and_is_painted_again() -> None:
    entries = made_entries(COLUMNS, ROWS)
    painter = MapPainter(built(entries))
    camera = Camera(painter.scenario.grid, (700, 480), ZOOMS.index(46))
    steps = 0
    while not painter.advance(camera, 0):
        steps += 1
        if steps in (5, 60, 110):
            painter.touch("terrain", {5 * COLUMNS + 4: WOOD if steps != 60 else DENSE_URBAN})
    set_word(entries, "terrain", 4, 5, "w")
    assert pixels(painter, 46) == pixels(MapPainter(built(entries)), 46)


def test_a_scenario_of_another_size_is_another_map() -> None:
    painter = MapPainter(built(made_entries(COLUMNS, ROWS)))
    other = built(made_entries(20, 12))
    painter.show(other)
    assert pixels(painter, 26) == pixels(MapPainter(other), 26)


def test_every_place_lies_in_one_square() -> None:
    squares: Squares = MapPainter(built(made_entries(COLUMNS, ROWS))).land.squares
    points = np.column_stack([np.linspace(-3, 20, 400), np.linspace(12, -4, 400)])
    everywhere = squares.touching(Box(-50, -50, 60, 60))
    assert (sum(squares.box(chunk).holds(points).astype(int) for chunk in everywhere) == 1).all()
    assert squares.of(points) <= set(everywhere)
