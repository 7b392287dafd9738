"""The state of a match: five int64 arrays with named columns, and the fixed facts beside them.

A copy is five copies of memory, so undo, replay, look-ahead and thousands of simulations are the same thing. Every column
has a line below; all values are whole numbers. Sides are 0 (UA) and 1 (RU), -1 stands for nobody; hexes and units are
indices, -1 stands for none.

What a side believes is kept in blocks beside the truth: block 0 of `hexes` and `sides` is true, block 1 what Ukraine
believes, block 2 what Russia believes. `rules.recon.mask` copies a side's block over the truth and blanks the rest.
"""

from __future__ import annotations

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
"""Columns of the clock without those of the events of the scenario, which follow, one for each."""
HAPPENED = CLOCK_COLUMNS
"""HAPPENED + i: the day on which event i of the scenario happened; 0 not yet."""

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
"""WAITING (not yet arrived), PRESENT, ELIMINATED, UNKNOWN (only in what a side believes) or WITHDRAWN."""
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
"""Rounds on hand of a battery; drones of a drone company."""
DEFENSIVE = 16
"""Standing order of a battery: rounds for each defensive fire."""
FLOOR = 17
"""Standing order of a battery: rounds that its defensive fire and its replies leave."""
FIRED = 18
"""Fire missions, or sorties, since its own half-turn began."""
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
"""What it does beside fighting: IDLE, DIG, REPAIR, MINE, CLEAR, JAM; of a depot: MOVING."""
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
POSTURE = 46
"""How it fights: HOLD to REST, an index of POSTURES."""
POSTURE_DAY = 47
"""The day its posture was ordered; 0 since the start."""
REACTED = 48
"""1 if it has already reacted, as a reserve or with a counter-attack, to the other side's half-turn."""
REPLY = 49
"""Standing order of a battery: 1 if it fires back at batteries that are found."""
PLOT = 50
"""The fire mission a battery has plotted for its side's next half-turn, NO_MISSION if none."""
PLOT_HEX = 51
"""The hex of that mission, -1 none."""
PLOT_ROUNDS = 52
"""The rounds of that mission."""
SILENCED = 53
"""1 if counter-battery fire keeps a battery from firing until its own next half-turn."""
MORE_AMMO = 54
"""Of a source: kg that come to it each day beyond what the scenario began with, by its events; then MORE_SUST,
MORE_SHELLS, and MORE_MEN in people."""
MORE_SUST, MORE_SHELLS, MORE_MEN = 55, 56, 57
SEEN_LEVEL = 58
"""What the enemy knows of it: 0 nothing, 1 that it is about, 2 what it is, 3 about how strong and its posture, 4 all."""
SEEN_HEX = 59
"""Where the enemy last noticed it; -1 nowhere or no longer there."""
SEEN_TURN = 60
"""When the enemy last noticed it; 0 never."""
SEEN_STEPS = 61
"""How many steps the enemy thinks it has; 0 no idea."""
SEEN_STATUS = 62
"""The STATUS the enemy believes."""
SEEN_SOURCE = 63
"""How the enemy last noticed it: BY_SIGHT to BY_DRONE; 0 never."""
SEEN_POSTURE = 64
"""The posture the enemy saw it in at level 3 or 4; HOLD if it never did."""
SEEN_FATIGUE = 65
"""The fatigue the enemy saw at level 4; 0 if it never did."""
SEEN_SUPPLY = 66
"""The state of supply the enemy saw at level 4, OUT + 1 and more from the second turn Out on; FULL if it never did."""
UNIT_COLUMNS = 67

WAITING, PRESENT, ELIMINATED, UNKNOWN, WITHDRAWN = 0, 1, 2, 3, 4
FULL, STRAINED, LOW, OUT = 0, 1, 2, 3
SUPPLY_STATES = ("full", "strained", "low", "out")
NO_ZONE, SOFT_ZONE, HARD_ZONE = 0, 1, 2
QUIET, ASSAULTED, ATTACKED = 0, 1, 2
BY_SIGHT, BY_CONTACT, BY_FIRING, BY_DRONE = 1, 2, 3, 4
SOURCES = ("never", "sight", "contact", "firing", "drone")
"""How a unit was noticed."""
IDLE, DIG, REPAIR, MINE, CLEAR, MOVING, JAM = 0, 1, 2, 3, 4, 5, 6
TASKS = ("idle", "dig", "repair", "mine", "clear", "moving", "jam")
HOLD, HOLD_FAST, DELAY, READY, RESERVE, REST, SET_PIECE, WAVE, PROBE = range(9)
POSTURES = ("hold", "hold_fast", "delay", "ready", "reserve", "rest", "set_piece", "wave", "probe")
"""Ways to fight: hold, hold at all costs, delay, counter-attack ready, reserve, rest, set-piece, assault wave, probe."""
NO_MISSION, HARASS, COUNTER, SMOKE, DEMOLISH = 0, 1, 2, 3, 4
MISSIONS = ("none", "harass", "counter", "smoke", "demolish")
"""Fire missions with an order of their own."""

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
"""Bit s: side s has prepared an assault on it by fire today."""
START_OWNER = 14
"""Who held it at the start: UA, RU or NOBODY; never changes."""
NEAR_SUPPLY = 15
"""NEAR_SUPPLY + s: how near a side's supply was, 700 less the minutes from its sources, less on foot, when that side
last had its logistics; -1 out of reach."""
HEARD = 17
"""HEARD + s: the day a side last heard guns fire from within a hex of here without finding them; 0 never."""
OVERHEAD = 19
"""OVERHEAD + s: 1 while a drone of side s watches the hex, until that side's next half-turn."""
SMOKED = 21
"""1 while the hex lies in smoke, until the end of the half-turn."""
SHELLED_BY = 22
"""Heavy rounds that have fallen on the hex since its last level of rubble, in hundredths of a 152 mm round."""
PROBED = 23
"""PROBED + s: the day side s last probed the hex."""
CLAIMED = 25
"""CLAIMED + s: the day side s claimed to hold the hex, negative once the enemy has attacked from it; 0 it claims
nothing. Known to both."""
CLAIM_PAID = 27
"""CLAIM_PAID + s: 2 and who held the hex, as side s believed, when a claim of it was last worth something, or at the
start if s held it; 0 if its holder has changed since."""
HOLDER_AT = 2
"""Added there to the side that held the hex, so that 0 stands for no gain yet."""
HEX_COLUMNS = 29

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
LOST_SHELLED = 13
"""People lost to artillery and drones."""
INFLICTED = 14
"""People of the other side lost to this side's assaults and fire, as far as this block knows."""
ASSAULTS = 15
"""Assaults made."""
ROUNDS_FIRED = 16
"""Artillery rounds fired."""
UNITS_LOST = 17
"""Units eliminated."""
ORDERS = 18
"""Orders carried out; a side knows only its own."""
EVACUATED = 19
"""Wounded brought to hospital."""
DIED = 20
"""Wounded who died waiting."""
KG_SENT = 21
"""Goods sent out by depots and sources, in kg."""
KG_LOST = 22
"""Goods lost on the way, in kg."""
VEHICLES_LOST = 23
"""Vehicles lost on the way, in thousandths."""
REPLACED = 24
"""Replacements that reached units."""
KG_BURNT = 25
"""Goods left behind by depots that moved, or destroyed in depots that were lost, in kg."""
KG_TAKEN = 26
"""Goods taken from enemy depots, in kg."""
SURRENDERS = 27
"""Pockets that have surrendered."""
PROBES = 28
"""Probes made, which are among ASSAULTS."""
SORTIES = 29
"""Drone sorties flown."""
DRONES_LOST = 30
"""Drones lost."""
WILL = 31
"""The will to go on, 0 to 100."""
CREDIBILITY = 32
"""How far its claims are believed, 0 to 100."""
CLAIMS_MADE = 33
"""Claims made; CLAIMS_TODAY those of this day."""
CLAIMS_TODAY = 34
CLAIMS_FALSE = 35
"""Claims shown to be false."""
AWARDED = 36
"""Points that events of the scenario have given, in tenths (negative: taken)."""
BROUGHT = 37
"""People of the units that events of the scenario have brought."""
SIDE_BLOCK = 38
"""Width of a block of side columns: block 0 true, 1 believed by UA, 2 believed by RU."""
SIDE_COLUMNS = 3 * SIDE_BLOCK

LOSS_CAUSES = ("attacking", "defending", "retreating", "straggling", "surrendering", "shelled")
"""Names of the causes LOST_ATTACKING and following."""
LAST_CAUSE = LOST_SHELLED
"""The last of the columns of people lost."""


class State(NamedTuple):
    """Everything that changes in a match. A published state is never edited: copy it first."""

    clock: Ints
    """The day and its weather, who is to move, the outcome, the events that happened; (CLOCK_COLUMNS + events,) int64."""
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
"""Day of arrival; 0 on the map from the start, NEVER if only an order or an event brings it."""
ENTRY = 6
"""Hex of arrival or of the start."""
ATTACK = 7
"""Attack value of its kind, in percent of an infantry step."""
DEFENCE = 8
"""Defence value of its kind, in percent of an infantry step."""
RANGE = 9
"""Range of a battery or of a company's drones in hexes; 0 for others."""
CALIBRE = 10
"""Weight of its rounds, in percent of a 152 mm round; 0 for others."""
DAILY = 11
"""Rounds that reach a supplied battery, or drones a company, each day."""
ROLE = 12
"""COMBAT, BATTERY, HEADQUARTERS, DRONES, JAMMER, SOURCE or DEPOT_ROLE."""
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
SORTIES_DAILY = 23
"""Of a drone company: sorties it can fly in a day."""
JAMS = 24
"""Of a jammer: hexes around it in which drones of both sides are disturbed."""
ROSTER_COLUMNS = 25

NEVER = 1000
"""The day of arrival of what comes only by an order or an event."""
FOOT, WHEELED, TRACKED, STATIC = 0, 1, 2, 3
MOBILITIES = ("foot", "wheeled", "tracked", "static")
COMBAT, BATTERY, HEADQUARTERS, DRONES, JAMMER, SOURCE, DEPOT_ROLE = range(7)
ROLES = ("combat", "battery", "headquarters", "drones", "jammer", "source", "depot")
"""Those before SOURCE take up room on the map."""

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
"""People UA commits over the match, with reinforcements but not what events bring; PEOPLE_RU those of RU."""
PEOPLE_RU = 10
POINTS_WILL = 11
"""Points, in thousandths, for a point of will at the end, above or below the start."""
FIRST_DAY = 12
"""Ground and sky of day t are entries FIRST_DAY + 2 t - 2 and FIRST_DAY + 2 t - 1."""


class Roster(NamedTuple):
    """The fixed facts of a scenario beside its ground: who is in it, which places count, what the days bring."""

    units: Ints
    """A row a unit: kind, side, arrival; (U, ROSTER_COLUMNS) int64."""
    places: Ints
    """A row a place that counts for victory; (P, PLACE_COLUMNS) int64."""
    batteries: Ints
    """The units that are batteries, by index; (B,) int64."""
    jammers: Ints
    """The units that are jammers, by index; (J,) int64."""
    terms: Ints
    """Length, first side, the weights of victory, the days; (FIRST_DAY + 2 turns,) int64."""
    events: Ints
    """A row an event, in the order of the file; see game.happenings; (N, HAPPENING_COLUMNS) int64."""
    conditions: Ints
    """A row a condition of an event; (C, CONDITION_COLUMNS) int64."""
    effects: Ints
    """A row an effect of an event; (F, EFFECT_COLUMNS) int64."""


def copy(state: State) -> State:
    """A state that may be edited without touching the original."""
    return State(*(array.copy() for array in state))


def equal(a: State, b: State) -> bool:
    """Whether two states agree in every number."""
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))
