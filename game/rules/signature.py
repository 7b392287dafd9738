"""[9] Signature, detection, reply: a battery that fires can be found, and what is found can be fired at.

    found = 1 - 0.95^(rounds x sensors / 40), half of it for a battery that moves on at once

Sensors are the other side's batteries and drone companies in whose range it stands, four at most. A battery that is not
found is heard: the other side knows that guns fired from within a hex of a hex. Batteries with a standing order to reply
fire at one that is found; a reply is not replied to.
"""

from __future__ import annotations

from game.dice import DRIFT, FOUND, roll
from game.events import FOUND_BATTERY, HEARD_GUNS, SHELLING, emit, seen_by
from game.ground import DISK
from game.jit import kernel
from game.rulebook import FIRING_LEVEL, LOSS_PEOPLE, SENSORS_MOST, SIGNATURE_ROUNDS, SILENCE_ROUNDS, UNFOUND_PERMILLE
from game.rules.field import HEXES, SHOTS, UNDER_FIRE, UNITS, Fixed, Scratch, distance, touch
from game.rules.fires import can_fire, loss_permille, losses_fallen, observation, fire, weight
from game.rules.casualties import lose_in_turn
from game.rules.recon import forget, note_seen
from game.state import (
    BATTERY, BY_FIRING, DEFENSIVE, DRONES, FIRED, FLOOR, HEARD, HEX, LOST_SHELLED, OF_SIDE, PRESENT, RANGE, REPLY, ROLE,
    ROUNDS, SEEN_HEX, SEEN_LEVEL, SIDE, SILENCED, STATUS, TURN, Ints, State,
)  # fmt: skip

MOVED_ON = 1_000_000
"""Added to the rounds of a shot whose battery moves on at once."""
OWN_HALF_TURN, NEXT_SHOT = 32, 128
"""Added to the number of a fire in the keys of dice, so that no two fires of a battery share one in a day."""
LAST_FOUND = 100
"""Columns of the table of chances."""


@kernel
def sensors(fixed: Fixed, state: State, u: int) -> int:
    """Batteries and drone companies of the other side in whose range a battery stands [9.8]."""
    s, count = fixed.roster.units[u, OF_SIDE], 0
    for v in range(len(state.units)):
        fact = fixed.roster.units[v]
        if fact[OF_SIDE] == s or (fact[ROLE] != BATTERY and fact[ROLE] != DRONES) or state.units[v, STATUS] != PRESENT:
            continue
        if state.units[v, HEX] >= 0 and distance(fixed, state.units[v, HEX], state.units[u, HEX]) <= fact[RANGE]:
            count += 1
    return min(count, fixed.rules.numbers[SENSORS_MOST])


@kernel
def found_permille(fixed: Fixed, state: State, u: int, rounds: int, scoot: bool) -> int:
    """The chance, in thousandths, that a battery is found after so many rounds [9.8]."""
    times = min(rounds * sensors(fixed, state, u) // fixed.rules.numbers[SIGNATURE_ROUNDS], LAST_FOUND)
    chance = 1000 - fixed.rules.tables[UNFOUND_PERMILLE, times]
    return chance // 2 if scoot else chance


@kernel
def salvo(fixed: Fixed, state: State, u: int) -> int:
    """Which fire of a battery this is, for the dice: those of its own half-turn apart from those of the other's."""
    own = state.clock[SIDE] == fixed.roster.units[u, OF_SIDE]
    return state.units[u, FIRED] + (OWN_HALF_TURN if own else 0)


@kernel
def betray(fixed: Fixed, state: State, scratch: Scratch, dice: Ints, log: Ints) -> None:
    """Whoever fired during the order is found or heard, and answered [9.8]. Needs lay_out."""
    shots = scratch.lists[SHOTS]
    count = shots[0]
    for i in range(1, count + 1):
        u, rounds = shots[2 * i - 1], shots[2 * i]
        scoot = rounds >= MOVED_ON
        if state.units[u, STATUS] != PRESENT:
            continue
        s, h = fixed.roster.units[u, OF_SIDE], state.units[u, HEX]
        chance = found_permille(fixed, state, u, rounds % MOVED_ON, scoot)
        if roll(dice, state.clock[TURN], s, FOUND, h, u, salvo(fixed, state, u) + NEXT_SHOT * i, 1000) < chance:
            if state.units[u, SEEN_HEX] != h:
                forget(state, scratch, u, 0)
            level = fixed.rules.numbers[FIRING_LEVEL]
            note_seen(fixed, state, scratch, u, h, max(level, state.units[u, SEEN_LEVEL]), BY_FIRING)
            emit(log, FOUND_BATTERY, u, h, level, 0, seen_by(1 - s, False))
            reply(fixed, state, scratch, u, dice, log)
        elif state.units[u, SEEN_HEX] != h:
            hear(fixed, state, scratch, u, dice, log)
    shots[0] = 0


@kernel
def hear(fixed: Fixed, state: State, scratch: Scratch, u: int, dice: Ints, log: Ints) -> None:
    """The other side hears a battery that it does not find: somewhere within a hex of a hex [9.9]."""
    s, h = fixed.roster.units[u, OF_SIDE], state.units[u, HEX]
    n = fixed.board.hexes[h, DISK + roll(dice, state.clock[TURN], s, DRIFT, h, u, salvo(fixed, state, u), 7)]
    if n >= 0 and state.hexes[n, HEARD + 1 - s] != state.clock[TURN]:
        state.hexes[n, HEARD + 1 - s] = state.clock[TURN]
        touch(scratch, HEXES, n)
        emit(log, HEARD_GUNS, n, 0, 0, 0, seen_by(1 - s, False))


@kernel
def replies(fixed: Fixed, state: State, v: int, u: int) -> bool:
    """Whether a battery fires back at one of the other side that is found, by its standing order [9.10]."""
    row, fact = state.units[v], fixed.roster.units[v]
    if fact[OF_SIDE] == fixed.roster.units[u, OF_SIDE] or row[STATUS] != PRESENT:
        return False
    if row[REPLY] == 0 or row[DEFENSIVE] <= 0:
        return False
    if row[ROUNDS] - row[DEFENSIVE] < row[FLOOR] or not can_fire(fixed, state, v):
        return False
    return distance(fixed, row[HEX], state.units[u, HEX]) <= fact[RANGE]


@kernel
def reply(fixed: Fixed, state: State, scratch: Scratch, u: int, dice: Ints, log: Ints) -> None:
    """The first battery that may fires back at one that was found [9.10]."""
    for v in fixed.roster.batteries:
        if replies(fixed, state, v, u):
            rounds, h = state.units[v, DEFENSIVE], state.units[u, HEX]
            fire(fixed, state, scratch, v, h, rounds, 1, log)
            s = fixed.roster.units[v, OF_SIDE]
            effective = weight(fixed, v, rounds, observation(fixed, state, scratch, s, h))
            strike_battery(fixed, state, scratch, v, u, effective, dice, log)
            return


@kernel
def strike_battery(
    fixed: Fixed, state: State, scratch: Scratch, v: int, u: int, effective: int, dice: Ints, log: Ints
) -> None:
    """Effective rounds of a battery fall on one of the other side: losses, and silence from a certain weight [9.10]."""
    h, s = state.units[u, HEX], fixed.roster.units[v, OF_SIDE]
    permille = loss_permille(fixed, state, h, effective)
    k = 2 + salvo(fixed, state, v) + NEXT_SHOT * (1 + u)
    losses = losses_fallen(fixed, state, dice, s, h, v, k, permille)
    people = fixed.rules.numbers[LOSS_PEOPLE]
    scratch.lists[UNDER_FIRE, 0] = u
    lose_in_turn(
        fixed, state, scratch, scratch.lists[UNDER_FIRE], 1, losses, people, LOST_SHELLED, SHELLING, log
    )
    if effective >= fixed.rules.numbers[SILENCE_ROUNDS] * 10_000:
        state.units[u, SILENCED] = 1
        touch(scratch, UNITS, u)
