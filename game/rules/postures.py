"""[8] Postures: how a unit fights, ordered before it moves or fights and kept until it is told otherwise.

attack   set-piece x1.25, assault wave x1.15, probe x0.5 with few steps
defence  delay x0.8, counter-attack ready x0.9, rest x0.6
what an assault does is changed by waves, probes, holding at all costs and delay: see combat.outcome
reserves and counter-attacks: see reactions.py
"""

from __future__ import annotations

from game.jit import kernel
from game.orders import ACTING, NEW_POSTURE
from game.rulebook import (
    DELAY_PERCENT, FAST_MORALE, PROBE_PERCENT, READY_PERCENT, RESTING_DEFENCE, SET_PIECE_FATIGUE, SET_PIECE_PERCENT,
    WAVE_PERCENT, WAVE_QUALITY,
)  # fmt: skip
from game.rules.field import UNITS, Fixed, Scratch, touch
from game.state import (
    ALLOWANCE, ATTACKS, COMBAT, DELAY, ELIMINATED, FATIGUE, FORMATION, FULL, HEADQUARTERS, HOLD, HOLD_FAST, LOW, MORALE,
    OUT, POINTS, POSTURE, POSTURE_DAY, PROBE, QUALITY, READY, REST, ROLE, SET_PIECE, STATUS, SUPPLY, TURN, WAVE, Ints,
    State,
)  # fmt: skip

NOT_ITS_POSTURE, ACTED_ALREADY, NOT_FOR_WAVES, TOO_TIRED, NO_HEADQUARTERS = 815, 816, 818, 819, 820
"""Rules a posture can break."""


@kernel
def check_posture(fixed: Fixed, state: State, order: Ints, why: Ints) -> int:
    """The rule a posture breaks, 0 if none [8.13]."""
    u, posture, numbers = order[ACTING], order[NEW_POSTURE], fixed.rules.numbers
    if posture < HOLD or posture > PROBE:
        return NOT_ITS_POSTURE
    if fixed.roster.units[u, ROLE] != COMBAT and posture != HOLD and posture != REST:
        return NOT_ITS_POSTURE
    row = state.units[u]
    if row[POINTS] < row[ALLOWANCE] or row[ATTACKS] < 1:
        return ACTED_ALREADY
    if posture == WAVE and row[QUALITY] > numbers[WAVE_QUALITY]:
        why[2], why[3] = numbers[WAVE_QUALITY], row[QUALITY]
        return NOT_FOR_WAVES
    if posture == SET_PIECE:
        if row[FATIGUE] > numbers[SET_PIECE_FATIGUE]:
            why[2], why[3] = numbers[SET_PIECE_FATIGUE], row[FATIGUE]
            return TOO_TIRED
        if not is_led(fixed, state, u):
            return NO_HEADQUARTERS
    return 0


@kernel
def set_posture(state: State, scratch: Scratch, order: Ints) -> None:
    """Give a unit a posture; one it has already it goes on with."""
    row = state.units[order[ACTING]]
    if row[POSTURE] != order[NEW_POSTURE]:
        row[POSTURE], row[POSTURE_DAY] = order[NEW_POSTURE], state.clock[TURN]
        touch(scratch, UNITS, order[ACTING])


@kernel
def is_led(fixed: Fixed, state: State, u: int) -> bool:
    """Whether a unit's formation has a headquarters that is neither lost nor Out, or never had one [3.4]."""
    formation, had = fixed.roster.units[u, FORMATION], False
    for v in range(len(state.units)):
        if fixed.roster.units[v, FORMATION] != formation or fixed.roster.units[v, ROLE] != HEADQUARTERS:
            continue
        had = True
        if state.units[v, STATUS] != ELIMINATED and state.units[v, SUPPLY] != OUT:
            return True
    return not had


@kernel
def is_prepared(fixed: Fixed, state: State, u: int) -> bool:
    """Whether a unit's attack is a set-piece: ordered on an earlier day, with supply, not too tired, led [8.14]."""
    row = state.units[u]
    if row[POSTURE] != SET_PIECE or row[POSTURE_DAY] >= state.clock[TURN] or row[SUPPLY] != FULL:
        return False
    return row[FATIGUE] <= fixed.rules.numbers[SET_PIECE_FATIGUE] and is_led(fixed, state, u)


@kernel
def holds_fast(fixed: Fixed, state: State, u: int) -> bool:
    """Whether a unit holds at all costs and has the morale and the supply for it [8.17]."""
    row = state.units[u]
    return row[POSTURE] == HOLD_FAST and row[MORALE] >= fixed.rules.numbers[FAST_MORALE] and row[SUPPLY] < LOW


@kernel
def attack_percent(fixed: Fixed, state: State, u: int) -> int:
    """What its posture leaves or adds to the strength of a unit's attack, in percent."""
    posture = state.units[u, POSTURE]
    if posture == PROBE:
        return fixed.rules.numbers[PROBE_PERCENT]
    if posture == WAVE:
        return fixed.rules.numbers[WAVE_PERCENT]
    return fixed.rules.numbers[SET_PIECE_PERCENT] if is_prepared(fixed, state, u) else 100


@kernel
def defence_percent(fixed: Fixed, state: State, u: int) -> int:
    """What its posture leaves of the strength of a unit's defence, in percent."""
    posture = state.units[u, POSTURE]
    if posture == REST:
        return fixed.rules.numbers[RESTING_DEFENCE]
    if posture == DELAY:
        return fixed.rules.numbers[DELAY_PERCENT]
    return fixed.rules.numbers[READY_PERCENT] if posture == READY else 100


@kernel
def give_up_preparing(state: State, u: int) -> None:
    """A unit that prepared a set-piece and was disturbed, or has made it, only holds [8.14]."""
    if state.units[u, POSTURE] == SET_PIECE:
        state.units[u, POSTURE] = HOLD
