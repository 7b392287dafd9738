"""Supply in sentences: explanations, what would happen, forecasts and corridors, in English and Ukrainian."""

from __future__ import annotations

from collections.abc import Iterable

from game.analysis.encirclement import MOST_HEXES, Exit, Pocket
from game.analysis.explain import Chain, Explanation, Fix, Limit
from game.analysis.forecast import Forecast
from game.analysis.reliefs import Relief
from game.analysis.solution import BROUGHT_BACK, GOODS, Route
from game.analysis.studies import RECENT, Corridor, Side
from game.analysis.what_if import WhatIf
from game.chronicle import Chronicle
from game.scenario.load import Scenario
from game.texts import say

MOST_NAMED = 3
"""Units named in a sentence; the rest are counted."""
_PEOPLE = ("people", *BROUGHT_BACK)
"""Goods that are people: wounded are counted, replacements are sent by their weight."""


def tonnes(kg: int) -> str:
    """Kg as people read them, in tonnes.

    >>> tonnes(4950), tonnes(60000), tonnes(40)
    ('5', '60', '0.04')
    """
    text = f"{kg / 1000:.1f}" if kg >= 100 or kg == 0 else f"{kg / 1000:.2f}"
    return text.removesuffix(".0")


def turns(hundredths: int) -> str:
    """Days of supply, kept in hundredths, to a tenth."""
    return f"{hundredths / 100:.1f}"


class Teller:
    """Tells of a scenario's supply in one language."""

    def __init__(self, scenario: Scenario, language: str = "en") -> None:
        self.language = language
        self.chronicle = Chronicle(scenario, language)
        self.man_kg = scenario.rules.file.supply.needs.person

    def _number(self, h: int) -> str:
        """A hex by its printed number."""
        return self.chronicle.scenario.grid.number(h)

    def _edge(self, hexes: Iterable[int]) -> str:
        """A hexside such as "1912-2012"."""
        return "-".join(self._number(h) for h in hexes)

    def amount(self, good: str, amount: int) -> str:
        """An amount of a good: tonnes, or people."""
        if good in _PEOPLE:
            people = amount if good in BROUGHT_BACK else amount // self.man_kg
            return say(self.language, "count.losses", people=people)
        return say(self.language, "supply.tonnes", tonnes=tonnes(amount))

    # explanations ------------------------------------------------------------------------------------------------------

    def explanation(self, explanation: Explanation) -> list[str]:
        """An explanation, a sentence or more a good that is wanted."""
        state = say(self.language, f"supply.{explanation.state}")
        unit, days = self.chronicle.unit(explanation.unit), turns(explanation.days)
        head = say(self.language, "supply.why", unit=unit, state=state, days=days)
        if not explanation.chains:
            return [head + " " + say(self.language, "supply.wants_nothing")]
        return [head, *(self.chain(chain) for chain in explanation.chains)]

    def chain(self, chain: Chain) -> str:
        """From what is wanted of a good to what would help."""
        good = say(self.language, f"supply.good.{chain.good}")
        amounts = {name: self.amount(chain.good, getattr(chain, name)) for name in ("wanted", "asked", "brought")}
        parts = [say(self.language, "supply.chain", good=good, **amounts)]
        parts += [self._route(chain.good, route) for route in chain.routes]
        if chain.bound != "unbound":
            edges = ", ".join(self._edge(edge) for edge in chain.edges)
            bound = "near" if chain.bound == "carriers" and chain.on_foot <= 1 else chain.bound
            parts.append(say(self.language, f"supply.bound.{bound}", edges=edges, good=good, hexes=chain.on_foot))
        parts += self._limits(chain.limits)
        if chain.fix is not None:
            parts.append(self._fix("supply.would_help", chain.good, chain.fix))
        elif chain.bound != "unbound":
            parts.append(say(self.language, "supply.nothing_helps"))
        if chain.first is not None:
            parts.append(self._fix("supply.served_first", chain.good, chain.first))
        return " ".join(parts)

    def _route(self, good: str, route: Route) -> str:
        """Where something comes from and by which way."""
        key = "supply.by_night" if route.layer == 0 else "supply.by_day"
        depot, end, hexes = self.chronicle.unit(route.depot), self._number(route.hexes[-1]), len(route.hexes) - 1
        return say(self.language, key, depot=depot, end=end, amount=self.amount(good, route.kg), hexes=hexes)

    def _limits(self, limits: tuple[Limit, ...]) -> list[str]:
        """Who or what limits it."""
        told = []
        served = [limit for limit in limits if limit.kind == "served"]
        if served:
            names = ", ".join(self.chronicle.unit(limit.unit) for limit in served[:MOST_NAMED])
            kg = tonnes(sum(limit.amount for limit in served))
            told.append(say(self.language, "supply.served_before", units=len(served), names=names, tonnes=kg))
        fires = dict.fromkeys((limit.hexes, limit.amount) for limit in limits if limit.kind == "fire")
        if fires:
            level = max(level for _, level in fires)
            edges = ", ".join(self._edge(hexes) for hexes, _ in list(fires)[:MOST_NAMED])
            told.append(say(self.language, "supply.under_fire", edges=edges, level=level))
        barriers = [limit.barrier for limit in limits if limit.barrier is not None]
        if barriers:
            told.append(say(self.language, "supply.closed_by", barriers=", ".join(map(self._barrier, barriers))))
        return told

    def _values(self, relief: Relief) -> dict[str, str | int]:
        """What the sentence of a relief needs."""
        values: dict[str, str | int] = {"unit": self.chronicle.unit(relief.unit), "count": relief.amount}
        values |= {"edge": self._edge(relief.hexes), "tonnes": tonnes(relief.amount)}
        values["good"] = say(self.language, f"supply.good.{GOODS[relief.good]}") if relief.good >= 0 else ""
        return values

    def relief(self, relief: Relief) -> str:
        """What would be done."""
        return say(self.language, f"supply.relief.{relief.kind}", **self._values(relief))

    def _barrier(self, relief: Relief) -> str:
        """What closes a way."""
        return say(self.language, f"supply.barrier.{relief.kind}", **self._values(relief))

    def _fix(self, key: str, good: str, fix: Fix) -> str:
        """What would help, and how much."""
        reliefs = "; ".join(self.relief(relief) for relief in fix.reliefs)
        return say(self.language, key, reliefs=reliefs, amount=self.amount(good, fix.gain))

    # what if, forecasts, corridors -------------------------------------------------------------------------------------

    def what_if(self, found: WhatIf, edges: Iterable[tuple[int, int]] = (), hexes: Iterable[int] = ()) -> str:
        """What would become of supply, in one sentence: "If 1912-2012 falls: 9 units, first Out in 2 turns, ..."."""
        lost = ", ".join([*(self._edge(edge) for edge in edges), *(self._number(h) for h in hexes)])
        if not found.less:
            return say(self.language, "supply.if_nothing", what=lost)
        parts = [say(self.language, "supply.if_less", units=len(found.less))]
        if found.out_in >= 0:
            parts.append(say(self.language, "supply.if_out", turns=found.out_in))
        parts.append(say(self.language, "supply.if_tonnes", tonnes=tonnes(found.kg)))
        if found.wounded:
            parts.append(say(self.language, "supply.if_wounded", people=found.wounded))
        return say(self.language, "supply.if_falls", what=lost, parts=", ".join(parts))

    def forecast(self, forecast: Forecast) -> str:
        """Days of supply now and in the next turns."""
        after = ", ".join(turns(days) for days in forecast.days[1:])
        unit = self.chronicle.unit(forecast.unit)
        return say(self.language, "supply.forecast", unit=unit, now=turns(forecast.days[0]), after=after)

    def corridor(self, corridor: Corridor) -> str:
        """The gauge of a garrison's corridor."""
        throat = corridor.throat
        values: dict[str, str | int] = {"night": self._rate(throat.night), "day": self._rate(throat.day)}
        values |= {"edges": self._sides(throat.edges_night), "width": self._width(corridor.width)}
        values |= {"fire_night": corridor.fire_night, "fire_day": corridor.fire_day, "units": len(corridor.units)}
        values |= {"quiet": tonnes(corridor.need_quiet), "hard": tonnes(corridor.need_hard)}
        parts = [say(self.language, "supply.corridor", **values)]
        if corridor.closure >= 0:
            values = {"hexes": corridor.taken, "days": RECENT, "turns": corridor.closure}
            parts.append(say(self.language, "supply.closes", **values))
        elif corridor.width >= 0:
            parts.append(say(self.language, "supply.closes_not", days=RECENT))
        return " ".join(parts)

    def pocket(self, pocket: Pocket) -> str:
        """A pocket or a semi-pocket: who is in it, what they hold, the ways out."""
        places = ", ".join(self._number(h) for h in pocket.hexes[:MOST_NAMED])
        values: dict[str, str | int] = {"side": self.chronicle.side(pocket.side), "units": len(pocket.units)}
        values |= {"people": pocket.people, "hexes": places + (" …" if len(pocket.hexes) > MOST_NAMED else "")}
        parts = [say(self.language, "supply.pocket" if pocket.sealed else "supply.semi_pocket", **values)]
        if pocket.days >= 0:
            kg = {"ammunition": tonnes(pocket.ammunition), "sustenance": tonnes(pocket.sustenance)}
            parts.append(say(self.language, "supply.pocket_holds", days=turns(pocket.days), **kg))
        parts += [self.exit(way) for way in pocket.exits[:2]]
        if not pocket.exits:
            parts.append(say(self.language, "supply.no_exit", hexes=MOST_HEXES))
        return " ".join(parts)

    def exit(self, way: Exit) -> str:
        """A way out of a pocket."""
        values = {"start": self._number(way.hexes[0]), "end": self._number(way.hexes[-1]), "hexes": len(way.hexes) - 1}
        values |= {"danger": way.danger, "hours": f"{way.minutes / 60:.1f}"}
        return say(self.language, "supply.exit", **values)

    def _width(self, hexes: int) -> str:
        """How wide a corridor is."""
        return say(self.language, "supply.wide", hexes=hexes) if hexes >= 0 else "-"

    def _rate(self, kg: int) -> str:
        """Tonnes that a throat lets through; no number if it is no throat."""
        return tonnes(kg) if kg >= 0 else "-"

    def _sides(self, sides: tuple[Side, ...]) -> str:
        """The hexsides of a throat, a few of them if they are many."""
        more = " …" if len(sides) > MOST_NAMED else ""
        return ", ".join(f"{h}-{n}" for h, n in sides[:MOST_NAMED]) + more or "-"
