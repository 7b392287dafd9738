"""The card of an enemy unit: how well it is known, since when and by what, and what is only assumed."""

from __future__ import annotations

import pygame

from game.rules.recon import ABOUT, ALL, STRENGTH
from game.state import (
    ESTABLISHMENT,
    FATIGUE,
    OF_SIDE,
    PEOPLE,
    POSTURE,
    POSTURES,
    QUALITY,
    SEEN_SOURCE,
    SEEN_STEPS,
    SOURCES,
    SUPPLY,
    SUPPLY_STATES,
)  # fmt: skip
from game.ui import fonts, palette
from game.ui.paint.counters import band_of
from game.ui.sheet import Sheet
from game.ui.table.situation import Situation

LABEL, ROW = 92, 23


def card(sheet: Sheet, situation: Situation, u: int, x: int, top: int, width: int) -> int:
    """What is known of an enemy unit, as far as it is; the lower edge."""
    level, y = situation.level(u), top + 10
    sheet.text(sheet.say("unit.known"), x, y, size=12.4, colour=palette.TEXT_THIRD, most=LABEL - 6)
    for i in range(ALL):
        box = pygame.Rect(x + LABEL + i * 14, y - 5, 11, 10)
        sheet.box(box, palette.ACCENT if i < level else palette.PANEL, 2, palette.TEXT_THIRD if i >= level else None)
    sheet.text(sheet.say(f"unit.level_{level}"), x + width, y, size=12.4, weight=fonts.SEMIBOLD, anchor="right",
               most=width - LABEL - 62)  # fmt: skip
    _strength(sheet, situation, u, x, y + ROW, width)
    top += 2 * ROW + 4
    told, fresh = words(sheet, situation, u), situation.age(u) == 0
    for i, sentence in enumerate(told):
        colour = (palette.TEXT, palette.TEXT if fresh else palette.SUPPLY[1], palette.TEXT_SECOND, palette.TEXT_THIRD)[i]
        top = sheet.paragraph(sentence, x, top, width, size=12.4, colour=colour) + 5
    return top + 4


def words(sheet: Sheet, situation: Situation, u: int) -> list[str]:
    """What is known, when and by what it was noticed, what is assumed, and how knowledge fades."""
    row, level, days = situation.state.units[u], situation.level(u), situation.age(u)
    source = SOURCES[int(row[SEEN_SOURCE])]
    step = situation.scenario.rules.file.scale.step_people
    values = {
        "full": -(-int(situation.scenario.roster.units[u, ESTABLISHMENT]) // step),
        "steps": -(-int(row[PEOPLE]) // step),
        "band": band(situation, u),
        "posture": sheet.say(f"posture.{POSTURES[int(row[POSTURE])]}"),
        "fatigue": int(row[FATIGUE]),
        "supply": sheet.word(f"supply.{SUPPLY_STATES[int(row[SUPPLY])]}"),
        "quality": int(row[QUALITY]),
    }
    when = sheet.say(f"unit.noticed_{source}", days=days) if days else sheet.say(f"unit.noticed_today_{source}")
    told = [sheet.say(f"unit.known_{level}", **values), when, sheet.say(f"unit.assumed_{level}", **values)]
    return [*told, sheet.say("unit.fades")] if days else told


def band(situation: Situation, u: int) -> str:
    """The steps of a unit that is known to level 3, from the least to the most."""
    least, most = band_of(situation.scenario, int(situation.state.units[u, SEEN_STEPS]))
    return f"{least}–{most}"


def strength(sheet: Sheet, situation: Situation, u: int) -> str:
    """How strong an enemy unit is, in a word or two, as far as it is known."""
    level = situation.level(u)
    if level >= ALL:
        steps = -(-int(situation.state.units[u, PEOPLE]) // situation.scenario.rules.file.scale.step_people)
        return sheet.say("unit.steps_now", steps=steps)
    return sheet.say("unit.steps_band", band=band(situation, u)) if level == STRENGTH else "?"


def _strength(sheet: Sheet, situation: Situation, u: int, x: int, y: int, width: int) -> None:
    """Steps in boxes: full ones for certain, pale ones perhaps."""
    level = situation.level(u)
    step = situation.scenario.rules.file.scale.step_people
    sheet.text(sheet.say("unit.strength"), x, y, size=12.4, colour=palette.TEXT_THIRD, most=LABEL - 6)
    told = strength(sheet, situation, u) if level >= STRENGTH else sheet.say("unit.not_known")
    sheet.text(told, x + width, y, weight=fonts.SEMIBOLD, anchor="right", most=width - LABEL)
    if level <= ABOUT:
        return
    full = -(-int(situation.scenario.roster.units[u, ESTABLISHMENT]) // step)
    now = -(-int(situation.state.units[u, PEOPLE]) // step)
    least, most = (now, now) if level >= ALL else (0, 0)
    if level == STRENGTH:
        least, most = band_of(situation.scenario, int(situation.state.units[u, SEEN_STEPS]))
    colour = palette.SIDE_TEXT[int(situation.scenario.roster.units[u, OF_SIDE])]
    for i in range(max(full, most)):
        box = pygame.Rect(x + LABEL + i * 10, y - 4, 8, 9)
        if i < least:
            sheet.box(box, colour, 2)
        else:
            ground = palette.blend(palette.PANEL, colour, 0.4) if i < most else palette.PANEL
            sheet.box(box, ground, 2, palette.TEXT_THIRD)
