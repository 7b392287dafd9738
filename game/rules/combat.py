"""[8] Combat: the column of an assault and its exact outcomes.

    strength = steps x quality x condition x supply x kind x posture, for the steps that find room on their hexside; a
               defender that is being relieved has less
    column = half steps of the logarithm of attack : defence, + shifts, within the table
    x = column + throw - 7 -> losses of both, and whether the defender retreats, as their postures change it

`weigh` finds the column and its terms on any state: the true one when an assault is resolved, a believed one when it is
previewed, the same function in both. `outcome` says what an x does, `expect` sums all throws exactly.
"""

from __future__ import annotations

from game import terms as why_terms
from game.ground import DIRECTION, EDGE, END_ARC, FIRST_ARC, RISE, TERRAIN, TO, WATER_SIDE
from game.jit import kernel
from game.orders import FIRST_UNIT, TARGET, UNIT_COUNT
from game.rulebook import (
    BOTTLED, BRIDGE_SHIFT, BUILT_UP, COLUMN_LEAST, COLUMN_MOST, COVER, COVER_LEAST, DELAY_LOSSES, DENSE,
    DENSE_HOLDS_BELOW, DICE_MODE, EFFECTS_AT, EFFECT_ATTACK, EFFECT_DEFENCE, FACTOR_PERMILLE, FAST_BELOW, FAST_LOSSES,
    FIXED_DICE, FLANK, FRONTAGE_DENSE_STEPS, FRONTAGE_STEPS, MINES_SHIFT, NO_WATER, ODDS_THRESHOLDS, OPPOSITE,
    OUTCOMES_AT, OUTCOME_ATTACKER, OUTCOME_COUNT, OUTCOME_DEFENDER, OUTCOME_FROM, OUTCOME_RETREAT, OVERHEAD_SHIFT,
    PROBE_LOSSES, PROBE_STEPS, QUALITY_PERCENT, RELIEF_DEFENCE, RIVER_SHIFT, RUBBLE_3_COVER, SHIFT_MOST, SLOPE_METRES,
    STEADY, TARGET_LOW, TERRAINS_AT, TRENCH_BUILT_UP_COVER, TRENCH_COVER, UPHILL, WAVE_LOSSES,
)  # fmt: skip
from game.rules.field import (
    NEXT, SHARE_ARC, SHARE_STEPS, SHARE_STRENGTH, SHARE_UNIT, STACK, WEIGHED, ZONES, Fixed, Scratch, arc_between,
    effect_row, held_by, steps_of, trench_level,
)  # fmt: skip
from game.rules.fires import defensive_fire, preparation
from game.rules.movement import bridged, can_cross
from game.state import (
    ATTACK, COMBAT, DEFENCE, DELAY, FATIGUE, FOOT, FRONT_UA, HEX, LEAVING, LOW, MINES, OF_SIDE, OVERHEAD, OWNER, PEOPLE,
    POSTURE, PROBE, QUALITY, REST, ROLE, RUBBLE, SEEN_HEX, SEEN_LEVEL, SEEN_POSTURE, SEEN_SUPPLY, WAVE, Ints, State,
)  # fmt: skip
from game.rules.recon import ALL, STRENGTH
from game.dice import FIGHT, roll, two_dice
from game.rules.postures import attack_percent, defence_percent, holds_fast

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
FIGHT_WAVE = 10
"""1 if a unit attacks in waves; FIGHT_PROBE 1 if it is a probe."""
FIGHT_PROBE = 11
FIGHT_FAST = 12
"""Fighting defenders that hold at all costs and can; FIGHT_DELAY 1 if all of them delay."""
FIGHT_DELAY = 13
FIGHT_OWN = 14
"""Losses of the attacker at the x that outcome looked at; FIGHT_ENEMY of the defender."""
FIGHT_ENEMY = 15
FIGHT_RETREAT = 16
"""1 if the defender retreats at that x; FIGHT_HELD 1 if only its will to hold at all costs keeps it."""
FIGHT_HELD = 17
FIGHT_AGAIN = 18
"""Throws after which a wave throws once more; filled by expect."""


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
        steps = steps_of(fixed, state.units[u, PEOPLE])
        if state.units[u, POSTURE] == PROBE:
            steps = min(steps, fixed.rules.numbers[PROBE_STEPS])
        counted = min(steps, max(room, 0))
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
    effect = effect * attack_percent(fixed, state, u) // 100
    return strength(fixed, state, u, steps, fixed.roster.units[u, ATTACK], effect)


@kernel
def defence_strength(fixed: Fixed, state: State, u: int) -> int:
    """What a unit weighs in defence, in hundredths of a step."""
    effect = fixed.rules.tables[EFFECTS_AT + effect_row(state, u), EFFECT_DEFENCE]
    effect = effect * defence_percent(fixed, state, u) // 100
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
def is_weak(fixed: Fixed, state: State, u: int, h: int) -> bool:
    """Whether the enemy knows that a unit in a hex rests or delays, or is Low or Out [8.7]."""
    row = state.units[u]
    if row[SEEN_HEX] != h:
        return False
    if row[SEEN_LEVEL] >= STRENGTH and (row[SEEN_POSTURE] == REST or row[SEEN_POSTURE] == DELAY):
        return True
    return row[SEEN_LEVEL] >= ALL and row[SEEN_SUPPLY] >= LOW


@kernel
def all_weak(fixed: Fixed, state: State, scratch: Scratch, h: int) -> bool:
    """Whether the enemy knows so of every fighting unit in a hex [8.7]."""
    u, fighting = scratch.hexes[STACK, h], 0
    while u >= 0:
        if fixed.roster.units[u, ROLE] == COMBAT:
            fighting += 1
            if not is_weak(fixed, state, u, h):
                return False
        u = scratch.lists[NEXT, u]
    return fighting > 0


@kernel
def note_postures(fixed: Fixed, state: State, scratch: Scratch, order: Ints) -> None:
    """Fill FIGHT_WAVE, FIGHT_PROBE, FIGHT_FAST and FIGHT_DELAY of an assault whose steps are shared out."""
    fight, fighting, delaying = scratch.lists[WEIGHED], 0, 0
    fight[FIGHT_WAVE], fight[FIGHT_FAST] = 0, 0
    fight[FIGHT_PROBE] = 1 if state.units[order[FIRST_UNIT], POSTURE] == PROBE else 0
    for i in range(order[UNIT_COUNT]):
        if scratch.lists[SHARE_STEPS, i] > 0 and state.units[order[FIRST_UNIT + i], POSTURE] == WAVE:
            fight[FIGHT_WAVE] = 1
    u = scratch.hexes[STACK, order[TARGET]]
    while u >= 0:
        if fixed.roster.units[u, ROLE] == COMBAT:
            fighting += 1
            delaying += 1 if state.units[u, POSTURE] == DELAY else 0
            fight[FIGHT_FAST] += 1 if holds_fast(fixed, state, u) else 0
        u = scratch.lists[NEXT, u]
    fight[FIGHT_DELAY] = 1 if fighting > 0 and delaying == fighting else 0


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
    note_postures(fixed, state, scratch, order)
    fight[FIGHT_DEFENCE] = stack_defence(fixed, state, scratch, target)
    defence = max(fight[FIGHT_DEFENCE], 1)
    column = odds_column(fixed, fight[FIGHT_ATTACK], defence)
    why_terms.add(terms, why_terms.ODDS, column, fight[FIGHT_ATTACK] * 100 // defence)
    column += add_cover(fixed, state, target, terms)
    column += add_hexsides(fixed, state, scratch, count, terms)
    fight[FIGHT_PREPARATION] = preparation(fixed, state, scratch, order, s)
    fight[FIGHT_DEFENSIVE] = defensive_fire(fixed, state, scratch, order, s)
    most = numbers[SHIFT_MOST]
    artillery = max(-most, min(most, fight[FIGHT_PREPARATION] - fight[FIGHT_DEFENSIVE]))
    if artillery != 0:
        column += why_terms.add(terms, why_terms.ARTILLERY, artillery, fight[FIGHT_DEFENSIVE])
    column += add_flanks(fixed, fight[FIGHT_DIRECTIONS], terms)
    if is_bottled(fixed, state, scratch, target, s):
        column += why_terms.add(terms, why_terms.BOTTLED, numbers[BOTTLED], 0)
    if state.hexes[target, OVERHEAD + s]:
        column += why_terms.add(terms, why_terms.OVERHEAD, numbers[OVERHEAD_SHIFT], 0)
    if all_weak(fixed, state, scratch, target):
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
def outcome(fixed: Fixed, scratch: Scratch, x: int) -> None:
    """What x does in the assault that weigh looked at; fills FIGHT_OWN, FIGHT_ENEMY, FIGHT_RETREAT, FIGHT_HELD [8.8]."""
    fight, numbers = scratch.lists[WEIGHED], fixed.rules.numbers
    row = fixed.rules.tables[OUTCOMES_AT + outcome_row(fixed, x)]
    own, enemy, gone, held = row[OUTCOME_ATTACKER], row[OUTCOME_DEFENDER], 0, 0
    if retreats(fixed, scratch, x):
        gone = 1
    if fight[FIGHT_PROBE]:
        own = min(numbers[PROBE_LOSSES], own)
        enemy = min(numbers[PROBE_LOSSES], enemy)
        gone = 0
    elif fight[FIGHT_DELAY]:
        if x >= 0:
            gone = 1
            enemy = max(0, enemy - numbers[DELAY_LOSSES])
    elif fight[FIGHT_FAST] > 0 and gone == 1 and x < numbers[FAST_BELOW]:
        gone, held = 0, 1
        enemy += numbers[FAST_LOSSES]
    fight[FIGHT_OWN], fight[FIGHT_ENEMY], fight[FIGHT_RETREAT], fight[FIGHT_HELD] = own, enemy, gone, held


@kernel
def ways_of(fixed: Fixed, shown: int) -> int:
    """Throws of 36 that show a number from 2 to 12: two dice; Steady 6 or 8; Fixed 7 [8.12]."""
    mode = fixed.rules.numbers[DICE_MODE]
    if mode == FIXED_DICE:
        return 36 if shown == 7 else 0
    if mode == STEADY:
        return 18 if shown == 6 or shown == 8 else 0
    return 6 - abs(7 - shown)


@kernel
def throw(fixed: Fixed, dice: Ints, turn: int, s: int, target: int, first: int, k: int) -> int:
    """What an assault's throw shows, as often as ways_of says: two rolls of a die, one of two faces, or none [8.12]."""
    mode = fixed.rules.numbers[DICE_MODE]
    if mode == FIXED_DICE:
        return 7
    if mode == STEADY:
        return 6 + 2 * roll(dice, turn, s, FIGHT, target, first, 2 * k, 2)
    return two_dice(dice, turn, s, FIGHT, target, first, k)


@kernel
def add_throws(fixed: Fixed, scratch: Scratch, column: int, weight: int, again: bool) -> None:
    """Add every throw of a column, so many times each, to FIGHT_WINS, FIGHT_LOSS, FIGHT_INFLICTED; after waves again."""
    fight = scratch.lists[WEIGHED]
    for shown in range(2, 13):
        ways = ways_of(fixed, shown) * weight
        outcome(fixed, scratch, column + shown - 7)
        fight[FIGHT_LOSS] += ways * fight[FIGHT_OWN]
        fight[FIGHT_INFLICTED] += ways * fight[FIGHT_ENEMY]
        fight[FIGHT_WINS] += ways * fight[FIGHT_RETREAT]
        if again and fight[FIGHT_RETREAT] == 0:
            fight[FIGHT_AGAIN] += ways


@kernel
def expect(fixed: Fixed, scratch: Scratch) -> None:
    """Sum all throws of the assault that weigh looked at, in thirty-sixths: retreats and losses of both sides [8.8]."""
    fight = scratch.lists[WEIGHED]
    fight[FIGHT_WINS], fight[FIGHT_LOSS], fight[FIGHT_INFLICTED], fight[FIGHT_AGAIN] = 0, 0, 0, 0
    if fight[FIGHT_WAVE] == 0:
        add_throws(fixed, scratch, fight[FIGHT_COLUMN], 1, False)
        return
    add_throws(fixed, scratch, fight[FIGHT_COLUMN], 36, True)
    add_throws(fixed, scratch, fight[FIGHT_COLUMN] - 1, fight[FIGHT_AGAIN] // 36, False)
    fight[FIGHT_LOSS] = fight[FIGHT_LOSS] // 36 + 36 * fixed.rules.numbers[WAVE_LOSSES]
    fight[FIGHT_WINS] //= 36
    fight[FIGHT_INFLICTED] //= 36
