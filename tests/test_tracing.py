"""Pens on the map: chains of hexsides from corner to corner, paths of hexes."""

from __future__ import annotations

from itertools import pairwise

import pytest

from game.hexes import Grid
from game.ui.table import tracing

GRID = Grid(24, 18)


def hex_of(number: str) -> int:
    h = GRID.parse(number)
    assert h is not None
    return h


def ends(side: tuple[int, int]) -> set[tuple[int, int]]:
    """Both corners of a hexside, in whole metres."""
    d = GRID.direction(*side)
    assert d is not None
    corners = GRID.corner(side[0], d), GRID.corner(side[0], (d - 1) % 6)
    return {(round(1000 * x), round(1000 * y)) for x, y in corners}


@pytest.mark.parametrize(("start", "end"), [("0303", "1512"), ("2001", "0116"), ("0505", "0605"), ("0101", "2216")])
def test_a_chain_of_hexsides_hangs_together_and_is_the_shortest(start: str, end: str) -> None:
    a, b = (GRID.corner(hex_of(number), 1) for number in (start, end))
    chain = tracing.sides_between(GRID, a, b)
    assert chain
    for one, other in pairwise(chain):
        assert len(ends(one) & ends(other)) == 1
    metres = [(round(1000 * x), round(1000 * y)) for x, y in (a, b)]
    assert metres[0] in ends(chain[0])
    assert metres[1] in ends(chain[-1])
    assert len(set(map(frozenset, chain))) == len(chain)
    back = tracing.sides_between(GRID, b, a)
    assert len(back) == len(chain)


def test_a_chain_from_a_corner_to_itself_is_empty() -> None:
    at = GRID.corner(hex_of("0707"), 2)
    assert tracing.sides_between(GRID, at, at) == []


def test_at_the_rim_a_chain_begins_at_the_nearest_corner_that_has_hexsides() -> None:
    chain = tracing.sides_between(GRID, (-3.0, -3.0), (40.0, 40.0))
    assert hex_of("0000") in chain[0]
    assert hex_of("2317") in chain[-1]
    assert tracing.sides_between(Grid(1, 1), (0.0, 0.0), (1.0, 1.0)) == []


def test_a_path_goes_on_straight_and_is_drawn_back() -> None:
    path = tracing.hexes_between(GRID, [], hex_of("0303"))
    path = tracing.hexes_between(GRID, path, hex_of("0903"))
    assert path == [hex_of(f"{c:02d}03") for c in range(3, 10)]
    assert tracing.hexes_between(GRID, path, hex_of("0603")) == path[:4]
