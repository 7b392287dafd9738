"""The other side's half-turn, played back as this side saw it: scenes as stills, order by order, with captions.

Nothing moves within a scene, so whoever cannot bear motion misses nothing: P stops, N goes one scene on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.ui.history import scenes
from game.ui.sheet import Sheet
from game.ui.table.commands import of_mode
from game.ui.table.modes import Mode
from game.ui.table.told import Scene, Witness

if TYPE_CHECKING:
    from game.ui.table.battle import Battle


class Watching(Mode):
    """Plays back the scenes of a witness, while the computer goes on thinking or after it has ended."""

    hint = "hint.watching"
    commands = (
        of_mode("skip", ("Space", "Esc", "Enter"), "skip", text="ui.bar.skip"),
        of_mode("pause", ("P",), "pause"),
        of_mode("next_scene", ("N",), "step"),
        of_mode("faster", ("+", "."), "faster", 1),
        of_mode("slower", ("-", ","), "faster", -1),
    )

    def __init__(self, battle: Battle, witness: Witness) -> None:
        super().__init__(battle)
        self.witness = witness
        self.scene: Scene | None = None
        self.paused = False
        self._next, self._left = 0, 0.0
        self._skipping, self._stepping = False, False

    def tick(self, milliseconds: int) -> bool:
        """Go on to the next scene when the present one has been shown; end when there are no more."""
        if self.paused and not self._stepping and not self._skipping:
            return False
        speed = scenes.SPEEDS[self.battle.speed]
        hurried = self._skipping or (speed == float("inf") and not self._stepping)
        self._left -= milliseconds * speed
        if self._left > 0 and not hurried:
            return True
        over = self.battle.computer_is_over()
        while self._next < len(self.witness.scenes):
            scene = self.witness.scenes[self._next]
            self._next += 1
            self.battle.tell(scene.events, scene.fights)
            if scene.shown and not hurried:
                self._show(scene)
                return True
        if over:
            self.battle.turns.stop_watching()
        elif self.scene is not None:
            self.scene = None
            self.battle.app.dirty = True
        return True

    def _show(self, scene: Scene) -> None:
        """Show one order, where it happened."""
        self._left = scenes.lasts(scene)
        self._stepping = False
        self.scene = scene
        self.battle.look(scene.view)
        h = scenes.place(scene)
        if h >= 0:
            self.battle.bring_into_view(h)

    def skip(self) -> None:
        """Show no more of it."""
        self._skipping = True

    def pause(self) -> None:
        """Stay with the scene that is shown, or go on."""
        self.paused = not self.paused
        self.battle.app.dirty = True

    def step(self) -> None:
        """Show the next scene and stay with it."""
        self.paused, self._stepping, self._left = True, True, 0.0
        self.battle.app.dirty = True

    def faster(self, by: int) -> None:
        """Show scenes faster, or slower."""
        scenes.change_speed(self.battle, by)

    # drawing ---------------------------------------------------------------------------------------------------------

    def under(self, surface: pygame.Surface) -> None:
        """Arrows, as far as what they tell was seen."""
        if self.scene is not None:
            scenes.draw_under(surface, self.battle, self.scene)

    def over(self, surface: pygame.Surface) -> None:
        """Rings on what was seen."""
        if self.scene is not None:
            scenes.draw_over(surface, self.battle, self.scene)

    def floats(self, sheet: Sheet, area: pygame.Rect) -> None:
        """The caption of the scene."""
        if self.scene is None:
            return
        battle, other = self.battle, 1 - self.battle.side
        head = sheet.say("scenes.head", side=battle.situation.chronicle.side(other), day=battle.day)
        if self.paused:
            head += f" · {sheet.say('scenes.paused')}"
        lines = scenes.caption(battle.teller, self.scene)
        scenes.draw_caption(sheet, battle, area, head, other, lines, scenes.place(self.scene))
