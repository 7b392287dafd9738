"""The command line: commands, progress, exit codes.

0 good; 1 bad input, each problem on stderr with its place; 2 wrong usage; 4 a limit not met; 5 digests differ;
130 interrupted. Nothing but JSON on stdout under --json, and no traceback ever reaches a user. Each command imports
what it needs when it runs, so that checking a file does not load the kernels and simulating does not load the window.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import os
import re
import shlex
import shutil
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from game import file_commands
from game.bar import Bar
from game.diagnostics import BadInput, Diagnostic, Document, harmless, nearest
from game.usage import (
    BAD_INPUT,
    DEFAULT_SCENARIO,
    DIGESTS_DIFFER,
    GOOD,
    INTERRUPTED,
    LIMIT_NOT_MET,
    WRONG_USAGE,
    UsageError,
    parser_of,
)

NOT_WRITTEN = "D112"
OWN_FAULT = "X900"
"""Code of the one problem that is no file's own; see docs/diagnostics.md."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a letter shows a question mark
    try:
        sys.exit(_run(arguments))
    except UsageError as error:
        print(f"{error}\n{Path(sys.argv[0]).name} --help tells what there is.", file=sys.stderr)
        sys.exit(WRONG_USAGE)
    except KeyboardInterrupt:
        print(f"\nInterrupted. To run it again: {shlex.join([sys.executable, *sys.argv])}", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except BadInput as bad:
        print(bad, file=sys.stderr)
        sys.exit(BAD_INPUT)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(GOOD)
    except OSError as error:
        where, reason = error.filename or "output", (error.strerror or str(error)).lower()
        print(harmless(f"{where}: error {NOT_WRITTEN}: The file cannot be written: {reason}."), file=sys.stderr)
        sys.exit(BAD_INPUT)
    except Exception:
        print(_own_fault(), file=sys.stderr)
        sys.exit(BAD_INPUT)


def _run(arguments: Sequence[str] | None) -> int:
    """Run a command: its exit code. What it printed is out before it returns, or the reader's absence known."""
    try:
        asked = parser_of().parse_args(arguments)
        code = _COMMANDS[asked.command](asked)
    finally:
        sys.stdout.flush()
    return code


def _own_fault() -> str:
    """Keep an error of the program itself for a report; what to tell.

    What was compiled is dropped if the error came out of the compiler, as it does when its files are damaged.
    """
    from game.folders import cache_folder

    report, dropped = cache_folder() / "error.txt", ""
    try:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text(traceback.format_exc(), encoding="utf-8")
        if re.search(r"[/\\](numba|llvmlite)[/\\]", traceback.format_exc()):
            shutil.rmtree(cache_folder() / "kernels", ignore_errors=True)
            dropped = " What was compiled has been dropped: try again."
    except OSError:
        pass
    told = f"The program itself failed; the details are in {report}.{dropped}"
    return f"error {OWN_FAULT}: {told}"


def _load(name: str) -> Any:
    """A scenario by name or path."""
    from game.scenario.load import read_scenario
    from game.scenario.upgrade import OLD_FORMAT

    document, scenario = read_scenario(_path(name))
    document.raise_errors()
    _tell_warnings([problem for problem in document.problems if problem.code == OLD_FORMAT])
    return scenario


def _path(name: str) -> Path:
    """The file of a scenario by name or path. Raises BadInput, with the nearest name, if there is none."""
    from game.scenario.load import find_scenario, scenario_names

    path = find_scenario(name)
    if not os.path.exists(path):
        names = scenario_names()
        document = Document(name, "")
        hint = nearest(name, names) or f"The scenarios are {', '.join(names)}."
        document.report("C200", "There is no such scenario.", (1, 1, 1), hint)
        raise BadInput(document.problems)
    return path


def _loaded() -> None:
    """Say that what a command needs is loaded: it stays, and from here on memory is swept as usual (see main.py)."""
    gc.freeze()
    gc.enable()


def _warm() -> None:
    """Have every kernel compiled, with a bar on a terminal; with GAME_JIT=0 there is nothing to compile."""
    from game.jit import COMPILED

    _loaded()
    if not COMPILED:
        return
    from game.ai import warm

    if not warm.is_warm():
        try:
            with Bar("Compiling the rules, once on this machine") as bar:
                warm.warm_up(bar)
        except RuntimeError:
            print("The rules could not be compiled ahead; they are compiled as they are needed.", file=sys.stderr)


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Whatever cannot be written in it is told with a file's name: that of this one if the system gives none."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def _tell_warnings(problems: list[Diagnostic]) -> None:
    """Say what is doubtful about a file that can be used all the same."""
    for problem in problems:
        print(problem.render(), file=sys.stderr)


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _play_title(_: argparse.Namespace) -> int:
    """The game from its title; without a display the computer plays against itself in the terminal."""
    if not _has_display():
        return _play_in_terminal(DEFAULT_SCENARIO, 1)
    from game.ui.app import run

    _loaded()
    return run()


def _play(asked: argparse.Namespace) -> int:
    if not _has_display():
        return _play_without_display(asked)
    scenario = None if asked.resume else _load(asked.scenario)
    from game.ui.app import run

    _loaded()
    return run(scenario, side=asked.side or "ua", ai=asked.ai, seed=asked.seed, resume=asked.resume, dice=asked.dice)


def _edit(asked: argparse.Namespace) -> int:
    """The editor on a scenario, which may have errors; a name that is none suggests the nearest."""
    path = None if asked.scenario is None else _path(asked.scenario)
    if not _has_display():
        told = shlex.join([sys.executable, sys.argv[0], "check", str(path or "FILE.yaml")])
        raise UsageError(f"The editor needs a display. This tells what is wrong with a scenario: {told}")
    from game.ui.app import run

    _loaded()
    return run(edit=path or True)


def _play_without_display(asked: argparse.Namespace) -> int:
    """The computer against itself in the terminal, if nothing was asked for that only the window can do."""
    if asked.resume:
        from game.record import read_record

        found = read_record(asked.resume)
        found.document.raise_errors()
        told = shlex.join([sys.executable, sys.argv[0], "replay", str(asked.resume)])
        raise UsageError(f"Going on with a record needs a display. This tells what is in it: {told}")
    if asked.side:
        raise UsageError("--side: playing a side needs a display; without it the computer plays both.")
    return _play_in_terminal(asked.scenario, asked.seed, asked.ai, asked.dice)


def _has_display() -> bool:
    """Whether a window can be opened: SDL falls back to a driver without one, which must not be taken for it."""
    if os.environ.get("SDL_VIDEODRIVER", "") in ("dummy", "offscreen"):
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _play_in_terminal(name: str, seed: int, ai: str = "greedy", dice: str | None = None) -> int:
    """The computer against itself, told in text."""
    scenario = _load(name)
    from game.texts import say

    language = "uk" if os.environ.get("LANG", "").startswith("uk") else "en"
    print(say(language, "cli.no_display", title=getattr(scenario.file.title, language)))
    _warm()
    from game.ai.players import load_player
    from game.match import Match
    from game.terminal import play_in_terminal

    players = (load_player(ai, seed), load_player(ai, seed))
    play_in_terminal(Match(scenario, seed, dice), players, language, print)
    return GOOD


def _simulate(asked: argparse.Namespace) -> int:
    scenario = _load(asked.scenario)
    _warm()
    from game.ai.players import load_player
    from game.lab import simulate as lab

    for player in (asked.ua, asked.ru):
        load_player(player)
    if asked.out is not None:
        with _writing(asked.out):
            asked.out.mkdir(parents=True, exist_ok=True)
    with Bar("Games") as bar:
        run = lab.simulate(scenario, asked.n, asked.seed, (asked.ua, asked.ru), asked.workers, bar, asked.dice)
    summary = lab.summary(run)
    if asked.out is not None:
        with _writing(asked.out):
            lab.write(run, asked.out)
    _print_json(summary) if asked.json else print(lab.as_text(summary))
    return GOOD


def _replay(asked: argparse.Namespace) -> int:
    if _has_display() and not (asked.verify or asked.json or asked.report):
        from game.ui.app import run

        _loaded()
        return run(watch=asked.record)
    from game.record import read_record

    found = read_record(asked.record)
    found.document.raise_errors()
    _tell_warnings(found.problems)
    _warm()
    from game.record import replay

    match, difference = replay(found)
    report: dict[str, Any] = {"record": str(asked.record), "turns": match.turn, "orders": len(match.steps)}
    report |= {"digest": match.digest, "same": difference is None} | _truths(match)
    if difference is not None:
        at = {"line": difference.line, "turn": difference.turn, "side": difference.side, "field": difference.field}
        report["difference"] = at
    if asked.report:
        _write_report(match, asked.report, asked.lang)
    if asked.json:
        _print_json(report)
    else:
        _tell_replay(found, match, report, asked.verify or asked.report is not None)
    return GOOD if difference is None else DIGESTS_DIFFER


def _truths(match: Any) -> dict[str, Any]:
    """What is told of a match only when it is over: result, losses, luck; until then nothing."""
    from game.luck import luck_of
    from game.state import SIDES
    from game.tally import losses_of

    outcome = match.outcome
    if outcome is None:
        return {"outcome": None, "losses": None, "luck": None}
    winner = SIDES[outcome.winner] if outcome.winner >= 0 else "draw"
    told = {"winner": winner, "reason": outcome.reason, "margin": outcome.margin / 10}
    luck = {side: luck_of(match.fights, s, False).record() for s, side in enumerate(SIDES)}
    return {"outcome": told, "losses": losses_of(match), "luck": luck}


def _write_report(match: Any, path: Path, language: str) -> None:
    """Write the report on a match, which must be over."""
    if match.outcome is None:
        raise UsageError(f"--report: the match is not over, its record ends on day {match.turn}.")
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    from game.ui.history.report import write

    with _writing(path), Bar("Painting the map") as bar:
        write(match, path, language, bar)


def _tell_replay(found: Any, match: Any, report: dict[str, Any], verdict: bool) -> None:
    """Tell a replay in text; of a match that is not over only what the person who plays it has seen."""
    from game.chronicle import Chronicle
    from game.state import SIDES
    from game.terminal import lines_of, summary_lines, text_map

    if not verdict:
        people = [s for s, side in enumerate(SIDES) if found.players.get(side) == "human"]
        side = people[0] if people and match.outcome is None else None
        for events in (match.opening, *(step.events for step in match.steps)):
            seen = events if side is None else tuple(event for event in events if event.seen[side])
            for line in lines_of(Chronicle(match.scenario), seen):
                print(line)
        print(text_map(match, match.state if side is None else match.view(side).believed))
        for line in summary_lines(match, "en") if match.outcome else []:
            print(line)
    if report["same"]:
        print(f"The record goes the same way again: {report['orders']} orders, digest {report['digest']}.")
    else:
        at = report["difference"]
        print(f"The record differs from day {at['turn']}, {at['side']}, line {at['line']}: {at['field']}.")


def _render(asked: argparse.Namespace) -> int:
    if asked.overlay and asked.view == "all":
        raise UsageError(f"--overlay {asked.overlay} shows what one side knows: add --view ua or --view ru.")
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    match = _match_of(asked.source, asked.turn)
    from game.ui.shots import save_map

    with _writing(asked.output):
        save_map(match, asked.view, asked.scale, asked.output, asked.lang, asked.overlay or "")
    return GOOD


def _shot(asked: argparse.Namespace) -> int:
    os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
    from game.ui import shot

    if asked.list:
        print("\n".join(f"{name:22}{about}" for name, about in shot.names()))
        return GOOD
    if asked.screen is None or asked.output is None:
        raise UsageError("A screen and -o FILE.png are wanted; --list names the screens.")
    if asked.screen not in shot.SCREENS:
        hint = nearest(asked.screen, list(shot.SCREENS)) or "shot --list names them."
        raise UsageError(f"There is no screen '{asked.screen[:40]}'. {hint}".rstrip())
    scenario = _load(asked.scenario)
    _warm()
    with _writing(asked.output):
        shot.save(asked.screen, asked.output, scenario, asked.turn, asked.size, asked.lang, asked.text)
    return GOOD


def _graph(asked: argparse.Namespace) -> int:
    from game.analysis.graphs import check_path, situation_graph, write_graph

    check_path(asked.output)
    match = _match_of(asked.source, asked.turn)
    from game.state import NOBODY, SIDES
    from game.view import View

    if asked.view == "all":
        view = View(match.scenario, match.fixed, NOBODY, match.state)
    else:
        view = match.view(SIDES.index(asked.view))
    write_graph(situation_graph(view), asked.output)
    return GOOD


def _match_of(source: str, turn: int | None) -> Any:
    """The match of a scenario before its first order, or of a record at the beginning of a day."""
    from game.match import Match

    path = Path(source)
    if os.path.isfile(path) and path.suffix != ".yaml":
        from game.record import read_record
        from game.record import replay as play_again

        found = read_record(path)
        found.document.raise_errors()
        _tell_warnings(found.problems)
        _warm()
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
    scenario = _load(source)
    _warm()
    return Match(scenario)


def _check(asked: argparse.Namespace) -> int:
    problems: list[Diagnostic] = []
    _loaded()
    for file in asked.files:
        problems += _problems(file)
    count = Counter(p.severity for p in problems)
    told = f"errors {count['error']}, warnings {count['warning']}"
    told += f", hints {count['hint']}" if count["hint"] else ""
    if asked.json:
        _print_json({"problems": [p.record() for p in problems]})
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


def _survey(asked: argparse.Namespace) -> int:
    from game.scenario.survey import survey

    try:
        south, west, north, east = (float(part) for part in asked.box.split(","))
    except ValueError:
        raise UsageError(f"--box: four numbers S,W,N,E are wanted, not '{asked.box[:60]}'.") from None
    _loaded()
    text = survey((south, west, north, east), asked.geo, asked.control, asked.date)
    with _writing(asked.output):
        asked.output.write_text(text, encoding="utf-8")
    return GOOD


def _bench(asked: argparse.Namespace) -> int:
    _warm()
    from game.lab import bench

    if asked.window:
        os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
        from game.ui import pace

        report = pace.measure()
    else:
        report = bench.measure()
    _print_json(report) if asked.json else print(bench.as_text(report))
    return GOOD if report["passed"] else LIMIT_NOT_MET


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "": _play_title, "play": _play, "edit": _edit, "simulate": _simulate, "replay": _replay, "render": _render,
    "shot": _shot, "graph": _graph, "check": _check, "fmt": file_commands.fmt, "upgrade": file_commands.upgrade,
    "schema": file_commands.schema, "survey": _survey, "bench": _bench,
}  # fmt: skip
