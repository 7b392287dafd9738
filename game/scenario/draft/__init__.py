"""A scenario being edited: its text, the edits made to it, what is kept of them on disk.

The text is the truth. An edit cuts letters out of it and puts others in, and is taken back by the reverse; so comments,
order and spaces stay as their author left them, and nothing is written that was not changed.
"""

from game.scenario.draft.draft import Draft, Entry, Label
from game.scenario.draft.writing import Address, Edit, Insert, Move, Put, Remove, Set, SetHexes

__all__ = ["Address", "Draft", "Edit", "Entry", "Insert", "Label", "Move", "Put", "Remove", "Set", "SetHexes"]
