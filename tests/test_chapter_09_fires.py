"""Chapter 9 of the rulebook: fires."""

from __future__ import annotations

import pytest
from boards import Battle, board

from game import odds
from game.chronicle import Refusal
from game.orders import Assault, Defend
from game.rules import field


def shift(battle: Battle, order: str) -> int:
    """The shift for artillery of an assault, as the side to move believes."""
    return battle.terms(order).get("artillery", 0)


def true_shift(battle: Battle, text: str) -> int:
    """The same in truth."""
    order, fixed = battle.order(text), battle.match.fixed
    assert isinstance(order, Assault)
    terms = odds.weigh(fixed, field.new_scratch(fixed), battle.state, order).terms
    return {name: value for name, value, _ in terms}.get("artillery", 0)


# 9.1 -------------------------------------------------------------------------------------------------------------------


def test_an_assault_is_prepared_by_a_battery_that_fires_the_rounds_named():
    """[9.1] They are spent, and the fire comes before the dice."""
    battle = board(".g .a |.X .", units="g artillery 100 rounds 200")
    battle.load(999, 2, 3)
    told = battle.must("assault 0200 with a fire g:80")
    assert told[:2] == ["fired g 0200 80 0", "assault 0200 1 7 ua"]
    assert battle.get("g", "rounds") == 120


@pytest.mark.parametrize(("reach", "rule"), [(2, 902), (3, 0), (4, 0)])
def test_the_target_is_in_range(reach: int, rule: int):
    """[9.1] Three hexes from the battery."""
    battle = board(".g . .a |.X .", units=f"g artillery 100 rounds 200 range {reach}")
    assert battle.why("assault 0300 with a fire g:80") == rule


@pytest.mark.parametrize(("rounds", "rule"), [(0, 903), (1, 0), (200, 0), (201, 903)])
def test_a_battery_fires_the_rounds_it_has(rounds: int, rule: int):
    """[9.1] At least one of them, and all if it likes."""
    battle = board(".g .a |.X .", units="g artillery 100 rounds 200")
    assert battle.why(f"assault 0200 with a fire g:{rounds}") == rule


def test_only_ones_own_batteries_on_the_map_prepare():
    """[9.1] Not infantry, not the enemy's battery, not one that has yet to arrive."""
    battle = board(".ab .  |.XG", units="G artillery 100 rounds 200; h artillery 100 rounds 200 arrives 5 at 0000")
    battle.put("a", hex=battle.h("0100"))
    for name in "bgh":
        assert battle.do(f"assault 0200 with a fire {name}:80") == 901, name


def test_a_battery_is_named_once():
    """[9.1] Twice is refused."""
    battle = board(".g .a |.X .", units="g artillery 100 rounds 200")
    assert battle.do("assault 0200 with a fire g:80 g:80") == 906


def test_a_hex_is_prepared_once_a_day():
    """[9.1] A second attack goes without; another hex, or the next day, is another matter."""
    battle = board(
        """
        .gh .ab |.X
          .  |.Y  .
        """,
        units="g artillery 100 rounds 200; h artillery 100 rounds 200; X 600; Y 600",
    )
    battle.roll(5)
    battle.must("assault 0200 with a fire g:80")
    assert battle.do("assault 0200 with b fire h:80") == 905
    assert battle.why("assault 0200 with b") == 0
    assert battle.why("assault 0101 with b fire h:80") == 0
    battle.until(2, "ua")
    assert battle.why("assault 0200 with b fire h:80") == 0


# 9.2 -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rounds", "shifts"), [(74, 0), (75, 1), (224, 1), (225, 2), (499, 2), (500, 3), (900, 3)]
)  # fmt: skip
def test_60_effective_rounds_make_one_shift_180_two_400_three(rounds: int, shifts: int):
    """[9.2] 152 mm at a hex that is seen: 80 % of the rounds are effective, so 75 make the first shift."""
    battle = board(".g .a |.X .", units="g artillery 100 rounds 900")
    assert shift(battle, f"assault 0200 with a fire g:{rounds}") == shifts


@pytest.mark.parametrize(("calibre", "rounds"), [(82, 500), (120, 188), (122, 125), (152, 75), (155, 69), (203, 42)])
def test_rounds_count_by_calibre(calibre: int, rounds: int):
    """[9.2] The rounds that make the first shift: with one fewer there is none."""
    battle = board(".g .a |.X .", units=f"g artillery 100 rounds 900 calibre {calibre}")
    assert [shift(battle, f"assault 0200 with a fire g:{rounds + i}") for i in (-1, 0)] == [0, 1]


def test_the_rounds_of_several_batteries_add_up():
    """[9.2] 40 and 35 are 75."""
    battle = board(".gh .a |.X .", units="g artillery 100 rounds 200; h artillery 100 rounds 200")
    assert shift(battle, "assault 0200 with a fire g:40 h:34") == 0
    assert shift(battle, "assault 0200 with a fire g:40 h:35") == 1


# 9.3 -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("supply", "turns", "rules"), [(0, 0, (0, 0)), (1, 0, (0, 0)), (2, 0, (0, 904)), (3, 1, (0, 904)), (3, 2, (904, 904))]
)  # fmt: skip
def test_fire_missions_a_day_are_limited_by_supply(supply: int, turns: int, rules: tuple[int, int]):
    """[9.3] [6.4] Any number when Full or Strained, one when Low or just Out, then none."""
    battle = board(".g .ab |.X .", units="g artillery 100 rounds 400; X 600")
    battle.put("g", supply=supply, out_turns=turns)
    assert battle.why("assault 0200 with a fire g:80") == rules[0]
    battle.put("g", fired=1)
    assert battle.why("assault 0200 with a fire g:80") == rules[1]


def test_every_fire_counts_as_a_mission_until_ones_own_next_half_turn():
    """[9.3] [9.4] A battery that is Low answers the first of two assaults, and the first again a day later."""
    battle = board(".a |.X .b . .G", units="G artillery 100 rounds 400 defensive 40; a 600; b 600; X 700", ua="0200")
    answers = []
    for day in (1, 2):
        battle.until(day, "ua")
        battle.put("G", supply=2)
        for name in "ab":
            battle.roll(5)
            answers.append(any(words.startswith("fired G") for words in battle.must(f"assault 0100 with {name}")))
    assert answers == [True, False, True, False]


# 9.4 -------------------------------------------------------------------------------------------------------------------


def answered(units: str, first: str = "ua") -> tuple[list[str], int]:
    """What Russia's batteries fired at an assault from 0000 on 0100, and the rounds that G has left."""
    battle = board(".a |.X . . .GH", units=units, first=first)
    battle.roll(7)
    told = [words for words in battle.must("assault 0100 with a") if words.startswith("fired")]
    return told, battle.get("G", "rounds")


@pytest.mark.parametrize(("floor", "left"), [(0, 40), (40, 40), (41, 100), (500, 100)])
def test_defensive_fire_keeps_a_floor(floor: int, left: int):
    """[9.4] 60 of 100 rounds each time, as long as so many are left afterwards."""
    assert answered(f"G artillery rounds 100 defensive 60 floor {floor}")[1] == left


def test_without_a_standing_order_a_battery_does_not_answer():
    """[9.4] No rounds each time, no fire."""
    assert answered("G artillery rounds 100") == ([], 100)


def test_batteries_answer_in_the_order_of_battle():
    """[9.4] G before H, at the hex the assault comes from."""
    told, _ = answered("H artillery rounds 100 defensive 20; G artillery rounds 100 defensive 30")
    assert told == ["fired H 0000 20 1", "fired G 0000 30 1"]
    told, _ = answered("G artillery rounds 100 defensive 30; H artillery rounds 100 defensive 20")
    assert told == ["fired G 0000 30 1", "fired H 0000 20 1"]


@pytest.mark.parametrize(("reach", "fires"), [(3, False), (4, True)])
def test_it_answers_an_assault_that_comes_from_a_hex_in_range(reach: int, fires: bool):
    """[9.4] The attackers stand 4 hexes from G; that the hex they attack is nearer does not matter."""
    told, _ = answered(f"G artillery rounds 100 defensive 60 range {reach}; H artillery")
    assert told == (["fired G 0000 60 1"] if fires else [])


def test_it_answers_every_assault():
    """[9.4] A second one on the same day too, until the floor is reached."""
    battle = board(".a |.X .b . .G", units="G artillery rounds 150 defensive 60 floor 20; a 200; b 200; X 700", ua="0200")
    for name, hex_from, left in (("a", "0000", 90), ("b", "0200", 30)):
        battle.roll(5)
        assert f"fired G {hex_from} 60 1" in battle.must(f"assault 0100 with {name}")
        assert battle.get("G", "rounds") == left


@pytest.mark.parametrize(
    ("preparation", "defensive", "net"),
    [(0, 75, -1), (0, 500, -3), (75, 75, 0), (225, 75, 1), (75, 225, -1), (500, 0, 3)],
)
def test_its_shifts_are_set_against_the_preparations(preparation: int, defensive: int, net: int):
    """[9.4] [9.2] As it is resolved: what an enemy battery will fire is not known beforehand."""
    battle = board(".g .a |.X .H", units=f"g artillery rounds 600; H artillery rounds 600 defensive {defensive}")
    fire = f" fire g:{preparation}" if preparation else ""
    assert true_shift(battle, f"assault 0200 with a{fire}") == net


def test_the_standing_order_is_given_in_ones_own_half_turn_and_holds_until_changed():
    """[9.4] Over the days, and none costs anything."""
    battle = board(".a . . .g | . .X", units="g artillery rounds 100")
    battle.must("defend g 40 keep 20")
    battle.until(3, "ua")
    assert (battle.get("g", "defensive"), battle.get("g", "floor")) == (40, 20)
    battle.must("defend g 0")
    assert (battle.get("g", "defensive"), battle.get("g", "floor")) == (0, 0)


def test_standing_orders_are_for_batteries_and_whole_rounds():
    """[9.4] [9.1] Not for infantry, and not for less than none."""
    battle = board(".a . . .g | . .X", units="g artillery rounds 100")
    assert battle.do("defend a 40") == 901
    for order in (Defend(battle.u("g"), -1, 0), Defend(battle.u("g"), 10, -1)):
        refusal = battle.match.check(order)
        assert isinstance(refusal, Refusal)
        assert refusal.code == 907


def test_fire_from_a_battery_that_is_not_seen_is_not_foreseen():
    """[9.4] [10.1] G is far away: the preview knows nothing of its shift, the assault has it."""
    battle = board(".a |.X . . . .G", units="G artillery rounds 600 defensive 75")
    assert (shift(battle, "assault 0100 with a"), true_shift(battle, "assault 0100 with a")) == (0, -1)


def test_a_battery_that_is_known_is_taken_to_fire_80_rounds_in_defence():
    """[9.4] [10.5] G stands in sight with other orders, and is taken for a shift."""
    battle = board(".a |.X .G", units="G artillery rounds 600 defensive 500")
    assert (shift(battle, "assault 0100 with a"), true_shift(battle, "assault 0100 with a")) == (-1, -3)
