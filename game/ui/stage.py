"""A window that nobody sees, and who sits before it: on a battle that the computer played for both sides up to a day."""

from __future__ import annotations

import functools
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pygame

from game.ai.players import load_player, play, play_half_turn
from game.match import Match
from game.orders import Assault
from game.scenario.draft import Draft
from game.scenario.load import Scenario
from game.state import ROLE
from game.ui import start
from game.ui.app import App
from game.ui.editor.desk import Desk
from game.ui.table.battle import Battle
from game.ui.table.opening import opening_camera

if TYPE_CHECKING:
    from game.ui.screen import Screen

SEED = 1
FRAME_MS, LONGEST_MS = 50, 60_000
VIEWER = 0


_OVER: dict[str, Match] = {}
"""Matches played to their end, by the scenario's digest: nobody changes them any more."""


class Stage:
    """A window without a display, and who sits before it."""

    def __init__(
        self, scenario: Scenario, turn: int = 1, size: tuple[int, int] = (1600, 900), language: str = "en",
        text: int = 100,
    ) -> None:  # fmt: skip
        self.scenario, self.turn = scenario, turn
        self.app = App(size, language)
        self.app.write_at(text)
        self._folder = tempfile.TemporaryDirectory()
        self._surface = pygame.Surface(size, 0, 32)

    def close(self) -> None:
        """Leave all screens, and keep nothing."""
        while self.app.screens:
            self.app.screens.pop().close()
        self._folder.cleanup()

    # what there is to see --------------------------------------------------------------------------------------------

    @functools.cached_property
    def match(self) -> Match:
        """The match on its day, played by the computer on both sides until the viewer's half-turn."""
        match, player = Match(self.scenario, SEED), load_player("greedy", SEED)
        while match.outcome is None and (match.turn, match.side) != (self.turn, VIEWER):
            play_half_turn(match, player)
        return match

    def finish(self) -> None:
        """Play the match to its end instead, by the computer on both sides."""
        digest = self.scenario.digest
        if digest not in _OVER:
            match, player = Match(self.scenario, SEED), load_player("greedy", SEED)
            play(match, (player, player))
            _OVER[digest] = match
        self.match = _OVER[digest]

    @property
    def battle(self) -> Battle:
        """The battle, on the screen at its first picture once it is asked for."""
        shown = next((screen for screen in self.app.screens if isinstance(screen, Battle)), None)
        if shown is None:
            shown = self._open()
        return shown

    def _open(self) -> Battle:
        players = {"ua": start.HUMAN, "ru": "passive"}
        keeper = start.Keeper(Path(self._folder.name) / "shot.jsonl", self.match, players, False)
        camera = opening_camera(self.scenario, self.match.view(VIEWER).believed, self.app.size, self.app.factor)
        computer = {1 - VIEWER: load_player("passive")}
        battle = Battle(self.app, start.Game(self.match, computer, keeper, painter_of(self.scenario, self.app), camera))
        self.app.push(battle)
        self.pass_time()
        battle.note = None
        self.settle()
        return battle

    @property
    def desk(self) -> Desk:
        """The desk with the scenario in a file of its own, on the screen once it is asked for; it keeps no journal."""
        shown = next((screen for screen in self.app.screens if isinstance(screen, Desk)), None)
        if shown is None:
            path = Path(self._folder.name) / f"{self.scenario.id}.yaml"
            path.write_text(self.scenario.text, encoding="utf-8", newline="")
            self.app.settings = replace(self.app.settings, editor_balance=False)
            shown = Desk(self.app, Draft.read(path))
            shown.files.begun = True
            self.app.push(shown)
            self.draw()
        return shown

    def press_on_desk(self, key: int) -> None:
        """Press a key with Ctrl at the desk."""
        assert self.desk is self.app.screen
        self.press(key, pygame.KMOD_LCTRL)

    def point_on_desk(self, h: int) -> tuple[int, int]:
        """Let the mouse rest on a hex of the desk's map; where that is."""
        x, y = (round(v * self.app.factor) for v in self.desk.pointing.at(h))
        self.app.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=(x, y), rel=(0, 0), buttons=(0, 0, 0)))
        self.pass_time()
        return x, y

    def drag_on_desk(self, *hexes: int) -> None:
        """Drag the mouse from hex to hex of the desk's map."""
        at = self.point_on_desk(hexes[0])
        self.app.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))
        for h in hexes[1:]:
            at = self.point_on_desk(h)
        self.app.handle(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=at, button=1))
        self.pass_time()

    def best_attack(self) -> Assault:
        """The attack of one unit that is likeliest to take its hex, of those that others can join if there are any."""
        view = self.battle.view
        single = [order for order in view.legal_orders().assaults() if len(order.units) == 1]
        return max(single, key=lambda order: (len(view.attackers(order.target)) > 1, view.odds(order).chance))

    def first_of(self, role: int) -> int:
        """The first own unit of a role that stands on the map."""
        facts = self.scenario.roster.units
        return next(u for u in self.battle.situation.own if facts[u, ROLE] == role)

    def front_unit(self) -> int:
        """The unit of the best attack, which stands in the line and can move or fight."""
        return self.best_attack().units[0]

    # what somebody does ----------------------------------------------------------------------------------------------

    def show(self, screen: Screen) -> None:
        """Put a screen on top."""
        self.app.push(screen)

    def resize(self, size: tuple[int, int]) -> None:
        """Draw the window into another size."""
        self.app.handle(pygame.event.Event(pygame.WINDOWSIZECHANGED, x=size[0], y=size[1]))
        self._surface = pygame.Surface(size, 0, 32)
        self.pass_time()

    def press(self, key: int, mod: int = 0, text: str = "") -> None:
        """Press a key and let it go."""
        for kind in (pygame.KEYDOWN, pygame.KEYUP):
            self.app.handle(pygame.event.Event(kind, key=key, mod=mod, unicode=text, scancode=0))
        self.pass_time()

    def point(self, h: int) -> None:
        """Let the mouse rest on a hex."""
        at = tuple(round(v * self.app.factor) for v in self.battle.at(h))
        self.app.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0)))
        self.pass_time()

    def draw(self) -> None:
        """Draw a frame."""
        self.app.draw(self._surface)

    def pass_time(self, milliseconds: int = FRAME_MS) -> None:
        """Let time pass and draw."""
        self.app.tick(milliseconds)
        self.app.draw(self._surface)

    def settle(self) -> None:
        """Let everything be painted that is painted bit by bit."""
        end = time.monotonic() + LONGEST_MS / 1000
        while not self.battle.painter.advance(self.battle.camera, FRAME_MS) and time.monotonic() < end:
            pass
        self.pass_time()

    def rest(self) -> None:
        """Wait until nothing moves by itself any more."""
        end = time.monotonic() + LONGEST_MS / 1000
        while self.app.tick(FRAME_MS) and time.monotonic() < end:
            time.sleep(0.005)
        self.pass_time()

    def picture(self) -> pygame.Surface:
        """What the window shows."""
        self.rest()
        return self._surface


def painter_of(scenario: Scenario, app: App) -> Any:
    """The painter of a battle's map."""
    from game.ui.paint.map import MapPainter

    return MapPainter(scenario, app.language)
