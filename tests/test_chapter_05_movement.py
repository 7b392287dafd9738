"""Chapter 5 of the rulebook: movement."""

from __future__ import annotations

from fractions import Fraction

import pytest
from boards import Battle, board

from game.chronicle import Refusal
from game.orders import Move

ROW = " ".join(["."] * 30)
"""A long row of open ground."""


# 5.1 -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "points"),
    [("infantry", 6), ("motorised", 8), ("mechanised", 8), ("tank", 8), ("artillery", 8), ("rocket", 8), ("hq", 8)],
)
def test_a_unit_has_6_points_a_day_on_foot_and_8_on_wheels_or_tracks(kind: str, points: int):
    """[5.1] Headquarters and batteries move like others."""
    battle = board(f".a {ROW}", units=f"a {kind}")
    assert max(battle.reach("a").values()) == points
    assert f"{points:02d}00" in battle.reach("a")
    assert f"{points + 1:02d}00" not in battle.reach("a")


def test_a_unit_that_begins_in_a_hard_enemy_zone_has_2_points():
    """[5.1] Its wheels do not help it."""
    battle = board(". . .a |.X .", units="a motorised")
    assert battle.get("a", "points") == 24
    assert battle.reach("a") == {"0000": 2, "0100": 1}


def test_a_move_names_its_hexes_one_by_one():
    """[5.1] Each touches the one before."""
    battle = board(f".a {ROW}")
    assert battle.do("move a 0200") == 503
    assert battle.do("move a 0100 0300") == 503
    assert battle.do("move a 0000") == 503
    assert battle.must("move a 0100 0200 0300") == ["moved a 0000 0300 36"]


def test_a_move_without_hexes_is_refused():
    """[5.1] It leads nowhere."""
    battle = board(f".a {ROW}")
    refusal = battle.match.apply(Move(battle.u("a"), ()))
    assert isinstance(refusal, Refusal)
    assert refusal.code == 508


def test_a_move_may_be_made_in_parts():
    """[5.1] To the last point of the day and no further."""
    battle = board(f".a {ROW}")
    battle.must("move a 0100 0200")
    battle.must("move a 0300 0400")
    assert battle.do("move a 0500 0600 0700") == 501
    battle.must("move a 0500 0600")
    assert battle.do("move a 0700") == 501
    assert battle.get("a", "points") == 0


def test_points_are_new_every_day():
    """[5.1] What is left is not kept."""
    battle = board(f".a {ROW}")
    battle.must("move a 0100 0200 0300 0400 0500")
    battle.until(2, "ua")
    assert battle.get("a", "points") == 72


# 5.2 -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letter", "foot", "wheels", "tracks"),
    [
        (".", 1, 1, 1),
        ("t", 1, Fraction(7, 6), 1),
        ("w", 2, 3, 2),
        ("v", 2, 2, 2),
        ("o", 2, 2, 2),
        ("d", 3, 3, 3),
        ("x", 3, 3, 3),
        ("~", -1, -1, -1),
    ],
)
def test_a_hex_costs_by_its_terrain(letter: str, foot: int, wheels: Fraction | int, tracks: int):
    """[5.2] The hex entered, not the one left."""
    for kind, points in (("infantry", foot), ("motorised", wheels), ("mechanised", tracks)):
        assert board(f".a {letter} .", units=f"a {kind}").cost("a", "0100") == points, kind


@pytest.mark.parametrize("terrain", [".", "w", "d"])
def test_uphill_costs_a_point_more(terrain: str):
    """[5.2] For everybody, over the cost of the hex."""
    for kind in ("infantry", "motorised", "tank"):
        flat = board(f".a {terrain} .", units=f"a {kind}").cost("a", "0100")
        steep = board(f".a {terrain} .", units=f"a {kind}", heights="0100 130").cost("a", "0100")
        assert steep == flat + 1


@pytest.mark.parametrize(("kind", "points"), [("infantry", 2), ("motorised", 4), ("tank", 3)])
def test_a_river_costs_extra_to_cross(kind: str, points: int):
    """[5.2] 2 on foot, 4 on wheels, 3 on tracks, besides the hex."""
    assert board(".a . .", units=f"a {kind}", rivers="0000-0100").cost("a", "0100") == 1 + points


@pytest.mark.parametrize(("kind", "points"), [("infantry", 0), ("motorised", 1), ("tank", 1)])
def test_a_damaged_bridge_costs_wheels_and_tracks_a_point(kind: str, points: int):
    """[5.2] Nothing on foot."""
    battle = board(".a . .", units=f"a {kind}", canals="0000-0100", bridges="0000-0100 damaged")
    assert battle.cost("a", "0100") == 1 + points


@pytest.mark.parametrize(("kind", "points"), [("infantry", 0), ("motorised", Fraction(1, 2)), ("tank", 1)])
def test_a_pontoon_costs_wheels_half_a_point_and_tracks_a_point(kind: str, points: Fraction):
    """[5.2] Nothing on foot."""
    battle = board(".a . .", units=f"a {kind}", canals="0000-0100", bridges="0000-0100 pontoon")
    assert battle.cost("a", "0100") == 1 + points


def test_a_canal_costs_3_on_foot():
    """[5.2] It is closed to the others."""
    assert board(".a . .", canals="0000-0100").cost("a", "0100") == 4


def test_rubble_costs_wheels_a_point_a_level_and_tracks_a_third():
    """[5.2] Level 2 in dense urban ground."""
    costs = [
        board(".a d .", units=f"a {k}", rubble="2 0100").cost("a", "0100") for k in ("infantry", "motorised", "tank")
    ]
    assert costs == [3, 5, 3 + Fraction(2, 3)]


# 5.3 -------------------------------------------------------------------------------------------------------------------


def test_a_column_marches_24_hexes_a_day_on_hard_road():
    """[5.3] Whatever it moves on."""
    path = [f"{column:02d}00" for column in range(31)]
    for kind in ("infantry", "motorised", "tank"):
        battle = board(f".a {ROW}", units=f"a {kind}", roads="hard " + " ".join(path))
        assert battle.do("move a " + " ".join(path[1:26])) == 501
        battle.must("move a " + " ".join(path[1:25]))
        assert (battle.at("a"), battle.get("a", "points")) == ("2400", 0)


@pytest.mark.parametrize(
    ("road", "dry", "thaw"),
    [("hard", Fraction(1, 4), Fraction(1, 4)), ("dirt", Fraction(2, 3), None), ("track", Fraction(5, 6), None)],
)
def test_roads_have_their_own_cost(road: str, dry: Fraction, thaw: Fraction | None):
    """[5.3] On foot: a quarter on hard road, two thirds on a dirt road, five sixths on a track; more in thaw."""
    roads = f"{road} 0000 0100"
    assert board(".a . .", roads=roads).cost("a", "0100") == dry
    in_thaw = board(".a . .", roads=roads, weather="thaw").cost("a", "0100")
    assert in_thaw == thaw if thaw else in_thaw > dry


def test_a_street_costs_half_a_point():
    """[5.3] Through town."""
    assert board("oa o .").cost("a", "0100") == Fraction(1, 2)


def test_the_cheaper_of_road_and_country_counts():
    """[5.3] In thaw wheels leave a track for the tree lines' cost no more than they must."""
    battle = board(".a . .", units="a motorised", roads="track 0000 0100", weather="thaw")
    assert battle.cost("a", "0100") == 3, "the track and the open both take 3 points"
    battle = board(".a . .", units="a tank", roads="track 0000 0100", weather="thaw")
    assert battle.cost("a", "0100") == Fraction(20, 12), "the track takes 20 twelfths, the open 21"


def test_a_road_helps_across_a_slope():
    """[5.3] It takes no notice of the height."""
    assert board(".a . .", roads="hard 0000 0100", heights="0100 150").cost("a", "0100") == Fraction(1, 4)


def test_in_contact_a_road_does_not_help():
    """[5.3] If either hex lies in an enemy zone."""
    roads = "hard 0000 0100 0200 0300 0400"
    battle = board(".a . . .  |.X", roads=roads)
    assert battle.cost("a", "0100") == Fraction(1, 4)
    assert battle.cost("a", "0100", "0200", "0300") == Fraction(1, 2) + 1, "0300 lies in the zone"
    leaving = board(". . .a |.X .", roads=roads)
    assert leaving.cost("a", "0100") == 1, "0200, where it begins, lies in the zone"


def test_in_a_soft_zone_a_road_does_not_help():
    """[5.3] Any zone is contact."""
    battle = board(".a . . . |.X", roads="hard 0000 0100 0200 0300 0400")
    battle.starve("X", 2)
    assert battle.cost("a", "0100", "0200", "0300") == Fraction(1, 2) + 2, "1 for the hex, 1 for the soft zone"


# 5.3a ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "extra"), [("infantry", Fraction(5, 2)), ("motorised", Fraction(4)), ("tank", Fraction(3))]
)
def test_ground_that_is_not_ones_own_must_be_cleared(kind: str, extra: Fraction):
    """[5.3a] 2.5 points more on foot, 4 on wheels, 3 on tracks; the enemy's or nobody's alike."""
    for whose in ("ru", "nobody"):
        battle = board(".a . .", units=f"a {kind}", **{whose: "0100"})
        assert battle.cost("a", "0100") == 1 + extra, whose


def test_ground_that_is_not_ones_own_costs_extra_on_roads_too():
    """[5.3a] A quarter for the hard road and 2.5."""
    battle = board(".a . .", roads="hard 0000 0100", ru="0100")
    assert battle.cost("a", "0100") == Fraction(11, 4)


# 5.4 -------------------------------------------------------------------------------------------------------------------


def test_a_unit_that_has_not_moved_may_enter_one_hex_whatever_it_costs():
    """[5.4] Dense rubble of the enemy's costs wheels 10 points of 8: it takes all of them."""
    battle = board(".a d .", units="a motorised", rubble="3 0100", ru="0100")
    assert battle.reach("a") == {"0100": 8}
    battle.must("move a 0100")
    assert battle.get("a", "points") == 0


def test_a_unit_that_has_moved_may_not():
    """[5.4] One point spent is one too many."""
    battle = board(". .a d .", units="a motorised", rubble="3 0200", ru="0200")
    battle.must("move a 0000")
    battle.must("move a 0100")
    assert battle.do("move a 0200") == 501


def test_a_hex_that_is_closed_stays_closed():
    """[5.4] A canal to wheels, with all their points."""
    battle = board(".a . .", units="a motorised", canals="0000-0100")
    assert battle.do("move a 0100") == 504


def test_a_hex_in_which_the_enemy_stands_cannot_be_entered():
    """[5.4] Not even if he is too weak for a zone."""
    battle = board(".a |.X .", units="X 50")
    assert battle.do("move a 0100") == 505
    assert "0100" not in battle.reach("a")


# 5.5 -------------------------------------------------------------------------------------------------------------------


def test_entering_a_hard_zone_ends_the_move():
    """[5.5] 0200 lies next to the enemy: the path may not go on."""
    battle = board(
        """
        . .a .  |.X
         .  . .   .
        """,
        ua="0301",
    )
    assert battle.do("move a 0200 0101") == 506
    battle.must("move a 0200")


def test_entering_a_hard_zone_ends_the_move_also_when_it_is_made_in_parts():
    """[5.5] [5.1] The unit stays where the zone stopped it, though it has points left."""
    battle = board(
        """
        . .a .  |.X
         .  . .   .
        """,
        ua="0301",
    )
    battle.must("move a 0200")
    assert battle.get("a", "points") > 0
    assert battle.do("move a 0101") == 506


def zone_to_zone(**given: str) -> Battle:
    """a stands in X's zone at 0200; 0201 lies in it too, 0101 and 0100 do not."""
    return board(
        """
        .  . .a |.X
          . . .  .
        """,
        **given,
    )


def test_from_one_hard_zone_straight_into_another_takes_all_points():
    """[5.5] Out of the zone only what the ground asks."""
    battle = zone_to_zone(ua="0101 0201")
    assert battle.cost("a", "0201") == 2
    assert battle.cost("a", "0101") == 1


def test_from_zone_to_zone_needs_all_points():
    """[5.5] A unit that has spent one may not."""
    battle = zone_to_zone(ua="0101 0201")
    battle.put("a", points=12)
    assert battle.do("move a 0201") == 506
    assert "0201" not in battle.reach("a")


def test_from_zone_to_zone_is_not_possible_into_a_hex_the_enemy_holds():
    """[5.5] His ground is taken by assault; nobody's may be entered."""
    assert zone_to_zone(ru="0201").do("move a 0201") == 506
    assert zone_to_zone(nobody="0201").cost("a", "0201") == 2


def test_a_zone_lies_on_the_units_hex_and_the_six_around_it():
    """[5.5] And nowhere else."""
    battle = board(
        """
        .  .  . .
          .  . .  .
        . .X  . .a
          .  . .  .
        """,
        ru="0102",
    )
    hard = {battle.number(n) for n in battle.grid.disk(battle.h("0102"), 1)}
    for h in range(battle.grid.count):
        if h != battle.h("0102"):
            battle.put("a", hex=h)
            battle.match._forget_views()
            contact = battle.number(h) in hard
            battle.put("a", points=24, allowance=24)
            neighbours = [battle.number(n) for _, n in battle.grid.neighbours(h) if battle.number(n) in hard]
            reach = battle.reach("a")
            for number in set(neighbours) - {"0102"}:
                assert reach[number] == (2 if contact else 1), (battle.number(h), number)


@pytest.mark.parametrize("unit", ["X 50", "X artillery", "X hq"])
def test_a_unit_of_one_step_or_one_that_does_not_fight_has_no_zone(unit: str):
    """[5.5] It can be walked past."""
    battle = board(
        """
        .a . .  |.X
          .  . .  .
        """,
        units=unit,
        ua="0101 0201 0301",
    )
    battle.must("move a 0100 0200 0201 0301")


@pytest.mark.parametrize(
    ("turns", "points"),
    [(1, None), (2, 4), (3, 2)],
    ids=["hard in the first", "soft in the second", "none from the third"],
)
def test_a_zone_goes_with_the_supply(turns: int, points: int | None):
    """[5.5] Two hexes past a unit that is Out: stopped; a point more for each in the soft zone; free."""
    battle = board(
        """
        . .a .  |.X
         .  . .   .
        """,
        ua="0101 0201",
    )
    battle.starve("X", turns)
    battle.spot("X")
    if points is None:
        assert battle.do("move a 0200 0201") == 506
    else:
        assert battle.cost("a", "0200", "0201") == points


def test_zones_of_a_half_turn_are_those_of_the_units_when_it_began():
    """[5.5] X loses its second step: its zone lasts until the half-turn ends."""
    battle = board(
        """
        .  . .a |.X
         .b . .  .
        """,
        units="X 75",
        ua="0001 0101 0201",
        ru="0301",
    )
    battle.roll(4)
    assert "loss X 25 defending 0300" in battle.must("assault 0300 with a")
    assert battle.people("X") == [50]
    assert battle.do("move b 0101 0201 0200") == 506
    battle.end(2)
    assert battle.get("X", "zone") == 0


# 5.6 -------------------------------------------------------------------------------------------------------------------


def test_a_move_must_end_where_stacking_allows_it():
    """[5.6] [1.4] On the way it may pass a full hex."""
    battle = board(".d .abc .", units="a 50; b 50; c 50; d 50")
    assert battle.do("move d 0100") == 507
    assert "0100" not in battle.reach("d")
    battle.must("move d 0100 0200")


def test_a_unit_stopped_where_there_is_no_room_goes_back_along_its_path():
    """[5.6] Ground it took for its own was not: its points end on a full hex, so it returns to the last with room."""
    path = [f"{column:02d}00" for column in range(14)]
    battle = board(".a" + " ." * 11 + " .bcd .", units="a motorised; b 50; c 50; d 50", roads="hard " + " ".join(path))
    battle.lose_ground_unseen("0300")
    told = battle.must("move a " + " ".join(path[1:]))
    assert any(words.startswith("stopped a 1200") for words in told)
    assert told[-1] == f"moved a 0000 1100 {11 * 4 + 48}"
    assert battle.at("a") == "1100"


# 5.7 -------------------------------------------------------------------------------------------------------------------


def test_only_what_a_side_sees_stops_a_move_beforehand():
    """[5.7] The enemy 4 hexes away is not known: the order is allowed."""
    battle = board(". . .a . . . |.X . .", ua="0700 0800")
    assert battle.knows("ua", "X") == "-"
    assert battle.why("move a 0300 0400 0500") == 0
    assert "0500" in battle.reach("a")


def test_running_into_an_unseen_unit_ends_the_move_in_the_hex_before():
    """[5.7] And shows it; undo is closed."""
    battle = board(".a . . . |.X |. .", units="a motorised; X 50")
    told = battle.must("move a 0100 0200 0300 0400")
    assert "sighted X 0400 ua 2" in told, "a band of strength"
    assert "stopped a 0300 509 X" in told
    assert "moved a 0000 0300 36" in told
    assert battle.knows("ua", "X") == "0400"
    assert battle.match.why_not_undo() == "undo.news"


def test_coming_into_an_unknown_zone_ends_the_move_there():
    """[5.7] And shows whose it is."""
    battle = board(
        """
        .a . . . |.X
          . . . .  .
        """,
        ua="0001 0101 0201 0301 0401",
    )
    told = battle.must("move a 0100 0200 0300 0301 0201")
    assert "sighted X 0400 ua 0" in told
    assert "stopped a 0300 510 -" in told
    assert (battle.at("a"), battle.knows("ua", "X")) == ("0300", "0400")


def test_a_stopped_unit_has_shown_itself_too():
    """[5.7] Russia knows what came."""
    battle = board(".a . . . |.X |. .", units="a motorised; X 50")
    assert battle.knows("ru", "a") == "-"
    battle.must("move a 0100 0200 0300 0400")
    assert battle.knows("ru", "a") == "0300"


# 5.8 -------------------------------------------------------------------------------------------------------------------


def test_a_hex_belongs_to_the_side_whose_unit_was_last_in_it_or_passed_through():
    """[5.8] Two hexes taken by one move, the enemy's and nobody's."""
    battle = board(". .a . . .", units="a tank", ru="0200", nobody="0300")
    told = battle.must("move a 0200 0300")
    assert "hex_taken 0200 ru ua a" in told
    assert "hex_taken 0300 nobody ua a" in told
    assert (battle.owner("0200"), battle.owner("0300")) == ("ua", "ua")


@pytest.mark.parametrize("unit", ["a motorised 50", "a artillery 300", "a hq 100"])
def test_a_unit_of_one_step_or_one_that_does_not_fight_takes_no_hex(unit: str):
    """[5.8] It passes and the ground stays the enemy's."""
    battle = board(". .a . . .", units=unit, ru="0200")
    battle.must("move a 0200")
    assert (battle.at("a"), battle.owner("0200")) == ("0200", "ru")


def test_the_victor_of_an_assault_takes_the_hex_however_weak_it_is():
    """[5.8] Fifty people of one step."""
    battle = board(".a |.X .", units="a 50; X artillery 25")
    battle.roll(12)
    assert "hex_taken 0100 ru ua a" in battle.must("assault 0100 with a")
    assert (battle.at("a"), battle.owner("0100")) == ("0100", "ua")


def test_empty_hexes_keep_their_owner():
    """[5.8] Leaving gives nothing away."""
    battle = board(". . .a |. .X")
    battle.must("move a 0100 0000")
    battle.until(3)
    assert battle.owner("0200") == "ua"


def test_trenches_are_lost_when_a_hex_changes_hands():
    """[5.8] They face the wrong way."""
    battle = board(". .a . . .", trenches="2 0200 0300", ru="0200")
    battle.must("move a 0200")
    assert (battle.hex("0200", "trench"), battle.hex("0300", "trench")) == (0, 2)
