"""A loss day by day: who runs out when, what would still come and by what ways, and the cheapest ways out.

The same question as what_if.py asks, answered in full for the panel of a window: roads cut or hexes lost, everything
from what a side may know, solved by the kernels that carry supply out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from game.analysis.barriers import Barriers
from game.analysis.explain import Case, Set
from game.analysis.forecast import Course
from game.analysis.reliefs import cost, relieve
from game.analysis.solution import BROUGHT_BACK, CARRIED, Parcel, Solution, eve
from game.analysis.tonight import tonight
from game.analysis.what_if import Asker, Side, WhatIf, without
from game.state import LIGHT, OUT, URGENT

MOST_PARCELS, MOST_TRIED = 8, 60
"""Parcels of units that are hit for which ways out are looked for, and sets of reliefs that are tried in all."""
MOST_AT_ONCE = 3
"""Reliefs that a way out has at most."""
NEARLY = 0.95
"""Share of what a way out brings that less of the same must bring to be taken instead."""
LEAST_GAIN = 300
"""Kg a night below which something is no way out."""


@dataclass(frozen=True)
class Way:
    """A road by which more would come to those who are hit."""

    hexes: Side
    kg: int
    """Kg that goes by it to them, in a night and a day."""
    carried: int
    capacity: int
    """Kg that goes by it at all, and that can, in its fuller half-day."""
    layer: int
    """That half-day: 0 night, 1 day."""
    fire: int
    """The higher level of fire of night and day."""


@dataclass(frozen=True)
class WayOut:
    """What would bring more to those who are hit."""

    reliefs: Set
    kg: int
    """Kg a night and day more for all of them together."""


@dataclass(frozen=True)
class Figures:
    """What it comes to tonight for those who are hit, in kg."""

    asked: int
    now: int
    """What would arrive if nothing were lost."""
    then: int
    by_lost: int
    """What sets out by what is lost."""
    vehicles: tuple[int, int]
    """Thousandths of vehicles that serve them, now and then."""
    waiting: int
    """Their wounded."""
    ways: tuple[Way, ...]
    """The roads by which more goes to them than before, the fullest first."""


class Loss:
    """Roads cut and hexes lost, as one view has it."""

    def __init__(self, asker: Asker, edges: Iterable[Side] = (), hexes: Iterable[int] = ()) -> None:
        view, self.edges, self.hexes = asker.view, tuple(edges), tuple(hexes)
        self.view = view
        self.found: WhatIf = asker.ask(self.edges, self.hexes)
        self.before: Course = asker.before
        self.after: Course = asker.after(self.edges, self.hexes)[0]
        self.now = tonight(view)
        fixed, state, _ = without(view, self.edges, self.hexes)
        self.then = Solution(fixed, eve(fixed, state, view.side), view.side)

    @cached_property
    def units(self) -> tuple[int, ...]:
        """The units that are hit: those soonest Out first, then those with the fewest days in four turns."""
        least = {less.unit: int(self.after.days[1:5, less.unit].min()) for less in self.found.less}
        soonest = {less.unit: less.out_in if less.out_in >= 0 else len(self.after.days) for less in self.found.less}
        return tuple(sorted(least, key=lambda u: (soonest[u], least[u], u)))

    @property
    def newly_out(self) -> int:
        """Units that are Out in some turn and would not be if nothing were lost."""
        newly = (self.after.supply >= OUT) & (self.before.supply < OUT)
        return int(newly[:, list(self.units)].any(axis=0).sum())

    @cached_property
    def figures(self) -> Figures:
        """What it comes to tonight."""
        vehicles = self.vehicles(self.now), self.vehicles(self.then)
        return Figures(self.asked(), self.brought(self.now), self.brought(self.then), self.by_lost(), vehicles,
                       self.waiting(), tuple(self.other_ways()))  # fmt: skip

    def asked(self) -> int:
        """Kg that those who are hit ask for tonight."""
        return sum(parcel.asked for parcel in self._goods(self.now))

    def brought(self, solution: Solution) -> int:
        """Kg that would be brought to them."""
        return sum(int(solution.brought(u)[:3].sum()) for u in self.units)

    def vehicles(self, solution: Solution) -> int:
        """Thousandths of vehicles that would serve them."""
        return sum(route.vehicles for parcel in self._goods(solution) for route in parcel.routes)

    def by_lost(self) -> int:
        """Kg a night and day that goes to them by what is lost."""
        lost = {*self.edges, *(edge[::-1] for edge in self.edges)}
        return sum(route.kg for parcel in self._goods(self.now) for route in parcel.routes
                   if lost & set(pairwise(route.hexes)) or set(self.hexes) & set(route.hexes))  # fmt: skip

    def waiting(self) -> int:
        """Their wounded."""
        return int(self.view.believed.units[list(self.units), URGENT : LIGHT + 1].sum()) if self.units else 0

    def _goods(self, solution: Solution) -> list[Parcel]:
        """Parcels of those who are hit, but for who rides back."""
        units = set(self.units)
        return [parcel for parcel in solution.parcels if parcel.unit in units and parcel.good not in BROUGHT_BACK]

    def other_ways(self) -> list[Way]:
        """The roads by which more goes to them than before, each stretch at its fullest, the fullest first."""
        more = self._by_road(self.then)
        for road, kg in self._by_road(self.now).items():
            more[road] = more.get(road, 0) - kg
        ways = [self._way(road, kg) for road, kg in more.items() if kg >= LEAST_GAIN]
        return sorted(ways, key=lambda way: (-way.carried * 1000 // max(way.capacity, 1), -way.kg, way.hexes))

    def _by_road(self, solution: Solution) -> dict[Side, int]:
        """Road, from its lower hex -> kg that goes by it to those who are hit."""
        found: dict[Side, int] = {}
        for parcel in self._goods(solution):
            for route in parcel.routes:
                for h, n in pairwise(route.hexes):
                    road = min(h, n), max(h, n)
                    found[road] = found.get(road, 0) + route.kg
        return found

    def _way(self, road: Side, kg: int) -> Way:
        """A road as it would be used."""
        here = (self.then.ends == road).all(axis=1) | (self.then.ends == road[::-1]).all(axis=1)
        arcs = np.flatnonzero(here)
        carried, capacity = self.then.carried[:, arcs], self.then.capacity[:, arcs]
        layer, a = np.unravel_index(int(np.argmax(carried * 1000 // np.maximum(capacity, 1))), carried.shape)
        fire = int(self.then.fire[:, arcs].max())
        return Way(road, kg, int(carried[layer, a]), int(capacity[layer, a]), int(layer), fire)

    def ways_out(self) -> Iterator[list[WayOut]]:
        """What would bring them more, cheapest first: the best known after every set that is tried."""
        base, best = self.brought(self.then), list[WayOut]()
        barriers = Barriers(self.then)
        tried: set[Set] = set()
        short = [p for p in self._goods(self.then) if p.bound != "unbound" and p.good in CARRIED]
        order = {u: i for i, u in enumerate(self.units)}
        for parcel in sorted(short, key=lambda p: (order[p.unit], p.good))[:MOST_PARCELS]:
            for reliefs in Case(self.then, parcel, barriers).options():
                if reliefs in tried or len(tried) >= MOST_TRIED or len(reliefs) > MOST_AT_ONCE:
                    continue
                tried.add(reliefs)
                gain = self._gain(reliefs, base)
                if gain >= LEAST_GAIN:
                    best = _cheapest([*best, WayOut(reliefs, gain)])
                yield best
        yield [self._trimmed(way, base) for way in best]

    def _trimmed(self, way: WayOut, base: int) -> WayOut:
        """The same with no more of anything than brings about as much."""
        for i, relief in enumerate(way.reliefs):
            while relief.amount > 1:
                relief = replace(relief, amount=relief.amount // 2)
                less = (*way.reliefs[:i], relief, *way.reliefs[i + 1 :])
                gain = self._gain(less, base)
                if gain < NEARLY * way.kg:
                    break
                way = WayOut(less, gain)
        return way

    def _gain(self, reliefs: Set, base: int) -> int:
        """Kg that those who are hit are brought more."""
        fixed, state = relieve(self.then.fixed, self.then.state, self.then.side, reliefs)
        return self.brought(Solution(fixed, state, self.then.side)) - base


def _cheapest(ways: list[WayOut]) -> list[WayOut]:
    """Of each kind of way out the one that brings most, the cheapest first."""
    best: dict[tuple[str, ...], WayOut] = {}
    for way in ways:
        kinds = tuple(sorted({relief.kind for relief in way.reliefs}))
        known = best.get(kinds)
        if known is None or (way.kg, -len(way.reliefs)) > (known.kg, -len(known.reliefs)):
            best[kinds] = way
    return sorted(best.values(), key=lambda way: (cost(way.reliefs), -way.kg))
