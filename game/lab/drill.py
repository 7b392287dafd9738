"""Kernels that repeat a rule many times in one call, for measuring it."""

from __future__ import annotations

from game.jit import kernel
from game.rules.field import Fixed, Scratch
from game.rules.movement import reach
from game.rules.supply import trace
from game.state import Ints, State


@kernel
def reach_all(fixed: Fixed, state: State, scratch: Scratch, units: Ints, times: int) -> int:
    """The movement range of each unit of a list, so many times; hexes reached in all. Needs lay_out."""
    total = 0
    for _ in range(times):
        for i in range(len(units)):
            total += reach(fixed, state, scratch, units[i])
    return total


@kernel
def trace_all(fixed: Fixed, state: State, scratch: Scratch, times: int) -> int:
    """The supply trace of UA and RU in turn, so many times; hexes served in all. Needs lay_out."""
    total = 0
    for t in range(times):
        total += trace(fixed, state, scratch, t & 1)
    return total
