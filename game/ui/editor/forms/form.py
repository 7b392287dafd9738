"""A form made from the schema: a line for each field of an entity, written into the draft as soon as it is right.

What is typed is written with Enter, Tab, a click elsewhere, or when typing has paused; what is wrong is told under its
field and not written. A field that is not set shows its standard value in grey; its arrow takes the key away again.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pygame

from game.scenario.described import MISSING
from game.scenario.draft import Edit, Label, Remove, Set
from game.ui.editor.forms import drawn
from game.ui.editor.forms.dropdown import Dropdown, Option
from game.ui.editor.forms.hints import label_key
from game.ui.editor.forms.leaves import Leaf, leaves_of, options_of
from game.ui.editor.forms.values import Path, ids_of, number_words, title, value_at, words_key
from game.ui.entry import Entry
from game.ui.screen import CTRL, SHIFT
from game.ui.scroll import Scroll

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.sheet import Sheet

PAUSE_MS = 700
"""After so long without a key what was typed is written, if it is right."""
STEPS = {1: 1, 2: 0.1}
"""Digits behind the point -> a step of a decimal; hundredths for finer ones."""
_WHOLE = re.compile(r"[-+]?[0-9]{1,9}\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,9}([.,][0-9]{1,9})?\Z")


class Form:
    """The fields of one entity."""

    def __init__(
        self, desk: Desk, path: Path, entity: str, skip: tuple[str, ...] = (), only: tuple[str, ...] = ()
    ) -> None:
        self.desk, self.path, self.entity, self.skip, self.only = desk, path, entity, skip, only
        self.at = ""
        """The field that has the keyboard; none if empty."""
        self.entry: Entry | None = None
        self.dropdown: Dropdown | None = None
        self.scroll = Scroll()
        self.refused: tuple[str, dict[str, Any]] | None = None
        """Why what is typed may not stand in the field: a sentence and its values."""
        self.rects: dict[str, pygame.Rect] = {}
        """Where each field was drawn last."""
        self._paused = 0
        self._shown = True

    # what there is ---------------------------------------------------------------------------------------------------

    @property
    def leaves(self) -> list[Leaf]:
        """The lines of the form."""
        draft = self.desk.draft
        found = leaves_of(draft.document, self.path, self.entity, self.desk.rules, self.skip)
        return [leaf for leaf in found if not self.only or leaf.path[len(self.path)] in self.only]

    def leaf(self, name: str) -> Leaf | None:
        """A line by its name."""
        return next((leaf for leaf in self.leaves if leaf.name == name), None)

    def value(self, leaf: Leaf) -> Any:
        """What stands in a field, None if nothing does."""
        return value_at(self.desk.draft.document, leaf.path)

    def shown(self, leaf: Leaf) -> Any:
        """What holds for a field: what stands there, else what is standard."""
        value = self.value(leaf)
        if value is not None:
            return value
        if leaf.depth and value_at(self.desk.draft.document, leaf.path[:-1]) is None:
            holder = next((other for other in self.leaves if other.path == leaf.path[:-1]), None)
            if holder is not None and isinstance(holder.spec.default, Mapping):
                return holder.spec.default.get(leaf.spec.key)
        return None if leaf.spec.default is MISSING else leaf.spec.default

    def can_reset(self, leaf: Leaf) -> bool:
        """Whether a field is set that may be left out."""
        return not leaf.spec.required and not leaf.language and self.value(leaf) is not None

    def options(self, leaf: Leaf) -> list[Option]:
        """What may be chosen in a field; none if it is typed."""
        language = self.desk.app.language
        if leaf.reference:
            found = ids_of(self.desk.draft.document, leaf.reference)
            return [Option(str(value.get("id")), title(value, language), str(value.get("id"))) for _, value in found]
        words = options_of(leaf, self.desk.rules)
        if leaf.spec.key == "calibre":
            return [Option(word, f"{word} mm") for word in words]
        return [Option(word, self.desk.word(words_key(leaf.entity, leaf.spec.key, word))) for word in words]

    # writing ---------------------------------------------------------------------------------------------------------

    def write(self, leaf: Leaf, value: Any) -> None:
        """Let a value stand in a field."""
        if self.value(leaf) == value:
            return
        edits: list[Edit] = [Set(leaf.path, value)]
        document = self.desk.draft.document
        if leaf.depth and value_at(document, leaf.path[:-1]) is None:
            holder = next(other for other in self.leaves if other.path == leaf.path[:-1])
            whole = dict(holder.spec.default) if isinstance(holder.spec.default, Mapping) else {}
            kept = {key: v for key, v in whole.items() if v}
            edits = [Set(leaf.path[:-1], kept | {leaf.spec.key: value})]
        elif leaf.language and value_at(document, leaf.path[:-1]) is None:
            edits = [Set(leaf.path[:-1], {"en": "", "uk": ""} | {leaf.language: value})]
        self._do(leaf, edits)

    def reset(self, leaf: Leaf) -> None:
        """Take a key away, so that the standard value holds."""
        self._leave()
        self._do(leaf, [Remove(leaf.path)])

    def _do(self, leaf: Leaf, edits: list[Edit]) -> None:
        app = self.desk.app
        what = title(value_at(self.desk.draft.document, self.path), app.language)
        label = Label("ui.editor_forms.did_set", {"what": what, "field": label_key(leaf.entity, leaf.spec.key)})
        self.desk.do(label, edits, f"field {leaf.name}")

    # the keyboard ----------------------------------------------------------------------------------------------------

    def go(self, name: str) -> None:
        """Give the keyboard to a field, or to none; what was typed before is written if it is right."""
        self.commit()
        self._leave()
        leaf = self.leaf(name) if name else None
        if leaf is None:
            return
        self.at, self._shown = name, False
        if leaf.typed and not options_of(leaf, self.desk.rules):
            only = "0123456789" if leaf.spec.form == "hex" else ""
            self.entry = Entry(self._words(leaf), most=max(leaf.spec.most, 12), size=12.8, only=only)
            self.entry.select_all()
        self.desk.app.dirty = True

    def _leave(self) -> None:
        self.at, self.entry, self.refused, self.dropdown = "", None, None, None

    def _words(self, leaf: Leaf) -> str:
        """What stands in a field as it is typed."""
        value = self.value(leaf)
        if value is None:
            return ""
        return number_words(value) if isinstance(value, (int, float)) else str(value)

    def commit(self) -> bool:
        """Write what was typed; False if it is not right, which is then told."""
        leaf = self.leaf(self.at) if self.entry is not None else None
        if leaf is None or self.entry is None or self.entry.words == self._words(leaf):
            self.refused = None
            return True
        value = self._typed(leaf, self.entry.words)
        self._paused = 0
        if value is None and not leaf.spec.required and not leaf.language:
            if self.value(leaf) is not None:
                self._do(leaf, [Remove(leaf.path)])
            self.refused = None
            return True
        self.refused = self._wrong(leaf, value)
        if self.refused is None:
            self.write(leaf, value)
        return self.refused is None

    def _typed(self, leaf: Leaf, words: str) -> Any:
        """The value that words mean in a field; None if nothing was typed."""
        words = words.strip()
        if words in leaf.spec.words:
            return words
        if leaf.spec.form == "whole":
            return int(words) if _WHOLE.match(words) else words or None
        if leaf.spec.form == "decimal" and _DECIMAL.match(words):
            number = float(words.replace(",", "."))
            return int(number) if number == int(number) else number
        return words or (None if leaf.spec.form != "names" else "")

    def _wrong(self, leaf: Leaf, value: Any) -> tuple[str, dict[str, Any]] | None:
        if value is None:
            return "empty", {}
        if leaf.spec.form == "names":
            return ("long", {"most": leaf.spec.most}) if len(value) > leaf.spec.most else None
        if leaf.spec.form == "hex" and self.desk.grid.parse(value) is None:
            return "hex", {}
        return leaf.spec.wrong(value)

    def step(self, leaf: Leaf, way: int) -> None:
        """The next number, or the next choice."""
        if leaf.spec.form in ("whole", "decimal"):
            self.commit()
            value = self.shown(leaf)
            value = value if isinstance(value, (int, float)) else max(leaf.spec.low or 0, 0)
            wide = 1 if leaf.spec.form == "whole" else STEPS.get(leaf.spec.decimals, 0.01)
            new = round(value + way * wide, leaf.spec.decimals)
            new = min(max(new, leaf.spec.low if leaf.spec.low is not None else new),
                      leaf.spec.high if leaf.spec.high is not None else new)  # fmt: skip
            self.write(leaf, int(new) if new == int(new) else new)
            if self.at == leaf.name and self.entry is not None:
                self.entry.set(self._words(leaf))
        elif leaf.spec.form == "flag":
            self.write(leaf, not self.shown(leaf))
        elif options := self.options(leaf):
            values = [option.value for option in options]
            now = values.index(str(self.shown(leaf))) if str(self.shown(leaf)) in values else -1
            self.choose(leaf, values[(now + way) % len(values)])

    def choose(self, leaf: Leaf, value: str) -> None:
        """Write what was chosen."""
        self.dropdown = None
        self.write(leaf, int(value) if leaf.spec.form == "whole" else value)

    def pick(self, leaf: Leaf, value: str) -> None:
        """Choose by a click, which takes the keyboard along."""
        self.go(leaf.name)
        self.choose(leaf, value)

    def turn(self, leaf: Leaf) -> None:
        """Turn a yes into a no by a click, which takes the keyboard along."""
        self.go(leaf.name)
        self.step(leaf, 1)

    def open(self, leaf: Leaf) -> None:
        """Open the list of what may be chosen."""
        self.go(leaf.name)
        now = self.shown(leaf)
        choose = functools.partial(self.choose, leaf)
        self.dropdown = Dropdown(self.options(leaf), None if now is None else str(now), choose)

    def take_hex(self, number: str) -> bool:
        """Write a hex that was clicked on the map into the field that waits for one; False if none does."""
        leaf = self.leaf(self.at) if self.at else None
        if leaf is None or leaf.spec.form != "hex":
            return False
        self.write(leaf, number)
        self._leave()
        return True

    def handle(self, event: pygame.event.Event) -> bool:
        """Answer an event; whether it was meant for the form."""
        if self.dropdown is not None and self.dropdown.handle(event):
            if self.dropdown is not None and not self.dropdown.is_open:
                self.dropdown = None
            return True
        leaf = self.leaf(self.at) if self.at else None
        if leaf is None:
            return False
        if event.type == pygame.KEYDOWN and self._key(event, leaf):
            return True
        if self.entry is None or not self.entry.handle(event):
            if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and leaf.spec.form != "hex":
                self.go("")
            return False
        self.entry.focused = True
        if event.type in (pygame.TEXTINPUT, pygame.KEYDOWN):
            self._paused = 1
            value = self._typed(leaf, self.entry.words)
            optional = value is None and not leaf.spec.required and not leaf.language
            self.refused = None if optional else self._wrong(leaf, value)
        return True

    def _key(self, event: pygame.event.Event, leaf: Leaf) -> bool:
        """Answer a key that moves between fields or changes one."""
        if event.key == pygame.K_TAB and not event.mod & CTRL:
            names = [other.name for other in self.leaves if other.spec.form != "mapping"]
            i = names.index(leaf.name) + (-1 if event.mod & SHIFT else 1)
            if self.commit():
                self.go(names[i % len(names)])
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            if self.entry is not None:
                if self.commit():
                    self.entry.set(self._words(leaf))
                    self.entry.select_all()
            elif leaf.spec.form == "flag":
                self.step(leaf, 1)
            else:
                self.open(leaf)
        elif event.key == pygame.K_ESCAPE:
            self._leave()
        elif event.key in (pygame.K_UP, pygame.K_DOWN) and leaf.spec.form in ("whole", "decimal"):
            self.step(leaf, 1 if event.key == pygame.K_UP else -1)
        elif self.entry is None and event.key in (pygame.K_LEFT, pygame.K_RIGHT, pygame.K_SPACE):
            self.step(leaf, -1 if event.key == pygame.K_LEFT else 1)
        else:
            return False
        return True

    def tick(self, milliseconds: int) -> bool:
        """Write what was typed after a pause; True while one is awaited."""
        if not self._paused:
            return False
        self._paused += milliseconds
        if self._paused >= PAUSE_MS:
            self._paused = 0
            if self.refused is None:
                self.commit()
            self.desk.app.dirty = True
        return bool(self._paused)

    def edited(self) -> None:
        """The draft has changed under the form: what is not being typed shows what stands there now."""
        leaf = self.leaf(self.at) if self.at else None
        if self.at and leaf is None:
            self._leave()
        elif leaf is not None and self.entry is not None and not self._paused and self.refused is None:
            self.entry.set(self._words(leaf))

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw the fields; the list that is open lies over them."""
        with sheet.within(area):
            top = self.scroll.begin(area, self.scroll.most + area.height)
            y = top + 2
            self.rects.clear()
            for leaf in self.leaves:
                y = self.row(sheet, leaf, pygame.Rect(area.x, y, area.width - 10, 0))
            self.scroll.begin(area, y - top + 6)
            if not self._shown and self.at in self.rects:
                self.scroll.show(self.rects[self.at].inflate(0, 24))
                self._shown = True
                self.desk.app.dirty = True
            self.scroll.bar(sheet)
        if self.dropdown is not None and self.at in self.rects:
            self.dropdown.draw(sheet, self.rects[self.at], area)

    def row(self, sheet: Sheet, leaf: Leaf, rect: pygame.Rect) -> int:
        """Draw a line from a top edge down; its lower edge."""
        return drawn.row(sheet, self, leaf, rect)

    def head(self, sheet: Sheet, x: int, top: int, width: int) -> int:
        """Draw what is told above the fields; the lower edge."""
        return top
