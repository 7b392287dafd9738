"""The greedy player's steward: who breaks out, is relieved, is served first; who rests, digs, fires; claims.

Before the fighting `keep_house` looks at each unit once; after it `settle_down` does. Both write an order and return
True until nothing is left to do. They know only what their side believes.
"""

from __future__ import annotations

from game.ai.gunner import list_fire_targets, shoot
from game.ai.mind import CURSOR, CUT_OFF, NEAREST, NOTES, WEIGHTS
from game.ai.weights import W_DIG, W_FELT, W_FRESH, W_REST, W_TIRED
from game.ground import DISK, END_ARC, FIRST_ARC, SURFACE, TO
from game.jit import kernel
from game.orders import (
    ACTING, CLAIM, CLAIM_HEX, INTERDICT, MOVE_UNIT, NEW_POSTURE, NEXT_HEX, POSTURE_ORDER, RELIEVE, RELIEVED, ROAD_FROM,
    ROAD_TO, SERVE, SERVE_CLASS, SERVE_FORMATION, SUMMON, TASK, TASK_HEX, TASK_KIND,
)  # fmt: skip
from game.rulebook import NO_ROAD, WAVE_QUALITY
from game.rules.breakout import check_breakout, find_way_out
from game.rules.claims import check_claim, is_news
from game.rules.encirclement import check_summons, pockets
from game.rules.field import COST, GROUP, Fixed, Scratch, distance, held_by, in_contact, steps_of
from game.rules.interdiction import check_interdiction, rounds_to_interdict
from game.rules.movement import path_to, reach
from game.rules.recon import watches
from game.rules.relief import check_relief
from game.rules.works import check_task
from game.state import (
    ALLOWANCE, ATTACKS, BATTERY, BREAKOUT, CLAIMED, CLASS, COMBAT, DAILY, DIG, ENGINEERS, FATIGUE, FIRED, FLOOR,
    FORMATION, FULL, HELD_UA, HEX, HOLD, IDLE, JAM, JAMMER, LEAVING, LOW, OF_SIDE, OWNER, PEOPLE, PLACE_HEX, POCKETED,
    POINTS, POSTURE, PRESENT, QUALITY, REPAIR, RESERVE, REST, ROLE, ROUNDS, SIDE, SOURCE, STATUS, SUPPLY, TRENCH, WAVE,
    Ints, State,
)  # fmt: skip
from game.state import TASK as TASK_OF
from game.rules.postures import check_posture
from game.rules.victory import connect

FAR_RELIEF = 8
"""Hexes from which a relief is looked for at most."""
STREETS_LAST = 5
"""Beyond the last surface: the lower its number, the better a road."""
HEMMED = 4
"""Hexes of the enemy around a stack from which it may be in a pocket."""
DEEP_ENOUGH = 2
"""Level of trenches that are dug; the next takes too long."""


@kernel
def keep_house(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, order: Ints, why: Ints) -> bool:
    """Write the next order before the fighting: breakouts, service, reliefs. Needs lay_out."""
    while mind[NOTES, CURSOR] < len(believed.units):
        u = mind[NOTES, CURSOR]
        row, fact = believed.units[u], fixed.roster.units[u]
        mind[NOTES, CURSOR] += 1
        if fact[OF_SIDE] != believed.clock[SIDE] or row[STATUS] != PRESENT or fact[ROLE] >= SOURCE:
            continue
        trapped = row[POCKETED] > 0 and row[SUPPLY] >= LOW and row[BREAKOUT] == 0
        if trapped and may_break_out(fixed, believed, scratch, u, order, why):
            return True
        if serve_better(fixed, believed, u, order) or stand_differently(fixed, believed, mind, u, order, why):
            return True
        worn = fact[ROLE] == COMBAT and row[FATIGUE] >= mind[WEIGHTS, W_TIRED] and row[LEAVING] == 0
        if worn and find_relief(fixed, believed, scratch, mind, u, order, why):
            return True
    return False


@kernel
def may_break_out(fixed: Fixed, believed: State, scratch: Scratch, u: int, order: Ints, why: Ints) -> bool:
    """Write the breakout of a unit in a pocket, if there is a way out."""
    if not find_way_out(fixed, believed, scratch, u, order):
        return False
    return check_breakout(fixed, believed, scratch, order, why) == 0


@kernel
def stand_differently(fixed: Fixed, believed: State, mind: Ints, u: int, order: Ints, why: Ints) -> bool:
    """Write the posture that fits a unit: rest, reserve, waves or hold; False if it has it."""
    row = believed.units[u]
    tired = row[FATIGUE] >= mind[WEIGHTS, W_REST] or (row[POSTURE] == REST and row[FATIGUE] > 0)
    near, wanted = mind[NEAREST, row[HEX]], HOLD
    if tired and near > mind[WEIGHTS, W_DIG]:
        wanted = REST
    elif near == 2 and fixed.roster.units[u, ROLE] == COMBAT:
        wanted = RESERVE
    elif near == 1 and row[QUALITY] <= fixed.rules.numbers[WAVE_QUALITY] and row[FATIGUE] < mind[WEIGHTS, W_FELT]:
        wanted = WAVE
    order[:] = 0
    order[0], order[ACTING], order[NEW_POSTURE] = POSTURE_ORDER, u, wanted
    return row[POSTURE] != wanted and check_posture(fixed, believed, order, why) == 0


@kernel
def serve_better(fixed: Fixed, believed: State, u: int, order: Ints) -> bool:
    """Write an order to serve a unit's formation first if the unit is Low, or as others again once all of it is Full."""
    row, formation = believed.units[u], fixed.roster.units[u, FORMATION]
    order[:] = 0
    order[0], order[SERVE_FORMATION] = SERVE, formation
    if row[SUPPLY] >= LOW and row[CLASS] > 0:
        return True
    if row[CLASS] > 0 or row[SUPPLY] != FULL:
        return False
    for v in range(len(believed.units)):
        comrade = fixed.roster.units[v, FORMATION] == formation and fixed.roster.units[v, ROLE] < SOURCE
        if comrade and believed.units[v, STATUS] == PRESENT and believed.units[v, SUPPLY] != FULL:
            return False
    order[SERVE_CLASS] = 1
    return True


@kernel
def find_relief(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, u: int, order: Ints, why: Ints) -> bool:
    """Write a relief of a worn unit in the line by the nearest fresh one out of it that is as strong."""
    best, least, s, h = -1, FAR_RELIEF + 1, fixed.roster.units[u, OF_SIDE], believed.units[u, HEX]
    steps = steps_of(fixed, believed.units[u, PEOPLE])
    if not in_contact(fixed, believed, scratch, u):
        return False
    for v in range(len(believed.units)):
        row, fact = believed.units[v], fixed.roster.units[v]
        if fact[OF_SIDE] != s or row[STATUS] != PRESENT or fact[ROLE] != COMBAT or row[FATIGUE] > mind[WEIGHTS, W_FRESH]:
            continue
        if row[POINTS] < row[ALLOWANCE] or row[POINTS] == 0 or steps_of(fixed, row[PEOPLE]) < steps:
            continue
        away = distance(fixed, row[HEX], h)
        if away < least and row[SUPPLY] < LOW and not in_contact(fixed, believed, scratch, v):
            best, least = v, away
    if best < 0:
        return False
    reach(fixed, believed, scratch, best)
    if scratch.hexes[COST, h] <= 0:
        return False
    order[:] = 0
    order[0], order[MOVE_UNIT] = RELIEVE, best
    if not path_to(fixed, scratch, order, h):
        return False
    order[RELIEVED] = u
    return check_relief(fixed, believed, scratch, order, why) == 0


@kernel
def settle_down(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, order: Ints, why: Ints) -> bool:
    """Write the next order after the fighting: summons, tasks, fire on roads, claims. Needs lay_out."""
    if mind[NOTES, CURSOR] == 0:
        mind[CUT_OFF, :] = 0
        if is_anyone_apart(fixed, believed, scratch, 1 - believed.clock[SIDE]):
            pockets(fixed, believed, scratch, 1 - believed.clock[SIDE])
            for h in range(len(believed.hexes)):
                mind[CUT_OFF, h] = 1 if scratch.hexes[GROUP, h] >= 0 else 0
        list_fire_targets(fixed, believed, scratch, mind)
    while mind[NOTES, CURSOR] < len(believed.units):
        u = mind[NOTES, CURSOR]
        row, fact = believed.units[u], fixed.roster.units[u]
        mind[NOTES, CURSOR] += 1
        if fact[OF_SIDE] != believed.clock[SIDE] or row[STATUS] != PRESENT or fact[ROLE] >= SOURCE:
            continue
        if fact[ROLE] == BATTERY:
            if fire_on_road(fixed, believed, scratch, u, order, why):
                return True
            if shoot(fixed, believed, scratch, mind, u, order, why):
                return True
        elif fact[ROLE] == JAMMER and row[TASK_OF] != JAM:
            order[:] = 0
            order[0], order[ACTING], order[TASK_KIND], order[TASK_HEX] = TASK, u, JAM, -1
            return True
        elif fact[ROLE] == COMBAT:
            near = mind[NEAREST, row[HEX]] == 1 and row[ATTACKS] > 0
            if near and call_on(fixed, believed, scratch, mind, u, order, why):
                return True
            if give_task(fixed, believed, scratch, mind, u, order, why):
                return True
    return tell_the_world(fixed, believed, order, why)


@kernel
def tell_the_world(fixed: Fixed, believed: State, order: Ints, why: Ints) -> bool:
    """Write an honest claim: of the place worth most that is held, as far as is known, if that is news or denied."""
    s, best, most = believed.clock[SIDE], -1, -1
    order[:] = 0
    order[0] = CLAIM
    for p in range(len(fixed.roster.places)):
        h, worth = fixed.roster.places[p, PLACE_HEX], fixed.roster.places[p, HELD_UA + s]
        denied = believed.hexes[h, CLAIMED + 1 - s] != 0
        if believed.hexes[h, OWNER] != s or worth <= most or not (denied or is_news(believed, s, h)):
            continue
        order[CLAIM_HEX] = h
        if check_claim(fixed, believed, order, why) == 0:
            best, most = h, worth
    order[CLAIM_HEX] = best
    return best >= 0


@kernel
def is_anyone_apart(fixed: Fixed, believed: State, scratch: Scratch, s: int) -> bool:
    """Whether a side has a stack with enemy ground on four sides, and one that its own ground joins to no source."""
    hemmed = False
    for u in range(len(believed.units)):
        if fixed.roster.units[u, OF_SIDE] == s and believed.units[u, STATUS] == PRESENT and believed.units[u, HEX] >= 0:
            theirs = 0
            for i in range(1, 7):
                n = fixed.board.hexes[believed.units[u, HEX], DISK + i]
                theirs += 1 if n >= 0 and believed.hexes[n, OWNER] == 1 - s else 0
            hemmed = hemmed or theirs >= HEMMED
    if not hemmed:
        return False
    connect(fixed, believed, scratch, s)
    h = 0
    while h < len(believed.hexes) and (scratch.hexes[GROUP, h] == 1 or held_by(fixed, scratch, h) != s):
        h += 1
    return h < len(believed.hexes)


@kernel
def call_on(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, u: int, order: Ints, why: Ints) -> bool:
    """Write a summons to a pocket beside a unit."""
    for i in range(1, 7):
        n = fixed.board.hexes[believed.units[u, HEX], DISK + i]
        if n < 0 or mind[CUT_OFF, n] == 0:
            continue
        order[:] = 0
        order[0], order[ACTING], order[NEXT_HEX] = SUMMON, u, n
        if check_summons(fixed, believed, scratch, order, why) == 0:
            return True
    return False


@kernel
def give_task(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, u: int, order: Ints, why: Ints) -> bool:
    """Write a task that fits where a unit is: repair, dig near the enemy; False if it has it."""
    row, near = believed.units[u], mind[NEAREST, believed.units[u, HEX]]
    order[:] = 0
    order[0], order[ACTING], order[TASK_HEX] = TASK, u, -1
    if fixed.roster.units[u, ENGINEERS] and row[TASK_OF] == IDLE and find_repair(fixed, believed, u, order, why):
        return True
    if row[TASK_OF] > DIG:
        return False
    deep = believed.hexes[row[HEX], TRENCH] >= DEEP_ENOUGH
    wanted = DIG if near <= mind[WEIGHTS, W_DIG] and not deep else IDLE
    order[TASK_KIND] = wanted
    return row[TASK_OF] != wanted and check_task(fixed, believed, order, why) == 0


@kernel
def find_repair(fixed: Fixed, believed: State, u: int, order: Ints, why: Ints) -> bool:
    """Fill in a repair of a road or bridge beside engineers, if there is one to make."""
    h = believed.units[u, HEX]
    for a in range(fixed.board.hexes[h, FIRST_ARC], fixed.board.hexes[h, END_ARC]):
        order[TASK_KIND], order[TASK_HEX] = REPAIR, fixed.board.arcs[a, TO]
        if fixed.board.arcs[a, SURFACE] != NO_ROAD and check_task(fixed, believed, order, why) == 0:
            return True
    order[TASK_HEX] = -1
    return False


@kernel
def fire_on_road(fixed: Fixed, believed: State, scratch: Scratch, u: int, order: Ints, why: Ints) -> bool:
    """Write an interdiction by a battery with rounds to spare: of the best road at an enemy stack its side sees."""
    row, s, found = believed.units[u], fixed.roster.units[u, OF_SIDE], False
    spare = row[ROUNDS] - row[FLOOR] - rounds_to_interdict(fixed, u)
    if spare < 2 * fixed.roster.units[u, DAILY] or row[FIRED] > 0:
        return False
    best = STREETS_LAST
    order[:] = 0
    order[0], order[ACTING] = INTERDICT, u
    for i in range(len(believed.units)):
        v = believed.units[i]
        if fixed.roster.units[i, OF_SIDE] == s or v[STATUS] != PRESENT or fixed.roster.units[i, ROLE] != COMBAT:
            continue
        h = v[HEX]
        if not watches(fixed, believed, scratch, s, h):
            continue
        for a in range(fixed.board.hexes[h, FIRST_ARC], fixed.board.hexes[h, END_ARC]):
            n, surface = fixed.board.arcs[a, TO], fixed.board.arcs[a, SURFACE]
            if surface == NO_ROAD or surface >= best or believed.hexes[n, OWNER] == s:
                continue
            before, beyond = order[ROAD_FROM], order[ROAD_TO]
            order[ROAD_FROM], order[ROAD_TO] = h, n
            if check_interdiction(fixed, believed, scratch, order, why) == 0:
                best, found = surface, True
            else:
                order[ROAD_FROM], order[ROAD_TO] = before, beyond
    return found
