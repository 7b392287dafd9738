"""[9] Fires: what rounds do where they fall, and the fire before and against an assault.

    effective rounds = rounds x calibre x observation
    observation      = the best of a drone overhead, ground in sight, contact lately, none
    shift            = +1 from 60 effective rounds, +2 from 180, +3 from 400
    losses           = effective rounds x (1 - shelter) / 175: whole ones are certain, the rest is a chance

The attacker orders the preparation, once a target and day; the defender's batteries answer by their standing orders, in
order of their index, each as long as it keeps its floor of rounds. Both sides' shifts are set against each other, and
both sides' rounds cost people before the assault is rolled.
"""

from __future__ import annotations

from game.dice import SHELLS_FALL, roll
from game.jit import kernel
from game.orders import FIRE_COUNT, FIRST_FIRE, FIRST_UNIT, MOST_FIRES, TARGET, UNIT_COUNT
from game.state import (
    ATTACKED_TODAY, BATTERY, CALIBRE, DEFENSIVE, FIRED, FLOOR, HEARD, HEX, LOAD, LOST_SHELLED, OF_SIDE, OVERHEAD,
    PREPARED_TODAY, PRESENT, RANGE, ROLE, ROUNDS, ROUNDS_FIRED, RUBBLE, SEEN_TURN, SHELLED_BY, SIDE_BLOCK, SILENCED,
    SMOKED, STATUS, TURN, Ints, State,
)  # fmt: skip
from game.rulebook import (
    BLIND_PERCENT, BOTH_SHELTER, CONTACT_DAYS, CONTACT_PERCENT, DICE_MODE, EFFECTS_AT, EFFECT_MISSIONS, FIXED_DICE,
    LOSS_PEOPLE, LOSS_ROUNDS, OVERHEAD_PERCENT, RUBBLE_ROUNDS, SEEN_PERCENT, SHELTER, SHIFT_ROUNDS, STRAIN_SUPPRESSED,
    SUPPRESS_ROUNDS, TERRAINS_AT, TRENCH_SHELTER,
)  # fmt: skip
from game.events import FIRED_AT, OWN_FIRE, RUBBLE_GREW, SHELLING, emit, seen_by
from game.rules.field import (
    GHOSTS, HEXES, NEXT, NEXT_GHOST, SHOTS, STACK, UNDER_FIRE, UNITS, Fixed, Scratch, distance, effect_row, held_by,
    is_built_up, touch, trench_level,
)  # fmt: skip
from game.ground import TERRAIN
from game.rules.casualties import lose_in_turn
from game.rules.recon import see_hex, watches

NO_BATTERY, OUT_OF_RANGE, NO_ROUNDS, NO_MISSIONS, PREPARED_ALREADY, BATTERY_TWICE, BAD_STANDING_ORDER = (
    901, 902, 903, 904, 905, 906, 907,
)  # fmt: skip
"""Rules a fire mission can break."""


MOST_RUBBLE = 3
"""The highest level of rubble."""


@kernel
def can_fire(fixed: Fixed, state: State, u: int) -> bool:
    """Whether a battery has fire missions left by its state of supply, and is not silenced [9.3]."""
    row = state.units[u]
    return row[SILENCED] == 0 and row[FIRED] < fixed.rules.tables[EFFECTS_AT + effect_row(state, u), EFFECT_MISSIONS]


@kernel
def check_fires(fixed: Fixed, state: State, order: Ints, s: int, why: Ints) -> int:
    """The rule that the preparation of an assault breaks, 0 if none."""
    count, target = order[FIRE_COUNT], order[TARGET]
    if count == 0:
        return 0
    if count < 0 or count > MOST_FIRES:
        return NO_BATTERY
    why[1] = target
    if (state.hexes[target, PREPARED_TODAY] >> s) & 1:
        return PREPARED_ALREADY
    for i in range(count):
        u, rounds = order[FIRST_FIRE + 2 * i], order[FIRST_FIRE + 2 * i + 1]
        why[0] = u
        if u < 0 or u >= len(state.units) or fixed.roster.units[u, OF_SIDE] != s:
            return NO_BATTERY
        if state.units[u, STATUS] != PRESENT or fixed.roster.units[u, ROLE] != BATTERY:
            return NO_BATTERY
        why[2] = distance(fixed, state.units[u, HEX], target)
        why[3] = fixed.roster.units[u, RANGE]
        if why[2] > why[3]:
            return OUT_OF_RANGE
        why[2] = rounds
        why[3] = state.units[u, ROUNDS]
        if rounds < 1 or rounds > state.units[u, ROUNDS]:
            return NO_ROUNDS
        if not can_fire(fixed, state, u):
            return NO_MISSIONS
        for j in range(i):
            if order[FIRST_FIRE + 2 * j] == u:
                return BATTERY_TWICE
    return 0


@kernel
def noticed_lately(fixed: Fixed, state: State, scratch: Scratch, s: int, h: int) -> bool:
    """Whether a side has noticed an enemy in a hex, or heard guns about it, within the last days [9.2]. Needs lay_out."""
    since, v = state.clock[TURN] - fixed.rules.numbers[CONTACT_DAYS], scratch.hexes[GHOSTS, h]
    while v >= 0:
        if fixed.roster.units[v, OF_SIDE] != s and state.units[v, SEEN_TURN] >= since:
            return True
        v = scratch.lists[NEXT_GHOST, v]
    return state.hexes[h, HEARD + s] > 0 and state.hexes[h, HEARD + s] >= since


@kernel
def observation(fixed: Fixed, state: State, scratch: Scratch, s: int, h: int) -> int:
    """Weight of a round that a side fires on a hex, in percent, by how well it sees it [9.2]. Needs lay_out."""
    numbers = fixed.rules.numbers
    if state.hexes[h, SMOKED]:
        return numbers[BLIND_PERCENT]
    if state.hexes[h, OVERHEAD + s]:
        return numbers[OVERHEAD_PERCENT]
    if watches(fixed, state, scratch, s, h):
        return numbers[SEEN_PERCENT]
    return numbers[CONTACT_PERCENT] if noticed_lately(fixed, state, scratch, s, h) else numbers[BLIND_PERCENT]


@kernel
def weight(fixed: Fixed, u: int, rounds: int, percent: int) -> int:
    """Effective rounds, in ten-thousandths, of a battery's rounds at an observation in percent [9.2]."""
    return rounds * fixed.roster.units[u, CALIBRE] * percent


@kernel
def shelter(fixed: Fixed, state: State, h: int) -> int:
    """Percent of losses under fire that ground and trenches of a hex spare [9.6]."""
    ground = fixed.rules.tables[TERRAINS_AT + fixed.board.hexes[h, TERRAIN], SHELTER]
    if trench_level(fixed, state, h) == 0:
        return ground
    return fixed.rules.numbers[BOTH_SHELTER] if ground > 0 else fixed.rules.numbers[TRENCH_SHELTER]


@kernel
def loss_permille(fixed: Fixed, state: State, h: int, effective: int) -> int:
    """Losses to expect in a hex, in thousandths, from effective rounds in ten-thousandths [9.6]."""
    return effective * (100 - shelter(fixed, state, h)) // (fixed.rules.numbers[LOSS_ROUNDS] * 1000)


@kernel
def losses_fallen(fixed: Fixed, state: State, dice: Ints, s: int, h: int, u: int, k: int, permille: int) -> int:
    """Whole losses of some thousandths: the fraction is a chance, rolled by side s; without dice it is rounded [9.6]."""
    whole, fraction = permille // 1000, permille % 1000
    if fraction == 0:
        return whole
    if fixed.rules.numbers[DICE_MODE] == FIXED_DICE:
        return whole + (1 if fraction >= 500 else 0)
    return whole + (1 if roll(dice, state.clock[TURN], s, SHELLS_FALL, h, u, k, 1000) < fraction else 0)


@kernel
def shifts_of(fixed: Fixed, effective: int) -> int:
    """Shifts for effective rounds given in ten-thousandths [9.2]."""
    series, shifts = fixed.rules.tables, 0
    for i in range(1, series[SHIFT_ROUNDS, 0] + 1):
        if effective >= series[SHIFT_ROUNDS, i] * 10_000:
            shifts = i
    return shifts


@kernel
def preparation_weight(fixed: Fixed, state: State, scratch: Scratch, order: Ints, s: int) -> int:
    """Effective rounds, in ten-thousandths, of the preparation that an assault by side s orders. Needs lay_out."""
    effective = 0
    if order[FIRE_COUNT] > 0:
        percent = observation(fixed, state, scratch, s, order[TARGET])
        for i in range(order[FIRE_COUNT]):
            effective += weight(fixed, order[FIRST_FIRE + 2 * i], order[FIRST_FIRE + 2 * i + 1], percent)
    return effective


@kernel
def preparation(fixed: Fixed, state: State, scratch: Scratch, order: Ints, s: int) -> int:
    """Shifts of the preparation that an assault orders."""
    return shifts_of(fixed, preparation_weight(fixed, state, scratch, order, s))


@kernel
def answers(fixed: Fixed, state: State, order: Ints, u: int, s: int) -> bool:
    """Whether a battery fires by its standing order at an assault by side s: a hex it comes from is in range [9.4]."""
    row = state.units[u]
    if fixed.roster.units[u, OF_SIDE] == s or fixed.roster.units[u, ROLE] != BATTERY or row[STATUS] != PRESENT:
        return False
    if row[DEFENSIVE] <= 0 or row[ROUNDS] - row[DEFENSIVE] < row[FLOOR] or not can_fire(fixed, state, u):
        return False
    for i in range(order[UNIT_COUNT]):
        if distance(fixed, row[HEX], state.units[order[FIRST_UNIT + i], HEX]) <= fixed.roster.units[u, RANGE]:
            return True
    return False


@kernel
def defence_weight(fixed: Fixed, state: State, scratch: Scratch, order: Ints, s: int) -> int:
    """Effective rounds, in ten-thousandths, of the fire against an assault by side s; blind into smoke. Needs lay_out."""
    effective, h = 0, state.units[order[FIRST_UNIT], HEX]
    percent = -1
    for u in fixed.roster.batteries:
        if not answers(fixed, state, order, u, s):
            continue
        if percent < 0:
            percent = observation(fixed, state, scratch, 1 - s, h)
            if state.hexes[order[TARGET], SMOKED]:
                percent = fixed.rules.numbers[BLIND_PERCENT]
        effective += weight(fixed, u, state.units[u, DEFENSIVE], percent)
    return effective


@kernel
def defensive_fire(fixed: Fixed, state: State, scratch: Scratch, order: Ints, s: int) -> int:
    """Shifts of the other side's defensive fire against an assault by side s."""
    return shifts_of(fixed, defence_weight(fixed, state, scratch, order, s))


@kernel
def prep_losses(fixed: Fixed, state: State, scratch: Scratch, order: Ints, s: int) -> int:
    """Losses the preparation of an assault is expected to cause among the defenders, in thousandths [9.6]."""
    return loss_permille(fixed, state, order[TARGET], preparation_weight(fixed, state, scratch, order, s))


@kernel
def defence_losses(fixed: Fixed, state: State, scratch: Scratch, order: Ints, s: int) -> int:
    """Losses the defensive fire is expected to cause among the attackers, in thousandths, in their first unit's hex."""
    h = state.units[order[FIRST_UNIT], HEX]
    return loss_permille(fixed, state, h, defence_weight(fixed, state, scratch, order, s))


@kernel
def fire(fixed: Fixed, state: State, scratch: Scratch, u: int, h: int, rounds: int, defensive: int, log: Ints) -> None:
    """A battery spends rounds on a hex, which wears what is built there; whether it is found is rolled afterwards."""
    s = fixed.roster.units[u, OF_SIDE]
    state.units[u, ROUNDS] -= rounds
    state.units[u, FIRED] += 1
    touch(scratch, UNITS, u)
    state.sides[s, ROUNDS_FIRED] += rounds
    state.sides[s, (1 + s) * SIDE_BLOCK + ROUNDS_FIRED] += rounds
    emit(log, FIRED_AT, u, h, rounds, defensive, seen_by(s, False))
    shots = scratch.lists[SHOTS]
    if 2 * shots[0] + 2 < len(shots):
        shots[0] += 1
        shots[2 * shots[0] - 1], shots[2 * shots[0]] = u, rounds


@kernel
def wear(fixed: Fixed, state: State, scratch: Scratch, h: int, u: int, rounds: int, log: Ints) -> None:
    """Rounds that fall on a built-up hex turn it to rubble, level by level [9.7]."""
    hexes = state.hexes
    if not is_built_up(fixed, h) or hexes[h, RUBBLE] >= MOST_RUBBLE:
        return
    hexes[h, SHELLED_BY] += rounds * fixed.roster.units[u, CALIBRE]
    if hexes[h, SHELLED_BY] < 100 * fixed.rules.numbers[RUBBLE_ROUNDS]:
        return
    hexes[h, SHELLED_BY] = 0
    hexes[h, RUBBLE] += 1
    touch(scratch, HEXES, h)
    told = 0
    for s in range(2):
        if watches(fixed, state, scratch, s, h):
            see_hex(state, scratch, s, h)
            told |= 1 << s
    emit(log, RUBBLE_GREW, h, hexes[h, RUBBLE], 0, 0, told)


@kernel
def tire(fixed: Fixed, state: State, scratch: Scratch, h: int, effective: int) -> None:
    """Heavy fire tires whoever is in a hex [11.2]."""
    if effective < fixed.rules.numbers[SUPPRESS_ROUNDS] * 10_000:
        return
    v = scratch.hexes[STACK, h]
    while v >= 0:
        state.units[v, LOAD] = max(state.units[v, LOAD], fixed.rules.numbers[STRAIN_SUPPRESSED])
        touch(scratch, UNITS, v)
        v = scratch.lists[NEXT, v]


@kernel
def lose_in_hex(fixed: Fixed, state: State, scratch: Scratch, s: int, h: int, losses: int, log: Ints) -> None:
    """Losses under a side's fire fall on the units in a hex, whoever they are [9.6]."""
    if losses == 0:
        return
    count, v = 0, scratch.hexes[STACK, h]
    while v >= 0:
        scratch.lists[UNDER_FIRE, count] = v
        count += 1
        v = scratch.lists[NEXT, v]
    people, cause = fixed.rules.numbers[LOSS_PEOPLE], OWN_FIRE if held_by(fixed, scratch, h) == s else SHELLING
    lose_in_turn(fixed, state, scratch, scratch.lists[UNDER_FIRE], count, losses, people, LOST_SHELLED, cause, log)


@kernel
def fire_all(fixed: Fixed, state: State, scratch: Scratch, order: Ints, s: int, dice: Ints, log: Ints) -> None:
    """Both sides' guns fire for an assault by side s; the chance of the preparation is rolled first, then the other's."""
    target, start = order[TARGET], state.units[order[FIRST_UNIT], HEX]
    before = preparation_weight(fixed, state, scratch, order, s)
    against = defence_weight(fixed, state, scratch, order, s)
    earlier, whole = 2 * state.hexes[target, ATTACKED_TODAY], len(state.units)
    prepared = losses_fallen(fixed, state, dice, s, target, whole, earlier, loss_permille(fixed, state, target, before))
    hurt = loss_permille(fixed, state, start, against)
    answered = losses_fallen(fixed, state, dice, s, target, whole, earlier + 1, hurt)
    for i in range(order[FIRE_COUNT]):
        u, rounds = order[FIRST_FIRE + 2 * i], order[FIRST_FIRE + 2 * i + 1]
        fire(fixed, state, scratch, u, target, rounds, 0, log)
        wear(fixed, state, scratch, target, u, rounds, log)
        state.hexes[target, PREPARED_TODAY] |= 1 << s
        touch(scratch, HEXES, target)
    for u in fixed.roster.batteries:
        if answers(fixed, state, order, u, s):
            fire(fixed, state, scratch, u, start, state.units[u, DEFENSIVE], 1, log)
            wear(fixed, state, scratch, start, u, state.units[u, DEFENSIVE], log)
    tire(fixed, state, scratch, target, before)
    lose_in_hex(fixed, state, scratch, s, target, prepared, log)
    people = fixed.rules.numbers[LOSS_PEOPLE]
    lose_in_turn(
        fixed, state, scratch, order[FIRST_UNIT:], order[UNIT_COUNT], answered, people, LOST_SHELLED, SHELLING, log
    )
