"""[13] Claims: what a side tells the world it holds, what that is worth to it, and how a claim falls.

    worth of a claim = CLAIM_WILL x credibility / 100 points of will, at least 1 while there is any credibility

A claim is worth that at once, true or not, if the place has changed its holder, as the claimer believes, since the last
time it was worth something. At dusk it falls if the world has seen it to be untrue: with its worth, if the place was
lost after the claim was made, else with a multiple of it, in will and in credibility.

Claims, will and credibility are known to both sides. A standing claim is a day in CLAIMED, negative once the enemy has
attacked from there.
"""

from __future__ import annotations

from game.events import BY_BOTH, CLAIM_MADE, CLAIM_SHOWN_FALSE, emit
from game.jit import kernel
from game.orders import CLAIM_HEX
from game.rulebook import CLAIM_FALSE, CLAIM_WILL, CLAIMS_DAILY, WILL_MORALE, WILL_START
from game.rules.casualties import book
from game.rules.field import HEXES, NEXT, STACK, Fixed, Scratch, distance, held_by, touch
from game.state import (
    CLAIMED, CLAIMS_FALSE, CLAIMS_MADE, CLAIMS_TODAY, CLAIM_PAID, CREDIBILITY, HEX_BLOCK, HOLDER_AT, OWNER, PLACE_HEX,
    SEEN_HEX, SEEN_LEVEL, SEEN_TURN, SIDE, SIDE_BLOCK, TAKEN, TURN, WILL, Ints, State,
)  # fmt: skip

NO_SUCH_CLAIM, CLAIMS_ARE_SPENT, CLAIM_STANDS, NOTHING_TO_CLAIM = 1301, 1302, 1303, 1304
"""Rules a claim can break."""


@kernel
def check_claim(fixed: Fixed, state: State, order: Ints, why: Ints) -> int:
    """The rule a claim breaks, 0 if none [13.1]."""
    h, s, places = order[CLAIM_HEX], state.clock[SIDE], fixed.roster.places
    if len(places) == 0:
        return NOTHING_TO_CLAIM
    nearest = places[0, PLACE_HEX]
    if h >= 0 and h < len(state.hexes):
        why[1] = h
        for p in range(len(places)):
            if distance(fixed, h, places[p, PLACE_HEX]) < distance(fixed, h, nearest):
                nearest = places[p, PLACE_HEX]
    if h != nearest:
        why[2] = nearest
        return NO_SUCH_CLAIM
    if state.hexes[h, CLAIMED + s] != 0:
        why[2] = abs(state.hexes[h, CLAIMED + s])
        return CLAIM_STANDS
    if state.sides[s, CLAIMS_TODAY] >= fixed.rules.numbers[CLAIMS_DAILY]:
        why[2] = fixed.rules.numbers[CLAIMS_DAILY]
        return CLAIMS_ARE_SPENT
    return 0


@kernel
def worth_of_claim(fixed: Fixed, state: State, s: int) -> int:
    """Points of will that a side's claim is worth by its credibility [13.2]."""
    credibility = state.sides[s, CREDIBILITY]
    return max(1, fixed.rules.numbers[CLAIM_WILL] * credibility // 100) if credibility > 0 else 0


@kernel
def is_news(state: State, s: int, h: int) -> bool:
    """Whether a hex has changed its holder, as a side believes, since a claim of it was worth something to it [13.2]."""
    return state.hexes[h, CLAIM_PAID + s] != HOLDER_AT + state.hexes[h, (1 + s) * HEX_BLOCK + OWNER]


@kernel
def claim(fixed: Fixed, state: State, scratch: Scratch, order: Ints, log: Ints) -> None:
    """A side claims a hex: the world hears of it, and its will rises if it is news [13.2]."""
    h, s = order[CLAIM_HEX], state.clock[SIDE]
    will = worth_of_claim(fixed, state, s) if is_news(state, s, h) else 0
    state.hexes[h, CLAIMED + s] = state.clock[TURN]
    state.hexes[h, CLAIM_PAID + s] = HOLDER_AT + state.hexes[h, (1 + s) * HEX_BLOCK + OWNER]
    touch(scratch, HEXES, h)
    book(state, s, CLAIMS_MADE, 1, True)
    book(state, s, CLAIMS_TODAY, 1, True)
    emit(log, CLAIM_MADE, s, h, shift(state, s, WILL, will), 0, BY_BOTH)


@kernel
def shift(state: State, s: int, column: int, amount: int) -> int:
    """Add to a side's will or credibility, kept within 0 and 100, for all to know; what was added [13.5]."""
    before = state.sides[s, column]
    after = max(0, min(100, before + amount))
    for block in range(3):
        state.sides[s, block * SIDE_BLOCK + column] = after
    return after - before


@kernel
def contradict(state: State, scratch: Scratch, s: int, h: int) -> None:
    """A side attacks from a hex: a claim of it by the other will fall at dusk [13.3]."""
    if state.hexes[h, CLAIMED + 1 - s] > 0:
        state.hexes[h, CLAIMED + 1 - s] = -state.hexes[h, CLAIMED + 1 - s]
        touch(scratch, HEXES, h)


@kernel
def open_claims(state: State) -> None:
    """At dawn nobody has claimed anything yet that day [13.1]."""
    for s in range(2):
        for block in range(3):
            state.sides[s, block * SIDE_BLOCK + CLAIMS_TODAY] = 0


@kernel
def settle_claims(fixed: Fixed, state: State, scratch: Scratch, log: Ints) -> None:
    """At dusk claims fall that the world has seen to be untrue, and what changed its holder is news again [13.3].

    Needs lay_out.
    """
    for s in range(2):
        for p in range(len(fixed.roster.places)):
            h = fixed.roster.places[p, PLACE_HEX]
            if is_news(state, s, h):
                state.hexes[h, CLAIM_PAID + s] = 0
            if state.hexes[h, CLAIMED + s] != 0 and is_refuted(state, scratch, s, h, held_by(fixed, scratch, h)):
                drop_claim(fixed, state, s, h, log)


@kernel
def is_refuted(state: State, scratch: Scratch, s: int, h: int, standing: int) -> bool:
    """Whether a side has been shown not to hold what it claims, as it must believe; ``standing``: who is there [13.3]."""
    if state.hexes[h, CLAIMED + s] < 0:
        return True
    if state.hexes[h, (1 + s) * HEX_BLOCK + OWNER] != 1 - s or standing == s:
        return False
    if state.hexes[h, CLAIMED + 1 - s] != 0:
        return True
    u = scratch.hexes[STACK, h]
    while u >= 0:
        row = state.units[u]
        if row[SEEN_HEX] == h and row[SEEN_LEVEL] > 0 and row[SEEN_TURN] == state.clock[TURN]:
            return True
        u = scratch.lists[NEXT, u]
    return False


@kernel
def drop_claim(fixed: Fixed, state: State, s: int, h: int, log: Ints) -> None:
    """A claim falls: if the place was lost since, its worth goes; if it was false, more, and credibility [13.4]."""
    made, worth = abs(state.hexes[h, CLAIMED + s]), worth_of_claim(fixed, state, s)
    row, base = state.hexes[h], (1 + s) * HEX_BLOCK
    lost = 1 if row[base + OWNER] == 1 - s and row[base + TAKEN] >= made else 0
    state.hexes[h, CLAIMED + s] = 0
    if not lost:
        worth = worth * fixed.rules.numbers[CLAIM_FALSE] // 100
        shift(state, s, CREDIBILITY, -worth)
        book(state, s, CLAIMS_FALSE, 1, True)
    emit(log, CLAIM_SHOWN_FALSE, s, h, -shift(state, s, WILL, -worth), lost, BY_BOTH)


@kernel
def will_for_morale(fixed: Fixed, state: State, s: int) -> int:
    """What a side's will adds to the morale its units return to, or takes from it [13.6]."""
    above = state.sides[s, WILL] - fixed.rules.numbers[WILL_START]
    share = abs(above) * fixed.rules.numbers[WILL_MORALE] // 100
    return share if above >= 0 else -share
