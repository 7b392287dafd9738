"""shot: a screen of the game as a picture."""

from __future__ import annotations

import argparse
import os
import re

from game.commands.common import load, warm_up, writing
from game.diagnostics import nearest
from game.usage import DEFAULT_SCENARIO, GOOD, UsageError, named, whole

NAME = "shot"
ABOUT = "Draw a screen of the game into a PNG file, without a display."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("screen", nargs="?", help="the name of a screen")
    made.add_argument("--list", action="store_true", help="name the screens")
    made.add_argument("-o", type=named, metavar="FILE.png", dest="output", help="the picture")
    made.add_argument("--size", type=_size, default=(1600, 900), metavar="WxH", help="1600x900 if not given")
    made.add_argument("--lang", choices=("en", "uk"), default="en", help="the language of the screen")
    made.add_argument("--scenario", default=DEFAULT_SCENARIO, metavar="NAME", help="the battle that is played")
    made.add_argument("--turn", type=whole(1, 200), default=1, metavar="N", help="its day; the computer played before")
    made.add_argument("--text", type=whole(80, 250), default=100, metavar="PERCENT", help="the size of text")


def run(asked: argparse.Namespace) -> int:
    """Draw a screen, or name those there are."""
    os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
    from game.ui import shot

    if asked.list:
        print("\n".join(f"{name:22}{about}" for name, about in shot.names()))
        return GOOD
    if asked.screen is None or asked.output is None:
        raise UsageError("A screen and -o FILE.png are wanted; --list names the screens.")
    if asked.screen not in shot.SCREENS:
        hint = nearest(asked.screen, list(shot.SCREENS)) or "shot --list names them."
        raise UsageError(f"There is no screen '{asked.screen[:40]}'. {hint}".rstrip())
    scenario = load(asked.scenario)
    warm_up()
    with writing(asked.output):
        shot.save(asked.screen, asked.output, scenario, asked.turn, asked.size, asked.lang, asked.text)
    return GOOD


def _size(text: str) -> tuple[int, int]:
    """A size in px, not smaller than a window can be."""
    found = re.fullmatch(r"(\d{3,5})x(\d{3,5})", text)
    if not found or not (1024 <= int(found[1]) <= 7680 and 600 <= int(found[2]) <= 4320):
        raise argparse.ArgumentTypeError(f"a size from 1024x600 to 7680x4320 is wanted, not '{text[:30]}'")
    return int(found[1]), int(found[2])
