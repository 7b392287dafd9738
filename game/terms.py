"""Terms: what a number is the sum of. Every sum that a player may ask about is made through `add`.

Nothing explained is stored: to answer "why", the kernel is run again on the same state and its terms are read.
A terms array is (1 + n, 3) int64: row 0 holds the count, the others [TERM, value, subject].
"""

from __future__ import annotations

import numpy as np

from game.jit import kernel
from game.state import Ints

TERMS = "odds trench terrain uphill river bridge mines artillery flank opposite bottled target_low overhead limit".split()
(
    ODDS, TRENCH_COVER, TERRAIN_COVER, UPHILL, RIVER, BRIDGE, MINED, ARTILLERY, FLANK, OPPOSITE, BOTTLED, TARGET_LOW,
    OVERHEAD, LIMIT,
) = range(len(TERMS))  # fmt: skip
"""Terms of an assault's column. Subjects: ODDS the ratio in hundredths, TRENCH_COVER the level, TERRAIN_COVER the
terrain, ARTILLERY the shift of the defensive fire; LIMIT is what the limits of the table take away or add."""

MOST_TERMS = 24


def new_terms() -> Ints:
    """An empty list of terms."""
    return np.zeros((1 + MOST_TERMS, 3), dtype=np.int64)


@kernel
def clear(terms: Ints) -> None:
    """Forget the terms of the last sum."""
    terms[0, 0] = 0


@kernel
def add(terms: Ints, term: int, value: int, subject: int) -> int:
    """Note a term and return its value, so that the sum and its explanation cannot differ."""
    i = terms[0, 0] + 1
    if i < len(terms):
        terms[0, 0] = i
        terms[i, 0] = term
        terms[i, 1] = value
        terms[i, 2] = subject
    return value


def read(terms: Ints) -> list[tuple[str, int, int]]:
    """The terms as (name, value, subject), in the order they were added."""
    return [(TERMS[int(t)], int(v), int(s)) for t, v, s in terms[1 : 1 + int(terms[0, 0])]]
