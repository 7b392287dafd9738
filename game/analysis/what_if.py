"""What if: the supply of a side were a road cut or a hex lost, from what that side may know.

A road that is cut carries no wheels; a bridge on it is blown. A hex that is lost is the enemy's: the nearest of his
fighting units that the side knows of stands there, and the side's own units in it are gone from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from game.analysis.forecast import Course, Workshop
from game.ground import EDGE, SURFACE, WATER_SIDE
from game.rulebook import NO_ROAD, NO_WATER, STEP_PEOPLE
from game.rules import field
from game.rules.field import Fixed
from game.state import (
    BLOWN,
    BRIDGE,
    COMBAT,
    ELIMINATED,
    HARD_ZONE,
    HEX,
    OF_SIDE,
    OUT,
    OWNER,
    PEOPLE,
    PRESENT,
    ROLE,
    SOURCE,
    STATUS,
    ZONE,
    State,
    copy,
)
from game.view import View

HORIZON = 8
"""Turns looked ahead."""

LEAST_KG = 50
"""A unit that loses less a day, and no seats for wounded, is not counted."""

Side = tuple[int, int]
"""A hexside: its two hexes."""


@dataclass(frozen=True)
class Less:
    """A unit that would get less."""

    unit: int
    kg: int
    """Kg a day less, over the turns looked ahead."""
    wounded: int
    """Wounded not fetched in the next turn."""
    out_in: int
    """Turns until it is Out, if it would not be Out by then anyway; -1 none."""


@dataclass(frozen=True)
class WhatIf:
    """What the loss of roads and hexes would do to a side's supply."""

    less: tuple[Less, ...]
    """The units that would get less, most first; depots are left out."""
    there: tuple[int, ...]
    """Own units and depots in the hexes that are lost."""
    out_in: int
    """Turns until the first of them is Out, -1 none within HORIZON."""
    kg: int
    """Kg a day that would not be brought to units."""
    wounded: int
    """Wounded that would not be fetched in the next turn."""


class Asker:
    """Asks what if of one view, as often as one likes; how supply goes on as things are is worked out once."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._workshop = Workshop(view.fixed)
        self._before: Course | None = None

    def ask(self, edges: Iterable[Side] = (), hexes: Iterable[int] = ()) -> WhatIf:
        """What would become of the side's supply were roads along hexsides cut and hexes lost."""
        after, there = self.after(edges, hexes)
        return _compare(self.view, self.before, after, there)

    @property
    def before(self) -> Course:
        """How supply goes on as things are."""
        if self._before is None:
            self._before = self._workshop.course(self.view.fixed, self.view.believed, self.view.side, HORIZON)
        return self._before

    def after(self, edges: Iterable[Side] = (), hexes: Iterable[int] = ()) -> tuple[Course, tuple[int, ...]]:
        """How it would go on, and own units and depots in the hexes that are lost."""
        fixed, state, there = without(self.view, edges, hexes)
        return self._workshop.course(fixed, state, self.view.side, HORIZON), there


def without(view: View, edges: Iterable[Side] = (), hexes: Iterable[int] = ()) -> tuple[Fixed, State, tuple[int, ...]]:
    """Ground and state with roads cut and hexes lost, and own units and depots that were in them."""
    fixed, state = cut(view.fixed, view.believed, edges)
    state, there = lose(fixed, state, view.side, tuple(hexes))
    return fixed, state, there


def what_if(view: View, edges: Iterable[Side] = (), hexes: Iterable[int] = ()) -> WhatIf:
    """What would become of a side's supply were roads along hexsides cut and hexes lost."""
    return Asker(view).ask(edges, hexes)


def _compare(view: View, before: Course, after: Course, there: tuple[int, ...]) -> WhatIf:
    """What two courses differ in, but for the units that are gone."""
    kg = (before.came - after.came).sum(axis=0) // HORIZON
    wounded = before.evacuated[1] - after.evacuated[1]
    less = []
    for u in view.own_units():
        if u not in there and (kg[u] >= LEAST_KG or wounded[u] > 0):
            newly = np.flatnonzero((after.supply[:, u] >= OUT) & (before.supply[:, u] < OUT))
            less.append(Less(u, max(0, int(kg[u])), max(0, int(wounded[u])), int(newly[0]) if len(newly) else -1))
    less.sort(key=lambda unit: (-unit.kg, -unit.wounded, unit.unit))
    outs = [unit.out_in for unit in less if unit.out_in >= 0]
    return WhatIf(
        tuple(less), there, min(outs, default=-1), sum(unit.kg for unit in less), sum(unit.wounded for unit in less)
    )


def cut(fixed: Fixed, state: State, edges: Iterable[Side]) -> tuple[Fixed, State]:
    """The ground and a copy of the state with no road along some hexsides."""
    arcs, state = fixed.board.arcs.copy(), copy(state)
    for h, n in edges:
        for a in (int(field.arc_between(fixed, h, n)), int(field.arc_between(fixed, n, h))):
            arcs[a, SURFACE] = NO_ROAD
            if arcs[a, WATER_SIDE] != NO_WATER:
                state.edges[arcs[a, EDGE], BRIDGE] = BLOWN
    return fixed._replace(board=fixed.board._replace(arcs=arcs)), state


def lose(fixed: Fixed, state: State, side: int, hexes: Iterable[int]) -> tuple[State, tuple[int, ...]]:
    """A copy of the state with hexes lost to the enemy, and who of the side was there."""
    state, there = copy(state), list[int]()
    for h in hexes:
        here = np.flatnonzero((state.units[:, HEX] == h) & (state.units[:, STATUS] == PRESENT))
        own = [int(u) for u in here if fixed.roster.units[u, OF_SIDE] == side]
        there += own
        for u in own:
            if fixed.roster.units[u, ROLE] < SOURCE:
                state.units[u, STATUS] = ELIMINATED
        taker = nearest_enemy(fixed, state, side, h)
        if taker >= 0:
            state.units[taker, HEX], state.units[taker, ZONE] = h, HARD_ZONE
        state.hexes[h, OWNER] = 1 - side
    return state, tuple(there)


def nearest_enemy(fixed: Fixed, state: State, side: int, h: int) -> int:
    """The enemy fighting unit nearest to a hex that could hold it, as far as a side knows; -1 none."""
    facts, units = fixed.roster.units, state.units
    fit = (facts[:, OF_SIDE] == 1 - side) & (facts[:, ROLE] == COMBAT) & (units[:, STATUS] == PRESENT)
    fit &= (units[:, HEX] >= 0) & (units[:, PEOPLE] > fixed.rules.numbers[STEP_PEOPLE])
    near = [(int(field.distance(fixed, int(units[u, HEX]), h)), int(u)) for u in np.flatnonzero(fit)]
    return min(near)[1] if near else -1
