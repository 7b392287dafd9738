"""The versions of a battle that a run plays: names that tell them apart, and the side effect of each."""

from __future__ import annotations

from functools import cached_property

from game.lab.effects import Few, effects_of, intervals
from game.lab.report.markup import Html, Words, element
from game.lab.runs.store import Store
from game.lab.statistics import Interval
from game.lab.studies.sweep import AS_IT_STANDS
from game.lab.verdicts import alpha_of, share_of

BRIEF = 44
"""Letters of a name that need no abbreviation."""


class Versions:
    """Names versions by the values that differ between them, and knows the side effect of each."""

    def __init__(self, words: Words, store: Store) -> None:
        self.words, self.store, self.arms = words, store, store.plan.arms
        self._values = [dict(arm.settings) for arm in self.arms]
        names = dict.fromkeys(name for values in self._values for name in values)
        self.settings = [name for name in names if len({values.get(name) for values in self._values}) > 1]
        """What is not the same in all versions."""
        self.alpha = alpha_of(store.plan.question)
        """How often an interval by itself misses the truth, and a verdict is wrong."""
        self.many = store.plan.command == "sweep"
        """Whether what is said of a version is to be right for all versions at once."""
        self.sure_alpha = share_of(len(self.arms), self.alpha) if self.many else self.alpha
        """How often what is said to be sure of one version may be wrong."""

    @cached_property
    def sides(self) -> list[Few]:
        """The side effect of every version, pair by pair."""
        outcomes, seats = self.store.outcomes(), self.store.plan.seats
        return [effects_of(outcomes[:, arm].reshape(-1), seats)[0] for arm in range(len(self.arms))]

    @cached_property
    def seen(self) -> list[Interval]:
        """The side effect of every version with its interval."""
        return intervals(self.sides, self.alpha)

    @cached_property
    def sure(self) -> list[Interval]:
        """The same with the intervals by which it is said what is sure."""
        return intervals(self.sides, self.sure_alpha) if self.many else self.seen

    @cached_property
    def changes(self) -> list[Few]:
        """The side effect of every version less that of the first, pair by pair."""
        return [side.less(self.sides[0]) for side in self.sides]

    def sure_of_all(self) -> str:
        """Of how many versions at once what is said to be sure is right, in a sentence."""
        return self.words.word("lab_report.sure_of_all", level=self.words.level(self.alpha))

    @cached_property
    def keyed(self) -> bool:
        """Whether settings stand as [1], [2] in short names."""
        named = (self.name(arm) for arm in range(len(self.arms)))
        return len(self.settings) > 1 and any(len(name) > BRIEF for name in named)

    def name(self, arm: int) -> str:
        """A version by its settings in full, or as it was named."""
        told = self.arms[arm].name
        if told == AS_IT_STANDS:
            return self.words.word("lab_report.as_it_stands")
        values = self._values[arm]
        return ", ".join(self.set(name, values[name]) for name in self.settings if name in values) or told

    def numbered(self, arm: int) -> str:
        """The same with its number, if the versions have settings."""
        return f"{arm}: {self.name(arm)}" if self.settings else self.name(arm)

    def short(self, arm: int) -> str:
        """The same as short as a row of a chart wants it: with keys for settings that have long names."""
        values = self._values[arm]
        if not self.keyed or not any(name in values for name in self.settings):
            return self.numbered(arm)
        told = (f"[{i}] {self.value(name, values[name])}" for i, name in enumerate(self.settings, 1) if name in values)
        return f"{arm}: {' · '.join(told)}"

    def legend(self) -> Html:
        """What the keys in short names stand for; empty if there are none."""
        if not self.keyed:
            return Html("")
        told = (element("span", f"[{i}] {_bare(name)}") for i, name in enumerate(self.settings, 1))
        return element("p", *told, css="legend settings")

    def set(self, name: str, value: float) -> str:
        """A setting with its value."""
        return f"{_bare(name)} = {self.value(name, value)}"

    def value(self, name: str, value: float) -> str:
        """The value of a setting; of a factor with its sign."""
        return f"{'×' if _bare(name) != name else ''}{self.words.exact(value)}"


def _bare(name: str) -> str:
    """A setting without the mark of a factor."""
    return name.removesuffix(" x")
