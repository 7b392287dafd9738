"""Opening a scenario at the desk, and beginning a new one."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from game.diagnostics import BadInput
from game.scenario.blank import blank
from game.scenario.draft import Draft
from game.scenario.draft.journal import left_behind
from game.scenario.load import FOLDER
from game.texts import say
from game.ui import fonts, palette
from game.ui.controls import Controls
from game.ui.dialog import Dialog
from game.ui.editor.files import own_folder
from game.ui.editor.picture import Picture
from game.ui.editor.sketching import sketch_of
from game.ui.entry import Entry
from game.ui.folder import tilde
from game.ui.screen import Screen
from game.ui.screens.waiting import Waiting
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet, wrapped
from game.ui.task import Progress

if TYPE_CHECKING:
    from game.ui.app import App

ROW, MOST_WIDTH = 52, 860
LARGEST = 400
"""Columns and rows of the largest map."""
_BOX = re.compile(r"-?\d+(\.\d+)?(\s*,\s*-?\d+(\.\d+)?){3}\Z")


def desk_of(app: App, draft: Draft) -> Screen:
    """The screen that waits for the desk of a draft and gives its place to it."""
    language = app.language

    def work(_: Progress) -> Picture | None:
        sketch = sketch_of(draft)
        return Picture(sketch, language) if sketch is not None else None

    def show(picture: Picture | None) -> None:
        from game.ui.editor.desk import Desk

        app.replace(Desk(app, draft, picture=picture))

    def failed(error: Exception) -> None:
        from game.ui.start import give_up

        give_up(app, error)

    return Waiting(app, "desk.opening", work, show, failed, compiled=False)


@dataclass(frozen=True)
class _Known:
    """A scenario in a list."""

    path: Path
    title: str
    size: str
    journal: bool


class Open(Screen):
    """The list of scenarios; over the title or the desk."""

    over = True

    def __init__(self, app: App, taken: Callable[[Draft], object]) -> None:
        super().__init__(app)
        self._taken = taken
        self.groups = (
            ("open_yours", _listed(own_folder(), app.language)),
            ("open_shipped", _listed(FOLDER, app.language)),
        )
        self._scroll = Scroll()
        self.controls = Controls("open 0", self._scroll)
        self.notice = ""

    def take(self, path: Path) -> None:
        """Open a file."""
        try:
            draft = Draft.read(path)
        except BadInput as bad:
            self.notice = str(bad).split("\n", 1)[0]
            self.app.dirty = True
            return
        self.app.pop()
        self._taken(draft)

    def wants(self, event: pygame.event.Event) -> bool:
        """The keys of its controls are its own."""
        return True

    def handle(self, event: pygame.event.Event) -> None:
        """Go through the list by keys."""
        self.app.dirty = True
        if event.type == pygame.MOUSEWHEEL:
            self._scroll.wheel(event.y)
        elif event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            self.app.pop()
        elif event.type == pygame.KEYDOWN and event.key == pygame.K_n:
            self.new()
        else:
            self.controls.handle(event)

    def new(self) -> None:
        """Begin a new one instead."""
        self.app.replace(New(self.app, self._taken))

    def draw(self, sheet: Sheet) -> None:
        """Draw the list."""
        sheet.fill(sheet.rect, palette.BAR)
        self.controls.begin()
        width = min(MOST_WIDTH, sheet.rect.width - 64)
        x = (sheet.rect.width - width) // 2
        sheet.text(sheet.say("desk.open_head"), x, 46, size=26, weight=fonts.SEMIBOLD)
        right = x + width
        for label, act, cap in (
            (sheet.say("records.back"), self.app.pop, "Esc"),
            (sheet.say("desk.cmd_new"), self.new, "N"),
        ):
            rect = pygame.Rect(0, 28, fonts.width(label, fonts.SEMIBOLD, palette.BODY) + 60, 36)
            rect.right = right
            sheet.button(rect, label, act, cap=cap)
            right = rect.left - 8
        top = sheet.paragraph(sheet.say("desk.open_told"), x, 76, width, size=12.6) + 8
        if self.notice:
            top = sheet.paragraph(self.notice, x, top, width, size=12.6, colour=palette.SUPPLY[2]) + 8
        area = pygame.Rect(x - 8, top, width + 20, sheet.rect.bottom - top - 16)
        with sheet.within(area):
            y = begun = self._scroll.begin(area, self._scroll.most + area.height)
            n = 0
            for name, found in self.groups:
                sheet.head(sheet.say(f"desk.{name}"), x, y + 12)
                y += 28
                if not found:
                    y = (
                        sheet.paragraph(sheet.say("desk.open_none", folder=tilde(own_folder())), x, y, width, size=12.6)
                        + 10
                    )
                for known in found:
                    self._row(sheet, known, n, pygame.Rect(x, y, width, ROW - 6))
                    y, n = y + ROW, n + 1
            self._scroll.begin(area, y - begun + 10)
            self._scroll.bar(sheet)

    def _row(self, sheet: Sheet, known: _Known, i: int, rect: pygame.Rect) -> None:
        sheet.box(rect, palette.RAISED if sheet.hot(rect) else palette.PANEL, 7)
        right = sheet.text(
            known.size, rect.right - 16, rect.centery, size=12.4, colour=palette.TEXT_THIRD, anchor="right"
        ).left
        if known.journal:
            label = sheet.say("desk.open_journal")
            right = sheet.text(label, right - 14, rect.centery, size=12.4, weight=fonts.SEMIBOLD, colour=palette.ACCENT,
                               anchor="right").left  # fmt: skip
        name = sheet.text(known.path.name, rect.x + 16, rect.y + 31, size=12, colour=palette.TEXT_SECOND)
        sheet.text(known.title, rect.x + 16, rect.y + 14, size=14, weight=fonts.SEMIBOLD, most=right - name.x - 12)
        act = functools.partial(self.take, known.path)
        sheet.place(rect, act, tilde(known.path))
        self.controls.stop(sheet, f"open {i}", rect, act, listed=True)


def _listed(folder: Path, language: str) -> list[_Known]:
    """The scenarios of a folder, by name; those that cannot be read are there too."""
    try:
        paths = sorted(folder.glob("*.yaml"))
    except OSError:
        return []
    return [_known(path, language) for path in paths]


def _known(path: Path, language: str) -> _Known:
    """A file by its first lines: its title and its size."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")[:6000]
    except OSError:
        text = ""
    title = re.search(rf'^title:[^\n]*\b{language}:\s*"([^"\n]+)"', text, re.MULTILINE)
    size = re.search(r"^size:[^\n]*columns:\s*(\d+)[^\n]*rows:\s*(\d+)", text, re.MULTILINE)
    journal = left_behind(path, path.stem) is not None
    return _Known(path, title[1] if title else path.stem, f"{size[1]} × {size[2]}" if size else "", journal)


class New(Dialog):
    """What a new scenario is to be: its name, its size or the box of degrees it shows, its days; Enter makes it."""

    def __init__(self, app: App, taken: Callable[[Draft], object]) -> None:
        self._taken = taken
        language = app.language
        self.title = Entry(say(language, "ui.desk.new_title"), most=80)
        self.title.select_all()
        self.day = Entry("2023-05-08", most=10, only="0123456789-")
        self.box = Entry("", hint=say(language, "ui.desk.new_box_hint"), most=80, only="0123456789.,- ")
        self.sizes = {"columns": 24, "rows": 24, "days": 14}
        self.notice = ""
        super().__init__(app, "title", title=self.title, day=self.day, box=self.box)

    def go(self) -> None:
        """Make it, or say what is wrong."""
        words = self.box.words.strip()
        try:
            place: tuple[float, float, float, float] | tuple[int, int] = self.sizes["columns"], self.sizes["rows"]
            if words:
                if not _BOX.match(words):
                    self._refuse(say(self.app.language, "ui.desk.new_box_bad"))
                    return
                south, west, north, east = (float(part) for part in words.split(","))
                place = south, west, north, east
            text = blank(self.title.words.strip() or "?", place, self.day.words, self.sizes["days"])
        except BadInput as bad:
            self._refuse(str(bad).split("\n", 1)[0].split(": ", 2)[-1])
            return
        except ValueError as error:
            self._refuse(str(error).split("\n", 1)[0])
            return
        name = re.sub(r"[^\w]+", "_", self.title.words.strip().casefold()).strip("_")[:60] or "scenario"
        self.app.pop()
        self._taken(Draft(text, name))

    def _refuse(self, words: str) -> None:
        self.notice, self.app.dirty = words, True

    def turn(self, name: str, by: int) -> None:
        """More or fewer columns, rows or days."""
        most = 200 if name == "days" else LARGEST
        step = 5 if pygame.K_LSHIFT in self.app.held else 1
        self.sizes[name] = min(max(self.sizes[name] + by * step, 1 if name == "days" else 4), most)
        self.app.dirty = True

    def draw(self, sheet: Sheet) -> None:
        """Draw the lines and the numbers."""
        width = min(640, sheet.rect.width - 60)
        inner = width - 56
        told = wrapped(sheet.say("desk.new_told"), fonts.REGULAR, 12.6, inner)
        notice = wrapped(self.notice, fonts.REGULAR, 12.6, inner) if self.notice else []
        box = self.frame(sheet, sheet.say("desk.new_head"), width, 398 + 18 * (len(told) + len(notice)))
        x, y = box.x + 28, box.y + 34
        y = sheet.paragraph(sheet.say("desk.new_told"), x, y + 16, inner, size=12.6) + 12
        for name in self.entries:
            label = sheet.say(f"desk.new_{name}_label")
            sheet.text(label, x, y + 18, size=13, colour=palette.TEXT_SECOND)
            rect = pygame.Rect(x + 190, y, inner - 190, 36)
            self.line(sheet, name, rect)
            y += 46
        for name in self.sizes:
            on = name == "days" or not self.box.words.strip()
            ink = palette.TEXT_SECOND if on else palette.TEXT_THIRD
            sheet.text(sheet.say(f"desk.new_{name}"), x, y + 14, size=13, colour=ink)
            down, up = (functools.partial(self.turn, name, by) if on else None for by in (-1, 1))
            left = sheet.stepper(x + inner, y + 14, str(self.sizes[name]) if on else "–", 64, down, up)
            rect = pygame.Rect(left - 4, y, x + inner - left + 8, 28)
            self.controls.stop(sheet, name, rect, turn=functools.partial(self.turn, name) if on else None)
            y += 36
        for line in notice:
            sheet.text(line, x, y + 9, size=12.6, colour=palette.SUPPLY[2])
            y += 18
        go, no = sheet.say("desk.new_make"), sheet.say("desk.cancel")
        right = x + inner
        for name, label, act, cap in (("go", go, self.go, "Enter"), ("leave", no, self.app.pop, "Esc")):
            rect = pygame.Rect(0, box.bottom - 54, fonts.width(label, fonts.SEMIBOLD, palette.BODY) + 76, 36)
            rect.right = right
            self.button(sheet, name, rect, label, act, cap=cap, primary=name == "go")
            right = rect.left - 8


def edit_this(app: App, path: Path, text: str, name: str) -> None:
    """Edit the scenario of a battle: its file, or its text if that is gone."""
    try:
        draft = Draft.read(path)
    except BadInput:
        draft = Draft(text, name)
    app.restart(desk_of(app, draft))
