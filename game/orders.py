"""Orders: the only things that change a match. One frozen dataclass each, to and from the row that kernels take.

A row has ORDER_WIDTH whole numbers, the kind of order first; orders_text.py writes and reads them as people do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields, is_dataclass
from typing import Any

import numpy as np

from game.state import Ints

NO_ORDER, MOVE, ASSAULT, DEFEND, END = 0, 1, 2, 3, 4
SERVE, CAUTION, HOARD, DEPOT, RELIEVE, BREAK_OUT, SUMMON, BLOW, TASK, INTERDICT = 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
POSTURE_ORDER, MISSION, FLY, CLAIM = 15, 16, 17, 18
"""Kinds of order: column 0 of a row."""

ORDER_WIDTH = 40
"""Columns of an order row."""
# a move: unit, number of hexes, hexes (the hex it stands in left out)
MOVE_UNIT, MOVE_COUNT, MOVE_PATH = 1, 2, 3
MOST_PATH = ORDER_WIDTH - MOVE_PATH
MOST_BREAKOUT = 8
"""Hexes of a breakout at most."""
# an assault: target, whether all follow or it probes, number of units, units, number of fires, (battery, rounds) pairs
TARGET, FOLLOW, UNIT_COUNT, FIRST_UNIT = 1, 2, 3, 4
ALL_FOLLOW, PROBING = 1, 2
"""Values of FOLLOW beside 0."""
MOST_UNITS = 18
FIRE_COUNT = FIRST_UNIT + MOST_UNITS
FIRST_FIRE = FIRE_COUNT + 1
MOST_FIRES = (ORDER_WIDTH - FIRST_FIRE) // 2
# a standing order for defensive fire: battery, rounds each time, rounds kept, whether it replies to batteries found
DEFEND_UNIT, DEFEND_ROUNDS, DEFEND_KEEP, DEFEND_REPLY = 1, 2, 3, 4
# an order of service: formation, class; of a depot: caution in minutes, a reserve in tonnes, or the hex it moves to
SERVE_FORMATION, SERVE_CLASS, DEPOT_UNIT, DEPOT_VALUE = 1, 2, 1, 2
# a relief: the unit that comes in and its way like a move, and last the unit that is relieved
RELIEVED = ORDER_WIDTH - 1
# a breakout: the unit and its way like a move, and last whether by day
BY_DAY = ORDER_WIDTH - 1
# what a unit does: unit, next hex or task, next hex; interdiction: battery, two hexes, whether by day
ACTING, NEXT_HEX, TASK_KIND, TASK_HEX = 1, 2, 2, 3
ROAD_FROM, ROAD_TO, ROAD_BY_DAY = 2, 3, 4
# a posture: unit, posture; a fire mission: battery, mission, hex, rounds, whether it moves on; a sortie: company, hex;
# a claim: hex
NEW_POSTURE, MISSION_KIND, MISSION_HEX, MISSION_ROUNDS, MISSION_SCOOT, FLY_HEX, CLAIM_HEX = 2, 2, 3, 4, 5, 2, 1


@dataclass(frozen=True)
class Move:
    """March a unit along neighbouring hexes [5]."""

    unit: int
    path: tuple[int, ...]
    """The hexes entered, in order."""


@dataclass(frozen=True)
class Assault:
    """Attack a hex with units next to it, after a preparation by batteries in range [8]."""

    target: int
    units: tuple[int, ...]
    fires: tuple[tuple[int, int], ...] = ()
    """(battery, rounds) of the preparation."""
    follow: bool = False
    """Whether all attackers advance with the first, as far as the hex has room."""
    probe: bool = False
    """Whether the attackers take the posture of a probe for it."""


@dataclass(frozen=True)
class Defend:
    """Standing order of a battery: fire so many rounds at whoever assaults in range, but keep a floor [9]."""

    unit: int
    rounds: int
    keep: int = 0
    reply: bool = False
    """Whether it also fires so many rounds at enemy batteries that are found in range."""


@dataclass(frozen=True)
class Serve:
    """Supply a formation first, in the middle or last [6]."""

    formation: int
    group: int
    """0 first, 1 in the middle, 2 last."""


@dataclass(frozen=True)
class Caution:
    """How a depot or source shuns roads under fire [6]."""

    depot: int
    minutes: int
    """Minutes that 2 per mille of risk are worth, 0 to 20."""


@dataclass(frozen=True)
class Hoard:
    """A depot keeps so many tonnes of every good back, and asks for them [6]."""

    depot: int
    tonnes: int


@dataclass(frozen=True)
class MoveDepot:
    """Move a depot, or open one in reserve; it serves nobody the next time [6]."""

    depot: int
    hex: int


@dataclass(frozen=True)
class Relieve:
    """One unit takes over another's place in the line; that one leaves when seats carry it away [11]."""

    unit: int
    """The unit that comes in."""
    path: tuple[int, ...]
    """The hexes it enters, the last that of the other unit."""
    relieved: int


@dataclass(frozen=True)
class BreakOut:
    """Leave a pocket along a way through the enemy's zones, tonight or at once by day [7]."""

    unit: int
    path: tuple[int, ...]
    by_day: bool = False


@dataclass(frozen=True)
class Summon:
    """Summon a pocket to surrender [7]."""

    unit: int
    hex: int
    """A hex of the pocket next to the unit."""


@dataclass(frozen=True)
class Blow:
    """Blow the bridge between a unit and the next hex [12]."""

    unit: int
    hex: int


@dataclass(frozen=True)
class Task:
    """What a unit does while it neither moves nor attacks: dig, repair, mine, clear, jam, idle [12]."""

    unit: int
    task: int
    """An index of TASKS."""
    hex: int = -1
    """For repair, mine and clear: the next hex across the hexside."""


@dataclass(frozen=True)
class Interdict:
    """A battery fires on the road across a hexside, for the enemy's next night or day [6]."""

    battery: int
    start: int
    hex: int
    by_day: bool = False


@dataclass(frozen=True)
class Posture:
    """How a unit fights until it is told otherwise [8]."""

    unit: int
    posture: int
    """An index of POSTURES."""


@dataclass(frozen=True)
class Mission:
    """A battery harasses a hex, fires at a battery there, lays smoke on it, or demolishes its works [9]."""

    battery: int
    mission: int
    """An index of MISSIONS."""
    hex: int
    rounds: int
    scoot: bool = False
    """Whether it moves on at once: fewer rounds fall, and it is found half as often."""


@dataclass(frozen=True)
class Fly:
    """A drone company flies over a hex and those around it [10]."""

    unit: int
    hex: int


@dataclass(frozen=True)
class Claim:
    """Claim to the world that one holds a place [13]."""

    hex: int


@dataclass(frozen=True)
class EndTurn:
    """End the half-turn [4]."""


Order = (
    Move | Assault | Defend | Serve | Caution | Hoard | MoveDepot | Relieve | BreakOut | Summon | Blow | Task
    | Interdict | Posture | Mission | Fly | Claim | EndTurn
)  # fmt: skip
END_TURN = EndTurn()

_PLAIN: dict[int, Any] = {
    DEFEND: Defend, SERVE: Serve, CAUTION: Caution, HOARD: Hoard, DEPOT: MoveDepot, SUMMON: Summon, BLOW: Blow,
    TASK: Task, INTERDICT: Interdict, POSTURE_ORDER: Posture, MISSION: Mission, FLY: Fly, CLAIM: Claim,
}  # fmt: skip
"""Orders whose row is their kind and their fields, one after another."""
_KIND = {order: kind for kind, order in _PLAIN.items()}
class OrderError(ValueError):
    """Text that is no order; the message says why and what would help."""


def encode(order: Order) -> Ints:
    """The kernel row of an order: (ORDER_WIDTH,) int64. Raises OrderError if it has more parts than a row holds."""
    row = np.zeros(ORDER_WIDTH, dtype=np.int64)
    if is_dataclass(order) and not all(isinstance(value, (int, np.integer)) for value in _values(order)):
        raise OrderError("An order is made of whole numbers.")
    match order:
        case Move(unit, path):
            _limit(len(path), MOST_PATH, "hexes")
            row[: MOVE_PATH + len(path)] = MOVE, unit, len(path), *path
        case Assault(target, units, fires, follow, probe):
            _limit(len(units), MOST_UNITS, "units")
            _limit(len(fires), MOST_FIRES, "batteries")
            manner = PROBING if probe else ALL_FOLLOW if follow else 0
            row[: FIRST_UNIT + len(units)] = ASSAULT, target, manner, len(units), *units
            row[FIRE_COUNT : FIRST_FIRE + 2 * len(fires)] = len(fires), *(x for fire in fires for x in fire)
        case Relieve(unit, path, relieved):
            _limit(len(path), MOST_PATH - 1, "hexes")
            row[: MOVE_PATH + len(path)] = RELIEVE, unit, len(path), *path
            row[RELIEVED] = relieved
        case BreakOut(unit, path, by_day):
            _limit(len(path), MOST_BREAKOUT, "hexes")
            row[: MOVE_PATH + len(path)] = BREAK_OUT, unit, len(path), *path
            row[BY_DAY] = by_day
        case EndTurn():
            row[0] = END
        case _ if type(order) in _KIND:
            values = astuple(order)
            row[: 1 + len(values)] = _KIND[type(order)], *values
    return row


def _values(order: Order) -> Iterator[object]:
    """Every value in an order."""
    waiting: list[object] = list(astuple(order))
    while waiting:
        value = waiting.pop()
        if isinstance(value, (tuple, list)):
            waiting.extend(value)
        else:
            yield value


def _limit(count: int, most: int, what: str) -> None:
    if count > most:
        raise OrderError(f"An order holds at most {most} {what}.")


def decode(row: Ints) -> Order:
    """The order of a kernel row."""
    kind, values = int(row[0]), [int(x) for x in row]
    path = tuple(values[MOVE_PATH : MOVE_PATH + values[MOVE_COUNT]])
    if kind == MOVE:
        return Move(values[MOVE_UNIT], path)
    if kind == ASSAULT:
        units = tuple(values[FIRST_UNIT : FIRST_UNIT + values[UNIT_COUNT]])
        fires = values[FIRST_FIRE : FIRST_FIRE + 2 * values[FIRE_COUNT]]
        pairs = tuple(zip(fires[::2], fires[1::2], strict=True))
        return Assault(values[TARGET], units, pairs, values[FOLLOW] == ALL_FOLLOW, values[FOLLOW] == PROBING)
    if kind == RELIEVE:
        return Relieve(values[MOVE_UNIT], path, values[RELIEVED])
    if kind == BREAK_OUT:
        return BreakOut(values[MOVE_UNIT], path, bool(values[BY_DAY]))
    if kind == INTERDICT:
        return Interdict(values[ACTING], values[ROAD_FROM], values[ROAD_TO], bool(values[ROAD_BY_DAY]))
    if kind == DEFEND:
        unit, rounds, keep, reply = values[DEFEND_UNIT : DEFEND_REPLY + 1]
        return Defend(unit, rounds, keep, bool(reply))
    if kind == MISSION:
        battery, mission, h, rounds, scoot = values[ACTING : MISSION_SCOOT + 1]
        return Mission(battery, mission, h, rounds, bool(scoot))
    if kind in _PLAIN:
        order = _PLAIN[kind]
        plain: Order = order(*values[1 : 1 + len(fields(order))])
        return plain
    assert kind == END, kind
    return END_TURN
