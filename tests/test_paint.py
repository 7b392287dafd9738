"""The painted map and the counters: what every picture must keep, and golden thumbnails of a made-up battlefield.

`PYTHONPATH=. python tests/test_paint.py` paints the golden thumbnails anew; look at them before keeping them.
"""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import functools
from collections import Counter as Tally
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest

from game.documents import parse
from game.hexes import Grid
from game.rulebook import load_rules
from game.scenario.canonical import scenario_text
from game.scenario.load import Scenario, build, load_scenario
from game.scenario.schema import ScenarioFile
from game.state import (
    BRIDGE,
    OF_SIDE,
    OWNER,
    POCKETED,
    PONTOON,
    ROLE,
    ROUNDS,
    RU,
    SEEN_LEVEL,
    SEEN_SOURCE,
    SEEN_STEPS,
    SEEN_TURN,
    TRENCH,
    TURN,
    UA,
    copy,
)  # fmt: skip
from game.ui import fonts, palette
from game.ui.paint import lines
from game.ui.paint.counters import SIZES, Counter, seen_counter, stack
from game.ui.paint.map import MapPainter, picture, stacks_of
from game.ui.table.camera import ZOOMS, Camera, size_px, world_of

GOLDEN = Path(__file__).parent / "golden"
THUMBNAIL = 160, 160
TOLERANCE = 2.5
"""Mean difference of grey, of 255: fonts and roundings differ a little between machines."""


def number(column: int, row: int) -> str:
    return f"{column:02d}{row:02d}"


def made_river(column: int, rows: int) -> str:
    """The hexsides of a river from north to south on the right of a column."""
    sides = []
    for r in range(0, rows, 2):
        sides.append(f"{number(column, r)}-{number(column + 1, r)}")
        if r + 1 < rows:
            sides.append(f"{number(column, r)}-{number(column, r + 1)}")
            sides.append(f"{number(column - 1, r + 1)}-{number(column, r + 1)}")
        if r + 2 < rows:
            sides.append(f"{number(column, r + 1)}-{number(column, r + 2)}")
    return " ".join(sides)


def made_entries(columns: int, rows: int) -> dict[str, Any]:
    """A battlefield with a bit of everything: the text of its terrain repeats every 14 columns and 6 rows."""
    names = {"en": "Made", "uk": "Зроблене"}
    patch = (".t.wwtoddx.v..", "tt.wwtodddo...", "v..w..oddo.~~t", "...tt..oo..~..", "t.v....t...tww", "tt..t..v.t..w.")
    made = {"source": "made up", "confidence": "high"}
    terrain = [" ".join(patch[r % 6][c % 14] for c in range(columns)) for r in range(rows)]
    heights = [" ".join(str(120 + 8 * ((3 * c + 5 * r) % 11)) for c in range(columns)) for r in range(rows)]
    held = [" ".join("u" if c + r < 9 else "." if c + r < 10 else "r" for c in range(columns)) for r in range(rows)]
    unit = {"id": "one", "kind": "infantry", "name": names, "hex": "0000", "people": 400, "quality": 3, **made}
    entries: dict[str, Any] = {
        "format": 2,
        "title": names,
        "about": names,
        "calendar": {"first_day": "2023-05-01", "turns": 5, "first_side": "ua"},
        "geo": {"lat": 48.7, "lon": 37.7},
        "size": {"columns": columns, "rows": rows},
        "terrain": {"rows": terrain, **made},
        "elevation": {"rows": heights, **made},
        "control": {"rows": held, **made},
        "sides": {"ua": {"name": names}, "ru": {"name": names}},
        "formations": [{"id": "first", "side": "ua", "name": names, "short": names, "units": [unit], **made}],
        "weather": [{"from": 1, "ground": "dry", "sky": "clear", "temperature": 15, **made}],
        "victory": {"weights": {"ground": 1, "pinned": 0, "inflicted": 0, "lost": 0}, "draw_below": 0},
    }
    return entries | (made_lines(columns, rows, made) if columns > 12 and rows > 8 else {})


def made_lines(columns: int, rows: int, made: dict[str, str]) -> dict[str, Any]:
    """Roads, a railway, a river and a canal with bridges, works, rubble and places for the made battlefield."""
    across = " ".join(number(c, 4) for c in range(columns))
    dirt = " ".join(number(c, 2) for c in range(2, 8)) + " 0703 0804"
    river, canal = made_river(5, rows), made_river(11, rows)
    places = [("town", "city", 7, 1, "Місто"), ("hamlet", "village", 2, 4, "Хутір"), ("yar", "feature", 4, 6, "Яр")]
    return {
        "roads": [
            {"id": "main", "kind": "main", "ref": "M03", "path": across, **made},
            {"id": "dirt", "kind": "dirt", "path": dirt, **made},
            {"id": "track", "kind": "track", "path": "0204 0205 0206 0207 0308", **made},
            {"id": "supply", "kind": "supply", "ref": "O0506", "path": "0700 0701 0702 0703 0804", **made},
        ],
        "rails": [{"id": "rail", "path": " ".join(number(6, r) for r in range(rows)), **made}],
        "waters": [
            {"id": "river", "kind": "river", "name": {"en": "River", "uk": "Річка"}, "sides": river, **made},
            {"id": "canal", "kind": "canal", "sides": canal, **made},
        ],
        "bridges": [
            {"at": "0504-0604", "state": "damaged", **made},
            {"at": "1104-1204", "state": "blown", **made},
        ],
        "trenches": [{"level": 2, "hexes": "0404 0305", **made}],
        "rubble": [{"level": 3, "hexes": "0701 0801", **made}, {"level": 1, "hexes": "0702", **made}],
        "places": [
            {"id": id_, "kind": kind, "hex": number(c, r), "lat": 48.7 - 0.00778 * r, "lon": 37.7 + 0.0136 * c,
             "name": {"en": id_.title(), "uk": uk}, **made}
            for id_, kind, c, r, uk in places
        ],
    }  # fmt: skip


@functools.cache
def made(columns: int, rows: int) -> Scenario:
    """The made battlefield of a size."""
    text = scenario_text(ScenarioFile.model_validate(made_entries(columns, rows)))
    document = parse("made.yaml", text)
    scenario = build(document, "made")
    assert scenario is not None, [problem.render() for problem in document.problems]
    return scenario


@functools.cache
def bakhmut() -> tuple[Scenario, MapPainter]:
    """The real battlefield and its painter."""
    scenario = load_scenario("flanks_of_may")
    return scenario, MapPainter(scenario)


@functools.cache
def mirror_picture(scale: int) -> pygame.Surface:
    scenario = load_scenario("mirror")
    return picture(scenario, scenario.start, scale, "uk")


def grey(surface: pygame.Surface, size: tuple[int, int] = THUMBNAIL) -> np.ndarray[Any, np.dtype[np.int64]]:
    """A small grey picture, row by row."""
    small = pygame.transform.smoothscale(surface, size)
    return np.rint(pygame.surfarray.array3d(small).mean(axis=2)).astype(np.int64).T


def golden_pictures() -> dict[str, pygame.Surface]:
    """What is compared with tests/golden."""
    field = made(14, 10)
    return {
        "made_46": picture(field, field.start, 46),
        "made_112": MapPainter(field).base(112).subsurface((0, 0, 900, 800)),
        "mirror_26": mirror_picture(26),
    }


def test_pictures_look_as_they_did() -> None:
    for name, surface in golden_pictures().items():
        golden = pygame.surfarray.array3d(pygame.image.load(str(GOLDEN / f"{name}.png")))[..., 0].T.astype(np.int64)
        assert np.abs(grey(surface) - golden).mean() < TOLERANCE, name


def test_the_same_picture_twice_is_the_same_in_every_byte() -> None:
    field = made(14, 10)
    first, second = (pygame.image.tobytes(picture(field, field.start, 26), "RGB") for _ in range(2))
    assert first == second


def test_decoration_follows_the_scenario() -> None:
    text = scenario_text(ScenarioFile.model_validate(made_entries(14, 10)))
    other = build(parse("other.yaml", text), "other")
    assert other is not None
    assert (grey(MapPainter(other).base(26)) != grey(MapPainter(made(14, 10)).base(26))).any()


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (1, 3), (60, 60)])
def test_small_and_large_maps_paint(size: tuple[int, int]) -> None:
    field = made(*size)
    surface = picture(field, field.start, 12)
    assert surface.get_size() == size_px(world_of(field.grid), 12)
    assert len(np.unique(grey(surface))) > 8


@pytest.mark.parametrize("scale", ZOOMS)
@pytest.mark.parametrize("language", ["en", "uk"])
def test_labels_stand_once_and_apart(scale: int, language: str) -> None:
    scenario, painter = bakhmut()
    for taken in ((), painter.taken(scale, stacks_of(scenario, scenario.start))):
        labels = painter.labels.layout(scale, language, taken)
        assert max(Tally(label.name for label in labels).values()) == 1
        boxes = [pygame.Rect(box) for label in labels for box in label.boxes]
        owners = [i for i, label in enumerate(labels) for _ in label.boxes]
        for i, box in enumerate(boxes):
            hits = box.collidelistall(boxes)
            assert {owners[j] for j in hits} == {owners[i]}, labels[owners[i]].name


@pytest.mark.parametrize("scale", [46, 70, 112])
def test_every_place_has_its_label_where_there_is_room(scale: int) -> None:
    scenario, painter = bakhmut()
    named = {label.name for label in painter.labels.layout(scale, "uk")}
    settled = {place.id for place in scenario.file.places if place.kind in ("city", "town", "village")}
    assert settled <= named
    assert {"bakhmut", "chasiv-yar"} <= {
        label.name
        for label in painter.labels.layout(scale, "en", painter.taken(scale, stacks_of(scenario, scenario.start)))
    }


def test_labels_keep_off_the_counters() -> None:
    scenario, painter = bakhmut()
    taken = painter.taken(46, stacks_of(scenario, scenario.start))
    counters = [pygame.Rect(box) for box in taken]
    loud = {place.id for place in scenario.file.places if place.kind in ("city", "town")}
    for label in painter.labels.layout(46, "en", taken):
        if label.name not in loud:
            assert all(pygame.Rect(box).collidelist(counters) < 0 for box in label.boxes), label.name


def test_waters_pass_between_the_hexes_of_their_hexsides() -> None:
    for scenario, painter in (bakhmut(), (made(14, 10), MapPainter(made(14, 10)))):
        centres = painter.land.centres
        assert painter.waters.flows
        for flow in painter.waters.flows:
            for a, b in flow.sides:
                between = np.vstack([centres[a], centres[b]])
                assert lines.crossings(between, flow.line), scenario.grid.number(a)


def test_roads_run_through_the_hexes_of_their_paths_and_no_others() -> None:
    for _, painter in (bakhmut(), (made(14, 10), MapPainter(made(14, 10)))):
        land = painter.land
        for way in (*painter.roads.roads, *painter.roads.rails):
            x, y = way.line[land.on_map(*way.line.T)].T
            assert set(land.nearest(x, y).tolist()) == set(way.path)


def test_bridges_stand_where_road_and_water_cross() -> None:
    scenario, painter = bakhmut()
    sides = scenario.ground.sides()
    for edge in np.flatnonzero(scenario.start.edges[:, BRIDGE]).tolist():
        a, b = painter.land.centres[list(sides[edge])]
        for crossing in painter.marks.crossings(edge):
            assert np.hypot(*(crossing.at - (a + b) / 2)) < 0.45


def test_what_changes_in_battle_changes_the_picture_as_if_painted_anew() -> None:
    scenario, painter = bakhmut()
    camera = Camera(scenario.grid, (600, 450), ZOOMS.index(46))
    h = scenario.grid.parse("1716")
    assert h is not None
    camera.look_at(h)
    changed = copy(scenario.start)
    changed.hexes[h, OWNER], changed.hexes[h, TRENCH] = RU, 3
    changed.edges[changed.edges[:, BRIDGE] > 0, BRIDGE] = PONTOON
    before, after, again, anew = (pygame.Surface(camera.size, 0, 32) for _ in range(4))
    while not painter.advance(camera, 1000):
        pass
    for surface, state in ((before, scenario.start), (after, changed), (again, scenario.start)):
        painter.draw_ground(surface, camera, state)
    other = MapPainter(scenario)
    other.draw_ground(anew, camera, changed)
    while not other.advance(camera, 1000):
        pass
    other.draw_ground(anew, camera, changed)
    x, y = camera.centre_px(h)
    assert before.get_at((round(x), round(y))) != after.get_at((round(x), round(y)))
    assert pygame.image.tobytes(before, "RGB") == pygame.image.tobytes(again, "RGB")
    assert pygame.image.tobytes(after, "RGB") == pygame.image.tobytes(anew, "RGB")


def test_a_view_is_drawn_before_it_is_painted() -> None:
    field = made(14, 10)
    painter, camera = MapPainter(field), Camera(field.grid, (300, 200), ZOOMS.index(112))
    surface = pygame.Surface(camera.size, 0, 32)
    painter.draw(surface, camera, field.start, {})
    assert len(np.unique(grey(surface))) > 20
    assert not painter.advance(camera, 0)
    shares = list(painter.steps(112))
    assert shares[-1] == 1.0
    assert all(a < b for a, b in pairwise(shares))


@pytest.mark.parametrize("step", range(len(ZOOMS)))
@pytest.mark.parametrize("size", [(1, 1), (20, 15), (33, 39)])
def test_pixels_and_hexes_agree(step: int, size: tuple[int, int]) -> None:
    grid = Grid(*size)
    camera = Camera(grid, (640, 360), step)
    for h in range(0, grid.count, 7):
        camera.look_at(h)
        assert camera.hex_at(*camera.centre_px(h)) == h
        x, y = camera.to_km(*camera.to_px(1.25, 2.5))
        assert (x, y) == pytest.approx((1.25, 2.5))


def test_zooming_keeps_what_is_under_the_cursor() -> None:
    grid = Grid(33, 39)
    camera = Camera(grid, (800, 600), 5)
    cursor = 500.0, 220.0
    before = camera.to_km(*cursor)
    camera.zoom(1, cursor)
    assert camera.to_km(*cursor) == pytest.approx(before, abs=1 / 60)
    camera.zoom(-9, cursor)
    assert camera.step == 0
    camera.pan(99_999, 99_999)
    left, top = camera.offset
    width, height = size_px(camera.world, camera.scale)
    assert left <= max(0, width - 800)
    assert top <= max(0, height - 600)


@pytest.mark.parametrize("size", SIZES.values())
def test_sides_differ_without_colour(size: int) -> None:
    for kind in load_rules().kinds:
        ours, theirs = (grey(stack((Counter(side, kind, steps=5),), size), (40, 40)) for side in (UA, RU))
        shapes = [pygame.surfarray.array_alpha(stack((Counter(side, kind),), size)) > 200 for side in (UA, RU)]
        assert np.abs(ours - theirs).mean() > 2.0, kind
        assert (shapes[0] != shapes[1]).sum() >= 4, kind


def test_every_kind_has_its_symbol_for_both_sides() -> None:
    for kind, about in load_rules().file.kinds.items():
        plain, *modified = (
            pygame.image.tobytes(stack((Counter(side, kind, symbol),), 74), "RGBA")
            for symbol in (None, *(("airborne", "air_assault", "mountain") if about.role != "source" else ()))
            for side in (UA, RU)
        )
        assert plain not in modified


def test_states_of_supply_differ_without_colour() -> None:
    pictures = [grey(stack((Counter(UA, "infantry", supply=state),), 74), (74, 74)) for state in range(4)]
    marks = [np.abs(a - pictures[0]) > 25 for a in pictures[1:]]
    assert all(mark.sum() > 20 for mark in marks)
    assert all((a != b).sum() > 20 for a, b in pairwise(marks))


def test_counters_of_the_enemy_show_what_is_known() -> None:
    scenario, _ = bakhmut()
    state = copy(scenario.start)
    state.clock[TURN] = 4
    units = np.flatnonzero((scenario.roster.units[:, OF_SIDE] == RU) & (scenario.roster.units[:, ROLE] == 0))[:4]
    for level, u in enumerate(units.tolist(), start=1):
        state.units[u, [SEEN_LEVEL, SEEN_STEPS, SEEN_TURN, SEEN_SOURCE]] = level, 5, 4 if level > 2 else 2, 4
    known = [seen_counter(scenario, state, int(u), UA, "uk") for u in units]
    assert [counter.level for counter in known] == [1, 2, 3, 4]
    assert [counter.ghost for counter in known] == ["2 д", "2 д", None, None]
    assert [counter.source for counter in known] == ["БпЛА", "БпЛА", "", ""]
    assert [counter.band for counter in known] == ["", "", "4–6", ""]
    assert [counter.steps > 0 for counter in known] == [False, False, False, True]
    assert [counter.supply >= 0 for counter in known] == [False, False, False, True]
    assert all(seen_counter(scenario, state, int(u), RU).ghost is None for u in units)
    pictures = [grey(stack((replace(counter, kind="infantry"),), 74), (74, 74)) for counter in known]
    assert all((np.abs(a - b) > 20).sum() > 20 for a, b in pairwise(pictures))


def test_ghosts_are_paler_and_older() -> None:
    solid, fresh, old = (
        stack((Counter(RU, "infantry", steps=6, ghost=tag, age=age),), 74)
        for tag, age in ((None, 0), ("1d", 1), ("5d", 5))
    )
    assert grey(fresh)[70:90, 40:60].mean() > grey(solid)[70:90, 40:60].mean()
    assert grey(old)[40:70, 50:70].mean() > grey(fresh)[40:70, 50:70].mean()


def test_counters_show_posture_and_trouble() -> None:
    plain = Counter(UA, "infantry", steps=8)
    pictures = [grey(stack((counter,), 38), (60, 60)) for counter in (
        plain, replace(plain, posture=0), replace(plain, posture=2), replace(plain, trouble="pocket"),
        replace(plain, trouble="rounds"))]  # fmt: skip
    assert all((np.abs(a - b) > 20).sum() > 8 for i, a in enumerate(pictures) for b in pictures[:i])
    scenario, _ = bakhmut()
    state = copy(scenario.start)
    units = np.flatnonzero((scenario.roster.units[:, OF_SIDE] == UA) & (scenario.roster.units[:, ROLE] == 1))
    battery = int(units[0])
    state.units[battery, ROUNDS] = 0
    assert seen_counter(scenario, state, battery, UA).trouble == "rounds"
    state.units[battery, POCKETED] = 2
    assert seen_counter(scenario, state, battery, UA).trouble == "pocket"
    state.units[battery, SEEN_LEVEL] = 4
    assert seen_counter(scenario, state, battery, RU).trouble == ""


def test_figures_of_two_digits_stay_on_their_counter() -> None:
    for size in SIZES.values():
        outside, inside = (
            pygame.surfarray.array_alpha(stack((Counter(UA, "infantry", steps=steps),), size)) for steps in (0, 12)
        )
        assert (outside == inside).all(), size


def test_text_has_every_letter() -> None:
    missing = fonts.text("￿", fonts.REGULAR, 12, palette.INK)
    for weight in (fonts.REGULAR, fonts.MEDIUM, fonts.SEMIBOLD, fonts.BOLD, fonts.ITALIC):
        for glyph in "ґєіїҐЄІЇ’–·×²→▲◆✕✓½":
            letter = fonts.text(glyph, weight, 12, palette.INK)
            assert pygame.image.tobytes(letter, "RGBA") != pygame.image.tobytes(missing, "RGBA"), glyph
    assert fonts.width("Бахмут", fonts.BOLD, 12, 2.0) > fonts.width("Бахмут", fonts.BOLD, 12) + 8


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for golden_name, golden_surface in golden_pictures().items():
        thumbnail = grey(golden_surface).T.astype(np.uint8)
        pygame.image.save(pygame.surfarray.make_surface(np.dstack([thumbnail] * 3)), GOLDEN / f"{golden_name}.png")
