"""Where everything stands on the desk: the bar, the palette, the map, the column on the right, the foot."""

from __future__ import annotations

from typing import NamedTuple

import pygame

BAR = 48
PALETTE, NARROW = 236, 92
COLUMN, COLUMN_LEAST = 352, 300
FOOT, FOLDED = 176, 34
WIDE, HIGH = 1240, 720
"""Logical px of a window from which nothing needs to be folded."""


class Areas(NamedTuple):
    """The parts of the desk, in logical px."""

    bar: pygame.Rect
    palette: pygame.Rect
    map: pygame.Rect
    column: pygame.Rect
    foot: pygame.Rect


def is_narrow(size: tuple[int, int]) -> bool:
    """Whether the palette shows pictures alone."""
    return size[0] < WIDE


def is_low(size: tuple[int, int]) -> bool:
    """Whether the foot is one line unless it is opened."""
    return size[1] < HIGH


def areas(size: tuple[int, int], folded: bool, column: int = 0) -> Areas:
    """The parts of a window of a size, its foot folded or not, with a column at least so wide if it asks for more."""
    width, height = size
    left = NARROW if is_narrow(size) else PALETTE
    right = COLUMN_LEAST if is_narrow(size) else COLUMN
    right = min(max(right, column), (width - left) // 2)
    foot = FOLDED if folded else min(FOOT, height // 4 + 26)
    inner = pygame.Rect(left, BAR, width - left - right, height - BAR)
    return Areas(
        pygame.Rect(0, 0, width, BAR),
        pygame.Rect(0, BAR, left, height - BAR),
        pygame.Rect(inner.x, inner.y, inner.width, inner.height - foot),
        pygame.Rect(inner.right, BAR, right, height - BAR),
        pygame.Rect(inner.x, inner.bottom - foot, inner.width, foot),
    )
