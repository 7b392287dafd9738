"""The file of the desk: saved, opened, made new, watched, restored; and the way to the battle and back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from game.diagnostics import BadInput
from game.documents import parse
from game.folders import data_folder
from game.scenario.draft import Draft, Label
from game.scenario.draft.draft import difference
from game.scenario.draft.journal import Journal, left_behind, restore
from game.scenario.draft.keeping import Disk, Keeper
from game.scenario.upgrade import is_old, upgraded
from game.ui.commands import BAD
from game.ui.editor.dialogs import Choose
from game.ui.folder import tilde
from game.ui.sheet import Act

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk

LOOK_MS = 400
"""How often the file is looked at."""
MOST_MATCHED = 2000
"""Lines that are compared one by one where some came or went."""
MOST_SHOWN = 8
"""Lines of a difference that a dialog shows."""
SAME_SHOWN = 24
"""Letters of a line that are shown before those that differ."""


def own_folder() -> Path:
    """Where scenarios of the user's own are kept; it may not exist yet."""
    return data_folder() / "scenarios"


class Files:
    """Keeps what has become of the desk's file."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.keeper = Keeper(desk.draft)
        self.journal: Journal | None = None
        self._since = 0
        self._disk_text: str | None = None
        """What the disk held when it was last told of."""
        self._disk_trouble: tuple[str, Act] | None = None
        self._lines: tuple[str, str, int] | None = None
        self.begun = False

    # what is shown ---------------------------------------------------------------------------------------------------

    @property
    def short_name(self) -> str:
        """The file's name."""
        path = self.desk.draft.path
        return path.name if path is not None else f"{self.desk.draft.name}.yaml"

    @property
    def long_name(self) -> str:
        """The file with its folder, or that it has none yet."""
        path = self.desk.draft.path
        return tilde(path) if path is not None else self.desk.say("desk.no_file")

    @property
    def saved_position(self) -> int | None:
        """The place of the saved text in the history."""
        return self.desk.draft.saved_at

    def state_words(self) -> str:
        """How far the text is from the file."""
        draft, say = self.desk.draft, self.desk.say
        if draft.path is None:
            return say("desk.state_new")
        if draft.is_saved:
            return say("desk.state_saved")
        return say("desk.state_edited", lines=self.lines_changed())

    def lines_changed(self) -> int:
        """How many lines differ from the file's."""
        draft = self.desk.draft
        if self._lines is None or self._lines[:2] != (draft.text, draft.saved_text):
            self._lines = draft.text, draft.saved_text, _lines_between(draft.saved_text, draft.text)
        return self._lines[2]

    @property
    def trouble(self) -> tuple[str, Act] | None:
        """What keeps the picture from being that of the text, or the text from being kept, and what a click does."""
        desk = self.desk
        if self._disk_trouble is not None:
            return self._disk_trouble
        errors = [p for p in desk.draft.document.problems if p.severity == "error"]
        if errors:
            first = errors[0]
            place = f"{self.short_name}:{first.line}:{first.column}"
            words = desk.say("desk.broken", place=place, message=first.message)
            return words, lambda: desk.foot.show_text(first.line, first.column)
        if self.journal is not None and self.journal.error is not None:
            return desk.say("desk.no_journal", reason=(self.journal.error.strerror or "?").lower()), lambda: None
        return None

    # time ------------------------------------------------------------------------------------------------------------

    def edited(self) -> None:
        """The draft has changed."""

    def tick(self, milliseconds: int) -> bool:
        """Offer what was left behind, once; look at the file now and then."""
        if not self.begun:
            self.begun = True
            self._begin()
        self._since += milliseconds
        if self._since >= LOOK_MS and self.desk.app.screen is self.desk:
            self._since = 0
            self._look()
        return False

    def _begin(self) -> None:
        """Keep a journal; ask first if one was left behind."""
        draft = self.desk.draft
        found = left_behind(draft.path, draft.name)
        if found is None:
            self.journal = Journal(draft)
            self._bring_up()
            return
        if found.running:
            self.desk.tell_note(self.desk.say("desk.open_elsewhere", file=self.short_name), BAD)
            return
        say = self.desk.say
        told = say("desk.restore_told", edits=found.edits, when=f"{found.when:%d.%m.%Y %H:%M}")

        def bring_back() -> None:
            try:
                self.desk.take_over(restore(found), restored=True)
            except (OSError, ValueError) as error:
                self.desk.tell_note(say("desk.not_restored", why=str(error)), BAD)
                self.journal = Journal(draft)

        def discard() -> None:
            self.journal = Journal(draft)
            self._bring_up()

        options = (("desk.restore", bring_back, True), ("desk.discard", discard, False))
        self.desk.app.push(Choose(self.desk.app, say("desk.restore_head"), told, (), options, escape=False))

    def _bring_up(self) -> None:
        """Make a file of an older format one of this, as a line of the history: it is saved only if that is asked for."""
        draft = self.desk.draft
        if is_old(draft.document):
            draft.replace(Label("ui.desk.did_upgrade"), upgraded(draft.document, draft.text))
            self.desk.tell_note(self.desk.say("desk.upgraded", lines=self.lines_changed()))

    def take(self, draft: Draft, restored: bool) -> None:
        """Keep another draft from now on; edits left behind of its file are offered, unless it was restored from them."""
        self.close()
        self._lines = None
        self.keeper = Keeper(draft)
        self.journal = Journal(draft) if restored else None
        self._disk_trouble = None
        self.begun = restored

    def _look(self) -> None:
        """Take over what changed on the disk alone; if both changed, saving will ask."""
        desk, say = self.desk, self.desk.say
        disk = self.keeper.look()
        if disk is Disk.SAME:
            if self._disk_trouble is not None:
                self._disk_trouble, desk.app.dirty = None, True
            return
        if disk is Disk.GONE:
            self._tell_disk(say("desk.gone", file=self.short_name), lambda: None)
            return
        try:
            theirs = self.keeper.theirs()
        except BadInput as bad:
            self._tell_disk(str(bad).split("\n", 1)[0], lambda: None)
            return
        if not desk.draft.is_saved:
            self._tell_disk(say("desk.both_changed", file=self.short_name), lambda: self._conflict(theirs))
            return
        errors = [p for p in parse(desk.draft.file, theirs).problems if p.severity == "error"]
        if errors:
            first = errors[0]
            place = f"{self.short_name}:{first.line}:{first.column}"
            words = say("desk.disk_broken", place=place, message=first.message)
            self._tell_disk(words, lambda: self._take_theirs(theirs))
            return
        self._take_theirs(theirs)

    def _tell_disk(self, words: str, act: Act) -> None:
        if self._disk_trouble is None or self._disk_trouble[0] != words:
            self._disk_trouble = words, act
            self.desk.app.dirty = True

    def _take_theirs(self, theirs: str) -> None:
        """Put the disk's text in place of this one: a line of the history like any other."""
        desk = self.desk
        desk.draft.replace(Label("ui.desk.did_reload", {"file": self.short_name}), theirs)
        desk.draft.mark_saved()
        self.keeper.note()
        self._disk_trouble = None
        desk.tell_note(desk.say("desk.reloaded", file=self.short_name))

    # saving ----------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Write the file; ask where if it has none or cannot be written, and what to do if it has changed."""
        path = self.desk.draft.path
        if path is None or not _may_write(path):
            self.save_as()
        else:
            self._write(path)

    def _write(self, path: Path, over: bool = False) -> None:
        desk, say = self.desk, self.desk.say
        desk.pointing.drop()
        try:
            done = self.keeper.save(path, over=over)
        except OSError as error:
            desk.tell_note(say("desk.not_saved", file=tilde(path), reason=(error.strerror or "?").lower()), BAD)
            return
        if done:
            self._disk_trouble = None
            desk.tell_note(say("desk.saved", file=tilde(path)))
        elif path == desk.draft.path:
            try:
                self._conflict(self.keeper.theirs())
            except BadInput as bad:
                desk.tell_note(str(bad).split("\n", 1)[0], BAD)
        else:
            options = (("desk.overwrite", lambda: self._write(path, over=True), False), ("desk.cancel", None, True))
            desk.app.push(Choose(desk.app, say("desk.exists", file=path.name), say("desk.exists_told"), (), options))

    def _conflict(self, theirs: str) -> None:
        """The file on the disk is not the one that was opened: show what differs, and ask whose is kept."""
        desk, say, path = self.desk, self.desk.say, self.desk.draft.path
        assert path is not None
        changes = [(s.old.splitlines(), s.new.splitlines()) for s in difference(desk.draft.saved_text, theirs)]
        lines = sum(max(len(old), len(new)) for old, new in changes)
        shown = tuple(islice(chain.from_iterable(_pairs(old, new) for old, new in changes), MOST_SHOWN))

        def keep_copy() -> None:
            copy = _free(path.with_name(f"{path.stem}-mine.yaml"))
            self._write(copy)

        def take() -> None:
            self._take_theirs(theirs)

        def over() -> None:
            self._write(path, over=True)

        options = (("desk.keep_copy", keep_copy, True), ("desk.take_theirs", take, False),
                   ("desk.overwrite", over, False), ("desk.cancel", None, False))  # fmt: skip
        told = say("desk.conflict_told", lines=lines)
        desk.app.push(Choose(desk.app, say("desk.conflict", file=path.name), told, shown, options))

    def save_as(self) -> None:
        """Ask for a name and write the file under it."""
        from game.ui.editor.dialogs import AskName

        path = self.desk.draft.path
        folder = path.parent if path is not None and _may_write(path) else own_folder()

        def done(name: str) -> None:
            self._write(folder / f"{name}.yaml")

        self.desk.app.push(AskName(self.desk.app, self.desk.draft.name, tilde(folder), done))

    # other files -----------------------------------------------------------------------------------------------------

    def _when_safe(self, act: Act) -> None:
        """Do what leaves the draft; first ask if something is not saved. Its journal is what discarding throws away."""
        desk, say = self.desk, self.desk.say
        if desk.draft.is_saved or not desk.draft.unsaved:
            act()
            return

        def leave() -> None:
            self.discard()
            act()

        def save_first() -> None:
            self.save()
            if desk.draft.is_saved:
                act()

        options = (
            ("desk.save_and_go", save_first, True),
            ("desk.leave_unsaved", leave, False),
            ("desk.cancel", None, False),
        )
        told = say("desk.unsaved_told", edits=desk.draft.unsaved)
        desk.app.push(Choose(desk.app, say("desk.unsaved", file=self.short_name), told, (), options))

    def new(self) -> None:
        """Begin a scenario from nothing."""
        from game.ui.editor.opening import New

        self._when_safe(lambda: self.desk.app.push(New(self.desk.app, self.desk.take_over)))

    def open(self) -> None:
        """Open another scenario."""
        from game.ui.editor.opening import Open

        self._when_safe(lambda: self.desk.app.push(Open(self.desk.app, self.desk.take_over)))

    def revert(self) -> None:
        """Go back to the file as it is on the disk, as a line of the history."""
        desk = self.desk
        if desk.draft.path is None:
            desk.tell_note(desk.say("desk.no_file"), BAD)
            return
        try:
            theirs = self.keeper.theirs()
        except BadInput as bad:
            desk.tell_note(str(bad).split("\n", 1)[0], BAD)
            return
        if theirs != desk.draft.text:
            self._take_theirs(theirs)

    def play(self) -> None:
        """Play the scenario as it is, and come back."""
        from game.ui.editor import playing

        playing.begin(self.desk)

    def bring_in(self) -> None:
        """Take geographic data onto the map."""
        from game.ui.editor.exchange import Import

        self.desk.app.push(Import(self.desk))

    def give_out(self) -> None:
        """Write the map or the order of battle for other programs."""
        from game.ui.editor.exchange_out import Export

        self.desk.app.push(Export(self.desk))

    def menu(self) -> None:
        """Show the menu of the desk."""
        from game.ui.editor.menu import DeskMenu

        self.desk.app.push(DeskMenu(self.desk.app, self.desk))

    def leave(self) -> None:
        """Go to the title."""
        from game.ui.start import title

        self._when_safe(lambda: self.desk.app.restart(title(self.desk.app)))

    def quit(self) -> None:
        """End the game."""
        self._when_safe(self.desk.app.quit)

    def discard(self) -> None:
        """Throw away what is not saved."""
        if self.journal is not None:
            self.journal.close()
            self.journal = None

    def close(self) -> None:
        """Leave the draft; edits that are not saved stay in the journal and are offered at the next opening."""
        if self.keeper.draft.is_saved or not self.keeper.draft.unsaved:
            self.discard()


def _lines_between(old: str, new: str) -> int:
    """How many lines differ between two texts."""
    a, b = old.split("\n"), new.split("\n")
    first = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[first:], b[first:]
    last = next((i for i, (x, y) in enumerate(zip(a[::-1], b[::-1], strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[: len(a) - last], b[: len(b) - last]
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True))
    blocks = SequenceMatcher(None, a, b, autojunk=len(a) > MOST_MATCHED).get_opcodes()
    return sum(max(j - i, d - c) for kind, i, j, c, d in blocks if kind != "equal")


def _may_write(path: Path) -> bool:
    """Whether a file may be written where it is."""
    return os.access(path if path.exists() else path.parent, os.W_OK)


def _pairs(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Lines that were and what is in their place, with signs; long ones begin near where they part."""
    for was, now in zip_longest((line.strip() for line in old), (line.strip() for line in new)):
        first = 0
        if was is not None and now is not None:
            same = next((i for i, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), 0)
            first = was.rfind(" ", 0, max(0, same - SAME_SHOWN)) + 1
        for sign, line in (("-", was), ("+", now)):
            if line is not None:
                yield sign, f"… {line[first:]}" if first else line


def _free(path: Path) -> Path:
    """A file of that name that does not exist yet."""
    found, other = path, 1
    while found.exists():
        other += 1
        found = path.with_name(f"{path.stem}-{other}{path.suffix}")
    return found
