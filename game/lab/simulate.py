"""Many games of one scenario, and what they came to.

Compiled players play whole batches in one call, on threads that hold no interpreter lock; the seed of a game is a
function of the run's seed and the game's index, so the number of workers changes nothing. Other players play through
matches.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.ai import duel, players
from game.ai.mind import new_mind
from game.ai.weights import weights
from game.dice import mix
from game.events import new_log
from game.hexes import HEX_KM2
from game.match import Match
from game.rulebook import DICE_MODE, DICE_MODES
from game.rules import field, network
from game.rules.field import Fixed
from game.scenario.load import Scenario
from game.state import LOSS_CAUSES, OUTCOMES, SIDES, TURNS, Ints, copy

BATCH = 20
"""Games played in one call of a worker."""

Progress = Callable[[int, int], None]
"""Told how many games are done, and of how many."""


@dataclass(frozen=True)
class Run:
    """What was played and what came of it."""

    scenario: str
    seed: int
    players: tuple[str, str]
    results: Ints
    """A row a game, in order of the games; see duel.R_*; (games, RESULT_COLUMNS) int64."""
    seconds: float
    heat: Ints
    """A row a hex: what was fought for in all games; see duel.HEAT_*; zeros if a player was not compiled;
    (H, HEAT_COLUMNS) int64."""


def seeds_of(seed: int, games: int) -> Ints:
    """The seed of every game of a run: (games,) int64, none negative."""
    first = mix(np.uint64(seed % 2**63))
    return np.array([int(mix(first ^ np.uint64(g))) >> 1 for g in range(games)], dtype=np.int64)


def new_heat(fixed: Fixed) -> Ints:
    """Nothing fought for yet: (H, HEAT_COLUMNS) int64."""
    return np.zeros((len(fixed.board.hexes), duel.HEAT_COLUMNS), dtype=np.int64)


class Table:
    """Everything one worker needs to play games of a scenario in compiled calls."""

    def __init__(self, scenario: Scenario, fixed: Fixed) -> None:
        self.fixed = fixed
        self.start = scenario.start
        self.state, self.believed = copy(scenario.start), copy(scenario.start)
        self.scratch, self.theirs = field.new_scratch(fixed), field.new_scratch(fixed)
        self.net = network.new_net(fixed)
        self.minds = np.stack([new_mind(fixed, weights()) for _ in SIDES])
        self.work = np.zeros((30, 64), dtype=np.int64)
        self.log = new_log(0)
        self.heat = new_heat(fixed)
        """What was fought for in all games played at this table; see duel.HEAT_*."""

    def play(self, who: tuple[int, int], seeds: Ints, results: Ints, turns: int | None = None) -> None:
        """Play a game for each seed, to its end or through some days, into its row of results."""
        turns = int(self.fixed.roster.terms[TURNS]) if turns is None else turns
        duel.play_batch(
            self.fixed, self.start, self.state, self.believed, self.scratch, self.theirs, self.net,
            np.array(who, dtype=np.int64), self.minds,
            seeds, turns, self.work, self.log, results, self.heat,
        )  # fmt: skip


def simulate(
    scenario: Scenario,
    games: int,
    seed: int,
    who: tuple[str, str],
    workers: int = 1,
    progress: Progress = lambda done, games: None,
    dice: str | None = None,
) -> Run:
    """Play games of a scenario between two players, named for UA and RU, with other dice than the rules' if named.

    Raises BadInput if there is no such player.
    """
    began = time.perf_counter()
    seeds = seeds_of(seed, games)
    results = np.zeros((games, duel.RESULT_COLUMNS), dtype=np.int64)
    heat = np.zeros((scenario.grid.count, duel.HEAT_COLUMNS), dtype=np.int64)
    if all(name in duel.PLAYERS for name in who):
        heat = _play_compiled(scenario, seeds, results, who, workers, progress, dice)
    else:
        _play_matches(scenario, seeds, results, who, progress, dice)
    return Run(scenario.id, seed, who, results, time.perf_counter() - began, heat)


def _play_compiled(
    scenario: Scenario, seeds: Ints, results: Ints, who: tuple[str, str], workers: int, progress: Progress,
    dice: str | None,
) -> Ints:  # fmt: skip
    """Play batches on threads, each with a table of its own that writes its own rows; what was fought for."""
    fixed = field.copied(field.fix(scenario.ground, scenario.rules, scenario.roster))
    fixed.rules.numbers[DICE_MODE] = DICE_MODES.index(dice or scenario.rules.file.combat.dice)
    kinds = (duel.PLAYERS.index(who[0]), duel.PLAYERS.index(who[1]))
    tables = [Table(scenario, fixed) for _ in range(workers)]
    spare = list(tables)

    def batch(first: int) -> int:
        table = spare.pop()
        rows = slice(first, first + BATCH)
        table.play(kinds, seeds[rows], results[rows])
        spare.append(table)
        return len(seeds[rows])

    done = 0
    with ThreadPoolExecutor(workers) as pool:
        try:
            waiting = [pool.submit(batch, first) for first in range(0, len(seeds), BATCH)]
            for finished in as_completed(waiting):
                done += finished.result()
                progress(done, len(seeds))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    heat: Ints = sum((table.heat for table in tables), new_heat(fixed))
    return heat


def _play_matches(
    scenario: Scenario, seeds: Ints, results: Ints, who: tuple[str, str], progress: Progress, dice: str | None
) -> None:
    """Play games one after another through matches."""
    for g, seed in enumerate(seeds):
        match = Match(scenario, int(seed), dice)
        ours = (players.load_player(who[0], int(seed)), players.load_player(who[1], int(seed)))
        players.play(match, ours)
        results[g, duel.R_SEED] = seed
        duel.sum_up(match.fixed, match.state, results[g])
        progress(g + 1, len(seeds))


def wilson(wins: float, games: int) -> tuple[float, float]:
    """The 95 % interval of a rate (Wilson 1927)."""
    if games == 0:
        return 0.0, 1.0
    z, rate = 1.959964, wins / games
    middle = (rate + z * z / (2 * games)) / (1 + z * z / games)
    half = z * math.sqrt(rate * (1 - rate) / games + z * z / (4 * games * games)) / (1 + z * z / games)
    return max(0.0, middle - half), min(1.0, middle + half)


def summary(run: Run) -> dict[str, Any]:
    """What a run came to, as `simulate --json` prints it."""
    rows, games = run.results, len(run.results)
    wins = {name: int((rows[:, duel.R_OUTCOME] == i).sum()) for i, name in enumerate(OUTCOMES) if i}
    rates = {}
    for side in SIDES:
        low, high = wilson(wins[side], games)
        rates[side] = {"mean": round(wins[side] / games, 4), "low": round(low, 4), "high": round(high, 4)}
    firsts, causes = (duel.R_LOST_UA, duel.R_LOST_RU), len(LOSS_CAUSES)
    losses = {side: rows[:, first : first + causes] for side, first in zip(SIDES, firsts, strict=True)}
    gross = {side: rows[:, duel.R_GROSS_UA + s].mean() * HEX_KM2 for s, side in enumerate(SIDES)}
    return {
        "scenario": run.scenario,
        "games": games,
        "seed": run.seed,
        "ai": dict(zip(SIDES, run.players, strict=True)),
        "wins": wins,
        "win_rate": rates,
        "turns_mean": round(float(rows[:, duel.R_TURNS].mean()), 3),
        "area_km2": _spread(rows[:, duel.R_NET] * HEX_KM2),
        "area_gross_km2": {side: round(float(area), 2) for side, area in gross.items()},
        "losses": {side: round(float(lost.sum(axis=1).mean()), 1) for side, lost in losses.items()},
        "losses_by_cause": {
            side: {cause: round(float(lost[:, i].mean()), 1) for i, cause in enumerate(LOSS_CAUSES)}
            for side, lost in losses.items()
        },
        "assaults_mean": round(float(rows[:, [duel.R_ASSAULTS_UA, duel.R_ASSAULTS_RU]].sum(axis=1).mean()), 1),
        "seconds": round(run.seconds, 3),
        "games_per_second": round(games / run.seconds, 2),
        "digest": hashlib.blake2b(rows[:, duel.R_DIGEST].astype("<i8").tobytes(), digest_size=8).hexdigest(),
    }


def _spread(values: NDArray[np.floating[Any]]) -> dict[str, float]:
    """Mean and deciles of a quantity over the games."""
    p10, p50, p90 = np.percentile(values, [10, 50, 90])
    return {"mean": round(float(values.mean()), 2), "p10": round(p10, 2), "p50": round(p50, 2), "p90": round(p90, 2)}


def as_text(summary: dict[str, Any]) -> str:
    """A summary for people."""
    rates, area, lost = summary["win_rate"], summary["area_km2"], summary["losses"]
    wins = summary["wins"]
    return "\n".join([
        f"{summary['scenario']}: {summary['games']} games, seed {summary['seed']}, "
        f"{summary['ai']['ua']} (ua) against {summary['ai']['ru']} (ru)",
        *(
            f"  {side} wins {wins[side]:6d}   {rates[side]['mean']:6.1%}   ({rates[side]['low']:.1%} to "
            f"{rates[side]['high']:.1%})"
            for side in SIDES
        ),
        f"  draws   {wins['draw']:6d}",
        f"  net ground of ua, km2: mean {area['mean']}, p10 {area['p10']}, median {area['p50']}, p90 {area['p90']}",
        f"  people lost: ua {lost['ua']:.0f}, ru {lost['ru']:.0f}; assaults a game {summary['assaults_mean']}",
        f"  {summary['seconds']:.1f} s, {summary['games_per_second']:.1f} games/s, digest {summary['digest']}",
    ])  # fmt: skip


def write(run: Run, folder: Path) -> None:
    """Write a row a game to games.csv and the summary to summary.json. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "summary.json").write_text(json.dumps(summary(run), indent=2) + "\n", encoding="utf-8")
    with (folder / "games.csv").open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(duel.RESULT_NAMES)
        for row in run.results:
            values = [int(x) for x in row]
            values[duel.R_DIGEST] %= 2**64
            table.writerow(values)
