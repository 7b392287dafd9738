"""What can be done about a problem from its row: the fix that goes with it, or to have a warning left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.diagnostics import Diagnostic, Fix
from game.documents import parse
from game.scenario.draft import Label, Put
from game.splices import Splice, apply
from game.texts import say
from game.ui.editor.words import known

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk

OFF = "# lint: off"
LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Action:
    """A button in the row of a problem."""

    words: Callable[[Desk], str]
    tip: Callable[[Desk], str]
    run: Callable[[Desk], object]


def meaning_of(problem: Diagnostic, language: str) -> str:
    """What a code means in general, in a language other than that of its sentence; empty if it need not be said."""
    if language == "en" or f"diagnostics.{problem.code}" not in known(language):
        return ""
    return say(language, f"diagnostics.{problem.code}")


def actions_of(desk: Desk, problem: Diagnostic) -> list[Action]:
    """What can be done about a problem while the text is the one that was checked."""
    if desk.checking.is_due:
        return []
    found = [_off(problem)] if problem.severity != "error" and OFF not in problem.source else []
    return [_fix(problem, problem.fix), *found] if problem.fix is not None else found


def remark(text: str, line: int, code: str) -> Splice:
    """The comment that silences a code on a line: at its end, or above it if that is within a text of several lines."""
    starts = [0, *(found.end() for found in LINE_END.finditer(text))]
    end = starts[line] if line < len(starts) else len(text)
    at = starts[line - 1] + len(text[starts[line - 1] : end].rstrip())
    behind = Splice(at, "", f"  {OFF} {code}")
    before, after = (parse("", each).root for each in (text, apply(text, (behind,))))
    if before is None or (after is not None and after.plain() == before.plain()):
        return behind
    newline = "\r\n" if "\r\n" in text else "\n"
    indent = text[starts[line - 1] : at][: -len(text[starts[line - 1] : at].lstrip())]
    return Splice(starts[line - 1], "", f"{indent}{OFF} {code}{newline}")


def _fix(problem: Diagnostic, fix: Fix) -> Action:
    """The fix that goes with a problem."""

    def run(desk: Desk) -> None:
        label = Label("ui.desk.did_fix", {"code": problem.code, "line": problem.line})
        desk.do(label, [Put(fix.splices(desk.draft.text))])

    return Action(lambda _: fix.label, lambda desk: desk.say("desk.fix_tip"), run)


def _off(problem: Diagnostic) -> Action:
    """A comment on the line that has the warning left out."""

    def run(desk: Desk) -> None:
        label = Label("ui.desk.did_off", {"code": problem.code, "line": problem.line})
        desk.do(label, [Put((remark(desk.draft.text, problem.line, problem.code),))])

    def tip(desk: Desk) -> str:
        return desk.say("desk.off_tip", comment=f"{OFF} {problem.code}")

    return Action(lambda desk: desk.say("desk.off"), tip, run)
