"""Files of format 1 become files of format 2: the same text with other numbers, comments, order and spaces kept.

Format 1 wrote days of supply in hundredths, points in tenths and the weights of losses in thousandths of a point;
format 2 writes all of them as people do. Nothing else changed, so nothing else in the text is touched.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from game.diagnostics import Document, Node
from game.documents import parse
from game.scenario.schema import FORMAT

OLD_FORMAT = "D150"
"""Code of the diagnostic about a file of an older format."""
_END = re.compile(r"\r\n|\n|\r|\Z")
_PLACES_OF_WEIGHTS = {"ground": 1, "pinned": 3, "inflicted": 3, "lost": 3, "will": 3}


def is_old(document: Document) -> bool:
    """Whether a document is a scenario of format 1."""
    found = _format(document)
    return type(found) is int and found == 1


def is_current(document: Document) -> bool:
    """Whether a document is a scenario of the format that is written."""
    return _format(document) == FORMAT


def _format(document: Document) -> object:
    root = document.root.value if document.root is not None else None
    return root["format"].value if isinstance(root, dict) and "format" in root else None


def report_old(document: Document, command: bool) -> None:
    """Say that a file is of format 1: an error where files are checked, else a warning that it is read all the same."""
    assert document.root is not None
    message = f"The file is of format 1, this program writes format {FORMAT}."
    hint = f"main.py upgrade {document.file} shows what changes and writes it."
    document.report(OLD_FORMAT, message, document.root.find(["format"]), hint, "error" if command else "warning")


def bring_up(document: Document) -> None:
    """Turn a document of format 1 into what its upgraded text says, with a warning; others stay as they are."""
    if not is_old(document):
        return
    report_old(document, command=False)
    fresh = parse(document.file, upgraded(document))
    document.text, document.lines, document.root = fresh.text, fresh.lines, fresh.root


def upgraded(document: Document, text: str | None = None) -> str:
    """The text of a document of format 1 as format 2; numbers that are none are left as they are.

    The text as it stands in the file may be given, whose lines may end otherwise than in newlines.
    """
    assert document.root is not None
    whole = document.text if text is None else text
    mark, ends = whole[: whole.startswith("\ufeff")], _END.findall(whole)
    lines = list(document.lines)
    spots = [(node, places) for node, places in _numbers(document.root) if _is_whole(node)]
    spots.append((document.root.find(["format"]), 0))
    for node, places in sorted(spots, key=lambda spot: (spot[0].line, spot[0].column), reverse=True):
        new = str(FORMAT) if places == 0 else f"{Decimal(str(node.value)).scaleb(-places).normalize():f}"
        line, start = lines[node.line - 1], node.column - 1
        lines[node.line - 1] = line[:start] + new + line[start + node.width :]
    return mark + "".join(line + end for line, end in zip(lines, ends, strict=True))


def _is_whole(node: Node) -> bool:
    """Whether a node is a whole number."""
    return isinstance(node.value, int) and not isinstance(node.value, bool)


def _numbers(root: Node) -> Iterator[tuple[Node, int]]:
    """(number, decimals it has in format 2) of everything that format 1 wrote in parts."""
    for formation in _items(root, "formations"):
        for unit in _items(formation, "units"):
            yield from ((node, 2) for node in _values(unit, "days"))
    for victory in _values(root, "victory"):
        yield from ((node, 1) for key in ("draw_below", "handicap") for node in _values(victory, key))
        for weights in _values(victory, "weights"):
            for key, places in _PLACES_OF_WEIGHTS.items():
                yield from ((node, places) for node in _values(weights, key))
        for place, key in itertools.product(_items(victory, "places"), ("held", "stay", "left")):
            for value in _values(place, key):
                yield from ((node, 1) for side in ("ua", "ru") for node in _values(value, side))


def _values(node: Node, key: str) -> list[Node]:
    """The value under a key, in a list; empty if there is none."""
    return [node.value[key]] if isinstance(node.value, dict) and key in node.value else []


def _items(node: Node, key: str) -> list[Node]:
    """The items of the list under a key; empty if there is none."""
    found = _values(node, key)
    return found[0].value if found and isinstance(found[0].value, list) else []
