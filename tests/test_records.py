"""Records: what is written survives a kill, what was changed afterwards is found, what is no record is said."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from records import write_record

from game import record as record_module
from game.ai.players import CompiledPlayer, play_half_turn
from game.match import Match
from game.orders import END_TURN
from game.orders_text import to_text
from game.record import Recorder, read_record, replay
from game.rulebook import STANDARD, load_rules
from game.scenario.load import load_scenario

ROOT = Path(__file__).parent.parent
HALF_TURNS = 6


@pytest.fixture(scope="module")
def played() -> Match:
    """Three days of the mirror battle."""
    match = Match(load_scenario("mirror"), 7)
    players = (CompiledPlayer("greedy", 7), CompiledPlayer("greedy", 7))
    for _ in range(HALF_TURNS):
        play_half_turn(match, players[match.side])
    return match


@pytest.fixture(scope="module")
def lines(played: Match, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The lines of its record."""
    path = tmp_path_factory.mktemp("record") / "match.jsonl"
    write_record(path, played, {"ua": "greedy", "ru": "greedy"})
    return path.read_text(encoding="utf-8").splitlines()


def save(tmp_path: Path, lines: list[str], end: str = "\n") -> Path:
    path = tmp_path / "match.jsonl"
    path.write_text("\n".join(lines) + end, encoding="utf-8")
    return path


def edited(line: str, **values: Any) -> str:
    """A line with other values; a key such as scenario__digest leads into the mapping."""
    found = json.loads(line)
    for key, value in values.items():
        *path, last = key.split("__")
        part = found
        for step in path:
            part = part[step]
        part[last] = value
    return json.dumps(found, ensure_ascii=False)


def first(lines: list[str], word: str, start: int = 1) -> int:
    """The position of the first line that holds a word."""
    return next(i for i in range(start, len(lines)) if word in lines[i])


# what is written ----------------------------------------------------------------------------------------------------


def test_a_record_plays_back_to_the_same_state(played: Match, lines: list[str], tmp_path: Path) -> None:
    found = read_record(save(tmp_path, lines))
    assert found.problems == []
    assert (found.seed, found.players, found.torn) == (7, {"ua": "greedy", "ru": "greedy"}, False)
    match, difference = replay(found)
    assert difference is None
    assert match.digest == played.digest
    assert [step.order for step in match.steps] == [step.order for step in played.steps]
    assert sum(line.kind == "digest" for line in found.lines) == HALF_TURNS


def test_a_record_stops_at_the_day_asked_for(played: Match, lines: list[str], tmp_path: Path) -> None:
    match, difference = replay(read_record(save(tmp_path, lines)), until=2)
    assert difference is None
    assert match.turn == 2
    again = Match(played.scenario, played.seed)
    for step in played.steps:
        if again.turn == 1:
            again.apply(step.order)
    assert match.digest == again.digest


def test_undo_and_redo_are_written_and_played_back(tmp_path: Path) -> None:
    match = Match(load_scenario("mirror"), 3)
    path = tmp_path / "deep" / "folder" / "match.jsonl"
    recorder = Recorder(path, match, {"ua": "human", "ru": "human"})
    match.listeners.append(recorder)
    player = CompiledPlayer("greedy", 3)
    taken_back = 0
    while taken_back < 3:
        match.apply(player.choose(match.view(match.side), match.legal_orders()))
        if match.undo():
            taken_back += 1
            assert match.redo()
            assert match.undo()
            assert match.redo()
    recorder.close()
    found = read_record(path)
    assert {line.kind for line in found.lines} >= {"order", "undo", "redo"}
    again, difference = replay(found)
    assert difference is None
    assert again.digest == match.digest


def test_a_recorder_goes_on_where_a_torn_record_ends(played: Match, lines: list[str], tmp_path: Path) -> None:
    at = first(lines, '"order": "end"') + 2
    path = save(tmp_path, [*lines[:at], lines[at][:20]], end="")
    match, difference = replay(read_record(path))
    assert difference is None
    recorder = Recorder(path, match, {}, resume=True)
    match.listeners.append(recorder)
    for step in played.steps[len(match.steps) :]:
        match.apply(step.order)
    recorder.close()
    assert path.read_text(encoding="utf-8").splitlines() == lines


# what is torn -------------------------------------------------------------------------------------------------------


def test_a_torn_last_line_is_dropped_and_said(lines: list[str], tmp_path: Path) -> None:
    text = "\n".join(lines[:6]) + "\n"
    whole = [json.loads(line).get("order") for line in lines[1:6]]
    begun = text.rindex("\n", 0, -1) + 1
    for cut in (begun + 1, begun + 9, len(text) - 2, len(text) - 1):
        path = tmp_path / "match.jsonl"
        path.write_text(text[:cut], encoding="utf-8")
        found = read_record(path)
        assert found.torn
        assert [(p.code, p.severity, p.line, p.column) for p in found.problems] == [("R411", "warning", 6, 1)]
        assert [line.text for line in found.lines] == whole[:-1]
        assert replay(found)[1] is None


def test_a_record_torn_in_its_first_line_is_none(lines: list[str], tmp_path: Path) -> None:
    for cut in (0, 1, 100, len(lines[0])):
        found = read_record(save(tmp_path, [lines[0][:cut]], end=""))
        assert [p.code for p in found.problems] == ["R403"]


CHILD = """
import sys
from pathlib import Path
from game.ai.players import CompiledPlayer, play_half_turn
from game.match import Match
from game.orders import END_TURN
from game.orders_text import to_text
from game.record import Recorder, read_record, replay
from game.scenario.load import load_scenario
path = Path(sys.argv[1])
resume = path.exists()
match = replay(read_record(path))[0] if resume else Match(load_scenario("mirror"), 11)
match.listeners.append(Recorder(path, match, {"ua": "greedy", "ru": "random"}, resume=resume))
match.listeners.append(lambda what, step: print(to_text(step.order, match.names), flush=True))
players = (CompiledPlayer("greedy", 11), CompiledPlayer("random", 11))
while match.outcome is None:
    play_half_turn(match, players[match.side])
"""


def kill_once(path: Path, orders: int) -> None:
    """Play on in a process of its own, kill it after so many orders, and see what is left."""
    before = [line.text for line in read_record(path).lines if line.kind == "order"] if path.exists() else []
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, text=True, env=environment)
    assert child.stdout is not None
    said = [child.stdout.readline().strip() for _ in range(orders)]
    child.send_signal(signal.SIGKILL)
    said += [line.strip() for line in child.stdout.read().split("\n")[:-1]]
    child.stdout.close()
    assert child.wait() in (-signal.SIGKILL, 0)
    found = read_record(path)
    assert [p.code for p in found.problems] in ([], ["R411"])
    kept = [line.text for line in found.lines if line.kind == "order"]
    acknowledged = before + [line for line in said if line]
    assert kept[: len(acknowledged)] == acknowledged
    assert len(kept) <= len(acknowledged) + 1
    assert replay(found)[1] is None


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_game_loses_at_most_the_order_being_written(tmp_path: Path) -> None:
    for orders in (1, 12, 40):
        kill_once(tmp_path / "match.jsonl", orders)


@pytest.mark.long
def test_a_game_killed_a_hundred_times_loses_nothing_acknowledged(tmp_path: Path) -> None:
    dice = random.Random(5)
    for i in range(25):
        for _ in range(4):
            kill_once(tmp_path / f"match{i}.jsonl", dice.randrange(1, 60))


# what was changed afterwards ----------------------------------------------------------------------------------------


def differs(tmp_path: Path, lines: list[str]) -> tuple[int, int, str, str]:
    """Line, day, side and field of the first difference of a changed record."""
    found = read_record(save(tmp_path, lines))
    assert found.problems == []
    difference = replay(found)[1]
    assert difference is not None
    return difference.line, difference.turn, difference.side, difference.field


def test_a_changed_digest_is_found(lines: list[str], tmp_path: Path) -> None:
    at = first(lines, '"digest"')
    assert differs(tmp_path, [*lines[:at], edited(lines[at], digest="0" * 16), *lines[at + 1 :]]) == (
        at + 1, 1, "ru", "fields agree, digest differs",
    )  # fmt: skip


def test_a_changed_field_is_named(lines: list[str], tmp_path: Path) -> None:
    at = first(lines, '"digest"')
    fields = json.loads(lines[at])["fields"]
    other = fields[:4] + ("0000" if fields[4:8] != "0000" else "1111") + fields[8:]
    assert differs(tmp_path, [*lines[:at], edited(lines[at], fields=other), *lines[at + 1 :]])[3] == "clock.SIDE"
    for wrong in ("", fields[:-1], fields + "0000"):
        found = differs(tmp_path, [*lines[:at], edited(lines[at], fields=wrong), *lines[at + 1 :]])
        assert found[0] == at + 1


def test_an_order_left_out_is_found_at_the_next_digest(lines: list[str], tmp_path: Path) -> None:
    at, digest = first(lines, '"move '), first(lines, '"digest"')
    line, day, side, field = differs(tmp_path, lines[:at] + lines[at + 1 :])
    assert at + 1 <= line <= digest + 1
    assert (day, side) in ((1, "ua"), (1, "ru"))
    assert field


def test_an_order_of_another_day_or_side_is_found(lines: list[str], tmp_path: Path) -> None:
    at = first(lines, '"move ')
    for values, told in (({"day": 2}, "an order of day 2, ua"), ({"side": "ru\x1b[2J"}, "an order of day 1, ru?[2J")):
        found = differs(tmp_path, [*lines[:at], edited(lines[at], **values), *lines[at + 1 :]])
        assert found == (at + 1, 1, "ua", told)


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ("move n-1 9999", "There is no hex '9999' on the map."),
        ("move nobody 0101", "There is no unit 'nobody'."),
        ("move s-1 0101", "[4.3]"),
        ("attack", "'attack' is no order."),
        ("", "'' is no order."),
        ("\x1b[31mmove\ud800", "'?[31mmove?' is no order."),
        ("move n-1" + " 0101" * 38, "An order holds at most 37 hexes."),
    ],
)
def test_an_order_that_cannot_be_is_found(lines: list[str], tmp_path: Path, order: str, told: str) -> None:
    changed = json.dumps({"day": 1, "side": "ua", "order": order})
    found = differs(tmp_path, [lines[0], changed, *lines[2:]])
    assert found[:3] == (2, 1, "ua")
    assert found[3].startswith(told)


def test_what_cannot_be_undone_or_redone_is_found(lines: list[str], tmp_path: Path) -> None:
    assert differs(tmp_path, [lines[0], '{"undo": true}'])[3] == "nothing can be undone here"
    assert differs(tmp_path, [lines[0], '{"redo": true}'])[3] == "nothing can be redone here"


ROLLS = ("fly", "assault", "probe", "harass", "counter", "demolish", "smoke")
"""Orders that roll dice."""


def test_another_seed_goes_another_way(lines: list[str], tmp_path: Path) -> None:
    line, _, _, field = differs(tmp_path, [edited(lines[0], seed=8), *lines[1:]])
    rolled = [i for i, text in enumerate(lines, start=1) if any(f'"{word} ' in text for word in ROLLS)]
    assert line > rolled[0]
    assert field


# what is no record --------------------------------------------------------------------------------------------------


HEADERS: dict[str, tuple[dict[str, Any], str, str]] = {
    "another format": ({"record": 2}, "R405", "another format"),
    "no seed": ({"seed": None}, "R406", "lacks"),
    "true for a seed": ({"seed": True}, "R406", "lacks"),
    "a negative seed": ({"seed": -1}, "R406", "lacks"),
    "a seed too large": ({"seed": 2**63}, "R406", "lacks"),
    "players a list": ({"players": []}, "R406", "lacks"),
    "no text": ({"scenario__text": None}, "R406", "text"),
    "rules that are no text": ({"rules__text": 7}, "R406", "no text"),
    "other rules": ({"rules__digest": "0123"}, "R407", "version 1 (0123)"),
    "rules of another version": ({"rules__version": 99}, "R407", "version 99"),
    "another scenario": ({"scenario__digest": "0123"}, "R410", "not the one that was played"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_wrong_first_line_is_said(lines: list[str], tmp_path: Path, name: str) -> None:
    values, code, part = HEADERS[name]
    (problem,) = read_record(save(tmp_path, [edited(lines[0], **values), *lines[1:]])).problems
    assert (problem.code, problem.line, problem.column) == (code, 1, 1)
    assert part in problem.message


def test_a_scenario_changed_within_a_record_is_said(lines: list[str], tmp_path: Path) -> None:
    for old, new, codes in (("people: 300", "people: 350", ["R410"]), ("people: 300", "people: 0", ["D122"])):
        text = json.loads(lines[0])["scenario"]["text"].replace(old, new, 1)
        found = read_record(save(tmp_path, [edited(lines[0], scenario__text=text), *lines[1:]]))
        assert [p.code for p in found.problems] == codes
    assert found.problems[0].file.endswith("match.jsonl#scenario")
    assert found.problems[0].line > 90


LINES = {
    "no JSON": ("move n-1 0101", "R404", 1),
    "half a line": ('{"day": 1, "order": ', "R404", 21),
    "no object": ("[]", "R404", 1),
    "a number of ten thousand digits": ('{"day": ' + "9" * 1900 + "}", "R409", 1),
    "no kind": ("{}", "R409", 1),
    "undo of nothing": ('{"undo": false}', "R409", 1),
    "an order that is a number": ('{"day": 1, "side": "ua", "order": 1}', "R409", 1),
    "an order without its day": ('{"side": "ua", "order": "end"}', "R409", 1),
    "a digest without fields": ('{"digest": "00"}', "R409", 1),
    "too long": ('{"order": "' + "x" * 2000 + '"}', "R408", 1),
    "bad bytes": ("\ufffd", "R404", 1),
}


@pytest.mark.parametrize("name", LINES)
def test_a_wrong_line_is_said_at_its_place(lines: list[str], tmp_path: Path, name: str) -> None:
    text, code, column = LINES[name]
    (problem,) = read_record(save(tmp_path, [*lines[:3], text, *lines[3:5]])).problems
    assert (problem.code, problem.line, problem.column) == (code, 4, column)
    assert problem.severity == "error"


def test_deep_nesting_in_the_first_line_is_said(tmp_path: Path) -> None:
    (problem,) = read_record(save(tmp_path, ['{"record": ' + "[" * 200_000])).problems
    assert (problem.code, problem.line) == ("R404", 1)


def test_what_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [p.code for p in read_record(tmp_path).problems] == ["R401"]
    assert [p.code for p in read_record(tmp_path / "none.jsonl").problems] == ["R401"]
    path = tmp_path / "large.jsonl"
    path.write_bytes(b"\n" * (record_module.MOST_BYTES + 1))
    assert [p.code for p in read_record(path).problems] == ["R402"]
    path.write_bytes(b"\n" * (record_module.MOST_LINES + 1))
    assert [p.code for p in read_record(path).problems] == ["R403"]


def test_orders_in_a_record_are_those_of_the_match(played: Match, lines: list[str]) -> None:
    said = [json.loads(line)["order"] for line in lines[1:] if '"order"' in line]
    assert said == [to_text(step.order, played.names) for step in played.steps]


def test_two_that_go_on_with_one_record_part_ways(tmp_path: Path) -> None:
    """Whoever finds that the other has written goes on in a copy; both records are whole."""
    scenario, path = load_scenario("mirror"), tmp_path / "match.jsonl"
    first = Match(scenario, 1)
    Recorder(path, first, {"ua": "human", "ru": "human"}).close()
    matches = [Match(scenario, 1) for _ in range(2)]
    recorders = [Recorder(path, match, {"ua": "human", "ru": "human"}, resume=True) for match in matches]
    for match, recorder in zip(matches, recorders, strict=True):
        match.listeners.append(recorder)
    for match in (*matches, matches[0]):
        match.apply(END_TURN)
    assert [recorder.path.name for recorder in recorders] == ["match.jsonl", "match-2.jsonl"]
    for match, recorder in zip(matches, recorders, strict=True):
        recorder.close()
        again, difference = replay(read_record(recorder.path))
        assert difference is None
        assert again.digest == match.digest


def test_a_record_holds_rules_that_are_not_the_standard_ones(tmp_path: Path) -> None:
    text = STANDARD.read_text(encoding="utf-8").replace("  flank: 1\n", "  flank: 3\n")
    own = tmp_path / "own.rules.yaml"
    own.write_text(text, encoding="utf-8")
    match = Match(load_scenario("mirror", load_rules(own)), 3)
    for _ in range(4):
        play_half_turn(match, CompiledPlayer("greedy", 3))
    written = tmp_path / "match.jsonl"
    write_record(written, match, {"ua": "greedy", "ru": "greedy"})
    record = read_record(written)
    assert (record.problems, record.scenario and record.scenario.rules.digest) == ([], match.scenario.rules.digest)
    again, difference = replay(record)
    assert (again.digest, difference) == (match.digest, None)
    first, *rest = written.read_text(encoding="utf-8").splitlines()
    torn = edited(first, rules__text=text.replace("  flank: 3\n", "  flank: many\n"))
    (problem,) = read_record(save(tmp_path, [torn, *rest])).problems
    assert problem.file.endswith("match.jsonl#rules")
    assert text.split("\n")[problem.line - 1] == "  flank: 3"


def test_a_record_keeps_the_mode_of_the_dice(tmp_path: Path) -> None:
    """Only if it is not that of the rules: then records are as they always were."""
    for dice, kept in (("fixed", "fixed"), ("2d6", None), (None, None)):
        path = tmp_path / f"{dice}.jsonl"
        match = Match(load_scenario("mirror"), 3, dice)
        recorder = Recorder(path, match, {})
        match.listeners.append(recorder)
        match.apply(END_TURN)
        recorder.close()
        record = read_record(path)
        assert (record.problems, record.dice) == ([], kept)
        again, difference = replay(record)
        assert (again.dice, difference) == (dice or "2d6", None)


def test_a_record_with_dice_there_are_not_is_told(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    match = Match(load_scenario("mirror"), 3)
    Recorder(path, match, {}).close()
    first = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(first | {"dice": "loaded"}) + "\n", encoding="utf-8")
    assert [problem.code for problem in read_record(path).problems] == ["R406"]
