"""Somebody who sits before a window without a display; tests play through it."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import functools
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest

from game.scenario.load import Scenario, load_scenario
from game.state import HEX
from game.ui import folder, keys, palette, settings, start
from game.ui.app import App
from game.ui.editor import picture
from game.ui.history.watching import Watching
from game.ui.paint import map as painted
from game.ui.paint.map import MapPainter
from game.ui.screens import title as title_screen
from game.ui.table.battle import Battle
from game.ui.table.commands import registry

FRAME = 16
LONGEST = 300
"""Seconds after which something waited for will not come: the rules may have to be compiled first."""


class BarePainter(MapPainter):
    """Paints names and counters, but no ground."""

    def draw_ground(self, surface: pygame.Surface, *_: Any, **__: Any) -> None:
        surface.fill(palette.PAPER)

    def advance(self, *_: Any) -> bool:
        return True

    def base(self, scale: int) -> pygame.Surface:
        return pygame.Surface((8, 8), 0, 32)


class Gallery:
    """No pictures on the title: they are painted in a thread of their own."""

    def __init__(self, _: Any) -> None:
        self.pictures: dict[str, pygame.Surface] = {}
        self.task = self
        self.over = True

    def stop(self) -> None:
        """There is nothing to stop."""


PAINTERS: dict[tuple[type, str, str], MapPainter] = {}


def kept(kind: type[MapPainter], scenario: Scenario, language: str = "en", stored: bool = False) -> MapPainter:
    """A painter, made once for all tests; none keeps its ground on disk."""
    key = kind, scenario.digest, language
    if key not in PAINTERS:
        PAINTERS[key] = kind(scenario, language)
    return PAINTERS[key]


def hex_of(scenario: Scenario, number: str) -> int:
    """The hex with a printed number."""
    h = scenario.grid.parse(number)
    assert h is not None
    return h


PLAYERS: list[Player] = []
"""Those who have not left yet."""


class Player:
    """Sits before a window."""

    def __init__(self, size: tuple[int, int] = (1280, 800), language: str = "en") -> None:
        self.app = App(size, language)
        self.surface = pygame.Surface(size, 0, 32)
        PLAYERS.append(self)

    def leave(self) -> None:
        """Close what is open."""
        while self.app.screens:
            self.app.screens.pop().close()

    @property
    def battle(self) -> Battle:
        return next(screen for screen in self.app.screens if isinstance(screen, Battle))

    def pass_time(self, frames: int = 1, milliseconds: int = FRAME) -> None:
        for _ in range(frames):
            self.app.tick(milliseconds)
            if self.app.dirty:
                self.app.draw(self.surface)

    def wait(self, until: Callable[[], bool]) -> None:
        """Let time pass until something is so."""
        end = time.monotonic() + LONGEST
        while not until():
            assert time.monotonic() < end, self.app.screens
            self.pass_time(1, 50)
            time.sleep(0.001)

    def frame(self) -> bytes:
        """What the window shows."""
        self.app.dirty = True
        self.app.draw(self.surface)
        return pygame.image.tobytes(self.surface, "RGB")

    def post(self, kind: int, **values: Any) -> None:
        self.app.handle(pygame.event.Event(kind, **values))

    def press(self, key: int, mod: int = 0, text: str = "") -> None:
        self.post(pygame.KEYDOWN, key=key, mod=mod, unicode=text)
        self.post(pygame.KEYUP, key=key, mod=mod)
        self.pass_time()

    def strike(self, written: str) -> None:
        """Press a key as it is written: "N", "Shift+Q", "Ctrl+Enter"."""
        wanted = keys.key(written)
        code = keys.code(wanted)
        mod = (pygame.KMOD_LSHIFT if wanted.shift else 0) | (pygame.KMOD_LCTRL if wanted.ctrl else 0)
        self.press(code, mod, wanted.name.lower() if len(wanted.name) == 1 and not wanted.ctrl else "")

    def do(self, command: str) -> None:
        """Do a command of the battle by its key."""
        self.strike(registry()[command].keys[0])

    def point(self, at: tuple[int, int]) -> None:
        self.post(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0))
        self.pass_time()

    def click(self, at: tuple[int, int], button: int = 1) -> None:
        self.point(at)
        self.post(pygame.MOUSEBUTTONDOWN, pos=at, button=button)
        self.post(pygame.MOUSEBUTTONUP, pos=at, button=button)
        self.pass_time()

    def at(self, number: str | int) -> tuple[int, int]:
        """The pixel of a hex."""
        h = self.hex(number)
        area, _ = self.battle.areas()
        x, y = self.battle.camera.centre_px(h)
        return round(x + area.x), round(y + area.y)

    def hex(self, number: str | int) -> int:
        return hex_of(self.battle.match.scenario, number) if isinstance(number, str) else number

    def begin(self, scenario: Scenario, side: str = "ua", ai: str = "passive", seed: int = 1) -> Battle:
        self.app.push(start.beginning(self.app, scenario, side, ai, seed))
        self.wait(lambda: isinstance(self.app.screen, Battle))
        self.pass_time(2)
        return self.battle

    def end_turn(self) -> None:
        """End the half-turn and skip what comes, until orders can be given again or all is over."""
        battle, day = self.battle, self.battle.match.turn
        while battle.may_order() and battle.match.turn == day and battle.computer is None:
            self.press(pygame.K_RETURN)
        if isinstance(battle.mode, Watching):
            self.press(pygame.K_SPACE)
        self.wait(lambda: battle.may_order() or self.app.screen is not battle)

    def settle(self) -> None:
        """Let the map be painted."""
        self.wait(lambda: self.battle.painter.advance(self.battle.camera, 100))
        self.pass_time()


FIELD = Path(__file__).parent / "golden" / "field.yaml"


@functools.cache
def scenario_of(name: str | Path) -> Scenario:
    return load_scenario(name)


def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder and no settings, no pictures on the title, a seed that is known, no ground."""
    monkeypatch.setattr(folder, "data_folder", lambda: tmp_path)
    monkeypatch.setattr(settings, "config_folder", lambda: tmp_path / "config")
    monkeypatch.setattr(title_screen, "Gallery", Gallery)
    monkeypatch.setattr(start, "fresh_seed", lambda: 7)
    monkeypatch.setattr(painted, "MapPainter", functools.partial(kept, BarePainter))
    monkeypatch.setattr(picture, "MapPainter", BarePainter)
    yield tmp_path
    while PLAYERS:
        PLAYERS.pop().leave()


def attack_ready(player: Player) -> tuple[int, int]:
    """Bring the unit of 0306 next to the enemy in 0308 and wait for a day: (unit, target)."""
    battle = player.battle
    unit = battle.situation.mine(player.hex("0306"))[0]
    player.click(player.at("0306"))
    player.click(player.at("0307"))
    assert int(battle.view.believed.units[unit, HEX]) == player.hex("0307")
    player.end_turn()
    return unit, player.hex("0308")
