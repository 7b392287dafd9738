"""Any screen of the game as a picture, without a display: for the documentation, for tests, for reports of faults.

Each is reached as a player would reach it, by keys and clicks, and named by its function.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pygame

from game.orders import Posture
from game.scenario.load import Scenario
from game.state import BATTERY, COMBAT, DRONES, HEX, OWNER, REST
from game.ui import start
from game.ui.cards.asking import Target
from game.ui.cards.what_if_panel import CutOff
from game.ui.editor.forms.shots import FORMS
from game.ui.editor.shots import EDITOR
from game.ui.paint.overlays.drawing import NAMES
from game.ui.screens.charts import Charts
from game.ui.screens.curtain import Curtain
from game.ui.screens.encyclopedia import Encyclopedia
from game.ui.screens.in_fact import InFact
from game.ui.screens.setting import Setting
from game.ui.screens.who_told import WhoTold
from game.ui.stage import Stage


@dataclass(frozen=True)
class Shot:
    """A screen: what it is, and how it is reached."""

    about: str
    reach: Callable[[Stage], None]


FEW = 40
"""Games of a look ahead that are enough for a picture."""
SCREENS: dict[str, Shot] = {}
"""Every screen that can be drawn, by name."""


def names() -> list[tuple[str, str]]:
    """Every screen with a line about it."""
    return [(name, shot.about) for name, shot in SCREENS.items()]


def save(
    name: str, path: Path, scenario: Scenario, turn: int = 1, size: tuple[int, int] = (1600, 900), language: str = "en",
    text: int = 100,
) -> None:  # fmt: skip
    """Save a screen of a battle on a day as a PNG. Raises OSError."""
    stage = Stage(scenario, turn, size, language, text)
    try:
        SCREENS[name].reach(stage)
        file = io.BytesIO()
        pygame.image.save(stage.picture(), file, "shot.png")
        path.write_bytes(file.getvalue())
    finally:
        stage.close()


def _screen(reach: Callable[[Stage], None]) -> Callable[[Stage], None]:
    """Name a way to a screen by its function."""
    SCREENS[reach.__name__.rstrip("_")] = Shot(reach.__doc__ or "", reach)
    return reach


# around a battle -----------------------------------------------------------------------------------------------------


@_screen
def title(stage: Stage) -> None:
    """The title with the battles."""
    stage.show(start.title(stage.app))
    stage.rest()


@_screen
def set_up(stage: Stage) -> None:
    """How a battle is to be played."""
    title(stage)
    stage.press(pygame.K_RETURN)


@_screen
def settings(stage: Stage) -> None:
    """The settings."""
    stage.show(Setting(stage.app))


@_screen
def encyclopedia(stage: Stage) -> None:
    """A chapter of the rules in the encyclopedia."""
    stage.show(Encyclopedia(stage.app, stage.scenario, "8.13"))


@_screen
def tables(stage: Stage) -> None:
    """A table of the encyclopedia."""
    stage.show(Encyclopedia(stage.app, stage.scenario, "postures"))


@_screen
def sources(stage: Stage) -> None:
    """The sources of a battle's units."""
    stage.show(Encyclopedia(stage.app, stage.scenario, "sources_units"))


@_screen
def credits_(stage: Stage) -> None:
    """Credits and licences."""
    stage.show(Encyclopedia(stage.app, stage.scenario, "credits"))


# the map -------------------------------------------------------------------------------------------------------------


@_screen
def battle(stage: Stage) -> None:
    """The battle as it opens."""
    stage.battle.deselect()


@_screen
def map_far(stage: Stage) -> None:
    """The whole map."""
    stage.battle.deselect()
    _zoom(stage, -4)


@_screen
def map_near(stage: Stage) -> None:
    """A few hexes of the front."""
    stage.battle.go_to(int(stage.battle.view.believed.units[stage.front_unit(), HEX]))
    _zoom(stage, 2)


def _zoom(stage: Stage, steps: int) -> None:
    for _ in range(abs(steps)):
        stage.press(pygame.K_PLUS if steps > 0 else pygame.K_MINUS, text="+" if steps > 0 else "-")


def _overlay(name: str, stage: Stage) -> None:
    stage.battle.deselect()
    stage.battle.shown.switch(name)


for _name in NAMES:
    SCREENS[f"overlay_{_name}"] = Shot(f"The overlay of {_name}.", functools.partial(_overlay, _name))


@_screen
def what_if(stage: Stage) -> None:
    """What the loss of the weightiest road in view would do, day by day."""
    battle = stage.battle
    _overlay("supply", stage)
    asking, inner = battle.shown.asking, pygame.Rect((0, 0), battle.camera.size).inflate(-300, -200)
    roads = [road for road in asking.facts.roads if inner.collidepoint(battle.camera.centre_px(road[0]))]
    target = max(map(Target, roads), key=lambda target: (asking.answer(target).kg, target.hexes))
    mode = CutOff(battle, target)
    battle.enter(mode)
    while mode.loss.units and not mode.tried:
        stage.pass_time()


# orders --------------------------------------------------------------------------------------------------------------


@_screen
def unit(stage: Stage) -> None:
    """A unit, where it can go, and a path."""
    unit = stage.front_unit()
    stage.battle.select(unit)
    costs = stage.battle.view.reach(unit)
    free = [h for h in costs if stage.battle.view.believed.hexes[h, OWNER] == stage.battle.side]
    stage.point(max(free or costs, key=lambda h: costs[h]))


@_screen
def planner(stage: Stage) -> None:
    """The planner of an attack."""
    order = stage.best_attack()
    stage.battle.select(order.units[0])
    stage.battle.plan(order.target, order.units[0])
    stage.press(pygame.K_a)


@_screen
def plan(stage: Stage) -> None:
    """A plan, tried ahead."""
    battle, attack = stage.battle, stage.best_attack()
    battle.plans.runs = FEW
    battle.plans.add(attack)
    hexes, far = battle.view.believed.units[:, HEX], functools.partial(stage.scenario.grid.distance, attack.target)
    fighting = (u for u in battle.situation.own if u not in attack.units and battle.situation.role(u) == COMBAT)
    for unit in sorted((u for u in fighting if len(battle.view.reach(u)) > 4), key=lambda u: far(int(hexes[u])))[:2]:
        battle.plans.click(unit, min(battle.view.reach(unit), key=lambda h: (far(h), h)))
    battle.go_to(attack.target)
    stage.rest()


@_screen
def balance(stage: Stage) -> None:
    """The balance, played on from what the side knows."""
    stage.battle.deselect()
    stage.battle.gauge.games = FEW
    stage.app.settings = replace(stage.app.settings, balance_gauge=True)
    stage.rest()


@_screen
def mission(stage: Stage) -> None:
    """A fire mission of a battery."""
    stage.battle.select(stage.first_of(BATTERY))
    stage.press(pygame.K_a)


@_screen
def drones(stage: Stage) -> None:
    """A sortie of a drone company."""
    stage.battle.select(stage.first_of(DRONES))
    stage.press(pygame.K_f)


@_screen
def line_of_sight(stage: Stage) -> None:
    """A line of sight."""
    unit, grid = stage.front_unit(), stage.scenario.grid
    stage.battle.select(unit)
    stage.press(pygame.K_e)
    h = int(stage.battle.view.believed.units[unit, HEX])
    stage.point(next(iter(grid.ring(h, 3))))


@_screen
def claims(stage: Stage) -> None:
    """Claims of both sides."""
    stage.battle.shown.claims()


@_screen
def garrison(stage: Stage) -> None:
    """The card of a garrison."""
    stage.battle.select(stage.front_unit())
    stage.press(pygame.K_g)


@_screen
def timeline(stage: Stage) -> None:
    """An earlier moment on the timeline."""
    stage.battle.deselect()
    stage.press(pygame.K_F8)
    stage.press(pygame.K_UP)


@_screen
def branching(stage: Stage) -> None:
    """A new match from an earlier moment."""
    stage.battle.deselect()
    stage.press(pygame.K_F8)
    stage.press(pygame.K_b)


@_screen
def menu(stage: Stage) -> None:
    """The menu."""
    stage.battle.menu()


@_screen
def help_(stage: Stage) -> None:
    """Keys and signs."""
    stage.battle.help()


@_screen
def signs(stage: Stage) -> None:
    """The key of the counters."""
    stage.battle.help()
    stage.press(pygame.K_s)


@_screen
def curtain(stage: Stage) -> None:
    """The curtain between two people."""
    stage.show(Curtain(stage.app, stage.battle, 1))


# the editor, whose ways stand beside it ------------------------------------------------------------------------------

for _reach in (*EDITOR, *FORMS):
    _screen(_reach)


# the end -------------------------------------------------------------------------------------------------------------


@_screen
def result(stage: Stage) -> None:
    """How a match ended."""
    stage.finish()
    stage.battle.show_outcome()


@_screen
def told(stage: Stage) -> None:
    """Who told the truth when."""
    stage.finish()
    stage.show(WhoTold(stage.app, stage.match))


@_screen
def in_fact(stage: Stage) -> None:
    """What was in fact, beside what came of the match, and its events."""
    stage.finish()
    stage.show(InFact(stage.app, stage.match))


@_screen
def charts(stage: Stage) -> None:
    """A match in figures, day by day."""
    stage.finish()
    stage.show(Charts(stage.app, stage.match))


# finding and asking --------------------------------------------------------------------------------------------------


@_screen
def search(stage: Stage) -> None:
    """The search, with something typed."""
    stage.battle.select(stage.front_unit())
    stage.press(pygame.K_k, pygame.KMOD_LCTRL)
    stage.app.handle(pygame.event.Event(pygame.TEXTINPUT, text="15"))


@_screen
def why(stage: Stage) -> None:
    """What a unit's weight in an attack is made of."""
    stage.battle.select(stage.front_unit())
    stage.draw()
    stage.press(pygame.K_w, text="w")


@_screen
def order_list(stage: Stage) -> None:
    """The orders of the half-turn, some of them to be taken back."""
    for unit in stage.battle.situation.idle[:3]:
        stage.battle.order(Posture(unit, REST))
    stage.battle.deselect()
    stage.press(pygame.K_l, pygame.KMOD_LCTRL)


@_screen
def ending(stage: Stage) -> None:
    """What is left to do before the turn ends."""
    stage.battle.deselect()
    stage.press(pygame.K_RETURN, pygame.KMOD_LCTRL)
