"""A match that is over in figures: small charts of both sides, day by day, plain for Ukraine and striped for Russia."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.chronicle import Chronicle
from game.match import Match
from game.tally import GROUPS, Chart, charts_of
from game.ui import fonts, palette
from game.ui.history.strip import band
from game.ui.screen import Screen
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet

if TYPE_CHECKING:
    from game.ui.app import App

PAD, GAP, HEAD = 24, 14, 54
LEAST_WIDTH, HEIGHT = 330, 148
STEP = 60


def figure(value: float) -> str:
    """A figure of one day: whole if it is, else with a tenth."""
    return f"{value:.0f}" if abs(value - round(value)) < 0.05 else f"{value:.1f}"


class Charts(Screen):
    """The figures of a match that is over."""

    def __init__(self, app: App, match: Match) -> None:
        super().__init__(app)
        assert match.outcome is not None, "nobody is shown the true figures before the match is over"
        self.match = match
        self.charts = charts_of(match)
        self.scroll = Scroll()
        self._chronicle = Chronicle(match.scenario, app.language)

    def save(self) -> None:
        """Write the report."""
        from game.ui.history.report import saving

        self.app.push(saving(self.app, self.match))

    def handle(self, event: pygame.event.Event) -> None:
        """Scroll, save the report, or leave."""
        if event.type == pygame.MOUSEWHEEL:
            self._move(-STEP * event.y)
        elif event.type != pygame.KEYDOWN:
            return
        elif event.key in (pygame.K_ESCAPE, pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_g):
            self.app.pop()
        elif event.key == pygame.K_s:
            self.save()
        elif event.key in (pygame.K_UP, pygame.K_DOWN):
            self._move(STEP if event.key == pygame.K_DOWN else -STEP)
        elif event.key in (pygame.K_PAGEUP, pygame.K_PAGEDOWN):
            page = self.scroll.area.height - STEP if self.scroll.area is not None else STEP
            self._move(page if event.key == pygame.K_PAGEDOWN else -page)
        elif event.key in (pygame.K_HOME, pygame.K_END):
            self._move(self.scroll.most if event.key == pygame.K_END else -self.scroll.most)

    def _move(self, by: int) -> None:
        """Scroll by so many px."""
        self.scroll.at = min(max(self.scroll.at + by, 0), self.scroll.most)
        self.app.dirty = True

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet) -> None:
        """Draw the head, the signs of the sides, and the charts in their groups."""
        sheet.fill(sheet.rect, palette.PANEL)
        inner = sheet.rect.inflate(-2 * PAD, -2 * 14)
        sheet.text(sheet.say("charts.head"), inner.x, inner.y + 16, size=19, weight=fonts.SEMIBOLD)
        right = inner.right
        for key, act, cap in (("charts.back", self.app.pop, "Esc"), ("charts.save", self.save, "S")):
            label = sheet.say(key)
            width = fonts.width(label, fonts.SEMIBOLD, palette.BODY) + 62
            sheet.button(pygame.Rect(right - width, inner.y, width, 32), label, act, cap=cap)
            right -= width + 8
        for side in (1, 0):
            name = self._chronicle.side(side)
            rect = sheet.text(name, right - 12, inner.y + 16, weight=fonts.SEMIBOLD, anchor="right")
            band(sheet, pygame.Rect(rect.left - 26, inner.y + 10, 18, 12), side)
            right = rect.left - 34
        area = pygame.Rect(inner.x, inner.y + HEAD, inner.width, inner.height - HEAD)
        columns = max(1, (area.width + GAP) // (LEAST_WIDTH + GAP))
        width = (area.width - (columns - 1) * GAP - 8) // columns
        groups = [(group, [chart for chart in self.charts if chart.group == group]) for group in GROUPS]
        whole = sum(30 + -(-len(charts) // columns) * (HEIGHT + GAP) for _, charts in groups)
        with sheet.within(area):
            top = self.scroll.begin(area, whole)
            for group, charts in groups:
                sheet.head(sheet.say(f"charts.{group}"), area.x, top + 12)
                top += 30
                for i, chart in enumerate(charts):
                    x = area.x + i % columns * (width + GAP)
                    rect = pygame.Rect(x, top + i // columns * (HEIGHT + GAP), width, HEIGHT)
                    if rect.colliderect(area):
                        self._chart(sheet, chart, rect)
                top += -(-len(charts) // columns) * (HEIGHT + GAP)
            self.scroll.bar(sheet)

    def _chart(self, sheet: Sheet, chart: Chart, box: pygame.Rect) -> None:
        """One chart: what it is, what it comes to, a pair of bars for every day."""
        sheet.box(box, palette.RAISED, 7)
        x, right = box.x + 12, box.right - 12
        for side in (1, 0):
            rect = sheet.text(chart.total[side], right, box.y + 17, size=13.5, weight=fonts.SEMIBOLD, anchor="right",
                              colour=palette.SIDE_TEXT[side])  # fmt: skip
            band(sheet, pygame.Rect(rect.left - 15, box.y + 13, 10, 9), side)
            right = rect.left - 24
        sheet.text(sheet.say(f"charts.{chart.key}"), x, box.y + 17, size=12.4, weight=fonts.SEMIBOLD, most=right - x)
        sheet.place(pygame.Rect(x, box.y + 4, right - x, 26), None, sheet.say(f"charts.{chart.key}_tip"))
        self._bars(sheet, chart, pygame.Rect(x + 30, box.y + 38, box.width - 54, HEIGHT - 62))

    def _bars(self, sheet: Sheet, chart: Chart, area: pygame.Rect) -> None:
        """The bars of a chart about its zero, the scale on the left and days below."""
        values = [value for pair in chart.days for value in pair if value is not None]
        high, low = max([1.0, *values]), min([0.0, *values])
        scale = area.height / (high - low)
        zero = round(area.bottom + low * scale)
        for value in {high, low} if low else {high}:
            y = round(zero - value * scale)
            sheet.fill(pygame.Rect(area.x, y, area.width, 1), palette.LINE)
            sheet.text(figure(value), area.x - 6, y + 1, size=10, colour=palette.TEXT_THIRD, anchor="right")
        sheet.fill(pygame.Rect(area.x, zero, area.width, 1), palette.TEXT_THIRD)
        step = area.width / max(1, len(chart.days))
        thick = max(2, min(16, int(step - 3) // 2))
        for i, pair in enumerate(chart.days):
            left = round(area.x + (i + 0.5) * step - thick)
            slot = pygame.Rect(round(area.x + i * step), area.y - 6, round(step), area.height + 24)
            if sheet.hot(slot):
                sheet.fill(slot, palette.LINE)
            for side, given in enumerate(pair):
                length = abs(round((given or 0.0) * scale))
                top = zero - length if (given or 0.0) > 0 else zero + 1
                if length:
                    band(sheet, pygame.Rect(left + side * thick, top, thick, length), side)
            sheet.place(slot, None, self._tip(sheet, i + 1, pair))
            if i in (0, len(chart.days) - 1) or ((i + 1) % 5 == 0 and len(chart.days) - 1 - i > 2):
                sheet.text(str(i + 1), slot.centerx, area.bottom + 12, size=10, colour=palette.TEXT_THIRD,
                           anchor="centre")  # fmt: skip

    def _tip(self, sheet: Sheet, day: int, pair: tuple[float | None, float | None]) -> str:
        """The figures of one day in words."""
        ua, ru = ("–" if value is None else figure(value) for value in pair)
        return sheet.say("charts.tip", day=day, ua=ua, ru=ru)
