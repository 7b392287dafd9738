"""Breaking out of a pocket: the ways a side believes to be open, and exactly how many people each would cost.

The throws on every hexside in a zone are enumerated, not sampled, with the shares and the rounding of rule 7.5. Only what
is believed counts: an enemy nobody sees may bar the way, and zones may change before dusk.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from game.analysis.forecast import Workshop
from game.ground import END_ARC, FIRST_ARC, TO
from game.orders import MOST_BREAKOUT, BreakOut
from game.rulebook import EFFECT_STRAGGLERS, EFFECTS_AT
from game.rules import breakout, encirclement, field
from game.rules.breakout import HARD_UP_TO, HARMLESS_FROM
from game.rules.field import CARRY, GROUP, Fixed, effect_row
from game.state import HEX, OF_SIDE, OWNER, PEOPLE, PRESENT, ROLE, SOURCE, STATUS, State, copy
from game.view import View

TONIGHT, TOMORROW, BY_DAY = "tonight", "tomorrow", "day"
WHEN = (TONIGHT, TOMORROW, BY_DAY)
"""When a unit can break out: at today's dusk, at tomorrow's, at once."""
_WAYS = {total: 6 - abs(7 - total) for total in range(2, 13)}
NONE = sum(ways for total, ways in _WAYS.items() if total >= HARMLESS_FROM)
DOUBLE = sum(ways for total, ways in _WAYS.items() if total <= HARD_UP_TO)
"""Throws of the 36 that cost nobody, and that cost twice the share."""


@dataclass(frozen=True)
class Way:
    """A way out."""

    path: tuple[int, ...]
    """From the unit's hex to where it ends."""
    zones: int
    """Hexsides of it that lead out of or into a hard enemy zone: on each dice are thrown."""

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.path[-1]


@dataclass(frozen=True)
class Toll:
    """How many people a breakout costs, with the exact chance of every number."""

    people: int
    """Who set out."""
    share: int
    """Percent lost on a hexside in a zone, on the middle throws."""
    crossings: int
    """Hexsides in zones."""
    lost: tuple[tuple[int, int], ...]
    """(people lost, throws of all), the fewest first."""

    @property
    def all(self) -> int:
        """All throws."""
        throws: int = 36**self.crossings
        return throws

    @property
    def mean(self) -> float:
        """Mean people lost."""
        return sum(people * ways for people, ways in self.lost) / self.all

    @property
    def through(self) -> float:
        """Chance that anybody gets through, if the way is as it is believed to be."""
        return sum(ways for people, ways in self.lost if people < self.people) / self.all

    def up_to(self, chance: float) -> int:
        """The most people lost with a chance, 0 to 1."""
        total = 0
        for people, ways in self.lost:
            total += ways
            if total >= chance * self.all:
                return people
        return self.people


def toll(people: int, share: int, crossings: int) -> Toll:
    """What so many hexsides in zones cost so many people, by every throw; losses are rounded up on each."""
    left = {people: 1}
    for _ in range(crossings):
        after: dict[int, int] = {}
        for some, ways in left.items():
            for percent, throws in ((0, NONE), (share, 36 - NONE - DOUBLE), (2 * share, DOUBLE)):
                rest = some - min(some, (some * percent + 99) // 100)
                after[rest] = after.get(rest, 0) + ways * throws
        left = after
    return Toll(people, share, crossings, tuple(sorted((people - some, ways) for some, ways in left.items())))


class Escape:
    """The ways out of a pocket for one unit, as its side believes, and what they cost and when."""

    def __init__(self, view: View, unit: int) -> None:
        self.view, self.unit, self.fixed = view, unit, view.fixed
        self.side = int(self.fixed.roster.units[unit, OF_SIDE])
        self._now = _Ground(self.fixed, view.believed, unit)
        self._later: _Ground | None = None

    @property
    def in_pocket(self) -> bool:
        """Whether the unit is believed to be in a pocket."""
        return self._now.in_pocket

    def in_zone(self, h: int, n: int) -> bool:
        """Whether dice are thrown on the hexside between two hexes, as things are now."""
        return self._now.in_zone(h, n)

    def ways(self) -> tuple[Way, ...]:
        """The way of fewest hexsides in zones, then fewest hexes, to every hex where a breakout may end, best first."""
        return self._now.ways()

    def order(self, way: Way, by_day: bool = False) -> BreakOut:
        """The order to take a way."""
        return BreakOut(self.unit, way.path[1:], by_day)

    def toll(self, way: Sequence[int], when: str) -> Toll:
        """What a way costs: tonight with who is left at dusk, tomorrow after one more logistics, by day at once."""
        if when == BY_DAY:
            return self._now.toll(way, True)
        if when == TONIGHT:
            return _Ground(self.fixed, _dusk(self.fixed, self.view.believed, self.side), self.unit).toll(way, False)
        if self._later is None:
            self._later = _Ground(self.fixed, tomorrow(self.view), self.unit)
        return self._later.toll(way, False)


class _Ground:
    """A state laid out for a unit that breaks out."""

    def __init__(self, fixed: Fixed, state: State, unit: int) -> None:
        self.fixed, self.state, self.unit = fixed, state, unit
        self.side, self.start = int(fixed.roster.units[unit, OF_SIDE]), int(state.units[unit, HEX])
        self.scratch = field.new_scratch(fixed)
        field.lay_out(fixed, state, self.scratch)
        encirclement.pockets(fixed, state, self.scratch, self.side)
        self.in_pocket = bool(self.scratch.hexes[GROUP, self.start] >= 0)
        goals = (self.scratch.hexes[CARRY] == 0) & (state.hexes[:, OWNER] == self.side)
        self.goals = frozenset(int(h) for h in np.flatnonzero(goals))

    def in_zone(self, h: int, n: int) -> bool:
        """Whether the hexside between two hexes lies in a hard enemy zone."""
        return bool(breakout.in_zone(self.fixed, self.scratch, self.side, h, n))

    def ways(self) -> tuple[Way, ...]:
        """The best way to every hex where a breakout may end."""
        best: dict[int, Way] = {self.start: Way((self.start,), 0)}
        front = [best[self.start]]
        for _ in range(MOST_BREAKOUT):
            wave: dict[int, Way] = {}
            for way in front:
                for n in self._next(way.end):
                    zones = way.zones + self.in_zone(way.end, n)
                    known = wave.get(n) or best.get(n)
                    if known is None or zones < known.zones:
                        wave[n] = Way((*way.path, n), zones)
            best |= wave
            front = list(wave.values())
        ends = [way for h, way in best.items() if h in self.goals and h != self.start and self._has_room(h)]
        return tuple(sorted(ends, key=lambda way: (way.zones, len(way.path), way.path)))

    def _next(self, h: int) -> list[int]:
        """The hexes next to one that the unit may pass."""
        board = self.fixed.board
        found = []
        for a in range(int(board.hexes[h, FIRST_ARC]), int(board.hexes[h, END_ARC])):
            n = int(board.arcs[a, TO])
            if breakout.passable(self.fixed, self.state, self.scratch, self.unit, a, n):
                found.append(n)
        return found

    def _has_room(self, h: int) -> bool:
        """Whether the unit may stop in a hex."""
        return bool(field.has_room(self.fixed, self.state, self.scratch, self.unit, h))

    def toll(self, way: Sequence[int], by_day: bool) -> Toll:
        """What a way costs in this state."""
        crossings = sum(self.in_zone(h, n) for h, n in itertools.pairwise(way))
        share = int(breakout.share_lost(self.fixed, self.state, self.unit, int(by_day)))
        return toll(int(self.state.units[self.unit, PEOPLE]), share, crossings)


def tomorrow(view: View) -> State:
    """What a side believes of its units at tomorrow's dusk: after one more logistics, those gone who straggle by then."""
    state = _dusk(view.fixed, view.believed, view.side)
    state = Workshop(view.fixed).morning(view.fixed, state, view.side)
    return _dusk(view.fixed, state, view.side)


def _dusk(fixed: Fixed, believed: State, side: int) -> State:
    """A copy of a state after the stragglers of a side's recovery have gone."""
    state = copy(believed)
    for u in map(int, np.flatnonzero((fixed.roster.units[:, OF_SIDE] == side) & (state.units[:, STATUS] == PRESENT))):
        if fixed.roster.units[u, ROLE] < SOURCE:
            percent = int(fixed.rules.tables[EFFECTS_AT + effect_row(state, u), EFFECT_STRAGGLERS])
            state.units[u, PEOPLE] -= (state.units[u, PEOPLE] * percent + 99) // 100
    return state
