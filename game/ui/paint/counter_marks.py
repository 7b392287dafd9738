"""Small marks on counters: the tab of a posture, the disc that counts a stack, the signs of trouble."""

from __future__ import annotations

import functools

import pygame

from game.ui import fonts, palette

_LARGE = 4


def _clear(side: int) -> pygame.Surface:
    """An empty square, enlarged."""
    large = pygame.Surface((side * _LARGE, side * _LARGE), pygame.SRCALPHA, 32)
    large.fill((*palette.COUNTER_EDGE, 0))
    return large


@functools.lru_cache(maxsize=64)
def tab(letter: str, size: int) -> pygame.Surface:
    """The dark tab at the top left corner of a counter `size` px wide with the letter of a posture."""
    side = max(11, round(size * 0.31))
    large = _clear(side)
    pygame.draw.rect(large, palette.COUNTER_EDGE, large.get_rect(), border_radius=round(side * _LARGE * 0.22))
    picture = pygame.transform.smoothscale(large, (side, side))
    figure = fonts.text(letter, fonts.BOLD, side * 0.76, palette.TAB_INK)
    picture.blit(figure, figure.get_rect(center=(side / 2, side / 2)))
    return picture


@functools.lru_cache(maxsize=32)
def count_disc(count: int, size: int) -> pygame.Surface:
    """The disc that counts a stack of counters `size` px wide."""
    side = max(11, round(size * 0.34))
    large = _clear(side)
    middle = (side * _LARGE / 2, side * _LARGE / 2)
    pygame.draw.circle(large, palette.COUNTER_EDGE, middle, side * _LARGE / 2)
    pygame.draw.circle(large, palette.COUNT_DISC, middle, side * _LARGE * 0.41)
    disc = pygame.transform.smoothscale(large, (side, side))
    figure = fonts.text(str(count), fonts.BOLD, side * 0.66, palette.COUNT_INK)
    disc.blit(figure, (round((side - figure.get_width()) / 2), round((side - figure.get_height()) / 2)))
    return disc


@functools.lru_cache(maxsize=16)
def trouble(kind: str, size: int) -> pygame.Surface:
    """A disc with a sign: a ring closed about a point for a pocket, an empty shell for a battery without rounds."""
    side = max(11, round(size * 0.30))
    large = _clear(side)
    whole = side * _LARGE
    pygame.draw.circle(large, palette.COUNTER_EDGE, (whole / 2, whole / 2), whole / 2)
    pygame.draw.circle(large, palette.SUPPLY_ON_MAP[3], (whole / 2, whole / 2), whole * 0.43)
    thick = max(2, round(whole * 0.09))
    if kind == "pocket":
        pygame.draw.circle(large, palette.COUNT_DISC, (whole / 2, whole / 2), whole * 0.31, thick)
        pygame.draw.circle(large, palette.COUNT_DISC, (whole / 2, whole / 2), whole * 0.11)
    else:
        shell = [(0.5, 0.18), (0.64, 0.4), (0.64, 0.78), (0.36, 0.78), (0.36, 0.4)]
        points = [(x * whole, y * whole) for x, y in shell]
        pygame.draw.lines(large, palette.COUNT_DISC, True, points, thick)
    return pygame.transform.smoothscale(large, (side, side))
