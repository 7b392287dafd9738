"""survey: a map from geographic data."""

from __future__ import annotations

import argparse

from game.commands.common import loaded, writing
from game.usage import GOOD, UsageError, named

NAME = "survey"
ABOUT = "Make a map from geographic data: the skeleton of a scenario."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("--box", required=True, metavar="S,W,N,E", help="the box in degrees: --box=S,W,N,E")
    made.add_argument("--geo", type=named, required=True, metavar="DIR", help="the folder with the geographic data")
    made.add_argument("--control", type=named, metavar="FILE.geojson", help="polygons of control")
    made.add_argument("--date", metavar="D", help="the day of the polygons, YYYY-MM-DD")
    made.add_argument("-o", type=named, required=True, metavar="FILE.yaml", dest="output", help="the scenario")


def run(asked: argparse.Namespace) -> int:
    """Write the skeleton of a scenario."""
    from game.scenario.survey import survey

    try:
        south, west, north, east = (float(part) for part in asked.box.split(","))
    except ValueError:
        raise UsageError(f"--box: four numbers S,W,N,E are wanted, not '{asked.box[:60]}'.") from None
    loaded()
    text = survey((south, west, north, east), asked.geo, asked.control, asked.date)
    with writing(asked.output):
        asked.output.write_text(text, encoding="utf-8")
    return GOOD
