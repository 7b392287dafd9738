"""The parts of a scenario file, read as far as they can be: its shape, its layers, what runs over the map.

What cannot be read is told once, at its place, and left out: a letter that is none as open ground, a height as that of a
neighbour, control as nobody's. Everything that is looked at afterwards knows what was left out and keeps silent about it.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from game.diagnostics import Change, Document, Fix, Node, near, rewrite
from game.documents import Fitted, fit
from game.ground import Side
from game.hexes import Grid
from game.rulebook import Rules
from game.scenario.schema import FORMAT, Front, ScenarioFile
from game.state import NOBODY

Path = list[str | int]
Place = tuple[int, int, int]
"""Line, column and width."""

CONTROL = {"u": 0, "r": 1, ".": NOBODY}
"""Letters of the control layer -> owner."""
LAYERS = ("terrain", "elevation", "control")
MOST_COLUMNS = 400
"""Most columns or rows that are believed of a map that does not say its size."""

_METRES = re.compile(r"-?[0-9]{1,4}\Z")
"""How a height is written."""
_GAP = 12
"""Longest gap in a road, in hexes, that a fix fills in."""
_NAMES = {"en": "", "uk": ""}
_LAYER = {"rows": [""]}


def stand_ins(shape: tuple[int, int]) -> dict[str, Any]:
    """What is taken for what a scenario file must have, where it cannot be used, on a map of so many columns and rows."""
    return {
        "format": FORMAT,
        "title": _NAMES,
        "about": _NAMES,
        "calendar": {"first_day": "2023-01-01", "turns": 200, "first_side": "ua"},
        "geo": {"lat": 0, "lon": 0},
        "size": {"columns": shape[0], "rows": shape[1]},
        **dict.fromkeys(LAYERS, _LAYER),
        "sides": {},
        "weather": [{"from": 1, "ground": "dry", "sky": "clear", "temperature": 15}],
        "victory": {
            "weights": {"ground": 0, "pinned": 0, "inflicted": 0, "lost": 0},
            "draw_below": 0,
        },
    }


def part(node: Node, text: str, i: int) -> Place:
    """Where the i-th word of a text stands in the file; the whole text if it is not on one line."""
    quotes = node.width - len(text)
    if quotes not in (0, 2):
        return node.line, node.column, node.width
    start, end = _words(text)[i]
    return node.line, node.column + quotes // 2 + start, end - start


@functools.lru_cache(maxsize=4)
def _words(text: str) -> list[tuple[int, int]]:
    """Where each word of a text begins and ends."""
    return [match.span() for match in re.finditer(r"\S+", text)]


class Lines(NamedTuple):
    """What runs over the map, as hexes and hexsides, in the order of the file; a road with a gap is as if not there."""

    roads: list[list[int]]
    rails: list[list[int]]
    waters: list[list[Side]]
    bridges: dict[Side, str]


class Parts:
    """A scenario file as far as it can be read."""

    def __init__(self, document: Document, fitted: Fitted[ScenarioFile], rules: Rules) -> None:
        assert document.root is not None
        self.document = document
        self.root: Node = document.root
        self.fitted = fitted
        self.file = fitted.file
        self.rules = rules
        self.unknown: dict[str, set[int]] = {name: set() for name in LAYERS}
        """Layer -> the hexes of which it says nothing that can be used."""
        self.torn: set[str] = set()
        """Lists of lines on the map of which one cannot be used as it stands."""
        self._hints = 40
        self.grid = self._size()
        self.layers = {
            "terrain": self._layer("terrain", rules.letters(), 0),
            "elevation": self._layer("elevation", None, 0),
            "control": self._layer("control", CONTROL, NOBODY),
        }
        self._level_out()
        self.lines = self.read_lines()

    # telling ------------------------------------------------------------------------------------------------------------

    def error(self, code: str, message: str, at: Path | Place | Node, hint: str = "", fix: Fix | None = None) -> None:
        """Tell what stops the scenario from being played."""
        place = self.fitted.node(at) if isinstance(at, list) else at
        self.document.report(code, message, place, hint, "error", fix)

    def warn(self, code: str, message: str, at: Path | Place | Node, hint: str = "", fix: Fix | None = None) -> None:
        """Tell what is probably not meant."""
        place = self.fitted.node(at) if isinstance(at, list) else at
        self.document.report(code, message, place, hint, "warning", fix)

    def suggest(self, code: str, message: str, at: Path | Place | Node, hint: str = "", fix: Fix | None = None) -> None:
        """Tell what may not be meant."""
        place = self.fitted.node(at) if isinstance(at, list) else at
        self.document.report(code, message, place, hint, "hint", fix)

    def meant(self, word: str, names: Iterable[str], at: Path) -> tuple[str, Fix | None]:
        """'Did you mean ...?' and the fix that writes it; nothing if no name is near, or too many were asked for."""
        self._hints -= 1
        name = near(word, names) if self._hints >= 0 else ""
        return (f"Did you mean '{name}'?", rewrite(self.fitted.node(at), name)) if name else ("", None)

    def entries(self, *keys: str) -> list[Node]:
        """The entries of a list as they stand in the file, usable or not; none if there is no such list."""
        node: Node | None = self.root
        for key in self.fitted.path(list(keys)):
            node = node.value.get(str(key)) if node is not None and isinstance(node.value, dict) else None
        return node.value if node is not None and isinstance(node.value, list) else []

    def words(self, entries: Iterable[Node], key: str) -> Iterator[str]:
        """The texts that entries have under a key, as they stand in the file."""
        for entry in entries:
            node = entry.value.get(key) if isinstance(entry.value, dict) else None
            if node is not None and isinstance(node.value, str):
                yield node.value

    def nameless(self, name: str, key: str = "id") -> bool:
        """Whether an entry of a list was left out for want of the very key by which others name it."""
        lost = [path for path in self.fitted.places.lost if path[0] == name]
        return name in self.torn or any(len(path) == 1 or path[-1] in (key, "units") for path in lost)

    def place_ids(self) -> list[str]:
        """The ids of all places, usable or not; one given twice is there twice."""
        ids = list(self.words(self.entries("places"), "id"))
        return ids + [place.id for place in self.file.places if place.id not in ids]

    def ids(self) -> set[str]:
        """Every id in the file, of whatever, usable or not."""
        lists = ("formations", "supply", "places", "events", "roads", "rails", "waters")
        found = {id_ for name in lists for id_ in self.words(self.entries(name), "id")}
        for formation in self.entries("formations"):
            units = formation.value.get("units") if isinstance(formation.value, dict) else None
            if units is not None and isinstance(units.value, list):
                found.update(self.words(units.value, "id"))
        return found

    # layers -------------------------------------------------------------------------------------------------------------

    def _size(self) -> Grid:
        """The size of the map: what the layers agree on, if the file says otherwise."""
        size = self.file.size
        shapes = [_shape(getattr(self.file, name).rows) for name in LAYERS if not self.fitted.lost([name])]
        found = {"columns": size.columns, "rows": size.rows}
        for i, name in enumerate(found):
            said, wide = found[name], {shape[i] for shape in shapes}
            if len(shapes) < 2 or len(wide) != 1 or wide & {0, said} or max(wide) > MOST_COLUMNS:
                continue
            (found[name],) = wide
            fix = rewrite(self.fitted.node(["size", name]), str(found[name]))
            message = f"Terrain, elevation and control have {found[name]} {name}, the map is said to have {said}."
            self.error("C201", message, ["size", name], fix=fix)
        return Grid(found["columns"], found["rows"])

    def _layer(self, name: str, letters: dict[str, int] | None, plain: int) -> list[int]:
        """Values of a layer row by row; letters by their table, or whole numbers if there is none."""
        rows, unknown = getattr(self.file, name).rows, self.unknown[name]
        if self.fitted.lost([name, "rows"]) and rows == _LAYER["rows"]:
            unknown.update(range(self.grid.count))
            return [plain] * self.grid.count
        return self._rows([name, "rows"], rows, letters, plain, unknown)

    def _rows(
        self, path: Path, rows: Sequence[str], letters: dict[str, int] | None, plain: int, unknown: set[int]
    ) -> list[int]:
        """Values of rows of letters or numbers, plain where there is none that can be used; those hexes are noted."""
        grid, values = self.grid, [plain] * self.grid.count
        if len(rows) != grid.rows:
            self.error("C201", f"There are {len(rows)} rows, the map has {grid.rows}.", path)
            unknown.update(range(grid.count))
        for r, row in enumerate(rows[: grid.rows]):
            words, first = row.split(), r * grid.columns
            if self.fitted.lost([*path, r]):
                unknown.update(range(first, first + grid.columns))
                continue
            if len(words) != grid.columns:
                message = f"Row {r:02d} has {len(words)} values, the map has {grid.columns} columns."
                self.error("C201", message, [*path, r])
                unknown.update(range(first, first + grid.columns))
            for i, word in enumerate(words[: grid.columns]):
                value = self._value(word, letters)
                if value is None:
                    unknown.add(first + i)
                    self._no_value([*path, r], row, i, word, letters)
                else:
                    values[first + i] = value
        return values

    def front(self, i: int) -> list[int]:
        """Whose every hex is in the front at a position of the history, told if it does not fit the map."""
        front = self.file.history[i]
        assert isinstance(front, Front)
        return self._rows(["history", i, "rows"], front.rows, CONTROL, NOBODY, set())

    def _value(self, word: str, letters: dict[str, int] | None) -> int | None:
        """One value of a layer, None if it is none."""
        if letters is not None:
            return letters.get(word)
        return int(word) if _METRES.match(word) and -500 <= int(word) <= 9000 else None

    def _no_value(self, path: Path, row: str, i: int, word: str, letters: dict[str, int] | None) -> None:
        """Tell of a word that is no value of its layer."""
        place = part(self.fitted.node(path), row, i)
        if letters is None:
            self.error("C202", f"'{word[:20]}' is no height in metres.", place, "Heights are from -500 to 9000.")
            return
        fix = None
        if word.lower() in letters and place[2] == len(word):
            fix = Fix(f"write {word.lower()} here", (Change(*place, word.lower()),))
        message = f"'{word[:20]}' is no letter of this layer."
        self.error("C202", message, place, f"The letters are {' '.join(letters)}.", fix)

    def _level_out(self) -> None:
        """Give hexes without a height that of the nearest hex before them, or behind."""
        heights, unknown = self.layers["elevation"], self.unknown["elevation"]
        if not unknown or len(unknown) == len(heights):
            return
        last = next(height for h, height in enumerate(heights) if h not in unknown)
        for h in range(len(heights)):
            last = heights[h] = last if h in unknown else heights[h]

    # lines --------------------------------------------------------------------------------------------------------------

    def read_lines(self) -> Lines:
        """Everything that runs over the map, hex by hex and hexside by hexside."""
        file = self.file
        waters = [self._sides(["waters", i, "sides"], water.sides) for i, water in enumerate(file.waters)]
        roads = [self._path(["roads", i, "path"], road.path) for i, road in enumerate(file.roads)]
        rails = [self._path(["rails", i, "path"], rail.path) for i, rail in enumerate(file.rails)]
        wet = {frozenset(side) for sides in waters for side in sides}
        wet |= {frozenset(self.parse_side(word)) for text in self._lost_texts("waters", "sides") for word in text.split()}
        dry = "waters" not in self.torn and not self.nameless("waters", "sides")
        bridges: dict[Side, str] = {}
        for i, bridge in enumerate(file.bridges):
            for side in self._sides(["bridges", i, "at"], bridge.at):
                bridges[side] = bridge.state
                if frozenset(side) not in wet and dry:
                    self.torn.add("bridges")
                    self.error("C210", f"There is no water under the bridge at {bridge.at}.", ["bridges", i, "at"])
        for name in ("trenches", "rubble"):
            for i, works in enumerate(getattr(file, name)):
                self._hexes([name, i, "hexes"], works.hexes)
        return Lines(roads, rails, waters, bridges)

    def _lost_texts(self, name: str, key: str) -> list[str]:
        """The texts under a key of the entries of a list that were left out."""
        if self.fitted.lost([name]):
            return list(self.words(self.entries(name), key))
        return []

    def _hexes(self, path: Path, text: str) -> list[int]:
        """The hexes of a list of numbers."""
        found = []
        for i, word in enumerate(text.split()):
            h = self.grid.parse(word)
            if self.document.full:
                break
            if h is None:
                self.torn.add(str(path[0]))
                self.error("C203", f"There is no hex {word[:20]} on the map.", part(self.fitted.node(path), text, i))
            else:
                found.append(h)
        return found

    def _path(self, path: Path, text: str) -> list[int]:
        """The hexes of a road, each next to the one before."""
        hexes = self._hexes(path, text)
        if len(hexes) != len(text.split()):
            return []
        for i, (a, b) in enumerate(itertools.pairwise(hexes)):
            if self.grid.direction(a, b) is None:
                self.torn.add(str(path[0]))
                place = part(self.fitted.node(path), text, i + 1)
                message = f"{self.grid.number(b)} does not touch {self.grid.number(a)}."
                self.error("C204", message, place, "Name every hex on the way.", self._filled(a, b, place))
                return []
        return hexes

    def _filled(self, a: int, b: int, place: Place) -> Fix | None:
        """The fix that names the hexes on the straight way from a to b, which stands at a place; or leaves b out."""
        number = self.grid.number(b)
        if place[2] != len(number) or self.grid.distance(a, b) > _GAP:
            return None
        if a == b:
            return Fix(f"leave the second {number} out", (Change(place[0], place[1] - 1, place[2] + 1, ""),))
        between = " ".join(self.grid.number(h) for h in self.grid.line(a, b)[1:-1])
        return Fix(f"put {between} in between", (Change(place[0], place[1], 0, f"{between} "),))

    def _sides(self, path: Path, text: str) -> list[Side]:
        """The hexsides of a list such as "0714-0814 0814-0715"."""
        found = []
        for i, word in enumerate(text.split()):
            side = self.parse_side(word)
            if self.document.full:
                break
            if not side:
                self.torn.add(str(path[0]))
                self.error("C205", f"There is no hexside {word[:20]} on the map.", part(self.fitted.node(path), text, i))
            else:
                found.append((side[0], side[1]))
        return found

    def parse_side(self, word: str) -> Sequence[int]:
        """The two hexes of a hexside; nothing if it is none."""
        pair = [self.grid.parse(number) for number in word.split("-")]
        if len(pair) != 2 or pair[0] is None or pair[1] is None or self.grid.direction(pair[0], pair[1]) is None:
            return ()
        return pair[0], pair[1]


def read_parts(document: Document, rules: Rules) -> Parts | None:
    """The parts of a scenario file, everything that cannot be read reported; None if there is nothing to go on with."""
    fitted = fit(document, ScenarioFile, lambda: stand_ins(_shape_in(document)))
    if fitted is None or document.full:
        return None
    return Parts(document, fitted, rules)


def _shape(rows: Sequence[str]) -> tuple[int, int]:
    """Columns and rows of a layer; no columns if its rows differ."""
    widths = {len(row.split()) for row in rows}
    return (widths.pop() if len(widths) == 1 else 0), len(rows)


def _shape_in(document: Document) -> tuple[int, int]:
    """Columns and rows of the first layer in a document, whatever else is wrong with it; of no layer (1, 1)."""
    for name in LAYERS if document.root is not None else ():
        rows = document.root.find([name, "rows"]).value if document.root else None
        texts = [row.value for row in rows if isinstance(row.value, str)] if isinstance(rows, list) else []
        if texts:
            widths = Counter(len(text.split()) for text in texts)
            columns = max(widths, key=lambda width: widths[width])
            return min(max(columns, 1), MOST_COLUMNS), min(len(texts), MOST_COLUMNS)
    return 1, 1
