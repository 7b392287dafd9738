"""Import of geographic data: a file or folder is read, what it comes to is shown, chosen parts go into the draft."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from game.diagnostics import BadInput, Diagnostic, harmless
from game.scenario.draft import Label
from game.scenario.exchange import taking
from game.scenario.exchange.taking import Laid, NoMap, Plan
from game.scenario.survey.lines import TooLong
from game.ui import folder, fonts, palette
from game.ui.dialog import Dialog
from game.ui.entry import Entry
from game.ui.sheet import Sheet, wrapped
from game.ui.table.told import BAD
from game.ui.task import Task

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk

WIDTH, PAD, ROW = 560, 28, 27
MOST_TOLD = 6
"""Problems of a file that are shown."""
PASSED_TOLD = 4
"""Kinds of feature passed over that are named."""
_last = ""
"""The path read last."""


class Import(Dialog):
    """Enter reads what is named, and then takes it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        beside = desk.draft.path.resolve().parent if desk.draft.path is not None else Path.home()
        self.entry = Entry(_last or folder.tilde(beside) + "/", most=400, size=13)
        self.date = Entry(hint=self.desk.say("editor_exchange.date_hint"), most=10, size=13, only="0123456789-")
        super().__init__(desk.app, "path", path=self.entry, date=self.date)
        self.chosen = set(taking.PARTS)
        self.replace = False
        self.laid: Laid | None = None
        self.plan: Plan | None = None
        self.problems: list[Diagnostic] = []
        self.refused = ""
        """Why nothing could be laid, in words."""
        self._read = ""
        self._task: Task[Laid] | None = None

    # what is done ----------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read what is named, in a thread of its own."""
        global _last
        words = self.entry.words.strip()
        if self._task is not None or not words:
            return
        path, day = Path(words).expanduser(), self.date.words.strip() or None
        self.laid, self.plan, self.problems, self.refused = None, None, [], ""
        try:
            geo, grid = taking.map_of(self.desk.draft)
        except NoMap:
            self.refused = self.desk.say("editor_exchange.no_map")
            return
        self._read = _last = words
        self._task = Task(lambda _: taking.lay(geo, grid, taking.read(path, day)))
        self.app.dirty = True

    def tick(self, milliseconds: int) -> bool:
        """Take over what was read."""
        if self._task is None or not self._task.over:
            return self._task is not None
        task, self._task = self._task, None
        self.app.dirty = True
        if task.error is None:
            self.laid = task.result
            self._plan()
        elif isinstance(task.error, BadInput):
            self.problems = task.error.problems
        elif isinstance(task.error, TooLong):
            self.refused = self.desk.say("editor_exchange.too_long")
        else:
            self.refused = f"{type(task.error).__name__}: {task.error}"
        return False

    def _plan(self) -> None:
        if self.laid is not None:
            self.plan = taking.plan(self.desk.draft, self.laid, taking.PARTS, self.replace)
        self.app.dirty = True

    def turn(self, part: str) -> None:
        """Take a part, or leave it."""
        self.chosen ^= {part}
        self.app.dirty = True

    def turn_replace(self) -> None:
        """Put it in place of what is there, or beside it."""
        self.replace = not self.replace
        self._plan()

    def take(self) -> None:
        """Make the edits, as one line of the history, and go back to the desk."""
        if self.laid is None:
            return
        plan = taking.plan(self.desk.draft, self.laid, self.chosen, self.replace)
        name = Path(self._read).name or self._read
        self.app.pop()
        try:
            done = taking.take(self.desk.draft, Label("ui.editor_exchange.did_import", {"file": harmless(name)}), plan)
        except ValueError as error:
            self.desk.tell_note(self.desk.say("desk.no_place", why=str(error)), BAD)
            return
        key = "imported" if done else "nothing"
        self.desk.tell_note(self.desk.say(f"editor_exchange.{key}", count=sum(plan.counts.values())))

    def go(self) -> None:
        """Read, or take what was read."""
        if self._is_read():
            self.take()
        else:
            self.read()

    def _is_read(self) -> bool:
        """Whether what is named is what was read."""
        return self.laid is not None and self._read == self.entry.words.strip()

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet) -> None:
        """Draw the path, what it comes to, and the buttons."""
        inner = WIDTH - 2 * PAD
        about = sheet.say("editor_exchange.import_about")
        told = self._told(sheet)
        lines = sum(len(wrapped(words, fonts.REGULAR, 12, inner)) for words in (about, *told))
        height = 200 + 18 * lines + 6 * len(told) + (ROW * (len(taking.PARTS) // 2 + 1) + 12 if self.plan else 0)
        box = self.frame(sheet, sheet.say("editor_exchange.import"), WIDTH, height)
        x = box.x + PAD
        top = sheet.paragraph(about, x, box.y + 52, inner, size=12) + 10
        path = pygame.Rect(x, top, inner - 150, 34)
        self.line(sheet, "path", path)
        day = pygame.Rect(path.right + 10, top, 140, 34)
        self.line(sheet, "date", day)
        top = day.bottom + 12
        with sheet.within(pygame.Rect(box.x, top, box.width, box.bottom - 66 - top)):
            if self.plan is not None:
                top = self._parts(sheet, self.plan, x, top, inner) + 12
            for words in told:
                top = sheet.paragraph(words, x, top, inner, size=12) + 6
        label = sheet.say(f"editor_exchange.{'take' if self._is_read() else 'read'}")
        area = pygame.Rect(x, box.bottom - 58, inner, 38)
        self.foot(sheet, area, sheet.say("editor_exchange.leave"), label, self.go if self._task is None else None)

    def _parts(self, sheet: Sheet, plan: Plan, x: int, top: int, width: int) -> int:
        """The parts in two columns, each with what it changes; then whether they replace what is there."""
        half = width // 2
        for i, part in enumerate(taking.PARTS):
            row = pygame.Rect(x + i % 2 * half, top + i // 2 * ROW, half - 12, ROW)
            count = plan.counts[part]
            act = (lambda part=part: self.turn(part)) if count else None
            sheet.tick(row.x + 9, row.centery, bool(count) and part in self.chosen)
            colour = palette.TEXT if count else palette.TEXT_THIRD
            sheet.text(sheet.say(f"editor_exchange.{part}"), row.x + 28, row.centery, colour=colour, most=row.width - 96)
            sheet.text(str(count), row.right, row.centery, weight=fonts.SEMIBOLD, colour=colour, anchor="right")
            sheet.place(row, act)
            if act is not None:
                self.controls.stop(sheet, part, row, act=act)
        row = pygame.Rect(x, top + (len(taking.PARTS) // 2) * ROW + 4, width, ROW)
        self.check(sheet, "replace", row, sheet.say("editor_exchange.replace"), self.replace, self.turn_replace)
        return row.bottom

    def _told(self, sheet: Sheet) -> list[str]:
        """What is wrong, or passed over, or still going on."""
        if self._task is not None:
            return [sheet.say("editor_exchange.reading")]
        if self.refused:
            return [self.refused]
        if self.problems:
            shown = [f"{harmless(Path(p.file).name)}:{p.line}:{p.column}: {p.message} {p.hint}".rstrip()
                     for p in self.problems[:MOST_TOLD]]  # fmt: skip
            more = len(self.problems) - len(shown)
            return shown + ([sheet.say("editor_exchange.more", count=more)] if more else [])
        if self.laid is not None and self.laid.passed:
            most = sorted(self.laid.passed.items(), key=lambda item: -item[1])
            named = ", ".join(f"{harmless(said)} ({count})" for said, count in most[:PASSED_TOLD])
            return [sheet.say("editor_exchange.passed", count=sum(self.laid.passed.values()), named=named)]
        return []
