"""Commands: everything that can be done on a screen, each with its keys, its words and why it cannot be done.

The keys of a screen, its help, the caps of its buttons and its search all read such a list; there is no other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import pygame

from game.texts import say
from game.ui import keys

PLAIN, BAD = "plain", "bad"
"""Tones of what is told."""


class Telling(Protocol):
    """A screen that can say something for a while."""

    def tell_note(self, words: str, tone: str = PLAIN) -> None:
        """Say something."""


Host = TypeVar("Host", bound=Telling)


def always(_: object) -> str:
    """Nothing stands against it."""
    return ""


@dataclass(frozen=True)
class Command(Generic[Host]):
    """One thing that can be done."""

    name: str
    group: str
    """Under which the help lists it."""
    keys: tuple[str, ...]
    """As they are written; the first is shown on buttons."""
    run: Callable[[Host], object]
    why: Callable[[Host], str | None] = always
    """Why it cannot be done now, in words; empty if it can, None if it makes no sense now and is not offered."""
    contexts: tuple[str, ...] = ()
    """Where its keys are heard."""
    text: str = ""
    """Key of the words that say what it does, "ui.command.NAME" if empty."""

    def words(self, language: str) -> str:
        """What it does, in words."""
        return say(language, self.text) if self.text else say(language, f"ui.command.{self.name}")

    def cap(self, language: str) -> str:
        """Its first key as a cap shows it, empty if it has none."""
        return keys.cap(self.keys[0], language) if self.keys else ""

    def hears(self, event: pygame.event.Event) -> bool:
        """Whether an event is one of its keys."""
        return any(keys.key(written).hears(event) for written in self.keys)

    def do(self, host: Host) -> None:
        """Do it, or say why it cannot be done."""
        why = self.why(host)
        if why:
            host.tell_note(why, BAD)
        elif why is not None:
            self.run(host)
