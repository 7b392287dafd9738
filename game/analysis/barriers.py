"""What stands between a unit and its depots where no wheels come through: the least that must be taken away."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator

import numpy as np

from game.analysis.reliefs import COSTS, Relief
from game.analysis.solution import Solution
from game.ground import DISK, EDGE, END_ARC, FIRST_ARC, SURFACE, TERRAIN, TO, WATER_SIDE
from game.rulebook import DIRECT_DISK, MINUTES_AT, NO_ROAD, NO_WATER, TRACK, WATER
from game.rules.movement import bridged, crossing
from game.rules.network import FIRE, TIME
from game.state import (
    BLOWN,
    BRIDGE,
    COMBAT,
    FOOT,
    GROUND,
    HARD_ZONE,
    HEX,
    OF_SIDE,
    OWNER,
    PRESENT,
    ROLE,
    SOURCE,
    STATUS,
    VEHICLES,
    ZONE,
)

_SHORT = 4096
"""Steps of cost into which the minutes of a way are divided: they only break ties."""


class Barriers:
    """Closed hexes and hexsides of a solution, and the cheapest way through them."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.fixed, self.state, self.side = solution.fixed, solution.state, solution.side
        self._ways: dict[int, tuple[int, int]] | None = None
        self._in_hex: dict[int, list[Relief]] = {}
        self._standing = self._stand()
        self._zones = self._zone()

    def _stand(self) -> dict[int, int]:
        """Hex -> the side that stands there."""
        units, facts = self.state.units, self.fixed.roster.units
        here = np.flatnonzero((units[:, STATUS] == PRESENT) & (units[:, HEX] >= 0) & (facts[:, ROLE] < SOURCE))
        return {int(units[u, HEX]): int(facts[u, OF_SIDE]) for u in here[::-1]}

    def _zone(self) -> dict[int, list[int]]:
        """Hex -> enemy units whose hard zone lies on it, if no friend is in it."""
        zones: dict[int, list[int]] = {}
        for u in self.enemies():
            if self.state.units[u, ZONE] == HARD_ZONE:
                for n in self.fixed.board.hexes[self.state.units[u, HEX], DISK : DISK + 7]:
                    if n >= 0 and self._standing.get(int(n)) != self.side:
                        zones.setdefault(int(n), []).append(u)
        return zones

    def enemies(self) -> list[int]:
        """Enemy units that are known to be somewhere."""
        units, facts = self.state.units, self.fixed.roster.units
        known = (facts[:, OF_SIDE] != self.side) & (units[:, STATUS] == PRESENT) & (units[:, HEX] >= 0)
        return [int(u) for u in np.flatnonzero(known & (facts[:, ROLE] < SOURCE))]

    def in_hex(self, h: int) -> list[Relief]:
        """What closes a hex to wheels, as what would open it."""
        if h not in self._in_hex:
            enemy = 1 - self.side
            closed = int(self.state.hexes[h, OWNER]) == enemy or self._standing.get(h) == enemy
            units = [u for u in self._zones.get(h, []) if not closed or self.state.units[u, HEX] != h]
            self._in_hex[h] = [Relief("clear", hexes=(h,))] * closed + [Relief("drive_off", unit=u) for u in units]
        return self._in_hex[h]

    def at_side(self, h: int, a: int) -> list[Relief] | None:
        """What keeps wheels from an arc from h, as what would let them; None if nothing would."""
        arcs, n = self.fixed.board.arcs, int(self.fixed.board.arcs[a, TO])
        e, found = int(arcs[a, EDGE]), list[Relief]()
        if arcs[a, WATER_SIDE] != NO_WATER and not bridged(self.state, e):
            if self.state.edges[e, BRIDGE] != BLOWN:
                return None
            found.append(Relief("bridge", hexes=(h, n)))
        if arcs[a, SURFACE] == NO_ROAD:
            found.append(Relief("track", hexes=(h, n)))
        return found

    def way_to(self, unit: int) -> tuple[Relief, ...]:
        """The cheapest set that opens a way for wheels from a depot to a unit's hex, or next to it; empty if none."""
        h = int(self.state.units[unit, HEX])
        ends = {h} | {
            int(self.fixed.board.arcs[a, TO]) for a in self._arcs(h) if crossing(self.fixed, self.state, FOOT, a) >= 0
        }
        ends = {n for n in ends if n == h or not self.in_hex(n)}
        ways = self._grow()
        found = min(((ways[n][0], n) for n in ends if n in ways), default=None)
        return self._along(found[1]) if found else ()

    def _arcs(self, h: int) -> range:
        """The arcs that leave a hex."""
        return range(int(self.fixed.board.hexes[h, FIRST_ARC]), int(self.fixed.board.hexes[h, END_ARC]))

    def _starts(self) -> Iterator[tuple[int, int]]:
        """Price and hex of the side's depots and sources, taken or not; one without vehicles costs some."""
        units, facts = self.state.units, self.fixed.roster.units
        for u in np.flatnonzero((facts[:, OF_SIDE] == self.side) & (facts[:, ROLE] >= SOURCE)):
            if units[u, STATUS] == PRESENT:
                h = int(units[u, HEX])
                yield self._price(self.in_hex(h) + [Relief("vehicles", unit=int(u))] * int(units[u, VEHICLES] <= 0)), h

    def _grow(self) -> dict[int, tuple[int, int]]:
        """Hex -> cost of the cheapest way from a depot, closed hexes and sides at what opening them costs, and the arc
        by which it comes, -1 at a depot."""
        if self._ways is not None:
            return self._ways
        self._ways = {}
        queue = [(price, h, -1) for price, h in self._starts()]
        heapq.heapify(queue)
        while queue:
            cost, h, came = heapq.heappop(queue)
            if h in self._ways:
                continue
            self._ways[h] = (cost, came)
            for a in self._arcs(h):
                n = int(self.fixed.board.arcs[a, TO])
                if n not in self._ways and self.fixed.board.hexes[n, TERRAIN] != WATER:
                    step = self._step(h, a, n)
                    if step >= 0:
                        heapq.heappush(queue, (cost + step, n, a))
        return self._ways

    def _step(self, h: int, a: int, n: int) -> int:
        """What a step along an arc costs; -1 closed for good."""
        minutes = int(self.solution.net.arcs[TIME, a])
        if minutes >= 0:
            return minutes
        sides = self.at_side(h, a)
        if sides is None:
            return -1
        surface = max(int(self.fixed.board.arcs[a, SURFACE]), TRACK) if sides else int(self.fixed.board.arcs[a, SURFACE])
        minutes = int(self.fixed.rules.tables[MINUTES_AT + surface, self.state.clock[GROUND]])
        return minutes + self._price([*sides, *self.in_hex(n)])

    def _price(self, reliefs: list[Relief]) -> int:
        """What a set costs, minutes being small beside it."""
        return _SHORT * sum(COSTS[relief.kind] for relief in reliefs)

    def _along(self, h: int) -> tuple[Relief, ...]:
        """What has to be opened on the way to a hex, from the depot on."""
        ways, found = self._grow(), list[Relief]()
        while True:
            a = ways[h][1]
            found += [relief for relief in self.in_hex(h)[::-1] if relief not in found]
            if a < 0:
                return tuple(found[::-1])
            start = int(self.solution.ends[a, 0])
            found += [relief for relief in self.at_side(start, a) or [] if relief not in found]
            h = start

    def fire_on(self, hexes: tuple[int, ...], layer: int) -> tuple[Relief, ...]:
        """What would end observed and direct fire on a way in a layer."""
        found: list[Relief] = []
        for h, n in itertools.pairwise(hexes):
            a = next(a for a in self._arcs(h) if self.fixed.board.arcs[a, TO] == n)
            level = self.solution.net.arcs[FIRE + layer, a]
            if level == 2:
                found.append(Relief("interdiction", hexes=(h, n)))
            elif level == 3:
                found += [Relief("drive_off", unit=u) for u in self.shooters(h) + self.shooters(n)]
        return tuple(dict.fromkeys(found))

    def shooters(self, h: int) -> list[int]:
        """Enemy units that lay direct fire on a hex."""
        reach = self.fixed.rules.numbers[DIRECT_DISK]
        found = []
        for u in self.enemies():
            at = int(self.state.units[u, HEX])
            if self.fixed.roster.units[u, ROLE] == COMBAT and self.state.units[u, ZONE] == HARD_ZONE:
                disk = self.fixed.board.hexes[at, DISK : DISK + reach]
                found += [u for i in np.flatnonzero(disk == h) if (int(self.fixed.sight[at]) >> int(i)) & 1]
        return found
