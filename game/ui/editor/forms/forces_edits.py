"""Changes of the order of battle: units and formations more and less, copied, moved from one formation to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from game.rulebook import Rules
from game.scenario.draft import Edit, Insert, Move, Remove
from game.texts import LANGUAGES, say
from game.ui.editor.forms.values import Path, entities_at, fresh_id, value_at

if TYPE_CHECKING:
    from game.diagnostics import Document

PEOPLE, QUALITY = 300, 3
"""What a new unit begins with, until its author says better."""
_GUNS = {"tubes": 6, "calibre": 122, "range": 15, "rounds": 200, "daily": 60}
_DRONES = {"range": 8, "rounds": 40, "daily": 4, "sorties": 6}
_SMALL = {"hq": 50, "artillery": 120, "rocket": 60, "drones": 60, "jammer": 40, "engineers": 80}
SOURCE = {"source": "", "confidence": "low"}


def new_unit(document: Document, formation: Mapping[str, Any], kind: str, number: str, rules: Rules) -> dict[str, Any]:
    """A unit of a kind in a hex, with figures that its author will want to change."""
    role = rules.file.kinds[kind].role
    name = {language: f"{_capital(say(language, f'kind.{kind}'))} {number}" for language in LANGUAGES}
    own = fresh_id(document, f"{formation.get('side', 'ua')}-{kind}")
    unit: dict[str, Any] = {"id": own, "kind": kind, "name": name, "hex": number}
    unit |= {"people": _SMALL.get(kind, PEOPLE), "quality": QUALITY}
    if role == "battery":
        calibres = sorted(map(int, rules.file.fires.calibre_percent))
        guns = _GUNS if _GUNS["calibre"] in calibres else _GUNS | {"calibre": calibres[0]}
        unit |= guns
    elif role == "drones":
        unit |= _DRONES
    return unit | SOURCE


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def new_formation(document: Document, side: str, unit: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A formation of a side with one unit, or with none yet."""
    name = fresh_id(document, f"{side}-formation")
    number = name.rpartition("-")[2] if name[-1:].isdecimal() else "1"
    words = {language: say(language, "ui.editor_forms.new_formation", number=number) for language in LANGUAGES}
    formation: dict[str, Any] = {"id": name, "side": side, "name": words, "short": dict(words)} | SOURCE
    return formation | {"units": [unit] if unit is not None else []}


def duplicate(document: Document, path: Path) -> tuple[list[Edit], Path]:
    """A unit once more behind itself, under an id of its own; and where it will be."""
    unit = dict(value_at(document, path))
    unit["id"] = fresh_id(document, str(unit.get("id", "unit")))
    i = int(path[-1]) + 1
    return [Insert(path[:-1], i, (unit,))], (*path[:-1], i)


def to_formation(document: Document, path: Path, formation: Path) -> tuple[list[Edit], Path]:
    """A unit moved to the end of another formation; a formation that it leaves empty goes. And where it will be."""
    to = (*formation, "units")
    count = len(entities_at(document, to))
    if len(entities_at(document, path[:-1])) > 1:
        return [Move(path, to, count)], (*to, count)
    home, after = int(path[1]), int(formation[1])
    new = (formation[0], after - 1 if after > home else after, "units", count)
    unit = value_at(document, path)
    return [Insert(to, count, (unit,)), Remove(path[:2])], new


def remove(document: Document, paths: list[Path]) -> list[Edit]:
    """Units and formations less; a formation that would be left empty goes with its last unit."""
    whole: set[Path] = {path for path in paths if len(path) == 2}
    gone: dict[Path, list[Path]] = {}
    for path in paths:
        if len(path) == 4 and path[:2] not in whole:
            gone.setdefault(path[:2], []).append(path)
    for formation, units in gone.items():
        if len(units) == len(entities_at(document, (*formation, "units"))):
            whole.add(formation)
    return [*map(Remove, sorted(whole)), *(Remove(p) for f, units in gone.items() if f not in whole for p in units)]


def reorder(document: Document, path: Path, way: int) -> tuple[list[Edit], Path]:
    """A unit or formation a place up (-1) or down (1) in its list; nothing at the end."""
    i, count = int(path[-1]), len(entities_at(document, path[:-1]))
    if not 0 <= i + way < count:
        return [], path
    return [Move(path, path[:-1], i - 1 if way < 0 else i + 2)], (*path[:-1], i + way)


def formation_of(document: Document, side: str) -> Path | None:
    """The last formation of a side, None if it has none."""
    found = [path for path, formation in entities_at(document, ("formations",)) if formation.get("side") == side]
    return found[-1] if found else None


def side_of(document: Document, path: Path) -> str:
    """The side that a unit or formation belongs to."""
    return str(value_at(document, (*path[:2], "side")) or "ua")
