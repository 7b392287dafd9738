"""The warm-up compiles every kernel that Python calls, so that nothing compiles while somebody plays."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from game import jit

ROOT = Path(__file__).parent.parent
OWN = ("game/rules/", "game/lab/")
"""Where kernels call kernels, and where the bench measures them, which may compile."""


def _imported(tree: ast.Module) -> tuple[dict[str, ModuleType], dict[str, object]]:
    """The modules and the things that a source imports from the game, by the names it gives them."""
    modules: dict[str, ModuleType] = {}
    things: dict[str, object] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("game"):
            home = importlib.import_module(str(node.module))
            for alias in node.names:
                thing = getattr(home, alias.name, None)
                if isinstance(thing, ModuleType):
                    modules[alias.asname or alias.name] = thing
                else:
                    things[alias.asname or alias.name] = thing
    return modules, things


def _called(source: Path) -> Iterator[str]:
    """The kernels that a source calls outside its own kernels."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    modules, things = _imported(tree)
    compiled = [
        node for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and any(getattr(d, "id", "") == "kernel" for d in node.decorator_list)
    ]  # fmt: skip
    inside = {id(node) for function in compiled for node in ast.walk(function)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or id(node) in inside:
            continue
        function, found = node.func, None
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            found = getattr(modules.get(function.value.id), function.attr, None)
        elif isinstance(function, ast.Name):
            found = things.get(function.id)
        if isinstance(found, jit.Kernel):
            yield f"{found.__module__}.{found.__name__}"


@pytest.mark.skipif(not jit.COMPILED, reason="nothing is compiled")
def test_every_kernel_that_python_calls_is_compiled_before_play() -> None:
    from game.ai import warm

    sources = [path for path in (ROOT / "game").rglob("*.py")
               if not str(path.relative_to(ROOT).as_posix()).startswith(OWN)]  # fmt: skip
    called = {name for path in sources for name in _called(path)}
    ready = {f"{kernel.__module__}.{kernel.__name__}" for half in warm.FOR_PYTHON for kernel, _ in half}
    assert len(called) > 50
    assert called <= ready
