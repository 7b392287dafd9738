"""Large maps for measuring: the mirror scenario laid side by side, so that units and ground grow alike."""

from __future__ import annotations

from typing import Any

from game.diagnostics import Document, Node
from game.hexes import GeoReference, Grid
from game.scenario.load import Scenario, build, load_scenario
from game.scenario.schema import ScenarioFile

PATTERN = "mirror"


def tiled(times: int, manned: int = 100) -> Scenario:
    """The mirror scenario so many times across and down, with its roads and places in each tile.

    Its units, sources and objectives stand in the first `manned` tiles only.
    Tiles lie 16 rows apart, the row between them as the last, so that odd rows stay odd.
    """
    pattern = load_scenario(PATTERN).file
    columns, rows = pattern.size.columns, pattern.size.rows + 1
    grid = Grid(columns * times, rows * times)
    plain = pattern.model_dump(by_alias=True)
    plain["size"] = {"columns": grid.columns, "rows": grid.rows}
    for layer in ("terrain", "elevation", "control"):
        plain[layer]["rows"] = _tile_rows(plain[layer]["rows"], times)
    tiles = [(x * columns, y * rows) for y in range(times) for x in range(times)]
    for name in ("roads", "places", "formations", "supply"):
        there = tiles if name in ("roads", "places") else tiles[:manned]
        plain[name] = [_moved(entry, i, tile, pattern, grid) for i, tile in enumerate(there) for entry in plain[name]]
    plain["victory"]["places"] = [
        entry | {"place": f"{entry['place']}-{i}"}
        for i in range(len(tiles[:manned]))
        for entry in plain["victory"]["places"]
    ]
    document = Document(f"{PATTERN} x {times}", "")
    document.root = _tree(plain)
    scenario = build(document, f"{PATTERN}-{times}")
    document.raise_errors()
    assert scenario is not None
    return scenario


def _tree(value: Any) -> Node:
    """Plain values as a document's nodes, all at its first character."""
    if isinstance(value, dict):
        items = {key: _tree(item) for key, item in value.items() if item is not None}
        return Node(1, 1, 1, items, {key: Node(1, 1, 1, key) for key in items})
    return Node(1, 1, 1, [_tree(item) for item in value] if isinstance(value, list) else value)


def _tile_rows(rows: list[str], times: int) -> list[str]:
    """A layer's rows repeated across and down, the last row of each tile twice."""
    return [" ".join([row] * times) for row in [*rows, rows[-1]] * times]


def _moved(entry: dict[str, Any], i: int, tile: tuple[int, int], pattern: ScenarioFile, grid: Grid) -> dict[str, Any]:
    """An entity moved into a tile, its ids made its own."""
    small = Grid(pattern.size.columns, pattern.size.rows)
    geo = GeoReference(pattern.geo.lat, pattern.geo.lon)

    def number(text: str) -> str:
        h = small.parse(text)
        assert h is not None
        row, column = divmod(h, small.columns)
        there = grid.at(column + tile[0], row + tile[1])
        assert there is not None
        return grid.number(there)

    moved = {key: value for key, value in entry.items() if value is not None} | {"id": f"{entry['id']}-{i}"}
    if "hex" in moved:
        moved["hex"] = number(moved["hex"])
    if "path" in moved:
        moved["path"] = " ".join(number(word) for word in moved["path"].split())
    if "lat" in moved:
        h = grid.parse(moved["hex"])
        assert h is not None
        moved["lat"], moved["lon"] = (round(x, 5) for x in geo.to_degrees(*grid.centre(h)))
    if "units" in moved:
        moved["units"] = [_moved(unit, i, tile, pattern, grid) for unit in moved["units"]]
    return moved
