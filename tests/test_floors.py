"""The architecture of docs/house.md, read from the sources: floors, what is imported where, sizes, docstrings."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from game import fields, jit, state

ROOT = Path(__file__).parent.parent

FLOORS = (
    ("game.hexes", "game.dice", "game.jit", "game.folders"),
    (
        "game.diagnostics", "game.silenced", "game.documents", "game.splices", "game.rules_file", "game.weights_file",
        "game.rulebook", "game.ground", "game.happenings", "game.sight", "game.state", "game.fields", "game.orders",
        "game.orders_text", "game.events", "game.terms", "game.texts",
    ),
    ("game.rules",),
    (
        "game.scenario", "game.letters", "game.odds", "game.luck", "game.view", "game.view_sight", "game.view_fires",
        "game.chronicle", "game.chronicle_events", "game.schemas",
    ),
    ("game.match", "game.claims_report", "game.history"),
    ("game.record", "game.tally", "game.hindsight", "game.drawn_html"),
    ("game.analysis",),
    ("game.ai",),
    ("game.lab", "game.envs"),
    ("game.ui",),
    ("main", "game.cli", "game.commands", "game.usage", "game.terminal", "game.bar"),
)  # fmt: skip
"""Modules and packages by floor, lowest first: a file imports from its own floor and those below it."""

ONLY_IN = {
    "pygame": ("game.ui",),
    "pygame_gui": ("game.ui",),
    "numba": ("game.jit",),
    "networkx": ("game.ground", "game.scenario", "game.analysis"),
    "pydantic": (
        "game.documents", "game.rulebook", "game.rules_file", "game.weights_file", "game.schemas", "game.scenario",
        "game.ui.editor.forms",
    ),
    "ruamel": ("game.documents", "game.rulebook", "game.scenario"),
    "gymnasium": ("game.envs",),
    "pettingzoo": ("game.envs",),
}
"""Package -> the only places that import it."""

CHANCE_AND_TIME = {"random", "secrets", "uuid", "time", "datetime", "os", "threading"}
"""What a rule never asks: it would not be the same game twice."""

MOST_LINES = 500
MOST_LINES_OF_A_FUNCTION = 50

WIDTHS = (state.CLOCK_COLUMNS, state.UNIT_COLUMNS, state.HEX_COLUMNS, state.EDGE_COLUMNS, state.SIDE_COLUMNS)
"""Columns of the five arrays."""


def module_of(path: Path) -> str:
    """The dotted name of a source file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = [ROOT / "main.py", *sorted((ROOT / "game").rglob("*.py"))]
TESTS = sorted((ROOT / "tests").glob("*.py"))
GAME = {module_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
"""Every module of the program, parsed."""


def imports(tree: ast.AST) -> Iterator[str]:
    """The modules that a file imports, wherever in it; `from game import x` counts as game.x."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name their package"
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                yield inner if inner in GAME else str(node.module)


def loaded(tree: ast.Module) -> Iterator[str]:
    """The modules that a file imports when it is loaded, not only when something in it is called."""
    return imports(ast.Module([node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))], []))


@functools.cache
def imports_of(module: str) -> tuple[str, ...]:
    """The modules that one of ours imports."""
    return tuple(imports(GAME[module]))


def within(module: str, package: str) -> bool:
    """Whether a module is a package or lies in it."""
    return module == package or module.startswith(f"{package}.")


@functools.cache
def floor_of(module: str) -> int:
    """The floor of a module of ours."""
    found = [i for i, floor in enumerate(FLOORS) if any(within(module, package) for package in floor)]
    assert len(found) == 1, f"{module} has no floor of its own"
    return found[0]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Every function in a file."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def is_kernel(function: ast.FunctionDef) -> bool:
    """Whether a function is compiled."""
    return any(isinstance(mark, ast.Name) and mark.id == "kernel" for mark in function.decorator_list)


@pytest.mark.parametrize("module", [name for name in GAME if name != "game"])
def test_a_file_imports_only_from_its_floor_and_those_below(module: str):
    """A floor knows nothing of those above it."""
    for other in imports_of(module):
        if within(other, "game") and other != "game":
            assert floor_of(other) <= floor_of(module), f"{module} imports {other}"


def test_imports_do_not_go_round_in_a_circle():
    """Screens lead to one another, so of the window's files only what they import when they are loaded counts."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for name, tree in GAME.items():
        graph.add_edges_from((name, other) for other in (loaded(tree) if within(name, "game.ui") else imports(tree)))
    assert [group for group in nx.strongly_connected_components(graph) if len(group) > 1] == []


def test_the_title_is_shown_before_the_kernels_are_loaded():
    """They take as long to load as all the rest."""
    graph = nx.DiGraph((name, other) for name, tree in GAME.items() for other in loaded(tree))
    assert not {"numba", "game.match"} & nx.descendants(graph, "game.ui.app")


@pytest.mark.parametrize("package", ONLY_IN)
def test_a_package_is_imported_only_where_it_belongs(package: str):
    """The rest of the program could do without it."""
    for name in GAME:
        if any(within(other, package) for other in imports_of(name)):
            assert any(within(name, place) for place in ONLY_IN[package]), f"{name} imports {package}"


def test_rules_ask_neither_chance_nor_time():
    """Dice are keyed, and nothing else varies."""
    for name in GAME:
        if within(name, "game.rules") or name in ("game.dice", "game.hexes", "game.state", "game.ai.duel"):
            assert not CHANCE_AND_TIME & {other.split(".")[0] for other in imports_of(name)}, name


def test_rules_decide_with_whole_numbers():
    """No fraction, no division but that of whole numbers."""
    for name, tree in GAME.items():
        if not within(name, "game.rules"):
            continue
        for node in ast.walk(tree):
            fraction = isinstance(node, ast.Constant) and isinstance(node.value, float)
            division = isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div)
            assert not fraction, f"{name}:{node.lineno}"
            assert not division, f"{name}:{node.lineno}"


def test_every_file_with_a_kernel_is_part_of_the_key_of_the_compiled_ones():
    """And every file of ours that such a file imports: its constants are compiled in."""
    keyed = {module_of(path) for path in jit._sources()}
    for name, tree in GAME.items():
        if any(map(is_kernel, functions(tree))):
            assert name in keyed
            ours = {other for other in imports_of(name) if other in GAME and within(other, "game")}
            assert ours <= keyed, f"{name} imports {ours - keyed}"


@pytest.mark.parametrize(
    ("names", "width"),
    list(zip(fields.NAMES, WIDTHS, strict=True)),
    ids=("clock", "units", "hexes", "edges", "sides"),
)
def test_names_of_columns_agree_with_the_arrays(names: list[str], width: int):
    """As many as the array is wide, none twice, each the constant that stands for its place."""
    assert len(set(names)) == len(names) == width
    for i, name in enumerate(names):
        word, _, whose = name.partition(" ")
        block = {"OWNER": state.HEX_BLOCK, "CONDITION": state.EDGE_BLOCK}.get(names[0], state.SIDE_BLOCK)
        at = i % block if whose.startswith("as ") else i
        if whose == "of RU":
            at -= 1  # NEAR_SUPPLY + s: the constant stands for the first of a pair
        elif word[-2:] in ("_1", "_2"):
            word, at = word[:-1] + "0", at - int(word[-1])  # three dusks in turn, of which the first is named
        assert getattr(state, word) == at, name


def test_every_column_of_the_state_has_its_line():
    """A constant, then what it means; a pair may share one."""
    tree = GAME["game.state"]
    named = {name.split()[0] for names in fields.NAMES for name in names}
    explained = set()
    for node, after in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(node, ast.Assign) and isinstance(after, ast.Expr) and isinstance(node.targets[0], ast.Name):
            text = str(ast.literal_eval(after.value))
            explained |= {node.targets[0].id} | {name for name in named if name in text}
    family = {"PLACES_1", "PLACES_2", "GROUND_1", "GROUND_2"}
    assert named - explained - family == set()


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=module_of)
def test_no_file_is_longer_than_500_lines(path: Path):
    """One that grows beyond is two files."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_no_function_is_longer_than_50_lines():
    """One that grows beyond is two functions."""
    long = []
    for name, tree in GAME.items():
        for function in functions(tree):
            assert function.end_lineno is not None
            if function.end_lineno - function.lineno + 1 > MOST_LINES_OF_A_FUNCTION:
                long.append(f"{name}.{function.name}")
    assert long == []


def public(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """The public functions and classes of a file, and the public methods of those classes."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body)


@pytest.mark.parametrize("module", GAME)
def test_everything_public_has_a_docstring(module: str):
    """And every file one that says what it is for, packages left out."""
    missing = [node.name for node in public(GAME[module].body) if not ast.get_docstring(node)]
    assert missing == []
    package = (ROOT / module.replace(".", "/")).is_dir()
    assert package or module == "main" or ast.get_docstring(GAME[module])
