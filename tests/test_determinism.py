"""The same seed gives the same battle: whatever plays it, wherever, compiled or not.

`PYTHONPATH=. python tests/test_determinism.py SCENARIO PLAYER SEED DAYS` prints the digest of one game played so far.
When a rule changes, so do the golden digests: they are what `simulate` prints for twenty games with seed 1.
"""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from headless import simulate

from game.ai import duel, players
from game.lab.simulate import summary
from game.lab.table import Table, seeds_of
from game.match import Match
from game.rules import field
from game.scenario.load import Scenario, load_scenario
from game.state import TURNS

ROOT = Path(__file__).parent.parent
ALL_DAYS = 1000

GOLDEN = {"mirror": "782046b8281036ad", "flanks_of_may": "846193c584383b60"}
"""Digest of all final states of GAMES games, greedy against greedy, seed 1."""
GAMES = 20


@functools.cache
def scenario(name: str) -> Scenario:
    """A scenario, read once."""
    return load_scenario(name)


@functools.cache
def table(name: str) -> Table:
    """What compiled games of a scenario are played with."""
    battle = scenario(name)
    return Table(battle, field.fix(battle.ground, battle.rules, battle.roster))


def by_duel(name: str, player: str, seed: int, days: int) -> str:
    """The digest of a compiled game after some days, a player against itself."""
    results = np.zeros((1, duel.RESULT_COLUMNS), dtype=np.int64)
    who = duel.PLAYERS.index(player)
    turns = min(days, int(scenario(name).roster.terms[TURNS]))
    table(name).play((who, who), np.array([seed], dtype=np.int64), results, turns)
    return f"{int(results[0, duel.R_DIGEST]) % 2**64:016x}"


def by_match(name: str, player: str, seed: int, days: int) -> str:
    """The digest of the same game played order by order through a match."""
    match = Match(scenario(name), seed)
    both = [players.CompiledPlayer(player, seed) for _ in range(2)]
    while match.outcome is None and match.turn <= days:
        players.play_half_turn(match, both[match.side])
    return match.digest


def by_process(name: str, player: str, seed: int, days: int, **environment: str) -> str:
    """The digest of the same game played in a process of its own."""
    words = [sys.executable, str(Path(__file__)), name, player, str(seed), str(days)]
    told = subprocess.run(
        words, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **environment}, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr
    return told.stdout.strip()


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_digests(name: str) -> None:
    """These games have been played before, on other machines."""
    run = simulate(scenario(name), GAMES, 1, ("greedy", "greedy"))
    assert summary(run)["digest"] == GOLDEN[name]


@pytest.mark.parametrize("name", GOLDEN)
def test_the_number_of_workers_changes_nothing(name: str) -> None:
    """One or two or five, also if they have unequal shares."""
    runs = [simulate(scenario(name), 23, 7, ("greedy", "random"), workers) for workers in (1, 2, 5)]
    assert all(np.array_equal(runs[0].results, run.results) for run in runs[1:])


def test_a_game_does_not_depend_on_those_before_it() -> None:
    """The tenth game of a run, played alone."""
    run = simulate(scenario("mirror"), 10, 3, ("greedy", "greedy"))
    seed = int(seeds_of(3, 10)[9])
    assert by_duel("mirror", "greedy", seed, ALL_DAYS) == f"{int(run.results[9, duel.R_DIGEST]) % 2**64:016x}"


@pytest.mark.parametrize("name", GOLDEN)
def test_the_command_line_in_a_process_of_its_own(name: str) -> None:
    """`simulate --json` prints the golden digest too."""
    words = [sys.executable, "main.py", "simulate", name, "-n", str(GAMES), "--seed", "1", "--json"]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["digest"] == GOLDEN[name]


@pytest.mark.parametrize("player", ["greedy", "random"])
@pytest.mark.parametrize(("name", "days", "seeds"), [("mirror", ALL_DAYS, (1, 2, 3)), ("flanks_of_may", 2, (1, 2))])
def test_a_match_goes_as_the_compiled_duel(name: str, days: int, seeds: tuple[int, ...], player: str) -> None:
    """Order by order through the one door, or whole in one call."""
    for seed in seeds:
        assert by_match(name, player, seed, days) == by_duel(name, player, seed, days), seed


@pytest.mark.parametrize("player", ["greedy", "random"])
@pytest.mark.parametrize(("name", "days"), [("mirror", ALL_DAYS), ("flanks_of_may", 2)])
def test_uncompiled_it_is_the_same_game(name: str, days: int, player: str) -> None:
    """Plain Python counts like the compiler's whole numbers."""
    assert by_process(name, player, 5, days, GAME_JIT="0") == by_duel(name, player, 5, days)


@pytest.mark.long
def test_uncompiled_the_whole_battle_is_the_same() -> None:
    """All 14 days of it."""
    name = "flanks_of_may"
    assert by_process(name, "greedy", 5, ALL_DAYS, GAME_JIT="0") == by_duel(name, "greedy", 5, ALL_DAYS)


def test_other_seeds_give_other_games() -> None:
    """Or nothing above would mean anything."""
    digests = {by_duel("mirror", "greedy", seed, ALL_DAYS) for seed in range(50)}
    assert len(digests) == 50


if __name__ == "__main__":
    print(by_duel(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
