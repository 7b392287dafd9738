"""What floats over the desk's map: scale, what the tool would do, a note, and the bar that says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.ui import fonts, palette
from game.ui.sheet import wrapped
from game.ui.table import floats

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.sheet import Sheet

CHIP = 330


def draw(sheet: Sheet, desk: Desk, area: pygame.Rect) -> None:
    """Draw everything that floats over the map."""
    with sheet.within(area):
        hex_px = desk.camera.scale / desk.app.factor
        floats.scale(sheet, hex_px, area, floats.scale_km(hex_px), pygame.Rect(0, 0, 0, 0))
        _chip(sheet, desk, area)
        if desk.note is not None:
            floats.draw_note(sheet, desk.note, area, desk.quiet)


def _chip(sheet: Sheet, desk: Desk, area: pygame.Rect) -> None:
    """What the tool would do, beside the mouse."""
    spot = desk.spot
    words = desk.choice.tool.words(spot) if spot is not None else []
    if not words or spot is None:
        return
    head, *rest = words
    lines = [line for part in rest for line in wrapped(part, fonts.REGULAR, 12.2, CHIP)]
    top = wrapped(head, fonts.SEMIBOLD, 13, CHIP)
    width = max([fonts.width(line, fonts.SEMIBOLD, 13) for line in top] +
                [fonts.width(line, fonts.REGULAR, 12.2) for line in lines]) + 24  # fmt: skip
    x, y = desk.pointing.at(spot.hex)
    away = (desk.choice.radius + 1) * desk.camera.scale / desk.app.factor if desk.tab == "ground" else 40
    box = pygame.Rect(0, 0, width, 19 * len(top) + 17 * len(lines) + 14)
    box.midright = round(x - away - 12), round(y)
    if box.left < area.left + 8:
        box.left = round(x + away + 12)
    box.clamp_ip(area.inflate(-16, -16))
    sheet.box(box, (*palette.BAR, 244), 7, palette.LINE)
    for i, line in enumerate(top):
        sheet.text(line, box.x + 12, box.y + 16 + 19 * i, size=13, weight=fonts.SEMIBOLD)
    for i, line in enumerate(lines):
        y = box.y + 16 + 19 * len(top) + 17 * i
        sheet.text(line, box.x + 12, y, size=12.2, colour=palette.TEXT_SECOND)


def draw_bars(sheet: Sheet, desk: Desk, area: pygame.Rect) -> None:
    """A bar over the map's foot for whatever keeps the picture from being that of the text; a click goes there."""
    told = desk.files.trouble
    if told is None:
        return
    words, act = told
    lines = wrapped(words, fonts.MEDIUM, 12.8, area.width - 80)
    box = pygame.Rect(area.x + 14, 0, area.width - 28, 19 * len(lines) + 16)
    box.bottom = area.bottom - 60
    sheet.box(box, palette.blend(palette.BAR, palette.SUPPLY[3], 0.22), 7, palette.SUPPLY[3], 1.4)
    sheet.text("✕", box.x + 18, box.centery, size=13, weight=fonts.BOLD, colour=palette.SUPPLY[3], anchor="centre")
    for i, line in enumerate(lines):
        sheet.text(line, box.x + 38, box.y + 18 + 19 * i, size=12.8, weight=fonts.MEDIUM)
    sheet.place(box, act)


def no_map(sheet: Sheet, desk: Desk, area: pygame.Rect) -> None:
    """A file that cannot be drawn: what can be done about it."""
    sheet.fill(area, palette.WELL)
    x, width = area.x + 40, min(620, area.width - 80)
    top = sheet.paragraph(sheet.say("desk.no_map"), x, area.y + 40, width, size=19, weight=fonts.SEMIBOLD,
                          colour=palette.TEXT) + 8  # fmt: skip
    sheet.paragraph(sheet.say("desk.no_map_told"), x, top, width, size=13.4)
