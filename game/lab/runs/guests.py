"""A player from a file in a process of its own, as the game sees it: asked, timed, and ended when it fails.

Its process (guest.py) is told the battle as its side knows it, and at each question the state that the side believes in;
so the truth never reaches it. It is a guard against faults, not against malice: a player may read what its user may.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import pickle
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from game.ai.players import load_player
from game.diagnostics import BadInput, harmless
from game.jit import ROOT
from game.lab.runs.wire import (
    ANSWERS,
    BATTLE,
    CHOOSE,
    FAILED,
    FILE,
    GAME,
    HEADER,
    LONGEST_ANSWER,
    ORDER,
    READY,
    question,
)  # fmt: skip
from game.match import Match
from game.orders import ORDER_WIDTH, Order, decode, encode
from game.scenario.load import Scenario
from game.view import known_to

START_SECONDS = 60.0
"""What a process may take until it is there, before it has read the player's file."""
PROVING_SECONDS = 10.0
"""What reading the file may take before any game, unless a half-turn may take longer."""
PATIENCE = 2.0
"""After which it is told that it takes long."""
MAKING_SECONDS = 30.0
"""What it may take again, wherever the games are played, and what making the player for a game may take."""

FAILURES = ("start", "exception", "no_order", "illegal", "timeout", "memory", "exit")
"""What a player can fail by: it could not be made for the game; an error; an answer that is no order; an order that is
refused; too long a half-turn, or too long until it was made; more memory than it may have; the end of its process, or of
its connection."""

_UNASKED = "The player's process answers what nobody asked, as happens when it forks."
_GLANCE = 0.25
"""Seconds after which it is looked whether a silent process still lives."""
_LAST_WORDS = 8000
"""Bytes that are kept of what a process wrote to its standard error."""
_STACK = ("  File ", "  ...", "Current thread ", "Thread ", "Stack ", "Extension modules", "Garbage-collecting")
"""How the lines begin that say where a process was when it broke down."""


class Forfeit(Exception):
    """A player failed: by what of FAILURES, a sentence, and the line of its file, 0 if it is not known."""

    def __init__(self, what: str, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.what = what
        self.message = message
        self.line = line

    def told(self, spec: str) -> str:
        """The sentence behind the place: the name of the file, wherever it lies, and the line."""
        file = Path(spec.rpartition(":")[0]).name
        return harmless(f"{file}:{self.line}: {self.message}" if self.line else f"{file}: {self.message}")


class _Over(Exception):
    """The time is over."""


class _Gone(Exception):
    """The process is, or its connection."""


class Guest:
    """A player from a file in a process of its own, which lasts for many games."""

    def __init__(self, spec: str) -> None:
        """Start the process. Raises BadInput if none can be had."""
        self.spec = spec
        file, _, self._name = spec.rpartition(":")
        self._path = os.path.abspath(file)
        self._has_read = False
        self._told: tuple[Scenario, str, int] | None = None
        self._heard = 0, 0, 0
        self._words = b""
        self._open(file)
        try:
            self._hear(time.monotonic() + START_SECONDS)
        except (_Over, _Gone):
            self.close()
            raise BadInput.of(
                file, "P505", f"The process for the player does not start. {self._last_words()}"
            ) from None

    def _open(self, file: str) -> None:
        """Start the process, linked by a socket, and by a pipe that tells it when we are gone."""
        self._link, theirs = socket.socketpair()
        path = os.pathsep.join(filter(None, [str(ROOT.parent), os.environ.get("PYTHONPATH")]))
        variables = os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": "0"}
        variables = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")} | variables
        with theirs:
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "game.lab.runs.guest"],
                    stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, bufsize=0, env=variables,
                    start_new_session=True, pass_fds=() if sys.platform == "win32" else (theirs.fileno(),),
                )  # fmt: skip
            except OSError as error:
                self._link.close()
                raise BadInput.of(file, "P505", f"No process can be started for the player: {error}.") from None
            self._listener = threading.Thread(target=self._listen, daemon=True)
            self._listener.start()
            if sys.platform == "win32":
                name = theirs.share(self._process.pid).hex()
            else:
                name = str(theirs.fileno())
            assert self._process.stdin is not None
            with contextlib.suppress(OSError):
                self._process.stdin.write(f"{name}\n".encode())

    def _listen(self) -> None:
        """Keep the end of what the process writes to its standard error."""
        assert self._process.stderr is not None
        with self._process.stderr as stream:
            while heard := os.read(stream.fileno(), 1 << 16):
                self._words = (self._words + heard)[-_LAST_WORDS:]

    @property
    def is_well(self) -> bool:
        """Whether it can be asked; one that failed, or whose answer was not waited for, cannot."""
        return self._link.fileno() >= 0 and not self._busy

    def read_file(self, seconds: float = MAKING_SECONDS) -> None:
        """Have the player's file read, and a first player made. Raises Forfeit."""
        self._make(FILE, json.dumps([self._path, self._name]).encode(), seconds)
        self._has_read = True

    def sit_down(self, match: Match, side: int) -> None:
        """Tell the player that a game begins, and what its side is told of the battle. Raises Forfeit."""
        if not self._has_read:
            self.read_file()
        battle = match.scenario, match.dice, side
        if self._told is None or self._told[0] is not match.scenario or self._told[1:] != battle[1:]:
            known = known_to(match.scenario, match.fixed, side)
            self._make(BATTLE, pickle.dumps((side, *known), protocol=5))
            self._told = battle
        seed = hashlib.blake2b(f"{match.seed} {side}".encode(), digest_size=16)
        self._heard = 0, 0, 0
        self._make(GAME, seed.digest())

    def _make(self, kind: int, body: bytes, seconds: float = MAKING_SECONDS) -> None:
        """Have the player made, or something that must come before. Raises Forfeit."""
        try:
            answer, _ = self._ask(kind, body, seconds)
        except _Over:
            message = f"The player was not made within {seconds:g} seconds."
            raise self._failed("timeout", message, self._where_it_is()) from None
        except Forfeit as failed:
            raise Forfeit("start", failed.message, failed.line) from None
        if answer != READY:
            raise self._failed("exit", _UNASKED)

    def tell_that_it_takes_long(self, seconds: float) -> None:
        """Say on stderr that the player is still being made, and where in its file it is."""
        message = f"The player is still being made; it may take {seconds:g} seconds."
        print(Forfeit("timeout", message, self._where_it_is()).told(self.spec), file=sys.stderr)

    def choose(self, match: Match, left: float, seconds: float) -> Order:
        """The player's next order, if it comes within the seconds left of those of the half-turn. Raises Forfeit."""
        view = match.view(match.side)
        half_turn = match.turn, match.side
        known = self._heard[2] if half_turn == self._heard[:2] else 0
        row = question(match.side, known, view.events[known:], view.believed)
        self._heard = *half_turn, len(view.events)
        try:
            answer, body = self._ask(CHOOSE, row.data.cast("B"), left)
        except _Over:
            message = f"The half-turn took longer than {seconds:g} seconds."
            raise self._failed("timeout", message, self._where_it_is()) from None
        order = _order(body) if answer == ORDER else None
        if order is None:
            raise self._failed("no_order", "The player's process answers what is no order.")
        return order

    def _ask(self, kind: int, body: bytes | memoryview, seconds: float) -> tuple[int, bytes]:
        """The kind of the answer to a question, and what follows it. Raises Forfeit or _Over."""
        until = time.monotonic() + seconds
        try:
            self._say(HEADER.pack(kind, len(body)), until)
            self._say(body, until)
            answer, told = self._hear(until)
        except _Gone:
            raise self._failed("exit", f"{self._end()} {self._last_words()}", self._line_in(self._words)) from None
        if answer != FAILED:
            return answer, told
        try:
            what, message, *line = json.loads(told)
            failed = Forfeit(what if what in FAILURES else "exception", str(message), *line[:1])
        except (ValueError, TypeError):
            failed = Forfeit("exit", _UNASKED)
        self.close()
        raise failed

    def _say(self, said: bytes | memoryview, until: float) -> None:
        """Send all of it."""
        self._busy = True
        rest = memoryview(said)
        while rest:
            rest = rest[self._moved(self._link.send, rest, until) :]

    def _hear(self, until: float) -> tuple[int, bytes]:
        """The kind of the next answer, and what follows it."""
        kind, size = HEADER.unpack(self._read(HEADER.size, until))
        if kind not in ANSWERS or not 0 <= size <= LONGEST_ANSWER:
            raise _Gone
        body = self._read(size, until)
        self._busy = False
        return kind, body

    def _read(self, size: int, until: float) -> bytes:
        """So many bytes."""
        got = bytearray(size)
        rest = memoryview(got)
        while rest:
            count = self._moved(self._link.recv_into, rest, until)
            if not count:
                raise _Gone
            rest = rest[count:]
        return bytes(got)

    def _moved(self, move: Callable[[memoryview], int], rest: memoryview, until: float) -> int:
        """Bytes that went over the link at once, as soon as any could. Raises _Over or _Gone."""
        while True:
            left = until - time.monotonic()
            if left <= 0:
                raise _Over
            self._link.settimeout(min(left, _GLANCE))
            try:
                return move(rest)
            except TimeoutError:
                if self._process.poll() is not None:
                    raise _Gone from None
            except OSError:
                raise _Gone from None

    def _failed(self, what: str, message: str, line: int = 0) -> Forfeit:
        """How the player failed; its process is ended."""
        self.close()
        return Forfeit(what, message.rstrip(), line)

    def _where_it_is(self) -> int:
        """The line of the player's file that the process is at, 0 if it does not tell."""
        until, self._words = time.monotonic() + 2 * _GLANCE, b""
        if hasattr(signal, "SIGUSR1"):
            with contextlib.suppress(OSError):
                os.kill(self._process.pid, signal.SIGUSR1)
            while time.monotonic() < until and not self._line_in(self._words):
                time.sleep(0.01)
        return self._line_in(self._words)

    def _line_in(self, words: bytes) -> int:
        """The line of the player's file in the stack that a process wrote as it was stopped or broke down."""
        path = self._path.encode("ascii", "backslashreplace")
        found = re.search(rb'File "' + re.escape(path) + rb'", line (\d+) in ', words)
        return int(found[1]) if found else 0

    def _end(self) -> str:
        """How the process ended, in a sentence; it is ended if only its connection is."""
        try:
            code = self._process.wait(1)
        except subprocess.TimeoutExpired:
            return "The player's process closed its connection to the game."
        if code >= 0:
            return f"The player's process ended with exit code {code}."
        return f"The player's process was ended by {signal.Signals(-code).name}."

    def _last_words(self) -> str:
        """The last line that the process wrote to its standard error."""
        self._listener.join(_GLANCE)
        lines = self._words.decode("utf-8", "replace").splitlines()
        return next((line[:200] for line in reversed(lines) if line.strip() and not line.startswith(_STACK)), "")

    def kill(self) -> None:
        """End the process and all it started, whoever waits for its answer."""
        if hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()

    def close(self) -> None:
        """End the process and let it go."""
        self._link.close()
        self.kill()
        assert self._process.stdin is not None
        self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        self._listener.join(_GLANCE)


def _order(body: bytes) -> Order | None:
    """The order of a row, None if it is the row of none."""
    if len(body) != 8 * ORDER_WIDTH:
        return None
    row = np.frombuffer(body, dtype=np.int64)
    try:
        order = decode(row)
        return order if np.array_equal(encode(order), row) else None
    except Exception:
        return None


def look_up(spec: str) -> None:
    """Raises BadInput if there is no player of this name, or no such file."""
    file, colon, _ = spec.rpartition(":")
    if not (colon and file.endswith(".py") and Path(file).is_file()):
        load_player(spec)


def prove(spec: str, seconds: float = PROVING_SECONDS) -> None:
    """Make a player from a file once, within so many seconds; if that takes long, it is told on stderr.

    Raises BadInput if there is no such file or class, or if it fails.
    """
    look_up(spec)
    guest = Guest(spec)
    slow = threading.Timer(PATIENCE, guest.tell_that_it_takes_long, [seconds])
    slow.start()
    try:
        guest.read_file(seconds)
    except Forfeit as failed:
        file, message = spec.rpartition(":")[0], f"The player cannot be made: {failed.message}"
        hint = "--turn-seconds of more than that gives it as many." if failed.what == "timeout" else ""
        raise BadInput.of(file, "P503", message, hint, line=failed.line or 1) from None
    finally:
        slow.cancel()
        guest.close()
