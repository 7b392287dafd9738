"""What games say, from their result rows: effects of the sides and of the players, and every named measure.

Games come as rows (pairs * seats, RESULT_COLUMNS), by pair, then seat: in seat 0 player A commands ua, in seat 1 ru. The
games of a pair share their luck, so a pair is one observation. The *side effect* is the mean of (ua won - ru won), the
*skill effect* that of (A won - B won); a draw counts for neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from game.ai import duel
from game.ai.players import is_one
from game.diagnostics import Document, nearest
from game.hexes import HEX_KM2
from game.lab import statistics
from game.lab.statistics import ALPHA, Interval, Reals
from game.scenario.load import Scenario
from game.state import DRAW, LOSS_CAUSES, RU_WINS, SIDES, UA_WINS, Ints

INFINITE = float("inf")
MOST_DAYS = 200
"""Days of the longest scenario there can be."""
MOST_HEXES = 400 * 400
"""Hexes of the largest map there can be."""
TENTHS = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
"""Quantiles that any quantity is measured by as well."""


_BY_SIDE = (
    ("assaults", "Assaults that {} made, probes among them.", "", INFINITE, 1, duel.R_ASSAULTS_UA),
    ("probes", "Probes that {} made.", "", INFINITE, 1, duel.R_PROBES_UA),
    ("rounds", "Rounds that {} fired.", "", INFINITE, 1, duel.R_ROUNDS_UA),
    ("tonnes", "Goods of {} that came through.", "t", INFINITE, 0.001, duel.R_KG_UA),
    ("vehicles_lost", "Vehicles that {} lost.", "", INFINITE, 0.001, duel.R_VEHICLES_LOST_UA),
    ("sorties", "Drone sorties that {} flew.", "", INFINITE, 1, duel.R_SORTIES_UA),
    ("drones_lost", "Drones that {} lost.", "", INFINITE, 1, duel.R_DRONES_LOST_UA),
    ("units_lost", "Units of {} destroyed.", "", INFINITE, 1, duel.R_UNITS_LOST_UA),
    ("pocketed", "Times a unit of {} was cut off.", "", INFINITE, 1, duel.R_POCKETED_UA),
    ("surrenders", "Pockets of {} that surrendered.", "", INFINITE, 1, duel.R_SURRENDERS_UA),
    ("evacuated", "Wounded of {} brought to hospital.", "people", INFINITE, 1, duel.R_EVACUATED_UA),
    ("died", "Wounded of {} who died waiting.", "people", INFINITE, 1, duel.R_DIED_UA),
    ("replaced", "Replacements that joined units of {}.", "people", INFINITE, 1, duel.R_REPLACED_UA),
    ("will", "Will of {} to go on at the end.", "", 100, 1, duel.R_WILL_UA),
    ("credibility", "Credibility of {} at the end.", "", 100, 1, duel.R_CREDIBILITY_UA),
    ("claims_false", "Claims of {} shown to be false.", "", INFINITE, 1, duel.R_CLAIMS_FALSE_UA),
)
"""Figures that each side has one of: name, what it is, unit, highest value, what one is worth, the column of Ukraine."""


def scores(outcomes: Ints) -> Ints:
    """Of how games ended, see duel.R_OUTCOME: 1 for each that ua won, -1 for each that ru won, else 0; (games,) int64."""
    found: Ints = (outcomes == UA_WINS).astype(np.int64) - (outcomes == RU_WINS)
    return found


def skill_scores(rows: Ints, seats: int) -> Ints:
    """1 for each game that player A won, -1 for each that B won, else 0; (games,) int64."""
    return scores(rows[:, duel.R_OUTCOME]) * np.where(np.arange(len(rows)) % seats == 0, 1, -1)


# few values: sums over the games of a pair ----------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Few:
    """Observations of pairs as whole numbers between two ends, the sums over their games, and what one is worth."""

    sums: Ints
    least: int
    most: int
    games: int
    """What a sum is divided by to be the mean of a pair's games."""

    @property
    def values(self) -> Reals:
        """What a pair can come to, ascending; (K,)."""
        return np.arange(self.least, self.most + 1) / self.games

    def counts(self, at: Ints | None = None) -> Ints:
        """How often each value was had, (K,); or among the first so many pairs, (len(at), K)."""
        if at is None:
            return np.bincount(self.sums - self.least, minlength=self.most - self.least + 1)
        kinds = np.arange(self.least, self.most + 1)
        return np.stack([np.concatenate([[0], np.cumsum(self.sums == kind)])[at] for kind in kinds], axis=1)

    def interval(self, alpha: float = ALPHA) -> Interval:
        """Their mean with its confidence sequence."""
        return intervals([self], alpha)[0]

    def running(self, at: Ints, alpha: float = ALPHA) -> tuple[Reals, Reals, Reals]:
        """Mean and ends of the confidence sequence after each of so many pairs: three arrays like ``at``."""
        counts = self.counts(at)
        low, high = statistics.betting_interval(counts, self.values, alpha)
        return counts @ self.values / np.maximum(1, at), low, high

    def less(self, other: Few) -> Few:
        """Pair by pair, these less others of as many games."""
        return Few(self.sums - other.sums, self.least - other.most, self.most - other.least, self.games)


def intervals(several: Sequence[Few], alpha: float = ALPHA) -> list[Interval]:
    """The mean of each of several that can come to the same values, with its confidence sequence."""
    counts, values = np.stack([few.counts() for few in several]), several[0].values
    means = counts @ values / np.maximum(1, counts.sum(axis=1))
    ends = zip(means, *statistics.betting_interval(counts, values, alpha), several, strict=True)
    return [Interval(float(mean), float(low), float(high), len(few.sums), alpha) for mean, low, high, few in ends]


def effects_of(outcomes: Ints, seats: int) -> tuple[Few, Few | None]:
    """Side effect, and skill effect if the seats are swapped, pair by pair, of how games ended; see duel.R_OUTCOME."""
    pairs = scores(outcomes).reshape(-1, seats)
    side = Few(pairs.sum(axis=1), -seats, seats, seats)
    return side, None if seats == 1 else Few(pairs[:, 0] - pairs[:, 1], -seats, seats, seats)


def side_of(rows: Ints, seats: int = 1) -> Few:
    """The side effect, pair by pair."""
    return effects_of(rows[:, duel.R_OUTCOME], seats)[0]


def skill_of(rows: Ints, seats: int = 2) -> Few:
    """The skill effect, pair by pair."""
    return MEASURES["skill"].pairs(rows, seats)


def seat_counts(rows: Ints, seats: int = 1) -> Ints:
    """Games by seat and outcome: won by ua, won by ru, drawn; (seats, 3) int64."""
    outcomes = rows[:, duel.R_OUTCOME].reshape(-1, seats)
    return np.stack([(outcomes == kind).sum(axis=0) for kind in (UA_WINS, RU_WINS, DRAW)], axis=1)


def looks(pairs: int, most: int = 200) -> Ints:
    """Numbers of pairs at which a chart shows an interval: all of a few, else ever farther apart, the last among them."""
    return np.unique(np.geomspace(1, max(1, pairs), min(most, max(1, pairs))).round().astype(np.int64))[: max(0, pairs)]


# measures -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Measure:
    """A named figure of a run: what it is, in what, and between what ends it lies."""

    name: str
    about: str
    unit: str
    lowest: float
    highest: float
    of: Callable[[Ints, int], Reals | Ints]
    """What it is taken of: a number for each game, given the rows and the seats."""
    few: bool = False
    """Whether a game can only come to whole numbers between the ends, so that its mean can be betted on."""
    share: float | None = None
    """The share of a quantile; None of a mean."""

    @property
    def is_exact(self) -> bool:
        """Whether its intervals hold for any number of games and any law; those of means do in the limit of many."""
        return self.few or self.share is not None

    def within(self, scenario: Scenario) -> Measure:
        """The same measure with the ends it has in a scenario."""
        if self.unit == "days":
            return replace(self, highest=float(scenario.file.calendar.turns))
        if self.unit == "km2":
            area = scenario.grid.count * HEX_KM2
            return replace(self, lowest=max(self.lowest, -area), highest=area)
        return self

    def observed(self, rows: Ints, seats: int = 1) -> Reals:
        """What each game came to; (pairs, seats)."""
        return np.asarray(self.of(rows, seats), dtype=np.float64).reshape(-1, seats)

    def pairs(self, rows: Ints, seats: int = 1) -> Few:
        """What each pair came to, of a measure of few values."""
        sums = np.asarray(self.of(rows, seats), dtype=np.int64).reshape(-1, seats).sum(axis=1)
        return Few(sums, round(self.lowest) * seats, round(self.highest) * seats, seats)

    def value(self, rows: Ints, seats: int = 1) -> float:
        """Its value over all games; of none not a number."""
        seen = self.observed(rows, seats)
        if not len(seen):
            return float("nan")
        return float(seen.mean() if self.share is None else np.quantile(seen, self.share))

    def interval(self, rows: Ints, seats: int = 1, alpha: float = ALPHA, few: int = statistics.FEW) -> Interval:
        """Its value with a confidence sequence; of means see `mean_interval`."""
        if self.few:
            return self.pairs(rows, seats).interval(alpha)
        seen = self.observed(rows, seats)
        if self.share is None:
            return statistics.mean_interval(seen.mean(axis=1), alpha, self.lowest, self.highest, few)
        return statistics.quantile_interval(seen, self.share, alpha, self.lowest, self.highest)


def _column(column: int, worth: float = 1.0) -> Callable[[Ints, int], Reals]:
    """A column of the rows, times what one is worth."""
    return lambda rows, seats: rows[:, column].astype(np.float64) * worth


def _outcome(kind: int) -> Callable[[Ints, int], Ints]:
    """1 for each game that ended so, else 0."""
    return lambda rows, seats: (rows[:, duel.R_OUTCOME] == kind).astype(np.int64)


def _lost(first: int) -> Callable[[Ints, int], Ints]:
    """People lost by a side for any cause."""
    return lambda rows, seats: rows[:, first : first + len(LOSS_CAUSES)].sum(axis=1)


def _shares() -> list[Measure]:
    """Figures of who wins."""
    side = "Mean of (ua won - ru won): 1 if Ukraine wins every game, -1 if Russia does, 0 balanced."
    skill = "Mean of (A won - B won), A the first player and B the second, over games with seats swapped."
    return [
        Measure("side", side, "", -1, 1, lambda rows, seats: scores(rows[:, duel.R_OUTCOME]), few=True),
        Measure("skill", skill, "", -1, 1, skill_scores, few=True),
        Measure("ua_wins", "Share of games that Ukraine wins.", "", 0, 1, _outcome(UA_WINS), few=True),
        Measure("ru_wins", "Share of games that Russia wins.", "", 0, 1, _outcome(RU_WINS), few=True),
        Measure("draws", "Share of games drawn.", "", 0, 1, _outcome(DRAW), few=True),
    ]


def _means() -> list[Measure]:
    """Figures that every game has a number of."""
    area = MOST_HEXES * HEX_KM2
    made = [
        Measure("ground", "Ground that became Ukraine's less that which became Russia's.", "km2", -area, area,
                _column(duel.R_NET, HEX_KM2)),
        Measure("turns", "Days played.", "days", 1, MOST_DAYS, _column(duel.R_TURNS)),
        Measure("margin", "Points of Ukraine less points of Russia at the end.", "points", -INFINITE, INFINITE,
                _column(duel.R_MARGIN, 0.1)),
    ]  # fmt: skip
    for s, (side, who) in enumerate(zip(SIDES, ("Ukraine", "Russia"), strict=True)):
        first = duel.R_LOST_RU if s else duel.R_LOST_UA
        made += [
            Measure(f"ground.{side}", f"Ground that {who} holds and did not at the start.", "km2", 0, area,
                    _column(duel.R_GROSS_UA + s, HEX_KM2)),
            Measure(f"losses.{side}", f"People {who} lost for any cause.", "people", 0, INFINITE, _lost(first)),
        ]  # fmt: skip
        for c, cause in enumerate(LOSS_CAUSES):
            about = f"People {who} lost: {cause}."
            made.append(Measure(f"losses.{side}.{cause}", about, "people", 0, INFINITE, _column(first + c)))
        for name, about, unit, highest, worth, column in _BY_SIDE:
            of = _column(column + s, worth)
            made.append(Measure(f"{name}.{side}", about.format(who), unit, 0, highest, of))
    return made


def _quantile(measure: Measure, name: str) -> Measure:
    """A quantile of what another measure is the mean of."""
    of = "The median" if name == "p50" else f"The {name[1:]}th percentile"
    about = f"{of} over the games. {measure.about}"
    return replace(measure, name=f"{measure.name}.{name}", about=about, share=TENTHS[name])


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for mean in (*_shares(), *_means())
    for measure in (mean, *(_quantile(mean, name) for name in TENTHS if not mean.few))
}
"""Every named measure."""


def _hint(name: str) -> str:
    """What would help if there is no measure of a name: the nearest, or those that are not quantiles or parts."""
    kinds = dict.fromkeys(name.split(".")[0] for name in MEASURES)
    return nearest(name, MEASURES) or f"Measures are {', '.join(kinds)}; docs/lab.md lists them all."


def measure_of(document: Document, line: int, name: str, players: tuple[str, str]) -> Measure | None:
    """The measure of a name in games of two players; None after reporting that there is none."""
    at = (line, 1, max(1, len(name)))
    if name not in MEASURES:
        document.report("L641", f"There is no measure '{name[:40]}'.", at, _hint(name))
    elif name == "skill" and is_one(*players):
        message = "There is no skill to be measured: one player has both sides."
        document.report("L644", message, at, "Name two players with --ua and --ru.")
    else:
        return MEASURES[name]
    return None


def difference(asked: Measure, ours: Ints, theirs: Ints, seats: int = 1, alpha: float = ALPHA) -> Interval:
    """The mean of a measure in games less that in others with the same luck, pair by pair, with its interval.

    Not of quantiles: what they differ by is not the mean of how the pairs differ.
    """
    assert asked.share is None
    if asked.few:
        return asked.pairs(ours, seats).less(asked.pairs(theirs, seats)).interval(alpha)
    less = asked.observed(ours, seats).mean(axis=1) - asked.observed(theirs, seats).mean(axis=1)
    span = asked.highest - asked.lowest
    return statistics.mean_interval(less, alpha, -span, span)


def told(effect: Interval) -> str:
    """An effect in percent with its interval and how sure that is, for people.

    >>> told(Interval(0.124, 0.071, 0.176, 320, 0.05))
    '+12.4 % (95 %: +7.1 to +17.6)'
    """
    level = "" if effect.alpha is None else f"{statistics.level_of(effect.alpha):g} %: "
    value, low, high = (f"{100 * end:+.{digits_of(end)}f}" for end in effect[:3])
    return f"{value} % ({level}{low} to {high})"


def told_plain(few: bool, seen: Mapping[str, float | None]) -> str:
    """A measure as `Interval.plain` keeps it, for people: in percent if it has few values; says if games are too few.

    >>> told_plain(False, {"value": 604.5, "low": 0.0, "high": None})
    '604.5 (too few games)'
    """
    value, low, high = (seen[key] for key in ("value", "low", "high"))
    if value is None or low is None or high is None:
        return "?" if value is None else f"{value:.4g} (too few games)"
    return told(Interval(value, low, high, 0)) if few else f"{value:.4g} ({low:.4g} to {high:.4g})"


def digits_of(share: float) -> int:
    """Decimals at which a share in percent is told: one, or as many as tell it from none.

    >>> [digits_of(share) for share in (0.1, 0.0, 0.0004, -0.00001)]
    [1, 1, 2, 3]
    """
    size = abs(100 * share)
    return 1 if size == 0 or not np.isfinite(size) else int(np.clip(np.ceil(-np.log10(2 * size)), 1, 6))
