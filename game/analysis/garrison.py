"""The supply of a garrison as a whole: of a town and those next to it, or of a stack in the open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from game.analysis.solution import CARRIED
from game.analysis.studies import Corridor, Study
from game.rules.field import is_built_up
from game.state import DAYS, DEPOT_ROLE, HEX, LIGHT, OF_SIDE, OWNER, PEOPLE, PRESENT, ROLE, STATUS, URGENT
from game.view import View

Wounded = tuple[int, int, int]
"""Urgent, priority and light."""


@dataclass(frozen=True)
class Garrison:
    """Units that hold a place together, and what comes to them in their side's next logistics."""

    hexes: tuple[int, ...]
    """The place: a town's hexes that the side holds, or one hex."""
    units: tuple[int, ...]
    people: int
    asked: int
    """Kg of goods they ask for."""
    brought: int
    """Kg that reach them, what is lost under fire left out."""
    least_days: int
    """Days of supply of the worst off, in hundredths."""
    worst: int
    """The unit that is worst off."""
    waiting: Wounded
    """Wounded who wait with the units."""
    in_beds: Wounded
    """Wounded in the beds of depots in the place."""
    fetched: int
    """People who are brought out."""
    corridor: Corridor


def place_of(view: View, h: int) -> tuple[int, ...]:
    """The hexes of the town that a hex belongs to, as far as its side holds them; the hex alone if it is in none."""
    owner, found, waiting = view.believed.hexes[:, OWNER], {h}, [h]
    while waiting:
        near = waiting.pop()
        for n in (n for _, n in view.scenario.grid.neighbours(near)) if is_built_up(view.fixed, near) else ():
            if n not in found and owner[n] == view.side and is_built_up(view.fixed, n):
                found.add(n)
                waiting.append(n)
    return tuple(sorted(found))


def members(view: View, hexes: tuple[int, ...]) -> tuple[int, ...]:
    """The own units in a place; of a town those in the hexes next to it too."""
    town = len(hexes) > 1 or is_built_up(view.fixed, hexes[0])
    near = {n for h in hexes for n in view.scenario.grid.disk(h, 1 if town else 0)}
    return tuple(u for u in view.own_units() if int(view.believed.units[u, HEX]) in near)


def garrison(study: Study, h: int) -> Garrison | None:
    """The garrison of the place that a hex belongs to; None if nobody is there."""
    view, solution = study.view, study.solution
    hexes = place_of(view, h)
    units = members(view, hexes)
    if not units:
        return None
    rows, facts = view.believed.units, view.fixed.roster.units
    goods = [parcel for parcel in solution.parcels if parcel.unit in units and parcel.good in CARRIED]
    wounded = [parcel for parcel in solution.parcels if parcel.unit in units and parcel.good == "wounded"]
    depots = (facts[:, OF_SIDE] == view.side) & (facts[:, ROLE] == DEPOT_ROLE) & (rows[:, STATUS] == PRESENT)
    beds = [int(u) for u in np.flatnonzero(depots) if int(rows[u, HEX]) in hexes]
    worst = min(units, key=lambda u: (int(rows[u, DAYS]), u))
    return Garrison(
        hexes, units, int(rows[list(units), PEOPLE].sum()), sum(parcel.asked for parcel in goods),
        sum(parcel.brought for parcel in goods), int(rows[worst, DAYS]), worst, _wounded(view, list(units)),
        _wounded(view, beds), sum(parcel.sent for parcel in wounded), study.corridor(units),
    )  # fmt: skip


def _wounded(view: View, units: list[int]) -> Wounded:
    """Those who wait with some units."""
    urgent, priority, light = view.believed.units[units, URGENT : LIGHT + 1].sum(axis=0)
    return int(urgent), int(priority), int(light)
