"""Match: the one door. Every order goes through `apply`, whoever gave it, and is resolved by the same compiled rules.

A published state is never edited: orders are resolved on a copy. Undo and redo are snapshots; undo is closed by a roll of
dice and by anything newly seen, and says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from game.chronicle import Refusal
from game.claims_report import ClaimsBook, maps_of
from game.dice import seeded
from game.events import Event, decode, new_log
from game.luck import Fight
from game.odds import Weighed, weigh
from game.orders import (
    ASSAULT,
    BLOW,
    BREAK_OUT,
    CLAIM,
    FLY,
    INTERDICT,
    MISSION,
    SUMMON,
    Assault,
    EndTurn,
    Order,
    encode,
)  # fmt: skip
from game.orders_text import Names
from game.rulebook import DICE_MODE, DICE_MODES
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
    fights: tuple[Fight, ...] = ()
    """The assaults that were thrown for: the one ordered, then a counter-attack."""

    @property
    def fight(self) -> Fight | None:
        """The assault that was ordered, or None; what was otherwise is for its side alone."""
        return next((fight for fight in self.fights if fight.side == self.side), None)


@dataclass(frozen=True)
class Hanging:
    """Why an order cannot be taken back alone: a later one would not stand without it."""

    order: Order
    refusal: Refusal


Listener = Callable[[str, Step], None]
"""Told "apply", "undo" or "redo" and the step, after it happened."""


class Match:
    """A battle being played."""

    def __init__(self, scenario: Scenario, seed: int = 0, dice: str | None = None) -> None:
        """A match from its first dawn; with other dice than those of the rules if they are named, as in DICE_MODES."""
        self.scenario = scenario
        self.seed = seed
        self.dice = dice or scenario.rules.file.combat.dice
        self.fixed = field.copied(scenario.fixed)
        self.fixed.rules.numbers[DICE_MODE] = DICE_MODES.index(self.dice)
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
        turn.begin(self.fixed, state, self._scratch, self._net, self._spare, self._dice, log)
        self.opening: tuple[Event, ...] = tuple(decode(log))
        self.state: State = state
        self.snapshots: list[tuple[int, State]] = [(0, state)]
        """(orders carried out, state) at the first dawn and after each half-turn; they are never edited."""
        self.claims = ClaimsBook(dusks=[maps_of(state, 0)])
        """Who told the truth when; not for anybody's eyes before the match is over."""

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

    @property
    def fights(self) -> tuple[Fight, ...]:
        """Every assault that was thrown for, in order."""
        return tuple(fight for step in self._done for fight in step.fights)

    def view(self, side: int) -> View:
        """What a side knows now: copies throughout, so that nothing done to a view reaches the match."""
        if side not in self._views:
            scenario, fixed = self._known[side]
            self._views[side] = view_of(scenario, fixed, self.state, side, self._news(side))
        return self._views[side]

    def seen(self, state: State, side: int) -> View:
        """What a side would know in a state of this match; nobody's (-1) is the truth, for when the match is over."""
        if side == NOBODY:
            return View(self.scenario, self.fixed, NOBODY, state)
        scenario, fixed = self._known[side]
        return view_of(scenario, fixed, state, side)

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
        self.claims.note(step.turn, step.events, after)
        self._tell("apply", step)
        return step

    def _resolve(self, order: Order) -> tuple[Step, State]:
        """Resolve a legal order on a copy of the state: what came of it, and the state after."""
        before, after, log = self.state, copy(self.state), new_log()
        closed, weighed = "", self._weigh(order)
        if isinstance(order, EndTurn):
            turn.end_half_turn(self.fixed, after, self._scratch, self._net, self._spare, self._dice, log)
            closed = "undo.news"
        else:
            row = encode(order)
            news = turn.resolve(self.fixed, after, self._scratch, row, self._dice, new_terms(), log)
            if news > 0:
                fell = row[0] in (ASSAULT, BREAK_OUT, INTERDICT, MISSION, FLY)
                closed = "undo.dice" if fell else "undo.final" if row[0] in (SUMMON, BLOW, CLAIM) else "undo.news"
        events = tuple(decode(log))
        fights = self._fights(events, *weighed) if weighed else ()
        return Step(order, int(before.clock[TURN]), int(before.clock[SIDE]), events, closed, fights), after

    def _weigh(self, order: Order) -> tuple[Weighed, Weighed] | None:
        """An assault on somebody as its side believes it and as it is; None for other orders."""
        if not isinstance(order, Assault):
            return None
        assert self._checking is not None
        return self._checking.weigh(order), weigh(self.fixed, self._scratch, self.state, order)

    def _fights(self, events: tuple[Event, ...], believed: Weighed, true: Weighed) -> tuple[Fight, ...]:
        """The assaults among the events of an order; a wave's second throw is left out."""
        fights: list[Fight] = []
        mode = int(self.fixed.rules.numbers[DICE_MODE])
        for event in events:
            if event.kind != "assault" or event.values["side"] in (fight.side for fight in fights):
                continue
            target, column, dice, side = (event.values[name] for name in ("hex", "column", "dice", "side"))
            ours = side == self.side
            expected, otherwise = (believed.column, believed.otherwise(true)) if ours else (column, ())
            fights.append(Fight(target, side, expected, column, dice, mode, otherwise))
        return tuple(fights)

    def _publish(self, step: Step, after: State) -> None:
        """Make a state the present one; snapshots are kept for each order of this half-turn."""
        self._done.append(step)
        self._befores.append(self.state)
        self.state = after
        self._forget_views()
        if isinstance(step.order, EndTurn):
            self._befores.clear()
            self.snapshots.append((len(self._done), after))

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

    @property
    def open_from(self) -> int:
        """The first of the steps that can still be taken back; what comes before is closed by dice, by news or a dusk."""
        closed = (i for i in range(len(self._done) - 1, -1, -1) if self._done[i].closed)
        return next(closed, -1) + 1

    def take_back(self, index: int) -> Hanging | None:
        """Take back one of the open steps, though later ones stand: they are carried out again without it.

        If one of them would be refused then, all is as it was, and that one is returned. Where carrying out again
        shows something new, what was shown stays, and only what is refused then is left out: the first of those is
        returned. Raises ValueError if the step is closed.
        """
        if not self.open_from <= index < len(self._done):
            raise ValueError(f"step {index} cannot be taken back")
        orders = [step.order for step in self._done[index:]]
        self._back_to(index)
        hanging: Hanging | None = None
        for order in orders[1:]:
            refusal = self.apply(order)
            if isinstance(refusal, Refusal):
                hanging = hanging or Hanging(order, refusal)
                if self.open_from <= index:
                    self._back_to(index)
                    for again in orders:
                        self.apply(again)
                    break
        return hanging

    def _back_to(self, count: int) -> None:
        """Undo until so many steps are left."""
        while len(self._done) > count:
            self.undo()

    def redo(self) -> Step | None:
        """Carry out again what was last taken back, or None if there is nothing."""
        if not self._undone:
            return None
        step, after = self._undone.pop()
        self._publish(step, after)
        self._tell("redo", step)
        return step
