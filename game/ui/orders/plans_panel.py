"""How a plan is shown: dashed arrows, rings and ghosts on the map, numbered; a list with its odds at the upper left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame

from game.analysis.planned import Planned
from game.lab.ahead import Mean, Part, PlanRun
from game.orders import Assault, Move
from game.state import HEX
from game.ui import fonts, palette
from game.ui.cards.units import counter_picture
from game.ui.orders.gauge import tall
from game.ui.paint.counters import SIZES
from game.ui.screen import SHIFTS
from game.ui.sheet import Sheet, disc, wrapped
from game.ui.table import overlay
from game.ui.table.camera import Point
from game.ui.table.commands import cap_of
from game.ui.table.modes import Selected

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

EDGE, PAD, WIDTH = 14, 14, 318
SIZE, LINE_STEP = 12.2, 17
GHOST = 170
"""Alpha of a counter at the hex it is planned to come to."""
BADGE = 19


# on the map ----------------------------------------------------------------------------------------------------------


def over(surface: pygame.Surface, battle: Battle) -> None:
    """Draw the plan over the counters: who comes where, the ways, the targets, the numbers."""
    steps = battle.plans.steps if battle.plans.orders else []
    for step in steps:
        if isinstance(step.order, Move) and step.refusal is None:
            _ghost(surface, battle, step.order)
    badges: dict[int, int] = {}
    for i, step in enumerate(steps):
        colour = palette.ACCENT if step.refusal is None else overlay.RUST
        units = step.before.believed.units
        if isinstance(step.order, Move):
            way = [int(units[step.order.unit, HEX]), *step.order.path]
            _arrow(surface, battle, way, colour)
            h = way[-1]
        else:
            assert isinstance(step.order, Assault)
            h = step.order.target
            for start in sorted({int(units[u, HEX]) for u in step.order.units}):
                _arrow(surface, battle, [start, h], colour, short=True)
            for battery, _ in step.order.fires:
                overlay.fire_arc(surface, battle.camera, int(units[battery, HEX]), h, colour)
            overlay.ring(surface, battle.camera, h, colour, dashed=True)
        _badge(surface, battle, h, badges.get(h, 0), f"{i + 1}" if step.refusal is None else f"{i + 1}!", colour)
        badges[h] = badges.get(h, 0) + 1
    _next(surface, battle)


def _next(surface: pygame.Surface, battle: Battle) -> None:
    """While Shift is held: the way that a click would add to the plan, from where the unit would be by then."""
    mode, h = battle.mode, battle.hover
    if not isinstance(mode, Selected) or h is None or not SHIFTS & battle.app.held:
        return
    after = battle.plans.after
    start, move = int(after.believed.units[mode.unit, HEX]), after.path(mode.unit, h)
    if move is not None:
        _arrow(surface, battle, [start, *move.path], palette.TEXT)
        x, y = battle.camera.centre_px(h)
        words = [(battle.say("plans.adds"), palette.ACCENT)]
        overlay.chip(surface, words, (x, y + battle.camera.scale * 0.62), above=False)


def _ghost(surface: pygame.Surface, battle: Battle, move: Move) -> None:
    """The counter of a unit, pale, at the end of a planned move."""
    size = SIZES[battle.camera.scale]
    picture = counter_picture(battle.situation, move.unit, size).copy()
    picture.set_alpha(GHOST)
    x, y = battle.camera.centre_px(move.path[-1])
    surface.blit(picture, picture.get_rect(center=(round(x), round(y))))


def _arrow(
    surface: pygame.Surface, battle: Battle, way: list[int], colour: palette.Colour, short: bool = False
) -> None:
    """A dashed way with a point at its end; a short one stops at the border of the last hex."""
    camera = battle.camera
    points = [camera.centre_px(h) for h in way]
    if short:
        (ax, ay), (bx, by) = points[-2:]
        points[-1] = ax + (bx - ax) * 0.62, ay + (by - ay) * 0.62
    (ax, ay), (bx, by) = points[-2:]
    length = max(1.0, ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5)
    ux, uy = (bx - ax) / length, (by - ay) / length
    size = max(8.0, camera.scale * 0.17)
    foot = bx - ux * size, by - uy * size
    pieces = overlay.dashes([*points[:-1], foot], 9, 10)

    def head(grow: float) -> list[Point]:
        wide, back = size * 0.62 + grow, grow
        left = foot[0] - ux * back - uy * wide, foot[1] - uy * back + ux * wide
        right = foot[0] - ux * back + uy * wide, foot[1] - uy * back - ux * wide
        return [(bx + ux * grow * 1.6, by + uy * grow * 1.6), left, right]

    def paint(large: pygame.Surface, at: Callable[[Point], Point], k: float) -> None:
        for ink, wide, grow in ((overlay.REACH_DARK, 6.6, 1.8), (colour, 3.8, 0.0)):
            for piece in pieces:
                overlay.stroke(large, [at(point) for point in piece], ink, wide * k)
            pygame.draw.polygon(large, ink, [at(point) for point in head(grow)])

    overlay.smooth(surface, points, size + 6, paint)


def _badge(surface: pygame.Surface, battle: Battle, h: int, row: int, words: str, colour: palette.Colour) -> None:
    """The number of a planned order at the upper right of its hex; those after it below."""
    k = fonts.map_scale
    x, y = battle.camera.centre_px(h)
    at = round(x + battle.camera.scale * 0.42), round(y - battle.camera.scale * 0.36 + row * (BADGE + 2) * k)
    for side, ink in ((BADGE + 3, overlay.REACH_DARK), (BADGE, colour)):
        picture = disc(round(side * k), ink)
        surface.blit(picture, picture.get_rect(center=at))
    picture = fonts.text(words, fonts.BOLD, 11 * k, palette.ACCENT_INK)
    surface.blit(picture, picture.get_rect(center=at))


# the list ------------------------------------------------------------------------------------------------------------


def draw(sheet: Sheet, battle: Battle, area: pygame.Rect) -> None:
    """Draw the list of planned orders with its odds and buttons at the upper left of the map, if there is a plan."""
    if not battle.plans.orders:
        return
    steps, tried = battle.plans.steps, battle.plans.tried
    width = min(WIDTH, area.width - 2 * EDGE)
    inner = width - 2 * PAD
    rows = [_row_words(sheet, battle, step, _part(tried, step)) for step in steps]
    broken = [[line for words, _ in row for line in wrapped(words, fonts.REGULAR, SIZE, inner - 52)] for row in rows]
    heights = [LINE_STEP * len(lines) + 8 for lines in broken]
    summary, assumes = _summary(sheet, battle, tried), sheet.say("plans.assumes")
    under = sum(tall(words, inner, SIZE) for words in summary) + tall(assumes, inner, 11.5) + 61
    most = area.height - 2 * EDGE - 46 - under
    shown = max(1, next((i for i in range(len(rows)) if sum(heights[: i + 1]) > most), len(rows)))
    box = pygame.Rect(area.x + EDGE, area.y + EDGE, width, 46 + sum(heights[:shown]) + under)
    sheet.box(box, (*palette.BAR, 244), 8, palette.LINE)
    sheet.place(box, lambda: None)
    x, top = box.x + PAD, box.y + 40
    count = sheet.text(sheet.say("plans.title"), x, box.y + 21, size=14.5, weight=fonts.SEMIBOLD)
    words = sheet.say("plans.count", orders=len(rows))
    sheet.text(words, count.right + 10, box.y + 22, size=11.5, colour=palette.TEXT_THIRD)
    for i in range(shown):
        _row(sheet, battle, i, rows[i], pygame.Rect(x, top, inner, heights[i]))
        top += heights[i]
    for words in summary:
        top = sheet.paragraph(words, x, top, inner, size=SIZE, colour=palette.TEXT)
    foot = sheet.paragraph(assumes, x, top + 3, inner, size=11.5, colour=palette.TEXT_THIRD)
    sheet.place(pygame.Rect(x, top, inner, foot - top), lambda: None, sheet.say("plans.assumes_tip"))
    top = foot
    clear = pygame.Rect(box.right - PAD - 104, top + 10, 104, 34)
    give = pygame.Rect(x, top + 10, clear.left - 10 - x, 34)
    cap, tip = cap_of("plan_give", sheet.language), sheet.say("plans.give_tip")
    sheet.button(give, sheet.say("plans.give"), battle.plans.give_all, cap=cap, primary=True, tip=tip)
    sheet.button(clear, sheet.say("plans.clear"), battle.plans.clear, tip=sheet.say("plans.clear_tip"))


def _part(tried: PlanRun | None, step: Planned) -> tuple[PlanRun, Part] | None:
    """What has come of an order in the runs ahead, if it has been tried."""
    if tried is None or not tried.runs:
        return None
    part = next((part for part in tried.parts if part.order == step.order), None)
    return (tried, part) if part is not None else None


def _row_words(
    sheet: Sheet, battle: Battle, step: Planned, part: tuple[PlanRun, Part] | None
) -> list[tuple[str, palette.Colour]]:
    """What a planned order is, how it is assumed to go or why it cannot be given, and its odds."""
    chronicle = battle.situation.chronicle
    if isinstance(step.order, Move):
        h = chronicle.hex(step.order.path[-1])
        lines = [(sheet.say("plans.move", unit=chronicle.unit(step.order.unit), hex=h), palette.TEXT)]
    else:
        assert isinstance(step.order, Assault)
        names = ", ".join(chronicle.unit(u) for u in step.order.units)
        key = "plans.probe" if step.order.probe else "plans.assault"
        lines = [(sheet.say(key, units=names, hex=chronicle.hex(step.order.target)), palette.TEXT)]
    if step.refusal is not None:
        lines.append((sheet.say("plans.no_longer", why=chronicle.refusal(step.refusal)), palette.SUPPLY[2]))
        return lines
    if step.taken is not None:
        key = "plans.assumed_taken" if step.taken else "plans.assumed_held"
        lines.append((sheet.say(key, percent=round(100 * step.chance)), palette.TEXT_SECOND))
    if part is not None:
        lines += [(words, palette.ACCENT) for words in _odds(sheet, *part)]
    return lines


def _odds(sheet: Sheet, tried: PlanRun, part: Part) -> list[str]:
    """An order in the runs ahead: how often it comes out, is held, could not be given."""
    lines = []
    if isinstance(part.order, Assault):
        lines.append(sheet.say("plans.takes", **_share(tried, part.done)))
        lines.append(sheet.say("plans.holds", **_share(tried, part.held)))
    elif part.done < tried.runs:
        lines.append(sheet.say("plans.arrives", **_share(tried, part.done)))
    if part.skipped:
        lines.append(sheet.say("plans.skipped", times=part.skipped, of=tried.runs))
    return lines


def _share(tried: PlanRun, count: int) -> dict[str, int]:
    """A rate and its interval in percent."""
    return dict(zip(("percent", "low", "high"), (round(100 * v) for v in tried.chance(count)), strict=True))


def _summary(sheet: Sheet, battle: Battle, tried: PlanRun | None) -> list[str]:
    """How far the runs have come, and what they cost both sides until dusk."""
    runs = tried.runs if tried is not None else 0
    words = [sheet.say("plans.runs", runs=runs, of=battle.plans.runs)]
    if tried is not None and runs > 1:
        words.append(sheet.say("plans.lost", ours=_mean(tried.ours), theirs=_mean(tried.theirs)))
    return words


def _mean(mean: Mean) -> str:
    """A mean with half of its interval."""
    return f"{mean.mean:.0f} ± {mean.half:.0f}"


def _row(sheet: Sheet, battle: Battle, i: int, row: list[tuple[str, palette.Colour]], rect: pygame.Rect) -> None:
    """A planned order with its number, and a cross that leaves it out."""
    lost = battle.plans.steps[i].refusal is not None
    sheet.disc(rect.x + 10, rect.y + 8, BADGE, overlay.RUST if lost else palette.ACCENT)
    number = f"{i + 1}!" if lost else str(i + 1)
    sheet.text(number, rect.x + 10, rect.y + 8, size=11, weight=fonts.BOLD, colour=palette.ACCENT_INK, anchor="centre")
    top = rect.y
    for words, colour in row:
        for line in wrapped(words, fonts.REGULAR, SIZE, rect.width - 52):
            sheet.text(line, rect.x + 28, top + LINE_STEP / 2, size=SIZE, colour=colour)
            top += LINE_STEP
    cross = pygame.Rect(rect.right - 20, rect.y - 2, 20, 20)
    sheet.text("✕", *cross.center, size=11, colour=palette.TEXT_THIRD, anchor="centre")
    sheet.place(cross, lambda: battle.plans.remove(i), sheet.say("plans.remove"))
