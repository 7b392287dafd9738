"""The numbers of the rules: a rules file -> a checked model (rules_file.py) -> the integer tables that kernels read.

The shape of a rule is code, its numbers are data: `assets/rules/standard.yaml` says what each one means. Tables are
grouped into few arrays because every array of a named tuple is taken apart at every call of a kernel.
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from pydantic import BaseModel

from game.diagnostics import Document
from game.documents import Fitted, fit, read
from game.rules_file import TERRAINS as TERRAINS
from game.rules_file import ByGround, ByMobility, Kind, RulesFile
from game.silenced import settle
from game.state import GROUNDS, MOBILITIES, ROLES, Ints

STANDARD = Path(__file__).parent.parent / "assets" / "rules" / "standard.yaml"
"""The rules used when none are named."""

DICE_MODES = ("2d6", "steady", "fixed")
TWO_DICE, STEADY, FIXED_DICE = range(3)
"""Two dice; column - 1 or + 1 with equal chances; the column itself [8.12]."""
OPEN, TREE_LINES, WOOD, VILLAGE, TOWN, DENSE_URBAN, WORKS, WATER = range(8)
SURFACES = ("none", "hard_road", "dirt_road", "track", "street")
NO_ROAD, HARD_ROAD, DIRT_ROAD, TRACK, STREET = range(5)
WATERS = ("none", "river", "canal")
NO_WATER, RIVER, CANAL = range(3)
EFFECTS = ("full", "strained", "low", "out_1", "out_2", "out_3")
"""Rows of the table of effects of supply; OUT is read by how long it has lasted."""

# numbers (N,): single values -----------------------------------------------------------------------------------------
NUMBERS = (
    "step_people loss_people stack_units stack_steps frontage_steps frontage_dense_steps pin_hexes slope_metres "
    "allowance_foot allowance_wheeled allowance_tracked contact soft_zone assault damaged_bridge_minutes "
    "pontoon_minutes hold full strained low sustenance ammunition_quiet ammunition_assaulted ammunition_attacked "
    "hold_ammunition hold_sustenance carry person shell_days recruits_clear depot_price damaged_bridge_tonnes "
    "pontoon_tonnes worn_condition direct_disk urgent_permille priority_permille killed_percent urgent_percent "
    "priority_percent column_least column_most dense_holds_below trench_built_up_cover rubble_3_cover cover_least "
    "uphill river bridge flank opposite bottled target_low mines no_retreat_losses taken_trench_days shift_most "
    "overhead_percent seen_percent contact_percent blind_percent contact_days interdict_rounds interdict_drones "
    "wear_least wear_most loss_rounds trench_shelter both_shelter drift_percent suppress_rounds rubble_rounds "
    "demolish_percent works_rounds smoke_rounds silence_rounds signature_rounds sensors_most scoot_percent "
    "assumed_rounds adjacent_level sight_level firing_level probe_levels drone_levels level_lost jammed_percent "
    "drone_loss drone_loss_jammed steps_band dice_mode overhead set_piece_percent set_piece_fatigue wave_percent "
    "wave_losses wave_morale wave_quality probe_percent probe_steps probe_losses probe_people fast_below fast_losses "
    "fast_morale fast_price delay_percent delay_losses ready_percent reserve_hexes prepared suppressed probing "
    "claims_daily will_start credibility_start claim_will claim_false will_morale attacked assaulted line away "
    "billets billets_hexes resting resting_defence exhausted_percent morale_drift morale_lost morale_near "
    "morale_wounded unwilling waver_fatigue waver_morale waver_faces relief_defence relief_seats relief_kg aid_hexes "
    "aid_urgent_permille aid_priority_permille stock_days move_trips caution_most mended ration porter_kg "
    "surrender_from surrender_turn surrender_bonus surrender_most surrender_share broken_morale elite_tenths "
    "summons_days summons_steps refused_morale breakout_night breakout_day breakout_hungry breakout_fatigue "
    "breakout_days breakout_heavy repair_condition bridge_days damaged_days mine_days clear_days blow outcome_count"
).split()
(
    STEP_PEOPLE, LOSS_PEOPLE, STACK_UNITS, STACK_STEPS, FRONTAGE_STEPS, FRONTAGE_DENSE_STEPS, PIN_HEXES, SLOPE_METRES,
    ALLOWANCE_FOOT, ALLOWANCE_WHEELED, ALLOWANCE_TRACKED, CONTACT_POINTS, SOFT_ZONE_POINTS, ASSAULT_POINTS,
    DAMAGED_BRIDGE_MINUTES, PONTOON_MINUTES, HOLD_DAYS, FULL_DAYS, STRAINED_DAYS, LOW_DAYS, SUST_QUIET, AMMO_QUIET,
    AMMO_ASSAULTED, AMMO_ATTACKED, HOLD_AMMO, HOLD_SUST, CARRY_KG, MAN_KG, SHELL_DAYS, RECRUITS_CLEAR, DEPOT_PRICE,
    DAMAGED_BRIDGE_TONNES, PONTOON_TONNES, WORN_CONDITION, DIRECT_DISK, URGENT_PERMILLE, PRIORITY_PERMILLE,
    KILLED_PERCENT, URGENT_PERCENT, PRIORITY_PERCENT, COLUMN_LEAST, COLUMN_MOST, DENSE_HOLDS_BELOW,
    TRENCH_BUILT_UP_COVER, RUBBLE_3_COVER, COVER_LEAST, UPHILL, RIVER_SHIFT, BRIDGE_SHIFT, FLANK, OPPOSITE, BOTTLED,
    TARGET_LOW, MINES_SHIFT, NO_RETREAT_LOSSES, TAKEN_TRENCH_DAYS, SHIFT_MOST, OVERHEAD_PERCENT, SEEN_PERCENT,
    CONTACT_PERCENT, BLIND_PERCENT, CONTACT_DAYS, INTERDICT_ROUNDS, INTERDICT_DRONES, WEAR_LEAST, WEAR_MOST,
    LOSS_ROUNDS, TRENCH_SHELTER, BOTH_SHELTER, DRIFT_PERCENT, SUPPRESS_ROUNDS, RUBBLE_ROUNDS, DEMOLISH_PERCENT,
    WORKS_ROUNDS, SMOKE_ROUNDS, SILENCE_ROUNDS, SIGNATURE_ROUNDS, SENSORS_MOST, SCOOT_PERCENT, ASSUMED_ROUNDS,
    ADJACENT_LEVEL, SIGHT_LEVEL, FIRING_LEVEL, PROBE_LEVELS, DRONE_LEVELS, LEVEL_LOST, JAMMED_PERCENT, DRONE_LOSS,
    DRONE_LOSS_JAMMED, STEPS_BAND, DICE_MODE, OVERHEAD_SHIFT, SET_PIECE_PERCENT, SET_PIECE_FATIGUE, WAVE_PERCENT,
    WAVE_LOSSES, WAVE_MORALE, WAVE_QUALITY, PROBE_PERCENT, PROBE_STEPS, PROBE_LOSSES, PROBE_PEOPLE, FAST_BELOW,
    FAST_LOSSES, FAST_MORALE, FAST_PRICE, DELAY_PERCENT, DELAY_LOSSES, READY_PERCENT, RESERVE_HEXES, STRAIN_SET_PIECE,
    STRAIN_SUPPRESSED, STRAIN_PROBED, CLAIMS_DAILY, WILL_START, CREDIBILITY_START, CLAIM_WILL, CLAIM_FALSE, WILL_MORALE,
    STRAIN_ATTACKED, STRAIN_ASSAULTED, REST_LINE, REST_AWAY, REST_BILLETS, BILLETS_HEXES, RESTING, RESTING_DEFENCE,
    EXHAUSTED_PERCENT, MORALE_DRIFT, MORALE_LOST, MORALE_NEAR, MORALE_WOUNDED, UNWILLING, WAVER_FATIGUE, WAVER_MORALE,
    WAVER_FACES, RELIEF_DEFENCE, RELIEF_SEATS, RELIEF_KG, AID_HEXES, AID_URGENT_PERMILLE, AID_PRIORITY_PERMILLE,
    STOCK_DAYS, MOVE_TRIPS, CAUTION_MOST, MENDED, RATION, PORTER_KG, SURRENDER_FROM, SURRENDER_TURN, SURRENDER_BONUS,
    SURRENDER_MOST, SURRENDER_SHARE, BROKEN_MORALE, ELITE_TENTHS, SUMMONS_DAYS, SUMMONS_STEPS, REFUSED_MORALE,
    BREAKOUT_NIGHT, BREAKOUT_DAY, BREAKOUT_HUNGRY, BREAKOUT_FATIGUE, BREAKOUT_DAYS, BREAKOUT_HEAVY, REPAIR_CONDITION,
    BRIDGE_DAYS, DAMAGED_DAYS, MINE_DAYS, CLEAR_DAYS, BLOW_POINTS, OUTCOME_COUNT,
) = range(len(NUMBERS))  # fmt: skip

# tables (T, 101): lists of values, padded with their last, then tables row by row ---------------------------
SERIES = (
    "quality_percent factor_permille carry_percent rubble_minutes odds_thresholds trench_cover shift_rounds "
    "street_tonnes morale_base dig_days sight_hexes flight_percent unfound_permille"
).split()
(
    QUALITY_PERCENT, FACTOR_PERMILLE, CARRY_PERCENT, RUBBLE_MINUTES, ODDS_THRESHOLDS, TRENCH_COVER, SHIFT_ROUNDS,
    STREET_TONNES, MORALE_BASE, DIG_DAYS, SIGHT_HEXES, FLIGHT_PERCENT, UNFOUND_PERMILLE,
) = range(len(SERIES))  # fmt: skip
"""Rows of lists. QUALITY_PERCENT and MORALE_BASE are read by quality, FACTOR_PERMILLE by fatigue, CARRY_PERCENT by hexes
on foot, RUBBLE_MINUTES, TRENCH_COVER, STREET_TONNES and DIG_DAYS by level, SIGHT_HEXES and FLIGHT_PERCENT by sky,
UNFOUND_PERMILLE by times SIGNATURE_ROUNDS; ODDS_THRESHOLDS and SHIFT_ROUNDS have their
length first."""
TERRAINS_AT = len(SERIES)
"""TERRAINS_AT + terrain: points of FOOT, WHEELED, TRACKED in twelfths (-1 closed), COVER, BUILT_UP, DENSE, SHELTER."""
COVER, BUILT_UP, DENSE, SHELTER = 3, 4, 5, 6
CROSSINGS_AT = TERRAINS_AT + len(TERRAINS)
"""CROSSINGS_AT + crossing: extra points of a hexside for FOOT, WHEELED, TRACKED in twelfths, -1 closed."""
CROSSINGS = ("slope", "river", "canal", "damaged_bridge", "pontoon", "rubble", "foreign", "mines")
CROSS_SLOPE, CROSS_RIVER, CROSS_CANAL, CROSS_DAMAGED, CROSS_PONTOON, CROSS_RUBBLE, CROSS_FOREIGN, CROSS_MINES = range(8)
MINUTES_AT = CROSSINGS_AT + len(CROSSINGS)
"""MINUTES_AT + surface: minutes a hex for wheels by the ground of the day, -1 no road."""
CAPACITY_AT = MINUTES_AT + len(SURFACES)
"""CAPACITY_AT + surface: tonnes in half a day by the ground of the day, streets left out."""
FIRE_RISK_AT = CAPACITY_AT + len(SURFACES)
"""FIRE_RISK_AT + layer (0 night, 1 day): per mille of the vehicles lost by level of fire."""
EFFECTS_AT = FIRE_RISK_AT + 2
"""EFFECTS_AT + row of EFFECTS: what a state of supply does, in percent."""
EFFECT_COLUMNS = ("recovery", "attack", "defence", "zone", "missions", "fatigue", "stragglers", "morale")
(
    EFFECT_RECOVERY, EFFECT_ATTACK, EFFECT_DEFENCE, EFFECT_ZONE, EFFECT_MISSIONS, EFFECT_FATIGUE, EFFECT_STRAGGLERS,
    EFFECT_MORALE,
) = range(len(EFFECT_COLUMNS))  # fmt: skip
OUTCOMES_AT = EFFECTS_AT + len(EFFECTS)
"""OUTCOMES_AT + i: from this x on, losses of attacker and defender, retreat; ascending x, OUTCOME_COUNT rows."""
OUTCOME_FROM, OUTCOME_ATTACKER, OUTCOME_DEFENDER, OUTCOME_RETREAT = range(4)
TABLE_COLUMNS = 101


class RuleTables(NamedTuple):
    """The rules as kernels read them."""

    numbers: Ints
    """Single values in the order of NUMBERS; (N,) int64."""
    tables: Ints
    """Lists and tables, each row padded with its last value; rows as above; (T, TABLE_COLUMNS) int64."""


@dataclass(frozen=True)
class Rules:
    """Rules that may be played by: the checked file, its digest and the tables for the kernels."""

    file: RulesFile
    digest: str
    """Hash of every number in the file; records name it."""
    tables: RuleTables
    text: str
    """The file as it was read."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of unit, in the order of the roster's KIND."""
        return tuple(self.file.kinds)

    def off_road_percent(self, ground: int, mobility: int) -> int:
        """Cost of terrain off the roads by the ground of the day, in percent."""
        row: int = getattr(self.file.ground_percent, GROUNDS[ground]).row()[mobility]
        return row

    def road_points(self, surface: int, ground: int, mobility: int) -> int:
        """Points a hex on a road, in twelfths; -1 without one."""
        if surface == NO_ROAD:
            return -1
        table = getattr(self.file.movement, SURFACES[surface])
        by_mobility: ByMobility = getattr(table, GROUNDS[ground]) if isinstance(table, ByGround) else table
        return by_mobility.row()[mobility]

    def letters(self) -> dict[str, int]:
        """Terrain letter -> terrain."""
        return {self.file.terrain[name].letter: i for i, name in enumerate(TERRAINS)}


def load_rules(path: Path | str = STANDARD) -> Rules:
    """Read rules from a file.

    Raises BadInput with every problem found.
    """
    document = read(path)
    rules = check_rules(document)
    document.raise_errors()
    assert rules is not None
    return rules


def check_rules(document: Document) -> Rules | None:
    """The rules in a document, or None; what is wrong is added to the document's problems."""
    fitted = fit(document, RulesFile, _standard)
    if fitted is None:
        settle(document)
        return None
    _check_whole(fitted)
    settle(document)
    if document.errors:
        return None
    file = fitted.file
    text = file.model_dump_json(by_alias=True, exclude={"name"})
    return Rules(file, hashlib.blake2b(text.encode(), digest_size=8).hexdigest(), _compile(file), document.text)


def _standard() -> dict[str, Any]:
    """The standard rules as they stand in their file: what is taken for what cannot be used in others."""
    root = read(STANDARD).root
    return root.plain() if root is not None else {}


def _check_whole(fitted: Fitted[RulesFile]) -> None:
    """What no single value shows: missing terrains, double letters, lists out of order."""
    file = fitted.file

    def tell(code: str, message: str, *paths: list[str | int]) -> None:
        """Report at the first of the paths the finding is about, if nothing is wrong with any of them already."""
        if not any(fitted.lost(path) for path in paths):
            fitted.document.report(code, message, fitted.node(paths[0]))

    for name in TERRAINS:
        if name not in file.terrain:
            tell("D130", f"The terrain '{name}' is missing.", ["terrain"])
    letters: dict[str, str] = {}
    for name, terrain in file.terrain.items():
        if terrain.letter in letters:
            message = f"The letter '{terrain.letter}' already stands for {letters[terrain.letter]}."
            tell("D131", message, ["terrain", name, "letter"])
        letters[terrain.letter] = name
    ascending = {
        ("combat", "odds_thresholds"): file.combat.odds_thresholds,
        ("combat", "outcomes"): [o.from_ for o in file.combat.outcomes],
        ("fires", "shift_rounds"): file.fires.shift_rounds,
    }
    for path, values in ascending.items():
        if any(a >= b for a, b in itertools.pairwise(values)):
            tell("D132", "These must ascend.", list(path))
    if file.combat.outcomes[0].from_ > file.combat.column_least - 5:
        message = f"The first outcome must begin at {file.combat.column_least - 5} or below, the least x there is."
        tell("D133", message, ["combat", "outcomes", 0], ["combat", "column_least"], ["combat", "outcomes"])
    if not file.supply.hold >= file.supply.full > file.supply.strained > file.supply.low:
        bounds: list[list[str | int]] = [["supply", name] for name in ("full", "hold", "strained", "low")]
        tell("D132", "hold, full, strained and low must descend.", *bounds)
    for calibre in file.fires.calibre_percent:
        if not (calibre.isascii() and calibre.isdigit()):
            key = fitted.node(["fires", "calibre_percent"]).keys.get(calibre, fitted.node(["fires"]))
            message = f"The calibre '{calibre[:20]}' is not a number of millimetres."
            fitted.document.report("D134", message, key)
        elif calibre not in file.fires.round_kg:
            tell("D137", f"The rounds of {calibre[:20]} mm have no weight.", ["fires", "round_kg"])
    if not any(kind.role == "source" for kind in file.kinds.values()):
        tell("D135", "There is no kind with the role of a source.", ["kinds"])
    if file.fires.wear_least > file.fires.wear_most:
        tell("D132", "wear_least must not exceed wear_most.", ["fires", "wear_least"], ["fires", "wear_most"])
    hurt = file.condition.wounded
    if hurt.killed_percent + hurt.urgent_percent + hurt.priority_percent > 100:
        shares: list[list[str | int]] = [
            ["condition", "wounded", f"{name}_percent"] for name in ("killed", "urgent", "priority")
        ]
        tell("D136", "The shares of people lost exceed 100 %.", *shares)


def _compile(file: RulesFile) -> RuleTables:
    """Lay the checked numbers out as tables."""
    sections: tuple[BaseModel, ...] = (file.scale, file.hexsides, file.movement, file.supply, file.combat, file.fires)
    sections += (file.condition, file.supply.capacity, file.supply.needs, file.supply.depots, file.works)
    sections += (file.condition.morale, file.condition.relief, file.condition.wounded)
    sections += (file.encirclement, file.encirclement.surrender, file.encirclement.breakout)
    sections += (file.recon, file.postures, file.claims)
    named = {"direct_disk": (7, 19, 37)[file.supply.fire.direct_hexes - 1], "outcome_count": len(file.combat.outcomes)}
    named["dice_mode"] = DICE_MODES.index(file.combat.dice)
    named |= {f"allowance_{name}": value for name, value in file.movement.allowance}
    for section in sections:
        for name in type(section).model_fields:
            value = getattr(section, name)
            if isinstance(value, int) and name in NUMBERS:
                assert name not in named, name
                named[name] = value
    lists = {
        "quality_percent": [file.scale.quality_percent[0], *file.scale.quality_percent],
        "factor_permille": file.condition.factor_permille,
        "carry_percent": file.supply.carry_percent,
        "rubble_minutes": file.supply.rubble_minutes,
        "odds_thresholds": [len(file.combat.odds_thresholds), *file.combat.odds_thresholds],
        "trench_cover": file.combat.trench_cover,
        "shift_rounds": [len(file.fires.shift_rounds), *file.fires.shift_rounds],
        "street_tonnes": file.supply.capacity.street,
        "morale_base": [file.condition.morale.base[0], *file.condition.morale.base],
        "dig_days": [*file.works.dig_days, 0],
        "sight_hexes": file.recon.sight_hexes,
        "flight_percent": file.recon.flight_percent,
        "unfound_permille": file.fires.unfound_permille,
    }
    rows = [lists[name] for name in SERIES]
    terrains = [file.terrain[name] for name in TERRAINS]
    rows += [[*t.row(), t.cover, int(t.built_up), int(t.dense), t.shelter] for t in terrains]
    rows += [getattr(file.hexsides, name).row() for name in CROSSINGS]
    rows += [[-1], *(getattr(file.supply, surface).row() for surface in SURFACES[1:])]
    rows += [[0], *(getattr(file.supply.capacity, surface).row() for surface in SURFACES[1:STREET]), [0]]
    rows += [file.supply.fire.night, file.supply.fire.day]
    rows += [[getattr(getattr(file.supply.effects, name), c) for c in EFFECT_COLUMNS] for name in EFFECTS]
    rows += [[o.from_, o.attacker, o.defender, int(o.retreat)] for o in file.combat.outcomes]
    return RuleTables(_ints([named[name] for name in NUMBERS]), _ints([_pad(row) for row in rows]))


def _pad(values: list[int]) -> list[int]:
    return [*values, *[values[-1]] * (TABLE_COLUMNS - len(values))]


def _ints(values: object) -> Ints:
    return np.array(values, dtype=np.int64)


def role_of(kind: Kind) -> int:
    """The ROLE of a kind as the roster has it."""
    return ROLES.index(kind.role)


def mobility_of(kind: Kind) -> int:
    """The MOBILITY of a kind as the roster has it."""
    return MOBILITIES.index(kind.mobility)
