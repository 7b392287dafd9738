"""Pockets, semi-pockets and their ways out; how exposed a line is; at what pace a corridor closes."""

from __future__ import annotations

import random

import networkx as nx
import numpy as np
import pytest
from boards import Battle, board
from starving import case

from game.analysis.encirclement import MOST_HEXES, Exit, Ring, encircled, pockets, semi_pockets
from game.analysis.exposure import Line
from game.analysis.studies import Study
from game.analysis.telling import Teller
from game.rules.field import CARRY, GROUP
from game.state import COMBAT, FORMATION, HEX, HEX_BLOCK, OWNER, ROLE, SOURCE, TAKEN, TURN, copy
from game.view import View


def ways(battle: Battle, exits: tuple[Exit, ...]) -> list[tuple[str, int, int]]:
    """Ways out as words: their hexes, hexsides in danger, minutes."""
    return [(" ".join(map(battle.number, way.hexes)), way.danger, way.minutes) for way in exits]


# pockets ----------------------------------------------------------------------------------------------------------------


def test_a_pocket_has_members_stock_and_a_way_out():
    """[7.1] a and b behind an enemy strip in which nobody stands: 1 point a hex, and 2.5 more on his ground."""
    battle = board(".c . . |. .| .a . .b .", units="a 200; b 130; c 100", roads="hard 0000 0100 0200", sources="ua 0000")
    for name, kg in (("a", 2000), ("b", 400)):
        battle.put(name, ammo=kg, sust=1000)
    (pocket,) = pockets(battle.view("ua"))
    assert (pocket.side, pocket.sealed) == (0, True)
    assert [battle.name(u) for u in pocket.units] == ["a", "b"]
    assert [battle.number(h) for h in pocket.hexes] == ["0500", "0700"]
    assert (pocket.people, pocket.steps) == (330, 7)
    assert (pocket.ammunition, pocket.sustenance) == (2400, 2000)
    assert pocket.days == min(100 * 2400 // (170 * 7), 100 * 2000 // (330 * 7))
    assert ways(battle, pocket.exits) == [("0500 0400 0300 0200", 0, 70 + 70 + 20)]
    told = Teller(battle.scenario).pocket(pocket)
    assert told == (
        "Ukraine, pocket at 0500, 0700: 2 units, 330 people. Together they hold 2.4 t of ammunition and 2 t of food and "
        "fuel: 0.9 days. Out from 0500 to 0200: 3 hexes, 0 in danger, 2.7 h on foot."
    )
    assert "оточення біля 0500, 0700" in Teller(battle.scenario, "uk").pocket(pocket)


def test_the_quick_way_out_may_be_the_dangerous_one():
    """[5.5] X's zone lies over the straight way; the way round it is slow. Both are told, the safe one first."""
    battle = board(
        """
        .  .  |. . . .X| .
         . .c |. . .  .| .a
        .  .  |. . .  .| .
         . .  |w w w  w| .
        """,
        roads="hard 0001 0101",
        sources="ua 0001",
    )
    (pocket,) = [pocket for pocket in pockets(battle.view("ua")) if pocket.side == 0]
    safe, quick = pocket.exits
    assert (safe.danger, quick.danger) == (0, 2)
    assert safe.minutes > quick.minutes
    assert ways(battle, (quick,)) == [("0601 0501 0401 0301 0201 0101", 2, 4 * 70 + 20)]
    assert ways(battle, (safe,)) == [("0601 0602 0502 0402 0301 0201 0101", 0, 20 + 4 * 70 + 20)]


def test_a_pocket_shut_in_by_units_has_no_way_out():
    """Enemies on all sides; and one too far off for eight hexes has none either."""
    shut = board(
        """
        .  . . |. .X  .Y .
         .c . . |.Z |.a |.U .
        .  . . |. .V  .W .
        """,
        roads="hard 0001 0101",
        sources="ua 0001",
    )
    (pocket,) = [pocket for pocket in pockets(shut.view("ua")) if pocket.side == 0]
    assert pocket.exits == ()
    far = board(
        ".c . . |. . . . . . . .| .a", roads="hard 0000 0100 0200", sources="ua 0000",
    )  # fmt: skip
    (pocket,) = [pocket for pocket in pockets(far.view("ua")) if pocket.side == 0]
    assert pocket.exits == ()
    assert Teller(far.scenario).pocket(pocket).endswith("No way out on foot within 8 hexes.")


def test_the_enemys_pocket_is_seen_as_far_as_it_is_known():
    """[10.1] X behind Ukraine's ground is in a pocket for Ukraine too; what it holds is told only to its own side."""
    battle = board("|.X . |.a . . . . . .b |. .Y", sources="ru 1000", roads="hard 1000 0900")
    view = battle.view("ua")
    (known,) = [pocket for pocket in pockets(view) if pocket.side == 1]
    assert (known.units, known.sealed) == ((battle.u("x"),), True)
    battle.spot("X")
    (own,) = [pocket for pocket in pockets(battle.view("ru")) if battle.u("x") in pocket.units]
    (spotted,) = [pocket for pocket in pockets(battle.view("ua")) if pocket.side == 1]
    assert known.days == spotted.days == -1
    assert own.days >= 0
    assert "hold" not in Teller(battle.scenario).pocket(spotted)
    assert "hold" in Teller(battle.scenario).pocket(own)


@pytest.mark.parametrize("seed", range(20))
def test_pockets_agree_with_networkx(seed: int):
    """Groups of open ground with own units that no source reaches by road or over four hexes on foot, found again."""
    view = case(seed)
    ring = Ring(view, 0)
    graph = nx.Graph()
    graph.add_nodes_from(np.flatnonzero(ring.open).tolist())
    for h in list(graph):
        graph.add_edges_from((h, n) for n, _ in ring._neighbours(h) if ring.open[n])
    fed = {h for h in range(view.scenario.grid.count) if ring.scratch.hexes[CARRY, h] >= 0}
    groups = [part for part in nx.connected_components(graph) if not part & fed]
    stands = {int(view.believed.units[u, HEX]) for u in view.own_units()}
    alone = [{h} for h in stands if not ring.open[h] and h not in fed]
    expected = sorted(sorted(part & stands) for part in [*groups, *alone] if part & stands)
    assert sorted(sorted(pocket.hexes) for pocket in ring.pockets()) == expected


@pytest.mark.parametrize("seed", range(6))
def test_ways_out_agree_with_trying_every_path(seed: int):
    """A small board with enemies at random; every simple path of at most eight hexes is tried."""
    rng = random.Random(seed)
    cells = [[rng.choice("..w") for _ in range(6)] for _ in range(3)]
    drawing = "\n".join(" " * (r % 2) + " ".join(row) for r, row in enumerate(cells))
    battle = board(
        drawing, units=f"a at 0501; c at 0001; X at 0{rng.choice((2, 3))}00; Y 300 at 0{rng.choice((2, 3, 4))}02",
        ru="0200 0201 0202 0300 0301 0302 0400 0401 0402 0500 0502", roads="hard 0001 0101", sources="ua 0001",
    )  # fmt: skip
    ring = Ring(battle.view("ua"), 0)
    start, ends = (battle.h("0501"),), ring.wheels
    graph = nx.DiGraph()
    for h in range(battle.grid.count):
        for n, a in ring._neighbours(h):
            if ring.standing.get(n) != 1:
                graph.add_edge(h, n, minutes=ring.minutes(n, a), danger=int(ring.is_dangerous(n)))
    found = set()
    for end in ends:
        for path in nx.all_simple_paths(graph, start[0], end, cutoff=MOST_HEXES):
            if not set(path[:-1]) & ends:
                found.add(tuple(nx.path_weight(graph, path, weight) for weight in ("danger", "minutes")))
    expected = [way for way in sorted(found) if not any(d <= way[0] and m <= way[1] and (d, m) != way for d, m in found)]
    assert [(way.danger, way.minutes) for way in ring.exits(start, ends)] == expected


# semi-pockets -----------------------------------------------------------------------------------------------------------


def test_a_semi_pocket_is_fed_in_sight_of_the_enemy_or_from_afar():
    """X sees the road in the middle: a, at its end, hangs by it; b, two hexes from safety, does not."""
    battle = board(
        """
        .c .   . .b .  . . . . .a . .
         . .   . . .   . . . . .  . .
        . .  |. . .X  .| . . . .  . .
        """,
        roads="hard 0000 0100 0200 0300 0400 0500 0600 0700 0800 0900",
        sources="ua 0000",
    )
    ring = Ring(battle.view("ua"), 0)
    assert not ring.pockets()
    assert battle.h("0900") in ring.wheels - ring.safe
    (semi,) = ring.semi_pockets()
    assert [battle.name(u) for u in semi.units] == ["a"]
    assert not semi.sealed
    assert {way.hexes[-1] for way in semi.exits} <= ring.safe
    assert "semi-pocket at 0900" in Teller(battle.scenario).pocket(semi)
    assert semi in encircled(battle.view("ua"))


def test_a_semi_pocket_has_no_road_within_a_hex():
    """Two hexes on foot from the last wheels, without any enemy; its neighbour at one hex is none."""
    battle = board(".c . .a .b", roads="hard 0000 0100", sources="ua 0000")
    (semi,) = semi_pockets(battle.view("ua"))
    assert [battle.name(u) for u in semi.units] == ["b"]
    assert ways(battle, semi.exits) == [("0300 0200 0100", 0, 40)]


@pytest.mark.parametrize("seed", range(12))
def test_every_unit_is_free_or_in_one_pocket(seed: int):
    """Pockets and semi-pockets share nobody; those in neither meet wheels near by, out of direct fire."""
    view = case(seed)
    ring = Ring(view, 0)
    found = [*ring.pockets(), *ring.semi_pockets()]
    members = [u for pocket in found for u in pocket.units]
    assert len(members) == len(set(members))
    fighters = {u for u in view.own_units() if view.fixed.roster.units[u, ROLE] == COMBAT}
    for u in fighters - set(members):
        h = int(view.believed.units[u, HEX])
        near = set(view.scenario.grid.disk(h, 2))
        assert near & ring.safe, view.scenario.units[u].id
        assert set(view.scenario.grid.disk(h, 1)) & ring.wheels, view.scenario.units[u].id


# the line ---------------------------------------------------------------------------------------------------------------


def brigades(battle: Battle, **formations: int) -> View:
    """Ukraine's view, its units in other formations."""
    view = battle.view("ua")
    units = view.fixed.roster.units.copy()
    for name, formation in formations.items():
        units[battle.u(name), FORMATION] = formation
    return View(view.scenario, view.fixed._replace(roster=view.fixed.roster._replace(units=units)), 0, view.believed)


def test_exposure_is_the_hexsides_a_step_holds():
    """a: one hexside to the enemy, six steps, and b behind it; c faces three with two steps and nobody is behind."""
    battle = board(
        """
        .b .a |. .
         .  . |. .
        .  .  |. .
         .  . |. .
        .  .  .c |.
         .  . |. .X
        """,
        units="a 300; b 300; c 100; X 300",
    )
    line = Line(battle.view("ua"))
    a, c = line.of(battle.u("a")), line.of(battle.u("c"))
    assert a is not None
    assert c is not None
    assert sorted(map(battle.number, a.faces)) == ["0200"]
    assert (a.steps, a.ratio, a.depth) == (6, 16, True)
    assert sorted(map(battle.number, c.faces)) == ["0203", "0205", "0304"]
    assert (c.steps, c.ratio, c.depth) == (2, 150, False)
    assert line.of(battle.u("b")) is None


def test_ground_of_nobody_next_to_the_enemys_is_faced_too():
    """He comes from there; other ground of nobody is not."""
    battle = board(". .a . .", nobody="0000 0200", ru="0300")
    exposure = Line(battle.view("ua")).of(battle.u("a"))
    assert exposure is not None
    assert [battle.number(h) for h in exposure.faces] == ["0200"]


def test_a_seam_is_where_neighbours_are_of_different_brigades():
    """Side by side, or with one bare hex of the line between them; not within a brigade."""
    battle = board(
        """
        . .a |.
         . .b |.
        . .  |.
         . .c |.
        . .d |.
        """,
        units="a; b; c; d",
    )

    def seams(**formations: int) -> list[tuple[str, str, str]]:
        found = Line(brigades(battle, **formations)).seams
        return [
            (battle.number(seam.hexes[0]), battle.number(seam.hexes[1]), battle.number(seam.between)) for seam in found
        ]

    assert seams(a=0, b=0, c=7, d=7) == [("0101", "0103", "0102")]
    assert seams(a=0, b=7, c=7, d=7) == [("0100", "0101", "-")]
    assert seams(a=0, b=0, c=0, d=0) == []


# the corridor -----------------------------------------------------------------------------------------------------------


def test_a_corridor_closes_at_the_pace_of_the_last_three_days():
    """Width 2; he took three hexes near it in three days: closed in two turns. What he took before does not count."""
    battle = board(
        """
        .  . |. . .  |. . .
         . .  . . .   . . .a
        .  .  . . .   . . .
         . . |. . .  |. . .
        """,
        roads="track 0001 0101 0201 0301 0401 0501 0601 0701",
        sources="ua 0001",
        units="a 300",
    )
    calm = Study(battle.view("ua")).corridor([battle.u("a")])
    assert (calm.width, calm.taken, calm.closure) == (2, 0, -1)
    assert len(calm.narrows) == 2
    state = copy(battle.state)
    state.clock[TURN] = 9
    for number, day in (("0200", 9), ("0300", 8), ("0400", 7), ("0203", 6)):
        assert state.hexes[battle.h(number), OWNER] == 1
        for block in range(3):
            state.hexes[battle.h(number), block * HEX_BLOCK + TAKEN] = day
    battle.publish(state)
    found = Study(battle.view("ua")).corridor([battle.u("a")])
    assert (found.width, found.taken, found.closure) == (2, 3, 2)
    told = Teller(battle.scenario).corridor(found)
    assert told.endswith("The enemy took 3 hexes near it in 3 days; at that pace it is closed in 2 turns.")
    assert "замкне за 2 ходи" in Teller(battle.scenario, "uk").corridor(found)


@pytest.mark.parametrize("seed", range(10))
def test_the_narrows_part_a_garrison_from_its_sources(seed: int):
    """Without those hexes no open ground joins them; and no fewer do: a slow twin tries every smaller set."""
    view = case(seed)
    study = Study(view)
    units = view.own_units()[:1]
    width, narrows = study.narrows(units)
    if width <= 0:
        assert narrows == ()
        return
    assert len(narrows) == width
    graph = nx.Graph()
    scratch = study.solution.scratch
    is_open = scratch.hexes[GROUP] == 1
    graph.add_edges_from((int(h), int(n)) for h, n in study.solution.ends if is_open[h] and is_open[n])
    rows, facts = study.solution.state.units, view.fixed.roster.units
    starts = {int(rows[u, HEX]) for u in study.solution.depots() if facts[u, ROLE] == SOURCE} & set(graph)
    end = int(rows[units[0], HEX])
    graph.add_edges_from(("sources", h) for h in starts)
    less = graph.copy()
    less.remove_nodes_from(narrows)
    assert not nx.has_path(less, "sources", end)
    for h in narrows:
        assert nx.has_path(less.__class__(graph.subgraph(set(graph) - (set(narrows) - {h}))), "sources", end)
