"""Games behind the balance gauge: begun anew after an edit, in threads of their own, and kept version by version."""

from __future__ import annotations

import os
from collections.abc import Iterator

from game.diagnostics import Document
from game.documents import parse
from game.lab.ahead import Stop
from game.lab.balance import Played, measure
from game.scenario.draft import Draft
from game.scenario.load import Scenario, build
from game.ui.app import App
from game.ui.orders.looking import Looking

DEBOUNCE_MS = 700
"""How long the text must rest before games are played."""
FEW = 8
"""A version with fewer games is not kept when the next one comes."""
MOST_VERSIONS, MOST_KEPT = 8, 64
"""Versions in a row, and versions whose games are kept for when they come back."""

OFF, COMPILING, WAITING, READING, BROKEN, PLAYING, OVER = (
    "off", "compiling", "waiting", "reading", "broken", "playing", "over",
)  # fmt: skip


class Run:
    """The games of one text."""

    def __init__(self, draft: Draft, games: int, kept: dict[str, Played]) -> None:
        self.text, self.file, self.name = draft.text, draft.file, draft.name
        self.games, self._kept = games, kept
        self.scenario: Scenario | None = None
        self.document: Document | None = None
        """Set when the text has been read; its errors keep games from being played."""
        self.looking = Looking(self._look)

    def _look(self, stop: Stop) -> Iterator[Played]:
        """Read the text, then play; what was played of the same scenario before is not played again."""
        document = parse(self.file, self.text)
        self.scenario, self.document = build(document, self.name), document
        if self.scenario is not None and not stop():
            workers = max(1, (os.cpu_count() or 2) - 1)
            yield from measure(self.scenario, self.games, self._kept.get(self.scenario.digest), workers, stop)


class Runs:
    """Which games are being played, and what the versions before came to."""

    def __init__(self, app: App, draft: Draft) -> None:
        self.app, self.draft = app, draft
        self.versions: list[Played] = []
        """The versions tried last, the latest at the end: one a scenario that differs from the one before."""
        self.pinned: Played | None = None
        """The version that others are compared to, instead of the one before."""
        self.run: Run | None = None
        self._kept: dict[str, Played] = {}
        self._wait = 0.0
        self._shown: object = None

    # what there is to show -------------------------------------------------------------------------------------------

    @property
    def state(self) -> str:
        """What is going on: one of OFF, COMPILING and so on."""
        if not self.app.settings.editor_balance:
            return OFF
        if self.app.warming is not None and not self.app.warming.over:
            return COMPILING
        if self.run is None or self.run.text != self.draft.text:
            return WAITING
        if self.run.document is None and not self.run.looking.over:
            return READING
        if self.run.scenario is None:
            return BROKEN
        return OVER if self.run.looking.over and self._is_known(self.run.looking.tally) else PLAYING

    @property
    def now(self) -> Played | None:
        """What the latest version has come to."""
        return self.versions[-1] if self.versions else None

    @property
    def before(self) -> Played | None:
        """What it is compared to: the version that is pinned, or the one before."""
        if self.pinned is not None:
            return self.pinned if self.now is None or self.pinned.digest != self.now.digest else None
        return self.versions[-2] if len(self.versions) > 1 else None

    def pin(self) -> None:
        """Compare to this version from now on, or to the one before again."""
        self.pinned = self.now if self.pinned is None else None
        self.app.dirty = True

    # time ------------------------------------------------------------------------------------------------------------

    def follow(self, draft: Draft) -> None:
        """Go on with another draft; what another file came to is no version of it."""
        if draft is self.draft:
            return
        if draft.path != self.draft.path:
            self.versions, self.pinned = [], None
        self.draft = draft
        self.again()

    def edited(self) -> None:
        """The text is another: rest, then play."""
        self._wait = DEBOUNCE_MS
        if self.run is not None and self.run.text != self.draft.text:
            self.run.looking.stop()

    def again(self) -> None:
        """Begin at once: another number of games is wanted."""
        self._stop()
        self._wait = 0

    def tick(self, milliseconds: int) -> bool:
        """Begin when the text rests, and take down what the games come to; True while something goes on."""
        state = self.state
        if state == OFF:
            self._stop()
        elif state == WAITING:
            self._wait -= milliseconds
            if self._wait <= 0:
                self._stop()
                self.run = Run(self.draft, self.app.settings.editor_games, self._kept)
        elif self.run is not None:
            self._take_down(self.run.looking.tally)
        shown = self.state, self.now
        if shown != self._shown:
            self._shown, self.app.dirty = shown, True
        return self.state in (COMPILING, WAITING, READING, PLAYING)

    def _is_known(self, tally: Played | None) -> bool:
        """Whether it has been taken down, or there is nothing to take down."""
        return tally is None or tally is self._kept.get(tally.digest)

    def _take_down(self, tally: Played | None) -> None:
        """Keep what a version has come to; one that hardly began gives way to the next."""
        if tally is None or self._is_known(tally):
            return
        self._kept[tally.digest] = tally
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        if self.versions and (self.versions[-1].digest == tally.digest or self.versions[-1].games < FEW):
            self.versions.pop()
        self.versions = [*self.versions, tally][-MOST_VERSIONS:]
        if self.pinned is not None and self.pinned.digest == tally.digest:
            self.pinned = tally

    def _stop(self) -> None:
        if self.run is not None:
            self.run.looking.stop()
            self.run = None

    def close(self) -> None:
        """Leave for good."""
        if self.run is not None:
            self.run.looking.join()
