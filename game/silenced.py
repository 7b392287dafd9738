"""Remarks in a document that silence its warnings: `# lint: off C225` at the end of a line, or on a line before it.

Warnings and hints of the codes it names are not told of that line; errors always are. What silences nothing is told too,
so that no remark outlives its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from game.diagnostics import SEVERITIES, Change, Document, Fix, near

CODES = frozenset({
    "C216", "C221", "C225", "C240", "C241", "C242", "C243", "C244", "C245", "C246", "C247", "C248", "C249",
    "D123",
})  # fmt: skip
"""The codes of warnings and hints, which may be silenced."""
_QUOTED = re.compile(r"""(?<![^\s\[{,:-])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')""")
_REMARK = re.compile(r"(?:^|(?<=\s))#\s*lint:\s*off\b[ ,]*")
_CODE = re.compile(r"[A-Z][0-9]{3}\Z")


class _Remark(NamedTuple):
    """A code that a remark names, and the line it is about."""

    about: int
    code: str
    line: int
    column: int
    whole: Change
    """What takes the code away: the whole remark, if it is the only one."""


def settle(document: Document) -> None:
    """Leave out what the document's own remarks silence; then errors come first, warnings next, each by its place."""
    if "lint:" in document.text:
        _silence(document)
    last = [p for p in document.problems if p.code == "D110"]
    rest = [p for p in document.problems if p.code != "D110"]
    document.problems = sorted(rest, key=lambda p: (SEVERITIES.index(p.severity), p.line, p.column)) + last


def _silence(document: Document) -> None:
    """Leave out what is silenced, and tell of remarks that silence nothing."""
    remarks = list(_remarks(document))
    silenced = {(remark.about, remark.code) for remark in remarks if remark.code in CODES}
    kept = [p for p in document.problems if p.severity == "error" or (p.line, p.code) not in silenced]
    used = {(p.line, p.code) for p in document.problems if p.severity != "error"}
    document.problems = kept
    for remark in remarks:
        code, hint = remark.code, ""
        if not code:
            message, hint = "This silences nothing.", "Name the codes of warnings: # lint: off C225."
        elif code not in CODES and _CODE.match(code):
            message = f"{code} is no warning; only warnings and hints can be silenced."
        elif code not in CODES:
            close = near(code.upper(), CODES)
            message, hint = f"There is no warning '{code[:20]}'.", f"Did you mean '{close}'?" if close else ""
        elif (remark.about, code) in used or document.errors:
            continue  # with errors not everything was looked at
        else:
            message = f"Nothing is warned of with {code} here."
        fix = Fix("take it away", (remark.whole,))
        place = (remark.line, remark.column, max(1, len(code)))
        document.report("D124", message, place, hint, severity="warning", fix=fix)


def _remarks(document: Document) -> Iterator[_Remark]:
    """Every code that a remark names; a remark without any has an empty one."""
    for i, line in enumerate(document.lines):
        if "lint:" not in line:
            continue
        found = _REMARK.search(_QUOTED.sub(lambda quoted: "_" * len(quoted.group()), line))
        if not found:
            continue
        about = i
        if not line[: found.start()].strip():
            about = next((j for j in range(i + 1, len(document.lines)) if _holds(document.lines[j])), i)
        words = list(re.finditer(r"[^\s,]+", line[found.end() :].split("#")[0]))
        if not words:
            yield _Remark(about + 1, "", i + 1, found.start() + 1, _cut(i, line, found.start(), len(line)))
        for word in words:
            start, end = found.end() + word.start(), found.end() + word.end()
            whole = _cut(i, line, found.start(), len(line)) if len(words) == 1 else _cut(i, line, start, end)
            yield _Remark(about + 1, word.group(), i + 1, start + 1, whole)


def _holds(line: str) -> bool:
    """Whether a line holds something else than a remark."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _cut(i: int, line: str, start: int, end: int) -> Change:
    """The change that takes a stretch of a line away, with the blanks before it; a line left empty goes whole."""
    before = line[:start].rstrip(" ")
    if not before and end == len(line):
        return Change(i + 1, 1, len(line) + 1, "")
    return Change(i + 1, len(before) + 1, end - len(before), "")
