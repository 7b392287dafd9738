"""Export: the map as a picture or as GeoJSON, the order of battle as a table, into a file that the user names."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from game.folders import write_whole
from game.scenario.exchange import units_csv
from game.scenario.exchange.map_geojson import map_geojson
from game.ui import folder, fonts
from game.ui.dialog import Dialog
from game.ui.entry import Entry
from game.ui.paint.map import picture
from game.ui.sheet import Sheet, wrapped
from game.ui.table.camera import ZOOMS, size_px, world_of
from game.ui.task import Task

if TYPE_CHECKING:
    from game.scenario.load import Scenario
    from game.ui.editor.desk import Desk

WIDTH, PAD, CHOICE = 520, 28, 36
KINDS = {"picture": "png", "geojson": "geojson", "units": "csv"}
"""What can be written -> the ending of its file."""
MOST_PX = 60_000_000
"""Largest picture."""


class Export(Dialog):
    """Enter writes the file."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.kind = "picture"
        self.step = ZOOMS.index(46)
        self.entry = Entry(self._proposed(), most=400, size=13)
        super().__init__(desk.app, "path", path=self.entry)
        self.told = ""
        self._over: str | None = None
        """The path that the user has been told would be written over."""
        self._task: Task[int] | None = None
        while self.step and not self._fits():
            self.step -= 1

    def _proposed(self) -> str:
        """A file beside the scenario's."""
        path = self.desk.draft.path
        beside = path.resolve().parent if path is not None else Path.home()
        return folder.tilde(beside / f"{self.desk.draft.name}.{KINDS[self.kind]}")

    def _fits(self) -> bool:
        """Whether the picture is not too large."""
        width, height = self._size()
        return width * height <= MOST_PX

    def _size(self) -> tuple[int, int]:
        sketch = self.desk.sketch
        return size_px(world_of(sketch.grid), ZOOMS[self.step]) if sketch is not None else (0, 0)

    # what is done ----------------------------------------------------------------------------------------------------

    def choose(self, kind: str) -> None:
        """Write this; a path that was proposed changes with it."""
        untouched = self.entry.words == self._proposed()
        self.kind, self.told, self._over = kind, "", None
        if untouched:
            self.entry.set(self._proposed())
        self.app.dirty = True

    def turn_scale(self, by: int) -> None:
        """A larger picture, or a smaller one."""
        before, self.step = self.step, min(max(self.step + by, 0), len(ZOOMS) - 1)
        if not self._fits():
            self.step = before
        self.app.dirty = True

    def go(self) -> None:
        """Write the file, in a thread of its own; one that exists is written over when asked a second time."""
        words = self.entry.words.strip()
        if self._task is not None or not words:
            return
        path = Path(words).expanduser()
        made = self._made()
        if made is None:
            self.told = self.desk.say("editor_exchange.no_map")
        elif path.is_dir() or not path.parent.is_dir():
            self.told = self.desk.say("editor_exchange.no_folder")
        elif path.exists() and self._over != words:
            self._over, self.told = words, self.desk.say("editor_exchange.exists", file=path.name)
        else:
            self.told = self.desk.say("editor_exchange.writing")
            self._task = Task(lambda _: _write(path, made))
        self.app.dirty = True

    def _made(self) -> Callable[[], bytes] | None:
        """What makes the file's bytes; None if the draft has no map."""
        sketch, scale, language = self.desk.sketching.settle(), ZOOMS[self.step], self.app.language
        if self.kind == "units":
            root = self.desk.draft.document.root
            values = root.plain() if root is not None else None
            return (lambda: units_csv.export(values).encode()) if isinstance(values, dict) else None
        if sketch is None:
            return None
        if self.kind == "geojson":
            return lambda: map_geojson(sketch).encode()
        return lambda: _png(sketch, scale, language)

    def tick(self, milliseconds: int) -> bool:
        """Say what came of it."""
        if self._task is None or not self._task.over:
            return self._task is not None
        task, self._task = self._task, None
        path = Path(self.entry.words.strip()).expanduser()
        self.app.dirty = True
        if task.error is None:
            self.app.pop()
            size = f"{task.result / 1000:.0f}"
            self.desk.tell_note(self.desk.say("editor_exchange.written", file=folder.tilde(path), size=size))
        else:
            reason = task.error.strerror if isinstance(task.error, OSError) else str(task.error)
            self.told = self.desk.say("editor_exchange.not_written", why=(reason or "?").lower())
        return False

    def handle(self, event: pygame.event.Event) -> None:
        """Tell no more of a path that is not there now."""
        before = self.entry.words
        super().handle(event)
        if self.entry.words != before:
            self.told = ""

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet) -> None:
        """Draw what can be written, the path, and the buttons."""
        inner = WIDTH - 2 * PAD
        lines = len(wrapped(self.told, fonts.REGULAR, 12, inner)) if self.told else 1
        height = 62 + (CHOICE + 6) * len(KINDS) + 150 + 18 * lines
        box = self.frame(sheet, sheet.say("editor_exchange.export"), WIDTH, height)
        x, top = box.x + PAD, box.y + 58
        for kind in KINDS:
            rect = pygame.Rect(x, top, inner, CHOICE)
            label = sheet.say(f"editor_exchange.as_{kind}")
            self.button(sheet, kind, rect, label, functools.partial(self.choose, kind), chosen=kind == self.kind)
            top += CHOICE + 6
        if self.kind == "picture":
            row = pygame.Rect(x, top, inner, 34)
            width, height = self._size()
            words = sheet.say("editor_exchange.scale", width=width, height=height)
            value = sheet.say("editor_exchange.px", px=ZOOMS[self.step])
            self.number(sheet, "scale", row, words, value, self.turn_scale)
        top += 38
        path = pygame.Rect(x, top, inner, 34)
        self.line(sheet, "path", path)
        if self.told:
            sheet.paragraph(self.told, x, path.bottom + 8, inner, size=12)
        label = "overwrite" if self._over is not None and self._over == self.entry.words.strip() else "write"
        area = pygame.Rect(x, box.bottom - 58, inner, 38)
        write = self.go if self._task is None else None
        self.foot(sheet, area, sheet.say("editor_exchange.leave"), sheet.say(f"editor_exchange.{label}"), write)


def _write(path: Path, made: Callable[[], bytes]) -> int:
    """Write a file; its size in bytes. Raises OSError."""
    data = made()
    write_whole(path, data)
    return len(data)


def _png(sketch: Scenario, scale: int, language: str) -> bytes:
    """The whole map with everything on it, as it is on the first morning."""
    file = io.BytesIO()
    pygame.image.save(picture(sketch, sketch.start, scale, language), file, "map.png")
    return file.getvalue()
