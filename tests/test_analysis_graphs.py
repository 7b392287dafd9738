"""Graphs of the battle: what is in them, that plain networkx reads their files, studies by hand and by twins."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest
from boards import Battle, board
from records import write_record
from shell import Run, runner
from starving import case

from game.ai.players import CompiledPlayer, play_half_turn
from game.analysis.graphs import ROOT, situation_graph, supply_graph
from game.analysis.studies import Study, garrison_of
from game.analysis.telling import Teller
from game.ground import EDGE
from game.match import Match
from game.rules.field import arc_between
from game.scenario.load import load_scenario
from game.state import ELIMINATED, INTERDICTED, NOBODY, ROLE, SEEN_HEX, SOURCE, STATUS, copy
from game.view import View

NODES = {"hex", "unit", "depot", "source", "battery"}
EDGES = {"adjacent", "at", "supplies", "observes", "in_range", "flanks"}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    return runner(capsys, monkeypatch)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of two days of flanks_of_may."""
    match = Match(load_scenario("flanks_of_may"), 5)
    players = (CompiledPlayer("greedy", 5), CompiledPlayer("greedy", 5))
    while match.turn < 3:
        play_half_turn(match, players[match.side])
    path = tmp_path_factory.mktemp("record") / "match.jsonl"
    write_record(path, match, {"ua": "greedy", "ru": "greedy"})
    return path


def two_roads() -> Battle:
    """A hard road and a track, both over the river, to a and b in a bend; X and Y threaten b from two sides."""
    return board(
        """
         . . .  .  .  .
          . . . .a .  .
         . . .  .  .b |.
          . . . . |.X  .
         . . . |.Y .  .
        """,
        roads="hard 0000 0100 0200 0300 0301; track 0002 0102 0202 0302 0301; track 0301 0401 0402",
        rivers="0100-0200 0102-0202",
        bridges="0100-0200 intact; 0102-0202 intact",
        sources="ua 0000; ua 0002",
        units="a 300 days 50; b 300 days 50; d artillery 100 range 4 at 0300; X 300; Y 300",
    )


# the situation ----------------------------------------------------------------------------------------------------------


def test_the_situation_says_who_is_what_to_whom():
    """Every kind of node and edge, by name."""
    battle = two_roads()
    graph = situation_graph(battle.view("ua"))
    kinds = {node: kind for node, kind in graph.nodes(data="kind")}
    assert (kinds["0000"], kinds["a"], kinds["d"], kinds["ua-source-0"]) == ("hex", "unit", "battery", "source")
    ties = {(h, n): about for h, n, about in graph.edges(data=True)}
    assert ties["0100", "0200"] | {"kind": "adjacent", "road": "hard_road", "minutes": 3} == ties["0100", "0200"]
    assert (ties["0100", "0200"]["capacity_night"], ties["0100", "0200"]["capacity_day"]) == (300, 300)
    assert (ties["0102", "0202"]["capacity_night"], ties["0102", "0202"]["road"]) == (20, "track")
    assert (ties["0001", "0002"]["capacity_night"], ties["0001", "0002"]["minutes"]) == (0, -1)
    assert ties["a", "0301"] == {"kind": "at"}
    supplied = {unit: about["tonnes"] for _, unit, about in graph.edges(data=True) if about["kind"] == "supplies"}
    assert supplied["a"] > 0
    pairs = {kind: {(u, v) for u, v, k in graph.edges(data="kind") if k == kind} for kind in EDGES}
    assert ("b", "x") in pairs["observes"]
    assert ("x", "b") in pairs["observes"]
    assert {v for u, v in pairs["in_range"] if u == "d"} == {"x", "y"}
    assert pairs["flanks"] == set()


def test_attackers_from_sides_that_do_not_touch_are_on_the_flank():
    """As chapter 8 counts them; two opposite are told apart."""
    battle = board(
        """
        . |.X . . .
         . |.Y |.a |.Z .
        . |. . . .
        """,
        units="a 300; X 300; Y 300; Z 300",
    )
    graph = situation_graph(battle.view("ua"))
    ties = {u: about["opposite"] for u, v, about in graph.edges(data=True) if about["kind"] == "flanks" and v == "a"}
    assert ties == {"y": 1, "z": 1}


def test_it_holds_only_what_the_side_knows():
    """An enemy out of sight is in the graph of all, not in ours; the truth has the supply of both."""
    battle = board(". .a . . |. . . .X .", sources="ua 0000; ru 0800", roads="hard 0000; hard 0800", units="a 300; X 300")
    battle.put("x", hex=7)
    known = {node for node, kind in situation_graph(battle.view("ua")).nodes(data="kind") if kind == "unit"}
    assert known == {"a"}
    truth = View(battle.scenario, battle.match.fixed, NOBODY, battle.state)
    graph = situation_graph(truth)
    assert {node for node, kind in graph.nodes(data="kind") if kind == "unit"} == {"a", "x"}
    assert graph.graph == {"turn": 1, "view": "all"}


@pytest.mark.parametrize("suffix", [".graphml", ".json"])
def test_plain_networkx_reads_what_the_command_writes(run: Run, record: Path, tmp_path: Path, suffix: str):
    """A directed multigraph with the same nodes, edges and attributes; nothing is said."""
    path = tmp_path / f"graph{suffix}"
    assert run("graph", record, "-o", path, "--view", "ua", "--turn", 2) == (0, "", "")
    if suffix == ".graphml":
        found = nx.read_graphml(path)
    else:
        found = nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")
    assert isinstance(found, nx.MultiDiGraph)
    assert {kind for _, kind in found.nodes(data="kind")} == NODES
    assert {kind for *_, kind in found.edges(data="kind")} == EDGES
    values = [value for _, about in found.nodes(data=True) for value in about.values()]
    values += [value for *_, about in found.edges(data=True) for value in about.values()]
    assert {type(value) for value in values} <= {str, int, float}
    for *_, about in found.edges(data=True):
        if about["kind"] == "adjacent":
            assert {"capacity_night", "capacity_day", "minutes", "road"} <= set(about)
        elif about["kind"] == "supplies":
            assert about["tonnes"] >= 0


def test_a_scenario_is_written_as_it_begins(run: Run, tmp_path: Path):
    """The truth if no view is named."""
    assert run("graph", "mirror", "-o", tmp_path / "x.json") == (0, "", "")
    graph = nx.node_link_graph(json.loads((tmp_path / "x.json").read_text(encoding="utf-8")), edges="edges")
    assert {side for _, side in graph.nodes(data="side") if side} == {"ua", "ru"}


def test_a_graph_wants_a_format(run: Run, tmp_path: Path):
    """A601, before anything is loaded."""
    code, told, errors = run("graph", "mirror", "-o", tmp_path / "x.txt")
    assert (code, told) == (1, "")
    assert "error A601: There is no graph format '.txt'. Let its name end in .graphml or .json." in errors


# studies ----------------------------------------------------------------------------------------------------------------


def test_the_throat_of_two_units_is_the_track_that_ends_both_roads():
    """By hand: 20 t over the track to b; a hard road and a track to a."""
    battle = two_roads()
    study = Study(battle.view("ua"))
    a, b = battle.u("a"), battle.u("b")
    assert study.maximum_flow(hexes=[battle.h("0202")]) == 2 * (20_000 + 20_000)
    assert study.maximum_flow(hexes=[battle.h("0300")]) == 2 * (300_000 + 20_000)
    throat = study.throat(hexes=[battle.h("0401")])
    assert (throat.night, throat.edges_night) == (20_000, (("0301", "0401"),))
    assert len(study.paths(hexes=[battle.h("0301")])) == 2
    assert study.throat(units=[a, b]).night >= throat.night


def test_a_throat_counts_what_lies_beyond_no_road_as_none():
    """And one without any limit as endless."""
    battle = board(".a . . . .b", roads="hard 0000", sources="ua 0000", units="a 300; b 300")
    study = Study(battle.view("ua"))
    assert study.throat(hexes=[battle.h("0300")]).night == 0
    assert study.throat(units=[battle.u("a")]).night == -1
    assert study.paths(hexes=[battle.h("0300")]) == []


def test_dominators_say_who_hangs_on_a_hex_or_a_bridge():
    """All that lie beyond, and not those who can be reached otherwise."""
    battle = board(
        ". . . .a . . .b", roads="hard 0000 0100 0200 0300 0400 0500 0600", sources="ua 0000", rivers="0300-0400",
        bridges="0300-0400 intact", units="a 300; b 300",
    )  # fmt: skip
    hanging = Study(battle.view("ua")).dominators()
    assert hanging["0100"] == ("a", "b")
    assert hanging["0400"] == hanging["0300-0400"] == ("b",)
    assert hanging["0200"] == ("a", "b")
    assert next(iter(hanging)) == "0000"
    between = Study(battle.view("ua")).betweenness()
    assert between["0100"] > between["0500"] > 0


@pytest.mark.parametrize("seed", range(10))
def test_dominators_agree_with_taking_hexes_out_one_by_one(seed: int):
    """A slow twin, on random boards."""
    view = case(seed)
    study = Study(view)
    graph, hanging = study.graph, study.dominators()
    units = {view.scenario.units[u].id for u in view.own_units()}
    reached = {unit for unit in units if unit in graph and nx.has_path(graph, ROOT, unit)}
    for h in [node for node in graph if view.scenario.grid.parse(node) is not None]:
        without = graph.copy()
        without.remove_node(h)
        lost = {unit for unit in reached if not nx.has_path(without, ROOT, unit)}
        assert set(hanging.get(h, ())) & units == lost, h


@pytest.mark.parametrize("seed", range(10))
def test_no_solution_brings_more_than_the_maximum_flow(seed: int):
    """What goes over the roads is never more than they carry, and never more than the throat lets through."""
    view = case(seed)
    study = Study(view)
    for h, n, about in supply_graph(view).edges(data=True):
        if "night" in about:
            assert about["carried_night"] <= about["night"], (h, n)
            assert about["carried_day"] <= about["day"], (h, n)
    units = [u for u in view.own_units() if study.throat(units=[u]).night >= 0]
    for u in units:
        from_sources = sum(
            route.kg for parcel in study.solution.of(u) if parcel.good != "wounded" for route in parcel.routes
            if view.fixed.roster.units[route.depot, ROLE] == SOURCE
        )  # fmt: skip
        assert from_sources <= study.maximum_flow(units=[u])


# the corridor -----------------------------------------------------------------------------------------------------------


def test_the_corridor_of_a_garrison():
    """Throat, width, need; wider by one hex of open ground beside the road."""
    narrow = board(
        """
        . . |. . .  |. .
         . . . .  .  . .a
        . . |. . .  |. .
        """,
        roads="track 0001 0101 0201 0301 0401 0501 0601",
        sources="ua 0001",
        units="a 300",
    )
    study = Study(narrow.view("ua"))
    found = study.corridor(garrison_of(narrow.view("ua"), narrow.h("0601"), 1))
    assert found.units == (narrow.u("a"),)
    assert (found.throat.night, found.throat.day) == (20_000, 20_000)
    assert found.width == 1
    assert (found.need_quiet, found.need_hard) == (6 * 500, 6 * 830)
    assert (found.fire_night, found.fire_day) == (0, 0)
    said = Teller(narrow.scenario).corridor(found)
    assert said.startswith("1 unit: 20 t a night and 20 t a day come through ")
    assert said.endswith(
        "; width 1 hex; under fire 0 % by night, 0 % by day; need 3 t a quiet day, 5 t a hard one. "
        "The enemy took nothing near it in the last 3 days."
    )


def test_fire_on_a_corridor_is_counted_by_what_cannot_pass_round_it():
    """Of a hard road under interdiction and a free track: 300 of 320 t."""
    battle = two_roads()
    fixed, state = battle.match.fixed, copy(battle.state)
    state.edges[fixed.board.arcs[arc_between(fixed, battle.h("0000"), battle.h("0100")), EDGE], INTERDICTED + 1] = 1
    for name in "xy":
        state.units[battle.u(name), [STATUS, SEEN_HEX]] = ELIMINATED, -1
    battle.publish(state)
    corridor = Study(battle.view("ua")).corridor([battle.u("d")])
    assert corridor.throat.night == corridor.throat.day == 320_000
    assert (corridor.fire_night, corridor.fire_day) == (94, 0)
    assert corridor.width > 1
