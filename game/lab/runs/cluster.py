"""Batches handed to the workers of a Dask cluster, one that is there already or one of processes on this machine.

The plan goes out once, as texts, in a parcel that is a task of its own: every worker fetches it once, and if the worker
that has it dies it is made anew. A batch is its number and nothing else, and what comes of it is the same wherever it is
played, so it may be played twice. Dask hands the batches of a dead worker to another; one in whose hands several died is
set aside, tried once more with nothing beside it, and named in an error when all the rest is done. See docs/cluster.md.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import hashlib
import itertools
import logging
import pickle
import queue
import signal
import socket
import sys
import tempfile
import threading
import time
import uuid
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.diagnostics import BadInput
from game.folders import hold
from game.jit import COMPILED
from game.lab.extra import needs
from game.lab.runs.batch import Batch, Worker
from game.lab.runs.luggage import code_digest, files_of
from game.lab.runs.manifest import digest_of_weights
from game.lab.runs.plan import Plan, Task

if TYPE_CHECKING:
    from distributed import Client, Future

LOCAL = "local"
"""The address that stands for a cluster of processes on this machine."""
PATIENCE = 3.0
"""Seconds a cluster has to answer."""
_OF_A_THREAD, _AT_LEAST = 3, 6
"""Batches on their way for each thread of the cluster, and while it has none."""
_LOOK_AGAIN, _LOOKS = 2.0, 5
"""Seconds after which it is asked anew how many threads the cluster has; how often nothing comes until that is told."""

# on a worker ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Seat:
    """One who plays batches in a thread of a worker, with the folder in which the players' files lie."""

    worker: Worker
    folder: tempfile.TemporaryDirectory[str] | None

    def close(self) -> None:
        """End the processes of players from files, and drop the files."""
        self.worker.close()
        if self.folder is not None:
            self.folder.cleanup()


_free: dict[str, list[_Seat]] = {}
_taking = threading.Lock()


_known: list[str] = []


def _build() -> str:
    """What the rules of this process were built of, and by which weights its players play; by one thread at a time.

    It parses sources, and Python 3.11 does not do that on two threads at once.
    """
    with _taking:
        if not _known:
            _known.append(f"{code_digest()}-{digest_of_weights()}")
    return _known[0]


def _digest(parcel: bytes) -> str:
    return hashlib.blake2b(parcel, digest_size=8).hexdigest()


def _farewell() -> Callable[[str], None]:
    """The function that goes out when all is played, by value as the visitor is."""

    def leave(parcel: str) -> None:
        import contextlib

        with contextlib.suppress(ImportError):
            from game.lab.runs.cluster import forget

            forget(parcel)

    return leave


def _visitor() -> Callable[[bytes, str, int, int, int], Batch | str]:
    """The function that goes out with every batch: by value, as it has no name of its own there or here.

    A function sent by name ends a worker on which there is no such name.
    """

    def play(parcel: bytes, build: str, arm: int, first: int, pairs: int) -> Batch | str:
        import socket

        try:
            from game.lab.runs.cluster import play_here
        except ImportError as error:
            return f"on {socket.gethostname()} there is {str(error)[:1].lower()}{str(error)[1:]}"
        return play_here(parcel, build, arm, first, pairs)

    return play


def play_here(parcel: bytes, build: str, arm: int, first: int, pairs: int) -> Batch | str:
    """Play a batch on a worker; what is wrong if the worker would play by other rules."""
    if _build() != build:
        return f"rules {_build()} on {socket.gethostname()}, {build} here"
    digest = _digest(parcel)
    with _taking:
        over = [] if digest in _free else [seat for seats in _free.values() for seat in seats]
        if digest not in _free:
            _free.clear()
        waiting = _free.setdefault(digest, [])
        seat = waiting.pop() if waiting else None
    for other in over:
        other.close()
    seat, is_kept = seat or _seated(parcel), False
    try:
        batch = seat.worker.play(Task(arm, first, pairs))
        with _taking:
            is_kept = _free.get(digest) is waiting
            if is_kept:
                waiting.append(seat)
    finally:
        if not is_kept:
            seat.close()
    return batch


def forget(parcel: str) -> None:
    """Let those go on a worker who play a plan, by the digest of its parcel."""
    with _taking:
        over = _free.pop(parcel, [])
    for seat in over:
        seat.close()


def _seated(parcel: bytes) -> _Seat:
    """Unpack a parcel and sit down to play."""
    _warm()
    plan, files = pickle.loads(zlib.decompress(parcel))
    folder = tempfile.TemporaryDirectory(prefix="players-", ignore_cleanup_errors=True) if any(files) else None
    players = []
    for number, (player, own) in enumerate(zip(plan.players, files, strict=True)):
        for name, text in own.items():
            assert folder is not None
            here = Path(folder.name, str(number), name)
            here.parent.mkdir(parents=True, exist_ok=True)
            here.write_bytes(text)
        if own and folder is not None:
            path, _, name = player.rpartition(":")
            player = f"{Path(folder.name, str(number), Path(path).name)}:{name}"
        players.append(player)
    return _Seat(Worker(replace(plan, players=tuple(players), swapped=plan.seats > 1)), folder)


def _warm() -> None:
    """Have the rules compiled, by one process of those that share a cache."""
    if not COMPILED:
        return
    from game.ai import warm
    from game.jit import FOLDER

    with contextlib.ExitStack() as held, contextlib.suppress(RuntimeError):
        if not warm.is_warm():
            with contextlib.suppress(OSError):
                hold(held.enter_context((FOLDER / "lock").open("a")), wait=True)
            warm.warm_up()


# in the program that hands them out -------------------------------------------------------------------------------------


def _packed(plan: Plan) -> bytes:
    """A plan with the files of its players. Raises OSError."""
    return zlib.compress(pickle.dumps((plan, [files_of(player) for player in plan.players])))


class Cluster:
    """A Dask cluster that plays batches."""

    def __init__(self, address: str, workers: int) -> None:
        """Reach the scheduler at an address, or start so many workers on this machine if that is "local".

        Raises BadInput if Dask is not installed or nothing answers.
        """
        needs("distributed", "--cluster")
        from distributed import Client

        for name in ("asyncio", *logging.root.manager.loggerDict):
            if name.startswith(("distributed", "tornado", "asyncio")):
                logging.getLogger(name).setLevel(logging.CRITICAL)
        self.address = address
        self._open = contextlib.ExitStack()
        try:
            place: Any = address
            if address == LOCAL:
                place = self._open.enter_context(_local(workers))
            else:
                _ask(address)
            self._client: Client = self._open.enter_context(Client(place, timeout=PATIENCE, set_as_default=False))
        except OSError as error:
            self.close()
            raise _unreachable(address, str(error)) from None

    def __call__(self, plan: Plan, tasks: Iterator[Task]) -> Iterator[Batch]:
        """Play batches, a few at a time for each thread of the cluster; they come in any order.

        Raises BadInput if the cluster is lost, plays by other rules, or cannot play a batch; the last after all others.
        """
        errand = _Errand(self._client, self.address, plan)
        try:
            yield from errand.run(tasks)
        finally:
            errand.end()

    def close(self) -> None:
        """Leave the cluster; one that was started here ends."""
        self._open.close()


_reached: dict[tuple[str, int], Cluster] = {}


def cluster(address: str, workers: int) -> Cluster:
    """The cluster at an address, left when the program ends. Raises BadInput as Cluster does."""
    if (address, workers) not in _reached:
        _reached[address, workers] = Cluster(address, workers)
        atexit.register(leave)
    return _reached[address, workers]


def leave() -> None:
    """Leave all clusters."""
    while _reached:
        _reached.popitem()[1].close()


class _Errand:
    """The batches of a plan on their way through a cluster."""

    def __init__(self, client: Client, address: str, plan: Plan) -> None:
        self._client, self._address, self._plan = client, address, plan
        self._name = f"bakhmut-{uuid.uuid4().hex[:8]}"
        self._visitor = _visitor()
        packed = _packed(plan)
        self._digest = _digest(packed)
        self._parcel = client.submit(bytes, packed, key=f"{self._name}-plan")
        self._out: dict[str, tuple[Task, Future]] = {}
        """By key: what is on its way."""
        self._back: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self._room, self._looked = _AT_LEAST, 0.0

    def run(self, tasks: Iterator[Task]) -> Iterator[Batch]:
        """Play them, and once more by themselves those whose workers died."""
        blamed: list[Task] = []
        yield from self._through(tasks, blamed)
        hopeless: list[Task] = []
        for task in blamed:
            yield from self._through(iter([task]), hopeless, "again")
        if hopeless:
            raise _killers(self._plan, hopeless)

    def _through(self, tasks: Iterator[Task], blamed: list[Task], attempt: str = "first") -> Iterator[Batch]:
        """Play batches; those whose workers died are added to the blamed."""
        from distributed import KilledWorker

        more = True
        while more or self._out:
            while more and len(self._out) < self._room_now():
                handed = next(tasks, None)
                more = handed is not None
                if handed is not None:
                    self._send(handed, attempt)
            if not self._out:
                break
            task, future = self._next()
            try:
                came = future.result()
            except KilledWorker:
                blamed.append(task)
                continue
            except (CancelledError, OSError):
                raise _lost(self._address) from None
            finally:
                future.release()
            if isinstance(came, str):
                raise _other_build(self._address, came)
            yield came

    def _send(self, task: Task, attempt: str) -> None:
        key = f"{self._name}-{task.arm}-{task.first}-{attempt}"
        future = self._client.submit(self._visitor, self._parcel, _build(), task.arm, task.first, task.pairs, key=key)
        self._out[key] = task, future
        future.add_done_callback(self._back.put)

    def _next(self) -> tuple[Task, Future]:
        """The next batch that is done with, well or not. Raises BadInput if the scheduler is gone."""
        for looks in itertools.count(1):
            try:
                future = self._back.get(timeout=_LOOK_AGAIN)
            except queue.Empty:
                if looks == _LOOKS and not self._threads():
                    print("The cluster has no worker; the run waits for one.", file=sys.stderr)
                continue
            if future.cancelled():
                raise _lost(self._address)
            return self._out.pop(future.key)
        raise AssertionError

    def _room_now(self) -> int:
        """How many batches may be on their way."""
        if time.monotonic() - self._looked > _LOOK_AGAIN:
            self._room = max(_AT_LEAST, _OF_A_THREAD * self._threads())
            self._looked = time.monotonic()
        return self._room

    def _threads(self) -> int:
        """Threads of all workers. Raises BadInput if the scheduler is gone."""
        try:
            return sum(self._client.nthreads().values())
        except (OSError, RuntimeError, AttributeError):
            raise _lost(self._address) from None

    def end(self) -> None:
        """Call back whatever is still on its way, and let those go who played."""
        with contextlib.suppress(Exception):
            self._client.cancel([self._parcel, *(future for _, future in self._out.values())], force=True)
        self._out.clear()
        leaving = threading.Thread(target=self._leave, daemon=True)
        leaving.start()
        leaving.join(PATIENCE)

    def _leave(self) -> None:
        """Have every worker let the players of files go; a cluster that is lost has none that could be told."""
        with contextlib.suppress(Exception):
            if not self._plan.is_compiled and self._client.status == "running":
                self._client.run(_farewell(), self._digest, on_error="ignore")


@contextlib.contextmanager
def _local(workers: int) -> Iterator[Any]:
    """A cluster of processes on this machine, a thread each."""
    import dask
    from distributed import LocalCluster

    quiet = {"logging.distributed": "critical", "distributed.worker.daemon": False}
    quiet["distributed.comm.timeouts.connect"] = "90s"  # a busy machine takes long to start a process
    with dask.config.set(quiet):
        with _deaf():
            made = LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, memory_limit=0, dashboard_address=None,
                scheduler_kwargs={"dashboard_address": "127.0.0.1:0"}, silence_logs=logging.CRITICAL,
            )  # fmt: skip
        with made as cluster:
            yield cluster


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Threads and processes that begin meanwhile hear no Ctrl-C: it is for whoever started them, and ends them all."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # or it would undo this as it begins
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ask(address: str) -> None:
    """Ask whether a scheduler is at an address, in a thread that can be left alone: it may wait for a name for long.

    Raises OSError saying what is there instead.
    """
    found: list[dict[str, Any] | BaseException] = []

    def ask() -> None:
        try:
            found.append(_identity(address))
        except BaseException as error:
            found.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(PATIENCE + 0.5)
    if not found:
        raise OSError("no answer")
    if isinstance(found[0], OSError | ValueError):
        raise OSError(str(found[0]) or "no answer")
    if not isinstance(found[0], dict) or found[0].get("type") != "Scheduler":
        raise OSError("what answers there is no Dask scheduler")


def _identity(address: str) -> dict[str, Any]:
    """What the server at an address says of itself."""
    from distributed.comm import connect, get_address_host_port
    from distributed.security import Security

    async def ask() -> Any:
        settings = Security().get_connection_args("client")
        comm = await connect(address, timeout=PATIENCE, **settings)
        try:
            await comm.write({"op": "identity", "reply": True})
            return await comm.read()
        finally:
            comm.abort()

    host, port = get_address_host_port(address)
    socket.getaddrinfo(host, port)
    answer: dict[str, Any] = asyncio.run(asyncio.wait_for(ask(), PATIENCE))
    return answer


def _unreachable(address: str, reason: str) -> BadInput:
    message = f"No Dask scheduler answers at '{address[:60]}': {reason}."
    hint = "HOST:PORT of one that runs, or 'local'; without --cluster the same command plays on this machine."
    return BadInput.of("--cluster", "L651", message, hint)


def _lost(address: str) -> BadInput:
    message = f"The Dask scheduler at '{address[:60]}' answers no more; what was played is kept."
    return BadInput.of("--cluster", "L651", message, "The same command goes on from there, with or without --cluster.")


def _other_build(address: str, found: str) -> BadInput:
    message = f"The workers of '{address[:60]}' do not have this program: {found}."
    return BadInput.of("--cluster", "L652", message, "Install this version where the workers run, and start them anew.")


def _killers(plan: Plan, tasks: list[Task]) -> BadInput:
    """What to tell of batches in whose hands worker after worker died."""
    told = []
    for task in tasks[:10]:
        last = plan.number(task.arm, task.first + task.pairs - 1, plan.seats - 1)
        told.append(f"{plan.number(task.arm, task.first, 0)} to {last}")
    more = f" and {len(tasks) - 10} batches more" if len(tasks) > 10 else ""
    message = f"Every worker that played games {', '.join(told)}{more} died; all the others are played and kept."
    hint = "The same command plays what is missing, without --cluster on this machine."
    return BadInput.of("--cluster", "L653", message, hint)
