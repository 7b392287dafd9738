"""The window, driven by posted events without a display: a battle played, undone, saved, resumed, lost and won."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import re
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from window import FIELD, FRAME, Player, attack_ready, prepared, scenario_of

from game.orders import END_TURN, Assault, Defend, Move
from game.record import read_record, replay
from game.scenario.load import Scenario
from game.state import DEFENSIVE, HEX, OF_SIDE
from game.texts import keys
from game.ui import folder, start
from game.ui.history.timeline import Timeline
from game.ui.history.watching import Watching
from game.ui.orders.planner import Planning
from game.ui.screens.curtain import Curtain
from game.ui.screens.help import Help
from game.ui.screens.menu import Menu
from game.ui.screens.outcome import Result
from game.ui.screens.title import Title
from game.ui.table.battle import Battle
from game.ui.table.modes import Idle, Over, Selected


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder, empty at first."""
    yield from prepared(tmp_path, monkeypatch)


@pytest.fixture
def field() -> Scenario:
    return scenario_of(FIELD)


# a battle ------------------------------------------------------------------------------------------------------------


def test_title_leads_into_a_battle() -> None:
    player = Player()
    player.app.push(start.title(player.app))
    screen = player.app.screen
    assert isinstance(screen, Title)
    player.pass_time()
    known = ["pocket", "flanks_of_may", "road_of_life", "soledar", "mirror"]
    assert [scenario.id for scenario in screen.scenarios] == known
    player.press(pygame.K_l)
    assert player.app.language == "uk"
    for _ in known[1:]:
        player.press(pygame.K_RIGHT)
    player.press(pygame.K_RETURN)
    player.press(pygame.K_2)
    player.press(pygame.K_RETURN)
    player.wait(lambda: isinstance(player.app.screen, Battle))
    battle = player.battle
    assert (battle.match.scenario.id, battle.side, battle.match.seed) == ("mirror", 1, 7)
    player.wait(battle.may_order)
    assert battle.match.side == 1


def test_select_move_undo_redo(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field)
    before = battle.match.digest
    player.click(player.at("0306"))
    assert isinstance(battle.mode, Selected)
    assert battle.selected == battle.situation.mine(player.hex("0306"))[0]
    player.point(player.at("0305"))
    assert battle.mode.path == Move(battle.selected, (player.hex("0305"),))
    player.click(player.at("0305"))
    moved = battle.match.digest
    assert moved != before
    assert battle.match.steps[-1].order == Move(battle.selected, (player.hex("0305"),))
    player.press(pygame.K_z, pygame.KMOD_CTRL)
    assert battle.match.digest == before
    player.press(pygame.K_y, pygame.KMOD_CTRL)
    assert battle.match.digest == moved
    player.press(pygame.K_z, pygame.KMOD_CTRL)
    player.press(pygame.K_z, pygame.KMOD_CTRL | pygame.KMOD_SHIFT)
    assert battle.match.digest == moved
    player.press(pygame.K_y, pygame.KMOD_CTRL)
    assert battle.note is not None
    assert battle.note.words == keys("en")["undo.redo"]


def test_plan_and_carry_out_an_attack(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field)
    unit, target = attack_ready(player)
    player.click(player.at("0307"))
    player.point(player.at(target))
    assert isinstance(battle.mode, Selected)
    assert battle.mode.odds == battle.view.odds(Assault(target, (unit,)))
    player.click(player.at(target))
    plan = battle.mode
    assert isinstance(plan, Planning)
    assert plan.units == [unit]
    assert plan.odds is not None
    assert sum(throw.ways for throw in plan.odds.throws) == plan.odds.every
    assert sum(value for _, value, _ in plan.odds.terms) == plan.odds.column
    plan.fire(plan.batteries[0], 200)
    assert plan.rounds == {plan.batteries[0]: 200}
    assert "artillery" in [name for name, _, _ in plan.odds.terms]
    player.press(pygame.K_RETURN)
    order = battle.match.steps[-1].order
    assert isinstance(order, Assault)
    assert (order.target, order.units) == (target, (unit,))
    assert battle.fight is not None
    assert battle.fight.target == target
    player.press(pygame.K_z, pygame.KMOD_CTRL)
    assert battle.note is not None
    assert battle.note.words == keys("en")["undo.dice"]
    assert battle.match.steps[-1].order == order


def test_planner_backs_out_with_escape(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field)
    _, target = attack_ready(player)
    player.click(player.at("0307"))
    player.click(player.at(target))
    battle.note = None
    for expected in (Selected, Idle):
        player.press(pygame.K_ESCAPE)
        assert type(battle.mode) is expected
    player.press(pygame.K_ESCAPE)
    assert isinstance(player.app.screen, Menu)
    player.press(pygame.K_ESCAPE)
    assert player.app.screen is battle
    assert not any(isinstance(step.order, Assault) for step in battle.match.steps)


def test_standing_order_of_a_battery(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field)
    battery = battle.situation.batteries()[0]
    battle.select(battery)
    player.frame()
    before = int(battle.view.believed.units[battery, DEFENSIVE])
    steppers = [place for place in player.app._places if place.rect.size == (22, 22) and place.act is not None]
    player.click(steppers[-2 if len(steppers) % 2 else 1].rect.center)
    order = battle.match.steps[-1].order
    assert isinstance(order, Defend)
    assert order.unit == battery
    assert int(battle.view.believed.units[battery, DEFENSIVE]) == order.rounds != before or order.keep


def test_refusals_are_said_with_their_rule(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field)
    digest = battle.match.digest
    player.click(player.at("0306"))
    player.click(player.at("0314"))
    assert battle.note is not None
    assert re.match(r"\[5\.\d+\] ", battle.note.words)
    assert battle.match.digest == digest


def test_idle_units_come_one_after_the_other(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field)
    idle, seen = list(battle.situation.idle), []
    for _ in idle:
        player.do("next_unit")
        assert battle.selected is not None
        seen.append(battle.selected)
    assert seen == idle
    player.press(pygame.K_d)
    assert seen[-1] not in battle.situation.idle


def test_the_turn_is_ended_only_when_asked_twice_with_idle_units(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field)
    player.press(pygame.K_RETURN)
    assert battle.match.turn == 1
    assert battle.may_order()
    player.press(pygame.K_RETURN)
    assert not battle.may_order()


def test_what_the_computer_does_is_played_back_as_seen(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field, ai="greedy", seed=3)
    scenes = []
    for _ in range(3):
        battle.order(END_TURN)
        watching = battle.mode
        if not isinstance(watching, Watching):
            continue
        player.wait(battle.computer_is_over)
        battle.speed = 3
        while battle.mode is watching:
            player.pass_time(1, 100)
            if watching.scene is not None and (not scenes or scenes[-1] is not watching.scene):
                scenes.append(watching.scene)
    assert scenes
    assert all(event.seen[0] for scene in scenes for event in scene.events)
    assert all(scene.view.side == 0 for scene in scenes)
    assert battle.may_order()
    assert battle.latest_lines()


def test_a_whole_match_to_its_outcome_and_back(field: Scenario) -> None:
    player = Player((1024, 600))
    battle = player.begin(field, ai="greedy", seed=2)
    while battle.match.outcome is None:
        player.end_turn()
    player.wait(lambda: isinstance(player.app.screen, Result))
    player.frame()
    assert isinstance(battle.mode, Over)
    assert battle.match.outcome.reason in ("points", "collapse")
    player.press(pygame.K_m)
    assert player.app.screen is battle
    player.click(player.at(int(battle.view.believed.units[battle.situation.own[0], HEX])))
    player.press(pygame.K_ESCAPE)
    player.press(pygame.K_RETURN)
    assert isinstance(player.app.screen, Result)
    player.press(pygame.K_w)
    assert isinstance(battle.mode, Timeline)
    player.pass_time(3)
    assert battle.day == 1
    assert battle.mode.playing
    player.press(pygame.K_PAGEDOWN)
    player.press(pygame.K_PAGEDOWN)
    assert battle.day >= 2
    assert not battle.mode.playing
    player.press(pygame.K_r)
    player.wait(lambda: isinstance(player.app.screen, Result))
    player.press(pygame.K_RETURN)
    assert [type(screen) for screen in player.app.screens] == [Title]


# saving --------------------------------------------------------------------------------------------------------------


def test_resume_from_the_title_gives_the_same_digest(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field, ai="greedy", seed=5)
    player.end_turn()
    player.click(player.at("0306"))
    player.click(player.at("0305"))
    digest, lines = battle.match.digest, battle.latest_lines()
    player.press(pygame.K_ESCAPE)
    battle.note = None
    while not isinstance(player.app.screen, Menu):
        player.press(pygame.K_ESCAPE)
    player.press(pygame.K_t)
    assert isinstance(player.app.screen, Title)
    player.press(pygame.K_r)
    player.wait(lambda: isinstance(player.app.screen, Battle))
    again = player.battle
    assert again is not battle
    player.pass_time(2)
    assert again.match.digest == digest
    assert again.latest_lines() == lines
    player.click(player.at("0706"))
    player.click(player.at("0705"))
    player.app.restart(start.title(player.app))
    latest = folder.latest_record()
    assert latest is not None
    match, difference = replay(read_record(latest))
    assert difference is None
    assert match.digest == again.match.digest != digest


def test_a_record_that_cannot_be_written_does_not_stop_the_battle(
    field: Scenario, monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    (data / "records").write_text("not a folder")
    player = Player()
    battle = player.begin(field)
    player.pass_time()
    assert battle.note is not None
    assert battle.note.words == keys("en")["ui.note.no_record"]
    player.end_turn()
    assert battle.match.turn == 2


def test_a_broken_record_is_told_on_the_title(data: Path) -> None:
    (data / "records").mkdir()
    (data / "records" / "x.jsonl").write_text("{}\n")
    player = Player()
    player.app.push(start.title(player.app))
    player.press(pygame.K_r)
    player.wait(lambda: isinstance(player.app.screen, Title))
    assert isinstance(player.app.screen, Title)
    assert "R405" in player.app.screen.notice


def test_leaving_while_the_computer_thinks_stops_it(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field, ai="greedy")
    battle.order(END_TURN)
    assert battle.computer is not None
    player.app.restart(start.title(player.app))
    assert battle.computer.over


# two people ----------------------------------------------------------------------------------------------------------


def test_between_two_people_falls_a_curtain(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field, side="both")
    player.press(pygame.K_RETURN)
    player.press(pygame.K_RETURN)
    assert isinstance(player.app.screen, Curtain)
    hidden = player.frame()
    battle.camera.zoom(1, (300, 300))
    assert player.frame() == hidden
    battle.tell_note("what the first person was told")
    player.app.sounds.caption = "drone"
    player.app.push(Curtain(player.app, battle, 1))
    assert player.app.sounds.caption == ""
    assert player.frame() == hidden
    player.app.pop()
    offset = battle.camera.offset
    player.press(pygame.K_RETURN)
    assert battle.note is None or "first person" not in battle.note.words
    player.wait(battle.may_order)
    assert battle.side == battle.match.side == 1
    assert all(battle.view.fixed.roster.units[u, OF_SIDE] == 1 for u in battle.situation.own)
    while not isinstance(player.app.screen, Curtain):
        player.wait(battle.may_order)
        player.press(pygame.K_RETURN)
    player.press(pygame.K_RETURN)
    player.wait(battle.may_order)
    assert (battle.side, battle.camera.offset) == (0, offset)


# the map -------------------------------------------------------------------------------------------------------------


def test_the_map_moves_by_drag_arrows_edge_and_small_map(field: Scenario) -> None:
    player = Player((1024, 600))
    battle = player.begin(field)
    player.point((300, 300))
    battle.pointing.zoom(2, (300, 300))
    offset = battle.camera.offset
    player.post(pygame.MOUSEBUTTONDOWN, pos=(300, 300), button=1)
    player.post(pygame.MOUSEMOTION, pos=(260, 280), rel=(0, 0), buttons=(1, 0, 0))
    player.post(pygame.MOUSEBUTTONUP, pos=(260, 280), button=1)
    assert battle.camera.offset == pytest.approx((offset[0] + 40, offset[1] + 20), abs=1)
    assert battle.selected is None
    offset = battle.camera.offset
    player.post(pygame.KEYDOWN, key=pygame.K_LEFT, mod=0, unicode="")
    player.pass_time(3)
    player.post(pygame.KEYUP, key=pygame.K_LEFT, mod=0)
    moved = battle.camera.offset
    assert moved[0] < offset[0]
    player.pass_time(3)
    assert battle.camera.offset == moved
    player.point((1023, 300))
    player.pass_time(30)
    assert battle.camera.offset[0] > moved[0]
    player.point((300, 300))
    small = battle.pointing.small
    player.click((small.right - 3, small.bottom - 3))
    assert battle.minimap.frame(battle.camera).bottomright == pytest.approx(small.size, abs=1)


def test_the_wheel_zooms_at_the_mouse(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field)
    at = player.at("1007")
    player.point(at)
    before = battle.camera.scale
    player.post(pygame.MOUSEWHEEL, x=0, y=1)
    assert battle.camera.scale > before
    assert battle.pointing.hex_at(at) == player.hex("1007")


def test_the_window_can_be_made_larger_and_smaller(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field)
    for size, fits in (((1600, 900), (1600, 900)), ((1024, 600), (1024, 600)), ((640, 400), (1024, 600))):
        player.post(pygame.WINDOWSIZECHANGED, x=size[0], y=size[1])
        player.surface = pygame.Surface(fits, 0, 32)
        player.pass_time()
        assert player.app.size == fits
        assert battle.camera.size == battle.areas()[0].size
        pygame.display.set_mode(size)
        player.app.show()
    pygame.display.quit()


def test_nothing_is_drawn_anew_while_nothing_happens(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field)
    battle.note = None
    player.frame()
    assert not player.app.tick(FRAME)
    assert not player.app.dirty


def test_help_can_be_asked_for_anywhere(field: Scenario) -> None:
    player = Player()
    player.begin(field)
    for key, text in ((pygame.K_F1, ""), (pygame.K_SLASH, "?")):
        player.press(key, 0, text)
        assert isinstance(player.app.screen, Help)
        player.press(pygame.K_ESCAPE)
        assert isinstance(player.app.screen, Battle)
