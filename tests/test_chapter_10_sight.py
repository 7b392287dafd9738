"""Chapter 10 of the rulebook: what a side sees."""

from __future__ import annotations

import pytest
from boards import Battle, board

from game import state as columns
from game.rules.recon import ABOUT, ALL, STRENGTH, WHAT
from game.state import BY_SIGHT, FULL, HEX_BLOCK, HOLD, OUT, PRESENT, REST, SOFT_ZONE, UNKNOWN
from game.view_sight import in_sight


def believed(battle: Battle, side: str, name: str, column: str) -> int:
    """A column of a unit's row as a side believes it."""
    return int(battle.view(side).believed.units[battle.u(name), getattr(columns, column.upper())])


def believed_owner(battle: Battle, side: str, number: str) -> int:
    """Who holds a hex as a side believes."""
    return int(battle.view(side).believed.hexes[battle.h(number), columns.OWNER])


# 10.1 ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "level"), [("0100", STRENGTH), ("0200", WHAT), ("0300", WHAT), ("0400", 0), ("0500", 0)]
)
def test_contact_gives_a_level(number: str, level: int):
    """[10.1] 3 in the next hex, 2 in sight, and nothing of one that has never been nearer; for both alike."""
    battle = board(".a |. . . . .", units=f"X at {number}")
    for side, name in (("ua", "X"), ("ru", "a")):
        assert believed(battle, side, name, "seen_level") == level
        assert (battle.knows(side, name) != "-") == (level > 0)


def test_at_level_2_it_is_taken_for_full_strength():
    """[10.1] [10.5] 2 of its 8 steps are left, it is worn, hungry and at rest: none of that shows."""
    battle = board(".a . . |.X", units="X 80 full 400 q2 fatigue 60")
    battle.starve("X")
    battle.put("X", posture=REST)
    battle.spot("X", level=WHAT)
    told = [believed(battle, "ua", "X", c) for c in ("people", "quality", "fatigue", "supply", "posture")]
    assert told == [400, 2, 0, FULL, HOLD]


@pytest.mark.parametrize(("people", "band"), [(50, 100), (150, 100), (151, 250), (300, 250), (301, 400)])
def test_at_level_3_its_strength_shows_to_within_3_steps(people: int, band: int):
    """[10.1] The middle of its band: 1 to 3 steps, 4 to 6, 7 to 9."""
    battle = board(".a |.X", units=f"X {people} full 500 fatigue 60")
    assert believed(battle, "ua", "X", "people") == band
    assert believed(battle, "ua", "X", "fatigue") == 0


def test_at_level_3_its_posture_shows():
    """[10.1] Not at level 2."""
    for level, posture in ((WHAT, HOLD), (STRENGTH, REST), (ALL, REST)):
        battle = board(".a . . . . |.X")
        battle.put("X", posture=REST)
        battle.spot("X", level=level)
        assert believed(battle, "ua", "X", "posture") == posture


def test_at_level_4_its_steps_fatigue_and_supply_show():
    """[10.1] Steps, not people; and from its second turn Out on that its zone is soft."""
    battle = board(".a . . . . |.X", units="X 137 full 400 fatigue 33")
    battle.starve("X", 2)
    battle.spot("X")
    told = [believed(battle, "ua", "X", c) for c in ("people", "fatigue", "supply", "out_turns", "zone")]
    assert told == [150, 33, OUT, 2, SOFT_ZONE]


def test_who_goes_next_to_an_enemy_learns_more_and_tells_as_much():
    """[10.1] Level 3 on both sides, in the middle of a half-turn."""
    battle = board(".a . . |.X", units="X 100 full 400")
    assert [believed(battle, *who, "seen_level") for who in (("ua", "X"), ("ru", "a"))] == [WHAT, WHAT]
    assert "sighted X 0300 ua 2" in battle.must("move a 0100 0200")
    assert [believed(battle, *who, "seen_level") for who in (("ua", "X"), ("ru", "a"))] == [STRENGTH, STRENGTH]
    assert believed(battle, "ua", "X", "people") == 100


def test_what_is_known_better_stays_known_in_contact():
    """[10.1] [10.3] Level 4 fades to the 3 of the next hex, and no further."""
    battle = board(".a |.X", units="X fatigue 40")
    battle.spot("X")
    levels = []
    for day in (2, 3, 4):
        battle.until(day, "ua")
        levels.append(believed(battle, "ua", "X", "seen_level"))
    assert levels == [STRENGTH, STRENGTH, STRENGTH]


@pytest.mark.parametrize("kind", ["infantry", "artillery", "hq", "drones", "jammer"])
def test_every_kind_of_unit_sees(kind: str):
    """[10.2] Batteries and headquarters too."""
    battle = board(".a . . |.X", units=f"a {kind}")
    assert battle.knows("ua", "X") == "0300"


def test_a_source_sees_nothing():
    """[10.2] It is a road, not a unit."""
    battle = board(". . |.X", roads="hard 0000 0100", sources="ua 0000")
    assert battle.knows("ua", "X") == "-"


# 10.2 ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sky", "far"), [("clear", 3), ("cloud", 3), ("rain", 2), ("fog", 1)])
def test_the_sky_says_how_far_one_sees(sky: str, far: int):
    """[10.2]"""
    for distance in range(1, 5):
        battle = board(".a |. . . .", units=f"X at 0{distance}00", weather=f"dry {sky}")
        assert (battle.knows("ua", "X") != "-") == (distance <= far), distance


@pytest.mark.parametrize(("drawing", "seen"), [
    (".a . . |.X", True), (".a w . |.X", False), (".a v . |.X", False), (".a t . |.X", False), (".a . w |.X", False),
    (".a . . |wX", True), ("wa . . |.X", True), (".a |wX", True), (".a |dX", True), (".a ~ ~ |.X", True),
])  # fmt: skip
def test_what_stands_between_hides(drawing: str, seen: bool):
    """[10.2] Wood, houses and tree lines; not those at either end, and nothing hides the next hex."""
    battle = board(drawing)
    assert (battle.knows("ua", "X") != "-") == seen
    assert (battle.knows("ru", "a") != "-") == seen, "who sees is seen"


@pytest.mark.parametrize(("heights", "seen"), [
    ("0100 110", False), ("0100 103", True), ("0100 104", False), ("0000 140; 0100 110", True),
    ("0000 140; 0200 125", False), ("0300 80", False), ("0300 140; 0100 110", True),
])  # fmt: skip
def test_a_rise_between_hides_and_a_height_sees_over_it(heights: str, seen: bool):
    """[10.2] The line runs from eyes to eyes, 3 m over the ground."""
    battle = board(".a . . |.X", heights=heights)
    assert (battle.knows("ua", "X") != "-") == seen
    assert (battle.knows("ru", "a") != "-") == seen


def test_from_a_height_one_sees_over_a_wood():
    """[10.2] 12 m high it is."""
    for metres, seen in (("110", False), ("140", True)):
        battle = board(".a w . |.X", heights=f"0000 {metres}")
        assert (battle.knows("ua", "X") != "-") == seen, metres


def test_a_unit_sees_all_hexes_in_sight():
    """[10.2] Whose they are now; of others it believes what it saw last."""
    battle = board(". . .a . . . . w .")
    for number in ("0600", "0700", "0800"):
        battle.lose_ground_unseen(number)
    assert [believed_owner(battle, "ua", number) for number in ("0600", "0700", "0800")] == [0, 0, 0]
    battle.must("move a 0300 0400")
    assert [believed_owner(battle, "ua", number) for number in ("0600", "0700", "0800")] == [1, 1, 0]
    battle.must("move a 0500")
    assert believed_owner(battle, "ua", "0800") == 0, "behind the wood"
    seen = in_sight(battle.view("ua"))
    assert [battle.h(number) in seen for number in ("0500", "0600", "0700", "0800")] == [True, True, True, False]


def test_whoever_sees_where_a_unit_went_back_to_knows_it_there():
    """[10.2] [5.6] The enemy saw it leave that hex for one out of sight, and come back."""
    path = [f"{column:02d}00" for column in range(14)]
    rows = (".a" + " ." * 11 + " .bcd .", " ." * 14, ". " * 9 + ".X . . . .")
    battle = board("\n".join(rows), ru="0902", units="a motorised; b 50; c 50; d 50", roads="hard " + " ".join(path))
    battle.lose_ground_unseen("0300")
    battle.must("move a " + " ".join(path[1:]))
    assert battle.at("a") == "1100"
    assert battle.knows("ru", "a") == "1100"


# 10.3 ------------------------------------------------------------------------------------------------------------------


def gone_away(units: str = "X 280 full 300") -> Battle:
    """X was seen at 0400 on day 1; a has gone out of sight since, and it is Russia's half-turn of that day."""
    battle = board(".  .a .  .  |.X .  .", units=units)
    assert battle.knows("ua", "X") == "0400"
    battle.must("move a 0000")
    battle.end()
    return battle


def test_a_level_is_lost_each_day_without_contact():
    """[10.3] From 4 to none, and then the unit is forgotten."""
    battle = gone_away("X 80 full 300 fatigue 44")
    battle.spot("X")
    battle.put("X", people=50, fatigue=77)
    seen = []
    for day in (2, 3, 4, 5):
        battle.until(day, "ua")
        seen.append([believed(battle, "ua", "X", c) for c in ("seen_level", "people", "fatigue")])
        assert (battle.knows("ua", "X") == "0400") == (day < 5)
    assert seen == [[STRENGTH, 100, 0], [WHAT, 100, 0], [ABOUT, 100, 0], [0, 0, 0]]
    assert believed(battle, "ua", "X", "status") == UNKNOWN


def test_contact_keeps_the_level():
    """[10.3] Seen every day, it is known every day."""
    battle = board(".a . . |.X")
    battle.until(4, "ua")
    assert believed(battle, "ua", "X", "seen_level") == WHAT
    assert believed(battle, "ua", "X", "seen_turn") == 4


# 10.4 ------------------------------------------------------------------------------------------------------------------


def test_another_enemy_is_known_by_its_ghost():
    """[10.4] Where, when and how it was last seen."""
    battle = gone_away()
    battle.must("move X 0500 0600")
    battle.put("X", people=50, fatigue=77)
    battle.until(2, "ua")
    assert battle.knows("ua", "X") == "0400"
    told = [believed(battle, "ua", "X", c) for c in ("seen_turn", "seen_source", "seen_level", "people", "fatigue")]
    assert told == [1, BY_SIGHT, ABOUT, 300, 0]


def test_a_ghost_in_a_hex_that_is_seen_to_be_empty_is_gone():
    """[10.4] The unit is somewhere, nobody knows where."""
    battle = gone_away()
    battle.must("move X 0500 0600")
    battle.end()
    battle.until(2, "ua")
    battle.must("move a 0100")
    assert battle.knows("ua", "X") == "-"
    assert believed(battle, "ua", "X", "status") == UNKNOWN


@pytest.mark.parametrize("terrain", ["w", "v", "o", "d", "x"])
def test_wood_and_buildings_hide_that_they_have_been_left(terrain: str):
    """[10.4] From the next hex the ghost still seems to be there, till it fades."""
    battle = board(f".a . . |{terrain}X .  .  . .", first="ru")
    battle.spot("X")
    battle.must("move X 0400")
    battle.put("X", hex=battle.h("0700"))
    battle.until(2, "ua")
    assert battle.knows("ua", "X") == "0300"
    battle.must("move a 0100 0200")
    known = []
    for day in (3, 4, 5):
        battle.until(day, "ua")
        known.append(battle.knows("ua", "X"))
    assert known == ["0300", "0300", "-"]


def test_a_drone_over_a_wood_sees_that_it_has_been_left():
    """[10.4] As one who stands in it would."""
    battle = board(".a . . |wX .  .  . .", first="ru")
    battle.spot("X")
    battle.put("X", hex=battle.h("0700"))
    battle.end()
    battle.edit(hexes={("0300", "overhead"): 1})
    battle.must("move a 0100")
    assert battle.knows("ua", "X") == "-"


def test_a_ghost_that_is_found_is_a_ghost_no_more():
    """[10.4] [10.1] It is seen as it is now."""
    battle = gone_away()
    battle.put("X", people=120)
    battle.until(2, "ua")
    assert believed(battle, "ua", "X", "seen_turn") == 1
    assert "sighted X 0400 ua 0" in battle.must("move a 0100")
    assert believed(battle, "ua", "X", "seen_turn") == 2
    assert "sighted X 0400 ua 2" in battle.must("move a 0200 0300") or battle.until(3, "ua")


def test_whoever_watches_a_unit_step_out_of_sight_remembers_the_hex_it_stepped_into():
    """[10.4] That one, and not where it went from there."""
    battle = board(". .a . . |.X . . .", first="ru")
    battle.must("move X 0500 0600 0700")
    assert battle.at("X") == "0700"
    assert battle.knows("ua", "X") == "0500"


def test_a_unit_steps_out_of_a_wood_unseen():
    """[10.4] What it leaves hides it, and where it goes is out of sight."""
    battle = board(". .a . . |wX . . .", first="ru")
    battle.must("move X 0500 0600 0700")
    assert battle.knows("ua", "X") == "0400"


def test_a_unit_that_was_not_watched_steps_away_unseen():
    """[10.4] Its ghost stays behind."""
    battle = gone_away()
    battle.must("move X 0500")
    assert battle.knows("ua", "X") == "0400"


# 10.5 ------------------------------------------------------------------------------------------------------------------


def test_where_the_enemys_sources_lie_is_always_known():
    """[10.5] Far from any unit of one's own."""
    battle = board(".a . . |. . . .", roads="hard 0500 0600", sources="ru 0600")
    assert believed(battle, "ua", "ru-source-0", "hex") == battle.h("0600")
    assert believed(battle, "ua", "ru-source-0", "status") == PRESENT


def test_a_preview_goes_by_what_is_known():
    """[10.5] X has 2 steps left of 6: taken for 6 from afar, for a band of 1 to 3 from the next hex, for 2 at level 4."""
    battle = board(".a |.X .", units="X 100 full 300")
    defences = []
    for level in (WHAT, STRENGTH, ALL):
        battle.spot("X", level=level)
        defences.append(battle.odds("assault 0100 with a").defence)
    assert defences == [600, 200, 200]


def test_both_orders_of_battle_are_known_to_both_sides():
    """[10.5] Names, kinds and days of arrival."""
    battle = board(".a . . . |. .X", units="X tank; Y artillery arrives 4 at 0500")
    view = battle.view("ua")
    assert [card.name.en for card in view.scenario.units] == ["a", "X", "Y"]
    assert [card.kind for card in view.scenario.units] == ["infantry", "tank", "artillery"]
    assert [int(day) for day in view.fixed.roster.units[:, columns.ARRIVES]] == [0, 0, 4]


def test_where_and_how_strong_they_are_is_not_known():
    """[10.5] Of an enemy never seen, on the map or not, everything is blank."""
    battle = board(".a . . . |. .X", units="Y arrives 4 at 0500")
    for name in "XY":
        row = battle.view("ua").believed.units[battle.u(name)]
        assert (row[columns.HEX], row[columns.STATUS]) == (-1, UNKNOWN), name
        assert set(row[columns.PEOPLE : columns.SEEN_LEVEL]) == {0, -1}, name


def test_where_the_enemy_begins_is_not_told():
    """[10.5] Nor where it arrives: neither in the facts nor in the scenario a view carries."""
    battle = board(".a . . . |. .X", units="Y arrives 4 at 0500")
    view = battle.view("ua")
    for name in "XY":
        u = battle.u(name)
        assert view.fixed.roster.units[u, columns.ENTRY] == -1
        assert view.scenario.roster.units[u, columns.ENTRY] == -1
        assert view.scenario.start.units[u, columns.HEX] == -1
    assert view.scenario.text == ""
    hexes = {f.side: [unit.hex for unit in f.units] for f in view.scenario.file.formations}
    assert hexes == {"ua": ["0000"], "ru": ["", ""]}


@pytest.mark.parametrize("there", ["0600", "1000"])
def test_what_supply_would_bring_does_not_show_where_unseen_enemies_stand(there: str):
    """[10.5] The map of it is reckoned on what the side knows."""
    battle = board(".a . . . . . |. . . . .X")
    empty = battle.view("ua").believed.hexes[:, columns.NEAR_SUPPLY].copy()
    battle.put("X", hex=battle.h(there))
    battle.until(2, "ua")
    assert battle.knows("ua", "X") == "-"
    assert list(battle.view("ua").believed.hexes[:, columns.NEAR_SUPPLY]) == list(empty)


def test_an_arrival_is_not_told_to_the_enemy():
    """[10.5] [4.2] Only to its own side."""
    battle = board(".a . . . |. .X", units="Y arrives 2 at 0500")
    battle.until(2)
    arrivals = [event for event in battle.last if event.kind == "arrived"]
    assert [event.seen for event in arrivals] == [(False, True)]
    assert battle.get("Y", "status") == PRESENT


def test_what_the_enemy_believes_is_nobodys_to_see():
    """[10.5] Neither what it knows of one's units nor what it thinks of the ground."""
    battle = board(".a . |.X")
    state = battle.view("ua").believed
    assert not state.units[battle.u("a"), columns.SEEN_TURN]
    assert not state.hexes[:, 2 * HEX_BLOCK : 3 * HEX_BLOCK].any()
