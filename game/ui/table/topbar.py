"""The top bar: the day, its weather, points as believed, ground, and the buttons of the half-turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.chronicle import km2
from game.rules.condition import exhaustion
from game.scenario.load import Scenario
from game.scenario.schema import Weather
from game.state import GROUND, GROUNDS, NOBODY, SKIES, SKY
from game.ui import fonts, palette
from game.ui.sheet import Sheet
from game.ui.table.commands import cap_of

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

HEIGHT = 48
STRIP = 32
"""Height of the strip under it that says of a test that it is one."""
GAP = 18


def weather_of(scenario: Scenario, day: int) -> Weather:
    """The weather of a day."""
    return [weather for weather in scenario.file.weather if weather.from_ <= day][-1]


def draw(sheet: Sheet, battle: Battle) -> None:
    """Draw the whole bar; what finds no room beside the buttons is left out."""
    if battle.game.test is not None:
        battle.game.test.draw(sheet, battle, pygame.Rect(0, HEIGHT, sheet.rect.width, STRIP))
    sheet.fill(pygame.Rect(0, 0, sheet.rect.width, HEIGHT), palette.BAR)
    sheet.line(0, HEIGHT - 1, sheet.rect.width)
    end = _buttons(sheet, battle)
    x = 18
    for part in (_day, _date, _side, _points, _ground):
        right = part(sheet, battle, x, end - GAP)
        if right is None:
            break
        x = right + GAP
        sheet.fill(pygame.Rect(x - GAP // 2, 14, 1, 20), palette.LINE)
        x += GAP // 2


def _day(sheet: Sheet, battle: Battle, x: int, end: int) -> int | None:
    """The day, and how many there are."""
    first = sheet.say("bar.day", day=battle.day)
    rect = sheet.text(first, x, 24, size=17, weight=fonts.SEMIBOLD)
    of = sheet.say("bar.of", days=battle.match.scenario.file.calendar.turns)
    return sheet.text(of, rect.right + 6, 25, size=12.5, colour=palette.TEXT_THIRD).right


def _date(sheet: Sheet, battle: Battle, x: int, end: int) -> int | None:
    """The date, the sky, the ground."""
    clock, scenario = battle.situation.state.clock, battle.match.scenario
    sky, ground = SKIES[int(clock[SKY])], GROUNDS[int(clock[GROUND])]
    _sky_sign(sheet, x + 11, 24, sky)
    date = battle.situation.chronicle.date(battle.day)
    rect = sheet.text(date, x + 30, 16, weight=fonts.SEMIBOLD)
    words = sheet.say("bar.weather", sky=sheet.word(f"sky.{sky}"), degrees=weather_of(scenario, battle.day).temperature,
                      ground=sheet.word(f"ground.{ground}"))  # fmt: skip
    return max(rect.right, sheet.text(words, x + 30, 33, size=11.5, colour=palette.TEXT_THIRD).right)


def _side(sheet: Sheet, battle: Battle, x: int, end: int) -> int | None:
    """Whose picture this is."""
    side = battle.situation.side
    name = battle.situation.chronicle.side(side) if side != NOBODY else sheet.say("timeline.truth")
    if x + 12 + fonts.width(name, fonts.SEMIBOLD, palette.BODY) > end:
        return None
    sheet.box(pygame.Rect(x, 13, 5, 22), palette.SIDE_TEXT[side] if side != NOBODY else palette.ACCENT, 2)
    rect = sheet.text(name, x + 13, 16, weight=fonts.SEMIBOLD)
    state = sheet.say("bar.operations") if battle.may_order() else sheet.say("bar.watching")
    if battle.mode.past:
        state = sheet.say("timeline.past")
    right = max(rect.right, sheet.text(state, x + 13, 33, size=11.5, colour=palette.TEXT_THIRD).right)
    view = battle.situation.view
    own, enemy = (int(exhaustion(view.fixed, view.believed, s)) for s in (max(side, 0), 1 - max(side, 0)))
    tip = sheet.say("bar.exhaustion_tip", own=own, enemy=enemy)
    sheet.place(pygame.Rect(x, 4, right - x, 40), None, tip, battle.situation.reasons.exhaustion)
    return right


def _points(sheet: Sheet, battle: Battle, x: int, end: int) -> int | None:
    """Points as the viewer believed them at the last dusk, the handicap counted in."""
    nothing = 0 if battle.points else fonts.width(sheet.say("bar.no_points"), fonts.REGULAR, 12.5)
    if x + max(92, nothing) > end:
        return None
    sheet.text(sheet.say("bar.points"), x, 16, size=11.5, colour=palette.TEXT_THIRD)
    if battle.points is None:
        rect = sheet.text(sheet.say("bar.no_points"), x, 33, size=12.5, colour=palette.TEXT_SECOND)
    else:
        ua, ru = (f"{points / 10:.1f}" for points in battle.points)
        rect = sheet.text(ua, x, 33, size=15, weight=fonts.SEMIBOLD, colour=palette.SIDE_TEXT[0])
        rect = sheet.text(":", rect.right + 5, 32, size=14, colour=palette.TEXT_THIRD)
        rect = sheet.text(ru, rect.right + 5, 33, size=15, weight=fonts.SEMIBOLD, colour=palette.SIDE_TEXT[1])
    area = pygame.Rect(x, 4, max(rect.right - x, 60), 40)
    band = battle.match.scenario.file.victory.draw_below / 10
    sheet.place(area, None, sheet.say("bar.points_tip", band=f"{band:g}"), battle.situation.reasons.points)
    return area.right


def _ground(sheet: Sheet, battle: Battle, x: int, end: int) -> int | None:
    """Net ground won by the viewer's side, as it believes."""
    label = sheet.say("bar.ground")
    if battle.situation.side == NOBODY or x + fonts.width(label, fonts.REGULAR, 11.5) > end:
        return None
    rect = sheet.text(label, x, 16, size=11.5, colour=palette.TEXT_THIRD)
    words = sheet.say("bar.km2", area=km2(battle.situation.net_ground()))
    right = max(rect.right, sheet.text(words, x, 33, size=15, weight=fonts.SEMIBOLD).right)
    sheet.place(pygame.Rect(x, 4, right - x, 40), None, why=battle.situation.reasons.ground)
    return right


def _buttons(sheet: Sheet, battle: Battle) -> int:
    """The buttons from right to left; the left end of the last."""
    right, free = sheet.rect.width - 14, battle.may_order()
    y, size = 8, 32
    label = sheet.say("bar.end") if free else sheet.say("bar.skip") if battle.is_watching() else sheet.say("bar.over")
    if battle.mode.past:
        label = sheet.say("timeline.leave" if battle.game.watched else "timeline.back")
    cap = "Enter" if free or not battle.is_watching() else "Space"
    if free and battle.pointing.cursor.is_on:
        cap = cap_of("end", sheet.language)
    width = fonts.width(label, fonts.SEMIBOLD, palette.BODY) + fonts.width(cap, fonts.BOLD, 10) + 46
    rect = pygame.Rect(right - width, y, width, size)
    sheet.button(rect, label, battle.main_button, cap=cap if battle.mode.asks else "", primary=battle.mode.asks)
    right = rect.left - 8
    for sign, act, tip in (
        ("?", battle.help, sheet.say("bar.help_tip")),
        ("⚑", battle.shown.claims, sheet.say("claims.bar_tip")),
        ("↷", battle.redo if free else None, sheet.say("bar.redo_tip")),
        ("↶", battle.undo if free else None, sheet.say("bar.undo_tip")),
    ):
        rect = pygame.Rect(right - size, y, size, size)
        sheet.button(rect, sign, act, tip=tip)
        right = rect.left - 6
    if free:
        found, name = battle.next_units.units(), battle.next_units.filter
        label = sheet.say(f"next.{name}", units=len(found))
        cap = cap_of("next_unit", sheet.language)
        width = fonts.width(label, fonts.SEMIBOLD, palette.BODY) + 46
        rect = pygame.Rect(right - width, y, width, size)
        tip = sheet.say("next.tip", other=cap_of("next_filter", sheet.language))
        sheet.button(rect, label, battle.next_units.go if found else None, cap=cap, tip=tip)
        right = rect.left
    return right


def _sky_sign(sheet: Sheet, x: int, y: int, sky: str) -> None:
    """A small picture of the sky."""
    if sky == "clear":
        sheet.disc(x, y, 14, palette.ACCENT)
        for dx, dy in ((0, -11), (0, 11), (-11, 0), (11, 0), (-8, -8), (8, 8), (-8, 8), (8, -8)):
            sheet.disc(x + dx, y + dy, 3, palette.ACCENT)
        return
    colour = palette.TEXT_SECOND if sky != "fog" else palette.TEXT_THIRD
    for dx, dy, size in ((-5, 1, 11), (3, -2, 14), (8, 2, 9)):
        sheet.disc(x + dx, y + dy - 2, size, colour)
    sheet.box(pygame.Rect(x - 10, y, 22, 6), colour, 3)
    if sky == "rain":
        for dx in (-6, 1, 8):
            sheet.box(pygame.Rect(x + dx - 1, y + 8, 2, 6), palette.SIDE_TEXT[0], 1)
