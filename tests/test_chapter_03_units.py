"""Chapter 3 of the rulebook: units and formations."""

from __future__ import annotations

import pytest
from boards import board

from game.rules import combat, postures
from game.scenario.load import load_scenario, scenario_names
from game.state import MOBILITIES, MOBILITY, ROLE, ROLES, SET_PIECE


@pytest.mark.parametrize(
    ("kind", "mobility", "role"),
    [
        ("infantry", "foot", "combat"),
        ("motorised", "wheeled", "combat"),
        ("mechanised", "tracked", "combat"),
        ("tank", "tracked", "combat"),
        ("artillery", "wheeled", "battery"),
        ("rocket", "wheeled", "battery"),
        ("hq", "wheeled", "headquarters"),
        ("engineers", "wheeled", "combat"),
        ("drones", "wheeled", "drones"),
        ("jammer", "wheeled", "jammer"),
    ],
)
def test_kinds_differ_in_how_they_move_and_what_they_do(kind: str, mobility: str, role: str):
    """[3.1] Infantry on foot, mechanised and tanks on tracks, all others on wheels."""
    battle = board(".a . .", units=f"a {kind}")
    facts = battle.match.fixed.roster.units[battle.u("a")]
    assert (MOBILITIES[facts[MOBILITY]], ROLES[facts[ROLE]]) == (mobility, role)


def test_a_source_does_not_move():
    """[3.1] It takes no orders at all."""
    battle = board(".a . .", roads="hard 0000 0100", sources="ua 0000")
    assert battle.do("move ua-source-0 0100") == 403


@pytest.mark.parametrize(
    ("kind", "attack", "defence"),
    [
        ("infantry", 100, 100),
        ("motorised", 100, 100),
        ("mechanised", 115, 105),
        ("tank", 140, 100),
        ("engineers", 50, 80),
    ],
)
def test_fighting_kinds_are_worth_different_in_attack_and_defence(kind: str, attack: int, defence: int):
    """[3.2] Ten steps of quality 3, in tenths of a step."""
    battle = board(".a |.X", units=f"a {kind} 500")
    fixed, state, u = battle.match.fixed, battle.state, battle.u("a")
    assert combat.attack_strength(fixed, state, u, 10) == 10 * attack
    assert combat.defence_strength(fixed, state, u) == 10 * defence


@pytest.mark.parametrize("kind", ["artillery", "rocket", "hq", "drones", "jammer"])
def test_those_who_do_not_fight_do_not_attack_and_defend_at_30_percent(kind: str):
    """[3.2] An attack by one is refused."""
    battle = board(".a |.X", units=f"a {kind} 500")
    assert battle.do("assault 0100 with a") == 804
    assert combat.defence_strength(battle.match.fixed, battle.state, battle.u("a")) == 300


@pytest.mark.parametrize("name", scenario_names())
def test_a_unit_belongs_to_a_formation_with_one_headquarters(name: str):
    """[3.3] Only sources and depots belong to none."""
    scenario = load_scenario(name)
    for card in scenario.units:
        assert (card.formation < 0) == (card.kind in ("source", "depot")), card.id
    for formation in scenario.file.formations:
        headquarters = [unit.id for unit in formation.units if unit.kind == "hq"]
        assert len(headquarters) == 1, f"{formation.id}: {headquarters}"


@pytest.mark.parametrize("state", [{"supply": 3}, {"status": 2, "hex": -1}])
def test_without_its_headquarters_a_formation_prepares_nothing(state: dict[str, int]):
    """[3.4] Out, or lost: neither is a set-piece ordered nor is one that was ordered worth more; another's goes on."""
    battle = board(".ab . .h . |.X", units="a 300 of first; b 300 of second; h hq 50 of first")
    battle.put("h", **state)
    assert (battle.do("set_piece a"), battle.why("set_piece b")) == (820, 0)
    for name in "ab":
        battle.put(name, posture=SET_PIECE, posture_day=0)
    led = [postures.is_prepared(battle.match.fixed, battle.state, battle.u(name)) for name in "ab"]
    assert led == [False, True]
