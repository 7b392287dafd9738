"""The form of an event: when it can happen, what must be so, what it does, each part with a kind and its fields."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import pygame

from game.scenario.described import FieldSpec, field_of
from game.scenario.draft import Edit, Insert, Label, Remove, Set
from game.ui import fonts, palette
from game.ui.editor.forms.dropdown import Dropdown, Option
from game.ui.editor.forms.event_parts import KINDS, kind_of, sentence, shown_fields, template
from game.ui.editor.forms.form import Form
from game.ui.editor.forms.leaves import Leaf
from game.ui.editor.forms.values import Path, entities_at, title, value_at

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.sheet import Sheet

_HEADS = {part: FieldSpec(part, "mapping", kinds=KINDS[part]) for part in KINDS}


class EventForm(Form):
    """The fields of an event."""

    def __init__(self, desk: Desk, path: Path) -> None:
        super().__init__(desk, path, "Event")

    @property
    def leaves(self) -> list[Leaf]:
        """Its names, its parts one after another, what is told, its source."""
        own = super().leaves
        named = [leaf for leaf in own if leaf.spec.key in ("id", "name")]
        rest = [leaf for leaf in own if leaf.spec.key not in ("id", "name")]
        parts = self._part((*self.path, "when"), "when")
        for part in ("if", "do"):
            parts.append(Leaf((*self.path, part), _HEADS[part], "Event"))
            count = value_at(self.desk.draft.document, (*self.path, part))
            for i in range(len(count) if isinstance(count, list) else 0):
                parts += self._part((*self.path, part, i), part)
        return [*named, *parts, *rest]

    def _part(self, path: Path, part: str) -> list[Leaf]:
        """The lines of one part: its kind, then its fields."""
        value = value_at(self.desk.draft.document, path)
        kind = kind_of(part, value)
        found = [Leaf(path, _HEADS[part], kind or "Event", 0, "", None)]
        for spec in shown_fields(kind):
            if spec.form == "mapping":
                inner = [field_of(spec.inner, side) for side in ("ua", "ru")]
                found += [Leaf((*path, spec.key, each.key), each, spec.inner, 1) for each in inner]
            else:
                found.append(Leaf((*path, spec.key), spec, kind, 1))
        return found

    def options(self, leaf: Leaf) -> list[Option]:
        """What may be chosen: hexsides are those of the bridges."""
        if leaf.spec.key == "bridge" and leaf.spec.form == "side":
            bridges = entities_at(self.desk.draft.document, ("bridges",))
            return [Option(str(b.get("at")), str(b.get("at")), title(b, self.desk.app.language)) for _, b in bridges]
        return super().options(leaf)

    # parts -----------------------------------------------------------------------------------------------------------

    def ask_kind(self, leaf: Leaf) -> None:
        """Ask for another kind of a part, or for a part more."""
        self.commit()
        self._leave()
        self.at = leaf.name
        part = leaf.spec.key
        now = kind_of(part, value_at(self.desk.draft.document, leaf.path))
        options = [Option(kind, self.desk.say(f"editor_forms.parts.{kind}")) for kind in KINDS[part]]
        is_list = leaf.path[-1] in ("if", "do")
        act = self.add if is_list else self.change
        self.dropdown = Dropdown(options, None if is_list else now, functools.partial(act, leaf))

    def add(self, leaf: Leaf, kind: str) -> None:
        """A condition or effect more."""
        self._leave()
        document = self.desk.draft.document
        there = value_at(document, leaf.path)
        count = len(there) if isinstance(there, list) else 0
        self._label("did_part", [Insert(leaf.path, count, (template(document, kind),))], kind)

    def change(self, leaf: Leaf, kind: str) -> None:
        """A part of another kind; what both kinds have stays."""
        self._leave()
        old = value_at(self.desk.draft.document, leaf.path)
        if kind == kind_of(leaf.spec.key, old):
            return
        new = template(self.desk.draft.document, kind)
        kept = {spec.key for spec in shown_fields(kind)}
        new |= {key: value for key, value in (old or {}).items() if key in kept}
        if "day" in (old or {}) and kind == "Between":
            new["from"] = old["day"]
        elif "from" in (old or {}) and kind == "OnDay":
            new["day"] = old["from"]
        self._label("did_part", [Set(leaf.path, new)], kind)

    def take_out(self, leaf: Leaf) -> None:
        """A condition or effect less."""
        self._leave()
        kind = kind_of(leaf.spec.key, value_at(self.desk.draft.document, leaf.path))
        self._label("did_part_out", [Remove(leaf.path)], kind)

    def _label(self, text: str, edits: list[Edit], kind: str) -> None:
        what = title(value_at(self.desk.draft.document, self.path), self.desk.app.language)
        part = f"ui.editor_forms.parts.{kind}" if kind else "?"
        self.desk.do(Label(f"ui.editor_forms.{text}", {"what": what, "part": part}), edits)

    # drawing ---------------------------------------------------------------------------------------------------------

    def row(self, sheet: Sheet, leaf: Leaf, rect: pygame.Rect) -> int:
        """Draw a line; the head of a part with its kind, and the way to take it out."""
        if not leaf.spec.kinds:
            return super().row(sheet, leaf, rect)
        if leaf.path[-1] in ("if", "do"):
            return self._list_head(sheet, leaf, rect)
        top = rect.y
        if leaf.spec.key == "when":
            sheet.head(sheet.say("editor_forms.fields.when"), rect.x, rect.y + 16)
            top += 28
        box = pygame.Rect(rect.x, top, rect.width - (0 if leaf.spec.key == "when" else 30), 28)
        self.rects[leaf.name] = box
        kind = kind_of(leaf.spec.key, value_at(self.desk.draft.document, leaf.path))
        words = sheet.say(f"editor_forms.parts.{kind}") if kind else "?"
        sheet.box(box, palette.LINE if sheet.hot(box) else palette.RAISED, 6)
        sheet.text(words, box.x + 10, box.centery, size=12.6, weight=fonts.SEMIBOLD, most=box.width - 32)
        sheet.text("▾", box.right - 13, box.centery, size=12, colour=palette.TEXT_SECOND, anchor="centre")
        sheet.place(box, functools.partial(self.ask_kind, leaf))
        if leaf.spec.key != "when":
            out = pygame.Rect(box.right + 4, box.y, 26, 28)
            ink = palette.ACCENT if sheet.hot(out) else palette.TEXT_THIRD
            sheet.text("✕", out.centerx, out.centery, size=12, weight=fonts.BOLD, colour=ink, anchor="centre")
            sheet.place(out, functools.partial(self.take_out, leaf), sheet.say("editor_forms.remove"))
        return box.bottom + 6

    def _list_head(self, sheet: Sheet, leaf: Leaf, rect: pygame.Rect) -> int:
        """The head of the conditions or effects, with the button for one more."""
        sheet.line(rect.x, rect.y + 4, rect.width)
        sheet.head(sheet.say(f"editor_forms.fields.{leaf.spec.key}"), rect.x, rect.y + 24)
        words = sheet.say("editor_forms.add_if" if leaf.spec.key == "if" else "editor_forms.add_do")
        wide = fonts.width(words, fonts.SEMIBOLD, palette.BODY) + 20
        button = pygame.Rect(rect.right - wide, rect.y + 10, wide, 27)
        sheet.button(button, words, functools.partial(self.ask_kind, leaf))
        self.rects[leaf.name] = pygame.Rect(rect.x, button.y, rect.width, button.height)
        value: Any = value_at(self.desk.draft.document, leaf.path)
        if not value:
            words = sheet.say("editor_forms.always" if leaf.spec.key == "if" else "editor_forms.does_nothing")
            return sheet.paragraph(words, rect.x, rect.y + 42, rect.width, size=12, colour=palette.TEXT_THIRD) + 4
        return rect.y + 42

    def head(self, sheet: Sheet, x: int, top: int, width: int) -> int:
        """The event in a sentence; the lower edge."""
        event = value_at(self.desk.draft.document, self.path) or {}
        words = sentence(self.desk.draft.document, event, sheet.language)
        return sheet.paragraph(words, x, top, width, size=12.6, colour=palette.TEXT) + 8
