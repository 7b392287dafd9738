"""Mistakes and files at the desk: told and mended; read when the disk changes, kept over a crash, never overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from author import Author
from window import FIELD, prepared

from game.scenario.draft import Draft, Label
from game.splices import apply
from game.ui.editor.dialogs import AskName, Choose
from game.ui.editor.fixing import actions_of, remark


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Folders of the user that are empty at first."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    yield from prepared(tmp_path, monkeypatch)


@pytest.fixture
def author(tmp_path: Path) -> Author:
    return Author(tmp_path / "field.yaml")


# what is wrong -------------------------------------------------------------------------------------------------------


def test_a_mistake_is_told_led_to_and_mended_in_the_text(author: Author) -> None:
    desk = author.desk
    line = next(i for i, words in enumerate(desk.draft.text.split("\n"), 1) if "people: 300" in words)
    desk.foot.show_text(line)
    author.pass_time()
    desk.foot.text.begin()
    entry = desk.foot.text.entry
    assert entry is not None
    entry.set(entry.words.replace("people: 300", "people: 99999"))
    author.press(pygame.K_RETURN)
    author.checked()
    assert desk.checking.count("error") == 1
    author.strike("F8")
    assert desk.foot.text.line == line
    assert desk.selected is not None
    assert desk.selected[0] == "formations"
    author.strike("Ctrl+Z")
    author.checked()
    assert not desk.checking.count("error")


def test_one_key_mends_what_has_a_fix_and_a_warning_is_left_out_for_good(author: Author) -> None:
    desk = author.desk
    before = desk.draft.text
    desk.draft.replace(Label("ui.desk.did_line", {"line": 1}), before.replace("quality: 3", "qualty: 3", 1))
    author.checked()
    assert any(problem.fix for problem in desk.checking.problems)
    while desk.foot.problem is None or desk.foot.problem.fix is None:
        author.strike("F8")
    author.strike("F7")
    assert desk.draft.text == before
    author.strike("Ctrl+2")
    author.strike("4")
    author.drag("0202", "0402")
    author.checked()
    warned = [problem for problem in desk.checking.problems if problem.severity == "warning" and "0202" in problem.source]
    for problem in warned:
        desk.foot.act(actions_of(desk, problem)[-1])
        author.checked()
    assert warned
    assert not [problem for problem in desk.checking.problems if "0202" in problem.source]


def test_a_file_that_cannot_be_read_opens_for_repair(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("format: 2\ntitle: {en: [\n")
    author = Author(path)
    desk = author.desk
    author.frame()
    assert not desk.has_map
    author.checked()
    assert desk.checking.problems[0].line >= 2
    path.write_bytes(FIELD.read_bytes())
    author.pass_time(10, 100)
    assert desk.has_map
    assert desk.draft.is_saved


# the file ------------------------------------------------------------------------------------------------------------


def changed(path: Path, old: str, new: str) -> None:
    """Somebody else writes the file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_changed_on_the_disk_alone_is_read_at_once(author: Author) -> None:
    desk = author.desk
    author.strike("Ctrl+3")
    place, step = desk.camera.offset, desk.camera.step
    desk.select(("formations", 0, "units", 0))
    changed(author.path, "people: 300", "people: 301")
    author.pass_time(10, 100)
    assert "people: 301" in desk.draft.text
    assert desk.draft.is_saved
    assert (desk.camera.offset, desk.camera.step, desk.selected) == (place, step, ("formations", 0, "units", 0))
    author.strike("Ctrl+Z")
    assert "people: 301" not in desk.draft.text


def test_a_broken_file_on_the_disk_is_told_and_not_taken(author: Author) -> None:
    desk = author.desk
    before = desk.draft.text
    changed(author.path, "people: 300", "people: [300")
    author.pass_time(10, 100)
    assert desk.draft.text == before
    assert desk.files.trouble is not None
    assert "field.yaml:" in desk.files.trouble[0]
    author.path.write_text(before, encoding="utf-8")
    author.pass_time(10, 100)
    assert desk.files.trouble is None


def test_saving_refuses_to_overwrite_what_somebody_else_wrote(author: Author) -> None:
    desk = author.desk
    author.strike("3")
    author.drag("0504")
    changed(author.path, "people: 300", "people: 301")
    author.strike("Ctrl+S")
    asked = author.app.screen
    assert isinstance(asked, Choose)
    assert [sign for sign, _ in asked.lines] == ["-", "+"]
    assert [line[:1] for _, line in asked.lines] == ["…", "…"], "they begin where they part, or that is out of sight"
    assert ["people: 300" in line[:50] for _, line in asked.lines] == [True, False]
    author.frame()
    author.press(pygame.K_RETURN)
    assert "people: 301" in author.path.read_text(encoding="utf-8")
    copy = author.path.with_name("field-mine.yaml")
    assert copy.read_text(encoding="utf-8") == desk.draft.text
    assert desk.draft.path == copy


def test_save_and_save_as(author: Author) -> None:
    desk = author.desk
    author.strike("3")
    author.drag("0504")
    author.strike("Ctrl+S")
    assert author.path.read_text(encoding="utf-8") == desk.draft.text
    assert desk.draft.is_saved
    assert desk.files.saved_position == 1
    author.strike("Ctrl+Z")
    assert not desk.draft.is_saved
    author.strike("Ctrl+Shift+S")
    assert isinstance(author.app.screen, AskName)
    author.write("other")
    author.press(pygame.K_RETURN)
    assert (author.path.parent / "other.yaml").read_bytes() == author.first
    assert len(desk.draft.history) == 1


def test_a_crash_loses_nothing(author: Author) -> None:
    author.strike("3")
    author.drag("0504", "0704")
    author.drag("0506")
    text = author.desk.draft.text
    author.die()
    again = Author(author.path)
    asked = again.app.screen
    assert isinstance(asked, Choose)
    again.frame()
    again.press(pygame.K_RETURN)
    assert again.desk.draft.text == text
    assert len(again.desk.draft.history) == 2
    again.strike("Ctrl+Z")
    again.strike("Ctrl+Z")
    assert again.desk.draft.text.encode() == again.path.read_bytes()


def test_leaving_with_edits_asks_and_closing_the_window_keeps_them(author: Author) -> None:
    author.strike("3")
    author.drag("0504")
    author.desk.files.leave()
    assert isinstance(author.app.screen, Choose)
    author.press(pygame.K_ESCAPE)
    assert author.app.screen is author.desk
    author.leave()
    again = Author(author.path)
    assert isinstance(again.app.screen, Choose)
    again.press(pygame.K_2)
    assert not again.desk.draft.history


def test_edits_left_behind_are_offered_when_the_file_is_opened_from_the_desk_too(author: Author) -> None:
    author.strike("3")
    author.drag("0504")
    text = author.desk.draft.text
    author.die()
    again = Author(author.path.with_name("other.yaml"))
    again.desk.take_over(Draft.read(author.path))
    again.pass_time(2)
    assert isinstance(again.app.screen, Choose)
    again.press(pygame.K_RETURN)
    assert again.desk.draft.text == text
    assert len(again.desk.draft.history) == 1


def test_a_file_of_an_older_format_is_brought_up_and_not_saved_unasked(tmp_path: Path) -> None:
    path = tmp_path / "old.yaml"
    path.write_bytes(FIELD.read_bytes())
    author = Author(path)
    assert author.desk.draft.text.startswith(path.read_text(encoding="utf-8").split("format: 1")[0] + "format: 2")
    assert path.read_bytes() == FIELD.read_bytes()
    author.strike("Ctrl+Z")
    assert author.desk.draft.data == FIELD.read_bytes()


def test_a_remark_stands_above_a_text_of_several_lines() -> None:
    text = 'a: "one\r\n  two"\r\nb: 3 \r\n'
    assert apply(text, (remark(text, 1, "C225"),)) == f"# lint: off C225\r\n{text}"
    assert apply(text, (remark(text, 3, "C225"),)) == text.replace("b: 3", "b: 3  # lint: off C225")
