"""Maps from geographic data: what a surveyed map must keep of the real ground."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from game.documents import parse, validate
from game.hexes import HEX_KM2, GeoReference, Grid
from game.scenario.canonical import scenario_text
from game.scenario.load import build
from game.scenario.schema import Place, ScenarioFile
from game.scenario.survey import survey
from game.scenario.survey.lines import corners

GEO = Path(__file__).parent.parent / "assets" / "geo"
BAKHMUT = (48.42, 37.72, 48.73, 38.18)
DIGEST = "16b14b93af8c7c37"
"""blake2b of the skeleton of the Bakhmut box: an edit of the surveyor or of assets/geo changes it."""

ANDES = (-33.30, -70.60, -33.20, -70.45)
"""A box in the south and west with made-up data: 13 x 12 hexes."""
PLACES = "name_en,name_uk,lat,lon,kind\n"
ROADS = "line_id,kind,ref,name,seq,lat,lon,near,verification\n"


class Map:
    """A surveyed map with its layers as lists and its numbers as hexes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.document = parse("map.yaml", text)
        file = validate(self.document, ScenarioFile)
        assert file is not None, self.document.problems
        self.file = file
        self.grid = Grid(file.size.columns, file.size.rows)
        self.geo = GeoReference(file.geo.lat, file.geo.lon)
        self.terrain = "".join("".join(row.split()) for row in file.terrain.rows)
        self.control = "".join("".join(row.split()) for row in file.control.rows)
        self.metres = [int(word) for row in file.elevation.rows for word in row.split()]
        self.places = {place.id: place for place in file.places}

    def hex(self, number: str) -> int:
        h = self.grid.parse(number)
        assert h is not None
        return h

    def at(self, place: str) -> int:
        return self.hex(self.places[place].hex)

    def path(self, numbers: str) -> list[int]:
        return [self.hex(number) for number in numbers.split()]

    def sides(self, numbers: str) -> list[tuple[int, int]]:
        return [(self.hex(side.split("-")[0]), self.hex(side.split("-")[1])) for side in numbers.split()]

    def water(self, name: str) -> set[frozenset[int]]:
        return {frozenset(side) for w in self.file.waters if w.id == name for side in self.sides(w.sides)}

    def crossings(self, water: str, a: int, b: int) -> int:
        """How often one crosses a water on the straight way from a to b."""
        sides = self.water(water)
        return sum(frozenset(step) in sides for step in pairwise(self.grid.line(a, b)))


@pytest.fixture(scope="module")
def bakhmut() -> Map:
    return Map(survey(BAKHMUT, GEO, None, None))


@pytest.fixture
def andes(tmp_path: Path) -> Callable[..., Map]:
    """Surveys a box in the Andes from files given by name."""

    def make(**files: str) -> Map:
        for name, text in files.items():
            (tmp_path / name.replace("_geojson", ".geojson").replace("_csv", ".csv")).write_text(text, "utf-8")
        return Map(survey(ANDES, tmp_path, None, None))

    return make


def outline(*rings: list[tuple[float, float]], **properties: str) -> dict[str, object]:
    """A GeoJSON feature whose rings are given as (latitude, longitude)."""
    coordinates = [[[lon, lat] for lat, lon in ring] for ring in rings]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": coordinates}}


def square(south: float, west: float, north: float, east: float) -> list[tuple[float, float]]:
    return [(south, west), (south, east), (north, east), (north, west), (south, west)]


def collection(*features: Mapping[str, object]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


# the file ---------------------------------------------------------------------------------------------------------------


def test_a_skeleton_lacks_units_and_sources_and_nothing_else(bakhmut: Map) -> None:
    document = parse("map.yaml", bakhmut.text)
    assert build(document, "map") is None
    assert {(p.code, p.severity) for p in document.problems} == {("C209", "error"), ("C221", "warning")}


def test_a_skeleton_is_the_same_every_time(bakhmut: Map) -> None:
    assert survey(BAKHMUT, GEO, None, None) == bakhmut.text
    assert hashlib.blake2b(bakhmut.text.encode(), digest_size=8).hexdigest() == DIGEST


def test_a_skeleton_reads_and_writes_back_the_same(bakhmut: Map) -> None:
    assert scenario_text(bakhmut.file) == bakhmut.text
    lines = bakhmut.text.splitlines()
    assert lines[0] == "format: 2"
    assert sum(line.startswith("  - {id: ") for line in lines) == sum(
        len(part) for part in (bakhmut.file.places, bakhmut.file.roads, bakhmut.file.rails, bakhmut.file.waters)
    )
    odd = next(line for line in lines if line.endswith("# row 01"))
    assert odd.startswith('    - " ')


def test_everything_names_its_source(bakhmut: Map) -> None:
    file = bakhmut.file
    parts = (file.roads, file.rails, file.waters, file.bridges, file.places, file.weather)
    assert all(entry.source for part in parts for entry in part)
    assert "not a survey" in file.terrain.source
    assert file.terrain.confidence == "low"
    assert next(road for road in file.roads if road.id == "x05").confidence == "low"


def test_surveying_needs_neither_kernels_nor_a_window() -> None:
    code = "import sys, game.scenario.survey; assert not {'numba', 'pygame'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=GEO.parent.parent)


# places -----------------------------------------------------------------------------------------------------------------


def test_every_place_lies_in_its_hex(bakhmut: Map) -> None:
    for place in bakhmut.places.values():
        at = bakhmut.geo.to_km(place.lat, place.lon)
        assert bakhmut.grid.hex_at(*at) == bakhmut.hex(place.hex), place.id


@pytest.mark.parametrize(
    ("place", "number"), [("khromove", "1616"), ("bakhmut", "2017"), ("t0504-h32-canal-bridge-w-of-ivanivske", "1121")]
)
def test_hexes_have_the_numbers_people_know(bakhmut: Map, place: str, number: str) -> None:
    assert bakhmut.places[place].hex == number


def test_notes_that_tell_namesakes_apart_stay_off_the_map(bakhmut: Map) -> None:
    both = [place for place in bakhmut.places.values() if place.name.en == "Mykolaivka"]
    assert [place.id for place in both] == ["mykolaivka-bakhmut-s", "mykolaivka-chasiv-yar-w"]


def test_what_a_register_and_a_table_both_name_is_there_once(bakhmut: Map) -> None:
    assert [place.id for place in bakhmut.places.values() if "Berkhiv" in place.name.en and place.kind == "water"] == [
        "berkhivka-reservoir"
    ]


# terrain ----------------------------------------------------------------------------------------------------------------


def test_a_city_keeps_its_area_with_a_dense_core_and_a_lighter_edge(bakhmut: Map) -> None:
    near = list(bakhmut.grid.disk(bakhmut.at("bakhmut"), 6))
    built = [h for h in near if bakhmut.terrain[h] in "do"]
    dense = [h for h in near if bakhmut.terrain[h] == "d"]
    assert 24 <= len(built) * HEX_KM2 <= 30
    assert 0.5 < len(dense) / len(built) < 0.8
    assert bakhmut.terrain[bakhmut.at("bakhmut")] == "d"


def test_people_live_in_villages_and_towns(bakhmut: Map) -> None:
    for place in bakhmut.places.values():
        if place.kind in ("village", "town", "city"):
            assert bakhmut.terrain[bakhmut.hex(place.hex)] in "vod", place.id


def test_plants_and_mines_are_works(bakhmut: Map) -> None:
    assert bakhmut.terrain[bakhmut.at("azom-metal-plant")] == "x"
    assert bakhmut.terrain[bakhmut.at("soledar-salt-mine-no-1-3-artemsil-works")] == "x"


def test_a_reservoir_is_water_but_no_road_drowns(bakhmut: Map) -> None:
    assert bakhmut.terrain[bakhmut.at("berkhivka-reservoir")] == "~"
    wet = {h for h, letter in enumerate(bakhmut.terrain) if letter == "~"}
    paths = [entry.path for part in (bakhmut.file.roads, bakhmut.file.rails) for entry in part]
    assert not any(wet & set(bakhmut.path(path)) for path in paths)


def test_about_a_third_of_the_fields_have_tree_belts(bakhmut: Map) -> None:
    assert 0.25 < bakhmut.terrain.count("t") / (bakhmut.terrain.count("t") + bakhmut.terrain.count(".")) < 0.42


def test_tree_belts_do_not_depend_on_what_else_is_there(bakhmut: Map, tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(PLACES + "Lone,Самотнє,48.5,37.9,village\n", "utf-8")
    bare = Map(survey(BAKHMUT, tmp_path, None, None))
    assert all(a == b for a, b in zip(bakhmut.terrain, bare.terrain, strict=True) if {a, b} <= set("t."))


# elevation --------------------------------------------------------------------------------------------------------------

HEIGHTS = {
    "kalynivka": 218, "klishchiivka": 154, "andriivka": 188, "zelenopillia": 210, "ozarianivka": 211, "ivanivske": 146,
    "khromove": 126, "bohdanivka": 141, "dubovo-vasylivka": 136, "orikhovo-vasylivka": 152, "minkivka": 191,
    "stupochky": 186, "vershyna": 172, "ivanhrad": 100, "krasna-hora": 93, "berkhivka": 90,
}  # fmt: skip


@pytest.mark.parametrize("place", HEIGHTS)
def test_known_heights_are_kept(bakhmut: Map, place: str) -> None:
    assert abs(bakhmut.metres[bakhmut.at(place)] - HEIGHTS[place]) <= 4


def test_the_city_lies_low_and_the_ridge_west_of_it_high(bakhmut: Map) -> None:
    assert 90 <= bakhmut.metres[bakhmut.at("bakhmut")] <= 112
    assert 210 <= max(bakhmut.metres[h] for h in bakhmut.grid.disk(bakhmut.at("chasiv-yar"), 3)) <= 245


def test_the_river_runs_in_a_valley(bakhmut: Map) -> None:
    banks = {h for side in bakhmut.water("riv1") for h in side}
    away = {n for h in banks for n in bakhmut.grid.ring(h, 3)} - banks
    assert sum(bakhmut.metres[h] for h in banks) / len(banks) + 10 < sum(bakhmut.metres[h] for h in away) / len(away)


# lines ------------------------------------------------------------------------------------------------------------------


def test_roads_and_railways_are_chains_of_neighbours_without_a_hex_twice(bakhmut: Map) -> None:
    for numbers in (entry.path for part in (bakhmut.file.roads, bakhmut.file.rails) for entry in part):
        path = bakhmut.path(numbers)
        assert len(path) > 1
        assert len(set(path)) == len(path), numbers
        assert all(bakhmut.grid.direction(a, b) is not None for a, b in pairwise(path)), numbers


@pytest.mark.parametrize(
    ("road", "places"),
    [
        ("t0504", ["stupochky", "t0504-h32-canal-bridge-w-of-ivanivske", "ivanivske", "bakhmut"]),
        ("o0506", ["chasiv-yar", "chasiv-yar-kanal-microdistrict", "khromove"]),
        ("t1302", ["pidhorodne", "bakhmutske"]),
        ("rw1", ["sil", "bakhmut-railway-station", "kurdiumivka"]),
    ],
)
def test_roads_lead_through_the_places_on_them(bakhmut: Map, road: str, places: list[str]) -> None:
    path = next(e.path for part in (bakhmut.file.roads, bakhmut.file.rails) for e in part if e.id == road).split()
    where = [path.index(bakhmut.places[place].hex) for place in places]
    assert where == sorted(where)


def test_roads_meet_where_they_share_a_vertex(bakhmut: Map) -> None:
    with (GEO / "roads.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["kind"].startswith("road_")]
    met = 0
    paths = {road.id: set(road.path.split()) for road in bakhmut.file.roads}
    for a in rows:
        for b in rows:
            ids = a["line_id"].lower(), b["line_id"].lower()
            same = (a["lat"], a["lon"]) == (b["lat"], b["lon"]) and ids[0] < ids[1]
            on_map = bakhmut.grid.hex_at(*bakhmut.geo.to_km(float(a["lat"]), float(a["lon"]))) is not None
            if same and on_map:
                met += 1
                assert paths[ids[0]] & paths[ids[1]], ids
    assert met > 30


def test_the_hexsides_of_a_water_share_corners_one_after_another(bakhmut: Map) -> None:
    for water in bakhmut.file.waters:
        for a, b in pairwise(bakhmut.sides(water.sides)):
            assert len(set(corners(bakhmut.grid, a)) & set(corners(bakhmut.grid, b))) == 1, water.id


@pytest.mark.parametrize("west", ["bakhmut", "opytne", "krasna-hora", "dvorichchia", "odradivka", "mykolaivka-druha"])
@pytest.mark.parametrize("east", ["pidhorodne", "ivanhrad", "vesela-dolyna", "soledar", "mykolaivka-bakhmut-s"])
def test_every_town_stays_on_its_bank_of_the_river(bakhmut: Map, west: str, east: str) -> None:
    assert bakhmut.crossings("riv1", bakhmut.at(west), bakhmut.at(east)) % 2 == 1


@pytest.mark.parametrize("east", ["ivanivske", "bohdanivka", "klishchiivka", "andriivka", "kurdiumivka"])
@pytest.mark.parametrize("west", ["chasiv-yar", "kalynivka", "stupochky", "bila-hora", "hryhorivka"])
def test_every_town_stays_on_its_side_of_the_canal(bakhmut: Map, west: str, east: str) -> None:
    assert bakhmut.crossings("can1", bakhmut.at(west), bakhmut.at(east)) % 2 == 1


def test_a_road_is_led_to_the_one_it_stops_just_short_of_and_a_track_is_not(andes: Callable[..., Map]) -> None:
    through = "A,road_main,,,0,-33.25,-70.59,,\nA,road_main,,,1,-33.25,-70.46,,\n"
    short = "B,road_dirt,,,0,-33.22,-70.53,,\nB,road_dirt,,,1,-33.244,-70.53,,\n"
    for kind, meets in (("road_dirt", True), ("road_track", False)):
        here = andes(roads_csv=ROADS + through + short.replace("road_dirt", kind))
        main, side = (set(road.path.split()) for road in here.file.roads)
        assert bool(main & side) == meets


def test_every_crossing_has_a_bridge_and_every_bridge_a_crossing(bakhmut: Map) -> None:
    wet = bakhmut.water("riv1") | bakhmut.water("can1")
    paths = [bakhmut.path(e.path) for e in bakhmut.file.roads]
    crossed = {frozenset(step) for path in paths for step in pairwise(path)} & wet
    assert crossed == {frozenset(side) for bridge in bakhmut.file.bridges for side in bakhmut.sides(bridge.at)}


def test_a_bridge_is_blown_where_a_text_says_so(bakhmut: Map) -> None:
    blown = [bridge for bridge in bakhmut.file.bridges if bridge.state == "blown"]
    assert [bridge.at for bridge in blown] == ["1121-1221"]
    assert "12 Feb 2023" in blown[0].source


# anywhere ---------------------------------------------------------------------------------------------------------------


def test_without_data_the_ground_is_open_and_flat_and_nobodys(andes: Callable[..., Map]) -> None:
    empty = andes()
    assert set(empty.terrain) == {"."}
    assert set(empty.metres) == {0}
    assert set(empty.control) == {"."}
    assert empty.file.title.en == "Map 33.2–33.3° S, 70.45–70.6° W"


def test_a_map_of_the_southern_and_western_hemisphere(andes: Callable[..., Map]) -> None:
    places = "Mina,Міна,-33.25,-70.53,city\nLlano,Льяно,-33.251,-70.48,village\n"
    places += "Old (copper mine),Мідь,-33.28,-70.57,landmark\n"
    river = "".join(f"R,river,Río Uno,,{i},{lat},-70.50,,own\n" for i, lat in enumerate((-33.1, -33.25, -33.4)))
    road = "A,road_main,1,Mina - Llano,0,-33.25,-70.53,Mina,own\nA,road_main,1,Mina - Llano,1,-33.251,-70.48,Llano,own\n"
    heights = "lat,lon,elev_m_gn_dem\n-33.25,-70.53,700\n-33.22,-70.47,900\n"
    town = collection(outline(square(-33.27, -70.55, -33.23, -70.51), name="Mina", source="made up"))
    here = andes(
        places_csv=PLACES + places, roads_csv=ROADS + river + road, heights_csv=heights, urban_areas_geojson=town
    )
    mina, llano = here.at("mina"), here.at("llano")
    assert here.terrain[mina] == "d"
    assert here.terrain[llano] == "v"
    assert here.terrain[here.at("old")] == "x"
    assert here.metres[mina] == 700
    assert here.crossings("r", mina, llano) == 1
    assert len(here.file.bridges) == 1
    assert here.path(here.file.roads[0].path)[0] == mina
    assert here.path(here.file.roads[0].path)[-1] == llano


def test_a_road_that_leaves_the_map_and_comes_back_is_two(andes: Callable[..., Map]) -> None:
    vertices = ((-33.22, -70.55), (-33.1, -70.52), (-33.22, -70.49))
    road = "".join(f"A,road_dirt,,,{i},{lat},{lon},,own\n" for i, (lat, lon) in enumerate(vertices))
    assert [road.id for road in andes(roads_csv=ROADS + road).file.roads] == ["a", "a-2"]


def test_a_town_drawn_by_two_sources_counts_once_as_the_first_draws_it(andes: Callable[..., Map]) -> None:
    small = outline(square(-33.26, -70.54, -33.24, -70.52), name="Mina", source="one")
    large = outline(square(-33.28, -70.56, -33.235, -70.51), name="Mine", source="two")
    twice, once = andes(urban_areas_geojson=collection(large, small)), andes(urban_areas_geojson=collection(large))
    assert twice.terrain == once.terrain


def test_a_short_stream_is_no_obstacle_and_a_long_one_is_a_river(andes: Callable[..., Map]) -> None:
    short = "S,stream,S,,0,-33.25,-70.55,,own\nS,stream,S,,1,-33.25,-70.50,,own\n"
    long = "L,stream,L,,0,-33.24,-70.60,,own\nL,stream,L,,1,-33.24,-70.45,,own\n"
    assert [(w.id, w.kind) for w in andes(roads_csv=ROADS + short + long).file.waters] == [("l", "river")]


def test_names_may_hold_anything_that_can_be_seen(andes: Callable[..., Map]) -> None:
    places = 'O\u200b\'"Brien: {x} # 1,"Ім\'я, «два»",-33.25,-70.53,village\n北京,,-33.24,-70.53,village\n'
    named: list[Place] = list(
        andes(places_csv=PLACES + places.replace("O\u200b'\"Brien", "O\u200b'Brien")).places.values()
    )
    assert [(place.id, place.name.en, place.name.uk) for place in named] == [
        ("obrien-x-1", "O'Brien: {x} # 1", "Ім'я, «два»"),
        ("unnamed", "北京", "北京"),
    ]


# control ----------------------------------------------------------------------------------------------------------------


def test_control_is_read_at_the_centres_of_hexes_holes_and_all(tmp_path: Path) -> None:
    whole, hole = square(-33.30, -70.54, -33.20, -70.45), square(-33.27, -70.50, -33.23, -70.47)
    parts = [[[[lon, lat] for lat, lon in square(-33.30, -70.56, -33.20, -70.54)]]]
    contested = {"type": "Feature", "properties": {"cls": "contested", "date": "2023-05-07"},
                 "geometry": {"type": "MultiPolygon", "coordinates": parts}}  # fmt: skip
    text = collection(
        outline(whole, hole, cls="occupied", date="2023-05-07"),
        contested,
        outline(square(-34, -71, -33, -70), cls="occupied", date="2023-05-21"),
    )
    path = tmp_path / "control.geojson"
    path.write_text(text)
    here = Map(survey(ANDES, tmp_path, path, "2023-05-07"))
    for h, letter in enumerate(here.control):
        lat, lon = here.geo.to_degrees(*here.grid.centre(h))
        in_hole = -33.27 < lat < -33.23 and -70.50 < lon < -70.47
        wanted = "u" if lon < -70.56 or in_hole else "." if lon < -70.54 else "r"
        assert letter == wanted, here.grid.number(h)
    assert set(here.control) == set("ur.")
    named = "polygons of 2023-05-07 in control.geojson, by the centres of hexes"
    assert here.file.control.source == named
    for key in ("source", "credit"):
        path.write_text(text.replace("{", f'{{"{key}": "Somebody, CC0", ', 1))
        assert Map(survey(ANDES, tmp_path, path, "2023-05-07")).file.control.source == f"Somebody, CC0, {named}"
    assert here.file.calendar.first_day == "2023-05-07"
