"""A document read part by part is the document read whole: the same nodes at the same places, or not in parts at all."""

from __future__ import annotations

import random

import pytest

from game.diagnostics import Document, Node
from game.documents import builder, parse
from game.documents.parts import build_in_parts
from game.scenario.load import FOLDER, scenario_names

TRAPS = (
    "a: 1\nb: 2\n",
    "a:\n  - x\n  - y\nb: z\n",
    "a:\n- x\n- y\nb: z\n",
    'a: "one\nb: two"\n',
    "a: 'one\n\n  b: two'\n",
    "a: |\n  b: 1\n  c: 2\nd: 3\n",
    "a: >\n  text\n\n  more\nb: [1,\n  2]\n",
    "a: {b: 1,\nc: 2}\nd: 3\n",
    "a: 1\n b: 2\n",
    "a:\n    b: 1\n  c: 2\n",
    "a: 1\na: 2\n",
    "---\na: 1\n",
    "a: 1\n---\nb: 2\n",
    "a: 1\n...\n",
    "- a\n- b\n",
    "{a: 1}\n",
    "# only a comment\n",
    "",
    "a: &x 1\nb: *x\n",
    "a: 1 # one\n# two\nb:   # three\n  # four\n  c: 1\n\n\n",
    "a: foo\n  bar\nb: 1\n",
    "a:\nb:\n",
    "? a\n: b\n",
    "a: 1\n\tb: 2\n",
    "a: - 1\n",
    "a:\n  - b: 1\n    c: 2\n  -\n    d: 3\n",
    "a: 1\r\nb: 2\n",
)


def whole(text: str) -> tuple[object, list[object]]:
    """The nodes and the problems of a text that is read whole."""
    document = Document("x", text)
    try:
        return builder.build(document), list(document.problems)
    except Exception:
        return None, ["refused"]


def same(text: str) -> bool:
    """Whether the parts, if there are any, are the whole; whether there are."""
    parts = build_in_parts(text.split("\n"))
    if isinstance(parts, Node):
        nodes, problems = whole(text)
        assert not problems
        assert parts == nodes
    return isinstance(parts, Node)


@pytest.mark.parametrize("text", TRAPS)
def test_a_trap_is_read_as_the_whole_is(text: str) -> None:
    same(text * 1)
    same("\n\n" + text + "\n" * 9 + text.replace("a:", "z:"))


@pytest.mark.parametrize("name", scenario_names())
def test_what_is_shipped_is_read_in_parts(name: str) -> None:
    assert same((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def test_mutants_are_read_as_the_whole_is() -> None:
    chance, text = random.Random(6), (FOLDER / "mirror.yaml").read_text(encoding="utf-8")
    lines = text.split("\n")
    read = 0
    for _ in range(150):
        mutant = list(lines)
        for _ in range(chance.randint(1, 2)):
            i = chance.randrange(len(mutant))
            line = mutant[i]
            at = chance.randrange(len(line) + 1)
            mutant[i] = chance.choice((
                line[:at] + chance.choice("\"'{}[]:,-# |>x\n") + line[at:], line[:at] + line[at + 1 :], "  " + line,
                line[1:], line + "\n" + line, "",
            ))  # fmt: skip
        read += same("\n".join(mutant))
    assert read > 20


def test_the_same_problems_are_told_either_way() -> None:
    document = parse("x", "a: 1\nb: {c: 1, c: 2}\n")
    assert [(p.code, p.line, p.column) for p in document.problems] == [("D111", 2, 11)]
