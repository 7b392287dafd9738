"""Sweeps: a battle played at many values of its settings, all with the same luck, and what that does to how it ends.

The first version of every sweep is the battle as it stands, with nothing set but what has one value in all versions.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from game.diagnostics import Document
from game.lab.effects import MEASURES, Measure, difference, intervals, measure_of, side_of, told_plain
from game.lab.runs.plan import Arm, called
from game.lab.runs.store import Store
from game.lab.statistics import ALPHA, level_of
from game.lab.studies.designs import Design
from game.lab.studies.sensitivity import CHANGE, FIRST, MU_STAR, SIGMA, TOTAL, as_json, resampled, weights_of
from game.lab.verdicts import favoured, share_of
from game.state import Ints

USUAL = ("side", "ground.p50", "losses.ua", "losses.ru")
"""What is measured if nothing is named."""
KEPT = "sensitivities"
"""Under this name a run keeps what `found` finds out about its settings."""
AS_IT_STANDS = "as it stands"
LEAST_PAIRS = 2
"""Pairs that every version is played at least: one says nothing of luck."""
_HEADS = {
    CHANGE: "least to greatest", FIRST: "first", TOTAL: "total", MU_STAR: "mu*", SIGMA: "sigma",
}  # fmt: skip
_SHARES = (FIRST, TOTAL)
"""Shares of variance, which have no unit."""


def measures_of(names: Sequence[str], players: tuple[str, str]) -> tuple[Measure, ...]:
    """Measures by name, each once. Raises BadInput with the nearest name if there is no such measure.

    Two players are needed for one to be more skilled than the other.
    """
    document = Document("--measure", "\n".join(names))
    found = [measure_of(document, line, name, players) for line, name in enumerate(names, start=1)]
    document.raise_errors()
    return tuple(dict.fromkeys(measure for measure in found if measure is not None))


def arms_of(base: Arm, design: Design) -> tuple[Arm, ...]:
    """The versions of a battle that a design asks for, the battle as it stands first."""
    made = [Arm(AS_IT_STANDS, base.scenario_id, base.scenario_text, base.rules_text, tuple(design.fixed))]
    for row, settings in zip(design.values, design.arms(), strict=True):
        name = ", ".join(_set(s.name, value) for s, value in zip(design.settings, row, strict=True))
        made.append(Arm(name, base.scenario_id, base.scenario_text, base.rules_text, tuple(settings)))
    return tuple(made)


def _set(name: str, value: float) -> str:
    """A setting with its value."""
    return f"{name}{value:g}" if name.endswith(" x") else f"{name}={value:g}"


def found(store: Store, design: Design, measures: Sequence[Measure]) -> dict[str, Any]:
    """What a sweep came to, as --json prints it: every version with its measures, and what matters most."""
    plan, pairs = store.plan, store.pairs
    measures = [measure.within(plan.arms[0].scenario) for measure in measures]
    rows = [store.results(arm, 0, pairs) for arm in range(len(plan.arms))]
    arms = []
    sides, share = [side_of(games, plan.seats) for games in rows], share_of(len(rows))
    favours = [favoured(seen) or None for seen in intervals(sides, share)]
    differs = [not seen.has(0.0) for seen in intervals([side.less(sides[0]) for side in sides], share)]
    for i, arm in enumerate(plan.arms):
        sure = {"favours": favours[i], "differs": differs[i]}
        seen = {measure.name: measure.interval(rows[i], plan.seats).plain() for measure in measures}
        change = {m.name: difference(m, rows[i], rows[0], plan.seats).plain() for m in measures if m.share is None}
        values = dict(arm.settings)
        arms.append({"arm": i, "name": arm.name, "values": values, "measures": seen, "surely": sure})
        arms[-1] |= {"change": change} if i else {}
    return {
        "scenario": plan.arms[0].scenario_id,
        "seed": plan.seed,
        "players": list(plan.players),
        "games": pairs * plan.seats,
        "alpha": ALPHA,
        "arms": arms,
        KEPT: sensitivities(design, measures, rows[1:], plan.seats),
    }


def sensitivities(design: Design, measures: Sequence[Measure], rows: Sequence[Ints], seats: int) -> dict[str, Any]:
    """How much each setting matters to each measure, of the result rows of each combination of the design."""
    weights = []
    for measure in measures:
        values = np.array([measure.value(games, seats) for games in rows])
        weights.append(weights_of(design, values, resampled(measure, rows, seats, design.seed), len(rows[0]) // seats))
    return {
        "design": design.kind,
        "points": design.points,
        "settings": [{"name": s.name, "low": s.low, "high": s.high, "levels": list(s.levels)} for s in design.settings],
        "measures": [
            {"name": m.name, "unit": m.unit, "about": m.about, "weights": as_json(told)}
            for m, told in zip(measures, weights, strict=True)
        ],
    }


# telling --------------------------------------------------------------------------------------------------------------


def as_text(told: dict[str, Any]) -> str:
    """What a sweep came to, for people: a line a version, then what matters most."""
    arms, kept, (a, b) = told["arms"], told[KEPT], called(tuple(told["players"]))
    count = f"{len(arms)} versions, {told['games']} games each with the same luck, seed {told['seed']}"
    lines = [f"{told['scenario']}: {count}, {a} (ua) against {b} (ru)", ""]
    lines += _arm_table(arms, [measure["name"] for measure in kept["measures"]], [s["name"] for s in kept["settings"]])
    lines += ["", *_surely(arms)]
    for measure in kept["measures"]:
        lines += ["", *_weight_table(measure)]
    return "\n".join(lines)


def _arm_table(arms: list[dict[str, Any]], measures: list[str], settings: list[str]) -> list[str]:
    """A line a version: its settings, its measures, the change of the side effect from the battle as it stands."""
    keys = [f"[{i}]" for i in range(1, len(settings) + 1)]
    lines = [f"  {key} {name}" for key, name in zip(keys, settings, strict=True)]
    lines += [f"  everywhere {_set(name, value)}" for name, value in arms[0]["values"].items()]
    head = ["version", *keys, *measures, "side, less as it stands"]
    rows = []
    for arm in arms:
        values = [f"{arm['values'][name]:g}" if name in arm["values"] else "." for name in settings]
        seen = [told_plain(MEASURES[name].few, arm["measures"][name]) for name in measures]
        change = told_plain(True, arm["change"]["side"]) if "side" in arm.get("change", {}) else ""
        rows.append([str(arm["arm"]), *values, *seen, change])
    return [*lines, "", *_columns([head, *rows])]


def _surely(arms: list[dict[str, Any]]) -> list[str]:
    """What is sure of all versions at once: whom each favours, and which end otherwise than the battle as it stands."""
    level = f"{level_of(ALPHA):g} %"
    found = {
        "favour Ukraine": [arm["arm"] for arm in arms if arm["surely"]["favours"] == "ua"],
        "favour Russia": [arm["arm"] for arm in arms if arm["surely"]["favours"] == "ru"],
        "differ in side effect from version 0": [arm["arm"] for arm in arms if arm["surely"]["differs"]],
    }
    lines = [f"Each interval is of {level} by itself. Of all {len(arms)} versions at once it is sure ({level}) that:"]
    return lines + [f"  these {what}: {_numbers(numbers)}" for what, numbers in found.items()]


def _numbers(numbers: list[int]) -> str:
    """Versions by number; so many, if they are too many to be read."""
    told = ", ".join(map(str, numbers)) or "none"
    return told if len(told) <= 80 else f"{len(numbers)} of them"


def _weight_table(measure: dict[str, Any]) -> list[str]:
    """What matters most to a measure, the weightiest first."""
    kinds = [kind for kind in _HEADS if any(kind in weight["figures"] for weight in measure["weights"])]
    if not kinds:
        return [f"What matters most to {measure['name']}: too few versions to tell."]
    percent = MEASURES[measure["name"]].few
    unit = f", {measure['unit']}" if measure["unit"] else ""
    rows = [[f"What matters most to {measure['name']}{unit} ({level_of(ALPHA):g} %)", *(_HEADS[kind] for kind in kinds)]]
    for weight in measure["weights"]:
        figures = [(kind, weight["figures"].get(kind)) for kind in kinds]
        rows.append(
            [f"  {weight['setting']}", *(_figure(kind, figure, percent) for kind, figure in figures)]
        )
    return _columns(rows)


def _figure(kind: str, figure: list[float] | None, percent: bool) -> str:
    """A figure with its interval: a change with its sign; in percent if it is an effect or a share."""
    if figure is None:
        return ""
    percent, sign = percent or kind in _SHARES, "+" if kind == CHANGE else ""
    rounded = [round(100 * end, 1) if percent else round(end, 6) for end in figure]
    value, low, high = (f"{end + 0.0:{sign}{'.1f' if percent else '.3g'}}" for end in rounded)
    mark = " %" if percent else ""
    if figure[1] == figure[2]:
        return f"{value}{mark} (the same in all these games)"
    return f"{value}{mark} ({low} to {high})"


def _columns(rows: list[list[str]]) -> list[str]:
    """Rows of words as lines, each column as wide as its longest word."""
    wide = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return ["  ".join(word.ljust(width) for word, width in zip(row, wide, strict=True)).rstrip() for row in rows]


def as_csv(told: dict[str, Any]) -> str:
    """What a sweep came to as a table: a row a version."""
    settings = list(dict.fromkeys(name for arm in told["arms"] for name in arm["values"]))
    measures = [measure["name"] for measure in told[KEPT]["measures"]]
    head = [f"{name}{end}" for name in measures for end in ("", "_low", "_high")]
    means = [name for name in measures if MEASURES[name].share is None]
    head += [f"change_{name}{end}" for name in means for end in ("", "_low", "_high")]
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(["arm", *settings, *head, "surely_favours", "surely_differs"])
    for arm in told["arms"]:
        row = [arm["arm"], *(arm["values"].get(name, "") for name in settings)]
        for names, seen in ((measures, arm["measures"]), (means, arm.get("change", {}))):
            row += [seen.get(name, {}).get(key, "") for name in names for key in ("value", "low", "high")]
        sure = arm["surely"]
        table.writerow([*row, sure["favours"] or "", int(sure["differs"])])
    return stream.getvalue()
