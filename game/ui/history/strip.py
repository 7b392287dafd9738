"""The strip of the timeline: days and half-turns from left to right, with a mark for each kind of thing that was seen.

A mark has a shape and a letter, so that it needs no colour; the number beside it says how many there are.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pygame

from game.history import MARKS, Moment, mark_of
from game.ui import fonts, palette
from game.ui.history.scenes import SPEEDS, speed_words
from game.ui.sheet import Sheet

if TYPE_CHECKING:
    from game.ui.history.timeline import Timeline

HEIGHT = 136
PAD, BUTTON = 14, 30
LEAST, MOST = 20, 96
"""Width of a half-turn, in px."""
MARK, ROWS = 18, 3
_TOLD = 5
"""Sentences that the tip of a mark tells."""
_BOX = ((1, 2), (15, 2), (15, 14), (1, 14))
SHAPES: dict[str, tuple[tuple[float, float], ...]] = {
    "unit": ((5, 0), (11, 0), (16, 5), (16, 11), (11, 16), (5, 16), (0, 11), (0, 5)),
    "pocket": (),
    "assault": ((6, 0), (12, 0), (18, 16), (0, 16)),
    "ground": _BOX,
    "road": ((8, 0), (16, 8), (8, 16), (0, 8)),
    "depot": ((8, 0), (16, 6), (14, 16), (2, 16), (0, 6)),
    "drone": ((4, 1), (12, 1), (16, 8), (12, 15), (4, 15), (0, 8)),
    "claim": ((0, 0), (16, 0), (16, 11), (9, 11), (5, 16), (5, 11), (0, 11)),
    "event": ((8, 0), (11, 5), (16, 8), (11, 11), (8, 16), (5, 11), (0, 8), (5, 5)),
    "weather": ((0, 5), (16, 5), (12, 16), (4, 16)),
}
"""The outline of each kind of mark, in 16 x 16; a disc where there is none."""
_LETTER_DOWN = {"assault": 1, "claim": -2, "weather": 2, "depot": 1}


@dataclass
class Half:
    """One half-turn on the strip."""

    turn: int
    side: int
    first: int
    """Its first moment, by number."""
    last: int
    marks: dict[str, list[int]] = field(default_factory=dict)
    """Kind of mark -> the moments that have it, once for each event."""


def halves_of(moments: list[Moment], turn: int, side: int) -> list[Half]:
    """The half-turns of some moments; the first dawn counts to the first of them."""
    halves: list[Half] = []
    begun = False
    for i, moment in enumerate(moments):
        if moment.orders == 0:
            continue
        if not begun:
            halves.append(Half(moment.turn, moment.side, i if halves else 0, i))
        half, begun = halves[-1], not moment.ends
        half.last = i
        for mark in moment.marks:
            half.marks.setdefault(mark, []).append(i)
    return halves or [Half(turn, max(side, 0), 0, 0)]


# drawing -------------------------------------------------------------------------------------------------------------


def draw(sheet: Sheet, timeline: Timeline, area: pygame.Rect) -> None:
    """Draw the strip: buttons to play by, then the days."""
    sheet.fill(area, palette.BAR)
    sheet.fill(pygame.Rect(area.x, area.y, area.width, 1), palette.LINE)
    _transport(sheet, timeline, pygame.Rect(area.x + PAD, area.y + 8, area.width - 2 * PAD, BUTTON))
    _track(sheet, timeline, pygame.Rect(area.x + PAD, area.y + 46, area.width - 2 * PAD, area.height - 52))


def _transport(sheet: Sheet, timeline: Timeline, area: pygame.Rect) -> None:
    """The buttons to go through the moments, and the speed."""
    battle, commands = timeline.battle, {command.name: command for command in timeline.commands}
    steps = (
        ("|◀", "first_moment"), ("◀◀", "half_back"), ("◀", "moment_back"), ("", "play"), ("▶", "moment_on"),
        ("▶▶", "half_on"), ("▶|", "last_moment"),
    )  # fmt: skip
    x = area.x
    for sign, name in steps:
        command = commands[name]
        cap = command.cap(sheet.language)
        label = sign or sheet.say("timeline.stop" if timeline.playing else "timeline.play")
        width = 38 if sign else 42 + fonts.width(cap, fonts.BOLD, 10) + max(
            fonts.width(sheet.say(f"timeline.{key}"), fonts.SEMIBOLD, palette.BODY) for key in ("play", "stop")
        )  # fmt: skip
        tip = f"{command.words(sheet.language)} ({cap})"
        act = functools.partial(command.do, battle)
        sheet.button(pygame.Rect(x, area.y, width, BUTTON), label, act, tip=tip, cap="" if sign else cap,
                     primary=not sign)  # fmt: skip
        x += width + 5
    width = fonts.width(sheet.say("scenes.instant"), fonts.SEMIBOLD, palette.BODY) + 10
    sheet.stepper(x + 54 + width, area.centery, speed_words(battle), width,
                  functools.partial(timeline.faster, -1) if battle.speed else None,
                  functools.partial(timeline.faster, 1) if battle.speed < len(SPEEDS) - 1 else None)  # fmt: skip


def _track(sheet: Sheet, timeline: Timeline, area: pygame.Rect) -> None:
    """The half-turns with their marks, and where the moment lies; scrolled so that this is in sight."""
    halves, index = timeline.halves, timeline.index
    width = min(max(area.width / len(halves), LEAST), MOST)
    now = next((i for i, half in enumerate(halves) if half.first <= index <= half.last), 0)
    here = halves[now]
    share = (index - here.first + 1) / (here.last - here.first + 1)
    whole = width * len(halves)
    left = area.x - min(max((now + 0.5) * width - area.width / 2, 0), max(whole - area.width, 0))
    with sheet.within(area):
        for i, half in enumerate(halves):
            x = left + i * width
            if x + width > area.x and x < area.right:
                box = pygame.Rect(round(x), area.y, round(x + width) - round(x), area.height)
                _half(sheet, timeline, half, box, i == now, i == 0 or halves[i - 1].turn != half.turn)
        at = left + (now + share) * width
        sheet.fill(pygame.Rect(round(at) - 1, area.y + 12, 2, 12), palette.ACCENT)
        sheet.shape(((0, 0), (10, 0), (5, 7)), (10, 8), palette.ACCENT, at, area.y + 14)


def _half(sheet: Sheet, timeline: Timeline, half: Half, box: pygame.Rect, now: bool, first: bool) -> None:
    """One half-turn: the day over its first one, the band of its side, its marks."""
    if now or sheet.hot(box):
        sheet.fill(pygame.Rect(box.x, box.y + 14, box.width, box.height - 14), palette.RAISED)
    side = timeline.teller.chronicle.side(half.side)
    sheet.place(box, lambda: timeline.jump(half.last), sheet.say("scenes.head", side=side, day=half.turn))
    if first:
        sheet.fill(pygame.Rect(box.x, box.y, 1, box.height), palette.LINE)
        weight = fonts.SEMIBOLD if now else fonts.REGULAR
        sheet.text(str(half.turn), box.x + 4, box.y + 7, size=10.5, weight=weight, colour=palette.TEXT_SECOND)
    band(sheet, pygame.Rect(box.x + 1, box.y + 15, box.width - 2, 7), half.side)
    across = max(1, box.width // (MARK + 2))
    for n, (kind, at) in enumerate(sorted(half.marks.items(), key=lambda m: list(MARKS).index(m[0]))[: across * ROWS]):
        x = box.x + (n % across) * (MARK + 2) + (box.width - min(across, len(half.marks)) * (MARK + 2)) / 2 + MARK / 2 + 1
        y = box.y + 26 + (n // across) * (MARK + 2) + MARK / 2
        past = at[0] <= timeline.index
        draw_mark(sheet, kind, x, y, palette.COUNT_DISC if past else palette.TEXT_THIRD)
        place = pygame.Rect(round(x - MARK / 2), round(y - MARK / 2), MARK + 1, MARK + 1)
        sheet.place(place, lambda at=at: timeline.jump(next((i for i in at if i > timeline.index), at[0])),  # type: ignore[misc]
                    _tip(sheet, timeline, kind, at))  # fmt: skip


def band(sheet: Sheet, rect: pygame.Rect, side: int) -> None:
    """The colour of a side: plain for Ukraine, striped for Russia."""
    sheet.fill(rect, palette.SIDE[side])
    if side == 1:
        with sheet.within(rect):
            for x in range(rect.x - rect.height, rect.right, 6):
                sheet.stroke([(x, rect.bottom), (x + rect.height, rect.y)], palette.SIDE_STRIPE, 2)


def draw_mark(sheet: Sheet, kind: str, x: float, y: float, colour: palette.Colour) -> None:
    """Draw the shape of a kind of mark with its letter, the middle at a point."""
    if SHAPES[kind]:
        sheet.shape(SHAPES[kind], (MARK, MARK), colour, x, y)
    else:
        sheet.disc(x, y, MARK, colour)
    letter = sheet.say(f"marks.{kind}_letter")
    sheet.text(letter, x, y + _LETTER_DOWN.get(kind, 0), size=9.5, weight=fonts.BOLD, colour=palette.ACCENT_INK,
               anchor="centre")  # fmt: skip


def _tip(sheet: Sheet, timeline: Timeline, kind: str, at: list[int]) -> str:
    """What a mark stands for: its kind, how many, and the first of them in words."""
    events = [event for i in dict.fromkeys(at) for event in timeline.moments[i].events if mark_of(event) == kind]
    told = [timeline.teller.chronicle.sentence(event) for event in events[:_TOLD]]
    more = [sheet.say("scenes.more", lines=len(events) - _TOLD)] if len(events) > _TOLD else []
    return "\n".join([sheet.say("marks.count", kind=sheet.say(f"marks.{kind}"), number=len(events)), *told, *more])
