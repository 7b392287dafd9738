"""Every diagnostic is explained in docs/diagnostics.md, and some test provokes it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from game.silenced import CODES
from game.texts import LANGUAGES, keys

ROOT = Path(__file__).parent.parent
ANCHOR = re.compile(r'<a id="([A-Z][0-9]{3})"></a>([A-Z][0-9]{3})$')
CODE = re.compile(r"\b[A-Z][0-9]{3}\b")

UNREACHABLE: dict[str, str] = {}
"""Codes that no file can provoke, each with the reason why it is there."""


def codes_in(folder: Path, pattern: str) -> set[str]:
    """Every code in the texts of a folder's Python files that fit a pattern."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(pattern, node.value, re.S):
                found |= set(CODE.findall(node.value))
    return found


REPORTED = codes_in(ROOT / "game", CODE.pattern)


def rows() -> list[list[str]]:
    """The rows of the tables in the document that begin with a code."""
    text = (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8")
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.split("\n") if line.startswith("|")]
    named = [(ANCHOR.match(row[0]), row) for row in cells]
    return [[anchor[2], *row[1:]] for anchor, row in named if anchor and anchor[1] == anchor[2]]


def test_the_document_explains_every_code_once_and_no_other() -> None:
    explained = [row[0] for row in rows()]
    assert sorted(explained) == sorted(REPORTED)
    assert explained == sorted(explained, key=lambda code: ("DCRPGALX".index(code[0]), code))


def test_every_code_has_its_meaning_in_both_languages() -> None:
    for language in LANGUAGES:
        told = {key.removeprefix("diagnostics.") for key in keys(language) if key.startswith("diagnostics.")}
        assert told == REPORTED


def test_the_codes_that_may_be_silenced_are_those_of_warnings() -> None:
    warned = {row[0] for row in rows() if row[1].startswith(("Warning: ", "Hint: "))}
    of_scenarios = {code for code in warned if code[0] in "DC"} - {"D124"}
    assert of_scenarios == CODES


def test_every_explanation_is_a_sentence() -> None:
    for code, meaning, help_, *more in rows():
        assert more == [], code
        assert meaning[0].isupper(), code
        assert meaning.endswith("."), code
        assert not help_ or help_.endswith("."), code


def test_every_code_is_provoked_by_a_test_or_cannot_be() -> None:
    assert REPORTED - codes_in(ROOT / "tests", ".*") == set(UNREACHABLE)


def test_warnings_are_called_warnings() -> None:
    """A code is a warning in the document if the code reports it as one."""
    warned = set()
    for path in (ROOT / "game").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            severe = any(k.arg == "severity" and getattr(k.value, "value", "") == "warning" for k in node.keywords)
            if node.func.attr in ("warn", "suggest") or severe:
                warned |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant)}
    assert {row[0] for row in rows() if row[1].startswith(("Warning: ", "Hint: "))} == warned
