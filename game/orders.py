"""Orders: the only things that change a match. One frozen dataclass each, to and from text, record and kernel row.

Text is what people and records write: ``move 3a-1 1123 1124``, ``assault 1224 with 3a-1 3a-2 fire 43-arty:60 follow``,
``defend 43-arty 40 keep 100``, ``end``. Kernels take a row of ORDER_WIDTH whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from game.diagnostics import nearest
from game.hexes import Grid
from game.state import Ints

NO_ORDER, MOVE, ASSAULT, DEFEND, END = 0, 1, 2, 3, 4
"""Kinds of order: column 0 of a row."""

ORDER_WIDTH = 40
"""Columns of an order row."""
# a move: unit, number of hexes, hexes (the hex it stands in left out)
MOVE_UNIT, MOVE_COUNT, MOVE_PATH = 1, 2, 3
MOST_PATH = ORDER_WIDTH - MOVE_PATH
# an assault: target, whether all follow, number of units, units, number of fires, (battery, rounds) pairs
TARGET, FOLLOW, UNIT_COUNT, FIRST_UNIT = 1, 2, 3, 4
MOST_UNITS = 18
FIRE_COUNT = FIRST_UNIT + MOST_UNITS
FIRST_FIRE = FIRE_COUNT + 1
MOST_FIRES = (ORDER_WIDTH - FIRST_FIRE) // 2
# a standing order for defensive fire: battery, rounds each time, rounds kept
DEFEND_UNIT, DEFEND_ROUNDS, DEFEND_KEEP = 1, 2, 3


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
class EndTurn:
    """End the half-turn [4]."""


Order = Move | Assault | Defend | EndTurn
END_TURN = EndTurn()

FORMS = (
    "move UNIT HEX ...",
    "assault HEX with UNIT ... [fire BATTERY:ROUNDS ...] [follow]",
    "defend BATTERY ROUNDS [keep ROUNDS]",
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
        case Defend(unit, rounds, keep):
            row[:4] = DEFEND, unit, rounds, keep
        case EndTurn():
            row[0] = END
    return row


def _limit(count: int, most: int, what: str) -> None:
    if count > most:
        raise OrderError(f"An order holds at most {most} {what}.")


def decode(row: Ints) -> Order:
    """The order of a kernel row."""
    kind, values = int(row[0]), [int(x) for x in row]
    if kind == MOVE:
        return Move(values[MOVE_UNIT], tuple(values[MOVE_PATH : MOVE_PATH + values[MOVE_COUNT]]))
    if kind == ASSAULT:
        units = tuple(values[FIRST_UNIT : FIRST_UNIT + values[UNIT_COUNT]])
        fires = values[FIRST_FIRE : FIRST_FIRE + 2 * values[FIRE_COUNT]]
        pairs = tuple(zip(fires[::2], fires[1::2], strict=True))
        return Assault(values[TARGET], units, pairs, bool(values[FOLLOW]))
    if kind == DEFEND:
        return Defend(values[DEFEND_UNIT], values[DEFEND_ROUNDS], values[DEFEND_KEEP])
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
        case EndTurn():
            return "end"


def from_text(text: str, names: Names) -> Order:
    """The order that a text says; raises OrderError with what is wrong and what would help."""
    words = text.split()
    match words:
        case ["end"]:
            return END_TURN
        case ["move", unit, first, *rest]:
            return Move(names.unit(unit), tuple(names.hex(number) for number in (first, *rest)))
        case ["assault", target, "with", *rest] if rest:
            return _assault(names.hex(target), rest, names)
        case ["defend", unit, rounds]:
            return Defend(names.unit(unit), _whole(rounds), 0)
        case ["defend", unit, rounds, "keep", keep]:
            return Defend(names.unit(unit), _whole(rounds), _whole(keep))
    raise OrderError(f"'{text[:60]}' is no order. Orders are: {'; '.join(FORMS)}.")


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


def _whole(word: str) -> int:
    """A number of rounds."""
    if not (word.isascii() and word.isdigit() and len(word) <= 6):
        raise OrderError(f"'{word[:20]}' is no number of rounds.")
    return int(word)
