"""[14] Victory: points at dusk, and how a match ends.

Places and ground count as the mean of the last three dusks, and a hex only if its side traces a path to a source through
its own hexes; enemy steps pinned, losses and the price of staying or leaving add up day by day.

    points = mean of 3 dusks (places + ground won x weight) + pinned + inflicted - lost + staying and leaving
             + will above or below the start + what events gave
    margin = points of UA + handicap - points of RU

The same kernel counts on the true state, for the outcome, and on what each side believes, for what it is shown.
"""

from __future__ import annotations

from game.events import BY_BOTH, MATCH_ENDED, emit
from game.ground import DISK, END_ARC, FIRST_ARC, TO
from game.jit import kernel
from game.rulebook import PIN_HEXES, WILL_START
from game.rules.field import GROUP, PATH, Fixed, Scratch, steps_of
from game.state import (
    AWARDED, BAND, BROUGHT, BY_COLLAPSE, BY_POINTS, COLLAPSE, COMBAT, DRAW, GROUND_0, HANDICAP, HELD_UA, HEX, INFLICTED,
    LAST_CAUSE, LEFT_UA, LOST_ATTACKING, MARGIN, NOBODY, OF_SIDE, OUTCOME, OWNER, PEOPLE, PEOPLE_UA, PINNED, PLACES_0,
    PLACE_HEX, POINTS_GROUND, POINTS_INFLICTED, POINTS_LOST, POINTS_PINNED, POINTS_WILL, POLITICAL, PRESENT, REASON,
    REPLACED, ROLE, RU_WINS, SIDE, SOURCE, START_OWNER, STATUS, STAY_UA, TURN, TURNS, UA_WINS, WILL, Ints, State,
)  # fmt: skip

DUSKS = 3
"""Dusks over which places and ground are averaged."""


@kernel
def connect(fixed: Fixed, state: State, scratch: Scratch, s: int) -> None:
    """Mark in scratch.hexes[GROUP] (1) the hexes of a side joined to one of its sources through its own hexes [14.2]."""
    scratch.hexes[GROUP, :] = 0
    count, done = 0, 0
    for u in range(len(state.units)):
        h = state.units[u, HEX]
        if fixed.roster.units[u, ROLE] != SOURCE or fixed.roster.units[u, OF_SIDE] != s:
            continue
        if state.hexes[h, OWNER] == s and scratch.hexes[GROUP, h] == 0:
            scratch.hexes[GROUP, h] = 1
            scratch.hexes[PATH, count] = h
            count += 1
    while done < count:
        h = scratch.hexes[PATH, done]
        done += 1
        for a in range(fixed.board.hexes[h, FIRST_ARC], fixed.board.hexes[h, END_ARC]):
            n = fixed.board.arcs[a, TO]
            if scratch.hexes[GROUP, n] == 0 and state.hexes[n, OWNER] == s:
                scratch.hexes[GROUP, n] = 1
                scratch.hexes[PATH, count] = n
                count += 1


@kernel
def fights(fixed: Fixed, state: State, u: int) -> bool:
    """Whether a unit is a fighting unit on the map."""
    return fixed.roster.units[u, ROLE] == COMBAT and state.units[u, STATUS] == PRESENT


@kernel
def pinned_steps(fixed: Fixed, state: State, scratch: Scratch, s: int) -> int:
    """Steps of the enemy's fighting units that stand within 3 hexes of a fighting unit of a side [14.3]."""
    reach = 7 if fixed.rules.numbers[PIN_HEXES] == 1 else 19 if fixed.rules.numbers[PIN_HEXES] == 2 else 37
    scratch.hexes[GROUP, :] = 0
    for u in range(len(state.units)):
        if not fights(fixed, state, u) or fixed.roster.units[u, OF_SIDE] != s:
            continue
        for i in range(reach):
            n = fixed.board.hexes[state.units[u, HEX], DISK + i]
            if n >= 0:
                scratch.hexes[GROUP, n] = 1
    steps = 0
    for u in range(len(state.units)):
        if not fights(fixed, state, u) or fixed.roster.units[u, OF_SIDE] == s:
            continue
        if scratch.hexes[GROUP, state.units[u, HEX]] == 1:
            steps += steps_of(fixed, state.units[u, PEOPLE])
    return steps


@kernel
def count_dusk(fixed: Fixed, state: State, scratch: Scratch) -> None:
    """Add a dusk to both sides' accounts: places, ground, pinned steps, staying and leaving; block 0 of sides."""
    roster, dusk = fixed.roster, state.clock[TURN] % DUSKS
    state.sides[0, GROUND_0 + dusk], state.sides[1, GROUND_0 + dusk] = 0, 0
    for s in range(2):
        connect(fixed, state, scratch, s)
        won = 0
        for h in range(len(scratch.hexes[GROUP])):
            if scratch.hexes[GROUP, h] == 1 and state.hexes[h, START_OWNER] != s:
                won += 1
        held, politics = 0, 0
        for p in range(len(roster.places)):
            h = roster.places[p, PLACE_HEX]
            if scratch.hexes[GROUP, h] == 1:
                held += roster.places[p, HELD_UA + s]
            if state.hexes[h, OWNER] == s:
                politics += roster.places[p, STAY_UA + s]
            elif state.hexes[h, START_OWNER] == s:
                politics += roster.places[p, LEFT_UA + s]
        state.sides[s, PLACES_0 + dusk] = held
        state.sides[s, GROUND_0 + dusk] += won
        state.sides[1 - s, GROUND_0 + dusk] -= won
        state.sides[s, POLITICAL] += politics
    for s in range(2):
        state.sides[s, PINNED] += pinned_steps(fixed, state, scratch, s)


@kernel
def people_lost(state: State, s: int) -> int:
    """People a side has lost for any cause."""
    total = 0
    for column in range(LOST_ATTACKING, LAST_CAUSE + 1):
        total += state.sides[s, column]
    return total


@kernel
def points(fixed: Fixed, state: State, s: int) -> int:
    """A side's points so far, in tenths [14.1]; by day the dusk of that day is still to come."""
    past = state.clock[TURN] if state.clock[SIDE] == NOBODY else state.clock[TURN] - 1
    return points_after(fixed, state, s, past)


@kernel
def points_after(fixed: Fixed, state: State, s: int, past: int) -> int:
    """A side's points after so many dusks, in tenths."""
    weights, row = fixed.roster.terms, state.sides[s]
    dusks = min(max(past, 1), DUSKS)
    standing = 0
    for dusk in range(DUSKS):
        standing += row[PLACES_0 + dusk] + row[GROUND_0 + dusk] * weights[POINTS_GROUND]
    thousandths = row[PINNED] * weights[POINTS_PINNED] + row[INFLICTED] * weights[POINTS_INFLICTED]
    thousandths -= people_lost(state, s) * weights[POINTS_LOST]
    thousandths += (row[WILL] - fixed.rules.numbers[WILL_START]) * weights[POINTS_WILL]
    return standing // dusks + thousandths // 100 + row[POLITICAL] + row[AWARDED]


@kernel
def margin(fixed: Fixed, state: State) -> int:
    """Points of UA less points of RU, in tenths, handicap included."""
    return points(fixed, state, 0) - points(fixed, state, 1) + fixed.roster.terms[HANDICAP]


@kernel
def judge(fixed: Fixed, state: State, log: Ints) -> None:
    """End the match if its last day is over or a side has collapsed, and say who won and why [14.4]."""
    terms, collapsed = fixed.roster.terms, -1
    for s in range(2):
        committed = terms[PEOPLE_UA + s] + state.sides[s, BROUGHT] + state.sides[s, REPLACED]
        if terms[COLLAPSE] > 0 and people_lost(state, s) * 100 >= terms[COLLAPSE] * committed:
            collapsed = s if collapsed < 0 else 2
    if state.clock[TURN] < terms[TURNS] and collapsed < 0:
        return
    state.clock[MARGIN] = margin(fixed, state)
    if collapsed == 0 or collapsed == 1:
        state.clock[REASON] = BY_COLLAPSE
        state.clock[OUTCOME] = RU_WINS if collapsed == 0 else UA_WINS
    else:
        state.clock[REASON] = BY_POINTS
        state.clock[OUTCOME] = DRAW
        if state.clock[MARGIN] >= max(terms[BAND], 1):
            state.clock[OUTCOME] = UA_WINS
        elif state.clock[MARGIN] <= -max(terms[BAND], 1):
            state.clock[OUTCOME] = RU_WINS
    emit(log, MATCH_ENDED, state.clock[OUTCOME], state.clock[REASON], state.clock[MARGIN], 0, BY_BOTH)
