"""Chapter 7 of the rulebook: breakout."""

from __future__ import annotations

import pytest
from boards import Battle, board
from convoys import account

from game.state import BREAKOUT

WAY = "0300 0200 0100"
"""Over three hexsides of zones."""


def pocket(units: str = "a", given: str = "", weather: str = "dry") -> Battle:
    """a at 0400, cut off by the zone of X over 0200 and 0300; a road ends at 0100. X is in sight."""
    return board(
        """
        . . . . .a .
         . .|.X|. . .
        """,
        units=f"X days 900; {units} days 900; {given}",
        roads="hard 0000 0100",
        sources="ua 0000 stock 0/0/0 daily 0/0/0",
        weather=weather,
    )


GUNS = "G artillery 100 days 900 at 0201"
"""A battery beside X, to be put in the way."""


# who may, and where to -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("way", "rule"), [
    (WAY, 0), ("0401 0301 0300 0200 0100", 0), (f"{WAY} 0000", 0), ("0300", 708), ("0401", 708), ("0300 0100", 707),
    ("0200 0100", 707), ("0301 0201 0101 0100", 707),
])  # fmt: skip
def test_a_breakout_leads_over_neighbouring_hexes_to_a_road_from_a_source(way: str, rule: int):
    """[7.5] Through zones, but not through units that are seen; it ends where wheels come."""
    assert pocket().why(f"breakout a {way}") == rule
    assert pocket().why(f"breakout a {way} by day") == rule


def test_who_is_in_no_pocket_marches():
    """[7.5]"""
    battle = board(".a . . .", roads="hard 0100 0200 0300", sources="ua 0300")
    assert battle.why("breakout a 0100") == 706


def test_a_breakout_is_8_hexes_long_at_most():
    """[7.5] Eight are, nine are not."""
    battle = pocket()
    eight = "0401 0400 0401 0400 0300 0200 0100 0000"
    assert battle.why(f"breakout a {eight}") == 0
    assert battle.why(f"breakout a 0500 {eight}") == 405


def test_there_must_be_room_at_the_end():
    """[7.5] [1.4]"""
    full = pocket(given="b 700 at 0100")
    assert full.why(f"breakout a {WAY}") == 707


def test_by_day_it_takes_points():
    """[7.5] By night none."""
    battle = pocket()
    battle.put("a", points=0)
    assert battle.why(f"breakout a {WAY} by day") == 709
    assert battle.why(f"breakout a {WAY}") == 0


# what it costs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("throws", "people"), [
    ((10, 11, 12), 300), ((7, 10, 10), 282), ((7, 7, 7), 249), ((9, 5, 10), 265), ((4, 10, 10), 264),
    ((2, 4, 3), 204),
])  # fmt: skip
def test_by_night_every_hexside_in_a_zone_costs_people_by_the_throw(throws: tuple[int, ...], people: int):
    """[7.5] None from 10 on, twice 6 % up to 4, else 6 %, the fraction up; the hexside out of no zone is free."""
    battle = pocket()
    assert battle.do(f"breakout a {WAY}") == []
    assert battle.at("a") == "0400"
    battle.end()
    battle.roll(*throws)
    told = battle.end()
    assert f"broke_out a 0400 0100 {300 - people}" in told
    assert (battle.at("a"), battle.people("a")) == ("0100", [people])
    assert account(battle, "ua", "lost_retreating") == 300 - people == battle.get("a", "lost")


@pytest.mark.parametrize(("throws", "people"), [((10, 10, 10), 300), ((7, 10, 10), 240), ((4, 10, 10), 180)])
def test_by_day_it_goes_at_once_and_costs_20_percent(throws: tuple[int, ...], people: int):
    """[7.5] And cannot be taken back."""
    battle = pocket()
    battle.roll(*throws)
    assert f"broke_out a 0400 0100 {300 - people}" in battle.must(f"breakout a {WAY} by day")
    assert (battle.at("a"), battle.people("a"), battle.get("a", "points")) == ("0100", [people], 0)
    assert battle.match.why_not_undo() != ""


@pytest.mark.parametrize(("turns", "percent"), [(1, 6), (2, 8), (4, 12)])
def test_hunger_costs_2_percent_more_a_turn(turns: int, percent: int):
    """[7.5] For every turn Out after the first."""
    battle = pocket()
    battle.starve("a", turns)
    battle.must(f"breakout a {WAY}")
    battle.end()
    battle.put("a", people=300)
    battle.roll(7, 10, 10)
    battle.end()
    assert battle.people("a") == [300 - 300 * percent // 100]


def test_a_battery_leaves_60_percent_of_its_rounds():
    """[7.5] Of 100 it brings 40; a unit leaves nothing."""
    battle = pocket(given="g artillery 100 rounds 100 days 900 at 0400")
    battle.roll(10, 10, 10)
    battle.must(f"breakout g {WAY} by day")
    assert (battle.at("g"), battle.get("g", "rounds")) == ("0100", 40)


def test_a_breakout_wears_and_nobody_attacks_for_two_half_turns():
    """[7.5] By day: fatigue +40 at once; that half-turn and the next two are lost."""
    battle = pocket()
    battle.put("a", fatigue=70)
    battle.roll(10, 10, 10)
    battle.must(f"breakout a {WAY} by day")
    assert battle.get("a", "fatigue") == 100
    battle.put("a", hex=battle.h("0101"))
    codes = []
    for day in (1, 2, 3, 4):
        battle.until(day, "ua")
        battle.put("a", morale=60)
        codes.append(battle.why("assault 0201 with a"))
    assert codes == [812, 812, 812, 0]


def test_after_a_breakout_by_night_the_next_two_half_turns_are_lost():
    """[7.5]"""
    battle, codes = pocket(), []
    battle.must(f"breakout a {WAY}")
    battle.end()
    battle.roll(10, 10, 10)
    battle.end()
    battle.put("a", hex=battle.h("0101"))
    for day in (2, 3, 4):
        battle.until(day, "ua")
        battle.put("a", morale=60)
        codes.append(battle.why("assault 0201 with a"))
    assert codes == [812, 812, 0]


# what bars it ----------------------------------------------------------------------------------------------------------


def test_an_unseen_unit_bars_the_way():
    """[7.5] a does not see the battery at 0100, three hexes off: it stops before it, in the zone of X."""
    battle = pocket(given=GUNS)
    battle.put("G", hex=battle.h("0100"))
    assert battle.why(f"breakout a {WAY}") == 0
    battle.roll(10, 10, 10)
    assert "broke_out a 0400 0200 0" in battle.must(f"breakout a {WAY} by day")
    assert battle.knows("ua", "G") == "0100"


def test_a_unit_that_is_seen_bars_it_before_it_begins():
    """[7.5] One hex nearer it is known, and the order refused."""
    battle = pocket(given=GUNS)
    battle.put("G", hex=battle.h("0200"))
    battle.must("move a 0401")
    battle.put("a", hex=battle.h("0400"))
    battle.put("G", seen_hex=battle.h("0200"), seen_level=4)
    assert battle.why(f"breakout a {WAY}") == 707


def test_the_last_of_a_unit_may_fall_on_the_way():
    """[7.5] Of 1 person none is left: the unit is lost in the breakout."""
    battle = pocket(units="a 1")
    battle.roll(7)
    told = battle.must(f"breakout a {WAY} by day")
    assert "eliminated a 0400 breakout" in told
    assert not any(words.startswith("broke_out") for words in told)


# plans -----------------------------------------------------------------------------------------------------------------


def test_the_enemys_view_never_shows_the_plan():
    """[7.5] [10] X sees a, and not what it will do."""
    battle = pocket()
    battle.must(f"breakout a {WAY}")
    assert battle.get("a", "breakout") > 0
    assert battle.knows("ru", "a") == "0400"
    assert battle.view("ru").believed.units[battle.u("a"), BREAKOUT] == 0
    assert battle.view("ua").believed.units[battle.u("a"), BREAKOUT] == battle.get("a", "breakout")


def test_a_plan_can_be_taken_back_or_made_again():
    """[4.7] [7.5] The last one holds; who moves after it gives it up."""
    battle = pocket()
    battle.must(f"breakout a {WAY}")
    first = battle.get("a", "breakout")
    assert battle.match.undo() is not None
    assert battle.get("a", "breakout") == 0
    battle.must(f"breakout a {WAY}")
    battle.must("breakout a 0401 0301 0300 0200 0100")
    assert battle.get("a", "breakout") not in (0, first)
    battle.must("move a 0500")
    assert battle.get("a", "breakout") == 0


def test_a_plan_is_over_when_the_night_is():
    """[7.5] Barred or not."""
    battle = pocket(given=GUNS)
    battle.must(f"breakout a {WAY}")
    battle.end()
    battle.put("G", hex=battle.h("0300"))
    battle.end()
    assert (battle.at("a"), battle.get("a", "breakout")) == ("0400", 0)


def test_whoever_watched_it_sees_only_that_it_is_gone():
    """[7.5] [10.4] Not where it went, if it is out of sight there; here the rain hides it."""
    battle = pocket(weather="dry rain")
    assert battle.knows("ru", "a") == "0400"
    battle.roll(10, 10, 10)
    battle.must(f"breakout a {WAY} 0000 by day")
    assert battle.at("a") == "0000"
    assert battle.knows("ru", "a") == "-"
    assert [e.seen for e in battle.last if e.kind == "broke_out"] == [(True, False)]
