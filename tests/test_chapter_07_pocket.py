"""Chapter 7 of the rulebook: what a pocket lives on, and how it ends."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from boards import Battle, board
from convoys import account

from game.rules import encirclement, field
from game.state import copy


def ring(terrain: str = ".", units: str = "a", days: int = 900, **given: str) -> Battle:
    """Some units at 0101 in the middle of Russia's ground, X beside them; nothing reaches them."""
    names = "".join(part.split()[0] for part in units.split(";"))
    return board(
        f"""
        |.  .  .  . |
        | . |{terrain}{names}|.X . |
        |.  .  .  . |
        """,
        units=f"{'; '.join(f'{part} days {days}' for part in units.split(';'))}; X days 900",
        roads="hard 0200 0300",
        sources="ru 0300",
        **given,
    )


def press(battle: Battle, number: str = "0101") -> None:
    """Let a hex have been attacked today."""
    battle.edit(hexes={(number, "attacked_today"): 1})


def dusk(battle: Battle) -> list[str]:
    """End half-turns until the next day begins: what happened."""
    return battle.until(battle.match.turn + 1)


# what it lives on ------------------------------------------------------------------------------------------------------


def in_two_ways(days: int) -> dict[str, Battle]:
    """A garrison that is sealed by the map, and one whose road has no vehicles."""
    return {
        "map": ring(units="a", days=days),
        "numbers": board(
            ". .a .", units=f"a days {days}", roads="hard 0000 0100", sources="ua 0000 vehicles 0", turns=12
        ),
    }


@pytest.mark.parametrize("how", ["map", "numbers"])
def test_sealed_from_two_days_a_garrison_sinks_grade_by_grade(how: str):
    """[6.4] [7.1] Strained, Low, Out, Out 2, Out 3: never a jump."""
    battle, states = in_two_ways(200)[how], []
    for day in range(1, 6):
        battle.until(day, "ua")
        states.append(battle.stock("a"))
    assert states == ["strained", "low", "out", "out 2", "out 3"]


@pytest.mark.parametrize("days", range(0, 301, 50))
@pytest.mark.parametrize("how", ["map", "numbers"])
def test_no_state_of_supply_is_ever_left_out(how: str, days: int):
    """[7.2] [6.4] From any stock each morning is at most one grade worse than the one before."""
    battle = in_two_ways(days)[how]
    grades = [battle.get("a", "supply")]
    for day in range(2, 8):
        battle.until(day, "ua")
        grades.append(battle.get("a", "supply"))
    assert all(after - before in (0, 1) for before, after in itertools.pairwise(grades))
    assert grades[-1] == 3


def test_sealed_from_two_days_surrender_is_rolled_from_the_second_turn_out():
    """[7.3] Attacked every day, and the dice always against it: it falls on the fourth dusk and not before."""
    battle, fell = ring(days=200), []
    for day in range(1, 5):
        battle.until(day, "ua")
        press(battle)
        battle.load(0, 0)
        fell.append("surrender" in " ".join(dusk(battle)))
    assert fell == [False, False, False, True]


def test_after_its_first_day_a_pocket_uses_30_percent_less():
    """[7.2] It is one from the first dusk: the next morning it uses all, then seven tenths."""
    battle, used = ring(days=300), []
    for day in range(2, 5):
        before = battle.get("a", "sust"), battle.get("a", "ammo")
        battle.until(day, "ua")
        used.append((before[0] - battle.get("a", "sust"), before[1] - battle.get("a", "ammo")))
    full, rationed = (6 * 330, 6 * 170), (6 * 330 * 70 // 100, 6 * 170 * 70 // 100)
    assert used[:2] == [full, rationed]


def test_who_is_free_again_uses_all():
    """[7.2] Rations end with the pocket: after a dusk in the open."""
    battle = board(
        ".c . . |.| .a", units="a days 900; c days 900", roads="hard 0000 0100 0200", sources="ua 0000 vehicles 0"
    )
    battle.until(3, "ua")
    assert battle.get("a", "pocketed") == 2
    battle.edit(hexes={("0300", "owner"): 0})
    before = battle.get("a", "sust")
    battle.until(4, "ua")
    assert (battle.get("a", "pocketed"), before - battle.get("a", "sust")) == (0, 6 * 330)


def test_goods_go_round_in_a_pocket_by_steps():
    """[7.2] To the kg, ammunition and sustenance each; what cannot be divided stays with the first."""
    battle = ring(units="a 300;b 120;c 70")
    battle.put("a", ammo=0, sust=9000)
    battle.put("b", ammo=7001, sust=0)
    battle.put("c", ammo=3000, sust=4444)
    battle.until(2, "ua")
    steps = {"a": 6, "b": 3, "c": 2}
    for good, use, held in (("ammo", 170, {"a": 0, "b": 7001, "c": 3000}), ("sust", 330, {"a": 9000, "b": 0, "c": 4444})):
        left = sum(max(0, held[name] - use * n) for name, n in steps.items())
        share = {name: left * n // 11 for name, n in steps.items()}
        share["a"] += left - sum(share.values())
        assert {name: battle.get(name, good) for name in steps} == share


def test_goods_do_not_go_round_between_two_pockets_nor_outside():
    """[7.2] b is in another; c is in none."""
    battle = board(
        ".c .  . |. .| .a |. .| .b",
        units="a days 300; b days 100; c days 100",
        roads="hard 0000 0100 0200",
        sources="ua 0000 vehicles 0",
    )
    battle.until(2, "ua")
    assert (battle.get("a", "days"), battle.get("b", "days")) == (100, 0)


def test_a_group_that_was_no_pocket_at_dusk_does_not_share_yet():
    """[7.2] a and b are cut off after it; c was before."""
    battle = board(
        ".d . . .a .b |. .| .c",
        units="a days 900; b days 100; c days 300; d days 900",
        roads="hard 0000 0100 0200 0300 0400",
        sources="ua 0000 vehicles 0",
    )
    battle.until(2, "ua")
    battle.edit(hexes={("0100", "owner"): 1, ("0200", "owner"): 1})
    assert [battle.get(name, "pocketed") for name in "abc"] == [0, 0, 1]
    fixed, after, scratch = battle.match.fixed, copy(battle.state), field.new_scratch(battle.match.fixed)
    field.lay_out(fixed, after, scratch)
    encirclement.share_out(fixed, after, scratch, 0)
    assert np.array_equal(after.units, battle.state.units)


# porters ---------------------------------------------------------------------------------------------------------------


def gap(closed: str, stock: str = "50/50", days: int = 300) -> Battle:
    """a at 0900, the source's road ends at 0100; Russians below close hexes of the row between by their zones."""
    enemies = "; ".join(f"{name} days 900 at {number}" for name, number in zip("XYZ", closed.split(), strict=False))
    return board(
        """
        .c . . . . . . . . .a
          . . . . . . . . . .
        """,
        units=f"c days 900; a days {days}; G artillery 100 days 900 at 0901; {enemies}",
        roads="hard 0000 0100",
        sources=f"ua 0000 vehicles 0 stock {stock} daily 0/0",
        ru=" ".join(f"{column:02d}01" for column in range(10)),
    )


@pytest.mark.parametrize(("closed", "kg"), [("0201", 1000), ("0201 0301", 1000), ("0201 0401", 0)])
def test_porters_bring_a_pocket_a_tonne_a_night_through_zones(closed: str, kg: int):
    """[7.2] 500 kg of each good if supplied ground is at most 4 hexes away on foot; from the second morning on."""
    battle = gap(closed)
    assert battle.get("a", "came_kg") == 0
    before = battle.get("a", "sust"), battle.get("a", "ammo")
    battle.until(2, "ua")
    assert battle.get("a", "came_kg") == kg
    assert battle.get("a", "sust") == before[0] - 6 * 330 + kg // 2
    assert battle.get("a", "ammo") == before[1] - 6 * 170 + kg // 2
    assert (battle.get("ua-source-0", "sust"), battle.get("ua-source-0", "ammo")) == (50_000 - kg // 2,) * 2
    assert account(battle, "ua", "kg_sent") == kg


def test_what_porters_bring_does_not_end_the_pocket():
    """[7.2] It is told again every dusk, and rations go on."""
    battle = gap("0201")
    for day in range(1, 4):
        battle.until(day, "ua")
        assert any(words.startswith("pocket ua") for words in dusk(battle))
        assert battle.get("a", "pocketed") == day


def test_porters_do_not_go_through_units():
    """[7.2] A battery stands in the way, on ground that is still Ukraine's."""
    battle = gap("0201")
    battle.put("G", hex=battle.h("0300"))
    battle.until(2, "ua")
    assert battle.get("a", "came_kg") == 0


def test_porters_do_not_cross_ground_the_enemy_holds():
    """[7.2] Though nobody stands there."""
    battle = gap("0201")
    battle.edit(hexes={("0300", "owner"): 1})
    battle.until(2, "ua")
    assert battle.get("a", "came_kg") == 0


def test_porters_bring_what_the_source_has():
    """[7.2] It is out of ammunition: 500 kg of sustenance come."""
    battle = gap("0201", stock="0/50")
    battle.until(2, "ua")
    assert battle.get("a", "came_kg") == 500


# surrender -------------------------------------------------------------------------------------------------------------


def chance(battle: Battle, side: int = 0) -> int:
    """The chance in percent that a side's first pocket gives up, were it pressed today."""
    fixed, scratch = battle.match.fixed, field.new_scratch(battle.match.fixed)
    field.lay_out(fixed, battle.state, scratch)
    assert encirclement.pockets(fixed, battle.state, scratch, side) >= 1
    sums = np.zeros(encirclement.SUMMED, dtype=np.int64)
    encirclement.add_up(fixed, battle.state, scratch, side, 0, sums)
    return int(encirclement.surrender_chance(fixed, battle.state, scratch, side, 0, sums))


def open_ring(**given: str) -> Battle:
    """A ring in which one hex beside a is Ukraine's and empty."""
    battle = ring(**given)
    battle.edit(hexes={("0001", "owner"): 0})
    return battle


@pytest.mark.parametrize(("turns", "percent"), [(0, 0), (1, 0), (2, 6), (3, 12), (5, 24), (9, 48), (10, 50), (30, 50)])
def test_the_chance_of_surrender_grows_by_6_with_every_turn_out(turns: int, percent: int):
    """[7.3] From the second on, 50 at most."""
    battle = open_ring()
    battle.starve("a", turns)
    assert chance(battle) == percent


@pytest.mark.parametrize(("given", "percent"), [
    ({}, 18), ({"morale": 29}, 28), ({"morale": 30}, 18), ({"quality": 5}, 8), ({"quality": 4}, 18),
    ({"quality": 5, "morale": 0}, 18),
])  # fmt: skip
def test_broken_morale_adds_10_and_an_elite_takes_10(given: dict[str, int], percent: int):
    """[7.3] Four turns Out make 18; below 30 morale is broken, of quality 4.5 on the pocket is elite."""
    battle = open_ring()
    battle.starve("a", 4)
    battle.put("a", **given)
    assert chance(battle) == percent


def test_morale_and_quality_are_means_by_steps():
    """[7.3] 6 steps of quality 5 and 4 of quality 4 are elite, 4 and 6 are not; likewise with morale and turns Out."""
    for people, percent in (((300, 200), 8), ((200, 300), 18)):
        battle = ring(units=f"a {people[0]} q5;b {people[1]} q4")
        battle.edit(hexes={("0001", "owner"): 0})
        for name in "ab":
            battle.starve(name, 4)
        assert chance(battle) == percent
    battle.put("a", quality=3, morale=0, out_turns=6)
    battle.put("b", quality=3, morale=50, out_turns=1)
    assert chance(battle) == 6 * 2, "40 of 100 and 30 in the mean, 3 turns of 30 steps"


@pytest.mark.parametrize(
    ("terrain", "rubble", "percent"), [("d", 0, 8), ("x", 0, 8), ("d", 1, 18), ("o", 0, 18), ("v", 0, 18)]
)
def test_intact_dense_ground_takes_10(terrain: str, rubble: int, percent: int):
    """[7.3] Dense urban or works without rubble, if more than half the steps are in it."""
    battle = open_ring(terrain=terrain)
    battle.edit(hexes={("0101", "rubble"): rubble})
    battle.starve("a", 4)
    assert chance(battle) == percent


def test_enclosed_on_all_sides_adds_10():
    """[7.3] The enemy's ground, its units or the edge of the map all around; nobody's ground is a way out too."""
    battle = ring()
    battle.starve("a", 4)
    assert chance(battle) == 28
    for owner, percent in ((0, 18), (-1, 18), (1, 28)):
        battle.edit(hexes={("0001", "owner"): owner})
        assert chance(battle) == percent, owner
    corner = board(".a |.\n.  .", units="a days 900", roads="hard 0100", ru="0100 0001 0101")
    corner.starve("a", 4)
    assert chance(corner) == 28


def test_the_chance_is_never_below_0():
    """[7.3] An elite in dense ground two turns Out."""
    battle = open_ring(terrain="d", units="a q5")
    battle.starve("a", 2)
    assert chance(battle) == 0


def starving(turns: int = 6, units: str = "a") -> Battle:
    """A ring whose garrison has been Out so long, on Ukraine's half-turn of the first day."""
    battle = ring(units=units)
    for part in units.split(";"):
        battle.starve(part.split()[0], turns)
    battle.put("X", attacks=1)
    return battle


def test_a_pocket_that_is_neither_attacked_nor_summoned_does_not_give_up():
    """[7.3] Whatever the dice."""
    battle = starving()
    battle.load(0, 0)
    assert "surrender" not in " ".join(dusk(battle))
    press(battle)
    battle.load(0, 0)
    assert "surrender" in " ".join(dusk(battle))


@pytest.mark.parametrize(("thrown", "share"), [(0, 30), (35, 65), (70, 100)])
def test_who_gives_up_goes_into_captivity_and_the_rest_straggle(thrown: int, share: int):
    """[7.3] 30 to 100 in a hundred of each unit, the fraction up; the books of both sides balance."""
    battle = starving(units="a 300;b 101")
    before = dict(zip("ab", battle.people("a", "b"), strict=True))
    battle.until(1, "ru")
    people = battle.people("a", "b")
    gone = {column: account(battle, "ua", f"lost_{column}") for column in ("surrendering", "straggling")}
    press(battle)
    battle.load(0, thrown)
    told = dusk(battle)
    captive = [-(-n * share // 100) for n in people]
    assert f"surrender ua 0101 2 {sum(captive)}" in told
    assert battle.people("a", "b") == [0, 0]
    assert account(battle, "ua", "lost_surrendering") - gone["surrendering"] == sum(captive)
    assert account(battle, "ua", "lost_straggling") - gone["straggling"] == sum(people) - sum(captive)
    assert account(battle, "ru", "inflicted") == sum(captive)
    assert (account(battle, "ua", "units_lost"), account(battle, "ua", "surrenders")) == (2, 1)
    assert [battle.get(name, "lost") for name in "ab"] == [before["a"], before["b"]]
    assert [battle.get(name, "urgent") for name in "ab"] == [0, 0]


def test_who_watches_a_pocket_give_up_knows_that_nobody_is_left_in_it():
    """[7.3] [10.4] On open ground, also of those who straggled away before anybody could count them."""
    battle = starving(units="a 300;b 101")
    battle.until(1, "ru")
    press(battle)
    battle.load(0, 0)
    told = dusk(battle)
    assert "surrender ua 0101 2" in " ".join(told)
    assert [battle.get(name, "seen_hex") for name in "ab"] == [-1, -1]
    assert {e.seen for e in battle.last if e.kind == "eliminated"} == {(True, True)}


def test_both_sides_hear_of_a_surrender_and_only_the_pocket_gives_up():
    """[7.3] Another one holds out."""
    battle = board("|. .a |. .| .b |.", ru="0000 0200 0300 0500", ua="0100 0400", units="a days 900; b days 900")
    for name in "ab":
        battle.starve(name, 6)
    press(battle, "0100")
    battle.load(0, 70)
    dusk(battle)
    assert battle.people("a") == [0]
    assert battle.people("b")[0] > 0
    (seen,) = [e.seen for e in battle.last if e.kind == "surrender"]
    assert seen == (True, True)


# summons ---------------------------------------------------------------------------------------------------------------


def beside(units: str = "", turns: int = 6) -> Battle:
    """The same on Russia's half-turn: X stands beside the pocket."""
    battle = ring(units="a", first="ru")
    battle.starve("a", turns)
    if units:
        battle.put("X", **dict([(units.split()[0], int(units.split()[1]))]))
    return battle


@pytest.mark.parametrize(("given", "rule"), [("", 0), ("people 151", 0), ("people 150", 702), ("attacks 0", 705)])
def test_a_unit_of_four_steps_that_has_not_attacked_may_summon_a_pocket(given: str, rule: int):
    """[7.4]"""
    assert beside(given).why("summon 0101 with X") == rule


def test_only_a_pocket_beside_the_unit_is_summoned():
    """[7.4] Not a hex further off, not an empty one, not a unit that supply reaches, not by a battery."""
    battle = beside()
    assert battle.why("summon 0001 with X") == 704
    assert battle.why("summon 0301 with X") == 701
    supplied = board(". .a |.X .", roads="hard 0000 0100", sources="ua 0000", first="ru")
    assert supplied.why("summon 0100 with X") == 701
    guns = board("|.G .| .a", units="G artillery 300; a days 900", first="ru", ru="0000 0100")
    guns.put("G", hex=guns.h("0100"))
    assert guns.why("summon 0200 with G") == 702


def test_who_summons_attacks_no_more_that_day():
    """[7.4]"""
    battle = beside()
    assert battle.why("assault 0101 with X") == 0
    assert battle.do("summon 0101 with X") == ["summons X 0101"]
    assert battle.why("assault 0101 with X") == 803
    assert battle.match.why_not_undo() != ""


@pytest.mark.parametrize(("turns", "morale"), [(0, 40 + 4), (6, 40 + 4 - 10)])
def test_a_pocket_that_refuses_takes_heart(turns: int, morale: int):
    """[7.4] Morale +5, whether the dice decide or it is too early; besides what the day does to it."""
    battle = beside(turns=turns)
    battle.put("a", morale=40)
    battle.must("summon 0101 with X")
    battle.end()
    battle.load(99)
    assert "refused ua 0101" in battle.end()
    assert battle.get("a", "morale") == morale + 5


def test_a_summons_alone_may_make_a_pocket_give_up():
    """[7.3] [7.4] It need not be attacked."""
    battle = beside()
    battle.must("summon 0101 with X")
    battle.load(0, 70)
    assert "surrender ua 0101 1" in " ".join(dusk(battle))


def test_a_pocket_is_summoned_once_in_three_days():
    """[7.4] Not the next day nor the one after, then again."""
    battle, rules = beside(turns=2), []
    battle.must("summon 0101 with X")
    for day in (1, 2, 3, 4):
        battle.until(day, "ru")
        rules.append(battle.why("summon 0101 with X"))
        battle.load(99, 99, 99)
    assert rules == [705, 703, 703, 0]


# flanks and bottles ----------------------------------------------------------------------------------------------------


def test_a_defender_whose_every_retreat_leads_into_a_zone_is_bottled():
    """[7.6] +1; with one way out of the zones it is not."""
    free = board(".  .a |.X . .")
    assert "bottled" not in free.terms("assault 0200 with a")
    shut = board(".  .a |.X")
    assert shut.terms("assault 0200 with a")["bottled"] == 1
    for b, bottled in (("0301", True), ("0401", False)):
        battle = board(
            """
            .  .a |.X . .
              .  .  . . .
            """,
            units=f"b at {b}",
            ua="0201 0301 0401",
        )
        assert ("bottled" in battle.terms("assault 0200 with a")) == bottled, b


def test_a_soft_zone_bottles_too():
    """[7.6] [5.5] Any zone; that of a unit long Out is none."""
    for turns, bottled in ((2, True), (3, False)):
        battle = board(
            """
            .  .a |.X . .
              .  .  . . .
            """,
            units="b at 0301",
            ua="0201 0301 0401",
        )
        battle.starve("b", turns)
        assert ("bottled" in battle.terms("assault 0200 with a")) == bottled, turns
