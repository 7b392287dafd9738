"""Events in a scenario file: when they can happen, what must be so, what they do; declared, never programmed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Discriminator, Field, Tag

from game.rules_file import Names
from game.scenario.schema.basics import BridgeState, Day, HexSide, Id, SideId, Sourced, Strict, Value

Percent = Annotated[int, Field(ge=1, le=100)]
Tonnes = Annotated[int, Field(ge=-100_000, le=100_000)]
People = Annotated[int, Field(ge=-100_000, le=100_000)]
Will = Annotated[int, Field(ge=-100, le=100)]


class OnDay(Strict):
    """On one day."""

    day: Day
    """The day on whose dawn it can happen."""
    chance: Percent = 100
    """Percent of the chance that it happens if its conditions hold."""


class Between(Strict):
    """On the first day of a span on which its conditions hold, and its chance."""

    from_: Annotated[int, Field(alias="from", ge=1, le=200)]
    """The first day on whose dawn it can happen."""
    to: Day = 200
    """The last day on whose dawn it can happen; to the end of the battle if left out."""
    chance: Percent = 100
    """Percent of the chance that it happens, on each day on which its conditions hold."""


class Holds(Strict):
    """A side holds a place."""

    side: SideId
    """The side."""
    holds: Id
    """The place it holds."""


class Lacks(Strict):
    """A side does not hold a place."""

    side: SideId
    """The side."""
    lacks: Id
    """The place it does not hold."""


class LostPeople(Strict):
    """A side has lost people."""

    side: SideId
    """The side."""
    lost_people: Annotated[int, Field(ge=1, le=1_000_000)]
    """So many or more, for whatever cause."""


class WillBelow(Strict):
    """A side's will is low."""

    side: SideId
    """The side."""
    will_below: Annotated[int, Field(ge=1, le=100)]
    """Its will is below this."""


class PointsAbove(Strict):
    """A side is ahead."""

    side: SideId
    """The side."""
    points_above: Annotated[int, Field(ge=-1000, le=1000)]
    """It had more points than this at the last dusk, without the handicap."""


class Fired(Strict):
    """Another event has happened."""

    fired: Id
    """The other event."""


class NotFired(Strict):
    """Another event has not happened."""

    not_fired: Id
    """The other event."""


class Gone(Strict):
    """A unit is gone."""

    unit: Id
    """The unit."""
    gone: Literal[True]
    """true: it has been eliminated."""


class PeopleBelow(Strict):
    """A unit has become weak."""

    unit: Id
    """The unit."""
    people_below: Annotated[int, Field(ge=1, le=2000)]
    """It has fewer people than this, or is gone."""


class OutOfSupply(Strict):
    """A unit is out of supply."""

    unit: Id
    """The unit."""
    out_of_supply: Literal[True]
    """true: it is Out."""


class Encircled(Strict):
    """A formation is encircled."""

    formation: Id
    """The formation."""
    encircled: Literal[True]
    """true: all its units on the map were in pockets at the last dusk, and there are some."""


class Brings(Strict):
    """A unit comes."""

    brings: Id
    """The unit, which arrives: event; it comes to its hex like any reinforcement."""


class Takes(Strict):
    """A unit is withdrawn to another front: it leaves the map once it is not cut off, and is not counted as lost."""

    takes: Id
    """The unit; one that is cut off tries again each dawn."""


class GoodsNow(Strict):
    """A source or depot is given goods, or loses them."""

    goods: Id
    """The source or depot; it never holds less than nothing."""
    ammunition: Tonnes = 0
    """Tonnes of small arms and mortar ammunition, negative to take away."""
    sustenance: Tonnes = 0
    """Tonnes of food, water, fuel and medical goods, negative to take away."""
    shells: Tonnes = 0
    """Tonnes of shells and rockets, negative to take away."""
    people: People = 0
    """Replacements, negative to take away."""


class GoodsDaily(Strict):
    """What comes to a source or depot each day changes from now on."""

    daily: Id
    """The source or depot; never less than nothing comes."""
    ammunition: Tonnes = 0
    """Tonnes of small arms and mortar ammunition, negative to take away."""
    sustenance: Tonnes = 0
    """Tonnes of food, water, fuel and medical goods, negative to take away."""
    shells: Tonnes = 0
    """Tonnes of shells and rockets, negative to take away."""
    people: People = 0
    """Replacements, negative to take away."""


class MoreRounds(Strict):
    """A battery is given rounds, or a drone company drones; or they are taken."""

    rounds: Id
    """The battery or drone company; it never has less than none."""
    add: Annotated[int, Field(ge=-100_000, le=100_000)]
    """How many, negative to take away."""


class MorePoints(Strict):
    """Points of victory are given."""

    points: Value
    """How many to each side, negative to take away."""


class Wills(Strict):
    """How much the will of each side changes."""

    ua: Will = 0
    """The will of Ukraine, more or less."""
    ru: Will = 0
    """The will of Russia, more or less."""


class MoreWill(Strict):
    """The will of the sides changes."""

    will: Wills
    """By how much; it stays between 0 and 100."""


class BridgeNow(Strict):
    """A bridge changes."""

    bridge: HexSide
    """The hexside of a bridge, such as 0714-0814."""
    state: BridgeState
    """What it is from now on."""


class Replenish(Strict):
    """A unit is given people, up to its full strength."""

    replenish: Id
    """The unit."""
    people: Annotated[int, Field(ge=1, le=2000)]
    """How many."""


CONDITIONS: dict[str, type[Strict]] = {
    "holds": Holds, "lacks": Lacks, "lost_people": LostPeople, "will_below": WillBelow, "points_above": PointsAbove,
    "fired": Fired, "not_fired": NotFired, "gone": Gone, "people_below": PeopleBelow, "out_of_supply": OutOfSupply,
    "encircled": Encircled,
}  # fmt: skip
"""The key by which a condition is known -> its shape."""
EFFECTS: dict[str, type[Strict]] = {
    "brings": Brings, "takes": Takes, "goods": GoodsNow, "daily": GoodsDaily, "rounds": MoreRounds, "points": MorePoints,
    "will": MoreWill, "bridge": BridgeNow, "replenish": Replenish,
}  # fmt: skip
"""The key by which an effect is known -> its shape."""


def _kind_by(kinds: dict[str, type[Strict]]) -> Discriminator:
    """Tells kinds apart by the one key that only they have."""

    def kind(value: Any) -> str | None:
        if isinstance(value, BaseModel):
            return type(value).__name__
        return next((shape.__name__ for key, shape in kinds.items() if isinstance(value, dict) and key in value), None)

    return Discriminator(kind, "no_kind", "One of the keys {keys} is wanted here", {"keys": ", ".join(kinds)})


def _when(value: Any) -> str:
    """Which kind of time an entry tells, by its keys."""
    if isinstance(value, BaseModel):
        return type(value).__name__
    return "Between" if isinstance(value, dict) and ("from" in value or "to" in value) else "OnDay"


When = Annotated[Annotated[OnDay, Tag("OnDay")] | Annotated[Between, Tag("Between")], Discriminator(_when)]
Condition = Annotated[
    Annotated[Holds, Tag("Holds")]
    | Annotated[Lacks, Tag("Lacks")]
    | Annotated[LostPeople, Tag("LostPeople")]
    | Annotated[WillBelow, Tag("WillBelow")]
    | Annotated[PointsAbove, Tag("PointsAbove")]
    | Annotated[Fired, Tag("Fired")]
    | Annotated[NotFired, Tag("NotFired")]
    | Annotated[Gone, Tag("Gone")]
    | Annotated[PeopleBelow, Tag("PeopleBelow")]
    | Annotated[OutOfSupply, Tag("OutOfSupply")]
    | Annotated[Encircled, Tag("Encircled")],
    _kind_by(CONDITIONS),
]
Effect = Annotated[
    Annotated[Brings, Tag("Brings")]
    | Annotated[Takes, Tag("Takes")]
    | Annotated[GoodsNow, Tag("GoodsNow")]
    | Annotated[GoodsDaily, Tag("GoodsDaily")]
    | Annotated[MoreRounds, Tag("MoreRounds")]
    | Annotated[MorePoints, Tag("MorePoints")]
    | Annotated[MoreWill, Tag("MoreWill")]
    | Annotated[BridgeNow, Tag("BridgeNow")]
    | Annotated[Replenish, Tag("Replenish")],
    _kind_by(EFFECTS),
]


class Event(Sourced):
    """Something that happens once, when its day has come and its conditions hold."""

    id: Id
    """A name of its own among the events."""
    name: Names
    """What it is called in both languages."""
    when: When
    """When it can happen: {day: 5}, or {from: 3, to: 9}, either with a chance in percent."""
    if_: Annotated[list[Condition], Field(alias="if", max_length=20)] = []
    """What must be so, all of it; nothing if left out."""
    do: Annotated[list[Effect], Field(min_length=1, max_length=20)]
    """What it does, in this order."""
    tell: Names | None = None
    """What is told when it happens, in both languages; its name if left out."""
    told: Literal["both", "ua", "ru", "nobody"] = "both"
    """Who is told that it happened, and with it that its conditions held."""
