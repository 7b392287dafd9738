"""The speed of the window on this machine: CPU time of frames, answers and orders, and the longest wait of a picture.

Drawn without a display; what a display adds to show a finished frame is its own. Every limit stands in LIMITS.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from typing import Any

import numpy as np
import pygame

from game.jit import ROOT
from game.lab.large import tiled
from game.orders import END_TURN, Move
from game.scenario.load import Scenario, load_scenario
from game.ui.paint.map import MapPainter, stacks_of
from game.ui.stage import Stage
from game.ui.table.camera import ZOOMS, Camera
from game.ui.table.computer import Computer

SCENARIO = "flanks_of_may"
SIZE = (1600, 900)
TILES = 3
"""The large map is the mirror scenario so many times across and down: 2,880 hexes, 288 units in view at once."""
VAST, VAST_MANNED = 10, 32
"""The vast map: 32,000 hexes, 32 tiles of it with 1,088 units; what it takes is compared with the large one."""
FRAMES = 40
LIMITS = {
    "frame_ms": 10.0,
    "frame_whole_map_ms": 10.0,
    "rest_share": 0.01,
    "hover_ms": 50.0,
    "order_ms": 100.0,
    "computer_frame_ms": 100.0,
    "title_seconds": 2.0,
    "vast_paint_ratio": 1.5,
    "vast_pan_ratio": 1.5,
}
"""The most that each figure may be."""


def measure() -> dict[str, Any]:
    """Measure everything; a report with a value and a limit for each figure, and whether all limits are met."""
    figures: dict[str, float] = {}
    for part in (_large_map, _vast_map, _battle, _computer, _title):
        figures |= {name: round(value, 3) for name, value in part().items()}
    passed = all(figures[name] <= limit for name, limit in LIMITS.items())
    return {"scenario": SCENARIO, "figures": figures, "limits": LIMITS, "passed": passed}


def _spent(work: Callable[[], object], times: int) -> list[float]:
    """CPU milliseconds of each of so many runs, in order of size."""
    found = []
    for _ in range(times):
        began = time.process_time()
        work()
        found.append(1000 * (time.process_time() - began))
    return sorted(found)


def _large_map() -> dict[str, float]:
    """A frame of a large map, near and whole, with all counters."""
    stage = Stage(tiled(TILES), size=SIZE)
    stage.battle.deselect()
    near = _spent(stage.draw, FRAMES)
    for _ in ZOOMS:
        stage.press(pygame.K_MINUS, text="-")
    stage.settle()
    whole = _spent(stage.draw, FRAMES)
    stage.close()
    return {"frame_ms": near[FRAMES // 2], "frame_whole_map_ms": whole[FRAMES // 2]}


def _vast_map() -> dict[str, float]:
    """What it takes to paint a view of a vast map and to pan over it, as multiples of what a large one takes."""
    (paint, pan), (vast_paint, vast_pan) = (_view(tiled(*times)) for times in ((TILES,), (VAST, VAST_MANNED)))
    return {"vast_paint_ratio": vast_paint / paint, "vast_pan_ratio": vast_pan / pan}


def _view(scenario: Scenario) -> tuple[float, float]:
    """CPU milliseconds a tile to paint a view near the north of a map, and of a frame while it is panned."""
    painter, camera = MapPainter(scenario), Camera(scenario.grid, SIZE, ZOOMS.index(46))
    stacks, surface = stacks_of(scenario, scenario.start), pygame.Surface(SIZE, 0, 32)
    camera.look_at(24 * scenario.grid.columns + scenario.grid.columns // 2)
    began = time.process_time()
    while not painter.advance(camera, 1000):
        pass
    painted = 1000 * (time.process_time() - began) / painter.painted
    steps = cycle([(5, 3)] * 12 + [(-5, -3)] * 12)

    def frame() -> None:
        camera.pan(*next(steps))
        painter.draw_ground(surface, camera, scenario.start, False)
        painter.draw_labels(surface, camera, stacks)
        painter.draw_counters(surface, camera, stacks)

    return painted, _spent(frame, 3 * FRAMES)[3 * FRAMES // 2]


def _battle() -> dict[str, float]:
    """Rest, hover with a unit selected, and orders in the battle that people play."""
    stage = Stage(load_scenario(SCENARIO), size=SIZE)
    battle = stage.battle
    began, passed = time.process_time(), 0
    while passed < 200_000:
        passed += 250
        if stage.app.tick(250) or stage.app.dirty:
            stage.draw()
    rest = 1000 * (time.process_time() - began) / passed
    battle.select(stage.front_unit())
    hexes = cycle(range(battle.match.scenario.grid.columns * 12, battle.match.scenario.grid.count, 5))
    hover = _spent(lambda: stage.point(next(hexes)), 4 * FRAMES)
    moves = islice(_moves(stage), FRAMES // 2)
    orders = sorted(_once(stage, move) for move in moves)
    stage.close()
    return {"rest_share": rest, "hover_ms": hover[-len(hover) // 20], "order_ms": orders[-2]}


def _moves(stage: Stage) -> Iterator[Move]:
    """Legal moves of one unit after the other."""
    for unit in stage.battle.situation.own:
        view = stage.battle.match.view(stage.battle.side)
        costs = view.reach(unit)
        move = view.path(unit, max(costs, key=lambda h: costs[h])) if costs else None
        if move is not None:
            yield move


def _once(stage: Stage, move: Move) -> float:
    """CPU milliseconds of an order and the frame that shows it."""
    began = time.process_time()
    stage.battle.order(move)
    stage.draw()
    return 1000 * (time.process_time() - began)


def _computer() -> dict[str, float]:
    """The longest time between two frames while the computer plays its half-turn, in ms of the clock."""
    from game.ai.players import load_player

    stage = Stage(load_scenario(SCENARIO), turn=2, size=SIZE)
    match = stage.battle.match
    match.apply(END_TURN)
    computer = Computer(match, {match.side: load_player("greedy", 1)})
    gaps, before = [], time.perf_counter()
    while not computer.over:
        stage.battle.camera.pan(3, 2)
        stage.draw()
        time.sleep(0.002)
        now = time.perf_counter()
        gaps.append(1000 * (now - before))
        before = now
    stage.close()
    return {"computer_frame_ms": float(np.quantile(gaps, 0.99)), "computer_frame_worst_ms": max(gaps)}


TITLE = """
import gc

gc.disable()
import time

from game.commands import play
from game.ui.app import App

App.loop = lambda app: print(time.process_time())
play.has_display = lambda: True
play.title(None)
"""
"""What main.py does until the window shows its first frame and begins to wait for somebody."""


def _title() -> dict[str, float]:
    """CPU seconds from the start of the program to the title's first frame."""
    command, quiet = [sys.executable, "-c", TITLE], os.environ | {"SDL_VIDEODRIVER": "dummy"}
    told = [subprocess.run(command, check=True, cwd=ROOT.parent, capture_output=True, env=quiet).stdout for _ in range(3)]
    return {"title_seconds": min(float(words.split()[-1]) for words in told)}
