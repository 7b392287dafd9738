"""replay: a record in the window, in text, or verified."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from game.bar import Bar
from game.commands.common import has_display, loaded, print_json, tell_warnings, warm_up, writing
from game.usage import DIGESTS_DIFFER, GOOD, UsageError, as_json, named, whole

NAME = "replay"
ABOUT = "Look at a record in the window, or say whether it goes the same way again."


def options(made: argparse.ArgumentParser) -> None:
    """What can be asked of it."""
    made.add_argument("record", type=named, metavar="RECORD|RUN", help="a record of a match, or the folder of a run")
    made.add_argument("--game", type=whole(0, 2**62), metavar="N", help="the game of a run")
    made.add_argument("--verify", action="store_true", help="tell nothing but the verdict")
    made.add_argument("--report", type=named, metavar="FILE.html", help="write a report on a match that is over")
    made.add_argument("--lang", choices=("en", "uk"), default="en", help="the language of the report")
    as_json(made)


def run(asked: argparse.Namespace) -> int:
    """Play the record again: ends with 5 if it goes another way."""
    if asked.game is not None:
        return _game(asked)
    if os.path.exists(asked.record / "run.sqlite"):
        raise UsageError(f"--game: {asked.record} is the folder of a run; name the game of it.")
    return _record(asked)


def _game(asked: argparse.Namespace) -> int:
    """Rebuild a game of a run from its row, as a record beside the run, and look at that."""
    from game.diagnostics import harmless
    from game.folders import data_folder
    from game.lab.runs.rebuild import record_of
    from game.lab.runs.store import Store
    from game.orders import OrderError

    with Store.open(asked.record) as store:
        warm_up()
        try:
            try:
                rebuilt, path = record_of(store, asked.game, asked.record / "games")
            except OSError:
                rebuilt, path = record_of(store, asked.game, data_folder() / "games")
        except OrderError as refused:
            return _goes_otherwise(asked, f"does not go as it did. {refused}")
        told = "SELECT player, side, turn, what, message FROM failures WHERE game = ?"
        for player, side, turn, what, message in store.rows(told, (asked.game,)):
            lost = f"Game {asked.game} was forfeited by {harmless(player)} ({side}) on day {turn} by {what}: {message}"
            print(lost, file=sys.stderr)
    if not rebuilt.same:
        return _goes_otherwise(asked, f"ends otherwise than in the run: {rebuilt.match.digest}, not {rebuilt.digest}.")
    asked.record = path
    return _record(asked)


def _goes_otherwise(asked: argparse.Namespace, how: str) -> int:
    """Say that a game of a run does not go the same way again."""
    from game.diagnostics import BadInput

    hint = "The run was made by other rules' code."
    print(BadInput.of(str(asked.record), "L609", f"Game {asked.game} {how}", hint), file=sys.stderr)
    return DIGESTS_DIFFER


def _record(asked: argparse.Namespace) -> int:
    """Look at a record, or play it again."""
    if has_display() and not (asked.verify or asked.json or asked.report):
        from game.ui import app

        loaded()
        return app.run(watch=asked.record)
    from game.record import read_record

    found = read_record(asked.record)
    found.document.raise_errors()
    tell_warnings(found.problems)
    warm_up()
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
        print_json(report)
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
    from game.drawn_html import check_page

    check_page(path)
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    from game.ui.history.report import write

    with writing(path), Bar("Painting the map") as bar:
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
