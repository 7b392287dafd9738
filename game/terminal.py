"""A battle in the terminal: the map in letters, a line for each event that matters, a summary."""

from __future__ import annotations

from collections.abc import Callable

from game.ai.players import Player, play_half_turn
from game.chronicle import Chronicle, km2
from game.events import Event
from game.letters import letter_map
from game.match import Match
from game.state import NOBODY, OWNER, START_OWNER, State
from game.texts import say
from game.view import lost

MATTERS = (
    "day_began", "happened", "arrived", "withdrawn", "assault", "retreated", "eliminated", "pocket", "claim",
    "claim_false", "match_ended",
)  # fmt: skip
"""Kinds of event that are told; a hex taken is told if it has a name."""

def text_map(match: Match, state: State | None = None) -> str:
    """The map of a match in letters, now or as another state has it."""
    return letter_map(match.scenario.grid, match.fixed, state or match.state)


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
