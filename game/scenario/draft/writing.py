"""Edits of a scenario in its own terms, and the changes of its text that they come to.

An entity is written on one line, a formation on one and a line a unit, as `game.scenario.write` does; what is not edited
is not touched. Paths are keys and positions from the root; all edits made together mean the document as it was before.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from game.diagnostics import Document, Node
from game.documents.fitting import keys_of
from game.scenario.schema import ScenarioFile
from game.scenario.write import flow_text, formation_lines, value_text
from game.splices import Splice, Splices, together

Address = tuple[str | int, ...]


class Set(NamedTuple):
    """Another value for a key, which is added if it is missing, or for an item."""

    path: Address
    value: Any


class Remove(NamedTuple):
    """A key or an item less."""

    path: Address


class Insert(NamedTuple):
    """Entities more, before the item at a position of a list; at its end if it has none there."""

    path: Address
    at: int
    entities: tuple[Mapping[str, Any], ...]


class Move(NamedTuple):
    """An item, as it is written, to a position of another list of the same kind."""

    path: Address
    to: Address
    at: int


class SetHexes(NamedTuple):
    """Other values of a layer for some hexes."""

    layer: str
    values: Mapping[int, str]


class Put(NamedTuple):
    """Changes of the text itself."""

    splices: Splices


Edit = Set | Remove | Insert | Move | SetHexes | Put

LAST = ("source", "confidence")
"""What stands at the end of everything that has it."""
_LINE = re.compile(r"\r\n|\n|\r")
_WORD = re.compile(r"\S+")
_DASH = re.compile(r"-\s*(#.*)?\s*\Z")
"""The dash of an item, with nothing but a comment behind it."""


def write(text: str, document: Document, edits: Iterable[Edit]) -> Splices:
    """The changes that edits come to. Raises ValueError if they have no place, or touch the same letters."""
    writer = _Writer(text, document)
    for edit in edits:
        writer.take(edit)
    return together(writer.finished())


class _Writer:
    """Collects the changes of one text."""

    def __init__(self, text: str, document: Document) -> None:
        if document.root is None:
            raise ValueError("the text cannot be read")
        self.text, self.root = text, document.root
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.starts = [0, *(found.end() for found in _LINE.finditer(text))]
        self.splices: list[Splice] = []
        self._removed: dict[Address, set[str | int]] = {}
        self._added: dict[Address, dict[str, Any]] = {}
        self._filled: set[Address] = set()
        """Lists that get items."""

    def take(self, edit: Edit) -> None:
        """Note an edit."""
        if isinstance(edit, Set):
            self._set(edit.path, edit.value)
        elif isinstance(edit, Remove):
            self._at(edit.path)
            self._removed.setdefault(edit.path[:-1], set()).add(edit.path[-1])
        elif isinstance(edit, Insert):
            self._insert(edit.path, edit.at, [_item(entity) for entity in edit.entities], list(edit.entities))
        elif isinstance(edit, Move):
            if edit.to == edit.path[:-1] and edit.at in (edit.path[-1], int(edit.path[-1]) + 1):
                return
            self._insert(edit.to, edit.at, [self._written(edit.path)], [self._at(edit.path).plain()])
            self.take(Remove(edit.path))
        elif isinstance(edit, SetHexes):
            self._set_hexes(edit.layer, edit.values)
        else:
            self.splices += edit.splices

    def finished(self) -> list[Splice]:
        """All changes, with those that go together put together."""
        for path, values in self._added.items():
            self._add(path, values)
        for path, steps in self._removed.items():
            self._remove(path, steps)
        return self.splices

    # places ----------------------------------------------------------------------------------------------------------

    def _at(self, path: Address) -> Node:
        """The node at a path. Raises ValueError if there is none."""
        node = self._find(path)
        if node is None:
            raise ValueError(f"there is nothing at {'.'.join(map(str, path))}")
        return node

    def _find(self, path: Address) -> Node | None:
        node = self.root
        for step in path:
            if isinstance(node.value, dict) and step in node.value:
                node = node.value[str(step)]
            elif isinstance(node.value, list) and isinstance(step, int) and 0 <= step < len(node.value):
                node = node.value[step]
            else:
                return None
        return node

    def _offset(self, line: int, column: int) -> int:
        return self.starts[line - 1] + column - 1

    def _start(self, node: Node) -> int:
        return self._offset(node.line, node.column)

    def _end(self, node: Node) -> int:
        return self._offset(node.end_line, node.end_column)

    def _behind(self, line: int) -> int:
        """Where the line after a line begins, or the text ends."""
        return self.starts[line] if line < len(self.starts) else len(self.text)

    def _dash(self, item: Node) -> int:
        """The column of an item's dash, from 0."""
        before = self.text[self.starts[item.line - 1] : self._start(item)].rstrip()
        if before.strip(" ") != "-":
            raise ValueError("the item does not stand on a line of its own")
        return len(before) - 1

    def _begin(self, step: str | int, node: Node) -> int:
        """Where a key of a block begins, or the dash of an item, which may stand on a line before it."""
        at = self._start(node)
        if isinstance(step, str):
            return at
        line = node.line - 1
        while not (found := _DASH.search(self.text[self.starts[line] : at])):
            line -= 1
            at = self.starts[line + 1]
        return self.starts[line] + found.start()

    def _replace(self, start: int, end: int, new: str) -> None:
        self.splices.append(Splice(start, self.text[start:end], new))

    # keys ------------------------------------------------------------------------------------------------------------

    def _set(self, path: Address, value: Any) -> None:
        node = self._find(path)
        if node is None:
            parent = self._find(path[:-1])
            while parent is None:
                path, value = path[:-1], {str(path[-1]): value}
                parent = self._find(path[:-1])
            if not isinstance(parent.value, dict):
                raise ValueError(f"there is nothing at {'.'.join(map(str, path))}")
            _merge(self._added.setdefault(path[:-1], {}), {str(path[-1]): value})
            return
        key = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
        start, end = self._start(node), self._end(node)
        holder = self._at(path[:-1])
        if isinstance(node.value, (list, dict)) and not node.flow and isinstance(holder.value, dict) and path:
            colon = self._end(holder.keys[str(path[-1])]) + 1
            self._replace(colon, colon, f" {value_text(key, value)}")
            behind = self.text[end : self._behind(node.end_line)]
            comment = " " * (node.column - 1) + behind.lstrip() if behind.strip() else ""
            self._replace(self.starts[node.line - 1], self._behind(node.end_line), comment)
            return
        gap = " " if start == end and start > 0 and self.text[start - 1] == ":" else ""
        self._replace(start, end, gap + value_text(key, value))

    def _add(self, path: Address, values: Mapping[str, Any]) -> None:
        """Keys that a mapping lacks, each where the schema has it."""
        parent = self._at(path)
        assert isinstance(parent.value, dict)
        order = _order(path)
        groups: dict[str | None, list[str]] = {}
        for key in sorted(values, key=lambda key: order.index(key) if key in order else len(order)):
            later = order[order.index(key) + 1 :] if key in order else []
            before = next((name for name in parent.value if name in later), None)
            groups.setdefault(before, []).append(f"{key}: {value_text(key, values[key])}")
        names = list(parent.value)
        for before, texts in groups.items():
            if not names:
                self._replace(self._start(parent) + 1, self._start(parent) + 1, ", ".join(texts))
            elif parent.flow and before is not None:
                at = self._start(parent.keys[before])
                self._replace(at, at, "".join(f"{text}, " for text in texts))
            elif parent.flow:
                at = self._end(parent.value[names[-1]])
                self._replace(at, at, "".join(f", {text}" for text in texts))
            else:
                i = names.index(before) if before is not None else len(names)
                self._add_lines(parent, names, i, texts)

    def _add_lines(self, parent: Node, names: Sequence[str], i: int, texts: Sequence[str]) -> None:
        """Lines of a block mapping before its i-th key."""
        assert isinstance(parent.value, dict)
        indent = " " * (parent.column - 1)
        if i == 0:
            at = self._start(parent.keys[names[0]])
            self._replace(at, at, "".join(f"{text}{self.newline}{indent}" for text in texts))
        else:
            self._lines_after(parent.value[names[i - 1]].end_line, [indent + text for text in texts])

    def _lines_after(self, line: int, lines: Sequence[str]) -> None:
        """Lines more after a line."""
        at, text = self._behind(line), self.newline.join(lines)
        if at == len(self.text) and self.text[-1:] not in ("\n", "\r"):
            self._replace(at, at, self.newline + text)
        else:
            self._replace(at, at, text + self.newline)

    # items -----------------------------------------------------------------------------------------------------------

    def _written(self, path: Address) -> list[str]:
        """An item's lines as they stand, moved to the left edge."""
        item = self._at(path)
        if self._at(path[:-1]).flow:
            return _item(item.plain())
        dash = self._dash(item)
        lines = self.text[self.starts[item.line - 1] : self._behind(item.end_line)].splitlines()
        return [line[dash:] if not line[:dash].strip() else line for line in lines]

    def _insert(self, path: Address, at: int, items: Sequence[Sequence[str]], plain: Sequence[Any]) -> None:
        """Items, each as lines at the left edge and as a plain value, into a list."""
        node = self._find(path)
        self._filled.add(path)
        if node is not None and isinstance(node.value, list) and node.value and not node.flow:
            indent = " " * self._dash(node.value[0])
            lines = [indent + line for item in items for line in item]
            if at > 0:
                self._lines_after(node.value[min(at, len(node.value)) - 1].end_line, lines)
            else:
                start = self.starts[node.value[0].line - 1]
                self._replace(start, start, "".join(line + self.newline for line in lines))
        elif node is not None and isinstance(node.value, list) and node.value:
            texts = [value_text("", entity) for entity in plain]
            first, last = at <= 0, node.value[min(at, len(node.value)) - 1]
            place = self._start(node.value[0]) if first else self._end(last)
            self._replace(place, place, "".join(f"{text}, " if first else f", {text}" for text in texts))
        elif node is not None and node.value is not None and node.value != []:
            raise ValueError(f"{'.'.join(map(str, path))} is no list")
        elif self._at(path[:-1]).flow or (node is not None and isinstance(path[-1], int)):
            self._set(path, list(plain))
        else:
            self._first(path, node, items)

    def _first(self, path: Address, node: Node | None, items: Sequence[Sequence[str]]) -> None:
        """Items for a list that has none, or is missing, as a block under its key."""
        parent, key = self._at(path[:-1]), str(path[-1])
        indent = " " * (parent.column - 1)
        lines = [f"{indent}  {line}" for item in items for line in item]
        if node is not None:
            colon = self._end(parent.keys[key]) + 1
            self._replace(colon, max(colon, self._end(node)), "")
            self._lines_after(node.end_line, lines)
            return
        order = _order(path[:-1])
        earlier = order[: order.index(key)] if key in order else order
        assert isinstance(parent.value, dict)
        before = [value for name, value in parent.value.items() if name in earlier] or list(parent.value.values())
        gap = [""] if len(path) == 1 else []
        self._lines_after(max(value.end_line for value in before), [*gap, f"{indent}{key}:", *lines])

    def _remove(self, path: Address, steps: set[str | int]) -> None:
        """Keys or items less of one mapping or list."""
        parent = self._at(path)
        if isinstance(parent.value, dict):
            pairs: list[tuple[str | int, Node, Node]] = [(k, parent.keys[k], v) for k, v in parent.value.items()]
        else:
            assert isinstance(parent.value, list)
            pairs = [(i, item, item) for i, item in enumerate(parent.value)]
        if len(steps) == len(pairs) and path not in self._filled:
            self._empty(path, parent)
        elif parent.flow:
            kept = False
            for i, (step, start, end) in enumerate(pairs):
                if step in steps and kept:
                    self._replace(self._end(pairs[i - 1][2]), self._end(end), "")
                elif step in steps:
                    self._replace(self._start(start), self._start(pairs[i + 1][1]), "")
                kept = kept or step not in steps
        else:
            self._remove_lines([(step, self._begin(step, start), end.end_line) for step, start, end in pairs], steps)

    def _remove_lines(self, pairs: Sequence[tuple[str | int, int, int]], steps: set[str | int]) -> None:
        """Keys or items, each with where it begins and its last line, less of a block."""
        head = next((i for i, (step, _, _) in enumerate(pairs) if step not in steps), len(pairs))
        line = bisect.bisect_right(self.starts, pairs[0][1]) - 1
        if not self.text[self.starts[line] : pairs[0][1]].strip():
            head = 0
        elif 0 < head < len(pairs):  # what holds them begins on their line, and the next goes there
            start, end = pairs[0][1], pairs[head][1]
            if "#" in self.text[self._behind(pairs[head - 1][2]) : end]:
                start, end = len(self.text[:start].rstrip()), self._end_of_line(pairs[head - 1][2])
            self._replace(start, end, "")
        for step, start, last in pairs[head:]:
            if step in steps:
                self._replace(self.starts[bisect.bisect_right(self.starts, start) - 1], self._behind(last), "")

    def _end_of_line(self, line: int) -> int:
        """Where what is on a line ends."""
        return len(self.text[: self._behind(line)].rstrip("\r\n"))

    def _empty(self, path: Address, node: Node) -> None:
        """A list or mapping without anything."""
        nothing = "[]" if isinstance(node.value, list) else "{}"
        if node.flow or not path:
            self._replace(self._start(node), self._end(node), nothing)
            return
        holder = self._at(path[:-1])
        if not isinstance(holder.value, dict):
            raise ValueError("an item cannot be left without anything")
        colon = self._end(holder.keys[str(path[-1])]) + 1
        self._replace(colon, colon, f" {nothing}")
        self._replace(self.starts[node.line - 1], self._behind(node.end_line), "")

    # layers ----------------------------------------------------------------------------------------------------------

    def _set_hexes(self, layer: str, values: Mapping[int, str]) -> None:
        """Words of the rows of a layer; a wider one takes the blanks before it, so that the columns stay."""
        columns = self._at(("size", "columns")).value
        assert isinstance(columns, int)
        rows: dict[int, dict[int, str]] = {}
        for h, value in values.items():
            rows.setdefault(h // columns, {})[h % columns] = value
        for row, words in rows.items():
            node = self._at((layer, "rows", row))
            text = str(node.value)
            quotes = (node.width - len(text)) // 2
            spans = [found.span() for found in _WORD.finditer(text)]
            if node.width - len(text) not in (0, 2) or node.end_line != node.line:
                raise ValueError("the row is not written on one line")
            for column, word in words.items():
                start, end = spans[column]
                free = start - (spans[column - 1][1] + 1 if column else row % 2)
                wider = min(max(0, len(word) - (end - start)), max(0, free))
                at = self._start(node) + quotes
                self._replace(at + start - wider, at + end, f"{word:>{end - start}}")


def _order(path: Address) -> list[str]:
    """The keys of the mapping at a path in the order in which they are written: source and confidence last."""
    keys = keys_of(ScenarioFile, path)
    return sorted(keys, key=lambda key: key in LAST)


def _merge(into: dict[str, Any], values: Mapping[str, Any]) -> None:
    """Keys with their values into a mapping, mappings within it too."""
    for key, value in values.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def _item(entity: Mapping[str, Any]) -> list[str]:
    """An entity as the lines of an item at the left edge."""
    return formation_lines(dict(entity)) if "units" in entity else [f"- {flow_text(dict(entity))}"]
