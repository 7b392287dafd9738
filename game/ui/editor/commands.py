"""The commands of the desk by name, and what a key stands for there."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pygame

from game.ui import commands

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk

FILE, EDIT, TOOL, MAP, SHOW = "desk_file", "desk_edit", "desk_tool", "desk_map", "desk_show"
GROUPS = (FILE, EDIT, TOOL, MAP, SHOW)
"""In the order in which the help lists them."""


class Command(commands.Command["Desk"]):
    """One thing that can be done at the desk; its group is one of GROUPS."""


@functools.cache
def registry() -> dict[str, Command]:
    """Every command of the desk by its name."""
    from game.ui.editor.command_list import COMMANDS

    assert len({command.name for command in COMMANDS}) == len(COMMANDS)
    return {command.name: command for command in COMMANDS}


def cap_of(name: str, language: str) -> str:
    """The cap of a command's first key."""
    return registry()[name].cap(language)


def offered(desk: Desk) -> list[tuple[Command, str]]:
    """What can be done now, each with why it is refused."""
    with_why = [(command, command.why(desk)) for command in registry().values()]
    return [(command, why) for command, why in with_why if why is not None]


def answer(desk: Desk, event: pygame.event.Event) -> bool:
    """Do what a key stands for now; False if it stands for nothing."""
    for command in registry().values():
        if command.hears(event) and command.why(desk) is not None:
            command.do(desk)
            desk.app.dirty = True
            return True
    return False
