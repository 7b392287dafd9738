"""The right panel's cards: a unit, the stack it stands in; and a hex in words."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

import pygame

from game.chronicle import twelfths
from game.ground import EDGE, END_ARC, FIRST_ARC
from game.orders import Defend
from game.rules.drones import sorties_left
from game.rules.recon import ABOUT
from game.scenario.load import Scenario
from game.state import (
    ALLOWANCE,
    ATTACKS,
    BATTERY,
    BRIDGE,
    BRIDGES,
    COMBAT,
    DAYS,
    DEFENSIVE,
    DRONES,
    ESTABLISHMENT,
    FATIGUE,
    FLOOR,
    HEX,
    JAMMER,
    JAMS,
    LEAVING,
    LOW,
    MOBILITY,
    MORALE,
    OF_SIDE,
    OUT,
    OUT_TURNS,
    PEOPLE,
    POINTS,
    QUALITY,
    RANGE,
    REPLY,
    RETREATED,
    ROLE,
    ROUNDS,
    RUBBLE,
    SHAKEN,
    SOURCE,
    STATIC,
    STRAINED,
    SUPPLY,
    SUPPLY_STATES,
    TRENCH,
)  # fmt: skip
from game.ui import fonts, palette
from game.ui.cards import known, order_card
from game.ui.cards.supply_card import depot_card, supply_card
from game.ui.paint.counters import seen_counter, stack
from game.ui.sheet import Sheet, name_rise
from game.ui.table.situation import Situation

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

LABEL = 92
"""Width of the column of labels."""
ROW = 23
STEP_ROUNDS = 10
NAME_ASIDE = 108
"""Room that a row of a stack leaves beside the name: its counter before it, people and supply after it."""


def draw_counter(sheet: Sheet, situation: Situation, u: int, size: int, x: float, y: float) -> None:
    """Draw the counter of a unit as the map shows it, so many logical px wide, with its middle at a point."""
    sheet.sharp(lambda k: counter_picture(situation, u, round(size * k)), x, y)


def counter_picture(situation: Situation, u: int, size: int) -> pygame.Surface:
    """The counter of a unit as the map shows it, without its neighbours."""
    counter = seen_counter(situation.scenario, situation.state, u, situation.side, situation.language)
    if counter.ghost is not None:
        counter = replace(counter, ghost="")
    return stack((counter,), size)


def supply_sign(sheet: Sheet, right: int, y: int, state: int) -> int:
    """The sign of a state of supply with its right end at x; its left end."""
    colour = palette.SUPPLY[state]
    if state == OUT:
        sheet.text("✕", right, y, size=12, weight=fonts.BOLD, colour=colour, anchor="right")
        return right - 11
    count, size = (3, 7) if state < STRAINED else (2, 9) if state == STRAINED else (1, 11)
    for i in range(count):
        x = right - size / 2 - i * (size + 2)
        if state < STRAINED:
            sheet.disc(x, y, size, colour)
        else:
            points = ((0, size), (size, size), (size / 2, 0)) if state == STRAINED else (
                (size / 2, 0), (size, size / 2), (size / 2, size), (0, size / 2))  # fmt: skip
            sheet.shape(points, (size, size), colour, x, y)
    return right - count * (size + 2)


def age_words(sheet: Sheet, situation: Situation, u: int) -> str:
    """How long ago an enemy unit was noticed, as a tag."""
    days = situation.age(u)
    return sheet.say("unit.age", days=days) if days else sheet.say("unit.age_today")


# units ---------------------------------------------------------------------------------------------------------------


def unit_card(sheet: Sheet, battle: Battle, u: int, x: int, top: int, width: int) -> int:
    """Everything about a unit that its viewer knows; the lower edge."""
    situation = battle.situation
    state, scenario, language = situation.state, situation.scenario, sheet.language
    row, fact, card = state.units[u], scenario.roster.units[u], scenario.units[u]
    draw_counter(sheet, situation, u, 54, x + 27, top + 30)
    left, room = x + 70, width - 70
    named = situation.level(u) > ABOUT
    name = getattr(card.name, language) if named else situation.name(u)
    y = sheet.paragraph(name, left, top, room, size=15.5, weight=fonts.SEMIBOLD,
                        colour=palette.TEXT)  # fmt: skip
    formation = getattr(scenario.file.formations[card.formation].name, language) if card.formation >= 0 else ""
    if formation and named:
        y = sheet.paragraph(formation, left, y, room, size=12) + 1
    where = situation.chronicle.hex(int(row[HEX]))
    kind = sheet.word(f"kind.{card.kind}") if named else sheet.say("unit.not_known")
    y = sheet.paragraph(f"{kind} · {where}", left, y, room, size=11.5, colour=palette.TEXT_THIRD)
    top = max(y + 5, top + 68)
    if fact[ROLE] >= SOURCE:
        return depot_card(sheet, battle, u, x, top, width)
    if fact[OF_SIDE] != situation.side:
        return _enemy(sheet, situation, u, x, top, width)
    if order_card.in_pocket(situation, u):
        order_card.pocket(sheet, situation, u, x, top + 10, width)
        top += ROW
    for draw in _rows(situation, u):
        draw(sheet, situation, u, x, top + 10, width)
        if draw in _REASONS:
            why = functools.partial(getattr(situation.reasons, _REASONS[draw]), u)
            sheet.place(pygame.Rect(x - 4, top + 1, width + 8, ROW - 3), None, why=why)
        top += ROW
    top = order_card.card(sheet, battle, u, x, top, width)
    if fact[ROLE] == BATTERY:
        top = _standing_order(sheet, battle, u, x, top, width)
    return supply_card(sheet, battle, u, x, top, width)


def _enemy(sheet: Sheet, situation: Situation, u: int, x: int, top: int, width: int) -> int:
    """The card of an enemy unit; the lower edge."""
    if order_card.in_pocket(situation, u):
        order_card.pocket(sheet, situation, u, x, top + 10, width)
        top += ROW
    return known.card(sheet, situation, u, x, top, width)


def _rows(situation: Situation, u: int) -> list:  # type: ignore[type-arg]
    """The rows of a unit's card."""
    rows = [_strength, _fatigue, order_card.morale, _quality, _supply, _points]
    if situation.role(u) == COMBAT:
        rows.append(_attack)
    extra = {BATTERY: _rounds, DRONES: _drones, JAMMER: _jams}.get(situation.role(u))
    return [*rows, extra] if extra is not None else rows


def _label(sheet: Sheet, key: str, x: int, y: int) -> None:
    sheet.text(sheet.say(f"unit.{key}"), x, y, size=12.4, colour=palette.TEXT_THIRD, most=LABEL - 6)


def _value(sheet: Sheet, words: str, x: int, y: int, width: int, colour: palette.Colour = palette.TEXT) -> pygame.Rect:
    return sheet.text(words, x + width, y, weight=fonts.SEMIBOLD, colour=colour, anchor="right", most=width - LABEL)


def _strength(sheet: Sheet, situation: Situation, u: int, x: int, y: int, width: int) -> None:
    """People and steps."""
    people, full = int(situation.state.units[u, PEOPLE]), int(situation.scenario.roster.units[u, ESTABLISHMENT])
    step = situation.scenario.rules.file.scale.step_people
    _label(sheet, "strength", x, y)
    _value(sheet, sheet.say("unit.people", people=people, full=full), x, y, width)
    now, most = -(-people // step), max(-(-full // step), -(-people // step))
    colour = palette.SIDE_TEXT[int(situation.scenario.roster.units[u, OF_SIDE])]
    for i in range(most):
        box = pygame.Rect(x + LABEL + i * 10, y - 4, 8, 9)
        if i < now:
            sheet.box(box, colour, 2)
        else:
            sheet.box(box, palette.PANEL, 2, palette.TEXT_THIRD)


def _fatigue(sheet: Sheet, situation: Situation, u: int, x: int, y: int, width: int) -> None:
    """Fatigue, and what it takes away."""
    fatigue = int(situation.state.units[u, FATIGUE])
    _label(sheet, "fatigue", x, y)
    colour = palette.FATIGUE_HIGH if fatigue >= 80 else palette.FATIGUE_MIDDLE if fatigue >= 50 else palette.FATIGUE_LOW
    sheet.gauge(pygame.Rect(x + LABEL, y - 3, 108, 7), fatigue / 100, colour)
    less = 1000 - situation.scenario.rules.file.condition.factor_permille[min(fatigue, 100)]
    _value(sheet, f"{fatigue}" + (f" (−{less / 10:.0f} %)" if less >= 10 else ""), x, y, width)


def _quality(sheet: Sheet, situation: Situation, u: int, x: int, y: int, width: int) -> None:
    """Quality in five discs and a word."""
    quality = int(situation.state.units[u, QUALITY])
    _label(sheet, "quality", x, y)
    for i in range(5):
        colour = palette.ACCENT if i < quality else palette.TEXT_THIRD
        sheet.disc(x + LABEL + 4 + i * 12, y, 8, colour, hollow=i >= quality)
    _value(sheet, sheet.say(f"unit.quality_{quality}"), x, y, width)


def _supply(sheet: Sheet, situation: Situation, u: int, x: int, y: int, width: int) -> None:
    """State and days of supply."""
    row = situation.state.units[u]
    state, days = int(row[SUPPLY]), int(row[DAYS])
    _label(sheet, "supply", x, y)
    colour = palette.SUPPLY[state] if state >= LOW else palette.TEXT
    words = sheet.word(f"supply.{SUPPLY_STATES[state]}"), sheet.say("unit.days", days=f"{days / 100:.1f}")
    rect = _value(sheet, " · ".join(words), x, y, width, colour)
    supply_sign(sheet, rect.left - 8, y, state)


def _points(sheet: Sheet, situation: Situation, u: int, x: int, y: int, width: int) -> None:
    """Points of movement left today."""
    row = situation.state.units[u]
    _label(sheet, "points", x, y)
    if situation.scenario.roster.units[u, MOBILITY] == STATIC:
        _value(sheet, "–", x, y, width)
        return
    left, allowance = int(row[POINTS]), int(row[ALLOWANCE])
    sheet.gauge(pygame.Rect(x + LABEL, y - 3, 108, 7), left / max(allowance, 1), palette.SIDE_TEXT[situation.side])
    _value(sheet, sheet.say("unit.of", left=twelfths(left), all=twelfths(allowance)), x, y, width)


def _attack(sheet: Sheet, situation: Situation, u: int, x: int, y: int, width: int) -> None:
    """Whether it may attack today."""
    row = situation.state.units[u]
    key = "attack_ready" if situation.can_attack(u) else "attack_points"
    unwilling = situation.scenario.rules.file.condition.morale.unwilling
    if row[RETREATED]:
        key = "attack_retreated"
    elif row[ATTACKS] < 1:
        key = "attack_made"
    elif row[SHAKEN]:
        key = "attack_shaken"
    elif row[LEAVING]:
        key = "attack_leaving"
    elif row[SUPPLY] == OUT and row[OUT_TURNS] > 1:
        key = "attack_out"
    elif row[MORALE] < unwilling:
        key = "attack_unwilling"
    _label(sheet, "attack", x, y)
    colour = palette.SUPPLY[0] if key == "attack_ready" else palette.TEXT_SECOND
    _value(sheet, sheet.say(f"unit.{key}"), x, y, width, colour)


_REASONS = {_strength: "strength", _fatigue: "fatigue", _supply: "supply", _points: "movement"}
"""Rows whose number says what it is made of, and by what name."""


def _rounds(sheet: Sheet, situation: Situation, u: int, x: int, y: int, width: int) -> None:
    """Rounds and range of a battery."""
    _label(sheet, "rounds", x, y)
    reach = int(situation.scenario.roster.units[u, RANGE])
    words = sheet.say("unit.rounds_range", rounds=int(situation.state.units[u, ROUNDS]), range=reach)
    _value(sheet, words, x, y, width)


def _drones(sheet: Sheet, situation: Situation, u: int, x: int, y: int, width: int) -> None:
    """Drones, sorties left today and range of a drone company."""
    _label(sheet, "drones", x, y)
    left = int(sorties_left(situation.view.fixed, situation.state, u))
    reach = int(situation.scenario.roster.units[u, RANGE])
    words = sheet.say("unit.sorties", drones=int(situation.state.units[u, ROUNDS]), sorties=left, range=reach)
    _value(sheet, words, x, y, width)


def _jams(sheet: Sheet, situation: Situation, u: int, x: int, y: int, width: int) -> None:
    """How far a jammer disturbs drones."""
    _label(sheet, "jams", x, y)
    _value(sheet, sheet.say("unit.jams_hexes", hexes=int(situation.scenario.roster.units[u, JAMS])), x, y, width)


def _standing_order(sheet: Sheet, battle: Battle, u: int, x: int, top: int, width: int) -> int:
    """The steppers of a battery's standing order; the lower edge."""
    row = battle.situation.state.units[u]
    rounds, keep, hold = int(row[DEFENSIVE]), int(row[FLOOR]), int(row[ROUNDS])
    free = battle.may_order()
    sheet.head(sheet.say("unit.standing"), x, top + 14)
    top += 26

    def change(more: int, kept: int) -> None:
        battle.order(Defend(u, max(0, rounds + more), max(0, keep + kept), bool(row[REPLY])))

    values = (("each", rounds, (STEP_ROUNDS, 0)), ("floor", keep, (0, STEP_ROUNDS)))
    for key, value, (more, kept) in values:
        y = top + 12
        sheet.text(sheet.say(f"unit.{key}"), x, y, size=12.4, colour=palette.TEXT_SECOND, most=width - 130)
        down = (lambda m=more, k=kept: change(-m, -k)) if free and value > 0 else None
        up = (lambda m=more, k=kept: change(m, k)) if free and value < max(hold, value) + 200 else None
        sheet.stepper(x + width, y, str(value), 56, down, up)
        top += 28
    return sheet.paragraph(sheet.say("unit.standing_note"), x, top + 2, width, size=11.5, colour=palette.TEXT_THIRD)


def known_tag(sheet: Sheet, situation: Situation, u: int, right: int, y: int) -> int:
    """Strength and age of an enemy unit as far as they are known, with its right end at x; its left end."""
    old = situation.age(u) > 0
    words = known.strength(sheet, situation, u)
    if old:
        words = f"{words} · {age_words(sheet, situation, u)}"
    colour = palette.SUPPLY[STRAINED] if old else palette.TEXT
    return sheet.text(words, right, y, size=11.5, weight=fonts.SEMIBOLD, colour=colour, anchor="right").left


def stack_list(sheet: Sheet, battle: Battle, units: list[int], x: int, top: int, width: int) -> int:
    """The units of a hex in rows; a click chooses one; the lower edge."""
    situation, row_height = battle.situation, 32
    for u in units:
        row = situation.state.units[u]
        high = row_height + name_rise(situation.name(u), width - NAME_ASIDE)
        rect = pygame.Rect(x - 8, top, width + 16, high - 2)
        if u == battle.selected:
            sheet.box(rect, palette.RAISED, 6, palette.ACCENT)
        elif sheet.hot(rect):
            sheet.box(rect, palette.RAISED, 6)
        y = rect.centery
        draw_counter(sheet, situation, u, 23, x + 11, y)
        right = x + width
        if u in situation.enemies:
            right = known_tag(sheet, situation, u, right, y) - 8
        elif situation.role(u) < SOURCE:
            right = supply_sign(sheet, right, y, int(row[SUPPLY])) - 6
            people = sheet.text(str(int(row[PEOPLE])), right, y, size=12, weight=fonts.SEMIBOLD, anchor="right")
            right = people.left - 8
        ink = palette.TEXT_THIRD if u in situation.done | situation.spent else palette.TEXT
        sheet.name(situation.name(u), x + 28, y, min(right - x - 28, width - NAME_ASIDE), colour=ink)
        sheet.place(rect, lambda u=u: battle.select(u))  # type: ignore[misc]
        top += high
    return top


# hexes ---------------------------------------------------------------------------------------------------------------


def ground_words(situation: Situation, h: int, sheet: Sheet) -> list[str]:
    """Terrain, height, works, roads, rails, waters and bridges of a hex, each in a word or two."""
    scenario, row = situation.scenario, situation.state.hexes[h]
    graph = scenario.ground.graph
    node = graph.nodes[h]
    words = [sheet.word(f"terrain.{node['terrain']}"), sheet.say("hex.metres", metres=node["elevation"])]
    if row[TRENCH]:
        words.append(sheet.say("hex.trench", level=int(row[TRENCH])))
    if row[RUBBLE]:
        words.append(sheet.say("hex.rubble", level=int(row[RUBBLE])))
    words += _roads(scenario, h, sheet)
    arcs = [arc for _, _, arc in graph.edges(h, data=True)]
    if any(arc["rail"] for arc in arcs):
        words.append(sheet.say("hex.rail"))
    waters = {side for side in (arc["water"] for arc in arcs) if side != "none"}
    words += [sheet.word(f"water.{water}") for water in sorted(waters)]
    return words + _bridges(situation, h, sheet)


def _roads(scenario: Scenario, h: int, sheet: Sheet) -> list[str]:
    """The roads through a hex: their numbers, else the best surface."""
    number = scenario.grid.number(h)
    refs = [road.ref.split("/")[0] for road in scenario.file.roads if road.ref and number in road.path.split()]
    if refs:
        return [sheet.say("hex.road", ref=" ".join(dict.fromkeys(refs)))]
    surfaces = {arc["surface"] for _, _, arc in scenario.ground.graph.edges(h, data=True)}
    best = next((s for s in ("hard_road", "dirt_road", "track", "street") if s in surfaces), None)
    return [sheet.word(f"surface.{best}")] if best else []


def _bridges(situation: Situation, h: int, sheet: Sheet) -> list[str]:
    """The bridges on the sides of a hex as they are now."""
    board, found = situation.view.fixed.board, []
    for arc in board.arcs[board.hexes[h, FIRST_ARC] : board.hexes[h, END_ARC]]:
        state = int(situation.state.edges[arc[EDGE], BRIDGE])
        if state:
            found.append(sheet.word(f"bridge.{BRIDGES[state]}"))
    return list(dict.fromkeys(found))
