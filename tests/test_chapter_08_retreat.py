"""Chapter 8 of the rulebook: assault; the retreat [8.10]."""

from __future__ import annotations

from boards import Battle, board

# 8.10 ------------------------------------------------------------------------------------------------------------------

def retreat(battle: Battle, order: str = "assault 0202 with a") -> str:
    """Where X goes when it must go."""
    battle.until(1, "ua")
    battle.roll(12)
    battle.must(order)
    return battle.at("X")


def ring(ru: str, units: str = "", **more: str) -> Battle:
    """X at 0202 with a to its west at 0102; around it the hexes named are Russia's, the rest is Ukraine's."""
    return board(
        """
        .  .  .  .  .
          .  .  .  .  .
        .  .a .X .  .
          .  .  .  .  .
        .  .  .  .  .
        """,
        units=f"a 350; X 200; {units}",
        ru=f"0202 {ru}",
        first="ru",
        **more,
    )  # fmt: skip


def test_a_retreat_goes_one_hex_to_one_the_enemy_does_not_hold():
    """[8.10] The only Russian hex, or the only one of nobody."""
    assert retreat(ring("0302")) == "0302"
    assert retreat(ring("0203")) == "0203"
    assert retreat(ring("", nobody="0302")) == "0302"


def test_a_retreat_goes_where_stacking_allows():
    """[8.10] 0201 is full, 0302 is not."""
    battle = ring("0201 0302", "Y 50 at 0201; Z 50 at 0201; W 50 at 0201")
    assert retreat(battle) == "0302"


def test_each_unit_of_a_stack_retreats_for_itself():
    """[8.10] 0302 has room for one of them only, so the second goes elsewhere."""
    battle = board(
        """
        .  .  .  .  .
          .  .  .  .  .
        .  .a .XY .VW .
          .  .  .  .  .
        .  .  .  .  .
        """,
        units="a 400; X 100; Y 100; V 50; W 50",
        ru="0202 0302 0402 0203",
        roads="hard 0302 0402",
        sources="ru 0402",
        first="ru",
    )
    assert retreat(battle) == "0302"
    assert battle.at("Y") == "0203"


def test_a_retreat_goes_across_a_hexside_the_unit_can_cross():
    """[8.10] Not across a canal on tracks."""
    canal = {"canals": "0202-0201"}
    assert retreat(ring("0201 0302", "X tank 200", **canal)) == "0302"
    assert retreat(ring("0201 0302", **canal)) == "0201"


def test_a_retreat_does_not_go_into_water():
    """[8.10] Nobody enters it."""
    battle = board(
        """
        .  .  ~  .
          .  .  ~  .
        .  .a .X ~
          .  .  .  .
        """,
        units="a 350; X 200",
        ru="0202 0201 0302 0203",
        first="ru",
    )
    assert retreat(battle) == "0203"


def test_a_retreat_prefers_a_hex_without_an_enemy_zone():
    """[8.10] Before supply: 0302 is a source and in b's zone, 0201 is neither."""
    battle = ring("0201 0302", "b 300 at 0402", roads="hard 0302 0402", sources="ru 0302")
    assert retreat(battle) == "0201"


def test_a_retreat_goes_into_a_zone_if_there_is_nothing_else():
    """[8.10] Preferring is not forbidding."""
    assert retreat(ring("0302", "b 300 at 0402")) == "0302"


def test_of_hexes_without_a_zone_a_retreat_prefers_the_one_to_which_supply_brought_most():
    """[8.10] [6.3] 0203 lies on the road, to 0201 goods are carried past X for 2 hexes: half of them."""
    battle = ring("0201 0203 0204", roads="hard 0203 0204", sources="ru 0204")
    assert retreat(battle) == "0203"


def test_what_supply_brings_is_not_told_by_the_minutes_alone():
    """[8.10] [6.3] To 0203 by road comes all, to 0201, 2 hexes on foot from a source without a road, half."""
    battle = board(
        """
        .  .  .  .  .
          .  .  .  .  .
        .  .a .X .  .
          .  .  .  .  .
        .  .  .  .  .
        """,
        units="a 350; X 200",
        ru="0202 0201 0301 0400 0300 0203 0204 0104",
        roads="hard 0400; hard 0203 0204 0104",
        sources="ru 0400; ru 0104",
        first="ru",
    )
    assert battle.minutes("ru")["0203"] == (6, 0)
    assert battle.minutes("ru")["0201"] == (0, 2)
    assert retreat(battle) == "0203"


def test_of_equally_supplied_hexes_a_retreat_prefers_the_farthest_from_the_attackers():
    """[8.10] a from the west and b from the north-west: 0302 and 0203 lie 4 hexes from both, 0201 and 0103 but 3."""
    battle = ring("0201 0302 0103", "a 350 at 0102; b 50 at 0101")
    assert retreat(battle, "assault 0202 with a b") == "0302"


def test_else_a_retreat_goes_to_the_northernmost_hex():
    """[8.10] 0201 and 0203 are alike in all else."""
    assert retreat(ring("0201 0203")) == "0201"


def test_of_the_northernmost_hexes_it_goes_to_the_westernmost():
    """[8.10] 0103 and 0203 are as far from a in the north-west and b in the north-east together."""
    assert retreat(ring("0103 0203", "a 300 at 0101; b 300 at 0201"), "assault 0202 with a b") == "0103"


def test_a_unit_that_cannot_retreat_loses_two_more_losses_and_stays():
    """[8.10] Supply reaches it past the attackers, but there is no room to go to."""
    battle = board(
        """
        .a |.X .VWZ
        """,
        units="a 350; X 200; V 50; W 50; Z 50",
        roads="hard 0100 0200",
        sources="ru 0200",
        first="ru",
    )
    battle.until(1, "ua")
    battle.roll(12)
    told = battle.must("assault 0100 with a")
    assert "loss X 50 retreating 0100" in told
    assert "stood X 0100" in told
    assert (battle.at("X"), battle.at("a")) == ("0100", "0000")


def test_a_unit_in_a_pocket_that_cannot_retreat_is_lost_whole():
    """[8.10] [7.1] No supply reaches it."""
    battle = ring("")
    assert retreat(battle) == "-"
    assert battle.people("X") == [0]
    assert battle.at("a") == "0202"


def test_a_unit_that_retreated_does_not_attack_before_its_next_recovery():
    """[8.10] It has its half-turn of this day or the next without an attack; the one after it may."""
    battle = ring("0302 0402 0301 0303")
    assert retreat(battle) == "0302"
    battle.until(2, "ru")
    assert battle.do("assault 0202 with X") == 805
    battle.until(3, "ru")
    assert battle.why("assault 0202 with X") == 0
