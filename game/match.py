"""Match: the one door. Every order goes through `apply`, whoever gave it, and is resolved by the same compiled rules.

A published state is never edited: orders are resolved on a copy. Undo and redo are snapshots; undo is closed by a roll of
dice and by anything newly seen, and says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from game.chronicle import Refusal
from game.dice import seeded
from game.events import Event, decode, new_log
from game.orders import ASSAULT, BLOW, BREAK_OUT, INTERDICT, SUMMON, EndTurn, Names, Order, encode
from game.rules import field, network, turn
from game.scenario.load import Scenario
from game.state import MARGIN, NOBODY, OUTCOME, OUTCOMES, REASON, REASONS, RUNNING, SIDE, SIDES, TURN, State, copy
from game.terms import new_terms
from game.view import LegalOrders, View, known_to, view_of


@dataclass(frozen=True)
class Outcome:
    """Who won, why, and by how much."""

    winner: int
    """0 UA, 1 RU, -1 a draw."""
    reason: str
    """One of REASONS."""
    margin: int
    """Points of UA less points of RU, in tenths."""


@dataclass(frozen=True)
class Step:
    """One order that was carried out, and what came of it."""

    order: Order
    turn: int
    side: int
    events: tuple[Event, ...]
    closed: str
    """Why it cannot be undone: a key of the texts, such as "undo.dice"; empty if it can."""


Listener = Callable[[str, Step], None]
"""Told "apply", "undo" or "redo" and the step, after it happened."""


class Match:
    """A battle being played."""

    def __init__(self, scenario: Scenario, seed: int = 0) -> None:
        self.scenario = scenario
        self.seed = seed
        self.fixed = field.copied(field.fix(scenario.ground, scenario.rules, scenario.roster))
        formations = tuple(formation.id for formation in scenario.file.formations)
        self.names = Names(scenario.grid, tuple(card.id for card in scenario.units), formations)
        self.listeners: list[Listener] = []
        self._dice = seeded(seed)
        self._scratch = field.new_scratch(self.fixed)
        self._net = network.new_net(self.fixed)
        self._spare = copy(scenario.start)
        self._done: list[Step] = []
        self._undone: list[tuple[Step, State]] = []
        self._befores: list[State] = []
        self._known = [known_to(scenario, self.fixed, side) for side in range(len(SIDES))]
        self._views: dict[int, View] = {}
        self._checking: View | None = None
        state, log = copy(scenario.start), new_log()
        turn.begin(self.fixed, state, self._scratch, self._net, self._spare, log)
        self.opening: tuple[Event, ...] = tuple(decode(log))
        self.state: State = state

    @property
    def turn(self) -> int:
        """The day, from 1."""
        return int(self.state.clock[TURN])

    @property
    def side(self) -> int:
        """The side to move: 0 UA, 1 RU, -1 when the match is over."""
        return int(self.state.clock[SIDE]) if self.outcome is None else NOBODY

    @property
    def outcome(self) -> Outcome | None:
        """How the match ended, or None while it runs."""
        clock = self.state.clock
        if clock[OUTCOME] == RUNNING:
            return None
        winner = {"ua": 0, "ru": 1, "draw": NOBODY}[OUTCOMES[int(clock[OUTCOME])]]
        return Outcome(winner, REASONS[int(clock[REASON])], int(clock[MARGIN]))

    @property
    def digest(self) -> str:
        """A hash of the true state."""
        return f"{int(field.digest(self.state)):016x}"

    @property
    def steps(self) -> tuple[Step, ...]:
        """The orders carried out and not undone, in order."""
        return tuple(self._done)

    def view(self, side: int) -> View:
        """What a side knows now: copies throughout, so that nothing done to a view reaches the match."""
        if side not in self._views:
            scenario, fixed = self._known[side]
            self._views[side] = view_of(scenario, fixed, self.state, side, self._news(side))
        return self._views[side]

    def _news(self, side: int) -> tuple[Event, ...]:
        """What a side saw since it last ended its half-turn."""
        events: list[Event] = []
        for step in reversed(self._done):
            events[:0] = [e for e in step.events if e.seen[side]]
            if isinstance(step.order, EndTurn) and step.side == side:
                return tuple(events)
        return tuple([e for e in self.opening if e.seen[side]] + events)

    def legal_orders(self) -> LegalOrders:
        """The orders the side to move may give."""
        return self.view(max(self.side, 0)).legal_orders()

    def check(self, order: Order) -> Refusal | None:
        """Why an order would be refused, or None; asked of what the side to move believes, so it leaks nothing."""
        if self.outcome is not None:
            return Refusal(turn.MATCH_OVER, (-1, -1, -1, -1))
        if self._checking is None:
            self._checking = view_of(self.scenario, self.fixed, self.state, self.side)
        return self._checking.check(order)

    def apply(self, order: Order) -> Step | Refusal:
        """Carry out an order of the side to move, or say which rule refuses it; then nothing has changed."""
        refusal = self.check(order)
        if refusal is not None:
            return refusal
        step, after = self._resolve(order)
        self._undone.clear()
        self._publish(step, after)
        self._tell("apply", step)
        return step

    def _resolve(self, order: Order) -> tuple[Step, State]:
        """Resolve a legal order on a copy of the state: what came of it, and the state after."""
        before, after, log = self.state, copy(self.state), new_log()
        closed = ""
        if isinstance(order, EndTurn):
            turn.end_half_turn(self.fixed, after, self._scratch, self._net, self._spare, self._dice, log)
            closed = "undo.news"
        else:
            row = encode(order)
            news = turn.resolve(self.fixed, after, self._scratch, row, self._dice, new_terms(), log)
            if news > 0:
                fell = row[0] in (ASSAULT, BREAK_OUT, INTERDICT)
                closed = "undo.dice" if fell else "undo.final" if row[0] in (SUMMON, BLOW) else "undo.news"
        events = tuple(decode(log))
        return Step(order, int(before.clock[TURN]), int(before.clock[SIDE]), events, closed), after

    def _publish(self, step: Step, after: State) -> None:
        """Make a state the present one; snapshots are kept for each order of this half-turn."""
        self._done.append(step)
        self._befores.append(self.state)
        self.state = after
        self._forget_views()
        if isinstance(step.order, EndTurn):
            self._befores.clear()

    def _forget_views(self) -> None:
        self._views.clear()
        self._checking = None

    def _tell(self, what: str, step: Step) -> None:
        for listener in self.listeners:
            listener(what, step)

    def why_not_undo(self) -> str:
        """Key of the text that says why the last order cannot be undone; empty if it can."""
        if not self._done:
            return "undo.nothing"
        return self._done[-1].closed

    def undo(self) -> Step | None:
        """Take back the last order, or None if it is closed."""
        if self.why_not_undo():
            return None
        step = self._done.pop()
        self._undone.append((step, self.state))
        self.state = self._befores.pop()
        self._forget_views()
        self._tell("undo", step)
        return step

    def redo(self) -> Step | None:
        """Carry out again what was last taken back, or None if there is nothing."""
        if not self._undone:
            return None
        step, after = self._undone.pop()
        self._publish(step, after)
        self._tell("redo", step)
        return step
