"""The result of a match: who won and why, the points, the ground and the losses; told when all is over [14.5]."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.chronicle import tenths
from game.hexes import HEX_KM2
from game.luck import luck_of
from game.match import Match
from game.rules.victory import points
from game.state import (
    ASSAULTS,
    CLAIMS_FALSE,
    CLAIMS_MADE,
    DRONES_LOST,
    HANDICAP,
    OWNER,
    ROUNDS_FIRED,
    START_OWNER,
    UNITS_LOST,
)  # fmt: skip
from game.ui import fonts, palette
from game.ui.screen import Screen
from game.ui.screens import in_fact
from game.ui.screens.who_told import WhoTold
from game.ui.sheet import Act, Sheet, wrapped
from game.view import lost

if TYPE_CHECKING:
    from game.ui.app import App
    from game.ui.table.battle import Battle

WIDTH = 660
ROW, BUTTON, GAP, SMALL = 25, 38, 8, 12.5


_COUNTED = (
    ("units", UNITS_LOST), ("drones", DRONES_LOST), ("assaults", ASSAULTS), ("rounds", ROUNDS_FIRED),
)  # fmt: skip


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
    for key, column in _COUNTED:
        rows.append((key, str(int(state.sides[0, column])), str(int(state.sides[1, column]))))
    made, false = ([str(int(state.sides[s, column])) for s in (0, 1)] for column in (CLAIMS_MADE, CLAIMS_FALSE))
    rows.append(("claims", *(f"{m} / {f}" for m, f in zip(made, false, strict=True))))  # type: ignore[arg-type]
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
        """Go back to the title, or to the desk from which this was a test."""
        self._battle.turns.leave()

    def again(self) -> None:
        """Play the match back."""
        self.app.pop()
        self._battle.turns.look_back(0, playing=True)

    def told(self) -> None:
        """Tell who told the truth when."""
        self.app.push(WhoTold(self.app, self._battle.match))

    def charts(self) -> None:
        """Show the match in figures."""
        from game.ui.screens.charts import Charts

        self.app.push(Charts(self.app, self._battle.match))

    def in_fact(self) -> None:
        """Tell what was in fact, and which events happened."""
        if in_fact.is_there(self._battle.match):
            self.app.push(in_fact.InFact(self.app, self._battle.match))

    def save(self) -> None:
        """Write the report."""
        from game.ui.history.report import saving

        self.app.push(saving(self.app, self._battle.match))

    def handle(self, event: pygame.event.Event) -> None:
        """Choose by key."""
        if event.type != pygame.KEYDOWN:
            return
        if event.key in (pygame.K_ESCAPE, pygame.K_m):
            self.app.pop()
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_t):
            self.leave()
        else:
            acts = {pygame.K_w: self.again, pygame.K_c: self.told, pygame.K_g: self.charts, pygame.K_s: self.save,
                    pygame.K_f: self.in_fact}  # fmt: skip
            acts.get(event.key, lambda: None)()

    def draw(self, sheet: Sheet) -> None:
        """Draw who won, why, and the account."""
        sheet.fill(sheet.rect, (*palette.WELL, 150))
        words = self._words(sheet)
        under = 18 * len(wrapped(words, fonts.REGULAR, SMALL, WIDTH - 64))
        below = (2 + in_fact.is_there(self._battle.match)) * (BUTTON + GAP)
        box = pygame.Rect(0, 0, WIDTH, 100 + 24 + ROW * len(self._rows) + 12 + under + 14 + below + 14)
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
        top = self._account(sheet, x, box.y + 100, right)
        sheet.paragraph(words, x, top + 12, right - x, size=SMALL, colour=palette.TEXT_THIRD)
        self._buttons(sheet, x, box.bottom - 14 - below, right)

    def _account(self, sheet: Sheet, x: int, top: int, right: int) -> int:
        """A row for every figure, a column for every side; the lower edge."""
        ends = right - 130, right
        for side, end in enumerate(ends):
            name = self._battle.situation.chronicle.side(side)
            sheet.text(name, end, top + 10, weight=fonts.SEMIBOLD, colour=palette.SIDE_TEXT[side], anchor="right")
        top += 24
        for key, *figures in self._rows:
            sheet.line(x, top, right - x)
            sheet.text(sheet.say(f"result.{key}"), x, top + ROW // 2 + 1, size=13, colour=palette.TEXT_SECOND,
                       most=ends[0] - 80 - x)  # fmt: skip
            for figure, end in zip(figures, ends, strict=True):
                sheet.text(figure, end, top + ROW // 2 + 1, size=15, weight=fonts.SEMIBOLD, anchor="right")
            top += ROW
        return top

    def _words(self, sheet: Sheet) -> str:
        """The battle and its days."""
        scenario = self._battle.match.scenario
        title = getattr(scenario.file.title, sheet.language)
        words = sheet.say("result.battle", title=title, days=self._battle.match.turn)
        if scenario.roster.terms[HANDICAP]:
            words += " " + sheet.say("result.handicap", points=tenths(int(scenario.roster.terms[HANDICAP])))
        return words

    def _buttons(self, sheet: Sheet, x: int, top: int, right: int) -> None:
        """What was in fact; watch again, who told the truth, the figures, the report, the map, the title."""
        if in_fact.is_there(self._battle.match):
            rect = pygame.Rect(x, top, right - x, BUTTON)
            sheet.button(rect, sheet.say("result.in_fact"), self.in_fact, cap="F")
            top += BUTTON + GAP
        width = (right - x - 2 * GAP) // 3
        choices: tuple[tuple[str, Act, str], ...] = (
            ("again", self.again, "W"), ("told", self.told, "C"), ("charts", self.charts, "G"),
            ("save", self.save, "S"), ("map", self.app.pop, "M"), ("title", self.leave, "Enter"),
        )  # fmt: skip
        for i, (key, act, cap) in enumerate(choices):
            rect = pygame.Rect(x + i % 3 * (width + GAP), top + i // 3 * (BUTTON + GAP), width, BUTTON)
            tested = key == "title" and self._battle.game.test is not None
            label = sheet.say("editor_test.back" if tested else f"result.{key}")
            sheet.button(rect, label, act, cap=cap, primary=cap == "Enter")
