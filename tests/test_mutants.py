"""Mutants by the thousand, checked in one process: no text makes a check fall over, take a second or fill the memory.

Half of them are changed by what they are made of (values, keys and items put elsewhere, taken away, doubled, made
hostile, remarks between them), half byte by byte. Whatever is told of them stands in the text, every fix can be made.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from mistakes import BASE
from test_hostile import CPU_SECONDS, MEMORY_KB, mangle, resource
from test_lint import random_text

from game.ai.weights import WEIGHTS_FILE, check_weights
from game.diagnostics import Document, Node
from game.documents import parse
from game.record import read_record
from game.rulebook import STANDARD, check_rules, load_rules
from game.scenario.load import build, load_scenario, sketch

MANY = int(os.environ.get("MUTANTS", "100000"))
"""Mutants of the long test, of all kinds together."""
GOOD = 3
"""A seed of a small scenario without a mistake."""
RULES = load_rules()
WORDS = (
    "", "null", "~", "true", "-1", "0", "1.5", "1e999", "9" * 400, "[]", "{}", "[[[[]]]]", "{a: {b: {c: 1}}}", '""', "'",
    '"', '"\\ud800"', "|", ">", "- ", "? ", ": ", "# x", "  # lint: off C225", "&a x", "*a", "!!str x", "---", "ua", "ru",
    '"0000"', '"9999-0000"', '"0000 0001 0002"', "x" * 3000, "relief", "n-1", "crossroads", "event", "2023-02-30", "\t",
)  # fmt: skip


def nodes(node: Node) -> Iterator[Node]:
    """Every value and key of a tree."""
    yield node
    if isinstance(node.value, list):
        for item in node.value:
            yield from nodes(item)
    elif isinstance(node.value, dict):
        yield from node.keys.values()
        for item in node.value.values():
            yield from nodes(item)


class Seed:
    """A good text with the places of everything in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        root = parse("seed.yaml", text).root
        assert root is not None
        starts = [0]
        for line in text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        self.spans = [
            (starts[n.line - 1] + n.column - 1, starts[n.end_line - 1] + n.end_column - 1)
            for n in nodes(root)
            if n.end_line
        ]

    def rebuilt(self, dice: random.Random) -> str:
        """The text with something done to one to four of its parts."""
        text = self.text
        for start, end in sorted(dice.sample(self.spans, dice.randint(1, 4)), reverse=True):
            if end > len(text):
                continue
            part = text[start:end]
            a, b = dice.choice(self.spans)
            match dice.randrange(8):
                case 0:
                    new = ""
                case 1:
                    new = self.text[a:b]
                case 2:
                    new = part + dice.choice((", ", "\n", " ")) + part
                case 3:
                    new = part[: dice.randint(0, len(part))]
                case 4:
                    new = part + dice.choice(("  # remark\n", " # lint: off C225 D999\n", "#", "\n\n"))
                case 5:
                    new = "".join(dice.sample(part, len(part))) if len(part) < 200 else part.upper()
                case _:
                    new = dice.choice(WORDS)
            text = text[:start] + new + text[end:]
        return text


def remarked(dice: random.Random, text: str) -> str:
    """The text with remarks wherever one may stand, which mean nothing."""
    lines = []
    for line in text.split("\n"):
        if dice.random() < 0.3:
            lines.append(" " * dice.randint(0, 9) + dice.choice(("#", "# a: b", "# - [", '# "', "# 'it's")))
        lines.append(line + "  # &x *y !z" if line and dice.random() < 0.5 else line)
    return "\n".join(lines)


def sound(document: Document, text: str) -> None:
    """What is told of a document stands in it, can be printed, and its fixes can be made."""
    for problem in document.problems:
        assert 1 <= problem.line <= len(document.lines) + 1
        assert problem.column >= 1
        assert problem.render()
        json.dumps(problem.record())
        if problem.fix is not None and document.text == text:
            assert problem.fix.apply(text) != text, problem


def look(kind: str, data: bytes | str, path: Path) -> None:
    """Check a text as what it is meant for."""
    if kind == "record":
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
        for problem in read_record(path).problems:
            assert problem.render()
        return
    document = parse("mutant.yaml", data)
    if kind == "scenario":
        sketch(document, "mutant", RULES)
        assert (build(document, "mutant", RULES) is None) == bool(document.errors)
    elif kind == "rules":
        assert (check_rules(document) is None) == bool(document.errors)
    else:
        check_weights(document)
    sound(document, data if isinstance(data, str) else "")


def mutants(numbers: range, path: Path) -> None:
    """Check mutants by their numbers; of ten, seven are scenarios, the others rules, weights and a record."""
    scenario = Seed(random_text(random.Random(GOOD)))
    larger, rules = Seed(BASE), Seed(STANDARD.read_text(encoding="utf-8"))
    weights = Seed(WEIGHTS_FILE.read_text(encoding="utf-8"))
    head = {"record": 1, "scenario": {"id": "x", "text": scenario.text}, "rules": {}, "seed": 1, "players": {}}
    kinds: list[tuple[str, Seed]] = [("scenario", scenario)] * 6 + [("scenario", larger), ("rules", rules)]
    kinds += [("weights", weights), ("record", Seed(json.dumps(head)))]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in numbers:
        dice = random.Random(number)
        kind, seed = kinds[number % 10]
        data = seed.rebuilt(dice) if dice.random() < 0.5 else mangle(dice, seed.text.encode())
        begun = time.process_time()
        try:
            look(kind, data, path)
            spent = time.process_time() - begun
            assert spent <= CPU_SECONDS, f"{spent:.2f} s"
        except BaseException as error:
            error.add_note(f"mutant {number}, {kind}")
            raise
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEMORY_KB


@pytest.mark.parametrize("part", range(4))
def test_a_thousand_mutants_are_told_what_is_wrong(part: int, tmp_path: Path) -> None:
    mutants(range(250 * part, 250 * part + 250), tmp_path / "mutant.jsonl")


@pytest.mark.long
def test_a_hundred_thousand_mutants_are_told_what_is_wrong(tmp_path: Path) -> None:
    mutants(range(1000, 1000 + MANY), tmp_path / "mutant.jsonl")


def test_remarks_everywhere_change_nothing() -> None:
    for seed in range(12):
        text = remarked(random.Random(seed), BASE)
        document = parse("remarked.yaml", text)
        scenario = build(document, "remarked")
        assert document.problems == []
        assert scenario is not None
        plain = build(parse("plain.yaml", BASE), "plain")
        assert plain is not None
        assert scenario.digest == plain.digest
    assert load_scenario("mirror").digest
