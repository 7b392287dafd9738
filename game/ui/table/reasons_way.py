"""What a march costs, hex by hex and part by part: a part is what the rules' own cost changes by without it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from game.chronicle import twelfths
from game.ground import SURFACE, TERRAIN, TO
from game.rulebook import CROSSINGS, CROSSINGS_AT, SURFACES, TERRAINS
from game.rules.field import OFF_ROAD, ON_ROAD, ZONES, arc_between
from game.rules.movement import arc_points, step_cost
from game.state import GROUND, HEX, MOBILITY, OF_SIDE, POINTS, Ints
from game.texts import say
from game.ui.why import Term, Why

if TYPE_CHECKING:
    from game.ui.table.situation import Situation

RULES = {"river": "2.4", "canal": "2.4", "damaged_bridge": "2.4", "pontoon": "2.4", "rubble": "5.2", "foreign": "5.3a",
         "mines": "12.5"}  # fmt: skip


def way(situation: Situation, u: int, hexes: Sequence[int]) -> Why:
    """What a march along some hexes, the first the unit's own, costs."""
    steps = list(_steps(situation, u, hexes))
    number, terms, first = situation.scenario.grid.number, [], 0
    for i, (h, words, _) in enumerate(steps):
        if i + 1 < len(steps) and steps[i + 1][1] == words:
            continue
        name = number(h) if i == first else f"{number(steps[first][0])}–{number(h)}"
        terms.append(Term(f"{name}: {words}", twelfths(sum(cost for *_, cost in steps[first : i + 1]))))
        first = i + 1
    spent = sum(cost for *_, cost in steps)
    left = int(situation.state.units[u, POINTS]) - spent
    words = say(situation.language, "ui.why.way_left", left=twelfths(left))
    return Why(say(situation.language, "ui.why.way"), twelfths(spent), tuple(terms), words)


def _steps(situation: Situation, u: int, hexes: Sequence[int]) -> Iterator[tuple[int, str, int]]:
    """(hex entered, what its cost is made of, points in twelfths) of every step."""
    fixed, state, scratch, spent = situation.view.fixed, situation.state, situation.pockets.scratch, 0
    assert int(state.units[u, HEX]) == hexes[0]
    for h, n in itertools.pairwise(hexes):
        a = int(arc_between(fixed, h, n))
        cost = int(step_cost(fixed, state, scratch, u, h, a, spent))
        spent += cost
        yield n, _words(situation, u, h, a, cost), cost


def _words(situation: Situation, u: int, h: int, a: int, cost: int) -> str:
    """Ground or road of a step, and what comes on top of it."""
    fixed, state, language = situation.view.fixed, situation.state, situation.language
    mobility, s = int(fixed.roster.units[u, MOBILITY]), int(fixed.roster.units[u, OF_SIDE])
    zones = situation.pockets.scratch.hexes[ZONES + 1 - s]
    march = fixed.march[state.clock[GROUND], mobility]
    extras = fixed.rules.tables[CROSSINGS_AT : CROSSINGS_AT + len(CROSSINGS), mobility].copy()

    def points(with_extras: Ints, with_march: Ints) -> int:
        return int(arc_points(with_march, with_extras, fixed.board.arcs, state.edges, state.hexes, zones, s, h, a))

    plain = points(extras, march)
    n = int(fixed.board.arcs[a, TO])
    cross = march.copy()
    cross[a, ON_ROAD] = -1
    by_road = march[a, ON_ROAD] >= 0 and points(extras, cross) > plain
    surface, terrain = SURFACES[int(fixed.board.arcs[a, SURFACE])], TERRAINS[int(fixed.board.hexes[n, TERRAIN])]
    name = say(language, f"surface.{surface}") if by_road else say(language, f"terrain.{terrain}")
    parts = [f"{name} {twelfths(int(march[a, ON_ROAD if by_road else OFF_ROAD]))}"]
    for i, crossing in enumerate(CROSSINGS):
        without = extras.copy()
        without[i] = 0
        more = plain - points(without, march)
        if more:
            rule = f" [{RULES[crossing]}]" if crossing in RULES else ""
            parts.append(f"{say(language, f'ui.why.cross_{crossing}')} +{twelfths(more)}{rule}")
    if cost != plain:
        parts.append(f"{say(language, 'ui.why.zone')} {'+' if cost > plain else '−'}{twelfths(abs(cost - plain))} [5.5]")
    return " · ".join(parts)
