"""The part of a unit's card that gives orders: what it is at, what it can be told, when its formation is supplied."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pygame

from game.analysis.surrender import Surrender
from game.rules.condition import base_of_morale
from game.rules.logistics import has_aid
from game.state import CLASS, FORMATION, HEX, JAMS, MORALE, OF_SIDE, POCKETED, POSTURES, TASK, TASK_DAYS
from game.ui import fonts, palette
from game.ui.sheet import Sheet
from game.ui.table.actions import Action, actions, serve
from game.ui.table.commands import cap_of
from game.ui.table.doing import days_needed, doing
from game.ui.table.modes import Selected
from game.ui.table.situation import Situation

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

LABEL, BUTTON, GAP = 92, 27, 6
SMALL_BUTTON, SMALL_GAP = 24, 4


def card(sheet: Sheet, battle: Battle, u: int, x: int, top: int, width: int) -> int:
    """Everything about an own unit's orders; the lower edge."""
    words = doing(battle, u)
    if not words and not battle.may_order():
        return top
    sheet.head(sheet.say("orders.head"), x, top + 14)
    top += 26
    if words:
        top = sheet.paragraph(words, x, top, width, size=12.4, weight=fonts.MEDIUM, colour=palette.ACCENT) + 2
        top = _progress(sheet, battle, u, x, top, width)
    if not battle.may_order():
        return top
    mode = battle.mode
    found = mode.actions if isinstance(mode, Selected) and mode.unit == u else actions(battle, u)
    top = _postures(sheet, battle, [a for a in found if a.name in POSTURES], x, top + 2, width)
    top = _buttons(sheet, battle, u, [a for a in found if a.name not in POSTURES], x, top + 2, width)
    return _classes(sheet, battle, u, x, top + 2, width)


def _progress(sheet: Sheet, battle: Battle, u: int, x: int, top: int, width: int) -> int:
    """How far the task is, in as many parts as it has days; the lower edge."""
    row, days = battle.view.believed.units[u], days_needed(battle, u)
    if row[TASK] == 0 or days < 1:
        return top + 2
    part = min(40, (width - 4 * (days - 1)) // days)
    for day in range(days):
        done = day < int(row[TASK_DAYS])
        sheet.box(pygame.Rect(x + day * (part + 4), top + 2, part, 6), palette.ACCENT if done else palette.LINE, 3)
    return top + 14


def _postures(sheet: Sheet, battle: Battle, found: list[Action], x: int, top: int, width: int) -> int:
    """The postures, three in a row, and what the present one does; the lower edge."""
    third = (width - 2 * SMALL_GAP) // 3
    numbers = battle.view.scenario.rules.file.postures.model_dump()
    told = {action.name: sheet.say(f"posture.tip_{action.name}", **numbers) for action in found}
    for i, action in enumerate(found):
        left, row = x + (i % 3) * (third + SMALL_GAP), i // 3
        rect = pygame.Rect(left, top + row * (SMALL_BUTTON + SMALL_GAP), third, SMALL_BUTTON)
        tip = f"{sheet.say(f'posture.full_{action.name}')}. {told[action.name]}"
        _small_button(sheet, rect, action, f"{tip}\n{action.why}" if action.why else tip)
    top += -(-len(found) // 3) * (SMALL_BUTTON + SMALL_GAP) + 2
    words = next((told[action.name] for action in found if action.on), "")
    return sheet.paragraph(words, x, top, width, size=11.5, colour=palette.TEXT_THIRD) + 3 if words else top


def _small_button(sheet: Sheet, rect: pygame.Rect, action: Action, tip: str) -> None:
    """A narrow button; grey if it is refused, framed if it is what the unit does."""
    act = None if action.why or action.on else action.act
    ground = palette.LINE if act is not None and sheet.hot(rect) else palette.RAISED
    sheet.box(rect, ground, 5, palette.ACCENT if action.on else None, 1.5)
    shade = palette.TEXT_THIRD if action.why else palette.TEXT_SECOND
    left = sheet.cap(cap_of(action.name, sheet.language), rect.right - 5, rect.centery, shade)
    ink = palette.ACCENT if action.on else palette.TEXT_THIRD if action.why else palette.TEXT
    words = sheet.say(f"posture.{action.name}")
    sheet.text(words, rect.x + 7, rect.centery, size=11.4, weight=fonts.SEMIBOLD, colour=ink, most=left - rect.x - 9)
    sheet.place(rect, act, tip)


def _buttons(sheet: Sheet, battle: Battle, u: int, found: list[Action], x: int, top: int, width: int) -> int:
    """A button for each, two in a row; the lower edge."""
    half, fires = (width - GAP) // 2, battle.view.scenario.rules.file.fires
    numbers = {"suppress": fires.suppress_rounds, "silence": fires.silence_rounds, "works": fires.works_rounds}
    numbers["jams"] = int(battle.view.fixed.roster.units[u, JAMS])
    for i, action in enumerate(found):
        rect = pygame.Rect(x + (i % 2) * (half + GAP), top + (i // 2) * (BUTTON + GAP), half, BUTTON)
        act = None if action.why else action.act
        tip = action.why or sheet.say(f"orders.tip_{action.name}", **numbers)
        cap = cap_of(action.name, sheet.language)
        sheet.button(rect, sheet.say(f"orders.{action.name}"), act, cap=cap, chosen=action.on, tip=tip)
    return top + -(-len(found) // 2) * (BUTTON + GAP)


def _classes(sheet: Sheet, battle: Battle, u: int, x: int, top: int, width: int) -> int:
    """The switch of the class in the order of service; the lower edge."""
    group = int(battle.view.believed.units[u, CLASS])
    if battle.view.fixed.roster.units[u, FORMATION] < 0:
        return top
    y = top + BUTTON // 2
    label = pygame.Rect(x, top, LABEL, BUTTON)
    left = sheet.cap(cap_of("serve", sheet.language), x + LABEL - 4, y) - 6
    sheet.text(sheet.say("orders.class"), x, y, size=12.4, colour=palette.TEXT_THIRD, most=left - x)
    sheet.place(label, None, sheet.say("orders.tip_class"))
    part = (width - LABEL) // 3
    for i in range(3):
        rect = pygame.Rect(x + LABEL + i * part, top, part - 4, BUTTON)
        sheet.button(rect, sheet.say(f"orders.class_{i}"), functools.partial(serve, battle, u, i) if i != group else None,
                     chosen=i == group, tip=sheet.say("orders.tip_class"))  # fmt: skip
    return top + BUTTON + 4


# condition -----------------------------------------------------------------------------------------------------------


def morale(sheet: Sheet, situation: Situation, u: int, x: int, y: int, width: int) -> None:
    """Morale with its base, and whether it is too low to attack."""
    rules = situation.scenario.rules.file.condition.morale
    value = int(situation.state.units[u, MORALE])
    base = int(base_of_morale(situation.view.fixed, situation.state, u))
    sheet.text(sheet.say("unit.morale"), x, y, size=12.4, colour=palette.TEXT_THIRD, most=LABEL - 6)
    colour = palette.SUPPLY[3 if value < rules.unwilling else 2 if value < rules.waver_morale else 0]
    gauge = pygame.Rect(x + LABEL, y - 3, 108, 7)
    sheet.gauge(gauge, value / 100, colour)
    for mark, ink in ((rules.unwilling, palette.TEXT_SECOND), (base, palette.TEXT)):
        sheet.fill(pygame.Rect(gauge.x + gauge.width * mark // 100, y - 6, 2, 12), ink)
    sheet.text(sheet.say("unit.morale_of", now=value, base=base), x + width, y, weight=fonts.SEMIBOLD, anchor="right",
               most=width - LABEL - 112, colour=colour if value < rules.waver_morale else palette.TEXT)  # fmt: skip
    tip = sheet.say("unit.morale_tip", base=base, unwilling=rules.unwilling, drift=rules.morale_drift,
                    waver=rules.waver_morale, fatigue=rules.waver_fatigue)  # fmt: skip
    sheet.place(pygame.Rect(x - 4, y - 10, width + 8, 20), None, tip, functools.partial(situation.reasons.morale, u))


def pocket(sheet: Sheet, situation: Situation, u: int, x: int, y: int, width: int) -> None:
    """That a unit is in a pocket, since when, and how likely it gives up."""
    told = situation.pockets.surrender(int(situation.state.units[u, HEX]))
    if told is None:
        return
    days = int(situation.state.units[u, POCKETED])
    words = sheet.say("pocket.days", days=days) if days else sheet.say("pocket.today")
    badge = sheet.say("pocket.badge")
    box = pygame.Rect(x, y - 9, fonts.width(badge, fonts.BOLD, 10.5) + 14, 18)
    sheet.box(box, palette.WELL, 4, palette.SUPPLY[3], 1.4)
    sheet.text(badge, box.centerx, y, size=10.5, weight=fonts.BOLD, colour=palette.SUPPLY[3], anchor="centre")
    chance = sheet.say("pocket.gives_up", percent=told.chance)
    rect = sheet.text(f"{words} · {chance}", x + width, y, weight=fonts.SEMIBOLD, anchor="right",
                      most=width - box.width - 10)  # fmt: skip
    sheet.place(rect.union(box), None, pocket_tip(sheet, told), functools.partial(situation.reasons.surrender, told))


def pocket_tip(sheet: Sheet, told: Surrender) -> str:
    """What the chance of a surrender is made of."""
    lines = [sheet.say("pocket.tip", units=len(told.units), people=told.people, turns=told.turns)]
    lines += [f"{value:+d} %  {sheet.say(f'pocket.term_{name}')}" for name, value in told.terms if name != "early"]
    if told.terms and told.terms[0][0] == "early":
        lines.append(sheet.say("pocket.term_early"))
    lines.append(sheet.say("pocket.pressed" if told.pressed else "pocket.not_pressed"))
    if not told.known:
        lines.append(sheet.say("pocket.unknown"))
    return "\n".join(lines)


def in_pocket(situation: Situation, u: int) -> bool:
    """Whether a unit is believed to be in a pocket."""
    h = int(situation.state.units[u, HEX])
    return h >= 0 and situation.pocketed(h) == int(situation.scenario.roster.units[u, OF_SIDE])


def aid(situation: Situation, u: int) -> bool:
    """Whether an aid post is near an own unit."""
    return bool(has_aid(situation.view.fixed, situation.state, situation.side, int(situation.state.units[u, HEX])))
