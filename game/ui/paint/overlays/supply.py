"""The overlay of supply: what comes tonight and by what ways, where it is narrow, who has how many days, the depots."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from game.analysis.solution import BROUGHT_BACK
from game.state import AMMO, DAYS, HEX, LOW, OUT, ROLE, SHELLS, SOURCE, SUPPLY, SUPPLY_STATES
from game.texts import say
from game.ui import palette
from game.ui.paint.overlays import narrow, reasons
from game.ui.paint.overlays.courses import Arc, chains
from game.ui.paint.overlays.drawing import CROSS, LINES, Drawing, Mark, Ring, Sample, Style, pill
from game.ui.paint.overlays.facts import BUSY_FROM, FULL_FROM, SUPPLY_STYLES, Facts

PLATE = palette.rgb("0F2E3C")
FLOW = Style(palette.FLOW)
BUSY, FULL = Style(palette.FLOW_BUSY, LINES), Style(palette.FLOW_FULL, CROSS)
MANY = 6
"""Units served through a hex from which it has a ring."""
BELOW_KM = 0.56
"""Where figures of a hex stand, below its counter."""


def supply(facts: Facts) -> Drawing:
    """Ribbons of tonnes, hexes by days of supply, depots and sources, the bottleneck, the hexes that serve many."""
    asked, sent = totals(facts)
    drawing = Drawing("supply", facts.say("overlay.supply"), _summary(facts, asked, sent))
    drawing.why = facts.say("overlay_why.supply")
    heads = (facts.say("overlay.head_days"), "", "", "")
    drawing.legend = [
        Sample("hex", SUPPLY_STYLES[i], f"{say(facts.language, f'supply.{name}')}{_bounds(facts, i)}", heads[i])
        for i, name in enumerate(SUPPLY_STATES)
    ] + [
        Sample("source", Style(PLATE), facts.say("overlay.sends")),
        Sample("depot", Style(PLATE), facts.say("overlay.stock")),
        Sample("ribbon", FLOW, facts.say("overlay.ribbon"), facts.say("overlay.head_flow")),
        Sample("ribbon", BUSY, facts.say("overlay.busy")),
        Sample("ribbon", FULL, facts.say("overlay.at_capacity")),
        Sample("pinch", Style(narrow.COLOUR), facts.say("overlay.bottleneck")),
        Sample("ring", Style(palette.INK), facts.say("overlay.serves_many", units=MANY)),
    ]  # fmt: skip
    worst = {h: facts.worst(units) for h, units in facts.places.items()}
    drawing.fills = {h: SUPPLY_STYLES[state] for h, state in facts.spread(worst).items()}
    drawing.ribbons = facts.ribbons(facts.flows, flow_width, lambda arc: _by_load(facts, arc))
    many = {h: len(units) for h, units in narrow.served(facts).items() if len(units) >= MANY}
    drawing.rings = [Ring(h, min(3.4, 0.5 + 0.19 * units), palette.INK, under=True) for h, units in many.items()]
    drawing.marks = [*stations(facts), *figures(facts), *_days(facts, worst)]
    narrow.show(facts, drawing)
    return drawing


def _by_load(facts: Facts, arc: Arc) -> Style:
    """The style of a flow by how full its road is."""
    share = facts.share((min(arc), max(arc)))
    return FLOW if share < BUSY_FROM else BUSY if share < FULL_FROM else FULL


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
        used = reasons.trucks(left["vehicles"] - left["free"])
        trucks = facts.say("overlay.trucks", used=used, all=reasons.trucks(left["vehicles"]))
        spots, glyph, why = (facts.spot(h),), "source" if source else "depot", reasons.station(facts, u, left)
        lines = ((name, ink), (f"{words} · {trucks}", second))
        yield Mark(spots, lines, PLATE, palette.FLOW, 0, glyph, beside=True, from_scale=46, why=why)
        yield Mark(spots, ((words, ink),), PLATE, palette.FLOW, 0, glyph, beside=True, to_scale=36, why=why)


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
            arc = max(stretch, key=lambda arc: facts.flows[arc])
            kg = facts.flows[arc]
            if kg >= 1000:
                rank, scale = (6, 46 if kg < 4000 else 36) if kg < 20000 else (4, 26)
                yield pill(along(facts, stretch), facts.tonnes(kg), rank, from_scale=scale, why=reasons.flow(facts, arc))
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
        rank, scale = ((8, 70), (5, 46), (3, 26), (2, 26))[state]
        colour = palette.SUPPLY_ON_MAP[state]
        ink = palette.INK if state < LOW else palette.rgb("FFFFFF")
        ground = palette.HALO if state < LOW else palette.blend(colour, palette.INK, 0.32)
        spots = (facts.spot(h, 0, BELOW_KM), facts.spot(h, 0, -BELOW_KM))
        yield Mark(spots, ((facts.days(unit), ink),), ground, colour, rank, from_scale=scale, is_free=state < LOW,
                   why=reasons.days(facts, unit, len(facts.places[h])))  # fmt: skip
