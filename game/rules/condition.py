"""[11] Condition: for now fatigue, its recovery, and the stragglers of units long without supply.

At the end of its own half-turn a unit takes the heaviest strain it has borne since its last recovery, not their sum. One
that bore none recovers: least in the line, more out of contact, most in billets behind it; at half the rate when Low, not
at all when Out.
"""

from __future__ import annotations

from game.events import STRAGGLERS
from game.jit import kernel
from game.rulebook import (
    BILLETS_HEXES, EFFECTS_AT, EFFECT_FATIGUE, EFFECT_RECOVERY, EFFECT_STRAGGLERS, REST_AWAY, REST_BILLETS, REST_LINE,
)  # fmt: skip
from game.rules.casualties import lose
from game.rules.field import Fixed, Scratch, effect_row, in_contact, is_built_up, lay_out
from game.rules.recon import stands_within
from game.state import (
    FATIGUE, HEX, LOAD, LOST_STRAGGLING, OF_SIDE, PEOPLE, PRESENT, RETREATED, ROLE, SOURCE, STATUS, Ints, State,
)  # fmt: skip


@kernel
def change_of_fatigue(fixed: Fixed, state: State, scratch: Scratch, u: int) -> int:
    """Points of fatigue a unit gains, or loses, in its recovery. Needs lay_out."""
    numbers, row = fixed.rules.numbers, state.units[u]
    s, effect = fixed.roster.units[u, OF_SIDE], fixed.rules.tables[EFFECTS_AT + effect_row(state, u)]
    if row[LOAD] > 0 or effect[EFFECT_FATIGUE] > 0:
        return max(row[LOAD], effect[EFFECT_FATIGUE])
    rest = numbers[REST_AWAY]
    if in_contact(fixed, state, scratch, u):
        rest = numbers[REST_LINE]
    elif is_built_up(fixed, row[HEX]) and not stands_within(fixed, scratch, 1 - s, row[HEX], numbers[BILLETS_HEXES]):
        rest = numbers[REST_BILLETS]
    return -(-rest * effect[EFFECT_RECOVERY] // 100)


@kernel
def recover(fixed: Fixed, state: State, scratch: Scratch, s: int, log: Ints) -> None:
    """Phase 5 of a half-turn: fatigue, recovery and stragglers of a side's units."""
    lay_out(fixed, state, scratch)
    for u in range(len(state.units)):
        row = state.units[u]
        if fixed.roster.units[u, OF_SIDE] != s or row[STATUS] != PRESENT or fixed.roster.units[u, ROLE] >= SOURCE:
            continue
        row[FATIGUE] = max(0, min(100, row[FATIGUE] + change_of_fatigue(fixed, state, scratch, u)))
        row[LOAD] = 0
        row[RETREATED] = 0
        leaving = fixed.rules.tables[EFFECTS_AT + effect_row(state, u), EFFECT_STRAGGLERS]
        if leaving > 0:
            people = (row[PEOPLE] * leaving + 99) // 100
            lose(fixed, state, scratch, u, people, LOST_STRAGGLING, STRAGGLERS, log)
