"""The greedy player: one look ahead, by exact odds and victory points.

In a half-turn it first keeps house (steward.py), sends out its drones (gunner.py), makes the assaults that gain most,
then moves every unit to the hex it likes best, makes the assaults that have become worth it, settles down (steward.py),
and ends. It knows only what its side believes.

    gain of an assault = chance x worth of the hex + losses inflicted - losses taken - fatigue - rounds
    liking of a hex    = pull of objectives + ground taken + threatened hexes covered + help against wanted stacks
                         - danger + shelter
"""

from __future__ import annotations

from game.ai.mind import (
    COUNT, COVERED, CURSOR, LIST, LIST_VALUES, NEAREST, NOTES, PULL, STAGE, STRUCK, SUPPORT, THREAT, WEIGHTS, WORTH,
    new_half_turn,
)  # fmt: skip
from game.ai.steward import keep_house, settle_down
from game.ai.weights import (
    W_ATTACK, W_COVER, W_DANGER, W_FELT, W_GROUND, W_GUARD, W_INFLICTED, W_LOST, W_PROBES, W_PULL, W_REACH, W_ROUND,
    W_SHELTER, W_STRAIN, W_SUPPORT, W_TIRED,
)  # fmt: skip
from game.ground import DISK, END_ARC, FIRST_ARC, TERRAIN, TO
from game.jit import kernel
from game.orders import (
    ASSAULT, END, FIRE_COUNT, FIRST_FIRE, FIRST_UNIT, FOLLOW, MOST_FIRES, MOST_UNITS, MOVE, MOVE_UNIT, PROBING, TARGET,
    UNIT_COUNT,
)  # fmt: skip
from game.rulebook import COVER, LOSS_PEOPLE, SHIFT_ROUNDS, STRAIN_ATTACKED, TERRAINS_AT
from game.rules.assault import check_assault, check_attacker, check_probe
from game.rules.combat import FIGHT_COLUMN, FIGHT_INFLICTED, FIGHT_LOSS, FIGHT_WINS, defence_strength, expect, weigh
from game.rules.field import (
    BUCKETS, COST, NEXT, PATH, SHARE_STEPS, STACK, WEIGHED, Fixed, Scratch, can_hold, distance, has_room, held_by,
    steps_of, trench_level,
)  # fmt: skip
from game.rules.fires import can_fire, observation, weight
from game.rules.movement import path_to, reach
from game.state import (
    ATTACKS, BREAKOUT, COMBAT, DIG, FATIGUE, FLOOR, HELD_UA, HEX, HOLD, LEAVING, OF_SIDE, OWNER, PEOPLE, PLACE_HEX,
    POINTS, POSTURE, PREPARED_TODAY, PRESENT, PROBED, RANGE, REST, ROLE, ROUNDS, SIDE, SOURCE, STATUS, TASK, TURN, WAVE,
    ZONE, Ints, State,
)  # fmt: skip
from game.ai.gunner import scout

KEEP_HOUSE, SCOUT, STRIKE, FEEL, MARCH, STRIKE_AGAIN, SETTLE_DOWN, FINISH = 1, 2, 3, 4, 5, 6, 7, 8
"""Stages of a half-turn; 0 before it is begun."""
LEAST_PULL = 20
"""A pull weaker than this, in hundredths of a point, is not felt."""
LEAST_PROBE = 4
"""Steps a unit must have to send some of them to probe."""
LEAST_MARCH = 10
"""With fewer twelfths of a movement point left a fighting unit stays where it is."""
FAR = 99
"""No enemy is known so near."""
NEAR_BY = 4
"""Hexes within which enemies matter to who settles down."""
SAFE = 3
"""Hexes a battery or headquarters keeps from the enemy; beyond them no hex next to one's own is threatened."""


@kernel
def choose_greedy(
    fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, order: Ints, terms: Ints, why: Ints
) -> None:
    """Write the next order of the half-turn; END when nothing is left to do. Needs lay_out."""
    if new_half_turn(believed, mind):
        value_hexes(fixed, mind, believed.clock[SIDE])
        spread_pull(fixed, believed, scratch, mind, believed.clock[SIDE])
        survey_field(fixed, believed, scratch, mind)
        mind[NOTES, STAGE], mind[NOTES, CURSOR] = KEEP_HOUSE, 0
    if mind[NOTES, STAGE] == KEEP_HOUSE:
        if keep_house(fixed, believed, scratch, mind, order, why):
            return
        mind[NOTES, STAGE], mind[NOTES, CURSOR] = SCOUT, 0
    if mind[NOTES, STAGE] == SCOUT:
        if scout(fixed, believed, scratch, mind, order, why):
            return
        list_targets(fixed, believed, scratch, mind, order, terms, why)
        mind[NOTES, STAGE] = STRIKE
    if mind[NOTES, STAGE] == STRIKE:
        if strike(fixed, believed, scratch, mind, order, terms, why):
            return
        mind[NOTES, STAGE], mind[NOTES, CURSOR], mind[NOTES, COUNT] = FEEL, 0, 0
    if mind[NOTES, STAGE] == FEEL:
        if feel(fixed, believed, scratch, mind, order, why):
            return
        if mind[NOTES, STRUCK]:
            survey_field(fixed, believed, scratch, mind)
        mind[NOTES, STAGE], mind[NOTES, CURSOR] = MARCH, 0
    if mind[NOTES, STAGE] == MARCH:
        if march(fixed, believed, scratch, mind, order):
            return
        list_targets(fixed, believed, scratch, mind, order, terms, why)
        mind[NOTES, STAGE] = STRIKE_AGAIN
    if mind[NOTES, STAGE] == STRIKE_AGAIN:
        if strike(fixed, believed, scratch, mind, order, terms, why):
            return
        measure_enemy(fixed, believed, scratch, mind, believed.clock[SIDE], NEAR_BY)
        mind[NOTES, STAGE], mind[NOTES, CURSOR] = SETTLE_DOWN, 0
    if mind[NOTES, STAGE] == SETTLE_DOWN and settle_down(fixed, believed, scratch, mind, order, why):
        return
    mind[NOTES, STAGE] = FINISH
    order[:] = 0
    order[0] = END


@kernel
def value_hexes(fixed: Fixed, mind: Ints, s: int) -> None:
    """Fill WORTH: what holding a hex is worth to a side, and to take it from the other, in hundredths of a point."""
    places = fixed.roster.places
    mind[WORTH, :] = mind[WEIGHTS, W_GROUND]
    for p in range(len(places)):
        mind[WORTH, places[p, PLACE_HEX]] += 10 * (places[p, HELD_UA + s] + places[p, HELD_UA + 1 - s])


@kernel
def survey_field(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints) -> None:
    """Draw the maps that moves are judged by: threat, covered hexes, hexes to the nearest enemy, wanted help."""
    s = believed.clock[SIDE]
    mind[THREAT : SUPPORT + 1, :] = 0
    for u in range(len(believed.units)):
        if believed.units[u, STATUS] != PRESENT or fixed.roster.units[u, ROLE] >= SOURCE:
            continue
        if fixed.roster.units[u, OF_SIDE] == s:
            cover(fixed, believed, mind, u, 1)
            continue
        strength = defence_strength(fixed, believed, u)
        for i in range(19):
            n = fixed.board.hexes[believed.units[u, HEX], DISK + i]
            if n >= 0:
                mind[THREAT, n] += strength
    measure_enemy(fixed, believed, scratch, mind, s, FAR)
    want_help(fixed, believed, scratch, mind, s)


@kernel
def cover(fixed: Fixed, believed: State, mind: Ints, u: int, change: int) -> None:
    """Add a unit to, or take it from, the count of those whose zone covers a hex."""
    if believed.units[u, ZONE] == 0:
        return
    for i in range(7):
        n = fixed.board.hexes[believed.units[u, HEX], DISK + i]
        if n >= 0:
            mind[COVERED, n] += change


@kernel
def measure_enemy(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, s: int, most: int) -> None:
    """Fill NEAREST with hexes to the nearest enemy unit, breadth first, up to so many; beyond them FAR."""
    nearest, queue = mind[NEAREST], scratch.hexes[PATH]
    nearest[:] = FAR
    count, done = 0, 0
    for h in range(len(believed.hexes)):
        if held_by(fixed, scratch, h) == 1 - s:
            nearest[h] = 0
            queue[count] = h
            count += 1
    while done < count:
        h = queue[done]
        done += 1
        if nearest[h] == most:
            continue
        for a in range(fixed.board.hexes[h, FIRST_ARC], fixed.board.hexes[h, END_ARC]):
            n = fixed.board.arcs[a, TO]
            if nearest[n] == FAR:
                nearest[n] = nearest[h] + 1
                queue[count] = n
                count += 1


@kernel
def spread_pull(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, s: int) -> None:
    """Fill PULL: what a place the side does not hold is worth, falling from hex to hex around it."""
    pull, left, queue = mind[PULL], mind[WEIGHTS, W_REACH], scratch.queue
    pull[:] = 0
    count, done = 0, 0
    for p in range(len(fixed.roster.places)):
        h = fixed.roster.places[p, PLACE_HEX]
        if believed.hexes[h, OWNER] != s:
            pull[h] = mind[WORTH, h] * mind[WEIGHTS, W_PULL] // 100
            queue[BUCKETS + count, 0] = h
            count += 1
    while done < count:
        h = queue[BUCKETS + done, 0]
        done += 1
        value = pull[h] * left // 100
        for a in range(fixed.board.hexes[h, FIRST_ARC], fixed.board.hexes[h, END_ARC]):
            n = fixed.board.arcs[a, TO]
            if value > pull[n] and value >= LEAST_PULL and BUCKETS + count < len(queue):
                pull[n] = value
                queue[BUCKETS + count, 0] = n
                count += 1


@kernel
def want_help(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, s: int) -> None:
    """Fill SUPPORT: hexes next to an enemy stack are the better the more the stack is worth and the weaker it is."""
    for h in range(len(believed.hexes)):
        if held_by(fixed, scratch, h) != 1 - s:
            continue
        defence = 100
        u = scratch.hexes[STACK, h]
        while u >= 0:
            defence += defence_strength(fixed, believed, u)
            u = scratch.lists[NEXT, u]
        shifts = trench_level(fixed, believed, h) - fixed.rules.tables[TERRAINS_AT + fixed.board.hexes[h, TERRAIN], COVER]
        value = mind[WORTH, h] * 1000 // (defence * (2 + shifts))
        for a in range(fixed.board.hexes[h, FIRST_ARC], fixed.board.hexes[h, END_ARC]):
            n = fixed.board.arcs[a, TO]
            mind[SUPPORT, n] = max(mind[SUPPORT, n], value)


@kernel
def list_targets(
    fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, order: Ints, terms: Ints, why: Ints
) -> None:
    """List the enemy stacks that can be assaulted, best gain first."""
    s, count = believed.clock[SIDE], 0
    for h in range(len(believed.hexes)):
        if held_by(fixed, scratch, h) != 1 - s:
            continue
        gain = plan_assault(fixed, believed, scratch, mind, h, order, terms, why)
        if gain < mind[WEIGHTS, W_ATTACK]:
            continue
        i = count
        while i > 0 and mind[LIST_VALUES, i - 1] < gain:
            mind[LIST, i] = mind[LIST, i - 1]
            mind[LIST_VALUES, i] = mind[LIST_VALUES, i - 1]
            i -= 1
        mind[LIST, i], mind[LIST_VALUES, i] = h, gain
        count += 1
    mind[NOTES, COUNT], mind[NOTES, CURSOR] = count, 0


@kernel
def strike(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, order: Ints, terms: Ints, why: Ints) -> bool:
    """Write the next listed assault that is still worth it; False when the list is done."""
    while mind[NOTES, CURSOR] < mind[NOTES, COUNT]:
        h = mind[LIST, mind[NOTES, CURSOR]]
        mind[NOTES, CURSOR] += 1
        if held_by(fixed, scratch, h) != 1 - believed.clock[SIDE]:
            continue
        gain = plan_assault(fixed, believed, scratch, mind, h, order, terms, why)
        if gain >= mind[WEIGHTS, W_ATTACK] and check_assault(fixed, believed, scratch, order, why) == 0:
            mind[NOTES, STRUCK] = 1
            return True
    return False


@kernel
def feel(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, order: Ints, why: Ints) -> bool:
    """Write the next probe: a fresh unit with nothing better to do feels out the weakest stack next to it."""
    while mind[NOTES, CURSOR] < len(believed.units) and mind[NOTES, COUNT] < mind[WEIGHTS, W_PROBES]:
        u = mind[NOTES, CURSOR]
        row, fact = believed.units[u], fixed.roster.units[u]
        mind[NOTES, CURSOR] += 1
        if fact[OF_SIDE] != believed.clock[SIDE] or row[STATUS] != PRESENT or fact[ROLE] != COMBAT:
            continue
        if mind[NEAREST, row[HEX]] != 1 or row[ATTACKS] < 1 or row[FATIGUE] >= mind[WEIGHTS, W_FELT]:
            continue
        if (row[POSTURE] != HOLD and row[POSTURE] != WAVE) or steps_of(fixed, row[PEOPLE]) < LEAST_PROBE:
            continue
        h = weakest_next(fixed, believed, scratch, row[HEX], fact[OF_SIDE])
        order[:] = 0
        order[0], order[TARGET], order[FOLLOW], order[UNIT_COUNT], order[FIRST_UNIT] = ASSAULT, h, PROBING, 1, u
        if h >= 0 and check_probe(fixed, believed, scratch, order, why) == 0:
            mind[NOTES, COUNT] += 1
            return True
    return False


@kernel
def weakest_next(fixed: Fixed, believed: State, scratch: Scratch, h: int, s: int) -> int:
    """The weakest enemy stack next to a hex by strength and cover, not probed today; -1 none."""
    best, least = -1, 0
    for i in range(1, 7):
        n = fixed.board.hexes[h, DISK + i]
        if n < 0 or held_by(fixed, scratch, n) != 1 - s or believed.hexes[n, PROBED + s] == believed.clock[TURN]:
            continue
        shifts = trench_level(fixed, believed, n) - fixed.rules.tables[TERRAINS_AT + fixed.board.hexes[n, TERRAIN], COVER]
        value = (2 + shifts) * 100
        u = scratch.hexes[STACK, n]
        while u >= 0:
            value += (2 + shifts) * defence_strength(fixed, believed, u)
            u = scratch.lists[NEXT, u]
        if best < 0 or value < least:
            best, least = n, value
    return best


@kernel
def plan_assault(
    fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, target: int, order: Ints, terms: Ints, why: Ints
) -> int:
    """Write the assault on a hex by all units that can join it, with its best preparation; its gain, -1 without one."""
    weights, s = mind[WEIGHTS], believed.clock[SIDE]
    order[:] = 0
    order[0], order[TARGET] = ASSAULT, target
    count = 0
    for i in range(1, 7):
        n = fixed.board.hexes[target, DISK + i]
        u = scratch.hexes[STACK, n] if n >= 0 and held_by(fixed, scratch, n) == s else -1
        while u >= 0:
            tired = believed.units[u, FATIGUE] >= weights[W_TIRED]
            able = count < MOST_UNITS and not tired and believed.units[u, ATTACKS] > 0
            if able and check_attacker(fixed, believed, scratch, u, target, s, why) == 0:
                order[FIRST_UNIT + count] = u
                count += 1
            u = scratch.lists[NEXT, u]
    order[UNIT_COUNT] = count
    if count == 0:
        return -1
    weigh(fixed, believed, scratch, order, terms)
    count = drop_idle(scratch, order, count)
    if count == 0:
        return -1
    gain = gain_of(fixed, believed, scratch, mind, order)
    if (believed.hexes[target, PREPARED_TODAY] >> believed.clock[SIDE]) & 1 == 0:
        gain = prepare(fixed, believed, scratch, mind, order, gain)
    return gain


@kernel
def drop_idle(scratch: Scratch, order: Ints, count: int) -> int:
    """Leave out attackers that found no room on their hexside; how many are left."""
    kept = 0
    for i in range(count):
        if scratch.lists[SHARE_STEPS, i] > 0:
            order[FIRST_UNIT + kept] = order[FIRST_UNIT + i]
            kept += 1
    for i in range(kept, count):
        order[FIRST_UNIT + i] = 0
    order[UNIT_COUNT] = kept
    return kept


@kernel
def gain_of(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, order: Ints) -> int:
    """What the assault that was weighed gains on average, in hundredths of a point."""
    weights, fight = mind[WEIGHTS], scratch.lists[WEIGHED]
    expect(fixed, scratch)
    people = fixed.rules.numbers[LOSS_PEOPLE]
    gain = fight[FIGHT_WINS] * mind[WORTH, order[TARGET]]
    gain += people * (fight[FIGHT_INFLICTED] * weights[W_INFLICTED] - fight[FIGHT_LOSS] * weights[W_LOST])
    return gain // 36 - weights[W_STRAIN] * fixed.rules.numbers[STRAIN_ATTACKED] * order[UNIT_COUNT]


@kernel
def prepare(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, order: Ints, gain: int) -> int:
    """Add the preparation that raises the gain most, battery by battery; the gain with it."""
    fight, column = scratch.lists[WEIGHED], scratch.lists[WEIGHED, FIGHT_COLUMN]
    s, target, effective, spent, best, best_count = believed.clock[SIDE], order[TARGET], 0, 0, gain, 0
    shifts, fires, percent = 0, 0, observation(fixed, believed, scratch, s, target)
    needed = fixed.rules.tables[SHIFT_ROUNDS, 1] * 10_000
    for u in fixed.roster.batteries:
        row, fact = believed.units[u], fixed.roster.units[u]
        if fact[OF_SIDE] != s or row[STATUS] != PRESENT or fires == MOST_FIRES:
            continue
        free = row[ROUNDS] - row[FLOOR]
        if free <= 0 or distance(fixed, row[HEX], target) > fact[RANGE] or not can_fire(fixed, believed, u):
            continue
        rounds = min(free, (needed - effective + weight(fixed, u, 1, percent) - 1) // weight(fixed, u, 1, percent))
        order[FIRST_FIRE + 2 * fires], order[FIRST_FIRE + 2 * fires + 1] = u, rounds
        fires += 1
        effective += weight(fixed, u, rounds, percent)
        spent += rounds
        if effective < needed:
            continue
        shifts += 1
        fight[FIGHT_COLUMN] = column + shifts
        value = gain_of(fixed, believed, scratch, mind, order) - spent * mind[WEIGHTS, W_ROUND]
        if value > best:
            best, best_count = value, fires
        if shifts == fixed.rules.tables[SHIFT_ROUNDS, 0]:
            break
        needed = fixed.rules.tables[SHIFT_ROUNDS, shifts + 1] * 10_000
    for i in range(2 * best_count, 2 * fires):
        order[FIRST_FIRE + i] = 0
    order[FIRE_COUNT] = best_count
    return best


@kernel
def march(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, order: Ints) -> bool:
    """Write the move of the next unit that likes another hex better than its own; False when all have been looked at."""
    while mind[NOTES, CURSOR] < len(believed.units):
        u = mind[NOTES, CURSOR]
        mind[NOTES, CURSOR] += 1
        row, fact = believed.units[u], fixed.roster.units[u]
        if fact[OF_SIDE] != believed.clock[SIDE] or row[STATUS] != PRESENT or fact[ROLE] >= SOURCE or row[POINTS] <= 0:
            continue
        if row[BREAKOUT] > 0 or row[LEAVING] > 0 or row[TASK] > DIG or row[POSTURE] == REST:
            continue
        if fact[ROLE] != COMBAT and row[HEX] >= 0 and settled(mind, row[HEX], fact[RANGE]):
            continue
        if fact[ROLE] == COMBAT and row[POINTS] < LEAST_MARCH:
            continue
        cover(fixed, believed, mind, u, -1)
        h = best_hex(fixed, believed, scratch, mind, u)
        cover_from(fixed, believed, mind, u, h)
        if h != row[HEX]:
            order[:] = 0
            order[0], order[MOVE_UNIT] = MOVE, u
            if path_to(fixed, scratch, order, h):
                return True
    return False


@kernel
def cover_from(fixed: Fixed, believed: State, mind: Ints, u: int, h: int) -> None:
    """Count a unit as covering the hexes around where it is going to be."""
    if believed.units[u, ZONE] == 0:
        return
    for i in range(7):
        n = fixed.board.hexes[h, DISK + i]
        if n >= 0:
            mind[COVERED, n] += 1


@kernel
def settled(mind: Ints, h: int, reach_hexes: int) -> bool:
    """Whether a battery or headquarters is where it should be: safe, and the front within its range."""
    near = mind[NEAREST, h]
    return near > SAFE and (reach_hexes == 0 or near <= max(reach_hexes - SAFE, SAFE + 1))


@kernel
def alone(scratch: Scratch, u: int, h: int) -> bool:
    """Whether no other unit stands in a hex."""
    first = scratch.hexes[STACK, h]
    return first < 0 or (first == u and scratch.lists[NEXT, u] < 0)


@kernel
def best_hex(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, u: int) -> int:
    """The hex a unit likes best of those it can reach and stop in, its own among them."""
    count = reach(fixed, believed, scratch, u)
    start = believed.units[u, HEX]
    best, best_liking = start, liking(fixed, believed, scratch, mind, u, start)
    for i in range(1, count):
        h = scratch.hexes[PATH, i]
        value = liking(fixed, believed, scratch, mind, u, h) - scratch.hexes[COST, h] // 12
        if value > best_liking and has_room(fixed, believed, scratch, u, h):
            best, best_liking = h, value
    return best


@kernel
def liking(fixed: Fixed, believed: State, scratch: Scratch, mind: Ints, u: int, h: int) -> int:
    """How much a unit likes to end its move in a hex."""
    weights, s, near = mind[WEIGHTS], fixed.roster.units[u, OF_SIDE], mind[NEAREST, h]
    if fixed.roster.units[u, ROLE] != COMBAT:
        reach_hexes = fixed.roster.units[u, RANGE]
        value = 100 * min(near, SAFE + 1)
        if reach_hexes > 0:
            value -= 20 * max(0, near - max(reach_hexes - SAFE, SAFE + 1))
        return value
    steps = steps_of(fixed, believed.units[u, PEOPLE])
    owner = believed.hexes[h, OWNER]
    terrain = fixed.rules.tables[TERRAINS_AT + fixed.board.hexes[h, TERRAIN], COVER]
    value = mind[PULL, h]
    if (owner != s and can_hold(fixed, believed, u)) or (
        owner == s and mind[NEAREST, h] <= weights[W_GUARD] and alone(scratch, u, h)
    ):
        value += mind[WORTH, h]
    if near <= SAFE and believed.units[u, ZONE] > 0:
        for i in range(7):
            n = fixed.board.hexes[h, DISK + i]
            if n >= 0 and believed.hexes[n, OWNER] == s and mind[THREAT, n] > 0:
                value += weights[W_COVER] // (1 + 3 * mind[COVERED, n])
    if near == 1:
        value += mind[SUPPORT, h] * steps * weights[W_SUPPORT] // 100
    danger = max(0, mind[THREAT, h] // 100 - steps)
    return value - danger * weights[W_DANGER] - (terrain * weights[W_SHELTER] if mind[THREAT, h] > 0 else 0)
