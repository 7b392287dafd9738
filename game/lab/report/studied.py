"""What studies found, as they kept it in their run: versions beside one another, what matters most, a tuning."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from game.lab.effects import Few
from game.lab.report import charts, kept
from game.lab.report.charts import Span
from game.lab.report.markup import Html, Words, drawn, element, heading, section, table
from game.lab.report.versions import Versions
from game.lab.runs.store import Store
from game.lab.verdicts import favoured

MOST_ARMS = 60
"""Versions drawn beside one another: of more, those whose effect is farthest from that of the first."""


class Studied:
    """Writes the parts of a page that only some runs have."""

    def __init__(self, words: Words, store: Store, versions: Versions) -> None:
        self.words, self.store, self.plan, self.versions = words, store, store.plan, versions
        self.word = words.word
        self.signed = partial(words.percent, signed=True)

    def parts(self) -> Iterator[Html]:
        """All that there is to tell: what was asked first."""
        told = (
            ("sensitivities", self._weights), ("tuning", self._tuning), ("compare", self._differences),
        )  # fmt: skip
        for name, tell in told:
            if name == "compare" and len(self.plan.arms) > 1:
                yield self._versions()
            found = self.store.kept(name)
            if isinstance(found, dict):
                yield tell(found)

    def _versions(self) -> Html:
        """The side effect of every version, and how it differs from that of the first on the same dice."""
        versions, count = self.versions, len(self.plan.arms)
        shown = self._farthest(versions.sides)
        rows, numbers = [], []
        for arm in shown:
            name, seen, sure = versions.short(arm), versions.seen[arm], favoured(versions.sure[arm])
            rows.append(Span(name, seen.low, seen.value, seen.high, self.words.interval(seen), sure))
            less, differs = "–", False
            if arm:
                less = self.words.interval(versions.changes[arm].interval(versions.alpha))
                differs = not versions.changes[arm].interval(versions.sure_alpha).has(0.0)
            said = [self.word(f"lab_report.favours_{sure}")] if sure else []
            said += [self.word("lab_report.differs")] if differs else []
            numbers.append((name, self.words.interval(seen), less, ", ".join(said) or "–"))
        caption = self.word("lab_report.versions_caption", level=self.words.level(versions.alpha))
        if versions.many:
            caption += f" {self.word('lab_report.versions_sure')} {versions.sure_of_all()}"
        if len(shown) < count:
            caption += " " + self.word("lab_report.versions_few", arms=count, shown=len(shown))
        picture = charts.forest(rows, label=caption, tell=self.signed)
        heads = [self.word("lab_report.version"), self.word("lab_report.by_side"), self.word("lab_report.less_first")]
        heads.append(self.word("lab_report.surely"))
        drawing = drawn(self.words, picture, caption, heads, numbers)
        title = self.word("lab_report.versions" if count > 2 else "lab_report.versions_both")
        return section("versions", title, versions.legend(), drawing)

    def _farthest(self, sides: Sequence[Few]) -> list[int]:
        """The first version and those farthest from it, in their order."""
        off = np.array([abs(float(side.sums.mean() - sides[0].sums.mean())) for side in sides])
        off[0] = math.inf
        return sorted(np.argsort(-off, kind="stable")[:MOST_ARMS].tolist())

    def _differences(self, found: dict[str, Any]) -> Html:
        """What else differs between what was compared, on the same luck."""
        rows = []
        for name, told in found["differences"].items():
            means = [kept.amount(self.words, name, float(told[key])) for key in ("a", "b")]
            less = kept.beneath(self.words, name, kept.interval_of(told, alpha=self.versions.alpha), signed=True)
            title = self.words.measure(name, told["unit"])
            if name == "ground" and found["effect_of"] == "skill":
                title = self.word("lab_report.by_ground_own")
            rows.append((title, *means, less))
        heads = ["", found["a"], found["b"], self.word("lab_report.difference")]
        about = element("p", self.word("lab_report.differences_about"))
        return section("differences", self.word("lab_report.differences"), about, table(heads, rows))

    def _tuning(self, found: dict[str, Any]) -> Html:
        """All that was tried, the best trial marked; what was found is in the verdict."""
        measures = [self.words.measure(told["measure"], told["unit"]) for told in found["proof"]]
        names = [setting["name"] for setting in found["settings"]]
        columns = [self.word("lab_report.trial"), *(name.removesuffix(" x") for name in names), *measures]
        return section(
            "tuning", self.word("lab_report.trials"), element("p", self.word("lab_report.trials_about")),
            table([*columns, self.word("lab_report.loss")], self._trials(found, names)),
        )  # fmt: skip

    def _trials(self, found: dict[str, Any], names: Sequence[str]) -> Iterator[tuple[object, ...]]:
        for number, trial in enumerate(found["trials"], start=1):
            best = trial["values"] == found["best"]
            head = element("strong", f"{number}, {self.word('lab_report.best')}") if best else str(number)
            values = (self.words.exact(trial["values"].get(name, math.nan)) for name in names)
            pairs = zip(found["proof"], trial["measured"], strict=True)
            measured = (kept.amount(self.words, told["measure"], value) for told, value in pairs)
            yield head, *values, *measured, self.words.number(trial["loss"], 2)

    # what matters most ------------------------------------------------------------------------------------------------

    def _weights(self, found: dict[str, Any]) -> Html:
        """A tornado a measure: what each setting does to it."""
        figures = [self._tornado(told) for told in found["measures"] if told["weights"]]
        versions = len(self.plan.arms) - 1
        about = self.word("lab_report.weights_about", versions=versions, design=str(found["design"]))
        return section(
            "sensitivities", self.word("lab_report.sensitivities"), element("p", about),
            element("div", *figures, css="grid"),
        )  # fmt: skip

    def _tornado(self, told: dict[str, Any]) -> Html:
        title, measure = self.words.measure(told["name"], told["unit"]), str(told["name"])
        shown, weights = kept.strongest(told["weights"])
        if not shown:
            return element("figure", heading(title), element("p", self.word("lab_report.too_few_versions")))
        spans = []
        for weight in weights:
            value, low, high = (float(v) for v in weight["figures"][shown])
            name = str(weight["setting"]).removesuffix(" x")
            spans.append(Span(name, low, value, high, kept.effect(self.words, measure, shown, (value, low, high))))
        caption = self.word(f"lab_report.tornado_{shown}", weightiest=spans[0].name)
        tell = partial(self._tick, measure, shown)
        picture = charts.tornado(spans, label=f"{title}. {caption}", tell=tell)
        kinds = [kind for kind in kept.FIGURES if any(kind in weight["figures"] for weight in told["weights"])]
        heads = [self.word("lab_report.setting"), *(self.word(f"lab_report.weight_{kind}") for kind in kinds)]
        rows = [
            (str(weight["setting"]).removesuffix(" x"), *(self._cell(measure, kind, weight["figures"]) for kind in kinds))
            for weight in told["weights"]
        ]
        return drawn(self.words, picture, caption, heads, rows, title=title)

    def _cell(self, measure: str, kind: str, figures: dict[str, Any]) -> str:
        return kept.effect(self.words, measure, kind, figures[kind]) if kind in figures else "–"

    def _tick(self, measure: str, kind: str, value: float) -> str:
        """A number under a chart of what settings do."""
        signed = kind == "change"
        if kind in kept.SHARES or kept.in_percent(measure):
            return self.words.percent(value, signed=signed)
        return self.words.figure(value, signed=signed)
