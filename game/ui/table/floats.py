"""What floats over the map: scale, hints, a note, the card of the hex under the mouse, words about a fight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from game.rulebook import DICE_MODE
from game.state import BATTERY, OWNER, PEOPLE, ROUNDS, SOURCE, SUPPLY
from game.ui import fonts, palette
from game.ui.cards.units import draw_counter, ground_words, known_tag, supply_sign
from game.ui.history.scenes import speed_words
from game.ui.history.watching import Watching
from game.ui.sheet import Act, Sheet, wrapped
from game.ui.table import overlay
from game.ui.table.overlay_bar import draw_bar, draw_legend, hex_words, plates
from game.ui.table.told import BAD, Fight

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

EDGE = 14
GLASS = (*palette.BAR, 250)
CARD_WIDTH, NOTE_WIDTH = 304, 520
ROW, MOST_ROWS = 26, 8
LEAST_AREA = 480
"""Height of the map below which the timeline's strip is all that stands at its foot, in px."""
_LENGTHS = (1, 2, 5, 10)


@dataclass
class Note:
    """Words over the map that fade after a while."""

    words: str
    tone: str
    left: float
    """Milliseconds it is still shown."""


def draw(sheet: Sheet, battle: Battle, area: pygame.Rect) -> None:
    """Draw everything that floats over the map."""
    with sheet.within(area):
        plates(sheet, battle, area)
        length = scale_km(battle.hex_px)
        wide = round(length * battle.hex_px) + 28
        if battle.mode.past and area.height < LEAST_AREA:
            boxes = [scale(sheet, battle.hex_px, area, length, pygame.Rect(0, 0, 0, 0))]
        else:
            bar = draw_bar(sheet, battle, area, wide)
            ruler = scale(sheet, battle.hex_px, area, length, bar)
            boxes = [bar, ruler, _hint(sheet, battle, area, bar, ruler)]
        draw_legend(sheet, battle, area, boxes)
        if battle.hover is not None and not battle.is_watching() and battle.mode.cards:
            beside = pygame.Rect(area.x + EDGE, area.y, CARD_WIDTH, area.height)
            foot = min((box.top for box in boxes if box.colliderect(beside)), default=area.bottom - EDGE)
            _hex_card(sheet, battle, battle.hover, area, foot)
        free = pygame.Rect(area.topleft, (area.width, min(box.top for box in boxes) - area.y))
        battle.mode.floats(sheet, free)
        if battle.note is not None:
            draw_note(sheet, battle.note, area, battle.quiet)


def scale_km(hex_px: float) -> int:
    """How many kilometres the scale shows where a kilometre is so many px."""
    return max((km for km in _LENGTHS if km * hex_px <= 190), default=1)


def scale(sheet: Sheet, hex_px: float, area: pygame.Rect, length: int, bar: pygame.Rect) -> pygame.Rect:
    """How long some kilometres are, beside the bar of the overlays or above it; where it is drawn."""
    long = round(length * hex_px)
    box = pygame.Rect(area.x + EDGE, area.bottom - EDGE - 38, long + 28, 38)
    if box.inflate(16, 0).colliderect(bar):
        box.bottom = bar.top - 8
    sheet.box(box, GLASS, 7)
    x, right = box.x + 14, box.x + 14 + long
    sheet.text("0", x, box.y + 12, size=11, weight=fonts.SEMIBOLD)
    sheet.text(sheet.say("scale.km", km=length), right, box.y + 12, size=11, weight=fonts.SEMIBOLD, anchor="right")
    for i in range(4):
        left = x + i * long // 4
        part = pygame.Rect(left, box.y + 24, x + (i + 1) * long // 4 - left, 5)
        sheet.fill(part, palette.TEXT if i % 2 == 0 else palette.TEXT_THIRD)
    return box


def _hint(sheet: Sheet, battle: Battle, area: pygame.Rect, bar: pygame.Rect, scale: pygame.Rect) -> pygame.Rect:
    """What can be done now, above the bar of the overlays; where it is told."""
    words = sheet.say(battle.mode.hint, speed=speed_words(battle))
    if isinstance(battle.mode, Watching) and battle.mode.scene is None:
        words = f"{sheet.say('hint.thinking')} {words}"
    left = scale.right + 12 if scale.bottom <= bar.top else area.x + EDGE
    room = area.right - EDGE - left - 28
    lines = wrapped(words, fonts.MEDIUM, 12, room)
    if len(lines) > 1:
        lines = wrapped(words, fonts.MEDIUM, 12, min(room, fonts.width(words, fonts.MEDIUM, 12) // 2 + 36))
    width = max(fonts.width(line, fonts.MEDIUM, 12) for line in lines) + 28
    box = pygame.Rect(0, 0, width, 16 * len(lines) + 12)
    box.midbottom = bar.centerx, bar.top - 8
    box.left = max(box.left, left)
    sheet.box(box, GLASS, 8)
    for i, line in enumerate(lines):
        sheet.text(line, box.centerx, box.y + 14 + 16 * i, size=12, weight=fonts.MEDIUM, colour=palette.TEXT_SECOND,
                   anchor="centre")  # fmt: skip
    return box


def draw_note(sheet: Sheet, note: Note, area: pygame.Rect, away: Act) -> None:
    """A note at the head of the map; a click puts it away."""
    lines = wrapped(note.words, fonts.MEDIUM, 13.5, min(NOTE_WIDTH, area.width - 80))
    width = max(fonts.width(line, fonts.MEDIUM, 13.5) for line in lines) + 40
    box = pygame.Rect(0, 0, width, 20 * len(lines) + 20)
    box.midtop = area.centerx, area.y + EDGE
    bad = note.tone == BAD
    sheet.box(box, (*palette.BAR, 246), 8, palette.SUPPLY[2] if bad else palette.ACCENT, 1.4)
    for i, line in enumerate(lines):
        sheet.text(line, box.centerx, box.y + 20 + 20 * i, size=13.5, weight=fonts.MEDIUM, anchor="centre")
    sheet.place(box, away)


# the hex under the mouse ---------------------------------------------------------------------------------------------


def _hex_card(sheet: Sheet, battle: Battle, h: int, area: pygame.Rect, foot: int) -> None:
    """Number, place, owner, ground, worth and units of a hex: at the lower left, or above if that would hide it."""
    situation = battle.situation
    units = situation.stack(h)
    shown = units[:MOST_ROWS] if len(units) <= MOST_ROWS else units[: MOST_ROWS - 1]
    width = CARD_WIDTH - 28
    ground = wrapped(" · ".join(ground_words(situation, h, sheet)), fonts.REGULAR, 12.2, width)
    goals = [line for words in battle.goals.get(h, ()) for line in wrapped(words, fonts.REGULAR, 12.2, width - 16)]
    rows = len(shown) + (len(shown) < len(units))
    roads = [line for words in hex_words(battle, h) for line in wrapped(words, fonts.REGULAR, 12.2, width)]
    height = 42 + 17 * (len(ground) + len(roads)) + 18 * len(goals) + (8 + ROW * rows if rows else 0) + 8
    box = pygame.Rect(area.x + EDGE, foot - 10 - height, CARD_WIDTH, height)
    near = box.inflate(2 * battle.hex_px, 2 * battle.hex_px)
    if near.collidepoint(battle.at(h)):
        box.y = area.y + EDGE + (56 if battle.note is not None else 0)
    sheet.box(box, GLASS, 8)
    owner = int(situation.state.hexes[h, OWNER])
    colour = palette.SIDE_TEXT[owner] if owner >= 0 else palette.TEXT_SECOND
    side = sheet.text(situation.chronicle.side(owner), box.right - 14, box.y + 20, size=12, weight=fonts.SEMIBOLD,
                      colour=colour, anchor="right")  # fmt: skip
    left, top = box.x + 14, box.y + 38
    sheet.text(situation.chronicle.hex(h), left, box.y + 20, size=14.5, weight=fonts.SEMIBOLD, most=side.left - left - 8)
    for line in ground:
        sheet.text(line, left, top + 8, size=12.2, colour=palette.TEXT_SECOND)
        top += 17
    for line in roads:
        sheet.text(line, left, top + 8, size=12.2, colour=palette.FLOW_LIGHT)
        top += 17
    for i, line in enumerate(goals):
        if i == 0:
            sheet.text("★", left, top + 9, size=11, colour=palette.ACCENT)
        sheet.text(line, left + 16, top + 9, size=12.2)
        top += 18
    top += 8
    for u in shown:
        _unit_row(sheet, battle, u, left, top, width)
        top += ROW
    if len(shown) < len(units):
        sheet.text(sheet.say("hex.more", units=len(units) - len(shown)), left + 28, top + ROW // 2, size=12,
                   colour=palette.TEXT_SECOND)  # fmt: skip


def _unit_row(sheet: Sheet, battle: Battle, u: int, x: int, top: int, width: int) -> None:
    """A unit in one row: counter, name, people, supply; of an enemy what is known of it."""
    situation = battle.situation
    row, y, right = situation.state.units[u], top + ROW // 2, x + width
    draw_counter(sheet, situation, u, 19, x + 10, y)
    if u in situation.enemies:
        right = known_tag(sheet, situation, u, right, y) - 8
    elif situation.role(u) < SOURCE:
        right = supply_sign(sheet, right, y, int(row[SUPPLY])) - 6
        guns = situation.role(u) == BATTERY
        words = sheet.say("hex.rounds", rounds=int(row[ROUNDS])) if guns else str(int(row[PEOPLE]))
        right = sheet.text(words, right, y, size=12, weight=fonts.SEMIBOLD, anchor="right").left - 8
    sheet.text(situation.name(u), x + 26, y, size=12.2, most=right - x - 26)


# fights --------------------------------------------------------------------------------------------------------------


def fight_chip(surface: pygame.Surface, battle: Battle, fight: Fight) -> None:
    """An assault in words at its hex: the column and the dice, what came of it, what it cost."""
    camera, chronicle = battle.camera, battle.situation.chronicle
    x, y = camera.centre_px(fight.target)
    overlay.ring(surface, camera, fight.target, palette.SIDE_TEXT[fight.attacker], width=3)
    head = battle.say("fight.head", side=chronicle.side(fight.attacker), hex=chronicle.hex(fight.target))
    percent = round(100 * fight.chance(int(battle.view.fixed.rules.numbers[DICE_MODE])))
    dice = battle.say("fight.dice", column=f"{fight.column:+d}", dice=fight.dice, percent=percent)
    won = fight.taken == (fight.attacker == battle.side)
    result = battle.say("fight.taken" if fight.taken else "fight.held")
    lost = battle.say("fight.lost", ua=fight.lost[0], ru=fight.lost[1])
    lines = [(head, palette.TEXT), (result, palette.SUPPLY[0] if won else palette.SUPPLY[2]),
             (lost, palette.TEXT_SECOND), (dice, palette.TEXT_THIRD)]  # fmt: skip
    below = y < camera.size[1] * 0.45
    at = (x, y + camera.scale * 0.7) if below else (x, y - camera.scale * 0.7)
    overlay.chip(surface, lines, at, above=not below, edge=palette.SIDE_TEXT[fight.attacker])
