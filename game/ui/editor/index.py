"""Where the things of a draft stand: hex to paths and path to hexes, read from its document as far as it can be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from game.diagnostics import Document, Node
from game.hexes import Grid
from game.scenario.draft import Address

POINTS = ("places", "supply")
LINES = {"roads": "path", "rails": "path", "waters": "sides", "trenches": "hexes", "rubble": "hexes"}


class Index:
    """What stands where in one document."""

    def __init__(self, document: Document, grid: Grid) -> None:
        self.document, self.grid = document, grid
        self.root = document.root
        self._layers: dict[str, list[str] | None] = {}

    def plain(self, path: Address) -> Any:
        """The plain value at a path, or None."""
        node = self._node(path)
        return node.plain() if node is not None else None

    def _node(self, path: Address) -> Node | None:
        """The node at a path, or None."""
        node = self.root
        for step in path:
            value = node.value if node is not None else None
            if isinstance(value, dict) and isinstance(step, str):
                node = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                node = value[step]
            else:
                return None
        return node

    def _list(self, *path: str | int) -> list[Node]:
        """The items of a list, none if there is no such list."""
        node = self._node(path)
        return node.value if node is not None and isinstance(node.value, list) else []

    @cached_property
    def things(self) -> list[tuple[Address, dict[str, Any]]]:
        """Units, places, sources and depots: the path and the plain value of each."""
        found: list[tuple[Address, dict[str, Any]]] = []
        for f in range(len(self._list("formations"))):
            found += self._plain(("formations", f, "units"))
        for name in POINTS:
            found += self._plain((name,))
        return found

    def _plain(self, path: Address) -> Iterator[tuple[Address, dict[str, Any]]]:
        for i, node in enumerate(self._list(*path)):
            plain = node.plain()
            if isinstance(plain, dict):
                yield (*path, i), plain

    @cached_property
    def lines(self) -> list[tuple[Address, dict[str, Any]]]:
        """Roads, railways and waters: the path and the plain value of each."""
        return [item for name in ("roads", "rails", "waters") for item in self._plain((name,))]

    @cached_property
    def bridges(self) -> dict[frozenset[int], tuple[Address, dict[str, Any]]]:
        """Hexside -> its bridge."""
        found = {}
        for path, plain in self._plain(("bridges",)):
            side = self.side(str(plain.get("at", "")))
            if side is not None:
                found[side] = path, plain
        return found

    @cached_property
    def wet(self) -> set[frozenset[int]]:
        """The hexsides along which water runs."""
        return {side for path, plain in self.lines if path[0] == "waters" for side in self.sides(plain.get("sides"))}

    def words(self, layer: str) -> list[str] | None:
        """What a layer says of every hex, trenches and rubble by their level; None if it has not the map's size."""
        if layer not in self._layers:
            self._layers[layer] = self._words(layer)
        return self._layers[layer]

    def _words(self, layer: str) -> list[str] | None:
        if layer in ("trenches", "rubble"):
            levels = ["0"] * self.grid.count
            for _, plain in self._plain((layer,)):
                for h in self.hexes(plain.get("hexes")):
                    levels[h] = str(plain.get("level"))
            return levels
        rows = [str(node.value).split() for node in self._list(layer, "rows")]
        if len(rows) != self.grid.rows or any(len(row) != self.grid.columns for row in rows):
            return None
        return [word for row in rows for word in row]

    def has_hex(self, path: Address) -> bool:
        """Whether something stands in a hex of its own, so that it can be moved."""
        return any(path == other for other, _ in self.things)

    @cached_property
    def by_hex(self) -> dict[int, list[Address]]:
        """Hex -> the paths of what stands in it, units first."""
        found: dict[int, list[Address]] = {}
        for path, plain in self.things:
            h = self.grid.parse(str(plain.get("hex", "")))
            if h is not None:
                found.setdefault(h, []).append(path)
        return found

    def hexes(self, words: Any) -> list[int]:
        """The hexes of a list as it is written; what is none is left out."""
        found = (self.grid.parse(word) for word in str(words or "").split())
        return [h for h in found if h is not None]

    def side(self, word: str) -> frozenset[int] | None:
        """The hexside as it is written, or None."""
        pair = [self.grid.parse(number) for number in word.split("-")]
        if len(pair) != 2 or pair[0] is None or pair[1] is None or self.grid.direction(pair[0], pair[1]) is None:
            return None
        return frozenset((pair[0], pair[1]))

    def sides(self, words: Any) -> list[frozenset[int]]:
        """The hexsides of a list as it is written."""
        found = (self.side(word) for word in str(words or "").split())
        return [side for side in found if side is not None]

    def entity(self, path: Address) -> Address | None:
        """The thing that a path leads into: a unit, a road, an item of any list, or a part of the file; None for none."""
        if len(path) >= 4 and path[0] == "formations" and path[2] == "units":
            return path[:4]
        if len(path) >= 2 and isinstance(path[1], int):
            return path[:2]
        if len(path) >= 3 and path[0] == "victory" and isinstance(path[2], int):
            return path[:3]
        return path[:1] or None

    def hexes_of(self, path: Address) -> list[int]:
        """The hexes that something stands in or leads through, the first the one to look at; none if it has no place."""
        found: list[int] = []
        for i in range(len(path) + 1):
            node = self._node(path[:i])
            if node is not None and isinstance(node.value, dict):
                there = {key: value.value for key, value in node.value.items()}
                words = [there[key] for key in ("hex", "path", "hexes", "sides", "at", "place") if there.get(key)]
                here = self._named(words[0]) if words and isinstance(words[0], str) else []
                found = here or found
        return found

    def _named(self, words: str) -> list[int]:
        """The hexes of a text: numbers, hexsides, or the id of a place."""
        hexes = [h for word in words.split() for n in word.split("-") if (h := self.grid.parse(n)) is not None]
        if not hexes:
            place = next((plain for path, plain in self.things if path[0] == "places" and plain.get("id") == words), {})
            return self.hexes(place.get("hex"))
        return hexes


def path_at(root: Node | None, line: int, column: int) -> Address:
    """The path of the deepest value that holds a place of the text; empty if none does."""
    if root is None:
        return ()
    path: list[str | int] = []
    node, at = root, (line, column)
    while True:
        steps: list[tuple[str | int, Node, tuple[int, int]]] = []
        if isinstance(node.value, dict):
            steps = [(k, v, (node.keys[k].line, node.keys[k].column)) for k, v in node.value.items()]
        elif isinstance(node.value, list):
            steps = [(i, v, (v.line, 1 if not node.flow else v.column)) for i, v in enumerate(node.value)]
        inside = [(step, child) for step, child, start in steps if start <= at <= (child.end_line, child.end_column)]
        if not inside:
            return tuple(path)
        step, node = inside[-1]
        path.append(step)
