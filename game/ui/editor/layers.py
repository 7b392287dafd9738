"""What can be painted: layers of the ground with their values, and lines over it; how each is written, said and drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.rulebook import TERRAINS
from game.ui.editor import panels

if TYPE_CHECKING:
    from game.rulebook import Rules

TERRAIN, ELEVATION, CONTROL, TRENCHES, RUBBLE = "terrain", "elevation", "control", "trenches", "rubble"
LAYERS = (TERRAIN, ELEVATION, CONTROL, TRENCHES, RUBBLE)
ROADS, RAIL, WATERS = ("main", "supply", "secondary", "dirt", "track"), "rail", ("river", "canal")
BRIDGES = ("intact", "damaged", "blown", "pontoon")
HEIGHTS = ("raise", "lower", "set", "smooth")
PLACES = ("city", "town", "village", "quarter", "feature", "height", "water")


@dataclass(frozen=True)
class Value:
    """One thing that can be painted, drawn or put."""

    name: str
    written: str
    """As the file has it: a letter, a level, a kind."""
    text: str
    """Key of its words."""
    picture: str
    """Its picture: of a hex (`swatch`), a line (`line`) or a tool (`tool`)."""
    drawn: str = "swatch"


def values(tab: str, layer: str, rules: Rules) -> list[Value]:
    """What a tab offers, in order of its digits."""
    if tab == panels.HEXSIDES:
        roads = [Value(name, name, f"ui.desk.road_{name}", name, "line") for name in ROADS]
        rest = [Value(name, name, f"ui.desk.line_{name}", name, "line") for name in (RAIL, *WATERS)]
        return [*roads, *rest]
    if tab == panels.OBJECTIVES:
        return [Value(name, name, f"ui.desk.place_{name}", "put", "tool") for name in PLACES]
    if tab == panels.SUPPLY:
        return [Value(f"{kind}_{side}", f"{kind} {side}", f"ui.desk.{kind}_{side}", side)
                for side in ("ua", "ru") for kind in ("source", "depot")]  # fmt: skip
    return of_layer(layer, rules) if tab == panels.GROUND else []


def of_layer(layer: str, rules: Rules) -> list[Value]:
    """The values of a layer of the ground."""
    if layer == TERRAIN:
        letters = {place: letter for letter, place in rules.letters().items()}
        return [Value(name, letters[i], f"ui.desk.terrain_{name}", name) for i, name in enumerate(TERRAINS)]
    if layer == CONTROL:
        owners = (("ua", "u"), ("ru", "r"), ("nobody", "."))
        return [Value(name, letter, f"side.{name}", name) for name, letter in owners]
    if layer == ELEVATION:
        return [Value(name, name, f"ui.desk.height_{name}", name, "tool") for name in HEIGHTS]
    kind = "trench" if layer == TRENCHES else "rubble"
    return [Value(f"{kind}_{level}", str(level), f"ui.desk.{kind}_{level}", f"{kind}_{level}") for level in (1, 2, 3, 0)]
