"""Plans and the balance gauge, as a player uses them: by clicks and keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from window import FIELD, Player, attack_ready, prepared, scenario_of

from game.lab import ahead
from game.match import Match
from game.orders import Assault, Move
from game.state import HEX
from game.ui.orders import gauge, plans
from game.ui.orders.planner import Planning

SHIFT = pygame.KMOD_SHIFT


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(gauge, "GAMES", 6)
    monkeypatch.setattr(gauge, "FEW", 4)
    monkeypatch.setattr(plans, "RUNS", 6)
    yield from prepared(tmp_path, monkeypatch)


def shift_click(player: Player, number: str) -> None:
    """Click a hex while Shift is held."""
    player.post(pygame.KEYDOWN, key=pygame.K_LSHIFT, mod=SHIFT, unicode="")
    player.click(player.at(number))
    player.post(pygame.KEYUP, key=pygame.K_LSHIFT, mod=0)


def place_of(player: Player, unit: int) -> str:
    """The number of the hex a unit stands in."""
    return player.battle.match.scenario.grid.number(int(player.battle.view.believed.units[unit, HEX]))


def planned(player: Player) -> int:
    """Plan that the unit of 0306 goes to 0307; the unit."""
    unit = player.battle.situation.mine(player.hex("0306"))[0]
    player.click(player.at("0306"))
    shift_click(player, "0307")
    return unit


# plans ---------------------------------------------------------------------------------------------------------------


def test_a_shift_click_plans_a_move_and_gives_nothing() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    unit = planned(player)
    assert [type(order) for order in battle.plans.orders] == [Move]
    assert battle.match.steps == ()
    assert place_of(player, unit) == "0306"
    assert int(battle.plans.after.believed.units[unit, HEX]) == player.hex("0307")
    with_plan = player.frame()
    player.press(pygame.K_BACKSPACE, pygame.KMOD_CTRL)
    assert battle.plans.orders == []
    assert player.frame() != with_plan


def test_a_later_order_begins_where_those_before_it_end() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    player.click(player.at("0306"))
    shift_click(player, "0305")
    shift_click(player, "0304")
    assert [step.refusal for step in battle.plans.steps] == [None, None]
    assert [step.order.path for step in battle.plans.steps] == [(player.hex("0305"),), (player.hex("0304"),)]


def test_what_the_rules_refuse_is_not_planned_and_said_with_its_rule() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    player.click(player.at("0306"))
    shift_click(player, "0308")
    assert battle.plans.orders == []
    assert battle.note is not None
    assert "[" in battle.note.words


def test_giving_all_is_giving_each() -> None:
    """The same digest as the same orders given to a match, in the order of the plan."""
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    unit, target = attack_ready(player)
    other = Match(battle.match.scenario, battle.match.seed)
    for step in battle.match.steps:
        other.apply(step.order)
    player.click(player.at(place_of(player, unit)))
    shift_click(player, "0308")
    orders = list(battle.plans.orders)
    assert orders == [Assault(target, (unit,))]
    for order in orders:
        other.apply(order)
    player.press(pygame.K_g, pygame.KMOD_CTRL)
    assert battle.plans.orders == []
    assert battle.match.digest == other.digest


def test_the_planner_adds_its_assault() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    attack_ready(player)
    player.click(player.at("0307"))
    player.click(player.at("0308"))
    assert isinstance(battle.mode, Planning)
    assault = battle.mode.assault
    player.press(pygame.K_RETURN, pygame.KMOD_CTRL)
    assert battle.plans.orders == [assault]
    assert battle.plans.steps[0].taken is not None
    assert 0.5 <= battle.plans.steps[0].chance <= 1
    assert battle.match.steps[-1].order != assault


def test_a_plan_stops_where_an_order_has_become_impossible() -> None:
    """The unit was sent elsewhere meanwhile: its order is marked, and giving all says why it stops."""
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    unit = planned(player)
    far = max(battle.view.reach(unit), key=lambda h: battle.camera.grid.distance(h, player.hex("0307")))
    way = battle.view.path(unit, far)
    assert way is not None
    battle.order(way)
    assert battle.plans.steps[0].refusal is not None
    given = len(battle.match.steps)
    player.press(pygame.K_g, pygame.KMOD_CTRL)
    assert len(battle.match.steps) == given
    assert len(battle.plans.orders) == 1
    assert battle.note is not None
    assert "[" in battle.note.words


def test_a_plan_is_tried_ahead_and_then_rests() -> None:
    """Its odds are told, and changing it begins anew; the match is not touched."""
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    attack_ready(player)
    player.click(player.at("0307"))
    shift_click(player, "0308")
    digest = battle.match.digest
    player.wait(lambda: battle.plans.over and battle.plans.tried is not None)
    tried = battle.plans.tried
    assert tried is not None
    assert tried.runs == 6
    assert tried.parts[0].skipped == 0
    assert battle.match.digest == digest
    assert not battle.plans.tick()
    player.press(pygame.K_BACKSPACE, SHIFT)
    assert battle.plans.tried is None


def test_the_plan_ends_with_the_half_turn() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    planned(player)
    player.end_turn()
    assert battle.plans.orders == []


def test_a_plan_left_for_the_timeline_is_tried_to_its_end_afterwards() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    battle.plans.runs = 2000
    planned(player)
    player.wait(lambda: battle.plans.tried is not None)
    player.press(pygame.K_F8)
    player.pass_time(2)
    assert battle.plans.over
    battle.plans.runs = 6
    player.press(pygame.K_ESCAPE)
    player.wait(lambda: battle.plans.over)
    assert battle.plans.tried is not None
    assert battle.plans.tried.runs == 6


# the gauge -----------------------------------------------------------------------------------------------------------


def test_the_gauge_is_off_until_it_is_asked_for_and_rests_when_it_has_played_enough() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    player.pass_time(160, 50)  # what is said of the morning goes after seven seconds
    assert battle.gauge.over
    assert not battle.gauge.tick()
    without = player.frame()
    player.press(pygame.K_b, SHIFT, "B")
    player.wait(lambda: battle.gauge.tally is not None and battle.gauge.over)
    tally = battle.gauge.tally
    assert tally is not None
    assert tally.games == sum(tally.outcomes) == 6
    assert not battle.gauge.tick()
    assert player.frame() != without
    player.press(pygame.K_b, SHIFT, "B")
    assert battle.gauge.tally is None
    assert player.frame() == without


def test_after_an_order_the_gauge_begins_anew_and_tells_the_change() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    player.press(pygame.K_b, SHIFT, "B")
    player.wait(lambda: battle.gauge.tally is not None and battle.gauge.over)
    first = battle.gauge.tally
    player.click(player.at("0306"))
    player.click(player.at("0307"))
    player.wait(lambda: battle.gauge.tally is not None and battle.gauge.tally is not first and battle.gauge.over)
    assert battle.gauge.before == first


def test_a_refused_order_does_not_leave_the_gauge_half_way() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    battle.gauge.games = 2000
    player.press(pygame.K_b, SHIFT, "B")
    player.wait(lambda: battle.gauge.tally is not None)
    unit = battle.situation.mine(player.hex("0306"))[0]
    battle.order(Move(unit, (0,)))
    assert battle.note is not None
    assert battle.gauge.over
    battle.gauge.games = 6
    player.pass_time()
    player.wait(lambda: battle.gauge.over)
    assert battle.gauge.tally is not None
    assert battle.gauge.tally.games == 6
    assert battle.gauge.before is None


def test_the_gauge_shows_what_the_look_ahead_finds() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    player.press(pygame.K_b, SHIFT, "B")
    player.wait(lambda: battle.gauge.tally is not None and battle.gauge.over)
    assert battle.gauge.tally == list(ahead.play_on(battle.view, 6))[-1]


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("size", [(1024, 600), (1600, 900)])
def test_both_are_drawn_in_both_languages(size: tuple[int, int], language: str) -> None:
    player = Player(size, language)
    battle = player.begin(scenario_of(FIELD))
    planned(player)
    player.press(pygame.K_b, SHIFT, "B")
    player.wait(lambda: battle.gauge.over and battle.plans.over)
    player.frame()
