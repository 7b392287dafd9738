"""Taking back any order of a half-turn: what hangs on it, what does not, where it stops, and what the record says."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from window import FIELD, Player, attack_ready, prepared, scenario_of

from game.chronicle import Refusal
from game.match import Match
from game.orders import END_TURN, Move, Order, Posture
from game.record import Recorder, read_record, replay
from game.state import HEX, REST


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder, empty at first."""
    yield from prepared(tmp_path, monkeypatch)


def quiet_orders(match: Match, dice: random.Random, count: int) -> list[Order]:
    """Orders given at random that can be undone."""
    given: list[Order] = []
    orders = [order for order in match.legal_orders() if isinstance(order, (Move, Posture))]
    dice.shuffle(orders)
    for order in orders:
        if len(given) == count:
            break
        if not isinstance(match.apply(order), Refusal):
            if match.why_not_undo():
                break
            given.append(order)
    return given


@pytest.mark.parametrize("seed", range(6))
def test_what_is_left_is_as_if_the_order_had_never_been_given(seed: int) -> None:
    dice, match = random.Random(seed), Match(scenario_of(FIELD), 1)
    quiet_orders(match, dice, 6)
    first = match.open_from
    if first == len(match.steps):
        return
    before, digest = [step.order for step in match.steps], match.digest
    index = dice.randrange(first, len(match.steps))
    hanging = match.take_back(index)
    if hanging is None:
        fresh = Match(scenario_of(FIELD), 1)
        for order in before[:index] + before[index + 1 :]:
            fresh.apply(order)
        assert match.digest == fresh.digest
        assert [step.order for step in match.steps] == before[:index] + before[index + 1 :]
    else:
        assert hanging.order in before[index + 1 :]
        assert match.digest == digest
        assert [step.order for step in match.steps] == before


@pytest.mark.parametrize("seed", range(3))
def test_done_and_undone_is_the_same_to_the_last_bit(seed: int) -> None:
    dice, match = random.Random(100 + seed), Match(scenario_of(FIELD), 1)
    digest = match.digest
    for _ in quiet_orders(match, dice, 5):
        if match.why_not_undo():
            return
        match.take_back(len(match.steps) - 1)
    if not match.steps:
        assert match.digest == digest


def test_where_something_new_is_seen_only_the_orders_that_are_refused_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    match = Match(scenario_of(FIELD), 1)
    units = match.view(0).own_units()
    orders = [order for unit in units for order in (Posture(unit, REST),) if match.check(order) is None][:4]
    assert len(orders) == 4
    for order in orders:
        match.apply(order)
    check, resolve = match.check, match._resolve
    refused = Refusal(5, (-1, -1, -1, -1))
    monkeypatch.setattr(match, "check", lambda order: refused if order == orders[2] else check(order))
    monkeypatch.setattr(
        match, "_resolve", lambda order: (replace(resolve(order)[0], closed="undo.news"), resolve(order)[1])
    )
    hanging = match.take_back(0)
    assert hanging is not None
    assert hanging.order == orders[2]
    assert [step.order for step in match.steps] == [orders[1], orders[3]]


def stacked_moves(match: Match) -> tuple[Move, Move]:
    """A unit marches twice: where the second march begins hangs on the first."""
    grid, view = match.scenario.grid, match.view(0)
    h = grid.parse("0306")
    assert h is not None
    unit = next(u for u in view.own_units() if int(view.believed.units[u, HEX]) == h)
    near = [n for n, cost in view.reach(unit).items() if cost <= 18 and view.path(unit, n) is not None]
    move = view.path(unit, near[0])
    assert move is not None
    match.apply(move)
    after = match.view(0)
    further = next(n for n in after.reach(unit) if n != h)
    second = after.path(unit, further)
    assert second is not None
    match.apply(second)
    return move, second


def test_a_march_that_goes_on_from_another_hangs_on_it() -> None:
    match = Match(scenario_of(FIELD), 1)
    _, second = stacked_moves(match)
    assert not match.open_from
    digest = match.digest
    hanging = match.take_back(0)
    assert hanging is not None
    assert hanging.order == second
    assert hanging.refusal.code // 100 == 5
    assert match.digest == digest


def test_nothing_is_taken_back_across_a_dusk() -> None:
    match = Match(scenario_of(FIELD), 1)
    match.apply(END_TURN)
    assert match.open_from == 1
    with pytest.raises(ValueError, match="cannot be taken back"):
        match.take_back(0)


def test_the_record_replays_to_the_same_match(tmp_path: Path) -> None:
    match = Match(scenario_of(FIELD), 1)
    path = tmp_path / "undo.jsonl"
    recorder = Recorder(path, match, {"ua": "human", "ru": "passive"})
    match.listeners.append(recorder)
    own = match.view(0).own_units()
    orders = [Posture(u, REST) for u in own]
    given = [order for order in orders if not isinstance(match.apply(order), Refusal)]
    assert match.take_back(0) is None
    assert match.take_back(1) is None
    assert [step.order for step in match.steps] == [given[1], *given[3:]]
    recorder.close()
    again, *_ = replay(read_record(path))
    assert again.digest == match.digest


# the list ------------------------------------------------------------------------------------------------------------


def test_the_list_takes_back_an_earlier_order_and_the_log_follows() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    for u in battle.situation.own[:3]:
        battle.order(Posture(u, REST))
    given = [step.order for step in battle.match.steps]
    lines = len(battle.latest_lines())
    player.do("orders")
    rows = sorted((rect.y, step) for rect, step in battle.order_list._rows)
    assert [step.order for _, step in rows] == given[::-1]
    rect = next(rect for rect, step in battle.order_list._rows if step.order == given[0])
    player.click(rect.center)
    assert [step.order for step in battle.match.steps] == given[1:]
    assert len(battle.latest_lines()) == lines
    player.do("undo")
    assert [step.order for step in battle.match.steps] == given[1:-1]
    player.do("redo")
    assert [step.order for step in battle.match.steps] == given[1:]


def test_the_line_says_where_the_dice_fell_and_pointing_marks_the_order() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    unit, target = attack_ready(player)
    player.do("orders")
    assert battle.order_list.why_it_stops() == "Start of the half-turn"
    battle.plan(target, unit)
    player.strike("Enter")
    assert "dice fell at 0308" in battle.order_list.why_it_stops()
    other = next(u for u in battle.situation.own if u != unit and battle.situation.role(u) == 0)
    battle.order(Posture(other, REST))
    player.pass_time(2)
    assert battle.match.open_from == len(battle.match.steps) - 1
    rect = next(rect for rect, step in battle.order_list._rows if step.order == Posture(other, REST))
    bare = player.frame()
    player.point(rect.center)
    assert battle.order_list.pointed is battle.match.steps[-1]
    assert player.frame() != bare
