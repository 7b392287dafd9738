"""A run on a Dask cluster: the same table as on threads, whoever dies meanwhile, and a clear word when there is none."""

from __future__ import annotations

import functools
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from kept import contents
from shell import ROOT, Run, process, runner

from game.diagnostics import BadInput
from game.lab.runs import cluster
from game.lab.runs.batch import Batch
from game.lab.runs.going import carry_out, threads
from game.lab.runs.plan import Plan, Task, arm_of
from game.lab.runs.store import Store
from game.scenario.load import load_scenario

pytest.importorskip("distributed")

GAMES = ("simulate", "mirror", "-n", "120", "--seed", "3")


IDLE = """
from ways import out


class Idle:
    def choose(self, view, legal):
        return out()
"""
WAYS = "from game.orders import END_TURN as out_of_here\n\n\ndef out():\n    return out_of_here\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    return runner(capsys, monkeypatch)


@pytest.fixture(scope="module")
def dask() -> Iterator[Any]:
    """A cluster of two workers that somebody has already."""
    with cluster._local(2) as made:
        yield made
        cluster.leave()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of GAMES as one thread plays it."""
    folder = tmp_path_factory.mktemp("alone")
    plan = plan_of(120)
    with Store.for_plan(plan, folder) as store:
        carry_out(plan, store, threads(1))
    return folder


def plan_of(pairs: int, players: tuple[str, str] = ("greedy", "greedy")) -> Plan:
    """The plan of GAMES."""
    return Plan("simulate", (arm_of(load_scenario("mirror")),), players, 3, pairs)


def pids(dask: Any) -> list[int]:
    """The processes of the workers that live."""
    return [nanny.pid for nanny in dask.workers.values() if nanny.pid]


# the same table ---------------------------------------------------------------------------------------------------------


def test_one_player_from_a_file_on_both_sides_plays_a_game_a_pair_there_too(dask: Any, tmp_path: Path) -> None:
    spec = f"{tmp_path / 'idle.py'}:Idle"
    (tmp_path / "idle.py").write_text(IDLE, encoding="utf-8")
    (tmp_path / "ways.py").write_text(WAYS, encoding="utf-8")
    plan = plan_of(2, (spec, spec))
    with Store.for_plan(plan, tmp_path / "run") as store:
        carry_out(plan, store, cluster.cluster(dask.scheduler_address, 1))
        assert (plan.seats, len(store.results(0))) == (1, 2)


def test_what_a_worker_was_built_of_is_asked_by_one_thread_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.11 cannot parse sources on two threads at once."""
    inside, most = [], []

    def digest() -> str:
        inside.append(1)
        time.sleep(0.02)
        most.append(len(inside))
        inside.pop()
        return "same"

    monkeypatch.setattr(cluster, "_known", [])
    monkeypatch.setattr(cluster, "code_digest", digest)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: cluster._build(), range(8)))
    assert len(set(found)) == 1
    assert most == [1]


def test_a_cluster_makes_the_table_that_one_thread_makes(run: Run, dask: Any, alone: Path, tmp_path: Path) -> None:
    assert run(*GAMES, "--cluster", dask.scheduler_address, "--out", tmp_path / "there")[0] == 0
    assert run(*GAMES, "--workers", "2", "--out", tmp_path / "two")[0] == 0
    assert contents(tmp_path / "there") == contents(tmp_path / "two") == contents(alone)


def test_a_worker_killed_in_the_middle_loses_nothing(dask: Any, alone: Path, tmp_path: Path) -> None:
    there = cluster.cluster(dask.scheduler_address, 2)

    def deadly(plan: Plan, tasks: Iterator[Task]) -> Iterator[Batch]:
        for count, batch in enumerate(there(plan, tasks)):
            if count == 1:
                os.kill(pids(dask)[0], signal.SIGKILL)
            yield batch

    plan = plan_of(120)
    with Store.for_plan(plan, tmp_path) as store:
        assert carry_out(plan, store, deadly) == 120
    assert contents(tmp_path) == contents(alone)


def test_a_player_from_a_file_goes_out_as_its_text_with_what_it_imports(dask: Any, tmp_path: Path) -> None:
    file, beside = tmp_path / "idle.py", tmp_path / "ways.py"
    file.write_text(IDLE)
    beside.write_text(WAYS)
    plan = plan_of(4, (f"{file}:Idle", "passive"))
    batches = cluster.cluster(dask.scheduler_address, 2)(plan, plan.tasks())
    came = [next(batches)]
    file.unlink()
    beside.unlink()
    came += batches
    assert sorted(batch.task.first for batch in came) == [0, 1, 2, 3]
    assert not any(batch.failures for batch in came)


def test_nothing_of_a_player_is_left_on_a_worker(dask: Any, tmp_path: Path) -> None:
    """Its processes and its files go when all is played."""
    (tmp_path / "idle.py").write_text(IDLE)
    (tmp_path / "ways.py").write_text(WAYS)
    here = cluster.cluster(dask.scheduler_address, 2)
    with Store.for_plan(plan_of(4, (f"{tmp_path}/idle.py:Idle", "passive")), None) as store:
        carry_out(store.plan, store, here)
        assert store.pairs == 4

    def kept() -> int:
        from game.lab.runs import cluster

        return len(cluster._free)

    assert set(here._client.run(kept).values()) == {0}


# what goes wrong --------------------------------------------------------------------------------------------------------


def test_a_batch_that_ends_its_workers_is_named_when_all_others_are_played(
    dask: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = cluster._visitor()

    def deadly() -> Callable[..., Batch | str]:
        def play(parcel: bytes, build: str, arm: int, first: int, pairs: int) -> Batch | str:
            if first == 40:
                os._exit(1)
            return real(parcel, build, arm, first, pairs)

        return play

    monkeypatch.setattr(cluster, "_visitor", deadly)
    monkeypatch.setattr(dask.scheduler, "allowed_failures", 0)
    plan = plan_of(120)
    with Store.for_plan(plan, tmp_path) as store:
        with pytest.raises(BadInput, match=r"error L653: Every worker that played games 40 to 59 died"):
            carry_out(plan, store, cluster.cluster(dask.scheduler_address, 2))
        assert [first for _, first, _ in store.done()] == [0, 20, 60, 80, 100]


def test_workers_with_other_rules_play_nothing(
    run: Run, dask: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(cluster, "_build", lambda: "0123456789abcdef")
    code, told, errors = run(*GAMES, "--cluster", dask.scheduler_address, "--out", tmp_path)
    assert (code, told) == (1, "")
    assert "error L652: The workers of" in errors
    with Store.open(tmp_path) as store:
        assert not store.done()


ANSWERS = {
    "nobody": None,
    "silence": b"",
    "a web server": b"HTTP/1.1 400 Bad Request\r\n\r\n",
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_cluster_that_does_not_answer_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: str
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.3)
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        if ANSWERS[answer] is None:
            server.close()
        else:
            threading.Thread(target=serve, args=(server, ANSWERS[answer]), daemon=True).start()
        code, told, errors = run(*GAMES, "--cluster", address, "--out", tmp_path / "none")
    assert (code, told) == (1, "")
    assert f"--cluster:1:1: error L651: No Dask scheduler answers at '{address}': " in errors
    assert not (tmp_path / "none").exists()


def serve(server: socket.socket, answer: bytes) -> None:
    """Answer whoever calls; without an answer, hold the line."""
    held = []
    while True:
        try:
            line, _ = server.accept()
        except OSError:
            return
        if answer:
            line.sendall(answer)
            line.close()
        held.append(line)


NO_ADDRESSES = ["", "cluster", "http://here:1", "127.0.0.1:99999999", "tls://127.0.0.1:1", "локально"]


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_an_address_that_is_none_is_told(run: Run, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.3)
    code, _, errors = run(*GAMES, "--cluster", address)
    assert code == 1
    assert "error L651" in errors
    assert "HOST:PORT" in errors


def test_a_machine_without_dask_is_told_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, _, errors = run(*GAMES, "--cluster", "local")
    assert code == 1
    assert "error L639: This needs distributed, which is not installed. It comes with the extra lab" in errors


@pytest.mark.long
def test_any_number_of_workers_and_a_cluster_of_its_own_export_the_same_bytes(tmp_path: Path) -> None:
    tables = []
    for number, where in enumerate((["--workers", 1], ["--workers", 2], ["--workers", 8], ["--cluster", "local"])):
        out = tmp_path / str(number)
        done = process("simulate", "mirror", "-n", "600", "--ru", "random", *where, "--out", out)
        assert done.returncode == 0, done.stderr
        assert process("export", out).returncode == 0
        tables.append({path.name: path.read_bytes() for path in out.glob("*.csv")})
    assert all(table == tables[0] for table in tables)


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="a terminal interrupts all that it started")
@pytest.mark.parametrize("seconds", [3, 8])
def test_an_interrupted_cluster_of_its_own_says_so_in_a_line(tmp_path: Path, seconds: float) -> None:
    """Ctrl-C reaches the command and its workers, while they start and while they play."""
    command = [sys.executable, str(ROOT / "main.py"), "simulate", "flanks_of_may", "-n", "4000", "--out", str(tmp_path)]
    command += ["--cluster", "local", "--workers", "2"]
    heeds = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    alone = {"start_new_session": True, "preexec_fn": heeds}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **alone) as playing:
        time.sleep(seconds)
        os.killpg(playing.pid, signal.SIGINT)
        _, told = playing.communicate()
    assert [line[:12] for line in told.split("\n") if line] == ["Interrupted."]
    assert playing.returncode == 130


@pytest.mark.long
def test_a_scheduler_that_dies_is_told_and_the_run_goes_on_without_it(alone: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = os.environ | {"PYTHONPATH": str(ROOT)}
    parts = [["scheduler", "--port", str(port), "--no-dashboard"], ["worker", f"127.0.0.1:{port}", "--no-dashboard"]]
    started = [subprocess.Popen([sys.executable, "-m", "dask", *part], env=settings) for part in parts]
    try:
        time.sleep(15)
        there = cluster.Cluster(f"127.0.0.1:{port}", 1)

        def lost(plan: Plan, tasks: Iterator[Task]) -> Iterator[Batch]:
            for count, batch in enumerate(there(plan, tasks)):
                if count == 1:
                    started[0].kill()
                yield batch

        plan = plan_of(120)
        with Store.for_plan(plan, tmp_path) as store, pytest.raises(BadInput, match="error L651: The Dask scheduler at"):
            carry_out(plan, store, lost)
        there.close()
        with Store.for_plan(plan, tmp_path) as store:
            assert store.done()
            carry_out(plan, store, threads(1))
        assert contents(tmp_path) == contents(alone)
    finally:
        for child in started:
            child.kill()
            child.wait()
