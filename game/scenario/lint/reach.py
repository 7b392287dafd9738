"""How far units and supply get from where they begin, looked at slowly on the graph of the ground.

The same as the compiled rules find before the first dawn [5] [6]; tests hold the two against each other.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from game.ground import Ground
from game.rulebook import TERRAINS, WATER
from game.scenario.parts import Parts
from game.scenario.schema import Unit
from game.state import MOBILITIES, SIDES

FARTHEST_MINUTES, FARTHEST_CARRY = 700, 4
"""Beyond so many minutes wheels do not come, and goods are carried so many hexes on foot [6.1] [6.3]."""
_HARD = 2
_TRAFFIC = ("intact", "damaged", "pontoon")
"""Bridges that carry wheels."""
_EXTRA = {"damaged": "damaged_bridge", "pontoon": "pontoon"}
"""A bridge -> the row of extra costs it has."""


class Reach:
    """A scenario on its ground before the first dawn."""

    def __init__(self, parts: Parts, ground: Ground) -> None:
        self.parts, self.grid, self.graph = parts, parts.grid, ground.graph
        self.rules = parts.rules.file
        self.owner = parts.layers["control"]
        self.weather = parts.file.weather[0].ground
        self.rubble: dict[int, int] = {}
        for works in parts.file.rubble:
            self.rubble |= dict.fromkeys(self._hexes(works.hexes.split()), works.level)
        self.holders: dict[int, int] = {}
        """Hex -> the side whose units stand in it."""
        self.zones: tuple[set[int], set[int]] = set(), set()
        """The hexes in a hard zone of each side."""
        self._lands: dict[str, dict[int, int]] = {}
        self._reached: dict[int, set[int]] = {}
        for formation in parts.file.formations:
            s = SIDES.index(formation.side)
            for unit in formation.units:
                if unit.arrives is None:
                    h = self.at(unit.hex)
                    self.holders[h] = s
                    if self._has_zone(unit):
                        self.zones[s].update((h, *self.grid.ring(h, 1)))

    def at(self, number: str) -> int:
        """The hex of a number that is on the map."""
        (h,) = self._hexes([number])
        return h

    def _hexes(self, numbers: Iterable[str]) -> list[int]:
        return [h for h in map(self.grid.parse, numbers) if h is not None]

    def steps(self, unit: Unit) -> int:
        """Steps of a unit, the last one begun [1.3]."""
        return -(-unit.people // self.rules.scale.step_people)

    def fights(self, unit: Unit) -> bool:
        """Whether a unit can take and hold ground [5.8]."""
        return self.rules.kinds[unit.kind].role == "combat" and self.steps(unit) >= 2

    def _has_zone(self, unit: Unit) -> bool:
        """Whether a unit's zone is hard before the first dawn [5.5] [6.4]."""
        supply = self.rules.supply
        states = ((supply.full, "full"), (supply.strained, "strained"), (supply.low, "low"), (0, "out_1"))
        name = next(name for least, name in states if unit.days >= least)
        return self.fights(unit) and getattr(supply.effects, name).zone == _HARD

    # supply -------------------------------------------------------------------------------------------------------------

    def open_to(self, s: int, h: int) -> bool:
        """Whether a side's supply may enter a hex [6.2]."""
        if self.graph.nodes[h]["terrain"] == TERRAINS[WATER] or self.owner[h] == 1 - s:
            return False
        holder = self.holders.get(h)
        return holder == s or (holder is None and h not in self.zones[1 - s])

    def _minutes(self, h: int, n: int) -> int | None:
        """Minutes by wheels from a hex to the next; None if they cannot go [6.1]."""
        arc, supply = self.graph.edges[h, n], self.rules.supply
        if arc["surface"] == "none" or (arc["water"] != "none" and arc["bridge"] not in _TRAFFIC):
            return None
        minutes: int = getattr(getattr(supply, arc["surface"]), self.weather)
        minutes += supply.rubble_minutes[max(self.rubble.get(h, 0), self.rubble.get(n, 0))]
        if arc["bridge"] == "damaged":
            minutes += supply.damaged_bridge_minutes
        elif arc["bridge"] == "pontoon":
            minutes += supply.pontoon_minutes
        return minutes

    def served(self, s: int, origins: Iterable[int]) -> dict[int, tuple[int, int]]:
        """Hex -> (minutes by wheels, hexes on foot beyond) of all that a side's supply reaches from some hexes."""
        best = dict.fromkeys((h for h in origins if self.owner[h] == s and self.holders.get(h) != 1 - s), 0)
        queue = [(0, h) for h in sorted(best)]
        while queue:
            minutes, h = heapq.heappop(queue)
            if minutes > best[h]:
                continue
            for n in self.graph.adj[h]:
                more = self._minutes(h, n)
                if more is None or minutes + more >= best.get(n, FARTHEST_MINUTES + 1):
                    continue
                if self.open_to(s, n):
                    best[n] = minutes + more
                    heapq.heappush(queue, (minutes + more, n))
        found = {h: (minutes, 0) for h, minutes in best.items()}
        last = list(best)
        for carry in range(1, FARTHEST_CARRY + 1):
            here: dict[int, int] = {}
            for h in last:
                for n in self.graph.adj[h]:
                    if n not in found and self.open_to(s, n) and self._water(h, n, "foot") is not None:
                        here[n] = min(here.get(n, FARTHEST_MINUTES), found[h][0])
            found |= {h: (minutes, carry) for h, minutes in here.items()}
            last = list(here)
        return found

    # movement -----------------------------------------------------------------------------------------------------------

    def _water(self, h: int, n: int, mobility: str) -> int | None:
        """Extra points for the water between two hexes; None if it is closed [2.4]."""
        arc = self.graph.edges[h, n]
        if arc["water"] == "none" or arc["bridge"] == "intact":
            return 0
        extra: int = getattr(getattr(self.rules.hexsides, _EXTRA.get(arc["bridge"], arc["water"])), mobility)
        return extra if extra >= 0 else None

    def can_cross(self, h: int, n: int, mobility: str) -> bool:
        """Whether units of a mobility can get from a hex to the next at all [5.2] [5.4]."""
        closed: int = getattr(self.rules.terrain[self.graph.nodes[n]["terrain"]], mobility)
        return closed >= 0 and self._water(h, n, mobility) is not None

    def mobility(self, unit: Unit) -> str:
        """How a unit moves; empty if it never does."""
        mobility = self.rules.kinds[unit.kind].mobility
        return "" if mobility == "static" else mobility

    def lands(self, mobility: str) -> dict[int, int]:
        """Hex -> the number of the piece of ground it belongs to, within which a mobility gets anywhere."""
        if mobility not in self._lands:
            found: dict[int, int] = {}
            for start, hex_ in self.graph.nodes.items():
                if start in found:
                    continue
                found[start], pending = start, [start]
                while pending and getattr(self.rules.terrain[hex_["terrain"]], mobility) >= 0:
                    h = pending.pop()
                    for n in self.graph.adj[h]:
                        if n not in found and self.can_cross(h, n, mobility):
                            found[n] = start
                            pending.append(n)
            self._lands[mobility] = found
        return self._lands[mobility]

    def reached_by(self, s: int) -> set[int]:
        """The hexes a side can hold: its own, and those its fighting units can get to, reinforcements among them."""
        if s not in self._reached:
            pieces: dict[str, set[int]] = {mobility: set() for mobility in MOBILITIES}
            for formation in self.parts.file.formations:
                for unit in formation.units if formation.side == SIDES[s] else ():
                    if self.fights(unit) and self.mobility(unit):
                        pieces[self.mobility(unit)].add(self.lands(self.mobility(unit))[self.at(unit.hex)])
            held = {h for h, owner in enumerate(self.owner) if owner == s}
            for mobility, found in pieces.items():
                if found:
                    held |= {h for h, piece in self.lands(mobility).items() if piece in found}
            self._reached[s] = held
        return self._reached[s]
