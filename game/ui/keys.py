"""Keys as they are written, heard and shown: "N", "Shift+Q", "Ctrl+Z", "Enter", "+"."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import pygame

from game.texts import say
from game.ui.screen import CTRL, SHIFT

_NAMED = {
    "Enter": (pygame.K_RETURN, pygame.K_KP_ENTER), "Esc": (pygame.K_ESCAPE,), "Space": (pygame.K_SPACE,),
    "Tab": (pygame.K_TAB,), "Left": (pygame.K_LEFT,), "Right": (pygame.K_RIGHT,), "Up": (pygame.K_UP,),
    "Down": (pygame.K_DOWN,), "PageUp": (pygame.K_PAGEUP,), "PageDown": (pygame.K_PAGEDOWN,), "Home": (pygame.K_HOME,),
    "End": (pygame.K_END,), "Backspace": (pygame.K_BACKSPACE,), "Delete": (pygame.K_DELETE,),
    **{f"F{i}": (pygame.K_F1 + i - 1,) for i in range(1, 13)},
    ",": (pygame.K_COMMA,), ".": (pygame.K_PERIOD,), "[": (pygame.K_LEFTBRACKET,), "]": (pygame.K_RIGHTBRACKET,),
}  # fmt: skip
_PLACES = {
    pygame.KSCAN_COMMA: pygame.K_COMMA, pygame.KSCAN_PERIOD: pygame.K_PERIOD,
    pygame.KSCAN_LEFTBRACKET: pygame.K_LEFTBRACKET, pygame.KSCAN_RIGHTBRACKET: pygame.K_RIGHTBRACKET,
}  # fmt: skip
"""Keys known by their place on a keyboard whose letters are not Latin."""
_TYPED = {"+": ("+=", pygame.K_KP_PLUS), "-": ("-", pygame.K_KP_MINUS), "?": ("?", -1)}
"""Signs known by what is typed, wherever they are on the keyboard: (any of these, a key that always means it)."""
_SIGNS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "-": "–"}
_WORDS = ("Enter", "Esc", "Space", "Tab", "PageUp", "PageDown", "Home", "End", "Backspace", "Delete")


@dataclass(frozen=True)
class Key:
    """A key with the keys held with it."""

    name: str
    """A letter, a digit, a sign, or one of the named."""
    shift: bool = False
    ctrl: bool = False

    def hears(self, event: pygame.event.Event) -> bool:
        """Whether an event is this key."""
        if self.ctrl != bool(event.mod & CTRL):
            return False
        if self.name in _TYPED:
            signs, pad = _TYPED[self.name]
            return event.key == pad or (event.unicode != "" and event.unicode in signs)
        if self.shift != bool(event.mod & SHIFT):
            return False
        known = event.key if event.key <= 127 else _PLACES.get(getattr(event, "scancode", 0), event.key)
        return known in _NAMED.get(self.name, (code(self),))


@functools.cache
def key(written: str) -> Key:
    """The key that is written like this."""
    *held, name = [*written[:-1].split("+"), written[-1]] if written[-1] == "+" else written.split("+")
    return Key(name, "Shift" in held, "Ctrl" in held)


def code(wanted: Key) -> int:
    """The number that pygame gives a key."""
    if wanted.name in _NAMED:
        return _NAMED[wanted.name][0]
    signs = {"+": pygame.K_PLUS, "-": pygame.K_MINUS, "?": pygame.K_QUESTION}
    return signs.get(wanted.name) or int(getattr(pygame, f"K_{wanted.name.lower()}"))


def cap(written: str, language: str) -> str:
    """A key as a small cap shows it: "⇧Q", "Ctrl+Z", "Пробіл"."""
    wanted = key(written)
    name = say(language, f"ui.keys.{wanted.name.lower()}") if wanted.name in _WORDS else wanted.name
    shift = "⇧" if len(wanted.name) == 1 and not wanted.ctrl else say(language, "ui.keys.shift") + "+"
    return ("Ctrl+" if wanted.ctrl else "") + (shift if wanted.shift else "") + _SIGNS.get(wanted.name, name)
