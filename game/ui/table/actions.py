"""What an own unit can be told beside marching and attacking: its orders by key, each with why it is refused now."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.chronicle import Refusal
from game.ground import EDGE, END_ARC, FIRST_ARC, TO
from game.orders import Blow, BreakOut, Defend, Fly, Order, Posture, Serve, Summon, Task
from game.rules.missions import SCOOTS
from game.rules.movement import bridged
from game.state import (
    BATTERY,
    BREAKOUT,
    CLASS,
    CLEAR,
    COMBAT,
    DEFENSIVE,
    DIG,
    DRONES,
    ENGINEERS,
    FATIGUE,
    FLOOR,
    FORMATION,
    HARASS,
    HEX,
    HOLD,
    IDLE,
    JAM,
    JAMMER,
    LEAVING,
    MINE,
    MISSIONS,
    PLOT,
    POSTURE,
    POSTURES,
    REPAIR,
    REPLY,
    REST,
    ROLE,
    TASK,
    TASKS,
    Ints,
)  # fmt: skip

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

WORN = 40
"""Fatigue from which a relief is offered to a unit out of contact."""


@dataclass(frozen=True)
class Action:
    """One thing a unit can be told."""

    name: str
    """The name of its command."""
    act: Callable[[], None]
    """Gives the order, or asks where or by whom."""
    why: str = ""
    """Why it would be refused now, in words; empty if it would not."""
    on: bool = False
    """Whether it is what the unit does now."""


def actions(battle: Battle, u: int) -> list[Action]:
    """What makes sense to tell a unit, in the order in which it is shown."""
    found = _tasks(battle, u)
    role = battle.situation.role(u)
    if role == COMBAT:
        found += _blowing(battle, u) + _relieving(battle, u)
    if battle.situation.pocketed(int(_row(battle, u)[HEX])) == battle.side or _row(battle, u)[BREAKOUT]:
        found.append(_breaking_out(battle, u))
    if role == COMBAT:
        found += _summoning(battle, u)
    if role == BATTERY:
        found += [*missions(battle, u), _interdicting(battle, u), _replying(battle, u)]
    if role == DRONES:
        found.append(_flying(battle, u))
    if role == JAMMER:
        found.append(plain(battle, "jam", Task(u, JAM), int(_row(battle, u)[TASK]) == JAM))
    return postures(battle, u) + found


def postures(battle: Battle, u: int) -> list[Action]:
    """The postures a unit can have: a fighting unit all of them, others hold and rest."""
    every = range(len(POSTURES)) if battle.situation.role(u) == COMBAT else (HOLD, REST)
    now = int(_row(battle, u)[POSTURE])
    return [plain(battle, POSTURES[i], Posture(u, i), i == now) for i in every]


def serve_next(battle: Battle, u: int) -> None:
    """Supply a unit's formation one class later, the last first."""
    serve(battle, u, (int(_row(battle, u)[CLASS]) + 1) % 3)


def serve(battle: Battle, u: int, group: int) -> None:
    """Supply a unit's formation first, in the middle or last."""
    formation = int(battle.view.fixed.roster.units[u, FORMATION])
    if formation >= 0:
        battle.order(Serve(formation, group))


def _row(battle: Battle, u: int) -> Ints:
    row: Ints = battle.view.believed.units[u]
    return row


def _why(battle: Battle, refusal: Refusal | None) -> str:
    return battle.situation.chronicle.refusal(refusal) if refusal is not None else ""


def plain(battle: Battle, name: str, order: Order, on: bool = False) -> Action:
    """An action that gives an order at once."""
    return Action(name, functools.partial(battle.order, order), _why(battle, battle.view.check(order)), on)


def neighbours(battle: Battle, u: int) -> list[int]:
    """The hexes next to a unit."""
    return [n for _, n in battle.view.scenario.grid.neighbours(int(_row(battle, u)[HEX]))]


def towards(battle: Battle, name: str, u: int, make: Callable[[int], Order], on: bool = False) -> Action:
    """An action for which a next hex is picked on the map; refused as it is towards all of them."""
    from game.ui.orders.picking import Picking

    legal, refusals = [], []
    for n in neighbours(battle, u):
        refusal = battle.view.check(make(n))
        legal += [n] if refusal is None else []
        refusals += [] if refusal is None else [refusal]
    why = _why(battle, refusals[0]) if not legal and refusals else ""
    return Action(name, lambda: battle.enter(Picking(battle, u, name, make, legal)), why, on)


# the orders ----------------------------------------------------------------------------------------------------------


def _tasks(battle: Battle, u: int) -> list[Action]:
    """Dig, what engineers do, and to stop it."""
    task, facts = int(_row(battle, u)[TASK]), battle.view.fixed.roster.units[u]
    found = []
    if facts[ROLE] == COMBAT:
        found.append(plain(battle, "dig", Task(u, DIG), task == DIG))
    for kind in (REPAIR, MINE, CLEAR) if facts[ENGINEERS] else ():
        make = functools.partial(_task, u, kind)
        found.append(towards(battle, TASKS[kind], u, make, task == kind))
    if task != IDLE:
        found.append(plain(battle, "idle", Task(u, IDLE)))
    return found


def _task(u: int, kind: int, n: int) -> Task:
    return Task(u, kind, n)


def _blowing(battle: Battle, u: int) -> list[Action]:
    """Blow a bridge, if there is one on a side of the hex."""
    board, h = battle.view.fixed.board, int(_row(battle, u)[HEX])
    arcs = board.arcs[board.hexes[h, FIRST_ARC] : board.hexes[h, END_ARC]]
    bridges = [int(arc[TO]) for arc in arcs if bridged(battle.view.believed, int(arc[EDGE]))]
    if not bridges:
        return []
    from game.ui.orders.picking import Picking

    refusal = battle.view.check(Blow(u, bridges[0]))
    legal = bridges if refusal is None else []
    make = functools.partial(Blow, u)
    return [Action("blow", lambda: battle.enter(Picking(battle, u, "blow", make, legal)), _why(battle, refusal))]


def _relieving(battle: Battle, u: int) -> list[Action]:
    """Have a unit of the line, or a worn one, relieved."""
    from game.ui.orders.relieving import Relieving

    row = _row(battle, u)
    if not (battle.situation.in_contact(u) or row[FATIGUE] >= WORN or row[LEAVING]):
        return []
    why = ""
    if row[LEAVING]:
        why = battle.say("relief.leaving")
    elif not battle.situation.reliefs(u):
        why = battle.say("relief.nobody")
    return [Action("relieve", lambda: battle.enter(Relieving(battle, u)), why, bool(row[LEAVING]))]


def _breaking_out(battle: Battle, u: int) -> Action:
    """Break out of a pocket."""
    from game.ui.orders.escaping import Escaping

    way = battle.situation.escape(u).ways()
    refusal = None if way else battle.view.check(BreakOut(u, tuple(neighbours(battle, u)[:1])))
    why = _why(battle, refusal) if refusal is not None else ""
    return Action("breakout", lambda: battle.enter(Escaping(battle, u)), why, bool(_row(battle, u)[BREAKOUT]))


def _summoning(battle: Battle, u: int) -> list[Action]:
    """Summon a pocket of the enemy's next to the unit."""
    there = [n for n in neighbours(battle, u) if battle.situation.pocketed(n) == 1 - battle.side]
    if not there:
        return []
    from game.ui.orders.picking import Picking

    refusals = [battle.view.check(Summon(u, n)) for n in there]
    legal = [n for n, refusal in zip(there, refusals, strict=True) if refusal is None]
    why = "" if legal else _why(battle, refusals[0])
    make = functools.partial(Summon, u)
    return [Action("summon", lambda: battle.enter(Picking(battle, u, "summon", make, legal)), why)]


def _interdicting(battle: Battle, u: int) -> Action:
    """Fire on a road."""
    from game.ui.orders.interdicting import Interdicting, roads_of

    legal, refusal = roads_of(battle, u)
    why = "" if legal else _why(battle, refusal) or battle.say("interdict.none")
    return Action("interdict", lambda: battle.enter(Interdicting(battle, u)), why)


def missions(battle: Battle, u: int) -> list[Action]:
    """The fire missions of a battery, each with why it would be refused wherever it could be of use."""
    from game.ui.orders.firing import targets

    found = []
    for mission in range(HARASS, len(MISSIONS)):
        legal, refusal = targets(battle, u, mission, most=1)
        why = "" if legal else _why(battle, refusal) or battle.say("fire.none")
        enter = functools.partial(_fire, battle, u, mission)
        plot = int(_row(battle, u)[PLOT]) % SCOOTS == mission
        found.append(Action(MISSIONS[mission], enter, why, plot))
    return found


def _fire(battle: Battle, u: int, mission: int) -> None:
    from game.ui.orders.firing import Firing

    battle.enter(Firing(battle, u, mission))


def _replying(battle: Battle, u: int) -> Action:
    """Fire back at batteries that are found, or no more."""
    row = _row(battle, u)
    order = Defend(u, int(row[DEFENSIVE]), int(row[FLOOR]), not row[REPLY])
    return plain(battle, "reply", order, bool(row[REPLY]))


def _flying(battle: Battle, u: int) -> Action:
    """Fly over a hex."""
    from game.ui.orders.flying import Flying

    refusal = battle.view.check(Fly(u, int(_row(battle, u)[HEX])))
    return Action("fly", lambda: battle.enter(Flying(battle, u)), _why(battle, refusal))
