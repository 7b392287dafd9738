"""A player that gives any order the rules know, seeing only its view; and one that gives orders they refuse."""

from __future__ import annotations

import random

from game import state as columns
from game.orders import END_TURN, MOST_FIRES, Assault, Defend, Move, Order
from game.view import LegalOrders, View


class Wanderer:
    """Moves, assaults with any who can join and any fires, standing orders: whatever is legal."""

    def __init__(self, seed: int, orders: int = 25) -> None:
        self.dice, self.orders, self.left = random.Random(seed), orders, orders

    def choose(self, view: View, legal: LegalOrders) -> Order:
        """The next order; so many in a half-turn."""
        self.left -= 1
        if self.left > 0:
            for _ in range(10):
                order = self.dice.choice((self.move, self.move, self.assault, self.defend))(view)
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
        return Defend(self.dice.choice(batteries), self.dice.randint(0, 150), self.dice.randint(0, 150))

    def batteries(self, view: View) -> list[int]:
        """The side's batteries on the map."""
        return [u for u in view.own_units() if view.fixed.roster.units[u, columns.ROLE] == columns.BATTERY]


class Vandal:
    """Gives orders that are wrong in any way: a little, as a hand slips, or beyond all bounds."""

    def __init__(self, seed: int, view: View) -> None:
        self.dice, self.view = random.Random(seed), view
        self.units, self.hexes = len(view.believed.units), len(view.believed.hexes)
        self.own = view.own_units()

    def order(self) -> Order:
        """Any order at all."""
        kind, unit = self.dice.randrange(3), self.unit()
        if kind == 0:
            return Move(unit, tuple(self.path(unit)))
        if kind == 1:
            target = self.near(self.stand(unit))
            units = tuple(self.unit() for _ in range(self.dice.choice((0, 0, 0, 1, 2, 30))))
            count = self.dice.choice((0, 0, 1, 2, MOST_FIRES + 1))
            fires = tuple((self.unit(), self.number()) for _ in range(count))
            return Assault(target, (unit, *units) if self.dice.random() < 0.9 else units, fires)
        return Defend(unit, self.number(), self.number())

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
