"""Chapter 11 of the rulebook: the wounded, who brings them out, who dies waiting; replacements."""

from __future__ import annotations

import pytest
from boards import Battle, board, duel
from convoys import NEVER_HUNGRY, account, solved

from game.rules import casualties, logistics
from game.state import LIGHT, LOST, TURN, URGENT, copy


def hurt(battle: Battle, name: str) -> list[int]:
    """Urgent, less badly and lightly wounded who wait with a unit or lie in a depot."""
    return [battle.get(name, column) for column in ("urgent", "priority", "light")]


def shares(lost: int) -> list[int]:
    """What 15, 30 and 30 % of people lost are, when all that came before has been shared out."""
    killed, urgent, priority = (lost * percent // 100 for percent in (25, 40, 70))
    return [urgent - killed, priority - urgent, lost - priority]


# 11.3 ------------------------------------------------------------------------------------------------------------------


def test_of_people_lost_a_quarter_is_killed_and_the_rest_is_hurt():
    """[11.3] After any number of losses of any size: 25, 15, 30 and 30 %, to the last."""
    battle = board(".a .")
    fixed, state, u = battle.match.fixed, copy(battle.state), battle.u("a")
    for i, people in enumerate((25, 25, 1, 7, 25, 100, 3, 3, 11)):
        state.units[u, LOST] += people
        casualties.wound(fixed, state, u, people)
        battle.publish(copy(state))
        assert hurt(battle, "a") == shares(battle.get("a", "lost")), i
    assert battle.get("a", "lost") == 200
    assert hurt(battle, "a") == [30, 60, 60]


def test_nobody_is_taken_from_those_who_wait_if_nobody_does():
    """[11.3] The fourth of its people to be lost is killed; the first three, hurt, are in hospital."""
    battle = board(".a .")
    fixed, state, u = battle.match.fixed, copy(battle.state), battle.u("a")
    state.units[u, LOST] = 4
    casualties.wound(fixed, state, u, 1)
    assert state.units[u, URGENT : LIGHT + 1].tolist() == [0, 0, 0]


def test_the_wounded_of_a_fight_wait_with_their_unit():
    """[11.3] Of 75 people of the attacker and of one loss of the defender."""
    battle = duel(300, 300)
    battle.roll(2)
    battle.must("assault 0201 with a")
    assert battle.get("a", "lost") > 0
    for name in "aX":
        assert hurt(battle, name) == shares(battle.get(name, "lost"))


def test_stragglers_are_not_hurt():
    """[11.3] [6.4] Who leaves a unit long Out is gone."""
    battle = board(".a . . . |.X")
    battle.starve("a", 3)
    battle.end()
    assert battle.get("a", "lost") > 0
    assert hurt(battle, "a") == [0, 0, 0]


# 11.4 ------------------------------------------------------------------------------------------------------------------


def test_wounded_are_brought_to_a_source_which_is_hospital():
    """[11.4] All of them in one night, if there are seats; nobody dies."""
    battle = board(". . .a", roads="hard 0000 0100 0200", sources="ua 0000")
    battle.put("a", urgent=10, priority=20, light=30)
    battle.until(2, "ua")
    assert hurt(battle, "a") == [0, 0, 0]
    assert (account(battle, "ua", "evacuated"), account(battle, "ua", "died")) == (60, 0)


def test_the_nearer_depot_takes_them_first_and_they_go_on_the_next_morning():
    """[11.4] [6.7] Its beds are 9 minutes and a price of 20 away, the source 36 minutes."""
    row, road = " ".join(["."] * 14), " ".join(f"{column:02d}00" for column in range(14))
    battle = board(row, units="a 300 at 1300", roads=f"hard {road}", sources="ua 0000; ua 0900 depot")
    battle.put("a", urgent=10, priority=20, light=30)
    battle.until(2, "ua")
    assert (hurt(battle, "a"), hurt(battle, "ua-depot-1")) == ([0, 0, 0], [10, 20, 30])
    assert account(battle, "ua", "evacuated") == 0
    battle.until(3, "ua")
    assert hurt(battle, "ua-depot-1") == [0, 0, 0]
    assert (account(battle, "ua", "evacuated"), account(battle, "ua", "died")) == (60, 0)


def test_if_seats_are_few_the_urgent_go_first():
    """[11.4] One vehicle with two seats that goes 18 times takes 36."""
    battle = board(".a .", roads="hard 0000 0100", sources="ua 0000 vehicles 1 seats 2")
    battle.put("a", urgent=30, priority=20, light=10)
    battle.until(2, "ua")
    assert account(battle, "ua", "evacuated") == 36
    assert hurt(battle, "a")[0] == 0
    assert hurt(battle, "a")[1] in range(14 * 880 // 1000, 14)
    assert hurt(battle, "a")[2] == 10


def test_wounded_go_before_all_goods():
    """[11.4] [6.7] And the vehicles that fetch them bring what they can carry."""
    battle = board(".a .", units="a days 0", roads="hard 0000 0100", sources="ua 0000 vehicles 1 seats 2 payload 100")
    battle.put("a", light=36)
    assert [parcel.good for parcel in solved(battle).parcels] == ["wounded", "ammunition", "sustenance"]
    battle.until(2, "ua")
    assert account(battle, "ua", "evacuated") == 36
    assert battle.get("a", "came_kg") == 18 * 100


# 11.5 ------------------------------------------------------------------------------------------------------------------


def test_of_those_who_wait_some_die():
    """[11.5] 610 of 1000 urgent live a day, 880 of 1000 less badly hurt, and all the others."""
    battle = board(".a .")
    battle.put("a", urgent=100, priority=100, light=100)
    for day in (2, 3, 4):
        battle.until(day, "ua")
        urgent, priority, light = hurt(battle, "a")
        assert urgent == pytest.approx(100 * 0.61 ** (day - 1), abs=1)
        assert priority == pytest.approx(100 * 0.88 ** (day - 1), abs=1)
        assert light == 100
    assert account(battle, "ua", "died") == 300 - sum(hurt(battle, "a"))


def test_few_who_wait_die_as_often_as_many():
    """[11.5] A single urgent one lives another day on 610 days of 1000, a less badly hurt one on 880."""
    battle, lived = board(".a ."), [0, 0, 0]
    for day in range(1, 1001):
        state = copy(battle.state)
        state.clock[TURN] = day
        state.units[battle.u("a"), URGENT : LIGHT + 1] = 1
        logistics.wait_for_help(battle.match.fixed, state, 0)
        lived = [sum(pair) for pair in zip(lived, state.units[battle.u("a"), URGENT : LIGHT + 1].tolist(), strict=True)]
    assert lived == [610, 880, 1000]


def test_nobody_dies_in_a_depots_beds():
    """[11.5] Though no source is there to take them on."""
    battle = board(".a .", roads="hard 0000 0100", sources="ua 0000 depot")
    battle.put("ua-depot-0", urgent=10)
    battle.until(6, "ua")
    assert hurt(battle, "ua-depot-0") == [10, 0, 0]


# 11.6 ------------------------------------------------------------------------------------------------------------------

NO_GOODS = "stock 100/100/0/500 daily 0/0/0/0"


@pytest.mark.parametrize(("people", "came"), [(200, 50), (249, 50), (280, 20), (300, 0)])
def test_a_unit_below_strength_receives_replacements(people: int, came: int):
    """[11.6] What it lacks, 50 a day at most; they are missing at the source then."""
    units = f"a {people} full 300 {NEVER_HUNGRY}"
    battle = board(". .a .", units=units, roads="hard 0000 0100", sources=f"ua 0000 {NO_GOODS}")
    assert battle.people("a") == [people + came]
    assert battle.get("ua-source-0", "men") == 500 - came
    assert account(battle, "ua", "replaced") == came
    assert account(battle, "ua", "kg_sent") == 125 * came


@pytest.mark.parametrize(("distance", "came"), [(1, 0), (2, 0), (3, 50)])
def test_not_with_an_enemy_within_2_hexes(distance: int, came: int):
    """[11.6] Recruits do not come to the front."""
    battle = board(
        ". .a . . . .",
        units=f"a 200 full 300; X at {1 + distance:02d}00",
        ru=f"{1 + distance:02d}00",
        roads="hard 0000 0100",
        sources=f"ua 0000 {NO_GOODS}",
    )
    assert battle.people("a") == [200 + came]


@pytest.mark.parametrize(("others", "came"), [("b 250", [0, 0]), ("b 200", [50, 0]), ("b 150", [50, 50])])
def test_only_as_many_come_as_the_hex_has_room_for(others: str, came: list[int]):
    """[11.6] [1.4] 14 steps: a has 9 of them; both would like one more."""
    battle = board(
        ". .ab .", units=f"a 450 full 700; {others} full 700", roads="hard 0000 0100", sources=f"ua 0000 {NO_GOODS}"
    )
    before = [450, int(others.split()[1])]
    assert [now - then for now, then in zip(battle.people("a", "b"), before, strict=True)] == came


def test_only_whole_people_come():
    """[11.6] One weighs 125 kg: 0.99 t are room for 7."""
    battle = board(
        ".a .",
        units=f"a 200 full 300 {NEVER_HUNGRY}",
        roads="hard 0000 0100",
        sources="ua 0000 vehicles 1 payload 55 stock 0/0/0/500 daily 0/0/0/0",
    )
    assert battle.people("a") == [207]
    assert battle.get("ua-source-0", "men") == 493
    assert battle.get("a", "came_kg") == 7 * 125


def test_quality_falls_when_a_third_is_new():
    """[11.6] Of 100 who become 300 by 50 a day: at 150, then the count begins again and 100 of 250 are new."""
    units = f"a 100 full 300 q4 {NEVER_HUNGRY}"
    battle = board(". .a .", units=units, roads="hard 0000 0100", sources=f"ua 0000 {NO_GOODS}")
    told = []
    for day in range(1, 6):
        battle.until(day, "ua")
        told.append((battle.people("a")[0], battle.get("a", "quality"), battle.get("a", "men")))
    assert told == [(150, 3, 0), (200, 3, 50), (250, 2, 0), (300, 2, 50), (300, 2, 50)]


def test_convicts_get_no_worse():
    """[11.6] Quality 1 stays 1."""
    battle = board(". .a .", units="a 100 full 300 q1", roads="hard 0000 0100", sources=f"ua 0000 {NO_GOODS}")
    battle.until(4, "ua")
    assert battle.get("a", "quality") == 1
