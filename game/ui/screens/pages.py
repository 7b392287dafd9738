"""The pages of the encyclopedia, made from the rulebook, the numbers in use and the battle's own file."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from game.folders import ASSETS
from game.rulebook import STANDARD, SURFACES, TERRAINS, Rules, load_rules
from game.scenario.load import Scenario
from game.scenario.schema import Event, Sourced
from game.state import GROUNDS, MISSIONS, POSTURES, SKIES, SUPPLY_STATES
from game.texts import keys, say
from game.ui.paint.counters import POSTURE_LETTERS

ROOT = ASSETS.parent
RULEBOOK = ROOT / "assets" / "rulebook.md"
CREDITS = ROOT / "CREDITS.md"
GROUPS = ("tables", "rules", "battle", "people")


@dataclass(frozen=True)
class Head:
    """The head of a part of a page."""

    words: str


@dataclass(frozen=True)
class Text:
    """A paragraph; with a number it is a rule, and can be led to."""

    words: str
    number: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells, the first the heads of the columns."""

    rows: tuple[tuple[str, ...], ...]


Block = Head | Text | Table


@dataclass(frozen=True)
class Page:
    """One page."""

    id: str
    group: str
    title: str
    blocks: tuple[Block, ...]
    english: bool = False
    """Whether its words are in English only."""
    found_by: str = field(default="", compare=False)
    """Everything that is written on it, in small letters, for the search."""


Happening = tuple[int, Event]
"""The day on which an event of a scenario happened, and the event."""


def pages(language: str, scenario: Scenario | None = None, happened: Sequence[Happening] = ()) -> dict[str, Page]:
    """Every page by its id, in the order of the list: tables, rules, a battle's events and sources, credits."""
    rules = scenario.rules if scenario is not None else load_rules()
    battle = [*_events(language, scenario, happened), *_sources(language, scenario)] if scenario else []
    made = [*_tables(language, rules), *_chapters(language, rules), *battle, _credits(language)]
    return {page.id: _findable(page) for page in made}


def _findable(page: Page) -> Page:
    words = [page.title]
    for block in page.blocks:
        words += [cell for row in block.rows for cell in row] if isinstance(block, Table) else [block.words]
    return Page(page.id, page.group, page.title, page.blocks, page.english, " ".join(words).casefold())


# the rulebook --------------------------------------------------------------------------------------------------------


@functools.cache
def _chapters_of_book() -> tuple[tuple[str, str, tuple[Block, ...]], ...]:
    """Every chapter of the rulebook: its number, its title, its rules and tables."""
    found = []
    parts = re.split(r"^## \[(\d+)\] (.*)$", RULEBOOK.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for number, title, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        found.append((number, title, tuple(_blocks(body))))
    return tuple(found)


def _blocks(body: str) -> Iterator[Block]:
    """The paragraphs and tables of a text in the rulebook's hand."""
    for part in re.split(r"\n\s*\n", body.strip()):
        lines = part.split("\n")
        if lines[0].startswith("|"):
            rows = [tuple(_plain(cell.strip()) for cell in line.strip().strip("|").split("|")) for line in lines]
            yield Table(tuple(row for row in rows if not all(set(cell) <= set("-: ") for cell in row)))
        elif lines[0].startswith("#"):
            yield Head(lines[0].lstrip("# "))
        else:
            words = _plain(" ".join(line.strip() for line in lines))
            numbered = re.match(r"(\d+\.\d+[a-z]?) (.*)", words)
            for k, item in enumerate(re.split(r"(?:^| )- (?=[A-Z])", words)):
                if item:
                    yield Text(item.removeprefix("- "), numbered[1] if numbered and not k else "")


def _plain(words: str) -> str:
    """Words without the marks of links and code."""
    return re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", words).replace("`source:`", "source").replace("`", "")


def _chapters(language: str, rules: Rules) -> Iterator[Page]:
    """A page for each chapter: its rules, then the numbers in use."""
    numbers = _numbers(rules)
    for number, title, blocks in _chapters_of_book():
        rows = numbers.get(number, ())
        tail: tuple[Block, ...] = ()
        if rows:
            tail = (Head(say(language, "ui.pages.numbers")), Table((("", rules.file.name.en), *rows)))
        yield Page(number, "rules", f"{number} · {title}", (*blocks, *tail), language != "en")


def _numbers(rules: Rules) -> dict[str, list[tuple[str, str]]]:
    """Chapter -> what its numbers say, in the words of the rules file, and their values in the rules in use."""
    found: dict[str, list[tuple[str, str]]] = {}
    chapter = ""
    path: list[str] = []
    for line in STANDARD.read_text(encoding="utf-8").split("\n"):
        made = re.match(r"( *)([a-z_0-9]+):\s*([^#]*?)\s*(?:#\s*(.*))?$", line)
        if not made:
            continue
        depth, name, value, note = len(made[1]) // 2, made[2], made[3], made[4] or ""
        path = [*path[:depth], name]
        if depth == 0:
            head = re.match(r"\[(\d+)\]", note)
            chapter = head[1] if head else chapter
        if value and depth and not value.startswith("{") and (value.endswith("]") or not value.startswith("[")):
            words = name.replace("_", " ") + (f": {note}" if note else "")
            found.setdefault(chapter, []).append((words, _said(_value(rules, path))))
    return found


def _value(rules: Rules, path: Iterable[str]) -> Any:
    """A number of the rules in use."""
    value: Any = rules.file
    for name in path:
        value = value[name] if isinstance(value, dict) else getattr(value, name, "")
    return value


def _said(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


# tables --------------------------------------------------------------------------------------------------------------


def _tables(language: str, rules: Rules) -> Iterator[Page]:
    """What the numbers of the rules say of ground, units, supply, postures, missions and weather."""
    yield _page(language, "ground", _terrain(language, rules), _crossings(language, rules))
    yield _page(language, "units", _kinds(language, rules), _quality(language, rules))
    yield _page(language, "supply", _supply(language, rules), _goods(language, rules))
    yield _page(language, "postures", _postures(language, rules))
    yield _page(language, "missions", _missions(language))
    yield _page(language, "weather", _weather(language, rules), _skies(language, rules))


def _page(language: str, name: str, *tables: tuple[str, Table]) -> Page:
    blocks: list[Block] = [Text(say(language, f"ui.pages.{name}_about"))]
    for head, table in tables:
        blocks += [Head(say(language, f"ui.pages.{head}")), table]
    return Page(name, "tables", say(language, f"ui.pages.{name}"), tuple(blocks))


def _heads(language: str, *names: str) -> tuple[str, ...]:
    return tuple(say(language, f"ui.pages.col_{name}") for name in names)


def _points(language: str, twelfths: int) -> str:
    """Points of movement from twelfths; closed ground says so."""
    if twelfths < 0:
        return say(language, "ui.pages.closed")
    return f"{twelfths / 12:.2f}".rstrip("0").rstrip(".")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _terrain(language: str, rules: Rules) -> tuple[str, Table]:
    rows = [_heads(language, "terrain", "foot", "wheels", "tracks", "cover", "shelter", "built")]
    for name in TERRAINS:
        ground = rules.file.terrain[name]
        costs = [_points(language, cost) for cost in (ground.foot, ground.wheeled, ground.tracked)]
        built = say(language, "ui.pages.dense" if ground.dense else "ui.pages.built") if ground.built_up else "–"
        cover, shelter = f"{ground.cover:+d}" if ground.cover else "0", f"{ground.shelter} %"
        rows.append((_capital(say(language, f"terrain.{name}")), *costs, cover, shelter, built))
    return "terrain", Table(tuple(rows))


def _crossings(language: str, rules: Rules) -> tuple[str, Table]:
    rows = [_heads(language, "crossing", "foot", "wheels", "tracks")]
    for name in ("slope", "river", "canal", "damaged_bridge", "pontoon", "rubble", "foreign", "mines"):
        cost = getattr(rules.file.hexsides, name)
        costs = [_points(language, value) for value in (cost.foot, cost.wheeled, cost.tracked)]
        rows.append((say(language, f"ui.pages.crossing_{name}"), *costs))
    return "crossings", Table(tuple(rows))


def _kinds(language: str, rules: Rules) -> tuple[str, Table]:
    rows = [_heads(language, "kind", "moves", "attack", "defence")]
    for name, kind in rules.file.kinds.items():
        moves = say(language, f"ui.pages.moves_{kind.mobility}")
        rows.append((say(language, f"kind.{name}"), moves, f"{kind.attack} %", f"{kind.defence} %"))
    return "kinds", Table(tuple(rows))


def _quality(language: str, rules: Rules) -> tuple[str, Table]:
    rows = [_heads(language, "quality", "worth")]
    for i, percent in enumerate(rules.file.scale.quality_percent):
        rows.append((say(language, f"ui.unit.quality_{i + 1}"), f"{percent} %"))
    return "qualities", Table(tuple(rows))


def _supply(language: str, rules: Rules) -> tuple[str, Table]:
    rows = [_heads(language, "state", "days", "recovery", "attack", "defence", "missions")]
    supply = rules.file.supply
    least = {"full": supply.full, "strained": supply.strained, "low": supply.low}
    for name in ("full", "strained", "low", "out_1", "out_2", "out_3"):
        effect = getattr(supply.effects, name)
        turn = int(name[-1]) if name.startswith("out") else 0
        words = say(language, f"supply.{name.partition('_')[0]}")
        state = say(language, "ui.pages.turn", state=words, turn=turn) if turn else words
        days = say(language, "ui.pages.from", days=f"{least[name] / 100:g}") if name in least else "–"
        shares = (f"{share} %" for share in (effect.recovery, effect.attack, effect.defence))
        rows.append((state, days, *shares, str(effect.missions)))
    return "supply_states", Table(tuple(rows))


def _goods(language: str, rules: Rules) -> tuple[str, Table]:
    needs = rules.file.supply.needs
    rows = [_heads(language, "good", "need")]
    for good, names in (("sustenance", ("sustenance",)),
                        ("ammunition", ("ammunition_quiet", "ammunition_assaulted", "ammunition_attacked"))):  # fmt: skip
        for name in names:
            kind = say(language, f"ui.pages.need_{name}")
            rows.append((f"{_capital(say(language, f'supply.good.{good}'))}: {kind}", str(getattr(needs, name))))
    return "goods", Table(tuple(rows))


def _postures(language: str, rules: Rules) -> tuple[str, Table]:
    values = rules.file.postures.model_dump()
    rows = [_heads(language, "posture", "letter", "does")]
    for name, letter in zip(POSTURES, POSTURE_LETTERS, strict=True):
        does = say(language, f"ui.posture.tip_{name}", **values)
        rows.append((say(language, f"ui.posture.full_{name}"), letter, does))
    return "postures", Table(tuple(rows))


def _missions(language: str) -> tuple[str, Table]:
    rows = [_heads(language, "mission", "does")]
    for name in MISSIONS[1:]:
        rows.append((_capital(say(language, f"mission.{name}")), say(language, f"ui.pages.mission_{name}")))
    return "missions", Table(tuple(rows))


def _weather(language: str, rules: Rules) -> tuple[str, Table]:
    rows = [_heads(language, "ground_of_day", "off_foot", "off_wheels", "off_tracks")]
    for name in GROUNDS:
        percent = getattr(rules.file.ground_percent, name)
        rows.append((_capital(say(language, f"ground.{name}")), *(f"{v} %" for v in percent.row())))
    return "grounds", Table(tuple(rows))


def _skies(language: str, rules: Rules) -> tuple[str, Table]:
    rows = [_heads(language, "sky", "sight", "sorties")]
    recon = rules.file.recon
    for i, name in enumerate(SKIES):
        rows.append((_capital(say(language, f"sky.{name}")), str(recon.sight_hexes[i]), f"{recon.flight_percent[i]} %"))
    return "skies", Table(tuple(rows))


# people and sources --------------------------------------------------------------------------------------------------


def _credits(language: str) -> Page:
    """Whose work and whose data the game is made of."""
    blocks = tuple(block for block in _blocks(CREDITS.read_text(encoding="utf-8").partition("\n")[2]))
    about = Text(say(language, "ui.pages.credits_about"))
    return Page("credits", "people", say(language, "ui.pages.credits"), (about, *blocks), language != "en")


def _events(language: str, scenario: Scenario, happened: Sequence[Happening]) -> Iterator[Page]:
    """The events of the battle that have happened, as far as the reader has been told."""
    if not happened:
        return
    rows = [_heads(language, "day", "event", "source", "known")]
    for day, event in happened:
        date, tell = scenario.date(day), event.tell
        words = getattr(event.name, language) + (f": {getattr(tell, language)}" if tell is not None else "")
        source = event.source or say(language, "ui.pages.no_source")
        known = say(language, f"ui.pages.known_{event.confidence}")
        rows.append((f"{date.day}.{date.month:02d}", words, source, known))
    blocks = Text(say(language, "ui.pages.events_about")), Table(tuple(rows))
    yield Page("events", "battle", say(language, "ui.pages.events"), blocks)


def _sources(language: str, scenario: Scenario) -> Iterator[Page]:
    """Where what the battle's file holds is from, and how well it is known."""
    for name, entries in _sourced(language, scenario):
        rows = [_heads(language, "what", "source", "known")]
        for words, entry in entries:
            source = entry.source or say(language, "ui.pages.no_source")
            rows.append((words, source, say(language, f"ui.pages.known_{entry.confidence}")))
        blocks: list[Block] = [Text(say(language, "ui.pages.sources_about")), Table(tuple(rows))]
        if name in ("units", "supply") and _is_told_in_part(scenario):
            blocks.insert(1, Text(say(language, "ui.pages.sources_untold")))
        yield Page(f"sources_{name}", "battle", say(language, f"ui.pages.sources_{name}"), tuple(blocks))


def _is_told_in_part(scenario: Scenario) -> bool:
    """Whether it is a battle as one side is told of it: the enemy's units have no hex there."""
    return any(not unit.hex for formation in scenario.file.formations for unit in formation.units)


def _sourced(language: str, scenario: Scenario) -> Iterator[tuple[str, list[tuple[str, Sourced]]]]:
    """Everything of the battle that names its source, by kind; nothing of what has no hex for one who may not know it."""
    file = scenario.file
    units: list[tuple[str, Sourced]] = []
    for formation in file.formations:
        if not all(unit.hex for unit in formation.units):
            continue
        brigade = str(getattr(formation.name, language))
        units.append((brigade, formation))
        units += [(f"{getattr(unit.name, language)}, {brigade}", unit) for unit in formation.units]
    yield "units", units
    yield "supply", [(str(getattr(s.name, language)), s) for s in file.supply if s.hex]
    yield "roads", [(" ".join(filter(None, (road.ref, f"{road.path[0]}–{road.path[-1]}"))), road) for road in file.roads]
    yield "places", [(f"{getattr(place.name, language)}, {place.hex}", place) for place in file.places]
    layers: list[tuple[str, Sourced]] = [(say(language, f"ui.pages.layer_{n}"), getattr(file, n))
                                         for n in ("terrain", "elevation", "control")]  # fmt: skip
    days = [(f"{scenario.date(w.from_).day}.{scenario.date(w.from_).month:02d}", w) for w in file.weather]
    yield "ground", [*layers, *days]


def known_terms(language: str) -> dict[str, str]:
    """Words of the rules that have a table of their own -> the page they lead to."""
    found = {}
    texts = keys(language)
    for group, page, names in (("terrain", "ground", TERRAINS), ("kind", "units", load_rules().kinds),
                               ("supply", "supply", SUPPLY_STATES), ("surface", "6", SURFACES[1:])):  # fmt: skip
        for name in names:
            found[texts[f"{group}.{name}"]] = page
    for name in POSTURES:
        found[texts[f"ui.posture.full_{name}"]] = "postures"
    return {words: page for words, page in found.items() if len(words) > 4}
