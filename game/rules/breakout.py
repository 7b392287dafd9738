"""[7] Breakout: a unit leaves its pocket along a way through the enemy's zones, tonight or at once by day.

On every hexside of the way out of or into a hard enemy zone two dice are thrown: on 10 or more nobody is lost, on 4 or
less twice the share, else the share itself: 6 in a hundred by night, 20 by day, more for every turn Out. A battery leaves
most of its rounds. Whoever gets out is worn and will not attack for a while. What is not seen may bar the way.
"""

from __future__ import annotations

from game.dice import ESCAPE, two_dice
from game.events import BREAKING_OUT, BROKE_OUT, emit, seen_by
from game.ground import DIRECTION
from game.jit import kernel
from game.orders import BREAK_OUT, BY_DAY, MOST_BREAKOUT, MOVE_COUNT, MOVE_PATH, MOVE_UNIT
from game.rulebook import (
    BREAKOUT_DAY, BREAKOUT_DAYS, BREAKOUT_FATIGUE, BREAKOUT_HEAVY, BREAKOUT_HUNGRY, BREAKOUT_NIGHT,
)  # fmt: skip
from game.rules.casualties import lose
from game.rules.encirclement import pockets
from game.rules.field import (
    CARRY, COST, GROUP, UNITS, VIA, ZONES, Fixed, Scratch, arc_between, has_room, held_by, lay_out, neighbour, touch,
)  # fmt: skip
from game.rules.movement import can_cross, carry_to
from game.rules.supply import trace
from game.state import (
    BATTERY, BREAKOUT, FATIGUE, HARD_ZONE, HEX, LOST_RETREATING, MOBILITY, NOBODY, OF_SIDE, OUT_TURNS, OWNER, PEOPLE,
    POINTS, PRESENT, ROLE, ROUNDS, SHAKEN, SIDE, STATIC, STATUS, TURN, Ints, State,
)  # fmt: skip

NOT_IN_POCKET, NO_WAY, NOT_TO_SUPPLY, SPENT_TODAY = 706, 707, 708, 709
"""Rules a breakout can break."""
HARMLESS_FROM, HARD_UP_TO = 10, 4
"""Sums of two dice from which nobody, and up to which twice the share, is lost."""


@kernel
def check_breakout(fixed: Fixed, state: State, scratch: Scratch, order: Ints, why: Ints) -> int:
    """The rule a breakout breaks, 0 if none [7.5]. Needs lay_out."""
    u, count = order[MOVE_UNIT], order[MOVE_COUNT]
    s, h = fixed.roster.units[u, OF_SIDE], state.units[u, HEX]
    why[1] = h
    if count < 1 or count > MOST_BREAKOUT or fixed.roster.units[u, MOBILITY] == STATIC:
        return NO_WAY
    if order[BY_DAY] and state.units[u, POINTS] <= 0:
        return SPENT_TODAY
    pockets(fixed, state, scratch, s)
    if scratch.hexes[GROUP, h] < 0:
        return NOT_IN_POCKET
    for i in range(count):
        n = order[MOVE_PATH + i]
        a = arc_between(fixed, h, n) if 0 <= n < len(state.hexes) else -1
        why[1] = n if 0 <= n < len(state.hexes) else -1
        if a < 0 or not passable(fixed, state, scratch, u, a, n):
            return NO_WAY
        h = n
    if state.hexes[h, OWNER] != s or scratch.hexes[CARRY, h] != 0:
        return NOT_TO_SUPPLY
    return 0 if has_room(fixed, state, scratch, u, h) else NO_WAY


@kernel
def passable(fixed: Fixed, state: State, scratch: Scratch, u: int, a: int, n: int) -> bool:
    """Whether a unit that breaks out may cross an arc into a hex: no enemy is known to stand there."""
    if held_by(fixed, scratch, n) == 1 - fixed.roster.units[u, OF_SIDE]:
        return False
    return can_cross(fixed, state, fixed.roster.units[u, MOBILITY], a)


@kernel
def in_zone(fixed: Fixed, scratch: Scratch, s: int, h: int, n: int) -> bool:
    """Whether the hexside between two hexes leads out of or into a hard zone of a side's enemy."""
    zones = scratch.hexes[ZONES + 1 - s]
    return zones[h] == HARD_ZONE or zones[n] == HARD_ZONE


@kernel
def share_lost(fixed: Fixed, state: State, u: int, by_day: int) -> int:
    """Percent of a unit's people lost on a hexside in a zone, on the middle throws [7.5]."""
    numbers = fixed.rules.numbers
    share = numbers[BREAKOUT_DAY] if by_day else numbers[BREAKOUT_NIGHT]
    return share + numbers[BREAKOUT_HUNGRY] * max(0, state.units[u, OUT_TURNS] - 1)


@kernel
def plan_breakout(fixed: Fixed, state: State, scratch: Scratch, order: Ints) -> None:
    """Keep the way of a breakout for the night: three bits a hex, its direction + 1, the first hex lowest."""
    u, packed = order[MOVE_UNIT], 0
    h = state.units[u, HEX]
    for i in range(order[MOVE_COUNT]):
        n = order[MOVE_PATH + i]
        packed |= (fixed.board.arcs[arc_between(fixed, h, n), DIRECTION] + 1) << (3 * i)
        h = n
    state.units[u, BREAKOUT] = packed
    touch(scratch, UNITS, u)


@kernel
def break_out(fixed: Fixed, state: State, scratch: Scratch, u: int, by_day: int, dice: Ints, log: Ints) -> None:
    """A unit goes the way it planned, as far as it is open; it stops in the last hex with room [7.5]. Needs lay_out."""
    row, s = state.units[u], fixed.roster.units[u, OF_SIDE]
    start, packed, people = row[HEX], row[BREAKOUT], row[PEOPLE]
    row[BREAKOUT] = 0
    touch(scratch, UNITS, u)
    share, last, h, crossed = share_lost(fixed, state, u, by_day), start, start, 0
    while packed > 0 and row[STATUS] == PRESENT:
        n = neighbour(fixed, h, (packed & 7) - 1)
        packed >>= 3
        if n < 0 or not passable(fixed, state, scratch, u, arc_between(fixed, h, n), n):
            break
        if in_zone(fixed, scratch, s, h, n):
            thrown = two_dice(dice, state.clock[TURN], s, ESCAPE, h, u, 2 * crossed + by_day)
            crossed += 1
            percent = 0 if thrown >= HARMLESS_FROM else 2 * share if thrown <= HARD_UP_TO else share
            if percent > 0:
                fallen = (row[PEOPLE] * percent + 99) // 100
                lose(fixed, state, scratch, u, fallen, LOST_RETREATING, BREAKING_OUT, log)
        h = n
        if has_room(fixed, state, scratch, u, h):
            last = h
    if row[STATUS] == PRESENT and last != start:
        arrive(fixed, state, scratch, u, last, log)
        emit(log, BROKE_OUT, u, start, last, people - row[PEOPLE], seen_by(s, False))


@kernel
def arrive(fixed: Fixed, state: State, scratch: Scratch, u: int, h: int, log: Ints) -> None:
    """What a breakout leaves of a unit: worn, shaken, without most of its rounds."""
    row, numbers = state.units[u], fixed.rules.numbers
    carry_to(fixed, state, scratch, u, h, log)
    row[FATIGUE] = min(100, row[FATIGUE] + numbers[BREAKOUT_FATIGUE])
    row[SHAKEN] = numbers[BREAKOUT_DAYS] + (1 if state.clock[SIDE] != NOBODY else 0)
    row[POINTS] = 0
    if fixed.roster.units[u, ROLE] == BATTERY:
        row[ROUNDS] -= row[ROUNDS] * numbers[BREAKOUT_HEAVY] // 100


@kernel
def break_out_by_night(fixed: Fixed, state: State, scratch: Scratch, dice: Ints, log: Ints) -> None:
    """Dusk: whoever planned to break out tonight goes, by index."""
    for u in range(len(state.units)):
        if state.units[u, BREAKOUT] > 0 and state.units[u, STATUS] == PRESENT:
            lay_out(fixed, state, scratch)
            pockets(fixed, state, scratch, fixed.roster.units[u, OF_SIDE])
            if scratch.hexes[GROUP, state.units[u, HEX]] < 0:
                state.units[u, BREAKOUT] = 0
            else:
                break_out(fixed, state, scratch, u, 0, dice, log)
    lay_out(fixed, state, scratch)


@kernel
def find_way_out(fixed: Fixed, state: State, scratch: Scratch, u: int, order: Ints) -> bool:
    """Write a way out of a pocket, fewest hexsides in zones, then fewest hexes; False if there is none. Needs lay_out.

    A hex is reached anew for every number of hexes: the way with fewest zones to it may be too long to go on. COST holds
    four bits a number of hexes: 1 + hexsides in zones, 0 not reached; VIA three: the direction it was entered in.
    """
    s, start, best, goal, goal_hexes = fixed.roster.units[u, OF_SIDE], state.units[u, HEX], 0, -1, 0
    trace(fixed, state, scratch, s)
    zones, came = scratch.hexes[COST], scratch.hexes[VIA]
    zones[:] = 0
    came[:] = 0
    zones[start] = 1
    for hexes in range(MOST_BREAKOUT):
        for h in range(len(zones)):
            if (zones[h] >> (4 * hexes)) & 15 > 0:
                go_on(fixed, state, scratch, u, h, hexes)
    for h in range(len(zones)):
        if h == start or scratch.hexes[CARRY, h] != 0 or state.hexes[h, OWNER] != s or zones[h] == 0:
            continue
        if not has_room(fixed, state, scratch, u, h):
            continue
        for hexes in range(1, MOST_BREAKOUT + 1):
            cost = 16 * ((zones[h] >> (4 * hexes)) & 15) + hexes
            if cost > 16 and (goal < 0 or cost < best):
                best, goal, goal_hexes = cost, h, hexes
    if goal >= 0:
        write_way(fixed, scratch, u, goal, goal_hexes, order)
    return goal >= 0


@kernel
def go_on(fixed: Fixed, state: State, scratch: Scratch, u: int, h: int, hexes: int) -> None:
    """Enter every hex next to one that was reached over so many hexes."""
    s, zones, came = fixed.roster.units[u, OF_SIDE], scratch.hexes[COST], scratch.hexes[VIA]
    for d in range(6):
        n = neighbour(fixed, h, d)
        if n < 0 or not passable(fixed, state, scratch, u, arc_between(fixed, h, n), n):
            continue
        crossed = ((zones[h] >> (4 * hexes)) & 15) + (1 if in_zone(fixed, scratch, s, h, n) else 0)
        before = (zones[n] >> (4 * hexes + 4)) & 15
        if before == 0 or crossed < before:
            zones[n] += (crossed - before) << (4 * hexes + 4)
            came[n] += (d - ((came[n] >> (3 * hexes + 3)) & 7)) << (3 * hexes + 3)


@kernel
def write_way(fixed: Fixed, scratch: Scratch, u: int, h: int, hexes: int, order: Ints) -> None:
    """Write the way of so many hexes that was found to a hex as an order to break out by night."""
    order[:] = 0
    order[0], order[MOVE_UNIT], order[MOVE_COUNT] = BREAK_OUT, u, hexes
    for i in range(hexes, 0, -1):
        order[MOVE_PATH + i - 1] = h
        h = neighbour(fixed, h, back_from(scratch.hexes[VIA, h], i))


@kernel
def back_from(came: int, hexes: int) -> int:
    """The direction back from a hex that was entered after so many hexes."""
    return (((came >> (3 * hexes)) & 7) + 3) % 6
