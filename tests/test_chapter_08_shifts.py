"""Chapter 8 of the rulebook: assault; cover, hexsides, flanks and the want of supply [8.5] to [8.7]."""

from __future__ import annotations

import pytest
from boards import Battle, board, duel

from game.state import OVERHEAD, POSTURES, REST, copy

# 8.5 -------------------------------------------------------------------------------------------------------------------

def cover(battle: Battle) -> int:
    """The shift for cover of an assault of a on X."""
    terms = battle.terms("assault 0201 with a")
    return terms.get("trench", 0) + terms.get("terrain", 0)


@pytest.mark.parametrize(
    ("terrain", "shift"), [(".", 0), ("t", 0), ("w", -1), ("v", -1), ("o", -2), ("d", -3), ("x", -3)]
)
def test_terrain_gives_cover(terrain: str, shift: int):
    """[8.5] Dense urban and works -3, town -2, village and wood -1."""
    assert cover(duel(terrain=terrain)) == shift


@pytest.mark.parametrize(("level", "shift"), [(1, -1), (2, -2), (3, -2)])
def test_trenches_give_cover(level: int, shift: int):
    """[8.5] -1 at level 1, -2 at levels 2 and 3, in the open."""
    assert cover(duel(trenches=f"{level} 0201")) == shift


@pytest.mark.parametrize("terrain", ["v", "o", "d", "x"])
def test_trenches_of_level_3_in_built_up_ground_give_3(terrain: str):
    """[8.5] Village, town, dense urban, works."""
    assert cover(duel(terrain=terrain, trenches="3 0201")) == -3


@pytest.mark.parametrize(("terrain", "level", "shift"), [("w", 1, -1), ("w", 2, -2), ("o", 1, -2), ("d", 2, -3)])
def test_cover_is_the_best_of_trench_and_terrain(terrain: str, level: int, shift: int):
    """[8.5] Not both."""
    assert cover(duel(terrain=terrain, trenches=f"{level} 0201")) == shift


@pytest.mark.parametrize(("level", "shift"), [(1, -3), (2, -3), (3, -2)])
def test_rubble_of_level_3_gives_less_cover(level: int, shift: int):
    """[8.5] 1 and 2 cover like intact houses."""
    assert cover(duel(terrain="d", rubble=f"{level} 0201")) == shift


def test_cover_is_never_beyond_minus_4():
    """[8.5] As the rules file says for whatever else it may come to."""
    assert board(".a").scenario.rules.file.combat.cover_least == -4


def test_a_hex_taken_counts_as_trench_level_1_from_the_second_dawn():
    """[8.5] Taken on day 1: nothing on day 2, level 1 on day 3."""
    battle = duel()
    battle.until(1, "ru")
    shifts = []
    battle.edit(hexes={("0101", "taken"): 1})
    for day in (1, 2, 3):
        battle.until(day, "ru")
        shifts.append(battle.terms("assault 0101 with X").get("trench", 0))
    assert shifts == [0, 0, -1]


def two_on_one(**given: str) -> Battle:
    """a (8 steps) from the west and b (3) from the south-west against X."""
    given.setdefault("units", "a 400; b 150")
    return board(
        """
        .a |.X| .
          .b .  .
        """,
        **given,
    )


def test_uphill_counts_if_more_than_half_of_the_attack_comes_so():
    """[8.5] By strength: b alone climbs, then a alone does."""
    both = "assault 0100 with a b"
    assert "uphill" not in two_on_one(heights="0100 125; 0000 125").terms(both)
    assert two_on_one(heights="0100 125; 0001 125").terms(both)["uphill"] == -1
    assert two_on_one(heights="0100 124").terms(both).get("uphill") is None


@pytest.mark.parametrize("water", ["rivers", "canals"])
def test_water_without_a_bridge_counts_2_if_more_than_half_comes_across(water: str):
    """[8.5] Half is not enough."""
    both = "assault 0100 with a b"
    assert two_on_one(**{water: "0000-0100"}).terms(both)["river"] == -2
    assert "river" not in two_on_one(**{water: "0001-0100"}).terms(both)
    assert "river" not in two_on_one(units="a 300; b 300", **{water: "0000-0100"}).terms(both)


def test_a_blown_bridge_is_none():
    """[8.5] The attack comes across the water."""
    battle = two_on_one(rivers="0000-0100", bridges="0000-0100 blown")
    assert battle.terms("assault 0100 with a")["river"] == -2


@pytest.mark.parametrize("bridge", ["intact", "damaged", "pontoon"])
def test_by_a_bridge_it_counts_1(bridge: str):
    """[8.5] An attack wholly by a bridge."""
    battle = two_on_one(rivers="0000-0100", bridges=f"0000-0100 {bridge}")
    assert battle.terms("assault 0100 with a") == {"odds": 1, "bridge": -1, "bottled": 1}


def test_partly_by_a_bridge_it_counts_1():
    """[8.5] 4 steps through the water, 4 by the bridge, 3 dry: no half alone is wet, together more than half is."""
    battle = board(
        """
        .a |.X| .c
          .b .  .
        """,
        units="a 200; b 200; c 150",
        rivers="0000-0100 0001-0100",
        bridges="0001-0100 intact",
    )
    terms = battle.terms("assault 0100 with a b c")
    assert (terms["bridge"], "river" in terms) == (-1, False)


# 8.6 -------------------------------------------------------------------------------------------------------------------

AROUND = {"E": "0301", "NE": "0300", "NW": "0200", "W": "0101", "SW": "0202", "SE": "0302"}
"""The hexes around 0201."""


@pytest.mark.parametrize(
    ("sides", "term", "shift"),
    [
        ("W", None, 0),
        ("W NW", None, 0),
        ("W NE", "flank", 1),
        ("W E", "flank", 1),
        ("W NW NE", "flank", 1),
        ("NW W SW", "flank", 1),
        ("W E NE", "opposite", 2),
        ("W NE SE", "flank", 1),
        ("W NW SE E", "opposite", 2),
        ("W NW NE E SE SW", "opposite", 2),
    ],
)
def test_flanks(sides: str, term: str | None, shift: int):
    """[8.6] +1 from two hexes that do not touch; +2 instead from three or more with two opposite."""
    names = "abcdef"[: len(sides.split())]
    units = "; ".join(f"{name} 100 at {AROUND[side]}" for name, side in zip(names, sides.split(), strict=True))
    battle = board(
        """
        .  . .  .
          . .  . .
        .  . .  .
        """,
        units=f"{units}; X 300 at 0201",
        ru="0201",
    )
    terms = battle.terms("assault 0201 with " + " ".join(names))
    assert {name: terms[name] for name in ("flank", "opposite") if name in terms} == ({term: shift} if term else {})


# 8.7 -------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("states", "shift"), [((2, 2), 1), ((2, 3), 1), ((3, 3), 1), ((2, 1), 0), ((0, 3), 0)])
def test_defenders_known_to_be_low_or_out_give_1(states: tuple[int, int], shift: int):
    """[8.7] If every fighting unit in the hex is known to be; a battery does not count."""
    battle = board(".a |.XYG| .", units="X 300; Y 300; G artillery 50")
    for name, state in zip("XY", states, strict=True):
        battle.put(name, supply=state, out_turns=int(state == 3))
    battle.spot()
    assert battle.terms("assault 0100 with a").get("target_low", 0) == shift


def test_a_battery_alone_is_never_low():
    """[8.7] There is no fighting unit in the hex."""
    battle = board(".a |.G| .", units="G artillery 100")
    battle.starve("G")
    battle.spot()
    assert "target_low" not in battle.terms("assault 0100 with a")


def test_at_level_3_want_of_supply_is_not_known():
    """[8.7] [10.1] The defender is Low, and nobody knows."""
    battle = duel()
    battle.put("X", supply=2)
    battle.spot(level=3)
    assert "target_low" not in battle.terms("assault 0201 with a")


@pytest.mark.parametrize(("postures", "shift"), [(("rest", "rest"), 1), (("rest", "delay"), 1), (("rest", "hold"), 0)])
def test_defenders_known_to_rest_or_delay_give_1(postures: tuple[str, str], shift: int):
    """[8.7] Level 3 shows postures; each fighting unit must be in one of the two."""
    battle = board(".a |.XY| .", units="X 300; Y 300")
    for name, posture in zip("XY", postures, strict=True):
        battle.put(name, posture=POSTURES.index(posture))
    battle.spot(level=3)
    assert battle.terms("assault 0100 with a").get("target_low", 0) == shift


def test_what_is_not_known_helps_nobody():
    """[8.7] X rests, but was last seen holding: neither the preview nor the truth has the shift."""
    battle = duel()
    battle.spot()
    battle.put("X", posture=REST)
    assert "target_low" not in battle.terms("assault 0201 with a")
    battle.must("assault 0201 with a")
    fight = battle.match.steps[-1].fight
    assert fight is not None
    assert [name for name, *_ in fight.otherwise] == ["odds"], "it only defends worse than was thought"


def test_a_drone_over_the_target_gives_1():
    """[8.7] A drone of the attacker's own."""
    battle = duel()
    plain = battle.terms("assault 0201 with a")
    after = copy(battle.state)
    after.hexes[battle.h("0201"), OVERHEAD + 1] = 1
    battle.publish(after)
    assert battle.terms("assault 0201 with a") == plain
    after.hexes[battle.h("0201"), OVERHEAD] = 1
    battle.publish(after)
    assert battle.terms("assault 0201 with a") == plain | {"overhead": 1}
