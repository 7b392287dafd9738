"""The report on a match that is over: one page of HTML with its pictures and charts in it, to be read anywhere."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pygame

from game import drawn_html
from game.chronicle import Chronicle
from game.claims_report import sentence
from game.events import Event
from game.match import Match
from game.state import OF_SIDE, OWNER, START_OWNER, TAKEN, State
from game.tally import GROUPS, charts_of, dusks_of, lost_units
from game.texts import say
from game.ui import fonts, palette
from game.ui.paint.map import MapPainter, stacks_of
from game.ui.screen import Screen
from game.ui.screens.outcome import account
from game.ui.screens.waiting import Waiting
from game.ui.sheet import Sheet, wrapped
from game.ui.table.camera import ZOOMS, Camera, size_px
from game.ui.task import Progress

if TYPE_CHECKING:
    from game.ui.app import App

MOST_BYTES = 1_200_000
"""Bytes of all pictures together: the page stays under 2 MB."""
PICTURES, WIDEST, BETWEEN = 6, 920, 660
"""Most pictures of the map, the greatest width in px of the first and the last, and of those between."""
MOST_A_DAY = 14
MAIN = (
    "eliminated", "pocket", "surrender", "refused", "broke_out", "depot_lost", "blown", "claim", "claim_false", "arrived",
    "happened", "withdrawn",
)  # fmt: skip
"""Kinds of event that are told whatever the place; a hex taken is told if it has a name."""


class _Page:
    """A page being written about a match."""

    def __init__(self, match: Match, language: str) -> None:
        self.match, self.language = match, language
        self.chronicle = Chronicle(match.scenario, language)
        self.sides = self.chronicle.side(0), self.chronicle.side(1)
        self.named = match.scenario.place_names(language)

    def say(self, key: str, **values: Any) -> str:
        """A text of the window, fit for HTML."""
        return escape(say(self.language, f"ui.{key}", **values))

    def head(self, key: str) -> str:
        """The head of a section."""
        return f"<h2>{self.say(f'page.{key}')}</h2>"

    def result(self) -> Iterator[str]:
        """Who won, why, and the key numbers."""
        match, scenario = self.match, self.match.scenario
        outcome = match.outcome
        assert outcome is not None
        title = escape(getattr(scenario.file.title, self.language))
        yield f"<h1>{title}</h1>"
        yield f'<p class="pale">{escape(self.chronicle.date(1))} – {escape(self.chronicle.date(match.turn))}</p>'
        winner = ("ua", "ru")[outcome.winner] if outcome.winner >= 0 else "draw"
        reason, margin = say(self.language, f"outcome.{outcome.reason}"), f"{abs(outcome.margin) / 10:.1f}"
        words = say(self.language, "ui.result.margin", margin=margin)
        yield f'<p class="result">{escape(say(self.language, f"outcome.{winner}"))}</p>'
        yield f"<p>{escape(reason)} · {escape(words)}</p><table><tr><th></th>"
        yield "".join(f'<th class="n"><span class="key {css}"></span>{escape(name)}</th>'
                      for css, name in zip(("ua", "ru"), self.sides, strict=True)) + "</tr>"  # fmt: skip
        for key, ua, ru in account(match):
            label = escape(say(self.language, f"ui.result.{key}"))
            yield f'<tr><td>{label}</td><td class="n">{ua}</td><td class="n">{ru}</td></tr>'
        yield f'</table><p class="pale">{self.say("page.true")}</p>'

    def pictures(self, pictures: Sequence[tuple[int, bytes]]) -> Iterator[str]:
        """The map at the start, every few days and at the end."""
        if not pictures:
            return
        yield self.head("maps")
        for day, picture in pictures:
            caption = self.say("page.at_dusk", day=day) if day else self.say("page.at_start")
            data = base64.b64encode(picture).decode("ascii")
            image = f'<img alt="{caption}" src="data:image/jpeg;base64,{data}">'
            yield f"<figure>{image}<figcaption>{caption}</figcaption></figure>"

    def front(self) -> Iterator[str]:
        """Which ground changed hands, and when."""
        state, grid = self.match.state, self.match.scenario.grid
        owners, start = (state.hexes[:, column].astype(np.int8) for column in (OWNER, START_OWNER))
        taken = {int(h): int(state.hexes[h, TAKEN]) for h in np.flatnonzero((owners != start) & (owners >= 0))}
        drawn = drawn_html.map_svg(grid, owners, self.chronicle, self.say("page.front"), taken=taken, before=start)
        yield f"{self.head('front')}<figure>{drawn}<figcaption>{self.say('page.front_caption')}</figcaption></figure>"

    def charts(self) -> Iterator[str]:
        """Every figure day by day."""
        day = say(self.language, "ui.page.day")
        charts = charts_of(self.match)
        for group in GROUPS:
            yield f"<h2>{escape(say(self.language, f'ui.charts.{group}'))}</h2><div class='grid'>"
            for chart in charts:
                if chart.group == group:
                    label = say(self.language, f"ui.charts.{chart.key}")
                    tip = escape(say(self.language, f"ui.charts.{chart.key}_tip"))
                    totals = (f'<span class="key {css}"></span>{escape(total)}'
                              for css, total in zip(("ua", "ru"), chart.total, strict=True))  # fmt: skip
                    drawn = drawn_html.chart_svg(chart, label, day, self.sides)
                    yield f"<figure><b>{escape(label)}</b>{''.join(totals)}<br>{drawn}"
                    yield f"<figcaption><small>{tip}</small></figcaption></figure>"
            yield "</div>"

    def units(self) -> Iterator[str]:
        """Every unit that was lost, with its cause."""
        yield self.head("units")
        rows = lost_units(self.match)
        if not rows:
            yield f"<p>{self.say('page.no_units')}</p>"
            return
        heads = "".join(f"<th>{self.say(f'page.{key}')}</th>" for key in ("day", "side", "unit", "place", "cause"))
        yield f'<div class="scroll"><table><tr>{heads}</tr>'
        for row in rows:
            side = self.sides[int(self.match.scenario.roster.units[row.unit, OF_SIDE])]
            cells = (str(row.day), side, self.chronicle.unit(row.unit), self.chronicle.hex(row.hex))
            told = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
            yield f"<tr>{told}<td>{self.say(f'page.cause_{row.cause}')}</td></tr>"
        yield "</table></div>"

    def events(self) -> Iterator[str]:
        """What mattered, day by day."""
        yield self.head("events")
        days: dict[int, list[Event]] = {}
        for step in self.match.steps:
            days.setdefault(step.turn, []).extend(event for event in step.events if self._matters(event))
        for day, events in sorted(days.items()):
            yield f"<h3>{self.say('page.day')} {day}, {escape(self.chronicle.date(day))}</h3><ul>"
            for event in events[:MOST_A_DAY]:
                yield f"<li>{escape(self.chronicle.sentence(event))}</li>"
            if len(events) > MOST_A_DAY:
                yield f"<li>{escape(say(self.language, 'ui.scenes.more', lines=len(events) - MOST_A_DAY))}</li>"
            yield "</ul>" if events else f"<li>{self.say('page.quiet')}</li></ul>"

    def _matters(self, event: Event) -> bool:
        if event.kind == "hex_taken":
            return self.match.scenario.grid.number(event.values["hex"]) in self.named
        return event.kind in MAIN

    def claims(self) -> Iterator[str]:
        """The maps of claim, belief and truth at the end, and every claim."""
        match, grid = self.match, self.match.scenario.grid
        yield self.head("claims") + '<div class="grid">'
        dusk, start = match.claims.dusks[-1], match.state.hexes[:, START_OWNER].astype(np.int8)
        ua, ru = (np.flatnonzero(dusk.claims[s]).tolist() for s in (0, 1))
        for key, owners, signs in (
            ("claimed", start, (ua, ru)), ("believed_0", dusk.believed[0], (ua, [])),
            ("believed_1", dusk.believed[1], ([], ru)), ("truth", dusk.owner, (ua, ru)),
        ):  # fmt: skip
            drawn = drawn_html.map_svg(grid, owners, self.chronicle, self.say(f"page.{key}"), claims=signs)
            yield f"<figure>{drawn}<figcaption>{self.say(f'page.{key}')}</figcaption></figure>"
        yield "</div>"
        if match.claims.made:
            told = (f"<li>{escape(sentence(claim, self.chronicle))}</li>" for claim in match.claims.made)
            yield f"<ul>{''.join(told)}</ul>"
        else:
            yield f"<p>{self.say('page.no_claims')}</p>"

    def foot(self) -> Iterator[str]:
        """What the figures are and are not, and where the battle's data come from."""
        file, match = self.match.scenario.file, self.match
        about = escape(getattr(file.about, self.language))
        yield f"{self.head('sources')}<p>{self.say('page.restraint')}</p><p>{about}</p>"
        yield f"<p>{self.say('page.credits')}</p>"
        rules = match.scenario.rules.file.version
        words = self.say("page.made", seed=match.seed, orders=len(match.steps), rules=rules, digest=match.digest)
        yield f'<p class="pale"><small>{words}</small></p>'


def page(match: Match, language: str, pictures: Sequence[tuple[int, bytes]]) -> str:
    """The whole report on a match that is over, with (day, JPEG) pictures of its map: a page that needs nothing else."""
    assert match.outcome is not None, "nobody is told the truth before the match is over"
    written = _Page(match, language)
    title = getattr(match.scenario.file.title, language)
    parts = [
        *written.result(), *written.pictures(pictures), *written.front(), *written.events(), *written.units(),
        *written.charts(), *written.claims(), *written.foot(),
    ]  # fmt: skip
    return drawn_html.page(language, title, parts)


# pictures ------------------------------------------------------------------------------------------------------------


def pictures_of(
    match: Match, language: str, progress: Progress = lambda done, of: None, painter: MapPainter | None = None
) -> list[tuple[int, bytes]]:
    """(day, JPEG) of the map at the start, every few days and at the end; fewer if they would be too large together."""
    painter = painter or MapPainter(match.scenario, language)
    widths = {zoom: size_px(painter.land.world, zoom)[0] for zoom in ZOOMS}
    large, small = (max((z for z in ZOOMS if widths[z] <= most), default=ZOOMS[0]) for most in (WIDEST, BETWEEN))
    for scale in {large, small}:
        for share in painter.steps(scale):
            progress(round(100 * share), 200)
    dusks = dusks_of(match)
    wanted = min(PICTURES, len(dusks))
    days = sorted({round(i * (len(dusks) - 1) / max(1, wanted - 1)) for i in range(wanted)})
    found = []
    for i, day in enumerate(days):
        progress(100 + round(100 * i / len(days)), 200)
        scale = large if day in (days[0], days[-1]) else small
        found.append((day, _picture(painter, scale, dusks[day][1], match, language)))
    while len(found) > 2 and sum(len(data) for _, data in found) > MOST_BYTES:
        found.pop(len(found) // 2)
    return found


def _picture(painter: MapPainter, scale: int, state: State, match: Match, language: str) -> bytes:
    """The whole map of a state as a JPEG."""
    camera = Camera(match.scenario.grid, size_px(painter.land.world, scale), ZOOMS.index(scale))
    surface = pygame.Surface(camera.size, 0, 32)
    painter.draw(surface, camera, state, stacks_of(match.scenario, state, -1, language))
    data = io.BytesIO()
    pygame.image.save(surface, data, "map.jpg")
    return data.getvalue()


def write(match: Match, path: Path, language: str, progress: Progress = lambda done, of: None) -> None:
    """Write the report on a match that is over into a file. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(match, language, pictures_of(match, language, progress)), encoding="utf-8")


# in the window -------------------------------------------------------------------------------------------------------


def saving(app: App, match: Match) -> Waiting[Path]:
    """The screen that waits for the report to be written; then it is told where it is, or why there is none."""
    from game.ui import folder

    path, language = folder.new_report(match.scenario.id), app.language

    def work(progress: Progress) -> Path:
        write(match, path, language, progress)
        return path

    def done(path: Path) -> None:
        app.replace(Told(app, say(language, "ui.page.saved", file=folder.tilde(path))))

    def failed(error: Exception) -> None:
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
        app.replace(Told(app, say(language, "ui.page.not_saved", reason=reason)))

    return Waiting(app, "waiting.report", work, done, failed)


class Told(Screen):
    """A sentence that waits to be read."""

    over = True

    def __init__(self, app: App, words: str) -> None:
        super().__init__(app)
        self.words = words

    def handle(self, event: pygame.event.Event) -> None:
        """Go on at a key."""
        if event.type == pygame.KEYDOWN and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_ESCAPE):
            self.app.pop()

    def draw(self, sheet: Sheet) -> None:
        """Draw the sentence and the button."""
        sheet.fill(sheet.rect, (*palette.WELL, 150))
        lines = wrapped(self.words, fonts.REGULAR, 14, 460)
        box = pygame.Rect(0, 0, 520, 110 + 20 * len(lines))
        box.center = sheet.rect.center
        sheet.box(box, palette.PANEL, 10, palette.LINE)
        sheet.paragraph(self.words, box.x + 30, box.y + 28, 460, size=14, colour=palette.TEXT)
        rect = pygame.Rect(box.x + 30, box.bottom - 62, 460, 38)
        sheet.button(rect, sheet.say("page.good"), self.app.pop, cap="Enter", primary=True)
