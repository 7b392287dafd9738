"""Guns, drones, postures and what is known of the enemy, in the window by posted events; and the line of sight."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from boards import board
from test_window_orders import last, publish, put, row, select, unit
from test_window_pictures import SIZES, Spill
from window import Player, prepared

from game.events import Event
from game.orders import Defend, Fly, Mission, Posture, Task
from game.rules.missions import SCOOTS
from game.scenario.load import Scenario
from game.state import (
    COUNTER,
    DEMOLISH,
    HARASS,
    HEARD,
    HEX,
    HOLD,
    IDLE,
    JAM,
    LOST_ATTACKING,
    PLOT,
    PLOT_HEX,
    POSTURE,
    POSTURES,
    REPLY,
    ROUNDS,
    SEEN_TURN,
    SKIES,
    SKY,
    SMOKE,
    SMOKED,
    TASK,
    TURN,
    copy,
)  # fmt: skip
from game.texts import LANGUAGES
from game.ui.cards import known
from game.ui.orders.firing import FIRST, STEP, Firing
from game.ui.orders.flying import Flying
from game.ui.orders.sighting import Sighting
from game.ui.sheet import Sheet
from game.ui.table import actions
from game.ui.table.battle import Battle
from game.ui.table.commands import cap_of
from game.ui.table.modes import Idle, Selected
from game.ui.table.told import fight_of

DRAWING = """
    .   .   .   .   .  |.   .   .   .   .   .   .
      .   .   .   .   .  |.   .   .   .   .   .   .
    .   .   .   .b  .  |.   .   .   w   .   .   .
      .   .   .u  .   .  |.   .   .   .   .   .   .
    .   .   .g  .   .a |.X  .   .   .Y  .   .   .
      .   .   .   .j  .  |.   .   .   .   .   .   .
    .   .   .h  .   .  |o   .   .   .   .   .   .
"""
UNITS = (
    "a 250 q2; b 300 fatigue 5; g artillery 100 rounds 300; u drones 80; j jammer 50; h hq 40; X 300 fatigue 30; "
    "Y artillery 100 rounds 100"
)
SOURCES = "ua 0003 vehicles 12 payload 1000 seats 4 stock 40/40/10/20"


def scenario() -> Scenario:
    """Two lines on a plain; a battery, drones and a jammer behind one, a battery behind the other."""
    return board(DRAWING, units=UNITS, roads="hard 0003 0103", sources=SOURCES).scenario


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder, empty at first."""
    yield from prepared(tmp_path, monkeypatch)


def begin(size: tuple[int, int] = (1280, 800), language: str = "en") -> tuple[Player, Battle]:
    """A window on the board, before any order."""
    player = Player(size, language)
    battle = player.begin(scenario())
    battle.note = None
    return player, battle


def known_to_level(battle: Battle, name: str, level: int, days: int, source: int = 4) -> int:
    """Let an enemy unit be known to a level, noticed so many days ago; its index."""
    after, u = copy(battle.match.state), unit(battle, name)
    after.clock[TURN] = 9
    after.units[:, SEEN_TURN] = 9
    publish(battle, after)
    put(battle, name, seen_level=level, seen_hex=int(after.units[u, HEX]), seen_turn=9 - days, seen_source=source,
        seen_steps=5, seen_status=1)  # fmt: skip
    return u


# postures ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("posture", [p for p in POSTURES if p != "hold"])
def test_every_posture_by_its_key(posture: str) -> None:
    player, battle = begin()
    a = select(player, "a")
    player.do(posture)
    assert last(battle) == Posture(a, POSTURES.index(posture))
    assert row(battle, "a")[POSTURE] == POSTURES.index(posture)
    chosen = [action.name for action in battle.mode.actions if action.on]  # type: ignore[attr-defined]
    assert chosen == [posture]
    player.press(pygame.K_h)
    assert row(battle, "a")[POSTURE] == HOLD
    player.press(pygame.K_z, pygame.KMOD_CTRL)
    assert row(battle, "a")[POSTURE] == POSTURES.index(posture)


def test_a_posture_that_is_refused_is_grey_and_says_why() -> None:
    player, battle = begin()
    select(player, "b")
    player.do("wave")
    assert battle.note is not None
    assert battle.match.steps == ()
    player.frame()
    why = next(action.why for action in battle.mode.actions if action.name == "wave")  # type: ignore[attr-defined]
    place = next(place for place in player.app._places if place.tip.endswith(why))
    assert place.act is None


def test_every_order_of_a_unit_has_a_key_of_its_own() -> None:
    _, battle = begin()
    for u in battle.situation.own:
        caps = [cap_of(action.name, "en") for action in actions.actions(battle, u)]
        assert len(set(caps)) == len(caps)
        assert not {"E", "D", "N", "C", "G", "V", "W"} & set(caps)


# missions ------------------------------------------------------------------------------------------------------------


def firing(player: Player, mission: str) -> Firing:
    """The battery is asked where to fire."""
    select(player, "g")
    player.do(mission)
    mode = player.battle.mode
    assert isinstance(mode, Firing)
    return mode


def test_harassing_a_hex_in_sight_falls_at_once() -> None:
    player, battle = begin()
    mode = firing(player, "harass")
    player.press(pygame.K_TAB)
    assert mode.choice == player.hex("0504")
    assert mode.shot.observed
    assert mode.shot.refusal is None
    told = [words for words, _ in mode.words()]
    assert told[:2] == ["Harassing fire on 0504", f"{FIRST} of 300 rounds, 2.2 t"]
    assert any("falls at once" in words for words in told)
    player.click(player.at("0504"))
    assert last(battle) == Mission(unit(battle, "g"), HARASS, player.hex("0504"), FIRST)
    assert row(battle, "g")[ROUNDS] == 300 - FIRST
    assert isinstance(battle.mode, Selected)
    assert any("harassing fire" in line.words for line in battle.latest_lines())


def test_rounds_by_keys_and_wheel_in_steps_and_to_thresholds() -> None:
    player, battle = begin()
    mode = firing(player, "harass")
    player.point(player.at("0504"))
    scale = battle.camera.scale
    player.post(pygame.MOUSEWHEEL, x=0, y=1)
    assert (mode.rounds, battle.camera.scale) == (FIRST + STEP, scale)
    player.press(pygame.K_MINUS, text="-")
    assert mode.rounds == FIRST
    tires = mode.thresholds()[0]
    while mode.rounds < tires:
        player.press(pygame.K_PLUS, text="+")
    assert mode.rounds == tires
    assert "tires whoever is there" in [words for words, _ in mode.words()]
    player.press(pygame.K_MINUS, text="-")
    assert "tires whoever is there" not in [words for words, _ in mode.words()]
    player.post(pygame.KEYDOWN, key=pygame.K_LSHIFT, mod=0, unicode="")
    player.post(pygame.MOUSEWHEEL, x=0, y=1)
    assert battle.camera.scale > scale


def test_what_nobody_observes_is_plotted_and_moving_on_is_told_and_ordered() -> None:
    player, battle = begin()
    known_to_level(battle, "y", 2, 1)
    mode = firing(player, "counter")
    player.press(pygame.K_TAB)
    assert mode.choice == player.hex("0804")
    assert not mode.shot.observed
    stays = mode.shot.found
    player.press(pygame.K_s)
    assert mode.shot.found_scooting <= stays
    player.press(pygame.K_RETURN)
    assert last(battle) == Mission(unit(battle, "g"), COUNTER, player.hex("0804"), FIRST, scoot=True)
    assert row(battle, "g")[PLOT] == COUNTER + SCOOTS
    assert row(battle, "g")[PLOT_HEX] == player.hex("0804")
    player.frame()
    player.press(pygame.K_z, pygame.KMOD_CTRL)
    assert row(battle, "g")[PLOT] == 0


@pytest.mark.parametrize(("name", "mission"), [("smoke", SMOKE), ("demolish", DEMOLISH)])
def test_smoke_and_demolition(name: str, mission: int) -> None:
    player, battle = begin()
    mode = firing(player, name)
    player.point(player.at("0506"))
    assert mode.mission == mission
    player.frame()
    player.click(player.at("0506"))
    assert last(battle) == Mission(unit(battle, "g"), mission, player.hex("0506"), mode.rounds)
    assert battle.view.believed.hexes[player.hex("0506"), SMOKED] == (mission == SMOKE)


def test_a_mission_that_is_refused_says_why_on_its_card_and_changes_nothing() -> None:
    player, battle = begin()
    mode = firing(player, "demolish")
    player.point(player.at("0504"))
    assert mode.shot.refusal is not None
    words = battle.situation.chronicle.refusal(mode.shot.refusal)
    assert words.startswith(mode.words()[2][0][:20])
    player.click(player.at("0504"))
    assert battle.note is not None
    assert battle.match.steps == ()
    player.press(pygame.K_ESCAPE)
    assert isinstance(battle.mode, Selected)


def test_the_card_of_a_battery_keeps_its_standing_order_when_the_reply_changes() -> None:
    player, battle = begin()
    g = select(player, "g")
    before = bool(row(battle, "g")[REPLY])
    player.press(pygame.K_y)
    order = last(battle)
    assert isinstance(order, Defend)
    assert (order.unit, order.reply) == (g, not before)
    assert bool(row(battle, "g")[REPLY]) is not before


# drones and jammers --------------------------------------------------------------------------------------------------


def test_drones_fly_where_they_are_sent_until_no_sortie_is_left() -> None:
    player, battle = begin()
    u = select(player, "u")
    player.press(pygame.K_f)
    mode = battle.mode
    assert isinstance(mode, Flying)
    player.point(player.at("0704"))
    assert [words for words, _ in mode.words()][:2] == ["Sortie over 0704", "sees 75 % (clear)"]
    for sorties in range(3):
        assert isinstance(battle.mode, Flying), sorties
        player.click(player.at("0704"))
        assert last(battle) == Fly(u, player.hex("0704"))
    assert isinstance(battle.mode, Selected)
    player.press(pygame.K_f)
    assert battle.note is not None


def test_a_jammer_jams_and_stops_and_own_sorties_suffer() -> None:
    player, battle = begin()
    j = select(player, "j")
    player.press(pygame.K_j)
    assert last(battle) == Task(j, JAM)
    assert row(battle, "j")[TASK] == JAM
    player.frame()
    select(player, "u")
    player.press(pygame.K_f)
    player.point(player.at("0504"))
    mode = battle.mode
    assert isinstance(mode, Flying)
    assert mode.words()[1][0] == "sees 45 % (clear, jammed)"
    select(player, "j")
    player.press(pygame.K_i)
    assert row(battle, "j")[TASK] == IDLE


# what is known -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_the_card_of_an_enemy_says_what_is_known_and_what_is_assumed(level: int, language: str) -> None:
    player, battle = begin(language=language)
    u = known_to_level(battle, "y", level, 2)
    name = battle.situation.chronicle.unit(u)
    battle.select(u)
    player.frame()
    told = known.words(Sheet(player.surface, None, language), battle.situation, u)
    assert len(told) == 4
    assert "2" in told[1]
    assert (battle.situation.name(u) == name) == (level > 1)
    if language == "en":
        assert "by a drone" in told[1]
        assert told[2].startswith("Assumed:")
        assert ("4–6" in told[0]) == (level == 3)


def test_a_unit_noticed_today_is_no_ghost_and_own_units_never_are() -> None:
    _, battle = begin()
    u = known_to_level(battle, "y", 3, 0)
    counters = battle.situation.stacks
    assert counters[int(battle.view.believed.units[u, HEX])][-1].ghost is None
    known_to_level(battle, "y", 3, 3)
    shown = [counter for stack in battle.situation.stacks.values() for counter in stack]
    assert [counter.ghost for counter in shown if counter.side == 1 and counter.ghost] == ["3d"]
    assert all(counter.ghost is None and counter.level == 4 for counter in shown if counter.side == 0)


def test_guns_that_were_heard_are_marked_and_told() -> None:
    player, battle = begin()
    player.point(player.at("0904"))
    before = player.frame()
    after = copy(battle.match.state)
    after.hexes[player.hex("0904"), HEARD] = 1
    publish(battle, after)
    assert player.frame() != before
    player.press(pygame.K_8)
    assert battle.shown.name == "intel"
    drawing = battle.shown.drawing
    assert drawing is not None
    assert ["guns, day 1"] in [[words for words, _ in mark.lines] for mark in drawing.marks]


# the line of sight ---------------------------------------------------------------------------------------------------


def test_the_line_of_sight_names_what_blocks_it() -> None:
    player, battle = begin()
    player.point(player.at("0602"))
    player.press(pygame.K_e)
    mode = battle.mode
    assert isinstance(mode, Sighting)
    assert mode.words() == ["Choose another hex: the line begins at 0602."]
    player.point(player.at("0802"))
    assert mode.words()[0] == "0802 is seen from 0602: nothing stands in the way."
    player.point(player.at("1002"))
    assert mode.words() == [
        "1002 is hidden from 0602 by the wood in 0802, 9 m too high.",
        "It is 4 hexes away; under today's sky units see 3.",
    ]
    player.frame()
    player.click(player.at("1002"))
    player.point(player.at("0902"))
    assert mode.words() == ["0902 lies next to 1002 and is always seen."]
    player.press(pygame.K_ESCAPE)
    assert isinstance(battle.mode, Idle)


def test_the_line_of_sight_begins_at_the_selected_unit_and_gives_no_orders() -> None:
    player, battle = begin()
    a = select(player, "a")
    player.press(pygame.K_e)
    mode = battle.mode
    assert isinstance(mode, Sighting)
    assert mode.start == int(battle.view.believed.units[a, HEX])
    player.click(player.at("0503"))
    assert battle.match.steps == ()
    player.press(pygame.K_e)
    assert isinstance(battle.mode, Selected)
    assert battle.mode.unit == a


# overlays and room ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "name"), [(pygame.K_8, "intel"), (pygame.K_9, "sight"), (pygame.K_0, "range")])
def test_the_overlays_of_knowing_have_keys_and_answer_the_mouse(key: int, name: str) -> None:
    player, battle = begin()
    player.press(key)
    assert battle.shown.name == name
    player.point(player.at("0604"))
    before = player.frame()
    player.point(player.at("0204"))
    assert player.frame() != before
    player.press(key)
    assert battle.shown.name == ""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_these_cards_spills(size: tuple[int, int], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spill = Spill(monkeypatch)
    player, battle = begin(size, language)
    for level in (1, 2, 3, 4):
        u = known_to_level(battle, "y", level, 2)
        battle.select(u)
        spill.look(player, (battle.areas()[0].right,))
    for name in ("a", "g", "u", "j"):
        select(player, name)
        spill.look(player, (battle.areas()[0].right,))


# what is said of it --------------------------------------------------------------------------------------------------


def test_a_sortie_that_cannot_see_is_flown_only_if_it_is_asked_for_twice() -> None:
    """In the rain under one's own jammer: the card names it, the first click warns, the second flies."""
    player, battle = begin()
    after = copy(battle.match.state)
    after.clock[SKY] = SKIES.index("rain")
    publish(battle, after)
    u = select(player, "u")
    player.press(pygame.K_f)
    assert isinstance(battle.mode, Flying)
    player.point(player.at("0504"))
    assert any("jammed by your own j" in words for words, _ in battle.mode.words())
    player.click(player.at("0504"))
    assert battle.note is not None
    assert battle.match.steps == ()
    player.click(player.at("0504"))
    assert last(battle) == Fly(u, player.hex("0504"))
    assert "jammed by your own j" in battle.note.words


def test_smoke_is_told_once_and_a_probe_is_called_one() -> None:
    """One line for smoke; a probe is known by losses as small as only probes cost."""
    player, battle = begin()
    g = unit(battle, "g")
    battle.order(Mission(g, SMOKE, player.hex("0504"), 60))
    assert [line.words for line in battle.latest_lines() if "moke" in line.words] == ["g (Bde) lays smoke on 0504."]
    sides = battle.teller.sides
    lost = Event("loss", {"unit": unit(battle, "a"), "people": 8, "cause": LOST_ATTACKING, "hex": 1}, (True, True))
    made = Event("assault", {"hex": 1, "column": 0, "dice": 7, "side": 0}, (True, True))
    fight = fight_of([made, lost], sides, 8)
    assert fight is not None
    assert fight.probe
    assert "Probe of" in battle.teller.fight(fight).words


def test_a_refusal_says_which_of_two_things_it_is() -> None:
    """No such company, or no such hex; an enemy nowhere in range; no rounds at all."""
    player, battle = begin()
    chronicle, g, u = battle.situation.chronicle, unit(battle, "g"), unit(battle, "u")
    told = []
    for order in (Fly(g, 1), Fly(u, -1), Mission(g, COUNTER, player.hex("0203"), 40), Mission(g, HARASS, 1, 0)):
        refusal = battle.view.check(order)
        assert refusal is not None
        told.append(chronicle.refusal(refusal))
    assert "no drone company" in told[0]
    assert "not on the map" in told[1]
    assert "none within range" in told[2]
    assert "a round at least" in told[3]
