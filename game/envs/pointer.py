"""The staged pointer: an order is pointed out in up to three steps, unit, verb, hex, each with its own mask.

One range of numbers serves all steps: unit slots, then verbs, then hexes, then the end of the half-turn. A slot stands
for the same unit through all games of a scenario; hexes and verbs have the same numbers for both sides.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from game import state
from game.envs.battle import END_ROW, Battle
from game.envs.verbs import BY_ROLE, OF_SIDE, VERBS
from game.state import NOBODY, Ints

UNIT, VERB, HEX = 0, 1, 2
STAGES = ("unit", "verb", "hex")
Mask = NDArray[np.int8]


class IllegalAction(ValueError):
    """An action that the mask does not allow."""


class Pointer:
    """What the side to move has pointed at so far, and what it may point at next."""

    def __init__(self, battle: Battle, most_orders: int) -> None:
        """A pointer into a battle in which a half-turn holds so many orders at most."""
        self.battle, self.most_orders = battle, most_orders
        facts = battle.fixed.roster.units
        self.slots = [
            np.flatnonzero((facts[:, state.OF_SIDE] == s) & (facts[:, state.ROLE] != state.SOURCE)).tolist()
            for s in range(2)
        ]
        """The units of each side that are given orders, by index: the first has slot 0."""
        self.first_verb = max(map(len, self.slots))
        self.first_hex = self.first_verb + len(VERBS)
        self.end = self.first_hex + len(battle.rings)
        """The action that ends the half-turn."""
        self.size = self.end + 1
        self._witness = dict.fromkeys(range(len(facts)), 0)
        """The verb that last showed a unit to have something to do: the first to ask about."""
        self.drop()

    def drop(self) -> None:
        """Point at nothing."""
        self.stage, self.unit, self.verb = UNIT, NOBODY, NOBODY
        self._known = -1

    def mask(self) -> Mask:
        """1 for every action the side to move may take now: (size,) int8, at least one; the end when the game is over."""
        self._look()
        return self._mask.copy()

    def legal(self) -> int:
        """How many actions that is."""
        self._look()
        return int(np.count_nonzero(self._mask))

    def choose(self, action: int) -> Ints | None:
        """Take an action: the order that is now complete, or None if there is more to point out.

        Raises IllegalAction, and nothing has changed.
        """
        self._look()
        if not (0 <= action < self.size and self._mask[action]):
            raise IllegalAction(self._refused(action))
        if action == self.end:
            self.drop()
            return END_ROW
        if self.stage == UNIT:
            self._known = -1
            if action < self.first_verb:
                self.stage, self.unit = VERB, self.slots[self.battle.side][action]
                return None
            self.stage, self.verb = HEX, action - self.first_verb
            return None
        if self.stage == VERB:
            self.verb = action - self.first_verb
            if VERBS[self.verb].takes_hex:
                self.stage, self._known = HEX, -1
                return None
        return self._order(action - self.first_hex if self.stage == HEX else -1)

    def _order(self, h: int) -> Ints:
        """The order that has been pointed out; points at nothing then."""
        row = VERBS[self.verb].write(self.battle, self.unit, h)
        assert row is not None
        assert self.battle.check(row) == 0, f"{VERBS[self.verb].name} was offered and is refused"
        self.drop()
        return row

    def _look(self) -> None:
        """Work out the mask, unless it is known."""
        if self._known == self.battle.version:
            return
        self._known = self.battle.version
        self._mask: Mask = np.zeros(self.size, dtype=np.int8)
        if self.battle.side == NOBODY:
            self._mask[self.end] = 1
        elif self.stage == UNIT:
            self._point_at_units()
        elif self.stage == VERB:
            able = [v for v in self._verbs_of(self.unit) if self._able(v, self.unit)]
            self._mask[[self.first_verb + v for v in able]] = 1
        else:
            hexes = list(VERBS[self.verb].hexes(self.battle, self.unit))
            self._mask[[self.first_hex + h for h in hexes]] = 1

    def _point_at_units(self) -> None:
        """The units with anything to do, the orders of the side, and the end."""
        self._mask[self.end] = 1
        if self.battle.given >= self.most_orders:
            return
        for slot, u in enumerate(self.slots[self.battle.side]):
            self._mask[slot] = self._is_there(u) and self._is_free(u)
        for v in OF_SIDE:
            if self._able(v, NOBODY):
                self._mask[self.first_verb + v] = 1

    def _is_free(self, u: int) -> bool:
        """Whether a unit can be given any order."""
        verbs = self._verbs_of(u)
        for v in (self._witness[u], *verbs):
            if v in verbs and self._able(v, u):
                self._witness[u] = v
                return True
        return False

    def _able(self, v: int, u: int) -> bool:
        """Whether a verb may be given to a unit, wherever it is aimed."""
        return next(VERBS[v].hexes(self.battle, u), None) is not None

    def _is_there(self, u: int) -> bool:
        """Whether a unit is on the map, or a depot that may be opened."""
        status = self.battle.believed.units[u, state.STATUS]
        depot = self.battle.known.roster.units[u, state.ROLE] == state.DEPOT_ROLE
        return bool(status == state.PRESENT or (depot and status == state.WAITING))

    def _verbs_of(self, u: int) -> list[int]:
        return BY_ROLE[int(self.battle.known.roster.units[u, state.ROLE])]

    def _refused(self, action: int) -> str:
        """Why an action is illegal."""
        allowed = np.flatnonzero(self._mask)
        return (
            f"Action {action} ({self.meaning(action)}) is not allowed: a {STAGES[self.stage]} is asked for, and the mask "
            f"allows {len(allowed)} actions, among them {int(allowed[0])} ({self.meaning(int(allowed[0]))})."
        )

    def meaning(self, action: int) -> str:
        """An action in words: "unit n-4", "verb dig", "hex 0714", "end"; "nothing" for what is none."""
        battle = self.battle
        if action == self.end:
            return "end"
        if self.first_hex <= action < self.end:
            return f"hex {battle.scenario.grid.number(action - self.first_hex)}"
        if self.first_verb <= action < self.first_hex:
            return f"verb {VERBS[action - self.first_verb].name}"
        slots = self.slots[max(battle.side, 0)]
        return f"unit {battle.scenario.units[slots[action]].id}" if 0 <= action < len(slots) else "nothing"
