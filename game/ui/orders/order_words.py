"""Orders in a few words, as their side reads them, and the hexes they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.orders import (
    Assault,
    Blow,
    BreakOut,
    Caution,
    Claim,
    Defend,
    Fly,
    Hoard,
    Interdict,
    Mission,
    Move,
    MoveDepot,
    Order,
    Posture,
    Relieve,
    Serve,
    Summon,
    Task,
)
from game.state import MISSIONS, POSTURES, TASKS
from game.texts import say

if TYPE_CHECKING:
    from game.chronicle import Chronicle


def words_of(order: Order, told: Chronicle) -> str:
    """An order in a few words."""
    language, unit, hexes = told.language, told.unit, told.hex

    def words(key: str, **values: object) -> str:
        return say(language, f"ui.ordered.{key}", **values)

    match order:
        case Move(u, path):
            return words("move", unit=unit(u), hex=hexes(path[-1]))
        case Assault(target, _, _, _, probe):
            return words("probe" if probe else "assault", hex=hexes(target))
        case Defend(u, rounds, keep, _):
            return words("defend", unit=unit(u), rounds=rounds, keep=keep)
        case Posture(u, posture):
            return words("posture", unit=unit(u), posture=say(language, f"ui.posture.full_{POSTURES[posture]}"))
        case Mission(u, mission, h, rounds, _):
            kind = say(language, f"mission.{MISSIONS[mission]}")
            return words("mission", unit=unit(u), mission=kind, hex=hexes(h), rounds=rounds)
        case Fly(u, h):
            return words("fly", unit=unit(u), hex=hexes(h))
        case Claim(h):
            return words("claim", hex=hexes(h))
        case Serve(formation, group):
            group_words = say(language, f"ui.orders.class_{group}")
            return words("serve", formation=told.formation(formation), group=group_words)
        case Task(u, task, h):
            doing = say(language, f"ui.orders.{TASKS[task]}")
            return words("task", unit=unit(u), task=doing if h < 0 else f"{doing}, {told.scenario.grid.number(h)}")
        case _:
            return _rarer(order, told)


def _rarer(order: Order, told: Chronicle) -> str:
    """Orders about depots, pockets, bridges and roads in a few words."""
    language, unit, hexes = told.language, told.unit, told.hex

    def words(key: str, **values: object) -> str:
        return say(language, f"ui.ordered.{key}", **values)

    match order:
        case Caution(u, minutes):
            return words("caution", unit=unit(u), minutes=minutes)
        case Hoard(u, tonnes):
            return words("hoard", unit=unit(u), tonnes=tonnes)
        case MoveDepot(u, h):
            return words("depot", unit=unit(u), hex=hexes(h))
        case Relieve(u, _, relieved):
            return words("relieve", unit=unit(relieved), by=unit(u))
        case BreakOut(u, path):
            return words("breakout", unit=unit(u), hex=hexes(path[-1]))
        case Summon(_, h):
            return words("summon", hex=hexes(h))
        case Blow(u, h):
            return words("blow", unit=unit(u), hex=told.scenario.grid.number(h))
        case Interdict(u, a, b):
            number = told.scenario.grid.number
            return words("interdict", unit=unit(u), a=number(a), b=number(b))
        case _:
            return say(language, "ui.command.end")


def hexes_of(order: Order) -> tuple[int, ...]:
    """The hexes an order is about, in the order of a march."""
    match order:
        case Move(_, path) | Relieve(_, path, _) | BreakOut(_, path):
            return path
        case Assault(target):
            return (target,)
        case Mission(_, _, h) | Fly(_, h) | Claim(h) | MoveDepot(_, h) | Summon(_, h) | Blow(_, h):
            return (h,)
        case Interdict(_, a, b):
            return a, b
        case _:
            return ()


def unit_of(order: Order) -> int:
    """The unit an order is given to, -1 for those of more than one or none."""
    unit = getattr(order, "unit", getattr(order, "battery", getattr(order, "depot", -1)))
    return int(unit)
