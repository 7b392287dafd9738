"""Orders: the only things that change a match. One frozen dataclass each, to and from text, record and kernel row.

Text is what people and records write: ``move 3a-1 1123 1124``, ``assault 1224 with 3a-1 3a-2 fire 43-arty:60 follow``,
``defend 43-arty 40 keep 100``, ``relieve 3a-1 with 3a-2 1123 1124``, ``end``. Kernels take a row of ORDER_WIDTH whole
numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from typing import Any

import numpy as np

from game.diagnostics import nearest
from game.hexes import Grid
from game.state import TASKS, Ints

NO_ORDER, MOVE, ASSAULT, DEFEND, END = 0, 1, 2, 3, 4
SERVE, CAUTION, HOARD, DEPOT, RELIEVE, BREAK_OUT, SUMMON, BLOW, TASK, INTERDICT = 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
"""Kinds of order: column 0 of a row."""

ORDER_WIDTH = 40
"""Columns of an order row."""
# a move: unit, number of hexes, hexes (the hex it stands in left out)
MOVE_UNIT, MOVE_COUNT, MOVE_PATH = 1, 2, 3
MOST_PATH = ORDER_WIDTH - MOVE_PATH
MOST_BREAKOUT = 8
"""Hexes of a breakout at most."""
# an assault: target, whether all follow, number of units, units, number of fires, (battery, rounds) pairs
TARGET, FOLLOW, UNIT_COUNT, FIRST_UNIT = 1, 2, 3, 4
MOST_UNITS = 18
FIRE_COUNT = FIRST_UNIT + MOST_UNITS
FIRST_FIRE = FIRE_COUNT + 1
MOST_FIRES = (ORDER_WIDTH - FIRST_FIRE) // 2
# a standing order for defensive fire: battery, rounds each time, rounds kept
DEFEND_UNIT, DEFEND_ROUNDS, DEFEND_KEEP = 1, 2, 3
# an order of service: formation, class; of a depot: caution in minutes, a reserve in tonnes, or the hex it moves to
SERVE_FORMATION, SERVE_CLASS, DEPOT_UNIT, DEPOT_VALUE = 1, 2, 1, 2
# a relief: the unit that comes in and its way like a move, and last the unit that is relieved
RELIEVED = ORDER_WIDTH - 1
# a breakout: the unit and its way like a move, and last whether by day
BY_DAY = ORDER_WIDTH - 1
# what a unit does: unit, next hex or task, next hex; interdiction: battery, two hexes, whether by day
ACTING, NEXT_HEX, TASK_KIND, TASK_HEX = 1, 2, 2, 3
ROAD_FROM, ROAD_TO, ROAD_BY_DAY = 2, 3, 4


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


@dataclass(frozen=True)
class Defend:
    """Standing order of a battery: fire so many rounds at whoever assaults in range, but keep a floor [9]."""

    unit: int
    rounds: int
    keep: int = 0


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
    """What a unit does while it neither moves nor attacks: rest, dig, repair, mine, clear, idle [12]."""

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
class EndTurn:
    """End the half-turn [4]."""


Order = (
    Move | Assault | Defend | Serve | Caution | Hoard | MoveDepot | Relieve | BreakOut | Summon | Blow | Task
    | Interdict | EndTurn
)  # fmt: skip
END_TURN = EndTurn()

_PLAIN: dict[int, Any] = {
    DEFEND: Defend, SERVE: Serve, CAUTION: Caution, HOARD: Hoard, DEPOT: MoveDepot, SUMMON: Summon, BLOW: Blow,
    TASK: Task, INTERDICT: Interdict,
}  # fmt: skip
"""Orders whose row is their kind and their fields, one after another."""
_KIND = {order: kind for kind, order in _PLAIN.items()}
CLASSES = ("first", "middle", "last")
"""Words for the classes in the order of service."""

FORMS = (
    "move UNIT HEX ...",
    "assault HEX with UNIT ... [fire BATTERY:ROUNDS ...] [follow]",
    "defend BATTERY ROUNDS [keep ROUNDS]",
    "serve FORMATION first|middle|last",
    "caution DEPOT MINUTES",
    "hoard DEPOT TONNES",
    "depot DEPOT HEX",
    "relieve UNIT with UNIT HEX ...",
    "breakout UNIT HEX ... [by day]",
    "summon HEX with UNIT",
    "blow UNIT HEX",
    "rest|dig|idle UNIT",
    "repair|mine|clear UNIT HEX",
    "interdict BATTERY HEX-HEX [by day]",
    "end",
)
"""How orders are written."""


class OrderError(ValueError):
    """Text that is no order; the message says why and what would help."""


@dataclass(frozen=True)
class Names:
    """How orders name units and hexes."""

    grid: Grid
    units: tuple[str, ...]
    """Ids of the units, in the order of State.units."""
    formations: tuple[str, ...] = ()
    """Ids of the formations."""

    def formation(self, name: str) -> int:
        """The formation with this id; raises OrderError."""
        try:
            return self.formations.index(name)
        except ValueError:
            hint = nearest(name, self.formations)
            raise OrderError(f"There is no formation '{name[:40]}'. {hint}".strip()) from None

    def unit(self, name: str) -> int:
        """The unit with this id; raises OrderError."""
        try:
            return self.units.index(name)
        except ValueError:
            hint = nearest(name, self.units)
            raise OrderError(f"There is no unit '{name[:40]}'. {hint}".strip()) from None

    def hex(self, number: str) -> int:
        """The hex with this printed number; raises OrderError."""
        h = self.grid.parse(number)
        if h is None:
            raise OrderError(f"There is no hex '{number[:20]}' on the map.")
        return h


def encode(order: Order) -> Ints:
    """The kernel row of an order: (ORDER_WIDTH,) int64. Raises OrderError if it has more parts than a row holds."""
    row = np.zeros(ORDER_WIDTH, dtype=np.int64)
    match order:
        case Move(unit, path):
            _limit(len(path), MOST_PATH, "hexes")
            row[: MOVE_PATH + len(path)] = MOVE, unit, len(path), *path
        case Assault(target, units, fires, follow):
            _limit(len(units), MOST_UNITS, "units")
            _limit(len(fires), MOST_FIRES, "batteries")
            row[: FIRST_UNIT + len(units)] = ASSAULT, target, follow, len(units), *units
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
        return Assault(values[TARGET], units, pairs, bool(values[FOLLOW]))
    if kind == RELIEVE:
        return Relieve(values[MOVE_UNIT], path, values[RELIEVED])
    if kind == BREAK_OUT:
        return BreakOut(values[MOVE_UNIT], path, bool(values[BY_DAY]))
    if kind == INTERDICT:
        return Interdict(values[ACTING], values[ROAD_FROM], values[ROAD_TO], bool(values[ROAD_BY_DAY]))
    if kind in _PLAIN:
        order = _PLAIN[kind]
        plain: Order = order(*values[1 : 1 + len(fields(order))])
        return plain
    assert kind == END, kind
    return END_TURN


def to_text(order: Order, names: Names) -> str:
    """An order as people and records write it."""
    number, ids = names.grid.number, names.units
    match order:
        case Move(unit, path):
            return " ".join(["move", ids[unit], *map(number, path)])
        case Assault(target, units, fires, follow):
            words = ["assault", number(target), "with", *(ids[u] for u in units)]
            if fires:
                words += ["fire", *(f"{ids[battery]}:{rounds}" for battery, rounds in fires)]
            return " ".join([*words, "follow"] if follow else words)
        case Defend(unit, rounds, keep):
            return f"defend {ids[unit]} {rounds} keep {keep}"
        case Serve(formation, group):
            return f"serve {names.formations[formation]} {CLASSES[group]}"
        case Caution(depot, value):
            return f"caution {ids[depot]} {value}"
        case Hoard(depot, value):
            return f"hoard {ids[depot]} {value}"
        case MoveDepot(depot, h):
            return f"depot {ids[depot]} {number(h)}"
        case Relieve(unit, path, relieved):
            return " ".join(["relieve", ids[relieved], "with", ids[unit], *map(number, path)])
        case BreakOut(unit, path, by_day):
            return " ".join(["breakout", ids[unit], *map(number, path), *(["by day"] if by_day else [])])
        case Summon(unit, h):
            return f"summon {number(h)} with {ids[unit]}"
        case Blow(unit, h):
            return f"blow {ids[unit]} {number(h)}"
        case Task(unit, task, h):
            return f"{TASKS[task]} {ids[unit]}" + (f" {number(h)}" if h >= 0 else "")
        case Interdict(battery, start, h, by_day):
            return f"interdict {ids[battery]} {number(start)}-{number(h)}" + (" by day" if by_day else "")
        case EndTurn():
            return "end"


def from_text(text: str, names: Names) -> Order:
    """The order that a text says; raises OrderError with what is wrong and what would help."""
    words = text.split()
    order = _fighting(words, names) or _supplying(words, names) or _working(words, names)
    if order is None:
        raise OrderError(f"'{text[:60]}' is no order. Orders are: {'; '.join(FORMS)}.")
    return order


def _fighting(words: Sequence[str], names: Names) -> Order | None:
    """An order to move or to fight."""
    match words:
        case ["end"]:
            return END_TURN
        case ["move", unit, first, *rest]:
            return Move(names.unit(unit), _path([first, *rest], names))
        case ["assault", target, "with", *rest] if rest:
            return _assault(names.hex(target), rest, names)
        case ["defend", unit, rounds]:
            return Defend(names.unit(unit), _whole(rounds), 0)
        case ["defend", unit, rounds, "keep", keep]:
            return Defend(names.unit(unit), _whole(rounds), _whole(keep))
        case ["relieve", relieved, "with", unit, first, *rest]:
            return Relieve(names.unit(unit), _path([first, *rest], names), names.unit(relieved))
        case ["breakout", unit, first, *rest]:
            by_day = rest[-2:] == ["by", "day"]
            return BreakOut(names.unit(unit), _path([first, *(rest[:-2] if by_day else rest)], names), by_day)
        case ["summon", number, "with", unit]:
            return Summon(names.unit(unit), names.hex(number))
    return None


def _supplying(words: Sequence[str], names: Names) -> Order | None:
    """An order to those who supply."""
    match words:
        case ["serve", formation, group] if group in CLASSES:
            return Serve(names.formation(formation), CLASSES.index(group))
        case ["caution", depot, minutes]:
            return Caution(names.unit(depot), _whole(minutes, "minutes"))
        case ["hoard", depot, tonnes]:
            return Hoard(names.unit(depot), _whole(tonnes, "tonnes"))
        case ["depot", depot, number]:
            return MoveDepot(names.unit(depot), names.hex(number))
    return None


def _working(words: Sequence[str], names: Names) -> Order | None:
    """An order to do something beside fighting."""
    match words:
        case ["blow", unit, number]:
            return Blow(names.unit(unit), names.hex(number))
        case [("rest" | "dig" | "idle") as task, unit]:
            return Task(names.unit(unit), TASKS.index(task))
        case [("repair" | "mine" | "clear") as task, unit, number]:
            return Task(names.unit(unit), TASKS.index(task), names.hex(number))
        case ["interdict", battery, road, *rest] if rest in ([], ["by", "day"]) and road.count("-") == 1:
            start, end = road.split("-")
            return Interdict(names.unit(battery), names.hex(start), names.hex(end), bool(rest))
    return None


def _path(numbers: Sequence[str], names: Names) -> tuple[int, ...]:
    """Hexes by their numbers."""
    return tuple(names.hex(number) for number in numbers)


def _assault(target: int, words: Sequence[str], names: Names) -> Assault:
    """An assault from the words after 'with'."""
    words = list(words)
    follow = words[-1] == "follow"
    if follow:
        words.pop()
    at = words.index("fire") if "fire" in words else len(words)
    fires = []
    for word in words[at + 1 :]:
        battery, _, rounds = word.partition(":")
        fires.append((names.unit(battery), _whole(rounds)))
    return Assault(target, tuple(names.unit(word) for word in words[:at]), tuple(fires), follow)


def _whole(word: str, what: str = "rounds") -> int:
    """A number of rounds, minutes or tonnes."""
    if not (word.isascii() and word.isdigit() and len(word) <= 6):
        raise OrderError(f"'{word[:20]}' is no number of {what}.")
    return int(word)
