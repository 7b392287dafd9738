"""edit: the editor on a scenario."""

from __future__ import annotations

import argparse
import shlex
import sys

from game.commands.common import has_display, loaded
from game.usage import UsageError

NAME = "edit"
ABOUT = "Make or change a scenario in the window."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("scenario", nargs="?", help="a name in scenarios/, or a path; the list of scenarios if not given")


def run(asked: argparse.Namespace) -> int:
    """The editor on a scenario, which may have errors; a name that is none suggests the nearest."""
    from game.scenario.load import path_of

    path = None if asked.scenario is None else path_of(asked.scenario)
    if not has_display():
        told = shlex.join([sys.executable, sys.argv[0], "check", str(path or "FILE.yaml")])
        raise UsageError(f"The editor needs a display. This tells what is wrong with a scenario: {told}")
    from game.ui import app

    loaded()
    return app.run(edit=path or True)
