"""The record of a match: save, replay and bug report in one file of JSON lines.

The first line says which scenario (with its text), which rules and which seed; then comes a line an order, as text, a
line for each undo and redo, and after each half-turn a line with the digest of the state. Lines are written as things
happen and flushed to the disk, so a killed game loses at most the order being written. The record of a branch begins with
the orders it took over and names where they come from. `replay` plays a record again and
names the first half-turn that differs and the first field in it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from game.chronicle import Chronicle, Refusal
from game.diagnostics import Diagnostic, Document, harmless
from game.documents import first_bytes, parse
from game.fields import field_digests, first_difference
from game.folders import write_whole
from game.match import Match, Step
from game.orders import EndTurn, OrderError, encode
from game.orders_text import from_text, to_text
from game.rulebook import DICE_MODES, Rules, check_rules, load_rules
from game.scenario.load import Scenario, build
from game.scenario.upgrade import OLD_FORMAT
from game.state import SIDES

FORMAT = 1
MOST_BYTES = 4_000_000
"""Largest record read: a long game takes a few hundred kilobytes."""
MOST_LINES = 40_000
_LONGEST = 2000
"""Characters of a line after the first."""


@dataclass(frozen=True)
class Line:
    """One line of a record after the first."""

    number: int
    """Its line in the file, from 1."""
    kind: str
    """order, undo, redo or digest."""
    text: str = ""
    """The order as text, or the digest of the state."""
    fields: str = ""
    """Digests of the fields, for a digest."""
    day: int = 0
    """The day of an order."""
    side: str = ""
    """The side that gave an order."""


@dataclass
class Record:
    """A record as read: its header, its scenario and its lines; problems are in the document."""

    document: Document
    scenario: Scenario | None = None
    seed: int = 0
    dice: str | None = None
    """The mode of the dice if it is not that of the rules."""
    players: dict[str, str] = field(default_factory=dict)
    """Side -> who played it: "human" or the name of a computer player."""
    lines: list[Line] = field(default_factory=list)
    branch: tuple[str, int] | None = None
    """(the record it branches from, orders of it that were taken over), if it does."""
    torn: bool = False
    """Whether the last line was cut off in the middle; it is left out."""

    @property
    def problems(self) -> list[Diagnostic]:
        """What is wrong with the file."""
        return self.document.problems


@dataclass(frozen=True)
class Difference:
    """Where a replay first went another way than its record."""

    line: int
    turn: int
    side: str
    field: str
    """The first field that differs, such as 'units.HEX', or a sentence if an order was refused."""


def header(scenario: Scenario, seed: int, players: dict[str, str], dice: str = "") -> dict[str, Any]:
    """The first line of a record: the rules by their text if not the standard ones, dice by their mode if not theirs."""
    other = {"dice": dice} if dice and dice != scenario.rules.file.combat.dice else {}
    rules = scenario.rules
    whole = {"text": rules.text} if rules.digest != load_rules().digest else {}
    return {
        "record": FORMAT,
        "scenario": {"id": scenario.id, "digest": scenario.digest, "text": scenario.text},
        "rules": {"version": rules.file.version, "digest": rules.digest, **whole},
        "seed": seed,
        **other,
        "players": players,
    }


class Recorder:
    """Writes a match to a file as it is played. Use it as a listener: ``match.listeners.append(recorder)``."""

    def __init__(self, path: Path, match: Match, players: dict[str, str], *, resume: bool = False) -> None:
        """Begin a new file, or go on with one that was read and replayed to where the match stands.

        Raises OSError if the file cannot be written.
        """
        self.path = path
        self.match = match
        path.parent.mkdir(parents=True, exist_ok=True)
        if resume:
            _drop_torn_line(path)
        else:
            first = header(match.scenario, match.seed, players, match.dice)
            write_whole(path, (json.dumps(first, ensure_ascii=False) + "\n").encode())
        self._stream: TextIO = path.open("a", encoding="utf-8")
        self._size = path.stat().st_size

    def __call__(self, what: str, step: Step) -> None:
        """Write down what happened."""
        for line in _carried_out(self.match, step) if what == "apply" else [{what: True}]:
            self._write(line)

    def _write(self, line: dict[str, Any]) -> None:
        if os.fstat(self._stream.fileno()).st_size != self._size:
            self._go_apart()
        self._stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._size = os.fstat(self._stream.fileno()).st_size

    def _go_apart(self) -> None:
        """Somebody else goes on with the same record: go on in a copy of what it was here, beside it."""
        mine, other = self.path.read_bytes()[: self._size], 2
        while (apart := self.path.with_stem(f"{self.path.stem}-{other}")).exists():
            other += 1
        self.close()
        self.path = apart
        write_whole(apart, (mine.decode("utf-8")).encode())
        self._stream = apart.open("a", encoding="utf-8")

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


def _carried_out(match: Match, step: Step) -> list[dict[str, Any]]:
    """The lines of an order just carried out, with the digest if it ended a half-turn."""
    lines = [{"day": step.turn, "side": SIDES[step.side], "order": to_text(step.order, match.names)}]
    if isinstance(step.order, EndTurn):
        lines.append({"digest": match.digest, "fields": field_digests(match.state)})
    return lines


def branch(match: Match, orders: int, path: Path, players: dict[str, str], origin: str) -> Match:
    """Begin a new record with the first orders of a match, to be gone on with; the match that stands there.

    `origin` names the record it branches from. Raises OSError if the file cannot be written.
    """
    again = Match(match.scenario, match.seed, match.dice)
    first = header(match.scenario, match.seed, players, match.dice)
    lines = [first | {"branch": {"record": origin, "orders": orders}}, *_played_again(again, match.steps[:orders])]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, _text(lines))
    return again


def write_record(match: Match, path: Path, players: dict[str, str]) -> None:
    """Write a match that was played as a record of its own. Raises OSError."""
    again = Match(match.scenario, match.seed, match.dice)
    lines = [header(match.scenario, match.seed, players, match.dice)]
    write_whole(path, _text(lines + _played_again(again, match.steps)))


def _played_again(again: Match, steps: Sequence[Step]) -> list[dict[str, Any]]:
    """The lines of orders carried out once more in a match that stands before them."""
    lines: list[dict[str, Any]] = []
    for step in steps:
        again.apply(step.order)
        lines += _carried_out(again, again.steps[-1])
    return lines


def _text(lines: list[dict[str, Any]]) -> bytes:
    """Lines as they stand in a file."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


def _drop_torn_line(path: Path) -> None:
    """Cut off a last line that was not written to its end."""
    data = path.read_bytes()
    whole = data.rfind(b"\n") + 1
    if whole < len(data):
        with path.open("r+b") as stream:
            stream.truncate(whole)


def read_record(path: Path | str) -> Record:
    """Read a record; what is wrong with it is in its problems, never an exception."""
    file = str(path)
    record = Record(Document(file, ""))
    try:
        data = first_bytes(path, MOST_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        record.document.report("R401", f"The file cannot be read: {reason}.", (1, 1, 1))
        return record
    if len(data) > MOST_BYTES:
        record.document.report("R402", f"The file is larger than {MOST_BYTES // 1_000_000} MB.", (1, 1, 1))
        return record
    text = data.decode("utf-8", "replace")
    whole, newline, rest = text.rpartition("\n")
    record.torn = bool(rest)
    lines = whole.split("\n") if newline else []
    if lines and rest:
        message = "The last line was cut off while it was being written; it is left out."
        record.document.report("R411", message, (len(lines) + 1, 1, 1), severity="warning")
    record.document.lines = [line[:_LONGEST] for line in lines]
    if not lines or len(lines) > MOST_LINES:
        message = "The file is no record: it has no whole line." if not lines else "The record has too many lines."
        record.document.report("R403", message, (1, 1, 1))
        return record
    _read_header(record, lines[0])
    if record.document.errors and not lines[0].startswith("{"):
        return record
    for number, line in enumerate(lines[1:], start=2):
        _read_line(record, number, line)
    return record


def _json(record: Record, number: int, line: str) -> dict[str, Any] | None:
    """A line as a JSON object, or None after reporting that it is none."""
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        record.document.report("R404", f"This is not JSON: {error.msg.lower()}.", (number, error.colno, 1))
        return None
    except (ValueError, RecursionError):
        record.document.report("R404", "This is not JSON that can be read.", (number, 1, 1))
        return None
    if not isinstance(value, dict):
        record.document.report("R404", "This line is no JSON object.", (number, 1, 1))
        return None
    return value


def _read_header(record: Record, line: str) -> None:
    """Read the first line: format, scenario, rules, seed."""
    value = _json(record, 1, line)
    if value is None:
        return
    report = record.document.report
    if value.get("record") != FORMAT:
        report("R405", "This is no record of a match, or of another format.", (1, 1, 1))
        return
    about, rules, seed, players = (value.get(key) for key in ("scenario", "rules", "seed", "players"))
    shaped = isinstance(about, dict) and isinstance(rules, dict) and isinstance(players, dict)
    if not shaped or not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed < 2**63:
        report("R406", "The first line lacks its scenario, rules, seed or players.", (1, 1, 1))
        return
    assert isinstance(about, dict)
    assert isinstance(rules, dict)
    assert isinstance(players, dict)
    dice = value.get("dice")
    if dice is not None and dice not in DICE_MODES:
        report("R406", f"There is no mode of the dice '{harmless(str(dice)[:20])}'.", (1, 1, 1))
        return
    record.dice = dice
    name, text = about.get("id"), about.get("text")
    if not isinstance(name, str) or not isinstance(text, str):
        report("R406", "The first line lacks the text of its scenario.", (1, 1, 1))
        return
    own = _rules_in(record, rules.get("text"))
    if record.document.errors:
        return
    inner = parse(f"{record.document.file}#scenario", text)
    record.scenario = build(inner, harmless(name[:80]), own)
    record.document.problems += inner.problems if inner.errors else []
    record.seed = seed
    origin = value.get("branch")
    if isinstance(origin, dict) and isinstance(origin.get("orders"), int):
        record.branch = harmless(str(origin.get("record"))[:200]), origin["orders"]
    record.players = {side: harmless(str(players.get(side, "human"))[:200]) for side in SIDES}
    if record.scenario is not None:
        is_old = any(problem.code == OLD_FORMAT for problem in inner.problems)
        _check_header(record, record.scenario, None if is_old else about.get("digest"), rules)


def _rules_in(record: Record, text: object) -> Rules | None:
    """The rules that a record holds whole; None, after reporting it if what it holds is none, for the standard ones."""
    if text is None:
        return None
    if not isinstance(text, str):
        record.document.report("R406", "The rules in the first line are no text.", (1, 1, 1))
        return None
    inner = parse(f"{record.document.file}#rules", text)
    found = check_rules(inner)
    record.document.problems += inner.problems if inner.errors else []
    return found


def _check_header(record: Record, scenario: Scenario, digest: Any, rules: dict[str, Any]) -> None:
    """Whether the first line tells of the scenario that it holds and of the rules that it holds or that there are.

    The digest of an older format cannot be compared: None. Whether the battle is the same then shows when it is replayed.
    """
    if digest is None:
        message = "The scenario in the record is of an older format; it was brought up to this one."
        record.document.report("R413", message, (1, 1, 1), severity="warning")
    elif digest != scenario.digest:
        record.document.report("R410", "The scenario in the record is not the one that was played.", (1, 1, 1))
    ours = scenario.rules
    if (rules.get("version"), rules.get("digest")) != (ours.file.version, ours.digest):
        theirs = f"version {str(rules.get('version'))[:20]} ({str(rules.get('digest'))[:20]})"
        message = f"The record was made with rules {theirs}, these are version {ours.file.version} ({ours.digest})."
        record.document.report("R407", message, (1, 1, 1), "It can be replayed with the rules it was made with.")


def _read_line(record: Record, number: int, line: str) -> None:
    """Read a line after the first."""
    if len(line) > _LONGEST:
        record.document.report("R408", "The line is too long.", (number, 1, 1))
        return
    value = _json(record, number, line)
    if value is None:
        return
    order, day, side = value.get("order"), value.get("day"), value.get("side")
    if isinstance(order, str) and isinstance(day, int) and isinstance(side, str):
        record.lines.append(Line(number, "order", order, day=day, side=side))
    elif value.get("undo") is True or value.get("redo") is True:
        record.lines.append(Line(number, "undo" if "undo" in value else "redo"))
    elif isinstance(value.get("digest"), str) and isinstance(value.get("fields"), str):
        record.lines.append(Line(number, "digest", value["digest"], value["fields"]))
    else:
        record.document.report("R409", "The line is no order, undo, redo or digest.", (number, 1, 1))


def replay(record: Record, until: int | None = None, digests: bool = True) -> tuple[Match, Difference | None]:
    """Play a record again, to the beginning of a day if one is given; the match, and where it first differs if it does.

    Orders that the rules refuse, and lines after a difference, are not carried out. Without digests it goes on for as
    long as its orders are legal: so a record of other rules can be looked at. The record must have its scenario.
    """
    assert record.scenario is not None
    match = Match(record.scenario, record.seed, record.dice)
    for line in record.lines:
        if until is not None and match.turn >= until:
            break
        problem = _replay_line(match, line) if digests or line.kind != "digest" else ""
        if problem:
            side = SIDES[match.side] if match.outcome is None else "both"
            return match, Difference(line.number, match.turn, side, problem)
    return match, None


def _replay_line(match: Match, line: Line) -> str:
    """Carry out one line; what differs, empty if nothing does."""
    if line.kind == "undo":
        return "" if match.undo() else "nothing can be undone here"
    if line.kind == "redo":
        return "" if match.redo() else "nothing can be redone here"
    if line.kind == "digest":
        if (line.text, line.fields) == (match.digest, field_digests(match.state)):
            return ""
        return first_difference(match.state, line.fields) or "fields agree, digest differs"
    if match.outcome is None and (line.day, line.side) != (match.turn, SIDES[match.side]):
        return f"an order of day {line.day}, {harmless(line.side[:20])}"
    try:
        order = from_text(line.text, match.names)
        encode(order)  # says what there is too much of
        result = match.apply(order)
    except OrderError as error:
        return harmless(str(error))
    if isinstance(result, Refusal):
        return Chronicle(match.scenario).refusal(result)
    return ""
