"""The frame of a panel that plans something: a title, what can be scrolled, and buttons at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pygame

from game.ui import fonts, palette
from game.ui.scroll import Scroll
from game.ui.sheet import Act, Sheet

PAD, HEAD, BUTTON = 18, 48, 34
Content = Callable[[Sheet, int, int, int], int]
"""Draws from a left end and an upper edge in a width; the lower edge."""


def draw(
    sheet: Sheet, area: pygame.Rect, title: str, scroll: Scroll, content: Content,
    buttons: Sequence[tuple[str, Act | None, str, str]],
) -> None:  # fmt: skip
    """Draw the whole panel; the buttons (label, act, key, tip) stand one under another, the first is the main one."""
    sheet.fill(area, palette.PANEL)
    sheet.fill(pygame.Rect(area.x, area.y, 1, area.height), palette.LINE)
    x, width = area.x + PAD, area.width - 2 * PAD
    sheet.text(title, x, area.y + 26, size=16, weight=fonts.SEMIBOLD, most=width)
    foot = len(buttons) * (BUTTON + 6) + 18
    inner = pygame.Rect(area.x + 1, area.y + HEAD, area.width - 1, area.height - HEAD - foot)
    with sheet.within(inner):
        top = scroll.begin(inner, scroll.most + inner.height)
        height = content(sheet, x, top, width) - top + 8
        scroll.begin(inner, height)
        scroll.bar(sheet)
    y = area.bottom - foot + 10
    sheet.line(area.x, y - 10, area.width)
    for i, (label, act, cap, tip) in enumerate(buttons):
        rect = pygame.Rect(x, y + i * (BUTTON + 6), width, BUTTON)
        sheet.button(rect, label, act, cap=cap, primary=i == 0 and act is not None, tip=tip)


def row(sheet: Sheet, label: str, words: str, x: int, top: int, width: int, bad: bool = False, tip: str = "") -> int:
    """A label and a value; the lower edge."""
    y = top + 11
    rect = sheet.text(words, x + width, y, size=12.6, weight=fonts.SEMIBOLD, anchor="right", most=width * 2 // 3,
                      colour=palette.SUPPLY[2] if bad else palette.TEXT)  # fmt: skip
    sheet.text(label, x, y, size=12.2, colour=palette.TEXT_THIRD, most=rect.left - x - 8)
    if tip:
        sheet.place(pygame.Rect(x, top, width, 22), None, tip)
    return top + 22
