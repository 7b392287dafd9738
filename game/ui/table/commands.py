"""Commands: everything a player can do on the battle screen, each with its keys, its words and why it cannot be done.

The keys of a battle, the help, the caps of buttons and the search all read this; there is no other list of keys. What a
mode alone answers to stands beside the mode, in `Mode.commands`, and comes before what the battle answers to.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from game.ui import commands

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

UNIT, VIEW, OVERLAYS, TURN, GAME, MODE = "unit", "view", "overlays", "turn", "game", "mode"
GROUPS = (TURN, VIEW, UNIT, OVERLAYS, GAME, MODE)
"""In the order in which the help lists them."""
BATTLE = "battle"
"""The context of what is always there; the others are kinds of selected unit, and modes."""


@dataclass(frozen=True)
class Command(commands.Command["Battle"]):
    """One thing a player can do; its group is one of GROUPS."""

    contexts: tuple[str, ...] = (BATTLE,)


def of_mode(name: str, written: tuple[str, ...], method: str, *values: object, text: str = "") -> Command:
    """A command of a mode: it calls a method of the mode that is on, with values if they are given."""

    def run(battle: Battle) -> object:
        return getattr(battle.mode, method)(*values)

    return Command(name, MODE, written, run, contexts=(MODE,), text=text)


def rows(count: int) -> tuple[Command, ...]:
    """Digits that choose a row of a mode's list."""
    return tuple(of_mode(f"row_{i + 1}", (str(i + 1),), "row", i, text="ui.command.row") for i in range(count))


@functools.cache
def registry() -> dict[str, Command]:
    """Every command of the battle by its name; those of modes are left out."""
    from game.ui.table.command_list import COMMANDS

    assert len({command.name for command in COMMANDS}) == len(COMMANDS)
    return {command.name: command for command in COMMANDS}


def cap_of(name: str, language: str) -> str:
    """The cap of a command's first key."""
    return registry()[name].cap(language)


def contexts_of(battle: Battle) -> tuple[str, ...]:
    """The contexts in which keys are heard now: the battle, and the kind of the selected unit if it takes orders."""
    from game.ui.table.command_list import kind_of

    kind = kind_of(battle)
    return (BATTLE, kind) if kind else (BATTLE,)


def offered(battle: Battle) -> list[tuple[Command, str]]:
    """What can be done now, each with why it is refused, the mode's first."""
    here = contexts_of(battle)
    found = [*battle.mode.commands, *(c for c in registry().values() if set(c.contexts) & set(here))]
    with_why = [(command, command.why(battle)) for command in found]
    return [(command, why) for command, why in with_why if why is not None]


def answer(battle: Battle, event: pygame.event.Event) -> bool:
    """Do what a key stands for now; False if it stands for nothing."""
    here = set(contexts_of(battle))
    for command in (*battle.mode.commands, *registry().values()):
        own = command.group == MODE or bool(here & set(command.contexts))
        if own and command.hears(event) and command.why(battle) is not None:
            command.do(battle)
            battle.app.dirty = True
            return True
    return False
