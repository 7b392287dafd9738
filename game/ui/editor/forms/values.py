"""What stands in a draft, as forms and lists read it: plain values by path, names, ids, words, problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from game.scenario.described import field_of

if TYPE_CHECKING:
    from game.diagnostics import Diagnostic, Document, Node

Path = tuple[str | int, ...]
LISTS = {"places": ("places",), "events": ("events",), "formations": ("formations",), "supply": ("supply",)}
"""What an id may name besides units -> the path of their list."""
_NAMED = {"side": "side", "ground": "ground", "sky": "sky"}
"""Key -> the group of texts that says its words."""
_NAMED_OF = {
    ("Unit", "kind"): "kind", ("Stream", "kind"): "water", ("Calendar", "first_side"): "side",
}  # fmt: skip


def node_at(document: Document, path: Sequence[str | int]) -> Node | None:
    """The node at a path, None if there is none."""
    node = document.root
    for step in path:
        value = node.value if node is not None else None
        if isinstance(value, dict) and isinstance(step, str):
            node = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
            node = value[step]
        else:
            return None
    return node


def value_at(document: Document, path: Sequence[str | int]) -> Any:
    """The plain value at a path, None if there is none."""
    node = node_at(document, path)
    return node.plain() if node is not None else None


def entities_at(document: Document, path: Sequence[str | int]) -> list[tuple[Path, Mapping[str, Any]]]:
    """Path and plain value of every entity in a list; what is no mapping is left out."""
    node = node_at(document, path)
    items = node.value if node is not None and isinstance(node.value, list) else []
    plain = [((*path, i), item.plain()) for i, item in enumerate(items)]
    return [(where, value) for where, value in plain if isinstance(value, dict)]


def units_of(document: Document) -> Iterator[tuple[Path, Mapping[str, Any], Mapping[str, Any]]]:
    """Path of every unit, its formation and itself, as plain values."""
    for path, formation in entities_at(document, ("formations",)):
        units = formation.get("units")
        for i, unit in enumerate(units if isinstance(units, list) else ()):
            if isinstance(unit, dict):
                yield (*path, "units", i), formation, unit


def ids_of(document: Document, what: str) -> list[tuple[Path, Mapping[str, Any]]]:
    """Path and value of everything that an id may name: units, batteries, places, events, formations, supply."""
    if what in ("units", "batteries"):
        units = [(path, unit) for path, _, unit in units_of(document)]
        return units if what == "units" else [(p, u) for p, u in units if u.get("rounds") or u.get("range")]
    if what == "sources":
        return [(p, s) for p, s in entities_at(document, ("supply",)) if s.get("kind") == "source"]
    return entities_at(document, LISTS[what])


def title(value: Any, language: str) -> str:
    """What an entity is called: its name in a language, else its id, else where it is."""
    if not isinstance(value, Mapping):
        return "?"
    name = value.get("name")
    if isinstance(name, Mapping) and isinstance(name.get(language), str) and name[language]:
        return str(name[language])
    return next((str(value[key]) for key in ("id", "place", "at", "from") if value.get(key) is not None), "?")


def fresh_id(document: Document, like: str) -> str:
    """An id like another that nothing has yet: with the next number behind it."""
    lists = [entities_at(document, (name,)) for name in ("formations", "supply", "places", "events")]
    taken = {str(value.get("id")) for found in lists for _, value in found}
    taken |= {str(unit.get("id")) for _, _, unit in units_of(document)}
    if like not in taken:
        return like
    stem, _, number = like.rpartition("-")
    stem, i = (stem, int(number)) if stem and number.isdecimal() and len(number) < 4 else (like, 1)
    while f"{stem[:34]}-{i}" in taken:
        i += 1
    return f"{stem[:34]}-{i}"


def words_key(entity: str, key: str, value: str) -> str:
    """The key of the text of a word that stands in a field."""
    group = _NAMED_OF.get((entity, key)) or _NAMED.get(key)
    return f"{group}.{value}" if group else f"ui.editor_forms.words.{value}"


def problems_at(document: Document, problems: Sequence[Diagnostic], path: Sequence[str | int]) -> list[Diagnostic]:
    """The problems that lie within a value, those of its parts too."""
    node = node_at(document, path)
    if node is None:
        return []
    start = node.line, node.column
    if path and isinstance(path[-1], str):
        parent = node_at(document, path[:-1])
        key = parent.keys.get(path[-1]) if parent is not None else None
        start = (key.line, key.column) if key is not None else start
    return [p for p in problems if start <= (p.line, p.column) <= (node.end_line, node.end_column)]


def standard(entity: str, key: str) -> Any:
    """What holds if a field is left out, None if it may not be."""
    spec = field_of(entity, key)
    return None if spec.required else spec.default


def number_words(value: Any) -> str:
    """A number as it is typed."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)
