"""Limited YAML: what it reads, what it refuses, and that each refusal stands at its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from game import documents
from game.diagnostics import MAX_PROBLEMS, Diagnostic, Document, harmless
from game.documents import MAX_DEPTH, MAX_LINES, MAX_YAML_VALUES, fit, parse, read, validate


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    count: Annotated[int, Field(ge=1, le=9)]


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    name: str
    parts: list[Inner] = []


def only(text: str | bytes) -> tuple[str, int, int]:
    """Code, line and column of the one problem of a text that cannot be read."""
    document = parse("x.yaml", text)
    assert document.root is None
    (problem,) = document.problems
    assert problem.severity == "error"
    return problem.code, problem.line, problem.column


def nested(depth: int) -> str:
    return "\n".join(" " * i + "k:" for i in range(depth)) + " 1"


REFUSED: dict[str, tuple[str | bytes, str, int, int]] = {
    "too large": (b"#" * (documents.MAX_BYTES + 1), "D102", 1, 1),
    "too many lines": ("\n" * (MAX_LINES + 1), "D102", MAX_LINES + 1, 1),
    "not utf-8": (b"a: 1\nb: \xff\n", "D103", 2, 4),
    "half a character": ("a: 1\r\nbж: ".encode() + b"\xd0", "D103", 2, 5),
    "half a surrogate pair": ("a: \ud800\n", "D103", 1, 4),
    "utf-16": ("a: 1".encode("utf-16"), "D103", 1, 1),
    "nul": ("a: 1\nb: x\0y\n", "D104", 2, 5),
    "escape": ("a: \x1b[31m\n", "D104", 1, 4),
    "right to left": ("a: \u202e\n", "D104", 1, 4),
    "escaped control": ('a: 1\nb: "\\e[31m"\n', "D104", 2, 4),
    "a second byte order mark": (b"\xef\xbb\xbf\xef\xbb\xbfa: 1\n", "D104", 1, 1),
    "tab": ("a:\n\tb: 1\n", "D105", 2, 1),
    "open quote": ("a: 1\nb: 'x\nc: 2\n", "D105", 2, 4),
    "open bracket": ("a: [1, 2\n", "D105", 1, 4),
    "closed by another": ("a: [1, 2}\n", "D105", 1, 9),
    "two colons": ("a: b: c\n", "D105", 1, 5),
    "wrong indent": ("a:\n  b: 1\n c: 2\n", "D105", 3, 2),
    "unknown escape": ('a: "\\q"\n', "D105", 1, 6),
    "escape beyond unicode": ('a: "\\UFFFFFFFF"\n', "D105", 1, 7),
    "key that is no word": ("[1, 2]: x\n", "D105", 1, 1),
    "percent": ("a: 1\nb: %c\n", "D105", 2, 4),
    "directive": ("%YAML 1.1\n---\na: 1\n", "D106", 1, 1),
    "second document": ("a: 1\n---\nb: 2\n", "D106", 2, 1),
    "nothing": ("", "D107", 1, 1),
    "only remarks": ("# nothing\n\n", "D107", 1, 1),
    "deep": (nested(MAX_DEPTH), "D108", MAX_DEPTH, MAX_DEPTH),
    "deep in brackets": ("[" * 100_000, "D108", 1, MAX_DEPTH + 1),
    "many values": ("[" + "1," * (MAX_YAML_VALUES + 1) + "]", "D108", 1, 2 * MAX_YAML_VALUES),
    "anchor": ("a: &x 1\nb: 2\n", "D109", 1, 4),
    "alias": ("a: 1\nb: *x\n", "D109", 2, 4),
    "tag": ("a: 1\nb: !!python/object:os.system 1\n", "D109", 2, 4),
    "own tag": ("!x a: 1\n", "D109", 1, 1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_and_where(name: str) -> None:
    text, *expected = REFUSED[name]
    assert list(only(text)) == expected


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path, tmp_path / ("x" * 400)):
        (problem,) = read(path).problems
        assert (problem.code, problem.line, problem.column) == ("D101", 1, 1)


def test_a_key_given_twice_names_both_lines() -> None:
    document = parse("x.yaml", "a: 1\nb: 2\na: 3\n")
    (problem,) = document.problems
    assert (problem.code, problem.line, problem.column, problem.width) == ("D111", 3, 1, 1)
    assert "line 1" in problem.message


def test_no_more_problems_are_listed_than_help() -> None:
    document = parse("x.yaml", "a: 1\n" * 300)
    assert len(document.problems) == MAX_PROBLEMS + 1
    assert document.problems[-1].code == "D110"


MISFITS = {
    "no mapping": ("- 1\n", "D120", 1, 1, ""),
    "missing": ("parts: []\n", "D121", 1, 1, ""),
    "missing within": ("name: a\nparts:\n  - {}\n", "D121", 3, 5, ""),
    "misspelt": ("nam: a\n", "D121", 1, 1, "Did you mean 'name'?"),
    "misspelt within": ("name: a\nparts:\n  - {cuont: 1}\n", "D121", 3, 6, "Did you mean 'count'?"),
    "number for text": ("name: 12\n", "D122", 1, 7, "A text that looks like something else needs quotes."),
    "text for number": ("name: a\nparts: [{count: '1'}]\n", "D122", 2, 17, "Numbers stand without quotes."),
    "true for number": ("name: a\nparts: [{count: true}]\n", "D122", 2, 17, ""),
    "decimal for number": ("name: a\nparts: [{count: 1.0}]\n", "D122", 2, 17, ""),
    "not a number": ("name: a\nparts: [{count: .nan}]\n", "D122", 2, 17, ""),
    "infinity": ("name: a\nparts: [{count: 1e999}]\n", "D122", 2, 17, ""),
    "huge": (f"name: a\nparts: [{{count: {'9' * 5000}}}]\n", "D122", 2, 17, ""),
    "octal": ("name: a\nparts: [{count: 0o7}]\n", "D122", 2, 17, ""),
    "sixties": ("name: a\nparts: [{count: 1:30}]\n", "D122", 2, 17, ""),
    "too high": ("name: a\nparts: [{count: 1}, {count: 10}]\n", "D122", 2, 29, ""),
    "list for mapping": ("name: a\nparts: [[]]\n", "D122", 2, 9, ""),
}


@pytest.mark.parametrize("name", MISFITS)
def test_what_does_not_fit_a_model_and_where(name: str) -> None:
    text, code, line, column, hint = MISFITS[name]
    document = parse("x.yaml", text)
    assert validate(document, Model) is None
    (problem,) = document.problems
    assert (problem.code, problem.line, problem.column, problem.hint) == (code, line, column, hint)


def test_a_key_that_is_not_known_is_told_and_does_not_matter() -> None:
    document = parse("x.yaml", "name: a\npart: []\nwhy: 1\nparts:\n  - {count: 1, counts: 2}\n")
    made = validate(document, Model)
    assert made == Model(name="a", parts=[Inner(count=1)])
    told = [(p.code, p.severity, p.line, p.column, p.hint) for p in sorted(document.problems, key=lambda p: p.line)]
    assert told == [
        ("D123", "warning", 2, 1, "Did you mean 'parts'?"),
        ("D123", "warning", 3, 1, "It is kept, and means nothing."),
        ("D123", "warning", 5, 16, "Did you mean 'count'?"),
    ]


def test_what_does_not_fit_is_left_out_and_the_rest_read() -> None:
    text = "nam: a\nparts:\n  - {count: 1}\n  - {count: 99}\n  - {count: 3, x: 1}\n  - {}\n  - {count: 4}\n"
    document = parse("x.yaml", text)
    fitted = fit(document, Model)
    assert fitted is not None
    assert fitted.file == Model(name="a", parts=[Inner(count=n) for n in (1, 3, 4)])
    told = sorted((p.line, p.code) for p in document.problems)
    assert told == [(1, "D121"), (4, "D122"), (5, "D123"), (6, "D121")]
    assert [fitted.path(["parts", i]) for i in range(3)] == [["parts", i] for i in (0, 2, 4)]
    assert fitted.path(["name"]) == ["nam"]
    assert fitted.lost(["parts"])
    assert not fitted.lost(["parts", 1])
    assert not fitted.lost(["name"])


def test_a_fix_mends_what_it_is_offered_for() -> None:
    for text, mended in {
        "nam: a\n": "name: a\n",
        "name: 12\n": 'name: "12"\n',
        "name: a\nparts: [{count: '1'}]\n": "name: a\nparts: [{count: 1}]\n",
        "name: a\nparts: [{count: 1}, {count: 10}]\n": "name: a\nparts: [{count: 1}, {count: 9}]\n",
        "name: a\npart: []\n": "name: a\nparts: []\n",
    }.items():
        document = parse("x.yaml", text)
        validate(document, Model)
        (problem,) = document.problems
        assert problem.fix is not None
        assert problem.fix.apply(text) == mended
        assert problem.render().endswith(f"\n    fix: {problem.fix.label}")


def test_words_mean_what_yaml_1_2_says() -> None:
    text = "[~, null, '', true, false, no, 12, -3, +4, 010, 1.50, 1e3, .5, 12:30, 2023-05-08, 0x10, 1_000]"
    document = parse("x.yaml", text)
    assert document.root is not None
    expected = [None, None, "", True, False, "no", 12, -3, 4, 10, 1.5]
    assert document.root.plain() == [*expected, "1e3", ".5", "12:30", "2023-05-08", "0x10", "1_000"]


@pytest.mark.parametrize("text", ["a: 1\r\nb: [x, ж]\r\n", "a: 1\rb: [x, ж]\r", "\ufeffa: 1\nb: [x, ж]\n"])
def test_line_ends_and_one_byte_order_mark_do_not_matter(text: str) -> None:
    document = parse("x.yaml", text.encode())
    assert document.problems == []
    assert document.root is not None
    assert document.root.plain() == {"a": 1, "b": ["x", "ж"]}
    node = document.root.find(["b", 1])
    assert (node.line, node.column, node.width) == (2, 8, 1)


def test_a_path_leads_to_the_deepest_node_there_is() -> None:
    document = parse("x.yaml", "a:\n  - {b: 1}\n")
    assert document.root is not None
    assert document.root.find(["a", 0, "b"]).value == 1
    assert document.root.find(["a", 0, "none", "c"]).column == 5
    assert document.root.find(["a", 7]).line == 2


def test_a_diagnostic_shows_the_line_and_a_caret_under_the_place() -> None:
    document = parse("dir/x.yaml", "a: 1\nжж: &x 1\n")
    assert document.problems[0].render() == (
        "dir/x.yaml:2:5: error D109: Anchors and aliases are not allowed. Write the value out.\n    жж: &x 1\n        ^"
    )


def test_a_long_line_is_shown_around_the_place() -> None:
    document = parse("x.yaml", "a: [" + "1, " * 500 + "&x 1]")
    lines = document.problems[0].render().split("\n")
    assert len(lines[1]) <= 104
    assert lines[1][lines[2].index("^")] == "&"


def test_the_caret_stands_right_after_wide_and_combined_characters() -> None:
    document = Document("x.yaml", "а\u0301漢: b")
    document.report("D122", "Wrong.", (1, 6, 1))
    assert document.problems[0].render().split("\n")[2].index("^") == 4 + 5


def test_nothing_printed_moves_the_cursor_of_a_terminal() -> None:
    document = Document("x\x1b[2J.yaml", "a: \x1b]0;x\x07")
    document.report("D122", "Bad \x1b[31m\nword.", (1, 4, 5), "Not \u202e this.")
    text = document.problems[0].render()
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.count("\n") == 2


def test_a_diagnostic_as_json_has_the_fields_promised() -> None:
    record = Diagnostic("D101", "Sentence.", "f", 2, 3, 1, "Hint.").record()
    expected = {
        "file": "f",
        "line": 2,
        "col": 3,
        "severity": "error",
        "code": "D101",
        "message": "Sentence.",
        "hint": "Hint.",
        "fix": None,
    }
    assert record == expected


def test_slow_documents_are_kept_parsed_and_bad_copies_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(documents, "SLOW_S", 0.0)
    text = "a: 1\n" + "# remark\n" * 3000 + "b: [x, {c: 2}]\n"
    first = parse("x.yaml", text.encode())
    (kept,) = tmp_path.glob("*/parsed/*.json")
    again = parse("x.yaml", text.encode())
    assert first.root == again.root
    for damaged in ("", "[1, 2, 3", "[1]", "[" * 100_000, '{"a": 1}'):
        kept.write_text(damaged)
        assert parse("x.yaml", text.encode()).root == first.root


scalars = (
    st.none() | st.booleans() | st.integers(-(10**15) + 1, 10**15 - 1) | st.text("abж \"'\\:#-{}[],&*!%@`\n~", max_size=8)
)
trees = st.recursive(
    scalars, lambda t: st.lists(t, max_size=4) | st.dictionaries(st.text("abж: #", min_size=1), t, max_size=4)
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(trees)
def test_what_json_says_is_read_as_it_was_meant(tree: object) -> None:
    text = json.dumps({"a": tree}, ensure_ascii=False)
    document = parse("x.yaml", text)
    assert document.problems == []
    assert document.root is not None
    assert document.root.plain() == {"a": tree}


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text("ab \n\t:-?[]{},&*!|>'\"%@`#\\x0~ж\x00\u0301", max_size=60) | st.binary(max_size=60))
def test_no_text_makes_the_reader_fall_over(text: str | bytes) -> None:
    document = parse("x.yaml", text)
    assert (document.root is None) <= bool(document.problems)
    for problem in document.problems:
        assert 1 <= problem.line <= len(document.lines) + 1
        assert problem.column >= 1
        assert problem.render()


@given(st.text())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_harmless_text_is_one_line_without_control_codes(text: str) -> None:
    made = harmless(text)
    assert len(made) == len(text)
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000 for c in made)
