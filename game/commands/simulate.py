"""simulate: many games, summed up."""

from __future__ import annotations

import argparse
import json
import time

from game.commands.common import load, print_json, warm_up, writing
from game.commands.running import played
from game.folders import write_whole
from game.usage import GOOD, as_json, lab_options, whole

NAME = "simulate"
SUMMARY = "summary.json"
ABOUT = "Play many games between two players and sum them up."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("scenario", help="a name in scenarios/, or a path")
    about = "how many; between two players an even number is played, as they change seats"
    made.add_argument("-n", type=whole(1, 10_000_000), default=100, metavar="GAMES", help=about)
    lab_options(made, "a folder to keep the run in; the same command goes on with it")
    as_json(made)


def run(asked: argparse.Namespace) -> int:
    """Play the games, with a bar, and print the sum of them."""
    scenario = load(asked.scenario, asked.rules)
    warm_up()
    from game.lab.runs.plan import Plan, arm_of
    from game.lab.simulate import as_text, of_store, summary

    who, began = (asked.ua, asked.ru), time.perf_counter()
    plan = Plan("simulate", (arm_of(scenario),), who, asked.seed, asked.n, asked.dice, asked.turn_seconds)
    plan = plan.longer(-(-asked.n // plan.seats))
    with played(plan, asked, asked.out) as store:
        told = summary(of_store(store, time.perf_counter() - began))
    try:
        if asked.out is not None and (told["played"] or not (asked.out / SUMMARY).exists()):
            with writing(asked.out):
                write_whole(asked.out / SUMMARY, (json.dumps(told, indent=2) + "\n").encode())
    finally:
        print_json(told) if asked.json else print(as_text(told))
    return GOOD
