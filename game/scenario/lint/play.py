"""Whether a battle can be played as it is probably meant: who is supplied, who can move, who can win."""

from __future__ import annotations

from game.scenario.lint.fits import each_unit
from game.scenario.lint.reach import Reach
from game.scenario.parts import Parts, Path
from game.state import SIDES

COUNTRIES = {"ua": "Ukraine", "ru": "Russia"}
_WILL = 100
"""Most that a side's will can rise or fall."""


def check(parts: Parts, reach: Reach) -> None:
    """Report what cannot be played as it is probably meant."""
    for s, side in enumerate(SIDES):
        _supplied(parts, reach, s)
        _sources(parts, reach, s)
        able = any(reach.fights(unit) for _, of, unit in each_unit(parts) if of == side)
        if not able:
            message = f"{COUNTRIES[side]} has no unit that can take or hold ground."
            parts.warn("C244", message, ["formations"], "A fighting unit of two steps can.")
        else:
            _places(parts, reach, s)
            _can_win(parts, reach, s)
    for path, _, unit in each_unit(parts):
        mobility, h = reach.mobility(unit), reach.at(unit.hex)
        if mobility and not any(reach.can_cross(h, n, mobility) for n in reach.graph.adj[h]):
            message = f"The unit cannot move: all hexes around {unit.hex} are closed to it."
            parts.warn("C241", message, [*path, "hex"], "Move it, or build a bridge.")


def _supplied(parts: Parts, reach: Reach, s: int) -> None:
    """Everybody on the map is reached by a source or an open depot."""
    origins = [reach.at(p.hex) for p in parts.file.supply if p.side == SIDES[s] and not p.reserve]
    if not any(p.side == SIDES[s] and p.kind == "source" for p in parts.file.supply):
        return  # told already
    served = reach.served(s, origins)
    for path, side, unit in each_unit(parts):
        if side == SIDES[s] and unit.arrives is None and reach.at(unit.hex) not in served:
            message = "The unit begins without supply: no way leads to it from a source or depot of its side."
            hint = "Wheels need a road that the enemy and his zones leave open, the last 4 hexes go on foot."
            parts.warn("C240", message, [*path, "hex"], hint)


def _sources(parts: Parts, reach: Reach, s: int) -> None:
    """From every source a road leads on that its side can use."""
    for i, supply in enumerate(parts.file.supply):
        if supply.side != SIDES[s] or supply.kind != "source":
            continue
        wheeled = [h for h, (_, carry) in reach.served(s, [reach.at(supply.hex)]).items() if carry == 0]
        if len(wheeled) < 2:
            message = "No road that its side can use leads from this source into the map."
            parts.warn("C245", message, ["supply", i, "hex"], "Wheels stop at water without a bridge and at the enemy.")


def _places(parts: Parts, reach: Reach, s: int) -> None:
    """Every place that pays a side for holding it is one it can get to."""
    side, at = SIDES[s], {place.id: reach.at(place.hex) for place in parts.file.places}
    for i, objective in enumerate(parts.file.victory.places):
        pays = max(getattr(objective.held, side), getattr(objective.stay, side))
        if pays > 0 and at[objective.place] not in reach.reached_by(s):
            message = f"{COUNTRIES[side]} cannot get to '{objective.place}', which would bring it points."
            path: Path = ["victory", "places", i, "place"]
            parts.warn("C242", message, path, "Water or closed hexsides lie all around.")


def _can_win(parts: Parts, reach: Reach, s: int) -> None:
    """What a side can gain is enough to win; nobody asks how likely that is."""
    victory, turns = parts.file.victory, parts.file.calendar.turns
    if victory.collapse_percent:
        return
    most, band = _most(parts, reach, s, turns), max(victory.draw_below, 1)
    if most < band:
        message = f"{COUNTRIES[SIDES[s]]} cannot win: it can come to {most / 10:g} points more than the other at most"
        parts.warn("C244", f"{message}, and below {band / 10:g} it is a draw.", ["victory", "draw_below"])


def _most(parts: Parts, reach: Reach, s: int, turns: int) -> int:
    """The greatest margin a side can come to if all goes its way, in tenths; an upper bound."""
    victory, side, other = parts.file.victory, SIDES[s], SIDES[1 - s]
    at = {place.id: reach.at(place.hex) for place in parts.file.places}
    total = victory.handicap if s == 0 else -victory.handicap
    for objective in victory.places:
        if at[objective.place] in reach.reached_by(s):
            total += max(0, getattr(objective.held, side)) + turns * max(0, getattr(objective.stay, side))
        total += turns * (max(0, getattr(objective.left, side)) - min(0, getattr(objective.left, other)))
        total -= min(0, getattr(objective.held, other)) + turns * min(0, getattr(objective.stay, other))
    ours, theirs = _strength(parts, reach, side), _strength(parts, reach, other)
    weights = victory.weights
    gained = sum(reach.owner[h] != s for h in reach.reached_by(s))
    total += 2 * gained * weights.ground
    thousandths = weights.pinned * theirs[1] * turns + (weights.inflicted + weights.lost) * theirs[0]
    thousandths += 2 * _WILL * weights.will if ours[0] else 0
    for event in parts.file.events:
        for effect in event.do:
            points = getattr(effect, "points", None)
            if points is not None:
                total += max(0, getattr(points, side)) - min(0, getattr(points, other))
    return total + thousandths // 100


def _strength(parts: Parts, reach: Reach, side: str) -> tuple[int, int]:
    """People and steps a side ever has."""
    units = [unit for _, of, unit in each_unit(parts) if of == side]
    return sum(unit.full or unit.people for unit in units), sum(reach.steps(unit) for unit in units)
