"""What a run folder says of itself: all that its games depend on, by which a changed input is noticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from game.ai.weights import weights
from game.lab.runs.luggage import code_digest, files_of
from game.lab.runs.plan import Arm, Plan

FORMAT = 3
"""Of the run file."""
TOLD = {
    "command": "the command has", "seed": "the seed has", "dice": "the dice have", "player_a": "player A has",
    "player_b": "player B has", "player_a_text": "the code of player A has", "player_b_text": "the code of player B has",
    "swapped": "the seats have", "turn_seconds": "the time for a half-turn has",
    "code": "the program's code has", "arms": "the number of versions has", "weights": "the weights have",
}  # fmt: skip


def digest_of(text: str) -> str:
    """Hash of a text."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def digest_of_player(player: str) -> str:
    """Hash of the files of a player from a file, empty for the computer's own. Raises OSError."""
    total = hashlib.blake2b(digest_size=8)
    files = files_of(player)
    for name, text in sorted(files.items()):
        total.update(f"{name} {len(text)}\0".encode() + text)
    return total.hexdigest() if files else ""


def digest_of_weights() -> str:
    """Hash of the weights of the computer's players. Raises BadInput."""
    return digest_of(json.dumps(weights()))


def rows_of(plan: Plan) -> list[tuple[str, str]]:
    """The rows of `run` for a plan."""
    a, b = plan.players
    told = identity(plan, arms=False) | {"player_a": a, "player_b": b, "pairs": str(plan.pairs), "format": str(FORMAT)}
    return list(told.items())


def identity(plan: Plan, *, arms: bool = True) -> dict[str, str]:
    """All that the games of a plan depend on, but how many of them there are; of players the name, wherever they lie."""
    a, b = plan.players
    told = {
        "command": plan.command, "seed": str(plan.seed), "dice": plan.dice or "", "player_a": Path(a).name,
        "player_b": Path(b).name, "swapped": str(plan.swapped), "turn_seconds": str(plan.turn_seconds),
        "question": json.dumps(plan.question),
    }  # fmt: skip
    told |= plan.made_with or {
        "player_a_text": digest_of_player(a), "player_b_text": digest_of_player(b), "code": code_digest(plan.players),
        "weights": digest_of_weights(),
    }  # fmt: skip
    if arms:
        told["arms"] = str(len(plan.arms))
        for i, arm in enumerate(plan.arms):
            told[f"arm {i}"] = arm.digest
    return told


def first_difference(old: dict[str, str], new: dict[str, str]) -> str:
    """What differs first, in words; empty if nothing does."""
    for key in new:
        if old.get(key) != new[key]:
            if key.startswith("arm "):
                of = f" of version {key[4:]}" if new["arms"] != "1" else ""
                return f"the scenario, its name, the rules or the settings{of} have changed"
            if key == "question":
                return f"what is asked has changed: {', '.join(_parted(old.get(key, '{}'), new[key]))}"
            there, here = (told.get(key) or "those of the rules" for told in (old, new))
            short = f" ({there} there, {here} here)" if len(there + here) < 60 else ""
            return f"{TOLD[key]} changed{short}"
    return ""


def _parted(old: str, new: str) -> list[str]:
    """What of a question is not as it was, by name."""
    there, here = json.loads(old), json.loads(new)
    return [name for name in {**there, **here} if there.get(name) != here.get(name)]


def plan_from(rows: dict[str, str], arms: Sequence[tuple[Any, ...]]) -> Plan:
    """The plan that a run folder was made for. Raises KeyError or ValueError if it is damaged."""
    found = tuple(
        Arm(name, scenario, text, rules, tuple((str(path), float(value)) for path, value in json.loads(settings)))
        for name, scenario, text, rules, settings in arms
    )
    made_with = {key: rows[key] for key in ("player_a_text", "player_b_text", "code", "weights")}
    return Plan(
        rows["command"], found, (rows["player_a"], rows["player_b"]), int(rows["seed"]), int(rows["pairs"]),
        rows["dice"] or None, float(rows["turn_seconds"]), rows["swapped"] == "True", json.loads(rows["question"]),
        made_with,
    )  # fmt: skip
