"""The lists of a draft besides the order of battle: places and what they are worth, sources, depots, events, history."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pygame

from game.scenario.draft import Insert, Label, Move, Set
from game.state import SIDES
from game.texts import LANGUAGES, say
from game.ui.editor.forms import symbols
from game.ui.editor.forms.event_form import EventForm
from game.ui.editor.forms.event_parts import new_event, sentence
from game.ui.editor.forms.form import Form
from game.ui.editor.forms.listing import Button, Listing, Row
from game.ui.editor.forms.values import Path, entities_at, fresh_id, number_words, title, value_at, words_key

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.sheet import Sheet

SOURCE = {"source": "", "confidence": "low"}


class Flat(Listing):
    """A list of entities of one kind, one under another."""

    list_path: Path = ()
    entity = ""

    def entries(self) -> list[tuple[Path, Mapping[str, Any]]]:
        """Path and value of every entity."""
        return entities_at(self.desk.draft.document, self.list_path)

    def holds(self, path: Path) -> bool:
        """The entities of the list."""
        return len(path) == len(self.list_path) + 1 and path[:-1] == self.list_path and isinstance(path[-1], int)

    def form_of(self, path: Path) -> Form:
        """The form of an entity."""
        return Form(self.desk, path, self.entity)

    def total(self) -> str:
        """How many there are."""
        return str(len(self.entries()))

    def add(self, entity: Mapping[str, Any]) -> None:
        """One more at the end, selected."""
        there = value_at(self.desk.draft.document, self.list_path)
        count = len(there) if isinstance(there, list) else 0
        label = Label("ui.editor_forms.did_add", {"what": title(entity, self.desk.app.language)})
        if self.desk.do(label, [Insert(self.list_path, count, (entity,))]):
            self.desk.select((*self.list_path, count))

    def middle(self) -> str:
        """The number of the hex in the middle of the map's view, where something new is put."""
        width, height = self.desk.camera.size
        return str(self.desk.grid.number(self.desk.camera.hex_at(width / 2, height / 2) or 0))

    def key(self, event: pygame.event.Event, control: bool) -> bool:
        """Move in the list with Alt and an arrow."""
        path = self.selected
        if path is None or not event.mod & pygame.KMOD_ALT or event.key not in (pygame.K_UP, pygame.K_DOWN):
            return False
        i, up = int(path[-1]), event.key == pygame.K_UP
        if 0 <= i + (-1 if up else 1) < len(self.entries()):
            label = Label("ui.editor_forms.did_order", {"what": title(value_at(self.desk.draft.document, path), "en")})
            if self.desk.do(label, [Move(path, self.list_path, i - 1 if up else i + 2)]):
                self.desk.select((*self.list_path, i - 1 if up else i + 1))
        return True


class Places(Flat):
    """Named places."""

    head, list_path, entity = "places", ("places",), "Place"

    def rows(self) -> Iterator[Row]:
        """Each with its kind and hex."""
        language = self.desk.app.language
        for path, place in self.entries():
            kind = str(place.get("kind", ""))
            words = self.desk.say(f"editor_forms.words.{kind}") if kind in _PLACES else kind
            yield Row(path, title(place, language), words, str(place.get("hex", "?")), heavy=kind == "city",
                      found_by=_also(place))  # fmt: skip

    def buttons(self) -> list[Button]:
        """Something new."""
        return [Button("add_place", self.add_place)]

    def add_place(self) -> None:
        """A village in the middle of the view."""
        number = self.middle()
        lat, lon = degrees(self.desk, number)
        name = fresh_id(self.desk.draft.document, "place")
        words = {language: f"{say(language, 'ui.editor_forms.words.village')} {number}" for language in LANGUAGES}
        self.add({"id": name, "kind": "village", "hex": number, "lat": lat, "lon": lon, "name": words}
                 | SOURCE)  # fmt: skip

    def form_of(self, path: Path) -> Form:
        """Its hex and its coordinates keep in step."""
        return PlaceForm(self.desk, path, "Place")


_PLACES = ("city", "town", "village", "quarter", "feature", "height", "water")


class PlaceForm(Form):
    """The form of a place: another hex brings its coordinates along."""

    def take_hex(self, number: str) -> bool:
        """The hex and the middle of it as coordinates, as one line of the history."""
        leaf = self.leaf(self.at) if self.at else None
        if leaf is None or leaf.spec.form != "hex":
            return False
        self._leave()
        if number == self.value(leaf):
            return True
        lat, lon = degrees(self.desk, number)
        what = title(value_at(self.desk.draft.document, self.path), self.desk.app.language)
        label = Label("ui.editor_forms.did_set", {"what": what, "field": "ui.editor_forms.fields.hex"})
        edits = [Set((*self.path, key), value) for key, value in
                 (("hex", number), ("lat", lat), ("lon", lon))]  # fmt: skip
        self.desk.do(label, edits)
        return True


class Supplies(Flat):
    """Sources of supply and depots."""

    head, list_path, entity = "supplies", ("supply",), "Supply"

    def rows(self) -> Iterator[Row]:
        """By side, each with its hex and what comes to it."""
        language = self.desk.app.language
        for side in SIDES:
            own = [(path, value) for path, value in self.entries() if value.get("side") == side]
            yield Row((), say(language, f"side.{side}"), right=str(len(own)), fold=side, heavy=True,
                      picture=functools.partial(symbols.side, side))  # fmt: skip
            for path, value in own:
                yield Row(path, title(value, language), self.desk.say(f"editor_forms.words.{value.get('kind', 'depot')}")
                          if value.get("kind") in ("source", "depot") else "?", str(value.get("hex", "?")), 1,
                          functools.partial(_supply_sign, side, value), found_by=_also(value))  # fmt: skip

    def buttons(self) -> list[Button]:
        """Something new."""
        return [Button("add_source", functools.partial(self.add_supply, "source")),
                Button("add_depot", functools.partial(self.add_supply, "depot"))]  # fmt: skip

    def add_supply(self, kind: str) -> None:
        """A source or depot of the side that is selected, in the middle of the view."""
        path, document = self.selected, self.desk.draft.document
        side = str(value_at(document, (*path, "side"))) if path is not None else "ua"
        number = self.middle()
        words = {language: f"{say(language, f'ui.editor_forms.words.{kind}')} {number}" for language in LANGUAGES}
        self.add({"id": fresh_id(document, f"{side}-{kind}"), "side": side, "kind": kind, "hex": number, "name": words}
                 | SOURCE)  # fmt: skip


class Objectives(Flat):
    """What places are worth."""

    head, list_path, entity = "objectives", ("victory", "places"), "Objective"

    def rows(self) -> Iterator[Row]:
        """Each with what holding it is worth to both sides."""
        document = self.desk.draft.document
        places = {str(value.get("id")): value for _, value in entities_at(document, ("places",))}
        for path, value in self.entries():
            place = places.get(str(value.get("place")))
            words = title(place, self.desk.app.language) if place is not None else str(value.get("place", "?"))
            held = value.get("held")
            held = held if isinstance(held, Mapping) else {}
            worth = " : ".join(number_words(held.get(side, 0)) for side in SIDES)
            yield Row(path, words, str(place.get("hex", "")) if place is not None else "", worth,
                      found_by=str(value.get("place")))  # fmt: skip

    def total(self) -> str:
        """Whose points stand on which side."""
        return " : ".join(self.desk.word(f"side.{side}") for side in SIDES)

    def buttons(self) -> list[Button]:
        """Something new."""
        return [Button("add_objective", self.add_objective)]

    def add_objective(self) -> None:
        """The first place that is worth nothing yet."""
        taken = {value.get("place") for _, value in self.entries()}
        places = [value.get("id") for _, value in entities_at(self.desk.draft.document, ("places",))]
        free = next((place for place in places if place not in taken), None)
        if free is not None:
            self.add({"place": free, "held": {"ua": 1, "ru": 1}} | SOURCE)

    def form_title(self, language: str) -> str:
        """The name of the place."""
        row = next((row for row in self.all_rows() if row.path == self.selected), None)
        return row.words if row is not None else "?"


class Events(Flat):
    """Events, each as a sentence."""

    head, list_path, entity = "events", ("events",), "Event"

    def rows(self) -> Iterator[Row]:
        """Each with its day."""
        for path, event in self.entries():
            when = event.get("when")
            when = when if isinstance(when, Mapping) else {}
            first, last = when.get("day", when.get("from", "?")), when.get("to")
            day = str(first) if "day" in when else f"{first}–{last if last is not None else '…'}"
            yield Row(path, title(event, self.desk.app.language), "", self.desk.say("editor_forms.day", day=day),
                      found_by=f"{_also(event)} {self.in_words(event)}")  # fmt: skip

    def in_words(self, event: Mapping[str, Any]) -> str:
        """An event as a sentence."""
        return sentence(self.desk.draft.document, event, self.desk.app.language)

    def buttons(self) -> list[Button]:
        """Something new."""
        return [Button("add_event", self.add_event)]

    def add_event(self) -> None:
        """An event to begin with."""
        document = self.desk.draft.document
        self.add(new_event(document, fresh_id(document, "event-1")))

    def form_of(self, path: Path) -> Form:
        """The form of an event."""
        return EventForm(self.desk, path)


class Facts(Flat):
    """What was in history, to hold games against."""

    head, list_path, entity = "facts", ("history",), "Figure"

    def rows(self) -> Iterator[Row]:
        """Each with its day."""
        for path, fact in self.entries():
            words = title(fact, self.desk.app.language)
            if not isinstance(fact.get("name"), Mapping) and isinstance(fact.get("measure"), str):
                words = say(self.desk.app.language, words_key("Figure", "measure", fact["measure"]))
            value = fact.get("value")
            held = self.desk.word(f"side.{fact['side']}") if fact.get("side") in SIDES else "?"
            held = self.desk.say("in_fact.front") if "rows" in fact else held
            right = number_words(value) if value is not None else held
            yield Row(path, words, self.desk.say("editor_forms.day", day=fact.get("day", "?")), right)

    def buttons(self) -> list[Button]:
        """Something new."""
        return [Button("add_figure", self.add_figure), Button("add_holder", self.add_holder)]

    def add_figure(self) -> None:
        """A figure of the whole battle."""
        document = self.desk.draft.document
        day = value_at(document, ("calendar", "turns")) or 1
        self.add({"id": fresh_id(document, "fact-1"), "day": day, "measure": "net_ground_km2", "value": 0} | SOURCE)

    def add_holder(self) -> None:
        """Who held the first place on the last day."""
        document = self.desk.draft.document
        places = entities_at(document, ("places",))
        if places:
            day = value_at(document, ("calendar", "turns")) or 1
            name = fresh_id(document, "fact-1")
            self.add({"id": name, "day": day, "place": places[0][1].get("id"), "side": "ua"} | SOURCE)

    def form_of(self, path: Path) -> Form:
        """The form of a figure, of who held a place, or of a front, whose rows are edited as text."""
        value = value_at(self.desk.draft.document, path) or {}
        kinds = {"place": "Holder", "rows": "Front"}
        return Form(self.desk, path, next((kind for key, kind in kinds.items() if key in value), "Figure"))


def degrees(desk: Desk, number: str) -> tuple[float, float]:
    """Latitude and longitude of the middle of a hex, with five decimals."""
    lat, lon = desk.degrees(desk.grid.parse(number) or 0)
    return round(lat, 5), round(lon, 5)


def _also(value: Mapping[str, Any]) -> str:
    """Words by which something is found besides its name."""
    name = value.get("name")
    return " ".join([str(value.get("id", "")), *(map(str, name.values()) if isinstance(name, Mapping) else ())])


def _supply_sign(side: str, value: Mapping[str, Any], sheet: Sheet, x: float, y: float) -> None:
    symbols.unit(sheet, side, str(value.get("kind", "depot")), None, x, y, 23)
