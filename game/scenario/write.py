"""Writing values and entities of a scenario as text: one entity a line, words bare, other text in quotes."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from game.scenario.schema import Sourced

_WORD_KEYS = (
    "id kind state confidence side first_side ground sky place symbol arrives measure told holds lacks fired not_fired "
    "unit formation brings takes goods daily rounds replenish"
).split()
_WORD = re.compile(r"(?!(?:null|true|false)\Z)[a-z][a-z0-9_-]*\Z")
_BARE_KEY = re.compile(r"[A-Za-z_][\w-]*\Z", re.ASCII)


def formation_lines(entries: dict[str, Any]) -> list[str]:
    """A formation as an item of a list at the left edge, its units one a line."""
    head, *rest = (f"{key}: {value_text(key, value)}" for key, value in entries.items() if key != "units")
    lines = [f"- {head}", *(f"  {line}" for line in rest), "  units:"]
    return lines + [f"    - {flow_text(unit)}" for unit in entries["units"]]


def entries_of(entity: BaseModel) -> dict[str, Any]:
    """What must be written of an entity: nothing that is as if left out; if it has a source, that and confidence last."""
    entries = entity.model_dump(by_alias=True, exclude_defaults=True)
    if isinstance(entity, Sourced) and (entries.pop("source", ""), entries.pop("confidence", "low")) != ("", "low"):
        entries |= {"source": entity.source, "confidence": entity.confidence}
    return entries


def flow_text(value: BaseModel | dict[str, Any]) -> str:
    """An entity on one line."""
    entries = value if isinstance(value, dict) else entries_of(value)
    return "{" + ", ".join(f"{key_text(key)}: {value_text(key, entry)}" for key, entry in entries.items()) + "}"


def key_text(key: str) -> str:
    """A key as it is written."""
    return key if _BARE_KEY.match(key) else _text(key)


def value_text(key: str, value: Any) -> str:
    """A value of an entity: words as they are, other text in quotes, degrees with five decimals."""
    if isinstance(value, str):
        return value if key in _WORD_KEYS and _WORD.match(value) else _text(value)
    if isinstance(value, float):
        short = f"{value + 0.0:.5f}"
        return short if key in ("lat", "lon") and float(short) == value else f"{Decimal(repr(value)):f}"
    if isinstance(value, list):
        return "[" + ", ".join(value_text("", entry) for entry in value) + "]"
    return flow_text(value) if isinstance(value, dict) else json.dumps(value)


def _text(text: str) -> str:
    """Text in quotes."""
    return json.dumps(text, ensure_ascii=False)
