"""What a page tells of how a run was made: what it was asked, and the games that were forfeited."""

from __future__ import annotations

from collections.abc import Iterator

from game.lab.report.markup import Html, Words, element, section, table
from game.lab.report.versions import Versions
from game.lab.runs.manifest import digest_of, identity
from game.lab.runs.store import Store

MOST_FAILURES = 50
"""Kinds of forfeit listed."""
MOST_ARMS = 200
"""Versions listed; the run has them all."""


def manifest(words: Words, store: Store, versions: Versions) -> Html:
    """Everything that the games depend on: the same again gives the same games."""
    plan = store.plan
    told = identity(plan, arms=False)
    games = store.pairs * plan.seats
    rows: list[tuple[object, ...]] = [
        (words.word("lab_report.command"), plan.command),
        (words.word("lab_report.games_of_each"), f"{words.number(games)} / {words.number(plan.pairs * plan.seats)}"),
        (words.word("lab_report.seed"), str(plan.seed)),
        (words.word("lab_report.player_a"), _player(plan.players[0], told["player_a_text"])),
        (words.word("lab_report.player_b"), _player(plan.players[1], told["player_b_text"])),
        (words.word("lab_report.swapped"), words.word(f"lab_report.{'yes' if plan.seats == 2 else 'no'}")),
        (words.word("lab_report.dice"), plan.dice or words.word("lab_report.dice_of_rules")),
        (words.word("lab_report.code"), element("code", told["code"])),
        (words.word("lab_report.weights"), element("code", told["weights"])),
    ]
    arms = [
        (
            versions.short(number), arm.scenario_id, element("code", digest_of(arm.scenario_text)),
            element("code", digest_of(arm.rules_text)),
            ", ".join(versions.set(name, value) for name, value in arm.settings),
        )
        for number, arm in enumerate(plan.arms[:MOST_ARMS])
    ]  # fmt: skip
    heads = [
        words.word(f"lab_report.{key}") for key in ("version", "scenario", "scenario_text", "rules_text", "settings")
    ]
    more = len(plan.arms) - len(arms)
    others = element("p", words.word("lab_report.versions_more", count=more), css="pale") if more > 0 else ""
    return section(
        "manifest", words.word("lab_report.manifest"), element("p", words.word("lab_report.manifest_about")),
        table(("", ""), rows, 2), table(heads, arms, 5), others,
    )  # fmt: skip


def _player(name: str, digest: str) -> Html:
    return Html(element("span", name) + (" " + element("code", digest) if digest else ""))


def failures(words: Words, store: Store) -> Html:
    """Games that were forfeited: by whom, how, what was said, how often, and the first of them."""
    found = store.rows(
        "SELECT player, side, what, message, count(*), min(game) FROM failures GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 6 "
        "LIMIT ?",
        (MOST_FAILURES,),
    )
    title = words.word("lab_report.failures")
    if not found:
        return section("failures", title, element("p", words.word("lab_report.no_failures")))
    keys = ("player", "side", "what", "message", "games", "first_game")
    return section(
        "failures", title, element("p", words.word("lab_report.failures_about")),
        table([words.word(f"lab_report.{key}") for key in keys], _failure_rows(words, found), 4),
    )  # fmt: skip


def _failure_rows(words: Words, found: list[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    for player, side, what, message, games, first in found:
        yield player, words.word(f"side.{side}"), what, message, words.number(int(str(games))), first
