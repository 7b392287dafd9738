"""What a page tells of a run, read from its store a few columns at a time.

Effects, outcomes, lengths and unusual games are of all games; spreads, courses and maps of the first hundred thousand at
most, beyond which they do not change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.ai import duel
from game.hexes import HEX_KM2
from game.lab.effects import Few, effects_of
from game.lab.runs.batch import GAME_REASONS
from game.lab.runs.store import Store
from game.scenario.load import Scenario
from game.state import LOSS_CAUSES, OUTCOMES, SIDES, Ints

Floats = NDArray[np.float64]

MOST_GAMES = 100_000
"""Games, the first ones, that spreads, courses and maps are of."""
MOST_ROWS = 1_000_000
"""Rows of days of sectors that are read; of fewer games if there are more."""
ACCOUNTS: dict[str, tuple[str, float]] = {
    "tonnes": ("kg", 0.001), "evacuated": ("evacuated", 1), "died": ("died", 1), "rounds": ("rounds", 1),
    "sorties": ("sorties", 1), "drones_lost": ("drones_lost", 1), "assaults": ("assaults", 1),
    "units_lost": ("units_lost", 1), "pocketed": ("pocketed", 1), "surrenders": ("surrenders", 1),
}  # fmt: skip
"""What is told beside losses -> column of the results without its side, and what one of it is worth."""
BOTH: dict[str, tuple[str, ...]] = {
    "net": ("net",), "turns": ("turns",), "margin": ("margin",),
    **{f"lost_{side}": tuple(f"{side}_lost_{cause}" for cause in LOSS_CAUSES) for side in SIDES},
    "rounds": ("rounds_ua", "rounds_ru"), "assaults": ("assaults_ua", "assaults_ru"),
    "pocketed_ua": ("pocketed_ua",), "pocketed_ru": ("pocketed_ru",),
}  # fmt: skip
"""Measures by which a game is unusual -> columns of the results that add up to it."""
QUANTILES = (5, 25, 50, 75, 95)


class Spread(NamedTuple):
    """A quantity over the games: its mean and the ends of its middle eight tenths."""

    mean: float
    low: float
    high: float


class Course(NamedTuple):
    """A quantity by day: (5, days), a row for each of QUANTILES, and how many games it is of."""

    quantiles: Floats
    games: int


class Unusual(NamedTuple):
    """An unusual game: its number, why it is listed, and what it came to by measure."""

    game: int
    why: tuple[str, ...]
    values: dict[str, int]
    distance: float


@dataclass(frozen=True, eq=False)
class Version:
    """All that a page tells of one version of the battle."""

    arm: int
    name: str
    scenario: Scenario
    games: int
    side: Few
    skill: Few | None
    endings: dict[tuple[str, str], int]
    """Games by outcome and reason."""
    lengths: Ints
    """Games by the number of days they lasted, from 0 on."""
    accounts: dict[str, tuple[Spread, Spread]]
    """By what is told and side: losses in all, by cause, and ACCOUNTS."""
    ground: Course
    sectors: dict[str, Course]
    heat: Floats
    """Assaults on each hex a game; (H,)."""
    holding: Floats
    """Share of games in which each side holds each hex at the end; (2, H)."""
    mapped: int
    """How many games the maps are of."""
    unusual: list[Unusual]

    def share(self, outcome: str) -> float:
        """Share of games that ended so."""
        return sum(n for (name, _), n in self.endings.items() if name == outcome) / max(1, self.games)


def version_of(store: Store, arm: int) -> Version:
    """Read what a page tells of a version. Raises BadInput if the run is damaged."""
    plan, scenario = store.plan, store.plan.arms[arm].scenario
    names = {"outcome": "outcome", "reason": "reason"} | {key: " + ".join(names) for key, names in BOTH.items()}
    found = dict(zip(names, store.columns(list(names.values()), arm).values(), strict=True))
    few = min(store.pairs, MOST_GAMES // plan.seats)
    heat, holding, mapped = _maps(store, arm, few)
    return Version(
        arm, plan.arms[arm].name, scenario, len(found["outcome"]), *effects_of(found["outcome"], plan.seats),
        _endings(found["outcome"], found["reason"]), np.bincount(found["turns"]), _accounts(store, arm, few),
        _ground(store, arm, few), _sectors(store, arm, few), heat, holding, mapped,
        unusual_of(found, store, arm),
    )  # fmt: skip


def _endings(outcome: Ints, reason: Ints) -> dict[tuple[str, str], int]:
    kinds = len(GAME_REASONS)
    counts = Counter(dict(enumerate(np.bincount(outcome * kinds + reason).tolist())))
    return {(OUTCOMES[key // kinds], GAME_REASONS[key % kinds]): n for key, n in sorted(counts.items()) if n}


def spread(values: Floats | Ints) -> Spread:
    """Mean, tenth and ninetieth percentile."""
    if not len(values):
        return Spread(0.0, 0.0, 0.0)
    low, high = np.percentile(values, [10, 90])
    return Spread(float(values.mean()), float(low), float(high))


def _accounts(store: Store, arm: int, pairs: int) -> dict[str, tuple[Spread, Spread]]:
    """Losses and other accounts of both sides."""
    told: dict[str, tuple[Spread, Spread]] = {}
    read = account_columns(store, arm, pairs)
    for key, (ua, ru) in read.items():
        told[key] = spread(ua), spread(ru)
    return told


def account_columns(store: Store, arm: int, pairs: int) -> dict[str, tuple[Floats, Floats]]:
    """Losses in all and by cause, and ACCOUNTS, of Ukraine and of Russia, a number a game."""
    names = [f"{side}_lost_{cause}" for side in SIDES for cause in LOSS_CAUSES]
    names += [f"{column}_{side}" for column, _ in ACCOUNTS.values() for side in SIDES]
    found = store.columns(names, arm, 0, pairs)
    by_cause = {cause: tuple(found[f"{side}_lost_{cause}"] for side in SIDES) for cause in LOSS_CAUSES}
    told = {"lost": tuple(np.sum([pair[s] for pair in by_cause.values()], axis=0) for s in (0, 1)), **by_cause}
    told |= {key: tuple(found[f"{column}_{s}"] * worth for s in SIDES) for key, (column, worth) in ACCOUNTS.items()}
    return {key: (pair[0].astype(float), pair[1].astype(float)) for key, pair in told.items()}


def _ground(store: Store, arm: int, pairs: int) -> Course:
    """Net ground of Ukraine in km2 at the end of each day."""
    games = min(pairs * store.plan.seats, max(1, MOST_ROWS // store.turns(arm)))
    found = store.days(["gained_ua", "gained_ru"], arm, games // store.plan.seats)
    return _course((found["gained_ua"] - found["gained_ru"]) * HEX_KM2)


def _course(days: NDArray[np.floating[Any]]) -> Course:
    if not len(days):
        return Course(np.zeros((len(QUANTILES), days.shape[1])), 0)
    return Course(np.percentile(days, QUANTILES, axis=0), len(days))


def _sectors(store: Store, arm: int, pairs: int) -> dict[str, Course]:
    """The same around each place that counts for victory, if there are several."""
    places = store.sectors(arm)
    if len(places) < 2:
        return {}
    games = max(store.plan.seats, MOST_ROWS // (store.turns(arm) * len(places)))
    found = store.sector_days(arm, min(pairs, games // store.plan.seats)) * HEX_KM2
    return {place: _course(found[:, :, i]) for i, place in enumerate(places)}


def _maps(store: Store, arm: int, pairs: int) -> tuple[Floats, Floats, int]:
    """Assaults a game on each hex, shares of games in which each side holds it at the end, and of how many games."""
    played = sum(n for which, first, n in store.done() if which == arm and first + n <= pairs) * store.plan.seats
    heat, (_, holding) = store.heat(arm, pairs), store.holding(arm, pairs)
    return heat[:, duel.HEAT_ASSAULTS] / max(1, played), holding[-1] / max(1, played), played


# unusual games -------------------------------------------------------------------------------------------------------

EXTREMES = (
    ("most_ua", "net", -1), ("most_ru", "net", 1), ("lost_ua", "lost_ua", -1), ("lost_ru", "lost_ru", -1),
    ("shortest", "turns", 1),
)  # fmt: skip
"""Why a game is listed, the measure, and whether its greatest (-1) or least (1) value is meant."""
FARTHEST = 5
"""Games listed because they lie far from all others."""


def unusual_of(found: dict[str, Ints], store: Store, arm: int) -> list[Unusual]:
    """The games that lie farthest from the others by all measures together, and the extremes of some.

    `found` has a column a measure of BOTH, a number a game; of equals the first is meant.
    """
    games = len(found["net"])
    if games < 10:
        return []
    far = distances([found[name] for name in BOTH])
    why: dict[int, list[str]] = {int(g): ["far"] for g in np.argsort(-far, kind="stable")[:FARTHEST]}
    for name, measure, sign in EXTREMES:
        column = found[measure] * sign
        g = int(np.argmin(column))
        if column[g] < np.median(column):
            why.setdefault(g, []).append(name)
    plan = store.plan
    return [
        Unusual(
            plan.number(arm, *divmod(g, plan.seats)), tuple(reasons), {name: int(found[name][g]) for name in BOTH},
            float(far[g]),
        )
        for g, reasons in why.items()
    ]  # fmt: skip


def distances(columns: Sequence[Ints]) -> Floats:
    """How far each game lies from the middle of all in robust standard deviations; what goes together counts once.

    Each measure is less its median, over 1.4826 times the median of what it is off by; the distance is that of
    Mahalanobis with the correlations of the values cut at 3, so that the outliers do not hide themselves.
    """
    scaled = []
    for column in columns:
        off = column - np.median(column)
        width = 1.4826 * float(np.median(np.abs(off))) or float(off.std())
        if width > 0:
            scaled.append(off / width)
    if not scaled:
        return np.zeros(len(columns[0]))
    table = np.stack(scaled, axis=1)
    cut = np.clip(table, -3, 3)
    together = np.atleast_2d(np.corrcoef(cut, rowvar=False))
    inverse = np.linalg.inv(0.9 * np.nan_to_num(together) + 0.1 * np.eye(len(scaled)))
    result: Floats = np.sqrt(np.einsum("gi,ij,gj->g", table, inverse, table, optimize=True) / len(scaled))
    return result
