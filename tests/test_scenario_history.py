"""What the battles about the roads are about is in their supply: who lives by which road, and what closing it does."""

from __future__ import annotations

import functools

import pytest

from game.analysis.forecast import Workshop, forecast
from game.analysis.what_if import HORIZON, Side, WhatIf, lose, what_if
from game.match import Match
from game.rules import encirclement, field
from game.scenario.load import load_scenario
from game.state import HEX, OF_SIDE, PRESENT, ROLE, SOURCE, STATUS, UA, State
from game.view import View

GARRISON = ("u241-1", "u241-2", "ung3-1", "ung3-2", "uspb", "ush", "u109-1", "uvol", "ukk", "u214")
"""The battalions in the city on 25 February 2023."""
BY_KHROMOVE, BY_IVANIVSKE = "1616-1716", "1718-1818"
"""Where O0506 and T0504 come into the city."""
IN_THE_CITY = {"ugar-hq", "u93-1", "u241-1", "ung3-1", "uvol"}
"""The garrison of the small battle."""


@functools.cache
def view_of(name: str) -> View:
    """What Ukraine knows on the first morning."""
    return Match(load_scenario(name), 1).view(UA)


def ids(view: View) -> dict[str, int]:
    """The number of every unit."""
    return {unit.id: u for u, unit in enumerate(view.scenario.units)}


def sides(view: View, text: str) -> list[Side]:
    """Hexsides as they are printed."""
    found = []
    for side in text.split():
        a, b = (view.scenario.grid.parse(number) for number in side.split("-"))
        assert a is not None
        assert b is not None
        found.append((a, b))
    return found


def garrison() -> list[int]:
    """The battalions in the city."""
    numbers = ids(view_of("road_of_life"))
    return [numbers[name] for name in GARRISON]


@functools.cache
def without(roads: str) -> WhatIf:
    """What if these roads were cut."""
    view = view_of("road_of_life")
    return what_if(view, sides(view, roads))


def less(found: WhatIf) -> int:
    """Kg a day that the garrison would not get."""
    return sum(unit.kg for unit in found.less if unit.unit in garrison())


def had() -> int:
    """Kg a day that the garrison gets as things are."""
    view = view_of("road_of_life")
    course = Workshop(view.fixed).course(view.fixed, view.believed, UA, HORIZON)
    return int(course.came[:, garrison()].sum()) // HORIZON


# the road of life -----------------------------------------------------------------------------------------------------


def test_the_garrison_is_supplied_on_the_first_day() -> None:
    told = forecast(view_of("road_of_life"))
    for u in garrison():
        assert set(told[u].states) <= {"full", "strained"}


def test_without_both_roads_it_starves() -> None:
    found = without(f"{BY_KHROMOVE} {BY_IVANIVSKE}")
    assert less(found) > 0.6 * had()
    outs = [unit.out_in for unit in found.less if unit.unit in garrison() and unit.out_in >= 0]
    assert 1 <= min(outs) <= 4


def test_by_one_road_it_lives_on_less() -> None:
    """Without the hard road the mud of the other brings the most of it; without the other it lacks next to nothing."""
    assert 0 < less(without(BY_KHROMOVE)) < 0.5 * had()
    assert less(without(BY_IVANIVSKE)) <= less(without(BY_KHROMOVE))
    assert without(BY_KHROMOVE).kg + without(BY_IVANIVSKE).kg < without(f"{BY_KHROMOVE} {BY_IVANIVSKE}").kg


# the neck at Khromove -------------------------------------------------------------------------------------------------


def pocketed(state: State) -> set[str]:
    """The units of Ukraine that lie in a pocket."""
    view = view_of("pocket")
    scratch = field.new_scratch(view.fixed)
    field.lay_out(view.fixed, state, scratch)
    encirclement.pockets(view.fixed, state, scratch, UA)
    facts, rows = view.fixed.roster.units, state.units
    return {
        name
        for name, u in ids(view).items()
        if facts[u, OF_SIDE] == UA and facts[u, ROLE] < SOURCE and rows[u, STATUS] == PRESENT
        and scratch.hexes[field.GROUP, rows[u, HEX]] >= 0
    }  # fmt: skip


@pytest.mark.parametrize(
    ("closed", "cut_off"),
    [("", set()), ("0504", set()), ("0507", set()), ("0504 0507", IN_THE_CITY)],
    ids=["none", "Khromove", "T0504", "both"],
)
def test_only_both_roads_closed_make_a_pocket(closed: str, cut_off: set[str]) -> None:
    view = view_of("pocket")
    hexes = [h for number in closed.split() if (h := view.scenario.grid.parse(number)) is not None]
    state, _ = lose(view.fixed, view.believed, UA, hexes)
    assert pocketed(state) == cut_off
