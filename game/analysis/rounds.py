"""Rounds of a preparation at which something changes: a shift of the column, or a loss more that is certain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from game import odds
from game.orders import Assault, encode
from game.rulebook import DICE_MODE, FIXED_DICE
from game.rules import field, fires
from game.state import ROUNDS
from game.view import View


def with_rounds(plan: Assault, battery: int, rounds: int) -> Assault:
    """The plan with so many rounds of a battery."""
    rest = {**dict(plan.fires), battery: rounds}
    return replace(plan, fires=tuple((u, n) for u, n in sorted(rest.items()) if n))


def shift_of_guns(view: View, plan: Assault) -> int:
    """The shift of the artillery in an assault, both sides' set against each other."""
    return next((value for name, value, _ in view.weigh(plan).terms if name == "artillery"), 0)


def next_shift(view: View, plan: Assault, battery: int) -> int | None:
    """The fewest rounds of a battery with which the guns count for more shifts than in the plan; None if all do not."""
    now, hold = dict(plan.fires).get(battery, 0), int(view.believed.units[battery, ROUNDS])
    before = shift_of_guns(view, plan)

    def more(rounds: int) -> bool:
        return shift_of_guns(view, with_rounds(plan, battery, rounds)) > before

    if hold <= now or view.check(with_rounds(plan, battery, hold)) is not None or not more(hold):
        return None
    return _first(now, hold, more)


def step_up(view: View, plan: Assault, battery: int) -> int:
    """The fewest rounds more at which something changes; all there are, if nothing does."""
    now, hold = dict(plan.fires).get(battery, 0), int(view.believed.units[battery, ROUNDS])
    come_to = _coming_to(view, plan, battery)
    if hold <= now + 1 or come_to(hold) == come_to(now):
        return hold
    return _first(now, hold, lambda rounds: come_to(rounds) != come_to(now))


def step_down(view: View, plan: Assault, battery: int) -> int:
    """The fewest rounds that come to the same as one round less does."""
    now, come_to = dict(plan.fires).get(battery, 0), _coming_to(view, plan, battery)
    if now <= 1 or come_to(0) == come_to(now - 1):
        return 0
    return _first(0, now - 1, lambda rounds: come_to(rounds) == come_to(now - 1))


def _first(low: int, high: int, fits: Callable[[int], bool]) -> int:
    """The least number above `low`, at most `high`, from which on something is so; it is at `high`."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high


def _coming_to(view: View, plan: Assault, battery: int) -> Callable[[int], tuple[int, int]]:
    """Rounds of a battery -> the shift of the guns, and the losses of the preparation that are certain."""
    scratch, known = field.new_scratch(view.fixed), dict[int, tuple[int, int]]()
    half = 500 if view.fixed.rules.numbers[DICE_MODE] == FIXED_DICE else 0

    def come_to(rounds: int) -> tuple[int, int]:
        if rounds not in known:
            order = with_rounds(plan, battery, rounds)
            weighed = odds.weigh(view.fixed, scratch, view.believed, order)
            shift = next((value for name, value, _ in weighed.terms if name == "artillery"), 0)
            field.lay_out(view.fixed, view.believed, scratch)
            losses = int(fires.prep_losses(view.fixed, view.believed, scratch, encode(order), view.side))
            known[rounds] = shift, (losses + half) // 1000
        return known[rounds]

    return come_to
