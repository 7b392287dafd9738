"""Compiles every kernel once for a fresh machine, on two processes, so that nothing compiles while a game runs.

Compiling holds the interpreter, so children do it and leave the results in the cache folder; the parent only loads
them. Kernels that others call come first: what one child has compiled, the other finds on disk.
"""

from __future__ import annotations

import selectors
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from game import state
from game.ai import duel, greedy, gunner, random, steward
from game.ai.mind import new_mind
from game.ai.weights import WEIGHT_NAMES
from game.dice import mix, seeded
from game.events import new_log
from game.jit import COMPILED, FOLDER, ROOT
from game.orders import ORDER_WIDTH
from game.rules import (
    assault, breakout, claims, combat, condition, dawn, drones, encirclement, field, fires, interdiction, logistics,
    missions, movement, network, postures, reactions, recon, relief, retreat, signature, supply, turn, victory,
)  # fmt: skip
from game.scenario.load import load_scenario
from game.terms import new_terms

Progress = Callable[[int, int], None]
"""Told how many of how many kernels are done."""
Halves = tuple[list[tuple[Any, str]], list[tuple[Any, str]]]
"""Kernels for each of two processes, with the names of their arguments."""

_MARK = "complete"
SAMPLE = "mirror"
"""The scenario whose arrays stand for those of any other: types are all that counts."""


class _Sample:
    """Arguments of the right types for every kernel, by the names the rules use for them."""

    def __init__(self) -> None:
        scenario = load_scenario(SAMPLE)
        self.fixed = field.fix(scenario.ground, scenario.rules, scenario.roster)
        self.state, self.scratch = state.copy(scenario.start), field.new_scratch(self.fixed)
        self.net = network.new_net(self.fixed)
        self.bits = np.uint64(0)
        self.order, self.why = np.zeros(ORDER_WIDTH, dtype=np.int64), np.zeros(4, dtype=np.int64)
        self.dice, self.terms, self.log = seeded(0), new_terms(), new_log(0)
        self.mind = new_mind(self.fixed, [0] * len(WEIGHT_NAMES))
        self.minds, self.work = np.stack([self.mind, self.mind]), np.zeros((30, 64), dtype=np.int64)
        self.players, self.seeds = np.zeros(2, dtype=np.int64), np.zeros(1, dtype=np.int64)
        self.march, self.extras = self.fixed.march[0, 0], np.zeros(1, dtype=np.int64)
        self.arcs, self.edges, self.hexes = self.fixed.board.arcs, self.state.edges, self.state.hexes
        self.zones, self.sums = self.scratch.hexes[field.ZONES], np.zeros(1, dtype=np.int64)
        self.results = np.zeros((1, duel.RESULT_COLUMNS), dtype=np.int64)
        self.heat = np.zeros((0, duel.HEAT_COLUMNS), dtype=np.int64)
        days, marks = np.zeros((0, 0, 0), dtype=np.int64), np.zeros(0, dtype=np.int64)
        self.ledger = duel.Ledger(self.results, days, self.heat, np.zeros((0, 2, 0), dtype=np.int64), marks, marks)

    def arguments(self, names: str) -> list[Any]:
        """Values for names such as "fixed state scratch u order log"; any other name is a whole number."""
        named = {"surely": True, "believed": self.state, "start": self.state, "spare": self.state, "row": self.results[0]}
        return [named.get(name, getattr(self, name, 0)) for name in names.split()]


_FSS = "fixed state scratch"
_PLAYER = f"{_FSS} mind dice order"

FOR_KERNELS: Halves = (
    [
        (combat.weigh, f"{_FSS} order terms"),
        (combat.expect, "fixed scratch"),
        (assault.check_assault, f"{_FSS} order why"),
        (movement.reach, f"{_FSS} u"),
        (movement.path_to, "fixed scratch order h"),
        (breakout.find_way_out, f"{_FSS} u order"),
        (breakout.check_breakout, f"{_FSS} order why"),
        (relief.check_relief, f"{_FSS} order why"),
        (encirclement.check_summons, f"{_FSS} order why"),
        (interdiction.check_interdiction, f"{_FSS} order why"),
        (missions.check_mission, f"{_FSS} order why"),
        (drones.check_flight, "fixed state order why"),
        (gunner.scout, f"{_FSS} mind order why"),
        (steward.keep_house, f"{_FSS} mind order why"),
        (steward.settle_down, f"{_FSS} mind order why"),
        (greedy.choose_greedy, f"{_FSS} mind order terms why"),
        (random.choose_random, f"{_PLAYER} why"),
        (turn.check_order, f"{_FSS} order why"),
        (duel.choose, f"s {_PLAYER} terms why"),
        (duel.count_pocketed, "fixed state row"),
        (duel.note_day, "fixed state ledger s u"),
        (duel.sum_up, "fixed state row"),
    ],
    [
        (recon.look_around, f"{_FSS} u log"),
        (movement.relocate, f"{_FSS} u n log"),
        (recon.mask, "fixed state s believed"),
        (recon.patch, f"{_FSS} s believed scratch"),
        (fires.fire_all, f"{_FSS} order s dice log"),
        (signature.betray, f"{_FSS} dice log"),
        (missions.order_mission, f"{_FSS} order dice log"),
        (drones.fly, f"{_FSS} order dice log"),
        (recon.reconnoitre, f"{_FSS} s log"),
        (supply.trace, f"{_FSS} s"),
        (logistics.solve, f"{_FSS} net s"),
        (logistics.logistics, f"{_FSS} net spare s log"),
        (encirclement.pockets, f"{_FSS} s"),
        (encirclement.count_dusks, f"{_FSS} s"),
        (encirclement.close_pockets, f"{_FSS} s dice log"),
        (breakout.break_out, f"{_FSS} u h dice log"),
        (movement.march_unit, f"{_FSS} order log"),
        (retreat.retreat_hex, f"{_FSS} u order count"),
        (assault.resolve_assault, f"{_FSS} order dice terms log"),
        (reactions.order_assault, f"{_FSS} order dice terms log"),
        (turn.resolve_order, f"{_FSS} order dice terms log"),
        (condition.recover, f"{_FSS} s dice log"),
        (victory.count_dusk, _FSS),
        (dawn.dawn, f"{_FSS} dice log"),
        (turn.begin, f"{_FSS} net spare dice log"),
        (turn.end_half_turn, f"{_FSS} net spare dice log"),
        (field.digest, "state"),
    ],
)
"""What the two processes compile for other kernels to call, callees first."""

FOR_PYTHON: Halves = (
    [
        (
            duel.play_batch,
            "fixed start state believed scratch scratch net players minds seeds turns work log ledger",
        ),
        (assault.take_probing, "state scratch order"),
        (breakout.find_way_out, f"{_FSS} u order"),
        (breakout.in_zone, "fixed scratch s h n"),
        (breakout.passable, f"{_FSS} u a n"),
        (breakout.share_lost, "fixed state u by_day"),
        (claims.will_for_morale, "fixed state s"),
        (combat.attack_strength, "fixed state u n"),
        (combat.defence_strength, "fixed state u"),
        (condition.base_of_morale, "fixed state u"),
        (condition.change_of_fatigue, f"{_FSS} u"),
        (condition.change_of_morale, f"{_FSS} u"),
        (condition.exhaustion, "fixed state s"),
        (drones.chance_percent, "fixed state h"),
        (drones.jammed, "fixed state h"),
        (drones.loss_percent, "fixed state h"),
        (drones.sorties_left, "fixed state u"),
        (encirclement.add_up, f"{_FSS} s number sums"),
        (encirclement.count_dusks, f"{_FSS} s"),
        (encirclement.is_enclosed, f"{_FSS} s number"),
        (encirclement.pockets, f"{_FSS} s"),
        (encirclement.surrender_chance, f"{_FSS} s number sums"),
        (field.effect_row, "state u"),
        (field.held_by, "fixed scratch h"),
        (field.in_contact, f"{_FSS} u"),
        (field.is_built_up, "fixed h"),
        (fires.loss_permille, "fixed state h effective"),
        (fires.noticed_lately, f"{_FSS} s h"),
        (fires.observation, f"{_FSS} s h"),
        (fires.shelter, "fixed state h"),
        (interdiction.rounds_to_interdict, "fixed u"),
        (logistics.has_aid, "fixed state s h"),
        (missions.expected, f"{_FSS} u h rounds scoot"),
        (missions.is_observed, f"{_FSS} s h"),
        (missions.rounds_for_smoke, "fixed u"),
        (movement.arc_points, "march extras arcs edges hexes zones s h a"),
        (movement.step_cost, f"{_FSS} u h a spent"),
        (postures.attack_percent, "fixed state u"),
        (postures.defence_percent, "fixed state u"),
        (recon.in_sight_from, "fixed state h"),
        (recon.stands_within, "fixed scratch s h n"),
        (recon.watches, f"{_FSS} s h"),
        (relief.riders, "fixed state u"),
        (signature.found_permille, "fixed state u rounds scoot"),
        (supply.trace, f"{_FSS} s"),
        (victory.connect, f"{_FSS} s"),
        (victory.people_lost, "state s"),
        (victory.points, "fixed state s"),
    ],
    [
        (turn.begin, f"{_FSS} net spare dice log"),
        (turn.end_half_turn, f"{_FSS} net spare dice log"),
        (turn.check, f"{_FSS} order why"),
        (turn.resolve, f"{_FSS} order dice terms log"),
        (movement.reach, f"{_FSS} u"),
        (movement.path_to, "fixed scratch order h"),
        (field.has_room, f"{_FSS} u h"),
        (field.lay_out, _FSS),
        (field.digest, "state"),
        (recon.mask, "fixed state s believed"),
        (logistics.solve, f"{_FSS} net s"),
        (logistics.logistics, f"{_FSS} net spare s log"),
        (logistics.use_up, "fixed state s"),
        (logistics.wants, f"{_FSS} u good"),
        (logistics.pick_up, f"{_FSS} h"),
        (logistics.risk_of, "net r"),
        (field.set_zones, "fixed state"),
        (field.arc_between, "fixed h n"),
        (field.distance, "fixed h n"),
        (field.steps_of, "fixed people"),
        (field.origin, "fixed a"),
        (movement.crossing, "fixed state mobility a"),
        (movement.bridged, "state e"),
        (supply.mark_open, f"{_FSS} s"),
        (combat.weigh, f"{_FSS} order terms"),
        (combat.ways_of, "fixed n"),
        (fires.prep_losses, f"{_FSS} order s"),
        (fires.defence_losses, f"{_FSS} order s"),
        (reactions.bring_reserve, f"{_FSS} order log"),
        (reactions.meet_assault, f"{_FSS} order dice terms log"),
        (reactions.find_counter, f"{_FSS} order surely"),
        (claims.worth_of_claim, "fixed state s"),
        (claims.is_news, "state s h"),
        (duel.choose, f"s {_PLAYER} terms why"),
        (duel.add_heat, "state heat"),
        (duel.count_pocketed, "fixed state row"),
        (duel.note_day, "fixed state ledger s u"),
        (duel.sum_up, "fixed state row"),
        (mix, "bits"),
    ],
)
"""What matches, views, studies, simulations and the window call."""

STAGES = (FOR_KERNELS, FOR_PYTHON)


def is_warm() -> bool:
    """Whether every kernel has been compiled on this machine."""
    return not COMPILED or (FOLDER / _MARK).exists()


def warm_up(progress: Progress = lambda done, steps: None) -> None:
    """Compile what is not compiled yet; about a minute on two cores the first time, nothing later.

    Raises RuntimeError if a child fails.
    """
    if is_warm():
        return
    kernels = sum(len(half) for stage in STAGES for half in stage)
    done = 0
    progress(done, kernels)
    for stage in range(len(STAGES)):
        children = [_start(stage, half) for half in (0, 1)]
        with selectors.DefaultSelector() as waiting:
            for child in children:
                assert child.stdout is not None
                waiting.register(child.stdout, selectors.EVENT_READ)
            while waiting.get_map():
                for key, _ in waiting.select():
                    if key.fileobj.readline():  # type: ignore[union-attr]
                        done += 1
                        progress(done, kernels)
                    else:
                        waiting.unregister(key.fileobj)
        for child in children:
            _, errors = child.communicate()
            if child.returncode:
                raise RuntimeError(errors)
    (FOLDER / _MARK).touch()


def _start(stage: int, half: int) -> subprocess.Popen[str]:
    """A child that compiles one half of a stage and writes a line for every kernel that is done."""
    command = [sys.executable, "-c", f"from game.ai.warm import compile_half; compile_half({stage}, {half})"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, cwd=ROOT.parent, text=True, bufsize=0)


def compile_half(stage: int, half: int) -> None:
    """Compile one half of a stage, saying so after each kernel."""
    sample = _Sample()
    for kernel, names in STAGES[stage][half]:
        kernel.prepare(sample.arguments(names), inner=stage == 0)
        print(kernel.__name__, flush=True)
