"""The command line: what was typed is carried out, whatever goes wrong is told, and there is an exit code.

0 good; 1 bad input, each problem on stderr with its place; 2 wrong usage; 3 undecided; 4 a limit not met; 5 digests
differ; 130 interrupted. Nothing but JSON on stdout under --json, and no traceback ever reaches a user. What each command
does stands in game/commands.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from game.commands import COMMANDS, play
from game.diagnostics import BadInput, harmless
from game.usage import BAD_INPUT, GOOD, INTERRUPTED, WRONG_USAGE, UsageError, parser_of

NOT_WRITTEN = "D112"
OWN_FAULT = "X900"
"""Code of the one problem that is no file's own; see docs/diagnostics.md."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a letter shows a question mark
    try:
        sys.exit(_run(arguments))
    except UsageError as error:
        print(f"{error}\n{Path(sys.argv[0]).name} --help tells what there is.", file=sys.stderr)
        sys.exit(WRONG_USAGE)
    except KeyboardInterrupt:
        print(f"\nInterrupted. To run it again: {shlex.join([sys.executable, *sys.argv])}", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except BadInput as bad:
        print(bad, file=sys.stderr)
        sys.exit(BAD_INPUT)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(GOOD)
    except OSError as error:
        where, reason = error.filename or "output", (error.strerror or str(error)).lower()
        print(harmless(f"{where}: error {NOT_WRITTEN}: The file cannot be written: {reason}."), file=sys.stderr)
        sys.exit(BAD_INPUT)
    except Exception:
        print(_own_fault(), file=sys.stderr)
        sys.exit(BAD_INPUT)


def _run(arguments: Sequence[str] | None) -> int:
    """Run a command: its exit code. What it printed is out before it returns, or the reader's absence known."""
    try:
        asked = parser_of(COMMANDS, play.title).parse_args(arguments)
        code: int = asked.run(asked)
    finally:
        sys.stdout.flush()
    return code


def _own_fault() -> str:
    """Keep an error of the program itself for a report; what to tell.

    What was compiled is dropped if the error came out of the compiler, as it does when its files are damaged.
    """
    from game.folders import cache_folder

    report, dropped = cache_folder() / "error.txt", ""
    try:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text(traceback.format_exc(), encoding="utf-8")
        if re.search(r"[/\\](numba|llvmlite)[/\\]", traceback.format_exc()):
            shutil.rmtree(cache_folder() / "kernels", ignore_errors=True)
            dropped = " What was compiled has been dropped: try again."
    except OSError:
        pass
    told = f"The program itself failed; the details are in {report}.{dropped}"
    return f"error {OWN_FAULT}: {told}"
