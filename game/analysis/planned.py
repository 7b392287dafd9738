"""What a side believes after orders that it only plans: each carried out on its belief, as it will most likely go."""

from __future__ import annotations

from dataclasses import dataclass, replace

from game.chronicle import Refusal
from game.dice import seeded
from game.events import new_log
from game.odds import likeliest
from game.orders import Assault, Order, encode
from game.rules import field, recon, turn
from game.state import State, copy
from game.terms import new_terms
from game.view import View


@dataclass(frozen=True)
class Planned:
    """An order of a plan, as it looks after those before it."""

    order: Order
    before: View
    """What the side believes before it."""
    refusal: Refusal | None = None
    """Why it could not be given then; nothing is assumed of it in that case."""
    taken: bool | None = None
    """Of an assault: whether it is assumed to take its hex."""
    chance: float = 1.0
    """The chance that it goes as assumed."""


def plan(view: View, orders: list[Order]) -> tuple[list[Planned], View]:
    """Each order on what the side believes after those before it, and what it believes after all of them.

    Assaults go as they most likely will; what other orders leave to dice or to news changes nothing else.
    """
    found = []
    for order in orders:
        refusal = view.check(order)
        if refusal is not None:
            found.append(Planned(order, view, refusal))
        elif isinstance(order, Assault):
            chance = view.odds(order).chance
            state = likeliest(view.fixed, field.new_scratch(view.fixed), view.believed, order, chance >= 0.5)
            assert state is not None
            found.append(Planned(order, view, None, chance >= 0.5, max(chance, 1 - chance)))
            view = _seen(view, state)
        else:
            found.append(Planned(order, view))
            state = copy(view.believed)
            turn.resolve(
                view.fixed, state, field.new_scratch(view.fixed), encode(order), seeded(0), new_terms(), new_log(0)
            )
            view = _seen(view, state)
    return found, view


def _seen(view: View, state: State) -> View:
    """What the side believes of a state that was made from its belief."""
    believed = copy(state)
    recon.mask(view.fixed, state, view.side, believed)
    return replace(view, believed=believed, events=())
