"""Chapter 2 of the rulebook: ground."""

from __future__ import annotations

from fractions import Fraction

import pytest
from boards import board

from game.rules import field, movement

BY_MOBILITY = ("infantry", "motorised", "tank")
"""On foot, on wheels, on tracks."""


@pytest.mark.parametrize("kind", BY_MOBILITY)
def test_nobody_enters_water(kind: str):
    """[2.1] Not even by a road."""
    battle = board(".a ~ .", units=f"a {kind}", roads="hard 0000 0100 0200")
    assert battle.why("move a 0100") == 504
    assert battle.reach("a") == {}


def test_village_town_dense_urban_and_works_are_built_up():
    """[2.1] Open ground, tree lines, wood and water are not."""
    battle = board(".a t w v o d x ~")
    built_up = [field.is_built_up(battle.match.fixed, h) for h in range(8)]
    assert [bool(x) for x in built_up] == [False, False, False, True, True, True, True, False]


@pytest.mark.parametrize(("letter", "room"), [("v", 8), ("o", 8), ("d", 5), ("x", 5), (".", 8), ("w", 8)])
def test_dense_urban_and_works_are_dense(letter: str, room: int):
    """[2.1] [8.2] Into dense ground 5 steps attack across a hexside, elsewhere 8."""
    battle = board(f".a |{letter}X", units="a 600")
    assert battle.odds("assault 0100 with a").shares[0][1] == room


@pytest.mark.parametrize(
    ("ground", "foot", "wheels", "tracks"),
    [
        ("dry", 12, 12, 12),
        ("wet", 13, 18, 15),
        ("thaw", 15, 36, 21),
        ("frozen", 12, 12, 12),
    ],
)
def test_the_ground_of_the_day_changes_the_cost_off_the_roads(ground: str, foot: int, wheels: int, tracks: int):
    """[2.2] A hex of open ground, in twelfths of a point; fractions of a twelfth are dropped."""
    for kind, twelfths in zip(BY_MOBILITY, (foot, wheels, tracks), strict=True):
        battle = board(".a . .", units=f"a {kind}", weather=ground)
        assert battle.cost("a", "0100") == Fraction(twelfths, 12), kind


@pytest.mark.parametrize(("road", "dry", "thaw"), [("hard", 3, 3), ("dirt", 8, 14), ("track", 10, 15)])
def test_the_ground_of_the_day_changes_dirt_roads_and_tracks_but_not_hard_roads(road: str, dry: int, thaw: int):
    """[2.2] On foot, in twelfths of a point."""
    for ground, twelfths in (("dry", dry), ("thaw", thaw), ("frozen", dry)):
        battle = board(".a . .", roads=f"{road} 0000 0100", weather=ground)
        assert battle.cost("a", "0100") == Fraction(twelfths, 12), ground


def test_the_ground_of_the_day_changes_the_time_wheels_need():
    """[2.2] A dirt road takes 5 minutes a hex when dry, 20 in thaw."""
    for ground, minutes in (("dry", 5), ("thaw", 20)):
        battle = board(".a . .", roads="dirt 0000 0100", sources="ua 0000", weather=ground)
        assert battle.minutes("ua")["0100"] == (minutes, 0)


def test_the_weather_is_that_of_the_day():
    """[2.2] Dry on day 1, wet from day 2 on."""
    battle = board(".a . .", units="a motorised", weather="dry; 2 wet rain")
    assert battle.cost("a", "0100") == 1
    battle.until(2, "ua")
    assert battle.cost("a", "0100") == Fraction(18, 12)


@pytest.mark.parametrize(("height", "points"), [(124, 1), (125, 2)])
def test_a_hexside_that_climbs_25_metres_is_uphill_from_below(height: int, points: int):
    """[2.3] And only from below."""
    battle = board(".a .b", heights=f"0100 {height}")
    assert battle.cost("a", "0100") == points
    assert battle.cost("b", "0000") == 1


def test_a_hexside_carries_roads_rails_waters_and_bridges():
    """[2.4] What is written is on the ground's graph, both ways."""
    battle = board(
        ".a . . .", roads="hard 0000 0100; dirt 0100 0200; track 0200 0300", rivers="0100-0200", canals="0200-0300",
        bridges="0100-0200 damaged; 0200-0300 pontoon",
    )  # fmt: skip
    arcs = battle.scenario.ground.graph.edges
    assert [arcs[h, h + 1]["surface"] for h in range(3)] == ["hard_road", "dirt_road", "track"]
    assert [arcs[h + 1, h]["water"] for h in range(3)] == ["none", "river", "canal"]
    assert [arcs[h + 1, h]["bridge"] for h in range(3)] == ["none", "damaged", "pontoon"]


def test_neighbouring_hexes_of_town_dense_urban_and_works_are_joined_by_streets():
    """[2.4] Villages and open ground are not."""
    battle = board(".a o d x v .")
    arcs = battle.scenario.ground.graph.edges
    assert [arcs[h, h + 1]["surface"] for h in range(5)] == ["none", "street", "street", "none", "none"]


@pytest.mark.parametrize(
    ("bridge", "points"),
    [("intact", Fraction(1, 4)), ("damaged", Fraction(1, 4)), ("pontoon", Fraction(1, 4)), ("blown", 3), ("", 3)],
)
def test_over_a_river_a_road_goes_on_only_by_a_bridge_that_is_not_blown(bridge: str, points: Fraction):
    """[2.4] On foot by hard road: a quarter of a point; without the road 1 for the hex and 2 for the river."""
    bridges = f"0000-0100 {bridge}" if bridge else ""
    battle = board(".a . .", roads="hard 0000 0100", rivers="0000-0100", bridges=bridges)
    assert battle.cost("a", "0100") == points


@pytest.mark.parametrize("bridge", ["", "blown"])
def test_a_canal_without_a_bridge_is_closed_to_wheels_and_tracks(bridge: str):
    """[2.4] On foot it costs extra."""
    bridges = f"0000-0100 {bridge}" if bridge else ""
    for kind, points in (("infantry", 4), ("motorised", -1), ("tank", -1)):
        battle = board(".a . .", units=f"a {kind}", canals="0000-0100", bridges=bridges)
        assert battle.cost("a", "0100") == points, kind
        if points < 0:
            assert battle.why("move a 0100") == 504


@pytest.mark.parametrize("kind", BY_MOBILITY)
def test_a_bridge_opens_a_canal(kind: str):
    """[2.4] Intact it costs nothing."""
    battle = board(".a . .", units=f"a {kind}", canals="0000-0100", bridges="0000-0100 intact")
    assert battle.cost("a", "0100") == 1


def test_a_bridge_that_is_not_blown_carries_traffic():
    """[2.4] Whatever its state else."""
    for state, carries in (("intact", True), ("damaged", True), ("pontoon", True), ("blown", False)):
        battle = board(".a .", rivers="0000-0100", bridges=f"0000-0100 {state}")
        assert bool(movement.bridged(battle.state, 0)) == carries


@pytest.mark.parametrize(("level", "wheels", "tracks"), [(1, 12, 4), (2, 24, 8), (3, 36, 12)])
def test_rubble_slows_wheels_and_tracks(level: int, wheels: int, tracks: int):
    """[2.5] By its level, 0 to 3, in the hex entered; on foot it costs nothing."""
    for kind, extra in zip(BY_MOBILITY, (0, wheels, tracks), strict=True):
        plain = board(".a d .", units=f"a {kind}")
        broken = board(".a d .", units=f"a {kind}", rubble=f"{level} 0100")
        assert broken.cost("a", "0100") - plain.cost("a", "0100") == Fraction(extra, 12), kind


def test_streets_carry_supply_more_slowly_through_rubble():
    """[2.5] The worse rubble of the two hexes counts."""
    battle = board("oa o o o", sources="ua 0000", roads="hard 0000", rubble="1 0100; 3 0200")
    assert battle.minutes("ua") == {"0000": (0, 0), "0100": (6, 0), "0200": (21, 0), "0300": (36, 0)}
