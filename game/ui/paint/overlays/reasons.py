"""Where the figures of overlays come from, in sentences: what a tip tells of a pill, a plate or a sum."""

from __future__ import annotations

from collections.abc import Iterable

from game.analysis.exposure import Exposure
from game.analysis.solution import BROUGHT_BACK, CARRIED
from game.ground import EDGE, SURFACE
from game.rulebook import AMMO_QUIET, SURFACES, SUST_QUIET
from game.rules.recon import ABOUT
from game.state import (
    AMMO,
    BRIDGE,
    BRIDGES,
    CONDITION,
    DAYS,
    FATIGUE,
    GROUND,
    GROUNDS,
    INTACT,
    LIGHT,
    PEOPLE,
    ROUNDS,
    SEEN_LEVEL,
    SEEN_SOURCE,
    SEEN_TURN,
    SHELLS,
    SOURCES,
    SUST,
    TURN,
    URGENT,
)  # fmt: skip
from game.texts import say
from game.ui.paint.overlays.courses import Arc
from game.ui.paint.overlays.facts import Facts

MOST_NAMED = 4


def names(facts: Facts, units: Iterable[int]) -> str:
    """Some units by name; the rest counted."""
    units = list(dict.fromkeys(units))
    shown = ", ".join(facts.chronicle.unit(u) for u in units[:MOST_NAMED])
    return shown + (f" +{len(units) - MOST_NAMED}" if len(units) > MOST_NAMED else "")


def goods(facts: Facts, kg: dict[str, int], key: str = "overlay_why.good") -> list[str]:
    """Lines of weights of goods, those of which there is any."""
    return [term(facts.tonnes(kg[good]), facts.say(key, good=say(facts.language, f"supply.good.{good}")))
            for good in kg if kg[good]]  # fmt: skip


def term(value: str, words: str) -> str:
    """A line of a reason: what is counted, and what it is."""
    return f"{value}\t{words}"


def flow(facts: Facts, arc: Arc) -> str:
    """What goes along an arc, by what half-day, and for whom."""
    kg, units = facts.goods_on(arc)
    carried = facts.solution.carried[:, facts.arc_of[arc]].tolist()
    parts = [term(facts.tonnes(carried[layer]), facts.half(layer)) for layer in (0, 1)]
    head = facts.say("overlay_why.flow", a=facts.number(arc[0]), b=facts.number(arc[1]))
    return "\n".join([head, *parts, *goods(facts, kg), facts.say("overlay_why.to", names=names(facts, units))])


def station(facts: Facts, u: int, left: dict[str, int]) -> str:
    """What a depot or source holds, what of it is left, whom it serves, and its vehicles."""
    row, sent, served = facts.state.units[u], dict.fromkeys(CARRIED, 0), list[int]()
    for parcel in facts.solution.parcels:
        for route in parcel.routes if parcel.good not in BROUGHT_BACK else ():
            if route.depot == u:
                sent[parcel.good] = sent.get(parcel.good, 0) + route.kg
                served.append(parcel.unit)
    held = {good: int(row[column]) for good, column in zip(CARRIED, range(AMMO, SHELLS + 1), strict=True)}
    words = facts.say("overlay_why.trucks", all=trucks(left["vehicles"]))
    told = [*goods(facts, held, "overlay_why.holds"), *goods(facts, sent, "overlay_why.sends"),
            term(trucks(left["vehicles"] - left["free"]), words)]  # fmt: skip
    if served:
        told.append(facts.say("overlay_why.to", names=names(facts, served)))
    return "\n".join(told)


def trucks(thousandths: int) -> str:
    """Vehicles as a figure."""
    return f"{thousandths / 1000:.0f}"


def days(facts: Facts, u: int, units: int) -> str:
    """How the days of supply of a unit are reckoned."""
    row, numbers = facts.state.units[u], facts.view.fixed.rules.numbers
    steps = max(1, -(-int(row[PEOPLE]) // facts.view.scenario.rules.file.scale.step_people))
    told = [facts.chronicle.unit(u)]
    for key, column, need in (("food", SUST, SUST_QUIET), ("shots", AMMO, AMMO_QUIET)):
        use = int(numbers[need]) * steps
        values = {"held": facts.tonnes(int(row[column])), "steps": steps, "use": facts.teller.amount("shells", use)}
        told.append(term(f"{row[column] / use:.1f}", facts.say(f"overlay_why.{key}", **values)))
    told.append(term(f"{row[DAYS] / 100:.1f}", facts.say("overlay_why.less")))
    return "\n".join(told if units == 1 else [*told, facts.say("overlay_why.worst_of", units=units)])


def narrow(facts: Facts, road: Arc, bound: Iterable[int]) -> str:
    """Why a road carries no more, and who is short for it."""
    carried, most, layer = facts.road_load(road)
    arc = facts.view.fixed.board.arcs[facts.arc_of[road]]
    edge = facts.state.edges[arc[EDGE]]
    surface = say(facts.language, f"surface.{SURFACES[int(arc[SURFACE])]}")
    ground = say(facts.language, f"ground.{GROUNDS[int(facts.state.clock[GROUND])]}")
    terms = facts.say("overlay_why.road", surface=surface, ground=ground, condition=int(edge[CONDITION]))
    if edge[BRIDGE] > INTACT:
        terms += "; " + say(facts.language, f"bridge.{BRIDGES[int(edge[BRIDGE])]}")
    fires = facts.level(road)
    told = [term(facts.tonnes(most), f"{facts.half(layer)}: {terms}"),
            term(facts.tonnes(carried), facts.say("overlay_why.goes")),
            *(term(f"F{fires[i]}", facts.half(i)) for i in (0, 1))]  # fmt: skip
    bound = list(bound)
    return "\n".join([*told, facts.say("overlay_why.bound", names=names(facts, bound))] if bound else told)


def load(facts: Facts, road: Arc) -> str:
    """How full a road is by night and by day, in its fuller direction."""
    a = max((facts.arc_of[road], facts.arc_of[road[::-1]]), key=lambda a: int(facts.solution.carried[:, a].max()))
    told = [facts.say("overlay.road", a=facts.number(road[0]), b=facts.number(road[1]))]
    for layer in (0, 1):
        carried, most = int(facts.solution.carried[layer, a]), int(facts.solution.capacity[layer, a])
        words = facts.say("overlay_why.of", all=facts.tonnes(most), half=facts.half(layer))
        told.append(term(facts.tonnes(carried), words))
    return "\n".join(told)


def fire(facts: Facts, arcs: list[Arc], level: int) -> str:
    """What a level of fire means, and what passes under it."""
    rates = facts.view.scenario.rules.file.supply.fire
    return facts.say("overlay_why.fire", level=level, words=facts.say(f"overlay.fire_{level}"), roads=len(arcs),
                     night=f"{rates.night[level] / 10:g}", day=f"{rates.day[level] / 10:g}",
                     all=facts.tonnes(max(facts.flows[arc] for arc in arcs)))  # fmt: skip


def fatigue(facts: Facts, units: Iterable[int]) -> str:
    """The fatigue of every unit of a hex; the figure is the highest."""
    rows = sorted(units, key=lambda u: -int(facts.state.units[u, FATIGUE]))
    return "\n".join(f"{facts.chronicle.unit(u)}: {int(facts.state.units[u, FATIGUE])}" for u in rows)


def wounded(facts: Facts, units: Iterable[int]) -> str:
    """Who has wounded, and how many of each urgency."""
    told = []
    for u in units:
        counts = facts.state.units[u, URGENT : LIGHT + 1].tolist()
        if sum(counts):
            words = facts.say("overlay.wounded", urgent=counts[0], priority=counts[1], light=counts[2])
            told.append(f"{facts.chronicle.unit(u)}: {words}")
    return "\n".join([*told, facts.say("overlay_why.wounded")])


def known(facts: Facts, units: Iterable[int]) -> str:
    """How well each enemy unit of a hex is known, since when, and by what."""
    told = []
    for u in units:
        row = facts.state.units[u]
        level, today = int(row[SEEN_LEVEL]), int(facts.state.clock[TURN])
        name = facts.chronicle.unit(u) if level > ABOUT else facts.say("unit.unknown")
        told.append(facts.say("overlay_why.known", unit=name, level=level, words=facts.say(f"overlay.intel_{level}")))
        days = today - int(row[SEEN_TURN])
        key = f"unit.noticed_{'' if days else 'today_'}{SOURCES[int(row[SEEN_SOURCE])]}"
        told[-1] += " " + facts.say(key, days=days)
    return "\n".join(told)


def rounds(facts: Facts, u: int, reach: int) -> str:
    """The rounds of a battery, and how far it reaches."""
    left = int(facts.state.units[u, ROUNDS])
    return facts.say("overlay_why.rounds", unit=facts.chronicle.unit(u), rounds=left, reach=reach)


def faces(facts: Facts, exposure: Exposure) -> str:
    """The hexsides that a hex of the line holds, and with whom."""
    there = ", ".join(facts.number(n) for n in exposure.faces)
    words = facts.say("overlay_why.faces", sides=len(exposure.faces), there=there, steps=exposure.steps,
                      names=names(facts, exposure.units), ratio=f"{exposure.ratio / 100:.2f}")  # fmt: skip
    return words if exposure.depth else f"{words} {facts.say('overlay.no_depth')}."
