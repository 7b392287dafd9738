"""The lower part of the planner's panel: who may take part, how they attack, and the guns with their rounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame

from game.state import HEX, PEOPLE, ROUNDS
from game.ui import fonts, palette
from game.ui.cards.units import draw_counter
from game.ui.sheet import Sheet, name_rise

if TYPE_CHECKING:
    from game.ui.orders.planner import Planning

ROW = 28
STEPPER = 104
"""Room for a number between a minus and a plus."""


def attackers(sheet: Sheet, plan: Planning, x: int, top: int, width: int) -> int:
    """Every unit that may take part, with a tick and its steps and strength; whether all follow, whether they probe."""
    situation, state = plan.battle.situation, plan.battle.view.believed
    sheet.head(sheet.say("plan.attackers"), x, top + 8)
    words = sheet.say("plan.all")
    wide = fonts.width(words, fonts.SEMIBOLD, palette.BODY) + 52
    sheet.button(pygame.Rect(x + width - wide, top - 3, wide, 24), words, plan.everybody, cap="A")
    top += 26
    shares = {unit: (steps, strength) for unit, steps, strength in plan.odds.shares} if plan.odds else {}
    for unit in plan.candidates:
        on = unit in plan.units
        if unit in shares:
            steps, strength = shares[unit]
            words = sheet.say("plan.share", steps=steps, strength=f"{strength / 100:.1f}")
        else:
            words = sheet.word("count.losses", people=int(state.units[unit, PEOPLE]))
        name = f"{situation.chronicle.unit(unit)} · {situation.scenario.grid.number(int(state.units[unit, HEX]))}"
        most = width - fonts.width(words, fonts.SEMIBOLD, 12) - 62
        rect = pygame.Rect(x - 8, top, width + 16, ROW + name_rise(name, most))
        if sheet.hot(rect):
            sheet.box(rect, palette.RAISED, 6)
        y = rect.centery
        sheet.tick(x + 8, y, on)
        draw_counter(sheet, situation, unit, 19, x + 34, y)
        sheet.text(words, x + width, y, size=12, weight=fonts.SEMIBOLD, anchor="right",
                   colour=palette.TEXT if on else palette.TEXT_THIRD)  # fmt: skip
        sheet.name(name, x + 52, y, most, colour=palette.TEXT if on else palette.TEXT_SECOND)
        sheet.place(rect, lambda u=unit: plan.toggle(u))  # type: ignore[misc]
        top = rect.bottom
    top = _tick(sheet, "F", "plan.follow", plan.follow, plan.swap_follow, x, top, width)
    return _tick(sheet, "P", "plan.probe", plan.is_probe, plan.swap_probe, x, top, width)


def _tick(sheet: Sheet, key: str, name: str, on: bool, swap: Callable[[], None], x: int, top: int, width: int) -> int:
    """A row with a tick that a click or a key swaps; its lower edge."""
    words, most = sheet.say(name), width - 60
    row = pygame.Rect(x - 8, top, width + 16, ROW + name_rise(words, most))
    sheet.tick(x + 8, row.centery, on)
    sheet.cap(key, x + width, row.centery)
    sheet.name(words, x + 26, row.centery, most, colour=palette.TEXT_SECOND)
    sheet.place(row, swap)
    return row.bottom


def guns(sheet: Sheet, plan: Planning, x: int, top: int, width: int) -> int:
    """Batteries in range, with a stepper for the rounds each fires, from where something changes to the next such."""
    situation, state = plan.battle.situation, plan.battle.view.believed
    head = sheet.head(sheet.say("plan.guns"), x, top + 8)
    if plan.batteries:
        sheet.cap("Tab", max(x + width, head.right + 44), top + 8)
    top += 20
    if not plan.batteries:
        return sheet.paragraph(sheet.say("plan.no_guns"), x, top + 2, width, size=12.4, colour=palette.TEXT_THIRD)
    for unit in plan.batteries:
        rounds, hold = plan.rounds.get(unit, 0), int(state.units[unit, ROUNDS])
        words, of = situation.chronicle.unit(unit), sheet.say("plan.of_rounds", rounds=hold)
        most = width - STEPPER - fonts.width(of, fonts.REGULAR, 11.5) - 14
        row = pygame.Rect(x - 8, top, width + 16, ROW + name_rise(words, most))
        if unit == plan.gun:
            sheet.box(row, palette.RAISED, 6, palette.ACCENT, 1.2)
        y = row.centery
        sheet.place(row, lambda u=unit: setattr(plan, "gun", u), sheet.say("plan.tip_rounds"))  # type: ignore[misc]
        down = (lambda u=unit: plan.change(u, False)) if rounds else None
        up = (lambda u=unit: plan.change(u, True)) if rounds < hold else None
        left = sheet.stepper(x + width, y, str(rounds), 52, down, up)
        sheet.text(of, left - 8, y, size=11.5, colour=palette.TEXT_THIRD, anchor="right")
        sheet.name(words, x, y, most, colour=palette.TEXT if rounds else palette.TEXT_SECOND)
        top = row.bottom
    return top
