"""Scenario files: each mistake is told at its place, a file written reads back the same, the shipped ones are clean."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from game.cli import main
from game.diagnostics import BadInput, Document, Node
from game.documents import parse, read, validate
from game.hexes import Grid
from game.scenario.canonical import scenario_text
from game.scenario.load import FOLDER, build, find_scenario, load_scenario, read_scenario, scenario_names, sketch
from game.scenario.schema import ScenarioFile

SHIPPED = (FOLDER / "mirror.yaml").read_text(encoding="utf-8")
MIRROR = SHIPPED
for unit, number in (("n-1", "0105"), ("n-2", "0306")):  # wherever the scenario has them
    MIRROR = re.sub(rf'(id: {unit}, kind: infantry, .*?hex:) "[0-9]{{4}}"', rf'\1 "{number}"', MIRROR)
UNIT = '{id: n-1, kind: infantry, name: {en: "1st Battalion", uk: "1-й батальйон"}, hex: "0105", people: 300, quality: 3}'
JAMMER = 'hex: "1104", people: 50, quality: 3}'
PLACE = '{id: crossroads, kind: town, hex: "1007"'
ROAD = 'path: "0500 0501 0502'
ROW = '" . . . . . . t t . . . . . . . v . . t ."'
FIRST = '- ". . . . . . . . . . . . . . . . . . . ."   # row 00'
BELTS = '" . . . . . . . t t . . . . . . . w w . ."  # row 05'
SOURCE = '{id: ua-west, side: ua, kind: source, hex: "0500"'
SECOND = 'hex: "0306", people: 300'
HEIGHTS = '"162 162 162 162 172 '
WATER = '\nwaters:\n  - {id: brook, kind: river, sides: "0505-0506 0506-0405", source: x, confidence: low}\n'
BRIDGES = 'bridges:\n  - {at: "0505-0506", state: intact, source: x, confidence: low}\n'
WEATHER = '{from: 1, ground: dry, sky: clear, temperature: 18, source: "made up", confidence: high}'


def place(text: str, part: str) -> tuple[int, int]:
    """Line and column at which a part of a text begins."""
    before = text[: text.index(part)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def swap(name: str, text: str) -> str:
    """The unit that begins with UNIT, with another value."""
    key = f"{name}: "
    assert key in UNIT
    head, tail = UNIT.split(key)
    return f"{head}{key}{text}, {tail.split(', ', 1)[1]}"


# mistake -> what is replaced, by what, the code, and the part of the new text at which the problem stands
ERRORS = {
    "a row missing": (f"    - {ROW}  # row 01\n", "", "C201", FIRST),
    "a row short": (ROW, '" . . . . . . t t . . . . . . . v . . t"', "C201", '" . . . . . . t t . . . . . . . v . . t"'),
    "no letter of terrain": (ROW, ROW.replace("v", "q"), "C202", "q . . t"),
    "no letter of control": ('"u u u u', '"u u U u', "C202", "U u"),
    "no height": (HEIGHTS, HEIGHTS.replace("172", "tall"), "C202", "tall"),
    "two signs": (HEIGHTS, HEIGHTS.replace("172", "--5"), "C202", "--5"),
    "no number after a sign": (HEIGHTS, HEIGHTS.replace("172", "-"), "C202", "- 172"),
    "higher than the highest": (HEIGHTS, HEIGHTS.replace("172", "9001"), "C202", "9001"),
    "higher still, with zeros before": (HEIGHTS, HEIGHTS.replace("172", "0000009999999"), "C202", "0000009999999"),
    "a height of a thousand digits": (HEIGHTS, HEIGHTS.replace("172", "9" * 1000), "C202", "9" * 1000),
    "digits of another script": (HEIGHTS, HEIGHTS.replace("172", "١٧٢"), "C202", "١٧٢"),
    "road off the map": (ROAD, 'path: "0500 2001 0502', "C203", "2001 0502"),
    "place off the map": (PLACE, PLACE.replace("1007", "9999"), "C203", '"9999"'),
    "unit off the map": (UNIT, swap("hex", '"2000"'), "C203", '"2000"'),
    "trench off the map": (
        "\nplaces:",
        '\ntrenches:\n  - {level: 1, hexes: "0101 0199", source: x}\nplaces:',
        "C203",
        "0199",
    ),
    "road with a gap": (ROAD, 'path: "0500 0502', "C204", "0502"),
    "river away from hexsides": ("\nplaces:", WATER.replace("0506-0405", "0506-0508") + "\nplaces:", "C205", "0506-0508"),
    "half a hexside": ("\nplaces:", WATER.replace("0506-0405", "0506") + "\nplaces:", "C205", '0506"'),
    "unit twice": ("{id: n-2,", "{id: n-1,", "C206", 'n-1, kind: infantry, name: {en: "2nd'),
    "unit and source of one name": ("{id: ua-west,", "{id: n-hq,", "C206", "n-hq, side"),
    "place twice": ("{id: west-hamlet,", "{id: crossroads,", "C206", "crossroads, kind: village"),
    "a side missing": ('  ru: {name: {en: "Russia", uk: "Росія"}}\n', "", "C207", 'ua: {name: {en: "Ukraine"'),
    "place in another hex": (PLACE, PLACE.replace("1007", "1008"), "C208", '"1008"'),
    "place off the map by degrees": ("lat: 0.04518, lon: 0.09432", "lat: 1, lon: 1", "C208", '"1007"'),
    "bridge over dry ground": ("\nplaces:", WATER + BRIDGES.replace("0506", "0405") + "places:", "C210", '"0505-0405"'),
    "no such kind": (UNIT, swap("kind", "infantri"), "C211", "infantri"),
    "a source as a unit": (UNIT, swap("kind", "source"), "C211", 'source, name: {en: "1st'),
    "battery without range": ("calibre: 152, range: 17", "calibre: 152", "C212", "{id: n-arty"),
    "calibre the rules lack": ("calibre: 152", "calibre: 153", "C213", "153"),
    "drone company without range": ("people: 80, quality: 3, range: 8,", "people: 80, quality: 3,", "C228", "{id: n-uav"),
    "drone company without sorties": (", daily: 1, sorties: 3", ", daily: 1", "C228", "{id: n-uav"),
    "drone company with guns": ("range: 8, rounds: 12", "calibre: 152, range: 8, rounds: 12", "C229", "152, range: 8"),
    "battery with sorties": ("calibre: 152,", "calibre: 152, sorties: 2,", "C229", "2, range: 17"),
    "infantry with sorties": (UNIT, UNIT.replace("quality: 3", "quality: 3, sorties: 22"), "C229", "22}"),
    "infantry with rounds": (UNIT, UNIT.replace("quality: 3", "quality: 3, rounds: 20"), "C229", "20}"),
    "jammer with a range": (JAMMER, JAMMER.replace("}", ", range: 33}"), "C229", "33}"),
    "too many people": (UNIT, swap("people", "701"), "C214", "701"),
    "more than full": (UNIT, swap("people", "300, full: 299"), "C215", "299"),
    "unit in water": (BELTS, BELTS.replace(" . .", " . ~", 1), "C217", '"0105", people'),
    "unit on enemy ground": (UNIT, swap("hex", '"0109"'), "C218", '"0109", people'),
    "source on enemy ground": (SOURCE, SOURCE.replace("0500", "0514"), "C218", '"0514", name'),
    "stack too high": (SECOND, SECOND.replace("0306", "0105").replace("300", "450"), "C219", '"0105", people: 450'),
    "source off the roads": ('kind: source, hex: "0500"', 'kind: source, hex: "0400"', "C220", '"0400", name'),
    "weather from day two": ("{from: 1,", "{from: 2,", "C222", "2, ground"),
    "weather out of order": (f"- {WEATHER}", f"- {WEATHER}\n  - {WEATHER}", "C222", None),
    "no such place": ("{place: crossroads,", "{place: crosroads,", "C223", "crosroads"),
    "place counted twice": ("{place: west-hamlet,", "{place: crossroads,", "C224", "crossroads, held: {ua: 4, "),
    "no such day": ("2023-05-01", "2023-02-30", "C226", '"2023-02-30"'),
    "no such month": ("2023-05-01", "2023-13-01", "C226", '"2023-13-01"'),
    "year nought": ("2023-05-01", "0000-05-01", "C226", '"0000-05-01"'),
    "beyond the calendar": ("2023-05-01", "9999-12-25", "C226", '"9999-12-25"'),
}
HINTS = {
    "no letter of control": "The letters are u r ..",
    "no such kind": "Did you mean 'infantry'?",
    "a source as a unit": "The kinds are ",
    "calibre the rules lack": "The calibres are 82, ",
    "drone company with guns": "It belongs to artillery, rocket.",
    "infantry with sorties": "It belongs to drones.",
    "infantry with rounds": "It belongs to artillery, rocket, drones.",
    "too many people": "Split it.",
    "no such place": "Did you mean 'crossroads'?",
}
WARNINGS = {
    "arrives after the end": (UNIT, UNIT.replace("quality: 3", "quality: 3, arrives: 13"), "C216", "13}"),
    "no source for a side": (None, None, "C221", "- {id: ua-west"),
    "unsourced place": ('"Перехрестя"}, source: "made up"', '"Перехрестя"}, source: ""', "C225", PLACE),
    "unsourced terrain": ('terrain:\n  source: "made up"', "terrain:", "C225", "confidence: high\n  rows"),
    "unsourced unit": ('uk: "Північна"}\n    source: "made up"\n', 'uk: "Північна"}\n', "C225", UNIT),
}


def changed(old: str | None, new: str | None) -> Document:
    """The mirror scenario with one mistake, built."""
    text = MIRROR
    if old is None or new is None:
        text = "\n".join(line for line in MIRROR.split("\n") if "id: ru-" not in line or "kind: source" not in line)
    else:
        assert old in text
        text = text.replace(old, new, 1)
    document = parse("broken.yaml", text)
    build(document, "broken")
    return document


@pytest.mark.parametrize("name", ERRORS)
def test_a_mistake_is_told_at_its_place(name: str) -> None:
    old, new, code, part = ERRORS[name]
    document = changed(old, new)
    found = document.problems[0]
    assert [p.code for p in document.problems] == code.split()
    assert found.severity == "error"
    at = place(document.text, part) if part else (place(document.text, WEATHER)[0] + 1, 12)
    assert (found.line, found.column) == at
    assert found.hint.startswith(HINTS.get(name, ""))
    assert not build(parse("broken.yaml", document.text), "broken")


@pytest.mark.parametrize("name", WARNINGS)
def test_what_is_doubtful_is_told_and_can_be_played(name: str) -> None:
    document = changed(*WARNINGS[name][:2])
    code, part = WARNINGS[name][2:]
    found = document.problems[0]
    assert {(p.code, p.severity) for p in document.problems} == {(code, "warning")}
    assert (found.line, found.column) == place(document.text, part)
    assert build(parse("doubtful.yaml", document.text), "doubtful") is not None


def test_a_depot_that_no_road_joins_to_a_source_is_told() -> None:
    road = '  - {id: stray, kind: dirt, path: "0203 0303", source: x, confidence: low}\n'
    lost = f'  - {{id: lost, side: ua, kind: depot, hex: "0203", name: {{en: "x", uk: "x"}}, source: x}}\n  - {SOURCE}'
    text = MIRROR.replace("roads:\n", f"roads:\n{road}").replace(f"  - {SOURCE}", lost)
    document = parse("broken.yaml", text)
    build(document, "broken")
    assert [p.code for p in document.problems] == ["C227"]
    assert (document.problems[0].line, document.problems[0].column) == place(text, '"0203", name: {en: "x"')
    fine = parse("fine.yaml", text.replace('"0203", name: {en: "x"', '"0501", name: {en: "x"'))
    assert build(fine, "fine") is not None
    assert not fine.errors


def test_a_battle_without_units_is_none() -> None:
    start, end = MIRROR.index("formations:"), MIRROR.index("supply:")
    document = parse("broken.yaml", MIRROR[:start] + "formations: []\n" + MIRROR[end:])
    assert build(document, "broken") is None
    assert [p.code for p in document.problems] == ["C209"]


SHAPES = {
    "unknown key": ("size: {columns: 20", "size: {colums: 20", "D121", "colums: 20"),
    "missing key": ("geo: {lat: 0.10000, lon: 0.00000}", "geo: {lat: 0.1}", "D121", "{lat: 0.1}"),
    "bad id": ("{id: n-1,", "{id: N_1,", "D122", "N_1"),
    "a format of the future": ("format: 2", "format: 3", "D122", "3\n"),
    "text for a number": ("turns: 12", 'turns: "12"', "D122", '"12"'),
    "no hex at all": ('hex: "0105"', "hex: 105", "D122", "105, people"),
    "a unit of nobody": ("people: 300", "people: 0", "D122", "0, quality"),
    "degrees beyond the pole": ("geo: {lat: 0.10000", "geo: {lat: 90.1", "D122", "90.1"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_what_has_another_shape_is_told_at_its_place(name: str) -> None:
    old, new, code, part = SHAPES[name]
    document = changed(old, new)
    assert {p.code for p in document.problems} == {code}
    assert (document.problems[0].line, document.problems[0].column) == place(document.text, part)


def test_all_mistakes_are_told_at_once() -> None:
    text = MIRROR
    for name in ("no such kind", "source off the roads", "no such place", "no such month"):
        text = text.replace(*ERRORS[name][:2], 1)
    document = parse("broken.yaml", text)
    assert build(document, "broken") is None
    assert {p.code for p in document.problems} == {"C211", "C220", "C223", "C226"}


def test_one_mistake_is_told_once_and_what_hangs_on_it_is_not() -> None:
    """What a mistake makes unusable still exists for whatever else names it."""
    for old, new, code in (
        ('"1007", lat: 0.04518', '"1007", lat: north', "D122"),  # a place that counts
        ("north-south-middle, kind: main", "north-south-middle, kind: mian", "D122"),  # a road under two sources
        ("ua-west, side: ua, kind: source", "ua-west, side: ua, kind: soruce", "D122"),
        ("geo: {lat: 0.1", "geo: {lat: x", "D122"),
        ("geo: {lat: 0.1", "geo: {lat: 1.1", "C208"),
        ("columns: 20,", "columns: 21,", "C201"),
        ("rows: 15}", "rows: none}", "D122"),
        ("turns: 12", "turns: 0", "D122"),
        ("formations:", "formation:", "D121"),
        ("weather:", "weathr:", "D121"),
        ("  ru: {name:", "  rus: {name:", "D122"),
    ):
        document = changed(old, new)
        line = place(document.text, new)[0]
        assert [(p.code, p.line) for p in document.problems] == [(code, line)], new


def test_fixes_mend_the_mistakes_they_are_offered_for() -> None:
    mended = 0
    for name, (old, new, _, _) in ERRORS.items():
        document = changed(old, new)
        for problem in document.problems[:1]:
            if problem.fix is None:
                continue
            text = problem.fix.apply(document.text)
            again = parse("mended.yaml", text)
            build(again, "mended")
            assert again.problems == [] or name == "weather out of order", (name, again.problems)
            mended += 1
    assert mended >= 9


def test_a_scenario_full_of_mistakes_is_drawn_without_them() -> None:
    whole = sketch(parse("x.yaml", MIRROR), "x")
    assert whole is not None
    everything = [*ERRORS.values(), *SHAPES.values()]
    for old, new, _, part in everything:
        assert old is not None
        document = parse("x.yaml", MIRROR.replace(old, new, 1))
        drawn = sketch(document, "x")
        assert drawn is not None, part
        assert document.problems == []
        assert drawn.grid == whole.grid
        assert len(whole.units) - 1 <= len(drawn.units) <= len(whole.units)
        assert drawn.date(1)
        assert set(drawn.file.sides) == {"ua", "ru"}
    text = MIRROR
    for old, new, _, _ in everything:
        text = text.replace(str(old), str(new), 1)
    assert sketch(parse("x.yaml", text), "x") is not None
    for text in ("", "a: 1\n", "- 1\n", "size: 3\n", "size: {columns: 3, rows: 2}\n"):
        drawn = sketch(parse("x.yaml", text), "x")
        assert (drawn is not None) == ("rows" in text)


def test_a_mistake_on_a_large_map_costs_no_ground() -> None:
    plain = read(FOLDER / "mirror.yaml").root
    assert plain is not None
    file = ScenarioFile.model_validate(plain.plain())
    rows = {name: " ".join([value] * 240) for name, value in (("terrain", "."), ("elevation", "1"), ("control", "u"))}
    layers = {name: getattr(file, name).model_copy(update={"rows": [row] * 240}) for name, row in rows.items()}
    large = file.model_copy(update=layers | {"size": file.size.model_copy(update={"columns": 240, "rows": 240})})
    document = parse("large.yaml", scenario_text(large))
    begun = time.process_time()
    assert build(document, "large") is None
    assert time.process_time() - begun < 0.6


# reading, writing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", scenario_names())
def test_a_shipped_scenario_writes_and_reads_back_the_same(name: str) -> None:
    scenario = load_scenario(name)
    text = scenario_text(scenario.file)
    document = parse(f"{name}.yaml", text)
    again = build(document, name)
    assert document.problems == []
    assert again is not None
    assert again.file == scenario.file
    assert again.digest == scenario.digest
    assert scenario_text(again.file) == text
    for ours, theirs in zip(scenario.start, again.start, strict=True):
        assert (ours == theirs).all()


def test_a_remark_does_not_change_the_digest_and_a_value_does() -> None:
    def digest(text: str) -> str:
        scenario = build(parse("x.yaml", text), "x")
        assert scenario is not None
        return scenario.digest

    assert digest(SHIPPED + "# the end\n") == digest(SHIPPED) == load_scenario("mirror").digest
    assert digest(MIRROR.replace("people: 300", "people: 301", 1)) != digest(MIRROR)


def test_every_shipped_scenario_is_clean_under_check(capsys: pytest.CaptureFixture[str]) -> None:
    names = scenario_names()
    assert {"mirror", "flanks_of_may"} <= set(names)
    with pytest.raises(SystemExit) as ended:
        main(["check", *(str(find_scenario(name)) for name in names), "--json"])
    assert ended.value.code == 0
    assert json.loads(capsys.readouterr().out) == {"problems": []}


def test_a_scenario_is_found_by_name_and_by_path(tmp_path: Path) -> None:
    path = tmp_path / "other.yaml"
    path.write_text(SHIPPED, encoding="utf-8")
    assert load_scenario(path).id == "other"
    assert load_scenario(str(path)).digest == load_scenario("mirror").digest
    with pytest.raises(BadInput) as refused:
        load_scenario(tmp_path / "none.yaml")
    assert [p.code for p in refused.value.problems] == ["C200"]
    with pytest.raises(BadInput, match="Did you mean 'pocket'"):
        load_scenario("poket")


def test_what_was_read_is_what_the_file_says() -> None:
    document, scenario = read_scenario(FOLDER / "mirror.yaml")
    assert scenario is not None
    assert document.problems == []
    file = validate(document, ScenarioFile)
    assert file == scenario.file
    assert scenario.grid == Grid(20, 15)
    assert len(scenario.units) == 28 + 6
    assert [card.id for card in scenario.units][:2] == ["n-1", "n-2"]
    assert scenario.place_names("uk")["1007"] == "Перехрестя"
    assert str(scenario.date(0)) == str(scenario.date(1)) == "2023-05-01"
    assert str(scenario.date(12)) == "2023-05-12"
    assert isinstance(document.root, Node)


def test_a_key_of_another_kind_of_history_is_warned_of_without_a_fix_that_changes_nothing() -> None:
    text = (FOLDER / "flanks_of_may.yaml").read_text(encoding="utf-8")
    line = next(line for line in text.split("\n") if "{id: bridgehead-left, day: 2, place:" in line)
    document = parse("x.yaml", text.replace(line, f"{line[:-1]}, high: 3}}"))
    assert build(document, "x") is not None
    assert [(p.code, p.severity, p.fix) for p in document.problems] == [("D123", "warning", None)]
