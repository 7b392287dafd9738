"""The other side's half-turn, played back as this side saw it: arrows, rings, words, order by order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.events import Event
from game.match import Match
from game.state import HEX, OF_SIDE
from game.ui import overlay, palette
from game.ui.modes import Mode
from game.ui.told import Scene, Witness, fight_of

if TYPE_CHECKING:
    from game.ui.battle import Battle

MOVE_MS, ASSAULT_MS, OTHER_MS = 520, 1700, 900
SPEEDS = (0.5, 1.0, 2.0, 4.0)


class Watching(Mode):
    """Plays back the scenes of a witness, while the computer goes on thinking or after it has ended."""

    hint = "hint.watching"

    def __init__(self, battle: Battle, witness: Witness) -> None:
        super().__init__(battle)
        self.witness = witness
        self.scene: Scene | None = None
        self._next, self._left, self._skipping = 0, 0.0, False

    def tick(self, milliseconds: int) -> bool:
        """Go on to the next scene when the present one has been shown; end when there are no more."""
        self._left -= milliseconds * SPEEDS[self.battle.speed]
        if self._left > 0 and not self._skipping:
            return True
        over = self.is_over()
        while (scene := self.next_scene()) is not None:
            if scene.shown and not self._skipping:
                self._show(scene)
                return True
        if over:
            self.battle.turns.stop_watching()
        elif self.scene is not None:
            self.scene = None
            self.battle.app.dirty = True
        return True

    def is_over(self) -> bool:
        """Whether no more scenes will come."""
        return self.battle.computer_is_over()

    def next_scene(self) -> Scene | None:
        """The next scene, its events told; None if there is none yet."""
        if self._next >= len(self.witness.scenes):
            return None
        scene = self.witness.scenes[self._next]
        self._next += 1
        self.battle.tell(scene.events, scene.fights)
        return scene

    def _show(self, scene: Scene) -> None:
        """Show one order, where it happened."""
        kinds = {event.kind for event in scene.shown}
        self._left = ASSAULT_MS if "assault" in kinds else MOVE_MS if "moved" in kinds else OTHER_MS
        self.scene = scene
        self.battle.look(scene.view)
        places = [event.values["hex"] for event in scene.shown if event.values.get("hex", -1) >= 0]
        if places:
            self.battle.bring_into_view(places[-1])

    def skip(self) -> None:
        """Show no more of it."""
        self._skipping = True

    def key(self, event: pygame.event.Event) -> bool:
        """Skip, or change the speed; the next playback keeps it."""
        if event.key in (pygame.K_SPACE, pygame.K_ESCAPE, pygame.K_RETURN, pygame.K_KP_ENTER):
            self.skip()
        elif event.key in (pygame.K_PLUS, pygame.K_EQUALS, pygame.K_KP_PLUS, pygame.K_GREATER, pygame.K_PERIOD):
            self.battle.speed = min(self.battle.speed + 1, len(SPEEDS) - 1)
        elif event.key in (pygame.K_MINUS, pygame.K_KP_MINUS, pygame.K_LESS, pygame.K_COMMA):
            self.battle.speed = max(self.battle.speed - 1, 0)
        else:
            return False
        return True

    # drawing ---------------------------------------------------------------------------------------------------------

    def under(self, surface: pygame.Surface) -> None:
        """Arrows of marches, retreats and advances, as far as they were seen."""
        if self.scene is None:
            return
        for event in self.scene.shown:
            colour = palette.SIDE_TEXT[self._side(event)]
            if event.kind in ("fired", "struck"):
                if event.values["unit"] < 0:
                    continue
                start = int(self.scene.view.believed.units[event.values["unit"], HEX])
                if start >= 0:
                    overlay.fire_arc(surface, self.battle.camera, start, event.values["hex"], colour)
            elif event.kind in ("moved", "retreated", "reserve_came") and self._start_known(event):
                overlay.path(surface, self.battle.camera, [event.values["start"], event.values["hex"]], colour)

    def over(self, surface: pygame.Surface) -> None:
        """Rings on the hexes, and words about a fight."""
        battle = self.battle
        if self.scene is None:
            return
        for event in self.scene.shown:
            if event.values.get("hex", -1) >= 0 and event.kind != "fired":
                overlay.ring(surface, battle.camera, event.values["hex"], palette.SIDE_TEXT[self._side(event)])
        fight = fight_of(self.scene.events, battle.teller.sides)
        if fight is not None:
            battle.draw_fight(surface, fight)

    def _side(self, event: Event) -> int:
        """Whose doing an event is."""
        if event.kind in ("assault", "surrender", "refused", "depot_lost"):
            return event.values["side"]
        if event.kind == "hex_taken":
            return max(event.values["after"], 0)
        unit = event.values["unit"]
        return int(self.battle.view.scenario.roster.units[unit, OF_SIDE]) if unit >= 0 else 1 - self.battle.side

    def _start_known(self, event: Event) -> bool:
        """Whether the viewer knew where the unit stood: only then may an arrow begin there."""
        assert self.scene is not None
        unit, start = event.values["unit"], event.values["start"]
        known = self.scene.before.believed.units[unit, HEX] == start and start != event.values["hex"]
        return bool(known)


class Rewatching(Watching):
    """Plays the whole match again from its record, as the viewer's side saw it; its own orders too."""

    hint = "hint.rewatching"

    def __init__(self, battle: Battle) -> None:
        match = battle.match
        self._again = Match(match.scenario, match.seed, match.dice)
        self._steps = list(match.steps)
        self._last = self._again.view(battle.side)
        self._until = 0
        witness = Witness(self._again, battle.side)
        witness.stop()
        super().__init__(battle, witness)
        battle.look(self._last)

    def is_over(self) -> bool:
        """Whether all has been played again, or nobody wants to see the rest."""
        return self._skipping or not self._steps

    def next_scene(self) -> Scene | None:
        """Carry out the next order again; days that are leapt over are not shown."""
        while self._steps and not self._skipping:
            self._again.apply(self._steps.pop(0).order)
            side, step = self.battle.side, self._again.steps[-1]
            seen = tuple(event for event in step.events if event.seen[side])
            before, self._last = self._last, self._again.view(side)
            if self._again.turn >= self._until and self._again.outcome is None:
                return Scene(seen, before, self._last)
        return None

    def key(self, event: pygame.event.Event) -> bool:
        """Leap to the next day, or what is usual while watching."""
        if event.key in (pygame.K_TAB, pygame.K_n):
            self._until, self._left = self._again.turn + 1, 0.0
            return True
        return super().key(event)
