"""Commands killed at chosen moments: a process that has everything loaded forks a child for each, which costs little.

`Killer` talks to the process, `serve` is the process. What a child was doing when it died it has written into a byte
that both share.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import mmap
import os
import random
import resource
import select
import signal
import sqlite3
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
DOING = ("starting", "beginning the run", "playing", "committing", "summing up", "exporting")
STARTING, BEGINNING, PLAYING, COMMITTING, SUMMING, EXPORTING = range(len(DOING))


class Killer:
    """Runs commands in children and kills them; a context manager."""

    def __init__(self, pairs_of_a_batch: int = 4) -> None:
        command = [sys.executable, __file__, str(pairs_of_a_batch)]
        pipe = subprocess.PIPE
        settings = os.environ | {"PYTHONPATH": str(ROOT)}
        self._server = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, bufsize=1, env=settings)

    def __enter__(self) -> Killer:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.stdout.close()
        self._server.wait()

    def run(
        self, *arguments: object, seconds: float | None = None, steps: int | None = None, after: float | None = None,
        room: int | None = None, obeying: bool = False,
    ) -> tuple[int | None, str, str]:  # fmt: skip
        """Run a command: its exit code, None if it was killed; what it was doing last; what it said on stderr.

        It is killed when so many seconds have passed, or so many hundred steps of SQLite inside its commits, or so many
        seconds after its first COMMIT has begun. No file it writes finds room for more than so many bytes. One
        that is obeying is bound by the permissions of files even if root runs it.
        """
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        asked = {"arguments": [str(a) for a in arguments], "seconds": seconds, "steps": steps, "after": after}
        asked |= {"room": room, "obeying": obeying}
        self._server.stdin.write(json.dumps(asked) + "\n")
        told = json.loads(self._server.stdout.readline())
        return told["code"], DOING[told["doing"]], told["errors"]


def moment(chance: random.Random, seconds: float) -> dict[str, Any]:
    """A moment to be killed at: two of three at any time in so many seconds, the others inside a commit."""
    kind = chance.randrange(6)
    if kind < 4:
        return {"seconds": chance.uniform(0, seconds)}
    return {"steps": chance.randrange(400)} if kind == 4 else {"after": chance.uniform(0, 0.002)}


# the process ------------------------------------------------------------------------------------------------------------


def serve(pairs_of_a_batch: int) -> None:
    """Load everything, then fork a child for every line on stdin."""
    doing = mmap.mmap(-1, 1)
    prepare(doing, pairs_of_a_batch)
    for line in sys.stdin:
        asked = json.loads(line)
        doing[0] = STARTING
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            run_child(asked, write)
        os.close(write)
        print(json.dumps(wait_for(child, read, asked["seconds"]) | {"doing": doing[0]}), flush=True)


def wait_for(child: int, errors: int, seconds: float | None) -> dict[str, Any]:
    """Kill a child when its time has come, unless it has ended; how it ended and what it said."""
    said, until = b"", None if seconds is None else time.monotonic() + seconds
    while True:
        left = None if until is None else max(0.0, until - time.monotonic())
        if not select.select([errors], [], [], left)[0]:
            os.kill(child, signal.SIGKILL)
            until = None
        elif piece := os.read(errors, 65536):
            said += piece
        else:
            break
    os.close(errors)
    _, status = os.waitpid(child, 0)
    return {"code": None if os.WIFSIGNALED(status) else os.WEXITSTATUS(status), "errors": said.decode(errors="replace")}


def run_child(asked: dict[str, Any], errors: int) -> None:
    """Run a command in this process, which ends with it."""
    from game.cli import main

    code = 70
    try:
        os.dup2(errors, 2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        dying["steps"], dying["after"] = asked["steps"], asked["after"]
        if asked["room"] is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (asked["room"], asked["room"]))
        if asked["obeying"] and os.getuid() == 0:
            give_up_privileges()
        main(asked["arguments"])
    except SystemExit as end:
        code = int(str(end.code))
    finally:
        sys.stderr.flush()
        os._exit(code)


def give_up_privileges() -> None:
    """Have this process bound by the permissions of files, as every user but root is (capset(2), version 3)."""
    header, none = struct.pack("=Ii", 0x20080522, 0), bytes(24)
    if ctypes.CDLL(None, use_errno=True).capset(header, none):
        raise OSError(ctypes.get_errno(), "capset")


dying: dict[str, Any] = {"steps": None, "after": None}
"""How the child is to kill itself."""


def prepare(doing: mmap.mmap, pairs_of_a_batch: int) -> None:
    """Load what commands need, have them write down what they do, and make batches small and checkpoints many."""
    from game.lab.runs import export, going, plan, store

    plan.PAIRS_OF_A_BATCH = pairs_of_a_batch

    def noted(place: Any, name: str, now: int, then: int) -> None:
        real: Callable[..., Any] = getattr(place, name)

        def call(*arguments: Any, **named: Any) -> Any:
            doing[0] = now
            came = real(*arguments, **named)
            doing[0] = then
            return came

        setattr(place, name, call)

    noted(store.Store, "_begin", BEGINNING, PLAYING)
    noted(store.Store, "_go_on", STARTING, PLAYING)
    noted(store.Store, "commit", COMMITTING, PLAYING)
    noted(going, "carry_out", PLAYING, SUMMING)
    noted(export, "export", EXPORTING, EXPORTING)
    connect = sqlite3.connect

    def connected(*arguments: Any, **named: Any) -> sqlite3.Connection:
        base = connect(*arguments, **named)
        base.execute("PRAGMA wal_autocheckpoint = 16")
        left = [dying["steps"]]

        def step() -> int:
            if left[0] is not None and doing[0] == COMMITTING:
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return 0

        def begun(statement: str) -> None:
            if dying["after"] is not None and doing[0] == COMMITTING and statement == "COMMIT":
                signal.setitimer(signal.ITIMER_REAL, max(1e-6, dying["after"]))

        base.set_progress_handler(step, 100)
        base.set_trace_callback(begun)
        return base

    sqlite3.connect = connected  # type: ignore[assignment]
    warm_up_all()


def warm_up_all() -> None:
    """Play and export a game, so that every kernel and module is there before the first fork."""
    import tempfile

    from game.cli import main

    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        for arguments in (
            ["simulate", "mirror", "-n", "1", "--out", folder, "--ua", "random", "--ru", "passive"],
            ["export", folder],
        ):
            with contextlib.suppress(SystemExit):
                main(arguments)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
