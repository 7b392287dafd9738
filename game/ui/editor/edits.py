"""Changes of the ground and of what stands on it, as edits of the draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from game.hexes import Grid
from game.scenario.draft import Address, Edit, Insert, Remove, Set, SetHexes
from game.ui.editor.layers import CONTROL, ELEVATION, TERRAIN

if TYPE_CHECKING:
    from game.scenario.draft import Draft
    from game.ui.editor.index import Index

CONFIDENCE = {"source": "", "confidence": "low"}


def paint(draft: Draft, grid: Grid, layer: str, values: Mapping[int, str]) -> list[Edit]:
    """Other values of hexes in a layer: letters, metres, or the level of trenches or rubble ("0" for none)."""
    if layer in (TERRAIN, ELEVATION, CONTROL):
        return [SetHexes(layer, values)]
    return _levels(draft, grid, layer, values)


def _levels(draft: Draft, grid: Grid, layer: str, values: Mapping[int, str]) -> list[Edit]:
    """Trenches or rubble: each hex out of the lists it stands in and into the last one of its level."""
    entries = [entry for entry in draft.value((layer,)) or [] if isinstance(entry, dict)]
    lists = [str(entry.get("hexes") or "").split() for entry in entries]
    before = [list(words) for words in lists]
    moved = {grid.number(h): int(level) for h, level in values.items()}
    added: dict[int, list[str]] = {}
    for number, level in moved.items():
        there = [i for i, entry in enumerate(entries) if entry.get("level") == level]
        if any(number in lists[i] for i in there):
            continue
        for words in lists:
            if number in words:
                words.remove(number)
        if level and there:
            lists[there[-1]].append(number)
        elif level:
            added.setdefault(level, []).append(number)
    edits: list[Edit] = []
    for i, words in enumerate(lists):
        if not words and before[i]:
            edits.append(Remove((layer, i)))
        elif words != before[i]:
            edits.append(Set((layer, i, "hexes"), " ".join(words)))
    new = [{"level": level, "hexes": " ".join(numbers)} for level, numbers in sorted(added.items())]
    return [*edits, Insert((layer,), len(entries), tuple(new))] if new else edits


def fresh_id(stem: str, taken: Iterable[Any]) -> str:
    """An id that nothing has yet.

    >>> fresh_id("road", ["road-1", "m03"])
    'road-2'
    """
    known, n = set(taken), 1
    while f"{stem}-{n}" in known:
        n += 1
    return f"{stem}-{n}"


# roads and railways --------------------------------------------------------------------------------------------------


def draw_path(draft: Draft, index: Index, kind: str, hexes: Sequence[int]) -> list[Edit]:
    """A road or railway through hexes: one of its kind that ends where it begins or ends goes on, else it is new."""
    name = "rails" if kind == "rail" else "roads"
    grid = index.grid
    for path, plain in index.lines:
        if path[0] == name and (name == "rails" or plain.get("kind") == kind):
            old = index.hexes(plain.get("path"))
            joined = _joined(old, list(hexes))
            if joined is not None:
                return [Set((*path, "path"), " ".join(map(grid.number, joined)))]
    entities = draft.value((name,)) or []
    stem = "rail" if name == "rails" else "road"
    ids = [plain.get("id") for _, plain in index.lines]
    entity: dict[str, Any] = {"id": fresh_id(stem, ids), "path": " ".join(map(grid.number, hexes))}
    if name == "roads":
        entity = {"id": entity["id"], "kind": kind, "path": entity["path"]}
    return [Insert((name,), len(entities), (entity,))]


def _joined(old: list[int], new: list[int]) -> list[int] | None:
    """A path lengthened by another at one of its ends; None if they do not meet there."""
    if len(old) < 2 or set(old) & set(new[1:-1]):
        return None
    if old[-1] == new[0] and new[-1] not in old:
        return [*old, *new[1:]]
    if old[-1] == new[-1] and new[0] not in old:
        return [*old, *new[-2::-1]]
    if old[0] == new[-1] and new[0] not in old:
        return [*new, *old[1:]]
    if old[0] == new[0] and new[-1] not in old:
        return [*new[:0:-1], *old]
    return None


def rub_path(draft: Draft, index: Index, hexes: Sequence[int]) -> list[Edit]:
    """Roads and railways without the ways from each of some hexes to the next."""
    gone = {frozenset(pair) for pair in pairwise(hexes)}
    grid = index.grid
    edits: list[Edit] = []
    ids = {plain.get("id") for _, plain in index.lines}
    for path, plain in index.lines:
        if path[0] == "waters":
            continue
        old = index.hexes(plain.get("path"))
        pieces: list[list[int]] = [[old[0]]] if old else []
        for a, b in pairwise(old):
            if frozenset((a, b)) in gone:
                pieces.append([b])
            else:
                pieces[-1].append(b)
        kept = [piece for piece in pieces if len(piece) > 1]
        if len(pieces) == 1:
            continue
        if not kept:
            edits.append(Remove(path))
            continue
        edits.append(Set((*path, "path"), " ".join(map(grid.number, kept[0]))))
        new = []
        for piece in kept[1:]:
            ids.add(name := fresh_id(str(plain.get("id", "road")), ids))
            new.append(plain | {"id": name, "path": " ".join(map(grid.number, piece))})
        if new:
            edits.append(Insert(path[:-1], int(path[-1]) + 1, tuple(new)))
    return edits


# hexsides ------------------------------------------------------------------------------------------------------------


def written(grid: Grid, side: frozenset[int]) -> str:
    """A hexside as the file has it."""
    return "-".join(grid.number(h) for h in sorted(side))


def draw_water(draft: Draft, index: Index, kind: str, sides: Sequence[frozenset[int]]) -> list[Edit]:
    """A river or canal along hexsides: one of its kind that touches it goes on, else it is new."""
    waters = [(path, plain) for path, plain in index.lines if path[0] == "waters"]
    wet = {side for path, plain in waters for side in index.sides(plain.get("sides"))}
    new = [written(index.grid, side) for side in dict.fromkeys(sides) if side not in wet]
    if not new:
        return []
    for path, plain in waters:
        own = index.sides(plain.get("sides"))
        if plain.get("kind") == kind and own and any(_touch(index.grid, side, sides) for side in (own[0], own[-1])):
            words = str(plain.get("sides")).split()
            ahead = _touch(index.grid, own[0], sides) and not _touch(index.grid, own[-1], sides)
            if ahead and not _touch(index.grid, own[0], sides[-1:]):
                new.reverse()
            behind = not ahead and not _touch(index.grid, own[-1], sides[:1])
            joined = [*new, *words] if ahead else [*words, *(reversed(new) if behind else new)]
            return [Set((*path, "sides"), " ".join(joined))]
    name = fresh_id(kind, [plain.get("id") for _, plain in waters])
    return [Insert(("waters",), len(waters), ({"id": name, "kind": kind, "sides": " ".join(new)},))]


def _touch(grid: Grid, side: frozenset[int], others: Iterable[frozenset[int]]) -> bool:
    """Whether a hexside meets another: they share a hex, and their other hexes touch."""
    for other in others:
        if side == other:
            return True
        common = side & other
        if common and grid.direction(*(side - common), *(other - common)) is not None:
            return True
    return False


def rub_sides(index: Index, sides: Iterable[frozenset[int]]) -> list[Edit]:
    """Waters without some hexsides, and their bridges with them."""
    gone = set(sides)
    edits: list[Edit] = []
    for path, plain in index.lines:
        if path[0] == "waters":
            words = str(plain.get("sides") or "").split()
            kept = [word for word in words if index.side(word) not in gone]
            if not kept and words:
                edits.append(Remove(path))
            elif kept != words:
                edits.append(Set((*path, "sides"), " ".join(kept)))
    edits += [Remove(index.bridges[side][0]) for side in gone if side in index.bridges]
    return edits


def set_bridge(draft: Draft, index: Index, side: frozenset[int], state: str) -> list[Edit]:
    """The bridge over a hexside in a state, or none if that is empty."""
    there = index.bridges.get(side)
    if there is None:
        if not state:
            return []
        entity = {"at": written(index.grid, side), "state": state}
        return [Insert(("bridges",), len(draft.value(("bridges",)) or []), (entity,))]
    return [Set((*there[0], "state"), state)] if state else [Remove(there[0])]


# things --------------------------------------------------------------------------------------------------------------


def move(index: Index, path: Address, h: int, place: tuple[float, float]) -> list[Edit]:
    """A unit, place, source or depot in another hex; a place also by its latitude and longitude."""
    edits: list[Edit] = [Set((*path, "hex"), index.grid.number(h))]
    if path[0] == "places":
        edits += [Set((*path, "lat"), round(place[0], 5)), Set((*path, "lon"), round(place[1], 5))]
    return edits
