"""Whole games of two compiled players in one call, and batches of them.

The same kernels as in a match, in the same order, without listeners: a test plays the same seeds through both and
compares digests, so a simulated game is a record too.
"""

from __future__ import annotations

from typing import NamedTuple

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
    ASSAULTS, ATTACKED_TODAY, CLAIMS_FALSE, CREDIBILITY, DIED, DRONES_LOST, EVACUATED, FIRST, KG_LOST, KG_SENT,
    LOST_ATTACKING, OF_SIDE, ORDERS, OUTCOME, OWNER, POCKETED, PRESENT, PROBES, REASON, REPLACED, ROLE, ROUNDS_FIRED,
    RUNNING, SIDE, SORTIES, SOURCE, START_OWNER, STATUS, SURRENDERS, TAKEN, TURN, TURNS, UNITS_LOST, VEHICLES_LOST, WILL,
    Ints, State,
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
R_DRONES_LOST_UA = 35
"""Drones UA lost; R_DRONES_LOST_RU likewise; then vehicles, in thousandths."""
R_DRONES_LOST_RU = 36
R_VEHICLES_LOST_UA = 37
R_VEHICLES_LOST_RU = 38
R_KG_UA = 39
"""Goods that depots and sources of UA sent out and that were not lost on the way, in kg; R_KG_RU likewise."""
R_KG_RU = 40
R_EVACUATED_UA = 41
"""Wounded of UA brought to hospital; R_EVACUATED_RU likewise; then those who died waiting, and replacements."""
R_EVACUATED_RU = 42
R_DIED_UA = 43
R_DIED_RU = 44
R_REPLACED_UA = 45
R_REPLACED_RU = 46
R_POCKETED_UA = 47
"""Times a unit of UA was cut off: dusks at which one was found in a pocket that was in none before; R_POCKETED_RU."""
R_POCKETED_RU = 48
R_WILL_UA = 49
"""Will of UA at the end, 0 to 100; R_WILL_RU likewise; then credibility, and claims shown to be false."""
R_WILL_RU = 50
R_CREDIBILITY_UA = 51
R_CREDIBILITY_RU = 52
R_CLAIMS_FALSE_UA = 53
R_CLAIMS_FALSE_RU = 54
RESULT_COLUMNS = 55
RESULT_NAMES = (
    "seed outcome reason turns margin digest net gross_ua gross_ru "
    "ua_lost_attacking ua_lost_defending ua_lost_retreating ua_lost_straggling ua_lost_surrendering ua_lost_shelled "
    "ru_lost_attacking ru_lost_defending ru_lost_retreating ru_lost_straggling ru_lost_surrendering ru_lost_shelled "
    "assaults_ua assaults_ru orders decisions rounds_ua rounds_ru units_lost_ua units_lost_ru surrenders_ua "
    "surrenders_ru probes_ua probes_ru sorties_ua sorties_ru drones_lost_ua drones_lost_ru vehicles_lost_ua "
    "vehicles_lost_ru kg_ua kg_ru evacuated_ua evacuated_ru died_ua died_ru replaced_ua replaced_ru pocketed_ua "
    "pocketed_ru will_ua will_ru credibility_ua credibility_ru claims_false_ua claims_false_ru"
).split()
"""Names of the columns."""

# heat (H, .): a row a hex ---------------------------------------------------------------------------------------------
HEAT_ASSAULTS = 0
"""Assaults on the hex, probes among them, on all days of all games."""
HEAT_TAKEN = 1
"""Days at whose end it had been taken that day."""
HEAT_COLUMNS = 2

# days (G, days, .): a row a day of a game, as it stands when the day has ended; later days of a game that is over have
# the figures of its last ------------------------------------------------------------------------------------------------
D_GAINED_UA = 0
"""Hexes UA holds that it did not hold at the start; D_GAINED_RU likewise."""
D_GAINED_RU = 1
D_LOST_UA = 2
"""People UA has lost since the start; D_LOST_RU likewise; then rounds fired, kg that came, assaults made."""
D_LOST_RU = 3
D_ROUNDS_UA = 4
D_ROUNDS_RU = 5
D_KG_UA = 6
D_KG_RU = 7
D_ASSAULTS_UA = 8
D_ASSAULTS_RU = 9
D_MARGIN = 10
"""Points of UA less points of RU so far, in tenths."""
D_SECTORS = 11
"""D_SECTORS + i: hexes of sector i whose owner became UA less those that became RU."""
DAY_NAMES = (
    "gained_ua gained_ru lost_ua lost_ru rounds_ua rounds_ru kg_ua kg_ru assaults_ua assaults_ru margin".split()
)
"""Names of the columns before D_SECTORS."""


class Ledger(NamedTuple):
    """What is written down of a batch of games; a table but results that has no rows is left out."""

    results: Ints
    """A row a game; see R_*; (G, RESULT_COLUMNS) int64."""
    days: Ints
    """A row a day of each game; see D_*; (G, days, D_SECTORS + sectors) int64, or (0, 0, 0)."""
    heat: Ints
    """A row a hex, added up over the games; see HEAT_*; (H, HEAT_COLUMNS) int64, or (0, HEAT_COLUMNS)."""
    holding: Ints
    """In how many games each side held each hex when a marked day had ended; (marks, 2, H) int64."""
    marks: Ints
    """The marked days; (marks,) int64."""
    sectors: Ints
    """The sector that each hex lies in, from 0; (H,) int64, or (0,) if days are left out."""


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
        row[R_DRONES_LOST_UA + s] = state.sides[s, DRONES_LOST]
        row[R_VEHICLES_LOST_UA + s] = state.sides[s, VEHICLES_LOST]
        row[R_KG_UA + s] = state.sides[s, KG_SENT] - state.sides[s, KG_LOST]
        row[R_EVACUATED_UA + s], row[R_DIED_UA + s] = state.sides[s, EVACUATED], state.sides[s, DIED]
        row[R_REPLACED_UA + s], row[R_WILL_UA + s] = state.sides[s, REPLACED], state.sides[s, WILL]
        row[R_CREDIBILITY_UA + s] = state.sides[s, CREDIBILITY]
        row[R_CLAIMS_FALSE_UA + s] = state.sides[s, CLAIMS_FALSE]


@kernel
def count_pocketed(fixed: Fixed, state: State, row: Ints) -> None:
    """Count, when a day has ended, the units that this dusk found in a pocket for the first time."""
    for u in range(len(state.units)):
        if state.units[u, POCKETED] == 1 and state.units[u, STATUS] == PRESENT:
            row[R_POCKETED_UA + fixed.roster.units[u, OF_SIDE]] += 1


@kernel
def note_day(fixed: Fixed, state: State, ledger: Ledger, g: int, day: int) -> None:
    """Write down how a game stands when a day has ended: its accounts, its ground by sector, who holds what."""
    for m in range(len(ledger.marks)):
        if ledger.marks[m] == day:
            for h in range(len(state.hexes)):
                if state.hexes[h, OWNER] >= 0:
                    ledger.holding[m, state.hexes[h, OWNER], h] += 1
    if len(ledger.days) == 0:
        return
    row = ledger.days[g, day - 1]
    row[:] = 0
    for h in range(len(state.hexes)):
        owner, before = state.hexes[h, OWNER], state.hexes[h, START_OWNER]
        if owner >= 0 and owner != before:
            row[D_GAINED_UA + owner] += 1
            row[D_SECTORS + ledger.sectors[h]] += 1 - 2 * owner
    for s in range(2):
        for cause in range(R_LOST_RU - R_LOST_UA):
            row[D_LOST_UA + s] += state.sides[s, LOST_ATTACKING + cause]
        row[D_ROUNDS_UA + s], row[D_ASSAULTS_UA + s] = state.sides[s, ROUNDS_FIRED], state.sides[s, ASSAULTS]
        row[D_KG_UA + s] = state.sides[s, KG_SENT] - state.sides[s, KG_LOST]
    row[D_MARGIN] = margin(fixed, state)


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
    minds: Ints, seeds: Ints, turns: int, work: Ints, log: Ints, ledger: Ledger,
) -> None:  # fmt: skip
    """Play a game for every seed, through so many days or to its end, and write it down.

    A start whose first day has dawned is played on from the orders of the side to move; the last game's end stays in
    ``state``. One function, because every caller of the whole rules costs seconds of compiling. ``work`` is (30, 64)
    int64 of room.
    """
    order, why, dice, terms = work[0], work[1, :4], work[1, 4:7], work[2:, :3]
    results = ledger.results
    for g in range(len(seeds)):
        dice[0], dice[1], dice[2] = seeds[g], 0, 0
        minds[:, 0, :] = -1
        assign(state, start)
        if state.clock[TURN] == 0:
            begin(fixed, state, scratch, net, believed, dice, log)
        results[g] = 0
        results[g, R_SEED] = seeds[g]
        while state.clock[OUTCOME] == RUNNING and state.clock[TURN] <= turns:
            s, day = state.clock[SIDE], state.clock[TURN]
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
            last = s != state.clock[FIRST]
            if last:
                add_heat(state, ledger.heat)
            end_half_turn(fixed, state, scratch, net, believed, dice, log)
            if last:
                count_pocketed(fixed, state, results[g])
                note_day(fixed, state, ledger, g, day)
        sum_up(fixed, state, results[g])
        if state.clock[OUTCOME] != RUNNING:
            for day in range(state.clock[TURN] + 1, fixed.roster.terms[TURNS] + 1):
                note_day(fixed, state, ledger, g, day)
