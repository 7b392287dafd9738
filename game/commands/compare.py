"""compare: two scenarios, rules or players on the same luck, until it is clear whether they differ."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from game.commands.common import load, print_json, warm_up
from game.commands.running import played
from game.diagnostics import BadInput, nearest
from game.usage import DEFAULT_SCENARIO, GOOD, UNDECIDED, UsageError, as_json, fraction, lab_options, whole

if TYPE_CHECKING:
    from game.lab.runs.plan import Arm

NAME = "compare"
ABOUT = "Say whether two scenarios, rules files or players differ, and by how much, on the same luck."
MOST_PAIRS = 1_000_000
SORTS = ("a scenario", "a rules file", "a player")
SCENARIO, RULES, PLAYER = range(3)


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    for name in ("A", "B"):
        made.add_argument(name.lower(), metavar=name, help="a scenario, a rules file, or a player (FILE.py:Class)")
    about = f"where rules or players are compared; {DEFAULT_SCENARIO} if not given"
    made.add_argument("--on", metavar="SCENARIO", help=about)
    pairs = whole(1, MOST_PAIRS)
    made.add_argument("-n", type=pairs, default=5000, metavar="PAIRS", help="at most so many of each; 5000")
    about = "an effect that does not matter, as a share of games; 0.05 if not given"
    made.add_argument("--within", type=fraction(0, 2), default=0.05, metavar="SHARE", help=about)
    about = "how often a verdict may be wrong; 0.05 if not given"
    made.add_argument("--alpha", type=fraction(1e-6, 0.5), default=0.05, metavar="SHARE", help=about)
    lab_options(made, "the folder to keep the run in; if not given, one under lab/ for this very comparison")
    made.add_argument("--lang", choices=("en", "uk"), default="en", help="the language of the page")
    as_json(made)


def run(asked: argparse.Namespace) -> int:
    """Play pairs until there is a verdict, and print it."""
    arms, players = _compared(asked)
    warm_up()
    from game.lab import report
    from game.lab.studies import compare
    from game.lab.verdicts import Comparison, Verdict

    others = {"dice": asked.dice, "turn_seconds": asked.turn_seconds}
    plan = compare.plan_of(arms, players, asked.seed, asked.n, asked.within, asked.alpha, **others)
    folder = asked.out or compare.folder_of(plan, (asked.a, asked.b))
    report.check(folder)
    with played(plan, asked, folder, Comparison(plan.seats, asked.within, asked.alpha)) as store:
        found = compare.found(store)
        store.keep("compare", compare.as_json(found))
    page = folder / report.NAME
    if asked.json:
        print_json(compare.as_json(found) | {"folder": str(folder), "page": str(page)})
    else:
        print(compare.as_text(found))
        if found.forfeits:
            told = f"{found.forfeits} of {found.games} games were forfeited"
            print(f"\n{told}: that says nothing of how they would have ended.")
        print(f"\nA page to look at: {page}")
        print(f"The run is kept in {folder}: the same command goes on with it, or tells this again.")
        more = min(4 * asked.n, MOST_PAIRS)
        if found.verdict is Verdict.UNDECIDED and more > asked.n:
            print(f"With -n {more} it would go on for up to {more} pairs.")
    report.write(folder, asked.lang)
    return UNDECIDED if found.verdict is Verdict.UNDECIDED else GOOD


def _compared(asked: argparse.Namespace) -> tuple[tuple[Arm, ...], tuple[str, str]]:
    """The versions of the battle, and who plays on them. Raises BadInput, UsageError."""
    from game.lab.runs.plan import arm_of
    from game.rulebook import load_rules
    from game.scenario.load import load_scenario

    sort, other = (_sort(name) for name in (asked.a, asked.b))
    if sort != other:
        message = f"{asked.a} is {SORTS[sort]} and {asked.b} is {SORTS[other]}."
        raise BadInput.of(asked.b, "L645", message, "Both must be of one sort.")
    if sort == SCENARIO:
        if asked.on is not None:
            raise UsageError("--on names where rules or players are compared; A and B are scenarios themselves.")
        ours, theirs = load(asked.a, asked.rules), load(asked.b, asked.rules)
        if ours.digest == theirs.digest:
            raise _same(asked, "the same battle")
        first, second = (ours.id, theirs.id) if ours.id != theirs.id else (asked.a, asked.b)
        return (arm_of(ours, first), arm_of(theirs, second)), (asked.ua, asked.ru)
    on = asked.on or DEFAULT_SCENARIO
    if sort == PLAYER:
        return (arm_of(load(on, asked.rules)),), _players(asked)
    if asked.rules is not None:
        raise UsageError("--rules: A and B are the rules that are played by.")
    paths = [Path(name) for name in (asked.a, asked.b)]
    rules = [load_rules(path) for path in paths]
    if rules[0].digest == rules[1].digest:
        raise _same(asked, "the same rules")
    load(on)
    names = [path.stem for path in paths] if paths[0].stem != paths[1].stem else [str(path) for path in paths]
    battles = [load_scenario(on, own) for own in rules]
    arms = [arm_of(battle, name) for battle, name in zip(battles, names, strict=True)]
    return tuple(arms), (asked.ua, asked.ru)


def _players(asked: argparse.Namespace) -> tuple[str, str]:
    """A and B, who play each other. Raises BadInput, UsageError."""
    from game.ai.players import is_one
    from game.lab.runs.guests import look_up

    if (asked.ua, asked.ru) != ("greedy", "greedy"):
        raise UsageError("--ua and --ru: A and B are the players, and both play both sides.")
    for name in (asked.a, asked.b):
        look_up(name)
    if is_one(asked.a, asked.b):
        raise _same(asked, "the same player")
    return asked.a, asked.b


def _sort(name: str) -> int:
    """What sort of thing a name or path is. Raises BadInput if there is no such thing."""
    from game.ai import duel
    from game.documents import read
    from game.scenario.load import find_scenario, scenario_names

    if name in duel.PLAYERS or ".py:" in name:
        return PLAYER
    if name.endswith(".py"):
        raise BadInput.of(name, "L646", "A player is named with its class.", f"Write {name}:NAME, NAME its class.")
    path = find_scenario(name)
    if not os.path.exists(path):
        hint = nearest(name, [*scenario_names(), *duel.PLAYERS])
        hint = hint or f"The scenarios are {', '.join(scenario_names())}; the players {', '.join(duel.PLAYERS)}."
        raise BadInput.of(name, "L646", "There is no such scenario, rules file or player.", hint)
    document = read(path)
    document.raise_errors()
    keys = document.root.value if document.root is not None and isinstance(document.root.value, dict) else {}
    return RULES if "scale" in keys or "combat" in keys else SCENARIO


def _same(asked: argparse.Namespace, what: str) -> BadInput:
    return BadInput.of(asked.b, "L647", f"{asked.a} and {asked.b} are {what}: there is nothing to compare.")
