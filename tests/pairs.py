"""Pairs of states that one side cannot tell apart: they differ in every column it does not know, and in nothing else.

What a side knows is listed here, column by column; all others are hidden, so that a new column is hidden until it is
listed. A hidden number is changed to any that the column can hold.
"""

from __future__ import annotations

import random
from collections.abc import Collection

import numpy as np

from game import state as columns
from game.match import Match
from game.rulebook import WATER
from game.scenario.load import Scenario
from game.state import EDGE_BLOCK, HEX_BLOCK, SIDE_BLOCK, Ints, State, copy
from game.view import View

SEEN = range(columns.SEEN_LEVEL, columns.UNIT_COLUMNS)
"""What the enemy knows of a unit, in the unit's own row."""
KNOWN_OF_HEXES = (columns.ATTACKED_TODAY, columns.PREPARED_TODAY, columns.START_OWNER, columns.SMOKED, columns.CLAIMED,
                  columns.CLAIMED + 1)  # fmt: skip
"""What both sides know of a hex."""
KNOWN_TO_ITS_SIDE = (columns.NEAR_SUPPLY, columns.HEARD, columns.OVERHEAD, columns.PROBED, columns.CLAIM_PAID)
"""Of a hex: one column a side, known to that side."""
KNOWN_OF_EDGES = (columns.FRONT_UA, columns.FRONT_RU, columns.INTERDICTED, columns.INTERDICTED + 1)
"""What both sides know of a hexside."""

KNOWN_OF_SIDES = [b * SIDE_BLOCK + c for b in range(3) for c in (
    columns.WILL, columns.CREDIBILITY, columns.CLAIMS_MADE, columns.CLAIMS_TODAY, columns.CLAIMS_FALSE,
)]  # fmt: skip
"""What both sides know of each other's accounts, in all blocks: they are the same there [13.5]."""

HOLDS = {
    columns.PEOPLE: (1, 600), columns.QUALITY: (1, 5), columns.FATIGUE: (0, 100), columns.DAYS: (0, 300),
    columns.OUT_TURNS: (0, 4), columns.ZONE: (0, 2), columns.POINTS: (0, 96), columns.ALLOWANCE: (0, 96),
    columns.ATTACKS: (0, 1), columns.RETREATED: (0, 1), columns.LOAD: (0, 24), columns.USE: (0, 2),
    columns.ROUNDS: (0, 900), columns.DEFENSIVE: (0, 200), columns.FLOOR: (0, 200), columns.EXPLOITING: (0, 1),
    columns.AMMO: (0, 9000), columns.SUST: (0, 9000), columns.SHELLS: (0, 9000), columns.VEHICLES: (0, 90_000),
    columns.CLASS: (0, 2), columns.MORALE: (0, 100), columns.TASK: (0, 4), columns.TASK_AT: (-1, 99),
    columns.BOUND: (0, 2), columns.BOUND_AT: (-1, 99), columns.LEAVING: (0, 99), columns.BREAKOUT: (0, 8**4),
    columns.POCKETED: (0, 9), columns.POSTURE: (0, len(columns.POSTURES) - 1), columns.REACTED: (0, 1),
    columns.PLOT: (0, len(columns.MISSIONS) - 1), columns.PLOT_ROUNDS: (0, 90), columns.SILENCED: (0, 1),
    columns.SEEN_LEVEL: (0, 4), columns.SEEN_STEPS: (0, 14), columns.SEEN_STATUS: (1, 1), columns.SEEN_SOURCE: (0, 4),
    columns.SEEN_POSTURE: (0, len(columns.POSTURES) - 1), columns.SEEN_FATIGUE: (0, 100), columns.SEEN_SUPPLY: (0, 5),
}  # fmt: skip
"""Least and most of a column of units; others hold 0 to 3. Hexes and the status are put apart."""
IDLE = {columns.TASK_AT: (-1, -1), columns.BOUND_AT: (-1, -1), columns.LEAVING: (0, 0)}
"""The same of units that may be met: nobody is being relieved."""
HOLDS_OF_HEXES = {columns.OWNER: (-1, 1), columns.TAKEN: (0, 9), columns.SHELLED_BY: (0, 149_000)}
HOLDS_OF_EDGES = {columns.CONDITION: (10, 100), columns.MINES: (0, 2)}


class Pairs:
    """A match in progress, and states that a side cannot tell from its own."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.scenario = scenario
        self.match, self.twin = Match(scenario, seed), Match(scenario, seed)
        self.dice = random.Random(seed)
        self.grid, self.facts = scenario.grid, self.match.fixed.roster.units
        terrain = self.match.fixed.board.hexes[:, 0]
        self.land = {h for h in range(self.grid.count) if terrain[h] != WATER}
        self.holds = HOLDS
        self.changed: dict[str, set[int]] = {"units": set(), "hexes": set(), "edges": set(), "sides": set()}
        """Columns that were ever changed, by table."""

    def disturbed(self, side: int, clear: Collection[int] = (), *, batteries: bool = True) -> State:
        """A state that differs in what is hidden from a side: everything, or nothing of what lies in some hexes."""
        state, elsewhere = copy(self.match.state), sorted(self.land - set(clear))
        for u in range(len(state.units)):
            if self.facts[u, columns.OF_SIDE] == side:
                self.disturb(state.units[u], SEEN, elsewhere)
            elif self.facts[u, columns.ROLE] >= columns.SOURCE:
                self.disturb_depot(state.units[u], int(self.facts[u, columns.ROLE]), elsewhere)
            elif batteries or self.facts[u, columns.ROLE] != columns.BATTERY:
                self.disturb_unit(state.units[u], clear, elsewhere)
        self.disturb_ground(side, state, clear)
        block = (1 + side) * SIDE_BLOCK
        for column in set(range(columns.SIDE_COLUMNS)) - set(range(block, block + SIDE_BLOCK)):
            state.sides[:, column] += [self.dice.randint(0, 50), self.dice.randint(0, 50)]
        for name in self.changed:
            differs = getattr(state, name) != getattr(self.match.state, name)
            self.changed[name] |= set(map(int, np.flatnonzero(differs.any(axis=0))))
        return state

    def disturb_unit(self, row: Ints, clear: Collection[int], elsewhere: list[int]) -> None:
        """A unit of the enemy, unless it stands in a hex that shall stay clear: all but what its enemy knows of it."""
        if row[columns.HEX] in clear or not elsewhere:
            return
        known = {*SEEN, columns.SUMMONED, columns.REACTED} if row[columns.SEEN_HEX] >= 0 else set(SEEN)
        self.disturb(row, sorted(set(range(columns.UNIT_COLUMNS)) - known), elsewhere)
        if self.dice.random() < 0.1:
            row[[columns.STATUS, columns.HEX, columns.PEOPLE]] = columns.ELIMINATED, -1, 0

    def disturb_depot(self, row: Ints, role: int, elsewhere: list[int]) -> None:
        """A depot or source of the enemy: that it is lost is known, and where a source lies."""
        known = {*SEEN, columns.STATUS, columns.HEX}
        self.disturb(row, sorted(set(range(columns.UNIT_COLUMNS)) - known), elsewhere)
        if role == columns.DEPOT_ROLE and row[columns.STATUS] != columns.ELIMINATED and elsewhere:
            there = columns.PRESENT, self.dice.choice(elsewhere)
            row[[columns.STATUS, columns.HEX]] = self.dice.choice((there, (columns.WAITING, -1)))

    def disturb(self, row: Ints, hidden: Collection[int], elsewhere: list[int]) -> None:
        """Other numbers in some columns of a unit's row."""
        for column in hidden:
            if column in (columns.HEX, columns.PLOT_HEX, columns.SEEN_HEX):
                row[column] = self.dice.choice(elsewhere) if elsewhere else row[column]
            elif column == columns.STATUS:
                row[column] = columns.PRESENT
            else:
                row[column] = self.dice.randint(*self.holds.get(column, (0, 3)))

    def disturb_ground(self, side: int, state: State, clear: Collection[int]) -> None:
        """Hexes and hexsides, but those in or beside hexes that shall stay clear."""
        mine = {*KNOWN_OF_HEXES, *(c + side for c in KNOWN_TO_ITS_SIDE), *block_of(side, HEX_BLOCK)}
        far = [h for h in range(len(state.hexes)) if h not in clear]
        disturb_rows(self.dice, state.hexes, far, set(range(columns.HEX_COLUMNS)) - mine, HOLDS_OF_HEXES, HEX_BLOCK)
        mine = {*KNOWN_OF_EDGES, *block_of(side, EDGE_BLOCK)}
        sides = self.scenario.ground.sides()
        far = [e for e, (h, n) in enumerate(sides) if h not in clear and n not in clear]
        bridges = state.edges[:, columns.BRIDGE].copy()
        disturb_rows(self.dice, state.edges, far, set(range(columns.EDGE_COLUMNS)) - mine, HOLDS_OF_EDGES, EDGE_BLOCK)
        there = bridges != columns.NO_BRIDGE
        state.edges[:, columns.BRIDGE] = np.where(there, np.maximum(state.edges[:, columns.BRIDGE], 1), columns.NO_BRIDGE)

    def pair(self, side: int, state: State) -> tuple[View, View]:
        """What a side is shown of the match, and of another state after the same orders."""
        self.twin.state = state
        self.twin._forget_views()
        self.twin._done, self.twin.opening = list(self.match._done), self.match.opening
        return self.match.view(side), self.twin.view(side)


def disturb_rows(
    dice: random.Random, table: Ints, rows: list[int], hidden: set[int], holds: dict[int, tuple[int, int]], block: int
) -> None:
    """Other numbers in some columns of a fifth of some rows."""
    chosen = [row for row in rows if dice.random() < 0.2]
    for column in sorted(hidden):
        least, most = holds.get(column % block if column < 3 * block else column, (0, 3))
        table[chosen, column] = [dice.randint(least, most) for _ in chosen]


def block_of(side: int, width: int) -> range:
    """The columns of a side's belief in a table of blocks of so many columns."""
    return range((1 + side) * width, (2 + side) * width)
