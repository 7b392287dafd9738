"""Players: whoever chooses orders. The computer's are compiled kernels; anyone's are a class with ``choose``."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Protocol

import numpy as np

from game.ai import duel
from game.ai.greedy import WEIGHT_NAMES
from game.ai.mind import new_mind
from game.dice import seeded
from game.documents import BadInput, Document, nearest, read, whole_numbers
from game.match import Match
from game.orders import END_TURN, ORDER_WIDTH, EndTurn, Order, decode
from game.rules import field
from game.state import Ints, copy
from game.terms import new_terms
from game.view import LegalOrders, View

WEIGHTS = Path(__file__).parent.parent.parent / "assets" / "ai" / "greedy.yaml"


class Player(Protocol):
    """Whoever gives orders for a side, seeing only what it sees."""

    def choose(self, view: View, legal: LegalOrders) -> Order:
        """The next order; END_TURN ends the half-turn."""
        ...


class CompiledPlayer:
    """A compiled player, playing through a match the very orders it plays in a duel with the same seed."""

    def __init__(self, name: str, seed: int = 0) -> None:
        self.name = name
        self._player = duel.PLAYERS.index(name)
        self._dice = seeded(seed)
        self._mind: Ints | None = None

    def choose(self, view: View, legal: LegalOrders) -> Order:
        """The next order by the compiled kernel, on what the side believes."""
        if self._mind is None:
            self._mind = new_mind(view.fixed, weights())
        row, why = np.zeros(ORDER_WIDTH, dtype=np.int64), np.zeros(4, dtype=np.int64)
        believed, scratch = copy(view.believed), field.new_scratch(view.fixed)
        field.lay_out(view.fixed, believed, scratch)
        duel.choose(self._player, view.fixed, believed, scratch, self._mind, self._dice, row, new_terms(), why)
        return decode(row)


def weights() -> list[int]:
    """The weights of the greedy player. Raises BadInput."""
    document = read(WEIGHTS)
    numbers = check_weights(document)
    document.raise_errors()
    return numbers


def check_weights(document: Document) -> list[int]:
    """The weights in a document; what is wrong is added to its problems."""
    return whole_numbers(document, "weights", WEIGHT_NAMES)


def load_player(spec: str, seed: int = 0) -> Player:
    """A player by name, or by FILE.py:Class.

    Raises BadInput if there is no such player, with the nearest name.
    """
    if spec in duel.PLAYERS:
        return CompiledPlayer(spec, seed)
    file, colon, name = spec.rpartition(":")
    if not colon or not file.endswith(".py"):
        message = f"There is no player '{spec[:60]}'. The players are {', '.join(duel.PLAYERS)}, or FILE.py:Class."
        raise _bad("P501", message, spec, nearest(spec, duel.PLAYERS))
    path = Path(file)
    if not path.is_file():
        raise _bad("P502", "The file of the player cannot be read.", file)
    module_spec = importlib.util.spec_from_file_location("player_from_file", path)
    assert module_spec is not None
    assert module_spec.loader is not None
    module = importlib.util.module_from_spec(module_spec)
    try:
        module_spec.loader.exec_module(module)
        player: Player = getattr(module, name)()
    except Exception as error:
        raise _bad("P503", f"The player cannot be made: {type(error).__name__}: {error}.", file) from None
    return player


def _bad(code: str, message: str, file: str, hint: str = "") -> BadInput:
    document = Document(file, "")
    document.report(code, message, (1, 1, 1), hint)
    return BadInput(document.problems)


def play_half_turn(match: Match, player: Player) -> None:
    """Let a player give its orders until it ends its half-turn; an order that is refused ends it too."""
    side = match.side
    for _ in range(duel.MOST_ORDERS):
        order = player.choose(match.view(side), match.legal_orders())
        if isinstance(order, EndTurn) or match.check(order) is not None:
            break
        match.apply(order)
    match.apply(END_TURN)


def play(match: Match, players: tuple[Player, Player]) -> None:
    """Play a match to its end."""
    while match.outcome is None:
        play_half_turn(match, players[match.side])
