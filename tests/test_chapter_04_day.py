"""Chapter 4 of the rulebook: the day."""

from __future__ import annotations

import pytest
from boards import Battle, board, same

from game.orders import END_TURN, Assault, Defend, Move


def kinds(told: list[str]) -> list[str]:
    """The kinds of events, one after another."""
    return [words.split()[0] for words in told]


def test_a_day_is_dawn_two_half_turns_and_dusk():
    """[4.1] Logistics comes before operations, recovery after them; pockets, points and outcome come at dusk."""
    battle = board(".a . . | . . .X", units="a fatigue 50; b arrives 2 at 0000", turns=2)
    assert [battle.told(event) for event in battle.match.opening][:2] == ["day_began 1 0 0 ua", "side_began ua"]
    assert battle.get("a", "days") == 200, "logistics of day 1 is over"
    first = battle.end()
    assert first == ["side_ended ua", "side_began ru"]
    assert battle.get("a", "fatigue") == 30, "its recovery is over"
    second = battle.end()
    assert kinds(second) == [
        "side_ended", "pocket", "pocket", "points", "points", "day_ended", "day_began", "arrived", "side_began", "supply",
    ]  # fmt: skip
    last = battle.end(2)
    assert kinds(last)[-4:] == ["points", "points", "day_ended", "match_ended"]


def test_the_weather_of_the_day_comes_at_dawn():
    """[4.1] Wet ground and rain from day 2."""
    battle = board(".a . | . .X", weather="dry; 2 wet rain")
    assert "day_began 1 0 0 ua" in [battle.told(event) for event in battle.match.opening]
    assert "day_began 2 1 2 ru" in battle.until(2)


def test_a_reinforcement_arrives_at_its_hex():
    """[4.2] At the dawn of its day."""
    battle = board(".a . .", units="b arrives 2 at 0200")
    assert battle.at("b") == "-"
    assert "arrived b 0200" in battle.until(2)
    assert battle.at("b") == "0200"


def test_a_reinforcement_finds_the_nearest_hex_of_its_side_with_room():
    """[4.2] Its own is full, the next is Russia's, so it arrives 2 hexes away."""
    battle = board(
        """
        .    .  .
          .   .   .
        .abc . .
        """,
        units="a 50; b 50; c 50; d arrives 2 at 0002",
        ru="0102 0001",
    )
    battle.until(2)
    assert battle.at("d") in ("0000", "0100", "0101", "0202")
    assert battle.grid.distance(battle.h("0002"), battle.h(battle.at("d"))) == 2
    assert battle.owner(battle.at("d")) == "ua"


def test_a_reinforcement_without_a_hex_tries_again_next_day():
    """[4.2] The only hex with room within 3 is freed on day 2."""
    battle = board(".abc ~ ~ ~ .", units="a 50; b 50; c 50; d arrives 2 at 0000")
    battle.until(2)
    assert battle.at("d") == "-"
    battle.put("a", hex=battle.h("0400"))
    assert "arrived d 0000" in battle.until(3)


def test_a_reinforcement_does_not_arrive_on_ground_its_side_has_lost():
    """[4.2] The nearest hex of its side will do."""
    battle = board(".a . .", units="b arrives 2 at 0200")
    battle.edit(hexes={("0200", "owner"): 1})
    battle.until(2)
    assert battle.at("b") == "0100"


def test_orders_go_to_ones_own_units_on_the_map():
    """[4.3] Not to the enemy's, to sources, or to a unit that has not arrived."""
    battle = board(
        ".a . | . .X", units="b arrives 2 at 0000", roads="hard 0000 0100 0200 0300", sources="ua 0000; ru 0300"
    )
    assert battle.do("move X 0200") == 401
    assert battle.do("move ua-source-0 0100") == 403
    assert battle.do("move b 0100") == 404
    assert battle.do("defend X 10") == 401
    assert battle.do("assault 0200 with X") == 401


def test_orders_are_given_in_ones_own_half_turn():
    """[4.3] When Ukraine's is over its units wait for the next day."""
    battle = board(".a . | . .X")
    battle.end()
    assert battle.do("move a 0100") == 401
    assert battle.why("move X 0200") == 0


def test_an_order_to_no_unit_or_of_no_kind_is_refused():
    """[4.3] Whoever made it up."""
    battle = board(".a . | . .X")
    for order in (Move(2, (1,)), Move(-1, (1,)), Move(10**6, (1,)), Assault(3, (99,)), Defend(77, 10, 0)):
        refusal = battle.match.check(order)
        assert refusal is not None, order
        assert refusal.code == 403, order


@pytest.mark.parametrize("first", ["ua", "ru"])
def test_the_scenario_names_the_first_side_and_it_alternates(first: str):
    """[4.4] Who moves first on day 1 moves second on day 2."""
    battle, order = board(".a . | . .X", first=first), ""
    for _ in range(8):
        order += "ua"[battle.match.side : battle.match.side + 1]
        battle.end()
    expected = "ua au ua au".replace(" ", "")
    assert order == (expected if first == "ua" else expected.translate(str.maketrans("ua", "au")))


def test_the_other_side_reacts_by_standing_orders():
    """[4.5] [9.4] Its battery answers an assault as it was told to in its own half-turn, without being asked."""
    battle = board(".a |.X . .G", units="G artillery rounds 200", first="ru")
    assert battle.do("defend G 60 keep 20") == []
    battle.end()
    assert "fired G 0000 60 1" in battle.must("assault 0100 with a")
    assert battle.get("G", "rounds") == 140


def over() -> Battle:
    """A battle of one day that is over."""
    battle = board(".a . | .G .X", units="G artillery", turns=1)
    battle.end(2)
    return battle


def test_when_the_match_is_over_no_order_is_carried_out():
    """[4.6] Not even the end of a half-turn."""
    battle = over()
    assert battle.match.outcome is not None
    before = battle.state
    for text in ("end", "move a 0100", "assault 0200 with a", "defend G 0", "move X 0200"):
        assert battle.do(text) == 402, text
    assert same(battle.state, before)


def test_a_move_that_showed_nothing_new_can_be_undone_and_redone():
    """[4.7] And the state is what it was, to the last number."""
    battle = board(".a . . . | . . .X")
    before = battle.match.digest
    battle.must("move a 0100")
    after = battle.match.digest
    assert battle.match.undo() is not None
    assert (battle.match.digest, battle.at("a")) == (before, "0000")
    assert battle.match.redo() is not None
    assert (battle.match.digest, battle.at("a")) == (after, "0100")


def test_several_orders_are_undone_one_by_one():
    """[4.7] The last first."""
    battle = board(".ab . . . | . . .X")
    digests = [battle.match.digest]
    for text in ("move a 0100", "move b 0100", "move a 0000"):
        battle.must(text)
        digests.append(battle.match.digest)
    for digest in digests[-2::-1]:
        assert battle.match.undo() is not None
        assert battle.match.digest == digest
    assert battle.match.undo() is None
    assert battle.match.why_not_undo() == "undo.nothing"


def test_a_new_order_forgets_what_was_undone():
    """[4.7] There is nothing to redo then."""
    battle = board(".ab . . . | . . .X")
    battle.must("move a 0100")
    battle.match.undo()
    battle.must("move b 0100")
    assert battle.match.redo() is None


def test_undo_is_closed_when_dice_have_fallen():
    """[4.7] What they showed is not taken back."""
    battle = board(".ab |.X .")
    battle.must("assault 0100 with a")
    assert battle.match.why_not_undo() == "undo.dice"
    assert battle.match.undo() is None


def test_undo_is_closed_when_something_new_was_seen():
    """[4.7] Here a Russian unit 3 hexes from the end of the move."""
    battle = board(".a . . . |.X .")
    told = battle.must("move a 0100")
    assert "sighted X 0400 ua 0" in told
    assert battle.match.why_not_undo() == "undo.news"
    assert battle.match.undo() is None


def test_undo_is_closed_when_an_enemy_is_found_where_it_was_last_seen():
    """[4.7] [10.3] That it is still there, and what it is, is news."""
    battle = board(".  .a .  .  |.X .  .")
    battle.must("move a 0000")
    battle.end()
    battle.until(2, "ua")
    assert "sighted X 0400 ua 0" in battle.must("move a 0100")
    assert battle.match.why_not_undo() == "undo.news"
    assert battle.match.undo() is None


def test_undo_is_closed_by_the_end_of_the_half_turn():
    """[4.7] It belongs to the half-turn."""
    battle = board(".a . . . | . . .X")
    battle.must("move a 0100")
    battle.end()
    assert battle.match.undo() is None


def test_the_end_of_a_half_turn_is_always_allowed_while_the_match_runs():
    """[4.3] It goes to no unit."""
    battle = board(".a . | . .X")
    assert battle.match.check(END_TURN) is None
