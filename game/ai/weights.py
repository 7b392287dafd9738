"""The weights of the greedy player: their names, and the file that holds them. Nothing here needs the kernels."""

from __future__ import annotations

from pathlib import Path

from game.diagnostics import Document
from game.documents import read, validate
from game.silenced import settle
from game.weights_file import WeightsFile

WEIGHTS_FILE = Path(__file__).parent.parent.parent / "assets" / "ai" / "greedy.yaml"

WEIGHT_NAMES = (
    "ground pull reach inflicted lost strain round attack cover danger shelter support tired guard fresh rest dig "
    "scout spare salvo probes felt"
).split()
(
    W_GROUND, W_PULL, W_REACH, W_INFLICTED, W_LOST, W_STRAIN, W_ROUND, W_ATTACK, W_COVER, W_DANGER, W_SHELTER, W_SUPPORT,
    W_TIRED, W_GUARD, W_FRESH, W_REST, W_DIG, W_SCOUT, W_SPARE, W_SALVO, W_PROBES, W_FELT,
) = range(len(WEIGHT_NAMES))  # fmt: skip


def weights() -> list[int]:
    """The weights of the greedy player. Raises BadInput."""
    document = read(WEIGHTS_FILE)
    numbers = check_weights(document)
    document.raise_errors()
    return numbers


def check_weights(document: Document) -> list[int]:
    """The weights in a document; what is wrong is added to its problems."""
    file = validate(document, WeightsFile)
    settle(document)
    return [getattr(file.weights, name) for name in WEIGHT_NAMES] if file is not None else [0] * len(WEIGHT_NAMES)
