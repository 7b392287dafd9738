"""Whether the days, the weather and what victory counts are as they must be."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from game.diagnostics import Change, Fix, Node, rewrite
from game.scenario.lint.fits import dangling_places
from game.scenario.parts import Parts, Path
from game.scenario.schema import Figure, Front, Holder


def check(parts: Parts) -> None:
    """Report what is not as it must be."""
    _calendar(parts)
    _weather(parts)
    _victory(parts)
    _history(parts)


def _calendar(parts: Parts) -> None:
    """Every day of the battle is a day of the calendar."""
    first, turns = parts.file.calendar.first_day, parts.file.calendar.turns
    try:
        date.fromisoformat(first) + timedelta(days=turns)
    except (ValueError, OverflowError):
        if not parts.fitted.lost(["calendar"]):
            message = f"The {turns} days from {first} are no days of the calendar."
            parts.error("C226", message, ["calendar", "first_day"])


def _weather(parts: Parts) -> None:
    """The weather is known from the first day on."""
    days = [_day(entry) for entry in parts.entries("weather")]
    if not days or not all(days):
        return  # told already
    first = min(filter(None, days), key=_number)
    if _number(first) != 1:
        parts.error("C222", "The first weather must be from day 1.", first, fix=rewrite(first, "1"))
    for a, b in itertools.pairwise(filter(None, days)):
        if _number(a) >= _number(b):
            parts.error("C222", "The days must ascend.", b, fix=_in_order(parts) if _number(a) > _number(b) else None)


def _day(entry: Node) -> Node | None:
    """The day from which an entry of the weather holds, if it says one."""
    node = entry.value.get("from") if isinstance(entry.value, dict) else None
    return node if node is not None and type(node.value) is int else None


def _number(node: Node) -> int:
    """The day of a node that says one."""
    assert isinstance(node.value, int)
    return node.value


def _in_order(parts: Parts) -> Fix | None:
    """The fix that puts the weather in the order of its days, if each stands on a line of its own."""
    entries = parts.entries("weather")
    days = [_number(day) for day in map(_day, entries) if day]
    lines = [entry.line for entry in entries]
    if len(set(days)) < len(days) or any(b <= a for a, b in itertools.pairwise(lines)):
        return None
    if any(entry.end_line != entry.line for entry in entries):
        return None
    text = {day: parts.document.lines[line - 1] for day, line in zip(days, lines, strict=True)}
    changes = [
        Change(line, 1, len(text[before]), text[after])
        for line, before, after in zip(lines, days, sorted(days), strict=True)
        if before != after
    ]
    return Fix("put the days in order", tuple(changes))


def _victory(parts: Parts) -> None:
    """Every place that counts is a place, and counts once."""
    ids = parts.place_ids()
    explained = dangling_places(parts)
    lines: dict[str, int] = {}
    for i, objective in enumerate(parts.file.victory.places):
        path: Path = ["victory", "places", i, "place"]
        name = objective.place
        if name in lines:
            parts.error("C224", f"The place '{name}' already counts on line {lines[name]}.", path)
        elif name not in ids and name not in explained and not parts.nameless("places"):
            hint, fix = parts.meant(name, ids, path)
            parts.error("C223", f"There is no place '{name}'.", path, hint, fix)
        lines.setdefault(name, parts.fitted.node(path).line)


def _history(parts: Parts) -> None:
    """Facts are of days of the battle, of places that there are, and fit the map; their bounds are in order."""
    ids, turns = parts.place_ids(), parts.file.calendar.turns
    for i, fact in enumerate(parts.file.history):
        path: Path = ["history", i]
        if fact.day > turns and not parts.fitted.lost(["calendar"]):
            message = f"The fact is of day {fact.day}, the battle ends on day {turns}."
            parts.warn("C249", message, [*path, "day"], "No game can be held against it.")
        if isinstance(fact, Holder) and fact.place not in ids and not parts.nameless("places"):
            hint, fix = parts.meant(fact.place, ids, [*path, "place"])
            parts.error("C223", f"There is no place '{fact.place}'.", [*path, "place"], hint, fix)
        elif isinstance(fact, Front):
            parts.front(i)
        elif isinstance(fact, Figure):
            _figure(parts, fact, path)


def _figure(parts: Parts, fact: Figure, path: Path) -> None:
    """A span does not end before it begins, and the value lies within its bounds."""
    if fact.from_ > fact.day:
        parts.error("C232", f"The span begins on day {fact.from_} and ends on day {fact.day}.", [*path, "from"])
    for key, bound, beyond in (("low", fact.low, 1), ("high", fact.high, -1)):
        if bound is not None and (bound - fact.value) * beyond > 0:
            word = "above" if beyond > 0 else "below"
            parts.error("C232", f"The bound {bound:g} lies {word} the value {fact.value:g}.", [*path, key])
