"""play: a battle in the window; without a display the computer plays against itself in the terminal."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from typing import TYPE_CHECKING

from game.commands.common import has_display, load, loaded, warm_up
from game.usage import DEFAULT_SCENARIO, GOOD, UsageError, dice, named, rules, seed

if TYPE_CHECKING:
    from game.scenario.load import Scenario

NAME = "play"
ABOUT = "Play a battle in the window."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("scenario", nargs="?", default=DEFAULT_SCENARIO, help="a name in scenarios/, or a path")
    made.add_argument("--side", choices=("ua", "ru", "both"), help="whom you play; ua if not given")
    made.add_argument("--ai", default="greedy", metavar="NAME", help="passive, random, greedy or FILE.py:Class")
    seed(made)
    rules(made)
    dice(made)
    made.add_argument("--resume", type=named, metavar="RECORD", help="go on with a record")


def run(asked: argparse.Namespace) -> int:
    """The battle in the window, or told in the terminal."""
    if not has_display():
        return _play_without_display(asked)
    scenario = None if asked.resume else load(asked.scenario, asked.rules)
    from game.ai.players import load_player
    from game.ui import app

    load_player(asked.ai)
    loaded()
    return app.run(scenario, side=asked.side or "ua", ai=asked.ai, seed=asked.seed, resume=asked.resume, dice=asked.dice)


def title(_: argparse.Namespace) -> int:
    """The game from its title; without a display the computer plays against itself in the terminal."""
    if not has_display():
        return _play_in_terminal(load(DEFAULT_SCENARIO), 1)
    from game.ui import app

    loaded()
    return app.run()


def _play_without_display(asked: argparse.Namespace) -> int:
    """The computer against itself in the terminal, if nothing was asked for that only the window can do."""
    if asked.resume:
        from game.record import read_record

        found = read_record(asked.resume)
        found.document.raise_errors()
        told = shlex.join([sys.executable, sys.argv[0], "replay", str(asked.resume)])
        raise UsageError(f"Going on with a record needs a display. This tells what is in it: {told}")
    if asked.side:
        raise UsageError("--side: playing a side needs a display; without it the computer plays both.")
    return _play_in_terminal(load(asked.scenario, asked.rules), asked.seed, asked.ai, asked.dice)


def _play_in_terminal(scenario: Scenario, seed: int, ai: str = "greedy", dice: str | None = None) -> int:
    """The computer against itself, told in text."""
    from game.texts import say

    language = "uk" if os.environ.get("LANG", "").startswith("uk") else "en"
    print(say(language, "cli.no_display", title=getattr(scenario.file.title, language)))
    warm_up()
    from game.ai.players import load_player
    from game.match import Match
    from game.terminal import play_in_terminal

    players = (load_player(ai, seed), load_player(ai, seed))
    play_in_terminal(Match(scenario, seed, dice), players, language, print)
    return GOOD
