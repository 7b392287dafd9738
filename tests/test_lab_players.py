"""Players from a file in a process of their own: they see what their side sees, and whatever they do the run goes on."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from boards import board
from shell import Run, runner

from game.ai.players import is_one, load_player, play
from game.diagnostics import BadInput
from game.lab.runs.guests import prove
from game.lab.runs.outside import Failure, Guests, followed, orders_of, play_outside
from game.match import Match
from game.orders import OrderError
from game.scenario.load import Scenario, load_scenario

ROOT = Path(__file__).parent.parent
EXAMPLE = "docs/examples/sure_thing.py:SureThing"

GOOD = '''
import hashlib, random
from pathlib import Path
from game.ai.players import CompiledPlayer
from game.orders import END_TURN

class Notes:
    """Plays as greedy does, and notes all it is shown."""
    made = 0
    def __init__(self):
        Notes.made += 1
        self.inner, self.file = CompiledPlayer("greedy"), Path(__file__).with_name("notes")
    def choose(self, view, legal):
        shown = hashlib.blake2b(repr([(event.kind, event.values) for event in view.events]).encode())
        for array in (*view.believed, *view.fixed.roster, *view.scenario.start, view.fixed.rules.numbers):
            shown.update(array.tobytes())
        first = next(iter(legal))
        with self.file.open("a") as stream:
            print(shown.hexdigest(), first, first in legal, view.scenario.text, view.side, file=stream)
        return self.inner.choose(view, legal)

class Curious:
    """Plays as greedy does, as long as it is not told what the other side saw."""
    def __init__(self):
        self.inner = CompiledPlayer("greedy")
    def choose(self, view, legal):
        assert not any(event.seen[1 - view.side] for event in view.events)
        return self.inner.choose(view, legal)

class Loyal:
    """Ends every half-turn, and would fail if what it keeps knew two sides."""
    sides = set()
    def choose(self, view, legal):
        Loyal.sides.add(view.side)
        assert Loyal.sides == {view.side}
        return END_TURN

class Dice:
    """Moves as chance will have it."""
    def choose(self, view, legal):
        orders = list(legal.of(random.choice(view.own_units())))
        return random.choice(orders) if orders and random.random() < 0.8 else END_TURN
'''

BAD = """
import ctypes, os, signal, sys, threading, time
import numpy as np
from game.orders import END_TURN, Move, Fly
class Ends:
    def choose(self, view, legal): return END_TURN
class Fails:
    def choose(self, view, legal): raise LookupError(f"nothing \\x1b[31mhere {object()}")
class Refused:
    def choose(self, view, legal): return Move(view.own_units()[0], (view.scenario.grid.count - 1,))
class Nobody:
    def choose(self, view, legal): return Move(2**62, (-1,))
class Nothing:
    def choose(self, view, legal): return None
class Number:
    def choose(self, view, legal): return 4
class Nonsense:
    def choose(self, view, legal): return Move("nobody", ())
class Inherits(Fly):
    def __init__(self): ...
    def choose(self, view, legal): return self
class Huge:
    def choose(self, view, legal): return Fly(1 << 80, 0)
class Counts:
    def choose(self, view, legal): return 3 ** (10**9)
class Stubborn:
    def choose(self, view, legal):
        for number in range(1, 65):
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        while True: pass
class Sleeps:
    def choose(self, view, legal): time.sleep(1000)
class Dawdles:
    def choose(self, view, legal):
        time.sleep(0.2)
        return next(iter(legal))
class Leaves:
    def choose(self, view, legal): sys.exit("enough")
class Dies:
    def choose(self, view, legal):
        print("last words", file=sys.stderr)
        os._exit(7)
class Kills:
    def choose(self, view, legal): os.kill(os.getpid(), signal.SIGKILL)
class Breaks:
    def choose(self, view, legal): ctypes.string_at(0)
class Wants:
    def choose(self, view, legal): return np.ones(10**12)
class Hoards:
    def choose(self, view, legal):
        kept = []
        while True: kept.append(np.ones(10**6))
class Shouts:
    def choose(self, view, legal):
        for _ in range(100): print("x" * 100_000, flush=True)
        os.write(2, b"y" * 1_000_000)
        return END_TURN
class Screams:
    def choose(self, view, legal):
        while True: os.write(2, b"y" * 100_000)
class HangsUp:
    def choose(self, view, legal):
        os.closerange(0, 1000)
        while True: pass
class Forges:
    def choose(self, view, legal):
        for fd in range(3, 40):
            try: os.write(fd, b"\\xff" * 5000)
            except OSError: pass
        return END_TURN
class Asks:
    def choose(self, view, legal): return input()
class Spawns:
    def choose(self, view, legal):
        if os.fork() == 0:
            os.setsid()
            time.sleep(5)
        os._exit(1)
class Unmade:
    def __init__(self): 1 / 0
class Needs:
    def __init__(self, more): ...
class Once:
    made = 0
    def __init__(self):
        Once.made += 1
        if Once.made > 1: raise OSError("not again")
    def choose(self, view, legal): ...
"""


@pytest.fixture(scope="module")
def mirror() -> Scenario:
    return load_scenario("mirror")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("good") / "good.py"
    path.write_text(GOOD)
    return path


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bad") / "bad.py"
    path.write_text(BAD)
    return path


@pytest.fixture
def seats(monkeypatch: pytest.MonkeyPatch) -> Iterator[Guests]:
    """Guests whose processes start sooner, for their rules are not compiled."""
    monkeypatch.setenv("GAME_JIT", "0")
    with Guests() as taken:
        yield taken


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    return runner(capsys, monkeypatch)


def line_of(words: str) -> int:
    """The line of the bad players in which some words stand."""
    return next(i for i, line in enumerate(BAD.split("\n"), start=1) if words in line)


def field() -> Scenario:
    """A few hexes for a few days."""
    drawing = """
        .  .a | .X .
          .  . | .  .
        .  .b | .Y .
    """
    return board(drawing, units="a; b; X 100; Y 200", turns=4).scenario


@pytest.mark.parametrize("battle", [field, pytest.param(lambda: load_scenario("mirror"), marks=pytest.mark.long)])
def test_a_player_plays_as_if_it_sat_in_our_own_process(
    seats: Guests, good: Path, battle: Callable[[], Scenario]
) -> None:
    """The same views, the same orders, the same end; and its orders lead there again."""
    scenario, notes = battle(), good.with_name("notes")
    match, failure = play_outside(scenario, 7, None, (f"{good}:Notes", "greedy"), seats, 60)
    shown = notes.read_text()
    notes.unlink()
    here = Match(scenario, 7)
    play(here, (load_player(f"{good}:Notes"), load_player("greedy", 7)))
    assert failure is None
    assert shown == notes.read_text()
    assert (match.outcome, match.digest) == (here.outcome, here.digest)
    assert followed(scenario, 7, None, orders_of(match)).digest == here.digest
    notes.unlink()


def test_a_player_is_not_told_what_the_other_side_saw(seats: Guests, good: Path) -> None:
    match, failure = play_outside(field(), 7, None, (f"{good}:Curious", "greedy"), seats, 60)
    assert failure is None
    assert any(all(event.seen) for step in match.steps for event in step.events)


def test_chance_is_the_games_own(seats: Guests, good: Path) -> None:
    """A player that rolls dice plays a game of one seed alike, whatever it played before."""
    battle = field()
    one, two, again = (
        play_outside(battle, seed, None, (f"{good}:Dice", "passive"), seats, 60)[0].steps for seed in (1, 2, 1)
    )
    assert one == again != two


def test_a_process_plays_one_side_for_life(seats: Guests, good: Path) -> None:
    """What a player keeps in its module is never what it saw at the other side of the same luck."""
    battle, loyal = field(), f"{good}:Loyal"
    for who in ((loyal, "passive"), ("passive", loyal), (loyal, loyal)):
        assert play_outside(battle, 1, None, who, seats, 60)[1] is None


def forfeited(mirror: Scenario, taken: Guests, spec: str, seconds: float = 0.5) -> Failure:
    """How a player lost."""
    match, failure = play_outside(mirror, 1, None, ("passive", spec), taken, seconds)
    assert failure is not None
    assert (match.outcome, failure.side, failure.turn) == (None, 1, 1)
    return failure


SOON = [
    ("Fails", "exception", "bad.py:{}: LookupError: nothing ?[31mhere <object object at 0x...>", "raise LookupError"),
    ("Refused", "illegal", "is refused: [5.1] ", ""),
    ("Counts", "timeout", "bad.py:{}: The half-turn took longer than 0.5 seconds.", "3 **"),
    ("Dies", "exit", "ended with exit code 7. last words", ""),
]
LATE = [
    ("Number", "no_order", "gave something of class int for an order. Orders are the classes of game.orders", ""),
    ("Nobody", "illegal", "is refused: [4.3] ", ""),
    ("Nothing", "no_order", "gave None for", ""),
    ("Inherits", "no_order", "gave something of class Inherits for", ""),
    ("Nonsense", "no_order", "OrderError: An order is made of whole numbers.", ""),
    ("Huge", "no_order", "OverflowError", ""),
    ("Stubborn", "timeout", "took longer", ""),
    ("Sleeps", "timeout", "bad.py:{}: ", "time.sleep(1000)"),
    ("Dawdles", "timeout", "took longer", ""),
    ("Leaves", "exit", "bad.py:{}: SystemExit: enough", "sys.exit"),
    ("Kills", "exit", "was ended by SIGKILL.", ""),
    ("Breaks", "exit", "bad.py:{}: The player's process was ended by SIGSEGV.", "string_at"),
    ("Wants", "memory", "bad.py:{}: MemoryError: Unable to allocate", "10**12"),
    ("Screams", "timeout", "took longer", ""),
    ("HangsUp", "exit", "closed its connection", ""),
    ("Forges", "exit", "closed its connection", ""),
    ("Asks", "exception", "EOFError", ""),
    ("Spawns", "exit", "exit code 1", ""),
]


@pytest.mark.parametrize(
    ("name", "what", "told", "line"), [*SOON, *(pytest.param(*case, marks=pytest.mark.long) for case in LATE)]
)
def test_a_player_that_fails_loses(
    mirror: Scenario, seats: Guests, bad: Path, name: str, what: str, told: str, line: str
) -> None:
    """And it is told by what."""
    failure = forfeited(mirror, seats, f"{bad}:{name}")
    assert failure.what == what
    assert told.format(line_of(line)) in failure.message


def test_a_run_goes_on_and_tells_of_forfeits(run: Run, seats: Guests, bad: Path, tmp_path: Path) -> None:
    games = ("simulate", "mirror", "-n", "2", "--ua", f"{bad}:Fails", "--ru", "passive")
    code, out, err = run(*games, "--out", tmp_path, "--json")
    told = json.loads(out)
    assert (code, told["forfeits"], told["wins"]) == (0, 2, {"ua": 1, "ru": 1, "draw": 0})
    assert told["skill_effect"]["mean"] == -1
    first, last = err.splitlines()
    assert first.startswith(f"{bad}:Fails forfeited a game by exception: bad.py:{line_of('raise LookupError')}: ")
    assert last == f"{bad}:Fails forfeited 2 games by exception, first game 0"
    assert run("report", tmp_path)[0] == 0
    told = run("replay", tmp_path, "--game", "1", "--verify")[2]
    assert told.startswith(f"Game 1 was forfeited by {bad}:Fails (ru) on day 1 by exception: bad.py:")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Of these 2 were forfeited by a player that failed" in page


def test_a_player_whose_file_is_missing_is_told_before_any_game(run: Run, tmp_path: Path) -> None:
    for spec in (f"{tmp_path}/missing.py:Mine", f"{tmp_path}:Mine"):
        code, out, err = run("simulate", "mirror", "-n", "2", "--ua", spec)
        assert (code, out) == (1, "")
        assert re.search("error P50[12]", err)


def test_one_player_however_its_path_is_typed_sits_on_both_sides(bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bad.parent)
    assert is_one("bad.py:Ends", f"./{bad.name}:Ends")
    assert is_one("bad.py:Ends", f"{bad}:Ends")
    assert not is_one("bad.py:Ends", "bad.py:Fails")
    assert not is_one("greedy", "random")


@pytest.mark.long
def test_memory_is_held_to_a_limit(mirror: Scenario, seats: Guests, bad: Path) -> None:
    failure = forfeited(mirror, seats, f"{bad}:Hoards", 120)
    assert failure.what == "memory"
    assert f"bad.py:{line_of('kept.append')}: MemoryError" in failure.message


@pytest.mark.long
def test_what_a_player_prints_goes_nowhere(
    mirror: Scenario, seats: Guests, bad: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _, failure = play_outside(mirror, 1, None, (f"{bad}:Shouts", "passive"), seats, 60)
    assert failure is None
    assert capfd.readouterr() == ("", "")


def test_the_other_plays_on_when_one_fails(mirror: Scenario, seats: Guests, bad: Path) -> None:
    """One that cannot be made for a game loses that."""
    ends, once = f"{bad}:Ends", f"{bad}:Once"
    _, failure = play_outside(mirror, 1, None, (ends, once), seats, 5)
    assert failure is not None
    assert (failure.what, failure.side, failure.turn) == ("start", 1, 1)
    assert "OSError: not again" in failure.message
    match, failure = play_outside(mirror, 1, None, (ends, "passive"), seats, 5)
    assert (match.outcome is None, failure) == (False, None)


@pytest.mark.parametrize(
    ("spec", "code", "line", "told"),
    [
        ("greedi", "P501", 1, "Did you mean 'greedy'?"),
        ("none.py:Ends", "P502", 1, "cannot be read"),
        ("{}/torn.py:Ends", "P503", 2, "SyntaxError"),
        pytest.param(
            "{}/bad.py:Endz", "P503", 1, "Did you mean 'Ends'?", marks=pytest.mark.long
        ),
        ("{}/stays.py:Stays", "P503", 2, "was not made within 1 seconds. --turn-seconds of more"),
        pytest.param("{}/bad.py:Unmade", "P503", line_of("1 / 0"), "ZeroDivisionError", marks=pytest.mark.long),
        pytest.param("{}/bad.py:Needs", "P503", 1, "TypeError", marks=pytest.mark.long),
    ],
)
def test_a_player_that_cannot_be_made_is_bad_input(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    seats: Guests, bad: Path, spec: str, code: str, line: int, told: str,
) -> None:  # fmt: skip
    """Before any game, as any file with a mistake in it."""
    bad.with_name("torn.py").write_text("class Ends:\n    def choose(\n")
    bad.with_name("stays.py").write_text("class Stays: choose = None\nwhile True: pass\n")
    monkeypatch.setattr("game.lab.runs.guests.PATIENCE", 0.3)
    with pytest.raises(BadInput) as raised:
        prove(spec.format(bad.parent), 1 if "stays" in spec else 60)
    problem = raised.value.problems[0]
    assert (problem.code, problem.line) == (code, line)
    assert told in f"{problem.message} {problem.hint}"
    assert ("stays.py:2: The player is still being made" in capfd.readouterr().err) is ("stays" in spec)


def test_where_no_process_can_be_had_it_is_told(monkeypatch: pytest.MonkeyPatch, seats: Guests, bad: Path) -> None:
    """P505: none can be started, or it ends before it has read the file."""
    for python in ("/none/python", "/bin/false"):
        monkeypatch.setattr(sys, "executable", python)
        with pytest.raises(BadInput, match=r"bad\.py:1:1: error P505: "):
            prove(f"{bad}:Ends")


@pytest.mark.long
@pytest.mark.parametrize("name", ["Counts", "Stubborn"])
def test_it_ends_with_the_game_that_started_it(bad: Path, name: str) -> None:
    """Even if that is killed while the player heeds nothing."""
    code = (
        "from game.scenario.load import load_scenario; from game.lab.runs import outside\n"
        "class Told(outside.Guest):\n"
        "    def __init__(self, spec): super().__init__(spec); print(self._process.pid, flush=True)\n"
        "outside.Guest = Told\n"
        f"who = '{bad}:{name}', 'passive'\n"
        "outside.play_outside(load_scenario('mirror'), 1, None, who, outside.Guests(), 60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        theirs = int(parent.stdout.readline())
        time.sleep(2)
        os.kill(theirs, 0)
        parent.send_signal(signal.SIGKILL)
    until = time.monotonic() + 2
    while time.monotonic() < until:
        try:
            os.kill(theirs, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("it lives")


def test_games_that_are_broken_off_end_at_once(mirror: Scenario, seats: Guests, bad: Path) -> None:
    """As by Ctrl-C: the one that is played, and any that would begin."""
    spec, ended = f"{bad}:Sleeps", list[Failure | None]()

    def games() -> None:
        ended.extend(play_outside(mirror, seed, None, (spec, "passive"), seats, 300)[1] for seed in range(2))

    playing = threading.Thread(target=games)
    playing.start()
    time.sleep(2)
    seats.close()
    playing.join(20)
    assert not playing.is_alive()
    assert [failure and failure.what for failure in ended] == ["exit", "exit"]


@pytest.mark.parametrize("side", [0, 1])
def test_the_example_beats_chance(mirror: Scenario, side: int) -> None:
    """On either side; and the page tells of it."""
    match, example, chance = Match(mirror, 1), load_player(str(ROOT / EXAMPLE)), load_player("random", 1)
    play(match, (example, chance) if side == 0 else (chance, example))
    assert match.outcome is not None
    assert match.outcome.winner == side
    assert EXAMPLE in (ROOT / "docs" / "lab.md").read_text(encoding="utf-8")


def test_the_player_on_the_page_plays(mirror: Scenario, tmp_path: Path) -> None:
    """The one of docs/lab.md, as it stands there."""
    page = (ROOT / "docs" / "lab.md").read_text(encoding="utf-8")
    (tmp_path / "mine.py").write_text(page.split("```python\n")[1].split("```")[0])
    match = Match(mirror, 1)
    play(match, (load_player(f"{tmp_path}/mine.py:Mine"), load_player("passive")))
    assert match.outcome is not None


def test_orders_that_lead_nowhere_are_told(mirror: Scenario) -> None:
    for orders in ("move n-1 0100", "end\nretire"):
        with pytest.raises(OrderError):
            followed(mirror, 1, None, orders)
