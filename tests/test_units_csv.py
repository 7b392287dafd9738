"""The order of battle as a table: what goes out comes back the same, what differs is changed, what is wrong is told."""

from __future__ import annotations

import csv
import difflib
import io
from pathlib import Path
from typing import Any

import pytest

from game.diagnostics import Document
from game.documents import read as read_document
from game.rulebook import load_rules
from game.scenario.draft import Draft, Label, Remove, Set
from game.scenario.exchange import units_csv
from game.scenario.exchange.units_csv import Change, Plan, edits, export
from game.scenario.load import find_scenario
from game.scenario.survey.files import read_text

KINDS = [name for name, kind in load_rules().file.kinds.items() if kind.role not in ("source", "depot")]
SCENARIOS = ("road_of_life", "flanks_of_may", "pocket", "mirror", "soledar")


def plain(name: str) -> dict[str, Any]:
    """A scenario that comes with the game, as plain values."""
    root = read_document(find_scenario(name)).root
    assert root is not None
    values: dict[str, Any] = root.plain()
    return values


BATTLE = plain("flanks_of_may")


def taken(text: str, scenario: dict[str, Any] = BATTLE, remove: bool = False) -> Plan:
    """The plan of a table in which nothing is wrong."""
    document = Document("units.csv", text)
    plan = units_csv.read(document, scenario, KINDS, remove)
    assert [p.render() for p in document.problems] == []
    return plan


def refused(text: str) -> list[str]:
    """What is told of a table, which then changes nothing."""
    document = Document("units.csv", text)
    assert units_csv.read(document, BATTLE, KINDS).changes == []
    return [p.render().split("\n")[0] for p in document.problems]


def edited(id_: str, **cells: str) -> str:
    """The whole table with some cells of a unit's row written over."""
    rows = list(csv.DictReader(io.StringIO(export(BATTLE))))
    next(row for row in rows if row["id"] == id_).update(cells)
    out = io.StringIO()
    writer = csv.DictWriter(out, units_csv.COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_goes_out_comes_back_without_a_change(name: str) -> None:
    scenario = plain(name)
    assert taken(export(scenario), scenario).changes == []
    assert taken(export(scenario), scenario, remove=True).changes == []


def test_only_the_cells_that_differ_are_changed() -> None:
    plan = taken(edited("u93-1", people="240", fatigue="70", name_en="1st Mech Bn"))
    assert [(c.kind, c.id, c.key, c.old, c.new) for c in plan.changes] == [
        ("set", "u93-1", "name.en", "1st Mechanised Bn", "1st Mech Bn"),
        ("set", "u93-1", "people", 350, 240),
        ("set", "u93-1", "fatigue", 55, 70),
    ]
    assert plan.count("set") == 1


def test_a_table_of_two_columns_is_enough_to_change_one() -> None:
    assert [(c.key, c.new) for c in taken("id,people\nu93-1,200\nu93-2,330\n").changes] == [("people", 200)]


def test_an_empty_cell_is_the_standard_value() -> None:
    assert [(c.key, c.new) for c in taken("id,fatigue\nu93-1,\n").changes] == [("fatigue", None)]
    assert taken("id,fatigue\nu93-1,55\n").changes == []


def test_a_spreadsheet_may_take_the_zero_off_a_hex() -> None:
    assert taken("id,hex\nu93-arty,617\n").changes == []
    assert [c.new for c in taken("id,hex\nu93-arty,618\n").changes] == ["0618"]


def test_a_place_may_be_told_in_degrees() -> None:
    assert [(c.key, c.new) for c in taken("id,lat,lon\nu93-1,48.60057,37.94858\n").changes] == [("hex", "1616")]


NEW = "side,formation,formation_en,formation_uk,short_en,short_uk,id,kind,name_en,name_uk,hex,people,quality\n"


def test_a_new_formation_with_a_new_unit() -> None:
    plan = taken(NEW + "ua,ua-1-x,1st,1-ша,1,1,u1-1,infantry,1st Bn,1-й бн,1616,300,3\n")
    formation, unit = plan.changes
    assert formation == Change("new_formation", "ua-1-x", new={
        "id": "ua-1-x", "side": "ua", "name": {"en": "1st", "uk": "1-ша"}, "short": {"en": "1", "uk": "1"}
    }, of_formation=True, line=2)  # fmt: skip
    assert (unit.kind, unit.formation, unit.line) == ("new", "ua-1-x", 2)
    assert list(unit.new) == ["id", "kind", "name", "hex", "people", "quality"]


def test_a_unit_moves_to_another_formation_and_the_last_one_takes_it_along() -> None:
    assert [(c.kind, c.id, c.formation) for c in taken("id,formation\nu93-1,ua-adam\n").changes] == [
        ("moved", "u93-1", "ua-adam")
    ]
    brigade = next(f for f in BATTLE["formations"] if f["id"] == "ua-127-tdf")
    rows = "".join(f"{unit['id']},ua-adam\n" for unit in brigade["units"])
    assert [c.kind for c in taken("id,formation\n" + rows).changes] == ["moved"] * 3 + ["gone_formation"]


def test_units_go_only_if_that_is_asked() -> None:
    assert taken("id\nu93-1\nu93-2\n").changes == []
    plan = taken("id\nu93-1\nu93-2\n", remove=True)
    assert {c.id for c in plan.changes if c.kind == "gone"} == {"u93-hq", "u93-arty", "u93-eng"}
    assert plan.count("gone_formation") == len(BATTLE["formations"]) - 1


@pytest.mark.parametrize("text", ["=1+1", "+7", "-3rd Bn", "@here", "'=quoted", "'plain", '=HYPERLINK("a")', 'a,b"c'])
def test_no_cell_is_a_formula_and_the_text_comes_back(text: str) -> None:
    unit = {
        "id": "a",
        "kind": "hq",
        "name": {"en": text, "uk": text},
        "hex": "0000",
        "people": 1,
        "quality": 1,
        "source": text,
    }
    scenario = {"size": {"columns": 1, "rows": 1}, "formations": [{"id": "f", "side": "ua", "units": [unit]}]}
    table = export(scenario)
    for row in csv.reader(io.StringIO(table)):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert taken(table, scenario).changes == []


BROKEN = [
    ("people,id\nmany,u93-1\n", "2:1: error G307: 'many' is no number (people)."),
    ("id,people\nu93-1,9000\n", "2:7: error G307: people must lie between 1 and 2000, not 9000."),
    ("id,people\nu93-1,1.5\n", "2:7: error G307: people must be a whole number."),
    ("id,people\nu93-1,\n", "2:7: error G325: The unit 'u93-1' needs people."),
    ("id,kind\nu93-1,tnak\n", "2:7: error G308: 'tnak' is not known here (kind). Did you mean 'tank'?"),
    ("id,reply\nu93-1,maybe\n", "2:7: error G308: 'maybe' is not known here (reply). It may be yes, no."),
    ("people\n1\n", "1:1: error G306: The column 'id' is missing."),
    ("id\nU 93\n", "2:1: error G320: 'U 93' is no id: small letters, digits and hyphens, at most 40."),
    ("id,people\n,7\n", "2:1: error G320: The row has no id."),
    ("id\nu93-1\nu93-1\n", "3:1: error G321: The unit 'u93-1' is already in line 2."),
    ("id,hex\nu93-1,9999\n", "2:7: error G323: There is no hex 9999 on the map."),
    ("id,hex,lat,lon\nu93-1,1717,48.60057,37.94858\n",
     "2:7: error G323: The row says hex 1717, but its lat and lon lie in hex 1616. Leave one of the two empty."),
    ("id,lat\nu93-1,48.6\n", "2:7: error G323: A place needs both lat and lon."),
    ("id,lat,lon\nu93-1,40,30\n", "2:7: error G323: 40, 30 lies off the map."),
    ("id,formation,formation_en\nu93-1,ua-93-mech,A\nu93-2,ua-93-mech,B\n",
     "3:18: error G324: Of 'ua-93-mech' an earlier row says formation_en 'A', this one 'B'."),
    ("id,people,quality\nx1,300,3\n", "2:1: error G325: The new unit 'x1' needs a formation."),
    ("id,formation,people\nx1,ua-adam,300\n",
     "2:1: error G325: The new unit 'x1' needs kind, name_en, name_uk, hex, quality."),
    ("id,formation\nu93-1,nowhere\n",
     "2:1: error G325: The new formation 'nowhere' needs side, formation_en, formation_uk, short_en, short_uk."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), BROKEN, ids=[told[:24] for _, told in BROKEN])
def test_what_is_wrong_is_told_at_its_cell_and_nothing_is_changed(text: str, told: str) -> None:
    assert refused(text)[0] == f"units.csv:{told}"


def test_everything_wrong_is_told_at_once() -> None:
    assert len(refused("id,people,quality\nu93-1,x,9\nu93-2,0,3\n")) == 3


def test_a_column_that_is_not_known_is_told_and_left_out() -> None:
    document = Document("units.csv", "id,peopel,\nu93-1,1,\n")
    assert units_csv.read(document, BATTLE, KINDS).changes == []
    (warning,) = document.problems
    assert (warning.code, warning.severity, warning.hint) == ("G322", "warning", "Did you mean 'people'?")


def test_files_that_are_no_tables_and_too_long_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "units.csv"
    path.write_bytes(b"id\n\xff\n")
    assert [p.code for p in read_text(path).problems] == ["G304"]
    monkeypatch.setattr(units_csv, "MOST_UNITS", 1)
    assert "error G303: The table has more than 1 units." in refused("id\na\nb\n")[0]


def after(text: str, remove: bool = False) -> tuple[list[str], list[str], dict[str, Any]]:
    """Lines that a table takes out of a scenario, lines that it puts in, and the scenario as it is then."""
    draft = Draft.read(find_scenario("flanks_of_may"))
    before = draft.text
    plan = taken(text, draft.value(()), remove)
    draft.do(Label("import"), units_csv.edits(draft.value(()), plan))
    lines = difflib.unified_diff(before.split("\n"), draft.text.split("\n"), n=0)
    changes = [line for line in lines if line[0] in "-+" and line[:3] not in ("---", "+++")]
    scenario: dict[str, Any] = draft.value(())
    draft.undo()
    assert draft.text == before
    return [c[1:] for c in changes if c[0] == "-"], [c[1:] for c in changes if c[0] == "+"], scenario


def test_a_changed_cell_is_a_changed_line() -> None:
    out, into, _ = after(edited("u93-1", people="240", fatigue=""))
    assert len(out) == len(into) == 1
    assert into[0] == out[0].replace("people: 350", "people: 240").replace("fatigue: 55, ", "")


def test_new_units_and_formations_are_new_lines() -> None:
    rows = "ua,ua-adam,,,,,x1,infantry,One,Один,1616,300,3\nru,ru-x,X,Ікс,X,Х,x2,tank,Two,Два,2017,40,2\n"
    out, into, scenario = after(NEW + rows)
    assert out == []
    assert into[0].strip().startswith('- {id: x1, kind: infantry, name: {en: "One", uk: "Один"}, hex: "1616", people: 3')
    assert scenario["formations"][-1]["units"][0]["id"] == "x2"
    assert taken(export(scenario), scenario).changes == []


def test_a_unit_that_moves_takes_its_values_along() -> None:
    out, into, scenario = after("id,formation,people\nu93-1,ua-adam,200\n")
    assert len(out) == len(into) == 1
    adam = next(f for f in scenario["formations"] if f["id"] == "ua-adam")
    assert [(u["id"], u["people"]) for u in adam["units"]][-1] == ("u93-1", 200)


def test_everything_may_be_put_in_one_formation() -> None:
    rows = "".join(f"{unit['id']},ua-adam\n" for f in BATTLE["formations"] if f["side"] == "ua" for unit in f["units"])
    _, _, scenario = after("id,formation\n" + rows, remove=True)
    (left,) = scenario["formations"]
    assert len(left["units"]) == rows.count("\n")


def test_what_is_no_formation_does_not_shift_the_others() -> None:
    scenario = {"formations": ["?", {"id": "f", "units": [None, {"id": "a", "people": 1}]}]}
    plan = Plan([Change("set", "a", "people", 1, 2)])
    assert edits(scenario, plan) == [Set(("formations", 1, "units", 1, "people"), 2)]
    gone = Plan([Change("gone", "a", old="f")])
    assert edits(scenario, gone) == [Remove(("formations", 1, "units", 1))]
