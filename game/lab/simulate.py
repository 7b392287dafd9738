"""What many games of one scenario came to, summed up."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.ai import duel
from game.hexes import HEX_KM2
from game.lab.effects import seat_counts, side_of, skill_of, told
from game.lab.runs.batch import FORFEIT
from game.lab.runs.plan import called
from game.lab.runs.store import Store
from game.lab.statistics import ALPHA, Interval, wilson_of_pairs
from game.state import LOSS_CAUSES, OUTCOMES, SIDES, Ints


@dataclass(frozen=True)
class Run:
    """What was played and what came of it."""

    scenario: str
    seed: int
    players: tuple[str, str]
    """Who played UA and RU; in the second game of a pair, if there is one, the other way round."""
    results: Ints
    """A row a game, in order of the games; see duel.R_*; (games, RESULT_COLUMNS) int64."""
    played: int
    """Games that were played in these seconds; the others were there before."""
    seconds: float
    heat: Ints
    """A row a hex: what was fought for in all games; see duel.HEAT_*; (H, HEAT_COLUMNS) int64."""
    seats: int = 1
    """Games of a pair."""


def of_store(store: Store, seconds: float) -> Run:
    """What the first version of a run came to, after so many seconds."""
    plan = store.plan
    return Run(
        plan.arms[0].scenario_id, plan.seed, plan.players, store.results(0), store.committed, seconds, store.heat(0),
        plan.seats,
    )  # fmt: skip


def summary(run: Run) -> dict[str, Any]:
    """What a run came to, as `simulate --json` prints it."""
    rows, games = run.results, len(run.results)
    wins = {name: int((rows[:, duel.R_OUTCOME] == i).sum()) for i, name in enumerate(OUTCOMES) if i}
    rates = {}
    for side in SIDES:
        low, high = wilson_of_pairs((rows[:, duel.R_OUTCOME] == OUTCOMES.index(side)).reshape(-1, run.seats))
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
        "forfeits": int((rows[:, duel.R_REASON] == FORFEIT).sum()),
        "win_rate": rates,
        "side_effect": _effect(side_of(rows, run.seats).interval()),
        "skill_effect": _effect(skill_of(rows, run.seats).interval()) if run.seats > 1 else None,
        "seats": _by_seat(run),
        "turns_mean": round(float(rows[:, duel.R_TURNS].mean()), 3),
        "area_km2": _spread(rows[:, duel.R_NET] * HEX_KM2),
        "area_gross_km2": {side: round(float(area), 2) for side, area in gross.items()},
        "losses": {side: round(float(lost.sum(axis=1).mean()), 1) for side, lost in losses.items()},
        "losses_by_cause": {
            side: {cause: round(float(lost[:, i].mean()), 1) for i, cause in enumerate(LOSS_CAUSES)}
            for side, lost in losses.items()
        },
        "assaults_mean": round(float(rows[:, [duel.R_ASSAULTS_UA, duel.R_ASSAULTS_RU]].sum(axis=1).mean()), 1),
        "played": run.played,
        "seconds": round(run.seconds, 3),
        "games_per_second": round(run.played / run.seconds, 2),
        "digest": hashlib.blake2b(rows[:, duel.R_DIGEST].astype("<i8").tobytes(), digest_size=8).hexdigest(),
    }


def _effect(effect: Interval) -> dict[str, float]:
    """An effect with its confidence sequence."""
    return {"mean": round(effect.value, 4), "low": round(effect.low, 4), "high": round(effect.high, 4)}


def _by_seat(run: Run) -> list[dict[str, Any]]:
    """Games by who played which side."""
    a, b = run.players
    seated = ((a, b), (b, a))[: run.seats]
    return [
        {"ua": ua, "ru": ru, "wins": dict(zip(("ua", "ru", "draw"), counts, strict=True))}
        for (ua, ru), counts in zip(seated, seat_counts(run.results, run.seats).tolist(), strict=True)
    ]


def _spread(values: NDArray[np.floating[Any]]) -> dict[str, float]:
    """Mean and deciles of a quantity over the games."""
    p10, p50, p90 = np.percentile(values, [10, 50, 90])
    return {"mean": round(float(values.mean()), 2), "p10": round(p10, 2), "p50": round(p50, 2), "p90": round(p90, 2)}


def _told(effect: dict[str, float]) -> str:
    return told(Interval(effect["mean"], effect["low"], effect["high"], 0, ALPHA))


def as_text(summary: dict[str, Any]) -> str:
    """A summary for people."""
    rates, area, lost = summary["win_rate"], summary["area_km2"], summary["losses"]
    wins, side, skill = summary["wins"], summary["side_effect"], summary["skill_effect"]
    a, b = called((summary["ai"]["ua"], summary["ai"]["ru"]))
    return "\n".join([
        f"{summary['scenario']}: {summary['games']} games, seed {summary['seed']}, "
        f"{a} (ua) against {b} (ru)",
        *(
            f"  {side} wins {wins[side]:6d}   {rates[side]['mean']:6.1%}   (95 %: {rates[side]['low']:.1%} to "
            f"{rates[side]['high']:.1%})"
            for side in SIDES
        ),
        f"  draws   {wins['draw']:6d}",
        *([f"  forfeits {summary['forfeits']:5d}"] if summary["forfeits"] else []),
        f"  side effect, ua against ru:  {_told(side)}",
        *([f"  skill effect, {a} against {b}:  {_told(skill)}"] if skill else []),
        *(
            f"    {ua} as ua, {ru} as ru: ua won {seat['wins']['ua']}, ru won {seat['wins']['ru']}, "
            f"drawn {seat['wins']['draw']}"
            for seat, (ua, ru) in (zip(summary["seats"], ((a, b), (b, a)), strict=True) if skill else [])
        ),
        f"  net ground of ua, km2: mean {area['mean']}, p10 {area['p10']}, median {area['p50']}, p90 {area['p90']}",
        f"  people lost: ua {lost['ua']:.0f}, ru {lost['ru']:.0f}; assaults a game {summary['assaults_mean']}",
        f"  {_pace(summary)}, digest {summary['digest']}",
    ])  # fmt: skip


def _pace(summary: dict[str, Any]) -> str:
    """How fast games were played, and how many of them were there before."""
    there = summary["games"] - summary["played"]
    pace = f"{summary['seconds']:.1f} s, {summary['games_per_second']:.1f} games/s"
    return pace if not there else f"{there} games were there; {pace}" if summary["played"] else "all games were there"
