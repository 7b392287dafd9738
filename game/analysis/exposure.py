"""How exposed the line of a side is: hexsides that face the enemy, who holds them, seams between brigades, depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from game.ground import END_ARC, FIRST_ARC, TERRAIN, TO
from game.hexes import Grid
from game.rulebook import STEP_PEOPLE, WATER
from game.rules.movement import crossing
from game.state import COMBAT, FOOT, FORMATION, HEX, NOBODY, OF_SIDE, OWNER, PEOPLE, PRESENT, ROLE, SOURCE, STATUS
from game.view import View

DEPTH = 2
"""Hexes behind the line from which a reserve comes up in time [4]."""


@dataclass(frozen=True)
class Exposure:
    """How exposed a hex of the line is, and the units that hold it."""

    hex: int
    units: tuple[int, ...]
    """The fighting units that stand there."""
    steps: int
    """Theirs together."""
    faces: tuple[int, ...]
    """The hexes beyond the hexsides they hold: the enemy's, or nobody's next to his."""
    depth: bool
    """Whether a fighting unit that holds no line itself stands within DEPTH hexes."""

    @property
    def ratio(self) -> int:
        """Hexsides a step holds, in hundredths: the higher the more exposed."""
        return 100 * len(self.faces) // max(self.steps, 1)


@dataclass(frozen=True)
class Seam:
    """Where neighbours along the line belong to different brigades."""

    hexes: tuple[int, int]
    """Where the two stand, the lower hex first."""
    between: int
    """The hex of the line between them, in which nobody stands; -1 if they stand side by side."""


class Line:
    """The line of the viewer's side, on what it believes."""

    def __init__(self, view: View) -> None:
        self.view, self.fixed, self.state, self.side = view, view.fixed, view.believed, view.side
        self.grid: Grid = view.scenario.grid

    @cached_property
    def fighters(self) -> dict[int, tuple[int, ...]]:
        """Hex -> own fighting units there."""
        facts, found = self.fixed.roster.units, dict[int, tuple[int, ...]]()
        for u in self.view.own_units():
            if facts[u, ROLE] == COMBAT:
                h = int(self.state.units[u, HEX])
                found[h] = (*found.get(h, ()), u)
        return found

    @cached_property
    def hostile(self) -> frozenset[int]:
        """The hexes that the enemy holds or stands in."""
        rows, facts = self.state.units, self.fixed.roster.units
        there = (rows[:, STATUS] == PRESENT) & (rows[:, HEX] >= 0) & (facts[:, ROLE] < SOURCE)
        there &= facts[:, OF_SIDE] != self.side
        owned = np.flatnonzero(self.state.hexes[:, OWNER] == 1 - self.side)
        return frozenset(owned.tolist()) | {int(h) for h in rows[there, HEX]}

    @cached_property
    def facing(self) -> frozenset[int]:
        """The hexes from which the enemy comes: his own, and those of nobody next to them."""
        owner = self.state.hexes[:, OWNER]
        strip = (n for h in self.hostile for _, n in self.grid.neighbours(h) if owner[n] == NOBODY)
        return self.hostile | {n for n in strip if n not in self.fighters}

    def faces(self, h: int) -> tuple[int, ...]:
        """The enemy's and nobody's hexes from which a hex can be entered on foot, in the order of the hexsides."""
        board, found = self.fixed.board, []
        for a in range(int(board.hexes[h, FIRST_ARC]), int(board.hexes[h, END_ARC])):
            n = int(board.arcs[a, TO])
            dry = board.hexes[n, TERRAIN] != WATER and crossing(self.fixed, self.state, FOOT, a) >= 0
            if n in self.facing and dry:
                found.append(n)
        return tuple(found)

    @cached_property
    def exposures(self) -> dict[int, Exposure]:
        """Hex -> how exposed it is, for every hex in which own units hold the line."""
        step, faces = int(self.fixed.rules.numbers[STEP_PEOPLE]), {h: self.faces(h) for h in self.fighters}
        behind = [h for h in self.fighters if not faces[h]]
        found = {}
        for h, units in sorted(self.fighters.items()):
            if faces[h]:
                steps = sum(-(-int(self.state.units[u, PEOPLE]) // step) for u in units)
                depth = any(self.grid.distance(h, n) <= DEPTH for n in behind)
                found[h] = Exposure(h, units, steps, faces[h], depth)
        return found

    def of(self, unit: int) -> Exposure | None:
        """How exposed a unit is; None if it is not in the line."""
        return self.exposures.get(int(self.state.units[unit, HEX]))

    @cached_property
    def seams(self) -> tuple[Seam, ...]:
        """The seams of the line, by their hexes."""
        return tuple(self._seams())

    def _seams(self) -> Iterator[Seam]:
        held = self.exposures
        for a in held:
            for b in held:
                if a < b and not self.brigades(a) & self.brigades(b):
                    apart = self.grid.distance(a, b)
                    if apart == 1:
                        yield Seam((a, b), -1)
                    elif apart == 2 and (between := self._gap(a, b)) >= 0:
                        yield Seam((a, b), between)

    def _gap(self, a: int, b: int) -> int:
        """The hex of the line between two held ones, if nobody stands between them; -1 if somebody does, or none is."""
        common = {n for _, n in self.grid.neighbours(a)} & {n for _, n in self.grid.neighbours(b)}
        if any(n in self.fighters for n in common):
            return -1
        bare = [n for n in common if n not in self.facing and self.faces(n)]
        return min(bare, key=lambda n: (-len(self.faces(n)), n), default=-1)

    def brigades(self, h: int) -> frozenset[int]:
        """The formations whose fighting units hold a hex."""
        return frozenset(int(self.fixed.roster.units[u, FORMATION]) for u in self.fighters.get(h, ()))
