"""Planning a relief: who could take over from a worn unit today, what it takes, and how tired both would be.

Seats are those the next logistics would find, solved by its own kernel on a copy in which the relief is under way.
Fatigue is what the rules' own recovery makes of ten days alike, with supply as it is now.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.analysis.solution import Solution, eve
from game.orders import Relieve
from game.rulebook import RELIEF_KG, STRAIN_ATTACKED
from game.rules import condition, field
from game.rules.relief import riders
from game.state import COMBAT, FATIGUE, HEX, HOLD, LEAVING, LOAD, PEOPLE, POINTS, POSTURE, REST, ROLE, Ints, State, copy
from game.view import View

DAYS = 10
"""Days that fatigue is followed."""
ALIKE = 20
"""Points of fatigue within which two units are as fresh as each other."""
ATTACKING, HOLDING, RESTING = "attack", "line", "rest"


@dataclass(frozen=True)
class Curve:
    """The fatigue of a unit over some days."""

    unit: int
    doing: str
    """ATTACKING every day, HOLDING the line without being attacked, or RESTING where it goes."""
    fatigue: tuple[int, ...]
    """At the end of every day; the first is now."""


@dataclass(frozen=True)
class Plan:
    """A relief before it is ordered, as its side believes."""

    order: Relieve
    spent: int
    """Points the unit that comes in spends, in twelfths."""
    seats: int
    """People of the unit that leaves who need a seat; the others march."""
    road_kg: int
    """Room it takes on every road of the way."""
    found: int
    """Seats there are tonight."""
    goal: int
    """The hex the unit that leaves makes for."""
    curves: tuple[Curve, ...]
    """Of the unit that comes in, attacking and holding; of the other, resting, and holding if it stayed."""

    @property
    def leaves_tonight(self) -> bool:
        """Whether there are seats for all who need one."""
        return self.found >= self.seats


def candidates(view: View, relieved: int) -> tuple[Relieve, ...]:
    """The reliefs of a unit that are legal now, by every other unit that can reach it; the fittest first."""
    rows, facts = view.believed.units, view.fixed.roster.units
    goal, found = int(rows[relieved, HEX]), []
    for u in view.own_units():
        if u == relieved or facts[u, ROLE] != COMBAT or rows[u, POINTS] <= 0 or rows[u, HEX] == goal:
            continue
        move = view.path(u, goal)
        order = Relieve(u, move.path, relieved) if move is not None else None
        if order is not None and view.check(order) is None:
            found.append(order)
    return tuple(sorted(found, key=lambda order: _merit(rows[order.unit], order)))


def _merit(row: Ints, order: Relieve) -> tuple[int, int, int, int]:
    """What makes one unit fitter to relieve than another: fresh, then strong, then near."""
    return int(row[FATIGUE]) // ALIKE, -int(row[PEOPLE]), len(order.path), order.unit


def plan(view: View, order: Relieve) -> Plan:
    """What a relief comes to."""
    fixed, numbers = view.fixed, view.fixed.rules.numbers
    start, goal = int(view.believed.units[order.unit, HEX]), order.path[-1]
    state = copy(view.believed)
    state.units[order.unit, HEX], state.units[order.relieved, LEAVING] = goal, 1 + start
    solution = Solution(fixed, eve(fixed, state, view.side), view.side)
    parcels = [parcel for parcel in solution.of(order.relieved) if parcel.good == "riders"]
    after = copy(state)
    after.units[order.relieved, HEX], after.units[order.relieved, LEAVING] = start, 0
    stays = view.believed
    curves = (
        curve(view, after, order.unit, ATTACKING), curve(view, after, order.unit, HOLDING),
        curve(view, after, order.relieved, RESTING), curve(view, stays, order.relieved, HOLDING),
    )  # fmt: skip
    return Plan(
        order, view.reach_cost(order.unit, goal), int(riders(fixed, state, order.relieved)), int(numbers[RELIEF_KG]),
        sum(parcel.sent for parcel in parcels), start, curves,
    )  # fmt: skip


def curve(view: View, believed: State, unit: int, doing: str, days: int = DAYS) -> Curve:
    """The fatigue of a unit that does the same for some days, where a state has it."""
    fixed, state = view.fixed, copy(believed)
    scratch, row = field.new_scratch(fixed), state.units[unit]
    field.lay_out(fixed, state, scratch)
    row[POSTURE] = REST if doing == RESTING else HOLD
    row[LOAD] = fixed.rules.numbers[STRAIN_ATTACKED] if doing == ATTACKING else 0
    values = [int(row[FATIGUE])]
    for _ in range(days):
        row[FATIGUE] = max(0, min(100, row[FATIGUE] + condition.change_of_fatigue(fixed, state, scratch, unit)))
        values.append(int(row[FATIGUE]))
    return Curve(unit, doing, tuple(values))
