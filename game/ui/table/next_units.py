"""The next unit on a key: without orders, low on supply, tired, threatened; and who is left before the turn ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.analysis.exposure import Line
from game.state import (
    ALLOWANCE,
    BATTERY,
    COMBAT,
    FATIGUE,
    FIRED,
    HARASS,
    HEX,
    IDLE,
    LOW,
    PLOT,
    POINTS,
    POSTURE,
    RESERVE,
    ROUNDS,
    SUPPLY,
    TASK,
)

if TYPE_CHECKING:
    from game.ui.table.battle import Battle
    from game.ui.table.situation import Situation

FILTERS = ("idle", "low", "tired", "threatened")
LEFT = ("idle", "low", "batteries", "reserves")
"""What is told before the turn ends."""
TIRED = 60
"""Fatigue from which a unit counts as tired."""
THREATENED = 50
"""Hexsides a step, in hundredths, from which a unit of the line counts as threatened."""


class NextUnits:
    """Goes through own units by a filter, from north to south."""

    def __init__(self, battle: Battle) -> None:
        self.battle = battle
        self.filter = FILTERS[0]
        self._known: tuple[Situation, str, list[int]] | None = None

    def units(self) -> list[int]:
        """The units that the filter leaves."""
        situation = self.battle.situation
        if self._known is None or self._known[0] is not situation or self._known[1] != self.filter:
            self._known = situation, self.filter, filtered(situation, self.filter)
        return self._known[2]

    def go(self) -> None:
        """Select the next one."""
        battle, found = self.battle, self.units() if self.battle.may_order() else []
        if not found:
            return
        selected = battle.selected
        after = found[found.index(selected) + 1 :] if selected in found else found
        battle.select((after or [u for u in found if u != selected] or found)[0])
        assert battle.selected is not None
        battle.bring_into_view(int(battle.view.believed.units[battle.selected, HEX]))

    def change(self) -> None:
        """Go through others: the next filter; what it leaves is said."""
        self.filter = FILTERS[(FILTERS.index(self.filter) + 1) % len(FILTERS)]
        self.battle.tell_note(self.battle.say(f"next.now_{self.filter}", units=len(self.units())))


def filtered(situation: Situation, name: str) -> list[int]:
    """Own units of a kind, from north to south."""
    rows = situation.state.units
    if name == "idle":
        return situation.idle
    if name == "low":
        found = [u for u in situation.own if rows[u, SUPPLY] >= LOW]
    elif name == "tired":
        found = [u for u in situation.own if rows[u, FATIGUE] >= TIRED]
    else:
        line = Line(situation.view)
        exposed = ((u, line.of(u)) for u in situation.own if situation.role(u) == COMBAT)
        found = [u for u, told in exposed if told is not None and (told.ratio >= THREATENED or not told.depth)]
    return sorted(found, key=lambda u: (int(rows[u, HEX]), u))


def left(battle: Battle, name: str) -> list[int]:
    """Own units to which something is left to tell before the turn ends, from north to south, without those done."""
    situation = battle.situation
    rows, done = situation.state.units, situation.done
    if name == "idle":
        return situation.idle
    if name == "low":
        found = [u for u in filtered(situation, "low") if rows[u, POINTS] == rows[u, ALLOWANCE] and rows[u, TASK] == IDLE]
    elif name == "batteries":
        found = [u for u in situation.batteries() if _may_fire(battle, u)]
    else:
        reach, grid = situation.scenario.rules.file.postures.reserve_hexes, situation.scenario.grid
        line = [h for h, exposure in Line(situation.view).exposures.items() if exposure.faces]
        found = [
            u for u in situation.own
            if rows[u, POSTURE] == RESERVE and all(grid.distance(int(rows[u, HEX]), h) > reach for h in line)
        ]  # fmt: skip
    return sorted((u for u in found if u not in done), key=lambda u: (int(rows[u, HEX]), u))


def _may_fire(battle: Battle, u: int) -> bool:
    """Whether a battery that has not fired has rounds and a known target in reach."""
    from game.ui.orders.firing import targets

    row = battle.situation.state.units[u]
    if battle.situation.role(u) != BATTERY or row[ROUNDS] <= 0 or row[FIRED] or row[PLOT]:
        return False
    return bool(targets(battle, u, HARASS, most=1)[0])
