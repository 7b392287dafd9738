"""export: the tables of a run for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path

from game.commands.common import writing
from game.usage import GOOD, UsageError

NAME = "export"
ABOUT = "Write the tables of a run as CSV or Parquet."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("folder", type=Path, metavar="RUN", help="the folder of a run, as --out makes it")
    made.add_argument("-o", type=Path, metavar="DIR", dest="output", help="where to; the folder of the run if not given")
    made.add_argument("--form", choices=("csv", "parquet"), default="csv", help="the form; Parquet needs the extra lab")


def run(asked: argparse.Namespace) -> int:
    """Write them and name them."""
    from game.lab.runs.export import export
    from game.lab.runs.store import Store

    output = asked.output or asked.folder
    with Store.open(asked.folder) as store, writing(output):
        try:
            for path in export(store, output, asked.form):
                print(path)
        except ImportError:
            raise UsageError('--form parquet needs the extra lab: pip install -e ".[lab]".') from None
    return GOOD
