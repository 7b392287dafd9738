"""Verdicts that may be reached at any time: each rests on a confidence sequence, so its error rate holds however early a
run stops.

With alpha 0.05 at most one run in twenty ends with a verdict that is wrong, whatever is true.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from game.lab import statistics
from game.lab.effects import Few, Measure, side_of, skill_of, told
from game.lab.statistics import ALPHA, Interval
from game.lab.table import new_results
from game.state import Ints

FEW = 100
"""Changes from one pair to the next below which nothing is judged by a mean: what is rare may not have come yet."""
OFTEN = 50
"""Looks at a long run: one more game in so many is worth another look."""


class Verdict(StrEnum):
    """What a comparison ends with."""

    DIFFERENT = "different"
    """The effect is not zero."""
    ALIKE = "alike"
    """The effect is smaller than what is asked about."""
    UNDECIDED = "undecided"


class Standing(StrEnum):
    """Where a measure stands to its limits."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    UNDECIDED = "undecided"


def verdict_of(effect: Interval, within: float) -> Verdict:
    """What an effect with its confidence sequence shows: that it is not zero, that it is within so much, or neither."""
    if not effect.has(0.0):
        return Verdict.DIFFERENT
    if -within <= effect.low and effect.high <= within:
        return Verdict.ALIKE
    return Verdict.UNDECIDED


def alpha_of(question: Mapping[str, object]) -> float:
    """How often a verdict may be wrong, as the command that a run was played for was asked."""
    return float(str(question.get("alpha", ALPHA)))


def share_of(versions: int, alpha: float = ALPHA) -> float:
    """How often each side effect of so many versions, and each change of it against the first, may be told wrong.

    All of them are right at once then, but for alpha (Bonferroni).
    """
    return alpha / (2 * versions - 1)


def favoured(effect: Interval) -> str:
    """The side that an effect surely favours, however little: "ua" or "ru"; empty if that is not known."""
    return "ua" if effect.low > 0 else "ru" if effect.high < 0 else ""


@dataclass
class Games:
    """The result rows of every version that have come in, in order."""

    parts: list[list[Ints]] = field(default_factory=list)

    def add(self, rows: list[Ints]) -> None:
        """Take the next batch."""
        self.parts.append(rows)

    def rows(self, arm: int = 0) -> Ints:
        """All rows of a version; (G, RESULT_COLUMNS) int64."""
        if len(self.parts) > 1:
            self.parts = [[np.concatenate(rows) for rows in zip(*self.parts, strict=True)]]
        return self.parts[0][arm]


class Comparison:
    """Watches two versions of a battle, or two players, until they are shown to differ or to be alike.

    The effect is the side effect of the first version less that of the second, pair by pair, or of one version the
    skill effect.
    """

    def __init__(self, seats: int, within: float, alpha: float = ALPHA) -> None:
        self.seats, self.within, self.alpha = seats, within, alpha
        self._values, self._counts = np.array([-2.0, 2.0]), np.zeros((), dtype=np.int64)
        """What a pair can come to, and how many came to it."""

    def add(self, rows: list[Ints]) -> bool:
        """Take the next pairs of every version; whether the verdict is reached."""
        new = effect_of(rows, self.seats)
        self._values, self._counts = new.values, new.counts() + self._counts
        return self.verdict is not Verdict.UNDECIDED

    @property
    def effect(self) -> Interval:
        """The effect so far."""
        counts = np.broadcast_to(self._counts, self._values.shape)
        return statistics.counted_interval(counts, self._values, self.alpha)

    def told(self) -> str:
        """How it stands, for people."""
        return f"effect {told(self.effect)}"

    @property
    def verdict(self) -> Verdict:
        """What it shows so far."""
        return verdict_of(self.effect, self.within)


def effect_of(rows: list[Ints], seats: int) -> Few:
    """Pair by pair, the side effect of a version less that of another; of one version the skill effect."""
    if len(rows) == 1:
        return skill_of(rows[0], seats)
    return side_of(rows[0], seats).less(side_of(rows[1], seats))


@dataclass(frozen=True)
class Limit:
    """Ends that a measure is to lie between; an infinite one is not asked for."""

    measure: Measure
    lowest: float
    highest: float

    def __str__(self) -> str:
        """The ends as they are asked for: "5..30", "..4000"."""
        return "..".join("" if math.isinf(end) else f"{end:.12g}" for end in (self.lowest, self.highest))

    def standing(self, seen: Interval) -> Standing:
        """Where the measure surely is."""
        if self.lowest <= seen.low and seen.high <= self.highest:
            return Standing.INSIDE
        if seen.high < self.lowest or seen.low > self.highest:
            return Standing.OUTSIDE
        return Standing.UNDECIDED


class Gate:
    """Watches a battle until every measure is surely between its limits, or one surely is not.

    The limits share alpha (Bonferroni), so that all are told right at once.
    """

    def __init__(self, limits: list[Limit], seats: int, alpha: float = ALPHA) -> None:
        self.limits, self.seats, self.alpha = limits, seats, alpha
        self.games, self.count, self._next = Games(), 0, 0

    def add(self, rows: list[Ints]) -> bool:
        """Take the next pairs; whether it is decided."""
        self.games.add(rows)
        self.count += len(rows[0]) // self.seats
        if self.count < self._next:
            return False
        self._next = self.count + self.count // OFTEN
        return self.standing is not Standing.UNDECIDED

    def found(self) -> list[tuple[Limit, Interval, Standing]]:
        """Every limit, its measure so far and where that stands."""
        rows = self.games.rows() if self.count else new_results(0)
        alpha = self.alpha / len(self.limits)
        seen = [limit.measure.interval(rows, self.seats, alpha, FEW) for limit in self.limits]
        return [(limit, value, limit.standing(value)) for limit, value in zip(self.limits, seen, strict=True)]

    def told(self) -> str:
        """How it stands, for people."""
        kinds = [standing for _, _, standing in self.found()]
        return f"{kinds.count(Standing.INSIDE)} of {len(kinds)} limits are surely kept"

    @property
    def standing(self) -> Standing:
        """Where all of them stand: inside only if all are, outside if one is."""
        kinds = [standing for _, _, standing in self.found()]
        if Standing.OUTSIDE in kinds:
            return Standing.OUTSIDE
        return Standing.INSIDE if all(kind is Standing.INSIDE for kind in kinds) else Standing.UNDECIDED
