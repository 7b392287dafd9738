"""The one way to write a scenario: what every file is brought to by `main.py fmt`, and how a new one is written.

A section a key; layers and fronts as rows of letters with coordinates in the margin; everything else one entity a line;
keys in the order of the schema, source and confidence last, but before lists. Comments stay with what they stood before
or behind: an entity with comments between its keys takes a line for each of them. Unknown keys are kept, behind those
that are known.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from game.diagnostics import Document, Node
from game.documents import parse
from game.documents.comments import Comments, Path, comments_of
from game.hexes import Grid
from game.scenario.schema import ScenarioFile
from game.scenario.write import key_text, value_text

LAYERS = ("terrain", "elevation", "control")
_HEAD_KEYS = ("format", "meta", "title", "about", "calendar", "geo", "size")
"""Keys at the top without blank lines between them."""
_BLOCKS = {("sides",), ("victory",), ("formations", 0), *((layer,) for layer in LAYERS)}
"""Mappings that take a line for each key; positions are written as 0."""
_ROWS = {*((layer, "rows") for layer in LAYERS), ("history", 0, "rows")}
"""Lists of rows of the map."""
_LINES_OF_ITEMS = {("formations", 0, "units"), ("victory", "places"), *_ROWS}
"""Lists within sections that take a line for each item; lists that are sections all do."""
_LAST = ("source", "confidence")
_COLUMNS = re.compile(r"#[ 0-9]+\Z")
_ROW = re.compile(r"# row [0-9]+(.*)\Z")


def canonical(document: Document) -> str:
    """The text of a scenario that could be parsed, in canonical form, with the same values and comments."""
    assert document.root is not None
    return _Writer(document.root, comments_of(document)).text()


def tidied(document: Document) -> str:
    """The text of rules or weights without blanks at the ends of lines and without several blank lines together.

    Their columns are their author's: nothing else is moved.
    """
    lines = [line.rstrip() for line in document.lines]
    lines = [line for i, line in enumerate(lines) if line or (0 < i < len(lines) and lines[i - 1])]
    text = "\n".join(lines).rstrip("\n") + "\n"
    again = parse(document.file, text)
    assert document.root is not None
    same = again.root is not None and again.root.plain() == document.root.plain()
    return text if same else document.text


def scenario_text(file: ScenarioFile) -> str:
    """A scenario file as text that reads back as the same file, with every section, however empty."""
    plain = file.model_dump(by_alias=True, exclude_defaults=True)
    for name, value in file:
        if isinstance(value, list) and name not in ("events", "history"):
            plain.setdefault(name, [])
    places = {"places": plain["victory"].pop("places", [])}
    plain["victory"] = {"collapse_percent": 0, "handicap": 0} | plain["victory"] | places
    return _Writer(_tree(plain), Comments()).text()


def _tree(value: Any) -> Node:
    """Plain values as nodes that have no place."""
    if isinstance(value, dict):
        doubt = {"confidence": "low"} if "source" in value else {}
        items = {str(key): _tree(item) for key, item in (doubt | value).items()}
        return Node(0, 0, 0, items, {key: Node(0, 0, 0, key) for key in items})
    return Node(0, 0, 0, [_tree(item) for item in value] if isinstance(value, list) else value)


class _Writer:
    """Writes one scenario."""

    def __init__(self, root: Node, comments: Comments) -> None:
        self.root, self.comments = root, comments
        size = root.find(["size"])
        columns, rows = (_whole(size, key) for key in ("columns", "rows"))
        self.grid = Grid(columns, rows)

    def text(self) -> str:
        """The whole text."""
        lines: list[str] = []
        assert isinstance(self.root.value, dict)
        first = next(iter(self.root.value), "")
        above = self.comments.before.pop((first,), [])
        for key, node in self._in_order((), self.root):
            entry = self._entry((key,), key, node)
            if lines and (key not in _HEAD_KEYS or entry[0] == ""):
                lines.append("")
            lines += entry[entry[0] == "" :]
        lines = [*above[bool(above and above[0] == "") :], *lines, *self.comments.end]
        while lines and not lines[-1]:
            lines.pop()
        return "\n".join(lines) + "\n"

    def _entry(self, path: Path, key: str, node: Node) -> list[str]:
        """A key with its value as lines at the left edge, the comments before it first; "" first if blank lines were."""
        before = self.comments.leading(path)
        if not self._is_block(path, node):
            return [*before, f"{key_text(key)}: {self._flow(key, node, path)}{self._behind(path, node)}"]
        lines = [*before, f"{key_text(key)}:{self._own(path)}"]
        if _plain(path) in _ROWS and all(isinstance(row.value, str) for row in _items_of(node)):
            return [*lines, *self._rows(path, node)]
        inner = self._keys(path, node) if isinstance(node.value, dict) else self._items(path, node)
        return lines + [f"  {line}" if line else "" for line in inner]

    def _keys(self, path: Path, node: Node) -> list[str]:
        """The lines of a mapping that takes a line for each key."""
        lines: list[str] = []
        for key, value in self._in_order(path, node):
            entry = self._entry((*path, key), key, value)
            lines += entry[not lines and entry[0] == "" :]
        return lines

    def _items(self, path: Path, node: Node) -> list[str]:
        """The lines of a list that takes a line for each item."""
        lines: list[str] = []
        for i, item in enumerate(_items_of(node)):
            inner = (*path, i)
            before = self.comments.leading(inner)
            lines += before[not lines and bool(before) and before[0] == "" :]
            if not self._is_block(inner, item):
                lines.append(f"- {self._flow('', item, inner)}{self._behind(inner, item)}")
                continue
            rest = self._keys(inner, item) if isinstance(item.value, dict) else self._items(inner, item)
            lines += [comment.text for comment in self.comments.behind.get(inner, [])]
            while rest[0].startswith("#") or not rest[0]:
                lines.append(rest.pop(0))
            lines += [f"- {rest[0]}", *(f"  {line}" if line else "" for line in rest[1:])]
        return lines

    def _rows(self, path: Path, node: Node) -> list[str]:
        """The rows of a layer, column numbers above them and the row's number behind each."""
        rows = [str(row.value).split() for row in _items_of(node)]
        width = max((len(value) for row in rows for value in row), default=1)
        numbers = [f"{column:0{self.grid.digits}d}" for column in range(self.grid.columns)]
        heads = [" ".join(f"{number:>{width}}" for number in numbers)]
        if width < self.grid.digits:
            heads = [" ".join(number[i] for number in numbers) for i in range(self.grid.digits)]
        lines = [f"  #  {head}" for head in heads]
        for r, row in enumerate(rows):
            inner = (*path, r)
            lines += [f"  {text}".rstrip() for text in self.comments.leading(inner) if not _COLUMNS.match(text)]
            text = " " * (r % 2) + " ".join(f"{value:>{width}}" for value in row)
            said = [_ROW.sub(r"\1", c.text).strip() for c in self.comments.behind.get(inner, [])]
            behind = " ".join([f"# row {r:0{self.grid.digits}d}", *filter(None, said)])
            lines.append(f"  - {value_text('', text)}{' ' * (1 - r % 2)}  {behind}")
        return lines

    def _is_block(self, path: Path, node: Node) -> bool:
        """Whether a value takes more than a line."""
        if not isinstance(node.value, (dict, list)) or not node.value:
            return False
        plain = _plain(path)
        if isinstance(node.value, dict) and (plain in _BLOCKS or (plain == ("history", 0) and "rows" in node.value)):
            return True
        if isinstance(node.value, list) and (plain in _LINES_OF_ITEMS or (len(path) == 1 and _has_parts(node))):
            return True
        inner = list(_within(path, node))
        if any(any(self.comments.leading(within)) for within in inner):
            return True
        if _is_one(node) or node.line == node.end_line:
            return False
        own = [path] if isinstance(path[-1], str) else []  # what stands behind a dash may stand behind the item
        return any(within in self.comments.behind for within in (*own, *inner))

    def _flow(self, key: str, node: Node, path: Path) -> str:
        """A value on one line."""
        if isinstance(node.value, dict):
            entries = self._in_order(path, node)
            return "{" + ", ".join(f"{key_text(k)}: {self._flow(k, v, (*path, k))}" for k, v in entries) + "}"
        if isinstance(node.value, list):
            return "[" + ", ".join(self._flow("", item, (*path, i)) for i, item in enumerate(node.value)) + "]"
        return value_text(key, node.value)

    def _own(self, path: Path) -> str:
        """The comments behind a key whose value begins on the next line."""
        return "".join(f"  {comment.text}" for comment in self.comments.behind.get(path, []))

    def _behind(self, path: Path, node: Node) -> str:
        """The comments behind a value on one line."""
        return self._own(path) + "".join(self._own(within) for within in _within(path, node))

    def _in_order(self, path: Path, node: Node) -> list[tuple[str, Node]]:
        """The keys of a mapping as they are written: known ones, unknown ones, source and confidence, lists."""
        assert isinstance(node.value, dict)
        order = {key: i for i, key in enumerate(keys_in_order(self.root, path))}

        def place(entry: tuple[str, Node]) -> tuple[bool, bool, int]:
            key, value = entry
            is_list = len(path) > 0 and isinstance(value.value, list) and self._is_block((*path, key), value)
            return is_list, key in _LAST, order.get(key, len(order))

        return sorted(node.value.items(), key=place)


def keys_in_order(root: Node, path: Path) -> list[str]:
    """The keys that the schema knows at a path, in its order; none where it knows nothing."""
    shape: Any = ScenarioFile
    node = root
    for step in path:
        shape = _step(shape, step)
        node = node.find([step])
        shape = _shape(shape, node)
    if not (isinstance(shape, type) and issubclass(shape, BaseModel)):
        return []
    return [info.alias or name for name, info in shape.model_fields.items()]


def _step(shape: Any, step: str | int) -> Any:
    """The type of what stands under a key or at a position of a type."""
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return next((i.annotation for n, i in shape.model_fields.items() if (i.alias or n) == step), None)
    inner = get_args(shape)
    return inner[-1] if get_origin(shape) in (list, dict) and inner else None


def _shape(shape: Any, node: Node) -> Any:
    """A type without what is wrapped around it; of several, the one that has most of the keys of a value."""
    while get_origin(shape) is Annotated:
        shape = get_args(shape)[0]
    if get_origin(shape) not in (Union, types.UnionType):
        return shape
    given = set(node.value) if isinstance(node.value, dict) else set()
    kinds = [_shape(kind, node) for kind in get_args(shape)]

    def common(kind: Any) -> int:
        is_model = isinstance(kind, type) and issubclass(kind, BaseModel)
        return len(given & {i.alias or n for n, i in kind.model_fields.items()}) if is_model else -1

    return max(kinds, key=common)


def _plain(path: Path) -> Path:
    """A path with 0 for every position."""
    return tuple(0 if isinstance(step, int) else step for step in path)


def _has_parts(node: Node) -> bool:
    """Whether a list holds lists or mappings."""
    return isinstance(node.value, list) and any(isinstance(item.value, (dict, list)) for item in node.value)


def _is_one(node: Node) -> bool:
    """Whether a value holds one word or number at most, however many brackets are around it."""
    inner = list(node.value.values()) if isinstance(node.value, dict) else _items_of(node)
    return not inner or (len(inner) == 1 and _is_one(inner[0]))


def _within(path: Path, node: Node) -> Iterator[Path]:
    """The paths of everything within a value."""
    if isinstance(node.value, (dict, list)):
        entries: Sequence[tuple[str | int, Node]] = (
            list(node.value.items()) if isinstance(node.value, dict) else list(enumerate(node.value))
        )
        for step, value in entries:
            yield (*path, step)
            yield from _within((*path, step), value)


def _items_of(node: Node) -> list[Node]:
    """The items of a list."""
    return node.value if isinstance(node.value, list) else []


def _whole(node: Node, key: str) -> int:
    """A whole number of a mapping, at least 1 and not too large; 1 if it has none."""
    found = node.value.get(key) if isinstance(node.value, dict) else None
    return min(max(found.value, 1), 400) if found is not None and type(found.value) is int else 1
