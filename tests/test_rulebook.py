"""The rulebook, its tests and the code cite one another by the same numbers."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

from game.rules import (
    assault,
    breakout,
    claims,
    depots,
    drones,
    encirclement,
    fires,
    interdiction,
    missions,
    movement,
    postures,
    relief,
    turn,
    works,
)  # fmt: skip
from game.texts import LANGUAGES, keys

ROOT = Path(__file__).parent.parent
RULEBOOK = (ROOT / "assets" / "rulebook.md").read_text(encoding="utf-8")
CITED = re.compile(r"\[(\d+)(?:\.(\d+[a-z]?))?\]")
"""A rule as tests and code cite it: [5.3a], or a whole chapter: [5]."""
CHAPTERS = (
    turn, movement, assault, postures, fires, interdiction, missions, drones, depots, encirclement, breakout, relief,
    works, claims,
)  # fmt: skip
"""The modules whose checks refuse orders."""


def rules() -> list[str]:
    """The numbers of the rules, in the order of the rulebook."""
    return re.findall(r"^(\d+\.\d+[a-z]?) ", RULEBOOK, re.MULTILINE)


def chapters() -> list[str]:
    """The numbers of the chapters, in the order of the rulebook."""
    return re.findall(r"^## \[(\d+)\] ", RULEBOOK, re.MULTILINE)


def cited_in(text: str) -> set[str]:
    """The rules that a text cites, whole chapters left out."""
    return {f"{chapter}.{rule}" for chapter, rule in CITED.findall(text) if rule}


def docstrings_of_tests() -> dict[str, str]:
    """Every test of the chapters -> its docstring."""
    found = {}
    for path in sorted((ROOT / "tests").glob("test_chapter_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found[f"{path.name}::{node.name}"] = ast.get_docstring(node) or ""
    return found


def refusals() -> dict[str, int]:
    """Every rule that can refuse an order -> its code, chapter x 100 + a number; the constants of the checks."""
    found = {}
    for module in CHAPTERS:
        constants = {name: value for name, value in vars(module).items() if name.isupper() and isinstance(value, int)}
        checks = "\n".join(inspect.getsource(module).split("@kernel")[1:])
        found |= {name: code for name, code in constants.items() if re.search(rf"return .*\b{name}\b", checks)}
    return {name: code for name, code in found.items() if code > 400}


def test_rules_are_numbered_in_order_under_their_chapters():
    """No number twice, none under another chapter's heading; chapters rise."""
    assert len(set(rules())) == len(rules())
    assert [int(chapter) for chapter in chapters()] == sorted({int(chapter) for chapter in chapters()})
    for part in re.split(r"^## ", RULEBOOK, flags=re.MULTILINE)[1:]:
        chapter = part[1 : part.index("]")]
        numbers = re.findall(r"^(\d+)\.(\d+)([a-z]?) ", part, re.MULTILINE)
        assert {number[0] for number in numbers} == {chapter}
        order = [(int(number), letter) for _, number, letter in numbers]
        assert order == sorted(order)
        assert [number for number, letter in order if not letter] == list(range(1, order[-1][0] + 1))


def test_every_rule_is_cited_by_a_test():
    """The chapters' tests leave no rule out."""
    cited = set[str]().union(*map(cited_in, docstrings_of_tests().values()))
    assert [rule for rule in rules() if rule not in cited] == []


def test_every_test_of_a_chapter_cites_rules_that_are_there():
    """In its docstring, first of all one of the chapter its file is named for."""
    for name, docstring in docstrings_of_tests().items():
        cited = cited_in(docstring)
        assert cited, f"{name} cites no rule"
        assert cited <= set(rules()), f"{name} cites {cited - set(rules())}"
        chapter = str(int(name.removeprefix("test_chapter_")[:2]))
        assert any(rule.split(".")[0] == chapter for rule in cited), f"{name} cites no rule of its chapter"


@pytest.mark.parametrize("name", sorted(refusals()))
def test_a_refusal_cites_a_rule_that_is_there(name: str):
    """Its sentence begins with the rule's number, the same in every language."""
    code = refusals()[name]
    cited = set()
    for language in LANGUAGES:
        number = re.match(r"\[(\d+\.\d+[a-z]?)\] ", keys(language)[f"refusal.r{code}"])
        assert number, f"{name} ({code}) in {language}"
        cited.add(number[1])
    assert len(cited) == 1
    assert cited <= set(rules())


def test_there_is_a_sentence_for_every_refusal_and_no_other():
    """In both languages."""
    codes = {f"refusal.r{code}" for code in refusals().values()}
    for language in LANGUAGES:
        assert {key for key in keys(language) if key.startswith("refusal.")} == codes


def test_the_code_cites_rules_that_are_there():
    """Docstrings, comments and texts of the game."""
    files = [*(ROOT / "game").rglob("*.py"), *(ROOT / "assets" / "i18n").glob("*.yaml")]
    for path in files:
        text = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if ">>>" not in line)
        for rule in cited_in(text):
            if rule.split(".")[0] in chapters():
                assert rule in rules(), f"{path.name} cites [{rule}]"
