"""The line of sight of the window is that of the rules, and says what blocks it."""

from __future__ import annotations

import pytest
from boards import board

from game.ground import DISK
from game.rules.field import Fixed, fix
from game.scenario.load import load_scenario
from game.sight import line_of_sight


@pytest.fixture(scope="module")
def flanks() -> Fixed:
    scenario = load_scenario("flanks_of_may")
    return fix(scenario.ground, scenario.rules, scenario.roster)


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.long)])
def test_it_agrees_with_the_rules_for_pairs_within_3_hexes(flanks: Fixed, every: int):
    """[10.2] All that units see or do not see from every seventh hex, in the long suite from every hex."""
    board, free = flanks.board, 0
    for h in range(0, len(board.hexes), every):
        for i in range(1, 37):
            n = int(board.hexes[h, DISK + i])
            if n >= 0:
                line = line_of_sight(board, h, n)
                assert line.free == bool(flanks.sight[h] >> i & 1), (h, n)
                free += line.free
    assert 0 < free < 36 * len(board.hexes)


def test_who_sees_is_seen_however_far(flanks: Fixed):
    """[10.2] The same hexes from either end, and the same one is too high."""
    for a, b in ((5, 900), (14, 1200), (700, 300), (640, 668), (33, 34), (50, 50)):
        there, back = line_of_sight(flanks.board, a, b), line_of_sight(flanks.board, b, a)
        assert {step.hex for step in there.steps} == {step.hex for step in back.steps}
        assert there.free == back.free
        for one, other in zip(there.steps, reversed(back.steps), strict=True):
            assert one.line == pytest.approx(other.line)


def test_the_first_hex_that_blocks_is_named_with_its_height():
    """[10.2] On the flat a wood of 12 m stands 9 m above eyes of 3 m."""
    battle = board(".a . w w . |.X")
    ground = battle.scenario.ground.compile()
    line = line_of_sight(ground, battle.h("0000"), battle.h("0500"))
    assert [step.hex for step in line.steps] == [battle.h(f"0{i}00") for i in range(6)]
    assert line.block is not None
    assert (line.block.hex, line.block.over) == (battle.h("0200"), 9)
    assert not line.free
    assert line_of_sight(ground, battle.h("0000"), battle.h("0200")).free


def test_a_height_sees_over_what_stands_below():
    """[10.2] From 130 m over a wood on 100 m."""
    battle = board(".a w . . |.X", heights="0000 130")
    line = line_of_sight(battle.scenario.ground.compile(), battle.h("0000"), battle.h("0400"))
    assert line.free
    assert [step.line for step in line.steps] == [133, 125.5, 118, 110.5, 103]
