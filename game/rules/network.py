"""[6] The supply network of one side: what roads carry by night and by day, and cheapest paths over it from the depots.

The network is two layers, night and day, of the same roads. A tree of a layer holds for every hex the cheapest path from
any depot that still has a good and vehicles:

    cost = price of the depot + minutes + caution of the depot x risk / 2

A tree stays true while roads only fill up, as long as the path asked for is still open; so it is grown anew only when a
path has been filled, or when a depot offers what it did not offer when the tree grew.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from game.ground import ARC_AT, DIRECTION, END_ARC, FIRST_ARC, TO, Board
from game.jit import kernel
from game.rules.field import BUCKETS, Fixed, Scratch
from game.rules.movement import push
from game.state import Ints

NIGHT, DAY = 0, 1
LAYERS = 2
KEPT_TREES = 6
"""Trees that are kept: one a layer for ammunition and sustenance, for shells and replacements, and for people going back,
which are often in different depots."""
SHELL, REPL = 2, 3
GOODS = 4
"""Goods in the order of service, in kg: 0 small arms ammunition, 1 sustenance, 2 shells, 3 replacements by weight."""
WIA = 4
"""Wounded, on the way back: in no depot, but served like a good, and before all others."""
RIDERS = 5
"""People of a unit that has been relieved, likewise, after the wounded."""

# arcs (NET_ARC_ROWS, A) ----------------------------------------------------------------------------------------------
TIME = 0
"""Minutes for wheels, -1 closed."""
LEFT = 1
"""LEFT + layer: kg it can still carry."""
RISK = 3
"""RISK + layer: per mille of the vehicles that use it that are lost, with their goods."""
FIRE = 5
"""FIRE + layer: fire level 0 to 3."""
FLOW = 7
"""FLOW + 2 x good + layer: kg it carries."""
NET_ARC_ROWS = FLOW + LAYERS * GOODS

# nodes (NET_NODE_ROWS, H) --------------------------------------------------------------------------------------------
BEST = 0
"""BEST + tree: cost of the cheapest path, -1 none; see tree_of."""
COMES_BY = 6
"""COMES_BY + tree: the arc by which that path arrives, -1 at a depot."""
ROOT = 12
"""ROOT + tree: the depot it comes from."""
SPENT = 18
"""SPENT + tree: its minutes."""
MARK = 24
"""MARK + 2 x good + layer: 1 if a search for a way to reroute a good, that found none, came here."""
BACK = 32
"""BACK + layer: how the last such search came here: arc x 4 + FORWARD, REVERSED, SWITCHED or REISSUED; -1 a depot, -2 not
at all."""
DELIVERED = 34
"""DELIVERED + 2 x good + layer: kg that end here."""
SEEN = 42
"""Number of the walk that last came here."""
UNDER = 43
"""Level of fire, 0, 1 or 3, the enemy lays on the hex."""
NET_NODE_ROWS = 44

# depots (D, .) -------------------------------------------------------------------------------------------------------
DEPOT_UNIT, DEPOT_HEX, PRICE, DEPOT_CAUTION = 0, 1, 2, 3
"""Its unit; where it stands; its price in minutes; how many minutes 2 per mille of risk are worth."""
POOL = 4
"""Thousandths of vehicles it has."""
FREE = 5
"""Thousandths of vehicles that are not yet on the road."""
LOAD_KG, SEATS_BACK = 6, 7
"""Kg forward and people back, of one vehicle."""
STOCK = 8
"""STOCK + good: kg left."""
USED = 12
"""USED + 2 x good + layer: kg gone out."""
DEPOT_COLUMNS = 20

# parcels (P, .) ------------------------------------------------------------------------------------------------------
OF_UNIT, AT_HEX, GOOD, ASKED, SENT = 0, 1, 2, 3, 4
"""For whom; the last hex on wheels; what; kg (people for WIA and RIDERS) asked and set out."""
BY_LAYER = 5
"""BY_LAYER + layer: how much of it by night, by day."""
HELD_UP = 7
"""What bound it: one of UNBOUND to NOWHERE."""
HELD_UP_AT = 8
"""The arc or depot that bound it, -1 none."""
PARCEL_COLUMNS = 9

UNBOUND, BY_EDGE, BY_STOCK, BY_VEHICLES, BY_CARRIERS, NOWHERE = 0, 1, 2, 3, 4, 5

# routes (R, .) -------------------------------------------------------------------------------------------------------
PARCEL, DEPOT, LAYER, KG, ROUTE_GOOD, LOOPS, FIRST_STEP, STEPS = 0, 1, 2, 3, 4, 5, 6, 7
"""Which parcel goes from which depot in which layer; how much; what; loops a vehicle makes; its arcs, last one first."""
ROOM = 8
"""Of a route of people going back: kg forward its vehicles still have room for."""
HIRED = 9
"""Thousandths of vehicles it takes."""
ROUTE_COLUMNS = 10

# totals (.,) ---------------------------------------------------------------------------------------------------------
PARCELS, ROUTES, USED_STEPS, TREES, REROUTED, WALKS = 0, 1, 2, 3, 4, 5
"""How many parcels, routes and steps there are; trees grown, goods rerouted, walks made."""
OFFERED = 6
"""OFFERED + tree: the depots, as bits, it grew from; -1 no tree."""
NO_REROUTE = 12
"""NO_REROUTE + good: 1 if rerouting it is given up, 2 if a search for a way failed and its marks hold."""
FILLED = 16
"""1 once a road is filled by night; until then no path by day is cheaper than the same by night."""
TOTALS = 17

MOST_DEPOTS, MOST_ROUTES, MOST_STEPS = 60, 1024, 1 << 16
LOOP_MINUTES, LOADING_MINUTES, DAY_MINUTES = 720, 40, 1440


class Net(NamedTuple):
    """The supply network of a side while it is solved; rows and columns as above, all int64."""

    arcs: Ints
    """(NET_ARC_ROWS, A)."""
    nodes: Ints
    """(NET_NODE_ROWS, H)."""
    depots: Ints
    """(MOST_DEPOTS, DEPOT_COLUMNS); the first so many with DEPOT_UNIT >= 0."""
    parcels: Ints
    """(P, PARCEL_COLUMNS), in order of service."""
    routes: Ints
    """(MOST_ROUTES, ROUTE_COLUMNS)."""
    steps: Ints
    """Arcs of routes, (MOST_STEPS,)."""
    totals: Ints
    """(TOTALS,)."""
    kept_routes: Ints
    """Routes as they were before a reroute; like routes."""
    kept_depots: Ints
    """Depots as they were before a reroute; like depots."""


def new_net(fixed: Fixed) -> Net:
    """Room for the network of a side."""
    hexes, arcs, units = len(fixed.board.hexes), len(fixed.board.arcs), len(fixed.roster.units)

    def table(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    depots, routes = (MOST_DEPOTS, DEPOT_COLUMNS), (MOST_ROUTES, ROUTE_COLUMNS)
    return Net(
        table(NET_ARC_ROWS, arcs), table(NET_NODE_ROWS, hexes), table(*depots),
        table((GOODS + 2) * units, PARCEL_COLUMNS), table(*routes), table(MOST_STEPS), table(TOTALS), table(*routes),
        table(*depots),
    )  # fmt: skip


@kernel
def clear(net: Net) -> None:
    """Forget parcels, depots, routes, flows and trees; the roads stay as they are."""
    for r in range(net.totals[ROUTES]):
        route = net.routes[r]
        for i in range(route[FIRST_STEP], route[FIRST_STEP] + route[STEPS]):
            if route[ROUTE_GOOD] < WIA:
                net.arcs[FLOW + 2 * route[ROUTE_GOOD] + route[LAYER], net.steps[i]] = 0
    for p in range(net.totals[PARCELS]):
        net.nodes[DELIVERED : DELIVERED + LAYERS * GOODS, net.parcels[p, AT_HEX]] = 0
    walks = net.totals[WALKS]
    net.totals[:] = 0
    net.totals[WALKS] = walks
    net.totals[OFFERED : OFFERED + KEPT_TREES] = -1
    net.depots[:, DEPOT_UNIT] = -1


@kernel
def back_arc(board: Board, a: int) -> int:
    """The arc of the same hexside in the other direction."""
    return board.hexes[board.arcs[a, TO], ARC_AT + (board.arcs[a, DIRECTION] + 3) % 6]


@kernel
def loops_of(minutes: int, fire: int) -> int:
    """How many times a vehicle goes there and back in a half-day over a path of minutes and a worst level of fire [6]."""
    if 2 * minutes + LOADING_MINUTES > DAY_MINUTES:
        return 0
    loops = max(1, LOOP_MINUTES // (2 * minutes + LOADING_MINUTES))
    if fire == 3:
        return max(1, loops // 4)
    return max(1, loops // 2) if fire == 2 else loops


@kernel
def offers(net: Net, good: int) -> int:
    """The depots, as bits, that have some of a good and vehicles; for people going back, a seat for one at least."""
    bits, d = 0, 0
    while d < MOST_DEPOTS and net.depots[d, DEPOT_UNIT] >= 0:
        seats = net.depots[d, FREE] * net.depots[d, SEATS_BACK]
        if seats >= 1000 if good >= WIA else seats > 0 and net.depots[d, STOCK + good] > 0:
            bits |= 1 << d
        d += 1
    return bits


@kernel
def tree_of(good: int, layer: int) -> int:
    """The tree by which a good travels in a layer."""
    return layer + LAYERS * (2 if good >= WIA else 1 if good >= SHELL else 0)


@kernel
def grow(board: Board, net: Net, scratch: Scratch, tree: int, bits: int) -> None:
    """Grow a tree from some depots, given as bits."""
    best, comes_by, layer = net.nodes[BEST + tree], net.nodes[COMES_BY + tree], tree % LAYERS
    root, spent = net.nodes[ROOT + tree], net.nodes[SPENT + tree]
    time, left, risk, queue = net.arcs[TIME], net.arcs[LEFT + layer], net.arcs[RISK + layer], scratch.queue
    best[:] = -1
    tail, done, most_drive = BUCKETS, BUCKETS, DAY_MINUTES - LOADING_MINUTES
    for d in range(MOST_DEPOTS):
        if net.depots[d, DEPOT_UNIT] < 0:
            break
        h, price = net.depots[d, DEPOT_HEX], net.depots[d, PRICE]
        if (bits >> d) & 1 == 1 and (best[h] < 0 or price < best[h]):
            best[h], comes_by[h], root[h], spent[h] = price, -1, d, 0
            tail = push(queue, tail, h, price)
    for cost in range(BUCKETS):
        if done == tail:
            break
        entry = queue[cost, 1]
        queue[cost, 1] = -1
        while entry >= 0:
            h = queue[entry, 0]
            entry = queue[entry, 1]
            done += 1
            if best[h] != cost:
                continue
            d = root[h]
            for a in range(board.hexes[h, FIRST_ARC], board.hexes[h, END_ARC]):
                if time[a] < 0 or left[a] <= 0:
                    continue
                n = board.arcs[a, TO]
                total = cost + max(1, time[a] + net.depots[d, DEPOT_CAUTION] * risk[a] // 2)
                minutes = spent[h] + time[a]
                if total < BUCKETS and (best[n] < 0 or total < best[n]) and 2 * minutes <= most_drive:
                    best[n], comes_by[n], root[n], spent[n] = total, a, d, minutes
                    tail = push(queue, tail, n, total)
    net.totals[OFFERED + tree] = bits
    net.totals[TREES] += 1


@kernel
def filled_arc(board: Board, net: Net, tree: int, h: int) -> int:
    """The first filled arc on the tree's path to a hex, looking back from it; -1 if all of it is open."""
    a = net.nodes[COMES_BY + tree, h]
    while a >= 0:
        if net.arcs[LEFT + tree % LAYERS, a] <= 0:
            return a
        h = board.arcs[back_arc(board, a), TO]
        a = net.nodes[COMES_BY + tree, h]
    return -1
