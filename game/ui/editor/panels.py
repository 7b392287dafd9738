"""What stands about the map of the desk: panels, and the one list that says which belongs where.

A panel is drawn into the area of its slot and is asked first about every event; it reads `desk.draft` and changes it by
`desk.do`. Rooms are loaded when they are first shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

import pygame

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.sheet import Sheet

GROUND, HEXSIDES, UNITS, SUPPLY, OBJECTIVES, EVENTS, BATTLE = (
    "ground", "hexsides", "units", "supply", "objectives", "events", "battle",
)  # fmt: skip
TABS = (GROUND, HEXSIDES, UNITS, SUPPLY, OBJECTIVES, EVENTS, BATTLE)
PALETTE, UPPER, LOWER, MIDDLE = "palette", "upper", "lower", "middle"
"""Slots: left of the map, right of it above and below; MIDDLE stands in place of the map."""


OF_TAB = {
    GROUND: ("terrain", "elevation", "control", "trenches", "rubble"), HEXSIDES: ("roads", "rails", "waters", "bridges"),
    UNITS: ("formations",), SUPPLY: ("supply",), OBJECTIVES: ("places", "victory"), EVENTS: ("events",),
    BATTLE: ("title", "about", "calendar", "weather", "sides", "history"),
}  # fmt: skip
"""Which keys of a file a tab is about."""


def tab_of(key: str, tab: str) -> str:
    """The tab that is about a key of the file; the one given if none is."""
    return next((name for name, keys in OF_TAB.items() if key in keys), tab)


class Panel:
    """A part of the desk beside the map."""

    width = 0
    """Logical px that it would like to be wide; 0 for what its slot gives."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def draw(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw it, with the places that answer the mouse."""
        raise NotImplementedError

    def handle(self, event: pygame.event.Event) -> bool:
        """Answer an event before the desk does; whether it was meant for this panel."""
        return False

    def wants(self, event: pygame.event.Event) -> bool:
        """Whether it answers Tab itself, going from field to field."""
        return False

    def over(self, surface: pygame.Surface) -> None:
        """Draw on the map, in px of its view."""

    def tick(self, milliseconds: int) -> bool:
        """Let time pass; True while something moves by itself."""
        return False

    def edited(self) -> None:
        """The draft has changed."""

    def chosen(self) -> None:
        """Something else has been selected: `desk.selected`."""

    def close(self) -> None:
        """The desk is being left."""


@dataclass(frozen=True)
class Room:
    """A panel's place in the desk."""

    slot: str
    tabs: tuple[str, ...]
    where: str
    """Module and class, "game.ui.editor.history:History"."""
    text: str
    """Key of its name, shown where several share a slot."""

    def made(self, desk: Desk) -> Panel:
        """The panel at a desk."""
        module, _, name = self.where.partition(":")
        panel = getattr(import_module(module), name)(desk)
        assert isinstance(panel, Panel)
        return panel


ROOMS: tuple[Room, ...] = (
    Room(PALETTE, TABS, "game.ui.editor.palette:Palette", "ui.desk.palette"),
    Room(UPPER, (UNITS,), "game.ui.editor.forms.forces:Forces", "ui.editor_forms.forces"),
    Room(UPPER, (SUPPLY,), "game.ui.editor.forms.lists:Supplies", "ui.editor_forms.supplies"),
    Room(UPPER, (OBJECTIVES,), "game.ui.editor.forms.lists:Objectives", "ui.editor_forms.objectives"),
    Room(UPPER, (OBJECTIVES,), "game.ui.editor.forms.lists:Places", "ui.editor_forms.places"),
    Room(UPPER, (EVENTS,), "game.ui.editor.forms.lists:Events", "ui.editor_forms.events"),
    Room(LOWER, (EVENTS,), "game.ui.editor.forms.timeline:Timeline", "ui.editor_forms.dry_run"),
    Room(UPPER, (BATTLE,), "game.ui.editor.forms.battle:Battle", "ui.editor_forms.battle"),
    Room(UPPER, (BATTLE,), "game.ui.editor.forms.battle:Weather", "ui.editor_forms.weather"),
    Room(UPPER, (BATTLE,), "game.ui.editor.forms.lists:Facts", "ui.editor_forms.facts"),
    Room(UPPER, TABS, "game.ui.editor.history:History", "ui.desk.history"),
    Room(LOWER, TABS, "game.ui.editor.balance:Balance", "ui.editor_balance.head"),
)
"""Every panel; those of a slot in the order of their names."""
