"""Chapter 9 of the rulebook: interdiction of roads, and what it does to the enemy's supply [6.9]."""

from __future__ import annotations

import pytest
from boards import Battle, board
from convoys import NEVER_HUNGRY, account, fire, solved, tonnes

from game.rules.network import LAYER, LOOPS, NIGHT, ROUTES
from game.state import INTERDICTED

ROAD = "hard 0300 0400 0500 0600"


def guns(words: str = "rounds 500", units: str = "X days 0", sources: str = "ru 0600") -> Battle:
    """Battery g at 0000, a at 0100 sees Russia's road of three hexes as far as 0300; X stands at 0300."""
    return board(
        ".g .a . |.X . . .",
        units=f"g artillery 100 {words} {NEVER_HUNGRY}; {units}; a 40 {NEVER_HUNGRY}",
        roads=ROAD,
        sources=sources,
    )


SHOT = "interdict g 0300-0400"


@pytest.mark.parametrize(("calibre", "rounds"), [(152, 40), (122, 67), (203, 23), (82, 267), (300, 19)])
def test_a_mission_costs_40_rounds_of_152_mm_or_as_much_weight(calibre: int, rounds: int):
    """[9.5] Rounded up; with one less it is refused."""
    battle = guns(f"calibre {calibre} rounds {rounds}")
    assert battle.why(SHOT) == 0
    told = battle.must(SHOT)
    assert f"fired g 0300 {rounds} 0" in told
    assert (battle.get("g", "rounds"), account(battle, "ua", "rounds_fired")) == (0, rounds)
    assert guns(f"calibre {calibre} rounds {rounds - 1}").why(SHOT) == 903


@pytest.mark.parametrize(("when", "levels"), [("", (2, 0)), (" by day", (0, 2))])
def test_it_lays_observed_fire_on_the_enemys_road_for_a_half_day(when: str, levels: tuple[int, int]):
    """[9.5] [6.9] Both ways, by night or by day, on that hexside alone; Ukraine's own supply does not care."""
    battle = guns("rounds 500 range 3")
    before = fire(battle, "0400", "0300", "ru")
    assert before == (1, 1), "the battery reaches it"
    battle.must(SHOT + when)
    seen = tuple(max(level, 1) for level in levels)
    assert fire(battle, "0400", "0300", "ru") == fire(battle, "0300", "0400", "ru") == seen
    assert fire(battle, "0500", "0400", "ru") == (0, 0)


def test_a_night_and_a_day_are_two_missions():
    """[9.5] The same half-day twice is refused."""
    battle = guns()
    battle.must(SHOT)
    assert battle.why(SHOT) == battle.why("interdict g 0400-0300") == 910
    assert battle.why(SHOT + " by day") == 0
    battle.must(SHOT + " by day")
    assert fire(battle, "0400", "0300", "ru") == (2, 2)


def test_it_halves_the_journeys_of_vehicles():
    """[6.9] [9.5] Over 2 hexes of 3 minutes 13 times a half-day, with the fire by night 6 times, by day 13 still."""
    battle = guns(units="X 700 days 0", sources="ru 0600 vehicles 1 payload 100")
    assert journeys(battle) == {NIGHT: 13}
    battle.put("a", hex=battle.h("0200"))
    battle.must("interdict g 0400-0500")
    assert journeys(battle) == {NIGHT: 6}


def journeys(battle: Battle) -> dict[int, int]:
    """How often vehicles go by night and by day to the end of Russia's road."""
    net = solved(battle, "ru").net
    return {int(route[LAYER]): int(route[LOOPS]) for route in net.routes[: int(net.totals[ROUTES])]}


@pytest.mark.parametrize(("thrown", "wear"), [(0, 5), (7, 12), (10, 15)])
def test_it_wears_the_road_by_5_to_15(thrown: int, wear: int):
    """[9.5] By the dice; who holds or sees the road hears of it, not of whom."""
    battle = guns()
    battle.load(thrown)
    assert f"interdicted g 0300 0400 {100 - wear}" in battle.must(SHOT)
    assert battle.edge("0300", "0400", "condition") == 100 - wear
    assert [e.seen for e in battle.last if e.kind == "interdicted"] == [(True, False)]
    assert [e.seen for e in battle.last if e.kind == "shelled"] == [(False, True)]
    assert battle.match.why_not_undo() != ""


def test_a_road_is_never_worse_than_10():
    """[9.5]"""
    battle = guns()
    battle.put_edge("0300", "0400", condition=12)
    battle.load(10)
    battle.must(SHOT)
    assert battle.edge("0300", "0400", "condition") == 10


@pytest.mark.parametrize(("condition", "carried"), [(45, 300), (44, 150), (60, 300)])
def test_below_a_condition_of_40_a_road_carries_half(condition: int, carried: int):
    """[6.5] [9.5] It loses at least 5."""
    battle = guns()
    battle.put_edge("0300", "0400", condition=condition)
    battle.load(0)
    battle.must(SHOT)
    assert tonnes(battle, "0400", "0300", "ru") == (carried, carried)


def test_it_is_over_after_the_enemys_next_logistics():
    """[9.5] Which it has had its effect on; the wear stays."""
    battle = guns()
    battle.load(10)
    battle.must(SHOT)
    assert battle.edge("0300", "0400", "interdicted") == 1
    battle.end()
    assert battle.match.side == 1
    assert battle.edge("0300", "0400", "interdicted") == 0
    assert battle.edge("0300", "0400", "condition") == 85


def test_it_costs_the_enemy_vehicles_that_morning_and_not_the_next():
    """[9.5] [6.9] One per cent of those that go by night; then a and g are gone."""
    battle = guns(units="X 700 days 0", sources="ru 0600 vehicles 100 payload 1000")
    battle.put("a", hex=battle.h("0200"))
    battle.must("interdict g 0400-0500")
    battle.put("g", people=0, status=2)
    battle.put("a", people=0, status=2)
    battle.end()
    first = account(battle, "ru", "vehicles_lost")
    battle.until(2, "ru")
    assert first > 0
    assert account(battle, "ru", "vehicles_lost") == first


# who may ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "rule"), [
    ("interdict a 0300-0400", 901), ("interdict g 0300-0301", 908), ("interdict g 0300-0500", 908),
    ("interdict g 0000-0100", 908), ("interdict g 0500-0600", 909), ("interdict g 0400-0500", 909),
    (SHOT, 0),
])  # fmt: skip
def test_it_takes_a_battery_a_road_and_eyes(text: str, rule: int):
    """[9.5] A unit of one's own sees an end; here it does not see far in the rain."""
    battle = board(
        """
        .g .a . |.X . . .
          . . . |. . . .
        """,
        units=f"g artillery 100 rounds 500 {NEVER_HUNGRY}",
        roads=ROAD,
        sources="ru 0600",
        weather="dry rain",
    )
    assert battle.why(text) == rule


@pytest.mark.parametrize(("reach", "rule"), [(3, 0), (2, 902)])
def test_it_must_be_in_range(reach: int, rule: int):
    """[9.5] The nearer end of the hexside counts."""
    assert guns(f"rounds 500 range {reach}").why(SHOT) == rule


def test_each_is_a_fire_mission():
    """[9.3] A battery that is Low has one a day."""
    battle = guns()
    battle.put("g", supply=2, days=50)
    battle.must(SHOT)
    assert battle.get("g", "fired") == 1
    assert battle.why(SHOT + " by day") == 904


def test_both_sides_know_what_is_fired_on():
    """[9.5] Neither need see it."""
    battle = guns()
    battle.must(SHOT)
    for side in ("ua", "ru"):
        assert battle.view(side).believed.edges[:, INTERDICTED].sum() == 1
