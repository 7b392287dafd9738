"""tune: the values of a battle's numbers at which its games come out as wanted."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from game.commands.common import load, print_json, warm_up, writing
from game.usage import GOOD, LIMIT_NOT_MET, UNDECIDED, as_json, lab_options, named, whole

if TYPE_CHECKING:
    from game.lab.studies.tune import Trial

NAME = "tune"
ABOUT = "Find the values of a battle's numbers at which its games come out as wanted; prove it on fresh ones."
ENDS = {"reached": GOOD, "undecided": UNDECIDED, "missed": LIMIT_NOT_MET}


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("scenario", help="a name in scenarios/, or a path")
    setting = "a number of scenario or rules that may be turned: PATH=LOW..HIGH or PATH=A,B,C; PATH=VALUE sets it"
    made.add_argument("--set", action="append", required=True, metavar="PATH=VALUES", dest="settings", help=setting)
    target = "what is wanted: MEASURE=VALUE or MEASURE=VALUE+-TOLERANCE, such as side=0 or ground.p50=20+-2"
    made.add_argument("--target", action="append", required=True, metavar="MEASURE=VALUE", dest="targets", help=target)
    made.add_argument("--trials", type=whole(1, 1000), default=30, metavar="N", help="values that are tried")
    made.add_argument("-n", "--games", type=whole(2, 100_000), default=100, metavar="GAMES", help="games of each trial")
    proof = "most fresh games in which the best is proved; 4000 if not given"
    made.add_argument("--proof", type=whole(2, 1_000_000), default=4000, metavar="GAMES", help=proof)
    made.add_argument("-o", type=named, metavar="FILE.yaml", dest="output", help="the tuned scenario, comments and all")
    lab_options(made, "a folder to keep the run in; the same command goes on with it")
    as_json(made)


def run(asked: argparse.Namespace) -> int:
    """Search, prove what was found, and write it down."""
    scenario = load(asked.scenario, asked.rules)
    from game.commands.running import played
    from game.lab.extra import needs
    from game.lab.runs.plan import Plan, arm_of
    from game.lab.studies import tuning

    needs("optuna", "tune")
    task = tuning.task_of(arm_of(scenario), asked.settings, asked.targets, (asked.ua, asked.ru))
    for setting in task.settings:
        print(setting.note, end="\n" if setting.note else "", file=sys.stderr)
    question: dict[str, object] = {"set": asked.settings, "target": asked.targets, "trials": asked.trials}
    question |= {"games": asked.games}
    plan = Plan(
        "tune", (task.base,), (asked.ua, asked.ru), asked.seed, 1, asked.dice, asked.turn_seconds, question=question
    )
    if asked.out is not None:
        tuning.check_folder(asked.out, plan)
    if asked.output is not None:
        tuning.check_output(task, asked.output, asked.out)
    warm_up()

    def tell(number: int, trial: Trial) -> None:
        seen = ", ".join(f"{t.measure.name} {v:.4g}" for t, v in zip(task.targets, trial.values, strict=True))
        print(f"trial {number + 1} of {asked.trials}: {seen}; off by {trial.loss**0.5:.2f} tolerances", file=sys.stderr)

    told = tuning.tuned(task, plan, asked.trials, asked.games, asked.proof, asked.out,
                        lambda made, folder, watch: played(made, asked, folder, watch), tell)  # fmt: skip
    try:
        if asked.output is not None:
            with writing(asked.output):
                told["files"] = [str(path) for path in tuning.write(task, told, asked.output)]
    finally:
        _tell(told, asked)
    return ENDS[told["verdict"]]


def _tell(told: dict[str, Any], asked: argparse.Namespace) -> None:
    from game.lab.studies.tuning import as_text

    print_json(told) if asked.json else print(as_text(told))
