"""The greedy player's guns and drones: sorties over the enemy it wants to attack, spare rounds on what it sees.

`scout` writes one sortie after another before the fighting; `shoot` one fire mission a battery after it.
"""

from __future__ import annotations

from game.ai.mind import COUNT, CURSOR, LIST, LIST_VALUES, NOTES, SUPPORT, WEIGHTS
from game.ai.weights import W_SALVO, W_SCOUT, W_SPARE
from game.jit import kernel
from game.orders import ACTING, FLY, FLY_HEX, MISSION, MISSION_HEX, MISSION_KIND, MISSION_ROUNDS
from game.rules.field import NEXT, STACK, Fixed, Scratch, distance, held_by
from game.state import (
    BATTERY, COUNTER, DAILY, DRONES, FLOOR, HARASS, HEX, OF_SIDE, OVERHEAD, PRESENT, RANGE, ROLE, ROUNDS, SEEN_LEVEL,
    SIDE, SOURCE, STATUS, Ints, State,
)  # fmt: skip
from game.rules.recon import ALL
from game.ground import DISK
from game.rulebook import SEEN_PERCENT
from game.rules.fires import can_fire, observation, shelter
from game.rules.drones import chance_percent, check_flight, sorties_left
from game.rules.missions import check_mission, knows_of

AS_GOOD_AS_GUNS = 300
"""What a battery is worth as a target, in percent of other units."""


@kernel
def scout(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, order: Ints, why: Ints) -> bool:
    """Write the next sortie of a drone company, over the enemy stack one would most like to know; False without one."""
    while mind[NOTES, CURSOR] < len(believed.units):
        u = mind[NOTES, CURSOR]
        ready = believed.units[u, STATUS] == PRESENT and fixed.roster.units[u, OF_SIDE] == believed.clock[SIDE]
        if ready and fixed.roster.units[u, ROLE] == DRONES and sorties_left(fixed, believed, u) > 0:
            order[:] = 0
            order[0], order[ACTING], order[FLY_HEX] = FLY, u, most_wanted(fixed, believed, scratch, mind, u)
            if order[FLY_HEX] >= 0 and check_flight(fixed, believed, order, why) == 0:
                return True
        mind[NOTES, CURSOR] += 1
    return False


@kernel
def most_wanted(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, u: int) -> int:
    """The enemy stack in a company's reach that is worth a sortie most: little known, and wanted; -1 none."""
    best, best_value, s = -1, mind[WEIGHTS, W_SCOUT] - 1, fixed.roster.units[u, OF_SIDE]
    for v in range(len(believed.units)):
        row = believed.units[v]
        if fixed.roster.units[v, OF_SIDE] == s or row[STATUS] != PRESENT or fixed.roster.units[v, ROLE] >= SOURCE:
            continue
        h = row[HEX]
        if believed.hexes[h, OVERHEAD + s] or distance(fixed, believed.units[u, HEX], h) > fixed.roster.units[u, RANGE]:
            continue
        value = (ALL - row[SEEN_LEVEL]) * 20 + nearby_want(fixed, mind, h)
        if value > best_value and chance_percent(fixed, believed, h) > 0:
            best, best_value = h, value
    return best


@kernel
def nearby_want(fixed: Fixed, mind: Ints, h: int) -> int:
    """How much help around a hex is wanted: see greedy.want_help."""
    most = 0
    for i in range(1, 7):
        n = fixed.board.hexes[h, DISK + i]
        if n >= 0:
            most = max(most, mind[SUPPORT, n])
    return most


@kernel
def list_fire_targets(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints) -> None:
    """List the hexes with enemies that fire would be corrected on, with what a round is worth there. Needs lay_out."""
    s, count = believed.clock[SIDE], 0
    for h in range(len(believed.hexes)):
        if held_by(fixed, scratch, h) != 1 - s:
            continue
        percent = observation(fixed, believed, scratch, s, h)
        if percent < fixed.rules.numbers[SEEN_PERCENT]:
            continue
        value, v = percent * (100 - shelter(fixed, believed, h)), scratch.hexes[STACK, h]
        while v >= 0:
            if fixed.roster.units[v, ROLE] == BATTERY:
                value = percent * (100 - shelter(fixed, believed, h)) * AS_GOOD_AS_GUNS // 100
            v = scratch.lists[NEXT, v]
        mind[LIST, count], mind[LIST_VALUES, count] = h, value
        count += 1
    mind[NOTES, COUNT] = count


@kernel
def shoot(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, u: int, order: Ints, why: Ints) -> bool:
    """Write the fire of a battery with rounds to spare on the best listed target in range; False without one."""
    row, fact = believed.units[u], fixed.roster.units[u]
    spare = row[ROUNDS] - row[FLOOR] - fact[DAILY] * mind[WEIGHTS, W_SPARE] // 100
    if spare < mind[WEIGHTS, W_SALVO] or not can_fire(fixed, believed, u):
        return False
    best, at = 0, -1
    for i in range(mind[NOTES, COUNT]):
        if mind[LIST_VALUES, i] > best and distance(fixed, row[HEX], mind[LIST, i]) <= fact[RANGE]:
            best, at = mind[LIST_VALUES, i], i
    if at < 0:
        return False
    h = mind[LIST, at]
    order[:] = 0
    order[0], order[ACTING], order[MISSION_HEX] = MISSION, u, h
    order[MISSION_KIND] = COUNTER if knows_of(fixed, believed, scratch, fact[OF_SIDE], h, BATTERY) else HARASS
    order[MISSION_ROUNDS] = min(spare, 2 * mind[WEIGHTS, W_SALVO])
    mind[LIST_VALUES, at] = best * 2 // 3
    return check_mission(fixed, believed, scratch, order, why) == 0
