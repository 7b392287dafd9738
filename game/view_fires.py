"""What a fire mission or a drone sortie would come to before it is ordered, by the kernels that resolve it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from game.chronicle import Refusal
from game.orders import Fly, Mission
from game.rules import drones, field, fires, missions, recon, signature
from game.rules.field import Scratch
from game.state import (
    COUNTER,
    HARASS,
    HEX,
    JAM,
    JAMMER,
    JAMS,
    OF_SIDE,
    OUT,
    OVERHEAD,
    ROLE,
    ROUND_KG,
    ROUNDS,
    SMOKED,
    SUPPLY,
    TASK,
)  # fmt: skip
from game.view import View

SMOKE_OVER, DRONE, SEEN, CONTACT, BLIND = "smoke", "drone", "seen", "contact", "blind"
"""What decides how well a hex is observed for fire [9.2]."""
WEIGHT = 10_000
"""One effective round, as kernels count them."""


@dataclass(frozen=True)
class Shot:
    """A fire mission as its side believes it would go."""

    kg: int
    """Weight of its rounds."""
    observation: int
    """Weight of a round by what observes the hex, in percent."""
    how: str
    """What gives that weight: SMOKE_OVER to BLIND."""
    effective: int
    """Effective rounds on the hex aimed at, in tenths."""
    loss_permille: int
    """Losses to be expected there, in thousandths; 0 of smoke and demolition."""
    observed: bool
    """Whether it falls at once; else it is plotted for the next own half-turn, and part of it strays."""
    found: int
    """Chance that the battery is found if it stays, in percent, as far as enemy guns and drones are known."""
    found_scooting: int
    """And if it moves on at once."""
    spared: int
    """Percent of losses that ground and works spare whoever is there."""
    refusal: Refusal | None


@dataclass(frozen=True)
class Sortie:
    """A drone sortie as its side believes it would go."""

    chance: int
    """That it sees, in percent."""
    loss: int
    """That the drone is lost, in percent."""
    jammed: bool
    jammer: int
    """The jammer of one's own that disturbs it, -1 none."""
    drones: int
    """Drones left."""
    sorties: int
    """Sorties left today."""
    refusal: Refusal | None


def shot(view: View, order: Mission) -> Shot:
    """A mission of an own battery; of one that is refused as far as it can be told."""
    fixed, state, scratch = view.fixed, view.believed, laid_out(view)
    u, h = order.battery, order.hex
    side, permille = int(fixed.roster.units[u, OF_SIDE]), 0
    effective = int(missions.expected(fixed, state, scratch, u, h, order.rounds, order.scoot))
    if order.mission in (HARASS, COUNTER):
        permille = int(fires.loss_permille(fixed, state, h, effective))
    return Shot(
        kg=order.rounds * int(fixed.roster.units[u, ROUND_KG]),
        observation=int(fires.observation(fixed, state, scratch, side, h)),
        how=_how(view, scratch, h),
        effective=effective * 10 // WEIGHT,
        loss_permille=permille,
        observed=bool(missions.is_observed(fixed, state, scratch, side, h)),
        found=_percent(int(signature.found_permille(fixed, state, u, order.rounds, False))),
        found_scooting=_percent(int(signature.found_permille(fixed, state, u, order.rounds, True))),
        spared=int(fires.shelter(fixed, state, h)),
        refusal=view.check(order),
    )


def sortie(view: View, order: Fly) -> Sortie:
    """A sortie of an own drone company."""
    fixed, state = view.fixed, view.believed
    return Sortie(
        chance=int(drones.chance_percent(fixed, state, order.hex)),
        loss=int(drones.loss_percent(fixed, state, order.hex)),
        jammed=bool(drones.jammed(fixed, state, order.hex)),
        jammer=_own_jammer(view, order.hex),
        drones=int(state.units[order.unit, ROUNDS]),
        sorties=int(drones.sorties_left(fixed, state, order.unit)),
        refusal=view.check(order),
    )


def _own_jammer(view: View, h: int) -> int:
    """The nearest of one's own jammers that works near enough to a hex to disturb drones over it, -1 none [10.7]."""
    units, facts, found = view.believed.units, view.fixed.roster.units, []
    for u in view.own_units():
        if facts[u, ROLE] == JAMMER and units[u, TASK] == JAM and units[u, SUPPLY] != OUT:
            away = int(field.distance(view.fixed, int(units[u, HEX]), h))
            found += [(away, u)] if away <= facts[u, JAMS] else []
    return min(found)[1] if found else -1


def rounds_for(view: View, order: Mission, tenths: int) -> int:
    """The fewest rounds, at most those of the mission, that come to so many tenths of effective rounds; 0 if none do."""
    low, high = 0, order.rounds
    if high < 1 or effective_of(view, order) < tenths:
        return 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if effective_of(view, replace(order, rounds=middle)) >= tenths else (middle, high)
    return high


def effective_of(view: View, order: Mission) -> int:
    """Effective rounds on the hex a mission is aimed at, in tenths."""
    u, rounds = order.battery, order.rounds
    expected = missions.expected(view.fixed, view.believed, laid_out(view), u, order.hex, rounds, order.scoot)
    return int(expected) * 10 // WEIGHT


def laid_out(view: View) -> Scratch:
    """Stacks and zones of what a side believes."""
    scratch = field.new_scratch(view.fixed)
    field.lay_out(view.fixed, view.believed, scratch)
    return scratch


def in_range(view: View, u: int, h: int, hexes: int) -> bool:
    """Whether a hex lies within so many hexes of a unit."""
    return bool(field.distance(view.fixed, int(view.believed.units[u, HEX]), h) <= hexes)


def _how(view: View, scratch: Scratch, h: int) -> str:
    """What decides how well a hex is observed, in the order of the rule [9.2]."""
    row, fixed = view.believed.hexes[h], view.fixed
    if row[SMOKED]:
        return SMOKE_OVER
    if row[OVERHEAD + view.side]:
        return DRONE
    if recon.watches(fixed, view.believed, scratch, view.side, h):
        return SEEN
    return CONTACT if fires.noticed_lately(fixed, view.believed, scratch, view.side, h) else BLIND


def _percent(permille: int) -> int:
    return (permille + 5) // 10
