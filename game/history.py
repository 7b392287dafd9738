"""Earlier moments of a match: what a side knew at each, and what it saw happen, by which moments are found again.

A match keeps its state after every half-turn; a moment between two is made from the one before by carrying out the
orders since. One side's moments are its own orders, those of the other of which it saw something, and the ends of
half-turns: how many orders the other gave unseen is not told.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass

from game.dice import seeded
from game.events import Event, new_log
from game.match import Match, Step
from game.orders import EndTurn, encode
from game.rules import field, network, turn
from game.state import GROUNDS, NOBODY, SKIES, State, copy
from game.terms import new_terms
from game.view import View

MARKS: dict[str, tuple[str, ...]] = {
    "unit": ("eliminated",),
    "pocket": ("pocket", "summons", "surrender", "refused", "broke_out"),
    "assault": ("assault", "counter_attack"),
    "ground": ("hex_taken",),
    "road": ("interdicted", "shelled", "blown"),
    "depot": ("depot_moved", "depot_lost"),
    "drone": ("drone_lost",),
    "claim": ("claim", "claim_false"),
    "event": ("happened",),
    "weather": ("day_began",),
}
"""Kinds of mark on the timeline, the gravest first -> the events they stand for."""
_KEPT = 24


@dataclass(frozen=True)
class Moment:
    """The match just after an order of which one side knows."""

    orders: int
    """How many orders had been carried out; 0 at the first dawn."""
    turn: int
    """The day of the order."""
    side: int
    """Whose order it was; -1 at the first dawn."""
    events: tuple[Event, ...]
    """What was seen of it."""
    ends: bool
    """Whether it ended a half-turn."""
    marks: tuple[str, ...]
    """The kinds of mark of what was seen, one for each event, the gravest first."""


class History:
    """The past of a match, for one side or, when it is over, as it was."""

    def __init__(self, match: Match) -> None:
        self.match = match
        self._dice = seeded(match.seed)
        self._scratch, self._net = field.new_scratch(match.fixed), network.new_net(match.fixed)
        self._spare = copy(match.scenario.start)
        self._kept: OrderedDict[tuple[int, int], tuple[Step | None, View]] = OrderedDict()

    def state(self, orders: int) -> State:
        """The true state after so many orders."""
        snapshots = self.match.snapshots
        found = bisect_right([count for count, _ in snapshots], orders) - 1
        count, state = snapshots[found]
        if count < orders:
            state = copy(state)
            for step in self.match.steps[count:orders]:
                self._carry_out(state, step)
        return state

    def _carry_out(self, state: State, step: Step) -> None:
        """Carry out an order that was carried out before."""
        match, log = self.match, new_log(0)
        if isinstance(step.order, EndTurn):
            turn.end_half_turn(match.fixed, state, self._scratch, self._net, self._spare, self._dice, log)
        else:
            turn.resolve(match.fixed, state, self._scratch, encode(step.order), self._dice, new_terms(), log)

    def view(self, orders: int, side: int) -> View:
        """What a side knew after so many orders; nobody's (-1) is the truth."""
        last = self.match.steps[orders - 1] if orders else None
        kept = self._kept.get((orders, side))
        if kept is None or kept[0] is not last:
            kept = self._kept[orders, side] = last, self.match.seen(self.state(orders), side)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return kept[1]

    def moments(self, side: int) -> list[Moment]:
        """The moments that a side knows of; all of them if the side is nobody (-1)."""
        opening = _seen(self.match.opening, side)
        found, weather = [Moment(0, 1, NOBODY, opening, False, ())], _weather(opening)
        for i, step in enumerate(self.match.steps, start=1):
            events, ends = _seen(step.events, side), isinstance(step.order, EndTurn)
            if events or ends or side in (step.side, NOBODY):
                before, weather = weather, _weather(events) or weather
                marks = _marks(events, weather != before)
                found.append(Moment(i, step.turn, step.side, events, ends, marks))
        return found


def _seen(events: tuple[Event, ...], side: int) -> tuple[Event, ...]:
    """Those of some events that a side saw; all for nobody."""
    return events if side == NOBODY else tuple(event for event in events if event.seen[side])


def _weather(events: tuple[Event, ...]) -> tuple[str, str] | None:
    """Ground and sky of a day that began."""
    began = next((event.values for event in events if event.kind == "day_began"), None)
    return (GROUNDS[began["ground"]], SKIES[began["sky"]]) if began else None


def _marks(events: tuple[Event, ...], weather: bool) -> tuple[str, ...]:
    """The marks of some events, the gravest kind first; a day is one if its weather is another."""
    return tuple(
        mark
        for mark, kinds in MARKS.items()
        for event in events
        if event.kind in kinds and (mark != "weather" or weather)
    )


def mark_of(event: Event) -> str:
    """The kind of mark that an event has; empty if none."""
    return next((mark for mark, kinds in MARKS.items() if event.kind in kinds), "")
