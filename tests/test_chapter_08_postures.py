"""Chapter 8 of the rulebook: postures [8.13] to [8.17]."""

from __future__ import annotations

import pytest
from boards import Battle, board, duel

from game.state import (
    DELAY,
    HOLD,
    HOLD_FAST,
    POSTURES,
    PROBE,
    PROBES,
    READY,
    RESERVE,
    REST,
    SET_PIECE,
    WAVE,
)  # fmt: skip


def in_posture(unit: str, posture: int, **given: str) -> Battle:
    """The duel of a and X with one of them in a posture since yesterday, everybody known."""
    battle = duel(**given)
    battle.until(2, "ua")
    for name in "aX":
        battle.put(name, days=300, supply=0)
    battle.put(unit, posture=posture, posture_day=1)
    battle.spot()
    return battle


# 8.13 ------------------------------------------------------------------------------------------------------------------

def test_a_posture_is_ordered_before_the_unit_acts():
    """[8.13] After a move or an attack it is too late for the day."""
    battle = duel()
    battle.must("delay a")
    assert battle.get("a", "posture") == DELAY
    battle.must("assault 0201 with a")
    assert battle.do("hold a") == 816
    battle.until(2, "ua")
    battle.must("hold a")


def test_a_unit_that_has_moved_keeps_its_posture():
    """[8.13] Another is refused."""
    battle = board(".a . . . |.X")
    battle.must("move a 0100")
    assert battle.do("reserve a") == 816


@pytest.mark.parametrize("kind", ["artillery", "hq", "jammer"])
def test_who_does_not_fight_holds_or_rests(kind: str):
    """[8.13] Guns, headquarters and drones."""
    battle = board(".g . . . |.X", units=f"g {kind} 60")
    for posture in range(len(POSTURES)):
        if posture != HOLD:
            assert battle.why(f"{POSTURES[posture]} g") == (0 if posture == REST else 815), posture


@pytest.mark.parametrize("posture", [REST, SET_PIECE])
def test_moving_ends_rest_and_preparations(posture: int):
    """[8.13] Then the unit holds."""
    battle = board(".a . . . |.X")
    battle.put("a", posture=posture)
    battle.must("move a 0100")
    assert battle.get("a", "posture") == HOLD


@pytest.mark.parametrize("posture", [HOLD_FAST, DELAY, READY, RESERVE, WAVE, PROBE])
def test_moving_keeps_any_other_posture(posture: int):
    """[8.13] It was ordered for where the unit goes."""
    battle = board(".a . . . |.X")
    battle.put("a", posture=posture)
    battle.must("move a 0100")
    assert battle.get("a", "posture") == posture


@pytest.mark.parametrize(("posture", "strength"), [(HOLD, 600), (REST, 360), (DELAY, 480), (READY, 540), (RESERVE, 600)])
def test_what_postures_leave_of_the_defence(posture: int, strength: int):
    """[8.13] [8.17] Six steps of quality 3."""
    assert in_posture("X", posture).odds("assault 0201 with a").defence == strength


@pytest.mark.parametrize(("posture", "strength"), [(HOLD, 600), (SET_PIECE, 750), (WAVE, 690), (PROBE, 200)])
def test_what_postures_make_of_the_attack(posture: int, strength: int):
    """[8.14] [8.15] [8.16] Six steps of quality 3; a probe with four, at half."""
    assert in_posture("a", posture).odds("assault 0201 with a").attack == strength


# 8.14 ------------------------------------------------------------------------------------------------------------------

def test_a_set_piece_is_ordered_the_day_before():
    """[8.14] On that day it is worth nothing; from the next on a quarter more, and the unit is tired by 24."""
    battle = duel()
    battle.must("set_piece a")
    assert battle.odds("assault 0201 with a").attack == 600
    battle.until(2, "ua")
    battle.put("a", days=300, supply=0)
    assert battle.odds("assault 0201 with a").attack == 750
    battle.must("assault 0201 with a")
    assert (battle.get("a", "load"), battle.get("a", "posture")) == (24, HOLD)


@pytest.mark.parametrize(("column", "value"), [("supply", 1), ("fatigue", 81), ("posture_day", 2)])
def test_what_spoils_a_set_piece(column: str, value: int):
    """[8.14] Supply that is not Full, fatigue over 80, or the order of the same day."""
    battle = in_posture("a", SET_PIECE)
    battle.put("a", **{column: value})
    plain = in_posture("a", HOLD)
    plain.put("a", **{column: value})
    assert battle.odds("assault 0201 with a").attack == plain.odds("assault 0201 with a").attack


def test_a_unit_assaulted_gives_up_its_set_piece():
    """[8.14] It only holds then."""
    battle = in_posture("X", SET_PIECE)
    battle.roll(7)
    battle.must("assault 0201 with a")
    assert battle.get("X", "posture") == HOLD


def test_the_tired_prepare_nothing():
    """[8.14] Over 80."""
    battle = duel()
    battle.put("a", fatigue=81)
    assert battle.do("set_piece a") == 819


@pytest.mark.parametrize("state", [{"supply": 3}, {"status": 2, "hex": -1}])
def test_a_formation_without_its_headquarters_prepares_nothing(state: dict[str, int]):
    """[8.14] [3.4] Out, or lost; who never had one is free to."""
    battle = board(".a . .h . |.X", units="a 300; h hq 50")
    assert battle.why("set_piece a") == 0
    battle.put("h", **state)
    assert battle.do("set_piece a") == 820


# 8.15 ------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("quality", "rule"), [(1, 0), (2, 0), (3, 818), (5, 818)])
def test_only_low_quality_attacks_in_waves(quality: int, rule: int):
    """[8.15] 2 or less."""
    assert board(".a |.X .", units=f"a 300 q{quality}").why("wave a") == rule


def test_a_wave_without_success_is_thrown_again():
    """[8.15] Column 0 shows 7: 1 / 1; then column -1 shows 7: 1 / 0; one more for the wave."""
    battle = in_posture("a", WAVE)
    battle.roll(7, 7)
    told = battle.must("assault 0201 with a")
    assert [words for words in told if words.startswith("assault")] == ["assault 0201 0 7 ua", "assault 0201 -1 7 ua"]
    assert battle.people("a", "X") == [300 - 75, 300 - 25]


def test_a_wave_that_drives_them_off_is_thrown_once():
    """[8.15] 9 on column 0: 1 / 1 and a retreat."""
    battle = in_posture("a", WAVE)
    morale = battle.get("a", "morale")
    battle.roll(9)
    battle.must("assault 0201 with a")
    assert (battle.people("a", "X"), battle.at("a")) == ([250, 275], "0201")
    assert battle.get("a", "morale") == morale - 5


# 8.16 ------------------------------------------------------------------------------------------------------------------

def test_a_probe_tells_more_and_costs_little():
    """[8.16] Column -3 shows 7: 2 / 0 in the table, 1 / 0 of 8 people in a probe; level 2 becomes 4; nobody moves."""
    battle = in_posture("a", PROBE)
    battle.spot("X", level=2)
    battle.roll(7)
    battle.must("assault 0201 with a")
    assert (battle.people("a", "X"), battle.get("X", "seen_level")) == ([300 - 8, 300], 4)
    assert (battle.at("a"), battle.at("X")) == ("0101", "0201")
    assert (battle.get("a", "load"), battle.get("a", "use")) == (10, 1)
    assert int(battle.state.sides[0, PROBES]) == 1


def test_a_probe_never_takes_a_hex():
    """[8.16] However weak the defender: one loss of the two in the table, and he stays."""
    battle = in_posture("a", PROBE, x=40)
    battle.roll(12)
    battle.must("assault 0201 with a")
    assert (battle.at("a"), battle.at("X"), battle.get("X", "people")) == ("0101", "0201", 40 - 8)


def test_a_probe_costs_each_side_what_the_table_says_up_to_one_loss_of_8_people():
    """[8.16] Column -3: 2 / 0, 1 / 0, 1 / 1 and 1 / 1 with a retreat in the table."""
    for thrown, own, enemy in ((5, 8, 0), (8, 8, 0), (10, 8, 8), (12, 8, 8)):
        battle = in_posture("a", PROBE)
        battle.roll(thrown)
        battle.must("assault 0201 with a")
        assert battle.people("a", "X") == [300 - own, 300 - enemy], thrown
        assert (battle.get("a", "lost"), battle.get("X", "lost")) == (own, enemy)


def test_the_posture_of_a_probe_may_be_ordered_together_with_it():
    """[8.16] [8.13] All units named take it; after a move it is too late."""
    battle = board(".ab . |.X .", units="X 300")
    for name in "ab":
        battle.put(name, posture=DELAY)
    battle.put("X", hex=battle.h("0100"))
    battle.spot()
    assert battle.odds("probe 0100 with a b").attack == 400
    battle.roll(7)
    battle.must("probe 0100 with a b")
    assert [battle.get(name, "posture") for name in "ab"] == [PROBE, PROBE]
    assert int(battle.state.sides[0, PROBES]) == 1
    battle = board(".a . . |.X .")
    battle.must("move a 0100")
    assert battle.do("probe 0300 with a") == 816


@pytest.mark.parametrize("posture", [PROBE, WAVE])
def test_probes_and_waves_are_for_one_half_turn(posture: int):
    """[8.13] [8.15] [8.16] Through the enemy's half-turn it stands; at the start of its side's next the unit holds."""
    battle = board(".a . . . |.X", units="a 300 q2")
    battle.must(f"{POSTURES[posture]} a")
    battle.end()
    assert battle.get("a", "posture") == posture
    battle.until(2, "ua")
    assert battle.get("a", "posture") == HOLD


@pytest.mark.parametrize("posture", [HOLD_FAST, DELAY, READY, RESERVE, REST, SET_PIECE])
def test_other_postures_are_kept(posture: int):
    """[8.13] Until another is ordered."""
    battle = board(".a . . . |.X")
    battle.must(f"{POSTURES[posture]} a")
    battle.until(3, "ua")
    assert battle.get("a", "posture") == posture


def test_probes_tell_once_a_hex_and_day():
    """[8.16] The second adds nothing."""
    battle = board(".ab |.X .", units="X 300")
    for name in "ab":
        battle.put(name, posture=PROBE)
    battle.spot("X", level=1)
    battle.must("assault 0100 with a")
    assert battle.get("X", "seen_level") == 3
    battle.must("assault 0100 with b")
    assert battle.get("X", "seen_level") == 3


def test_a_probe_is_made_by_probers_alone():
    """[8.16] Or by none."""
    battle = board(".ab |.X .")
    battle.put("a", posture=PROBE)
    assert battle.do("assault 0100 with a b") == 817
    assert battle.do("assault 0100 with b a") == 817
    battle.put("b", posture=PROBE)
    assert battle.why("assault 0100 with a b") == 0


# 8.17 ------------------------------------------------------------------------------------------------------------------

def test_who_holds_at_all_costs_stays_and_pays():
    """[8.17] 9 on column 0: a retreat by the table; one loss more instead, and 10 morale."""
    battle = in_posture("X", HOLD_FAST)
    morale = battle.get("X", "morale")
    battle.roll(9)
    battle.must("assault 0201 with a")
    assert (battle.people("a", "X"), battle.at("X")) == ([275, 250], "0201")
    assert battle.get("X", "morale") == morale - 10


def test_where_no_retreat_threatens_holding_costs_nothing():
    """[8.17] 7 on column 0."""
    battle = in_posture("X", HOLD_FAST)
    morale = battle.get("X", "morale")
    battle.roll(7)
    battle.must("assault 0201 with a")
    assert (battle.people("X"), battle.get("X", "morale")) == ([275], morale)


@pytest.mark.parametrize(("column", "value"), [("morale", 49), ("supply", 2)])
def test_who_cannot_hold_at_all_costs_goes(column: str, value: int):
    """[8.17] Morale below 50, or Low; then the unit only holds."""
    battle = in_posture("X", HOLD_FAST)
    battle.put("X", **{column: value})
    battle.roll(9)
    battle.must("assault 0201 with a")
    assert battle.at("X") != "0201"
    assert battle.get("X", "posture") == HOLD


def test_from_6_on_nothing_holds():
    """[8.17] Column 4 with 9."""
    battle = in_posture("X", HOLD_FAST, a=400, x=100)
    column = battle.odds("assault 0201 with a").column
    battle.roll(13 - column)
    battle.must("assault 0201 with a")
    assert battle.at("X") != "0201"


@pytest.mark.parametrize(("dice", "lost", "gone"), [(5, 0, False), (6, 0, True), (7, 0, True), (11, 25, True)])
def test_who_delays_goes_early_and_loses_less(dice: int, lost: int, gone: bool):
    """[8.17] Odds of 600 : 480 and the shift for a defender known to delay: column 2."""
    battle = in_posture("X", DELAY)
    column = battle.odds("assault 0201 with a").column
    assert column == 2
    battle.roll(dice - 1)
    battle.must("assault 0201 with a")
    assert (300 - battle.get("X", "people"), battle.at("X") != "0201") == (lost, gone)


def test_all_must_delay():
    """[8.17] One that holds keeps the others."""
    battle = board(".a |.XY .", units="a 400; X 200; Y 200")
    battle.put("X", posture=DELAY)
    battle.spot()
    battle.roll(7)
    battle.must("assault 0100 with a")
    assert battle.at("X") == battle.at("Y") == "0100"
