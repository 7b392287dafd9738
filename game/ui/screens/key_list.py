"""The list of keys, as the help shows it: made from the commands, by their groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from game.ui import fonts, keys
from game.ui.commands import Command
from game.ui.sheet import Sheet
from game.ui.table.commands import GROUPS, registry

CAPS = 118
"""Width of the column of caps."""
MOUSE = ("click", "right", "drag", "wheel")


Group = tuple[str, list[tuple[str, str]]]
"""Name of a group, and the keys and words of what it holds."""


def grouped(language: str, commands: Iterable[Command[Any]], groups: Sequence[str]) -> list[Group]:
    """All commands that have a key, in the order of the groups."""
    found, listed = [], list(commands)
    for group in groups:
        rows: dict[str, list[str]] = {}
        for command in listed:
            if command.group == group and command.keys:
                rows.setdefault(command.words(language), []).append(caps(command, language))
        if rows:
            found.append((group, [("  ".join(each), words) for words, each in rows.items()]))
    return found


def caps(command: Command[Any], language: str) -> str:
    """All keys of a command as caps show them."""
    return "  ".join(keys.cap(written, language) for written in command.keys)


def draw(sheet: Sheet, x: int, top: int, width: int) -> int:
    """What the mouse and the keys do in a battle; the lower edge."""
    for name in MOUSE:
        top = _row(sheet, sheet.say(f"keys.{name}"), sheet.say(f"keys.at_{name}"), x, top, width)
    return draw_groups(sheet, x, top, width, grouped(sheet.language, registry().values(), GROUPS))


def draw_groups(sheet: Sheet, x: int, top: int, width: int, groups: Iterable[Group]) -> int:
    """Groups of keys under their heads; the lower edge."""
    for group, rows in groups:
        sheet.head(sheet.say(f"keys.group_{group}"), x, top + 14)
        top += 28
        for cap, words in rows:
            top = _row(sheet, cap, words, x, top, width)
    return top


def _row(sheet: Sheet, cap: str, words: str, x: int, top: int, width: int) -> int:
    """A cap and what it does; the lower edge."""
    long = fonts.width(cap, fonts.BOLD, 10) + 10
    left = max(CAPS, long) + 12
    sheet.cap(cap, x + long, top + 10)
    return max(top + 23, sheet.paragraph(words, x + left, top + 1, width - left - 4, size=12.6) + 4)
