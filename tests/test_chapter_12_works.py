"""Chapter 12 of the rulebook: works. What the other side knows of roads, bridges and mines [10]."""

from __future__ import annotations

import pytest
from boards import Battle, board
from convoys import NEVER_HUNGRY

from game.rules import combat
from game.state import BRIDGE, BRIDGES, CONDITION, IDLE, MINES, TRENCH

INTACT, DAMAGED, BLOWN, PONTOON = map(BRIDGES.index, ("intact", "damaged", "blown", "pontoon"))


def digger(drawing: str = ".a . . . |.X", **values: int) -> Battle:
    """a on its own ground."""
    battle = board(drawing, units=f"a {NEVER_HUNGRY}; X {NEVER_HUNGRY}")
    battle.put("a", **values)
    return battle


# digging ---------------------------------------------------------------------------------------------------------------


def test_trenches_take_2_days_then_4_then_6():
    """[12.2] A level deeper each time; at the third the work is done."""
    battle, levels, told = digger(), [], []
    battle.must("dig a")
    for day in range(1, 14):
        battle.until(day, "ua")
        battle.put("a", days=900)
        told += [words for words in battle.end() if words.startswith("worked")]
        levels.append(battle.hex("0000", "trench"))
    assert levels == [0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3]
    assert told == ["worked a dig 0000 1", "worked a dig 0000 2", "worked a dig 0000 3"]
    assert battle.get("a", "task") == IDLE
    battle.until(14, "ua")
    assert battle.why("dig a") == 1206


def test_a_day_on_which_it_was_assaulted_is_no_day_of_work():
    """[12.1] The task goes on."""
    battle = digger()
    battle.must("dig a")
    for day, (load, days) in enumerate(((0, 1), (12, 1), (4, 1), (0, 0)), start=1):
        battle.until(day, "ua")
        battle.put("a", load=load)
        battle.end()
        assert battle.get("a", "task_days") == days, day
    assert battle.hex("0000", "trench") == 1


def test_who_is_out_does_no_work():
    """[12.1] Nor begins any."""
    battle = digger()
    battle.must("dig a")
    battle.starve("a")
    battle.end()
    assert battle.get("a", "task_days") == 0
    battle.until(2, "ua")
    battle.starve("a")
    assert battle.why("dig a") == 1208


def test_who_moves_drops_the_task_and_the_work_done_on_it():
    """[12.1] It begins anew where it is then."""
    battle = digger()
    battle.must("dig a")
    battle.until(2, "ua")
    assert battle.get("a", "task_days") == 1
    battle.must("move a 0100")
    assert (battle.get("a", "task"), battle.get("a", "task_days")) == (IDLE, 0)


def test_who_attacks_drops_it():
    """[12.1] Who is attacked and stays does not; who retreats does."""
    battle = board(".a |.X .", units=f"a {NEVER_HUNGRY}; X {NEVER_HUNGRY}")
    battle.must("dig a")
    battle.roll(6)
    battle.must("assault 0100 with a")
    assert battle.get("a", "task") == IDLE
    battle = board(". .a |.X .", units=f"a {NEVER_HUNGRY}; X {NEVER_HUNGRY}")
    battle.must("dig a")
    battle.end()
    battle.roll(6)
    battle.must("assault 0100 with X")
    assert battle.get("a", "task") > IDLE
    battle.until(2, "ru")
    battle.roll(12)
    assert any(words.startswith("retreated a") for words in battle.must("assault 0100 with X"))
    assert battle.get("a", "task") == IDLE


def test_a_new_task_loses_the_work_on_the_old():
    """[12.1] The same given again does not."""
    battle = digger()
    battle.must("dig a")
    battle.until(2, "ua")
    battle.must("dig a")
    assert battle.get("a", "task_days") == 1
    battle.must("rest a")
    assert battle.get("a", "task_days") == 1, "a posture is no task"
    battle.must("idle a")
    assert battle.get("a", "task_days") == 0


@pytest.mark.parametrize(("values", "rule"), [({}, 0), ({"people": 100}, 0), ({"people": 50}, 1208)])
def test_it_takes_a_fighting_unit_of_two_steps(values: dict[str, int], rule: int):
    """[12.1]"""
    assert digger(**values).why("dig a") == rule
    assert board(".a . . .", units="a artillery").why("dig a") == 1208


def test_one_digs_on_ones_own_ground():
    """[12.2]"""
    battle = digger()
    battle.edit(hexes={("0000", "owner"): -1})
    assert battle.why("dig a") == 1206


# engineers -------------------------------------------------------------------------------------------------------------


def sappers(bridge: str = "", roads: str = "hard 0000 0100 0200", **given: str) -> Battle:
    """Engineers e at 0000 and infantry a at 0200."""
    if bridge:
        given |= {"rivers": "0000-0100", "bridges": f"0000-0100 {bridge}"}
    units = f"e engineers 100 {NEVER_HUNGRY}; a {NEVER_HUNGRY}; X {NEVER_HUNGRY}"
    return board(".e . .a . . |.X .", units=units, roads=roads, **given)


def work_on(battle: Battle, text: str, days: int, column: str) -> list[int]:
    """A column of the hexside 0000-0100 after each day of a task."""
    battle.must(text)
    values, today = [], battle.match.turn
    for day in range(today, today + days):
        battle.until(day, "ua")
        battle.end()
        values.append(battle.edge("0000", "0100", column))
    battle.until(today + days, "ua")
    return values


def test_engineers_restore_20_of_condition_a_day():
    """[12.3] Up to 100; then they have done."""
    battle = sappers()
    battle.put_edge("0000", "0100", condition=35)
    assert work_on(battle, "repair e 0100", 3, "condition") == [55, 75, 95]
    battle.end()
    assert battle.edge("0000", "0100", "condition") == 100
    assert "worked e repair 0000 1" in [battle.told(event) for event in battle.last]
    battle.until(battle.match.turn + 1, "ua")
    assert (battle.get("e", "task"), battle.why("repair e 0100")) == (IDLE, 1203)


@pytest.mark.parametrize(("bridge", "days", "after"), [("blown", 3, PONTOON), ("damaged", 2, INTACT)])
def test_they_lay_a_pontoon_in_3_days_and_mend_a_damaged_bridge_in_2(bridge: str, days: int, after: int):
    """[12.3]"""
    battle = sappers(bridge)
    before = BRIDGES.index(bridge)
    assert work_on(battle, "repair e 0100", days, "bridge") == [before] * (days - 1) + [after]
    assert battle.get("e", "task") == IDLE


def test_they_lay_mines_in_a_day_and_clear_them_in_2():
    """[12.3] Ukraine's count as 1, Russia's as 2; whoever laid them, they can be cleared."""
    battle = sappers()
    assert work_on(battle, "mine e 0100", 1, "mines") == [1]
    assert battle.why("mine e 0100") == 1203
    assert work_on(battle, "clear e 0100", 2, "mines") == [1, 0]
    assert battle.why("clear e 0100") == 1203
    battle.put_edge("0000", "0100", mines=2)
    assert work_on(battle, "clear e 0100", 2, "mines") == [2, 0]


@pytest.mark.parametrize(("text", "rule"), [
    ("repair e 0100", 1203), ("mine e 0100", 0), ("clear e 0100", 1203), ("mine e 0200", 1207), ("mine a 0100", 1202),
    ("repair a 0300", 1202), ("blow e 0100", 1204), ("repair X 0600", 401),
])  # fmt: skip
def test_it_takes_engineers_a_hexside_of_theirs_and_something_to_do(text: str, rule: int):
    """[12.3]"""
    assert sappers().why(text) == rule


@pytest.mark.parametrize(("mobility", "extra"), [("infantry", 2), ("motorised", 4), ("mechanised", 3)])
def test_mines_cost_points_to_cross(mobility: str, extra: int):
    """[5.2] [12.5] The enemy's; one's own cost nothing."""
    battle = board(".a . . . .", units=f"a {mobility} {NEVER_HUNGRY}")
    dry = battle.cost("a", "0100")
    battle.put_edge("0000", "0100", mines=1)
    assert battle.cost("a", "0100") == dry
    battle.put_edge("0000", "0100", mines=2)
    assert battle.cost("a", "0100") == dry + extra


def test_an_attack_over_mines_counts_1_less():
    """[8.5] [12.5] If more than half of it comes over them."""
    battle = board(".a |.X . .", units="a 300; X 300")
    plain = battle.terms("assault 0100 with a")
    battle.put_edge("0000", "0100", mines=1)
    assert battle.terms("assault 0100 with a") == plain
    battle.put_edge("0000", "0100", mines=2)
    assert battle.terms("assault 0100 with a") == plain | {"mines": -1}
    both = board(
        """
        .a |.X .
          .b |. .
        """,
        units="a 300; b 300",
    )
    both.put_edge("0000", "0100", mines=2)
    assert "mines" not in both.terms("assault 0100 with a b")


# bridges ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bridge", ["intact", "damaged", "pontoon"])
def test_any_fighting_unit_beside_it_blows_a_bridge(bridge: str):
    """[12.4] For 2 points; nothing goes over it then, and it cannot be taken back."""
    battle = board(
        ".a . . . .",
        units=f"a {NEVER_HUNGRY}; g artillery {NEVER_HUNGRY} at 0000",
        rivers="0000-0100",
        bridges=f"0000-0100 {bridge}",
        roads="hard 0000 0100",
    )
    assert battle.why("blow g 0100") == 1208
    before = battle.get("a", "points")
    assert battle.do("blow a 0100") == ["blown a 0000 0100"]
    assert (battle.edge("0000", "0100", "bridge"), before - battle.get("a", "points")) == (BLOWN, 24)
    assert battle.why("blow a 0100") == 1204
    assert battle.match.why_not_undo() != ""


@pytest.mark.parametrize(("points", "rule"), [(24, 0), (23, 1205)])
def test_it_takes_2_points(points: int, rule: int):
    """[12.4]"""
    battle = sappers("intact")
    battle.put("e", points=points)
    assert battle.why("blow e 0100") == rule


def test_there_must_be_a_bridge():
    """[12.4] Not a river alone, nor a hex further off."""
    assert sappers(rivers="0000-0100").why("blow e 0100") == 1204
    assert sappers().why("blow e 0200") == 1207


def test_a_blown_bridge_cuts_supply_and_a_pontoon_restores_it():
    """[12.4] [6.1] The wheels end before it."""
    battle = sappers("intact", sources="ua 0000")
    assert battle.minutes("ua")["0200"] == (6, 0)
    battle.must("blow e 0100")
    assert battle.minutes("ua")["0200"][1] == 2
    work_on(battle, "repair e 0100", 3, "bridge")
    assert battle.minutes("ua")["0200"] == (16, 0)


# what the other side knows ---------------------------------------------------------------------------------------------


def believed(battle: Battle, side: str, start: str, end: str) -> tuple[int, int, int]:
    """Condition, bridge and mines of a hexside as a side believes them."""
    sides = [frozenset(pair) for pair in battle.scenario.ground.sides()]
    row = battle.view(side).believed.edges[sides.index(frozenset((battle.h(start), battle.h(end))))]
    return int(row[CONDITION]), int(row[BRIDGE]), int(row[MINES])


def far() -> Battle:
    """A bridge at 0000-0100 that X, at 0600, does not see."""
    return board(
        ".e . . . . . |.X .",
        units=f"e engineers 100 {NEVER_HUNGRY}; X {NEVER_HUNGRY}",
        rivers="0000-0100",
        bridges="0000-0100 intact",
        roads="hard 0000 0100 0200",
        first="ua",
    )


def test_what_he_does_not_see_of_a_bridge_stays_as_it_was():
    """[12.4] [10.5] Blown out of his sight it is whole to him; the event is not told him."""
    battle = far()
    battle.must("blow e 0100")
    assert believed(battle, "ua", "0000", "0100") == (100, BLOWN, 0)
    assert believed(battle, "ru", "0000", "0100") == (100, INTACT, 0)
    assert [e.seen for e in battle.last if e.kind == "blown"] == [(True, False)]


def test_when_he_sees_it_he_is_put_right():
    """[12.4] [10.5] Within 2 hexes of an end, in his move; and what he saw last stays with him."""
    battle = far()
    battle.must("blow e 0100")
    battle.end()
    battle.put("X", hex=battle.h("0400"))
    battle.must("move X 0300")
    assert believed(battle, "ru", "0000", "0100") == (100, BLOWN, 0)
    battle.until(2, "ru")
    battle.put("X", hex=battle.h("0600"))
    battle.put_edge("0000", "0100", known=False, bridge=PONTOON, mines=1)
    assert believed(battle, "ru", "0000", "0100") == (100, BLOWN, 0)


def test_mines_and_works_out_of_sight_are_hidden():
    """[10] [12.3] The engineers' side knows."""
    battle = far()
    battle.must("mine e 0100")
    battle.end()
    assert believed(battle, "ua", "0000", "0100") == (100, INTACT, 1)
    assert believed(battle, "ru", "0000", "0100") == (100, INTACT, 0)
    assert [e.seen for e in battle.last if e.kind == "worked"] == [(True, False)]


def test_who_marches_over_mines_he_did_not_know_pays_for_them():
    """[5.7] [12.5] The path was planned without; it ends where the points do."""
    battle = board(". . . .a |. .X", units=f"a {NEVER_HUNGRY}; X {NEVER_HUNGRY}")
    battle.put("a", hex=battle.h("0000"))
    battle.put("X", hex=battle.h("0500"))
    battle.put_edge("0200", "0300", known=False, mines=2)
    order = "move a 0100 0200 0300"
    assert battle.why(order) == 0
    battle.must(order)
    assert battle.get("a", "points") == 72 - 3 * 12 - 24


def test_trenches_dug_in_sight_are_seen():
    """[10] [12.2] Others are not."""
    battle = board(".a . |.X", units=f"a {NEVER_HUNGRY}; X {NEVER_HUNGRY}")
    battle.must("dig a")
    battle.until(3, "ua")
    trench = int(battle.view("ru").believed.hexes[battle.h("0000"), TRENCH])
    assert (battle.hex("0000", "trench"), trench) == (1, 1)
    unseen = board(".a . . . |.X", units=f"a {NEVER_HUNGRY}; X {NEVER_HUNGRY}")
    unseen.must("dig a")
    unseen.until(3, "ua")
    assert int(unseen.view("ru").believed.hexes[unseen.h("0000"), TRENCH]) == 0


def test_a_digger_defends_with_all_its_strength():
    """[12.1] Only rest costs something."""
    battle = digger(people=500)
    battle.must("dig a")
    assert combat.defence_strength(battle.match.fixed, battle.state, battle.u("a")) == 1000
