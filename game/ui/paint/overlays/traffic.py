"""The overlays of roads: what they carry of what they can, where it is narrowest, and the fire they lie under."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np

from game.ui import palette
from game.ui.paint.overlays import narrow, reasons
from game.ui.paint.overlays.courses import Arc, chains
from game.ui.paint.overlays.drawing import CROSS, DOTS, LINES, Drawing, Mark, Ribbon, Run, Sample, Style, pill
from game.ui.paint.overlays.facts import BUSY_FROM, FULL_FROM, Facts
from game.ui.paint.overlays.supply import along, flow_width

IDLE = Style(palette.rgb("EDEBDD"), edge=palette.rgb("6F7B7E"))
PIPE = Style(palette.rgb("CFE2E6"))
"""A road in use, as wide as what it can carry; inside it runs what it does carry."""
USED = Style(palette.rgb("1B6E90"), edge=palette.rgb("1B6E90"))
BUSY = Style(palette.FLOW_BUSY, LINES, palette.FLOW_BUSY)
FULL_ROAD = Style(palette.rgb("C02468"), CROSS, palette.rgb("C02468"))
FIRE = (
    IDLE, Style(palette.rgb("E8C93E"), DOTS), Style(palette.rgb("E0701B"), LINES), Style(palette.rgb("B3145C"), CROSS),
)  # fmt: skip
"""By level of fire."""


def capacity(facts: Facts) -> Drawing:
    """Roads as wide as they carry, in the colour of how full they are; the narrowest is pinched."""
    drawing = Drawing("capacity", facts.say("overlay.capacity"), "")
    drawing.legend = [
        Sample("pipe", PIPE, facts.say("overlay.pipe")),
        Sample("ribbon", USED, facts.say("overlay.used")),
        Sample("ribbon", BUSY, facts.say("overlay.busy")),
        Sample("ribbon", FULL_ROAD, facts.say("overlay.full_road")),
        Sample("line", IDLE, facts.say("overlay.idle")),
        Sample("pinch", Style(narrow.COLOUR), facts.say("overlay.bottleneck")),
    ]
    pipes = road_ribbons(facts, lambda road: PIPE if facts.share(road) else IDLE, lambda road: _road_width(facts, road))
    used = [road for road in facts.roads if facts.share(road)]
    inside = road_ribbons(facts, lambda road: _by_load(facts, road), lambda road: _stream_width(facts, road), used)
    drawing.ribbons = pipes + inside
    bound = narrow.show(facts, drawing, most=len(facts.roads))
    drawing.why = facts.say("overlay_why.capacity")
    drawing.summary = facts.say("overlay.capacity_sum", units=len({u for units in bound.values() for u in units}))
    tight = narrow.tightest(facts)
    if not bound and tight is not None:
        drawing.summary = facts.say("overlay.capacity_free", percent=round(100 * facts.share(tight)))
    drawing.marks += _figures(facts)
    return drawing


def _by_load(facts: Facts, road: Arc) -> Style:
    """The style of how full a road in use is."""
    share = facts.share(road)
    return USED if share < BUSY_FROM else BUSY if share < FULL_FROM else FULL_ROAD


def _road_width(facts: Facts, road: Arc) -> float:
    """Width of a road by the tonnes it can carry in half a day, in px at 46 px a km; an idle one is narrower."""
    wide = 2.4 + 0.55 * float(np.sqrt(facts.road_load(road)[1] / 1000))
    return wide if facts.share(road) else 0.45 * wide


def _stream_width(facts: Facts, road: Arc) -> float:
    """Width of what a road carries, inside the width of what it can."""
    return max(1.6, facts.share(road) * (_road_width(facts, road) - 0.8))


def road_ribbons(
    facts: Facts, style: Callable[[Arc], Style], width: Callable[[Arc], float], roads: list[Arc] | None = None
) -> list[Ribbon]:
    """Open roads, all if none are named, as ribbons, the idle ones below."""
    ribbons = []
    for road in facts.roads if roads is None else roads:
        line, here = facts.courses.piece(*road), style(road)
        ribbons.append(Ribbon(line, np.full(len(line), width(road)), (Run(0, len(line) - 1, here),)))
    return sorted(ribbons, key=lambda ribbon: (ribbon.runs[0].style is not IDLE, float(ribbon.widths[0])))


def _figures(facts: Facts) -> Iterator[Mark]:
    """Tonnes carried of those that can be, at the fullest place of every way in use."""
    for way in chains(facts.flows):
        arcs = [(min(arc), max(arc)) for arc in pairwise(way)]
        for i in range(0, len(arcs), 8):
            part = arcs[i : i + 8]
            road = max(part, key=lambda road: facts.share(road))
            carried, most, _ = facts.road_load(road)
            if carried >= 1000:
                words = facts.say("overlay.of_short", some=_figure(carried), all=_figure(most))
                yield pill(along(facts, [road]), words, 6 if facts.share(road) < BUSY_FROM else 2,
                           from_scale=46 if facts.share(road) < 0.2 else 26, why=reasons.load(facts, road))  # fmt: skip


def _figure(kg: int) -> str:
    return f"{kg / 1000:.0f}"


# fire ----------------------------------------------------------------------------------------------------------------


def fire(facts: Facts) -> Drawing:
    """Roads by the level of fire they lie under; wider where goods go."""
    drawing = Drawing("fire", facts.say("overlay.fire"), _fire_summary(facts), facts.say("overlay_why.fire_sum"))
    shares = facts.view.scenario.rules.file.supply.fire
    for level in (1, 2, 3):
        lost = f"{shares.night[level] / 10:g}/{shares.day[level] / 10:g}\u00a0%"
        drawing.legend.append(Sample("ribbon", FIRE[level], f"F{level} {facts.say(f'overlay.fire_{level}')}: {lost}"))
    drawing.legend += [
        Sample("line", IDLE, facts.say("overlay.fire_0")), Sample("none", IDLE, facts.say("overlay.fire_note")),
    ]  # fmt: skip
    drawing.ribbons = road_ribbons(
        facts, lambda road: FIRE[max(facts.level(road))], lambda road: _fire_width(facts, road)
    )
    levels = {road: max(facts.level(road)) for road in facts.roads if max(facts.level(road))}
    for level in (1, 2, 3):
        here = {road: 1 + _both_ways(facts, road) for road, found in levels.items() if found == level}
        drawing.marks += _levels(facts, here, level)
    return drawing


def _both_ways(facts: Facts, road: Arc) -> int:
    """Kg a road carries, to and fro."""
    return facts.flows.get(road, 0) + facts.flows.get(road[::-1], 0)


def _fire_width(facts: Facts, road: Arc) -> float:
    """Width of a road by its level of fire and what it carries."""
    carried = _both_ways(facts, road)
    least = 5.0 if max(facts.level(road)) else 2.2
    return max(least, 0.8 * flow_width(carried)) if carried else least


def _levels(facts: Facts, roads: dict[Arc, int], level: int) -> Iterator[Mark]:
    """The level on stretches of roads in use; with the half-day if it is not the whole day."""
    both = roads | {road[::-1]: kg for road, kg in roads.items()}
    used = {arc: kg for arc, kg in both.items() if facts.flows.get(arc, 0)}
    for way in chains(used):
        arcs = list(pairwise(way))
        kg = max(facts.flows[arc] for arc in arcs)
        night, day = facts.level((min(arcs[0]), max(arcs[0])))
        when = "" if night == day else f" {facts.half(int(day > night))}"
        yield Mark(along(facts, arcs), ((f"F{level}{when} · {facts.tonnes(kg)}", palette.INK),), palette.HALO,
                   FIRE[level].colour, 4 - level, why=reasons.fire(facts, arcs, level))  # fmt: skip


def _fire_summary(facts: Facts) -> str:
    """What goes under fire tonight and tomorrow, and what of it will be lost."""
    under = [kg for (h, n), kg in facts.flows.items() if max(facts.level((min(h, n), max(h, n)))) >= 2]
    rates = facts.view.scenario.rules.file.supply.fire
    shares = np.array([rates.night, rates.day], dtype=np.int64)
    risk = np.stack([shares[layer][facts.solution.fire[layer]] for layer in (0, 1)])
    lost = int((facts.solution.carried * risk // 1000).sum())
    return facts.say("overlay.fire_sum", roads=len(under), lost=facts.tonnes(lost))
