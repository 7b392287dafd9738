"""The title: the battles as cards, and the ways to all other screens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from game.diagnostics import BadInput
from game.scenario.load import Scenario, load_scenario, scenario_names
from game.texts import LANGUAGES, say
from game.ui import folder, fonts, palette
from game.ui.screen import Screen
from game.ui.screens import battle_facts
from game.ui.screens.gallery import Gallery, filling
from game.ui.screens.ways import Ways
from game.ui.scroll import Scroll
from game.ui.sheet import Act, Sheet, wrapped

if TYPE_CHECKING:
    from game.ui.app import App

GAP = 20
CARD_LEAST, CARD_MOST = 320, 520
PICTURE_LEAST = 118
PAD = 16


class Title(Screen):
    """The first screen."""

    def __init__(
        self, app: App, choose: Callable[[Scenario], None], resume: Callable[[Path], None], notice: str = ""
    ) -> None:
        super().__init__(app)
        self._choose, self._resume, self.notice = choose, resume, notice
        self.scenarios, broken = _scenarios()
        self.notices = [words.split("\n")[0] for words in (notice, *broken) if words]
        self.chosen = 0
        self.latest = folder.latest_record()
        self.gallery = Gallery(self.scenarios)
        self.ways = Ways(app)
        self._scroll = Scroll()
        self._across = 1
        self._shown, self._follow = -1, False
        self._fitted: dict[tuple[str, tuple[int, int]], pygame.Surface] = {}

    def tick(self, milliseconds: int) -> bool:
        """Show the pictures as they are painted."""
        painting = not self.gallery.task.over
        if len(self.gallery.pictures) != self._shown:
            self._shown = len(self.gallery.pictures)
            self.app.dirty = True
        return painting

    def close(self) -> None:
        """Leave the pictures unpainted."""
        self.gallery.stop()

    # what can be done ------------------------------------------------------------------------------------------------

    def handle(self, event: pygame.event.Event) -> None:
        """Choose with the keys; the wheel scrolls the cards."""
        if event.type == pygame.MOUSEWHEEL:
            self._scroll.wheel(event.y)
            self.app.dirty = True
        if event.type != pygame.KEYDOWN:
            return
        steps = {pygame.K_LEFT: -1, pygame.K_RIGHT: 1, pygame.K_UP: -self._across,
                 pygame.K_DOWN: self._across}  # fmt: skip
        if event.key in steps:
            self.step(steps[event.key])
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            self.start()
        elif event.key == pygame.K_l:
            self.speak(LANGUAGES[(LANGUAGES.index(self.app.language) + 1) % len(LANGUAGES)])
        else:
            next((act() for _, key, act, _ in self._ways() if event.key == key), None)

    def start(self) -> None:
        """Go on with the chosen battle."""
        if self.scenarios:
            self._choose(self.scenarios[self.chosen])

    def step(self, by: int) -> None:
        """Choose another battle, as many cards further; up and down end at the first and the last row."""
        if abs(by) == 1:
            self.chosen = (self.chosen + by) % max(1, len(self.scenarios))
        elif 0 <= self.chosen + by < len(self.scenarios):
            self.chosen += by
        self._follow = True

    def choose(self, i: int) -> None:
        """Choose a battle; a second time goes on with it."""
        if self.chosen == i:
            self.start()
        self.chosen = i

    def speak(self, language: str) -> None:
        """Change the language."""
        self.app.change(language=language)

    def resume(self) -> None:
        """Go on with the match played last."""
        if self.latest is not None:
            self._resume(self.latest)

    def _ways(self) -> list[tuple[str, int, Act, str]]:
        """The ways to other screens: label, key, act, tip."""
        resume = [("title.resume", pygame.K_r, self.resume, folder.tilde(self.latest))] if self.latest else []
        return [
            *resume,
            ("title.records", pygame.K_w, self.ways.records, ""),
            ("desk.edit_way", pygame.K_d, self.ways.editor, ""),
            ("title.settings", pygame.K_s, self.ways.settings, ""),
            ("title.encyclopedia", pygame.K_e, self.ways.encyclopedia, ""),
            ("title.credits", pygame.K_c, self.ways.credits, ""),
            ("title.quit", pygame.K_q, self.app.quit, ""),
        ]

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet) -> None:
        """Draw the title."""
        self._ground(sheet)
        width, height = sheet.rect.size
        margin = 56 if width > 1200 else 32
        area = sheet.rect.inflate(-2 * margin, 0)
        top = self._head(sheet, area, 26 if height < 700 else 46)
        for notice in (*self.app.notices, *self.notices):
            top = sheet.paragraph(notice, area.x, top, area.width, size=12.6, colour=palette.SUPPLY[2]) + 6
        foot = self._foot(sheet, area)
        self._cards(sheet, pygame.Rect(area.x, top + 8, area.width, foot - 14 - (top + 8)))

    def _ground(self, sheet: Sheet) -> None:
        """The map of the chosen battle, dimmed, behind everything."""
        sheet.fill(sheet.rect, palette.BAR)
        if self.scenarios and self._map(sheet, self.scenarios[self.chosen], sheet.rect):
            sheet.fill(sheet.rect, (*palette.BAR, 224))

    def _map(self, sheet: Sheet, scenario: Scenario, rect: pygame.Rect) -> bool:
        """Draw the map of a battle so that it fills a rectangle; whether there is a picture yet."""
        picture = self.gallery.pictures.get(scenario.id)
        if picture is None:
            return False
        key = scenario.id, sheet.px(rect).size
        if key not in self._fitted:
            if len(self._fitted) > 4 * len(self.scenarios):
                self._fitted.clear()
            self._fitted[key] = filling(picture, key[1])
        sheet.blit(self._fitted[key], rect)
        return True

    def _head(self, sheet: Sheet, area: pygame.Rect, top: int) -> int:
        """Name, what this is, languages; the lower edge."""
        left = self._languages(sheet, area.right, top + 16)
        large = 38 if sheet.rect.height >= 700 else 30
        sheet.text(sheet.say("title.name"), area.x, top + 16, size=large, weight=fonts.SEMIBOLD)
        room = left - area.x - 24 if sheet.rect.height < 700 else area.width * 2 // 3
        bottom = sheet.paragraph(sheet.say("title.about"), area.x, top + 42, room, size=13.5)
        return bottom + 4

    def _languages(self, sheet: Sheet, right: int, y: int) -> int:
        """The switch between the languages; its left end."""
        for language in reversed(LANGUAGES):
            label = say(language, "ui.title.language")
            width = fonts.width(label, fonts.SEMIBOLD, palette.BODY) + 28
            rect = pygame.Rect(right - width, y - 16, width, 32)
            chosen = language == self.app.language
            sheet.button(rect, label, lambda language=language: self.speak(language), chosen=chosen)  # type: ignore[misc]
            right = rect.left - 8
        return right

    def _cards(self, sheet: Sheet, area: pygame.Rect) -> None:
        """All battles in rows that can be scrolled; what lies below is said."""
        self._across = max(1, min(len(self.scenarios), (area.width + GAP) // (CARD_LEAST + GAP)))
        width = min(CARD_MOST, (area.width - 10 - GAP * (self._across - 1)) // self._across)
        rows = [range(i, min(i + self._across, len(self.scenarios))) for i in range(0, len(self.scenarios), self._across)]
        words = max((self._words_height(sheet, s, width) for s in self.scenarios), default=0)
        spare = area.height - words - 2
        picture = max(PICTURE_LEAST, min(spare, width) if len(rows) == 1 else min(spare - 60, width // 2))
        tall = picture + words
        with sheet.within(area.inflate(8, 4)):
            top = self._scroll.begin(area, len(rows) * (tall + GAP) - GAP)
            if self._follow and self.scenarios:
                row = self.chosen // self._across
                self._scroll.show(pygame.Rect(area.x, top + row * (tall + GAP), width, tall))
                self._follow, top = False, area.y - self._scroll.at
            for r, row_of in enumerate(rows):
                for c, i in enumerate(row_of):
                    rect = pygame.Rect(area.x + c * (width + GAP), top + r * (tall + GAP), width, tall)
                    if rect.bottom > area.top and rect.top < area.bottom:
                        self._card(sheet, rect, i, picture)
            self._scroll.bar(sheet)
        below = sum(top + r * (tall + GAP) + tall // 2 > area.bottom for r in range(len(rows)) for _ in rows[r])
        if below:
            label = sheet.say("title.more", battles=below)
            rect = pygame.Rect(0, area.bottom + 6, fonts.width(label, fonts.SEMIBOLD, palette.BODY) + 52, 28)
            rect.right = area.right
            sheet.button(rect, label, lambda: self.step(self._across), cap="↓")

    def _words_height(self, sheet: Sheet, scenario: Scenario, width: int) -> int:
        """How high the words of a card are."""
        room, file = width - 2 * PAD, scenario.file
        name = len(wrapped(getattr(file.title, sheet.language), fonts.SEMIBOLD, 18, room))
        about = len(wrapped(getattr(file.about, sheet.language), fonts.REGULAR, 12, room))
        facts = len(wrapped(battle_facts.length(scenario, sheet.language), fonts.REGULAR, 12.8, room))
        ahead = len(wrapped(battle_facts.handicap(scenario, sheet.language), fonts.REGULAR, 12, room))
        return 12 + 26 * name + 19 * facts + 6 + 2 * 20 + 18 * ahead + 8 + 18 * about + 14

    def _card(self, sheet: Sheet, rect: pygame.Rect, i: int, picture: int) -> None:
        """One battle: its map, its title, when and how long, the sides, what it is about."""
        scenario, language = self.scenarios[i], sheet.language
        chosen, file = i == self.chosen, scenario.file
        edge = palette.ACCENT if chosen else palette.TEXT_THIRD if sheet.hot(rect) else palette.LINE
        sheet.box(rect, palette.PANEL, 10, edge, 2 if chosen else 1)
        frame = pygame.Rect(rect.x + 8, rect.y + 8, rect.width - 16, picture - 8)
        if not self._map(sheet, scenario, frame):
            sheet.fill(frame, palette.WELL)
            sheet.text(sheet.say("title.painting"), *frame.center, colour=palette.TEXT_THIRD, anchor="centre")
        if scenario.id == battle_facts.LESSON:
            label = sheet.say("title.lesson")
            tag = pygame.Rect(frame.x + 8, frame.y + 8, fonts.width(label, fonts.SEMIBOLD, 12) + 20, 26)
            sheet.box(tag, palette.ACCENT, 6)
            sheet.text(label, *tag.center, size=12, weight=fonts.SEMIBOLD, colour=palette.ACCENT_INK, anchor="centre")
        x, y, room = rect.x + PAD, rect.y + picture + 12, rect.width - 2 * PAD
        look = {"size": 18, "weight": fonts.SEMIBOLD, "colour": palette.TEXT}
        y = sheet.paragraph(getattr(file.title, language), x, y, room, **look)  # type: ignore[arg-type]
        colour = palette.ACCENT if chosen else palette.TEXT_SECOND
        y = sheet.paragraph(battle_facts.length(scenario, language), x, y, room, size=12.8, colour=colour) + 6
        for side, force in enumerate(battle_facts.forces(scenario, language)):
            sheet.box(pygame.Rect(x, y + 4, 5, 12), palette.SIDE_TEXT[side], 2)
            name = sheet.text(force.name, x + 13, y + 10, size=12.4, weight=fonts.SEMIBOLD)
            said = sheet.say("title.force", units=force.units, people=f"{force.people:,}".replace(",", "\u2009"))
            sheet.text(said, name.right + 8, y + 10, size=12.4, colour=palette.TEXT_SECOND)
            y += 20
        ahead = battle_facts.handicap(scenario, language)
        y = sheet.paragraph(ahead, x, y, room, size=12, colour=palette.TEXT_THIRD) + 8
        sheet.paragraph(getattr(file.about, language), x, y, room, size=12)
        sheet.place(rect, lambda: self.choose(i))

    def _foot(self, sheet: Sheet, area: pygame.Rect) -> int:
        """The ways to other screens, the button that goes on, and what is being compiled; the upper edge."""
        credit, memory = sheet.say("title.credit"), sheet.say("title.memory")
        lines = len(wrapped(credit, fonts.REGULAR, 10.5, area.width))
        y = sheet.rect.bottom - 12 - 15 * lines
        sheet.paragraph(credit, area.x, y, area.width, size=10.5, colour=palette.TEXT_THIRD)
        y -= 48
        go = sheet.say("title.start")
        start = pygame.Rect(0, y, fonts.width(go, fonts.SEMIBOLD, palette.BODY) + 110, 40)
        start.right = area.right
        sheet.button(start, go, self.start if self.scenarios else None, cap="Enter", primary=True)
        ways = [(sheet.say(key), chr(code).upper(), act, tip) for key, code, act, tip in self._ways()]
        widths = [fonts.width(label, fonts.SEMIBOLD, palette.BODY) + 52 for label, *_ in ways]
        fits = sum(widths) + 8 * len(ways) < start.left - area.x
        rows = [range(len(ways))] if fits else [range(3, len(ways)), range(3)]
        for k, row in enumerate(rows):
            x = area.x
            for i in row:
                label, cap, act, tip = ways[i]
                sheet.button(pygame.Rect(x, y - 44 * k, widths[i], 38), label, act, cap=cap, tip=tip)
                x += widths[i] + 8
        y -= 44 * (len(rows) - 1)
        return self._warming(sheet, area, y, memory)

    def _warming(self, sheet: Sheet, area: pygame.Rect, y: int, memory: str) -> int:
        """How far the compiling is, or what the game is about; the upper edge."""
        warming = self.app.warming
        if warming is not None and not warming.over and warming.total:
            label = sheet.say("title.compiling", done=warming.done, total=warming.total)
            rect = sheet.text(label, area.x, y - 20, size=12, colour=palette.TEXT_SECOND)
            sheet.gauge(pygame.Rect(rect.right + 14, y - 22, 200, 5), warming.share, palette.ACCENT)
        else:
            sheet.text(memory, area.x, y - 20, size=12, colour=palette.TEXT_THIRD)
        return y - 34


def _scenarios() -> tuple[list[Scenario], list[str]]:
    """The battles that come with the game, the lesson first, then the longest, and what is wrong with others."""
    found, broken = [], []
    for name in scenario_names():
        try:
            found.append(load_scenario(name))
        except BadInput as bad:
            broken.append(str(bad).split("\n")[0])
    found.sort(key=lambda scenario: (scenario.id != battle_facts.LESSON, -scenario.grid.count))
    return found, broken
