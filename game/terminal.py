"""A battle in the terminal: the map in letters, a line for each event that matters, a summary."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from game.ai.players import Player, play_half_turn
from game.chronicle import Chronicle, km2
from game.events import Event
from game.match import Match
from game.rules.field import steps_of
from game.state import (
    BATTERY,
    COMBAT,
    DRONES,
    HEADQUARTERS,
    HEX,
    JAMMER,
    NOBODY,
    OF_SIDE,
    OWNER,
    PEOPLE,
    PRESENT,
    ROLE,
    SOURCE,
    START_OWNER,
    STATUS,
    State,
)  # fmt: skip
from game.texts import say
from game.view import lost

MATTERS = (
    "day_began", "happened", "arrived", "withdrawn", "assault", "retreated", "eliminated", "pocket", "claim",
    "claim_false", "match_ended",
)  # fmt: skip
"""Kinds of event that are told; a hex taken is told if it has a name."""

_LETTERS = {COMBAT: "U", BATTERY: "A", HEADQUARTERS: "H", DRONES: "D", JAMMER: "J"}
_GROUND = {0: ".", 1: ":", NOBODY: " "}


def text_map(match: Match, state: State | None = None) -> str:
    """The map in letters: two a hex, odd rows shoved right, units with their steps, ground by its owner."""
    state = state or match.state
    grid, facts = match.scenario.grid, match.fixed.roster.units
    marks: dict[int, str] = {}
    for u in np.flatnonzero((state.units[:, STATUS] == PRESENT) & (facts[:, ROLE] < SOURCE)):
        h = int(state.units[u, HEX])
        here = [v for v in np.flatnonzero(state.units[:, HEX] == h) if facts[v, ROLE] < SOURCE]
        if h not in marks:
            letter = _LETTERS[int(facts[u, ROLE])]
            steps = sum(int(steps_of(match.fixed, state.units[v, PEOPLE])) for v in here)
            letter = letter if facts[u, OF_SIDE] == 0 else {"U": "r"}.get(letter, letter.lower())
            marks[h] = letter + (str(steps) if steps < 10 else "+")
    rows = []
    for row in range(grid.rows):
        hexes = range(row * grid.columns, (row + 1) * grid.columns)
        cells = (marks.get(h, _GROUND[int(state.hexes[h, OWNER])] + " ") for h in hexes)
        rows.append(f"{row:02d} " + " " * (row % 2) + "".join(cells).rstrip())
    return "\n".join(rows)


def lines_of(chronicle: Chronicle, events: tuple[Event, ...]) -> list[str]:
    """A sentence for each event that matters; an assault and what came of it on one line."""
    names, lines = chronicle.scenario.place_names(chronicle.language), []
    for event in events:
        if event.kind == "hex_taken" and chronicle.scenario.grid.number(event.values["hex"]) not in names:
            continue
        if event.kind in (*MATTERS, "hex_taken"):
            lines.append(chronicle.sentence(event))
    return lines


def play_in_terminal(
    match: Match, players: tuple[Player, Player], language: str, write: Callable[[str], None], map_days: int = 7
) -> None:
    """Play a match to its end between two players, telling it as it goes; the map every so many days and at the end."""
    chronicle = Chronicle(match.scenario, language)
    write(say(language, "cli.legend"))
    write(text_map(match))
    for line in lines_of(chronicle, match.opening):
        write(line)
    told, shown = 0, match.turn
    while match.outcome is None:
        play_half_turn(match, players[match.side])
        for step in match.steps[told:]:
            for line in lines_of(chronicle, step.events):
                write(line)
        told = len(match.steps)
        if match.outcome is None and match.turn >= shown + map_days:
            write(text_map(match))
            shown = match.turn
    write(text_map(match))
    for line in summary_lines(match, language):
        write(line)


def summary_lines(match: Match, language: str) -> list[str]:
    """Who won and why, losses and ground: three lines about a match that is over."""
    outcome = match.outcome
    assert outcome is not None
    who = {0: "ua", 1: "ru", NOBODY: "draw"}[outcome.winner]
    owners, start = match.state.hexes[:, OWNER], match.state.hexes[:, START_OWNER]
    net = int(((owners == 0) & (start != 0)).sum()) - int(((owners == 1) & (start != 1)).sum())
    result, reason = say(language, f"outcome.{who}"), say(language, f"outcome.{outcome.reason}")
    return [
        say(language, "cli.won_by", outcome=result, reason=reason),
        say(language, "cli.losses", ua=lost(match.state, 0), ru=lost(match.state, 1)),
        say(language, "cli.ground", ground=km2(net)),
    ]
