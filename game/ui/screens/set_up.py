"""The screen between the title and a battle: side, opponent, dice, points beforehand, seed; Enter begins as it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from game.rulebook import DICE_MODES
from game.scenario.load import Scenario
from game.state import HANDICAP
from game.ui import fonts, palette
from game.ui.controls import Controls
from game.ui.entry import Entry
from game.ui.screen import Screen
from game.ui.screens import battle_facts
from game.ui.screens.gallery import Gallery, filling
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet, wrapped

if TYPE_CHECKING:
    from game.ui.app import App

SIDES, OPPONENTS = ("ua", "ru", "both"), ("passive", "random", "greedy")
STEP, MOST = 50, 100_000
"""Tenths of points: by how much the handicap is changed, and how far it goes."""
LABEL = 128


@dataclass(frozen=True)
class Choice:
    """How a battle is to be played."""

    side: str = "ua"
    opponent: str = "greedy"
    dice: str = DICE_MODES[0]
    handicap: int = 0
    """Tenths of points that Ukraine has before the first day; negative for Russia's."""
    seed: int | None = None
    """The seed of the dice, or None for one nobody has chosen."""


class SetUp(Screen):
    """How the chosen battle is to be played."""

    def __init__(self, app: App, scenario: Scenario, gallery: Gallery, begin: Callable[[Choice], None]) -> None:
        super().__init__(app)
        self.scenario, self._gallery, self._begin = scenario, gallery, begin
        self.side, self.opponent, self.dice = SIDES[0], OPPONENTS[-1], scenario.rules.file.combat.dice
        self.standard = int(scenario.roster.terms[HANDICAP])
        self.handicap = self.standard
        self.seed = Entry(most=18, size=13.5, only="0123456789")
        self._scroll = Scroll()
        self.controls = Controls("start", self._scroll)
        self._picture: pygame.Surface | None = None

    # what can be done ------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin the battle as it is set up."""
        seed = int(self.seed.words) if self.seed.words else None
        self._begin(Choice(self.side, self.opponent, self.dice, self.handicap, seed))

    def turn(self, name: str, values: Sequence[str], step: int) -> None:
        """Choose the next value of a row, or the one before."""
        i = (values.index(getattr(self, name)) + step) % len(values)
        self.set(name, values[i])

    def set(self, name: str, value: str) -> None:
        """Choose a value."""
        setattr(self, name, value)
        self.app.dirty = True

    def give(self, steps: int) -> None:
        """Give Ukraine so many steps of points more beforehand."""
        self.handicap = min(max(self.handicap + steps * STEP, -MOST), MOST)

    def wants(self, event: pygame.event.Event) -> bool:
        """The keys of its controls are its own."""
        return True

    def handle(self, event: pygame.event.Event) -> None:
        """Choose by keys: Tab and arrows, and a letter for each row; Enter begins."""
        self.app.dirty = True
        self.seed.focused = self.controls.at == "seed"
        if event.type == pygame.MOUSEWHEEL:
            self._scroll.wheel(event.y)
        elif self.seed.handle(event):
            self.controls.at = "seed"
        elif event.type == pygame.MOUSEBUTTONDOWN:
            self.controls.at, self.controls.shown = "start", False
        elif not self.controls.handle(event) and event.type == pygame.KEYDOWN:
            self._key(event.key)

    def _key(self, key: int) -> None:
        """Answer a key that no control took."""
        if key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            self.start()
        elif key == pygame.K_ESCAPE:
            self.app.pop()
        elif key in (pygame.K_1, pygame.K_2, pygame.K_3):
            self.set("side", SIDES[key - pygame.K_1])
        elif key == pygame.K_o:
            self.turn("opponent", OPPONENTS, 1)
        elif key == pygame.K_d:
            self.turn("dice", DICE_MODES, 1)

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet) -> None:
        """Draw the battle on the left and the choices on the right."""
        sheet.fill(sheet.rect, palette.BAR)
        self.controls.begin()
        width, height = sheet.rect.size
        margin = 48 if width > 1200 else 28
        left = pygame.Rect(margin, 28, min(520, width * 2 // 5 - margin), height - 56)
        self._battle(sheet, left)
        right = pygame.Rect(left.right + margin, 28, width - left.right - 2 * margin, height - 56)
        foot = self._summary(sheet, right)
        area = pygame.Rect(right.x - 8, right.y, right.width + 16, foot - 12 - right.y)
        with sheet.within(area):
            top = self._scroll.begin(area, self._scroll.most + area.height)
            end = self._rows(sheet, right.x, top, right.width)
            self._scroll.begin(area, end - top)
            self._scroll.bar(sheet)
        self._buttons(sheet, right)

    def _battle(self, sheet: Sheet, area: pygame.Rect) -> None:
        """The map, the title and what the battle is about."""
        scenario, file = self.scenario, self.scenario.file
        title = getattr(file.title, sheet.language)
        about = getattr(file.about, sheet.language)
        words = len(wrapped(about, fonts.REGULAR, 12.8, area.width)) * 19 + len(
            wrapped(title, fonts.SEMIBOLD, 26, area.width)
        ) * 37 + 150  # fmt: skip
        frame = pygame.Rect(area.x, area.y, area.width, max(80, min(area.width * 3 // 4, area.height - words)))
        picture = self._gallery.pictures.get(scenario.id)
        size = sheet.px(frame).size
        if picture is not None:
            if self._picture is None or self._picture.get_size() != size:
                self._picture = filling(picture, size)
            sheet.blit(self._picture, frame)
        else:
            sheet.fill(frame, palette.WELL)
        y = frame.bottom + 14
        y = sheet.paragraph(title, area.x, y, area.width, size=26, weight=fonts.SEMIBOLD, colour=palette.TEXT)
        length = battle_facts.length(scenario, sheet.language)
        y = sheet.paragraph(length, area.x, y + 2, area.width, size=13, colour=palette.ACCENT) + 8
        for side, force in enumerate(battle_facts.forces(scenario, sheet.language)):
            sheet.box(pygame.Rect(area.x, y + 4, 5, 13), palette.SIDE_TEXT[side], 2)
            name = sheet.text(force.name, area.x + 14, y + 11, weight=fonts.SEMIBOLD)
            said = sheet.say("title.force", units=force.units, people=f"{force.people:,}".replace(",", "\u2009"))
            sheet.text(said, name.right + 8, y + 11, colour=palette.TEXT_SECOND)
            y += 22
        sheet.paragraph(about, area.x, y + 8, area.width, size=12.8)

    def _rows(self, sheet: Sheet, x: int, top: int, width: int) -> int:
        """The choices; the lower edge."""
        for name, values, cap in (("side", SIDES, "1 2 3"), ("opponent", OPPONENTS, "O"), ("dice", DICE_MODES, "D")):
            if name == "opponent" and self.side == "both":
                continue
            top = self._choices(sheet, name, values, cap, pygame.Rect(x, top, width, 0))
        top = self._given(sheet, x, top, width)
        top = self._seed(sheet, x, top, width)
        for name in ("fog", "bonus"):
            top = self._told(sheet, name, x, top, width)
        return top

    def _label(self, sheet: Sheet, name: str, x: int, top: int, cap: str = "") -> None:
        """The name of a row."""
        words = sheet.text(sheet.say(f"set_up.{name}"), x, top + 17, weight=fonts.SEMIBOLD)
        if cap and words.right + 46 < x + LABEL:
            sheet.cap(cap, x + LABEL - 8, top + 17)

    def _choices(self, sheet: Sheet, name: str, values: Sequence[str], cap: str, at: pygame.Rect) -> int:
        """A row of values side by side, and what the chosen one means; the lower edge."""
        x, top, chosen = at.x + LABEL, at.y, getattr(self, name)
        self._label(sheet, name, at.x, top, cap)
        room = at.width - LABEL
        each = (room - 6 * (len(values) - 1)) // len(values)
        for i, value in enumerate(values):
            rect = pygame.Rect(x + i * (each + 6), top, each, 34)
            sheet.button(rect, sheet.say(f"set_up.{name}_{value}"), lambda value=value: self.set(name, value),  # type: ignore[misc]
                         chosen=value == chosen)  # fmt: skip
        whole = pygame.Rect(x, top, room, 34)
        self.controls.stop(sheet, name, whole, None, lambda step: self.turn(name, values, step), True)
        return sheet.paragraph(sheet.say(f"set_up.{name}_{chosen}_means"), x, top + 40, room, size=12.4) + 16

    def _given(self, sheet: Sheet, x: int, top: int, width: int) -> int:
        """The points one side has before the first day; the lower edge."""
        self._label(sheet, "handicap", x, top)
        box = pygame.Rect(x + LABEL, top, 190, 34)
        for sign, step, left in (("–", -1, box.x), ("+", 1, box.right - 34)):
            sheet.button(pygame.Rect(left, top, 34, 34), sign, lambda step=step: self.give(step))  # type: ignore[misc]
        sheet.text(battle_facts.points(self.handicap), *box.center, size=15, weight=fonts.SEMIBOLD, anchor="centre")
        self.controls.stop(sheet, "handicap", box, None, self.give, True)
        forces = battle_facts.forces(self.scenario, sheet.language)
        means = sheet.say("set_up.handicap_means", side=forces[0].name, other=forces[1].name,
                          standard=battle_facts.points(self.standard))  # fmt: skip
        return sheet.paragraph(means, x + LABEL, top + 40, width - LABEL, size=12.4) + 16

    def _seed(self, sheet: Sheet, x: int, top: int, width: int) -> int:
        """The seed of the dice; the lower edge."""
        self._label(sheet, "seed", x, top)
        box = pygame.Rect(x + LABEL, top, 190, 34)
        self.seed.hint = sheet.say("set_up.seed_fresh")
        self.seed.focused = self.controls.at == "seed"
        self.seed.draw(sheet, box)
        self.controls.stop(sheet, "seed", box, listed=True)
        return sheet.paragraph(sheet.say("set_up.seed_means"), x + LABEL, top + 40, width - LABEL, size=12.4) + 16

    def _told(self, sheet: Sheet, name: str, x: int, top: int, width: int) -> int:
        """Something that is always so; the lower edge."""
        self._label(sheet, name, x, top - 8)
        return sheet.paragraph(sheet.say(f"set_up.{name}_means"), x + LABEL, top, width - LABEL, size=12.4) + 14

    def summary(self, sheet: Sheet) -> str:
        """The whole in one line."""
        sides = battle_facts.forces(self.scenario, sheet.language)
        if self.side == "both":
            who = sheet.say("set_up.sum_both")
        else:
            own, other = (0, 1) if self.side == "ua" else (1, 0)
            opponent = sheet.say(f"set_up.opponent_{self.opponent}")
            who = sheet.say("set_up.sum", side=sides[own].name, other=sides[other].name, opponent=opponent)
        return sheet.say("set_up.sum_dice", who=who, dice=sheet.say(f"set_up.dice_{self.dice}"),
                         points=battle_facts.points(self.handicap))  # fmt: skip

    def _summary(self, sheet: Sheet, area: pygame.Rect) -> int:
        """The whole in a line above the buttons; the upper edge."""
        words = self.summary(sheet)
        y = area.bottom - 52 - 19 * len(wrapped(words, fonts.MEDIUM, 13, area.width))
        sheet.line(area.x, y - 10, area.width)
        sheet.paragraph(words, area.x, y, area.width, size=13, weight=fonts.MEDIUM, colour=palette.TEXT)
        return y - 10

    def _buttons(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Begin, or back to the title."""
        go, back = sheet.say("set_up.start"), sheet.say("set_up.back")
        start = pygame.Rect(0, area.bottom - 42, fonts.width(go, fonts.SEMIBOLD, palette.BODY) + 130, 42)
        start.right = area.right
        away = pygame.Rect(area.x, start.y, fonts.width(back, fonts.SEMIBOLD, palette.BODY) + 70, 42)
        sheet.button(away, back, self.app.pop, cap="Esc")
        sheet.button(start, go, self.start, cap="Enter", primary=True)
        self.controls.stop(sheet, "start", start, self.start)
        self.controls.stop(sheet, "away", away, self.app.pop)
