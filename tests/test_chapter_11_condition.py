"""Chapter 11 of the rulebook: condition."""

from __future__ import annotations

import pytest
from boards import Battle, board


def fatigue_after(battle: Battle, name: str = "a") -> int:
    """A unit's fatigue after the recovery of the half-turn that ends now."""
    battle.end()
    return battle.get(name, "fatigue")


# 11.1 ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "after"), [(0, 20), (50, 70), (85, 100), (100, 100)])
def test_an_attack_costs_20_and_fatigue_ends_at_100(before: int, after: int):
    """[11.1] In the recovery of the same half-turn."""
    battle = board(".a |.X .", units="X 600")
    battle.put("a", fatigue=before)
    battle.roll(6)
    battle.must("assault 0100 with a")
    assert battle.get("a", "fatigue") == before
    assert fatigue_after(battle) == after


def test_being_assaulted_costs_12():
    """[11.1] In its own next recovery, not before."""
    battle = board(".a |.X .", first="ru")
    battle.roll(6)
    battle.must("assault 0000 with X")
    battle.end()
    assert battle.get("a", "fatigue") == 0
    assert fatigue_after(battle) == 12


def test_the_heaviest_strain_counts_and_not_the_sum():
    """[11.1] Assaulted in the enemy's half-turn and attacking in its own: 20."""
    battle = board(".a |.X .", first="ru")
    battle.roll(6, 6)
    battle.must("assault 0000 with X")
    battle.end()
    battle.must("assault 0100 with a")
    assert fatigue_after(battle) == 20


def test_two_assaults_in_a_day_strain_like_one():
    """[11.1] 12, not 24."""
    battle = board(".a |.XY .", units="X 200; Y 200; a 600", first="ru")
    battle.roll(6, 6)
    battle.must("assault 0000 with X")
    battle.must("assault 0000 with Y")
    battle.end()
    assert fatigue_after(battle) == 12


def test_strain_is_counted_since_the_last_recovery():
    """[11.1] Yesterday's does not count again; of the 4 it recovers in contact its side's losses, a sixth, take one."""
    battle = board(".a |.X .", units="X 600")
    battle.roll(6)
    battle.must("assault 0100 with a")
    assert fatigue_after(battle) == 20
    battle.until(2, "ua")
    assert battle.people("a") == [250]
    assert fatigue_after(battle) == 17


@pytest.mark.parametrize(("turns", "after"), [(1, 0), (2, 8), (3, 12), (4, 12)])
def test_a_unit_that_is_out_wears_out(turns: int, after: int):
    """[11.1] [6.4] Though nothing else strains it."""
    battle = board(".a . . . |.X")
    battle.starve("a", turns)
    assert fatigue_after(battle) == after


@pytest.mark.parametrize(("turns", "after"), [(2, 12), (3, 12)])
def test_being_out_and_assaulted_the_heavier_counts(turns: int, after: int):
    """[11.1] 8 or 12 for want of supply, 12 for the assault: 12 in all."""
    battle = board(".a |.X .", first="ru")
    battle.roll(6)
    battle.must("assault 0000 with X")
    battle.end()
    battle.starve("a", turns)
    assert fatigue_after(battle) == after


# 11.2 ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("drawing", "recovered"),
    [
        (".a |.X . . .", 4),
        ("va |.X . . .", 4),
        (".a . |.X . .", 20),
        (".a . . . |.X", 20),
        ("va . |.X . .", 20),
        ("va . . |.X .", 24),
        ("oa . . |.X .", 24),
        ("da . . |.X .", 24),
        ("xa . . |.X .", 24),
        ("wa . . |.X .", 20),
    ],
)
@pytest.mark.parametrize(("supply", "percent"), [(0, 100), (1, 100), (2, 50), (3, 0)])
def test_without_strain_a_unit_recovers(drawing: str, recovered: int, supply: int, percent: int):
    """[11.2] 4 in contact, 20 out of contact, 24 in billets; half of it when Low, none when Out."""
    battle = board(drawing)
    battle.put("a", fatigue=60, supply=supply, out_turns=int(supply == 3))
    assert fatigue_after(battle) == 60 - recovered * percent // 100


def test_fatigue_ends_at_0():
    """[11.2] [11.1] Nobody is fresher than fresh."""
    battle = board(".a . . . |.X", units="a fatigue 13")
    assert fatigue_after(battle) == 0


def test_a_unit_recovers_in_its_own_half_turn_only():
    """[11.2] [4.1] Once a day."""
    battle = board(".a . . . |.X", units="a fatigue 60; X fatigue 60")
    assert (fatigue_after(battle), battle.get("X", "fatigue")) == (40, 60)
    assert (fatigue_after(battle), battle.get("X", "fatigue")) == (40, 40)


def test_contact_is_a_hard_enemy_zone():
    """[11.2] [5.5] Next to a battery, or to a unit long Out, one rests as behind the line."""
    battle = board(".a |.G . . .", units="a fatigue 60; G artillery")
    assert fatigue_after(battle) == 40
    battle = board(".a |.X . . .", units="a fatigue 60")
    battle.starve("X", 2)
    assert fatigue_after(battle) == 40
