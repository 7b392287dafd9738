"""fmt: one way to write a scenario, in which every comment, value and unknown key is still there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from eventful import eventful
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.cli import main
from game.documents import parse, read
from game.documents.comments import comments_of
from game.scenario.canonical import canonical, scenario_text, tidied
from game.scenario.load import FOLDER, build, load_scenario
from game.scenario.write import flow_text

ROOT = FOLDER.parent
SCENARIOS = [*sorted(FOLDER.glob("*.yaml")), ROOT / "docs" / "template.yaml"]
SMALL = (ROOT / "docs" / "template.yaml").read_text(encoding="utf-8")

UNTIDY = """\
# What this is.

title: {uk: "Ю", en: E}   # the title
format: 2 # the format

# When.
calendar:
  # Not long.
  turns: 3
  first_day: '2023-05-01'
  weekday: [1, {of: week}]
size: {rows: 2, columns: 3}
terrain:
  rows:
  #  0 1 2
  # A wood.
  - ". w ." # row 00 # lint: off C225
  - .  . ~
formations:
  # The first.
  - units:
      # Its best.
      - {people: 4, id: a} # tired

      - id: b
        people: 3  # few
        hex: "0101"
    id: f
    source: x
# Its source.
supply: # one
  - {hex: "0101", id: s,
     kind: source}
  # no more
# The end.
"""
TIDY = """\
# What this is.

format: 2  # the format
title: {en: "E", uk: "Ю"}  # the title

# When.
calendar:
  first_day: "2023-05-01"
  # Not long.
  turns: 3
  weekday: [1, {of: "week"}]
size: {columns: 3, rows: 2}

terrain:
  rows:
    #  0 0 0
    #  0 1 2
    # A wood.
    - ". w ."   # row 00 # lint: off C225
    - " . . ~"  # row 01

formations:
  # The first.
  - id: f
    source: "x"
    units:
      # Its best.
      - {id: a, people: 4}  # tired

      - id: b
        hex: "0101"
        people: 3  # few

# Its source.
supply:  # one
  - {id: s, kind: source, hex: "0101"}
# no more
# The end.
"""


def plain(text: str) -> Any:
    """The values of a text, rows of layers by their words."""
    document = parse("values.yaml", text)
    assert document.root is not None, [problem.render() for problem in document.problems]
    values = document.root.plain()
    for layer in ("terrain", "elevation", "control"):
        if layer in values:
            values[layer]["rows"] = [row.split() for row in values[layer]["rows"]]
    return values


def said(text: str) -> list[str]:
    """All comments of a text but the coordinates."""
    found = comments_of(parse("comments.yaml", text))
    texts = [text for before in found.before.values() for text in before if text]
    texts += [comment.text for behind in found.behind.values() for comment in behind] + [t for t in found.end if t]
    texts = [re.sub(r"^# row [0-9]+ *", "", text) for text in texts]
    return sorted(text for text in texts if text and not re.fullmatch(r"#[ 0-9]+", text))


def fmt(text: str) -> str:
    """A text in canonical form."""
    return canonical(parse("untidy.yaml", text))


def test_an_untidy_file_is_tidied_and_nothing_is_lost() -> None:
    assert fmt(UNTIDY) == TIDY
    assert said(fmt(UNTIDY)) == said(UNTIDY)
    assert len(said(UNTIDY)) == 15


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_what_is_shipped_is_in_canonical_form(path: Path) -> None:
    document = read(path)
    assert canonical(document) == document.text
    assert document.text.encode() == path.read_bytes()


def test_a_scenario_written_from_its_values_is_in_canonical_form() -> None:
    for scenario in (load_scenario("mirror"), load_scenario("pocket"), eventful()):
        text = scenario_text(scenario.file)
        assert fmt(text) == text
        again = build(parse("again.yaml", text), "again")
        assert again is not None
        assert again.digest == scenario.digest


def test_a_front_is_written_as_a_layer_is_however_it_came() -> None:
    text = scenario_text(eventful().file)
    rows = re.search(r"  - id: line\n(?:    .*\n)+", text)
    assert rows is not None
    letters = re.findall(r'- ("[^"]*")', rows[0])
    assert len(letters) == 15
    flow = f"  - {{rows: [{', '.join(letters)}], confidence: high, source: \"made up\", day: 4, id: line}}\n"
    assert fmt(text.replace(rows[0], flow)) == text


def test_fmt_writes_and_check_only_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, good, broken = (tmp_path / name for name in ("untidy.yaml", "good.yaml", "broken.yaml"))
    path.write_bytes(UNTIDY.replace("\n", "\r\n").encode())
    good.write_text(SMALL, encoding="utf-8")
    assert run("fmt", "--check", path, good) == 4
    assert capsys.readouterr().out == f"{path}: not in canonical form.\n"
    assert path.read_bytes() == UNTIDY.replace("\n", "\r\n").encode()
    assert run("fmt", path, good) == 0
    assert path.read_text(encoding="utf-8") == fmt(UNTIDY)
    assert run("fmt", "--check", path, good) == 0
    broken.write_text("format: 2\nformat: 2\n", encoding="utf-8")
    assert run("fmt", broken, good) == 1
    assert broken.read_text(encoding="utf-8") == "format: 2\nformat: 2\n"
    assert "broken.yaml:2:1: error D111" in capsys.readouterr().err


def run(*words: object) -> object:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return ended.value.code


def test_rules_and_weights_keep_their_columns() -> None:
    for path in (ROOT / "assets" / "rules" / "standard.yaml", ROOT / "assets" / "ai" / "greedy.yaml"):
        text = path.read_text(encoding="utf-8")
        assert tidied(parse("rules.yaml", text)) == text
        untidy = text.replace("\n\n", "\n \n\n\n").replace(": 2\n", ": 2   \n") + "\n\n"
        assert tidied(parse("rules.yaml", untidy)) == text
    block = "text: |\n  a  \n\n\n  b\n"
    assert tidied(parse("block.yaml", block)) == block


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 10_000), WORDS, st.booleans()), max_size=6))
def test_comments_put_anywhere_are_kept(comments: list[tuple[int, str, bool]]) -> None:
    lines = SMALL.split("\n")
    for place, word, alone in comments:
        i = place % (len(lines) - 1)
        if alone:
            lines.insert(i, f"{' ' * (place % 5)}#{word}")
        elif lines[i].strip():
            lines[i] += f"  #{word}"
    text = "\n".join(lines)
    tidy = fmt(text)
    assert plain(tidy) == plain(SMALL)
    assert sorted("".join(said(tidy)).replace(" ", "")) == sorted("".join(said(text)).replace(" ", ""))
    assert fmt(tidy) == tidy


KEYS = st.from_regex(r"[a-z]{1,6}", fullmatch=True) | WORDS
SCALARS = (
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | WORDS | st.sampled_from(["", "null", "1.5", "a: b", " # "])
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=6
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), st.integers(0, 3))
def test_unknown_keys_are_kept_wherever_they_are(values: dict[str, Any], where: int) -> None:
    unknown = flow_text({f"unknown-{key}"[:40]: value for key, value in values.items()})[1:-1]
    at = ("\nsize: {", "  - {id: mill, ", "calendar: {", "weights: {")[where]
    text = SMALL.replace(at, f"{at}{unknown}, ", 1)
    tidy = fmt(text)
    assert plain(tidy) == plain(text) != plain(SMALL)
    assert fmt(tidy) == tidy


def test_comments_between_brackets_stay_and_what_is_canonical_stays_so() -> None:
    text = """\
format: 2
size: {columns: 1, rows: 1}
weather:
  - { # one
      from: 1,  # two
      ground: dry }
  - # three
    {from: 2,
     ground: mud}
odd:
  a:  # four
    b:
      c: 1  # five
"""
    once = canonical(parse("x", text))
    assert re.findall(r"# \w+", once) == ["# one", "# two", "# three", "# four", "# five"]
    again = parse("x", once)
    assert canonical(again) == once
    assert again.root is not None
    assert again.root.plain()["weather"] == [{"from": 1, "ground": "dry"}, {"from": 2, "ground": "mud"}]
