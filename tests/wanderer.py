"""A player that gives any order the rules know, seeing only its view; and one that gives orders they refuse."""

from __future__ import annotations

import random

import numpy as np

from game import state as columns
from game.orders import (
    END_TURN,
    MOST_FIRES,
    Assault,
    Blow,
    BreakOut,
    Caution,
    Claim,
    Defend,
    Fly,
    Hoard,
    Interdict,
    Mission,
    Move,
    MoveDepot,
    Order,
    Posture,
    Relieve,
    Serve,
    Summon,
    Task,
    decode,
    encode,
)
from game.rules import breakout, field
from game.view import LegalOrders, View


class Wanderer:
    """Moves, assaults with any who can join and any fires, standing orders, works, supply: whatever is legal."""

    def __init__(self, seed: int, orders: int = 25) -> None:
        self.dice, self.orders, self.left = random.Random(seed), orders, orders

    def choose(self, view: View, legal: LegalOrders) -> Order:
        """The next order; so many in a half-turn."""
        self.left -= 1
        if self.left > 0:
            for _ in range(10):
                order = self.dice.choice((self.move, self.assault, self.defend, self.special))(view)
                if order is not None and order in legal:
                    return order
        self.left = self.orders
        return END_TURN

    def unit(self, view: View) -> int | None:
        """Any unit of the side."""
        own = view.own_units()
        return self.dice.choice(own) if own else None

    def move(self, view: View) -> Order | None:
        """Any unit to anywhere it can get."""
        unit = self.unit(view)
        reach = sorted(view.reach(unit)) if unit is not None else []
        return view.path(unit, self.dice.choice(reach)) if unit is not None and reach else None

    def assault(self, view: View) -> Order | None:
        """Some of those who can attack a hex next to a unit, after any preparation."""
        unit = self.unit(view)
        if unit is None:
            return None
        near = list(view.scenario.grid.ring(int(view.believed.units[unit, columns.HEX]), 1))
        target = self.dice.choice(near)
        attackers = view.attackers(target)
        if not attackers:
            return None
        units = self.dice.sample(attackers, self.dice.randint(1, len(attackers)))
        batteries = self.batteries(view)
        chosen = self.dice.sample(batteries, self.dice.randint(0, min(2, len(batteries))))
        fires = tuple((battery, self.dice.randint(1, 200)) for battery in chosen)
        return Assault(target, tuple(units), fires, self.dice.random() < 0.5)

    def defend(self, view: View) -> Order | None:
        """Any standing order for defensive fire."""
        batteries = self.batteries(view)
        if not batteries:
            return None
        rounds, keep, reply = self.dice.randint(0, 150), self.dice.randint(0, 150), self.dice.random() < 0.5
        return Defend(self.dice.choice(batteries), rounds, keep, reply)

    def special(self, view: View) -> Order | None:
        """Any of the rarer orders, mostly one that could be legal."""
        kinds = (self.serve, self.supply, self.relieve, self.break_out, self.work, self.work, self.interdict)
        new = (self.posture, self.posture, self.mission, self.mission, self.fly, self.claim)
        return self.dice.choice((*kinds, *new))(view)

    def serve(self, view: View) -> Order | None:
        """A formation of the side in any class."""
        unit = self.unit(view)
        if unit is None:
            return None
        return Serve(int(view.fixed.roster.units[unit, columns.FORMATION]), self.dice.randrange(3))

    def supply(self, view: View) -> Order | None:
        """Caution, a reserve or a move of one of the side's depots."""
        facts = view.fixed.roster.units
        own = np.flatnonzero((facts[:, columns.OF_SIDE] == view.side) & (facts[:, columns.ROLE] >= columns.SOURCE))
        if len(own) == 0:
            return None
        depot = int(self.dice.choice(list(own)))
        if self.dice.random() < 0.4:
            return self.dice.choice((Caution, Hoard))(depot, self.dice.randint(0, 20))
        roads = [h for h in range(len(view.believed.hexes)) if view.believed.hexes[h, columns.OWNER] == view.side]
        return MoveDepot(depot, self.dice.choice(roads)) if roads else None

    def relieve(self, view: View) -> Order | None:
        """Any unit relieves any it can get to."""
        unit = self.unit(view)
        if unit is None:
            return None
        fighting = [u for u in view.own_units() if view.fixed.roster.units[u, columns.ROLE] == columns.COMBAT]
        for other in self.dice.sample(fighting, min(6, len(fighting))):
            path = view.path(unit, int(view.believed.units[other, columns.HEX]))
            if other != unit and path is not None:
                return Relieve(unit, path.path, other)
        return None

    def break_out(self, view: View) -> Order | None:
        """A way out of a pocket for any unit that is in one."""
        units = view.believed.units
        cut = [u for u in view.own_units() if units[u, columns.POCKETED] > 0]
        scratch, row = field.new_scratch(view.fixed), encode(END_TURN)
        if not cut:
            return None
        field.lay_out(view.fixed, view.believed, scratch)
        if not breakout.find_way_out(view.fixed, view.believed, scratch, self.dice.choice(cut), row):
            return None
        order = decode(row)
        return BreakOut(order.unit, order.path, self.dice.random() < 0.5)

    def work(self, view: View) -> Order | None:
        """A task, a bridge blown or a summons by any unit towards any hex beside it."""
        unit = self.unit(view)
        if unit is None:
            return None
        n = self.dice.choice(list(view.scenario.grid.ring(int(view.believed.units[unit, columns.HEX]), 1)))
        kind = self.dice.randrange(8)
        if kind == 7:
            return self.dice.choice((Blow, Summon))(unit, n)
        task = self.dice.choice((columns.IDLE, columns.JAM, columns.DIG, columns.REPAIR, columns.MINE, columns.CLEAR))
        return Task(unit, task, n if columns.REPAIR <= task <= columns.CLEAR else -1)

    def posture(self, view: View) -> Order | None:
        """Any unit in any posture."""
        unit = self.unit(view)
        return Posture(unit, self.dice.randrange(len(columns.POSTURES))) if unit is not None else None

    def mission(self, view: View) -> Order | None:
        """A battery harasses, answers, smokes or demolishes: a hex with an enemy in it, or any near one."""
        batteries = self.batteries(view)
        if not batteries:
            return None
        battery, mission = self.dice.choice(batteries), self.dice.randint(columns.HARASS, columns.DEMOLISH)
        return Mission(battery, mission, self.target(view, battery), self.dice.randint(1, 150), self.dice.random() < 0.5)

    def target(self, view: View, unit: int) -> int:
        """A hex where an enemy is believed to be, or any within 9 of a unit."""
        facts, units = view.fixed.roster.units, view.believed.units
        theirs = np.flatnonzero((facts[:, columns.OF_SIDE] != view.side) & (units[:, columns.STATUS] == columns.PRESENT))
        if len(theirs) and self.dice.random() < 0.7:
            return int(units[self.dice.choice(list(theirs)), columns.HEX])
        return self.dice.choice(list(view.scenario.grid.disk(int(units[unit, columns.HEX]), 9)))

    def fly(self, view: View) -> Order | None:
        """A drone company over any such hex."""
        facts = view.fixed.roster.units
        companies = [u for u in view.own_units() if facts[u, columns.ROLE] == columns.DRONES]
        unit = self.dice.choice(companies) if companies else None
        return Fly(unit, self.target(view, unit)) if unit is not None else None

    def claim(self, view: View) -> Order | None:
        """Any place that counts."""
        places = view.fixed.roster.places[:, columns.PLACE_HEX]
        return Claim(int(self.dice.choice(list(places)))) if len(places) else None

    def interdict(self, view: View) -> Order | None:
        """A battery fires on any road."""
        batteries = self.batteries(view)
        if not batteries:
            return None
        grid, h = view.scenario.grid, self.dice.randrange(len(view.believed.hexes))
        n = self.dice.choice(list(grid.ring(h, 1)))
        return Interdict(self.dice.choice(batteries), h, n, self.dice.random() < 0.5)

    def batteries(self, view: View) -> list[int]:
        """The side's batteries on the map."""
        return [u for u in view.own_units() if view.fixed.roster.units[u, columns.ROLE] == columns.BATTERY]


class Vandal:
    """Gives orders that are wrong in any way: a little, as a hand slips, or beyond all bounds."""

    def __init__(self, seed: int, view: View) -> None:
        self.dice, self.view = random.Random(seed), view
        self.units, self.hexes = len(view.believed.units), len(view.believed.hexes)
        self.own = view.own_units()
        self.places = view.fixed.roster.places[:3, columns.PLACE_HEX]

    def order(self) -> Order:
        """Any order at all."""
        kind, unit = self.dice.randrange(7), self.unit()
        if kind == 0:
            return Move(unit, tuple(self.path(unit)))
        if kind < 3:
            return self.march(unit) if kind == 1 else self.supply()
        if kind < 5:
            return self.work(unit)
        if kind == 5:
            target = self.near(self.stand(unit))
            units = tuple(self.unit() for _ in range(self.dice.choice((0, 0, 0, 1, 2, 30))))
            count = self.dice.choice((0, 0, 1, 2, MOST_FIRES + 1))
            fires = tuple((self.unit(), self.number()) for _ in range(count))
            return Assault(target, (unit, *units) if self.dice.random() < 0.9 else units, fires)
        return Defend(unit, self.number(), self.number())

    def march(self, unit: int) -> Order:
        """A relief or a breakout."""
        path, by_day = tuple(self.path(unit)), self.dice.random() < 0.5
        if self.dice.random() < 0.5:
            return BreakOut(unit, path, by_day)
        relieved = self.unit()
        return Relieve(unit, (*path, self.stand(relieved)) if self.dice.random() < 0.5 else path, relieved)

    def supply(self) -> Order:
        """An order to those who supply."""
        facts = self.view.fixed.roster.units
        depots = [int(u) for u in np.flatnonzero(facts[:, columns.ROLE] >= columns.SOURCE)]
        depot = self.dice.choice(depots) if depots and self.dice.random() < 0.8 else self.unit()
        kind, value = self.dice.randrange(4), self.dice.choice((self.number(), self.dice.randint(-2, 30)))
        if kind == 0:
            return Serve(self.dice.choice((-1, 0, 1, 2, 99, 10**12)), self.dice.choice((0, 1, 2, 3, -1, 10**9)))
        if kind == 1:
            return MoveDepot(depot, self.near(self.stand(depot)))
        return Caution(depot, value) if kind == 2 else Hoard(depot, value)

    def work(self, unit: int) -> Order:
        """A task, a bridge blown, a summons or an interdiction."""
        kind, n = self.dice.randrange(8), self.near(self.stand(unit))
        if kind == 5:
            mission = self.dice.choice((*range(len(columns.MISSIONS)), -1, 9, 10**9))
            far = self.dice.choice((n, self.dice.randrange(self.hexes)))
            return Mission(unit, mission, far, self.number(), self.dice.random() < 0.5)
        if kind == 6:
            return Fly(unit, self.dice.choice((n, self.dice.randrange(self.hexes))))
        if kind == 7:
            return Claim(self.dice.choice((n, self.dice.randrange(self.hexes), *map(int, self.places))))
        if kind == 4:
            return Posture(unit, self.dice.choice((*range(len(columns.POSTURES)), -1, 9, 10**9)))
        if kind == 0:
            return Task(unit, self.dice.choice((*range(8), -1, 10**9)), self.dice.choice((n, -1)))
        if kind == 1:
            return self.dice.choice((Blow, Summon))(unit, n)
        return Interdict(unit, self.near(self.dice.randrange(self.hexes)), n, self.dice.random() < 0.5)

    def unit(self) -> int:
        """A unit: mostly one's own, now and then any, or none there is."""
        if self.own and self.dice.random() < 0.8:
            return self.dice.choice(self.own)
        return self.dice.choice((*(self.dice.randrange(self.units) for _ in range(4)), -1, -7, self.units, 10**12))

    def stand(self, unit: int) -> int:
        """Where a unit is believed to stand; anywhere if nowhere."""
        h = int(self.view.believed.units[unit, columns.HEX]) if 0 <= unit < self.units else -1
        return h if h >= 0 else self.dice.randrange(self.hexes)

    def near(self, h: int) -> int:
        """A hex: mostly next to another, with an enemy in it if there is one; now and then any, or none there is."""
        if self.dice.random() < 0.1:
            return self.dice.choice((self.dice.randrange(self.hexes), -1, -99, self.hexes, 10**12))
        ring = list(self.view.scenario.grid.ring(h, 1))
        facts, side = self.view.fixed.roster.units, self.view.side
        enemies = [n for n in ring if any(facts[u, columns.OF_SIDE] != side for u in self.view.stack(n))]
        return self.dice.choice(enemies or ring)

    def path(self, unit: int) -> list[int]:
        """A walk from a unit's hex, too long or too bold."""
        h, path = self.stand(unit), []
        for _ in range(self.dice.choice((0, 1, 2, 5, 9, 60))):
            n = self.near(h)
            path.append(n)
            h = n if 0 <= n < self.hexes else h
        return path

    def number(self) -> int:
        """A number of rounds."""
        return self.dice.choice((0, 1, 50, 10_000, -1, -(10**12), 10**18, 10**30))
