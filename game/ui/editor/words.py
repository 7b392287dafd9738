"""What the desk says of things and changes."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from game.scenario.draft import Address, Draft, Label
from game.texts import keys, say
from game.ui.editor.layers import CONTROL, ELEVATION, TERRAIN, of_layer

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk


@functools.cache
def known(language: str) -> frozenset[str]:
    """Every key of the texts."""
    return frozenset(keys(language))


def label_words(language: str, label: Label) -> str:
    """A line of the history in words; values that are keys of texts are said in the same language."""
    values = {name: say(language, value) if isinstance(value, str) and value in known(language) else value
              for name, value in label.values.items()}  # fmt: skip
    return say(language, label.key, **values)


def name_of(draft: Draft, path: Address, language: str) -> str:
    """What something is called: its name, else its id, its hexside, its place in the file."""
    value = draft.value(path)
    if isinstance(value, dict):
        name = value.get("name")
        if isinstance(name, dict) and name.get(language):
            return str(name[language])
        for key in ("ref", "id", "at", "place"):
            if value.get(key):
                return str(value[key])
    return " ".join(str(step) for step in path)


def value_words(desk: Desk, layer: str, word: str) -> str:
    """A value of a layer in words."""
    if layer == ELEVATION:
        return desk.say("desk.metres", metres=word)
    found = next((value for value in of_layer(layer, desk.rules) if value.written == word), None)
    return desk.word(found.text) if found is not None else word


def change_words(desk: Desk, h: int, new: str | None) -> str:
    """What becomes of a hex: "open ground to wood"."""
    layer = desk.choice.layer
    words = desk.index.words(layer)
    before = value_words(desk, layer, words[h]) if words is not None else "?"
    after = value_words(desk, layer, new) if new is not None else "?"
    if before == after:
        return before
    return desk.say("desk.from_to", before=before, after=after)


def ground_lines(desk: Desk, h: int) -> list[tuple[str, str]]:
    """What the file says of a hex: key of a label, words."""
    index, grid = desk.index, desk.grid
    terrain, height, owner = (index.words(layer) for layer in (TERRAIN, ELEVATION, CONTROL))
    found = []
    if terrain is not None and height is not None:
        ground = f"{value_words(desk, TERRAIN, terrain[h])}, {value_words(desk, ELEVATION, height[h])}"
        found.append(("ground", ground))
        steep = [desk.say(f"desk.way_{d}") for d, n in grid.neighbours(h) if _steep(desk, height[h], height[n])]
        found.append(("slope", " ".join(steep) or desk.say("desk.none")))
    roads = [desk.name_of(path) for path, plain in index.lines
             if path[0] != "waters" and h in index.hexes(plain.get("path"))]  # fmt: skip
    found.append(("road", ", ".join(roads) or desk.say("desk.none")))
    if owner is not None:
        found.append(("owner", value_words(desk, CONTROL, owner[h])))
    layer = desk.choice.layer if desk.choice.layer in (TERRAIN, ELEVATION, CONTROL) else TERRAIN
    source, sure = desk.draft.value((layer, "source")), desk.draft.value((layer, "confidence"))
    found.append(("source", str(source or desk.say("desk.none"))))
    found.append(("confidence", desk.say(f"desk.known_{sure if sure in ('high', 'medium') else 'low'}")))
    return found


def _steep(desk: Desk, a: str, b: str) -> bool:
    """Whether two heights make a slope."""
    try:
        return abs(int(a) - int(b)) >= desk.rules.file.hexsides.slope_metres
    except ValueError:
        return False
