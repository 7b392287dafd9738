"""Chapter 8 of the rulebook: assault; who may attack, strength and odds [8.1] to [8.4]."""

from __future__ import annotations

import pytest
from boards import board, duel

from game.chronicle import Refusal
from game.orders import Assault
from game.rules import combat
from game.state import LOW

# 8.1 -------------------------------------------------------------------------------------------------------------------

def test_fighting_units_assault_a_hex_next_to_them():
    """[8.1] Not one two hexes away, and not an empty one."""
    battle = board(". .a . |.X .")
    assert battle.do("assault 0300 with a") == 801
    assert battle.do("assault 0200 with a") == 802


def test_an_assault_comes_from_several_hexes_at_once():
    """[8.1] From three of them here."""
    battle = board(
        """
        .  .b .c
          .a |.X| .
        """
    )
    assert [battle.name(share[0]) for share in battle.odds("assault 0101 with a b c").shares] == ["a", "b", "c"]


def test_the_hexside_must_be_one_the_unit_could_cross():
    """[8.1] A canal stops tanks and not infantry; a bridge helps."""
    assert board(".a |.X", units="a tank", canals="0000-0100").do("assault 0100 with a") == 811
    assert board(".a |.X", canals="0000-0100").why("assault 0100 with a") == 0
    battle = board(".a |.X", units="a tank", canals="0000-0100", bridges="0000-0100 damaged")
    assert battle.why("assault 0100 with a") == 0


def test_an_assault_needs_units_and_each_once():
    """[8.1] Nobody attacks, or the same unit twice: refused."""
    battle = duel()
    refusal = battle.match.check(Assault(battle.h("0201"), ()))
    assert isinstance(refusal, Refusal)
    assert refusal.code == 809
    assert battle.do("assault 0201 with a a") == 810


# 8.2 -------------------------------------------------------------------------------------------------------------------

def test_a_unit_attacks_once_a_day():
    """[8.2] Though it has points left."""
    battle = duel()
    battle.put("a", points=72, allowance=72)
    battle.roll(7)
    battle.must("assault 0201 with a")
    battle.put("a", points=72)
    assert battle.do("assault 0201 with a") == 803
    battle.until(2, "ua")
    assert battle.get("a", "attacks") == 1


def test_an_attack_on_a_hex_that_was_left_takes_it():
    """[8.2] [8.11] [10.4] X was seen in the wood and has left it unseen: a enters it, its attack is spent."""
    battle = board(".a |wX . . w .")
    battle.put("X", hex=battle.h("0500"))
    assert battle.knows("ua", "X") == "0100"
    assert "nobody_there ua 0100" in battle.must("assault 0100 with a")
    assert (battle.at("a"), battle.owner("0100"), battle.get("a", "attacks")) == ("0100", "ua", 0)


def test_an_attack_takes_2_points():
    """[8.2] A unit that has fewer cannot attack."""
    battle = duel()
    assert battle.get("a", "points") == 24
    battle.put("a", points=23)
    assert battle.do("assault 0201 with a") == 806
    battle.put("a", points=30)
    battle.roll(5)
    battle.must("assault 0201 with a")
    assert battle.get("a", "points") == 6


def test_across_one_hexside_8_steps_attack_in_a_day():
    """[8.2] All attacks together, whoever makes them."""
    battle = board(".abc |.X| .", units="a 250; b 200; c 100; X 600", first="ru")
    battle.until(1, "ua")
    assert [share[1] for share in battle.odds("assault 0100 with a b").shares] == [5, 3]
    battle.roll(5)
    battle.must("assault 0100 with a")
    assert [share[1] for share in battle.odds("assault 0100 with b").shares] == [3]
    battle.roll(5)
    battle.must("assault 0100 with b")
    assert battle.do("assault 0100 with c") == 808
    battle.until(2, "ua")
    assert battle.why("assault 0100 with c") == 0


def test_steps_count_in_the_order_their_units_are_named():
    """[8.2] The first named has all the room it needs; one that has none left is told so."""
    battle = board(".abc |.X| .", units="a 250; b 200; c 200; X 600")
    assert [share[:2] for share in battle.odds("assault 0100 with b a").shares] == [(1, 4), (0, 4)]
    assert battle.do("assault 0100 with b c a") == 808


def test_each_hexside_has_its_own_room():
    """[8.2] 8 steps from here and 8 from there."""
    battle = board(
        """
        .a |.X| .
          .b .  .
        """,
        units="a 500; b 500; X 600",
    )
    assert [share[1] for share in battle.odds("assault 0100 with a b").shares] == [8, 8]


@pytest.mark.parametrize("terrain", ["d", "x"])
def test_5_steps_attack_into_dense_urban_and_works(terrain: str):
    """[8.2] Instead of 8."""
    battle = board(f".ab |{terrain}X| .", units="a 300; b 200")
    assert battle.odds("assault 0100 with a").shares[0][1] == 5
    assert battle.do("assault 0100 with a b") == 808


# 8.3 -------------------------------------------------------------------------------------------------------------------

def test_strength_is_steps_by_quality_condition_kind_and_supply():
    """[8.3] 6 steps x 1.2 x 0.823 (fatigue 50) x 1.4 (tanks) x 0.8 (Low): 6.63."""
    battle = duel(units="a tank 300 q4 fatigue 50")
    battle.put("a", quality=4, fatigue=50, supply=LOW)
    assert battle.odds("assault 0201 with a").attack == int(600 * 1.2 * 0.823 * 1.4 * 0.8)


@pytest.mark.parametrize(("fatigue", "permille"), [(0, 1000), (25, 937), (50, 823), (75, 675), (100, 500)])
def test_condition_is_1_less_half_the_fatigue_to_the_power_of_one_and_a_half(fatigue: int, permille: int):
    """[8.3] 1 - 0.5 (F / 100)^1.5, in thousandths."""
    assert round(1000 * (1 - 0.5 * (fatigue / 100) ** 1.5)) in (permille, permille + 1)
    battle = board(".a |.X", units=f"a 500 fatigue {fatigue}")
    strength = combat.attack_strength(battle.match.fixed, battle.state, battle.u("a"), 10)
    assert abs(strength - permille) <= 1


def test_all_units_in_the_hex_defend_with_all_their_steps():
    """[8.3] A battery at 30 % among them, and no limit of frontage."""
    battle = board(".a |.XYG| .", units="X 300; Y 300; G artillery 100")
    battle.spot()
    assert battle.odds("assault 0100 with a").defence == 600 + 600 + 60


# 8.4 -------------------------------------------------------------------------------------------------------------------

THRESHOLDS = (1189, 1682, 2378, 3364, 4757, 6727, 9514, 13454)


@pytest.mark.parametrize("k", range(1, 9))
def test_the_odds_part_counts_the_thresholds_that_the_odds_reach(k: int):
    """[8.4] One of 1000 parts below the threshold it is a column less, either way."""
    fixed = board(".a").match.fixed
    ratio = THRESHOLDS[k - 1]
    assert [combat.odds_column(fixed, ratio + i, 1000) for i in (-1, 0)] == [k - 1, k]
    assert [combat.odds_column(fixed, 1000, ratio + i) for i in (-1, 0)] == [1 - k, -k]


@pytest.mark.parametrize(("attack", "defence", "column"), [(6, 6, 0), (12, 6, 2), (6, 12, -2), (8, 2, 4), (14, 1, 8)])
def test_the_odds_part_is_twice_the_logarithm_of_the_odds(attack: int, defence: int, column: int):
    """[8.4] Even odds 0, 2:1 two columns, 4:1 four."""
    assert combat.odds_column(board(".a").match.fixed, 100 * attack, 100 * defence) == column


def test_the_column_is_kept_within_minus_5_and_plus_8():
    """[8.4] After all shifts, and the term that does it is told."""
    weak = duel(50, 700, "d")
    weak.spot()
    odds = weak.odds("assault 0201 with a")
    assert odds.column == -5
    assert ("limit", 6, 0) in odds.terms, "-8 for the odds, -3 for the cover"
    strong = duel(400, units="X 50 q1")
    strong.starve("X", 2)
    strong.spot()
    odds = strong.odds("assault 0201 with a")
    assert odds.column == 8
    assert ("limit", -1, 0) in odds.terms, "+8 for the odds, +1 for the want of supply"


def test_the_column_is_the_sum_of_its_terms():
    """[8.4] Odds and shifts, each named."""
    battle = duel(400, 150, "w", trenches="1 0201", heights="0201 130")
    battle.spot()
    odds = battle.odds("assault 0201 with a")
    assert [(name, value) for name, value, _ in odds.terms] == [("odds", 3), ("terrain", -1), ("uphill", -1)]
    assert odds.column == 1
