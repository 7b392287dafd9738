"""Planners: what a breakout costs, held to the rules' own throws; reliefs and their seats; the chance of a surrender."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from boards import Battle, board

from game.analysis import relief
from game.analysis.breakout import BY_DAY, TOMORROW, TONIGHT, WHEN, Escape, toll
from game.analysis.encirclement import Ring
from game.analysis.surrender import Pockets
from game.dice import seeded
from game.events import new_log
from game.orders import BreakOut, encode
from game.rules import breakout, field
from game.state import FATIGUE, HEX, LEAVING, PEOPLE, SUST, copy

SEEDS = 10_000


def closed() -> Battle:
    """Unit a in a pocket of its own ground, three hexes from the road."""
    return board(
        """
        .   .   . | .   .   .   .
          .   .   . | .   .X  .   .
        .   .c  .   . | . | .a  . |
          .   .   . | .   .Y  .   .
        .   .   . | .   .   .   .
        """,
        units="a 220; c 300; X 300; Y 300",
        roads="hard 0002 0102 0202 0302",
        sources="ua 0002",
    )


# breakouts -----------------------------------------------------------------------------------------------------------


def test_the_throws_of_one_hexside():
    """[7.5] Of 36 throws six cost nobody and six twice the share; rounded up."""
    assert toll(101, 6, 1).lost == ((0, 6), (7, 24), (13, 6))
    assert toll(101, 6, 0).lost == ((0, 1),)


def test_the_throws_of_two_hexsides_one_after_the_other():
    """[7.5] The second share is taken of who is left."""
    lost = dict(toll(100, 20, 2).lost)
    assert lost == {0: 36, 20: 288, 36: 576, 40: 72, 52: 288, 64: 36}
    assert toll(100, 20, 2).all == 1296
    assert toll(1, 6, 1).through == pytest.approx(6 / 36)


@pytest.mark.parametrize("by_day", [False, True])
def test_the_toll_is_what_the_rules_throw(by_day: bool):
    """Ten thousand seeds of the rules' own breakout against the enumerated chances."""
    battle = closed()
    view, u = battle.view("ua"), battle.u("a")
    escape = Escape(view, u)
    way = escape.ways()[0]
    assert view.check(escape.order(way, by_day)) is None
    exact = escape.toll(way.path, BY_DAY if by_day else TONIGHT)
    assert exact.crossings == way.zones == 2
    fixed, scratch, log = view.fixed, field.new_scratch(view.fixed), new_log(0)
    planned = copy(view.believed)
    breakout.plan_breakout(fixed, planned, scratch, encode(escape.order(way, by_day)))
    found: Counter[int] = Counter()
    for seed in range(SEEDS):
        state = copy(planned)
        field.lay_out(fixed, state, scratch)
        breakout.break_out(fixed, state, scratch, u, int(by_day), seeded(seed), log)
        assert state.units[u, HEX] == way.end
        found[int(exact.people - state.units[u, PEOPLE])] += 1
    assert set(found) == {people for people, _ in exact.lost}
    for people, ways in exact.lost:
        p = ways / exact.all
        assert abs(found[people] / SEEDS - p) < 4 * (p * (1 - p) / SEEDS) ** 0.5, people
    mean = sum(people * count for people, count in found.items()) / SEEDS
    assert exact.mean == pytest.approx(mean, rel=0.02)


def test_ways_out_lead_through_the_fewest_zones():
    """The best is the rules' own, and every one is legal; pockets are told alike."""
    battle = closed()
    view, u = battle.view("ua"), battle.u("a")
    escape = Escape(view, u)
    row = np.zeros_like(encode(BreakOut(u, ())))
    scratch = field.new_scratch(view.fixed)
    field.lay_out(view.fixed, view.believed, scratch)
    assert breakout.find_way_out(view.fixed, view.believed, scratch, u, row)
    ways = escape.ways()
    assert len(ways[0].path) - 1 == int(row[2])
    assert all(view.check(escape.order(way)) is None for way in ways)
    assert escape.in_pocket
    assert Ring(view, 0).pockets()[0].units == (u,)
    assert not Escape(view, battle.u("c")).in_pocket


def test_tomorrow_counts_the_turn_out_and_the_stragglers():
    """[6.4] [7.5] After one more logistics the unit is Out a turn longer: the share is greater, and fewer set out."""
    battle = closed()
    battle.starve("a", 3)
    escape = Escape(battle.view("ua"), battle.u("a"))
    way = escape.ways()[0].path
    tonight, tomorrow, by_day = (escape.toll(way, when) for when in WHEN)
    assert tonight.share == 6 + 2 * 2
    assert tomorrow.share == tonight.share + 2
    assert by_day.share == 20 + 2 * 2
    assert (by_day.people, tonight.people) == (220, 209)
    assert tomorrow.people == 209 - 11
    assert tomorrow.crossings == 2


def test_what_is_planned_comes_to_one_of_the_tolls():
    """The order given, the dusk that follows throws one of the numbers that were told."""
    battle = closed()
    view, u = battle.view("ua"), battle.u("a")
    escape = Escape(view, u)
    way = escape.ways()[0]
    told = {people for people, _ in escape.toll(way.path, TONIGHT).lost}
    battle.match.apply(escape.order(way))
    while battle.match.turn == 1:
        battle.end()
    assert battle.at("a") == battle.number(way.end)
    assert 220 - battle.people("a")[0] in told


# reliefs -------------------------------------------------------------------------------------------------------------


def line(vehicles: int = 12) -> Battle:
    """Worn a in the line before X; b fresh behind it, d in the line too."""
    return board(
        """
        .   .   .b  .   .d |.   .
          .   .   .   .a |.X  .   .
        .   .   .   .   .  |.   .
        """,
        units="a 200 fatigue 80; b 300 fatigue 5; d 200; X 300",
        roads="hard 0000 0100 0200 0300 0301",
        sources=f"ua 0000 vehicles {vehicles} payload 1000 seats 2 stock 20/20/0/0",
    )


def test_candidates_come_from_out_of_contact():
    """[11.10] b can relieve a; d stands in the enemy's zone itself."""
    battle = line()
    found = relief.candidates(battle.view("ua"), battle.u("a"))
    assert [order.unit for order in found] == [battle.u("b")]
    assert battle.view("ua").check(found[0]) is None


@pytest.mark.parametrize(("vehicles", "leaves"), [(12, True), (1, False)])
def test_seats_are_those_of_the_next_logistics(vehicles: int, leaves: bool):
    """[11.10] A quarter of 200 need a seat; without seats the unit stays, as the match then shows."""
    battle = line(vehicles)
    view = battle.view("ua")
    plan = relief.plan(view, relief.candidates(view, battle.u("a"))[0])
    assert (plan.seats, plan.road_kg) == (50, 2000)
    assert plan.leaves_tonight is leaves
    battle.match.apply(plan.order)
    battle.until(2, "ua")
    assert (battle.at("a") != "0301") is leaves
    assert (battle.get("a", "leaving") == 0) is leaves


def test_fatigue_goes_as_the_rules_have_it():
    """[11.2] 20 a day attacking, 4 back in the line, 20 out of contact and 6 more if it rests."""
    battle = line()
    view = battle.view("ua")
    curves = {(c.unit, c.doing): c.fatigue for c in relief.plan(view, relief.candidates(view, battle.u("a"))[0]).curves}
    a, b = battle.u("a"), battle.u("b")
    assert curves[b, relief.ATTACKING][:5] == (5, 25, 45, 65, 85)
    assert curves[b, relief.HOLDING][:3] == (5, 1, 0)
    assert curves[a, relief.HOLDING][:3] == (80, 76, 72)
    assert curves[a, relief.RESTING][:4] == (80, 54, 28, 2)
    assert all(len(curve) == relief.DAYS + 1 for curve in curves.values())
    assert view.believed.units[a, FATIGUE] == 80
    assert view.believed.units[a, LEAVING] == 0


# pockets -------------------------------------------------------------------------------------------------------------


def test_the_terms_of_a_surrender_add_up():
    """[7.3] Three turns Out, broken morale, the enemy or nobody's ground about it."""
    battle = closed()
    battle.starve("a", 3)
    battle.put("a", morale=20)
    told = Pockets(battle.view("ua")).surrender(battle.h("0502"))
    assert told is not None
    assert dict(told.terms)["turns"] == 12
    assert dict(told.terms)["morale"] == 10
    assert sum(value for _, value in told.terms) == told.chance
    assert (told.side, told.people, told.turns, told.pressed, told.known) == (0, 220, 3, False, True)


def test_the_other_side_is_told_the_same_of_a_pocket_it_knows():
    """Of one known at level 4 all is known, in whole steps, but its morale; of others less. No pocket, no chance."""
    battle = closed()
    battle.starve("a", 3)
    battle.put("a", people=200)
    battle.spot("a")
    own, theirs = (Pockets(battle.view(side)).surrender(battle.h("0502")) for side in ("ua", "ru"))
    assert own == theirs
    battle.spot("a", level=3)
    less = Pockets(battle.view("ru")).surrender(battle.h("0502"))
    assert less is not None
    assert (less.known, less.turns) == (False, 0)
    assert Pockets(battle.view("ua")).surrender(battle.h("0102")) is None


def test_an_early_pocket_does_not_give_up():
    """[7.3] Not before the second turn Out."""
    battle = closed()
    told = Pockets(battle.view("ua")).surrender(battle.h("0502"))
    assert told is not None
    assert (told.chance, told.terms) == (0, (("early", 0),))


def test_unused_columns_stay_as_they_are():
    """A planner changes nothing in the view that it was asked of."""
    battle = closed()
    view = battle.view("ua")
    before = copy(view.believed)
    Escape(view, battle.u("a")).toll(Escape(view, battle.u("a")).ways()[0].path, TOMORROW)
    Pockets(view).surrender(battle.h("0502"))
    assert all((x == y).all() for x, y in zip(before, view.believed, strict=True))
    assert view.believed.units[battle.u("a"), SUST] == battle.get("a", "sust")
