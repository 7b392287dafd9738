"""[8] Reactions: what the other side's units do by their postures, without orders, when one of their hexes is assaulted.

    before the throw   a reserve near enough comes to the hex and defends it
    after the fight    a unit that is ready for it counter-attacks: the hex if it was lost, else the strongest attacker

Units are asked in the order of battle; each reacts once in the other side's half-turn. A counter-attack is an assault
like any other, but no reserve meets it and nobody answers it.
"""

from __future__ import annotations

from game.events import COUNTER_ATTACK, RESERVE_CAME, BY_BOTH, emit, seen_by
from game.ground import END_ARC, FIRST_ARC, TO
from game.jit import kernel
from game.orders import ASSAULT, FIRST_UNIT, ORDER_WIDTH, TARGET, UNIT_COUNT
from game.rulebook import RESERVE_HEXES
from game.rules.assault import check_attacker, find_nobody, resolve_assault, take_probing
from game.rules.combat import share_frontage
from game.rules.field import (
    ANSWER, COST, NEXT, PATH, SHARE_STEPS, STACK, UNITS, ZONES, Fixed, Scratch, arc_between, distance, has_room,
    held_by, steps_of, touch,
)  # fmt: skip
from game.rules.movement import can_cross, relocate
from game.state import (
    ATTACKS, COMBAT, EXPLOITING, HEX, MOBILITY, OF_SIDE, OUT, OUT_TURNS, OWNER, PEOPLE, POINTS, POSTURE, PRESENT, PROBE,
    REACTED, READY, RESERVE, RETREATED, ROLE, SEEN_HEX, SEEN_STEPS, STATIC, STATUS, SUPPLY, Ints, State,
)  # fmt: skip
from game.rules.fires import fire_all
from game.rules.recon import watches


@kernel
def order_assault(fixed: Fixed, state: State, scratch: Scratch, order: Ints, dice: Ints, terms: Ints, log: Ints) -> None:
    """Carry out an ordered assault with everything the other side does by its postures. Needs lay_out."""
    target, count = order[TARGET], order[UNIT_COUNT]
    s = fixed.roster.units[order[FIRST_UNIT], OF_SIDE]
    take_probing(state, scratch, order)
    if held_by(fixed, scratch, target) != 1 - s:
        share_frontage(fixed, state, scratch, order)
        fire_all(fixed, state, scratch, order, s, dice, log)
        find_nobody(fixed, state, scratch, order, order[FIRST_UNIT : FIRST_UNIT + count], count, log)
        return
    meet_assault(fixed, state, scratch, order, dice, terms, log)
    counter_attack(fixed, state, scratch, order, dice, terms, log)


@kernel
def meet_assault(fixed: Fixed, state: State, scratch: Scratch, order: Ints, dice: Ints, terms: Ints, log: Ints) -> None:
    """The assault itself, with the reserve that comes: what a preview shows. Needs lay_out."""
    take_probing(state, scratch, order)
    bring_reserve(fixed, state, scratch, order, log)
    resolve_assault(fixed, state, scratch, order, dice, terms, log)


# reserves ------------------------------------------------------------------------------------------------------------


@kernel
def bring_reserve(fixed: Fixed, state: State, scratch: Scratch, order: Ints, log: Ints) -> int:
    """The first reserve that can comes to the hex that an assault falls on; the unit, -1 none [8.18]. Needs lay_out."""
    target, s = order[TARGET], fixed.roster.units[order[FIRST_UNIT], OF_SIDE]
    for u in range(len(state.units)):
        row = state.units[u]
        if row[POSTURE] != RESERVE or row[STATUS] != PRESENT or fixed.roster.units[u, OF_SIDE] == s:
            continue
        if not may_come(fixed, state, u, target) or not has_room(fixed, state, scratch, u, target):
            continue
        if not finds_way(fixed, state, scratch, u, target):
            continue
        start = row[HEX]
        relocate(fixed, state, scratch, u, target, log)
        row[REACTED] = 1
        touch(scratch, UNITS, u)
        known = watches(fixed, state, scratch, s, start)
        emit(log, RESERVE_CAME, u, start, target, 0, seen_by(1 - s, known))
        if not known:
            emit(log, RESERVE_CAME, u, -1, target, 0, seen_by(s, False))
        return u
    return -1


@kernel
def may_come(fixed: Fixed, state: State, u: int, target: int) -> bool:
    """Whether a unit in reserve is free to come to a hex, and near enough [8.18]."""
    row, fact = state.units[u], fixed.roster.units[u]
    if fact[ROLE] != COMBAT or fact[MOBILITY] == STATIC or row[REACTED] or row[RETREATED]:
        return False
    if row[SUPPLY] == OUT and row[OUT_TURNS] >= 2:
        return False
    away = distance(fixed, row[HEX], target)
    return 0 < away <= fixed.rules.numbers[RESERVE_HEXES]


@kernel
def finds_way(fixed: Fixed, state: State, scratch: Scratch, u: int, target: int) -> bool:
    """Whether a unit gets to a hex in as many steps as a reserve goes, clear of enemy zones and ground [8.18]."""
    s, mobility = 1 - fixed.roster.units[u, OF_SIDE], fixed.roster.units[u, MOBILITY]
    steps, queue, start = scratch.hexes[COST], scratch.hexes[PATH], state.units[u, HEX]
    steps[:] = -1
    steps[start], queue[0] = 0, start
    count, done = 1, 0
    while done < count:
        h = queue[done]
        done += 1
        if steps[h] == fixed.rules.numbers[RESERVE_HEXES]:
            continue
        for a in range(fixed.board.hexes[h, FIRST_ARC], fixed.board.hexes[h, END_ARC]):
            n = fixed.board.arcs[a, TO]
            if steps[n] >= 0 or not can_cross(fixed, state, mobility, a):
                continue
            if n == target:
                return True
            if scratch.hexes[ZONES + s, n] > 0 or held_by(fixed, scratch, n) == s or state.hexes[n, OWNER] == s:
                continue
            steps[n] = steps[h] + 1
            queue[count] = n
            count += 1
    return False


# counter-attacks -----------------------------------------------------------------------------------------------------


@kernel
def counter_goal(fixed: Fixed, state: State, scratch: Scratch, order: Ints) -> int:
    """The hex that a counter-attack after an assault would go for, -1 none [8.19]. Needs lay_out."""
    target, first = order[TARGET], order[FIRST_UNIT]
    s, strongest = fixed.roster.units[first, OF_SIDE], -1
    if state.units[first, POSTURE] == PROBE:
        return -1
    if held_by(fixed, scratch, target) == s:
        return target
    if held_by(fixed, scratch, target) < 0:
        return -1
    for i in range(order[UNIT_COUNT]):
        u = order[FIRST_UNIT + i]
        if state.units[u, STATUS] != PRESENT:
            continue
        if strongest < 0 or state.units[u, PEOPLE] > state.units[strongest, PEOPLE]:
            strongest = u
    return state.units[strongest, HEX] if strongest >= 0 else -1


@kernel
def seeming_steps(fixed: Fixed, state: State, scratch: Scratch, h: int, surely: bool) -> int:
    """Steps the enemy of a stack thinks it has; those it has if it is taken to know them."""
    steps, u = 0, scratch.hexes[STACK, h]
    while u >= 0:
        if surely:
            steps += steps_of(fixed, state.units[u, PEOPLE])
        elif state.units[u, SEEN_HEX] == h:
            steps += state.units[u, SEEN_STEPS]
        u = scratch.lists[NEXT, u]
    return steps


@kernel
def find_counter(fixed: Fixed, state: State, scratch: Scratch, order: Ints, surely: bool) -> int:
    """The unit that counter-attacks after an assault, -1 none; writes its order into ANSWER of scratch.lists [8.19].

    A preview takes it that the enemy knows the attackers' strength (surely). Needs lay_out.
    """
    goal, target = counter_goal(fixed, state, scratch, order), order[TARGET]
    if goal < 0:
        return -1
    s = fixed.roster.units[order[FIRST_UNIT], OF_SIDE]
    seeming = seeming_steps(fixed, state, scratch, goal, surely)
    for u in range(len(state.units)):
        row = state.units[u]
        if row[POSTURE] != READY or row[STATUS] != PRESENT or row[REACTED] or fixed.roster.units[u, OF_SIDE] == s:
            continue
        if distance(fixed, row[HEX], target) > 1 or arc_between(fixed, row[HEX], goal) < 0:
            continue
        if steps_of(fixed, row[PEOPLE]) >= seeming and may_answer(fixed, state, scratch, u, goal):
            return u
    return -1


@kernel
def may_answer(fixed: Fixed, state: State, scratch: Scratch, u: int, goal: int) -> bool:
    """Whether the rules allow a unit to attack a hex if it had the points; writes the order into ANSWER."""
    row, s = state.units[u], fixed.roster.units[u, OF_SIDE]
    answer, why = scratch.lists[ANSWER, :ORDER_WIDTH], scratch.lists[ANSWER, ORDER_WIDTH : ORDER_WIDTH + 4]
    answer[:] = 0
    answer[0], answer[TARGET], answer[UNIT_COUNT], answer[FIRST_UNIT] = ASSAULT, goal, 1, u
    attacks, exploiting = row[ATTACKS], row[EXPLOITING]
    row[ATTACKS], row[EXPLOITING] = 1, 1
    rule = check_attacker(fixed, state, scratch, u, goal, s, why)
    row[ATTACKS], row[EXPLOITING] = attacks, exploiting
    if rule != 0:
        return False
    share_frontage(fixed, state, scratch, answer)
    return scratch.lists[SHARE_STEPS, 0] > 0


@kernel
def counter_attack(fixed: Fixed, state: State, scratch: Scratch, order: Ints, dice: Ints, terms: Ints, log: Ints) -> None:
    """Throw the enemy out again, or back, if a unit is ready; it costs no points and no attack of the day [8.19]."""
    u = find_counter(fixed, state, scratch, order, False)
    if u < 0:
        return
    row, answer = state.units[u], scratch.lists[ANSWER, :ORDER_WIDTH]
    attacks, points, exploiting = row[ATTACKS], row[POINTS], row[EXPLOITING]
    row[ATTACKS], row[EXPLOITING], row[REACTED] = 1, 1, 1
    emit(log, COUNTER_ATTACK, u, answer[TARGET], 0, 0, BY_BOTH)
    resolve_assault(fixed, state, scratch, answer, dice, terms, log)
    row[ATTACKS], row[POINTS], row[EXPLOITING] = attacks, points, exploiting
