"""The kit of the tests of supply: what roads carry, what goes where, and what lies under fire, by printed hexes."""

from __future__ import annotations

from boards import Battle

from game import state as columns
from game.analysis.solution import Parcel, Solution
from game.ground import END_ARC, FIRST_ARC, TO
from game.state import SIDES, copy

NEVER_HUNGRY = "days 900"
"""Words for a unit that asks for neither ammunition nor sustenance in the first days."""


def solved(battle: Battle, side: str = "ua") -> Solution:
    """The supply of a side as it would be solved now on the truth."""
    return Solution(battle.match.fixed, battle.state, SIDES.index(side))


def arc(battle: Battle, start: str, end: str) -> int:
    """The arc from a hex to the next."""
    row, arcs = battle.match.fixed.board.hexes[battle.h(start)], battle.match.fixed.board.arcs
    return next(a for a in range(int(row[FIRST_ARC]), int(row[END_ARC])) if arcs[a, TO] == battle.h(end))


def interdict(battle: Battle, start: str, end: str, when: int = 3, by: str = "ru") -> None:
    """Let a side fire on a hexside: by night 1, by day 2, both 3. The fire ends with the enemy's next logistics."""
    sides = [frozenset(side) for side in battle.scenario.ground.sides()]
    after, e = copy(battle.state), sides.index(frozenset((battle.h(start), battle.h(end))))
    after.edges[e, columns.INTERDICTED + SIDES.index(by)] = when
    battle.publish(after)


def tonnes(battle: Battle, start: str, end: str, side: str = "ua") -> tuple[float, float]:
    """What the road from a hex to the next carries by night and by day."""
    night, day = solved(battle, side).capacity[:, arc(battle, start, end)]
    return float(night) / 1000, float(day) / 1000


def fire(battle: Battle, start: str, end: str, side: str = "ua") -> tuple[int, int]:
    """The level of fire on a road by night and by day."""
    night, day = solved(battle, side).fire[:, arc(battle, start, end)]
    return int(night), int(day)


def parcel(battle: Battle, name: str, good: str, side: str = "ua") -> Parcel:
    """What a unit asks of a good now, and how it would be served."""
    (found,) = [parcel for parcel in solved(battle, side).of(battle.u(name)) if parcel.good == good]
    return found


def account(battle: Battle, side: str, column: str) -> int:
    """A column of a side's true account, such as "kg_sent"."""
    return int(battle.state.sides[SIDES.index(side), getattr(columns, column.upper())])
