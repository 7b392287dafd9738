"""Charts as inline SVG that are as wide as there is room, with letters of one size on a phone and on a desk.

Places across are shares of the width in percent; only curves lie in a picture that is stretched. Every chart is told in
a sentence to those who cannot see it, and no meaning is in colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.drawn_html import UA
from game.lab.report.markup import Html, element, safe

Floats = NDArray[np.float64]
Tell = Callable[[float], str]
"""How a number on an axis is written."""

MOST_POINTS = 240
"""Points of a curve; of more, every so manyth is drawn."""
BAND, BAND_INNER, PALE = "#e3d4ae", "#c9b071", "#f7e7c0"


@dataclass(frozen=True)
class Bar:
    """What a bar tells: its end, the span of the middle eight tenths or an interval, and its figure in words."""

    value: float
    low: float
    high: float
    told: str


@dataclass(frozen=True)
class Span:
    """An estimate with its interval."""

    name: str
    low: float
    value: float
    high: float
    told: str
    sure: str = ""
    """The side that it is surely better for, if it is about sides."""

    def shares(self, low: float, high: float) -> tuple[float, float, float]:
        """Where its low end, its value and its high end lie between two others, 0 to 1; an unknown end at theirs."""
        ends = (self.low if math.isfinite(self.low) else low, self.value, self.high if math.isfinite(self.high) else high)
        a, b, c = ((end - low) / (high - low) for end in ends)
        return a, b, c


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers between two others.

    >>> ticks(0, 23), ticks(-0.4, 0.4, 4)
    ([0.0, 5.0, 10.0, 15.0, 20.0], [-0.4, -0.2, 0.0, 0.2, 0.4])
    """
    room = max(high - low, 1e-9)
    rough = room / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * k for k in (1, 2, 5, 10) if power * k >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [round(i * step, 10) for i in range(first, math.floor(high / step + 1e-9) + 1)]


def decades(low: float, high: float) -> list[float]:
    """1, 10, 100 between two numbers, with 2 and 5 between them if they are few."""
    whole = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    few = [10.0**p for p in whole]
    found = few if len([v for v in few if low <= v <= high]) >= 3 else [k * v for v in few for k in (1, 2, 5)]
    return [v for v in found if low <= v <= high]


def _whole_places(first: float, last: float) -> list[float]:
    """The first and the last of whole numbers, and round ones between that leave them room.

    >>> _whole_places(1, 14)
    [1, 5.0, 10.0, 14]
    """
    between = ticks(first, last)
    apart = max(1.0, (last - first) / 8)
    return [first, *(v for v in between if first + apart <= v <= last - apart and v == round(v)), last]


def room_for(*values: Floats | float) -> tuple[float, float]:
    """Bounds that hold all values, and zero, with a little air."""
    flat = [0.0, *(float(v) for value in values for v in np.ravel(value) if math.isfinite(v))]
    low, high = min(flat), max(flat)
    air = 0.04 * (high - low) or 0.5
    return low - (air if low < 0 else 0), high + air


def _svg(label: str, high: int, inner: Sequence[str], css: str = "plot") -> Html:
    """A chart of a height in px."""
    return Html(
        f'<svg class="{css}" role="img" aria-label="{safe(label)}" width="100%" height="{high}">{"".join(inner)}</svg>'
    )


def _text(x: str, y: str, text: object, *, dx: int = 0, dy: int = 4, anchor: str = "start", css: str = "") -> str:
    return (
        f'<text x="{x}" y="{y}" dx="{dx}" dy="{dy}" text-anchor="{anchor}"{f" class={css!r}" if css else ""}>'
        f"{safe(text)}</text>"
    )


def _across(y: float, css: str = "grid") -> str:
    """A line from side to side at so many percent of the height."""
    return f'<line x1="0" x2="100%" y1="{y:.2f}%" y2="{y:.2f}%" class="{css}"/>'


def fan(
    x: Floats,
    bands: Sequence[tuple[Floats, Floats]],
    middle: Floats,
    *,
    label: str,
    tell_x: Tell,
    tell_y: Tell,
    span: tuple[float, float] | None = None,
    log: bool = False,
    high: int = 220,
) -> Html:
    """Bands about a line over x, the widest first, with a line at zero.

    x, middle and both bounds of a band are arrays of one length; `log` spaces x by its logarithm, `span` sets the bounds
    of y. The bands differ in lightness, and the caption is to name them.
    """
    bottom, top = span or room_for(middle, *(edge for band in bands for edge in band))
    frame = _Frame(float(x[0]), float(x[-1]), bottom, top, log)
    parts = []
    for value in ticks(bottom, top):
        parts.append(_across(frame.y(value), "nought" if value == 0 else "grid"))
        parts.append(_text("0", f"{frame.y(value):.2f}%", tell_y(value), dx=-6, anchor="end"))
    for value in decades(x[0], x[-1]) if log else _whole_places(float(x[0]), float(x[-1])):
        parts.append(_text(f"{frame.x(value):.2f}%", "100%", tell_x(value), dy=17, anchor="middle"))
    parts.append('<svg viewBox="0 0 1000 1000" preserveAspectRatio="none" width="100%" height="100%">')
    for i, (low, up) in enumerate(bands):
        edge = "L".join([*frame.points(x, up), *reversed(frame.points(x, low))])
        parts.append(f'<path d="M{edge}Z" fill="{BAND_INNER if i == 1 else BAND}"/>')
    if bottom < 0 < top:
        parts.append(f'<path d="M0 {10 * frame.y(0):.0f}H1000" class="thin"/>')
    parts.append(f'<path d="M{"L".join(frame.points(x, middle))}" class="middle"/></svg>')
    return _svg(label, high, parts)


@dataclass(frozen=True)
class _Frame:
    """Where values lie in a chart, in percent from the upper left corner."""

    first: float
    last: float
    bottom: float
    top: float
    log: bool

    def x(self, value: float) -> float:
        """From the left."""
        if self.log:
            return 100 * math.log(value / self.first) / (math.log(self.last / self.first) or 1.0)
        return 100 * (value - self.first) / (self.last - self.first or 1.0)

    def y(self, value: float) -> float:
        """From the top; what lies outside, at the edge."""
        return 100 * (self.top - min(max(value, self.bottom), self.top)) / (self.top - self.bottom)

    def points(self, x: Floats, y: Floats) -> list[str]:
        """A curve in thousandths, of no more points than can be seen."""
        keep = np.unique(np.linspace(0, len(x) - 1, min(len(x), MOST_POINTS)).round().astype(int))
        return [f"{10 * self.x(float(x[i])):.0f} {10 * self.y(float(y[i])):.0f}" for i in keep]


def bars(rows: Sequence[tuple[str, Sequence[Bar]]], *, label: str) -> Html:
    """Bars side by side under a name a row: Ukraine plain, Russia striped; the whisker is the span of a bar."""
    top = max([1e-9, *(max(bar.high, bar.value) for _, group in rows for bar in group)])
    parts, y = [], 0
    for name, group in rows:
        parts.append(_text("0", str(y), name, dy=13, css="ink"))
        y += 20
        for side, bar in enumerate(group):
            fill = UA if side == 0 else "url(#ru)"
            parts.append(
                f'<rect x="0" y="{y}" width="{100 * max(0.0, bar.value) / top:.2f}%" height="12" fill="{fill}"/>'
            )
            parts.append(_whisker(bar.low / top, bar.high / top, y + 6))
            parts.append(_text("100%", str(y + 6), bar.told, dx=8))
            y += 17
        y += 7
    parts.append(f'<line x1="0" x2="0" y1="0" y2="{y}" class="axis"/>')
    return _svg(label, y, parts, "plot told")


def _whisker(low: float, high: float, y: int, *, halo: bool = True) -> str:
    """A line between two shares of the width with a stroke at either end; with a halo it is seen on dark bars."""
    a, b = f"{100 * max(0.0, low):.2f}%", f"{100 * min(1.0, high):.2f}%"
    line = '<line x1="{}" x2="{}" y1="{}" y2="{}" class="{}"/>'
    pieces = ((a, b, y, y), (a, a, y - 4, y + 4), (b, b, y - 4, y + 4))
    return "".join(line.format(*piece, css) for css in (("halo",) * halo + ("whisker",)) for piece in pieces)


def columns(
    names: Sequence[str], values: Sequence[float], *, label: str, tell_y: Tell, high: int = 170, every: int = 1
) -> Html:
    """Upright bars with a name under the last and every so manyth before."""
    top = room_for(np.array(values))[1]
    step = 100 / max(1, len(values))
    parts = []
    for value in ticks(0, top, 4):
        y = 100 * (1 - value / top)
        parts += [_across(y), _text("0", f"{y:.2f}%", tell_y(value), dx=-6, anchor="end")]
    for i, (name, value) in enumerate(zip(names, values, strict=True)):
        tall = 100 * value / top
        parts.append(
            f'<rect x="{(i + 0.12) * step:.2f}%" y="{100 - tall:.2f}%" width="{0.76 * step:.2f}%" height="{tall:.2f}%" '
            f'class="column"><title>{safe(name)}: {safe(tell_y(value))}</title></rect>'
        )
        if (len(names) - 1 - i) % every == 0:
            parts.append(_text(f"{(i + 0.5) * step:.2f}%", "100%", name, dy=17, anchor="middle"))
    return _svg(label, high, [*parts, _across(100, "axis")])


def shares(pieces: Sequence[tuple[str, float, str]], *, label: str) -> Html:
    """One bar cut into shares: (fill, share 0 to 1, letters in it) from left to right; letters only where they fit."""
    parts, x = [], 0.0
    for fill, share, letters in pieces:
        wide = 100 * share
        parts.append(f'<rect x="{x:.2f}%" y="0" width="{wide:.2f}%" height="36" fill="{fill}" class="piece"/>')
        if wide > 3 + 2.6 * len(letters):
            plain = fill.startswith("#f") or fill.startswith("#e")
            parts.append(_text(f"{x + wide / 2:.2f}%", "18", letters, anchor="middle", css="ink" if plain else "white"))
        x += wide
    return _svg(label, 36, parts, "plot flat")


def forest(rows: Sequence[Span], *, label: str, tell: Tell) -> Html:
    """Estimates under one another: a lozenge on its interval, with a line at zero.

    A lozenge is that of the side which the estimate is surely better for, pale if that is neither.
    """
    low, high = room_for(*(v for row in rows for v in (row.low, row.value, row.high)))
    lanes = []
    for row in rows:
        a, m, b = (f"{100 * share:.2f}%" for share in row.shares(low, high))
        fill = {"ua": UA, "ru": "url(#ru)"}.get(row.sure, PALE)
        lozenge = f'<path d="M-6 0L0-6L6 0L0 6Z" class="lozenge" fill="{fill}"/>'
        lanes.append(
            f'<line x1="{a}" x2="{b}" y1="0" y2="0" class="span"/><svg x="{m}" overflow="visible">{lozenge}</svg>'
        )
    return _rows(rows, lanes, (low, high), label, tell)


def tornado(rows: Sequence[Span], *, label: str, tell: Tell) -> Html:
    """What each setting does, the weightiest on top: a bar from zero, full upwards and hollow downwards, its interval."""
    ranked = sorted(rows, key=lambda row: -abs(row.value))
    low, high = room_for(*(v for row in ranked for v in (row.low, row.value, row.high)))
    lanes = []
    for row in ranked:
        least, value, most = row.shares(low, high)
        a, b = sorted((-100 * low / (high - low), 100 * value))
        css = "full" if row.value > 0 else "hollow"
        bar = f'<rect x="{a:.2f}%" y="-7" width="{max(0.3, b - a):.2f}%" height="14" class="{css}"/>'
        lanes.append(bar + _whisker(least, most, 0, halo=False))
    return _rows(ranked, lanes, (low, high), label, tell)


def _rows(spans: Sequence[Span], lanes: Sequence[str], ends: tuple[float, float], label: str, tell: Tell) -> Html:
    """Rows of words and a lane beside them, or beneath where there is no room, over one scale; lines cross lanes only."""
    low, high = ends
    lines, names = [], []
    for value in ticks(low, high, 4):
        place = f"{100 * (value - low) / (high - low):.2f}%"
        css = "nought" if value == 0 else "grid"
        lines.append(f'<line x1="{place}" x2="{place}" y1="0" y2="100%" class="{css}"/>')
        names.append(_text(place, "0", tell(value), dy=14, anchor="middle"))
    rows = []
    for span, drawing in zip(spans, lanes, strict=True):
        words = element("div", element("span", span.name, css="name"), " ", element("small", span.told), css="label")
        middle = Html(f'<svg y="50%" overflow="visible">{drawing}</svg>')
        rows.append(element("div", words, _lane(*lines, middle), css="row"))
    rows.append(element("div", element("div", css="label"), _lane(*names), css="row scale"))
    return element("div", *rows, css="rows", role="img", aria_label=label)


def _lane(*inner: str) -> Html:
    """The drawn part of a row, as high as its words."""
    return Html(f'<div class="lane"><svg class="plot" width="100%" height="100%">{"".join(inner)}</svg></div>')
