"""report RUN: one page that says what a run came to, needs nothing else, and is read on a phone as on a desk."""

from __future__ import annotations

import html
import json
import re
import resource
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_run import made_run, plan_of
from shell import Run, process, runner

from game.ai import duel
from game.drawn_html import page as framed
from game.lab import report
from game.lab.effects import MEASURES
from game.lab.large import tiled
from game.lab.report import charts, figures, hexmap
from game.lab.report.markup import Words, element, safe
from game.lab.runs.store import Store
from game.lab.studies.sweep import AS_IT_STANDS
from game.scenario.load import Scenario, load_scenario
from game.texts import LANGUAGES

CHROMIUM = shutil.which("chromium")
VOID = {"meta", "br", "img"}
MOST_BYTES = 2_000_000


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs commands without a display."""
    return runner(capsys, monkeypatch)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of two players with seats swapped."""
    return made_run(tmp_path_factory.mktemp("runs") / "two", plan_of(300, players=("greedy", "random")))


@pytest.fixture(scope="module")
def vast() -> Scenario:
    """A battle on a map of more than 200 x 200 hexes."""
    return tiled(12, 1)


class Reader(HTMLParser):
    """Reads a page: its words, its drawings, and what it asks of others."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.drawings: list[dict[str, str | None]] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Every element that is opened is closed in its order."""
        found = dict(attrs)
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "action", "srcset", "xlink:href")]
        self.ids += [found["id"] or ""] if "id" in found else []
        assert not any(name.startswith("on") for name in found)
        if found.get("role") == "img":
            self.drawings.append(found)
        if tag not in VOID and not (self.get_starttag_text() or "").endswith("/>"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that closes itself."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """See above."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Words."""
        self.words.append(data)


def read(path: Path) -> tuple[Reader, str]:
    """A page as it was read, and its words."""
    found = Reader()
    found.feed(path.read_text(encoding="utf-8"))
    assert found.open == []
    return found, " ".join(" ".join(found.words).split())


# what is on it -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_and_needs_nothing_from_elsewhere(folder: Path, tmp_path: Path, language: str) -> None:
    path = report.write(folder, language, tmp_path / "page.html")
    found, words = read(path)
    assert path.stat().st_size < MOST_BYTES
    assert all(link.startswith(("data:image/png;base64,", "#")) for link in found.links)
    assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))
    text = path.read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert not re.search(r"https?://|<script|@import|url\((?!#|&quot;#)", text)
    assert not re.search(r"\b(nan|inf|None|lab_report)\b", words)
    assert len(found.drawings) >= 8
    assert all(len(drawing["aria-label"] or "") > 20 for drawing in found.drawings)
    foreign = "[ыэъёЫЭЪЁ]" if language == "uk" else "[а-яіїєґ]"
    assert not re.search(foreign, words)


def test_the_verdict_stands_first_and_tells_both_effects_with_their_intervals(folder: Path, tmp_path: Path) -> None:
    _, words = read(report.write(folder, to=tmp_path / "page.html"))
    with Store.open(folder) as store:
        rows = store.results(0)
    version_side, version_skill = figures.effects_of(rows[:, duel.R_OUTCOME], 2)
    side, skill = version_side.interval(), version_skill.interval() if version_skill else None
    assert skill is not None
    percent = Words("en").percent
    verdict, rest = words.split("How sure it is", 1)
    assert percent(side.value, 1, signed=True) in verdict.replace(" %", "\u00a0%")
    assert percent(skill.high, 1, signed=True) in verdict.replace(" %", "\u00a0%")
    assert "600 games were played, all that were asked for." in verdict
    assert "Ground" in rest


def test_a_run_that_is_not_finished_says_so(tmp_path: Path) -> None:
    folder = made_run(tmp_path / "half", plan_of(100), pairs=40)
    _, words = read(report.write(folder))
    assert "Not finished: 40 of 100 games are played." in words
    assert (folder / report.NAME).is_file()


def test_outliers_are_the_games_that_they_are_said_to_be_with_the_command_that_shows_them(
    folder: Path, tmp_path: Path
) -> None:
    path = report.write(folder, to=tmp_path / "page.html")
    with Store.open(folder) as store:
        rows = store.results(0)
        version = figures.version_of(store, 0)
    by_reason = {reason: game.game for game in version.unusual for reason in game.why}
    assert by_reason["most_ua"] == int(np.argmax(rows[:, duel.R_NET]))
    assert by_reason["most_ru"] == int(np.argmin(rows[:, duel.R_NET]))
    assert by_reason["shortest"] == int(np.argmin(rows[:, duel.R_TURNS]))
    text = path.read_text(encoding="utf-8")
    for game in version.unusual:
        assert f"main.py replay {folder} --game {game.game}</code>" in text


def test_one_game_unlike_all_others_is_the_farthest() -> None:
    dice = np.random.default_rng(1)
    ground = dice.normal(size=500).round(2) * 100
    losses = 2 * ground + dice.normal(size=500) * 10
    losses[77] = -losses[77] + 500 * np.sign(-losses[77])  # either figure is usual, both together are not
    found = figures.distances([ground.astype(np.int64), losses.astype(np.int64), np.full(500, 14)])
    assert int(np.argmax(found)) == 77
    assert figures.distances([np.full(20, 3)]).tolist() == [0] * 20


def test_figures_are_those_of_the_rows(folder: Path) -> None:
    with Store.open(folder) as store:
        rows = store.results(0)
        days = store.days(["gained_ua", "gained_ru"], 0)
        version = figures.version_of(store, 0)
    lost = rows[:, duel.R_LOST_RU : duel.R_LOST_RU + 6].sum(axis=1)
    assert version.accounts["lost"][1] == (lost.mean(), *np.percentile(lost, [10, 90]))
    assert version.accounts["tonnes"][0].mean == pytest.approx(rows[:, duel.R_KG_UA].mean() / 1000)
    assert version.ground.quantiles[2, -1] == np.median(days["gained_ua"][:, -1] - days["gained_ru"][:, -1]) * 3**0.5 / 2
    assert sum(version.endings.values()) == version.lengths.sum() == version.games == 600
    assert version.holding.sum(axis=0) == pytest.approx(1)


# studies -------------------------------------------------------------------------------------------------------------


def kept(folder: Path, name: str, value: Any) -> Path:
    """The folder of a run that has kept something."""
    with Store.open(folder, writing=True) as store:
        store.keep(name, value)
    return folder


def test_a_comparison_shows_both_versions_and_their_difference(tmp_path: Path) -> None:
    folder = made_run(tmp_path / "pair", plan_of(200, arms=2, command="compare"), shift=1.0)
    ends = {"mean": -0.31, "low": -0.4, "high": -0.2}
    found = {
        "a": "mirror", "b": "mirror <b>2</b>", "effect_of": "side", "verdict": "different", "within": 0.05, "pairs": 200,
        "effect": ends,
        "differences": {"losses.ua": {"unit": "people", "a": 10.0, "b": 12.5, **ends, "high": None}},
    }  # fmt: skip
    reader, words = read(report.write(kept(folder, "compare", found)))
    assert words.index("mirror <b>2</b>: the side effects differ by") < words.index("How sure it is")
    assert "is better for Russia than" in words
    assert "b" not in reader.tags[: reader.tags.index("section")]
    assert "Side effect of mirror less that of mirror 2" in words
    assert "People lost by Ukraine" in words
    assert words.count("Who holds what at the end") == 2
    _, ukrainian = read(report.write(folder, "uk"))
    assert "вигідніша для Росії" in ukrainian


def test_a_gate_a_sweep_and_a_tuning_tell_what_they_kept(tmp_path: Path) -> None:
    folder = made_run(tmp_path / "sweep", plan_of(60, arms=5, command="sweep"), shift=0.5)
    ends = {"value": 0.1, "low": -0.1, "high": None}
    limits = [{"measure": "side", "unit": "", "lowest": -0.2, "highest": None, "standing": "undecided", **ends}]
    weights = [
        {"setting": "fires.shells.ru x", "figures": {"change": [-0.3, -0.5, -0.1], "total": [0.7, 0.5, 0.9]}},
        {"setting": "units[side=ru].quality", "figures": {"change": [0.1, -0.1, 0.2], "total": [0.2, 0.1, 0.3]}},
    ]
    kept(folder, "gate", {"verdict": "undecided", "limits": limits, "alpha": 0.05})
    measures = [{"name": "side", "unit": "", "about": "", "weights": weights}, {"name": "x", "unit": "", "weights": []}]
    ranges = [{"name": "fires.shells.ru x", "low": 0.5, "high": 2.0, "levels": []}]
    kept(folder, "sensitivities", {"design": "sobol", "points": 64, "settings": ranges, "measures": measures})
    reader, words = read(report.write(folder))
    verdict = words.split("How sure it is")[0]
    assert "Undecided: of 1 limit 0 are surely kept; of 1 these games cannot say." in verdict
    assert "not sure : Side effect +10.0 % (−10.0 % to ? %); asked for: at least −20.0 %" in verdict
    assert "Side effect: what matters most is fires.shells.ru, −30.0 % (95 %: −50.0 % to −10.0 %)" in verdict
    assert "when it goes from ×0.5 to ×2" in verdict
    assert "of 5 versions surely favour a side" in verdict
    assert re.search(r"\d of them (is|are) surely within 10 % of balance", verdict)
    assert "sure of versions holds for all of them at once in 95 % of such sweeps" in verdict
    assert verdict.index("surely favour a side") < verdict.rindex("Side effect")
    assert "those farthest from it" not in words
    assert "The weightiest is fires.shells.ru." in words
    assert {"versions", "sensitivities"} <= set(reader.ids)
    target = {"measure": "ground.p50", "unit": "km2", "few": False, "target": 20.0, "within": 2.0, "verdict": "missed"}
    tuning = {
        "verdict": "missed", "best": {"quality": 3}, "settings": [{"name": "quality", "low": 2, "high": 4}],
        "proof": [target | ends],
        "trials": [{"values": {"quality": 3}, "measured": [18.5], "loss": 0.02}],
    }  # fmt: skip
    tuned = kept(made_run(tmp_path / "tune", plan_of(40, command="tune")), "tuning", tuning)
    _, words = read(report.write(tuned))
    assert "The target is missed, as fresh games prove. missed : Ground won by Ukraine, net, km², median 0.10" in words
    assert "wanted: 20 ± 2" in words
    assert "The values found, the best of 1 trial: quality = 3 (tried: 2 to 4)" in words


def test_versions_of_a_sweep_are_told_apart_by_keys_for_their_settings(tmp_path: Path) -> None:
    plan = plan_of(20, arms=3, command="sweep")
    names = ("units[side=ru].quality", "supply[side=ua].daily.shells x")
    arms = [replace(plan.arms[0], name=AS_IT_STANDS)]
    for arm, values in zip(plan.arms[1:], ((2.0, 0.5), (2.0, 1.25)), strict=True):
        settings = tuple(zip(names, values, strict=True))
        arms.append(replace(arm, name="long", settings=settings, made=None))
    folder = made_run(tmp_path / "sweep", replace(plan, arms=tuple(arms)))
    _, words = read(report.write(folder))
    assert "[1] units[side=ru].quality [2] supply[side=ua].daily.shells" in words
    assert all(name in words for name in ("0: as it stands", "1: [1] 2 · [2] ×0.5", "2: [1] 2 · [2] ×1.25"))
    _, ukrainian = read(report.write(folder, "uk"))
    assert "0: як є" in ukrainian
    assert "2: [1] 2 · [2] ×1,25" in ukrainian


def test_forfeits_are_told_and_nothing_in_them_is_obeyed(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\x1b[31m\u202egnp\u0000 & \"quoted\" 'so' " + "long " * 200
    (tmp_path / "mine.py").touch()
    plan = plan_of(20, players=(f"{tmp_path}/mine.py:<Evil>", "greedy"))
    path = report.write(made_run(tmp_path / "forfeits", plan, forfeits={3: evil, 7: evil}))
    reader, words = read(path)
    assert "script" not in reader.tags
    assert "mine.py:<Evil>" in words
    assert "<script>alert(1)</script>?[31m?gnp? & \"quoted\" 'so'" in words
    assert not re.search("[\x00-\x08\x1b\u202e]", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_has_a_name_in_words(language: str) -> None:
    names = [Words(language).measure(name) for name in MEASURES]
    assert len(set(names)) == len(names)
    assert not [name for name in names if re.search(r"[a-z_]\.[a-z]|lab_report", name)]
    assert "ground.p50" not in names
    assert (
        Words("en").measure("losses.ru.shelled.p90") == "People lost by Russia: to guns and drones, ninetieth percentile"
    )


# what it is made of --------------------------------------------------------------------------------------------------


def test_texts_are_safe_and_numbers_are_written_as_a_language_writes_them() -> None:
    assert safe('<a href="x">\u202e') == "&lt;a href=&quot;x&quot;&gt;?"
    assert element("b", "1 < 2", css="n") == '<b class="n">1 &lt; 2</b>'
    assert len(safe("x" * 10_000)) == 400
    assert Words("uk").number(-12345.678, 1) == "−12\u00a0345,7"
    assert Words("en").word("lab_report.games_all", games=1234) == "1,234 games were played, all that were asked for."
    assert Words("uk").word("lab_report.games_all", games=1002) == "Зіграно 1\u00a0002 гри, усі замовлені."


def test_a_picture_is_a_png_that_says_what_it_was_given() -> None:
    pygame = pytest.importorskip("pygame")
    import io

    index = np.array([[0, 1, 1], [2, 2, 0]], dtype=np.uint8)
    palette = [(255, 0, 0, 255), (0, 255, 0, 128), (1, 2, 3, 0)]
    surface = pygame.image.load(io.BytesIO(hexmap.png(index, palette)), "x.png")
    assert surface.get_size() == (3, 2)
    assert [tuple(surface.get_at((x, y))) for y in (0, 1) for x in range(3)] == [palette[i] for i in index.ravel()]


def test_every_hex_has_its_pixels_and_they_are_its_own(vast: Scenario) -> None:
    for grid in (load_scenario("flanks_of_may").grid, vast.grid):
        found = hexmap.pixels(grid)
        assert set(np.unique(found).tolist()) - {-1} == set(range(grid.count))
        scale = found.shape[1] / (grid.columns + 0.5)
        for h in (0, grid.columns - 1, grid.count // 2, grid.count - 1):
            x, y = grid.centre(h)
            assert found[round((y + 3**-0.5) * scale), round((x + 0.5) * scale)] == h


def test_charts_bear_one_point_nothing_but_zeros_and_numbers_that_are_none() -> None:
    one = np.array([0.0])
    tell = Words("en").figure
    for log in (False, True):
        assert "nan" not in charts.fan(one + 1, [(one, one)], one, label="x", tell_x=tell, tell_y=tell, log=log)
    spans = [charts.Span("a", float("nan"), 0.0, float("inf"), "?")]
    assert "nan" not in charts.forest(spans, label="x", tell=tell) + charts.tornado(spans, label="x", tell=tell)
    assert "nan" not in charts.bars([("none", [charts.Bar(0, 0, 0, "0")])], label="x")


# in a browser --------------------------------------------------------------------------------------------------------


def browse(page: Path, profile: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Open a file in a browser without a window, with nothing it knew before."""
    assert CHROMIUM is not None
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-logging=stderr",
        f"--user-data-dir={profile}", *options, page.as_uri(),
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


PROBE = """<body style="margin:0"><pre id="told"></pre><iframe id="f" style="border:0;width:{width}px;height:900px"
srcdoc="{page}"></iframe><script>
document.getElementById("f").onload = e => {{
const d = e.target.contentDocument, root = d.documentElement;
const wide = [...d.querySelectorAll("h1,h2,h3,p,figure,.verdict,svg.plot,.map")].filter(
  n => n.getBoundingClientRect().right > {width} + 1).map(n => n.outerHTML.slice(0, 80));
const small = [...d.querySelectorAll("svg text")].filter(n => n.getBoundingClientRect().height > 0
  && parseFloat(getComputedStyle(n).fontSize) < 11).length;
document.getElementById("told").textContent = JSON.stringify({{
  scroll: root.scrollWidth, wide, small, asked: d.defaultView.performance.getEntriesByType("resource").map(
  r => r.name.slice(0, 30)), images: d.querySelectorAll("image").length, words: d.body.innerText.length}});
}};</script>"""


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
@pytest.mark.parametrize(("width", "language"), [(360, "uk"), (1400, "en")])
def test_a_browser_shows_it_without_complaint_or_request_and_without_scrolling_sideways(
    folder: Path, tmp_path: Path, width: int, language: str
) -> None:
    page = report.write(folder, language, tmp_path / "page.html")
    alone = browse(page, tmp_path / "alone", "--dump-dom")
    assert "CONSOLE" not in alone.stderr
    assert alone.stdout.count("<section") >= 7
    probe = tmp_path / "probe.html"
    probe.write_text(PROBE.format(width=width, page=html.escape(page.read_text(encoding="utf-8"))), encoding="utf-8")
    seen = browse(probe, tmp_path / "probe", "--dump-dom", "--virtual-time-budget=5000", "--window-size=1500,1000")
    assert "CONSOLE" not in seen.stderr
    told = json.loads(html.unescape(re.findall(r'<pre id="told">(.*?)</pre>', seen.stdout, re.S)[0]))
    assert told["scroll"] <= width
    assert told["wide"] == []
    assert told["small"] == 0
    assert [name for name in told["asked"] if not name.startswith("data:")] == []
    assert told["images"] == 3
    assert told["words"] > 3000


# much of it ----------------------------------------------------------------------------------------------------------


def test_a_page_of_a_vast_map_stays_small(vast: Scenario) -> None:
    ground = hexmap.Map(vast, "en")
    dice = np.random.default_rng(2)
    classes = [hexmap.Class((i, i, i, 200), str(i), (0, 0, 0, 255)) for i in range(7)]
    drawing = ground.drawn(classes, dice.integers(-1, 7, vast.grid.count), "noise")
    assert vast.grid.count > 40_000
    assert len(framed("en", "map", [ground.ground(), drawing, drawing])) < MOST_BYTES


def page_on(games: int, folder: Path) -> None:
    """The page of a run says of how many games it is, and stays small."""
    assert (folder / report.NAME).stat().st_size < MOST_BYTES
    assert f"{games:,} games were played" in read(folder / report.NAME)[1]


def test_a_page_of_three_thousand_games_that_are_checked_as_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("game.lab.runs.store.LARGE", 0)
    report.write(made_run(tmp_path, plan_of(3_000)))
    page_on(3_000, tmp_path)


@pytest.mark.long
def test_a_page_of_a_million_games_in_twenty_seconds_and_a_gigabyte(tmp_path: Path) -> None:
    made_run(tmp_path, plan_of(1_000_000))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = process("report", tmp_path)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (done.returncode, done.stderr) == (0, "")
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime  # by this process, whatever else runs
    assert spent < 20
    assert after.ru_maxrss < 1024 * 1024
    page_on(1_000_000, tmp_path)
