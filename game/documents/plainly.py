"""Parts of a document that are written as `fmt` writes them, read ten times as fast as any YAML.

One entity a line, in brackets; keys that are bare words; text in double quotes; numbers and words bare. Whatever else
there is, even where it is good YAML, is left to the reader of YAML: what is read here, that reader reads alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from game.diagnostics import Node
from game.documents.builder import plain_value
from game.documents.limits import MAX_DEPTH, MAX_VALUES

_NOTHING = re.compile(r" *(?:#.*)?\Z")
_END = re.compile(r" *(?: #.*)?\Z")
_KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_-]{0,99}):(?= |\Z)", re.ASCII)
_QUOTED = re.compile(r'"([^"\\]*(?:\\["\\][^"\\]*)*)"')
_BARE = re.compile(r"(?:-?[0-9]+(?:\.[0-9]+)?|[A-Za-z_][A-Za-z0-9_-]*)(?=[ ,\]}]|\Z)", re.ASCII)
_ESCAPED = re.compile(r'\\(["\\])')


class _Other(Exception):
    """The text is written in another way."""


def read_plainly(text: str) -> tuple[Node, int, int] | None:
    """A block as nodes, how many they are and how deep; None if it is not all written in the plain way."""
    if "\t" in text:
        return None
    try:
        return _Reader(text.split("\n")).whole()
    except _Other:
        return None


class _Reader:
    """Reads a block line by line."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.at = 0
        self.count, self.depth = 0, 0

    def whole(self) -> tuple[Node, int, int]:
        """All lines as one block."""
        self.skip()
        if self.at == len(self.lines):
            raise _Other
        node = self.block(self.indent(), 1)
        if self.at < len(self.lines):
            raise _Other
        return node, self.count, self.depth

    def skip(self) -> None:
        """Go on to the next line that holds something."""
        while self.at < len(self.lines) and _NOTHING.match(self.lines[self.at]):
            self.at += 1

    def indent(self) -> int:
        """Blanks before the line."""
        line = self.lines[self.at]
        return len(line) - len(line.lstrip(" "))

    def met(self, depth: int) -> None:
        """Count a value."""
        self.count += 1
        if depth > self.depth:
            self.depth = depth
            if depth > MAX_DEPTH:
                raise _Other
        if self.count > MAX_VALUES:
            raise _Other

    def block(self, column: int, depth: int) -> Node:
        """The list or mapping that begins in a column of the line; behind a dash, or at the line's beginning."""
        if self.lines[self.at].startswith("- ", column):
            return self.items(column, depth)
        return self.keys(column, depth)

    def goes_on(self, column: int) -> bool:
        """Whether the next line that holds something belongs to the block in a column."""
        self.skip()
        if self.at == len(self.lines) or self.indent() < column:
            return False
        if self.indent() > column:
            raise _Other
        return True

    def items(self, column: int, depth: int) -> Node:
        """A list, an item a line or more."""
        self.met(depth)
        line, items = self.at + 1, []
        while True:
            text = self.lines[self.at]
            if not text.startswith("- ", column):
                raise _Other
            start = column + 2
            if _KEY.match(text, start):
                items.append(self.keys(start, depth + 1))
            else:
                items.append(self.value(start, depth + 1))
            if not self.goes_on(column):
                break
        last = items[-1]
        return Node(line, column + 1, 1, items, {}, last.end_line, last.end_column)

    def keys(self, column: int, depth: int) -> Node:
        """A mapping, a key a line or more."""
        self.met(depth)
        line = self.at + 1
        values: dict[str, Node] = {}
        keys: dict[str, Node] = {}
        while True:
            text = self.lines[self.at]
            found = _KEY.match(text, column)
            if found is None or found[1] in values:
                raise _Other
            name, start = found[1], found.end()
            self.met(depth + 1)
            keys[name] = Node(self.at + 1, column + 1, len(name), _key(name), {}, self.at + 1, column + 1 + len(name))
            if _END.match(text, start):
                self.at += 1
                self.skip()
                if self.at == len(self.lines) or self.indent() <= column:
                    raise _Other
                last = self.block(self.indent(), depth + 1)
            else:
                while text.startswith(" ", start):
                    start += 1
                last = self.value(start, depth + 1)
            values[name] = last
            if not self.goes_on(column):
                break
        return Node(line, column + 1, 1, values, keys, last.end_line, last.end_column)

    def value(self, start: int, depth: int) -> Node:
        """A value on the rest of the line."""
        text = self.lines[self.at]
        node = self.inline(text, start, depth)
        if not _END.match(text, node.end_column - 1):
            raise _Other
        self.at += 1
        return node

    def inline(self, text: str, start: int, depth: int) -> Node:
        """A value that begins at a place of a line and ends on it."""
        line, first = self.at + 1, text[start : start + 1]
        if first == '"':
            found = _QUOTED.match(text, start)
            if found is None:
                raise _Other
            self.met(depth)
            end = found.end()
            value = _ESCAPED.sub(r"\1", found[1]) if "\\" in found[1] else found[1]
            return Node(line, start + 1, end - start, value, {}, line, end + 1)
        if first == "{":
            return self.mapping(text, start, depth)
        if first == "[":
            return self.list(text, start, depth)
        found = _BARE.match(text, start)
        if found is None:
            raise _Other
        self.met(depth)
        return Node(line, start + 1, found.end() - start, plain_value(found[0]), {}, line, found.end() + 1)

    def mapping(self, text: str, start: int, depth: int) -> Node:
        """A mapping in brackets."""
        self.met(depth)
        line, at = self.at + 1, start + 1
        values: dict[str, Node] = {}
        keys: dict[str, Node] = {}
        while not (text.startswith("}", at) and not values):
            found = _KEY.match(text, at)
            if found is None or found[1] in values:
                raise _Other
            name = found[1]
            self.met(depth + 1)
            keys[name] = Node(line, at + 1, len(name), _key(name), {}, line, at + 1 + len(name))
            value = values[name] = self.inline(text, found.end() + 1, depth + 1)
            at = value.end_column - 1
            if text.startswith("}", at):
                break
            if not text.startswith(", ", at):
                raise _Other
            at += 2
        return Node(line, start + 1, 1, values, keys, line, at + 2, True)

    def list(self, text: str, start: int, depth: int) -> Node:
        """A list in brackets."""
        self.met(depth)
        line, at = self.at + 1, start + 1
        items: list[Node] = []
        while not (text.startswith("]", at) and not items):
            items.append(self.inline(text, at, depth + 1))
            at = items[-1].end_column - 1
            if text.startswith("]", at):
                break
            if not text.startswith(", ", at):
                raise _Other
            at += 2
        return Node(line, start + 1, 1, items, {}, line, at + 2, True)


def _key(name: str) -> str | int | float | bool | None:
    """What a key would be as a value, as the reader of YAML has it."""
    return plain_value(name)
