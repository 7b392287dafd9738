"""Tuning: the values of a battle's settings at which its games come out as wanted.

Each trial plays the battle with the same luck. optuna keeps the trials and proposes where to look next by its
tree-structured estimator (Bergstra et al. 2011), which sees one number a trial: how far off it is. Every second trial is
proposed by surfaces through the measures themselves, which know on which side of the target a trial lies and so need a
fraction of the trials. The same seed proposes the same, so a search that was broken off goes on as if it had not been.
Whether the target is reached is told by fresh games alone: among those of the search the luckiest would win.
"""

from __future__ import annotations

import hashlib
import math
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from game.diagnostics import Document
from game.lab.effects import TENTHS, Measure, measure_of
from game.lab.settings.asked import NUMBER, Setting, Settings
from game.lab.statistics import Interval
from game.lab.studies.designs import Reals, latin_hypercube
from game.lab.studies.surface import Surface
from game.lab.verdicts import Limit
from game.scenario.load import Scenario

_TARGET = re.compile(rf"\s*([a-z_.0-9]+?)\s*=\s*({NUMBER})\s*(?:(?:\+-|\+/-|±)\s*({NUMBER}))?\s*")
_TOLERANCES = {"km2": 2.0, "days": 1.0, "people": 50.0, "points": 2.0}
"""Least tolerance by unit, if none is named; a tenth of the target if that is more."""
_FEW = 0.1
"""Tolerance of an effect or a share of games if none is named."""
_HALF_WIDTHS = 2.7
"""Standard errors in half the width of a confidence sequence, about."""
_GUESSES = 400
"""Points among which a surface is asked for the best, and half as many again around the best trial."""
_NEAR = 0.08
"""How far around the best trial, in shares of the ranges."""


@dataclass(frozen=True)
class Target:
    """What a measure is wanted to be, and how far from it is as good."""

    measure: Measure
    value: float
    within: float

    @property
    def limit(self) -> Limit:
        """The ends between which it is reached."""
        return Limit(self.measure, self.value - self.within, self.value + self.within)

    def miss(self, value: float) -> float:
        """How far off a value is, in tolerances."""
        return (value - self.value) / self.within


@dataclass(frozen=True)
class Trial:
    """A combination of values that was tried, and what was measured."""

    settings: Settings
    values: tuple[float, ...]
    """A value a target."""
    errors: tuple[float, ...]
    """Their standard errors."""
    loss: float
    """The sum of the squares of the misses, in tolerances."""


Measuring = Callable[[Settings], Sequence[tuple[float, float]]]
"""Plays the battle with settings: the value of each target's measure with its standard error."""


# targets ----------------------------------------------------------------------------------------------------------------


def read_targets(texts: Sequence[str], versions: Sequence[Scenario], players: tuple[str, str]) -> tuple[Target, ...]:
    """The targets that texts ask for, of games of two players.

    Raises BadInput for what is no target, or cannot be reached in any version.
    The versions are the battle with the least and with the greatest values of all settings.
    """
    document, found = Document("--target", "\n".join(texts)), {}
    for line, text in enumerate(texts, start=1):
        at = (line, 1, max(1, len(text)))
        read = _TARGET.fullmatch(text)
        if not read or (read[3] and float(read[3]) <= 0):
            document.report("L630", "This is no target.", at, "Write MEASURE=VALUE or MEASURE=VALUE+-TOLERANCE.")
            continue
        name, value = read[1], float(read[2])
        named = measure_of(document, line, name, players)
        if named is None:
            continue
        if name in found:
            document.report("L630", f"{name} has a target already.", at, "Let each measure have one.")
            continue
        measure = _widest(named, versions)
        found[name] = Target(measure, value, float(read[3]) if read[3] else _tolerance(measure, value))
        least, most = (value + sign * found[name].within for sign in (-1, 1))
        if least <= measure.lowest and most >= measure.highest:
            shares = "Effects and shares are written as shares: 0.15 is 15 %." if measure.few else "Ask for less room."
            document.report("L648", "Every game is within this target.", at, shares)
        told = _impossible(measure, value, versions)
        if told:
            document.report("L631", f"{told}: this target cannot be reached.", (line, read.start(2) + 1, len(read[2])))
    for first, second in (pair for name in found for pair in _crossed(name, found)):
        message = f"{first} cannot be more than {second}: these targets cannot be reached together."
        document.report("L631", message, (1, 1, 1))
    document.raise_errors()
    return tuple(found.values())


def _tolerance(measure: Measure, value: float) -> float:
    """How far from a target is as good if nothing is said."""
    return _FEW if measure.few else max(_TOLERANCES.get(measure.unit, 1.0), abs(value) / 10)


def _widest(measure: Measure, versions: Sequence[Scenario]) -> Measure:
    """A measure with the widest ends it has in any version."""
    ends = [measure.within(version) for version in versions]
    return max(ends, key=lambda found: found.highest - found.lowest)


def _impossible(measure: Measure, value: float, versions: Sequence[Scenario]) -> str:
    """Why a measure cannot have a value; empty if it can."""
    unit = f" {measure.unit}" if measure.unit else ""
    lowest, highest = measure.lowest, measure.highest
    if measure.unit == "people":
        highest = min(highest, _people(versions, measure.name.split(".")[1]))
    if value > highest:
        return f"{measure.name} is at most {highest:.10g}{unit}"
    return f"{measure.name} is at least {lowest:.10g}{unit}" if value < lowest else ""


def _people(versions: Sequence[Scenario], side: str) -> float:
    """The most people a side can have in any version: its units at full strength and all that its sources send."""
    files = [version.file for version in versions]
    units = [
        sum(unit.full or unit.people for f in file.formations if f.side == side for unit in f.units) for file in files
    ]
    stock = [sum(source.stock.people for source in file.supply if source.side == side) for file in files]
    daily = [sum(source.daily.people for source in file.supply if source.side == side) for file in files]
    return max(units) + max(stock) + max(file.calendar.turns for file in files) * max(daily)


def _crossed(name: str, found: dict[str, Target]) -> list[tuple[str, str]]:
    """Quantiles of the same measure that lie in the wrong order, as the lower one with the higher one."""
    head, _, end = name.rpartition(".")
    higher = [f"{head}.{other}" for other in TENTHS if end in TENTHS and TENTHS[other] > TENTHS[end]]
    return [(name, other) for other in higher if other in found and found[other].value < found[name].value]


def seed_of_proof(seed: int) -> int:
    """The seed of the games on which a search is judged: none of those on which it was made."""
    return int.from_bytes(hashlib.blake2b(f"proof of {seed}".encode(), digest_size=8).digest()) >> 1


def measured(targets: Sequence[Target], rows: Any, seats: int) -> list[tuple[float, float]]:
    """The value of each target's measure over games, with its standard error."""
    found = []
    for target in targets:
        seen: Interval = target.measure.interval(rows, seats)
        half = (seen.high - seen.low) / 2
        found.append((seen.value, half / _HALF_WIDTHS if math.isfinite(half) else target.within))
    return found


# the search -------------------------------------------------------------------------------------------------------------


def search(
    settings: Sequence[Setting], targets: Sequence[Target], trials: int, seed: int, measure: Measuring,
    tell: Callable[[int, Trial], None] = lambda number, trial: None,
) -> list[Trial]:  # fmt: skip
    """Try so many combinations of the settings, each once, or all there are; what was tried, in order."""
    import optuna

    looking = _Looking(settings, targets, seed)
    begin = min(trials, 2 * len(settings) + 4)
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        sampler = optuna.samplers.TPESampler(seed=seed % 2**32, multivariate=True, n_startup_trials=begin)
    study = optuna.create_study(sampler=sampler)
    names = [setting.name for setting in settings]

    def ask(shares: Reals | None) -> tuple[optuna.Trial, list[float]]:
        if shares is not None:
            study.enqueue_trial(dict(zip(names, shares.tolist(), strict=True)))
        asked = study.ask()
        return asked, [asked.suggest_float(name, 0.0, 1.0) for name in names]

    first = latin_hypercube(begin, len(settings), seed)
    for number in range(trials):
        place = first[number] if number < begin else looking.guess() if (number - begin) % 2 == 0 else None
        asked, shares = ask(place)
        if looking.knows(shares):
            study.tell(asked, state=optuna.trial.TrialState.FAIL)
            place = looking.guess()
            if place is None:
                break
            asked, shares = ask(place)
        trial = looking.tried(shares, measure)
        study.tell(asked, trial.loss)
        tell(number, trial)
    return looking.trials


class _Looking:
    """What was tried so far, and where surfaces through it would look next."""

    def __init__(self, settings: Sequence[Setting], targets: Sequence[Target], seed: int) -> None:
        self.settings, self.targets = settings, targets
        self._known: dict[Settings, Trial] = {}
        self._dice = np.random.default_rng(seed)

    def at(self, shares: Sequence[float]) -> Settings:
        """The values at shares of the ranges."""
        return tuple((s.name, float(s.at(share))) for s, share in zip(self.settings, shares, strict=True))

    def knows(self, shares: Sequence[float]) -> bool:
        """Whether the combination there was tried."""
        return self.at(shares) in self._known

    def tried(self, shares: Sequence[float], measure: Measuring) -> Trial:
        """Try a combination."""
        settings, seen = self.at(shares), measure(self.at(shares))
        values, errors = tuple(value for value, _ in seen), tuple(error for _, error in seen)
        loss = sum(target.miss(value) ** 2 for target, value in zip(self.targets, values, strict=True))
        trial = self._known[settings] = Trial(settings, values, errors, loss)
        return trial

    @property
    def trials(self) -> list[Trial]:
        """What was tried, in order."""
        return list(self._known.values())

    def guess(self) -> Reals | None:
        """Where surfaces through the measures expect the least loss, of what was not tried; None if all was."""
        best = min(self._known.values(), key=lambda trial: trial.loss)
        count = len(self.settings)
        far = self._dice.random((_GUESSES, count))
        near = _places(self.settings, [best]) + self._dice.normal(0, _NEAR, (_GUESSES // 2, count))
        shares = np.clip(np.concatenate([far, near]), 0, 1)
        new = [row for row in shares.tolist() if self.at(row) not in self._known]
        if not new:
            return None
        points = _places(self.settings, [Trial(self.at(row), (), (), 0.0) for row in new])
        return np.array(new[int(expected(self.settings, self.targets, list(self._known.values()), points).argmin())])


def expected(settings: Sequence[Setting], targets: Sequence[Target], trials: Sequence[Trial], points: Reals) -> Reals:
    """The loss that surfaces through trials expect at points; (points,)."""
    places, loss = _places(settings, trials), np.zeros(len(points))
    for i, target in enumerate(targets):
        values = np.array([trial.values[i] for trial in trials])
        surface = Surface(places, values, np.array([trial.errors[i] for trial in trials]))
        mean, variance = surface.at(points)
        loss += ((mean - target.value) ** 2 + variance) / target.within**2
    return loss


def best_of(settings: Sequence[Setting], targets: Sequence[Target], trials: Sequence[Trial]) -> Trial:
    """The trial that the surfaces through all of them think best: its neighbours speak for it, not its luck alone."""
    loss = expected(settings, targets, trials, _places(settings, trials))
    return trials[int(loss.argmin())]


def _places(settings: Sequence[Setting], trials: Sequence[Trial]) -> Reals:
    """Where the values of trials lie in the ranges, 0 to 1; (trials, settings)."""
    wide = [(setting.low, max(setting.high - setting.low, 1e-12)) for setting in settings]
    rows = [[(value - low) / width for (_, value), (low, width) in zip(t.settings, wide, strict=True)] for t in trials]
    return np.array(rows, dtype=np.float64)
