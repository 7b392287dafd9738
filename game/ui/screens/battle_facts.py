"""What is said of a battle before it is played: its dates, its sides in numbers, what one side is given beforehand."""

from __future__ import annotations

from dataclasses import dataclass

from game.scenario.load import Scenario
from game.state import HANDICAP
from game.texts import say

LESSON = "pocket"
"""The battle to begin with."""


@dataclass(frozen=True)
class Force:
    """One side as the scenario has it, reinforcements included."""

    name: str
    units: int
    people: int


def forces(scenario: Scenario, language: str) -> list[Force]:
    """Both sides in numbers, Ukraine first."""
    found = []
    for side in ("ua", "ru"):
        units = [unit for formation in scenario.file.formations if formation.side == side for unit in formation.units]
        name = getattr(scenario.file.sides[side].name, language)
        found.append(Force(str(name), len(units), sum(unit.people for unit in units)))
    return found


def dates(scenario: Scenario, language: str) -> str:
    """The first and last day of a battle."""
    first, last = scenario.date(1), scenario.date(scenario.file.calendar.turns)
    month, year = say(language, f"month.m{last.month:02d}"), last.year
    if first.month == last.month:
        return say(language, "ui.title.dates", first=first.day, last=last.day, month=month, year=year)
    before = say(language, f"month.m{first.month:02d}")
    return say(language, "ui.title.dates", first=f"{first.day} {before}", last=last.day, month=month, year=year)


def length(scenario: Scenario, language: str) -> str:
    """When and how long."""
    days = scenario.file.calendar.turns
    return say(language, "ui.title.length", date=dates(scenario, language), days=days)


def handicap(scenario: Scenario, language: str) -> str:
    """Who is given points before the first day, in a sentence."""
    tenths = int(scenario.roster.terms[HANDICAP])
    if not tenths:
        return say(language, "ui.title.even")
    name = forces(scenario, language)[0 if tenths > 0 else 1].name
    return say(language, "ui.title.ahead", side=name, points=points(abs(tenths)))


def points(tenths: int) -> str:
    """Tenths of points as points.

    >>> points(-105), points(20)
    ('−10.5', '2')
    """
    return f"{tenths / 10:.1f}".removesuffix(".0").replace("-", "−")
