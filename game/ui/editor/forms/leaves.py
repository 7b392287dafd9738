"""The fields of an entity one under another, as a form shows them: those of a mapping under it, texts in pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from game.diagnostics import Document
from game.rulebook import Rules
from game.scenario.described import FieldSpec, fields_of
from game.texts import LANGUAGES
from game.ui.editor.forms.values import Path, value_at

_OF_ROLE = {
    "battery": ("tubes", "calibre", "range", "rounds", "daily", "defensive", "floor", "reply"),
    "drones": ("range", "rounds", "daily", "sorties"),
}
"""What units of a role have that others lack."""
REFERENCES = {
    "place": "places", "holds": "places", "lacks": "places", "fired": "events", "not_fired": "events", "unit": "units",
    "brings": "units", "takes": "units", "replenish": "units", "formation": "formations", "goods": "supply",
    "rounds": "batteries", "daily": "sources",
}  # fmt: skip
"""A text field that names something -> what it names."""


@dataclass(frozen=True)
class Leaf:
    """One line of a form."""

    path: Path
    spec: FieldSpec
    entity: str
    """Of which it is a field."""
    depth: int = 0
    language: str = ""
    """Of a text in two languages: which."""
    holder: Leaf | None = None
    """The mapping that it is part of, if that may be left out."""

    @property
    def name(self) -> str:
        """What tells it apart from the others of its form."""
        return ".".join(map(str, self.path))

    @property
    def typed(self) -> bool:
        """Whether it is typed, not chosen."""
        return self.spec.form in ("text", "whole", "decimal", "names", "hex", "side", "date") and not self.reference

    @property
    def reference(self) -> str:
        """What it names by an id; empty if it does not."""
        return REFERENCES.get(self.spec.key, "") if self.spec.form == "text" and self.spec.required else ""


def leaves_of(document: Document, path: Path, entity: str, rules: Rules, skip: tuple[str, ...] = ()) -> list[Leaf]:
    """The lines of the form of an entity; fields that have no meaning for a unit of its kind are left out."""
    value = value_at(document, path)
    value = value if isinstance(value, Mapping) else {}
    return list(_leaves(value, path, entity, rules, skip))


def _leaves(value: Mapping[str, Any], path: Path, entity: str, rules: Rules, skip: tuple[str, ...]) -> Iterator[Leaf]:
    for spec in fields_of(entity):
        if spec.key in skip or (entity == "Unit" and spec.key not in value and not _matters(spec, value, rules)):
            continue
        leaf = Leaf((*path, spec.key), spec, entity)
        if spec.form == "names":
            yield from (Leaf((*leaf.path, language), spec, entity, 0, language, leaf) for language in LANGUAGES)
        elif spec.form == "mapping" and spec.inner:
            yield leaf
            yield from (Leaf((*leaf.path, inner.key), inner, spec.inner, 1, "", leaf) for inner in fields_of(spec.inner)
                        if inner.form not in ("mapping", "list", "names"))  # fmt: skip
        elif spec.form not in ("mapping", "list"):
            yield leaf


def _matters(spec: FieldSpec, unit: Mapping[str, Any], rules: Rules) -> bool:
    """Whether a field means something for a unit of its kind."""
    roles = [role for role, keys in _OF_ROLE.items() if spec.key in keys]
    kind = rules.file.kinds.get(str(unit.get("kind")))
    return not roles or kind is None or kind.role in roles


def options_of(leaf: Leaf, rules: Rules) -> tuple[str, ...]:
    """The words that may stand in a field; none if it is typed."""
    if leaf.entity == "Unit" and leaf.spec.key == "kind":
        return tuple(name for name, kind in rules.file.kinds.items() if kind.role not in ("source", "depot"))
    if leaf.entity == "Unit" and leaf.spec.key == "calibre":
        return tuple(rules.file.fires.calibre_percent)
    return leaf.spec.choices
