"""graph: what a side knows as a graph."""

from __future__ import annotations

import argparse

from game.commands.common import match_of
from game.usage import GOOD, named, whole

NAME = "graph"
ABOUT = "Write what a side knows as a graph that networkx and others read."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("source", metavar="SCENARIO|RECORD", help="a scenario, or a record of a match")
    made.add_argument("-o", type=named, required=True, metavar="FILE", dest="output", help="FILE.graphml or FILE.json")
    made.add_argument("--turn", type=whole(1, 200), metavar="N", help="the day of a record; its last if not given")
    made.add_argument("--view", choices=("ua", "ru", "all"), default="all", help="whose picture")


def run(asked: argparse.Namespace) -> int:
    """Write the graph in the format that the file's name asks for."""
    from game.analysis.graphs import check_path, situation_graph, write_graph

    check_path(asked.output)
    match = match_of(asked.source, asked.turn)
    from game.state import NOBODY, SIDES
    from game.view import View

    if asked.view == "all":
        view = View(match.scenario, match.fixed, NOBODY, match.state)
    else:
        view = match.view(SIDES.index(asked.view))
    write_graph(situation_graph(view), asked.output)
    return GOOD
