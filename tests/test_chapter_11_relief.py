"""Chapter 11 of the rulebook: relief in place."""

from __future__ import annotations

import pytest
from boards import Battle, board
from convoys import NEVER_HUNGRY, arc, solved

from game.rules import combat, field
from game.rules.network import GOOD, LEFT, PARCELS, RIDERS, WIA

SWAP = "relieve a with b 0100 0200"


def line(a: int = 300, b: int = 300, source: str = "", units: str = "", road: str = "hard") -> Battle:
    """a in the line at 0200, b fresh at 0000 with the source, X in front."""
    return board(
        ".b . .a |.X .",
        units=f"a {a} {NEVER_HUNGRY}; b {b} {NEVER_HUNGRY}; X {NEVER_HUNGRY}; {units}",
        roads=f"{road} 0000 0100 0200",
        sources=f"ua 0000 {source}",
    )


def test_a_fresh_unit_takes_over_the_place_of_a_worn_one():
    """[11.10] It marches in at once; the other rides to where it came from in the next logistics."""
    battle = line()
    told = battle.must(SWAP)
    assert "relieved b 0200 a" in told
    assert (battle.at("a"), battle.at("b"), battle.get("a", "leaving")) == ("0200", "0200", 1 + battle.h("0000"))
    told = battle.until(2, "ua")
    assert "left a 0200 0000" in told
    assert (battle.at("a"), battle.at("b"), battle.get("a", "leaving")) == ("0000", "0200", 0)


def test_for_that_night_both_stand_in_the_hex_whatever_stacking_says():
    """[11.10] [1.4] 16 steps; a move to the same hex is refused."""
    battle = line(400, 400)
    assert battle.why("move b 0100 0200") == 507
    battle.must(SWAP)
    assert battle.people("a", "b") == [400, 400]
    assert battle.at("a") == battle.at("b") == "0200"


def test_four_units_may_share_it():
    """[11.10] [1.4] Who is being relieved does not count, the others do."""
    battle = line(units=f"c 50 {NEVER_HUNGRY} at 0200; d 50 {NEVER_HUNGRY} at 0200")
    assert battle.why("move b 0100 0200") == 507
    assert battle.why(SWAP) == 0
    full = line(a=100, b=400, units=f"c 600 {NEVER_HUNGRY} at 0200")
    assert full.why(SWAP) == 507, "12 steps that stay and 8 that come"


def test_two_that_change_places_defend_at_80_percent():
    """[11.10] Together; alone again as before."""
    battle = line(300, 300)
    assert defence(battle) == 600
    battle.must(SWAP)
    assert defence(battle) == 1200 * 80 // 100
    battle.until(2, "ua")
    assert defence(battle) == 600


def defence(battle: Battle) -> int:
    """What stands at 0200 weighs in defence."""
    scratch = field.new_scratch(battle.match.fixed)
    field.lay_out(battle.match.fixed, battle.state, scratch)
    return int(combat.stack_defence(battle.match.fixed, battle.state, scratch, battle.h("0200")))


def test_without_seats_it_stays():
    """[11.10] Both share the hex until there are some."""
    battle = line(source="vehicles 0")
    battle.must(SWAP)
    battle.until(2, "ua")
    assert (battle.at("a"), battle.get("a", "leaving")) == ("0200", 1 + battle.h("0000"))
    battle.put("ua-source-0", vehicles=50_000)
    battle.until(3, "ua")
    assert (battle.at("a"), battle.get("a", "leaving")) == ("0000", 0)


@pytest.mark.parametrize(("thousandths", "leaves"), [(1233, False), (1250, True)])
def test_a_quarter_of_its_people_need_a_seat(thousandths: int, leaves: bool):
    """[11.10] 75 of 300; vehicles of 60 seats that go once over so long a road have 73 or 75: with 73 nobody goes."""
    road = " ".join(f"{column:02d}00" for column in range(12))
    battle = board(
        " ".join(["."] * 12) + " |.X",
        units=f"a {NEVER_HUNGRY} at 1100; b {NEVER_HUNGRY} at 1000; X {NEVER_HUNGRY}",
        roads=f"track {road}",
        sources="ua 0000 vehicles 1 seats 60",
        weather="thaw",
    )
    battle.must("relieve a with b 1100")
    battle.put("ua-source-0", vehicles=thousandths)
    battle.until(2, "ua")
    assert (battle.at("a") == "1000") == leaves


def test_people_who_leave_ride_after_the_wounded_and_before_goods():
    """[6.7] [11.10] They are told of as what a asks, too."""
    battle = line()
    battle.must(SWAP)
    battle.put("a", urgent=5, ammo=0, sust=0)
    solution = solved(battle)
    rows = solution.net.parcels[: int(solution.net.totals[PARCELS])]
    assert [int(row[GOOD]) for row in rows] == [WIA, RIDERS, 0, 1]
    assert [p.good for p in solution.parcels] == ["wounded", "riders", "ammunition", "sustenance"]
    assert solution.brought(battle.u("a"))[4] == 5


def test_it_takes_2_tonnes_of_room_on_every_road_of_the_way():
    """[11.10] Of the 20 that a track carries by night."""
    battle = line(road="track")
    assert left(battle) == [20_000, 20_000]
    battle.must(SWAP)
    assert left(battle) == [18_000, 20_000]


def left(battle: Battle) -> list[int]:
    """Kg the first road can still carry by night and by day, when all is served."""
    net = solved(battle).net
    return [int(x) for x in net.arcs[LEFT : LEFT + 2, arc(battle, "0000", "0100")]]


@pytest.mark.parametrize(("full", "goes"), [("", "0000"), (f"c 700 {NEVER_HUNGRY} at 0001", "0000")])
def test_it_goes_where_the_other_came_from(full: str, goes: str):
    """[11.10] If there is room."""
    battle = board(
        """
        .b . .a |.X .
          . . |. . .
        """,
        units=f"a {NEVER_HUNGRY}; b {NEVER_HUNGRY}; X {NEVER_HUNGRY}; {full}",
        roads="hard 0000 0100 0200",
        sources="ua 0000",
    )
    battle.must(SWAP)
    battle.until(2, "ua")
    assert battle.at("a") == goes


def test_if_that_is_full_it_goes_to_the_nearest_hex_with_room():
    """[11.10] c has filled 0000 meanwhile."""
    battle = line(units=f"c 700 {NEVER_HUNGRY} at 0100")
    battle.must(SWAP)
    battle.must("move c 0000")
    battle.until(2, "ua")
    assert battle.at("a") == "0100"


# who may ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "rule"), [
    (SWAP, 0), ("relieve b with b 0100", 1101), ("relieve X with b 0100 0200 0300", 1101),
    ("relieve g with b 0100", 1101), ("relieve a with g 0200", 1101), ("relieve a with b 0100", 1102),
    ("relieve a with c 0200", 1103),
])  # fmt: skip
def test_a_relief_is_between_two_fighting_units_of_one_side(text: str, rule: int):
    """[11.10] Its way ends where the other stands; who comes in comes from out of contact."""
    battle = board(
        """
        .b .g .a |.X .
          . .c |. . .
        """,
        units=f"g artillery 100 {NEVER_HUNGRY}; Y {NEVER_HUNGRY} at 0201; c 100; b 100; a 100; X {NEVER_HUNGRY}",
        roads="hard 0000 0100 0200",
        sources="ua 0000",
    )
    assert battle.why(text) == rule


def test_the_way_keeps_to_the_rules_of_moving():
    """[11.10] [5] Too far is too far."""
    units = f"a {NEVER_HUNGRY}; b {NEVER_HUNGRY}"
    battle = board(".b . . . . . . . . .a |.X", units=units, roads="hard 0000 0100", sources="ua 0000")
    assert battle.why("relieve a with b 0100 0200 0300 0400 0500 0600 0700 0800 0900") == 501


def test_who_is_being_relieved_already_is_not_relieved_again():
    """[11.10]"""
    battle = line(units=f"c 50 {NEVER_HUNGRY} at 0100")
    battle.must(SWAP)
    assert battle.why("relieve a with c 0200") == 1101


def test_a_relief_that_meets_an_unseen_enemy_does_not_happen():
    """[11.10] [5.7] b is stopped on the way; a stays what it was."""
    battle = board(
        ".b . . . . . .a |.X",
        units=f"a {NEVER_HUNGRY}; b motorised {NEVER_HUNGRY}; X {NEVER_HUNGRY}; G artillery 100 at 0700",
        roads="hard 0000 0100 0200 0300 0400 0500 0600",
        sources="ua 0000",
    )
    battle.put("G", hex=battle.h("0300"), seen_hex=-1, seen_level=0)
    told = battle.must("relieve a with b 0100 0200 0300 0400 0500 0600")
    assert "stopped b 0200 509 G" in told
    assert not any(words.startswith("relieved") for words in told)
    assert (battle.at("b"), battle.get("a", "leaving")) == ("0200", 0)


def test_who_marches_away_is_relieved_no_more():
    """[11.10] [1.4] A unit under its own feet counts in every stack again."""
    battle = line(400, 400, units=f"c 400 {NEVER_HUNGRY} at 0100")
    battle.must(SWAP)
    assert battle.why("move a 0100") == 507, "8 steps and 8 are too many"
    battle = line(400, 400)
    battle.must(SWAP)
    battle.must("move a 0100")
    assert (battle.at("a"), battle.get("a", "leaving")) == ("0100", 0)
    assert battle.why("move b 0100") != 0


def test_the_enemy_is_not_told_of_a_relief_that_is_over_his_head():
    """[11.10] The event is its side's own."""
    battle = line()
    battle.must(SWAP)
    assert [e.seen for e in battle.last if e.kind == "relieved"] == [(True, False)]
