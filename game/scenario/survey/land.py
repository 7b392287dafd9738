"""Ground of a survey: terrain from outlines of towns, woods and reservoirs, control from polygons.

Points are kilometres east and south of hex 0000; layers hold a value a hex, in order of hexes.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from game.hexes import CORNER_KM, HEX_KM2, ROW_KM, GeoReference, Grid
from game.rulebook import DENSE_URBAN, OPEN, TOWN, TREE_LINES, VILLAGE, WATER, WOOD, WORKS
from game.scenario.survey.geojson import Area, Floats
from game.scenario.survey.lines import Point, points_km, walk
from game.scenario.survey.places import PlaceBook
from game.scenario.survey.records import Geodata, Line, Spot, Wood
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
GROUND_SHARE = 0.5
"""A hex of which outlines of one kind of ground cover this share is of that ground."""
HAMLET_SHARE, BLOCK_SHARE = 0.03, 0.10
"""A hex of which buildings cover these shares is a village, or a town."""
TREES_KM = 0.5
"""Rows of trees this long in a hex make it tree lines."""
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
    for h in _belts(grid, geo) if farmed else ():
        ground[h] = TREE_LINES
    told = told_ground(grid, geo, data, book, towns, roads)
    return [told.get(h, kind) for h, kind in enumerate(ground)]


def told_ground(
    grid: Grid, geo: GeoReference, data: Geodata, book: PlaceBook, towns: Mapping[int, int], roads: set[int]
) -> dict[int, int]:
    """Terrain of the hexes of which the data tell something, those of tree belts that are only a pattern left out."""
    ground: dict[int, int] = {}
    drawn = _drawn(grid, geo, data.ground)
    woods = book.woods | _wooded(grid, geo, data.woods) | drawn.get(WOOD, set())
    water = _reservoirs(grid, geo, data.lines) - roads | drawn.get(WATER, set())
    hamlets, blocks = _built(grid, geo, data.buildings)
    trees = _rows_of_trees(grid, geo, data.tree_rows)
    for hexes, kind in (
        (drawn.get(OPEN, set()), OPEN),
        (trees | drawn.get(TREE_LINES, set()), TREE_LINES),
        (woods, WOOD),
        (water, WATER),
        (hamlets | drawn.get(VILLAGE, set()), VILLAGE),
        (blocks, TOWN),
    ):
        ground |= dict.fromkeys(sorted(hexes), kind)
    for h, (settlement, _) in book.settlements.items():
        ground[h] = VILLAGE if settlement == "village" else TOWN
    ground |= towns
    ground |= dict.fromkeys(book.works - set(book.settlements), WORKS)
    for kind in (WORKS, TOWN, DENSE_URBAN):
        ground |= dict.fromkeys(drawn.get(kind, ()), kind)
    for kind, hexes in _drawn(grid, geo, (area for area in data.ground if "hex" in area[1].properties)).items():
        ground |= dict.fromkeys(hexes, kind)
    return ground


def _drawn(grid: Grid, geo: GeoReference, ground: Iterable[tuple[int, Area]]) -> dict[int, set[int]]:
    """Terrain -> the hexes of which outlines of it cover enough."""
    polygons: dict[int, list[list[Floats]]] = {}
    for kind, area in ground:
        polygons.setdefault(kind, []).extend(polygons_km(geo, area))
    if not polygons:
        return {}
    lattice = fine_lattice(grid)
    shares = {kind: lattice.share(lattice.inside(parts)) for kind, parts in polygons.items()}
    return {kind: {int(h) for h in np.flatnonzero(share >= GROUND_SHARE)} for kind, share in shares.items()}


def _built(grid: Grid, geo: GeoReference, buildings: Iterable[Area]) -> tuple[set[int], set[int]]:
    """Hexes whose buildings make a village, and a town; a building counts where its middle lies."""
    covered: dict[int, float] = {}
    for area in buildings:
        for outer, *_ in polygons_km(geo, area):
            (x, y), (x1, y1) = outer.T, np.roll(outer, -1, axis=0).T
            h = grid.hex_at(float(x.mean()), float(y.mean()))
            if h is not None:
                covered[h] = covered.get(h, 0.0) + abs(float((x * y1 - x1 * y).sum())) / 2 / HEX_KM2
    blocks = {h for h, share in covered.items() if share >= BLOCK_SHARE}
    return {h for h, share in covered.items() if share >= HAMLET_SHARE} - blocks, blocks


def _rows_of_trees(grid: Grid, geo: GeoReference, rows: Iterable[Floats]) -> set[int]:
    """Hexes with rows of trees long enough."""
    step, lengths = 0.05, dict[int | None, float]()
    for row in rows:
        for at in walk(grid, [geo.to_km(float(lat), float(lon)) for lon, lat in row], 0.0, step):
            h = grid.hex_at(*at)
            lengths[h] = lengths.get(h, 0.0) + step
    return {h for h, length in lengths.items() if h is not None and length >= TREES_KM}


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
    told = told_control(grid, geo, areas)
    return "".join(told.get(h, "u") for h in range(grid.count))


def told_control(grid: Grid, geo: GeoReference, areas: Iterable[Area]) -> dict[int, str]:
    """The letters of the hexes whose centres lie in control polygons."""
    lattice, letters, areas = centre_lattice(grid), dict[int, str](), list(areas)
    for cls, letter in (("other", "u"), ("contested", "."), ("occupied", "r")):
        polygons = [p for area in areas if area.properties["cls"] == cls for p in polygons_km(geo, area)]
        letters |= dict.fromkeys((int(h) for h in lattice.hexes[lattice.inside(polygons)]), letter)
    return letters
