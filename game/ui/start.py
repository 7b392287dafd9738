"""Beginning and resuming: what must be read, compiled and painted before a battle can be shown."""

from __future__ import annotations

import contextlib
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from game.diagnostics import BadInput
from game.scenario.draft import Draft
from game.scenario.handicap import with_handicap
from game.scenario.load import Scenario
from game.state import SIDES
from game.texts import say
from game.ui import folder
from game.ui.screen import Screen
from game.ui.screens.set_up import Choice, SetUp
from game.ui.screens.title import Title
from game.ui.screens.waiting import Waiting
from game.ui.task import Progress, Task

if TYPE_CHECKING:
    from game.ai.players import Player
    from game.match import Match, Step
    from game.record import Record, Recorder
    from game.ui.app import App
    from game.ui.editor.testing import Test
    from game.ui.paint.map import MapPainter
    from game.ui.table.camera import Camera

HUMAN = "human"
OTHER_RULES = ("R407", "R410")
"""Codes of what keeps a record from being gone on with, but not from being looked at."""
PAINT_MS = 40


class Keeper:
    """Records the match as it is played, if it has a path; a disk that refuses ends the record, not the match."""

    def __init__(self, path: Path | None, match: Match, players: dict[str, str], resume: bool) -> None:
        from game.record import Recorder

        self.recorder: Recorder | None = None
        if path is None:
            return
        with contextlib.suppress(OSError):
            self.recorder = Recorder(path, match, players, resume=resume)
        match.listeners.append(self)

    def __call__(self, what: str, step: Step) -> None:
        """Write down what happened."""
        if self.recorder is not None:
            try:
                self.recorder(what, step)
            except OSError:
                self.close()

    def close(self) -> None:
        """Write no more."""
        recorder, self.recorder = self.recorder, None
        if recorder is not None:
            with contextlib.suppress(OSError):
                recorder.close()


@dataclass
class Game:
    """A match with everything it is played with."""

    match: Match
    players: dict[int, Player]
    """Side -> the computer player that plays it."""
    keeper: Keeper
    painter: MapPainter
    camera: Camera
    watched: str = ""
    """Name of the record that is looked at and not played on; empty if the match is played."""
    notice: str = ""
    """What must be said about it first."""
    test: Test | None = None
    """What it knows of being a test of a draft; None if it is a match."""

    @property
    def people(self) -> list[int]:
        """The sides that people play."""
        return [side for side in range(len(SIDES)) if side not in self.players]

    def record_failed(self) -> bool:
        """Whether the match is not being recorded any more."""
        return self.keeper.recorder is None


def warm() -> Task[None]:
    """Begin to compile what is not compiled yet."""

    def work(progress: Progress) -> None:
        from game.ai.warm import warm_up

        warm_up(progress)

    return Task(work)


def first_screen(
    app: App, scenario: Scenario | None, side: str, ai: str, seed: int, resume: Path | None, dice: str | None = None,
    watch: Path | None = None, edit: Path | None = None,
) -> Screen:  # fmt: skip
    """The title, or the way into the battle, the record or the scenario to be edited that was asked for.

    Raises BadInput if the record is none.
    """
    if edit is not None:
        from game.ui.editor.opening import desk_of

        return desk_of(app, Draft.read(edit))
    if watch is not None:
        look_at(watch)
        return watching_record(app, watch)
    if resume is not None:
        from game.record import read_record

        read_record(resume).document.raise_errors()
        return resuming(app, resume)
    if scenario is not None:
        return beginning(app, scenario, side, ai, seed, dice)
    return title(app)


def fresh_seed() -> int:
    """A seed nobody has chosen."""
    return random.SystemRandom().randrange(2**31)


def title(app: App, notice: str = "") -> Title:
    """The title, on which a battle is chosen."""

    def choose(scenario: Scenario) -> None:
        app.push(SetUp(app, scenario, screen.gallery, lambda choice: begin(scenario, choice)))

    def begin(scenario: Scenario, choice: Choice) -> None:
        seed = fresh_seed() if choice.seed is None else choice.seed
        chosen = with_handicap(scenario, choice.handicap)
        app.replace(beginning(app, chosen, choice.side, choice.opponent, seed, choice.dice))

    screen = Title(app, choose, lambda path: app.push(resuming(app, path)), notice)
    return screen


def beginning(
    app: App, scenario: Scenario, side: str, ai: str, seed: int, dice: str | None = None
) -> Waiting[Game]:
    """The screen that waits for a new battle."""
    window, language = (app.size, app.factor), app.language

    def work(progress: Progress) -> Game:
        from game.match import Match

        players = dict.fromkeys(SIDES, ai) | ({name: HUMAN for name in SIDES} if side == "both" else {side: HUMAN})
        match = Match(scenario, seed, dice)
        return prepared(match, players, folder.new_record(scenario.id), False, window, language, progress)

    return Waiting(app, "waiting.battle", work, lambda game: show(app, game), lambda error: give_up(app, error))


def resuming(app: App, path: Path) -> Waiting[Game]:
    """The screen that waits for a recorded battle."""
    window, language = (app.size, app.factor), app.language

    def work(progress: Progress) -> Game:
        from game.record import read_record, replay

        record = read_record(path)
        record.document.raise_errors()
        match, difference = replay(record)
        if difference is not None:
            raise RuntimeError(f"{path.name}:{difference.line}: {difference.field}")
        return prepared(match, record.players, path, True, window, language, progress)

    return Waiting(app, "waiting.record", work, lambda game: show(app, game), lambda error: give_up(app, error))


def look_at(path: Path) -> Record:
    """A record that can at least be looked at; raises BadInput if it cannot."""
    from game.record import read_record

    record = read_record(path)
    if record.scenario is None or any(problem.code not in OTHER_RULES for problem in record.document.errors):
        record.document.raise_errors()
    return record


def watching_record(app: App, path: Path) -> Waiting[Game]:
    """The screen that waits for a record to be looked at; it is played again as far as it goes."""
    window, language = (app.size, app.factor), app.language

    def work(progress: Progress) -> Game:
        from game.record import replay

        record = look_at(path)
        match, difference = replay(record, digests=not record.document.errors)
        notice = ""
        if record.document.errors or difference is not None:
            key = "other_rules" if record.document.errors else "differs"
            notice = say(language, f"ui.watched.{key}", day=match.turn, days=match.scenario.file.calendar.turns)
        passive = {side: name if name == HUMAN else "passive" for side, name in record.players.items()}
        game = prepared(match, passive, None, False, window, language, progress)
        game.watched, game.notice = path.name, notice
        return game

    return Waiting(app, "waiting.record", work, lambda game: show(app, game), lambda error: give_up(app, error))


def branching(app: App, match: Match, orders: int, players: dict[str, str], origin: str) -> Waiting[Game]:
    """The screen that waits for a new match that goes on from so many orders of another."""
    window, language = (app.size, app.factor), app.language

    def work(progress: Progress) -> Game:
        from game.record import branch

        path = folder.new_record(match.scenario.id)
        begun = branch(match, orders, path, players, origin)
        return prepared(begun, players, path, True, window, language, progress)

    return Waiting(app, "waiting.branch", work, lambda game: show(app, game), lambda error: give_up(app, error))


def prepared(
    match: Match,
    players: dict[str, str],
    path: Path | None,
    resume: bool,
    window: tuple[tuple[int, int], float],
    language: str,
    progress: Progress,
    stored: bool = True,
) -> Game:
    """Everything a match is played with, its map painted where the battle opens, and stored for the next time."""
    from game.ai.players import load_player
    from game.ui.paint.map import MapPainter
    from game.ui.table.opening import opening_camera

    computers = {SIDES.index(side): load_player(name, match.seed) for side, name in players.items() if name != HUMAN}
    keeper = Keeper(path, match, players, resume)
    painter = MapPainter(match.scenario, language, stored=stored)
    viewer = next((side for side in range(len(SIDES)) if side not in computers), 0)
    believed = match.view(viewer).believed
    camera = opening_camera(match.scenario, believed, *window)
    painter.draw_ground(pygame.Surface(camera.size, 0, 32), camera, believed)
    steps = 0
    while not painter.advance(camera, PAINT_MS):
        steps += 1
        progress(steps, steps + 8)
    return Game(match, computers, keeper, painter, camera)


def show(app: App, game: Game) -> None:
    """Show the battle in place of the screen that waited for it."""
    from game.ui.table.battle import Battle

    app.replace(Battle(app, game))


def give_up(app: App, error: Exception) -> None:
    """Go back to the title and say there what went wrong."""
    words = str(error) if isinstance(error, (BadInput, RuntimeError)) else f"{type(error).__name__}: {error}"
    app.restart(title(app, words))
