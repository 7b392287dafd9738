"""report: one page about a run of the lab."""

from __future__ import annotations

import argparse

from game.commands.common import loaded
from game.usage import GOOD, named

NAME = "report"
ABOUT = "Write one page of HTML about a run: its verdict, charts, maps and unusual games."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("folder", type=named, metavar="RUN", help="the folder of a run, as --out named it")
    made.add_argument("-o", type=named, metavar="FILE.html", dest="output", help="the page; RUN/report.html if not given")
    made.add_argument("--lang", choices=("en", "uk"), default="en", help="the language of the page")


def run(asked: argparse.Namespace) -> int:
    """Write the page and say where it is."""
    from game.lab import report

    loaded()
    print(report.write(asked.folder, asked.lang, asked.output))
    return GOOD
