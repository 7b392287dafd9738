"""The overlay of claims: who claims what, and whether he holds it as far as the viewer knows [13]."""

from __future__ import annotations

from collections.abc import Iterator

from game.state import CLAIMED, HELD_UA, OWNER, PLACE_HEX, SIDES
from game.ui import palette
from game.ui.paint.overlays.drawing import BACK, CROSS, DOTS, LINES, PLAIN, Border, Drawing, Mark, Ring, Sample, Style
from game.ui.paint.overlays.facts import Facts

HELD = (Style(palette.SIDE_BAND[0], PLAIN), Style(palette.SIDE_BAND[1], DOTS))
"""By side: it claims what it holds, as far as the viewer knows."""
NOT_HELD = (Style(palette.SIDE_BAND[0], LINES), Style(palette.SIDE_BAND[1], BACK))
"""It claims what it does not hold."""
BOTH = Style(palette.rgb("6F3F9C"), CROSS)
OPEN_PX, BORDER_PX = 1.6, 3.6
PLATE = palette.rgb("1B1714")


def claims(facts: Facts) -> Drawing:
    """The hexes claimed by one side or both, since when; the places that count and that nobody claims are ringed."""
    found = claimed(facts)
    own, enemy = facts.view.side, 1 - facts.view.side
    owner = facts.state.hexes[:, OWNER]
    count = [sum(side in days for days in found.values()) for side in (own, enemy)]
    against = sum(enemy in days and owner[h] == own for h, days in found.items())
    drawing = Drawing("claims", facts.say("overlay.claims"),
                      facts.say("overlay.claims_sum", own=count[0], enemy=count[1], against=against),
                      facts.say("overlay_why.claims"))  # fmt: skip
    drawing.legend = [
        *(
            Sample("hex", styles[s], facts.say(key, side=facts.chronicle.side(s)))
            for styles, key in ((HELD, "overlay.claims_held"), (NOT_HELD, "overlay.claims_not")) for s in (own, enemy)
        ),
        Sample("hex", BOTH, facts.say("overlay.claims_both")),
        Sample("ring", Style(palette.INK), facts.say("overlay.claims_none")),
        Sample("none", BOTH, facts.say("overlay.claims_note")),
    ]
    drawing.fills = {h: style_of(days, int(owner[h])) for h, days in found.items()}
    for h, days in found.items():
        drawing.borders.append(_border(facts, h, days, int(owner[h])))
    places = {int(row[PLACE_HEX]) for row in facts.view.scenario.roster.places if row[HELD_UA] + row[HELD_UA + 1]}
    drawing.rings = [Ring(h, OPEN_PX, palette.INK, under=True) for h in sorted(places - found.keys())]
    drawing.marks = [mark for h, days in found.items() for mark in _marks(facts, h, days)]
    return drawing


def claimed(facts: Facts) -> dict[int, dict[int, int]]:
    """Hex -> side -> the day it claimed it; negative if the claim falls at dusk."""
    found: dict[int, dict[int, int]] = {}
    for side in range(len(SIDES)):
        for h, day in enumerate(facts.state.hexes[:, CLAIMED + side].tolist()):
            if day:
                found.setdefault(h, {})[side] = day
    return found


def style_of(days: dict[int, int], owner: int) -> Style:
    """The style of a hex by who claims it and who holds it."""
    if len(days) > 1:
        return BOTH
    side = next(iter(days))
    return HELD[side] if owner == side else NOT_HELD[side]


def _border(facts: Facts, h: int, days: dict[int, int], owner: int) -> Border:
    """The line about a claimed hex: dashed if who claims it does not hold it."""
    style = style_of(days, owner)
    colour = BOTH.colour if style == BOTH else palette.SIDE_LINE[next(iter(days))]
    return Border(tuple((h, d) for d in range(6)), colour, BORDER_PX, style not in HELD)


def _marks(facts: Facts, h: int, days: dict[int, int]) -> Iterator[Mark]:
    """Who claims a hex and since when, on a plate with the sign of the side."""
    for side, day in days.items():
        words = facts.say("overlay.claims_day", side=facts.say(f"goals.short_{side}"), day=abs(day))
        if day < 0:
            words += " ✕"
        why = [facts.chronicle.hex(h), facts.say("claims.since", side=facts.chronicle.side(side), day=abs(day))]
        why += [facts.say("claims.doomed")] if day < 0 else []
        yield Mark((facts.spot(h),), ((words, palette.rgb("FFFFFF")),), PLATE, palette.SIDE_TEXT[side], 1,
                   ("claim_ua", "claim_ru")[side], beside=True, from_scale=18, why="\n".join(why))  # fmt: skip


def about(facts: Facts, h: int) -> list[str]:
    """Who claims a hex, in words."""
    days = claimed(facts).get(h, {})
    return [facts.say("claims.since", side=facts.chronicle.side(s), day=abs(day)) for s, day in days.items()]
