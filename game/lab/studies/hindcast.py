"""Hindcast: where what was in fact lies among what came of many games, fact by fact of a scenario's `history`.

A game that ends before the day of a fact counts as it stood at its end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from game.hexes import HEX_KM2
from game.hindsight import bounds, front_of
from game.lab.runs.store import Store
from game.lab.studies.scores import Floats, brier, brier_of_base_rate, crps, percentile
from game.scenario.load import Scenario
from game.scenario.schema import Fact, Figure, Front, Holder
from game.state import NOBODY, OWNER, SIDES, UA, Ints

INSIDE, EDGE, OUTSIDE = "inside", "edge", "outside"
"""Where history lies: a figure within the middle eight tenths of the games, its bounds reaching into them, or neither; a
holder where most of the games had him, some, or hardly any."""
FAN = 10.0, 90.0
"""Percentiles between which history is well inside."""
MARKS = (5, 10, 25, 50, 75, 90, 95)
"""Percentiles of the games that are told."""
OFTEN, SELDOM = 0.5, 0.1
"""A holder whom so many of the games had is inside; one whom fewer than the other had is outside."""
CONTESTED = 0.05
"""A hex that history left with whom it began is contested if at least so many of the games did not."""

_SUMS: Mapping[str, Mapping[str, float]] = {
    "net_ground_km2": {"gained_ua": HEX_KM2, "gained_ru": -HEX_KM2},
    "ua_gained_km2": {"gained_ua": HEX_KM2}, "ru_gained_km2": {"gained_ru": HEX_KM2},
    "ua_people_lost": {"lost_ua": 1}, "ru_people_lost": {"lost_ru": 1},
    "ua_rounds": {"rounds_ua": 1}, "ru_rounds": {"rounds_ru": 1},
    "ua_tonnes": {"kg_ua": 0.001}, "ru_tonnes": {"kg_ru": 0.001},
    "ua_assaults": {"assaults_ua": 1}, "ru_assaults": {"assaults_ru": 1},
}  # fmt: skip
"""Measure of a figure -> columns of the days of a game with what one of each counts."""
_MEMORY = re.compile(r"\bmemory\b|\[M\]", re.IGNORECASE)


def is_memory(fact: Fact) -> bool:
    """Whether a fact is known from memory, wholly or in part."""
    return bool(_MEMORY.search(fact.source))


def counts(fact: Fact) -> bool:
    """Whether a fact is known well enough to judge games by: neither by low confidence nor from memory."""
    return fact.confidence != "low" and not is_memory(fact)


@dataclass(frozen=True)
class FigureScore:
    """A figure of history among those of the games."""

    fact: Figure
    marks: tuple[float, ...]
    """The percentiles MARKS of the games."""
    ranks: tuple[float, float, float]
    """The percentiles at which the lowest that history can have been, its value and the highest lie."""
    crps: float
    """In the figure's own unit."""
    off: float
    """How far the median of the games is off, in the same unit: the CRPS of a forecast of the median alone."""

    @property
    def median(self) -> float:
        """The median of the games."""
        return self.marks[MARKS.index(50)]

    @property
    def place(self) -> str:
        """INSIDE, EDGE or OUTSIDE."""
        low, rank, high = self.ranks
        if FAN[0] <= rank <= FAN[1]:
            return INSIDE
        return EDGE if low <= FAN[1] and high >= FAN[0] else OUTSIDE


@dataclass(frozen=True)
class HolderScore:
    """Who held a place, and in how many of the games he did."""

    fact: Holder
    share: float
    """Of the games, 0 to 1; a place that is nobody's counts half for each side."""
    before: float
    """The same of the first morning: 1, 0, or a half if it was nobody's."""

    @property
    def brier(self) -> float:
        """What the share lacks of 1, squared."""
        return (1 - self.share) ** 2

    @property
    def place(self) -> str:
        """INSIDE, EDGE or OUTSIDE."""
        if self.share >= OFTEN:
            return INSIDE
        return EDGE if self.share >= SELDOM else OUTSIDE


@dataclass(frozen=True)
class Briers:
    """Scores of some hexes of a front."""

    hexes: int
    games: float
    nothing: float
    """Of a forecast that nothing moves."""
    rate: float
    """Of one chance for all these hexes, their share that was Ukraine's in fact."""


@dataclass(frozen=True, eq=False)
class FrontScore:
    """A front of history among those of the games."""

    fact: Front
    held: Ints
    """Whose each hex was, NOBODY if that is not known; (H,) int64."""
    ua: Floats
    """The share of games in which each hex was Ukraine's, nobody's counted half; (H,) float64."""
    contested: Ints
    """1 for hexes that are known and contested; (H,) int64."""
    all: Briers
    fought: Briers
    """Of the contested hexes alone."""

    @property
    def place(self) -> str:
        """INSIDE if the games foretell the contested hexes better than that nothing moves, else OUTSIDE."""
        return INSIDE if self.fought.games < self.fought.nothing else OUTSIDE


@dataclass(frozen=True, eq=False)
class Hindcast:
    """History among the games of a run."""

    scenario: Scenario
    players: tuple[str, str]
    seed: int
    dice: str | None
    games: int
    ended: int
    """Games that were over before the last day of which history tells."""
    figures: Sequence[FigureScore] = ()
    holders: Sequence[HolderScore] = ()
    fronts: Sequence[FrontScore] = ()
    late: Sequence[Fact] = field(default=())
    """Facts of days after the last of the battle, against which nothing can be held."""

    @property
    def judged(self) -> list[FigureScore | HolderScore]:
        """Figures and holders that are known well enough to judge the games by."""
        scores: list[FigureScore | HolderScore] = [*self.figures, *self.holders]
        return [score for score in scores if counts(score.fact)]

    @property
    def asking(self) -> list[FigureScore | HolderScore]:
        """Those of the judged that ask something of the games: figures, and places that changed hands."""
        return [score for score in self.judged if isinstance(score, FigureScore) or score.before < 1]

    @property
    def stayed(self) -> list[HolderScore]:
        """Those of the judged that are places which stayed with whom they began."""
        return [score for score in self.judged if isinstance(score, HolderScore) and score.before == 1]


def at(place: str, scores: Sequence[FigureScore | HolderScore]) -> list[FigureScore | HolderScore]:
    """The scores of facts that lie at a place."""
    return [score for score in scores if score.place == place]


def hindcast(store: Store) -> Hindcast:
    """History among the games of the first arm of a run, those of its prefix."""
    plan = store.plan
    scenario = plan.arms[0].scenario
    facts = [fact for fact in scenario.file.history if fact.day <= store.turns(0)]
    days, (marks, holding) = store.days(sorted({c for sums in _SUMS.values() for c in sums}), 0), store.holding(0)
    turns = store.columns(["turns"], 0)["turns"]
    shares = {int(day): ua_shares(holding[m], len(turns)) for m, day in enumerate(marks)}
    start: Ints = scenario.start.hexes[:, OWNER]
    return Hindcast(
        scenario, plan.players, plan.seed, plan.dice, len(turns),
        int((turns < max((fact.day for fact in facts), default=0)).sum()),
        [score_figure(fact, figures_of(fact, days)) for fact in facts if isinstance(fact, Figure)],
        [_score_holder(scenario, fact, shares[fact.day], start) for fact in facts if isinstance(fact, Holder)],
        [score_front(fact, shares[fact.day], start) for fact in facts if isinstance(fact, Front)],
        [fact for fact in scenario.file.history if fact.day > store.turns(0)],
    )  # fmt: skip


def figures_of(fact: Figure, days: Mapping[str, Ints]) -> Floats:
    """What each game came to over the span of a figure, (games,) float64, from columns of days, (games, days) each."""
    first, last = fact.from_ - 2, fact.day - 1

    def over(column: Ints) -> Floats:
        return (column[:, last] - (column[:, first] if first >= 0 else 0)).astype(np.float64)

    total: Floats = sum((worth * over(days[name]) for name, worth in _SUMS[fact.measure].items()), np.zeros(1))
    return total


def ua_shares(holding: Ints, games: int) -> Floats:
    """The share of games in which each hex was Ukraine's, nobody's counted half, from (2, H) counts; (H,) float64."""
    shares: Floats = (holding[0] + (games - holding[0] - holding[1]) / 2) / max(1, games)
    return shares


def score_figure(fact: Figure, games: Floats) -> FigureScore:
    """A figure held against what the games came to."""
    low, high = bounds(fact)
    marks = tuple(float(v) for v in np.percentile(games, MARKS))
    ranks = tuple(percentile(games, v) for v in (low, fact.value, high))
    off = abs(marks[MARKS.index(50)] - fact.value)
    return FigureScore(fact, marks, (ranks[0], ranks[1], ranks[2]), crps(games, fact.value), off)


def _score_holder(scenario: Scenario, fact: Holder, ua: Floats, start: Ints) -> HolderScore:
    h = scenario.grid.parse(next(place.hex for place in scenario.file.places if place.id == fact.place))
    assert h is not None
    side = SIDES.index(fact.side)
    return HolderScore(fact, float(_given(ua, side)[h]), float(_given(_as_shares(start), side)[h]))


def score_front(fact: Front, ua: Floats, start: Ints) -> FrontScore:
    """A front held against the shares of the games that had each hex Ukraine's, and the owners at the start."""
    held = front_of(fact)
    given, before = (_given(shares, held) for shares in (ua, _as_shares(start)))
    moved = (start != held) | (_given(ua, start) <= 1 - CONTESTED)
    known, contested = held != NOBODY, (held != NOBODY) & moved

    def scored(which: NDArray[np.bool_]) -> Briers:
        rate = brier_of_base_rate((held[which] == UA).astype(np.float64))
        return Briers(int(which.sum()), brier(given[which]), brier(before[which]), rate)

    return FrontScore(fact, held, ua, contested.astype(np.int64), scored(known), scored(contested))


def _as_shares(owners: Ints) -> Floats:
    """Owners as shares of Ukraine: 1, 0, and a half for nobody's."""
    return np.where(owners == NOBODY, 0.5, owners == UA).astype(np.float64)


def _given(ua: Floats, side: Ints | int) -> Floats:
    """The chance that shares of Ukraine give to a side, hex by hex; a half to nobody."""
    held = np.asarray(side)
    return np.where(held == NOBODY, 0.5, np.where(held == UA, ua, 1 - ua)).astype(np.float64)
