"""A scenario's text and its edits: one edit changes one line, what is not edited stays, everything can be taken back."""

from __future__ import annotations

import difflib
import random
from pathlib import Path

import pytest

from game.diagnostics import BadInput
from game.documents import parse
from game.scenario.draft import Draft, Edit, Insert, Label, Move, Put, Remove, Set, SetHexes
from game.scenario.load import FOLDER, scenario_names
from game.splices import Splice, apply, inverse, together

EDIT = Label("edit")
SMALL = """\
# A small field.
format: 1
title: {en: "Field", uk: "Поле"}   # a name
size: {columns: 3, rows: 2}

terrain:
  rows:
    #  0 1 2
    - "w . ."   # row 00
    - " . . ."  # row 01

elevation:
  rows:
    - "100  99 -10"
    - "   5 100 100"

places: []

formations:
  # the only one
  - id: one
    side: ua
    units:
      - {id: a, kind: infantry, hex: "0000", people: 100}   # first
      # about b
      - {id: b, kind: tank, hex: "0100", people: 200, stock: {}}

  - id: two
    side: ru
    units:
      - {id: c, kind: infantry, hex: "0201", people: 100}

victory:
  weights: {ground: 1}
  draw_below: 10
"""


def lines_of(before: str, after: str) -> list[str]:
    """The lines that differ, as a diff tells them."""
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in list(found)[2:] if not line.startswith("@@")]


def done(*edits: Edit, text: str = SMALL) -> list[str]:
    """The lines that edits change; taken back they leave what was."""
    draft = Draft(text, "small")
    assert draft.do(EDIT, edits)
    found = lines_of(text, draft.text)
    assert not parse("x", draft.text).problems
    draft.undo()
    assert draft.text == text
    draft.redo()
    draft.go_to(0)
    assert draft.text == text
    return found


def test_another_value_changes_its_line_and_keeps_the_comment() -> None:
    assert done(Set(("formations", 0, "units", 0, "people"), 150)) == [
        '-      - {id: a, kind: infantry, hex: "0000", people: 100}   # first',
        '+      - {id: a, kind: infantry, hex: "0000", people: 150}   # first',
    ]
    assert done(Set(("title", "uk"), "Лан")) == [
        '-title: {en: "Field", uk: "Поле"}   # a name', '+title: {en: "Field", uk: "Лан"}   # a name',
    ]  # fmt: skip


def test_a_missing_key_comes_where_the_schema_has_it() -> None:
    path = ("formations", 0, "units", 0)
    added = done(Set((*path, "quality"), 3), Set((*path, "arrives"), 2), Set((*path, "source"), "x"))
    assert added[1] == (
        '+      - {id: a, kind: infantry, hex: "0000", arrives: 2, people: 100, quality: 3, source: "x"}   # first'
    )
    assert done(Set(("formations", 0, "confidence"), "low"), Set(("formations", 1, "name"), {"en": "Two"})) == [
        "+    confidence: low", '+    name: {en: "Two"}',
    ]  # fmt: skip
    assert done(Set(("victory", "weights", "lost"), 2), Set(("victory", "handicap"), 5)) == [
        "-  weights: {ground: 1}", "+  weights: {ground: 1, lost: 2}", "+  handicap: 5",
    ]  # fmt: skip
    assert done(Set(("formations", 0, "units", 1, "stock", "a"), 1), Set(("formations", 0, "units", 1, "stock", "b"), 2))[
        1
    ].endswith("stock: {a: 1, b: 2}}")
    assert done(Set(("calendar", "turns"), 5)) == ["+calendar: {turns: 5}"]


def test_a_key_less() -> None:
    path = ("formations", 0, "units", 0)
    assert done(Remove((*path, "id")), Remove((*path, "hex")), Remove((*path, "people")))[1] == (
        "+      - {kind: infantry}   # first"
    )
    assert done(Remove(("formations", 0, "side"))) == ["-    side: ua"]
    assert done(Remove(("victory", "weights", "ground")))[1] == "+  weights: {}"
    assert done(Remove(("formations", 0, "id"))) == ["-  - id: one", "-    side: ua", "+  - side: ua"]


def test_an_item_more_and_less() -> None:
    unit = {"id": "d", "kind": "tank", "hex": "0000", "people": 50}
    written = '      - {id: d, kind: tank, hex: "0000", people: 50}'
    assert done(Insert(("formations", 0, "units"), 9, (unit,))) == [f"+{written}"]
    assert done(Insert(("formations", 0, "units"), 0, (unit, unit))) == [f"+{written}", f"+{written}"]
    assert done(Remove(("formations", 0, "units", 1))) == [
        '-      - {id: b, kind: tank, hex: "0100", people: 200, stock: {}}'
    ]
    assert done(Remove(("formations", 1, "units", 0))) == [
        "-    units:", '-      - {id: c, kind: infantry, hex: "0201", people: 100}', "+    units: []",
    ]  # fmt: skip
    place = {"id": "p", "kind": "town", "lat": 48.5}
    assert done(Insert(("places",), 0, (place, place))) == [
        "-places: []", "+places:", "+  - {id: p, kind: town, lat: 48.50000}", "+  - {id: p, kind: town, lat: 48.50000}",
    ]  # fmt: skip
    assert done(Insert(("victory", "places"), 0, ({"place": "p"},))) == ["+  places:", "+    - {place: p}"]
    assert done(Insert(("weather",), 0, ({"from": 1},))) == ["+weather:", "+  - {from: 1}", "+"]
    assert done(Insert(("formations",), 1, ({"id": "new", "side": "ua", "units": [unit]},))) == [
        "+  - id: new", "+    side: ua", "+    units:", f"+  {written}"[:1] + written,
    ]  # fmt: skip


def test_what_is_written_in_an_odd_way_is_edited_all_the_same() -> None:
    odd = """\
size: {columns: 3, rows: 2}
places:
- {id: p}
weather:  # sky
  - from: 1  # a
    ground: dry  # b
formations:
  - id: one
    # whose
    side: ua
    units:
      -
        id: a
      - id: b
        people: 3
odd:
  - - 1
    - 2
about: >
  one
  two"""
    assert done(Set(("places",), []), text=odd) == ["-places:", "-- {id: p}", "+places: []"]
    assert done(Set(("weather",), [{"from": 2}]), text=odd) == [
        "-weather:  # sky", "-  - from: 1  # a", "-    ground: dry  # b", "+weather: [{from: 2}]  # sky", "+  # b",
    ]  # fmt: skip
    assert done(Remove(("formations", 0, "id")), text=odd) == ["-  - id: one", "+  -"]
    assert done(Remove(("formations", 0, "id")), Remove(("formations", 0, "side")), text=odd)[-1] == "+  - units:"
    assert done(Remove(("formations", 0, "units", 0)), text=odd) == ["-      -", "-        id: a"]
    assert done(Remove(("odd", 0, 0)), text=odd) == ["-  - - 1", "-    - 2", "+  - - 2"]
    assert done(Remove(("about",)), text=odd) == ["-about: >", "-  one", "-  two"]
    with pytest.raises(ValueError, match="no list"):
        Draft(odd, "odd").do(EDIT, [Insert(("about",), 0, ({"id": "p"},))])


def test_what_would_not_be_as_asked_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = Draft(SMALL, "small")
    wrong = together([Splice(SMALL.index("people: 100") + 8, "100", "900")])
    monkeypatch.setattr("game.scenario.draft.draft.write", lambda *_: wrong)
    with pytest.raises(ValueError, match="by hand"):
        draft.do(EDIT, [Set(("formations", 0, "units", 0, "people"), 150)])
    assert draft.text == SMALL
    assert draft.do(EDIT, [Set(("formations", 0, "units", 0, "people"), 900)])


def test_an_item_moves_as_it_is_written() -> None:
    assert done(Move(("formations", 0, "units", 0), ("formations", 1, "units"), 1)) == [
        '-      - {id: a, kind: infantry, hex: "0000", people: 100}   # first',
        '+      - {id: a, kind: infantry, hex: "0000", people: 100}   # first',
    ]


def test_hexes_change_in_place_and_the_columns_stay() -> None:
    assert done(SetHexes("terrain", {0: ".", 2: "t", 4: "d"})) == [
        '-    - "w . ."   # row 00',
        '-    - " . . ."  # row 01',
        '+    - ". . t"   # row 00',
        '+    - " . d ."  # row 01',
    ]
    assert done(SetHexes("elevation", {1: "101", 3: "12", 2: "7"})) == [
        '-    - "100  99 -10"', '-    - "   5 100 100"', '+    - "100 101   7"', '+    - "  12 100 100"',
    ]  # fmt: skip


def test_lists_in_brackets_and_lines_of_windows() -> None:
    flow = "a: 1\nevents:\n  - {id: e, if: [{side: ua}], do: []}\n"
    assert done(Insert(("events", 0, "if"), 5, ({"side": "ru"},)), text=flow)[1].endswith(
        "if: [{side: ua}, {side: ru}], do: []}"
    )
    assert done(Insert(("events", 0, "do"), 0, ({"x": 1},)), text=flow)[1].endswith("do: [{x: 1}]}")
    assert done(Remove(("events", 0, "if", 0)), text=flow)[1].endswith("if: [], do: []}")
    draft = Draft(SMALL.replace("\n", "\r\n"), "windows")
    draft.do(EDIT, [Remove(("formations", 0, "units", 1)), Set(("victory", "handicap"), 1)])
    assert "\n" not in draft.text.replace("\r\n", "")
    assert not draft.document.problems


def test_an_edit_without_a_place_is_refused_and_changes_nothing() -> None:
    draft = Draft(SMALL, "small")
    for edit in (Remove(("nothing",)), Set(("format", "x"), 1), Insert(("nothing", "deep"), 0, ({},))):
        with pytest.raises(ValueError, match="there is nothing"):
            draft.do(EDIT, [edit])
    with pytest.raises(ValueError, match="same letters"):
        draft.do(EDIT, [Set(("title", "en"), "A"), Set(("title", "en"), "B")])
    assert not draft.do(EDIT, [Set(("title", "en"), "Field")])
    assert draft.text == SMALL
    assert not draft.history


def test_a_drag_is_one_line_of_the_history() -> None:
    draft = Draft(SMALL, "small")
    for h in range(3):
        draft.do(Label("brush"), [SetHexes("terrain", {h: "t"})], merge="stroke 1")
    draft.do(Label("brush"), [SetHexes("terrain", {4: "t"})], merge="stroke 2")
    assert [entry.label.key for entry in draft.history] == ["brush", "brush"]
    draft.undo()
    assert '- "t t t"' in draft.text
    draft.undo()
    assert draft.text == SMALL
    draft.redo()
    draft.do(Label("other"), [Set(("format",), 2)])
    assert [entry.label.key for entry in draft.history] == ["brush", "other"], "what was taken back is gone"
    draft.mark_saved(path=Path("small.yaml"))
    assert draft.is_saved
    draft.undo()
    assert not draft.is_saved


def test_the_first_bytes_come_back(tmp_path: Path) -> None:
    for name in scenario_names():
        data = (FOLDER / f"{name}.yaml").read_bytes()
        assert Draft.read(FOLDER / f"{name}.yaml").data == data
    odd = b"\xef\xbb\xbf# x\r\nformat: 1\n\r\ntitle: {en: a}  "
    (tmp_path / "odd.yaml").write_bytes(odd)
    draft = Draft.read(tmp_path / "odd.yaml")
    draft.do(EDIT, [Set(("format",), 2)])
    draft.undo()
    assert draft.data == odd
    (tmp_path / "bad.yaml").write_bytes(b"\xff\xfe")
    for path in (tmp_path / "bad.yaml", tmp_path / "none.yaml", tmp_path):
        with pytest.raises(BadInput):
            Draft.read(path)


def random_edit(chance: random.Random, draft: Draft) -> list[Edit]:
    """Something an author might do next."""
    formations = draft.value(("formations",)) or []
    units = [(f, u) for f, formation in enumerate(formations) for u in range(len(formation.get("units") or []))]
    kind = chance.randrange(7)
    f, u = chance.choice(units)
    path = ("formations", f, "units", u)
    if kind == 0:
        return [SetHexes("terrain", {chance.randrange(100): chance.choice(".twvd") for _ in range(5)})]
    if kind == 1:
        return [SetHexes("elevation", {chance.randrange(100): str(chance.choice((5, 99, 100, 1200)))})]
    if kind == 2:
        key = chance.choice(("people", "quality", "fatigue", "arrives", "full"))
        return [Set((*path, key), chance.randrange(1, 99))]
    if kind == 3 and len(units) > 3:
        return [Remove(path)]
    if kind == 4:
        return [Insert((*path[:-1],), chance.randrange(9), ({"id": f"n{chance.random()}", "people": 5},))]
    if kind == 5:
        return [Move(path, ("formations", chance.randrange(len(formations)), "units"), 0)] if len(units) > 3 else []
    return [Set((*path, "name"), {"en": chance.choice("abc"), "uk": "ї"})]


@pytest.mark.parametrize("name", ["mirror", pytest.param("pocket", marks=pytest.mark.long)])
def test_a_thousand_edits_undone_give_the_first_bytes(name: str) -> None:
    chance, draft = random.Random(name), Draft.read(FOLDER / f"{name}.yaml")
    first = draft.data
    texts = [draft.text]
    while len(draft.history) < 1000:
        if draft.do(EDIT, random_edit(chance, draft)):
            texts.append(draft.text)
    assert not draft.document.problems
    while draft.undo():
        assert draft.text == texts[draft.position]
    assert draft.data == first
    draft.go_to(1000)
    assert draft.text == texts[-1]


def test_splices_of_a_text() -> None:
    splices = together([Splice(4, "two", "2"), Splice(0, "one", "1"), Splice(7, "", "!")])
    assert apply("one two", splices) == "1 2!"
    assert apply("1 2!", inverse(splices)) == "one two"
    with pytest.raises(ValueError, match="not the one"):
        apply("another", splices)
    draft = Draft("one two", "x")
    draft.do(EDIT, [Put(splices)])
    assert draft.text == "1 2!"
