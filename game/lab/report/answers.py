"""The answer of a run first, for whoever made the battle: what was asked, and then who is favoured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from game.lab.effects import MEASURES, Few
from game.lab.report import kept
from game.lab.report.figures import Version
from game.lab.report.markup import Html, Titled, Words, element
from game.lab.report.versions import Versions
from game.lab.runs.store import Store
from game.lab.statistics import ALPHA, Interval
from game.lab.verdicts import favoured

EVEN = 0.1
"""A side effect that is surely no greater either way hardly matters: said with this figure."""
NAMED = 5
"""Unbalanced versions that are named."""
ALSO = 2
"""Settings that are named after the weightiest."""


class Answers:
    """Writes what a run came to."""

    def __init__(self, words: Words, store: Store, versions: Versions) -> None:
        self.words, self.store, self.plan, self.versions = words, store, store.plan, versions
        self.word = words.word

    def verdict(self, versions: Sequence[Version]) -> Html:
        """The answer first: what was asked, who is favoured, who plays better, and of how many games."""
        parts = self._asked(versions)
        for version in versions[:2]:
            told = self._side(version)
            chip = element("span", version.name, css="version") if len(self.plan.arms) > 1 else ""
            parts.append(element("p", chip, told))
        if versions[0].skill is not None and self.store.kept("compare") is None:
            parts.append(element("p", self._skill(versions[0])))
        parts.append(element("p", self._games()))
        return element("div", *parts, css="verdict")

    def _side(self, version: Version) -> str:
        seen = version.side.interval(self.versions.sure_alpha)
        wins = {key: self.words.percent(version.share(key), 1) for key in ("ua", "ru", "draw")}
        told = self.word(f"lab_report.side_{favoured(seen) or 'open'}", effect=self.words.interval(seen), **wins)
        return f"{told} {self.word('lab_report.side_small', within=self.words.percent(EVEN))}" if _small(seen) else told

    def _skill(self, version: Version) -> str:
        assert version.skill is not None
        seen = version.skill.interval(self.versions.alpha)
        name = "a" if seen.low > 0 else "b" if seen.high < 0 else "open"
        a, b = self.plan.called
        return self.word(f"lab_report.skill_{name}", a=a, b=b, effect=self.words.interval(seen))

    def _games(self) -> str:
        plan, pairs = self.plan, self.store.pairs
        of_all = len(plan.arms) * plan.seats
        games, asked = pairs * of_all, plan.pairs * of_all
        decided = any(self.store.kept(name) is not None for name in ("compare", "gate", "tuning"))
        ended = "all" if pairs >= plan.pairs else "early" if decided else "short"
        told = self.word(f"lab_report.games_{ended}", games=games, asked=asked)
        forfeits = self.store.rows("SELECT count(*) FROM failures")[0][0]
        return f"{told} {self.word('lab_report.forfeited', forfeits=forfeits)}" if forfeits else told

    # what was asked ---------------------------------------------------------------------------------------------------

    def _asked(self, versions: Sequence[Version]) -> list[Html]:
        """The answer of the command that the run was played for, as far as it has kept one."""
        found = {name: self.store.kept(name) for name in ("compare", "gate", "tuning", "sensitivities")}
        told = {name: value for name, value in found.items() if isinstance(value, dict)}
        parts: list[Html] = []
        if "compare" in told:
            parts.append(element("p", self._compared(told["compare"])))
        if "gate" in told:
            parts += self._gated(told["gate"], versions[0])
        if "tuning" in told:
            parts += self._tuned(told["tuning"])
        if "sensitivities" in told:
            parts += self._weighed(told["sensitivities"])
        if self.plan.command == "sweep" and len(self.plan.arms) > 1:
            parts += self._unbalanced()
        return parts

    def _compared(self, found: dict[str, Any]) -> str:
        seen = kept.interval_of(found["effect"], alpha=self.versions.alpha)
        kind = "skill" if found["effect_of"] == "skill" else "side"
        verdict = str(found["verdict"])
        if verdict == "different":
            verdict = "first" if seen.value > 0 else "second"
        share = float(found["within"])
        within = f"{self.words.exact(100 * share)}\u00a0%"
        key, a, b = f"lab_report.compare_{kind}_{verdict}", str(found["a"]), str(found["b"])
        told = self.word(key, a=a, b=b, effect=self.words.interval(seen), within=within)
        if found["verdict"] == "different" and max(-seen.low, seen.high) <= share:
            told += " " + self.word("lab_report.compare_small", within=within)
        return told

    def _gated(self, found: dict[str, Any], version: Version) -> list[Html]:
        """Whether every limit is kept, then limit by limit, those not kept first."""
        order = ("outside", "undecided", "inside")
        limits = sorted(found["limits"], key=lambda limit: order.index(limit["standing"]))
        counts = {name: sum(limit["standing"] == name for limit in limits) for name in order}
        lines = []
        for limit in limits:
            name = limit["measure"]
            low, high = kept.ends(self.words, limit)
            key = "between" if low != "–" != high else "from" if low != "–" else "to"
            asked = self.word(f"lab_report.asked_{key}", low=low, high=high)
            seen = kept.found(self.words, name, kept.interval_of(limit, "value"))
            state = self.word(f"lab_report.standing_{limit['standing']}")
            lines.append(self._line(state, self.words.measure(name, limit["unit"]), seen, asked))
        head = self.word(f"lab_report.gate_{found['verdict']}", limits=len(limits), **counts)
        return [element("p", head), element("ul", *lines), self._together(self.versions.alpha, limits)]

    def _tuned(self, found: dict[str, Any]) -> list[Html]:
        """Whether the target is reached, by what values, and how near each measure comes."""
        ranges = {setting["name"]: setting for setting in found["settings"]}
        values = []
        for name, value in found["best"].items():
            low, high = (self.versions.value(name, float(ranges[name][key])) for key in ("low", "high"))
            among = self.word("lab_report.tried_between", low=low, high=high)
            values.append(element("li", element("strong", self.versions.set(name, value)), " ", among))
        proofs = []
        for told in found["proof"]:
            seen = kept.found(self.words, told["measure"], kept.interval_of(told, "value"))
            asked = self.word("lab_report.asked_for", wanted=kept.wanted(self.words, told))
            state = self.word(f"lab_report.tuned_{told['verdict']}")
            proofs.append(self._line(state, self.words.measure(told["measure"], told["unit"]), seen, asked))
        head = self.word(f"lab_report.tune_{found['verdict']}")
        best = self.word("lab_report.best_of", trials=len(found["trials"]))
        return [
            element("p", head), element("ul", *proofs), self._together(ALPHA, found["proof"]), element("p", best),
            element("ul", *values),
        ]  # fmt: skip

    def _line(self, state: str, measure: str, seen: str, asked: str) -> Html:
        """How a measure stands to what is asked of it."""
        return element("li", element("strong", state), f": {measure} {seen}; {asked}")

    def _together(self, alpha: float, measured: Sequence[Mapping[str, Any]]) -> Html:
        told = self.word("lab_report.together", level=self.words.level(alpha))
        if not all(MEASURES[one["measure"]].is_exact for one in measured):
            told += " " + self.word("lab_report.together_means")
        return element("p", told, css="pale")

    # what a sweep found -----------------------------------------------------------------------------------------------

    def _weighed(self, found: dict[str, Any]) -> list[Html]:
        """What matters most to each measure, with its size and interval; more of the first measure."""
        ranges = {setting["name"]: setting for setting in found["settings"]}
        parts: list[Html] = []
        lines: list[Html] = []
        for told in found["measures"]:
            kind, weights = kept.strongest(told["weights"])
            if not kind:
                continue
            said = self._strongest(told, kind, weights[0], ranges)
            if not parts:
                parts.append(element("p", said))
                lines += [
                    element("li", self._effect("next", told, kind, weight, ranges)) for weight in weights[1 : 1 + ALSO]
                ]
            else:
                lines.append(element("li", said))
        return [*parts, element("ul", *lines)] if lines else parts

    def _strongest(self, told: dict[str, Any], kind: str, weight: dict[str, Any], ranges: dict[str, Any]) -> str:
        """The weightiest, and whether that is sure: a change that never varied is not, of few games least of all."""
        _, low, high = (float(end) for end in weight["figures"][kind])
        is_sure = kind != "change" or 0 < low < high or low < high < 0
        return self._effect("most" if is_sure else "unsure", told, kind, weight, ranges)

    def _effect(self, how: str, told: dict[str, Any], kind: str, weight: dict[str, Any], ranges: dict[str, Any]) -> str:
        """What a setting does to a measure, in a sentence."""
        name = weight["setting"]
        figure = kept.effect(self.words, told["name"], kind, weight["figures"][kind])
        if kind == "change" and name in ranges:
            low, high = (self.versions.value(name, float(ranges[name][key])) for key in ("low", "high"))
            figure = self.word("lab_report.going_from", change=figure, low=low, high=high)
        elif kind != "change":
            figure = f"{self.word(f'lab_report.weight_{kind}')}: {figure}"
        measure = self.words.measure(told["name"], told["unit"])
        return self.word(f"lab_report.weighs_{how}", measure=measure, setting=name.removesuffix(" x"), figure=figure)

    def _unbalanced(self) -> list[Html]:
        """Which versions are surely unbalanced, those farthest from balance by name."""
        seen = self.versions.sure
        sides = [favoured(told) for told in seen]
        sure = [arm for arm, side in enumerate(sides) if side]
        head = self.word(
            f"lab_report.unbalanced_{'some' if sure else 'none'}", arms=len(seen), count=len(sure), ua=sides.count("ua"),
            ru=sides.count("ru"), small=sum(map(_small, seen)), within=self.words.percent(EVEN),
        )  # fmt: skip
        lines = []
        for arm in sorted(sure, key=lambda arm: -abs(seen[arm].value))[:NAMED]:
            side = self.word(f"lab_report.favours_{sides[arm]}")
            name = element("span", self.versions.short(arm), css="version")
            lines.append(element("li", name, f" {side}: {self.words.interval(seen[arm])}"))
        if len(sure) > NAMED:
            lines.append(element("li", self.word("lab_report.unbalanced_more", more=len(sure) - NAMED)))
        note = element("p", self.versions.sure_of_all(), css="pale")
        if not sure:
            return [element("p", head), note]
        return [element("p", head), self.versions.legend(), element("ul", *lines), note]

    # charts -----------------------------------------------------------------------------------------------------------

    def effects(self, versions: Sequence[Version]) -> list[tuple[str, Few]]:
        """What is asked of the games, by name: the difference of two versions first."""
        made: list[tuple[str, Few]] = []
        if len(self.plan.arms) == 2 and len(versions) == 2:
            first, second = versions
            title = self.word("lab_report.difference_of", a=first.name, b=second.name)
            made.append((title, first.side.less(second.side)))
        for version in versions:
            title = self.word("lab_report.side_effect")
            made.append((Titled(title, version.name) if len(self.plan.arms) > 1 else title, version.side))
        if versions[0].skill is not None:
            a, b = self.plan.called
            made.append((self.word("lab_report.skill_effect", a=a, b=b), versions[0].skill))
        return made


def _small(seen: Interval) -> bool:
    """Whether an effect is surely no greater than EVEN either way."""
    return max(-seen.low, seen.high) <= EVEN
