"""The comments of a document, each with what it is about: what it stands before, or at the end of whose line."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from game.diagnostics import Document, Node

Path = tuple[str | int, ...]
_MARK = re.compile(r"(?:^|(?<=[ \t]))#")


class Trailing(NamedTuple):
    """A comment at the end of a line."""

    line: int
    text: str


@dataclass
class Comments:
    """Comments by the path of the key or item they belong to; a text begins with its #, "" stands for blank lines."""

    before: dict[Path, list[str]] = field(default_factory=dict)
    """What stands on lines of its own before a key or item, blank lines too, however many, as one each."""
    behind: dict[Path, list[Trailing]] = field(default_factory=dict)
    """What stands at the end of a line on which a key or item was the last to begin."""
    end: list[str] = field(default_factory=list)
    """What stands behind everything."""

    def leading(self, path: Path) -> list[str]:
        """What stands before a key or item."""
        return self.before.get(path, [])


def comments_of(document: Document) -> Comments:
    """Every comment of a document that could be parsed."""
    found = Comments()
    if document.root is None:
        return found
    anchors = sorted(((node.line, node.column, len(path)), path) for path, node in _anchors(document.root, ()))
    places = [(line, column) for (line, column, _), _ in anchors]
    scalars: dict[int, list[tuple[int, int]]] = {}
    for node in _scalars(document.root):
        _cover(scalars, document.lines, node)
    waiting: list[str] = []
    for number, line in enumerate(document.lines, start=1):
        spans = scalars.get(number, [])
        at = next((m.start() for m in _MARK.finditer(line) if not any(a <= m.start() < b for a, b in spans)), -1)
        text = line[at:].rstrip() if at >= 0 else ""
        if not spans and (not line.strip() or (at >= 0 and not line[:at].strip())):
            if text or not waiting or waiting[-1]:
                waiting.append(text)
            continue
        first = bisect.bisect_left(places, (number, 0))
        if waiting and first < len(places) and places[first][0] == number:
            found.before[anchors[first][1]], waiting = waiting, []
        if text:
            last = bisect.bisect_left(places, (number, at + 1)) - 1
            found.behind.setdefault(anchors[max(last, 0)][1], []).append(Trailing(number, text))
    found.end = waiting
    return found


def _anchors(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    """Every key and item with its path and place."""
    if isinstance(node.value, dict):
        for key, value in node.value.items():
            yield (*path, key), node.keys[key]
            yield from _anchors(value, (*path, key))
    elif isinstance(node.value, list):
        for i, item in enumerate(node.value):
            yield (*path, i), item
            yield from _anchors(item, (*path, i))


def _scalars(node: Node) -> Iterator[Node]:
    """Every key and every value that is neither list nor mapping."""
    if isinstance(node.value, dict):
        yield from node.keys.values()
        for value in node.value.values():
            yield from _scalars(value)
    elif isinstance(node.value, list):
        for item in node.value:
            yield from _scalars(item)
    else:
        yield node


def _cover(scalars: dict[int, list[tuple[int, int]]], lines: list[str], node: Node) -> None:
    """Note what columns of what lines a scalar takes."""
    start = node.column - 1
    if node.end_line <= node.line:
        scalars.setdefault(node.line, []).append((start, max(node.end_column - 1, start)))
        return
    is_block = lines[node.line - 1][start : start + 1] in ("|", ">")
    scalars.setdefault(node.line, []).append((start, start + 1 if is_block else len(lines[node.line - 1])))
    for number in range(node.line + 1, node.end_line):
        scalars.setdefault(number, []).append((0, len(lines[number - 1]) + 1))
    scalars.setdefault(node.end_line, []).append((0, node.end_column - 1))
