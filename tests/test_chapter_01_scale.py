"""Chapter 1 of the rulebook: scale."""

from __future__ import annotations

import pytest
from boards import board

from game.documents import parse
from game.hexes import HEX_KM2, Grid
from game.rules import combat, field
from game.scenario.load import build


def test_a_hex_is_one_kilometre_across_and_0_866_square_kilometres():
    """[1.1] Neighbours' centres lie 1 km apart, whichever way."""
    grid = Grid(5, 5)
    x, y = grid.centre(grid.parse("0202"))
    for _, n in grid.neighbours(grid.parse("0202")):
        there = grid.centre(n)
        assert (there[0] - x) ** 2 + (there[1] - y) ** 2 == pytest.approx(1)
    assert pytest.approx(0.866, abs=0.0005) == HEX_KM2


def test_a_hex_is_printed_as_column_and_row():
    """[1.1] 0714 is column 07, row 14, counted from 0000 in the north-west."""
    grid = Grid(33, 39)
    assert grid.parse("0000") == 0
    assert divmod(grid.parse("0714"), 33) == (14, 7)
    assert grid.centre(grid.parse("0714"))[1] > grid.centre(grid.parse("0713"))[1], "rows count southwards"


def test_odd_rows_are_shoved_right():
    """[1.1] A hex of an even row touches 0001 above left; one of an odd row its own column and the next."""
    grid = Grid(5, 5)
    even = {grid.number(n) for _, n in grid.neighbours(grid.parse("0202"))}
    odd = {grid.number(n) for _, n in grid.neighbours(grid.parse("0203"))}
    assert even == {"0102", "0302", "0101", "0201", "0103", "0203"}
    assert odd == {"0103", "0303", "0202", "0302", "0204", "0304"}


def test_a_turn_is_a_day_with_a_half_turn_for_each_side():
    """[1.2] Both sides move once on each day."""
    battle, seen = board(".a . | . .X"), []
    for _ in range(6):
        seen.append((battle.match.turn, battle.match.side))
        battle.end()
    assert sorted(seen) == [(1, 0), (1, 1), (2, 0), (2, 1), (3, 0), (3, 1)]
    assert [turn for turn, _ in seen] == [1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize(("people", "steps"), [(1, 1), (50, 1), (51, 2), (300, 6), (301, 7)])
def test_a_step_is_fifty_people_the_last_one_begun(people: int, steps: int):
    """[1.3] Strength is kept in people."""
    battle = board(".a .", units=f"a {people}")
    assert field.steps_of(battle.match.fixed, battle.get("a", "people")) == steps


def test_a_unit_has_at_most_the_steps_a_hex_holds():
    """[1.3] 700 people are 14 steps; with one more a unit is refused."""
    text = board(".a .", units="a 700").scenario.text
    document = parse("board.yaml", text.replace('"people": 700', '"people": 701'))
    assert build(document, "board") is None
    assert "C214" in [problem.code for problem in document.errors]


def test_a_hex_holds_three_units():
    """[1.4] A fourth may not stop there, though it may pass."""
    battle = board(".d .abc .", units="a 50; b 50; c 50; d 50")
    assert battle.why("move d 0100") == 507
    assert battle.must("move d 0100 0200")[-1] == "moved d 0000 0200 24"


def test_a_hex_holds_fourteen_steps():
    """[1.4] 8 steps and 6 fit, 8 and 7 do not."""
    battle = board(".a .b .c", units="a 300; b 400; c 301")
    assert battle.why("move c 0100") == 507
    assert battle.why("move a 0100") == 0


def test_stacking_counts_where_an_advance_ends():
    """[1.4] Attackers told to follow come as far as the hex has room."""
    battle = board(
        """
        .ab .X .
          .cd  . .
        """,
        units="a 350; b 300; c 250; d 100; X 50",
        ru="0100 0200 0101",
    )
    battle.roll(12)
    battle.must("assault 0100 with a b c d follow")
    assert [battle.at(name) for name in "abcd"] == ["0100", "0100", "0001", "0001"], "7 + 6 steps leave room for none"


def test_quality_makes_a_step_worth_60_to_145_percent():
    """[1.5] Two steps of quality 1 to 5, in hundredths of a step."""
    worth = []
    for quality in range(1, 6):
        battle = board(".a |.X", units=f"a 100 q{quality}")
        worth.append(combat.attack_strength(battle.match.fixed, battle.state, battle.u("a"), 2))
    assert worth == [120, 160, 200, 240, 290]
