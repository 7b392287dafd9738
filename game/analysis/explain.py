"""Why a unit gets what it gets: asked, brought, by which way, what bound it, who or what limits it, the cheapest fix.

A fix is found by the code that carries supply out: limits are taken away on a copy (reliefs.py), supply is solved again,
and what does not bring the unit more is no fix. Single reliefs are tried first, cheapest kind first; if none helps, they
are added up, each for what binds then, and what turns out not to be needed is left out again.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from game.analysis.barriers import Barriers
from game.analysis.reliefs import COSTS, Relief, at_edge, cost, relieve
from game.analysis.solution import BROUGHT_BACK, GOODS, Parcel, Route, Solution, eve
from game.rulebook import CARRY_KG, STEP_PEOPLE
from game.rules.network import DEPOT_UNIT, LEFT, TIME
from game.state import DAYS, HEX, ROLE, SOURCE, SUPPLY, SUPPLY_STATES
from game.view import View

MOST_ROUNDS = 12
"""Limits that are added up at most before a fix is given up."""
Set = tuple[Relief, ...]


@dataclass(frozen=True)
class Limit:
    """Who or what limits a parcel."""

    kind: str
    """served: a unit served before; fire: F2 or F3 on its way; barrier: what closes it; far: it stands off the roads."""
    unit: int = -1
    """The unit or depot served before."""
    hexes: tuple[int, ...] = ()
    """The hexside under fire."""
    amount: int = 0
    """Kg that it was served of what is short; level of fire; hexes on foot."""
    barrier: Relief | None = None
    """What closes the way, as what would open it."""


@dataclass(frozen=True)
class Fix:
    """What would bring a unit more, by having been solved again."""

    reliefs: Set
    gain: int
    """Kg, or people, of the good that it would be brought more in a day."""


@dataclass(frozen=True)
class Chain:
    """From what a unit wants of a good to what would bring it more."""

    unit: int
    good: str
    """One of GOODS."""
    wanted: int
    """Kg, or people, to have all that it may hold; asked is what of this can be carried from the last wheels."""
    asked: int
    sent: int
    brought: int
    """Sent less lost under fire."""
    wheels: int
    """The last hex on wheels, -1 none."""
    on_foot: int
    """Hexes from there on foot; -1 out of reach."""
    routes: tuple[Route, ...]
    bound: str
    """One of BOUNDS."""
    edges: tuple[tuple[int, int], ...]
    """The hexsides that are full, if an edge bound it."""
    limits: tuple[Limit, ...]
    fix: Fix | None
    """The cheapest fix; None if it lacks nothing, or nothing helps."""
    first: Fix | None
    """What it would gain if it were served first, at the cost of others; None if nothing."""


@dataclass(frozen=True)
class Explanation:
    """A unit's supply in its side's next logistics, good by good in the order of service."""

    unit: int
    days: int
    """Days of supply now, in hundredths."""
    state: str
    """One of SUPPLY_STATES, now."""
    chains: tuple[Chain, ...]
    """Of the goods it wants any of."""

    @property
    def worst(self) -> Chain | None:
        """The chain of the good that lacks most of what is wanted; None if it is brought all."""
        lacking = [chain for chain in self.chains if chain.bound != "unbound"]
        return max(lacking, key=lambda chain: (chain.wanted - chain.brought) * 1000 // chain.wanted, default=None)


class Explainer:
    """Explains the supply of one side, as it believes; solves its next logistics once and keeps it."""

    def __init__(self, view: View) -> None:
        self.fixed, self.side = view.fixed, view.side
        self.now = view.believed
        self.state = eve(view.fixed, view.believed, view.side)
        self.solution = Solution(self.fixed, self.state, self.side)
        self._barriers = Barriers(self.solution)

    def of(self, unit: int) -> Explanation:
        """Why a unit gets what it gets."""
        row = self.now.units[unit]
        chains = tuple(self._chain(parcel) for parcel in self.solution.of(unit))
        return Explanation(unit, int(row[DAYS]), SUPPLY_STATES[row[SUPPLY]], chains)

    def _chain(self, parcel: Parcel) -> Chain:
        """The chain of one parcel."""
        case = Case(self.solution, parcel, self._barriers)
        fed = self.fixed.roster.units[parcel.unit, ROLE] < SOURCE
        wanted = self.solution.wanted(parcel.unit, parcel.good) if fed else parcel.asked
        wheels = self.solution.last_wheels(int(self.state.units[parcel.unit, HEX]))
        return Chain(
            parcel.unit, parcel.good, wanted, parcel.asked, parcel.sent, parcel.brought, wheels,
            int(self.solution.on_foot[self.state.units[parcel.unit, HEX]]), parcel.routes, case.bound,
            tuple(case.full_edges()) if case.bound == "edge" else (), tuple(case.limits()),
            case.fix() if case.bound != "unbound" else None, case.first() if case.bound != "unbound" else None,
        )  # fmt: skip


def explain(view: View, unit: int) -> Explanation:
    """Why an own unit gets what it gets, as its side believes."""
    return Explainer(view).of(unit)


class Case:
    """One parcel that is not brought in full: what stands in its way, and what would help."""

    def __init__(self, solution: Solution, parcel: Parcel, barriers: Barriers) -> None:
        self.fixed, self.state, self.side = solution.fixed, solution.state, solution.side
        self.solution, self.parcel, self.barriers = solution, parcel, barriers
        self.good = GOODS.index(parcel.good)
        self.bound = parcel.bound
        if self.bound == "edge" and not self.full_edges():
            self.bound = "nowhere"
        if self.bound == "nowhere" and parcel.asked > 0:
            self.bound = "stock"  # wheels come, but not from a depot that has what is asked
        if self.bound == "nowhere" and not barriers.way_to(parcel.unit):
            self.bound = "vehicles"
        self.before = solution.brought(parcel.unit)

    def full_edges(self) -> list[tuple[int, int]]:
        """The full hexsides nearest to where the parcel goes, beyond which no open road leads to it."""
        if self.parcel.bound_at >= 0:
            h, n = self.solution.ends[self.parcel.bound_at]
            return [(int(h), int(n))]
        net, ends = self.solution.net.arcs, self.solution.ends
        left = net[LEFT : LEFT + 2].max(axis=0)
        usable = net[TIME] >= 0
        reached, waiting = {self.parcel.hex}, [self.parcel.hex]
        into: dict[int, list[int]] = {}
        for a in np.flatnonzero(usable & (left > 0)):
            into.setdefault(int(ends[a, 1]), []).append(int(ends[a, 0]))
        while waiting:
            for h in into.get(waiting.pop(), []):
                if h not in reached:
                    reached.add(h)
                    waiting.append(h)
        full = np.flatnonzero(usable & (left <= 0))
        return [(int(h), int(n)) for h, n in ends[full] if n in reached and h not in reached]

    # who or what limits it ---------------------------------------------------------------------------------------------

    def limits(self) -> Iterator[Limit]:
        """Who or what limits the parcel, most first."""
        for route in self.parcel.routes:
            yield from self._fire(route)
        if self.bound == "nowhere":
            for relief in self.barriers.way_to(self.parcel.unit):
                yield Limit("barrier", barrier=relief)
        elif self.bound == "carriers":
            h = int(self.state.units[self.parcel.unit, HEX])
            yield Limit("far", amount=int(self.solution.on_foot[h]))
        elif self.bound != "unbound":
            served = self._served()
            for u in sorted(served, key=lambda u: (-served[u], u)):
                yield Limit("served", unit=u, amount=served[u])

    def _fire(self, route: Route) -> Iterator[Limit]:
        """The hexsides of a route under observed or direct fire."""
        for h, n in itertools.pairwise(route.hexes):
            level = int(self.solution.fire[route.layer, self._arc(h, n)])
            if level >= 2:
                yield Limit("fire", hexes=(h, n), amount=level)

    def _arc(self, h: int, n: int) -> int:
        """The arc from a hex to its neighbour."""
        return next(int(a) for a in np.flatnonzero(self.solution.ends[:, 0] == h) if self.solution.ends[a, 1] == n)

    def _served(self) -> dict[int, int]:
        """Units served before the parcel of what it lacks -> kg."""
        served: dict[int, int] = {}
        for other in self.solution.parcels:
            if other == self.parcel:
                break
            for route in other.routes:
                if other.unit != self.parcel.unit and self._takes(other, route):
                    served[other.unit] = served.get(other.unit, 0) + route.kg
        return served

    def _takes(self, other: Parcel, route: Route) -> bool:
        """Whether a route of another parcel takes what this one lacks."""
        if self.bound == "edge":
            sides = set(itertools.pairwise(route.hexes))
            return any(edge in sides for edge in self.full_edges())
        if self.bound == "stock":
            return other.good == self.parcel.good
        return route.vehicles > 0

    # the fix -----------------------------------------------------------------------------------------------------------

    def gain(self, reliefs: Set) -> int:
        """What the unit is brought more of the good with some limits taken away; 0 if it is brought less in all."""
        fixed, state = relieve(self.fixed, self.state, self.side, reliefs)
        return self._gain(Solution(fixed, state, self.side))

    def _gain(self, solution: Solution) -> int:
        more = solution.brought(self.parcel.unit) - self.before
        return int(more[self.good]) if more[self.good] > 0 and more[:4].sum() >= 0 else 0

    def first(self) -> Fix | None:
        """What the unit would gain if it were served before all others."""
        reliefs = (Relief("first", unit=self.parcel.unit),)
        gain = self.gain(reliefs)
        return Fix(reliefs, gain) if gain > 0 else None

    def fix(self) -> Fix | None:
        """The cheapest set that brings the unit more; None if none is found."""
        chosen: Set = ()
        solution, bound = self.solution, self.bound
        for _ in range(MOST_ROUNDS):
            options = [option for option in self._options(solution, bound) if not set(option) <= set(chosen)]
            if not options:
                return None
            best = self._best(chosen, options)
            if best is not None:
                return self._least(best)
            chosen += tuple(relief for relief in options[0] if relief not in chosen)
            fixed, state = relieve(self.fixed, self.state, self.side, chosen)
            solution = Solution(fixed, state, self.side)
            bound = self._bound_in(solution)
        return None

    def _bound_in(self, solution: Solution) -> str:
        """What binds the parcel in another solution."""
        parcel = next((p for p in solution.of(self.parcel.unit) if p.good == self.parcel.good), None)
        if parcel is None or parcel.bound == "unbound":
            return self.bound
        return Case(solution, parcel, self.barriers).bound

    def _best(self, chosen: Set, options: list[Set]) -> Set | None:
        """Of what helps together with what is chosen, the cheapest, and of those the one that brings most."""
        best, least, most = None, 0, 0
        for option in sorted(options, key=cost):
            if best is not None and cost(option) > least:
                break
            gain = self.gain(chosen + option)
            if gain > most:
                best, least, most = chosen + option, cost(option), gain
        return best

    def _least(self, reliefs: Set) -> Fix:
        """The same without what is not needed, and no more of anything than brings as much."""
        while True:
            reliefs = self._trimmed(self._pruned(reliefs))
            if self._pruned(reliefs) == reliefs:
                return Fix(reliefs, self.gain(reliefs))

    def _pruned(self, reliefs: Set) -> Set:
        """The same without what is not needed, the dearest left out first."""
        for relief in sorted(reliefs, key=lambda r: -COSTS[r.kind]):
            rest = tuple(r for r in reliefs if r != relief)
            if rest and self.gain(rest) > 0:
                reliefs = rest
        return reliefs

    def _trimmed(self, reliefs: Set) -> Set:
        """The same with no more of anything than brings as much."""
        gain = self.gain(reliefs)
        for i in range(len(reliefs)):
            while reliefs[i].amount > 1:
                less = (*reliefs[:i], replace(reliefs[i], amount=reliefs[i].amount // 2), *reliefs[i + 1 :])
                if self.gain(less) < gain:
                    break
                reliefs = less
        return reliefs

    def _options(self, solution: Solution, bound: str) -> list[Set]:
        """What could be done about what binds the parcel."""
        barriers = self.barriers if solution is self.solution else Barriers(solution)
        found: list[Set] = [fire for route in self.parcel.routes if (fire := barriers.fire_on(route.hexes, route.layer))]
        missing = self._missing(solution)
        if bound == "edge":
            case = Case(solution, self._parcel_in(solution), barriers)
            found += [(r,) for h, n in case.full_edges() for r in at_edge(solution.fixed, solution.state, h, n, missing)]
        elif bound in ("stock", "vehicles"):
            found += self._at_depots(solution, missing)
        elif bound == "carriers":
            found += self._carriers(solution, barriers)
        elif bound == "nowhere":
            way = barriers.way_to(self.parcel.unit)
            found += [way] if way else []
        return [*found, *self._at_depots(solution, missing)] if bound == "nowhere" else found

    def options(self) -> list[Set]:
        """What could be done about what binds the parcel, each set of reliefs once."""
        return list(dict.fromkeys(self._options(self.solution, self.bound)))

    def _parcel_in(self, solution: Solution) -> Parcel:
        """The parcel of the same unit and good in another solution."""
        return next(p for p in solution.of(self.parcel.unit) if p.good == self.parcel.good)

    def _missing(self, solution: Solution) -> int:
        """Kg that would serve the parcel and all before it in full."""
        missing = 0
        for p in solution.parcels:
            missing += (p.asked - p.sent) * (1 if p.good not in BROUGHT_BACK else 100)
            if p.unit == self.parcel.unit and p.good == self.parcel.good:
                break
        return max(1000, missing)

    def _at_depots(self, solution: Solution, missing: int) -> list[Set]:
        """More vehicles, or more stock, or both, at each depot that serves."""
        rows = solution.net.depots
        depots = [int(u) for u in rows[rows[:, DEPOT_UNIT] >= 0, DEPOT_UNIT]]
        found: list[Set] = []
        for u in depots:
            vehicles = Relief("vehicles", unit=u, amount=2 + missing // 250)
            found.append((vehicles,))
            if self.good < 4:
                people = missing // 125 + 8
                stock = Relief("stock", unit=u, good=self.good, amount=people if self.good == 3 else missing)
                found += [(stock,), (vehicles, stock)]
        return found

    def _carriers(self, solution: Solution, barriers: Barriers) -> list[Set]:
        """A way for wheels nearer to the unit, or more people who carry."""
        way, numbers = barriers.way_to(self.parcel.unit), self.fixed.rules.numbers
        steps = -(-self._missing(solution) // numbers[CARRY_KG])
        people = Relief("people", unit=self.parcel.unit, amount=4 * int(steps * numbers[STEP_PEOPLE]))
        return [(people,), *([way] if way else [])]
