"""Pockets and semi-pockets of both sides, as far as a side believes: who is in them, what they hold, the ways out.

A pocket is what rule 7.1 calls one, numbered by the kernel that tells of it at dusk. A semi-pocket has supply, but hangs
by a thread: its nearest hex that wheels reach out of direct fire (F3) lies more than FETCH hexes on foot away, so that
goods come in sight of the enemy or not at all; or wheels do not come to it or next to it even under fire.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from game.analysis.solution import Solution
from game.ground import END_ARC, FIRST_ARC, TERRAIN, TO
from game.rulebook import (
    AMMO_QUIET,
    CROSS_FOREIGN,
    CROSS_RUBBLE,
    CROSSINGS_AT,
    STEP_PEOPLE,
    SUST_QUIET,
    WATER,
)
from game.rules import encirclement, field
from game.rules.field import GROUP, OFF_ROAD, ZONES, new_scratch
from game.rules.movement import crossing
from game.rules.supply import mark_open
from game.state import (
    AMMO,
    COMBAT,
    FOOT,
    GROUND,
    HEX,
    OF_SIDE,
    OWNER,
    PEOPLE,
    PRESENT,
    ROLE,
    RUBBLE,
    SOURCE,
    STATUS,
    SUST,
    Ints,
    State,
    copy,
)  # fmt: skip
from game.view import View

MOST_HEXES = 8
"""The longest way out of a pocket, in hexes [7]."""
FETCH = 2
"""Hexes on foot from which a unit still fetches half of what it can carry, without using the road under fire."""
POINT_MINUTES = 20
"""Minutes on foot that a point of movement stands for: 3 km an hour over open ground."""


@dataclass(frozen=True)
class Exit:
    """A way out on foot, to a hex of one's own that wheels reach."""

    hexes: tuple[int, ...]
    """From the hex of the pocket that it leaves to where it ends."""
    danger: int
    """Hexsides of it that lead into an enemy zone with no friend there."""
    minutes: int


@dataclass(frozen=True)
class Pocket:
    """Units that hang together, and that supply does not reach, or hardly."""

    side: int
    sealed: bool
    """Whether it is a pocket; else a semi-pocket."""
    hexes: tuple[int, ...]
    """Where its units stand."""
    units: tuple[int, ...]
    people: int
    steps: int
    ammunition: int
    """Kg its units hold together; -1 unknown, of the enemy's."""
    sustenance: int
    days: int
    """Days that the scarcer of the two lasts on quiet days if they share, in hundredths; -1 unknown."""
    exits: tuple[Exit, ...]
    """The quickest way for every number of hexsides in danger, the safest first; each is quicker than those before."""


def pockets(view: View) -> tuple[Pocket, ...]:
    """The pockets of both sides, the viewer's first, as it believes."""
    return tuple(pocket for s in (view.side, 1 - view.side) for pocket in Ring(view, s).pockets())


def semi_pockets(view: View) -> tuple[Pocket, ...]:
    """The semi-pockets of both sides, the viewer's first, as it believes."""
    return tuple(pocket for s in (view.side, 1 - view.side) for pocket in Ring(view, s).semi_pockets())


def encircled(view: View) -> tuple[Pocket, ...]:
    """The pockets and then the semi-pockets of each side, the viewer's first, as it believes."""
    rings = Ring(view, view.side), Ring(view, 1 - view.side)
    return tuple(pocket for ring in rings for pocket in (*ring.pockets(), *ring.semi_pockets()))


class Ring:
    """What encloses the units of a side, as the side of a view believes it will be next morning."""

    def __init__(self, view: View, side: int) -> None:
        self.view, self.side, self.fixed = view, side, view.fixed
        self.state: State = copy(view.believed)
        field.set_zones(self.fixed, self.state)
        self.solution = Solution(self.fixed, self.state, side)
        self.scratch = new_scratch(self.fixed)
        field.lay_out(self.fixed, self.state, self.scratch)
        self.zones: Ints = self.scratch.hexes[ZONES + 1 - side].copy()
        mark_open(self.fixed, self.state, self.scratch, side)
        self.open: Ints = self.scratch.hexes[GROUP] == 1
        count = int(encirclement.pockets(self.fixed, self.state, self.scratch, side))
        self.group: Ints = self.scratch.hexes[GROUP].copy()
        self.count = count
        self._near: dict[int, list[tuple[int, int]]] = {}

    # who ---------------------------------------------------------------------------------------------------------------

    @cached_property
    def units(self) -> list[int]:
        """The side's units that are believed to stand somewhere, sources and depots left out."""
        rows, facts = self.state.units, self.fixed.roster.units
        here = (rows[:, STATUS] == PRESENT) & (rows[:, HEX] >= 0) & (facts[:, ROLE] < SOURCE)
        return [int(u) for u in np.flatnonzero(here & (facts[:, OF_SIDE] == self.side))]

    @cached_property
    def standing(self) -> dict[int, int]:
        """Hex -> the side that stands there."""
        rows, facts = self.state.units, self.fixed.roster.units
        here = (rows[:, STATUS] == PRESENT) & (rows[:, HEX] >= 0) & (facts[:, ROLE] < SOURCE)
        return {int(rows[u, HEX]): int(facts[u, OF_SIDE]) for u in np.flatnonzero(here)}

    def pockets(self) -> list[Pocket]:
        """The side's pockets, by their lowest hex."""
        found = []
        for number in range(self.count):
            units = [u for u in self.units if self.group[self.state.units[u, HEX]] == number]
            found.append(self._pocket(units, True, self.wheels))
        return found

    def semi_pockets(self) -> list[Pocket]:
        """The side's semi-pockets in which a unit fights, by their lowest hex."""
        thin = {h for h in np.flatnonzero(self.open).tolist() if self._is_thin(h)}
        thin |= {int(self.state.units[u, HEX]) for u in self.units if self._is_thin(int(self.state.units[u, HEX]))}
        found: list[Pocket] = []
        while thin:
            part = self._joined(min(thin), thin)
            thin -= part
            units = [u for u in self.units if int(self.state.units[u, HEX]) in part]
            if any(self.fixed.roster.units[u, ROLE] == COMBAT for u in units):
                found.append(self._pocket(units, False, self.safe))
        return found

    def _is_thin(self, h: int) -> bool:
        """Whether who stands in a hex that is no pocket fetches goods under direct fire, or from afar."""
        if self.group[h] >= 0:
            return False
        return self._safe_walk.get(h, MOST_HEXES) > FETCH or self._walk.get(h, MOST_HEXES) > 1

    def _joined(self, start: int, hexes: set[int]) -> set[int]:
        """The hexes of a set that are joined to one of them on foot."""
        found, waiting = {start}, [start]
        while waiting:
            for n, _ in self._neighbours(waiting.pop()):
                if n in hexes and n not in found:
                    found.add(n)
                    waiting.append(n)
        return found

    def _pocket(self, units: list[int], sealed: bool, ends: frozenset[int]) -> Pocket:
        """A pocket of some units, whose ways out end in some hexes."""
        rows, numbers = self.state.units[units], self.fixed.rules.numbers
        steps = int((-(-rows[:, PEOPLE] // numbers[STEP_PEOPLE])).sum())
        known = self.side == self.view.side
        ammunition, sustenance = (int(rows[:, column].sum()) if known else -1 for column in (AMMO, SUST))
        uses = ((ammunition, AMMO_QUIET), (sustenance, SUST_QUIET))
        days = min(100 * kg // max(int(numbers[use]) * steps, 1) for kg, use in uses) if known else -1
        hexes = tuple(sorted({int(h) for h in rows[:, HEX]}))
        return Pocket(
            self.side, sealed, hexes, tuple(units), int(rows[:, PEOPLE].sum()), steps, ammunition, sustenance, days,
            self.exits(hexes, ends),
        )  # fmt: skip

    # wheels ------------------------------------------------------------------------------------------------------------

    @cached_property
    def wheels(self) -> frozenset[int]:
        """The side's hexes that wheels reach from a source."""
        return self._driven(self.solution.minutes >= 0)

    @cached_property
    def safe(self) -> frozenset[int]:
        """Those that they reach without passing direct fire, by night or by day."""
        return self._driven((self.solution.minutes >= 0) & (self.solution.fire.min(axis=0) < 3))

    def _driven(self, usable: NDArray[np.bool_]) -> frozenset[int]:
        """The hexes that wheels reach from the sources along some arcs."""
        leaving: dict[int, list[int]] = {}
        for a in np.flatnonzero(usable):
            h, n = self.solution.ends[a]
            leaving.setdefault(int(h), []).append(int(n))
        facts = self.fixed.roster.units
        waiting = [int(self.state.units[u, HEX]) for u in self.solution.depots() if facts[u, ROLE] == SOURCE]
        found = set(waiting)
        while waiting:
            for n in leaving.get(waiting.pop(), ()):
                if n not in found:
                    found.add(n)
                    waiting.append(n)
        return frozenset(found)

    @cached_property
    def _walk(self) -> Mapping[int, int]:
        """Hex -> hexes on foot from the nearest that wheels reach."""
        return self._on_foot(self.wheels)

    @cached_property
    def _safe_walk(self) -> Mapping[int, int]:
        """Hex -> hexes on foot from the nearest that they reach out of direct fire."""
        return self._on_foot(self.safe)

    def _on_foot(self, starts: Iterable[int]) -> dict[int, int]:
        """Hex -> hexes on foot over ground open to the side from the nearest of some hexes."""
        found = dict.fromkeys(starts, 0)
        waiting = deque(found)
        while waiting:
            h = waiting.popleft()
            for n, _ in self._neighbours(h):
                if n not in found and self.open[n]:
                    found[n] = found[h] + 1
                    waiting.append(n)
        return found

    # ways out ----------------------------------------------------------------------------------------------------------

    def _neighbours(self, h: int) -> list[tuple[int, int]]:
        """The hexes next to one that people on foot can cross into, and the arcs."""
        if h not in self._near:
            board, found = self.fixed.board, self._near.setdefault(h, [])
            for a in range(int(board.hexes[h, FIRST_ARC]), int(board.hexes[h, END_ARC])):
                n = int(board.arcs[a, TO])
                if board.hexes[n, TERRAIN] != WATER and crossing(self.fixed, self.state, FOOT, a) >= 0:
                    found.append((n, a))
        return self._near[h]

    def minutes(self, n: int, a: int) -> int:
        """Minutes on foot along an arc into a hex: by the cost of its ground, off the roads [5.2] [5.3a]."""
        extras = self.fixed.rules.tables[CROSSINGS_AT:, FOOT]
        points = int(self.fixed.march[self.state.clock[GROUND], FOOT, a, OFF_ROAD])
        points += int(crossing(self.fixed, self.state, FOOT, a) + self.state.hexes[n, RUBBLE] * extras[CROSS_RUBBLE])
        points += int(extras[CROSS_FOREIGN]) if self.state.hexes[n, OWNER] != self.side else 0
        return points * POINT_MINUTES // 12

    def is_dangerous(self, n: int) -> bool:
        """Whether a hex lies in an enemy zone, and no friend stands there."""
        return bool(self.zones[n] > 0 and self.standing.get(n) != self.side)

    def exits(self, starts: tuple[int, ...], ends: frozenset[int]) -> tuple[Exit, ...]:
        """The quickest way on foot from one of some hexes to another set, for every number of hexsides in danger."""
        front: dict[tuple[int, int], Exit] = {(h, 0): Exit((h,), 0, 0) for h in starts}
        best = dict(front)
        for _ in range(MOST_HEXES):
            wave: dict[tuple[int, int], Exit] = {}
            for way in front.values():
                for found in self._further(way, ends) if way.hexes[-1] not in ends else ():
                    h, key = found.hexes[-1], (found.hexes[-1], found.danger)
                    known = (best[h, danger] for danger in range(found.danger + 1) if (h, danger) in best)
                    if all(_rank(found) < _rank(other) for other in known):
                        best[key] = wave[key] = found
            front = wave
        return _front(way for way in best.values() if way.hexes[-1] in ends and len(way.hexes) > 1)

    def _further(self, way: Exit, ends: frozenset[int]) -> list[Exit]:
        """A way, one hex longer, wherever no enemy stands; it ends only on ground of its side."""
        found = []
        for n, a in self._neighbours(way.hexes[-1]):
            lost = n in ends and self.state.hexes[n, OWNER] != self.side
            if not lost and self.standing.get(n) != 1 - self.side:
                danger = way.danger + self.is_dangerous(n)
                found.append(Exit((*way.hexes, n), danger, way.minutes + self.minutes(n, a)))
        return found


def _rank(way: Exit) -> tuple[int, int, tuple[int, ...]]:
    """What makes one way better than another in no greater danger."""
    return way.minutes, len(way.hexes), way.hexes


def _front(ways: Iterable[Exit]) -> tuple[Exit, ...]:
    """Of some ways those than which none is both as safe and quicker, the safest first."""
    found: list[Exit] = []
    for way in sorted(ways, key=lambda way: (way.danger, *_rank(way))):
        if not found or way.minutes < found[-1].minutes:
            found.append(way)
    return tuple(found)
