"""[8] Assault: who may attack whom, the roll, losses, retreat, advance, exploitation.

One loss is 25 people; losses fall one at a time on the largest unit. After a retreat the attacker with most people enters
the hex free of points and zones, the others if they are ordered to and there is room. A win in the last column lets the
attackers attack once more.
"""

from __future__ import annotations

from game.dice import FIGHT, two_dice
from game.events import ADVANCED, ASSAULT_MADE, BATTLE, BY_BOTH, emit, seen_by
from game.ground import EDGE
from game.jit import kernel
from game.orders import FIRST_UNIT, FOLLOW, MOST_UNITS, TARGET, UNIT_COUNT
from game.rulebook import (
    ASSAULT_POINTS, COLUMN_MOST, EFFECTS_AT, EFFECT_ATTACK, OUTCOMES_AT, OUTCOME_ATTACKER, OUTCOME_DEFENDER,
    STRAIN_ASSAULTED, STRAIN_ATTACKED, UNWILLING,
)  # fmt: skip
from game.rules.casualties import book, lose_in_turn
from game.rules.combat import outcome_row, retreats, share_frontage, weigh
from game.rules.field import (
    HEXES, HEXSIDES, NEXT, PATH, SHARE_ARC, SHARE_STEPS, STACK, UNITS, Fixed, Scratch, arc_between, effect_row,
    has_room, held_by, touch,
)  # fmt: skip
from game.rules.fires import check_fires, fire_all
from game.rules.movement import can_cross, drop_plans, relocate, take_hex
from game.rules.recon import watches
from game.rules.retreat import retreat_all
from game.state import (
    ASSAULTED, ASSAULTS, ATTACK, ATTACKED, ATTACKED_TODAY, ATTACKS, COMBAT, EXPLOITING, FRONT_UA, HEX, LEAVING, LOAD,
    LOST_ATTACKING, LOST_DEFENDING, MOBILITY, MORALE, OF_SIDE, PEOPLE, POINTS, PRESENT, RETREATED, ROLE, SHAKEN, STATUS,
    TURN, USE,
    Ints, State,
)  # fmt: skip

NOT_ADJACENT, NOBODY_THERE, HAS_ATTACKED, CANNOT_ATTACK, HAS_RETREATED, NO_POINTS, OUT_OF_SUPPLY, NO_FRONTAGE = (
    801, 802, 803, 804, 805, 806, 807, 808,
)  # fmt: skip
NO_ATTACKERS, UNIT_TWICE, NO_WAY_ACROSS, IS_SHAKEN, IS_UNWILLING, IS_LEAVING = 809, 810, 811, 812, 813, 814
"""Rules an assault can break."""


@kernel
def check_assault(fixed: Fixed, state: State, scratch: Scratch, order: Ints, why: Ints) -> int:
    """The rule an assault breaks, 0 if none; why = what the sentence needs. Needs lay_out."""
    target, count = order[TARGET], order[UNIT_COUNT]
    if count < 1 or count > MOST_UNITS:
        return NO_ATTACKERS
    s = fixed.roster.units[order[FIRST_UNIT], OF_SIDE]
    why[1] = target
    if target < 0 or target >= len(state.hexes) or held_by(fixed, scratch, target) != 1 - s:
        return NOBODY_THERE
    for i in range(count):
        u = order[FIRST_UNIT + i]
        why[0] = u
        for j in range(i):
            if order[FIRST_UNIT + j] == u:
                return UNIT_TWICE
        rule = check_attacker(fixed, state, scratch, u, target, s, why)
        if rule != 0:
            return rule
    share_frontage(fixed, state, scratch, order)
    for i in range(count):
        if scratch.lists[SHARE_STEPS, i] == 0:
            why[0] = order[FIRST_UNIT + i]
            return NO_FRONTAGE
    return check_fires(fixed, state, order, s, why)


@kernel
def check_attacker(fixed: Fixed, state: State, scratch: Scratch, u: int, target: int, s: int, why: Ints) -> int:
    """The rule a unit breaks by attacking a hex, 0 if none."""
    row, fact = state.units[u], fixed.roster.units[u]
    if fact[ROLE] != COMBAT or fact[ATTACK] == 0:
        return CANNOT_ATTACK
    a = arc_between(fixed, row[HEX], target)
    if a < 0:
        return NOT_ADJACENT
    if row[RETREATED]:
        return HAS_RETREATED
    if row[ATTACKS] < 1:
        return HAS_ATTACKED
    if row[SHAKEN] > 0:
        return IS_SHAKEN
    if row[LEAVING] > 0:
        return IS_LEAVING
    if row[MORALE] < fixed.rules.numbers[UNWILLING]:
        why[2], why[3] = fixed.rules.numbers[UNWILLING], row[MORALE]
        return IS_UNWILLING
    if fixed.rules.tables[EFFECTS_AT + effect_row(state, u), EFFECT_ATTACK] == 0:
        return OUT_OF_SUPPLY
    why[2] = row[POINTS]
    why[3] = fixed.rules.numbers[ASSAULT_POINTS]
    if row[POINTS] < why[3] and not row[EXPLOITING]:
        return NO_POINTS
    if not can_cross(fixed, state, fact[MOBILITY], a):
        return NO_WAY_ACROSS
    return 0


@kernel
def resolve_assault(
    fixed: Fixed, state: State, scratch: Scratch, order: Ints, dice: Ints, terms: Ints, log: Ints
) -> None:
    """Carry out an assault: fire, roll, losses, retreat, advance. Needs lay_out."""
    target, count = order[TARGET], order[UNIT_COUNT]
    units = order[FIRST_UNIT : FIRST_UNIT + count]
    s = fixed.roster.units[units[0], OF_SIDE]
    column = weigh(fixed, state, scratch, order, terms)
    fire_all(fixed, state, scratch, order, s, log)
    earlier = state.hexes[target, ATTACKED_TODAY]
    thrown = two_dice(dice, state.clock[TURN], s, FIGHT, target, units[0], earlier)
    x = column + thrown - 7
    row = outcome_row(fixed, x)
    must_retreat = retreats(fixed, scratch, x)
    emit(log, ASSAULT_MADE, target, column, thrown, s, BY_BOTH)
    commit(fixed, state, scratch, units, count, target)
    defenders = strain_defenders(fixed, state, scratch, target)
    outcome = fixed.rules.tables[OUTCOMES_AT + row]
    lose_in_turn(fixed, state, scratch, units, count, outcome[OUTCOME_ATTACKER], LOST_ATTACKING, BATTLE, log)
    lose_in_turn(
        fixed, state, scratch, scratch.hexes[PATH], defenders, outcome[OUTCOME_DEFENDER], LOST_DEFENDING, BATTLE, log
    )
    vacated = scratch.hexes[STACK, target] < 0
    if must_retreat and not vacated:
        vacated = retreat_all(fixed, state, scratch, target, units, count, log)
    if vacated:
        advance(fixed, state, scratch, order, units, count, log)
        if must_retreat and column == fixed.rules.numbers[COLUMN_MOST]:
            exploit(state, units, count)


@kernel
def commit(fixed: Fixed, state: State, scratch: Scratch, units: Ints, count: int, target: int) -> None:
    """The attackers spend their attack, their points and their room on the hexsides [8.2]."""
    s = fixed.roster.units[units[0], OF_SIDE]
    numbers = fixed.rules.numbers
    for i in range(count):
        row = state.units[units[i]]
        row[ATTACKS] -= 1
        drop_plans(state, units[i])
        row[USE] = ATTACKED
        row[LOAD] = max(row[LOAD], numbers[STRAIN_ATTACKED])
        row[POINTS] = row[POINTS] if row[EXPLOITING] else row[POINTS] - numbers[ASSAULT_POINTS]
        e = fixed.board.arcs[scratch.lists[SHARE_ARC, i], EDGE]
        state.edges[e, FRONT_UA + s] += scratch.lists[SHARE_STEPS, i]
        touch(scratch, HEXSIDES, e)
        touch(scratch, UNITS, units[i])
    state.hexes[target, ATTACKED_TODAY] += 1
    touch(scratch, HEXES, target)
    book(state, s, ASSAULTS, 1, True)


@kernel
def strain_defenders(fixed: Fixed, state: State, scratch: Scratch, target: int) -> int:
    """The defenders are worn and use ammunition; lists them in scratch.hexes[PATH] and says how many they are."""
    count, u = 0, scratch.hexes[STACK, target]
    while u >= 0:
        row = state.units[u]
        row[LOAD] = max(row[LOAD], fixed.rules.numbers[STRAIN_ASSAULTED])
        row[USE] = max(row[USE], ASSAULTED)
        scratch.hexes[PATH, count] = u
        touch(scratch, UNITS, u)
        count += 1
        u = scratch.lists[NEXT, u]
    return count


@kernel
def advance(fixed: Fixed, state: State, scratch: Scratch, order: Ints, units: Ints, count: int, log: Ints) -> None:
    """The attacker with most people enters the hex, free of points and zones; others if ordered and there is room."""
    target, first = order[TARGET], -1
    for i in range(count):
        u = units[i]
        if state.units[u, STATUS] == PRESENT and (first < 0 or state.units[u, PEOPLE] > state.units[first, PEOPLE]):
            first = u
    if first < 0:
        return
    advance_unit(fixed, state, scratch, first, target, log)
    for i in range(count):
        u = units[i]
        if not order[FOLLOW] or u == first or state.units[u, STATUS] != PRESENT:
            continue
        if has_room(fixed, state, scratch, u, target):
            advance_unit(fixed, state, scratch, u, target, log)


@kernel
def advance_unit(fixed: Fixed, state: State, scratch: Scratch, u: int, target: int, log: Ints) -> None:
    """A unit advances after combat and takes the hex, however weak it is."""
    s, start = fixed.roster.units[u, OF_SIDE], state.units[u, HEX]
    relocate(fixed, state, scratch, u, target, log)
    take_hex(fixed, state, scratch, target, u, log)
    seen = watches(fixed, scratch, 1 - s, target)
    emit(log, ADVANCED, u, start, target, 0, seen_by(s, seen))


@kernel
def exploit(state: State, units: Ints, count: int) -> None:
    """At the last column a win lets the attackers attack once more, once [8.11]."""
    for i in range(count):
        row = state.units[units[i]]
        if row[STATUS] == PRESENT and not row[EXPLOITING]:
            row[EXPLOITING] = 1
            row[ATTACKS] = 1
