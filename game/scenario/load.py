"""Reading a scenario: file -> checked parts -> ground, roster and the state on the first morning.

`load_scenario` raises `BadInput` with everything wrong in the file at once; `read_scenario` returns the document with its
problems and the scenario if it can be played.
"""

from __future__ import annotations

import functools
import hashlib
import os
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from game.diagnostics import BadInput, Document, nearest
from game.documents import read
from game.ground import Ground
from game.hexes import GeoReference, Grid
from game.rulebook import FULL_DAYS, LOW_DAYS, STRAINED_DAYS, Rules, load_rules, mobility_of, role_of
from game.rules_file import Names
from game.scenario import happenings, lint, schema, upgrade
from game.scenario.drawable import drawable
from game.scenario.parts import Lines, Parts, read_parts
from game.scenario.schema import ScenarioFile
from game.silenced import settle
from game.state import (
    AMMO, BATTERY, BOUND_AT, BRIDGE, CAUTION, CLAIM_PAID, CLASS, CLOCK_COLUMNS, CONDITION, CREDIBILITY, DAYS, DEFENSIVE,
    EDGE_BLOCK, EDGE_COLUMNS, FATIGUE, FLOOR, GROUNDS, HEX, HEX_BLOCK, HEX_COLUMNS, HOLDER_AT, JAM, JAMMER, MEN, MORALE,
    NEVER, NOBODY, OWNER, PEOPLE, PLACE_COLUMNS, PLOT_HEX, PRESENT, QUALITY, REPLY, ROLE, ROSTER_COLUMNS, ROUNDS, RUBBLE,
    SEEN_HEX, SIDE, SIDES, SIDE_BLOCK, SIDE_COLUMNS, SKIES, START_OWNER, STATUS, SUPPLY, SUST, TASK, TASK_AT, TRENCH,
    UNIT_COLUMNS, VEHICLES, WAITING, WILL, Ints, Roster, State,
)  # fmt: skip

if TYPE_CHECKING:
    from game.rules.field import Fixed

FOLDER = Path(__file__).parent.parent.parent / "scenarios"
"""Where scenarios are looked for by name."""


@dataclass(frozen=True)
class UnitCard:
    """What never changes about a unit but is no number: its names and what its counter shows."""

    id: str
    name: Names
    kind: str
    formation: int
    """Index of its formation; -1 for a source."""
    symbol: str | None
    tubes: int
    calibre: int
    source: str
    confidence: str


@dataclass(frozen=True)
class Scenario:
    """A battle ready to be played."""

    id: str
    """Name of its file, without the ending."""
    file: ScenarioFile
    text: str
    """The document it was read from."""
    digest: str
    """Hash of everything in the file; records name it."""
    rules: Rules
    ground: Ground
    roster: Roster
    start: State
    """The state before the first dawn."""
    units: tuple[UnitCard, ...]
    """One a row of State.units."""
    place_ids: tuple[str, ...]
    """One a row of Roster.places."""

    @property
    def grid(self) -> Grid:
        """The size of the map."""
        return self.ground.grid

    @functools.cached_property
    def fixed(self) -> Fixed:
        """Ground, rules and roster as the kernels take them; whoever plays takes a copy."""
        from game.rules import field  # whoever only reads a scenario does without the kernels

        return field.fix(self.ground, self.rules, self.roster)

    def place_names(self, language: str) -> dict[str, str]:
        """Printed number of a hex -> name of the first settlement in it."""
        names: dict[str, str] = {}
        for place in self.file.places:
            if place.kind in ("city", "town", "village", "quarter"):
                names.setdefault(place.hex, getattr(place.name, language))
        return names

    def date(self, turn: int) -> date:
        """The calendar day of a turn."""
        return date.fromisoformat(self.file.calendar.first_day) + timedelta(days=max(turn, 1) - 1)


def find_scenario(name: str) -> Path:
    """The file of a scenario given by name or by path; it may not exist."""
    path = Path(name)
    if path.suffix or os.path.exists(path) or "/" in name:
        return path
    return FOLDER / f"{name}.yaml"


def scenario_names() -> list[str]:
    """Names of the scenarios that come with the game."""
    return sorted(p.stem for p in FOLDER.glob("*.yaml"))


def path_of(name: str) -> Path:
    """The file of a scenario by name or path. Raises BadInput, with the nearest name, if there is none."""
    path = find_scenario(name)
    if not os.path.exists(path):
        names = scenario_names()
        hint = nearest(name, names) or f"The scenarios are {', '.join(names)}."
        raise BadInput.of(name, "C200", "There is no such scenario.", hint)
    return path


def load_scenario(name: str | Path, rules: Rules | None = None) -> Scenario:
    """Read a scenario by name or path.

    Raises BadInput with every problem found.
    """
    path = path_of(str(name))
    document = read(path)
    scenario = build(document, path.stem, rules, doubts=False)
    document.raise_errors()
    assert scenario is not None
    return scenario


def read_scenario(path: Path | str, rules: Rules | None = None) -> tuple[Document, Scenario | None]:
    """Read a file as a scenario; None if it has errors, which are in the document."""
    document = read(path)
    return document, build(document, Path(path).stem, rules)


def build(document: Document, name: str, rules: Rules | None = None, *, doubts: bool = True) -> Scenario | None:
    """A scenario from a parsed document, or None after reporting what is wrong with it.

    A document of format 1 becomes one of format 2, with a warning. Without `doubts` it is not asked how it would play.
    """
    rules = rules or load_rules()
    upgrade.bring_up(document)
    parts = read_parts(document, rules)
    scenario = None
    if parts is not None:
        lint.check(parts)
        if not document.errors:
            scenario = _assemble(parts, name)
            if doubts:
                lint.check_play(parts, scenario.ground)
    settle(document)
    return scenario


def sketch(document: Document, name: str, rules: Rules | None = None) -> Scenario | None:
    """As much of a scenario as can be drawn of a document with mistakes; None if not even the map's size is known.

    What is wrong is left out and nothing reported: units and places off the map, roads with gaps, days without weather.
    """
    rules = rules or load_rules()
    silent = _Silent(document.file, document.text)
    silent.root = document.root
    upgrade.bring_up(silent)
    parts = read_parts(silent, rules)
    if parts is None or (parts.fitted.lost(["size"]) and parts.grid.count == 1):
        return None
    parts.file = drawable(parts)
    parts.lines = parts.read_lines()
    return _assemble(parts, name)


class _Silent(Document):
    """A document nothing is told about."""

    def report(self, *_: object, **__: object) -> None:
        """Nothing."""


def _assemble(parts: Parts, name: str) -> Scenario:
    """A scenario of parts that fit together."""
    file, grid, layers, rules = parts.file, parts.grid, parts.layers, parts.rules
    ground = _ground(file, grid, layers, parts.lines)
    roster, cards = _roster(file, ground, rules)
    text = file.model_dump_json(by_alias=True, exclude_defaults=True)
    digest = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    start = _start(file, rules, ground, roster, layers["control"])
    places = tuple(objective.place for objective in file.victory.places)
    return Scenario(name, file, parts.document.text, digest, rules, ground, roster, start, cards, places)


def _ground(file: ScenarioFile, grid: Grid, layers: dict[str, list[int]], lines: Lines) -> Ground:
    """The ground with its roads, rails, waters and bridges."""
    ground = Ground(grid, GeoReference(file.geo.lat, file.geo.lon), layers["terrain"], layers["elevation"])
    for water, sides in zip(file.waters, lines.waters, strict=True):
        ground.add_water(water.kind, sides)
    for road, hexes in zip(file.roads, lines.roads, strict=True):
        ground.add_road(schema.ROAD_KINDS[road.kind], hexes)
    for hexes in lines.rails:
        ground.add_rail(hexes)
    ground.add_bridges(lines.bridges)
    return ground


def _roster(file: ScenarioFile, ground: Ground, rules: Rules) -> tuple[Roster, tuple[UnitCard, ...]]:
    """The fixed facts about units, places and days."""
    rows, cards, grid = [], [], ground.grid
    kinds = rules.file.kinds
    for f, formation in enumerate(file.formations):
        for unit in formation.units:
            kind = kinds[unit.kind]
            calibre = rules.file.fires.calibre_percent.get(str(unit.calibre), 0) if unit.calibre else 0
            rows.append([
                SIDES.index(formation.side), rules.kinds.index(unit.kind), mobility_of(kind), unit.full or unit.people, f,
                _arrival(unit), _hex(grid, unit.hex), kind.attack, kind.defence, unit.range or 0, calibre, unit.daily,
                role_of(kind), unit.quality, 0, 0, 0, 0, 0, 0, _round_kg(rules, unit.calibre), int(kind.engineers), 0,
                unit.sorties, kind.jams,
            ])  # fmt: skip
            cards.append(UnitCard(unit.id, unit.name, unit.kind, f, unit.symbol, unit.tubes or 0, unit.calibre or 0,
                                  unit.source or formation.source, unit.confidence))  # fmt: skip
    for supply in file.supply:
        kind = kinds[supply.kind]
        rows.append([SIDES.index(supply.side), rules.kinds.index(supply.kind), mobility_of(kind), 0, -1,
                     NEVER if supply.reserve else 0, _hex(grid, supply.hex), 0, 0, 0, 0, 0, role_of(kind), 3,
                     *_kg(supply.daily), supply.payload, supply.seats, 0, 0, 1000 * supply.vehicles, 0, 0])  # fmt: skip
        cards.append(UnitCard(supply.id, supply.name, supply.kind, -1, None, 0, 0, supply.source, supply.confidence))
    at = {place.id: _hex(grid, place.hex) for place in file.places}
    places = [
        [at[o.place], o.held.ua, o.held.ru, o.stay.ua, o.stay.ru, o.left.ua, o.left.ru] for o in file.victory.places
    ]
    units = np.array(rows, dtype=np.int64).reshape(-1, ROSTER_COLUMNS)
    roster = Roster(
        units=units,
        places=np.array(places, dtype=np.int64).reshape(-1, PLACE_COLUMNS),
        batteries=np.flatnonzero(units[:, ROLE] == BATTERY).astype(np.int64),
        jammers=np.flatnonzero(units[:, ROLE] == JAMMER).astype(np.int64),
        terms=np.array(_terms(file), dtype=np.int64),
        **happenings.compiled(file, grid, ground.sides())._asdict(),
    )
    return roster, tuple(cards)


def _arrival(unit: schema.Unit) -> int:
    """The day on which a unit arrives: 0 if it is there, NEVER if only an event brings it."""
    return NEVER if unit.arrives == "event" else unit.arrives or 0


def _kg(goods: schema.Goods) -> tuple[int, int, int, int]:
    """Ammunition, sustenance and shells in kg, and people."""
    return 1000 * goods.ammunition, 1000 * goods.sustenance, 1000 * goods.shells, goods.people


def _round_kg(rules: Rules, calibre: int | None) -> int:
    """Kg of a round with its charge."""
    return rules.file.fires.round_kg.get(str(calibre), 1) if calibre else 1


def _terms(file: ScenarioFile) -> list[int]:
    """Length, first side, the weights of victory, people committed, ground and sky of every day."""
    victory, weights = file.victory, file.victory.weights
    terms = [file.calendar.turns, SIDES.index(file.calendar.first_side), weights.ground, weights.pinned]
    terms += [weights.inflicted, weights.lost, victory.draw_below, victory.collapse_percent, victory.handicap]
    for side in SIDES:
        surely = [u for f in file.formations if f.side == side for u in f.units if u.arrives != "event"]
        terms.append(sum(unit.people for unit in surely))
    terms.append(weights.will)
    for turn in range(1, file.calendar.turns + 1):
        weather = [w for w in file.weather if w.from_ <= turn][-1]
        terms += [GROUNDS.index(weather.ground), SKIES.index(weather.sky)]
    return terms


def _hex(grid: Grid, number: str) -> int:
    """The hex of a number already checked."""
    h = grid.parse(number)
    assert h is not None
    return h


def _start_hexes(file: ScenarioFile, grid: Grid, control: list[int]) -> Ints:
    """The rows of the hexes before the first dawn, in truth and as both sides believe them."""
    hexes = np.zeros((grid.count, HEX_COLUMNS), dtype=np.int64)
    hexes[:, OWNER] = hexes[:, START_OWNER] = control
    for column, works in ((TRENCH, file.trenches), (RUBBLE, file.rubble)):
        for work in works:
            for number in work.hexes.split():
                hexes[_hex(grid, number), column] = work.level
    for s in range(len(SIDES)):
        hexes[hexes[:, OWNER] == s, CLAIM_PAID + s] = HOLDER_AT + s
    for block in (1, 2):
        hexes[:, block * HEX_BLOCK : (block + 1) * HEX_BLOCK] = hexes[:, :HEX_BLOCK]
    return hexes


def _start(file: ScenarioFile, rules: Rules, ground: Ground, roster: Roster, control: list[int]) -> State:
    """The state before the first dawn: everybody in place, everything that stands on the map known to both."""
    grid = ground.grid
    units = np.zeros((len(roster.units), UNIT_COLUMNS), dtype=np.int64)
    begun = [unit for formation in file.formations for unit in formation.units]
    kinds = rules.file.kinds
    limits = rules.tables.numbers[[FULL_DAYS, STRAINED_DAYS, LOW_DAYS]]
    for u, unit in enumerate(begun):
        here = unit.arrives is None
        units[u, STATUS] = PRESENT if here else WAITING
        units[u, HEX] = _hex(grid, unit.hex) if here else -1
        units[u, [PEOPLE, QUALITY, FATIGUE, DAYS]] = unit.people, unit.quality, unit.fatigue, unit.days
        units[u, SUPPLY] = (unit.days < limits).sum()
        units[u, [ROUNDS, DEFENSIVE, FLOOR]] = unit.rounds, unit.defensive, unit.floor
        if kinds[unit.kind].role == "jammer":
            units[u, TASK] = JAM
        units[u, REPLY] = unit.reply and kinds[unit.kind].role == "battery"
        steps = -(-unit.people // rules.file.scale.step_people)
        needs = rules.file.supply.needs
        units[u, AMMO] = -(-unit.days * needs.ammunition_quiet * steps // 100)
        units[u, SUST] = -(-unit.days * needs.sustenance * steps // 100)
        units[u, [BOUND_AT, CLASS]] = -1, 1
        units[u, MORALE] = rules.file.condition.morale.base[unit.quality - 1]
    for s, supply in enumerate(file.supply, start=len(begun)):
        units[s, STATUS], units[s, HEX], units[s, QUALITY] = PRESENT, _hex(grid, supply.hex), 3
        if supply.reserve:
            units[s, STATUS], units[s, HEX] = WAITING, -1
        units[s, AMMO : MEN + 1] = _kg(supply.stock)
        units[s, VEHICLES], units[s, CAUTION] = 1000 * supply.vehicles, supply.caution
    units[:, SEEN_HEX] = units[:, TASK_AT] = units[:, PLOT_HEX] = -1
    hexes = _start_hexes(file, grid, control)
    bridges = ground.bridges()
    edges = np.zeros((len(bridges), EDGE_COLUMNS), dtype=np.int64)
    for block in range(3):
        edges[:, block * EDGE_BLOCK + CONDITION], edges[:, block * EDGE_BLOCK + BRIDGE] = 100, bridges
    clock = np.zeros(CLOCK_COLUMNS + len(file.events), dtype=np.int64)
    clock[SIDE] = NOBODY
    return State(clock, units, hexes, edges, _sides(rules))


def _sides(rules: Rules) -> Ints:
    """The accounts of both sides before the first dawn: nothing but will and credibility."""
    sides = np.zeros((2, SIDE_COLUMNS), dtype=np.int64)
    for block in range(3):
        sides[:, block * SIDE_BLOCK + WILL] = rules.file.claims.will_start
        sides[:, block * SIDE_BLOCK + CREDIBILITY] = rules.file.claims.credibility_start
    return sides
