"""The list of keys, as the help shows it: made from the commands, by their groups."""

from __future__ import annotations

from game.ui import fonts, keys
from game.ui.sheet import Sheet
from game.ui.table.commands import GROUPS, Command, registry

CAPS = 118
"""Width of the column of caps."""
MOUSE = ("click", "right", "drag", "wheel")


def grouped(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """(group, [(keys, words)]) of all that has a key, in the order of the groups."""
    found = []
    for group in GROUPS:
        rows: dict[str, list[str]] = {}
        for command in registry().values():
            if command.group == group and command.keys:
                rows.setdefault(command.words(language), []).append(caps(command, language))
        if rows:
            found.append((group, [("  ".join(each), words) for words, each in rows.items()]))
    return found


def caps(command: Command, language: str) -> str:
    """All keys of a command as caps show them."""
    return "  ".join(keys.cap(written, language) for written in command.keys)


def draw(sheet: Sheet, x: int, top: int, width: int) -> int:
    """What the mouse and the keys do; the lower edge."""
    for name in MOUSE:
        top = _row(sheet, sheet.say(f"keys.{name}"), sheet.say(f"keys.at_{name}"), x, top, width)
    for group, rows in grouped(sheet.language):
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
