"""What a game and a player in another process say to each other: a kind, a length, and so many bytes.

The process of the player is told by pickles and arrays. What it answers is never unpickled: it is the whole numbers of an
order, or a short text.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np

from game.events import EVENT_COLUMNS, FIELDS, KINDS, Event, decode, new_log
from game.state import Ints, State

HEADER = struct.Struct("<qq")
"""Kind of a message and bytes of what follows."""

FILE, BATTLE, GAME, CHOOSE = 1, 2, 3, 4
"""What the player's process is told: read this file; this is the battle as a side is told of it; a new game begins;
choose an order."""

READY, ORDER, FAILED = 11, 12, 13
ANSWERS = (READY, ORDER, FAILED)
"""What it answers."""
LONGEST_ANSWER = 64_000
"""Bytes of an answer at most."""

_EVENT_VALUES = EVENT_COLUMNS - 2


def question(side: int, known: int, events: Sequence[Event], state: State) -> Ints:
    """What a player at a side chooses on, in one row: how many earlier events still count, the new ones, the state."""
    head = np.array([known, len(events)], dtype=np.int64)
    rows = np.array([_row(event, side) for event in events], dtype=np.int64)
    return np.concatenate([head, rows.ravel(), *(array.ravel() for array in state)])


def _row(event: Event, side: int) -> list[int]:
    """An event as a row of a log; whether the other side saw it too is not told."""
    values = list(event.values.values())
    seen = event.seen[side] << side
    return [KINDS.index(event.kind), *values, *[0] * (_EVENT_VALUES - len(values)), seen]


def asked(row: Ints, like: State) -> tuple[int, tuple[Event, ...], State]:
    """Number of earlier events, new events and state of a question about a battle with states like this one."""
    known, count = (int(value) for value in row[:2])
    at = 2 + count * EVENT_COLUMNS
    log = new_log(count)
    log[0, 0] = count
    log[1:] = row[2:at].reshape(count, EVENT_COLUMNS)
    arrays = []
    for array in like:
        arrays.append(row[at : at + array.size].reshape(array.shape))
        at += array.size
    return known, tuple(decode(log)), State(*arrays)


assert all(len(names) <= _EVENT_VALUES for names in FIELDS.values())
