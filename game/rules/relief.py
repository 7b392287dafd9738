"""[11] Relief in place: a fresh unit takes over the place of a worn one, which leaves when seats carry it away.

The unit that comes in marches into the other's hex; for that night both stand there, whatever stacking says, and defend
less well. In its side's next logistics the other rides out on vehicles that go back, to where the first one came from, or
the nearest of its side's hexes with room; without seats it stays, and both go on sharing the hex.
"""

from __future__ import annotations

from game.events import LEFT, RELIEVED, emit, seen_by
from game.ground import DISK, TERRAIN
from game.jit import kernel
from game.orders import MOVE_COUNT, MOVE_PATH, MOVE_UNIT, RELIEVED as RELIEVED_UNIT
from game.rulebook import RELIEF_KG, RELIEF_SEATS, WATER
from game.rules.field import NEXT, STACK, UNITS, ZONES, Fixed, Scratch, has_room, held_by, touch
from game.rules.movement import carry_to, check_move, march_unit
from game.rules.network import ASKED, LAYER, LEFT as ROAD_LEFT, OF_UNIT, FIRST_STEP, PARCEL, ROUTES, SENT, STEPS, Net
from game.state import (
    COMBAT, HARD_ZONE, HEX, LEAVING, NEAR_SUPPLY, OF_SIDE, OWNER, PEOPLE, PRESENT, ROLE, STATUS, Ints, State,
)  # fmt: skip

NO_PARTNER, NOT_THERE, FROM_THE_LINE = 1101, 1102, 1103
"""Rules a relief can break."""


@kernel
def check_relief(fixed: Fixed, state: State, scratch: Scratch, order: Ints, why: Ints) -> int:
    """The rule a relief breaks, 0 if none [11.10]. Needs lay_out."""
    u, v, count = order[MOVE_UNIT], order[RELIEVED_UNIT], order[MOVE_COUNT]
    why[0] = v
    if v < 0 or v >= len(state.units) or v == u or fixed.roster.units[v, ROLE] != COMBAT:
        return NO_PARTNER
    row, s = state.units[v], fixed.roster.units[u, OF_SIDE]
    if fixed.roster.units[v, OF_SIDE] != s or row[STATUS] != PRESENT or row[LEAVING] > 0:
        return NO_PARTNER
    if fixed.roster.units[u, ROLE] != COMBAT:
        return NO_PARTNER
    why[1] = row[HEX]
    if count < 1 or MOVE_PATH + count > RELIEVED_UNIT or order[MOVE_PATH + count - 1] != row[HEX]:
        return NOT_THERE
    why[0] = u
    if scratch.hexes[ZONES + 1 - s, state.units[u, HEX]] == HARD_ZONE:
        return FROM_THE_LINE
    row[LEAVING] = 1 + state.units[u, HEX]
    rule = check_move(fixed, state, scratch, order, why)
    row[LEAVING] = 0
    return rule


@kernel
def relieve(fixed: Fixed, state: State, scratch: Scratch, order: Ints, log: Ints) -> int:
    """The fresh unit marches in; the other will leave tonight. How much was news. Needs lay_out."""
    u, v = order[MOVE_UNIT], order[RELIEVED_UNIT]
    start = state.units[u, HEX]
    state.units[v, LEAVING] = 1 + start
    touch(scratch, UNITS, v)
    news = march_unit(fixed, state, scratch, order, log)
    if state.units[u, HEX] != state.units[v, HEX]:
        state.units[v, LEAVING] = 0
        return news
    emit(log, RELIEVED, u, state.units[u, HEX], v, 0, seen_by(fixed.roster.units[u, OF_SIDE], False))
    return news


@kernel
def riders(fixed: Fixed, state: State, u: int) -> int:
    """Seats a unit that leaves asks for [11.10]."""
    if state.units[u, LEAVING] == 0:
        return 0
    return (state.units[u, PEOPLE] * fixed.rules.numbers[RELIEF_SEATS] + 99) // 100


@kernel
def take_room(fixed: Fixed, net: Net, p: int) -> None:
    """A relief takes room on every road of its way."""
    kg = fixed.rules.numbers[RELIEF_KG]
    for r in range(net.totals[ROUTES]):
        route = net.routes[r]
        if route[PARCEL] != p:
            continue
        left = net.arcs[ROAD_LEFT + route[LAYER]]
        for i in range(route[FIRST_STEP], route[FIRST_STEP] + route[STEPS]):
            left[net.steps[i]] -= min(kg, left[net.steps[i]])


@kernel
def has_company(fixed: Fixed, state: State, scratch: Scratch, u: int) -> bool:
    """Whether a fighting unit that is not being relieved itself stands with a unit."""
    v = scratch.hexes[STACK, state.units[u, HEX]]
    while v >= 0:
        if v != u and fixed.roster.units[v, ROLE] == COMBAT and state.units[v, LEAVING] == 0:
            return True
        v = scratch.lists[NEXT, v]
    return False


@kernel
def leave(fixed: Fixed, state: State, scratch: Scratch, net: Net, p: int, log: Ints) -> None:
    """A relieved unit that got its seats leaves for where it goes, or the nearest hex with room. Needs lay_out."""
    parcel = net.parcels[p]
    u = parcel[OF_UNIT]
    if parcel[SENT] < parcel[ASKED] or parcel[ASKED] == 0:
        return
    if not has_company(fixed, state, scratch, u):
        first = scratch.hexes[STACK, state.units[u, HEX]]
        if first == u and scratch.lists[NEXT, u] < 0:
            state.units[u, LEAVING] = 0
        return
    s, start, goal = fixed.roster.units[u, OF_SIDE], state.units[u, HEX], state.units[u, LEAVING] - 1
    for i in range(37):
        h = fixed.board.hexes[goal, DISK + i]
        if h < 0 or h == start or state.hexes[h, OWNER] != s or fixed.board.hexes[h, TERRAIN] == WATER:
            continue
        if state.hexes[h, NEAR_SUPPLY + s] < 0 or held_by(fixed, scratch, h) == 1 - s:
            continue
        if not has_room(fixed, state, scratch, u, h):
            continue
        state.units[u, LEAVING] = 0
        carry_to(fixed, state, scratch, u, h, log)
        emit(log, LEFT, u, start, h, 0, seen_by(s, False))
        return
