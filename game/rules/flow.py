"""[6] Supply as a flow: parcels in order of service, each by the cheapest path that is still open.

A parcel walks the tree's path and takes what its narrowest road, its depot's stock and its depot's vehicles allow. When
every path is filled, what goes to others of the same good may be rerouted to make room: a search over open roads, and
backwards over roads the good uses, finds how; no parcel gets less by it. So with one good and vehicles enough the total
is the maximum flow of the network. Wounded are served first: the vehicles that fetch them go out loaded.
"""

from __future__ import annotations

from game.ground import END_ARC, FIRST_ARC, TO, Board
from game.jit import kernel
from game.rules.field import BUCKETS, Scratch, copy_table
from game.rules.network import (
    ASKED, AT_HEX, BACK, BEST, BY_EDGE, BY_LAYER, BY_STOCK, BY_VEHICLES, COMES_BY, DAY, DELIVERED, DEPOT, DEPOT_HEX,
    DEPOT_UNIT, FILLED, FIRE, FIRST_STEP, FLOW, FREE, GOOD, HELD_UP, HELD_UP_AT, HIRED, KEPT_TREES, KG, LAYER, LAYERS,
    LEFT, LOAD_KG, LOOPS, MARK, MOST_DEPOTS, MOST_ROUTES, MOST_STEPS, NOWHERE, NO_REROUTE, OFFERED, PARCEL, PARCELS,
    POOL, REROUTED, ROOM, ROOT, ROUTES, ROUTE_GOOD, SEATS_BACK, SEEN, SENT, SPENT, STEPS, STOCK, TIME, USED, USED_STEPS,
    WALKS, WIA, Net, back_arc, filled_arc, grow, loops_of, offers, tree_of,
)  # fmt: skip
from game.state import Ints

FORWARD, REVERSED, SWITCHED, REISSUED = 0, 1, 2, 3
"""How a search for a reroute comes to a hex: by an open road; back along a road in use; from the other layer, by which
what ends here then comes; from the other layer, by which what a depot here sends out then does not go."""


@kernel
def serve(board: Board, net: Net, scratch: Scratch) -> None:
    """Serve every parcel in turn."""
    for p in range(net.totals[PARCELS]):
        deliver(board, net, scratch, p)


@kernel
def deliver(board: Board, net: Net, scratch: Scratch, p: int) -> None:
    """Bring a parcel what can be brought, and note what bound it; if all of it came, what it could not ask for."""
    parcel = net.parcels[p]
    good, limited = parcel[GOOD], parcel[HELD_UP]
    if good < WIA:
        fill_room(net, p)
    while parcel[SENT] < parcel[ASKED]:
        layer = cheapest(board, net, scratch, p)
        if layer >= 0:
            load(board, net, p, layer)
        elif good >= WIA or not reroute(board, net, scratch, p):
            break
    if parcel[SENT] >= parcel[ASKED]:
        parcel[HELD_UP], parcel[HELD_UP_AT] = limited, -1
    elif parcel[HELD_UP] != BY_EDGE or offers(net, good) == 0:
        parcel[HELD_UP], parcel[HELD_UP_AT] = what_is_short(net, good), -1


@kernel
def what_is_short(net: Net, good: int) -> int:
    """Why no depot offers a good: none left, or no vehicles; if some does, roads are full, or there is no way."""
    if offers(net, good) != 0:
        return BY_EDGE if net.totals[FILLED] == 1 else NOWHERE
    for d in range(MOST_DEPOTS):
        if net.depots[d, DEPOT_UNIT] < 0:
            break
        if good >= WIA or net.depots[d, STOCK + good] > 0:
            return BY_VEHICLES
    return BY_STOCK


@kernel
def cheapest(board: Board, net: Net, scratch: Scratch, p: int) -> int:
    """The layer with the cheapest open path to a parcel's hex, night before day; -1 none. Notes the road that is full."""
    parcel = net.parcels[p]
    h, bits = parcel[AT_HEX], offers(net, parcel[GOOD])
    found, least = -1, -1
    for layer in range(LAYERS):
        if bits == 0 or (layer == DAY and found >= 0 and net.totals[FILLED] == 0):
            break
        tree = tree_of(parcel[GOOD], layer)
        if net.totals[OFFERED + tree] < 0 or bits & ~net.totals[OFFERED + tree] != 0:
            grow(board, net, scratch, tree, bits)
        cost = net.nodes[BEST + tree, h]
        if cost < 0:
            continue
        full = filled_arc(board, net, tree, h)
        if full >= 0:
            parcel[HELD_UP], parcel[HELD_UP_AT] = BY_EDGE, full
        if full >= 0 or (bits >> net.nodes[ROOT + tree, h]) & 1 == 0:
            grow(board, net, scratch, tree, bits)
            cost = net.nodes[BEST + tree, h]
        if cost >= 0 and (least < 0 or cost < least):
            found, least = layer, cost
    return found


@kernel
def load(board: Board, net: Net, p: int, layer: int) -> None:
    """Send what can be sent to a parcel along the tree's path in a layer."""
    parcel = net.parcels[p]
    h, good, tree = parcel[AT_HEX], parcel[GOOD], tree_of(parcel[GOOD], layer)
    d = net.nodes[ROOT + tree, h]
    start, count, fire = net.totals[USED_STEPS], 0, 0
    most = parcel[ASKED] - parcel[SENT]
    if good < WIA:
        most = min(most, net.depots[d, STOCK + good])
    a = net.nodes[COMES_BY + tree, h]
    while a >= 0 and start + count < MOST_STEPS:
        net.steps[start + count] = a
        count += 1
        fire = max(fire, net.arcs[FIRE + layer, a])
        if good < WIA:
            most = min(most, net.arcs[LEFT + layer, a])
        a = net.nodes[COMES_BY + tree, board.arcs[back_arc(board, a), TO]]
    loops = loops_of(net.nodes[SPENT + tree, h], fire)
    each = net.depots[d, SEATS_BACK] if good >= WIA else net.depots[d, LOAD_KG]
    most = min(most, net.depots[d, FREE] * each * loops // 1000)
    if most <= 0 or net.totals[ROUTES] >= MOST_ROUTES or start + count >= MOST_STEPS:
        net.depots[d, FREE] = 0
        return
    net.totals[USED_STEPS] += count
    r = net.totals[ROUTES]
    net.totals[ROUTES] += 1
    route = net.routes[r]
    route[PARCEL], route[DEPOT], route[LAYER], route[KG], route[ROUTE_GOOD] = p, d, layer, most, good
    route[LOOPS], route[FIRST_STEP], route[STEPS], route[ROOM] = loops, start, count, 0
    hire(net, r, most)
    if good >= WIA:
        route[ROOM] = most * net.depots[d, LOAD_KG] // net.depots[d, SEATS_BACK]
        parcel[SENT] += most
        parcel[BY_LAYER + layer] += most
    else:
        book(net, r, most)


@kernel
def hire(net: Net, r: int, amount: int) -> None:
    """Take the vehicles a route needs for an amount, by begun thousandths."""
    route = net.routes[r]
    depot = net.depots[route[DEPOT]]
    each = (depot[SEATS_BACK] if route[ROUTE_GOOD] >= WIA else depot[LOAD_KG]) * route[LOOPS]
    route[HIRED] = (amount * 1000 + each - 1) // each
    depot[FREE] -= route[HIRED]


@kernel
def book(net: Net, r: int, kg: int) -> None:
    """Enter kg of a route into parcel, depot and roads; with kg below 0 take them out again."""
    route = net.routes[r]
    good, layer = route[ROUTE_GOOD], route[LAYER]
    parcel, depot = net.parcels[route[PARCEL]], net.depots[route[DEPOT]]
    parcel[SENT] += kg
    parcel[BY_LAYER + layer] += kg
    depot[STOCK + good] -= kg
    depot[USED + 2 * good + layer] += kg
    net.nodes[DELIVERED + 2 * good + layer, parcel[AT_HEX]] += kg
    for i in range(route[FIRST_STEP], route[FIRST_STEP] + route[STEPS]):
        a = net.steps[i]
        net.arcs[LEFT + layer, a] -= kg
        net.arcs[FLOW + 2 * good + layer, a] += kg
        if net.arcs[LEFT + layer, a] == 0:
            net.totals[FILLED] = 1


@kernel
def fill_room(net: Net, p: int) -> None:
    """Load a parcel on vehicles that go to the same hex for wounded."""
    parcel = net.parcels[p]
    good = parcel[GOOD]
    for i in range(net.totals[ROUTES]):
        ambulance = net.routes[i]
        if ambulance[ROUTE_GOOD] < WIA or ambulance[ROOM] <= 0:
            continue
        if net.parcels[ambulance[PARCEL], AT_HEX] != parcel[AT_HEX]:
            continue
        layer, d = ambulance[LAYER], ambulance[DEPOT]
        most = min(ambulance[ROOM], parcel[ASKED] - parcel[SENT], net.depots[d, STOCK + good])
        for j in range(ambulance[FIRST_STEP], ambulance[FIRST_STEP] + ambulance[STEPS]):
            most = min(most, net.arcs[LEFT + layer, net.steps[j]])
        if most <= 0 or net.totals[ROUTES] >= MOST_ROUTES:
            continue
        r = net.totals[ROUTES]
        net.totals[ROUTES] += 1
        for j in range(ROUTE_GOOD):
            net.routes[r, j] = ambulance[j]
        for j in range(LOOPS, ROOM):
            net.routes[r, j] = ambulance[j]
        net.routes[r, PARCEL], net.routes[r, KG], net.routes[r, ROUTE_GOOD] = p, most, good
        net.routes[r, ROOM], net.routes[r, HIRED] = 0, 0
        ambulance[ROOM] -= most
        book(net, r, most)


# rerouting -----------------------------------------------------------------------------------------------------------


@kernel
def reroute(board: Board, net: Net, scratch: Scratch, p: int) -> bool:
    """Make room for a parcel by rerouting its good; whether it got anything. Nobody gets less."""
    good, h = net.parcels[p, GOOD], net.parcels[p, AT_HEX]
    given_up = net.totals[NO_REROUTE + good]
    if given_up == 1 or net.totals[ROUTES] == 0:
        return False
    if given_up == 2 and net.nodes[MARK + 2 * good, h] == 0 and net.nodes[MARK + 2 * good + 1, h] == 0:
        return False
    end = search(board, net, scratch, good, h)
    if end < 0:
        for layer in range(LAYERS):
            for i in range(net.nodes.shape[1]):
                net.nodes[MARK + 2 * good + layer, i] = 1 if net.nodes[BACK + layer, i] != -2 else 0
        net.totals[NO_REROUTE + good] = 2
        return False
    kept, steps = net.totals[ROUTES], net.totals[USED_STEPS]
    copy_table(net.kept_routes, net.routes)
    copy_table(net.kept_depots, net.depots)
    shift(board, net, p, end)
    if decompose(board, net, good) and recount(net):
        net.totals[REROUTED] += 1
        net.totals[OFFERED : OFFERED + KEPT_TREES] = -1
        return True
    unshift(net, kept, steps, good)
    net.totals[NO_REROUTE + good] = 1
    return False


@kernel
def search(board: Board, net: Net, scratch: Scratch, good: int, target: int) -> int:
    """Look, fewest roads first, for a way from a depot that offers a good to a hex; the layer it comes in by, or -1."""
    hexes, queue, head, tail = net.nodes.shape[1], scratch.queue[BUCKETS:, 0], 0, 0
    net.nodes[BACK : BACK + LAYERS, :] = -2
    bits = offers(net, good)
    for layer in range(LAYERS):
        for d in range(MOST_DEPOTS):
            if net.depots[d, DEPOT_UNIT] < 0:
                break
            h = net.depots[d, DEPOT_HEX]
            if (bits >> d) & 1 == 1 and net.nodes[BACK + layer, h] == -2:
                net.nodes[BACK + layer, h] = -1
                queue[tail] = layer * hexes + h
                tail += 1
    while head < tail:
        layer, h = queue[head] // hexes, queue[head] % hexes
        head += 1
        if h == target:
            return layer
        for a in range(board.hexes[h, FIRST_ARC], board.hexes[h, END_ARC]):
            n = board.arcs[a, TO]
            if net.nodes[BACK + layer, n] != -2:
                continue
            b = back_arc(board, a)
            if net.arcs[TIME, a] >= 0 and net.arcs[LEFT + layer, a] > 0:
                net.nodes[BACK + layer, n] = 4 * a + FORWARD
            elif net.arcs[FLOW + 2 * good + layer, b] > 0:
                net.nodes[BACK + layer, n] = 4 * b + REVERSED
            else:
                continue
            queue[tail] = layer * hexes + n
            tail += 1
        other = 1 - layer
        if net.nodes[BACK + other, h] == -2 and net.nodes[DELIVERED + 2 * good + other, h] > 0:
            net.nodes[BACK + other, h] = SWITCHED
        elif net.nodes[BACK + other, h] == -2 and depot_of(net, h, good, layer) >= 0:
            net.nodes[BACK + other, h] = REISSUED
        else:
            continue
        queue[tail] = other * hexes + h
        tail += 1
    return -1


@kernel
def shift(board: Board, net: Net, p: int, end: int) -> None:
    """Send along the way a search found, to a parcel, in by layer ``end``, what its narrowest part allows."""
    good, target = net.parcels[p, GOOD], net.parcels[p, AT_HEX]
    kg = net.parcels[p, ASKED] - net.parcels[p, SENT]
    for once in range(2):
        layer, h = end, target
        code = net.nodes[BACK + layer, h]
        while code != -1:
            kind, a = code % 4, code // 4
            if kind == SWITCHED:
                if once == 0:
                    kg = min(kg, net.nodes[DELIVERED + 2 * good + layer, h])
                else:
                    swap_layers(net, good, h, layer, kg)
                layer = 1 - layer
            elif kind == REISSUED:
                layer = 1 - layer
                depot = net.depots[depot_of(net, h, good, layer)]
                if once == 0:
                    kg = min(kg, depot[USED + 2 * good + layer])
                else:
                    depot[USED + 2 * good + layer] -= kg
                    depot[USED + 2 * good + 1 - layer] += kg
            elif kind == FORWARD:
                kg = turn(net, good, layer, a, kg, once)
                h = board.arcs[back_arc(board, a), TO]
            else:
                kg = turn(net, good, layer, a, -kg, once)
                h = board.arcs[a, TO]
            code = net.nodes[BACK + layer, h]
        d = 0
        while net.depots[d, DEPOT_HEX] != h or net.depots[d, FREE] <= 0 or net.depots[d, STOCK + good] <= 0:
            d += 1
        if once == 0:
            kg = min(kg, net.depots[d, STOCK + good])
        else:
            net.depots[d, STOCK + good] -= kg
            net.depots[d, USED + 2 * good + layer] += kg
    net.parcels[p, SENT] += kg
    net.parcels[p, BY_LAYER + end] += kg
    net.nodes[DELIVERED + 2 * good + end, target] += kg


@kernel
def turn(net: Net, good: int, layer: int, a: int, kg: int, once: int) -> int:
    """First time: how much of kg an arc can take, or give back if below 0; second time: enter it. The amount."""
    flow, left = net.arcs[FLOW + 2 * good + layer], net.arcs[LEFT + layer]
    if once == 0:
        return min(kg, left[a]) if kg > 0 else min(-kg, flow[a])
    flow[a] += kg
    left[a] -= kg
    return abs(kg)


@kernel
def swap_layers(net: Net, good: int, h: int, layer: int, kg: int) -> None:
    """Let kg that come to a hex by one layer come by the other."""
    net.nodes[DELIVERED + 2 * good + layer, h] -= kg
    net.nodes[DELIVERED + 2 * good + 1 - layer, h] += kg
    for p in range(net.totals[PARCELS]):
        parcel = net.parcels[p]
        if parcel[GOOD] == good and parcel[AT_HEX] == h:
            some = min(kg, parcel[BY_LAYER + layer])
            parcel[BY_LAYER + layer] -= some
            parcel[BY_LAYER + 1 - layer] += some
            kg -= some


@kernel
def decompose(board: Board, net: Net, good: int) -> bool:
    """Write the flow of a good as routes anew, parcel by parcel; False if there is no room for them."""
    first = net.totals[ROUTES]
    for r in range(first):
        if net.routes[r, ROUTE_GOOD] == good:
            net.routes[r, KG] = 0
    for p in range(net.totals[PARCELS]):
        parcel = net.parcels[p]
        if parcel[GOOD] != good:
            continue
        for layer in range(LAYERS):
            while parcel[BY_LAYER + layer] > 0:
                if not unravel(board, net, p, layer):
                    return False
    drain(net, good)
    for r in range(first, net.totals[ROUTES]):
        book(net, r, net.routes[r, KG])
    kept = 0
    for r in range(net.totals[ROUTES]):
        if net.routes[r, KG] > 0:
            for i in range(net.routes.shape[1]):
                net.routes[kept, i] = net.routes[r, i]
            kept += 1
    net.totals[ROUTES] = kept
    return True


@kernel
def drain(net: Net, good: int) -> None:
    """Take a good off all roads."""
    for layer in range(LAYERS):
        flow, left = net.arcs[FLOW + 2 * good + layer], net.arcs[LEFT + layer]
        for a in range(net.arcs.shape[1]):
            left[a] += flow[a]
            flow[a] = 0


@kernel
def unravel(board: Board, net: Net, p: int, layer: int) -> bool:
    """Follow a good back from a parcel to a depot, and take a route of it out of the flow; False if there is no room.

    A ring of flow that is met on the way is dissolved.
    """
    good, target, start = net.parcels[p, GOOD], net.parcels[p, AT_HEX], net.totals[USED_STEPS]
    flow, left = net.arcs[FLOW + 2 * good + layer], net.arcs[LEFT + layer]
    net.totals[WALKS] += 1
    h, count, kg, d = target, 0, net.parcels[p, BY_LAYER + layer], depot_of(net, target, good, layer)
    while d < 0:
        net.nodes[SEEN, h] = net.totals[WALKS]
        came = -1
        for a in range(board.hexes[h, FIRST_ARC], board.hexes[h, END_ARC]):
            if flow[back_arc(board, a)] > 0:
                came = back_arc(board, a)
                break
        if came < 0 or start + count >= MOST_STEPS or net.totals[ROUTES] >= MOST_ROUTES:
            return False
        net.steps[start + count] = came
        count += 1
        h = board.arcs[back_arc(board, came), TO]
        if net.nodes[SEEN, h] == net.totals[WALKS]:
            dissolve(board, net, flow, left, start + count, h)
            return True
        d = depot_of(net, h, good, layer)
    for i in range(start, start + count):
        kg = min(kg, flow[net.steps[i]])
    kg = min(kg, net.depots[d, USED + 2 * good + layer])
    r = net.totals[ROUTES]
    if r >= MOST_ROUTES:
        return False
    net.totals[ROUTES] += 1
    net.totals[USED_STEPS] += count
    route = net.routes[r]
    route[PARCEL], route[DEPOT], route[LAYER], route[KG], route[ROUTE_GOOD] = p, d, layer, kg, good
    route[FIRST_STEP], route[STEPS], route[ROOM] = start, count, 0
    book(net, r, -kg)
    return True


@kernel
def depot_of(net: Net, h: int, good: int, layer: int) -> int:
    """The first depot in a hex from which some of a good in a layer is not yet accounted for; -1 none."""
    for d in range(MOST_DEPOTS):
        if net.depots[d, DEPOT_UNIT] < 0:
            break
        if net.depots[d, DEPOT_HEX] == h and net.depots[d, USED + 2 * good + layer] > 0:
            return d
    return -1


@kernel
def dissolve(board: Board, net: Net, flow: Ints, left: Ints, end: int, h: int) -> None:
    """Take out a ring of flow: the steps before ``end`` back to where the walk was in h before."""
    first, least = end - 1, flow[net.steps[end - 1]]
    while board.arcs[net.steps[first], TO] != h:
        first -= 1
        least = min(least, flow[net.steps[first]])
    for i in range(first, end):
        flow[net.steps[i]] -= least
        left[net.steps[i]] += least


@kernel
def recount(net: Net) -> bool:
    """Count the vehicles of all routes anew; False if a depot has not enough."""
    for d in range(MOST_DEPOTS):
        if net.depots[d, DEPOT_UNIT] < 0:
            break
        net.depots[d, FREE] = net.depots[d, POOL]
    for r in range(net.totals[ROUTES]):
        route = net.routes[r]
        depot = net.depots[route[DEPOT]]
        if route[ROUTE_GOOD] >= WIA:
            depot[FREE] -= route[HIRED]
            route[ROOM] = route[KG] * depot[LOAD_KG] // depot[SEATS_BACK]
    for r in range(net.totals[ROUTES]):
        route = net.routes[r]
        if route[ROUTE_GOOD] >= WIA:
            continue
        minutes, fire = 0, 0
        for i in range(route[FIRST_STEP], route[FIRST_STEP] + route[STEPS]):
            minutes += net.arcs[TIME, net.steps[i]]
            fire = max(fire, net.arcs[FIRE + route[LAYER], net.steps[i]])
        route[LOOPS] = loops_of(minutes, fire)
        if route[LOOPS] == 0:
            return False
        hire(net, r, route[KG] - board_ambulances(net, r))
        if net.depots[route[DEPOT], FREE] < 0:
            return False
    return True


@kernel
def board_ambulances(net: Net, r: int) -> int:
    """Put what can be put of a route on vehicles that go the same way for wounded; how much."""
    route, done = net.routes[r], 0
    for i in range(net.totals[ROUTES]):
        ambulance = net.routes[i]
        same = ambulance[ROUTE_GOOD] >= WIA and ambulance[DEPOT] == route[DEPOT] and ambulance[LAYER] == route[LAYER]
        if same and net.parcels[ambulance[PARCEL], AT_HEX] == net.parcels[route[PARCEL], AT_HEX]:
            some = min(ambulance[ROOM], route[KG] - done)
            ambulance[ROOM] -= some
            done += some
    return done


@kernel
def unshift(net: Net, routes: int, steps: int, good: int) -> None:
    """Put the books back to what they were before a reroute of a good."""
    drain(net, good)
    net.nodes[DELIVERED + 2 * good : DELIVERED + 2 * good + LAYERS, :] = 0
    for p in range(net.totals[PARCELS]):
        if net.parcels[p, GOOD] == good:
            net.parcels[p, SENT] = 0
            net.parcels[p, BY_LAYER : BY_LAYER + LAYERS] = 0
    copy_table(net.routes, net.kept_routes)
    net.totals[ROUTES], net.totals[USED_STEPS] = routes, steps
    for r in range(routes):
        if net.routes[r, ROUTE_GOOD] == good:
            book(net, r, net.routes[r, KG])
    copy_table(net.depots, net.kept_depots)
