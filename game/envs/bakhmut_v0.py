"""`bakhmut_v0`: the battle as a PettingZoo environment of two agents that take turns (AEC).

    from game.envs import bakhmut_v0

    env = bakhmut_v0.env("mirror")
    env.reset(seed=1)
    for agent in env.agent_iter():
        seen, reward, over, _, info = env.last()
        env.step(None if over else env.action_space(agent).sample(seen["action_mask"]))

docs/learning.md tells what is seen, done and rewarded.
"""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

from game.ai.duel import MOST_ORDERS
from game.envs.exercise import Exercise
from game.scenario.load import Scenario
from game.state import NOBODY, SIDES

try:
    from gymnasium import spaces
    from pettingzoo import AECEnv
    from pettingzoo.utils import wrappers
except ImportError as error:
    raise ImportError("The learning environments need the extra rl: pip install -e '.[rl]'") from error

AGENTS = tuple(f"{side}_{i}" for i, side in enumerate(SIDES))
"""Names of the agents: the side and its number."""


def env(scenario: str | Scenario = "mirror", **options: Any) -> AECEnv:
    """The environment of a scenario, which says so when it is used in the wrong order; see BakhmutEnv for options."""
    return wrappers.OrderEnforcingWrapper(raw_env(scenario, **options))


class BakhmutEnv(AECEnv):
    """A battle between two learners. Raises BadInput if there is no such scenario."""

    metadata = {"name": "bakhmut_v0", "render_modes": ["ansi"], "is_parallelizable": False}  # noqa: RUF012

    def __init__(
        self,
        scenario: str | Scenario = "mirror",
        *,
        dice: str | None = None,
        most_orders: int = MOST_ORDERS,
        render_mode: str | None = None,
    ) -> None:
        """A scenario by name, path or as it is; dice as in DICE_MODES; orders in a half-turn at most."""
        super().__init__()
        if render_mode not in (None, "ansi"):
            raise ValueError(f"There is no render mode '{render_mode}'; there is ansi.")
        self.exercise = Exercise(scenario, dice, most_orders)
        self.render_mode = render_mode
        self.possible_agents = list(AGENTS)
        size = self.exercise.pointer.size
        self.action_spaces = {agent: spaces.Discrete(size) for agent in AGENTS}
        self.observation_spaces = {
            agent: spaces.Dict({
                "observation": spaces.Box(-1, 1, (self.exercise.watcher.size,), np.float32),
                "action_mask": spaces.Box(0, 1, (size,), np.int8),
            })
            for agent in AGENTS
        }  # fmt: skip
        self._seeds = np.random.default_rng()

    def observation_space(self, agent: str) -> spaces.Space[Any]:
        """The same for both sides, and the same object at every call."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> spaces.Space[Any]:
        """The same for both sides, and the same object at every call."""
        return self.action_spaces[agent]

    def reset(self, seed: int | None = None, options: dict[str, Any] | None = None) -> None:
        """Begin the game of a seed: its dice are those of a match of this seed; without one, the next of a series."""
        if seed is not None:
            self._seeds = np.random.default_rng(seed)
        self.exercise.restart(int(self._seeds.integers(2**62)) if seed is None else seed)
        self.agents = list(AGENTS)
        self.rewards = dict.fromkeys(AGENTS, 0.0)
        self._cumulative_rewards = dict.fromkeys(AGENTS, 0.0)
        self.terminations = dict.fromkeys(AGENTS, False)
        self.truncations = dict.fromkeys(AGENTS, False)
        self.agent_selection = AGENTS[self.exercise.battle.side]
        self.infos = {agent: self.exercise.about(s) for s, agent in enumerate(AGENTS)}

    def observe(self, agent: str) -> dict[str, np.ndarray[Any, Any]]:
        """What a side sees and may do now."""
        side = AGENTS.index(agent)
        return {"observation": self.exercise.observe(side), "action_mask": self.exercise.mask(side)}

    def step(self, action: int | None) -> None:
        """Take an action of the agent to move; None takes away an agent for whom the game is over.

        Raises IllegalAction, a ValueError, if the mask does not allow it, and nothing has changed.
        """
        agent = self.agent_selection
        if self.terminations[agent]:
            self._was_dead_step(action)
            return
        if action is None:
            raise ValueError(f"{agent} is to move: an action is a number, not None.")
        won = self.exercise.act(int(action))
        self._cumulative_rewards[agent] = 0.0
        self.rewards = dict(zip(AGENTS, won, strict=True))
        self._accumulate_rewards()
        side = self.exercise.battle.side
        if side == NOBODY:
            self.terminations = dict.fromkeys(AGENTS, True)
        else:
            self.agent_selection = AGENTS[side]
        self.infos = {agent: self.exercise.about(s) for s, agent in enumerate(AGENTS)}

    def render(self) -> str | None:
        """The map in letters as the side to move believes it to be, in the mode ansi."""
        return self.exercise.text() if self.render_mode == "ansi" else None

    def close(self) -> None:
        """Nothing is open."""

    def __deepcopy__(self, memo: dict[int, Any]) -> BakhmutEnv:
        """A game that goes its own way from here; the spaces are shared."""
        twin = object.__new__(BakhmutEnv)
        memo[id(self)] = twin
        for name, value in self.__dict__.items():
            shared = name in ("action_spaces", "observation_spaces")
            twin.__dict__[name] = value if shared else copy.deepcopy(value, memo)
        return twin


raw_env = BakhmutEnv
