"""What an assault leads to beyond the fight: days of supply, roads that open or close, where the defenders go.

The likeliest way in which the hex is taken, and the likeliest in which it is not, are resolved by the rules on copies of
what the side believes; supply then goes on there as it would, by the kernels that carry it out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from game import odds
from game.analysis.forecast import Workshop
from game.analysis.solution import Solution, eve
from game.ground import WATER_SIDE
from game.orders import Assault
from game.rules import field
from game.state import DAYS, FULL, HEX, OF_SIDE, PRESENT, STATUS, SUPPLY, State
from game.view import View

HORIZON = 8
"""Turns looked ahead."""
NIGHT = 0


@dataclass(frozen=True)
class Stores:
    """A unit's supply now and on the morning after the assault."""

    unit: int
    days: tuple[int, int]
    """Days of supply, in hundredths."""
    states: tuple[int, int]
    """States of supply, FULL to OUT."""
    quiet: int
    """Days of supply on that morning without the assault."""


@dataclass(frozen=True)
class Road:
    """A road across a hexside that opens for one's wheels, or closes."""

    hexes: tuple[int, int]
    kg: int
    """Kg that it could carry a night."""
    opens: bool


@dataclass(frozen=True)
class Retreat:
    """Where a defender would go."""

    unit: int
    to: int
    """-1 if it finds no way, or is lost."""
    water: int
    """The water it crosses, NO_WATER if none."""


@dataclass(frozen=True)
class Aftermath:
    """What comes after an assault."""

    stores: tuple[Stores, ...]
    """Of the attackers."""
    can_take: bool
    roads: tuple[Road, ...]
    """If the hex is taken; those that carry most first."""
    full_in: int
    """Turns until all attackers are Full for good if the hex is taken, 0 if they are all along; -1 not within HORIZON."""
    retreats: tuple[Retreat, ...]
    """Of the defenders, if they must."""


def aftermath(view: View, assault: Assault) -> Aftermath:
    """What an assault that is allowed would lead to, as its side believes."""
    fixed, side, scratch, shop = view.fixed, view.side, field.new_scratch(view.fixed), Workshop(view.fixed)
    taken = odds.likeliest(fixed, scratch, view.believed, assault, True)
    held = odds.likeliest(fixed, scratch, view.believed, assault, False)
    after = taken if taken is not None else held
    assert after is not None
    quiet = shop.course(fixed, view.believed, side, 1)
    course = shop.course(fixed, after, side, HORIZON)
    there = [u for u in assault.units if after.units[u, STATUS] == PRESENT]
    stores = tuple(
        Stores(
            u,
            (int(view.believed.units[u, DAYS]), int(course.days[1, u])),
            (int(view.believed.units[u, SUPPLY]), int(course.supply[1, u])),
            int(quiet.days[1, u]),
        )
        for u in there
    )
    lacking = np.flatnonzero((course.supply[:, there] != FULL).any(axis=1))
    full = int(lacking[-1]) + 1 if len(lacking) else 0
    return Aftermath(
        stores,
        taken is not None,
        _roads(view, taken) if taken is not None else (),
        full if taken is not None and full <= HORIZON else -1,
        tuple(_retreats(view, assault.target, taken)) if taken is not None else (),
    )


def _roads(view: View, after: State) -> tuple[Road, ...]:
    """The hexsides whose road opens for wheels or closes, by what they could carry a night."""
    before, then = (
        Solution(view.fixed, eve(view.fixed, state, view.side), view.side) for state in (view.believed, after)
    )
    found: dict[tuple[int, int], Road] = {}
    for arc in np.flatnonzero((before.minutes >= 0) != (then.minutes >= 0)):
        start, end = sorted(int(h) for h in before.ends[arc])
        opens = bool(then.minutes[arc] >= 0)
        kg = int((then if opens else before).capacity[NIGHT, arc])
        if kg > found.get((start, end), Road((start, end), -1, opens)).kg:
            found[start, end] = Road((start, end), kg, opens)
    return tuple(sorted(found.values(), key=lambda road: (-road.kg, road.hexes)))


def _retreats(view: View, target: int, after: State) -> Iterable[Retreat]:
    """Where each defender of a hex is once it is taken."""
    for u in view.stack(target):
        if view.fixed.roster.units[u, OF_SIDE] == view.side:
            continue
        to = int(after.units[u, HEX]) if after.units[u, STATUS] == PRESENT else -1
        arc = int(field.arc_between(view.fixed, target, to)) if to >= 0 else -1
        yield Retreat(u, to, int(view.fixed.board.arcs[arc, WATER_SIDE]) if arc >= 0 else 0)
