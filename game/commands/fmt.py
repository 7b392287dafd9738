"""fmt: files in their canonical form."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from game.diagnostics import Diagnostic, Document, harmless
from game.folders import write_whole
from game.usage import BAD_INPUT, GOOD, LIMIT_NOT_MET, named

NAME = "fmt"
ABOUT = "Bring scenario, rules and weights files to their canonical form; comments are kept."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("files", nargs="+", type=named, metavar="FILE", help="files to write anew")
    made.add_argument("--check", action="store_true", help="write nothing; name what is not in it and end with 4")


def run(asked: argparse.Namespace) -> int:
    """Bring files to their canonical form, or only name those that are not in it; files with errors stay as they are."""
    from game.documents import read
    from game.scenario.canonical import canonical, tidied

    problems: list[Diagnostic] = []
    others: list[Path] = []
    for path in asked.files:
        document = read(path)
        if document.errors or document.root is None:
            problems += document.problems
            continue
        text = canonical(document) if _is_scenario(document) else tidied(document)
        if text.encode() != path.read_bytes():
            others.append(path)
            if not asked.check:
                write_whole(path, text.encode())
    for problem in problems:
        print(problem.render(), file=sys.stderr)
    for path in others:
        print(f"{harmless(str(path))}: {'not in canonical form' if asked.check else 'brought to its canonical form'}.")
    if problems:
        return BAD_INPUT
    return LIMIT_NOT_MET if others and asked.check else GOOD


def _is_scenario(document: Document) -> bool:
    """Whether a document is a scenario, not rules or weights."""
    assert document.root is not None
    keys = document.root.value if isinstance(document.root.value, dict) else {}
    return "terrain" in keys and "rows" in (keys["terrain"].value if isinstance(keys["terrain"].value, dict) else {})
