"""What pages of the lab are made of: text made safe, numbers as a language writes them, tables, figures with captions.

Text is plain until it is put into a page, and is escaped there; `Html` marks what is a page's own already.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from game.diagnostics import harmless
from game.lab.effects import MEASURES, digits_of
from game.lab.statistics import Interval, level_of
from game.state import LOSS_CAUSES
from game.texts import say

_HEAD = re.compile(r'<section id="(\w+)"><h2>(.*?)</h2>')
BY = (
    "side", "skill", "ua_wins", "ru_wins", "draws", "ground", "ground.ua", "ground.ru", "losses.ua", "losses.ru",
    "losses", "turns", "margin",
)  # fmt: skip
"""Measures that have a name of their own; those of others are put together."""
LONGEST = 400
"""Characters of a name or message after which it is cut."""


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


class Titled(str):
    """A title about one of several versions: plain text, or a head in which the version's name stands out."""

    version: str
    about: str

    def __new__(cls, title: str, version: str) -> Titled:
        """A title and the name of the version."""
        made = super().__new__(cls, f"{version}: {title}")
        made.version, made.about = version, title
        return made


class Told(int):
    """A whole number that is counted as it is and printed as it was written."""

    written: str

    def __new__(cls, number: int, written: str) -> Told:
        """A number and how it is printed."""
        made = super().__new__(cls, number)
        made.written = written
        return made

    def __str__(self) -> str:
        """How it is printed."""
        return self.written


def safe(text: object) -> str:
    """Text fit for a page: nothing in it is obeyed by a browser, turns the direction of writing, or cannot be seen."""
    if isinstance(text, Html):
        return text
    plain = harmless(str(text))
    return escape(plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…", quote=True)


def element(tag: str, *inner: object, css: str = "", **values: object) -> Html:
    """An element of a page; what is inside is made safe."""
    marks = f' class="{css}"' if css else ""
    marks += "".join(f' {name.replace("_", "-")}="{safe(value)}"' for name, value in values.items())
    return Html(f"<{tag}{marks}>{''.join(map(safe, inner))}</{tag}>")


def heading(title: str) -> Html:
    """A head of a chart or table."""
    if isinstance(title, Titled):
        return element("h3", element("span", title.version, css="version"), title.about)
    return element("h3", title)


class Words:
    """The words and numbers of a language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def word(self, key: str, **values: Any) -> str:
        """A sentence, its whole numbers printed as the language prints them; not yet safe."""
        told = {name: self.count(v) if type(v) is int else v for name, v in values.items()}
        return say(self.language, key, **told)

    def count(self, number: int) -> Told:
        """A whole number that finds its plural."""
        return Told(number, self.number(number))

    def number(self, value: float, digits: int = 0, *, signed: bool = False) -> str:
        """A number: 12,345.6 in English, 12 345,6 in Ukrainian; a true minus, none before nought, "?" without a value.

        >>> Words("en").number(-12345.67, 1), Words("uk").number(0.04, 1, signed=True)
        ('−12,345.7', '0,0')
        """
        if not math.isfinite(value):
            return "?"
        text = f"{abs(value):,.{digits}f}"
        if self.language == "uk":
            text = text.replace(",", "\u00a0").replace(".", ",")
        if not text.strip("0.,"):
            return text
        return f"{'−' if value < 0 else '+' if signed else ''}{text}"

    def exact(self, value: float) -> str:
        """A number with all its digits, six at most.

        >>> Words("uk").exact(1.0666667), Words("en").exact(3.0)
        ('1,06667', '3')
        """
        text = f"{value:g}".replace("-", "−")
        return text.replace(".", ",") if self.language == "uk" else text

    def percent(self, share: float, digits: int = 0, *, signed: bool = False) -> str:
        """A share in percent.

        >>> Words("en").percent(0.1234, 1, signed=True)
        '+12.3\\xa0%'
        """
        return f"{self.number(100 * share, digits, signed=signed)}\u00a0%"

    def effect(self, share: float) -> str:
        """An effect in percent with its sign; told as 0 only if it is.

        >>> Words("en").effect(0.0004)
        '+0.04\\xa0%'
        """
        return self.percent(share, digits_of(share), signed=True)

    def interval(self, seen: Interval) -> str:
        """An effect with its sign and interval."""
        value, low, high = (self.effect(v) for v in seen[:3])
        return self.between(value, low, high, seen.alpha)

    def between(self, value: str, low: str, high: str, alpha: float | None) -> str:
        """A value with the ends of its interval and how sure that is, if it is by itself."""
        if alpha is None:
            return self.word("lab_report.interval_shared", value=value, low=low, high=high)
        return self.word("lab_report.interval", value=value, low=low, high=high, level=self.level(alpha))

    def level(self, alpha: float) -> str:
        """In how many of a hundred runs what misses the truth so often holds it.

        >>> Words("uk").level(0.05 / 7)
        '99,28\\xa0%'
        """
        return f"{self.exact(level_of(alpha))}\u00a0%"

    def measure(self, name: str, unit: str = "") -> str:
        """The name of a measure; that of the command line if there is no such measure."""
        if name in BY:
            return self.word(f"lab_report.by_{name.replace('.', '_')}")
        if name not in MEASURES:
            return f"{name} ({unit})" if unit else name
        rest, _, last = name.rpartition(".")
        if MEASURES[name].share is not None:
            return f"{self.measure(rest)}, {self.word(f'lab_report.{last}')}"
        if last in LOSS_CAUSES:
            cause = self.word(f"ui.charts.{last}")
            return f"{self.measure(rest)}: {cause[0].lower()}{cause[1:]}"
        return f"{self.word(f'lab_report.account_{rest}')}, {self.word(f'side.{last}')}"

    def figure(self, value: float, *, signed: bool = False) -> str:
        """A number with as many digits as it deserves."""
        size = abs(value)
        whole = size >= 100 or not math.isfinite(value) or value == round(value)
        return self.number(value, 0 if whole else 1 if size >= 1 else 2, signed=signed)


def table(heads: Sequence[object], rows: Iterable[Sequence[object]], words: int = 1) -> Html:
    """A table that scrolls sideways by itself if it must; its first columns are words, the others figures."""

    def line(tag: str, cells: Sequence[object]) -> Html:
        return element("tr", *(element(tag, cell, css="" if i < words else "n") for i, cell in enumerate(cells)))

    head = element("thead", line("th", heads))
    body = element("tbody", *(line("td", row) for row in rows))
    return element("div", element("table", head, body), css="scroll")


def drawn(
    words: Words, picture: Html, caption: str, heads: Sequence[object], rows: Iterable[Sequence[object]], *,
    title: str = "", columns: int = 1,
) -> Html:  # fmt: skip
    """A chart or map with what it shows in a sentence, and its numbers beneath for those who ask.

    The first `columns` of the numbers are words.
    """
    head = heading(title) if title else ""
    numbers = element(
        "details", element("summary", words.word("lab_report.numbers")), table(heads, rows, columns)
    )  # fmt: skip
    return element("figure", head, picture, element("figcaption", caption), numbers)


def section(name: str, title: str, *parts: object) -> Html:
    """A part of a page under a head; it is reached by its name."""
    return element("section", element("h2", title), *parts, id=name)


def contents(sections: Iterable[Html]) -> Html:
    """Links to the parts of a page, by their heads."""
    found = (_HEAD.match(part) for part in sections)
    return element("nav", *(Html(f'<a href="#{head[1]}">{head[2]}</a>') for head in found if head))
