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
    FORMS,
    MOST_FIRES,
    MOST_PATH,
    MOST_UNITS,
    ORDER_WIDTH,
    Assault,
    Defend,
    Move,
    Names,
    Order,
    OrderError,
    decode,
    encode,
    from_text,
    to_text,
)

NAMES = Names(Grid(20, 15), ("3a-1", "3a-2", "43-arty", "end", "follow", "fire-1"))
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
    st.builds(Defend, units, rounds, rounds),
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
}


@pytest.mark.parametrize("text", TEXTS)
def test_orders_are_written_as_the_forms_say(text: str) -> None:
    assert from_text(text, NAMES) == TEXTS[text]
    assert any(form.split()[0] == text.split()[0] for form in FORMS)


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
}


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_order_is_refused_with_what_would_help(text: str) -> None:
    with pytest.raises(OrderError, match=re.escape(BAD[text])):
        from_text(text, NAMES)


@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from("move assault defend end with fire follow keep 3a-1 0101 :".split())).map(" ".join)
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
    ],
)
def test_an_order_with_more_parts_than_a_row_holds_is_refused(order: Order) -> None:
    with pytest.raises(OrderError, match="at most"):
        encode(order)


@pytest.mark.parametrize(
    "order", [Move(0, (1,) * MOST_PATH), Assault(1, (0,) * MOST_UNITS, ((2, 1),) * MOST_FIRES, True)]
)
def test_an_order_with_as_many_parts_as_a_row_holds_fits(order: Order) -> None:
    assert decode(encode(order)) == order
