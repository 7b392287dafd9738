"""[5] Movement: points, roads, zones of control, stacking.

A unit spends points, in twelfths, for every hexside it crosses: the terrain entered, the slope, the river, or the road if
it is out of contact. Entering a hard enemy zone ends its move; going from one zone straight into another takes all its
points. A unit that has not moved may always enter one hex that is not closed to it.

    cost of an arc = the less of (terrain x ground + slope + water) and (road + bridge)
                     + rubble + the enemy's mines + ground not one's own + soft zone

`reach` finds every hex a unit can get to, `check_move` says which rule a path breaks, `march_unit` carries it out on the
true state, where an unseen unit or its zone may end it early.
"""

from __future__ import annotations

from game.events import HEX_TAKEN, MOVED, SIGHTED, STOPPED, emit, seen_by
from game.ground import EDGE, END_ARC, FIRST_ARC, TO, WATER_SIDE
from game.jit import kernel
from game.orders import MOVE_COUNT, MOVE_PATH, MOVE_UNIT
from game.rulebook import (
    CANAL, CROSSINGS, CROSSINGS_AT, CROSS_CANAL, CROSS_DAMAGED, CROSS_FOREIGN, CROSS_MINES, CROSS_PONTOON, CROSS_RIVER,
    CROSS_RUBBLE, NO_WATER, SOFT_ZONE_POINTS,
)  # fmt: skip
from game.rules.casualties import lose_depots
from game.rules.field import (
    BUCKETS, COST, HEXES, OFF_ROAD, ON_ROAD, PATH, STACK, UNITS, VIA, ZONES, Fixed, Scratch, arc_between, can_hold,
    has_room, held_by, origin, settle, touch, unsettle,
)  # fmt: skip
from game.rules.recon import known_steps, look_around, note_gone, see_hex, seen_empty, step_to, watches
from game.state import (
    ALLOWANCE, BLOWN, BREAKOUT, BRIDGE, DAMAGED, GROUND, HARD_ZONE, HEX, HOLD, IDLE, INTACT, LEAVING, MINES, MOBILITY,
    NO_BRIDGE, OF_SIDE, OWNER, POINTS, PONTOON, POSTURE, REST, RUBBLE, SEEN_HEX, SET_PIECE, SOFT_ZONE, STATIC, TAKEN,
    TASK, TASK_AT, TASK_DAYS, TRENCH, TURN, Ints, State,
)  # fmt: skip

TOO_FAR, CANNOT_MOVE, NOT_NEXT, CLOSED, ENEMY_THERE, ZONE_STOPS, NO_ROOM, NO_PATH = 501, 502, 503, 504, 505, 506, 507, 508
"""Rules a move can break, as chapter x 100 + rule."""
UNSEEN_UNIT, UNSEEN_ZONE = 509, 510
"""Rules that end a move early: what stood there was not seen before."""


@kernel
def crossing(fixed: Fixed, state: State, mobility: int, a: int) -> int:
    """Extra points for the water along a hexside; -1 closed, 0 dry or a sound bridge [2.4]."""
    extras = fixed.rules.tables[CROSSINGS_AT : CROSSINGS_AT + len(CROSSINGS), mobility]
    return water_points(fixed.board.arcs[a, WATER_SIDE], state.edges[fixed.board.arcs[a, EDGE], BRIDGE], extras)


@kernel
def water_points(water: int, bridge: int, extras: Ints) -> int:
    """Extra points for a water with a bridge in some state, by a mobility's extras; -1 closed [2.4]."""
    if water == NO_WATER or bridge == INTACT:
        return 0
    if bridge == DAMAGED:
        return extras[CROSS_DAMAGED]
    if bridge == PONTOON:
        return extras[CROSS_PONTOON]
    return extras[CROSS_CANAL if water == CANAL else CROSS_RIVER]


@kernel
def bridged(state: State, e: int) -> bool:
    """Whether a bridge that carries traffic crosses a hexside [2.4]."""
    return state.edges[e, BRIDGE] in (INTACT, DAMAGED, PONTOON)


@kernel
def arc_points(
    march: Ints, extras: Ints, arcs: Ints, edges: Ints, hexes: Ints, zones: Ints, s: int, h: int, a: int
) -> int:
    """Points in twelfths to cross an arc from h, leaving soft zones and the rules of contact out; -1 closed [5.2] [5.3].

    march = the mobility's costs of all arcs today (A, 2), extras = its extra costs (8,), zones = the enemy's (H,).
    """
    cost, road, n = march[a, OFF_ROAD], march[a, ON_ROAD], arcs[a, TO]
    if cost < 0:
        return -1
    water, bridge = arcs[a, WATER_SIDE], edges[arcs[a, EDGE], BRIDGE]
    if water != NO_WATER:
        extra = water_points(water, bridge, extras)
        if extra < 0:
            return -1
        cost += extra
        road = -1 if road < 0 or bridge in (NO_BRIDGE, BLOWN) else road + extra
    if 0 <= road < cost and zones[h] == 0 and zones[n] == 0:
        cost = road
    cost += hexes[n, RUBBLE] * extras[CROSS_RUBBLE]
    if edges[arcs[a, EDGE], MINES] == 2 - s:
        cost += extras[CROSS_MINES]
    if hexes[n, OWNER] != s:
        cost += extras[CROSS_FOREIGN]
    return cost


@kernel
def contact_points(
    cost: int, soft: int, here: int, there: int, theirs: bool, spent: int, points: int, allowance: int
) -> int:
    """Points of a step in view of zones (here, there: the enemy's), -1 not possible [5.4] [5.5].

    A unit with all its points pays at most all of them for its first hex. One that has moved into a hard zone moves on
    no more. From one hard zone straight into the next a unit pays all its points; the enemy's ground is not taken so,
    only by assault.
    """
    if cost < 0:
        return -1
    fresh = spent == 0 and points == allowance and points > 0
    if here == HARD_ZONE and not fresh:
        return -1
    if here == HARD_ZONE and there == HARD_ZONE:
        return -1 if theirs else points
    if there == SOFT_ZONE:
        cost += soft
    return points if fresh and cost > points else cost


@kernel
def step_cost(fixed: Fixed, state: State, scratch: Scratch, u: int, h: int, a: int, spent: int) -> int:
    """Points for a unit that has spent some to cross one more arc, -1 if it cannot."""
    mobility, s, n = fixed.roster.units[u, MOBILITY], fixed.roster.units[u, OF_SIDE], fixed.board.arcs[a, TO]
    zones = scratch.hexes[ZONES + 1 - s]
    march = fixed.march[state.clock[GROUND], mobility]
    extras = fixed.rules.tables[CROSSINGS_AT : CROSSINGS_AT + len(CROSSINGS), mobility]
    cost = arc_points(march, extras, fixed.board.arcs, state.edges, state.hexes, zones, s, h, a)
    soft, theirs = fixed.rules.numbers[SOFT_ZONE_POINTS], state.hexes[n, OWNER] == 1 - s
    return contact_points(
        cost, soft, zones[h], zones[n], theirs, spent, state.units[u, POINTS], state.units[u, ALLOWANCE]
    )


@kernel
def can_cross(fixed: Fixed, state: State, mobility: int, a: int) -> bool:
    """Whether a mobility can cross a hexside at all [2.4] [5.2]."""
    return fixed.march[state.clock[GROUND], mobility, a, OFF_ROAD] >= 0 and crossing(fixed, state, mobility, a) >= 0


@kernel
def push(queue: Ints, tail: int, h: int, cost: int) -> int:
    """Put a hex into the bucket of its cost; the new end of the queue, BUCKETS if it was empty."""
    queue[tail, 0] = h
    queue[tail, 1] = queue[cost, 1]
    queue[cost, 1] = tail
    return tail + 1


@kernel
def reach(fixed: Fixed, state: State, scratch: Scratch, u: int) -> int:
    """Fill COST and VIA of scratch.hexes with what a unit can get to with the points it has left; needs lay_out.

    Lists the hexes in PATH, its own first, by rising cost, and returns how many there are. Whether the unit may stop in
    one is has_room's to say. A bucket queue: every hex is settled once, at its cost.
    """
    best, via, queue, reached = scratch.hexes[COST], scratch.hexes[VIA], scratch.queue, scratch.hexes[PATH]
    best[:] = -1
    start, points, allowance = state.units[u, HEX], state.units[u, POINTS], state.units[u, ALLOWANCE]
    s, mobility = fixed.roster.units[u, OF_SIDE], fixed.roster.units[u, MOBILITY]
    if start < 0 or mobility == STATIC:
        return 0
    arcs, board, edges, hexes, units = fixed.board.arcs, fixed.board.hexes, state.edges, state.hexes, fixed.roster.units
    stack, zones = scratch.hexes[STACK], scratch.hexes[ZONES + 1 - s]
    march = fixed.march[state.clock[GROUND], mobility]
    extras = fixed.rules.tables[CROSSINGS_AT : CROSSINGS_AT + len(CROSSINGS), mobility]
    soft = fixed.rules.numbers[SOFT_ZONE_POINTS]
    best[start], via[start] = 0, -1
    tail, count = push(queue, BUCKETS, start, 0), 0
    for cost in range(points + 1):
        entry = queue[cost, 1]
        queue[cost, 1] = -1
        while entry >= 0:
            h = queue[entry, 0]
            entry = queue[entry, 1]
            if best[h] != cost:
                continue
            reached[count] = h
            count += 1
            if h != start and zones[h] == HARD_ZONE:
                continue
            for a in range(board[h, FIRST_ARC], board[h, END_ARC]):
                n = arcs[a, TO]
                if 0 <= best[n] <= cost or (stack[n] >= 0 and units[stack[n], OF_SIDE] != s):
                    continue
                step = arc_points(march, extras, arcs, edges, hexes, zones, s, h, a)
                theirs = hexes[n, OWNER] == 1 - s
                step = contact_points(step, soft, zones[h], zones[n], theirs, cost, points, allowance)
                total = cost + step
                if step > 0 and total <= points and (best[n] < 0 or total < best[n]):
                    best[n], via[n] = total, a
                    tail = push(queue, tail, n, total)
    return count


@kernel
def path_to(fixed: Fixed, scratch: Scratch, order: Ints, h: int) -> bool:
    """Write the path that reach found to a hex into a move order; False if it is longer than an order holds."""
    count, n = 0, h
    while scratch.hexes[VIA, n] >= 0:
        n = origin(fixed, scratch.hexes[VIA, n])
        count += 1
    if count == 0 or MOVE_PATH + count > len(order):
        return False
    order[MOVE_COUNT] = count
    n = h
    for i in range(count - 1, -1, -1):
        order[MOVE_PATH + i] = n
        n = origin(fixed, scratch.hexes[VIA, n])
    return True


@kernel
def check_move(fixed: Fixed, state: State, scratch: Scratch, order: Ints, why: Ints) -> int:
    """The rule a move breaks, 0 if none; why = what the sentence needs. Needs lay_out."""
    u, count = order[MOVE_UNIT], order[MOVE_COUNT]
    h, spent, s = state.units[u, HEX], 0, fixed.roster.units[u, OF_SIDE]
    zones = scratch.hexes[ZONES + 1 - s]
    why[0] = u
    if fixed.roster.units[u, MOBILITY] == STATIC:
        return CANNOT_MOVE
    if count < 1:
        return NO_PATH
    for i in range(count):
        n = order[MOVE_PATH + i]
        why[1] = n
        why[2] = h
        if i > 0 and zones[h] == HARD_ZONE:
            return ZONE_STOPS
        a = arc_between(fixed, h, n)
        if a < 0:
            return NOT_NEXT
        if held_by(fixed, scratch, n) == 1 - s:
            return ENEMY_THERE
        step = step_cost(fixed, state, scratch, u, h, a, spent)
        if step < 0:
            held_fast = zones[n] == HARD_ZONE or state.units[u, POINTS] < state.units[u, ALLOWANCE]
            return ZONE_STOPS if zones[h] == HARD_ZONE and held_fast else CLOSED
        spent += step
        why[2] = spent
        why[3] = state.units[u, POINTS]
        if spent > state.units[u, POINTS]:
            return TOO_FAR
        h = n
    if not has_room(fixed, state, scratch, u, h):
        return NO_ROOM
    return 0


@kernel
def take_hex(fixed: Fixed, state: State, scratch: Scratch, h: int, u: int, log: Ints) -> int:
    """A unit makes a hex its side's, if it was not: works dug for the other side are of no use to it [5.8].

    How many depots it found there: that is news.
    """
    s = fixed.roster.units[u, OF_SIDE]
    before = state.hexes[h, OWNER]
    if before == s:
        return lose_depots(fixed, state, scratch, h, s, log)
    state.hexes[h, OWNER] = s
    state.hexes[h, TAKEN] = state.clock[TURN]
    state.hexes[h, TRENCH] = 0
    touch(scratch, HEXES, h)
    see_hex(state, scratch, s, h)
    other_sees = watches(fixed, state, scratch, 1 - s, h)
    if other_sees:
        see_hex(state, scratch, 1 - s, h)
    emit(log, HEX_TAKEN, h, before, s, u, seen_by(s, other_sees))
    return lose_depots(fixed, state, scratch, h, s, log)


@kernel
def relocate(fixed: Fixed, state: State, scratch: Scratch, u: int, n: int, log: Ints) -> int:
    """Put a unit into the next hex, take it, look around; how much was news to its side."""
    h = state.units[u, HEX]
    step_to(fixed, state, scratch, u, h, n)
    unsettle(fixed, state, scratch, u)
    settle(fixed, state, scratch, u, n)
    drop_plans(state, u)
    state.units[u, LEAVING] = 0
    news = take_hex(fixed, state, scratch, n, u, log) if can_hold(fixed, state, u) else 0
    return news + look_around(fixed, state, scratch, u, log)


@kernel
def drop_plans(state: State, u: int) -> None:
    """A unit that moves or attacks gives up its task, its plan to break out, its leave, its rest or preparations."""
    row = state.units[u]
    if row[POSTURE] == REST or row[POSTURE] == SET_PIECE:
        row[POSTURE] = HOLD
    row[TASK], row[TASK_AT], row[TASK_DAYS], row[BREAKOUT], row[LEAVING] = IDLE, -1, 0, 0, 0


@kernel
def carry_to(fixed: Fixed, state: State, scratch: Scratch, u: int, h: int, log: Ints) -> None:
    """Put a unit into a hex it reached by night or on vehicles: whoever watched it knows only that it went."""
    s, start = fixed.roster.units[u, OF_SIDE], state.units[u, HEX]
    unsettle(fixed, state, scratch, u)
    settle(fixed, state, scratch, u, h)
    drop_plans(state, u)
    touch(scratch, UNITS, u)
    if state.units[u, SEEN_HEX] == start and seen_empty(fixed, state, scratch, 1 - s, start):
        note_gone(state, scratch, u)
    if can_hold(fixed, state, u):
        take_hex(fixed, state, scratch, h, u, log)
    look_around(fixed, state, scratch, u, log)
    if watches(fixed, state, scratch, 1 - s, h):
        emit(log, SIGHTED, u, h, 1 - s, known_steps(state, u), seen_by(1 - s, False))


@kernel
def march_unit(fixed: Fixed, state: State, scratch: Scratch, order: Ints, log: Ints) -> int:
    """Carry out a move that was legal as its side believed; how much was news to its side. Needs lay_out.

    An unseen unit in the way, or an unseen unit's zone, ends the move there and shows itself [5.7].
    """
    u, count = order[MOVE_UNIT], order[MOVE_COUNT]
    s, start, spent, news, stop = fixed.roster.units[u, OF_SIDE], state.units[u, HEX], 0, 0, 0
    zones, leaving = scratch.hexes[ZONES + 1 - s], state.units[u, LEAVING]
    seen_before = watches(fixed, state, scratch, 1 - s, start)
    touch(scratch, UNITS, u)
    look_around(fixed, state, scratch, u, log)
    last_room, room_spent = 0, 0
    for i in range(count):
        h, n = state.units[u, HEX], order[MOVE_PATH + i]
        if held_by(fixed, scratch, n) == 1 - s:
            stop = UNSEEN_UNIT
            break
        if i > 0 and zones[h] == HARD_ZONE:
            stop = UNSEEN_ZONE
            break
        step = step_cost(fixed, state, scratch, u, h, arc_between(fixed, h, n), spent)
        if step < 0 or spent + step > state.units[u, POINTS]:
            stop = UNSEEN_ZONE
            break
        spent += step
        news += relocate(fixed, state, scratch, u, n, log)
        if has_room(fixed, state, scratch, u, n):
            last_room, room_spent = i + 1, spent
    if stop != 0:
        news += 1
        other = scratch.hexes[STACK, order[MOVE_PATH + i]]
        emit(log, STOPPED, u, state.units[u, HEX], stop, other if stop == UNSEEN_UNIT else -1, seen_by(s, False))
        news += fall_back(fixed, state, scratch, order, last_room, i, start, log)
        spent = room_spent if last_room < i else spent
    if state.units[u, HEX] == start:
        state.units[u, LEAVING] = leaving
    state.units[u, POINTS] -= spent
    tell_move(fixed, state, scratch, u, start, spent, seen_before, log)
    return news


@kernel
def tell_move(
    fixed: Fixed, state: State, scratch: Scratch, u: int, start: int, spent: int, seen_before: bool, log: Ints
) -> None:
    """Write the event of a march; an enemy that did not see its start sees only that the unit has turned up."""
    s, h = fixed.roster.units[u, OF_SIDE], state.units[u, HEX]
    seen = watches(fixed, state, scratch, 1 - s, h)
    emit(log, MOVED, u, start, h, spent, seen_by(s, seen and seen_before))
    if seen and not seen_before:
        emit(log, SIGHTED, u, h, 1 - s, known_steps(state, u), seen_by(1 - s, False))


@kernel
def fall_back(
    fixed: Fixed, state: State, scratch: Scratch, order: Ints, last_room: int, done: int, start: int, log: Ints
) -> int:
    """A unit stopped where there is no room for it goes back along its path to the last hex that has some [5.6].

    How much was news to its side.
    """
    if last_room == done:
        return 0
    h = start if last_room == 0 else order[MOVE_PATH + last_room - 1]
    return relocate(fixed, state, scratch, order[MOVE_UNIT], h, log)
