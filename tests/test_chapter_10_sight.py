"""Chapter 10 of the rulebook: what a side sees."""

from __future__ import annotations

import pytest
from boards import Battle, board

from game import state as columns
from game.state import HEX_BLOCK, PRESENT, UNKNOWN


def believed(battle: Battle, side: str, name: str, column: str) -> int:
    """A column of a unit's row as a side believes it."""
    return int(battle.view(side).believed.units[battle.u(name), getattr(columns, column.upper())])


def believed_owner(battle: Battle, side: str, number: str) -> int:
    """Who holds a hex as a side believes."""
    return int(battle.view(side).believed.hexes[battle.h(number), columns.OWNER])


# 10.1 ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "seen"), [("0100", True), ("0200", True), ("0300", False), ("0400", False)])
def test_a_unit_sees_all_enemy_units_within_2_hexes(number: str, seen: bool):
    """[10.1] And none that has never been nearer."""
    battle = board(".a |. . . .", units=f"X at {number}")
    assert battle.knows("ua", "X") == (number if seen else "-")
    assert battle.knows("ru", "a") == ("0000" if seen else "-")


@pytest.mark.parametrize("kind", ["infantry", "artillery", "hq"])
def test_every_kind_of_unit_sees(kind: str):
    """[10.1] Batteries and headquarters too."""
    battle = board(".a . |.X", units=f"a {kind}")
    assert battle.knows("ua", "X") == "0200"


def test_a_source_sees_nothing():
    """[10.1] It is a road, not a unit."""
    battle = board(". . |.X", roads="hard 0000 0100", sources="ua 0000")
    assert battle.knows("ua", "X") == "-"


def test_where_the_enemys_sources_lie_is_always_known():
    """[10.5] Far from any unit of one's own."""
    battle = board(".a . . |. . . .", roads="hard 0500 0600", sources="ru 0600")
    assert believed(battle, "ua", "ru-source-0", "hex") == battle.h("0600")
    assert believed(battle, "ua", "ru-source-0", "status") == PRESENT


def test_what_is_in_sight_is_seen_fully():
    """[10.1] People, quality, fatigue, supply: to the last number."""
    battle = board(".a . |.X", units="X 137 q5 fatigue 33 days 120")
    for column in ("people", "quality", "fatigue", "days", "supply", "status"):
        assert believed(battle, "ua", "X", column) == battle.get("X", column), column


def test_a_unit_sees_all_hexes_within_2():
    """[10.1] Whose they are now; of others it believes what it saw last."""
    battle = board(". . .a . . .")
    for number in ("0400", "0500"):
        battle.lose_ground_unseen(number)
    assert (believed_owner(battle, "ua", "0400"), believed_owner(battle, "ua", "0500")) == (0, 0)
    battle.must("move a 0300")
    assert (believed_owner(battle, "ua", "0400"), believed_owner(battle, "ua", "0500")) == (1, 1)


# 10.2 ------------------------------------------------------------------------------------------------------------------


def gone_away() -> Battle:
    """X was seen at 0300 on day 1; a has gone out of sight since, and it is Russia's half-turn of that day."""
    battle = board(".  .a .  |.X .  .", units="X 280")
    assert battle.knows("ua", "X") == "0300"
    battle.must("move a 0000")
    battle.end()
    return battle


def test_another_enemy_is_known_by_its_ghost():
    """[10.2] Where, when and in what strength it was last seen; in whole steps."""
    battle = gone_away()
    battle.must("move X 0400 0500")
    battle.put("X", people=50, fatigue=77)
    battle.until(3, "ua")
    assert battle.knows("ua", "X") == "0300"
    assert believed(battle, "ua", "X", "seen_turn") == 1
    assert believed(battle, "ua", "X", "people") == 300
    assert believed(battle, "ua", "X", "fatigue") == 0


def test_a_ghost_in_a_hex_that_is_seen_to_be_empty_is_gone():
    """[10.2] The unit is somewhere, nobody knows where."""
    battle = gone_away()
    battle.must("move X 0400 0500")
    battle.end()
    battle.until(2, "ua")
    battle.must("move a 0100")
    assert battle.knows("ua", "X") == "-"
    assert believed(battle, "ua", "X", "status") == UNKNOWN


def test_a_ghost_that_is_found_is_a_ghost_no_more():
    """[10.2] [10.1] It is seen as it is now."""
    battle = gone_away()
    battle.put("X", people=120)
    battle.until(2, "ua")
    assert believed(battle, "ua", "X", "people") == 300
    assert "sighted X 0300 ua 3" in battle.must("move a 0100")
    assert believed(battle, "ua", "X", "people") == 120


# 10.3 ------------------------------------------------------------------------------------------------------------------


def test_whoever_watches_a_unit_step_out_of_sight_remembers_the_hex_it_stepped_into():
    """[10.3] That one, and not where it went from there."""
    battle = board(". .a . |.X . . .", first="ru")
    battle.must("move X 0400 0500 0600")
    assert battle.at("X") == "0600"
    assert battle.knows("ua", "X") == "0400"


def test_a_unit_that_was_not_watched_steps_away_unseen():
    """[10.3] [10.2] Its ghost stays behind."""
    battle = gone_away()
    battle.must("move X 0400")
    assert battle.knows("ua", "X") == "0300"


# 10.4 ------------------------------------------------------------------------------------------------------------------


def test_both_orders_of_battle_are_known_to_both_sides():
    """[10.4] Names, kinds and days of arrival."""
    battle = board(".a . . . |. .X", units="X tank; Y artillery arrives 4 at 0500")
    view = battle.view("ua")
    assert [card.name.en for card in view.scenario.units] == ["a", "X", "Y"]
    assert [card.kind for card in view.scenario.units] == ["infantry", "tank", "artillery"]
    assert [int(day) for day in view.fixed.roster.units[:, columns.ARRIVES]] == [0, 0, 4]


def test_where_and_how_strong_they_are_is_not_known():
    """[10.4] Of an enemy never seen, on the map or not, everything is blank."""
    battle = board(".a . . . |. .X", units="Y arrives 4 at 0500")
    for name in "XY":
        row = battle.view("ua").believed.units[battle.u(name)]
        assert (row[columns.HEX], row[columns.STATUS]) == (-1, UNKNOWN), name
        assert not row[columns.PEOPLE : columns.SEEN_LEVEL].any(), name


def test_where_the_enemy_begins_is_not_told():
    """[10.4] Nor where it arrives: neither in the facts nor in the scenario a view carries."""
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
    """[10.4] The map of it is reckoned on what the side knows."""
    battle = board(".a . . . . . |. . . . .X")
    empty = battle.view("ua").believed.hexes[:, columns.NEAR_SUPPLY].copy()
    battle.put("X", hex=battle.h(there))
    battle.until(2, "ua")
    assert battle.knows("ua", "X") == "-"
    assert list(battle.view("ua").believed.hexes[:, columns.NEAR_SUPPLY]) == list(empty)


def test_an_arrival_is_not_told_to_the_enemy():
    """[10.4] [4.2] Only to its own side."""
    battle = board(".a . . . |. .X", units="Y arrives 2 at 0500")
    battle.until(2)
    arrivals = [event for event in battle.last if event.kind == "arrived"]
    assert [event.seen for event in arrivals] == [(False, True)]
    assert battle.get("Y", "status") == PRESENT


def test_what_the_enemy_believes_is_nobodys_to_see():
    """[10.4] Neither what it knows of one's units nor what it thinks of the ground."""
    battle = board(".a . |.X")
    state = battle.view("ua").believed
    assert not state.units[battle.u("a"), columns.SEEN_TURN]
    assert not state.hexes[:, 2 * HEX_BLOCK : 3 * HEX_BLOCK].any()
