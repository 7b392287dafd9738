"""check: what is wrong with files."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from game.commands.common import loaded, print_json
from game.diagnostics import Diagnostic
from game.usage import BAD_INPUT, GOOD, as_json, named

NAME = "check"
ABOUT = "List every error and warning in scenario, rules, weights and record files."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("files", nargs="+", type=named, metavar="FILE", help="files to look at")
    as_json(made)


def run(asked: argparse.Namespace) -> int:
    """Tell every problem of the files: ends with 1 if one of them is an error."""
    problems: list[Diagnostic] = []
    loaded()
    for file in asked.files:
        problems += _problems(file)
    count = Counter(p.severity for p in problems)
    told = f"errors {count['error']}, warnings {count['warning']}"
    told += f", hints {count['hint']}" if count["hint"] else ""
    if asked.json:
        print_json({"problems": [p.record() for p in problems]})
    else:
        for problem in problems:
            print(problem.render(), file=sys.stderr)
        print(f"{len(asked.files)} checked: {told}.")
    return BAD_INPUT if count["error"] else GOOD


def _problems(file: Path) -> list[Diagnostic]:
    """What is wrong with a file, by what it is."""
    from game.documents import read

    if file.suffix in (".jsonl", ".record"):
        from game.record import read_record

        return read_record(file).problems
    document = read(file)
    if document.root is None:
        return document.problems
    keys = document.root.value if isinstance(document.root.value, dict) else {}
    if "scale" in keys or "combat" in keys:
        from game.rulebook import check_rules

        check_rules(document)
    elif "weights" in keys:
        from game.ai.weights import check_weights

        check_weights(document)
    else:
        from game.scenario.load import build
        from game.scenario.upgrade import is_old, report_old

        if is_old(document):
            report_old(document, command=True)
        else:
            build(document, file.stem)
    return document.problems
