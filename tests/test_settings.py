"""What a player sets: kept in a text file of which one line changes, read again, and broken files survived."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import tomllib
from dataclasses import asdict, fields
from pathlib import Path

import pytest

from game import folders
from game.ui import settings
from game.ui.app import App
from game.ui.settings import VALUES, Settings


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings are kept; there is nothing yet."""
    monkeypatch.setattr(settings, "config_folder", lambda: tmp_path / "config")
    return tmp_path / "config" / "settings.toml"


def written(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_all_is_standard_and_none_is_made(file: Path) -> None:
    assert settings.load() == (Settings(), [])
    assert not file.exists()


def test_every_setting_has_its_values_and_its_line_in_the_file(file: Path) -> None:
    settings.save(text_size=100)
    assert tomllib.loads(file.read_text(encoding="utf-8")) == asdict(Settings())
    assert list(VALUES) != [] and set(VALUES) == {field.name for field in fields(Settings)}  # noqa: PT018
    assert all(getattr(Settings, name) in allowed for name, allowed in VALUES.items())
    assert settings.load() == (Settings(), [])


@pytest.mark.parametrize("name", VALUES)
def test_what_is_set_is_read_again(name: str) -> None:
    for value in VALUES[name]:
        settings.save(**{name: value})
        found, notices = settings.load()
        assert notices == []
        assert asdict(found) == asdict(Settings()) | {name: value}


def test_one_change_is_one_changed_line(file: Path) -> None:
    mine = '# mine\r\ntext_size = 120   # large\r\nmy_own = "kept" # too\r\n\r\n[colours]\r\ntext_size = 7\r\n'
    written(file, "")
    file.write_bytes(mine.encode())
    settings.save(text_size=150)
    assert file.read_bytes().decode() == mine.replace("120   # large", "150   # large")
    settings.save(language="uk")
    assert file.read_bytes().decode() == mine.replace("120   # large", "150   # large").replace(
        "[colours]", 'language = "uk"\n[colours]'
    )
    assert settings.load() == (Settings(text_size=150, language="uk"), [])
    assert list(file.parent.iterdir()) == [file]


def test_a_line_that_cannot_be_used_is_told_with_its_place(file: Path) -> None:
    written(file, '\nlanguage = "uk"\ntext_size = 85 # odd\ncaptions = 1\n')
    found, notices = settings.load()
    assert found == Settings(language="uk")
    assert [notice.split(": ")[0].rpartition("/")[2] for notice in notices] == ["settings.toml:3", "settings.toml:4"]
    assert "text_size = 85" in notices[0]
    assert "goes on with 100" in notices[0]
    settings.save(text_size=90)
    assert file.read_text(encoding="utf-8") == '\nlanguage = "uk"\ntext_size = 90 # odd\ncaptions = 1\n'


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = 1\nb = = 2\n", 2), ("text_size = 100\ntext_size = 110\n", 2), ("[", 1), ("x = '''", 1), ("a" * 70_000, 1)],
)
def test_a_broken_file_is_left_alone_until_something_is_set(file: Path, text: str, line: int) -> None:
    written(file, text)
    found, notices = settings.load("uk")
    assert found == Settings()
    assert len(notices) == 1
    assert f"settings.toml:{line}: це не TOML" in notices[0]
    assert file.read_text(encoding="utf-8") == text
    settings.save(text_size=130)
    assert (file.parent / "settings.toml.broken").read_text(encoding="utf-8")[:60_000] == text[:60_000]
    assert settings.load() == (Settings(text_size=130), [])


def test_what_is_no_text_or_no_file_is_told(file: Path) -> None:
    written(file, "")
    file.write_bytes(b'language = "\xff"\n')
    assert settings.load()[0] == Settings()
    assert "cannot be read" in settings.load()[1][0]
    settings.save(captions=False)
    assert settings.load() == (Settings(captions=False), [])
    assert (file.parent / "settings.toml.broken").read_bytes() == b'language = "\xff"\n'
    file.unlink()
    file.mkdir()
    found, notices = settings.load()
    assert found == Settings()
    assert len(notices) == 1


def test_a_value_over_several_lines_is_kept_beside(file: Path) -> None:
    written(file, 'captions = false\ntext_size = [\n1,\n2]\nmy_own = "text"\n')
    settings.save(text_size=200)
    assert settings.load() == (Settings(text_size=200, captions=False), [])
    assert "my_own" in (file.parent / "settings.toml.broken").read_text(encoding="utf-8")


def test_settings_that_cannot_be_written_hold_and_are_told_once(file: Path) -> None:
    file.parent.write_text("a file where the folder should be", encoding="utf-8")
    app = App()
    app.change(text_size=150)
    assert (app.settings.text_size, app.text_percent) == (150, 150)
    assert len(app.notices) == 1
    assert "holds until you leave the game" in app.notices[0]
    app.change(language="uk")
    assert app.language == "uk"
    assert len(app.notices) == 1


def test_the_window_begins_as_it_was_set() -> None:
    App().change(language="uk", text_size=120)
    app = App(settings=settings.load()[0])
    assert (app.language, app.text_percent) == ("uk", 120)
    app.change(language="machine")
    assert app.language == "en"


def test_where_settings_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(folders.sys, "platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert folders.config_folder() == tmp_path / "battle-of-bakhmut"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    assert folders.config_folder() == Path.home() / ".config" / "battle-of-bakhmut"
    monkeypatch.setattr(folders.sys, "platform", "darwin")
    assert folders.config_folder() == Path.home() / "Library" / "Application Support" / "battle-of-bakhmut"
