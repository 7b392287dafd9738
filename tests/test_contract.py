"""What every battle keeps to, whatever is ordered: checked after every order of matches of every scenario."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from boards import board
from sighting import check_sight, standing
from wanderer import Vandal, Wanderer

from game import state as columns
from game.ai.players import CompiledPlayer, Player
from game.chronicle import Chronicle, Refusal
from game.dice import seeded
from game.events import Event, new_log
from game.match import Match, Step
from game.orders import END_TURN, Blow, EndTurn, Order, decode, encode
from game.orders_text import from_text, to_text
from game.record import Recorder, read_record, replay
from game.rulebook import WILL_START
from game.rules import field, recon, turn
from game.scenario.load import Scenario, load_scenario, scenario_names
from game.state import SIDE_BLOCK, State, copy, equal
from game.terms import new_terms
from game.texts import LANGUAGES, keys

PLAYERS = {"random": lambda seed: CompiledPlayer("random", seed), "greedy": lambda seed: CompiledPlayer("greedy", seed),
           "wanderer": Wanderer}  # fmt: skip
RULEBOOK = Path(__file__).parent.parent / "assets" / "rulebook.md"
SCENARIOS = {name: load_scenario(name) for name in scenario_names()}

MARCHES = ("moved", "retreated", "advanced", "left", "broke_out", "wavered", "depot_moved", "reserve_came")
"""Events by which a unit goes from a hex to another."""

each_scenario = pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
each_player = pytest.mark.parametrize("player", PLAYERS)


class Watched:
    """A match whose orders are given one by one, with something to look at after each."""

    def __init__(self, scenario: Scenario, player: str, seed: int) -> None:
        self.match = Match(scenario, seed)
        self.players: list[Player] = [PLAYERS[player](seed), PLAYERS[player](seed + 1)]

    def next(self) -> Order:
        """The next order of whoever is to move."""
        side = self.match.side
        order = self.players[side].choose(self.match.view(side), self.match.legal_orders())
        return order if self.match.check(order) is None else END_TURN

    def step(self) -> Step:
        """Carry it out."""
        step = self.match.apply(self.next())
        assert isinstance(step, Step)
        return step


# state ---------------------------------------------------------------------------------------------------------------


@each_player
@each_scenario
def test_every_order_leaves_a_sound_state(scenario: Scenario, player: str):
    """People, stacks and accounts after every order of a match, sight after every fourth and every half-turn."""
    watch_soundness(scenario, player, seed=3, orders_unseen=3)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20, 25))
@each_player
@each_scenario
def test_every_order_of_many_matches_leaves_a_sound_state(scenario: Scenario, player: str, seed: int):
    """The same in five more matches each, sight after every order."""
    watch_soundness(scenario, player, seed, orders_unseen=0)
    watch_events(scenario, player, seed)
    watch_shortcuts(scenario, player, seed)


def watch_soundness(scenario: Scenario, player: str, seed: int, orders_unseen: int) -> None:
    """Play a match and look at every state, at what is seen in it after so many orders that did not end a half-turn."""
    watched = Watched(scenario, player, seed)
    match, unseen = watched.match, 0
    check_state(match, sight=True)
    while match.outcome is None:
        step = watched.step()
        unseen = 0 if isinstance(step.order, EndTurn) or unseen >= orders_unseen else unseen + 1
        check_state(match, sight=unseen == 0)


def check_state(match: Match, sight: bool) -> None:
    """Everything that holds of any state."""
    check_people(match)
    check_stacks(match)
    for side in range(2) if sight else ():
        check_sight(match, side)


def check_people(match: Match) -> None:
    """People on the map, lost and not yet arrived are those of the start and who came to replace them; accounts agree."""
    units, facts = match.state.units, match.fixed.roster.units
    troops = facts[:, columns.ROLE] < columns.SOURCE
    come = units[:, columns.PEOPLE] + units[:, columns.LOST] - match.scenario.start.units[:, columns.PEOPLE]
    assert (come >= 0).all()
    assert (units[:, columns.PEOPLE] >= 0).all()
    gone = troops & (units[:, columns.STATUS] == columns.ELIMINATED)
    assert np.array_equal(gone, (units[:, columns.PEOPLE] == 0) & troops)
    for side in range(2):
        own, account = facts[:, columns.OF_SIDE] == side, match.state.sides[side]
        assert account[columns.LOST_ATTACKING : columns.LAST_CAUSE + 1].sum() == units[own, columns.LOST].sum()
        assert account[columns.UNITS_LOST] == (gone & own).sum()
        assert account[columns.REPLACED] == come[own].sum()


def check_stacks(match: Match) -> None:
    """[1.4] No hex holds too many, those who are being relieved left out; none holds both sides, none is water."""
    units, scale = match.state.units, match.scenario.rules.file.scale
    stacks: dict[int, list[int]] = {}
    for u in standing(match):
        stacks.setdefault(int(units[u, columns.HEX]), []).append(u)
    for h, stack in stacks.items():
        staying = [u for u in stack if units[u, columns.LEAVING] == 0]
        steps = sum(-(-int(units[u, columns.PEOPLE]) // scale.step_people) for u in staying)
        assert len(staying) <= scale.stack_units, match.scenario.grid.number(h)
        assert steps <= scale.stack_steps, match.scenario.grid.number(h)
        assert len({int(match.fixed.roster.units[u, columns.OF_SIDE]) for u in stack}) == 1
        assert match.scenario.ground.graph.nodes[h]["terrain"] != "water"


# events --------------------------------------------------------------------------------------------------------------


@each_player
@each_scenario
def test_events_add_up_to_the_difference_of_states(scenario: Scenario, player: str):
    """Losses, hexes, places of units, rounds, supply and points, order by order."""
    watch_events(scenario, player, seed=8)


def watch_events(scenario: Scenario, player: str, seed: int) -> None:
    """Play a match and hold the events of every order against the states before and after it."""
    watched = Watched(scenario, player, seed)
    match = watched.match
    check_opening(match)
    while match.outcome is None:
        before = match.state
        step = watched.step()
        check_places(before, match.state, step.events)
        check_losses(match, before, match.state, step.events)
        check_fires(match, before, match.state, step)
        check_points(match, step.events)


def check_opening(match: Match) -> None:
    """What happened before the first order."""
    assert [e.kind for e in match.opening if e.kind in ("day_began", "side_began")] == ["day_began", "side_began"]
    check_places(match.scenario.start, match.state, match.opening)


def check_places(before: State, after: State, events: tuple[Event, ...]) -> None:
    """Each unit went, by its events, from where it was to where it is; each hex likewise from hand to hand."""
    where, owner = before.units[:, columns.HEX].copy(), before.hexes[:, columns.OWNER].copy()
    supply = before.units[:, columns.SUPPLY].copy()
    for event in events:
        values = event.values
        if event.kind == "reserve_came" and values["start"] < 0:
            continue
        if event.kind in MARCHES:
            assert where[values["unit"]] == values["start"]
            where[values["unit"]] = values["hex"]
        elif event.kind == "arrived":
            where[values["unit"]] = values["hex"]
        elif event.kind == "eliminated":
            where[values["unit"]] = -1
        elif event.kind == "hex_taken":
            assert owner[values["hex"]] == values["before"] != values["after"]
            owner[values["hex"]] = values["after"]
        elif event.kind == "supply":
            assert supply[values["unit"]] == values["before"]
            supply[values["unit"]] = values["after"]
    assert np.array_equal(where, after.units[:, columns.HEX])
    assert np.array_equal(owner, after.hexes[:, columns.OWNER])
    assert np.array_equal(supply, after.units[:, columns.SUPPLY])


def check_losses(match: Match, before: State, after: State, events: tuple[Event, ...]) -> None:
    """People lost by unit and by cause, and units lost, are those of the events."""
    lost, causes, facts = Counter(), Counter(), match.fixed.roster.units
    for before_it, event in zip((None, *events), events, strict=False):
        if event.kind == "loss":
            unit, people, cause = (event.values[name] for name in ("unit", "people", "cause"))
            side = int(facts[unit, columns.OF_SIDE])
            lost[unit] += people
            causes[side, cause] += people
            causes[1 - side, columns.INFLICTED] += people * (cause != columns.LOST_STRAGGLING)
        elif event.kind == "surrender":
            causes[event.values["side"], columns.SURRENDERS] += 1
        elif event.kind == "eliminated":
            causes[int(facts[event.values["unit"], columns.OF_SIDE]), columns.UNITS_LOST] += 1
        elif event.kind in ("assault", "nobody_there") and not throws_again(before_it, event):
            causes[event.values["side"], columns.ASSAULTS] += 1
    differs = after.units[:, columns.LOST] - before.units[:, columns.LOST]
    assert {int(u): int(differs[u]) for u in np.flatnonzero(differs)} == lost
    for side in range(2):
        counted = (*range(columns.LOST_ATTACKING, columns.ASSAULTS + 1), columns.UNITS_LOST, columns.SURRENDERS)
        for cause in counted:
            assert after.sides[side, cause] - before.sides[side, cause] == causes[side, cause], (side, cause)


def throws_again(first: Event | None, event: Event) -> bool:
    """Whether an event is a wave's second throw, one column lower right after its first [8.15]: the same assault."""
    if first is None or first.kind != "assault" or event.kind != "assault":
        return False
    return event.values == first.values | {"column": first.values["column"] - 1, "dice": event.values["dice"]}


def check_fires(match: Match, before: State, after: State, step: Step) -> None:
    """Rounds fired and points spent are those of the events."""
    if isinstance(step.order, EndTurn):
        return
    fired, spent = Counter(), Counter()
    for event in step.events:
        if event.kind == "fired":
            fired[event.values["unit"]] += event.values["rounds"]
        elif event.kind == "drone_lost":
            fired[event.values["unit"]] += 1
        elif event.kind == "moved":
            spent[event.values["unit"]] += event.values["points"]
    gone = before.units[:, columns.ROUNDS] - after.units[:, columns.ROUNDS]
    for event in step.events:
        if event.kind == "broke_out" and gone[event.values["unit"]]:
            fired[event.values["unit"]] = int(gone[event.values["unit"]])
    assert {int(u): int(gone[u]) for u in np.flatnonzero(gone)} == fired
    for side in range(2):
        guns = match.fixed.roster.units[:, columns.ROLE] == columns.BATTERY
        rounds = sum(n for u, n in fired.items() if guns[u] and match.fixed.roster.units[u, columns.OF_SIDE] == side)
        assert after.sides[side, columns.ROUNDS_FIRED] - before.sides[side, columns.ROUNDS_FIRED] == rounds
    if spent and not isinstance(step.order, Blow):
        used = before.units[:, columns.POINTS] - after.units[:, columns.POINTS]
        assert {int(u): int(used[u]) for u in np.flatnonzero(used)} == +spent


def check_points(match: Match, events: tuple[Event, ...]) -> None:
    """[14.1] [14.4] [14.5] Points told at dusk are those of the believed account, the margin that of the true one."""
    moved = any(event.kind == "happened" for event in events)
    for event in events:
        if event.kind == "points" and not moved:  # events of the file may be worth points at dawn, and are told later
            side = event.seen.index(True)
            account = match.state.sides[:, (1 + side) * SIDE_BLOCK : (2 + side) * SIDE_BLOCK]
            ended = max(e.values["turn"] for e in events if e.kind == "day_ended")
            told = [event.values["ua"], event.values["ru"]]
            assert told == [points_of(match, account[s], ended) for s in range(2)]
        elif event.kind == "match_ended":
            ua, ru = (points_of(match, match.state.sides[s], match.turn) for s in range(2))
            assert event.values["margin"] == ua - ru + match.fixed.roster.terms[columns.HANDICAP]


def points_of(match: Match, account: np.ndarray, day: int) -> int:
    """[14.1] Points in tenths by an account."""
    terms = match.fixed.roster.terms
    dusks = account[columns.PLACES_0 : columns.GROUND_0].sum()
    dusks += account[columns.GROUND_0 : columns.PINNED].sum() * terms[columns.POINTS_GROUND]
    people = account[columns.LOST_ATTACKING : columns.LAST_CAUSE + 1].sum()
    added = account[columns.PINNED] * terms[columns.POINTS_PINNED]
    added += account[columns.INFLICTED] * terms[columns.POINTS_INFLICTED] - people * terms[columns.POINTS_LOST]
    added += (account[columns.WILL] - match.fixed.rules.numbers[WILL_START]) * terms[columns.POINTS_WILL]
    return int(dusks // min(day, 3) + added // 100 + account[columns.POLITICAL])


# shortcuts -----------------------------------------------------------------------------------------------------------


@each_player
@each_scenario
def test_shortcuts_lead_where_the_long_way_does(scenario: Scenario, player: str):
    """Stacks and zones kept up during an order are those laid out anew; a patched belief is the whole mask."""
    watch_shortcuts(scenario, player, seed=13)


def watch_shortcuts(scenario: Scenario, player: str, seed: int) -> None:
    """Play a match, and beside it the same orders as a compiled game plays them."""
    watched = Watched(scenario, player, seed)
    match, shortcut = watched.match, Shortcut(watched.match)
    while match.outcome is None:
        step = watched.step()
        if isinstance(step.order, EndTurn):
            shortcut.begin(match)
        else:
            shortcut.follow(match, step.order)


class Shortcut:
    """A state, a belief and what is laid out of both, kept up from order to order."""

    def __init__(self, match: Match) -> None:
        self.fixed, self.dice = match.fixed, seeded(match.seed)
        self.scratch, self.theirs = field.new_scratch(match.fixed), field.new_scratch(match.fixed)
        self.begin(match)

    def begin(self, match: Match) -> None:
        """Write everything anew, as at the beginning of a half-turn."""
        self.state, self.believed = copy(match.state), copy(match.state)
        if match.outcome is None:
            recon.mask(self.fixed, self.state, match.side, self.believed)
            field.lay_out(self.fixed, self.state, self.scratch)
            field.lay_out(self.fixed, self.believed, self.theirs)

    def follow(self, match: Match, order: Order) -> None:
        """Carry out an order, and compare."""
        row, log = encode(order), new_log(0)
        turn.resolve_order(self.fixed, self.state, self.scratch, row, self.dice, new_terms(), log)
        assert equal(self.state, match.state)
        assert laid(self.scratch) == laid_anew(self.fixed, self.state)
        recon.patch(self.fixed, self.state, self.scratch, match.side, self.believed, self.theirs)
        assert equal(self.believed, match.view(match.side).believed)
        assert laid(self.theirs) == laid_anew(self.fixed, self.believed)


def test_sight_lost_with_a_unit_is_lost_to_a_patched_belief():
    """[10.1] Only a sees Y; when a falls in its attack on X, Y is a ghost."""
    battle = board(". . .a |.X .Y .", units="a 25; b 300 at 0000; Y 100")
    shortcut, order = Shortcut(battle.match), battle.order("assault 0300 with a")
    battle.roll(2)
    shortcut.dice = battle.match._dice.copy()
    assert "eliminated a 0200 battle" in battle.must("assault 0300 with a")
    shortcut.follow(battle.match, order)


Layout = tuple[dict[int, list[int]], dict[int, list[int]], bytes]


def laid(scratch: field.Scratch) -> Layout:
    """What is laid out of a state: the stack of each hex in order, its ghosts in any, the zones."""
    ghosts = {h: sorted(units) for h, units in chains(scratch, field.GHOSTS, field.NEXT_GHOST).items()}
    return chains(scratch, field.STACK, field.NEXT), ghosts, scratch.hexes[field.ZONES : field.ZONES + 2].tobytes()


def laid_anew(fixed: field.Fixed, state: State) -> Layout:
    """The same from nothing."""
    scratch = field.new_scratch(fixed)
    field.lay_out(fixed, state, scratch)
    return laid(scratch)


def chains(scratch: field.Scratch, first: int, after: int) -> dict[int, list[int]]:
    """The units of each list that begins in a hex."""
    lists: dict[int, list[int]] = {}
    for h in np.flatnonzero(scratch.hexes[first] >= 0):
        units, u = [], int(scratch.hexes[first, h])
        while u >= 0:
            units.append(u)
            u = int(scratch.lists[after, u])
        lists[int(h)] = units
    return lists


# undo, records, lockstep ---------------------------------------------------------------------------------------------


@each_scenario
def test_what_is_undone_is_as_it_was_and_redone_as_it_was(scenario: Scenario):
    """[4.7] Back to the last closed order or the start of the half-turn, and forward again; every half-turn."""
    watched = Watched(scenario, "wanderer", 21)
    match, states = watched.match, [watched.match.state]
    undone = 0
    while match.outcome is None:
        order = watched.next()
        if isinstance(order, EndTurn):
            undone += back_and_forth(match, states)
        step = match.apply(order)
        assert isinstance(step, Step)
        states = [match.state] if step.closed else [*states, match.state]
    assert undone > 20


def back_and_forth(match: Match, states: list[State]) -> int:
    """Undo as far as it goes, then redo; how many orders that were."""
    now, turn_of = match.digest, match.turn
    kept = [copy(state) for state in states]
    for state in reversed(kept[:-1]):
        assert match.undo() is not None
        assert equal(match.state, state)
    assert match.why_not_undo() in ("undo.nothing", "undo.dice", "undo.news", "undo.final")
    assert match.undo() is None
    for state in kept[1:]:
        assert match.redo() is not None
        assert equal(match.state, state)
    assert match.redo() is None
    assert (match.digest, match.turn) == (now, turn_of)
    return len(states) - 1


@each_player
@each_scenario
def test_a_record_replays_to_the_same_events_and_digest(scenario: Scenario, player: str, tmp_path: Path):
    """Written as it is played, undo and redo in it, read, played again; orders survive being written as text or row."""
    watched = Watched(scenario, player, 34)
    match = watched.match
    recorder = Recorder(tmp_path / "match.jsonl", match, {"ua": player, "ru": player})
    match.listeners.append(recorder)
    while match.outcome is None:
        step = watched.step()
        assert from_text(to_text(step.order, match.names), match.names) == step.order == decode(encode(step.order))
        if not step.closed:
            match.undo()
            match.redo()
    recorder.close()
    record = read_record(recorder.path)
    assert record.problems == []
    again, difference = replay(record)
    assert difference is None
    assert (again.digest, again.outcome) == (match.digest, match.outcome)
    assert again.steps == match.steps


# refusals ------------------------------------------------------------------------------------------------------------


def rules_of_the_book() -> set[str]:
    """Numbers of the rules, such as "5.3a"."""
    return set(re.findall(r"^(\d+\.\d+[a-z]?) ", RULEBOOK.read_text(encoding="utf-8"), re.MULTILINE))


@each_scenario
def test_illegal_orders_are_refused_and_change_nothing(scenario: Scenario):
    """A refusal is a value that cites a rule of the book, in both languages; the match is as it was."""
    watched, book = Watched(scenario, "wanderer", 89), rules_of_the_book()
    match, refused = watched.match, Counter()
    for half_turn in range(6):
        for _ in range(3 * half_turn):
            watched.step()
        vandal = Vandal(half_turn, match.view(match.side))
        before, kept, steps = match.state, copy(match.state), match.steps
        for order in (vandal.order() for _ in range(300)):
            refusal = match.check(order)
            if refusal is None:
                continue
            assert match.apply(order) == refusal
            refused[refusal.code] += 1
            check_sentences(scenario, refusal, book)
        assert match.state is before
        assert equal(before, kept)
        assert match.steps == steps
        while not isinstance(watched.step().order, EndTurn):
            pass
    assert len(refused) >= 8, refused


def check_sentences(scenario: Scenario, refusal: Refusal, book: set[str]) -> None:
    """The sentence of a refusal begins with a rule of the book."""
    for language in LANGUAGES:
        sentence = Chronicle(scenario, language).refusal(refusal)
        cited = re.match(r"\[(\d+\.\d+[a-z]?)\] ", sentence)
        assert cited is not None, sentence
        assert cited[1] in book, sentence
        assert int(cited[1].split(".")[0]) == refusal.code // 100, sentence
        assert f"refusal.r{refusal.code}" in keys(language)
