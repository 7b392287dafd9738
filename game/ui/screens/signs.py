"""The key of the counters: their parts named, the sides, the states of supply, how well the enemy is known, letters."""

from __future__ import annotations

from game.rulebook import load_rules
from game.state import POSTURES, SUPPLY_STATES
from game.ui import fonts, palette
from game.ui.paint.counters import POSTURE_LETTERS, UNITS, Counter, stack
from game.ui.sheet import Sheet, wrapped

LARGE, SMALL = 108, 40
PARTS = (
    ("posture", -1, 1.5, 5), ("side", -1, 1.5, 20), ("steps", -1, 4, 33),
    ("echelon", 1, 21, 2.5), ("symbol", 1, 31, 16), ("supply", 1, 33, 32), ("fatigue", 1, 34, 38.5),
)  # fmt: skip
"""Part of a counter, the side its name stands on, and where it is, in units of the counter."""
RESERVE = POSTURES.index("reserve")
SAMPLE = Counter(side=0, kind="mechanised", echelon="II", steps=7, supply=1, fatigue=62, posture=RESERVE)


def draw(sheet: Sheet, x: int, top: int, width: int) -> int:
    """Draw the whole key; the lower edge."""
    top = _anatomy(sheet, x, top, width) + 18
    for head, rows in _rows():
        sheet.head(sheet.say(f"signs.{head}"), x, top + 10)
        top = _counters(sheet, rows, x, top + 24, width) + 14
    sheet.head(sheet.say("posture.head"), x, top + 10)
    top += 24
    values = load_rules().file.postures.model_dump()
    for name, letter in zip(POSTURES, POSTURE_LETTERS, strict=True):
        words = f"{sheet.say(f'posture.full_{name}')}. {sheet.say(f'posture.tip_{name}', **values)}"
        sheet.cap(letter, x + 24, top + 10)
        top = sheet.paragraph(words, x + 40, top + 1, width - 44, size=12.6) + 6
    return top


def _anatomy(sheet: Sheet, x: int, top: int, width: int) -> int:
    """One counter, large, each part with a line to its name; the lower edge."""
    middle = x + width // 2
    left, upper, unit = middle - LARGE / 2, top + 46, LARGE / UNITS
    room = (width - LARGE) // 2 - 44
    lowest = upper + LARGE
    sheet.sharp(lambda k: stack((SAMPLE,), round(LARGE * k)), middle, upper + LARGE / 2)
    for side in (-1, 1):
        y = top + 8
        for name, _, px, py in (part for part in PARTS if part[1] == side):
            lines = wrapped(sheet.say(f"signs.part_{name}"), fonts.REGULAR, 12.6, room)
            edge = left - 30 if side < 0 else left + LARGE + 30
            at = y + 9
            sheet.stroke([(left + px * unit, upper + py * unit), (edge, at), (edge + side * 6, at)], palette.TEXT_THIRD)
            for line in lines:
                anchor = "right" if side < 0 else "left"
                sheet.text(line, edge + side * 12, y + 9, size=12.6, colour=palette.TEXT_SECOND, anchor=anchor)
                y += 18
            y += 12
        lowest = max(lowest, y)
    for _, _, px, py in PARTS:
        sheet.disc(left + px * unit, upper + py * unit, 5, palette.ACCENT)
    return round(lowest)


def _rows() -> tuple[tuple[str, list[tuple[Counter, str]]], ...]:
    """Small counters and the keys of what they mean, in parts."""

    def enemy(level: int, **more: object) -> Counter:
        known = {"supply": -1} if level < 4 else {}
        return Counter(side=1, kind="motorised", echelon="II", level=level, **known, **more)  # type: ignore[arg-type]

    sides = [(Counter(side=0, kind="infantry", echelon="II", steps=6), "signs.ukraine"),
             (Counter(side=1, kind="infantry", echelon="II", steps=6), "signs.russia"),
             (Counter(side=0, kind="infantry", echelon="II", steps=6, done=True), "signs.done"),
             (enemy(4, steps=5, ghost="2d", age=2), "signs.ghost")]  # fmt: skip
    supply = [(Counter(side=0, kind="infantry", echelon="II", steps=6, supply=i), f"signs.supply_{name}")
              for i, name in enumerate(SUPPLY_STATES)]  # fmt: skip
    levels = [(enemy(1), "unit.level_1"), (enemy(2), "unit.level_2"), (enemy(3, band="4-6"), "unit.level_3"),
              (enemy(4, steps=5, supply=2, fatigue=40), "unit.level_4")]  # fmt: skip
    return ("sides", sides), ("supply", supply), ("known", levels)


def _counters(sheet: Sheet, rows: list[tuple[Counter, str]], x: int, top: int, width: int) -> int:
    """Counters in two columns with words; the lower edge."""
    half = width // 2
    for i in range(0, len(rows), 2):
        tallest = SMALL + 10
        for c, (counter, key) in enumerate(rows[i : i + 2]):
            left = x + c * half
            sheet.sharp(lambda k, counter=counter: stack((counter,), round(SMALL * k)), left + 24, top + 24)  # type: ignore[misc]
            lines = wrapped(sheet.say(key), fonts.REGULAR, 12.6, half - 76)
            for n, line in enumerate(lines):
                y = top + 24 - 9 * (len(lines) - 1) + 18 * n
                sheet.text(line, left + 62, y, size=12.6, colour=palette.TEXT_SECOND)
            tallest = max(tallest, 18 * len(lines) + 12)
        top += tallest + 4
    return top
