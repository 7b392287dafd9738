"""When the events of a scenario come to happen, and why they do not: games of the computer against itself, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from game.ai import duel
from game.events import EVENT_A, EVENT_B, EVENT_KIND, MISSED, new_log
from game.happenings import IF_END, IF_FIRST
from game.lab.table import Table, fixed_of, seeds_of
from game.scenario.load import Scenario
from game.state import HAPPENED, OUTCOME, RUNNING, TURNS, copy

ROWS = 20_000
"""Events of a day and the dawn after it that are looked through."""
Stop = Callable[[], bool]
"""Asked between days played; True ends the run."""


def never() -> bool:
    """Do not stop."""
    return False


@dataclass(frozen=True)
class Course:
    """What became of one event of a scenario over some games."""

    event: str
    """Its id."""
    games: int
    days: tuple[int, ...]
    """Games in which it happened on day 1, 2 ... to the last."""
    missed: tuple[int, ...]
    """Dawns, over all games, on which it might have happened but for its first, second ... condition."""
    unlucky: int
    """Dawns on which all its conditions held, but its chance did not fall."""

    @property
    def share(self) -> float:
        """Share of the games in which it happened."""
        return sum(self.days) / self.games if self.games else 0.0

    @property
    def hindered_by(self) -> int | None:
        """The condition that failed most often on its days, by its place; None if none ever failed."""
        return max(range(len(self.missed)), key=lambda c: self.missed[c]) if any(self.missed) else None


def dry_run(scenario: Scenario, games: int, seed: int, stop: Stop = never) -> Iterator[tuple[Course, ...]]:
    """Play games of the computer against itself: what became of every event so far, after each game."""
    table = Table(scenario, fixed_of(scenario))
    table.log = new_log(ROWS)
    turns = int(scenario.roster.terms[TURNS])
    happened = np.zeros((len(scenario.roster.events), turns + 1), dtype=np.int64)
    missed: Counter[tuple[int, int]] = Counter()
    for played, own in enumerate(seeds_of(seed, games), start=1):
        table.start = scenario.start
        for day in range(1, turns + 1):
            if stop():
                return
            missed.update(_play_day(table, int(own), day))
            if table.state.clock[OUTCOME] != RUNNING:
                break
            table.start = copy(table.state)
        for i, on in enumerate(table.state.clock[HAPPENED:]):
            happened[i, on] += 1
        yield tuple(_course(scenario, i, played, happened[i, 1:].tolist(), missed) for i in range(len(happened)))


def _play_day(table: Table, seed: int, day: int) -> Iterator[tuple[int, int]]:
    """Play a day and the dawn after it; (event, condition) of whatever was missed, condition -1 for a chance."""
    table.log[0, 0] = 0
    results = np.zeros((1, duel.RESULT_COLUMNS), dtype=np.int64)
    table.play((duel.GREEDY, duel.GREEDY), np.array([seed], dtype=np.int64), results, day)
    for row in table.log[1 : 1 + int(table.log[0, 0])]:
        if row[EVENT_KIND] == MISSED:
            yield int(row[EVENT_A]), int(row[EVENT_B])


def _course(scenario: Scenario, i: int, games: int, days: list[int], missed: Counter[tuple[int, int]]) -> Course:
    """What became of one event."""
    row = scenario.roster.events[i]
    conditions = tuple(missed[i, c] for c in range(int(row[IF_END] - row[IF_FIRST])))
    return Course(scenario.file.events[i].id, games, tuple(days), conditions, missed[i, -1])
