"""Sounds and their captions: a dozen short ones, quiet, only for what the viewer's side saw or did itself.

Without a sound card the game goes on silent; captions are shown all the same.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame

from game.folders import ASSETS
from game.ui import fonts, palette
from game.ui.settings import Settings

if TYPE_CHECKING:
    from game.ui.sheet import Sheet

FOLDER = ASSETS / "sounds"
INTERFACE = ("order", "refused", "undone", "message", "turn")
EFFECTS = ("shelling", "assault_won", "assault_lost", "drone", "pocket", "claim", "end")
CAPTION_MS, QUIET_MS = 2600, 250
"""How long a caption is shown, and how soon after one effect another is heard."""


def _has_card() -> bool:
    """Whether there may be a card or a server of sound; where there is none, merely asking fills the terminal."""
    if not sys.platform.startswith("linux") or "SDL_AUDIODRIVER" in os.environ:
        return True
    servers = ("pulse/native", "pipewire-0")
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    known = any(name in os.environ for name in ("PULSE_SERVER", "PIPEWIRE_REMOTE"))
    return known or os.path.exists("/dev/snd") or any(os.path.exists(f"{runtime}/{name}") for name in servers)


class Sounds:
    """What is heard, as loud as is set, and the caption of the last of it."""

    def __init__(self, settings: Callable[[], Settings]) -> None:
        self._settings = settings
        self._sounds: dict[str, pygame.mixer.Sound] = {}
        self.problem = ""
        """Why nothing can be heard; empty if it can, or nobody has tried."""
        self.caption = ""
        """The sound whose caption is shown; empty if none is."""
        self._left, self._quiet = 0.0, 0.0

    def open(self) -> None:
        """Make ready to be heard; a machine that cannot is told of in `problem`."""
        if not _has_card():
            self.problem = "no sound card"
            return
        try:
            pygame.mixer.init(16_000, -16, 1, 512)
            self._sounds = {name: pygame.mixer.Sound(str(FOLDER / f"{name}.wav")) for name in (*INTERFACE, *EFFECTS)}
        except (pygame.error, OSError) as error:
            self._sounds, self.problem = {}, str(error) or type(error).__name__

    def play(self, name: str | None) -> None:
        """Let a sound be heard, and show its caption."""
        if name is None or (name in EFFECTS and self._quiet > 0):
            return
        if name in EFFECTS:
            self._quiet = QUIET_MS
        settings = self._settings()
        share = (settings.interface_volume if name in INTERFACE else settings.effects_volume) / 100
        sound = self._sounds.get(name)
        if sound is not None and share:
            sound.set_volume(share * share)
            sound.play()
        if settings.captions and (name in EFFECTS or name == "refused"):
            self.caption, self._left = name, CAPTION_MS

    def hush(self) -> None:
        """Take the caption away and let nothing ring on: somebody else comes to the screen."""
        self.caption = ""
        if self._sounds:
            pygame.mixer.stop()

    def sample(self, setting: str) -> None:
        """Let it be heard how loud something is set."""
        self.play("order" if setting == "interface_volume" else "shelling")

    def tick(self, milliseconds: int) -> bool:
        """Let time pass; whether a caption has just gone."""
        self._quiet -= milliseconds
        self._left -= milliseconds
        if not self.caption or self._left > 0:
            return False
        self.caption = ""
        return True

    def draw(self, sheet: Sheet, low: bool) -> None:
        """Draw the caption: under the bar, or low where a screen lies over the battle."""
        if self.caption:
            words = sheet.say(f"sounds.{self.caption}")
            width = fonts.width(words, fonts.MEDIUM, 12.5) + 24
            box = pygame.Rect(16, sheet.rect.bottom - 44 if low else 62, width, 28)
            sheet.box(box, (*palette.BAR, 232), 7, palette.LINE)
            sheet.text(words, box.x + 12, box.centery, size=12.5, weight=fonts.MEDIUM)
