"""A hindcast in words: the verdict in sentences, a table for the terminal, everything as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from game.chronicle import Chronicle
from game.hindsight import bounds
from game.lab.report.markup import Words
from game.lab.studies.hindcast import (
    EDGE,
    INSIDE,
    MARKS,
    OUTSIDE,
    Briers,
    FigureScore,
    FrontScore,
    Hindcast,
    HolderScore,
    at,
    counts,
    is_memory,
)  # fmt: skip
from game.scenario.schema import Fact, Figure, Front
from game.state import SIDES, UA

PLACES = (INSIDE, EDGE, OUTSIDE)
WIDTH = 100
_UNITS = {"km2": "km2", "lost": "people", "rounds": "rounds", "tonnes": "tonnes", "assaults": "assaults"}
"""Last word of a measure -> its unit."""
_GROUND, _LOSSES = ("net_ground_km2", "ua_gained_km2", "ru_gained_km2"), ("ua_people_lost", "ru_people_lost")


class Telling(Words):
    """Says what a hindcast found, in a language."""

    def __init__(self, found: Hindcast, language: str) -> None:
        super().__init__(language)
        self.found = found
        self.chronicle = Chronicle(found.scenario, language)
        self._places = {place.id: getattr(place.name, language) for place in found.scenario.file.places}

    def own(self, key: str, **values: Any) -> str:
        """A sentence of the hindcast's own."""
        return self.word(f"lab_hindcast.{key}", **values)

    # facts -----------------------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """What the battle is called."""
        return str(getattr(self.found.scenario.file.title, self.language))

    def name(self, fact: Fact) -> str:
        """What a fact is about."""
        if fact.name is not None:
            return str(getattr(fact.name, self.language))
        if isinstance(fact, Figure):
            return self.word(f"ui.in_fact.{fact.measure}")
        if isinstance(fact, Front):
            return self.word("ui.in_fact.front")
        return self.own("held", place=self._places[fact.place])

    def when(self, fact: Fact) -> str:
        """The days that a fact is of."""
        last = self.chronicle.date(fact.day)
        if isinstance(fact, Figure):
            return self.own("span", first=self.chronicle.date(fact.from_), last=last)
        return self.own("dusk", day=last)

    def unit(self, fact: Figure) -> str:
        """The unit of a figure."""
        return self.own(f"unit_{_UNITS[fact.measure.rpartition('_')[2]]}")

    def was(self, fact: Figure) -> str:
        """A figure as it was, with its bounds."""
        low, high = bounds(fact)
        value = f"{self.figure(fact.value)} {self.unit(fact)}"
        if low == high:
            return value
        return self.own("bounded", value=value, low=self.figure(low), high=self.figure(high))

    def rank(self, score: FigureScore) -> str:
        """The percentile at which history lies, with those of its bounds."""
        low, rank, high = (self.number(value) for value in score.ranks)
        return rank if low == high else self.own("bounded", value=rank, low=low, high=high)

    def known(self, fact: Fact) -> str:
        """How well a fact is known."""
        words = [self.own(f"known_{fact.confidence}")]
        if is_memory(fact):
            words.append(self.own("memory"))
        return ", ".join(words)

    def side(self, name: str) -> str:
        """A side's name."""
        return self.chronicle.side(SIDES.index(name))

    def place(self, score: FigureScore | HolderScore) -> str:
        """Where history lies; in brackets if that does not count."""
        words = self.own(score.place)
        return words if counts(score.fact) else f"({words})"

    def score(self, value: float) -> str:
        """A Brier score."""
        return self.number(value, 3)

    # the verdict -----------------------------------------------------------------------------------------------------

    def verdict(self) -> list[str]:
        """What it comes to, in sentences; the first says it all."""
        found = self.found
        judged = found.judged
        figures = [score for score in judged if isinstance(score, FigureScore)]
        if not judged:
            return [self.own("nothing_known"), *self._fronts(), self.own("restraint")]
        asking = {place: len(at(place, found.asking)) for place in PLACES}
        told = [self.own("verdict", facts=len(found.asking), **asking) if found.asking else self.own("nothing_asked")]
        if found.stayed:
            told.append(self.own("stayed", kept=len(at(INSIDE, found.stayed)), facts=len(found.stayed)))
        for place in (OUTSIDE, EDGE):
            if at(place, judged):
                told.append(self.own(f"those_{place}", names="; ".join(map(self._astray, at(place, judged)))))
        told += self._leaning(figures)
        told += self._fronts()
        if figures:
            missed = sum(score.place != INSIDE for score in figures)
            told.append(self.own("by_chance", figures=len(figures), missed=missed))
        left = len(found.figures) + len(found.holders) - len(judged)
        if left:
            told.append(self.own("left_out", facts=left))
        if found.ended:
            told.append(self.own("ended", games=found.ended))
        if found.late:
            told.append(self.own("late", names="; ".join(map(self.name, found.late))))
        return [*told, self.own("restraint")]

    def _astray(self, score: FigureScore | HolderScore) -> str:
        """A fact that the games miss, and how."""
        name = self.name(score.fact)
        if isinstance(score, FigureScore):
            above = score.ranks[1] > 50
            share = self.percent((score.ranks[1] if above else 100 - score.ranks[1]) / 100)
            return self.own("above" if above else "below", name=name, share=share)
        name = name if score.fact.name else self._places[score.fact.place]
        side = self.side(score.fact.side)
        return self.own("seldom", name=name, side=side, share=self.percent(score.share))

    def _leaning(self, figures: Sequence[FigureScore]) -> Iterator[str]:
        """Whether the figures and the places that the games miss all lean one way."""
        for key, measures in (("ground", _GROUND), ("losses", _LOSSES)):
            missed = [s for s in figures if s.fact.measure in measures and s.place != INSIDE]
            more = {abs(score.median) > abs(score.fact.value) for score in missed}
            if len(more) == 1:
                yield self.own(f"{key}_{'more' if more.pop() else 'less'}")
        missed_places = [s for s in self.found.asking if isinstance(s, HolderScore) and s.place != INSIDE]
        sides = {score.fact.side for score in missed_places}
        if len(missed_places) > 1 and len(sides) == 1:
            yield self.own("places_lean", places=len(missed_places), side=self.side(sides.pop()))

    def _fronts(self) -> Iterator[str]:
        """How the games do where the front is known by hex."""
        for score in self.found.fronts:
            fought = score.fought
            if not fought.hexes:
                continue
            key = "front_better" if score.place == INSIDE else "front_worse"
            values = {"games": self.score(fought.games), "nothing": self.score(fought.nothing)}
            yield self.own(key, name=self.name(score.fact), hexes=fought.hexes, **values)

    def heading(self) -> str:
        """Battle, games and players."""
        found = self.found
        ua, ru = found.players
        return self.own("heading", title=self.title, games=found.games, ua=ua, ru=ru, seed=str(found.seed))

    def briers(self, scores: Briers) -> str:
        """The scores of some hexes."""
        return self.own("briers", games=self.score(scores.games), nothing=self.score(scores.nothing),
                        rate=self.score(scores.rate))  # fmt: skip


def as_text(found: Hindcast, language: str = "en") -> str:
    """A hindcast for the terminal."""
    told = Telling(found, language)
    lines = [told.heading(), "", *textwrap.wrap(" ".join(told.verdict()), WIDTH)]
    for key, rows in (
        ("figures", [_figure_lines(told, score) for score in found.figures]),
        ("holders", [_holder_lines(told, score) for score in found.holders]),
        ("fronts", [_front_lines(told, score) for score in found.fronts]),
    ):
        if rows:
            lines += ["", told.own(key)]
            lines += [f"  {line}" for row in rows for line in row]
    return "\n".join([*lines, "", *textwrap.wrap(told.own("how_to_read"), WIDTH)])


def _figure_lines(told: Telling, score: FigureScore) -> list[str]:
    fact, marks = score.fact, dict(zip(MARKS, score.marks, strict=True))
    middle = (told.figure(marks[p]) for p in (10, 50, 90))
    unit = told.unit(fact)
    return [
        f"{told.name(fact)} ({told.when(fact)}): {told.place(score)}",
        "  " + told.own("figure_line", was=told.was(fact), games=" | ".join(middle), rank=told.rank(score)),
        "  " + told.own("crps_line", crps=f"{told.figure(score.crps)} {unit}", off=f"{told.figure(score.off)} {unit}",
                        known=told.known(fact)),
    ]  # fmt: skip


def _holder_lines(told: Telling, score: HolderScore) -> list[str]:
    fact = score.fact
    return [
        f"{told.name(fact)} ({told.when(fact)}): {told.place(score)}",
        "  " + told.own("holder_line", side=told.side(fact.side), share=told.percent(score.share), known=told.known(fact),
                        brier=told.score(score.brier), before=told.score((1 - score.before) ** 2)),
    ]  # fmt: skip


def _front_lines(told: Telling, score: FrontScore) -> list[str]:
    return [
        f"{told.name(score.fact)} ({told.when(score.fact)}), {told.known(score.fact)}",
        "  " + told.own("all_hexes", hexes=score.all.hexes, scores=told.briers(score.all)),
        "  " + told.own("fought_hexes", hexes=score.fought.hexes, scores=told.briers(score.fought)),
    ]  # fmt: skip


def as_json(found: Hindcast) -> dict[str, Any]:
    """Everything a hindcast found, as plain values."""
    grid = found.scenario.grid
    return {
        "scenario": found.scenario.id, "games": found.games, "seed": found.seed,
        "players": dict(zip(SIDES, found.players, strict=True)), "ended_before_the_last_fact": found.ended,
        "verdict": Telling(found, "en").verdict(),
        "asking": {place: len(at(place, found.asking)) for place in PLACES},
        "stayed": {place: len(at(place, found.stayed)) for place in PLACES},
        "figures": [_fact(s.fact) | {
            "measure": s.fact.measure, "from": s.fact.from_, "value": s.fact.value, "bounds": list(bounds(s.fact)),
            "games": {f"p{p}": round(v, 4) for p, v in zip(MARKS, s.marks, strict=True)},
            "percentile": round(s.ranks[1], 3), "percentile_of_bounds": [round(s.ranks[0], 3), round(s.ranks[2], 3)],
            "crps": round(s.crps, 4), "crps_of_median_alone": round(s.off, 4), "place": s.place,
        } for s in found.figures],
        "holders": [_fact(s.fact) | {
            "of": s.fact.place, "side": s.fact.side, "probability": round(s.share, 4),
            "brier": round(s.brier, 4), "brier_of_first_morning": (1 - s.before) ** 2, "place": s.place,
        } for s in found.holders],
        "fronts": [_fact(s.fact) | {
            "all": _briers(s.all), "contested": _briers(s.fought),
            "hexes": {grid.number(int(h)): {
                "held": SIDES[int(s.held[h])], "ua": round(float(s.ua[h]), 4), "contested": bool(s.contested[h]),
            } for h in np.flatnonzero(s.held >= UA)},
        } for s in found.fronts],
        "late": [fact.id for fact in found.late],
    }  # fmt: skip


def _fact(fact: Fact) -> dict[str, Any]:
    told = {"id": fact.id, "day": fact.day, "source": fact.source, "confidence": fact.confidence}
    return told | {"memory": is_memory(fact), "counts": counts(fact)}


def _briers(scores: Briers) -> dict[str, Any]:
    return {"hexes": scores.hexes, "brier": round(scores.games, 5), "brier_if_nothing_moves": round(scores.nothing, 5),
            "brier_of_base_rate": round(scores.rate, 5)}  # fmt: skip
