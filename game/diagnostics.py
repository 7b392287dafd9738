"""What is wrong with a file, and where: documents, their values with line and column, and the list of their problems."""

from __future__ import annotations

import bisect
import difflib
import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from game.splices import Splice, Splices, apply

LINE_END = re.compile(r"\r\n?")
MAX_PROBLEMS = 200
"""Most diagnostics reported for one document; a last one says how many were left out."""

UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
"""Characters that a terminal obeys or that cannot be seen: control codes, directions, halves of characters."""


Severity = Literal["error", "warning", "hint"]
"""How bad a thing is: errors stop a file from being used, warnings are probably not meant, hints may be."""
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")


class Change(NamedTuple):
    """A stretch of a text replaced: so many characters from a place on, line ends among them."""

    line: int
    column: int
    width: int
    new: str


class Fix(NamedTuple):
    """What would mend a problem: what it does, and the changes of the text that do it, in its order, none overlapping."""

    label: str
    changes: tuple[Change, ...]

    def splices(self, text: str) -> Splices:
        """The changes as splices of the text that was checked, whatever its lines end in."""
        plain = LINE_END.sub("\n", text)
        starts = list(itertools.accumulate((len(line) + 1 for line in plain.split("\n")), initial=0))
        wide = [found.start() - i for i, found in enumerate(re.finditer("\r\n", text))]

        def place(at: int) -> int:
            """Where a letter of the text with plain line ends stands in the text itself."""
            return at + bisect.bisect_left(wide, at)

        made = []
        for change in self.changes:
            at = starts[change.line - 1] + change.column - 1
            start, end = place(at), place(at + change.width)
            made.append(Splice(start, text[start:end], change.new))
        return tuple(made)

    def apply(self, text: str) -> str:
        """The text with the changes made."""
        return apply(text, self.splices(text))


@dataclass(frozen=True)
class Diagnostic:
    """One thing wrong with a file: where, how bad, what, and what would help."""

    code: str
    """Stable code, such as D101; explained in docs/diagnostics.md."""
    message: str
    """One sentence."""
    file: str
    """Path as the user gave it."""
    line: int = 1
    """Line, from 1."""
    column: int = 1
    """Column in characters, from 1."""
    width: int = 1
    """Characters to underline."""
    hint: str = ""
    """What would help; empty if nothing better can be said."""
    severity: Severity = "error"
    """Errors stop the file from being used, the others do not."""
    source: str = field(default="", compare=False)
    """The source line, for the excerpt."""
    fix: Fix | None = field(default=None, compare=False)
    """What would mend it, where the right answer is known."""

    def render(self) -> str:
        """The diagnostic as printed: place, sentence, hint, source line, caret."""
        text = f"{harmless(self.file)}:{self.line}:{self.column}: {self.severity} {self.code}: {self.message}"
        if self.hint:
            text += f" {self.hint}"
        if self.source:
            window, at = _excerpt(self.source, self.column - 1)
            under = window[at : at + self.width]
            text += f"\n    {window}\n    {' ' * _cells(window[:at])}{'^' * max(1, _cells(under))}"
        if self.fix:
            text += f"\n    fix: {self.fix.label}"
        return text

    def record(self) -> dict[str, Any]:
        """The diagnostic as `check --json` prints it."""
        names = ("file", "line", "severity", "code", "message", "hint")
        record = {name: getattr(self, name) for name in names} | {"col": self.column, "fix": None}
        if self.fix:
            changes = [{"line": c.line, "col": c.column, "width": c.width, "new": c.new} for c in self.fix.changes]
            record["fix"] = {"label": self.fix.label, "changes": changes}
        return record


def harmless(text: str) -> str:
    """A text on one line without what a terminal would obey.

    >>> harmless("red \\x1b[31m and two\\nlines")
    'red ?[31m and two lines'
    """
    return UNPRINTABLE.sub("?", re.sub(r"[\t\n\r]", " ", text))


def _excerpt(source: str, at: int) -> tuple[str, int]:
    """At most 100 characters of a source line around a column, harmless to print, and where the column is in it."""
    start = max(0, at - 60)
    window = harmless(source[start : start + 100])
    return window, min(at - start, len(window))


def _cells(text: str) -> int:
    """How many places a text takes in a terminal: none for an accent, two for a wide character."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class BadInput(Exception):
    """Raised at the border of the library when a file cannot be used; carries every diagnostic found."""

    def __init__(self, problems: list[Diagnostic]) -> None:
        super().__init__("\n".join(p.render() for p in problems))
        self.problems = problems

    @classmethod
    def of(cls, file: str, code: str, message: str, hint: str = "", line: int = 1) -> BadInput:
        """One error, at the beginning of a line of a file of which no text need be shown."""
        document = Document(file, "")
        document.report(code, message, (line, 1, 1), hint)
        return cls(document.problems)


class Node(NamedTuple):
    """A value of a document with its place: a scalar, a list of nodes or a mapping of key nodes to nodes."""

    line: int
    column: int
    width: int
    value: str | int | float | bool | list[Node] | dict[str, Node] | None
    keys: Mapping[str, Node] = MappingProxyType({})
    """For a mapping: the place of each key."""
    end_line: int = 0
    end_column: int = 0
    """The place just behind the value; of a block, behind its last value."""
    flow: bool = False
    """Whether a list or mapping stands in brackets."""

    def plain(self) -> Any:
        """The value without places."""
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        return self.value

    def find(self, path: Iterable[str | int]) -> Node:
        """The node at a path of keys and positions, or the deepest one on the way that exists."""
        node = self
        for step in path:
            if isinstance(node.value, dict) and step in node.value:
                node = node.value[str(step)]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
        return node


class Document:
    """A file that was read: its text, its root node if it could be parsed, and the problems found so far."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.lines = text.split("\n")
        self.problems: list[Diagnostic] = []
        self.root: Node | None = None

    @property
    def errors(self) -> list[Diagnostic]:
        """The problems that stop the file from being used."""
        return [p for p in self.problems if p.severity == "error"]

    @property
    def full(self) -> bool:
        """Whether no more problems are listed, so that there is no use in looking for more."""
        return len(self.problems) > MAX_PROBLEMS

    def report(
        self,
        code: str,
        message: str,
        at: Node | tuple[int, int, int],
        hint: str = "",
        severity: Severity = "error",
        fix: Fix | None = None,
    ) -> None:
        """Add a problem at a node or at (line, column, width)."""
        if self.full:
            return
        line, column, width = (at.line, at.column, at.width) if isinstance(at, Node) else at
        if len(self.problems) == MAX_PROBLEMS:
            code, message, hint = "D110", f"There are more than {MAX_PROBLEMS} problems; the rest are not listed.", ""
            severity, fix = "error", None
        source = self.lines[line - 1] if line <= len(self.lines) else ""
        if fix:
            fix = fix._replace(label=harmless(fix.label))
        self.problems.append(
            Diagnostic(code, harmless(message), self.file, line, column, width, harmless(hint), severity, source, fix)
        )

    def raise_errors(self) -> None:
        """Raise BadInput if anything found so far stops the file from being used."""
        if self.errors:
            raise BadInput(self.problems)


def near(word: str, names: Iterable[str], alike: float = 0.6) -> str:
    """The nearest name, or an empty string if none is near.

    >>> near("terain", ["terrain", "control"])
    'terrain'
    """
    close = difflib.get_close_matches(word[:80], list(names), n=1, cutoff=alike)
    return close[0] if close else ""


def nearest(word: str, names: Iterable[str]) -> str:
    """'Did you mean ...?' for the nearest name, or an empty string if none is near.

    >>> nearest("terain", ["terrain", "control"])
    "Did you mean 'terrain'?"
    """
    close = near(word, names)
    return f"Did you mean '{close}'?" if close else ""


def rewrite(at: Node, new: str) -> Fix | None:
    """A fix that writes something else in the place of a word, a number or a quoted text; None if it fills many lines."""
    if isinstance(at.value, (list, dict)) or (at.width == 1 and len(str(at.value)) > 1):
        return None
    return Fix(f"write {new} here", (Change(at.line, at.column, at.width, new),))
