"""The mouse asks what if, the card of a garrison, the overlay of threat: in the window, in both languages."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pygame
import pytest
from boards import board
from window import FIELD, BarePainter, Player, kept, prepared, scenario_of

from game.analysis.garrison import garrison, members, place_of
from game.analysis.loss import Loss
from game.analysis.reliefs import relieve
from game.analysis.solution import Solution
from game.analysis.studies import Study
from game.analysis.tonight import tonight
from game.analysis.what_if import Asker, what_if
from game.match import Match
from game.state import DAYS, HEX, OWNER
from game.texts import LANGUAGES
from game.ui.cards.asking import ASKING, REST_MS, Target
from game.ui.cards.what_if_panel import CutOff
from game.ui.paint.overlays.drawing import NAMES, Drawing
from game.ui.paint.overlays.threat import grade
from game.ui.table.battle import Battle
from game.ui.table.situation import Situation
from game.view import View

SUPPLY = pygame.K_1
THREAT = pygame.K_1 + NAMES.index("threat")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder, empty at first."""
    yield from prepared(tmp_path, monkeypatch)


def road_spot(player: Player, battle: Battle, road: tuple[int, int]) -> tuple[int, int]:
    """The pixel where a road crosses its hexside."""
    course, area = battle.shown.asking.facts.courses.piece(*road), battle.areas()[0]
    x, y = battle.camera.to_px(*course[len(course) // 2])
    return round(x + area.x), round(y + area.y)


def a_road(battle: Battle) -> tuple[int, int]:
    """A road that carries something, well within the window."""
    facts, area = battle.shown.asking.facts, battle.areas()[0]
    inner = pygame.Rect((0, 0), area.size).inflate(-300, -300)
    return next(
        (h, n) for h, n in facts.roads if (h, n) in facts.flows and inner.collidepoint(battle.camera.centre_px(h))
    )


# what if ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mouse_that_rests_on_a_road_is_told_what_its_loss_would_do(language: str) -> None:
    """Not at once, and not under an overlay of people; the words are those of what_if."""
    player = Player(language=language)
    battle = player.begin(scenario_of(FIELD))
    player.press(SUPPLY)
    road = a_road(battle)
    player.point(road_spot(player, battle, road))
    asking = battle.shown.asking
    assert asking.target is None
    before = player.frame()
    player.pass_time(REST_MS // 16 + 2)
    assert asking.target == Target(road)
    assert player.frame() != before
    expected = asking.facts.teller.what_if(what_if(battle.view, [road]), [road])
    assert asking.words(Target(road)) == expected
    assert ("If " if language == "en" else "Якщо ") in expected
    player.press(pygame.K_1 + NAMES.index("fatigue"))
    player.pass_time(10)
    assert asking.target is None


def test_the_middle_of_an_own_hex_asks_for_the_hex_and_the_enemys_for_nothing() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    player.press(SUPPLY)
    owner = battle.situation.state.hexes[:, OWNER]
    player.point(player.at("0306"))
    player.pass_time(10)
    assert battle.shown.asking.target == Target((player.hex("0306"),))
    inner = battle.areas()[0].inflate(-200, -200)
    far = [h for h in range(len(owner)) if owner[h] == 1 and inner.collidepoint(player.at(h))]
    asked = [battle.shown.asking.target_at(player.at(h)) for h in far]
    assert far
    assert not any(target is not None and not target.is_road for target in asked)


def test_what_was_answered_is_kept_until_something_else_is_believed() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    player.press(SUPPLY)
    asking, road = battle.shown.asking, Target(a_road(battle))
    first = asking.answer(road)
    assert asking.answer(road) is first
    player.click(player.at("0306"))
    player.click(player.at("0307"))
    player.pass_time(2)
    assert asking.answer(road) is not first


def test_every_overlay_of_roads_asks() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    for i, name in enumerate(NAMES):
        player.press(pygame.K_1 + i)
        assert battle.shown.asking.is_on == (name in ASKING)
    player.press(pygame.K_1 + len(NAMES) - 1)
    assert not battle.shown.asking.is_on


# the garrison -----------------------------------------------------------------------------------------------------------


def test_a_garrison_is_a_town_and_those_beside_it():
    """The town of two hexes with a and b beside it; c is farther off. In the open a garrison is the stack."""
    battle = board(". .a o o .b . .c .", roads="hard 0000 0100 0200 0300 0400", sources="ua 0000")
    view = battle.view("ua")
    town = place_of(view, battle.h("0200"))
    assert [battle.number(h) for h in town] == ["0200", "0300"]
    assert [battle.name(u) for u in members(view, town)] == ["a", "b"]
    found = garrison(Study(view), battle.h("0300"))
    assert found is not None
    assert (found.people, found.corridor.need_quiet) == (600, 12 * 500)
    alone = garrison(Study(view), battle.h("0600"))
    assert alone is not None
    assert [battle.name(u) for u in alone.units] == ["c"]
    assert garrison(Study(view), battle.h("0700")) is None


def test_a_garrison_adds_up_what_its_units_ask_and_get():
    """And its days are those of the worst off."""
    match = Match(scenario_of(FIELD), 3)
    view = match.view(0)
    study = Study(view)
    h = int(view.believed.units[view.own_units()[0], HEX])
    found = garrison(study, h)
    assert found is not None
    goods = [p for u in found.units for p in study.solution.of(u) if p.good not in ("wounded", "people")]
    assert (found.asked, found.brought) == (sum(p.asked for p in goods), sum(p.brought for p in goods))
    assert found.asked >= found.brought
    assert found.least_days == min(int(view.believed.units[u, DAYS]) for u in found.units)


@pytest.mark.parametrize("size", [(1024, 600), (1280, 800)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_g_opens_the_card_of_the_garrison_under_the_mouse(size: tuple[int, int], language: str) -> None:
    player = Player(size, language)
    battle = player.begin(scenario_of(FIELD))
    player.point(player.at("0306"))
    bare = player.frame()
    player.press(pygame.K_g)
    assert battle.shown.garrison.is_open
    assert player.frame() != bare
    player.press(pygame.K_g)
    assert not battle.shown.garrison.is_open
    player.press(pygame.K_g)
    battle.note = None
    player.press(pygame.K_ESCAPE)
    assert not battle.shown.garrison.is_open
    player.press(pygame.K_g)
    player.click(player.at("0306"))
    assert not battle.shown.garrison.is_open
    assert battle.selected is not None


def test_g_on_an_empty_hex_says_that_nobody_is_there() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    inner = battle.areas()[0].inflate(-200, -200)
    empty = next(
        h for h in range(battle.view.scenario.grid.count)
        if inner.collidepoint(player.at(h)) and garrison(Study(battle.view), h) is None
    )  # fmt: skip
    player.point(player.at(empty))
    player.press(pygame.K_g)
    assert not battle.shown.garrison.is_open
    assert battle.note is not None
    assert "No unit of yours" in battle.note.words


# threat -----------------------------------------------------------------------------------------------------------------


def drawn(view: View, language: str = "en") -> Drawing:
    """The overlay of threat of a view."""
    return kept(BarePainter, view.scenario).overlays.of("threat", Situation(view, language=language))


def test_threat_draws_a_wall_for_every_hexside_and_a_figure_for_every_hex_of_the_line() -> None:
    battle = board(
        """
        .b .a |. .
         .  . |. .
        .  .c |. .X
        """,
        units="a 300; b 300; c 100; X 300",
    )
    view = battle.view("ua")
    situation = Situation(view)
    facts = kept(BarePainter, view.scenario).overlays.facts(situation)
    drawing, held = drawn(view), facts.line.exposures
    faces = sum(len(exposure.faces) for exposure in held.values())
    ways = sum(len(p.exits) for p in facts.encircled if p.side == 0)
    assert len(drawing.ribbons) == faces + len(facts.line.seams) + ways
    assert set(drawing.fills) == set(held)
    figures = {mark.lines[0][0] for mark in drawing.marks}
    assert {f"{len(exposure.faces)}/{exposure.steps}" for exposure in held.values()} <= figures
    assert [grade(exposure) for exposure in held.values()] == sorted(grade(exposure) for exposure in held.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_threat_badges_pockets_of_both_sides(language: str) -> None:
    battle = board("|.X . |.a . . . . |. |.b", sources="ua 0200", roads="hard 0200 0300")
    view = battle.view("ua")
    drawing = drawn(view, language)
    signs = [mark.glyph for mark in drawing.marks if mark.glyph in ("pocket", "semi")]
    assert signs.count("pocket") == 2
    assert len(drawing.borders) == len(signs)
    assert not any(border.dashed for border, sign in zip(drawing.borders, signs, strict=True) if sign == "pocket")
    player = Player(language=language)
    shown = player.begin(scenario_of(FIELD))
    player.point(player.at("0306"))
    player.press(THREAT)
    assert shown.shown.name == "threat"


def test_the_card_of_a_hex_tells_how_exposed_it_is() -> None:
    battle = board(". .a |. .X", units="a 100; X 300", roads="hard 0000", sources="ua 0000")
    view = battle.view("ua")
    facts = kept(BarePainter, view.scenario).overlays.facts(Situation(view))
    assert facts.about_line(battle.h("0100"))[:2] == [
        "Faces the enemy on 1 hexside with 2 steps", "No reserve within 2 hexes behind it",
    ]  # fmt: skip
    assert facts.about_line(battle.h("0000")) == []


# day by day -------------------------------------------------------------------------------------------------------------


def a_weighty_road(battle: Battle) -> tuple[int, int]:
    """A road within the window whose loss is felt, clear of counters."""
    asking, area = battle.shown.asking, battle.areas()[0]
    inner = pygame.Rect((0, 0), area.size).inflate(-300, -200)
    roads = [road for road in asking.facts.roads if road in asking.facts.flows or road[::-1] in asking.facts.flows]
    seen = [(h, n) for h, n in roads if inner.collidepoint(battle.camera.centre_px(h))]
    return max(seen, key=lambda road: asking.answer(Target(road)).kg)


@pytest.mark.parametrize("size", [(1024, 600), (1280, 800)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_click_on_a_road_opens_what_its_loss_would_do_day_by_day(size: tuple[int, int], language: str) -> None:
    """The panel tells of the very units that what_if names; Escape leads back."""
    player = Player(size, language)
    battle = player.begin(scenario_of(FIELD))
    player.press(SUPPLY)
    road = a_weighty_road(battle)
    player.click(road_spot(player, battle, road))
    mode = battle.mode
    assert isinstance(mode, CutOff)
    assert mode.target == Target(road)
    expected = what_if(battle.view, [road])
    assert set(mode.loss.units) == {less.unit for less in expected.less}
    player.pass_time(60)
    assert mode.tried
    player.frame()
    player.point((size[0] - 40, 120))
    player.press(pygame.K_ESCAPE)
    assert type(battle.mode).__name__ == "Idle"


def test_a_click_on_a_counter_still_selects_it_and_another_road_is_asked_of() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    player.press(SUPPLY)
    player.click(player.at("0306"))
    assert battle.selected is not None
    battle.deselect()
    first = a_weighty_road(battle)
    player.click(road_spot(player, battle, first))
    assert isinstance(battle.mode, CutOff)
    player.click(player.at("0306"))
    assert battle.selected is not None
    assert not isinstance(battle.mode, CutOff)


def test_putting_the_overlay_away_puts_the_question_away() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    player.press(SUPPLY)
    player.click(road_spot(player, battle, a_weighty_road(battle)))
    player.do("overlay_capacity")
    assert isinstance(battle.mode, CutOff)
    player.do("overlay_capacity")
    assert not isinstance(battle.mode, CutOff)


def test_a_loss_adds_up() -> None:
    """What would come is what comes now less what is lost and more by other ways; ways out bring what they say."""
    match = Match(scenario_of(FIELD), 3)
    asker = Asker(match.view(0))
    routes = [route.hexes for parcel in tonight(match.view(0)).parcels for route in parcel.routes]
    road = max({pair for hexes in routes for pair in pairwise(hexes)}, key=lambda pair: (asker.ask([pair]).kg, pair))
    loss = Loss(asker, [road])
    assert loss.brought(loss.then) <= loss.brought(loss.now)
    assert loss.by_lost() > 0
    assert not any(road == (way.hexes if way.hexes[0] == road[0] else way.hexes[::-1]) for way in loss.other_ways())
    found = list(loss.ways_out())
    for way in found[-1] if found else []:
        fixed, state = relieve(loss.then.fixed, loss.then.state, 0, way.reliefs)
        assert loss.brought(Solution(fixed, state, 0)) - loss.brought(loss.then) == way.kg
