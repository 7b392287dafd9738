"""Games with players from a file: what fails in such a player costs it the game and never the run.

A player sees what its side sees and sits in another process (guests.py, guest.py). Its orders go through the door like
anybody's; the time it takes for a half-turn is what its process takes to answer, and nothing else.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass

from game.ai import duel
from game.ai.players import CompiledPlayer
from game.chronicle import Chronicle, Refusal
from game.lab.runs.guests import Forfeit, Guest
from game.match import Match
from game.orders import END_TURN, EndTurn, Order, OrderError
from game.orders_text import from_text, to_text
from game.scenario.load import Scenario


@dataclass(frozen=True)
class Failure:
    """A player from a file that failed, and so lost."""

    game: int
    """The game, by its row in the batch."""
    side: int
    """0 UA, 1 RU."""
    what: str
    """One of guests.FAILURES."""
    message: str
    """One sentence behind the player's file and, if it is known, the line in it."""
    turn: int
    """The day on which it failed."""


class Guests:
    """Players from files that wait for a game, each in its process; they are used again until they fail.

    A process plays one side for life: what a player learnt of the enemy at the other side of the same luck would be more
    than its side knows.
    """

    def __init__(self) -> None:
        self._free: dict[tuple[str, int], list[Guest]] = {}
        self._playing: set[Guest] = set()
        self._closed = False

    @contextlib.contextmanager
    def seated(self, spec: str, match: Match, side: int) -> Iterator[Guest]:
        """A player at a side of a match that begins. Raises Forfeit, or BadInput if no process can be had."""
        waiting = self._free.setdefault((spec, side), [])
        self._look_whether_closed()
        guest = waiting.pop() if waiting else Guest(spec)
        self._playing.add(guest)
        try:
            self._look_whether_closed()
            guest.sit_down(match, side)
            yield guest
        finally:
            self._playing.discard(guest)
            if guest.is_well and not self._closed:
                waiting.append(guest)
            else:
                guest.close()

    def close(self) -> None:
        """End the processes of all, also of those another thread plays with: its games break off as forfeits."""
        self._closed = True
        for guest in list(self._playing):
            guest.kill()
        for waiting in self._free.values():
            while waiting:
                waiting.pop().close()

    def _look_whether_closed(self) -> None:
        if self._closed:
            raise Forfeit("exit", "The games were broken off.")

    def __enter__(self) -> Guests:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def play_outside(
    scenario: Scenario, seed: int, dice: str | None, who: tuple[str, str], guests: Guests, seconds: float
) -> tuple[Match, Failure | None]:
    """Play a game between two players, named for UA and RU, at least one of them from a file.

    Such a player may take so many seconds for a half-turn. If one fails the match stands where it failed, without an
    outcome, and the failure says who lost it. Raises BadInput if no process can be had.
    """
    match, side = Match(scenario, seed, dice), 0
    players: list[CompiledPlayer | Guest] = []
    with contextlib.ExitStack() as seats:
        try:
            for side, spec in enumerate(who):
                compiled = spec in duel.PLAYERS
                players.append(
                    CompiledPlayer(spec, seed) if compiled else seats.enter_context(guests.seated(spec, match, side))
                )
            while match.outcome is None:
                side = match.side
                _half_turn(match, players[side], seconds)
        except Forfeit as failed:
            return match, Failure(0, side, failed.what, failed.told(who[side]), match.turn)
    return match, None


def _half_turn(match: Match, player: CompiledPlayer | Guest, seconds: float) -> None:
    """Let a player give its orders until it ends its half-turn. Raises Forfeit."""
    side, left = match.side, seconds
    for _ in range(duel.MOST_ORDERS):
        view = match.view(side)
        if isinstance(player, Guest):
            began = time.monotonic()
            order = player.choose(match, left, seconds)
            left -= time.monotonic() - began
        else:
            order = player.choose(view, match.legal_orders())
        if isinstance(order, EndTurn):
            break
        refusal = match.apply(order)
        if isinstance(refusal, Refusal):
            if isinstance(player, Guest):
                raise Forfeit("illegal", _refused(match, order, refusal))
            break
    match.apply(END_TURN)


def _refused(match: Match, order: Order, refusal: Refusal) -> str:
    """An order that was refused, and why."""
    try:
        text = to_text(order, match.names)
    except IndexError:
        text = repr(order)[:200]
    return f"The order '{text}' is refused: {Chronicle(match.scenario).refusal(refusal)}"


def orders_of(match: Match) -> str:
    """The orders of a match as people write them, a line each."""
    return "\n".join(to_text(step.order, match.names) for step in match.steps)


def followed(scenario: Scenario, seed: int, dice: str | None, orders: str) -> Match:
    """The match that orders, a line each, lead to. Raises OrderError at a line that is none, or that is refused."""
    match = Match(scenario, seed, dice)
    for line in orders.splitlines():
        order = from_text(line, match.names)
        refusal = match.apply(order)
        if isinstance(refusal, Refusal):
            raise OrderError(_refused(match, order, refusal))
    return match
