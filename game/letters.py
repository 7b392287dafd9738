"""The map in letters, for terminals and logs."""

from __future__ import annotations

import numpy as np

from game.hexes import Grid
from game.rules.field import Fixed, steps_of
from game.state import (
    BATTERY,
    COMBAT,
    DRONES,
    HEADQUARTERS,
    HEX,
    JAMMER,
    NOBODY,
    OF_SIDE,
    OWNER,
    PEOPLE,
    PRESENT,
    ROLE,
    SOURCE,
    STATUS,
    State,
)  # fmt: skip

_LETTERS = {COMBAT: "U", BATTERY: "A", HEADQUARTERS: "H", DRONES: "D", JAMMER: "J"}
_GROUND = {0: ".", 1: ":", NOBODY: " "}


def letter_map(grid: Grid, fixed: Fixed, state: State) -> str:
    """A state in letters: two a hex, odd rows shoved right, units with their steps, ground by its owner."""
    facts = fixed.roster.units
    marks: dict[int, str] = {}
    for u in np.flatnonzero((state.units[:, STATUS] == PRESENT) & (facts[:, ROLE] < SOURCE)):
        h = int(state.units[u, HEX])
        here = [v for v in np.flatnonzero(state.units[:, HEX] == h) if facts[v, ROLE] < SOURCE]
        if h not in marks:
            letter = _LETTERS[int(facts[u, ROLE])]
            steps = sum(int(steps_of(fixed, state.units[v, PEOPLE])) for v in here)
            letter = letter if facts[u, OF_SIDE] == 0 else {"U": "r"}.get(letter, letter.lower())
            marks[h] = letter + (str(steps) if steps < 10 else "+")
    rows = []
    for row in range(grid.rows):
        hexes = range(row * grid.columns, (row + 1) * grid.columns)
        cells = (marks.get(h, _GROUND[int(state.hexes[h, OWNER])] + " ") for h in hexes)
        rows.append(f"{row:02d} " + " " * (row % 2) + "".join(cells).rstrip())
    return "\n".join(rows)
