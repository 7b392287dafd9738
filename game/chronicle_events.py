"""Sentences about the events of a scenario: what happened, what it did, and what it depends on."""

from __future__ import annotations

from typing import Any, Protocol

from game.events import Event
from game.happenings import CONDITIONS
from game.scenario.load import Scenario
from game.state import BRIDGES, DRONES, ROLE, SIDES
from game.texts import say


class Chronicle(Protocol):
    """What names the things of a scenario in a language."""

    @property
    def scenario(self) -> Scenario:
        """The battle."""

    @property
    def language(self) -> str:
        """The language spoken."""

    def unit(self, u: int) -> str:
        """A unit's name."""

    def hex(self, h: int) -> str:
        """A hex's number and name."""

    def side(self, s: int) -> str:
        """A side's name."""


KINDS = (
    "happened", "missed", "withdrawn", "delivery", "daily", "rounds_came", "award", "will_moved", "bridge", "replenished",
)  # fmt: skip
"""Kinds of event that these sentences are about."""
GOODS = ("ammunition", "sustenance", "shells", "people")
"""What a delivery may be of."""


def sentence(chronicle: Chronicle, event: Event) -> str:
    """An event of one of KINDS as a sentence."""
    key, values, language = event.kind, event.values, chronicle.language
    texts: dict[str, Any] = dict(values)
    texts |= {name: chronicle.hex(values[name]) for name in ("hex", "next") if name in values}
    if "unit" in values:
        texts["unit"] = chronicle.unit(values["unit"])
    if key in ("happened", "missed"):
        texts["event"] = told(chronicle, values["event"]) if key == "happened" else name_of(chronicle, values["event"])
    if key == "missed" and values["condition"] >= 0:
        so = condition(chronicle, values["event"], values["condition"])
        texts["condition"] = say(language, "happening.not", condition=so)
    elif key == "missed":
        key = "missed_chance"
    elif key == "withdrawn" and values["hex"] < 0:
        key = "withdrawn_waiting"
    elif key in ("delivery", "daily"):
        texts["amount"] = _amount(language, values["good"], abs(values["amount"]))
        texts["comes"] = _amount(language, values["good"], values.get("comes", 0))
        key = "delivery_lost" if key == "delivery" and values["amount"] < 0 else key
    elif key == "rounds_came":
        texts["amount"] = abs(values["amount"])
        flies = chronicle.scenario.roster.units[values["unit"], ROLE] == DRONES
        key = ("drones_" if flies else "rounds_") + ("came" if values["amount"] >= 0 else "handed")
    elif key == "award":
        texts |= {side: f"{values[side] / 10:+.1f}" for side in SIDES}
    elif key == "will_moved":
        texts |= {side: f"{values[side]:+d}" for side in SIDES}
    elif key == "bridge":
        texts["bridge"] = say(language, f"bridge.{BRIDGES[values['bridge']]}")
    return say(language, f"event.{key}", **texts)


def _amount(language: str, good: int, amount: int) -> str:
    """So many kg of a good in tonnes, or so many people."""
    if GOODS[good] == "people":
        return say(language, "happening.people", amount=amount)
    return say(language, "happening.kg", amount=amount // 1000, good=say(language, f"supply.good.{GOODS[good]}"))


def name_of(chronicle: Chronicle, i: int) -> str:
    """The name of an event; "?" if the scenario does not tell it."""
    events = chronicle.scenario.file.events
    return str(getattr(events[i].name, chronicle.language)) if i < len(events) else "?"


def told(chronicle: Chronicle, i: int) -> str:
    """An event's name and what is told of it."""
    events = chronicle.scenario.file.events
    tell = events[i].tell if i < len(events) else None
    name = name_of(chronicle, i)
    return f"{name}: {getattr(tell, chronicle.language)}" if tell is not None else f"{name}."


def condition(chronicle: Chronicle, i: int, c: int) -> str:
    """A condition of an event in words, without a full stop."""
    return condition_in_words(chronicle, chronicle.scenario.file.events[i].if_[c])


def condition_in_words(chronicle: Chronicle, condition: Any) -> str:
    """A condition of a scenario file in words, without a full stop; a name that is not there stays as it is written."""
    file, language = chronicle.scenario.file, chronicle.language
    values: dict[str, Any] = condition.model_dump()
    key = next(name for name in CONDITIONS if name in values)
    lists: dict[str, list[Any]] = {
        "place": list(file.places), "event": list(file.events), "formation": list(file.formations),
        "unit": [unit for formation in file.formations for unit in formation.units],
    }  # fmt: skip
    names = {what: {item.id: getattr(item.name, language) for item in items} for what, items in lists.items()}
    texts: dict[str, Any] = {"by": values[key]}
    if "side" in values:
        texts["side"] = chronicle.side(SIDES.index(values["side"]))
    for what, name in (("place", "holds"), ("place", "lacks"), ("event", "fired"), ("event", "not_fired"),
                       ("unit", "unit"), ("formation", "formation")):  # fmt: skip
        if name in values:
            texts[what] = names[what].get(values[name], values[name])
    return say(language, f"happening.{key}", **texts)
