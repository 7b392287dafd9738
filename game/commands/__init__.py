"""The commands of the program, one a file: NAME, ABOUT, its options, and `run`, which ends with an exit code.

A command imports what it needs when it runs, so that checking a file does not load the kernels and simulating does
not load the window.
"""

from __future__ import annotations

from game.commands import (
    bench,
    check,
    compare,
    edit,
    export,
    fmt,
    gate,
    graph,
    hindcast,
    play,
    render,
    replay,
    report,
    schema,
    shot,
    simulate,
    survey,
    sweep,
    tune,
    upgrade,
)
from game.usage import Command

COMMANDS: tuple[Command, ...] = (
    play, edit, simulate, compare, gate, sweep, tune, hindcast, report, export, replay, render, shot, graph, check,
    fmt, upgrade, schema, survey, bench,
)  # fmt: skip
"""In the order of --help."""
