"""Random boards on which units starve for every reason there is, for the tests of analysis."""

from __future__ import annotations

import functools
import random

import numpy as np
from boards import Battle, board

from game.ground import EDGE, WATER_SIDE
from game.hexes import Grid
from game.rulebook import NO_WATER
from game.rules.field import Fixed
from game.state import (
    AMMO,
    BLOWN,
    BRIDGE,
    CLASS,
    COMBAT,
    CONDITION,
    DAILY_AMMO,
    DAILY_MEN,
    DAMAGED,
    DEPOT_ROLE,
    HARD_ZONE,
    HEX,
    INTACT,
    INTERDICTED,
    LIGHT,
    OF_SIDE,
    OWNER,
    PEOPLE,
    PONTOON,
    ROLE,
    RUBBLE,
    SHELLS,
    SOURCE,
    SUST,
    URGENT,
    VEHICLES,
    ZONE,
    State,
    copy,
)
from game.view import View

GRID = Grid(10, 6)
BOARDS = 12
"""Grounds on which the cases are played."""


@functools.cache
def ground(n: int) -> Battle:
    """The n-th random ground: roads of all kinds, a river with bridges, towns, five units, three enemies, two sources."""
    rng = random.Random(n)
    cells = [[rng.choice("..two") for _ in range(GRID.columns)] for _ in range(GRID.rows)]
    rows = [" " * (r % 2) + " ".join(row) for r, row in enumerate(cells)]
    sides = [side for r in range(GRID.rows) for side in (f"05{r:02d}-06{r:02d}", f"05{r:02d}-0{5 + r % 2}{r + 1:02d}")]
    kinds = ("hard", "dirt", "track", "dirt", "track", "track")
    return board(
        "\n".join(rows),
        units="a 300 at 0401; b 250 at 0402; c 400 at 0403; d artillery 120 daily 60 at 0301; e 150 at 0302; "
        "X 300 at 0900; Y 200 at 0902; Z 300 at 0904",
        ru=" ".join(f"{c:02d}{r:02d}" for c in (8, 9) for r in range(GRID.rows)),
        roads="; ".join(f"{kind} {_road(rng, i)}" for i, kind in enumerate(kinds)) + "; hard 0805 0905",
        rivers=" ".join(side for side in sides if GRID.parse(side[5:]) is not None),
        bridges="0500-0600 intact; 0502-0602 intact; 0504-0604 intact",
        sources="ua 0000; ua 0005; ua 0203; ru 0905",
        weather=rng.choice(("dry", "wet", "thaw")),
    )


def _road(rng: random.Random, i: int) -> str:
    """A straight road from a source to somewhere."""
    start = GRID.parse(("0000", "0005", "0203")[i % 3])
    end = GRID.at(rng.randrange(4, 9), rng.randrange(GRID.rows))
    assert start is not None
    assert end is not None
    return " ".join(GRID.number(h) for h in GRID.line(start, end))


def case(seed: int) -> View:
    """A random state on one of the grounds, known to Ukraine in full; its third source is a depot."""
    rng, battle = random.Random(seed), ground(seed % BOARDS)
    match = battle.match
    units = match.fixed.roster.units.copy()
    units[np.flatnonzero((units[:, ROLE] == SOURCE) & (units[:, OF_SIDE] == 0))[2], ROLE] = DEPOT_ROLE
    fixed = match.fixed._replace(roster=match.fixed.roster._replace(units=units))
    state = copy(match.state)
    _ruin(rng, fixed, state)
    _place(rng, fixed, state)
    return View(battle.scenario, fixed, 0, state)


def _ruin(rng: random.Random, fixed: Fixed, state: State) -> None:
    """Wear roads, break bridges, heap rubble, pay for interdiction, lose ground."""
    for a in range(len(fixed.board.arcs)):
        if fixed.board.arcs[a, WATER_SIDE] != NO_WATER and state.edges[fixed.board.arcs[a, EDGE], BRIDGE]:
            state.edges[fixed.board.arcs[a, EDGE], BRIDGE] = rng.choice((INTACT, DAMAGED, BLOWN, PONTOON))
    for edge in state.edges:
        edge[CONDITION] = rng.choice((100, 100, 30))
        edge[INTERDICTED + 1] = rng.choice((0, 0, 0, 3))
    for row in state.hexes:
        row[RUBBLE] = rng.choice((0, 0, 1, 3))
        if rng.random() < 0.06:
            row[OWNER] = 1


def _place(rng: random.Random, fixed: Fixed, state: State) -> None:
    """Put everybody somewhere, with little."""
    free, rich = rng.sample(range(GRID.count), GRID.count), rng.random() < 0.5
    for u in range(len(state.units)):
        row, role, own = state.units[u], fixed.roster.units[u, ROLE], fixed.roster.units[u, OF_SIDE] == 0
        if role < SOURCE:
            row[HEX] = free.pop()
            row[ZONE] = HARD_ZONE if role == COMBAT else 0
            state.hexes[row[HEX], OWNER] = 0 if own else 1
        if role < SOURCE and own:
            most = 15 * int(row[PEOPLE]) if rich else 1500
            row[AMMO], row[SUST], row[CLASS] = rng.randrange(most // 2, most), rng.randrange(most), rng.randrange(3)
            row[URGENT : LIGHT + 1] = rng.choice((0, 0, 5, 20))
        elif own:
            row[AMMO : SHELLS + 1] = [30000 if rich else rng.choice((0, 500, 3000, 30000)) for _ in range(3)]
            row[VEHICLES] = 40000 if rich else rng.choice((0, 500, 1000, 3000, 40000))
            fixed.roster.units[u, DAILY_AMMO : DAILY_MEN + 1] = 0
