"""Whether names, places, units and stacks fit the map and the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from game.diagnostics import Node, rewrite
from game.hexes import GeoReference
from game.rulebook import TERRAINS, WATER
from game.scenario.parts import Parts, Path
from game.scenario.schema import Unit
from game.state import SIDES

_FIELDS_OF = {
    "battery": {"tubes", "calibre", "range", "rounds", "daily", "defensive", "floor"},
    "drones": {"range", "rounds", "daily", "sorties"},
}
"""What units of a role have that others lack; the rounds of a drone company are its drones."""
_MANY = 4
"""From so many places on, all off their coordinates, it is the map that lies elsewhere."""
_NEAR_MM = 3
"""So near a calibre of the rules, another is that one misspelt."""


def check(parts: Parts) -> None:
    """Report what does not fit."""
    _ids(parts)
    _places(parts)
    _units(parts)
    _stacks(parts)


def each_unit(parts: Parts) -> Iterator[tuple[Path, str, Unit]]:
    """(path, side, unit) of every unit in the file."""
    for f, formation in enumerate(parts.file.formations):
        for u, unit in enumerate(formation.units):
            yield ["formations", f, "units", u], formation.side, unit


def _ids(parts: Parts) -> None:
    """Every id is given once."""
    units = [unit for f in parts.entries("formations") for unit in _units_in(f)]
    groups = {"units": units + parts.entries("supply")}
    lists = ("places", "formations", "roads", "rails", "waters", "events", "history")
    groups |= {name: parts.entries(name) for name in lists}
    for name, entries in groups.items():
        lines: dict[str, int] = {}
        dangling = dangling_places(parts) if name == "places" else []
        for entry in entries:
            node = entry.value.get("id") if isinstance(entry.value, dict) else None
            if node is None or not isinstance(node.value, str):
                continue
            id_ = node.value
            if id_ in lines:
                free = dangling[0] if dangling else _free(id_, parts.words(entries, "id"))
                hint = f"Did you mean '{free}', which victory counts?" if dangling else ""
                message = f"The id '{id_}' is already used on line {lines[id_]}."
                parts.error("C206", message, node, hint, rewrite(node, free))
            lines.setdefault(id_, node.line)
    for side in SIDES:
        if side not in parts.file.sides and not parts.fitted.lost(["sides"]):
            parts.error("C207", f"The side '{side}' is missing.", ["sides"])


def _units_in(formation: Node) -> list[Node]:
    """The units of a formation as they stand in the file."""
    units = formation.value.get("units") if isinstance(formation.value, dict) else None
    return units.value if units is not None and isinstance(units.value, list) else []


def dangling_places(parts: Parts) -> list[str]:
    """Names that victory counts though no place has them, if a place bears the name of another in their stead."""
    ids = parts.place_ids()
    unknown = [o.place for o in parts.file.victory.places if o.place not in ids]
    return unknown if 0 < len(set(unknown)) <= len(ids) - len(set(ids)) else []


def _free(id_: str, taken: Iterator[str]) -> str:
    """The next id that nothing has: the one given with another number at its end."""
    names = set(taken)
    stem, number = re.fullmatch(r"(.*?)-?([0-9]*)", id_).groups()  # type: ignore[union-attr]
    n = int(number or 1) + 1
    while f"{stem}-{n}" in names:
        n += 1
    return f"{stem}-{n}"


def _places(parts: Parts) -> None:
    """Every place lies in the hex that holds its coordinates."""
    file, grid = parts.file, parts.grid
    geo = GeoReference(file.geo.lat, file.geo.lon)
    elsewhere = []
    for i, place in enumerate(file.places):
        h, there = grid.parse(place.hex), grid.hex_at(*geo.to_km(place.lat, place.lon))
        node = parts.fitted.node(["places", i, "hex"])
        fix = None
        if there is not None and not parts.fitted.lost(["geo"]):
            fix = rewrite(node, f'"{grid.number(there)}"')
        if h is None:
            parts.error("C203", f"There is no hex {place.hex} on the map.", ["places", i, "hex"], fix=fix)
        elif there != h:
            where = "off the map" if there is None else f"in hex {grid.number(there)}"
            message = f"{place.name.en} is said to be in {place.hex}, but its coordinates lie {where}."
            elsewhere.append((i, message, fix))
    if parts.fitted.lost(["geo"]):
        return
    if len(elsewhere) >= _MANY and len(elsewhere) * 5 > len(file.places) * 4:
        message = f"By their coordinates, {len(elsewhere)} of {len(file.places)} places lie in other hexes than said."
        parts.error("C208", message, ["geo"], "This is where the centre of hex 0000 lies.")
        return
    for i, message, fix in elsewhere:
        parts.error("C208", message, ["places", i, "hex"], fix=fix)


def _units(parts: Parts) -> None:
    """Kinds, calibres, hexes and days of units."""
    kinds, scale, turns = parts.rules.file.kinds, parts.rules.file.scale, parts.file.calendar.turns
    if not parts.entries("formations") and not parts.fitted.lost(["formations"]):
        parts.error("C209", "The scenario has no units.", ["formations"])
    for path, side, unit in each_unit(parts):
        _stand(parts, unit, side, path)
        if unit.people > scale.step_people * scale.stack_steps:
            most = scale.step_people * scale.stack_steps
            parts.error("C214", f"A unit cannot have more than {most} people.", [*path, "people"], "Split it.")
        if unit.full is not None and unit.full < unit.people:
            parts.error("C215", "A unit cannot have more people than its full strength.", [*path, "full"])
        if isinstance(unit.arrives, int) and unit.arrives > turns:
            message = f"The unit arrives on day {unit.arrives}, the battle ends on day {turns}."
            parts.warn("C216", message, [*path, "arrives"])
        kind = kinds.get(unit.kind)
        if kind is None or kind.role in ("source", "depot"):
            ours = [name for name, k in kinds.items() if k.role not in ("source", "depot")]
            hint, fix = parts.meant(unit.kind, ours, [*path, "kind"])
            hint = hint or f"The kinds are {', '.join(ours)}."
            parts.error("C211", f"There is no kind of unit '{unit.kind}'.", [*path, "kind"], hint, fix)
            continue
        whole = not parts.fitted.lost(path)
        if whole and kind.role == "battery" and (unit.tubes is None or unit.range is None or unit.calibre is None):
            parts.error("C212", f"The battery '{unit.id}' needs tubes, calibre and range.", path)
        if whole and kind.role == "drones" and (unit.range is None or not unit.sorties):
            parts.error("C228", f"The drone company '{unit.id}' needs range and sorties.", path)
        _fields(parts, unit, kind.role, path)
        _calibre(parts, unit, [*path, "calibre"])


def _calibre(parts: Parts, unit: Unit, path: Path) -> None:
    """The rules know how heavy the rounds of a battery are."""
    calibres = list(parts.rules.file.fires.calibre_percent)
    calibre = unit.calibre
    if calibre is None or str(calibre) in calibres:
        return
    nearest = min(map(int, calibres), key=lambda other: abs(other - calibre))
    fix = rewrite(parts.fitted.node(path), str(nearest)) if abs(nearest - calibre) <= _NEAR_MM else None
    hint = f"The calibres are {', '.join(calibres)}."
    parts.error("C213", f"The rules have no calibre of {calibre} mm.", path, hint, fix)


def _fields(parts: Parts, unit: Unit, role: str, path: Path) -> None:
    """What only batteries and drone companies have: guns and rounds, drones and sorties."""
    for name in sorted(_FIELDS_OF["battery"] | _FIELDS_OF["drones"]):
        if getattr(unit, name) and name not in _FIELDS_OF.get(role, ()):
            kinds = [kind for kind, k in parts.rules.file.kinds.items() if name in _FIELDS_OF.get(k.role, ())]
            hint = f"It belongs to {', '.join(kinds)}."
            parts.error("C229", f"A unit of kind '{unit.kind}' has no {name}.", [*path, name], hint)


def _stand(parts: Parts, unit: Unit, side: str, path: Path) -> None:
    """A unit begins, or arrives, on ground of its own side on which it can stand."""
    h, at = parts.grid.parse(unit.hex), [*path, "hex"]
    if h is None:
        parts.error("C203", f"There is no hex {unit.hex} on the map.", at)
        return
    if parts.layers["terrain"][h] == WATER:
        parts.error("C217", f"The hex {unit.hex} is {TERRAINS[WATER]}.", at)
    if parts.layers["control"][h] != SIDES.index(side) and h not in parts.unknown["control"]:
        parts.error("C218", f"The hex {unit.hex} is not held by the unit's side.", at)


def _stacks(parts: Parts) -> None:
    """No hex begins with more than it holds."""
    scale = parts.rules.file.scale
    stacks: dict[str, list[tuple[Path, int]]] = {}
    for path, _, unit in each_unit(parts):
        if unit.arrives is None and not parts.fitted.lost(path) and unit.people <= scale.step_people * scale.stack_steps:
            stacks.setdefault(unit.hex, []).append((path, -(-unit.people // scale.step_people)))
    for number, stack in stacks.items():
        steps = sum(steps for _, steps in stack)
        if len(stack) > scale.stack_units or steps > scale.stack_steps:
            most = f"a hex holds {scale.stack_units} units and {scale.stack_steps} steps"
            message = f"{len(stack)} units with {steps} steps begin in {number}; {most}."
            parts.error("C219", message, [*stack[-1][0], "hex"])
