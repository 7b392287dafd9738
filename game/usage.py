"""What can be typed: the commands of the program with their options, and how a wrong word is answered."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from game.diagnostics import nearest

DEFAULT_SCENARIO = "flanks_of_may"
GOOD, BAD_INPUT, WRONG_USAGE, LIMIT_NOT_MET, DIGESTS_DIFFER, INTERRUPTED = 0, 1, 2, 4, 5, 130
"""How the program ends."""
DICE = ("2d6", "steady", "fixed")
SCALES = (12, 18, 26, 36, 46, 70, 112)
"""Pixels to the kilometre that maps are drawn at: the zoom steps of the window."""
OVERLAYS = "supply capacity fire fatigue evacuation criticality threat intel sight range claims".split()


class UsageError(Exception):
    """A command line that asks for something there is not."""


class _Parser(argparse.ArgumentParser):
    """argparse, but an error is raised, and a wrong word is answered with the nearest right one."""

    def error(self, message: str) -> NoReturn:
        found = re.search(r"invalid choice: '?(.*?)'? \(choose from (.*)\)", message)
        if found:
            word, choices = found.group(1), re.findall(r"[\w-]+", found.group(2))
            hint = nearest(word, choices) or f"It is one of {', '.join(choices)}."
            message = f"{message[: found.start()]}there is no '{word[:40]}'. {hint}"
        raise UsageError(message[0].upper() + message[1:])


def _whole(least: int, most: int) -> Callable[[str], int]:
    """A parser of whole numbers within bounds."""

    def parse(text: str) -> int:
        if not re.fullmatch(r"-?[0-9]{1,19}", text) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"a whole number from {least} to {most} is wanted, not '{text[:30]}'")
        return int(text)

    return parse


def _size(text: str) -> tuple[int, int]:
    """A size in px, not smaller than a window can be."""
    found = re.fullmatch(r"(\d{3,5})x(\d{3,5})", text)
    if not found or not (1024 <= int(found[1]) <= 7680 and 600 <= int(found[2]) <= 4320):
        raise argparse.ArgumentTypeError(f"a size from 1024x600 to 7680x4320 is wanted, not '{text[:30]}'")
    return int(found[1]), int(found[2])


def parser_of() -> argparse.ArgumentParser:
    """Every command with its options."""
    about = "The Battle of Bakhmut, turn by turn: play it, edit it, simulate it by the thousand."
    parser = _Parser(prog="main.py", description=about)
    parser.set_defaults(command="")
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=_Parser)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(command=name)
        return made

    def seed(made: argparse.ArgumentParser) -> None:
        made.add_argument("--seed", type=_whole(0, 2**63 - 1), default=1, metavar="N", help="seed of the dice")

    def as_json(made: argparse.ArgumentParser) -> None:
        made.add_argument("--json", action="store_true", help="print one JSON value and nothing else")

    made = command("play", "Play a battle in the window.")
    made.add_argument("scenario", nargs="?", default=DEFAULT_SCENARIO, help="a name in scenarios/, or a path")
    made.add_argument("--side", choices=("ua", "ru", "both"), help="whom you play; ua if not given")
    made.add_argument("--ai", default="greedy", metavar="NAME", help="passive, random, greedy or FILE.py:Class")
    seed(made)
    made.add_argument("--dice", choices=DICE, help="the mode of the dice; that of the rules if not given")
    made.add_argument("--resume", type=Path, metavar="RECORD", help="go on with a record")

    made = command("edit", "Make or change a scenario in the window.")
    made.add_argument("scenario", nargs="?", help="a name in scenarios/, or a path; the list of scenarios if not given")

    made = command("simulate", "Play many games between two players and sum them up.")
    made.add_argument("scenario", help="a name in scenarios/, or a path")
    made.add_argument("-n", type=_whole(1, 10_000_000), default=100, metavar="GAMES", help="how many games")
    seed(made)
    for side in ("ua", "ru"):
        made.add_argument(f"--{side}", default="greedy", metavar="AI", help="passive, random, greedy or FILE.py:Class")
    made.add_argument("--dice", choices=DICE, help="the mode of the dice; that of the rules if not given")
    made.add_argument("--workers", type=_whole(1, 256), default=os.cpu_count() or 1, metavar="N", help="threads")
    made.add_argument("--out", type=Path, metavar="DIR", help="a folder for games.csv and summary.json")
    as_json(made)

    made = command("replay", "Look at a record in the window, or say whether it goes the same way again.")
    made.add_argument("record", type=Path, help="a record of a match")
    made.add_argument("--verify", action="store_true", help="tell nothing but the verdict")
    made.add_argument("--report", type=Path, metavar="FILE.html", help="write a report on a match that is over")
    made.add_argument("--lang", choices=("en", "uk"), default="en", help="the language of the report")
    as_json(made)

    made = command("render", "Draw the map of a scenario, or of a day of a record, into a PNG file.")
    made.add_argument("source", metavar="SCENARIO|RECORD", help="a scenario, or a record of a match")
    made.add_argument("-o", type=Path, required=True, metavar="FILE.png", dest="output", help="the picture")
    made.add_argument("--turn", type=_whole(1, 200), metavar="N", help="the day of a record; its last if not given")
    made.add_argument("--view", choices=("ua", "ru", "all"), default="all", help="whose picture")
    made.add_argument("--overlay", choices=OVERLAYS, help="what of that side's supply, roads and units to draw over it")
    made.add_argument("--lang", choices=("en", "uk"), default="en", help="the language of names and words")
    made.add_argument("--scale", type=int, choices=SCALES, default=46, help="pixels to the kilometre")

    made = command("shot", "Draw a screen of the game into a PNG file, without a display.")
    made.add_argument("screen", nargs="?", help="the name of a screen")
    made.add_argument("--list", action="store_true", help="name the screens")
    made.add_argument("-o", type=Path, metavar="FILE.png", dest="output", help="the picture")
    made.add_argument("--size", type=_size, default=(1600, 900), metavar="WxH", help="1600x900 if not given")
    made.add_argument("--lang", choices=("en", "uk"), default="en", help="the language of the screen")
    made.add_argument("--scenario", default=DEFAULT_SCENARIO, metavar="NAME", help="the battle that is played")
    made.add_argument("--turn", type=_whole(1, 200), default=1, metavar="N", help="its day; the computer played before")
    made.add_argument("--text", type=_whole(80, 250), default=100, metavar="PERCENT", help="the size of text")

    made = command("graph", "Write what a side knows as a graph that networkx and others read.")
    made.add_argument("source", metavar="SCENARIO|RECORD", help="a scenario, or a record of a match")
    made.add_argument("-o", type=Path, required=True, metavar="FILE", dest="output", help="FILE.graphml or FILE.json")
    made.add_argument("--turn", type=_whole(1, 200), metavar="N", help="the day of a record; its last if not given")
    made.add_argument("--view", choices=("ua", "ru", "all"), default="all", help="whose picture")

    made = command("check", "List every error and warning in scenario, rules, weights and record files.")
    made.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files to look at")
    as_json(made)

    made = command("fmt", "Bring scenario, rules and weights files to their canonical form; comments are kept.")
    made.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files to write anew")
    made.add_argument("--check", action="store_true", help="write nothing; name what is not in it and end with 4")

    made = command("upgrade", "Bring a scenario of an older format up to this one; what changes is shown first.")
    made.add_argument("file", type=Path, metavar="FILE", help="the scenario")
    made.add_argument("--write", action="store_true", help="write it without asking")

    command("schema", "Write the JSON Schemas of scenarios, rules and weights, and the reference of the format.")

    made = command("survey", "Make a map from geographic data: the skeleton of a scenario.")
    made.add_argument("--box", required=True, metavar="S,W,N,E", help="the box in degrees: --box=S,W,N,E")
    made.add_argument("--geo", type=Path, required=True, metavar="DIR", help="the folder with the geographic data")
    made.add_argument("--control", type=Path, metavar="FILE.geojson", help="polygons of control")
    made.add_argument("--date", metavar="D", help="the day of the polygons, YYYY-MM-DD")
    made.add_argument("-o", type=Path, required=True, metavar="FILE.yaml", dest="output", help="the scenario")

    made = command("bench", "Measure the speed of this build on this machine.")
    made.add_argument("--window", action="store_true", help="the speed of the window, not of the rules")
    as_json(made)
    return parser
