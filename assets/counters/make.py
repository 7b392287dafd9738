"""Makes the APP-6 symbols of the counters: an SVG for each side, kind of unit in assets/rules/standard.yaml and modifier.

Run once after the kinds have changed: `pip install milsymbol==0.2.0 && PYTHONPATH=. python assets/counters/make.py`.
Only the game's build needs milsymbol, not the game.
"""

from __future__ import annotations

import re
from pathlib import Path

from milsymbol import Symbol

from game.rulebook import load_rules
from game.ui import palette

HERE = Path(__file__).parent
AFFILIATIONS = {"ua": "3", "ru": "6"}
MODIFIERS = {"": "00", "airborne": "01", "air_assault": "59", "mountain": "27"}
FIRST_MODIFIERS = {"rocket": "41"}
STAFF_END = {"ua": 182, "ru": 178}
"""Where the staff of a headquarters ends, in units of the symbol; its frame is 150 wide."""
LETTERS = "M 90,86 H 70 V 117 H 90 M 70,101 H 87 M 98,86 L 106,117 114,90 122,117 130,86"
"""EW of electronic warfare, as strokes: what draws the symbols in the game knows no text."""
BOX = {"ua": 180, "ru": 196}
BOX_OF_HQ = {"ua": 206, "ru": 216}
"""Side of the picture in the same units, the middle of the frame in its middle."""


def symbol(side: str, kind: str, entity: str, role: str, modifier: str) -> str:
    """The SVG of one counter: strokes doubled, the frame filled with the side's paper."""
    headquarters = role == "headquarters"
    first = FIRST_MODIFIERS.get(kind, "00")
    sidc = f"100{AFFILIATIONS[side]}10{'02' if headquarters else '00'}00{entity}{first}{MODIFIERS[modifier]}"
    svg = Symbol(sidc, size=80).as_svg()
    paper = "#{:02X}{:02X}{:02X}".format(*palette.SIDE_SYMBOL[0 if side == "ua" else 1])
    svg = re.sub(r'fill="rgb\([^"]*\)" fill-opacity="1"', f'fill="{paper}"', svg)
    svg = re.sub(r'stroke-width="(\d+)"', lambda width: f'stroke-width="{2 * int(width[1])}"', svg)
    svg = re.sub(r"(L\d+,)\d+(?=\" stroke-width=\"8\" stroke=\"black\" fill=\"none\" ></path></svg>)",
                 lambda end: f"{end[1]}{STAFF_END[side]}", svg) if headquarters else svg  # fmt: skip
    strokes = f'<path d="{LETTERS}" stroke-width="7" stroke="black" fill="none" ></path>'
    svg = re.sub(r"<text [^>]*>EW</text>", strokes, svg)
    box = (BOX_OF_HQ if headquarters else BOX)[side]
    corner = 100 - box / 2
    return re.sub(
        r'width="[\d.]+" height="[\d.]+" viewBox="[^"]*"',
        f'width="{box}" height="{box}" viewBox="{corner:g} {corner:g} {box} {box}"',
        svg,
    )


def main() -> None:
    """Write every symbol beside this file."""
    for name, kind in load_rules().file.kinds.items():
        for side in AFFILIATIONS:
            for modifier in MODIFIERS if kind.role != "source" else ("",):
                file = HERE / ("_".join(filter(None, (side, name, modifier))) + ".svg")
                file.write_text(symbol(side, name, kind.symbol, kind.role, modifier) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
