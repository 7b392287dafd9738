"""Half-turns of a battle in the window: people's and the computer's, the curtain between two people, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.history import History
from game.ui.history.timeline import Timeline
from game.ui.history.watching import Watching
from game.ui.screens.curtain import Curtain
from game.ui.table.camera import Camera
from game.ui.table.computer import Computer
from game.ui.table.opening import opening_camera
from game.ui.table.told import BAD

if TYPE_CHECKING:
    from game.ui.table.battle import Battle


class Turns:
    """Gives the match to whoever has the half-turn."""

    def __init__(self, battle: Battle) -> None:
        self.battle = battle
        self._begun = False
        self._cameras: dict[int, Camera] = {}
        """Where each side looked last, when two people play."""
        self._history = History(battle.match)

    def begin(self) -> None:
        """Give the match to whoever has it, once the battle is on the screen.

        Of two people at one machine nobody knows who sits before one that goes on: the curtain hangs first.
        """
        if not self._begun:
            self._begun = True
            battle = self.battle
            two = len(battle.game.people) == 2 and battle.game.test is None
            if two and battle.match.steps and battle.match.outcome is None:
                battle.app.push(Curtain(battle.app, battle, battle.side))
            elif battle.game.watched:
                self._watch()
            else:
                self.hand_on()

    def _watch(self) -> None:
        """Show a record from its first day, and say what must be said of it."""
        self.look_back(0)
        if self.battle.game.notice:
            self.battle.tell_note(self.battle.game.notice, BAD)

    def hand_on(self) -> None:
        """Give the match to whoever has the half-turn now."""
        battle = self.battle
        battle.selected, battle.fight = None, None
        battle.look(battle.match.view(battle.side))
        if battle.match.outcome is not None:
            self._finish()
        elif battle.match.side in battle.game.players:
            battle.computer = Computer(battle.match, battle.game.players)
            battle.enter(Watching(battle, battle.witnesses[battle.side]))
        elif battle.match.side != battle.side and battle.game.test is not None:
            self.lift_curtain(battle.match.side)
        elif battle.match.side != battle.side:
            battle.enter(battle.rest())
            battle.app.push(Curtain(battle.app, battle, battle.match.side))
        else:
            self._take_over()

    def lift_curtain(self, side: int) -> None:
        """Let the other person sit down: first comes what its side saw."""
        battle = self.battle
        self._clear_table(side)
        battle.side = side
        if battle.game.watched:
            self._watch()
            return
        scenes = battle.witnesses[side].scenes
        battle.look(scenes[0].before if scenes else battle.match.view(side))
        battle.enter(Watching(battle, battle.witnesses[side]))

    def _clear_table(self, side: int) -> None:
        """Leave nothing lying about for the other person: no words, no open cards, not where on the map was looked."""
        battle = self.battle
        battle.note, battle.fight = None, None
        battle.done.clear()
        battle.shown.garrison.close()
        battle.order_list.is_open = False
        battle.plans.clear()
        self._cameras[battle.side] = battle.camera
        believed, size = battle.match.view(side).believed, battle.app.size
        opening = opening_camera(battle.match.scenario, believed, size, battle.app.factor)
        battle.camera = self._cameras.get(side, opening)

    def _take_over(self) -> None:
        """Begin a person's half-turn."""
        battle = self.battle
        self._rest()
        if battle.game.record_failed() and battle.game.test is None:
            battle.tell_note(battle.say("note.no_record"), BAD)
        else:
            side = battle.situation.chronicle.side(battle.side)
            battle.app.sounds.play("message")
            battle.tell_note(battle.say("note.your_turn", day=battle.day, side=side))
        if battle.game.test is not None:
            battle.game.test.taken_over(battle)

    def _rest(self) -> None:
        """Let the battle rest on what the viewer's side knows now."""
        battle = self.battle
        battle.mode = battle.rest()
        battle.refresh()
        battle.enter(battle.mode)

    def stop_watching(self) -> None:
        """Go on when everything has been played back."""
        battle = self.battle
        failed = battle.computer.error if battle.computer is not None else None
        battle.computer = None
        battle.witnesses[battle.side].scenes.clear()
        if failed is not None and battle.match.side in battle.game.players:
            self._give_up(failed)
            return
        self.hand_on()
        if failed is not None:
            battle.tell_note(battle.say("note.computer_failed", error=f"{type(failed).__name__}: {failed}"), BAD)

    def leave(self) -> None:
        """Leave the battle for the title, or for the desk from which it is a test."""
        from game.ui.start import title

        if self.battle.game.test is not None:
            self.battle.game.test.back()
        else:
            self.battle.app.restart(title(self.battle.app))

    def _give_up(self, error: Exception) -> None:
        """Leave a battle in which the computer failed to play, and say so there."""
        from game.ui.start import give_up

        if self.battle.game.test is not None:
            self.battle.game.test.back(f"{type(error).__name__}: {error}")
        else:
            give_up(self.battle.app, error)

    def _finish(self) -> None:
        """Show how the match ended."""
        battle = self.battle
        for side in battle.witnesses.keys() - {battle.side}:
            for scene in battle.witnesses[side].scenes:
                battle.logs[side].add(scene.events, scene.fights)
            battle.witnesses[side].scenes.clear()
        self._rest()
        battle.app.sounds.play("end")
        battle.show_outcome()

    def look_back(self, at: int = -1, playing: bool = False) -> None:
        """Show the timeline at one of its moments, if nobody is thinking."""
        battle = self.battle
        if battle.computer is None and not battle.is_watching():
            battle.selected = None
            battle.enter(Timeline(battle, self._history, at, playing))

    def come_back(self) -> None:
        """Leave the timeline for the present; of a record that is only watched, for the title."""
        battle = self.battle
        if not battle.game.watched:
            self._rest()
        elif len(battle.app.screens) > 1:
            battle.app.pop()
        else:
            self.leave()
