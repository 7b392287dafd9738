"""Chapter 10 of the rulebook: drone companies, jammers, and what fire and probes reveal."""

from __future__ import annotations

import pytest
from boards import Battle, board

from game import state as columns
from game.rules import drones
from game.rules.recon import ABOUT, ALL, STRENGTH, WHAT
from game.state import DRONES_LOST, IDLE, JAM, OVERHEAD, PROBE, SORTIES

SURE, NEVER = 0, 99
"""A roll of a hundred that is always below a chance, and one that never is."""


def company(words: str = "", units: str = "X 300", drawing: str = ".d . . . .a . . . . |wX .", **more: str) -> Battle:
    """Drone company d, and X in a wood out of everybody's sight in 0900."""
    return board(drawing, units=f"d drones 60 range 12 {words}; {units}", **more)


def fly(battle: Battle, order: str, *rolls: int) -> list[str]:
    """What came of a sortie whose dice are loaded: whether it sees first, then whether the drone is lost."""
    battle.load(*rolls)
    return battle.must(order)


def level(battle: Battle, side: str, name: str) -> int:
    """The level at which a side believes to know a unit."""
    return int(battle.view(side).believed.units[battle.u(name), columns.SEEN_LEVEL])


# 10.6 ------------------------------------------------------------------------------------------------------------------


def test_a_sortie_that_sees_tells_two_levels_more():
    """[10.6] [10.1] From nothing to what it is; a second sortie the same day to its steps, fatigue and supply."""
    battle = company(units="X 130 full 400 fatigue 40")
    assert level(battle, "ua", "X") == 0
    told = fly(battle, "fly d 0900", SURE, NEVER)
    assert "sighted X 0900 ua 0" in told, "how strong is not known"
    assert battle.get("X", "seen_steps") == 8, "it is taken for its full strength"
    assert level(battle, "ua", "X") == WHAT
    fly(battle, "fly d 0900", SURE, NEVER)
    assert level(battle, "ua", "X") == ALL
    assert int(battle.view("ua").believed.units[battle.u("X"), columns.FATIGUE]) == 40


def test_who_is_flown_over_is_not_told():
    """[10.6] Neither the sortie nor the lost drone is Russia's to see."""
    battle = company()
    fly(battle, "fly d 0900", SURE, SURE)
    assert [event.kind for event in battle.last if event.seen[1]] == []
    assert battle.view("ru").believed.units[battle.u("d"), columns.SEEN_LEVEL] == 0


@pytest.mark.parametrize(("number", "seen"), [("0900", WHAT), ("0800", WHAT), ("1000", WHAT), ("0700", 0)])
def test_a_sortie_sees_the_hex_and_the_six_around_it(number: str, seen: int):
    """[10.6] Not what is two hexes away."""
    battle = company()
    fly(battle, f"fly d {number}", SURE, NEVER)
    assert level(battle, "ua", "X") == seen


def test_a_sortie_shows_the_ground():
    """[10.6] Whose it is now, in the hex flown to and the six around it."""
    battle = company(units="", drawing=".d . . . .a . . . . . . . .")
    numbers = ("0900", "1000", "1100", "1200")
    for number in numbers:
        battle.lose_ground_unseen(number)
    fly(battle, "fly d 1000", SURE, NEVER)
    believed = battle.view("ua").believed.hexes
    assert [int(believed[battle.h(number), columns.OWNER]) for number in numbers] == [1, 1, 1, 0]


def test_a_sortie_clears_ghosts():
    """[10.6] [10.4] X was known in the wood and has gone: over the wood one sees that."""
    battle = company(units="X 300", drawing=".d . . . .a . . . . |wX . . . .")
    battle.spot("X", level=WHAT)
    battle.put("X", hex=battle.h("1300"))
    assert battle.knows("ua", "X") == "0900"
    fly(battle, "fly d 0900", NEVER, NEVER)
    assert battle.knows("ua", "X") == "0900", "a sortie that sees nothing"
    fly(battle, "fly d 0900", SURE, NEVER)
    assert battle.knows("ua", "X") == "-"


@pytest.mark.parametrize(("sky", "chance"), [("clear", 75), ("cloud", 65), ("rain", 30)])
def test_the_sky_says_how_often_a_sortie_sees(sky: str, chance: int):
    """[10.6] Just below the chance it sees, at it it does not."""
    for roll, sees in ((chance - 1, 1), (chance, 0)):
        battle = company(weather=f"dry {sky}")
        told = fly(battle, "fly d 0900", roll, NEVER)
        assert [words.split()[3] for words in told if words.startswith("flew")] == [str(sees)]


def test_in_fog_nobody_flies():
    """[10.6]"""
    assert company(weather="dry fog").do("fly d 0900") == 1002


@pytest.mark.parametrize(("roll", "left"), [(14, 9), (15, 10)])
def test_a_drone_is_lost_in_15_of_100_sorties(roll: int, left: int):
    """[10.6] Whether it saw or not."""
    for sees in (SURE, NEVER):
        battle = company("rounds 10")
        told = fly(battle, "fly d 0900", sees, roll)
        assert ("drone_lost d 0900" in told) is (left == 9)
        assert (battle.get("d", "rounds"), int(battle.state.sides[0, DRONES_LOST])) == (left, 10 - left)


def test_a_company_flies_as_often_as_it_has_sorties_and_drones():
    """[10.6] Three sorties a day; and none without drones."""
    battle = company("sorties 3")
    for _ in range(3):
        fly(battle, "fly d 0900", NEVER, NEVER)
    assert battle.do("fly d 0900") == 1005
    assert int(battle.state.sides[0, SORTIES]) == 3
    battle.until(2, "ua")
    battle.put("d", days=300, supply=0)
    assert battle.why("fly d 0900") == 0
    assert company("rounds 0").do("fly d 0900") == 1004


@pytest.mark.parametrize(("supply", "turns", "most"), [("low", 0, 1), ("out", 1, 1), ("out", 2, 0)])
def test_when_low_or_just_out_it_flies_once(supply: str, turns: int, most: int):
    """[10.6] [6.4] And from the second turn Out on not at all."""
    battle = company("sorties 3")
    battle.put("d", supply=columns.SUPPLY_STATES.index(supply), out_turns=turns)
    for _ in range(most):
        fly(battle, "fly d 0900", NEVER, NEVER)
    assert battle.do("fly d 0900") == 1005


def test_only_a_drone_company_flies_and_only_within_its_range():
    """[10.6] 0900 is nine hexes away."""
    assert company().do("fly a 0900") == 1001
    for reach, rule in ((8, 1003), (9, 0)):
        assert board(".d . . . .a . . . . |wX .", units=f"d drones 60 range {reach}").why("fly d 0900") == rule


def test_a_drone_over_the_middle_corrects_fire_and_helps_an_assault():
    """[10.6] [9.2] [8.7] Until its side's next half-turn; over the neighbours it does not stay."""
    battle = board(".d .g . . .a |.X .", units="d drones 60; g artillery 100 rounds 900; X 300")
    assert "overhead" not in battle.terms("assault 0500 with a")
    fly(battle, "fly d 0500", SURE, NEVER)
    assert battle.terms("assault 0500 with a")["overhead"] == 1
    assert [battle.hex(number, "overhead") for number in ("0400", "0500", "0600")] == [0, 1, 0]
    battle.load(999, 999)
    battle.must("harass 0500 with g:280")
    assert battle.people("X") == [250], "280 rounds at 125 % are 350: two losses"
    battle.end()
    assert battle.hex("0500", "overhead") == 1
    battle.until(2, "ua")
    assert battle.state.hexes[:, OVERHEAD].sum() == 0


def test_supply_brings_drones_as_it_brings_rounds():
    """[10.6] [6.8] Daily ones, until the company holds three times as many; to one that nothing reaches none come."""
    for number, held in (("0200", [4, 6, 6]), ("0700", [2, 2, 2])):
        battle = board(
            ".  . . . . . . . |.X",
            units=f"d drones 60 rounds 2 daily 2 at {number}",
            roads="hard 0000 0100 0200",
            sources="ua 0000 vehicles 20 payload 1000 stock 50/50/50/0",
        )
        came = []
        for day in (1, 2, 3):
            battle.until(day, "ua")
            came.append(battle.get("d", "rounds"))
        assert came == held


# 10.7 ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "disturbs"), [("0900", True), ("0700", True), ("0600", False)])
def test_a_jammer_disturbs_within_3_hexes(number: str, disturbs: bool):
    """[10.7] A sortie sees 30 points less often, and 35 of 100 drones are lost."""
    battle = company(units="X 300; J jammer 60 at 1000")
    battle.put("J", task=JAM)
    fixed, h = battle.match.fixed, battle.h(number)
    assert drones.chance_percent(fixed, battle.state, h) == (45 if disturbs else 75)
    assert drones.loss_percent(fixed, battle.state, h) == (35 if disturbs else 15)


def test_a_jammer_disturbs_the_drones_of_its_own_side_too():
    """[10.7] Whosever it is."""
    battle = company(units="X 300; j jammer 60 at 0700")
    battle.must("jam j")
    told = fly(battle, "fly d 0900", 45, 34)
    assert "flew d 0900 0 0" in told
    assert "drone_lost d 0900" in told


def test_a_jammer_that_is_out_or_told_to_stop_or_lost_disturbs_nobody():
    """[10.7]"""
    for values in ({"supply": columns.OUT}, {"task": IDLE}, {"status": columns.ELIMINATED, "hex": -1}):
        battle = company(units="X 300; J jammer 60 at 1000")
        battle.put("J", task=JAM)
        battle.put("J", **values)
        assert not drones.jammed(battle.match.fixed, battle.state, battle.h("0900"))


def test_a_jammer_works_from_the_start_and_stops_when_it_moves():
    """[10.7] It is told again where it has come to; a unit that is none cannot be told."""
    battle = company(units="X 300; j jammer 60 at 0300")
    assert battle.get("j", "task") == JAM
    battle.must("move j 0200")
    assert battle.get("j", "task") == IDLE
    battle.must("jam j")
    assert battle.get("j", "task") == JAM
    assert battle.why("jam a") == 1208


def test_one_that_is_known_of_is_taken_to_work():
    """[10.7] [10.5] Though it does not."""
    battle = company(units="X 300; J jammer 60 at 1000")
    battle.put("J", task=IDLE)
    believed = battle.view("ua").believed
    assert drones.chance_percent(battle.match.fixed, believed, battle.h("0900")) == 75, "nobody knows of it"
    battle.spot("J", level=WHAT)
    believed = battle.view("ua").believed
    assert drones.chance_percent(battle.match.fixed, believed, battle.h("0900")) == 45
    assert drones.chance_percent(battle.match.fixed, battle.state, battle.h("0900")) == 75


# 10.8 ------------------------------------------------------------------------------------------------------------------


def test_a_battery_that_is_found_is_known_and_one_that_is_heard_is_not():
    """[10.8] [9.8] [9.9]"""
    for roll, known in ((0, WHAT), (999, 0)):
        battle = board(".g . . .a |.X . .H", units="g artillery 100 rounds 900; H artillery rounds 0")
        battle.load(999, roll, 0)
        battle.must("harass 0400 with g:80")
        assert level(battle, "ru", "g") == known


def test_a_probe_tells_two_levels_more():
    """[10.8] [8.16] Of everybody in the hex; the probed learn what contact tells."""
    battle = board(".a |.XY .", units="X 300; Y 120 fatigue 30")
    battle.put("a", posture=PROBE)
    battle.spot("Y", level=ABOUT)
    battle.roll(7)
    battle.must("assault 0100 with a")
    assert [level(battle, "ua", name) for name in "XY"] == [ALL, STRENGTH]
    assert level(battle, "ru", "a") == STRENGTH


def test_both_sides_of_an_assault_are_in_contact():
    """[10.8] [10.1] The victor stands next to whom he drove off."""
    battle = board(".a |.X .", units="a 500; X 100")
    battle.roll(9)
    battle.must("assault 0100 with a")
    assert (battle.at("a"), battle.at("X")) == ("0100", "0200")
    assert (level(battle, "ua", "X"), level(battle, "ru", "a")) == (STRENGTH, STRENGTH)
