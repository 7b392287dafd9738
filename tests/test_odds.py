"""The odds a player is shown are what the dice do: exactly over the 36 throws, within bounds over 10,000 rolls."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from boards import Battle, board

from game.dice import loaded, seeded
from game.match import Step
from game.orders import Assault
from game.state import ATTACKED_TODAY, OWNER, Ints, State, copy
from game.view import Odds, View, lost

ROLLS = 10_000
SIGMAS = 4
DIES = range(6)
"""The faces of a die, counted from 0."""


def in_the_open() -> tuple[Battle, str]:
    """One against one."""
    return board(". .a |.X . ."), "assault 0200 with a"


def on_two_flanks() -> tuple[Battle, str]:
    """Two kinds from hexes that do not touch, one across a river, against two units in a village."""
    drawing = """
        .   .   .a   .  .
          .   |vXY .  .  .
        .   .   .b  |.  .
        """
    battle = board(drawing, units="a 400 q4; b tank 250; X 200; Y 125 q2", rivers="0101-0202")
    return battle, "assault 0101 with a b follow"


def against_the_town() -> tuple[Battle, str]:
    """Dense ground, a trench, a preparation and the fire that answers it."""
    drawing = """
        .  .   .a |dX .G
          .  .c  .b |o  .
        """
    units = "a 350; b 300 q4; c artillery 60 rounds 300; X 300 q2 fatigue 40; G artillery 90 rounds 200 defensive 80"
    battle = board(drawing, units=units, trenches="1 0300")
    return battle, "assault 0300 with a b fire c:250"


def without_a_way_back() -> tuple[Battle, str]:
    """The defender stands in the corner: no hex to retreat to."""
    drawing = """
        .X  .a  .
          .b  .c  .
        """
    battle = board(drawing, units="a 300; b 300; c 100", ru="0000", roads="track 0000 0100", sources="ru 0000")
    return battle, "assault 0000 with a b"


def to_break_through() -> tuple[Battle, str]:
    """Many against few: the last column, and a second attack."""
    drawing = """
        .   .   .ab  .  .
          .   |.X  .  .  .
        .   .   .c  |.  .
        """
    return board(drawing, units="a 350 q5; b 350 q5; c 400 q5; X 60 q1"), "assault 0101 with a b c follow"


def at_the_last_gasp() -> tuple[Battle, str]:
    """An attacker that may be gone after its first loss, and so cannot advance."""
    return board(". .a |.X . .", units="a 25 q5; X 75 q1 fatigue 90"), "assault 0200 with a"


CASES = (in_the_open, on_two_flanks, against_the_town, without_a_way_back, to_break_through, at_the_last_gasp)


class Table:
    """An assault that can be thrown again and again from the same state."""

    def __init__(self, battle: Battle, text: str) -> None:
        assert battle.why(text) == 0
        self.match, self.before = battle.match, battle.state
        self.order, self.view = battle.order(text), battle.view()
        assert isinstance(self.order, Assault)
        self.side = self.view.side

    @property
    def odds(self) -> Odds:
        """What the player is shown."""
        assert isinstance(self.order, Assault)
        return self.view.odds(self.order)

    def throw(self, dice: Ints, before: State | None = None) -> tuple[int, int, int, bool]:
        """The sum of the dice, losses of attacker and defender, and whether the hex is taken, by the one door."""
        match = self.match
        match._done.clear()
        match._befores.clear()
        match.state, match._views, match._dice = before or self.before, {self.side: self.view}, dice
        match._checking = None
        step = match.apply(self.order)
        assert isinstance(step, Step)
        fell = next(event.values["dice"] for event in step.events if event.kind == "assault")
        losses = [lost(match.state, s) - lost(self.before, s) for s in (self.side, 1 - self.side)]
        assert isinstance(self.order, Assault)
        return fell, losses[0], losses[1], int(match.state.hexes[self.order.target, OWNER]) == self.side


@pytest.mark.parametrize("case", CASES)
def test_every_throw_does_what_the_odds_say(case):
    """[8.8] All 36 throws of the two dice, resolved as orders, are the 36 the preview counts."""
    table = Table(*case())
    shown = {throw.dice: throw for throw in table.odds.throws}
    ways: Counter[int] = Counter()
    for first, second in itertools.product(DIES, DIES):
        dice, own, enemy, taken = table.throw(loaded([first, second]))
        throw = shown[dice]
        assert (dice, own, enemy, taken) == (first + second + 2, throw.own_losses, throw.enemy_losses, throw.taken)
        ways[dice] += 1
    assert ways == {dice: throw.ways for dice, throw in shown.items()}


@pytest.mark.parametrize("case", CASES)
def test_the_means_of_the_odds_are_exact(case):
    """[8.8] Chance and mean losses are those of the 36 throws, to the last digit."""
    table = Table(*case())
    odds = table.odds
    thrown = [table.throw(loaded(dice)) for dice in itertools.product(DIES, DIES)]
    assert odds.taken == sum(taken for *_, taken in thrown)
    assert odds.mean(own=True) == float(Fraction(sum(own for _, own, _, _ in thrown), 36))
    assert odds.mean(own=False) == float(Fraction(sum(enemy for _, _, enemy, _ in thrown), 36))
    assert sum(value for _, value, _ in odds.terms) == odds.column


@pytest.mark.parametrize("case", CASES)
def test_ten_thousand_rolls_fall_as_the_odds_say(case):
    """[8.8] Mean losses of both sides and the chance of taking the hex, a seed a roll, within 4 sigma."""
    table = Table(*case())
    check_rolls(table.odds, [table.throw(seeded(seed)) for seed in range(ROLLS)])


def test_ten_thousand_attacks_on_one_hex_fall_as_the_odds_say():
    """[8.12] One seed, another number of earlier assaults a roll."""
    table = Table(*in_the_open())
    before, rolls = copy(table.before), []
    assert isinstance(table.order, Assault)
    for earlier in range(ROLLS):
        before.hexes[table.order.target, ATTACKED_TODAY] = earlier
        rolls.append(table.throw(seeded(1), before))
    check_rolls(table.odds, rolls)


def check_rolls(odds: Odds, rolls: list[tuple[int, int, int, bool]]) -> None:
    """Each column of the rolls has the mean that the odds say, within 4 standard errors."""
    ways = np.array([throw.ways for throw in odds.throws])
    shown = np.array([(t.dice, t.own_losses, t.enemy_losses, t.taken) for t in odds.throws], dtype=np.float64)
    mean = ways @ shown / 36
    error = np.sqrt(ways @ (shown - mean) ** 2 / 36 / len(rolls))
    assert np.all(np.abs(np.mean(rolls, axis=0) - mean) <= SIGMAS * error + 1e-9)
    fell = Counter(dice for dice, *_ in rolls)
    for throw in odds.throws:
        expected = throw.ways / 36
        allowed = SIGMAS * math.sqrt(expected * (1 - expected) * len(rolls))
        assert abs(fell[throw.dice] - expected * len(rolls)) <= allowed, throw.dice


def test_the_odds_of_a_plan_are_those_of_every_pair_of_throws():
    """[8.8] Two assaults on one hex, one after another as long as it is not taken: every pair of sums."""
    drawing = """
        .   .   .a  .  .
          .   |vX .  .  .
        .   .   .b  |.  .
        """
    battle = board(drawing, units="a 300; b 300 q2; X 150 q4")
    first, second = battle.order("assault 0101 with a"), battle.order("assault 0101 with b")
    assert isinstance(first, Assault)
    assert isinstance(second, Assault)
    shown, before = battle.view().plan_odds([first, second]), battle.state
    taken, losses = 0, [0, 0]
    for sums in itertools.product(range(2, 13), repeat=2):
        ways = math.prod(6 - abs(7 - dice) for dice in sums)
        battle.publish(before)
        battle.roll(*sums)
        battle.match.apply(first)
        battle.match.apply(second)
        taken += ways * (battle.owner("0101") == "ua")
        losses = [losses[s] + ways * (lost(battle.state, s) - lost(before, s)) for s in (0, 1)]
    every = 36**2
    assert (shown.taken, shown.own_losses, shown.enemy_losses) == (taken / every, losses[0] / every, losses[1] / every)


@pytest.mark.parametrize("case", CASES)
def test_looking_at_the_odds_changes_nothing(case):
    """Neither the belief they are weighed on, nor what is asked of the view next."""
    table = Table(*case())
    belief, view = copy(table.view.believed), table.view
    asked = answers(view)
    assert view.odds(table.order) == view.odds(table.order)
    assert all(np.array_equal(a, b) for a, b in zip(belief, view.believed, strict=True))
    assert answers(view) == asked


def answers(view: View) -> list[object]:
    """What a view says of its units."""
    return [(u, view.reach(u), view.stack(int(view.believed.units[u, 1]))) for u in view.own_units()]
