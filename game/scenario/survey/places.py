"""Places of a survey: which hex they lie in, how they are called, what the words of their names say about the ground.

Landmarks are sorted by words of their names, in English and Ukrainian; the words are general, none names a region.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Any

from game.hexes import GeoReference, Grid
from game.scenario.survey.records import Spot

SETTLEMENTS = ("city", "town", "village")
"""Kinds of place where people live, the largest first."""

WORKS_WORDS = re.compile(
    r"\b(plant|works|factory|mill|refinery|smelter|colliery|mine|winery|brewery"
    r"|завод|шахта|комбінат|фабрика|рудник)\b",
    re.IGNORECASE,
)
"""A landmark with one of these words in its name is an industrial area."""
WOOD_WORDS = re.compile(r"\b(forest|woods?|ліс)\b", re.IGNORECASE)
"""A landmark with one of these words in its name is a wood."""
BRIDGE_WORDS = re.compile(r"\b(bridge|overpass|міст)\b", re.IGNORECASE)
BLOWN_WORDS = re.compile(r"\b(blown|destroyed|demolished|підірваний|зруйнований)\b", re.IGNORECASE)
"""A bridge of which the text says one of these is blown."""

_LANDMARKS = (
    ("feature", r"bridge|overpass|station|monument|міст|ст"),
    ("quarter", r"quarter|microdistrict|district|suburb|мікрорайон|квартал"),
    ("water", r"reservoir|river|lake|pond|водосховище|озеро|ставок"),
    ("height", r"heights?|hills?|ridge|mountain|гора|гори|висот[аи]|курган"),
)
"""Kind of place -> words of a landmark's name that make it one; the first that fits."""
_FEATURES = {
    "балка": ("feature", "gully"),
    "яр": ("feature", "gully"),
    "урочище": ("feature", "tract"),
    "ліс": ("feature", "wood"),
    "болото": ("feature", "marsh"),
    "гора": ("height", "hill"),
    "курган": ("height", "barrow"),
    "височина": ("height", "upland"),
    "річка": ("water", "river"),
    "ручай": ("water", "brook"),
    "струмок": ("water", "brook"),
    "озеро": ("water", "lake"),
    "ставок": ("water", "pond"),
    "водосховище": ("water", "reservoir"),
}
"""Type in the Ukrainian register -> kind of place and English noun."""
_WOODED = ("ліс", "урочище")
"""Types of the register taken for a wood: woods, and tracts, which on the steppe are mostly wooded."""
_TELLING = ("яр", "ліс", "гора", "гори", "курган", "могила")
"""Last words of Ukrainian names that need no noun beside them."""


class PlaceBook:
    """The places that lie on a map, in the order of the files, with their hexes."""

    def __init__(self, grid: Grid, geo: GeoReference, spots: Iterable[Spot]) -> None:
        self.places: list[dict[str, Any]] = []
        """Entries of a scenario's `places`."""
        self.settlements: dict[int, tuple[str, tuple[float, float]]] = {}
        """Hex -> kind of its largest settlement and where that lies, in km east and south of hex 0000."""
        self.works: set[int] = set()
        self.woods: set[int] = set()
        self.bridges: list[tuple[Spot, tuple[float, float]]] = []
        """Bridges that are places, and where they lie in km."""
        spots = list(spots)
        cited = {word for spot in spots if not spot.register for word in re.findall(r"[^\s,;()]+", spot.told)}
        seen: set[tuple[str, float, float]] = set()
        self._ids = Ids()
        self._namesakes = Counter(without_note(spot.name_en) for spot in spots if not spot.register)
        for spot in spots:
            key = (spot.name_uk, round(spot.lat, 3), round(spot.lon, 3))
            if key in seen or spot.register in cited:
                continue
            seen.add(key)
            lat, lon = round(spot.lat, 5), round(spot.lon, 5)
            at = geo.to_km(lat, lon)
            h = grid.hex_at(*at)
            if h is not None:
                self._enter(spot, h, at, grid.number(h), lat, lon)

    def _enter(self, spot: Spot, h: int, at: tuple[float, float], number: str, lat: float, lon: float) -> None:
        """Write down a place and what it says about its hex."""
        kind, name = _named(spot)
        full = not spot.register and self._namesakes[name["en"]] > 1
        entry: dict[str, Any] = {"id": self._ids.new(spot.name_en if full else name["en"]), "kind": kind, "hex": number}
        entry |= {"lat": lat, "lon": lon, "name": name, "source": spot.source, "confidence": spot.confidence}
        self.places.append(entry)
        if kind in SETTLEMENTS:
            known = self.settlements.get(h)
            if known is None or SETTLEMENTS.index(kind) < SETTLEMENTS.index(known[0]):
                self.settlements[h] = kind, at
        called = f"{spot.name_en} {spot.name_uk}"
        if BRIDGE_WORDS.search(called):
            self.bridges.append((spot, at))
        elif spot.kind == "landmark" and WORKS_WORDS.search(called):
            self.works.add(h)
        elif spot.type_uk in _WOODED or (spot.kind == "landmark" and WOOD_WORDS.search(called)):
            self.woods.add(h)


class Ids:
    """Identifiers made from names, each given once."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def new(self, name: str) -> str:
        """An identifier like a name; a namesake gets a number."""
        stem = found = slug(name)
        while found in self._given:
            self._given[stem] += 1
            number = str(self._given[stem])
            found = f"{stem[: 39 - len(number)].rstrip('-')}-{number}"
        self._given[found] = 1
        return found


def slug(name: str) -> str:
    """A name as an identifier of a scenario.

    >>> slug("Springfield (Ohio)"), slug("Łódź 1"), slug("Київ")
    ('springfield-ohio', 'odz-1', 'unnamed')
    """
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only.replace("'", "")).strip("-")
    return words[:40].strip("-") or "unnamed"


def without_note(name: str) -> str:
    """A name without the note in brackets that tells it from its namesakes.

    >>> without_note("Springfield (Ohio)")
    'Springfield'
    """
    return re.sub(r"\s*\([^()]*\)\s*\Z", "", name) or name


def _named(spot: Spot) -> tuple[str, dict[str, str]]:
    """Kind of place and names on the map."""
    if spot.register:
        kind, noun = _FEATURES.get(spot.type_uk.split(",")[0].strip(), ("feature", ""))
        words = spot.name_uk.lower().split()
        if not noun or (words and words[-1] in _TELLING):
            return kind, {"en": spot.name_en, "uk": spot.name_uk or spot.name_en}
        return kind, {"en": f"{spot.name_en} {noun}", "uk": f"{spot.type_uk.split(',')[0]} {spot.name_uk}"}
    kind = spot.kind
    if kind == "landmark":
        called = f"{spot.name_en} {spot.name_uk}"
        fits = (k for k, words in _LANDMARKS if re.search(rf"\b({words})\b", called, re.IGNORECASE))
        kind = next(fits, "feature")
    return kind, {"en": without_note(spot.name_en), "uk": without_note(spot.name_uk)}
