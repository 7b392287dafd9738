"""The claims screen in play, and the report after the match, driven by posted events without a display [13]."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from window import FIELD, Player, prepared, scenario_of

from game.orders import Claim
from game.scenario.load import Scenario
from game.state import CLAIMED, HEX_BLOCK, OUTCOME, OWNER, PLACE_HEX, SIDES, UA_WINS, copy
from game.texts import LANGUAGES
from game.ui.screens.claims import Claims
from game.ui.screens.outcome import Result
from game.ui.screens.who_told import WhoTold

SIZES = ((1024, 600), (1600, 900))


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder, empty at first."""
    yield from prepared(tmp_path, monkeypatch)


@pytest.fixture
def field() -> Scenario:
    return scenario_of(FIELD)


def opened(field: Scenario, size: tuple[int, int] = (1280, 800), language: str = "en") -> tuple[Player, Claims]:
    """A battle with the claims screen open."""
    player = Player(size, language)
    player.begin(field)
    player.press(pygame.K_z)
    screen = player.app.screen
    assert isinstance(screen, Claims)
    return player, screen


def test_a_place_is_chosen_and_claimed_by_keys(field: Scenario) -> None:
    """Down to the first place, Enter claims it, Enter again does nothing, Escape goes back to the map."""
    player, screen = opened(field)
    player.press(pygame.K_RETURN)
    assert player.battle.match.steps == (), "nothing is chosen yet"
    player.press(pygame.K_DOWN)
    assert screen.chosen == screen.places[0]
    player.press(pygame.K_RETURN)
    assert [step.order for step in player.battle.match.steps] == [Claim(screen.places[0])]
    assert player.battle.view.believed.hexes[screen.places[0], CLAIMED] == 1
    player.press(pygame.K_RETURN)
    assert len(player.battle.match.steps) == 1
    assert "[13.1]" in (screen.refusal() or "")
    player.press(pygame.K_UP)
    assert screen.chosen == screen.places[-1]
    player.press(pygame.K_ESCAPE)
    assert player.app.screen is player.battle


def test_a_place_is_chosen_and_claimed_by_the_mouse(field: Scenario) -> None:
    """On the map, then on the button."""
    player, screen = opened(field)
    h = int(field.roster.places[0, PLACE_HEX])
    spot = next(place for place in player.app._places if place.tip.startswith(field.grid.number(h)))
    player.click(spot.rect.center)
    assert screen.chosen == h
    button = [place for place in player.app._places if place.act == screen.claim]
    player.click(button[0].rect.center)
    assert player.battle.match.steps[-1].order == Claim(h)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_the_screen_shows_nothing_that_is_hidden(field: Scenario, size: tuple[int, int], language: str) -> None:
    """The same picture whoever holds the ground that the side does not see."""
    player, _ = opened(field, size, language)
    player.press(pygame.K_DOWN)
    before, match = player.frame(), player.battle.match
    after = copy(match.state)
    side = player.battle.side
    hidden = after.hexes[:, OWNER] == 1 - side
    after.hexes[hidden, OWNER] = side
    after.hexes[:, (2 - side) * HEX_BLOCK + OWNER] = -1
    match.state = after
    match._forget_views()
    player.battle.look(match.view(side))
    assert player.frame() == before


def test_the_report_comes_after_the_match_and_plays_it(field: Scenario) -> None:
    """By a key of the result; the arrows go from dusk to dusk, Space plays them."""
    player = Player()
    battle = player.begin(field)
    places = [int(h) for h in field.roster.places[:, PLACE_HEX]]
    battle.match.apply(Claim(places[0]))
    with pytest.raises(AssertionError):
        WhoTold(player.app, battle.match)
    player.end_turn()
    player.end_turn()
    while not isinstance(player.app.screen, Result):
        player.end_turn()
    player.press(pygame.K_c)
    screen = player.app.screen
    assert isinstance(screen, WhoTold)
    last = len(battle.match.claims.dusks) - 1
    assert screen.at == last > 0
    pictures = set()
    for at in range(last, -1, -1):
        assert screen.at == at
        pictures.add(player.frame())
        player.press(pygame.K_LEFT)
    assert len(pictures) == last + 1
    player.press(pygame.K_SPACE)
    assert screen.playing
    player.wait(lambda: screen.at == last)
    assert not screen.playing
    player.press(pygame.K_ESCAPE)
    assert isinstance(player.app.screen, Result)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_can_be_drawn_without_claims(field: Scenario, language: str) -> None:
    """Nobody claimed anything."""
    player = Player((1024, 600), language)
    battle = player.begin(field)
    battle.match.state = copy(battle.match.state)
    battle.match.state.clock[OUTCOME] = UA_WINS
    player.app.push(WhoTold(player.app, battle.match))
    assert player.frame()
    assert {claim.side for claim in battle.match.claims.made} <= set(range(len(SIDES)))
