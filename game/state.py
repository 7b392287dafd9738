"""The state of a match: five int64 arrays with named columns, and the fixed facts beside them.

A copy is five copies of memory, so undo, replay, look-ahead and thousands of simulations are the same thing. Every column
has a line below; all values are whole numbers. Sides are 0 (UA) and 1 (RU), -1 stands for nobody; hexes and units are
indices, -1 stands for none.

What a side believes is kept in blocks beside the truth: block 0 of `hexes` and `sides` is true, block 1 what Ukraine
believes, block 2 what Russia believes. `rules.recon.mask` copies a side's block over the truth and blanks the rest.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

UA, RU, NOBODY = 0, 1, -1
SIDES = ("ua", "ru")

# clock (C,) ----------------------------------------------------------------------------------------------------------
TURN = 0
"""The day, from 1; 0 before the first dawn."""
SIDE = 1
"""The side whose half-turn it is; -1 between half-turns."""
FIRST = 2
"""The side that moves first today; alternates."""
GROUND = 3
"""The ground of the day: DRY, WET, THAW or FROZEN."""
SKY = 4
"""The sky of the day: CLEAR, CLOUD, RAIN or FOG."""
OUTCOME = 5
"""RUNNING, or who won: UA_WINS, RU_WINS, DRAW."""
REASON = 6
"""Why the match ended: an index of REASONS; 0 while it runs."""
MARGIN = 7
"""Points of UA less points of RU when the match ended, in tenths."""
CLOCK_COLUMNS = 8

DRY, WET, THAW, FROZEN = 0, 1, 2, 3
GROUNDS = ("dry", "wet", "thaw", "frozen")
CLEAR, CLOUD, RAIN, FOG = 0, 1, 2, 3
SKIES = ("clear", "cloud", "rain", "fog")
RUNNING, UA_WINS, RU_WINS, DRAW = 0, 1, 2, 3
OUTCOMES = ("running", "ua", "ru", "draw")
BY_POINTS, BY_COLLAPSE = 1, 2
REASONS = ("running", "points", "collapse")

# units (U, .) --------------------------------------------------------------------------------------------------------
STATUS = 0
"""WAITING (not yet arrived), PRESENT, ELIMINATED or UNKNOWN (only in what a side believes)."""
HEX = 1
"""Where the unit stands; -1 off the map."""
PEOPLE = 2
"""People present; a step is 50 of them, the last one begun."""
QUALITY = 3
"""1 untrained to 5 elite."""
FATIGUE = 4
"""0 fresh to 100 worn out."""
DAYS = 5
"""Days of supply held, in hundredths; 0 to 300."""
SUPPLY = 6
"""State of supply: FULL, STRAINED, LOW or OUT."""
OUT_TURNS = 7
"""Own half-turns in a row begun in state OUT."""
ZONE = 8
"""The zone of control it exerts this half-turn: 0 none, 1 soft, 2 hard."""
POINTS = 9
"""Movement points left today, in twelfths."""
ALLOWANCE = 10
"""Movement points it had when its half-turn began, in twelfths."""
ATTACKS = 11
"""Assaults it may still make today."""
RETREATED = 12
"""1 if it retreated and has not recovered since."""
LOAD = 13
"""The heaviest strain since its last recovery, in points of fatigue."""
USE = 14
"""Supply used since its last logistics: QUIET, ASSAULTED or ATTACKED."""
ROUNDS = 15
"""Rounds on hand of a battery."""
DEFENSIVE = 16
"""Standing order of a battery: rounds for each defensive fire."""
FLOOR = 17
"""Standing order of a battery: rounds it keeps whatever happens."""
FIRED = 18
"""Fire missions since its own half-turn began."""
LOST = 19
"""People lost since the start."""
EXPLOITING = 20
"""1 if it broke through today and may attack once more without points."""
AMMO = 21
"""Small-arms ammunition, mortar rounds and missiles it holds, in kg; of a depot or source: its stock."""
SUST = 22
"""Food, water, fuel and batteries it holds, in kg; of a depot or source: its stock."""
SHELLS = 23
"""Shells not yet a whole round, in kg; of a depot or source: its stock."""
MEN = 24
"""Replacements it has taken in; of a source: those that wait there."""
VEHICLES = 25
"""Vehicles of a depot or source, in thousandths."""
CAUTION = 26
"""How a depot or source shuns fire: minutes that 2 per mille of risk are worth."""
CLASS = 27
"""Class in the order of service: 0 first, 1, 2 last."""
URGENT = 28
"""Urgent wounded who wait here; PRIORITY and LIGHT those less hurt. Of a depot: in its beds."""
PRIORITY = 29
LIGHT = 30
ASKED_KG = 31
"""Goods asked for in its side's last logistics, in kg; of a depot or source: sent out, without what was lost."""
CAME_KG = 32
"""Goods that came then, in kg."""
BOUND = 33
"""What bound them then: UNBOUND to NOWHERE; see rules.network."""
BOUND_AT = 34
"""The arc or unit that bound them, -1 none."""
MORALE = 35
"""Will to fight, 0 to 100."""
TASK = 36
"""What it does beside fighting: IDLE, REST, DIG, REPAIR, MINE, CLEAR; of a depot: MOVING."""
TASK_AT = 37
"""The hexside it works on, -1 none."""
TASK_DAYS = 38
"""Days of work done on its task."""
LEAVING = 39
"""1 + the hex it leaves for once it has been relieved; 0 not."""
BREAKOUT = 40
"""The way it breaks out tonight, as breakout.plan_breakout packs it; 0 not."""
SHAKEN = 41
"""Own half-turns, this one among them, in which it will not attack after a breakout."""
POCKETED = 42
"""Dusks in a row it has been in a pocket."""
SUMMONED = 43
"""The day its pocket was last summoned to surrender; 0 never."""
KEEP = 44
"""Of a depot: kg of each good it keeps back."""
LOST_BEFORE = 45
"""People lost before its last recovery."""
SEEN_LEVEL = 46
"""What the enemy knows of it: 0 nothing, 1 gone from where it was, 4 all, at SEEN_TURN."""
SEEN_HEX = 47
"""Where the enemy last saw it; -1 nowhere or no longer there."""
SEEN_TURN = 48
"""When the enemy last saw it; 0 never."""
SEEN_STEPS = 49
"""How many steps the enemy last saw."""
SEEN_STATUS = 50
"""The STATUS the enemy believes."""
SEEN_SOURCE = 51
"""How the enemy last saw it: BY_SIGHT; 0 never."""
UNIT_COLUMNS = 52

WAITING, PRESENT, ELIMINATED, UNKNOWN = 0, 1, 2, 3
FULL, STRAINED, LOW, OUT = 0, 1, 2, 3
SUPPLY_STATES = ("full", "strained", "low", "out")
NO_ZONE, SOFT_ZONE, HARD_ZONE = 0, 1, 2
QUIET, ASSAULTED, ATTACKED = 0, 1, 2
BY_SIGHT = 1
IDLE, REST, DIG, REPAIR, MINE, CLEAR, MOVING = 0, 1, 2, 3, 4, 5, 6
TASKS = ("idle", "rest", "dig", "repair", "mine", "clear", "moving")

# hexes (H, 3 blocks of HEX_BLOCK and the rest) -----------------------------------------------------------------------
OWNER = 0
"""Who held it last: UA, RU or NOBODY."""
TAKEN = 1
"""The day its owner took it; 0 if held since the start."""
TRENCH = 2
"""Trenches dug for its owner, level 0 to 3."""
RUBBLE = 3
"""Rubble in a built-up hex, level 0 to 3."""
HEX_BLOCK = 4
"""Width of a block of hex columns: block 0 true, 1 believed by UA, 2 believed by RU."""
ATTACKED_TODAY = 12
"""Assaults made on it today."""
PREPARED_TODAY = 13
"""1 if it has been under artillery preparation today."""
START_OWNER = 14
"""Who held it at the start: UA, RU or NOBODY; never changes."""
NEAR_SUPPLY = 15
"""NEAR_SUPPLY + s: how near a side's supply was, 700 less the minutes from its sources, less on foot, when that side
last had its logistics; -1 out of reach."""
HEX_COLUMNS = 17

# edges (E, 3 blocks of EDGE_BLOCK and the rest) ----------------------------------------------------------------------
CONDITION = 0
"""Condition of the road, 10 to 100; 100 where there is none."""
BRIDGE = 1
"""NO_BRIDGE, INTACT, DAMAGED, BLOWN or PONTOON."""
MINES = 2
"""0 none, 1 + s laid by side s."""
EDGE_BLOCK = 3
"""Width of a block of edge columns: block 0 true, 1 believed by UA, 2 believed by RU."""
FRONT_UA = 9
"""Steps of UA that have attacked across it today."""
FRONT_RU = 10
"""Steps of RU that have attacked across it today."""
INTERDICTED = 11
"""INTERDICTED + s: whether side s fires on it to interdict it: 1 by night, 2 by day, 3 both, 0 not."""
EDGE_COLUMNS = 13

NO_BRIDGE, INTACT, DAMAGED, BLOWN, PONTOON = 0, 1, 2, 3, 4
BRIDGES = ("none", "intact", "damaged", "blown", "pontoon")

# sides (2, 3 blocks of SIDE_BLOCK) -----------------------------------------------------------------------------------
PLACES_0 = 0
"""Points for places held at dusk, in tenths, three dusks in turn (day modulo 3): PLACES_0, _1, _2."""
GROUND_0 = 3
"""Net ground won at dusk, in hexes that count, three dusks in turn: GROUND_0, _1, _2."""
PINNED = 6
"""Enemy steps pinned, added up over the dusks."""
POLITICAL = 7
"""Points for staying and leaving, added up over the dusks, in tenths (negative: a price)."""
LOST_ATTACKING = 8
"""People lost in its own assaults."""
LOST_DEFENDING = 9
"""People lost to the other side's assaults."""
LOST_RETREATING = 10
"""People lost for want of a way to retreat, or breaking out."""
LOST_STRAGGLING = 11
"""People who left units without supply."""
LOST_SURRENDERING = 12
"""People who surrendered."""
INFLICTED = 13
"""People of the other side lost to this side's assaults, as far as this block knows."""
ASSAULTS = 14
"""Assaults made."""
ROUNDS_FIRED = 15
"""Artillery rounds fired."""
UNITS_LOST = 16
"""Units eliminated."""
ORDERS = 17
"""Orders carried out; a side knows only its own."""
EVACUATED = 18
"""Wounded brought to hospital."""
DIED = 19
"""Wounded who died waiting."""
KG_SENT = 20
"""Goods sent out by depots and sources, in kg."""
KG_LOST = 21
"""Goods lost on the way, in kg."""
VEHICLES_LOST = 22
"""Vehicles lost on the way, in thousandths."""
REPLACED = 23
"""Replacements that reached units."""
KG_BURNT = 24
"""Goods left behind by depots that moved, or destroyed in depots that were lost, in kg."""
KG_TAKEN = 25
"""Goods taken from enemy depots, in kg."""
SURRENDERS = 26
"""Pockets that have surrendered."""
SIDE_BLOCK = 27
"""Width of a block of side columns: block 0 true, 1 believed by UA, 2 believed by RU."""
SIDE_COLUMNS = 3 * SIDE_BLOCK

LOSS_CAUSES = ("attacking", "defending", "retreating", "straggling", "surrendering")
"""Names of the causes LOST_ATTACKING and following."""


class State(NamedTuple):
    """Everything that changes in a match. A published state is never edited: copy it first."""

    clock: Ints
    """The day and its weather, who is to move, the outcome; (CLOCK_COLUMNS,) int64."""
    units: Ints
    """A row a unit, both sides; (U, UNIT_COLUMNS) int64."""
    hexes: Ints
    """A row a hex: owner, works, belief of each side; (H, HEX_COLUMNS) int64."""
    edges: Ints
    """A row a hexside between two hexes of the map: road, bridge, attacks today; (E, EDGE_COLUMNS) int64."""
    sides: Ints
    """A row a side: points, losses, belief of each side; (2, SIDE_COLUMNS) int64."""


# roster: the facts about units, places and days that never change ----------------------------------------------------
OF_SIDE = 0
"""Side the unit belongs to."""
KIND = 1
"""Its kind: an index of the rules' list of kinds; see KIND_* of the rulebook."""
MOBILITY = 2
"""FOOT, WHEELED, TRACKED or STATIC."""
ESTABLISHMENT = 3
"""People at full strength."""
FORMATION = 4
"""Index of its formation; -1 for sources."""
ARRIVES = 5
"""Day of arrival; 0 on the map from the start."""
ENTRY = 6
"""Hex of arrival or of the start."""
ATTACK = 7
"""Attack value of its kind, in percent of an infantry step."""
DEFENCE = 8
"""Defence value of its kind, in percent of an infantry step."""
RANGE = 9
"""Range of a battery in hexes; 0 for others."""
CALIBRE = 10
"""Weight of its rounds, in percent of a 152 mm round; 0 for others."""
DAILY = 11
"""Rounds that reach a supplied battery each day."""
ROLE = 12
"""COMBAT, BATTERY, HEADQUARTERS, SOURCE or DEPOT_ROLE."""
START_QUALITY = 13
"""Quality at the start: what a side assumes of an enemy it cannot see."""
DAILY_AMMO = 14
"""Of a source: kg that come to it each day; then DAILY_SUST, DAILY_SHELLS, and DAILY_MEN in people."""
DAILY_SUST, DAILY_SHELLS, DAILY_MEN = 15, 16, 17
PAYLOAD = 18
"""Of a depot or source: kg a vehicle carries."""
SEATS = 19
"""Of a depot or source: wounded a vehicle brings back."""
ROUND_KG = 20
"""Of a battery: kg of a round with its charge."""
ENGINEERS = 21
"""1 if it can repair roads and bridges, lay mines and clear them."""
POOL_FULL = 22
"""Of a depot or source: vehicles it began with, in thousandths."""
ROSTER_COLUMNS = 23

FOOT, WHEELED, TRACKED, STATIC = 0, 1, 2, 3
MOBILITIES = ("foot", "wheeled", "tracked", "static")
COMBAT, BATTERY, HEADQUARTERS, SOURCE, DEPOT_ROLE = 0, 1, 2, 3, 4
ROLES = ("combat", "battery", "headquarters", "source", "depot")

PLACE_HEX = 0
"""Hex of a place that counts for victory."""
HELD_UA = 1
"""Points, in tenths, if UA holds it over the last dusks; HELD_RU for RU."""
HELD_RU = 2
STAY_UA = 3
"""Points, in tenths, for each dusk at which UA holds it (negative: the price of staying); STAY_RU for RU."""
STAY_RU = 4
LEFT_UA = 5
"""Points, in tenths, for each dusk at which UA no longer holds it though it did at the start; LEFT_RU for RU."""
LEFT_RU = 6
PLACE_COLUMNS = 7

TURNS = 0
"""Length of the match in days."""
FIRST_SIDE = 1
"""The side that moves first on day 1."""
POINTS_GROUND = 2
"""Points, in tenths, for a hex of net ground."""
POINTS_PINNED = 3
"""Points, in thousandths, for an enemy step pinned one dusk."""
POINTS_INFLICTED = 4
"""Points, in thousandths, for a person of the enemy lost to one's assaults."""
POINTS_LOST = 5
"""Points, in thousandths, taken for a person lost."""
BAND = 6
"""A margin below this is a draw, in tenths."""
COLLAPSE = 7
"""A side that has lost this percentage of its people has collapsed and the match ends; 0 if it cannot."""
HANDICAP = 8
"""Points given to UA before the first day, in tenths."""
PEOPLE_UA = 9
"""People UA commits over the match, reinforcements included; PEOPLE_RU those of RU."""
PEOPLE_RU = 10
FIRST_DAY = 11
"""Ground and sky of day t are entries FIRST_DAY + 2 t - 2 and FIRST_DAY + 2 t - 1."""


class Roster(NamedTuple):
    """The fixed facts of a scenario beside its ground: who is in it, which places count, what the days bring."""

    units: Ints
    """A row a unit: kind, side, arrival; (U, ROSTER_COLUMNS) int64."""
    places: Ints
    """A row a place that counts for victory; (P, PLACE_COLUMNS) int64."""
    batteries: Ints
    """The units that are batteries, by index; (B,) int64."""
    terms: Ints
    """Length, first side, the weights of victory, the days; (FIRST_DAY + 2 turns,) int64."""


def copy(state: State) -> State:
    """A state that may be edited without touching the original."""
    return State(*(array.copy() for array in state))


def equal(a: State, b: State) -> bool:
    """Whether two states agree in every number."""
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


def field_digests(state: State) -> str:
    """Four hexadecimal digits for each column of each array, so that a record can name the first field that differs."""
    return "".join(_column_digest(column) for _, column in _fields(state))


def first_difference(state: State, digests: str) -> str | None:
    """Name of the first field whose digest differs from those kept by `field_digests`, or None."""
    for i, (name, column) in enumerate(_fields(state)):
        if digests[4 * i : 4 * i + 4] != _column_digest(column):
            return name
    return None


def _column_digest(column: Ints) -> str:
    return hashlib.blake2b(np.ascontiguousarray(column).astype("<i8").tobytes(), digest_size=2).hexdigest()


def _fields(state: State) -> list[tuple[str, Ints]]:
    """Every column of a state with its name, such as 'units.PEOPLE', in a fixed order."""
    fields = []
    for array, names in zip(("clock", "units", "hexes", "edges", "sides"), _NAMES, strict=True):
        values = getattr(state, array)
        for i, name in enumerate(names):
            fields.append((f"{array}.{name}", values[i : i + 1] if array == "clock" else values[:, i]))
    return fields


_BELIEVERS = ("", " as UA believes", " as RU believes")
_HEX_NAMES = ["OWNER", "TAKEN", "TRENCH", "RUBBLE"]
_SIDE_NAMES = (
    "PLACES_0 PLACES_1 PLACES_2 GROUND_0 GROUND_1 GROUND_2 PINNED POLITICAL LOST_ATTACKING LOST_DEFENDING "
    "LOST_RETREATING LOST_STRAGGLING LOST_SURRENDERING INFLICTED ASSAULTS ROUNDS_FIRED UNITS_LOST ORDERS EVACUATED DIED "
    "KG_SENT KG_LOST VEHICLES_LOST REPLACED KG_BURNT KG_TAKEN SURRENDERS"
).split()
_NAMES = (
    "TURN SIDE FIRST GROUND SKY OUTCOME REASON MARGIN".split(),
    (
        "STATUS HEX PEOPLE QUALITY FATIGUE DAYS SUPPLY OUT_TURNS ZONE POINTS ALLOWANCE ATTACKS RETREATED LOAD USE "
        "ROUNDS DEFENSIVE FLOOR FIRED LOST EXPLOITING AMMO SUST SHELLS MEN VEHICLES CAUTION CLASS URGENT PRIORITY LIGHT "
        "ASKED_KG CAME_KG BOUND BOUND_AT MORALE TASK TASK_AT TASK_DAYS LEAVING BREAKOUT SHAKEN POCKETED SUMMONED KEEP "
        "LOST_BEFORE SEEN_LEVEL SEEN_HEX SEEN_TURN SEEN_STEPS SEEN_STATUS SEEN_SOURCE"
    ).split(),
    [name + who for who in _BELIEVERS for name in _HEX_NAMES]
    + ["ATTACKED_TODAY", "PREPARED_TODAY", "START_OWNER", "NEAR_SUPPLY of UA", "NEAR_SUPPLY of RU"],
    [name + who for who in _BELIEVERS for name in ("CONDITION", "BRIDGE", "MINES")]
    + ["FRONT_UA", "FRONT_RU", "INTERDICTED of UA", "INTERDICTED of RU"],
    [name + who for who in _BELIEVERS for name in _SIDE_NAMES],
)
