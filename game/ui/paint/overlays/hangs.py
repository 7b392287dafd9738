"""The overlay of criticality: the hexes through which all ways to several units lead, and who hangs on them."""

from __future__ import annotations

from game.state import HEX, PEOPLE
from game.ui import palette
from game.ui.paint.overlays import reasons
from game.ui.paint.overlays.drawing import BACK, CROSS, DOTS, LINES, Drawing, Mark, Ring, Sample, Style
from game.ui.paint.overlays.facts import Facts
from game.ui.paint.overlays.supply import flow_width

FROM = (2, 3, 5)
"""Units that hang on a hex from which each style holds."""
WEIGHT = (
    Style(palette.rgb("9A7FC0"), DOTS), Style(palette.rgb("6F3F9C"), LINES), Style(palette.rgb("B3145C"), CROSS),
)  # fmt: skip
PATH = Style(palette.rgb("F3EFE0"), edge=palette.rgb("77706B"))
CUT_OFF = Style(palette.rgb("1B1714"), BACK)


def criticality(facts: Facts) -> Drawing:
    """A hex the heavier the more units hang on it, over what goes by the roads tonight; lines to what hangs on it."""
    held = {h: units for h, units in facts.hanging.units.items() if len(units) >= FROM[0]}
    most = max((len(units) for units in held.values()), default=0)
    hanging = {u for units in held.values() for u in units}
    free = len(facts.units) - len(hanging) - len(facts.hanging.cut_off)
    words = facts.say("overlay.criticality_sum", most=most, free=free)
    drawing = Drawing("criticality", facts.say("overlay.criticality"), words, facts.say("overlay.ring_note"))
    tops = ("", "–4", "+")
    drawing.legend = [
        Sample("hex", WEIGHT[i], facts.say("overlay.ring", units=f"{FROM[i]}{tops[i]}")) for i in range(len(FROM))
    ] + [
        Sample("dashes", Style(WEIGHT[1].colour), facts.say("overlay.spoke")),
        Sample("ribbon", PATH, facts.say("overlay.path")),
        Sample("hex", CUT_OFF, facts.say("overlay.cut_off")),
        Sample("none", CUT_OFF, facts.say("overlay.ring_note")),
    ]  # fmt: skip
    drawing.ribbons = facts.ribbons(facts.flows, lambda kg: 0.7 * flow_width(kg), lambda _: PATH, chevrons=False)
    drawing.fills = {int(facts.state.units[u, HEX]): CUT_OFF for u in facts.hanging.cut_off}
    for h, units in sorted(held.items(), key=lambda item: len(item[1])):
        style = WEIGHT[sum(len(units) >= least for least in FROM[1:])]
        drawing.fills[h] = style
        drawing.rings.append(Ring(h, 0.6 + 0.9 * min(len(units), 8), style.colour))
        _figure(facts, drawing, h, units, style)
    _spokes(facts, drawing, held)
    return drawing


def _figure(facts: Facts, drawing: Drawing, h: int, units: tuple[int, ...], style: Style) -> None:
    """How many units hang on a hex; from near by their people too."""
    people = sum(int(facts.state.units[u, PEOPLE]) for u in units)
    spots = (facts.spot(h, 0, -0.46), facts.spot(h, 0, 0.5))
    ground, ink = palette.blend(style.colour, palette.INK, 0.3), palette.rgb("FFFFFF")
    rank = 3 - sum(len(units) >= least for least in FROM)
    words = facts.say("overlay.hang", units=len(units), people=people)
    why = f"{words}: {reasons.names(facts, units)}"
    for shown, first, last in ((str(len(units)), 18, 46), (words, 70, 112)):
        drawing.marks.append(
            Mark(spots, ((shown, ink),), ground, palette.HALO, rank, from_scale=first, to_scale=last, why=why)
        )


def _spokes(facts: Facts, drawing: Drawing, held: dict[int, tuple[int, ...]]) -> None:
    """Dashed lines from each ringed hex to what hangs on it next: another ringed hex, or the unit itself."""
    above = facts.hanging.above
    drawing.spokes = [(above[h], h) for h in facts.hanging.units if above[h] in held and above[h] != h]
    last = {parcel.unit: parcel.hex for parcel in facts.solution.parcels}
    for u in {u for units in held.values() for u in units}:
        h = int(facts.state.units[u, HEX])
        if last.get(u, h) != h and (last[u] in held or above[last[u]] in held):
            drawing.spokes.append((last[u], h))
