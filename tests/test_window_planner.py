"""The attack planner in the window: what would change the plan, rounds by steps, a map that comes near and goes back."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from boards import board
from test_shifts import DRAWING, UNITS
from window import Player, prepared

from game.orders import Assault
from game.state import HEX
from game.ui.orders import planner_map
from game.ui.orders.planner import Planning
from game.ui.table.modes import Selected


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder, empty at first."""
    yield from prepared(tmp_path, monkeypatch)


def planning(size: tuple[int, int] = (1280, 800)) -> tuple[Player, Planning]:
    """A click on the enemy with a unit chosen: the planner, all worked out."""
    words = {"units": UNITS, "sources": "ua 0002; ru 0500", "trenches": "1 0302"}
    player = Player(size)
    battle = player.begin(board(DRAWING, roads="hard 0002 0102; hard 0500 0501", **words).scenario)  # type: ignore[arg-type]
    player.click(player.at("0202"))
    player.click(player.at("0302"))
    plan = battle.mode
    assert isinstance(plan, Planning)
    think(player, plan)
    return player, plan


def think(player: Player, plan: Planning) -> None:
    """Let it be worked out what would change the plan."""
    player.wait(lambda: not plan.thinking)
    player.pass_time()


def test_it_is_worked_out_between_frames_and_a_click_takes_what_is_told() -> None:
    player, plan = planning()
    assert plan.advice is not None
    odds = next(line for line in plan.advice.lines if line.name == "odds")
    change = next(change for change in odds.changes if change.plan is not None)
    plan.take(change)
    assert plan.assault == change.plan
    assert plan.odds is not None
    assert plan.odds.chance == change.chance
    assert plan.thinking
    think(player, plan)
    assert sum(line.value for line in plan.advice.lines if line.there) == plan.odds.column


def test_a_gun_is_chosen_and_stepped_by_keys_and_taken_back() -> None:
    """Tab, + to where a shift changes, - back to none; 5 rounds with Shift."""
    player, plan = planning()
    assert plan.odds is not None
    before = plan.odds.column
    player.press(pygame.K_TAB)
    assert plan.gun == plan.batteries[0]
    while plan.odds.column == before and plan.rounds.get(plan.gun, 0) < 900:
        player.press(pygame.K_PLUS, text="+")
    assert plan.odds.column == before + 1
    while plan.rounds[plan.gun]:
        player.press(pygame.K_MINUS, text="-")
    assert plan.odds.column == before
    player.post(pygame.KEYDOWN, key=pygame.K_LSHIFT, mod=0, unicode="")
    plan.change(plan.gun, True)
    assert plan.rounds[plan.gun] == 5


def test_the_map_comes_near_and_goes_back_unless_it_was_zoomed() -> None:
    player, plan = planning()
    camera = plan.battle.camera
    seat = plan._seat
    assert seat is not None
    assert camera.step >= seat.before[0]
    player.press(pygame.K_ESCAPE)
    assert isinstance(plan.battle.mode, Selected)
    assert camera.step == seat.before[0]
    plan.battle.plan(plan.target, plan.first)
    camera.step -= 2
    zoomed = camera.step
    player.press(pygame.K_ESCAPE)
    assert camera.step == zoomed != seat.before[0]


def test_it_is_drawn_into_the_plans_instead_of_being_ordered() -> None:
    player, plan = planning()
    player.press(pygame.K_RETURN, pygame.KMOD_CTRL)
    assert plan.battle.match.steps == ()
    assert plan.battle.plans.orders == [Assault(plan.target, (plan.first,))]


@pytest.mark.parametrize("size", [(1024, 600), (1600, 900)])
def test_words_on_the_map_stay_off_counters_and_each_other(size: tuple[int, int]) -> None:
    player, plan = planning(size)
    player.press(pygame.K_a)
    think(player, plan)
    surface = pygame.Surface(plan.battle.camera.size, 0, 32)
    seen = planner_map.counters(plan, plan.battle.camera, surface)
    place = planner_map.Board(plan, surface)
    for h in {int(plan.battle.view.believed.units[u, HEX]) for u in plan.units}:
        place.chip([("2nd Assault Bn 37 %", (255, 255, 255))], planner_map.around(place.camera, h, plan.target))
    words = place.taken[len(seen) :]
    assert words
    for i, box in enumerate(words):
        assert not any(box.colliderect(other) for other in [*seen, *words[:i]])
