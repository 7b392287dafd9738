"""The events of a scenario as the rules read them: columns of Roster.events, Roster.conditions and Roster.effects."""

from __future__ import annotations

FROM_DAY = 0
"""The first day on which an event of the scenario may happen, and the last: TO_DAY; 1 and 0 if nobody may know."""
TO_DAY = 1
CHANCE = 2
"""Its chance on each of these days, in percent."""
TOLD = 3
"""Who is told of it: bit 0 UA, bit 1 RU."""
IF_FIRST = 4
"""Its conditions are rows IF_FIRST to IF_END - 1 of Roster.conditions."""
IF_END = 5
DO_FIRST = 6
"""What it does is rows DO_FIRST to DO_END - 1 of Roster.effects."""
DO_END = 7
HAPPENING_COLUMNS = 8

ASKS = 0
"""What a condition asks: an index of CONDITIONS."""
ASKS_OF = 1
"""The side, unit, formation or event it asks of."""
ASKS_BY = 2
"""The hex, people, will, or points in tenths that it asks about."""
CONDITION_COLUMNS = 3
CONDITIONS = (
    "holds", "lacks", "lost_people", "will_below", "points_above", "fired", "not_fired", "gone", "people_below",
    "out_of_supply", "encircled",
)  # fmt: skip
(
    HOLDS, LACKS, LOST_PEOPLE, WILL_BELOW, POINTS_ABOVE, FIRED_EVENT, NOT_FIRED, GONE, PEOPLE_BELOW, OUT_OF_SUPPLY,
    ENCIRCLED,
) = range(len(CONDITIONS))  # fmt: skip

DOES = 0
"""What an effect does: an index of EFFECTS."""
DOES_TO = 1
"""The unit, source or hexside it does it to; -1 none."""
DOES_BY = 2
"""DOES_BY + i, up to 4 values: kg of three goods and people; rounds; people; tenths, or will, of UA and RU; a bridge's
state and its two hexes."""
EFFECT_COLUMNS = 6
EFFECTS = ("brings", "takes", "goods", "daily", "rounds", "points", "will", "bridge", "replenish")
BRINGS, TAKES, GIVES, COMES, ROUNDS_ADDED, AWARDS, MOVES_WILL, SETS_BRIDGE, REPLENISHES = range(len(EFFECTS))
