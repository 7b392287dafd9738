"""The overlays of people: how tired units are, and where wounded wait and by what way they go."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from game.state import FATIGUE, HEX, LIGHT, PRIORITY, URGENT
from game.ui import palette
from game.ui.paint.overlays import reasons
from game.ui.paint.overlays.courses import Arc
from game.ui.paint.overlays.drawing import CROSS, DOTS, LINES, Drawing, Mark, Sample, Style
from game.ui.paint.overlays.facts import Facts
from game.ui.paint.overlays.supply import BELOW_KM

TIRED = (
    Style(palette.rgb("4F8CAB")), Style(palette.rgb("D9A800"), DOTS), Style(palette.rgb("D8621F"), LINES),
    Style(palette.rgb("8E1B5E"), CROSS),
)  # fmt: skip
TIRED_FROM = (0, 25, 50, 80)
"""Fatigue from which each style holds."""
URGENT_STYLE = Style(palette.SUPPLY_ON_MAP[3], CROSS)
PRIORITY_STYLE = Style(palette.SUPPLY_ON_MAP[2], LINES)
LIGHT_STYLE = Style(palette.SUPPLY_ON_MAP[1], DOTS)
WAY_OUT = Style(palette.rgb("2F8F7A"))
WHITE = palette.rgb("FFFFFF")


def fatigue(facts: Facts) -> Drawing:
    """Hexes by the most tired unit in them."""
    tired = {h: max(int(facts.state.units[u, FATIGUE]) for u in units) for h, units in facts.places.items()}
    values = [int(facts.state.units[u, FATIGUE]) for u in facts.units]
    mean = sum(values) / max(len(values), 1)
    words = facts.say("overlay.fatigue_sum", mean=f"{mean:.0f}", worn=sum(value >= TIRED_FROM[3] for value in values))
    drawing = Drawing("fatigue", facts.say("overlay.fatigue"), words, facts.say("overlay_why.fatigue"))
    tops = (*(f"–{least - 1}" for least in TIRED_FROM[1:]), "–100")
    drawing.legend = [
        Sample("hex", style, f"{facts.say(f'overlay.tired_{i}')} {TIRED_FROM[i]}{tops[i]}")
        for i, style in enumerate(TIRED)
    ]  # fmt: skip
    levels = {h: _tired(value) for h, value in tired.items()}
    drawing.fills = {h: TIRED[level] for h, level in facts.spread(levels, 1).items()}
    for h, value in tired.items():
        level = levels[h]
        deep = palette.blend(TIRED[level].colour, palette.INK, 0.3)
        ground, ink = (palette.HALO, palette.INK) if level < 2 else (deep, WHITE)
        drawing.marks.append(
            Mark((facts.spot(h, 0, BELOW_KM), facts.spot(h, 0, -BELOW_KM)), ((str(value), ink),), ground,
                 TIRED[level].colour, 4 - level,
                 from_scale=(70, 46, 26, 26)[level], is_free=level < 2, why=reasons.fatigue(facts, facts.places[h]))
        )  # fmt: skip
    return drawing


def _tired(value: int) -> int:
    """Which of the styles a fatigue has."""
    return sum(value >= least for least in TIRED_FROM[1:])


# wounded -------------------------------------------------------------------------------------------------------------


def evacuation(facts: Facts) -> Drawing:
    """Where wounded wait, how many of each urgency, and the ways they go out by tonight."""
    waiting = _waiting(facts)
    asked, sent = _asked_and_sent(facts)
    words = facts.say("overlay.evacuation_none")
    if asked:
        words = facts.say("overlay.evacuation_sum", waiting=asked, sent=sent)
    drawing = Drawing("evacuation", facts.say("overlay.evacuation"), words, facts.say("overlay_why.wounded"))
    drawing.legend = [
        Sample("hex", URGENT_STYLE, facts.say("overlay.urgent")),
        Sample("hex", PRIORITY_STYLE, facts.say("overlay.priority")),
        Sample("hex", LIGHT_STYLE, facts.say("overlay.light")),
        Sample("ribbon", WAY_OUT, facts.say("overlay.way_out")),
        Sample("cross", Style(URGENT_STYLE.colour), facts.say("overlay.wounded_note")),
    ]
    drawing.fills = {h: _urgency(counts) for h, counts in waiting.items() if sum(counts)}
    drawing.ribbons = facts.ribbons(_ways_out(facts), lambda people: min(16.0, 4.0 + 0.35 * people), lambda _: WAY_OUT)
    drawing.marks = list(_marks(facts, waiting))
    return drawing


def _waiting(facts: Facts) -> dict[int, tuple[int, int, int]]:
    """Hex -> urgent, priority and light wounded who wait there, with units or in the beds of depots."""
    found: dict[int, tuple[int, int, int]] = {}
    for u in (*facts.units, *facts.solution.depots()):
        row = facts.state.units[u]
        before = found.get(int(row[HEX]), (0, 0, 0))
        found[int(row[HEX])] = (before[0] + int(row[URGENT]), before[1] + int(row[PRIORITY]), before[2] + int(row[LIGHT]))
    return {h: counts for h, counts in found.items() if sum(counts)}


def _urgency(counts: tuple[int, int, int]) -> Style:
    """The style of the most urgent."""
    return URGENT_STYLE if counts[0] else PRIORITY_STYLE if counts[1] else LIGHT_STYLE


def _asked_and_sent(facts: Facts) -> tuple[int, int]:
    """People who wait, and who are brought out tonight."""
    wounded = [parcel for parcel in facts.solution.parcels if parcel.good == "wounded"]
    return sum(parcel.asked for parcel in wounded), sum(parcel.sent for parcel in wounded)


def _ways_out(facts: Facts) -> dict[Arc, int]:
    """Arc -> people who go along it, towards the hospital."""
    found: dict[Arc, int] = {}
    for parcel in facts.solution.parcels:
        for route in parcel.routes if parcel.good == "wounded" else ():
            for a, b in pairwise(route.hexes):
                found[b, a] = found.get((b, a), 0) + route.kg
    return found


def _marks(facts: Facts, waiting: dict[int, tuple[int, int, int]]) -> Iterator[Mark]:
    """How many wait in each hex; those who are not fetched tonight in red."""
    left: dict[int, int] = {}
    for parcel in facts.solution.parcels:
        if parcel.good == "wounded":
            h = int(facts.state.units[parcel.unit, HEX])
            wanted = int(facts.state.units[parcel.unit, URGENT : LIGHT + 1].sum())
            left[h] = left.get(h, 0) + wanted - parcel.sent
    for h, counts in waiting.items():
        stays = left.get(h, 0)
        lines = [(facts.say("overlay.wounded", urgent=counts[0], priority=counts[1], light=counts[2]), palette.TEXT)]
        if stays:
            lines.append((facts.say("overlay.stays", people=stays), palette.SUPPLY[3]))
        edge = palette.SUPPLY[3] if stays else WAY_OUT.colour
        here = [u for u in (*facts.units, *facts.solution.depots()) if int(facts.state.units[u, HEX]) == h]
        yield Mark((facts.spot(h),), tuple(lines), palette.BAR, edge, 1, "cross", beside=True, from_scale=18,
                   why=reasons.wounded(facts, here))  # fmt: skip
