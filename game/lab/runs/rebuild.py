"""A game of a run, played again from its row: its scenario, rules, settings, players and seed are all that it takes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from game.ai.players import CompiledPlayer, play
from game.diagnostics import BadInput
from game.lab.runs.outside import followed
from game.lab.runs.store import Store
from game.match import Match
from game.record import write_record
from game.state import SIDES


@dataclass(frozen=True)
class Rebuilt:
    """A game played again."""

    match: Match
    players: tuple[str, str]
    """Who played Ukraine and Russia."""
    digest: str
    """Of the state in which the game ended when the run was made."""

    @property
    def same(self) -> bool:
        """Whether it ended in the same state again."""
        return self.match.digest == self.digest


def rebuild(store: Store, game: int) -> Rebuilt:
    """Play a game of a run again. Raises BadInput if the run has no such game, OrderError if orders of it are refused."""
    arm, pair, seat = store.plan.place(game)
    found = store.columns(["seed", "digest"], arm, pair, 1)
    if not len(found["seed"]):
        last = store.rows("SELECT count(*), min(game), max(game) FROM results")[0]
        message = f"The run has no game {game}."
        hint = f"It has {last[0]} games, numbered from {last[1]} to {last[2]}." if last[0] else "It has no games yet."
        raise BadInput.of(store.file, "L608", message, hint)
    seed, digest = int(found["seed"][seat]), int(found["digest"][seat])
    players = store.plan.seated(seat)
    scenario, orders = store.plan.arms[arm].scenario, store.record(game)
    if orders is not None:
        match = followed(scenario, seed, store.plan.dice, orders)
    else:
        match = Match(scenario, seed, store.plan.dice)
        play(match, (CompiledPlayer(players[0], seed), CompiledPlayer(players[1], seed)))
    return Rebuilt(match, players, f"{digest % 2**64:016x}")


def record_of(store: Store, game: int, folder: Path) -> tuple[Rebuilt, Path]:
    """A game of a run played again and written as a record, in a folder. Raises as `rebuild` does, or OSError."""
    rebuilt = rebuild(store, game)
    path = folder / f"game-{game}.record"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_record(rebuilt.match, path, dict(zip(SIDES, rebuilt.players, strict=True)))
    return rebuilt, path
