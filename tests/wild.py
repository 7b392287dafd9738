"""Random boards for the twins: small, crooked, full of everything the rules distinguish; and made smaller on a failure.

A `Wild` is a plan in plain lists from which ground, roster and state are made, so that parts of it can be left out one by
one while something still goes wrong.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from naive import Naive

from game import state as columns
from game.ground import Ground
from game.happenings import CONDITION_COLUMNS, EFFECT_COLUMNS, HAPPENING_COLUMNS
from game.hexes import GeoReference, Grid
from game.rulebook import TERRAINS, Rules, load_rules, mobility_of, role_of
from game.rules import field as rules_field
from game.rules.field import Fixed
from game.state import BRIDGES, GROUNDS, NOBODY, OF_SIDE, Ints, Roster, State

RULES: Rules = load_rules()
_GEO = GeoReference(48.5, 37.9)
_NONE = np.zeros(0, dtype=np.int64)
_NO_EVENTS = [
    np.zeros((0, width), dtype=np.int64)
    for width in (HAPPENING_COLUMNS, CONDITION_COLUMNS, EFFECT_COLUMNS)
]
_LETTERS = ".twvodx~"
_KINDS = ("infantry", "infantry", "motorised", "mechanised", "tank", "artillery", "hq", "source", "depot")
_SURFACES = ("hard_road", "hard_road", "dirt_road", "track")

Side = tuple[int, int]


@dataclass(frozen=True)
class Plan:
    """A random unit."""

    side: int
    kind: str
    hex: int
    people: int
    supply: int
    out_turns: int
    spent: float
    """Part of its points that it has used."""


@dataclass(frozen=True)
class Wild:
    """A random board."""

    grid: Grid
    ground: int
    terrain: tuple[int, ...]
    heights: tuple[int, ...]
    owners: tuple[int, ...]
    rubble: tuple[int, ...]
    units: tuple[Plan, ...]
    roads: tuple[tuple[str, tuple[int, ...]], ...]
    waters: tuple[tuple[str, tuple[Side, ...]], ...]
    bridges: tuple[tuple[Side, str], ...] = field(default=())
    mines: tuple[tuple[Side, int], ...] = field(default=())


@dataclass(frozen=True)
class Made:
    """A board as the rules and the naive twins take it."""

    fixed: Fixed
    state: State
    naive: Naive


def wild(seed: int) -> Wild:
    """The random board of a seed."""
    dice = random.Random(seed)
    grid = Grid(dice.randint(1, 9), dice.randint(1, 8))
    count = grid.count
    weights = dice.choice(((8, 1, 2, 1, 1, 1, 1, 1), (1, 1, 1, 1, 3, 3, 1, 0), (3, 2, 2, 2, 2, 2, 2, 2)))
    terrain = tuple(dice.choices(range(len(TERRAINS)), weights, k=count))
    front, noise = dice.uniform(0, grid.columns), dice.choice((0.0, 0.1, 0.4))
    owners = tuple(_owner(dice, h % grid.columns, front, noise) for h in range(count))
    sides = [(h, n) for h in range(count) for _, n in grid.neighbours(h) if h < n]
    waters = tuple((kind, tuple(dice.sample(sides, dice.randint(0, len(sides) // 4)))) for kind in ("river", "canal"))
    wet = sorted({side for _, those in waters for side in those})
    bridges = [(side, dice.choice(BRIDGES[1:])) for side in dice.sample(wet, dice.randint(0, len(wet)))]
    roads = tuple((dice.choice(_SURFACES), _walk(dice, grid)) for _ in range(dice.randint(0, 6)))
    rubble = tuple(dice.choice((0, 0, 0, 1, 2, 3)) for _ in range(count))
    heights = tuple(dice.choice((100, 110, 124, 125, 150)) for _ in range(count))
    units = _units(dice, grid, terrain, owners)
    ground = dice.randrange(4)
    mines = tuple((side, dice.randint(1, 2)) for side in dice.sample(sides, len(sides) // dice.choice((5, 20))))
    return Wild(grid, ground, terrain, heights, owners, rubble, units, roads, waters, tuple(bridges), mines)


def _owner(dice: random.Random, column: int, front: float, noise: float) -> int:
    return dice.choice((0, 1, NOBODY)) if dice.random() < noise else int(column >= front)


def _walk(dice: random.Random, grid: Grid) -> tuple[int, ...]:
    """A road: a walk that seldom turns."""
    h, direction = dice.randrange(grid.count), dice.randrange(6)
    path = [h]
    for _ in range(dice.randint(1, 10)):
        direction = direction if dice.random() < 0.7 else dice.randrange(6)
        n = grid.neighbour(h, direction)
        if n is not None:
            path.append(n)
            h = n
    return tuple(path)


def _units(dice: random.Random, grid: Grid, terrain: tuple[int, ...], owners: tuple[int, ...]) -> tuple[Plan, ...]:
    """Some units and sources: in a hex of one side only, mostly on their own ground."""
    units: list[Plan] = []
    holders: dict[int, int] = {}
    for _ in range(dice.randint(1, 12)):
        h, kind = dice.randrange(grid.count), dice.choice(_KINDS)
        side = owners[h] if owners[h] != NOBODY and dice.random() < 0.9 else dice.randrange(2)
        stacked = sum(unit.hex == h for unit in units)
        if terrain[h] == TERRAINS.index("water") or stacked == 3 or holders.get(h, side) != side:
            continue
        if kind not in ("source", "depot"):
            holders[h] = side
        supply = dice.choice((columns.FULL, columns.LOW, columns.OUT))
        turns = dice.randint(1, 3) if supply == columns.OUT else 0
        spent = dice.choice((0.0, 0.0, dice.random()))
        units.append(Plan(side, kind, h, dice.randint(1, 400), supply, turns, spent))
    return tuple(units)


def make(wild: Wild) -> Made:
    """Ground, roster and state of a board."""
    ground = Ground(wild.grid, _GEO, wild.terrain, wild.heights)
    for kind, sides in wild.waters:
        ground.add_water(kind, sides)
    for surface, path in wild.roads:
        ground.add_road(surface, path)
    ground.add_bridges({side: bridge for side, bridge in wild.bridges if ground.graph.edges[side]["water"] != "none"})
    roster = Roster(_roster(wild), np.zeros((0, columns.PLACE_COLUMNS), np.int64), _NONE, _NONE, _terms(), *_NO_EVENTS)
    state = _state(wild, ground)
    naive = Naive(ground, RULES, roster, state)
    for u in range(len(wild.units)):
        state.units[u, columns.ZONE] = naive.zone_of(u)
    naive = Naive(ground, RULES, roster, state)
    for u, unit in enumerate(wild.units):
        allowance = naive.allowance(u)
        state.units[u, columns.ALLOWANCE] = allowance
        state.units[u, columns.POINTS] = allowance - int(allowance * unit.spent)
    return Made(rules_field.fix(ground, RULES, roster), state, naive)


def _roster(wild: Wild) -> Ints:
    rows = np.zeros((len(wild.units), columns.ROSTER_COLUMNS), dtype=np.int64)
    for row, unit in zip(rows, wild.units, strict=True):
        kind = RULES.file.kinds[unit.kind]
        row[[OF_SIDE, columns.MOBILITY, columns.ROLE]] = unit.side, mobility_of(kind), role_of(kind)
    return rows


def _terms() -> Ints:
    return np.zeros(columns.FIRST_DAY + 2, dtype=np.int64)


def _state(wild: Wild, ground: Ground) -> State:
    units = np.zeros((len(wild.units), columns.UNIT_COLUMNS), dtype=np.int64)
    units[:, columns.STATUS], units[:, columns.SEEN_HEX] = columns.PRESENT, -1
    for row, unit in zip(units, wild.units, strict=True):
        row[[columns.HEX, columns.PEOPLE]] = unit.hex, unit.people
        row[[columns.SUPPLY, columns.OUT_TURNS]] = unit.supply, unit.out_turns
    hexes = np.zeros((wild.grid.count, columns.HEX_COLUMNS), dtype=np.int64)
    hexes[:, columns.OWNER], hexes[:, columns.RUBBLE] = wild.owners, wild.rubble
    bridges = ground.bridges()
    edges = np.zeros((len(bridges), columns.EDGE_COLUMNS), dtype=np.int64)
    edges[:, columns.BRIDGE] = bridges
    mines = dict(wild.mines)
    edges[:, columns.MINES] = [mines.get(side, 0) for side in ground.sides()]
    clock = np.zeros(columns.CLOCK_COLUMNS, dtype=np.int64)
    clock[columns.TURN], clock[columns.GROUND] = 1, wild.ground
    return State(clock, units, hexes, edges, np.zeros((2, columns.SIDE_COLUMNS), dtype=np.int64))


def smallest(board: Wild, fails: Callable[[Wild], bool]) -> Wild:
    """A board that still fails and of which no single part can be left out or made plain."""
    for less in _less(board):
        if fails(less):
            return smallest(less, fails)
    return board


def _less(board: Wild) -> Iterator[Wild]:
    """The board with one thing less."""
    for name in ("units", "roads", "waters", "bridges", "mines"):
        parts: tuple[Any, ...] = getattr(board, name)
        for i in range(len(parts)):
            yield dataclasses.replace(board, **{name: parts[:i] + parts[i + 1 :]})
    plain: dict[str, int] = {"terrain": 0, "rubble": 0, "heights": 100}
    for name, value in plain.items():
        values: tuple[int, ...] = getattr(board, name)
        for h in range(len(values)):
            if values[h] != value:
                yield dataclasses.replace(board, **{name: (*values[:h], value, *values[h + 1 :])})


def drawn(board: Wild) -> str:
    """A board as text: terrain and owner of each hex, then everything else in words."""
    grid, number = board.grid, board.grid.number
    rows = [f"ground {GROUNDS[board.ground]}; terrain and owner of each hex:"]
    for row in range(grid.rows):
        hexes = range(row * grid.columns, (row + 1) * grid.columns)
        rows.append(" " * (row % 2) + " ".join(_LETTERS[board.terrain[h]] + "ur."[board.owners[h]] for h in hexes))
    for u, unit in enumerate(board.units):
        strength = f"{unit.people} people, supply {columns.SUPPLY_STATES[unit.supply]} {unit.out_turns}"
        about = f"{columns.SIDES[unit.side]} {unit.kind} at {number(unit.hex)}"
        rows.append(f"unit {u}: {about}, {strength}, {unit.spent:.2f} spent")
    rows += [f"{surface}: {' '.join(map(number, path))}" for surface, path in board.roads]
    mines = ((f"mines of {columns.SIDES[laid - 1]}", (side,)) for side, laid in board.mines)
    for kind, sides in (*board.waters, *((bridge, (side,)) for side, bridge in board.bridges), *mines):
        rows.append(f"{kind}: {' '.join(f'{number(a)}-{number(b)}' for a, b in sides)}")
    rows.append("rubble: " + " ".join(f"{number(h)}:{level}" for h, level in enumerate(board.rubble) if level))
    rows.append("heights: " + " ".join(f"{number(h)}:{m}" for h, m in enumerate(board.heights) if m != 100))
    return "\n".join(rows)
