"""A game that somebody learns from: pointing, seeing and being rewarded, for whichever library asks.

A side's reward is the change of the margin as the side believes it, in shares of what all places of the scenario are
worth; when the game is over, what the true margin differs from that belief, and 1 for a victory, -1 for a defeat. So the
rewards of a game add up to what the margin changed by, in those shares, and its outcome, and tell a side nothing it does
not know.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from game.ai.duel import MOST_ORDERS
from game.envs.battle import Battle
from game.envs.pointer import STAGES, Mask, Pointer
from game.envs.watching import Row, Watcher
from game.letters import letter_map
from game.orders import END
from game.rulebook import DICE_MODES
from game.scenario.load import Scenario, load_scenario
from game.state import OUTCOMES, RU_WINS, RUNNING, SIDES, TURN, UA_WINS

DISCOUNT = 0.97
"""What a half-turn later is worth less, as a hint; within a half-turn nothing is discounted."""


class Exercise:
    """A game of a scenario, seen by both sides; `restart` begins the next."""

    def __init__(self, scenario: str | Scenario, dice: str | None = None, most_orders: int = MOST_ORDERS) -> None:
        """Of a scenario by name, path or as it is; a side that has given so many orders in a half-turn can only end it.

        Raises BadInput if there is no such scenario, ValueError if there are no such dice or too few orders.
        """
        if dice is not None and dice not in DICE_MODES:
            raise ValueError(f"There are no dice '{dice}'. The dice are {', '.join(DICE_MODES)}.")
        if most_orders < 1:
            raise ValueError("A half-turn holds an order at least.")
        named = isinstance(scenario, str)
        self.battle = Battle(load_scenario(scenario) if named else scenario, dice)  # type: ignore[arg-type]
        self.pointer = Pointer(self.battle, most_orders)
        self.watcher = Watcher(self.battle, self.pointer)
        self.stake = self.watcher.stake
        self.restart(0)

    def restart(self, seed: int) -> None:
        """Begin a game of this seed."""
        self.battle.restart(seed)
        self.pointer.drop()
        self.discounts = [1.0, 1.0]
        """Of each side: what the worth of all that follows its last action is multiplied by."""
        self._margins = [self.battle.margin_of(s, self.battle.belief_of(s)[0]) for s in range(len(SIDES))]

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self.battle.outcome != RUNNING

    def act(self, action: int) -> list[float]:
        """Take an action of the side to move; what it brings each side. Raises IllegalAction, and nothing has changed."""
        side, row = self.battle.side, self.pointer.choose(action)
        if row is None:
            self.discounts[side] = 1.0
            return [0.0, 0.0]
        self.battle.carry_out(row)
        self.discounts[side] = DISCOUNT if row[0] == END else 1.0
        return self.settle()

    def settle(self) -> list[float]:
        """What each side has won since it last looked: the side to move as it believes, both when the game is over."""
        won, battle = [0.0, 0.0], self.battle
        if self.over:
            victory = {UA_WINS: 1, RU_WINS: -1}.get(battle.outcome, 0)
            for s, sign in enumerate((1, -1)):
                won[s] = (sign * battle.margin - self._margins[s]) / self.stake + sign * victory
                self._margins[s] = sign * battle.margin
            return won
        s, margin = battle.side, battle.margin_of(battle.side, battle.believed)
        won[s] = (margin - self._margins[s]) / self.stake
        self._margins[s] = margin
        return won

    def observe(self, side: int) -> Row:
        """What a side sees now."""
        return self.watcher.observe(side)

    def mask(self, side: int) -> Mask:
        """What a side may do now: nothing while the other is to move; the end, which does nothing, when all is over."""
        if self.over or side == self.battle.side:
            return self.pointer.mask()
        return np.zeros(self.pointer.size, dtype=np.int8)

    def about(self, side: int) -> dict[str, Any]:
        """The stage a side is asked for ("wait" and "over" too), how many actions are legal, the discount, the day."""
        to_move = side == self.battle.side
        return {
            "stage": STAGES[self.pointer.stage] if to_move else "over" if self.over else "wait",
            "legal": self.pointer.legal() if to_move or self.over else 0,
            "discount": self.discounts[side],
            "day": int(self.battle.state.clock[TURN]),
        }

    def text(self) -> str:
        """The map in letters as the side to move believes it to be; the true one when the game is over."""
        battle, day = self.battle, int(self.battle.state.clock[TURN])
        grid = battle.scenario.grid
        if self.over:
            return f"Day {day}, {OUTCOMES[battle.outcome]}\n{letter_map(grid, battle.fixed, battle.state)}"
        return f"Day {day}, {SIDES[battle.side]} to move\n{letter_map(grid, battle.known, battle.believed)}"
