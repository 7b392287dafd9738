"""How much a document may hold, so that no file costs more than a moment."""

MAX_BYTES = 2_000_000
"""Largest document, in bytes: room for a map of 200 x 200 hexes and a thousand units with their sources."""
MAX_LINES = 20_000
"""Most lines of a document."""
MAX_VALUES = 60_000
"""Most keys and values in a document."""
MAX_DEPTH = 12
"""Deepest nesting of a document."""

MAX_YAML_LETTERS = 400_000
"""Longest text that is read as YAML at once, which is slow: what is longer must be written as `fmt` writes it."""
MAX_YAML_VALUES = 16_000
"""Most keys and values that are read so."""
MAX_ODD_PARTS, MAX_ODD_LETTERS = 1_200, 100_000
"""Most parts of a document, and letters in them, that are read as YAML one by one; with more it is read at once."""
