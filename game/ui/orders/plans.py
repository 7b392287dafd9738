"""Plans: moves and assaults drawn before they are given, tried ahead in the background, then given one after another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from game.analysis.planned import Planned, plan
from game.lab.ahead import PlanRun, try_plan
from game.match import Step
from game.orders import Assault, Move, Order
from game.state import HEX, OF_SIDE, OWNER
from game.ui.orders.looking import Looking
from game.ui.table.told import BAD
from game.view import View

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

RUNS = 100
"""Times a plan is tried ahead."""
MOST = 30
"""Orders of a plan."""


class Plans:
    """The plan of the viewer's side for this half-turn."""

    def __init__(self, battle: Battle) -> None:
        self.battle = battle
        self.orders: list[Order] = []
        self.runs = RUNS
        self._known: tuple[View, tuple[Order, ...], list[Planned], View] | None = None
        self._looking: Looking[PlanRun] | None = None
        self._tried: tuple[View, tuple[Order, ...]] | None = None
        self._shown = -1

    # what is planned -------------------------------------------------------------------------------------------------

    def _work_out(self) -> tuple[list[Planned], View]:
        """The plan on what the side knows now: checked anew whenever that or the plan has changed."""
        view, orders = self.battle.view, tuple(self.orders)
        if self._known is None or self._known[0] is not view or self._known[1] != orders:
            self._known = view, orders, *plan(view, list(orders))
        return self._known[2], self._known[3]

    @property
    def steps(self) -> list[Planned]:
        """The orders, each with what stands against it after those before it."""
        return self._work_out()[0]

    @property
    def after(self) -> View:
        """What the side would believe after all of it."""
        return self._work_out()[1]

    @property
    def tried(self) -> PlanRun | None:
        """What has come of it so far in the runs ahead."""
        return self._looking.tally if self._looking is not None else None

    @property
    def over(self) -> bool:
        """Whether nothing is being tried."""
        return self._looking is None or self._looking.over

    def add(self, order: Order) -> bool:
        """Plan a move or an assault after what is planned already; if it is refused then, say why."""
        battle = self.battle
        if not battle.may_order() or not isinstance(order, Move | Assault):
            return False
        refusal = self.after.check(order)
        if refusal is not None or len(self.orders) >= MOST:
            words = battle.situation.chronicle.refusal(refusal) if refusal else battle.say("plans.full", most=MOST)
            battle.tell_note(words, BAD)
            return False
        self.orders.append(order)
        battle.note, battle.app.dirty = None, True
        return True

    def click(self, unit: int, h: int) -> None:
        """Plan that a unit goes to a hex, or attacks it, alone or with those who are already planned to."""
        after = self.after
        there = after.stack(h)
        if not there or after.fixed.roster.units[there[0], OF_SIDE] == self.battle.side:
            start = int(after.believed.units[unit, HEX])
            way = after.path(unit, h) or Move(unit, tuple(after.scenario.grid.line(start, h)[1:37]))
            self.add(way)
        elif not self._join(unit, h):
            self.add(Assault(h, (unit,)))

    def _join(self, unit: int, h: int) -> bool:
        """Let a unit take part in the assault planned last, if that is on the hex and allows it."""
        last = self.steps[-1] if self.orders else None
        if last is None or not isinstance(last.order, Assault) or last.order.target != h:
            return False
        together = replace(last.order, units=(*last.order.units, unit))
        if unit in last.order.units or last.before.check(together) is not None:
            return False
        self.orders[-1] = together
        self.battle.app.dirty = True
        return True

    def remove(self, i: int) -> None:
        """Leave out an order."""
        del self.orders[i]
        self.battle.app.dirty = True

    def clear(self) -> None:
        """Leave out all of them."""
        self.orders.clear()
        self.stop()
        self._looking = self._tried = None
        self.battle.app.dirty = True

    # giving ----------------------------------------------------------------------------------------------------------

    def give_all(self) -> None:
        """Give the orders in their order, until one is refused or something comes otherwise than planned."""
        battle = self.battle
        self.stop()
        while self.orders and battle.may_order():
            step = self.steps[0]
            if step.refusal is not None:
                refusal = battle.situation.chronicle.refusal(step.refusal)
                battle.tell_note(battle.say("plans.stopped", left=len(self.orders), why=refusal), BAD)
                return
            given = len(battle.match.steps)
            battle.order(self.orders.pop(0))
            if len(battle.match.steps) == given:
                self.orders.insert(0, step.order)
                return
            why = self._surprise(step, battle.match.steps[-1])
            if why and self.orders:
                battle.tell_note(battle.say("plans.stopped", left=len(self.orders), why=why), BAD)
                return

    def _surprise(self, step: Planned, done: Step) -> str:
        """What came otherwise than planned when an order was given, in words; empty if nothing did."""
        battle, believed = self.battle, step.before.believed.units
        chronicle = battle.situation.chronicle
        if isinstance(step.order, Assault):
            taken = int(battle.view.believed.hexes[step.order.target, OWNER]) == battle.side
            if taken != step.taken:
                return battle.say("plans.taken" if taken else "plans.held", hex=chronicle.hex(step.order.target))
        for event in done.events:
            if not event.seen[battle.side]:
                continue
            new = event.kind == "sighted" and believed[event.values["unit"], HEX] != event.values["hex"]
            if event.kind == "stopped" or (new and event.values["side"] == battle.side):
                return chronicle.sentence(event)
        return ""

    # trying ahead ----------------------------------------------------------------------------------------------------

    def stop(self) -> None:
        """Try no more; what has been found stays."""
        if self._looking is not None:
            self._looking.stop()

    def close(self) -> None:
        """Leave for good."""
        if self._looking is not None:
            self._looking.stop()
            self._looking.join()

    def tick(self) -> bool:
        """Try the plan anew when it or what is known has changed, or it was stopped; True while it is tried."""
        battle, now = self.battle, (self.battle.view, tuple(self.orders))
        if not self.orders or not battle.may_order():
            self.stop()
            return False
        cut_short = self._looking is not None and self._looking.is_cut_short
        if cut_short or self._tried is None or self._tried[0] is not now[0] or self._tried[1] != now[1]:
            self.stop()
            self._tried = now
            self._looking = Looking(lambda stop: try_plan(now[0], now[1], self.runs, stop=stop))
        runs = self.tried.runs if self.tried is not None else 0
        if runs != self._shown:
            self._shown, battle.app.dirty = runs, True
        return not self.over
