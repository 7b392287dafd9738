"""Limits that a battle is held to: read from the command line, and told where its measures surely stand."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from game.diagnostics import Document
from game.lab.effects import Measure, measure_of
from game.lab.runs.plan import Arm, Plan
from game.lab.settings.asked import NUMBER
from game.lab.statistics import Interval, level_of
from game.lab.verdicts import Gate, Limit, Standing
from game.scenario.load import Scenario

LIMIT = re.compile(rf"(?P<name>[^=]*)=(?P<low>{NUMBER})?\.\.(?P<high>{NUMBER})?")
"""NAME=LOW..HIGH, of which one end may be left out."""


def limits_of(texts: Sequence[str], scenario: Scenario, players: tuple[str, str]) -> list[Limit]:
    """The limits written in some texts, for a battle between two players.

    Raises BadInput with everything wrong in them: no such measure, ends the wrong way round, what never can be.
    """
    document = Document("--limit", "\n".join(texts))
    found = [_limit(document, line, text, scenario, players) for line, text in enumerate(texts, start=1)]
    document.raise_errors()
    return [limit for limit in found if limit is not None]


def _limit(document: Document, line: int, text: str, scenario: Scenario, players: tuple[str, str]) -> Limit | None:
    """One limit; None after reporting what is wrong with it."""
    parts = LIMIT.fullmatch(text.replace(" ", ""))
    name = text.partition("=")[0].strip()
    width = max(1, len(text))
    if parts is None or not (parts["low"] or parts["high"]):
        message = "A limit is a measure, =, its lowest, .. and its highest value."
        example = "Write it as side=-0.1..0.1, or losses.ua=..3000 with one end."
        document.report("L640", message, (line, 1, width), example)
        return None
    found = measure_of(document, line, name, players)
    if found is None:
        return None
    measure = found.within(scenario)
    low, high = float(parts["low"] or -math.inf), float(parts["high"] or math.inf)
    if low > high:
        message = f"The lowest value, {low:g}, is above the highest, {high:g}."
        document.report("L642", message, (line, 1, width), "The lower one comes first.")
    elif high < measure.lowest or low > measure.highest:
        ends = f"{name} is never {'above' if low > measure.highest else 'below'} "
        ends += f"{measure.highest if low > measure.highest else measure.lowest:g} {measure.unit}".rstrip()
        document.report("L643", f"No game can be within this limit: {ends}.", (line, 1, width), measure.about)
    elif low <= measure.lowest and high >= measure.highest:
        message = f"Every game is within this limit: {name} lies {_between(measure)}."
        shares = "Effects and shares are written as shares: 0.15 is 15 %."
        otherwise = "Leave it out, or make it narrower."
        document.report("L648", message, (line, 1, width), shares if measure.few else otherwise)
    return Limit(measure, low, high)


def _between(measure: Measure) -> str:
    """The ends that a measure has by itself, in words."""
    if math.isinf(measure.highest):
        return f"above {measure.lowest:g} {measure.unit}"
    return f"between {measure.lowest:g} and {measure.highest:g} {measure.unit}".rstrip()


def plan_of(
    arm: Arm, players: tuple[str, str], seed: int, pairs: int, limits: Sequence[Limit], alpha: float, **others: Any
) -> Plan:
    """The plan of a gate."""
    written = [[limit.measure.name, _end(limit.lowest), _end(limit.highest)] for limit in limits]
    return Plan("gate", (arm,), players, seed, pairs, question={"limits": written, "alpha": alpha}, **others)


def as_json(gate: Gate, plan: Plan) -> dict[str, Any]:
    """What `gate --json` prints."""
    return {
        "scenario": plan.arms[0].name,
        "verdict": {Standing.INSIDE: "passed", Standing.OUTSIDE: "failed"}.get(gate.standing, "undecided"),
        "limits": [
            {"measure": limit.measure.name, "unit": limit.measure.unit, "lowest": _end(limit.lowest)}
            | {"highest": _end(limit.highest), **seen.plain(), "standing": str(standing)}
            for limit, seen, standing in gate.found()
        ],
        "alpha": gate.alpha,
        "pairs": gate.count,
        "games": gate.count * plan.seats,
        "seed": plan.seed,
        "players": list(plan.players),
    }


def as_text(gate: Gate, plan: Plan) -> str:
    """Whether the battle passed, for people, then every limit."""
    games, name = gate.count * plan.seats, plan.arms[0].name
    words = {
        Standing.INSIDE: f"Passed: {name} is within all its limits, after {games} games.",
        Standing.OUTSIDE: f"Failed: {name} is not within its limits, after {games} games.",
        Standing.UNDECIDED: f"Undecided after {games} games: {name} is neither surely within its limits nor outside.",
    }
    lines = [words[gate.standing]]
    width = max(len(limit.measure.name) for limit in gate.limits)
    wide = max(len(str(limit)) for limit in gate.limits)
    for limit, seen, standing in gate.found():
        value = f"{_shown(seen)} {limit.measure.unit}".rstrip()
        lines.append(f"  {standing:10}{limit.measure.name:{width + 2}}{limit!s:{wide + 2}}{value}")
    sure, wrong = f"{level_of(gate.alpha):g} % of such runs", f"{100 * gate.alpha:g} % of such verdicts are wrong"
    lines.append(f"These intervals hold all at once in {sure}: at most {wrong}, however early a run stops.")
    means = [limit.measure.name for limit in gate.limits if not limit.measure.is_exact]
    if means:
        lines.append(f"Of {', '.join(means)} that is so in the limit of many games; a quantile's interval is exact.")
    return "\n".join(lines)


def _shown(seen: Interval) -> str:
    """A value with its interval."""
    value, low, high = (_figure(end) for end in seen[:3])
    return f"{value} ({low} to {high})"


def _figure(value: float) -> str:
    """A number told as 0 only if it is; "?" if it is not known."""
    if not np.isfinite(value):
        return "?"
    return f"{value:.2f}" if abs(value) >= 0.005 or value == 0 else f"{value:.1g}"


def _end(asked: float) -> float | None:
    """An end of a limit for JSON; None where none is asked for."""
    return None if math.isinf(asked) else asked
