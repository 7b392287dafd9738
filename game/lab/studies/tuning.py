"""A tuning from the question to the proof: trials played into folders of their own, the best proved on fresh games.

The folder of a tuning is the run of its proof; beside it `trials/001` and so on are the runs of the trials, whose games
can be looked at like any other. Run again, the search asks for the same trials and finds them played.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from game.diagnostics import BadInput
from game.folders import check_place, write_whole
from game.lab.effects import told_plain
from game.lab.runs.file import FILE, is_begun
from game.lab.runs.going import Watch
from game.lab.runs.manifest import first_difference, identity
from game.lab.runs.plan import Arm, Plan
from game.lab.runs.store import Store
from game.lab.settings.asked import Setting, Settings, battle, read_settings, texts_with
from game.lab.settings.numbers import RULES, SCENARIO, base_of
from game.lab.studies.tune import Target, Trial, best_of, measured, read_targets, search, seed_of_proof
from game.lab.verdicts import Gate, Standing

BESIDE = ".rules.yaml"
"""How the name of the rules ends that go with a tuned scenario."""
KEPT = "tuning"
"""Under this name a run keeps what `tuned` found."""
VERDICTS = {Standing.INSIDE: "reached", Standing.OUTSIDE: "missed", Standing.UNDECIDED: "undecided"}

Play = Callable[[Plan, Path | None, Watch | None], Store]
"""Carries a plan out into a folder, or in memory."""


@dataclass(frozen=True)
class Task:
    """What is to be tuned: a battle, the settings that may be turned, those that are fixed, and what is wanted."""

    base: Arm
    settings: tuple[Setting, ...]
    fixed: Settings
    targets: tuple[Target, ...]

    def arm(self, settings: Settings, name: str) -> Arm:
        """The battle with settings."""
        return Arm(name, self.base.scenario_id, self.base.scenario_text, self.base.rules_text, (*self.fixed, *settings))


def task_of(base: Arm, settings: list[str], targets: list[str], players: tuple[str, str]) -> Task:
    """The task that options ask for. Raises BadInput with what is wrong with them."""
    read = read_settings(settings, base.scenario_id, base.scenario_text, base.rules_text)
    varied = tuple(setting for setting in read if not setting.is_fixed)
    fixed = tuple((setting.name, float(setting.low)) for setting in read if setting.is_fixed)
    if not varied:
        hint = "Give one a range, LOW..HIGH, or several values, A,B,C."
        raise BadInput.of("--set", "L628", "No setting has more than one value: there is nothing to tune.", hint)
    text = base_of(base.scenario_text, base.rules_text, base.scenario_id)
    ends = [[(s.name, s.low) for s in read], [(s.name, s.high) for s in read]]
    versions = [battle(text, end) for end in ends]
    return Task(base, varied, fixed, read_targets(targets, versions, players))


def check_folder(folder: Path, plan: Plan) -> None:
    """Raise BadInput if a folder holds the run of something else than this tuning."""
    if not is_begun(folder / FILE):
        return
    with Store.open(folder) as store:
        there = identity(store.plan, arms=False)
    differs = first_difference(there, identity(replace(plan, seed=seed_of_proof(plan.seed)), arms=False))
    if differs:
        message = f"The folder holds a run of something else: {differs}."
        raise BadInput.of(str(folder / FILE), "L632", message, "Take another folder with --out, or the same inputs.")


def tuned(
    task: Task, plan: Plan, trials: int, games: int, proof: int, folder: Path | None, play: Play,
    tell: Callable[[int, Trial], None],
) -> dict[str, Any]:  # fmt: skip
    """Search and prove: what was tried, what is best, and whether it is what was wanted, as --json prints it."""
    count = 0

    def measure(settings: Settings) -> list[tuple[float, float]]:
        nonlocal count
        count += 1
        there = folder / "trials" / f"{count:03}" if folder is not None else None
        made = replace(plan, arms=(task.arm(settings, f"trial {count}"),)).longer(-(-games // plan.seats))
        with play(made, there, None) as store:
            return measured(task.targets, store.results(0), plan.seats)

    tried = search(task.settings, task.targets, trials, plan.seed, measure, tell)
    best = best_of(task.settings, task.targets, tried)
    fresh = replace(plan, arms=(task.arm(best.settings, "tuned"),), seed=seed_of_proof(plan.seed))
    gate = Gate([target.limit for target in task.targets], plan.seats)
    with play(fresh.longer(-(-proof // plan.seats)), folder, gate) as store:
        told = _told(task, plan, tried, best, gate) | {"games": store.pairs * plan.seats}
        store.keep(KEPT, told)
    return told


def _told(task: Task, plan: Plan, tried: list[Trial], best: Trial, gate: Gate) -> dict[str, Any]:
    """What a tuning came to."""
    proved = []
    for target, (_, seen, standing) in zip(task.targets, gate.found(), strict=True):
        proved.append({
            "measure": target.measure.name, "unit": target.measure.unit, "few": target.measure.few,
            "target": target.value, "within": target.within, **seen.plain(), "verdict": VERDICTS[standing],
        })  # fmt: skip
    return {
        "scenario": plan.arms[0].scenario_id,
        "seed": plan.seed,
        "proof_seed": seed_of_proof(plan.seed),
        "players": list(plan.players),
        "fixed": dict(task.fixed),
        "settings": [{"name": s.name, "low": s.low, "high": s.high, "levels": list(s.levels)} for s in task.settings],
        "trials": [{"values": dict(t.settings), "measured": list(t.values), "loss": round(t.loss, 6)} for t in tried],
        "best": dict(best.settings),
        "proof": proved,
        "verdict": VERDICTS[gate.standing],
    }


def check_output(task: Task, path: Path, folder: Path | None) -> None:
    """Raise BadInput if a file that would be written is there, and not by this tuning; OSError if it cannot be."""
    earlier = None
    if folder is not None and is_begun(folder / FILE):
        with Store.open(folder) as store:
            earlier = store.kept(KEPT)
    ours = files_of(task, earlier["best"], path) if earlier else {}
    for file in (path, path.with_suffix(BESIDE)):
        check_place(file)
        if file.exists() and file.read_bytes() != ours.get(file):
            message = "There is a file already; it is left as it is."
            raise BadInput.of(str(file), "L633", message, "Name another with -o, or move this one away.")


def write(task: Task, told: dict[str, Any], path: Path) -> list[Path]:
    """Write the tuned scenario, and the rules beside it if they were turned; the files. Raises OSError."""
    files = files_of(task, told["best"], path)
    for file, text in files.items():
        write_whole(file, text)
    return list(files)


def files_of(task: Task, best: Mapping[str, float], path: Path) -> dict[Path, bytes]:
    """The scenario with the best values, and the rules beside it if they were turned."""
    base = base_of(task.base.scenario_text, task.base.rules_text, task.base.scenario_id)
    texts = texts_with(base, [*task.fixed, *best.items()])
    beside = {} if texts[RULES] == base.texts[RULES] else {path.with_suffix(BESIDE): texts[RULES].encode()}
    return {path: texts[SCENARIO].encode(), **beside}


def as_text(told: dict[str, Any]) -> str:
    """What a tuning came to, for people: the verdict first."""
    verdict = {
        "reached": "The target is reached", "missed": "The target is missed",
        "undecided": "These games cannot say whether the target is reached",
    }[told["verdict"]]  # fmt: skip
    lines = [f"{told['scenario']}: {verdict}, by {told['games']} fresh games (seed {told['proof_seed']})."]
    for proof in told["proof"]:
        found = told_plain(proof["few"], proof)
        lines.append(f"  {proof['measure']:12} wanted {_wanted(proof)}, found {found}: {proof['verdict']}")
    lines.append(f"The best of {len(told['trials'])} trials:")
    lines += [f"  {_setting(name, value)}" for name, value in told["best"].items()]
    files = told.get("files", [])
    lines += [f"Written: {path}" for path in files]
    if len(files) > 1:
        lines.append(f"The rules were turned too: play the battle by them, with --rules {files[1]}.")
    return "\n".join(lines)


def _setting(name: str, value: float) -> str:
    """A setting as --set takes it."""
    head = name.removesuffix(" x")
    return f"{head}={'x' if head != name else ''}{value:.10g}"


def _wanted(proof: dict[str, Any]) -> str:
    """A target for people."""
    if proof["few"]:
        return f"{100 * proof['target']:+.1f} % +-{100 * proof['within']:.1f}"
    return f"{proof['target']:g} +-{proof['within']:g} {proof['unit']}".rstrip()
