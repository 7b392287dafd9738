"""[7] Encirclement: pockets, what they live on, and how they end.

A pocket is a group of one side's units, joined by ground open to their side, none of which any supply reaches, by road
or on foot. After its first day it rations; what its units have goes round, and porters may bring a little through the
enemy's zones. At dusk a pocket that has been Out for two turns may surrender, if it was attacked or summoned that day.
"""

from __future__ import annotations

from game.dice import SURRENDER as SURRENDER_ROLL
from game.dice import roll
from game.events import BY_BOTH, CAPTIVITY, POCKET, REFUSED, STRAGGLERS, SUMMONS, SURRENDER, emit, seen_by
from game.ground import DISK, END_ARC, FIRST_ARC, TERRAIN, TO
from game.jit import kernel
from game.orders import ACTING, NEXT_HEX
from game.rulebook import (
    BROKEN_MORALE, DENSE, ELITE_TENTHS, PORTER_KG, REFUSED_MORALE, SUMMONS_DAYS, SUMMONS_STEPS, SURRENDER_BONUS,
    SURRENDER_FROM, SURRENDER_MOST, SURRENDER_SHARE, SURRENDER_TURN, TERRAINS_AT,
)  # fmt: skip
from game.rules.casualties import book, lose
from game.rules.field import (
    CARRY, GROUP, PATH, UNITS, VIA, WEIGHED, Fixed, Scratch, arc_between, held_by, steps_of, touch,
)  # fmt: skip
from game.rules.movement import crossing
from game.rules.supply import FARTHEST_CARRY, open_to, trace
from game.state import (
    AMMO, ATTACKED_TODAY, ATTACKS, CAME_KG, COMBAT, FOOT, HEX, KG_SENT, LOST_STRAGGLING, LOST_SURRENDERING, MORALE,
    NEAR_SUPPLY, OF_SIDE, OUT_TURNS, OWNER, PEOPLE, POCKETED, PRESENT, QUALITY, ROLE, RUBBLE, SOURCE, STATUS,
    SUMMONED, SURRENDERS, TURN, Ints, State,
)  # fmt: skip

NO_POCKET, TOO_FEW_TO_SUMMON, SUMMONED_LATELY, NOT_BESIDE, HAS_FOUGHT = 701, 702, 703, 704, 705
"""Rules a summons can break."""

# sums over the units of a pocket, in the row WEIGHED of scratch.lists ---------------------------------------------------
SUM_UNITS, SUM_PEOPLE, SUM_STEPS, SUM_QUALITY, SUM_MORALE, SUM_OUT, SUM_DENSE, SUM_PRESSED, SUM_WHERE = range(9)
"""Units, people, steps; quality, morale and turns Out weighted by steps; steps in intact dense ground; whether it was
attacked or summoned today; the hex of its first unit."""
SUMMED = 9


@kernel
def pockets(fixed: Fixed, state: State, scratch: Scratch, s: int) -> int:
    """Number a side's pockets in scratch.hexes[GROUP], by their lowest hex; how many there are. Needs lay_out.

    Runs trace, so scratch.hexes[COST], carry and via are those of the side afterwards.
    """
    trace(fixed, state, scratch, s)
    scratch.hexes[GROUP, :] = -1
    count = 0
    for h in range(len(scratch.hexes[GROUP])):
        if scratch.hexes[GROUP, h] != -1 or held_by(fixed, scratch, h) != s:
            continue
        if spread(fixed, state, scratch, s, h, count):
            for i in range(len(scratch.hexes[GROUP])):
                if scratch.hexes[GROUP, i] == count:
                    scratch.hexes[GROUP, i] = -2
        else:
            count += 1
    return count


@kernel
def join(fixed: Fixed, state: State, scratch: Scratch, s: int, h: int, number: int, count: int) -> int:
    """Give a number to a hex's neighbours joined to it by ground open to its side, and add them to the first so many
    hexes of PATH; how many there are then.

    A unit on ground that is closed to its side's supply is joined to nobody.
    """
    if not open_to(fixed, state, scratch, s, h):
        return count
    for a in range(fixed.board.hexes[h, FIRST_ARC], fixed.board.hexes[h, END_ARC]):
        n = fixed.board.arcs[a, TO]
        if scratch.hexes[GROUP, n] != -1 or crossing(fixed, state, FOOT, a) == -1:
            continue
        if open_to(fixed, state, scratch, s, n):
            scratch.hexes[GROUP, n] = number
            scratch.hexes[PATH, count] = n
            count += 1
    return count


@kernel
def spread(fixed: Fixed, state: State, scratch: Scratch, s: int, start: int, number: int) -> bool:
    """Give a number to every hex joined to one by ground open to its side; whether supply reaches any of them."""
    scratch.hexes[GROUP, start] = number
    scratch.hexes[PATH, 0] = start
    count, done, supplied = 1, 0, False
    while done < count:
        h = scratch.hexes[PATH, done]
        done += 1
        supplied = supplied or scratch.hexes[CARRY, h] >= 0
        count = join(fixed, state, scratch, s, h, number, count)
    return supplied


@kernel
def cut_off(fixed: Fixed, state: State, scratch: Scratch, s: int, start: int) -> bool:
    """Whether a hex lies in a pocket: no hex joined to it by open ground was reached by supply this morning [7.1].

    Looks outward from the hex and stops at the first supplied one. Needs lay_out; overwrites GROUP and PATH.
    """
    scratch.hexes[GROUP, :] = -1
    scratch.hexes[GROUP, start] = 0
    scratch.hexes[PATH, 0] = start
    count, done = 1, 0
    while done < count:
        h = scratch.hexes[PATH, done]
        done += 1
        if state.hexes[h, NEAR_SUPPLY + s] >= 0:
            return False
        count = join(fixed, state, scratch, s, h, 0, count)
    return True


@kernel
def in_pocket(fixed: Fixed, state: State, scratch: Scratch, s: int, u: int, number: int) -> bool:
    """Whether a unit belongs to a pocket of a side that pockets has numbered."""
    if state.units[u, STATUS] != PRESENT or fixed.roster.units[u, OF_SIDE] != s or fixed.roster.units[u, ROLE] >= SOURCE:
        return False
    return scratch.hexes[GROUP, state.units[u, HEX]] == number


# what a pocket lives on ----------------------------------------------------------------------------------------------


@kernel
def share_out(fixed: Fixed, state: State, scratch: Scratch, s: int) -> None:
    """In every pocket that was one at dusk porters come in and goods go round, by steps [7.2]. Needs lay_out."""
    for u in range(len(state.units)):
        if state.units[u, POCKETED] > 0 and fixed.roster.units[u, OF_SIDE] == s:
            for number in range(pockets(fixed, state, scratch, s)):
                if not was_one(fixed, state, scratch, s, number):
                    continue
                bring_in(fixed, state, scratch, s, number)
                for good in range(2):
                    level_out(fixed, state, scratch, s, number, AMMO + good)
            return


@kernel
def was_one(fixed: Fixed, state: State, scratch: Scratch, s: int, number: int) -> bool:
    """Whether any unit of a pocket was in one at dusk."""
    for u in range(len(state.units)):
        if state.units[u, POCKETED] > 0 and in_pocket(fixed, state, scratch, s, u, number):
            return True
    return False


@kernel
def level_out(fixed: Fixed, state: State, scratch: Scratch, s: int, number: int, column: int) -> None:
    """Share a good among the units of a pocket by their steps; what cannot be divided stays with the first."""
    held, steps, first = 0, 0, -1
    for u in range(len(state.units)):
        if in_pocket(fixed, state, scratch, s, u, number):
            held += state.units[u, column]
            steps += steps_of(fixed, state.units[u, PEOPLE])
            first = u if first < 0 else first
    rest = held
    for u in range(len(state.units)):
        if steps > 0 and in_pocket(fixed, state, scratch, s, u, number):
            state.units[u, column] = held * steps_of(fixed, state.units[u, PEOPLE]) // steps
            rest -= state.units[u, column]
    if first >= 0:
        state.units[first, column] += rest


@kernel
def bring_in(fixed: Fixed, state: State, scratch: Scratch, s: int, number: int) -> None:
    """Porters bring a pocket a tonne from the first source its side holds, if supplied ground is near enough [7.2].

    What came on pockets' trace is read: they must have been numbered just before.
    """
    taker, source = -1, -1
    for u in range(len(state.units)):
        if taker < 0 and in_pocket(fixed, state, scratch, s, u, number):
            taker = u
        works = fixed.roster.units[u, ROLE] == SOURCE and fixed.roster.units[u, OF_SIDE] == s
        if works and source < 0 and state.hexes[state.units[u, HEX], OWNER] == s:
            source = u
    if taker < 0 or source < 0 or not near_supply(fixed, state, scratch, s, number):
        return
    for good in range(2):
        kg = min(fixed.rules.numbers[PORTER_KG] // 2, state.units[source, AMMO + good])
        state.units[source, AMMO + good] -= kg
        state.units[taker, AMMO + good] += kg
        state.units[taker, CAME_KG] += kg
        book(state, s, KG_SENT, kg, False)


@kernel
def near_supply(fixed: Fixed, state: State, scratch: Scratch, s: int, number: int) -> bool:
    """Whether supplied ground lies within 4 hexes on foot of a pocket, through enemy zones but not enemy units."""
    count, done, passed = 0, 0, scratch.hexes[VIA]
    passed[:] = 0
    for h in range(len(passed)):
        if scratch.hexes[GROUP, h] == number:
            scratch.hexes[PATH, count] = h
            passed[h] = 1
            count += 1
    for _ in range(FARTHEST_CARRY):
        end = count
        while done < end:
            h = scratch.hexes[PATH, done]
            done += 1
            for a in range(fixed.board.hexes[h, FIRST_ARC], fixed.board.hexes[h, END_ARC]):
                n = fixed.board.arcs[a, TO]
                if passed[n] == 1 or held_by(fixed, scratch, n) == 1 - s:
                    continue
                if state.hexes[n, OWNER] == 1 - s or crossing(fixed, state, FOOT, a) < 0:
                    continue
                if scratch.hexes[CARRY, n] >= 0:
                    return True
                passed[n] = 1
                scratch.hexes[PATH, count] = n
                count += 1
    return False


# how it ends ---------------------------------------------------------------------------------------------------------


@kernel
def count_dusks(fixed: Fixed, state: State, scratch: Scratch, s: int) -> int:
    """Number a side's pockets and count the dusks its units have been in one; how many there are. Needs lay_out."""
    count = pockets(fixed, state, scratch, s)
    for u in range(len(state.units)):
        if fixed.roster.units[u, OF_SIDE] == s:
            cut = state.units[u, STATUS] == PRESENT and scratch.hexes[GROUP, state.units[u, HEX]] >= 0
            state.units[u, POCKETED] = state.units[u, POCKETED] + 1 if cut else 0
    return count


@kernel
def close_pockets(fixed: Fixed, state: State, scratch: Scratch, s: int, dice: Ints, log: Ints) -> None:
    """Dusk: a side's pockets are counted, told of, and may surrender [7.3]. Needs lay_out."""
    for number in range(count_dusks(fixed, state, scratch, s)):
        sums = scratch.lists[WEIGHED]
        add_up(fixed, state, scratch, s, number, sums)
        emit(log, POCKET, s, sums[SUM_WHERE], sums[SUM_UNITS], sums[SUM_PEOPLE], seen_by(s, False))
        if sums[SUM_UNITS] == 0 or sums[SUM_PRESSED] == 0:
            continue
        chance = surrender_chance(fixed, state, scratch, s, number, sums)
        if roll(dice, state.clock[TURN], s, SURRENDER_ROLL, sums[SUM_WHERE], 0, 0, 100) < chance:
            surrender(fixed, state, scratch, s, number, sums[SUM_WHERE], dice, log)
        elif sums[SUM_PRESSED] > 1:
            refuse(fixed, state, scratch, s, number, sums[SUM_WHERE], log)


@kernel
def add_up(fixed: Fixed, state: State, scratch: Scratch, s: int, number: int, sums: Ints) -> None:
    """Fill the sums over the units of a pocket; SUM_PRESSED is 2 if it was summoned today, 1 if only attacked."""
    sums[:SUMMED] = 0
    sums[SUM_WHERE] = -1
    for u in range(len(state.units)):
        if not in_pocket(fixed, state, scratch, s, u, number):
            continue
        row = state.units[u]
        h, steps = row[HEX], steps_of(fixed, row[PEOPLE])
        sums[SUM_UNITS] += 1
        sums[SUM_PEOPLE] += row[PEOPLE]
        sums[SUM_STEPS] += steps
        sums[SUM_QUALITY] += 10 * row[QUALITY] * steps
        sums[SUM_MORALE] += row[MORALE] * steps
        sums[SUM_OUT] += row[OUT_TURNS] * steps
        dense = fixed.rules.tables[TERRAINS_AT + fixed.board.hexes[h, TERRAIN], DENSE] and state.hexes[h, RUBBLE] == 0
        sums[SUM_DENSE] += steps if dense else 0
        pressed = 2 if row[SUMMONED] == state.clock[TURN] else 1 if state.hexes[h, ATTACKED_TODAY] > 0 else 0
        sums[SUM_PRESSED] = max(sums[SUM_PRESSED], pressed)
        sums[SUM_WHERE] = h if sums[SUM_WHERE] < 0 else sums[SUM_WHERE]


@kernel
def surrender_chance(fixed: Fixed, state: State, scratch: Scratch, s: int, number: int, sums: Ints) -> int:
    """The chance in percent that a pocket gives up today, by the sums over its units [7.3]."""
    numbers, steps = fixed.rules.numbers, max(1, sums[SUM_STEPS])
    turns, bonus = sums[SUM_OUT] // steps, numbers[SURRENDER_BONUS]
    if turns < numbers[SURRENDER_FROM]:
        return 0
    chance = numbers[SURRENDER_TURN] * (turns - 1)
    if sums[SUM_MORALE] < numbers[BROKEN_MORALE] * steps:
        chance += bonus
    if is_enclosed(fixed, state, scratch, s, number):
        chance += bonus
    if sums[SUM_QUALITY] >= numbers[ELITE_TENTHS] * steps:
        chance -= bonus
    if 2 * sums[SUM_DENSE] > steps:
        chance -= bonus
    return max(0, min(numbers[SURRENDER_MOST], chance))


@kernel
def is_enclosed(fixed: Fixed, state: State, scratch: Scratch, s: int, number: int) -> bool:
    """Whether every hex next to a pocket's units is the pocket's own, the enemy's, or off the map [7.3]."""
    for u in range(len(state.units)):
        if not in_pocket(fixed, state, scratch, s, u, number):
            continue
        for i in range(1, 7):
            n = fixed.board.hexes[state.units[u, HEX], DISK + i]
            if n >= 0 and held_by(fixed, scratch, n) < 0 and state.hexes[n, OWNER] != 1 - s:
                return False
    return True


@kernel
def surrender(
    fixed: Fixed, state: State, scratch: Scratch, s: int, number: int, where: int, dice: Ints, log: Ints
) -> None:
    """A pocket gives up: so many in a hundred go into captivity, the others straggle away [7.3]."""
    least = fixed.rules.numbers[SURRENDER_SHARE]
    share = least + roll(dice, state.clock[TURN], s, SURRENDER_ROLL, where, 0, 1, 101 - least)
    units, people = 0, 0
    for u in range(len(state.units)):
        if not in_pocket(fixed, state, scratch, s, u, number):
            continue
        captive = (state.units[u, PEOPLE] * share + 99) // 100
        units += 1
        people += captive
        lose(fixed, state, scratch, u, captive, LOST_SURRENDERING, CAPTIVITY, log)
        if state.units[u, STATUS] == PRESENT:
            lose(fixed, state, scratch, u, state.units[u, PEOPLE], LOST_STRAGGLING, STRAGGLERS, log)
    book(state, s, SURRENDERS, 1, True)
    emit(log, SURRENDER, s, where, units, people, BY_BOTH)


@kernel
def refuse(fixed: Fixed, state: State, scratch: Scratch, s: int, number: int, where: int, log: Ints) -> None:
    """A pocket that was summoned refuses, and takes heart from it [7.4]."""
    for u in range(len(state.units)):
        if in_pocket(fixed, state, scratch, s, u, number):
            state.units[u, MORALE] = min(100, state.units[u, MORALE] + fixed.rules.numbers[REFUSED_MORALE])
    emit(log, REFUSED, s, where, 0, 0, BY_BOTH)


@kernel
def check_summons(fixed: Fixed, state: State, scratch: Scratch, order: Ints, why: Ints) -> int:
    """The rule a summons breaks, 0 if none [7.4]. Needs lay_out; asks for a pocket as far as the state tells."""
    u, h = order[ACTING], order[NEXT_HEX]
    row, s, numbers = state.units[u], fixed.roster.units[u, OF_SIDE], fixed.rules.numbers
    if h < 0 or h >= len(state.hexes) or arc_between(fixed, row[HEX], h) < 0:
        return NOT_BESIDE
    why[1] = h
    why[2], why[3] = numbers[SUMMONS_STEPS], numbers[SUMMONS_DAYS]
    if fixed.roster.units[u, ROLE] != COMBAT or steps_of(fixed, row[PEOPLE]) < numbers[SUMMONS_STEPS]:
        return TOO_FEW_TO_SUMMON
    if row[ATTACKS] < 1:
        return HAS_FOUGHT
    if held_by(fixed, scratch, h) != 1 - s:
        return NO_POCKET
    pockets(fixed, state, scratch, 1 - s)
    if scratch.hexes[GROUP, h] < 0:
        return NO_POCKET
    last, number = 0, scratch.hexes[GROUP, h]
    for v in range(len(state.units)):
        if in_pocket(fixed, state, scratch, 1 - s, v, number):
            last = max(last, state.units[v, SUMMONED])
    return SUMMONED_LATELY if last > 0 and state.clock[TURN] - last < numbers[SUMMONS_DAYS] else 0


@kernel
def summon(fixed: Fixed, state: State, scratch: Scratch, order: Ints, log: Ints) -> None:
    """A unit summons the pocket beside it; it attacks no more today. If it is none in truth, nobody answers."""
    u, h = order[ACTING], order[NEXT_HEX]
    s = fixed.roster.units[u, OF_SIDE]
    state.units[u, ATTACKS] = 0
    touch(scratch, UNITS, u)
    pockets(fixed, state, scratch, 1 - s)
    number = scratch.hexes[GROUP, h]
    for v in range(len(state.units)):
        if number >= 0 and in_pocket(fixed, state, scratch, 1 - s, v, number):
            state.units[v, SUMMONED] = state.clock[TURN]
            touch(scratch, UNITS, v)
    emit(log, SUMMONS, u, h, 0, 0, BY_BOTH)
