"""The chance that a pocket gives up at dusk, term by term, as far as a side knows.

The sums and the chance are the rules' own [7.3], on what is believed. Of enemy units morale is taken to be the base of
their quality, and how long they have been Out is known at level 4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from game.rulebook import BROKEN_MORALE, ELITE_TENTHS, SURRENDER_BONUS, SURRENDER_FROM, SURRENDER_TURN
from game.rules import condition, encirclement, field
from game.rules.encirclement import (
    SUM_DENSE,
    SUM_MORALE,
    SUM_OUT,
    SUM_PEOPLE,
    SUM_PRESSED,
    SUM_QUALITY,
    SUM_STEPS,
    SUMMED,
)
from game.rules.field import GROUP, Scratch
from game.rules.recon import ALL
from game.state import HEX, MORALE, OF_SIDE, PRESENT, ROLE, SEEN_LEVEL, SOURCE, STATUS, Ints, State, copy
from game.view import View

TURNS, MORALE_TERM, ENCLOSED, ELITE, DENSE, BOUNDS, EARLY = (
    "turns", "morale", "enclosed", "elite", "dense", "bounds", "early",
)  # fmt: skip


@dataclass(frozen=True)
class Surrender:
    """The chance that a pocket gives up."""

    side: int
    hexes: tuple[int, ...]
    """Where its units stand."""
    units: tuple[int, ...]
    people: int
    chance: int
    """In percent."""
    terms: tuple[tuple[str, int], ...]
    """(name, percent); they add up to the chance."""
    turns: int
    """Mean turns Out."""
    pressed: bool
    """Whether it was attacked or summoned today: only then is the chance taken."""
    known: bool
    """Whether all of its units are one's own, or known at level 4."""


class Pockets:
    """The pockets of both sides that a side believes in."""

    def __init__(self, view: View) -> None:
        self.view, self.fixed = view, view.fixed
        self.state, self.ghosts = _with_morale(view)
        self.scratch: Scratch = field.new_scratch(self.fixed)
        field.lay_out(self.fixed, self.state, self.scratch)
        self.groups: list[Ints] = []
        for s in range(2):
            encirclement.pockets(self.fixed, self.state, self.scratch, s)
            self.groups.append(self.scratch.hexes[GROUP].copy())

    def has(self, h: int) -> int:
        """The side whose pocket a hex belongs to, -1 none."""
        side = int(field.held_by(self.fixed, self.scratch, h))
        return side if side >= 0 and self.groups[side][h] >= 0 else -1

    def in_contact(self, unit: int) -> bool:
        """Whether a unit stands in a hard zone of its enemy."""
        return bool(field.in_contact(self.fixed, self.state, self.scratch, unit))

    def surrender(self, h: int) -> Surrender | None:
        """The chance that the pocket in a hex gives up today; None if there is none."""
        s = self.has(h)
        if s < 0:
            return None
        number, sums = int(self.groups[s][h]), np.zeros(SUMMED, dtype=np.int64)
        self.scratch.hexes[GROUP] = self.groups[s]
        encirclement.add_up(self.fixed, self.state, self.scratch, s, number, sums)
        chance = int(encirclement.surrender_chance(self.fixed, self.state, self.scratch, s, number, sums))
        rows, facts = self.state.units, self.fixed.roster.units
        here = (rows[:, STATUS] == PRESENT) & (facts[:, OF_SIDE] == s) & (facts[:, ROLE] < SOURCE)
        units = [int(u) for u in np.flatnonzero(here) if self.groups[s][rows[u, HEX]] == number]
        return Surrender(
            s, tuple(sorted({int(rows[u, HEX]) for u in units})), tuple(units), int(sums[SUM_PEOPLE]), chance,
            tuple(self._terms(s, number, sums, chance)), int(sums[SUM_OUT]) // max(1, int(sums[SUM_STEPS])),
            bool(sums[SUM_PRESSED]), not self.ghosts & set(units),
        )  # fmt: skip

    def _terms(self, s: int, number: int, sums: Ints, chance: int) -> list[tuple[str, int]]:
        """What the chance is made of."""
        numbers, steps = self.fixed.rules.numbers, max(1, int(sums[SUM_STEPS]))
        turns, bonus = int(sums[SUM_OUT]) // steps, int(numbers[SURRENDER_BONUS])
        if turns < numbers[SURRENDER_FROM]:
            return [(EARLY, 0)]
        found = [(TURNS, int(numbers[SURRENDER_TURN]) * (turns - 1))]
        if sums[SUM_MORALE] < numbers[BROKEN_MORALE] * steps:
            found.append((MORALE_TERM, bonus))
        if encirclement.is_enclosed(self.fixed, self.state, self.scratch, s, number):
            found.append((ENCLOSED, bonus))
        if sums[SUM_QUALITY] >= numbers[ELITE_TENTHS] * steps:
            found.append((ELITE, -bonus))
        if 2 * sums[SUM_DENSE] > steps:
            found.append((DENSE, -bonus))
        rest = chance - sum(value for _, value in found)
        return [*found, (BOUNDS, rest)] if rest else found


def _with_morale(view: View) -> tuple[State, set[int]]:
    """A copy of what is believed in which enemies have the morale of their quality; those known below level 4."""
    state, facts = copy(view.believed), view.fixed.roster.units
    there = (state.units[:, STATUS] == PRESENT) & (facts[:, OF_SIDE] != view.side) & (facts[:, ROLE] < SOURCE)
    for u in np.flatnonzero(there):
        state.units[u, MORALE] = condition.base_of_morale(view.fixed, state, int(u))
    return state, {int(u) for u in np.flatnonzero(there & (state.units[:, SEEN_LEVEL] < ALL))}
