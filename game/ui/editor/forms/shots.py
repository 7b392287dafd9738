"""The lists and forms of the editor, each reached as an author would reach it; `shot` draws them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pygame

from game.scenario.draft import Insert, Label
from game.scenario.exchange import units_csv
from game.ui.editor.forms.tables import ImportTable
from game.ui.stage import Stage

_EVENT = {
    "id": "event-1", "name": {"en": "Brigade from the reserve", "uk": "Бригада з резерву"}, "when": {"from": 3, "to": 9},
    "source": "", "confidence": "low",
}  # fmt: skip


def _first(stage: Stage, *path: str | int) -> tuple[str | int, ...]:
    """The first thing of a list, selected."""
    stage.desk.select((*path, 0))
    return (*path, 0)


def editor_forces(stage: Stage) -> None:
    """The order of battle in the editor."""
    stage.press_on_desk(pygame.K_3)
    panel: Any = stage.desk.column.panel(stage.desk.column.rooms()[0])
    panel.turn(next(row.fold for row in panel.all_rows() if row.depth == 1))


def editor_units(stage: Stage) -> None:
    """A unit in the editor, a wrong value being typed."""
    stage.press_on_desk(pygame.K_3)
    stage.desk.show(("formations", 0, "units", 0))
    stage.pass_time()
    panel: Any = stage.desk.column.panel(stage.desk.column.rooms()[0])
    panel.form.go("formations.0.units.0.people")
    for letter in "9000":
        stage.app.handle(pygame.event.Event(pygame.TEXTINPUT, text=letter))


def editor_supply(stage: Stage) -> None:
    """A source of supply in the editor."""
    stage.press_on_desk(pygame.K_4)
    stage.pass_time()
    _first(stage, "supply")


def editor_objectives(stage: Stage) -> None:
    """What a place is worth in the editor."""
    stage.press_on_desk(pygame.K_5)
    stage.pass_time()
    _first(stage, "victory", "places")


def editor_places(stage: Stage) -> None:
    """The places of a battle in the editor."""
    stage.press_on_desk(pygame.K_5)
    stage.desk.column.show("ui.editor_forms.places")


def editor_events(stage: Stage) -> None:
    """An event in the editor."""
    stage.press_on_desk(pygame.K_6)
    desk = stage.desk
    place = desk.draft.value(("places", 0, "id"))
    event = _EVENT | {"if": [{"side": "ru", "holds": place}], "do": [{"will": {"ua": 5}}, {"points": {"ua": 2}}]}
    count = len(desk.draft.value(("events",)) or [])
    desk.do(Label("ui.editor_forms.did_add", {"what": "event-1"}), [Insert(("events",), count, (event,))])
    desk.select(("events", count))


def editor_battle(stage: Stage) -> None:
    """How a battle is judged, in the editor."""
    stage.press_on_desk(pygame.K_7)
    stage.pass_time()
    stage.desk.select(("victory",))


def editor_weather(stage: Stage) -> None:
    """The weather day by day in the editor."""
    stage.press_on_desk(pygame.K_7)
    stage.desk.column.show("ui.editor_forms.weather")
    stage.pass_time()
    _first(stage, "weather")


def editor_import(stage: Stage) -> None:
    """A table of units and what it would change."""
    stage.press_on_desk(pygame.K_3)
    table = units_csv.export(stage.desk.draft.value(()))
    first = stage.desk.draft.value(("formations", 0, "units", 0))
    table = table.replace(f",{first['people']},", f",{first['people'] + 20},", 1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "units.csv"
        path.write_text(table, encoding="utf-8")
        screen = ImportTable(stage.desk)
        screen.take(path)
        screen.entry.set("units.csv")
    stage.show(screen)


FORMS = (
    editor_forces, editor_units, editor_supply, editor_objectives, editor_places, editor_events, editor_battle,
    editor_weather, editor_import,
)  # fmt: skip
