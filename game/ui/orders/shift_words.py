"""What would change a shift, in words."""

from __future__ import annotations

from game.analysis.shifts import Change, Line
from game.analysis.tries import LATER, LOSES, STEPS
from game.chronicle import signed
from game.ui.sheet import Sheet
from game.ui.table.situation import Situation


def change_words(sheet: Sheet, situation: Situation, change: Change) -> str:
    """One change, with the shift and the chance it would come to: "with 3rd Bn: +3, takes it 58 %"."""
    what, card = change.what, situation.scenario.units
    name = getattr(card[what.unit].name, sheet.language) if what.unit >= 0 else ""
    number = situation.scenario.grid.number(what.hex) if what.hex >= 0 else ""
    percent, key = round(100 * change.chance), what.kind
    if key in LOSES and change.value:
        key = "less"
    words = sheet.say(
        f"shift.{key}", unit=name, hex=number, amount=what.amount, value=signed(change.value), percent=percent
    )
    if key == "less" or what.kind in LOSES or what.kind == STEPS:
        return words
    result = sheet.say(
        "shift.later" if what.kind in LATER else "shift.result", value=signed(change.value), percent=percent
    )
    return f"{words}: {result}"


def line_words(sheet: Sheet, situation: Situation, line: Line) -> str:
    """A shift by its name; one that is not there without the numbers of what could be."""
    return situation.chronicle.term(line.name, line.value, line.subject)


def tip_words(sheet: Sheet, situation: Situation, line: Line) -> str:
    """Everything that would change a shift, a line each, and what a click takes."""
    told = [change_words(sheet, situation, change) for change in line.changes]
    if line.changes and line.changes[0].plan is not None:
        told.append(sheet.say("shift.click"))
    return "\n".join(told)
