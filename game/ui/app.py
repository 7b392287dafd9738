"""The window: its loop, its stack of screens, and the state of mouse and keys, all driven by events.

`App.handle`, `App.tick` and `App.draw` work without the loop and without a window, so that tests drive everything.
"""

from __future__ import annotations

import locale
import os
import time
from pathlib import Path

import pygame

from game.scenario.load import Scenario
from game.texts import LANGUAGES
from game.ui.screen import Screen
from game.ui.sheet import Place, Sheet
from game.ui.task import Task

SIZE = (1280, 800)
LEAST = (1024, 600)
FRAME_MS = 16
IDLE_MS = 250
"""How long the window sleeps when nothing moves; signals are heard between."""
_RESIZED = (pygame.VIDEORESIZE, pygame.WINDOWSIZECHANGED)


class App:
    """The game as a stack of screens that answers events."""

    def __init__(self, size: tuple[int, int] = SIZE, language: str = "en") -> None:
        pygame.font.init()
        self.size, self.language = size, language
        self.screens: list[Screen] = []
        self.mouse: tuple[int, int] | None = None
        self.held: set[int] = set()
        self.running, self.dirty = True, True
        self.warming: Task[None] | None = None
        self._warmed = -1
        self._places: list[Place] = []
        self._pressed: Place | None = None
        self._hot: pygame.Rect | None = None

    # screens ---------------------------------------------------------------------------------------------------------

    @property
    def screen(self) -> Screen:
        """The screen on top."""
        return self.screens[-1]

    def push(self, screen: Screen) -> None:
        """Show a screen over the others."""
        self.screens.append(screen)
        self._changed()

    def pop(self) -> None:
        """Leave the screen on top."""
        self.screens.pop().close()
        self._changed()

    def replace(self, screen: Screen) -> None:
        """Leave the screen on top for another."""
        self.screens.pop().close()
        self.push(screen)

    def restart(self, screen: Screen) -> None:
        """Leave all screens for another."""
        while self.screens:
            self.screens.pop().close()
        self.push(screen)

    def quit(self) -> None:
        """End the game."""
        self.running = False

    def _changed(self) -> None:
        self._places, self._pressed, self._hot = [], None, None
        self.dirty = True

    # events ----------------------------------------------------------------------------------------------------------

    def handle(self, event: pygame.event.Event) -> None:
        """Answer an event; the state of mouse and keys is kept from events alone."""
        if event.type == pygame.QUIT:
            self.quit()
        elif event.type in _RESIZED:
            self.resize((event.x, event.y) if event.type == pygame.WINDOWSIZECHANGED else event.size)
        elif event.type == pygame.WINDOWLEAVE:
            self.mouse = None
            self._point()
        elif event.type == pygame.WINDOWEXPOSED:
            self.dirty = True
        elif event.type == pygame.WINDOWFOCUSLOST:
            self.held.clear()
        elif event.type in (pygame.KEYDOWN, pygame.KEYUP):
            self._key(event)
        elif event.type in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEWHEEL):
            self._mouse(event)

    def resize(self, size: tuple[int, int]) -> None:
        """Fit the screens into a window of another size."""
        size = max(size[0], LEAST[0]), max(size[1], LEAST[1])
        if size != self.size:
            self.size = size
            self._changed()

    def _key(self, event: pygame.event.Event) -> None:
        if event.type == pygame.KEYUP:
            self.held.discard(event.key)
            return
        self.held.add(event.key)
        self.dirty = True
        self.screen.handle(as_latin(event))

    def _mouse(self, event: pygame.event.Event) -> None:
        """Keep where the mouse is; a left click on a place is the place's, everything else the screen's."""
        if event.type != pygame.MOUSEWHEEL:
            self.mouse = event.pos
        if self.dirty and event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            self.draw(pygame.Surface(self.size, 0, 32))
            self.dirty = True
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            self._pressed = self._place_at(event.pos)
            if self._pressed is not None and self._pressed.act is not None:
                return
        elif event.type == pygame.MOUSEBUTTONUP and event.button == 1:
            pressed, self._pressed = self._pressed, None
            if pressed is not None and pressed.act is not None:
                place = self._place_at(event.pos)
                if place is not None and place.rect == pressed.rect and place.act is not None:
                    self.dirty = True
                    place.act()
                return
        self._point()
        self.screen.handle(event)

    def _point(self) -> None:
        """Draw anew if the mouse has come to another place."""
        place = self._place_at(self.mouse) if self.mouse is not None else None
        rect = place.rect if place is not None else None
        if rect != self._hot:
            self._hot = rect
            self.dirty = True

    def is_over_place(self, at: tuple[int, int]) -> bool:
        """Whether something that answers the mouse lies at a point."""
        return self._place_at(at) is not None

    def _place_at(self, at: tuple[int, int]) -> Place | None:
        """The topmost place at a point."""
        return next((place for place in reversed(self._places) if place.rect.collidepoint(at)), None)

    # time and drawing ------------------------------------------------------------------------------------------------

    def tick(self, milliseconds: int) -> bool:
        """Let time pass; True while something moves by itself, so that time must be given again soon."""
        warming = self.warming is not None and not self.warming.over
        moving = self.screen.tick(milliseconds)
        if self.warming is not None and self.warming.done != self._warmed:
            self._warmed, self.dirty = self.warming.done, True
        return moving or warming

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the topmost screen, with what it lies over."""
        first = max(i for i, screen in enumerate(self.screens) if not screen.over)
        sheet = Sheet(surface, self.mouse, self.language)
        for i in range(first, len(self.screens)):
            sheet.mute()
            sheet.mouse = self.mouse if i == len(self.screens) - 1 else None
            self.screens[i].draw(sheet)
        self._places = sheet.places
        place = self._place_at(self.mouse) if self.mouse is not None else None
        self._hot = place.rect if place is not None else None
        if place is not None and place.tip and self.mouse is not None:
            sheet.bubble(place.tip, self.mouse)
        self.dirty = False

    def loop(self) -> None:
        """Run in the window until the game is left."""
        moving, before = True, time.monotonic()
        while self.running:
            event = pygame.event.wait(FRAME_MS if moving or self.dirty else IDLE_MS)
            for each in (event, *pygame.event.get()):
                if self.running:
                    self.handle(each)
            now = time.monotonic()
            moving = self.tick(min(100, round(1000 * (now - before))))
            before = now
            window = pygame.display.get_surface()
            if self.dirty and window is not None:
                self._show(window)
                moving = True

    def _show(self, window: pygame.Surface) -> None:
        """Draw into the window; of one smaller than a screen can be, the upper left part shows."""
        if window.get_size() == self.size:
            self.draw(window)
        else:
            whole = pygame.Surface(self.size, 0, 32)
            self.draw(whole)
            window.blit(whole, (0, 0))
        pygame.display.flip()


def as_latin(event: pygame.event.Event) -> pygame.event.Event:
    """A key of a letter as it is on a Latin keyboard, whatever the layout: orders are given by the place of a key."""
    scancode = getattr(event, "scancode", 0)
    if event.key <= 127 or not pygame.KSCAN_A <= scancode <= pygame.KSCAN_Z:
        return event
    values = dict(event.dict) | {"key": pygame.K_a + scancode - pygame.KSCAN_A}
    return pygame.event.Event(event.type, values)


def users_language() -> str:
    """The language of the machine, if the game speaks it; else English."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    named = named or locale.getlocale()[0] or ""
    return next((language for language in LANGUAGES if named.lower().startswith(language)), "en")


def run(
    scenario: Scenario | None = None, side: str = "ua", ai: str = "greedy", seed: int = 1, resume: Path | None = None,
    dice: str | None = None,
) -> int:  # fmt: skip
    """Open the window on the title, or on a battle or record that is given; the exit code when it is left.

    Raises BadInput if the computer player or the record is none.
    """
    from game.ui.start import check_player, first_screen, warm

    check_player(ai)
    app = App(SIZE, users_language())
    app.push(first_screen(app, scenario, side, ai, seed, resume, dice))
    pygame.display.init()
    pygame.display.set_mode(SIZE, pygame.RESIZABLE)
    pygame.display.set_caption("The Battle of Bakhmut")
    app.warming = warm()
    app.loop()
    for screen in reversed(app.screens):
        screen.close()
    pygame.quit()
    return 0
