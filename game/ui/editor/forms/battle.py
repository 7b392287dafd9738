"""What the battle is as a whole: its texts, its days, how it is judged, its sides, its weather day by day."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pygame

from game.scenario.draft import Insert, Label
from game.state import GROUNDS, SIDES
from game.ui import fonts, palette
from game.ui.editor.forms import symbols
from game.ui.editor.forms.form import Form
from game.ui.editor.forms.listing import Button, Listing, Row
from game.ui.editor.forms.lists import Flat
from game.ui.editor.forms.values import Path, value_at

if TYPE_CHECKING:
    from game.ui.sheet import Sheet

_PARTS: dict[str, tuple[Path, str]] = {
    "texts": (("title",), "ScenarioFile"), "calendar": (("calendar",), "Calendar"), "victory": (("victory",), "Victory"),
    "meta": (("meta",), "Meta"), "geo": (("geo",), "Geo"),
}  # fmt: skip
_GROUND = (palette.rgb("B9A36B"), palette.rgb("5F86A0"), palette.rgb("7B6A8A"), palette.rgb("C9D6DE"))
"""Colours of dry, wet, thawing and frozen ground; each cell has its word too."""
CELL_HIGH = 46


class Battle(Listing):
    """The parts of a scenario that there is one of."""

    head = "battle"
    searched = False

    def rows(self) -> Iterator[Row]:
        """Texts, calendar, victory, sides and the rest, each with what it says in short."""
        document = self.desk.draft.document
        language = self.desk.app.language
        yield self._part("texts", str(value_at(document, ("title", language)) or ""))
        turns = value_at(document, ("calendar", "turns"))
        days = self.desk.say("editor_forms.days", days=turns) if isinstance(turns, int) else ""
        yield self._part("calendar", f"{value_at(document, ('calendar', 'first_day')) or ''} · {days}")
        yield self._part("victory", "")
        for side in SIDES:
            yield Row(("sides", side), self.desk.word(f"side.{side}"), depth=0,
                      picture=functools.partial(symbols.side, side))  # fmt: skip
        yield self._part("meta", str(value_at(document, ("meta", "author")) or ""))
        yield self._part("geo", " ".join(str(value_at(document, ("geo", key)) or "") for key in ("lat", "lon")))

    def _part(self, name: str, words: str) -> Row:
        return Row(_PARTS[name][0], self.desk.say(f"editor_forms.part_{name}"), "", words)

    def holds(self, path: Path) -> bool:
        """One of the parts."""
        return (len(path) == 2 and path[0] == "sides") or path in [where for where, _ in _PARTS.values()]

    def form_of(self, path: Path) -> Form:
        """The form of a part."""
        if path[0] == "sides":
            return Form(self.desk, path, "Side")
        entity = next(entity for where, entity in _PARTS.values() if where == path)
        if entity == "ScenarioFile":
            return Form(self.desk, (), entity, only=("title", "about"))
        return Form(self.desk, path, entity)

    def deeds(self) -> list[Button]:
        """Nothing: there is one of each."""
        return []

    def remove(self) -> None:
        """There is one of each, which stays."""

    def form_title(self, language: str) -> str:
        """What the part is called."""
        path = self.selected or ()
        if path[:1] == ("sides",):
            return self.desk.word(f"side.{path[1]}")
        name = next((name for name, (where, _) in _PARTS.items() if where == path), "texts")
        return self.desk.say(f"editor_forms.part_{name}")


class Weather(Flat):
    """The weather as a strip of days, and the form of the change that is selected."""

    head, list_path, entity = "weather", ("weather",), "Weather"
    searched = False

    def rows(self) -> Iterator[Row]:
        """Each change from its day on."""
        for path, value in self.entries():
            words = ", ".join(self.desk.word(f"{key}.{value[key]}") for key in ("ground", "sky")
                              if isinstance(value.get(key), str))  # fmt: skip
            right = f"{value.get('temperature', '?')} °C"
            yield Row(path, self.desk.say("editor_forms.from_day", day=value.get("from", "?")), words, right)

    def buttons(self) -> list[Button]:
        """The days themselves are the buttons."""
        return []

    def form_title(self, language: str) -> str:
        """From which day it holds."""
        value = value_at(self.desk.draft.document, self.selected or ("weather", 0)) or {}
        return self.desk.say("editor_forms.from_day", day=value.get("from", "?"))

    def of_day(self, day: int) -> tuple[Path, Mapping[str, Any]] | None:
        """The entry that holds on a day."""
        found = [(path, v) for path, v in self.entries() if isinstance(v.get("from"), int) and v["from"] <= day]
        return max(found, key=lambda each: each[1]["from"], default=None)

    def take_day(self, day: int) -> None:
        """Select the change that begins on a day; a change more if the one that holds is selected already."""
        self.has_keys = True
        there = self.of_day(day)
        if there is not None and (there[1]["from"] == day or there[0] != self.selected):
            self.desk.select(there[0])
            return
        new = {"from": day, "ground": "dry", "sky": "clear", "temperature": 15} if there is None else dict(there[1])
        new |= {"from": day, "source": "", "confidence": "low"}
        at = sum(isinstance(v.get("from"), int) and v["from"] < day for _, v in self.entries())
        label = Label("ui.editor_forms.did_weather", {"day": day})
        if self.desk.do(label, [Insert(("weather",), at, (new,))]):
            self.desk.select(("weather", at))

    def draw_list(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw the strip over the list."""
        top = self.strip(sheet, area)
        super().draw_list(sheet, pygame.Rect(area.x, top, area.width, area.bottom - top))

    def form_head(self, sheet: Sheet, area: pygame.Rect, alone: bool) -> int:
        """Draw the strip over the form where there is no list."""
        if alone:
            top = self.strip(sheet, area)
            area = pygame.Rect(area.x, top, area.width, area.bottom - top)
        return super().form_head(sheet, area, alone)

    def strip(self, sheet: Sheet, area: pygame.Rect) -> int:
        """Draw a cell for every day with its ground and sky; the lower edge."""
        document = self.desk.draft.document
        turns, first = value_at(document, ("calendar", "turns")), value_at(document, ("calendar", "first_day"))
        turns = min(turns, 200) if isinstance(turns, int) else 1
        columns = max(1, min(turns, area.width // 44))
        wide = area.width // columns
        shown = min(turns, columns * max(1, (area.height // 3) // CELL_HIGH))
        here = value_at(document, self.selected or ()) if self.selected else None
        begun = here.get("from", 1) if isinstance(here, Mapping) and isinstance(here.get("from"), int) else 1
        start = max(0, min(turns - shown, (begun - 1) // columns * columns))
        for i in range(shown):
            day = start + i + 1
            rect = pygame.Rect(area.x + i % columns * wide, area.y + i // columns * CELL_HIGH, wide - 3, CELL_HIGH - 3)
            self._cell(sheet, rect, day, _date(first, day))
        return area.y + -(-shown // columns) * CELL_HIGH + 6

    def _cell(self, sheet: Sheet, rect: pygame.Rect, day: int, when: str) -> None:
        """A day: its number, its ground as a colour and a letter, its sky as a word."""
        there = self.of_day(day)
        value = there[1] if there is not None else {}
        ground, sky = str(value.get("ground")), str(value.get("sky"))
        chosen = there is not None and there[0] == self.selected
        edge = palette.ACCENT if chosen else palette.TEXT_THIRD if sheet.hot(rect) else palette.LINE
        sheet.box(rect, palette.WELL, 5, edge, 1.5 if chosen else 1)
        if ground in GROUNDS:
            colour = _GROUND[GROUNDS.index(ground)]
            sheet.box(pygame.Rect(rect.x + 3, rect.bottom - 8, rect.width - 6, 5), colour, 2)
        begins = bool(value) and value.get("from") == day
        weight = fonts.BOLD if begins else fonts.MEDIUM
        sheet.text(str(day), rect.centerx, rect.y + 10, size=11.5, weight=weight, anchor="centre",
                   colour=palette.TEXT if begins else palette.TEXT_SECOND)  # fmt: skip
        words = [self.desk.word(f"{key}.{name}") for key, name in (("sky", sky), ("ground", ground)) if name != "None"]
        if words:
            sheet.text(words[0], rect.centerx, rect.y + 25, size=9.5, anchor="centre", most=rect.width - 4,
                       colour=palette.TEXT_SECOND)  # fmt: skip
        tip = " · ".join([when, *words, f"{value.get('temperature', '?')} °C"])
        sheet.place(rect, functools.partial(self.take_day, day), tip)


def _date(first: Any, day: int) -> str:
    """The date of a day, empty if the first day is none."""
    try:
        return (date.fromisoformat(str(first)) + timedelta(days=day - 1)).strftime("%d.%m")
    except (ValueError, OverflowError):
        return ""
