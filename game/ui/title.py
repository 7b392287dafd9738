"""The title: the battles as cards, the side to play, and the way back into the match played last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from game.diagnostics import BadInput
from game.rulebook import DICE_MODES
from game.scenario.load import Scenario, load_scenario, scenario_names
from game.texts import LANGUAGES, say
from game.ui import folder, fonts, palette
from game.ui.camera import ZOOMS
from game.ui.screen import Screen
from game.ui.sheet import Sheet
from game.ui.task import Progress, Task

if TYPE_CHECKING:
    from game.ui.app import App

SIDES = ("ua", "ru", "both")
MARGIN, GAP = 56, 24
CARD_WIDTH, TEXT_HEIGHT = 420, 168
SCALE = ZOOMS[1]
_DIGITS = ((pygame.K_1, "ua"), (pygame.K_2, "ru"), (pygame.K_3, "both"))


class Gallery:
    """Small pictures of the maps, painted while the title is read."""

    def __init__(self, scenarios: list[Scenario]) -> None:
        self.pictures: dict[str, pygame.Surface] = {}
        self._scenarios = scenarios
        self._stopped = False
        self.task: Task[None] = Task(self._paint)

    def stop(self) -> None:
        """Paint no more."""
        self._stopped = True

    def _paint(self, progress: Progress) -> None:
        from game.ui.camera import Camera, size_px
        from game.ui.paint.map import MapPainter

        for scenario in self._scenarios:
            painter = MapPainter(scenario)
            camera = Camera(scenario.grid, size_px(painter.land.world, SCALE), ZOOMS.index(SCALE))
            for _ in painter.steps(SCALE):
                if self._stopped:
                    return
            picture = pygame.Surface(camera.size, 0, 32)
            painter.draw_ground(picture, camera, scenario.start)
            self.pictures[scenario.id] = picture


class Title(Screen):
    """The first screen."""

    def __init__(
        self, app: App, begin: Callable[[Scenario, str, str], None], resume: Callable[[Path], None], notice: str = ""
    ) -> None:
        super().__init__(app)
        self._begin, self._resume, self.notice = begin, resume, notice
        self.scenarios, self.broken = _scenarios()
        self.chosen, self.side, self.dice = 0, "ua", DICE_MODES[0]
        self.latest = folder.latest_record()
        self.gallery = Gallery(self.scenarios)
        self._shown = -1

    def tick(self, milliseconds: int) -> bool:
        """Show the pictures as they are painted."""
        painting = not self.gallery.task.over
        if len(self.gallery.pictures) != self._shown:
            self._shown = len(self.gallery.pictures)
            self.app.dirty = True
        return painting

    def handle(self, event: pygame.event.Event) -> None:
        """Choose with the keys."""
        if event.type != pygame.KEYDOWN:
            return
        if event.key in (pygame.K_LEFT, pygame.K_RIGHT):
            step = 1 if event.key == pygame.K_RIGHT else -1
            self.chosen = (self.chosen + step) % max(1, len(self.scenarios))
        elif event.key in (pygame.K_UP, pygame.K_DOWN, pygame.K_TAB):
            step = -1 if event.key == pygame.K_UP else 1
            self.side = SIDES[(SIDES.index(self.side) + step) % len(SIDES)]
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            self.start()
        elif event.key == pygame.K_r and self.latest is not None:
            self._resume(self.latest)
        elif event.key == pygame.K_l:
            self.speak(LANGUAGES[(LANGUAGES.index(self.app.language) + 1) % len(LANGUAGES)])
        elif event.key == pygame.K_d:
            self.throw()
        elif event.key == pygame.K_q:
            self.app.quit()
        for key, side in _DIGITS:
            if event.key == key:
                self.side = side

    def close(self) -> None:
        """Leave the pictures unpainted."""
        self.gallery.stop()

    def start(self) -> None:
        """Begin the chosen battle."""
        if self.scenarios:
            self._begin(self.scenarios[self.chosen], self.side, self.dice)

    def throw(self) -> None:
        """Choose the next mode of the dice."""
        self.dice = DICE_MODES[(DICE_MODES.index(self.dice) + 1) % len(DICE_MODES)]

    def speak(self, language: str) -> None:
        """Change the language."""
        self.app.language = language

    def choose(self, i: int) -> None:
        """Choose a battle."""
        self.chosen = i

    def take(self, side: str) -> None:
        """Choose the side to play."""
        self.side = side

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet) -> None:
        """Draw the title."""
        self._ground(sheet)
        width, height = sheet.rect.size
        top = 44 if height < 700 else 64
        sheet.text(sheet.say("title.name"), MARGIN, top, size=38, weight=fonts.SEMIBOLD)
        sheet.text(sheet.say("title.about"), MARGIN, top + 38, size=14.5, colour=palette.TEXT_SECOND)
        self._languages(sheet, width - MARGIN, top)
        foot = height - 150
        self._cards(sheet, pygame.Rect(MARGIN, top + 66, width - 2 * MARGIN, foot - 20 - (top + 66)))
        self._choices(sheet, pygame.Rect(MARGIN, foot, width - 2 * MARGIN, 60))
        self._foot(sheet, pygame.Rect(MARGIN, height - 66, width - 2 * MARGIN, 38))
        credit, room = sheet.say("title.credit"), width - 2 * MARGIN
        sheet.text(credit, MARGIN, height - 14, size=10.5, colour=palette.TEXT_THIRD, most=room)

    def _ground(self, sheet: Sheet) -> None:
        """The map of the chosen battle, dimmed, behind everything."""
        sheet.fill(sheet.rect, palette.BAR)
        picture = self.gallery.pictures.get(self.scenarios[self.chosen].id) if self.scenarios else None
        if picture is not None:
            sheet.surface.blit(_filling(picture, sheet.rect.size), (0, 0))
            sheet.fill(sheet.rect, (*palette.BAR, 216))

    def _languages(self, sheet: Sheet, right: int, y: int) -> None:
        """The switch between the languages."""
        for language in reversed(LANGUAGES):
            label = say(language, "ui.title.language")
            width = fonts.width(label, fonts.SEMIBOLD, palette.BODY) + 28
            rect = pygame.Rect(right - width, y - 16, width, 32)
            chosen = language == self.app.language
            sheet.button(rect, label, lambda language=language: self.speak(language), chosen=chosen)  # type: ignore[misc]
            right = rect.left - 8

    def _cards(self, sheet: Sheet, area: pygame.Rect) -> None:
        """The battles, as many as there is room for, the chosen one among them."""
        fit = max(1, (area.width + GAP) // (CARD_WIDTH // 2 + 130 + GAP))
        width = min(CARD_WIDTH + 60, (area.width - GAP * (fit - 1)) // fit)
        height = min(area.height, TEXT_HEIGHT + round(width * 0.62))
        first = max(0, min(self.chosen, len(self.scenarios) - fit))
        for place, i in enumerate(range(first, min(first + fit, len(self.scenarios)))):
            self._card(sheet, pygame.Rect(area.x + place * (width + GAP), area.y, width, height), i)

    def _card(self, sheet: Sheet, rect: pygame.Rect, i: int) -> None:
        """One battle: its map, its title, when and how long, what it is about."""
        scenario, language = self.scenarios[i], sheet.language
        chosen = i == self.chosen
        edge = palette.ACCENT if chosen else palette.TEXT_THIRD if sheet.hot(rect) else palette.LINE
        sheet.box(rect, palette.PANEL, 10, edge, 2 if chosen else 1)
        frame = pygame.Rect(rect.x + 10, rect.y + 10, rect.width - 20, rect.height - TEXT_HEIGHT)
        picture = self.gallery.pictures.get(scenario.id)
        if picture is not None:
            sheet.surface.blit(_filling(picture, frame.size), frame)
        else:
            sheet.fill(frame, palette.WELL)
            sheet.text(sheet.say("title.painting"), *frame.center, colour=palette.TEXT_THIRD, anchor="centre")
        x, y, width = rect.x + 18, frame.bottom + 22, rect.width - 36
        file = scenario.file
        sheet.text(getattr(file.title, language), x, y, size=19, weight=fonts.SEMIBOLD, most=width)
        facts = sheet.say("title.facts", days=file.calendar.turns, date=_dates(scenario, language),
                          units=len([c for c in scenario.units if c.formation >= 0]))  # fmt: skip
        sheet.text(facts, x, y + 25, colour=palette.ACCENT if chosen else palette.TEXT_SECOND, most=width)
        sheet.paragraph(getattr(file.about, language), x, y + 40, width, size=12, lines=5)
        sheet.place(rect, lambda: self.choose(i))

    def _choices(self, sheet: Sheet, area: pygame.Rect) -> None:
        """The side to play, and the button that begins."""
        sheet.head(sheet.say("title.side"), area.x, area.y + 4)
        x, widths = area.x, {"ua": 132, "ru": 132, "both": 172}
        for side in SIDES:
            rect = pygame.Rect(x, area.y + 18, widths[side], 42)
            chosen = side == self.side
            sheet.button(rect, sheet.say(f"title.side_{side}"), lambda side=side: self.take(side), chosen=chosen,  # type: ignore[misc]
                         tip=sheet.say("title.tip_both") if side == "both" else "")  # fmt: skip
            if side != "both":
                mark = pygame.Rect(rect.x + 8, rect.y + 11, 5, 20)
                sheet.box(mark, palette.SIDE_TEXT[SIDES.index(side)], 2)
            x = rect.right + 10
        dice = pygame.Rect(x + 14, area.y + 18, 186, 42)
        sheet.head(sheet.say("title.dice"), dice.x, area.y + 4)
        sheet.button(dice, sheet.say(f"title.dice_{self.dice}"), self.throw, cap="D", tip=sheet.say("title.tip_dice"))
        x = dice.right + 10
        start = pygame.Rect(area.right - 240, area.y + 18, 240, 42)
        if x + 20 > start.left:
            start.left, start.width = x + 10, area.right - x - 10
        sheet.button(start, sheet.say("title.start"), self.start if self.scenarios else None, cap="Enter", primary=True)

    def _foot(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Resume, quit, and what is being done or went wrong."""
        x = area.x
        if self.latest is not None:
            label, latest = sheet.say("title.resume"), self.latest
            width = fonts.width(label, fonts.SEMIBOLD, palette.BODY) + 66
            rect = pygame.Rect(x, area.y, width, 36)
            sheet.button(rect, label, lambda: self._resume(latest), cap="R", tip=folder.tilde(latest))
            x = rect.right + 16
        end = pygame.Rect(area.right - 110, area.y, 110, 36)
        sheet.button(end, sheet.say("title.quit"), self.app.quit, cap="Q")
        warming, room = self.app.warming, end.left - x - 20
        if self.notice or self.broken:
            words = " ".join(filter(None, (self.notice, *self.broken)))
            sheet.text(words.split("\n")[0], x, area.centery, colour=palette.SUPPLY[2], most=room)
        elif warming is not None and not warming.over and warming.total:
            label = sheet.say("title.compiling", done=warming.done, total=warming.total)
            rect = sheet.text(label, x, area.centery - 7, size=12, colour=palette.TEXT_SECOND, most=room)
            sheet.gauge(pygame.Rect(x, rect.bottom + 5, min(260, room), 5), warming.share, palette.ACCENT)
        else:
            sheet.text(sheet.say("title.memory"), x, area.centery, size=12, colour=palette.TEXT_THIRD, most=room)


def _scenarios() -> tuple[list[Scenario], list[str]]:
    """The battles that come with the game, the longest first, and what is wrong with others."""
    found, broken = [], []
    for name in scenario_names():
        try:
            found.append(load_scenario(name))
        except BadInput as bad:
            broken.append(str(bad).split("\n")[0])
    found.sort(key=lambda scenario: -scenario.grid.count)
    return found, broken


def _dates(scenario: Scenario, language: str) -> str:
    """The first and last day of a battle."""
    first, last = scenario.date(1), scenario.date(scenario.file.calendar.turns)
    month, year = say(language, f"month.m{last.month:02d}"), last.year
    if first.month == last.month:
        return say(language, "ui.title.dates", first=first.day, last=last.day, month=month, year=year)
    before = say(language, f"month.m{first.month:02d}")
    return say(language, "ui.title.dates", first=f"{first.day} {before}", last=last.day, month=month, year=year)


def _filling(picture: pygame.Surface, size: tuple[int, int]) -> pygame.Surface:
    """The middle of a picture, as large as it must be to fill a size."""
    scale = max(size[0] / picture.get_width(), size[1] / picture.get_height())
    part = pygame.Rect(0, 0, round(size[0] / scale), round(size[1] / scale))
    part.center = picture.get_rect().center
    return pygame.transform.smoothscale(picture.subsurface(part.clip(picture.get_rect())), size)
