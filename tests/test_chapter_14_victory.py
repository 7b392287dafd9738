"""Chapter 14 of the rulebook: victory. Points are in tenths."""

from __future__ import annotations

import pytest
from boards import Battle, board

from game.rules import victory
from game.state import HEX_BLOCK, OWNER, PINNED, copy

ROADS = {"roads": "hard 0000 0100; hard 0400 0500", "sources": "ua 0000; ru 0500"}
"""Sources at both ends of a row of six hexes."""
SOURCE_BESIDE = {**ROADS, "sources": "ua 0100; ru 0500"}
"""Ukraine's source is not the westernmost hex."""


def points(battle: Battle) -> tuple[int, int]:
    """The true points of both sides."""
    fixed, state = battle.match.fixed, battle.state
    return victory.points(fixed, state, 0), victory.points(fixed, state, 1)


def shown(told: list[str]) -> list[tuple[int, int]]:
    """The points of Ukraine and Russia as each side is shown them at dusk: first Ukraine, then Russia."""
    return [(int(words.split()[1]), int(words.split()[2])) for words in told if words.startswith("points")]


def outcome(battle: Battle) -> tuple[str, str, int] | None:
    """Who won, why and by how much."""
    result = battle.match.outcome
    return result and ({0: "ua", 1: "ru", -1: "draw"}[result.winner], result.reason, result.margin)


# 14.1 ------------------------------------------------------------------------------------------------------------------


def test_places_count_for_who_holds_them():
    """[14.1] The mill is worth 10 points to Ukraine and 8 to Russia, the farm 3 to either."""
    battle = board(".a . .|. . .X", places="mill 0100 held 100 80; farm 0400 held 30 30", **ROADS)
    battle.end(2)
    assert points(battle) == (100, 30)
    battle.edit(hexes={("0100", "owner"): 1, ("0200", "owner"): 1})
    battle.put("a", hex=battle.h("0000"))
    battle.end(2)
    assert points(battle) == ((100 + 0) // 2, (30 + 110) // 2)


def test_places_and_ground_are_the_mean_of_the_last_three_dusks():
    """[14.1] Lost after two dusks the mill counts two thirds, then one, then nothing: there is no last-day dash."""
    battle = board(".a . .|. . .X", places="mill 0100 held 90 0", **ROADS)
    battle.end(4)
    battle.edit(hexes={("0100", "owner"): 1})
    counted = []
    for _ in range(4):
        battle.end(2)
        counted.append(points(battle)[0])
    assert counted == [60, 30, 0, 0]


def test_ground_counts_net():
    """[14.1] A hex won is a hex lost to the other: Ukraine wins two and Russia one."""
    battle = board(".a . .|. . .X", weights="ground 10", **ROADS)
    battle.edit(hexes={("0300", "owner"): 0, ("0400", "owner"): 0})
    battle.end(2)
    assert points(battle) == (20, -20)
    battle.edit(hexes={("0400", "owner"): 1, ("0300", "owner"): 1, ("0200", "owner"): 1})
    battle.end(4)
    assert points(battle) == ((20 - 10 - 10) // 3, (-20 + 10 + 10) // 3)


def test_ground_of_nobody_that_is_taken_counts_too():
    """[14.1] It was not one's own at the start."""
    battle = board(".a . . . . .X", weights="ground 10", nobody="0200 0300", ru="0400 0500", **ROADS)
    battle.must("move a 0100 0200")
    battle.end(2)
    assert points(battle) == (10, -10)


def test_on_the_first_days_the_mean_is_of_the_dusks_there_were():
    """[14.1] A place held all the time is worth the same from the first dusk on, in the mornings too."""
    battle, counted = board(".a . .|. . .X", places="mill 0100 held 90 0", **ROADS), []
    for _ in range(8):
        counted.append(points(battle)[0])
        battle.end()
    assert counted == [0, 0, 90, 90, 90, 90, 90, 90]


def test_pinned_steps_add_up_day_by_day():
    """[14.1] [14.3] 6 and 4 steps, at a tenth of a point each."""
    battle = board(".a . |. .X", units="a 200; X 300", weights="pinned 100")
    for day in (1, 2, 3):
        battle.end(2)
        assert points(battle) == (6 * day, 4 * day)


def test_losses_inflicted_count_and_losses_taken_are_counted_off():
    """[14.1] Even odds and a 7: 25 people each; 2 hundredths of a point for one inflicted, 1 for one taken."""
    battle = board(".a |.X .", weights="inflicted 20 lost 10")
    battle.roll(7)
    battle.must("assault 0100 with a")
    assert points(battle) == (5 - 2 - 1, 5 - 2 - 1), "5 and 2.5 points in tenths, rounded down"
    battle.end(8)
    assert points(battle)[0] == points(battle)[1], "once, not every day"


def test_stragglers_are_lost_but_not_inflicted():
    """[14.1] [6.4] People who leave are a loss to one side and no merit of the other."""
    battle = board(".a . . |. . .X", units="a 600", weights="inflicted 100 lost 100")
    battle.starve("a", 3)
    battle.end()
    assert battle.people("a") == [570]
    assert points(battle) == (-30, 0)


def test_staying_in_a_place_has_its_price_each_dusk():
    """[14.1] Half a point a day for Ukraine as long as it holds the mill."""
    battle = board(".a . .|. . .X", places="mill 0100 stay -5 0", **ROADS)
    battle.end(6)
    assert points(battle) == (-15, 0)
    battle.edit(hexes={("0100", "owner"): 1})
    battle.end(2)
    assert points(battle) == (-15, 0)


def test_having_left_a_place_has_its_price_each_dusk():
    """[14.1] For the side that held it at the start, until it is back."""
    battle = board(".a . .|. . .X", places="mill 0100 left -30 -40", **ROADS)
    battle.end(2)
    assert points(battle) == (0, 0)
    battle.edit(hexes={("0100", "owner"): 1})
    battle.end(4)
    assert points(battle) == (-60, 0)
    battle.edit(hexes={("0100", "owner"): 0})
    battle.end(2)
    assert points(battle) == (-60, 0)


def test_the_scenario_sets_the_weights():
    """[14.1] The same steps pinned, at other weights."""
    for weight, tenths in ((0, 0), (100, 6), (500, 30)):
        battle = board(".a . |. .X", weights=f"pinned {weight}")
        battle.end(2)
        assert points(battle)[0] == tenths


# 14.2 ------------------------------------------------------------------------------------------------------------------


def test_a_place_counts_only_if_a_path_leads_to_a_source():
    """[14.2] Through its own hexes: a Russian hex between them cuts the mill off."""
    battle = board(".a . . .|. .X", places="mill 0300 held 90 0", **ROADS)
    battle.end(2)
    assert points(battle)[0] == 90
    battle.edit(hexes={("0200", "owner"): 1})
    battle.end(4)
    assert points(battle)[0] == 30


def test_a_hex_counts_only_if_a_path_leads_to_a_source():
    """[14.2] Of two hexes taken behind a gap none counts; with the gap closed all three do."""
    for gap, tenths in ((True, 0), (False, 30)):
        battle = board(".a .|. . . .X", weights="ground 10", **ROADS)
        taken = ("0300", "0400") if gap else ("0200", "0300", "0400")
        battle.edit(hexes={(number, "owner"): 0 for number in taken})
        battle.end(2)
        assert points(battle)[0] == tenths


def test_the_path_needs_no_road_and_minds_no_zones():
    """[14.2] Only whose the hexes are counts."""
    battle = board(".a . . .|.Y .X", places="mill 0300 held 90 0", **ROADS)
    battle.end(2)
    assert points(battle)[0] == 90


def test_a_source_that_is_lost_counts_no_more():
    """[14.2] [6.2] Nothing leads to it, and it gives the taker nothing."""
    battle = board(".a . . .|. .X", places="mill 0300 held 90 70", **ROADS)
    battle.edit(hexes={("0000", "owner"): 1, ("0300", "owner"): 1})
    battle.end(2)
    assert points(battle) == (0, 70)


# 14.3 ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "steps"), [("0200", 6), ("0300", 6), ("0400", 0), ("0500", 0)])
def test_steps_within_3_hexes_are_pinned(number: str, steps: int):
    """[14.3] At dusk, of either side by the other."""
    battle = board(".a .|. . . .", units=f"X at {number}")
    battle.end(2)
    assert [int(side[PINNED]) for side in battle.state.sides] == [steps, steps]


def test_only_fighting_units_pin_and_are_pinned():
    """[14.3] Neither batteries nor headquarters."""
    battle = board(".a .b |.X .Y", units="a artillery; b hq; X 300; Y 200")
    battle.end(2)
    assert [int(side[PINNED]) for side in battle.state.sides] == [0, 0]
    battle = board(".a .b |.X .Y", units="a 100; b hq; X 300; Y artillery")
    battle.end(2)
    assert [int(side[PINNED]) for side in battle.state.sides] == [6, 2]


def test_a_unit_is_pinned_once_by_however_many():
    """[14.3] Two battalions next to X pin its 6 steps."""
    battle = board(".ab .c |.X .")
    battle.end(2)
    assert int(battle.state.sides[0, PINNED]) == 6


# 14.4 ------------------------------------------------------------------------------------------------------------------


def test_the_match_ends_on_its_last_day():
    """[14.4] At dusk, with the reason."""
    battle = board(".a . .|. . .X", places="mill 0100 held 90 0", turns=3, **ROADS)
    battle.end(5)
    assert outcome(battle) is None
    assert battle.end()[-1] == "match_ended 1 1 90"
    assert outcome(battle) == ("ua", "points", 90)


@pytest.mark.parametrize(("percent", "over"), [(25, True), (26, False), (0, False)])
def test_a_side_that_has_lost_its_part_has_collapsed_and_lost(percent: int, over: bool):
    """[14.4] 25 of Russia's 100 people, at dusk of the day; without such a part nobody collapses."""
    battle = board(".a |.X . . . .", units="a 300; X 100", places="mill 0400 held 0 500", collapse=percent, **ROADS)
    battle.roll(7)
    battle.must("assault 0100 with a")
    battle.end()
    assert outcome(battle) is None
    battle.end()
    assert battle.people("X") == [75]
    assert outcome(battle) == (("ua", "collapse", -500) if over else None)


def test_if_both_have_collapsed_the_points_decide():
    """[14.4] 25 of 100 people each."""
    battle = board(".a |.X . . . .", units="a 100; X 100", places="mill 0400 held 0 50", collapse=25, **ROADS)
    battle.roll(7)
    battle.must("assault 0100 with a")
    battle.end(2)
    assert battle.people("a", "X") == [75, 75]
    assert outcome(battle) == ("ru", "points", -50)


@pytest.mark.parametrize(
    ("handicap", "winner", "margin"), [(0, "ua", 30), (-30, "draw", 0), (-31, "ru", -1), (20, "ua", 50)]
)  # fmt: skip
def test_the_margin_holds_the_handicap(handicap: int, winner: str, margin: int):
    """[14.4] Added to Ukraine's points."""
    battle = board(".a . .|. . .X", places="mill 0100 held 30 0", handicap=handicap, turns=1, **ROADS)
    battle.end(2)
    assert outcome(battle) == (winner, "points", margin)


@pytest.mark.parametrize(
    ("held", "winner"), [("30 0", "ua"), ("29 0", "draw"), ("0 0", "draw"), ("-29 0", "draw"), ("-30 0", "ru")]
)  # fmt: skip
def test_below_the_band_it_is_a_draw(held: str, winner: str):
    """[14.4] A band of 3 points, the same for both."""
    battle = board(".a . .|. . .X", places=f"mill 0100 stay {held}", band=30, turns=1, **ROADS)
    battle.end(2)
    assert outcome(battle) == (winner, "points", int(held.split()[0]))


def test_a_match_without_points_is_a_draw():
    """[14.4] Also without a band."""
    battle = board(".a . .|. . .X", turns=1, **ROADS)
    battle.end(2)
    assert outcome(battle) == ("draw", "points", 0)


# 14.5 ------------------------------------------------------------------------------------------------------------------


def test_each_side_is_shown_the_points_as_it_believes_them():
    """[14.5] Ukraine does not know that it has lost the mill, Russia does."""
    battle = board(". . . .a .|.X", places="mill 0000 held 90 60", **SOURCE_BESIDE)
    battle.lose_ground_unseen("0000")
    state = copy(battle.state)
    state.hexes[battle.h("0000"), 2 * HEX_BLOCK + OWNER] = 1
    battle.publish(state)
    told = battle.end(2)
    assert shown(told) == [(90, 0), (0, 0)]
    events = [event for event in battle.last if event.kind == "points"]
    assert [event.seen for event in events] == [(True, False), (False, True)]


def test_the_true_points_are_told_when_it_is_over():
    """[14.5] To both, in the outcome."""
    battle = board(". . . .a .|.X", places="mill 0000 held 90 0", turns=1, **SOURCE_BESIDE)
    battle.lose_ground_unseen("0000")
    told = battle.end(2)
    assert shown(told)[0] == (90, 0)
    assert outcome(battle) == ("draw", "points", 0)
    assert [event.seen for event in battle.last if event.kind == "match_ended"] == [(True, True)]
