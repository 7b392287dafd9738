"""The field as the rules see it: who stands where, whose zones lie where, how far, how strong.

Kernels take ``(fixed, state, scratch)``. `Fixed` never changes during a match; `Scratch` is room to work in and carries
nothing from one call to the next: whoever needs stacks and zones calls `lay_out` first.
Letters: h hex, n neighbour, a arc, e hexside, u unit, s side, o the other side.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from game.dice import mix
from game.ground import ARC_AT, DISK, Q, R, RISE, SURFACE, TERRAIN, TO, Board, Ground, disk_offsets
from game.jit import kernel
from game.rulebook import (
    BUILT_UP, CROSSINGS_AT, CROSS_SLOPE, EFFECTS_AT, EFFECT_ZONE, SLOPE_METRES, STACK_STEPS, STACK_UNITS, STEP_PEOPLE,
    SURFACES, TAKEN_TRENCH_DAYS, TERRAINS_AT, RuleTables, Rules,
)  # fmt: skip
from game.sight import between, eyes, times_line, tops
from game.state import (
    COMBAT, HARD_ZONE, HEX, LEAVING, OF_SIDE, OUT, OUT_TURNS, PEOPLE, PRESENT, ROLE, SEEN_HEX, SOURCE, STATUS, SUPPLY,
    TAKEN, TRENCH, TURN, ZONE, Ints, Roster, State,
)  # fmt: skip

OFF_ROAD, ON_ROAD = 0, 1
"""Columns of Fixed.march."""


class Fixed(NamedTuple):
    """Everything about a match that does not change."""

    board: Board
    """The ground."""
    rules: RuleTables
    """The numbers of the rules."""
    roster: Roster
    """Units, places and days."""
    march: Ints
    """Points of an arc in twelfths by ground of the day, mobility, arc, OFF_ROAD or ON_ROAD; -1 closed or no road.
    Slopes are in it, waters, bridges, rubble and zones are not; (4, 3, A, 2) int64."""
    sight: Ints
    """Bit i of a hex: who stands there sees hex i of its disk across the ground; (H,) int64."""


# scratch.hexes (SCRATCH_HEX_ROWS, H): a row a quantity ---------------------------------------------------------------
STACK = 0
"""First unit of the stack in a hex, -1 empty. Filled by lay_out."""
ZONES = 1
"""ZONES + s: the strongest zone side s exerts on a hex: 0 none, 1 soft, 2 hard. Filled by lay_out."""
COST = 3
"""Points spent, or minutes, on arrival in a hex; -1 not reached. Filled by reach and trace."""
VIA = 4
"""Arc by which a hex was reached, -1 none. Filled by reach and trace."""
CARRY = 5
"""Hexes on foot beyond the last wheels, -1 out of reach. Filled by trace."""
GROUP = 6
"""Number of a pocket, or a mark; see who fills it."""
PATH = 7
"""A list of hexes or units."""
GHOSTS = 8
"""First of the units last seen in a hex, -1 none. Filled by lay_out."""
SCRATCH_HEX_ROWS = 9

# scratch.lists (SCRATCH_LISTS, .): a row a list ----------------------------------------------------------------------
NEXT = 0
"""Next unit of the same stack, by rising index, -1 last. Filled by lay_out."""
NEXT_GHOST = 1
"""Next unit last seen in the same hex, -1 last. Filled by lay_out."""
TOUCHED = 2
"""TOUCHED + kind: how many things of a kind, then which, the last order changed."""
HEXES, HEXSIDES, UNITS = 0, 1, 2
"""Kinds of thing an order can change."""
WEIGHED = 5
"""The assault being weighed; see combat.FIGHT_*."""
SHARE_UNIT, SHARE_STEPS, SHARE_STRENGTH, SHARE_ARC = 6, 7, 8, 9
"""What each attacker of the assault being weighed adds."""
SHOTS = 10
"""Who fired during the order being carried out: how many, then battery and rounds of each."""
UNDER_FIRE = 11
"""The units in a hex under fire."""
ANSWER = 12
"""The order of a counter-attack; see reactions.py."""
POSTURES_KEPT = 13
"""Postures of units while they are looked at in another one."""
SCRATCH_LISTS = 14

BUCKETS = 1024
"""Buckets of the queue: no cost reaches this."""
MOST_TOUCHED = 400
"""More changes than one order makes; at this many a belief is written anew."""


class Scratch(NamedTuple):
    """Room to work in: one for each thread."""

    hexes: Ints
    """Quantities of every hex, rows as above; (SCRATCH_HEX_ROWS, H) int64."""
    lists: Ints
    """Short lists, rows as above; (SCRATCH_LISTS, at least U and MOST_TOUCHED + 1) int64."""
    queue: Ints
    """A bucket queue: column 1 of row c < BUCKETS is the first entry of cost c, -1 none; the rows after hold the entries,
    hex and next entry; (BUCKETS + A + 2 H, 2) int64."""


def fix(ground: Ground, rules: Rules, roster: Roster) -> Fixed:
    """Put board, rules and roster together for the kernels."""
    board = ground.compile()
    return Fixed(board, rules.tables, roster, _march(board, rules), _sight(board))


def _sight(board: Board) -> Ints:
    """Which hexes within 3 are seen from each: no ground between, with what stands on it, cuts the straight line.

    Who sees is seen: a line that runs along an edge counts only if it is free on both of its sides.
    """
    disk, sight = board.hexes[:, DISK:], np.ones(len(board.hexes), dtype=np.int64)
    top, eye, offsets = tops(board), eyes(board), disk_offsets()
    for i, (q, r) in enumerate(offsets[1:], start=1):
        steps = max(abs(q), abs(r), abs(q + r))
        seen = disk[:, i] >= 0
        for k in range(1, steps):
            on_it = disk[:, offsets.index(between(q, r, k, steps))]
            seen &= (on_it >= 0) & (top[on_it] * steps <= times_line(eye, eye[disk[:, i]], k, steps))
        sight |= seen.astype(np.int64) << i
    both = sight.copy()
    for i, (q, r) in enumerate(offsets):
        back = offsets.index((-q, -r))
        other = np.where(disk[:, i] >= 0, sight[disk[:, i]] >> back & 1, 0)
        both &= ~(1 - other << i)
    return both


def copied(fixed: Fixed) -> Fixed:
    """The same facts in arrays of their own."""
    board, rules, roster = fixed.board, fixed.rules, fixed.roster
    return Fixed(
        Board(*(array.copy() for array in board)),
        RuleTables(*(array.copy() for array in rules)),
        Roster(*(array.copy() for array in roster)),
        fixed.march.copy(),
        fixed.sight.copy(),
    )


def new_scratch(fixed: Fixed) -> Scratch:
    """Room to work in for one thread."""
    count, arcs, units = len(fixed.board.hexes), len(fixed.board.arcs), len(fixed.roster.units)
    queue = np.full((BUCKETS + arcs + 2 * count, 2), -1, dtype=np.int64)
    hexes = np.zeros((SCRATCH_HEX_ROWS, count), dtype=np.int64)
    return Scratch(hexes, np.zeros((SCRATCH_LISTS, max(units, MOST_TOUCHED + 1)), dtype=np.int64), queue)


def _march(board: Board, rules: Rules) -> Ints:
    """Points of every arc for every ground and mobility [5.2]."""
    tables = rules.tables.tables
    terrain = board.hexes[board.arcs[:, TO], TERRAIN]
    slope = board.arcs[:, RISE] >= rules.tables.numbers[SLOPE_METRES]
    march = np.full((4, 3, len(board.arcs), 2), -1, dtype=np.int64)
    for ground in range(4):
        for mobility in range(3):
            points = tables[TERRAINS_AT + terrain, mobility]
            cost = points * rules.off_road_percent(ground, mobility) // 100
            cost += slope * tables[CROSSINGS_AT + CROSS_SLOPE, mobility]
            march[ground, mobility, :, OFF_ROAD] = np.where(points < 0, -1, cost)
            by_surface = np.array([rules.road_points(surface, ground, mobility) for surface in range(len(SURFACES))])
            march[ground, mobility, :, ON_ROAD] = np.where(points < 0, -1, by_surface[board.arcs[:, SURFACE]])
    return march


@kernel
def steps_of(fixed: Fixed, people: int) -> int:
    """Steps of strength in a number of people, the last one begun [1.3]."""
    return (people + fixed.rules.numbers[STEP_PEOPLE] - 1) // fixed.rules.numbers[STEP_PEOPLE]


@kernel
def distance(fixed: Fixed, a: int, b: int) -> int:
    """Hexes from a to b."""
    hexes = fixed.board.hexes
    dq = hexes[a, Q] - hexes[b, Q]
    dr = hexes[a, R] - hexes[b, R]
    return max(abs(dq), abs(dr), abs(dq + dr))


@kernel
def neighbour(fixed: Fixed, h: int, direction: int) -> int:
    """The hex across a hexside, -1 off the map."""
    a = fixed.board.hexes[h, ARC_AT + direction]
    return fixed.board.arcs[a, TO] if a >= 0 else -1


@kernel
def arc_between(fixed: Fixed, h: int, n: int) -> int:
    """The arc from h to its neighbour n, -1 if they do not touch."""
    for direction in range(6):
        a = fixed.board.hexes[h, ARC_AT + direction]
        if a >= 0 and fixed.board.arcs[a, TO] == n:
            return a
    return -1


@kernel
def origin(fixed: Fixed, a: int) -> int:
    """The hex an arc leaves."""
    back = (fixed.board.arcs[a, 2] + 3) % 6
    return fixed.board.arcs[fixed.board.hexes[fixed.board.arcs[a, 0], ARC_AT + back], 0]


@kernel
def is_built_up(fixed: Fixed, h: int) -> bool:
    """Whether a hex is village, town, dense urban ground or works [2.1]."""
    return fixed.rules.tables[TERRAINS_AT + fixed.board.hexes[h, TERRAIN], BUILT_UP] != 0


@kernel
def trench_level(fixed: Fixed, state: State, h: int) -> int:
    """Level of the trenches of a hex: those dug, or 1 from the second dawn it has been held [8.5]."""
    row = state.hexes[h]
    held = row[TAKEN] > 0 and state.clock[TURN] - row[TAKEN] >= fixed.rules.numbers[TAKEN_TRENCH_DAYS]
    return max(row[TRENCH], 1 if held else 0)


@kernel
def effect_row(state: State, u: int) -> int:
    """Row of the table of effects of supply that holds for a unit [6.4]."""
    supply = state.units[u, SUPPLY]
    if supply < OUT:
        return supply
    return OUT + min(max(state.units[u, OUT_TURNS] - 1, 0), 2)


@kernel
def lay_out(fixed: Fixed, state: State, scratch: Scratch) -> None:
    """Fill stacks, zones and ghosts from a state [4.3] [5.5] [10.2].

    Whoever moves a unit or sees one keeps them true: see settle, unsettle and recon.set_seen.
    """
    scratch.hexes[STACK, :] = -1
    scratch.hexes[GHOSTS, :] = -1
    scratch.hexes[ZONES : ZONES + 2, :] = 0
    for u in range(len(state.units) - 1, -1, -1):
        seen = state.units[u, SEEN_HEX]
        if seen >= 0:
            scratch.lists[NEXT_GHOST, u] = scratch.hexes[GHOSTS, seen]
            scratch.hexes[GHOSTS, seen] = u
        if stands(fixed, state, u):
            h = state.units[u, HEX]
            scratch.lists[NEXT, u] = scratch.hexes[STACK, h]
            scratch.hexes[STACK, h] = u
            spread_zone(fixed, state, scratch, u)


@kernel
def stands(fixed: Fixed, state: State, u: int) -> bool:
    """Whether a unit takes up room on the map; sources of supply do not."""
    return state.units[u, STATUS] == PRESENT and state.units[u, HEX] >= 0 and fixed.roster.units[u, ROLE] < SOURCE


@kernel
def spread_zone(fixed: Fixed, state: State, scratch: Scratch, u: int) -> None:
    """Add a unit's zone to those of its side."""
    zone = state.units[u, ZONE]
    if zone == 0:
        return
    zones = scratch.hexes[ZONES + fixed.roster.units[u, OF_SIDE]]
    for i in range(7):
        n = fixed.board.hexes[state.units[u, HEX], DISK + i]
        if n >= 0 and zones[n] < zone:
            zones[n] = zone


@kernel
def strongest_zone(fixed: Fixed, state: State, scratch: Scratch, s: int, h: int) -> int:
    """The strongest zone of a side's units in a hex and around it."""
    strongest = 0
    for i in range(7):
        n = fixed.board.hexes[h, DISK + i]
        u = scratch.hexes[STACK, n] if n >= 0 else -1
        while u >= 0:
            if fixed.roster.units[u, OF_SIDE] == s:
                strongest = max(strongest, state.units[u, ZONE])
            u = scratch.lists[NEXT, u]
    return strongest


@kernel
def settle(fixed: Fixed, state: State, scratch: Scratch, u: int, h: int) -> None:
    """Put a unit into a hex, its stack and its side's zones."""
    place(state, scratch, u, h)
    spread_zone(fixed, state, scratch, u)


@kernel
def unsettle(fixed: Fixed, state: State, scratch: Scratch, u: int) -> None:
    """Take a unit out of the stack and the zones of the hex it stands in."""
    lift(state, scratch, u)
    h, s, zone = state.units[u, HEX], fixed.roster.units[u, OF_SIDE], state.units[u, ZONE]
    if zone == 0:
        return
    for i in range(7):
        n = fixed.board.hexes[h, DISK + i]
        if n >= 0 and scratch.hexes[ZONES + s, n] == zone:
            scratch.hexes[ZONES + s, n] = strongest_zone(fixed, state, scratch, s, n)


@kernel
def lift(state: State, scratch: Scratch, u: int) -> None:
    """Take a unit out of the stack it stands in."""
    h = state.units[u, HEX]
    if scratch.hexes[STACK, h] == u:
        scratch.hexes[STACK, h] = scratch.lists[NEXT, u]
        return
    v = scratch.hexes[STACK, h]
    while scratch.lists[NEXT, v] != u:
        v = scratch.lists[NEXT, v]
    scratch.lists[NEXT, v] = scratch.lists[NEXT, u]


@kernel
def place(state: State, scratch: Scratch, u: int, h: int) -> None:
    """Put a unit into a stack, by rising index, and set its hex."""
    state.units[u, HEX] = h
    v = scratch.hexes[STACK, h]
    if v < 0 or v > u:
        scratch.lists[NEXT, u] = v
        scratch.hexes[STACK, h] = u
        return
    while scratch.lists[NEXT, v] >= 0 and scratch.lists[NEXT, v] < u:
        v = scratch.lists[NEXT, v]
    scratch.lists[NEXT, u] = scratch.lists[NEXT, v]
    scratch.lists[NEXT, v] = u


@kernel
def held_by(fixed: Fixed, scratch: Scratch, h: int) -> int:
    """The side whose units stand in a hex, -1 none."""
    u = scratch.hexes[STACK, h]
    return fixed.roster.units[u, OF_SIDE] if u >= 0 else -1


@kernel
def has_room(fixed: Fixed, state: State, scratch: Scratch, u: int, h: int) -> bool:
    """Whether a unit may stop in a hex within the limits of stacking; whom it relieves does not count [1.4] [11.10]."""
    count, steps = 1, steps_of(fixed, state.units[u, PEOPLE])
    v = scratch.hexes[STACK, h]
    while v >= 0:
        relieved = state.units[v, LEAVING] > 0 and state.units[v, LEAVING] == 1 + state.units[u, HEX]
        if v != u and not relieved:
            count += 1
            steps += steps_of(fixed, state.units[v, PEOPLE])
        v = scratch.lists[NEXT, v]
    return count <= fixed.rules.numbers[STACK_UNITS] and steps <= fixed.rules.numbers[STACK_STEPS]


@kernel
def can_hold(fixed: Fixed, state: State, u: int) -> bool:
    """Whether a unit takes the hexes it stands in or moves through: it fights and has two steps [5.8]."""
    return fixed.roster.units[u, ROLE] == COMBAT and steps_of(fixed, state.units[u, PEOPLE]) >= 2


@kernel
def effect_zone(fixed: Fixed, state: State, u: int) -> int:
    """The zone of control a unit exerts by its strength and supply [5.5]."""
    if state.units[u, STATUS] != PRESENT or not can_hold(fixed, state, u):
        return 0
    return fixed.rules.tables[EFFECTS_AT + effect_row(state, u), EFFECT_ZONE]


@kernel
def set_zones(fixed: Fixed, state: State) -> None:
    """Fix every unit's zone of control for the coming half-turn [5.5]."""
    for u in range(len(state.units)):
        state.units[u, ZONE] = effect_zone(fixed, state, u)


@kernel
def in_contact(fixed: Fixed, state: State, scratch: Scratch, u: int) -> bool:
    """Whether a unit stands in a hard enemy zone [5.5]."""
    return scratch.hexes[ZONES + 1 - fixed.roster.units[u, OF_SIDE], state.units[u, HEX]] == HARD_ZONE


@kernel
def touch(scratch: Scratch, kind: int, i: int) -> None:
    """Note that a thing of a kind was changed by this order, or that it may look otherwise to a side now."""
    count = scratch.lists[TOUCHED + kind, 0]
    if count < MOST_TOUCHED - 1:
        scratch.lists[TOUCHED + kind, 0] = count + 1
        scratch.lists[TOUCHED + kind, count + 1] = i
    else:
        scratch.lists[TOUCHED + kind, 0] = MOST_TOUCHED


@kernel
def copy_row(target: Ints, source: Ints) -> None:
    """Overwrite one row of numbers with another as long: (n,) int64 both."""
    for i in range(len(target)):
        target[i] = source[i]


@kernel
def copy_table(target: Ints, source: Ints) -> None:
    """Overwrite one table of numbers with another of the same shape: (n, m) int64 both."""
    for i in range(target.shape[0]):
        for j in range(target.shape[1]):
            target[i, j] = source[i, j]


@kernel
def assign(target: State, source: State) -> None:
    """Overwrite one state with another of the same shape."""
    copy_row(target.clock, source.clock)
    copy_table(target.units, source.units)
    copy_table(target.hexes, source.hexes)
    copy_table(target.edges, source.edges)
    copy_table(target.sides, source.sides)


@kernel
def _digest_of(array: Ints, h: np.uint64) -> np.uint64:
    """Fold an array's numbers, in order, into a running hash."""
    for x in array.flat:
        h = mix(h ^ np.uint64(x))
    return h


@kernel
def digest(state: State) -> np.uint64:
    """A 64-bit hash of everything in a state; equal states have equal digests on every machine, compiled or not."""
    h = np.uint64(5)
    h = _digest_of(state.clock, h)
    h = _digest_of(state.units, h)
    h = _digest_of(state.hexes, h)
    h = _digest_of(state.edges, h)
    return _digest_of(state.sides, h)
