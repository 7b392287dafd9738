"""Orders as people and records write them: ``move 3a-1 1123 1124``, ``assault 1224 with 3a-1 fire 43-arty:60 follow``,
``defend 43-arty 40 keep 100``, ``harass 1224 with 43-arty:40``, ``relieve 3a-1 with 3a-2 1123 1124``, ``end``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from game.diagnostics import nearest
from game.hexes import Grid
from game.orders import (
    END_TURN,
    Assault,
    Blow,
    BreakOut,
    Caution,
    Claim,
    Defend,
    EndTurn,
    Fly,
    Hoard,
    Interdict,
    Mission,
    Move,
    MoveDepot,
    Order,
    OrderError,
    Posture,
    Relieve,
    Serve,
    Summon,
    Task,
)  # fmt: skip
from game.state import HARASS, MISSIONS, POSTURES, TASKS

CLASSES = ("first", "middle", "last")
"""Words for the classes in the order of service."""

FORMS = (
    "move UNIT HEX ...",
    "assault HEX with UNIT ... [fire BATTERY:ROUNDS ...] [follow]",
    "probe HEX with UNIT ... [fire BATTERY:ROUNDS ...]",
    "defend BATTERY ROUNDS [keep ROUNDS] [reply]",
    "serve FORMATION first|middle|last",
    "caution DEPOT MINUTES",
    "hoard DEPOT TONNES",
    "depot DEPOT HEX",
    "relieve UNIT with UNIT HEX ...",
    "breakout UNIT HEX ... [by day]",
    "summon HEX with UNIT",
    "blow UNIT HEX",
    "dig|idle|jam UNIT",
    "hold|hold_fast|delay|ready|reserve|rest|set_piece|wave|probe UNIT",
    "harass|counter|smoke|demolish HEX with BATTERY:ROUNDS [scoot]",
    "fly DRONES HEX",
    "claim HEX",
    "repair|mine|clear UNIT HEX",
    "interdict BATTERY HEX-HEX [by day]",
    "end",
)
"""How orders are written."""


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


def to_text(order: Order, names: Names) -> str:
    """An order as people and records write it."""
    number, ids = names.grid.number, names.units
    match order:
        case Move(unit, path):
            return " ".join(["move", ids[unit], *map(number, path)])
        case Assault(target, units, fires, follow, probe):
            words = ["probe" if probe else "assault", number(target), "with", *(ids[u] for u in units)]
            if fires:
                words += ["fire", *(f"{ids[battery]}:{rounds}" for battery, rounds in fires)]
            return " ".join([*words, "follow"] if follow and not probe else words)
        case Defend(unit, rounds, keep, reply):
            return f"defend {ids[unit]} {rounds} keep {keep}" + (" reply" if reply else "")
        case Posture(unit, posture):
            return f"{POSTURES[posture]} {ids[unit]}"
        case Mission(battery, mission, h, rounds, scoot):
            return f"{MISSIONS[mission]} {number(h)} with {ids[battery]}:{rounds}" + (" scoot" if scoot else "")
        case Fly(unit, h):
            return f"fly {ids[unit]} {number(h)}"
        case Claim(h):
            return f"claim {number(h)}"
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
    order = _fighting(words, names) or _firing(words, names) or _supplying(words, names) or _working(words, names)
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
        case ["probe", target, "with", *rest] if rest and rest[-1] != "follow":
            return replace(_assault(names.hex(target), rest, names), probe=True)
        case [posture, unit] if posture in POSTURES:
            return Posture(names.unit(unit), POSTURES.index(posture))
        case ["relieve", relieved, "with", unit, first, *rest]:
            return Relieve(names.unit(unit), _path([first, *rest], names), names.unit(relieved))
        case ["breakout", unit, first, *rest]:
            by_day = rest[-2:] == ["by", "day"]
            return BreakOut(names.unit(unit), _path([first, *(rest[:-2] if by_day else rest)], names), by_day)
        case ["summon", number, "with", unit]:
            return Summon(names.unit(unit), names.hex(number))
    return None


def _firing(words: Sequence[str], names: Names) -> Order | None:
    """An order to guns or drones, or a claim."""
    reply = words[-1:] == ["reply"]
    match list(words[:-1]) if reply else words:
        case ["defend", unit, rounds]:
            return Defend(names.unit(unit), _whole(rounds), 0, reply)
        case ["defend", unit, rounds, "keep", keep]:
            return Defend(names.unit(unit), _whole(rounds), _whole(keep), reply)
    match words:
        case [mission, number, "with", fire, *rest] if mission in MISSIONS[HARASS:] and rest in ([], ["scoot"]):
            battery, colon, rounds = fire.partition(":")
            if not colon:
                battery = names.units[names.unit(battery)]
                raise OrderError(f"How many rounds? Write '{mission} {number[:20]} with {battery}:40'.")
            return Mission(names.unit(battery), MISSIONS.index(mission), names.hex(number), _whole(rounds), bool(rest))
        case ["fly", unit, number]:
            return Fly(names.unit(unit), names.hex(number))
        case ["claim", number]:
            return Claim(names.hex(number))
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
        case [("dig" | "idle" | "jam") as task, unit]:
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
