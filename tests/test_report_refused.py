"""report RUN refused: no run, a damaged one, a place where no page can be written; nothing is lost by it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from made_run import made_run, plan_of
from shell import Run, runner

from game.lab import report
from game.lab.runs.file import FILE


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs commands without a display."""
    return runner(capsys, monkeypatch)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of two players with seats swapped."""
    return made_run(tmp_path_factory.mktemp("runs") / "two", plan_of(300, players=("greedy", "random")))


def test_what_is_no_run_is_told_with_the_nearest(run: Run, folder: Path, tmp_path: Path) -> None:
    assert run("report", folder)[:2] == (0, f"{folder / report.NAME}\n")
    code, said, told = run("report", folder.with_name("twoo"))
    assert (code, said) == (1, "")
    assert "error L661" in told
    assert "Did you mean 'two'?" in told
    assert "error L661: The folder holds no run" in run("report", tmp_path)[2]
    assert f"There are runs in it: {folder}." in run("report", folder.parent)[2]
    made_run(tmp_path / "none", plan_of(20), pairs=0)
    assert "error L662" in run("report", tmp_path / "none")[2]
    assert list((tmp_path / "none").glob("*.html")) == []


DAMAGES = {
    "a number": "UPDATE results SET rounds_ru = rounds_ru + 1 WHERE game = 3",
    "a word for a number": "UPDATE results SET outcome = 'x' WHERE game = 3",
    "two games changed over": "UPDATE results SET net = 100 - net WHERE game IN (3, 4)",
    "a day": "UPDATE days SET gained_ua = gained_ua + 1 WHERE game = 3 AND turn = 2",
    "a day that is lost": "DELETE FROM days WHERE game = 3 AND turn = 2",
    "a sector": "UPDATE sector_days SET net = net + 1 WHERE game = 3 AND turn = 2 AND sector = 1",
    "the fighting": "UPDATE maps SET heat = x'00' || heat WHERE first = 20",
    "the holding": "UPDATE maps SET holding = heat WHERE first = 0",
    "a map that is lost": "DELETE FROM maps WHERE first = 20",
    "a batch": "UPDATE batches SET pairs = 19 WHERE first = 20",
    "a sum": "UPDATE batches SET sums = zeroblob(length(sums)) WHERE first = 20",
    "what was found": "INSERT INTO kept VALUES ('compare', '{}', 3)",
    "how many are wanted": "UPDATE run SET value = '41' WHERE key = 'pairs'",
    "a forfeit": "INSERT INTO failures VALUES (3, 'ua', 'greedy', 'exception', '', 2)",
    "a place": "UPDATE sectors SET place = 'elsewhere' WHERE sector = 1",
}


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
def test_a_run_in_which_anything_has_become_something_else_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    whole = made_run(tmp_path / "whole", plan_of(40, scenario="flanks_of_may"))
    monkeypatch.setattr("game.lab.runs.store.LARGE", 0 if large else 50_000_000)
    for number, damage in enumerate(DAMAGES.values()):
        folder = Path(shutil.copytree(whole, tmp_path / str(number)))
        with closing(sqlite3.connect(folder / FILE)) as base, base:
            base.execute(damage)
        code, _, told = run("report", folder)
        assert (code, "error L603: The run is damaged" in told) == (1, True), damage
        assert not (folder / report.NAME).exists()


def test_a_file_that_is_no_database_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert "error L603" in run("report", tmp_path)[2]


def test_a_file_that_is_no_page_and_a_folder_are_left_as_they_are(run: Run, folder: Path, tmp_path: Path) -> None:
    battle = tmp_path / "my.yaml"
    battle.write_text("format: 2\n")
    told = run("report", folder, "-o", battle)[2]
    assert "error L663: There is a file already that is no page; it is left as it is." in told
    assert "error L663" in run("hindcast", "pocket", "-n", 1, "-o", battle)[2]
    assert "error L663" in run("report", folder, "-o", tmp_path)[2]
    assert battle.read_text() == "format: 2\n"
    assert not tmp_path.with_name(tmp_path.name + ".new").exists()


def test_an_old_page_stays_when_a_new_one_cannot_be_written(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "page.html"
    old.write_text("<!DOCTYPE html>old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(report, "write_whole", full)
    code, _, told = run("report", folder, "-o", old)
    assert (code, old.read_text()) == (1, "<!DOCTYPE html>old")
    assert "error L663: The page cannot be written: no space left on device." in told
    monkeypatch.undo()
    assert "error L663" in run("report", folder, "-o", tmp_path / "no" / "such" / "page.html")[2]
