"""Smooth lines on the map, roads and waters alike, found by the squares they run through and widened when drawn."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Generic, TypeVar

from game.ui.paint import lines
from game.ui.paint.canvas import Canvas, Shapes
from game.ui.paint.chance import Floats
from game.ui.paint.chunks import Box, Chunk, Squares
from game.ui.paint.kept import kept
from game.ui.palette import Colour

Kind = TypeVar("Kind", bound="Course")
DASH_KM = 0.10, 0.05
"""A dash of a track and the gap behind it."""


class Course:
    """A line in km; it is never changed, so what is made of it is kept with it."""

    def __init__(self, line: Floats) -> None:
        self.line = line

    @functools.cached_property
    def length(self) -> float:
        """How long it is in km."""
        return float(lines.length_along(self.line)[-1])

    @kept(1)
    def chunks(self, squares: Squares) -> frozenset[Chunk]:
        """The squares it runs through."""
        return squares.of(self.line)

    @kept(3)
    def strips(self, width: float, colour: Colour) -> Shapes:
        """The line so wide in km."""
        return Shapes(lines.strip(self.line, width), colour)

    @kept(1)
    def dashes(self, width: float, colour: Colour) -> Shapes:
        """The line dashed, so wide in km."""
        return Shapes(lines.strips(lines.dashes(self.line, *DASH_KM), width), colour)

    @kept(64)
    def crossings(self, other: Course) -> tuple[tuple[float, Floats], ...]:
        """Where it crosses another: how far along it, counted in its points, and the point."""
        return tuple(lines.crossings(self.line, other.line))


class Net(Generic[Kind]):
    """Courses found by place."""

    def __init__(self, squares: Squares, courses: Iterable[Kind]) -> None:
        self.squares = squares
        self.courses = list(courses)
        self._at: dict[Chunk, list[int]] = {}
        for i, course in enumerate(self.courses):
            for chunk in course.chunks(squares):
                self._at.setdefault(chunk, []).append(i)

    def along(self, course: Course) -> list[Kind]:
        """The courses that run through the squares of another, in the order given."""
        found = {i for chunk in course.chunks(self.squares) for i in self._at.get(chunk, ())}
        return [self.courses[i] for i in sorted(found)]

    def near(self, box: Box) -> list[Kind]:
        """The courses that run through the squares about a rectangle, in the order given."""
        found = {i for chunk in self.squares.touching(box.grown(0.2)) for i in self._at.get(chunk, ())}
        return [self.courses[i] for i in sorted(found)]

    def draw(self, canvas: Canvas, width: float, colour: Colour) -> None:
        """Draw what shows of the courses, so wide in km."""
        for course in self.near(canvas.view):
            canvas.draw(course.strips(width, colour))
