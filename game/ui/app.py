"""The window: its loop, its stack of screens, and the state of mouse and keys, all driven by events.

`App.handle`, `App.tick` and `App.draw` work without the loop and without a window, so that tests drive everything.
"""

from __future__ import annotations

import locale
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import pygame

from game.diagnostics import harmless
from game.scenario.load import Scenario
from game.texts import LANGUAGES, say
from game.ui import folder, fonts
from game.ui import settings as settings_file
from game.ui.focus import Focus
from game.ui.screen import Screen
from game.ui.screens.ways import Ways
from game.ui.settings import Settings, Value
from game.ui.sheet import Place, Sheet, scaled
from game.ui.sounds import Sounds
from game.ui.start import first_screen, warm
from game.ui.task import Task
from game.ui.troubles import at_start
from game.ui.why import Asked

SIZE = (1280, 800)
LEAST = (1024, 600)
"""The smallest window, and the least logical px that every screen can be laid out in."""
TEXT_LEAST, TEXT_MOST = 80, 250
"""Percent."""
FRAME_MS = 16
IDLE_MS = 250
"""How long the window sleeps when nothing moves; signals are heard between."""
_RESIZED = (pygame.VIDEORESIZE, pygame.WINDOWSIZECHANGED)


class App:
    """The game as a stack of screens that answers events."""

    def __init__(
        self, size: tuple[int, int] = SIZE, language: str = "en", settings: Settings | None = None
    ) -> None:  # fmt: skip
        pygame.font.init()
        self.settings = settings or Settings()
        self.machine_language = language
        self.window, self.language, self.text_percent = size, self._spoken(), self.settings.text_size
        self.notices: list[str] = []
        """What went wrong at the start and is told on the title."""
        self._keeps = True
        self.sounds = Sounds(lambda: self.settings)
        self.screens: list[Screen] = []
        self.mouse: tuple[int, int] | None = None
        self.held: set[int] = set()
        self.running, self.dirty = True, True
        self.warming: Task[None] | None = None
        self._warmed = -1
        self._places: list[Place] = []
        self._pressed: Place | None = None
        self._hot: pygame.Rect | None = None
        self._opened_by_letter = False
        """Whether the last key opened a screen: its letter, which follows, is not to be written there."""
        self.focus, self.asked = Focus(), Asked()

    # size ------------------------------------------------------------------------------------------------------------

    @property
    def factor(self) -> float:
        """Px of the window to a logical px: what the player wants, as far as the window has room for the screens."""
        room = min(self.window[i] / LEAST[i] for i in (0, 1))
        return max(min(self.text_percent / 100, room), TEXT_LEAST / 100)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the window in logical px."""
        return round(self.window[0] / self.factor), round(self.window[1] / self.factor)

    def px(self, rect: pygame.Rect) -> pygame.Rect:
        """The px of the window in a rectangle of logical px."""
        return scaled(rect, self.factor)

    def write_at(self, percent: int) -> None:
        """Make text and everything about it so large, in percent."""
        self.text_percent = min(max(percent, TEXT_LEAST), TEXT_MOST)
        self._changed()

    # settings --------------------------------------------------------------------------------------------------------

    def change(self, **changed: Value) -> None:
        """Set something, with its effect at once, and keep it for the next time if that can be written."""
        before, self.settings = self.settings, replace(self.settings, **changed)  # type: ignore[arg-type]
        self.language = self._spoken()
        self.write_at(self.settings.text_size)
        if before.full_screen != self.settings.full_screen and pygame.display.get_init():
            self.open_window()
        try:
            settings_file.save(**changed)
        except OSError as error:
            if self._keeps:
                file, reason = folder.tilde(settings_file.path()), (error.strerror or "?").lower()
                self.notices.append(say(self.language, "ui.settings.not_kept", file=file, reason=reason))
            self._keeps = False

    def _spoken(self) -> str:
        """The language that is set, or that of the machine."""
        wanted = self.settings.language
        return self.machine_language if wanted == settings_file.MACHINE else wanted

    def open_window(self) -> None:
        """Show the window, or make it fill the screen or leave it, as is set."""
        if self.settings.full_screen:
            pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
        else:
            pygame.display.set_mode(SIZE, pygame.RESIZABLE)
        self.resize(pygame.display.get_window_size())

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
        self.focus.drop()
        self.asked.close()
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
        elif event.type in (pygame.TEXTINPUT, pygame.TEXTEDITING):
            opened, self._opened_by_letter = self._opened_by_letter, False
            if not opened:
                self.dirty = True
                self.screen.handle(event)
        elif event.type in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEWHEEL):
            self._mouse(event)

    def resize(self, size: tuple[int, int]) -> None:
        """Fit the screens into a window of another size."""
        size = max(size[0], LEAST[0]), max(size[1], LEAST[1])
        if size != self.window:
            self.window = size
            self._changed()

    def _key(self, event: pygame.event.Event) -> None:
        if event.type == pygame.KEYUP:
            self.held.discard(event.key)
            return
        self.held.add(event.key)
        if self.focus.at is not None:
            self._catch_up()
        self.dirty, before = True, self.screen
        self._answer(as_latin(event))
        self._opened_by_letter = bool(event.unicode.strip()) and self.running and self.screen is not before

    def _answer(self, event: pygame.event.Event) -> None:
        """Answer a key: what always means the same, a card that is open, the focus, the screen."""
        if event.key == pygame.K_F11:
            self.change(full_screen=not self.settings.full_screen)
            return
        if event.key == pygame.K_ESCAPE and self.asked.close():
            return
        if (event.key == pygame.K_TAB and self.screen.wants(event)) or not self.focus.key(event):
            self.screen.handle(event)

    def put_mouse(self, at: tuple[int, int]) -> None:
        """Take the mouse to be at a point, in logical px: the keyboard points there."""
        self.mouse = at
        self._point()

    def ask_why(self) -> bool:
        """Let the number under the mouse say what it is made of, else the next one; False if there is none."""
        self.dirty = True
        return self.asked.ask(self.focus.at)

    def _mouse(self, event: pygame.event.Event) -> None:
        """Keep where the mouse is; a left click on a place is the place's, everything else the screen's."""
        if event.type != pygame.MOUSEWHEEL:
            event = self._logical(event)
            self.mouse = event.pos
            self.focus.drop()
        if event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            self._catch_up()
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

    def _catch_up(self) -> None:
        """Find the places anew if something has changed since they were drawn: what is gone cannot be clicked."""
        if self.dirty:
            self.draw(pygame.Surface(self.window, 0, 32))
            self.dirty = True

    def _logical(self, event: pygame.event.Event) -> pygame.event.Event:
        """An event of the mouse with its place in logical px."""
        at = tuple(int(v / self.factor) for v in event.pos)
        return pygame.event.Event(event.type, dict(event.dict) | {"pos": at})

    def _point(self) -> None:
        """Draw anew if the mouse has come to another place."""
        place = self._place_at(self.mouse) if self.mouse is not None else None
        rect = place.rect if place is not None else None
        self.asked.point(place)
        if rect != self._hot:
            self._hot = rect
            self.dirty = True

    def is_over_place(self, at: tuple[int, int]) -> bool:
        """Whether something that answers the mouse by itself lies at a point."""
        place = self._place_at(at)
        return place is not None and place.rests

    def _place_at(self, at: tuple[int, int]) -> Place | None:
        """The topmost place at a point."""
        return next((place for place in reversed(self._places) if place.rect.collidepoint(at)), None)

    # time and drawing ------------------------------------------------------------------------------------------------

    def tick(self, milliseconds: int) -> bool:
        """Let time pass; True while something moves by itself, so that time must be given again soon."""
        warming = self.warming is not None and not self.warming.over
        moving = self.screen.tick(milliseconds) or bool(self.sounds.caption)
        self.dirty |= self.sounds.tick(milliseconds)
        if self.warming is not None and self.warming.done != self._warmed:
            self._warmed, self.dirty = self.warming.done, True
        if self.asked.tick(milliseconds):
            self.dirty = True
        return moving or warming or self.asked.is_waiting

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the topmost screen, with what it lies over."""
        first = max(i for i, screen in enumerate(self.screens) if not screen.over)
        fonts.map_scale = self.factor
        sheet = Sheet(surface, self.mouse, self.language, self.factor)
        for i in range(first, len(self.screens)):
            sheet.mute()
            sheet.mouse = self.mouse if i == len(self.screens) - 1 else None
            self.screens[i].draw(sheet)
        self._places = sheet.places
        place = self._place_at(self.mouse) if self.mouse is not None else None
        self._hot = place.rect if place is not None else None
        self.focus.drawn(self._places)
        self.asked.drawn(self._places, place)
        if self.asked.place is not None:
            self.asked.draw(sheet)
        elif place is not None and place.tip and self.mouse is not None:
            sheet.bubble(place.tip, self.mouse)
        self.focus.draw(sheet)
        self.sounds.draw(sheet, self.screen.over)
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
            if self.dirty:
                self.show()
                moving = True

    def show(self) -> None:
        """Draw into the window; of one smaller than a screen can be, the upper left part shows."""
        window = pygame.display.get_surface()
        assert window is not None
        if window.get_size() == self.window:
            self.draw(window)
        else:
            whole = pygame.Surface(self.window, 0, 32)
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
    dice: str | None = None, watch: Path | None = None, edit: Path | bool = False,
) -> int:  # fmt: skip
    """Open the window on the title, a battle, a record to go on with or to watch, or the editor; the exit code.

    Raises BadInput if the record is none.
    """
    language = users_language()
    settings, notices = settings_file.load(language)
    app = App(SIZE, language, settings)
    app.notices += [*at_start(app.language), *notices]
    for notice in app.notices:
        print(harmless(notice), file=sys.stderr)
    if isinstance(edit, Path) or not edit:
        app.push(first_screen(app, scenario, side, ai, seed, resume, dice, watch, edit or None))
    else:
        app.push(first_screen(app, None, side, ai, seed, None))
        Ways(app).editor()
    pygame.display.init()
    app.open_window()
    pygame.display.set_caption("The Battle of Bakhmut")
    app.show()
    app.sounds.open()
    app.warming = warm()
    app.loop()
    for screen in reversed(app.screens):
        screen.close()
    pygame.quit()
    return 0
