"""How a line of a form is drawn: its label, what stands in it, the way back to standard, what is wrong with it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pygame

from game.texts import say
from game.ui import fonts, palette
from game.ui.editor.forms.hints import hint, label_key
from game.ui.editor.forms.leaves import Leaf, options_of
from game.ui.editor.forms.values import number_words, problems_at
from game.ui.sheet import Sheet, wrapped

if TYPE_CHECKING:
    from game.ui.editor.forms.form import Form

HIGH, STEP, GAP = 30, 34, 12
LABEL = 12.2
WIDE_LABEL = 128
RESET = 22
WRONG = palette.SUPPLY[2]
_LONG = ("source",)
"""Fields whose text is long: it stands under its label."""


def label(language: str, leaf: Leaf) -> str:
    """What a field is called."""
    return say(language, label_key(leaf.entity, leaf.spec.key))


def row(sheet: Sheet, form: Form, leaf: Leaf, rect: pygame.Rect) -> int:
    """Draw a line from a top edge down; its lower edge."""
    wide = min(WIDE_LABEL, rect.width * 2 // 5)
    x, right = rect.x + GAP * leaf.depth, rect.right
    words = label(sheet.language, leaf) if leaf.language != "uk" else ""
    if leaf.spec.form == "mapping":
        sheet.head(words, x, rect.y + 16)
        _reset(sheet, form, leaf, right, rect.y + 16)
        sheet.place(pygame.Rect(x, rect.y + 4, wide, 22), None, hint(sheet.language, leaf.entity, leaf.spec.key))
        return rect.y + 30
    if leaf.spec.key in _LONG:
        box = pygame.Rect(rect.x, rect.y + 24, rect.width, HIGH)
        _label(sheet, leaf, words, pygame.Rect(x, rect.y, rect.width, 24))
    else:
        lines = wrapped(words, fonts.REGULAR, LABEL, wide - GAP - (x - rect.x))
        high = max(HIGH, 15 * len(lines) + 6)
        _label(sheet, leaf, words, pygame.Rect(x, rect.y, wide - (x - rect.x), high))
        box = pygame.Rect(rect.x + wide, rect.y + (high - HIGH) // 2, right - rect.x - wide, HIGH)
    box.width -= RESET if leaf.spec.key not in _LONG else 0
    if not leaf.spec.required and not leaf.language:
        _reset(sheet, form, leaf, right, box.centery if leaf.spec.key not in _LONG else rect.y + 12)
    form.rects[leaf.name] = box
    _control(sheet, form, leaf, box)
    y = max(box.bottom, rect.y + HIGH) + STEP - HIGH
    return _wrong(sheet, form, leaf, pygame.Rect(rect.x, y, rect.width, 0))


def _label(sheet: Sheet, leaf: Leaf, words: str, rect: pygame.Rect) -> None:
    """The label of a field with what it means where the mouse rests."""
    if words:
        sheet.name(words, rect.x, rect.centery, rect.width - GAP, size=LABEL, colour=palette.TEXT_SECOND)
        sheet.place(rect, None, hint(sheet.language, leaf.entity, leaf.spec.key))


def _reset(sheet: Sheet, form: Form, leaf: Leaf, right: int, y: int) -> None:
    """The arrow that takes a key away."""
    if form.can_reset(leaf):
        rect = pygame.Rect(right - RESET + 2, y - 11, RESET, 22)
        ink = palette.ACCENT if sheet.hot(rect) else palette.TEXT_THIRD
        sheet.text("↺", rect.centerx, y, size=14, weight=fonts.SEMIBOLD, colour=ink, anchor="centre")
        sheet.place(rect, functools.partial(form.reset, leaf), sheet.say("editor_forms.reset"))


def _control(sheet: Sheet, form: Form, leaf: Leaf, box: pygame.Rect) -> None:
    """What stands in a field, and what changes it."""
    on = form.at == leaf.name
    if leaf.spec.form == "flag":
        value = bool(form.shown(leaf))
        ink = palette.TEXT if form.value(leaf) is not None else palette.TEXT_THIRD
        sheet.tick(box.x + 10, box.centery, value)
        sheet.text(sheet.say("editor_forms.yes" if value else "editor_forms.no"), box.x + 28, box.centery, size=12.8,
                   colour=ink)  # fmt: skip
        sheet.place(box, functools.partial(form.turn, leaf))
    elif leaf.reference or options_of(leaf, form.desk.rules):
        _choice(sheet, form, leaf, box)
    else:
        _typed(sheet, form, leaf, box)
        return
    if on:
        sheet.box(box.inflate(4, 4), (0, 0, 0, 0), 7, palette.ACCENT, 1.5)


def _choice(sheet: Sheet, form: Form, leaf: Leaf, box: pygame.Rect) -> None:
    """Choices side by side if there is room for them, else the one that holds and a list that opens."""
    options, now, is_set = form.options(leaf), form.shown(leaf), form.value(leaf) is not None
    widths = [fonts.width(option.words, fonts.SEMIBOLD, 12) + 16 for option in options]
    if leaf.reference or leaf.spec.key == "calibre" or sum(widths) > box.width or not options:
        words = next((option.words for option in options if option.value == str(now)), "" if now is None else str(now))
        hot = sheet.hot(box)
        sheet.box(box, palette.LINE if hot else palette.RAISED, 6)
        ink = palette.TEXT if is_set else palette.TEXT_THIRD
        sheet.text(words or sheet.say("editor_forms.none"), box.x + 10, box.centery, size=12.8, most=box.width - 34,
                   colour=ink)  # fmt: skip
        sheet.text("▾", box.right - 14, box.centery, size=12, colour=palette.TEXT_SECOND, anchor="centre")
        sheet.place(box, functools.partial(form.open, leaf))
        return
    spare = (box.width - sum(widths)) // len(options)
    x = box.x
    sheet.box(box, palette.WELL, 6)
    for option, width in zip(options, widths, strict=True):
        part = pygame.Rect(x, box.y, width + spare, box.height)
        chosen = option.value == str(now)
        if chosen or sheet.hot(part):
            edge = palette.ACCENT if chosen and is_set else palette.TEXT_THIRD if chosen else None
            sheet.box(part.inflate(-4, -4), palette.RAISED, 5, edge, 1.2)
        ink = palette.TEXT if chosen and is_set else palette.TEXT_SECOND if chosen else palette.TEXT_THIRD
        sheet.text(option.words, part.centerx, part.centery, size=12, weight=fonts.SEMIBOLD, colour=ink, anchor="centre")
        sheet.place(part, functools.partial(form.pick, leaf, option.value))
        x += part.width


def _typed(sheet: Sheet, form: Form, leaf: Leaf, box: pygame.Rect) -> None:
    """A text, a number with its steps, or a hex that can be clicked on the map."""
    if leaf.language:
        sheet.text(leaf.language.upper(), box.x + 9, box.centery, size=9.5, weight=fonts.BOLD, colour=palette.TEXT_THIRD,
                   anchor="centre")  # fmt: skip
        box = pygame.Rect(box.x + 22, box.y, box.width - 22, box.height)
    number = leaf.spec.form in ("whole", "decimal")
    if number:
        for sign, way, x in (("–", -1, box.right - 52), ("+", 1, box.right - 25)):
            part = pygame.Rect(x, box.y + 2, 25, box.height - 4)
            sheet.box(part, palette.LINE if sheet.hot(part) else palette.RAISED, 5)
            sheet.text(sign, part.centerx, part.centery, weight=fonts.BOLD, anchor="centre")
            sheet.place(part, functools.partial(form.step, leaf, way), _bounds(sheet, leaf))
        box = pygame.Rect(box.x, box.y, box.width - 58, box.height)
    if form.at == leaf.name and form.entry is not None:
        form.entry.draw(sheet, box)
        if leaf.spec.form == "hex":
            _cross(sheet, box.right - 15, box.centery, palette.ACCENT)
        return
    value, is_set = form.shown(leaf), form.value(leaf) is not None
    words = "" if value is None else number_words(value) if isinstance(value, (int, float)) else str(value)
    sheet.box(box, palette.WELL, 6, palette.TEXT_THIRD if sheet.hot(box) else palette.LINE, 1.2)
    with sheet.within(box.inflate(-8, 0)):
        ink = palette.TEXT if is_set else palette.TEXT_THIRD
        sheet.text(words or sheet.say("editor_forms.none"), box.x + 10, box.centery, size=12.8,
                   colour=ink if words else palette.TEXT_THIRD, most=box.width - 18)  # fmt: skip
    if leaf.spec.form == "hex":
        _cross(sheet, box.right - 15, box.centery, palette.TEXT_THIRD)
    tip = words if leaf.spec.form in ("text", "names") and len(words) > 24 else _bounds(sheet, leaf) if number else ""
    sheet.place(box, functools.partial(form.go, leaf.name), tip)


def _cross(sheet: Sheet, x: int, y: int, colour: palette.Colour) -> None:
    """The sign of what can be clicked on the map: a ring with four hairs."""
    sheet.disc(x, y, 11, colour, hollow=True)
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        sheet.stroke([(x + 3 * dx, y + 3 * dy), (x + 8 * dx, y + 8 * dy)], colour)


def _bounds(sheet: Sheet, leaf: Leaf) -> str:
    """Between what a number may lie."""
    low, high = leaf.spec.low, leaf.spec.high
    return "" if low is None or high is None else sheet.say("editor_forms.between", low=f"{low:g}", high=f"{high:g}")


def _wrong(sheet: Sheet, form: Form, leaf: Leaf, rect: pygame.Rect) -> int:
    """What is wrong with what is typed, else what the problems say of what stands there; the lower edge."""
    words = ""
    if form.at == leaf.name and form.refused is not None:
        key, values = form.refused
        words = sheet.say(f"editor_forms.wrong_{key}", **values)
        if leaf.spec.form == "hex":
            words = f"{words} {sheet.say('editor_forms.click_map')}"
    elif form.at == leaf.name and leaf.spec.form == "hex":
        return sheet.paragraph(sheet.say("editor_forms.click_map"), rect.x, rect.y - 2, rect.width, size=11.5,
                               colour=palette.ACCENT) + 4  # fmt: skip
    elif leaf.language != "uk":
        path = leaf.path[:-1] if leaf.language else leaf.path
        found = problems_at(form.desk.draft.document, form.desk.checking.problems, path)
        words = " ".join(f"{p.message} {p.hint}".strip() for p in found[:1])
    if not words:
        return rect.y
    sheet.text("✕", rect.x + 5, rect.y + 6, size=11, weight=fonts.BOLD, colour=WRONG, anchor="centre")
    return sheet.paragraph(words, rect.x + 16, rect.y - 2, rect.width - 16, size=11.5, colour=WRONG) + 6
