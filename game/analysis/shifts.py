"""What would change an assault: every shift of its column, and what the nearest other plans would make of it.

Each try is weighed by the kernel that weighs assaults, on a copy of what the side believes, so nothing here has a formula
of its own. The work is done in small pieces, so that whoever waits for it can do other things between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from game import odds
from game.analysis.tries import (
    ADD,
    COUNTERED,
    DEMOLISHED,
    FROM,
    FROM_THEIRS,
    IN_WAVES,
    LOSES,
    MARCH,
    PREPARED,
    ROUNDS_MORE,
    SMOKED_FIRST,
    SORTIE,
    STEPS,
    SUPPLIED,
    Tries,
    Try,
)
from game.orders import Assault
from game.rules import field
from game.state import HEX, OF_SIDE, STATUS, UNKNOWN, copy
from game.view import Odds, View

PLAN_ALONE = (ADD, ROUNDS_MORE)
"""Tries that change nothing but the plan itself."""
SIMPLEST = (
    ADD, ROUNDS_MORE, FROM, SORTIE, COUNTERED, SMOKED_FIRST, DEMOLISHED, MARCH, IN_WAVES, PREPARED, SUPPLIED, STEPS,
    FROM_THEIRS,
)  # fmt: skip
"""Gains in the order in which they are told if they come to the same."""
MOST_CHANGES = 3
"""Changes told of a shift."""


@dataclass(frozen=True)
class Change:
    """What would change a shift."""

    what: Try
    value: int
    """What the shift would be."""
    column: int
    """What the column would be."""
    chance: float
    """How likely the hex would be taken."""

    @property
    def plan(self) -> Assault | None:
        """The plan that has it, if it is a change of the plan alone."""
        return self.what.assault if self.what.kind in PLAN_ALONE else None


@dataclass(frozen=True)
class Line:
    """A shift of the column, or one that could be had."""

    name: str
    value: int
    """What it is; of one that is not there, what it could be."""
    subject: int
    there: bool
    changes: tuple[Change, ...]
    """The best first; of a shift that helps, what would lose it if nothing would better it."""


@dataclass(frozen=True)
class _Weighed:
    """A try with its terms."""

    what: Try
    column: int
    terms: dict[str, tuple[int, int]]
    """Name -> value and subject."""


class Advice:
    """What would change the shifts of one assault that is allowed, worked out bit by bit."""

    def __init__(self, view: View, assault: Assault) -> None:
        self.view, self.assault = view, assault
        self.scratch = field.new_scratch(view.fixed)
        self.over = False
        self.lines: list[Line] = []
        """Complete when it is over; before that the shifts alone."""
        self._tries: list[_Weighed] = []
        self._odds: dict[int, Odds] = {}
        now = odds.weigh(view.fixed, self.scratch, view.believed, assault)
        self._now = _Weighed(Try("", assault, view.believed), now.column, _terms(now))
        self.lines = [Line(name, value, subject, True, ()) for name, (value, subject) in self._now.terms.items()]
        self._work = self._steps()

    def step(self) -> None:
        """Do a small piece of the work, a few milliseconds."""
        if next(self._work, True):
            self.over = True

    def finish(self) -> Advice:
        """Do all of it."""
        while not self.over:
            self.step()
        return self

    def _steps(self) -> Iterator[bool]:
        """The pieces: weigh every try, then work out the chances of those that will be told."""
        for what in Tries(self.view, self.assault).every():
            weighed = odds.weigh(self.view.fixed, self.scratch, what.state, what.assault)
            self._tries.append(_Weighed(what, weighed.column, _terms(weighed)))
            yield False
        there = [self._line(name) for name in self._now.terms]
        told = [*there, *self._missing()]
        for tried in (tried for _, tries in told for tried in tries):
            if id(tried) not in self._odds:
                self._odds[id(tried)] = odds.odds(self.view.fixed, self.scratch, tried.what.state, tried.what.assault)
                yield False
        lines = [self._told(name, found, True) for name, found in there]
        self.lines = lines + [self._told(name, found, False) for name, found in self._missing()]

    # which tries concern which shift ---------------------------------------------------------------------------------

    def _value(self, tried: _Weighed, name: str) -> int:
        return tried.terms.get(name, (0, 0))[0]

    def _line(self, name: str) -> tuple[str, list[_Weighed]]:
        """The tries that better a shift that is there; if none does, those that lose it."""
        value, column = self._value(self._now, name), self._now.column
        better = [t for t in self._tries if self._value(t, name) > value and t.column >= column]
        better = [t for t in better if t.what.kind not in LOSES]
        if better:
            return name, self._best(better, name)
        if value <= 0 or name == "limit":
            return name, []
        worse = [t for t in self._tries if self._value(t, name) < value and t.what.kind in LOSES]
        return name, sorted(worse, key=lambda t: (self._value(t, name), -t.column))[:MOST_CHANGES]

    def _missing(self) -> list[tuple[str, list[_Weighed]]]:
        """Shifts that are not there, which a try of this half-turn would bring."""
        names = dict.fromkeys(name for t in self._tries if t.what.now for name in t.terms if name not in self._now.terms)
        found = []
        for name in names:
            gains = [t for t in self._tries if self._value(t, name) > 0 and t.column > self._now.column and t.what.now]
            gains = [t for t in gains if t.what.kind not in LOSES]
            if gains and name != "limit":
                found.append((name, self._best(gains, name)))
        return found

    def _best(self, tries: list[_Weighed], name: str) -> list[_Weighed]:
        """The best of some tries, one of each kind; those of this half-turn first."""

        def rank(tried: _Weighed) -> tuple[object, ...]:
            what = tried.what
            spent = what.amount if what.kind == ROUNDS_MORE else 0
            return not what.now, -tried.column, -self._value(tried, name), SIMPLEST.index(what.kind), spent, what.amount

        kinds: dict[str, _Weighed] = {}
        for tried in sorted(tries, key=rank):
            kinds.setdefault(tried.what.kind, tried)
        if STEPS in kinds:
            kinds[STEPS] = min((t for t in tries if t.what.kind == STEPS), key=lambda t: t.what.amount)
        return list(kinds.values())[:MOST_CHANGES]

    def _told(self, name: str, tries: list[_Weighed], there: bool) -> Line:
        """A line with its changes."""
        changes = [Change(t.what, self._value(t, name), t.column, self._odds[id(t)].chance) for t in tries]
        value, subject = self._now.terms[name] if there else tries[0].terms[name]
        return Line(name, value, subject, there, tuple(changes))


def _terms(weighed: odds.Weighed) -> dict[str, tuple[int, int]]:
    """Name -> value and subject of every term of a weighing."""
    return {name: (value, subject) for name, value, subject in weighed.terms}


def defenders(view: View, assault: Assault) -> tuple[tuple[int, int], ...]:
    """(unit, strength in hundredths) of everybody who is believed to defend: what the defence has more with it.

    A reserve that is believed to come is the last.
    """
    whole = view.weigh(assault)
    here = [u for u in view.stack(assault.target) if view.fixed.roster.units[u, OF_SIDE] != view.side]
    found = [(u, whole.defence - _without(view, assault, u)) for u in here]
    if whole.reserve >= 0:
        found.append((whole.reserve, whole.defence - _without(view, assault, whole.reserve)))
    return tuple(found)


def _without(view: View, assault: Assault, u: int) -> int:
    """The strength of the defence without a unit."""
    state = copy(view.believed)
    state.units[u, STATUS], state.units[u, HEX] = UNKNOWN, -1
    return replace(view, believed=state).weigh(assault).defence
