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
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from game.bar import Bar
from game.diagnostics import BadInput, Diagnostic, Document, harmless, nearest

GOOD, BAD_INPUT, WRONG_USAGE, LIMIT_NOT_MET, DIGESTS_DIFFER, INTERRUPTED = 0, 1, 2, 4, 5, 130
NOT_WRITTEN = "D112"
OWN_FAULT = "X900"
"""Code of the one problem that is no file's own; see docs/diagnostics.md."""

DEFAULT_SCENARIO = "flanks_of_may"
DICE = ("2d6", "steady", "fixed")
SCALES = (12, 18, 26, 36, 46, 70, 112)
OVERLAYS = "supply capacity fire fatigue evacuation criticality threat intel sight range".split()
"""Pixels to the kilometre that maps are drawn at: the zoom steps of the window."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a letter shows a question mark
    try:
        sys.exit(_run(arguments))
    except _UsageError as error:
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
        asked = _parser().parse_args(arguments)
        code: int = asked.run(asked)
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


class _UsageError(Exception):
    """A command line that asks for something there is not."""


class _Parser(argparse.ArgumentParser):
    """argparse, but an error is raised, and a wrong word is answered with the nearest right one."""

    def error(self, message: str) -> NoReturn:
        found = re.search(r"invalid choice: '?(.*?)'? \(choose from (.*)\)", message)
        if found:
            word, choices = found.group(1), re.findall(r"[\w-]+", found.group(2))
            hint = nearest(word, choices) or f"It is one of {', '.join(choices)}."
            message = f"{message[: found.start()]}there is no '{word[:40]}'. {hint}"
        raise _UsageError(message[0].upper() + message[1:])


def _whole(least: int, most: int) -> Callable[[str], int]:
    """A parser of whole numbers within bounds."""

    def parse(text: str) -> int:
        if not re.fullmatch(r"-?[0-9]{1,19}", text) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"a whole number from {least} to {most} is wanted, not '{text[:30]}'")
        return int(text)

    return parse


def _parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    about = "The Battle of Bakhmut, turn by turn: play it, edit it, simulate it by the thousand."
    parser = _Parser(prog="main.py", description=about)
    parser.set_defaults(run=lambda asked: _play_title())
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=_Parser)

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(run=run)
        return made

    def seed(made: argparse.ArgumentParser) -> None:
        made.add_argument("--seed", type=_whole(0, 2**63 - 1), default=1, metavar="N", help="seed of the dice")

    def as_json(made: argparse.ArgumentParser) -> None:
        made.add_argument("--json", action="store_true", help="print one JSON value and nothing else")

    made = command("play", _play, "Play a battle in the window.")
    made.add_argument("scenario", nargs="?", default=DEFAULT_SCENARIO, help="a name in scenarios/, or a path")
    made.add_argument("--side", choices=("ua", "ru", "both"), help="whom you play; ua if not given")
    made.add_argument("--ai", default="greedy", metavar="NAME", help="passive, random, greedy or FILE.py:Class")
    seed(made)
    made.add_argument("--dice", choices=DICE, help="the mode of the dice; that of the rules if not given")
    made.add_argument("--resume", type=Path, metavar="RECORD", help="go on with a record")

    made = command("simulate", _simulate, "Play many games between two players and sum them up.")
    made.add_argument("scenario", help="a name in scenarios/, or a path")
    made.add_argument("-n", type=_whole(1, 10_000_000), default=100, metavar="GAMES", help="how many games")
    seed(made)
    for side in ("ua", "ru"):
        made.add_argument(f"--{side}", default="greedy", metavar="AI", help="passive, random, greedy or FILE.py:Class")
    made.add_argument("--dice", choices=DICE, help="the mode of the dice; that of the rules if not given")
    made.add_argument("--workers", type=_whole(1, 256), default=os.cpu_count() or 1, metavar="N", help="threads")
    made.add_argument("--out", type=Path, metavar="DIR", help="a folder for games.csv and summary.json")
    as_json(made)

    made = command("replay", _replay, "Play a record again, and say whether it goes the same way.")
    made.add_argument("record", type=Path, help="a record of a match")
    made.add_argument("--verify", action="store_true", help="tell nothing but the verdict")
    as_json(made)

    made = command("render", _render, "Draw the map of a scenario, or of a day of a record, into a PNG file.")
    made.add_argument("source", metavar="SCENARIO|RECORD", help="a scenario, or a record of a match")
    made.add_argument("-o", type=Path, required=True, metavar="FILE.png", dest="output", help="the picture")
    made.add_argument("--turn", type=_whole(1, 200), metavar="N", help="the day of a record; its last if not given")
    made.add_argument("--view", choices=("ua", "ru", "all"), default="all", help="whose picture")
    made.add_argument("--overlay", choices=OVERLAYS, help="what of that side's supply, roads and units to draw over it")
    made.add_argument("--lang", choices=("en", "uk"), default="en", help="the language of names and words")
    made.add_argument("--scale", type=int, choices=SCALES, default=46, help="pixels to the kilometre")

    made = command("graph", _graph, "Write what a side knows as a graph that networkx and others read.")
    made.add_argument("source", metavar="SCENARIO|RECORD", help="a scenario, or a record of a match")
    made.add_argument("-o", type=Path, required=True, metavar="FILE", dest="output", help="FILE.graphml or FILE.json")
    made.add_argument("--turn", type=_whole(1, 200), metavar="N", help="the day of a record; its last if not given")
    made.add_argument("--view", choices=("ua", "ru", "all"), default="all", help="whose picture")

    made = command("check", _check, "List every error and warning in scenario, rules, weights and record files.")
    made.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files to look at")
    as_json(made)

    made = command("survey", _survey, "Make a map from geographic data: the skeleton of a scenario.")
    made.add_argument("--box", required=True, metavar="S,W,N,E", help="the box in degrees: --box=S,W,N,E")
    made.add_argument("--geo", type=Path, required=True, metavar="DIR", help="the folder with the geographic data")
    made.add_argument("--control", type=Path, metavar="FILE.geojson", help="polygons of control")
    made.add_argument("--date", metavar="D", help="the day of the polygons, YYYY-MM-DD")
    made.add_argument("-o", type=Path, required=True, metavar="FILE.yaml", dest="output", help="the scenario")

    made = command("bench", _bench, "Measure the speed of this build on this machine.")
    as_json(made)
    return parser


def _load(name: str) -> Any:
    """A scenario by name or path; a name that is none suggests the nearest."""
    from game.scenario.load import find_scenario, load_scenario, scenario_names

    path = find_scenario(name)
    if not os.path.exists(path):
        names = scenario_names()
        document = Document(name, "")
        hint = nearest(name, names) or f"The scenarios are {', '.join(names)}."
        document.report("C200", "There is no such scenario.", (1, 1, 1), hint)
        raise BadInput(document.problems)
    return load_scenario(path)


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


def _play_title() -> int:
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


def _play_without_display(asked: argparse.Namespace) -> int:
    """The computer against itself in the terminal, if nothing was asked for that only the window can do."""
    if asked.resume:
        from game.record import read_record

        found = read_record(asked.resume)
        found.document.raise_errors()
        told = shlex.join([sys.executable, sys.argv[0], "replay", str(asked.resume)])
        raise _UsageError(f"Going on with a record needs a display. This tells what is in it: {told}")
    if asked.side:
        raise _UsageError("--side: playing a side needs a display; without it the computer plays both.")
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
    from game.record import read_record

    found = read_record(asked.record)
    found.document.raise_errors()
    _tell_warnings(found.problems)
    _warm()
    from game.luck import luck_of
    from game.record import replay

    match, difference = replay(found)
    luck = {side: luck_of(match.fights, s, False).record() for s, side in enumerate(("ua", "ru"))}
    report: dict[str, Any] = {"record": str(asked.record), "turns": match.turn, "orders": len(match.steps)}
    report |= {"digest": match.digest, "same": difference is None, "luck": luck}
    if difference is not None:
        at = {"line": difference.line, "turn": difference.turn, "side": difference.side, "field": difference.field}
        report["difference"] = at
    if asked.json:
        _print_json(report)
    else:
        _tell_replay(match, report, asked.verify)
    return GOOD if difference is None else DIGESTS_DIFFER


def _tell_replay(match: Any, report: dict[str, Any], verify: bool) -> None:
    """Tell a replay in text."""
    from game.chronicle import Chronicle
    from game.terminal import lines_of, summary_lines, text_map

    if not verify:
        for events in (match.opening, *(step.events for step in match.steps)):
            for line in lines_of(Chronicle(match.scenario), events):
                print(line)
        print(text_map(match))
        for line in summary_lines(match, "en") if match.outcome else []:
            print(line)
    if report["same"]:
        print(f"The record goes the same way again: {report['orders']} orders, digest {report['digest']}.")
    else:
        at = report["difference"]
        print(f"The record differs from day {at['turn']}, {at['side']}, line {at['line']}: {at['field']}.")


def _render(asked: argparse.Namespace) -> int:
    if asked.overlay and asked.view == "all":
        raise _UsageError(f"--overlay {asked.overlay} shows what one side knows: add --view ua or --view ru.")
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    match = _match_of(asked.source, asked.turn)
    from game.ui.shots import save_map

    with _writing(asked.output):
        save_map(match, asked.view, asked.scale, asked.output, asked.lang, asked.overlay or "")
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
            raise _UsageError(f"--turn: the record ends on day {match.turn}.")
        return match
    if turn is not None:
        raise _UsageError("--turn: a scenario has no days yet; name a record.")
    scenario = _load(source)
    _warm()
    return Match(scenario)


def _check(asked: argparse.Namespace) -> int:
    problems: list[Diagnostic] = []
    _loaded()
    for file in asked.files:
        problems += _problems(file)
    errors = sum(p.severity == "error" for p in problems)
    if asked.json:
        _print_json({"problems": [p.record() for p in problems]})
    else:
        for problem in problems:
            print(problem.render(), file=sys.stderr)
        print(f"{len(asked.files)} checked: errors {errors}, warnings {len(problems) - errors}.")
    return BAD_INPUT if errors else GOOD


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

        build(document, file.stem)
    return document.problems


def _survey(asked: argparse.Namespace) -> int:
    from game.scenario.survey import survey

    try:
        south, west, north, east = (float(part) for part in asked.box.split(","))
    except ValueError:
        raise _UsageError(f"--box: four numbers S,W,N,E are wanted, not '{asked.box[:60]}'.") from None
    _loaded()
    text = survey((south, west, north, east), asked.geo, asked.control, asked.date)
    with _writing(asked.output):
        asked.output.write_text(text, encoding="utf-8")
    return GOOD


def _bench(asked: argparse.Namespace) -> int:
    _warm()
    from game.lab import bench

    report = bench.measure()
    _print_json(report) if asked.json else print(bench.as_text(report))
    return GOOD if report["passed"] else LIMIT_NOT_MET
