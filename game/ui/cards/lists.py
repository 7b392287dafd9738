"""The right panel's lists: what counts for victory, and the events; each can be scrolled, each line leads to its hex."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pygame

from game.scenario.load import Scenario
from game.state import HANDICAP, HELD_UA, OWNER, PLACE_HEX, STAY_UA
from game.texts import say
from game.ui import fonts, palette
from game.ui.screens.battle_facts import points
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet, name_rise, wrapped
from game.ui.table.told import BAD, GOOD, HEAD, Line

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

CHIP = 44
TONES = {GOOD: palette.SUPPLY[0], BAD: palette.SUPPLY[2]}


def goals_of(scenario: Scenario, language: str) -> dict[int, list[str]]:
    """Hex -> what holding it is worth, in words."""
    goals: dict[int, list[str]] = {}
    for i, row in enumerate(scenario.roster.places):
        name = _place_name(scenario, i, language)
        words = [say(language, f"ui.goals.{key}", ua=points(int(row[column])), ru=points(int(row[column + 1])))
                 for key, column in (("held", HELD_UA), ("stay", STAY_UA)) if row[column] or row[column + 1]]  # fmt: skip
        if words:
            goals.setdefault(int(row[PLACE_HEX]), []).append(f"{name}: {', '.join(words)}")
    return goals


def names_of(scenario: Scenario, language: str) -> dict[int, str]:
    """Hex of a place that counts -> its printed number and its name."""
    names: dict[int, str] = {}
    for i, row in enumerate(scenario.roster.places):
        h = int(row[PLACE_HEX])
        names.setdefault(h, f"{scenario.grid.number(h)} {_place_name(scenario, i, language)}")
    return names


def _place_name(scenario: Scenario, i: int, language: str) -> str:
    """The name of a place that counts."""
    wanted = scenario.place_ids[i]
    return next(str(getattr(p.name, language)) for p in scenario.file.places if p.id == wanted)


def objectives(sheet: Sheet, battle: Battle, area: pygame.Rect, scroll: Scroll) -> None:
    """The places that count, with their worth for both sides and who holds them."""
    scenario, state = battle.situation.scenario, battle.situation.state
    x, right = area.x, area.right - 10
    sheet.head(sheet.say("goals.head"), x, area.y + 8)
    for side, end in ((0, right - 44), (1, right)):
        sheet.text(sheet.say(f"goals.short_{side}"), end, area.y + 8, size=10.5, weight=fonts.SEMIBOLD,
                   colour=palette.SIDE_TEXT[side], anchor="right")  # fmt: skip
    inner = pygame.Rect(x, area.y + 22, area.width, area.height - 22)
    row_height, places = 22, scenario.roster.places
    order = sorted(range(len(places)), key=lambda i: -int(places[i][HELD_UA] + places[i][HELD_UA + 1]))
    handicap = int(scenario.roster.terms[HANDICAP])
    room = right - 92 - x
    names = {i: _place_name(scenario, i, sheet.language) for i in order}
    heights = {i: row_height + name_rise(names[i], room) for i in order}
    with sheet.within(inner):
        top = scroll.begin(inner, sum(heights.values()) + row_height * (handicap != 0))
        if handicap:
            sheet.name(sheet.say("goals.handicap"), x + 14, top + row_height // 2, room)
            sheet.text(points(handicap), right - 44, top + row_height // 2, size=12.4, weight=fonts.SEMIBOLD,
                       anchor="right")  # fmt: skip
            top += row_height
        for i in order:
            h, y = int(places[i][PLACE_HEX]), top + heights[i] // 2
            rect = pygame.Rect(x - 8, top, area.width, heights[i])
            if sheet.hot(rect):
                sheet.box(rect, palette.RAISED, 5)
            owner = int(state.hexes[h, OWNER])
            colour = palette.SIDE_TEXT[owner] if owner >= 0 else palette.TEXT_THIRD
            sheet.box(pygame.Rect(x, y - 6, 5, 12), colour, 2)
            sheet.name(names[i], x + 14, y, room)
            for side, end in ((0, right - 44), (1, right)):
                worth = int(places[i][HELD_UA + side])
                sheet.text(points(worth) if worth else "–", end, y, size=12.4, weight=fonts.SEMIBOLD, anchor="right",
                           colour=palette.TEXT if owner == side and worth else palette.TEXT_THIRD)  # fmt: skip
            why = functools.partial(battle.situation.reasons.objective, i)
            sheet.place(rect, functools.partial(battle.go_to, h), sheet.say("garrison.tip"), why)
            top += heights[i]
        scroll.bar(sheet)


def events(sheet: Sheet, battle: Battle, area: pygame.Rect, scroll: Scroll) -> None:
    """What the viewer saw happen, the latest first."""
    sheet.head(sheet.say("log.head"), area.x, area.y + 8)
    inner = pygame.Rect(area.x, area.y + 22, area.width, area.height - 22)
    if inner.height < 18:
        return
    lines = battle.latest_lines()
    broken = [
        wrapped(line.words, fonts.REGULAR, 12.2, inner.width - (CHIP + 20 if line.hex >= 0 else 12)) for line in lines
    ]
    with sheet.within(inner):
        y = scroll.begin(inner, sum(17 * len(words) + 5 for words in broken))
        for line, words in zip(lines, broken, strict=True):
            height = 17 * len(words) + 5
            if y + height > inner.top and y < inner.bottom:
                _event(sheet, battle, line, words, pygame.Rect(inner.x, y, inner.width, height))
            y += height
        scroll.bar(sheet)


def _event(sheet: Sheet, battle: Battle, line: Line, words: list[str], rect: pygame.Rect) -> None:
    """One line of the events: the number of its hex on a chip, and what happened."""
    x, colour = rect.x, palette.TEXT if line.tone == HEAD else palette.TEXT_SECOND
    if line.hex >= 0:
        hot = sheet.hot(rect)
        chip = pygame.Rect(x, rect.y + 1, CHIP, 17)
        sheet.box(chip, palette.LINE if hot else palette.RAISED, 4)
        number = battle.situation.scenario.grid.number(line.hex)
        sheet.text(number, chip.centerx, chip.centery, size=11, weight=fonts.SEMIBOLD, anchor="centre",
                   colour=TONES.get(line.tone, palette.TEXT_SECOND))  # fmt: skip
        sheet.place(rect, lambda: battle.go_to(line.hex))
        x += CHIP + 10
        colour = palette.TEXT if hot else colour
    weight = fonts.SEMIBOLD if line.tone == HEAD else fonts.REGULAR
    for i, part in enumerate(words):
        sheet.text(part, x, rect.y + 9 + 17 * i, size=12.2, weight=weight, colour=colour)
