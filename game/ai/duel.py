"""Whole games of two compiled players in one call, and batches of them.

The same kernels as in a match, in the same order, without listeners: a test plays the same seeds through both and
compares digests, so a simulated game is a record too.
"""

from __future__ import annotations

import numpy as np

from game.ai.greedy import choose_greedy
from game.ai.random import choose_random
from game.jit import kernel
from game.orders import END
from game.rules.field import Fixed, Scratch, assign, digest, lay_out
from game.rules.network import Net
from game.rules.recon import mask, patch
from game.rules.turn import begin, check_order, end_half_turn, resolve_order
from game.rules.victory import margin
from game.state import (
    ASSAULTS, ATTACKED_TODAY, FIRST, LOST_ATTACKING, OF_SIDE, ORDERS, OUTCOME, OWNER, PRESENT, PROBES, REASON, ROLE,
    ROUNDS_FIRED, RUNNING, SIDE, SORTIES, SOURCE, START_OWNER, STATUS, SURRENDERS, TAKEN, TURN, UNITS_LOST, Ints, State,
)  # fmt: skip

PASSIVE, RANDOM, GREEDY = 0, 1, 2
"""Compiled players."""
PLAYERS = ("passive", "random", "greedy")

MOST_ORDERS = 500
"""Orders of one half-turn after which it is ended for the player."""

# result (G, .): a row a game -----------------------------------------------------------------------------------------
R_SEED = 0
R_OUTCOME = 1
"""OUTCOME of the clock; RUNNING if the days that were asked for ended first."""
R_REASON = 2
R_TURNS = 3
R_MARGIN = 4
"""Points of UA less points of RU at the end of the game, or so far, in tenths."""
R_DIGEST = 5
"""Digest of the final state, as a signed number."""
R_NET = 6
"""Hexes whose owner became UA less those that became RU since the start."""
R_GROSS_UA = 7
"""Hexes UA holds that it did not hold at the start; R_GROSS_RU likewise."""
R_GROSS_RU = 8
R_LOST_UA = 9
"""R_LOST_UA + cause: people UA lost by cause, of LOSS_CAUSES; R_LOST_RU likewise."""
R_LOST_RU = 15
R_ASSAULTS_UA = 21
R_ASSAULTS_RU = 22
R_ORDERS = 23
"""Orders carried out by both sides, the ends of half-turns left out."""
R_DECISIONS = 24
"""Unit-decisions: living units given their turn, over all half-turns."""
R_ROUNDS_UA = 25
R_ROUNDS_RU = 26
R_UNITS_LOST_UA = 27
R_UNITS_LOST_RU = 28
R_SURRENDERS_UA = 29
"""Pockets of UA that surrendered; R_SURRENDERS_RU likewise."""
R_SURRENDERS_RU = 30
R_PROBES_UA = 31
"""Probes of UA, which are among its assaults; R_PROBES_RU likewise; then drone sorties."""
R_PROBES_RU = 32
R_SORTIES_UA = 33
R_SORTIES_RU = 34
RESULT_COLUMNS = 35
RESULT_NAMES = (
    "seed outcome reason turns margin digest net gross_ua gross_ru "
    "ua_lost_attacking ua_lost_defending ua_lost_retreating ua_lost_straggling ua_lost_surrendering ua_lost_shelled "
    "ru_lost_attacking ru_lost_defending ru_lost_retreating ru_lost_straggling ru_lost_surrendering ru_lost_shelled "
    "assaults_ua assaults_ru orders decisions rounds_ua rounds_ru units_lost_ua units_lost_ru surrenders_ua "
    "surrenders_ru probes_ua probes_ru sorties_ua sorties_ru"
).split()
"""Names of the columns."""

# heat (H, .): a row a hex ---------------------------------------------------------------------------------------------
HEAT_ASSAULTS = 0
"""Assaults on the hex, probes among them, on all days of all games."""
HEAT_TAKEN = 1
"""Days at whose end it had been taken that day."""
HEAT_COLUMNS = 2


@kernel
def choose(
    player: int,
    fixed: Fixed,
    believed: State,
    scratch: Scratch,
    mind: Ints,
    dice: Ints,
    order: Ints,
    terms: Ints,
    why: Ints,
) -> None:
    """Write a compiled player's next order. Needs lay_out."""
    if player == GREEDY:
        choose_greedy(fixed, believed, scratch, mind, order, terms, why)
    elif player == RANDOM:
        choose_random(fixed, believed, scratch, mind, dice, order, why)
    else:
        order[:] = 0
        order[0] = END


@kernel
def sum_up(fixed: Fixed, state: State, row: Ints) -> None:
    """Write what a game came to."""
    row[R_OUTCOME], row[R_REASON] = state.clock[OUTCOME], state.clock[REASON]
    row[R_TURNS], row[R_MARGIN] = state.clock[TURN], margin(fixed, state)
    row[R_DIGEST] = np.int64(digest(state))
    row[R_GROSS_UA], row[R_GROSS_RU] = 0, 0
    for h in range(len(state.hexes)):
        owner = state.hexes[h, OWNER]
        if owner >= 0 and owner != state.hexes[h, START_OWNER]:
            row[R_GROSS_UA + owner] += 1
    row[R_NET] = row[R_GROSS_UA] - row[R_GROSS_RU]
    row[R_ORDERS] = 0
    for s in range(2):
        for cause in range(R_LOST_RU - R_LOST_UA):
            row[R_LOST_UA + (R_LOST_RU - R_LOST_UA) * s + cause] = state.sides[s, LOST_ATTACKING + cause]
        row[R_ASSAULTS_UA + s] = state.sides[s, ASSAULTS]
        row[R_ROUNDS_UA + s] = state.sides[s, ROUNDS_FIRED]
        row[R_UNITS_LOST_UA + s] = state.sides[s, UNITS_LOST]
        row[R_SURRENDERS_UA + s] = state.sides[s, SURRENDERS]
        row[R_PROBES_UA + s], row[R_SORTIES_UA + s] = state.sides[s, PROBES], state.sides[s, SORTIES]
        row[R_ORDERS] += state.sides[s, ORDERS]


@kernel
def add_heat(state: State, heat: Ints) -> None:
    """Add, at the end of a day, what was fought for: assaults on each hex, and whether it has a new owner."""
    for h in range(len(heat)):
        heat[h, HEAT_ASSAULTS] += state.hexes[h, ATTACKED_TODAY]
        if state.hexes[h, TAKEN] == state.clock[TURN]:
            heat[h, HEAT_TAKEN] += 1


@kernel
def living(fixed: Fixed, state: State) -> int:
    """Units of the side to move that are on the map and can be given orders: sources of supply cannot."""
    count = 0
    for u in range(len(state.units)):
        fact = fixed.roster.units[u]
        if fact[OF_SIDE] == state.clock[SIDE] and state.units[u, STATUS] == PRESENT and fact[ROLE] != SOURCE:
            count += 1
    return count


@kernel
def play_batch(
    fixed: Fixed, start: State, state: State, believed: State, scratch: Scratch, theirs: Scratch, net: Net,
    players: Ints,
    minds: Ints, seeds: Ints, turns: int, work: Ints, log: Ints, results: Ints, heat: Ints,
) -> None:  # fmt: skip
    """Play a game for every seed, through so many days or to its end; (len(seeds), RESULT_COLUMNS) int64 of results.

    A start whose first day has dawned is played on from the orders of the side to move; the last game's end stays in
    ``state``. One function, because every caller of the whole rules costs seconds of compiling. ``work`` is (30, 64)
    int64 of room. ``heat`` is (H, HEAT_COLUMNS) int64 that what was fought for is added to, or of no rows.
    """
    order, why, dice, terms = work[0], work[1, :4], work[1, 4:7], work[2:, :3]
    for g in range(len(seeds)):
        dice[0], dice[1], dice[2] = seeds[g], 0, 0
        minds[:, 0, :] = -1
        assign(state, start)
        if state.clock[TURN] == 0:
            begin(fixed, state, scratch, net, believed, dice, log)
        results[g, R_SEED], results[g, R_DECISIONS] = seeds[g], 0
        while state.clock[OUTCOME] == RUNNING and state.clock[TURN] <= turns:
            s = state.clock[SIDE]
            results[g, R_DECISIONS] += living(fixed, state)
            mask(fixed, state, s, believed)
            lay_out(fixed, state, scratch)
            lay_out(fixed, believed, theirs)
            for _ in range(MOST_ORDERS):
                choose(players[s], fixed, believed, theirs, minds[s], dice, order, terms, why)
                if order[0] == END or check_order(fixed, believed, theirs, order, why) != 0:
                    break
                resolve_order(fixed, state, scratch, order, dice, terms, log)
                patch(fixed, state, scratch, s, believed, theirs)
            if s != state.clock[FIRST]:
                add_heat(state, heat)
            end_half_turn(fixed, state, scratch, net, believed, dice, log)
        sum_up(fixed, state, results[g])
