"""[12] Works: trenches, mines, bridges, roads.

A unit is given a task and keeps it as long as it neither moves nor attacks nor retreats. Every recovery in which it was
not assaulted is a day of work. Anyone may dig and blow a bridge; engineers repair, lay mines and clear them. A hexside is
worked on from the hexes at its ends.
"""

from __future__ import annotations

from game.events import BLOWN_UP, WORKED, emit, seen_by
from game.ground import EDGE, END_ARC, FIRST_ARC, SURFACE, TO
from game.jit import kernel
from game.orders import ACTING, NEXT_HEX, TASK_HEX, TASK_KIND
from game.rulebook import (
    BLOW_POINTS, BRIDGE_DAYS, CLEAR_DAYS, DAMAGED_DAYS, DIG_DAYS, MINE_DAYS, NO_ROAD, REPAIR_CONDITION,
)  # fmt: skip
from game.rules.field import HEXES, UNITS, Fixed, Scratch, arc_between, can_hold, origin, touch
from game.rules.movement import bridged
from game.rules.recon import see_hex, tell_edge, watches
from game.state import (
    BLOWN, BREAKOUT, BRIDGE, CLEAR, COMBAT, CONDITION, DAMAGED, DIG, ENGINEERS, HEX, IDLE, INTACT, JAM, JAMMER, LOAD,
    MINE, MINES, OF_SIDE, OUT, OWNER, POINTS, PONTOON, REPAIR, ROLE, SUPPLY, TASK, TASK_AT, TASK_DAYS, TRENCH, Ints,
    State,
)  # fmt: skip

NO_SUCH_TASK, NOT_ENGINEERS, NOTHING_TO_DO, NO_BRIDGE_THERE, TOO_FEW_POINTS, CANNOT_DIG, NOT_A_HEXSIDE, NOT_ITS_TASK = (
    1201, 1202, 1203, 1204, 1205, 1206, 1207, 1208,
)  # fmt: skip
"""Rules an order to work can break."""
DEEPEST = 3
"""The level of the deepest trenches."""


@kernel
def check_task(fixed: Fixed, state: State, order: Ints, why: Ints) -> int:
    """The rule a task breaks, 0 if none [12.1]."""
    u, task = order[ACTING], order[TASK_KIND]
    if task == JAM:
        return 0 if fixed.roster.units[u, ROLE] == JAMMER else NOT_ITS_TASK
    if task < IDLE or task > CLEAR:
        return NO_SUCH_TASK
    if task == DIG:
        return check_dig(fixed, state, u, why)
    if task == IDLE:
        return 0
    h, n = state.units[u, HEX], order[TASK_HEX]
    a = arc_between(fixed, h, n) if n >= 0 else -1
    why[1] = n if 0 <= n < len(state.hexes) else -1
    if a < 0:
        return NOT_A_HEXSIDE
    if fixed.roster.units[u, ENGINEERS] == 0:
        return NOT_ENGINEERS
    return 0 if has_work(fixed, state, task, fixed.roster.units[u, OF_SIDE], a) else NOTHING_TO_DO


@kernel
def check_dig(fixed: Fixed, state: State, u: int, why: Ints) -> int:
    """The rule digging breaks: two steps of a fighting unit, not Out, on its side's ground, below the deepest level."""
    h = state.units[u, HEX]
    why[1] = h
    if not can_hold(fixed, state, u) or state.units[u, SUPPLY] == OUT:
        return NOT_ITS_TASK
    deep = state.hexes[h, TRENCH] >= DEEPEST
    return CANNOT_DIG if deep or state.hexes[h, OWNER] != fixed.roster.units[u, OF_SIDE] else 0


@kernel
def has_work(fixed: Fixed, state: State, task: int, s: int, a: int) -> bool:
    """Whether there is anything for engineers of a side to repair, mine or clear on a hexside [12.3]."""
    edge = state.edges[fixed.board.arcs[a, EDGE]]
    if task == CLEAR:
        return edge[MINES] > 0
    if task == MINE:
        return edge[MINES] == 0 and state.hexes[origin(fixed, a), OWNER] == s
    if edge[BRIDGE] == BLOWN or edge[BRIDGE] == DAMAGED:
        return True
    return fixed.board.arcs[a, SURFACE] != NO_ROAD and edge[CONDITION] < 100


@kernel
def set_task(fixed: Fixed, state: State, scratch: Scratch, order: Ints) -> None:
    """Give a unit a task; the work done on another is lost."""
    row, at = state.units[order[ACTING]], -1
    if REPAIR <= order[TASK_KIND] <= CLEAR:
        at = fixed.board.arcs[arc_between(fixed, row[HEX], order[TASK_HEX]), EDGE]
    if row[TASK] != order[TASK_KIND] or row[TASK_AT] != at:
        row[TASK_DAYS] = 0
    row[TASK], row[TASK_AT], row[BREAKOUT] = order[TASK_KIND], at, 0
    touch(scratch, UNITS, order[ACTING])


@kernel
def work(fixed: Fixed, state: State, scratch: Scratch, u: int, log: Ints) -> None:
    """A unit's day of work, in its recovery, before the strain of the day is forgotten [12.1]. Needs lay_out."""
    row, numbers = state.units[u], fixed.rules.numbers
    task = row[TASK]
    if task < DIG or task > CLEAR or row[LOAD] > 0 or row[SUPPLY] == OUT:
        return
    row[TASK_DAYS] += 1
    if task == DIG:
        dig(fixed, state, scratch, u, log)
        return
    edge = state.edges[row[TASK_AT]]
    if task == REPAIR:
        edge[CONDITION] = min(100, edge[CONDITION] + numbers[REPAIR_CONDITION])
        if edge[BRIDGE] == BLOWN and row[TASK_DAYS] >= numbers[BRIDGE_DAYS]:
            edge[BRIDGE] = PONTOON
        elif edge[BRIDGE] == DAMAGED and row[TASK_DAYS] >= numbers[DAMAGED_DAYS]:
            edge[BRIDGE] = INTACT
        done = edge[CONDITION] == 100 and edge[BRIDGE] != BLOWN and edge[BRIDGE] != DAMAGED
    elif task == MINE:
        done = row[TASK_DAYS] >= numbers[MINE_DAYS]
        edge[MINES] = 1 + fixed.roster.units[u, OF_SIDE] if done else edge[MINES]
    else:
        done = row[TASK_DAYS] >= numbers[CLEAR_DAYS]
        edge[MINES] = 0 if done else edge[MINES]
    other = across(fixed, row[HEX], row[TASK_AT])
    tell_edge(fixed, state, scratch, row[HEX], other, row[TASK_AT])
    if done:
        seen = watches(fixed, state, scratch, 1 - fixed.roster.units[u, OF_SIDE], row[HEX])
        emit(log, WORKED, u, task, row[HEX], other, seen_by(fixed.roster.units[u, OF_SIDE], seen))
        stop_work(state, u)


@kernel
def dig(fixed: Fixed, state: State, scratch: Scratch, u: int, log: Ints) -> None:
    """Trenches one level deeper when enough days have been dug [12.2]."""
    row, s = state.units[u], fixed.roster.units[u, OF_SIDE]
    h = row[HEX]
    level = state.hexes[h, TRENCH]
    if level < DEEPEST and row[TASK_DAYS] >= fixed.rules.tables[DIG_DAYS, level]:
        state.hexes[h, TRENCH] = level + 1
        row[TASK_DAYS] = 0
        see_hex(state, scratch, s, h)
        seen = watches(fixed, state, scratch, 1 - s, h)
        if seen:
            see_hex(state, scratch, 1 - s, h)
        touch(scratch, HEXES, h)
        emit(log, WORKED, u, DIG, h, level + 1, seen_by(s, seen))
    if state.hexes[h, TRENCH] >= DEEPEST:
        stop_work(state, u)


@kernel
def stop_work(state: State, u: int) -> None:
    """A unit's task is done, or over."""
    state.units[u, TASK], state.units[u, TASK_AT], state.units[u, TASK_DAYS] = IDLE, -1, 0


@kernel
def across(fixed: Fixed, h: int, e: int) -> int:
    """The hex across a hexside of a hex, -1 if it is none of its."""
    for a in range(fixed.board.hexes[h, FIRST_ARC], fixed.board.hexes[h, END_ARC]):
        if fixed.board.arcs[a, EDGE] == e:
            return fixed.board.arcs[a, TO]
    return -1


@kernel
def check_blow(fixed: Fixed, state: State, order: Ints, why: Ints) -> int:
    """The rule that blowing a bridge breaks, 0 if none [12.4]."""
    u, n = order[ACTING], order[NEXT_HEX]
    a = arc_between(fixed, state.units[u, HEX], n) if n >= 0 else -1
    why[1] = n if 0 <= n < len(state.hexes) else -1
    if a < 0:
        return NOT_A_HEXSIDE
    if fixed.roster.units[u, ROLE] != COMBAT:
        return NOT_ITS_TASK
    if not bridged(state, fixed.board.arcs[a, EDGE]):
        return NO_BRIDGE_THERE
    why[2], why[3] = state.units[u, POINTS], fixed.rules.numbers[BLOW_POINTS]
    return TOO_FEW_POINTS if why[2] < why[3] else 0


@kernel
def blow(fixed: Fixed, state: State, scratch: Scratch, order: Ints, log: Ints) -> None:
    """Blow the bridge between a unit and the next hex. Needs lay_out."""
    u, n = order[ACTING], order[NEXT_HEX]
    h = state.units[u, HEX]
    e, s = fixed.board.arcs[arc_between(fixed, h, n), EDGE], fixed.roster.units[u, OF_SIDE]
    state.edges[e, BRIDGE] = BLOWN
    state.units[u, POINTS] -= fixed.rules.numbers[BLOW_POINTS]
    touch(scratch, UNITS, u)
    tell_edge(fixed, state, scratch, h, n, e)
    seen = watches(fixed, state, scratch, 1 - s, h) or watches(fixed, state, scratch, 1 - s, n)
    emit(log, BLOWN_UP, u, h, n, 0, seen_by(s, seen))
