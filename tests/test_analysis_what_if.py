"""What if, and the forecast: what is told beforehand is what comes, where all is known."""

from __future__ import annotations

import time

import numpy as np
import pytest
from boards import Battle, board
from starving import case

from game.analysis.forecast import Workshop, forecast, had_logistics
from game.analysis.solution import Solution, eve
from game.analysis.telling import Teller
from game.analysis.what_if import HORIZON, Less, cut, lose, what_if
from game.match import Match
from game.scenario.load import load_scenario
from game.state import (
    CAME_KG,
    DAYS,
    HEX,
    PRESENT,
    STATUS,
    SUPPLY,
    SUPPLY_STATES,
)

ROAD = "hard 0000 0100 0200 0300 0400 0500; hard 0600 0700"


def road() -> Battle:
    """Unit a at the end of a road of six hexes; X stands off its middle, and b sees it."""
    return board(
        """
         .  .  .   .  .  .a |.  .
          . .  . | . |.  .  |.  .
         .  .  . | .X|.  .  |.  .
          . .  .   .  .  .  |.  .
         .  .  .   .b .  .  |.  .
        """,
        roads=ROAD,
        sources="ua 0000; ru 0700",
        units="a 300 days 150; b 300; X 300",
    )


# forecast ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [0, 50, 150, 290])
def test_a_forecast_comes_true_where_nobody_moves(days: int):
    """Three turns told, then played: days and states of both units."""
    units = f"a 300 days {days}; b 400 days {days}"
    battle = board(". . . . .a .b", roads="track 0000 0100 0200", sources="ua 0000", units=units)
    told = forecast(battle.view("ua"))
    for turn in range(4):
        for name in "ab":
            unit = told[battle.u(name)]
            assert unit.days[turn] == battle.get(name, "days"), (name, turn)
            assert unit.states[turn] == SUPPLY_STATES[battle.get(name, "supply")], (name, turn)
        battle.until(turn + 2, "ua")


def test_a_forecast_is_of_the_next_logistics_before_and_after_ones_own_half_turn():
    """The side that moves second on day 1 has had none when the first moves."""
    battle = road()
    assert had_logistics(battle.state, 0)
    assert not had_logistics(battle.state, 1)
    before = forecast(battle.view("ua"))[battle.u("a")].days
    battle.end()
    assert had_logistics(battle.state, 0)
    assert forecast(battle.view("ua"))[battle.u("a")].days == before


def test_a_course_says_when_a_unit_is_out():
    """A sealed unit with a day and a half goes down by one grade a turn."""
    battle = board(". .a", units="a 300 days 150")
    course = Workshop(battle.match.fixed).course(battle.match.fixed, battle.view("ua").believed, 0, 8)
    u = battle.u("a")
    assert list(course.supply[:, u]) == sorted(course.supply[:, u])
    assert course.out_in(u) == list(course.supply[:, u]).index(3) == 1


# what if ----------------------------------------------------------------------------------------------------------------


def test_a_road_that_is_cut_starves_who_hangs_on_it():
    """Who gets less, how much, when he is Out; nobody is touched by what he does not need."""
    battle = road()
    view, a = battle.view("ua"), battle.u("a")
    found = what_if(view, edges=[(battle.h("0000"), battle.h("0100"))])
    assert [unit.unit for unit in found.less] == [a]
    assert found.kg == found.less[0].kg > 0
    assert found.out_in == found.less[0].out_in > 0
    assert Less(a, found.less[0].kg, 0, found.out_in) == found.less[0]
    nothing = what_if(view, edges=[(battle.h("0000"), battle.h("0001"))])
    assert (nothing.less, nothing.kg, nothing.wounded, nothing.out_in) == ((), 0, 0, -1)


def test_wounded_that_wait_are_counted():
    """Those who would have been fetched."""
    battle = road()
    battle.edit(units={("a", "urgent"): 7, ("a", "light"): 4})
    found = what_if(battle.view("ua"), edges=[(battle.h("0000"), battle.h("0100"))])
    assert found.wounded == found.less[0].wounded == 11


def test_losing_a_hex_equals_losing_it_really():
    """X marches onto the road: what a has had next morning is what was told, to the kg."""
    battle = road()
    view, a, h = battle.view("ua"), battle.u("a"), battle.h("0300")
    battle.end()
    fixed = battle.match.fixed
    state, there = lose(fixed, view.believed, 0, [h])
    assert there == ()
    told = Workshop(fixed).course(fixed, state, 0, 3)
    plain = Workshop(fixed).course(fixed, view.believed, 0, 3)
    battle.must("move X 0301 0300")
    for turn in (1, 2, 3):
        battle.until(turn + 1, "ua")
        for column, values in ((DAYS, told.days), (SUPPLY, told.supply), (CAME_KG, told.came)):
            assert battle.state.units[a, column] == values[turn, a], (turn, column)
    assert told.came[1, a] < plain.came[1, a]


def test_own_units_and_depots_in_a_lost_hex_are_named_and_not_counted():
    """They are gone from there; the nearest enemy stands in it."""
    battle = road()
    a = battle.u("a")
    found = what_if(battle.view("ua"), hexes=[battle.h("0500")])
    assert found.there == (a,)
    assert a not in [unit.unit for unit in found.less]
    state, _ = lose(battle.match.fixed, battle.view("ua").believed, 0, [battle.h("0500")])
    assert state.units[battle.u("x"), HEX] == battle.h("0500")
    assert state.units[a, STATUS] != PRESENT
    source = what_if(battle.view("ua"), hexes=[battle.h("0000")])
    assert a in [unit.unit for unit in source.less]


@pytest.mark.parametrize("seed", range(12))
def test_a_cut_equals_a_network_without_the_road(seed: int):
    """On random boards: no goods pass, and nobody gets more in all."""
    view = case(seed)
    before = Solution(view.fixed, eve(view.fixed, view.believed, 0), 0)
    used = np.flatnonzero(before.carried.sum(axis=0))
    if not len(used):
        return
    h, n = before.ends[used[seed % len(used)]]
    fixed, state = cut(view.fixed, view.believed, [(int(h), int(n))])
    after = Solution(fixed, eve(fixed, state, 0), 0)
    assert after.minutes[used[seed % len(used)]] == -1
    assert after.carried[:, used[seed % len(used)]].sum() == 0


def test_it_tells_nothing_that_the_side_may_not_know():
    """A hidden loss of ground and a hidden enemy change neither what-if nor forecast."""
    battle = board(
        ". . . . . . . . .a |.",
        roads="hard 0000 0100 0200 0300 0400 0500 0600 0700 0800",
        sources="ua 0000",
        units="a 300",
    )
    edges = [(battle.h("0500"), battle.h("0600"))]
    before = what_if(battle.view("ua"), edges), forecast(battle.view("ua"))
    battle.lose_ground_unseen("0300")
    assert (what_if(battle.view("ua"), edges), forecast(battle.view("ua"))) == before


def test_what_if_answers_at_once_on_the_great_map():
    """Under 50 ms on flanks_of_may; the best of three, against a busy machine."""
    match = Match(load_scenario("flanks_of_may"), 1)
    view, grid = match.view(0), match.scenario.grid
    edges, hexes = [(grid.parse("1516"), grid.parse("1616"))], [grid.parse("1516")]
    took = []
    for _ in range(4):
        start = time.perf_counter()
        found = what_if(view, edges, hexes)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.05
    assert found.less
    assert HORIZON >= 3


# sentences --------------------------------------------------------------------------------------------------------------


def test_it_is_told_in_one_sentence():
    """In both languages."""
    battle = road()
    battle.edit(units={("a", "urgent"): 7})
    edges = [(battle.h("0000"), battle.h("0100"))]
    found = what_if(battle.view("ua"), edges)
    tonnes = f"{found.kg / 1000:.1f}".removesuffix(".0")
    english = Teller(battle.scenario).what_if(found, edges)
    assert english == (
        f"If 0000-0100 falls: 1 unit gets less, first Out in {found.out_in} turns, {tonnes} t a day not brought, "
        "7 wounded not evacuated a day."
    )
    ukrainian = Teller(battle.scenario, "uk").what_if(found, edges)
    assert ukrainian.startswith("Якщо втратити 0000-0100: 1 підрозділ отримає менше, перший без запасів через ")
    nothing = what_if(battle.view("ua"), [(battle.h("0000"), battle.h("0001"))])
    assert Teller(battle.scenario).what_if(nothing, [], [battle.h("0001")]) == "If 0001 falls, nobody gets less."
    told = forecast(battle.view("ua"))[battle.u("a")]
    assert Teller(battle.scenario).forecast(told).startswith("a (Bde): ")
