"""Play from here: who plays a new match that begins at an earlier moment of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.history import Moment
from game.state import SIDES
from game.ui import fonts, palette
from game.ui.screen import Screen
from game.ui.sheet import Sheet, wrapped
from game.ui.start import HUMAN, branching, title

if TYPE_CHECKING:
    from game.ui.app import App
    from game.ui.table.battle import Battle

WIDTH, PAD, CHOICE = 560, 30, 38
CHOICES = ("ua", "ru", "both", "none")
OPPONENT = "greedy"


class Branching(Screen):
    """Asks which sides people play; while the other match runs, only those that people play in it."""

    over = True

    def __init__(self, app: App, battle: Battle, moment: Moment) -> None:
        super().__init__(app)
        self._battle, self._moment = battle, moment
        people = battle.game.people
        free = battle.match.outcome is not None or (bool(battle.game.watched) and not people)
        own = "both" if len(people) == 2 else SIDES[battle.side]
        self.allowed = CHOICES if free else (own,)
        self.chosen = own if own in self.allowed else self.allowed[0]

    def choose(self, choice: str) -> None:
        """Let people play one side, both or none."""
        if choice in self.allowed:
            self.chosen = choice

    def begin(self) -> None:
        """Begin the new match; the other's record is whole and can be gone on with."""
        human = SIDES if self.chosen == "both" else (self.chosen,)
        players = {side: HUMAN if side in human else OPPONENT for side in SIDES}
        recorder = self._battle.game.keeper.recorder
        origin = recorder.path.name if recorder is not None else self._battle.game.watched
        self.app.restart(title(self.app))
        self.app.push(branching(self.app, self._battle.match, self._moment.orders, players, origin))

    def handle(self, event: pygame.event.Event) -> None:
        """Choose by number or arrow, begin, or leave."""
        if event.type != pygame.KEYDOWN:
            return
        if event.key == pygame.K_ESCAPE:
            self.app.pop()
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            self.begin()
        elif event.key in (pygame.K_UP, pygame.K_DOWN):
            by = 1 if event.key == pygame.K_DOWN else -1
            self.choose(self.allowed[(self.allowed.index(self.chosen) + by) % len(self.allowed)])
        elif pygame.K_1 <= event.key <= pygame.K_4:
            self.choose(CHOICES[event.key - pygame.K_1])

    def _sentences(self, sheet: Sheet) -> list[str]:
        """What playing from here means."""
        moment, chronicle = self._moment, self._battle.situation.chronicle
        side = chronicle.side(moment.side) if moment.orders else ""
        when = sheet.say("branch.when", day=moment.turn, side=side) if moment.orders else sheet.say("branch.dawn")
        told = [when, sheet.say("branch.dice"), sheet.say("branch.record")]
        if self._battle.match.outcome is None and not self._battle.game.watched:
            told.append(sheet.say("branch.seat" if len(self._battle.game.people) == 2 else "branch.running"))
        return told

    def draw(self, sheet: Sheet) -> None:
        """Draw the question, what it means, and the choices."""
        sheet.fill(sheet.rect, (*palette.WELL, 150))
        inner = WIDTH - 2 * PAD
        told = self._sentences(sheet)
        lines = sum(len(wrapped(words, fonts.REGULAR, palette.BODY, inner)) for words in told)
        height = 74 + 19 * lines + 8 * len(told) + (CHOICE + 6) * len(CHOICES) + 70
        box = pygame.Rect(0, 0, WIDTH, height)
        box.center = sheet.rect.center
        sheet.box(box, palette.PANEL, 10, palette.LINE)
        x, top = box.x + PAD, box.y + 60
        sheet.text(sheet.say("timeline.branch"), x, box.y + 34, size=19, weight=fonts.SEMIBOLD)
        for words in told:
            top = sheet.paragraph(words, x, top, inner) + 8
        top += 6
        for i, choice in enumerate(CHOICES):
            rect = pygame.Rect(x, top, inner, CHOICE)
            allowed = choice in self.allowed
            sheet.button(rect, sheet.say(f"branch.{choice}"), (lambda c=choice: self.choose(c)) if allowed else None,  # type: ignore[misc]
                         cap=str(i + 1), chosen=choice == self.chosen,
                         tip="" if allowed else sheet.say("branch.not_now"))  # fmt: skip
            top += CHOICE + 6
        half = (inner - 10) // 2
        sheet.button(pygame.Rect(x, top + 14, half, 40), sheet.say("branch.leave"), self.app.pop, cap="Esc")
        sheet.button(pygame.Rect(x + half + 10, top + 14, half, 40), sheet.say("branch.begin"), self.begin, cap="Enter",
                     primary=True)  # fmt: skip
