"""Files of format 1: told so, played all the same, and brought up to format 2 with nothing lost."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.cli import main
from game.documents import parse
from game.record import header, read_record
from game.scenario.load import FOLDER, build, load_scenario
from game.scenario.upgrade import upgraded

NEW = (FOLDER / "mirror.yaml").read_text(encoding="utf-8")
CHANGES = (
    ("format: 2", "format: 1  # as it was"),
    ("{ground: 1, pinned: 0, inflicted: 0.02, lost: 0.02}", "{ground: 10, pinned: 0, inflicted: 20, lost: 20}"),
    ("draw_below: 1\n", "draw_below: 15   # not much\n  handicap: -35\n"),
    ("{place: crossroads, held: {ua: 10, ru: 10}}", "{place: crossroads, held: {ua: 105, ru: 100}}"),
    ('hex: "0104", people: 300, quality: 3', 'hex: "0104", people: 300, quality: 3, days: 250'),
    ('hex: "0304", people: 300, quality: 3', 'hex: "0304", people: 300, quality: 3, days: 33'),
)  # fmt: skip


@pytest.fixture(scope="module")
def old() -> str:
    """The mirror scenario as format 1 had it, with comments."""
    text = NEW
    for new, before in CHANGES:
        assert new in text
        text = text.replace(new, before, 1)
    for value in (4, 8):
        text = text.replace(f"held: {{ua: {value}, ru: {value}}}", f"held: {{ua: {value}0, ru: {value}0}}")
    return text


def test_an_old_file_is_one_error_and_nothing_else(old: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "old.yaml"
    path.write_text(old.replace("people: 300", "people: nobody"), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["check", "--json", str(path)])
    [problem] = json.loads(capsys.readouterr().out)["problems"]
    assert ended.value.code == 1
    assert (problem["code"], problem["line"], problem["severity"]) == ("D150", 3, "error")
    assert "main.py upgrade" in problem["hint"]


def test_an_old_file_can_be_played(old: str) -> None:
    document = parse("old.yaml", old)
    scenario = build(document, "old")
    assert [(p.code, p.severity) for p in document.problems] == [("D150", "warning")]
    assert scenario is not None
    victory, units = scenario.file.victory, scenario.file.formations[0].units
    assert (victory.draw_below, victory.handicap, victory.weights.ground, victory.weights.lost) == (15, -35, 10, 20)
    assert (victory.places[0].held.ua, units[0].days, units[1].days, units[2].days) == (105, 250, 33, 300)


def test_only_the_numbers_change(old: str) -> None:
    new = upgraded(parse("old.yaml", old))
    changed = [(a, b) for a, b in itertools.zip_longest(old.split("\n"), new.split("\n")) if a != b]
    assert changed[0] == ("format: 1  # as it was", "format: 2  # as it was")
    assert ("  draw_below: 15   # not much", "  draw_below: 1.5   # not much") in changed
    assert ("  handicap: -35", "  handicap: -3.5") in changed
    assert len(changed) == 1 + 2 + 1 + 2 + 9
    assert parse("new.yaml", new).root is not None


def test_a_record_of_an_old_file_can_be_read(old: str, tmp_path: Path) -> None:
    first = header(load_scenario("mirror"), 1, {"ua": "human", "ru": "greedy"})
    first["scenario"] |= {"text": old, "digest": "of another format"}
    path = tmp_path / "old.record"
    path.write_text(json.dumps(first) + "\n", encoding="utf-8")
    found = read_record(path)
    assert found.scenario is not None
    assert [(p.code, p.severity) for p in found.problems] == [("R413", "warning")]


def run(*words: object) -> object:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return ended.value.code


def test_the_command_shows_what_changes_and_writes_when_told(
    old: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, data = tmp_path / "old.yaml", b"\xef\xbb\xbf" + old.replace("\n", "\r\n").encode()
    path.write_bytes(data)
    assert run("upgrade", path) == 0
    told = capsys.readouterr().out
    assert "\n-  draw_below: 15   # not much\n" in told
    assert "\n+  draw_below: 1.5   # not much\n" in told
    assert told.endswith("To write it: upgrade --write.\nNothing was written.\n")
    assert path.read_bytes() == data
    assert run("upgrade", path, "--write") == 0
    document = parse("new.yaml", upgraded(parse("old.yaml", old)))
    assert path.read_bytes() == b"\xef\xbb\xbf" + document.text.replace("\n", "\r\n").encode()
    assert (tmp_path / "old.yaml.format-1").read_bytes() == data
    assert run("check", path) == 0
    assert run("upgrade", path) == 0
    assert capsys.readouterr().out.endswith("old.yaml is of format 2 already.\n")


def test_at_a_terminal_it_asks(old: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, answers = tmp_path / "old.yaml", iter(["n", "y"])
    path.write_text(old, encoding="utf-8")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    assert run("upgrade", path) == 0
    assert path.read_text(encoding="utf-8") == old
    assert run("upgrade", path) == 0
    assert path.read_text(encoding="utf-8").count("format: 2") == 1


def test_what_is_no_old_scenario_is_not_upgraded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "none.yaml"
    for text, code in (("format: 7\n", "D151"), ("format: true\n", "D151"), ("- 1\n", "D151"), ("format: [\n", "D105")):
        path.write_text(text, encoding="utf-8")
        assert run("upgrade", path) == 1
        assert f"error {code}" in capsys.readouterr().err
        assert list(tmp_path.iterdir()) == [path]


WORD = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=10)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 10_000), WORD, st.integers(0, 4)), max_size=8))
def test_comments_and_blanks_are_kept_wherever_they_are(old: str, comments: list[tuple[int, str, int]]) -> None:
    lines = old.split("\n")
    for place, word, blanks in comments:
        i = place % len(lines)
        if blanks % 2 and lines[i].strip():
            lines[i] += f"{' ' * blanks}# {word}"
        else:
            lines.insert(i, f"{' ' * blanks}#{word}")
    text = "\n".join(lines)
    new = upgraded(parse("old.yaml", text))
    assert len(new.split("\n")) == len(lines)
    assert [re.findall("#.*", line) for line in new.split("\n")] == [re.findall("#.*", line) for line in lines]
    assert re.sub(r"[-0-9.]+", "", new) == re.sub(r"[-0-9.]+", "", text)
