"""A scenario's map as GeoJSON, for QGIS and its like: hexes with their ground, lines, bridges and places.

What is written here is read again by `game.scenario.survey.tagged`, so a map can go out, be drawn on and come back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from game.ground import Side
from game.hexes import GeoReference, Grid
from game.scenario.load import Scenario
from game.scenario.schema import ScenarioFile

Position = tuple[float, float]
"""Longitude and latitude, as GeoJSON has them."""
CLASSES = {"u": "other", "r": "occupied", ".": "contested"}
"""Letter of the control layer -> class of a control polygon."""


def map_geojson(scenario: Scenario) -> str:
    """The map of a scenario as a FeatureCollection, a feature a line."""
    file = scenario.file
    drawn = _Drawn(scenario.grid, GeoReference(file.geo.lat, file.geo.lon))
    lines = [json.dumps(feature, ensure_ascii=False) for feature in _features(scenario, file, drawn)]
    head = {"title": file.title.en, "source": f"scenario {scenario.id}"}
    told = json.dumps(head, ensure_ascii=False)[1:-1]
    return f'{{"type": "FeatureCollection", {told}, "features": [\n' + ",\n".join(lines) + "\n]}\n"


class _Drawn:
    """Where hexes, their corners and hexsides lie on the earth."""

    def __init__(self, grid: Grid, geo: GeoReference) -> None:
        self.grid, self.geo = grid, geo

    def _degrees(self, x: float, y: float) -> Position:
        lat, lon = self.geo.to_degrees(x, y)
        return round(lon, 6), round(lat, 6)

    def centre(self, h: int) -> Position:
        """The middle of a hex."""
        return self._degrees(*self.grid.centre(h))

    def outline(self, h: int) -> list[Position]:
        """The corners of a hex, the first again at the end."""
        corners = [self._degrees(*self.grid.corner(h, d)) for d in range(6)]
        return [*corners, corners[0]]

    def along(self, sides: Iterable[Side]) -> list[list[Position]]:
        """Lines along hexsides: those that follow one another share a corner."""
        chains: list[list[Position]] = []
        for a, b in sides:
            direction = self.grid.direction(a, b)
            assert direction is not None
            first, second = (self._degrees(*self.grid.corner(a, d % 6)) for d in (direction - 1, direction))
            chain = chains[-1] if chains else []
            if chain and len(chain) == 2 and chain[0] in (first, second):
                chain.reverse()
            if chain and chain[-1] in (first, second):
                chain.append(second if chain[-1] == first else first)
            else:
                chains.append([first, second])
        return chains

    def hexes(self, numbers: str) -> list[int]:
        """The hexes of printed numbers."""
        return [h for word in numbers.split() if (h := self.grid.parse(word)) is not None]

    def sides(self, numbers: str) -> list[Side]:
        """The hexsides of pairs of printed numbers."""
        pairs = [self.hexes(word.replace("-", " ")) for word in numbers.split()]
        return [(pair[0], pair[1]) for pair in pairs]


def _features(scenario: Scenario, file: ScenarioFile, drawn: _Drawn) -> Iterator[dict[str, Any]]:
    """Hexes, waters, roads, railways, bridges, places."""
    held = [word for row in file.control.rows for word in row.split()]
    for h in range(scenario.grid.count):
        node = scenario.ground.graph.nodes[h]
        about = {"hex": node["number"], "kind": node["terrain"], "ele": node["elevation"], "cls": CLASSES[held[h]]}
        yield _feature("Polygon", [drawn.outline(h)], about)
    for water in file.waters:
        shape = drawn.along(drawn.sides(water.sides))
        yield _feature("MultiLineString", shape, {"id": water.id, "kind": water.kind, **_told(water)})
    for road in file.roads:
        points = [drawn.centre(h) for h in drawn.hexes(road.path)]
        about = {"id": road.id, "kind": f"road_{road.kind}", "ref": road.ref, **_told(road)}
        yield from [_feature("LineString", points, about)] if len(points) > 1 else []
    for rail in file.rails:
        points = [drawn.centre(h) for h in drawn.hexes(rail.path)]
        about = {"id": rail.id, "kind": "railway", **_told(rail)}
        yield from [_feature("LineString", points, about)] if len(points) > 1 else []
    for bridge in file.bridges:
        ((ax, ay), (bx, by)), *_ = [tuple(map(scenario.grid.centre, side)) for side in drawn.sides(bridge.at)]
        lat, lon = drawn.geo.to_degrees((ax + bx) / 2, (ay + by) / 2)
        about = {"kind": "bridge", "hexside": bridge.at, "state": bridge.state, **_told(bridge)}
        yield _feature("Point", (round(lon, 6), round(lat, 6)), about)
    for place in file.places:
        about = {"id": place.id, "kind": place.kind, "hex": place.hex, **_told(place)}
        yield _feature("Point", (place.lon, place.lat), about)


def _told(thing: Any) -> dict[str, Any]:
    """The names of a thing and how it is known."""
    names = {} if thing.name is None else {"name": thing.name.en, "name:en": thing.name.en, "name:uk": thing.name.uk}
    return names | {"source": thing.source, "confidence": thing.confidence}


def _feature(shape: str, coordinates: Any, about: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON feature; what is empty is left out."""
    properties = {key: value for key, value in about.items() if value != ""}
    return {"type": "Feature", "properties": properties, "geometry": {"type": shape, "coordinates": coordinates}}
