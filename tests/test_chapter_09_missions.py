"""Chapter 9 of the rulebook: what fire costs, missions, how batteries are found, and what they turn to rubble."""

from __future__ import annotations

import pytest
from boards import Battle, board

from game.rulebook import DICE_MODE, FIXED_DICE
from game.state import HEARD

SURE, NEVER = 0, 999
"""A roll of a thousand that is always below a chance, and one that never is."""


def gun(words: str = "rounds 900", units: str = "X 300", drawing: str = ".g . . .a |.X .", **more: str) -> Battle:
    """Battery g and a, who stands next to X: the hex 0400 is seen, g is not."""
    return board(drawing, units=f"g artillery 100 {words}; {units}", **more)


def strike(battle: Battle, order: str, *rolls: int) -> list[str]:
    """What came of a mission whose dice are loaded: losses first, then whether it is found."""
    battle.load(*rolls)
    return battle.must(order)


# 9.6 -------------------------------------------------------------------------------------------------------------------


def test_fire_costs_a_loss_for_175_effective_rounds_in_the_open():
    """[9.6] [9.11] 438 rounds at a hex in sight are 350 effective: two losses of 25, and a fraction of nothing."""
    battle = gun("rounds 900 daily 0")
    told = strike(battle, "harass 0400 with g:438", NEVER, NEVER)
    assert "struck g 0400 harass 438" in told
    assert battle.people("X") == [250]
    assert battle.get("g", "rounds") == 462


@pytest.mark.parametrize(("roll", "left"), [(456, 275), (457, 300)])
def test_the_fraction_is_a_chance(roll: int, left: int):
    """[9.6] 100 rounds are 80 effective: 457 in a thousand for one loss."""
    battle = gun()
    strike(battle, "harass 0400 with g:100", roll, NEVER)
    assert battle.people("X") == [left]


def test_with_fixed_dice_the_fraction_is_rounded():
    """[9.6] [8.12] 457 thousandths are none, 594 are one, and nothing is rolled for it."""
    for rounds, left in ((100, 300), (130, 275)):
        battle = gun()
        battle.match.fixed.rules.numbers[DICE_MODE] = FIXED_DICE
        strike(battle, f"harass 0400 with g:{rounds}", NEVER)
        assert battle.people("X") == [left]


@pytest.mark.parametrize(
    ("terrain", "trench", "spared"),
    [(".", 0, 0), ("w", 0, 40), ("v", 0, 40), ("o", 0, 60), ("d", 0, 60), ("x", 0, 60), (".", 1, 70), ("w", 1, 80)],
)
def test_ground_and_trenches_shelter(terrain: str, trench: int, spared: int):
    """[9.6] Of 1,000 losses in the open so many are spared: 875 rounds in sight are four losses in the open."""
    battle = gun(drawing=f".g . . .a |{terrain}X .", trenches=f"{trench} 0400" if trench else "")
    strike(battle, "harass 0400 with g:875", NEVER, NEVER)
    assert battle.people("X") == [300 - 25 * (4 * (100 - spared) // 100)]


def test_the_preparation_and_the_defensive_fire_cost_people_before_the_throw():
    """[9.6] A loss each by the roll: the preparation's first. The throw itself costs the attacker one."""
    battle = board(".g .a |.X .H", units="g artillery rounds 200; H artillery rounds 200 defensive 100; a 600; X 600")
    battle.load(SURE, SURE, 2, 1)
    told = battle.must("assault 0200 with a fire g:100")
    assert told[:2] == ["fired g 0200 100 0", "fired H 0100 100 1"]
    assert "loss X 25 shelled 0200" in told
    assert "loss a 25 shelled 0100" in told


def test_heavy_fire_tires():
    """[9.6] [11.2] From 180 effective rounds on: 225 in sight."""
    for rounds, strain in ((224, 0), (225, 4)):
        battle = gun()
        strike(battle, f"harass 0400 with g:{rounds}", NEVER, NEVER)
        assert battle.get("X", "load") == strain


# 9.7 and 9.14 ----------------------------------------------------------------------------------------------------------


def test_1500_rounds_make_a_level_of_rubble():
    """[9.7] In a town, by weight; never in the open."""
    battle = gun("rounds 3000", drawing=".g . . .a |oX .")
    strike(battle, "harass 0400 with g:1499", NEVER, NEVER)
    assert battle.hex("0400", "rubble") == 0
    told = strike(battle, "harass 0400 with g:1", NEVER, NEVER)
    assert "rubble 0400 1" in told
    battle = gun("rounds 3000")
    strike(battle, "harass 0400 with g:3000", NEVER, NEVER)
    assert battle.hex("0400", "rubble") == 0


def test_demolition_makes_rubble_three_times_as_fast_and_costs_nobody():
    """[9.14] 500 rounds do what takes 1,500."""
    battle = gun(drawing=".g . . .a |oX .")
    strike(battle, "demolish 0400 with g:500", NEVER)
    assert battle.hex("0400", "rubble") == 1
    assert battle.people("X") == [300]


@pytest.mark.parametrize(("rounds", "level"), [(674, 2), (675, 1), (1350, 0)])
def test_demolition_takes_trenches_a_level_for_540_effective_rounds(rounds: int, level: int):
    """[9.14] 675 rounds at a hex in sight."""
    battle = gun("rounds 2000", trenches="2 0400")
    strike(battle, f"demolish 0400 with g:{rounds}", NEVER)
    assert battle.hex("0400", "trench") == level


# 9.8 to 9.10 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("roll", "found"), [(97, True), (98, False)])
def test_a_battery_that_fires_may_be_found(roll: int, found: bool):
    """[9.8] One enemy battery in range is one sensor; 80 rounds are twice 40: 1 - 0.95 squared is 98 in a thousand."""
    battle = gun(units="X 300; H artillery rounds 0", drawing=".g . . .a |.X . .H")
    told = strike(battle, "harass 0400 with g:80", NEVER, roll, 0)
    assert ("found g 0000 2" in told) is found
    assert battle.get("g", "seen_level") == (2 if found else 0)


def test_without_sensors_nobody_is_found():
    """[9.8] The enemy's battery reaches two hexes only."""
    battle = gun(units="X 300; H artillery rounds 0 range 2", drawing=".g . . .a |.X . .H")
    assert not [words for words in strike(battle, "harass 0400 with g:900", NEVER, SURE, 0) if words.startswith("found")]


def test_a_battery_that_moves_on_at_once_is_found_half_as_often_with_fewer_rounds():
    """[9.8] 49 in a thousand; and of 438 rounds 262 fall, one loss and a fraction."""
    for roll, found in ((48, True), (49, False)):
        battle = gun(units="X 300; H artillery rounds 0", drawing=".g . . .a |.X . .H")
        told = strike(battle, "harass 0400 with g:80 scoot", NEVER, roll, 0)
        assert ("found g 0000 2" in told) is found
    battle = gun()
    strike(battle, "harass 0400 with g:438 scoot", NEVER, NEVER)
    assert battle.people("X") == [275]
    assert battle.get("g", "rounds") == 462


def test_who_is_not_found_is_heard_within_a_hex():
    """[9.9] The roll of seven says where: 0 is the battery's own hex."""
    battle = gun(units="X 300; H artillery rounds 0", drawing=".g . . .a |.X . .H")
    told = strike(battle, "harass 0400 with g:80", NEVER, NEVER, 0)
    assert "heard 0000" in told
    assert battle.state.hexes[battle.h("0000"), HEARD + 1] == 1


def test_a_battery_with_the_order_to_reply_fires_at_one_that_is_found():
    """[9.10] 100 rounds at a hex noticed today are 50 effective: no loss by the roll, and no silence below 60."""
    for rounds, silenced in ((119, 0), (120, 1)):
        battle = gun(units=f"X 300; H artillery rounds 500 defensive {rounds}", drawing=".g . . .a |.X . .H")
        told = strike(battle, "harass 0400 with g:80", NEVER, SURE, NEVER)
        assert f"fired H 0000 {rounds} 1" in told
        assert battle.get("g", "silenced") == silenced
        assert battle.why("harass 0400 with g:80") == (916 if silenced else 0)


def test_a_standing_order_may_leave_replies_out():
    """[9.10] Russia's says so on the first day; on the second Ukraine fires and nobody answers."""
    battle = gun("rounds 900 daily 0", units="X 300; H artillery rounds 500 defensive 100", drawing=".g . . .a |.X . .H")
    battle.end()
    battle.must("defend H 100 keep 0")
    battle.until(2, "ua")
    told = strike(battle, "harass 0400 with g:80", NEVER, SURE, NEVER)
    assert "found g 0000 2" in told
    assert not [words for words in told if words.startswith("fired H")]


# 9.11 to 9.13 ----------------------------------------------------------------------------------------------------------


def test_missions_out_of_range_without_rounds_or_on_unseen_targets_are_refused():
    """[9.11] [9.12] Each with its rule; of unseen targets the nearest known one within range is told."""
    battle = gun("rounds 50 range 4", units="X 300", drawing=".g . . .a |.X . .")
    assert battle.why("harass 0500 with g:10") == 902
    assert battle.why("harass 0400 with g:51") == 903
    assert battle.why("harass 0400 with g:0") == 903
    assert battle.why("harass 0100 with g:10") == 912
    assert battle.why("counter 0400 with g:10") == 913
    assert battle.why("demolish 0400 with g:10") == 914
    assert battle.why("smoke 0400 with g:29") == 915
    assert battle.why("harass 0400 with a:10") == 901
    refusal = battle.match.check(battle.order("harass 0100 with g:10"))
    assert refusal is not None
    assert refusal.values[2] == battle.h("0400")


def test_counter_battery_fire_falls_on_batteries_alone():
    """[9.12] X stands beside H and loses nobody; 75 rounds in sight silence H."""
    battle = gun(units="X 300; H artillery 200 rounds 500 defensive 100", drawing=".g . . .a |.XH .")
    strike(battle, "counter 0400 with g:438", NEVER, NEVER)
    assert battle.people("X", "H") == [300, 150]
    assert battle.get("H", "silenced") == 1


def test_harassing_fire_falls_on_whoever_is_there():
    """[9.11] The largest first."""
    battle = gun(units="X 300; H artillery 200 rounds 500", drawing=".g . . .a |.XH .")
    strike(battle, "harass 0400 with g:438", NEVER, NEVER)
    assert battle.people("X", "H") == [250, 200]


def test_smoke_blinds_the_defensive_fire():
    """[9.13] [9.4] [9.2] 200 rounds make a shift at 80 %, none at 25 %."""
    battle = board(".g .a |.X .H", units="g artillery rounds 600; H artillery rounds 600 defensive 200")
    assert battle.terms("assault 0200 with a")["artillery"] == -1
    told = strike(battle, "smoke 0200 with g:30", NEVER, 0)
    assert "smoke g 0200" in told
    assert "artillery" not in battle.terms("assault 0200 with a")
    battle.end()
    assert battle.hex("0200", "smoked") == 0


# 9.15 and 9.2 ----------------------------------------------------------------------------------------------------------


def far_gun() -> Battle:
    """g reaches X, who stands out of sight in the third hex; that X is there was seen yesterday and is remembered."""
    battle = board(
        ".g .  .  . . .a |. . . .X .", units="g artillery 100 rounds 900 range 12 daily 0; X 300; a 300", ru="1000"
    )
    battle.spot("X", level=2)
    return battle


def test_fire_that_is_not_observed_is_plotted_and_falls_at_the_start_of_the_next_half_turn():
    """[9.15] [9.2] Contact weighs 50 %: 500 rounds, of which 30 % stray; 350 at half weight are one loss in 175."""
    battle = far_gun()
    assert battle.must("harass 0900 with g:500") == []
    assert (battle.people("X"), battle.get("g", "rounds")) == ([300], 900)
    battle.load(NEVER, 2, NEVER, NEVER, 0)
    told = battle.until(2, "ua")
    assert "struck g 0900 harass 500" in told
    assert battle.people("X") == [275]
    assert battle.get("g", "rounds") == 400


def test_plotted_fire_falls_on_whoever_is_there_then():
    """[9.15] X has gone: nobody is hit."""
    battle = far_gun()
    battle.must("harass 0900 with g:500")
    battle.end()
    battle.must("move X 1000")
    battle.load(NEVER, NEVER, NEVER, NEVER, 0)
    told = battle.until(2, "ua")
    assert "struck g 0900 harass 500" in told
    assert battle.people("X") == [300]


def test_a_plotted_mission_can_be_taken_back_and_gives_way_to_another():
    """[9.15] Nothing fell, so undo is open; the second plot counts."""
    battle = far_gun()
    battle.must("harass 0900 with g:500")
    assert battle.match.why_not_undo() == ""
    battle.must("harass 0900 with g:100")
    assert battle.get("g", "plot_rounds") == 100
