"""Screens of the editor, each reached as an author would reach it; `shot` draws them."""

from __future__ import annotations

import os
import time
from dataclasses import replace

import pygame

from game.folders import ASSETS
from game.scenario.draft import Label, Set
from game.ui.editor import testing
from game.ui.editor.balance import Balance
from game.ui.editor.exchange import Import
from game.ui.editor.exchange_out import Export
from game.ui.editor.help import Keys
from game.ui.editor.opening import New, Open
from game.ui.stage import Stage
from game.ui.table.battle import Battle

FEW = 16
"""Games of the gauge that are enough for a picture."""
GEO = ASSETS / "geo"


def _free_hex(stage: Stage) -> int:
    """A hex of open ground near the middle of the desk's map with nothing in it or beside it."""
    desk = stage.desk
    words, middle = desk.index.words("terrain"), desk.camera.hex_at(*(side / 2 for side in desk.camera.size))
    assert words is not None
    near = sorted(range(desk.grid.count), key=lambda h: (desk.grid.distance(h, middle or 0), h))
    free = next(h for h in near if all(words[n] == "." and n not in desk.index.by_hex for n in desk.grid.disk(h, 1)))
    desk.look_at(free)
    return free


def _paint(stage: Stage) -> None:
    """A wood of some hexes, and the brush on the next."""
    h, choice = _free_hex(stage), stage.desk.choice
    choice.set_radius(1)
    stage.drag_on_desk(h, h + 1)
    choice.set_radius(0)
    choice.choose(3)
    stage.drag_on_desk(h - 3)
    choice.set_radius(1)
    choice.choose(2)
    stage.point_on_desk(h + 3)


def editor(stage: Stage) -> None:
    """The editor: ground being painted, the gauge beside it."""
    _paint(stage)
    stage.app.settings = replace(stage.app.settings, editor_balance=True, editor_games=FEW)
    stage.desk.checking.edited()


def editor_hexsides(stage: Stage) -> None:
    """Roads, railways and waters in the editor; a road being drawn."""
    h = _free_hex(stage)
    stage.press_on_desk(pygame.K_2)
    stage.desk.choice.choose(1)
    stage.drag_on_desk(h, h + 1, h + 2)
    stage.point_on_desk(h + 1)


def editor_history(stage: Stage) -> None:
    """The history of edits, two of them taken back."""
    _paint(stage)
    stage.desk.choice.choose(7)
    stage.drag_on_desk(_free_hex(stage))
    stage.press_on_desk(pygame.K_z)
    stage.press_on_desk(pygame.K_z)
    stage.desk.column.show("ui.desk.history")
    stage.desk.quiet()


def _spoil(stage: Stage) -> None:
    """Two mistakes in the text."""
    desk = stage.desk
    unit = desk.draft.value(("formations", 0, "units", 0))
    number = desk.grid.number(desk.grid.count - 1)
    edits = [Set(("formations", 0, "units", 0, "hex"), "9999"), Set(("formations", 1, "units", 0, "hex"), number)]
    desk.do(Label("ui.desk.did_move", {"what": unit["id"], "hex": "9999"}), edits)
    stage.rest()


def editor_problems(stage: Stage) -> None:
    """What is wrong with a scenario, one problem gone to."""
    _spoil(stage)
    if stage.desk.foot.folded:
        stage.desk.foot.fold()
    stage.press(pygame.K_F8)


def editor_text(stage: Stage) -> None:
    """The text of a scenario about a line with a mistake."""
    _spoil(stage)
    stage.press(pygame.K_F8)
    stage.desk.foot.show("text")


def editor_menu(stage: Stage) -> None:
    """The menu of the editor."""
    stage.desk.files.menu()


def editor_keys(stage: Stage) -> None:
    """The keys of the editor."""
    stage.desk.app.push(Keys(stage.app))


def editor_open(stage: Stage) -> None:
    """The scenarios that can be edited."""
    stage.desk.app.push(Open(stage.app, lambda draft: None))


def editor_new(stage: Stage) -> None:
    """A new scenario."""
    stage.desk.app.push(New(stage.app, lambda draft: None))


def editor_conflict(stage: Stage) -> None:
    """A file that was changed on the disk while it was edited."""
    desk = stage.desk
    _paint(stage)
    path = desk.draft.path
    assert path is not None
    path.write_text(desk.draft.saved_text.replace("temperature: 1", "temperature: 2", 2), encoding="utf-8", newline="")
    desk.files.save()


def _edited(stage: Stage, unit: int, share: float) -> None:
    """A unit of the first formation with a share of its people, and the games of that played."""
    path = ("formations", 0, "units", unit, "people")
    people = stage.desk.draft.value(path)
    label = Label(
        "ui.editor_forms.did_set", {"what": stage.desk.name_of(path[:-1]), "field": "ui.editor_forms.fields.people"}
    )
    stage.desk.do(label, [Set(path, max(1, round(share * people)))])
    stage.rest()


def editor_balance(stage: Stage) -> None:
    """The balance gauge after some edits, one of them pinned."""
    desk = stage.desk
    desk.column.show("ui.editor_balance.head")
    stage.app.settings = replace(stage.app.settings, editor_balance=True, editor_games=FEW)
    stage.rest()
    _edited(stage, 0, 0.7)
    gauge = next(panel for panel in desk.watching if isinstance(panel, Balance))
    gauge.runs.pin()
    _edited(stage, 1, 0.5)


def editor_import_map(stage: Stage) -> None:
    """Geographic data, read and about to be taken onto the map."""
    screen = Import(stage.desk)
    screen.entry.set(os.path.relpath(GEO))
    stage.app.push(screen)
    screen.read()
    stage.rest()


def editor_play(stage: Stage) -> None:
    """The question what is to be played from here."""
    stage.press_on_desk(pygame.K_3)
    stage.press(pygame.K_F5)


def editor_test(stage: Stage) -> None:
    """A test of the scenario being edited, the fog lifted."""
    testing.begin(stage.desk, testing.Wanted("ua", 1, seen=True))
    while not isinstance(stage.app.screen, Battle) or not stage.battle.mode.past:
        stage.pass_time()
        time.sleep(0.01)
    stage.settle()


def editor_export(stage: Stage) -> None:
    """What can be written for other programs."""
    screen = Export(stage.desk)
    screen.entry.set(f"~/maps/{stage.scenario.id}.png")
    stage.app.push(screen)


EDITOR = (
    editor, editor_hexsides, editor_history,
    editor_problems, editor_text, editor_menu, editor_keys, editor_open, editor_new, editor_conflict, editor_balance,
    editor_import_map, editor_export, editor_play, editor_test,
)  # fmt: skip
