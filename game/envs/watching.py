"""What a learner sees: what its side believes, as one row of numbers between -1 and 1.

    clock | pointer | own units, a row a slot | hexes, a row a hex

Own units are seen as they are; of the enemy only what is believed of each hex: how many units and steps, how well known,
whether there are guns among them. "Own" is the side that looks, so that one policy can play both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game import state as columns
from game.envs.battle import Battle
from game.envs.pointer import STAGES, UNIT, Pointer
from game.envs.verbs import VERBS
from game.ground import ELEVATION, END_ARC, FIRST_ARC, SURFACE, TERRAIN, WATER_SIDE
from game.rulebook import (
    ALLOWANCE_FOOT,
    CLAIMS_DAILY,
    HARD_ROAD,
    NO_ROAD,
    NO_WATER,
    STACK_STEPS,
    STACK_UNITS,
    STEP_PEOPLE,
    STREET,
    TERRAINS,
)  # fmt: skip
from game.rules import victory
from game.rules.field import ZONES, Scratch
from game.rules.recon import ALL, WHAT
from game.rules.supply import FARTHEST_MINUTES
from game.state import NOBODY, TURNS, State

Row = NDArray[np.float32]

CLOCK = (
    "ru to_move first_today day days_left dry wet thaw frozen clear cloud rain fog margin own_points their_points "
    "own_will their_will own_credibility their_credibility orders_left claims_left"
).split()
_UNIT_SCALES = {
    columns.QUALITY: 5, columns.FATIGUE: 100, columns.SUPPLY: columns.OUT, columns.DAYS: 300, columns.ATTACKS: 1,
    columns.MORALE: 100, columns.EXPLOITING: 1, columns.RETREATED: 1, columns.FIRED: 9, columns.DEFENSIVE: 100,
    columns.REPLY: 1, columns.CAUTION: 20, columns.KEEP: 100_000, columns.AMMO: 100_000, columns.SUST: 100_000,
    columns.SHELLS: 100_000, columns.VEHICLES: 30_000,
}  # fmt: skip
"""Columns of units that are shown as they are, and what stands for 1."""
_SHAKEN = [columns.SHAKEN, columns.LEAVING, columns.BREAKOUT, columns.PLOT]
"""Columns of units of which only is shown whether there is anything."""
_HEX_SCALES = {columns.TRENCH: 3, columns.RUBBLE: 3, columns.SMOKED: 1, columns.ATTACKED_TODAY: 3}
"""The same of hexes."""
_OF_ITS_SIDE = {columns.OVERHEAD: 1, columns.NEAR_SUPPLY: FARTHEST_MINUTES}
"""Of hexes, where each side has its own column."""

UNITS = [
    *"quality fatigue supply days attacks morale exploiting retreated fired defensive reply".split(),
    *"caution keep ammo sust shells vehicles".split(),
    *"shaken leaving breaking_out plotted".split(),
    *"there waiting column row steps people points in_contact rounds".split(),
    *columns.ROLES,
    *columns.POSTURES,
    *(f"task_{name}" for name in columns.TASKS),
]
HEXES = [
    *TERRAINS,
    *"height hard_road street other_road river own_worth their_worth".split(),
    *"trench rubble smoke attacked overhead near_supply".split(),
    *"own theirs own_claim their_claim own_zone enemy_zone heard".split(),
    *"own_units own_steps own_guns own_points enemies enemy_steps enemy_guns enemy_level pointed_at".split(),
]


@dataclass(frozen=True)
class Part:
    """A part of an observation: reshape `observation[first:end]` to `shape`."""

    first: int
    shape: tuple[int, ...]
    names: tuple[str, ...]
    """What the last axis counts."""

    @property
    def end(self) -> int:
        """The number behind its last."""
        return self.first + int(np.prod(self.shape))


class Watcher:
    """Writes observations of a battle."""

    def __init__(self, battle: Battle, pointer: Pointer) -> None:
        self.battle, self.pointer = battle, pointer
        slots, hexes = pointer.first_verb, len(battle.rings)
        pointed = (*STAGES, *(verb.name for verb in VERBS), *(f"slot_{i}" for i in range(slots)))
        shapes = {
            "clock": ((len(CLOCK),), CLOCK),
            "pointer": ((len(pointed),), pointed),
            "units": ((slots, len(UNITS)), UNITS),
            "hexes": ((hexes, len(HEXES)), HEXES),
        }
        self.layout: dict[str, Part] = {}
        self.size = 0
        for name, (shape, names) in shapes.items():
            self.layout[name] = Part(self.size, shape, tuple(names))
            self.size = self.layout[name].end
        self._ground = _ground(battle)
        self._worth = _worth(battle)
        self.stake = _stake(battle)
        """What all places are worth, in tenths of a point: margins are shown in shares of it."""
        self._unit_scales = np.array(list(_UNIT_SCALES.values()))
        self._hex_scales = np.array([*_HEX_SCALES.values(), *_OF_ITS_SIDE.values()])
        self._seen: tuple[int, int] = (NOBODY, NOBODY)
        self._row: Row = np.zeros(self.size, dtype=np.float32)

    def observe(self, side: int) -> Row:
        """What a side sees now: (size,) float32, each number from -1 to 1."""
        battle = self.battle
        if self._seen != (battle.version, side):
            believed, scratch = battle.belief_of(side)
            self._part("clock")[:] = self._clock(side, believed)
            self._part("units")[:] = self._units(side, believed, scratch)
            self._part("hexes")[:] = self._hexes(side, believed, scratch)
            np.clip(self._row, -1, 1, out=self._row)
            self._seen = (battle.version, side)
        self._point(side)
        return self._row.copy()

    def _part(self, name: str) -> Row:
        part = self.layout[name]
        return self._row[part.first : part.end].reshape(part.shape)

    def _point(self, side: int) -> None:
        """Write what has been pointed at."""
        pointed, at = self._part("pointer"), self._part("hexes")[:, -1]
        pointed[:], at[:] = 0, 0
        pointer = self.pointer
        if side != self.battle.side:
            return
        pointed[pointer.stage] = 1
        if pointer.verb != NOBODY:
            pointed[len(STAGES) + pointer.verb] = 1
        if pointer.stage != UNIT and pointer.unit != NOBODY:
            pointed[len(STAGES) + len(VERBS) + pointer.slots[side].index(pointer.unit)] = 1
            h = int(self.battle.believed.units[pointer.unit, columns.HEX])
            if h >= 0:
                at[h] = 1

    def _clock(self, side: int, believed: State) -> list[float]:
        """The day, its weather, and how both sides stand."""
        battle, clock, other = self.battle, believed.clock, 1 - side
        facts = battle.facts[side]
        turns, sides = int(facts.roster.terms[TURNS]), believed.sides
        points = [int(victory.points(facts, believed, s)) / self.stake for s in (side, other)]
        claims = int(facts.rules.numbers[CLAIMS_DAILY])
        to_move = side == battle.side
        return [
            side, to_move, clock[columns.FIRST] == side, clock[columns.TURN] / turns, 1 - clock[columns.TURN] / turns,
            *(clock[columns.GROUND] == i for i in range(len(columns.GROUNDS))),
            *(clock[columns.SKY] == i for i in range(len(columns.SKIES))),
            battle.margin_of(side, believed) / self.stake, *points,
            *(sides[s, c] / 100 for c in (columns.WILL, columns.CREDIBILITY) for s in (side, other)),
            1 - battle.given / max(self.pointer.most_orders, 1) if to_move else 0,
            1 - sides[side, columns.CLAIMS_TODAY] / max(claims, 1),
        ]  # fmt: skip

    def _units(self, side: int, believed: State, scratch: Scratch) -> Row:
        """A row a slot; zeros for slots without a unit, and for units that are lost."""
        facts, grid = self.battle.facts[side], self.battle.scenario.grid
        slots, numbers = self.pointer.slots[side], facts.rules.numbers
        rows, known = believed.units[slots], facts.roster.units[slots]
        h, people, each = rows[:, columns.HEX], rows[:, columns.PEOPLE], np.arange(len(slots))
        there, waiting = rows[:, columns.STATUS] == columns.PRESENT, rows[:, columns.STATUS] == columns.WAITING
        most = max(1, int(numbers[ALLOWANCE_FOOT : ALLOWANCE_FOOT + 3].max()))
        out = np.zeros((self.pointer.first_verb, len(UNITS)), dtype=np.float32)
        own = out[: len(slots)]
        own[:, : len(_UNIT_SCALES)] = rows[:, list(_UNIT_SCALES)] / self._unit_scales
        at = len(_UNIT_SCALES) + len(_SHAKEN)
        own[:, len(_UNIT_SCALES) : at] = rows[:, _SHAKEN] > 0
        values = (
            there, waiting, (h % grid.columns) / max(grid.columns - 1, 1), (h // grid.columns) / max(grid.rows - 1, 1),
            -(-people // numbers[STEP_PEOPLE]) / numbers[STACK_STEPS],
            people / np.maximum(1, known[:, columns.ESTABLISHMENT]), rows[:, columns.POINTS] / most,
            scratch.hexes[ZONES + 1 - side, h] == columns.HARD_ZONE,
            rows[:, columns.ROUNDS] / np.maximum(1, 3 * known[:, columns.DAILY]),
        )  # fmt: skip
        for i, value in enumerate(values, start=at):
            own[:, i] = value
        at += len(values)
        own[each, at + known[:, columns.ROLE]] = 1
        own[each, at + len(columns.ROLES) + rows[:, columns.POSTURE]] = 1
        own[each, at + len(columns.ROLES) + len(columns.POSTURES) + rows[:, columns.TASK]] = 1
        own *= (there | waiting)[:, None]
        own[h < 0, UNITS.index("column") : UNITS.index("row") + 1] = 0
        return out

    def _hexes(self, side: int, believed: State, scratch: Scratch) -> Row:
        """A row a hex; the last column is _point's."""
        rows, out = believed.hexes, np.zeros((len(believed.hexes), len(HEXES)), dtype=np.float32)
        at = self._ground.shape[1]
        out[:, :at] = self._ground
        out[:, at : at + 2] = self._worth[:, [side, 1 - side]]
        at, scales = at + 2, len(self._hex_scales)
        shown = [*_HEX_SCALES, *(column + side for column in _OF_ITS_SIDE)]
        out[:, at : at + scales] = rows[:, shown] / self._hex_scales
        heard = rows[:, columns.HEARD + side]
        values = (
            rows[:, columns.OWNER] == side, rows[:, columns.OWNER] == 1 - side, np.sign(rows[:, columns.CLAIMED + side]),
            np.sign(rows[:, columns.CLAIMED + 1 - side]), scratch.hexes[ZONES + side] / 2,
            scratch.hexes[ZONES + 1 - side] / 2,
            (heard > 0) / (1 + np.maximum(believed.clock[columns.TURN] - heard, 0)),
        )  # fmt: skip
        at += scales
        for i, value in enumerate(values, start=at):
            out[:, i] = value
        self._stand(side, believed, out[:, at + len(values) : -1])
        return out

    def _stand(self, side: int, believed: State, out: Row) -> None:
        """Who is believed to stand where."""
        facts = self.battle.facts[side]
        units, known = believed.units, facts.roster.units
        there = (units[:, columns.STATUS] == columns.PRESENT) & (units[:, columns.HEX] >= 0)
        there = np.flatnonzero(there & (known[:, columns.ROLE] < columns.SOURCE))
        units, known = units[there], known[there]
        mine, level = (known[:, columns.OF_SIDE] == side)[:, None], units[:, columns.SEEN_LEVEL]
        most_units, most_steps = facts.rules.numbers[STACK_UNITS], facts.rules.numbers[STACK_STEPS]
        steps = -(-units[:, columns.PEOPLE] // facts.rules.numbers[STEP_PEOPLE]) / most_steps
        guns = (known[:, columns.ROLE] == columns.BATTERY) / most_units
        one = np.full(len(units), 1 / most_units)
        ours = np.column_stack([one, steps, guns, units[:, columns.POINTS] / 300])
        theirs = np.column_stack([one, steps, guns * (level >= WHAT)])
        np.add.at(out, units[:, columns.HEX], np.hstack([ours * mine, theirs * ~mine, np.zeros((len(units), 1))]))
        np.maximum.at(out[:, -1], units[:, columns.HEX], level / ALL)


def _ground(battle: Battle) -> Row:
    """What never changes about the hexes, as far as the map shows it."""
    board = battle.fixed.board
    terrain = np.eye(len(TERRAINS))[board.hexes[:, TERRAIN]]
    height = board.hexes[:, ELEVATION].astype(float)
    height = (height - height.min()) / max(height.max() - height.min(), 1)
    arcs = np.repeat(np.arange(len(board.hexes)), board.hexes[:, END_ARC] - board.hexes[:, FIRST_ARC])
    surface = board.arcs[:, SURFACE]
    kinds = (surface == HARD_ROAD, surface == STREET, (surface != NO_ROAD) & (surface != HARD_ROAD) & (surface != STREET),
             board.arcs[:, WATER_SIDE] != NO_WATER)  # fmt: skip
    sides = [np.bincount(arcs[kind], minlength=len(board.hexes)) > 0 for kind in kinds]
    return np.column_stack([terrain, height, *sides]).astype(np.float32)


def _worth(battle: Battle) -> Row:
    """What each hex is worth to each side if it is held to the end, in shares of the place worth most: (H, 2)."""
    worth = np.zeros((len(battle.rings), 2), dtype=np.float32)
    for place in battle.fixed.roster.places:
        worth[place[columns.PLACE_HEX]] += place[[columns.HELD_UA, columns.HELD_RU]]
    return worth / max(float(worth.max()), 1.0)


def _stake(battle: Battle) -> float:
    """What all places are worth, to whom each is worth more, in tenths of a point; 100 at least."""
    places = battle.fixed.roster.places[:, [columns.HELD_UA, columns.HELD_RU]]
    return max(100.0, float(places.max(axis=1).sum()) if len(places) else 0.0)
