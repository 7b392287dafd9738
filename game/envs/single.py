"""One side as a Gymnasium environment: a learner against a compiled player.

    from game.envs.single import SingleSideEnv

    env = SingleSideEnv("mirror", side="both", opponent="random")

Actions, observations and rewards are those of bakhmut_v0; masks are told by `action_masks`, as sb3-contrib asks for them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.ai.duel import MOST_ORDERS
from game.envs.battle import Scripted
from game.envs.exercise import Exercise
from game.envs.watching import Row
from game.scenario.load import Scenario
from game.state import OUTCOMES, SIDES

try:
    import gymnasium
    from gymnasium import spaces
except ImportError as error:
    raise ImportError("The learning environments need the extra rl: pip install -e '.[rl]'") from error

BOTH = "both"
"""The learner's side where each game draws it."""
NO_SIDE = "There is no side '{}'. The sides are ua, ru, and both, drawn anew for each game."


class SingleSideEnv(gymnasium.Env):
    """A battle of a learner against a compiled player. Raises BadInput if there is no such scenario."""

    metadata = {"render_modes": ["ansi"]}  # noqa: RUF012

    def __init__(
        self,
        scenario: str | Scenario = "mirror",
        *,
        side: str = "ua",
        opponent: str = "random",
        dice: str | None = None,
        most_orders: int = MOST_ORDERS,
        render_mode: str | None = None,
    ) -> None:
        """The learner's side is ua, ru, or both: then each game draws it. The opponent is one of duel.PLAYERS.

        Raises ValueError if there is no such side, opponent or mode.
        """
        if side not in (*SIDES, BOTH):
            raise ValueError(NO_SIDE.format(side))
        if render_mode not in (None, "ansi"):
            raise ValueError(f"There is no render mode '{render_mode}'; there is ansi.")
        self.exercise = Exercise(scenario, dice, most_orders)
        self.opponent = Scripted(opponent, self.exercise.battle)
        self.render_mode = render_mode
        self.action_space = spaces.Discrete(self.exercise.pointer.size)
        self.observation_space = spaces.Box(-1, 1, (self.exercise.watcher.size,), np.float32)
        self._drawn = side
        self.side = 0
        """The learner's side in this game."""
        self._owed = 0.0
        """What the opponent's half-turn before the learner's first has brought the learner."""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Row, dict[str, Any]]:
        """Begin the game of a seed, or the next; options may name the learner's `side` in it.

        Raises ValueError if there is no such side.
        """
        super().reset(seed=seed)
        drawn = (options or {}).get("side", self._drawn)
        if drawn not in (*SIDES, BOTH):
            raise ValueError(NO_SIDE.format(drawn))
        self.side = int(self.np_random.integers(2)) if drawn == BOTH else SIDES.index(drawn)
        self.exercise.restart(int(self.np_random.integers(2**62)) if seed is None else seed)
        self.opponent.forget()
        self._owed = self._await_turn()
        return self.exercise.observe(self.side), self._about()

    def step(self, action: int) -> tuple[Row, float, bool, bool, dict[str, Any]]:
        """Take an action; when it ends the half-turn the opponent plays the next.

        Raises IllegalAction, a ValueError, if the mask does not allow it, and nothing has changed.
        """
        won = self._owed + self.exercise.act(int(action))[self.side] + self._await_turn()
        self._owed = 0.0
        return self.exercise.observe(self.side), won, self.exercise.over, False, self._about()

    def _await_turn(self) -> float:
        """Let the opponent play until the learner is to move; what that brings the learner."""
        battle, waited = self.exercise.battle, False
        while not self.exercise.over and battle.side != self.side:
            self.opponent.play_half_turn(battle)
            waited = True
        return self.exercise.settle()[self.side] if waited else 0.0

    def _about(self) -> dict[str, Any]:
        """The learner's info; how the game ended, once it has."""
        about = self.exercise.about(self.side)
        if self.exercise.over:
            winner = OUTCOMES[self.exercise.battle.outcome]
            about |= {"side": SIDES[self.side], "won": winner == SIDES[self.side], "drawn": winner == "draw"}
        return about

    def action_masks(self) -> NDArray[np.bool_]:
        """Which actions are legal now: (actions,) bool."""
        return self.exercise.mask(self.side).astype(bool)

    def render(self) -> str | None:
        """The map in letters as the side to move believes it to be, in the mode ansi."""
        return self.exercise.text() if self.render_mode == "ansi" else None
