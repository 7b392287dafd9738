"""The one decorator that compiles rules, the folder its results are kept in, and the warm-up of a fresh machine.

``@kernel`` is numba's ``njit(cache=True, nogil=True)`` without its run-time memory manager (``_nrt=False``): a kernel
works in the arrays it is given and cannot make new ones, which spares the counting of references to every array of a
named tuple at every call (measured on the movement range: 40 times faster). numba's disk cache does not notice an edit
in another file, so the folder is keyed by a hash of every source that may hold a kernel or a constant one uses, and by
the versions of numba, numpy and Python and the processor. ``GAME_JIT=0`` leaves every kernel uncompiled, for debugging
and coverage.
"""

from __future__ import annotations

import functools
import hashlib
import os
import platform
import shutil
import sys
import types
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from game.folders import cache_folder

Function = TypeVar("Function", bound=Callable[..., object])

COMPILED = os.environ.get("GAME_JIT", "1") != "0"
"""Whether kernels are compiled; set GAME_JIT=0 to run them as plain Python."""

ROOT = Path(__file__).parent
_KERNEL_SOURCES = (
    "dice.py", "events.py", "ground.py", "happenings.py", "hexes.py", "jit.py", "orders.py", "rulebook.py", "sight.py",
    "state.py", "terms.py", "rules", "ai", "lab/drill.py",
)  # fmt: skip
_KEPT_FOLDERS = 4


def _sources() -> list[Path]:
    """Every source file that holds a kernel or a constant one uses, in a fixed order."""
    return [p for name in _KERNEL_SOURCES for p in sorted((ROOT / name).rglob("*.py")) or [ROOT / name]]


def source_digest() -> str:
    """Hash of the kernel sources: two builds with the same digest resolve every order alike."""
    total = hashlib.blake2b(digest_size=8)
    for path in _sources():
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def kernel_folder() -> Path:
    """Where this build's compiled kernels are kept; made if it is not there, older builds' folders swept away."""
    import numba
    import numpy

    about = f"{source_digest()} {numba.__version__} {numpy.__version__} {sys.version} {platform.processor()}"
    about += f" {numba.core.codegen.get_host_cpu_features()}"
    folder = cache_folder() / "kernels" / hashlib.blake2b(about.encode(), digest_size=8).hexdigest()
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        others = sorted((f for f in folder.parent.iterdir() if f != folder), key=lambda f: f.stat().st_mtime)
        for old in others[: -_KEPT_FOLDERS + 1]:
            shutil.rmtree(old, ignore_errors=True)
    return folder


if COMPILED:
    # at LLVM's first level games run as fast as at its third, and compiling takes a tenth less
    os.environ.setdefault("NUMBA_OPT", "1")
    import numba

    FOLDER = kernel_folder()
    numba.config.CACHE_DIR = str(FOLDER)

    def _njit(function: Callable[..., object], *, inner: bool) -> Any:
        """numba's compiler with our settings; an inner function cannot be called from Python and compiles faster."""
        return numba.njit(cache=True, nogil=True, _nrt=False, no_cpython_wrapper=inner)(function)

    class Kernel:
        """A compiled function as Python and other kernels see it: two compilations of one source, each made when needed.

        Left alone, numba compiles a callee anew for every constant it is handed, and makes for each a wrapper that only
        Python needs. Here constants and truth values count as whole numbers, so that each kernel is compiled once for
        other kernels, without a wrapper, and once more only if Python calls it.
        """

        def __init__(self, function: Callable[..., object]) -> None:
            functools.update_wrapper(self, function)
            self.outer = _njit(_named_apart(function), inner=False)
            self.inner = _njit(function, inner=True)
            template_for = self.inner.get_call_template
            self.inner.get_call_template = lambda args, kws: template_for(
                tuple(_whole(a) for a in args), {key: _whole(a) for key, a in kws.items()}
            )

        def __call__(self, *args: object) -> Any:
            return self.outer(*args)

        def prepare(self, arguments: Sequence[object], *, inner: bool) -> None:
            """Compile for arguments of these types, for other kernels or for Python, without running."""
            kinds = tuple(_whole(numba.typeof(argument)) for argument in arguments)
            (self.inner if inner else self.outer).compile(kinds)

        @property
        def _numba_type_(self) -> object:
            return numba.types.Dispatcher(self.inner)

    def _named_apart(function: Callable[..., object]) -> Callable[..., object]:
        """The same function under another name, so that the disk cache keeps the two compilations apart."""
        name = f"{function.__name__}_from_python"
        code = function.__code__.replace(co_name=name, co_qualname=name)
        twin = types.FunctionType(code, function.__globals__, name)
        twin.__qualname__, twin.__module__ = name, function.__module__
        return twin

    def kernel(function: Function) -> Function:
        """Compile a function on its first call; it may use whole numbers, given arrays and other kernels."""
        return Kernel(function)  # type: ignore[return-value]

    def _whole(argument: object) -> object:
        """The type a kernel is compiled for: int64 for any constant or truth value."""
        kind = numba.types.unliteral(argument)
        return numba.types.int64 if kind in (numba.types.boolean, numba.types.int32, numba.types.intp) else kind

else:
    import numpy

    numpy.seterr(over="ignore")

    def kernel(function: Function) -> Function:
        """Leave the function as it is (GAME_JIT=0)."""
        return function
