"""The computer's half-turns, played in a thread so that the window lives: one order after the other through the door."""

from __future__ import annotations

import threading

from game.ai.duel import MOST_ORDERS
from game.ai.players import Player
from game.match import Match
from game.orders import END_TURN, EndTurn


class Computer:
    """Plays a match until it is a person's turn or over; nobody else may touch the match meanwhile."""

    def __init__(self, match: Match, players: dict[int, Player]) -> None:
        self.match, self.players = match, players
        self.error: Exception | None = None
        self._stopped = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def over(self) -> bool:
        """Whether the match is handed back."""
        return not self._thread.is_alive()

    def stop(self) -> None:
        """End after the order being chosen, and wait for that."""
        self._stopped = True
        self._thread.join()

    def _run(self) -> None:
        try:
            while self.match.side in self.players and not self._stopped:
                self._half_turn(self.players[self.match.side])
        except Exception as error:
            self.error = error

    def _half_turn(self, player: Player) -> None:
        """Give a player's orders until it ends, is refused or fails; that ends its half-turn too."""
        match, side = self.match, self.match.side
        for _ in range(MOST_ORDERS):
            try:
                order = player.choose(match.view(side), match.legal_orders())
                refused = isinstance(order, EndTurn) or match.check(order) is not None
            except Exception as error:
                self.error, refused = error, True
            if self._stopped:
                return
            if refused:
                break
            match.apply(order)
        match.apply(END_TURN)
