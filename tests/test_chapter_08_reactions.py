"""Chapter 8 of the rulebook: reserves and counter-attacks [8.18] [8.19]."""

from __future__ import annotations

import pytest
from boards import Battle, board

from game.state import HOLD, PROBE, READY, RESERVE


def with_reserve(**given: int) -> Battle:
    """a attacks X; Y, two hexes behind, is in reserve."""
    battle = board(
        """
        . .a |.X . .Y .
          . . |. . .  .
        """,
        units="a 400 q4; X 200; Y 150",
    )
    battle.put("Y", **{"posture": RESERVE, **given})
    battle.spot()
    return battle


# 8.18 ------------------------------------------------------------------------------------------------------------------

def test_a_reserve_comes_and_is_weighed():
    """[8.18] X has four steps, Y three: the preview knows of both, and the fight is what it says."""
    battle = with_reserve()
    odds = battle.odds("assault 0200 with a")
    assert (odds.defence, odds.reserve) == (700, battle.u("Y"))
    told = battle.must("assault 0200 with a")
    assert "reserve_came Y 0400 0200" in told
    fight = battle.match.steps[-1].fight
    assert fight is not None
    assert (fight.column, fight.otherwise) == (odds.column, ())


@pytest.mark.parametrize(
    "given", [{"posture": HOLD}, {"reacted": 1}, {"retreated": 1}, {"supply": 3, "out_turns": 2}, {"people": 700}]
)
def test_who_does_not_come(given: dict[str, int]):
    """[8.18] Another posture, a unit that has reacted or retreated, Out for a second turn, or no room in the hex."""
    battle = with_reserve(**given)
    assert not [words for words in battle.must("assault 0200 with a") if words.startswith("reserve_came")]


def test_a_reserve_comes_once():
    """[8.18] Then its side's enemy has a free hand until the next half-turn."""
    battle = board(
        """
        .b .a |.X .  .Y .
          . .c |.Z . .  .
        """,
        units="a 400; b 100; c 400; X 200; Z 100; Y 150",
    )
    battle.put("Y", posture=RESERVE)
    battle.spot()
    battle.roll(2)
    assert "reserve_came Y 0400 0200" in battle.must("assault 0200 with a")
    assert not [words for words in battle.must("assault 0201 with c") if words.startswith("reserve_came")]


def test_beyond_two_hexes_no_reserve_comes():
    """[8.18] Three."""
    battle = board(". .a |.X . . .Y", units="a 400; X 200; Y 150")
    battle.put("Y", posture=RESERVE)
    assert not [words for words in battle.must("assault 0200 with a") if words.startswith("reserve_came")]


def test_no_reserve_comes_through_a_zone():
    """[8.18] b's zone lies on the only way."""
    battle = board(
        """
        . .a |.X . .Y
          . . .  .b .
        """,
        units="a 400; b 300; X 200; Y 150",
        ua="0001 0101 0301",
    )
    battle.put("Y", posture=RESERVE)
    assert not [words for words in battle.must("assault 0200 with a") if words.startswith("reserve_came")]


def test_a_reserve_that_nobody_knew_of_is_told_afterwards():
    """[8.18] The preview is of what was believed; the log says what was otherwise, to the attacker alone."""
    battle = with_reserve()
    battle.put("Y", seen_level=0, seen_hex=-1)
    odds = battle.odds("assault 0200 with a")
    assert (odds.defence, odds.reserve) == (400, -1)
    battle.must("assault 0200 with a")
    fight = battle.match.steps[-1].fight
    assert fight is not None
    assert {name for name, *_ in fight.otherwise} == {"odds", "reserve"}
    assert fight.expected == odds.column > fight.column


# 8.19 ------------------------------------------------------------------------------------------------------------------

def with_a_ready(y: int = 300, a: int = 250) -> Battle:
    """a attacks X; Y, next to it, is ready to counter-attack."""
    battle = board(
        """
        . .a |.X .Y .
          . . |. .  .
        """,
        units=f"a {a}; X 200; Y {y}",
    )
    battle.put("Y", posture=READY)
    battle.spot()
    return battle


def test_a_hex_lost_is_attacked_again():
    """[8.19] X is driven off, and Y comes back in: 12 and 12."""
    battle = with_a_ready(350)
    battle.roll(12, 12)
    told = battle.must("assault 0200 with a")
    assert "counter_attack Y 0200" in told
    assert battle.at("Y") == "0200"
    assert battle.get("Y", "reacted") == 1
    fights = battle.match.steps[-1].fights
    assert [fight.side for fight in fights] == [0, 1]


def test_after_a_won_defence_the_attacker_is_attacked():
    """[8.19] Y stands next to X and to a."""
    battle = board(
        """
        . .a |.X .
          . |.Y .  .
        """,
        units="a 250; X 300; Y 300",
        ru="0101",
    )
    battle.put("Y", posture=READY)
    battle.spot()
    battle.roll(3, 12)
    told = battle.must("assault 0200 with a")
    assert "counter_attack Y 0100" in told
    assert battle.at("Y") == "0100"


def test_the_weaker_does_not_counter_attack():
    """[8.19] Two steps against the five that a seems to have."""
    battle = with_a_ready(100)
    battle.roll(12)
    assert not [words for words in battle.must("assault 0200 with a") if words.startswith("counter_attack")]


def test_it_counts_what_they_seem_to_have():
    """[8.19] Four steps, but a was taken for two: Y dares it."""
    battle = with_a_ready(200, 400)
    battle.put("a", seen_steps=2, seen_level=2, seen_hex=battle.h("0100"))
    battle.roll(12, 7)
    told = battle.must("assault 0200 with a")
    steps = battle.get("a", "seen_steps")
    assert ("counter_attack Y 0200" in told) == (steps <= 4)


def test_a_counter_attack_costs_no_points_and_no_attack():
    """[8.19] And nobody answers it."""
    battle = with_a_ready(350)
    before = battle.get("Y", "attacks"), battle.get("Y", "points")
    battle.roll(12, 7)
    told = battle.must("assault 0200 with a")
    assert sum(words.startswith("counter_attack") for words in told) == 1
    assert (battle.get("Y", "attacks"), battle.get("Y", "points")) == before


def test_nobody_counter_attacks_a_probe():
    """[8.19] Nothing was lost."""
    battle = with_a_ready(350)
    battle.put("a", posture=PROBE)
    battle.roll(7)
    assert not [words for words in battle.must("assault 0200 with a") if words.startswith("counter_attack")]
