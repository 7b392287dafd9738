"""The bar at the head of the desk: the file and how far it is from what is saved, the tabs, undo, play, save."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pygame

from game.ui import fonts, palette
from game.ui.editor import layout
from game.ui.editor.commands import cap_of
from game.ui.editor.panels import TABS

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.sheet import Sheet

LEAST_TAB = 12.6
WORDED = 1480
"""Logical px of a window from which undo and redo are words."""


def draw(sheet: Sheet, desk: Desk) -> None:
    """Draw the bar."""
    area = desk.areas.bar
    sheet.fill(area, palette.BAR)
    sheet.line(0, area.bottom - 1, area.width)
    right = _buttons(sheet, desk, area)
    wide = sum(_tab_width(sheet, tab) + 6 for tab in TABS)
    room = right - wide - 32
    left = _file(sheet, desk, area, max(120, min(room, 400)))
    _tabs(sheet, desk, area, left, right - 12)


def _file(sheet: Sheet, desk: Desk, area: pygame.Rect, room: int) -> int:
    """Name of the screen if there is room, of the file, and what is not saved; the right end."""
    x, files = 16, desk.files
    title = sheet.say("desk.title")
    state = files.state_words()
    if fonts.width(title, fonts.SEMIBOLD, 16) + 200 < room:
        end = sheet.text(title, x, area.centery, size=16, weight=fonts.SEMIBOLD).right
        sheet.fill(pygame.Rect(end + 14, 12, 1, 24), palette.LINE)
        x = end + 28
    room = max(room - x + 16, 96)
    name = _shown(files.short_name, fonts.SEMIBOLD, 13.4, room)
    told = _shown(state, fonts.REGULAR, 11.4, room)
    a = sheet.text(name, x, 16, size=13.4, weight=fonts.SEMIBOLD)
    ink = palette.TEXT_THIRD if desk.draft.is_saved else palette.ACCENT
    b = sheet.text(told, x, 34, size=11.4, colour=ink)
    right = max(a.right, b.right)
    sheet.place(pygame.Rect(x, 4, right - x, 40), files.menu, f"{files.long_name}\n{state}")
    return right


def _shown(words: str, weight: str, size: float, room: int) -> str:
    """Words as far as there is room for whole ones; the tip has the rest."""
    while words and fonts.width(words, weight, size) > room:
        shorter = words.rpartition(" ")[0]
        words = shorter or words[:-1]
    return words.rstrip(" ·,")


def _tab_width(sheet: Sheet, tab: str) -> int:
    return fonts.width(sheet.say(f"desk.tab_{tab}"), fonts.SEMIBOLD, LEAST_TAB) + 18


def _tabs(sheet: Sheet, desk: Desk, area: pygame.Rect, left: int, right: int) -> None:
    """The tabs, in the middle of the bar if there is room: there they stay; closer together where there is little."""
    widths = [_tab_width(sheet, tab) for tab in TABS]
    gap = 6
    if left + 20 + sum(widths) + gap * len(TABS) > right:
        gap = 0
        spare = max(0, left + 12 + sum(widths) - right)
        widths = [width - -(-spare // len(TABS)) for width in widths]
    wide = sum(widths) + gap * len(TABS)
    x = max(left + 12, min((area.width - wide) // 2, right - wide))
    for i, (tab, width) in enumerate(zip(TABS, widths, strict=True)):
        rect = pygame.Rect(x, 8, width, 32)
        chosen = tab == desk.tab
        if chosen or sheet.hot(rect):
            sheet.box(rect, palette.blend(palette.BAR, palette.ACCENT, 0.16) if chosen else palette.RAISED, 6,
                      palette.ACCENT if chosen else None, 1.4)  # fmt: skip
        sheet.text(sheet.say(f"desk.tab_{tab}"), rect.centerx, rect.centery, size=LEAST_TAB, weight=fonts.SEMIBOLD,
                   colour=palette.TEXT if chosen else palette.TEXT_SECOND, anchor="centre")  # fmt: skip
        sheet.place(rect, functools.partial(desk.go_to_tab, tab), f"Ctrl+{i + 1}")
        x += width + gap


def _buttons(sheet: Sheet, desk: Desk, area: pygame.Rect) -> int:
    """Undo, redo, play, save, from right to left; the left end of the last."""
    draft, narrow = desk.draft, layout.is_narrow(desk.app.size)
    save = sheet.say("desk.save")
    rect = pygame.Rect(0, 8, fonts.width(save, fonts.SEMIBOLD, palette.BODY) + 30, 32)
    rect.right = area.right - 12
    sheet.button(rect, save, desk.files.save, primary=not draft.is_saved, tip=cap_of("desk_save", sheet.language))
    right = rect.left - 8
    play = "▶" if narrow else f"▶  {sheet.say('desk.play')}"
    rect = pygame.Rect(0, 8, fonts.width(play, fonts.SEMIBOLD, palette.BODY) + 26, 32)
    rect.right = right
    tip = f"{sheet.say('desk.play')}  {cap_of('desk_play', sheet.language)}"
    sheet.button(rect, play, desk.files.play, tip=tip)
    right = rect.left - 8
    undo = draft.position > 0
    redo = draft.position < len(draft.history)
    for sign, on, act, name in (("↷", redo, desk.redo, "desk_redo"), ("↶", undo, desk.undo, "desk_undo")):
        label = sheet.say(f"desk.{name[5:]}") if area.width >= WORDED else sign
        rect = pygame.Rect(0, 8, fonts.width(label, fonts.SEMIBOLD, palette.BODY) + 22, 32)
        rect.right = right
        entry = draft.history[draft.position - (name == "desk_undo")].label if on else None
        what = f": {desk.label_words(entry)}" if entry is not None else ""
        tip = f"{sheet.say(f'desk.{name[5:]}')}{what}  {cap_of(name, sheet.language)}"
        sheet.button(rect, label, act if on else None, tip=tip)
        right = rect.left - 6
    return right
