"""[6] [11] The logistics of a half-turn: what units use and ask, how it is served, what arrives, who is brought out.

1. Every unit uses sustenance and ammunition for the day that has gone; sources receive their daily goods.
2. Roads and depots are laid out as a network (roads.py, network.py), and parcels in the order of service: by class, then
   wounded, ammunition, sustenance, shells, replacements, then the order of battle; depots are restocked last. All is
   served (flow.py).
3. Goods arrive, less what is lost under fire; wounded reach a bed; who was relieved leaves; of those who still wait
   some die.
4. In pockets what there is goes round; days of supply and states follow.
"""

from __future__ import annotations

from game.events import SUPPLY_CHANGED, emit, seen_by
from game.ground import END_ARC, FIRST_ARC, TO
from game.jit import kernel
from game.rulebook import (
    AID_HEXES, AID_URGENT_PERMILLE, AMMO_QUIET, CARRY_KG, CARRY_PERCENT, DEPOT_PRICE, HOLD_AMMO, HOLD_DAYS, MAN_KG,
    MENDED, RATION, RECRUITS_CLEAR, SHELL_DAYS, STACK_STEPS, STEP_PEOPLE, STOCK_DAYS, SUST_QUIET, URGENT_PERMILLE,
)  # fmt: skip
from game.rules.casualties import book
from game.rules.encirclement import share_out
from game.rules.field import (
    CARRY, COST, NEXT, PATH, STACK, VIA, Fixed, Scratch, distance, held_by, lay_out, origin, steps_of,
)  # fmt: skip
from game.rules.flow import deliver
from game.rules.movement import crossing
from game.rules.network import (
    ASKED, AT_HEX, BEST, BY_CARRIERS, DAY, DEPOT, DEPOT_CAUTION, DEPOT_HEX, DEPOT_UNIT, FIRST_STEP, FREE, GOOD, GOODS,
    HELD_UP, HELD_UP_AT, HIRED, KG, LAYER, LOAD_KG, MOST_DEPOTS, NIGHT, NOWHERE, NO_REROUTE, OF_UNIT, PARCEL, PARCELS,
    POOL, PRICE, REPL, RIDERS, RISK, ROUTES, ROUTE_GOOD, SEATS_BACK, SHELL, STEPS, STOCK, UNBOUND, USED, WIA, Net, clear,
    grow, offers,
)  # fmt: skip
from game.rules.recon import stands_within
from game.rules.relief import leave, riders, take_room
from game.rules.roads import lay_roads
from game.rules.supply import carry_on, mark_open, note_nearness, state_of
from game.state import (
    AMMO, ASKED_KG, BATTERY, BOUND, BOUND_AT, CAME_KG, CAUTION, CLASS, DAILY, DAILY_AMMO, DAYS, DEPOT_ROLE, DIED, DRONES,
    ESTABLISHMENT, EVACUATED, FOOT, HEADQUARTERS, HEX, IDLE, INTERDICTED, KEEP, KG_LOST, KG_SENT, LIGHT, MEN, MORE_AMMO,
    MOVING, OF_SIDE, OUT, OUT_TURNS, OWNER, PAYLOAD, PEOPLE, POCKETED, POOL_FULL, PRESENT, PRIORITY, QUALITY, QUIET,
    REPLACED, ROLE, ROUND_KG, ROUNDS, SEATS, SHELLS, SOURCE, STATUS, SUPPLY, SUST, TASK, TURN, URGENT, USE, VEHICLES,
    VEHICLES_LOST, Ints, State,
)  # fmt: skip


@kernel
def logistics(fixed: Fixed, state: State, scratch: Scratch, net: Net, spare: State, s: int, log: Ints) -> None:
    """Phase 2 of a half-turn of a side."""
    use_up(fixed, state, s)
    note_nearness(fixed, state, scratch, spare, s)
    solve(fixed, state, scratch, net, s)
    arrive_all(fixed, state, net, s)
    for p in range(net.totals[PARCELS]):
        if net.parcels[p, GOOD] == RIDERS:
            leave(fixed, state, scratch, net, p, log)
    share_out(fixed, state, scratch, s)
    wait_for_help(fixed, state, s)
    grade(fixed, state, s, log)
    begin_anew(fixed, state, s)


@kernel
def begin_anew(fixed: Fixed, state: State, s: int) -> None:
    """The enemy's fire on roads has had its effect; depots that were on the move are there."""
    state.edges[:, INTERDICTED + 1 - s] = 0
    for u in range(len(state.units)):
        if fixed.roster.units[u, ROLE] >= SOURCE and fixed.roster.units[u, OF_SIDE] == s:
            state.units[u, TASK] = IDLE


@kernel
def serves(fixed: Fixed, state: State, s: int, u: int) -> bool:
    """Whether a unit is a depot or source of a side that works: its hex is its side's, it is not on the move [6.2]."""
    if fixed.roster.units[u, ROLE] < SOURCE or fixed.roster.units[u, OF_SIDE] != s or state.units[u, STATUS] != PRESENT:
        return False
    if state.units[u, TASK] == MOVING:
        return False
    return state.hexes[state.units[u, HEX], OWNER] == s


@kernel
def is_fed(fixed: Fixed, state: State, s: int, u: int) -> bool:
    """Whether a unit of a side takes part in its supply as one who asks."""
    fact = fixed.roster.units[u]
    return fact[OF_SIDE] == s and state.units[u, STATUS] == PRESENT and fact[ROLE] < SOURCE


@kernel
def use_up(fixed: Fixed, state: State, s: int) -> None:
    """Units use what the day has cost; sources receive what a day brings, all who supply their mended vehicles."""
    numbers = fixed.rules.numbers
    for u in range(len(state.units)):
        row = state.units[u]
        if is_fed(fixed, state, s, u):
            steps, percent = steps_of(fixed, row[PEOPLE]), 100 - (numbers[RATION] if row[POCKETED] > 1 else 0)
            row[SUST] = max(0, row[SUST] - numbers[SUST_QUIET] * steps * percent // 100)
            row[AMMO] = max(0, row[AMMO] - numbers[AMMO_QUIET + row[USE]] * steps * percent // 100)
            row[USE] = QUIET
        elif fixed.roster.units[u, ROLE] >= SOURCE and serves(fixed, state, s, u):
            full = fixed.roster.units[u, POOL_FULL]
            row[VEHICLES] = min(max(full, row[VEHICLES]), row[VEHICLES] + full * numbers[MENDED] // 1000)
            for i in range(GOODS if fixed.roster.units[u, ROLE] == SOURCE else 0):
                daily = max(0, fixed.roster.units[u, DAILY_AMMO + i] + row[MORE_AMMO + i])
                row[AMMO + i] = max(row[AMMO + i], min(row[AMMO + i] + daily, numbers[STOCK_DAYS] * daily))


@kernel
def solve(fixed: Fixed, state: State, scratch: Scratch, net: Net, s: int) -> None:
    """Serve a side's parcels over its network; the state stays as it is."""
    lay_out(fixed, state, scratch)
    clear(net)
    lay_roads(fixed, state, scratch, net, s)
    lay_depots(fixed, state, scratch, net, s)
    last_wheels(fixed, state, scratch, net, s)
    for group in range(3):
        for good in range(-2, GOODS):
            for u in range(len(state.units)):
                if is_fed(fixed, state, s, u) and state.units[u, CLASS] == group:
                    ask(fixed, state, scratch, net, u, WIA if good == -2 else RIDERS if good == -1 else good)
    for p in range(net.totals[PARCELS]):
        deliver(fixed.board, net, scratch, p)
        if net.parcels[p, GOOD] == RIDERS:
            take_room(fixed, net, p)
    restock(fixed, state, scratch, net, s)


@kernel
def lay_depots(fixed: Fixed, state: State, scratch: Scratch, net: Net, s: int) -> None:
    """Enter the depots and sources of a side that work, with what they do not keep back; no depot beside the enemy."""
    d = 0
    for u in range(len(state.units)):
        if d == MOST_DEPOTS or not serves(fixed, state, s, u):
            continue
        row, fact, depot = state.units[u], fixed.roster.units[u], net.depots[d]
        if held_by(fixed, scratch, row[HEX]) == 1 - s:
            continue
        if fact[ROLE] == DEPOT_ROLE and stands_within(fixed, scratch, 1 - s, row[HEX], 1):
            continue
        depot[:] = 0
        depot[DEPOT_UNIT], depot[DEPOT_HEX], depot[DEPOT_CAUTION] = u, row[HEX], row[CAUTION]
        depot[PRICE] = fixed.rules.numbers[DEPOT_PRICE] if fact[ROLE] == DEPOT_ROLE else 0
        depot[POOL] = depot[FREE] = row[VEHICLES]
        depot[LOAD_KG], depot[SEATS_BACK] = fact[PAYLOAD], fact[SEATS]
        for good in range(GOODS):
            if good == REPL:
                depot[STOCK + good] = row[MEN] * fixed.rules.numbers[MAN_KG]
            else:
                depot[STOCK + good] = max(0, row[AMMO + good] - row[KEEP])
        d += 1


@kernel
def last_wheels(fixed: Fixed, state: State, scratch: Scratch, net: Net, s: int) -> None:
    """Fill COST and CARRY of scratch.hexes: the cheapest path of wheels to a hex, and hexes on foot beyond the last."""
    best, carried, count = scratch.hexes[COST], scratch.hexes[CARRY], 0
    bits = offers(net, WIA)
    grow(fixed.board, net, scratch, NIGHT, bits)
    grow(fixed.board, net, scratch, DAY, bits)
    night, day = net.nodes[BEST + NIGHT], net.nodes[BEST + DAY]
    for h in range(len(state.hexes)):
        best[h] = day[h] if night[h] < 0 or 0 <= day[h] < night[h] else night[h]
        carried[h] = 0 if best[h] >= 0 else -1
        if best[h] >= 0:
            scratch.hexes[PATH, count] = h
            count += 1
    mark_open(fixed, state, scratch, s)
    carry_on(fixed, state, scratch, count)


@kernel
def pick_up(fixed: Fixed, state: State, scratch: Scratch, h: int) -> int:
    """The hex where who stands in h meets the wheels: the cheapest of its own and the next, else the nearest; -1 none."""
    best, carried = scratch.hexes[COST], scratch.hexes[CARRY]
    if carried[h] < 0:
        return -1
    if carried[h] > 1:
        n = h
        for _ in range(carried[h]):
            n = origin(fixed, scratch.hexes[VIA, n])
        return n
    found = h if carried[h] == 0 else -1
    for a in range(fixed.board.hexes[h, FIRST_ARC], fixed.board.hexes[h, END_ARC]):
        n = fixed.board.arcs[a, TO]
        if carried[n] == 0 and crossing(fixed, state, FOOT, a) >= 0 and (found < 0 or best[n] < best[found]):
            found = n
    return found


@kernel
def wants(fixed: Fixed, state: State, scratch: Scratch, u: int, good: int) -> int:
    """What a unit would like of a good, in kg, of wounded in people."""
    numbers, row, fact = fixed.rules.numbers, state.units[u], fixed.roster.units[u]
    steps = steps_of(fixed, row[PEOPLE])
    if good == WIA:
        return row[URGENT] + row[PRIORITY] + row[LIGHT]
    if good == RIDERS:
        return riders(fixed, state, u)
    if good < SHELL:
        return max(0, numbers[HOLD_AMMO + good] * steps - row[AMMO + good])
    if good == SHELL:
        if fact[ROLE] != BATTERY and fact[ROLE] != DRONES:
            return 0
        rounds = min(fact[DAILY], numbers[SHELL_DAYS] * fact[DAILY] - row[ROUNDS])
        return max(0, rounds * fact[ROUND_KG] - row[SHELLS])
    missing = min(fact[ESTABLISHMENT] - row[PEOPLE], numbers[STEP_PEOPLE], room_for(fixed, state, scratch, u))
    if missing <= 0 or stands_within(fixed, scratch, 1 - fact[OF_SIDE], row[HEX], numbers[RECRUITS_CLEAR]):
        return 0
    return missing * numbers[MAN_KG]


@kernel
def room_for(fixed: Fixed, state: State, scratch: Scratch, u: int) -> int:
    """How many more people a unit may have where it stands, if those before it in the stack get all they ask [1.4]."""
    numbers, steps, v = fixed.rules.numbers, 0, scratch.hexes[STACK, state.units[u, HEX]]
    while v >= 0:
        people = state.units[v, PEOPLE]
        if v < u:
            people = max(people, min(fixed.roster.units[v, ESTABLISHMENT], people + numbers[STEP_PEOPLE]))
        if v != u:
            steps += steps_of(fixed, people)
        v = scratch.lists[NEXT, v]
    return (numbers[STACK_STEPS] - steps) * numbers[STEP_PEOPLE] - state.units[u, PEOPLE]


@kernel
def ask(fixed: Fixed, state: State, scratch: Scratch, net: Net, u: int, good: int) -> None:
    """Enter a parcel for what a unit wants of a good; what its own people cannot fetch on foot is not sent."""
    want = wants(fixed, state, scratch, u, good)
    if want == 0 or net.totals[PARCELS] >= len(net.parcels):
        return
    h, most = pick_up(fixed, state, scratch, state.units[u, HEX]), want
    if h >= 0 and good < SHELL:
        percent = fixed.rules.tables[CARRY_PERCENT, scratch.hexes[CARRY, state.units[u, HEX]]]
        most = fixed.rules.numbers[CARRY_KG] * steps_of(fixed, state.units[u, PEOPLE]) * percent // 100
        other = wants(fixed, state, scratch, u, 1 - good)
        if most < want + other:
            shots, food = (want, other) if good == 0 else (other, want)
            share = min(shots, max(most * shots // (shots + food), most - food))
            most = share if good == 0 else most - share
    parcel = net.parcels[net.totals[PARCELS]]
    net.totals[PARCELS] += 1
    parcel[:] = 0
    parcel[OF_UNIT], parcel[AT_HEX], parcel[GOOD], parcel[ASKED] = u, h, good, min(want, most)
    parcel[HELD_UP], parcel[HELD_UP_AT] = UNBOUND, -1
    if h < 0:
        parcel[AT_HEX], parcel[ASKED], parcel[HELD_UP] = state.units[u, HEX], 0, NOWHERE
    elif most < want:
        parcel[HELD_UP] = BY_CARRIERS


@kernel
def restock(fixed: Fixed, state: State, scratch: Scratch, net: Net, s: int) -> None:
    """Sources refill the depots to what three days like this would take, and take back the wounded in their beds [6.10].

    By a third of every good at a time, so that no good takes all the vehicles.
    """
    first = net.totals[PARCELS]
    net.totals[NO_REROUTE : NO_REROUTE + GOODS] = 1
    for d in range(MOST_DEPOTS):
        u = net.depots[d, DEPOT_UNIT]
        if u >= 0 and fixed.roster.units[u, ROLE] != SOURCE:
            net.depots[d, FREE] = 0
            row = state.units[u]
            enter(net, u, row[HEX], WIA, row[URGENT] + row[PRIORITY] + row[LIGHT])
    for third in range(3):
        for d in range(MOST_DEPOTS):
            u = net.depots[d, DEPOT_UNIT]
            if u < 0 or fixed.roster.units[u, ROLE] == SOURCE:
                continue
            for good in range(SHELL + 1):
                want = refill(fixed, state, net, d, good)
                enter(net, u, state.units[u, HEX], good, want * (third + 1) // 3 - want * third // 3)
    for p in range(first, net.totals[PARCELS]):
        deliver(fixed.board, net, scratch, p)


@kernel
def refill(fixed: Fixed, state: State, net: Net, d: int, good: int) -> int:
    """Kg of a good a depot would like: three days like this one, and what it keeps back [6.10] [6.11]."""
    row = state.units[net.depots[d, DEPOT_UNIT]]
    used = net.depots[d, USED + 2 * good] + net.depots[d, USED + 2 * good + 1]
    return max(0, fixed.rules.numbers[STOCK_DAYS] * used + row[KEEP] - (row[AMMO + good] - used))


@kernel
def enter(net: Net, u: int, h: int, good: int, amount: int) -> None:
    """Enter a parcel for a depot, if it wants anything."""
    if amount <= 0 or net.totals[PARCELS] >= len(net.parcels):
        return
    parcel = net.parcels[net.totals[PARCELS]]
    net.totals[PARCELS] += 1
    parcel[:] = 0
    parcel[OF_UNIT], parcel[AT_HEX], parcel[GOOD], parcel[ASKED] = u, h, good, amount
    parcel[HELD_UP_AT] = -1


@kernel
def risk_of(net: Net, r: int) -> int:
    """Per mille of what goes by a route that is lost under fire."""
    route, risk = net.routes[r], 0
    for i in range(route[FIRST_STEP], route[FIRST_STEP] + route[STEPS]):
        risk += net.arcs[RISK + route[LAYER], net.steps[i]]
    return min(1000, risk)


@kernel
def arrive_all(fixed: Fixed, state: State, net: Net, s: int) -> None:
    """Carry out what was solved: stocks, goods, wounded, replacements, vehicles lost; enter it all into the books."""
    for u in range(len(state.units)):
        if fixed.roster.units[u, ROLE] >= SOURCE and fixed.roster.units[u, OF_SIDE] == s:
            state.units[u, ASKED_KG], state.units[u, CAME_KG] = 0, 0
        if is_fed(fixed, state, s, u):
            state.units[u, ASKED_KG : BOUND_AT + 1] = 0
            state.units[u, BOUND_AT] = -1
    for r in range(net.totals[ROUTES]):
        route = net.routes[r]
        risk, u = risk_of(net, r), net.parcels[route[PARCEL], OF_UNIT]
        d = net.depots[route[DEPOT], DEPOT_UNIT]
        vehicles = route[HIRED] * risk // 1000
        state.units[d, VEHICLES] -= vehicles
        book(state, s, VEHICLES_LOST, vehicles, False)
        if route[ROUTE_GOOD] == WIA:
            bring_out(fixed, state, s, u, d, route[KG])
        elif route[ROUTE_GOOD] < GOODS:
            carry_out(fixed, state, s, d, u, route[ROUTE_GOOD], route[KG], risk)
    for p in range(net.totals[PARCELS]):
        parcel = net.parcels[p]
        row = state.units[parcel[OF_UNIT]]
        if parcel[GOOD] < GOODS and is_fed(fixed, state, s, parcel[OF_UNIT]):
            row[ASKED_KG] += parcel[ASKED]
            if row[BOUND] == UNBOUND and parcel[HELD_UP] != UNBOUND:
                row[BOUND], row[BOUND_AT] = parcel[HELD_UP], parcel[HELD_UP_AT]


@kernel
def carry_out(fixed: Fixed, state: State, s: int, d: int, u: int, good: int, kg: int, risk: int) -> None:
    """Goods leave a depot's unit, some are lost, the rest reaches a unit or depot; replacements go as whole people."""
    unit_kg = fixed.rules.numbers[MAN_KG] if good == REPL else 1
    sent = kg // unit_kg
    lost = sent * risk // 1000
    state.units[d, AMMO + good] -= sent
    state.units[d, ASKED_KG] += sent * unit_kg
    book(state, s, KG_SENT, sent * unit_kg, False)
    book(state, s, KG_LOST, lost * unit_kg, False)
    receive(fixed, state, s, u, good, (sent - lost) * unit_kg)


@kernel
def receive(fixed: Fixed, state: State, s: int, u: int, good: int, kg: int) -> None:
    """Goods reach a unit or depot."""
    row, fact = state.units[u], fixed.roster.units[u]
    if good == REPL:
        people = kg // fixed.rules.numbers[MAN_KG]
        row[PEOPLE] += people
        row[MEN] += people
        book(state, s, REPLACED, people, False)
        if row[QUALITY] > 1 and row[MEN] * 3 >= row[PEOPLE]:
            row[QUALITY] -= 1
            row[MEN] = 0
    elif good == SHELL and (fact[ROLE] == BATTERY or fact[ROLE] == DRONES):
        rounds = (row[SHELLS] + kg) // fact[ROUND_KG]
        row[ROUNDS] += rounds
        row[SHELLS] += kg - rounds * fact[ROUND_KG]
    else:
        row[AMMO + good] += kg
    row[CAME_KG] += kg


@kernel
def bring_out(fixed: Fixed, state: State, s: int, u: int, d: int, people: int) -> None:
    """Wounded go from a unit to a depot's beds, urgent first, or from either to a source, which is hospital."""
    for i in range(3):
        some = min(people, state.units[u, URGENT + i])
        state.units[u, URGENT + i] -= some
        people -= some
        if fixed.roster.units[d, ROLE] == SOURCE:
            book(state, s, EVACUATED, some, False)
        else:
            state.units[d, URGENT + i] += some


@kernel
def has_aid(fixed: Fixed, state: State, s: int, h: int) -> bool:
    """Whether an aid post is near a hex: a headquarters of its side that is not Out [11.5]."""
    for u in range(len(state.units)):
        fact, row = fixed.roster.units[u], state.units[u]
        works = fact[ROLE] == HEADQUARTERS and fact[OF_SIDE] == s and row[STATUS] == PRESENT and row[SUPPLY] != OUT
        if works and distance(fixed, row[HEX], h) <= fixed.rules.numbers[AID_HEXES]:
            return True
    return False


@kernel
def wait_for_help(fixed: Fixed, state: State, s: int) -> None:
    """Of the wounded who wait with their units some die: so many survive a day in a thousand, spread over the days."""
    numbers = fixed.rules.numbers
    for u in range(len(state.units)):
        if not is_fed(fixed, state, s, u):
            continue
        hurt = state.units[u, URGENT] + state.units[u, PRIORITY] > 0
        aided = hurt and has_aid(fixed, state, s, state.units[u, HEX])
        for i in range(2):
            permille = numbers[URGENT_PERMILLE + i]
            if aided:
                permille = max(permille, numbers[AID_URGENT_PERMILLE + i])
            waiting = state.units[u, URGENT + i]
            left = (waiting * permille + (618 * state.clock[TURN] + 367 * u) % 1000) // 1000
            left = min(waiting, left)
            state.units[u, URGENT + i] = left
            book(state, s, DIED, waiting - left, False)


@kernel
def grade(fixed: Fixed, state: State, s: int, log: Ints) -> None:
    """Days of supply from what is held, and the state that follows, worse by one grade a turn at most [6.4]."""
    numbers = fixed.rules.numbers
    for u in range(len(state.units)):
        if not is_fed(fixed, state, s, u):
            continue
        row, steps = state.units[u], max(1, steps_of(fixed, state.units[u, PEOPLE]))
        food, shots = row[SUST] * 100 // (numbers[SUST_QUIET] * steps), row[AMMO] * 100 // (numbers[AMMO_QUIET] * steps)
        row[DAYS] = min(numbers[HOLD_DAYS], food, shots)
        before = row[SUPPLY]
        row[SUPPLY] = min(state_of(fixed, row[DAYS]), before + 1)
        row[OUT_TURNS] = row[OUT_TURNS] + 1 if row[SUPPLY] == OUT else 0
        if row[SUPPLY] != before:
            emit(log, SUPPLY_CHANGED, u, before, row[SUPPLY], row[DAYS], seen_by(s, False))
