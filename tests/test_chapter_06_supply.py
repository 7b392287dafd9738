"""Chapter 6 of the rulebook: supply."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from boards import Battle, board

from game.rules import combat, condition, field, fires, supply
from game.state import LOW, OUT, STRAINED, SUPPLY, SUPPLY_STATES

RULEBOOK = (Path(__file__).parent.parent / "assets" / "rulebook.md").read_text(encoding="utf-8")
ROW = " ".join(["."] * 12)
ROAD = " ".join(f"{column:02d}00" for column in range(12))


# 6.1 -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("road", "dry", "wet", "thaw", "frozen"),
    [("hard", 3, 3, 4, 3), ("dirt", 5, 10, 20, 5), ("track", 8, 20, 30, 8)],
)
def test_goods_travel_by_road_and_take_minutes(road: str, dry: int, wet: int, thaw: int, frozen: int):
    """[6.1] Two hexes of road by the ground of the day; beyond it goods are carried."""
    for ground, minutes in (("dry", dry), ("wet", wet), ("thaw", thaw), ("frozen", frozen)):
        battle = board(". . .a .", roads=f"{road} 0000 0100 0200", sources="ua 0000", weather=ground)
        assert battle.minutes("ua") == {
            "0000": (0, 0), "0100": (minutes, 0), "0200": (2 * minutes, 0), "0300": (2 * minutes, 1),
        }, ground  # fmt: skip


def test_a_street_takes_4_minutes_and_6_in_thaw():
    """[6.1] It is laid where town meets town."""
    assert board("oa o", roads="hard 0000", sources="ua 0000").minutes("ua")["0100"] == (4, 0)
    assert board("oa o", roads="hard 0000", sources="ua 0000", weather="thaw").minutes("ua")["0100"] == (6, 0)


@pytest.mark.parametrize(("level", "minutes"), [(1, 5), (2, 9), (3, 14)])
def test_rubble_adds_2_6_or_11_minutes(level: int, minutes: int):
    """[6.1] To the 3 of a hard road."""
    battle = board(".a d .", roads="hard 0000 0100", sources="ua 0000", rubble=f"{level} 0100")
    assert battle.minutes("ua")["0100"] == (minutes, 0)


@pytest.mark.parametrize(
    ("bridge", "reached"), [("intact", (3, 0)), ("damaged", (18, 0)), ("pontoon", (13, 0)), ("blown", (0, 1))]
)
def test_a_damaged_bridge_adds_15_minutes_and_a_pontoon_10(bridge: str, reached: tuple[int, int]):
    """[6.1] A blown one stops the wheels; goods are carried over on foot."""
    battle = board(".a . .", roads="hard 0000 0100", sources="ua 0000", rivers="0000-0100", bridges=f"0000-0100 {bridge}")
    assert battle.minutes("ua")["0100"] == reached


def test_goods_take_the_quickest_way():
    """[6.1] Over the longer hard road rather than the track."""
    battle = board(
        """
        .a . .
          . . .
        """,
        roads="track 0000 0100 0200; hard 0000 0001 0101 0201 0200",
        sources="ua 0000",
    )
    assert battle.minutes("ua")["0200"] == (12, 0)


# 6.2 -------------------------------------------------------------------------------------------------------------------


def test_hexes_the_enemy_holds_are_closed_to_supply():
    """[6.2] Even if nobody stands there; nobody's are open."""
    for whose, served in (("ru", {"0000"}), ("nobody", {"0000", "0100", "0200"})):
        battle = board(".a . .", roads="hard 0000 0100 0200", sources="ua 0000", **{whose: "0100"})
        assert set(battle.minutes("ua")) == served, whose


def test_a_hard_enemy_zone_without_a_unit_of_ones_own_is_closed_to_supply():
    """[6.2] X stops the road through 0300 until a stands there."""
    battle = board(". . .a . |.X", roads="hard 0000 0100 0200 0300 0400", sources="ua 0000")
    assert "0300" not in battle.minutes("ua")
    battle.put("a", hex=battle.h("0300"))
    assert battle.minutes("ua")["0300"] == (9, 0)


@pytest.mark.parametrize("unit", ["X 50", "X artillery"])
def test_without_a_zone_supply_passes_by_the_enemy(unit: str):
    """[6.2] A step or a battery cuts no road."""
    battle = board(". . .a . |.X", units=unit, roads="hard 0000 0100 0200 0300 0400", sources="ua 0000")
    assert battle.minutes("ua")["0300"] == (9, 0)


def test_a_soft_zone_does_not_close_a_road():
    """[6.2] Only a hard one does."""
    battle = board(". . .a . |.X", roads="hard 0000 0100 0200 0300 0400", sources="ua 0000")
    battle.starve("X", 2)
    assert battle.minutes("ua")["0300"] == (9, 0)


def test_a_source_works_while_its_hex_is_its_sides():
    """[6.2] Taken it gives nothing to anybody; the other source goes on."""
    battle = board(".a . . .b", roads="hard 0000 0100; hard 0200 0300", sources="ua 0000; ua 0300")
    assert battle.minutes("ua")["0000"] == (0, 0)
    battle.edit(hexes={("0000", "owner"): 1})
    assert battle.minutes("ua") == {"0300": (0, 0), "0200": (3, 0), "0100": (3, 1)}
    assert battle.minutes("ru") == {}


# 6.3 -------------------------------------------------------------------------------------------------------------------


def convoy() -> list[tuple[int, int]]:
    """The convoy's table as rule 6.3 tells it: minutes, and hundredths of a day of supply."""
    sentence = re.search(r"6\.3 A day's convoy brings.*?beyond nothing", RULEBOOK, re.DOTALL)
    assert sentence is not None
    found = re.findall(r"to (\d+)(?:\s+minutes)?\s+([0-9.]+)", sentence.group())
    return [(int(minutes), round(100 * float(days.rstrip(".")))) for minutes, days in found]


def test_a_convoy_brings_by_the_minutes_from_the_source():
    """[6.3] To the minute, as the rulebook tells it."""
    fixed = board(".a").match.fixed
    least = 0
    for minutes, days in convoy():
        brought = {m: supply.brought(fixed, m, 0) for m in range(least, minutes + 1)}
        assert set(brought.values()) == {days}, f"{least} to {minutes} minutes"
        least = minutes + 1
    assert supply.brought(fixed, least, 0) == 0


def test_a_unit_near_its_source_is_filled_up():
    """[6.3] Three hexes of hard road away it has all it can hold."""
    battle = board(f".  .  .  .a {ROW}", units="a days 100", roads=f"hard {ROAD}", sources="ua 0000")
    assert battle.get("a", "days") == 300


@pytest.mark.parametrize(("hexes", "percent"), [(0, 100), (1, 100), (2, 50), (3, 25), (4, 25), (5, 0)])
def test_from_the_last_wheels_goods_are_carried_on_foot(hexes: int, percent: int):
    """[6.3] All of it to the same or the next hex, half to 2, a quarter to 3 or 4, nothing beyond."""
    battle = board(f". . {ROW}", units=f"a days 200 at {2 + hexes:02d}00", roads="hard 0000 0100 0200", sources="ua 0000")
    minutes, carry = battle.minutes("ua").get(f"{2 + hexes:02d}00", (-1, -1))
    fixed = battle.match.fixed
    assert supply.brought(fixed, minutes, carry) == supply.brought(fixed, 6, 0) * percent // 100
    assert battle.get("a", "days") == min(300, 100 + supply.brought(fixed, 6, 0) * percent // 100)


def test_porters_go_no_further_than_supply_may():
    """[6.3] [6.2] Not through the enemy's hexes, and over water nobody goes."""
    battle = board(".a . ~ .", roads="hard 0000 0100", sources="ua 0000")
    assert set(battle.minutes("ua")) == {"0000", "0100"}
    battle = board(".a . . .", roads="hard 0000 0100", sources="ua 0000", ru="0200")
    assert set(battle.minutes("ua")) == {"0000", "0100"}


@pytest.mark.parametrize(("number", "rounds"), [("0100", 120), ("0200", 120), ("0300", 60), ("0400", 30), ("0600", 0)])
def test_batteries_that_are_served_receive_their_daily_rounds_by_the_same_share(number: str, rounds: int):
    """[6.3] 120 a day on the road, fewer where they are carried."""
    battle = board(
        f". . {ROW}", units=f"g artillery rounds 100 daily 120 at {number}", roads="hard 0000 0100", sources="ua 0000"
    )
    assert battle.get("g", "rounds") == 100 + rounds


# 6.4 -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("use", "used"), [("quiet", 100), ("assaulted", 166), ("attacked", 216)])
def test_a_unit_uses_more_supply_when_it_fought(use: str, used: int):
    """[6.4] 1 day of supply a day, 1.66 if it was assaulted, 2.16 if it attacked."""
    battle = board(".a |.X . .", units="a 300; X 300", first="ru" if use == "assaulted" else "ua")
    battle.put("a", days=300)
    if use == "assaulted":
        battle.roll(6)
        battle.must("assault 0000 with X")
        battle.end()
    else:
        if use == "attacked":
            battle.roll(6)
            battle.must("assault 0100 with a")
        battle.until(2, "ua")
    assert battle.get("a", "days") == 300 - used


def test_a_unit_holds_3_days_of_supply_at_most():
    """[6.4] What is more is left behind."""
    battle = board(".a .", roads="hard 0000 0100", sources="ua 0000")
    assert battle.get("a", "days") == 300
    battle.until(4, "ua")
    assert battle.get("a", "days") == 300


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (300, "full"),
        (200, "full"),
        (199, "strained"),
        (100, "strained"),
        (99, "low"),
        (33, "low"),
        (32, "out"),
        (0, "out"),
    ],
)
def test_the_state_follows_from_the_days_held(days: int, state: str):
    """[6.4] Full from 2 days, Strained from 1, Low from 0.33, else Out."""
    battle = board(".a .")
    battle.put("a", days=days + 100, supply=LOW)
    battle.until(2, "ua")
    assert (battle.get("a", "days"), battle.stock("a")) == (days, state)


@pytest.mark.parametrize(("days", "state"), [(300, "full"), (199, "strained"), (99, "low"), (32, "out")])
def test_a_unit_begins_in_the_state_of_its_days(days: int, state: str):
    """[6.4] Before the first dawn."""
    battle = board(".a .", units=f"a days {days}")
    assert SUPPLY_STATES[battle.match.scenario.start.units[battle.u("a"), SUPPLY]] == state


def test_the_first_morning_worsens_the_state_a_unit_begins_in_by_one_grade():
    """[6.4] Sealed off with 1.2 days it is Low, with 2.2 Strained."""
    assert board(".a .", units="a days 120").stock("a") == "low"
    assert board(".a .", units="a days 220").stock("a") == "strained"


def sealed() -> list[str]:
    """The states of a unit sealed off with 2.0 days of supply, morning by morning."""
    battle, states = board(".a .", units="a days 200"), []
    for day in range(1, 7):
        battle.until(day, "ua")
        states.append(battle.stock("a"))
    return states


def test_sealed_from_two_days_it_goes_strained_low_out_out_2_and_never_jumps():
    """[6.4] Design: 'Sealed from 2.0 days: Strained, Low, Out, Out 2; it never jumps.'"""
    assert sealed() == ["strained", "low", "out", "out 2", "out 3", "out 4"]


def test_a_state_worsens_by_at_most_one_grade_a_turn():
    """[6.4] Even if all is lost at once."""
    battle, states = board(".a ."), []
    battle.put("a", days=0)
    for day in range(2, 6):
        battle.until(day, "ua")
        states.append(battle.stock("a"))
    assert states == ["strained", "low", "out", "out 2"]


def test_a_state_recovers_at_once():
    """[6.4] Only worsening is slow."""
    battle = board(".a .", roads="hard 0000 0100", sources="ua 0000")
    battle.starve("a", 3)
    battle.until(2, "ua")
    assert battle.stock("a") == "full"
    assert battle.get("a", "out_turns") == 0


STATES = [(0, 0), (STRAINED, 0), (LOW, 0), (OUT, 1), (OUT, 2), (OUT, 3), (OUT, 5)]
"""Full, Strained, Low, Out in its first, second, third and fifth turn."""


def by_state(*values: tuple[int, ...]) -> list[tuple[object, ...]]:
    """Rows of a table by the states of supply."""
    return list(zip(STATES, *values, strict=True))


def in_state(row: tuple[int, int], units: str = "a 500 fatigue 80") -> Battle:
    """A battle in which `a` has a state of supply."""
    battle = board(".a . . . |.X", units=units)
    battle.put("a", supply=row[0], out_turns=row[1])
    return battle


@pytest.mark.parametrize(
    ("row", "attack", "defence"),
    by_state((100, 100, 80, 50, 0, 0, 0), (100, 100, 95, 80, 60, 50, 50)),
)
def test_attack_and_defence_go_with_the_supply(row: tuple[int, int], attack: int, defence: int):
    """[6.4] In percent of 10 fresh steps."""
    battle = in_state(row, "a 500")
    fixed, state, u = battle.match.fixed, battle.state, battle.u("a")
    assert combat.attack_strength(fixed, state, u, 10) == 10 * attack
    assert combat.defence_strength(fixed, state, u) == 10 * defence


@pytest.mark.parametrize(("row", "rule"), by_state((0, 0, 0, 0, 807, 807, 807)))
def test_a_unit_out_for_two_turns_cannot_attack(row: tuple[int, int], rule: int):
    """[6.4] Its attack is worth nothing: the order is refused."""
    battle = board(".a |.X")
    battle.put("a", supply=row[0], out_turns=row[1])
    assert battle.why("assault 0100 with a") == rule


@pytest.mark.parametrize(("row", "zone"), by_state((2, 2, 2, 2, 1, 0, 0)))
def test_zones_go_with_the_supply(row: tuple[int, int], zone: int):
    """[6.4] Hard, soft in the second turn Out, none from the third."""
    battle = in_state(row)
    field.set_zones(battle.match.fixed, battle.state)
    assert battle.get("a", "zone") == zone


@pytest.mark.parametrize(("row", "missions"), by_state((9, 9, 1, 1, 0, 0, 0)))
def test_fire_missions_a_day_go_with_the_supply(row: tuple[int, int], missions: int):
    """[6.4] Any number, one, none."""
    battle = in_state(row, "a artillery")
    able = []
    for fired in range(9):
        battle.put("a", fired=fired)
        able.append(bool(fires.can_fire(battle.match.fixed, battle.state, battle.u("a"))))
    assert able == [fired < missions for fired in range(9)]


@pytest.mark.parametrize(("row", "change"), by_state((-20, -20, -10, 0, 8, 12, 12)))
def test_recovery_and_fatigue_go_with_the_supply(row: tuple[int, int], change: int):
    """[6.4] [11.2] Out of contact a unit recovers 20, half of it when Low, nothing when Out; then it wears out."""
    battle = in_state(row)
    scratch = field.new_scratch(battle.match.fixed)
    field.lay_out(battle.match.fixed, battle.state, scratch)
    assert condition.change_of_fatigue(battle.match.fixed, battle.state, scratch, battle.u("a")) == change


@pytest.mark.parametrize(("row", "left"), by_state((500, 500, 500, 500, 500, 475, 475)))
def test_from_the_third_turn_out_five_percent_leave(row: tuple[int, int], left: int):
    """[6.4] At the end of their half-turn, for good."""
    battle = in_state(row)
    told = battle.end()
    assert battle.people("a") == [left]
    assert ("loss a 25 straggling 0000" in told) == (left < 500)
