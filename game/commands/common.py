"""What several commands need: scenarios and matches by name, the rules compiled, files written, JSON, a display."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.bar import Bar
from game.diagnostics import Diagnostic
from game.usage import UsageError

if TYPE_CHECKING:
    from game.match import Match
    from game.scenario.load import Scenario


def load(name: str, rules: Path | None = None) -> Scenario:
    """A scenario by name or path, with other rules than the standard ones if a file of them is named. Raises BadInput."""
    from game.rulebook import load_rules
    from game.scenario.load import path_of, read_scenario
    from game.scenario.upgrade import OLD_FORMAT

    document, scenario = read_scenario(path_of(name), load_rules(rules) if rules is not None else None)
    document.raise_errors()
    assert scenario is not None
    tell_warnings([problem for problem in document.problems if problem.code == OLD_FORMAT])
    return scenario


def match_of(source: str, turn: int | None) -> Match:
    """The match of a scenario before its first order, or of a record at the beginning of a day."""
    from game.match import Match

    path = Path(source)
    if os.path.isfile(path) and path.suffix != ".yaml":
        from game.record import read_record
        from game.record import replay as play_again

        found = read_record(path)
        found.document.raise_errors()
        tell_warnings(found.problems)
        warm_up()
        match, difference = play_again(found, turn)
        if difference is not None:
            message = f"The record goes another way from here: {difference.field}."
            found.document.report("R412", message, (difference.line, 1, 1), "replay --verify tells more.")
            found.document.raise_errors()
        if turn is not None and match.turn < turn:
            raise UsageError(f"--turn: the record ends on day {match.turn}.")
        return match
    if turn is not None:
        raise UsageError("--turn: a scenario has no days yet; name a record.")
    scenario = load(source)
    warm_up()
    return Match(scenario)


def loaded() -> None:
    """Say that what a command needs is loaded: it stays, and from here on memory is swept as usual (see main.py)."""
    gc.freeze()
    gc.enable()


def warm_up() -> None:
    """Have every kernel compiled, with a bar on a terminal; with GAME_JIT=0 there is nothing to compile."""
    from game.jit import COMPILED

    loaded()
    if not COMPILED:
        return
    from game.ai import warm

    if not warm.is_warm():
        try:
            with Bar("Compiling the rules, once on this machine, for some minutes", long=True) as bar:
                warm.warm_up(bar)
        except RuntimeError:
            print("The rules could not be compiled ahead; they are compiled as they are needed.", file=sys.stderr)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Whatever cannot be written in it is told with a file's name: that of this one if the system gives none."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def tell_warnings(problems: list[Diagnostic]) -> None:
    """Say what is doubtful about a file that can be used all the same."""
    for problem in problems:
        print(problem.render(), file=sys.stderr)


def print_json(value: Any) -> None:
    """The one thing that is printed under --json."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def has_display() -> bool:
    """Whether a window can be opened: SDL falls back to a driver without one, which must not be taken for it."""
    if os.environ.get("SDL_VIDEODRIVER", "") in ("dummy", "offscreen"):
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
