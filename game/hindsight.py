"""What was in fact, beside what came of a match: the facts of a scenario's `history`, measured in a game."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from game.hexes import HEX_KM2
from game.match import Match
from game.scenario.load import Scenario
from game.scenario.parts import CONTROL
from game.scenario.schema import Fact, Figure, Front
from game.state import (
    ASSAULTS,
    HAPPENED,
    KG_LOST,
    KG_SENT,
    LAST_CAUSE,
    LOST_ATTACKING,
    NOBODY,
    OWNER,
    ROUNDS_FIRED,
    RU,
    SIDES,
    START_OWNER,
    UA,
    Ints,
    State,
)  # fmt: skip
from game.tally import dusks_of


def _gained(state: State, s: int) -> float:
    """Ground a side holds and did not hold at the start, in square kilometres."""
    owner, start = state.hexes[:, OWNER], state.hexes[:, START_OWNER]
    return float(((owner == s) & (start != s)).sum()) * HEX_KM2


def _lost(state: State, s: int) -> float:
    return float(state.sides[s, LOST_ATTACKING : LAST_CAUSE + 1].sum())


def _tonnes(state: State, s: int) -> float:
    return float(state.sides[s, KG_SENT] - state.sides[s, KG_LOST]) / 1000


def _counted(state: State, s: int, column: int) -> float:
    return float(state.sides[s, column])


MEASURES: Mapping[str, Callable[[State], float]] = {
    "net_ground_km2": lambda state: _gained(state, UA) - _gained(state, RU),
    "ua_gained_km2": lambda state: _gained(state, UA), "ru_gained_km2": lambda state: _gained(state, RU),
    "ua_people_lost": lambda state: _lost(state, UA), "ru_people_lost": lambda state: _lost(state, RU),
    "ua_rounds": lambda state: _counted(state, UA, ROUNDS_FIRED),
    "ru_rounds": lambda state: _counted(state, RU, ROUNDS_FIRED),
    "ua_tonnes": lambda state: _tonnes(state, UA), "ru_tonnes": lambda state: _tonnes(state, RU),
    "ua_assaults": lambda state: _counted(state, UA, ASSAULTS),
    "ru_assaults": lambda state: _counted(state, RU, ASSAULTS),
}  # fmt: skip
"""Name of a measure -> its amount from the beginning to a state; a span has the difference of two, or all of the first.

What the first dawn brings belongs to the first day.
"""


@dataclass(frozen=True)
class Compared:
    """A fact of history, and what a game came to."""

    fact: Fact
    figure: float | None = None
    """What the game measured; None of other facts, and if the game did not last so long."""
    holder: int | None = None
    """Who held the place, NOBODY too; None of other facts, and if the game did not last so long."""
    alike: tuple[int, int] | None = None
    """Hexes of a front that were in the game as in fact, and those that were so on the first morning; None of other
    facts, and if the game did not last so long."""

    @property
    def fits(self) -> bool | None:
        """Whether the game came out as history did; None if it did not last so long.

        A figure lies within its bounds; a front is nearer to what was than that of the first morning.
        """
        if isinstance(self.fact, Figure):
            low, high = bounds(self.fact)
            return None if self.figure is None else low <= self.figure <= high
        if isinstance(self.fact, Front):
            return None if self.alike is None else self.alike[0] > self.alike[1]
        return None if self.holder is None else self.holder == SIDES.index(self.fact.side)


def bounds(fact: Figure) -> tuple[float, float]:
    """The lowest and the highest that a figure can have been."""
    return (fact.value if fact.low is None else fact.low), (fact.value if fact.high is None else fact.high)


def front_of(fact: Front) -> Ints:
    """Whose every hex was, by hex; NOBODY where that is not known; (H,) int64."""
    return np.array([CONTROL[letter] for row in fact.rows for letter in row.split()], dtype=np.int64)


def compare(scenario: Scenario, dusks: Sequence[State]) -> list[Compared]:
    """Every fact of a scenario beside a game, whose states are given at the first dawn and at each dusk."""
    return [_compare(scenario, fact, dusks) for fact in scenario.file.history]


def _compare(scenario: Scenario, fact: Fact, dusks: Sequence[State]) -> Compared:
    if fact.day >= len(dusks):
        return Compared(fact)
    if isinstance(fact, Figure):
        amount = MEASURES[fact.measure]
        before = amount(dusks[fact.from_ - 1]) if fact.from_ > 1 else 0.0
        return Compared(fact, figure=amount(dusks[fact.day]) - before)
    if isinstance(fact, Front):
        held, hexes = front_of(fact), dusks[fact.day].hexes
        here, before = (int(((held >= 0) & (hexes[:, column] == held)).sum()) for column in (OWNER, START_OWNER))
        return Compared(fact, alike=(here, before))
    number = next(place.hex for place in scenario.file.places if place.id == fact.place)
    h = scenario.grid.parse(number)
    return Compared(fact, holder=NOBODY if h is None else int(dusks[fact.day].hexes[h, OWNER]))


def compare_match(match: Match) -> list[Compared]:
    """Every fact of a match's scenario beside what came of it so far, in truth."""
    return compare(match.scenario, [state for _, state in dusks_of(match)])


def happened(state: State) -> list[tuple[int, int]]:
    """(event, day) of the events of the scenario that have happened in a state, by day and then in their order."""
    days = state.clock[HAPPENED:].tolist()
    return sorted(((i, int(day)) for i, day in enumerate(days) if day), key=lambda item: (item[1], item[0]))
