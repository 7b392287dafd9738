"""Small random supply networks for the tests of the flow, what networkx says of them, and whether their books balance."""

from __future__ import annotations

import random
from dataclasses import dataclass
from types import SimpleNamespace

import networkx as nx
import numpy as np

from game.ground import END_ARC, FIRST_ARC, TO, Board, Ground
from game.hexes import GeoReference, Grid
from game.rules import network as N  # noqa: N812
from game.rules.field import Scratch, new_scratch
from game.rules.flow import serve
from game.rules.network import LAYERS, WIA, Net
from game.state import Ints

PLENTY = 10**9
"""Thousandths of vehicles that are always enough."""
RISKS = ((0, 1, 10, 40), (0, 3, 30, 120))
"""Per mille of the vehicles lost by night and by day, by level of fire."""


@dataclass
class Study:
    """A network that is being solved, and what it was before."""

    board: Board
    net: Net
    scratch: Scratch
    room: Ints
    """Kg of every arc by layer before anything went out."""
    stock: Ints
    """Kg of every depot by good before anything went out."""

    def serve(self) -> Study:
        """Serve all parcels."""
        self.room = self.net.arcs[N.LEFT : N.LEFT + LAYERS].copy()
        self.stock = self.net.depots[:, N.STOCK : N.STOCK + N.GOODS].copy()
        serve(self.board, self.net, self.scratch)
        return self

    @property
    def parcels(self) -> Ints:
        """The rows of all parcels."""
        return self.net.parcels[: int(self.net.totals[N.PARCELS])]

    @property
    def routes(self) -> Ints:
        """The rows of all routes."""
        return self.net.routes[: int(self.net.totals[N.ROUTES])]

    @property
    def depots(self) -> range:
        """The depots there are."""
        return range(int((self.net.depots[:, N.DEPOT_UNIT] >= 0).sum()))

    def total(self) -> int:
        """Kg of goods that set out."""
        return int(self.parcels[self.parcels[:, N.GOOD] != WIA][:, N.SENT].sum())

    def add_depot(self, h: int, stock: tuple[int, ...], vehicles: int = PLENTY, price: int = 0, caution: int = 0) -> None:
        """Put a depot into a hex; a vehicle takes 1000 kg or 4 people."""
        d = len(self.depots)
        depot = self.net.depots[d]
        depot[:] = 0
        depot[[N.DEPOT_UNIT, N.DEPOT_HEX, N.PRICE, N.DEPOT_CAUTION]] = d, h, price, caution
        depot[[N.POOL, N.FREE, N.LOAD_KG, N.SEATS_BACK]] = vehicles, vehicles, 1000, 4
        depot[N.STOCK : N.STOCK + len(stock)] = stock

    def add_parcel(self, unit: int, h: int, good: int, asked: int) -> None:
        """Ask for so much of a good in a hex."""
        parcel = self.net.parcels[int(self.net.totals[N.PARCELS])]
        self.net.totals[N.PARCELS] += 1
        parcel[:] = 0
        parcel[[N.OF_UNIT, N.AT_HEX, N.GOOD, N.ASKED, N.HELD_UP_AT]] = unit, h, good, asked, -1


def empty(columns: int, rows: int) -> Study:
    """A network of so many hexes without roads."""
    grid = Grid(columns, rows)
    board = Ground(grid, GeoReference(48.4, 37.7), [0] * grid.count, [100] * grid.count).compile()
    fixed = SimpleNamespace(board=board, roster=SimpleNamespace(units=np.zeros((20, 1), dtype=np.int64)))
    net, scratch = N.new_net(fixed), new_scratch(fixed)
    N.clear(net)
    net.arcs[N.TIME] = -1
    return Study(board, net, scratch, net.arcs[:0], net.arcs[:0])


def line(hexes: int, minutes: int = 3, room: int = 300_000) -> Study:
    """A road through a row of hexes, both ways, by night and by day."""
    study = empty(hexes, 1)
    study.net.arcs[N.TIME] = minutes
    study.net.arcs[N.LEFT : N.LEFT + LAYERS] = room
    return study


def draw(seed: int, goods: int = 1, vehicles: tuple[int, ...] = (PLENTY,), wounded: bool = False) -> Study:
    """The random network of a seed: at most 8 hexes by 8, up to 3 depots and 10 units."""
    dice = random.Random(seed)
    study = empty(dice.randint(2, 8), dice.randint(2, 8))
    net, hexes = study.net, len(study.board.hexes)
    for a in range(len(study.board.arcs)):
        net.arcs[N.TIME, a] = dice.choice((-1, -1, 3, 5, 8, 30))
        fire = dice.choice((0, 0, 0, 1, 2, 3)) if goods > 1 else 0
        for layer in range(LAYERS):
            net.arcs[N.LEFT + layer, a] = dice.choice((0, 500, 1000, 2000, 4000))
            net.arcs[N.FIRE + layer, a], net.arcs[N.RISK + layer, a] = fire, RISKS[layer][fire]
    for _ in range(dice.randint(1, 3)):
        stock = tuple(dice.choice((3000, 6000, 20_000)) for _ in range(goods))
        study.add_depot(dice.randrange(hexes), stock, dice.choice(vehicles), dice.choice((0, 0, 10)), dice.choice((0, 2)))
    where = [dice.randrange(hexes) for _ in range(dice.randint(2, 10))]
    for good in ([WIA] if wounded else []) + list(range(goods)):
        for unit, h in enumerate(where):
            if good != WIA or dice.random() < 0.3:
                study.add_parcel(unit, h, good, dice.choice((1, 3, 9) if good == WIA else (500, 1500, 4000)))
    return study


def scarce(seed: int) -> Study:
    """A network of three goods and wounded with few vehicles."""
    return draw(seed, goods=3, vehicles=(100, 300, 800, 2000, 10_000), wounded=True)


def arc_to_cut(seed: int, study: Study) -> int:
    """A random arc of those that carry something, of all open ones if none does; -1 if there is no road."""
    used = np.flatnonzero(study.net.arcs[N.FLOW:].any(axis=0))
    open_arcs = np.flatnonzero(study.net.arcs[N.TIME] >= 0)
    some = used if len(used) else open_arcs
    return int(random.Random(-1 - seed).choice(list(some))) if len(some) else -1


WOUNDED = "fewer wounded are fetched, and their vehicles carry goods"
FIRST = "one who comes first gets less, and the vehicles or the road that it took bring more to those behind it"
WAY = "one who comes first gets as much another way, which takes fewer vehicles or another road"


def why_raised(seed: int) -> str:
    """Cut a random arc of a network; why more sets out afterwards, "" if it does not."""
    before, after = scarce(seed).serve(), scarce(seed)
    after.net.arcs[N.TIME, arc_to_cut(seed, before)] = -1
    if after.serve().total() <= before.total():
        return ""
    wounded = before.parcels[:, N.GOOD] == WIA
    change = after.parcels[:, N.SENT] - before.parcels[:, N.SENT]
    if change[wounded].sum() < 0:
        return WOUNDED
    return FIRST if (change[: int(np.argmax(change > 0))] < 0).any() else WAY


def maximum(study: Study) -> int:
    """What networkx says is the maximum flow of the network, all goods taken for one and vehicles for enough."""
    graph: nx.DiGraph = nx.DiGraph()
    graph.add_nodes_from(("from", "to"))
    board, net = study.board, study.net
    for d in study.depots:
        graph.add_edge("from", ("depot", d), capacity=int(net.depots[d, N.STOCK : N.STOCK + N.GOODS].sum()))
        for layer in range(LAYERS):
            graph.add_edge(("depot", d), (layer, int(net.depots[d, N.DEPOT_HEX])))
    for h in range(len(board.hexes)):
        for a in range(int(board.hexes[h, FIRST_ARC]), int(board.hexes[h, END_ARC])):
            for layer in range(LAYERS):
                if net.arcs[N.TIME, a] >= 0:
                    room = int(net.arcs[N.LEFT + layer, a])
                    graph.add_edge((layer, h), (layer, int(board.arcs[a, TO])), capacity=room)
    for p, parcel in enumerate(study.parcels):
        if parcel[N.GOOD] != WIA:
            for layer in range(LAYERS):
                graph.add_edge((layer, int(parcel[N.AT_HEX])), ("parcel", p))
            graph.add_edge(("parcel", p), "to", capacity=int(parcel[N.ASKED]))
    return int(nx.maximum_flow_value(graph, "from", "to"))


def check_books(study: Study) -> None:
    """Arcs, routes, parcels, depots and vehicles of a solved network agree with one another."""
    check_roads(study)
    check_parcels(study)
    check_depots(study)


def check_roads(study: Study) -> None:
    """Every route leads from its depot to its parcel; what arcs carry is what the routes say, and within their room."""
    board, net = study.board, study.net
    flow = np.zeros_like(net.arcs)
    for route in study.routes:
        h = int(net.parcels[route[N.PARCEL], N.AT_HEX])
        for a in net.steps[route[N.FIRST_STEP] : route[N.FIRST_STEP] + route[N.STEPS]]:
            assert board.arcs[a, TO] == h
            assert net.arcs[N.TIME, a] >= 0
            h = int(board.arcs[N.back_arc(board, a), TO])
            if route[N.ROUTE_GOOD] != WIA:
                flow[N.FLOW + LAYERS * route[N.ROUTE_GOOD] + route[N.LAYER], a] += route[N.KG]
        assert net.depots[route[N.DEPOT], N.DEPOT_HEX] == h
    assert np.array_equal(flow[N.FLOW:], net.arcs[N.FLOW:])
    for layer in range(LAYERS):
        left = net.arcs[N.LEFT + layer]
        assert np.array_equal(left + net.arcs[N.FLOW + layer :: LAYERS].sum(axis=0), study.room[layer])
        assert (left >= 0).all()


def check_parcels(study: Study) -> None:
    """What set out to a parcel is what its routes carry, by night and by day, and no more than was asked."""
    sent = np.zeros((len(study.parcels), LAYERS), dtype=np.int64)
    for route in study.routes:
        assert route[N.KG] > 0
        sent[route[N.PARCEL], route[N.LAYER]] += route[N.KG]
    assert np.array_equal(sent, study.parcels[:, N.BY_LAYER : N.BY_LAYER + LAYERS])
    assert np.array_equal(sent.sum(axis=1), study.parcels[:, N.SENT])
    assert (study.parcels[:, N.SENT] <= study.parcels[:, N.ASKED]).all()
    short = study.parcels[:, N.SENT] < study.parcels[:, N.ASKED]
    assert np.array_equal(short, study.parcels[:, N.HELD_UP] != N.UNBOUND)


def check_depots(study: Study) -> None:
    """Stock before less what went out is what is left; vehicles on the road are no more than there are."""
    for d in study.depots:
        depot = study.net.depots[d]
        own = study.routes[study.routes[:, N.DEPOT] == d]
        for good in range(N.GOODS):
            used = depot[N.USED + LAYERS * good : N.USED + LAYERS * (good + 1)]
            assert own[own[:, N.ROUTE_GOOD] == good][:, N.KG].sum() == used.sum()
            assert study.stock[d, good] - used.sum() == depot[N.STOCK + good] >= 0
        assert own[:, N.HIRED].sum() <= depot[N.POOL]
        for route in own:
            path = study.net.steps[route[N.FIRST_STEP] : route[N.FIRST_STEP] + route[N.STEPS]]
            minutes = int(study.net.arcs[N.TIME, path].sum())
            fire = int(study.net.arcs[N.FIRE + route[N.LAYER], path].max(initial=0))
            assert route[N.LOOPS] == loops(minutes, fire) > 0


def loops(minutes: int, fire: int) -> int:
    """[6.4] Journeys of a vehicle in half a day."""
    times = max(1, 720 // (2 * minutes + 40)) if 2 * minutes + 40 <= 1440 else 0
    return max(1, times // {2: 2, 3: 4}.get(fire, 1)) if times else 0
