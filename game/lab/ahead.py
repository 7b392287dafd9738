"""Looking ahead, honestly: from states drawn from a view, never from the true one, two computer players play on.

The seeds are the look-ahead's own. They are the same for every view, so that what changes from one look to the next is
due to what was ordered or learnt, and not to other luck.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from game.ai import duel
from game.dice import seeded
from game.events import new_log
from game.lab.samples import Sampler
from game.lab.statistics import wilson
from game.lab.table import Table, seeds_of
from game.orders import Assault, Move, Order, encode
from game.rules import recon, turn
from game.state import HEX, LAST_CAUSE, LOST_ATTACKING, OUTCOME, OWNER, RUNNING, TURN, TURNS, State, copy
from game.terms import new_terms
from game.view import View

SEED = 2023_05
"""The seed of all look-aheads; matches have others."""
Stop = Callable[[], bool]
"""Asked between days played; True ends the look-ahead."""


def never() -> bool:
    """Do not stop."""
    return False


@dataclass
class Mean:
    """A quantity over some games."""

    values: list[float] = field(default_factory=list)

    @property
    def mean(self) -> float:
        """Its mean; 0 of none."""
        return sum(self.values) / len(self.values) if self.values else 0.0

    @property
    def half(self) -> float:
        """Half of the 95 % interval of the mean; infinite for fewer than two games."""
        count, mean = len(self.values), self.mean
        if count < 2:
            return math.inf
        return 1.96 * math.sqrt(sum((x - mean) ** 2 for x in self.values) / (count - 1) / count)


@dataclass
class Ahead:
    """What games played on from a view have come to so far."""

    games: int = 0
    outcomes: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    """Games by OUTCOMES: still running, won by UA, by RU, drawn."""
    margin: Mean = field(default_factory=Mean)
    """Points of UA less points of RU, in tenths."""
    ground: Mean = field(default_factory=Mean)
    """Hexes that became UA's less those that became RU's, from now on."""
    lost: tuple[Mean, Mean] = field(default_factory=lambda: (Mean(), Mean()))
    """People of UA and RU lost from now on."""

    def chance(self, outcome: int) -> tuple[float, float, float]:
        """Rate of one of OUTCOMES with its 95 % interval."""
        return self.outcomes[outcome] / max(1, self.games), *wilson(self.outcomes[outcome], self.games)


class _Board:
    """Everything to play on with from samples of one view."""

    def __init__(self, view: View) -> None:
        self.sampler = Sampler(view)
        self.table = Table(view.scenario, self.sampler.fixed)
        self.last = int(view.fixed.roster.terms[TURNS])
        self.results = np.zeros((1, duel.RESULT_COLUMNS), dtype=np.int64)

    def play(self, start: State, seed: int, who: tuple[int, int], until: int, stop: Stop) -> State | None:
        """The state after the dusk of a day or at the end; None if it was stopped. Valid until the next call."""
        seeds, table = np.array([seed], dtype=np.int64), self.table
        table.start = start
        for day in range(int(start.clock[TURN]), min(until, self.last) + 1):
            if stop():
                return None
            table.play(who, seeds, self.results, day)
            if table.state.clock[OUTCOME] != RUNNING:
                break
            table.start = copy(table.state)
        return table.state


def play_on(view: View, games: int, days: int | None = None, seed: int = SEED, stop: Stop = never) -> Iterator[Ahead]:
    """Play on from a view with greedy on both sides, for some days or to the end; the same tally after every game."""
    board, tally = _Board(view), Ahead()
    until = board.last if days is None else int(view.believed.clock[TURN]) + days - 1
    greedy = (duel.GREEDY, duel.GREEDY)
    for own in seeds_of(seed, games):
        start = board.sampler.draw(int(own))
        before = [_lost(start, s) for s in (0, 1)]
        net = _net(start)
        after = board.play(start, int(own), greedy, until, stop)
        if after is None:
            return
        tally.games += 1
        tally.outcomes[int(after.clock[OUTCOME])] += 1
        tally.margin.values.append(int(board.results[0, duel.R_MARGIN]))
        tally.ground.values.append(_net(after) - net)
        for s in (0, 1):
            tally.lost[s].values.append(_lost(after, s) - before[s])
        yield tally


def _lost(state: State, s: int) -> int:
    """People a side has lost for any cause."""
    return int(state.sides[s, LOST_ATTACKING : LAST_CAUSE + 1].sum())


def _net(state: State) -> int:
    """Hexes UA holds less those RU holds, halved: a hex that changes hands counts one."""
    owner = state.hexes[:, OWNER]
    return int((owner == 0).sum() - (owner == 1).sum()) // 2


@dataclass
class Part:
    """What became of one order of a plan over the runs."""

    order: Order
    skipped: int = 0
    """Runs in which it could not be given when its turn came."""
    done: int = 0
    """Runs in which it came out as planned: the hex was taken, the unit got there; any other order was given."""
    held: int = 0
    """Of an assault: runs in which the hex is the side's at dusk."""


@dataclass
class PlanRun:
    """What came of a plan over many runs, so far."""

    parts: list[Part]
    runs: int = 0
    ours: Mean = field(default_factory=Mean)
    """People of the side lost until dusk; of the enemy: theirs."""
    theirs: Mean = field(default_factory=Mean)

    def chance(self, count: int) -> tuple[float, float, float]:
        """The rate of a count of runs with its 95 % interval."""
        return count / max(1, self.runs), *wilson(count, self.runs)


def try_plan(
    view: View, orders: Sequence[Order], runs: int = 100, seed: int = SEED, stop: Stop = never
) -> Iterator[PlanRun]:
    """Carry out a plan from states drawn from a view, let the enemy answer, until dusk; the same tally after every run.

    An order that has become illegal is left out and counted; the side's other units do nothing.
    """
    board, tally, side = _Board(view), PlanRun([Part(order) for order in orders]), view.side
    who = (duel.PASSIVE, duel.GREEDY) if side == 0 else (duel.GREEDY, duel.PASSIVE)
    for own in seeds_of(seed, runs):
        state = board.sampler.draw(int(own))
        before = [_lost(state, s) for s in (side, 1 - side)]
        for part in tally.parts:
            _carry_out(board, state, side, part, int(own))
        after = board.play(state, int(own), who, int(state.clock[TURN]), stop)
        if after is None:
            return
        for part in tally.parts:
            if isinstance(part.order, Assault):
                part.held += int(after.hexes[part.order.target, OWNER]) == side
        tally.runs += 1
        tally.ours.values.append(_lost(after, side) - before[0])
        tally.theirs.values.append(_lost(after, 1 - side) - before[1])
        yield tally


def _carry_out(board: _Board, state: State, side: int, part: Part, seed: int) -> None:
    """Give one order of a plan in a state, which is changed, if the side would be allowed to there."""
    table, fixed, row = board.table, board.table.fixed, encode(part.order)
    recon.mask(fixed, state, side, table.believed)
    if turn.check(fixed, table.believed, table.theirs, row, np.zeros(4, dtype=np.int64)):
        part.skipped += 1
        return
    turn.resolve(fixed, state, table.scratch, row, seeded(seed), new_terms(), new_log())
    match part.order:
        case Assault(target):
            part.done += int(state.hexes[target, OWNER]) == side
        case Move(unit, path):
            part.done += int(state.units[unit, HEX]) == path[-1]
        case _:
            part.done += 1
