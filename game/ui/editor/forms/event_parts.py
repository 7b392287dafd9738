"""What an event is made of: its time, its conditions, its effects; new ones to begin with, and sentences about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from game.scenario.described import MISSING, FieldSpec, fields_of
from game.scenario.schema import CONDITIONS, EFFECTS
from game.texts import say
from game.ui.editor.forms.leaves import REFERENCES
from game.ui.editor.forms.values import Path, entities_at, ids_of, number_words, title, value_at, words_key

if TYPE_CHECKING:
    from game.diagnostics import Document

TIMES = ("OnDay", "Between")
KINDS: dict[str, tuple[str, ...]] = {
    "when": TIMES,
    "if": tuple(shape.__name__ for shape in CONDITIONS.values()),
    "do": tuple(shape.__name__ for shape in EFFECTS.values()),
}
"""Part of an event -> the kinds of it that there are."""
_KEYS = {shape.__name__: key for shape in (CONDITIONS | EFFECTS).values()
         for key, other in (CONDITIONS | EFFECTS).items() if other is shape}  # fmt: skip


def kind_of(part: str, value: Any) -> str:
    """Which kind of time, condition or effect something is; empty if it is none."""
    if not isinstance(value, Mapping):
        return ""
    if part == "when":
        return "Between" if "from" in value or "to" in value else "OnDay"
    shapes = CONDITIONS if part == "if" else EFFECTS
    return next((shape.__name__ for key, shape in shapes.items() if key in value), "")


def shown_fields(kind: str) -> list[FieldSpec]:
    """The fields of a kind that are asked: not the one that only says of which kind it is."""
    return [spec for spec in fields_of(kind) if not (spec.form == "flag" and spec.required)]


def template(document: Document, kind: str) -> dict[str, Any]:
    """A time, condition or effect to begin with: of the first thing there is that it can be about."""
    return {spec.key: _first(document, kind, spec) for spec in fields_of(kind) if spec.required}


def _first(document: Document, kind: str, spec: FieldSpec) -> Any:
    reference = reference_of(kind, spec)
    if reference:
        found = ids_of(document, reference)
        return str(found[0][1].get("id")) if found else ""
    if spec.form == "side":
        bridges = entities_at(document, ("bridges",))
        return str(bridges[0][1].get("at")) if bridges else ""
    if spec.form == "flag":
        return True
    if spec.choices:
        return spec.choices[0]
    if spec.form == "mapping":
        return {"ua": 1}
    return 30 if spec.key.endswith("below") else 100 if spec.key in ("lost_people", "people", "add") else 1


def reference_of(kind: str, spec: FieldSpec) -> str:
    """What a field of a part names by an id; empty if it does not."""
    return REFERENCES.get(spec.key, "") if spec.form == "text" and spec.required and kind in _KEYS else ""


def new_event(document: Document, name: str) -> dict[str, Any]:
    """An event to begin with: on the first day, without conditions, with a point for a side."""
    number = name.rpartition("-")[2]
    words = {language: say(language, "ui.editor_forms.new_event", number=number) for language in ("en", "uk")}
    return {"id": name, "name": words, "when": {"day": 1}, "do": [template(document, "MorePoints")], "source": "",
            "confidence": "low"}  # fmt: skip


# sentences -----------------------------------------------------------------------------------------------------------


def sentence(document: Document, event: Mapping[str, Any], language: str) -> str:
    """An event in a sentence: on which day, if what is so, what happens."""
    parts = [_when(event.get("when"), language)]
    conditions = [_part(document, "if", each, language) for each in _list(event.get("if"))]
    effects = [_part(document, "do", each, language) for each in _list(event.get("do"))]
    if conditions:
        joined = f" {say(language, 'ui.editor_forms.sentences.and')} ".join(conditions)
        parts.append(say(language, "ui.editor_forms.sentences.if", conditions=joined))
    done = "; ".join(effects) or say(language, "ui.editor_forms.sentences.nothing")
    return f"{', '.join(part for part in parts if part)}: {done}."


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _when(when: Any, language: str) -> str:
    """On which day, with which chance."""
    if not isinstance(when, Mapping):
        return ""
    if "from" in when or "to" in when:
        until = "between" if when.get("to") is not None else "since"
        words = say(language, f"ui.editor_forms.sentences.{until}", first=when.get("from", 1), last=when.get("to", ""))
    else:
        words = say(language, "ui.editor_forms.sentences.day", day=when.get("day", "?"))
    chance = when.get("chance", 100)
    return words if chance == 100 else f"{words} {say(language, 'ui.editor_forms.sentences.chance', chance=chance)}"


def _part(document: Document, part: str, value: Any, language: str) -> str:
    """A condition or an effect in words."""
    kind = kind_of(part, value)
    if not kind:
        return "?"
    words: dict[str, Any] = {"goods": "", "ua": 0, "ru": 0}
    for spec in fields_of(kind):
        found = value.get(spec.key, None if spec.default is MISSING else spec.default)
        reference = reference_of(kind, spec)
        if reference:
            words[spec.key] = _name(document, reference, found, language)
        elif spec.choices and found is not None:
            words[spec.key] = say(language, words_key(kind, spec.key, str(found)))
        elif isinstance(found, (int, float)) and not isinstance(found, bool):
            words[spec.key] = number_words(found)
        elif isinstance(found, Mapping):
            words |= {side: _signed(found.get(side, 0)) for side in ("ua", "ru")}
        else:
            words[spec.key] = "?" if found is None else found
    words["more"] = _goods(value, language)
    return say(language, f"ui.editor_forms.sentences.{kind}", **words)


def part_words(document: Document, event: Path, i: int, language: str) -> str:
    """The i-th condition of an event in words."""
    return _part(document, "if", value_at(document, (*event, "if", i)), language)


def _name(document: Document, reference: str, wanted: Any, language: str) -> str:
    where, found = next(((p, v) for p, v in ids_of(document, reference) if v.get("id") == wanted), ((), None))
    if found is None:
        return str(wanted)
    short = value_at(document, (*where[:2], "short", language)) if reference in ("units", "batteries") else None
    return f"{title(found, language)}, {short}" if short else title(found, language)


def _signed(number: Any) -> str:
    return f"{number:+g}" if isinstance(number, (int, float)) and number else "0"


def _goods(value: Mapping[str, Any], language: str) -> str:
    """Goods more or fewer, those that change."""
    found = [(good, value.get(good)) for good in ("ammunition", "sustenance", "shells", "people")]
    names = [f"{say(language, f'ui.editor_forms.fields.{good}').lower()} {_signed(n)}"
             for good, n in found if isinstance(n, (int, float)) and n]  # fmt: skip
    return ", ".join(names) or "0"
