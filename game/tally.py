"""A match that is over in figures, day by day: losses by cause, shells, tonnes, ground, points, luck, claims.

They are the true figures of both sides, not what either believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from game.events import CAUSES
from game.hexes import HEX_KM2
from game.luck import luck_of
from game.match import Match
from game.rules.victory import points
from game.state import (
    ASSAULTS,
    CLAIMS_FALSE,
    CLAIMS_MADE,
    CREDIBILITY,
    DRONES_LOST,
    HANDICAP,
    KG_LOST,
    KG_SENT,
    LOSS_CAUSES,
    LOST_ATTACKING,
    OWNER,
    ROUNDS_FIRED,
    SIDES,
    SORTIES,
    START_OWNER,
    UNITS_LOST,
    VEHICLES_LOST,
    WILL,
    State,
)

COUNTED: tuple[tuple[str, str, int, int], ...] = (
    *(("losses", cause, LOST_ATTACKING + i, 1) for i, cause in enumerate(LOSS_CAUSES)),
    ("material", "units", UNITS_LOST, 1),
    ("material", "vehicles", VEHICLES_LOST, 1000),
    ("material", "drones", DRONES_LOST, 1),
    ("material", "goods", KG_LOST, 1000),
    ("means", "assaults", ASSAULTS, 1),
    ("means", "rounds", ROUNDS_FIRED, 1),
    ("means", "tonnes", KG_SENT, 1000),
    ("means", "sorties", SORTIES, 1),
    ("claims", "claims_made", CLAIMS_MADE, 1),
    ("claims", "claims_false", CLAIMS_FALSE, 1),
)
"""(group, key, column, what it is divided by) of what is counted day by day."""
KEPT = (("claims", "will", WILL), ("claims", "credibility", CREDIBILITY))
"""(group, key, column) of what is told as it stands at each dusk."""
GROUPS = ("losses", "material", "means", "course", "luck", "claims")
Pair = tuple[float | None, float | None]


@dataclass(frozen=True)
class Chart:
    """One figure of both sides, day by day."""

    group: str
    """One of GROUPS."""
    key: str
    days: tuple[Pair, ...]
    """(Ukraine, Russia) of every day; None where there is none."""
    total: tuple[str, str]
    """What they come to, in words."""
    stands: bool = False
    """Whether each day tells how it stands then, not what came on that day."""


@dataclass(frozen=True)
class Lost:
    """A unit that was lost."""

    day: int
    unit: int
    hex: int
    cause: str
    """One of events.CAUSES."""


def dusks_of(match: Match) -> list[tuple[int, State]]:
    """(orders carried out, state) at the first dawn and after each day that ended."""
    ends = [match.snapshots[0]]
    for orders, state in match.snapshots[1:]:
        if any(event.kind == "day_ended" for event in match.steps[orders - 1].events):
            ends.append((orders, state))
    return ends


def charts_of(match: Match) -> list[Chart]:
    """Every figure of a match, in the order of the groups."""
    states = [state for _, state in dusks_of(match)]
    found = [_counted(states, *row) for row in COUNTED]
    found += [_kept(states, *row) for row in KEPT]
    found += [_ground(states), _points(match, states), _luck(match, len(states) - 1)]
    return sorted(found, key=lambda chart: GROUPS.index(chart.group))


def _counted(states: list[State], group: str, key: str, column: int, unit: int) -> Chart:
    values = [[int(state.sides[s, column]) / unit for s in range(len(SIDES))] for state in states]
    days = tuple((after[0] - before[0], after[1] - before[1]) for before, after in pairwise(values))
    return Chart(group, key, days, (_whole(values[-1][0]), _whole(values[-1][1])))


def _kept(states: list[State], group: str, key: str, column: int) -> Chart:
    days = [(float(state.sides[0, column]), float(state.sides[1, column])) for state in states[1:]]
    last = states[-1].sides[:, column]
    return Chart(group, key, tuple(days), (str(int(last[0])), str(int(last[1]))), stands=True)


def _ground(states: list[State]) -> Chart:
    """Ground that each side holds and did not hold at the start, in square kilometres."""
    days: list[Pair] = []
    for state in states[1:]:
        owner, start = state.hexes[:, OWNER], state.hexes[:, START_OWNER]
        ua, ru = (float(((owner == s) & (start != s)).sum()) * HEX_KM2 for s in range(len(SIDES)))
        days.append((ua, ru))
    last = days[-1] if days else (0.0, 0.0)
    return Chart("course", "ground", tuple(days), (f"{last[0]:.1f}", f"{last[1]:.1f}"), stands=True)


def _points(match: Match, states: list[State]) -> Chart:
    """Points at each dusk, the handicap counted in."""
    handicap = int(match.scenario.roster.terms[HANDICAP])
    days: list[Pair] = []
    for state in states[1:]:
        ua, ru = (int(points(match.fixed, state, s)) for s in range(len(SIDES)))
        days.append(((ua + handicap) / 10, ru / 10))
    last = days[-1] if days else (0.0, 0.0)
    return Chart("course", "points", tuple(days), (f"{last[0]:.1f}", f"{last[1]:.1f}"), stands=True)


def _luck(match: Match, days: int) -> Chart:
    """How far the dice of each side's assaults fell above or below the 50 of 100 that fair dice give on average."""
    found: list[Pair] = []
    for day in range(1, days + 1):
        fights = [fight for step in match.steps if step.turn == day for fight in step.fights]
        lucks = [luck_of(fights, s, False) for s in range(len(SIDES))]
        ua, ru = (100 * luck.percentile - 50 if luck.fights else None for luck in lucks)
        found.append((ua, ru))
    ua_luck, ru_luck = (luck_of(match.fights, s, False) for s in range(len(SIDES)))
    total = tuple(f"{100 * luck.percentile:.0f} ({luck.z:+.1f})" for luck in (ua_luck, ru_luck))
    return Chart("luck", "luck", tuple(found), (total[0], total[1]))


def lost_units(match: Match) -> list[Lost]:
    """Every unit that was lost, in order, with its cause."""
    return [
        Lost(step.turn, event.values["unit"], event.values["hex"], CAUSES[event.values["cause"]])
        for step in match.steps
        for event in step.events
        if event.kind == "eliminated"
    ]


def losses_of(match: Match) -> dict[str, dict[str, int]]:
    """Side -> cause -> people lost, as `replay --json` tells it."""
    return {
        side: {cause: int(match.state.sides[s, LOST_ATTACKING + i]) for i, cause in enumerate(LOSS_CAUSES)}
        for s, side in enumerate(SIDES)
    }


def _whole(value: float) -> str:
    """A figure as people read it, thousands apart by a thin blank."""
    return f"{value:,.0f}".replace(",", "\u202f")
