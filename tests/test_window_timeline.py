"""The timeline, by keys and clicks: earlier moments as they were seen, masked until all is over, branches, records."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest
from window import FIELD, Player, prepared, scenario_of

from game.history import History
from game.match import Match, Step
from game.record import read_record, replay
from game.rules import field as rules_field
from game.scenario.load import Scenario
from game.state import HEARD, NOBODY, State
from game.ui import folder, start
from game.ui.history import strip
from game.ui.history.branching import Branching
from game.ui.history.scenes import SPEEDS
from game.ui.history.timeline import Timeline
from game.ui.history.watching import Watching
from game.ui.screens.curtain import Curtain
from game.ui.screens.outcome import Result
from game.ui.screens.title import Title
from game.ui.table import doing
from game.ui.table.battle import Battle
from game.ui.table.modes import Idle


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder, empty at first."""
    yield from prepared(tmp_path, monkeypatch)


@pytest.fixture
def field() -> Scenario:
    return scenario_of(FIELD)


class Diary:
    """Writes down what a side knows after every order, as it happens; a listener of a match."""

    def __init__(self, match: Match, side: int) -> None:
        self.match, self.side = match, side
        self.known = {0: digest(match.view(side).believed)}
        match.listeners.append(self)

    def __call__(self, what: str, step: Step) -> None:
        """Write it down."""
        self.known[len(self.match.steps)] = digest(self.match.view(self.side).believed)


def digest(state: State) -> int:
    """A state in one number."""
    return int(rules_field.digest(state))


def days(player: Player, count: int) -> Battle:
    """Play so many days against a computer that plays well."""
    battle = player.battle
    for _ in range(count):
        player.end_turn()
    return battle


def finished(player: Player, scenario: Scenario) -> Battle:
    """Play a battle to its end and look at the map."""
    battle = player.begin(scenario, ai="greedy", seed=2)
    while battle.match.outcome is None:
        player.end_turn()
    player.wait(lambda: isinstance(player.app.screen, Result))
    player.press(pygame.K_m)
    return battle


def timeline_of(battle: Battle) -> Timeline:
    """The timeline that a battle shows."""
    assert isinstance(battle.mode, Timeline)
    return battle.mode


# looking back --------------------------------------------------------------------------------------------------------


def test_every_moment_shows_what_the_side_knew_then_and_no_more(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field, ai="greedy", seed=5)
    diary = Diary(battle.match, 0)
    days(player, 3)
    player.press(pygame.K_F8)
    timeline = timeline_of(battle)
    player.press(pygame.K_HOME)
    assert battle.day == 1
    for i in range(len(timeline.moments)):
        assert timeline.index == i
        assert digest(battle.view.believed) == diary.known[timeline.moment.orders]
        assert battle.view.side == 0
        assert all(event.seen[0] for event in timeline.shown.events)
        player.press(pygame.K_RIGHT)
    assert timeline.index == len(timeline.moments) - 1


def test_orders_given_unseen_by_the_other_side_are_no_moments(field: Scenario) -> None:
    player = Player()
    battle = days_of(player, field)
    player.press(pygame.K_F8)
    told = {moment.orders for moment in timeline_of(battle).moments}
    for i, step in enumerate(battle.match.steps, start=1):
        known = step.side == 0 or any(event.seen[0] for event in step.events) or i in dict(battle.match.snapshots)
        assert (i in told) == known


def days_of(player: Player, scenario: Scenario) -> Battle:
    """A battle two days old."""
    player.begin(scenario, ai="greedy", seed=5)
    return days(player, 2)


def test_masked_until_the_match_is_over(field: Scenario) -> None:
    player = Player()
    battle = days_of(player, field)
    player.press(pygame.K_F8)
    timeline = timeline_of(battle)
    for viewer in (1, NOBODY):
        timeline.show_as(viewer)
        player.press(pygame.K_v)
        assert timeline.viewer == battle.view.side == 0
    for key in (pygame.K_c, pygame.K_g, pygame.K_r):
        player.press(key)
        assert player.app.screen is battle


def test_when_all_is_over_everything_is_shown(field: Scenario) -> None:
    player = Player((1024, 600), "uk")
    battle = finished(player, field)
    player.press(pygame.K_F8)
    timeline = timeline_of(battle)
    for viewer in (1, NOBODY, 0):
        player.press(pygame.K_v)
        assert timeline.viewer == battle.view.side == viewer
        player.frame()
    timeline.show_as(NOBODY)
    player.press(pygame.K_HOME)
    half = 1
    while timeline.index < len(timeline.moments) - 1:
        player.press(pygame.K_PAGEDOWN)
        orders, state = battle.match.snapshots[half]
        assert timeline.moment.orders == orders
        assert all(np.array_equal(a, b) for a, b in zip(battle.view.believed, state, strict=True))
        half += 1
    player.press(pygame.K_r)
    assert isinstance(player.app.screen, Result)


def test_nothing_is_ordered_in_the_past(field: Scenario) -> None:
    player = Player()
    battle = days_of(player, field)
    before = battle.match.digest
    player.press(pygame.K_F8)
    player.press(pygame.K_HOME)
    player.click(player.at("0306"))
    player.press(pygame.K_z, pygame.KMOD_CTRL)
    assert (battle.selected, battle.may_order(), battle.match.digest) == (None, False, before)
    player.press(pygame.K_ESCAPE)
    assert isinstance(battle.mode, Idle)
    assert battle.may_order()
    assert digest(battle.view.believed) == digest(battle.match.view(0).believed)


def test_marks_lead_to_their_moments_by_key_and_by_click(field: Scenario) -> None:
    player = Player((1600, 900))
    battle = days_of(player, field)
    player.press(pygame.K_F8)
    timeline = timeline_of(battle)
    player.press(pygame.K_HOME)
    player.press(pygame.K_DOWN)
    assert timeline.moment.marks
    assert not any(moment.marks for moment in timeline.moments[: timeline.index])
    player.press(pygame.K_HOME)
    player.frame()
    marks = [place for place in player.app._places if place.rect.width == strip.MARK + 1 and place.tip]
    assert marks
    player.click(marks[0].rect.center)
    assert timeline.moment.marks
    first = next(half for half in timeline.halves if half.marks)
    assert first.first <= timeline.index <= first.last


def test_it_plays_by_itself_at_any_speed(field: Scenario) -> None:
    player = Player()
    battle = days_of(player, field)
    player.press(pygame.K_F8)
    timeline = timeline_of(battle)
    player.press(pygame.K_SPACE)
    assert timeline.playing
    assert timeline.index == 0
    player.pass_time(40, 50)
    assert 0 < timeline.index < len(timeline.moments) - 1
    for _ in SPEEDS:
        player.press(pygame.K_PLUS, text="+")
    player.pass_time(2, 50)
    assert timeline.index == len(timeline.moments) - 1
    assert not timeline.playing


def test_the_other_half_turn_can_be_stopped_and_stepped_through(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field, ai="greedy", seed=5)
    while battle.computer is None:
        player.press(pygame.K_RETURN)
    watching = battle.mode
    assert isinstance(watching, Watching)
    player.wait(battle.computer_is_over)
    player.press(pygame.K_n)
    player.pass_time(2, 50)
    first = watching.scene
    assert first is not None
    player.pass_time(50, 100)
    assert watching.scene is first
    player.press(pygame.K_p)
    player.wait(lambda: battle.mode is not watching or watching.scene is not first)
    player.press(pygame.K_SPACE)
    player.wait(battle.may_order)


def test_the_other_sides_picture_has_the_guns_that_side_heard(field: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    player = Player()
    battle = finished(player, field)
    player.press(pygame.K_F8)
    shown = timeline_of(battle)
    drawn: list[int] = []
    monkeypatch.setattr(doing, "guns_heard", lambda surface, battle, h: drawn.append(h))
    for side in (1 - battle.side, NOBODY):
        shown.show_as(side)
        state = battle.view.believed
        state.hexes[7, HEARD + battle.side], state.hexes[9, HEARD + 1 - battle.side] = battle.day, battle.day
        drawn.clear()
        player.frame()
        assert set(drawn) >= ({9} if side != NOBODY else set())
        assert 7 not in drawn


# branches ------------------------------------------------------------------------------------------------------------


def test_a_branch_is_a_match_of_its_own_and_its_record_verifies(field: Scenario) -> None:
    player = Player()
    battle = days_of(player, field)
    recorder = battle.game.keeper.recorder
    assert recorder is not None
    old, whole = recorder.path, recorder.path.read_bytes()
    player.press(pygame.K_F8)
    player.press(pygame.K_HOME)
    for _ in range(3):
        player.press(pygame.K_RIGHT)
    orders = timeline_of(battle).moment.orders
    true = digest(History(battle.match).state(orders))
    player.press(pygame.K_b)
    dialog = player.app.screen
    assert isinstance(dialog, Branching)
    assert dialog.allowed == ("ua",)
    player.press(pygame.K_2)
    assert dialog.chosen == "ua"
    player.press(pygame.K_RETURN)
    player.wait(lambda: isinstance(player.app.screen, Battle))
    branch = player.battle
    assert branch is not battle
    assert digest(branch.match.state) == true
    player.wait(branch.may_order)
    player.end_turn()
    path = folder.latest_record()
    assert path is not None
    assert path != old
    record = read_record(path)
    assert record.branch == (old.name, orders)
    assert json.loads(path.read_text().split("\n")[0])["branch"]["orders"] == orders
    again, difference = replay(record)
    assert difference is None
    assert again.digest == branch.match.digest
    assert old.read_bytes() == whole


def test_two_at_one_machine_are_asked_first(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field, side="both")
    player.press(pygame.K_F8)
    player.press(pygame.K_b)
    dialog = player.app.screen
    assert isinstance(dialog, Branching)
    assert dialog.allowed == ("both",)
    player.frame()
    player.press(pygame.K_ESCAPE)
    assert player.app.screen is battle


def test_a_branch_given_up_while_it_is_made_leads_to_the_title(field: Scenario) -> None:
    player = Player()
    player.begin(field)
    player.press(pygame.K_F8)
    player.press(pygame.K_b)
    player.post(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode="")
    player.post(pygame.KEYDOWN, key=pygame.K_ESCAPE, mod=0, unicode="")
    assert isinstance(player.app.screen, Title)
    assert player.app.running


def test_where_two_play_the_curtain_hangs_before_a_branch_and_a_record_that_goes_on(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field, side="both")
    first = battle.side
    player.app.change(confirm_idle=False)
    player.press(pygame.K_RETURN, pygame.KMOD_CTRL)
    assert isinstance(player.app.screen, Curtain)
    player.press(pygame.K_RETURN)
    player.wait(battle.may_order)
    assert battle.side == 1 - first
    path = folder.latest_record()
    assert path is not None
    player.press(pygame.K_F8)
    player.press(pygame.K_b)
    player.press(pygame.K_RETURN)
    for way in (None, start.resuming, start.watching_record):
        if way is not None:
            player.app.restart(way(player.app, path))
        player.wait(lambda: isinstance(player.app.screen, Curtain))
        player.press(pygame.K_RETURN)
        again = player.battle
        player.wait(lambda battle=again: battle.may_order() or battle.mode.past)
        assert again is not battle
        assert bool(again.game.watched) == again.mode.past == (way is start.watching_record)


# records -------------------------------------------------------------------------------------------------------------


def test_a_record_is_watched_from_its_beginning(field: Scenario) -> None:
    player = Player()
    battle = finished(player, field)
    path = folder.latest_record()
    assert path is not None
    whole = path.read_bytes()
    other = Player()
    other.app.push(start.title(other.app))
    other.app.push(start.watching_record(other.app, path))
    other.wait(lambda: isinstance(other.app.screen, Battle))
    other.pass_time(2)
    timeline = timeline_of(other.battle)
    assert timeline.index == 0
    assert timeline.unmasked
    other.press(pygame.K_END)
    assert digest(other.battle.view.believed) == digest(battle.match.view(0).believed)
    other.press(pygame.K_ESCAPE)
    assert isinstance(other.app.screen, Title)
    assert path.read_bytes() == whole


def test_a_record_of_other_rules_is_shown_as_far_as_it_goes(field: Scenario) -> None:
    player = Player()
    battle = days_of(player, field)
    orders = len(battle.match.steps)
    path = folder.latest_record()
    assert path is not None
    first, *lines = path.read_text().split("\n")
    header = json.loads(first)
    header["rules"] = {"version": "0.1", "digest": "another"}
    changed = [json.dumps({"digest": "0", "fields": "0"}) if '"digest"' in line else line for line in lines]
    path.write_text("\n".join([json.dumps(header), *changed]))
    other = Player()
    other.app.push(start.watching_record(other.app, path))
    other.wait(lambda: isinstance(other.app.screen, Battle))
    other.pass_time(2)
    assert other.battle.note is not None
    assert "other rules" in other.battle.note.words
    assert len(other.battle.match.steps) == orders
    assert not timeline_of(other.battle).unmasked
