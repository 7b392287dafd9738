"""Chapter 8 of the rulebook: assault; the table and the losses [8.8] [8.9], the advance and the dice [8.11] [8.12]."""

from __future__ import annotations

import pytest
from boards import Battle, board, duel

WAYS = {2: 1, 3: 2, 4: 3, 5: 4, 6: 5, 7: 6, 8: 5, 9: 4, 10: 3, 11: 2, 12: 1}
"""Sum of two dice -> throws of 36 that show it."""


# 8.8 -------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(
    ("dice", "own", "theirs", "retreat"),
    [
        (2, 2, 0, False),
        (3, 2, 0, False),
        (4, 2, 0, False),
        (5, 1, 0, False),
        (6, 1, 0, False),
        (7, 1, 1, False),
        (8, 1, 1, False),
        (9, 1, 1, True),
        (10, 1, 1, True),
        (11, 1, 2, True),
        (12, 1, 2, True),
    ],
)
def test_even_odds_throw_by_throw(dice: int, own: int, theirs: int, retreat: bool):
    """[8.8] [8.9] Column 0: x = dice - 7."""
    battle = duel()
    battle.roll(dice)
    told = battle.must("assault 0201 with a")
    assert f"assault 0201 0 {dice} ua" in told
    assert battle.people("a", "X") == [300 - 25 * own, 300 - 25 * theirs]
    assert (battle.at("X") != "0201") == retreat
    assert battle.at("a") == ("0201" if retreat else "0101")


@pytest.mark.parametrize(("dice", "own", "theirs"), [(5, 3, 0), (6, 3, 0), (7, 2, 0), (9, 2, 0), (10, 1, 0)])
def test_the_lower_end_of_the_table(dice: int, own: int, theirs: int):
    """[8.8] Column -5: to x = -6 the attacker loses 3, to -3 2, then 1."""
    battle = duel(100, 550)
    battle.roll(dice)
    assert f"assault 0201 -5 {dice} ua" in battle.must("assault 0201 with a")
    assert battle.people("a", "X") == [100 - 25 * own, 550 - 25 * theirs]


@pytest.mark.parametrize(
    ("out", "column", "dice", "theirs"),
    [(0, 6, 7, 2), (0, 6, 8, 2), (0, 6, 9, 3), (3, 8, 6, 2), (3, 8, 7, 3), (3, 8, 12, 3)],
)
def test_the_upper_end_of_the_table(out: int, column: int, dice: int, theirs: int):
    """[8.8] From x = 6 on the attacker loses nobody; from 8 on the defender loses 3."""
    battle = duel(400, units="X 150 q1 fatigue 100")
    if out:
        battle.starve("X", out)
    battle.roll(dice)
    assert f"assault 0201 {column} {dice} ua" in battle.must("assault 0201 with a")
    assert battle.people("a", "X") == [400, 150 - 25 * theirs]


@pytest.mark.parametrize("terrain", ["d", "x"])
def test_in_dense_ground_there_is_no_retreat_below_4(terrain: str):
    """[8.8] Column 2 into dense ground: at 3 they stay, at 4 they go."""
    for dice, gone in ((8, False), (9, True)):
        battle = duel(250, 42, terrain)
        battle.spot()
        assert battle.odds("assault 0201 with a").column == 2
        battle.roll(dice)
        battle.must("assault 0201 with a")
        assert (battle.at("X") != "0201") == gone, dice


def test_the_preview_shows_the_table_for_all_36_throws():
    """[8.8] Eleven sums, their ways adding up to 36, each as the rules resolve it."""
    battle = duel()
    battle.spot()
    odds = battle.odds("assault 0201 with a")
    assert {throw.dice: throw.ways for throw in odds.throws} == WAYS
    assert [throw.x for throw in odds.throws] == list(range(-5, 6))
    assert [throw.own_losses for throw in odds.throws] == [50, 50, 50, 25, 25, 25, 25, 25, 25, 25, 25]
    assert [throw.enemy_losses for throw in odds.throws] == [0, 0, 0, 0, 0, 25, 25, 25, 25, 50, 50]
    assert [throw.taken for throw in odds.throws] == [False] * 7 + [True] * 4


def test_three_to_one_takes_an_open_hex_in_26_throws_of_36():
    """[8.8] Design: '3:1 takes an open hex 72 %.'"""
    odds = duel(300, 100).odds("assault 0201 with a")
    assert (odds.column, odds.taken) == (3, 26)


def test_three_to_one_takes_dense_urban_ground_in_28_percent_or_less():
    """[8.8] Design: '3:1 takes ... dense urban 28 % or less.'"""
    battle = duel(150, 50, "d")
    battle.spot()
    odds = battle.odds("assault 0201 with a")
    assert odds.attack == 3 * odds.defence
    assert odds.taken / 36 <= 0.28


def test_a_starved_trench_under_artillery_falls_in_92_percent_or_more():
    """[8.8] [8.7] [6.4] Design: 3:1 on a trench whose defender is Out 2, with +2 artillery, 92 %; 8.7 adds to that."""
    battle = duel(300, 100, trenches="2 0201", units="g artillery 100 rounds 400 at 0001")
    battle.starve("X", 2)
    battle.spot()
    odds = battle.truth("assault 0201 with a fire g:225")
    terms = {name: value for name, value, _ in odds.terms}
    assert terms == {"odds": 5, "trench": -2, "artillery": 2, "target_low": 1}
    assert odds.taken / 36 >= 0.91
    assert duel(300, 100, trenches="2 0201").odds("assault 0201 with a").taken / 36 < 0.5, "well fed it holds"


# 8.9 -------------------------------------------------------------------------------------------------------------------

def test_one_loss_is_25_people():
    """[8.9] And what is left if a unit has fewer."""
    battle = duel(x=300)
    battle.put("X", people=10)
    battle.roll(8)
    told = battle.must("assault 0201 with a")
    assert "loss X 10 defending 0201" in told
    assert "eliminated X 0201 battle" in told


def test_losses_fall_one_at_a_time_on_the_largest():
    """[8.9] Two losses: the first on X, which then is no larger than Y."""
    battle = board(".a |.XY| .", units="a 350; X 140; Y 120", ru="0200")
    battle.roll(12)
    told = battle.must("assault 0100 with a")
    assert [words for words in told if words.startswith("loss")] == [
        "loss a 25 attacking 0000", "loss X 25 defending 0100", "loss Y 25 defending 0100",
    ]  # fmt: skip


def test_ties_fall_on_the_first_in_the_order_of_battle():
    """[8.9] X before Y."""
    battle = board(".a |.XY| .", units="a 350; X 120; Y 120", ru="0200")
    battle.roll(12)
    told = battle.must("assault 0100 with a")
    assert [words for words in told if words.endswith("defending 0100")] == [
        "loss X 25 defending 0100", "loss Y 25 defending 0100",
    ]  # fmt: skip


@pytest.mark.parametrize("named", ["a b", "b a"])
def test_ties_fall_on_the_first_in_the_order_of_battle_however_the_attackers_are_named(named: str):
    """[8.9] a before b, also if the order names b first."""
    battle = board(".ab |.X| .", units="a 200; b 200")
    battle.roll(5)
    told = battle.must(f"assault 0100 with {named}")
    assert "loss a 25 attacking 0000" in told


def test_losses_fall_on_units_in_the_fight_only():
    """[8.9] The larger unit that looks on loses nobody."""
    battle = board(".ab |.X| .", units="a 200; b 300")
    battle.roll(6)
    battle.must("assault 0100 with a")
    assert battle.people("a", "b") == [175, 300]


# 8.11 ------------------------------------------------------------------------------------------------------------------

def test_the_attacker_with_most_people_enters_the_empty_hex():
    """[8.11] b is larger than a."""
    battle = board(".ab |.X .", units="a 200; b 300; X 100")
    battle.roll(12)
    told = battle.must("assault 0100 with a b")
    assert "advanced b 0000 0100" in told
    assert (battle.at("a"), battle.at("b")) == ("0000", "0100")


def test_the_others_follow_if_they_were_told_to():
    """[8.11] As far as there is room."""
    battle = board(".ab |.X .", units="a 200; b 300; X 100")
    battle.roll(12)
    battle.must("assault 0100 with a b follow")
    assert (battle.at("a"), battle.at("b")) == ("0100", "0100")


def test_an_advance_is_free_of_points_and_zones():
    """[8.11] Into the zone of Y, and without points left."""
    battle = board(".a |.X .  .Y", units="a 300; X 100; Y 300", ru="0200 0300")
    battle.put("Y", hex=battle.h("0200"))
    battle.roll(12)
    before = battle.get("a", "points")
    battle.must("assault 0100 with a")
    assert (battle.at("a"), before - battle.get("a", "points")) == ("0100", 24)


def test_a_hex_emptied_by_losses_is_entered_too():
    """[8.11] Its last people fell."""
    battle = duel(x=25)
    battle.roll(7)
    told = battle.must("assault 0201 with a")
    assert "eliminated X 0201 battle" in told
    assert battle.at("a") == "0201"


def test_a_retreat_won_in_the_last_column_lets_the_attackers_attack_once_more():
    """[8.11] At +8, free of points, and only once more."""
    battle = board(".a |.X .Y .Z .", units="a 400 q4; X 20 q1; Y 20 q1; Z 20 q1")
    battle.spot()
    assert battle.odds("assault 0100 with a").column == 8
    battle.roll(9, 9)
    battle.must("assault 0100 with a")
    assert (battle.at("a"), battle.get("a", "points")) == ("0100", 48)
    battle.must("assault 0200 with a")
    assert (battle.at("a"), battle.get("a", "points")) == ("0200", 48)
    assert battle.do("assault 0300 with a") == 803


def test_below_the_last_column_there_is_no_second_attack():
    """[8.11] Column 7, however lucky the dice."""
    battle = board(".a |.X .Y .", units="a 500; X 50 q2; Y 50")
    battle.put("a", points=72)
    battle.spot()
    assert battle.odds("assault 0100 with a").column == 7
    battle.roll(12)
    battle.must("assault 0100 with a")
    assert battle.at("a") == "0100"
    assert battle.do("assault 0200 with a") == 803


# 8.12 ------------------------------------------------------------------------------------------------------------------

def thrown(battle: Battle, order: str) -> int:
    """The dice that an assault shows."""
    told = next(words for words in battle.must(order) if words.startswith("assault"))
    return int(told.split()[3])


def test_repeating_changes_nothing():
    """[8.12] The same attack from the same state shows the same dice, whatever was done before it and undone."""
    for seed in range(5):
        plain = board(".a . |.X| .\n .b . . .", seed=seed)
        plain.put("a", hex=plain.h("0100"))
        expected = thrown(plain, "assault 0200 with a")
        other = board(".a . |.X| .\n .b . . .", seed=seed)
        other.put("a", hex=other.h("0100"))
        other.must("move b 0101")
        other.match.undo()
        assert thrown(other, "assault 0200 with a") == expected


def test_dice_differ_by_attacker_target_day_and_earlier_assaults():
    """[8.12] Sixty seeds, four keys: none throws like another all the time."""
    throws: dict[str, list[int]] = {name: [] for name in ("plain", "attacker", "target", "day", "earlier")}
    for seed in range(60):
        for name, of in throws.items():
            battle = board(
                """
                .ab |.X| .
                  . |.Y| .
                """,
                seed=seed,
            )
            if name == "day":
                battle.until(2, "ua")
            if name == "earlier":
                battle.edit(hexes={("0100", "attacked_today"): 1})
            unit, target = ("b" if name == "attacker" else "a"), ("0001" if name == "target" else "0100")
            if name == "target":
                battle.put("Y", hex=battle.h("0001"))
                battle.spot()
            of.append(thrown(battle, f"assault {target} with {unit}"))
    for name, values in throws.items():
        assert name == "plain" or values != throws["plain"], name
        assert len(set(values)) > 5, name
