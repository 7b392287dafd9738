"""What the schema says of each field of an entity, as forms and tables ask it: type, bounds, choices, standard value.

It is read from the JSON Schema of the models, so a field that the schema gains is in every form at once.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from game.scenario.schema import ScenarioFile

Form = Literal["text", "whole", "decimal", "choice", "flag", "names", "hex", "side", "date", "mapping", "list"]
LAST = ("source", "confidence")
"""What is asked last of every entity."""
_DEFINITION = "#/$defs/"
_DATE = re.compile(r"\^?\[0-9\]\{4\}-")
_HEX, _SIDE = "^([0-9]{4}|[0-9]{6})$", "^([0-9]{4}-[0-9]{4}|[0-9]{6}-[0-9]{6})$"
MOST_LETTERS = 200
MISSING = object()
"""The standard value of a field that has none and must be given."""


@dataclass(frozen=True)
class FieldSpec:
    """A field of an entity: what may be written there."""

    key: str
    form: Form
    default: Any = MISSING
    """As it would be written; None if nothing stands there."""
    low: float | None = None
    high: float | None = None
    pattern: str = ""
    most: int = MOST_LETTERS
    """Letters of a text, entries of a list."""
    least: int = 0
    """Entries of a list."""
    choices: tuple[str, ...] = ()
    inner: str = ""
    """The entity that a mapping is, or that each entry of a list is; empty if entries are plain."""
    kinds: tuple[str, ...] = ()
    """The entities of which a mapping, or each entry of a list, may be one, if there are several."""
    item: FieldSpec | None = field(default=None, repr=False)
    """Of a list of plain values: what each of them may be."""
    words: tuple[str, ...] = ()
    """Of a number: words that may stand instead."""
    decimals: int = 5
    """Of a decimal: how many digits may follow the point."""
    about: str = ""
    """What the schema says of it, in English."""

    @property
    def required(self) -> bool:
        """Whether an entity without it is not whole."""
        return self.default is MISSING

    def wrong(self, value: Any) -> tuple[str, dict[str, Any]] | None:
        """Why a value may not stand here: the name of a sentence and its values; None if it may."""
        return _WRONG[self.form](self, value) if self.form in _WRONG else None


def _wrong_number(spec: FieldSpec, value: Any) -> tuple[str, dict[str, Any]] | None:
    if value in spec.words:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "whole" if spec.form == "whole" else "number", {}
    if spec.form == "whole" and not isinstance(value, int):
        return "whole", {}
    if spec.low is not None and value < spec.low:
        return "least", {"low": f"{spec.low:g}"}
    if spec.high is not None and value > spec.high:
        return "most", {"high": f"{spec.high:g}"}
    if round(value, spec.decimals) != value:
        return "decimals", {"decimals": spec.decimals}
    return None


def _wrong_text(spec: FieldSpec, value: Any) -> tuple[str, dict[str, Any]] | None:
    if not isinstance(value, str):
        return "text", {}
    if spec.required and not value and spec.form == "text":
        return "empty", {}
    if len(value) > spec.most:
        return "long", {"most": spec.most}
    if spec.pattern and not re.search(spec.pattern, value):
        named = {"hex": "hex", "side": "side", "date": "date"}.get(spec.form, "id" if spec.key == "id" else "form")
        return named, {}
    return None


def _wrong_choice(spec: FieldSpec, value: Any) -> tuple[str, dict[str, Any]] | None:
    return None if value in spec.choices else ("choice", {"choices": ", ".join(spec.choices)})


def _wrong_names(spec: FieldSpec, value: Any) -> tuple[str, dict[str, Any]] | None:
    if not isinstance(value, Mapping) or set(value) != {"en", "uk"}:
        return "names", {}
    return next((wrong for text in value.values() if (wrong := _wrong_text(spec, text))), None)


_WRONG = {
    "whole": _wrong_number, "decimal": _wrong_number, "text": _wrong_text, "hex": _wrong_text, "side": _wrong_text,
    "date": _wrong_text, "choice": _wrong_choice, "names": _wrong_names,
}  # fmt: skip


@functools.cache
def _schema() -> dict[str, Any]:
    return ScenarioFile.model_json_schema()


def entities() -> tuple[str, ...]:
    """Every kind of entity in a scenario file, the file itself first."""
    return ("ScenarioFile", *(name for name, d in _schema()["$defs"].items() if "properties" in d and name != "Names"))


@functools.cache
def fields_of(entity: str) -> tuple[FieldSpec, ...]:
    """The fields of an entity in the order of the schema, source and confidence last; none for an entity not known."""
    schema = _schema()
    described = schema if entity == "ScenarioFile" else schema["$defs"].get(entity, {})
    needed = set(described.get("required", ()))
    specs = [_field(key, entry, key in needed) for key, entry in described.get("properties", {}).items()]
    return tuple(sorted(specs, key=lambda spec: LAST.index(spec.key) + 1 if spec.key in LAST else 0))


def field_of(entity: str, key: str) -> FieldSpec:
    """One field of an entity. Raises KeyError."""
    for spec in fields_of(entity):
        if spec.key == key:
            return spec
    raise KeyError(key)


def entity_at(path: Iterable[str | int]) -> str:
    """The entity at a path of a scenario file, such as ("formations", 2, "units", 0); empty if there is none."""
    entity = "ScenarioFile"
    for step in path:
        if isinstance(step, int):
            continue
        if step in ("ua", "ru") and entity == "":
            entity = "Side"
            continue
        entity = next((spec.inner for spec in fields_of(entity) if spec.key == step), "") if entity else ""
    return entity


def _resolved(entry: dict[str, Any]) -> dict[str, Any]:
    """A field's schema without its detours: what it is when it is not null, its references followed."""
    kinds = [kind for kind in entry.get("anyOf", entry.get("oneOf", ())) if kind.get("type") != "null"]
    if kinds:
        rest = {key: value for key, value in entry.items() if key not in ("anyOf", "oneOf", "discriminator")}
        names = tuple(kind["$ref"].removeprefix(_DEFINITION) for kind in kinds if "$ref" in kind)
        if len(names) > 1:
            return {"type": "object", "kinds": names, **rest}
        words = tuple(kind["const"] for kind in kinds if isinstance(kind.get("const"), str))
        first = next((kind for kind in kinds if kind.get("type") == "number"), kinds[0])
        return {**_resolved(first), **({"words": words} if words else {}), **rest}
    reference = entry.get("$ref") or next((part["$ref"] for part in entry.get("allOf", ()) if "$ref" in part), "")
    if reference:
        name = reference.removeprefix(_DEFINITION)
        inner = _schema()["$defs"][name]
        return {**inner, "entity": name, **{k: v for k, v in entry.items() if k not in ("$ref", "allOf")}}
    return entry


def _field(key: str, entry: dict[str, Any], needed: bool) -> FieldSpec:
    """A field from its JSON Schema."""
    found = _resolved(entry)
    common = {"key": key, "default": MISSING if needed else found.get("default"), "about": found.get("description", "")}
    kind = found.get("type")
    choices = found.get("enum", [found["const"]] if "const" in found else [])
    if kind == "boolean" or choices == [True]:
        return FieldSpec(form="flag", **common)
    if choices:
        return FieldSpec(form="choice", choices=tuple(map(str, choices)), **common)
    if kind in ("integer", "number"):
        low, high = found.get("minimum", found.get("ge")), found.get("maximum", found.get("le"))
        return FieldSpec(form="whole" if kind == "integer" else "decimal", low=low, high=high,
                         words=found.get("words", ()), decimals=found.get("decimals", 5), **common)  # fmt: skip
    if kind == "array":
        item = _resolved(found.get("items", {}))
        plain = None if "properties" in item or "kinds" in item else _field(key, item, True)
        return FieldSpec(form="list", inner=item.get("entity", ""), kinds=item.get("kinds", ()), item=plain,
                         most=found.get("maxItems", 1000), least=found.get("minItems", 0), **common)  # fmt: skip
    if found.get("entity") == "Names":
        most = found["properties"]["en"].get("maxLength", MOST_LETTERS)
        return FieldSpec(form="names", most=most, **common)
    if kind == "object":
        return FieldSpec(form="mapping", inner=found.get("entity", ""), kinds=found.get("kinds", ()), **common)
    pattern = found.get("pattern", "")
    form: Form = "hex" if pattern == _HEX else "side" if pattern == _SIDE else "text"
    if _DATE.match(pattern):
        form = "date"
    return FieldSpec(form=form, pattern=pattern, most=found.get("maxLength", MOST_LETTERS), **common)
