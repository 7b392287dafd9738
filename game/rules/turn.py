"""[4] The day: dawn, two half-turns of logistics, operations and recovery, dusk; and the one place where orders resolve.

The scenario names the side that moves first on day 1; it alternates every day. A match runs ``begin``, then orders, each
``check``ed on what its side believes and ``resolve``d on the truth, and ``end_half_turn`` until the outcome is decided.
The window, the computer, records and simulations use these same four kernels and no others.
"""

from __future__ import annotations

from game.events import BY_BOTH, DAY_BEGAN, DAY_ENDED, POINTS_COUNTED, SIDE_BEGAN, SIDE_ENDED, emit, seen_by
from game.jit import kernel
from game.orders import (
    ASSAULT, BLOW, BREAK_OUT, BY_DAY, CAUTION, CLAIM, DEFEND, DEFEND_KEEP, DEFEND_REPLY, DEFEND_ROUNDS, DEFEND_UNIT,
    DEPOT, END, FIRST_UNIT, FLY, FOLLOW, HOARD, INTERDICT, MISSION, MOVE, MOVE_UNIT, POSTURE_ORDER, PROBING, RELIEVE,
    SERVE, SUMMON, TASK, UNIT_COUNT,
)  # fmt: skip
from game.rulebook import ALLOWANCE_FOOT, CONTACT_POINTS
from game.rules.assault import check_assault, check_probe
from game.rules.breakout import break_out, break_out_by_night, check_breakout, plan_breakout
from game.rules.casualties import book
from game.rules.claims import check_claim, claim, open_claims, settle_claims
from game.rules.condition import recover
from game.rules.dawn import dawn
from game.rules.depots import check_depot, check_serve, serve_formation, set_depot
from game.rules.encirclement import check_summons, close_pockets, summon
from game.rules.field import (
    SHOTS, TOUCHED, UNITS, Fixed, Scratch, copy_table, in_contact, lay_out, set_zones, touch,
)  # fmt: skip
from game.rules.fires import BAD_STANDING_ORDER, NO_BATTERY
from game.rules.drones import check_flight, fly
from game.rules.missions import check_mission, fire_plotted, order_mission
from game.rules.movement import check_move, march_unit
from game.rules.postures import check_posture, set_posture
from game.rules.reactions import order_assault
from game.rules.recon import first_look, mask_field, reconnoitre
from game.rules.logistics import logistics
from game.rules.network import Net
from game.rules.relief import check_relief, relieve
from game.rules.supply import note_nearness
from game.rules.victory import count_dusk, judge, points
from game.rules.works import blow, check_blow, check_task, set_task
from game.state import (
    ALLOWANCE, ATTACKED_TODAY, ATTACKS, BATTERY, DEFENSIVE, EXPLOITING, FIRED, FIRST, FIRST_DAY,
    FIRST_SIDE, FLOOR, FRONT_RU, FRONT_UA, GROUND, GROUND_0, HOLD, MOBILITY, NOBODY, OF_SIDE, ORDERS, OUTCOME, OVERHEAD,
    POINTS, POSTURE, PREPARED_TODAY, PRESENT, PROBE, REACTED, REPLY, ROLE, RUNNING, SIDE, SIDE_BLOCK, SILENCED,
    SKY, SMOKED, SOURCE, STATIC, STATUS, TURN, WAVE, Ints, State,
)  # fmt: skip
from game.rules.signature import betray
from game.rules.interdiction import check_interdiction, interdict

NOT_YOUR_TURN, MATCH_OVER, NO_SUCH_UNIT, NOT_ON_MAP, NO_SUCH_ORDER = 401, 402, 403, 404, 405
"""Rules any order can break."""
MOST_ROUNDS = 999_999
"""The most rounds a standing order names."""


@kernel
def begin(fixed: Fixed, state: State, scratch: Scratch, net: Net, spare: State, dice: Ints, log: Ints) -> None:
    """From the state a scenario starts with to the first side's operations; ``spare`` is a state to work in."""
    state.clock[SKY] = fixed.roster.terms[FIRST_DAY + 1]
    lay_out(fixed, state, scratch)
    first_look(fixed, state, scratch, log)
    open_day(fixed, state, scratch, dice, log)
    open_side(fixed, state, scratch, net, spare, state.clock[FIRST], log)
    note_nearness(fixed, state, scratch, spare, 1 - state.clock[FIRST])


@kernel
def end_half_turn(fixed: Fixed, state: State, scratch: Scratch, net: Net, spare: State, dice: Ints, log: Ints) -> None:
    """From the end of a side's operations to the beginning of the next side's, or to the end of the match.

    ``spare`` is a state of the same shape to work in.
    """
    s = state.clock[SIDE]
    close_side(fixed, state, scratch, s, dice, log)
    if s == state.clock[FIRST]:
        open_side(fixed, state, scratch, net, spare, 1 - s, log)
        fire_plotted(fixed, state, scratch, 1 - s, dice, log)
        return
    close_day(fixed, state, scratch, spare, dice, log)
    if state.clock[OUTCOME] == RUNNING:
        open_day(fixed, state, scratch, dice, log)
        open_side(fixed, state, scratch, net, spare, state.clock[FIRST], log)
        fire_plotted(fixed, state, scratch, state.clock[FIRST], dice, log)


@kernel
def open_day(fixed: Fixed, state: State, scratch: Scratch, dice: Ints, log: Ints) -> None:
    """Phase 1, dawn: the day's weather, its first side, the events of the scenario, reinforcements."""
    clock, roster = state.clock, fixed.roster
    clock[TURN] += 1
    clock[GROUND] = roster.terms[FIRST_DAY + 2 * clock[TURN] - 2]
    clock[SKY] = roster.terms[FIRST_DAY + 2 * clock[TURN] - 1]
    clock[FIRST] = roster.terms[FIRST_SIDE] if clock[TURN] % 2 == 1 else 1 - roster.terms[FIRST_SIDE]
    state.hexes[:, ATTACKED_TODAY] = 0
    state.hexes[:, PREPARED_TODAY] = 0
    state.edges[:, FRONT_UA] = 0
    state.edges[:, FRONT_RU] = 0
    open_claims(state)
    emit(log, DAY_BEGAN, clock[TURN], clock[GROUND], clock[SKY], clock[FIRST], BY_BOTH)
    dawn(fixed, state, scratch, dice, log)


@kernel
def open_side(fixed: Fixed, state: State, scratch: Scratch, net: Net, spare: State, s: int, log: Ints) -> None:
    """Phase 2, logistics, and the beginning of a side's operations: zones, supply, points."""
    state.clock[SIDE] = s
    emit(log, SIDE_BEGAN, s, 0, 0, 0, BY_BOTH)
    set_zones(fixed, state)
    logistics(fixed, state, scratch, net, spare, s, log)
    for u in range(len(state.units)):
        row, fact = state.units[u], fixed.roster.units[u]
        if fact[OF_SIDE] != s or row[STATUS] != PRESENT or fact[ROLE] >= SOURCE:
            continue
        allowance = 0
        if fact[MOBILITY] != STATIC:
            allowance = fixed.rules.numbers[ALLOWANCE_FOOT + fact[MOBILITY]]
            if in_contact(fixed, state, scratch, u):
                allowance = min(allowance, fixed.rules.numbers[CONTACT_POINTS])
        row[ALLOWANCE], row[POINTS] = allowance, allowance
        row[ATTACKS], row[EXPLOITING], row[FIRED], row[SILENCED] = 1, 0, 0, 0
        if row[POSTURE] == PROBE or row[POSTURE] == WAVE:
            row[POSTURE] = HOLD
    for u in range(len(state.units)):
        state.units[u, REACTED] = 0
    state.hexes[:, OVERHEAD + s] = 0
    lay_out(fixed, state, scratch)
    reconnoitre(fixed, state, scratch, s, log)


@kernel
def close_side(fixed: Fixed, state: State, scratch: Scratch, s: int, dice: Ints, log: Ints) -> None:
    """Phase 5, recovery and fatigue, and the end of a half-turn."""
    recover(fixed, state, scratch, s, dice, log)
    state.hexes[:, SMOKED] = 0
    state.clock[SIDE] = NOBODY
    emit(log, SIDE_ENDED, s, 0, 0, 0, BY_BOTH)


@kernel
def close_day(fixed: Fixed, state: State, scratch: Scratch, spare: State, dice: Ints, log: Ints) -> None:
    """Phase 6, dusk: breakouts, pockets, claims, points, and the outcome if the match ends."""
    break_out_by_night(fixed, state, scratch, dice, log)
    for s in range(2):
        close_pockets(fixed, state, scratch, s, dice, log)
    settle_claims(fixed, state, scratch, log)
    for s in range(2):
        mask_field(fixed, state, s, spare)
        count_dusk(fixed, spare, scratch)
        copy_table(state.sides[:, (1 + s) * SIDE_BLOCK : (2 + s) * SIDE_BLOCK], spare.sides[:, :SIDE_BLOCK])
        ground = spare.sides[0, GROUND_0 + state.clock[TURN] % 3]
        emit(log, POINTS_COUNTED, points(fixed, spare, 0), points(fixed, spare, 1), ground, s, seen_by(s, False))
    count_dusk(fixed, state, scratch)
    emit(log, DAY_ENDED, state.clock[TURN], 0, 0, 0, BY_BOTH)
    judge(fixed, state, log)


@kernel
def check(fixed: Fixed, state: State, scratch: Scratch, order: Ints, why: Ints) -> int:
    """The rule that an order of the side to move breaks on what that side believes, 0 if none; lays out.

    Fills ``why`` (4,) int64 with what the sentence of the refusal needs.
    """
    lay_out(fixed, state, scratch)
    return check_order(fixed, state, scratch, order, why)


@kernel
def check_order(fixed: Fixed, state: State, scratch: Scratch, order: Ints, why: Ints) -> int:
    """The same on a state that is laid out."""
    why[:] = -1
    if state.clock[OUTCOME] != RUNNING:
        return MATCH_OVER
    kind = order[0]
    if kind == END:
        return 0
    if kind == SERVE:
        return check_serve(fixed, state, order)
    if kind == CLAIM:
        return check_claim(fixed, state, order, why)
    if kind in (CAUTION, HOARD, DEPOT):
        return check_depot(fixed, state, scratch, order, why)
    if kind == ASSAULT:
        for i in range(max(0, min(order[UNIT_COUNT], len(order) - FIRST_UNIT))):
            rule = check_unit(fixed, state, order[FIRST_UNIT + i], why)
            if rule != 0:
                return rule
        if order[FOLLOW] == PROBING:
            return check_probe(fixed, state, scratch, order, why)
        return check_assault(fixed, state, scratch, order, why)
    if kind < MOVE or kind > CLAIM:
        return NO_SUCH_ORDER
    rule = check_unit(fixed, state, order[MOVE_UNIT], why)
    if rule != 0:
        return rule
    if kind == MOVE:
        return check_move(fixed, state, scratch, order, why)
    if kind == DEFEND:
        return check_defend(fixed, state, order)
    return check_special(fixed, state, scratch, order, why)


@kernel
def check_special(fixed: Fixed, state: State, scratch: Scratch, order: Ints, why: Ints) -> int:
    """The rule broken by an order to one unit other than to move or to defend."""
    kind = order[0]
    if kind == RELIEVE:
        return check_relief(fixed, state, scratch, order, why)
    if kind == BREAK_OUT:
        return check_breakout(fixed, state, scratch, order, why)
    if kind == SUMMON:
        return check_summons(fixed, state, scratch, order, why)
    if kind == BLOW:
        return check_blow(fixed, state, order, why)
    if kind == TASK:
        return check_task(fixed, state, order, why)
    if kind == POSTURE_ORDER:
        return check_posture(fixed, state, order, why)
    if kind == MISSION:
        return check_mission(fixed, state, scratch, order, why)
    if kind == FLY:
        return check_flight(fixed, state, order, why)
    if kind == CLAIM:
        return NO_SUCH_ORDER
    return check_interdiction(fixed, state, scratch, order, why)


@kernel
def check_unit(fixed: Fixed, state: State, u: int, why: Ints) -> int:
    """The rule broken by ordering a unit: it must be the side's own and on the map [4.3]."""
    if u < 0 or u >= len(state.units) or fixed.roster.units[u, ROLE] >= SOURCE:
        return NO_SUCH_UNIT
    why[0] = u
    if fixed.roster.units[u, OF_SIDE] != state.clock[SIDE]:
        return NOT_YOUR_TURN
    if state.units[u, STATUS] != PRESENT:
        return NOT_ON_MAP
    return 0


@kernel
def check_defend(fixed: Fixed, state: State, order: Ints) -> int:
    """The rule that a standing order for defensive fire breaks [9.4]."""
    if fixed.roster.units[order[DEFEND_UNIT], ROLE] != BATTERY:
        return NO_BATTERY
    if min(order[DEFEND_ROUNDS], order[DEFEND_KEEP]) < 0 or max(order[DEFEND_ROUNDS], order[DEFEND_KEEP]) > MOST_ROUNDS:
        return BAD_STANDING_ORDER
    return 0


@kernel
def resolve(fixed: Fixed, state: State, scratch: Scratch, order: Ints, dice: Ints, terms: Ints, log: Ints) -> int:
    """Carry out an order, other than END, that check allowed; above 0 if it cannot be undone: dice fell or news came."""
    lay_out(fixed, state, scratch)
    return resolve_order(fixed, state, scratch, order, dice, terms, log)


@kernel
def resolve_order(fixed: Fixed, state: State, scratch: Scratch, order: Ints, dice: Ints, terms: Ints, log: Ints) -> int:
    """The same on a state that is laid out; leaves it so."""
    scratch.lists[TOUCHED : TOUCHED + 3, 0] = 0
    scratch.lists[SHOTS, 0] = 0
    s, kind = state.clock[SIDE], order[0]
    book(state, s, ORDERS, 1, False)
    if kind == MOVE:
        return march_unit(fixed, state, scratch, order, log)
    if kind == ASSAULT:
        order_assault(fixed, state, scratch, order, dice, terms, log)
        betray(fixed, state, scratch, dice, log)
        return 1
    if kind in (BREAK_OUT, INTERDICT, RELIEVE, MISSION, FLY):
        return resolve_risk(fixed, state, scratch, order, dice, log)
    if kind == DEFEND:
        u = order[DEFEND_UNIT]
        state.units[u, DEFENSIVE], state.units[u, FLOOR] = order[DEFEND_ROUNDS], order[DEFEND_KEEP]
        state.units[u, REPLY] = 1 if order[DEFEND_REPLY] else 0
        touch(scratch, UNITS, u)
    elif kind == SERVE:
        serve_formation(fixed, state, scratch, order)
    elif kind == SUMMON:
        summon(fixed, state, scratch, order, log)
    elif kind == BLOW:
        blow(fixed, state, scratch, order, log)
    elif kind == TASK:
        set_task(fixed, state, scratch, order)
    elif kind == POSTURE_ORDER:
        set_posture(state, scratch, order)
    elif kind == CLAIM:
        claim(fixed, state, scratch, order, log)
    else:
        set_depot(fixed, state, scratch, order, log)
    return 1 if kind in (SUMMON, BLOW, CLAIM) else 0


@kernel
def resolve_risk(fixed: Fixed, state: State, scratch: Scratch, order: Ints, dice: Ints, log: Ints) -> int:
    """Carry out an order that may meet dice or the unknown; above 0 if it cannot be undone."""
    if order[0] == RELIEVE:
        return relieve(fixed, state, scratch, order, log)
    if order[0] == INTERDICT:
        interdict(fixed, state, scratch, order, dice, log)
        betray(fixed, state, scratch, dice, log)
        return 1
    if order[0] == MISSION:
        return order_mission(fixed, state, scratch, order, dice, log)
    if order[0] == FLY:
        fly(fixed, state, scratch, order, dice, log)
        return 1
    plan_breakout(fixed, state, scratch, order)
    if not order[BY_DAY]:
        return 0
    break_out(fixed, state, scratch, order[MOVE_UNIT], 1, dice, log)
    return 1
