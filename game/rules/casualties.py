"""Losses [8.9]: who falls, who knows of it, when a unit is no more; and depots lost [6.12]."""

from __future__ import annotations

from game.events import BY_BOTH, DEPOT_LOST, ELIMINATION, LOSS, OWN_FIRE, emit, seen_by
from game.jit import kernel
from game.rulebook import KILLED_PERCENT
from game.rules.field import UNITS, Fixed, Scratch, distance, touch, unsettle
from game.rules.recon import ALL, hides, note_gone, note_losses, watches
from game.state import (
    AMMO, DEPOT_ROLE, ELIMINATED, HEX, INFLICTED, KG_BURNT, KG_TAKEN, LIGHT, LOST, LOST_RETREATING, LOST_SHELLED,
    LOST_STRAGGLING, LOST_SURRENDERING, OF_SIDE, PEOPLE, PRESENT, ROLE, SEEN_LEVEL, SEEN_STATUS, SIDE_BLOCK, SOURCE,
    STATUS, UNITS_LOST, URGENT, VEHICLES, VEHICLES_LOST, ZONE, Ints, State,
)  # fmt: skip

STOCKS = 3
"""Goods a depot holds: ammunition, sustenance, shells."""


@kernel
def book(state: State, s: int, column: int, amount: int, other_knows: bool) -> None:
    """Add to a side's account: the truth, what it knows itself, and what the other side knows if it does."""
    state.sides[s, column] += amount
    state.sides[s, (1 + s) * SIDE_BLOCK + column] += amount
    if other_knows:
        state.sides[s, (2 - s) * SIDE_BLOCK + column] += amount


@kernel
def lose(fixed: Fixed, state: State, scratch: Scratch, u: int, people: int, column: int, cause: int, log: Ints) -> None:
    """A unit loses people for a cause; with its last it is eliminated. Needs lay_out."""
    s, h = fixed.roster.units[u, OF_SIDE], state.units[u, HEX]
    touch(scratch, UNITS, u)
    people = min(people, state.units[u, PEOPLE])
    watched = watches(fixed, state, scratch, 1 - s, h)
    seen = watched and (column != LOST_STRAGGLING or state.units[u, SEEN_LEVEL] >= ALL)
    state.units[u, PEOPLE] -= people
    state.units[u, LOST] += people
    if seen:
        note_losses(fixed, state, u)
    book(state, s, column, people, seen)
    if column != LOST_STRAGGLING and cause != OWN_FIRE:
        state.sides[1 - s, INFLICTED] += people
        state.sides[1 - s, (1 + s) * SIDE_BLOCK + INFLICTED] += people
        if seen or (column != LOST_RETREATING and column != LOST_SHELLED):
            state.sides[1 - s, (2 - s) * SIDE_BLOCK + INFLICTED] += people
    if column != LOST_STRAGGLING and column != LOST_SURRENDERING:
        wound(fixed, state, u, people)
    emit(log, LOSS, u, people, column, h, seen_by(s, seen))
    if state.units[u, PEOPLE] == 0:
        unsettle(fixed, state, scratch, u)
        state.units[u, STATUS] = ELIMINATED
        state.units[u, HEX] = -1
        state.units[u, ZONE] = 0
        is_missed = seen or (watched and not hides(fixed, h))
        book(state, s, UNITS_LOST, 1, is_missed)
        if is_missed:
            note_gone(state, scratch, u)
            state.units[u, SEEN_STATUS] = ELIMINATED
        emit(log, ELIMINATION, u, h, cause, 0, seen_by(s, is_missed))


@kernel
def wound(fixed: Fixed, state: State, u: int, people: int) -> None:
    """Of people just lost in a fight so many in a hundred are killed, urgent, priority; the rest lightly hurt [11.3].

    The shares are exact over all the unit has lost, unless that takes more from those who wait than there are.
    """
    row, share, sorted_out = state.units[u], 0, 0
    for i in range(3):
        share += fixed.rules.numbers[KILLED_PERCENT + i]
        up_to = row[LOST] * share // 100 - (row[LOST] - people) * share // 100
        if i > 0:
            up_to = max(up_to, sorted_out - row[URGENT + i - 1])
            row[URGENT + i - 1] += up_to - sorted_out
        sorted_out = up_to
    row[LIGHT] += people - sorted_out


@kernel
def lose_in_turn(
    fixed: Fixed, state: State, scratch: Scratch, units: Ints, count: int, losses: int, people: int, column: int,
    cause: int, log: Ints,
) -> None:  # fmt: skip
    """Losses of some people fall one at a time on the largest unit of a list that still stands, ties by index [8.9]."""
    for _ in range(losses):
        largest = -1
        for i in range(count):
            u = units[i]
            if state.units[u, STATUS] != PRESENT:
                continue
            more = state.units[u, PEOPLE] - state.units[largest, PEOPLE]
            if largest < 0 or more > 0 or (more == 0 and u < largest):
                largest = u
        if largest < 0:
            return
        lose(fixed, state, scratch, largest, people, column, cause, log)


@kernel
def lose_depots(fixed: Fixed, state: State, scratch: Scratch, h: int, s: int, log: Ints) -> int:
    """A side has taken a hex: depots of the other side there are lost, half their stock goes to its nearest [6.12].

    How many there were.
    """
    lost = 0
    for d in range(len(state.units)):
        row = state.units[d]
        if row[HEX] != h or row[STATUS] != PRESENT or fixed.roster.units[d, ROLE] != DEPOT_ROLE:
            continue
        if fixed.roster.units[d, OF_SIDE] == s:
            continue
        taker, taken = nearest_depot(fixed, state, s, h), 0
        for good in range(STOCKS):
            half = row[AMMO + good] // 2 if taker >= 0 else 0
            if taker >= 0:
                state.units[taker, AMMO + good] += half
                touch(scratch, UNITS, taker)
            book(state, 1 - s, KG_BURNT, row[AMMO + good], False)
            book(state, s, KG_TAKEN, half, False)
            taken += half
            row[AMMO + good] = 0
        book(state, 1 - s, VEHICLES_LOST, row[VEHICLES], False)
        row[VEHICLES], row[STATUS] = 0, ELIMINATED
        touch(scratch, UNITS, d)
        emit(log, DEPOT_LOST, d, h, s, taken, BY_BOTH)
        lost += 1
    return lost


@kernel
def nearest_depot(fixed: Fixed, state: State, s: int, h: int) -> int:
    """The depot or source of a side nearest to a hex, ties by index; -1 none."""
    best, least = -1, 0
    for d in range(len(state.units)):
        fact = fixed.roster.units[d]
        if fact[ROLE] >= SOURCE and fact[OF_SIDE] == s and state.units[d, STATUS] == PRESENT and state.units[d, HEX] >= 0:
            away = distance(fixed, state.units[d, HEX], h)
            if best < 0 or away < least:
                best, least = d, away
    return best
