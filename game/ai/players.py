"""Players: whoever chooses orders. The computer's are compiled kernels; anyone's are a class with ``choose``."""

from __future__ import annotations

import importlib.util
import os
import traceback
from pathlib import Path
from typing import Protocol

import numpy as np

from game.ai import duel
from game.ai.mind import new_mind
from game.ai.weights import weights
from game.dice import seeded
from game.diagnostics import BadInput, Document, nearest
from game.match import Match
from game.orders import END_TURN, ORDER_WIDTH, EndTurn, Order, decode, encode
from game.rules import field
from game.state import Ints, copy
from game.terms import new_terms
from game.view import LegalOrders, View


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
    except (Exception, SystemExit) as error:
        message = f"The player cannot be made: {type(error).__name__}: {error}."
        raise _bad("P503", message, file, line=_line_of(error, file)) from None
    return _FromFile(player, file)


def is_one(player: str, other: str) -> bool:
    """Whether two names of players are of the same one, however the path of its file is typed."""
    (file, colon, name), (beside, _, called) = player.rpartition(":"), other.rpartition(":")
    return player == other or (bool(colon) and name == called and Path(file).resolve() == Path(beside).resolve())


class _FromFile:
    """A player from a file: whatever goes wrong in it is a problem of that file."""

    def __init__(self, player: Player, file: str) -> None:
        self._player = player
        self._file = file

    def choose(self, view: View, legal: LegalOrders) -> Order:
        """The next order. Raises BadInput if the player fails or gives what is none."""
        try:
            order = self._player.choose(view, legal)
            encode(order)
        except (Exception, SystemExit) as error:
            message = f"The player failed: {type(error).__name__}: {error}."
            raise _bad("P504", message, self._file, line=_line_of(error, self._file)) from None
        if not isinstance(order, Order):
            raise _bad("P504", f"The player gave a {type(order).__name__} for an order.", self._file)
        return order


def _line_of(error: BaseException, file: str) -> int:
    """The last line of a file that an error went through, 1 if there is none."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if os.path.abspath(frame.filename) == os.path.abspath(file)]
    return lines[-1] or 1 if lines else 1


def _bad(code: str, message: str, file: str, hint: str = "", line: int = 1) -> BadInput:
    document = Document(file, "")
    document.report(code, message, (line, 1, 1), hint)
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
