"""A list of what a draft holds with the form of what is selected: under the list if there is room, else in its place."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pygame

from game.scenario.described import entity_at
from game.scenario.draft import Label, Remove
from game.ui import fonts, palette
from game.ui.editor.forms import symbols
from game.ui.editor.forms.form import Form
from game.ui.editor.forms.values import Path, node_at, problems_at, title, value_at
from game.ui.editor.panels import Panel
from game.ui.entry import Entry
from game.ui.screen import CTRL, SHIFTS
from game.ui.screens.findable import score
from game.ui.scroll import Scroll
from game.ui.sheet import name_rise

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.sheet import Sheet

PAD, ROW, INDENT, MARK = 16, 26, 12, 22
WORDS = 12.6
TALL = 620
"""Logical px from which list and form stand one over the other."""
Picture = Callable[["Sheet", float, float], None]


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    path: Path
    words: str
    detail: str = ""
    """Behind the words, paler."""
    right: str = ""
    """At the right end."""
    depth: int = 0
    picture: Picture | None = None
    fold: str = ""
    """Name under which it can be folded."""
    heavy: bool = False
    found_by: str = ""
    """Other words by which it is found."""


@dataclass(frozen=True)
class Button:
    """What can be done with the list, or with what is selected."""

    text: str
    """Its key under ui.editor_forms."""
    act: Callable[[], None]
    cap: str = ""


class Listing(Panel):
    """A panel with a list, and the form of what is selected in it."""

    head = ""
    """Key of the list's name under ui.editor_forms."""
    searched = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.find = Entry(size=12.8)
        self.find.focused = False
        self.scroll = Scroll()
        self.folded: set[str] = set()
        self.form: Form | None = None
        self.has_keys = False
        """Whether the arrow keys are the list's: it was clicked last."""
        self.marked: set[Path] = set()
        """What is selected besides, for what is done to several at once."""
        self._area = pygame.Rect(0, 0, 0, 0)
        self._shown = True
        self._known: tuple[Any, list[Row]] | None = None
        self.chosen()

    # what the list holds, to be said by each ---------------------------------------------------------------------------

    def rows(self) -> Iterator[Row]:
        """Every line, folded ones too."""
        raise NotImplementedError

    def buttons(self) -> list[Button]:
        """What can be done with the list."""
        return []

    def deeds(self) -> list[Button]:
        """What can be done with what is selected."""
        return [Button("remove", self.remove, "Del")]

    def holds(self, path: Path) -> bool:
        """Whether something at a path belongs into this list."""
        raise NotImplementedError

    def form_of(self, path: Path) -> Form | None:
        """The form of what is selected."""
        entity = entity_at(path)
        return Form(self.desk, path, entity) if entity else None

    def total(self) -> str:
        """What stands at the right end of the head."""
        return ""

    # selection -------------------------------------------------------------------------------------------------------

    @property
    def selected(self) -> Path | None:
        """What is selected, if it belongs here."""
        path = tuple(self.desk.selected) if self.desk.selected else None
        return path if path is not None and self.holds(path) else None

    def chosen(self) -> None:
        """Something else has been selected: show its form, and its line in the list."""
        if self.form is not None:
            self.form.commit()
        path = self.selected
        self.form = self.form_of(path) if path is not None else None
        if path is not None:
            for row in self.all_rows():
                if row.fold and row.path and path[: len(row.path)] == row.path and row.path != path:
                    self.folded.discard(row.fold)
        if path not in self.marked:
            self.marked.clear()
        self._shown = False

    def take(self, row: Row) -> None:
        """Select a line by a click; with Shift or Ctrl besides what is selected."""
        self.has_keys = True
        self.find.focused = False
        held = self.desk.app.held
        several = held & (SHIFTS | {pygame.K_LCTRL, pygame.K_RCTRL})
        if several and self.selected is not None and row.path[:-1] and self.holds(row.path):
            self.marked |= {self.selected}
            self.marked ^= {row.path}
            self.desk.app.dirty = True
            return
        self.marked.clear()
        if row.path == self.selected and row.fold:
            self.turn(row.fold)
        elif row.path and self.holds(row.path):
            self.desk.select(row.path)
        elif row.fold:
            self.turn(row.fold)

    def turn(self, name: str) -> None:
        """Fold a part of the list, or unfold it."""
        self.folded ^= {name}
        self.desk.app.dirty = True

    def back(self) -> None:
        """Leave the form."""
        if self.form is not None:
            self.form.commit()
        self.desk.select(None)

    def remove(self) -> None:
        """Take what is selected out of the scenario."""
        paths = sorted(self.marked | {self.selected} if self.selected else self.marked)
        if not paths:
            return
        what = title(value_at(self.desk.draft.document, paths[0]), self.desk.app.language)
        label = Label("ui.editor_forms.did_remove", {"what": what, "count": len(paths)})
        self.form = None
        self.marked.clear()
        self.desk.select(None)
        self.desk.do(label, [Remove(path) for path in paths])

    def edited(self) -> None:
        """The draft has changed."""
        if self.form is not None and node_at(self.desk.draft.document, self.form.path) is None:
            self.form = None
            self.desk.select(None)
        elif self.form is not None:
            self.form.edited()

    # events ----------------------------------------------------------------------------------------------------------

    def wants(self, event: pygame.event.Event) -> bool:
        """Tab goes through the form while a field of it has the keyboard."""
        return self.form is not None and bool(self.form.at)

    def handle(self, event: pygame.event.Event) -> bool:
        """Answer an event: what is being typed first, then the list."""
        if event.type == pygame.MOUSEWHEEL:
            return self._wheel(event)
        if event.type == pygame.MOUSEBUTTONDOWN and self._takes_hex(event):
            return True
        if self.form is not None and self.form.handle(event):
            return True
        if event.type == pygame.MOUSEBUTTONDOWN:
            inside = self._area.collidepoint(event.pos)
            self.has_keys = inside
            hit = self.find.handle(event)
            return hit or inside
        if self.find.focused and self._search(event):
            return True
        if event.type == pygame.KEYDOWN and (self.has_keys or self.selected is not None):
            return self._key(event)
        return False

    def _takes_hex(self, event: pygame.event.Event) -> bool:
        """Whether a click on the map is for the field that waits for a hex."""
        desk = self.desk
        if self.form is None or event.button != 1 or not desk.has_map or not desk.areas.map.collidepoint(event.pos):
            return False
        desk.pointing.hover()
        return desk.hover is not None and self.form.take_hex(desk.grid.number(desk.hover))

    def _wheel(self, event: pygame.event.Event) -> bool:
        at = self.desk.app.mouse
        if at is None or not self._area.collidepoint(at):
            return False
        form = self.form
        if form is not None and form.dropdown is not None:
            form.dropdown.handle(event)
        elif form is not None and form.scroll.area is not None and form.scroll.area.collidepoint(at):
            form.scroll.wheel(event.y)
        else:
            self.scroll.wheel(event.y)
        self.desk.app.dirty = True
        return True

    def _search(self, event: pygame.event.Event) -> bool:
        """Answer what is typed into the field over the list."""
        if event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            self.find.set("")
            self.find.focused = False
            return True
        if event.type == pygame.KEYDOWN and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            found = [row for row in self.visible() if row.path and self.holds(row.path)]
            if found:
                self.take(found[0])
            return True
        if self.find.handle(event):
            self.scroll.at = 0
            return True
        return False

    def _key(self, event: pygame.event.Event) -> bool:
        """Answer a key that goes through the list or does something with what is selected."""
        if event.key == pygame.K_DELETE and self.selected is not None:
            self.remove()
        elif event.key == pygame.K_ESCAPE and self.selected is not None:
            self.back()
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER) and self.form is not None and self.has_keys:
            leaves = [leaf for leaf in self.form.leaves if leaf.spec.form != "mapping"]
            self.form.go(leaves[0].name if leaves else "")
        elif self.has_keys and event.key in (pygame.K_UP, pygame.K_DOWN):
            self._go(-1 if event.key == pygame.K_UP else 1)
        elif self.has_keys and event.key in (pygame.K_LEFT, pygame.K_RIGHT):
            row = next((row for row in self.visible() if row.path == self.selected), None)
            if row is None or not row.fold:
                return False
            (self.folded.add if event.key == pygame.K_LEFT else self.folded.discard)(row.fold)
            self.desk.app.dirty = True
        else:
            return self.key(event, bool(event.mod & CTRL))
        return True

    def key(self, event: pygame.event.Event, control: bool) -> bool:
        """Answer another key."""
        return False

    def _go(self, way: int) -> None:
        """Select the next line, or the one before."""
        paths = [row.path for row in self.visible() if row.path and self.holds(row.path)]
        if paths:
            now = paths.index(self.selected) if self.selected in paths else -1 if way > 0 else 0
            self.desk.select(paths[min(max(now + way, 0), len(paths) - 1)])

    def tick(self, milliseconds: int) -> bool:
        """Let what was typed be written."""
        return self.form is not None and self.form.tick(milliseconds)

    def close(self) -> None:
        """Write what was typed."""
        if self.form is not None:
            self.form.commit()

    # drawing ---------------------------------------------------------------------------------------------------------

    def all_rows(self) -> list[Row]:
        """Every line, made anew when the draft has changed."""
        state = self.desk.draft.document, self.desk.app.language
        if self._known is None or self._known[0][0] is not state[0] or self._known[0][1] != state[1]:
            self._known = state, list(self.rows())
        return self._known[1]

    def visible(self) -> list[Row]:
        """The lines that are not folded away, or those that fit what is looked for."""
        words = self.find.words
        if words.strip():
            return [row for row in self.all_rows() if score(words, f"{row.words} {row.detail} {row.found_by}")]
        shown: list[Row] = []
        hidden: int | None = None
        for row in self.all_rows():
            if hidden is not None and row.depth > hidden:
                continue
            hidden = row.depth if row.fold and row.fold in self.folded else None
            shown.append(row)
        return shown

    def draw(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw the list and the form, or one of them."""
        self._area = area
        inner = pygame.Rect(area.x + PAD, area.y + 8, area.width - 2 * PAD, area.height - 12)
        if self.form is None and len(self.marked) < 2:
            self.draw_list(sheet, inner)
        elif area.height >= TALL:
            high = max(230, inner.height * 2 // 5)
            self.draw_list(sheet, pygame.Rect(inner.x, inner.y, inner.width, high))
            sheet.line(area.x, inner.y + high + 5, area.width)
            self.draw_form(sheet, pygame.Rect(inner.x, inner.y + high + 10, inner.width, inner.height - high - 10), False)
        else:
            self.draw_form(sheet, inner, True)

    def draw_list(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw the head, what can be done, the field for what is looked for, and the lines."""
        sheet.head(sheet.say(f"editor_forms.{self.head}"), area.x, area.y + 10)
        sheet.text(self.total(), area.right, area.y + 10, size=12, colour=palette.TEXT_SECOND, anchor="right")
        top = draw_buttons(sheet, self.buttons(), area.x, area.y + 24, area.width)
        if self.searched:
            self.find.hint = sheet.say("editor_forms.find")
            self.find.draw(sheet, pygame.Rect(area.x, top, area.width, 32))
            top += 38
        inner = pygame.Rect(area.x - 6, top, area.width + 12, area.bottom - top)
        rows = self.visible()
        heights = [self._high(row, inner.width) for row in rows]
        with sheet.within(inner):
            y = self.scroll.begin(inner, sum(heights) + 4)
            for row, height in zip(rows, heights, strict=True):
                rect = pygame.Rect(inner.x, y, inner.width - 6, height)
                if row.path and row.path == self.selected and not self._shown:
                    self.scroll.show(rect)
                    self._shown = True
                    self.desk.app.dirty = True
                if rect.colliderect(inner):
                    self._row(sheet, row, rect)
                y += height
            self.scroll.bar(sheet)
        if not rows:
            words = sheet.say("editor_forms.nothing_found" if self.find.words else "editor_forms.nothing")
            sheet.paragraph(words, area.x, top + 6, area.width, size=12.4, colour=palette.TEXT_THIRD)

    def _high(self, row: Row, width: int) -> int:
        """How high a line is."""
        weight = fonts.SEMIBOLD if row.heavy else fonts.REGULAR
        return ROW + name_rise(row.words, self._room(row, width), WORDS, weight)

    def _room(self, row: Row, width: int) -> int:
        """Px that the words of a line may take."""
        right = fonts.width(row.right, fonts.REGULAR, 12) + 12 if row.right else 0
        detail = fonts.width(row.detail, fonts.REGULAR, 12) + 10 if row.detail else 0
        before = INDENT * row.depth + 16 + (28 if row.picture else 0)
        return max(60, width - 24 - before - right - detail - (MARK if self.severity(row.path) else 0))

    def _row(self, sheet: Sheet, row: Row, rect: pygame.Rect) -> None:
        """One line."""
        chosen = (bool(row.path) and row.path == self.selected) or row.path in self.marked
        if chosen:
            sheet.box(rect, palette.blend(palette.PANEL, palette.ACCENT, 0.16), 6, palette.ACCENT, 1.2)
        elif sheet.hot(rect):
            sheet.box(rect, palette.RAISED, 6)
        sheet.place(rect, functools.partial(self.take, row))
        x, y = rect.x + 8 + INDENT * row.depth, rect.centery
        if row.fold:
            symbols.fold(sheet, row.fold in self.folded, x + 5, y)
            sheet.place(pygame.Rect(x - 4, rect.y, 18, rect.height), functools.partial(self.turn, row.fold))
        x += 16
        if row.picture is not None:
            row.picture(sheet, x + 12, y)
            x += 28
        right = rect.right - 10
        if row.right:
            sheet.text(row.right, right, y, size=12, colour=palette.TEXT_SECOND, anchor="right")
            right -= fonts.width(row.right, fonts.REGULAR, 12) + 12
        severity = self.severity(row.path)
        if severity:
            symbols.problem(sheet, severity, right - 8, y)
        weight = fonts.SEMIBOLD if row.heavy else fonts.REGULAR
        sheet.name(row.words, x, y, self._room(row, rect.width + 6), size=WORDS, weight=weight)
        if row.detail:
            right -= MARK if severity else 0
            sheet.text(row.detail, right, y, size=12, colour=palette.TEXT_THIRD, anchor="right")

    def severity(self, path: Path) -> str:
        """How bad the worst problem of something is; empty if it has none."""
        if not path or not self.desk.checking.problems:
            return ""
        found = {problem.severity for problem in problems_at(self.desk.draft.document, self.desk.checking.problems, path)}
        return "error" if "error" in found else "warning" if found else ""

    def draw_form(self, sheet: Sheet, area: pygame.Rect, alone: bool) -> None:
        """Draw the head of the form and the form."""
        assert self.form is not None
        top = self.form.head(sheet, area.x, self.form_head(sheet, area, alone), area.width)
        self.form.draw(sheet, pygame.Rect(area.x, top, area.width + 8, area.bottom - top))

    def form_title(self, language: str) -> str:
        """What the selected thing is called."""
        return title(value_at(self.desk.draft.document, self.selected or ()), language)

    def form_head(self, sheet: Sheet, area: pygame.Rect, alone: bool) -> int:
        """Draw what the form is of, the way back and what can be done with it; the lower edge."""
        assert self.form is not None
        x = area.x
        if alone:
            rect = pygame.Rect(x - 4, area.y, 26, 26)
            sheet.box(rect, palette.LINE if sheet.hot(rect) else palette.RAISED, 6)
            sheet.text("‹", rect.centerx, rect.centery - 1, size=17, weight=fonts.BOLD, anchor="centre")
            sheet.place(rect, self.back, sheet.say(f"editor_forms.{self.head}"))
            x += 32
        top = sheet.paragraph(self.form_title(sheet.language), x, area.y + 3, area.right - x, size=14.5,
                              weight=fonts.SEMIBOLD, colour=palette.TEXT)  # fmt: skip
        return draw_buttons(sheet, self.deeds(), area.x, max(top, area.y + 28) + 2, area.width)


def draw_buttons(sheet: Sheet, buttons: list[Button], x: int, top: int, width: int) -> int:
    """Draw buttons in rows as they fit; the lower edge."""
    if not buttons:
        return top
    at = x
    for button in buttons:
        words = sheet.say(f"editor_forms.{button.text}")
        cap = fonts.width(button.cap, fonts.BOLD, 10) + 18 if button.cap else 0
        wide = min(width, fonts.width(words, fonts.SEMIBOLD, palette.BODY) + 20 + cap)
        if at > x and at + wide > x + width:
            at, top = x, top + 33
        sheet.button(pygame.Rect(at, top, wide, 28), words, button.act, cap=button.cap)
        at += wide + 6
    return top + 35
