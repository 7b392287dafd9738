"""Events: what happened, in the order it happened. They describe, they never cause.

Kernels write rows of a log; people read dataclasses with a sentence. Each row also says which side could see it when it
happened, and views show a side only those. A log of no rows costs nothing: simulations leave it empty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from game.jit import kernel
from game.state import Ints

KINDS = (
    "none day_began arrived side_began supply moved stopped sighted hex_taken fired assault loss retreated "
    "stood advanced eliminated pocket side_ended points day_ended match_ended worked blown depot_moved depot_lost "
    "interdicted relieved left summons surrender refused broke_out wavered shelled "
    "struck found heard flew drone_lost reserve_came counter_attack smoke rubble claim claim_false strayed nobody_there "
    "happened missed withdrawn delivery daily rounds_came award will_moved bridge replenished"
).split()
(
    NOTHING, DAY_BEGAN, ARRIVED, SIDE_BEGAN, SUPPLY_CHANGED, MOVED, STOPPED, SIGHTED, HEX_TAKEN, FIRED_AT,
    ASSAULT_MADE, LOSS, RETREAT, STOOD, ADVANCED, ELIMINATION, POCKET, SIDE_ENDED, POINTS_COUNTED, DAY_ENDED,
    MATCH_ENDED, WORKED, BLOWN_UP, DEPOT_MOVED, DEPOT_LOST, INTERDICTION, RELIEVED, LEFT, SUMMONS, SURRENDER, REFUSED,
    BROKE_OUT, WAVERED, SHELLED, STRUCK_HEX, FOUND_BATTERY, HEARD_GUNS, FLEW, DRONE_LOST, RESERVE_CAME, COUNTER_ATTACK,
    SMOKE_LAID, RUBBLE_GREW, CLAIM_MADE, CLAIM_SHOWN_FALSE, STRAYED, NOBODY_MET,
    HAPPENED_TODAY, MISSED, WITHDRAWAL, DELIVERY, DAILY_CHANGED, ROUNDS_CAME, AWARD, WILL_MOVED, BRIDGE_CHANGED,
    REPLENISHED,
) = range(len(KINDS))  # fmt: skip

# columns of a log row: KIND, then four values whose meaning the table below gives, then who saw it
EVENT_KIND, EVENT_A, EVENT_B, EVENT_C, EVENT_D, EVENT_SEEN = range(6)
EVENT_COLUMNS = 6

BY_BOTH = 3
"""EVENT_SEEN of what both sides see: bit 0 UA, bit 1 RU."""

FIELDS: dict[str, tuple[str, ...]] = {
    "day_began": ("turn", "ground", "sky", "first"),
    "arrived": ("unit", "hex"),
    "side_began": ("side",),
    "supply": ("unit", "before", "after", "days"),
    "moved": ("unit", "start", "hex", "points"),
    "stopped": ("unit", "hex", "rule", "other"),
    "sighted": ("unit", "hex", "side", "steps"),
    "hex_taken": ("hex", "before", "after", "unit"),
    "fired": ("unit", "hex", "rounds", "defensive"),
    "assault": ("hex", "column", "dice", "side"),
    "loss": ("unit", "people", "cause", "hex"),
    "retreated": ("unit", "start", "hex"),
    "stood": ("unit", "hex"),
    "advanced": ("unit", "start", "hex"),
    "eliminated": ("unit", "hex", "cause"),
    "pocket": ("side", "hex", "units", "people"),
    "side_ended": ("side",),
    "points": ("ua", "ru", "ground"),
    "day_ended": ("turn",),
    "match_ended": ("outcome", "reason", "margin"),
    "worked": ("unit", "task", "hex", "value"),
    "blown": ("unit", "hex", "next"),
    "depot_moved": ("unit", "start", "hex", "kg"),
    "depot_lost": ("unit", "hex", "side", "kg"),
    "interdicted": ("unit", "hex", "next", "condition"),
    "relieved": ("unit", "hex", "relieved"),
    "left": ("unit", "start", "hex"),
    "summons": ("unit", "hex"),
    "surrender": ("side", "hex", "units", "people"),
    "refused": ("side", "hex"),
    "broke_out": ("unit", "start", "hex", "people"),
    "wavered": ("unit", "start", "hex"),
    "shelled": ("hex", "next", "condition"),
    "struck": ("unit", "hex", "mission", "rounds"),
    "found": ("unit", "hex", "level"),
    "heard": ("hex",),
    "flew": ("unit", "hex", "found", "news"),
    "drone_lost": ("unit", "hex"),
    "reserve_came": ("unit", "start", "hex"),
    "counter_attack": ("unit", "hex"),
    "smoke": ("unit", "hex"),
    "rubble": ("hex", "value"),
    "claim": ("side", "hex", "will"),
    "claim_false": ("side", "hex", "will", "lost"),
    "strayed": ("unit", "hex", "next"),
    "nobody_there": ("side", "hex"),
    "happened": ("event",),
    "missed": ("event", "condition"),
    "withdrawn": ("unit", "hex"),
    "delivery": ("unit", "good", "amount"),
    "daily": ("unit", "good", "amount", "comes"),
    "rounds_came": ("unit", "amount"),
    "award": ("ua", "ru"),
    "will_moved": ("ua", "ru"),
    "bridge": ("hex", "next", "bridge"),
    "replenished": ("unit", "people"),
}
"""The names of a row's values by kind of event; the value of "worked" is the trench's level, or the next hex.

"missed" is seen by nobody: an event of the scenario that might have happened that day, and the condition that did not
hold, -1 for its chance."""

BATTLE, WANT_OF_RETREAT, STRAGGLERS, CAPTIVITY, BREAKING_OUT, SHELLING, OWN_FIRE = range(7)
CAUSES = ("battle", "no_retreat", "stragglers", "surrender", "breakout", "shelling", "own_fire")
"""Causes of losses and eliminations."""

MOST_EVENTS = 4000
"""Rows of a log for one order or one phase of the day."""


@dataclass(frozen=True)
class Event:
    """One thing that happened."""

    kind: str
    """One of KINDS."""
    values: dict[str, int]
    """Its values by name; see FIELDS."""
    seen: tuple[bool, bool]
    """Whether UA, and RU, could see it."""


def new_log(rows: int = MOST_EVENTS) -> Ints:
    """An empty log: (1 + rows, EVENT_COLUMNS) int64, row 0 holding the number of rows written."""
    return np.zeros((1 + rows, EVENT_COLUMNS), dtype=np.int64)


@kernel
def seen_by(s: int, other: bool) -> int:
    """EVENT_SEEN of what side s sees, and the other side if so."""
    return BY_BOTH if other else 1 << s


@kernel
def emit(log: Ints, kind: int, a: int, b: int, c: int, d: int, seen: int) -> None:
    """Write an event, if the log has room for it."""
    i = log[0, 0] + 1
    if i < len(log):
        log[0, 0] = i
        log[i, EVENT_KIND] = kind
        log[i, EVENT_A] = a
        log[i, EVENT_B] = b
        log[i, EVENT_C] = c
        log[i, EVENT_D] = d
        log[i, EVENT_SEEN] = seen


def decode(log: Ints) -> list[Event]:
    """The events of a log."""
    events = []
    for row in log[1 : 1 + int(log[0, 0])]:
        kind = KINDS[int(row[EVENT_KIND])]
        values = {name: int(row[1 + i]) for i, name in enumerate(FIELDS[kind])}
        seen = int(row[EVENT_SEEN])
        events.append(Event(kind, values, (bool(seen & 1), bool(seen & 2))))
    return events
