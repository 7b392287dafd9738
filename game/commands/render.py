"""render: the map as a picture."""

from __future__ import annotations

import argparse
import os

from game.commands.common import match_of, writing
from game.usage import GOOD, OVERLAYS, SCALES, UsageError, named, whole

NAME = "render"
ABOUT = "Draw the map of a scenario, or of a day of a record, into a PNG file."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("source", metavar="SCENARIO|RECORD", help="a scenario, or a record of a match")
    made.add_argument("-o", type=named, required=True, metavar="FILE.png", dest="output", help="the picture")
    made.add_argument("--turn", type=whole(1, 200), metavar="N", help="the day of a record; its last if not given")
    made.add_argument("--view", choices=("ua", "ru", "all"), default="all", help="whose picture")
    made.add_argument("--overlay", choices=OVERLAYS, help="what of that side's supply, roads and units to draw over it")
    made.add_argument("--lang", choices=("en", "uk"), default="en", help="the language of names and words")
    made.add_argument("--scale", type=int, choices=SCALES, default=46, help="pixels to the kilometre")


def run(asked: argparse.Namespace) -> int:
    """Draw the map as one side believes it, or as it is."""
    if asked.overlay and asked.view == "all":
        raise UsageError(f"--overlay {asked.overlay} shows what one side knows: add --view ua or --view ru.")
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    match = match_of(asked.source, asked.turn)
    from game.ui.shots import save_map

    with writing(asked.output):
        save_map(match, asked.view, asked.scale, asked.output, asked.lang, asked.overlay or "")
    return GOOD
