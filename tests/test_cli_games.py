"""The command line: many games, the speed of the build, players from files, and Ctrl-C."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numba
import pytest
from shell import ROOT, Run, process, runner, shape

from game.lab import bench
from game.lab.runs import going
from game.scenario.load import FOLDER
from game.state import LOSS_CAUSES


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    return runner(capsys, monkeypatch)


# simulate ---------------------------------------------------------------------------------------------------------------


def spread(*names: str) -> dict[str, Any]:
    return dict.fromkeys(names, float)


SUMMARY: dict[str, Any] = {
    "scenario": str,
    "games": int,
    "seed": int,
    "ai": {"ua": str, "ru": str},
    "forfeits": int,
    "wins": {"ua": int, "ru": int, "draw": int},
    "win_rate": {"ua": spread("mean", "low", "high"), "ru": spread("mean", "low", "high")},
    "side_effect": spread("mean", "low", "high"),
    "skill_effect": spread("mean", "low", "high"),
    "seats": list,
    "turns_mean": float,
    "area_km2": spread("mean", "p10", "p50", "p90"),
    "area_gross_km2": spread("ua", "ru"),
    "losses": spread("ua", "ru"),
    "losses_by_cause": {side: spread(*LOSS_CAUSES) for side in ("ua", "ru")},
    "assaults_mean": float,
    "played": int,
    "seconds": float,
    "games_per_second": float,
    "digest": str,
}


def steady(summary: dict[str, Any]) -> dict[str, Any]:
    """A summary without what the clock says."""
    return {key: value for key, value in summary.items() if key not in ("seconds", "games_per_second")}


def test_simulate_prints_the_fields_promised_and_nothing_else(run: Run) -> None:
    code, told, errors = run("simulate", "mirror", "-n", "6", "--seed", "3", "--json")
    assert (code, errors) == (0, "")
    summary = json.loads(told)
    assert shape(summary) == SUMMARY | {"skill_effect": type(None)}
    assert (summary["scenario"], summary["games"], summary["seed"]) == ("mirror", 6, 3)
    assert sum(summary["wins"].values()) == 6
    assert summary["win_rate"]["ua"]["mean"] == pytest.approx(summary["wins"]["ua"] / 6, abs=1e-4)


def test_simulate_is_the_same_with_any_number_of_workers_and_in_another_process(run: Run) -> None:
    wanted = ("simulate", "mirror", "-n", "45", "--seed", "3", "--json", "--workers")
    one, three = (json.loads(run(*wanted, workers)[1]) for workers in (1, 3))
    assert steady(one) == steady(three)
    assert steady(json.loads(process(*wanted, 2).stdout)) == steady(one)
    assert json.loads(run("simulate", "mirror", "-n", "45", "--seed", "4", "--json")[1])["digest"] != one["digest"]


def test_simulate_tells_people_and_writes_files(run: Run, tmp_path: Path) -> None:
    code, told, _ = run(
        "simulate", FOLDER / "mirror.yaml", "-n", "3", "--ua", "random", "--ru", "passive", "--out", tmp_path
    )
    assert code == 0
    assert told.startswith("mirror: 4 games, seed 1, random (ua) against passive (ru)\n")
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert shape(summary) == SUMMARY
    assert summary["digest"] in told
    assert run("export", tmp_path)[0] == 0
    rows = (tmp_path / "games.csv").read_text().splitlines()
    assert len(rows) == 1 + 4
    assert len({len(row.split(",")) for row in rows}) == 1


def test_simulate_says_at_once_where_it_cannot_write(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(going, "carry_out", None)  # it must not come to that
    (tmp_path / "file").touch()
    code, told, errors = run("simulate", "mirror", "-n", "3", "--out", tmp_path / "file")
    assert (code, told) == (1, "")
    assert errors.startswith(f"{tmp_path}/file/run.sqlite:1:1: error L604: The run cannot be written: file exists.")


PLAYERS = """
import os, time
class Ends:
    def choose(self, view, legal):
        from game.orders import END_TURN
        return END_TURN
class Fails:
    def choose(self, view, legal):
        raise LookupError("nothing \\x1b[31mhere")
class Nothing:
    def choose(self, view, legal):
        return None
class Nonsense:
    def choose(self, view, legal):
        from game.orders import Move
        return Move("n-1", None)
class Needs:
    def __init__(self, more): ...
class Leaves:
    def choose(self, view, legal):
        raise SystemExit(0)
class Waits:
    def choose(self, view, legal):
        open(__file__ + ".waits", "w").close()
        time.sleep(100)
"""


@pytest.fixture
def players(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    path.write_text(PLAYERS)
    return path


def test_a_player_from_a_file_plays(run: Run, players: Path) -> None:
    code, told, _ = run("simulate", "mirror", "-n", "1", "--ua", f"{players}:Ends", "--ru", "passive", "--json")
    assert code == 0
    assert json.loads(told)["assaults_mean"] == 0


@pytest.mark.parametrize(
    ("player", "code", "line", "told"),
    [
        ("greedi", "P501", 1, "Did you mean 'greedy'?"),
        ("none.py:Ends", "P502", 1, "cannot be read"),
        ("{}:Absent", "P503", 1, "Absent"),
        ("{}:Needs", "P503", 1, "TypeError"),
        ("{}:Fails", "P504", 9, "LookupError: nothing ?[31mhere."),
        ("mine.py:Fails", "P504", 9, "LookupError"),
        ("{}:Nothing", "P504", 1, "gave a NoneType"),
        ("{}:Nonsense", "P504", 1, "OrderError"),
        ("{}:Leaves", "P504", 21, "SystemExit"),
    ],
)
def test_a_player_that_fails_is_told(
    run: Run, players: Path, monkeypatch: pytest.MonkeyPatch, player: str, code: str, line: int, told: str
) -> None:
    monkeypatch.chdir(players.parent)
    name = player.format(players)
    exit_code, _, errors = run("play", "mirror", "--ai", name)
    assert exit_code == 1
    file = name.rpartition(":")[0] or name
    assert errors.startswith(f"{file}:{line}:1: error {code}: ")
    assert told in errors
    assert "Traceback" not in errors


# bench ------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bench without what takes long."""
    monkeypatch.setattr(bench, "SCENARIO", "mirror")
    monkeypatch.setattr(bench, "SECONDS", 0.05)
    monkeypatch.setattr(bench, "ENV_GAMES", 2)
    monkeypatch.setattr(bench, "twins", lambda scenario, fixed: {"reach_against_c": None, "trace_against_c": None})
    monkeypatch.setattr(bench, "by_size", lambda: {"size_exponent": 1.0})
    monkeypatch.setattr(
        bench, "starts", lambda: {"warm_start_seconds": 1.0, "cold_compile_seconds": 9.0, "memory_mb": 99.0}
    )


@pytest.mark.usefixtures("quick")
def test_bench_is_4_if_a_limit_is_not_met(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "LIMITS", bench.LIMITS | {"games_per_minute": 1.0, "assaults_a_game": 1.0})
    monkeypatch.setattr(bench, "LEAST_ASSAULTS", 1)
    code, told, _ = run("bench", "--json")
    report = json.loads(told)
    assert report["figures"]["games_left_out"] == 0
    assert (code, report["passed"]) == (0, True)
    assert set(report) == {"scenario", "figures", "limits", "passed"}
    assert set(report["limits"]) <= set(report["figures"])
    monkeypatch.setattr(bench, "LIMITS", bench.LIMITS | {"games_per_minute": 1e12})
    code, told, _ = run("bench")
    assert code == 4
    assert re.search(r"games_per_minute .*at least 1e\+12\)   NOT MET\n", told)
    assert "skipped: no C compiler" in told
    monkeypatch.setattr(bench, "LEAST_ASSAULTS", 10_000)
    code, told, _ = run("bench", "--json")
    assert (code, json.loads(told)["passed"]) == (4, False)
    figures = json.loads(told)["figures"]
    assert (figures["games_per_minute"], figures["games_left_out"] > 0) == (0.0, True)


@pytest.mark.long
def test_the_whole_bench_runs() -> None:
    done = process("bench", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["passed"]


# interruption -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def interrupted() -> Iterator[None]:
    """Sends Ctrl-C to this process in a moment; a process begun in the background would not hear it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    me = threading.main_thread().ident
    assert me is not None
    timer = threading.Timer(0.7, signal.pthread_kill, (me, signal.SIGINT))
    timer.start()
    yield
    timer.cancel()
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no signal to a thread")
@pytest.mark.usefixtures("interrupted")
def test_ctrl_c_while_simulating_is_130_and_says_how_to_go_on(run: Run) -> None:
    code, told, errors = run("simulate", "mirror", "-n", "30000", "--json")
    assert (code, told) == (130, "")
    assert "Interrupted. To run it again: " in errors


def test_ctrl_c_while_games_are_handed_out_plays_no_more_of_them(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    handed = []

    class Pool(ThreadPoolExecutor):
        def submit(self, *arguments: Any, **named: Any) -> Any:
            handed.append(arguments)
            if len(handed) > 3:
                raise KeyboardInterrupt
            return super().submit(*arguments, **named)

    monkeypatch.setattr(going, "ThreadPoolExecutor", Pool)
    begun = time.process_time()
    assert run("simulate", "mirror", "-n", "30000")[0] == 130
    assert time.process_time() - begun < 3


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_ctrl_c_in_another_process_is_130(players: Path) -> None:
    command = [sys.executable, str(ROOT / "main.py"), "simulate", "mirror", "-n", "1", "--ua", f"{players}:Waits"]
    pipe, heard = subprocess.PIPE, lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, cwd=ROOT, preexec_fn=heard) as child:
        while child.poll() is None and not Path(f"{players}.waits").exists():
            time.sleep(0.05)
        child.send_signal(signal.SIGINT)
        _, errors = child.communicate(timeout=60)
    assert child.returncode == 130
    assert errors.strip().split("\n") == [f"Interrupted. To run it again: {' '.join(command)}"]


def damaged(*_: object) -> None:
    """A fault that comes out of the compiler."""
    numba.njit(cache=False)(lambda x: x.nothing)(1)


@pytest.mark.parametrize(("fault", "name", "dropped"), [
    (lambda *_: 1 // 0, "ZeroDivisionError", False), (damaged, "TypingError", True),
])  # fmt: skip
def test_a_fault_of_the_program_is_told_without_a_traceback(
    fault: Callable[..., None], name: str, dropped: bool, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """X900: the details go into a file; what was compiled is dropped if the fault came out of it, and only then."""
    (tmp_path / "kernels").mkdir()
    monkeypatch.setattr("game.folders.cache_folder", lambda: tmp_path)
    monkeypatch.setattr(going, "carry_out", fault)
    code, told, errors = run("simulate", "mirror", "-n", "1")
    assert (code, told) == (1, "")
    assert errors.startswith("error X900: ")
    assert "Traceback" not in errors
    assert ("dropped" in errors) is dropped
    assert name in (tmp_path / "error.txt").read_text()
    assert (tmp_path / "kernels").exists() is not dropped


def test_a_reader_that_goes_away_is_no_error() -> None:
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    for arguments in (("simulate", "mirror", "-n", "1", "--json"), ("check", str(FOLDER / "mirror.yaml")), ("--help",)):
        reading, writing = os.pipe()
        os.close(reading)
        command = [sys.executable, ROOT / "main.py", *arguments]
        done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, env=buffered)
        os.close(writing)
        assert (done.returncode, done.stderr) == (0, "")
