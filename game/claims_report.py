"""Who told the truth when: every claim of a match, and for every dusk the maps of truth, belief and claim [13.7].

A match keeps this book as it is played, so a replay writes it anew. It holds the truth: nobody is shown it before the
match is over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from game.chronicle import Chronicle
from game.events import Event
from game.state import CLAIMED, CREDIBILITY, HEX_BLOCK, OWNER, SIDES, WILL, State
from game.texts import say

Owners = NDArray[np.int8]


@dataclass(frozen=True)
class DuskMaps:
    """Who held what at a dusk: in truth, as each side believed, as each claimed."""

    day: int
    """The day that ended; 0 before the first."""
    owner: Owners
    """Who held each hex: 0 UA, 1 RU, -1 nobody; (H,)."""
    believed: tuple[Owners, Owners]
    """The same as UA, and as RU, believed."""
    claims: tuple[Owners, Owners]
    """1 where UA, and where RU, had a standing claim; (H,)."""
    will: tuple[int, int]
    """The will of UA and of RU, 0 to 100."""
    credibility: tuple[int, int]
    """How far the claims of UA and of RU were believed, 0 to 100."""


@dataclass(frozen=True)
class Claimed:
    """One claim, what there was to it, and what became of it."""

    day: int
    side: int
    hex: int
    true: bool
    """Whether its side held the place when it was made."""
    honest: bool
    """Whether its side believed that it did."""
    fell: int = 0
    """The day it fell; 0 if it stands."""
    lost: bool = False
    """Whether it fell because the place had been lost since; else it was shown to be false."""


@dataclass
class ClaimsBook:
    """The claims of a match and its dusks, in order."""

    made: list[Claimed] = field(default_factory=list)
    dusks: list[DuskMaps] = field(default_factory=list)

    def note(self, day: int, events: Iterable[Event], state: State) -> None:
        """Write down what one order has changed; ``state`` is that after it."""
        for event in events:
            values = event.values
            if event.kind == "claim":
                side, h = values["side"], values["hex"]
                true, honest = (state.hexes[h, at] == side for at in (OWNER, (1 + side) * HEX_BLOCK + OWNER))
                self.made.append(Claimed(day, side, h, bool(true), bool(honest)))
            elif event.kind == "claim_false":
                i = next(i for i, c in enumerate(self.made) if _stands(c, values["side"], values["hex"]))
                self.made[i] = replace(self.made[i], fell=day, lost=bool(values["lost"]))
            elif event.kind == "day_ended":
                self.dusks.append(maps_of(state, values["turn"]))


def _stands(claim: Claimed, side: int, h: int) -> bool:
    """Whether a claim is a side's standing one of a hex."""
    return (claim.side, claim.hex, claim.fell) == (side, h, 0)


def maps_of(state: State, day: int) -> DuskMaps:
    """The maps of a state: copies, a few kilobytes."""
    hexes, sides = state.hexes, state.sides
    owners = [hexes[:, block * HEX_BLOCK + OWNER].astype(np.int8) for block in range(3)]
    claims = [(hexes[:, CLAIMED + s] != 0).astype(np.int8) for s in range(len(SIDES))]
    will = int(sides[0, WILL]), int(sides[1, WILL])
    credibility = int(sides[0, CREDIBILITY]), int(sides[1, CREDIBILITY])
    return DuskMaps(day, owners[0], (owners[1], owners[2]), (claims[0], claims[1]), will, credibility)


def verdict(claim: Claimed, language: str) -> str:
    """Whether a claim was true, and what became of it, in words."""
    made = say(language, f"claims.made_{'true' if claim.true else 'error' if claim.honest else 'false'}")
    end = "stands" if not claim.fell else "lost" if claim.lost else "false"
    return f"{made}; {say(language, f'claims.end_{end}', day=claim.fell)}"


def sentence(claim: Claimed, chronicle: Chronicle) -> str:
    """A claim, whether it was true and what became of it, as a sentence."""
    words = {"day": claim.day, "side": chronicle.side(claim.side), "hex": chronicle.hex(claim.hex)}
    return say(chronicle.language, "claims.line", **words, verdict=verdict(claim, chronicle.language))
