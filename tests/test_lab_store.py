"""A run folder under torture: killed at any moment, written by two, damaged, on a full disk, behind a closed door."""

from __future__ import annotations

import fcntl
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kept import contents
from killing import DOING, Killer, moment
from shell import ROOT, Run, runner

from game.lab.runs.luggage import code_digest

GAMES = ("simulate", "mirror", "-n", "48", "--ua", "random", "--ru", "passive", "--workers", "2", "--seed", "9", "--out")
"""24 pairs of cheap games, in batches of four for the killer: six commits."""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    return runner(capsys, monkeypatch)


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    """Runs commands and kills them."""
    with Killer() as made:
        yield made


# killed ----------------------------------------------------------------------------------------------------------------


def test_ten_kills_and_resumes_end_in_the_table_of_an_undisturbed_run(killer: Killer, tmp_path: Path) -> None:
    found = torture(killer, 10, 1, tmp_path)
    assert sum(found[doing] for doing in DOING) == 10


@pytest.mark.long
def test_a_thousand_kills_and_resumes_end_in_the_table_of_an_undisturbed_run(killer: Killer, tmp_path: Path) -> None:
    found = torture(killer, 1000, 2, tmp_path)
    print(dict(found))
    assert all(found[doing] for doing in DOING)


def torture(killer: Killer, kills: int, seed: int, folder: Path) -> Counter[str]:
    """Kill a run and its export again and again, each time until they are whole: what the commands did when they died.

    Whole runs and their tables must be those of a run that nobody disturbed, and no table is ever half there.
    """
    chance, died, runs = random.Random(seed), Counter[str](), 0
    whole = folder / "whole"
    for command in ((*GAMES, whole), ("export", whole)):
        assert killer.run(*command)[0] == 0
    wanted, tables = contents(whole), tables_of(whole)
    while died.total() < kills:
        runs += 1
        out = folder / f"run {runs}"
        for command in ((*GAMES, out), ("export", out)):
            code, seconds = None, 0.1
            while code is None:
                how = moment(chance, seconds) if died.total() < kills else {}
                code, doing, errors = killer.run(*command, **how)
                seconds *= 1.25
                died[doing] += code is None
                assert code in (0, None), errors
                assert tables_of(out).items() <= tables.items()
        assert contents(out) == wanted
        assert tables_of(out) == tables
        shutil.rmtree(out)
    died["runs"], died["rows"] = runs, sum(len(rows) for rows in wanted.values() if isinstance(rows, list))
    return died


def tables_of(folder: Path) -> dict[str, bytes]:
    """The tables that are there."""
    return {path.name: path.read_bytes() for path in folder.glob("*.csv")}


def test_players_from_files_end_with_the_command_that_is_killed(tmp_path: Path) -> None:
    pids, file = tmp_path / "pids", tmp_path / "sleeper.py"
    file.write_text(SLEEPER.format(pids=str(pids)))
    games = ["simulate", "mirror", "-n", "2", "--ua", f"{file}:Sleeper", "--ru", "passive", "--turn-seconds", "600"]
    with subprocess.Popen([sys.executable, ROOT / "main.py", *games], stderr=subprocess.DEVNULL) as command:
        waited_for(pids.exists, 60)
        command.kill()
    found = [Path(f"/proc/{pid}/cmdline") for pid in pids.read_text().split()]
    assert found
    waited_for(lambda: not any(path.exists() for path in found), 20)


def waited_for(true: Callable[[], bool], seconds: float) -> None:
    """Wait until something is so."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


SLEEPER = """
import os
import time


class Sleeper:
    def choose(self, view, legal):
        with open({pids!r}, "a") as file:
            print(os.getpid(), file=file)
        time.sleep(1000)
"""


# another command, other inputs ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(killer: Killer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of GAMES that is whole."""
    folder = tmp_path_factory.mktemp("whole")
    assert killer.run(*GAMES, folder)[0] == 0
    return folder


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """A copy of it to be harmed."""
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def test_a_run_that_another_command_writes_is_left_to_it(run: Run, copy: Path) -> None:
    with (copy / "run.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        code, told, errors = run(*GAMES, copy)
        assert (code, told) == (1, "")
        assert "error L607: Another command is writing this run." in errors
    assert run(*GAMES, copy)[0] == 0


def test_inputs_that_have_changed_are_refused_by_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAME_JIT", "0")  # the player's process starts sooner
    battle, player, beside, out = (tmp_path / name for name in ("own.yaml", "idle.py", "ways.py", "out"))
    text = (ROOT / "scenarios" / "mirror.yaml").read_text(encoding="utf-8")
    idle = "from game.orders import END_TURN\nimport ways\nclass Idle:\n    choose = lambda self, view, legal: END_TURN\n"
    battle.write_text(text, encoding="utf-8")
    player.write_text(idle)
    beside.write_text("")
    (tmp_path / "other.py").write_text("")
    games = ("simulate", battle, "-n", "2", "--ua", f"{player}:Idle", "--ru", "passive", "--out", out)
    assert run(*games)[0] == 0
    before = contents(out)
    monkeypatch.chdir(tmp_path)
    assert run(*(f"./{player.name}:Idle" if word == f"{player}:Idle" else word for word in games))[0] == 0
    assert contents(out) == before

    def refused() -> str:
        code, told, errors = run(*games)
        assert (code, told) == (1, "")
        assert contents(out) == before
        found = re.search(r"error L602: The folder holds a run of something else: (.*)", errors)
        assert found, errors
        return found[1]

    battle.write_text(text + "# changed\n", encoding="utf-8")
    assert refused().startswith("the scenario, its name, the rules or the settings have changed.")
    battle.write_text(text, encoding="utf-8")
    player.write_text(idle + "# changed\n")
    assert refused().startswith("the code of player A has changed (")
    player.write_text(idle)
    beside.write_text("# changed\n")
    assert refused().startswith("the code of player A has changed (")
    beside.write_text("")
    (tmp_path / "other.py").write_text("# changed\n")
    monkeypatch.setattr("game.lab.runs.manifest.code_digest", lambda players: "0123456789abcdef")
    assert refused().startswith("the program's code has changed (")


def test_the_code_of_a_run_is_what_its_games_go_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also outside the rules, and what a player imports of the program; not the window."""
    shutil.copytree(ROOT / "game", tmp_path / "game", ignore=shutil.ignore_patterns("__pycache__"))
    ahead = tmp_path / "ahead.py"
    ahead.write_text("def look():\n    from game.lab import ahead\nclass Ahead: ...\n")
    players = "greedy", f"{ahead}:Ahead"
    here = code_digest(), code_digest(players)
    monkeypatch.setattr("game.lab.runs.luggage.ROOT", tmp_path / "game")
    for file, changed in (("ui/app.py", (False, False)), ("lab/ahead.py", (False, True)), ("view.py", (True, True))):
        with (tmp_path / "game" / file).open("a") as stream:
            stream.write("# changed\n")
        there = code_digest(), code_digest(players)
        assert (here[0] != there[0], here[1] != there[1]) == changed
        here = there


# damaged ----------------------------------------------------------------------------------------------------------------


def test_a_damaged_run_is_told_and_left_as_it_is(run: Run, whole: Path, tmp_path: Path) -> None:
    assert damaged(run, whole, tmp_path / "x", 2)["told"] >= 8


@pytest.mark.long
def test_no_damage_goes_unnoticed_where_it_matters(run: Run, whole: Path, tmp_path: Path) -> None:
    found = damaged(run, whole, tmp_path / "x", 100)
    print(dict(found))
    assert found["told"] >= 400


def damaged(run: Run, whole: Path, folder: Path, rounds: int) -> Counter[str]:
    """Damage copies of a run: each is refused by both who writes and who reads, or is as good as before."""
    chance, data, wanted, found = random.Random(5), (whole / "run.sqlite").read_bytes(), contents(whole), Counter[str]()
    for harmed in [b"a text\n" * 100, data[:100], *(harm for _ in range(rounds) for harm in harms(data, chance))]:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "run.sqlite").write_bytes(harmed)
        code, told, errors = run("export", folder)
        if code == 0:
            assert run(*GAMES, folder)[0] == 0
            assert contents(folder) == wanted
            found["harmless"] += 1
            continue
        assert (code, told) == (1, "")
        assert re.match(r".*run\.sqlite:1:1: error L60[36]: ", errors), errors
        code, told, errors = run(*GAMES, folder)
        assert (code, told) == (1, "")
        assert re.match(r".*run\.sqlite:1:1: error L60[236]: ", errors), errors
        assert (folder / "run.sqlite").read_bytes() == harmed
        found["told"] += 1
    return found


def harms(data: bytes, chance: random.Random) -> Iterator[bytes]:
    """A file with its end cut off, a bit turned, and a page lost, full of rubbish, or overwritten by another."""
    yield data[: chance.randrange(1, len(data))]
    turned, bit = bytearray(data), chance.randrange(len(data))
    turned[bit] ^= 1 << chance.randrange(8)
    yield bytes(turned)
    pages = len(data) // PAGE
    other = PAGE * chance.randrange(pages)
    for page in (bytes(PAGE), chance.randbytes(PAGE), data[other : other + PAGE]):
        at = PAGE * chance.randrange(pages)
        yield data[:at] + page + data[at + PAGE :]


PAGE = 4096


@pytest.mark.parametrize("harm", ["lost", "cut", "rubbish"])
def test_a_log_that_is_lost_or_damaged_makes_no_wrong_numbers(
    killer: Killer, whole: Path, tmp_path: Path, harm: str
) -> None:
    chance = random.Random(6)
    for steps in (20, 60, 100):
        out = tmp_path / str(steps)
        assert killer.run(*GAMES, out, steps=steps)[0] is None
        log = out / "run.sqlite-wal"
        assert log.exists()
        data = log.read_bytes()
        if harm == "lost":
            log.unlink()
        elif harm == "cut":
            log.write_bytes(data[: chance.randrange(len(data))])
        else:
            at = chance.randrange(len(data))
            log.write_bytes(data[:at] + chance.randbytes(64) + data[at + 64 :])
        code, _, errors = killer.run(*GAMES, out)
        assert code == 0 or "error L603: The run is damaged" in errors, errors
        assert code == 1 or contents(out) == contents(whole)


def test_a_folder_in_the_place_of_the_run_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "run.sqlite").mkdir()
    for command in ((*GAMES, tmp_path), ("export", tmp_path)):
        code, told, errors = run(*command)
        assert (code, told) == (1, "")
        assert "error L60" in errors


# no room, no right ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("percent", [0, 1, 50])
def test_a_full_disk_is_told_and_the_run_goes_on_when_there_is_room(
    killer: Killer, whole: Path, tmp_path: Path, percent: int
) -> None:
    room = (whole / "run.sqlite").stat().st_size * percent // 100
    for _ in range(2):
        code, _, errors = killer.run(*GAMES, tmp_path, room=room)
        assert code == 1
        assert re.search(r"error L604: The run cannot be written: .*What is in it stays", errors), errors
    assert killer.run(*GAMES, tmp_path)[0] == 0
    assert contents(tmp_path) == contents(whole)


def test_a_disk_that_is_full_while_tables_are_written_leaves_none_by_halves(killer: Killer, copy: Path) -> None:
    code, _, errors = killer.run("export", copy, room=33_000)
    assert code == 1
    assert "error D112: The file cannot be written: file too large." in errors
    found = tables_of(copy)
    assert killer.run("export", copy)[0] == 0
    assert found.items() <= tables_of(copy).items()


def test_a_folder_that_may_not_be_written_can_be_read(killer: Killer, copy: Path, tmp_path: Path) -> None:
    wanted = contents(copy)
    copy.chmod(0o555)
    (copy / "run.sqlite").chmod(0o444)
    code, _, errors = killer.run(*GAMES, copy, obeying=True)
    assert (code, "error L604: The run cannot be written: " in errors) == (1, True), errors
    code, _, errors = killer.run("export", copy, "-o", tmp_path / "elsewhere", obeying=True)
    assert code == 0, errors
    copy.chmod(0o755)
    assert contents(copy) == wanted
