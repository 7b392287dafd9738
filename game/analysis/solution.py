"""A side's supply as it would be solved now, on what it believes: flows, parcels, what bound them.

Everything here comes from the very kernels that carry supply out (game.rules.logistics), run on a copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from game.ground import END_ARC, FIRST_ARC, TO
from game.rules import field, logistics, network
from game.rules.field import CARRY, Fixed, new_scratch
from game.rules.movement import crossing
from game.rules.network import (
    ASKED,
    AT_HEX,
    DEPOT,
    DEPOT_HEX,
    DEPOT_UNIT,
    FIRE,
    FIRST_STEP,
    FLOW,
    FREE,
    GOOD,
    HELD_UP,
    HELD_UP_AT,
    HIRED,
    KG,
    LAYER,
    LAYERS,
    LEFT,
    OF_UNIT,
    PARCEL,
    PARCELS,
    POOL,
    ROUTE_GOOD,
    ROUTES,
    SENT,
    STEPS,
    STOCK,
    TIME,
    WIA,
)  # fmt: skip
from game.state import FOOT, Ints, State, copy

GOODS = ("ammunition", "sustenance", "shells", "people", "wounded", "riders")
"""Goods by their number in the flow; the last two are brought back: wounded, and people of a unit that was relieved."""
BROUGHT_BACK = ("wounded", "riders")
"""Those that ride back; counted in people."""
CARRIED = ("ammunition", "sustenance", "shells")
"""Those that are counted in tonnes."""
BOUNDS = ("unbound", "edge", "stock", "vehicles", "carriers", "nowhere")
"""What can bind a parcel, by its number in the flow."""


@dataclass(frozen=True)
class Route:
    """One way by which a parcel is served."""

    depot: int
    """The unit of the depot or source it comes from."""
    layer: int
    """0 by night, 1 by day."""
    kg: int
    """Kg; people for those who ride back."""
    vehicles: int
    """Thousandths of vehicles it takes."""
    hexes: tuple[int, ...]
    """From the depot to the last hex on wheels."""


@dataclass(frozen=True)
class Parcel:
    """What a unit asks of a good, and how it is served."""

    unit: int
    good: str
    """One of GOODS."""
    asked: int
    """Kg; people for those who ride back."""
    sent: int
    brought: int
    """Of what was sent, what is not lost under fire on the way."""
    hex: int
    """The last hex on wheels; if there is none, where the unit stands."""
    bound: str
    """One of BOUNDS."""
    bound_at: int
    """The arc that bound it, -1 none."""
    routes: tuple[Route, ...]


def ends(fixed: Fixed) -> Ints:
    """The two hexes of every arc of a board, from and to; (A, 2) int64."""
    board = fixed.board
    starts = np.repeat(np.arange(len(board.hexes)), board.hexes[:, END_ARC] - board.hexes[:, FIRST_ARC])
    return np.stack([starts, board.arcs[:, TO]], axis=1)


def eve(fixed: Fixed, believed: State, side: int) -> State:
    """A copy of what a side believes as it will be when its next supply is solved: the day used up, sources fed."""
    state = copy(believed)
    field.set_zones(fixed, state)
    logistics.use_up(fixed, state, side)
    return state


class Solution:
    """The supply of a side, solved on a state as that side believes it."""

    def __init__(self, fixed: Fixed, believed: State, side: int) -> None:
        self.fixed, self.side = fixed, side
        self.state = copy(believed)
        self.net = network.new_net(fixed)
        self.scratch = new_scratch(fixed)
        logistics.solve(fixed, self.state, self.scratch, self.net, side)

    @cached_property
    def parcels(self) -> tuple[Parcel, ...]:
        """Every parcel in the order of service."""
        return tuple(self._parcel(p) for p in range(int(self.net.totals[PARCELS])))

    def _parcel(self, p: int) -> Parcel:
        row, routes = self.net.parcels[p], self.net.routes[: int(self.net.totals[ROUTES])]
        return Parcel(
            int(row[OF_UNIT]), GOODS[int(row[GOOD])], int(row[ASKED]), int(row[SENT]), self._brought(p),
            int(row[AT_HEX]), BOUNDS[int(row[HELD_UP])], int(row[HELD_UP_AT]),
            tuple(self._route(route) for route in routes[routes[:, PARCEL] == p]),
        )  # fmt: skip

    def _route(self, route: Ints) -> Route:
        depot, first = self.net.depots[route[DEPOT]], int(route[FIRST_STEP])
        arcs = self.net.steps[first : first + int(route[STEPS])][::-1]
        hexes = (int(depot[DEPOT_HEX]), *(int(self.fixed.board.arcs[a, 0]) for a in arcs))
        return Route(int(depot[DEPOT_UNIT]), int(route[LAYER]), int(route[KG]), int(route[HIRED]), hexes)

    def _brought(self, p: int) -> int:
        """What reaches a parcel: kg, or people."""
        routes = self.net.routes[: int(self.net.totals[ROUTES])]
        return sum(self._arrives(int(r)) for r in np.flatnonzero(routes[:, PARCEL] == p))

    def _arrives(self, r: int) -> int:
        """What arrives of a route: kg less what is lost under fire; people who ride back are not lost."""
        kg = int(self.net.routes[r, KG])
        if self.net.routes[r, ROUTE_GOOD] >= WIA:
            return kg
        return kg - kg * int(logistics.risk_of(self.net, r)) // 1000

    def brought(self, unit: int) -> Ints:
        """What a unit is brought of every good, in the order of GOODS: kg, and people; (6,) int64."""
        total = np.zeros(len(GOODS), dtype=np.int64)
        parcels = self.net.parcels[: int(self.net.totals[PARCELS])]
        for p in np.flatnonzero(parcels[:, OF_UNIT] == unit):
            total[parcels[p, GOOD]] += self._brought(int(p))
        return total

    def wanted(self, unit: int, good: str) -> int:
        """What a unit would like of a good, whoever carries it: kg, or people. Needs a unit, not a depot."""
        return int(logistics.wants(self.fixed, self.state, self.scratch, unit, GOODS.index(good)))

    def last_wheels(self, h: int) -> int:
        """The hex where who stands in a hex meets the wheels, -1 none."""
        return int(logistics.pick_up(self.fixed, self.state, self.scratch, h))

    def wheels_of(self, h: int) -> list[int]:
        """Every hex where who stands in a hex may meet the wheels: its own and those next to it, else the nearest."""
        if self.on_foot[h] > 1 or self.on_foot[h] < 0:
            return [n for n in (self.last_wheels(h),) if n >= 0]
        found = [h] if self.on_foot[h] == 0 else []
        for a in range(int(self.fixed.board.hexes[h, FIRST_ARC]), int(self.fixed.board.hexes[h, END_ARC])):
            n = int(self.fixed.board.arcs[a, TO])
            if self.on_foot[n] == 0 and crossing(self.fixed, self.state, FOOT, a) >= 0:
                found.append(n)
        return found

    @cached_property
    def on_foot(self) -> Ints:
        """Hexes on foot beyond the last wheels of every hex, 0 if wheels come there, -1 out of reach; (H,) int64."""
        carried: Ints = self.scratch.hexes[CARRY].copy()
        return carried

    @cached_property
    def ends(self) -> Ints:
        """The two hexes of every arc, from and to; (A, 2) int64."""
        return ends(self.fixed)

    def of(self, unit: int) -> tuple[Parcel, ...]:
        """The parcels of a unit, in the order of service."""
        units = self.net.parcels[: int(self.net.totals[PARCELS]), OF_UNIT]
        return tuple(self._parcel(int(p)) for p in np.flatnonzero(units == unit))

    @cached_property
    def carried(self) -> Ints:
        """Kg carried along every arc by night and by day; (LAYERS, A) int64."""
        return np.stack([self.net.arcs[FLOW + layer :: LAYERS].sum(axis=0) for layer in range(LAYERS)])

    @cached_property
    def capacity(self) -> Ints:
        """Kg every arc can carry by night and by day, 0 if it is closed; (LAYERS, A) int64."""
        total = self.net.arcs[LEFT : LEFT + LAYERS] + self.carried
        open_arcs: Ints = np.where(self.net.arcs[TIME] >= 0, total, 0)
        return open_arcs

    @property
    def minutes(self) -> Ints:
        """Minutes of every arc for wheels, -1 closed; (A,) int64."""
        minutes: Ints = self.net.arcs[TIME]
        return minutes

    @property
    def fire(self) -> Ints:
        """Level of fire, 0 to 3, on every arc by night and by day; (LAYERS, A) int64."""
        fire: Ints = self.net.arcs[FIRE : FIRE + LAYERS]
        return fire

    def depots(self) -> dict[int, dict[str, int]]:
        """Unit of a depot or source -> stock left by good in kg, vehicles and vehicles free in thousandths."""
        rows = self.net.depots[self.net.depots[:, DEPOT_UNIT] >= 0]
        return {
            int(row[DEPOT_UNIT]): {good: int(row[STOCK + i]) for i, good in enumerate(GOODS[:4])}
            | {"vehicles": int(row[POOL]), "free": int(row[FREE])}
            for row in rows
        }
