"""The records of matches played: when, which battle, who played, how far; each can be watched or gone on with."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from game.diagnostics import BadInput
from game.rulebook import load_rules
from game.scenario.load import load_scenario, scenario_names
from game.state import SIDES
from game.ui import folder, fonts, palette
from game.ui.controls import Controls
from game.ui.screen import Screen
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet

if TYPE_CHECKING:
    from game.ui.app import App

MOST, TAIL, HEAD = 100, 4096, 400_000
ROW, MOST_WIDTH = 62, 900


@dataclass(frozen=True)
class Kept:
    """What a record says of itself in its first and last lines."""

    path: Path
    scenario: str
    played: datetime
    day: int
    players: dict[str, str]
    other_rules: bool
    """Whether it was made with rules that are not those of this game."""


def found() -> list[Kept]:
    """The records in the user's folder, the latest first; files that are no records are left out."""
    try:
        paths = sorted(folder.records().glob("*.jsonl"), key=lambda path: -path.stat().st_mtime)[:MOST]
    except OSError:
        return []
    digest = load_rules().digest
    return [kept for path in paths if (kept := _read(path, digest)) is not None]


def _read(path: Path, digest: str) -> Kept | None:
    """A record by its first and last lines; None if it is none."""
    try:
        with path.open("rb") as file:
            head = json.loads(file.readline(HEAD))
            file.seek(max(file.tell(), os.fstat(file.fileno()).st_size - TAIL))
            tail = file.read().decode("utf-8", "replace").split("\n")
        days = [day for line in map(_line, tail) if isinstance(day := line.get("day"), int)]
        players = {side: str(name)[:40] for side, name in head["players"].items()}
        name, rules = str(head["scenario"]["id"])[:60], head["rules"]
        other = rules["digest"] != digest and "text" not in rules
        return Kept(path, name, datetime.fromtimestamp(path.stat().st_mtime), days[-1] if days else 1, players, other)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _line(text: str) -> dict[str, object]:
    """A line as JSON, empty if it is none."""
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


class Records(Screen):
    """Lies over the title."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.records = found()
        self._titles = _titles()
        self._scroll = Scroll()
        self.controls = Controls("go 0", self._scroll)

    def go_on(self, record: Kept) -> None:
        """Go on with a match."""
        from game.ui.start import resuming

        self.app.replace(resuming(self.app, record.path))

    def watch(self, record: Kept) -> None:
        """Watch a match from its first day."""
        from game.ui.start import watching_record

        self.app.replace(watching_record(self.app, record.path))

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
        else:
            self.controls.handle(event)

    def draw(self, sheet: Sheet) -> None:
        """Draw the list."""
        sheet.fill(sheet.rect, palette.BAR)
        self.controls.begin()
        width = min(MOST_WIDTH, sheet.rect.width - 64)
        x = (sheet.rect.width - width) // 2
        sheet.text(sheet.say("records.head"), x, 46, size=26, weight=fonts.SEMIBOLD)
        back = sheet.say("records.back")
        close = pygame.Rect(0, 28, fonts.width(back, fonts.SEMIBOLD, palette.BODY) + 66, 36)
        close.right = x + width
        sheet.button(close, back, self.app.pop, cap="Esc")
        words = sheet.say("records.about" if self.records else "records.none", folder=folder.tilde(folder.records()))
        top = sheet.paragraph(words, x, 76, width, size=12.6) + 12
        area = pygame.Rect(x - 8, top, width + 20, sheet.rect.bottom - top - 16)
        with sheet.within(area):
            y = self._scroll.begin(area, len(self.records) * ROW)
            for i, record in enumerate(self.records):
                self._row(sheet, record, i, pygame.Rect(x, y + i * ROW, width, ROW - 8))
            self._scroll.bar(sheet)

    def _row(self, sheet: Sheet, record: Kept, i: int, rect: pygame.Rect) -> None:
        """One record."""
        sheet.box(rect, palette.PANEL, 7)
        title = self._titles.get(record.scenario, {}).get(sheet.language, record.scenario)
        name = sheet.text(title, rect.x + 16, rect.y + 18, size=14.5, weight=fonts.SEMIBOLD)
        day = sheet.say("records.day", day=record.day)
        sheet.text(day, name.right + 12, rect.y + 18, colour=palette.ACCENT)
        sides = ((sheet.word(f"side.{side}"), who) for side, who in record.players.items() if side in SIDES)
        players = " · ".join(f"{side}: {self._player(sheet, who)}" for side, who in sides)
        played = f"{record.played:%d.%m.%Y %H:%M}"
        sheet.text(f"{played} · {players}", rect.x + 16, rect.y + 38, size=12.2, colour=palette.TEXT_SECOND)
        right = rect.right - 10
        if record.other_rules:
            sheet.text(sheet.say("records.other_rules"), right, rect.centery, size=12.2, colour=palette.SUPPLY[2],
                       anchor="right")  # fmt: skip
            sheet.place(rect, None, sheet.say("records.other_rules_means"))
            return
        for key, act in (("watch", self.watch), ("go", self.go_on)):
            label = sheet.say(f"records.{key}")
            button = pygame.Rect(0, rect.y + 10, fonts.width(label, fonts.SEMIBOLD, palette.BODY) + 28, 34)
            button.right = right
            sheet.button(button, label, lambda act=act: act(record))  # type: ignore[misc]
            self.controls.stop(sheet, f"{key} {i}", button, lambda act=act: act(record), listed=True)  # type: ignore[misc]
            right = button.left - 8

    def _player(self, sheet: Sheet, who: str) -> str:
        """Who played a side, in words."""
        return sheet.say(f"records.{who}") if who in ("human", "greedy", "random", "passive") else who


def _titles() -> dict[str, dict[str, str]]:
    """Title of each battle that comes with the game, by language."""
    found = {}
    for name in scenario_names():
        try:
            title = load_scenario(name).file.title
        except BadInput:
            continue
        found[name] = {"en": title.en, "uk": title.uk}
    return found
