"""The odds of assaults, exactly: every way the dice can fall, resolved by the rules themselves on a copy of a belief.

An assault rolls for a loss by the preparation and one by the fire against it, if there are any to roll for, then throws,
and after a wave that does not drive the defender off throws again. Each is loaded in turn, so that what is shown is what
`reactions.meet_assault` does: the reserve that is believed to come is in it, a counter-attack that might follow is not,
but it is told.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from game.dice import loaded
from game.events import new_log
from game.orders import Assault, encode
from game.rulebook import DICE_MODE, FIXED_DICE, STEADY, TWO_DICE
from game.rules import assault as assault_rules
from game.rules import combat, field, fires, reactions, turn
from game.rules.field import Fixed, Scratch
from game.state import LAST_CAUSE, LOST_ATTACKING, OF_SIDE, OWNER, Ints, State, copy
from game.terms import new_terms, read


@dataclass(frozen=True)
class Throw:
    """One way an assault may go."""

    dice: int
    """What the throw shows, 2 to 12: two dice; 6 or 8 for Steady, 7 for Fixed."""
    ways: int
    """How many ways of Odds.every lead here."""
    x: int
    """Column + dice - 7."""
    own_losses: int
    """People the attacker loses, those lost to the fire against the assault included."""
    enemy_losses: int
    """People the defender loses, those lost to the preparation or for want of a retreat included."""
    taken: bool
    """Whether the attacker holds the hex afterwards."""


@dataclass(frozen=True)
class Odds:
    """Everything about an assault before it is ordered, as its side believes."""

    attack: int
    """Strength of the attack in hundredths of a step."""
    defence: int
    """Strength of the defence in hundredths of a step."""
    column: int
    terms: tuple[tuple[str, int, int], ...]
    """(name, value, subject) of every term; the values add up to the column."""
    shares: tuple[tuple[int, int, int], ...]
    """(unit, steps that count, strength in hundredths) of every attacker."""
    throws: tuple[Throw, ...]
    """Every way it may go, by rising x; several of one x if it also depends on fire, or on a wave's second throw."""
    every: int = 36
    """Ways in all: 36, times 1000 for each loss by fire that is a matter of chance, times 36 for waves."""
    reserve: int = -1
    """The unit that is believed to come to the defenders' help, -1 none."""
    counter: int = -1
    """The unit that is believed to counter-attack, after some throws at least, -1 none."""

    @property
    def taken(self) -> int:
        """Ways of `every` after which the hex is taken."""
        return sum(t.ways for t in self.throws if t.taken)

    @property
    def chance(self) -> float:
        """The chance that the hex is taken."""
        return self.taken / self.every

    def mean(self, own: bool) -> float:
        """Mean losses in people, one's own or the enemy's."""
        return sum(t.ways * (t.own_losses if own else t.enemy_losses) for t in self.throws) / self.every


@dataclass(frozen=True)
class PlanOdds:
    """The exact odds of several assaults in a row."""

    taken: float
    """Chance that the hex is taken."""
    own_losses: float
    """Mean people the attacker loses."""
    enemy_losses: float
    """Mean people the defender loses."""


@dataclass(frozen=True)
class Weighed:
    """An assault weighed on some state."""

    attack: int
    defence: int
    column: int
    terms: tuple[tuple[str, int, int], ...]
    shares: tuple[tuple[int, int, int], ...]
    reserve: int
    """The reserve that meets it, -1 none."""
    fire: tuple[int, int]
    """Chances of a loss by the preparation and by the fire against it, beyond the sure ones, in thousandths."""
    waves: bool
    """Whether it may throw twice."""
    manner: tuple[int, int]
    """1 if the defenders hold at all costs, 1 if all of them delay."""

    def otherwise(self, true: Weighed) -> tuple[tuple[str, int, int], ...]:
        """(term, here, there) of every term that is otherwise in another weighing; a reserve counts 1."""
        here, there = ({name: value for name, value, _ in weighed.terms} for weighed in (self, true))
        for told, weighed in ((here, self), (there, true)):
            told |= {"reserve": int(weighed.reserve >= 0), "hold_fast": weighed.manner[0], "delay": weighed.manner[1]}
        return tuple(
            (name, here.get(name, 0), there.get(name, 0))
            for name in dict.fromkeys([*here, *there])
            if here.get(name, 0) != there.get(name, 0)
        )


@dataclass(frozen=True)
class _Way:
    """One way that the dice may fall."""

    ways: int
    shown: int
    """What the first throw shows."""
    after: State
    counter: int
    """The unit that would counter-attack, -1 none."""


def lost(state: State, s: int) -> int:
    """People a side has lost, by the first block of its account."""
    return int(state.sides[s, LOST_ATTACKING : LAST_CAUSE + 1].sum())


def weigh(fixed: Fixed, scratch: Scratch, state: State, assault: Assault) -> Weighed:
    """Weigh an assault on a copy of a state, with the reserve that meets it there."""
    row, terms, met, count = encode(assault), new_terms(), copy(state), len(assault.units)
    field.lay_out(fixed, met, scratch)
    assault_rules.take_probing(met, scratch, row)
    reserve = int(reactions.bring_reserve(fixed, met, scratch, row, new_log(0)))
    column = int(combat.weigh(fixed, met, scratch, row, terms))
    fight = [int(value) for value in scratch.lists[field.WEIGHED, : combat.FIGHT_AGAIN]]
    share = scratch.lists[[field.SHARE_UNIT, field.SHARE_STEPS, field.SHARE_STRENGTH], :count]
    shares = tuple((int(unit), int(steps), int(strength)) for unit, steps, strength in share.T)
    side, chances = int(fixed.roster.units[assault.units[0], OF_SIDE]), (0, 0)
    if fixed.rules.numbers[DICE_MODE] != FIXED_DICE:
        prepared = int(fires.prep_losses(fixed, met, scratch, row, side))
        answered = int(fires.defence_losses(fixed, met, scratch, row, side))
        chances = prepared % 1000, answered % 1000
    strengths = fight[combat.FIGHT_ATTACK], fight[combat.FIGHT_DEFENCE]
    manner = int(fight[combat.FIGHT_FAST] > 0), int(fight[combat.FIGHT_DELAY] > 0)
    waves = fight[combat.FIGHT_WAVE] > 0
    return Weighed(*strengths, column, tuple(read(terms)), shares, reserve, chances, waves, manner)


def odds(fixed: Fixed, scratch: Scratch, believed: State, assault: Assault) -> Odds:
    """The exact odds of an assault that is allowed in a state; leaves the scratch laid out for it."""
    weighed = weigh(fixed, scratch, believed, assault)
    side = int(fixed.roster.units[assault.units[0], OF_SIDE])
    before, found, counters = [lost(believed, s) for s in (side, 1 - side)], Counter[tuple[int, int, int, bool]](), []
    for way in _ways(fixed, scratch, believed, assault, weighed):
        own, enemy = (lost(way.after, s) - was for s, was in zip((side, 1 - side), before, strict=True))
        found[way.shown, own, enemy, int(way.after.hexes[assault.target, OWNER]) == side] += way.ways
        counters.append((way.ways, way.counter))
    field.lay_out(fixed, believed, scratch)
    throws = tuple(
        Throw(shown, ways, weighed.column + shown - 7, own, enemy, taken)
        for (shown, own, enemy, taken), ways in sorted(found.items())
    )
    counter = max((c for c in counters if c[1] >= 0), default=(0, -1))[1]
    every = sum(found.values())
    return Odds(
        weighed.attack, weighed.defence, weighed.column, weighed.terms, weighed.shares, throws, every, weighed.reserve,
        counter,
    )  # fmt: skip


def plan_odds(fixed: Fixed, scratch: Scratch, believed: State, assaults: Sequence[Assault]) -> PlanOdds:
    """The exact odds of some assaults on one hex, one after another as long as it is not taken.

    All that may come of each is resolved by the rules on what came of those before; states that are the same are gone on
    with once. An assault that is no longer possible is left out, and so are counter-attacks between them.
    """
    target, side = assaults[0].target, int(fixed.roster.units[assaults[0].units[0], OF_SIDE])
    now = {0: (believed, Fraction(1))}
    for assault in assaults:
        then: dict[int, tuple[State, Fraction]] = {}
        for state, chance in now.values():
            over = int(state.hexes[target, OWNER]) == side or not _possible(fixed, scratch, state, assault)
            reached = [(state, Fraction(1))] if over else _reached(fixed, scratch, state, assault)
            for after, share in reached:
                key = int(field.digest(after))
                then[key] = after, then.get(key, (after, Fraction(0)))[1] + chance * share
        now = then
    field.lay_out(fixed, believed, scratch)
    taken = sum(chance for state, chance in now.values() if int(state.hexes[target, OWNER]) == side)
    own, enemy = (
        sum(chance * (lost(state, s) - lost(believed, s)) for state, chance in now.values()) for s in (side, 1 - side)
    )
    return PlanOdds(float(taken), float(own), float(enemy))


def likeliest(fixed: Fixed, scratch: Scratch, believed: State, assault: Assault, taken: bool) -> State | None:
    """The state after the likeliest way that an assault goes in which the hex is taken, or is not; None if none does."""
    side, best = int(fixed.roster.units[assault.units[0], OF_SIDE]), dict[int, tuple[int, State]]()
    for way in _ways(fixed, scratch, believed, assault, weigh(fixed, scratch, believed, assault)):
        if (int(way.after.hexes[assault.target, OWNER]) == side) == taken:
            key = int(field.digest(way.after))
            best[key] = best.get(key, (0, way.after))[0] + way.ways, way.after
    field.lay_out(fixed, believed, scratch)
    return max(best.values(), key=lambda found: found[0])[1] if best else None


def _reached(fixed: Fixed, scratch: Scratch, state: State, assault: Assault) -> list[tuple[State, Fraction]]:
    """The states that an assault may lead to, each with its chance."""
    ways = list(_ways(fixed, scratch, state, assault, weigh(fixed, scratch, state, assault)))
    every = sum(way.ways for way in ways)
    return [(way.after, Fraction(way.ways, every)) for way in ways]


def _possible(fixed: Fixed, scratch: Scratch, state: State, assault: Assault) -> bool:
    """Whether an assault is legal in a state that a plan has led to."""
    why = np.full(4, -1, dtype=np.int64)
    return int(turn.check(fixed, state, scratch, encode(assault), why)) == 0


def _ways(fixed: Fixed, scratch: Scratch, before: State, assault: Assault, weighed: Weighed) -> Iterator[_Way]:
    """Every way that the dice of an assault may fall, each resolved."""
    shows = [(shown, int(combat.ways_of(fixed, shown))) for shown in range(2, 13)]
    shows = [(shown, ways) for shown, ways in shows if ways]
    coins = [[(0, chance), (999, 1000 - chance)] for chance in weighed.fire if chance]
    for fallen in itertools.product(*coins):
        first, weight = [value for value, _ in fallen], 1
        for _, ways in fallen:
            weight *= ways
        for shown, ways in shows:
            values = first + _faces(fixed, shown)
            if not weighed.waves:
                after, _, counter = _fought(fixed, scratch, before, assault, values)
                yield _Way(weight * ways, shown, after, counter)
                continue
            for again, share in shows:
                after, rolled, counter = _fought(fixed, scratch, before, assault, values + _faces(fixed, again))
                thrown_again = rolled > len(values)
                yield _Way(weight * ways * (share if thrown_again else 36), shown, after, counter)
                if not thrown_again:
                    break


def _faces(fixed: Fixed, shown: int) -> list[int]:
    """What the dice of a throw that shows a number are loaded with."""
    mode = int(fixed.rules.numbers[DICE_MODE])
    first = min(5, shown - 2)
    return {TWO_DICE: [first, shown - 2 - first], STEADY: [(shown - 6) // 2], FIXED_DICE: []}[mode]


def _fought(fixed: Fixed, scratch: Scratch, before: State, assault: Assault, values: list[int]) -> tuple[State, int, int]:
    """The state after an assault with loaded dice, how many of them were rolled, and who would counter-attack."""
    after, row = copy(before), encode(assault)
    dice: Ints = loaded(values)
    field.lay_out(fixed, after, scratch)
    reactions.meet_assault(fixed, after, scratch, row, dice, new_terms(), new_log(0))
    counter = int(reactions.find_counter(fixed, after, scratch, row, True))
    return after, int(dice[2]), counter
