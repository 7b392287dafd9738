"""The result of a match: who won and why, the points, the ground and the losses; told when all is over [14.5]."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.chronicle import tenths
from game.hexes import HEX_KM2
from game.luck import luck_of
from game.match import Match
from game.rules.victory import points
from game.state import ASSAULTS, HANDICAP, OWNER, ROUNDS_FIRED, START_OWNER, UNITS_LOST
from game.ui import fonts, palette
from game.ui.screen import Screen
from game.ui.sheet import Act, Sheet
from game.ui.who_told import WhoTold
from game.view import lost

if TYPE_CHECKING:
    from game.ui.app import App
    from game.ui.battle import Battle

WIDTH, HEIGHT = 640, 522
ROW = 30


def account(match: Match) -> list[tuple[str, str, str]]:
    """The account of a match that is over: (key of the label, Ukraine's figure, Russia's figure)."""
    assert match.outcome is not None
    state, handicap = match.state, int(match.scenario.roster.terms[HANDICAP])
    won = [int(((state.hexes[:, OWNER] == s) & (state.hexes[:, START_OWNER] != s)).sum()) for s in (0, 1)]
    ua, ru = (int(points(match.fixed, state, s)) for s in (0, 1))
    rows = [
        ("points", tenths(ua + handicap), tenths(ru)),
        ("ground", f"{won[0] * HEX_KM2:.1f}", f"{won[1] * HEX_KM2:.1f}"),
        ("lost", str(lost(state, 0)), str(lost(state, 1))),
    ]
    for key, column in (("units", UNITS_LOST), ("assaults", ASSAULTS), ("rounds", ROUNDS_FIRED)):
        rows.append((key, str(int(state.sides[0, column])), str(int(state.sides[1, column]))))
    lucks = [luck_of(match.fights, s, False) for s in (0, 1)]
    ours, theirs = (f"{100 * luck.percentile:.0f} ({luck.z:+.1f})" for luck in lucks)
    rows.append(("luck", ours, theirs))
    return rows


class Result(Screen):
    """Lies over the battle that has ended."""

    over = True

    def __init__(self, app: App, battle: Battle) -> None:
        super().__init__(app)
        self._battle = battle
        self._rows = account(battle.match)

    def leave(self) -> None:
        """Go back to the title."""
        from game.ui.start import title

        self.app.restart(title(self.app))

    def again(self) -> None:
        """Play the match back."""
        self.app.pop()
        self._battle.turns.rewatch()

    def told(self) -> None:
        """Tell who told the truth when."""
        self.app.push(WhoTold(self.app, self._battle.match))

    def handle(self, event: pygame.event.Event) -> None:
        """Choose by key."""
        if event.type != pygame.KEYDOWN:
            return
        if event.key in (pygame.K_ESCAPE, pygame.K_m):
            self.app.pop()
        elif event.key == pygame.K_w:
            self.again()
        elif event.key == pygame.K_c:
            self.told()
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_t):
            self.leave()

    def draw(self, sheet: Sheet) -> None:
        """Draw who won, why, and the account."""
        sheet.fill(sheet.rect, (*palette.WELL, 150))
        box = pygame.Rect(0, 0, WIDTH, HEIGHT)
        box.center = sheet.rect.center
        outcome = self._battle.match.outcome
        assert outcome is not None
        colour = palette.SIDE_TEXT[outcome.winner] if outcome.winner >= 0 else palette.TEXT_SECOND
        sheet.box(box, palette.PANEL, 10, palette.LINE)
        sheet.box(pygame.Rect(box.x + 32, box.y + 30, 6, 50), colour, 3)
        x, right = box.x + 32, box.right - 32
        winner = sheet.word(f"outcome.{('ua', 'ru')[outcome.winner] if outcome.winner >= 0 else 'draw'}")
        sheet.text(winner, x + 20, box.y + 42, size=26, weight=fonts.SEMIBOLD)
        margin = sheet.say("result.margin", margin=f"{abs(outcome.margin) / 10:.1f}")
        reason = sheet.word(f"outcome.{outcome.reason}")
        sheet.text(f"{reason} · {margin}", x + 20, box.y + 71, size=14, colour=palette.TEXT_SECOND, most=right - x - 20)
        top = self._account(sheet, x, box.y + 104, right)
        self._battle_words(sheet, x, top + 12, right)
        self._buttons(sheet, x, box.bottom - 68, right)

    def _account(self, sheet: Sheet, x: int, top: int, right: int) -> int:
        """A row for every figure, a column for every side; the lower edge."""
        ends = right - 130, right
        for side, end in enumerate(ends):
            name = self._battle.situation.chronicle.side(side)
            sheet.text(name, end, top + 10, weight=fonts.SEMIBOLD, colour=palette.SIDE_TEXT[side], anchor="right")
        top += 24
        for key, *figures in self._rows:
            sheet.line(x, top, right - x)
            sheet.text(sheet.say(f"result.{key}"), x, top + ROW // 2 + 1, size=13.5, colour=palette.TEXT_SECOND,
                       most=ends[0] - 90 - x)  # fmt: skip
            for figure, end in zip(figures, ends, strict=True):
                sheet.text(figure, end, top + ROW // 2 + 1, size=15, weight=fonts.SEMIBOLD, anchor="right")
            top += ROW
        return top

    def _battle_words(self, sheet: Sheet, x: int, top: int, right: int) -> None:
        """The battle and its days."""
        scenario = self._battle.match.scenario
        title = getattr(scenario.file.title, sheet.language)
        handicap = tenths(int(scenario.roster.terms[HANDICAP]))
        words = sheet.say("result.battle", title=title, days=self._battle.match.turn)
        if scenario.roster.terms[HANDICAP]:
            words += " " + sheet.say("result.handicap", points=handicap)
        sheet.paragraph(words, x, top, right - x, size=12.5, colour=palette.TEXT_THIRD, lines=2)

    def _buttons(self, sheet: Sheet, x: int, top: int, right: int) -> None:
        """Watch again, hear who told the truth, look at the map, go to the title."""
        gap, width = 10, (right - x - 30) // 4
        choices: tuple[tuple[str, Act, str], ...] = (
            ("result.again", self.again, "W"), ("result.told", self.told, "C"), ("result.map", self.app.pop, "M"),
            ("result.title", self.leave, "Enter"),
        )  # fmt: skip
        for i, (key, act, cap) in enumerate(choices):
            rect = pygame.Rect(x + i * (width + gap), top, width, 40)
            sheet.button(rect, sheet.say(key), act, cap=cap, primary=cap == "Enter")
