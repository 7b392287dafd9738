"""Plain GeoJSON, as OpenStreetMap and QGIS export it, becomes parts of a map; a map goes out so and comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from game.diagnostics import BadInput
from game.documents import parse
from game.hexes import GeoReference, Grid
from game.scenario.blank import blank
from game.scenario.draft import Draft, Label
from game.scenario.exchange import taking
from game.scenario.exchange.map_geojson import map_geojson
from game.scenario.load import build, load_scenario
from game.scenario.survey import geojson, survey
from game.scenario.survey.sources import read_geojson

SIZE = (14, 12)
TAKEN = Label("ui.editor_exchange.did_import")


def blank_draft() -> Draft:
    return Draft(blank("Нова битва", SIZE, "2023-05-01", 7), "new")


def degrees(draft: Draft, x: float, y: float) -> list[float]:
    """Longitude and latitude of a point so many km east and south of hex 0000."""
    lat, lon = taking.map_of(draft)[0].to_degrees(x, y)
    return [round(lon, 6), round(lat, 6)]


def square(draft: Draft, x: float, y: float, half: float) -> list[list[list[float]]]:
    at = ((-half, -half), (half, -half), (half, half), (-half, half), (-half, -half))
    return [[degrees(draft, x + dx, y + dy) for dx, dy in at]]


def feature(shape: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    told = {key.replace("__", ":").lstrip("_"): value for key, value in properties.items()}
    return {"type": "Feature", "properties": told, "geometry": {"type": shape, "coordinates": coordinates}}


def write(path: Path, *features: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


def town_by_a_river(draft: Draft, path: Path) -> Path:
    """A road in two pieces over a river, a wood, a village, a hill, streets and a shop."""
    at = lambda x, y: degrees(draft, x, y)  # noqa: E731
    return write(
        path,
        feature("LineString", [at(0, 3.5), at(4, 3.5)], highway="primary", ref="T 0504", osm_id=1.0),
        feature("LineString", [at(12, 3.5), at(4, 3.5)], highway="primary", ref="T 0504"),
        feature("LineString", [at(6.4, -1), at(6.4, 12)], waterway="river", name="Бахмутка", name__en="Bakhmutka"),
        feature("Polygon", square(draft, 10, 8, 1.6), natural="wood"),
        feature("Polygon", square(draft, 2, 8.66, 0.6), landuse="residential", name="Мале"),
        feature("Point", at(2, 8.66), place="village", name="Мале", name__en="Male"),
        feature("Point", at(11, 1.7), natural="peak", name="Гора", ele="212"),
        feature("Point", at(3, 1.7), ele=140.0),
        feature("LineString", [at(2, 8), at(2.2, 8.2)], highway="residential"),
        feature("Point", at(2, 8.5), shop="bakery", name="Хліб"),
    )


def laid(draft: Draft, path: Path) -> taking.Laid:
    return taking.lay(*taking.map_of(draft), taking.read(path))


def layer(draft: Draft, name: str) -> dict[str, str]:
    """Printed number -> value."""
    grid = Grid(*SIZE)
    words = [word for row in draft.value((name, "rows")) for word in row.split()]
    return {grid.number(h): word for h, word in enumerate(words)}


def test_what_openstreetmap_exports_becomes_roads_waters_ground_and_places(tmp_path: Path) -> None:
    draft = blank_draft()
    before = draft.text
    found = laid(draft, town_by_a_river(draft, tmp_path / "export.geojson"))
    assert found.passed == {"highway=residential": 1, "shop=bakery": 1}
    plan = taking.plan(draft, found, taking.PARTS, replace=False)
    assert plan.counts["roads"] == plan.counts["waters"] == plan.counts["bridges"] == 1
    assert taking.take(draft, TAKEN, plan)
    assert draft.position == 1, "an import is one line of the history"
    road, water = draft.value(("roads", 0)), draft.value(("waters", 0))
    assert (road["id"], road["kind"], road["ref"]) == ("t-0504", "main", "T 0504")
    assert len(road["path"].split()) == 13, "two pieces that meet end to end are one road"
    assert road["source"] == "export.geojson: OpenStreetMap contributors (ODbL)"
    assert water["kind"] == "river"
    assert water["name"] == {"en": "Bakhmutka", "uk": "Бахмутка"}
    ground = layer(draft, "terrain")
    assert ground["1009"] == ground["0909"] == "w"
    assert ground["0210"] == "o"
    assert set(ground.values()) == {".", "w", "o"}, "what nobody told stays as it was"
    places = {place["name"]["uk"]: place["kind"] for place in draft.value(("places",))}
    assert places == {"Мале": "village", "Гора": "height"}
    metres = [int(word) for word in layer(draft, "elevation").values()]
    assert 140 <= min(metres) < max(metres) <= 212
    document = parse("new.yaml", draft.text)
    build(document, "new")
    assert {problem.code for problem in document.errors} == {"C209"}, "nothing is wrong but that nobody fights"
    draft.undo()
    assert draft.text == before


def test_roads_that_meet_under_names_of_their_own_stay_apart_and_say_how_well_they_are_known(tmp_path: Path) -> None:
    draft = blank_draft()
    one, other = [degrees(draft, x, 3.5) for x in (1, 5)], [degrees(draft, x, 3.5) for x in (5, 9)]
    path = write(
        tmp_path / "roads.geojson",
        feature("LineString", one, highway="secondary", name__en="A - B", confidence="low"),
        feature("LineString", other, highway="secondary", name__en="B - C", confidence="high"),
    )
    laid = taking.lay(*taking.map_of(draft), read_geojson(path))
    told = {road["name"]["en"]: road["confidence"] for road in laid.lists["roads"]}
    assert told == {"A - B": "low", "B - C": "high"}


def test_taking_the_same_twice_adds_nothing_and_parts_can_be_left_out(tmp_path: Path) -> None:
    draft = blank_draft()
    found = laid(draft, town_by_a_river(draft, tmp_path / "export.geojson"))
    taking.take(draft, TAKEN, taking.plan(draft, found, {"roads", "places"}, replace=False))
    assert draft.value(("waters",)) == []
    assert set(layer(draft, "terrain").values()) == {"."}
    again = taking.plan(draft, found, {"roads", "places"}, replace=False)
    assert not any(again.counts.values())
    assert not taking.take(draft, TAKEN, again)


def test_in_place_of_what_was_there_or_beside_it(tmp_path: Path) -> None:
    draft = blank_draft()
    first = laid(draft, town_by_a_river(draft, tmp_path / "one.geojson"))
    taking.take(draft, TAKEN, taking.plan(draft, first, taking.PARTS, replace=False))
    path = [degrees(draft, 1, 1), degrees(draft, 1, 9)]
    other = laid(draft, write(tmp_path / "two.geojson", feature("LineString", path, kind="road_dirt", name="T 0504")))
    taking.take(draft, TAKEN, taking.plan(draft, other, taking.PARTS, replace=False))
    assert [road["id"] for road in draft.value(("roads",))] == ["t-0504", "t-0504-2"]
    waters = draft.value(("waters",))
    taking.take(draft, TAKEN, taking.plan(draft, other, taking.PARTS, replace=True))
    assert [(road["id"], road["kind"]) for road in draft.value(("roads",))] == [("t-0504", "dirt")]
    assert draft.value(("waters",)) == waters, "of waters the second file tells nothing"
    assert draft.position == 3


def test_control_is_taken_where_polygons_say_whose_ground_it_is(tmp_path: Path) -> None:
    draft = blank_draft()
    path = write(
        tmp_path / "front.geojson",
        feature("Polygon", square(draft, 2, 2, 1.2), cls="occupied"),
        feature("Polygon", square(draft, 8, 8, 1.2), control="ua"),
    )
    taking.take(draft, TAKEN, taking.plan(draft, laid(draft, path), {"control"}, replace=False))
    held = layer(draft, "control")
    assert held["0202"] == "r"
    assert held["0809"] == "u"
    assert sorted(set(held.values())) == [".", "r", "u"]


def test_buildings_and_rows_of_trees_make_ground(tmp_path: Path) -> None:
    draft = blank_draft()
    houses = [
        feature("Polygon", square(draft, 5 + dx / 10, 5.196 + dy / 10, 0.03), building="yes")
        for dx in range(-4, 5)
        for dy in range(-3, 4)
    ]
    trees = feature("LineString", [degrees(draft, 7.6, 5.196), degrees(draft, 8.4, 5.196)], natural="tree_row")
    taking.take(
        draft, TAKEN, taking.plan(draft, laid(draft, write(tmp_path / "a.geojson", *houses, trees)), {"terrain"}, False)
    )
    ground = layer(draft, "terrain")
    assert ground["0506"] in ("v", "o")
    assert ground["0806"] == "t"


@pytest.mark.parametrize("name", ["mirror", "pocket"])
def test_a_map_goes_out_as_geojson_and_comes_back_the_same(tmp_path: Path, name: str) -> None:
    scenario = load_scenario(name)
    file = tmp_path / "map.geojson"
    file.write_text(map_geojson(scenario), encoding="utf-8")
    assert {f["type"] for f in json.loads(file.read_text(encoding="utf-8"))["features"]} == {"Feature"}
    found = taking.lay(GeoReference(scenario.file.geo.lat, scenario.file.geo.lon), scenario.grid, read_geojson(file))
    for part in taking.LAYERS:
        words = [word for row in getattr(scenario.file, part).rows for word in row.split()]
        assert [found.told[part][h] for h in range(scenario.grid.count)] == words, part

    def steps(paths: list[str]) -> set[frozenset[str]]:
        return {frozenset(step) for path in paths for step in zip(path.split(), path.split()[1:], strict=False)}

    assert steps([road["path"] for road in found.lists["roads"]]) == steps([road.path for road in scenario.file.roads])
    sides = {frozenset(side.split("-")) for water in found.lists["waters"] for side in water["sides"].split()}
    assert sides == {frozenset(side.split("-")) for water in scenario.file.waters for side in water.sides.split()}


def test_the_survey_reads_every_geojson_file_of_its_folder(tmp_path: Path) -> None:
    draft = blank_draft()
    town_by_a_river(draft, tmp_path / "export.geojson")
    geo, grid = taking.map_of(draft)
    (south, east), (north, west) = geo.to_degrees(grid.columns + 0.5, grid.rows * 0.87), (geo.lat, geo.lon)
    text = survey((south, west, north, east), tmp_path, None, None)
    assert "T 0504" in text
    assert "Bakhmutka" in text


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ('{"type": "FeatureCollection", "features": [\n {"type": "Feature", "properties": {}, "geometry": '
         '{"type": "GeometryCollection", "geometries": []}}]}', "G312", "points, lines or polygons"),
        ('{"type": "FeatureCollection", "features": [\n {"type": "Feature", "properties": {}, "geometry": '
         '{"type": "LineString", "coordinates": [[38, 48]]}}]}', "G312", "a line must have two positions"),
        ('{"type": "FeatureCollection", "features": [\n {"type": "Feature", "properties": {}, "geometry": '
         '{"type": "Point", "coordinates": [380, 48]}}]}', "G312", "no longitude 380"),
        ('{"type": "FeatureCollection", "features": [\n {"type": "Feature", "properties": {}, "geometry": '
         '{"type": "Point", "coordinates": 7}}]}', "G312", "it has no coordinates"),
        ('{"type": "FeatureCollection", "features": [\n {"type": "Feature", "properties": {}, "geometry": '
         '{"type": "MultiPoint", "coordinates": [7]}}]}', "G312", "longitude and latitude"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_told_with_its_place(tmp_path: Path, text: str, code: str, message: str) -> None:
    (tmp_path / "bad.geojson").write_text(text)
    with pytest.raises(BadInput) as refused:
        taking.read(tmp_path / "bad.geojson")
    (problem,) = refused.value.problems
    assert (problem.code, problem.line, problem.column) == (code, 2, 3)
    assert message in problem.message


def test_a_file_of_anything_has_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geojson, "PARTS", 10)
    with pytest.raises(BadInput) as refused:
        taking.read(write(tmp_path / "many.geojson", *[feature("Point", [38, 48], ele=100.0)] * 11))
    assert [problem.code for problem in refused.value.problems] == ["G303"]


@pytest.mark.parametrize("place", [(14, 12), (48.50, 37.90, 48.60, 38.05)])
def test_a_new_scenario_lacks_nothing_but_those_who_fight(place: Any) -> None:
    document = parse("new.yaml", blank("A new battle", place, "2023-05-01", 7))
    build(document, "new")
    assert {problem.code for problem in document.errors} == {"C209"}
    assert document.text.count("# ") > 8, "it says what comes where"


def test_a_box_too_large_is_refused() -> None:
    with pytest.raises(BadInput):
        blank("Too large", (40.0, 20.0, 50.0, 40.0), "2023-05-01", 7)
