"""The page of a hindcast: every fact of a history on a line, with its mark on the spread of the games, and the front."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import numpy as np

from game import drawn_html
from game.diagnostics import harmless
from game.folders import ASSETS
from game.hindsight import bounds
from game.lab.report.charts import ticks
from game.lab.report.hexmap import Class, Map, start_owners
from game.lab.report.hindcast_told import Telling
from game.lab.report.markup import Html, drawn, element, safe, section, table
from game.lab.studies.hindcast import MARKS, FigureScore, FrontScore, Hindcast, HolderScore, counts
from game.scenario.schema import Fact
from game.state import RU, SIDES, UA

STYLES = (ASSETS / "lab_report.css", ASSETS / "lab_hindcast.css")
EDGES = (0.95, 0.75, 0.25, 0.05)
"""Bounds between the classes of the map: the share of games in which a hex is Ukraine's."""
NEAR_END = 5
"""Percent of a strip from its ends within which the words of its scale are kept from running over."""
_COLOURS = ((47, 97, 153, 190), (47, 97, 153, 95), (120, 116, 104, 90), (168, 72, 47, 95), (168, 72, 47, 190))
_STRIPES = (None, None, None, (94, 34, 18, 90), (94, 34, 18, 170))


def page(found: Hindcast, language: str) -> str:
    """The whole page, which needs nothing else."""
    told = Telling(found, language)
    verdict = told.verdict()
    parts = [
        element("header", element("h1", told.own("page_title", title=told.title)),
                element("p", told.heading(), css="pale")),
        element("div", *(element("p", _long(sentence)) for sentence in verdict), css="verdict"),
    ]  # fmt: skip
    if found.figures:
        rows = [_figure(told, score) for score in found.figures]
        parts.append(section("figures", told.own("figures"), element("p", told.own("strip_key"), css="pale"), *rows))
    if found.holders:
        rows = [_holder(told, score) for score in found.holders]
        parts.append(section("holders", told.own("holders"), element("p", told.own("share_key"), css="pale"), *rows))
    if found.fronts:
        drawing = Map(found.scenario, language)
        parts.append(drawing.ground())
        fronts = [_front(told, drawing, score) for score in found.fronts]
        parts.append(section("fronts", told.own("fronts"), *fronts))
    ua, ru = found.players
    made = told.own("made", scenario=found.scenario.id, games=found.games, seed=str(found.seed), ua=ua, ru=ru)
    made += f" --dice {found.dice}" if found.dice else ""
    parts.append(section(
        "reading", told.own("reading"), element("p", _long(told.own("how_to_read"))),
        element("p", told.own("tags")), element("p", told.own("restrained")), element("p", made, css="pale"),
    ))  # fmt: skip
    return drawn_html.page(language, told.own("page_title", title=told.title), parts, *STYLES)


def _long(text: str) -> Html:
    """Text of a source or a sentence, fit for a page however long it is."""
    return Html(escape(harmless(text)))


def _head(told: Telling, fact: Fact, place: str) -> Html:
    """What a fact is, of when, and where history lies."""
    return element(
        "h3", told.name(fact), " ", element("small", told.when(fact)), " ", element("b", place, css="place"),
    )  # fmt: skip


def _source(told: Telling, fact: Fact) -> Html:
    source = fact.source or told.own("no_source")
    return element("p", _long(told.own("source", source=source, known=told.known(fact))), css="pale source")


def _css(counted: bool, place: str) -> str:
    """The class of a fact's block: what does not count is pale."""
    return f"fact {place}{'' if counted else ' uncounted'}"


def _figure(told: Telling, score: FigureScore) -> Html:
    """A figure: its strip, its numbers, its source."""
    fact, unit, marks = score.fact, told.unit(score.fact), dict(zip(MARKS, score.marks, strict=True))
    label = told.own(
        "strip", name=told.name(fact), was=told.was(fact), low=told.figure(marks[5]), median=told.figure(marks[50]),
        high=told.figure(marks[95]), rank=told.rank(score),
    )  # fmt: skip
    numbers = [
        (told.own("in_fact"), told.was(fact)), (told.own("percentile"), told.rank(score)),
        (told.own("p50"), f"{told.figure(marks[50])} {unit}"), (told.own("crps"), f"{told.figure(score.crps)} {unit}"),
        (told.own("median_alone"), f"{told.figure(score.off)} {unit}"),
    ]  # fmt: skip
    return element(
        "div", _head(told, fact, told.place(score)), strip(score, label, told), _numbers(numbers), _source(told, fact),
        css=_css(counts(fact), score.place),
    )  # fmt: skip


def _numbers(pairs: list[tuple[str, str]]) -> Html:
    """Figures with their names beside one another."""
    return element("p", *(element("span", f"{name} ", element("b", value)) for name, value in pairs), css="numbers")


def strip(score: FigureScore, label: str, told: Telling) -> Html:
    """The spread of the games on a line, and history's mark with its bounds on it."""
    low, high = bounds(score.fact)
    marks = dict(zip(MARKS, score.marks, strict=True))
    ends = min(low, marks[5]), max(high, marks[95])
    air = 0.05 * (ends[1] - ends[0]) or 0.5
    first, last = ends[0] - air, ends[1] + air

    def share(value: float) -> float:
        return 100 * (value - first) / (last - first)

    def at(value: float) -> str:
        return f"{share(value):.2f}%"

    def anchor(value: float) -> str:
        return "start" if share(value) < NEAR_END else "end" if share(value) > 100 - NEAR_END else "middle"

    def band(a: float, b: float, css: str, y: int, tall: int) -> str:
        wide = 100 * (b - a) / (last - first)
        return f'<rect x="{at(a)}" y="{y}" width="{max(wide, 0.4):.2f}%" height="{tall}" class="{css}"/>'

    parts = [
        f'<line x1="{at(v)}" x2="{at(v)}" y1="0" y2="40" class="{"nought" if v == 0 else "grid"}"/>'
        f'<text x="{at(v)}" y="55" text-anchor="{anchor(v)}">{safe(told.figure(v))}</text>'
        for v in ticks(first, last, 6)
    ]
    parts += [band(marks[5], marks[95], "wide", 10, 20), band(marks[25], marks[75], "narrow", 10, 20)]
    parts.append(f'<line x1="{at(marks[50])}" x2="{at(marks[50])}" y1="6" y2="34" class="median"/>')
    parts.append(f'<line x1="{at(low)}" x2="{at(high)}" y1="20" y2="20" class="span"/>')
    parts.append(
        f'<svg x="{at(score.fact.value)}" y="20" overflow="visible"><path d="M-7 0L0-7L7 0L0 7Z" class="lozenge"/></svg>'
    )
    return Html(
        f'<svg class="plot flat strip" role="img" aria-label="{safe(label)}" width="100%" height="58">'
        f"{''.join(parts)}</svg>"
    )


def _holder(told: Telling, score: HolderScore) -> Html:
    """A holder: the share of the games in which he held the place."""
    fact = score.fact
    side, share = told.side(fact.side), told.percent(score.share)
    label = told.own("share", name=told.name(fact), side=side, share=share)
    bar = Html(
        f'<svg class="plot flat share" role="img" aria-label="{safe(label)}" width="100%" height="14">'
        f'<rect width="100%" height="14" class="empty"/><rect width="{100 * score.share:.1f}%" height="14" '
        f'fill="{drawn_html.UA if fact.side == "ua" else "url(#ru)"}"/></svg>'
    )
    numbers = [
        (told.own("in_fact"), side), (told.own("games_share"), share), (told.own("brier"), told.score(score.brier)),
        (told.own("first_morning"), told.score((1 - score.before) ** 2)),
    ]  # fmt: skip
    return element(
        "div", _head(told, fact, told.place(score)), bar, _numbers(numbers), _source(told, fact),
        css=_css(counts(fact), score.place),
    )  # fmt: skip


def _front(told: Telling, drawing: Map, score: FrontScore) -> Html:
    """A front: the games by hex, the bounds of what was in fact, and the scores."""
    fact, day = score.fact, told.chronicle.date(score.fact.day)
    known = [("known_ua", np.where(score.held == UA, 0, 1)), ("known_ru", np.where(score.held == RU, 0, 1))]
    picture = drawing.drawn(
        _classes(told), _class_of(score), told.own("front_label", day=day),
        fronts=[("before", start_owners(drawing.scenario)), *known],
    )  # fmt: skip
    lines = "".join(
        f'<span><svg width="26" height="10"><line x1="0" x2="26" y1="5" y2="5" class="front {css}"/></svg> '
        f"{safe(told.own(css))}</span> "
        for css in ("known_ua", "known_ru", "before")
    )
    scores = table(
        [told.own("hexes"), "", told.own("games_share"), told.own("nothing_moves"), told.own("base_rate")],
        [[told.own(key), told.number(s.hexes), told.score(s.games), told.score(s.nothing), told.score(s.rate)]
         for key, s in (("contested_hexes", score.fought), ("known_hexes", score.all))],
    )  # fmt: skip
    heads = [told.own("hex"), told.own("in_fact"), told.own("first_morning"), told.own("games_share")]
    figure = drawn(
        told, Html(f'{picture}<p class="keys">{lines}</p>'), told.own("front_caption"), heads,
        _contested(told, drawing, score), columns=3,
    )  # fmt: skip
    return element("div", _head(told, fact, ""), scores, figure, _source(told, fact), css="fact")


def _classes(told: Telling) -> list[Class]:
    """The classes of the map, from Ukraine's to Russia's."""
    ends = (1.0, *EDGES, 0.0)
    return [
        Class(colour, told.own("share_class", low=told.percent(ends[i + 1]), high=told.percent(ends[i])), stripes)
        for i, (colour, stripes) in enumerate(zip(_COLOURS, _STRIPES, strict=True))
    ]  # fmt: skip


def _class_of(score: FrontScore) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """The class of each hex."""
    return np.searchsorted(-np.array(EDGES), -score.ua, side="right").astype(np.int64)


def _contested(told: Telling, drawing: Map, score: FrontScore) -> Iterator[list[str]]:
    """A line for each contested hex: who held it, who began with it, what the games made of it."""
    owners = start_owners(drawing.scenario)
    for h in np.flatnonzero(score.contested):
        held, began = int(score.held[h]), int(owners[h])
        share = score.ua[h] if held == UA else 1 - score.ua[h]
        names = [told.side(SIDES[side]) if side >= 0 else "–" for side in (held, began)]
        yield [drawing.grid.number(int(h)), *names, told.percent(float(share))]
