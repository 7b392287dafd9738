"""[4.8] to [4.12] The events of a scenario: when they happen, what they ask, what they do, who is told."""

from __future__ import annotations

import pytest
from boards import Battle, board

from game import state as columns
from game.state import copy

FIELD = """
    .  .a .  |.X .
      .  . .  |.  .
    """
SOURCES = "ua 0000 stock 10/10/10/5 daily 5/5/5/2; ru 0400"


def field(events: str, **given: str) -> Battle:
    """Unit a at 0100 and X at 0300, with some events."""
    units = f"a days 900; X days 900; {given.pop('units', '')}"
    sources = given.pop("sources", SOURCES)
    return board(FIELD, units=units, sources=sources, roads="hard 0000 0100; hard 0300 0400", events=events, **given)


def days(battle: Battle, last: int = 6) -> dict[str, int]:
    """End half-turns until a day: the events that happened, with their days."""
    battle.until(last)
    ids = [event.id for event in battle.scenario.file.events]
    return {name: int(day) for name, day in zip(ids, battle.state.clock[columns.HAPPENED :], strict=True) if day}


# when ----------------------------------------------------------------------------------------------------------------


def test_an_event_happens_at_the_dawn_of_its_day():
    """[4.8] After the weather of the day, before anybody arrives, and once."""
    battle = field(
        "- {id: order, when: {day: 2}, do: [{brings: c}]}", units="b arrives 2 at 0001; c arrives event at 0000"
    )
    told = battle.until(2)
    after = told[next(i for i, words in enumerate(told) if words.startswith("day_began 2")) :]
    assert [words for words in after if words.split()[0] in ("day_began", "happened", "arrived")] == [
        "day_began 2 0 0 ru", "happened order", "arrived c 0000", "arrived b 0001",
    ]  # fmt: skip
    assert not [words for words in battle.until(5) if words.startswith("happened")]


def test_an_event_of_day_one_happens_before_the_first_orders():
    """[4.8] The first dawn is a dawn."""
    battle = field("- {id: order, when: {day: 1}, do: [{brings: c}]}", units="c arrives event at 0000")
    assert battle.at("c") == "0000"


def test_between_two_days_it_happens_on_the_first_on_which_its_conditions_hold():
    """[4.8] Neither before nor after."""
    text = "- {id: lost, when: {from: 2, to: 4}, if: [{side: ru, holds: mill}], do: [{will: {ua: -3}}]}"
    places = "mill 0101 held 1 1"
    for day, happens in ((1, 2), (3, 3), (4, 4), (5, None)):
        battle = field(text, places=places)
        battle.until(max(day - 1, 1), "ru")
        if day > 1:
            battle.until(day - 1)
        battle.lose_ground_unseen("0101")
        assert days(battle).get("lost") == happens, day


def test_a_chance_is_thrown_for_on_each_day():
    """[4.8] By keyed dice: the same seed has the same luck."""
    text = "- {id: rain, when: {from: 1, to: 20, chance: 25}, do: [{will: {ua: -1}}]}"
    found = [days(field(text, seed=seed), 21).get("rain", 0) for seed in range(60)]
    assert found[:9] == [days(field(text, seed=seed), 21).get("rain", 0) for seed in range(9)]
    first = [day for day in found if day == 1]
    assert 6 <= len(first) <= 26
    assert len(set(found)) > 5


def test_events_are_gone_through_in_the_order_of_the_file():
    """[4.8] A later one sees what an earlier one has done; an earlier one sees it a day later."""
    battle = field(
        """
        - {id: echo, when: {from: 1, to: 9}, if: [{fired: shot}], do: [{will: {ua: 1}}]}
        - {id: shot, when: {day: 2}, do: [{will: {ru: 1}}]}
        - {id: answer, when: {from: 1, to: 9}, if: [{fired: shot}, {not_fired: never}], do: [{will: {ua: 1}}]}
        - {id: never, when: {day: 9}, if: [{not_fired: shot}], do: [{will: {ua: 1}}]}
        """
    )
    assert days(battle) == {"echo": 3, "shot": 2, "answer": 2}


# what it asks --------------------------------------------------------------------------------------------------------


def asks(condition: str, battle: Battle | None = None, **given: str) -> Battle:
    """A field with one event from day 2 on that asks something."""
    return field(f"- {{id: it, when: {{from: 2, to: 20}}, if: [{condition}], do: [{{will: {{ua: 1}}}}]}}", **given)


def eve(battle: Battle) -> Battle:
    """The same in the last half-turn of a day."""
    if battle.match.side == int(battle.state.clock[columns.FIRST]):
        battle.end()
    return battle


def happens(battle: Battle) -> bool:
    """Whether the event happens on the next dawn."""
    assert battle.state.clock[columns.HAPPENED] == 0
    eve(battle).end()
    return int(battle.state.clock[columns.HAPPENED]) > 0


@pytest.mark.parametrize(
    ("condition", "no", "yes"),
    [
        ("{unit: a, people_below: 200}", {("a", "people"): 200}, {("a", "people"): 199}),
        ("{unit: a, out_of_supply: true}", {("a", "supply"): 2}, {("a", "supply"): 3}),
        ("{unit: a, gone: true}", {("a", "status"): 1}, {("a", "status"): 2, ("a", "hex"): -1}),
    ],
)
def test_it_may_ask_of_a_unit(condition: str, no: dict, yes: dict):
    """[4.9] People, supply, whether it is lost; in truth, whoever knows."""
    battle = eve(asks(condition))
    battle.edit(units=no)
    assert not happens(battle)
    eve(battle).edit(units=yes)
    assert happens(battle)


def test_a_unit_that_has_not_arrived_is_neither_weak_nor_gone():
    """[4.9] Nothing is asked of it."""
    for condition in ("{unit: c, people_below: 2000}", "{unit: c, gone: true}", "{unit: c, out_of_supply: true}"):
        assert not happens(asks(condition, units="c 100 arrives 9 at 0000"))


@pytest.mark.parametrize(
    ("condition", "column", "no", "yes"),
    [
        ("{side: ua, lost_people: 50}", "LOST_SHELLED", 49, 50),
        ("{side: ua, will_below: 40}", "WILL", 40, 39),
        ("{side: ua, points_above: 3}", "POLITICAL", 30, 31),
    ],
)
def test_it_may_ask_of_a_side(condition: str, column: str, no: int, yes: int):
    """[4.9] Losses of any cause, will, points without the handicap."""
    for value, expected in ((no, False), (yes, True)):
        battle = eve(asks(condition))
        battle.put_side("ua", column, value)
        assert happens(battle) == expected


def test_it_may_ask_who_holds_a_place():
    """[4.9] To lack a place is not to hold it, whoever does."""
    for condition, expected in (
        ("{side: ua, holds: mill}", True), ("{side: ua, lacks: mill}", False), ("{side: ru, holds: mill}", False),
        ("{side: ru, lacks: mill}", True),
    ):  # fmt: skip
        assert happens(asks(condition, places="mill 0101 held 1 1")) == expected, condition


def pocket(events: str) -> Battle:
    """Unit c of the guards in a pocket at 0200, unit d of theirs on its way; a far off."""
    return board(
        """
        .  .Y |.c |.Z  .  |. . .a .
          .  .U  .V  .  .  |. . . .
        """.replace(".  .Y", "|.  .Y").replace(".  .U", "|.  .U"),
        units="c of guards days 900; d of guards arrives 4 at 0801; Y; Z; U; V; a", sources="ua 0800; ru 0000",
        roads="hard 0700 0800; hard 0000 0100", events=events,
    )  # fmt: skip


def test_it_may_ask_whether_a_formation_is_encircled():
    """[4.9] All its units that are on the map, since the last dusk."""
    battle = pocket(
        "- {id: it, when: {from: 1, to: 20}, if: [{formation: ua-guards, encircled: true}], do: [{takes: a}]}"
    )
    assert days(battle, 2) == {"it": 2}
    battle = pocket(
        "- {id: it, when: {from: 5, to: 20}, if: [{formation: ua-guards, encircled: true}], do: [{takes: a}]}"
    )
    assert days(battle, 6) == {}, "d has arrived, out of the pocket"


# what it does --------------------------------------------------------------------------------------------------------


def does(effects: str, **given: str) -> tuple[Battle, list[str]]:
    """A field with one event on day 2, that day: what happened at its dawn."""
    battle = field(f"- {{id: it, when: {{day: 2}}, do: [{effects}]}}", **given)
    told = battle.until(2)
    return battle, told[told.index("happened it") + 1 :]


def test_a_unit_that_an_event_brings_counts_as_committed_when_it_comes():
    """[4.11] [11.7] Until then its people weigh nothing."""
    battle, told = does("{brings: c}", units="c 200 arrives event at 0000")
    assert "arrived c 0000" in told
    assert battle.account("ua", "BROUGHT") == 200
    assert battle.scenario.roster.terms[columns.PEOPLE_UA] == 300


def test_a_unit_that_finds_no_room_tries_again():
    """[4.11] [4.2] As reinforcements do."""
    battle = field("- {id: it, when: {day: 2}, do: [{brings: c}]}", units="c 200 arrives event at 0000")
    owner = battle.state.hexes[:, columns.OWNER].copy()
    for day, owners in ((2, 1 - owner), (3, owner)):
        after = copy(eve(battle).state)
        after.hexes[:, columns.OWNER] = owners
        battle.publish(after)
        battle.end()
        assert battle.at("c") == ("-" if day == 2 else "0000")


def test_a_unit_that_is_withdrawn_is_not_lost():
    """[4.11] It leaves the map with its wounded; no side's account changes but theirs who were brought out."""
    battle = field("- {id: it, when: {day: 2}, do: [{takes: a}]}", units="b at 0101")
    eve(battle).put("a", urgent=2, priority=3, light=4)
    lost = [battle.account("ua", name) for name in ("LOST_ATTACKING", "UNITS_LOST", "LOST_STRAGGLING")]
    told = battle.until(2)
    assert "withdrawn a 0100" in told
    assert (battle.at("a"), battle.get("a", "status")) == ("-", columns.WITHDRAWN)
    assert [battle.account("ua", name) for name in ("LOST_ATTACKING", "UNITS_LOST", "LOST_STRAGGLING")] == lost
    assert battle.account("ua", "EVACUATED") >= 9
    battle.end()
    assert battle.why("move a 0101") == 404


def test_a_unit_that_is_withdrawn_before_it_arrives_does_not_come():
    """[4.11] It is told so."""
    battle, told = does("{takes: c}", units="c arrives 4 at 0000")
    assert "withdrawn c -" in told
    battle.until(6)
    assert battle.at("c") == "-"


def test_a_unit_that_is_cut_off_leaves_when_it_can():
    """[4.11] [7.1] It tries again every dawn; the event has happened all the same."""
    battle = pocket("- {id: it, when: {day: 2}, do: [{takes: c}]}")
    assert days(battle, 3) == {"it": 2}
    assert battle.at("c") == "0200"
    eve(battle)
    after = copy(battle.state)
    after.hexes[:, columns.NEAR_SUPPLY] = 100
    battle.publish(after)
    assert "withdrawn c 0200" in battle.must("end")


def test_goods_come_to_a_source_or_go():
    """[4.10] In tonnes, and people; never below nothing."""
    effects = "{goods: ua-source-0, ammunition: 7, sustenance: -3, shells: -50, people: 4}"
    _, told = does(effects, first="ru")
    assert told[0] == "delivery ua-source-0 0 7000"
    assert told[1] == "delivery ua-source-0 1 -3000"
    assert told[2].startswith("delivery ua-source-0 2 -")
    assert told[3] == "delivery ua-source-0 3 4"
    assert -50_000 < int(told[2].split()[3]) < 0


def test_what_comes_each_day_changes_from_then_on():
    """[4.10] [6.10] Never below nothing."""
    battle, told = does("{daily: ua-source-0, ammunition: 20, shells: -9}")
    assert told[:2] == ["daily ua-source-0 0 20000 25000", "daily ua-source-0 2 -5000 0"]
    assert battle.get("ua-source-0", "more_ammo") == 20_000
    before = battle.get("ua-source-0", "ammo")
    battle.until(3, "ua")
    assert battle.get("ua-source-0", "ammo") > before + 10_000


def test_rounds_are_given_and_taken():
    """[4.10] A battery's, never below none."""
    units = "g artillery 60 rounds 30 at 0000"
    for added, left in ((25, 55), (-40, 0)):
        battle, told = does(f"{{rounds: g, add: {added}}}", units=units)
        assert told[0] == f"rounds_came g {left - 30}"
        assert battle.get("g", "rounds") == left


def test_a_unit_is_replenished_up_to_its_full_strength():
    """[4.10] [11.6] They are replacements: a third of new people costs quality."""
    battle, told = does("{replenish: c, people: 150}", units="c 200 full 300 q4 at 0000", sources="")
    assert told[0] == "replenished c 100"
    assert (battle.people("c"), battle.get("c", "quality")) == ([300], 3)
    assert battle.account("ua", "REPLACED") == 100


def test_a_bridge_changes_and_those_who_see_it_know():
    """[4.10] [10.2] Russia, out of sight, does not, unless it is told."""
    for told_to, russia in (("ua", 1), ("both", 3)):
        battle = board(
            ". .a . . . . . |. .X",
            rivers="0000-0100", bridges="0000-0100 intact", roads="hard 0000 0100", units="a days 900; X days 900",
            events=f"- {{id: it, when: {{day: 2}}, do: [{{bridge: 0000-0100, state: blown}}], told: {told_to}}}",
        )  # fmt: skip
        told = battle.until(2)
        assert "bridge 0000 0100 3" in told
        assert battle.edge("0000", "0100", "bridge") == 3
        edges = [int(battle.view(side).believed.edges[0, 1]) for side in ("ua", "ru")]
        assert edges == [3, russia]


def test_points_and_will_are_given():
    """[4.10] [14.1] Points count at once and are a term of their own; will stays within its bounds."""
    battle, told = does("{points: {ua: 2.5, ru: -1}}, {will: {ua: 60, ru: -4}}")
    assert told[:2] == ["award 25 -10", "will_moved 50 -4"]
    assert [battle.account(side, "AWARDED") for side in ("ua", "ru")] == [25, -10]
    battle.until(3)
    counted = [event for event in battle.last if event.kind == "points" and event.seen[0]][-1]
    assert (counted.values["ua"], counted.values["ru"]) == (25, -10)


# who is told ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("told", "knows"), [("both", (2, 2)), ("ua", (2, 0)), ("ru", (0, 2)), ("nobody", (0, 0))])
def test_a_side_that_is_not_told_does_not_know_that_an_event_happened(told: str, knows: tuple[int, int]):
    """[4.12] Neither in what it sees nor in what it believes; its points are those it knows of."""
    battle = field(f"- {{id: it, when: {{day: 2}}, do: [{{points: {{ua: 1}}}}], told: {told}}}")
    battle.until(2)
    for s, side in enumerate(("ua", "ru")):
        view = battle.view(side)
        assert int(view.believed.clock[columns.HAPPENED]) == knows[s]
        assert ("happened" in [event.kind for event in view.events]) == (knows[s] > 0)
        assert int(view.believed.sides[0, columns.AWARDED]) == (10 if knows[s] else 0)


def test_nobody_knows_what_the_scenario_holds_in_store():
    """[4.12] What a side is told of the scenario names no event, and its facts hold none."""
    battle = field("- {id: it, when: {day: 5}, if: [{unit: a, people_below: 9}], do: [{points: {ua: 1}}]}")
    view = battle.view("ua")
    assert view.scenario.file.events == []
    assert len(view.fixed.roster.conditions) == len(view.fixed.roster.effects) == 0
    assert view.fixed.roster.events[:, :2].tolist() == [[1, 0]]
    assert len(battle.match.fixed.roster.effects) == 1


def test_a_unit_that_the_enemy_is_told_is_withdrawn_is_no_ghost():
    """[4.11] [10.4] Who is told knows that it has gone; who is not keeps the ghost of it."""
    for told, ghost in (("both", "-"), ("ua", "0100")):
        battle = board(
            ". .a .b . . . . |. .X", units="a days 900; b days 900; X days 900",
            sources="ua 0000", roads="hard 0000 0100",
            events=f"- {{id: it, when: {{day: 2}}, do: [{{takes: a}}], told: {told}}}",
        )  # fmt: skip
        battle.spot("a")
        eve(battle).end()
        assert battle.knows("ru", "a") == ghost, told
