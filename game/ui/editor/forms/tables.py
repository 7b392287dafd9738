"""The order of battle from a table and into one: which file, what it would change, what is wrong with it."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pygame

from game.diagnostics import Document
from game.folders import data_folder
from game.scenario.draft import Label
from game.scenario.exchange import units_csv
from game.scenario.exchange.units_csv import Change, Plan
from game.scenario.survey.files import read_text
from game.ui import fonts, palette
from game.ui.editor.forms.values import entities_at, title, units_of
from game.ui.entry import Entry
from game.ui.folder import tilde
from game.ui.screen import Screen
from game.ui.scroll import Scroll
from game.ui.sheet import wrapped

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.sheet import Sheet

WIDE, HIGH, PAD = 860, 620, 24
MOST_FILES = 5
MOST_ROWS = 400
_SIGNS = {"new": "+", "new_formation": "+", "moved": "→", "set": "≠", "gone": "−", "gone_formation": "−"}


def folder() -> Path:
    """Where tables are written."""
    return data_folder() / "tables"


class Exporting:
    """Writes the order of battle as a table beside the others."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def ask(self) -> None:
        """Write it, and tell where it is."""
        path = folder() / f"{self.desk.draft.name}-units.csv"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(units_csv.export(self.desk.draft.value(()) or {}), encoding="utf-8")
        except OSError as error:
            self.desk.tell_note(self.desk.say("editor_forms.not_written", why=(error.strerror or "?").lower()), "bad")
            return
        self.desk.tell_note(self.desk.say("editor_forms.written", file=tilde(path)))


class Importing:
    """Opens the screen on which a table is chosen and looked through."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def ask(self) -> None:
        """Open it."""
        self.desk.app.push(ImportTable(self.desk))


class ImportTable(Screen):
    """Lies over the desk: a file, what it would change, and the button that does it."""

    over = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.app)
        self.desk = desk
        self.entry = Entry(most=400, size=13.5)
        self.remove = False
        self.document: Document | None = None
        self.plan = Plan()
        self.scroll = Scroll()
        self.named = self._names()
        self.files = self._files()
        if self.files:
            self.take(self.files[0])

    def _files(self) -> list[Path]:
        """Tables that lie about: those written before, and those beside the scenario; the latest first."""
        beside = [self.desk.draft.path.parent] if self.desk.draft.path is not None else []
        found = [path for place in (folder(), *beside) if place.is_dir() for path in place.glob("*.csv")]
        return sorted(found, key=lambda path: -path.stat().st_mtime)[:MOST_FILES]

    def _names(self) -> dict[tuple[bool, str], str]:
        """(whether a formation, id) -> what it is called, with its id."""
        document, language = self.desk.draft.document, self.desk.app.language
        found = {(True, str(f.get("id"))): title(f, language) for _, f in entities_at(document, ("formations",))}
        found |= {(False, str(unit.get("id"))): title(unit, language) for _, _, unit in units_of(document)}
        return {key: f"{name} ({key[1]})" for key, name in found.items()}

    def take(self, path: Path) -> None:
        """Choose a file and look through it."""
        self.entry.set(str(path))
        self.look()

    def look(self) -> None:
        """Find out what the table would change."""
        path = Path(self.entry.words.strip()).expanduser()
        self.document, self.plan = read_text(path), Plan()
        if not self.document.errors:
            kinds = [name for name, kind in self.desk.rules.file.kinds.items() if kind.role not in ("source", "depot")]
            self.plan = units_csv.read(self.document, self.desk.draft.value(()) or {}, kinds, self.remove)
        self.scroll.at = 0
        self.app.dirty = True

    def turn(self) -> None:
        """Let units go that the table does not have, or keep them."""
        self.remove = not self.remove
        if self.document is not None:
            self.look()

    def go(self) -> None:
        """Change the scenario as the table says, as one line of the history."""
        if not self.plan.changes:
            return
        edits = units_csv.edits(self.desk.draft.value(()), self.plan)
        values = {"file": Path(self.entry.words).name, "count": len(self.plan.changes)}
        label = Label("ui.editor_forms.did_import", values)
        self.app.pop()
        self.desk.select(None)
        if self.desk.do(label, edits):
            self.desk.tell_note(self.desk.say("editor_forms.imported", count=len(self.plan.changes)))

    def wants(self, event: pygame.event.Event) -> bool:
        """Tab stays with the screen."""
        return True

    def handle(self, event: pygame.event.Event) -> None:
        """Answer the keyboard: the name of a file is typed, Enter looks through it, then does it."""
        self.app.dirty = True
        if event.type == pygame.MOUSEWHEEL:
            self.scroll.wheel(event.y)
        elif event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            self.app.pop()
        elif event.type == pygame.KEYDOWN and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            known = self.document is not None and self.document.file == str(Path(self.entry.words.strip()).expanduser())
            if known and self.plan.changes:
                self.go()
            else:
                self.look()
        else:
            self.entry.handle(event)
            self.entry.focused = True

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet) -> None:
        """Draw the card."""
        sheet.fill(sheet.rect, (0, 0, 0, 120))
        box = pygame.Rect(0, 0, min(WIDE, sheet.rect.width - 40), min(HIGH, sheet.rect.height - 40))
        box.center = sheet.rect.center
        sheet.box(box, palette.PANEL, 10, palette.LINE, 1.2)
        x, right, width = box.x + PAD, box.right - PAD, box.width - 2 * PAD
        sheet.text(sheet.say("editor_forms.import_head"), x, box.y + 30, size=19, weight=fonts.SEMIBOLD)
        top = sheet.paragraph(sheet.say("editor_forms.import_about"), x, box.y + 48, width, size=12.4) + 8
        self.entry.hint = sheet.say("editor_forms.import_file")
        self.entry.draw(sheet, pygame.Rect(x, top, width - 130, 34))
        sheet.button(pygame.Rect(right - 120, top, 120, 34), sheet.say("editor_forms.look"), self.look)
        top = self._draw_files(sheet, x, top + 42, width)
        foot = box.bottom - 58
        inner = pygame.Rect(x - 6, top, width + 12, foot - top - 8)
        sheet.box(inner, palette.WELL, 7)
        if self.document is not None:
            self._draw_found(sheet, inner.inflate(-20, -12))
        self._draw_foot(sheet, x, right, foot + 8)

    def _draw_files(self, sheet: Sheet, x: int, top: int, width: int) -> int:
        """The tables that lie about; the lower edge."""
        at = x
        for path in self.files:
            wide = min(width, fonts.width(path.name, fonts.SEMIBOLD, palette.BODY) + 22)
            if at > x and at + wide > x + width:
                at, top = x, top + 32
            chosen = str(path) == self.entry.words
            sheet.button(pygame.Rect(at, top, wide, 26), path.name, functools.partial(self.take, path), chosen=chosen,
                         tip=tilde(path))  # fmt: skip
            at += wide + 6
        return top + (36 if self.files else 4)

    def _draw_found(self, sheet: Sheet, area: pygame.Rect) -> None:
        """What is wrong with the table, else what it would change."""
        assert self.document is not None
        problems, changes = self.document.problems, self.plan.changes
        name = Path(self.document.file).name
        wrong = [f"{name}:{p.line}:{p.column}  {p.code}  {p.message} {p.hint}".rstrip() for p in problems]
        with sheet.within(area):
            top = self.scroll.begin(area, self.scroll.most + area.height)
            y = top
            if not self.document.errors:
                y = sheet.paragraph(self._summary(sheet), area.x, y, area.width, size=13.5, weight=fonts.SEMIBOLD,
                                    colour=palette.TEXT) + 6  # fmt: skip
            for words, problem in zip(wrong, problems, strict=True):
                colour = palette.SUPPLY[3] if problem.severity == "error" else palette.SUPPLY[1]
                sign = "×" if problem.severity == "error" else "!"
                sheet.text(sign, area.x + 6, y + 9, weight=fonts.BOLD, colour=colour, anchor="centre")
                y = sheet.paragraph(words, area.x + 18, y, area.width - 26, size=12.4, colour=palette.TEXT) + 4
            for change in changes[:MOST_ROWS]:
                y = self._draw_change(sheet, change, area, y)
            if len(changes) > MOST_ROWS:
                more = sheet.say("editor_forms.more", count=len(changes) - MOST_ROWS)
                y = sheet.paragraph(more, area.x + 18, y, area.width - 26, size=12.4)
            self.scroll.begin(area, y - top)
            self.scroll.bar(sheet)

    def _summary(self, sheet: Sheet) -> str:
        """What the table comes to, in a line."""
        counts = {"new": self.plan.count("new"), "changed": self.plan.count("set"), "moved": self.plan.count("moved"),
                  "gone": self.plan.count("gone", "gone_formation"),
                  "formations": self.plan.count("new_formation")}  # fmt: skip
        parts = [sheet.say(f"editor_forms.plan_{name}", count=count) for name, count in counts.items() if count]
        return " · ".join(parts) or sheet.say("editor_forms.plan_nothing")

    def _draw_change(self, sheet: Sheet, change: Change, area: pygame.Rect, y: int) -> int:
        """One change: a sign, what it is about, from what to what; the lower edge."""
        words = self._change_words(sheet, change)
        high = 17 * len(wrapped(words, fonts.REGULAR, 12.4, area.width - 26)) + 4
        if y + high > area.top and y < area.bottom:
            sheet.text(_SIGNS[change.kind], area.x + 6, y + 9, weight=fonts.BOLD, colour=palette.ACCENT, anchor="centre")
            sheet.paragraph(words, area.x + 18, y, area.width - 26, size=12.4, colour=palette.TEXT_SECOND)
        return y + high

    def _change_words(self, sheet: Sheet, change: Change) -> str:
        """A change in words."""
        what = self.named.get((change.of_formation, change.id), change.id)
        if change.kind != "set":
            return sheet.say(f"editor_forms.change_{change.kind}", what=what, to=change.formation)
        key = sheet.say(f"editor_forms.fields.{change.key.partition('.')[0]}")
        language = change.key.partition(".")[2]
        field = f"{key} ({language})" if language else key
        none = sheet.say("editor_forms.standard")
        old, new = (none if value is None else _shown(value) for value in (change.old, change.new))
        return sheet.say("editor_forms.change_set", what=what, field=field, old=old, new=new)

    def _draw_foot(self, sheet: Sheet, x: int, right: int, y: int) -> None:
        """Whether units are to go, and the buttons."""
        words = sheet.say("editor_forms.import_remove")
        sheet.tick(x + 8, y + 18, self.remove)
        go, cancel = sheet.say("editor_forms.import_go"), sheet.say("editor_forms.cancel")
        wide = fonts.width(go, fonts.SEMIBOLD, palette.BODY) + 70
        rect = pygame.Rect(right - wide, y, wide, 36)
        sheet.button(rect, go, self.go if self.plan.changes else None, cap="⏎", primary=True)
        wide = fonts.width(cancel, fonts.SEMIBOLD, palette.BODY) + 70
        rect = pygame.Rect(rect.x - wide - 8, y, wide, 36)
        sheet.button(rect, cancel, self.app.pop, cap="Esc")
        room = rect.x - x - 40
        sheet.name(words, x + 26, y + 18, room, size=12.4, colour=palette.TEXT_SECOND)
        sheet.place(pygame.Rect(x, y, room + 20, 36), self.turn)


def _shown(value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
