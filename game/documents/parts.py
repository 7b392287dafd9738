"""A document built part by part, so that after an edit only the part that changed is parsed.

A block of YAML is the sum of its parts: a mapping of its keys, a list of its items, each from its own line to the next
at the same indentation. Every part must be whole by itself; where one is not, or the text is no block, the whole must be
parsed at once. So nothing is ever read otherwise than whole: tests compare the two.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from game.diagnostics import Node
from game.documents.builder import build_part
from game.documents.limits import MAX_DEPTH, MAX_ODD_LETTERS, MAX_ODD_PARTS, MAX_VALUES
from game.documents.plainly import read_plainly

_KEY = re.compile(r" *[A-Za-z_][\w-]*:(?= |$)")
_HEAD = re.compile(r" *[A-Za-z_][\w-]*: *(#.*)?$")
"""A key with nothing but a comment behind it."""
_ITEM = re.compile(r" *- ")
_NOTHING = re.compile(r" *(#.*)?$")
"""A line that holds no value."""
SMALL_LINES, SMALL_LETTERS = 6, 1500
"""A part not larger than either is parsed at once."""
KEPT = 4096
"""Parts kept in memory."""


class _Part(NamedTuple):
    """A node with how many values it holds and how deep it is."""

    node: Node
    amount: int
    depth: int
    odd: int = 0
    """Letters that had to be read as YAML."""


class Unread(NamedTuple):
    """Why a text cannot be read part by part."""

    first: int = 0
    last: int = 0
    """The lines that cannot be read, last not included; both 0 if it is not that."""
    too_many: bool = False
    """Whether it holds more values than a document may."""


class _Whole(Exception):
    """The text cannot be read part by part."""

    def __init__(self, first: int = 0, last: int = 0, too_many: bool = False) -> None:
        super().__init__()
        self.why = Unread(first, last, too_many)


@dataclass
class _Reading:
    """The lines of a text that is read part by part, and what was read as YAML."""

    lines: Sequence[str]
    parts: int = 0
    letters: int = 0
    values: int = 0

    def spend(self, part: _Part) -> None:
        """Note a part that was read. Raises _Whole if there were too many values, or too much had to be read as YAML."""
        self.parts += part.odd > 0
        self.letters += part.odd
        self.values += part.amount - 1
        if self.values >= MAX_VALUES:
            raise _Whole(too_many=True)
        if self.parts > MAX_ODD_PARTS or self.letters > MAX_ODD_LETTERS:
            raise _Whole


def build_in_parts(lines: Sequence[str]) -> Node | Unread:
    """The nodes of a text of lines, or why it is to be parsed as a whole."""
    try:
        part = _block(_Reading(lines), 0, len(lines))
    except _Whole as whole:
        return whole.why
    except RecursionError:
        return Unread()
    if part.amount > MAX_VALUES:
        return Unread(too_many=True)
    return part.node if part.depth <= MAX_DEPTH else Unread()


def _block(reading: _Reading, first: int, last: int) -> _Part:
    """The mapping or list that some lines hold."""
    lines = reading.lines
    start = next((i for i in range(first, last) if not _NOTHING.match(lines[i])), last)
    if start == last:
        raise _Whole
    indent = _indent(lines[start])
    kind = _ITEM if _ITEM.match(lines[start]) else _KEY
    begins: list[int] = []
    for i in range(start, last):
        if len(lines[i]) > indent and lines[i][indent] not in " #" and _indent(lines[i]) == indent:
            if not kind.match(lines[i]):
                raise _Whole(i, i + 1)
            begins.append(i)
        elif _indent(lines[i]) < indent and not _NOTHING.match(lines[i]):
            raise _Whole(i, i + 1)
    parts = [_one(reading, a, b) for a, b in zip(begins, [*begins[1:], last], strict=True)]
    return _joined(parts, start + 1, indent + 1)


def _one(reading: _Reading, first: int, last: int) -> _Part:
    """A key with its value, or an item, as a mapping or list of one."""
    lines = reading.lines
    if last - first > SMALL_LINES and _HEAD.match(lines[first]):
        inner = _block(reading, first + 1, last)
        if inner.node.column <= _indent(lines[first]) + 1:
            raise _Whole
        key = _parsed(lines[first] + "\n", first, first + 1)
        name, place = next(iter(key.node.keys.items()))
        node = key.node._replace(value={name: inner.node}, end_line=inner.node.end_line, end_column=inner.node.end_column)
        return _Part(node._replace(keys={name: place}), inner.amount + 2, inner.depth + 1)
    part = _parsed("\n".join(lines[first:last]) + "\n", first, last)
    reading.spend(part)
    return part


def _joined(parts: list[_Part], line: int, column: int) -> _Part:
    """Mappings or lists of one as one."""
    end = parts[-1].node
    count, depth = 1 + sum(part.amount - 1 for part in parts), max(part.depth for part in parts)
    if isinstance(end.value, list):
        items = [item for part in parts if isinstance(part.node.value, list) for item in part.node.value]
        if len(items) != len(parts):
            raise _Whole
        return _Part(Node(line, column, 1, items, {}, end.end_line, end.end_column), count, depth)
    values: dict[str, Node] = {}
    keys: dict[str, Node] = {}
    for part in parts:
        assert isinstance(part.node.value, dict)
        values |= part.node.value
        keys |= part.node.keys
    if len(values) != len(parts):
        raise _Whole
    return _Part(Node(line, column, 1, values, keys, end.end_line, end.end_column), count, depth)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


@functools.lru_cache(maxsize=KEPT)
def _parsed(text: str, first: int, last: int) -> _Part:
    """A part of the text that begins on a line and ends before another. Raises _Whole."""
    part = _parsed_alone(text)
    if part is None:
        raise _Whole(first, last)
    return part._replace(node=_moved(part.node, first)) if first else part


@functools.lru_cache(maxsize=KEPT)
def _parsed_alone(text: str) -> _Part | None:
    """A part as if the text began with it: a block of one value, or nothing."""
    plain = read_plainly(text)
    found = plain or (build_part(text) if len(text) <= MAX_ODD_LETTERS else None)
    if found is None:
        return None
    node, count, depth = found
    fits = isinstance(node.value, (list, dict)) and not node.flow and len(node.value) == 1 and node.line == 1
    return _Part(node, count, depth, 0 if plain else len(text)) if fits else None


def _moved(node: Node, lines: int) -> Node:
    """A node so many lines further down."""
    value, keys = node.value, node.keys
    if isinstance(value, list):
        value = [_moved(item, lines) for item in value]
    elif isinstance(value, dict):
        value = {name: _moved(item, lines) for name, item in value.items()}
        keys = {name: _moved(item, lines) for name, item in keys.items()}
    return Node(
        node.line + lines, node.column, node.width, value, keys, node.end_line + lines, node.end_column, node.flow
    )
