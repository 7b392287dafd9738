"""Half-turns of a battle in the window: people's and the computer's, the curtain between two people, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.ui.computer import Computer
from game.ui.curtain import Curtain
from game.ui.told import BAD
from game.ui.watching import Rewatching, Watching

if TYPE_CHECKING:
    from game.ui.battle import Battle


class Turns:
    """Gives the match to whoever has the half-turn."""

    def __init__(self, battle: Battle) -> None:
        self.battle = battle
        self._begun = False

    def begin(self) -> None:
        """Give the match to whoever has it, once the battle is on the screen."""
        if not self._begun:
            self._begun = True
            self.hand_on()

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
        elif battle.match.side != battle.side:
            battle.app.push(Curtain(battle.app, battle, battle.match.side))
        else:
            self._take_over()

    def lift_curtain(self, side: int) -> None:
        """Let the other person sit down: first comes what its side saw."""
        battle = self.battle
        battle.side = side
        battle.done.clear()
        scenes = battle.witnesses[side].scenes
        battle.look(scenes[0].before if scenes else battle.match.view(side))
        battle.enter(Watching(battle, battle.witnesses[side]))

    def _take_over(self) -> None:
        """Begin a person's half-turn."""
        battle = self.battle
        self._rest()
        if battle.game.record_failed():
            battle.tell_note(battle.say("note.no_record"), BAD)
        else:
            side = battle.situation.chronicle.side(battle.side)
            battle.tell_note(battle.say("note.your_turn", day=battle.day, side=side))

    def _rest(self) -> None:
        """Let the battle rest on what the viewer's side knows now."""
        battle = self.battle
        battle.mode = battle.rest()
        battle.refresh()
        battle.enter(battle.mode)

    def stop_watching(self) -> None:
        """Go on when everything has been played back."""
        battle = self.battle
        if isinstance(battle.mode, Rewatching):
            self._finish()
            return
        failed = battle.computer.error if battle.computer is not None else None
        battle.computer = None
        battle.witnesses[battle.side].scenes.clear()
        if failed is not None and battle.match.side in battle.game.players:
            from game.ui.start import give_up

            give_up(battle.app, failed)
            return
        self.hand_on()
        if failed is not None:
            battle.tell_note(battle.say("note.computer_failed", error=f"{type(failed).__name__}: {failed}"), BAD)

    def _finish(self) -> None:
        """Show how the match ended."""
        battle = self.battle
        for side in battle.witnesses.keys() - {battle.side}:
            for scene in battle.witnesses[side].scenes:
                battle.logs[side].add(scene.events, scene.fights)
            battle.witnesses[side].scenes.clear()
        self._rest()
        battle.show_outcome()

    def rewatch(self) -> None:
        """Play the match back from its first day as the viewer's side saw it."""
        self.battle.selected = None
        self.battle.enter(Rewatching(self.battle))
