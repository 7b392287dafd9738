"""The encyclopedia: a list with a search, and a page whose words lead to other pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import pygame

from game.hindsight import happened
from game.scenario.load import Scenario
from game.ui import fonts, palette
from game.ui.entry import Entry
from game.ui.screen import Screen
from game.ui.screens.pages import GROUPS, Happening, Head, Page, Table, Text, known_terms, pages
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet, wrapped

if TYPE_CHECKING:
    from game.ui.app import App
    from game.ui.table.battle import Battle

LIST, MARGIN, PAGE_MOST = 300, 28, 900
SIZE, LINE, CELL = 13.2, 20, 12.4
Line = tuple[tuple[str, str], ...]
"""Words, each with the page they lead to or ""."""
_CITED = re.compile(r"\[(\d+)(?:\.(\d+[a-z]?))?\]")


def open_page(app: App, page_id: str) -> None:
    """Show a page over what is on the screen: an id of `pages`, a rule's number such as "8.3", or "" for the first.

    The numbers and sources are those of the battle that is being played, if one is.
    """
    app.push(Encyclopedia(app, scenario_of(app), page_id, happened_in(app)))


def battle_of(app: App) -> Battle | None:
    """The battle that is being played, if one is."""
    from game.ui.table.battle import Battle

    return next((screen for screen in app.screens if isinstance(screen, Battle)), None)


def happened_in(app: App) -> list[Happening]:
    """The events of that battle that have happened, as far as the viewer's side has been told."""
    battle = battle_of(app)
    if battle is None:
        return []
    events = battle.match.scenario.file.events
    state = battle.view.believed if battle.match.outcome is None else battle.match.state
    return [(day, events[i]) for i, day in happened(state)]


def scenario_of(app: App) -> Scenario | None:
    """The battle that is being played, if one is: as the viewer's side is told of it before the match is over."""
    battle = battle_of(app)
    if battle is None:
        return None
    return battle.view.scenario if battle.match.outcome is None else battle.match.scenario


@lru_cache(maxsize=4)
def _terms(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds the words that have a table, and where they lead."""
    terms = {words.casefold(): page for words, page in known_terms(language).items()}
    some = "|".join(re.escape(words) for words in sorted(terms, key=len, reverse=True))
    return re.compile(rf"{_CITED.pattern}|\b(?:{some})\b", re.IGNORECASE), terms


@lru_cache(maxsize=1024)
def linked(words: str, language: str, here: str) -> tuple[tuple[str, str], ...]:
    """A text in parts: (words, the page they lead to or "")."""
    pattern, terms = _terms(language)
    parts, at = [], 0
    for found in pattern.finditer(words):
        target = f"{found[1]}.{found[2]}" if found[2] else found[1] or terms[found[0].casefold()]
        if target == here:
            continue
        parts += [(words[at : found.start()], ""), (found[0], target)]
        at = found.end()
    return tuple(part for part in (*parts, (words[at:], "")) if part[0])


@lru_cache(maxsize=1024)
def _lines(words: str, language: str, here: str, width: int, size: float = SIZE) -> tuple[Line, ...]:
    """The parts of a text in lines no wider than so many px."""
    lines: list[list[tuple[str, str]]] = [[]]
    for part, target in linked(words, language, here):
        for word in re.findall(r"\S+\s*|\s+", part):
            line = lines[-1]
            longer = "".join(p for p, _ in line) + word
            if line and fonts.width(longer.rstrip(), fonts.REGULAR, size) > width:
                lines.append([(word, target)])
            elif line and line[-1][1] == target:
                line[-1] = (line[-1][0] + word, target)
            else:
                line.append((word, target))
    return tuple(tuple(line) for line in lines)


class Encyclopedia(Screen):
    """Pages about the rules, the numbers in use, the battle's sources, and whose work the game is."""

    def __init__(
        self, app: App, scenario: Scenario | None, page_id: str, happened: Sequence[Happening] = ()
    ) -> None:
        super().__init__(app)
        self._scenario, self._happened = scenario, happened
        self.search = Entry()
        self._list, self._page = Scroll(), Scroll()
        self._language = ""
        self._rows: dict[str, int] = {}
        """Where the line of each page in the list was last drawn."""
        self._pages: dict[str, Page] = {}
        self.past: list[str] = []
        self.marked = ""
        """The number of the rule that was asked for."""
        self._seek = False
        self.shown = "ground"
        self._read()
        self.go(page_id, remember=False)

    # what can be done ------------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._pages[self.shown]

    def listed(self) -> list[Page]:
        """The pages on which every word looked for is written."""
        wanted = self.search.words.casefold().split()
        return [page for page in self._pages.values() if all(word in page.found_by for word in wanted)]

    def go(self, target: str, remember: bool = True) -> None:
        """Show a page, or the page of a rule with the rule in view; what does not exist changes nothing."""
        page = target if target in self._pages else target.partition(".")[0]
        if page not in self._pages:
            return
        if remember and (self.shown, self.marked) != (page, target):
            self.past.append(self.marked or self.shown)
        self.shown, self.marked = page, target if target != page else ""
        self._page.at, self._seek = 0, bool(self.marked)
        self.app.dirty = True

    def back(self) -> None:
        """Show the page before, or leave."""
        if self.past:
            self.go(self.past.pop(), remember=False)
        else:
            self.app.pop()

    def step(self, by: int) -> None:
        """Show the next page of the list, or the one before."""
        ids = [page.id for page in self.listed()]
        if ids:
            i = ids.index(self.shown) + by if self.shown in ids else 0
            self.go(ids[i % len(ids)], remember=False)
            self._list.show(pygame.Rect(0, self._rows.get(self.shown, 0), 1, 40))

    def wants(self, event: pygame.event.Event) -> bool:
        """The keys of its controls are its own."""
        return True

    def handle(self, event: pygame.event.Event) -> None:
        """Letters are looked for; up and down go through the list, Page up and down through the page."""
        self.app.dirty = True
        if event.type == pygame.MOUSEWHEEL:
            over_list = self.app.mouse is not None and self.app.mouse[0] < LIST + MARGIN
            (self._list if over_list else self._page).wheel(event.y)
        elif event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            if self.search.words:
                self.search.set("")
            else:
                self.app.pop()
        elif event.type == pygame.KEYDOWN and event.key == pygame.K_LEFT and event.mod & pygame.KMOD_ALT:
            self.back()
        elif event.type == pygame.KEYDOWN and event.key in (pygame.K_UP, pygame.K_DOWN, pygame.K_TAB, pygame.K_RETURN):
            self.step(-1 if event.key == pygame.K_UP else 1)
        elif event.type == pygame.KEYDOWN and event.key in (pygame.K_PAGEUP, pygame.K_PAGEDOWN):
            self._page.wheel(8 if event.key == pygame.K_PAGEUP else -8)
        elif self.search.handle(event):
            self.search.focused = True
            found = self.listed()
            self._list.at = 0
            if found and self.page not in found:
                self.go(found[0].id, remember=False)

    # drawing ---------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """Make the pages in the language that is spoken now."""
        if self._language != self.app.language:
            self._language = self.app.language
            self._pages = pages(self._language, self._scenario, self._happened)

    def draw(self, sheet: Sheet) -> None:
        """Draw the list on the left and the page on the right."""
        self._read()
        sheet.fill(sheet.rect, palette.BAR)
        sheet.text(sheet.say("pages.head"), MARGIN, 42, size=21, weight=fonts.SEMIBOLD)
        self.search.hint = sheet.say("pages.search")
        self.search.draw(sheet, pygame.Rect(MARGIN, 66, LIST - 16, 34))
        area = pygame.Rect(MARGIN - 8, 112, LIST, sheet.rect.bottom - 124)
        with sheet.within(area):
            top = self._list.begin(area, self._list.most + area.height)
            self._list.begin(area, self._draw_list(sheet, area, top) - top)
            self._list.bar(sheet)
        x = MARGIN + LIST + 12
        sheet.fill(pygame.Rect(x - 14, 0, 1, sheet.rect.height), palette.LINE)
        self._draw_page(sheet, pygame.Rect(x + 14, 0, min(PAGE_MOST, sheet.rect.right - x - 42), sheet.rect.height))

    def _draw_list(self, sheet: Sheet, area: pygame.Rect, top: int) -> int:
        """The pages found, by groups; the lower edge."""
        self._rows.clear()
        found = self.listed()
        for group in GROUPS:
            mine = [page for page in found if page.group == group]
            if mine:
                sheet.head(sheet.say(f"pages.group_{group}"), area.x + 8, top + 16)
                top += 30
            for page in mine:
                lines = wrapped(page.title, fonts.MEDIUM, 13, area.width - 32)
                rect = pygame.Rect(area.x, top, area.width - 10, 10 + 18 * len(lines))
                self._rows[page.id] = top
                if page.id == self.shown or sheet.hot(rect):
                    sheet.box(rect, palette.RAISED, 5)
                if page.id == self.shown:
                    sheet.box(pygame.Rect(rect.x, rect.y + 4, 3, rect.height - 8), palette.ACCENT, 1)
                for i, line in enumerate(lines):
                    sheet.text(line, rect.x + 12, top + 14 + 18 * i, weight=fonts.MEDIUM)
                sheet.place(rect, lambda page=page: self.go(page.id))  # type: ignore[misc]
                top = rect.bottom + 2
        if not found:
            words = sheet.say("pages.nothing", words=self.search.words)
            top = sheet.paragraph(words, area.x + 8, top + 12, area.width - 24)
        return top + 8

    def _draw_page(self, sheet: Sheet, area: pygame.Rect) -> None:
        """The page: its title, what can be done, its blocks."""
        look = {"size": 22, "weight": fonts.SEMIBOLD, "colour": palette.TEXT}
        y = sheet.paragraph(self.page.title, area.x, 26, area.width - 190, **look)  # type: ignore[arg-type]
        self._buttons(sheet, area)
        if self.page.english:
            words = sheet.say("pages.english")
            y = sheet.paragraph(words, area.x, y + 2, area.width, size=12, colour=palette.TEXT_THIRD)
        inner = pygame.Rect(area.x - 10, y + 8, area.width + 24, area.height - y - 20)
        if self._seek:
            self._seek = False
            with sheet.within(pygame.Rect(inner.topleft, (0, 0))):
                end, place = self._blocks(sheet, area.x, 0, area.width)
            self._page.begin(inner, end)
            self._page.at = min(max(0, place - 8), self._page.most)
        with sheet.within(inner):
            top = self._page.begin(inner, self._page.most + inner.height)
            end, _ = self._blocks(sheet, area.x, top, area.width)
            self._page.begin(inner, end - top)
            self._page.bar(sheet)

    def _buttons(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Close, and the way back."""
        close = sheet.say("pages.close")
        width = fonts.width(close, fonts.SEMIBOLD, palette.BODY) + 66
        rect = pygame.Rect(area.right - width, 24, width, 34)
        sheet.button(rect, close, self.app.pop, cap="Esc")
        if self.past:
            sheet.button(pygame.Rect(rect.x - 44, 24, 36, 34), "←", self.back, tip=sheet.say("pages.back"))

    def _blocks(self, sheet: Sheet, x: int, top: int, width: int) -> tuple[int, int]:
        """Everything on the page; the lower edge, and where the rule asked for begins."""
        place = top
        for block in self.page.blocks:
            if isinstance(block, Head):
                look = {"size": 15, "weight": fonts.SEMIBOLD, "colour": palette.ACCENT}
                top = sheet.paragraph(block.words, x, top + 14, width, **look) + 6  # type: ignore[arg-type]
            elif isinstance(block, Table):
                top = self._table(sheet, block, x, top, width) + 14
            else:
                if block.number and block.number == self.marked:
                    place = top
                top = self._text(sheet, block, x, top, width) + 10
        return top, place

    def _text(self, sheet: Sheet, block: Text, x: int, top: int, width: int) -> int:
        """A paragraph with its links; a rule asked for is marked. The lower edge."""
        language = "en" if self.page.english or self.page.group == "rules" else self._language
        lines = _lines(block.words, language, block.number or self.page.id, width)
        if block.number and block.number == self.marked:
            box = pygame.Rect(x - 8, top - 4, width + 16, LINE * len(lines) + 8)
            sheet.box(box, palette.RAISED, 6)
            sheet.box(pygame.Rect(box.x, box.y, 3, box.height), palette.ACCENT, 1)
        for line in lines:
            self._line(sheet, line, x, top + LINE // 2, SIZE)
            top += LINE
        return top

    def _line(self, sheet: Sheet, line: Line, x: int, y: int, size: float) -> None:
        """One line with its links."""
        for words, target in line:
            known = bool(target) and (target in self._pages or target.partition(".")[0] in self._pages)
            colour = palette.ACCENT if known else palette.TEXT_SECOND
            rect = sheet.text(words.rstrip() if known else words, x, y, size=size, colour=colour)
            if known:
                if sheet.hot(rect):
                    sheet.fill(pygame.Rect(rect.x, rect.bottom - 3, rect.width, 1), palette.ACCENT)
                sheet.place(rect, lambda target=target: self.go(target))  # type: ignore[misc]
            x += fonts.width(words, fonts.REGULAR, size)

    def _table(self, sheet: Sheet, table: Table, x: int, top: int, width: int) -> int:
        """Rows of cells in columns as wide as their words ask for; the lower edge."""
        widths, language = _columns(table, width), "en" if self.page.english else self._language
        for k, row in enumerate(table.rows):
            plain = k == 0
            cells = [_cell(cell, plain or c == 0, language, self.page.id, w - 14) for c, (cell, w) in
                     enumerate(zip(row, widths, strict=False))]  # fmt: skip
            height = 17 * max(map(len, cells), default=1) + 8
            if k % 2 == 0:
                sheet.box(pygame.Rect(x - 8, top, width + 8, height), palette.RAISED if plain else palette.PANEL, 4)
            at = x
            for c, (lines, w) in enumerate(zip(cells, widths, strict=False)):
                for i, line in enumerate(lines):
                    y = top + 13 + 17 * i
                    if plain or c == 0:
                        weight = fonts.SEMIBOLD if plain else fonts.REGULAR
                        sheet.text(line[0][0], at, y, size=CELL, weight=weight)
                    else:
                        self._line(sheet, line, at, y, CELL)
                at += w
            top += height
        return top


def _cell(words: str, plain: bool, language: str, here: str, width: int) -> tuple[Line, ...]:
    """The lines of a cell; heads and first cells have no links."""
    if plain:
        return tuple(((line, ""),) for line in wrapped(words, fonts.SEMIBOLD, CELL, width))
    return _lines(words, language, here, width, CELL)


@lru_cache(maxsize=64)
def _columns(table: Table, width: int) -> tuple[int, ...]:
    """Widths of a table's columns: what they ask for, long ones sharing what is left."""
    count = max(map(len, table.rows))
    asked = [max(fonts.width(row[c], fonts.SEMIBOLD, CELL) for row in table.rows if c < len(row)) + 16
             for c in range(count)]  # fmt: skip
    if sum(asked) <= width:
        return tuple(asked)
    fair = width // count
    short = [c for c in range(count) if asked[c] <= fair]
    left = width - sum(asked[c] for c in short)
    wish = sum(asked[c] for c in range(count) if c not in short)
    return tuple(asked[c] if c in short else max(left * asked[c] // wish, min(fair, 90)) for c in range(count))
