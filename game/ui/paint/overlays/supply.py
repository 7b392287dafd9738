"""The overlay of supply: what comes tonight and by what ways, who has how many days, and what the depots hold."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from game.analysis.solution import BROUGHT_BACK
from game.state import AMMO, DAYS, HEX, LOW, OUT, ROLE, SHELLS, SOURCE, SUPPLY, SUPPLY_STATES
from game.texts import say
from game.ui import palette
from game.ui.paint.overlays.courses import Arc, chains
from game.ui.paint.overlays.drawing import Drawing, Mark, Sample, Style, pill
from game.ui.paint.overlays.facts import SUPPLY_STYLES, Facts

PLATE = palette.rgb("0F2E3C")
BELOW_KM = 0.56
"""Where figures of a hex stand, below its counter."""


def supply(facts: Facts) -> Drawing:
    """Ribbons of tonnes in the colours of those served, hexes by days of supply, depots and sources."""
    asked, sent = totals(facts)
    drawing = Drawing("supply", facts.say("overlay.supply"), _summary(facts, asked, sent))
    drawing.legend = [
        Sample("hex", SUPPLY_STYLES[i], f"{say(facts.language, f'supply.{name}')}{_bounds(facts, i)}")
        for i, name in enumerate(SUPPLY_STATES)
    ] + [
        Sample("ribbon", SUPPLY_STYLES[0], facts.say("overlay.ribbon")),
        Sample("source", Style(PLATE), facts.say("overlay.sends")),
        Sample("depot", Style(PLATE), facts.say("overlay.stock")),
    ]  # fmt: skip
    worst = {h: facts.worst(units) for h, units in facts.places.items()}
    drawing.fills = {h: SUPPLY_STYLES[state] for h, state in facts.spread(worst).items()}
    served = days_served(facts)
    drawing.ribbons = facts.ribbons(facts.flows, flow_width, lambda arc: SUPPLY_STYLES[_state(facts, served[arc])])
    drawing.marks = [*stations(facts), *figures(facts), *_days(facts, worst)]
    return drawing


def flow_width(kg: int) -> float:
    """Width of a ribbon by what it carries, in px at 46 px a km."""
    return min(19.0, 4.4 + 0.1 * kg / 1000)


def totals(facts: Facts) -> tuple[int, int]:
    """Kg that units ask for tonight and that set out for them; depots left out."""
    units = set(facts.units)
    goods = [parcel for parcel in facts.solution.parcels if parcel.unit in units and parcel.good not in BROUGHT_BACK]
    return sum(parcel.asked for parcel in goods), sum(parcel.sent for parcel in goods)


def _summary(facts: Facts, asked: int, sent: int) -> str:
    """What comes of what is asked, and how many units are short of supply."""
    states = [int(facts.state.units[u, SUPPLY]) for u in facts.units]
    low, out = states.count(LOW), states.count(OUT)
    return facts.say("overlay.supply_sum", sent=facts.tonnes(sent), asked=facts.tonnes(asked), low=low, out=out)


def _bounds(facts: Facts, state: int) -> str:
    """The days of a state of supply."""
    rules = facts.view.scenario.rules.file.supply
    low, strained, full = (f"{days / 100:g}" for days in (rules.low, rules.strained, rules.full))
    return (f" {full}+", f" {strained}–{full}", f" {low}–{strained}", f" <{low}")[state]


def days_served(facts: Facts) -> dict[Arc, float]:
    """Arc -> mean days of supply, by weight, of those whom it serves; of a depot those whom that serves count."""
    row = facts.state.units
    own = set(facts.units)
    of_depot: dict[int, list[tuple[int, int]]] = {}
    for parcel in facts.solution.parcels:
        if parcel.unit in own and parcel.good not in BROUGHT_BACK:
            for route in parcel.routes:
                of_depot.setdefault(route.depot, []).append((route.kg, int(row[parcel.unit, DAYS])))
    total: dict[Arc, list[float]] = {}
    for parcel in facts.solution.parcels:
        if parcel.good in BROUGHT_BACK:
            continue
        days = float(row[parcel.unit, DAYS]) if parcel.unit in own else _mean(of_depot.get(parcel.unit, []))
        for route in parcel.routes:
            for arc in pairwise(route.hexes):
                kept = total.setdefault(arc, [0.0, 0.0])
                kept[0] += route.kg
                kept[1] += route.kg * days
    served = {arc: weighed / max(kg, 1) for arc, (kg, weighed) in total.items()}
    return {arc: served.get(arc, 300.0) for arc in facts.flows}


def _mean(weighed: list[tuple[int, int]]) -> float:
    """A mean by weight; 300 of nothing."""
    kg = sum(kg for kg, _ in weighed)
    return sum(kg * days for kg, days in weighed) / kg if kg else 300.0


def _state(facts: Facts, days: float) -> int:
    """The state of supply that goes with days of it, in hundredths."""
    rules = facts.view.scenario.rules.file.supply
    return sum(days < least for least in (rules.full, rules.strained, rules.low))


def stations(facts: Facts) -> Iterator[Mark]:
    """What sources and depots hold and send out tonight."""
    ink, second = palette.rgb("FFFFFF"), palette.rgb("BFD6E0")
    for u, left in facts.solution.depots().items():
        row = facts.state.units[u]
        h, name = int(row[HEX]), getattr(facts.view.scenario.units[u].name, facts.language)
        goes = sum(route.kg for parcel in facts.solution.parcels if parcel.good not in BROUGHT_BACK
                   for route in parcel.routes if route.depot == u)  # fmt: skip
        holds = int(row[AMMO : SHELLS + 1].sum())
        source = facts.view.fixed.roster.units[u, ROLE] == SOURCE
        if source:
            words = facts.say("overlay.of", some=facts.tonnes(goes), all=facts.tonnes(goes + sum(_goods(left))))
        else:
            words = facts.say("overlay.holds", all=facts.tonnes(holds), some=facts.tonnes(goes))
        spots, glyph = (facts.spot(h),), "source" if source else "depot"
        yield Mark(spots, ((name, ink), (words, second)), PLATE, palette.FLOW, 0, glyph, beside=True, from_scale=46)
        yield Mark(spots, ((words, ink),), PLATE, palette.FLOW, 0, glyph, beside=True, to_scale=36)


def _goods(left: dict[str, int]) -> list[int]:
    """What a depot has left of each good that is not people."""
    return [left[good] for good in ("ammunition", "sustenance", "shells")]


def figures(facts: Facts) -> Iterator[Mark]:
    """Tonnes on the ribbons, a figure for every stretch that carries about as much."""
    for way in chains(facts.flows):
        arcs, first = list(pairwise(way)), 0
        while first < len(arcs):
            last, most = first, facts.flows[arcs[first]]
            while last + 1 < len(arcs) and 0.75 * most <= facts.flows[arcs[last + 1]] <= most / 0.75:
                last += 1
            stretch = arcs[first : last + 1]
            kg = max(facts.flows[arc] for arc in stretch)
            if kg >= 1000:
                rank, scale = (6, 36) if kg < 20000 else (4, 26)
                yield pill(along(facts, stretch), facts.tonnes(kg), rank, from_scale=scale)
            first = last + 1


def along(facts: Facts, stretch: list[Arc]) -> tuple[tuple[float, float], ...]:
    """Points along roads, those nearest the middle first."""
    line = np.vstack([facts.courses.piece(*arc) for arc in stretch])
    order = sorted(range(4, len(line) - 4, 5), key=lambda i: abs(i - len(line) / 2)) or [len(line) // 2]
    return tuple((float(line[i, 0]), float(line[i, 1])) for i in order)


def _days(facts: Facts, worst: dict[int, int]) -> Iterator[Mark]:
    """Days of supply of the worst off in every hex."""
    for h, state in worst.items():
        unit = min(facts.places[h], key=lambda u: int(facts.state.units[u, DAYS]))
        rank, scale = ((8, 70), (4, 46), (3, 26), (2, 26))[state]
        colour = palette.SUPPLY_ON_MAP[state]
        ink = palette.INK if state < LOW else palette.rgb("FFFFFF")
        ground = palette.HALO if state < LOW else palette.blend(colour, palette.INK, 0.25)
        yield Mark((facts.spot(h, 0, BELOW_KM),), ((facts.days(unit), ink),), ground, colour, rank, from_scale=scale)
