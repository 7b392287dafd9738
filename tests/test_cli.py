"""The command line: each command as a user gives it, each exit code, and nothing but JSON under --json."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from records import write_record
from shell import ROOT, Run, process, runner, shape

from game.ai.players import CompiledPlayer, play_half_turn
from game.documents import parse
from game.match import Match
from game.scenario.load import FOLDER, load_scenario

COMMANDS = ("play", "simulate", "replay", "render", "graph", "check", "survey", "bench")
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    return runner(capsys, monkeypatch)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of two days of the mirror battle."""
    match = Match(load_scenario("mirror"), 5)
    players = (CompiledPlayer("greedy", 5), CompiledPlayer("random", 5))
    while match.turn < 3:
        play_half_turn(match, players[match.side])
    path = tmp_path_factory.mktemp("record") / "match.jsonl"
    write_record(path, match, {"ua": "greedy", "ru": "random"})
    return path


# usage ------------------------------------------------------------------------------------------------------------------


def test_help_names_every_command_and_every_command_helps(run: Run) -> None:
    code, told, _ = run("--help")
    assert code == 0
    for command in COMMANDS:
        assert f"\n    {command} " in told
        code, own, _ = run(command, "--help")
        assert code == 0
        assert own.startswith(f"usage: main.py {command} ")


WRONG = {
    ("simulat", "mirror"): "there is no 'simulat'. Did you mean 'simulate'?",
    ("xyz",): "It is one of play, edit, simulate, ",
    ("simulate",): "scenario",
    ("simulate", "mirror", "-n", "0"): "a whole number from 1 to 10000000 is wanted, not '0'",
    ("simulate", "mirror", "-n", "many"): "not 'many'",
    ("simulate", "mirror", "--seed", "-1"): "a whole number from 0",
    ("simulate", "mirror", "--seed", "9" * 19): "a whole number from 0",
    ("simulate", "mirror", "--fast"): "--fast",
    ("play", "mirror", "--side", "uk"): "there is no 'uk'. It is one of ua, ru, both.",
    ("render", "mirror"): "-o",
    ("render", "mirror", "-o", "x.png", "--scale", "13"): "there is no '13'. It is one of 12, 18, ",
    ("graph", "mirror"): "-o",
    ("graph", "mirror", "-o", "x.json", "--view", "both"): "there is no 'both'. It is one of ua, ru, all.",
    ("replay",): "RECORD|RUN",
    ("check",): "FILE",
    ("survey", "--geo", ".", "-o", "x"): "--box",
    ("survey", "--box=1,2,3", "--geo", ".", "-o", "x"): "four numbers S,W,N,E are wanted, not '1,2,3'",
    ("survey", "--box=a,b,c,d", "--geo", ".", "-o", "x"): "four numbers",
}  # fmt: skip


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_usage_is_2_and_says_what_there_is(run: Run, arguments: tuple[str, ...]) -> None:
    code, told, errors = run(*arguments)
    assert (code, told) == (2, "")
    assert WRONG[arguments] in errors
    assert errors[0].isupper() or errors.startswith("--")
    assert "--help tells what there is." in errors


def test_a_scenario_has_no_days_to_draw(run: Run, tmp_path: Path) -> None:
    code, told, errors = run("render", "mirror", "-o", tmp_path / "x.png", "--turn", "9")
    assert (code, told, (tmp_path / "x.png").exists()) == (2, "", False)
    assert errors.startswith("--turn: a scenario has no days yet; name a record.\n")


@pytest.mark.parametrize("command", ["play", "simulate", "render", "graph"])
def test_an_unknown_scenario_suggests_the_nearest(run: Run, command: str) -> None:
    options = {"render": ("-o", "x.png"), "graph": ("-o", "x.json")}.get(command, ())
    code, told, errors = run(command, "mirorr", *options)
    assert (code, told) == (1, "")
    assert errors.startswith("mirorr:1:1: error C200: There is no such scenario. Did you mean 'mirror'?")
    assert "The scenarios are flanks_of_may, mirror, pocket, road_of_life, soledar." in run(command, "zzz", *options)[2]


@pytest.mark.parametrize("file", ["scenarios/mirror.yaml", "assets/rules/standard.yaml", "assets/ai/greedy.yaml"])
def test_checking_loads_neither_the_kernels_nor_the_window(file: str) -> None:
    script = (
        "import sys\nfrom game.cli import main\ntry:\n    main(['check', *sys.argv[1:]])\nexcept SystemExit as ended:\n"
        "    assert not ended.code\nprint(sorted({'numba', 'pygame', 'game.rules'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script, str(ROOT / file)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert done.stdout.split("\n")[1] == "[]", done.stderr


# play -------------------------------------------------------------------------------------------------------------------


def test_without_a_display_the_computer_plays_the_battle_in_text() -> None:
    done = process(SDL_VIDEODRIVER="", LANG="C")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.split("\n")
    assert lines[0].startswith("There is no display here: ")
    assert sum(line.startswith("00 ") for line in lines) >= 3  # the map at the start, on the way and at the end
    assert sum(bool(re.match(r"Day \d+, ", line)) for line in lines) == 14
    assert [line.split(":")[0] for line in lines[-4:-1]] == ["Result", "Losses", "Net ground of Ukraine"]


def test_play_without_a_display_plays_the_scenario_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    code, first, errors = run("play", "mirror", "--seed", "4")
    assert (code, errors) == (0, "")
    assert "Mirror" in first.split("\n")[0]
    assert run("play", "mirror", "--seed", "4")[1] == first
    assert run("play", "mirror", "--seed", "5")[1] != first
    monkeypatch.setenv("LANG", "uk_UA.UTF-8")
    assert "Дзеркало" in run("play", "mirror", "--seed", "4")[1].split("\n")[0]


def test_without_a_display_the_editor_names_a_command_that_works(run: Run) -> None:
    code, told, errors = run("edit", "mirror")
    assert (code, told) == (2, "")
    assert errors.startswith("The editor needs a display. This tells what is wrong with a scenario: ")
    advised = errors.split("\n")[0].split()
    assert run(*advised[advised.index("check") :])[0] == 0


def test_without_a_display_nothing_else_is_played_than_was_asked_for(run: Run, record: Path, tmp_path: Path) -> None:
    code, told, errors = run("play", "--resume", record)
    assert (code, told) == (2, "")
    assert errors.startswith("Going on with a record needs a display. This tells what is in it: ")
    assert errors.split("\n")[0].endswith(f" replay {record}")
    code, told, errors = run("play", "--resume", tmp_path / "none.jsonl")
    assert (code, told) == (1, "")
    assert ":1:1: error R401: " in errors
    code, told, errors = run("play", "mirror", "--side", "ru")
    assert (code, told) == (2, "")
    assert errors.startswith("--side: playing a side needs a display; without it the computer plays both.\n")
    passive = run("play", "mirror", "--ai", "passive")
    assert passive[0] == 0
    assert passive[1] != run("play", "mirror", "--ai", "random")[1]
    assert "error P501: " in run("play", "mirror", "--ai", "greedi")[2]


def test_a_terminal_without_the_letters_is_no_reason_to_fall_over() -> None:
    done = process("play", "mirror", PYTHONIOENCODING="ascii", LANG="uk_UA.UTF-8")
    assert done.returncode == 0
    assert "???" in done.stdout


# replay -----------------------------------------------------------------------------------------------------------------


def test_replay_tells_the_match_and_that_it_goes_the_same_way(run: Run, record: Path) -> None:
    code, told, errors = run("replay", record)
    assert (code, errors) == (0, "")
    assert told.startswith("Day 1, ")
    assert told.rstrip().split("\n")[-1].startswith("The record goes the same way again: ")
    code, verdict, _ = run("replay", record, "--verify")
    assert (code, verdict) == (0, told.split("\n")[-2] + "\n")


def test_replay_as_json_has_the_fields_promised(run: Run, record: Path) -> None:
    code, told, _ = run("replay", record, "--verify", "--json")
    report = json.loads(told)
    assert code == 0
    fields = {"record": str, "turns": int, "orders": int, "digest": str, "same": bool}
    assert shape(report) == fields | dict.fromkeys(("outcome", "losses", "luck"), type(None))
    assert (report["turns"], report["same"]) == (3, True)


def test_replay_of_a_changed_record_is_5_and_names_the_place(run: Run, record: Path, tmp_path: Path) -> None:
    lines = record.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if '"order": "move ' in line)
    changed = tmp_path / "changed.jsonl"
    changed.write_text("\n".join(lines[:at] + lines[at + 1 :]) + "\n", encoding="utf-8")
    code, told, _ = run("replay", changed, "--verify", "--json")
    report = json.loads(told)
    assert (code, report["same"]) == (5, False)
    assert shape(report["difference"]) == {"line": int, "turn": int, "side": str, "field": str}
    assert report["difference"]["line"] > at
    code, told, _ = run("replay", changed, "--verify")
    assert code == 5
    assert told.startswith(f"The record differs from day 1, ua, line {report['difference']['line']}: ") or "ru" in told


def test_replay_finds_a_changed_digest_and_a_changed_first_line(run: Run, record: Path, tmp_path: Path) -> None:
    text, changed = record.read_text(encoding="utf-8"), tmp_path / "changed.jsonl"
    digest = re.findall(r'"digest": "([0-9a-f]{16})", "fields"', text)[1]
    changed.write_text(text.replace(digest, "0" * 16), encoding="utf-8")
    code, told, _ = run("replay", changed, "--verify", "--json")
    line = text[: text.index(digest)].count("\n") + 1
    assert (code, json.loads(told)["difference"]["line"]) == (5, line)
    for old, problem in ((load_scenario("mirror").digest, "R410"), (load_scenario("mirror").rules.digest, "R407")):
        changed.write_text(text.replace(old, "0" * 16), encoding="utf-8")
        code, told, errors = run("replay", changed, "--verify", "--json")
        assert (code, told) == (1, "")
        assert errors.startswith(f"{changed}:1:1: error {problem}: ")


def test_replay_of_a_torn_record_says_so_and_goes_on(run: Run, record: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.jsonl"
    torn.write_bytes(record.read_bytes()[:-9])
    code, told, errors = run("replay", torn, "--verify", "--json")
    assert (code, json.loads(told)["same"]) == (0, True)
    assert re.fullmatch(r".*torn\.jsonl:\d+:1: warning R411: The last line was cut off .*\n", errors)


def test_replay_of_no_record_is_1(run: Run, tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.jsonl", "R401"), (FOLDER / "mirror.yaml", "R404")):
        exit_code, told, errors = run("replay", path)
        assert (exit_code, told) == (1, "")
        assert errors.startswith(f"{path}:1:1: error {code}: ")


# render -----------------------------------------------------------------------------------------------------------------


def picture(path: Path) -> bytes:
    data = path.read_bytes()
    assert data.startswith(PNG)
    return data


def test_render_draws_the_same_picture_every_time(run: Run, record: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert run("render", "mirror", "-o", tmp_path / f"{name}.png", "--scale", 12) == (0, "", "")
    assert picture(tmp_path / "a.png") == picture(tmp_path / "b.png")
    views = set()
    for view in ("all", "ua", "ru"):
        assert run("render", record, "-o", tmp_path / "c.png", "--view", view, "--turn", 2, "--scale", 12)[0] == 0
        views.add(picture(tmp_path / "c.png"))
    assert len(views) == 3
    assert run("render", record, "-o", tmp_path / "d.png", "--scale", 12)[0] == 0
    assert picture(tmp_path / "d.png") not in views


def test_render_says_what_it_cannot_write_or_read(run: Run, record: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.jsonl"
    changed.write_text(record.read_text(encoding="utf-8") + '{"redo": true}\n', encoding="utf-8")
    code, _, errors = run("render", changed, "-o", tmp_path / "x.png", "--scale", 12)
    assert (code, (tmp_path / "x.png").exists()) == (1, False)
    assert re.search(r"changed\.jsonl:\d+:1: error R412: .*: nothing can be redone here\.", errors)
    code, told, errors = run("render", "mirror", "-o", tmp_path / "none" / "x.png", "--scale", 12)
    assert (code, told) == (1, "")
    assert errors == f"{tmp_path}/none/x.png: error D112: The file cannot be written: no such file or directory.\n"
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{}\n")
    assert "error R405" in run("render", broken, "-o", tmp_path / "x.png")[2]


# check ------------------------------------------------------------------------------------------------------------------


def test_check_looks_at_every_kind_of_file(run: Run, record: Path) -> None:
    good = [FOLDER / "mirror.yaml", ROOT / "assets/rules/standard.yaml", ROOT / "assets/ai/greedy.yaml", record]
    assert run("check", *good) == (0, "4 checked: errors 0, warnings 0.\n", "")
    assert json.loads(run("check", *good, "--json")[1]) == {"problems": []}


def test_check_shows_each_problem_with_line_and_caret(run: Run, tmp_path: Path) -> None:
    text = (FOLDER / "mirror.yaml").read_text(encoding="utf-8")
    bad = tmp_path / "bad.yaml"
    bad.write_text(text.replace("confidence: high", "confidence: hihg", 1), encoding="utf-8")
    code, told, errors = run("check", bad, FOLDER / "mirror.yaml")
    assert (code, told) == (1, "2 checked: errors 1, warnings 0.\n")
    place, source, caret, fix = errors.rstrip("\n").split("\n")
    assert fix == "    fix: write high here"
    assert re.fullmatch(r".*bad\.yaml:\d+:15: error D122: This must be one of .* Did you mean 'high'\?", place)
    assert source[caret.index("^") :].startswith("hihg")
    assert caret.count("^") == 4


def test_check_as_json_has_the_fields_promised(run: Run, tmp_path: Path) -> None:
    doubtful = tmp_path / "doubtful.yaml"
    text = (FOLDER / "mirror.yaml").read_text(encoding="utf-8")
    doubtful.write_text(text.replace('"Перехрестя"}, source: "made up"', '"Перехрестя"}', 1), encoding="utf-8")
    code, told, errors = run("check", doubtful, "--json")
    (problem,) = json.loads(told)["problems"]
    assert (code, errors) == (0, "")  # warnings alone are good
    fields = {"file": str, "line": int, "col": int, "severity": str, "code": str, "message": str, "hint": str,
              "fix": type(None)}  # fmt: skip
    assert shape(problem) == fields
    assert (problem["file"], problem["severity"], problem["code"]) == (str(doubtful), "warning", "C225")


# survey -----------------------------------------------------------------------------------------------------------------


def test_survey_makes_a_map_that_check_finds_wanting_only_units(run: Run, tmp_path: Path) -> None:
    made, again = tmp_path / "made.yaml", tmp_path / "again.yaml"
    for path in (made, again):
        box = "--box=48.55,37.95,48.62,38.05"
        assert run("survey", box, "--geo", ROOT / "assets/geo", "-o", path) == (0, "", "")
    assert made.read_bytes() == again.read_bytes()
    assert parse("made.yaml", made.read_bytes()).problems == []
    code, told, _ = run("check", made, "--json")
    assert code == 1
    assert {p["code"] for p in json.loads(told)["problems"]} == {"C209", "C221"}


def test_survey_says_what_is_wrong_with_box_folder_and_day(run: Run, tmp_path: Path) -> None:
    options = ("--geo", tmp_path / "none", "--date", "2023-02-29", "-o", tmp_path / "x.yaml")
    code, told, errors = run("survey", "--box=48.55,37.95,48.62,38.05", *options)
    assert (code, told) == (1, "")
    assert re.findall(r"error (\w+)", errors) == ["G302", "G313"]
    assert "--box:1:1: error G301: " in run("survey", "--box=3,2,1,4", *options)[2]
    assert not (tmp_path / "x.yaml").exists()


def test_survey_says_what_it_cannot_write(run: Run, tmp_path: Path) -> None:
    box = "--box=48.55,37.95,48.62,38.05"
    code, told, errors = run("survey", box, "--geo", ROOT / "assets/geo", "-o", tmp_path)
    assert (code, told) == (1, "")
    assert errors == f"{tmp_path}: error D112: The file cannot be written: is a directory.\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no disk that is always full")
def test_a_full_disk_is_told(run: Run) -> None:
    code, told, errors = run("render", "mirror", "-o", "/dev/full", "--scale", 12)
    assert (code, told) == (1, "")
    assert errors == "/dev/full: error D112: The file cannot be written: no space left on device.\n"


def test_a_day_beyond_the_end_of_a_record_is_not_drawn(run: Run, record: Path, tmp_path: Path) -> None:
    code, told, errors = run("render", record, "-o", tmp_path / "x.png", "--turn", 99)
    assert (code, told, (tmp_path / "x.png").exists()) == (2, "", False)
    assert errors.startswith("--turn: the record ends on day ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
@pytest.mark.parametrize("name", ["pipe.yaml", "pipe.jsonl"])
def test_a_pipe_is_no_file(run: Run, tmp_path: Path, name: str) -> None:
    """It might never end."""
    os.mkfifo(tmp_path / name)
    code, _, errors = run("check", tmp_path / name)
    assert code == 1
    assert "The file cannot be read: it is a pipe." in errors
