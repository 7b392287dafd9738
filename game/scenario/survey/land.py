"""Ground of a survey: terrain from outlines of towns, woods and reservoirs, control from polygons.

Points are kilometres east and south of hex 0000; layers hold a value a hex, in order of hexes.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from game.hexes import CORNER_KM, ROW_KM, GeoReference, Grid
from game.rulebook import DENSE_URBAN, OPEN, TOWN, TREE_LINES, VILLAGE, WATER, WOOD, WORKS
from game.scenario.survey.files import Area, Floats
from game.scenario.survey.lines import Point, points_km, walk
from game.scenario.survey.places import PlaceBook
from game.scenario.survey.sources import Geodata, Line, Spot, Wood
from game.state import Ints

DENSE_SHARE = 0.75
"""A hex of which a city's outline covers this share is dense urban."""
TOWN_SHARE = 0.4
"""A hex of which outlines of towns cover this share is at least town: so many that a city keeps its true area."""
CITY_KM = 1.2
"""Radius of the circle that stands for a city without an outline."""
SAME_TOWN_SHARE = 0.5
"""An outline of which this share lies in outlines of another source that stand before it shows the same town again."""
OUTLINE_KM = 20.0
"""A city this far off the map may reach into it."""
RESERVOIR_KM = 0.55
"""A reservoir's line this long in a hex makes it water."""
BELT_KM = 3.0
"""Distance over which the pattern of tree belts changes."""
BELT_LEVEL = 0.6
"""Where the pattern of tree belts, from 0 to 1, lies above this, fields are parted by belts: about a third of hexes."""
BELT_SEED = "tree belts"

_ACROSS = (np.arange(10) + 0.5) / 10 - 0.5
_DOWN = ((np.arange(8) + 0.5) / 4 - 1) * CORNER_KM


class Lattice:
    """Points in every hex, in rows from north to south, for asking which of them polygons cover."""

    def __init__(self, grid: Grid, across: Floats, down: Floats) -> None:
        self.grid = grid
        self.y: list[float] = []
        self.x: list[Floats] = []
        self.starts = [0]
        hexes = []
        for row in range(grid.rows):
            for dy in down:
                half = 0.5 * min(1.0, 2 * (1 - abs(dy) / CORNER_KM))
                inside = across[np.abs(across) <= half]
                columns = np.arange(grid.columns)
                self.x.append((columns[:, None] + 0.5 * (row % 2) + inside[None]).ravel())
                self.y.append(row * ROW_KM + float(dy))
                hexes.append(np.repeat(row * grid.columns + columns, len(inside)))
                self.starts.append(self.starts[-1] + len(hexes[-1]))
        self.hexes = np.concatenate(hexes)
        """The hex of each point."""
        self.number = np.bincount(self.hexes, minlength=grid.count)
        """Points in each hex."""

    def inside(self, polygons: Iterable[list[Floats]]) -> Ints:
        """Which points lie in any of the polygons: within their rings an odd number of times."""
        found = np.zeros(len(self.hexes), dtype=bool)
        for rings in polygons:
            edges = np.concatenate([np.hstack((ring, np.roll(ring, -1, axis=0))) for ring in rings])
            rows = np.array(self.y)
            for r in np.flatnonzero((rows >= edges[:, 1].min()) & (rows < edges[:, 1].max())):
                y = self.y[r]
                x0, y0, x1, y1 = edges[(edges[:, 1] <= y) != (edges[:, 3] <= y)].T
                at = np.sort(x0 + (y - y0) * (x1 - x0) / (y1 - y0))
                odd = np.flatnonzero(np.searchsorted(at, self.x[r]) % 2)
                found[odd + self.starts[r]] = True
        return np.flatnonzero(found)

    def share(self, points: Ints) -> Floats:
        """The share of each hex that these points make up; (hexes,)."""
        share: Floats = np.bincount(self.hexes[points], minlength=self.grid.count) / self.number
        return share


def fine_lattice(grid: Grid) -> Lattice:
    """About sixty points a hex."""
    return Lattice(grid, _ACROSS, _DOWN)


def centre_lattice(grid: Grid) -> Lattice:
    """The centre of every hex."""
    return Lattice(grid, np.zeros(1), np.zeros(1))


def polygons_km(geo: GeoReference, area: Area) -> list[list[Floats]]:
    """The rings of an area in kilometres."""
    north, east = geo.km_per_degree
    scale, origin = np.array((east, -north)), np.array((geo.lon, geo.lat))
    return [[(ring - origin) * scale for ring in polygon] for polygon in area.polygons]


# terrain --------------------------------------------------------------------------------------------------------------


def terrain(
    grid: Grid,
    geo: GeoReference,
    data: Geodata,
    book: PlaceBook,
    towns: Mapping[int, int],
    roads: set[int],
    farmed: bool,
) -> list[int]:
    """Terrain of every hex; works come before towns, villages, water, woods and tree belts in this order.

    Water lies in no hex with a settlement or a road (there is its dam); `farmed` says whether there are tree belts.
    """
    ground = [OPEN] * grid.count
    belts = _belts(grid, geo) if farmed else set()
    woods = book.woods | _wooded(grid, geo, data.woods)
    water = _reservoirs(grid, geo, data.lines) - roads
    for hexes, kind in ((belts, TREE_LINES), (woods, WOOD), (water, WATER)):
        for h in hexes:
            ground[h] = kind
    for h, (settlement, _) in book.settlements.items():
        ground[h] = VILLAGE if settlement == "village" else TOWN
    for h, kind in towns.items():
        ground[h] = kind
    for h in book.works - set(book.settlements):
        ground[h] = WORKS
    return ground


def town_hexes(grid: Grid, geo: GeoReference, outlines: Sequence[Area], spots: Sequence[Spot]) -> dict[int, int]:
    """Hexes that are town or dense urban by the share of them that outlines cover.

    Outlines count in the order of the file: one that mostly lies in those of another source before it is the same town
    again and is left out. A city without an outline is a circle.
    """
    lattice = fine_lattice(grid)
    sources = {area.properties.get("source", ""): i for i, area in enumerate(outlines, start=1)}
    drawn_by = np.zeros(len(lattice.hexes), dtype=np.int64)
    city = np.zeros(len(lattice.hexes), dtype=bool)
    cities = [spot for spot in spots if spot.kind == "city" and _near(grid, geo, spot)]
    outlined: set[str] = set()
    for area in outlines:
        inside = lattice.inside(polygons_km(geo, area))
        own, before = sources[area.properties.get("source", "")], drawn_by[inside]
        within = [spot for spot in cities if _names(area, spot) or _holds(area, spot)]
        outlined |= {spot.name_en for spot in within}
        again = (before > 0) & (before != own)
        if again.sum() < SAME_TOWN_SHARE * len(inside):
            drawn_by[inside[before == 0]] = own
            city[inside] |= bool(within)
    for spot in cities:
        if spot.name_en not in outlined:
            inside = lattice.inside([[_circle(geo.to_km(spot.lat, spot.lon), CITY_KM)]])
            drawn_by[inside], city[inside] = -1, True
    town, dense = lattice.share(np.flatnonzero(drawn_by)), lattice.share(np.flatnonzero(city))
    return {h: DENSE_URBAN if dense[h] >= DENSE_SHARE else TOWN for h in range(grid.count) if town[h] >= TOWN_SHARE}


def _near(grid: Grid, geo: GeoReference, spot: Spot) -> bool:
    """Whether a place lies on the map or so near that its town may reach into it."""
    x, y = geo.to_km(spot.lat, spot.lon)
    return -OUTLINE_KM < x < grid.columns + OUTLINE_KM and -OUTLINE_KM < y < grid.rows + OUTLINE_KM


def _names(area: Area, spot: Spot) -> bool:
    """Whether an outline bears the name of a place."""
    return area.properties.get("name") in (spot.name_en, spot.name_uk)


def _holds(area: Area, spot: Spot) -> bool:
    """Whether an outline encloses a place."""
    odd = False
    for ring in (ring for polygon in area.polygons for ring in polygon):
        (x0, y0), (x1, y1) = ring.T, np.roll(ring, -1, axis=0).T
        hit = (y0 <= spot.lat) != (y1 <= spot.lat)
        at = x0[hit] + (spot.lat - y0[hit]) * (x1[hit] - x0[hit]) / (y1[hit] - y0[hit])
        odd ^= bool((at < spot.lon).sum() % 2)
    return odd


def _circle(at: Point, radius: float) -> Floats:
    """A ring of 24 points round a point."""
    angles = np.arange(24) * (math.pi / 12)
    return np.stack((at[0] + radius * np.cos(angles), at[1] + radius * np.sin(angles)), axis=1)


def _wooded(grid: Grid, geo: GeoReference, woods: Iterable[Wood]) -> set[int]:
    """Hexes whose centre lies in a wood, and those that hold its middle."""
    found: set[int] = set()
    for wood in woods:
        at = geo.to_km(wood.lat, wood.lon)
        h = grid.hex_at(*at)
        found |= set() if h is None else {h}
        reach = wood.radius_km
        for row in range(
            max(0, math.ceil((at[1] - reach) / ROW_KM)), min(grid.rows, math.ceil((at[1] + reach) / ROW_KM))
        ):
            half = math.sqrt(max(0.0, reach**2 - (row * ROW_KM - at[1]) ** 2))
            west = at[0] - 0.5 * (row % 2)
            columns = range(max(0, math.ceil(west - half)), min(grid.columns, math.floor(west + half) + 1))
            found.update(row * grid.columns + column for column in columns)
    return found


def _reservoirs(grid: Grid, geo: GeoReference, lines: Iterable[Line]) -> set[int]:
    """Hexes through which a reservoir's line leads long enough."""
    step, found = 0.05, set()
    for line in lines:
        if line.kind != "reservoir":
            continue
        lengths: dict[int | None, float] = {}
        for at in walk(grid, points_km(geo, line), 0.0, step):
            h = grid.hex_at(*at)
            lengths[h] = lengths.get(h, 0.0) + step
        found |= {h for h, length in lengths.items() if h is not None and length >= RESERVOIR_KM}
    return found


def _belts(grid: Grid, geo: GeoReference) -> set[int]:
    """Hexes where the pattern puts tree belts: the same for the same map, whatever else is on it."""
    return {h for h in range(grid.count) if _pattern(geo, *grid.centre(h)) > BELT_LEVEL}


def _pattern(geo: GeoReference, x: float, y: float) -> float:
    """A smooth pattern from 0 to 1 between values thrown at the corners of squares of BELT_KM."""
    i, j = math.floor(x / BELT_KM), math.floor(y / BELT_KM)
    u, v = x / BELT_KM - i, y / BELT_KM - j
    u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
    north = _thrown(geo, i, j) * (1 - u) + _thrown(geo, i + 1, j) * u
    south = _thrown(geo, i, j + 1) * (1 - u) + _thrown(geo, i + 1, j + 1) * u
    return north * (1 - v) + south * v


def _thrown(geo: GeoReference, i: int, j: int) -> float:
    """A number from 0 to 1 that belongs to one corner of one map."""
    key = f"{BELT_SEED} {geo.lat:.5f} {geo.lon:.5f} {i} {j}"
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=4).digest(), "big") / 2**32


# control --------------------------------------------------------------------------------------------------------------


def control(grid: Grid, geo: GeoReference, areas: Iterable[Area]) -> str:
    """A letter for every hex by its centre: r in an occupied polygon, else . in a contested one, else u."""
    lattice, letters = centre_lattice(grid), ["u"] * grid.count
    areas = list(areas)
    for cls, letter in (("contested", "."), ("occupied", "r")):
        polygons = [p for area in areas if area.properties["cls"] == cls for p in polygons_km(geo, area)]
        for h in lattice.hexes[lattice.inside(polygons)]:
            letters[h] = letter
    return "".join(letters)
