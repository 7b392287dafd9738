"""The parts of a page about a run: how sure it is, ground, losses, how games end, maps, unusual games."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from functools import partial

import numpy as np

from game.drawn_html import UA
from game.hexes import HEX_KM2
from game.lab.effects import Few, looks
from game.lab.report import charts
from game.lab.report.charts import Bar
from game.lab.report.figures import ACCOUNTS, BOTH, QUANTILES, Course, Spread, Unusual, Version
from game.lab.report.hexmap import Class, Map, Rgba, edges, start_owners
from game.lab.report.markup import Html, Titled, Words, drawn, element, heading, section, table
from game.lab.runs.plan import Plan
from game.lab.runs.store import Store
from game.state import LOSS_CAUSES, SIDES

DRAWN = "#e2dac6"
HEAT: tuple[Rgba, ...] = (
    (252, 222, 150, 120), (248, 186, 84, 160), (234, 137, 46, 185), (202, 84, 30, 205), (150, 38, 24, 220),
    (84, 10, 22, 230),
)  # fmt: skip
"""Colours of fighting, from little to much: each is darker than the one before."""
HELD: tuple[tuple[Rgba, Rgba | None], ...] = (
    ((176, 84, 58, 165), (104, 42, 24, 190)), ((190, 106, 80, 145), (124, 56, 36, 165)),
    ((206, 140, 116, 130), (150, 84, 62, 140)), ((250, 247, 236, 215), None), ((138, 172, 206, 130), None),
    ((84, 134, 184, 150), None), ((47, 97, 153, 170), None),
)  # fmt: skip
"""Colours and stripes of who holds a hex, from always Russia to always Ukraine."""
HELD_BOUNDS = (0.05, 0.25, 0.45, 0.55, 0.75, 0.95)
HELD_SPANS = ("0 – 5", "5 – 25", "25 – 45", "45 – 55", "55 – 75", "75 – 95", "95 – 100")
LOOKS = 120
"""Numbers of pairs at which the interval is drawn."""
MOST_HEXES = 40
"""Hexes listed under a map."""
GRID = "grid"


def steps_to(most: float) -> list[float]:
    """As many round bounds below a number as there are colours of fighting, about twice the one before each.

    >>> steps_to(3.2)
    [0.05, 0.1, 0.2, 0.5, 1.0, 2.0]
    """
    rounds = [k * 10.0**p for p in range(-9, 6) for k in (1, 2, 5)]
    return [round(value, 9) for value in rounds if value < most][-len(HEAT) :] or [1]


class Sections:
    """Writes the parts of a page in a language."""

    def __init__(self, words: Words, store: Store, run: str) -> None:
        self.words, self.store, self.run = words, store, run
        self.plan: Plan = store.plan
        self.word = words.word
        self.sides = (words.word("side.ua"), words.word("side.ru"))
        self.signed = partial(words.percent, signed=True)

    # how sure it is -------------------------------------------------------------------------------------------------

    def certainty(self, effects: Sequence[tuple[str, Few]], alpha: float) -> Html:
        """How the interval of each effect narrows with the number of pairs."""
        parts = []
        for name, few in effects:
            if len(few.sums):
                parts.append(self._sequence(name, few, alpha))
        about = self.word("lab_report.certain_about", level=self.words.level(alpha))
        if self.plan.seats > 1:
            about = f"{about} {self.word('lab_report.certain_pairs')}"
        return section("certain", self.word("lab_report.certain"), element("p", about), element("div", *parts, css=GRID))

    def _sequence(self, name: str, few: Few, alpha: float) -> Html:
        at = looks(len(few.sums), LOOKS)
        mean, low, high = few.running(at, alpha)
        seen = at >= min(len(few.sums), max(10, len(few.sums) // 200))
        span = charts.room_for(low[seen], high[seen])
        digits = 0 if span[1] - span[0] > 0.1 else 1
        each = "pairs" if self.plan.seats > 1 else "games"
        caption = self.word(
            f"lab_report.certain_caption_{each}", pairs=int(at[-1]), value=self.words.effect(mean[-1]),
            low=self.words.effect(low[-1]), high=self.words.effect(high[-1]), level=self.words.level(alpha),
        )  # fmt: skip
        picture = charts.fan(
            at.astype(float), [(low, high)], mean, label=f"{name}. {caption}", tell_x=self.words.number,
            tell_y=partial(self.signed, digits=digits), span=span, log=True,
        )  # fmt: skip
        shown = np.unique(np.linspace(0, len(at) - 1, min(len(at), 25)).round().astype(int))
        rows = [
            (self.words.number(at[i]), *(self.words.effect(end[i]) for end in (low, mean, high)))
            for i in shown
        ]
        heads = [self.word(f"lab_report.{key}") for key in (each, "lowest", "effect", "highest")]
        return drawn(self.words, picture, caption, heads, rows, title=name, columns=0)

    # ground ---------------------------------------------------------------------------------------------------------

    def ground(self, versions: Sequence[Version]) -> Html:
        """Ground by day, over the whole map and around each place."""
        whole, parts = [], []
        for version in versions:
            whole.append(self._course(self._of(version, "lab_report.ground_all"), version.ground, 240))
            if version.sectors:
                parts.append(self._sectors(version))
        return section("ground", self.word("lab_report.ground"), element("div", *whole, css=GRID), *parts)

    def _sectors(self, version: Version) -> Html:
        """The same around each place about which ground changed hands; the others are named."""
        moved = {place: course for place, course in version.sectors.items() if course.quantiles.any()}
        span = charts.room_for(*(course.quantiles[[0, 4]] for course in moved.values()))
        small = [self._course(self.place(version, place), course, 130, span) for place, course in moved.items()]
        about = element("p", self.word("lab_report.sectors_about"))
        still = ", ".join(self.place(version, place) for place in version.sectors if place not in moved)
        rest = element("p", self.word("lab_report.sectors_still", places=still)) if still else ""
        head = heading(self._of(version, "lab_report.sectors"))
        return Html(head + about + element("div", *small, css="grid small") + rest)

    def _course(self, title: str, course: Course, high: int, span: tuple[float, float] | None = None) -> Html:
        p5, p25, p50, p75, p95 = course.quantiles
        days = np.arange(1, len(p50) + 1, dtype=float)
        figure = partial(self.words.figure, signed=True)
        ends = [self.words.number(float(q[-1]), 1, signed=True) for q in (p50, p5, p95)]
        short = self.word("lab_report.ground_short", median=ends[0], low=ends[1], high=ends[2])
        caption = short if span else f"{short} {self.word('lab_report.ground_caption', games=course.games)}"
        picture = charts.fan(
            days, [(p5, p95), (p25, p75)], p50, label=f"{title}. {short}", tell_x=self.words.number, tell_y=figure,
            high=high, span=span,
        )  # fmt: skip
        heads = [self.word("lab_report.day"), *(f"{q} %" for q in QUANTILES)]
        rows = [(d + 1, *(self.words.number(v, 1, signed=True) for v in course.quantiles[:, d])) for d in range(len(p50))]
        return drawn(self.words, picture, caption, heads, rows, title=title, columns=0)

    def place(self, version: Version, place: str) -> str:
        """The name of a place of a battle."""
        for known in version.scenario.file.places:
            if known.id == place:
                return str(getattr(known.name, self.words.language))
        return place

    # losses and other accounts --------------------------------------------------------------------------------------

    def losses(self, versions: Sequence[Version]) -> Html:
        """People lost by cause, and what else the games cost."""
        figures = []
        for version in versions:
            lost = {"lost": self.word("lab_report.lost_all")}
            lost |= {cause: self.word(f"ui.charts.{cause}") for cause in LOSS_CAUSES}
            figures.append(self._bars(self._of(version, "lab_report.losses_by_cause"), version, lost))
        keys = zip(SIDES, self.sides, strict=True)
        named = (element("span", Html(f'<span class="key {css}"></span>'), name) for css, name in keys)
        legend = element("p", *named, css="legend")
        figures += [self._accounts(version) for version in versions]
        return section("losses", self.word("lab_report.losses"), legend, element("div", *figures, css=GRID))

    def _bars(self, title: str, version: Version, names: dict[str, str]) -> Html:
        rows = []
        for key, name in names.items():
            pair = version.accounts[key]
            rows.append((name, [Bar(*s, self.words.number(s.mean)) for s in pair]))
        ua, ru = (self.words.number(s.mean) for s in version.accounts["lost"])
        caption = self.word("lab_report.losses_caption", ua=ua, ru=ru)
        picture = charts.bars(rows, label=f"{title}. {caption}")
        return drawn(self.words, picture, caption, self._spread_heads(), self._spread_rows(version, names), title=title)

    def _accounts(self, version: Version) -> Html:
        names = {key: self.word(f"lab_report.account_{key}") for key in ACCOUNTS}
        rows = [[name, *map(self._spread, version.accounts[key])] for key, name in names.items()]
        head = heading(self._of(version, "lab_report.accounts"))
        caption = element("figcaption", self.word("lab_report.accounts_caption"))
        return element("figure", head, table([self.word("lab_report.a_game"), *self.sides], rows), caption)

    def _spread(self, told: Spread) -> Html:
        mean, low, high = (self.words.figure(round(v, 2)) for v in told)
        return Html(mean + element("small", f"{low} – {high}"))

    def _spread_heads(self) -> list[str]:
        keys = ("mean", "p10", "p90")
        return ["", *(f"{side}, {self.word(f'lab_report.{key}')}" for side in self.sides for key in keys)]

    def _spread_rows(self, version: Version, names: dict[str, str]) -> list[list[str]]:
        return [
            [name, *(self.words.number(v, 1) for told in version.accounts[key] for v in told)]
            for key, name in names.items()
        ]

    # how games end --------------------------------------------------------------------------------------------------

    def endings(self, versions: Sequence[Version]) -> Html:
        """Who wins and why, and how long games last."""
        parts = []
        for version in versions:
            parts += [self._outcomes(version), self._lengths(version)]
        return section("endings", self.word("lab_report.endings"), element("div", *parts, css=GRID))

    def _outcomes(self, version: Version) -> Html:
        title = self._of(version, "lab_report.outcomes")
        pieces = []
        for outcome, fill, letters in (("ua", UA, "UA"), ("draw", DRAWN, "="), ("ru", "url(#ru)", "RU")):
            share = version.share(outcome)
            pieces.append((fill, share, f"{letters} {self.words.percent(share, 1)}"))
        shares = {name: self.words.percent(version.share(name), 1) for name in ("ua", "draw", "ru")}
        caption = self.word("lab_report.outcomes_caption", **shares)
        rows = []
        for (outcome, reason), games in version.endings.items():
            told, why = self.word(f"lab_report.outcome_{outcome}"), self.word(f"lab_report.reason_{reason}")
            rows.append((told, why, self.words.number(games), self.words.percent(games / version.games, 1)))
        heads = [self.word(f"lab_report.{key}") for key in ("outcome", "reason", "games", "share")]
        picture = charts.shares(pieces, label=caption)
        return element("figure", heading(title), picture, table(heads, rows, 2), element("figcaption", caption))

    def _lengths(self, version: Version) -> Html:
        title = self._of(version, "lab_report.lengths")
        lengths = version.lengths[1:]
        last = int(version.scenario.file.calendar.turns)
        counts = np.zeros(max(last, len(lengths)), dtype=np.int64)
        counts[: len(lengths)] = lengths
        games = max(1, int(counts.sum()))
        mean = float((counts * np.arange(1, len(counts) + 1)).sum()) / games
        full = self.words.percent(counts[last - 1 :].sum() / games, 1)
        caption = self.word("lab_report.lengths_caption", mean=self.words.number(mean, 1), days=last, full=full)
        names = [str(day + 1) for day in range(len(counts))]
        picture = charts.columns(
            names, (counts / games).tolist(), label=f"{title}. {caption}", tell_y=self.words.percent,
            every=1 + len(names) // 12,
        )  # fmt: skip
        rows = [
            (names[i], self.words.number(n), self.words.percent(n / games, 1)) for i, n in enumerate(counts.tolist()) if n
        ]
        heads = [self.word(f"lab_report.{key}") for key in ("day", "games", "share")]
        return drawn(self.words, picture, caption, heads, rows, title=title, columns=0)

    # maps -----------------------------------------------------------------------------------------------------------

    def maps(self, versions: Sequence[Version]) -> Html:
        """Where it was fought, and who holds what at the end."""
        parts: list[Html] = []
        grounds: dict[str, Map] = {}
        for version in versions:
            key = version.scenario.digest
            if key not in grounds:
                grounds[key] = Map(version.scenario, self.words.language, f"g{len(grounds)}")
                parts.append(grounds[key].ground())
            parts += [self._fought(version, grounds[key]), self._held(version, grounds[key])]
        return section("maps", self.word("lab_report.maps"), element("div", *parts, css=GRID))

    def _fought(self, version: Version, ground: Map) -> Html:
        title = self._of(version, "lab_report.fought")
        bounds = steps_to(float(version.heat.max()))
        kind = np.digitize(version.heat, bounds) - 1
        classes = [
            Class((r, g, b, a), self.word("lab_report.at_least", value=self.words.figure(bound)))
            for bound, (r, g, b, a) in zip(bounds, HEAT[-len(bounds) :], strict=True)
        ]
        caption = self.word("lab_report.fought_caption", games=version.mapped)
        picture = ground.drawn(
            classes, kind, f"{title}. {caption}", fronts=edges("before", start_owners(version.scenario))
        )
        top = np.argsort(-version.heat, kind="stable")[:MOST_HEXES]
        rows = [
            (*self._hex(version, h), self.words.number(float(version.heat[h]), 2)) for h in top if version.heat[h] > 0
        ]
        heads = [self.word(f"lab_report.{key}") for key in ("hex", "place", "assaults")]
        return drawn(self.words, picture, caption, heads, rows, title=title, columns=2)

    def _held(self, version: Version, ground: Map) -> Html:
        title = self._of(version, "lab_report.held")
        ua, ru = version.holding
        held = ua + ru
        share = np.divide(ua, held, out=np.full(len(ua), 0.5), where=held > 0)
        kind = np.where(held >= 0.5, np.digitize(share, HELD_BOUNDS), -1)
        classes = [
            Class(colour, f"{span}\u00a0%", stripes) for (colour, stripes), span in zip(HELD, HELD_SPANS, strict=True)
        ]
        now = np.where(held < 0.5, -1, np.where(share >= 0.5, 0, 1))
        caption = self.word("lab_report.held_caption", games=version.mapped)
        fronts = [*edges("before", start_owners(version.scenario)), *edges("now", now)]
        picture = ground.drawn(classes, kind, f"{title}. {caption}", fronts=fronts)
        open_hexes = np.argsort(np.abs(share - 0.5), kind="stable")[:MOST_HEXES]
        rows = [(*self._hex(version, h), self.words.percent(ua[h]), self.words.percent(ru[h])) for h in open_hexes]
        heads = [self.word("lab_report.hex"), self.word("lab_report.place"), *self.sides]
        return drawn(self.words, picture, caption, heads, rows, title=title, columns=2)

    def _hex(self, version: Version, h: int) -> tuple[str, str]:
        number = version.scenario.grid.number(int(h))
        return number, version.scenario.place_names(self.words.language).get(number, "")

    # unusual games --------------------------------------------------------------------------------------------------

    def unusual(self, versions: Sequence[Version]) -> Html:
        """Games that are unlike the others, with the command that shows each."""
        parts: list[Html] = [element("p", self.word("lab_report.unusual_about"))]
        for version in versions:
            if len(versions) > 1:
                parts.append(element("h3", element("span", version.name, css="version")))
            if not version.unusual:
                parts.append(element("p", self.word("lab_report.unusual_few")))
                continue
            parts.append(self._unusual(version.unusual))
        return section("unusual", self.word("lab_report.unusual"), *parts)

    def _unusual(self, games: Sequence[Unusual]) -> Html:
        heads = [self.word(f"lab_report.{key}") for key in ("why", "distance")]
        heads += [self.word(f"lab_report.measure_{key}") for key in BOTH]
        rows = []
        for game in games:
            why = "; ".join(self.word(f"lab_report.why_{reason}") for reason in game.why)
            command = element("small", element("code", f"main.py replay {shlex.quote(self.run)} --game {game.game}"))
            values = (self.measured(name, value) for name, value in game.values.items())
            rows.append((Html(element("b", why) + command), self.words.number(game.distance, 1), *values))
        return table(heads, rows)

    def measured(self, name: str, value: int) -> str:
        """A measure of a game in its unit."""
        if name == "net":
            return self.words.number(value * HEX_KM2, 1, signed=True)
        return self.words.number(value / 10, 1, signed=True) if name == "margin" else self.words.number(value)

    def _of(self, version: Version, key: str) -> str:
        """A title, with the version's name if there are several."""
        title = self.word(key)
        return Titled(title, version.name) if len(self.plan.arms) > 1 else title
