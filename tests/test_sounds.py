"""Sounds: made by a script, heard only of what the viewer's side saw, captioned, and missed by nobody without a card."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import runpy
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest
from window import FIELD, Player, prepared, scenario_of

from game.events import Event
from game.ui import sounds
from game.ui.screens.setting import Setting
from game.ui.settings import Settings
from game.ui.table.told import sound_of


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder, empty at first."""
    yield from prepared(tmp_path, monkeypatch)


@pytest.fixture
def mixer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    yield
    pygame.mixer.quit()


def test_sounds_are_what_their_script_makes_and_small() -> None:
    made = runpy.run_path(str(sounds.FOLDER / "make.py"))
    assert {path.stem for path in sounds.FOLDER.glob("*.wav")} == {*sounds.EFFECTS, *sounds.INTERFACE}
    assert sum(path.stat().st_size for path in sounds.FOLDER.glob("*.wav")) < 300_000
    for name, sound in made["SOUNDS"].items():
        with wave.open(str(sounds.FOLDER / f"{name}.wav")) as file:
            kept = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(int)
        assert np.abs(kept - made["samples"](sound)).max() <= 1, name
        assert len(kept) / made["RATE"] < 1.5


def test_what_the_viewer_saw_is_heard_and_what_it_did_not_see_is_not() -> None:
    sides = [0, 1]
    assert sound_of([Event("flew", {"unit": 1}, (False, True))], 0, sides) is None
    assert sound_of([Event("flew", {"unit": 1}, (True, True))], 0, sides) == "drone"
    fight = [
        Event("fired", {"unit": 0, "hex": 5, "rounds": 9, "defensive": 0}, (True, True)),
        Event("assault", {"hex": 5, "column": 1, "dice": 9, "side": 0}, (True, True)),
        Event("hex_taken", {"hex": 5, "before": 1, "after": 0, "unit": 0}, (True, True)),
    ]
    assert [sound_of(fight, side, sides) for side in (0, 1)] == ["assault_won", "assault_lost"]
    assert [sound_of(fight[:2], side, sides) for side in (0, 1)] == ["assault_lost", "assault_won"]


def test_a_refusal_is_heard_and_told_in_words(mixer: None) -> None:
    player = Player()
    player.app.sounds.open()
    assert player.app.sounds.problem == ""
    player.begin(scenario_of(FIELD))
    quiet = player.frame()
    player.click(player.at("0306"))
    player.click(player.at("0314"))
    assert player.app.sounds.caption == "refused"
    assert player.frame() != quiet
    player.pass_time(1, sounds.CAPTION_MS)
    assert player.app.sounds.caption == ""
    player.app.change(captions=False)
    player.click(player.at("0314"))
    assert player.app.sounds.caption == ""


def test_without_a_sound_card_the_game_goes_on_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "there_is_none")
    player = Player()
    player.app.sounds.open()
    assert player.app.sounds.problem
    player.app.push(Setting(player.app))
    player.app.sounds.play("drone")
    assert player.app.sounds.caption == "drone"
    player.frame()


def test_without_a_card_or_a_server_nobody_asks_and_the_settings_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SDL_AUDIODRIVER", "PULSE_SERVER", "PIPEWIRE_REMOTE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("game.ui.sounds.sys.platform", "linux")
    monkeypatch.setattr("game.ui.sounds.os.path.exists", lambda path: False)
    heard = sounds.Sounds(Settings)
    heard.open()
    assert heard.problem
    heard.play("refused")
    assert heard.caption == "refused"
