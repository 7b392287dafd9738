"""All legal orders, gone through: every kind is among them, each is legal, and the first come at once."""

from __future__ import annotations

import time
from itertools import islice

from boards import Battle, board, same

from game.match import Match
from game.orders import (
    END_TURN,
    Assault,
    Blow,
    BreakOut,
    Caution,
    Claim,
    Fly,
    Hoard,
    Interdict,
    Mission,
    MoveDepot,
    Posture,
    Relieve,
    Serve,
    Summon,
    Task,
)
from game.scenario.load import load_scenario
from game.state import CLEAR, DIG, HARASS, IDLE, MINE, PROBE, REPAIR, REST, SET_PIECE, SMOKE, copy


def field() -> Battle:
    """c in a pocket, Z in one of the enemy's, engineers by a bridge, a battery, drones, a jammer, a depot."""
    return board(
        """
        .   .   .b  .   .  |.   .   .   .   .
          .   .   .e  .a  .  |.   .   .   .   .
        .   .g  .   .   .  |.X  .  |.   .c | .
          .   .   .   .   .  |.   .   .   .   .
        .   .u  .j  . | .Z | .   .   .   .   .
          .   .   .d  .f  .h .   .   .   .   .
        """,
        units="a 200 fatigue 60; c 220; e engineers 100; g artillery 100 rounds 300; u drones 60; j jammer 40",
        roads="hard 0001 0101 0201 0301 0401 0501 0601",
        rivers="0201-0301",
        bridges="0201-0301 intact",
        sources="ua 0001 vehicles 12 payload 1000 seats 4 stock 40/40/10/20; "
        "ua 0101 depot vehicles 6 payload 1000 seats 4 stock 10/10/0/0",
        places="mill 0602 held 10 10",
    )


def test_every_kind_is_among_them_and_each_is_legal():
    """Iterating and asking agree."""
    battle = field()
    battle.edit(hexes={("0404", "owner"): 1})
    view = battle.view("ua")
    before = copy(view.believed)
    orders = list(view.legal_orders())
    assert same(before, view.believed)
    assert len(set(orders)) == len(orders)
    assert all(view.check(order) is None for order in orders)
    kinds = {type(order) for order in orders}
    assert {Task, Blow, Relieve, BreakOut, Serve, Caution, Hoard, MoveDepot, Interdict, Summon} <= kinds
    assert {Posture, Mission, Fly, Claim} <= kinds
    assert orders[-1] == END_TURN
    assert {order.task for order in orders if isinstance(order, Task)} >= {DIG, MINE, IDLE}
    assert {order.posture for order in orders if isinstance(order, Posture)} >= {REST, SET_PIECE, PROBE}
    assert {order.mission for order in orders if isinstance(order, Mission)} >= {HARASS, SMOKE}
    assert {order.probe for order in orders if isinstance(order, Assault)} == {False, True}
    assert {order.hex for order in orders if isinstance(order, Fly)} == {
        h for h in range(battle.grid.count) if view.check(Fly(battle.u("u"), h)) is None
    }
    assert {order.by_day for order in orders if isinstance(order, BreakOut)} == {False, True}
    assert {order.hex for order in orders if isinstance(order, MoveDepot)} == {
        h for h in range(battle.grid.count) if view.check(MoveDepot(battle.u("ua-depot-1"), h)) is None
    }


def test_engineers_have_work_where_there_is_some():
    """A road that is worn can be mended, mines can be cleared."""
    battle = field()
    after = copy(battle.state)
    after.edges[:, [0, 3]] = 60
    after.edges[:, [2, 5]] = 2
    battle.publish(after)
    tasks = {order.task for order in battle.view("ua").legal_orders().of(battle.u("e")) if isinstance(order, Task)}
    assert {REPAIR, CLEAR} <= tasks


def test_the_first_orders_of_a_great_battle_come_at_once():
    """They are made as they are asked for; all of them within seconds."""
    match = Match(load_scenario("flanks_of_may"), 1)
    list(islice(match.legal_orders(), 3))
    start = time.perf_counter()
    list(islice(match.legal_orders(), 3))
    first = time.perf_counter() - start
    count = sum(1 for _ in match.legal_orders())
    assert count > 5000
    assert first < 0.1
    assert time.perf_counter() - start < 20
