"""Chapter 11 of the rulebook: morale, who is unwilling, who wavers, rest, exhaustion, aid posts."""

from __future__ import annotations

import pytest
from boards import Battle, board
from convoys import NEVER_HUNGRY, account

from game.rules import combat, condition
from game.state import LOST_ATTACKING, copy

QUIET = ".a . . . .b |. . .X"


def quiet(**values: int) -> Battle:
    """a far from everybody, of morale 60 and quality 3, with what is said of it."""
    battle = board(QUIET, units=f"a {NEVER_HUNGRY}; b {NEVER_HUNGRY}; X {NEVER_HUNGRY}")
    battle.put("a", **values)
    return battle


def morale_after(battle: Battle, name: str = "a") -> int:
    """A unit's morale after the recovery of the half-turn that ends now."""
    battle.end()
    return battle.get(name, "morale")


# morale ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("quality", "base"), [(1, 40), (2, 50), (3, 60), (4, 70), (5, 80)])
def test_a_unit_begins_with_the_morale_of_its_quality(quality: int, base: int):
    """[11.9] And stays there if nothing happens."""
    battle = board(QUIET, units=f"a q{quality} {NEVER_HUNGRY}")
    assert battle.get("a", "morale") == base
    assert morale_after(battle) == base


@pytest.mark.parametrize(("before", "after"), [(20, 24), (57, 60), (60, 60), (62, 60), (90, 86), (100, 96)])
def test_morale_drifts_by_4_a_day_towards_its_base(before: int, after: int):
    """[11.9] Up or down."""
    assert morale_after(quiet(morale=before)) == after


@pytest.mark.parametrize(("lost", "falls"), [(0, 0), (3, 0), (30, 9), (100, 25), (300, 50)])
def test_losses_since_the_last_recovery_take_their_share(lost: int, falls: int):
    """[11.9] Of every hundred people a point for each one lost: 30 of 330 are 9; they count once."""
    battle = quiet(lost=lost)
    assert morale_after(battle) == 60 - falls
    battle.until(2, "ua")
    assert morale_after(battle) == min(60, 60 - falls + 4)


def test_losses_next_to_it_take_a_fifth_of_that():
    """[11.9] b, in the next hex or the same, lost a half; c is too far away, X an enemy."""
    for where, falls in (("0100", 10), ("0000", 10), ("0200", 0)):
        battle = quiet()
        battle.put("b", hex=battle.h(where), lost=300)
        assert morale_after(battle) == 60 - falls, where
    battle = quiet()
    battle.put("X", hex=battle.h("0100"), lost=300, zone=0)
    assert morale_after(battle) == 60


@pytest.mark.parametrize(("waiting", "falls"), [((0, 0, 0), 0), ((33, 33, 34), 5), ((300, 0, 0), 10), ((0, 0, 300), 10)])
def test_wounded_who_wait_take_a_fifth_of_their_share(waiting: tuple[int, int, int], falls: int):
    """[11.9] 100 beside 300 are a quarter: 25 x 20 %."""
    urgent, priority, light = waiting
    assert morale_after(quiet(urgent=urgent, priority=priority, light=light)) == 60 - falls


@pytest.mark.parametrize(("turns", "falls"), [(1, 0), (2, 10), (3, 10), (8, 10)])
def test_being_out_takes_10_from_the_second_turn_on(turns: int, falls: int):
    """[11.9] [6.4]"""
    battle = quiet()
    battle.starve("a", turns)
    assert morale_after(battle) == 60 - falls


def test_terms_add_up_and_morale_ends_at_0_and_100():
    """[11.9]"""
    battle = quiet(morale=5, lost=300)
    battle.starve("a", 2)
    assert morale_after(battle) == 0
    assert morale_after(quiet(morale=100, quality=5)) == 96


# unwilling, wavering ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("morale", "rule"), [(24, 813), (25, 0)])
def test_below_25_a_unit_does_not_attack(morale: int, rule: int):
    """[11.8] It defends as before."""
    battle = board(".a |.X .")
    battle.put("a", morale=morale)
    assert battle.why("assault 0100 with a") == rule


def worn(fatigue: int = 91, morale: int = 39) -> Battle:
    """a in the line, worn out and of low morale."""
    battle = board(". .a |.X .", units=f"a {NEVER_HUNGRY}; X {NEVER_HUNGRY}")
    battle.put("a", fatigue=fatigue, morale=morale - 4)
    return battle


@pytest.mark.parametrize(("thrown", "where"), [(0, "0000"), (1, "0100"), (5, "0100")])
def test_a_worn_unit_of_low_morale_may_leave_the_line(thrown: int, where: str):
    """[11.8] One time in six, by one hex."""
    battle = worn(fatigue=96)
    battle.load(thrown)
    told = battle.end()
    assert battle.at("a") == where
    assert ("wavered a 0100 0000" in told) == (thrown == 0)


@pytest.mark.parametrize(("fatigue", "morale"), [(94, 39), (96, 40)])
def test_only_above_fatigue_90_and_below_morale_40(fatigue: int, morale: int):
    """[11.8] After its recovery, which takes 4 and gives 4."""
    battle = worn(fatigue, morale)
    battle.load(0)
    battle.end()
    assert battle.at("a") == "0100"


def test_out_of_contact_nobody_wavers():
    """[11.8]"""
    battle = board(".a . . |.X .", units=f"a {NEVER_HUNGRY}")
    battle.put("a", fatigue=100, morale=0)
    battle.starve("a", 2)
    battle.load(0)
    battle.end()
    assert battle.at("a") == "0000"


def test_who_has_nowhere_to_go_stays():
    """[11.8] And is not lost."""
    battle = board(".a |.X .", units=f"a {NEVER_HUNGRY}")
    battle.put("a", fatigue=96, morale=0)
    battle.load(0)
    battle.end()
    assert (battle.at("a"), battle.people("a")) == ("0000", [300])


# rest ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("drawing", "recovered"), [(".a |.X . . .", 4), (".a . . . |.X", 20), ("oa . . . |.X", 24)]
)
def test_who_rests_recovers_6_more(drawing: str, recovered: int):
    """[11.2] [12.1] In the line, behind it and in billets."""
    for text, more in (("", 0), ("rest a", 6), ("dig a", 0)):
        battle = board(drawing, units=f"a fatigue 60 {NEVER_HUNGRY}")
        if text:
            assert battle.do(text) == []
        battle.end()
        assert battle.get("a", "fatigue") == 60 - recovered - more, text


def test_who_rests_defends_at_60_percent():
    """[11.2] Until it is given another posture; a task is none."""
    battle = board(".a . |. .X", units="a 500")
    fixed, u = battle.match.fixed, battle.u("a")
    assert combat.defence_strength(fixed, battle.state, u) == 1000
    battle.must("rest a")
    assert combat.defence_strength(fixed, battle.state, u) == 600
    battle.must("idle a")
    assert combat.defence_strength(fixed, battle.state, u) == 600
    battle.must("hold a")
    assert combat.defence_strength(fixed, battle.state, u) == 1000


def test_who_is_assaulted_does_not_rest():
    """[11.1] [11.2] The strain counts."""
    battle = board(".a |.X .", units=f"a fatigue 60 {NEVER_HUNGRY}; X {NEVER_HUNGRY}", first="ru")
    battle.end()
    battle.must("rest a")
    battle.until(2, "ua")
    battle.put("a", load=12, fatigue=60)
    battle.end()
    assert battle.get("a", "fatigue") == 72


# exhaustion ------------------------------------------------------------------------------------------------------------


def exhausted(percent: int) -> Battle:
    """A side of 600 people that has lost so many in a hundred."""
    battle = board(QUIET, units=f"a fatigue 60 {NEVER_HUNGRY}; b {NEVER_HUNGRY}")
    after = copy(battle.state)
    after.sides[0, LOST_ATTACKING] = 6 * percent
    battle.publish(after)
    return battle


@pytest.mark.parametrize(("percent", "recovered", "base"), [(0, 20, 60), (10, 18, 54), (50, 10, 30), (100, 0, 0)])
def test_what_a_side_has_lost_slows_recovery_and_lowers_morale(percent: int, recovered: int, base: int):
    """[11.7] Its share of all people it ever had, from both."""
    battle = exhausted(percent)
    assert condition.exhaustion(battle.match.fixed, battle.state, 0) == percent
    assert condition.base_of_morale(battle.match.fixed, battle.state, battle.u("a")) == base
    assert condition.exhaustion(battle.match.fixed, battle.state, 1) == 0
    assert morale_after(battle) == max(60 - 4, base)
    assert battle.get("a", "fatigue") == 60 - recovered


def test_all_losses_exhaust_and_reinforcements_count_from_the_start():
    """[11.7] Attacking, defending, retreating, straggling, surrendering; of those who will arrive too."""
    battle = board(QUIET, units=f"a {NEVER_HUNGRY}; b {NEVER_HUNGRY}; c 600 arrives 20 at 0000")
    after = copy(battle.state)
    for i in range(5):
        after.sides[0, LOST_ATTACKING + i] = 24
    assert condition.exhaustion(battle.match.fixed, after, 0) == 10


# aid posts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("where", "out", "urgent", "priority"), [
    ("0000", 0, 75, 94), ("0200", 0, 75, 94), ("0300", 0, 61, 88), ("0200", 1, 61, 88),
])  # fmt: skip
def test_near_a_headquarters_fewer_of_the_wounded_die(where: str, out: int, urgent: int, priority: int):
    """[11.5] 750 urgent of 1000 live a day, 940 less badly hurt, within 2 hexes of one that is not Out."""
    battle = board(". . . .  .", units=f"a {NEVER_HUNGRY} at 0000; h hq 60 {NEVER_HUNGRY} at {where}")
    battle.put("a", urgent=100, priority=100)
    if out:
        battle.put("h", supply=3, ammo=0, sust=0, days=0)
    battle.until(2, "ua")
    assert battle.get("a", "urgent") == pytest.approx(urgent, abs=1)
    assert battle.get("a", "priority") == pytest.approx(priority, abs=1)
    assert account(battle, "ua", "died") == 200 - battle.get("a", "urgent") - battle.get("a", "priority")


def test_the_enemys_headquarters_helps_nobody():
    """[11.5]"""
    battle = board(".a . |.H .", units=f"a {NEVER_HUNGRY}; H hq 60")
    battle.put("a", urgent=100)
    battle.until(2, "ua")
    assert battle.get("a", "urgent") == pytest.approx(61, abs=1)
