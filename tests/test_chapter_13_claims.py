"""Chapter 13 of the rulebook: claims. A claim that is news is worth 2 of will at a credibility of 70."""

from __future__ import annotations

from typing import Any

import pytest
from boards import Battle, board

from game import state as columns
from game.ai.players import CompiledPlayer, play_half_turn
from game.chronicle import Chronicle, Refusal
from game.claims_report import sentence
from game.match import Match
from game.rules import condition, victory
from game.state import HEX_BLOCK, OWNER, SIDE_BLOCK, SIDES, copy
from game.texts import LANGUAGES, keys
from game.view import View

ROW: dict[str, Any] = {"roads": "hard 0000 0100; hard 0500 0600", "sources": "ua 0000; ru 0600"}
PLACES = "mill 0100 held 50 50; farm 0300 held 90 90; barn 0400 held 30 30; yard 0500 held 70 70"


def row(drawing: str = ".a . .|. . . .X", **given: Any) -> Battle:
    """Seven hexes in a row: Ukraine holds 00 to 02 and the mill among them, Russia the farm, the barn and the yard."""
    return board(drawing, **{"places": PLACES, **ROW, **given})


def number(battle: Battle, side: str, column: str, block: int = 0) -> int:
    """A number of a side's account: in truth, or as UA (block 1) or RU (block 2) believes."""
    return int(battle.state.sides[SIDES.index(side), block * SIDE_BLOCK + getattr(columns, column.upper())])


def will(battle: Battle) -> tuple[int, int]:
    """The will of Ukraine and of Russia."""
    return number(battle, "ua", "will"), number(battle, "ru", "will")


def credibility(battle: Battle) -> tuple[int, int]:
    """The credibility of Ukraine and of Russia."""
    return number(battle, "ua", "credibility"), number(battle, "ru", "credibility")


def put_account(battle: Battle, side: str, column: str, value: int) -> None:
    """Set a number of a side's account for all to know."""
    after = copy(battle.state)
    for block in range(3):
        after.sides[SIDES.index(side), block * SIDE_BLOCK + getattr(columns, column.upper())] = value
    battle.publish(after)


def dusk(battle: Battle) -> list[str]:
    """Play to the next dawn: the claims that fell."""
    told = battle.until(battle.match.turn + 1)
    return [words for words in told if words.startswith("claim_false")]


# 13.1 ------------------------------------------------------------------------------------------------------------------


def test_places_that_count_can_be_claimed_and_nothing_else():
    """[13.1] Held or not, believed or not."""
    battle = row()
    assert battle.why("claim 0200") == 1301
    assert [battle.why(f"claim {number}") for number in ("0100", "0300", "0400", "0500")] == [0, 0, 0, 0]
    assert row(places="").why("claim 0100") == 1304


def test_a_refusal_names_the_nearest_place_that_counts():
    """[13.1] 0300 is next to 0200; in both languages."""
    battle = row(places="mill 0000 held 50 50; farm 0300 held 90 90")
    refusal = battle.match.check(battle.order("claim 0200"))
    assert isinstance(refusal, Refusal)
    assert all("0300 farm" in Chronicle(battle.scenario, language).refusal(refusal) for language in LANGUAGES)


def test_two_claims_a_day():
    """[13.1] At dawn there are two again."""
    battle = row()
    battle.must("claim 0100")
    battle.must("claim 0300")
    assert battle.why("claim 0400") == 1302
    battle.end()
    assert battle.why("claim 0400") == 0, "the other side has its own two"
    battle.until(2, "ua")
    assert battle.why("claim 0400") == 0


def test_what_is_claimed_is_not_claimed_again():
    """[13.1] Not while the claim stands, in whatever days."""
    battle = row()
    battle.must("claim 0100")
    assert battle.why("claim 0100") == 1303
    battle.until(3, "ua")
    assert battle.why("claim 0100") == 1303


def test_a_claim_is_news_to_the_world():
    """[13.1] Both sides hear of it and see it stand; it cannot be undone."""
    battle = row()
    assert battle.must("claim 0300") == ["claim ua 0300 2"]
    assert battle.last[0].seen == (True, True)
    assert battle.match.why_not_undo() == "undo.final"
    for side in SIDES:
        assert battle.view(side).believed.hexes[battle.h("0300"), columns.CLAIMED] == 1


# 13.2 ------------------------------------------------------------------------------------------------------------------


def test_a_claim_raises_will_true_or_not():
    """[13.2] That is propaganda: the farm is Russia's."""
    battle = row()
    battle.must("claim 0300")
    assert (will(battle), credibility(battle)) == ((52, 50), (70, 70))


def test_what_one_has_held_since_the_start_is_no_news():
    """[13.2] Ukraine's mill, and Russia's yard, are worth nothing to claim; the other's are."""
    battle = row()
    assert battle.must("claim 0100") == ["claim ua 0100 0"]
    battle.end()
    assert battle.must("claim 0500") == ["claim ru 0500 0"]
    assert battle.must("claim 0100") == ["claim ru 0100 2"]


def test_a_place_is_worth_something_once_for_each_change_of_its_holder():
    """[13.2] Lost and won again it counts again; claimed again without a change it does not."""
    battle = row()
    battle.must("claim 0100")
    battle.edit(hexes={("0100", "owner"): 1, ("0100", "claimed"): 0})
    dusk(battle)
    battle.edit(hexes={("0100", "owner"): 0})
    battle.until(2, "ua")
    assert battle.must("claim 0100") == ["claim ua 0100 2"]
    battle.edit(hexes={("0100", "claimed"): 0})
    dusk(battle)
    battle.until(3, "ua")
    assert battle.must("claim 0100") == ["claim ua 0100 0"]


def test_the_claimers_belief_decides_what_is_a_change():
    """[13.2] The mill is lost and Ukraine does not know: its claim is no news to itself."""
    battle = row()
    battle.lose_ground_unseen("0100")
    assert battle.must("claim 0100") == ["claim ua 0100 0"]


@pytest.mark.parametrize(("trust", "gain"), [(100, 4), (75, 3), (70, 2), (26, 1), (10, 1), (1, 1), (0, 0)])
def test_credibility_scales_what_a_claim_is_worth(trust: int, gain: int):
    """[13.2] 4 x credibility / 100; at least 1 as long as there is any."""
    battle = row()
    put_account(battle, "ua", "credibility", trust)
    battle.must("claim 0300")
    assert will(battle) == (50 + gain, 50)


# 13.3 ------------------------------------------------------------------------------------------------------------------


def test_a_claim_falls_when_the_enemy_is_seen_there():
    """[13.3] Ukraine's own unit at 0200 sees X on the farm."""
    battle = row(". . .a|.X . . .")
    battle.must("claim 0300")
    assert dusk(battle) == ["claim_false ua 0300 4 0"]
    assert battle.hex("0300", "claimed") == 0


def test_it_does_not_fall_when_the_enemy_there_is_not_seen():
    """[13.3] Four hexes away, or seen the day before only."""
    battle = row(".a . .|. . .X .")
    battle.must("claim 0500")
    assert dusk(battle) == []
    assert battle.hex("0500", "claimed") == 1


def test_it_does_not_fall_because_nobody_is_there():
    """[13.3] The barn is Russia's, empty, and in Ukraine's sight: who is to say?"""
    battle = row(". . .a|. . . .X")
    battle.must("claim 0400")
    assert dusk(battle) == []


def test_it_falls_when_the_enemy_attacks_from_there():
    """[13.3] Even if Ukraine takes the farm the same day: when X came from it, it was not Ukraine's."""
    battle = row(". . .a|.X . . .")
    battle.must("claim 0300")
    battle.end()
    battle.roll(2)
    battle.must("assault 0200 with X")
    battle.edit(hexes={("0300", "owner"): 0})
    battle.put("X", hex=battle.h("0600"), seen_hex=-1)
    assert dusk(battle) == ["claim_false ua 0300 4 0"]


def test_an_attack_from_there_before_it_was_claimed_does_not_count():
    """[13.3] Russia attacks first, then goes; Ukraine takes the farm and claims it."""
    battle = row(". . .a|.X . . .", first="ru")
    battle.roll(2)
    battle.must("assault 0200 with X")
    battle.end()
    battle.put("X", hex=battle.h("0600"), seen_hex=-1)
    battle.edit(hexes={("0300", "owner"): 0})
    battle.must("claim 0300")
    assert dusk(battle) == []


def test_it_falls_when_the_holder_claims_the_place_too():
    """[13.3] Nobody of Ukraine's is at the farm; Russia says that it holds it, and it does."""
    battle = row()
    battle.must("claim 0300")
    battle.end()
    battle.must("claim 0300")
    assert dusk(battle) == ["claim_false ua 0300 4 0"]
    assert battle.hex("0300", "claimed") == 0
    assert int(battle.state.hexes[battle.h("0300"), columns.CLAIMED + 1]) == 1, "the true one stands"


def test_against_a_unit_that_stands_there_no_word_helps():
    """[13.3] A unit too weak to take the place, but there: neither claim falls."""
    battle = row(". . . .a|. . .X", units="a 50")
    battle.edit(hexes={("0300", "owner"): 1})
    battle.must("claim 0300")
    battle.end()
    battle.must("claim 0300")
    assert dusk(battle) == []


# 13.4 ------------------------------------------------------------------------------------------------------------------


def test_a_false_claim_costs_twice_its_worth_in_will_and_credibility():
    """[13.4] 2 were won, 4 are lost; all the world believes it less."""
    battle = row(". . .a|.X . . .")
    battle.must("claim 0300")
    dusk(battle)
    assert (will(battle), credibility(battle)) == ((48, 50), (66, 70))
    assert [number(battle, "ua", "claims_made"), number(battle, "ua", "claims_false")] == [1, 1]


def test_a_place_lost_after_it_was_claimed_was_no_lie():
    """[13.4] Will falls by its worth only, and nobody is believed the less."""
    battle = row(". . .a|. . . .X")
    battle.must("claim 0100")
    battle.until(3, "ru")
    battle.edit(hexes={("0100", "owner"): 1, ("0100", "taken"): 3})
    battle.must("claim 0100")
    assert will(battle) == (50, 52)
    assert dusk(battle) == ["claim_false ua 0100 2 1"]
    assert (will(battle), credibility(battle)) == ((48, 52), (70, 70))
    assert number(battle, "ua", "claims_false") == 0


def test_lost_before_it_was_claimed_it_was_false():
    """[13.4] Even if the claimer did not know."""
    battle = row(". . .a|. . . .X", first="ru")
    battle.lose_ground_unseen("0100")
    battle.edit(hexes={("0100", "taken"): 1})
    battle.must("claim 0100")
    battle.until(2, "ua")
    battle.must("claim 0100")
    assert dusk(battle) == ["claim_false ua 0100 4 0"]


# 13.5 ------------------------------------------------------------------------------------------------------------------


def test_will_and_credibility_are_known_to_both():
    """[13.5] What each side believes of both is the truth."""
    battle = row(". . .a|.X . . .")
    battle.must("claim 0300")
    for _ in range(4):
        for side in SIDES:
            for column in ("will", "credibility", "claims_made", "claims_today", "claims_false"):
                assert len({number(battle, side, column, block) for block in range(3)}) == 1, column
        battle.end()


def test_they_are_kept_within_0_and_100():
    """[13.5]"""
    battle = row(". . .a|.X . . .")
    put_account(battle, "ua", "will", 99)
    assert battle.must("claim 0300") == ["claim ua 0300 1"]
    put_account(battle, "ua", "will", 1)
    put_account(battle, "ua", "credibility", 2)
    assert dusk(battle) == ["claim_false ua 0300 1 0"]
    assert (will(battle), credibility(battle)) == ((0, 50), (0, 70))


def test_what_events_tell_adds_up():
    """[13.5] Will at the end = will at the start + what claims gave - what they cost."""
    battle = row(". . .a|.X . . .", turns=6)
    told: list[str] = []
    for order in ("claim 0300", "claim 0500", "end", "claim 0300", "claim 0100", "end", "end", "claim 0400", "end"):
        told += battle.must(order)
    for side, value in zip(SIDES, will(battle), strict=True):
        gains = sum(int(words.split()[3]) for words in told if words.startswith(f"claim {side}"))
        costs = sum(int(words.split()[3]) for words in told if words.startswith(f"claim_false {side}"))
        assert value == 50 + gains - costs
        assert gains > 0


# 13.6 ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "morale"), [(50, 60), (59, 60), (60, 61), (100, 65), (41, 60), (40, 59), (0, 55)])
def test_a_tenth_of_the_will_is_added_to_the_morale_units_return_to(value: int, morale: int):
    """[13.6] Above the start or below it, on what a side believes as in truth."""
    battle = row()
    put_account(battle, "ua", "will", value)
    for state in (battle.state, battle.view("ua").believed):
        assert condition.base_of_morale(battle.match.fixed, state, battle.u("a")) == morale


def test_will_counts_for_victory_as_the_scenario_says():
    """[13.6] [14.1] A tenth of a point for a point of will; another battle sets another weight, or none."""
    for weight, tenths in ((0, 0), (100, 10), (500, 50)):
        battle = row(places="", weights=f"will {weight}")
        put_account(battle, "ua", "will", 60)
        assert victory.points(battle.match.fixed, battle.state, 0) == tenths
        assert victory.points(battle.match.fixed, battle.state, 1) == 0
        assert victory.points(battle.match.fixed, battle.view("ru").believed, 0) == tenths


# 13.7 ------------------------------------------------------------------------------------------------------------------


def shown(battle: Battle, side: str) -> tuple[object, ...]:
    """All that a side is shown of claims: accounts, claims, what it may claim and why not."""
    view: View = battle.view(side)
    claims = view.believed.hexes[:, columns.CLAIMED : columns.CLAIM_PAID + 2].tolist()
    refusals = [view.check(battle.order(f"claim {h}")) for h in ("0100", "0200", "0300", "0400", "0500")]
    return view.believed.sides.tolist(), claims, refusals, list(view.legal_orders().claiming())


@pytest.mark.parametrize("side", SIDES)
def test_before_dusk_nobody_learns_from_claims_what_is_hidden(side: str):
    """[13.7] Ground that changes hands unseen changes nothing that the side is shown, nor what its claims give."""
    told = []
    for hidden in (False, True):
        battle = row(first=side)
        if hidden:
            after, (mine, theirs) = copy(battle.state), ("0100", "0500") if side == "ua" else ("0500", "0100")
            s = SIDES.index(side)
            after.hexes[battle.h(mine), OWNER] = 1 - s
            after.hexes[battle.h(theirs), OWNER] = s
            for place in (mine, theirs):
                after.hexes[battle.h(place), (2 - s) * HEX_BLOCK + OWNER] = after.hexes[battle.h(place), OWNER]
                after.hexes[battle.h(place), columns.CLAIM_PAID + 1 - s] = 0
            battle.publish(after)
        before = shown(battle, side)
        events = battle.must("claim 0300") + battle.must("claim 0500")
        told.append((before, events, shown(battle, side)))
    assert told[0] == told[1]


def test_the_report_says_who_told_the_truth_when():
    """[13.7] A lie that is found out, one that is not, an error, a true claim that is overtaken, and one that stands."""
    battle = row(". . .a|.X . . .")
    battle.must("claim 0300")
    battle.must("claim 0500")
    battle.end()
    battle.must("claim 0400")
    battle.until(2, "ua")
    battle.lose_ground_unseen("0100")
    battle.must("claim 0100")
    battle.until(3, "ru")
    battle.must("claim 0500")
    battle.edit(hexes={("0400", "owner"): 0, ("0400", "taken"): 3})
    battle.until(4, "ua")
    battle.must("claim 0400")
    dusk(battle)
    claims = battle.match.claims.made
    assert [(c.day, c.side, battle.number(c.hex), c.true, c.honest, c.fell, c.lost) for c in claims] == [
        (1, 0, "0300", False, False, 1, False),
        (1, 0, "0500", False, False, 3, False),
        (1, 1, "0400", True, True, 4, True),
        (2, 0, "0100", False, True, 0, False),
        (3, 1, "0500", True, True, 0, False),
        (4, 0, "0400", True, True, 0, False),
    ]
    for language in LANGUAGES:
        said = [sentence(claim, Chronicle(battle.scenario, language)) for claim in claims]
        assert keys(language)["claims.made_error"] in said[3]
        assert len(set(said)) == len(said)


def test_the_maps_of_every_dusk_are_kept_and_a_replay_makes_the_same():
    """[13.7] Truth, the two beliefs, the two claims."""
    battle = row(". . .a|.X . . .", turns=3)
    battle.lose_ground_unseen("0100")
    for text in ("claim 0300", "end", "claim 0300", "end", "end", "end", "end", "end"):
        battle.must(text)
    dusks = battle.match.claims.dusks
    assert [maps.day for maps in dusks] == [0, 1, 2, 3]
    assert (dusks[1].owner[1], dusks[1].believed[0][1]) == (1, 0), "Ukraine does not know that the mill is lost"
    assert [int(maps.claims[1][3]) for maps in dusks] == [0, 1, 1, 1]
    again = Match(battle.scenario)
    for step in battle.match.steps:
        again.apply(step.order)
    assert again.claims.made == battle.match.claims.made
    for a, b in zip(again.claims.dusks[2:], dusks[2:], strict=True):
        assert (a.will, a.credibility, a.claims[0].tolist()) == (b.will, b.credibility, b.claims[0].tolist())


# the computer ----------------------------------------------------------------------------------------------------------


def test_the_computer_claims_what_it_has_won_and_what_is_denied():
    """[13.2] [13.3] The farm that it has taken first, then the mill that Russia claims; nothing it does not hold."""
    battle = row(". . .a|. . . .X", units="a artillery", first="ru")
    battle.must("claim 0100")
    battle.end()
    battle.edit(hexes={("0300", "owner"): 0})
    play_half_turn(battle.match, CompiledPlayer("greedy"))
    made = [c for c in battle.match.claims.made if c.side == 0]
    assert [(battle.number(c.hex), c.true, c.honest) for c in made] == [("0300", True, True), ("0100", True, True)]


def test_the_computer_claims_nothing_that_everybody_knows():
    """[13.2] Nothing has changed hands."""
    battle = row(units="a artillery")
    play_half_turn(battle.match, CompiledPlayer("greedy"))
    assert battle.match.claims.made == []
