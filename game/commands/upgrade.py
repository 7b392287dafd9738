"""upgrade: a scenario of an older format becomes one of this."""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

from game.diagnostics import BadInput, harmless
from game.folders import write_whole
from game.usage import GOOD, named

NAME = "upgrade"
ABOUT = "Bring a scenario of an older format up to this one; what changes is shown first."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("file", type=named, metavar="FILE", help="the scenario")
    made.add_argument("--write", action="store_true", help="write it without asking")


def run(asked: argparse.Namespace) -> int:
    """Show what an older scenario would become, and write it if that is wanted; the old file is kept beside it."""
    from game.documents import read
    from game.scenario.schema import FORMAT
    from game.scenario.upgrade import is_current, is_old, upgraded

    path: Path = asked.file
    document = read(path)
    document.raise_errors()
    if is_current(document):
        print(f"{harmless(str(path))} is of format {FORMAT} already.")
        return GOOD
    if not is_old(document):
        document.report("D151", "This is no scenario of an older format.", (1, 1, 1))
        raise BadInput(document.problems)
    old = path.read_bytes()
    new = upgraded(document, old.decode()).encode()
    before, after = (data.decode().splitlines() for data in (old, new))
    kept = _beside(path, old)
    for line in difflib.unified_diff(before, after, str(kept), str(path), n=0, lineterm=""):
        print(harmless(line))
    if not asked.write and not _agreed(f"Write this to {path}? The old file is kept as {kept.name}. [y/N] "):
        print("Nothing was written.")
        return GOOD
    write_whole(kept, old)
    write_whole(path, new)
    print(harmless(f"{path} is of format {FORMAT} now; the old file is {kept}."))
    return GOOD


def _agreed(question: str) -> bool:
    """Whether somebody at a terminal says yes; without one nobody does."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print("To write it: upgrade --write.")
        return False
    try:
        return input(question).strip().lower() in ("y", "yes")
    except EOFError:
        return False


def _beside(path: Path, data: bytes) -> Path:
    """Where the old file is kept: a name that is free, or holds the same."""
    kept, other = path.with_name(f"{path.name}.format-1"), 2
    while kept.exists() and kept.read_bytes() != data:
        kept, other = path.with_name(f"{path.name}.format-1-{other}"), other + 1
    return kept
