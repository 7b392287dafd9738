"""hindcast: where what was in fact lies among what comes of many games."""

from __future__ import annotations

import argparse

from game.commands.common import load, print_json, warm_up, writing
from game.commands.running import played
from game.diagnostics import BadInput, Document
from game.folders import write_whole
from game.texts import LANGUAGES
from game.usage import GOOD, as_json, lab_options, named, whole

NAME = "hindcast"
ABOUT = "Play many games of a battle and tell where what was in fact lies among them."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("scenario", help="a name in scenarios/, or a path")
    made.add_argument("-n", type=whole(1, 10_000_000), default=400, metavar="GAMES", help="how many games")
    lab_options(made, "a folder to keep the run in; the same command goes on with it")
    made.add_argument("-o", type=named, metavar="FILE", help="a page of HTML to write")
    made.add_argument("--lang", choices=LANGUAGES, default="en", help="the language of what is told")
    as_json(made)


def run(asked: argparse.Namespace) -> int:
    """Play the games, and tell."""
    scenario = load(asked.scenario, asked.rules)
    facts = scenario.file.history
    if not any(fact.day <= scenario.file.calendar.turns for fact in facts):
        from game.scenario.load import path_of

        document = Document(str(path_of(asked.scenario)), scenario.text)
        message = "None of its history is of a day of the battle." if facts else "The scenario has no history."
        hint = "Add `history:` with figures, holders or a front of its days; docs/format.md tells how."
        document.report("L671", message, (1, 1, 1), hint)
        raise BadInput(document.problems)
    if asked.o is not None:
        from game.drawn_html import check_page

        check_page(asked.o)
    warm_up()
    from game.lab.report import hindcast_told
    from game.lab.runs.plan import Plan, arm_of
    from game.lab.studies.hindcast import hindcast

    who = (asked.ua, asked.ru)
    arms = (arm_of(scenario),)
    plan = Plan(NAME, arms, who, asked.seed, asked.n, asked.dice, asked.turn_seconds, swapped=False)
    with played(plan, asked, asked.out) as store:
        found = hindcast(store)
    try:
        if asked.o is not None:
            from game.lab.report.hindcast import page

            with writing(asked.o):
                write_whole(asked.o, page(found, asked.lang).encode())
    finally:
        print_json(hindcast_told.as_json(found)) if asked.json else print(hindcast_told.as_text(found, asked.lang))
    return GOOD
