"""[11] Condition: fatigue, morale, the stragglers of units long without supply, and what wears a side out.

At the end of its own half-turn a unit takes the heaviest strain it has borne since its last recovery, not their sum. One
that bore none recovers: least in the line, more out of contact, most in billets behind it, more if it was ordered to
rest; at half the rate when Low, not at all when Out, and the less the more its side has lost.

    morale: towards its base by a few points a day; less for losses, losses next to it, wounded who wait, being Out
    base of morale = by quality, less the share of its people its side has lost, and by its side's will

A unit of low morale does not attack; one that is worn out as well may leave the line.
"""

from __future__ import annotations

from game.dice import WAVER, roll
from game.events import STRAGGLERS, WAVERED, emit, seen_by
from game.ground import DISK
from game.jit import kernel
from game.rulebook import (
    BILLETS_HEXES, EFFECTS_AT, EFFECT_FATIGUE, EFFECT_MORALE, EFFECT_RECOVERY, EFFECT_STRAGGLERS, EXHAUSTED_PERCENT,
    MORALE_BASE, MORALE_DRIFT, MORALE_LOST, MORALE_NEAR, MORALE_WOUNDED, RESTING, REST_AWAY, REST_BILLETS, REST_LINE,
    WAVER_FACES, WAVER_FATIGUE, WAVER_MORALE,
)  # fmt: skip
from game.rules.casualties import lose
from game.rules.claims import will_for_morale
from game.rules.field import NEXT, STACK, WEIGHED, Fixed, Scratch, effect_row, in_contact, is_built_up, lay_out
from game.rules.movement import relocate
from game.rules.recon import stands_within, watches
from game.rules.retreat import retreat_hex
from game.rules.works import work
from game.state import (
    BROUGHT, FATIGUE, HEX, LAST_CAUSE, LIGHT, LOAD, LOST, LOST_ATTACKING, LOST_BEFORE, LOST_STRAGGLING, MORALE, OF_SIDE,
    PEOPLE, PEOPLE_UA, POSTURE, PRESENT, QUALITY, REPLACED, REST, RETREATED, ROLE, SHAKEN, SOURCE, STATUS, TURN, URGENT,
    Ints, State,
)  # fmt: skip


@kernel
def exhaustion(fixed: Fixed, state: State, s: int) -> int:
    """What a side's losses take from morale and recovery, in percent: its share of people lost, weighted [11.7]."""
    lost = 0
    for column in range(LOST_ATTACKING, LAST_CAUSE + 1):
        lost += state.sides[s, column]
    committed = fixed.roster.terms[PEOPLE_UA + s] + state.sides[s, BROUGHT] + state.sides[s, REPLACED]
    share = lost * fixed.rules.numbers[EXHAUSTED_PERCENT] // max(1, committed)
    return min(100, share)


@kernel
def change_of_fatigue(fixed: Fixed, state: State, scratch: Scratch, u: int) -> int:
    """Points of fatigue a unit gains, or loses, in its recovery [11.2]. Needs lay_out."""
    numbers, row = fixed.rules.numbers, state.units[u]
    s, effect = fixed.roster.units[u, OF_SIDE], fixed.rules.tables[EFFECTS_AT + effect_row(state, u)]
    if row[LOAD] > 0 or effect[EFFECT_FATIGUE] > 0:
        return max(row[LOAD], effect[EFFECT_FATIGUE])
    rest = numbers[REST_AWAY]
    if in_contact(fixed, state, scratch, u):
        rest = numbers[REST_LINE]
    elif is_built_up(fixed, row[HEX]) and not stands_within(fixed, scratch, 1 - s, row[HEX], numbers[BILLETS_HEXES]):
        rest = numbers[REST_BILLETS]
    if row[POSTURE] == REST:
        rest += numbers[RESTING]
    return -(-rest * effect[EFFECT_RECOVERY] * (100 - exhaustion(fixed, state, s)) // 10_000)


@kernel
def base_of_morale(fixed: Fixed, state: State, u: int) -> int:
    """The morale a unit returns to, by its quality, its side's exhaustion and its side's will [11.9]."""
    base, s = fixed.rules.tables[MORALE_BASE, state.units[u, QUALITY]], fixed.roster.units[u, OF_SIDE]
    return max(0, base * (100 - exhaustion(fixed, state, s)) // 100 + will_for_morale(fixed, state, s))


@kernel
def lost_lately(state: State, u: int) -> int:
    """Percent of its people a unit has lost since its last recovery."""
    fallen = state.units[u, LOST] - state.units[u, LOST_BEFORE]
    return 100 * fallen // max(1, state.units[u, PEOPLE] + fallen)


@kernel
def change_of_morale(fixed: Fixed, state: State, scratch: Scratch, u: int) -> int:
    """Points of morale a unit gains or loses in its recovery [11.9]. Needs lay_out."""
    numbers, row, near = fixed.rules.numbers, state.units[u], 0
    drift = base_of_morale(fixed, state, u) - row[MORALE]
    change = max(-numbers[MORALE_DRIFT], min(numbers[MORALE_DRIFT], drift))
    for i in range(7):
        n = fixed.board.hexes[row[HEX], DISK + i]
        v = scratch.hexes[STACK, n] if n >= 0 else -1
        while v >= 0:
            if v != u and fixed.roster.units[v, OF_SIDE] == fixed.roster.units[u, OF_SIDE]:
                near += lost_lately(state, v)
            v = scratch.lists[NEXT, v]
    waiting = 0
    for column in range(URGENT, LIGHT + 1):
        waiting += row[column]
    change -= lost_lately(state, u) * numbers[MORALE_LOST] // 100 + near * numbers[MORALE_NEAR] // 100
    change -= 100 * waiting // max(1, row[PEOPLE] + waiting) * numbers[MORALE_WOUNDED] // 100
    return change - fixed.rules.tables[EFFECTS_AT + effect_row(state, u), EFFECT_MORALE]


@kernel
def recover(fixed: Fixed, state: State, scratch: Scratch, s: int, dice: Ints, log: Ints) -> None:
    """Phase 5 of a half-turn: work, fatigue, morale, stragglers and who leaves the line, of a side's units."""
    lay_out(fixed, state, scratch)
    changes = scratch.lists[WEIGHED]
    for u in range(len(state.units)):
        if recovers(fixed, state, s, u):
            changes[u] = change_of_morale(fixed, state, scratch, u)
    for u in range(len(state.units)):
        if not recovers(fixed, state, s, u):
            continue
        row = state.units[u]
        row[MORALE] = max(0, min(100, row[MORALE] + changes[u]))
        work(fixed, state, scratch, u, log)
        row[FATIGUE] = max(0, min(100, row[FATIGUE] + change_of_fatigue(fixed, state, scratch, u)))
        row[LOAD], row[RETREATED], row[LOST_BEFORE] = 0, 0, row[LOST]
        row[SHAKEN] = max(0, row[SHAKEN] - 1)
        leaving = fixed.rules.tables[EFFECTS_AT + effect_row(state, u), EFFECT_STRAGGLERS]
        if leaving > 0:
            people = (row[PEOPLE] * leaving + 99) // 100
            lose(fixed, state, scratch, u, people, LOST_STRAGGLING, STRAGGLERS, log)
    for u in range(len(state.units)):
        if recovers(fixed, state, s, u):
            waver(fixed, state, scratch, u, dice, log)


@kernel
def recovers(fixed: Fixed, state: State, s: int, u: int) -> bool:
    """Whether a unit is one of a side's on the map that can recover."""
    return (
        fixed.roster.units[u, OF_SIDE] == s and state.units[u, STATUS] == PRESENT and fixed.roster.units[u, ROLE] < SOURCE
    )


@kernel
def waver(fixed: Fixed, state: State, scratch: Scratch, u: int, dice: Ints, log: Ints) -> None:
    """A worn unit of low morale in the line may leave it by one hex, as if it retreated [11.8]. Needs lay_out."""
    numbers, row, s = fixed.rules.numbers, state.units[u], fixed.roster.units[u, OF_SIDE]
    if row[FATIGUE] <= numbers[WAVER_FATIGUE] or row[MORALE] >= numbers[WAVER_MORALE]:
        return
    if not in_contact(fixed, state, scratch, u):
        return
    start = row[HEX]
    if roll(dice, state.clock[TURN], s, WAVER, start, u, 0, numbers[WAVER_FACES]) > 0:
        return
    n = retreat_hex(fixed, state, scratch, u, scratch.lists[WEIGHED], 0)
    if n >= 0:
        relocate(fixed, state, scratch, u, n, log)
        seen = watches(fixed, state, scratch, 1 - s, start)
        emit(log, WAVERED, u, start, n, 0, seen_by(s, seen))
