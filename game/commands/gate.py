"""gate: whether a battle keeps within limits, for those who change it and for their tests."""

from __future__ import annotations

import argparse

from game.commands.common import load, print_json, warm_up
from game.commands.running import played
from game.usage import GOOD, LIMIT_NOT_MET, UNDECIDED, as_json, fraction, lab_options, whole

NAME = "gate"
ABOUT = "Say whether measures of a battle are within limits: 0 if all surely are, 4 if one surely is not, 3 if undecided."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("scenario", help="a name in scenarios/, or a path")
    about = "a measure with its lowest and highest value, such as 'side=-0.1..0.1'; docs/lab.md lists the measures"
    made.add_argument("--limit", action="append", required=True, metavar="NAME=LOW..HIGH", dest="limits", help=about)
    made.add_argument("-n", type=whole(1, 1_000_000), default=5000, metavar="PAIRS", help="at most so many; 5000")
    about = "how often a verdict may be wrong, over all limits; 0.05 if not given"
    made.add_argument("--alpha", type=fraction(1e-6, 0.5), default=0.05, metavar="SHARE", help=about)
    lab_options(made, "a folder to keep the run in; the same command goes on with it")
    as_json(made)


def run(asked: argparse.Namespace) -> int:
    """Play until every limit is surely kept or one surely is not, and say so."""
    scenario = load(asked.scenario, asked.rules)
    from game.lab.runs.plan import arm_of
    from game.lab.studies import gate
    from game.lab.verdicts import Gate, Standing

    players = (asked.ua, asked.ru)
    limits = gate.limits_of(asked.limits, scenario, players)
    warm_up()
    others = {"dice": asked.dice, "turn_seconds": asked.turn_seconds}
    plan = gate.plan_of(arm_of(scenario), players, asked.seed, asked.n, limits, asked.alpha, **others)
    watch = Gate(limits, plan.seats, asked.alpha)
    with played(plan, asked, asked.out, watch) as store:
        store.keep("gate", gate.as_json(watch, plan))
    print_json(gate.as_json(watch, plan)) if asked.json else print(gate.as_text(watch, plan))
    return {Standing.INSIDE: GOOD, Standing.OUTSIDE: LIMIT_NOT_MET}.get(watch.standing, UNDECIDED)
