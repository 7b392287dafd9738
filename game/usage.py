"""What can be typed: options that several commands share, the parser of them all, how a wrong word is answered."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn, Protocol

from game.diagnostics import nearest

DEFAULT_SCENARIO = "flanks_of_may"
GOOD, BAD_INPUT, WRONG_USAGE, UNDECIDED, LIMIT_NOT_MET, DIGESTS_DIFFER, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130
"""How the program ends."""
DICE = ("2d6", "steady", "fixed")
SCALES = (12, 18, 26, 36, 46, 70, 112)
"""Pixels to the kilometre that maps are drawn at: the zoom steps of the window."""
OVERLAYS = "supply capacity fire fatigue evacuation criticality threat intel sight range claims".split()


class UsageError(Exception):
    """A command line that asks for something there is not."""


class Command(Protocol):
    """What a file of game/commands holds."""

    NAME: str
    """The word that is typed."""
    ABOUT: str
    """What it does, in a sentence."""

    def options(self, made: argparse.ArgumentParser) -> None:
        """Tell its parser what can be asked of it."""

    def run(self, asked: argparse.Namespace) -> int:
        """Do it: the exit code."""


class _Parser(argparse.ArgumentParser):
    """argparse, but an error is raised, and a wrong word is answered with the nearest right one."""

    def error(self, message: str) -> NoReturn:
        found = re.search(r"invalid choice: '?(.*?)'? \(choose from (.*)\)", message)
        if found:
            word, choices = found.group(1), re.findall(r"[\w-]+", found.group(2))
            hint = nearest(word, choices) or f"It is one of {', '.join(choices)}."
            message = f"{message[: found.start()]}there is no '{word[:40]}'. {hint}"
        raise UsageError(message[0].upper() + message[1:])


def whole(least: int, most: int) -> Callable[[str], int]:
    """A parser of whole numbers within bounds."""

    def parse(text: str) -> int:
        if not re.fullmatch(r"-?[0-9]{1,19}", text) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"a whole number from {least} to {most} is wanted, not '{text[:30]}'")
        return int(text)

    return parse


def fraction(least: float, most: float) -> Callable[[str], float]:
    """A parser of numbers within bounds."""

    def parse(text: str) -> float:
        if not re.fullmatch(r"-?[0-9]{1,19}(\.[0-9]{1,19})?", text) or not least <= float(text) <= most:
            raise argparse.ArgumentTypeError(f"a number from {least:g} to {most:g} is wanted, not '{text[:30]}'")
        return float(text)

    return parse


def named(text: str) -> Path:
    """A parser of files and folders; nothing at all, as an unset variable of a shell leaves it, is none."""
    if not text:
        raise argparse.ArgumentTypeError("a name is wanted, not nothing")
    return Path(text)


def seed(made: argparse.ArgumentParser) -> None:
    """--seed."""
    made.add_argument("--seed", type=whole(0, 2**63 - 1), default=1, metavar="N", help="seed of the dice")


def rules(made: argparse.ArgumentParser) -> None:
    """--rules."""
    about = "a rules file to play by; assets/rules/standard.yaml if not given"
    made.add_argument("--rules", type=named, metavar="FILE.yaml", help=about)


def dice(made: argparse.ArgumentParser) -> None:
    """--dice."""
    made.add_argument("--dice", choices=DICE, help="the mode of the dice; that of the rules if not given")


def as_json(made: argparse.ArgumentParser) -> None:
    """--json."""
    made.add_argument("--json", action="store_true", help="print one JSON value and nothing else")


def players(made: argparse.ArgumentParser) -> None:
    """--ua and --ru."""
    for side in ("ua", "ru"):
        made.add_argument(f"--{side}", default="greedy", metavar="AI", help="passive, random, greedy or FILE.py:Class")


def lab_options(made: argparse.ArgumentParser, out: str) -> None:
    """What commands that play many games share; of --out they say what it is for."""
    seed(made)
    players(made)
    rules(made)
    dice(made)
    seconds = "what a player from a file may take for a half-turn; 10 s if not given"
    made.add_argument("--turn-seconds", type=fraction(0.1, 3600), default=10.0, metavar="S", help=seconds)
    workers = "threads, or processes of a local cluster"
    made.add_argument("--workers", type=whole(1, 256), default=os.cpu_count() or 1, metavar="N", help=workers)
    cluster = "a Dask scheduler that plays the games, or 'local' to start one here"
    made.add_argument("--cluster", metavar="ADDRESS", help=cluster)
    made.add_argument("--out", type=named, metavar="DIR", help=out)


def parser_of(all_of_them: Iterable[Command], without: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
    """The parser of all commands: what it finds has `run`, and without a command that is what is given for it."""
    about = "The Battle of Bakhmut, turn by turn: play it, edit it, simulate it by the thousand."
    parser = _Parser(prog="main.py", description=about)
    parser.set_defaults(run=without)
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=_Parser)
    for command in all_of_them:
        made = commands.add_parser(command.NAME, help=command.ABOUT, description=command.ABOUT)
        made.set_defaults(run=command.run)
        command.options(made)
    return parser
