"""Lint for play: what can be built but not played as it is meant; and remarks that silence it."""

from __future__ import annotations

import random

import numpy as np
import pytest
from mistakes import BASE

from game.documents import parse
from game.rulebook import load_rules
from game.rules import field, supply
from game.scenario.lint.reach import Reach
from game.scenario.load import FOLDER, Scenario, build, scenario_names
from game.scenario.parts import read_parts
from game.state import GROUND, OF_SIDE, ROLE, SIDES, SOURCE, copy


def told(text: str) -> list[tuple[str, int]]:
    """Codes and lines of everything told of a text, which can be played all the same."""
    document = parse("scenario.yaml", text)
    scenario = build(document, "scenario")
    assert (scenario is not None) == (not document.errors)
    return [(p.code, p.line) for p in document.problems]


def line(text: str, part: str) -> int:
    """The line on which a part of a text begins."""
    return text.count("\n", 0, text.index(part)) + 1


def changed(*swaps: tuple[str, str]) -> str:
    """The battlefield with some parts of its text replaced."""
    text = BASE
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def flooded(*numbers: str) -> str:
    """The battlefield with water in some hexes and control left as it is."""
    lines = BASE.split("\n")
    first = next(i for i, text in enumerate(lines) if "# row 00" in text)
    for number in numbers:
        column, row = int(number[:2]), int(number[2:])
        text = lines[first + row]
        quote = text.index('"')
        spots = [i for i in range(quote + 1, text.index('"', quote + 1)) if text[i] != " "]
        lines[first + row] = text[: spots[column]] + "~" + text[spots[column] + 1 :]
    return "\n".join(lines)


def test_a_unit_without_a_way_to_a_source_is_told() -> None:
    """Two hexes with water around them: it can move, but nothing comes to it, on wheels or on foot."""
    text = flooded("0001", "0101", "0202", "0103", "0003").replace('hex: "0104"', 'hex: "0002"', 1)
    assert told(text) == [("C240", line(text, "{id: n-1,"))]


def test_a_unit_with_water_all_around_cannot_move() -> None:
    text = flooded("0003", "0103", "0004", "0204", "0005", "0105")
    at = line(text, "{id: n-1,")
    assert told(text) == [("C240", at), ("C241", at)]


def test_a_place_on_an_island_is_no_gain() -> None:
    """A village that water surrounds pays nobody who does not hold it."""
    text = flooded("0306", "0406", "0207", "0407", "0308", "0408")
    at = line(text, "{place: west-hamlet, held")
    assert {(code, where) for code, where in told(text)} == {("C242", at)}


def test_a_side_without_fighting_units_cannot_win() -> None:
    lines = [text for text in BASE.split("\n") if "id: s-" not in text or "kind: infantry" not in text]
    text = "\n".join(lines)
    assert told(text) == [("C244", line(text, "formations:") + 1)]


def test_a_draw_beyond_all_gain_is_told_of_both_sides() -> None:
    text = changed(("draw_below: 1\n", "draw_below: 1000\n"))
    at = line(text, "draw_below")
    assert told(text) == [("C244", at), ("C244", at)]
    collapse = text.replace("draw_below: 1000\n", "draw_below: 1000\n  collapse_percent: 30\n")
    assert told(collapse) == []


def test_a_source_whose_roads_stop_at_once_is_told() -> None:
    text = flooded("0501")
    assert ("C245", line(text, "{id: ua-west,")) in told(text)


def test_a_circle_of_events_is_told_once() -> None:
    text = changed(("if: [{side: ua, holds: crossroads}]", "if: [{fired: rounds}]"))
    assert told(text) == [("C243", line(text, "{id: relief,"))]


def test_events_say_why_they_never_happen() -> None:
    text = changed(("{unit: n-1, people_below: 200}", "{unit: n-uav, gone: true}"), ("arrives: 5,", "arrives: 55,"))
    assert told(text) == [("C216", line(text, "{id: n-uav,")), ("C243", line(text, "{id: rounds,"))]


# silenced ---------------------------------------------------------------------------------------------------------------


def test_a_remark_silences_a_warning_on_its_line_or_the_next() -> None:
    unsourced = ('uk: "Перехрестя"}, source: "made up"', 'uk: "Перехрестя"}')
    text = changed(unsourced)
    at = line(text, "{id: crossroads,")
    assert told(text) == [("C225", at)]
    lines = text.split("\n")
    assert told("\n".join([*lines[: at - 1], lines[at - 1] + "  # lint: off C225", *lines[at:]])) == []
    assert told("\n".join([*lines[: at - 1], "  # lint: off C225", *lines[at - 1 :]])) == []
    assert told("\n".join([*lines[: at - 1], lines[at - 1] + "  # lint: off D123, C225", *lines[at:]])) == [("D124", at)]
    assert told("\n".join([*lines[: at - 2], lines[at - 2] + "  # lint: off C225", *lines[at - 1 :]])) == [
        ("D124", at - 1), ("C225", at),
    ]  # fmt: skip


def test_errors_are_never_silenced() -> None:
    text = changed(("{id: n-3, kind: infantry", "{id: n-3, kind: infantery"))
    at = line(text, "infantery")
    lines = text.split("\n")
    lines[at - 1] += "  # lint: off C211"
    assert told("\n".join(lines)) == [("C211", at), ("D124", at)]


def test_what_stands_in_quotes_is_no_remark() -> None:
    text = changed(('en: "Mirror"', 'en: "Mirror # lint: off C225"'))
    assert told(text) == []


def test_the_fix_for_a_remark_takes_it_away() -> None:
    for old, new in (
        ("turns: 12, first_side: ua}", "turns: 12, first_side: ua}  # lint: off C225"),
        ("\nrails:", "\n# lint: off C225\nrails:"),
    ):
        document = parse("scenario.yaml", changed((old, new)))
        build(document, "scenario")
        (problem,) = document.problems
        assert problem.fix is not None
        assert problem.fix.apply(document.text) == BASE


# reach, held against the compiled rules ---------------------------------------------------------------------------------


def random_text(dice: random.Random) -> str:
    """A small scenario of random ground, control, roads, waters, bridges and units."""
    columns, rows = 9, 8
    owners = [[dice.choice("uuur." if row < 4 else "rrru.") for _ in range(columns)] for row in range(rows)]
    ground = [[dice.choice("....twvoox~") for _ in range(columns)] for _ in range(rows)]

    def layer(name: str, values: list[list[str]]) -> str:
        return f"{name}:\n  rows:\n" + "".join(f'    - "{" ".join(row)}"\n' for row in values)

    def walk(steps: int) -> list[tuple[int, int]]:
        way = [(dice.randrange(columns), dice.randrange(rows))]
        for _ in range(steps):
            c, r = way[-1]
            odd = r % 2
            near = [(1, 0), (-1, 0), (odd, -1), (odd - 1, -1), (odd, 1), (odd - 1, 1)]
            on = [(c + x, r + y) for x, y in near if 0 <= c + x < columns and 0 <= r + y < rows]
            way.append(dice.choice(on))
        return way

    roads = [walk(12) for _ in range(5)]
    sides = {tuple(sorted(pair)) for _ in range(3) for pair in zip(*(lambda w: (w, w[1:]))(walk(6)), strict=False)}
    named = [f"{a:02d}{b:02d}-{c:02d}{d:02d}" for (a, b), (c, d) in sorted(sides) if (a, b) != (c, d)]
    bridges = [(side, dice.choice(("intact", "damaged", "blown", "pontoon"))) for side in named if dice.random() < 0.5]
    text = f"""format: 2
title: {{en: a, uk: b}}
about: {{en: a, uk: b}}
calendar: {{first_day: "2023-05-01", turns: 12, first_side: ua}}
geo: {{lat: 0.1, lon: 0.0}}
size: {{columns: {columns}, rows: {rows}}}
{layer("terrain", ground)}{layer("elevation", [["100"] * columns] * rows)}{layer("control", owners)}roads:
"""
    for i, way in enumerate(roads):
        path = " ".join(f"{c:02d}{r:02d}" for c, r in way)
        text += f'  - {{id: r{i}, kind: {dice.choice(("main", "dirt", "track"))}, path: "{path}"}}\n'
    text += f'waters:\n  - {{id: w, kind: {dice.choice(("river", "canal"))}, sides: "{" ".join(named)}"}}\nbridges:\n'
    text = text.replace("bridges:\n", "") if not bridges else text
    text += "".join(f'  - {{at: "{side}", state: {state}}}\n' for side, state in bridges)
    free = [(c, r) for r in range(rows) for c in range(columns) if ground[r][c] != "~" and owners[r][c] != "."]
    rubble = " ".join(f"{c:02d}{r:02d}" for c, r in dice.sample(free, 6))
    text += f'rubble:\n  - {{level: {dice.randint(1, 3)}, hexes: "{rubble}"}}\n'
    text += 'sides: {ua: {name: {en: a, uk: b}}, ru: {name: {en: a, uk: b}}}\nformations:\n'
    dice.shuffle(free)
    for side, letter in (("ua", "u"), ("ru", "r")):
        ours = [(c, r) for c, r in free if owners[r][c] == letter][:6]
        text += f"  - id: {side}\n    side: {side}\n    name: {{en: a, uk: b}}\n    short: {{en: a, uk: b}}\n    units:\n"
        for i, (c, r) in enumerate(ours):
            kind, people, days = dice.choice(("infantry", "hq", "tank")), dice.choice((40, 200)), dice.choice((0, 0.5, 3))
            text += f'      - {{id: {side}{i}, kind: {kind}, name: {{en: a, uk: b}}, hex: "{c:02d}{r:02d}", '
            text += f"people: {people}, quality: 3, days: {days}}}\n"
    text += "supply:\n"
    for side, letter in (("ua", "u"), ("ru", "r")):
        on = [(c, r) for way in roads for c, r in way if owners[r][c] == letter]
        for i, (c, r) in enumerate(dice.sample(sorted(set(on)), min(2, len(set(on))))):
            text += f'  - {{id: {side}s{i}, side: {side}, kind: source, hex: "{c:02d}{r:02d}", name: {{en: a, uk: b}}}}\n'
    ground_now = dice.choice(("dry", "wet", "thaw", "frozen"))
    text += f"weather:\n  - {{from: 1, ground: {ground_now}, sky: clear, temperature: 9}}\n"
    return text + "victory: {weights: {ground: 1, pinned: 0, inflicted: 0.02, lost: 0.02}, draw_below: 1}\n"


def compiled(scenario: Scenario, s: int) -> dict[int, tuple[int, int]]:
    """What the compiled rules find that a side's sources reach before the first dawn."""
    fixed = field.fix(scenario.ground, scenario.rules, scenario.roster)
    state, scratch = copy(scenario.start), field.new_scratch(fixed)
    grounds = ("dry", "wet", "thaw", "frozen")
    state.clock[GROUND] = grounds.index(scenario.file.weather[0].ground)
    field.set_zones(fixed, state)
    field.lay_out(fixed, state, scratch)
    supply.trace(fixed, state, scratch, s)
    carried = scratch.hexes[field.CARRY]
    return {int(h): (int(scratch.hexes[field.COST, h]), int(carried[h])) for h in np.flatnonzero(carried >= 0)}


def slowly(text: str, scenario: Scenario, s: int) -> dict[int, tuple[int, int]]:
    """The same as lint finds it."""
    parts = read_parts(parse("scenario.yaml", text), load_rules())
    assert parts is not None
    units = scenario.roster.units
    sources = [u for u in range(len(units)) if units[u, ROLE] == SOURCE and units[u, OF_SIDE] == s]
    return Reach(parts, scenario.ground).served(s, [int(scenario.start.units[u, 1]) for u in sources])


@pytest.mark.parametrize("name", scenario_names())
def test_supply_reaches_in_shipped_scenarios_what_the_rules_say(name: str) -> None:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    scenario = build(parse(name, text), name)
    assert scenario is not None
    for s in range(len(SIDES)):
        assert slowly(text, scenario, s) == compiled(scenario, s)


def test_supply_reaches_on_random_boards_what_the_rules_say() -> None:
    boards = 0
    for seed in range(60):
        text = random_text(random.Random(seed))
        document = parse("scenario.yaml", text)
        scenario = build(document, "scenario")
        if scenario is None:
            assert {p.code for p in document.errors} <= {"C205", "C210", "D122"}, document.errors
            continue
        for s in range(len(SIDES)):
            assert slowly(text, scenario, s) == compiled(scenario, s), seed
        boards += 1
    assert boards >= 24
