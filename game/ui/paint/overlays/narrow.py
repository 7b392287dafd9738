"""Narrow places of roads: which bind units tonight, who goes by them, and how they are shown."""

from __future__ import annotations

from game.analysis.solution import BROUGHT_BACK
from game.ui import palette
from game.ui.paint.overlays import reasons
from game.ui.paint.overlays.courses import Arc
from game.ui.paint.overlays.drawing import Drawing, Mark, Pinch
from game.ui.paint.overlays.facts import BUSY_FROM, Facts

COLOUR = palette.rgb("B3145C")
MOST = 3
"""Narrow places that are shown at most, those that bind most units first."""


def binding(facts: Facts) -> dict[Arc, list[int]]:
    """The roads that bind parcels of units tonight, and the units."""
    found: dict[Arc, list[int]] = {}
    for parcel in facts.solution.parcels:
        if parcel.bound == "edge" and parcel.bound_at >= 0:
            h, n = facts.ends[parcel.bound_at]
            units = found.setdefault((min(h, n), max(h, n)), [])
            if parcel.unit not in units:
                units.append(parcel.unit)
    return found


def tightest(facts: Facts) -> Arc | None:
    """The fullest road; among those nearly full the one that carries most. None if nothing goes anywhere."""
    best = max(facts.roads, key=lambda road: (min(facts.share(road), BUSY_FROM), facts.road_load(road)), default=None)
    return best if best is not None and facts.share(best) > 0 else None


def users(facts: Facts, road: Arc) -> list[int]:
    """The units to whom something comes by a road."""
    return [*dict.fromkeys((*facts.units_on(road), *facts.units_on(road[::-1])))]


def show(facts: Facts, drawing: Drawing, most: int = MOST) -> dict[Arc, list[int]]:
    """Pinch the roads that bind units, else the fullest, with a callout each; what binds whom."""
    bound = binding(facts)
    for road in sorted(bound, key=lambda road: (-len(bound[road]), road))[:most]:
        _place(facts, drawing, road, bound[road])
    tight = tightest(facts)
    if not bound and tight is not None:
        _place(facts, drawing, tight, [])
    return bound


def _place(facts: Facts, drawing: Drawing, road: Arc, units: list[int]) -> None:
    """Two triangles at a narrow road, and words about it."""
    drawing.pinches.append(Pinch(*facts.middle(road), COLOUR))
    carried, most, layer = facts.road_load(road)
    key = "overlay.bottleneck_at" if units else "overlay.fullest_at"
    head = facts.say(key, a=facts.number(road[0]), b=facts.number(road[1]))
    parts = [facts.say("overlay.of_half_day", some=facts.tonnes(carried), all=facts.tonnes(most), half=facts.half(layer))]
    parts.append(facts.say("overlay.binds" if units else "overlay.serves", units=len(units or users(facts, road))))
    night, day = facts.level(road)
    if max(night, day):
        parts.append(facts.say("overlay.level", level=max(night, day), half=facts.half(int(day >= night))))
    x, y = facts.middle(road)[0]
    lines = ((head, palette.TEXT), (" · ".join(parts), palette.TEXT_SECOND))
    drawing.marks.append(
        Mark(((float(x), float(y)),), lines, palette.BAR, palette.FLOW_FULL, 0, "pinch", beside=True, from_scale=18,
             why=reasons.narrow(facts, road, units))
    )  # fmt: skip


def served(facts: Facts) -> dict[int, set[int]]:
    """Hex -> the units to whom something comes through it, that of the depots which serve them included."""
    own, of_depot = set(facts.units), dict[int, set[int]]()
    parcels = [parcel for parcel in facts.solution.parcels if parcel.good not in BROUGHT_BACK]
    for parcel in parcels:
        for route in parcel.routes if parcel.unit in own else ():
            of_depot.setdefault(route.depot, set()).add(parcel.unit)
    found: dict[int, set[int]] = {}
    for parcel in parcels:
        units = {parcel.unit} if parcel.unit in own else of_depot.get(parcel.unit, set())
        for route in parcel.routes:
            for h in route.hexes:
                found.setdefault(h, set()).update(units)
    return found
