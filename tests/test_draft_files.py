"""What is kept of a draft on disk: the journal that survives a crash, the file that is never written over unseen."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from test_draft import random_edit

from game.scenario.draft import Draft, Label, Set
from game.scenario.draft.journal import Journal, left_behind, path_of, restore
from game.scenario.draft.keeping import GENERATIONS, Disk, Keeper, generations
from game.scenario.load import FOLDER

EDIT = Label("edit", {"what": "Х"})


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario of one's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    path = tmp_path / "own.yaml"
    path.write_bytes((FOLDER / "mirror.yaml").read_bytes())
    return path


def set_title(draft: Draft, words: str) -> None:
    """Another title."""
    draft.do(EDIT, [Set(("title", "en"), words)])


def test_a_killed_editor_loses_nothing(file: Path) -> None:
    chance, draft = random.Random(1), Draft.read(file)
    Journal(draft)
    for i in range(60):
        draft.do(Label("edit"), random_edit(chance, draft), merge="drag" if i % 10 < 4 else "")
        if i % 7 == 0:
            draft.undo()
        if i % 14 == 0:
            draft.redo()
    found = left_behind(file, "own")
    assert found is not None
    assert found.edits == draft.unsaved > 0
    again = restore(found)
    assert again.text == draft.text
    assert [entry.steps for entry in again.history] == [entry.steps for entry in draft.history]
    assert again.position == draft.position
    assert again.path == file
    again.go_to(0)
    assert again.data == file.read_bytes()


def test_a_torn_last_line_is_left_out(file: Path) -> None:
    draft = Draft.read(file)
    Journal(draft)
    set_title(draft, "One")
    one = draft.text
    set_title(draft, "Two")
    path = path_of(file, "own")
    path.write_bytes(path.read_bytes()[:-9])
    found = left_behind(file, "own")
    assert found is not None
    assert restore(found).text == one
    path.write_text("no journal", encoding="utf-8")
    assert left_behind(file, "own") is None
    path.write_text(json.dumps({"format": 1, "text": 5}) + "\n", encoding="utf-8")
    assert left_behind(file, "own") is None


def test_what_was_saved_is_not_asked_about(file: Path) -> None:
    draft = Draft.read(file)
    journal, keeper = Journal(draft), Keeper(draft)
    set_title(draft, "One")
    assert keeper.save()
    assert left_behind(file, "own") is None
    set_title(draft, "Two")
    found = left_behind(file, "own")
    assert found is not None
    assert found.edits == 1
    again = restore(found)
    assert again.saved_text == file.read_text(encoding="utf-8")
    assert len(again.history) == 2, "the history goes back beyond the save"
    other = file.with_name("other.yaml")
    assert keeper.save(other)
    set_title(draft, "Three")
    found = left_behind(other, "other")
    assert found is not None
    assert restore(found).text == draft.text
    journal.close()
    assert left_behind(other, "other") is None


def test_an_editor_that_runs_is_told_apart_from_one_that_died(file: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from game.scenario.draft import *;"
        "from game.scenario.draft.journal import Journal; d = Draft.read(Path(sys.argv[1])); Journal(d);"
        "d.do(Label('x'), [Set(('title', 'en'), 'X')]); print('ready', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(file)], stdout=subprocess.PIPE, cwd=FOLDER.parent)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"ready"
    found = left_behind(file, "own")
    assert found is not None
    assert found.running
    process.kill()
    process.wait()
    process.stdout.close()
    found = left_behind(file, "own")
    assert found is not None
    assert not found.running
    assert '"X"' in restore(found).text


def test_a_file_that_changed_on_disk_is_not_written_over(file: Path) -> None:
    draft = Draft.read(file)
    keeper = Keeper(draft)
    assert keeper.look() is Disk.SAME
    set_title(draft, "Mine")
    theirs = file.read_text(encoding="utf-8").replace('"Mirror"', '"Theirs"')
    file.write_text(theirs, encoding="utf-8")
    assert keeper.look() is Disk.CHANGED
    assert not keeper.save()
    assert file.read_text(encoding="utf-8") == theirs
    assert keeper.theirs() == theirs
    assert not keeper.save(file.with_name("own.yaml")), "nor under its own name"
    other = file.with_name("other.yaml")
    other.write_text("somebody's", encoding="utf-8")
    assert not keeper.save(other)
    assert keeper.save(over=True)
    assert '"Mine"' in file.read_text(encoding="utf-8")
    assert generations(file)[0].read_text(encoding="utf-8") == theirs, "what was there is kept"
    assert keeper.look() is Disk.SAME
    file.touch()
    assert keeper.look() is Disk.SAME
    file.unlink()
    assert keeper.look() is Disk.GONE
    assert keeper.save()
    assert file.exists()


def test_taking_what_the_disk_has_can_be_taken_back(file: Path) -> None:
    draft = Draft.read(file)
    keeper = Keeper(draft)
    set_title(draft, "Mine")
    mine = draft.text
    file.write_text(file.read_text(encoding="utf-8").replace("people: 300", "people: 310", 1), encoding="utf-8")
    draft.replace(Label("theirs"), keeper.theirs())
    keeper.note()
    draft.mark_saved()
    assert draft.is_saved
    assert len(draft.history[-1].steps[0]) == 2, "the title back, one unit changed"
    draft.undo()
    assert draft.text == mine


def test_earlier_versions_are_kept_but_not_for_ever(file: Path) -> None:
    draft = Draft.read(file)
    keeper = Keeper(draft)
    for i in range(GENERATIONS + 5):
        set_title(draft, f"Title {i}")
        assert keeper.save()
    kept = generations(file)
    assert len(kept) == GENERATIONS
    assert f'"Title {GENERATIONS + 3}"' in kept[0].read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_an_error_and_the_draft_lives(file: Path) -> None:
    draft = Draft.read(file)
    keeper = Keeper(draft)
    set_title(draft, "Mine")
    with pytest.raises(OSError, match=r"(?i)not a directory|exists"):
        keeper.save(file / "below.yaml")
    assert not draft.is_saved
    assert draft.path == file


@pytest.mark.parametrize(
    "head",
    ["[]", "5", '{"format": 1}', '{"format": 1, "process": "x", "file": "", "name": "n", "text": "a"}',
     '{"format": 1, "process": 1e400, "file": "", "name": 3, "text": 4}', "[" * 100_000],
)  # fmt: skip
def test_what_is_no_journal_is_passed_over(head: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    path = path_of(None, "odd")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + '\n{"do": "x", "values": 5, "entry": 0, "splices": 3}\n', encoding="utf-8")
    assert left_behind(None, "odd") is None


def test_a_restored_draft_begins_with_the_mark_its_file_began_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    file = tmp_path / "marked.yaml"
    file.write_bytes(b"\xef\xbb\xbfformat: 2\n")
    draft = Draft.read(file)
    Journal(draft)
    draft.do(Label("edit"), [Set(("format",), 3)])
    found = left_behind(file, "marked")
    assert found is not None
    assert restore(found).data == b"\xef\xbb\xbfformat: 3\n"


def test_what_others_wrote_after_a_crash_is_not_written_over(file: Path) -> None:
    draft = Draft.read(file)
    Journal(draft)
    set_title(draft, "Mine")
    theirs = file.read_bytes() + b"# theirs\n"
    file.write_bytes(theirs)
    found = left_behind(file, "own")
    assert found is not None
    keeper = Keeper(restore(found))
    assert keeper.look() is Disk.CHANGED
    assert not keeper.save()
    assert file.read_bytes() == theirs
    assert keeper.save(over=True)
    assert keeper.look() is Disk.SAME
