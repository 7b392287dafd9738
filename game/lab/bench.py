"""The speed of this build on this machine, as ratios where that is possible.

Games a minute and core in CPU time; the movement range and the supply trace against the same algorithms in C, compiled
here if there is a compiler, both in turn in one run; the cost of a game by the size of the map; the start from a warm and
from a cold cache; memory. Every limit stands in LIMITS.
"""

from __future__ import annotations

import ctypes
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from game.ai import duel
from game.dice import seeded
from game.jit import ROOT
from game.lab import drill
from game.lab.chapters import by_chapter
from game.lab.table import Table, fixed_of, seeds_of
from game.rulebook import (
    CROSSINGS_AT,
    DAMAGED_BRIDGE_MINUTES,
    MINUTES_AT,
    PONTOON_MINUTES,
    RUBBLE_MINUTES,
    SOFT_ZONE_POINTS,
)  # fmt: skip
from game.rules import field, movement, supply, turn
from game.rules.field import CARRY, COST, GROUP, PATH, STACK, VIA, ZONES, Fixed, Scratch
from game.scenario.load import Scenario, load_scenario
from game.state import (
    ALLOWANCE,
    BRIDGE,
    COMBAT,
    EDGE_COLUMNS,
    FOOT,
    GROUND,
    HEX,
    HEX_COLUMNS,
    MOBILITY,
    OF_SIDE,
    OWNER,
    POINTS,
    PRESENT,
    ROLE,
    ROSTER_COLUMNS,
    RUBBLE,
    SOURCE,
    STATUS,
    UNIT_COLUMNS,
    Ints,
    State,
    copy,
)  # fmt: skip

SCENARIO = "flanks_of_may"
LIMITS = {
    "games_per_minute": 1000.0,
    "assaults_a_game": 20.0,
    "reach_against_c": 1.5,
    "trace_against_c": 2.0,
    "warm_start_seconds": 1.5,
    "cold_compile_seconds": 60.0,
    "memory_mb": 400.0,
    "size_exponent": 1.15,
}
"""At least so many games and assaults; at most so much of the rest."""
MISSING = {"env_steps_per_second": "extra rl"}
"""What is not there where a figure could not be measured, if it is not a C compiler."""
AT_LEAST = ("games_per_minute", "assaults_a_game")

SECONDS = 6.0
"""CPU time given to measuring games."""
ENV_GAMES = 8
"""Games of the learning environment, of which the first, in which the kernels are loaded, does not count."""
LEAST_ASSAULTS = 20
"""A game with fewer is not counted as one."""


def measure() -> dict[str, Any]:
    """Measure everything; a report with a value and a limit for each figure, and whether all limits are met."""
    scenario = load_scenario(SCENARIO)
    fixed = fixed_of(scenario)
    figures: dict[str, Any] = {}
    figures |= games(scenario, fixed)
    figures |= twins(scenario, fixed)
    figures |= by_chapter(scenario, fixed)
    figures |= by_size()
    figures |= learning()
    figures |= starts()
    passed = all(_meets(name, figures.get(name), limit) for name, limit in LIMITS.items())
    return {"scenario": SCENARIO, "figures": figures, "limits": LIMITS, "passed": passed}


def _meets(name: str, value: float | None, limit: float) -> bool:
    """Whether a figure meets its limit; what could not be measured is not held against it."""
    if value is None:
        return True
    return value >= limit if name in AT_LEAST else value <= limit


def as_text(report: dict[str, Any]) -> str:
    """A report for people."""
    lines = [str(report["scenario"])]
    for name, value in report["figures"].items():
        limit = report["limits"].get(name)
        bound = "" if limit is None else f"   ({'at least' if name in AT_LEAST else 'at most'} {limit:g})"
        shown = f"skipped: no {MISSING.get(name, 'C compiler')}" if value is None else f"{value:,.2f}"
        met = limit is None or _meets(name, value, limit)
        lines.append(f"  {name:24s} {shown:>12s}{bound}{'' if met else '   NOT MET'}")
    return "\n".join(lines)


def games(scenario: Scenario, fixed: Fixed) -> dict[str, float]:
    """Whole games of greedy against greedy on one core, by CPU time; those of few assaults take time but do not count."""
    table, greedy = Table(scenario, fixed), (duel.GREEDY, duel.GREEDY)
    rows: list[Ints] = []
    batch, spent = 20, 0.0
    table.play(greedy, seeds_of(0, 1), np.zeros((1, duel.RESULT_COLUMNS), dtype=np.int64))
    while spent < SECONDS:
        results = np.zeros((batch, duel.RESULT_COLUMNS), dtype=np.int64)
        began = time.process_time()
        table.play(greedy, seeds_of(1 + len(rows), batch), results)
        spent += time.process_time() - began
        rows.append(results)
    all_rows = np.concatenate(rows)
    assaults = all_rows[:, [duel.R_ASSAULTS_UA, duel.R_ASSAULTS_RU]].sum(axis=1)
    decisions = float(all_rows[:, duel.R_DECISIONS].mean())
    return {
        "games_per_minute": round(int((assaults >= LEAST_ASSAULTS).sum()) / spent * 60, 1),
        "assaults_a_game": round(float(assaults.mean()), 1),
        "orders_a_game": round(float(all_rows[:, duel.R_ORDERS].mean()), 1),
        "unit_decisions_a_game": round(decisions, 1),
        "unit_decisions_per_second": round(decisions * len(all_rows) / spent),
        "games_left_out": int((assaults < LEAST_ASSAULTS).sum()),
    }


class _Shape(ctypes.Structure):
    """The layout of the arrays, as twins.c takes it."""

    _fields_ = [
        (name, ctypes.c_int64)
        for name in (
            "units unit_columns hexes hex_columns edge_columns board_columns arc_columns roster_columns arcs at_hex "
            "at_points at_allowance at_side at_mobility at_role at_owner at_rubble at_bridge role_source ground soft "
            "farthest damaged_minutes pontoon_minutes"
        ).split()
    ]


def twins(scenario: Scenario, fixed: Fixed) -> dict[str, float | None]:
    """The compiled kernels against C: best time of ours over best time of theirs; None without a compiler."""
    with tempfile.TemporaryDirectory() as folder:
        library = _compile(Path(folder))
        if library is None:
            return {"reach_against_c": None, "trace_against_c": None}
        state, scratch = _middle(scenario, fixed), field.new_scratch(fixed)
        field.lay_out(fixed, state, scratch)
        units = _movers(fixed, state)
        ours = {
            "reach": lambda: int(drill.reach_all(fixed, state, scratch, units, 20)),
            "trace": lambda: int(drill.trace_all(fixed, state, scratch, 400)),
        }
        theirs = _c_twins(library, fixed, state, scratch, units)
        return {f"{name}_against_c": _ratio(ours[name], theirs[name]) for name in ours}


def _ratio(ours: Callable[[], int], theirs: Callable[[], int]) -> float:
    """Best time of ours over best time of theirs, in turn; both must come to the same number."""
    times: dict[str, list[float]] = {"ours": [], "theirs": []}
    assert ours() == theirs(), "the C twin comes to another result"
    for _ in range(15):
        for name, call in (("ours", ours), ("theirs", theirs)):
            began = time.process_time()
            call()
            times[name].append(time.process_time() - began)
    return round(min(times["ours"]) / min(times["theirs"]), 2)


def _compile(folder: Path) -> ctypes.CDLL | None:
    """The C twins as a library, or None if there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    library = folder / "twins.so"
    source = ROOT / "lab" / "twins.c"
    command = [compiler, "-O3", "-march=native", "-shared", "-fPIC", "-o", str(library), str(source)]
    if subprocess.run(command, capture_output=True).returncode:
        return None
    found = ctypes.CDLL(str(library))
    found.reach_all.restype = found.trace_all.restype = ctypes.c_int64
    return found


def _middle(scenario: Scenario, fixed: Fixed) -> State:
    """The state of a battle after its first two days."""
    table = Table(scenario, fixed)
    results = np.zeros((1, duel.RESULT_COLUMNS), dtype=np.int64)
    table.play((duel.GREEDY, duel.GREEDY), seeds_of(7, 1), results, turns=2)
    state = copy(table.state)
    turn.open_side(fixed, state, table.scratch, table.net, table.believed, 0, table.log)
    return state


def _movers(fixed: Fixed, state: State) -> Ints:
    """The fighting units of UA on the map."""
    facts = fixed.roster.units
    own = (state.units[:, STATUS] == PRESENT) & (facts[:, OF_SIDE] == 0) & (facts[:, ROLE] == COMBAT)
    return np.flatnonzero(own).astype(np.int64)


def _c_twins(
    library: ctypes.CDLL, fixed: Fixed, state: State, scratch: Scratch, units: Ints
) -> dict[str, Callable[[], int]]:
    """Calls of the C twins on the same arrays."""
    tables, numbers, board = fixed.rules.tables, fixed.rules.numbers, fixed.board
    columns = tables.shape[1]
    ground = int(state.clock[GROUND])
    farthest = supply.FARTHEST_MINUTES
    shape = _Shape(
        len(state.units), UNIT_COLUMNS, len(state.hexes), HEX_COLUMNS, EDGE_COLUMNS, board.hexes.shape[1],
        board.arcs.shape[1], ROSTER_COLUMNS, len(board.arcs), HEX, POINTS, ALLOWANCE, OF_SIDE, MOBILITY, ROLE, OWNER,
        RUBBLE, BRIDGE, SOURCE, ground, int(numbers[SOFT_ZONE_POINTS]), farthest,
        int(numbers[DAMAGED_BRIDGE_MINUTES]), int(numbers[PONTOON_MINUTES]),
    )  # fmt: skip
    common = [state.units, fixed.roster.units, state.hexes, state.edges, board.hexes, board.arcs]
    march, minutes = fixed.march[ground].copy(), tables[MINUTES_AT:].copy()
    foot = tables[CROSSINGS_AT : CROSSINGS_AT + 7, FOOT].copy()
    rows = scratch.hexes

    def reach() -> int:
        arrays = [*common, march, tables[CROSSINGS_AT:], columns, rows[STACK], rows[ZONES], units, len(units), 20]
        return int(library.reach_all(*_pass(shape, *arrays, rows[COST], rows[VIA], rows[PATH], scratch.queue)))

    def trace() -> int:
        arrays = [*common, minutes, columns, tables[RUBBLE_MINUTES], foot, rows[STACK], rows[ZONES], 400]
        work = [rows[COST], rows[VIA], rows[CARRY], rows[GROUP], rows[PATH], scratch.queue]
        return int(library.trace_all(*_pass(shape, *arrays, *work)))

    return {"reach": reach, "trace": trace}


def _pass(shape: _Shape, *values: Any) -> list[Any]:
    """Arguments as C takes them: arrays as pointers, numbers as 64 bits."""
    passed: list[Any] = [ctypes.byref(shape)]
    for value in values:
        passed.append(ctypes.c_int64(value) if isinstance(value, int) else value.ctypes.data_as(ctypes.c_void_p))
    return passed


def learning() -> dict[str, float | None]:
    """Steps a second of CPU time of the learning environment, with any legal actions on `mirror`; None without the extra.

    A step is an observation, its mask and an action.
    """
    try:
        from game.envs.bakhmut_v0 import BakhmutEnv
    except ImportError:
        return {"env_steps_per_second": None}
    env, dice, steps, spent = BakhmutEnv("mirror"), np.random.default_rng(0), 0, 0.0
    for game in range(ENV_GAMES):
        env.reset(seed=game)
        began = time.process_time()
        while not any(env.terminations.values()):
            legal = env.last()[0]["action_mask"].nonzero()[0]
            env.step(int(legal[dice.integers(len(legal))]))
            steps += 1
        if game:
            spent += time.process_time() - began
        else:
            steps = 0
    return {"env_steps_per_second": round(steps / spent)}


SIZE_RUNS = 5
"""Runs of each size, in turn; the quickest of each counts, so that what else the machine does counts little."""


def by_size() -> dict[str, float]:
    """The exponent with which the cost of a game grows with units x hexes reached, on 1, 4 and 16 times the area."""
    from game.lab.large import tiled

    maps, sizes = [tiled(times) for times in (1, 2, 4)], []
    tables, spent = [], np.full((SIZE_RUNS, len(maps)), np.inf)
    for scenario in maps:
        fixed = fixed_of(scenario)
        tables.append(Table(scenario, fixed))
        sizes.append(math.log(_hexes_reached(scenario, fixed)))
    for run in range(SIZE_RUNS):
        for i, rounds in enumerate((48, 12, 4)):
            results = np.zeros((rounds, duel.RESULT_COLUMNS), dtype=np.int64)
            began = time.process_time()
            tables[i].play((duel.GREEDY, duel.GREEDY), seeds_of(3, rounds), results)
            spent[run, i] = (time.process_time() - began) / rounds
    return {"size_exponent": round(float(np.polyfit(sizes, np.log(spent.min(axis=0)), 1)[0]), 3)}


def _hexes_reached(scenario: Scenario, fixed: Fixed) -> int:
    """Hexes that the units of a scenario reach on the first day, added up."""
    state, scratch = copy(scenario.start), field.new_scratch(fixed)
    table = Table(scenario, fixed)
    turn.begin(fixed, state, scratch, table.net, table.believed, seeded(0), table.log)
    field.lay_out(fixed, state, scratch)
    return sum(int(movement.reach(fixed, state, scratch, u)) for u in _movers(fixed, state))


def starts() -> dict[str, float]:
    """Start from a warm cache to the first game, from an empty one to a compiled build, and the memory of a run."""
    command = [sys.executable, str(ROOT.parent / "main.py"), "simulate", SCENARIO, "--json", "--workers", "1", "-n"]
    warm = min(_run([*command, "1"])[0] for _ in range(3))
    memory = _run([*command, "60"])[1]
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        cold_cpu, _ = _run([sys.executable, "-c", "from game.ai.warm import warm_up; warm_up()"], XDG_CACHE_HOME=folder)
        cold = time.perf_counter() - began
    return {
        "warm_start_seconds": round(warm, 2),
        "cold_compile_seconds": round(cold, 1),
        "cold_compile_cpu_seconds": round(cold_cpu, 1),
        "memory_mb": round(memory, 1),
    }


def _run(command: list[str], **environment: str) -> tuple[float, float]:
    """CPU seconds, of its children too, and peak memory in MB of a process."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT.parent, env=os.environ | environment)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, command
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
