"""bench: the speed of this build."""

from __future__ import annotations

import argparse
import os

from game.commands.common import print_json, warm_up
from game.usage import GOOD, LIMIT_NOT_MET, as_json

NAME = "bench"
ABOUT = "Measure the speed of this build on this machine."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("--window", action="store_true", help="the speed of the window, not of the rules")
    as_json(made)


def run(asked: argparse.Namespace) -> int:
    """Measure and print the figures: ends with 4 if a limit is not met."""
    warm_up()
    from game.lab import bench

    if asked.window:
        os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
        from game.ui import pace

        report = pace.measure()
    else:
        report = bench.measure()
    print_json(report) if asked.json else print(bench.as_text(report))
    return GOOD if report["passed"] else LIMIT_NOT_MET
