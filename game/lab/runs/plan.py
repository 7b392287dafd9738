"""What a run plays: versions of a battle, two players, a seed and a number of pairs.

The unit of work is the pair: one seed, the players' seats swapped in its second game, so that the luck of a pair favours
neither. The seed of a pair is a function of the run's seed and its number alone, so all versions share their luck. When
one player sits on both sides a pair is one game, because the second would repeat the first.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from game.ai import duel
from game.ai.players import is_one
from game.lab.settings.asked import apply
from game.scenario.load import Scenario
from game.state import TURNS, Ints

Settings = tuple[tuple[str, float], ...]
"""What was set to what: paths into a scenario or its rules, as `--set` takes them, with a value each."""

Layout = tuple[tuple[str, ...], Ints, Ints]
"""Names of the sectors of a battle, the sector of each hex (H,) int64, and the marked days (marks,) int64."""

PAIRS_OF_A_BATCH = 20
"""Pairs that compiled players play in one call."""


@dataclass(frozen=True)
class Arm:
    """One version of the battle, as texts: all that its games depend on but players and seed."""

    name: str
    scenario_id: str
    scenario_text: str
    rules_text: str
    settings: Settings = ()
    made: Scenario | None = field(default=None, compare=False, repr=False)
    """The battle itself, if whoever made the arm had it; never sent elsewhere."""

    def __getstate__(self) -> dict[str, object]:
        """What is sent to other processes: the texts."""
        return self.__dict__ | {"made": None}

    @property
    def digest(self) -> str:
        """Hash of everything in it but its name."""
        total = hashlib.blake2b(digest_size=8)
        for text in (self.scenario_id, self.scenario_text, self.rules_text, json.dumps(self.settings)):
            total.update(text.encode() + b"\0")
        return total.hexdigest()

    @property
    def scenario(self) -> Scenario:
        """The battle; built from the texts if it was not given, the last ones being remembered. Raises BadInput."""
        return self.made or _built(self)


def arm_of(scenario: Scenario, name: str = "", settings: Settings = ()) -> Arm:
    """A version of a battle that was read from its file, by the rules it was read with."""
    made = None if settings else scenario
    return Arm(name or scenario.id, scenario.id, scenario.text, scenario.rules.text, settings, made)


@functools.lru_cache(maxsize=64)
def _built(arm: Arm) -> Scenario:
    return apply(arm.scenario_id, arm.scenario_text, arm.rules_text, arm.settings)


@dataclass(frozen=True)
class Task:
    """A batch to be played: pairs of one arm."""

    arm: int
    first: int
    """Its first pair."""
    pairs: int


@dataclass(frozen=True)
class Plan:
    """What a run plays; nothing in it depends on how or where it is played."""

    command: str
    """The command it is for."""
    arms: tuple[Arm, ...]
    players: tuple[str, str]
    """A and B, by name or FILE.py:Class; in the first game of a pair A plays Ukraine."""
    seed: int
    pairs: int
    """Pairs of each arm, at most."""
    dice: str | None = None
    """The mode of the dice if it is not that of the rules."""
    turn_seconds: float = 10.0
    """What a player from a file may take for a half-turn."""
    swapped: bool = True
    """Whether the players' seats are swapped in the second game of a pair."""
    question: dict[str, object] = field(default_factory=dict)
    """What the command asks of the games, such as its limits; part of what must not change."""
    made_with: dict[str, str] | None = None
    """Hashes of the players' files, the kernels and the weights with which a run that was read was made."""

    @property
    def seats(self) -> int:
        """Games of a pair: two with the seats swapped, one if the same player has both."""
        return 2 if self.swapped and not is_one(*self.players) else 1

    @property
    def is_compiled(self) -> bool:
        """Whether both players are the computer's own."""
        return all(player in duel.PLAYERS for player in self.players)

    @property
    def batch(self) -> int:
        """Pairs of a batch: players from files take a batch a pair."""
        return PAIRS_OF_A_BATCH if self.is_compiled else 1

    def tasks(self) -> Iterator[Task]:
        """Every batch: the same pairs of two arms, then the next pairs; of more arms one after another.

        Two are compared while they are played; of many each is built and laid out once.
        """
        batches = [Task(0, first, min(self.batch, self.pairs - first)) for first in range(0, self.pairs, self.batch)]
        if len(self.arms) > 2:
            return (replace(task, arm=arm) for arm in range(len(self.arms)) for task in batches)
        return (replace(task, arm=arm) for task in batches for arm in range(len(self.arms)))

    def number(self, arm: int, pair: int, seat: int) -> int:
        """The number of a game."""
        return (pair * len(self.arms) + arm) * self.seats + seat

    def place(self, game: int) -> tuple[int, int, int]:
        """(arm, pair, seat) of a game."""
        rest, seat = divmod(game, self.seats)
        pair, arm = divmod(rest, len(self.arms))
        return arm, pair, seat

    def seated(self, seat: int) -> tuple[str, str]:
        """Who plays Ukraine and who Russia."""
        a, b = self.players
        return (a, b) if seat == 0 else (b, a)

    @property
    def called(self) -> tuple[str, str]:
        """What A and B are called in sentences."""
        return called(self.players)

    def longer(self, pairs: int) -> Plan:
        """The same with another number of pairs."""
        return replace(self, pairs=pairs)


def called(players: tuple[str, str]) -> tuple[str, str]:
    """What two players are called: one from a file by file and class, wherever it lies, if that tells them apart."""
    a, b = (Path(player).name for player in players)
    return players if a == b and players[0] != players[1] else (a, b)


def sectors_of(scenario: Scenario) -> tuple[tuple[str, ...], Ints]:
    """The parts of the map in which ground is counted: around each place that counts for victory, by nearest distance.

    Names of the places, at most 16, and the sector of each hex; (H,) int64. The first of two as near has the hex; a
    scenario without such places is one sector.
    """
    at = {place.id: place.hex for place in scenario.file.places}
    hexes: dict[str, int] = {}
    for objective in scenario.file.victory.places[:16]:
        h = scenario.grid.parse(at[objective.place])
        if h is not None:
            hexes[objective.place] = h
    found = np.zeros(scenario.grid.count, dtype=np.int64)
    if not hexes:
        return ("map",), found
    for h in range(scenario.grid.count):
        far = [scenario.grid.distance(h, place) for place in hexes.values()]
        found[h] = far.index(min(far))
    return tuple(hexes), found


def marks_of(scenario: Scenario) -> Ints:
    """The days after which it is written down who holds what: those that history tells of, and the last."""
    last = int(scenario.roster.terms[TURNS])
    days = {last} | {fact.day for fact in scenario.file.history if fact.day <= last}
    return np.array(sorted(days), dtype=np.int64)


def layout_of(scenario: Scenario) -> Layout:
    """Where and when it is written down who holds what."""
    return *sectors_of(scenario), marks_of(scenario)
