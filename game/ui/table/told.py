"""What a side is told: events it saw as short lines for the list of events, as a sound, as scenes played back to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from game import luck
from game.chronicle import Chronicle
from game.events import Event
from game.luck import ways
from game.match import Match, Step
from game.orders import EndTurn
from game.state import HANDICAP, LOST_ATTACKING, LOST_DEFENDING, LOST_SHELLED, LOST_STRAGGLING, LOW, OF_SIDE, SMOKE
from game.texts import say
from game.view import View

PLAIN, GOOD, BAD, HEAD = "plain", "good", "bad", "head"
_SENTENCES = {
    "arrived": (GOOD, GOOD), "stopped": (BAD, BAD), "sighted": (PLAIN, PLAIN), "stood": (PLAIN, PLAIN),
    "eliminated": (BAD, GOOD), "pocket": (BAD, GOOD), "worked": (GOOD, PLAIN), "blown": (PLAIN, BAD),
    "depot_moved": (PLAIN, PLAIN), "depot_lost": (BAD, GOOD), "interdicted": (PLAIN, PLAIN),
    "shelled": (BAD, BAD), "relieved": (PLAIN, PLAIN),
    "left": (GOOD, PLAIN), "summons": (PLAIN, BAD), "surrender": (BAD, GOOD), "refused": (GOOD, BAD),
    "broke_out": (GOOD, BAD), "wavered": (BAD, GOOD), "struck": (PLAIN, BAD), "found": (BAD, GOOD),
    "heard": (PLAIN, PLAIN), "flew": (PLAIN, PLAIN), "drone_lost": (BAD, GOOD), "reserve_came": (GOOD, BAD),
    "counter_attack": (GOOD, BAD), "smoke": (PLAIN, PLAIN), "rubble": (PLAIN, PLAIN), "strayed": (BAD, PLAIN),
    "nobody_there": (PLAIN, PLAIN), "claim": (PLAIN, PLAIN), "claim_false": (BAD, GOOD),
    "happened": (HEAD, HEAD), "withdrawn": (PLAIN, PLAIN), "delivery": (PLAIN, PLAIN), "daily": (PLAIN, PLAIN),
    "rounds_came": (PLAIN, PLAIN), "award": (PLAIN, PLAIN), "will_moved": (PLAIN, PLAIN), "bridge": (PLAIN, PLAIN),
    "replenished": (GOOD, PLAIN),
}  # fmt: skip
"""Kinds of event that are told as they are: the tone if it befell one's own, and if the other side's."""
_SHOWN = (
    "moved", "hex_taken", "fired", "assault", "retreated", "eliminated", "interdicted", "blown", "summons", "surrender",
    "refused", "wavered", "depot_lost", "struck", "smoke", "strayed", "found", "drone_lost", "reserve_came",
    "counter_attack",
)  # fmt: skip
"""Kinds of event worth a scene."""
_SEEMING, _FROM = ("heard", "sighted", "found", "points"), ("struck", "strayed")
"""Kinds of event that tell what somebody noticed or believed; and those told a second time to whoever saw only where."""
_SOUNDS = {
    "fired": "shelling", "struck": "shelling", "interdicted": "shelling", "shelled": "shelling",
    "flew": "drone", "drone_lost": "drone", "claim": "claim", "claim_false": "claim",
    "pocket": "pocket", "summons": "pocket", "surrender": "pocket", "refused": "pocket", "broke_out": "pocket",
}  # fmt: skip
"""What happened -> how it sounds; assaults sound by their result."""
_LOUDER = ("shelling", "drone", "claim", "pocket", "assault_lost", "assault_won")
"""Of several at once the last is heard."""
MOST_LINES = 200
"""Lines of the list of events that are shown."""


@dataclass(frozen=True)
class Line:
    """One line of the list of events."""

    words: str
    hex: int = -1
    """Where it happened; -1 nowhere."""
    tone: str = PLAIN


@dataclass(frozen=True)
class Fight:
    """An assault as one side saw it."""

    target: int
    attacker: int
    column: int
    dice: int
    lost: tuple[int, int]
    """People each side was seen to lose."""
    taken: bool
    probe: bool = False
    """Whether it is known to have been a probe: by losses as small as only a probe costs."""

    def chance(self, mode: int) -> float:
        """How often the dice show so much or more, in a mode of the dice."""
        return sum(ways(mode)[self.dice - 2 :]) / 36


def apart(events: Sequence[Event]) -> list[Sequence[Event]]:
    """The events of one order up to a counter-attack, and from it on if there is one that they do not begin with."""
    at = next((i for i, event in enumerate(events) if event.kind == "counter_attack" and i > 0), None)
    return [events] if at is None else [events[:at], events[at:]]


def fight_of(events: Sequence[Event], sides: Sequence[int], probe_people: int = 0) -> Fight | None:
    """The first assault among the events of one order, if there is one; `sides` are those of the units.

    One that cost so many people at a time as only probes do is known to be a probe.
    """
    events = apart(events)[0]
    made = next((e for e in events if e.kind == "assault"), None)
    if made is None:
        return None
    lost, probe = [0, 0], False
    for event in events:
        if event.kind == "loss":
            lost[sides[event.values["unit"]]] += event.values["people"]
            fought = event.values["cause"] in (LOST_ATTACKING, LOST_DEFENDING)
            probe = probe or (fought and event.values["people"] == probe_people)
    target, attacker = made.values["hex"], made.values["side"]
    taken = any(e.kind == "hex_taken" and e.values["hex"] == target for e in events)
    return Fight(target, attacker, made.values["column"], made.values["dice"], (lost[0], lost[1]), taken, probe)


def sound_of(events: Iterable[Event], side: int, sides: Sequence[int]) -> str | None:
    """The one sound of what a side saw of an order; `sides` are those of the units."""
    seen = [event for event in events if event.seen[side]]
    heard = {_SOUNDS[event.kind] for event in seen if event.kind in _SOUNDS}
    fight = fight_of(seen, sides)
    if fight is not None:
        heard.add("assault_won" if fight.taken == (fight.attacker == side) else "assault_lost")
    return max(heard, key=_LOUDER.index, default=None)


class Teller:
    """Tells one side what it saw, in one language."""

    def __init__(self, match: Match, side: int, language: str) -> None:
        self.side, self.language = side, language
        self.chronicle = Chronicle(match.scenario, language)
        self.sides = [int(s) for s in match.scenario.roster.units[:, OF_SIDE]]
        self.handicap = int(match.scenario.roster.terms[HANDICAP])
        self._probe_people = match.scenario.rules.file.postures.probe_people
        self._places = match.scenario.place_names(language)
        self._number = match.scenario.grid.number

    def lines(self, events: Sequence[Event], fights: Sequence[luck.Fight] = ()) -> list[Line]:
        """Lines about the events of one order that the side saw, and what was otherwise in its own assault."""
        lines = []
        for part in apart([e for e in events if e.seen[self.side]]):
            lines += self._part(part)
        for fight in fights:
            words = self.chronicle.otherwise(fight) if fight.side == self.side else ""
            lines += [Line(words, fight.target)] if words else []
        return lines

    def _part(self, seen: Sequence[Event]) -> list[Line]:
        """Lines about one assault and what goes with it, or about events without one."""
        fight = fight_of(seen, self.sides, self._probe_people)
        lines = [self.fight(fight)] if fight is not None else []
        took = {e.values["unit"] for e in seen if e.kind == "hex_taken"}
        for event in seen:
            line = self._line(event, fight, took)
            if line is not None:
                lines.append(line)
        return lines

    def fight(self, fight: Fight) -> Line:
        """A line about an assault."""
        ours = fight.attacker == self.side
        keys = ("log.probe", "log.probed") if fight.probe else ("log.attack", "log.attacked")
        words = self._say(
            keys[0 if ours else 1], hex=self.chronicle.hex(fight.target), column=f"{fight.column:+d}",
            dice=fight.dice, own=fight.lost[self.side], their=fight.lost[1 - self.side],
            result=self._say("log.taken" if fight.taken else "log.held"),
        )  # fmt: skip
        return Line(words, fight.target, GOOD if fight.taken == ours else BAD)

    def _say(self, key: str, **values: object) -> str:
        return say(self.language, f"ui.{key}", **values)

    def _line(self, event: Event, fight: Fight | None, took: set[int]) -> Line | None:
        """A line about one event, if it deserves one."""
        kind, values = event.kind, event.values
        where = values.get("hex", -1)
        own = values.get("unit", -1) >= 0 and self.sides[values["unit"]] == self.side
        if kind == "struck" and own and values["mission"] == SMOKE:
            return None
        if kind in _SENTENCES:
            ours = own or ("unit" not in values and values.get("side") == self.side)
            return Line(self.chronicle.sentence(event), where, _SENTENCES[kind][0 if ours else 1])
        if kind == "day_began":
            return Line(self.chronicle.sentence(event), -1, HEAD)
        if kind == "points":
            counted = values | {"ua": values["ua"] + self.handicap}
            return Line(self.chronicle.sentence(Event(kind, counted, event.seen)))
        if kind == "retreated" and own:
            return Line(self.chronicle.sentence(event), where, BAD)
        if kind == "supply" and values["after"] > values["before"] and values["after"] >= LOW:
            return Line(self.chronicle.sentence(event), -1, BAD)
        if kind == "loss" and fight is None and values["cause"] == LOST_STRAGGLING:
            return Line(self.chronicle.sentence(event), where, BAD if own else PLAIN)
        if kind == "loss" and fight is None and values["cause"] == LOST_SHELLED:
            where_told = self._say("log.shelled", what=self.chronicle.sentence(event), hex=self.chronicle.hex(where))
            return Line(where_told, where, BAD if own else GOOD)
        if kind == "moved" and not own and values["unit"] not in took:
            return Line(
                self._say("log.moved", unit=self.chronicle.unit(values["unit"]), hex=self.chronicle.hex(where)), where
            )
        if kind == "hex_taken" and (fight is None or where != fight.target):
            theirs = values["after"] != self.side
            if theirs or self._number(where) in self._places:
                return Line(self.chronicle.sentence(event), where, BAD if theirs else GOOD)
        return None


class Narrator(Teller):
    """Tells what both sides did, as it was, when everything may be told."""

    def __init__(self, match: Match, language: str) -> None:
        super().__init__(match, 0, language)

    def lines(self, events: Sequence[Event], fights: Sequence[luck.Fight] = ()) -> list[Line]:
        """Lines about the events of one order, but not how they seemed to those who saw only a part."""
        known = [e for e in events if e.kind not in _SEEMING and not (e.kind in _FROM and e.values["unit"] < 0)]
        lines = super().lines([replace(event, seen=(True, True)) for event in known])
        return [replace(line, tone=HEAD if line.tone == HEAD else PLAIN) for line in lines]

    def fight(self, fight: Fight) -> Line:
        """A line about an assault."""
        words = self._say(
            "timeline.fight", side=self.chronicle.side(fight.attacker), hex=self.chronicle.hex(fight.target),
            column=f"{fight.column:+d}", dice=fight.dice, ua=fight.lost[0], ru=fight.lost[1],
            result=self._say("log.taken" if fight.taken else "log.held"),
        )  # fmt: skip
        return Line(words, fight.target)

    def _say(self, key: str, **values: object) -> str:
        return super()._say("timeline.moved" if key == "log.moved" else key, **values)


class Log:
    """What one side has been told, in groups of one order each; the points it last heard of, handicap included."""

    def __init__(self, teller: Teller) -> None:
        self.teller = teller
        self.points: tuple[int, int] | None = None
        self._told: list[tuple[Sequence[Event], Sequence[luck.Fight]]] = []
        self._groups: list[list[Line]] = []
        self._fights: list[luck.Fight] = []
        self._latest: list[Line] | None = None

    def add(self, events: Sequence[Event], fights: Sequence[luck.Fight] = ()) -> None:
        """Write down what the side saw of one order, and how the dice fell in its own assaults."""
        for event in events:
            if event.kind == "points" and event.seen[self.teller.side]:
                self.points = event.values["ua"] + self.teller.handicap, event.values["ru"]
        lines = self.teller.lines(events, fights)
        own = [fight for fight in fights if fight.side == self.teller.side]
        if own:
            self._fights += own
            lines.append(Line(self.teller.chronicle.luck(own[-1], self._fights), own[-1].target))
        self._told.append((events, fights))
        self._groups.append(lines)
        self._latest = None

    def speak(self, teller: Teller) -> None:
        """Let another tell all of it again, in another language."""
        told, self.teller = self._told, teller
        self._told, self._groups, self._fights = [], [], []
        for events, fights in told:
            self.add(events, fights)

    def take_back(self) -> None:
        """Strike out the last order."""
        self._told.pop()
        self._groups.pop()
        self._latest = None

    def latest(self) -> list[Line]:
        """The last lines, the latest first."""
        if self._latest is None:
            lines = [line for group in self._groups for line in group]
            self._latest = lines[: -MOST_LINES - 1 : -1]
        return self._latest


@dataclass(frozen=True)
class Scene:
    """What a side saw of one order of the other, and its picture just after it."""

    events: tuple[Event, ...]
    """The events it saw."""
    before: View
    """Its picture before the order."""
    view: View
    """Its picture after it."""
    fights: tuple[luck.Fight, ...] = ()
    """Its own counter-attacks."""

    @property
    def shown(self) -> tuple[Event, ...]:
        """The events that are worth being shown on the map."""
        return tuple(e for e in self.events if e.kind in _SHOWN)


@dataclass
class Witness:
    """Keeps what a side sees while the other gives its orders; a listener of the match."""

    match: Match
    side: int
    scenes: list[Scene] = field(default_factory=list)
    _last: View = field(init=False)

    def __post_init__(self) -> None:
        self._last = self.match.view(self.side)
        self.match.listeners.append(self)

    def __call__(self, what: str, step: Step) -> None:
        """Keep a scene for every order of the other side; an order taken back was never seen."""
        if step.side == self.side:
            if isinstance(step.order, EndTurn):
                self._last = self.match.view(self.side)
        elif what == "undo":
            self._last = self.scenes.pop().before
        else:
            seen = tuple(e for e in step.events if e.seen[self.side])
            before, self._last = self._last, self.match.view(self.side) if seen else self._last
            fights = tuple(fight for fight in step.fights if fight.side == self.side)
            self.scenes.append(Scene(seen, before, self._last, fights))

    def stop(self) -> None:
        """Keep no more."""
        self.match.listeners.remove(self)
