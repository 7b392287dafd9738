"""How balanced a scenario is while it is being edited: the same games after every edit, compared game by game.

The dice of a game are its own, whatever was edited, so two versions share their luck and what differs between them is the
edit. The games are those of `simulate` with the same seed and players.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from math import sqrt
from threading import Lock

import numpy as np

from game.ai import duel
from game.hexes import HEX_KM2
from game.lab.statistics import wilson
from game.lab.table import Table, fixed_of, new_heat, seeds_of
from game.rules.field import Fixed
from game.scenario.load import Scenario
from game.splices import Splice, Splices
from game.state import DRAW, LOSS_CAUSES, NOBODY, OWNER, TAKEN, UA_WINS, Ints

SEED = 1
"""The seed of `main.py simulate` if none is named."""
PLAYER = "greedy"
"""Who plays both sides."""
Stop = Callable[[], bool]
"""Asked between games; True ends the measuring."""

_WHO = (duel.PLAYERS.index(PLAYER), duel.PLAYERS.index(PLAYER))
_COMMENT = re.compile(r"^# balance:[^\n]*\n?", re.MULTILINE)


@dataclass(frozen=True, eq=False)
class Played:
    """What the games of one version of a scenario have come to so far; never changed, but replaced."""

    digest: str
    """Of the scenario."""
    results: Ints
    """A row a game; see duel.R_*; zeros for games that are not played yet; (games, RESULT_COLUMNS) int64."""
    done: Ints
    """1 for games that are played; (games,) int64."""
    fell: Ints
    """The day on which the weightiest place fell to the other side for good; 0 if it did not; (games,) int64."""
    heat: Ints
    """What was fought for in the games that are played; see duel.HEAT_*; (H, HEAT_COLUMNS) int64."""

    @property
    def games(self) -> int:
        """How many games are played."""
        return int(self.done.sum())


@dataclass(frozen=True, eq=False)
class Figures:
    """What an author reads from the games of a version."""

    games: int
    rate: float
    """Share of games that Ukraine wins, with its 95 % interval (Wilson)."""
    low: float
    high: float
    draws: float
    """Share of games drawn."""
    ground: tuple[float, float, float]
    """Km2 that became Ukraine's less those that became Russia's: tenth, median and ninetieth percentile."""
    losses: tuple[float, float]
    """Mean of people lost by Ukraine and by Russia."""
    falls: float
    """Share of games in which the weightiest place falls."""
    day: float
    """Median day of its fall; 0 if it never falls."""
    attacks: Ints
    """Assaults on each hex in all these games; (H,) int64."""


@dataclass(frozen=True)
class Change:
    """How much likelier Ukraine wins than in another version, in the games that both have played."""

    games: int
    rate: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether it is more than luck."""
        return self.low > 0 or self.high < 0


def measure(
    scenario: Scenario, games: int, before: Played | None = None, workers: int = 1, stop: Stop = lambda: False
) -> Iterator[Played]:
    """Play the games of a scenario that were not played before, on threads; what they have come to after every few.

    The last thing told has all of them, unless it is stopped.
    """
    fixed = fixed_of(scenario)
    if before is not None and before.digest == scenario.digest:
        games = max(games, len(before.done))
    board = _Board(scenario, fixed, games, before)
    spare = [Table(scenario, fixed) for _ in range(workers)]

    def play(g: int) -> None:
        if not stop():
            table = spare.pop()
            board.play(table, g)
            spare.append(table)

    with ThreadPoolExecutor(workers) as pool:
        left: set[Future[None]] = {pool.submit(play, int(g)) for g in np.flatnonzero(board.done == 0)}
        while left and not stop():
            over, left = wait(left, return_when=FIRST_COMPLETED)
            for future in over:
                future.result()
            yield board.so_far()
    if not stop():
        yield board.so_far()


class _Board:
    """Where the games of a version are written down as they end."""

    def __init__(self, scenario: Scenario, fixed: Fixed, games: int, before: Played | None) -> None:
        self.digest, self.place = scenario.digest, weightiest(scenario)
        self.seeds = seeds_of(SEED, games)
        self.results = np.zeros((games, duel.RESULT_COLUMNS), dtype=np.int64)
        self.done, self.fell = np.zeros(games, dtype=np.int64), np.zeros(games, dtype=np.int64)
        self.heat = new_heat(fixed)
        self._lock = Lock()
        if before is not None and before.digest == self.digest:
            known = slice(len(before.done))
            self.results[known], self.done[known], self.fell[known] = before.results, before.done, before.fell
            self.heat += before.heat

    def play(self, table: Table, g: int) -> None:
        """Play a game at a table of the caller's own."""
        row = np.zeros((1, duel.RESULT_COLUMNS), dtype=np.int64)
        table.heat[:] = 0
        table.play(_WHO, self.seeds[g : g + 1], row)
        with self._lock:
            self.results[g], self.fell[g], self.done[g] = row[0], _day_of_fall(table, self.place), 1
            self.heat += table.heat

    def so_far(self) -> Played:
        """What the games that have ended come to."""
        with self._lock:
            return Played(self.digest, self.results.copy(), self.done.copy(), self.fell.copy(), self.heat.copy())


def weightiest(scenario: Scenario) -> int:
    """The hex of the place worth most points over the battle, the first of equals; -1 if no place is worth any."""
    at = {place.id: place.hex for place in scenario.file.places}
    worth = {
        o.place: max(abs(v) for v in (o.held.ua, o.held.ru, *(scenario.file.calendar.turns * x for x in (
            o.stay.ua, o.stay.ru, o.left.ua, o.left.ru))))
        for o in scenario.file.victory.places
    }  # fmt: skip
    best = max(worth, key=lambda name: worth[name], default="")
    h = scenario.grid.parse(at[best]) if best and worth[best] else None
    return -1 if h is None else h


def _day_of_fall(table: Table, place: int) -> int:
    """The day on which a hex came to him who holds it at the end, if somebody else held it at the start."""
    if place < 0:
        return 0
    began, owner = int(table.start.hexes[place, OWNER]), int(table.state.hexes[place, OWNER])
    return int(table.state.hexes[place, TAKEN]) if owner not in (began, NOBODY) else 0


def figures(played: Played) -> Figures:
    """What the games that are played come to; all zeros of none."""
    rows, games = played.results[played.done == 1], played.games
    if not games:
        return Figures(0, 0.0, 0.0, 1.0, 0.0, (0.0, 0.0, 0.0), (0.0, 0.0), 0.0, 0.0, played.heat[:, duel.HEAT_ASSAULTS])
    wins = int((rows[:, duel.R_OUTCOME] == UA_WINS).sum())
    low, high = wilson(wins, games)
    p10, p50, p90 = (float(v) for v in np.percentile(rows[:, duel.R_NET] * HEX_KM2, [10, 50, 90]))
    causes = len(LOSS_CAUSES)
    lost = [float(rows[:, first : first + causes].sum(axis=1).mean()) for first in (duel.R_LOST_UA, duel.R_LOST_RU)]
    fell = played.fell[(played.done == 1) & (played.fell > 0)]
    return Figures(
        games, wins / games, low, high, float((rows[:, duel.R_OUTCOME] == DRAW).mean()), (p10, p50, p90),
        (lost[0], lost[1]), len(fell) / games, float(np.median(fell)) if len(fell) else 0.0,
        played.heat[:, duel.HEAT_ASSAULTS],
    )  # fmt: skip


def change(now: Played, before: Played) -> Change | None:
    """How much likelier Ukraine wins now, with the 95 % interval of pairs (Agresti and Min 2005); None without pairs."""
    shared = min(len(now.done), len(before.done))
    both = np.flatnonzero((now.done[:shared] == 1) & (before.done[:shared] == 1))
    if not len(both):
        return None
    won, had = (played.results[both, duel.R_OUTCOME] == UA_WINS for played in (now, before))
    gained, gone, games = int((won & ~had).sum()), int((had & ~won).sum()), len(both)
    b, c, n = gained + 0.5, gone + 0.5, games + 2
    middle, half = (b - c) / n, 1.959964 * sqrt(b + c - (b - c) ** 2 / n) / n
    return Change(games, (gained - gone) / games, max(-1.0, middle - half), min(1.0, middle + half))


def comment(played: Played, rules: str) -> str:
    """A result as a line of comment: the same for the same scenario, rules and number of games."""
    told = figures(played)
    rates = f"UA {100 * told.rate:.0f} % ({100 * told.low:.0f}-{100 * told.high:.0f}), draws {100 * told.draws:.0f} %"
    return f"# balance: {rates}, of {told.games} games, {PLAYER}, seed {SEED}, rules {rules}, scenario {played.digest}"


def with_comment(text: str, line: str) -> Splices:
    """The change of a scenario's text that writes a result at its head, in place of the one that stands there."""
    found = _COMMENT.search(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    if found is not None:
        old = found.group().rstrip("\r\n")
        return (Splice(found.start(), old, line),)
    at = text.index("\n") + 1 if text.startswith("# yaml-language-server") and "\n" in text else 0
    return (Splice(at, "", line + newline),)
