"""A scene: what one side saw of one order, as arrows and rings on the map and as a caption in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.events import Event
from game.history import mark_of
from game.state import HEX, NOBODY, OF_SIDE
from game.ui import fonts, palette
from game.ui.sheet import Sheet, wrapped
from game.ui.table import overlay
from game.ui.table.told import GOOD, PLAIN, Line, Scene, Teller

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

MOVE_MS, ASSAULT_MS, OTHER_MS = 520, 1700, 900
SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, float("inf"))
"""How many times faster scenes go by; the last shows none of them."""
ARROWS = ("moved", "retreated", "reserve_came")
MOST_LINES = 4
CAPTION, LINE = 560, 18
_EDGE = 14
_GLASS = (*palette.BAR, 238)


def lasts(scene: Scene) -> int:
    """How long a scene is shown, in ms at single speed."""
    kinds = {event.kind for event in scene.shown}
    return ASSAULT_MS if "assault" in kinds else MOVE_MS if "moved" in kinds else OTHER_MS


def placed(scene: Scene) -> list[Event]:
    """The events of a scene that are shown or marked on the timeline, and happened somewhere."""
    worth = (event for event in scene.events if event in scene.shown or mark_of(event))
    return [event for event in worth if event.values.get("hex", -1) >= 0]


def place(scene: Scene) -> int:
    """The hex to look at in a scene: of its assault, else where its last event happened; -1 if nowhere."""
    there = placed(scene)
    fought = [event for event in there if event.kind == "assault"]
    return (fought or there)[-1].values["hex"] if there else -1


def speed_words(battle: Battle) -> str:
    """The speed at which scenes are shown."""
    speed = SPEEDS[battle.speed]
    return battle.say("scenes.instant") if speed == float("inf") else f"{speed:g}×"


def change_speed(battle: Battle, by: int) -> None:
    """Show scenes faster or slower; the next playback keeps it."""
    battle.speed = min(max(battle.speed + by, 0), len(SPEEDS) - 1)
    battle.app.dirty = True


# on the map ----------------------------------------------------------------------------------------------------------


def draw_under(surface: pygame.Surface, battle: Battle, scene: Scene) -> None:
    """Arrows of marches, retreats and fire, as far as they were seen."""
    for event in scene.shown:
        colour = palette.SIDE_TEXT[doer(battle, event, scene)]
        if event.kind in ("fired", "struck"):
            if event.values["unit"] < 0:
                continue
            start = int(scene.view.believed.units[event.values["unit"], HEX])
            if start >= 0:
                overlay.fire_arc(surface, battle.camera, start, event.values["hex"], colour)
        elif event.kind in ARROWS and _start_known(scene, event):
            overlay.path(surface, battle.camera, [event.values["start"], event.values["hex"]], colour)


def draw_over(surface: pygame.Surface, battle: Battle, scene: Scene) -> None:
    """Rings on the hexes; the caption has the words."""
    for event in placed(scene):
        if event.kind != "fired":
            colour = palette.SIDE_TEXT[doer(battle, event, scene)]
            overlay.ring(surface, battle.camera, event.values["hex"], colour)


def doer(battle: Battle, event: Event, scene: Scene) -> int:
    """Whose doing an event is; what an unknown unit did was the other side's."""
    values, kind = event.values, event.kind
    if kind in ("assault", "surrender", "refused", "depot_lost", "claim", "claim_false"):
        return values["side"]
    if kind == "hex_taken":
        return max(values["after"], 0)
    unit = values.get("unit", -1)
    if unit >= 0:
        return int(battle.match.scenario.roster.units[unit, OF_SIDE])
    return 1 - max(scene.view.side, 0)


def _start_known(scene: Scene, event: Event) -> bool:
    """Whether the viewer knew where the unit stood: only then may an arrow begin there."""
    unit, start = event.values["unit"], event.values["start"]
    return bool(scene.before.believed.units[unit, HEX] == start and start != event.values["hex"])


# in words ------------------------------------------------------------------------------------------------------------


def caption(teller: Teller, scene: Scene) -> list[Line]:
    """Who did what where: the lines that the list of events will have, and a sentence for what it leaves out."""
    lines = teller.lines(scene.events, scene.fights)
    told = {line.hex for line in lines}
    for event in scene.shown:
        where = event.values.get("hex", -1)
        hidden = event.kind in ARROWS and not _start_known(scene, event)
        if where not in told and not hidden:
            lines.append(Line(teller.chronicle.sentence(event), where))
            told.add(where)
    return lines


def draw_caption(
    sheet: Sheet, battle: Battle, area: pygame.Rect, head: str, side: int, lines: list[Line], h: int
) -> None:
    """Draw a caption at the head of the map, or at its foot if it would hide a hex: whose doing, and a line for each."""
    width = min(CAPTION, area.width - 2 * _EDGE - 40)
    shown = lines if len(lines) <= MOST_LINES else lines[: MOST_LINES - 1]
    broken = [(line, wrapped(line.words, fonts.REGULAR, 12.6, width - 36)) for line in shown]
    rows = sum(len(words) for _, words in broken) + (len(shown) < len(lines))
    box = pygame.Rect(0, 0, width, 34 + LINE * rows + 8 * bool(rows))
    box.midtop = area.centerx, area.y + _EDGE
    if h >= 0 and box.inflate(2 * battle.hex_px, 2 * battle.hex_px).collidepoint(battle.at(h)):
        box.bottom = area.bottom - _EDGE
    sheet.box(box, _GLASS, 8, palette.LINE)
    colour = palette.SIDE_TEXT[side] if side != NOBODY else palette.ACCENT
    sheet.box(pygame.Rect(box.x + 12, box.y + 9, 5, 17), colour, 0 if side == 1 else 2)
    sheet.text(head, box.x + 24, box.y + 18, size=13, weight=fonts.SEMIBOLD, most=width - 36)
    y = box.y + 34
    for line, words in broken:
        sign = "•" if line.tone == PLAIN else "▲" if line.tone == GOOD else "▼"
        sheet.text(sign, box.x + 14, y + LINE / 2, size=10, colour=palette.TEXT_SECOND)
        for part in words:
            sheet.text(part, box.x + 28, y + LINE / 2, size=12.6, colour=palette.TEXT)
            y += LINE
    if len(shown) < len(lines):
        words_left = sheet.say("scenes.more", lines=len(lines) - len(shown))
        sheet.text(words_left, box.x + 28, y + LINE / 2, size=12, colour=palette.TEXT_THIRD)
