"""How supply goes on: a side's days of supply over its next logistics, with everybody where they are now.

Every turn is run by the kernels that carry supply out, on a copy of what the side believes. The day that ends now is used
up as it was fought; those after it are quiet. The ground stays as it is today.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from game.events import new_log
from game.rules import encirclement, field, logistics, network
from game.rules.field import Fixed, Scratch
from game.rules.network import GOOD, OF_UNIT, PARCELS, SENT, WIA, Net
from game.state import CAME_KG, DAYS, FIRST, OUT, SIDE, SUPPLY, SUPPLY_STATES, TURN, Ints, State, copy
from game.view import View

TURNS = 3
"""How many turns ahead a player is told."""


@dataclass(frozen=True)
class Course:
    """What becomes of every unit; row 0 is now, row t after the t-th logistics."""

    days: Ints
    """Days of supply held, in hundredths; (turns + 1, U) int64."""
    supply: Ints
    """State of supply, FULL to OUT; (turns + 1, U) int64."""
    came: Ints
    """Kg that came in the t-th logistics, 0 in row 0; (turns + 1, U) int64."""
    evacuated: Ints
    """Wounded fetched in the t-th logistics, 0 in row 0; (turns + 1, U) int64."""

    def out_in(self, unit: int) -> int:
        """In how many turns a unit is Out, 0 if it is now; -1 not within the turns looked at."""
        out = np.flatnonzero(self.supply[:, unit] >= OUT)
        return int(out[0]) if len(out) else -1


@dataclass(frozen=True)
class Forecast:
    """Days of supply of a unit now and in 1, 2, 3 turns."""

    unit: int
    days: tuple[int, ...]
    """In hundredths; the first is now."""
    states: tuple[str, ...]
    """Of SUPPLY_STATES; the first is now."""


class Workshop:
    """Room to run a side's logistics in, kept for many courses on boards of one shape."""

    def __init__(self, fixed: Fixed) -> None:
        self.net: Net = network.new_net(fixed)
        self.scratch: Scratch = field.new_scratch(fixed)
        self.log = new_log(0)

    def course(self, fixed: Fixed, believed: State, side: int, turns: int) -> Course:
        """Run so many logistics of a side on a copy of what it believes."""
        state, spare, units = copy(believed), copy(believed), len(believed.units)
        days, supply, came, evacuated = (np.zeros((turns + 1, units), dtype=np.int64) for _ in range(4))
        days[0], supply[0] = state.units[:, DAYS], state.units[:, SUPPLY]
        if had_logistics(state, side):
            state.clock[TURN] += 1
        for t in range(1, turns + 1):
            field.set_zones(fixed, state)
            logistics.logistics(fixed, state, self.scratch, self.net, spare, side, self.log)
            state.clock[TURN] += 1
            field.lay_out(fixed, state, self.scratch)
            encirclement.count_dusks(fixed, state, self.scratch, side)
            days[t], supply[t], came[t] = state.units[:, DAYS], state.units[:, SUPPLY], state.units[:, CAME_KG]
            parcels = self.net.parcels[: int(self.net.totals[PARCELS])]
            wounded = parcels[parcels[:, GOOD] == WIA]
            np.add.at(evacuated[t], wounded[:, OF_UNIT], wounded[:, SENT])
        return Course(days, supply, came, evacuated)

    def morning(self, fixed: Fixed, believed: State, side: int) -> State:
        """What a side believes after its next logistics, with the zones of then."""
        state = copy(believed)
        state.clock[TURN] += had_logistics(state, side)
        field.set_zones(fixed, state)
        logistics.logistics(fixed, state, self.scratch, self.net, copy(believed), side, self.log)
        field.set_zones(fixed, state)
        return state


def had_logistics(state: State, side: int) -> bool:
    """Whether a side has had its logistics of the day."""
    clock = state.clock
    return int(clock[SIDE]) == side or int(clock[FIRST]) == side


def forecast(view: View, turns: int = TURNS) -> dict[int, Forecast]:
    """Every own unit -> its days of supply now and in each of the next turns, as its side believes."""
    course = Workshop(view.fixed).course(view.fixed, view.believed, view.side, turns)
    return {
        u: Forecast(u, tuple(map(int, course.days[:, u])), tuple(SUPPLY_STATES[s] for s in course.supply[:, u]))
        for u in view.own_units()
    }
