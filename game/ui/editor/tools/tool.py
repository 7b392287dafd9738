"""What every tool of the desk can do: pressed, dragged and let go on the map, drawn over it, and left half done."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pygame

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.editor.tools.spots import Spot


class Tool:
    """A tool; one gesture of it is one line of the history."""

    name: ClassVar[str] = ""
    key: ClassVar[str] = ""
    drags: ClassVar[bool] = True
    """Whether a gesture may go on over several hexes: by keyboard it begins and ends with Space."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def busy(self) -> bool:
        """Whether a gesture is being made."""
        return False

    def press(self, spot: Spot) -> None:
        """A button goes down."""

    def drag(self, spot: Spot) -> None:
        """The mouse moves with the button down."""

    def release(self, spot: Spot | None) -> None:
        """The button comes up, perhaps off the map: the gesture is done."""

    def cancel(self) -> None:
        """Leave the gesture undone."""

    def under(self, surface: pygame.Surface) -> None:
        """Draw what the gesture does, under the names and counters."""

    def over(self, surface: pygame.Surface, spot: Spot | None) -> None:
        """Draw what would be done at a spot."""

    def words(self, spot: Spot) -> list[str]:
        """What would be done at a spot, in lines: a head and what is told of it; none if nothing need be said."""
        return []
