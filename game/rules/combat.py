"""[8] Combat: the column of an assault and its exact outcomes.

    strength = steps x quality x condition x supply x kind, for the steps that find room on their hexside; a defender that
               rests, or is being relieved, has less
    column = half steps of the logarithm of attack : defence, + shifts, within the table
    x = column + two dice - 7 -> losses of both, and whether the defender retreats

`weigh` finds the column and its terms on any state: the true one when an assault is resolved, a believed one when it is
previewed, the same function in both. `expect` sums the 36 throws exactly.
"""

from __future__ import annotations

from game import terms as why_terms
from game.ground import DIRECTION, EDGE, END_ARC, FIRST_ARC, RISE, TERRAIN, TO, WATER_SIDE
from game.jit import kernel
from game.orders import FIRST_UNIT, TARGET, UNIT_COUNT
from game.rulebook import (
    BOTTLED, BRIDGE_SHIFT, BUILT_UP, COLUMN_LEAST, COLUMN_MOST, COVER, COVER_LEAST, DENSE, DENSE_HOLDS_BELOW, EFFECTS_AT,
    EFFECT_ATTACK, EFFECT_DEFENCE, FACTOR_PERMILLE, FLANK, FRONTAGE_DENSE_STEPS, FRONTAGE_STEPS, MINES_SHIFT, NO_WATER,
    ODDS_THRESHOLDS, OPPOSITE, OUTCOMES_AT, OUTCOME_ATTACKER, OUTCOME_COUNT, OUTCOME_DEFENDER, OUTCOME_FROM,
    OUTCOME_RETREAT, QUALITY_PERCENT, RELIEF_DEFENCE, RESTING_DEFENCE, RIVER_SHIFT, RUBBLE_3_COVER, SHIFT_MOST,
    SLOPE_METRES, TAKEN_TRENCH_DAYS, TARGET_LOW, TERRAINS_AT, TRENCH_BUILT_UP_COVER, TRENCH_COVER, UPHILL,
)  # fmt: skip
from game.rules.field import (
    NEXT, SHARE_ARC, SHARE_STEPS, SHARE_STRENGTH, SHARE_UNIT, STACK, WEIGHED, ZONES, Fixed, Scratch, arc_between,
    effect_row, held_by, steps_of,
)  # fmt: skip
from game.rules.fires import defensive_fire, preparation
from game.rules.movement import bridged, can_cross
from game.state import (
    ATTACK, COMBAT, DEFENCE, FATIGUE, FOOT, FRONT_UA, HEX, LEAVING, LOW, MINES, OF_SIDE, OWNER, PEOPLE, QUALITY, REST,
    ROLE, RUBBLE, SUPPLY, TAKEN, TASK, TRENCH, TURN, Ints, State,
)  # fmt: skip

# fight, the row WEIGHED of scratch.lists: the assault being weighed --------------------------------------------------
FIGHT_ATTACK = 0
"""Strength of the attack in hundredths of a step."""
FIGHT_DEFENCE = 1
"""Strength of the defence in hundredths of a step."""
FIGHT_COLUMN = 2
"""The column, after all shifts."""
FIGHT_DENSE = 3
"""1 if the target is dense urban ground or works."""
FIGHT_PREPARATION = 4
"""Shifts of the preparation; FIGHT_DEFENSIVE of the fire against it."""
FIGHT_DEFENSIVE = 5
FIGHT_DIRECTIONS = 6
"""Bit d set: steps attack from the hex in direction d of the target."""
FIGHT_WINS = 7
"""Throws of 36 after which the defender retreats; filled by expect."""
FIGHT_LOSS = 8
"""Losses of the attacker summed over the 36 throws; FIGHT_INFLICTED of the defender."""
FIGHT_INFLICTED = 9


@kernel
def frontage(fixed: Fixed, target: int) -> int:
    """Steps that may attack across one hexside of a hex in a day [8.2]."""
    dense = fixed.rules.tables[TERRAINS_AT + fixed.board.hexes[target, TERRAIN], DENSE]
    return fixed.rules.numbers[FRONTAGE_DENSE_STEPS if dense else FRONTAGE_STEPS]


@kernel
def share_frontage(fixed: Fixed, state: State, scratch: Scratch, order: Ints) -> None:
    """Fill SHARE_* of scratch.lists: the steps of each attacker that find room on its hexside, first named first."""
    target = order[TARGET]
    for i in range(order[UNIT_COUNT]):
        u = order[FIRST_UNIT + i]
        s, h = fixed.roster.units[u, OF_SIDE], state.units[u, HEX]
        a = arc_between(fixed, h, target)
        room = frontage(fixed, target) - state.edges[fixed.board.arcs[a, EDGE], FRONT_UA + s]
        for j in range(i):
            if scratch.lists[SHARE_ARC, j] == a:
                room -= scratch.lists[SHARE_STEPS, j]
        counted = min(steps_of(fixed, state.units[u, PEOPLE]), max(room, 0))
        scratch.lists[SHARE_UNIT, i] = u
        scratch.lists[SHARE_STEPS, i] = counted
        scratch.lists[SHARE_STRENGTH, i] = attack_strength(fixed, state, u, counted)
        scratch.lists[SHARE_ARC, i] = a


@kernel
def strength(fixed: Fixed, state: State, u: int, steps: int, value: int, effect: int) -> int:
    """Hundredths of a step: steps x quality x condition x value of the kind x effect of supply [8.3]."""
    row = state.units[u]
    quality = fixed.rules.tables[QUALITY_PERCENT, row[QUALITY]]
    condition = fixed.rules.tables[FACTOR_PERMILLE, min(row[FATIGUE], 100)]
    return steps * quality * condition * value * effect // 10_000_000


@kernel
def attack_strength(fixed: Fixed, state: State, u: int, steps: int) -> int:
    """What steps of a unit weigh in attack, in hundredths of a step."""
    effect = fixed.rules.tables[EFFECTS_AT + effect_row(state, u), EFFECT_ATTACK]
    return strength(fixed, state, u, steps, fixed.roster.units[u, ATTACK], effect)


@kernel
def defence_strength(fixed: Fixed, state: State, u: int) -> int:
    """What a unit weighs in defence, in hundredths of a step."""
    effect = fixed.rules.tables[EFFECTS_AT + effect_row(state, u), EFFECT_DEFENCE]
    if state.units[u, TASK] == REST:
        effect = effect * fixed.rules.numbers[RESTING_DEFENCE] // 100
    return strength(fixed, state, u, steps_of(fixed, state.units[u, PEOPLE]), fixed.roster.units[u, DEFENCE], effect)


@kernel
def odds_column(fixed: Fixed, attack: int, defence: int) -> int:
    """Odds as a column: thresholds passed by 1000 x attack : defence, negative by symmetry [8.4]."""
    series = fixed.rules.tables
    count = series[ODDS_THRESHOLDS, 0]
    column = 0
    for i in range(1, count + 1):
        if 1000 * attack >= series[ODDS_THRESHOLDS, i] * defence:
            column = i
        elif 1000 * defence >= series[ODDS_THRESHOLDS, i] * attack:
            column = -i
    return column


@kernel
def trench_level(fixed: Fixed, state: State, h: int) -> int:
    """Level of the trenches of a hex: those dug, or 1 from the second dawn it has been held [8.5]."""
    row = state.hexes[h]
    held = row[TAKEN] > 0 and state.clock[TURN] - row[TAKEN] >= fixed.rules.numbers[TAKEN_TRENCH_DAYS]
    return max(row[TRENCH], 1 if held else 0)


@kernel
def add_cover(fixed: Fixed, state: State, h: int, terms: Ints) -> int:
    """The shift of the best cover a hex gives: trench or terrain, not both [8.5]."""
    numbers, terrain = fixed.rules.numbers, fixed.rules.tables[TERRAINS_AT + fixed.board.hexes[h, TERRAIN]]
    level = trench_level(fixed, state, h)
    trench = fixed.rules.tables[TRENCH_COVER, level]
    if level == 3 and terrain[BUILT_UP]:
        trench = numbers[TRENCH_BUILT_UP_COVER]
    ground = terrain[COVER]
    if terrain[DENSE] and state.hexes[h, RUBBLE] == 3:
        ground = numbers[RUBBLE_3_COVER]
    least = numbers[COVER_LEAST]
    if trench < ground:
        return why_terms.add(terms, why_terms.TRENCH_COVER, max(trench, least), level)
    if ground < 0:
        return why_terms.add(terms, why_terms.TERRAIN_COVER, max(ground, least), fixed.board.hexes[h, TERRAIN])
    return 0


@kernel
def add_hexsides(fixed: Fixed, state: State, scratch: Scratch, count: int, terms: Ints) -> int:
    """Shifts for slopes, waters and mines over which more than half of the attack comes [8.5]."""
    numbers = fixed.rules.numbers
    total, uphill, river, bridge, mined = 0, 0, 0, 0, 0
    for i in range(count):
        arc, power = fixed.board.arcs[scratch.lists[SHARE_ARC, i]], scratch.lists[SHARE_STRENGTH, i]
        total += power
        if arc[RISE] >= numbers[SLOPE_METRES]:
            uphill += power
        if arc[WATER_SIDE] != NO_WATER:
            if bridged(state, arc[EDGE]):
                bridge += power
            else:
                river += power
        if state.edges[arc[EDGE], MINES] == 2 - fixed.roster.units[scratch.lists[SHARE_UNIT, i], OF_SIDE]:
            mined += power
    shift = 0
    if 2 * uphill > total:
        shift += why_terms.add(terms, why_terms.UPHILL, numbers[UPHILL], 0)
    if 2 * river > total:
        shift += why_terms.add(terms, why_terms.RIVER, numbers[RIVER_SHIFT], 0)
    elif 2 * (river + bridge) > total:
        shift += why_terms.add(terms, why_terms.BRIDGE, numbers[BRIDGE_SHIFT], 0)
    if 2 * mined > total:
        shift += why_terms.add(terms, why_terms.MINED, numbers[MINES_SHIFT], 0)
    return shift


@kernel
def add_flanks(fixed: Fixed, directions: int, terms: Ints) -> int:
    """The shift for attacking from hexes that do not touch, or from three sides with two opposite [8.6]."""
    count, apart, opposite = 0, False, False
    for d in range(6):
        if not (directions >> d) & 1:
            continue
        count += 1
        opposite = opposite or ((directions >> ((d + 3) % 6)) & 1) == 1
        apart = apart or ((directions >> ((d + 2) % 6)) & 1) == 1
    if count >= 3 and opposite:
        return why_terms.add(terms, why_terms.OPPOSITE, fixed.rules.numbers[OPPOSITE], 0)
    if apart or opposite:
        return why_terms.add(terms, why_terms.FLANK, fixed.rules.numbers[FLANK], 0)
    return 0


@kernel
def all_low(fixed: Fixed, state: State, scratch: Scratch, h: int) -> bool:
    """Whether every fighting unit in a hex is Low or Out [8.7]."""
    u, fighting = scratch.hexes[STACK, h], 0
    while u >= 0:
        if fixed.roster.units[u, ROLE] == COMBAT:
            fighting += 1
            if state.units[u, SUPPLY] < LOW:
                return False
        u = scratch.lists[NEXT, u]
    return fighting > 0


@kernel
def stack_defence(fixed: Fixed, state: State, scratch: Scratch, h: int) -> int:
    """What the units in a hex weigh in defence; less while one of them is being relieved [11.10]."""
    defence, leaving = 0, False
    u = scratch.hexes[STACK, h]
    while u >= 0:
        defence += defence_strength(fixed, state, u)
        leaving = leaving or state.units[u, LEAVING] > 0
        u = scratch.lists[NEXT, u]
    return defence * fixed.rules.numbers[RELIEF_DEFENCE] // 100 if leaving else defence


@kernel
def is_bottled(fixed: Fixed, state: State, scratch: Scratch, h: int, s: int) -> bool:
    """Whether every way of retreat from a hex leads into a zone of side s, which attacks it [7.6]."""
    for a in range(fixed.board.hexes[h, FIRST_ARC], fixed.board.hexes[h, END_ARC]):
        n = fixed.board.arcs[a, TO]
        if held_by(fixed, scratch, n) == s or state.hexes[n, OWNER] == s or scratch.hexes[ZONES + s, n] > 0:
            continue
        if can_cross(fixed, state, FOOT, a):
            return False
    return True


@kernel
def weigh(fixed: Fixed, state: State, scratch: Scratch, order: Ints, terms: Ints) -> int:
    """The column of an assault, with its terms; fills WEIGHED and SHARE_* of scratch.lists. Needs lay_out."""
    target, count, fight, numbers = order[TARGET], order[UNIT_COUNT], scratch.lists[WEIGHED], fixed.rules.numbers
    s = fixed.roster.units[order[FIRST_UNIT], OF_SIDE]
    why_terms.clear(terms)
    share_frontage(fixed, state, scratch, order)
    fight[FIGHT_ATTACK], fight[FIGHT_DEFENCE], fight[FIGHT_DIRECTIONS] = 0, 0, 0
    for i in range(count):
        fight[FIGHT_ATTACK] += scratch.lists[SHARE_STRENGTH, i]
        if scratch.lists[SHARE_STEPS, i] > 0:
            fight[FIGHT_DIRECTIONS] |= 1 << ((fixed.board.arcs[scratch.lists[SHARE_ARC, i], DIRECTION] + 3) % 6)
    fight[FIGHT_DEFENCE] = stack_defence(fixed, state, scratch, target)
    defence = max(fight[FIGHT_DEFENCE], 1)
    column = odds_column(fixed, fight[FIGHT_ATTACK], defence)
    why_terms.add(terms, why_terms.ODDS, column, fight[FIGHT_ATTACK] * 100 // defence)
    column += add_cover(fixed, state, target, terms)
    column += add_hexsides(fixed, state, scratch, count, terms)
    fight[FIGHT_PREPARATION] = preparation(fixed, order)
    fight[FIGHT_DEFENSIVE] = defensive_fire(fixed, state, order, s)
    most = numbers[SHIFT_MOST]
    artillery = max(-most, min(most, fight[FIGHT_PREPARATION] - fight[FIGHT_DEFENSIVE]))
    if artillery != 0:
        column += why_terms.add(terms, why_terms.ARTILLERY, artillery, fight[FIGHT_DEFENSIVE])
    column += add_flanks(fixed, fight[FIGHT_DIRECTIONS], terms)
    if is_bottled(fixed, state, scratch, target, s):
        column += why_terms.add(terms, why_terms.BOTTLED, numbers[BOTTLED], 0)
    if all_low(fixed, state, scratch, target):
        column += why_terms.add(terms, why_terms.TARGET_LOW, numbers[TARGET_LOW], 0)
    within = max(numbers[COLUMN_LEAST], min(numbers[COLUMN_MOST], column))
    if within != column:
        column += why_terms.add(terms, why_terms.LIMIT, within - column, 0)
    fight[FIGHT_COLUMN] = column
    fight[FIGHT_DENSE] = fixed.rules.tables[TERRAINS_AT + fixed.board.hexes[target, TERRAIN], DENSE]
    return column


@kernel
def outcome_row(fixed: Fixed, x: int) -> int:
    """Row of the table of outcomes for x."""
    row = 0
    for i in range(fixed.rules.numbers[OUTCOME_COUNT]):
        if x >= fixed.rules.tables[OUTCOMES_AT + i, OUTCOME_FROM]:
            row = i
    return row


@kernel
def retreats(fixed: Fixed, scratch: Scratch, x: int) -> bool:
    """Whether the defender retreats at x: not from dense ground in the lower bands [8.8]."""
    if scratch.lists[WEIGHED, FIGHT_DENSE] and x < fixed.rules.numbers[DENSE_HOLDS_BELOW]:
        return False
    return fixed.rules.tables[OUTCOMES_AT + outcome_row(fixed, x), OUTCOME_RETREAT] != 0


@kernel
def expect(fixed: Fixed, scratch: Scratch) -> None:
    """Sum the 36 throws of the assault that weigh looked at: retreats and losses of both sides, exactly [8.8]."""
    fight = scratch.lists[WEIGHED]
    fight[FIGHT_WINS], fight[FIGHT_LOSS], fight[FIGHT_INFLICTED] = 0, 0, 0
    for dice in range(2, 13):
        throws = 6 - abs(7 - dice)
        x = fight[FIGHT_COLUMN] + dice - 7
        row = outcome_row(fixed, x)
        fight[FIGHT_LOSS] += throws * fixed.rules.tables[OUTCOMES_AT + row, OUTCOME_ATTACKER]
        fight[FIGHT_INFLICTED] += throws * fixed.rules.tables[OUTCOMES_AT + row, OUTCOME_DEFENDER]
        if retreats(fixed, scratch, x):
            fight[FIGHT_WINS] += throws
