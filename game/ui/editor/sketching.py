"""The scenario that the map of a draft is drawn from, made anew after every edit: of a large map in its own thread."""

from __future__ import annotations

from game.diagnostics import Document
from game.scenario.draft import Draft
from game.scenario.load import Scenario, sketch
from game.ui.task import Task

AT_ONCE = 500
"""Hexes up to which a map is sketched before the next picture; a larger one shows as it was until it is done."""


def sketch_of(draft: Draft) -> Scenario | None:
    """As much of the draft as can be drawn; None if not even its size is known."""
    return sketch(draft.document, draft.name)


class Sketching:
    """Keeps the latest sketch of a draft."""

    def __init__(self, draft: Draft, latest: Scenario | None) -> None:
        self.draft, self.latest = draft, latest
        """The draft, and its last sketch: what was last drawn if nothing can be read now."""
        self._of = draft.text
        self._task: Task[Scenario | None] | None = None
        self._asked = ""

    @property
    def is_settled(self) -> bool:
        """Whether the sketch is that of the text as it is."""
        return self._of is self.draft.text

    def look(self) -> bool:
        """Sketch the text if it is another, or begin to, or take over what was begun; whether there is a new sketch."""
        if self._task is not None:
            if not self._task.over:
                return False
            task, self._task = self._task, None
            self._take(self._asked, task.result if task.error is None else None)
            return True
        if self.is_settled:
            return False
        document: Document = self.draft.document
        if self.latest is None or self.latest.grid.count <= AT_ONCE:
            self._take(self.draft.text, sketch(document, self.draft.name))
            return True
        self._asked, name = self.draft.text, self.draft.name
        self._task = Task(lambda _: sketch(document, name))
        return False

    def settle(self) -> Scenario | None:
        """The sketch of the text as it is, however long it takes."""
        if not self.is_settled:
            self._task = None
            self._take(self.draft.text, sketch_of(self.draft))
        return self.latest

    def _take(self, text: str, found: Scenario | None) -> None:
        self._of, self.latest = text, found or self.latest
