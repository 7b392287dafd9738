"""[6] Supply: for now a traced time along the roads, what it brings, and what the want of it does.

`trace` finds for a side the minutes by road from its sources to every hex, and how many hexes on foot lie beyond the last
wheels. From the minutes follows what a day's convoy brings, in hundredths of a day of supply; the last stretch on foot
brings its share. A unit uses a day's supply a day, more if it fought, holds three days at most, and its state worsens by
at most one grade a turn.

    days after = min(hold, days - used + brought x carried share)
"""

from __future__ import annotations

from game.events import SUPPLY_CHANGED, emit, seen_by
from game.ground import EDGE, END_ARC, FIRST_ARC, SURFACE, TERRAIN, TO, WATER_SIDE
from game.jit import kernel
from game.rulebook import (
    BRING_DAYS, BRING_MINUTES, CARRY_PERCENT, DAMAGED_BRIDGE_MINUTES, FULL_DAYS, HOLD_DAYS, LOW_DAYS, MINUTES_AT,
    NO_ROAD, NO_WATER, PONTOON_MINUTES, RUBBLE_MINUTES, STRAINED_DAYS, USE_QUIET, WATER,
)  # fmt: skip
from game.rules.field import BUCKETS, CARRY, COST, GROUP, PATH, VIA, ZONES, Fixed, Scratch, held_by, lay_out
from game.rules.movement import bridged, crossing, push
from game.rules.recon import mask
from game.state import (
    BATTERY, BRIDGE, BROUGHT, DAILY, DAMAGED, DAYS, FOOT, FULL, GROUND, HARD_ZONE, HEX, LOW, OF_SIDE, OUT, OUT_TURNS,
    OWNER, PONTOON, PRESENT, QUIET, ROLE, ROUNDS, RUBBLE, SOURCE, STATUS, STRAINED, SUPPLY, USE, Ints, State,
)  # fmt: skip

FARTHEST_CARRY = 4
"""Hexes goods are carried on foot beyond the last wheels."""


@kernel
def open_to(fixed: Fixed, state: State, scratch: Scratch, s: int, h: int) -> bool:
    """Whether a side's supply may enter a hex: not the enemy's, and no hard enemy zone without a friend there [6.2]."""
    if fixed.board.hexes[h, TERRAIN] == WATER or state.hexes[h, OWNER] == 1 - s:
        return False
    holder = held_by(fixed, scratch, h)
    return holder == s or (holder < 0 and scratch.hexes[ZONES + 1 - s, h] != HARD_ZONE)


@kernel
def road_time(fixed: Fixed, state: State, h: int, a: int) -> int:
    """Minutes for wheels along an arc, -1 if they cannot use it [6.1]."""
    arc = fixed.board.arcs[a]
    if arc[SURFACE] == NO_ROAD or (arc[WATER_SIDE] != NO_WATER and not bridged(state, arc[EDGE])):
        return -1
    minutes = fixed.rules.tables[MINUTES_AT + arc[SURFACE], state.clock[GROUND]]
    rubble = max(state.hexes[h, RUBBLE], state.hexes[arc[TO], RUBBLE])
    minutes += fixed.rules.tables[RUBBLE_MINUTES, rubble]
    if state.edges[arc[EDGE], BRIDGE] == DAMAGED:
        minutes += fixed.rules.numbers[DAMAGED_BRIDGE_MINUTES]
    elif state.edges[arc[EDGE], BRIDGE] == PONTOON:
        minutes += fixed.rules.numbers[PONTOON_MINUTES]
    return minutes


@kernel
def mark_open(fixed: Fixed, state: State, scratch: Scratch, s: int) -> None:
    """Mark in GROUP of scratch.hexes (1) every hex that a side's supply may enter; needs lay_out."""
    for h in range(len(state.hexes)):
        scratch.hexes[GROUP, h] = 1 if open_to(fixed, state, scratch, s, h) else 0


@kernel
def trace(fixed: Fixed, state: State, scratch: Scratch, s: int) -> int:
    """Fill COST of scratch.hexes with a side's minutes by road from its sources, CARRY with hexes on foot beyond.

    Needs lay_out; overwrites GROUP, and lists the hexes served in PATH and returns how many there are. A hex on foot has
    the minutes of the best hex with wheels it is served from; -1 out of reach.
    """
    best, via, carried, open_hexes = scratch.hexes[COST], scratch.hexes[VIA], scratch.hexes[CARRY], scratch.hexes[GROUP]
    queue, settled, arcs, board = scratch.queue, scratch.hexes[PATH], fixed.board.arcs, fixed.board.hexes
    best[:] = -1
    carried[:] = -1
    mark_open(fixed, state, scratch, s)
    tail, count = BUCKETS, 0
    for u in range(len(state.units)):
        h = state.units[u, HEX]
        if fixed.roster.units[u, ROLE] != SOURCE or fixed.roster.units[u, OF_SIDE] != s or best[h] == 0:
            continue
        if state.hexes[h, OWNER] == s and held_by(fixed, scratch, h) != 1 - s:
            best[h], via[h] = 0, -1
            tail = push(queue, tail, h, 0)
    farthest = min(fixed.rules.tables[BRING_MINUTES, fixed.rules.tables[BRING_MINUTES, 0]], BUCKETS - 1)
    for minutes in range(farthest + 1):
        entry = queue[minutes, 1]
        queue[minutes, 1] = -1
        while entry >= 0:
            h = queue[entry, 0]
            entry = queue[entry, 1]
            if best[h] != minutes or carried[h] == 0:
                continue
            carried[h] = 0
            settled[count] = h
            count += 1
            for a in range(board[h, FIRST_ARC], board[h, END_ARC]):
                n = arcs[a, TO]
                if arcs[a, SURFACE] == NO_ROAD or open_hexes[n] == 0 or 0 <= best[n] <= minutes:
                    continue
                time = road_time(fixed, state, h, a)
                total = minutes + time
                if time >= 0 and total <= farthest and (best[n] < 0 or total < best[n]):
                    best[n], via[n] = total, a
                    tail = push(queue, tail, n, total)
    return carry_on(fixed, state, scratch, count)


@kernel
def carry_on(fixed: Fixed, state: State, scratch: Scratch, count: int) -> int:
    """Serve hexes on foot, hex by hex, from the first so many hexes of PATH; each by the neighbour of fewest minutes."""
    best, via, carried, open_hexes = scratch.hexes[COST], scratch.hexes[VIA], scratch.hexes[CARRY], scratch.hexes[GROUP]
    served, arcs, board = scratch.hexes[PATH], fixed.board.arcs, fixed.board.hexes
    begin = 0
    for carry in range(1, FARTHEST_CARRY + 1):
        end = count
        for i in range(begin, end):
            h = served[i]
            for a in range(board[h, FIRST_ARC], board[h, END_ARC]):
                n = arcs[a, TO]
                if open_hexes[n] == 0 or 0 <= carried[n] < carry or (carried[n] == carry and best[n] <= best[h]):
                    continue
                if crossing(fixed, state, FOOT, a) < 0:
                    continue
                if carried[n] < 0:
                    served[count] = n
                    count += 1
                carried[n], best[n], via[n] = carry, best[h], a
        begin = end
    return count


@kernel
def brought(fixed: Fixed, minutes: int, carry: int) -> int:
    """Hundredths of a day of supply that reach a unit in a day [6.3]."""
    if minutes < 0 or carry < 0:
        return 0
    series = fixed.rules.tables
    for i in range(1, series[BRING_MINUTES, 0] + 1):
        if minutes <= series[BRING_MINUTES, i]:
            return series[BRING_DAYS, i] * series[CARRY_PERCENT, carry] // 100
    return 0


@kernel
def state_of(fixed: Fixed, days: int) -> int:
    """The state of supply for days held, in hundredths [6.4]."""
    numbers = fixed.rules.numbers
    if days >= numbers[FULL_DAYS]:
        return FULL
    if days >= numbers[STRAINED_DAYS]:
        return STRAINED
    return LOW if days >= numbers[LOW_DAYS] else OUT


@kernel
def note_brought(fixed: Fixed, state: State, scratch: Scratch, spare: State, s: int) -> None:
    """Write into every hex what a side's supply brings there, as far as that side knows; ``spare`` is a state to work in.

    Traced on the belief: on the truth the map of what can be reached would show where unseen enemies stand.
    """
    mask(fixed, state, scratch, s, spare)
    lay_out(fixed, spare, scratch)
    trace(fixed, spare, scratch, s)
    write_brought(fixed, state, scratch, s)


@kernel
def write_brought(fixed: Fixed, state: State, scratch: Scratch, s: int) -> None:
    """Write into every hex what a trace that has just been made brings there."""
    for h in range(len(state.hexes)):
        carry = scratch.hexes[CARRY, h]
        state.hexes[h, BROUGHT + s] = brought(fixed, scratch.hexes[COST, h], carry) if carry >= 0 else -1


@kernel
def logistics(fixed: Fixed, state: State, scratch: Scratch, spare: State, s: int, log: Ints) -> None:
    """Phase 2 of a half-turn: every unit uses and receives supply, batteries receive rounds, states change [6]."""
    note_brought(fixed, state, scratch, spare, s)
    lay_out(fixed, state, scratch)
    trace(fixed, state, scratch, s)
    for u in range(len(state.units)):
        fact, row = fixed.roster.units[u], state.units[u]
        if fact[OF_SIDE] != s or row[STATUS] != PRESENT or fact[ROLE] == SOURCE:
            continue
        minutes, carry = scratch.hexes[COST, row[HEX]], scratch.hexes[CARRY, row[HEX]]
        used = fixed.rules.numbers[USE_QUIET + row[USE]]
        gained = brought(fixed, minutes, carry)
        row[DAYS] = min(fixed.rules.numbers[HOLD_DAYS], max(0, row[DAYS] - used + gained))
        row[USE] = QUIET
        before = row[SUPPLY]
        row[SUPPLY] = min(state_of(fixed, row[DAYS]), before + 1)
        row[OUT_TURNS] = row[OUT_TURNS] + 1 if row[SUPPLY] == OUT else 0
        if fact[ROLE] == BATTERY and gained > 0:
            row[ROUNDS] += fact[DAILY] * fixed.rules.tables[CARRY_PERCENT, carry] // 100
        if row[SUPPLY] != before:
            emit(log, SUPPLY_CHANGED, u, before, row[SUPPLY], row[DAYS], seen_by(s, False))
