"""Whether the events of a scenario name what there is, and can happen at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from game.diagnostics import Fix, rewrite
from game.scenario import happenings
from game.scenario.lint.fits import each_unit
from game.scenario.lint.play import COUNTRIES
from game.scenario.lint.reach import Reach
from game.scenario.parts import Parts, Path
from game.scenario.schema import Event
from game.scenario.schema.happenings import Fired, Gone, Holds, OutOfSupply
from game.state import SIDES

_MEANT = re.compile(r"Did you mean '([^']+)'\?")


def check(parts: Parts) -> None:
    """Every name in an event is that of something in the file."""
    roles: dict[str, str] = {name: kind.role for name, kind in parts.rules.file.kinds.items()}
    there = parts.ids()
    there.update(parts.words(parts.entries("bridges"), "at"))
    for code, message, path, hint, within in happenings.problems(parts.file, roles):
        node = parts.fitted.node(path)
        if within and (node.value in there or parts.nameless(within, "at" if within == "bridges" else "id")):
            continue  # what it names has a mistake of its own, told already
        if code == "C231" and parts.fitted.lost(["formations"]):
            continue
        meant = _MEANT.search(hint)
        fix: Fix | None = rewrite(node, meant.group(1)) if meant else None
        parts.error(code, message, path, hint, fix)


def check_play(parts: Parts, reach: Reach) -> None:
    """Report events that can never happen, and units that wait for one in vain."""
    course = _Course(parts, reach)
    told: set[str] = set()
    for i, event in enumerate(parts.file.events):
        for path, why in [*course.own(event), *course.circle(event, told)][:1]:
            parts.warn("C243", f"The event can never happen: {why}.", ["events", i, *path])
    brought = {effect.brings for event in parts.file.events for effect in event.do if hasattr(effect, "brings")}
    for path, _, unit in each_unit(parts):
        if unit.arrives == "event" and unit.id not in brought:
            parts.warn("C246", "The unit never arrives: no event brings it.", [*path, "arrives"])


class _Course:
    """What can happen in a scenario, as far as its events and units say."""

    def __init__(self, parts: Parts, reach: Reach) -> None:
        self.parts, self.reach = parts, reach
        self.turns = parts.file.calendar.turns
        self.events = {event.id: event for event in parts.file.events}
        self.at = {place.id: reach.at(place.hex) for place in parts.file.places}
        self.possible: set[str] = set()
        """Events that can happen; found round by round, so that those that wait for one another never are."""
        self.arriving = {unit.id: unit.arrives for _, _, unit in each_unit(parts)}
        while True:
            more = {event.id for event in parts.file.events if not any(self.against(event))} - self.possible
            if not more:
                break
            self.possible |= more

    def against(self, event: Event) -> Iterator[tuple[Path, str]]:
        """(where it stands, what) stands against an event ever happening."""
        yield from self.own(event)
        for c, name in self._waits(event):
            if name not in self.possible:
                yield ["if", c, "fired"], f"it waits for '{name}', which never happens"
        for c, condition in enumerate(event.if_):
            unit = getattr(condition, "unit", None)
            if unit is not None and not hasattr(condition, "people_below") and not self._comes(unit):
                yield ["if", c, "unit"], f"the unit '{unit}' is never on the map"

    def circle(self, event: Event, told: set[str]) -> Iterator[tuple[Path, str]]:
        """The same of events that wait for one another in a circle, once for each circle: what is told is noted."""
        at, seen = event, [event.id]
        while at.id not in told and not any(self.own(at)):
            ahead = [(c, name) for c, name in self._waits(at) if name not in self.possible]
            if not ahead:
                return
            name = ahead[0][1]
            if name == event.id:
                told.update(seen)
                first = next(c for c, waited in self._waits(event) if waited not in self.possible)
                by = f", by {', '.join(seen[1:])}" if seen[1:] else ""
                yield ["if", first, "fired"], f"it waits for itself{by}"
                return
            if name in seen:
                return
            seen.append(name)
            at = self.events[name]

    def _waits(self, event: Event) -> list[tuple[int, str]]:
        """(number of the condition, event) of the events that must have happened before."""
        return [(c, condition.fired) for c, condition in enumerate(event.if_) if isinstance(condition, Fired)]

    def own(self, event: Event) -> Iterator[tuple[Path, str]]:
        """(where it stands, what) stands in an event itself against it ever happening, whatever others do."""
        first, last = happenings.days_of(event, self.turns)
        if first > self.turns:
            yield ["when"], f"it waits for day {first}, the battle ends on day {self.turns}"
        elif last < first:
            yield ["when"], f"its last day, {last}, comes before its first, {first}"
        for c, condition in enumerate(event.if_):
            for key, why in self._condition(condition, last):
                yield ["if", c, key], why

    def _condition(self, condition: object, last: int) -> Iterator[tuple[str, str]]:
        """(key, what) stands against a condition ever being so, whatever other events do."""
        if isinstance(condition, Fired):
            first, latest = happenings.days_of(self.events[condition.fired], self.turns)
            if last < first <= min(latest, self.turns):
                yield "fired", f"it waits for '{condition.fired}', which happens only after its last day"
        elif isinstance(condition, (Gone, OutOfSupply)):
            arrives = self.arriving[condition.unit]
            if isinstance(arrives, int) and arrives > self.turns:
                yield "unit", f"the unit '{condition.unit}' arrives only after the last day"
        elif isinstance(condition, Holds):
            reached = self.reach.reached_by(SIDES.index(condition.side))
            if self.at[condition.holds] not in reached:
                yield "holds", f"{COUNTRIES[condition.side]} cannot get to '{condition.holds}'"

    def _comes(self, unit: str) -> bool:
        """Whether a unit is ever on the map."""
        arrives = self.arriving[unit]
        if arrives != "event":
            return arrives is None or arrives <= self.turns
        return any(
            getattr(effect, "brings", None) == unit
            for event in self.events.values()
            if event.id in self.possible
            for effect in event.do
        )
