"""What edits mean, as plain values: what the text must say once they are made, however they are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from game.scenario.draft.writing import Address, Edit, Insert, Move, Put, Remove, Set, SetHexes

_GONE = object()


def says(found: Any, values: Any, edits: Iterable[Edit]) -> bool:
    """Whether a text says what edits make of the plain values it said before."""
    meant = _Meant(values)
    for edit in edits:
        if isinstance(edit, Put):
            return True  # of the text itself, whatever it may mean
        meant.take(edit)
    return _same(found, meant.of((), values))


class _Meant:
    """The values that edits come to; all paths mean those that were there before."""

    def __init__(self, values: Any) -> None:
        self.values = values
        self.set: dict[Address, Any] = {}
        self.gone: set[Address] = set()
        self.inserted: dict[Address, list[tuple[int, list[Any]]]] = {}
        self.hexes: dict[str, dict[int, str]] = {}

    def take(self, edit: Edit) -> None:
        """Note an edit that has a place."""
        if isinstance(edit, Set):
            self.set[edit.path] = edit.value
        elif isinstance(edit, Remove):
            self.gone.add(edit.path)
        elif isinstance(edit, Insert):
            self.inserted.setdefault(edit.path, []).append((edit.at, list(edit.entities)))
        elif isinstance(edit, Move):
            value = self.values
            for step in edit.path:
                value = value[step]
            self.inserted.setdefault(edit.to, []).append((edit.at, [value]))
            if edit.to != edit.path[:-1] or edit.at not in (edit.path[-1], int(edit.path[-1]) + 1):
                self.gone.add(edit.path)
            else:
                self.inserted[edit.to].pop()
        elif isinstance(edit, SetHexes):
            self.hexes.setdefault(edit.layer, {}).update(edit.values)

    def of(self, path: Address, value: Any) -> Any:
        """The value at a path, or _GONE."""
        if path in self.gone:
            return _GONE
        if path in self.set:
            return self.set[path]
        if isinstance(value, dict):
            made = {key: self.of((*path, key), inner) for key, inner in value.items()}
            for keys, new in (*self.set.items(), *((at, []) for at in self.inserted)):
                if keys[: len(path)] == path and len(keys) > len(path) and keys[len(path)] not in value:
                    _put(made, keys[len(path) :], self.items(keys, new) if keys in self.inserted else new)
            return {key: inner for key, inner in made.items() if inner is not _GONE}
        if len(path) == 2 and path[1] == "rows" and path[0] in self.hexes and isinstance(value, list):
            return self.rows(str(path[0]), value)
        return self.items(path, value) if isinstance(value, list) or path in self.inserted else value

    def items(self, path: Address, value: Any) -> list[Any]:
        """A list with what came and without what went."""
        there = [[self.of((*path, i), item)] for i, item in enumerate(value or [])]
        groups: list[list[Any]] = [[] for _ in range(len(there) + 1)]
        for at, entities in self.inserted.get(path, []):
            groups[min(max(at, 0), len(there))] += entities
        made = groups[0] + [item for kept, new in zip(there, groups[1:], strict=True) for item in kept + new]
        return [item for item in made if item is not _GONE]

    def rows(self, layer: str, rows: list[Any]) -> list[Any]:
        """The rows of a layer, word by word."""
        words = [str(row).split() for row in rows]
        columns = self.values["size"]["columns"]
        for h, value in self.hexes[layer].items():
            words[h // columns][h % columns] = value
        return [" ".join(row) for row in words]


def _put(made: dict[Any, Any], keys: Address, value: Any) -> None:
    """A value under keys that may all be missing."""
    for key in keys[:-1]:
        made = made.setdefault(key, {})
    made[keys[-1]] = value


def _same(found: Any, meant: Any) -> bool:
    """Whether two values are equal; blanks around the words of a text are not looked at."""
    if isinstance(meant, Mapping):
        same = isinstance(found, dict) and found.keys() == meant.keys()
        return same and all(_same(found[key], meant[key]) for key in meant)
    if isinstance(meant, (list, tuple)):
        same = isinstance(found, list) and len(found) == len(meant)
        return same and all(_same(a, b) for a, b in zip(found, meant, strict=True))
    if isinstance(meant, str) and isinstance(found, str):
        return found == meant or found.split() == meant.split()
    return bool(found == meant)
