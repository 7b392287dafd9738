"""schema: what editors and people read about the formats."""

from __future__ import annotations

import argparse

from game.folders import write_whole
from game.usage import GOOD

NAME = "schema"
ABOUT = "Write the JSON Schemas of scenarios, rules and weights, and the reference of the format."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    pass


def run(_: argparse.Namespace) -> int:
    """Write the JSON Schemas and the reference of the format where they belong."""
    from game.schemas import written

    for path, text in written().items():
        is_new = not path.exists() or path.read_text(encoding="utf-8") != text
        if is_new:
            write_whole(path, text.encode())
        print(f"{path}: {'written' if is_new else 'as it was'}.")
    return GOOD
