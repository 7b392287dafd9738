"""[9] Fire missions: harass a hex, fire at a battery, lay smoke, demolish; and fire plotted for the next half-turn.

What the firing side sees when the mission is ordered falls at once. What it does not see is plotted: it falls at the
start of its next half-turn, on whoever is there then, and some of it strays to a neighbouring hex, friends included.
A battery that moves on at once fires fewer rounds and is found half as often.
"""

from __future__ import annotations

from game.dice import DRIFT, roll
from game.events import SMOKE_LAID, STRAYED, STRUCK_HEX, emit, seen_by
from game.ground import DISK
from game.jit import kernel
from game.orders import ACTING, MISSION_HEX, MISSION_KIND, MISSION_ROUNDS, MISSION_SCOOT
from game.rules.field import (
    GHOSTS, HEXES, NEXT, NEXT_GHOST, SHOTS, STACK, UNITS, Fixed, Scratch, distance, held_by, is_built_up, lay_out,
    touch,
)  # fmt: skip
from game.rules.fires import (
    NO_BATTERY, NO_MISSIONS, NO_ROUNDS, OUT_OF_RANGE, can_fire, fire, lose_in_hex, loss_permille, losses_fallen,
    noticed_lately, observation, tire, wear, weight,
)  # fmt: skip
from game.rules.signature import MOVED_ON, betray, salvo, strike_battery
from game.state import (
    BATTERY, CALIBRE, COUNTER, DEMOLISH, HARASS, HEX, NO_MISSION, OF_SIDE, PLOT, PLOT_HEX, PLOT_ROUNDS, PRESENT, RANGE,
    ROLE, ROUNDS, SEEN_HEX, SEEN_LEVEL, SILENCED, SMOKE, SMOKED, STATUS, TRENCH, TURN, Ints, State,
)  # fmt: skip
from game.rulebook import (
    BLIND_PERCENT, DEMOLISH_PERCENT, DRIFT_PERCENT, SCOOT_PERCENT, SEEN_PERCENT, SMOKE_ROUNDS, WORKS_ROUNDS,
)  # fmt: skip
from game.rules.recon import ABOUT, WHAT, see_hex, watches

NO_SUCH_MISSION, NOTHING_KNOWN, NO_GUNS_KNOWN, NOTHING_TO_DEMOLISH, TOO_LITTLE_SMOKE, IS_SILENCED = (
    911, 912, 913, 914, 915, 916,
)  # fmt: skip
"""Rules a mission can break."""
SCOOTS = 8
"""Added to a plotted mission if the battery moves on at once."""


@kernel
def rounds_for_smoke(fixed: Fixed, u: int) -> int:
    """Rounds a battery needs to lay smoke on a hex [9.13]."""
    calibre = max(1, fixed.roster.units[u, CALIBRE])
    return (100 * fixed.rules.numbers[SMOKE_ROUNDS] + calibre - 1) // calibre


@kernel
def knows_of(fixed: Fixed, state: State, scratch: Scratch, s: int, h: int, role: int) -> bool:
    """Whether a side knows of an enemy in a hex: that it is of a role, or anything at all if it is -1. Needs lay_out."""
    v, least = scratch.hexes[GHOSTS, h], ABOUT if role < 0 else WHAT
    while v >= 0:
        known = state.units[v, SEEN_LEVEL] >= least and fixed.roster.units[v, OF_SIDE] != s
        if known and (role < 0 or fixed.roster.units[v, ROLE] == role):
            return True
        v = scratch.lists[NEXT_GHOST, v]
    return False


@kernel
def nearest_known(fixed: Fixed, state: State, u: int, h: int, role: int) -> int:
    """The hex nearest to one, in range of a battery, where an enemy of a role (-1 any) is known to be; -1 none."""
    best, nearest, least = -1, 0, ABOUT if role < 0 else WHAT
    for v in range(len(state.units)):
        n = state.units[v, SEEN_HEX]
        theirs = fixed.roster.units[v, OF_SIDE] != fixed.roster.units[u, OF_SIDE]
        if not theirs or n < 0 or state.units[v, SEEN_LEVEL] < least:
            continue
        if role >= 0 and fixed.roster.units[v, ROLE] != role:
            continue
        away = distance(fixed, n, h)
        if distance(fixed, state.units[u, HEX], n) <= fixed.roster.units[u, RANGE] and (best < 0 or away < nearest):
            best, nearest = n, away
    return best


@kernel
def check_mission(fixed: Fixed, state: State, scratch: Scratch, order: Ints, why: Ints) -> int:
    """The rule a mission breaks, 0 if none; why = battery, hex, what is needed, what there is. Needs lay_out."""
    u, mission, h, rounds = order[ACTING], order[MISSION_KIND], order[MISSION_HEX], order[MISSION_ROUNDS]
    row, fact = state.units[u], fixed.roster.units[u]
    if fact[ROLE] != BATTERY:
        return NO_BATTERY
    if mission < HARASS or mission > DEMOLISH or h < 0 or h >= len(state.hexes):
        return NO_SUCH_MISSION
    why[1] = h
    why[2], why[3] = distance(fixed, row[HEX], h), fact[RANGE]
    if why[2] > why[3]:
        return OUT_OF_RANGE
    why[2], why[3] = rounds, row[ROUNDS]
    if rounds < 1 or rounds > row[ROUNDS]:
        return NO_ROUNDS
    if row[SILENCED]:
        return IS_SILENCED
    if not can_fire(fixed, state, u):
        return NO_MISSIONS
    why[2], why[3] = rounds_for_smoke(fixed, u), rounds
    if mission == SMOKE and rounds < why[2]:
        return TOO_LITTLE_SMOKE
    rule = check_target(fixed, state, scratch, mission, h, fact[OF_SIDE])
    if rule in (NOTHING_KNOWN, NO_GUNS_KNOWN):
        why[2] = nearest_known(fixed, state, u, h, BATTERY if rule == NO_GUNS_KNOWN else -1)
    return rule


@kernel
def check_target(fixed: Fixed, state: State, scratch: Scratch, mission: int, h: int, s: int) -> int:
    """The rule broken by what a mission is aimed at: a side fires at what it knows of [9.11] [9.12] [9.14]."""
    if mission == HARASS:
        known = knows_of(fixed, state, scratch, s, h, -1) or noticed_lately(fixed, state, scratch, s, h)
        return 0 if known else NOTHING_KNOWN
    if mission == COUNTER:
        known = knows_of(fixed, state, scratch, s, h, BATTERY)
        return 0 if known else NO_GUNS_KNOWN
    if mission == DEMOLISH and not is_built_up(fixed, h) and state.hexes[h, TRENCH] == 0:
        return NOTHING_TO_DEMOLISH
    return 0


@kernel
def is_observed(fixed: Fixed, state: State, scratch: Scratch, s: int, h: int) -> bool:
    """Whether a side's fire on a hex is corrected, so that it falls at once and does not stray [9.15]. Needs lay_out."""
    return observation(fixed, state, scratch, s, h) >= fixed.rules.numbers[SEEN_PERCENT]


@kernel
def landing(fixed: Fixed, rounds: int, scoot: bool) -> int:
    """Rounds that fall of those spent [9.8]."""
    return rounds * fixed.rules.numbers[SCOOT_PERCENT] // 100 if scoot else rounds


@kernel
def expected(fixed: Fixed, state: State, scratch: Scratch, u: int, h: int, rounds: int, scoot: bool) -> int:
    """Effective rounds, in ten-thousandths, that fall on the hex aimed at if a mission is ordered now. Needs lay_out."""
    s = fixed.roster.units[u, OF_SIDE]
    aimed = landing(fixed, rounds, scoot)
    if not is_observed(fixed, state, scratch, s, h):
        aimed -= aimed * fixed.rules.numbers[DRIFT_PERCENT] // 100
    return weight(fixed, u, aimed, observation(fixed, state, scratch, s, h))


@kernel
def order_mission(fixed: Fixed, state: State, scratch: Scratch, order: Ints, dice: Ints, log: Ints) -> int:
    """Carry out a mission, or plot it if it is not observed; 1 if it fell and cannot be undone. Needs lay_out."""
    u, mission, h, rounds = order[ACTING], order[MISSION_KIND], order[MISSION_HEX], order[MISSION_ROUNDS]
    s, scoot = fixed.roster.units[u, OF_SIDE], order[MISSION_SCOOT] != 0
    if mission == SMOKE or is_observed(fixed, state, scratch, s, h):
        strike(fixed, state, scratch, u, mission, h, rounds, scoot, dice, log)
        betray(fixed, state, scratch, dice, log)
        return 1
    row = state.units[u]
    row[PLOT], row[PLOT_HEX], row[PLOT_ROUNDS] = mission + (SCOOTS if scoot else 0), h, rounds
    touch(scratch, UNITS, u)
    return 0


@kernel
def fire_plotted(fixed: Fixed, state: State, scratch: Scratch, s: int, dice: Ints, log: Ints) -> None:
    """At the start of its half-turn a side's plotted missions fall, in order of the batteries [9.15]."""
    lay_out(fixed, state, scratch)
    scratch.lists[SHOTS, 0] = 0
    for u in fixed.roster.batteries:
        row = state.units[u]
        if fixed.roster.units[u, OF_SIDE] != s or row[PLOT] == NO_MISSION:
            continue
        mission, h, rounds = row[PLOT], row[PLOT_HEX], min(row[PLOT_ROUNDS], row[ROUNDS])
        row[PLOT], row[PLOT_HEX], row[PLOT_ROUNDS] = NO_MISSION, -1, 0
        within = row[STATUS] == PRESENT and distance(fixed, row[HEX], h) <= fixed.roster.units[u, RANGE]
        if within and rounds > 0 and can_fire(fixed, state, u):
            strike(fixed, state, scratch, u, mission % SCOOTS, h, rounds, mission >= SCOOTS, dice, log)
    betray(fixed, state, scratch, dice, log)


@kernel
def strike(
    fixed: Fixed, state: State, scratch: Scratch, u: int, mission: int, h: int, rounds: int, scoot: bool, dice: Ints,
    log: Ints,
) -> None:  # fmt: skip
    """A battery fires a mission: what is not observed partly strays. Needs lay_out."""
    s = fixed.roster.units[u, OF_SIDE]
    percent, observed = observation(fixed, state, scratch, s, h), is_observed(fixed, state, scratch, s, h)
    fire(fixed, state, scratch, u, h, rounds, 0, log)
    if scoot:
        shots = scratch.lists[SHOTS]
        shots[2 * shots[0]] += MOVED_ON
    emit(log, STRUCK_HEX, u, h, mission, rounds, seen_by(s, False))
    aimed, strayed = landing(fixed, rounds, scoot), 0
    if not observed and mission != SMOKE:
        strayed = aimed * fixed.rules.numbers[DRIFT_PERCENT] // 100
    fall(fixed, state, scratch, u, mission, h, aimed - strayed, percent, dice, log)
    if strayed > 0:
        k = salvo(fixed, state, u)
        n = fixed.board.hexes[h, DISK + 1 + roll(dice, state.clock[TURN], s, DRIFT, h, u, 64 + k, 6)]
        if n >= 0:
            friend = held_by(fixed, scratch, n) == s
            fall(fixed, state, scratch, u, HARASS, n, strayed, fixed.rules.numbers[BLIND_PERCENT], dice, log)
            if friend:
                emit(log, STRAYED, u, h, n, 0, seen_by(s, False))


@kernel
def fall(
    fixed: Fixed, state: State, scratch: Scratch, u: int, mission: int, h: int, rounds: int, percent: int, dice: Ints,
    log: Ints,
) -> None:  # fmt: skip
    """Rounds of a mission fall on a hex, on whoever is there. Needs lay_out."""
    s, effective = fixed.roster.units[u, OF_SIDE], weight(fixed, u, rounds, percent)
    if mission == SMOKE:
        state.hexes[h, SMOKED] = 1
        touch(scratch, HEXES, h)
        emit(log, SMOKE_LAID, u, h, 0, 0, seen_by(s, False))
        emit(log, SMOKE_LAID, -1, h, 0, 0, seen_by(1 - s, False))
        return
    if mission == DEMOLISH:
        demolish(fixed, state, scratch, u, h, rounds, effective, log)
        return
    wear(fixed, state, scratch, h, u, rounds, log)
    tire(fixed, state, scratch, h, effective)
    if held_by(fixed, scratch, h) == 1 - s or watches(fixed, state, scratch, 1 - s, h):
        emit(log, STRUCK_HEX, -1, h, mission, rounds, seen_by(1 - s, False))
    if mission == COUNTER:
        batteries, v = 0, scratch.hexes[STACK, h]
        while v >= 0:
            batteries += 1 if fixed.roster.units[v, ROLE] == BATTERY else 0
            v = scratch.lists[NEXT, v]
        v = scratch.hexes[STACK, h]
        while v >= 0:
            after = scratch.lists[NEXT, v]
            if fixed.roster.units[v, ROLE] == BATTERY and fixed.roster.units[v, OF_SIDE] != s:
                strike_battery(fixed, state, scratch, u, v, effective // batteries, dice, log)
            v = after
        return
    k = 2 + salvo(fixed, state, u)
    losses = losses_fallen(fixed, state, dice, s, h, u, k, loss_permille(fixed, state, h, effective))
    lose_in_hex(fixed, state, scratch, s, h, losses, log)


@kernel
def demolish(
    fixed: Fixed, state: State, scratch: Scratch, u: int, h: int, rounds: int, effective: int, log: Ints
) -> None:
    """Rounds meant for buildings and works: rubble the sooner, trenches a level for so many effective rounds [9.14]."""
    numbers = fixed.rules.numbers
    wear(fixed, state, scratch, h, u, rounds * numbers[DEMOLISH_PERCENT] // 100, log)
    levels = min(effective // (numbers[WORKS_ROUNDS] * 10_000), state.hexes[h, TRENCH])
    if levels > 0:
        state.hexes[h, TRENCH] -= levels
        touch(scratch, HEXES, h)
        for s in range(2):
            if watches(fixed, state, scratch, s, h):
                see_hex(state, scratch, s, h)
