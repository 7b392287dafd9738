"""Every column of a state by its name, and digests of them: a record names the first field that differs by these."""

from __future__ import annotations

import hashlib

import numpy as np

from game.state import Ints, State


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
    for array, names in zip(("clock", "units", "hexes", "edges", "sides"), NAMES, strict=True):
        values = getattr(state, array)
        events = [f"EVENT_{i}" for i in range(len(values) - len(names))] if array == "clock" else []
        for i, name in enumerate([*names, *events]):
            fields.append((f"{array}.{name}", values[i : i + 1] if array == "clock" else values[:, i]))
    return fields


_BELIEVERS = ("", " as UA believes", " as RU believes")
_HEX_NAMES = ["OWNER", "TAKEN", "TRENCH", "RUBBLE"]
_SIDE_NAMES = (
    "PLACES_0 PLACES_1 PLACES_2 GROUND_0 GROUND_1 GROUND_2 PINNED POLITICAL LOST_ATTACKING LOST_DEFENDING "
    "LOST_RETREATING LOST_STRAGGLING LOST_SURRENDERING LOST_SHELLED INFLICTED ASSAULTS ROUNDS_FIRED UNITS_LOST ORDERS "
    "EVACUATED DIED "
    "KG_SENT KG_LOST VEHICLES_LOST REPLACED KG_BURNT KG_TAKEN SURRENDERS PROBES SORTIES DRONES_LOST WILL CREDIBILITY "
    "CLAIMS_MADE CLAIMS_TODAY CLAIMS_FALSE AWARDED BROUGHT"
).split()
NAMES = (
    "TURN SIDE FIRST GROUND SKY OUTCOME REASON MARGIN".split(),
    (
        "STATUS HEX PEOPLE QUALITY FATIGUE DAYS SUPPLY OUT_TURNS ZONE POINTS ALLOWANCE ATTACKS RETREATED LOAD USE "
        "ROUNDS DEFENSIVE FLOOR FIRED LOST EXPLOITING AMMO SUST SHELLS MEN VEHICLES CAUTION CLASS URGENT PRIORITY LIGHT "
        "ASKED_KG CAME_KG BOUND BOUND_AT MORALE TASK TASK_AT TASK_DAYS LEAVING BREAKOUT SHAKEN POCKETED SUMMONED KEEP "
        "LOST_BEFORE POSTURE POSTURE_DAY REACTED REPLY PLOT PLOT_HEX PLOT_ROUNDS SILENCED MORE_AMMO MORE_SUST "
        "MORE_SHELLS MORE_MEN SEEN_LEVEL SEEN_HEX SEEN_TURN "
        "SEEN_STEPS SEEN_STATUS SEEN_SOURCE SEEN_POSTURE SEEN_FATIGUE SEEN_SUPPLY"
    ).split(),
    [name + who for who in _BELIEVERS for name in _HEX_NAMES]
    + ["ATTACKED_TODAY", "PREPARED_TODAY", "START_OWNER", "NEAR_SUPPLY of UA", "NEAR_SUPPLY of RU"]
    + ["HEARD of UA", "HEARD of RU", "OVERHEAD of UA", "OVERHEAD of RU", "SMOKED", "SHELLED_BY", "PROBED of UA"]
    + ["PROBED of RU", "CLAIMED of UA", "CLAIMED of RU", "CLAIM_PAID of UA", "CLAIM_PAID of RU"],
    [name + who for who in _BELIEVERS for name in ("CONDITION", "BRIDGE", "MINES")]
    + ["FRONT_UA", "FRONT_RU", "INTERDICTED of UA", "INTERDICTED of RU"],
    [name + who for who in _BELIEVERS for name in _SIDE_NAMES],
)
