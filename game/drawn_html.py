"""Pages of HTML that need nothing else, and their drawn parts as inline SVG: charts by day, maps of who held what.

Patterns stand beside colours. The report on a match and those of the lab are made with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from html import escape
from itertools import pairwise
from pathlib import Path

from game.chronicle import Chronicle
from game.claims_report import Owners
from game.diagnostics import BadInput
from game.folders import ASSETS, check_place
from game.hexes import CORNER_KM, ROW_KM, Grid
from game.tally import Chart

WIDE, HIGH = 320, 150
UA, RU, UA_PALE, RU_PALE, INK, GREY = "#2f6199", "#a8482f", "#c3d5e8", "#efcfc3", "#1f1c17", "#8a8578"
BEGINNING = "<!DOCTYPE html>"
"""Of every page."""
_LEFT, _RIGHT, _TOP, _FOOT = 44, 6, 10, 18
SCALE = 20
"""Units of a map's picture to the kilometre."""

PATTERNS = f"""<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>
<pattern id="ru" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="6" height="6" fill="{RU}"/><rect width="2" height="6" fill="#5e2212"/></pattern>
<pattern id="rp" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="12" height="12" fill="{RU_PALE}"/><rect width="2" height="12" fill="#d9a795"/></pattern>
</defs></svg>"""


STYLE = ASSETS / "report.css"
_ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What a page may ask of others: nothing."""


def check_page(path: Path) -> None:
    """See that a page can be written at a place before anything takes long. Raises OSError, or BadInput.

    A file that is no page is not overwritten: who names a scenario by mistake would lose it.
    """
    check_place(path)
    if path.exists() and path.stat().st_size and not path.read_bytes().startswith(BEGINNING.encode()):
        message = "There is a file already that is no page; it is left as it is."
        raise BadInput.of(str(path), "L663", message, "Name another file, or take that one away first.")


def page(language: str, title: str, parts: Iterable[str], *styles: Path) -> str:
    """A whole page of parts in HTML, with these styles after that of all reports; the title is plain text."""
    style = "\n".join(path.read_text(encoding="utf-8") for path in (STYLE, *styles))
    return (
        f'{BEGINNING}\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_ALONE}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>{PATTERNS}\n" + "\n".join(parts)
    ) + "</body></html>\n"


def figure(value: float) -> str:
    """A figure of one day: whole if it is, else with a tenth."""
    return f"{value:.0f}" if abs(value - round(value)) < 0.05 else f"{value:.1f}"


def chart_svg(chart: Chart, label: str, day: str, sides: tuple[str, str]) -> str:
    """A pair of bars for every day; each tells its figure when it is pointed at. `day` is the word before a number."""
    values = [value for pair in chart.days for value in pair if value is not None]
    high, low = max([1.0, *values]), min([0.0, *values])
    room = HIGH - _TOP - _FOOT
    zero = _TOP + room * high / (high - low)
    step = (WIDE - _LEFT - _RIGHT) / max(1, len(chart.days))
    thick = min(14.0, step * 0.42)
    parts = [f'<svg viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{escape(label)}">']
    for value in {high, low} if low else {high}:
        y = zero - value * room / (high - low)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{WIDE}" stroke="#d8d2c2"/>')
        parts.append(f'<text x="{_LEFT - 5}" y="{y + 4:.1f}" text-anchor="end">{figure(value)}</text>')
    for i, pair in enumerate(chart.days):
        middle = _LEFT + (i + 0.5) * step
        for side, given in enumerate(pair):
            if given is None:
                continue
            tall = abs(given) * room / (high - low)
            top = zero - tall if given > 0 else zero
            tip = escape(f"{day} {i + 1}, {sides[side]}: {figure(given)}")
            fill = UA if side == 0 else "url(#ru)"
            x = middle - thick if side == 0 else middle
            parts.append(f'<rect x="{x:.1f}" y="{top:.1f}" width="{thick:.1f}" height="{max(tall, 0.6):.1f}" '
                         f'fill="{fill}"><title>{tip}</title></rect>')  # fmt: skip
        if i in (0, len(chart.days) - 1) or ((i + 1) % 5 == 0 and len(chart.days) - 1 - i > 2):
            parts.append(f'<text x="{middle:.1f}" y="{HIGH - 4}" text-anchor="middle">{i + 1}</text>')
    parts.append(f'<path d="M{_LEFT} {zero:.1f}H{WIDE}" stroke="{GREY}"/></svg>')
    return "".join(parts)


def map_svg(
    grid: Grid, owners: Owners, chronicle: Chronicle, label: str, *, taken: dict[int, int] | None = None,
    before: Owners | None = None, claims: tuple[Collection[int], Collection[int]] = ((), ()),
) -> str:  # fmt: skip
    """Who holds what, with the line between; hexes taken with the day, the line before dashed, and signs of claims."""
    wide, high = (grid.columns + 0.5) * SCALE, ((grid.rows - 1) * ROW_KM + 2 * CORNER_KM) * SCALE
    taken = taken or {}
    parts = [f'<svg viewBox="0 0 {wide:.0f} {high:.0f}" role="img" aria-label="{escape(label)}" class="map">']
    for owner, pale, full in ((-1, "#ece5d0", "#ece5d0"), (0, UA_PALE, UA), (1, "url(#rp)", "url(#ru)")):
        for fill, hexes in (
            (pale, [h for h in range(grid.count) if owners[h] == owner and h not in taken]),
            (full, [h for h in taken if owners[h] == owner]),
        ):
            if hexes:
                parts.append(f'<path fill="{fill}" d="{"".join(_outline(grid, h) for h in hexes)}"/>')
    if before is not None:
        parts.append(f'<path d="{front_line(grid, before)}" fill="none" stroke="{GREY}" stroke-width="3" '
                     'stroke-dasharray="5 4"/>')  # fmt: skip
    parts.append(f'<path d="{front_line(grid, owners)}" fill="none" stroke="{INK}" stroke-width="2.6"/>')
    parts += _names(grid, chronicle)
    for h, day in taken.items():
        x, y = at(grid, h)
        parts.append(f'<text class="day" x="{x:.0f}" y="{y + 4:.0f}">{day}</text>')
    for side, claimed in enumerate(claims):
        for h in claimed:
            x, y = at(grid, h)
            bend = 6 if side == 0 else 1
            parts.append(f'<rect x="{x - 6:.0f}" y="{y - 6:.0f}" width="12" height="12" rx="{bend}" '
                         f'fill="{(UA, RU)[side]}" stroke="#fff" stroke-width="2"/>')  # fmt: skip
    return "".join(parts) + "</svg>"


def _names(grid: Grid, chronicle: Chronicle) -> list[str]:
    """The cities by name."""
    parts = []
    for place in chronicle.scenario.file.places:
        h = grid.parse(place.hex) if place.kind == "city" else None
        if h is not None:
            x, y = at(grid, h)
            name = escape(str(getattr(place.name, chronicle.language)))
            parts.append(f'<text class="city" x="{x:.0f}" y="{y - 10:.0f}">{name}</text>')
    return parts


def at(grid: Grid, h: int) -> tuple[int, int]:
    """The middle of a hex in a picture, in whole units."""
    x, y = grid.centre(h)
    return round((x + 0.5) * SCALE), round((y + CORNER_KM) * SCALE)


def corner(grid: Grid, h: int, direction: int) -> tuple[int, int]:
    """A corner of a hex in whole units, so that neighbours meet."""
    x, y = grid.corner(h, direction)
    return round((x + 0.5) * SCALE), round((y + CORNER_KM) * SCALE)


def _outline(grid: Grid, h: int) -> str:
    """A hex as a path."""
    corners = [corner(grid, h, direction) for direction in range(6)]
    return f"M{corners[0][0]} {corners[0][1]}" + "".join(f"l{c - a} {d - b}" for (a, b), (c, d) in pairwise(corners))


def front_line(grid: Grid, owners: Owners) -> str:
    """The line between the two sides as a path."""
    parts = []
    for h in range(grid.count):
        for direction in range(6):
            n = grid.neighbour(h, direction)
            if n is not None and n > h and {int(owners[h]), int(owners[n])} == {0, 1}:
                (ax, ay), (bx, by) = corner(grid, h, direction), corner(grid, h, (direction - 1) % 6)
                parts.append(f"M{ax} {ay}l{bx - ax} {by - ay}")
    return "".join(parts)
