"""Chapter 7 of the rulebook: encirclement."""

from __future__ import annotations

import pytest
from boards import board


def pockets(told: list[str]) -> list[str]:
    """The pockets that were told: side, hex of its first unit, units, people."""
    return [words.removeprefix("pocket ") for words in told if words.startswith("pocket")]


def test_a_pocket_is_a_group_of_units_that_no_supply_reaches():
    """[7.1] a and b stand behind the enemy's strip, joined by ground open to them; c does not."""
    battle = board(".c . . |. .| .a . .b .", units="a 200; b 150; c 100", roads="hard 0000 0100 0200", sources="ua 0000")
    assert pockets(battle.end(2)) == ["ua 0500 2 350"]


def test_pockets_are_told_to_their_own_side_at_dusk():
    """[7.1] Not at the end of the first half-turn, and not to the enemy."""
    battle = board(".c . . |. .| .a", roads="hard 0000 0100 0200", sources="ua 0000")
    assert pockets(battle.end()) == []
    assert pockets(battle.end()) == ["ua 0500 1 300"]
    events = [event for event in battle.last if event.kind == "pocket"]
    assert [event.seen for event in events] == [(True, False)]


def test_units_parted_by_the_enemys_ground_are_two_pockets():
    """[7.1] Each is told with its own people."""
    battle = board(
        ".c . . |. .| .a |. .| .b", units="a 200; b 150; c 100", roads="hard 0000 0100 0200", sources="ua 0000"
    )
    assert pockets(battle.end(2)) == ["ua 0500 1 200", "ua 0800 1 150"]


def test_units_parted_by_a_hard_enemy_zone_are_two_pockets():
    """[7.1] [6.2] The hex between a and b is closed by X's zone, until a stands in it."""
    drawing = """
        .a  .  .b
          |.X .  .
        """
    battle = board(drawing)
    assert pockets(battle.end(2))[:2] == ["ua 0000 1 300", "ua 0200 1 300"]
    joined = board(drawing.replace(".  .b", ".c .b"))
    assert pockets(joined.end(2))[:1] == ["ua 0000 3 900"]


def test_units_that_supply_reaches_on_foot_are_no_pocket():
    """[7.1] Three hexes beyond the last wheels."""
    battle = board(". . . . .a", roads="hard 0000 0100", sources="ua 0000")
    assert pockets(battle.end(2)) == []


def test_a_pocket_that_is_opened_is_one_no_more():
    """[7.1] It is found anew each dusk."""
    battle = board(".c . . |.| .a", roads="hard 0000 0100 0200 0300 0400", sources="ua 0000")
    assert pockets(battle.end(2)) == ["ua 0400 1 300"]
    battle.edit(hexes={("0300", "owner"): 0})
    assert pockets(battle.end(2)) == []


def test_sources_are_no_part_of_a_pocket():
    """[7.1] A side without units has none."""
    battle = board(". . |.X .", roads="hard 0000 0100; hard 0200 0300", sources="ua 0000; ru 0300")
    assert pockets(battle.end(2)) == []


@pytest.mark.parametrize("where", ["east", "west"])
def test_a_battery_on_the_enemys_ground_is_cut_off_on_whichever_side_it_stands(where: str):
    """[7.1] [6.2] Its hex is closed to its supply, so none reaches it; its neighbour is served."""
    if where == "east":
        battle = board(".b . .g", units="g artillery 100", roads="hard 0000 0100", sources="ua 0000")
        battle.edit(hexes={("0200", "owner"): 1})
        assert pockets(battle.end(2)) == ["ua 0200 1 100"]
    else:
        battle = board(".g . .b", units="g artillery 100", roads="hard 0100 0200", sources="ua 0200")
        battle.edit(hexes={("0000", "owner"): 1})
        assert pockets(battle.end(2)) == ["ua 0000 1 100"]


def test_units_of_a_pocket_run_out():
    """[7.1] [6.4] Day by day."""
    battle = board(".c . . |. .| .a", units="a days 200", roads="hard 0000 0100 0200", sources="ua 0000")
    states = []
    for day in range(1, 5):
        battle.until(day, "ua")
        states.append((battle.stock("c"), battle.stock("a")))
    assert states == [("full", "strained"), ("full", "low"), ("full", "out"), ("full", "out 2")]


@pytest.mark.parametrize("first", ["ru", "ua"])
def test_a_unit_in_a_pocket_that_must_retreat_and_cannot_is_lost(first: str):
    """[7.1] [8.10] All its people at once; on the first day too, whoever moves first."""
    battle = board(".a |.X| .", first=first)
    battle.until(1, "ua")
    battle.roll(12)
    told = battle.must("assault 0100 with a")
    assert "eliminated X 0100 no_retreat" in told
    assert battle.people("X") == [0]
    assert battle.at("a") == "0100"


def test_ground_the_enemy_was_supplied_on_is_no_supply_to_who_took_it():
    """[7.1] [8.10] X goes into a hex of Ukraine's road, the way behind it is closed, and it is attacked there."""
    battle = board(
        """
        .a  .  .  .
          .  .  .  .
        .  . |.X |.
        """,
        units="X tank",
        roads="hard 0000 0100 0200 0300",
        sources="ua 0000",
        first="ru",
    )
    battle.until(3, "ru")
    battle.must("move X 0201 0200")
    battle.edit(hexes={("0201", "owner"): 0, ("0202", "owner"): 0})
    battle.until(3, "ua")
    battle.put("a", hex=battle.h("0100"))
    battle.roll(12)
    assert "eliminated X 0200 no_retreat" in battle.must("assault 0200 with a")
