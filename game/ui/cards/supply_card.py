"""The supply card: what a unit holds, got and will get; what a depot or source holds and sends."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pygame

from game.analysis.solution import BOUNDS, BROUGHT_BACK, CARRIED, Parcel
from game.state import (
    AMMO,
    ASKED_KG,
    BOUND,
    BOUND_AT,
    CAME_KG,
    DEPOT_ROLE,
    LIGHT,
    MEN,
    PEOPLE,
    PRIORITY,
    ROLE,
    SEATS,
    SHELLS,
    SUST,
    URGENT,
    VEHICLES,
)  # fmt: skip
from game.ui import fonts, palette
from game.ui.cards.order_card import aid
from game.ui.orders import keeping
from game.ui.paint.overlays.facts import Facts, weight
from game.ui.sheet import Sheet

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

LABEL, ROW, GAUGE = 92, 21, 86
_WARNING = palette.SUPPLY[2]


def supply_card(sheet: Sheet, battle: Battle, u: int, x: int, top: int, width: int) -> int:
    """The supply of an own unit; the lower edge."""
    facts = battle.painter.overlays.facts(battle.situation)
    row = battle.situation.state.units[u]
    needs = facts.view.scenario.rules.file.supply.needs
    steps = -(-int(row[PEOPLE]) // facts.view.scenario.rules.file.scale.step_people)
    sheet.head(sheet.say("logistics.head"), x, top + 14)
    top += 27
    for key, column, most in (("ammunition", AMMO, needs.hold_ammunition), ("sustenance", SUST, needs.hold_sustenance)):
        _stock(sheet, key, int(row[column]), most * steps, x, top + 8, width)
        top += ROW
    asked, came = int(row[ASKED_KG]), int(row[CAME_KG])
    words = sheet.say("logistics.came", came=weight(came), asked=weight(asked))
    colour = palette.TEXT if came * 10 >= asked * 9 else _WARNING
    _row(sheet, "morning", words, x, top + 8, width, colour)
    top += ROW
    top = _bound(sheet, facts, int(row[BOUND]), int(row[BOUND_AT]), x, top, width)
    wounded = [int(row[column]) for column in (URGENT, PRIORITY, LIGHT)]
    if sum(wounded):
        words = sheet.say("overlay.wounded", urgent=wounded[0], priority=wounded[1], light=wounded[2])
        rect = _row(sheet, "wounded", words, x, top + 8, width, _WARNING)
        why = functools.partial(battle.situation.reasons.evacuation, u)
        sheet.place(rect, None, sheet.say("logistics.wounded_tip"), why)
        top += ROW
        near = aid(battle.situation, u)
        words = sheet.say("logistics.aid_near" if near else "logistics.aid_none")
        rect = _row(sheet, "aid", words, x, top + 8, width, palette.TEXT if near else _WARNING)
        sheet.place(rect, None, sheet.say("logistics.aid_tip"))
        top += ROW
    why = functools.partial(battle.situation.reasons.tonight, u)
    sheet.place(pygame.Rect(x - 4, top - 2, width + 8, ROW), None, why=why)
    return _tonight(sheet, facts, u, x, top, width)


def _row(
    sheet: Sheet, key: str, words: str, x: int, y: int, width: int, colour: palette.Colour = palette.TEXT
) -> pygame.Rect:
    """A label and a value."""
    rect = sheet.text(words, x + width, y, size=12.6, weight=fonts.SEMIBOLD, colour=colour, anchor="right",
                      most=width - LABEL - 34)  # fmt: skip
    most = LABEL + 2 if key in ("ammunition", "sustenance") else rect.left - x - 8
    sheet.text(sheet.say(f"logistics.{key}"), x, y, size=12.2, colour=palette.TEXT_THIRD, most=most)
    return rect


def _stock(sheet: Sheet, key: str, kg: int, most: int, x: int, y: int, width: int) -> None:
    """Tonnes of a good in hand, of the most that can be held."""
    share = kg / max(most, 1)
    colour = palette.SUPPLY[0 if share > 0.5 else 1 if share > 0.25 else 2]
    sheet.gauge(pygame.Rect(x + LABEL + 8, y - 3, GAUGE, 6), share, colour)
    _row(sheet, key, sheet.say("logistics.of", some=weight(kg), all=weight(most)), x, y, width)


def _bound(sheet: Sheet, facts: Facts, bound: int, at: int, x: int, top: int, width: int) -> int:
    """What held up this morning's goods, if anything did; the lower edge."""
    if bound == 0:
        return top
    kind = BOUNDS[bound]
    words = sheet.say(f"logistics.bound_{kind}")
    if kind == "edge" and at >= 0:
        a, b = facts.ends[at]
        words = sheet.say("logistics.edge_at", a=facts.number(a), b=facts.number(b))
    return sheet.paragraph(words, x, top + 1, width, size=12.2, colour=_WARNING) + 3


def _tonight(sheet: Sheet, facts: Facts, u: int, x: int, top: int, width: int) -> int:
    """What comes tonight, from where and how far, and what binds it; the lower edge."""
    parcels = [parcel for parcel in facts.solution.of(u) if parcel.good in CARRIED]
    asked, sent = sum(p.asked for p in parcels), sum(p.sent for p in parcels)
    words = sheet.say("logistics.of", some=weight(sent), all=weight(asked))
    _row(sheet, "tonight", words, x, top + 8, width, palette.TEXT if sent >= asked else _WARNING)
    top += ROW
    routes = sorted((route for p in parcels for route in p.routes), key=lambda route: -route.kg)
    if routes:
        route = routes[0]
        name = getattr(facts.view.scenario.units[route.depot].name, sheet.language)
        level = max((_fire(facts, pair) for pair in zip(route.hexes, route.hexes[1:], strict=False)), default=0)
        words = sheet.say("logistics.from", depot=name, km=len(route.hexes) - 1, level=level)
        top = sheet.paragraph(words, x, top + 1, width, size=12.2) + 3
    return _binds(sheet, facts, parcels, x, top, width)


def _fire(facts: Facts, pair: tuple[int, int]) -> int:
    """The worst level of fire between two hexes."""
    return max(facts.level((min(pair), max(pair))))


def _binds(sheet: Sheet, facts: Facts, parcels: list[Parcel], x: int, top: int, width: int) -> int:
    """What will bind tonight's goods; the lower edge."""
    for parcel in parcels:
        if parcel.bound != "unbound":
            return _bound(sheet, facts, BOUNDS.index(parcel.bound), parcel.bound_at, x, top, width)
    return top


# depots and sources --------------------------------------------------------------------------------------------------


def depot_card(sheet: Sheet, battle: Battle, u: int, x: int, top: int, width: int) -> int:
    """What a depot or source is; of one's own what it holds, its vehicles, and what it sends; the lower edge."""
    situation = battle.situation
    fact = situation.scenario.roster.units[u]
    key = "depot" if fact[ROLE] == DEPOT_ROLE else "source"
    top = sheet.paragraph(sheet.say(f"unit.{key}"), x, top, width, size=12.4) + 6
    if u not in situation.solution.depots():
        return top
    row, facts = situation.state.units[u], battle.painter.overlays.facts(situation)
    sheet.head(sheet.say("logistics.stock"), x, top + 12)
    top += 24
    values = [(name, sheet.say("overlay.tonnes", t=weight(int(row[column]))))
              for name, column in (("ammunition", AMMO), ("sustenance", SUST), ("shells", SHELLS))]  # fmt: skip
    values.append(("people", str(int(row[MEN]))))
    vehicles = int(row[VEHICLES]) / 1000
    values.append(("vehicles", f"{vehicles:.1f}"))
    values.append(("seats", f"{vehicles * int(fact[SEATS]):.0f}"))
    values.append(("sent", sheet.say("overlay.tonnes", t=weight(int(row[ASKED_KG])))))
    goods = [parcel for parcel in facts.solution.parcels if parcel.good not in BROUGHT_BACK]
    kg = sum(route.kg for parcel in goods for route in parcel.routes if route.depot == u)
    served = {parcel.unit for parcel in goods for route in parcel.routes if route.depot == u}
    values.append(("sends", sheet.say("logistics.to_units", t=weight(kg), units=len(served))))
    for name, words in values:
        _row(sheet, name, words, x, top + 8, width)
        top += ROW
    return keeping.card(sheet, battle, u, x, top, width)
