"""Beginning and resuming: what must be read, compiled and painted before a battle can be shown."""

from __future__ import annotations

import contextlib
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from game.diagnostics import BadInput
from game.scenario.load import Scenario
from game.state import SIDES
from game.ui import folder
from game.ui.screen import Screen
from game.ui.task import Progress, Task
from game.ui.title import Title
from game.ui.waiting import Waiting

if TYPE_CHECKING:
    from game.ai.players import Player
    from game.match import Match, Step
    from game.record import Recorder
    from game.ui.app import App
    from game.ui.camera import Camera
    from game.ui.paint.map import MapPainter

HUMAN = "human"
PAINT_MS = 40


class Keeper:
    """Records the match as it is played; a disk that refuses ends the record, not the match."""

    def __init__(self, path: Path, match: Match, players: dict[str, str], resume: bool) -> None:
        from game.record import Recorder

        self.recorder: Recorder | None = None
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


def check_player(ai: str) -> None:
    """Raise BadInput if there is no such computer player."""
    from game.ai.players import load_player

    load_player(ai)


def first_screen(
    app: App, scenario: Scenario | None, side: str, ai: str, seed: int, resume: Path | None, dice: str | None = None
) -> Screen:
    """The title, or the way into the battle or record that was asked for."""
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

    def begin(scenario: Scenario, side: str, dice: str) -> None:
        app.push(beginning(app, scenario, side, "greedy", fresh_seed(), dice))

    return Title(app, begin, lambda path: app.push(resuming(app, path)), notice)


def beginning(
    app: App, scenario: Scenario, side: str, ai: str, seed: int, dice: str | None = None
) -> Waiting[Game]:
    """The screen that waits for a new battle."""
    size, language = app.size, app.language

    def work(progress: Progress) -> Game:
        from game.match import Match

        players = dict.fromkeys(SIDES, ai) | ({name: HUMAN for name in SIDES} if side == "both" else {side: HUMAN})
        match = Match(scenario, seed, dice)
        return _game(match, players, folder.new_record(scenario.id), False, size, language, progress)

    return Waiting(app, "waiting.battle", work, lambda game: show(app, game), lambda error: give_up(app, error))


def resuming(app: App, path: Path) -> Waiting[Game]:
    """The screen that waits for a recorded battle."""
    size, language = app.size, app.language

    def work(progress: Progress) -> Game:
        from game.record import read_record, replay

        record = read_record(path)
        record.document.raise_errors()
        match, difference = replay(record)
        if difference is not None:
            raise RuntimeError(f"{path.name}:{difference.line}: {difference.field}")
        return _game(match, record.players, path, True, size, language, progress)

    return Waiting(app, "waiting.record", work, lambda game: show(app, game), lambda error: give_up(app, error))


def _game(
    match: Match,
    players: dict[str, str],
    path: Path,
    resume: bool,
    size: tuple[int, int],
    language: str,
    progress: Progress,
) -> Game:
    """Everything a match is played with, its map painted where the battle opens."""
    from game.ai.players import load_player
    from game.ui.opening import opening_camera
    from game.ui.paint.map import MapPainter

    computers = {SIDES.index(side): load_player(name, match.seed) for side, name in players.items() if name != HUMAN}
    keeper = Keeper(path, match, players, resume)
    painter = MapPainter(match.scenario, language)
    viewer = next((side for side in range(len(SIDES)) if side not in computers), 0)
    believed = match.view(viewer).believed
    camera = opening_camera(match.scenario, believed, size)
    painter.draw_ground(pygame.Surface(camera.size, 0, 32), camera, believed)
    steps = 0
    while not painter.advance(camera, PAINT_MS):
        steps += 1
        progress(steps, steps + 8)
    return Game(match, computers, keeper, painter, camera)


def show(app: App, game: Game) -> None:
    """Show the battle in place of the screen that waited for it."""
    from game.ui.battle import Battle

    app.replace(Battle(app, game))


def give_up(app: App, error: Exception) -> None:
    """Go back to the title and say there what went wrong."""
    words = str(error) if isinstance(error, (BadInput, RuntimeError)) else f"{type(error).__name__}: {error}"
    app.restart(title(app, words))
