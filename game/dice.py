"""Keyed dice: a roll is a pure function of who rolls for what, never of what was rolled before.

The key is (seed, turn, side, purpose, a, b, k): ``k`` counts rolls of that kind on that day, ``a`` and ``b`` say whose
they are. So undo and repeat give the same result, a look-ahead with a seed of its own learns nothing, and two games with
the same seed share their luck where they do the same thing. The mixer is splitmix64 (Steele, Lea and Flood 2014).

Kernels are handed a ``dice`` array: (n,) int64 = [seed, how many loaded values, how many of them used, values ...].
Loaded values are what the next rolls show, one after another; tests and exact previews use them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from game.jit import kernel

Ints = NDArray[np.int64]

FIGHT = 1
"""Purpose of an assault roll: a = target hex, b = first attacking unit, k = earlier assaults on that hex today."""
SURRENDER = 3
"""Purpose of a pocket's roll at dusk: a = the hex of its first unit; k = 0 whether it gives up, 1 how many."""
ESCAPE = 4
"""Purpose of a breakout's roll: a = the hex left, b = the unit, k = twice the hexsides crossed before, + 1 by day."""
WAVER = 5
"""Purpose of the roll of a worn unit that may leave the line: a = its hex, b = the unit."""
WEAR = 6
"""Purpose of the roll for what interdiction does to a road: a = one hex, b = the other, k = 0 by night, 1 by day."""
SHELLS_FALL = 7
"""Purpose of the roll for a loss under fire. In an assault a = its target, b = the number of units, k = twice the earlier
assaults on it, + 1 for the defensive fire; in a mission a = the hex, b = the battery, k = 2 + its missions that day."""
DRIFT = 8
"""Purpose of the rolls for a direction: a = hex, b = the battery, k = its mission that day, + 64 for fire that strays."""
FOUND = 9
"""Purpose of the roll that finds a battery after it fired: a = its hex, b = the battery, k = its mission that day."""
FLIGHT = 10
"""Purpose of a drone sortie's rolls: a = the hex, b = the company, k = twice its sortie that day, + 1 for its loss."""
HAPPENS = 11
"""Purpose of the roll for the chance of an event of the scenario: a = its place in the file."""
PLAYER = 2
"""Purpose of a computer player's own choices; never used by the rules."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_30 = np.uint64(30)
_27 = np.uint64(27)
_31 = np.uint64(31)
_33 = np.uint64(33)


def seeded(seed: int) -> Ints:
    """Fair dice for a seed; the seed is taken modulo 2^63."""
    return np.array([seed % 2**63, 0, 0], dtype=np.int64)


def loaded(values: Sequence[int], seed: int = 0) -> Ints:
    """Dice whose next rolls show these values, each counted from 0; fair again when they are used up."""
    return np.array([seed, len(values), 0, *values], dtype=np.int64)


@kernel
def mix(x: np.uint64) -> np.uint64:
    """One step of splitmix64: (uint64) -> uint64, every bit of the result depending on every bit of x."""
    z = x + _GOLDEN
    z = (z ^ (z >> _30)) * _MIX_1
    z = (z ^ (z >> _27)) * _MIX_2
    return z ^ (z >> _31)


@kernel
def roll(dice: Ints, turn: int, side: int, purpose: int, a: int, b: int, k: int, faces: int) -> int:
    """A number from 0 to faces - 1 for this key, or the next loaded value."""
    if dice[2] < dice[1]:
        dice[2] += 1
        return dice[2 + dice[2]] % faces
    h = mix(np.uint64(dice[0]))
    h = mix(h ^ np.uint64(turn * 8 + side))
    h = mix(h ^ np.uint64(purpose))
    h = mix(h ^ np.uint64(a))
    h = mix(h ^ np.uint64(b))
    h = mix(h ^ np.uint64(k))
    return int(np.int64(h >> _33) % faces)


@kernel
def two_dice(dice: Ints, turn: int, side: int, purpose: int, a: int, b: int, k: int) -> int:
    """The sum of two six-sided dice for this key: 2 to 12."""
    first = roll(dice, turn, side, purpose, a, b, 2 * k, 6)
    second = roll(dice, turn, side, purpose, a, b, 2 * k + 1, 6)
    return first + second + 2
