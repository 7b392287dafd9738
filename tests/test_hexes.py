"""The grid: numbers, neighbours, distances, lines, kilometres and degrees."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.hexes import CORNER_KM, DIRECTIONS, HEX_KM2, ROW_KM, GeoReference, Grid, opposite

SMALL = Grid(7, 6)
sizes = st.tuples(st.integers(1, 12), st.integers(1, 12))
WGS84_A, WGS84_F = 6378.137, 1 / 298.257223563


def walked(grid: Grid, a: int) -> dict[int, int]:
    """Steps from a hex to every other, by walking from neighbour to neighbour."""
    steps, queue = {a: 0}, [a]
    for h in queue:
        for _, n in grid.neighbours(h):
            if n not in steps:
                steps[n] = steps[h] + 1
                queue.append(n)
    return steps


def test_numbers_are_column_then_row() -> None:
    grid = Grid(33, 39)
    assert grid.count == 33 * 39
    assert [grid.number(h) for h in (0, 32, 33, 33 * 39 - 1)] == ["0000", "3200", "0001", "3238"]
    assert Grid(101, 5).number(100) == "100000"
    assert Grid(100, 100).digits == 2


@pytest.mark.parametrize(
    "number", ["", "0", "3300", "0039", "00000", "000000", "-100", " 100", "٠٠٠٠", "00²0", "zero", "0 00"]
)
def test_what_is_no_number_on_the_map_is_none(number: str) -> None:
    assert Grid(33, 39).parse(number) is None


@pytest.mark.parametrize("grid", [Grid(1, 1), SMALL, Grid(101, 3), Grid(3, 101)])
def test_every_number_leads_back_to_its_hex(grid: Grid) -> None:
    numbers = [grid.number(h) for h in range(grid.count)]
    assert len(set(numbers)) == grid.count
    assert [grid.parse(number) for number in numbers] == list(range(grid.count))


def test_neighbours_of_an_even_and_of_an_odd_row() -> None:
    grid = Grid(5, 5)
    for number, around in (("0202", "0302 0201 0101 0102 0103 0203"), ("0203", "0303 0302 0202 0103 0204 0304")):
        h = grid.parse(number)
        assert h is not None
        assert [grid.number(n) for _, n in grid.neighbours(h)] == around.split()


@pytest.mark.parametrize("grid", [Grid(1, 1), SMALL, Grid(1, 9), Grid(9, 1)])
def test_neighbours_are_mutual_one_kilometre_away_and_in_their_direction(grid: Grid) -> None:
    for h in range(grid.count):
        for direction, n in grid.neighbours(h):
            assert grid.neighbour(n, opposite(direction)) == h
            assert grid.direction(h, n) == direction
            assert grid.distance(h, n) == 1
            (x, y), (nx, ny) = grid.centre(h), grid.centre(n)
            assert math.dist((x, y), (nx, ny)) == pytest.approx(1)
            assert math.degrees(math.atan2(y - ny, nx - x)) % 360 == pytest.approx(60 * direction, abs=1e-9)


def test_hexes_that_do_not_touch_have_no_direction() -> None:
    assert SMALL.direction(0, 0) is None
    assert SMALL.direction(0, 2) is None
    assert SMALL.direction(6, 7) is None  # the end of a row and the beginning of the next
    assert len(DIRECTIONS) == 6


def test_distance_is_the_shortest_walk() -> None:
    for a in range(SMALL.count):
        steps = walked(SMALL, a)
        assert {b: SMALL.distance(a, b) for b in range(SMALL.count)} == steps


def test_rings_and_disks_hold_what_lies_at_their_distance() -> None:
    for h in range(SMALL.count):
        for radius in range(4):
            near = [n for n in range(SMALL.count) if SMALL.distance(h, n) <= radius]
            assert list(SMALL.disk(h, radius)) == near
            assert list(SMALL.ring(h, radius)) == [n for n in near if SMALL.distance(h, n) == radius]


@given(sizes, st.data())
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_line_is_a_shortest_walk_along_the_straight_way(size: tuple[int, int], data: st.DataObject) -> None:
    grid = Grid(*size)
    a, b = (data.draw(st.integers(0, grid.count - 1)) for _ in range(2))
    line = grid.line(a, b)
    assert (line[0], line[-1]) == (a, b)
    if len(line) == grid.distance(a, b) + 1:  # the straight way may leave the map at its ragged sides
        assert all(grid.direction(h, n) is not None for h, n in pairwise(line))
    (ax, ay), (bx, by) = grid.centre(a), grid.centre(b)
    for h in line:
        x, y = grid.centre(h)
        off = abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / (math.dist((ax, ay), (bx, by)) or 1)
        assert off <= CORNER_KM + 1e-4


@given(sizes, st.data())
@settings(max_examples=200, deadline=None, derandomize=True)
def test_axial_coordinates_and_kilometres_lead_back(size: tuple[int, int], data: st.DataObject) -> None:
    grid = Grid(*size)
    h = data.draw(st.integers(0, grid.count - 1))
    assert grid.from_axial(*grid.axial(h)) == h
    x, y = grid.centre(h)
    angle, away = data.draw(st.floats(0, 2 * math.pi)), data.draw(st.floats(0, 0.499))
    assert grid.hex_at(x + away * math.cos(angle), y + away * math.sin(angle)) == h


@given(st.floats(-3, 10), st.floats(-3, 10))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_a_point_lies_in_the_hex_whose_centre_is_nearest(x: float, y: float) -> None:
    away = sorted((math.dist((x, y), SMALL.centre(h)), h) for h in range(SMALL.count))
    found = SMALL.hex_at(x, y)
    if found is None:
        assert away[0][0] >= 0.5 - 1e-9
    else:
        assert math.dist((x, y), SMALL.centre(found)) == pytest.approx(away[0][0])


def test_corners_are_shared_by_the_hexes_around_them() -> None:
    grid = Grid(5, 5)
    h = 12
    for direction, n in grid.neighbours(h):
        for corner in (grid.corner(h, direction), grid.corner(h, (direction - 1) % 6)):
            assert math.dist(corner, grid.centre(h)) == pytest.approx(CORNER_KM)
            assert math.dist(corner, grid.centre(n)) == pytest.approx(CORNER_KM)
    assert pytest.approx(ROW_KM) == HEX_KM2 == pytest.approx(1.5 * CORNER_KM)


def on_the_ellipsoid(lat: float) -> tuple[float, float]:
    """Kilometres in a degree of latitude and of longitude, from the radii of curvature of WGS84."""
    e2, p = WGS84_F * (2 - WGS84_F), math.radians(lat)
    w = 1 - e2 * math.sin(p) ** 2
    degree = math.pi / 180
    return degree * WGS84_A * (1 - e2) / w**1.5, degree * WGS84_A * math.cos(p) / math.sqrt(w)


@pytest.mark.parametrize("lat", [-60, -33.2, 0, 10, 48.7, 71])
def test_kilometres_of_a_degree_are_those_of_the_ellipsoid(lat: float) -> None:
    assert GeoReference(lat, 30).km_per_degree == pytest.approx(on_the_ellipsoid(lat), rel=1e-4)


@given(st.floats(-70, 70), st.floats(-179, 179), st.floats(-100, 100), st.floats(-100, 100))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_degrees_and_kilometres_lead_back(lat: float, lon: float, x: float, y: float) -> None:
    geo = GeoReference(lat, lon)
    assert geo.to_km(*geo.to_degrees(x, y)) == pytest.approx((x, y), abs=1e-8)
    assert geo.to_degrees(0, 0) == (lat, lon)


def test_every_hex_holds_the_degrees_of_its_own_centre() -> None:
    geo, grid = GeoReference(48.73, 37.72), Grid(33, 39)
    for h in range(grid.count):
        lat, lon = (round(value, 5) for value in geo.to_degrees(*grid.centre(h)))
        assert grid.hex_at(*geo.to_km(lat, lon)) == h


def test_the_map_of_a_box_fills_it_from_its_north_west_corner() -> None:
    south, west, north, east = 48.42, 37.72, 48.73, 38.18
    geo, grid = GeoReference.of_box(south, west, north, east)
    assert (grid.columns, grid.rows) == (33, 39)
    width, height = geo.to_km(south, east)
    last_x, last_y = grid.centre(2 * grid.columns - 1)[0] + 0.5, grid.centre(grid.count - 1)[1] + CORNER_KM
    assert 0 <= width - last_x < 1
    assert 0 <= height - last_y < ROW_KM
    assert geo.lat == pytest.approx(north - CORNER_KM / 111.2, abs=1e-4)
    assert GeoReference.of_box(0, 0, 1e-6, 1e-6)[1] == Grid(1, 1)
