"""Figures that a study has kept in its run, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from game.lab.effects import MEASURES, digits_of
from game.lab.report.markup import Html, Words, element
from game.lab.statistics import ALPHA, Interval

FIGURES = ("change", "total", "first", "mu_star", "sigma")
"""What may be told of a setting, the plainest first."""
SHARES = ("first", "total")


def interval_of(told: dict[str, Any], value: str = "mean", alpha: float | None = None) -> Interval:
    """An interval as a run keeps it; not a number where an end is not known. Without alpha it is one of several."""
    ends = [float("nan") if told[key] is None else float(told[key]) for key in (value, "low", "high")]
    return Interval(ends[0], ends[1], ends[2], 0, alpha)


def in_percent(measure: str) -> bool:
    """Whether a measure is an effect or a share of games."""
    return measure in MEASURES and MEASURES[measure].few


def amount(words: Words, measure: str, value: float, *, signed: bool = False) -> str:
    """A value of a measure: effects with their sign and shares in percent, others in their unit."""
    if in_percent(measure):
        return words.percent(value, digits_of(value), signed=signed or measure in ("side", "skill"))
    return words.figure(round(value, 2), signed=signed)


def found(words: Words, measure: str, seen: Interval, *, signed: bool = False) -> str:
    """A measure with its interval; says so if games are too few for one."""
    value, low, high = (amount(words, measure, end, signed=signed) for end in seen[:3])
    if math.isnan(seen.low) and math.isnan(seen.high):
        return words.word("lab_report.too_few_games", value=value)
    return words.between(value, low, high, seen.alpha)


def beneath(words: Words, measure: str, seen: Interval, *, signed: bool = False) -> Html:
    """The same for a table: the interval beneath the value."""
    value, between = found(words, measure, seen, signed=signed).split(" ", 1)
    return Html(element("span", value) + element("small", between.strip("()")))


def wanted(words: Words, told: dict[str, Any]) -> str:
    """What a tuning is to reach."""
    value = amount(words, told["measure"], told["target"])
    within = words.figure(100 * told["within"]) if in_percent(told["measure"]) else words.figure(told["within"])
    return f"{value} ± {within}"


def ends(words: Words, limit: dict[str, Any]) -> tuple[str, str]:
    """The ends of a limit; "–" for one that was not asked for."""
    low, high = (
        "–" if limit[key] is None else amount(words, limit["measure"], limit[key]) for key in ("lowest", "highest")
    )
    return low, high


def strongest(weights: Sequence[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """The plainest figure that settings have, and the settings by it, the weightiest first; no figure if none has any."""
    kind = next((kind for kind in FIGURES if any(kind in weight["figures"] for weight in weights)), "")
    having = [weight for weight in weights if kind in weight["figures"]]
    return kind, sorted(having, key=lambda weight: -abs(float(weight["figures"][kind][0])))


def effect(words: Words, measure: str, kind: str, figure: Sequence[float]) -> str:
    """A figure of a setting with its interval; if it has none, games are all the same in what it is of."""
    value, low, high = (_effect(words, measure, kind, float(end)) for end in figure)
    if figure[1] == figure[2]:
        return words.word("lab_report.unvaried", value=value)
    return words.between(value, low, high, ALPHA)


def _effect(words: Words, measure: str, kind: str, value: float) -> str:
    """A figure of a setting: shares of variance and effects in percent, other measures in their unit."""
    if kind in SHARES:
        return words.percent(value)
    if in_percent(measure):
        return words.percent(value, digits_of(value), signed=kind == "change")
    return words.figure(round(value, 2), signed=kind == "change")
