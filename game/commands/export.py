"""export: the tables of a run for other programs."""

from __future__ import annotations

import argparse

from game.commands.common import writing
from game.usage import GOOD, named

NAME = "export"
ABOUT = "Write the tables of a run as CSV or Parquet."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("folder", type=named, metavar="RUN", help="the folder of a run, as --out makes it")
    made.add_argument("-o", type=named, metavar="DIR", dest="output", help="where to; the folder of the run if not given")
    made.add_argument("--form", choices=("csv", "parquet"), default="csv", help="the form; Parquet needs the extra lab")


def run(asked: argparse.Namespace) -> int:
    """Write them and name them."""
    from game.lab.extra import needs
    from game.lab.runs.export import export
    from game.lab.runs.store import Store

    if asked.form == "parquet":
        needs("pyarrow", "--form parquet")
    output = asked.output or asked.folder
    with Store.open(asked.folder) as store, writing(output):
        for path in export(store, output, asked.form):
            print(path)
    return GOOD
