"""The balance gauge of the desk: after each edit the computer plays the scenario against itself; what came of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pygame

from game.lab.balance import Figures, Played, change, figures
from game.ui import fonts, palette
from game.ui.editor import balance_runs as runs
from game.ui.editor.balance_map import HeatMap, ramp
from game.ui.editor.balance_options import Options
from game.ui.editor.balance_runs import Runs
from game.ui.editor.panels import Panel
from game.ui.sheet import Sheet

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk

PAD = 18
STRIP, TALL_STRIP, BAR = 44, 76, 12
"""Least and greatest height of the last edits, and that of the bar."""
MAP_WIDTH, LEAST_MAP, MOST_MAP = 190, 72, 178
TIPS = 40
"""Hexes of the heat map that tell their number."""
GOOD = palette.rgb("4F8A5B")


class Balance(Panel):
    """The panel; see `balance_runs` for what plays behind it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.runs = Runs(desk.app, desk.draft)
        self.heat = HeatMap()
        self._figures: dict[int, Figures] = {}

    def tick(self, milliseconds: int) -> bool:
        """Let games be played."""
        return self.runs.tick(milliseconds)

    def edited(self) -> None:
        """Games of another text are wanted, or of another draft."""
        self.runs.follow(self.desk.draft)
        self.runs.edited()

    def close(self) -> None:
        """Play no more."""
        self.runs.close()

    def options(self) -> None:
        """Choose how many games, the target, and what becomes of a result."""
        self.desk.app.push(Options(self.desk, self.runs))

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw as much as there is room for: the rate first, then the last edits, then the map."""
        sheet.fill(area, palette.PANEL)
        inner = area.inflate(-2 * PAD, 0)
        self._head(sheet, inner)
        top, now = area.y + 42, self.runs.now
        state = self.runs.state
        if now is None or state in (runs.OFF, runs.COMPILING, runs.BROKEN):
            top = self._told(sheet, state, inner, top)
            if now is None or state == runs.OFF:
                return
        told = self._of(now)
        top = self._rate(sheet, told, inner, top)
        bar(sheet, pygame.Rect(inner.x, top, inner.width, BAR), told, self._before_rate(), self.target)
        top += BAR + 22
        foot = area.bottom - 8
        if foot - top >= STRIP + 26:
            tall = min(max(foot - top - MOST_MAP - 26, STRIP), TALL_STRIP)
            foot -= tall
            self._strip(sheet, pygame.Rect(inner.x, foot, inner.width, tall))
            foot -= 26
            self._strip_head(sheet, inner, foot + 12)
        if foot - top >= LEAST_MAP:
            self._fighting(sheet, told, pygame.Rect(inner.x, top, inner.width, min(foot - top - 6, MOST_MAP)))

    @property
    def target(self) -> tuple[int, int]:
        """The percents of wins that are aimed at."""
        settings = self.desk.app.settings
        return settings.editor_target_low, settings.editor_target_high

    def _of(self, played: Played) -> Figures:
        """The figures of a version, worked out once."""
        if id(played) not in self._figures:
            kept = {id(p) for p in (*self.runs.versions, self.runs.pinned) if p is not None}
            self._figures = {key: told for key, told in self._figures.items() if key in kept}
            self._figures[id(played)] = figures(played)
        return self._figures[id(played)]

    def _before_rate(self) -> float | None:
        return None if self.runs.before is None else self._of(self.runs.before).rate

    def _head(self, sheet: Sheet, area: pygame.Rect) -> None:
        """What it is, and of how many games; a click chooses."""
        y = area.y + 22
        head = sheet.head(sheet.say("editor_balance.head"), area.x, y)
        now, run = self.runs.now, self.runs.run
        games = now.games if now is not None else 0
        wanted = run.games if run is not None else self.desk.app.settings.editor_games
        done = self.runs.state == runs.OVER
        words = sheet.say("editor_balance.games" if done else "editor_balance.games_of", games=games, of=wanted)
        room = area.right - head.right - 34
        button = pygame.Rect(area.right - 24, y - 11, 24, 22)
        colour = palette.TEXT if sheet.hot(button) else palette.TEXT_THIRD
        sheet.text("…", button.centerx, y - 3, size=16, weight=fonts.BOLD, colour=colour, anchor="centre")
        sheet.place(button, self.options, sheet.say("editor_balance.options_tip"))
        if self.runs.state != runs.OFF:
            sheet.text(words, button.left - 6, y, size=11.5, colour=palette.TEXT_THIRD, anchor="right", most=room)

    def _told(self, sheet: Sheet, state: str, area: pygame.Rect, top: int) -> int:
        """Why there are no games, or that they come; the lower edge."""
        run = self.runs.run
        document = run.document if run is not None else None
        words = sheet.say(f"editor_balance.{state}", errors=len(document.errors) if document is not None else 0)
        foot = sheet.paragraph(words, area.x, top, area.width, size=12)
        if state == runs.OFF:
            button = pygame.Rect(area.x, foot + 8, min(area.width, 180), 30)
            sheet.button(button, sheet.say("editor_balance.turn_on"), self._turn_on)
            foot = button.bottom
        return foot + 8

    def _turn_on(self) -> None:
        self.desk.app.change(editor_balance=True)

    def _rate(self, sheet: Sheet, told: Figures, area: pygame.Rect, top: int) -> int:
        """The rate in large figures, its interval, what it was, the target; the lower edge."""
        percent = sheet.text(f"{100 * told.rate:.0f} %", area.x, top + 16, size=26, weight=fonts.SEMIBOLD)
        x, width = percent.right + 14, area.right - percent.right - 14
        low, high = self.target
        fits = low <= 100 * told.rate <= high
        words = sheet.say("editor_balance.wins", draws=f"{100 * told.draws:.0f}")
        sheet.text(words, x, top + 7, size=13, weight=fonts.MEDIUM, most=width)
        if fits:
            sheet.text("✓", area.right, top + 7, size=13, weight=fonts.BOLD, colour=palette.SUPPLY[0], anchor="right")
        interval = {"low": f"{100 * told.low:.0f}", "high": f"{100 * told.high:.0f}"}
        words = sheet.say("editor_balance.interval", **interval, target_low=low, target_high=high)
        foot = sheet.paragraph(words, x, top + 17, width, size=11.5)
        foot = max(foot, top + 34)
        words = self._difference(sheet)
        return (sheet.paragraph(words, area.x, foot + 3, area.width, size=11.5) if words else foot) + 11

    def _difference(self, sheet: Sheet) -> str:
        """What it was before, and by how much it differs in games of the same luck."""
        now, before = self.runs.now, self.runs.before
        found = change(now, before) if now is not None and before is not None else None
        if found is None or before is None:
            return ""
        key = "pinned" if self.runs.pinned is not None else "was"
        words = {"was": f"{100 * self._of(before).rate:.0f}", "points": signed(100 * found.rate)}
        words |= {"low": signed(100 * found.low), "high": signed(100 * found.high)}
        luck = "" if found.is_clear else f" · {sheet.say('editor_balance.luck')}"
        return sheet.say(f"editor_balance.{key}", **words) + luck

    def _fighting(self, sheet: Sheet, told: Figures, area: pygame.Rect) -> None:
        """The map of where there is fighting, its legend, and beside it the figures of ground and losses."""
        run, now = self.runs.run, self.runs.now
        scenario = run.scenario if run is not None else None
        x, width = area.x, area.width
        if scenario is not None and now is not None and now.digest == scenario.digest:
            wide = min(MAP_WIDTH, area.width // 2)
            rect = self.heat.fit(scenario, pygame.Rect(area.x, area.y, wide, area.height))
            sheet.blit(self.heat.paint(scenario, told.attacks, sheet.px(rect).size), rect)
            sheet.frame(rect, palette.LINE)
            grid = scenario.grid
            hottest = sorted(range(len(told.attacks)), key=lambda h: -int(told.attacks[h]))[:TIPS]
            for h in (h for h in hottest if told.attacks[h]):
                spot = pygame.Rect(0, 0, 7, 7)
                spot.center = self.heat.at(scenario, h, rect)
                attacks = f"{told.attacks[h] / told.games:.1f}"
                tip = sheet.say("editor_balance.attacks_on", hex=grid.number(h), attacks=attacks)
                sheet.place(spot, lambda h=h: self.desk.look_at(h), tip)  # type: ignore[misc]
            x, width = rect.right + 16, area.right - rect.right - 16
        with sheet.within(pygame.Rect(x, area.y, width, area.height)):
            self._figures_beside(sheet, told, pygame.Rect(x, area.y, width, area.height))

    def _figures_beside(self, sheet: Sheet, told: Figures, area: pygame.Rect) -> None:
        """The legend of the map, ground, losses and the fall of the weightiest place."""
        most = int(told.attacks.max(initial=0)) / max(1, told.games)
        top = sheet.paragraph(sheet.say("editor_balance.attacks"), area.x, area.y, area.width, size=11, lines=2) + 4
        colours = ramp()
        for i, colour in enumerate(colours):
            left, right = (area.x + round(area.width * k / len(colours)) for k in (i, i + 1))
            sheet.fill(pygame.Rect(left, top, right - left, 7), colour)
        sheet.text("0", area.x, top + 15, size=10.5, colour=palette.TEXT_THIRD)
        sheet.text(f"{most:.1f}", area.right, top + 15, size=10.5, colour=palette.TEXT_THIRD, anchor="right")
        top += 28
        ua, ru = told.losses
        ratio = f"1 : {ru / ua:.1f}" if ua else "–"
        low, middle, high = (signed(km2) for km2 in told.ground)
        say, spread = sheet.say, f"{low} … {high}"
        rows = [
            (say("editor_balance.ground"), f"{middle} {say('editor_balance.km2')}", spread,
             say("editor_balance.ground_tip", low=low, high=high)),
            (say("editor_balance.losses"), ratio, f"{ua:.0f} : {ru:.0f}",
             say("editor_balance.losses_tip", ua=f"{ua:.0f}", ru=f"{ru:.0f}")),
        ]  # fmt: skip
        place = self._weightiest(sheet)
        if place and told.falls:
            share = f"{100 * told.falls:.0f}"
            tip = say("editor_balance.falls_tip", day=f"{told.day:.0f}", percent=share)
            rows.append((place, say("editor_balance.day", day=f"{told.day:.0f}"), f"{share} %", tip))
        for name, value, more, tip in rows:
            if top + 30 > area.bottom:
                break
            sheet.text(name, area.x, top + 6, size=11, colour=palette.TEXT_THIRD, most=area.width)
            shown = sheet.text(value, area.x, top + 21, size=13, weight=fonts.SEMIBOLD, most=area.width)
            if area.right - shown.right - 8 >= fonts.width(more, fonts.REGULAR, 10.5):
                sheet.text(more, shown.right + 7, top + 22, size=10.5, colour=palette.TEXT_THIRD)
            sheet.place(pygame.Rect(area.x, top, area.width, 32), None, tip)
            top += 37

    def _weightiest(self, sheet: Sheet) -> str:
        """The name of the place whose fall is told, empty if no place counts."""
        run, now = self.runs.run, self.runs.now
        if run is None or run.scenario is None or now is None:
            return ""
        from game.lab.balance import weightiest

        h = weightiest(run.scenario)
        names = run.scenario.place_names(sheet.language)
        number = run.scenario.grid.number(h) if h >= 0 else ""
        return sheet.say("editor_balance.falls", place=names.get(number, number)) if number else ""

    def _strip_head(self, sheet: Sheet, area: pygame.Rect, y: int) -> None:
        """What the points below are, and the pin."""
        pinned = self.runs.pinned is not None
        label = sheet.say("editor_balance.unpin" if pinned else "editor_balance.pin")
        width = fonts.width(label, fonts.SEMIBOLD, 11.5)
        place = pygame.Rect(area.right - width - 4, y - 10, width + 8, 20)
        colour = palette.TEXT if sheet.hot(place) else palette.ACCENT
        sheet.text(label, area.right, y, size=11.5, weight=fonts.SEMIBOLD, colour=colour, anchor="right")
        sheet.place(place, self.runs.pin, sheet.say("editor_balance.pin_tip"))
        words = sheet.say("editor_balance.last", edits=runs.MOST_VERSIONS)
        sheet.text(words, area.x, y, size=11.5, colour=palette.TEXT_SECOND, most=place.left - area.x - 8)

    def _strip(self, sheet: Sheet, rect: pygame.Rect) -> None:
        """The rate of each of the last versions with its interval, over the band of the target."""
        sheet.box(rect, palette.WELL, 4)
        inner = pygame.Rect(rect.x + 30, rect.y + 5, rect.width - 36, rect.height - 10)
        low, high = self.target
        known = [self._of(version) for version in self.runs.versions]
        least = math.floor(10 * min(low / 100, *(told.low for told in known))) / 10
        most = math.ceil(10 * max(high / 100, *(told.high for told in known))) / 10

        def y(share: float) -> float:
            return inner.bottom - (share - least) / (most - least) * inner.height

        for share, at in ((most, inner.top + 4), (least, inner.bottom - 4)):
            words = f"{100 * share:.0f}"
            sheet.text(words, rect.x + 24, at, size=10, colour=palette.TEXT_THIRD, anchor="right")
        band = pygame.Rect(inner.x, round(y(high / 100)), inner.width, max(2, round(y(low / 100) - y(high / 100))))
        sheet.fill(band, palette.with_alpha(GOOD, 0.35))
        step = inner.width / runs.MOST_VERSIONS
        first = runs.MOST_VERSIONS - len(self.runs.versions)
        for i, version in enumerate(self.runs.versions):
            told, x = self._of(version), inner.x + (first + i + 0.5) * step
            last = i == len(self.runs.versions) - 1
            colour = palette.TEXT if last else palette.TEXT_SECOND
            sheet.fill(pygame.Rect(round(x), round(y(told.high)), 1, max(1, round(y(told.low) - y(told.high)))), colour)
            sheet.disc(x, y(told.rate), 8 if last else 6, colour)
            if self.runs.pinned is not None and version.digest == self.runs.pinned.digest:
                sheet.disc(x, y(told.rate), 12, palette.ACCENT, hollow=True)
            spot = pygame.Rect(round(x - step / 2), rect.y, math.ceil(step), rect.height)
            shares = {"percent": told.rate, "low": told.low, "high": told.high}
            rates = {key: f"{100 * share:.0f}" for key, share in shares.items()}
            sheet.place(spot, None, sheet.say("editor_balance.version", games=told.games, **rates))


def signed(value: float) -> str:
    """A whole number with its sign.

    >>> signed(3.4), signed(-0.2), signed(-7)
    ('+3', '0', '−7')
    """
    whole = round(value)
    return f"+{whole}" if whole > 0 else f"−{-whole}" if whole else "0"


def bar(sheet: Sheet, rect: pygame.Rect, told: Figures, before: float | None, target: tuple[int, int]) -> None:
    """Nought to a hundred percent: the target's band, the interval, the rate as a line, the rate before as a triangle."""

    def x(share: float) -> int:
        return rect.x + round(share * rect.width)

    sheet.box(rect, palette.WELL, 4)
    low, high = target
    band = pygame.Rect(x(low / 100), rect.y, x(high / 100) - x(low / 100), rect.height)
    sheet.fill(band, palette.with_alpha(GOOD, 0.45))
    span = pygame.Rect(x(told.low), rect.y + 3, max(2, x(told.high) - x(told.low)), rect.height - 6)
    sheet.box(span, palette.SIDE_TEXT[0], 2)
    sheet.fill(pygame.Rect(x(told.rate) - 1, rect.y - 3, 3, rect.height + 6), palette.TEXT)
    if before is not None:
        sheet.shape(((0, 0), (9, 0), (4.5, 6)), (9, 7), palette.TEXT_SECOND, x(before), rect.y - 6)
    for mark in (0, 25, 50, 75, 100):
        anchor = {0: "left", 100: "right"}.get(mark, "centre")
        sheet.text(str(mark), x(mark / 100), rect.bottom + 10, size=10, colour=palette.TEXT_THIRD, anchor=anchor)
