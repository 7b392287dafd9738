"""A road that is cut seldom raises what a side's units are brought; when it does, the reason is known.

Boards with vehicles, fire, several goods, wounded and classes of service. Each case is solved as the rules solve it, one
random road that carries something is mined by the enemy, and it is solved again.
"""

from __future__ import annotations

import random
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest
from naive_flow import FIRST, WAY, WOUNDED, Study, maximum
from starving import case

from game.analysis.solution import Solution, eve
from game.ground import EDGE
from game.rules import network as N  # noqa: N812
from game.rules.network import LAYERS, WIA
from game.state import MINES, ROLE, SOURCE, Ints, State, copy
from game.view import View

CARRIERS = "the last wheels are elsewhere: its people fetch from another hex, and carry another part of what it wants"


def solved(view: View, state: State) -> Solution:
    """Ukraine's supply on a state."""
    return Solution(view.fixed, state, 0)


def rows(view: View, solution: Solution) -> dict[tuple[int, int], Ints]:
    """The parcels of units, by unit and good, in the order of service; refills of depots are none."""
    parcels = solution.net.parcels[: int(solution.net.totals[N.PARCELS])]
    fed = view.fixed.roster.units[parcels[:, N.OF_UNIT], ROLE] < SOURCE
    return {(int(row[N.OF_UNIT]), int(row[N.GOOD])): row for row in parcels[fed]}


def total(parcels: dict[tuple[int, int], Ints]) -> int:
    """Kg of goods that set out to units."""
    return sum(int(row[N.SENT]) for (_, good), row in parcels.items() if good < WIA)


def upper_bound(solution: Solution) -> int:
    """What networkx says is the maximum flow of what was solved, all goods taken for one and vehicles for enough."""
    net = solution.net
    whole = net._replace(arcs=net.arcs.copy(), depots=net.depots.copy())
    whole.arcs[N.LEFT : N.LEFT + LAYERS] += solution.carried
    for good in range(N.GOODS):
        used = net.depots[:, N.USED + LAYERS * good : N.USED + LAYERS * (good + 1)].sum(axis=1)
        whole.depots[:, N.STOCK + good] += used
    board = SimpleNamespace(hexes=solution.fixed.board.hexes, arcs=solution.fixed.board.arcs)
    return maximum(Study(board, whole, solution.scratch, whole.arcs, whole.arcs))  # type: ignore[arg-type]


def cut(view: View, state: State, before: Solution, seed: int) -> State | None:
    """The state with the enemy's mines on one random road that carries something; None if none does."""
    used = np.flatnonzero(before.carried.sum(axis=0))
    if len(used) == 0:
        return None
    after = copy(state)
    arc = random.Random(-1 - seed).choice(list(used))
    after.edges[view.fixed.board.arcs[arc, EDGE], MINES] = 2
    return after


def why_raised(seed: int) -> str | None:
    """Cut a road of a case; why more sets out afterwards, "" if it does not, None if there is nothing to cut."""
    view = case(seed)
    state = eve(view.fixed, view.believed, 0)
    one = solved(view, state)
    mined = cut(view, state, one, seed)
    if mined is None:
        return None
    two = solved(view, mined)
    before, after = rows(view, one), rows(view, two)
    for solution, parcels in ((one, before), (two, after)):
        assert total(parcels) <= upper_bound(solution), f"seed {seed}"
    if total(after) <= total(before):
        return ""
    return reason(before, after)


def reason(before: dict[tuple[int, int], Ints], after: dict[tuple[int, int], Ints]) -> str:
    """Why a cut raised a total, from who asked and who got what."""
    asked = [N.AT_HEX, N.ASKED]
    more = [key for key in before if after[key][N.SENT] > before[key][N.SENT]]
    if any(list(before[key][asked]) != list(after[key][asked]) for key in more):
        return CARRIERS
    change = {key: int(after[key][N.SENT] - before[key][N.SENT]) for key in before}
    if sum(kg for (_, good), kg in change.items() if good >= WIA) < 0:
        return WOUNDED
    ahead = list(change.values())[: list(change).index(more[0])]
    return FIRST if any(kg < 0 for kg in ahead) else WAY


def counted(seeds: range) -> tuple[int, dict[int, str]]:
    """How many roads were cut, and those cuts that raised a total, with their reasons."""
    found = {seed: why for seed in seeds if (why := why_raised(seed)) is not None}
    return len(found), {seed: why for seed, why in found.items() if why}


KEPT = {
    CARRIERS: "7 110 158 184 314 353 363 469 477 588 592 614 634 800 834 853 868 940 952 965 989 992 1007 1013 1073",
    WAY: "59 289 991",
    FIRST: "96 575 768 828 1049",
    WOUNDED: "170 331 740 1005",
}
"""Of the cases up to the 1107th, in which a thousand roads are cut, those whose total a cut raises, by reason."""
SEEDS = range(1108)


def kept() -> dict[int, str]:
    """Those that are known."""
    return {int(seed): why for why, seeds in KEPT.items() for seed in seeds.split()}


def test_cuts_that_raise_a_total_are_known_with_their_reasons():
    """Of the first sixty two, and ten more of every reason."""
    cuts, raised = counted(range(60))
    assert cuts == 50
    assert raised == {seed: why for seed, why in kept().items() if seed < 60}
    for why, seeds in KEPT.items():
        assert [why_raised(int(seed)) for seed in seeds.split()[:3]] == [why] * len(seeds.split()[:3])


@pytest.mark.long
def test_so_many_of_a_thousand_cuts_raise_a_total():
    """Each with its reason; no total is above the maximum flow."""
    cuts, raised = counted(SEEDS)
    assert cuts == 1000
    assert raised == kept()
    assert Counter(raised.values()) == {why: len(seeds.split()) for why, seeds in KEPT.items()}
