"""Where games are played: everything one worker needs to play games of a scenario in compiled calls, and their seeds."""

from __future__ import annotations

import numpy as np

from game.ai import duel
from game.ai.mind import new_mind
from game.ai.weights import weights
from game.dice import mix
from game.events import new_log
from game.rulebook import DICE_MODE, DICE_MODES
from game.rules import field, network
from game.rules.field import Fixed
from game.scenario.load import Scenario
from game.state import SIDES, TURNS, Ints, copy


def seeds_of(seed: int, games: int, begin: int = 0) -> Ints:
    """The seeds of games of a run from one on, none negative, each a function of the run's seed and its own number.

    (games,) int64.
    """
    first = mix(np.uint64(seed % 2**63))
    return np.array([int(mix(first ^ np.uint64(g))) >> 1 for g in range(begin, begin + games)], dtype=np.int64)


def new_results(games: int) -> Ints:
    """Room for what games come to; see duel.R_*; (games, RESULT_COLUMNS) int64."""
    return np.zeros((games, duel.RESULT_COLUMNS), dtype=np.int64)


def new_heat(fixed: Fixed) -> Ints:
    """Nothing fought for yet: (H, HEAT_COLUMNS) int64."""
    return np.zeros((len(fixed.board.hexes), duel.HEAT_COLUMNS), dtype=np.int64)


def plain_ledger(results: Ints, heat: Ints) -> duel.Ledger:
    """Results and heat alone: nothing is written down by day."""
    days, holding = np.zeros((0, 0, 0), dtype=np.int64), np.zeros((0, 2, 0), dtype=np.int64)
    none = np.zeros(0, dtype=np.int64)
    return duel.Ledger(results, days, heat, holding, none, none)


def fixed_of(scenario: Scenario, dice: str | None = None) -> Fixed:
    """The facts of a scenario, of the caller's own, with other dice than those of the rules if they are named."""
    fixed = field.copied(scenario.fixed)
    fixed.rules.numbers[DICE_MODE] = DICE_MODES.index(dice or scenario.rules.file.combat.dice)
    return fixed


class Table:
    """Everything one worker needs to play games of a scenario in compiled calls."""

    def __init__(self, scenario: Scenario, fixed: Fixed) -> None:
        self.fixed = fixed
        self.start = scenario.start
        self.state, self.believed = copy(scenario.start), copy(scenario.start)
        self.scratch, self.theirs = field.new_scratch(fixed), field.new_scratch(fixed)
        self.net = network.new_net(fixed)
        self.minds = np.stack([new_mind(fixed, weights()) for _ in SIDES])
        self.work = np.zeros((30, 64), dtype=np.int64)
        self.log = new_log(0)
        self.heat = new_heat(fixed)
        """What was fought for in all games played at this table; see duel.HEAT_*."""

    def play(self, who: tuple[int, int], seeds: Ints, results: Ints, turns: int | None = None) -> None:
        """Play a game for each seed, to its end or through some days, into its row of results."""
        self.play_into(who, seeds, plain_ledger(results, self.heat), turns)

    def play_into(self, who: tuple[int, int], seeds: Ints, ledger: duel.Ledger, turns: int | None = None) -> None:
        """Play a game for each seed, to its end or through some days, and write it all down."""
        turns = int(self.fixed.roster.terms[TURNS]) if turns is None else turns
        duel.play_batch(
            self.fixed, self.start, self.state, self.believed, self.scratch, self.theirs, self.net,
            np.array(who, dtype=np.int64), self.minds, seeds, turns, self.work, self.log, ledger,
        )  # fmt: skip
