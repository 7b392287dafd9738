"""What overlays are made of: a side's view, its supply solved, the courses of its roads, and words."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from game.analysis.criticality import Hanging, from_hexes, hanging
from game.analysis.encirclement import Pocket, Ring
from game.analysis.exposure import Line
from game.analysis.solution import BROUGHT_BACK, Solution
from game.analysis.telling import Teller
from game.ground import TO
from game.state import DAYS, HEX, OWNER, SUPPLY
from game.texts import say
from game.ui import palette
from game.ui.paint.chance import Floats
from game.ui.paint.overlays.courses import Arc, Courses, chains
from game.ui.paint.overlays.drawing import PATTERNS, Ribbon, Run, Style
from game.view import View

SUPPLY_STYLES = tuple(Style(palette.SUPPLY_ON_MAP[i], PATTERNS[i]) for i in range(4))
"""By state of supply."""
MOST_ROADS = 3
"""Roads of a hex that are told."""
BUSY_FROM, FULL_FROM = 0.75, 0.985
"""Shares of what a road can carry from which it is busy, and full."""
AROUND = 2
"""Hexes about a unit that are filled with its state."""


class Facts:
    """Everything an overlay of one view needs."""

    def __init__(self, view: View, solution: Solution, courses: Courses, language: str) -> None:
        self.view, self.solution, self.courses = view, solution, courses
        self.language = language
        self.teller = Teller(view.scenario, language)
        self.chronicle = self.teller.chronicle
        self.state = view.believed
        self.grid = view.scenario.grid

    def say(self, key: str, **values: Any) -> str:
        """The text of a key of the window."""
        return say(self.language, f"ui.{key}", **values)

    def tonnes(self, kg: int) -> str:
        """A weight in tonnes: whole ones from 10 on."""
        return self.say("overlay.tonnes", t=weight(kg))

    def number(self, h: int) -> str:
        """The printed number of a hex."""
        return self.grid.number(h)

    @cached_property
    def units(self) -> list[int]:
        """Own units on the map, sources and depots left out."""
        return self.view.own_units()

    @cached_property
    def hanging(self) -> Hanging:
        """Which own units hang on which hexes."""
        return hanging(self.solution, self.units)

    @cached_property
    def places(self) -> dict[int, list[int]]:
        """Hex -> own units there."""
        found: dict[int, list[int]] = {}
        for u in self.units:
            found.setdefault(int(self.state.units[u, HEX]), []).append(u)
        return found

    @cached_property
    def ends(self) -> list[Arc]:
        """The two hexes of every arc."""
        to: list[int] = self.view.fixed.board.arcs[:, TO].tolist()
        return list(zip(from_hexes(self.solution), to, strict=True))

    @cached_property
    def arc_of(self) -> dict[Arc, int]:
        """The arc from a hex to its neighbour."""
        return {ends: a for a, ends in enumerate(self.ends)}

    @cached_property
    def roads(self) -> list[Arc]:
        """Every road that is open both ways, from its lower hex."""
        minutes = self.solution.minutes
        return [
            (h, n) for a, (h, n) in enumerate(self.ends)
            if h < n and minutes[a] >= 0 and minutes[self.arc_of[n, h]] >= 0
        ]  # fmt: skip

    def load(self, a: int) -> tuple[int, int, int]:
        """Of an arc the half-day in which it is fullest: kg carried, kg it can carry, 0 night or 1 day."""
        carried, capacity = self.solution.carried[:, a], self.solution.capacity[:, a]
        layer = int(np.argmax(carried * 1000 // np.maximum(capacity, 1)))
        return int(carried[layer]), int(capacity[layer]), layer

    def road_load(self, road: Arc) -> tuple[int, int, int]:
        """The same of a road, in its fuller direction."""
        there, back = (self.load(self.arc_of[arc]) for arc in (road, road[::-1]))
        return max(there, back, key=lambda load: load[0] / max(load[1], 1))

    def share(self, road: Arc) -> float:
        """How full a road is in its fuller direction and half-day, 0 to 1."""
        carried, most, _ = self.road_load(road)
        return carried / most if most else 0.0

    def half(self, layer: int) -> str:
        """By night, or by day."""
        return self.say("overlay.day" if layer else "overlay.night")

    @cached_property
    def _cargo(self) -> dict[Arc, tuple[dict[str, int], dict[int, None]]]:
        """Arc -> kg of each good that goes along it, and the units and depots it is for."""
        found: dict[Arc, tuple[dict[str, int], dict[int, None]]] = {}
        for parcel in self.solution.parcels:
            for route in parcel.routes if parcel.good not in BROUGHT_BACK else ():
                for arc in pairwise(route.hexes):
                    kg, units = found.setdefault(arc, ({}, {}))
                    kg[parcel.good] = kg.get(parcel.good, 0) + route.kg
                    units[parcel.unit] = None
        return found

    def goods_on(self, arc: Arc) -> tuple[dict[str, int], list[int]]:
        """Kg of each good that goes along an arc, and the units and depots it is for."""
        kg, units = self._cargo.get(arc, ({}, {}))
        return kg, list(units)

    def units_on(self, arc: Arc) -> list[int]:
        """The units, depots left out, to whom something comes along an arc."""
        own = set(self.units)
        return [u for u in self.goods_on(arc)[1] if u in own]

    def level(self, road: Arc) -> tuple[int, int]:
        """The level of fire on a road by night and by day."""
        fire = self.solution.fire[:, self.arc_of[road]]
        return int(fire[0]), int(fire[1])

    @cached_property
    def flows(self) -> dict[Arc, int]:
        """Arc -> kg it carries forward in a night and a day, where it carries any."""
        total = self.solution.carried.sum(axis=0)
        return {self.ends[a]: int(total[a]) for a in np.flatnonzero(total).tolist()}

    def worst(self, units: Iterable[int]) -> int:
        """The worst state of supply of some units."""
        return max(int(self.state.units[u, SUPPLY]) for u in units)

    def spread(self, values: Mapping[int, int], reach: int = AROUND) -> dict[int, int]:
        """Values of hexes carried on to own ground near by, the nearest first, among equally near the highest."""
        owner = self.state.hexes[:, OWNER]
        found = dict(values)
        front = deque(sorted(values, key=lambda h: (-values[h], h)))
        for _ in range(reach):
            wave: dict[int, int] = {}
            for h in front:
                for _, n in self.grid.neighbours(h):
                    if n not in found and owner[n] == self.view.side:
                        wave[n] = max(wave.get(n, -1), found[h])
            found |= wave
            front = deque(sorted(wave, key=lambda h: (-wave[h], h)))
        return found

    def spot(self, h: int, dx: float = 0.0, dy: float = 0.0) -> tuple[float, float]:
        """The middle of a hex in km, or a point beside it."""
        x, y = self.grid.centre(h)
        return x + dx, y + dy

    def middle(self, road: Arc) -> tuple[Floats, Floats]:
        """The middle of a road's course, and the unit vector along it."""
        piece = self.courses.piece(*road)
        i = len(piece) // 2
        along = piece[min(i + 1, len(piece) - 1)] - piece[max(i - 1, 0)]
        return piece[i], along / max(float(np.hypot(*along)), 1e-9)

    def ribbons(
        self, carried: Mapping[Arc, int], width: Callable[[int], float], style: Callable[[Arc], Style],
        chevrons: bool = True,
    ) -> list[Ribbon]:  # fmt: skip
        """Ribbons along everything that carries something, the least first."""
        ways = chains(carried)
        return [self.ribbon(way, carried, width, style, chevrons) for way in reversed(ways)]

    def ribbon(
        self, way: tuple[int, ...], carried: Mapping[Arc, int], width: Callable[[int], float],
        style: Callable[[Arc], Style], chevrons: bool,
    ) -> Ribbon:  # fmt: skip
        """The ribbon of one way, as wide and in the style that each of its arcs has."""
        line, starts = self.courses.course(way)
        widths, runs = np.zeros(len(line)), list[Run]()
        for i, arc in enumerate(pairwise(way)):
            first, end = starts[i], starts[i + 1]
            widths[first:end] = width(carried[arc])
            last, here = min(end, len(line) - 1), style(arc)
            if runs and runs[-1].style == here:
                runs[-1] = Run(runs[-1].first, last, here)
            else:
                runs.append(Run(first, last, here))
        soft = np.convolve(np.pad(widths, 6, mode="edge"), np.full(13, 1 / 13), mode="valid")
        return Ribbon(line, soft, tuple(runs), chevrons)

    def days(self, u: int) -> str:
        """Days of supply of a unit with a decimal."""
        return self.say("overlay.days", days=f"{self.state.units[u, DAYS] / 100:.1f}")

    def about(self, h: int) -> list[str]:
        """The roads of a hex in words, those that carry most first, and how many units hang on it."""
        lines, roads = [], []
        for _, n in self.grid.neighbours(h):
            road = min(h, n), max(h, n)
            if road in self._open:
                carried, most, layer = self.road_load(road)
                roads.append((carried, most, layer, max(self.level(road)), n))
        for carried, most, layer, level, n in sorted(roads, reverse=True)[:MOST_ROADS]:
            when = self.say("overlay.day" if layer else "overlay.night")
            values = {"hex": self.number(n), "some": self.tonnes(carried), "all": self.tonnes(most), "half": when}
            words = self.say("overlay.through" if carried else "overlay.empty", **values)
            lines.append(f"{words}, F{level}")
        units = self.hanging.units.get(h, ())
        if units:
            lines.append(self.say("overlay.hangs_here", units=len(units)))
        return lines

    @cached_property
    def line(self) -> Line:
        """How exposed the side's line is."""
        return Line(self.view)

    @cached_property
    def ring(self) -> Ring:
        """What encloses the side's units."""
        return Ring(self.view, self.view.side)

    @cached_property
    def encircled(self) -> tuple[Pocket, ...]:
        """The pockets and semi-pockets of both sides, the viewer's first."""
        rings = self.ring, Ring(self.view, 1 - self.view.side)
        return tuple(pocket for ring in rings for pocket in (*ring.pockets(), *ring.semi_pockets()))

    def about_line(self, h: int) -> list[str]:
        """How exposed a hex is in words, its seams, and the pocket it lies in."""
        found, told = self.line.exposures.get(h), []
        if found is not None:
            told.append(self.say("overlay.faces", sides=len(found.faces), steps=found.steps))
            told += [] if found.depth else [self.say("overlay.no_depth")]
        others = [seam.hexes[seam.hexes[0] == h] for seam in self.line.seams if h in seam.hexes]
        for brigade in dict.fromkeys(map(self.brigade, others)):
            there = ", ".join(self.number(n) for n in others if self.brigade(n) == brigade)
            told.append(self.say("overlay.seam_with", brigade=brigade, hex=there))
        told += [self.teller.pocket(pocket) for pocket in self.encircled if h in pocket.hexes]
        return told

    def brigade(self, h: int) -> str:
        """The formation that holds a hex of the line."""
        first = min(self.line.brigades(h))
        return str(getattr(self.view.scenario.file.formations[first].short, self.language))

    @cached_property
    def _open(self) -> frozenset[Arc]:
        return frozenset(self.roads)


def weight(kg: int) -> str:
    """A weight in tonnes as a figure: whole ones from 10 on.

    >>> weight(4240), weight(26400), weight(0)
    ('4.2', '26', '0')
    """
    return f"{kg / 1000:.0f}" if kg >= 9950 or kg == 0 else f"{kg / 1000:.1f}"
