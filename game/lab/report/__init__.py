"""report: one page of HTML about a run, which needs nothing else."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from game import drawn_html
from game.diagnostics import BadInput, nearest
from game.folders import ASSETS, write_whole
from game.lab.report.answers import Answers
from game.lab.report.figures import version_of
from game.lab.report.markup import Words, contents, element
from game.lab.report.played import failures, manifest
from game.lab.report.sections import Sections
from game.lab.report.studied import Studied
from game.lab.report.versions import Versions
from game.lab.runs.file import FILE
from game.lab.runs.store import Store

STYLE = ASSETS / "lab_report.css"
NAME = "report.html"
"""The page's file in the folder of its run."""
MOST_NAMED = 3
"""Runs that are named where a folder is no run, but holds some."""


def write(folder: Path, language: str = "en", to: Path | None = None) -> Path:
    """Write the page about the run in a folder, into it if no file is named: the file.

    Raises BadInput if there is no run, nothing of it is played, it is damaged, or the page cannot be written; a page that
    was there before stays then.
    """
    path = to or folder / NAME
    _look_for(folder)
    check(folder, to)
    with Store.open(folder) as store:
        if not store.pairs:
            hint = "The command that made the folder goes on with it."
            raise BadInput.of(str(folder), "L662", "Nothing of the run is played yet.", hint)
        text = page(store, language, str(folder))
    with _telling(path):
        write_whole(path, text.encode("utf-8", errors="replace"))
    return path


@contextlib.contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Whatever the disk refuses is told as a problem of the page."""
    try:
        yield
    except OSError as error:
        message = f"The page cannot be written: {(error.strerror or str(error)).lower()}."
        raise BadInput.of(str(path), "L663", message, "Name another file, or make room.") from None


def check(folder: Path, to: Path | None = None) -> None:
    """See that the page about a run could be written, into its folder if no file is named. Raises BadInput."""
    path = to or folder / NAME
    if to is not None or folder.exists():
        with _telling(path):
            drawn_html.check_page(path)


def page(store: Store, language: str, run: str) -> str:
    """The page about a run, which is told to those who replay its games by this name. Raises BadInput."""
    words = Words(language)
    shown = range(len(store.plan.arms)) if len(store.plan.arms) <= 2 else (0,)
    names = Versions(words, store)
    versions = [replace(version_of(store, arm), name=names.numbered(arm)) for arm in shown]
    answers, sections = Answers(words, store, names), Sections(words, store, run)
    title = " · ".join(dict.fromkeys(str(getattr(v.scenario.file.title, language)) for v in versions))
    parts = [
        *Studied(words, store, names).parts(), sections.certainty(answers.effects(versions), names.alpha),
        sections.ground(versions), sections.losses(versions), sections.endings(versions), sections.maps(versions),
        sections.unusual(versions), failures(words, store), manifest(words, store, names),
    ]  # fmt: skip
    a, b = store.plan.called
    about = words.word("lab_report.head", a=a, b=b, seed=str(store.plan.seed))
    parts = [part for part in parts if part]
    head = element("header", element("h1", title), element("p", about, css="pale"))
    foot = element("footer", element("p", words.word("lab_report.restraint"), css="pale"))
    return drawn_html.page(language, title, [head, answers.verdict(versions), contents(parts), *parts, foot], STYLE)


def _look_for(folder: Path) -> None:
    """Raise BadInput, with the nearest folder of a run, if there is none here."""
    if (folder / FILE).is_file():
        return
    runs = _runs_in(folder.absolute().parent)
    what = "The folder holds no run" if folder.is_dir() else "There is no such folder of a run"
    hint = nearest(folder.name, runs) or "simulate SCENARIO --out DIR makes one."
    if inside := _runs_in(folder):
        hint = f"There are runs in it: {', '.join(str(folder / name) for name in inside[:MOST_NAMED])}."
    raise BadInput.of(str(folder), "L661", f"{what}: {FILE} is not there.", hint)


def _runs_in(folder: Path) -> list[str]:
    """The names of the runs in a folder, the latest first; none of one that cannot be read."""
    try:
        found = {path.name: (path / FILE).stat().st_mtime for path in folder.iterdir() if (path / FILE).is_file()}
    except OSError:
        return []
    return sorted(found, key=lambda name: -found[name])
