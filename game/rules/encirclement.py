"""[7] Encirclement: pockets.

A pocket is a group of one side's units, joined by ground open to their side, none of which any supply reaches, by road
or on foot. What it does to them is in [6] and [8]: they run out, and a unit of a pocket that must retreat and cannot is
lost.
"""

from __future__ import annotations

from game.events import POCKET, emit, seen_by
from game.ground import END_ARC, FIRST_ARC, TO
from game.jit import kernel
from game.rules.field import CARRY, GROUP, PATH, Fixed, Scratch, held_by
from game.rules.movement import crossing
from game.rules.supply import open_to, trace
from game.state import NEAR_SUPPLY, FOOT, HEX, OF_SIDE, PEOPLE, PRESENT, ROLE, SOURCE, STATUS, Ints, State


@kernel
def pockets(fixed: Fixed, state: State, scratch: Scratch, s: int) -> int:
    """Number a side's pockets in scratch.hexes[GROUP], by their lowest hex; how many there are. Needs lay_out.

    Runs trace, so scratch.hexes[COST], carry and via are those of the side afterwards.
    """
    trace(fixed, state, scratch, s)
    scratch.hexes[GROUP, :] = -1
    count = 0
    for h in range(len(scratch.hexes[GROUP])):
        if scratch.hexes[GROUP, h] != -1 or held_by(fixed, scratch, h) != s:
            continue
        if spread(fixed, state, scratch, s, h, count):
            for i in range(len(scratch.hexes[GROUP])):
                if scratch.hexes[GROUP, i] == count:
                    scratch.hexes[GROUP, i] = -2
        else:
            count += 1
    return count


@kernel
def join(fixed: Fixed, state: State, scratch: Scratch, s: int, h: int, number: int, count: int) -> int:
    """Give a number to a hex's neighbours joined to it by ground open to its side, and add them to the first so many
    hexes of PATH; how many there are then.

    A unit on ground that is closed to its side's supply is joined to nobody.
    """
    if not open_to(fixed, state, scratch, s, h):
        return count
    for a in range(fixed.board.hexes[h, FIRST_ARC], fixed.board.hexes[h, END_ARC]):
        n = fixed.board.arcs[a, TO]
        if scratch.hexes[GROUP, n] != -1 or crossing(fixed, state, FOOT, a) == -1:
            continue
        if open_to(fixed, state, scratch, s, n):
            scratch.hexes[GROUP, n] = number
            scratch.hexes[PATH, count] = n
            count += 1
    return count


@kernel
def spread(fixed: Fixed, state: State, scratch: Scratch, s: int, start: int, number: int) -> bool:
    """Give a number to every hex joined to one by ground open to its side; whether supply reaches any of them."""
    scratch.hexes[GROUP, start] = number
    scratch.hexes[PATH, 0] = start
    count, done, supplied = 1, 0, False
    while done < count:
        h = scratch.hexes[PATH, done]
        done += 1
        supplied = supplied or scratch.hexes[CARRY, h] >= 0
        count = join(fixed, state, scratch, s, h, number, count)
    return supplied


@kernel
def cut_off(fixed: Fixed, state: State, scratch: Scratch, s: int, start: int) -> bool:
    """Whether a hex lies in a pocket: no hex joined to it by open ground was reached by supply this morning [7.1].

    Looks outward from the hex and stops at the first supplied one. Needs lay_out; overwrites GROUP and PATH.
    """
    scratch.hexes[GROUP, :] = -1
    scratch.hexes[GROUP, start] = 0
    scratch.hexes[PATH, 0] = start
    count, done = 1, 0
    while done < count:
        h = scratch.hexes[PATH, done]
        done += 1
        if state.hexes[h, NEAR_SUPPLY + s] >= 0:
            return False
        count = join(fixed, state, scratch, s, h, 0, count)
    return True


@kernel
def report_pockets(fixed: Fixed, state: State, scratch: Scratch, s: int, log: Ints) -> int:
    """Find a side's pockets and write an event for each; how many there are. Needs lay_out."""
    count = pockets(fixed, state, scratch, s)
    for number in range(count):
        units, people, where = 0, 0, -1
        for u in range(len(state.units)):
            if state.units[u, STATUS] != PRESENT or fixed.roster.units[u, OF_SIDE] != s:
                continue
            h = state.units[u, HEX]
            if fixed.roster.units[u, ROLE] < SOURCE and scratch.hexes[GROUP, h] == number:
                units += 1
                people += state.units[u, PEOPLE]
                where = h if where < 0 else where
        emit(log, POCKET, s, where, units, people, seen_by(s, False))
    return count
