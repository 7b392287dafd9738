"""The process a player from a file lives in: it reads the file, sees one side's views and answers with orders.

Run by outside.py as ``python -m game.lab.runs.guest``. It is told nothing but what its side knows. It ends when the game
that started it ends, however that comes about, even if the player is busy and heeds nothing.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib.util
import json
import os
import pickle
import random
import re
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, get_args

import numpy as np

from game.diagnostics import nearest
from game.events import Event
from game.lab.runs.wire import BATTLE, CHOOSE, FAILED, FILE, GAME, HEADER, ORDER, READY, asked
from game.orders import Order, OrderError, encode
from game.rules.field import Fixed
from game.scenario.load import Scenario
from game.state import Ints
from game.view import View

if TYPE_CHECKING:
    from game.ai.players import Player

MEMORY = 4 << 30
"""Bytes that a player may take beside what the game itself has loaded."""
_SPARE = 64 << 20
"""Bytes kept back to tell of the lack of memory with."""
_LONGEST = 400
"""Characters of an error that are told."""


class _Failed(Exception):
    """The player failed: by what, and a sentence."""


class Guest:
    """The player, and the battle it has been told of."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._file = ""
        self._make: Callable[[], Player] | None = None
        self._player: Player | None = None
        self._battle: tuple[int, Scenario, Fixed] | None = None
        self._events: tuple[Event, ...] = ()

    def serve(self) -> NoReturn:
        """Answer what comes, until the other end is gone."""
        self._tell(READY)
        while True:
            kind, size = HEADER.unpack(self._take(HEADER.size))
            body = self._take(size)
            try:
                self._answer(int(kind), body)
            except _Failed as failed:
                self._tell(FAILED, json.dumps(failed.args).encode())

    def _take(self, size: int) -> memoryview:
        """So many bytes."""
        room = np.empty(size, dtype=np.uint8).data
        left = room
        while left:
            got = self._link.recv_into(left)
            if not got:
                os._exit(0)
            left = left[got:]
        return room

    def _tell(self, kind: int, body: bytes = b"") -> None:
        self._link.sendall(HEADER.pack(kind, len(body)) + body)

    def _answer(self, kind: int, body: memoryview) -> None:
        if kind == FILE:
            self._file, name = json.loads(bytes(body))
            with self._watched():
                self._make = _made(self._file, name)
                self._player = self._make()
                if not callable(getattr(self._player, "choose", None)):
                    raise _Failed("start", f"'{name[:60]}' has no method 'choose'.")
            self._tell(READY)
        elif kind == BATTLE:
            side, told, fixed = self._battle = pickle.loads(body)
            _look_around(View(told, fixed, side, told.start))
            self._tell(READY)
        elif kind == GAME:
            seed = bytes(body)
            random.seed(seed)
            np.random.seed(np.frombuffer(seed, dtype=np.uint32))
            assert self._make is not None
            with self._watched():
                self._player = self._make()
            self._tell(READY)
        elif kind == CHOOSE:
            self._tell(ORDER, self._order(np.frombuffer(body, dtype=np.int64)).tobytes())

    def _order(self, row: Ints) -> Ints:
        """The row of the player's next order."""
        assert self._battle is not None
        side, told, fixed = self._battle
        known, news, believed = asked(row, told.start)
        self._events = self._events[:known] + news
        view = View(told, fixed, side, believed, self._events)
        assert self._player is not None
        with self._watched():
            order: object = self._player.choose(view, view.legal_orders())
            if not isinstance(order, Order) or type(order) not in get_args(Order):
                given = "None" if order is None else f"something of class {type(order).__name__}"
                hint = "Orders are the classes of game.orders; END_TURN there ends a half-turn."
                raise _Failed("no_order", f"The player gave {given} for an order. {hint}")
            try:
                return encode(order)
            except (OrderError, OverflowError) as error:
                message = f"The player gave what is no order: {type(error).__name__}: {error}"
                raise _Failed("no_order", message) from None

    @contextlib.contextmanager
    def _watched(self) -> Any:
        """Whatever goes wrong inside is a failure of the player."""
        try:
            yield
        except _Failed:
            raise
        except BaseException as error:
            if isinstance(error, MemoryError):
                _take_spare_memory()
            kinds = {"memory": MemoryError, "exit": SystemExit}
            what = next((what for what, kind in kinds.items() if isinstance(error, kind)), "exception")
            raise _Failed(what, self._sentence(error), _line_of(error, self._file)) from None

    def _sentence(self, error: BaseException) -> str:
        """What went wrong; addresses in memory, which vary from run to run, are left out."""
        try:
            text = str(error)[:_LONGEST]
        except BaseException:
            text = ""
        text = re.sub(r"0x[0-9a-fA-F]{6,}", "0x...", text)
        return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _made(file: str, name: str) -> Callable[[], Player]:
    """The class of that name in a file."""
    spec = importlib.util.spec_from_file_location("player_from_file", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    sys.path.append(os.path.dirname(file))
    spec.loader.exec_module(module)
    made: Callable[[], Player] | None = getattr(module, name, None)
    if made is None:
        classes = [thing for thing, kind in vars(module).items() if isinstance(kind, type)]
        raise _Failed("start", f"The file has no class '{name[:60]}'. {nearest(name, classes)}".rstrip())
    return made


def _look_around(view: View) -> None:
    """Load the compiled rules that a view asks, so that no player is charged for it."""
    legal = view.legal_orders()
    for unit in view.own_units()[:1]:
        for _ in legal.of(unit):
            pass


def _line_of(error: BaseException, file: str) -> int:
    """The last line of a file that an error went through, 0 if there is none."""
    if isinstance(error, SyntaxError) and error.filename == file:
        return error.lineno or 0
    lines = [frame.lineno or 0 for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return lines[-1] if lines else 0


def _limit_memory() -> None:
    """Hold the process to the bytes it may take, where the system can."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        has = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (has + MEMORY, has + MEMORY + _SPARE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _take_spare_memory() -> None:
    """Let the process have what was kept back."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        most = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _end_with(life: int) -> None:
    """End this process when the other end of a pipe is closed: at once where the system can, even amid compiled code."""
    try:
        import fcntl

        fcntl.fcntl(life, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(life, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(life, fcntl.F_SETFL, fcntl.fcntl(life, fcntl.F_GETFL) | os.O_ASYNC)
    except (ImportError, AttributeError, OSError):
        pass

    def wait() -> None:
        while os.read(life, 1):
            pass
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def main() -> NoReturn:
    """Serve the game at the other end of the pipe that is our standard input; a player finds nothing in it."""
    line = os.read(0, 4096).decode()
    life, nothing = os.dup(0), os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    if sys.platform == "win32":
        link = socket.fromshare(bytes.fromhex(line))
    else:
        link = socket.socket(fileno=int(line))
    _end_with(life)
    faulthandler.enable()
    if hasattr(signal, "SIGUSR1"):
        faulthandler.register(signal.SIGUSR1, all_threads=False)
    _limit_memory()
    Guest(link).serve()


if __name__ == "__main__":
    main()
