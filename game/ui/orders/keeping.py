"""Own depots and sources: how they shun fire, what they keep back, where they move or are opened."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pygame

from game.orders import Caution, Hoard, MoveDepot, Order
from game.state import (
    CAUTION,
    DEPOT_ROLE,
    HEX,
    KEEP,
    LIGHT,
    MOVING,
    OF_SIDE,
    PRIORITY,
    ROLE,
    SOURCE,
    STATUS,
    TASK,
    URGENT,
    WAITING,
)  # fmt: skip
from game.ui import fonts, palette
from game.ui.screen import SHIFTS
from game.ui.sheet import Sheet
from game.ui.table.commands import cap_of

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

TONNES, MANY = 5, 50
"""Tonnes of a reserve that a click adds, and with a Shift key held."""


def is_kept(battle: Battle, unit: int) -> bool:
    """Whether a unit is an own depot or source that takes orders now."""
    fact = battle.view.scenario.roster.units[unit]
    return bool(battle.may_order() and fact[OF_SIDE] == battle.side and fact[ROLE] >= SOURCE)


def change_caution(battle: Battle, u: int, more: int) -> None:
    """Let a depot shun fire more, or less."""
    battle.order(caution(battle, u, more))


def change_reserve(battle: Battle, u: int, steps: int) -> None:
    """Let a depot keep back so many times the tonnes of a click more."""
    battle.order(hoard(battle, u, steps * TONNES))


def move_it(battle: Battle, u: int) -> None:
    """Pick where a depot moves."""
    move(battle, u, u)


def open_first(battle: Battle, u: int) -> None:
    """Pick where the first depot in reserve is opened."""
    move(battle, in_reserve(battle)[0], u)


def caution(battle: Battle, u: int, more: int) -> Order:
    """The order that makes a depot shun fire more, or less."""
    return Caution(u, int(battle.view.believed.units[u, CAUTION]) + more)


def hoard(battle: Battle, u: int, more: int) -> Order:
    """The order that has a depot keep so many tonnes more; not below none."""
    return Hoard(u, max(0, int(battle.view.believed.units[u, KEEP]) // 1000 + more))


def step(battle: Battle) -> int:
    """Tonnes that a click adds: more while a Shift key is held."""
    return MANY if battle.app.held & SHIFTS else TONNES


def in_reserve(battle: Battle) -> list[int]:
    """Own depots that have not been opened."""
    return [d for d in battle.view.depots() if battle.view.believed.units[d, STATUS] == WAITING]


def move(battle: Battle, depot: int, back: int) -> None:
    """Pick where a depot moves, or is opened; if it may go nowhere, say why."""
    from game.ui.orders.picking import Picking

    sites = battle.view.depot_sites(depot)
    opens = battle.view.believed.units[depot, STATUS] == WAITING
    if sites:
        make = functools.partial(MoveDepot, depot)
        battle.enter(Picking(battle, depot, "open" if opens else "move", make, sites, back))
        battle.tell_note(battle.say("depot.pick", depot=battle.situation.chronicle.unit(depot)))
    else:
        battle.order(MoveDepot(depot, int(battle.view.believed.units[back, HEX])))


# the card ------------------------------------------------------------------------------------------------------------


def card(sheet: Sheet, battle: Battle, u: int, x: int, top: int, width: int) -> int:
    """What can be told to an own depot or source; the lower edge."""
    row, fact, free = battle.view.believed.units[u], battle.view.fixed.roster.units[u], battle.may_order()
    beds = [int(row[column]) for column in (URGENT, PRIORITY, LIGHT)]
    if fact[ROLE] == DEPOT_ROLE and sum(beds):
        words = sheet.say("overlay.wounded", urgent=beds[0], priority=beds[1], light=beds[2])
        sheet.text(sheet.say("garrison.beds"), x, top + 8, size=12.2, colour=palette.TEXT_THIRD)
        sheet.text(words, x + width, top + 8, size=12.6, weight=fonts.SEMIBOLD, anchor="right")
        top += 21
    sheet.head(sheet.say("orders.head"), x, top + 14)
    top += 28
    for key, value, down, up, caps in _steppers(battle, u):
        y = top + 12
        label = pygame.Rect(x, top, width - 130, 24)
        sheet.text(sheet.say(f"depot.{key}"), x, y, size=12.4, colour=palette.TEXT_SECOND, most=width - 124 - 46)
        sheet.place(label, None, sheet.say(f"depot.{key}_tip"))
        left = sheet.stepper(x + width, y, value, 62, *(
            functools.partial(battle.order, order) if free and battle.view.check(order) is None else None
            for order in (down, up)
        ))  # fmt: skip
        sheet.cap(caps, left - 8, y)
        top += 28
    if fact[ROLE] == DEPOT_ROLE:
        top = _move_button(sheet, battle, u, x, top, width)
    for depot in in_reserve(battle) if free else ():
        rect = pygame.Rect(x, top + 2, width, 28)
        name = sheet.say("depot.open", depot=battle.situation.chronicle.unit(depot))
        first = depot == in_reserve(battle)[0]
        cap = cap_of("depot_open", sheet.language) if first else ""
        sheet.button(rect, name, functools.partial(move, battle, depot, u), cap=cap,
                     tip=sheet.say("depot.open_tip"))  # fmt: skip
        top += 32
    return top


def _steppers(battle: Battle, u: int) -> Iterator[tuple[str, str, Order, Order, str]]:
    """(key, value, order for less, order for more, keys) of what can be set."""
    row = battle.view.believed.units[u]
    minutes = battle.say("depot.minutes", minutes=int(row[CAUTION]))
    yield "caution", minutes, caution(battle, u, -1), caution(battle, u, 1), _both(battle, "caution")
    if battle.view.fixed.roster.units[u, ROLE] == DEPOT_ROLE:
        less, keep = int(row[KEEP]) // 1000, battle.say("overlay.tonnes", t=int(row[KEEP]) // 1000)
        down: Order = hoard(battle, u, -step(battle)) if less else Hoard(u, -1)
        yield "hoard", keep, down, hoard(battle, u, step(battle)), _both(battle, "hoard")


def _both(battle: Battle, name: str) -> str:
    """The caps of a command for less and its like for more."""
    return " ".join(cap_of(f"{name}_{way}", battle.app.language) for way in ("less", "more"))


def _move_button(sheet: Sheet, battle: Battle, u: int, x: int, top: int, width: int) -> int:
    """The button that moves a depot, or that it is on the move; the lower edge."""
    if battle.view.believed.units[u, TASK] == MOVING:
        return sheet.paragraph(sheet.say("depot.moving"), x, top + 4, width, size=12.2, colour=palette.ACCENT) + 4
    rect = pygame.Rect(x, top + 2, width, 28)
    act = functools.partial(move, battle, u, u) if battle.may_order() else None
    trips = battle.view.scenario.rules.file.supply.depots.move_trips
    sheet.button(rect, sheet.say("depot.move"), act, cap=cap_of("depot_move", sheet.language),
                 tip=sheet.say("depot.move_tip", trips=trips))  # fmt: skip
    return top + 32
