"""The order of battle as a tree: sides, formations, units; what is selected in it is selected on the map as well."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pygame

from game.scenario.described import field_of
from game.scenario.draft import Edit, Insert, Label, Set
from game.state import SIDES
from game.texts import say
from game.ui import fonts, palette
from game.ui.editor.forms import forces_edits, symbols
from game.ui.editor.forms.dropdown import Dropdown, Option
from game.ui.editor.forms.form import Form
from game.ui.editor.forms.listing import PAD, Button, Listing, Row, draw_buttons
from game.ui.editor.forms.placing import PlaceUnit, kinds
from game.ui.editor.forms.tables import Exporting, Importing
from game.ui.editor.forms.values import Path, entities_at, title, value_at

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.sheet import Sheet

THIN = "\u202f"
TOGETHER = ("fatigue", "people", "days", "quality")
"""Fields that can be changed of several units at once -> their steps."""
STEPS = {"fatigue": 5, "people": 10, "days": 0.5, "quality": 1}


class Forces(Listing):
    """The order of battle."""

    head = "forces"

    def __init__(self, desk: Desk) -> None:
        self.dropdown: Dropdown | None = None
        self._everybody = 0
        super().__init__(desk)
        self.importing = Importing(desk)
        self.folded |= {row.fold for row in self.all_rows() if row.depth == 1}
        if self.selected is not None:
            self.chosen()

    def rows(self) -> Iterator[Row]:
        """Every side with its formations, each with its units."""
        document = self.desk.draft.document
        language = self.desk.app.language
        formations = entities_at(document, ("formations",))
        self._everybody = sum(_people(value) for _, value in formations)
        for side in SIDES:
            own = [(path, value) for path, value in formations if value.get("side") == side]
            total = sum(_people(value) for _, value in own)
            yield Row((), say(language, f"side.{side}"), right=thousands(total), fold=side, heavy=True,
                      picture=functools.partial(symbols.side, side))  # fmt: skip
            for path, formation in own:
                yield Row(path, title(formation, language), right=thousands(_people(formation)), depth=1,
                          fold=f"{side} {formation.get('id')}", found_by=_found_by(formation),
                          picture=functools.partial(_head, side, formation))  # fmt: skip
                units = formation.get("units")
                for i, unit in enumerate(units if isinstance(units, list) else ()):
                    if isinstance(unit, Mapping):
                        yield self._unit((*path, "units", i), side, unit, formation)

    def _unit(self, path: Path, side: str, unit: Mapping[str, Any], formation: Mapping[str, Any]) -> Row:
        language = self.desk.app.language
        arrives = unit.get("arrives")
        where = str(unit.get("hex", "?")) if arrives is None else f"{unit.get('hex', '?')} +{arrives}"
        people = thousands(unit["people"]) if isinstance(unit.get("people"), int) else "?"
        return Row(path, title(unit, language), where, people, 2, functools.partial(_unit_sign, side, unit),
                   found_by=f"{_found_by(unit)} {title(formation, language)}")  # fmt: skip

    def total(self) -> str:
        """Everybody."""
        self.all_rows()
        return self.desk.say("editor_forms.people", people=thousands(self._everybody))

    def holds(self, path: Path) -> bool:
        """Formations and units."""
        return path[0] == "formations" and (len(path) == 2 or (len(path) == 4 and path[2] == "units"))

    def form_of(self, path: Path) -> Form:
        """The form of a unit or a formation."""
        return Form(self.desk, path, "Unit" if len(path) == 4 else "Formation", ("units",))

    # what can be done ------------------------------------------------------------------------------------------------

    def buttons(self) -> list[Button]:
        """With the whole order of battle."""
        return [
            Button("place_unit", self.ask_kind),
            Button("add_formation", self.add_formation),
            Button("import_csv", self.importing.ask),
            Button("export_csv", Exporting(self.desk).ask),
        ]

    def deeds(self) -> list[Button]:
        """With what is selected."""
        own = [Button("duplicate", self.duplicate, "Ctrl D"), Button("remove", self.remove, "Del")]
        if self.selected is not None and len(self.selected) == 4:
            return [*own, Button("to_formation", self.ask_formation)]
        return [Button("add_unit", self.add_unit), own[1]]

    def do(self, text: str, edits: list[Edit], then: Path | None, **values: Any) -> None:
        """Make edits under a label and select something."""
        if edits and self.desk.do(Label(f"ui.editor_forms.{text}", values), edits):
            self.desk.select(then)

    def _title(self, path: Path) -> str:
        return title(value_at(self.desk.draft.document, path), self.desk.app.language)

    def add_formation(self) -> None:
        """A new formation with a headquarters, of the side that is selected."""
        document, desk = self.desk.draft.document, self.desk
        side = forces_edits.side_of(document, self.selected) if self.selected is not None else "ua"
        number = self._hex_for(self.selected)
        unit = forces_edits.new_unit(document, {"side": side}, "hq", number, desk.rules)
        made = forces_edits.new_formation(document, side, unit)
        count = len(value_at(document, ("formations",)) or ())
        name = made["name"][desk.app.language]
        self.do("did_add", [Insert(("formations",), count, (made,))], ("formations", count), what=name)

    def add_unit(self) -> None:
        """A new battalion in the formation that is selected, where its first unit stands."""
        path, document = self.selected, self.desk.draft.document
        if path is None:
            return
        formation, units = value_at(document, path[:2]), (*path[:2], "units")
        unit = forces_edits.new_unit(document, formation, "infantry", self._hex_for(path), self.desk.rules)
        count = len(entities_at(document, units))
        name = unit["name"][self.desk.app.language]
        self.do("did_add", [Insert(units, count, (unit,))], (*units, count), what=name)

    def ask_kind(self) -> None:
        """Ask what kind of unit the next clicks on the map put, and of which side."""
        desk = self.desk
        options = [Option(f"{side} {kind.value}", kind.words, desk.word(f"side.{side}"))
                   for side in SIDES for kind in kinds(desk)]  # fmt: skip
        tool = desk.choice.tool
        now = f"{tool.side} {tool.kind}" if isinstance(tool, PlaceUnit) else None
        self.dropdown = Dropdown(options, now, self.hold_kind)

    def hold_kind(self, side_and_kind: str) -> None:
        """Take a kind of unit in hand."""
        side, kind = side_and_kind.split()
        self.desk.choice.hold(PlaceUnit(self.desk, kind, side))
        self.desk.tell_note(self.desk.say("editor_forms.place_hint", kind=self.desk.word(f"kind.{kind}")))

    def _hex_for(self, path: Path | None) -> str:
        """A hex for something new: that of the formation's first unit, else the one in the middle of the map's view."""
        units = entities_at(self.desk.draft.document, (*path[:2], "units")) if path is not None else []
        if units and isinstance(units[0][1].get("hex"), str):
            return str(units[0][1]["hex"])
        width, height = self.desk.camera.size
        return str(self.desk.grid.number(self.desk.camera.hex_at(width / 2, height / 2) or 0))

    def duplicate(self) -> None:
        """What is selected once more."""
        path = self.selected
        if path is not None and len(path) == 4:
            edits, there = forces_edits.duplicate(self.desk.draft.document, path)
            self.do("did_add", edits, there, what=self._title(path))

    def remove(self) -> None:
        """Take what is selected out."""
        paths = sorted(self.marked | ({self.selected} if self.selected is not None else set()))
        if paths:
            edits = forces_edits.remove(self.desk.draft.document, paths)
            what, count = self._title(paths[0]), len(paths)
            self.form = None
            self.marked.clear()
            self.desk.select(None)
            self.do("did_remove", edits, None, what=what, count=count)

    def ask_formation(self) -> None:
        """Ask to which formation the unit is to go."""
        path, document = self.selected, self.desk.draft.document
        if path is None:
            return
        side = forces_edits.side_of(document, path)
        found = entities_at(document, ("formations",))
        options = [Option(str(where[1]), title(value, self.desk.app.language), str(value.get("id")))
                   for where, value in found if value.get("side") == side]  # fmt: skip
        self.dropdown = Dropdown(options, str(path[1]), self.move_to)

    def move_to(self, formation: str) -> None:
        """Move the unit that is selected to the end of a formation."""
        path, to = self.selected, ("formations", int(formation))
        if path is not None and path[:2] != to:
            edits, there = forces_edits.to_formation(self.desk.draft.document, path, to)
            self.do("did_formation", edits, there, what=self._title(path), to=self._title(to))

    def together(self, key: str, way: int) -> None:
        """Change a number of all units that are marked by a step."""
        edits: list[Edit] = []
        document = self.desk.draft.document
        spec = field_of("Unit", key)
        for path in sorted(self.marked):
            value = value_at(document, (*path, key))
            value = value if isinstance(value, (int, float)) else spec.default
            if len(path) == 4 and isinstance(value, (int, float)):
                new = round(min(max(value + way * STEPS[key], spec.low or 0), spec.high or 0), spec.decimals)
                edits.append(Set((*path, key), int(new) if new == int(new) else new))
        label = Label("ui.editor_forms.did_together", {"count": len(edits), "field": f"ui.editor_forms.fields.{key}"})
        self.desk.do(label, edits, f"together {key}")

    # events and drawing ----------------------------------------------------------------------------------------------

    def handle(self, event: pygame.event.Event) -> bool:
        """Answer an event; the list of formations and the table come first."""
        if self.dropdown is not None and self.dropdown.handle(event):
            if self.dropdown is not None and not self.dropdown.is_open:
                self.dropdown = None
            return True
        return super().handle(event)

    def key(self, event: pygame.event.Event, control: bool) -> bool:
        """Copy with Ctrl+D; move in the list with Alt and an arrow."""
        if event.key == pygame.K_d and control and self.selected is not None:
            self.duplicate()
            return True
        if event.mod & pygame.KMOD_ALT and event.key in (pygame.K_UP, pygame.K_DOWN) and self.selected is not None:
            way = -1 if event.key == pygame.K_UP else 1
            edits, there = forces_edits.reorder(self.desk.draft.document, self.selected, way)
            self.do("did_order", edits, there, what=self._title(self.selected))
            return True
        return False

    def draw(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw the tree and the form, and over them the list of formations."""
        super().draw(sheet, area)
        if self.dropdown is not None and self.dropdown.is_open:
            under = pygame.Rect(area.x + PAD, area.y + 4, area.width - 2 * PAD, 30)
            self.dropdown.draw(sheet, under, area)

    def draw_form(self, sheet: Sheet, area: pygame.Rect, alone: bool) -> None:
        """Draw the form, or what can be done with several."""
        if len(self.marked) > 1:
            self._draw_together(sheet, area)
        else:
            super().draw_form(sheet, area, alone)

    def _draw_together(self, sheet: Sheet, area: pygame.Rect) -> None:
        """How many are marked, and the numbers that can be changed of all of them."""
        words = sheet.say("editor_forms.marked", count=len(self.marked))
        top = sheet.paragraph(words, area.x, area.y + 4, area.width, size=14.5, weight=fonts.SEMIBOLD,
                              colour=palette.TEXT) + 6  # fmt: skip
        for key in TOGETHER:
            sheet.text(sheet.say(f"editor_forms.fields.{key}"), area.x, top + 15, size=12.6, colour=palette.TEXT_SECOND)
            step = f"± {STEPS[key]:g}"
            sheet.stepper(area.right, top + 15, step, 64, functools.partial(self.together, key, -1),
                          functools.partial(self.together, key, 1))  # fmt: skip
            top += 32
        draw_buttons(sheet, [Button("remove", self.remove, "Del")], area.x, top + 8, area.width)


def thousands(number: int) -> str:
    """A number with a thin blank between its thousands.

    >>> thousands(24600).replace(THIN, " ")
    '24 600'
    """
    return f"{number:,}".replace(",", THIN)


def _people(formation: Mapping[str, Any]) -> int:
    units = formation.get("units")
    found = [unit.get("people") for unit in (units if isinstance(units, list) else ()) if isinstance(unit, Mapping)]
    return sum(number for number in found if isinstance(number, int))


def _found_by(value: Mapping[str, Any]) -> str:
    """Words by which something is found besides its name: its id, its name in the other language."""
    name = value.get("name")
    return " ".join([str(value.get("id", "")), *(map(str, name.values()) if isinstance(name, Mapping) else ())])


def _head(side: str, formation: Mapping[str, Any], sheet: Sheet, x: float, y: float) -> None:
    """The sign of a formation: that of its first fighting unit."""
    units = formation.get("units")
    fighting = [u for u in (units if isinstance(units, list) else ()) if isinstance(u, Mapping) and u.get("kind") != "hq"]
    first = fighting[0] if fighting else {"kind": "hq"}
    _unit_sign(side, first, sheet, x, y)


def _unit_sign(side: str, unit: Mapping[str, Any], sheet: Sheet, x: float, y: float) -> None:
    symbols.unit(sheet, side, str(unit.get("kind", "")), unit.get("symbol"), x, y, 23)
