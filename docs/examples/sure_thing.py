"""A player for the lab: it attacks where it is fairly sure to take the hex, and marches where nobody stands in its way.

uv run main.py simulate mirror -n 20 --ua docs/examples/sure_thing.py:SureThing --ru random
"""

from collections.abc import Iterator

from game.orders import END_TURN, Order
from game.state import COMBAT, OWNER, ROLE, TURN
from game.view import LegalOrders, View

SURE = 0.55
"""The least chance of taking the hex at which it attacks."""


class SureThing:
    """Chooses for one side; the game asks for one order at a time until it gets the end of the half-turn."""

    def __init__(self) -> None:
        self.marched: set[tuple[int, int]] = set()
        """(day, unit) of every march ordered, for one that was stopped at once could be ordered again and again."""

    def choose(self, view: View, legal: LegalOrders) -> Order:
        """The assault most likely to succeed, if one is likely enough; else a march; else the end."""
        attacks = [(view.odds(assault).chance, assault) for assault in legal.assaults()]
        chance, best = max(attacks, key=lambda attack: attack[0], default=(0.0, END_TURN))
        return best if chance >= SURE else next(self.marches(view), END_TURN)

    def marches(self, view: View) -> Iterator[Order]:
        """For each unit that fights and has not marched today, the way into a hex that the enemy is believed to own."""
        day = int(view.believed.clock[TURN])
        for unit in view.own_units():
            if view.fixed.roster.units[unit, ROLE] != COMBAT or (day, unit) in self.marched:
                continue
            h = next((h for h in view.reach(unit) if view.believed.hexes[h, OWNER] == 1 - view.side), None)
            march = None if h is None else view.path(unit, h)
            if march is not None:
                self.marched.add((day, unit))
                yield march
