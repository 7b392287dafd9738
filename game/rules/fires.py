"""[9] Fires: for now the preparation of an assault, the defensive fire against it, and interdiction of roads.

    effective rounds = rounds x calibre x observation; +1 shift from 60, +2 from 180, +3 from 400

The attacker orders the preparation, once a target and day; the defender's batteries answer by their standing orders, in
order of their index, each as long as it keeps its floor of rounds. Both sides' shifts are set against each other.

A battery may also interdict a road: it fires on a hexside its side sees, for the enemy's next night or day, and wears it.
"""

from __future__ import annotations

from game.dice import WEAR, roll
from game.events import FIRED_AT, INTERDICTION, SHELLED, emit, seen_by
from game.ground import EDGE, SURFACE
from game.jit import kernel
from game.orders import (
    ACTING, FIRE_COUNT, FIRST_FIRE, FIRST_UNIT, MOST_FIRES, ROAD_BY_DAY, ROAD_FROM, ROAD_TO, TARGET, UNIT_COUNT,
)  # fmt: skip
from game.rulebook import (
    EFFECTS_AT, EFFECT_MISSIONS, INTERDICT_ROUNDS, NO_ROAD, SEEN_PERCENT, SHIFT_ROUNDS, WEAR_LEAST, WEAR_MOST,
)  # fmt: skip
from game.rules.field import HEXES, UNITS, Fixed, Scratch, arc_between, distance, effect_row, touch
from game.rules.recon import see_edge, tell_edge, watches
from game.state import (
    BATTERY, CALIBRE, CONDITION, DEFENSIVE, FIRED, FLOOR, HEX, INTERDICTED, OF_SIDE, OWNER, PREPARED_TODAY, PRESENT,
    RANGE, ROLE, ROUNDS, ROUNDS_FIRED, SIDE_BLOCK, STATUS, TURN, Ints, State,
)  # fmt: skip

NO_BATTERY, OUT_OF_RANGE, NO_ROUNDS, NO_MISSIONS, PREPARED_ALREADY, BATTERY_TWICE, BAD_STANDING_ORDER = (
    901, 902, 903, 904, 905, 906, 907,
)  # fmt: skip
NO_ROAD_THERE, NOT_OBSERVED, INTERDICTED_ALREADY = 908, 909, 910
"""Rules a fire mission can break."""
LEAST_CONDITION = 10
"""A road is never worse than this."""


@kernel
def can_fire(fixed: Fixed, state: State, u: int) -> bool:
    """Whether a battery has fire missions left by its state of supply [9.3]."""
    return state.units[u, FIRED] < fixed.rules.tables[EFFECTS_AT + effect_row(state, u), EFFECT_MISSIONS]


@kernel
def check_fires(fixed: Fixed, state: State, order: Ints, s: int, why: Ints) -> int:
    """The rule that the preparation of an assault breaks, 0 if none."""
    count, target = order[FIRE_COUNT], order[TARGET]
    if count == 0:
        return 0
    if count < 0 or count > MOST_FIRES:
        return NO_BATTERY
    why[1] = target
    if state.hexes[target, PREPARED_TODAY]:
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
def weight(fixed: Fixed, u: int, rounds: int) -> int:
    """Effective rounds, in ten-thousandths, of a battery's rounds on a hex that is seen [9.2]."""
    return rounds * fixed.roster.units[u, CALIBRE] * fixed.rules.numbers[SEEN_PERCENT]


@kernel
def shifts_of(fixed: Fixed, effective: int) -> int:
    """Shifts for effective rounds given in ten-thousandths [9.2]."""
    series, shifts = fixed.rules.tables, 0
    for i in range(1, series[SHIFT_ROUNDS, 0] + 1):
        if effective >= series[SHIFT_ROUNDS, i] * 10_000:
            shifts = i
    return shifts


@kernel
def preparation(fixed: Fixed, order: Ints) -> int:
    """Shifts of the preparation that an assault orders."""
    effective = 0
    for i in range(order[FIRE_COUNT]):
        effective += weight(fixed, order[FIRST_FIRE + 2 * i], order[FIRST_FIRE + 2 * i + 1])
    return shifts_of(fixed, effective)


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
def defensive_fire(fixed: Fixed, state: State, order: Ints, s: int) -> int:
    """Shifts of the other side's defensive fire against an assault by side s."""
    effective = 0
    for u in fixed.roster.batteries:
        if answers(fixed, state, order, u, s):
            effective += weight(fixed, u, state.units[u, DEFENSIVE])
    return shifts_of(fixed, effective)


@kernel
def fire(fixed: Fixed, state: State, scratch: Scratch, u: int, h: int, rounds: int, defensive: int, log: Ints) -> None:
    """A battery spends rounds on a hex."""
    s = fixed.roster.units[u, OF_SIDE]
    state.units[u, ROUNDS] -= rounds
    state.units[u, FIRED] += 1
    touch(scratch, UNITS, u)
    state.sides[s, ROUNDS_FIRED] += rounds
    state.sides[s, (1 + s) * SIDE_BLOCK + ROUNDS_FIRED] += rounds
    seen = watches(fixed, scratch, 1 - s, state.units[u, HEX])
    emit(log, FIRED_AT, u, h, rounds, defensive, seen_by(s, seen))


@kernel
def fire_all(fixed: Fixed, state: State, scratch: Scratch, order: Ints, s: int, log: Ints) -> None:
    """Both sides' batteries fire for an assault by side s: the preparation, then the defence."""
    for i in range(order[FIRE_COUNT]):
        fire(fixed, state, scratch, order[FIRST_FIRE + 2 * i], order[TARGET], order[FIRST_FIRE + 2 * i + 1], 0, log)
        state.hexes[order[TARGET], PREPARED_TODAY] = 1
        touch(scratch, HEXES, order[TARGET])
    for u in fixed.roster.batteries:
        if answers(fixed, state, order, u, s):
            fire(fixed, state, scratch, u, state.units[order[FIRST_UNIT], HEX], state.units[u, DEFENSIVE], 1, log)


@kernel
def rounds_to_interdict(fixed: Fixed, u: int) -> int:
    """Rounds a battery needs to interdict a hexside for half a day [9.5]."""
    calibre = max(1, fixed.roster.units[u, CALIBRE])
    return (100 * fixed.rules.numbers[INTERDICT_ROUNDS] + calibre - 1) // calibre


@kernel
def check_interdiction(fixed: Fixed, state: State, scratch: Scratch, order: Ints, why: Ints) -> int:
    """The rule an interdiction breaks, 0 if none [9.5]. Needs lay_out."""
    u, h, n, layer = order[ACTING], order[ROAD_FROM], order[ROAD_TO], 1 if order[ROAD_BY_DAY] else 0
    s, row = fixed.roster.units[u, OF_SIDE], state.units[u]
    if fixed.roster.units[u, ROLE] != BATTERY:
        return NO_BATTERY
    a = arc_between(fixed, h, n) if 0 <= h < len(state.hexes) else -1
    if a < 0 or fixed.board.arcs[a, SURFACE] == NO_ROAD:
        return NO_ROAD_THERE
    why[1] = h
    why[2] = min(distance(fixed, row[HEX], h), distance(fixed, row[HEX], n))
    why[3] = fixed.roster.units[u, RANGE]
    if why[2] > why[3]:
        return OUT_OF_RANGE
    if not (watches(fixed, scratch, s, h) or watches(fixed, scratch, s, n)):
        return NOT_OBSERVED
    if (state.edges[fixed.board.arcs[a, EDGE], INTERDICTED + s] >> layer) & 1:
        return INTERDICTED_ALREADY
    why[2], why[3] = rounds_to_interdict(fixed, u), row[ROUNDS]
    if why[2] > why[3]:
        return NO_ROUNDS
    return 0 if can_fire(fixed, state, u) else NO_MISSIONS


@kernel
def interdict(fixed: Fixed, state: State, scratch: Scratch, order: Ints, dice: Ints, log: Ints) -> None:
    """A battery fires on a road for the enemy's next night or day, which wears it. Needs lay_out."""
    u, h, n, layer = order[ACTING], order[ROAD_FROM], order[ROAD_TO], 1 if order[ROAD_BY_DAY] else 0
    s, numbers, e = fixed.roster.units[u, OF_SIDE], fixed.rules.numbers, fixed.board.arcs[arc_between(fixed, h, n), EDGE]
    fire(fixed, state, scratch, u, h, rounds_to_interdict(fixed, u), 0, log)
    edge = state.edges[e]
    edge[INTERDICTED + s] |= 1 << layer
    faces = numbers[WEAR_MOST] - numbers[WEAR_LEAST] + 1
    wear = numbers[WEAR_LEAST] + roll(dice, state.clock[TURN], s, WEAR, h, n, layer, faces)
    edge[CONDITION] = max(LEAST_CONDITION, edge[CONDITION] - wear)
    tell_edge(fixed, state, scratch, h, n, e)
    theirs = state.hexes[h, OWNER] == 1 - s or state.hexes[n, OWNER] == 1 - s
    if theirs:
        see_edge(state, 1 - s, e)
    told = theirs or watches(fixed, scratch, 1 - s, h) or watches(fixed, scratch, 1 - s, n)
    emit(log, INTERDICTION, u, h, n, edge[CONDITION], seen_by(s, False))
    if told:
        emit(log, SHELLED, h, n, edge[CONDITION], 0, seen_by(1 - s, False))
