"""Somebody who sits at the desk of the editor, without a display; tests edit through it."""

from __future__ import annotations

from pathlib import Path

import pygame
from window import FIELD, Player

from game.documents import read
from game.scenario.draft import Draft
from game.scenario.upgrade import upgraded
from game.ui.editor.desk import Desk
from game.ui.settings import Settings
from game.ui.table.camera import ZOOMS


class Author(Player):
    """Sits at the desk with a scenario in a file of its own."""

    def __init__(self, path: Path, size: tuple[int, int] = (1600, 900)) -> None:
        super().__init__(size)
        self.app.settings = Settings(editor_balance=False)
        self.path = path
        if not path.exists():
            path.write_text(upgraded(read(FIELD), FIELD.read_text(encoding="utf-8")), encoding="utf-8")
        self.first = path.read_bytes()
        self.desk = self.opened()

    def opened(self) -> Desk:
        """The desk on the file."""
        desk = Desk(self.app, Draft.read(self.path))
        self.app.push(desk)
        self.pass_time(2)
        if desk.has_map:
            desk.camera.step = ZOOMS.index(46)
            desk.camera.look_at(desk.grid.count // 2 + desk.grid.columns // 2)
        self.pass_time(2)
        return desk

    def at(self, number: str | int) -> tuple[int, int]:
        h = self.hex(number)
        x, y = self.desk.pointing.at(h)
        return round(x), round(y)

    def hex(self, number: str | int) -> int:
        h = self.desk.grid.parse(number) if isinstance(number, str) else number
        assert h is not None
        return h

    def drag(self, *numbers: str | int) -> None:
        """Press on a hex, draw over others, let go."""
        self.desk.pointing.bring_into_view(self.hex(numbers[0]))
        self.point(self.at(numbers[0]))
        self.post(pygame.MOUSEBUTTONDOWN, pos=self.at(numbers[0]), button=1)
        for number in numbers[1:]:
            self.point(self.at(number))
        self.post(pygame.MOUSEBUTTONUP, pos=self.at(numbers[-1]), button=1)
        self.pass_time()

    def side(self, a: str, b: str) -> tuple[int, int]:
        """The middle of a hexside."""
        (ax, ay), (bx, by) = self.at(a), self.at(b)
        return round(ax * 0.52 + bx * 0.48), round(ay * 0.52 + by * 0.48)

    def terrain(self, number: str) -> str:
        words = self.desk.index.words("terrain")
        assert words is not None
        return words[self.hex(number)]

    def checked(self) -> None:
        """Let the check end."""
        self.wait(lambda: not self.desk.checking.is_due)

    def write(self, words: str) -> None:
        self.post(pygame.TEXTINPUT, text=words)

    def die(self) -> None:
        """End without closing anything, as a killed program does."""
        self.app.screens.clear()
