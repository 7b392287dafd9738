"""The nearest other ways to make an assault: who else could join, what could be fired or flown first, from where, when.

Each is an assault on a state: that which a side believes, or a copy on which the orders that come first are resolved by
the rules, with drones that see and shells that do no more than is certain. What is no order of this half-turn is told
apart: tomorrow's set-piece, ground still theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from game.analysis.forecast import Workshop
from game.analysis.rounds import next_shift, with_rounds
from game.dice import loaded
from game.events import new_log
from game.ground import RISE, TERRAIN, WATER_SIDE
from game.orders import Assault, Fly, Mission, Move, Order, Posture, encode
from game.rulebook import NO_WATER, SLOPE_METRES, STEP_PEOPLE, WATER
from game.rules import drones, field, turn
from game.rules.missions import rounds_for_smoke
from game.state import (
    BATTERY,
    COMBAT,
    COUNTER,
    DEMOLISH,
    DRONES,
    FULL,
    HEX,
    OF_SIDE,
    OVERHEAD,
    OWNER,
    PEOPLE,
    POSTURE,
    POSTURE_DAY,
    PRESENT,
    PROBE,
    RANGE,
    ROLE,
    ROUND_KG,
    ROUNDS,
    SEEN_LEVEL,
    SET_PIECE,
    SMOKE,
    SMOKED,
    SOURCE,
    STATUS,
    SUPPLY,
    TRENCH,
    TURN,
    UNKNOWN,
    WAVE,
    State,
    copy,
)  # fmt: skip
from game.terms import new_terms
from game.view import View
from game.view_fires import rounds_for

ADD, WITHOUT, STEPS, ROUNDS_MORE, COUNTERED, SMOKED_FIRST, DEMOLISHED, SORTIE = (
    "add", "without", "steps", "rounds", "counter", "smoke", "demolish", "sortie",
)  # fmt: skip
FROM, MARCH, FROM_THEIRS, IN_WAVES, PREPARED, SUPPLIED, LEAVES, LEVEL = (
    "from", "march", "from_theirs", "wave", "set_piece", "supplied", "leaves", "level",
)  # fmt: skip
"""What a try changes."""
LATER = (STEPS, FROM_THEIRS, PREPARED, SUPPLIED)
"""What cannot be had in this half-turn."""
LOSES = (WITHOUT, LEAVES, LEVEL)
"""What takes something away."""
MARCHERS, MARCH_HEXES = 4, 4
"""Units that could come up, at most, and from how far."""
MOST_STEPS = 3
SURE = (0, 999, 999, 999)
"""Dice of a mission or sortie given first: it sees, and nothing else falls out well."""


@dataclass(frozen=True)
class Try:
    """One other way."""

    kind: str
    assault: Assault
    state: State
    """What the side would believe before it."""
    first: Order | None = None
    """An order to be given before it."""
    unit: int = -1
    hex: int = -1
    amount: int = 0
    """Rounds, steps, percent of a sortie that sees, or a level, by its kind."""

    @property
    def now(self) -> bool:
        """Whether it can be had in this half-turn."""
        return self.kind not in LATER


class Tries:
    """Finds the other ways to make an assault that a side could order on what it believes."""

    def __init__(self, view: View, assault: Assault) -> None:
        self.view, self.assault, self.fixed = view, assault, view.fixed
        self.scratch = field.new_scratch(view.fixed)
        self.units, self.facts = view.believed.units, view.fixed.roster.units
        self.grid = view.scenario.grid

    # the rules -------------------------------------------------------------------------------------------------------

    def allowed(self, state: State, assault: Assault) -> bool:
        """Whether an assault may be ordered in a state."""
        field.lay_out(self.fixed, state, self.scratch)
        why = np.full(4, -1, dtype=np.int64)
        return int(turn.check(self.fixed, state, self.scratch, encode(assault), why)) == 0

    def after(self, orders: Iterable[Order]) -> State | None:
        """What is believed once orders have been carried out, if they are allowed one after another."""
        state, why = copy(self.view.believed), np.full(4, -1, dtype=np.int64)
        for order in orders:
            row = encode(order)
            field.lay_out(self.fixed, state, self.scratch)
            if int(turn.check(self.fixed, state, self.scratch, row, why)):
                return None
            turn.resolve(self.fixed, state, self.scratch, row, loaded(SURE), new_terms(), new_log(0))
        return state

    def _made(self, kind: str, assault: Assault, state: State | None = None, **what: object) -> Iterator[Try]:
        """A try, if it may be ordered in its state."""
        state = self.view.believed if state is None else state
        if self.allowed(state, assault):
            yield Try(kind, assault, state, **what)  # type: ignore[arg-type]

    def every(self) -> Iterator[Try]:
        """All of them, the simplest first."""
        yield from self._joining()
        yield from self._gunning()
        yield from self._flying()
        yield from self._moving()
        yield from self._postures()
        yield from self._later()
        yield from self._losing()

    # who takes part --------------------------------------------------------------------------------------------------

    def _joining(self) -> Iterator[Try]:
        """Each other unit that may join, and each that could be left out."""
        plan = self.assault
        for u in self.view.attackers(plan.target):
            if u not in plan.units:
                yield from self._made(ADD, replace(plan, units=(*plan.units, u)), unit=u)
        for u in plan.units if len(plan.units) > 1 else ():
            yield from self._made(WITHOUT, replace(plan, units=tuple(v for v in plan.units if v != u)), unit=u)

    def _moving(self) -> Iterator[Try]:
        """The attackers from other hexes, and units that could march up and join."""
        plan, view = self.assault, self.view
        near = [n for n in self.grid.ring(plan.target, 1) if self.fixed.board.hexes[n, TERRAIN] != WATER]
        for u in plan.units:
            reach = view.reach(u)
            for n in near:
                if n in reach:
                    yield from self._marched(FROM, u, n, plan)
        candidates, marchers = set(view.attackers(plan.target)), []
        for u in view.own_units():
            away = self.grid.distance(int(self.units[u, HEX]), plan.target)
            if self.facts[u, ROLE] == COMBAT and u not in candidates and away <= MARCH_HEXES:
                marchers.append((away, u))
        found = 0
        for _, u in sorted(marchers):
            reach = view.reach(u)
            for n in sorted((n for n in near if n in reach), key=lambda n: (reach[n], n))[:2]:
                for made in self._marched(MARCH, u, n, replace(plan, units=(*plan.units, u))):
                    found += 1
                    yield made
            if found >= MARCHERS:
                return

    def _marched(self, kind: str, u: int, n: int, assault: Assault) -> Iterator[Try]:
        """A unit marches to a hex first."""
        move = self.view.path(u, n)
        state = self.after([move]) if isinstance(move, Move) else None
        if state is not None and int(state.units[u, HEX]) == n:
            yield from self._made(kind, assault, state, first=move, unit=u, hex=n)

    # guns and drones -------------------------------------------------------------------------------------------------

    def batteries(self, h: int) -> list[int]:
        """Own batteries with a hex in range."""
        own = [u for u in self.view.own_units() if self.facts[u, ROLE] == BATTERY]
        return [u for u in own if self.grid.distance(int(self.units[u, HEX]), h) <= self.facts[u, RANGE]]

    def _gunning(self) -> Iterator[Try]:
        """More rounds of each battery, to the next threshold; counter-battery fire, smoke and demolition first."""
        plan, fires = self.assault, self.view.scenario.rules.file.fires
        for u in self.batteries(plan.target):
            rounds = next_shift(self.view, plan, u)
            if rounds is not None:
                yield from self._made(ROUNDS_MORE, with_rounds(plan, u, rounds), unit=u, amount=rounds)
        for h in self._enemy_guns():
            yield from self._missions(COUNTERED, COUNTER, h, 10 * fires.silence_rounds)
        if self._enemy_guns():
            for h in dict.fromkeys((int(self.units[plan.units[0], HEX]), plan.target)):
                if not self.view.believed.hexes[h, SMOKED]:
                    yield from self._missions(SMOKED_FIRST, SMOKE, h, 0)
        if self.view.believed.hexes[plan.target, TRENCH] > 0:
            yield from self._missions(DEMOLISHED, DEMOLISH, plan.target, 10 * fires.works_rounds)

    def _enemy_guns(self) -> list[int]:
        """Hexes of batteries that are believed to answer: in range of a hex that the attack comes from."""
        plan, found = self.assault, set()
        for v in np.flatnonzero((self.facts[:, ROLE] == BATTERY) & (self.facts[:, OF_SIDE] != self.view.side)):
            h = int(self.units[v, HEX])
            if self.units[v, STATUS] == PRESENT and h >= 0:
                near = (self.grid.distance(h, int(self.units[u, HEX])) for u in plan.units)
                if min(near) <= self.facts[v, RANGE]:
                    found.add(h)
        return sorted(found)

    def _missions(self, kind: str, mission: int, h: int, tenths: int) -> Iterator[Try]:
        """A mission by the battery that spends the least weight on it and leaves the plan as it is."""
        found = []
        for u in self.batteries(h):
            if mission == SMOKE:
                rounds = int(rounds_for_smoke(self.fixed, u))
            else:
                rounds = rounds_for(self.view, Mission(u, mission, h, int(self.units[u, ROUNDS])), tenths)
            if rounds:
                found.append((rounds * int(self.facts[u, ROUND_KG]), u, rounds))
        for _, u, rounds in sorted(found):
            order = Mission(u, mission, h, rounds)
            state = self.after([order]) if self.view.check(order) is None else None
            made = list(self._made(kind, self.assault, state, first=order, unit=u, hex=h, amount=rounds)) if state else []
            if made:
                yield made[0]
                return

    def _flying(self) -> Iterator[Try]:
        """A sortie over the target, by the company that has most drones left."""
        plan, state = self.assault, self.view.believed
        if state.hexes[plan.target, OVERHEAD + self.view.side]:
            return
        companies = [u for u in self.view.own_units() if self.facts[u, ROLE] == DRONES]
        for u in sorted(companies, key=lambda u: (-int(state.units[u, ROUNDS]), u)):
            order = Fly(u, plan.target)
            percent = int(drones.chance_percent(self.fixed, state, plan.target))
            after = self.after([order]) if percent else None
            if after is not None:
                yield from self._made(SORTIE, plan, after, first=order, unit=u, amount=percent)
                return

    # postures, supply, steps -----------------------------------------------------------------------------------------

    def _postures(self) -> Iterator[Try]:
        """All attackers in waves now, or as a set-piece tomorrow if nothing else changes."""
        plan = self.assault
        if plan.probe or any(self.units[u, POSTURE] == PROBE for u in plan.units):
            return
        state = self.after([Posture(u, WAVE) for u in plan.units if self.units[u, POSTURE] != WAVE])
        if state is not None and not np.array_equal(state.units, self.units):
            yield from self._made(IN_WAVES, plan, state)
        if any(self.units[u, POSTURE] != SET_PIECE for u in plan.units):
            orders = [Posture(u, SET_PIECE) for u in plan.units if self.units[u, POSTURE] != SET_PIECE]
            state = self.after(orders)
            if state is not None:
                state.units[list(plan.units), POSTURE_DAY] = state.clock[TURN] - 1
                yield from self._made(PREPARED, plan, state)

    def _later(self) -> Iterator[Try]:
        """The attackers as tonight supplies them; steps more of one of them; from ground that cannot be had today."""
        plan = self.assault
        if any(self.units[u, SUPPLY] != FULL for u in plan.units):
            morning = Workshop(self.fixed).morning(self.fixed, self.view.believed, self.view.side)
            state = copy(self.view.believed)
            state.units[list(plan.units), SUPPLY] = morning.units[list(plan.units), SUPPLY]
            yield from self._made(SUPPLIED, plan, state)
        largest = max(plan.units, key=lambda u: (int(self.units[u, PEOPLE]), -u))
        for steps in range(1, MOST_STEPS + 1):
            state = copy(self.view.believed)
            state.units[largest, PEOPLE] += steps * self.fixed.rules.numbers[STEP_PEOPLE]
            yield from self._made(STEPS, plan, state, unit=largest, amount=steps)
        yield from self._from_theirs()

    def _from_theirs(self) -> Iterator[Try]:
        """Each attacker that comes uphill or across water from a hex that is not one's own, as if it were."""
        plan, board = self.assault, self.fixed.board
        slope = self.fixed.rules.numbers[SLOPE_METRES]
        for u in plan.units:
            arc = board.arcs[int(field.arc_between(self.fixed, int(self.units[u, HEX]), plan.target))]
            if arc[RISE] < slope and arc[WATER_SIDE] == NO_WATER:
                continue
            for n in self.grid.ring(plan.target, 1):
                if self.view.believed.hexes[n, OWNER] == self.view.side or board.hexes[n, TERRAIN] == WATER:
                    continue
                state = copy(self.view.believed)
                there = (state.units[:, HEX] == n) & (self.facts[:, ROLE] < SOURCE)
                state.units[there, STATUS], state.units[there, HEX] = UNKNOWN, -1
                state.units[u, HEX], state.hexes[n, OWNER] = n, self.view.side
                yield from self._made(FROM_THEIRS, plan, state, unit=u, hex=n)

    def _losing(self) -> Iterator[Try]:
        """Own units near that go away, and defenders known less well."""
        plan = self.assault
        for u in self.view.own_units():
            if u not in plan.units and self.grid.distance(int(self.units[u, HEX]), plan.target) <= 2:
                state = copy(self.view.believed)
                state.units[u, STATUS], state.units[u, HEX] = UNKNOWN, -1
                yield from self._made(LEAVES, plan, state, unit=u)
        here = np.flatnonzero((self.units[:, HEX] == plan.target) & (self.facts[:, OF_SIDE] != self.view.side))
        known = max((int(self.units[v, SEEN_LEVEL]) for v in here), default=0)
        for level in range(known - 1, 0, -1):
            state = copy(self.view.believed)
            state.units[here, SEEN_LEVEL] = np.minimum(state.units[here, SEEN_LEVEL], level)
            yield from self._made(LEVEL, plan, state, amount=level + 1)
