"""Chapter 6 of the rulebook: what roads carry, vehicles, the order of service, fire on roads, depots."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from boards import Battle, board, rules
from convoys import NEVER_HUNGRY, account, arc, fire, interdict, parcel, solved, tonnes

from game.rules import network

RULEBOOK = (Path(__file__).parent.parent / "assets" / "rulebook.md").read_text(encoding="utf-8")
ROW = " ".join(["."] * 15)
ROAD = [f"{column:02d}00" for column in range(15)]
GROUNDS = ("dry", "wet", "thaw", "frozen")


def rule(number: str) -> str:
    """The text of a rule, up to the next."""
    found = re.search(rf"^{re.escape(number)} .*?(?=^\d+\.\d+ |^## )", RULEBOOK, re.DOTALL | re.MULTILINE)
    assert found is not None, number
    return " ".join(found.group().split())


# 6.5 -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("road", "by_ground"), [("hard", (300, 300, 250, 300)), ("dirt", (60, 40, 30, 60)), ("track", (20, 6, 4, 20))]
)
def test_a_road_carries_so_many_tonnes_in_half_a_day(road: str, by_ground: tuple[int, ...]):
    """[6.5] By the ground of the day, as much by day as by night, and each way for itself."""
    for ground, carried in zip(GROUNDS, by_ground, strict=True):
        battle = board(". . .a", roads=f"{road} 0000 0100 0200", sources="ua 0000", weather=ground)
        assert tonnes(battle, "0000", "0100") == tonnes(battle, "0100", "0000") == (carried, carried), ground


@pytest.mark.parametrize(("level", "carried"), [(0, 150), (1, 60), (2, 20), (3, 8)])
def test_a_street_carries_less_the_more_rubble(level: int, carried: int):
    """[6.5] By the worse rubble of its two hexes."""
    battle = board("oa o", roads="hard 0000", sources="ua 0000", rubble=f"{level} 0100" if level else "")
    assert tonnes(battle, "0000", "0100") == (carried, carried)


@pytest.mark.parametrize(("bridge", "carried"), [("intact", 300), ("damaged", 60), ("pontoon", 60), ("blown", 0)])
def test_a_damaged_bridge_or_a_pontoon_carries_60_tonnes(bridge: str, carried: int):
    """[6.5] At most; over a track no more than the track."""
    given = {"sources": "ua 0000", "rivers": "0000-0100", "bridges": f"0000-0100 {bridge}"}
    assert tonnes(board(".a .", roads="hard 0000 0100", **given), "0000", "0100") == (carried, carried)
    assert tonnes(board(".a .", roads="track 0000 0100", **given), "0000", "0100") == (min(20, carried),) * 2


@pytest.mark.parametrize(("condition", "carried"), [(100, 300), (40, 300), (39, 150), (10, 150)])
def test_a_worn_road_carries_half(condition: int, carried: int):
    """[6.5] Below a condition of 40."""
    battle = board(".a .", roads="hard 0000 0100", sources="ua 0000")
    battle.put_edge("0000", "0100", condition=condition)
    assert tonnes(battle, "0000", "0100") == (carried, carried)


def test_the_rulebook_has_the_numbers_of_the_rules():
    """[6.5] [6.1] [6.3] [6.7] [6.9] The tables and sentences of chapter 6 against the rules file."""
    supply = rules().file.supply
    for name, label in (("hard_road", "hard road"), ("dirt_road", "dirt road"), ("track", "track")):
        minutes, carries = getattr(supply, name), getattr(supply.capacity, name)
        row = [minutes.dry, minutes.wet, minutes.thaw, carries.dry, carries.wet, carries.thaw]
        assert f"| {label} | {' | '.join(map(str, row))} |" in RULEBOOK
        assert (minutes.frozen, carries.frozen) == (minutes.dry, carries.dry)
    streets = "/".join(map(str, supply.capacity.street))
    row = f"| street, rubble 0/1/2/3 | 4/6/10/15 | 4/6/10/15 | 6/8/12/17 | {streets} | {streets} | {streets} |"
    assert row in RULEBOOK
    assert [supply.street.dry + more for more in supply.rubble_minutes] == [4, 6, 10, 15]
    assert [supply.street.thaw + more for more in supply.rubble_minutes] == [6, 8, 12, 17]
    for level in range(4):
        night, day = supply.fire.night[level] / 10, supply.fire.day[level] / 10
        assert level == 0 or f"F{level}, {night:g} % by night and {day:g} % by day" in rule("6.9"), level
    needs = supply.needs
    assert f"{needs.carry} kg" in rule("6.3")
    assert f"{needs.sustenance} kg" in rule("6.4")
    for kg in (needs.ammunition_quiet, needs.ammunition_assaulted, needs.ammunition_attacked):
        assert re.search(rf"\b{kg}\b", rule("6.4"))
    assert f"{needs.hold_ammunition} kg of ammunition and {needs.hold_sustenance} of sustenance" in rule("6.4")
    assert f"{network.LOOP_MINUTES} minutes" in rule("6.6")
    assert f"{needs.depot_price} minutes" in rule("6.7")


# 6.6 -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("road", "ground", "hexes", "brought"),
    [("hard", "dry", 12, 144), ("hard", "thaw", 12, 120), ("dirt", "thaw", 10, 24)],
)
def test_24_one_tonne_vehicles_bring_so_much_a_night(road: str, ground: str, hexes: int, brought: int):
    """[6.6] 144 t over 12 km of dry hard road, 120 t in thaw, 24 t over 10 km of thawed dirt."""
    battle = board(
        ROW,
        units=f"g artillery 50 rounds 0 daily 5000 {NEVER_HUNGRY} at {hexes + 1:02d}00",
        roads=f"{road} {' '.join(ROAD[: hexes + 1])}",
        sources="ua 0000 vehicles 24 payload 1000 stock 500/500/5000",
        weather=ground,
    )
    assert account(battle, "ua", "kg_sent") == 1000 * brought
    assert battle.get("g", "rounds") == 1000 * brought // 56


def test_a_vehicle_runs_by_night_or_by_day_but_not_both():
    """[6.6] Though the track carries 20 t in each half of the day, three vehicles bring no more than three can."""
    battle = board(
        ROW,
        units=f"g artillery 50 rounds 0 daily 5000 {NEVER_HUNGRY} at 0300",
        roads="track 0000 0100 0200 0300",
        sources="ua 0000 vehicles 3 payload 1000 stock 500/500/5000",
    )
    assert network.loops_of(16, 0) == 10
    assert account(battle, "ua", "kg_sent") == 30_000
    ways = {route.layer: (route.kg, route.vehicles) for route in parcel(battle, "g", "shells").routes}
    assert ways == {0: (20_000, 2000), 1: (10_000, 1000)}


def garrison(vehicles: int, weather: str = "thaw") -> Battle:
    """72 steps at the end of 12 km of hard road, attacked every day."""
    hexes = "1101 1101 1201 1201 1200 1200 1202 1202 1100 1100 1102 1102".split()
    return board(
        f"{ROW}\n {ROW}\n{ROW}",
        units="; ".join(f"{name} 300 at {number}" for name, number in zip(GARRISON, hexes, strict=True)),
        roads="hard " + " ".join(f"{column:02d}01" for column in range(13)),
        sources=f"ua 0001 vehicles {vehicles} payload 1000",
        weather=weather,
    )


GARRISON = "abcdefghijkl"


def hard_day(battle: Battle, day: int, fire_on: str = "0501 0601") -> int:
    """Let a day pass on which all of a garrison are attacked and fired at; the kg that came in the morning after."""
    for name in GARRISON:
        battle.put(name, use=1)
    if fire_on:
        interdict(battle, *fire_on.split())
    before = account(battle, "ua", "kg_sent") - account(battle, "ua", "kg_lost")
    battle.until(day, "ua")
    return account(battle, "ua", "kg_sent") - account(battle, "ua", "kg_lost") - before


def test_12_vehicles_in_thaw_under_fire_bring_24_to_36_tonnes_against_a_need_of_60():
    """[6.6] [6.9] [6.4] The garrison is Low within 3 days, and not Out at once."""
    assert 59_000 < 72 * (330 + 500) < 60_500
    battle, states = garrison(12), []
    for day in (2, 3, 4):
        assert 24_000 <= hard_day(battle, day) <= 36_000
        states.append({battle.stock(name) for name in GARRISON})
    assert states == [{"full"}, {"strained"}, {"low"}]


def test_without_the_fire_the_same_vehicles_feed_it():
    """[6.6] [6.3] 60 t can be brought and 72 t be carried: it stays Full."""
    battle = garrison(12)
    for day in (2, 3, 4):
        assert 59_000 < hard_day(battle, day, fire_on="") < 60_500
        assert {battle.stock(name) for name in GARRISON} == {"full"}


def test_without_vehicles_nothing_comes():
    """[6.6] However much there is."""
    battle = board(".a .", units="a days 100", roads="hard 0000 0100", sources="ua 0000 vehicles 0")
    assert (battle.get("a", "days"), battle.get("a", "came_kg")) == (0, 0)


# 6.7 -------------------------------------------------------------------------------------------------------------------


def test_service_goes_by_good_and_then_by_the_order_of_battle():
    """[6.7] One vehicle of 9 t: a's ammunition, of b's the rest, by whole thousandths of it. Shells have to wait."""
    battle = board(
        ".a .b .g",
        units=f"a days 0; b days 0; g artillery 50 rounds 0 daily 100 {NEVER_HUNGRY}",
        roads="track 0000 0100 0200",
        sources="ua 0000 vehicles 1 payload 500 stock 50/50/50",
    )
    order = [(battle.name(p.unit), p.good) for p in solved(battle).parcels]
    assert order == [("a", "ammunition"), ("b", "ammunition"), ("a", "sustenance"), ("b", "sustenance"), ("g", "shells")]
    assert [battle.get(name, "came_kg") for name in "abg"] == [6000, 2983, 0]
    assert parcel(battle, "g", "shells").bound == "vehicles"


def test_a_source_serves_before_a_depot_unless_it_is_20_minutes_further():
    """[6.7] a fetches from the hex before its own: 6 hexes of hard road from the source are 18 minutes, 7 are 21."""
    for hexes, served in ((7, "ua-source-0"), (8, "ua-depot-1")):
        battle = board(
            ROW,
            units=f"a days 100 at {hexes:02d}00",
            roads=f"hard {' '.join(ROAD[: hexes + 1])}",
            sources=f"ua 0000; ua {hexes:02d}00 depot",
        )
        (route,) = parcel(battle, "a", "ammunition").routes
        assert battle.match.names.units[route.depot] == served, hexes


@pytest.mark.parametrize("caution", [0, 2])
def test_a_cautious_depot_takes_another_way_round_fire(caution: int):
    """[6.7] [6.9] For each point of caution 2 per mille of risk count a minute; with none the shortest is best."""
    battle = board(
        """
        . . . .a
         . . . .
        """,
        units="a days 100",
        roads="hard 0000 0100 0200 0300; hard 0000 0001 0101 0201 0300",
        sources=f"ua 0000 caution {caution}",
    )
    interdict(battle, "0000", "0100")
    (route,) = parcel(battle, "a", "ammunition").routes
    assert (battle.h("0100") in route.hexes) == (caution == 0)


# 6.8 -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("daily", "held", "came"), [(100, 0, 100), (100, 250, 50), (100, 300, 0), (100, 450, 0), (0, 0, 0)]
)
def test_a_battery_asks_for_its_daily_rounds_up_to_three_times_as_many(daily: int, held: int, came: int):
    """[6.8] Each weighs 56 kg with its charge (152 mm); nobody has to carry them."""
    battle = board(". .g", units=f"g artillery rounds {held} daily {daily}", roads="hard 0000 0100", sources="ua 0000")
    assert battle.get("g", "rounds") == held + came


@pytest.mark.parametrize(("number", "rounds"), [("0300", 100), ("0500", 100), ("0600", 0)])
def test_rounds_are_brought_as_far_as_people_go(number: str, rounds: int):
    """[6.8] [6.3] To 4 hexes beyond the last wheels all of them, further none."""
    battle = board(ROW, units=f"g artillery daily 100 at {number}", roads="hard 0000 0100", sources="ua 0000")
    assert battle.get("g", "rounds") == rounds


def test_what_is_less_than_a_round_is_kept_for_the_next_day():
    """[6.8] Of a tonne 17 rounds of 56 kg; 48 kg are left."""
    battle = board(
        ". .g",
        units=f"g artillery 50 daily 100 {NEVER_HUNGRY}",
        roads="hard 0000 0100",
        sources="ua 0000 stock 0/0/0 daily 0/0/1",
    )
    assert (battle.get("g", "rounds"), battle.get("g", "shells")) == (17, 48)
    battle.until(2, "ua")
    assert (battle.get("g", "rounds"), battle.get("g", "shells")) == (35, 40)


# 6.9 -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("distance", "level"), [(3, 3), (4, 0)])
def test_where_a_fighting_enemy_sees_a_road_within_3_hexes_the_fire_is_direct(distance: int, level: int):
    """[6.9] By night and by day; one end of it is enough."""
    battle = board(".a . |. . . .", units=f"X at {1 + distance:02d}00", roads="hard 0000 0100", sources="ua 0000")
    assert fire(battle, "0000", "0100") == fire(battle, "0100", "0000") == (level, level)


@pytest.mark.parametrize("terrain", ["w", "o"])
def test_what_the_enemy_cannot_see_he_does_not_fire_at_directly(terrain: str):
    """[6.9] Wood or houses between hide it; so does a hill."""
    battle = board(f".a . |{terrain} .X .", roads="hard 0000 0100", sources="ua 0000")
    assert fire(battle, "0000", "0100") == (0, 0)
    battle = board(".a . |. .X .", roads="hard 0000 0100", sources="ua 0000", heights="0200 140")
    assert fire(battle, "0000", "0100") == (0, 0)


@pytest.mark.parametrize("weak", ["X 50", "X hq"])
def test_who_has_no_hard_zone_lays_no_direct_fire(weak: str):
    """[6.9] [5.5] A single step, or a headquarters."""
    battle = board(".a . |. .X .", units=weak, roads="hard 0000 0100", sources="ua 0000")
    assert fire(battle, "0000", "0100") == (0, 0)


@pytest.mark.parametrize(("reach", "level"), [(3, 1), (2, 1), (1, 0)])
def test_within_range_of_a_battery_a_road_is_under_fire_at_times(reach: int, level: int):
    """[6.9] F1, from whichever end is nearer."""
    battle = board(".a . |. .G", units=f"G artillery range {reach}", roads="hard 0000 0100", sources="ua 0000")
    assert fire(battle, "0000", "0100") == (level, level)


@pytest.mark.parametrize(("when", "levels"), [(1, (2, 0)), (2, (0, 2)), (3, (2, 2))])
def test_an_interdicted_road_is_under_observed_fire(when: int, levels: tuple[int, int]):
    """[6.9] F2, by night, by day or both."""
    battle = board(".a . .", roads="hard 0000 0100 0200", sources="ua 0000")
    interdict(battle, "0000", "0100", when)
    assert fire(battle, "0000", "0100") == fire(battle, "0100", "0000") == levels
    assert fire(battle, "0100", "0200") == (0, 0)


def test_fire_costs_vehicles_and_the_goods_on_them():
    """[6.9] Over two interdicted roads 2 % of the vehicles that used them, once for the night, and 2 % of the goods."""
    battle = board(
        ". . . .g",
        units=f"g artillery 50 daily 5000 {NEVER_HUNGRY}",
        roads="hard 0000 0100 0200 0300",
        sources="ua 0000 vehicles 10 payload 1000 stock 0/0/5000 daily 0/0/0",
    )
    interdict(battle, "0000", "0100", 1)
    interdict(battle, "0100", "0200", 1)
    vehicles, sent, lost = (battle.get("ua-source-0", "vehicles"), *(account(battle, "ua", f"kg_{x}") for x in SENT_LOST))
    loops = network.loops_of(9, 2)
    assert solved(battle).fire[0, arc(battle, "0000", "0100")] == 2
    battle.until(2, "ua")
    assert account(battle, "ua", "kg_sent") - sent == 1000 * 10 * loops
    assert account(battle, "ua", "kg_lost") - lost == 1000 * 10 * loops * 2 // 100
    assert vehicles - battle.get("ua-source-0", "vehicles") == 10_000 * 2 // 100 == account(battle, "ua", "vehicles_lost")


SENT_LOST = ("sent", "lost")


@pytest.mark.parametrize(("level", "part"), [(0, 1), (1, 1), (2, 2), (3, 4)])
def test_under_observed_fire_vehicles_make_half_their_journeys_under_direct_a_quarter(level: int, part: int):
    """[6.9] At least one."""
    assert network.loops_of(36, level) == 6 // part
    assert network.loops_of(200, level) == 1


# 6.10 ------------------------------------------------------------------------------------------------------------------


def test_a_source_receives_its_daily_goods_and_keeps_three_days_of_them_at_most():
    """[6.10] What it had from the start beyond that stays."""
    given = {"roads": "hard 0000 0100", "sources": "ua 0000 stock 50/1/0/3 daily 10/2/0/5"}
    battle = board(". . . . . . .a", **given)
    goods = [battle.get("ua-source-0", good) for good in ("ammo", "sust", "shells", "men")]
    assert goods == [50_000, 3_000, 0, 8]
    battle.until(5, "ua")
    goods = [battle.get("ua-source-0", good) for good in ("ammo", "sust", "shells", "men")]
    assert goods == [50_000, 6_000, 0, 15]


def test_a_depot_is_refilled_to_three_days_of_what_it_sent():
    """[6.10] From the sources, after everybody else is served; what it has beyond that it keeps."""
    given = {"units": "a days 0 at 1000", "roads": f"hard {' '.join(ROAD[:11])}"}
    battle = board(ROW, sources="ua 0000 vehicles 100; ua 0900 depot stock 5/60 vehicles 40", **given)
    depot = {good: battle.get("ua-depot-1", good) for good in ("ammo", "sust")}
    sent = battle.get("a", "ammo")
    assert sent == 2857
    assert depot == {"ammo": 3 * sent, "sust": 60_000 - 3143}
    battle = board(ROW, sources="ua 0000 vehicles 0; ua 0900 depot stock 5/60 vehicles 40", **given)
    assert battle.get("ua-depot-1", "ammo") == 5000 - 2857


def test_depots_refill_one_another_not():
    """[6.10] Only sources do."""
    given = {"units": "a days 0 at 1000", "roads": f"hard {' '.join(ROAD[:11])}"}
    battle = board(ROW, sources="ua 0000 depot; ua 0900 depot stock 5/60 vehicles 40", **given)
    assert battle.get("ua-depot-1", "ammo") == 5000 - 2857
