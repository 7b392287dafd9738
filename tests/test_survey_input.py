"""Maps from bad geographic data: what is told of it, and what it may cost."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from test_survey import ANDES, PLACES, ROADS, collection, outline, square

from game.diagnostics import BadInput
from game.scenario.survey import files, geojson, survey

_POINT = '{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": %s}}'
_JSON = '{"type": "FeatureCollection", "features": [%s]}'
BROKEN = [
    ("places.csv", "name_en,name_uk,lat,kind\nA,А,-33.2,town\n", "G306", "The column 'lon' is missing."),
    ("places.csv", "", "G306", "The table has no header."),
    ("places.csv", PLACES + "A,А,north,-70.5,town\n", "G307", "'north' is no number (lat)."),
    ("places.csv", PLACES + "A,А,nan,-70.5,town\n", "G307", "'nan' is no number (lat)."),
    ("places.csv", PLACES + "A,А,-93.2,-70.5,town\n", "G307", "lat must lie between -90 and 90, not -93.2."),
    ("places.csv", PLACES + "A,А,-33.2,-70.5,twon\n", "G308", "'twon' is not known here (kind)."),
    ("places.csv", PLACES + "A,А,-33.2,-70.5\n", "G305", "This row has 4 values, the header has 5."),
    ("places.csv", PLACES + '"A,А,-33.2,-70.5,town\n', "G305", "This is not CSV: a quotation mark is never closed"),
    ("places.csv", PLACES + ",,-33.2,-70.5,town\n", "G309", "A place must have a name."),
    ("places.csv", PLACES + "A" * 300 + ",А,-33.2,-70.5,town\n", "G309", "This is longer than 200 letters."),
    ("places.csv", b"name_en\n\xff\xfe\n", "G304", "The file is not UTF-8 text."),
    ("places.csv", "a," * 200 + "\n", "G305", "A row has more than 100 values."),
    ("heights.csv", "lat,lon,elev_m_gn_dem\n-33.2,-70.5,12345\n", "G307", "elev_m_gn_dem must lie between -500 and"),
    ("woods.csv", "name,lat,lon,radius_km,source,confidence\nA,-33.2,-70.5,1,x,sure\n", "G308", "'sure' is not known"),
    ("features.csv", "reg_no,name_uk,name_lat,type_uk,lat,lon\n1,А,A,яр,x,-70\n", "G307", "'x' is no number (lat)."),
    ("roads.csv", ROADS + "A,river,,,0,-33.2,-70.5,,\n", "G310", "The line 'A' has one vertex only."),
    ("roads.csv", ROADS + "A,river,,,0,-33,-70,,\nA,canal,,,1,-33,-71,,\n", "G310", "The line 'A' is of two kinds"),
    ("roads.csv", ROADS + "A,river,,,0,-33,-70,,\nA,river,,,0,-33,-71,,\n", "G310", "The line 'A' has two vertices 0."),
    ("urban_areas.geojson", '{"type": ', "G311", "This is not JSON: Expecting value."),
    ("urban_areas.geojson", "[" * 200_000, "G311", "The file is nested too deep."),
    ("urban_areas.geojson", _JSON % (_POINT % "[[[NaN, 1], [2, 3], [4, 5]]]"), "G311", "NaN is no number."),
    ("urban_areas.geojson", "[]", "G312", "The file must be a GeoJSON FeatureCollection."),
    ("urban_areas.geojson", _JSON % "7", "G312", "Feature 1: this is no GeoJSON feature."),
    ("urban_areas.geojson", _JSON % (_POINT % "7"), "G312", "Feature 1: its coordinates must be lists of rings."),
    ("urban_areas.geojson", _JSON % (_POINT % "[[[1, 2], [3, 4]]]"), "G312", "Feature 1: a ring must be a list of"),
    ("urban_areas.geojson", _JSON % (_POINT % '[[["1", 2], [3, 4], [5, 6]]]'), "G312", "must be numbers."),
    ("urban_areas.geojson", _JSON % (_POINT % "[[[1e999, 2], [3, 4], [5, 6]]]"), "G312", "no longitude inf"),
    ("urban_areas.geojson", _JSON % (_POINT % f"[[[{'9' * 5000}, 2], [3, 4], [5, 6]]]"), "G312", "no longitude inf"),
]


@pytest.mark.parametrize(
    ("name", "content", "code", "sentence"), BROKEN, ids=[f"{b[2]}-{i}" for i, b in enumerate(BROKEN)]
)
def test_a_broken_file_gives_one_clear_diagnostic(
    tmp_path: Path, name: str, content: str | bytes, code: str, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadInput) as refused:
        survey(ANDES, tmp_path, None, None)
    (problem,) = refused.value.problems
    assert problem.code == code
    assert sentence in problem.message
    assert problem.render().startswith(f"{tmp_path / name}:{problem.line}:{problem.column}: error {code}: ")


def test_a_diagnostic_points_at_the_value(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(PLACES + '"Two\nlines","Д, ва",-33.2,west,town\n', "utf-8")
    with pytest.raises(BadInput) as refused:
        survey(ANDES, tmp_path, None, None)
    (problem,) = refused.value.problems
    assert (problem.line, problem.column, problem.width) == (3, 22, 4)


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(PLACES + "A,А,x,y,town\nB,Б,-33.2,z,town\n", "utf-8")
    (tmp_path / "roads.csv").write_text("line_id\n")
    (tmp_path / "urban_areas.geojson").write_text("nonsense")
    with pytest.raises(BadInput) as refused:
        survey(ANDES, tmp_path, tmp_path / "none.geojson", "yesterday")
    assert [p.code for p in refused.value.problems] == ["G307"] * 3 + ["G306"] * 8 + ["G311", "G302", "G313"]


@pytest.mark.parametrize(
    ("control", "date", "code"),
    [
        ([{"cls": "occupied", "date": "2023-05-07"}], "2023-05-08", "G313"),
        ([{"cls": "occupied", "date": "2023-05-07"}, {"cls": "occupied", "date": "2023-05-21"}], None, "G313"),
        ([{"date": "2023-05-07"}], None, "G312"),
    ],
)
def test_control_needs_a_class_and_a_day_it_has(
    tmp_path: Path, control: list[dict[str, str]], date: str | None, code: str
) -> None:
    path = tmp_path / "control.geojson"
    path.write_text(collection(*(outline(square(-34, -71, -33, -70), **properties) for properties in control)))
    with pytest.raises(BadInput) as refused:
        survey(ANDES, tmp_path, path, date)
    assert [p.code for p in refused.value.problems] == [code]


@pytest.mark.parametrize(
    "box",
    [(1, 2, 1, 3), (2, 2, 1, 3), (1, 170, 2, 190), (85, 2, 86, 3), (float("nan"), 2, 3, 4), (0, 0, 20, 20)],
)
def test_a_box_must_be_a_box_and_not_too_large(tmp_path: Path, box: tuple[float, float, float, float]) -> None:
    with pytest.raises(BadInput) as refused:
        survey(box, tmp_path, None, None)
    assert [(p.file, p.code) for p in refused.value.problems] == [("--box", "G301")]


def test_a_folder_must_be_there_and_files_must_be_files(tmp_path: Path) -> None:
    (tmp_path / "places.csv").mkdir()
    for folder in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(BadInput) as refused:
            survey(ANDES, folder, None, None)
        assert [p.code for p in refused.value.problems] == ["G302"]


def test_files_rows_and_outlines_have_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "FILE_BYTES", 2_000_000)
    monkeypatch.setattr(files, "TABLE_ROWS", 100)
    monkeypatch.setattr(geojson, "POLYGONS", 10)
    (tmp_path / "places.csv").write_bytes(b"," * 2_000_001)
    (tmp_path / "heights.csv").write_text("lat,lon,elev_m_gn_dem\n" + "1,1,1\n" * 101)
    (tmp_path / "urban_areas.geojson").write_text(collection(*[outline(square(-34, -71, -33, -70))] * 11))
    with pytest.raises(BadInput) as refused:
        survey(ANDES, tmp_path, None, None)
    assert [p.code for p in refused.value.problems] == ["G303"] * 3


def test_hostile_data_costs_seconds_at_most(tmp_path: Path) -> None:
    begun = time.monotonic()
    (tmp_path / "places.csv").write_text(PLACES + '"' + '""' * 500_000)
    (tmp_path / "urban_areas.geojson").write_text('{"a":' * 300_000)
    (tmp_path / "heights.csv").write_text(
        "lat,lon,elev_m_gn_dem\n" + "".join(f"-33.2{i},-70.5,{i % 900}\n" for i in range(9999))
    )
    spiral = "".join(f"A,road_main,,,{i},{-33.2 - i % 2 / 10},{-70.6 + i % 7 / 50},,\n" for i in range(700))
    (tmp_path / "roads.csv").write_text(ROADS + spiral)
    with pytest.raises(BadInput):
        survey(ANDES, tmp_path, None, None)
    (tmp_path / "places.csv").unlink()
    (tmp_path / "urban_areas.geojson").unlink()
    survey(ANDES, tmp_path, None, None)
    assert time.monotonic() - begun < 10
