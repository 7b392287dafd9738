"""Hostile files: whatever stands in a file, a user is told in a moment where it is wrong, and never sees a traceback.

Every case is judged alike: exit code 0 or 1, on stderr nothing but problems with their places, at most a second of CPU
time, no more than 500 MB of memory in all.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from records import write_record

from game.ai.players import CompiledPlayer, play_half_turn
from game.ai.weights import WEIGHTS_FILE
from game.cli import main
from game.documents import MAX_BYTES, parse
from game.match import Match
from game.record import MOST_BYTES, MOST_LINES
from game.rulebook import STANDARD
from game.scenario.load import FOLDER, load_scenario
from game.scenario.survey import files
from game.terminal import text_map

resource = pytest.importorskip("resource")

ROOT = Path(__file__).parent.parent
CPU_SECONDS = 1.0
MEMORY_KB = 500_000
KINDS = {"scenario": ".yaml", "rules": ".yaml", "weights": ".yaml", "record": ".jsonl"}
PROBLEM = re.compile(r".+:[1-9][0-9]*:[1-9][0-9]*: (error|warning) [A-Z][0-9]{3}: \S.*[.?!)]")

Run = Callable[..., int]


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A good file of each kind."""
    match = Match(load_scenario("mirror"), 3)
    for _ in range(3):
        play_half_turn(match, CompiledPlayer("greedy", 3))
    path = tmp_path_factory.mktemp("seed") / "match.jsonl"
    write_record(path, match, {})
    good = {"scenario": FOLDER / "mirror.yaml", "rules": STANDARD, "weights": WEIGHTS_FILE, "record": path}
    return {kind: file.read_bytes() for kind, file in good.items()}


@pytest.fixture(scope="module", autouse=True)
def memory() -> Iterator[None]:
    """Everything here together takes less memory than one file may."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEMORY_KB


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command as a user would and judges what comes of it."""

    def judge(*arguments: object, codes: tuple[int, ...] = (0, 1), seconds: float = CPU_SECONDS) -> int:
        begun = time.process_time()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        spent = time.process_time() - begun
        said = capsys.readouterr().err
        code = int(str(ended.value.code))
        assert code in codes, said
        assert spent <= seconds, f"{arguments} took {spent:.2f} s"
        places = [line for line in said.split("\n") if line and not line.startswith("    ")]
        assert [line for line in places if not PROBLEM.fullmatch(line)] == []
        assert (code == 1) == any(": error " in line for line in places), said
        assert len(places) <= 250
        return code

    return judge


# mutants ----------------------------------------------------------------------------------------------------------------


HOSTILE_WORDS = [
    b"", b"null", b"~", b"-1", b"0", b"1.5", b".nan", b".inf", b"1e999", b"9" * 15, b"-" + b"9" * 15, b"9" * 5000,
    b'"\\ud800"', b"\xff\xfe", b"\x00", b"\x1b[2J", "\u202e".encode(), b"&a", b"*a", b"!!python/object:os.system x",
    b"<<: *a", b"[" * 3000, b"{a: " * 3000, b"]", b"}", b'"', b"'", b"|", b">", b"---\n", b"...\n", b"%YAML 1.1\n", b"\t",
    b"? ", b": ", b"- ", b"# ", b"\r", "é\u0301漢".encode(), b"true", b"2023-02-30", b'"0000"', b"../../x", b"--5",
]  # fmt: skip


def mangle(dice: random.Random, data: bytes) -> bytes:
    """A file with one to three things done to its bytes."""
    for _ in range(dice.randrange(1, 4)):
        at = dice.randrange(len(data) + 1)
        end = min(len(data), at + dice.choice((1, 3, 20, 400)))
        words = [m.span() for m in re.finditer(rb"[\w.-]+", data[at : at + 4000])] or [(0, 0)]
        start, stop = dice.choice(words)
        match dice.randrange(8):
            case 0:
                data = data[:at]
            case 1:
                data = data[:at] + bytes(dice.randrange(256) for _ in range(end - at)) + data[end:]
            case 2:
                data = data[:at] + data[end:]
            case 3:
                data = data[:at] + data[at:end] * dice.choice((2, 50)) + data[end:]
            case 4:
                data = data[:at] + bytes([data[at - 1] ^ 1 << dice.randrange(8)] if at else []) + data[at + 1 :]
            case _:
                data = data[: at + start] + dice.choice(HOSTILE_WORDS) + data[at + stop :]
    return data


def mutate(dice: random.Random, kind: str, data: bytes) -> bytes:
    """A mutant: of the bytes of a file, or of one value of its tree."""
    if kind == "record":
        lines = data.split(b"\n")
        i = dice.choice((0, dice.randrange(len(lines))))
        return b"\n".join([*lines[:i], mangle(dice, lines[i]), *lines[i + 1 :]])
    if dice.random() < 0.6:
        return mangle(dice, data)
    root = parse("seed", data).root
    assert root is not None
    tree = root.plain()
    for _ in range(dice.randrange(1, 4)):
        graft(dice, tree)
    return json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass")


def graft(dice: random.Random, tree: Any) -> None:
    """Put something hostile at a place of a tree."""
    values: list[Any] = [None, True, -1, 0, 10**15 - 1, 10**30, 1.5, "", "x" * 5000, [], {}, [[[[]]]], {"a": 1}, "\ud800"]
    values += [
        "9999",
        "0000-0000",
        "0000 " * 3000,
        "\x1b",
        "null",
        ["." for _ in range(500)],
        -(10**15) + 1,
        "--5",
        2**31,
    ]
    while True:
        keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
        if not keys:
            return
        key = dice.choice(keys)
        if isinstance(tree[key], dict | list) and dice.random() < 0.9:
            tree = tree[key]
            continue
        if dice.random() < 0.2:
            del tree[key]
        else:
            tree[key] = dice.choice([*values, tree[dice.choice(keys)]])
        return


def judge_mutants(kind: str, seed: bytes, numbers: range, run: Run, folder: Path) -> None:
    """Check mutants; those that pass are used."""
    path = folder / f"mutant{KINDS[kind]}"
    for number in numbers:
        dice = random.Random(f"{kind} {number}")
        path.write_bytes(mutate(dice, kind, seed))
        try:
            good = run("check", path) == 0
            if good and kind == "record":
                run("replay", path, "--verify", codes=(0, 5), seconds=5)
            elif good and kind == "scenario":
                use(path)
        except BaseException as error:
            error.add_note(f"mutant {kind} {number}")
            raise


def use(path: Path) -> None:
    """Play the first day of a scenario."""
    match = Match(load_scenario(path), 1)
    for _ in range(2):
        if match.outcome is None:
            play_half_turn(match, CompiledPlayer("greedy", 1))
    assert text_map(match)


@pytest.mark.parametrize("kind", KINDS)
def test_mutants_are_told_what_is_wrong(kind: str, seeds: dict[str, bytes], run: Run, tmp_path: Path) -> None:
    judge_mutants(kind, seeds[kind], range(15), run, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_many_mutants_are_told_what_is_wrong(kind: str, seeds: dict[str, bytes], run: Run, tmp_path: Path) -> None:
    judge_mutants(kind, seeds[kind], range(15, 1515), run, tmp_path)


@pytest.mark.parametrize("kind", KINDS)
def test_files_cut_off_anywhere_are_told(kind: str, seeds: dict[str, bytes], run: Run, tmp_path: Path) -> None:
    path, data = tmp_path / f"cut{KINDS[kind]}", seeds[kind]
    for cut in range(0, len(data), max(1, len(data) // 12)):
        path.write_bytes(data[:cut])
        run("check", path)


# bombs ------------------------------------------------------------------------------------------------------------------


def fill(unit: str, size: int = MAX_BYTES - 20) -> str:
    """A text of a size, repeating a unit."""
    return (unit * (size // len(unit.encode()) + 1)).encode()[:size].decode("utf-8", "ignore")


BOMBS = {
    "brackets": fill("["),
    "braces": fill("{a: "),
    "dashes": fill("- "),
    "questions": fill("? "),
    "lines": fill("\n"),
    "keys": fill("k: 1\n"),
    "values": "a: [" + fill("1,"),
    "escapes": 'a: "' + fill("\\x41"),
    "open quote": "a: '" + fill("x\n "),
    "one word": fill("x"),
    "a word of many lines": "a: " + fill("x x x x x x x x x x x\n "),
    "a long key": fill("k") + ": 1",
    "long keys": "\n".join(f"{'k' * 1000}{i}: 1" for i in range(380)),
    "remarks": fill("#\n"),
    "documents": fill("---\n"),
    "steps": "\n".join(" " * i + "a:" for i in range(800)),
    "stairs down": "a:\n" + "\n".join(" " * i + "- b" for i in range(800, 1, -1)),
    "accents": "a: " + fill("e\u0301"),
    "too large": fill("x", MAX_BYTES + 1000),
    "laughs": "a0: &a0 [x]\n" + "".join(f"a{i + 1}: &a{i + 1} [*a{i}, *a{i}]\n" for i in range(20)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_a_moment(name: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bomb.yaml"
    path.write_text(BOMBS[name], encoding="utf-8")
    assert run("check", path) == 1


def scenario_of(columns: int, rows: int, rest: str = "") -> str:
    """A scenario of open ground without units, with something more."""
    layers = "".join(
        f"{name}:\n  rows:\n" + f'    - "{" ".join([value] * columns)}"\n' * rows
        for name, value in (("terrain", "."), ("elevation", "1"), ("control", "u"))
    )
    return f"""format: 2
title: {{en: a, uk: b}}
about: {{en: a, uk: b}}
calendar: {{first_day: "2023-05-01", turns: 12, first_side: ua}}
geo: {{lat: 0.1, lon: 0.0}}
size: {{columns: {columns}, rows: {rows}}}
{layers}sides: {{ua: {{name: {{en: a, uk: b}}}}, ru: {{name: {{en: a, uk: b}}}}}}
weather:
  - {{from: 1, ground: dry, sky: clear, temperature: 18}}
victory: {{weights: {{ground: 1, pinned: 0, inflicted: 0.02, lost: 0.02}}, draw_below: 1}}
{rest}"""


def listed(name: str, entry: str, count: int) -> str:
    return f"{name}:\n" + "".join(f"  - {{id: x{i}, {entry}}}\n" for i in range(count))


PLACE = 'kind: town, hex: "0", lat: 0, lon: 0, name: {en: a, uk: b}'
LARGE = {
    "a map as large as a file": scenario_of(250, 250),
    "a map that claims more": scenario_of(20, 20).replace("columns: 20, rows: 20", "columns: 400, rows: 400"),
    "a map of nothing": scenario_of(20, 20).replace("columns: 20, rows: 20", "columns: 1000000000, rows: 1000000000"),
    "long roads": scenario_of(20, 20, listed("roads", f'kind: main, path: "{"0000 0100 " * 1700}"', 20)),
    "long roads off the map": scenario_of(20, 20, listed("roads", f'kind: main, path: "{"9900 0100 " * 1700}"', 20)),
    "long rivers": scenario_of(20, 20, listed("waters", f'kind: river, sides: "{"0000-0100 " * 1700}"', 20)),
    "long rivers off the map": scenario_of(20, 20, listed("waters", f'kind: river, sides: "{"0000-9900 " * 1700}"', 20)),
    "a thousand places": scenario_of(9, 9, listed("places", PLACE, 950)),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_bad_scenario_costs_a_moment(name: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_text(LARGE[name], encoding="utf-8")
    assert run("check", path) == 1
    assert run("simulate", path) == 1


def test_large_bad_records_cost_a_moment(seeds: dict[str, bytes], run: Run, tmp_path: Path) -> None:
    head, path = seeds["record"].split(b"\n")[0], tmp_path / "bomb.jsonl"
    scenario = {"id": "x", "text": LARGE["a map as large as a file"]}
    large = json.dumps({"record": 1, "scenario": scenario, "rules": {}, "seed": 1, "players": {}})
    for data in (
        b"{\n" * MOST_LINES,
        b"\n" * (MOST_LINES + 1),
        head + b"\n" + b"[" * 1900 * 2000 + b"\n",
        head + b"\n" + (b"[" * 1900 + b"\n") * 2000,
        head + b"\n" + b'{"undo": 1}\n' * (MOST_LINES - 1),
        large.encode() + b"\n" + b"{\n" * (MOST_LINES - 2),
        b'{"record": ' + b"9" * 3_000_000 + b"}\n",
        b'{"a":' * 700_000 + b"\n",
        b"\xff" * (MOST_BYTES - 1) + b"\n",
        b"\x00" * (MOST_BYTES + 1),
    ):
        path.write_bytes(data)
        assert run("check", path) == 1
        assert run("replay", path) == 1


# what is no file at all ---------------------------------------------------------------------------------------------


def special(folder: Path) -> Iterator[Path]:
    """Paths that hold nothing to read."""
    for suffix in (".yaml", ".jsonl"):
        yield folder / f"missing{suffix}"
        yield folder / ("x" * 300 + suffix)
        yield folder / f"missing/{suffix}"
        for name, data in (("empty", b""), ("binary", bytes(range(256)) * 40), ("zeros", bytes(100_000))):
            path = folder / f"{name}{suffix}"
            path.write_bytes(data)
            yield path
        (folder / f"folder{suffix}").mkdir()
        yield folder / f"folder{suffix}"
        (folder / f"loop{suffix}").symlink_to(folder / f"loop{suffix}")
        yield folder / f"loop{suffix}"
        secret = folder / f"secret{suffix}"
        secret.write_bytes(b"")
        secret.chmod(0)
        yield secret


def test_what_is_no_file_is_told(run: Run, tmp_path: Path) -> None:
    for path in special(tmp_path):
        assert run("check", path) == 1, path
        assert run("simulate", path) == 1, path
        assert run("replay", path, "--verify") == 1, path
        assert run("render", path, "-o", tmp_path / "x.png") == 1, path
    assert not (tmp_path / "x.png").exists()


def test_a_name_that_a_terminal_obeys_is_shown_harmless(run: Run, tmp_path: Path) -> None:
    for name in ("\x1b[2J.yaml", "a\nb.yaml", os.fsdecode(b"\xff.yaml"), "\u202egnp.yaml"):
        assert run("check", tmp_path / name) == 1
        shown = subprocess.run(
            [sys.executable, ROOT / "main.py", "check", "--json", tmp_path / name], capture_output=True
        )
        assert (shown.returncode, shown.stderr) == (1, b"")
        assert [p["code"] for p in json.loads(shown.stdout)["problems"]] == ["D101"]


# survey -----------------------------------------------------------------------------------------------------------------

BOX = "--box=48.5,37.9,48.6,38.1"
GEO = ROOT / "assets" / "geo"


def survey_mutants(numbers: range, run: Run, folder: Path) -> None:
    """Survey a box from files of which one is a mutant."""
    names = sorted(path.name for path in GEO.iterdir() if path.suffix in (".csv", ".geojson"))
    for name in names:
        (folder / name).write_bytes((GEO / name).read_bytes()[:9000])
    for number in numbers:
        dice = random.Random(f"survey {number}")
        name = dice.choice(names)
        good = (folder / name).read_bytes()
        (folder / name).write_bytes(mangle(dice, (GEO / name).read_bytes()[:14_000]))
        try:
            code = run("survey", BOX, "--geo", folder, "-o", folder / "map.yaml", seconds=3)
            if code == 0:
                assert parse("map.yaml", (folder / "map.yaml").read_bytes()).problems == []
        except BaseException as error:
            error.add_note(f"mutant survey {number} {name}")
            raise
        (folder / name).write_bytes(good)


def test_mutants_of_geographic_data_are_told_what_is_wrong(run: Run, tmp_path: Path) -> None:
    survey_mutants(range(20), run, tmp_path)


@pytest.mark.long
def test_many_mutants_of_geographic_data_are_told_what_is_wrong(run: Run, tmp_path: Path) -> None:
    survey_mutants(range(20, 2020), run, tmp_path)


COLLECTION = '{"type": "FeatureCollection", "features": ['
SQUARE = "[[[37, 48], [39, 48], [39, 49], [37, 49]]]"
POLYGON = (
    '{"type": "Feature", "properties": {"cls": "occupied", "source": "%s"}, '
    f'"geometry": {{"type": "Polygon", "coordinates": {SQUARE}}}}}'
)
GEO_BOMBS = {
    "deep": '{"a":' * 600_000,
    "wide": "[" + "1," * 1_900_000 + "1]",
    "empty features": COLLECTION + "{}," * 1_300_000 + "{}]}",
    "features of nothing": COLLECTION + '{"type":"Feature"},' * 200_000 + "{}]}",
    "features on lines": COLLECTION + '{"type":"Feature"},\n' * 190_000 + "{}]}",
    "a huge number": COLLECTION + POLYGON.replace("37, 48", "9" * 100_000 + ", 48") % "x" + "]}",
    "not a number": COLLECTION + POLYGON.replace("37, 48", "NaN, 48") % "x" + "]}",
    "a day that is none": COLLECTION + POLYGON.replace('"cls"', '"date": "2023-02-30", "cls"') % "x" + "]}",
    "the last day": COLLECTION + POLYGON.replace('"cls"', '"date": "9999-12-31", "cls"') % "x" + "]}",
}


@pytest.mark.parametrize("name", GEO_BOMBS)
def test_a_bomb_of_polygons_costs_a_moment(name: str, run: Run, tmp_path: Path) -> None:
    control = tmp_path / "control.geojson"
    control.write_text(GEO_BOMBS[name], encoding="utf-8")
    assert len(GEO_BOMBS[name]) < files.FILE_BYTES
    out = tmp_path / "map.yaml"
    assert run("survey", BOX, "--geo", tmp_path, "--control", control, "-o", out, seconds=2) == 1
    assert not out.exists()


def test_letters_that_cannot_be_seen_do_not_reach_a_map(run: Run, tmp_path: Path) -> None:
    hidden = "\u061c\u200b\u2028\u202e\u2066\ufeff\ufff9\uffff\x0b\x1c\x7f\x85"
    rows = f"name_en,name_uk,lat,lon,kind\nA{hidden}b,А{hidden}б,48.55,38.0,town\n"
    (tmp_path / "places.csv").write_text(rows, "utf-8")
    (tmp_path / "urban_areas.geojson").write_text(COLLECTION + POLYGON % "a\\ud800\\u061cb" + "]}", "utf-8")
    assert run("survey", BOX, "--geo", tmp_path, "-o", tmp_path / "map.yaml") == 0
    text = (tmp_path / "map.yaml").read_text(encoding="utf-8")
    assert parse("map.yaml", text).problems == []
    assert not set(hidden) & set(text)
    assert '{en: "A b' in text
