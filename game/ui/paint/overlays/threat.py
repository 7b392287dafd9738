"""The overlay of threat: how exposed the line is, seams of brigades, pockets and semi-pockets with their ways out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from game.analysis.encirclement import MOST_HEXES, Exit, Pocket
from game.analysis.exposure import Exposure, Seam
from game.hexes import CORNER_KM
from game.ui import palette
from game.ui.paint import lines
from game.ui.paint.overlays import reasons
from game.ui.paint.overlays.drawing import CROSS, DOTS, LINES, Border, Drawing, Mark, Ribbon, Run, Sample, Style
from game.ui.paint.overlays.facts import Facts
from game.ui.paint.overlays.supply import BELOW_KM

EXPOSED = (
    Style(palette.rgb("4F8CAB")), Style(palette.rgb("D9A800"), DOTS), Style(palette.rgb("D8621F"), LINES),
    Style(palette.rgb("8E1B5E"), CROSS),
)  # fmt: skip
EXPOSED_FROM = (0, 25, 34, 50)
"""Hexsides a step, in hundredths, from which each style holds."""
SEAM = Style(palette.rgb("F7F1DF"), LINES, palette.rgb("1B1714"))
SEAM_PX, SEAM_KM = 8.0, 0.3
"""Width of a seam at 46 px a km, and how far it goes to either side of its middle."""
WAY_OUT, IN_DANGER = Style(palette.rgb("2F8F7A")), Style(palette.rgb("C2256F"), CROSS)
EXIT_PX = 7.5
WALL_PX, OUTSIDE = 10.0, 1.14
"""Width of a hexside that faces the enemy, and where it is drawn: 0 the middle of its hex, 1 the hexside itself."""
BORDER_PX = 5.0
WHITE, DARK = palette.rgb("FFFFFF"), palette.rgb("1B1714")


def threat(facts: Facts) -> Drawing:
    """The hexes of the line by hexsides a step, seams, those with nothing behind; pockets of both sides."""
    held = facts.line.exposures
    own = [pocket for pocket in facts.encircled if pocket.side == facts.view.side]
    sealed = sum(pocket.sealed for pocket in own)
    drawing = Drawing("threat", facts.say("overlay.threat"), facts.say(
        "overlay.threat_sum", bare=sum(not exposure.depth for exposure in held.values()), seams=len(facts.line.seams),
        pockets=sealed, semi=len(own) - sealed,
    ), facts.say("overlay_why.threat"))  # fmt: skip
    drawing.legend = _legend(facts)
    drawing.fills = {h: EXPOSED[grade(exposure)] for h, exposure in held.items()}
    drawing.ribbons = [*_walls(facts), *(seam(facts, each) for each in facts.line.seams)]
    drawing.marks = [_figure(facts, exposure) for exposure in held.values()]
    drawing.marks += [mark for each in facts.line.seams for mark in _seam_marks(facts, each)]
    for pocket in facts.encircled:
        drawing.borders.append(_border(facts, pocket))
        drawing.marks.append(_badge(facts, pocket))
        if pocket.side == facts.view.side:
            drawing.ribbons += [way_out(facts, way) for way in pocket.exits]
            drawing.marks += _exit_marks(facts, pocket)
    return drawing


def _legend(facts: Facts) -> list[Sample]:
    """What is drawn, and what it means."""
    own, enemy = facts.view.side, 1 - facts.view.side
    exposed = [
        Sample("hex", EXPOSED[i], facts.say(f"overlay.exposed_{i}"), "" if i else facts.say("overlay.head_line"))
        for i in range(len(EXPOSED))
    ]
    return [
        *exposed,
        Sample("none", EXPOSED[0], facts.say("overlay.exposed_note")),
        Sample("bare", EXPOSED[0], facts.say("overlay.bare")),
        Sample("seam", SEAM, facts.say("overlay.seam")),
        Sample("border", Style(palette.SIDE_LINE[own]), facts.say("overlay.pocket"), facts.say("overlay.head_pockets")),
        Sample("dashes", Style(palette.SIDE_LINE[own]), facts.say("overlay.semi_pocket")),
        Sample("border", Style(palette.SIDE_LINE[enemy]), facts.say("overlay.enemy_pocket")),
        Sample("ribbon", WAY_OUT, facts.say("overlay.way_free", hexes=MOST_HEXES)),
        Sample("ribbon", IN_DANGER, facts.say("overlay.way_danger")),
    ]


def grade(exposure: Exposure) -> int:
    """How exposed a hex is, 0 to 3."""
    return sum(exposure.ratio >= least for least in EXPOSED_FROM[1:])


# the line ------------------------------------------------------------------------------------------------------------


def _figure(facts: Facts, exposure: Exposure) -> Mark:
    """Hexsides over steps; white on dark, with an empty square, if nothing stands behind."""
    words = facts.say("overlay.sides_steps", sides=len(exposure.faces), steps=exposure.steps)
    edge, why = EXPOSED[grade(exposure)].colour, reasons.faces(facts, exposure)
    spots = facts.spot(exposure.hex, 0, BELOW_KM), facts.spot(exposure.hex, 0, -BELOW_KM)
    if exposure.depth:
        return Mark(spots, ((words, palette.INK),), palette.HALO, edge, 3 - grade(exposure) // 2, why=why)
    return Mark(spots, ((words, WHITE),), DARK, edge, 2 - grade(exposure) // 2, "bare", why=why)


def _walls(facts: Facts) -> Iterator[Ribbon]:
    """Every hexside that faces the enemy, just outside the hex that holds it: a wall."""
    for h, exposure in facts.line.exposures.items():
        middle = np.array(facts.grid.centre(h))
        for n in exposure.faces:
            direction = facts.grid.direction(h, n)
            assert direction is not None
            ends = np.array([facts.grid.corner(h, (direction - i) % 6) for i in (1, 0)])
            line = lines.resample(middle + (ends - middle) * OUTSIDE, 0.05)
            yield Ribbon(line, np.full(len(line), WALL_PX), (Run(0, len(line) - 1, EXPOSED[grade(exposure)]),))


def seam(facts: Facts, found: Seam) -> Ribbon:
    """A zip across the way from one brigade to the next: on the hexside between them, or in the bare hex."""
    a, b = (np.array(facts.grid.centre(h)) for h in found.hexes)
    middle = (a + b) / 2 if found.between < 0 else np.array(facts.grid.centre(found.between))
    away = (b - a) / max(math.hypot(*(b - a)), 1e-9)
    across = np.array([-away[1], away[0]]) * SEAM_KM
    line = lines.resample(np.array([middle - across, middle + across]), 0.05)
    return Ribbon(line, np.full(len(line), SEAM_PX), (Run(0, len(line) - 1, SEAM),))


def _seam_marks(facts: Facts, found: Seam) -> Iterator[Mark]:
    """The sign of a seam over the counters; from near by the two brigades."""
    (ax, ay), (bx, by) = (facts.grid.centre(h) for h in found.hexes)
    spot = ((ax + bx) / 2, (ay + by) / 2) if found.between < 0 else facts.spot(found.between)
    names = " | ".join(facts.brigade(h) for h in found.hexes)
    yield Mark((spot,), (("", WHITE),), DARK, palette.HALO, 2, "seam", to_scale=46)
    yield Mark((spot,), ((names, WHITE),), DARK, palette.HALO, 2, "seam", from_scale=70)


# pockets -------------------------------------------------------------------------------------------------------------


def _border(facts: Facts, pocket: Pocket) -> Border:
    """The line about the hexes of a pocket: whole if it is sealed, dashed if not."""
    hexes = set(pocket.hexes)
    sides = tuple((h, d) for h in pocket.hexes for d in range(6) if facts.grid.neighbour(h, d) not in hexes)
    return Border(sides, palette.SIDE_LINE[pocket.side], BORDER_PX, not pocket.sealed)


def _badge(facts: Facts, pocket: Pocket) -> Mark:
    """Who is in a pocket and what they hold; of one's own its best way out too."""
    own = pocket.side == facts.view.side
    kind = "pocket" if pocket.sealed else "semi"
    key = f"overlay.{kind}_badge" if own else f"overlay.{kind}_enemy"
    out = [(facts.say(key, units=len(pocket.units), people=pocket.people), WHITE)]
    words = [facts.say("overlay.days", days=f"{pocket.days / 100:.1f}")] if pocket.days >= 0 else []
    if own and pocket.exits:
        words.append(facts.say("overlay.exit", hexes=len(pocket.exits[0].hexes) - 1, danger=pocket.exits[0].danger))
    elif own:
        words.append(facts.say("overlay.no_exit"))
    if words:
        out.append((" · ".join(words), palette.TEXT_SECOND))
    spot = facts.spot(_middle(facts, pocket))
    rank, scale = (0, 18) if pocket.sealed else (1, 26) if own else (4, 46)
    return Mark(
        (spot,), tuple(out), palette.BAR, palette.SIDE_TEXT[pocket.side], rank, kind, beside=True, from_scale=scale,
        why=facts.teller.pocket(pocket),
    )


def _middle(facts: Facts, pocket: Pocket) -> int:
    """The hex of a pocket nearest the middle of all."""
    centres = np.array([facts.grid.centre(h) for h in pocket.hexes])
    return pocket.hexes[int(np.argmin(np.hypot(*(centres - centres.mean(axis=0)).T)))]


def way_out(facts: Facts, way: Exit) -> Ribbon:
    """A way out, from hex to hex; where it leads into an enemy zone it is crossed."""
    spots = np.array([facts.grid.centre(h) for h in way.hexes])
    line = lines.resample(spots, 0.05)
    near = np.argmin(np.hypot(*(line[:, None] - spots[None]).transpose(2, 0, 1)), axis=0)
    runs = []
    for i, (first, last) in enumerate(pairwise(near.tolist())):
        style = IN_DANGER if facts.ring.is_dangerous(way.hexes[i + 1]) else WAY_OUT
        runs.append(Run(first, last, style))
    return Ribbon(line, np.full(len(line), EXIT_PX), tuple(runs), chevrons=True)


def _exit_marks(facts: Facts, pocket: Pocket) -> Iterator[Mark]:
    """Hours and danger of every way out, where it ends."""
    for way in pocket.exits:
        words = facts.say("overlay.exit_end", hours=f"{way.minutes / 60:.1f}", danger=way.danger)
        ink = palette.INK if way.danger == 0 else IN_DANGER.colour
        spots = (facts.spot(way.hexes[-1], 0, -CORNER_KM), facts.spot(way.hexes[-1], 0, CORNER_KM))
        yield Mark(spots, ((words, ink),), palette.HALO, WAY_OUT.colour, 2, from_scale=36, why=facts.teller.exit(way))
