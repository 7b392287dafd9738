"""The window at odd moments: keys before a picture, another language in the middle, what may not be told yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from window import Gallery, Player, prepared, scenario_of

from game.ui.cards.lists import goals_of
from game.ui.orders.ending import Ending
from game.ui.screens.claims import Claims
from game.ui.screens.encyclopedia import Encyclopedia
from game.ui.screens.finder import Finder
from game.ui.screens.help import Help
from game.ui.screens.pages import pages
from game.ui.screens.records import Records
from game.ui.screens.set_up import SetUp
from game.ui.screens.setting import Setting
from game.ui.table.told import Log, Teller


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder, empty at first."""
    yield from prepared(tmp_path, monkeypatch)


def test_every_screen_answers_keys_before_it_was_drawn() -> None:
    player, scenario = Player((1280, 800)), scenario_of("pocket")
    battle = player.begin(scenario)
    keys = (pygame.K_UP, pygame.K_DOWN, pygame.K_PAGEDOWN, pygame.K_TAB, pygame.K_LEFT, pygame.K_RIGHT, pygame.K_HOME)
    makers = [
        lambda: Setting(player.app), lambda: Records(player.app), lambda: Encyclopedia(player.app, scenario, ""),
        lambda: SetUp(player.app, scenario, Gallery([]), lambda _: None), lambda: Claims(player.app, battle),
        lambda: Ending(player.app, battle), lambda: Finder(player.app, [], lambda _: []), lambda: Help(player.app),
    ]  # fmt: skip
    for make in makers:
        for key in keys:
            screen = make()
            player.app.push(screen)
            player.post(pygame.KEYDOWN, key=key, mod=0, unicode="")
            player.post(pygame.MOUSEWHEEL, x=0, y=1)
            while player.app.screen is not battle:
                player.app.pop()


def test_another_language_in_the_middle_of_a_battle_is_spoken_everywhere() -> None:
    player, scenario = Player((1280, 800)), scenario_of("pocket")
    battle = player.begin(scenario, ai="greedy")
    player.end_turn()
    before, old = battle.latest_lines(), player.frame()
    assert before
    player.app.change(language="uk")
    player.pass_time(2)
    battle.note = None
    log = Log(Teller(battle.match, battle.side, "uk"))
    for events, fights in ((battle.match.opening, ()), *((step.events, step.fights) for step in battle.match.steps)):
        log.add(events, fights)
    assert [line.words for line in battle.latest_lines()] == [line.words for line in log.latest()]
    assert battle.goals == goals_of(scenario, "uk")
    assert (battle.painter.language, battle.situation.language) == ("uk", "uk")
    assert player.frame() != old
    player.app.change(language="en")
    player.pass_time(2)
    assert battle.latest_lines() == before


def test_sources_tell_nothing_of_where_the_enemy_begins_before_the_match_is_over() -> None:
    player, scenario = Player((1280, 800)), scenario_of("pocket")
    battle = player.begin(scenario)
    told = pages("en", battle.view.scenario)["sources_units"].found_by
    for formation in scenario.file.formations:
        for unit in formation.units:
            words = f"{unit.name.en}, {formation.name.en}".casefold()
            assert (words in told) == (formation.side == "ua"), unit.id
    player.do("help")
    player.strike("E")
    assert isinstance(player.app.screen, Encyclopedia)
    assert player.app.screen._pages["sources_units"].found_by == told
    written = battle.view.scenario.file.model_dump_json()
    enemies = [unit for formation in scenario.file.formations if formation.side == "ru" for unit in formation.units]
    own_sources = {unit.source for f in scenario.file.formations if f.side == "ua" for unit in f.units}
    assert not any(unit.source and unit.source not in own_sources and unit.source in written for unit in enemies)
