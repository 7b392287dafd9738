"""Orders as text, as rows for kernels and back."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.hexes import Grid
from game.orders import (
    END_TURN,
    MOST_BREAKOUT,
    MOST_FIRES,
    MOST_PATH,
    MOST_UNITS,
    ORDER_WIDTH,
    Assault,
    Blow,
    BreakOut,
    Caution,
    Claim,
    Defend,
    Fly,
    Hoard,
    Interdict,
    Mission,
    Move,
    MoveDepot,
    Order,
    OrderError,
    Posture,
    Relieve,
    Serve,
    Summon,
    Task,
    decode,
    encode,
)
from game.orders_text import FORMS, Names, from_text, to_text
from game.rules import (
    assault,
    breakout,
    claims,
    depots,
    drones,
    encirclement,
    fires,
    interdiction,
    missions,
    movement,
    postures,
    relief,
    turn,
    works,
)  # fmt: skip
from game.state import (
    CLEAR,
    COUNTER,
    DEMOLISH,
    DIG,
    HARASS,
    HOLD,
    HOLD_FAST,
    IDLE,
    JAM,
    MINE,
    POSTURES,
    PROBE,
    REPAIR,
    REST,
    SMOKE,
)  # fmt: skip
from game.texts import LANGUAGES, keys

CHAPTERS = (
    assault, breakout, claims, depots, drones, encirclement, fires, interdiction, missions, movement, postures, relief,
    turn, works,
)  # fmt: skip

NAMES = Names(
    Grid(20, 15),
    ("3a-1", "3a-2", "43-arty", "end", "follow", "fire-1", "by", "day", "with"),
    ("3-assault", "first", "43"),
)
units = st.integers(0, len(NAMES.units) - 1)
plain = st.sampled_from([0, 1, 2, 3, 5])
hexes = st.integers(0, NAMES.grid.count - 1)
rounds = st.integers(0, 999_999)
orders = st.one_of(
    st.builds(Move, units, st.lists(hexes, min_size=1, max_size=MOST_PATH).map(tuple)),
    st.builds(
        Assault,
        hexes,
        st.lists(plain, min_size=1, max_size=MOST_UNITS).map(tuple),
        st.lists(st.tuples(plain, rounds), max_size=MOST_FIRES).map(tuple),
        st.booleans(),
    ),
    st.builds(Defend, units, rounds, rounds, st.booleans()),
    st.builds(Posture, units, st.integers(HOLD, PROBE)),
    st.builds(Mission, units, st.integers(HARASS, DEMOLISH), hexes, rounds, st.booleans()),
    st.builds(Fly, units, hexes),
    st.builds(Claim, hexes),
    st.builds(Serve, st.integers(0, len(NAMES.formations) - 1), st.integers(0, 2)),
    st.builds(Caution, units, rounds),
    st.builds(Hoard, units, rounds),
    st.builds(MoveDepot, units, hexes),
    st.builds(Relieve, units, st.lists(hexes, min_size=1, max_size=MOST_PATH - 1).map(tuple), units),
    st.builds(BreakOut, units, st.lists(hexes, min_size=1, max_size=MOST_BREAKOUT).map(tuple), st.booleans()),
    st.builds(Summon, units, hexes),
    st.builds(Blow, units, hexes),
    st.builds(Task, units, st.sampled_from([IDLE, DIG, JAM])),
    st.builds(Task, units, st.integers(REPAIR, CLEAR), hexes),
    st.builds(Interdict, units, hexes, hexes, st.booleans()),
    st.just(END_TURN),
)


@given(orders)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_an_order_reads_back_from_its_text_and_from_its_row(order: Order) -> None:
    text = to_text(order, NAMES)
    assert from_text(text, NAMES) == order
    assert to_text(from_text(f"  {text.replace(' ', '   ')} ", NAMES), NAMES) == text
    row = encode(order)
    assert (row.shape, row.dtype) == ((ORDER_WIDTH,), np.int64)
    assert decode(row) == order


TEXTS = {
    "end": END_TURN,
    "move 3a-1 0101": Move(0, (21,)),
    "move 43-arty 0101 0201 0302": Move(2, (21, 22, 43)),
    "assault 0102 with 3a-1": Assault(41, (0,)),
    "assault 0102 with 3a-1 3a-2 fire 43-arty:60 follow": Assault(41, (0, 1), ((2, 60),), True),
    "assault 0102 with 3a-1 fire 43-arty:60 fire-1:0": Assault(41, (0,), ((2, 60), (5, 0))),
    "defend 43-arty 40": Defend(2, 40, 0),
    "defend 43-arty 40 keep 100": Defend(2, 40, 100),
    "serve 3-assault first": Serve(0, 0),
    "serve first last": Serve(1, 2),
    "caution 3a-1 7": Caution(0, 7),
    "hoard 3a-1 120": Hoard(0, 120),
    "depot 3a-1 0101": MoveDepot(0, 21),
    "relieve 3a-1 with 3a-2 0101 0201": Relieve(1, (21, 22), 0),
    "breakout 3a-1 0101 0201": BreakOut(0, (21, 22)),
    "breakout 3a-1 0101 by day": BreakOut(0, (21,), True),
    "summon 0102 with 3a-1": Summon(0, 41),
    "blow 3a-1 0101": Blow(0, 21),
    "defend 43-arty 40 keep 100 reply": Defend(2, 40, 100, True),
    "defend 43-arty 40 reply": Defend(2, 40, 0, True),
    "rest 3a-1": Posture(0, REST),
    "hold_fast 3a-1": Posture(0, HOLD_FAST),
    "hold 3a-1": Posture(0, HOLD),
    **{f"{posture} 3a-2": Posture(1, i) for i, posture in enumerate(POSTURES)},
    "jam 3a-1": Task(0, JAM),
    "harass 0102 with 43-arty:60": Mission(2, HARASS, 41, 60),
    "counter 0102 with 43-arty:60 scoot": Mission(2, COUNTER, 41, 60, True),
    "smoke 0102 with 43-arty:30": Mission(2, SMOKE, 41, 30),
    "demolish 0102 with 43-arty:90": Mission(2, DEMOLISH, 41, 90),
    "fly 3a-1 0102": Fly(0, 41),
    "claim 0102": Claim(41),
    "dig 3a-1": Task(0, DIG),
    "idle 3a-1": Task(0, IDLE),
    "repair 3a-1 0101": Task(0, REPAIR, 21),
    "mine 3a-1 0101": Task(0, MINE, 21),
    "clear 3a-1 0101": Task(0, CLEAR, 21),
    "interdict 43-arty 0101-0201": Interdict(2, 21, 22),
    "interdict 43-arty 0101-0201 by day": Interdict(2, 21, 22, True),
}


@pytest.mark.parametrize("text", TEXTS)
def test_orders_are_written_as_the_forms_say(text: str) -> None:
    assert from_text(text, NAMES) == TEXTS[text]
    assert any(text.split()[0] in form.split()[0].split("|") for form in FORMS)


def test_every_form_has_an_order() -> None:
    words = {word for form in FORMS for word in form.split()[0].split("|")}
    assert words == {text.split()[0] for text in TEXTS}


BAD = {
    "": "'' is no order.",
    "go": "'go' is no order. Orders are: move UNIT HEX",
    "END": "'END' is no order.",
    "end now": "is no order",
    "move": "is no order",
    "move 3a-1": "is no order",
    "move 3a-3 0101": "There is no unit '3a-3'. Did you mean '3a-",
    "move 3a-1 2001": "There is no hex '2001' on the map.",
    "move 3a-1 0101 1": "There is no hex '1' on the map.",
    "assault 0102": "is no order",
    "assault 0102 with": "is no order",
    "assault 0102 3a-1": "is no order",
    "assault 2001 with 3a-1": "There is no hex",
    "assault 0102 with nobody": "There is no unit 'nobody'.",
    "assault 0102 with 3a-1 fire 43-arty": "'' is no number of rounds.",
    "assault 0102 with 3a-1 fire 43-arty:-5": "'-5' is no number of rounds.",
    "assault 0102 with 3a-1 fire 43-arty:1000000": "'1000000' is no number of rounds.",
    "assault 0102 with 3a-1 fire nobody:60": "There is no unit 'nobody'.",
    "defend 43-arty": "is no order",
    "defend 43-arty many": "'many' is no number of rounds.",
    "defend 43-arty ٤٠": "is no number of rounds.",
    "defend 43-arty 40 keep": "is no order",
    "defend 43-arty 40 keep -1": "'-1' is no number of rounds.",
    "defend 43-arty 40 kept 1": "is no order",
    "serve 3-assault": "is no order",
    "serve 3-assault second": "is no order",
    "serve nobody first": "There is no formation 'nobody'.",
    "serve 3-asault first": "There is no formation '3-asault'. Did you mean '3-assault'?",
    "caution 3a-1": "is no order",
    "caution 3a-1 -1": "'-1' is no number of minutes.",
    "hoard 3a-1 much": "'much' is no number of tonnes.",
    "depot 3a-1": "is no order",
    "depot 3a-1 9999": "There is no hex '9999' on the map.",
    "relieve 3a-1 with 3a-2": "is no order",
    "relieve 3a-1 3a-2 0101": "is no order",
    "breakout 3a-1": "is no order",
    "breakout 3a-1 by day": "There is no hex 'by' on the map.",
    "breakout 3a-1 0101 by night": "There is no hex 'by' on the map.",
    "summon 0102 3a-1": "is no order",
    "summon 0102 with": "is no order",
    "blow 3a-1": "is no order",
    "rest 3a-1 0101": "is no order",
    "repair 3a-1": "is no order",
    "moving 3a-1": "is no order",
    "interdict 43-arty 0101": "is no order",
    "interdict 43-arty 0101-0201-0301": "is no order",
    "interdict 43-arty 0101-0201 by night": "is no order",
    "interdict 43-arty 0101-": "There is no hex '' on the map.",
}


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_order_is_refused_with_what_would_help(text: str) -> None:
    with pytest.raises(OrderError, match=re.escape(BAD[text])):
        from_text(text, NAMES)


WORDS = (
    "move assault defend end with fire follow keep 3a-1 0101 : serve caution hoard depot relieve breakout summon blow "
    "rest dig idle repair mine clear interdict by day first 43 7 0101-0201"
)


@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from(WORDS.split())).map(" ".join)
)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_text_is_an_order_or_refused(text: str) -> None:
    try:
        order = from_text(text, NAMES)
    except OrderError:
        return
    assert from_text(to_text(order, NAMES), NAMES) == order


@pytest.mark.parametrize(
    "order",
    [
        Move(0, (1,) * (MOST_PATH + 1)),
        Assault(1, (0,) * (MOST_UNITS + 1)),
        Assault(1, (0,), ((2, 1),) * (MOST_FIRES + 1)),
        Relieve(0, (1,) * MOST_PATH, 1),
        BreakOut(0, (1,) * (MOST_BREAKOUT + 1)),
    ],
)
def test_an_order_with_more_parts_than_a_row_holds_is_refused(order: Order) -> None:
    with pytest.raises(OrderError, match="at most"):
        encode(order)


@pytest.mark.parametrize(
    "order",
    [
        Move(0, (1,) * MOST_PATH),
        Assault(1, (0,) * MOST_UNITS, ((2, 1),) * MOST_FIRES, True),
        Relieve(0, (1,) * (MOST_PATH - 1), 7),
        BreakOut(0, (1,) * MOST_BREAKOUT, True),
    ],
)
def test_an_order_with_as_many_parts_as_a_row_holds_fits(order: Order) -> None:
    assert decode(encode(order)) == order


def test_every_refusal_of_the_rules_has_its_sentence_in_both_languages() -> None:
    """Every rule number that a chapter gives a name is a text, and every such text is a rule."""
    named = {value for module in CHAPTERS for name, value in vars(module).items() if is_rule(name, value)}
    assert {601, 607, 701, 709, 812, 813, 908, 910, 916, 1001, 1101, 1103, 1201, 1208, 1301} <= named
    for language in LANGUAGES:
        told = {int(key.removeprefix("refusal.r")) for key in keys(language) if re.fullmatch(r"refusal\.r\d+", key)}
        assert named - told == {509, 510}, f"{language}: those end a move and are told otherwise"
        assert told <= named, language


def is_rule(name: str, value: object) -> bool:
    """Whether a name of a module is that of a rule that an order can break."""
    return name.isupper() and type(value) is int and 400 < value < 1500 and value not in (1024, 700)
