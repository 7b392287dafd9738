"""[10] What a side sees and remembers.

A unit sees every hex and every enemy unit within 2 hexes, fully. What was seen and is seen no more stays as a ghost: the
last hex, day and strength. Whoever watches a unit step out of sight remembers the hex it stepped into. A ghost in a hex
that is seen to be empty is gone.

`mask` writes the whole state as one side believes it to be: its own units and enemies in sight as they are, others as
ghosts, hexes as it last saw them, and nothing of what the enemy believes. Two states that differ only in what a side
cannot see have equal masks.

A unit has one enemy, so belief about it is columns of its own row (SEEN_*); belief about hexes is a block a side.
"""

from __future__ import annotations

from game.events import SIGHTED, emit, seen_by
from game.ground import DISK, EDGE, END_ARC, FIRST_ARC
from game.jit import kernel
from game.rulebook import FULL_DAYS, SIGHT_HEXES, STEP_PEOPLE
from game.rules.field import (
    GHOSTS, GROUP, HEXES, HEXSIDES, MOST_TOUCHED, NEXT, NEXT_GHOST, STACK, TOUCHED, UNITS, Fixed, Scratch, can_hold,
    copy_row, copy_table, distance, held_by, lay_out, settle, stands, steps_of, touch, unsettle,
)  # fmt: skip
from game.state import (
    AMMO, ARRIVES, ASKED_KG, BOUND_AT, BREAKOUT, BY_SIGHT, CLASS, DAYS, DEPOT_ROLE, EDGE_BLOCK, ELIMINATED, ENTRY,
    HARD_ZONE, HEX, HEX_BLOCK, LEAVING, NEAR_SUPPLY, NO_ZONE, OF_SIDE, PEOPLE, PRESENT, QUALITY, ROLE, SEEN_HEX,
    SEEN_LEVEL, SEEN_SOURCE, SEEN_STATUS, SEEN_STEPS, SEEN_TURN, SIDE_BLOCK, SOURCE, START_QUALITY, STATUS, TASK_AT,
    TURN, UNKNOWN, ZONE, Ints, State,
)  # fmt: skip

KNOWS_GONE, KNOWS_ALL = 1, 4
"""Values of SEEN_LEVEL: gone from where it was; all was known when last seen."""


@kernel
def stands_within(fixed: Fixed, scratch: Scratch, s: int, h: int, hexes: int) -> bool:
    """Whether a unit of a side stands within so many hexes, 3 at most. Needs lay_out."""
    for i in range(1 + 3 * hexes * (hexes + 1)):
        n = fixed.board.hexes[h, DISK + i]
        if n >= 0 and held_by(fixed, scratch, n) == s:
            return True
    return False


@kernel
def watches(fixed: Fixed, scratch: Scratch, s: int, h: int) -> bool:
    """Whether a side sees a hex: one of its units stands within sight [10.1]. Needs lay_out."""
    return stands_within(fixed, scratch, s, h, fixed.rules.numbers[SIGHT_HEXES])


@kernel
def unlink_ghost(state: State, scratch: Scratch, u: int) -> None:
    """Take a unit out of the list of those last seen in its hex."""
    ghosts, after, h = scratch.hexes[GHOSTS], scratch.lists[NEXT_GHOST], state.units[u, SEEN_HEX]
    if h < 0:
        return
    if ghosts[h] == u:
        ghosts[h] = after[u]
        return
    v = ghosts[h]
    while after[v] != u:
        v = after[v]
    after[v] = after[u]


@kernel
def link_ghost(state: State, scratch: Scratch, u: int) -> None:
    """Put a unit into the list of those last seen in its hex."""
    h = state.units[u, SEEN_HEX]
    if h >= 0:
        scratch.lists[NEXT_GHOST, u] = scratch.hexes[GHOSTS, h]
        scratch.hexes[GHOSTS, h] = u


@kernel
def set_seen(state: State, scratch: Scratch, u: int, h: int) -> None:
    """Set where the enemy last saw a unit, -1 nowhere, and keep the lists of ghosts true."""
    touch(scratch, UNITS, u)
    if state.units[u, SEEN_HEX] != h:
        unlink_ghost(state, scratch, u)
        state.units[u, SEEN_HEX] = h
        link_ghost(state, scratch, u)


@kernel
def note_seen(fixed: Fixed, state: State, scratch: Scratch, u: int, h: int) -> None:
    """The enemy sees a unit in a hex."""
    set_seen(state, scratch, u, h)
    row = state.units[u]
    row[SEEN_LEVEL] = KNOWS_ALL
    row[SEEN_TURN] = state.clock[TURN]
    row[SEEN_STEPS] = steps_of(fixed, row[PEOPLE])
    row[SEEN_STATUS] = row[STATUS]
    row[SEEN_SOURCE] = BY_SIGHT


@kernel
def note_gone(state: State, scratch: Scratch, u: int) -> None:
    """The enemy sees that a unit is not where it was last seen."""
    set_seen(state, scratch, u, -1)
    state.units[u, SEEN_LEVEL] = KNOWS_GONE


@kernel
def see_hex(state: State, scratch: Scratch, s: int, h: int) -> int:
    """A side sees a hex as it is; 1 if that is news to it."""
    news, base = 0, (1 + s) * HEX_BLOCK
    for i in range(HEX_BLOCK):
        if state.hexes[h, base + i] != state.hexes[h, i]:
            state.hexes[h, base + i] = state.hexes[h, i]
            news = 1
    if news:
        touch(scratch, HEXES, h)
    return news


@kernel
def see_edge(state: State, s: int, e: int) -> int:
    """A side sees a hexside as it is; 1 if that is news to it."""
    news, base = 0, (1 + s) * EDGE_BLOCK
    for i in range(EDGE_BLOCK):
        if state.edges[e, base + i] != state.edges[e, i]:
            state.edges[e, base + i] = state.edges[e, i]
            news = 1
    return news


@kernel
def see_edges(fixed: Fixed, state: State, scratch: Scratch, s: int, h: int) -> int:
    """A side sees the hexsides around a hex; how many are news to it."""
    news = 0
    for a in range(fixed.board.hexes[h, FIRST_ARC], fixed.board.hexes[h, END_ARC]):
        e = fixed.board.arcs[a, EDGE]
        if see_edge(state, s, e):
            touch(scratch, HEXSIDES, e)
            news += 1
    return news


@kernel
def tell_edge(fixed: Fixed, state: State, scratch: Scratch, h: int, n: int, e: int) -> None:
    """Let each side that sees an end of a hexside know how it is."""
    touch(scratch, HEXSIDES, e)
    for s in range(2):
        if watches(fixed, scratch, s, h) or watches(fixed, scratch, s, n):
            see_edge(state, s, e)


@kernel
def look_around(fixed: Fixed, state: State, scratch: Scratch, u: int, before: int, log: Ints) -> int:
    """A unit looks around from its hex, and is seen by those who see it; how much was news to its side [10.1].

    ``before`` is the hex from which it looked before, -1 none: an enemy that was in sight from nowhere is news, even one
    that stands where it was last seen.
    """
    s, h, news, seen = fixed.roster.units[u, OF_SIDE], state.units[u, HEX], 0, False
    sight = fixed.rules.numbers[SIGHT_HEXES]
    around = 1 + 3 * sight * (sight + 1)
    for i in range(around):
        n = fixed.board.hexes[h, DISK + i]
        if n < 0:
            continue
        news += see_hex(state, scratch, s, n) + see_edges(fixed, state, scratch, s, n)
        v = scratch.hexes[STACK, n] if held_by(fixed, scratch, n) == 1 - s else -1
        while v >= 0:
            seen = True
            steps = steps_of(fixed, state.units[v, PEOPLE])
            known = state.units[v, SEEN_HEX] == n and state.units[v, SEEN_STEPS] == steps
            in_sight = before >= 0 and distance(fixed, before, n) <= sight
            if not known or not (in_sight or watched_by_others(fixed, scratch, u, n)):
                news += 1
                emit(log, SIGHTED, v, n, s, steps, seen_by(s, False))
            note_seen(fixed, state, scratch, v, n)
            v = scratch.lists[NEXT, v]
    for i in range(around):
        n = fixed.board.hexes[h, DISK + i]
        v = scratch.hexes[GHOSTS, n] if n >= 0 else -1
        while v >= 0:
            after = scratch.lists[NEXT_GHOST, v]
            gone = state.units[v, STATUS] != PRESENT or state.units[v, HEX] != n
            if gone and fixed.roster.units[v, OF_SIDE] != s:
                news += 1
                note_gone(state, scratch, v)
            v = after
    if seen:
        note_seen(fixed, state, scratch, u, h)
    return news


@kernel
def watched_by_others(fixed: Fixed, scratch: Scratch, u: int, h: int) -> bool:
    """Whether another unit of a unit's side sees a hex."""
    sight = fixed.rules.numbers[SIGHT_HEXES]
    for i in range(1 + 3 * sight * (sight + 1)):
        n = fixed.board.hexes[h, DISK + i]
        v = scratch.hexes[STACK, n] if n >= 0 and held_by(fixed, scratch, n) == fixed.roster.units[u, OF_SIDE] else -1
        while v >= 0:
            if v != u:
                return True
            v = scratch.lists[NEXT, v]
    return False


@kernel
def lose_sight(fixed: Fixed, scratch: Scratch, s: int, h: int) -> None:
    """Note that a side may see the enemies around a hex no longer."""
    sight = fixed.rules.numbers[SIGHT_HEXES]
    for i in range(1 + 3 * sight * (sight + 1)):
        n = fixed.board.hexes[h, DISK + i]
        v = scratch.hexes[STACK, n] if n >= 0 and held_by(fixed, scratch, n) == 1 - s else -1
        while v >= 0:
            touch(scratch, UNITS, v)
            v = scratch.lists[NEXT, v]


@kernel
def step_to(fixed: Fixed, state: State, scratch: Scratch, u: int, start: int, h: int) -> None:
    """A unit steps from a hex to the next: whoever watched it there remembers where it went [10.3]."""
    if state.units[u, SEEN_HEX] == start and watches(fixed, scratch, 1 - fixed.roster.units[u, OF_SIDE], start):
        note_seen(fixed, state, scratch, u, h)


@kernel
def first_look(fixed: Fixed, state: State, scratch: Scratch, log: Ints) -> None:
    """Before the first dawn every unit looks around."""
    for u in range(len(state.units)):
        if state.units[u, STATUS] == PRESENT and fixed.roster.units[u, ROLE] < SOURCE:
            look_around(fixed, state, scratch, u, -1, log)


@kernel
def mark_sight(fixed: Fixed, state: State, scratch: Scratch, s: int) -> None:
    """Mark in scratch.hexes[GROUP] (1) every hex a side sees [10.1]."""
    scratch.hexes[GROUP, :] = 0
    reach = 19 if fixed.rules.numbers[SIGHT_HEXES] == 2 else 7
    for u in range(len(state.units)):
        if fixed.roster.units[u, OF_SIDE] != s or state.units[u, STATUS] != PRESENT:
            continue
        if fixed.roster.units[u, ROLE] >= SOURCE:
            continue
        for i in range(reach):
            n = fixed.board.hexes[state.units[u, HEX], DISK + i]
            if n >= 0:
                scratch.hexes[GROUP, n] = 1


@kernel
def mask_unit(fixed: Fixed, state: State, s: int, u: int, in_sight: bool, believed: State) -> None:
    """Write what a side believes of a unit: its own as it is, an enemy in sight as it is, any other as its ghost."""
    row, fact, out = state.units[u], fixed.roster.units[u], believed.units[u]
    if fact[OF_SIDE] == s:
        copy_row(out, row)
        out[SEEN_LEVEL:] = 0
        out[SEEN_HEX] = -1
    elif fact[ROLE] >= SOURCE:
        copy_row(out, row)
        out[AMMO:SEEN_LEVEL] = 0
        if row[STATUS] != ELIMINATED and fact[ROLE] == DEPOT_ROLE:
            known = fact[ARRIVES] == 0
            out[STATUS], out[HEX] = (PRESENT, fact[ENTRY]) if known else (UNKNOWN, -1)
    elif in_sight:
        copy_row(out, row)
        out[BREAKOUT], out[CLASS], out[TASK_AT], out[LEAVING] = 0, 0, -1, min(row[LEAVING], 1)
        out[ASKED_KG : BOUND_AT + 1] = 0
    else:
        out[:SEEN_LEVEL] = 0
        copy_row(out[SEEN_LEVEL:], row[SEEN_LEVEL:])
        out[HEX] = row[SEEN_HEX]
        out[STATUS] = UNKNOWN
        if row[SEEN_STATUS] == ELIMINATED:
            out[STATUS] = ELIMINATED
        elif row[SEEN_HEX] >= 0:
            out[STATUS] = PRESENT
            out[PEOPLE] = row[SEEN_STEPS] * fixed.rules.numbers[STEP_PEOPLE]
            out[QUALITY] = fact[START_QUALITY]
            out[DAYS] = fixed.rules.numbers[FULL_DAYS]
            out[ZONE] = HARD_ZONE if can_hold(fixed, believed, u) else NO_ZONE


@kernel
def mask_hex(state: State, s: int, h: int, believed: State) -> None:
    """Write what a side believes of a hex."""
    row, out, base = state.hexes[h], believed.hexes[h], (1 + s) * HEX_BLOCK
    copy_row(out, row)
    for i in range(HEX_BLOCK):
        out[i] = row[base + i]
        out[(2 - s) * HEX_BLOCK + i] = 0
    out[NEAR_SUPPLY + 1 - s] = 0


@kernel
def mask_edge(state: State, s: int, e: int, believed: State) -> None:
    """Write what a side believes of a hexside: its road, bridge and mines; what is fired on is known to both."""
    row, out, base = state.edges[e], believed.edges[e], (1 + s) * EDGE_BLOCK
    copy_row(out, row)
    for i in range(EDGE_BLOCK):
        out[i] = row[base + i]
        out[(2 - s) * EDGE_BLOCK + i] = 0


@kernel
def mask_sides(state: State, s: int, believed: State) -> None:
    """Write what a side believes of both sides' accounts."""
    believed.sides[:] = 0
    copy_table(believed.sides[:, :SIDE_BLOCK], state.sides[:, (1 + s) * SIDE_BLOCK : (2 + s) * SIDE_BLOCK])


@kernel
def mask(fixed: Fixed, state: State, scratch: Scratch, s: int, believed: State) -> None:
    """Write the whole state as a side believes it to be."""
    copy_row(believed.clock, state.clock)
    for e in range(len(state.edges)):
        mask_edge(state, s, e, believed)
    mask_sides(state, s, believed)
    mark_sight(fixed, state, scratch, s)
    for u in range(len(state.units)):
        present = state.units[u, STATUS] == PRESENT
        mask_unit(fixed, state, s, u, present and scratch.hexes[GROUP, state.units[u, HEX]] == 1, believed)
    for h in range(len(state.hexes)):
        mask_hex(state, s, h, believed)


@kernel
def patch(fixed: Fixed, state: State, scratch: Scratch, s: int, believed: State, theirs: Scratch) -> None:
    """Bring a side's belief, and its stacks and zones in ``theirs``, up to date after an order of that side.

    The result is that of mask and lay_out, but only what the order touched is written. Needs both laid out.
    """
    lists = scratch.lists
    if max(lists[TOUCHED + HEXES, 0], lists[TOUCHED + HEXSIDES, 0], lists[TOUCHED + UNITS, 0]) == MOST_TOUCHED:
        mask(fixed, state, scratch, s, believed)
        lay_out(fixed, believed, theirs)
        return
    copy_row(believed.clock, state.clock)
    mask_sides(state, s, believed)
    for i in range(1, lists[TOUCHED + UNITS, 0] + 1):
        u = lists[TOUCHED + UNITS, i]
        if stands(fixed, believed, u):
            unsettle(fixed, believed, theirs, u)
        unlink_ghost(believed, theirs, u)
        in_sight = state.units[u, STATUS] == PRESENT and watches(fixed, scratch, s, state.units[u, HEX])
        mask_unit(fixed, state, s, u, in_sight, believed)
        link_ghost(believed, theirs, u)
        if stands(fixed, believed, u):
            settle(fixed, believed, theirs, u, believed.units[u, HEX])
    for i in range(1, lists[TOUCHED + HEXES, 0] + 1):
        mask_hex(state, s, lists[TOUCHED + HEXES, i], believed)
    for i in range(1, lists[TOUCHED + HEXSIDES, 0] + 1):
        mask_edge(state, s, lists[TOUCHED + HEXSIDES, i], believed)
