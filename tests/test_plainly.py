"""What fmt writes is read fast, and as the reader of YAML reads it; a large file that is written otherwise is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.documents import parse
from game.documents.builder import build_part
from game.documents.plainly import read_plainly
from game.hexes import Grid
from game.scenario.canonical import canonical, scenario_text
from game.scenario.load import build
from game.scenario.schema import ScenarioFile

PLAIN = (
    "a: 1", "a: -1.5  # b", 'a: "b # c"', "- 1\n- b", "- a: 1\n  b: 2\n# c\n- a: 3", "a:\n  - {}\n  - []\nb: x", "a:   1",
    '- {a: "\\"", b: [1, {c: true}], null: null}', "\n\na: 1\n\n", "a:\n    b: 1\n    c: 2", "a: 007", "true: false",
)  # fmt: skip
OTHER = (
    "a: 'b'", "a: b c", "a: b: c", "a: {b: c d}", "a: {b}", "a:\n- 1", "a: |\n  b", "a: &b 1", "a: !b 1", "a: 1\n  2",
    "a: 1,", "a: [1,2]", "a: [1 , 2]", "a: {a: 1, a: 2}", "a: 1\na: 2", "a: 1\n b: 2", "- 1\na: 2", 'a: "b" c', "a: 1#b",
    "a:b", "%a", "---\na: 1", "a: 1\n...", "a: +1", "a: 1e5", "a: .5", "a:\t1", 'a: "\\x41"', 'a: "b', "a: {b: 1",
    "a: 1]", "? a", "a: *b", "",
)  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_written_plainly_is_read_as_yaml_is(text: str) -> None:
    found = read_plainly(text)
    assert found is not None
    assert found == build_part(text)


@pytest.mark.parametrize("text", OTHER)
def test_what_is_written_otherwise_is_left_to_the_reader_of_yaml(text: str) -> None:
    assert read_plainly(text) is None


@settings(max_examples=400, deadline=None)
@given(
    st.text(st.sampled_from('ab1{}[]:, "-\\#.\n  '), max_size=24)
    | st.from_regex(r"(- |a: |  b: )[{\[]?[a1\": ,]{1,9}[}\]]?( #)?\n?", fullmatch=True)
)
def test_nothing_is_ever_read_otherwise(text: str) -> None:
    found = read_plainly(text)
    assert found is None or found == build_part(text)


def large(entry: str = "", first: str = "") -> str:
    """A file of 600 kB whose last entry is given."""
    rows = "".join(f'  - {{id: p{i}, text: "{"x" * 190}"}}\n' for i in range(3000))
    return f"{first}places:\n{rows}{entry}"


def test_a_large_file_is_read_only_as_fmt_writes_it() -> None:
    assert parse("large.yaml", large()).root is not None
    mistake = parse("large.yaml", large("  - {id: p, text: [}\n"))
    assert [(p.code, p.line) for p in mistake.problems] == [("D105", 3002)]
    other = parse("large.yaml", large(first="".join(f"k{i}: 'x'\n" for i in range(1300))))
    assert [(p.code, p.line) for p in other.problems] == [("D113", 1)]
    many = parse("large.yaml", "a:\n" + "  - {a: 1, b: 2, c: 3, d: 4}\n" * 8000)
    assert [p.code for p in many.problems] == ["D108"]


MADE = {"source": "made up", "confidence": "low"}
NAMES = {"en": "A name of some length", "uk": "Назва чималої довжини"}


def large_map(across: int, units: int) -> dict[str, Any]:
    """A square map with roads, units along the front and a source on each edge."""
    grid = Grid(across, across)
    number = [grid.number(h) for h in range(grid.count)]
    middle = across // 2 * across
    values = {
        "terrain": lambda h: ".tw"[h % 3],
        "elevation": lambda h: str(100 + h % 70),
        "control": lambda h: "ur"[h >= middle],
    }
    rows = {
        name: {"rows": [" ".join(value(r * across + c) for c in range(across)) for r in range(across)], **MADE}
        for name, value in values.items()
    }
    unit = {"kind": "infantry", "name": NAMES, "people": 300, "full": 400, "quality": 3, "days": 2.5, **MADE}
    formations = []
    for f in range(units // 10):
        side, h = ("ua", middle - 1 - 10 * (f // 2)) if f % 2 == 0 else ("ru", middle + 10 * (f // 2))
        step = -1 if side == "ua" else 1
        own = [unit | {"id": f"u{f}-{i}", "hex": number[h + i * step]} for i in range(10)]
        formations.append({"id": f"f{f}", "side": side, "name": NAMES, "short": NAMES, "units": own, **MADE})
    road = {"kind": "main", "path": " ".join(number[c * across] for c in range(across)), **MADE}
    supply = {"kind": "source", "name": NAMES, **MADE}
    return {
        "format": 2, "title": NAMES, "about": NAMES, "geo": {"lat": 48.0, "lon": 36.0}, **rows,
        "calendar": {"first_day": "2023-05-01", "turns": 20, "first_side": "ua"},
        "size": {"columns": across, "rows": across}, "roads": [{"id": "road", **road}],
        "sides": {"ua": {"name": NAMES}, "ru": {"name": NAMES}}, "formations": formations,
        "supply": [{"id": "north", "side": "ua", "hex": number[0], **supply},
                   {"id": "south", "side": "ru", "hex": number[grid.count - across], **supply}],
        "weather": [{"from": 1, "ground": "dry", "sky": "clear", "temperature": 15, **MADE}],
        "victory": {"weights": {"ground": 1, "pinned": 0, "inflicted": 0.02, "lost": 0.02}, "draw_below": 1},
    }  # fmt: skip


def test_a_map_of_200_by_200_hexes_with_a_thousand_units_is_a_scenario() -> None:
    text = scenario_text(ScenarioFile.model_validate(large_map(200, 1000)))
    document = parse("large.yaml", text)
    scenario = build(document, "large")
    assert {p.code for p in document.errors} <= {"D110"}  # hundreds of them begin without supply
    assert scenario is not None
    assert (scenario.grid.count, len(scenario.units)) == (40_000, 1002)
    assert len(text.encode()) > 400_000
    assert canonical(document) == text
