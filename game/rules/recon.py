"""[10] What a side knows of the other: levels of detection, what it sees, what it remembers.

    level 1  it is about, within a hex of here
    level 2  what it is, and its size at full strength
    level 3  about how strong, and its posture
    level 4  its steps, fatigue and state of supply

Contact gives a level: 3 next to a unit of one's own, 2 in sight of one, which depends on the sky and on the ground
between. Fire, probes and drones tell more. A day without contact takes a level away; what is left is a ghost: the last
hex, day and source, and what was known. A ghost whose hex is seen to be empty is gone; woods and buildings hide that.

All a side believes of an enemy unit stands in the unit's own row (SEEN_*), because it has one enemy; belief about hexes
and hexsides is a block a side. `mask` writes the whole state as one side believes it to be from these and nothing else:
two states that differ only in what a side does not know have equal masks.
"""

from __future__ import annotations

from game.events import SIGHTED, emit, seen_by
from game.ground import DISK, EDGE, END_ARC, FIRST_ARC, TERRAIN
from game.happenings import TOLD
from game.jit import kernel
from game.rulebook import (
    ADJACENT_LEVEL, ASSUMED_ROUNDS, FULL_DAYS, LEVEL_LOST, MORALE_BASE, SHELTER, SIGHT_HEXES, SIGHT_LEVEL, STEPS_BAND,
    STEP_PEOPLE, TERRAINS_AT,
)  # fmt: skip
from game.rules.field import (
    GHOSTS, HEXES, HEXSIDES, MOST_TOUCHED, NEXT, NEXT_GHOST, STACK, TOUCHED, UNITS, Fixed, Scratch, copy_row,
    copy_table, effect_zone, held_by, lay_out, settle, stands, steps_of, touch, unsettle,
)  # fmt: skip
from game.state import (
    ARRIVES, BATTERY, BOUND_AT, BY_CONTACT, BY_SIGHT, CLAIM_PAID, DAYS, DEFENSIVE, DEPOT_ROLE, EDGE_BLOCK, EDGE_COLUMNS,
    ELIMINATED, ENTRY, ESTABLISHMENT, FATIGUE, FULL, HAPPENED, HEARD, HEX, HEX_BLOCK, HOLD, IDLE, JAM, JAMMER, MORALE,
    NEAR_SUPPLY, OF_SIDE, OUT, OUT_TURNS, OVERHEAD, PEOPLE, PLOT_HEX, POSTURE, PREPARED_TODAY, PRESENT, PROBED, QUALITY,
    REACTED, ROLE, ROUNDS, SEEN_FATIGUE, SEEN_HEX, SEEN_LEVEL, SEEN_POSTURE, SEEN_SOURCE, SEEN_STATUS, SEEN_STEPS,
    SEEN_SUPPLY, SEEN_TURN, SHELLED_BY, SIDE_BLOCK, SKY, SOURCE, START_QUALITY, STATUS, SUMMONED, SUPPLY, TASK, TASK_AT,
    TURN, UNKNOWN, WITHDRAWN, ZONE, Ints, State,
)  # fmt: skip

ABOUT, WHAT, STRENGTH, ALL = 1, 2, 3, 4
"""Levels of detection, as above; 0 is nothing."""


@kernel
def stands_within(fixed: Fixed, scratch: Scratch, s: int, h: int, hexes: int) -> bool:
    """Whether a unit of a side stands within so many hexes, 3 at most. Needs lay_out."""
    for i in range(1 + 3 * hexes * (hexes + 1)):
        n = fixed.board.hexes[h, DISK + i]
        if n >= 0 and held_by(fixed, scratch, n) == s:
            return True
    return False


@kernel
def in_sight_from(fixed: Fixed, state: State, h: int) -> int:
    """How many hexes of a hex's disk are near enough to be seen under the sky of the day [10.2]."""
    hexes = fixed.rules.tables[SIGHT_HEXES, state.clock[SKY]]
    return 1 + 3 * hexes * (hexes + 1)


@kernel
def watches(fixed: Fixed, state: State, scratch: Scratch, s: int, h: int) -> bool:
    """Whether a unit of a side has a hex in sight: near enough, and no ground between [10.2]. Needs lay_out."""
    sight = fixed.sight[h]
    for i in range(in_sight_from(fixed, state, h)):
        n = fixed.board.hexes[h, DISK + i]
        if n >= 0 and (sight >> i) & 1 and held_by(fixed, scratch, n) == s:
            return True
    return False


@kernel
def contact(fixed: Fixed, state: State, scratch: Scratch, s: int, h: int) -> int:
    """The level at which a side is in contact with whatever stands in a hex [10.1]. Needs lay_out."""
    if stands_within(fixed, scratch, s, h, 1):
        return fixed.rules.numbers[ADJACENT_LEVEL]
    return fixed.rules.numbers[SIGHT_LEVEL] if watches(fixed, state, scratch, s, h) else 0


@kernel
def hides(fixed: Fixed, h: int) -> bool:
    """Whether the ground of a hex hides that it has been left: woods and buildings [10.4]."""
    return fixed.rules.tables[TERRAINS_AT + fixed.board.hexes[h, TERRAIN], SHELTER] > 0


@kernel
def seen_empty(fixed: Fixed, state: State, scratch: Scratch, s: int, h: int) -> bool:
    """Whether a side would see that nobody is in a hex: it stands there, flies over it, or sees it in the open [10.4]."""
    if held_by(fixed, scratch, h) == s or state.hexes[h, OVERHEAD + s]:
        return True
    return not hides(fixed, h) and watches(fixed, state, scratch, s, h)


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
def shown_steps(fixed: Fixed, state: State, u: int, level: int) -> int:
    """The steps a unit seems to have: the middle of its band of strength at level 3, its own at level 4 [10.1]."""
    steps, band = steps_of(fixed, state.units[u, PEOPLE]), fixed.rules.numbers[STEPS_BAND]
    return steps if level >= ALL else (steps - 1) // band * band + (band + 1) // 2


@kernel
def note_seen(fixed: Fixed, state: State, scratch: Scratch, u: int, h: int, level: int, source: int) -> None:
    """The enemy notices a unit in a hex, at a level and by a source; what it knew better stays known."""
    set_seen(state, scratch, u, h)
    row = state.units[u]
    row[SEEN_TURN], row[SEEN_STATUS], row[SEEN_SOURCE] = state.clock[TURN], row[STATUS], source
    if level < row[SEEN_LEVEL]:
        return
    row[SEEN_LEVEL] = level
    if level >= STRENGTH:
        row[SEEN_STEPS], row[SEEN_POSTURE] = shown_steps(fixed, state, u, level), row[POSTURE]
    elif row[SEEN_STEPS] == 0:
        row[SEEN_STEPS] = steps_of(fixed, fixed.roster.units[u, ESTABLISHMENT])
    if level >= ALL:
        row[SEEN_FATIGUE], row[SEEN_SUPPLY] = row[FATIGUE], row[SUPPLY] + max(row[OUT_TURNS] - 1, 0)


@kernel
def known_steps(state: State, u: int) -> int:
    """The steps the enemy knows a unit to have, about; 0 if it only takes them for so many."""
    return state.units[u, SEEN_STEPS] if state.units[u, SEEN_LEVEL] >= STRENGTH else 0


@kernel
def note_losses(fixed: Fixed, state: State, u: int) -> None:
    """The enemy sees a unit lose people, as far as it knew its strength."""
    if state.units[u, SEEN_LEVEL] >= STRENGTH:
        state.units[u, SEEN_STEPS] = shown_steps(fixed, state, u, state.units[u, SEEN_LEVEL])


@kernel
def note_gone(state: State, scratch: Scratch, u: int) -> None:
    """The enemy learns that a unit is not where it was last noticed, or forgets it."""
    set_seen(state, scratch, u, -1)
    state.units[u, SEEN_LEVEL], state.units[u, SEEN_SOURCE] = 0, 0


@kernel
def forget(state: State, scratch: Scratch, u: int, level: int) -> None:
    """What the enemy knows of a unit falls to a level; with the last it is forgotten [10.3]."""
    row = state.units[u]
    touch(scratch, UNITS, u)
    row[SEEN_LEVEL] = level
    if level < ALL:
        row[SEEN_FATIGUE], row[SEEN_SUPPLY] = 0, FULL
    if level < STRENGTH:
        row[SEEN_POSTURE] = HOLD
    if level < ABOUT:
        note_gone(state, scratch, u)


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
def survey(fixed: Fixed, state: State, scratch: Scratch, s: int, h: int) -> int:
    """A side sees the ground around a hex in which it stands, as the sky of the day allows; how much was news [10.2]."""
    news, sight = 0, fixed.sight[h]
    for i in range(in_sight_from(fixed, state, h)):
        n = fixed.board.hexes[h, DISK + i]
        if n >= 0 and (sight >> i) & 1:
            news += see_hex(state, scratch, s, n) + see_edges(fixed, state, scratch, s, n)
    return news


@kernel
def reconnoitre(fixed: Fixed, state: State, scratch: Scratch, s: int, log: Ints) -> None:
    """Phase 3 of a side's half-turn: contacts are kept, what is out of contact fades, ghosts are found out [10.3].

    Needs lay_out.
    """
    for u in range(len(state.units)):
        row, fact = state.units[u], fixed.roster.units[u]
        if fact[OF_SIDE] == s and row[STATUS] == PRESENT and fact[ROLE] < SOURCE:
            survey(fixed, state, scratch, s, row[HEX])
        if fact[OF_SIDE] == s or fact[ROLE] >= SOURCE:
            continue
        level = contact(fixed, state, scratch, s, row[HEX]) if row[STATUS] == PRESENT else 0
        fades = fixed.rules.numbers[LEVEL_LOST] if row[SEEN_TURN] < state.clock[TURN] else 0
        faded = max(row[SEEN_LEVEL] - fades, 0)
        if level > 0:
            known = row[SEEN_HEX] == row[HEX]
            forget(state, scratch, u, max(faded, level) if known else 0)
            note_seen(fixed, state, scratch, u, row[HEX], level, BY_CONTACT if level >= STRENGTH else BY_SIGHT)
            if not known:
                emit(log, SIGHTED, u, row[HEX], s, known_steps(state, u), seen_by(s, False))
        elif row[SEEN_HEX] >= 0:
            if row[SEEN_HEX] != row[HEX] and seen_empty(fixed, state, scratch, s, row[SEEN_HEX]):
                note_gone(state, scratch, u)
            else:
                forget(state, scratch, u, faded)


@kernel
def tell_edge(fixed: Fixed, state: State, scratch: Scratch, h: int, n: int, e: int) -> None:
    """Let each side that sees an end of a hexside know how it is."""
    touch(scratch, HEXSIDES, e)
    for s in range(2):
        if watches(fixed, state, scratch, s, h) or watches(fixed, state, scratch, s, n):
            see_edge(state, s, e)


@kernel
def look_around(fixed: Fixed, state: State, scratch: Scratch, u: int, log: Ints) -> int:
    """A unit looks around from its hex, and is noticed by those it sees; how much was news to its side [10.2]."""
    s, h, news, noticed = fixed.roster.units[u, OF_SIDE], state.units[u, HEX], 0, 0
    sight = fixed.sight[h]
    around = max(in_sight_from(fixed, state, h), 7)
    for i in range(around):
        n = fixed.board.hexes[h, DISK + i]
        if n < 0 or not (sight >> i) & 1:
            continue
        news += see_hex(state, scratch, s, n) + see_edges(fixed, state, scratch, s, n)
        if held_by(fixed, scratch, n) == 1 - s:
            level = fixed.rules.numbers[ADJACENT_LEVEL] if i < 7 else fixed.rules.numbers[SIGHT_LEVEL]
            noticed = max(noticed, level)
            news += meet(fixed, state, scratch, s, n, level, log)
        news += clear_ghosts(fixed, state, scratch, s, n)
    if noticed > 0:
        note_seen(fixed, state, scratch, u, h, noticed, BY_CONTACT if noticed >= STRENGTH else BY_SIGHT)
    return news


@kernel
def meet(fixed: Fixed, state: State, scratch: Scratch, s: int, n: int, level: int, log: Ints) -> int:
    """A side notices the enemies in a hex at a level; how many of them are news to it."""
    news, v = 0, scratch.hexes[STACK, n]
    while v >= 0:
        row = state.units[v]
        fresh = row[SEEN_HEX] != n or row[SEEN_TURN] != state.clock[TURN] or row[SEEN_LEVEL] < level
        if row[SEEN_HEX] != n:
            forget(state, scratch, v, 0)
        note_seen(fixed, state, scratch, v, n, level, BY_CONTACT if level >= STRENGTH else BY_SIGHT)
        if fresh:
            news += 1
            emit(log, SIGHTED, v, n, s, known_steps(state, v), seen_by(s, False))
        v = scratch.lists[NEXT, v]
    return news


@kernel
def clear_ghosts(fixed: Fixed, state: State, scratch: Scratch, s: int, n: int) -> int:
    """A side finds out about ghosts in a hex that it would see to be empty; how many are gone [10.4]."""
    news, v = 0, scratch.hexes[GHOSTS, n]
    while v >= 0:
        after = scratch.lists[NEXT_GHOST, v]
        gone = state.units[v, STATUS] != PRESENT or state.units[v, HEX] != n
        if gone and fixed.roster.units[v, OF_SIDE] != s and seen_empty(fixed, state, scratch, s, n):
            news += 1
            note_gone(state, scratch, v)
        v = after
    return news


@kernel
def step_to(fixed: Fixed, state: State, scratch: Scratch, u: int, start: int, h: int) -> None:
    """A unit steps from a hex to the next: whoever saw it in the open there remembers where it went [10.4]."""
    other = 1 - fixed.roster.units[u, OF_SIDE]
    if state.units[u, SEEN_HEX] == start and not hides(fixed, start) and watches(fixed, state, scratch, other, start):
        note_seen(fixed, state, scratch, u, h, fixed.rules.numbers[SIGHT_LEVEL], BY_SIGHT)


@kernel
def first_look(fixed: Fixed, state: State, scratch: Scratch, log: Ints) -> None:
    """Before the first dawn every unit looks around."""
    for u in range(len(state.units)):
        if state.units[u, STATUS] == PRESENT and fixed.roster.units[u, ROLE] < SOURCE:
            look_around(fixed, state, scratch, u, log)


@kernel
def mask_unit(fixed: Fixed, state: State, s: int, u: int, believed: State) -> None:
    """Write what a side believes of a unit: its own as it is, any other as it last noticed it [10.5]."""
    row, fact, out = state.units[u], fixed.roster.units[u], believed.units[u]
    if fact[OF_SIDE] == s:
        copy_row(out, row)
        out[SEEN_LEVEL:] = 0
        out[SEEN_HEX] = -1
    elif fact[ROLE] >= SOURCE:
        copy_row(out, row)
        out[PEOPLE:SEEN_LEVEL] = 0
        if row[STATUS] != ELIMINATED and fact[ROLE] == DEPOT_ROLE:
            known = fact[ARRIVES] == 0
            out[STATUS], out[HEX] = (PRESENT, fact[ENTRY]) if known else (UNKNOWN, -1)
    else:
        out[:SEEN_LEVEL] = 0
        copy_row(out[SEEN_LEVEL:], row[SEEN_LEVEL:])
        out[HEX], out[STATUS] = row[SEEN_HEX], UNKNOWN
        out[BOUND_AT], out[TASK_AT], out[PLOT_HEX] = -1, -1, -1
        if row[SEEN_STATUS] == ELIMINATED or row[SEEN_STATUS] == WITHDRAWN:
            out[STATUS] = row[SEEN_STATUS]
        elif row[SEEN_HEX] >= 0:
            assume(fixed, believed, u)
            out[REACTED] = row[REACTED]
            out[SUMMONED] = row[SUMMONED]


@kernel
def assume(fixed: Fixed, believed: State, u: int) -> None:
    """Fill in what a side assumes of an enemy unit beyond what it knows: fresh, supplied, of its first quality [10.5]."""
    out, fact = believed.units[u], fixed.roster.units[u]
    out[STATUS] = PRESENT
    out[PEOPLE] = out[SEEN_STEPS] * fixed.rules.numbers[STEP_PEOPLE]
    out[QUALITY] = fact[START_QUALITY]
    out[FATIGUE], out[SUPPLY], out[POSTURE] = out[SEEN_FATIGUE], min(out[SEEN_SUPPLY], OUT), out[SEEN_POSTURE]
    out[TASK] = JAM if fact[ROLE] == JAMMER else IDLE
    if fact[ROLE] == BATTERY:
        out[ROUNDS], out[DEFENSIVE] = fixed.rules.numbers[ASSUMED_ROUNDS], fixed.rules.numbers[ASSUMED_ROUNDS]
    out[DAYS], out[MORALE] = fixed.rules.numbers[FULL_DAYS], fixed.rules.tables[MORALE_BASE, out[QUALITY]]
    out[OUT_TURNS] = max(out[SEEN_SUPPLY] - OUT + 1, 0)
    out[ZONE] = effect_zone(fixed, believed, u)


@kernel
def mask_hex(state: State, s: int, h: int, believed: State) -> None:
    """Write what a side believes of a hex."""
    row, out, base = state.hexes[h], believed.hexes[h], (1 + s) * HEX_BLOCK
    copy_row(out, row)
    for i in range(HEX_BLOCK):
        out[i] = row[base + i]
        out[(2 - s) * HEX_BLOCK + i] = 0
    out[NEAR_SUPPLY + 1 - s], out[HEARD + 1 - s], out[OVERHEAD + 1 - s] = 0, 0, 0
    out[PROBED + 1 - s], out[CLAIM_PAID + 1 - s], out[SHELLED_BY] = 0, 0, 0
    out[PREPARED_TODAY] &= 1 << s


@kernel
def mask_edge(state: State, s: int, e: int, believed: State) -> None:
    """Write what a side believes of a hexside: its road, bridge and mines; what is fired on is known to both."""
    row, out, base = state.edges[e], believed.edges[e], (1 + s) * EDGE_BLOCK
    for i in range(EDGE_BLOCK):
        known = row[base + i]
        out[i], out[base + i], out[(2 - s) * EDGE_BLOCK + i] = known, known, 0
    for i in range(3 * EDGE_BLOCK, EDGE_COLUMNS):
        out[i] = row[i]


@kernel
def mask_clock(fixed: Fixed, state: State, s: int, believed: State) -> None:
    """Write the clock as a side knows it: without the events of the scenario that it is not told of [4.12]."""
    copy_row(believed.clock, state.clock)
    for i in range(len(fixed.roster.events)):
        if (fixed.roster.events[i, TOLD] >> s) & 1 == 0:
            believed.clock[HAPPENED + i] = 0


@kernel
def mask_sides(state: State, s: int, believed: State) -> None:
    """Write what a side believes of both sides' accounts."""
    believed.sides[:] = 0
    copy_table(believed.sides[:, :SIDE_BLOCK], state.sides[:, (1 + s) * SIDE_BLOCK : (2 + s) * SIDE_BLOCK])


@kernel
def mask(fixed: Fixed, state: State, s: int, believed: State) -> None:
    """Write the whole state as a side believes it to be."""
    for e in range(len(state.edges)):
        mask_edge(state, s, e, believed)
    mask_field(fixed, state, s, believed)


@kernel
def mask_field(fixed: Fixed, state: State, s: int, believed: State) -> None:
    """The same without the hexsides."""
    mask_clock(fixed, state, s, believed)
    mask_sides(state, s, believed)
    for u in range(len(state.units)):
        mask_unit(fixed, state, s, u, believed)
    for h in range(len(state.hexes)):
        mask_hex(state, s, h, believed)


@kernel
def patch(fixed: Fixed, state: State, scratch: Scratch, s: int, believed: State, theirs: Scratch) -> None:
    """Bring a side's belief, and its stacks and zones in ``theirs``, up to date after an order of that side.

    The result is that of mask and lay_out, but only what the order touched is written. Needs both laid out.
    """
    lists = scratch.lists
    if max(lists[TOUCHED + HEXES, 0], lists[TOUCHED + HEXSIDES, 0], lists[TOUCHED + UNITS, 0]) == MOST_TOUCHED:
        mask(fixed, state, s, believed)
        lay_out(fixed, believed, theirs)
        return
    mask_clock(fixed, state, s, believed)
    mask_sides(state, s, believed)
    for i in range(1, lists[TOUCHED + UNITS, 0] + 1):
        u = lists[TOUCHED + UNITS, i]
        if stands(fixed, believed, u):
            unsettle(fixed, believed, theirs, u)
        unlink_ghost(believed, theirs, u)
        mask_unit(fixed, state, s, u, believed)
        link_ghost(believed, theirs, u)
        if stands(fixed, believed, u):
            settle(fixed, believed, theirs, u, believed.units[u, HEX])
    for i in range(1, lists[TOUCHED + HEXES, 0] + 1):
        mask_hex(state, s, lists[TOUCHED + HEXES, i], believed)
    for i in range(1, lists[TOUCHED + HEXSIDES, 0] + 1):
        mask_edge(state, s, lists[TOUCHED + HEXSIDES, i], believed)
