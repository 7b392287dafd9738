"""Playing a batch of pairs: a pure function of the plan, wherever it is carried out."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from game.ai import duel
from game.history import History
from game.lab.runs.outside import Failure, Guests, orders_of, play_outside
from game.lab.runs.plan import Layout, Plan, Task, layout_of
from game.lab.table import Table, fixed_of, new_results, seeds_of
from game.match import Match
from game.scenario.load import Scenario
from game.state import REASONS, TURNS, UA_WINS, Ints
from game.tally import dusks_of

FORFEIT = len(REASONS)
"""R_REASON of a game that a player from a file forfeited."""
GAME_REASONS = (*REASONS, "forfeit")


@dataclass(frozen=True, eq=False)
class Batch:
    """What came of a batch of games, a row a game by pair and then by seat."""

    task: Task
    results: Ints
    """See duel.R_*; (G, RESULT_COLUMNS) int64."""
    days: Ints
    """See duel.D_*; (G, days, D_SECTORS + sectors) int64."""
    heat: Ints
    """See duel.HEAT_*; (H, HEAT_COLUMNS) int64, added up over the games."""
    holding: Ints
    """In how many games each side held each hex when a marked day had ended; (marks, 2, H) int64."""
    seconds: float
    """How long it took."""
    failures: tuple[Failure, ...] = ()
    records: tuple[str, ...] = ()
    """The orders of each game, a line each, if a player from a file played; no entries otherwise."""


_Played = tuple[Ints, Ints, Ints, Ints, tuple[Failure, ...], tuple[str, ...]]
"""Everything of a batch but its task and how long it took."""


def new_ledger(scenario: Scenario, layout: Layout, games: int) -> duel.Ledger:
    """Room to write games down in."""
    names, sectors, marks = layout
    turns, hexes = int(scenario.roster.terms[TURNS]), len(sectors)
    days = np.zeros((games, turns, duel.D_SECTORS + len(names)), dtype=np.int64)
    holding = np.zeros((len(marks), 2, hexes), dtype=np.int64)
    heat = np.zeros((hexes, duel.HEAT_COLUMNS), dtype=np.int64)
    return duel.Ledger(new_results(games), days, heat, holding, marks, sectors)


class Worker:
    """One who plays batches, one at a time; the table of the arm last played stays laid, players from files seated."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._laid: tuple[int, Table] | None = None
        self._layouts: dict[int, Layout] = {}
        self._guests = Guests()

    def play(self, task: Task) -> Batch:
        """Play the games of a batch."""
        began = time.perf_counter()
        batch = self._compiled(task) if self.plan.is_compiled else self._matches(task)
        results, days, heat, holding, failures, records = batch
        spent = time.perf_counter() - began
        return Batch(task, results, days, heat, holding, spent, failures, records)

    def _table(self, arm: int) -> Table:
        if self._laid is None or self._laid[0] != arm:
            scenario = self.plan.arms[arm].scenario
            self._laid = arm, Table(scenario, fixed_of(scenario, self.plan.dice))
        return self._laid[1]

    def close(self) -> None:
        """End the processes of players from files."""
        self._guests.close()

    def ledger(self, arm: int, games: int) -> duel.Ledger:
        """Room to write games of an arm down in."""
        scenario = self.plan.arms[arm].scenario
        if arm not in self._layouts:
            self._layouts[arm] = layout_of(scenario)
        return new_ledger(scenario, self._layouts[arm], games)

    def _compiled(self, task: Task) -> _Played:
        """Whole games in compiled calls, one call a seat."""
        plan = self.plan
        table, seeds = self._table(task.arm), seeds_of(plan.seed, task.pairs, task.first)
        ledgers = []
        for seat in range(plan.seats):
            ledgers.append(self.ledger(task.arm, task.pairs))
            ua, ru = (duel.PLAYERS.index(name) for name in plan.seated(seat))
            table.play_into((ua, ru), seeds, ledgers[-1])
        results, days = (
            np.stack(tables, axis=1).reshape(-1, *tables[0].shape[1:])
            for tables in ([ledger.results for ledger in ledgers], [ledger.days for ledger in ledgers])
        )
        heat = np.sum([ledger.heat for ledger in ledgers], axis=0)
        holding = np.sum([ledger.holding for ledger in ledgers], axis=0)
        return results, days, heat, holding, (), ()

    def _matches(self, task: Task) -> _Played:
        """Games through matches, one after another."""
        plan, scenario = self.plan, self.plan.arms[task.arm].scenario
        ledger, failures, records = self.ledger(task.arm, task.pairs * plan.seats), [], []
        for i, seed in enumerate(seeds_of(plan.seed, task.pairs, task.first)):
            for seat in range(plan.seats):
                g = i * plan.seats + seat
                seated, seconds = plan.seated(seat), plan.turn_seconds
                match, failure = play_outside(scenario, int(seed), plan.dice, seated, self._guests, seconds)
                write_down(match, ledger, g)
                ledger.results[g, duel.R_SEED] = seed
                if failure is not None:
                    ledger.results[g, duel.R_OUTCOME] = UA_WINS + 1 - failure.side
                    ledger.results[g, duel.R_REASON] = FORFEIT
                    failures.append(replace(failure, game=g))
                records.append(orders_of(match))
        return ledger.results, ledger.days, ledger.heat, ledger.holding, tuple(failures), tuple(records)


def write_down(match: Match, ledger: duel.Ledger, g: int) -> None:
    """Write a match down as the compiled games write themselves, as far as it was played."""
    fixed, history, row = match.fixed, History(match), ledger.results[g]
    row[:] = 0
    day = 0
    for day, (orders, state) in enumerate(dusks_of(match)[1:], start=1):
        duel.add_heat(history.state(orders - 1), ledger.heat)
        duel.count_pocketed(fixed, state, row)
        duel.note_day(fixed, state, ledger, g, day)
    for later in range(day + 1, int(fixed.roster.terms[TURNS]) + 1):
        duel.note_day(fixed, match.state, ledger, g, later)
    duel.sum_up(fixed, match.state, row)
