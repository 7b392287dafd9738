"""Writing a scenario as text: layers as rows of letters, everything else one entity a line.

The same scenario always gives the same text, so that a change shows as a changed line.
"""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import BaseModel

from game.hexes import Grid
from game.scenario.schema import Formation, Layer, ScenarioFile

_WORD_KEYS = ("id", "kind", "state", "confidence", "side", "first_side", "ground", "sky", "place", "symbol")
_WORD = re.compile(r"(?!(?:null|true|false)\Z)[a-z][a-z0-9_-]*\Z")


def scenario_text(file: ScenarioFile) -> str:
    """A scenario file as text that reads back as the same file."""
    lines = [f"format: {file.format}"]
    for name in ("title", "about", "calendar", "geo", "size"):
        lines.append(f"{name}: {_flow(getattr(file, name))}")
    grid = Grid(file.size.columns, file.size.rows)
    for name in ("terrain", "elevation", "control"):
        lines += ["", *_layer(grid, name, getattr(file, name))]
    for name in ("roads", "rails", "waters", "bridges", "trenches", "rubble", "places"):
        lines += ["", *_list(name, getattr(file, name))]
    lines += ["", "sides:", *(f"  {side}: {_flow(file.sides[side])}" for side in sorted(file.sides, reverse=True))]
    lines += ["", "formations:" if file.formations else "formations: []"]
    for formation in file.formations:
        lines += _formation(formation)
    for name in ("supply", "weather"):
        lines += ["", *_list(name, getattr(file, name))]
    victory = file.victory
    lines += ["", "victory:", f"  weights: {_flow(victory.weights)}"]
    lines += [f"  {name}: {getattr(victory, name)}" for name in ("draw_below", "collapse_percent", "handicap")]
    lines += [f"  {line}" for line in _list("places", victory.places)]
    return "\n".join(lines) + "\n"


def _list(name: str, entries: list[Any]) -> list[str]:
    """A list of entities, one a line."""
    if not entries:
        return [f"{name}: []"]
    return [f"{name}:", *(f"  - {_flow(entry)}" for entry in entries)]


def _layer(grid: Grid, name: str, layer: Layer) -> list[str]:
    """A layer with its source and its rows, column numbers above them and the row's number behind each."""
    rows = [row.split() for row in layer.rows]
    width = max(len(value) for row in rows for value in row)
    numbers = [f"{column:0{grid.digits}d}" for column in range(grid.columns)]
    heads = [" ".join(f"{number:>{width}}" for number in numbers)]
    if width < grid.digits:
        heads = [" ".join(number[i] for number in numbers) for i in range(grid.digits)]
    lines = [f"{name}:", f"  source: {_text(layer.source)}", f"  confidence: {layer.confidence}", "  rows:"]
    lines += [f"    #  {head}" for head in heads]
    for r, row in enumerate(rows):
        text = " " * (r % 2) + " ".join(f"{value:>{width}}" for value in row)
        lines.append(f'    - "{text}"{" " * (1 - r % 2)}  # row {r:0{grid.digits}d}')
    return lines


def _formation(formation: Formation) -> list[str]:
    """A formation, its units one a line."""
    whole = formation.model_copy(update={"units": []})
    head, *rest = (f"{key}: {_value(key, value)}" for key, value in _entries(whole).items() if key != "units")
    lines = [f"  - {head}", *(f"    {line}" for line in rest), "    units:"]
    return lines + [f"      - {_flow(unit)}" for unit in formation.units]


def _entries(entity: BaseModel) -> dict[str, Any]:
    """What must be written of an entity: nothing that is as if left out, but always its source and confidence, last."""
    entries = entity.model_dump(by_alias=True, exclude_defaults=True)
    for key in ("source", "confidence"):
        if hasattr(entity, key):
            entries.pop(key, None)
            entries[key] = getattr(entity, key)
    return entries


def _flow(value: BaseModel | dict[str, Any]) -> str:
    """An entity on one line."""
    entries = value if isinstance(value, dict) else _entries(value)
    return "{" + ", ".join(f"{key}: {_value(key, entry)}" for key, entry in entries.items()) + "}"


def _value(key: str, value: Any) -> str:
    """A value of an entity: words as they are, other text in quotes, degrees with five decimals."""
    if isinstance(value, str):
        return value if key in _WORD_KEYS and _WORD.match(value) else _text(value)
    if isinstance(value, float):
        return f"{value + 0.0:.5f}"
    return _flow(value) if isinstance(value, dict) else json.dumps(value)


def _text(text: str) -> str:
    """Text in quotes."""
    return json.dumps(text, ensure_ascii=False)
