"""Chapter 6 of the rulebook: orders to those who supply, depots on the move, mines on roads, vehicles that come back."""

from __future__ import annotations

import pytest
from boards import Battle, board
from convoys import NEVER_HUNGRY, account, arc, interdict, parcel, solved

from game.rules.network import TIME
from game.state import ENTRY, IDLE, MOVING, POOL_FULL, PRESENT, UNKNOWN, WAITING

ROW = " ".join(["."] * 10)
ROAD = "hard " + " ".join(f"{column:02d}00" for column in range(9))
STEADY = "daily 0/0/0"
"""Words for a source to which nothing comes."""


def stock(battle: Battle, name: str) -> tuple[int, int, int]:
    """Ammunition, sustenance and shells a depot holds, in kg."""
    return battle.get(name, "ammo"), battle.get(name, "sust"), battle.get(name, "shells")


# order of service ------------------------------------------------------------------------------------------------------


def two_formations() -> Battle:
    """Two hungry units of two formations, and one vehicle that is too small for both."""
    return board(
        ". .a .b .",
        units="a days 0; b days 0 of guards",
        roads="track 0000 0100 0200",
        sources="ua 0000 vehicles 1 payload 100 stock 500/500/0",
    )


def asked(battle: Battle) -> str:
    """Whose ammunition and sustenance are asked for, in the order of service."""
    return "".join(battle.name(p.unit) for p in solved(battle).parcels if p.good in ("ammunition", "sustenance"))


def test_a_formation_is_served_first_in_the_middle_or_last():
    """[6.7] [6.11] In the middle good by good; first or last all its goods together."""
    battle = two_formations()
    assert asked(battle) == "abab"
    for text, order in (
        ("serve ua-guards first", "bbaa"),
        ("serve ua-guards middle", "abab"),
        ("serve ua-brigade last", "bbaa"),
        ("serve ua-guards last", "abab"),
    ):
        assert battle.do(text) == []
        assert asked(battle) == order, text


def test_who_is_served_first_gets_what_there_is():
    """[6.7] The morning after the order all that the vehicle brings goes to b."""
    battle = two_formations()
    assert battle.get("a", "came_kg") > 0 == battle.get("b", "came_kg")
    battle.must("serve ua-guards first")
    battle.until(2, "ua")
    assert battle.get("b", "came_kg") > 0 == battle.get("a", "came_kg")


def test_a_class_is_kept_until_it_is_changed_and_can_be_undone():
    """[6.11] [4.7]"""
    battle = two_formations()
    battle.must("serve ua-guards first")
    battle.until(3, "ua")
    assert battle.get("b", "class") == 0
    battle.must("serve ua-guards last")
    assert battle.match.undo() is not None
    assert battle.get("b", "class") == 0


def test_only_formations_of_ones_own_side_are_served():
    """[6.11] The enemy's is refused."""
    battle = board(".a . |. .X", units="X of guards")
    assert (battle.why("serve ru-guards first"), battle.why("serve ua-brigade last")) == (601, 0)


# caution ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "through"), [(0, True), (1, False), (20, False)])
def test_caution_changes_the_way_that_is_taken(minutes: int, through: bool):
    """[6.7] [6.9] An interdicted hexside costs 10 per mille by night, 5 minutes a point; the way round costs 3 more."""
    battle = board(
        """
        . . . .a
         . . . .
        """,
        units="a days 100",
        roads="hard 0000 0100 0200 0300; hard 0000 0001 0101 0201 0300",
        sources="ua 0000 caution 7",
    )
    assert battle.do(f"caution ua-source-0 {minutes}") == []
    interdict(battle, "0000", "0100")
    (route,) = parcel(battle, "a", "ammunition").routes
    assert (battle.h("0100") in route.hexes) == through


@pytest.mark.parametrize(("text", "rule"), [
    ("caution ua-source-0 20", 0), ("caution ua-source-0 21", 603), ("caution ua-depot-1 0", 0), ("caution a 3", 602),
    ("caution ru-source-3 3", 602), ("caution ua-depot-2 3", 602), ("hoard ua-depot-1 0", 0),
    ("hoard ua-depot-1 100000", 0), ("hoard ua-depot-1 100001", 603), ("hoard ua-source-0 5", 602),
    ("hoard ua-depot-2 5", 0), ("hoard ru-depot-4 5", 602), ("hoard a 5", 602),
])  # fmt: skip
def test_orders_to_depots_and_sources_have_bounds(text: str, rule: int):
    """[6.11] Caution 0 to 20; up to 100,000 tonnes in reserve, of depots alone; one that is not open takes no caution."""
    battle = board(
        ".a . . . . . |. . .X",
        roads="hard 0000 0100 0200 0300; hard 0700 0800",
        sources="ua 0000; ua 0200 depot; ua 0300 depot reserve; ru 0800; ru 0700 depot",
    )
    assert battle.why(text) == rule


# reserves --------------------------------------------------------------------------------------------------------------


def hoarding(vehicles: int) -> Battle:
    """A hungry unit, a depot beside it with 5 tonnes of each good, a source far off."""
    return board(
        ROW,
        units="a days 0 at 0800",
        roads=ROAD,
        sources=f"ua 0000 vehicles {vehicles} stock 50/50/50 {STEADY}; ua 0700 depot stock 5/5/5 {STEADY}",
        turns=9,
    )


def test_a_depot_keeps_a_reserve_back():
    """[6.11] Nothing goes out below it, though a goes hungry; half of it kept, the other half goes."""
    battle = hoarding(0)
    before = stock(battle, "ua-depot-1")
    battle.must("hoard ua-depot-1 5")
    battle.put("a", ammo=0, sust=0)
    battle.until(2, "ua")
    assert battle.get("a", "came_kg") == 0
    assert stock(battle, "ua-depot-1") == before
    battle.must("hoard ua-depot-1 1")
    battle.until(3, "ua")
    assert battle.get("a", "came_kg") == before[0] - 1000 + before[1] - 1000
    assert stock(battle, "ua-depot-1")[:2] == (1000, 1000)


def test_a_depot_asks_for_its_reserve():
    """[6.11] [6.10] The source fills it up to what it keeps, and to three times what it sent."""
    battle = hoarding(100)
    battle.put("a", ammo=9000, sust=9000)
    battle.must("hoard ua-depot-1 12")
    battle.until(2, "ua")
    assert stock(battle, "ua-depot-1") == (12_000, 12_000, 12_000)


# depots on the move ----------------------------------------------------------------------------------------------------


def depot(units: str = f"a {NEVER_HUNGRY} at 0800", given: str = "vehicles 2 payload 2000") -> Battle:
    """A depot at 0300 of 20 tonnes of ammunition, 10 of sustenance and 5 of shells."""
    return board(
        ROW,
        units=units,
        roads=ROAD,
        sources=f"ua 0000 vehicles 0; ua 0300 depot {given} stock 20/10/5 {STEADY}",
    )


def test_a_depot_that_moves_takes_what_its_vehicles_carry_in_three_trips():
    """[6.11] 2 vehicles of 2 tonnes: 12 tonnes, of every good the same share; the rest is booked as burnt."""
    battle = depot()
    assert battle.do("depot ua-depot-1 0500") == ["depot_moved ua-depot-1 0300 0500 11999"]
    assert (battle.at("ua-depot-1"), stock(battle, "ua-depot-1")) == ("0500", (6857, 3428, 1714))
    assert account(battle, "ua", "kg_burnt") == 35_000 - 11_999
    assert account(battle, "ru", "kg_taken") == 0


def test_with_vehicles_enough_all_goes_along():
    """[6.11] 35 tonnes need 6 of them."""
    battle = depot(given="vehicles 6 payload 2000")
    assert battle.do("depot ua-depot-1 0500") == ["depot_moved ua-depot-1 0300 0500 35000"]
    assert stock(battle, "ua-depot-1") == (20_000, 10_000, 5_000)
    assert account(battle, "ua", "kg_burnt") == 0


def test_a_depot_on_the_move_serves_nobody_the_next_time():
    """[6.11] The morning after it is there, and serves from then on; until then it does not move again."""
    battle = depot(units="a days 0 at 0800", given="vehicles 6")
    battle.must("depot ua-depot-1 0500")
    assert battle.get("ua-depot-1", "task") == MOVING
    assert battle.why("depot ua-depot-1 0600") == 607
    battle.until(2, "ua")
    assert (battle.get("a", "came_kg"), battle.get("ua-depot-1", "task")) == (0, IDLE)
    assert battle.why("depot ua-depot-1 0600") == 0
    battle.until(3, "ua")
    assert battle.get("a", "came_kg") > 0


@pytest.mark.parametrize(
    ("number", "rule"), [("0300", 604), ("0301", 605), ("0900", 604), ("0801", 604), ("0800", 606), ("0600", 0)]
)
def test_a_depot_goes_to_its_sides_ground_on_a_road_away_from_the_enemy(number: str, rule: int):
    """[6.11] Not where it is, not off the road, not onto the enemy's ground, not beside him."""
    battle = board(
        """
        .a . . . . . . . . |.X
          . . . . . . . . |. .
        """,
        roads=ROAD,
        units="b 100 at 0700",
        sources="ua 0000; ua 0300 depot",
    )
    assert battle.why(f"depot ua-depot-1 {number}") == rule


def test_sources_do_not_move_nor_do_the_enemys_depots():
    """[6.11]"""
    battle = board(
        ".a . . . . . |. . .X", roads="hard 0000 0100 0200; hard 0600 0700", sources="ua 0000; ru 0700; ru 0600 depot"
    )
    assert battle.why("depot ua-source-0 0200") == 602
    assert battle.why("depot ru-depot-2 0700") == 602
    assert battle.why("depot a 0200") == 602


def test_a_depot_without_wheels_stays_where_it_is():
    """[6.11] The road to it is cut."""
    battle = board(
        ".a . . . .", roads="hard 0000 0100 0200 0300 0400", sources="ua 0000; ua 0400 depot", ru="0200",
    )  # fmt: skip
    assert battle.why("depot ua-depot-1 0300") == 605
    assert battle.why("depot ua-depot-1 0100") == 605


def test_a_depot_in_reserve_is_opened_by_an_order():
    """[6.11] It stands nowhere and serves nobody before; it opens anywhere on the road, and serves the day after."""
    battle = board(
        ROW,
        units="a days 0 at 0800",
        roads=ROAD,
        sources=f"ua 0000 vehicles 0; ua 0300 depot reserve stock 20/20/5 {STEADY}",
    )
    assert (battle.get("ua-depot-1", "status"), battle.at("ua-depot-1")) == (WAITING, "-")
    assert battle.do("depot ua-depot-1 0600") == ["depot_moved ua-depot-1 - 0600 0"]
    assert battle.get("ua-depot-1", "status") == PRESENT
    battle.until(2, "ua")
    assert battle.get("a", "came_kg") == 0
    battle.until(3, "ua")
    assert battle.get("a", "came_kg") > 0
    assert account(battle, "ua", "kg_burnt") == 0


def test_beside_the_enemy_a_depot_does_not_work():
    """[6.12] Neither serves nor is refilled, until he goes."""
    battle = board(
        ". . . .a . |.X . . .",
        units="a days 0",
        roads="hard 0000 0100 0200 0300 0400",
        sources=f"ua 0000 vehicles 0; ua 0400 depot stock 20/20/5 {STEADY}",
    )
    assert battle.get("a", "came_kg") == 0
    before = stock(battle, "ua-depot-1")
    battle.until(2, "ru")
    assert (battle.get("a", "came_kg"), stock(battle, "ua-depot-1")) == (0, before)
    battle.must("move X 0600 0700")
    battle.until(2, "ua")
    assert battle.get("a", "came_kg") == 6000


# capture ---------------------------------------------------------------------------------------------------------------


def capture(taker: str = "ru 0600", given: str = "") -> tuple[Battle, list[str]]:
    """X goes into the hex of a depot of 10, 6 and 4 tonnes; what happened."""
    battle = board(
        ".a . . . |.X . . .",
        units=f"X {NEVER_HUNGRY}",
        roads="hard 0000 0100 0200 0300; hard 0400 0500 0600 0700",
        sources=f"ua 0000 vehicles 0; ua 0300 depot vehicles 7 stock 10/6/4 {STEADY}; {taker} {given}",
        first="ru",
    )
    return battle, battle.must("move X 0300")


def test_who_takes_a_depots_hex_has_half_of_what_is_in_it():
    """[6.12] It goes to the nearest source or depot of his; the rest and the vehicles are lost."""
    battle, told = capture(given=f"stock 1/1/1 {STEADY}")
    assert "depot_lost ua-depot-1 0300 ru 10000" in told
    assert stock(battle, "ru-source-2") == (6000, 4000, 3000)
    assert stock(battle, "ua-depot-1") == (0, 0, 0)
    assert (account(battle, "ua", "kg_burnt"), account(battle, "ru", "kg_taken")) == (20_000, 10_000)
    assert (battle.get("ua-depot-1", "vehicles"), account(battle, "ua", "vehicles_lost")) == (0, 7000)


def test_without_a_depot_of_ones_own_nothing_is_taken():
    """[6.12] All of it is lost."""
    battle, told = capture(taker="ua 0100")
    assert "depot_lost ua-depot-1 0300 ru 0" in told
    assert (account(battle, "ua", "kg_burnt"), account(battle, "ru", "kg_taken")) == (20_000, 0)


def test_a_captured_depot_is_no_more():
    """[6.12] It serves nobody, takes no orders and is no depot when the hex is retaken."""
    battle, _ = capture()
    battle.until(1, "ua")
    assert battle.why("depot ua-depot-1 0100") == 602
    battle.edit(hexes={("0300", "owner"): 0}, units={("X", "hex"): battle.h("0500")})
    assert battle.why("hoard ua-depot-1 1") == 602
    assert [int(d) for d in solved(battle).net.depots[:, 0] if d >= 0] == [battle.u("ua-source-0")]


def test_a_capture_cannot_be_taken_back():
    """[6.12] [4.7] It tells what was in the depot."""
    battle, _ = capture()
    assert battle.match.why_not_undo() == "undo.news"


# what the enemy knows of depots ----------------------------------------------------------------------------------------


def test_the_enemy_does_not_see_a_depots_moves_nor_its_stocks():
    """[6.11] [10.5] He believes it where the scenario put it; the event is not shown to him."""
    battle = depot()
    before = battle.view("ru").believed.units[battle.u("ua-depot-1")].copy()
    battle.must("depot ua-depot-1 0500")
    battle.must("hoard ua-depot-1 9")
    after = battle.view("ru").believed.units[battle.u("ua-depot-1")]
    assert battle.knows("ru", "ua-depot-1") == "0300"
    assert list(before) == list(after)
    assert [e.seen for e in battle.match.steps[0].events if e.kind == "depot_moved"] == [(True, False)]


def test_of_a_depot_in_reserve_the_enemy_knows_nothing():
    """[6.11] [10.5] Neither before nor after it opens; nor where it would open, nor its vehicles."""
    battle = board(".a . . . |. .X", roads="hard 0000 0100 0200", sources="ua 0000; ua 0100 depot reserve")
    for _ in range(2):
        row = battle.view("ru").believed.units[battle.u("ua-depot-1")]
        assert (int(row[0]), int(row[1])) == (UNKNOWN, -1)
        if battle.why("depot ua-depot-1 0200") == 0:
            battle.must("depot ua-depot-1 0200")
    view = battle.view("ru")
    assert view.fixed.roster.units[battle.u("ua-depot-1"), ENTRY] == -1
    assert view.fixed.roster.units[battle.u("ua-source-0"), POOL_FULL] == 0
    assert [entry.hex for entry in view.scenario.file.supply] == ["0000", ""]


# mines -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("mines", "reached"), [(0, (6, 0)), (1, (6, 0)), (2, (3, 1))])
def test_mines_close_a_road_to_the_enemys_supply(mines: int, reached: tuple[int, int]):
    """[6.2] [12.3] Those of Russia to Ukraine's; its own do not. On foot goods are carried over them."""
    battle = board(". . .a .", units="a days 0", roads="hard 0000 0100 0200", sources="ua 0000")
    battle.put_edge("0100", "0200", mines=mines)
    assert battle.minutes("ua")["0200"] == reached
    assert solved(battle).net.arcs[TIME, arc(battle, "0100", "0200")] == (-1 if mines == 2 else 3)


# vehicles --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "after"), [(0, 600), (5000, 5600), (9700, 10_000), (10_000, 10_000)])
def test_of_a_pool_6_in_a_hundred_come_back_a_day(before: int, after: int):
    """[6.10] Mended or new, up to what it began with."""
    battle = board(".a . .", units=f"a {NEVER_HUNGRY}", roads="hard 0000 0100", sources="ua 0000 vehicles 10")
    battle.put("ua-source-0", vehicles=before)
    battle.until(2, "ua")
    assert battle.get("ua-source-0", "vehicles") == after


def test_who_does_not_work_mends_nothing():
    """[6.10] [6.2] A source the enemy holds."""
    battle = board(".a . . |. .X", units=f"a {NEVER_HUNGRY}", roads="hard 0000 0100", sources="ua 0000 vehicles 10")
    battle.put("ua-source-0", vehicles=1000)
    battle.edit(hexes={("0000", "owner"): 1})
    battle.until(2, "ua")
    assert battle.get("ua-source-0", "vehicles") == 1000
