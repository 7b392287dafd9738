"""The sheet a screen is drawn on: text, boxes, bars and buttons, and the places that answer the mouse.

Screens are laid out in logical px; the sheet makes them so many times larger on the surface, letters and edges sharp.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pygame

from game.texts import say
from game.ui import fonts, palette
from game.ui.palette import Colour, Rgba
from game.ui.why import Why

Act = Callable[[], None]
Ask = Callable[[], Why]
Paint = Colour | Rgba
_LARGE = 3
TIP_WIDTH = 300
NAME_STEP = 15
"""Px from line to line of a name in a row."""


@dataclass(frozen=True)
class Place:
    """A part of a screen that answers the mouse."""

    rect: pygame.Rect
    act: Act | None
    """What a click does; None if the place only has a tip."""
    tip: str = ""
    """What is told while the mouse rests on it."""
    why: Ask | None = None
    """What the number on it is made of, when it is asked."""
    rests: bool = True
    """Whether it answers why by itself where the mouse rests, not only when it is asked."""


def scaled(rect: pygame.Rect, factor: float) -> pygame.Rect:
    """The px of a surface in a rectangle of logical px."""
    if factor == 1.0:
        return rect.copy()
    left, top, right, bottom = (round(v * factor) for v in (rect.left, rect.top, rect.right, rect.bottom))
    return pygame.Rect(left, top, right - left, bottom - top)


@functools.lru_cache(maxsize=512)
def tile(
    size: tuple[int, int], colour: Paint, radius: float, edge: Paint | None = None, edge_px: float = 1
) -> pygame.Surface:
    """A smooth box with round corners, with an edge or without."""
    width, height = size
    large = pygame.Surface((width * _LARGE, height * _LARGE), pygame.SRCALPHA, 32)
    large.fill((*(edge or colour)[:3], 0))
    box, bend = large.get_rect(), round(radius * _LARGE)
    pygame.draw.rect(large, edge or colour, box, border_radius=bend)
    if edge is not None:
        inset = round(edge_px * _LARGE)
        pygame.draw.rect(large, colour, box.inflate(-2 * inset, -2 * inset), border_radius=max(0, bend - inset))
    return pygame.transform.smoothscale(large, size)


@functools.lru_cache(maxsize=256)
def shape(points: tuple[tuple[float, float], ...], size: tuple[int, int], colour: Colour) -> pygame.Surface:
    """A smooth polygon on a clear ground."""
    large = pygame.Surface((size[0] * 4, size[1] * 4), pygame.SRCALPHA, 32)
    large.fill((*colour, 0))
    pygame.draw.polygon(large, colour, [(round(x * 4), round(y * 4)) for x, y in points])
    return pygame.transform.smoothscale(large, size)


@functools.lru_cache(maxsize=128)
def disc(diameter: int, colour: Colour, hollow: bool = False) -> pygame.Surface:
    """A smooth disc, or a ring."""
    large = pygame.Surface((diameter * 4, diameter * 4), pygame.SRCALPHA, 32)
    large.fill((*colour, 0))
    middle = (diameter * 2, diameter * 2)
    pygame.draw.circle(large, colour, middle, diameter * 2, width=5 if hollow else 0)
    return pygame.transform.smoothscale(large, (diameter, diameter))


def wrapped(words: str, weight: str, size: float, width: int) -> list[str]:
    """A text broken at its blanks into lines no wider than so many px; a longer word stands alone."""
    return list(_wrapped(words, weight, size, width))


@functools.lru_cache(maxsize=2048)
def _wrapped(words: str, weight: str, size: float, width: int) -> tuple[str, ...]:
    lines: list[str] = []
    for paragraph in words.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and fonts.width(longer, weight, size) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return tuple(lines)


def cut(words: str, weight: str, size: float, width: int) -> str:
    """A text that fits into so many px, its end replaced by dots if need be."""
    if fonts.width(words, weight, size) <= width:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if fonts.width(words[:middle].rstrip() + "…", weight, size) <= width:
            low = middle
        else:
            high = middle - 1
    return words[:low].rstrip() + "…"


def name_rise(words: str, most: int, size: float = 12.4, weight: str = fonts.REGULAR) -> int:
    """How much higher a row must be for a name that `Sheet.name` writes in so many px."""
    return NAME_STEP * (len(wrapped(words, weight, size, most)) - 1)


class Sheet:
    """A surface being drawn, with the places on it that answer the mouse."""

    def __init__(
        self, surface: pygame.Surface, mouse: tuple[int, int] | None, language: str, factor: float = 1.0
    ) -> None:  # fmt: skip
        self.surface, self.mouse, self.language, self.factor = surface, mouse, language, factor
        self.places: list[Place] = []
        self.rect = pygame.Rect(0, 0, *(round(side / factor) for side in surface.get_size()))
        """The whole sheet in logical px."""
        self._bounds = self.rect

    # logical px and px of the surface --------------------------------------------------------------------------------

    def px(self, rect: pygame.Rect) -> pygame.Rect:
        """Where a part of the sheet lies on the surface; parts that touch still do."""
        return scaled(rect, self.factor)

    def part(self, rect: pygame.Rect) -> pygame.Surface:
        """A part of the surface itself, for what is drawn in its px, such as the map."""
        return self.surface.subsurface(self.px(rect).clip(self.surface.get_rect()))

    def say(self, key: str, **values: Any) -> str:
        """The text of a key of the window in the language of the sheet."""
        return say(self.language, f"ui.{key}", **values)

    def word(self, key: str, **values: Any) -> str:
        """The text of a key of the game in the language of the sheet."""
        return say(self.language, key, **values)

    def hot(self, rect: pygame.Rect) -> bool:
        """Whether the mouse rests on a part of what may be drawn now."""
        return self.mouse is not None and rect.clip(self._bounds).collidepoint(self.mouse)

    def place(
        self, rect: pygame.Rect, act: Act | None, tip: str = "", why: Ask | None = None, rests: bool = True
    ) -> None:  # fmt: skip
        """Let a part of the sheet answer the mouse."""
        seen = rect.clip(self._bounds)
        if seen.width and seen.height:
            self.places.append(Place(seen, act, tip, why, rests))

    def mute(self) -> None:
        """Forget all places: what was drawn lies under something else."""
        self.places.clear()

    @contextmanager
    def within(self, rect: pygame.Rect) -> Iterator[None]:
        """Draw and answer only inside a part of the sheet."""
        before, clip = self._bounds, self.surface.get_clip()
        self._bounds = rect.clip(before)
        self.surface.set_clip(self.px(self._bounds))
        yield
        self._bounds = before
        self.surface.set_clip(clip)

    # words -----------------------------------------------------------------------------------------------------------

    def text(
        self, words: str, x: float, y: float, *, size: float = palette.BODY, weight: str = fonts.REGULAR,
        colour: Colour = palette.TEXT, anchor: str = "left", most: int = 0, tracking: float = 0.0,
    ) -> pygame.Rect:  # fmt: skip
        """Write one line with its middle at y and its left end, middle or right end at x; cut to `most` px if given."""
        shown = cut(words, weight, size, most) if most else words
        k = self.factor
        picture = fonts.text(shown, weight, size * k, colour, tracking * k)
        left = x * k - {"left": 0.0, "centre": picture.get_width() / 2, "right": float(picture.get_width())}[anchor]
        rect = picture.get_rect(topleft=(round(left), round(y * k - picture.get_height() / 2)))
        self.surface.blit(picture, rect)
        if k != 1.0:
            rect = pygame.Rect(*(round(v / k) for v in rect.topleft), *(math.ceil(v / k) for v in rect.size))
        if shown != words:
            self.place(rect, None, words)
        return rect

    def name(
        self, words: str, x: int, y: int, most: int, *, size: float = 12.4, weight: str = fonts.REGULAR,
        colour: Colour = palette.TEXT,
    ) -> None:  # fmt: skip
        """Write a name in a row with its middle at y, in as many lines as it takes: see `name_rise`."""
        broken = wrapped(words, weight, size, most)
        top = y - NAME_STEP * (len(broken) - 1) / 2
        for i, line in enumerate(broken):
            self.text(line, x, top + NAME_STEP * i, size=size, weight=weight, colour=colour)

    def head(self, words: str, x: int, y: int) -> pygame.Rect:
        """Write the head of a section."""
        return self.text(words.upper(), x, y, size=10.5, weight=fonts.SEMIBOLD, colour=palette.TEXT_THIRD, tracking=0.9)

    def paragraph(
        self, words: str, x: int, top: int, width: int, *, size: float = palette.BODY, weight: str = fonts.REGULAR,
        colour: Colour = palette.TEXT_SECOND, lines: int = 0,
    ) -> int:  # fmt: skip
        """Write a text in lines from a top edge down, at most so many; the lower edge."""
        broken, step = wrapped(words, weight, size, width), math.ceil(size * 1.42)
        if lines and len(broken) > lines:
            broken = [*broken[: lines - 1], " ".join(broken[lines - 1 :])]
        for line in broken:
            self.text(line, x, top + step / 2, size=size, weight=weight, colour=colour, most=width if lines else 0)
            top += step
        return top

    # boxes -----------------------------------------------------------------------------------------------------------

    def fill(self, rect: pygame.Rect, colour: Paint) -> None:
        """Fill a rectangle; with an alpha, veil it."""
        if len(colour) == 3:
            self.surface.fill(colour, self.px(rect))
        else:
            veil = pygame.Surface(self.px(rect).size, pygame.SRCALPHA, 32)
            veil.fill(colour)
            self.surface.blit(veil, self.px(rect))

    def box(
        self, rect: pygame.Rect, colour: Paint, radius: float = 6, edge: Paint | None = None, edge_px: float = 1
    ) -> None:
        """Draw a smooth box with round corners."""
        there = self.px(rect)
        if there.width > 0 and there.height > 0:
            picture = tile(there.size, colour, radius * self.factor, edge, edge_px * self.factor)
            self.surface.blit(picture, there)

    def line(self, x: int, y: int, width: int) -> None:
        """Draw the thin line between two sections."""
        self.fill(pygame.Rect(x, y, width, 1), palette.LINE)

    def frame(self, rect: pygame.Rect, colour: Colour, width: float = 1) -> None:
        """Draw the edges of a rectangle."""
        pygame.draw.rect(self.surface, colour, self.px(rect), max(1, round(width * self.factor)))

    def stroke(self, points: Sequence[tuple[float, float]], colour: Colour, width: float = 1) -> None:
        """Draw a line through points; one that is a px wide is smooth."""
        there = [(x * self.factor, y * self.factor) for x, y in points]
        thick = round(width * self.factor)
        if thick > 1:
            pygame.draw.lines(self.surface, colour, False, there, thick)
        else:
            pygame.draw.aalines(self.surface, colour, False, there)

    def disc(self, x: float, y: float, diameter: float, colour: Colour, hollow: bool = False) -> None:
        """Draw a smooth disc, or a ring, with its middle at a point."""
        self.sharp(lambda k: disc(round(diameter * k), colour, hollow), x, y)

    def shape(
        self, points: Sequence[tuple[float, float]], size: tuple[int, int], colour: Colour, x: float, y: float
    ) -> None:
        """Draw a smooth polygon that is given in a frame of a size, with the frame's middle at a point."""

        def made(k: float) -> pygame.Surface:
            return shape(tuple((a * k, b * k) for a, b in points), (round(size[0] * k), round(size[1] * k)), colour)

        self.sharp(made, x, y)

    def sharp(self, made: Callable[[float], pygame.Surface], x: float, y: float) -> None:
        """Draw a picture, made so many times larger than it is in logical px, with its middle at a point."""
        picture = made(self.factor)
        self.surface.blit(picture, picture.get_rect(center=(round(x * self.factor), round(y * self.factor))))

    def picture(self, picture: pygame.Surface, x: float, y: float) -> None:
        """Draw a picture in logical px with its middle at a point."""
        self.sharp(lambda k: picture if k == 1.0 else pygame.transform.smoothscale_by(picture, k), x, y)

    def blit(self, picture: pygame.Surface, rect: pygame.Rect) -> None:
        """Draw a picture so that it fills a rectangle."""
        there = self.px(rect)
        if picture.get_size() != there.size:
            picture = pygame.transform.smoothscale(picture, there.size)
        self.surface.blit(picture, there)

    def gauge(self, rect: pygame.Rect, share: float, colour: Colour) -> None:
        """Draw a bar filled to a share, 0 to 1."""
        radius = rect.height / 2
        self.box(rect, palette.LINE, radius)
        length = round(rect.width * min(max(share, 0.0), 1.0))
        if length:
            self.box(pygame.Rect(rect.x, rect.y, max(length, rect.height), rect.height), colour, radius)

    # buttons ---------------------------------------------------------------------------------------------------------

    def cap(
        self, words: str, right: int, y: int, colour: Colour = palette.TEXT_SECOND, ground: Paint = palette.WELL
    ) -> int:
        """Draw the cap of a key with its right end at x; its left end."""
        width = fonts.width(words, fonts.BOLD, 10) + 10
        box = pygame.Rect(right - width, y - 9, width, 18)
        self.box(box, ground, 4)
        self.text(words, box.centerx, y, size=10, weight=fonts.BOLD, colour=colour, anchor="centre")
        return box.left

    def button(
        self, rect: pygame.Rect, label: str, act: Act | None, *, cap: str = "", primary: bool = False,
        chosen: bool = False, tip: str = "",
    ) -> None:  # fmt: skip
        """Draw a button; without an act it is out of use."""
        hot = act is not None and self.hot(rect)
        ground, ink = palette.RAISED, palette.TEXT
        if act is None and not chosen:
            ink = palette.TEXT_THIRD
        elif primary:
            ground = palette.blend(palette.ACCENT, (255, 255, 255), 0.25) if hot else palette.ACCENT
            ink = palette.ACCENT_INK
        elif hot:
            ground = palette.LINE
        edge = palette.ACCENT if chosen else None
        self.box(rect, ground, 6, edge, 1.5)
        left, right = rect.x, rect.right
        if cap:
            shade = palette.blend(palette.ACCENT, palette.ACCENT_INK, 0.28) if primary and act else palette.WELL
            right = self.cap(cap, rect.right - 8, rect.centery, ink if act else palette.TEXT_THIRD, shade)
        self.text(label, (left + right) / 2, rect.centery, weight=fonts.SEMIBOLD, colour=ink, anchor="centre",
                  most=right - left - 8)  # fmt: skip
        self.place(rect, act, tip)

    def stepper(self, right: int, y: int, value: str, width: int, down: Act | None, up: Act | None) -> int:
        """Draw a number between a minus and a plus, its right end at x; its left end."""
        size = 22
        plus = pygame.Rect(right - size, y - size // 2, size, size)
        minus = plus.move(-size - width, 0)
        for rect, sign, act in ((minus, "–", down), (plus, "+", up)):
            hot = act is not None and self.hot(rect)
            self.box(rect, palette.LINE if hot else palette.RAISED, 5)
            ink = palette.TEXT if act else palette.TEXT_THIRD
            self.text(sign, rect.centerx, rect.centery, weight=fonts.BOLD, colour=ink, anchor="centre")
            self.place(rect, act)
        self.text(value, (minus.right + plus.left) / 2, y, weight=fonts.SEMIBOLD, anchor="centre")
        return minus.left

    def tick(self, x: int, y: int, on: bool) -> None:
        """Draw a box that is ticked or not, its middle at a point."""
        box = pygame.Rect(x - 8, y - 8, 16, 16)
        self.box(box, palette.ACCENT if on else palette.WELL, 4, palette.ACCENT if on else palette.TEXT_THIRD)
        if on:
            self.text("✓", x, y, size=11, weight=fonts.BOLD, colour=palette.ACCENT_INK, anchor="centre")

    def bubble(self, words: str, at: tuple[int, int], colour: Colour = palette.TEXT, edge: Colour = palette.LINE) -> None:
        """Tell something beside a point, inside the sheet."""
        lines = wrapped(words, fonts.MEDIUM, 12.5, TIP_WIDTH)
        width = max(fonts.width(line, fonts.MEDIUM, 12.5) for line in lines) + 24
        box = pygame.Rect(at[0] + 14, at[1] + 16, width, 18 * len(lines) + 14)
        if box.right > self.rect.right - 6:
            box.right = max(at[0] - 10, box.width + 6)
        if box.bottom > self.rect.bottom - 6:
            box.bottom = at[1] - 10
        box.clamp_ip(self.rect)
        self.box(box.inflate(2, 2), (0, 0, 0, 90), 8)
        self.box(box, palette.PANEL, 7, edge, 1.2)
        for i, line in enumerate(lines):
            self.text(line, box.x + 12, box.y + 16 + 18 * i, size=12.5, weight=fonts.MEDIUM, colour=colour)
