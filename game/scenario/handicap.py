"""A battle with other points before its first day: its text with one value changed, and all that follows from it."""

from __future__ import annotations

import re

from game.documents import parse
from game.scenario.load import Scenario, build

_VALUE = re.compile(r"^(\s*handicap:\s*|victory:.*?\bhandicap:\s*)-?\d+(?:\.\d+)?", re.MULTILINE)
_HEAD = re.compile(r"^victory:[ \t]*(#.*)?$", re.MULTILINE)


def with_handicap(scenario: Scenario, tenths: int) -> Scenario:
    """The scenario with so many tenths of points for Ukraine beforehand, negative for Russia.

    Raises ValueError if its text has no line for them.
    """
    if tenths == scenario.file.victory.handicap:
        return scenario
    points = f"{tenths / 10:g}"
    text, found = _VALUE.subn(lambda line: f"{line[1]}{points}", scenario.text, count=1)
    if not found:
        text = _HEAD.sub(lambda line: f"{line[0]}\n  handicap: {points}", scenario.text, count=1)
    changed = build(parse(f"{scenario.id}#handicap", text), scenario.id, scenario.rules)
    if changed is None or changed.file.victory.handicap != tenths:
        raise ValueError(f"{scenario.id}: victory: handicap")
    return changed
