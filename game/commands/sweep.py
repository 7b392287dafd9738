"""sweep: a battle at many values of its settings."""

from __future__ import annotations

import argparse
import json
import sys

from game.commands.common import load, print_json, warm_up, writing
from game.usage import GOOD, as_json, lab_options, whole

NAME = "sweep"
ABOUT = "Play a battle at many values of its numbers, and tell which of them matter most."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("scenario", help="a name in scenarios/, or a path")
    setting = "a number of scenario or rules: PATH=LOW..HIGH, PATH=LOW..HIGH/STEPS, PATH=A,B,C or PATH=VALUE"
    made.add_argument("--set", action="append", required=True, metavar="PATH=VALUES", dest="settings", help=setting)
    designs = ("grid", "lhs", "sobol", "morris")
    made.add_argument("--design", choices=designs, default="grid", help="where in the ranges; grid if not given")
    points = "values of each range of a grid, points of lhs, base points of sobol, trajectories of morris"
    made.add_argument("--points", type=whole(1, 5000), metavar="N", help=points)
    games = "games of each version, two pairs at least; 100"
    made.add_argument("-n", "--games", type=whole(1, 1_000_000), default=100, metavar="GAMES", help=games)
    measured = "what is measured: side, ground.p50, losses.ua and losses.ru if not given; docs/lab.md lists all"
    made.add_argument("--measure", action="append", metavar="NAME", dest="measures", help=measured)
    lab_options(made, "a folder to keep the run in, with sweep.csv; the same command goes on with it")
    as_json(made)


def run(asked: argparse.Namespace) -> int:
    """Play every version, and tell what each came to and what matters most."""
    scenario = load(asked.scenario, asked.rules)
    from game.lab.settings.asked import read_settings

    settings = read_settings(asked.settings, scenario.id, scenario.text, scenario.rules.text)
    for setting in settings:
        print(setting.note, end="\n" if setting.note else "", file=sys.stderr)
    from game.commands.running import played
    from game.folders import write_whole
    from game.lab.runs.plan import Plan, arm_of
    from game.lab.studies import sweep
    from game.lab.studies.designs import design_of

    measures = sweep.measures_of(asked.measures or sweep.USUAL, (asked.ua, asked.ru))
    design = design_of(asked.design, settings, asked.points, asked.seed)
    warm_up()
    question: dict[str, object] = {"set": asked.settings, "design": design.kind, "points": design.points}
    arms, who = sweep.arms_of(arm_of(scenario), design), (asked.ua, asked.ru)
    plan = Plan("sweep", arms, who, asked.seed, 1, asked.dice, asked.turn_seconds, question=question)
    plan = plan.longer(max(sweep.LEAST_PAIRS, -(-asked.games // plan.seats)))
    with played(plan, asked, asked.out) as store:
        told = sweep.found(store, design, measures)
        store.keep(sweep.KEPT, told[sweep.KEPT])
    try:
        if asked.out is not None:
            with writing(asked.out):
                write_whole(asked.out / "sweep.csv", sweep.as_csv(told).encode())
                write_whole(asked.out / "sweep.json", (json.dumps(told, indent=2) + "\n").encode())
    finally:
        print_json(told) if asked.json else print(sweep.as_text(told))
    return GOOD
