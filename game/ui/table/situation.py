"""What a view means for the screen, worked out once: what is in sight, enemies, counters, who is idle."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

import numpy as np

from game.analysis.breakout import Escape
from game.analysis.relief import candidates
from game.analysis.solution import Solution
from game.analysis.surrender import Pockets
from game.analysis.tonight import tonight
from game.chronicle import Chronicle
from game.orders import Relieve
from game.rules.recon import ABOUT
from game.scenario.load import Scenario
from game.state import (
    ALLOWANCE,
    ATTACKS,
    BATTERY,
    BREAKOUT,
    COMBAT,
    EXPLOITING,
    HEX,
    IDLE,
    LEAVING,
    NOBODY,
    OF_SIDE,
    OWNER,
    PEOPLE,
    POINTS,
    PRESENT,
    RETREATED,
    ROLE,
    SEEN_LEVEL,
    SEEN_TURN,
    SIDE,
    SOURCE,
    START_OWNER,
    STATUS,
    TASK,
    TURN,
    State,
)  # fmt: skip
from game.texts import say
from game.ui.paint.map import Stacks, stacks_of
from game.ui.table.reasons import Reasons
from game.view import View
from game.view_sight import in_sight, seen_from


class Situation:
    """One side's picture of one moment."""

    def __init__(
        self, view: View, done: Collection[int] = (), top: int = -1, language: str = "en", before: Situation | None = None
    ) -> None:
        self.view, self.done, self.top, self.language = view, frozenset(done), top, language
        if before is not None and before.view is view:
            kept = ("solution", "sight", "unveiled", "enemies", "pockets", "roads", "_escapes", "_reliefs")
            self.__dict__ |= {name: before.__dict__[name] for name in kept if name in before.__dict__}
        self.scenario: Scenario = view.scenario
        self.state: State = view.believed
        self.side = view.side
        self.chronicle = Chronicle(view.scenario, language)

    @cached_property
    def reasons(self) -> Reasons:
        """What the numbers of this picture are made of."""
        return Reasons(self)

    @cached_property
    def own(self) -> list[int]:
        """Own units on the map, sources left out."""
        return self.view.own_units()

    @cached_property
    def solution(self) -> Solution:
        """What supply will bring next, as this side believes."""
        return tonight(self.view)

    @cached_property
    def pockets(self) -> Pockets:
        """The pockets of both sides."""
        return Pockets(self.view)

    @cached_property
    def roads(self) -> list[tuple[int, int]]:
        """The roads in sight that lead to ground not one's own."""
        return self.view.roads_in_sight()

    @cached_property
    def _escapes(self) -> dict[int, Escape]:
        return {}

    @cached_property
    def _reliefs(self) -> dict[int, tuple[Relieve, ...]]:
        return {}

    def escape(self, u: int) -> Escape:
        """The ways of an own unit out of its pocket."""
        if u not in self._escapes:
            self._escapes[u] = Escape(self.view, u)
        return self._escapes[u]

    def reliefs(self, u: int) -> tuple[Relieve, ...]:
        """The reliefs of an own unit that are legal now, the freshest first."""
        if u not in self._reliefs:
            self._reliefs[u] = candidates(self.view, u)
        return self._reliefs[u]

    def pocketed(self, h: int) -> int:
        """The side whose pocket a hex belongs to, -1 none."""
        return self.pockets.has(h)

    def in_contact(self, u: int) -> bool:
        """Whether an own unit stands in a hard enemy zone."""
        return self.pockets.in_contact(u)

    @cached_property
    def sight(self) -> frozenset[int]:
        """The hexes own units see under the sky of the day [10.2]."""
        return in_sight(self.view)

    @cached_property
    def unveiled(self) -> frozenset[int]:
        """The hexes in sight and those its own side holds: what lies beyond is veiled on the map."""
        return self.sight | frozenset(np.flatnonzero(self.state.hexes[:, OWNER] == self.side).tolist())

    @cached_property
    def enemies(self) -> list[int]:
        """Enemy units of which something is known, sources and depots left out."""
        units, facts = self.state.units, self.scenario.roster.units
        if self.side == NOBODY:
            return []
        there = (units[:, STATUS] == PRESENT) & (facts[:, OF_SIDE] != self.side) & (facts[:, ROLE] < SOURCE)
        return [int(u) for u in np.flatnonzero(there)]

    def level(self, u: int) -> int:
        """How well a unit is known: 1 to 4 of an enemy's, 4 of one's own, of sources and depots [10.1]."""
        own = self.side in (NOBODY, self.scenario.roster.units[u, OF_SIDE]) or self.role(u) >= SOURCE
        return 4 if own else int(self.state.units[u, SEEN_LEVEL])

    @cached_property
    def stacks(self) -> Stacks:
        """The counters of every hex."""
        return stacks_of(self.scenario, self.state, self.side, self.language, self.done | self.spent, self.top)

    @cached_property
    def spent(self) -> frozenset[int]:
        """Own units that can do nothing more today, in their side's half-turn."""
        if int(self.state.clock[SIDE]) != self.side:
            return frozenset()
        rows = self.state.units
        return frozenset(u for u in self.own if rows[u, POINTS] == 0 and not self.can_attack(u))

    @cached_property
    def idle(self) -> list[int]:
        """Own fighting units that have had no order today, have nothing to do and are not done, from north to south."""
        rows, facts = self.state.units, self.scenario.roster.units
        found = [
            u for u in self.own
            if facts[u, ROLE] == COMBAT and rows[u, POINTS] == rows[u, ALLOWANCE] > 0 and rows[u, ATTACKS] > 0
            and not rows[u, RETREATED] and u not in self.done
            and rows[u, TASK] == IDLE and not rows[u, BREAKOUT] and not rows[u, LEAVING]
        ]  # fmt: skip
        return sorted(found, key=lambda u: (int(rows[u, HEX]), u))

    def can_attack(self, u: int) -> bool:
        """Whether a unit may still make an assault today, if there is something to attack."""
        row = self.state.units[u]
        needs = self.scenario.rules.file.movement.assault
        fights = self.scenario.roster.units[u, ROLE] == COMBAT
        return bool(fights and row[ATTACKS] > 0 and not row[RETREATED] and (row[POINTS] >= needs or row[EXPLOITING]))

    def stack(self, h: int) -> list[int]:
        """The units believed to stand in a hex, sources included, the top counter first."""
        units, facts = self.state.units, self.scenario.roster.units
        here = [int(u) for u in np.flatnonzero((units[:, HEX] == h) & (units[:, STATUS] == PRESENT))]
        here.sort(key=lambda u: (int(facts[u, ROLE]), -int(units[u, PEOPLE]), u))
        return here

    def holder(self, h: int) -> int:
        """The side whose units are believed to stand in a hex, -1 if there are none; sources and depots left out."""
        facts = self.scenario.roster.units
        return next((int(facts[u, OF_SIDE]) for u in self.stack(h) if facts[u, ROLE] < SOURCE), -1)

    def mine(self, h: int) -> list[int]:
        """Own units in a hex that take orders."""
        facts = self.scenario.roster.units
        return [u for u in self.stack(h) if facts[u, OF_SIDE] == self.side and facts[u, ROLE] < SOURCE]

    def role(self, u: int) -> int:
        """Role of a unit."""
        return int(self.scenario.roster.units[u, ROLE])

    def name(self, u: int) -> str:
        """A unit's name with its formation, as far as it is known what it is."""
        return self.chronicle.unit(u) if self.level(u) > ABOUT else say(self.language, "ui.unit.unknown")

    def batteries(self) -> list[int]:
        """Own batteries on the map."""
        return [u for u in self.own if self.role(u) == BATTERY]

    def age(self, u: int) -> int:
        """Days since an enemy unit was last seen."""
        return int(self.state.clock[TURN] - self.state.units[u, SEEN_TURN])

    def surely_seen(self, path: Collection[int]) -> bool:
        """Whether a march shows nothing new for certain: all that could be seen from it is in sight already."""
        return all(set(seen_from(self.view, h)) <= self.sight for h in path)

    def net_ground(self) -> int:
        """Hexes that changed to this side since the start, less those that changed to the other."""
        now, start = self.state.hexes[:, OWNER], self.state.hexes[:, START_OWNER]
        won = int(((now == self.side) & (start != self.side)).sum())
        return won - int(((now == 1 - self.side) & (start != 1 - self.side)).sum())
