"""Two versions of a battle, or two players, compared on the same luck: what was found, as figures and as text."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from game.ai import duel
from game.lab import statistics
from game.lab.effects import MEASURES, difference, seat_counts, side_of, told
from game.lab.runs.batch import FORFEIT
from game.lab.runs.manifest import identity
from game.lab.runs.plan import Arm, Plan
from game.lab.runs.store import Store
from game.lab.statistics import Interval, level_of
from game.lab.verdicts import Verdict, alpha_of, effect_of, verdict_of
from game.state import Ints

VERSIONS_BY = ("ground", "losses.ua", "losses.ru", "turns", "margin", "draws")
"""Measures told of two versions of a battle beside their effect."""
PLAYERS_BY = ("ground", "losses")
"""Measures told of two players: of each as he fared himself, on whatever side."""
COUNTED = [i for i in range(len(duel.RESULT_NAMES)) if i not in (duel.R_SEED, duel.R_DIGEST)]
"""Columns of a game's row that tell what happened in it; the digest also has what has no effect."""
FOLDER = Path("lab")
"""Where runs are kept that no folder is named for."""


@dataclass(frozen=True)
class Second:
    """What else differs: a measure of the first and of the second, and the one less the other with its interval."""

    name: str
    unit: str
    values: tuple[float, float]
    less: Interval


@dataclass(frozen=True)
class Compared:
    """What came of a comparison."""

    plan: Plan
    sides: tuple[Interval, ...]
    """The side effect of each version."""
    effect: Interval
    verdict: Verdict
    others: tuple[Second, ...]
    forfeits: int
    """Games that a player from a file forfeited."""
    seats: Ints
    """Of two players: games by seat and outcome; (seats, 3) int64."""
    changed: int | None
    """Of two versions: games on the same luck in which anything that is counted came out otherwise."""

    @property
    def of_players(self) -> bool:
        """Whether players are compared, on one version."""
        return len(self.plan.arms) == 1

    @property
    def names(self) -> tuple[str, str]:
        """What is compared."""
        first, *rest = (arm.name for arm in self.plan.arms)
        return self.plan.called if self.of_players else (first, rest[0])

    @property
    def within(self) -> float:
        """The effect below which a difference does not matter."""
        return float(str(self.plan.question["within"]))

    @property
    def alpha(self) -> float:
        """How often a verdict may be wrong."""
        return alpha_of(self.plan.question)

    @property
    def games(self) -> int:
        """Games that it rests on."""
        return self.effect.size * self.plan.seats * len(self.plan.arms)


def plan_of(
    arms: tuple[Arm, ...], players: tuple[str, str], seed: int, pairs: int, within: float, alpha: float, **others: Any
) -> Plan:
    """The plan of a comparison: of two versions, or of one on which two players play."""
    return Plan("compare", arms, players, seed, pairs, question={"within": within, "alpha": alpha}, **others)


def folder_of(plan: Plan, names: tuple[str, str]) -> Path:
    """The folder for a run that none is named for: its own for whatever is compared, the same whenever it is again.

    A version that is edited has another, so that the same command goes on with a run or begins anew as it should.
    """
    total = hashlib.blake2b(json.dumps(identity(plan)).encode(), digest_size=3)
    short = ["".join(c for c in Path(name.rpartition(":")[2]).stem if c.isalnum() or c in "_-")[:40] for name in names]
    return FOLDER / f"compare-{short[0]}-{short[1]}-{plan.seed}-{total.hexdigest()}"


def found(store: Store) -> Compared:
    """What the pairs of a run show."""
    plan = store.plan
    rows = [store.results(arm) for arm in range(len(plan.arms))]
    within, alpha = float(str(plan.question["within"])), alpha_of(plan.question)
    effect = effect_of(rows, plan.seats).interval(alpha)
    sides = tuple(side_of(own, plan.seats).interval(alpha) for own in rows)
    others = _of_players(rows[0], plan.seats, alpha) if len(rows) == 1 else _of_versions(plan, rows, alpha)
    counts = seat_counts(rows[0], plan.seats)
    forfeits = sum(int((own[:, duel.R_REASON] == FORFEIT).sum()) for own in rows)
    changed = None if len(rows) == 1 else int((rows[0] != rows[1])[:, COUNTED].any(axis=1).sum())
    return Compared(plan, sides, effect, verdict_of(effect, within), others, forfeits, counts, changed)


def _of_versions(plan: Plan, rows: list[Ints], alpha: float) -> tuple[Second, ...]:
    """What else differs between two versions of a battle."""
    made = []
    for name in VERSIONS_BY:
        ends = [MEASURES[name].within(arm.scenario) for arm in plan.arms]
        measure = max(ends, key=lambda measure: measure.highest)
        values = measure.value(rows[0], plan.seats), measure.value(rows[1], plan.seats)
        made.append(Second(name, measure.unit, values, difference(measure, rows[0], rows[1], plan.seats, alpha)))
    return tuple(made)


def _of_players(rows: Ints, seats: int, alpha: float) -> tuple[Second, ...]:
    """How two players fared: ground each won, people each lost, on whatever side he was."""
    first = (np.arange(len(rows)) % seats == 0).reshape(-1, seats)
    made = []
    for name in PLAYERS_BY:
        if name in MEASURES:
            ua = MEASURES[name].observed(rows, seats)
            ru = -ua
        else:
            ua, ru = (MEASURES[f"{name}.{side}"].observed(rows, seats) for side in ("ua", "ru"))
        a, b = np.where(first, ua, ru).mean(axis=1), np.where(first, ru, ua).mean(axis=1)
        unit = MEASURES[name if name in MEASURES else f"{name}.ua"].unit
        made.append(Second(name, unit, (float(a.mean()), float(b.mean())), statistics.mean_interval(a - b, alpha)))
    return tuple(made)


# telling --------------------------------------------------------------------------------------------------------------


def as_json(it: Compared) -> dict[str, Any]:
    """What `compare --json` prints."""
    a, b = it.names
    return {
        "a": a,
        "b": b,
        "on": it.plan.arms[0].name if it.of_players else None,
        "effect_of": "skill" if it.of_players else "side",
        "verdict": str(it.verdict),
        "effect": it.effect.plain("mean"),
        "within": it.within,
        "alpha": it.alpha,
        "pairs": it.effect.size,
        "games": it.games,
        "forfeits": it.forfeits,
        "changed": it.changed,
        "seed": it.plan.seed,
        "players": list(it.plan.players),
        "side": [side.plain("mean") for side in it.sides],
        "differences": {
            other.name: {"unit": other.unit, "a": round(other.values[0], 3), "b": round(other.values[1], 3)}
            | other.less.plain("mean")
            for other in it.others
        },
    }


def as_text(it: Compared) -> str:
    """What was found, for people: the verdict first."""
    lines = [_verdict(it), "", *_meaning(it), ""]
    width = max(len(other.name) for other in it.others) + 8
    heads = "".join(f"{name[:18]:>18}" for name in it.names)
    lines.append(f"  {'':{width}}{heads}{'difference':>14} ({level_of(it.alpha):g} %)")
    for other in it.others:
        name = f"{other.name} ({other.unit})" if other.unit else other.name
        figures = "".join(f"{value:18.2f}" for value in other.values)
        sure = f"({other.less.low:+.2f} to {other.less.high:+.2f})" if np.isfinite(other.less.low) else "(too few games)"
        lines.append(f"  {name:{width}}{figures}{other.less.value:+14.2f} {sure}")
    return "\n".join(lines)


def _verdict(it: Compared) -> str:
    """The verdict in a sentence."""
    a, b = it.names
    after = f"after {it.games} games"
    if it.verdict is Verdict.DIFFERENT and max(-it.effect.low, it.effect.high) <= it.within:
        after += f", within the {100 * it.within:g} % that do not matter"
    if it.verdict is Verdict.UNDECIDED:
        return f"Undecided {after}: {a} less {b} is {told(it.effect)}."
    if it.verdict is Verdict.ALIKE:
        return f"No difference beyond {100 * it.within:g} %: {a} less {b} is {told(it.effect)}, {after}."
    if it.of_players:
        better, worse = (a, b) if it.effect.value > 0 else (b, a)
        return f"{better} is stronger than {worse}: skill effect {told(_turned(it.effect))}, {after}."
    who = "Ukraine" if it.effect.value > 0 else "Russia"
    return f"{who} gains from {a} against {b}: {told(_turned(it.effect))} {after}."


def _turned(effect: Interval) -> Interval:
    """An effect seen from whoever gains."""
    return effect if effect.value > 0 else effect._replace(value=-effect.value, low=-effect.high, high=-effect.low)


def _meaning(it: Compared) -> list[str]:
    """What the effect is, what it was in each version, and how often such a verdict is wrong."""
    sure = f"At most {100 * it.alpha:g} % of such verdicts are wrong, however early a run stops."
    if not it.of_players:
        sides = ", ".join(f"{told(side)} in {arm.name}" for side, arm in zip(it.sides, it.plan.arms, strict=True))
        return [
            "The effect is the change of (games Ukraine wins less games Russia wins), in percent of all games,",
            f"on the same luck. That is {sides}.",
            _touched(it),
            sure,
        ]
    a, b = it.names
    score = [f"{a} as {seat}: {own[i]} won, {own[1 - i]} lost, {own[2]} drawn" for i, (seat, own) in enumerate(
        zip(("ua", "ru"), it.seats.tolist(), strict=True))]  # fmt: skip
    return [
        f"The skill effect is (games {a} wins less games {b} wins), in percent of all games, seats swapped.",
        f"{'; '.join(score)}.",
        f"The sides of {it.plan.arms[0].name} themselves: {told(it.sides[0])} for Ukraine.",
        sure,
    ]


def _touched(it: Compared) -> str:
    """In how many games the two versions made any difference, in a sentence."""
    each = it.games // 2
    games = f"{each} game{'s' if each > 1 else ''}"
    if it.changed == 0:
        return f"What came of {games} is the same in both: nothing that differs came to bear."
    return f"Of {games} on the same luck {it.changed} went otherwise in one than in the other."
