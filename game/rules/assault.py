"""[8] Assault: who may attack whom, the roll, losses, retreat, advance, exploitation.

One loss is 25 people; losses fall one at a time on the largest unit. After a retreat the attacker with most people enters
the hex free of points and zones, the others if they are ordered to and there is room. A win in the last column lets the
attackers attack once more. Who reacts to an assault, and when, is told in reactions.py.
"""

from __future__ import annotations

from game.events import ADVANCED, ASSAULT_MADE, BATTLE, BY_BOTH, NOBODY_MET, SIGHTED, emit, seen_by
from game.ground import EDGE
from game.jit import kernel
from game.orders import ALL_FOLLOW, FIRST_UNIT, FOLLOW, MOST_UNITS, PROBING, TARGET, UNIT_COUNT
from game.rulebook import (
    ASSAULT_POINTS, COLUMN_MOST, EFFECTS_AT, EFFECT_ATTACK, FAST_PRICE, LOSS_PEOPLE, PROBE_LEVELS, PROBE_PEOPLE,
    STRAIN_ASSAULTED, STRAIN_ATTACKED, STRAIN_PROBED, STRAIN_SET_PIECE, UNWILLING, WAVE_LOSSES, WAVE_MORALE,
)  # fmt: skip
from game.rules.casualties import book, lose_in_turn
from game.rules.combat import (
    FIGHT_COLUMN, FIGHT_ENEMY, FIGHT_HELD, FIGHT_OWN, FIGHT_PROBE, FIGHT_RETREAT, FIGHT_WAVE, outcome, share_frontage,
    throw, weigh,
)  # fmt: skip
from game.rules.field import (
    HEXES, HEXSIDES, NEXT, PATH, POSTURES_KEPT, SHARE_ARC, SHARE_STEPS, STACK, UNITS, WEIGHED, Fixed, Scratch,
    arc_between, effect_row, has_room, held_by, touch,
)  # fmt: skip
from game.rules.fires import check_fires, fire_all
from game.rules.movement import can_cross, drop_plans, relocate, take_hex
from game.rules.recon import ALL, forget, known_steps, note_seen, watches
from game.rules.retreat import retreat_all
from game.state import (
    ALLOWANCE, ASSAULTED, ASSAULTS, ATTACK, ATTACKED, ATTACKED_TODAY, ATTACKS, BY_CONTACT, COMBAT, EXPLOITING, FRONT_UA,
    HEX, LEAVING, LOAD, LOST_ATTACKING, LOST_DEFENDING, MOBILITY, MORALE, OF_SIDE, PEOPLE, POINTS, POSTURE, POSTURE_DAY,
    PRESENT, PROBE, PROBED, PROBES, RETREATED, ROLE, SEEN_HEX, SEEN_LEVEL, SHAKEN, STATUS, TURN, USE, WAVE, Ints, State,
)  # fmt: skip
from game.rules.postures import ACTED_ALREADY, give_up_preparing, holds_fast, is_prepared
from game.rules.claims import contradict

NOT_ADJACENT, NOBODY_THERE, HAS_ATTACKED, CANNOT_ATTACK, HAS_RETREATED, NO_POINTS, OUT_OF_SUPPLY, NO_FRONTAGE = (
    801, 802, 803, 804, 805, 806, 807, 808,
)  # fmt: skip
NO_ATTACKERS, UNIT_TWICE, NO_WAY_ACROSS, IS_SHAKEN, IS_UNWILLING, IS_LEAVING = 809, 810, 811, 812, 813, 814
MIXED_PROBE = 817
"""Rules an assault can break."""
WAVE_THROW = 64
"""Added to the number of earlier assaults on a hex in the key of a wave's second throw."""


@kernel
def check_probe(fixed: Fixed, state: State, scratch: Scratch, order: Ints, why: Ints) -> int:
    """The rule an assault breaks whose units take the posture of a probe for it, 0 if none [8.16]. Needs lay_out."""
    kept, count = scratch.lists[POSTURES_KEPT], min(max(order[UNIT_COUNT], 0), MOST_UNITS)
    for i in range(count):
        row = state.units[order[FIRST_UNIT + i]]
        why[0] = order[FIRST_UNIT + i]
        if row[POINTS] < row[ALLOWANCE] or row[ATTACKS] < 1:
            return ACTED_ALREADY
    for i in range(count):
        kept[i] = state.units[order[FIRST_UNIT + i], POSTURE]
        state.units[order[FIRST_UNIT + i], POSTURE] = PROBE
    rule = check_assault(fixed, state, scratch, order, why)
    for i in range(count - 1, -1, -1):
        state.units[order[FIRST_UNIT + i], POSTURE] = kept[i]
    return rule


@kernel
def take_probing(state: State, scratch: Scratch, order: Ints) -> None:
    """The units of an assault that is a probe take that posture [8.16]."""
    if order[FOLLOW] != PROBING:
        return
    for i in range(order[UNIT_COUNT]):
        row = state.units[order[FIRST_UNIT + i]]
        row[POSTURE], row[POSTURE_DAY] = PROBE, state.clock[TURN]
        touch(scratch, UNITS, order[FIRST_UNIT + i])


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
        if (state.units[u, POSTURE] == PROBE) != (state.units[order[FIRST_UNIT], POSTURE] == PROBE):
            return MIXED_PROBE
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
    """Carry out an assault on units that are there: fire, throw, losses, retreat, advance. Needs lay_out.

    Rolls one after another: a loss by the preparation, a loss by the defensive fire, the throw, a wave's second throw.
    """
    target, count = order[TARGET], order[UNIT_COUNT]
    units, fight = order[FIRST_UNIT : FIRST_UNIT + count], scratch.lists[WEIGHED]
    s = fixed.roster.units[units[0], OF_SIDE]
    column = weigh(fixed, state, scratch, order, terms)
    fire_all(fixed, state, scratch, order, s, dice, log)
    throw_all(fixed, state, scratch, target, s, units[0], dice, log)
    own, enemy, must_retreat = fight[FIGHT_OWN], fight[FIGHT_ENEMY], fight[FIGHT_RETREAT] > 0
    if fight[FIGHT_WAVE]:
        push_waves(fixed, state, scratch, units, count)
    commit(fixed, state, scratch, units, count, target, True)
    defenders = strain_defenders(fixed, state, scratch, target, fight[FIGHT_HELD])
    people = fixed.rules.numbers[PROBE_PEOPLE if fight[FIGHT_PROBE] else LOSS_PEOPLE]
    lose_in_turn(fixed, state, scratch, units, count, own, people, LOST_ATTACKING, BATTLE, log)
    lose_in_turn(fixed, state, scratch, scratch.hexes[PATH], defenders, enemy, people, LOST_DEFENDING, BATTLE, log)
    if fight[FIGHT_PROBE]:
        book(state, s, PROBES, 1, True)
        look_into(fixed, state, scratch, target, s, log)
        return
    vacated = scratch.hexes[STACK, target] < 0
    if must_retreat and not vacated:
        vacated = retreat_all(fixed, state, scratch, target, units, count, log)
    if vacated:
        advance(fixed, state, scratch, order, units, count, log)
        if must_retreat and column == fixed.rules.numbers[COLUMN_MOST]:
            exploit(state, units, count)


@kernel
def throw_all(
    fixed: Fixed, state: State, scratch: Scratch, target: int, s: int, first: int, dice: Ints, log: Ints
) -> None:
    """Throw for the assault that weigh looked at, a wave twice if need be; fills FIGHT_OWN to FIGHT_HELD [8.15]."""
    fight, earlier, turn = scratch.lists[WEIGHED], state.hexes[target, ATTACKED_TODAY], state.clock[TURN]
    column = fight[FIGHT_COLUMN]
    shown = throw(fixed, dice, turn, s, target, first, earlier)
    outcome(fixed, scratch, column + shown - 7)
    emit(log, ASSAULT_MADE, target, column, shown, s, BY_BOTH)
    if fight[FIGHT_WAVE] == 0:
        return
    own, enemy, held = fight[FIGHT_OWN] + fixed.rules.numbers[WAVE_LOSSES], fight[FIGHT_ENEMY], fight[FIGHT_HELD]
    if fight[FIGHT_RETREAT] == 0:
        shown = throw(fixed, dice, turn, s, target, first, WAVE_THROW + earlier)
        outcome(fixed, scratch, column - 1 + shown - 7)
        emit(log, ASSAULT_MADE, target, column - 1, shown, s, BY_BOTH)
        own, enemy, held = own + fight[FIGHT_OWN], enemy + fight[FIGHT_ENEMY], max(held, fight[FIGHT_HELD])
    fight[FIGHT_OWN], fight[FIGHT_ENEMY], fight[FIGHT_HELD] = own, enemy, held


@kernel
def push_waves(fixed: Fixed, state: State, scratch: Scratch, units: Ints, count: int) -> None:
    """Units that attack in waves lose morale [8.15]."""
    for i in range(count):
        row = state.units[units[i]]
        if row[POSTURE] == WAVE and scratch.lists[SHARE_STEPS, i] > 0:
            row[MORALE] = max(0, row[MORALE] - fixed.rules.numbers[WAVE_MORALE])


@kernel
def look_into(fixed: Fixed, state: State, scratch: Scratch, target: int, s: int, log: Ints) -> None:
    """A probe tells more of everybody in the hex, once a hex, side and day [8.16]."""
    if state.hexes[target, PROBED + s] == state.clock[TURN]:
        return
    state.hexes[target, PROBED + s] = state.clock[TURN]
    touch(scratch, HEXES, target)
    v = scratch.hexes[STACK, target]
    while v >= 0:
        row = state.units[v]
        if row[SEEN_HEX] != target:
            forget(state, scratch, v, 0)
        level = min(ALL, row[SEEN_LEVEL] + fixed.rules.numbers[PROBE_LEVELS])
        note_seen(fixed, state, scratch, v, target, level, BY_CONTACT)
        emit(log, SIGHTED, v, target, s, known_steps(state, v), seen_by(s, False))
        v = scratch.lists[NEXT, v]


@kernel
def find_nobody(fixed: Fixed, state: State, scratch: Scratch, order: Ints, units: Ints, count: int, log: Ints) -> None:
    """The enemy believed to be in a hex has left it: the attackers go in, a probe looks in [8.2]. Needs SHARE_*."""
    target, s = order[TARGET], fixed.roster.units[units[0], OF_SIDE]
    emit(log, NOBODY_MET, s, target, 0, 0, seen_by(s, False))
    commit(fixed, state, scratch, units, count, target, False)
    if state.units[units[0], POSTURE] != PROBE:
        advance(fixed, state, scratch, order, units, count, log)


@kernel
def commit(fixed: Fixed, state: State, scratch: Scratch, units: Ints, count: int, target: int, met: bool) -> None:
    """The attackers spend their attack, their points and their room on the hexsides, whether they met anybody [8.2]."""
    s = fixed.roster.units[units[0], OF_SIDE]
    numbers = fixed.rules.numbers
    for i in range(count):
        row = state.units[units[i]]
        if row[STATUS] != PRESENT:
            continue
        row[ATTACKS] -= 1
        strain, use = numbers[STRAIN_ATTACKED], ATTACKED
        if row[POSTURE] == PROBE:
            strain, use = numbers[STRAIN_PROBED], ASSAULTED
        elif is_prepared(fixed, state, units[i]):
            strain = numbers[STRAIN_SET_PIECE]
        drop_plans(state, units[i])
        row[USE], row[LOAD] = max(row[USE], use), max(row[LOAD], strain)
        if met:
            contradict(state, scratch, s, row[HEX])
        row[POINTS] = row[POINTS] if row[EXPLOITING] else row[POINTS] - numbers[ASSAULT_POINTS]
        e = fixed.board.arcs[scratch.lists[SHARE_ARC, i], EDGE]
        state.edges[e, FRONT_UA + s] += scratch.lists[SHARE_STEPS, i]
        touch(scratch, HEXSIDES, e)
        touch(scratch, UNITS, units[i])
    state.hexes[target, ATTACKED_TODAY] += 1
    touch(scratch, HEXES, target)
    book(state, s, ASSAULTS, 1, met)


@kernel
def strain_defenders(fixed: Fixed, state: State, scratch: Scratch, target: int, held: int) -> int:
    """The defenders are worn and use ammunition; lists them in scratch.hexes[PATH] and says how many they are.

    Those that hold at all costs pay for it in morale if they had to (held = 1) [8.17].
    """
    count, u = 0, scratch.hexes[STACK, target]
    while u >= 0:
        row = state.units[u]
        row[LOAD] = max(row[LOAD], fixed.rules.numbers[STRAIN_ASSAULTED])
        row[USE] = max(row[USE], ASSAULTED)
        if held > 0 and holds_fast(fixed, state, u):
            row[MORALE] = max(0, row[MORALE] - fixed.rules.numbers[FAST_PRICE])
        give_up_preparing(state, u)
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
        if order[FOLLOW] != ALL_FOLLOW or u == first or state.units[u, STATUS] != PRESENT:
            continue
        if has_room(fixed, state, scratch, u, target):
            advance_unit(fixed, state, scratch, u, target, log)


@kernel
def advance_unit(fixed: Fixed, state: State, scratch: Scratch, u: int, target: int, log: Ints) -> None:
    """A unit advances after combat and takes the hex, however weak it is."""
    s, start = fixed.roster.units[u, OF_SIDE], state.units[u, HEX]
    relocate(fixed, state, scratch, u, target, log)
    take_hex(fixed, state, scratch, target, u, log)
    seen = watches(fixed, state, scratch, 1 - s, target)
    emit(log, ADVANCED, u, start, target, 0, seen_by(s, seen))


@kernel
def exploit(state: State, units: Ints, count: int) -> None:
    """At the last column a win lets the attackers attack once more, once [8.11]."""
    for i in range(count):
        row = state.units[units[i]]
        if row[STATUS] == PRESENT and not row[EXPLOITING]:
            row[EXPLOITING] = 1
            row[ATTACKS] = 1
