"""[4] Dawn: the events of the scenario, what they do, and who arrives or is withdrawn.

An event happens once, on one of its days, if all its conditions are so in truth and its chance falls. Events are gone
through in the order of the file, so a later one sees what an earlier one has done. That it happened is the day in its
entry of the clock; units that it brings or takes but that cannot come or go yet try again every dawn, which needs no
other memory.
"""

from __future__ import annotations

from game.dice import HAPPENS, roll
from game.events import (
    ARRIVED, AWARD, BRIDGE_CHANGED, BY_BOTH, DAILY_CHANGED, DELIVERY, HAPPENED_TODAY, MISSED, REPLENISHED, ROUNDS_CAME,
    WILL_MOVED, WITHDRAWAL, emit, seen_by,
)  # fmt: skip
from game.ground import DISK, TERRAIN
from game.happenings import (
    ASKS, ASKS_BY, ASKS_OF, AWARDS, BRINGS, CHANCE, COMES, DOES, DOES_BY, DOES_TO, DO_END, DO_FIRST, ENCIRCLED,
    FIRED_EVENT, FROM_DAY, GIVES, GONE, HOLDS, IF_END, IF_FIRST, LACKS, LOST_PEOPLE, MOVES_WILL, NOT_FIRED, PEOPLE_BELOW,
    POINTS_ABOVE, REPLENISHES, ROUNDS_ADDED, SETS_BRIDGE, TAKES, TOLD, TO_DAY, WILL_BELOW,
)  # fmt: skip
from game.jit import kernel
from game.rulebook import MAN_KG, WATER
from game.rules.casualties import book
from game.rules.claims import shift
from game.rules.encirclement import cut_off
from game.rules.field import Fixed, Scratch, has_room, held_by, lay_out, settle, unsettle
from game.rules.logistics import receive, room_for
from game.rules.network import REPL
from game.rules.recon import look_around, note_gone, seen_empty, tell_edge, watches
from game.rules.victory import people_lost, points_after
from game.state import (
    AMMO, ARRIVES, AWARDED, BREAKOUT, BRIDGE, BROUGHT, DAILY_AMMO, EDGE_BLOCK, ELIMINATED, ENTRY, ESTABLISHMENT,
    EVACUATED, FORMATION, HAPPENED, HEX, IDLE, LEAVING, MORE_AMMO, NEVER, NO_MISSION, OF_SIDE, OUT, OWNER, PEOPLE, PLOT,
    PLOT_HEX, POCKETED, PRESENT, ROUNDS, SEEN_STATUS, SIDE_BLOCK, STATUS, SUPPLY, TASK, TASK_AT, TURN, URGENT, WAITING,
    WILL, WITHDRAWN, ZONE, Ints, State,
)  # fmt: skip

GOODS_TOLD = 4
"""Ammunition, sustenance, shells, people: what an event gives, in the order of the columns."""


@kernel
def dawn(fixed: Fixed, state: State, scratch: Scratch, dice: Ints, log: Ints) -> None:
    """What the scenario holds for this dawn: its events in their order, then reinforcements [4.2] [4.8]."""
    lay_out(fixed, state, scratch)
    for i in range(len(fixed.roster.events)):
        event = fixed.roster.events[i]
        if is_due(fixed, state, i, dice, log):
            state.clock[HAPPENED + i] = state.clock[TURN]
            emit(log, HAPPENED_TODAY, i, 0, 0, 0, event[TOLD])
            for k in range(event[DO_FIRST], event[DO_END]):
                take_effect(fixed, state, scratch, fixed.roster.effects[k], event[TOLD], log)
        if state.clock[HAPPENED + i] > 0:
            for k in range(event[DO_FIRST], event[DO_END]):
                come_or_go(fixed, state, scratch, fixed.roster.effects[k], event[TOLD], log)
    for u in range(len(state.units)):
        if state.units[u, STATUS] == WAITING and fixed.roster.units[u, ARRIVES] <= state.clock[TURN]:
            arrive(fixed, state, scratch, u, log)


@kernel
def is_due(fixed: Fixed, state: State, i: int, dice: Ints, log: Ints) -> bool:
    """Whether an event happens this dawn; what keeps it from it is written down for nobody to see [4.8]."""
    event, day = fixed.roster.events[i], state.clock[TURN]
    if state.clock[HAPPENED + i] > 0 or day < event[FROM_DAY] or day > event[TO_DAY]:
        return False
    due = True
    for c in range(event[IF_FIRST], event[IF_END]):
        if not is_so(fixed, state, fixed.roster.conditions[c]):
            emit(log, MISSED, i, c - event[IF_FIRST], 0, 0, 0)
            due = False
    if due and event[CHANCE] < 100 and roll(dice, day, 0, HAPPENS, i, 0, 0, 100) >= event[CHANCE]:
        emit(log, MISSED, i, -1, 0, 0, 0)
        due = False
    return due


@kernel
def is_so(fixed: Fixed, state: State, condition: Ints) -> bool:
    """Whether a condition that asks of a side or of an event holds, or one that asks of units [4.9]."""
    asks, of, by = condition[ASKS], condition[ASKS_OF], condition[ASKS_BY]
    if asks == HOLDS:
        return state.hexes[by, OWNER] == of
    if asks == LACKS:
        return state.hexes[by, OWNER] != of
    if asks == LOST_PEOPLE:
        return people_lost(state, of) >= by
    if asks == WILL_BELOW:
        return state.sides[of, WILL] < by
    if asks == POINTS_ABOVE:
        return points_after(fixed, state, of, state.clock[TURN] - 1) > by
    if asks == FIRED_EVENT:
        return state.clock[HAPPENED + of] > 0
    if asks == NOT_FIRED:
        return state.clock[HAPPENED + of] == 0
    if asks == ENCIRCLED:
        return is_encircled(fixed, state, of)
    return is_so_of_unit(state.units[of], asks, by)


@kernel
def is_so_of_unit(row: Ints, asks: int, by: int) -> bool:
    """Whether a condition that asks of a unit holds; of one that waits or was withdrawn nothing does [4.9]."""
    if asks == GONE:
        return row[STATUS] == ELIMINATED
    if asks == PEOPLE_BELOW:
        return (row[STATUS] == PRESENT or row[STATUS] == ELIMINATED) and row[PEOPLE] < by
    return row[STATUS] == PRESENT and row[SUPPLY] == OUT


@kernel
def is_encircled(fixed: Fixed, state: State, formation: int) -> bool:
    """Whether a formation has units on the map and all of them were in a pocket at the last dusk [4.9] [7.1]."""
    present = 0
    for u in range(len(state.units)):
        fact, row = fixed.roster.units[u], state.units[u]
        if fact[FORMATION] == formation and row[STATUS] == PRESENT:
            if row[POCKETED] == 0:
                return False
            present += 1
    return present > 0


@kernel
def take_effect(fixed: Fixed, state: State, scratch: Scratch, effect: Ints, told: int, log: Ints) -> None:
    """An effect of an event that happens, units that come or go apart [4.10]. Needs lay_out."""
    does, u, amount = effect[DOES], effect[DOES_TO], effect[DOES_BY]
    if does in (GIVES, COMES):
        give_goods(fixed, state, effect, log)
    elif does == ROUNDS_ADDED and state.units[u, STATUS] <= PRESENT:
        added = max(amount, -state.units[u, ROUNDS])
        state.units[u, ROUNDS] += added
        emit(log, ROUNDS_CAME, u, added, 0, 0, seen_by(fixed.roster.units[u, OF_SIDE], False))
    elif does == REPLENISHES and state.units[u, STATUS] <= PRESENT:
        replenish(fixed, state, scratch, u, amount, log)
    elif does == SETS_BRIDGE:
        set_bridge(fixed, state, scratch, effect, told, log)
    elif does == AWARDS:
        for s in range(2):
            state.sides[s, AWARDED] += effect[DOES_BY + s]
            for t in range(2):
                if (told >> t) & 1:
                    state.sides[s, (1 + t) * SIDE_BLOCK + AWARDED] += effect[DOES_BY + s]
        emit(log, AWARD, effect[DOES_BY], effect[DOES_BY + 1], 0, 0, told)
    elif does == MOVES_WILL:
        ua, ru = shift(state, 0, WILL, effect[DOES_BY]), shift(state, 1, WILL, effect[DOES_BY + 1])
        emit(log, WILL_MOVED, ua, ru, 0, 0, BY_BOTH)


@kernel
def give_goods(fixed: Fixed, state: State, effect: Ints, log: Ints) -> None:
    """Goods and replacements come to a source or depot, or go; or what comes to a source each day changes [4.10]."""
    u = effect[DOES_TO]
    row, seen = state.units[u], seen_by(fixed.roster.units[u, OF_SIDE], False)
    if row[STATUS] == ELIMINATED:
        return
    for i in range(GOODS_TOLD):
        amount = effect[DOES_BY + i]
        if amount == 0:
            continue
        if effect[DOES] == COMES:
            daily = fixed.roster.units[u, DAILY_AMMO + i]
            amount = max(amount, -daily - row[MORE_AMMO + i])
            row[MORE_AMMO + i] += amount
            emit(log, DAILY_CHANGED, u, i, amount, daily + row[MORE_AMMO + i], seen)
        else:
            amount = max(amount, -row[AMMO + i])
            row[AMMO + i] += amount
            emit(log, DELIVERY, u, i, amount, 0, seen)


@kernel
def replenish(fixed: Fixed, state: State, scratch: Scratch, u: int, people: int, log: Ints) -> None:
    """People join a unit, up to its full strength and the room in its hex, like replacements [4.10] [11.6]."""
    missing = fixed.roster.units[u, ESTABLISHMENT] - state.units[u, PEOPLE]
    if state.units[u, STATUS] == PRESENT:
        missing = min(missing, room_for(fixed, state, scratch, u))
    people = max(0, min(people, missing))
    s = fixed.roster.units[u, OF_SIDE]
    receive(fixed, state, s, u, REPL, people * fixed.rules.numbers[MAN_KG])
    emit(log, REPLENISHED, u, people, 0, 0, seen_by(s, False))


@kernel
def set_bridge(fixed: Fixed, state: State, scratch: Scratch, effect: Ints, told: int, log: Ints) -> None:
    """A bridge changes; whoever sees an end of it knows, and whoever is told [4.10]. Needs lay_out."""
    e, bridge, h, n = effect[DOES_TO], effect[DOES_BY], effect[DOES_BY + 1], effect[DOES_BY + 2]
    state.edges[e, BRIDGE] = bridge
    tell_edge(fixed, state, scratch, h, n, e)
    seen = told
    for s in range(2):
        if watches(fixed, state, scratch, s, h) or watches(fixed, state, scratch, s, n):
            seen |= 1 << s
        elif (told >> s) & 1:
            state.edges[e, (1 + s) * EDGE_BLOCK + BRIDGE] = bridge
    emit(log, BRIDGE_CHANGED, h, n, bridge, 0, seen)


@kernel
def come_or_go(fixed: Fixed, state: State, scratch: Scratch, effect: Ints, told: int, log: Ints) -> None:
    """A unit that an event brought or took arrives or leaves, this dawn if it can [4.11]. Needs lay_out."""
    u = effect[DOES_TO]
    if effect[DOES] == BRINGS and state.units[u, STATUS] == WAITING and fixed.roster.units[u, ARRIVES] == NEVER:
        arrive(fixed, state, scratch, u, log)
        if state.units[u, STATUS] == PRESENT:
            book(state, fixed.roster.units[u, OF_SIDE], BROUGHT, state.units[u, PEOPLE], False)
    elif effect[DOES] == TAKES and state.units[u, STATUS] <= PRESENT:
        withdraw(fixed, state, scratch, u, told, log)


@kernel
def arrive(fixed: Fixed, state: State, scratch: Scratch, u: int, log: Ints) -> None:
    """A unit arrives at its hex, or the nearest of its side's with room within 3; else it waits another day [4.2]."""
    s, entry = fixed.roster.units[u, OF_SIDE], fixed.roster.units[u, ENTRY]
    for i in range(37):
        h = fixed.board.hexes[entry, DISK + i]
        if h < 0 or state.hexes[h, OWNER] != s or fixed.board.hexes[h, TERRAIN] == WATER:
            continue
        if held_by(fixed, scratch, h) == 1 - s or not has_room(fixed, state, scratch, u, h):
            continue
        state.units[u, STATUS] = PRESENT
        settle(fixed, state, scratch, u, h)
        look_around(fixed, state, scratch, u, log)
        emit(log, ARRIVED, u, h, 0, 0, seen_by(s, False))
        return


@kernel
def withdraw(fixed: Fixed, state: State, scratch: Scratch, u: int, told: int, log: Ints) -> None:
    """A unit goes to another front with its wounded, which is no loss; one that is cut off tries again [4.11] [7.1]."""
    row, s = state.units[u], fixed.roster.units[u, OF_SIDE]
    h = row[HEX]
    if row[STATUS] == PRESENT:
        if cut_off(fixed, state, scratch, s, h):
            return
        unsettle(fixed, state, scratch, u)
    row[STATUS], row[HEX], row[ZONE] = WITHDRAWN, -1, 0
    row[TASK], row[TASK_AT], row[LEAVING], row[BREAKOUT], row[POCKETED] = IDLE, -1, 0, 0, 0
    row[PLOT], row[PLOT_HEX] = NO_MISSION, -1
    for i in range(3):
        book(state, s, EVACUATED, row[URGENT + i], False)
        row[URGENT + i] = 0
    knows = (told >> (1 - s)) & 1
    if knows:
        row[SEEN_STATUS] = WITHDRAWN
    if knows or (h >= 0 and seen_empty(fixed, state, scratch, 1 - s, h)):
        note_gone(state, scratch, u)
    emit(log, WITHDRAWAL, u, h, 0, 0, seen_by(s, knows != 0))
