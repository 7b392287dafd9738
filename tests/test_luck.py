"""The ledger of luck: percentiles of what was thrown, and what they come to."""

from __future__ import annotations

import math

import pytest
from boards import board

from game.luck import Fight, luck_of, percentile, ways
from game.rulebook import FIXED_DICE, STEADY, TWO_DICE


def fight(dice: int, mode: int = TWO_DICE, column: int = 0, expected: int = 0) -> Fight:
    """A fight of Ukraine's."""
    return Fight(0, 0, expected, column, dice, mode)


@pytest.mark.parametrize("mode", [TWO_DICE, STEADY, FIXED_DICE])
def test_percentiles_are_a_half_on_average(mode: int):
    """In each mode, over all throws; their spread is what z divides by."""
    all_throws = [fight(dice, mode) for dice, n in zip(range(2, 13), ways(mode), strict=True) for _ in range(n)]
    assert len(all_throws) == 36
    luck = luck_of(all_throws, 0, False)
    assert (luck.fights, luck.percentile, luck.z) == (36, pytest.approx(0.5), pytest.approx(0))
    spread = sum((percentile(f, False) - 0.5) ** 2 for f in all_throws) / 36
    one = luck_of([all_throws[-1]], 0, False)
    assert one.z == pytest.approx((one.percentile - 0.5) / math.sqrt(spread) if spread else 0)


def test_the_believed_column_makes_bad_luck_of_what_was_not_seen():
    """7 on column 0 is even; who believed in column 2 sees a 5: six throws are below, four like it."""
    assert percentile(fight(7), True) == 0.5
    assert percentile(fight(7, expected=2), True) == pytest.approx((6 + 4 / 2) / 36)
    assert percentile(fight(7, expected=2), False) == 0.5


def test_each_side_has_its_own():
    """Fights of the other side do not count."""
    assert luck_of([fight(12)], 1, False).fights == 0
    assert luck_of([fight(12)], 0, False).percentile > 0.95


def test_the_ledger_sums_to_what_was_rolled():
    """Every assault of a match is in it, with the throw and the column that were told."""
    battle = board(".a |.X .\n .b |.Y .", units="a 300; b 300; X 300; Y 300")
    told = []
    for _ in range(4):
        for order in ("assault 0100 with a", "assault 0101 with b", "assault 0000 with X", "assault 0001 with Y"):
            result = battle.do(order)
            told += [words for words in result if words.startswith("assault")] if isinstance(result, list) else []
        battle.end()
    assert told
    kept = [f"assault {battle.number(f.target)} {f.column} {f.dice} {('ua', 'ru')[f.side]}" for f in battle.match.fights]
    assert kept == told
    assert sum(luck_of(battle.match.fights, s, True).fights for s in (0, 1)) == len(told)
