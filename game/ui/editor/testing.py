"""Play from here: a battle on the draft as it stands, unsaved text included, and back to the same place of the desk.

A test is not recorded, leaves no match in the list, and may be looked at without the fog.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from game.diagnostics import BadInput
from game.state import NOBODY, SIDES
from game.ui import fonts, palette
from game.ui.history.timeline import Timeline
from game.ui.screens.waiting import Waiting
from game.ui.sheet import Sheet
from game.ui.start import HUMAN, prepared
from game.ui.table.told import BAD

if TYPE_CHECKING:
    from game.scenario.load import Scenario
    from game.ui.app import App
    from game.ui.editor.desk import Desk
    from game.ui.start import Game
    from game.ui.table.battle import Battle
    from game.ui.task import Progress

CHOICES = ("ua", "ru", "both", "none")
"""Which side is played by who tests: one, both, or none."""
PLAYER = "greedy"
SEED = 1
"""The dice of every test are the same, so that what differs is what was edited."""


@dataclass(frozen=True)
class Wanted:
    """What is to be tested."""

    side: str = "ua"
    """One of CHOICES."""
    day: int = 1
    """The day at whose dawn it begins; before, the computer plays both sides."""
    seen: bool = False
    """Whether it begins without the fog."""


def begin(desk: Desk, wanted: Wanted) -> None:
    """Wait for the test, then show it over the desk; a scenario with errors leads to the first of them instead."""
    app, window, language = desk.app, (desk.app.size, desk.app.factor), desk.app.language
    file, name, text, camera = desk.draft.file, desk.draft.name, desk.draft.text, copy.copy(desk.camera)

    def work(progress: Progress) -> Game:
        from game.match import Match

        scenario = scenario_of(file, name, text)
        match = Match(scenario, SEED)
        play_to(match, wanted.day, progress)
        players = {side: HUMAN if wanted.side in (side, "both") else PLAYER for side in SIDES}
        game = prepared(match, players, None, False, window, language, progress, stored=False)
        game.test, game.camera = Test(desk, wanted), camera
        return game

    app.push(Waiting(app, "editor_test.waiting", work, lambda game: _show(app, game), lambda error: _failed(desk, error)))


def scenario_of(file: str, name: str, text: str) -> Scenario:
    """The scenario of a text. Raises BadInput with everything wrong with it."""
    from game.documents import parse
    from game.scenario.load import build

    document = parse(file, text)
    scenario = build(document, name)
    document.raise_errors()
    assert scenario is not None
    return scenario


def play_to(match: Match, day: int, progress: Progress = lambda done, total: None) -> None:  # type: ignore[name-defined] # noqa: F821
    """Let the computer play both sides to the dawn of a day, or to the end if that comes first."""
    from game.ai.players import load_player, play_half_turn

    player = load_player(PLAYER, SEED)
    while match.outcome is None and match.turn < day:
        play_half_turn(match, player)
        progress(match.turn, day + 1)


def _show(app: App, game: Game) -> None:
    """Show the battle in place of the screen that waited."""
    from game.ui.table.battle import Battle

    app.replace(Battle(app, game))


def _failed(desk: Desk, error: Exception) -> None:
    """Back to the desk, and to what keeps the scenario from being played."""
    desk.app.pop()
    if not isinstance(error, BadInput):
        desk.tell_note(f"{type(error).__name__}: {error}", BAD)
        return
    errors = [problem for problem in error.problems if problem.severity == "error"]
    lead_to(desk, len(errors), errors[0].line, errors[0].column)


def lead_to(desk: Desk, errors: int, line: int, column: int) -> None:
    """Say why the scenario cannot be played, and go to a problem: the map, the form and the list."""
    desk.tell_note(desk.say("editor_test.broken", errors=errors), BAD)
    there = [(problem.line, problem.column) for problem in desk.checking.problems]
    if (line, column) in there:
        desk.foot.go(there.index((line, column)))
    else:
        desk.foot.show_text(line, column)


class Test:
    """What a battle knows of being a test."""

    __test__ = False

    def __init__(self, desk: Desk, wanted: Wanted) -> None:
        self.desk, self.wanted = desk, wanted
        self._begun = False
        self.name = desk.draft.path.name if desk.draft.path is not None else desk.draft.name

    def back(self, notice: str = "") -> None:
        """Leave the battle and what lies over it for the desk, which is as it was."""
        while self.desk.app.screen is not self.desk:
            self.desk.app.pop()
        if notice:
            self.desk.tell_note(notice, BAD)

    def taken_over(self, battle: Battle) -> None:
        """Who tests has the half-turn: the first time the fog is lifted, if that was wanted."""
        if not self._begun:
            self._begun = True
            if self.wanted.seen:
                self.see_all(battle)

    def sees_all(self, battle: Battle) -> bool:
        """Whether the fog is lifted now."""
        return isinstance(battle.mode, Timeline) and battle.mode.viewer == NOBODY

    def see_all(self, battle: Battle) -> None:
        """Lift the fog from the present moment, or let it down again; while it is lifted no order is given."""
        if isinstance(battle.mode, Timeline):
            lifted = self.sees_all(battle)
            if lifted:
                battle.turns.come_back()
            else:
                battle.mode.show_as(NOBODY)
            return
        battle.turns.look_back()
        if isinstance(battle.mode, Timeline):
            battle.mode.show_as(NOBODY)
        else:
            battle.tell_note(battle.say("editor_test.not_now"), BAD)

    def draw(self, sheet: Sheet, battle: Battle, area: pygame.Rect) -> None:
        """The strip under the bar: what is tested, and the way back."""
        sheet.fill(area, palette.blend(palette.BAR, palette.ACCENT, 0.16))
        sheet.line(area.x, area.bottom - 1, area.width)
        y, right = area.centery, area.right - 14
        for key, cap, act, chosen in (
            ("back", "F10", self.back, False),
            ("see_all", "F9", lambda: self.see_all(battle), self.sees_all(battle)),
        ):
            label = sheet.say(f"editor_test.{key}")
            width = fonts.width(label, fonts.SEMIBOLD, palette.BODY) + fonts.width(cap, fonts.BOLD, 10) + 42
            rect = pygame.Rect(right - width, area.y + 3, width, area.height - 6)
            sheet.button(rect, label, act, cap=cap, chosen=chosen)
            right = rect.left - 8
        dot = sheet.text("▶", area.x + 14, y, size=11, colour=palette.ACCENT)
        words = sheet.say("editor_test.strip", file=self.name)
        sheet.text(words, dot.right + 8, y, weight=fonts.SEMIBOLD, most=right - dot.right - 16)
