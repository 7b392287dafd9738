"""The screen of the settings: each with what it does, its effect at once, the way back to standard, and a search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from game.texts import LANGUAGES, say
from game.ui import fonts, palette
from game.ui.controls import Controls
from game.ui.entry import Entry
from game.ui.folder import tilde
from game.ui.screen import Screen
from game.ui.scroll import Scroll
from game.ui.settings import VALUES, Settings, Value, path
from game.ui.sheet import Sheet, wrapped

if TYPE_CHECKING:
    from game.ui.app import App

GROUPS: dict[str, tuple[str, ...]] = {
    "reading": ("language", "text_size", "full_screen", "reduced_motion"),
    "playing": ("playback_speed", "confirm_idle", "balance_gauge", "legend_folded"),
    "hearing": ("effects_volume", "interface_volume", "captions"),
    "editing": ("editor_balance", "editor_games", "editor_target_low", "editor_target_high"),
}
MOST_WIDTH, CONTROL, FOOT, SEARCH = 860, 230, 74, "search"
VOLUMES = ("effects_volume", "interface_volume")


@dataclass
class Row:
    """One setting as it is drawn."""

    name: str
    label: str
    about: str


class Setting(Screen):
    """Lies over what asked for it, and hides it."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.search = Entry(hint="")
        self._scroll = Scroll()
        self.focus = Controls(SEARCH, self._scroll)

    # what can be done ------------------------------------------------------------------------------------------------

    def turn(self, name: str, step: int) -> None:
        """Give a setting its next value or the one before; a switch is turned over, the ends of a row are its ends."""
        values = VALUES[name]
        i = values.index(getattr(self.app.settings, name))
        round_about = len(values) == 2 or name == "language"
        i = (i + step) % len(values) if round_about else min(max(i + step, 0), len(values) - 1)
        self.set(name, values[i])

    def set(self, name: str, value: Value) -> None:
        """Set something."""
        if value != getattr(self.app.settings, name):
            self.app.change(**{name: value})
            if name in VOLUMES:
                self.app.sounds.sample(name)

    def reset(self) -> None:
        """Set everything to its standard value."""
        standard = Settings()
        other = {name: getattr(standard, name) for name in VALUES
                 if getattr(standard, name) != getattr(self.app.settings, name)}  # fmt: skip
        if other:
            self.app.change(**other)

    def wants(self, event: pygame.event.Event) -> bool:
        """The keys of its controls are its own."""
        return True

    def handle(self, event: pygame.event.Event) -> None:
        """Answer the keyboard; letters are looked for."""
        self.app.dirty = True
        if event.type == pygame.MOUSEWHEEL:
            self._scroll.wheel(event.y)
            return
        if event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            if self.search.words:
                self.search.set("")
            else:
                self.app.pop()
            return
        if event.type == pygame.TEXTINPUT and self.focus.at != SEARCH and event.text.strip():
            self.focus.at = SEARCH
        self.search.focused = self.focus.at == SEARCH
        if self.search.handle(event):
            self.focus.at = SEARCH
            self._scroll.at = 0
        else:
            self.focus.handle(event)
        self.search.focused = self.focus.at == SEARCH

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet) -> None:
        """Draw the settings that fit what is looked for."""
        sheet.fill(sheet.rect, palette.BAR)
        self.focus.begin()
        width = min(MOST_WIDTH, sheet.rect.width - 80)
        x, top = (sheet.rect.width - width) // 2, 28
        title = sheet.text(sheet.say("settings.head"), x, top + 18, size=26, weight=fonts.SEMIBOLD)
        self.search.hint = sheet.say("settings.search")
        field = pygame.Rect(title.right + 40, top, min(320, x + width - title.right - 40), 36)
        field.right = x + width
        self.search.draw(sheet, field)
        self.focus.stop(sheet, SEARCH, field)
        top += 56
        for notice in self.app.notices:
            top = sheet.paragraph(notice, x, top, width, size=12.4, colour=palette.SUPPLY[2]) + 8
        foot = sheet.rect.bottom - FOOT
        area = pygame.Rect(x - 12, top, width + 24, foot - top)
        with sheet.within(area):
            y = self._scroll.begin(area, self._scroll.most + area.height)
            end = self._groups(sheet, x, y, width)
            self._scroll.begin(area, end - y)
            self._scroll.bar(sheet)
        self._foot(sheet, x, foot + 14, width)

    def _groups(self, sheet: Sheet, x: int, top: int, width: int) -> int:
        """Every group that holds something looked for; the lower edge."""
        begun = top
        for group, names in GROUPS.items():
            rows = [Row(n, sheet.say(f"settings.name_{n}"), sheet.say(f"settings.about_{n}")) for n in names]
            head = sheet.say(f"settings.group_{group}")
            wanted = self.search.words.casefold().split()
            rows = [r for r in rows if all(w in f"{head} {r.label} {r.about} {r.name}".casefold() for w in wanted)]
            if rows:
                sheet.head(head, x, top + 14)
                top += 30
                if group == "hearing" and self.app.sounds.problem:
                    words = sheet.say("settings.no_sound", reason=self.app.sounds.problem)
                    top = sheet.paragraph(words, x, top, width, size=12.4, colour=palette.SUPPLY[2]) + 6
                for row in rows:
                    top = self._row(sheet, row, x, top, width)
                top += 16
        if top == begun:
            words = sheet.say("settings.nothing", words=self.search.words)
            top = sheet.paragraph(words, x, top + 20, width, size=13.5)
        return top

    def _row(self, sheet: Sheet, row: Row, x: int, top: int, width: int) -> int:
        """One setting: its name, what it does, its value; the lower edge."""
        room = width - CONTROL - 40
        about = row.about
        if row.name == "text_size" and round(100 * self.app.factor) < self.app.settings.text_size:
            about = f"{about} {sheet.say('settings.capped', percent=round(100 * self.app.factor))}"
        lines = len(wrapped(about, fonts.REGULAR, 12.4, room))
        rect = pygame.Rect(x, top, width, max(56, 44 + 18 * lines))
        sheet.box(rect, palette.RAISED if sheet.hot(rect) else palette.PANEL, 7)
        sheet.text(row.label, x + 16, top + 20, size=14, weight=fonts.SEMIBOLD)
        sheet.paragraph(about, x + 16, top + 32, room, size=12.4)
        self._control(sheet, row.name, rect)
        return rect.bottom + 6

    def _control(self, sheet: Sheet, name: str, rect: pygame.Rect) -> None:
        """The value of a setting, and what changes it."""
        value, values = getattr(self.app.settings, name), VALUES[name]
        words, y, right = self._words(sheet, name, value), rect.centery, rect.right - 14
        standard = getattr(Settings, name)
        if isinstance(value, bool):
            box = pygame.Rect(right - CONTROL, y - 17, CONTROL, 34)
            sheet.button(box, "", lambda: self.turn(name, 1))
            sheet.tick(box.x + 20, y, value)
            sheet.text(words, box.x + 38, y, weight=fonts.SEMIBOLD)
        else:
            box = pygame.Rect(right - CONTROL, y - 17, CONTROL, 34)
            i = values.index(value)
            open_ended = name == "language"
            self._end(sheet, pygame.Rect(box.x, box.y, 34, 34), "–", name, -1, open_ended or i > 0)
            last = not open_ended and i == len(values) - 1
            self._end(sheet, pygame.Rect(box.right - 34, box.y, 34, 34), "+", name, 1, not last)
            gauge = len(values) > 4
            sheet.text(words, box.centerx, y - (4 if gauge else 0), weight=fonts.SEMIBOLD, anchor="centre")
            if gauge:
                share = i / (len(values) - 1)
                sheet.gauge(pygame.Rect(box.x + 46, y + 10, box.width - 92, 4), share, palette.ACCENT)
        self.focus.stop(sheet, name, box, lambda: self.turn(name, 1), lambda step: self.turn(name, step), True)
        if value != standard:
            note = sheet.say("settings.standard_is", value=self._words(sheet, name, standard))
            sheet.place(pygame.Rect(rect.x, rect.y, rect.width - CONTROL - 24, rect.height), None, note)
            sheet.disc(rect.x, rect.y + 20, 7, palette.ACCENT)

    def _end(self, sheet: Sheet, rect: pygame.Rect, sign: str, name: str, step: int, on: bool) -> None:
        """The button at one end of a row of values."""
        sheet.button(rect, sign, (lambda: self.turn(name, step)) if on else None)

    def _words(self, sheet: Sheet, name: str, value: Value) -> str:
        """A value as people read it."""
        if name == "language":
            return say(str(value), "ui.title.language") if value in LANGUAGES else sheet.say("settings.machine")
        if isinstance(value, bool):
            return sheet.say("settings.on" if value else "settings.off")
        if name in VOLUMES and value == 0:
            return sheet.say("settings.silent")
        return f"{value:g}×" if isinstance(value, float) else f"{value} %"

    def _foot(self, sheet: Sheet, x: int, y: int, width: int) -> None:
        """Back, reset, and where the file is."""
        sheet.line(x, y - 14, width)
        back, reset = sheet.say("settings.back"), sheet.say("settings.reset")
        close = pygame.Rect(x + width - fonts.width(back, fonts.SEMIBOLD, palette.BODY) - 76, y, 0, 38)
        close.width = x + width - close.x
        sheet.button(close, back, self.app.pop, cap="Esc", primary=True)
        again = pygame.Rect(0, y, fonts.width(reset, fonts.SEMIBOLD, palette.BODY) + 32, 38)
        again.right = close.left - 10
        sheet.button(again, reset, self.reset)
        self.focus.stop(sheet, "reset", again, self.reset)
        self.focus.stop(sheet, "back", close, self.app.pop)
        words = sheet.say("settings.file", file=tilde(path()))
        sheet.paragraph(words, x, y + 2, again.left - x - 24, size=12, colour=palette.TEXT_THIRD)
