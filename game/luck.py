"""The luck of the dice: where each throw lies in its own distribution, and what the throws of a side come to.

A fight's percentile is the share of throws below what fell and half of those like it (the mid-rank): 0.5 on average,
whatever the column and the mode of the dice. Its spread under fair dice is known exactly, so a side's sum needs no
simulation: z is how many standard deviations its mean lies from what fair dice give.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from game.rulebook import FIXED_DICE, STEADY

DICE = range(2, 13)
"""What a throw may show."""


@dataclass(frozen=True)
class Fight:
    """An assault that was thrown for: what its side believed of it, and what was true."""

    target: int
    side: int
    """The side that attacked."""
    expected: int
    """The column it believed in; the true one for a counter-attack, of which there is no preview."""
    column: int
    """The true column."""
    dice: int
    """What the throw showed, 2 to 12."""
    mode: int
    """The mode of the dice: TWO_DICE, STEADY or FIXED_DICE."""
    otherwise: tuple[tuple[str, int, int], ...] = ()
    """(term, believed, true) of every term that was otherwise; "reserve" is 1 for a reserve that came."""

    @property
    def x(self) -> int:
        """What the throw came to: column + dice - 7."""
        return self.column + self.dice - 7


@dataclass(frozen=True)
class Luck:
    """What a side's throws come to."""

    fights: int
    percentile: float
    """The mean of the percentiles, 0 to 1; 0.5 without any."""
    z: float
    """Standard deviations from what fair dice give; 0 without chance."""

    def record(self) -> dict[str, float]:
        """As `replay --json` tells it."""
        return {"fights": self.fights, "percentile": round(self.percentile, 4), "z": round(self.z, 3)}


def ways(mode: int) -> list[int]:
    """Throws of 36 that show 2, 3 ... 12 in a mode of the dice [8.12]."""
    if mode == FIXED_DICE:
        return [36 * (dice == 7) for dice in DICE]
    if mode == STEADY:
        return [18 * (dice in (6, 8)) for dice in DICE]
    return [6 - abs(7 - dice) for dice in DICE]


def percentile(fight: Fight, believed: bool) -> float:
    """Where what fell lies among what could fall, by the believed column or by the true one: 0 to 1."""
    column, shares = fight.expected if believed else fight.column, ways(fight.mode)
    xs = [column + dice - 7 for dice in DICE]
    below = sum(n for x, n in zip(xs, shares, strict=True) if x < fight.x)
    like = sum(n for x, n in zip(xs, shares, strict=True) if x == fight.x)
    return (below + like / 2) / 36


def luck_of(fights: Iterable[Fight], side: int, believed: bool) -> Luck:
    """The luck of a side in the assaults it made."""
    own = [fight for fight in fights if fight.side == side]
    if not own:
        return Luck(0, 0.5, 0.0)
    found = [percentile(fight, believed) for fight in own]
    variance = sum((1 - sum(n**3 for n in ways(fight.mode)) / 36**3) / 12 for fight in own)
    z = sum(value - 0.5 for value in found) / math.sqrt(variance) if variance else 0.0
    return Luck(len(own), sum(found) / len(own), z)
