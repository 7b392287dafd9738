"""Learn to play `mirror` against the random player, and measure what was learned: MaskablePPO of sb3-contrib.

    pip install -e '.[rl]' torch sb3-contrib
    python docs/examples/learn_mirror.py --minutes 10

Trains for so many CPU minutes on one core, then plays 200 games with what was learned: 100 seeds, each from both sides.
Prints the mean score (1 a victory, 1/2 a draw) with a 95 % confidence sequence over the pairs, beside that of a player
who takes any legal action. Whether it beats the random player is what it prints; nothing is tuned until it does.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
import torch
from sb3_contrib import MaskablePPO
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.torch_layers import BaseFeaturesExtractor
from stable_baselines3.common.vec_env import DummyVecEnv

from game.envs.single import SingleSideEnv
from game.envs.watching import Part
from game.lab.effects import Few

ORDERS = 16
"""Orders in a half-turn at most, in training and in the games that count: so games are short enough to learn from."""
ENVS = 8
"""Games played side by side while learning, so that the network is asked about eight states at once."""

Policy = Callable[[SingleSideEnv, np.ndarray], int]


class HexFeatures(BaseFeaturesExtractor):
    """The same few features of every hex, beside all that is not about hexes."""

    def __init__(self, space, layout: dict[str, Part], features: int = 256, each: int = 8) -> None:
        super().__init__(space, features)
        hexes = layout["hexes"]
        self.first, self.shape = hexes.first, hexes.shape
        self.look = torch.nn.Sequential(torch.nn.Linear(hexes.shape[1], each), torch.nn.ReLU())
        self.join = torch.nn.Sequential(
            torch.nn.Linear(hexes.first + each * hexes.shape[0], features), torch.nn.ReLU()
        )  # fmt: skip

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        """(games, observation) -> (games, features)."""
        hexes = self.look(seen[:, self.first :].reshape(-1, *self.shape)).flatten(1)
        return self.join(torch.cat([seen[:, : self.first], hexes], dim=1))


class Until(BaseCallback):
    """Stops learning after so many seconds of CPU time, telling how it goes."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds, self.began, self.told = seconds, time.process_time(), 0.0
        self.results: list[float] = []

    def _on_step(self) -> bool:
        about = [info for info in self.locals["infos"] if "won" in info]
        self.results += [0.5 if info["drawn"] else float(info["won"]) for info in about]
        spent = time.process_time() - self.began
        if spent > self.told + 60:
            self.told = spent
            last = self.results[-100:]
            score = f"score of the last {len(last)} {np.mean(last):.2f}" if last else "no game is over yet"
            print(f"  {spent / 60:4.1f} min, {self.num_timesteps} steps, {len(self.results)} games, {score}", flush=True)
        return spent < self.seconds


def learn(seconds: float, seed: int) -> tuple[MaskablePPO, Until]:
    """Train for so many seconds of CPU time, as either side."""
    games = DummyVecEnv([lambda: SingleSideEnv("mirror", side="both", opponent="random", most_orders=ORDERS)] * ENVS)
    layout = games.envs[0].exercise.watcher.layout
    looks = {"features_extractor_class": HexFeatures, "features_extractor_kwargs": {"layout": layout}}
    model = MaskablePPO(
        "MlpPolicy", games, n_steps=512, batch_size=512, n_epochs=4, learning_rate=5e-4, gamma=0.999, gae_lambda=0.98,
        ent_coef=0.01, policy_kwargs={**looks, "net_arch": [128]}, seed=seed, device="cpu",
    )  # fmt: skip
    until = Until(seconds)
    model.learn(10**9, callback=until)
    return model, until


def play(policy: Policy, pairs: int, opponent: str) -> Few:
    """Play every seed from both sides; the scores of the pairs in half points, 0 to 4."""
    env, sums = SingleSideEnv("mirror", opponent=opponent, most_orders=ORDERS), []
    for seed in range(pairs):
        points = 0
        for side in ("ua", "ru"):
            seen, about = env.reset(seed=1_000_000 + seed, options={"side": side})
            over = False
            while not over:
                seen, _, over, _, about = env.step(policy(env, seen))
            points += 1 if about["drawn"] else 2 * about["won"]
        sums.append(points)
    return Few(np.array(sums), 0, 4, 4)


def report(name: str, scores: Few) -> None:
    """A line of a result."""
    seen = scores.interval()
    print(f"{name}: score {seen.value:.1%} ({seen.low:.1%} to {seen.high:.1%}), {2 * seen.size} games", flush=True)


def main() -> None:
    """Learn, then measure."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--minutes", type=float, default=10, help="CPU minutes to learn for (default 10)")
    asked.add_argument("--pairs", type=int, default=100, help="seeds to play from both sides (default 100)")
    asked.add_argument("--seed", type=int, default=1, help="of the learning (default 1)")
    given = asked.parse_args()
    torch.set_num_threads(1)
    dice = np.random.default_rng(given.seed)

    def wander(env: SingleSideEnv, _: np.ndarray) -> int:
        return int(dice.choice(np.flatnonzero(env.action_masks())))

    model, until = learn(60 * given.minutes, given.seed)
    minutes = (time.process_time() - until.began) / 60
    print(f"learned for {minutes:.1f} CPU minutes: {model.num_timesteps} steps, {len(until.results)} games", flush=True)

    def learned(env: SingleSideEnv, seen: np.ndarray) -> int:
        return int(model.predict(seen, action_masks=env.action_masks())[0])

    report("learned against random", play(learned, given.pairs, "random"))
    report("any legal action against random", play(wander, given.pairs, "random"))
    report("learned against greedy", play(learned, max(1, given.pairs // 10), "greedy"))


if __name__ == "__main__":
    main()
