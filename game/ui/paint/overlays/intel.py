"""The overlays of knowing and reaching: how well the enemy is known, what own units see, what own guns reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from game.rules.field import distance
from game.rules.recon import ABOUT
from game.state import (
    BATTERY,
    DRONES,
    HEARD,
    HEX,
    OF_SIDE,
    OVERHEAD,
    OWNER,
    PRESENT,
    RANGE,
    ROLE,
    ROUNDS,
    SEEN_LEVEL,
    SEEN_TURN,
    SKIES,
    SKY,
    SOURCE,
    STATUS,
    TURN,
)  # fmt: skip
from game.texts import say
from game.ui import palette
from game.ui.paint.overlays import reasons
from game.ui.paint.overlays.drawing import CROSS, DOTS, LINES, Border, Drawing, Mark, Ring, Sample, Style
from game.ui.paint.overlays.facts import Facts
from game.ui.paint.overlays.supply import BELOW_KM
from game.view_sight import seen_from

KNOWN = (
    Style(palette.rgb("8E1B5E"), CROSS), Style(palette.rgb("D8621F"), LINES), Style(palette.rgb("D9A800"), DOTS),
    Style(palette.rgb("2F8F7A")),
)  # fmt: skip
"""By level of detection, from 1."""
GUNS = Style(palette.rgb("6F3F9C"), LINES)
DRONE = Style(palette.rgb("1B6E90"))
SEEN = (
    Style(palette.rgb("D8621F"), LINES), Style(palette.rgb("D9A800"), DOTS), Style(palette.rgb("2F8F7A")),
)  # fmt: skip
"""By hexes from which it is seen: 1, 2, more."""
DEAD = Style(palette.rgb("4A3A5E"), CROSS)
REACHED = (
    Style(palette.rgb("B0476B"), CROSS), Style(palette.rgb("D8621F"), LINES), Style(palette.rgb("D9A800"), DOTS),
    Style(palette.rgb("2E93B8")),
)  # fmt: skip
"""By the share of own batteries in whose range it lies: one only, few, most, nearly all."""
FLOWN = palette.rgb("1B1714")
BORDER_PX, THIN_PX, RING_PX = 5.0, 3.4, 3.0
WHITE, DARK = palette.rgb("FFFFFF"), palette.rgb("1B1714")


# what is known -------------------------------------------------------------------------------------------------------


def intel(facts: Facts) -> Drawing:
    """The hexes of enemy units by how well the best known is known, with its age; where guns were heard."""
    side, today = facts.view.side, int(facts.state.clock[TURN])
    enemies = known_enemies(facts)
    heard = {int(h): int(day) for h, day in enumerate(facts.state.hexes[:, HEARD + side]) if day > 0}
    old = sum(int(facts.state.units[u, SEEN_TURN]) < today for units in enemies.values() for u in units)
    count = sum(map(len, enemies.values()))
    words = facts.say("overlay.intel_sum", units=count, old=old, heard=len(heard))
    drawing = Drawing("intel", facts.say("overlay.intel"), words, facts.say("overlay_why.intel"))
    drawing.about_enemy = True
    drawing.legend = [
        *(Sample("hex", KNOWN[level - 1], facts.say(f"overlay.intel_{level}")) for level in (4, 3, 2, 1)),
        Sample("none", KNOWN[0], facts.say("overlay.intel_note")),
        Sample("heard", GUNS, facts.say("overlay.heard")),
        Sample("border", DRONE, facts.say("overlay.overhead")),
    ]
    drawing.fills = dict.fromkeys(heard, GUNS)
    for h, units in enemies.items():
        drawing.fills[h] = style = KNOWN[best(facts, units)[0] - 1]
        drawing.rings.append(Ring(h, RING_PX, style.colour))
        drawing.marks.append(_level_mark(facts, h, units))
    for h, day in heard.items():
        words = facts.say("overlay.heard_on", day=day)
        drawing.marks.append(
            Mark((facts.spot(h),), ((words, WHITE),), DARK, GUNS.colour, 4, "heard", beside=True, from_scale=26,
                 why=facts.say("overlay.heard_here", day=day))
        )
    flown = {h for h, over in enumerate(facts.state.hexes[:, OVERHEAD + side]) if over}
    if flown:
        drawing.borders.append(Border(tuple(rim(facts, flown)), DRONE.colour, BORDER_PX, True))
    return drawing


def known_enemies(facts: Facts) -> dict[int, list[int]]:
    """Hex -> the enemy units of which something is known there."""
    found: dict[int, list[int]] = {}
    for u, fact in enumerate(facts.view.fixed.roster.units):
        row, theirs = facts.state.units[u], fact[OF_SIDE] != facts.view.side and fact[ROLE] < SOURCE
        if theirs and row[STATUS] == PRESENT and row[SEEN_LEVEL] >= ABOUT:
            found.setdefault(int(row[HEX]), []).append(u)
    return found


def best(facts: Facts, units: Iterable[int]) -> tuple[int, int]:
    """Level and age in days of the unit that is best known."""
    rows, today = facts.state.units, int(facts.state.clock[TURN])
    level, seen = max((int(rows[u, SEEN_LEVEL]), int(rows[u, SEEN_TURN])) for u in units)
    return level, today - seen


def _level_mark(facts: Facts, h: int, units: list[int]) -> Mark:
    """Level and age of the unit that is best known under a counter; on dark if it is old."""
    level, days = best(facts, units)
    words = facts.say("overlay.level_days" if days else "overlay.level_today", level=level, days=days)
    ground, ink = (DARK, WHITE) if days else (palette.HALO, palette.INK)
    spots = facts.spot(h, 0, BELOW_KM), facts.spot(h, 0, -BELOW_KM)
    return Mark(spots, ((words, ink),), ground, KNOWN[level - 1].colour, level if days else 4, from_scale=36,
                why=reasons.known(facts, units))  # fmt: skip


def rim(facts: Facts, hexes: set[int] | frozenset[int]) -> Iterator[tuple[int, int]]:
    """The hexsides about some hexes: hex and direction."""
    yield from ((h, d) for h in sorted(hexes) for d in range(6) if facts.grid.neighbour(h, d) not in hexes)


# what is seen --------------------------------------------------------------------------------------------------------


def sight(facts: Facts) -> Drawing:
    """The hexes own units see under the sky of the day by how many hexes they are seen from, and dead ground."""
    seen, dead = seen_and_dead(facts)
    owner = facts.state.hexes[:, OWNER]
    far = facts.view.scenario.rules.file.recon.sight_hexes[int(facts.state.clock[SKY])]
    sky = say(facts.language, f"sky.{SKIES[int(facts.state.clock[SKY])]}")
    words = facts.say("overlay.sight_sum", sky=sky[0].upper() + sky[1:], far=far, seen=len(seen), dead=len(dead),
                      beyond=sum(owner[h] != facts.view.side for h in seen))  # fmt: skip
    drawing = Drawing("sight", facts.say("overlay.sight"), words, facts.say("overlay_why.sight"))
    drawing.about_enemy = True
    names = ("one", "two", "many")
    drawing.legend = [
        *(Sample("hex", SEEN[i], facts.say(f"overlay.sight_{names[i]}")) for i in (2, 1, 0)),
        Sample("hex", DEAD, facts.say("overlay.sight_dead")),
        Sample("border", Style(palette.ACCENT), facts.say("overlay.sight_own")),
    ]
    drawing.fills = {h: SEEN[min(count, len(SEEN)) - 1] for h, count in seen.items()} | dict.fromkeys(dead, DEAD)
    return drawing


def seen_and_dead(facts: Facts) -> tuple[dict[int, int], set[int]]:
    """Hex -> from how many hexes own units see it; and those beyond own ground, near enough, that none sees."""
    seen: dict[int, int] = {}
    far = facts.view.scenario.rules.file.recon.sight_hexes[int(facts.state.clock[SKY])]
    near: set[int] = set()
    for h in facts.places:
        for n in seen_from(facts.view, h):
            seen[n] = seen.get(n, 0) + 1
        near.update(facts.grid.disk(h, far))
    owner = facts.state.hexes[:, OWNER]
    return seen, {h for h in near - seen.keys() if owner[h] != facts.view.side}


# what is reached -----------------------------------------------------------------------------------------------------


def reach(facts: Facts) -> Drawing:
    """The hexes in range of own batteries that have rounds, by how many; how far own drone companies fly."""
    guns, drones = batteries(facts), with_role(facts, DRONES)
    counts = reached(facts, guns)
    owner = facts.state.hexes[:, OWNER]
    foreign = sum(owner[h] != facts.view.side for h in counts)
    drawing = Drawing("range", facts.say("overlay.range"),
                      facts.say("overlay.range_sum", guns=len(guns), hexes=foreign, drones=len(drones)),
                      facts.say("overlay_why.range"))  # fmt: skip
    drawing.about_enemy = True
    names = ("one", "two", "three", "many")
    drawing.legend = [
        *(Sample("hex", REACHED[i], facts.say(f"overlay.range_{names[i]}")) for i in (3, 2, 1, 0)),
        Sample("dashes", Style(FLOWN), facts.say("overlay.range_drones")),
        Sample("border", Style(palette.ACCENT), facts.say("overlay.range_own")),
    ]
    drawing.fills = {h: REACHED[share(len(n), len(guns))] for h, n in counts.items() if owner[h] != facts.view.side}
    flown = frozenset[int]().union(*(ring_of(facts, u) for u in drones))
    if flown:
        drawing.borders.append(Border(tuple(rim(facts, flown)), FLOWN, THIN_PX, True))
    for u in guns:
        words = facts.say("hex.rounds", rounds=int(facts.state.units[u, ROUNDS]))
        h, most = int(facts.state.units[u, HEX]), int(facts.view.fixed.roster.units[u, RANGE])
        spots = facts.spot(h, 0, BELOW_KM), facts.spot(h, 0, -BELOW_KM)
        drawing.marks.append(Mark(spots, ((words, palette.INK),), palette.HALO, REACHED[1].colour, 3, from_scale=46,
                                  why=reasons.rounds(facts, u, most)))  # fmt: skip
    return drawing


def share(count: int, of: int) -> int:
    """Which of the styles a number of batteries has: 0 one, 3 more than two in three."""
    return 0 if count == 1 else 1 + sum(3 * count > part * of for part in (1, 2))


def with_role(facts: Facts, role: int) -> list[int]:
    """Own units on the map with a role."""
    return [u for u in facts.units if facts.view.fixed.roster.units[u, ROLE] == role]


def batteries(facts: Facts) -> list[int]:
    """Own batteries on the map that have rounds."""
    return [u for u in with_role(facts, BATTERY) if facts.state.units[u, ROUNDS] > 0]


def ring_of(facts: Facts, u: int) -> frozenset[int]:
    """The hexes in range of a battery or a drone company."""
    h, most = int(facts.state.units[u, HEX]), int(facts.view.fixed.roster.units[u, RANGE])
    every = range(len(facts.state.hexes))
    return frozenset(n for n in every if distance(facts.view.fixed, h, n) <= most)


def reached(facts: Facts, guns: Iterable[int]) -> Mapping[int, list[int]]:
    """Hex -> the batteries that reach it."""
    found: dict[int, list[int]] = {}
    for u in guns:
        for h in sorted(ring_of(facts, u)):
            found.setdefault(h, []).append(u)
    return found


def about(facts: Facts, name: str, h: int) -> list[str]:
    """What one of these overlays tells of a hex, in words."""
    if name == "intel":
        day = int(facts.state.hexes[h, HEARD + facts.view.side])
        return [facts.say("overlay.heard_here", day=day)] if day else []
    if name == "sight":
        seen, dead = seen_and_dead(facts)
        if h in seen:
            return [facts.say("overlay.seen_by", hexes=seen[h])]
        return [facts.say("overlay.dead_here")] if h in dead else []
    guns = [u for u in batteries(facts) if h in ring_of(facts, u)]
    names = ", ".join(facts.chronicle.unit(u) for u in guns[:3]) + ("…" if len(guns) > 3 else "")
    return [facts.say("overlay.reached_by", guns=len(guns), names=names)] if guns else []
