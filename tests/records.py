"""Records of matches that were played without a recorder."""

from __future__ import annotations

from pathlib import Path

from game.match import Match
from game.record import Recorder


def write_record(path: Path, match: Match, players: dict[str, str]) -> None:
    """Play a match again before a recorder."""
    replayed = Match(match.scenario, match.seed)
    recorder = Recorder(path, replayed, players)
    replayed.listeners.append(recorder)
    for step in match.steps:
        replayed.apply(step.order)
    recorder.close()
