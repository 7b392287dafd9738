"""Changes of a text: what was cut out where, and what was put in its place; every change can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Splice(NamedTuple):
    """One change: at an offset in letters into the text before all changes made together, old letters become new."""

    start: int
    old: str
    new: str


Splices = tuple[Splice, ...]
"""Changes made together: in order, none touching the letters of another."""


def together(splices: Iterable[Splice]) -> Splices:
    """Changes in the order of the text; what is put in at one place stays as it comes. Raises ValueError if two overlap.

    >>> together([Splice(4, "b", "c"), Splice(0, "a", "")])
    (Splice(start=0, old='a', new=''), Splice(start=4, old='b', new='c'))
    """
    ordered = sorted((s for s in splices if s.old != s.new), key=lambda s: (s.start, bool(s.old)))
    end = 0
    for splice in ordered:
        if splice.start < end:
            raise ValueError("two changes of the same letters")
        end = splice.start + len(splice.old)
    return tuple(ordered)


def apply(text: str, splices: Sequence[Splice]) -> str:
    """The text after changes made together. Raises ValueError if it does not hold what they cut out.

    >>> apply("one two", [Splice(0, "one", "1"), Splice(4, "two", "2")])
    '1 2'
    """
    parts, at = [], 0
    for start, old, new in splices:
        if start < at or not text.startswith(old, start):
            raise ValueError("the text is not the one that was changed")
        parts += [text[at:start], new]
        at = start + len(old)
    return "".join((*parts, text[at:]))


def inverse(splices: Sequence[Splice]) -> Splices:
    """The changes that take changes back.

    >>> inverse([Splice(0, "one", "1"), Splice(4, "two", "2")])
    (Splice(start=0, old='1', new='one'), Splice(start=2, old='2', new='two'))
    """
    back, shift = [], 0
    for start, old, new in splices:
        back.append(Splice(start + shift, new, old))
        shift += len(new) - len(old)
    return tuple(back)
