"""The planner's panel: who against whom, the column, every shift and what would change it, the throws, losses, supply.

Who could take part, and the guns, stand below: see planner_rows.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pygame

from game.analysis.aftermath import Stores
from game.analysis.shifts import Line
from game.rulebook import DICE_MODE, FIXED_DICE, STEADY
from game.ui import fonts, palette
from game.ui.cards.units import draw_counter, ground_words, supply_sign
from game.ui.orders.planner_rows import attackers, guns
from game.ui.orders.shift_words import change_words, line_words, tip_words
from game.ui.sheet import Sheet, wrapped
from game.view import Odds, Throw

if TYPE_CHECKING:
    from game.ui.orders.planner import Planning

PAD = 18
FOOT = 66
BARS = 112
"""Height of the tallest bar of the chart."""
CELL, COUNTER = 46, 32
"""Width of a counter with its weight, and of the counter itself."""
SUM = 62
"""Width of a sum of strength."""
SHIFT_SIZE, SHIFT_STEP = 12.2, 17


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
    _title(sheet, plan, x, area.y + 26, width)
    inner = pygame.Rect(area.x, area.y + 48, area.width, area.height - 48 - FOOT)
    with sheet.within(inner):
        top = plan.scroll.begin(inner, plan.scroll.most + inner.height)
        bottom = _content(sheet, plan, x, top, width)
        height = bottom - top
        plan.scroll.begin(inner, height)
        plan.scroll.bar(sheet)
    _foot(sheet, plan, pygame.Rect(x, area.bottom - FOOT, width, FOOT))


def _title(sheet: Sheet, plan: Planning, x: int, y: int, width: int) -> None:
    """What is attacked, and as much about its ground as there is room for."""
    situation = plan.battle.situation
    words = sheet.say("plan.title_probe" if plan.is_probe else "plan.title", hex=situation.chronicle.hex(plan.target))
    title = sheet.text(words, x, y, size=19, weight=fonts.SEMIBOLD)
    about = ground_words(situation, plan.target, sheet)
    while about and fonts.width(" · ".join(about), fonts.REGULAR, 12) > x + width - title.right - 14:
        about.pop()
    if about:
        sheet.text(" · ".join(about), x + width, y + 2, size=12, colour=palette.TEXT_THIRD, anchor="right")


def _content(sheet: Sheet, plan: Planning, x: int, top: int, width: int) -> int:
    """Everything between title and buttons; the lower edge."""
    odds = plan.odds
    if plan.refusal is not None:
        words = plan.battle.situation.chronicle.refusal(plan.refusal)
        top = sheet.paragraph(words, x, top + 2, width, colour=palette.SUPPLY[2], weight=fonts.MEDIUM) + 8
    if odds is not None:
        top = _forces(sheet, plan, odds, x, top, width)
        top = _column(sheet, plan, odds, x, top + 16, width)
        top = _shifts(sheet, plan, x, top + 10, width)
        sheet.line(x, top + 8, width)
        top = _chart(sheet, plan, odds, x, top + 16, width)
        top = _losses(sheet, plan, odds, x, top + 8, width)
        top = _supply(sheet, plan, x, top + 14, width)
        sheet.line(x, top + 8, width)
        top += 10
    top = attackers(sheet, plan, x, top + 10, width)
    top = guns(sheet, plan, x, top + 12, width)
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


# who against whom ----------------------------------------------------------------------------------------------------


def _forces(sheet: Sheet, plan: Planning, odds: Odds, x: int, top: int, width: int) -> int:
    """A counter for each that attacks or fires with what it brings, those that could join faded; theirs; the sums."""
    situation = plan.battle.situation
    shares = {unit: strength for unit, _, strength in odds.shares}
    own = [(u, f"{shares.get(u, 0) / 100:.1f}") for u in plan.units]
    own += [(u, sheet.say("plan.fire", rounds=n)) for u, n in sorted(plan.rounds.items()) if n]
    own += [(u, "+") for u in plan.candidates if u not in plan.units]
    theirs = [(u, f"{weight / 100:.1f}") for u, weight in plan.defenders]
    room = width - 20 - 2 * SUM
    theirs_wide = min(len(theirs), max(1, room // CELL // 3, room // CELL - len(own))) * CELL
    columns = max(1, (room - theirs_wide) // CELL)
    rows = max(-(-len(own) // columns), -(-len(theirs) // (theirs_wide // CELL)) if theirs else 1)
    box = pygame.Rect(x, top, width, 14 + rows * 56)
    sheet.box(box, palette.RAISED, 7)
    for i, (u, words) in enumerate(own):
        cell = pygame.Rect(box.x + 8 + i % columns * CELL, box.y + 7 + i // columns * 56, CELL, 54)
        _counter(sheet, plan, u, words, cell, faded=words == "+")
        act = (lambda u=u: plan.toggle(u)) if u in plan.candidates else None
        key = "plan.tip_join" if words == "+" else "plan.tip_leave" if act else "plan.tip_fires"
        sheet.place(cell, act, sheet.say(key, unit=situation.chronicle.unit(u)))
    left = box.right - 8 - SUM - theirs_wide
    for i, (u, words) in enumerate(theirs):
        across = theirs_wide // CELL
        cell = pygame.Rect(left + i % across * CELL, box.y + 7 + i // across * 56, CELL, 54)
        _counter(sheet, plan, u, words, cell, faded=False)
        sheet.place(cell, None, sheet.say("plan.tip_defends", unit=situation.name(u)))
    side, ratio = plan.battle.side, odds.attack / max(odds.defence, 1)
    _sum(sheet, left - SUM // 2, box.y + 20, odds.attack, sheet.say("plan.against"), side)
    _sum(sheet, box.right - 4 - SUM // 2, box.y + 20, odds.defence, f"{ratio:.1f} : 1", 1 - side)
    return box.bottom


def _counter(sheet: Sheet, plan: Planning, u: int, words: str, cell: pygame.Rect, *, faded: bool) -> None:
    """A counter with a word below it."""
    if sheet.hot(cell):
        sheet.box(cell, palette.LINE, 5)
    draw_counter(sheet, plan.battle.situation, u, COUNTER, cell.centerx, cell.y + 19)
    if faded:
        sheet.fill(pygame.Rect(cell.centerx - 18, cell.y + 2, 36, 36), palette.with_alpha(palette.RAISED, 0.6))
    sheet.text(words, cell.centerx, cell.y + 46, size=12.5 if faded else 11.5, weight=fonts.SEMIBOLD, anchor="centre",
               colour=palette.ACCENT if faded else palette.TEXT_SECOND)  # fmt: skip


def _sum(sheet: Sheet, x: int, y: int, strength: int, words: str, side: int) -> None:
    """A sum of strength over a word."""
    sheet.text(f"{strength / 100:.1f}", x, y, size=18, weight=fonts.SEMIBOLD, anchor="centre",
               colour=palette.SIDE_TEXT[side])  # fmt: skip
    sheet.text(words, x, y + 20, size=11.5, anchor="centre", colour=palette.TEXT_THIRD)


# the column ----------------------------------------------------------------------------------------------------------


def _column(sheet: Sheet, plan: Planning, odds: Odds, x: int, top: int, width: int) -> int:
    """The scale of columns with the one that counts."""
    combat = plan.battle.view.scenario.rules.file.combat
    sheet.head(sheet.say("plan.column"), x, top)
    top += 14
    least, most = combat.column_least, combat.column_most
    cell = width / (most - least + 1)
    for i, column in enumerate(range(least, most + 1)):
        rect = pygame.Rect(round(x + i * cell), top, round(cell) - 3, 24)
        here = column == odds.column
        sheet.box(rect, palette.ACCENT if here else palette.RAISED, 4)
        sheet.text(f"{column:+d}" if column else "0", *rect.center, size=11.5, weight=fonts.SEMIBOLD, anchor="centre",
                   colour=palette.ACCENT_INK if here else palette.TEXT_THIRD)  # fmt: skip
    return top + 24


def _shifts(sheet: Sheet, plan: Planning, x: int, top: int, width: int) -> int:
    """Every shift with its size, its name and what would change it; below them those that could be had."""
    middle = x + 42 + round((width - 42) * 0.42)
    head = sheet.head(sheet.say("plan.shifts"), x, top + 8)
    over = plan.advice is not None and plan.advice.over
    words = wrapped(sheet.say("plan.would_change" if over else "plan.thinking"), fonts.REGULAR, 11.5, width // 2)
    sheet.text(words[0], max(middle, head.right + 12), top + 8, size=11.5, colour=palette.TEXT_THIRD)
    top += 20
    if plan.advice is not None:
        lines = plan.advice.lines
    else:
        lines = [Line(*term, True, ()) for term in plan.odds.terms] if plan.odds else []
    for line in lines:
        top = _shift(sheet, plan, line, over, (x, middle, x + width), top)
    return top


def _shift(sheet: Sheet, plan: Planning, line: Line, over: bool, edges: tuple[int, int, int], top: int) -> int:
    """One shift; a click takes its best change, if that is one of the plan; the lower edge."""
    situation, (x, middle, right) = plan.battle.situation, edges
    name = wrapped(line_words(sheet, situation, line), fonts.MEDIUM, SHIFT_SIZE, middle - x - 50)
    change = line.changes[0] if line.changes else None
    words = change_words(sheet, situation, change) if change else sheet.say("shift.nothing") if over else ""
    told = wrapped(words, fonts.REGULAR, SHIFT_SIZE - 0.6, right - middle)
    height = SHIFT_STEP * max(len(name), len(told)) + 6
    row = pygame.Rect(x - 6, top, right - x + 12, height)
    take = (lambda: plan.take(change)) if change is not None and change.plan is not None else None
    if take and sheet.hot(row):
        sheet.box(row, palette.RAISED, 5)
    chip = pygame.Rect(x, top + 3, 32, 18)
    if line.there:
        sheet.box(chip, palette.WELL, 4)
    else:
        _dashed_frame(sheet, chip)
    colour = palette.SUPPLY[0] if line.value > 0 else palette.SUPPLY[2] if line.value < 0 else palette.TEXT_SECOND
    sheet.text(f"{line.value:+d}" if line.value else "0", *chip.center, size=12, weight=fonts.SEMIBOLD, anchor="centre",
               colour=colour if line.there else palette.TEXT_THIRD)  # fmt: skip
    for i, part in enumerate(name):
        sheet.text(part, chip.right + 10, top + 12 + SHIFT_STEP * i, size=SHIFT_SIZE, weight=fonts.MEDIUM,
                   colour=palette.TEXT if line.there else palette.TEXT_THIRD)  # fmt: skip
    ink = palette.ACCENT if not line.there else palette.TEXT_SECOND if change else palette.TEXT_THIRD
    for i, part in enumerate(told):
        sheet.text(part, middle, top + 12 + SHIFT_STEP * i, size=SHIFT_SIZE - 0.6, colour=ink)
    sheet.place(row, take, tip_words(sheet, situation, line))
    return top + height


def _dashed_frame(sheet: Sheet, rect: pygame.Rect) -> None:
    """A frame of dashes: of what is not there."""
    for y in (rect.y, rect.bottom - 1):
        for left in range(rect.x, rect.right - 2, 6):
            sheet.stroke(((left, y), (min(left + 3, rect.right), y)), palette.TEXT_THIRD)
    for side in (rect.x, rect.right - 1):
        for upper in range(rect.y, rect.bottom - 2, 6):
            sheet.stroke(((side, upper), (side, min(upper + 3, rect.bottom))), palette.TEXT_THIRD)


# what may come -------------------------------------------------------------------------------------------------------


def _chart(sheet: Sheet, plan: Planning, odds: Odds, x: int, top: int, width: int) -> int:
    """The throws as bars, one for each result, with its share of the 36; which dice are thrown."""
    mode = int(plan.battle.view.fixed.rules.numbers[DICE_MODE])
    key = {STEADY: "plan.throws_steady", FIXED_DICE: "plan.throws_fixed"}.get(mode, "plan.throws")
    words = sheet.say("plan.takes", percent=round(100 * odds.chance))
    chance = sheet.text(words, x + width, top + 8, size=15, weight=fonts.SEMIBOLD, colour=palette.ACCENT, anchor="right")
    for i, line in enumerate(wrapped(sheet.say(key).upper(), fonts.SEMIBOLD, 11.8, chance.left - x - 10)):
        sheet.head(line, x, top + 9 + 14 * i)
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
        sheet.text(f"{result.own} / {result.enemy}", centre, foot + 11, size=11.8 if cell > 54 else 10.4,
                   weight=fonts.SEMIBOLD, anchor="centre")  # fmt: skip
        words = sheet.say("plan.taken" if result.taken else "plan.holds")
        sheet.text(words, centre, foot + 26, size=11, anchor="centre",
                   colour=palette.ACCENT if result.taken else palette.TEXT_THIRD)  # fmt: skip
    sheet.line(x, foot, width)
    return sheet.paragraph(sheet.say("plan.legend"), x, foot + 36, width, size=11, colour=palette.TEXT_THIRD)


def _hatched(sheet: Sheet, bar: pygame.Rect) -> None:
    """A bar of a result that does not take the hex: told apart by its hatching, not by colour alone."""
    sheet.fill(bar, palette.LINE)
    with sheet.within(bar):
        for shift in range(-bar.height, bar.width, 7):
            start, end = (bar.left + shift, bar.bottom), (bar.left + shift + bar.height, bar.top)
            sheet.stroke((start, end), palette.TEXT_THIRD)


def _losses(sheet: Sheet, plan: Planning, odds: Odds, x: int, top: int, width: int) -> int:
    """Mean losses of both sides, and the range they lie in."""
    half = (width - 10) // 2
    for i, own in enumerate((True, False)):
        rect = pygame.Rect(x + i * (half + 10), top, half, 50)
        sheet.box(rect, palette.RAISED, 6)
        sheet.text(sheet.say("plan.ours" if own else "plan.theirs"), rect.x + 12, rect.y + 15, size=12,
                   colour=palette.TEXT_THIRD)  # fmt: skip
        losses = [throw.own_losses if own else throw.enemy_losses for throw in odds.throws]
        spread = sheet.say("plan.spread", least=min(losses), most=max(losses))
        sheet.text(spread, rect.right - 12, rect.y + 15, size=11.5, colour=palette.TEXT_SECOND, anchor="right")
        colour = palette.SIDE_TEXT[plan.battle.side if own else 1 - plan.battle.side]
        mean = sheet.text(f"{odds.mean(own):.0f}", rect.x + 12, rect.y + 35, size=18, weight=fonts.SEMIBOLD,
                          colour=colour)  # fmt: skip
        sheet.text(sheet.say("plan.people"), mean.right + 6, rect.y + 36, size=12, colour=palette.TEXT_SECOND)
    return top + 50


def _supply(sheet: Sheet, plan: Planning, x: int, top: int, width: int) -> int:
    """Days of supply of each attacker now and tomorrow, and what taking the hex does to the roads."""
    sheet.head(sheet.say("plan.supply"), x, top + 8)
    top += 22
    if plan.after is None:
        return sheet.paragraph(sheet.say("plan.thinking"), x, top, width, size=11.8, colour=palette.TEXT_THIRD)
    for stores in plan.after.stores:
        top = _stores(sheet, plan, stores, x, top, width)
    return sheet.paragraph(_if_taken(sheet, plan), x, top + 4, width, size=12, colour=palette.TEXT_SECOND)


def _stores(sheet: Sheet, plan: Planning, stores: Stores, x: int, top: int, width: int) -> int:
    """Days of supply of one attacker, now and tomorrow; the lower edge."""
    now, then = (sheet.say("plan.days", days=f"{days / 100:.1f}") for days in stores.days)
    right, y = x + width, top + 9
    right = sheet.text(then, right, y, size=12.4, weight=fonts.SEMIBOLD, anchor="right").left - 6
    right = supply_sign(sheet, right, y, stores.states[1]) - 8
    right = sheet.text(sheet.say("plan.to"), right, y, size=11.5, colour=palette.TEXT_THIRD, anchor="right").left - 8
    right = sheet.text(now, right, y, size=12.4, weight=fonts.SEMIBOLD, anchor="right").left - 6
    right = supply_sign(sheet, right, y, stores.states[0]) - 8
    name = getattr(plan.battle.view.scenario.units[stores.unit].name, sheet.language)
    lines = wrapped(name, fonts.REGULAR, 12.2, right - x)
    for i, line in enumerate(lines):
        sheet.text(line, x, y + 16 * i, size=12.2, colour=palette.TEXT_SECOND)
    tip = sheet.say("plan.supply_tip", quiet=f"{stores.quiet / 100:.1f}", days=f"{stores.days[1] / 100:.1f}")
    sheet.place(pygame.Rect(x, top, width, 16 * len(lines) + 3), None, tip)
    return top + 16 * len(lines) + 3


def _if_taken(sheet: Sheet, plan: Planning) -> str:
    """Roads that open or close and when everybody is Full, if the hex is taken."""
    after, situation = plan.after, plan.battle.situation
    assert after is not None
    if not after.can_take:
        return sheet.say("plan.never_taken")
    number, words = situation.scenario.grid.number, []
    for road in after.roads[:2]:
        key = "plan.road_opens" if road.opens else "plan.road_closes"
        words.append(sheet.say(key, a=number(road.hexes[0]), b=number(road.hexes[1]), tonnes=f"{road.kg / 1000:.0f}"))
    if not after.roads:
        words.append(sheet.say("plan.no_road"))
    if after.full_in > 0:
        words.append(sheet.say("plan.full_on", date=situation.chronicle.date(plan.battle.day + after.full_in)))
    else:
        words.append(sheet.say("plan.full_always" if after.full_in == 0 else "plan.full_never"))
    return " ".join([sheet.say("plan.if_taken"), *words])


def _foot(sheet: Sheet, plan: Planning, area: pygame.Rect) -> None:
    """The buttons that order the attack, draw it into the plans, or give it up."""
    sheet.line(area.x - PAD, area.y, area.width + 2 * PAD)
    right, ready = area.right, plan.odds is not None
    buttons = (("plan.cancel", "Esc", plan.leave), ("plan.add", "Ctrl+Enter", plan.add_to_plan))
    for key, cap, act in buttons:
        words = sheet.say(key)
        wide = fonts.width(words, fonts.SEMIBOLD, palette.BODY) + fonts.width(cap, fonts.BOLD, 10) + 42
        rect = pygame.Rect(right - wide, area.y + 15, wide, 38)
        sheet.button(rect, words, act if ready or key == "plan.cancel" else None, cap=cap)
        right = rect.left - 8
    attack = pygame.Rect(area.x, area.y + 15, right - area.x, 38)
    words = sheet.say("plan.probing" if plan.is_probe else "plan.attack")
    roomy = fonts.width(words, fonts.SEMIBOLD, palette.BODY) + 70 < attack.width
    sheet.button(attack, words, plan.attack if ready else None, cap="Enter" if roomy else "", primary=True)
