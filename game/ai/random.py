"""The random player: any legal thing, to a limit; it is the measure of having no plan at all."""

from __future__ import annotations

from game.ai.mind import COUNT, NOTES, new_half_turn
from game.dice import PLAYER, roll
from game.jit import kernel
from game.orders import ASSAULT, END, FIRST_UNIT, MOVE, MOVE_UNIT, TARGET, UNIT_COUNT
from game.rules.assault import check_assault
from game.rules.field import PATH, Fixed, Scratch, has_room, held_by, neighbour
from game.rules.movement import path_to, reach
from game.state import HEX, OF_SIDE, POINTS, PRESENT, ROLE, SIDE, SOURCE, STATUS, TURN, Ints, State

TRIES = 12
"""Units it looks at for one order before it ends the half-turn."""
MOST_ORDERS = 40
"""Orders it gives in a half-turn at most."""


@kernel
def choose_random(
    fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, dice: Ints, order: Ints, why: Ints
) -> None:
    """Write a random legal order: an assault or a move, sometimes the end. Needs lay_out."""
    new_half_turn(believed, mind)
    turn, s = believed.clock[TURN], believed.clock[SIDE]
    count = mind[NOTES, COUNT]
    mind[NOTES, COUNT] += 1
    order[:] = 0
    order[0] = END
    if count >= MOST_ORDERS:
        return
    for i in range(TRIES):
        u = roll(dice, turn, s, PLAYER, count, i, 0, len(believed.units))
        if fixed.roster.units[u, OF_SIDE] != s or believed.units[u, STATUS] != PRESENT:
            continue
        if fixed.roster.units[u, ROLE] >= SOURCE:
            continue
        if roll(dice, turn, s, PLAYER, count, i, 1, 2) == 0:
            d = roll(dice, turn, s, PLAYER, count, i, 2, 6)
            if attack_from(fixed, believed, scratch, u, d, order, why):
                return
        elif move_anywhere(fixed, believed, scratch, u, roll(dice, turn, s, PLAYER, count, i, 3, 1_000_000), order):
            return


@kernel
def attack_from(fixed: Fixed, believed: State, scratch: Scratch, u: int, direction: int, order: Ints, why: Ints) -> bool:
    """Write an assault by one unit on the first enemy around it, looking from a direction on; whether there is one."""
    for i in range(6):
        n = neighbour(fixed, believed.units[u, HEX], (direction + i) % 6)
        if n < 0 or held_by(fixed, scratch, n) != 1 - fixed.roster.units[u, OF_SIDE]:
            continue
        order[:] = 0
        order[0], order[TARGET], order[UNIT_COUNT], order[FIRST_UNIT] = ASSAULT, n, 1, u
        if check_assault(fixed, believed, scratch, order, why) == 0:
            return True
    order[:] = 0
    order[0] = END
    return False


@kernel
def move_anywhere(fixed: Fixed, believed: State, scratch: Scratch, u: int, pick: int, order: Ints) -> bool:
    """Write a move of a unit to one of the hexes it can reach, chosen by a large random number; whether it has one."""
    if believed.units[u, POINTS] <= 0:
        return False
    reached, count = reach(fixed, believed, scratch, u), 0
    for i in range(1, reached):
        h = scratch.hexes[PATH, i]
        if has_room(fixed, believed, scratch, u, h):
            scratch.hexes[PATH, count] = h
            count += 1
    if count == 0:
        return False
    order[0], order[MOVE_UNIT] = MOVE, u
    if path_to(fixed, scratch, order, scratch.hexes[PATH, pick % count]):
        return True
    order[:] = 0
    order[0] = END
    return False
