"""Explanations of supply: what they name is what helps, found out by solving again."""

from __future__ import annotations

from collections import Counter

import pytest
from boards import board
from starving import case

from game.analysis.explain import Chain, Explainer, explain
from game.analysis.reliefs import Relief, relieve
from game.analysis.solution import BOUNDS, GOODS, Solution
from game.analysis.telling import Teller
from game.state import AMMO, CONDITION, DAILY_AMMO, EDGE_BLOCK, POOL_FULL, SUST, VEHICLES, copy
from game.view import View

MOST_WITHOUT = 3
"""Percent of the cases that may be left without a fix."""


def cases(count: int) -> list[tuple[View, Explainer, Chain]]:
    """So many units that lack something, each with the explainer of its side."""
    found: list[tuple[View, Explainer, Chain]] = []
    seed = 0
    while len(found) < count:
        view = case(seed)
        seed += 1
        explainer = Explainer(view)
        for unit in view.own_units():
            found += [(view, explainer, chain) for chain in explainer.of(unit).chains if chain.bound != "unbound"]
    return found[:count]


def delivered(explainer: Explainer, chain: Chain, reliefs: tuple) -> tuple[int, int]:
    """What the unit of a chain is brought with some limits taken away: of its good, and of all goods in kg."""
    fixed, state = relieve(explainer.fixed, explainer.state, explainer.side, reliefs)
    brought = Solution(fixed, state, explainer.side).brought(chain.unit)
    return int(brought[GOODS.index(chain.good)]), int(brought[:4].sum())


def check_relief(count: int) -> Counter:
    """Relieve what each of so many explanations names; what bound them and what helped."""
    told: Counter = Counter()
    for _, explainer, chain in cases(count):
        kinds = tuple(sorted(r.kind for r in chain.fix.reliefs)) if chain.fix else ()
        told[chain.bound, kinds] += 1
        if chain.fix is None:
            continue
        good, total = delivered(explainer, chain, ())
        assert good == chain.brought
        more, all_ = delivered(explainer, chain, chain.fix.reliefs)
        assert more - good == chain.fix.gain > 0, chain
        assert all_ >= total, chain
        for relief in chain.fix.reliefs if len(chain.fix.reliefs) > 1 else ():
            rest = tuple(r for r in chain.fix.reliefs if r != relief)
            less, all_ = delivered(explainer, chain, rest)
            assert less <= good or all_ < total, f"{relief} is not needed"
    return told


def test_relieving_what_an_explanation_names_raises_the_delivery():
    """One limit, or the smallest set found; for all that binds."""
    told = check_relief(30)
    without = sum(n for (_, kinds), n in told.items() if not kinds)
    assert without <= 1, told


@pytest.mark.long
def test_relieving_what_an_explanation_names_raises_the_delivery_in_a_thousand_cases():
    """And every bound there is has its cases."""
    told = check_relief(1000)
    without = sum(n for (_, kinds), n in told.items() if not kinds)
    assert 100 * without <= MOST_WITHOUT * 1000, told
    assert {bound for bound, _ in told} == {"edge", "stock", "vehicles", "carriers", "nowhere"}


# by hand ----------------------------------------------------------------------------------------------------------------


def test_a_unit_beyond_a_blown_bridge_is_told_to_restore_it():
    """No road leads there; the bridge is what closes it, and what would help; in words, in both languages."""
    battle = board(
        ". . . . . .a", roads="hard 0000 0100 0200 0300 0400 0500", sources="ua 0000", rivers="0000-0100",
        bridges="0000-0100 blown", units="a 300 days 100",
    )  # fmt: skip
    found = explain(battle.view("ua"), battle.u("a"))
    ammunition, sustenance = found.chains
    assert (ammunition.good, ammunition.bound, ammunition.brought, ammunition.wheels) == ("ammunition", "nowhere", 0, -1)
    bridge = Relief("bridge", hexes=(battle.h("0000"), battle.h("0100")))
    assert [limit.barrier for limit in ammunition.limits] == [bridge]
    assert ammunition.fix is not None
    assert ammunition.fix.reliefs == (bridge,)
    assert found.worst in (ammunition, sustenance)
    told = Teller(battle.scenario).explanation(found)
    assert told[1] == (
        "ammunition: wanted 5.4 t, can be fetched 0 t, comes 0 t. No road leads there. Closed by: the bridge 0000-0100. "
        "What would help: restore the bridge 0000-0100; that brings 2.9 t more."
    )
    assert "Допоможе: відновити міст 0000-0100" in Teller(battle.scenario, "uk").explanation(found)[1]


def test_a_full_road_names_who_was_served_before():
    """A worn track in thaw carries 2 t by night and 2 by day; a takes it all, b is told so."""
    battle = board(
        ". . . .a .b", roads="track 0000 0100 0200 0300 0400", sources="ua 0000", units="a 150; b 150", weather="thaw"
    )
    state = copy(battle.state)
    state.edges[:, CONDITION : 3 * EDGE_BLOCK : EDGE_BLOCK] = 30
    state.units[[battle.u("a"), battle.u("b")], AMMO] = 0
    battle.publish(state)
    lacking = explain(battle.view("ua"), battle.u("b")).chains[0]
    assert lacking.bound == "edge"
    assert {limit.unit for limit in lacking.limits if limit.kind == "served"} == {battle.u("a")}
    assert {battle.number(h) for edge in lacking.edges for h in edge} <= {"0000", "0100", "0200", "0300", "0400"}
    assert lacking.fix is not None
    assert {relief.kind for relief in lacking.fix.reliefs} == {"repair"}
    assert lacking.first is not None
    assert "Served before it: 1 unit with" in Teller(battle.scenario).chain(lacking)


def test_stock_and_vehicles_are_told_apart():
    """An empty depot wants goods, one without vehicles wants vehicles; amounts are what it takes, no more than twice."""
    for column, value, bound, kind in ((AMMO, 0, "stock", "stock"), (VEHICLES, 0, "vehicles", "vehicles")):
        battle = board(". .a", roads="hard 0000 0100", sources="ua 0000", units="a 300 days 100")
        state, fixed = copy(battle.state), battle.match.fixed
        units = fixed.roster.units.copy()
        units[-1, [DAILY_AMMO, POOL_FULL]] = 0
        state.units[-1, column] = value
        view = View(battle.scenario, fixed._replace(roster=fixed.roster._replace(units=units)), 0, state)
        lacking = explain(view, battle.u("a")).chains[0]
        assert lacking.bound == bound
        assert lacking.fix is not None
        assert [relief.kind for relief in lacking.fix.reliefs] == [kind]
        assert 0 < lacking.fix.gain <= lacking.wanted
        assert lacking.fix.reliefs[0].amount <= 2 * lacking.wanted


def test_who_has_all_is_told_so():
    """No chain, no worst."""
    battle = board(".a .", roads="hard 0000", sources="ua 0000", units="a 300 full 300")
    state = copy(battle.state)
    state.units[battle.u("a"), [AMMO, SUST]] = 100_000
    battle.publish(state)
    found = explain(battle.view("ua"), battle.u("a"))
    assert (found.chains, found.worst) == ((), None)
    told = Teller(battle.scenario).explanation(found)
    assert told == ["a (Bde): Full, 3.0 days of supply. It has all that it can hold."]


def test_an_explanation_says_what_is_in_the_solution():
    """Asked, sent and brought of every chain; what is lost under fire is between them."""
    for seed in range(20):
        view = case(seed)
        explainer = Explainer(view)
        for unit in view.own_units():
            for chain in explainer.of(unit).chains:
                assert chain.wanted >= chain.asked >= chain.sent >= chain.brought >= 0
                assert chain.sent == sum(route.kg for route in chain.routes)
                assert (chain.bound == "unbound") <= (chain.sent == chain.asked)
                assert chain.bound in BOUNDS
