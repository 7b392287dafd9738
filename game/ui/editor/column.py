"""The column on the right: panels that share a slot under one another's names, those of the gauge below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.texts import say
from game.ui import fonts, palette
from game.ui.editor import layout, panels
from game.ui.editor.panels import Panel, Room

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.sheet import Sheet

TAB = 30
LOWER, LOWER_LEAST = 0.46, 230


class Column:
    """Keeps which panels are shown."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._made: dict[Room, Panel] = {}
        self._shown: dict[str, Room] = {}
        """Tab -> the room chosen there."""

    def panel(self, room: Room) -> Panel:
        """The panel of a room, made when it is first shown."""
        if room not in self._made:
            self._made[room] = room.made(self.desk)
            self.desk.watching.append(self._made[room])
        return self._made[room]

    def _rooms(self, *slots: str) -> list[Room]:
        return [room for room in panels.ROOMS if room.slot in slots and self.desk.tab in room.tabs]

    def rooms(self) -> list[Room]:
        """The rooms that share the upper slot: all of them where there is no height for two."""
        low = layout.is_low(self.desk.app.size)
        return self._rooms(panels.UPPER, panels.LOWER) if low else self._rooms(panels.UPPER)

    def shown(self) -> Room | None:
        """The room shown above."""
        rooms = self.rooms()
        chosen = self._shown.get(self.desk.tab)
        return chosen if chosen in rooms else rooms[0] if rooms else None

    def show(self, text: str) -> None:
        """Show the room of the tab that has a name, if there is one."""
        found = next((room for room in self.rooms() if room.text == text), None)
        if found is not None:
            self._shown[self.desk.tab] = found
            self.desk.fit()
            self.desk.app.dirty = True

    def turn(self, by: int = 1) -> None:
        """Show the next room."""
        rooms, shown = self.rooms(), self.shown()
        if shown is not None:
            self.show(rooms[(rooms.index(shown) + by) % len(rooms)].text)

    def middle(self) -> Panel | None:
        """The panel that stands in place of the map, if the tab has one."""
        rooms = self._rooms(panels.MIDDLE)
        return self.panel(rooms[0]) if rooms else None

    @property
    def wanted(self) -> int:
        """How wide the shown panel would like to be."""
        shown = self.shown()
        return self.panel(shown).width if shown is not None else 0

    def _split(self, area: pygame.Rect) -> list[tuple[Room, pygame.Rect]]:
        """Every room that is shown, and where."""
        found: list[tuple[Room, pygame.Rect]] = []
        shown, lower = self.shown(), [] if layout.is_low(self.desk.app.size) else self._rooms(panels.LOWER)
        below = max(LOWER_LEAST, round(area.height * LOWER)) if lower else 0
        tabs = self._tab_height(area.width)
        if shown is not None:
            found.append((shown, pygame.Rect(area.x, area.y + tabs, area.width, area.height - below - tabs)))
        if lower:
            found.append((lower[0], pygame.Rect(area.x, area.bottom - below, area.width, below)))
        return found

    def in_view(self) -> list[tuple[Panel, pygame.Rect]]:
        """The panels that are shown, and where."""
        return [(self.panel(room), area) for room, area in self._split(self.desk.areas.column)]

    # drawing ---------------------------------------------------------------------------------------------------------

    def _label(self, room: Room) -> str:
        return say(self.desk.app.language, room.text)

    def _tab_rows(self, width: int) -> list[list[Room]]:
        """The names of rooms in rows as wide as the column."""
        rows: list[list[Room]] = [[]]
        used = 0
        for room in self.rooms():
            wide = fonts.width(self._label(room), fonts.SEMIBOLD, 12) + 26
            if used and used + wide > width - 20:
                rows.append([])
                used = 0
            rows[-1].append(room)
            used += wide
        return rows

    def _tab_height(self, width: int) -> int:
        return len(self._tab_rows(width)) * TAB + 10 if len(self.rooms()) > 1 else 6

    def draw(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw the names and the panels."""
        sheet.fill(area, palette.PANEL)
        sheet.fill(pygame.Rect(area.x, area.y, 1, area.height), palette.LINE)
        if len(self.rooms()) > 1:
            for i, row in enumerate(self._tab_rows(area.width)):
                x = area.x + 12
                for room in row:
                    x = self._tab(sheet, room, x, area.y + 8 + i * TAB)
        for room, rect in self._split(area):
            if room.slot == panels.LOWER and rect.y > area.y + TAB + 10:
                sheet.line(rect.x, rect.y, rect.width)
            with sheet.within(rect):
                self.panel(room).draw(sheet, rect)

    def _tab(self, sheet: Sheet, room: Room, x: int, y: int) -> int:
        """The name of a room; where the next begins."""
        label, chosen = self._label(room), room == self.shown()
        width = fonts.width(label, fonts.SEMIBOLD, 12) + 20
        rect = pygame.Rect(x, y, width, TAB - 4)
        if chosen or sheet.hot(rect):
            sheet.box(rect, palette.RAISED, 6, palette.ACCENT if chosen else None, 1.4)
        ink = palette.TEXT if chosen else palette.TEXT_SECOND
        sheet.text(label, rect.centerx, rect.centery, size=12, weight=fonts.SEMIBOLD, colour=ink, anchor="centre")
        sheet.place(rect, lambda: self.show(room.text))
        return rect.right + 6
