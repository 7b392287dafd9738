"""The extra `lab`: libraries that some of the lab needs, and not all have."""

from __future__ import annotations

import importlib.util

from game.diagnostics import BadInput


def needs(library: str, asked: str) -> None:
    """Raise BadInput if what was asked for needs a library that is not installed."""
    if importlib.util.find_spec(library) is None:
        hint = 'It comes with the extra lab: pip install -e ".[lab]".'
        raise BadInput.of(asked, "L639", f"This needs {library}, which is not installed.", hint)
