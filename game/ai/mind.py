"""What a computer player keeps in mind during a half-turn: one table of whole numbers, empty again when the next begins.

A compiled player is a kernel that ``duel.choose`` calls: it sees only what its side believes and writes the next order
into a row. The first row of the mind, NOTES, and the second, WEIGHTS, hold single values; the others are lists or have
one value a hex.
"""

from __future__ import annotations

import numpy as np

from game.jit import kernel
from game.rules.field import Fixed
from game.state import SIDE, TURN, Ints, State

NOTES = 0
"""Row of single values: HALF_TURN and the following."""
HALF_TURN = 0
"""The half-turn the mind is about: 2 x day + side; another means that all is forgotten."""
STAGE = 1
"""What the player is busy with."""
CURSOR = 2
"""How far it has come with it."""
COUNT = 3
"""How many things there are to look at, or orders given."""
STRUCK = 4
"""1 if an assault was made."""
WEIGHTS = 1
"""Row of the player's weights."""
LIST = 2
"""A list of hexes to look at; LIST_VALUES what they are worth."""
LIST_VALUES = 3
PULL = 4
"""How much an objective near a hex pulls."""
THREAT = 5
"""Strength of the enemy within 2 hexes of a hex, in hundredths of a step."""
COVERED = 6
"""Own units whose zone covers a hex."""
NEAREST = 7
"""Hexes to the nearest enemy."""
SUPPORT = 8
"""How much help a hex next to a wanted enemy stack would be."""
WORTH = 9
"""What a hex is worth."""
CUT_OFF = 10
"""1 for the hexes of enemy pockets, as far as is known, when the player settles down."""
MIND_ROWS = 11


def new_mind(fixed: Fixed, weights: list[int]) -> Ints:
    """An empty mind with a player's weights: (MIND_ROWS, at least H and U) int64."""
    mind = np.zeros((MIND_ROWS, max(len(fixed.board.hexes), len(fixed.roster.units), 32)), dtype=np.int64)
    mind[NOTES, HALF_TURN] = -1
    mind[WEIGHTS, : len(weights)] = weights
    return mind


@kernel
def new_half_turn(believed: State, mind: Ints) -> bool:
    """Whether a half-turn has begun that the mind knows nothing of; then its notes are cleared for it."""
    now = 2 * believed.clock[TURN] + believed.clock[SIDE]
    if mind[NOTES, HALF_TURN] == now:
        return False
    mind[NOTES, :] = 0
    mind[NOTES, HALF_TURN] = now
    return True
