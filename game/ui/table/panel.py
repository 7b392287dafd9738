"""The right panel: what is selected or looked at, else what counts; the events; the small map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.state import HEX
from game.ui import fonts, palette
from game.ui.cards import garrison_card, lists
from game.ui.cards.units import stack_list, supply_sign, unit_card
from game.ui.sheet import Sheet

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

PAD = 18
LEAST_EVENTS = 64
"""Height below which the events are left out."""
OBJECTIVES = 0.55
"""The most of what is free that the objectives take."""
SMALL = 0.26
"""Height of the small map as a part of the panel's."""
LEGEND = 116
SHORT = 640
"""Height of a panel in which the card of a unit takes the place of the small map."""


def draw(sheet: Sheet, battle: Battle, area: pygame.Rect) -> None:
    """Draw the whole panel: the details take what they need, the events what is left."""
    sheet.fill(area, palette.PANEL)
    sheet.fill(pygame.Rect(area.x, area.y, 1, area.height), palette.LINE)
    inner = pygame.Rect(area.x + PAD, area.y, area.width - 2 * PAD, area.height)
    short = area.height < SHORT and battle.selected is not None
    foot = _no_small_map(battle, inner) if short else _small_map(sheet, battle, inner)
    if battle.shown.garrison.is_open:
        top = garrison_card.draw(sheet, battle, inner, foot - inner.y, battle.details)
    elif battle.selected is None:
        free = round((foot - inner.y) * OBJECTIVES)
        top = inner.y + min(free, 50 + 22 * len(battle.match.scenario.roster.places))
        area_of_goals = pygame.Rect(inner.x, inner.y + 14, inner.width, top - inner.y - 22)
        lists.objectives(sheet, battle, area_of_goals, battle.goal_list)
    else:
        top = _details(sheet, battle, battle.selected, inner, foot - inner.y)
    sheet.line(area.x, top, area.width)
    if foot - top < LEAST_EVENTS:
        return
    lists.events(sheet, battle, pygame.Rect(inner.x, top + 12, inner.width, foot - top - 20), battle.event_list)


def _details(sheet: Sheet, battle: Battle, u: int, inner: pygame.Rect, room: int) -> int:
    """The card of a unit and the others in its hex, scrolled if there is no room; the lower edge."""
    scroll = battle.details
    clip = pygame.Rect(inner.x - 10, inner.y + 8, inner.width + 20, room - 8)
    with sheet.within(clip):
        top = inner.y + 12 - scroll.at
        bottom = unit_card(sheet, battle, u, inner.x, top, inner.width)
        others = battle.situation.stack(int(battle.situation.state.units[u, HEX]))
        if len(others) > 1:
            sheet.head(sheet.say("unit.stack", units=len(others)), inner.x, bottom + 18)
            bottom = stack_list(sheet, battle, others, inner.x, bottom + 30, inner.width)
        height = bottom - top + 12
        scroll.begin(clip, height)
        scroll.bar(sheet)
    return inner.y + min(room, height + 8)


def _small_map(sheet: Sheet, battle: Battle, inner: pygame.Rect) -> int:
    """The small map at the foot with its legend; the upper edge of both."""
    size = battle.minimap.size(inner.width - LEGEND - 14, round(inner.height * SMALL))
    rect = pygame.Rect(inner.x, inner.bottom - PAD - size[1], *size)
    sheet.blit(battle.minimap.picture(size, battle.situation, battle.shown.drawing), rect)
    frame = battle.minimap.frame(battle.camera).move(rect.topleft)
    sheet.frame(frame, palette.ACCENT, 2)
    sheet.frame(rect.inflate(2, 2), palette.LINE)
    battle.pointing.small = rect
    sheet.place(rect, None, sheet.say("small.tip"))
    _legend(sheet, rect.right + 14, rect.y + 8, rect.height, inner.right)
    return rect.y - 12


def _no_small_map(battle: Battle, inner: pygame.Rect) -> int:
    """Leave the small map out; the lower edge of what is free."""
    battle.pointing.small = pygame.Rect(0, 0, 0, 0)
    return inner.bottom - 8


def _legend(sheet: Sheet, x: int, y: int, height: int, right: int) -> None:
    """The signs of the sides and of the states of supply, as many as there is room for."""
    step = min(19, height // 6)
    for side in (0, 1):
        if side:
            sheet.box(pygame.Rect(x, y - 5, 11, 11), palette.SIDE_TEXT[side], 0)
        else:
            sheet.disc(x + 6, y, 11, palette.SIDE_TEXT[side])
        sheet.text(
            sheet.word(f"side.{('ua', 'ru')[side]}"),
            x + 36,
            y,
            size=11.8,
            colour=palette.TEXT_SECOND,
            most=right - x - 36,
        )
        y += step
    for state, name in enumerate(("full", "strained", "low", "out")):
        supply_sign(sheet, x + 28, y, state)
        sheet.text(sheet.word(f"supply.{name}"), x + 36, y, size=11.8, colour=palette.TEXT_SECOND, weight=fonts.REGULAR,
                   most=right - x - 36)  # fmt: skip
        y += step
