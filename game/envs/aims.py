"""Where an order could be aimed, and the rows of orders: what verbs.py is made of.

Hexes given here are worth asking the door about; those of `within_reach`, `overfly` and `sites` have been asked about,
once for many hexes that the door judges alike.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from game import orders, state
from game.envs.battle import Battle
from game.ground import DISK, DISK_1, EDGE, END_ARC, FIRST_ARC, SURFACE, TERRAIN, TO, Q, R
from game.rulebook import NO_ROAD, WATER
from game.rules import breakout, field, movement, supply
from game.rules.assault import NO_FRONTAGE
from game.rules.breakout import NOT_IN_POCKET
from game.rules.field import CARRY, COST, GHOSTS, STACK
from game.rules.missions import rounds_for_smoke
from game.state import Ints

SALVO = 40
"""Rounds of a mission, of a battery's part in a preparation and of its defensive fire; fewer if it has not so many."""


def plain(kind: int, *values: int) -> Ints:
    """The row of an order whose values stand one after another."""
    row = np.zeros(orders.ORDER_WIDTH, dtype=np.int64)
    row[0] = kind
    row[1 : 1 + len(values)] = values
    return row


def at(battle: Battle, u: int) -> int:
    """The hex a unit stands in."""
    return int(battle.believed.units[u, state.HEX])


# movement --------------------------------------------------------------------------------------------------------------


def within_reach(battle: Battle, u: int) -> Iterator[int]:
    """Where a unit can get and stop; whether an empty hex has room for it is asked once."""
    facts, believed, scratch = battle.known, battle.believed, battle.paths
    points = int(believed.units[u, state.POINTS])
    if points <= 0:
        return
    reached = battle.reach(u)
    if points // battle.cheapest > orders.MOST_PATH:
        row = plain(orders.MOVE, u)
        reached = np.array([h for h in reached if movement.path_to(facts, scratch, row, int(h))], dtype=np.int64)
    empty = scratch.hexes[STACK, reached] < 0
    free, taken = reached[empty].tolist(), reached[~empty].tolist()
    if free and field.has_room(facts, believed, scratch, u, free[0]):
        yield from free
    yield from (h for h in taken if field.has_room(facts, believed, scratch, u, h))


def march(battle: Battle, u: int, h: int) -> Ints | None:
    """The cheapest move to a hex; None if there is none."""
    row = plain(orders.MOVE, u)
    battle.reach(u)
    reached = battle.paths.hexes[COST, h] > 0
    return row if reached and movement.path_to(battle.known, battle.paths, row, h) else None


def comrades(battle: Battle, u: int) -> list[int]:
    """Hexes of own units that a unit can get to."""
    if battle.believed.units[u, state.POINTS] <= 0:
        return []
    reached = battle.reach(u)
    found: list[int] = reached[battle.paths.hexes[STACK, reached] >= 0].tolist()
    return found


def relieve(battle: Battle, u: int, h: int) -> Ints | None:
    """The relief of the first unit in a hex that may be relieved."""
    row = march(battle, u, h)
    if row is None:
        return None
    row[0] = orders.RELIEVE
    for v in battle.stack(h):
        row[orders.RELIEVED] = v
        if battle.check(row) == 0:
            break
    return row


def break_out(battle: Battle, u: int, by_day: bool) -> Ints | None:
    """The best way out of a pocket; None for who is in none."""
    h = at(battle, u)
    if ("pocket", h) not in battle.memo:
        near = battle.rings[h][:1]
        battle.memo["pocket", h] = bool(near) and battle.check(plain(orders.BREAK_OUT, u, 1, *near)) != NOT_IN_POCKET
    row = plain(orders.BREAK_OUT, u)
    if not battle.memo["pocket", h] or not breakout.find_way_out(battle.known, battle.believed, battle.scratch, u, row):
        return None
    row[orders.BY_DAY] = by_day
    return row


# assault ---------------------------------------------------------------------------------------------------------------


def enemies_beside(battle: Battle, u: int) -> list[int]:
    """Hexes next to a unit in which enemies are believed to stand."""
    return [n for n in battle.rings[at(battle, u)] if battle.is_enemy(n)]


def assault(h: int, units: list[int], manner: int = 0) -> Ints:
    """An assault on a hex by some units."""
    row = plain(orders.ASSAULT, h, manner, len(units))
    row[orders.FIRST_UNIT : orders.FIRST_UNIT + len(units)] = units
    return row


def joined(battle: Battle, u: int, h: int) -> Ints | None:
    """An assault by a unit and whoever can join it and has room at the hexsides; None if it cannot attack."""
    if battle.check(assault(h, [u])) != 0:
        return None
    probing = battle.believed.units[:, state.POSTURE] == state.PROBE
    near = (v for n in battle.rings[h] if not battle.is_enemy(n) for v in battle.stack(n))
    others = [v for v in near if v != u and probing[v] == probing[u] and battle.check(assault(h, [v])) == 0]
    units = [u, *others][: orders.MOST_UNITS]
    while len(units) > 1 and battle.check(assault(h, units)) == NO_FRONTAGE:
        units.remove(next(v for v in reversed(units) if v == int(battle.why[0])))
    return assault(h, units)


def together(battle: Battle, u: int, h: int) -> Ints | None:
    """The same, None if nobody can join."""
    row = joined(battle, u, h)
    return row if row is not None and row[orders.UNIT_COUNT] > 1 else None


def prepared(battle: Battle, u: int, h: int) -> Ints | None:
    """The same by one or more units after a preparation by every battery that can fire at the hex; None if none can."""
    row = joined(battle, u, h)
    if row is None:
        return None
    for v in battle.known.roster.batteries.tolist():
        if battle.side_of[v] != battle.side or row[orders.FIRE_COUNT] == orders.MOST_FIRES:
            continue
        place = orders.FIRST_FIRE + 2 * int(row[orders.FIRE_COUNT])
        row[place : place + 2] = v, salvo(battle, v)
        row[orders.FIRE_COUNT] += 1
        if battle.check(row) != 0:
            row[place : place + 2] = 0
            row[orders.FIRE_COUNT] -= 1
    return row if row[orders.FIRE_COUNT] else None


# works -----------------------------------------------------------------------------------------------------------------


def beside(battle: Battle, u: int) -> list[int]:
    """The hexes next to a unit, if it has engineers."""
    return battle.rings[at(battle, u)] if battle.known.roster.units[u, state.ENGINEERS] else []


def across_bridges(battle: Battle, u: int) -> list[int]:
    """The hexes next to a unit across hexsides with a bridge."""
    arcs = battle.known.board.arcs[arcs_of(battle, at(battle, u))]
    bridged = battle.believed.edges[arcs[:, EDGE], state.BRIDGE] != state.NO_BRIDGE
    found: list[int] = arcs[bridged, TO].tolist()
    return found


def arcs_of(battle: Battle, h: int) -> slice:
    """The arcs that leave a hex."""
    row = battle.known.board.hexes[h]
    return slice(int(row[FIRST_ARC]), int(row[END_ARC]))


# fire and drones -------------------------------------------------------------------------------------------------------


def salvo(battle: Battle, u: int, mission: int = state.HARASS) -> int:
    """The rounds a battery fires in a mission."""
    wanted = SALVO
    if mission == state.SMOKE:
        wanted = max(SALVO, int(rounds_for_smoke(battle.known, u)))
    return min(wanted, int(battle.believed.units[u, state.ROUNDS]))


def in_range(battle: Battle, u: int, hexes: Ints) -> list[int]:
    """Those of some hexes that a battery or drone company reaches."""
    board, h = battle.known.board.hexes, at(battle, u)
    q, r = board[hexes, Q] - board[h, Q], board[hexes, R] - board[h, R]
    away = np.maximum(np.maximum(abs(q), abs(r)), abs(q + r))
    found: list[int] = hexes[away <= battle.known.roster.units[u, state.RANGE]].tolist()
    return found


def noticed(battle: Battle, u: int) -> list[int]:
    """Hexes in range where enemies were noticed, or guns heard."""
    heard = battle.believed.hexes[:, state.HEARD + battle.side] > 0
    return in_range(battle, u, np.flatnonzero(heard | (battle.scratch.hexes[GHOSTS] >= 0)))


def occupied(battle: Battle, u: int) -> list[int]:
    """Hexes in range where anybody is believed to stand."""
    return in_range(battle, u, np.flatnonzero(battle.scratch.hexes[STACK] >= 0))


def overfly(battle: Battle, u: int) -> list[int]:
    """The hexes a drone company can fly over; whether it can fly at all is asked once."""
    if battle.check(plain(orders.FLY, u, at(battle, u))) != 0:
        return []
    return in_range(battle, u, np.arange(len(battle.believed.hexes)))


def enemy_roads(battle: Battle, u: int) -> list[int]:
    """Hexes in range, with a road and not one's own, within sight of own units if nothing lay between."""
    facts, units = battle.known.roster.units, battle.believed.units
    own = (facts[:, state.OF_SIDE] == battle.side) & (facts[:, state.ROLE] < state.SOURCE)
    around = battle.known.board.hexes[units[own & (units[:, state.STATUS] == state.PRESENT), state.HEX], DISK:]
    near = np.unique(around[around >= 0])
    wanted = (battle.believed.hexes[near, state.OWNER] != battle.side) & battle.has_road[near]
    return in_range(battle, u, near[wanted])


def interdict(battle: Battle, u: int, h: int, by_day: bool) -> Ints | None:
    """Fire on the first road out of a hex that the door allows; else the last it refused."""
    row, arcs = None, battle.known.board.arcs[arcs_of(battle, h)]
    for n in arcs[arcs[:, SURFACE] != NO_ROAD, TO].tolist():
        row = plain(orders.INTERDICT, u, h, n, int(by_day))
        if battle.check(row) == 0:
            break
    return row


# supply and claims -----------------------------------------------------------------------------------------------------


def speaks(battle: Battle, u: int) -> bool:
    """Whether the orders of service of a formation are given to this unit: its headquarters, or else its first unit."""
    facts, units = battle.known.roster.units, battle.believed.units
    if "speakers" not in battle.memo:
        own = (facts[:, state.OF_SIDE] == battle.side) & (facts[:, state.ROLE] < state.SOURCE)
        there = np.flatnonzero(own & (units[:, state.STATUS] == state.PRESENT))
        led = facts[there, state.ROLE] == state.HEADQUARTERS
        first: dict[int, int] = {}
        for v in (*there[led].tolist(), *there[~led].tolist()):
            first.setdefault(int(facts[v, state.FORMATION]), v)
        battle.memo["speakers"] = set(first.values())
    return u in battle.memo["speakers"]


def sites(battle: Battle, depot: int) -> Iterator[int]:
    """The hexes a depot may move to, or be opened in; whether it may move at all is asked once."""
    here, found = at(battle, depot), _own_sites(battle)
    first = next((h for h in found if h != here), None)
    if first is not None and battle.check(plain(orders.DEPOT, depot, first)) == 0:
        yield from (h for h in found if h != here)


def _own_sites(battle: Battle) -> list[int]:
    """The hexes fit for depots: own, reached by wheels, not next to an enemy."""
    if "sites" not in battle.memo:
        board, believed, scratch = battle.known.board.hexes, battle.believed, battle.scratch
        supply.trace(battle.known, believed, scratch, battle.side)
        fit = (scratch.hexes[CARRY] == 0) & (believed.hexes[:, state.OWNER] == battle.side)
        fit &= board[:, TERRAIN] != WATER
        held = np.flatnonzero(scratch.hexes[STACK] >= 0)
        theirs = battle.known.roster.units[scratch.hexes[STACK, held], state.OF_SIDE] != battle.side
        near = board[held[theirs], DISK : DISK + DISK_1]
        fit[near[near >= 0]] = False
        battle.memo["sites"] = np.flatnonzero(fit).tolist()
    found: list[int] = battle.memo["sites"]
    return found


def places(battle: Battle, _: int) -> list[int]:
    """The places that count."""
    return sorted({int(h) for h in battle.known.roster.places[:, state.PLACE_HEX]})
