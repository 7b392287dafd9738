"""The planner's panel: both sides' strength, the column and its terms, the throws, losses, guns, and what is assumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import pygame

from game.state import HEX, PEOPLE, ROUNDS
from game.ui import fonts, palette
from game.ui.cards import counter_picture
from game.ui.sheet import Sheet
from game.view import Odds, Throw

if TYPE_CHECKING:
    from game.ui.planner import Planning

PAD = 18
ROW = 28
FOOT = 66
BARS = 118
"""Height of the tallest bar of the chart."""


class Result(NamedTuple):
    """Throws that come to the same."""

    own: int
    enemy: int
    taken: bool
    ways: int
    """Of Odds.every."""


def results_of(odds: Odds) -> list[Result]:
    """What the throws come to, in the order of the dice: each x that takes the hex, or not, by its likeliest losses."""
    likeliest: dict[tuple[int, bool], Throw] = {}
    ways, found = Counter[tuple[int, bool]](), Counter[tuple[int, int, bool]]()
    for throw in odds.throws:
        key = throw.x, throw.taken
        likeliest[key] = max(likeliest.get(key, throw), throw, key=lambda t: t.ways)
        ways[key] += throw.ways
    for key, throw in likeliest.items():
        found[throw.own_losses, throw.enemy_losses, throw.taken] += ways[key]
    return [Result(*key, count) for key, count in found.items()]


def draw(sheet: Sheet, plan: Planning, area: pygame.Rect) -> None:
    """Draw the whole panel; what does not fit is scrolled, the buttons stay."""
    sheet.fill(area, palette.PANEL)
    sheet.fill(pygame.Rect(area.x, area.y, 1, area.height), palette.LINE)
    x, width = area.x + PAD, area.width - 2 * PAD
    title = sheet.say(
        "plan.title_probe" if plan.is_probe else "plan.title", hex=plan.battle.situation.chronicle.hex(plan.target)
    )
    sheet.text(title, x, area.y + 26, size=19, weight=fonts.SEMIBOLD, most=width)
    inner = pygame.Rect(area.x, area.y + 48, area.width, area.height - 48 - FOOT)
    with sheet.within(inner):
        top = plan.scroll.begin(inner, plan.scroll.most + inner.height)
        bottom = _content(sheet, plan, x, top, width)
        height = bottom - top
        plan.scroll.begin(inner, height)
        plan.scroll.bar(sheet)
    _foot(sheet, plan, pygame.Rect(x, area.bottom - FOOT, width, FOOT))


def _content(sheet: Sheet, plan: Planning, x: int, top: int, width: int) -> int:
    """Everything between title and buttons; the lower edge."""
    odds = plan.odds
    if odds is not None:
        top = _column(sheet, plan, odds, x, top, width)
        top = _chart(sheet, odds, x, top + 10, width)
        top = _losses(sheet, odds, x, top + 12, width)
    if plan.refusal is not None:
        words = plan.battle.situation.chronicle.refusal(plan.refusal)
        top = sheet.paragraph(words, x, top + 6, width, colour=palette.SUPPLY[2], weight=fonts.MEDIUM)
    top = _attackers(sheet, plan, x, top + 14, width)
    top = _guns(sheet, plan, x, top + 12, width)
    return sheet.paragraph(assumption(sheet, plan), x, top + 8, width, size=11.8, colour=palette.TEXT_THIRD) + 10


def assumption(sheet: Sheet, plan: Planning) -> str:
    """What the preview takes for granted."""
    seen = plan.target in plan.battle.situation.sight
    words = [sheet.say("plan.assumes_seen" if seen else "plan.assumes_old"), sheet.say("plan.assumes_guns")]
    odds, chronicle = plan.odds, plan.battle.situation.chronicle
    if odds is not None and odds.reserve >= 0:
        words.append(sheet.say("plan.reserve", unit=chronicle.unit(odds.reserve)))
    if odds is not None and odds.counter >= 0:
        words.append(sheet.say("plan.counter", unit=chronicle.unit(odds.counter)))
    return " ".join(words)


# odds ----------------------------------------------------------------------------------------------------------------


def _column(sheet: Sheet, plan: Planning, odds: Odds, x: int, top: int, width: int) -> int:
    """Strength against strength, the scale of columns, every shift with its size."""
    combat = plan.battle.view.scenario.rules.file.combat
    sides = plan.battle.side, 1 - plan.battle.side
    left = sheet.text(f"{odds.attack / 100:.1f}", x, top + 12, size=19, weight=fonts.SEMIBOLD,
                      colour=palette.SIDE_TEXT[sides[0]])  # fmt: skip
    left = sheet.text(sheet.say("plan.against"), left.right + 8, top + 13, size=12, colour=palette.TEXT_THIRD)
    left = sheet.text(f"{odds.defence / 100:.1f}", left.right + 8, top + 12, size=19, weight=fonts.SEMIBOLD,
                      colour=palette.SIDE_TEXT[sides[1]])  # fmt: skip
    sheet.text(sheet.say("plan.steps"), left.right + 8, top + 13, size=12, colour=palette.TEXT_THIRD)
    least, most = combat.column_least, combat.column_most
    top += 32
    cell = width / (most - least + 1)
    for i, column in enumerate(range(least, most + 1)):
        rect = pygame.Rect(round(x + i * cell), top, round(cell) - 3, 24)
        here = column == odds.column
        sheet.box(rect, palette.ACCENT if here else palette.RAISED, 4)
        sheet.text(f"{column:+d}" if column else "0", *rect.center, size=11.5, weight=fonts.SEMIBOLD, anchor="centre",
                   colour=palette.ACCENT_INK if here else palette.TEXT_THIRD)  # fmt: skip
    top += 33
    for name, value, subject in odds.terms:
        y = top + 10
        chip = pygame.Rect(x, y - 9, 32, 18)
        sheet.box(chip, palette.WELL, 4)
        colour = palette.SUPPLY[0] if value > 0 else palette.SUPPLY[2] if value < 0 else palette.TEXT_SECOND
        sheet.text(f"{value:+d}" if value else "0", *chip.center, size=12, weight=fonts.SEMIBOLD, anchor="centre",
                   colour=colour)  # fmt: skip
        words = plan.battle.situation.chronicle.term(name, value, subject)
        sheet.text(words, chip.right + 10, y, size=12.6, most=width - 44)
        top += 21
    return top


def _chart(sheet: Sheet, odds: Odds, x: int, top: int, width: int) -> int:
    """The throws as bars, one for each result, with its share of the 36."""
    sheet.head(sheet.say("plan.throws"), x, top + 9)
    chance = sheet.say("plan.takes", percent=round(100 * odds.chance))
    sheet.text(chance, x + width, top + 8, size=15, weight=fonts.SEMIBOLD, colour=palette.ACCENT, anchor="right")
    results = results_of(odds)
    tallest = max(result.ways for result in results)
    cell = width / max(len(results), 4)
    left = x + (width - cell * len(results)) / 2
    foot = top + 36 + BARS
    for i, result in enumerate(results):
        centre = left + (i + 0.5) * cell
        height = max(2, round((BARS - 16) * result.ways / tallest))
        bar = pygame.Rect(0, 0, min(round(cell) - 8, 46), height)
        bar.midbottom = round(centre), foot
        if result.taken:
            sheet.box(bar, palette.ACCENT, min(3, height / 2))
        else:
            _hatched(sheet, bar)
        percent = 100 * result.ways / odds.every
        sheet.text(f"{percent:.0f} %", centre, bar.top - 9, size=11.5, weight=fonts.SEMIBOLD, anchor="centre")
        sheet.text(f"{result.own} / {result.enemy}", centre, foot + 11, size=11.8, weight=fonts.SEMIBOLD, anchor="centre",
                   most=round(cell))  # fmt: skip
        words = sheet.say("plan.taken" if result.taken else "plan.holds")
        sheet.text(words, centre, foot + 26, size=11, anchor="centre", most=round(cell),
                   colour=palette.ACCENT if result.taken else palette.TEXT_THIRD)  # fmt: skip
    sheet.line(x, foot, width)
    sheet.text(sheet.say("plan.legend"), x, foot + 43, size=11, colour=palette.TEXT_THIRD, most=width)
    return foot + 50


def _hatched(sheet: Sheet, bar: pygame.Rect) -> None:
    """A bar of a result that does not take the hex: told apart by its hatching, not by colour alone."""
    sheet.surface.fill(palette.LINE, bar)
    with sheet.within(bar):
        for shift in range(-bar.height, bar.width, 7):
            start, end = (bar.left + shift, bar.bottom), (bar.left + shift + bar.height, bar.top)
            pygame.draw.aaline(sheet.surface, palette.TEXT_THIRD, start, end)


def _losses(sheet: Sheet, odds: Odds, x: int, top: int, width: int) -> int:
    """Mean losses of both sides, and the range they lie in."""
    half = (width - 10) // 2
    for i, own in enumerate((True, False)):
        rect = pygame.Rect(x + i * (half + 10), top, half, 48)
        sheet.box(rect, palette.RAISED, 6)
        sheet.text(sheet.say("plan.ours" if own else "plan.theirs"), rect.x + 12, rect.y + 14, size=12,
                   colour=palette.TEXT_THIRD, most=half - 70)  # fmt: skip
        losses = [throw.own_losses if own else throw.enemy_losses for throw in odds.throws]
        spread = sheet.say("plan.spread", least=min(losses), most=max(losses))
        sheet.text(spread, rect.right - 12, rect.y + 14, size=11.5, colour=palette.TEXT_SECOND, anchor="right")
        mean = sheet.text(f"{odds.mean(own):.0f}", rect.x + 12, rect.y + 34, size=17, weight=fonts.SEMIBOLD)
        sheet.text(sheet.say("plan.people"), mean.right + 6, rect.y + 35, size=12, colour=palette.TEXT_SECOND)
    return top + 48


# who takes part ------------------------------------------------------------------------------------------------------


def _attackers(sheet: Sheet, plan: Planning, x: int, top: int, width: int) -> int:
    """Every unit that may take part, with a tick and its steps and strength; whether all follow."""
    situation, state = plan.battle.situation, plan.battle.view.believed
    sheet.head(sheet.say("plan.attackers"), x, top + 8)
    everybody = pygame.Rect(x + width - 92, top - 3, 92, 24)
    sheet.button(everybody, sheet.say("plan.all"), plan.everybody, cap="A")
    top += 24
    shares = {unit: (steps, strength) for unit, steps, strength in plan.odds.shares} if plan.odds else {}
    for unit in plan.candidates:
        rect = pygame.Rect(x - 8, top, width + 16, ROW)
        if sheet.hot(rect):
            sheet.box(rect, palette.RAISED, 6)
        y, on = rect.centery, unit in plan.units
        sheet.tick(x + 8, y, on)
        sheet.picture(counter_picture(situation, unit, 19), x + 34, y)
        right = x + width
        if unit in shares:
            steps, strength = shares[unit]
            words = sheet.say("plan.share", steps=steps, strength=f"{strength / 100:.1f}")
        else:
            words = sheet.word("count.losses", people=int(state.units[unit, PEOPLE]))
        tag = sheet.text(words, right, y, size=12, weight=fonts.SEMIBOLD, anchor="right",
                         colour=palette.TEXT if on else palette.TEXT_THIRD)  # fmt: skip
        name = f"{situation.chronicle.unit(unit)} · {situation.scenario.grid.number(int(state.units[unit, HEX]))}"
        sheet.text(name, x + 52, y, size=12.4, most=tag.left - x - 62, colour=palette.TEXT if on else palette.TEXT_SECOND)
        sheet.place(rect, lambda u=unit: plan.toggle(u))  # type: ignore[misc]
        top += ROW
    top = _tick(sheet, "F", "plan.follow", plan.follow, plan.swap_follow, x, top, width)
    return _tick(sheet, "P", "plan.probe", plan.is_probe, plan.swap_probe, x, top, width)


def _tick(sheet: Sheet, key: str, name: str, on: bool, swap: Callable[[], None], x: int, top: int, width: int) -> int:
    """A row with a tick that a click or a key swaps; its lower edge."""
    row = pygame.Rect(x - 8, top, width + 16, ROW)
    sheet.tick(x + 8, row.centery, on)
    cap = sheet.cap(key, x + width, row.centery)
    sheet.text(sheet.say(name), x + 26, row.centery, size=12.4, colour=palette.TEXT_SECOND, most=cap - x - 32)
    sheet.place(row, swap)
    return top + ROW


def _guns(sheet: Sheet, plan: Planning, x: int, top: int, width: int) -> int:
    """Batteries in range, with a stepper for the rounds each fires."""
    situation, state = plan.battle.situation, plan.battle.view.believed
    sheet.head(sheet.say("plan.guns"), x, top + 8)
    top += 20
    if not plan.batteries:
        sheet.text(sheet.say("plan.no_guns"), x, top + 10, size=12.4, colour=palette.TEXT_THIRD)
        return top + 22
    step = plan.step()
    for unit in plan.batteries:
        y = top + ROW // 2
        rounds, hold = plan.rounds.get(unit, 0), int(state.units[unit, ROUNDS])
        down = (lambda u=unit: plan.fire(u, -step)) if rounds else None
        up = (lambda u=unit: plan.fire(u, step)) if rounds < hold else None
        left = sheet.stepper(x + width, y, str(rounds), 46, down, up)
        tag = sheet.text(sheet.say("plan.of_rounds", rounds=hold), left - 8, y, size=11.5, colour=palette.TEXT_THIRD,
                         anchor="right")  # fmt: skip
        sheet.text(situation.chronicle.unit(unit), x, y, size=12.4, most=tag.left - x - 10,
                   colour=palette.TEXT if rounds else palette.TEXT_SECOND)  # fmt: skip
        top += ROW
    return top


def _foot(sheet: Sheet, plan: Planning, area: pygame.Rect) -> None:
    """The buttons that order the attack or give it up."""
    sheet.line(area.x - PAD, area.y, area.width + 2 * PAD)
    cancel = pygame.Rect(area.right - 130, area.y + 15, 130, 38)
    attack = pygame.Rect(area.x, area.y + 15, cancel.left - 12 - area.x, 38)
    sheet.button(
        attack,
        sheet.say("plan.probing" if plan.is_probe else "plan.attack"),
        plan.attack if plan.odds else None,
        cap="Enter",
        primary=True,
    )
    sheet.button(cancel, sheet.say("plan.cancel"), lambda: plan.battle.select(plan.first), cap="Esc")
