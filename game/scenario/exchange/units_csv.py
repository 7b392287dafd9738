"""The order of battle as a table of comma-separated values: a row a unit, out of a scenario and into one.

A table is not read into a scenario at once: it gives a `Plan`, the list of what would change, which is shown first. Units
are known by their id; a column that the table does not have changes nothing, an empty cell means the standard value.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from game.diagnostics import Document, nearest
from game.hexes import GeoReference, Grid
from game.scenario.described import FieldSpec, field_of, fields_of
from game.scenario.draft import Address, Edit, Insert, Remove, Set
from game.scenario.survey.files import Row, table, tidy

COLUMNS = (
    "side", "formation", "formation_en", "formation_uk", "short_en", "short_uk", "id", "kind", "name_en", "name_uk",
    "hex", "lat", "lon", "arrives", "people", "full", "quality", "fatigue", "days", "symbol", "tubes", "calibre",
    "range", "rounds", "daily", "defensive", "floor", "reply", "sorties", "source", "confidence", "formation_source",
    "formation_confidence",
)  # fmt: skip
"""The columns in the order in which they are written; a table that is read needs `id` alone."""
MOST_UNITS = 2000
"""Most rows of a table that is read."""
_FORMATION = {
    "side": "side", "formation_en": "name.en", "formation_uk": "name.uk", "short_en": "short.en", "short_uk": "short.uk",
    "formation_source": "source", "formation_confidence": "confidence",
}  # fmt: skip
_UNIT = {"name_en": "name.en", "name_uk": "name.uk"} | {
    spec.key: spec.key for spec in fields_of("Unit") if spec.form != "names" and spec.key in COLUMNS and spec.key != "id"
}
"""Column -> key of the unit, or of the formation; a text in two languages has two columns."""
_FORMULA = ("=", "+", "-", "@")
_YES, _NO = ("true", "yes", "1", "так"), ("false", "no", "0", "ні")

Kind = Literal["new_formation", "new", "moved", "set", "gone", "gone_formation"]


@dataclass(frozen=True)
class Change:
    """One thing that a table would change."""

    kind: Kind
    id: str
    """Of the unit, or of the formation if `of_formation`."""
    key: str = ""
    """Of what is set, such as "people" or "name.en"."""
    old: Any = None
    new: Any = None
    """What would stand there, None for the standard value; of a new unit or formation all of it."""
    of_formation: bool = False
    formation: str = ""
    """Of a unit that is new or moved: where it goes."""
    line: int = 0
    """Of the table."""


@dataclass
class Plan:
    """What a table would change in a scenario, in the order of its rows."""

    changes: list[Change] = field(default_factory=list)

    def count(self, *kinds: Kind) -> int:
        """How many units are new, moved or gone; of what is set, how many units it is about."""
        return len({(c.of_formation, c.id) for c in self.changes if c.kind in kinds})


def edits(scenario: Mapping[str, Any], plan: Plan) -> list[Edit]:
    """What a plan comes to as edits of the draft whose plain values it was made from."""
    formations = dict(_placed(scenario, "formations"))
    at = {str(f.get("id")): i for i, f in formations.items()}
    where = {str(u.get("id")): (i, j, u) for i, f in formations.items() for j, u in _placed(f, "units")}
    gone = {at[change.id] for change in plan.changes if change.kind == "gone_formation"}
    made = {change.id: dict(change.new) | {"units": []} for change in plan.changes if change.kind == "new_formation"}
    moved = {change.id: dict(where[change.id][2]) for change in plan.changes if change.kind == "moved"}
    added: dict[int, list[Mapping[str, Any]]] = {}
    found: list[Edit] = [Remove(("formations", i)) for i in sorted(gone)]
    for change in plan.changes:
        if change.kind == "set" and change.id in moved and not change.of_formation:
            moved[change.id] = dict(_with(moved[change.id], change.key, change.new))
        elif change.kind == "set":
            head: Address = ("formations", at[change.id] if change.of_formation else where[change.id][0])
            path = (*head, *(() if change.of_formation else ("units", where[change.id][1])), *change.key.split("."))
            found.append(Remove(path) if change.new is None else Set(path, change.new))
    for change in plan.changes:
        if change.kind in ("new", "moved"):
            unit = change.new if change.kind == "new" else {k: v for k, v in moved[change.id].items() if v is not None}
            new = change.formation in made
            (made[change.formation]["units"] if new else added.setdefault(at[change.formation], [])).append(unit)
        if change.kind in ("moved", "gone") and where[change.id][0] not in gone:
            found.append(Remove(("formations", where[change.id][0], "units", where[change.id][1])))
    for i, units in added.items():
        found.append(Insert(("formations", i, "units"), _length(formations[i], "units"), tuple(units)))
    if made:
        found.append(Insert(("formations",), _length(scenario, "formations"), tuple(made.values())))
    return found


# out -----------------------------------------------------------------------------------------------------------------


def export(scenario: Mapping[str, Any]) -> str:
    """The order of battle of a scenario, given as plain values, as a table with a header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for formation in _list(scenario, "formations"):
        head = {column: _cell(_get(formation, key)) for column, key in _FORMATION.items()}
        for unit in _list(formation, "units"):
            row = {column: _cell(_get(unit, key)) for column, key in _UNIT.items()}
            writer.writerow(head | {"formation": _cell(formation.get("id")), "id": _cell(unit.get("id"))} | row)
    return out.getvalue()


def _cell(value: Any) -> str:
    """A value as a table has it; a text that a spreadsheet would take for a formula begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return f"{value:g}" if isinstance(value, float) else str(value)
    text = tidy(value)
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def _text(cell: str) -> str:
    """The text of a cell as it was before `_cell`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA, "'")) else cell


# in ------------------------------------------------------------------------------------------------------------------


def read(document: Document, scenario: Mapping[str, Any], kinds: Sequence[str], remove: bool = False) -> Plan:
    """What a table would change in a scenario of plain values; what is wrong with the table is reported in its document.

    `kinds` are the kinds of unit of the rules; with `remove`, units that the table does not have are to go.
    """
    rows = table(document, ["id"])
    if len(rows) > MOST_UNITS:
        document.report("G303", f"The table has more than {MOST_UNITS} units.", rows[MOST_UNITS].at("id"))
        return Plan()
    if rows:
        _names(document, rows[0])
    reader = _Reader(document, scenario, kinds)
    for row in rows:
        if document.full:
            break
        reader.row(row)
    if document.errors:
        return Plan()
    reader.close(remove)
    return Plan(reader.changes)


def _names(document: Document, row: Row) -> None:
    """Warn of columns that are not known."""
    for name in row.names:
        if name and name not in COLUMNS:
            message = f"The column '{name[:40]}' is not known and is not read."
            document.report("G322", message, (1, 1, 1), nearest(name, COLUMNS), "warning")


class _Reader:
    """Goes through the rows of a table beside the scenario that is there."""

    def __init__(self, document: Document, scenario: Mapping[str, Any], kinds: Sequence[str]) -> None:
        self.document, self.kinds = document, kinds
        self.changes: list[Change] = []
        formations = _list(scenario, "formations")
        self.formations: dict[str, Mapping[str, Any]] = {str(f.get("id")): f for f in formations}
        self.units = {str(u.get("id")): (str(f.get("id")), u) for f in formations for u in _list(f, "units")}
        self.taken = {str(s.get("id")) for s in _list(scenario, "supply")}
        self.seen: dict[str, int] = {}
        self.told: dict[tuple[str, str], Any] = {}
        """(formation, column) -> what a row before has said of it."""
        size, geo = scenario.get("size") or {}, scenario.get("geo") or {}
        self.grid = Grid(int(size.get("columns", 1)), int(size.get("rows", 1)))
        self.geo = GeoReference(float(geo.get("lat", 0)), float(geo.get("lon", 0)))

    def row(self, row: Row) -> None:
        """Read a row: its formation, then its unit."""
        name, line = row.text("id"), row.at("id")[0]
        if not self.is_id(row, "id", name):
            return
        if name in self.seen:
            self.document.report("G321", f"The unit '{name}' is already in line {self.seen[name]}.", row.at("id"))
            return
        if name in self.taken:
            self.document.report("G321", f"'{name}' is the id of a source or depot.", row.at("id"))
            return
        self.seen[name] = line
        values = self.values(row)
        formation = self.formation(row, name)
        if name not in self.units:
            self.add(row, name, formation, values)
            return
        home, unit = self.units[name]
        if formation and formation != home:
            self.changes.append(Change("moved", name, old=home, new=formation, formation=formation, line=line))
        for key, new in values.items():
            old, spec = _get(unit, key), _spec("Unit", key)
            if new is None and spec.required:
                column = next(column for column, named in _UNIT.items() if named == key)
                self.document.report("G325", f"The unit '{name}' needs {column}.", row.at(column))
            elif not _same(old, new, spec):
                self.changes.append(Change("set", name, key, old, new, line=line))

    def values(self, row: Row) -> dict[str, Any]:
        """Key -> what the row says of its unit, None for the standard value; only of columns that are there."""
        found: dict[str, Any] = {}
        for column, key in _UNIT.items():
            if column in row.names and column != "hex":
                found[key] = self.value(row, column, _spec("Unit", key))
        h = self.hex(row)
        return found | ({"hex": h} if h else {})

    def value(self, row: Row, column: str, spec: FieldSpec) -> Any:
        """The value of a cell, checked against the schema."""
        if not row.has(column):
            return None
        if column == "kind":
            return row.one_of(column, self.kinds)
        if spec.choices:
            return row.one_of(column, spec.choices)
        if spec.form == "flag":
            word = row.text(column).casefold()
            return word in _YES if word in _YES + _NO else row.one_of(column, ("yes", "no")) == "yes"
        if spec.form in ("whole", "decimal"):
            if row.text(column) in spec.words:
                return row.text(column)
            low, high = (bound if bound is not None else sign * 1e6 for bound, sign in ((spec.low, -1), (spec.high, 1)))
            number = row.number(column, low, high)
            if spec.form == "whole" and number != int(number):
                self.document.report("G307", f"{column} must be a whole number.", row.at(column))
            return int(number) if number == int(number) else number
        return _text(row.text(column, spec.most))

    def is_id(self, row: Row, column: str, name: str) -> bool:
        """Whether a cell can be an id; reported if not."""
        if wrong := field_of("Unit", "id").wrong(name):
            message = (
                f"'{name[:40]}' is no id: small letters, digits and hyphens, at most 40."
                if name
                else "The row has no id."
            )
            self.document.report("G320", message, row.at(column))
        return wrong is None

    def hex(self, row: Row) -> str:
        """The hex of a row, by its number or by latitude and longitude; empty if it says none, or after reporting."""
        by_number = row.text("hex") if row.has("hex") else ""
        if by_number.isdecimal():
            by_number = by_number.zfill(2 * self.grid.digits)  # a spreadsheet takes 0714 for a number
        if by_number and self.grid.parse(by_number) is None:
            self.document.report("G323", f"There is no hex {by_number[:20]} on the map.", row.at("hex"))
            return ""
        if not (row.has("lat") and row.has("lon")):
            if row.has("lat") or row.has("lon"):
                column = "lat" if row.has("lat") else "lon"
                self.document.report("G323", "A place needs both lat and lon.", row.at(column))
            return by_number
        before = len(self.document.problems)
        lat, lon = row.place()
        if len(self.document.problems) > before:
            return ""
        there = self.grid.hex_at(*self.geo.to_km(lat, lon))
        if there is None:
            self.document.report("G323", f"{lat:g}, {lon:g} lies off the map.", row.at("lat"))
            return ""
        number = self.grid.number(there)
        if by_number and by_number != number:
            message = f"The row says hex {by_number}, but its lat and lon lie in hex {number}."
            self.document.report("G323", message, row.at("hex"), "Leave one of the two empty.")
        return by_number or number

    def formation(self, row: Row, unit: str) -> str:
        """The formation of a row, made or changed if the row says so; empty if it names none."""
        name = row.text("formation") if row.has("formation") else ""
        if not name:
            name = self.units[unit][0] if unit in self.units else ""
        elif not self.is_id(row, "formation", name):
            return ""
        if not name:
            return ""
        said: dict[str, Any] = {}
        for column, key in _FORMATION.items():
            if row.has(column):
                value = self.value(row, column, _spec("Formation", key))
                if (before := self.told.setdefault((name, column), value)) != value:
                    message = f"Of '{name}' an earlier row says {column} '{before}', this one '{value}'."
                    self.document.report("G324", message, row.at(column))
                said[key] = value
        line = row.at("id")[0]
        if name in self.formations:
            there = self.formations[name]
            for key, new in said.items():
                if not _same(_get(there, key), new, _spec("Formation", key)):
                    self.changes.append(Change("set", name, key, _get(there, key), new, True, line=line))
                    self.formations[name] = _with(there, key, new)
        elif self.whole(row, "Formation", said, name):
            made = _entity({"id": name} | said, "Formation")
            self.formations[name] = made
            self.changes.append(Change("new_formation", name, new=made, of_formation=True, line=line))
        return name

    def add(self, row: Row, name: str, formation: str, values: dict[str, Any]) -> None:
        """A unit that the scenario does not have yet."""
        if not formation and not row.has("formation"):
            self.document.report("G325", f"The new unit '{name}' needs a formation.", row.at("id"))
        if self.whole(row, "Unit", values, name) and formation:
            made = _entity({"id": name} | values, "Unit")
            self.changes.append(Change("new", name, new=made, formation=formation, line=row.at("id")[0]))

    def whole(self, row: Row, entity: str, values: Mapping[str, Any], name: str) -> bool:
        """Whether a new unit or formation has all it needs; reported if not."""
        columns = {key: column for column, key in (_UNIT if entity == "Unit" else _FORMATION).items()}
        wanted = [key for spec in fields_of(entity) if spec.required and spec.key not in ("id", "units")
                  for key in ((f"{spec.key}.en", f"{spec.key}.uk") if spec.form == "names" else (spec.key,))]  # fmt: skip
        lacking = [columns[key] for key in wanted if values.get(key) is None]
        if lacking and not any(p.line == row.at("id")[0] for p in self.document.errors):
            what = "unit" if entity == "Unit" else "formation"
            self.document.report("G325", f"The new {what} '{name}' needs {', '.join(lacking)}.", row.at("id"))
        return not lacking

    def close(self, remove: bool) -> None:
        """Let units go that the table does not have, if they are to, and formations that are left without any."""
        homes = {name: home for name, (home, _) in self.units.items() if not remove or name in self.seen}
        homes |= {change.id: change.formation for change in self.changes if change.kind in ("new", "moved")}
        left = set(homes.values())
        for name, (home, _) in self.units.items():
            if name not in homes and home in left:
                self.changes.append(Change("gone", name, old=home))
        for name in dict.fromkeys(home for home, _ in self.units.values()):
            if name not in left:
                self.changes.append(Change("gone_formation", name, of_formation=True))


def _list(entity: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The entities of a list, whatever else may stand there left out."""
    return [each for _, each in _placed(entity, key)]


def _placed(entity: Mapping[str, Any], key: str) -> list[tuple[int, Mapping[str, Any]]]:
    """The entities of a list, each with its position."""
    found = entity.get(key)
    return [(i, each) for i, each in enumerate(found) if isinstance(each, Mapping)] if isinstance(found, list) else []


def _length(entity: Mapping[str, Any], key: str) -> int:
    """How many items a list has, whatever they are."""
    found = entity.get(key)
    return len(found) if isinstance(found, list) else 0


def _get(entity: Mapping[str, Any], key: str) -> Any:
    """What stands under a key such as "name.en", None if nothing does."""
    value: Any = entity
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _with(entity: Mapping[str, Any], key: str, value: Any) -> Mapping[str, Any]:
    """An entity with another value under a key such as "name.en"."""
    first, _, rest = key.partition(".")
    return {**entity, first: _with(entity.get(first) or {}, rest, value) if rest else value}


def _same(old: Any, new: Any, spec: FieldSpec) -> bool:
    """Whether a cell says what stands there already, or is standard there."""
    standard = None if spec.form == "names" or spec.required else spec.default
    old, new = (standard if value is None else value for value in (old, new))
    return bool((tidy(old) if isinstance(old, str) else old) == new)


def _spec(entity: str, key: str) -> FieldSpec:
    """The field of a key such as "name.en"."""
    return field_of(entity, key.partition(".")[0])


def _entity(values: Mapping[str, Any], entity: str) -> dict[str, Any]:
    """A new unit or formation with its keys in the order of the schema, what is standard left out."""
    made: Mapping[str, Any] = {}
    for key, value in values.items():
        if value is not None:
            made = _with(made, key, value)
    order: Iterable[FieldSpec] = fields_of(entity)
    return {spec.key: made[spec.key] for spec in order if spec.key in made}
