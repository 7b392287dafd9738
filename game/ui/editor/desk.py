"""The desk: a scenario's map with tools, panels about it, every change through the draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pygame

from game.hexes import Grid
from game.rulebook import Rules, load_rules
from game.scenario.draft import Address, Draft, Edit, Label
from game.scenario.load import Scenario
from game.texts import say
from game.ui import palette
from game.ui.commands import PLAIN
from game.ui.editor import bar, layout, notes, panels
from game.ui.editor.checking import Checking
from game.ui.editor.choice import Choice
from game.ui.editor.column import Column
from game.ui.editor.commands import answer
from game.ui.editor.files import Files
from game.ui.editor.foot import Foot
from game.ui.editor.index import Index
from game.ui.editor.panels import Panel
from game.ui.editor.picture import Picture, draw_values, mark_problems, ring_selected
from game.ui.editor.pointing import Pointing
from game.ui.editor.sketching import Sketching, sketch_of
from game.ui.editor.words import change_words, label_words, name_of
from game.ui.screen import Screen
from game.ui.table import overlay
from game.ui.table.camera import Camera
from game.ui.table.floats import Note
from game.ui.table.opening import opening_camera

if TYPE_CHECKING:
    from game.ui.app import App
    from game.ui.editor.tools.spots import Spot
    from game.ui.sheet import Sheet

NOTE_MS = 7000


class Desk(Screen):
    """A scenario being made."""

    def __init__(
        self, app: App, draft: Draft, tab: str = panels.GROUND, picture: Picture | None = None
    ) -> None:  # fmt: skip
        super().__init__(app)
        self.draft, self.tab = draft, tab
        self.rules: Rules = load_rules()
        self.selected: Address | None = None
        self.hover: int | None = None
        self.spot: Spot | None = None
        self.note: Note | None = None
        self.sketching = Sketching(draft, picture.sketch if picture is not None else sketch_of(draft))
        self.picture: Picture | None = picture
        self._camera: Camera | None = None
        self._index: Index | None = None
        self.pointing: Pointing = Pointing(self)
        self.choice: Choice = Choice(self)
        self.column: Column = Column(self)
        self.foot: Foot = Foot(self)
        self.checking: Checking = Checking(self)
        self.files: Files = Files(self)
        self.watching: list[Panel] = []
        """Panels made so far."""
        self.palette = next(room for room in panels.ROOMS if room.slot == panels.PALETTE).made(self)
        draft.listeners.append(self._changed)
        self._open()

    def _open(self) -> None:
        """Show the first picture, as far as there is one."""
        sketch = self.sketch
        if sketch is None:
            self.foot.show_text(1)
            return
        if self._camera is None or self._camera.grid != sketch.grid:
            self._camera = opening_camera(sketch, sketch.start, self.app.size, self.app.factor)
            self.fit()
        if self.picture is None or self.picture.sketch.grid != sketch.grid:
            self.picture = Picture(sketch, self.app.language)

    def _look_at_sketch(self) -> None:
        """Take over a new sketch if there is one."""
        if self.sketching.look():
            self._open()
            self.app.dirty = True

    # what panels and tools ask ---------------------------------------------------------------------------------------

    @property
    def grid(self) -> Grid:
        """The size of the map that is drawn."""
        return self.camera.grid

    @property
    def sketch(self) -> Scenario | None:
        """As much of the scenario as can be drawn, as it was drawn last."""
        return self.sketching.latest

    @property
    def camera(self) -> Camera:
        """What part of the map is seen."""
        assert self._camera is not None
        return self._camera

    @property
    def index(self) -> Index:
        """Where everything stands."""
        document = self.draft.document
        if self._index is None or self._index.document is not document:
            self._index = Index(document, self.grid)
        return self._index

    @property
    def has_map(self) -> bool:
        """Whether there is a map to be drawn."""
        return self.picture is not None

    @property
    def areas(self) -> layout.Areas:
        """Where everything is drawn."""
        return layout.areas(self.app.size, self.foot.folded, self.column.wanted)

    @property
    def is_exact(self) -> bool:
        """Whether the tool in hand means more exact points than hexes."""
        return self.tab == panels.HEXSIDES

    def say(self, key: str, **values: Any) -> str:
        """The text of a key of the window."""
        return say(self.app.language, f"ui.{key}", **values)

    def word(self, key: str, **values: Any) -> str:
        """The text of a key of the game."""
        return say(self.app.language, key, **values)

    def word_in(self, language: str, key: str) -> str:
        """The text of a key in a language."""
        return say(language, key)

    def label_words(self, label: Label) -> str:
        """A line of the history in words."""
        return label_words(self.app.language, label)

    def name_of(self, path: Address) -> str:
        """What something is called."""
        return name_of(self.draft, path, self.app.language)

    def change_words(self, h: int, new: str | None) -> str:
        """What painting makes of a hex, in words."""
        return change_words(self, h, new)

    def degrees(self, h: int) -> tuple[float, float]:
        """Latitude and longitude of the middle of a hex."""
        assert self.sketch is not None
        return self.sketch.ground.geo.to_degrees(*self.grid.centre(h))

    # what is done ----------------------------------------------------------------------------------------------------

    def do(self, label: Label, edits: Sequence[Edit], merge: str = "") -> bool:
        """Make edits as a line of the history; False, with a note, if they have no place in the text."""
        try:
            return self.draft.do(label, edits, merge)
        except ValueError as error:
            self.tell_note(self.say("desk.no_place", why=str(error)), "bad")
            return False

    def undo(self) -> None:
        """Take the last line of the history back."""
        if self.pointing.drop():
            return
        label = self.draft.history[self.draft.position - 1].label if self.draft.position else None
        if label is not None and self.draft.undo():
            self.tell_note(self.say("desk.undone", what=self.label_words(label)))

    def redo(self) -> None:
        """Make it again."""
        if self.draft.redo():
            label = self.draft.history[self.draft.position - 1].label
            self.tell_note(self.say("desk.redone", what=self.label_words(label)))

    def _changed(self, what: str) -> None:
        """The text is another: it is drawn when the next picture is."""
        self._index = None
        if self.selected is not None and self.draft.value(self.selected) is None:
            self.select(None)
        self.checking.edited()
        self.files.edited()
        for panel in self.watching:
            panel.edited()
        self.app.dirty = True

    def take_over(self, draft: Draft, restored: bool = False) -> None:
        """Go on with another draft, in place of this one; it may be one restored from its journal."""
        self.pointing.drop()
        self.draft.listeners.remove(self._changed)
        self.draft = draft
        draft.listeners.append(self._changed)
        self.files.take(draft, restored)
        self.select(None)
        self._index, self.picture, self._camera = None, None, None
        self.sketching = Sketching(draft, sketch_of(draft))
        self._open()
        self._changed("do")

    def select(self, path: Address | None) -> None:
        """Select something, or nothing."""
        self.selected = path
        for panel in self.watching:
            panel.chosen()
        self.app.dirty = True

    def show(self, path: Address) -> None:
        """Select something and bring it into view."""
        self.select(path)
        hexes = self.index.hexes_of(path) if self.has_map else []
        if hexes:
            self.pointing.bring_into_view(hexes[0])

    def look_at(self, h: int) -> None:
        """Bring a hex to the middle of the map."""
        self.camera.look_at(h)
        self.app.dirty = True

    def go_to_tab(self, tab: str) -> None:
        """Show another tab."""
        self.pointing.drop()
        self.tab = tab
        self.fit()
        self.app.dirty = True

    def tell_note(self, words: str, tone: str = PLAIN) -> None:
        """Say something over the map for a while."""
        self.note = Note(words, tone, NOTE_MS)
        self.app.dirty = True

    def quiet(self) -> None:
        """Put the note away."""
        self.note = None
        self.app.dirty = True

    def back_out(self) -> None:
        """Leave what is being done, one step at a time; the menu comes last."""
        if self.pointing.drop():
            return
        if self.note is not None:
            self.quiet()
        elif self.pointing.cursor.is_on:
            self.pointing.cursor.off()
        elif self.selected is not None:
            self.select(None)
        else:
            self.files.menu()

    # events and time -------------------------------------------------------------------------------------------------

    def panels_in_view(self) -> list[tuple[Panel, pygame.Rect]]:
        """The panels that are shown, each with where."""
        areas = self.areas
        found = [(self.palette, areas.palette), *self.column.in_view()]
        middle = self.column.middle()
        return [*found, (middle, areas.map)] if middle is not None else found

    def wants(self, event: pygame.event.Event) -> bool:
        """Tab is that of a panel that is being typed into."""
        return any(panel.wants(event) for panel, _ in self.panels_in_view())

    def handle(self, event: pygame.event.Event) -> None:
        """Answer a key or the mouse: panels first, then the commands, then the map."""
        if event.type == pygame.MOUSEWHEEL:
            self._wheel(event)
            return
        if any([panel.handle(event) for panel, _ in self.panels_in_view()]) or self.foot.handle(event):
            self.app.dirty = True
        elif event.type == pygame.KEYDOWN:
            answer(self, event)
            self.pointing.cursor.follow()
        elif self.has_map and self.column.middle() is None:
            self.pointing.handle(event)

    def _wheel(self, event: pygame.event.Event) -> None:
        """The wheel is what lies under the mouse's."""
        at = self.app.mouse
        if at is None:
            return
        for panel, area in self.panels_in_view():
            if area.collidepoint(at):
                panel.handle(event)
                self.app.dirty = True
                return
        if self.areas.foot.collidepoint(at):
            self.foot.handle(event)
        elif self.has_map:
            self.pointing.handle(event)

    def tick(self, milliseconds: int) -> bool:
        """Let time pass: painting, moving the map, checking, the files, messages that fade."""
        moving = self.checking.tick(milliseconds) | self.files.tick(milliseconds)
        if not self.sketching.is_settled:
            self._look_at_sketch()
            moving = True
        if self.picture is not None:
            moving = self.pointing.tick(milliseconds) or moving
            if not self.picture.advance(self.camera):
                self.app.dirty = moving = True
        if self.note is not None:
            self.note.left -= milliseconds
            moving = True
            if self.note.left <= 0:
                self.quiet()
        return any([panel.tick(milliseconds) for panel in self.watching]) or moving

    def close(self) -> None:
        """Leave the desk; what is not saved stays in the journal."""
        for panel in self.watching:
            panel.close()
        self.checking.close()
        self.files.close()
        self.draft.listeners.remove(self._changed)

    # drawing ---------------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Give the camera the size of the map's area."""
        size = self.app.px(self.areas.map).size
        if self._camera is not None and self._camera.size != size:
            self._camera.resize(size)
            self.app.dirty = True

    def draw(self, sheet: Sheet) -> None:
        """Draw the map, what lies on it, and everything about it."""
        self._look_at_sketch()
        if self.sketch is not None and self.picture is not None and self.sketching.is_settled:
            self.picture.show(self.sketch, self.app.language)
        self.fit()
        areas, middle = self.areas, self.column.middle()
        if middle is not None:
            sheet.fill(areas.map, palette.PANEL)
            with sheet.within(areas.map):
                middle.draw(sheet, areas.map)
        elif self.picture is not None:
            self._draw_map(sheet.part(areas.map), self.picture)
            notes.draw(sheet, self, areas.map)
        else:
            notes.no_map(sheet, self, areas.map)
        notes.draw_bars(sheet, self, areas.map)
        sheet.fill(areas.palette, palette.PANEL)
        with sheet.within(areas.palette):
            self.palette.draw(sheet, areas.palette)
        self.column.draw(sheet, areas.column)
        self.foot.draw(sheet, areas.foot)
        bar.draw(sheet, self)

    def _draw_map(self, surface: pygame.Surface, picture: Picture) -> None:
        """Draw ground, counters, what the tool does, what is selected, what is wrong."""
        tool = self.choice.tool
        picture.draw(surface, self.camera, self.is_exact, tool.under)
        ring_selected(surface, self.camera, self.index, self.selected)
        for panel in self.watching:
            panel.over(surface)
        mark_problems(surface, self.camera, self.checking.marks, self.foot.problem)
        tool.over(surface, self.spot)
        self.pointing.cursor.draw(surface)

    def draw_values(self, surface: pygame.Surface, hexes: Iterable[int]) -> None:
        """Hexes of a gesture as they will be."""
        draw_values(surface, self.camera, hexes, self.choice.value)
        overlay.outline(surface, self.camera, frozenset(hexes), palette.ACCENT, 1.6)
