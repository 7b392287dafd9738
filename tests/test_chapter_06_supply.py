"""Chapter 6 of the rulebook: supply."""

from __future__ import annotations

import pytest
from boards import Battle, board
from convoys import parcel

from game.rules import combat, condition, field, fires
from game.state import LOW, OUT, STRAINED, SUPPLY, SUPPLY_STATES

ROW = " ".join(["."] * 12)


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


def test_the_quickest_way_is_700_minutes_at_most():
    """[6.1] 35 hexes of dirt road in thaw are reached, the 36th is not: nobody would be back within the day."""
    row, road = " ".join(["."] * 40), " ".join(f"{column:02d}00" for column in range(40))
    battle = board(f".a {row}", roads=f"dirt {road}", sources="ua 0000", weather="thaw")
    reached = battle.minutes("ua")
    assert reached["3500"] == (700, 0)
    assert reached["3600"] == (700, 1)


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


def test_a_depot_works_while_its_hex_is_its_sides():
    """[6.2] Its goods stay in it while the enemy holds it, and serve again when it is retaken."""
    battle = board(". .a . |.X", units="a days 0", roads="hard 0000 0100", sources="ua 0000 depot stock 20/20")
    assert battle.get("a", "came_kg") > 0
    kept = battle.get("ua-depot-0", "ammo"), battle.get("ua-depot-0", "sust")
    battle.edit(hexes={("0000", "owner"): 1})
    battle.until(2, "ua")
    assert battle.get("a", "came_kg") == 0
    assert parcel(battle, "a", "sustenance").bound == "nowhere"
    assert (battle.get("ua-depot-0", "ammo"), battle.get("ua-depot-0", "sust")) == kept
    battle.edit(hexes={("0000", "owner"): 0})
    battle.until(3, "ua")
    assert battle.get("a", "came_kg") > 0


def test_captured_ground_cuts_what_comes_over_it():
    """[6.2] With the hex the road leads through a garrison loses its supply, and has it again with the hex."""
    battle = board(". . . .a", units="a days 200", roads="hard 0000 0100 0200 0300", sources="ua 0000")
    assert battle.get("a", "came_kg") > 0
    battle.edit(hexes={("0100", "owner"): 1})
    battle.until(2, "ua")
    assert (battle.get("a", "asked_kg"), battle.get("a", "came_kg")) == (0, 0)
    battle.edit(hexes={("0100", "owner"): 0})
    battle.until(3, "ua")
    assert battle.get("a", "came_kg") > 0


# 6.3 -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hexes", "percent"), [(0, 100), (1, 100), (2, 50), (3, 25), (4, 25), (5, 0)])
def test_from_the_last_wheels_goods_are_carried_on_foot(hexes: int, percent: int):
    """[6.3] 1000 kg a step: all of it from the same or the next hex, half from 2, a quarter from 3 or 4."""
    battle = board(f". . {ROW}", units=f"a days 0 at {2 + hexes:02d}00", roads="hard 0000 0100 0200", sources="ua 0000")
    assert battle.get("a", "came_kg") == 6 * 1000 * percent // 100


def test_what_people_cannot_carry_is_left_out_in_proportion():
    """[6.3] 6 steps could do with 5,400 kg of ammunition and 5,940 of sustenance, and carry 6,000 of both."""
    battle = board(". .a .", units="a days 0", roads="hard 0000 0100", sources="ua 0000")
    assert (battle.get("a", "ammo"), battle.get("a", "sust")) == (2857, 3143)
    battle.until(2, "ua")
    wants = 5400 - (2857 - 6 * 170), 5940 - (3143 - 6 * 330)
    ammo = 6000 * wants[0] // sum(wants)
    assert (battle.get("a", "ammo"), battle.get("a", "sust")) == (1837 + ammo, 1163 + 6000 - ammo)


def test_they_go_to_the_hex_with_the_cheapest_wheels():
    """[6.3] Of its own and the next: a stands on the road and fetches a hex nearer to the source."""
    battle = board(". . . .a", units="a days 0", roads="hard 0000 0100 0200 0300", sources="ua 0000")
    assert parcel(battle, "a", "ammunition").hex == battle.h("0200")


def test_porters_go_no_further_than_supply_may():
    """[6.3] [6.2] Not through the enemy's hexes, and over water nobody goes."""
    battle = board(".a . ~ .", roads="hard 0000 0100", sources="ua 0000")
    assert set(battle.minutes("ua")) == {"0000", "0100"}
    battle = board(".a . . .", roads="hard 0000 0100", sources="ua 0000", ru="0200")
    assert set(battle.minutes("ua")) == {"0000", "0100"}


# 6.4 -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("use", "ammunition"), [("quiet", 170), ("assaulted", 500), ("attacked", 750)])
def test_a_step_uses_more_ammunition_when_it_fought(use: str, ammunition: int):
    """[6.4] 170 kg a day, 500 if it was assaulted, 750 if it attacked; 330 of sustenance always."""
    battle = board(".a |.X . .", units="a 600; X 600", first="ru" if use == "assaulted" else "ua")
    battle.put("a", ammo=20_000, sust=20_000)
    if use == "assaulted":
        battle.roll(6)
        battle.must("assault 0000 with X")
        battle.end()
    else:
        if use == "attacked":
            battle.roll(6)
            battle.must("assault 0100 with a")
        battle.until(2, "ua")
    steps = -(-battle.people("a")[0] // 50)
    assert battle.get("a", "ammo") == 20_000 - ammunition * steps
    assert battle.get("a", "sust") == 20_000 - 330 * steps


@pytest.mark.parametrize(
    ("ammo", "sust", "days"), [(1020, 1980, 100), (1020, 990, 50), (510, 1980, 50), (9000, 9000, 300), (0, 1980, 0)]
)
def test_days_of_supply_are_those_of_the_scarcer_good(ammo: int, sust: int, days: int):
    """[6.4] Of 6 steps: ammunition / 1,020 kg or sustenance / 1,980 kg, 3 at most."""
    battle = board(".a .")
    battle.put("a", ammo=ammo + 6 * 170, sust=sust + 6 * 330)
    battle.until(2, "ua")
    assert battle.get("a", "days") == days


def test_a_step_is_filled_up_to_900_kg_of_ammunition_and_990_of_sustenance():
    """[6.4] A unit well served has that much every morning, and asks for no more."""
    battle = board(".a .", roads="hard 0000 0100", sources="ua 0000")
    for day in range(2, 6):
        battle.until(day, "ua")
    assert (battle.get("a", "ammo"), battle.get("a", "sust")) == (6 * 900, 6 * 990)
    assert battle.get("a", "asked_kg") == 6 * (170 + 330) == battle.get("a", "came_kg")
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
    """[6.4] From 2.0 days of stock: Strained, Low, Out, Out 2."""
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
    battle.put("a", supply=OUT, out_turns=3, zone=0)
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
