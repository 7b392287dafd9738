"""The mirror battle with every kind of event and condition, and a few facts of a history that never was."""

from __future__ import annotations

import functools
import re

from game.documents import parse
from game.scenario.load import FOLDER, Scenario, build

EVENTS = """
events:
  - {id: dry, name: {en: "Dry roads", uk: "Сухі дороги"}, when: {day: 1}, do: [{daily: ua-west, shells: 40}, {daily: ru-west, shells: -20}]}
  - {id: call, name: {en: "A call", uk: "Виклик"}, when: {from: 2, to: 4, chance: 60}, do: [{brings: n-10}, {goods: ua-east, ammunition: -100, people: 60}], told: ua}
  - {id: answer, name: {en: "An answer", uk: "Відповідь"}, when: {from: 2, to: 9}, if: [{fired: call}, {not_fired: leave}], do: [{rounds: s-arty, add: 200}, {replenish: s-5, people: 80}], told: ru}
  - {id: leave, name: {en: "A battalion leaves", uk: "Батальйон вибуває"}, when: {from: 4, to: 9}, if: [{side: ua, lost_people: 100}], do: [{takes: s-9}, {points: {ua: -1.5, ru: 2}}], tell: {en: "It is wanted elsewhere.", uk: "Він потрібен деінде."}}
  - {id: shaken, name: {en: "Doubts", uk: "Сумніви"}, when: {from: 3, to: 10}, if: [{side: ru, lacks: crossroads}, {side: ua, holds: north-town}], do: [{will: {ru: -5}}], told: nobody}
  - {id: weak, name: {en: "A weak battalion", uk: "Слабкий батальйон"}, when: {from: 2, to: 10}, if: [{unit: n-4, people_below: 250}], do: [{replenish: n-4, people: 30}], told: ua}
  - {id: hungry, name: {en: "Hunger", uk: "Голод"}, when: {from: 2, to: 10}, if: [{unit: s-4, out_of_supply: true}], do: [{will: {ru: -1}}]}
  - {id: gone, name: {en: "A loss", uk: "Втрата"}, when: {from: 2, to: 10}, if: [{unit: s-4, gone: true}], do: [{will: {ru: -1}}]}
  - {id: ring, name: {en: "A ring", uk: "Кільце"}, when: {from: 2, to: 10}, if: [{formation: n-brigade, encircled: true}], do: [{will: {ua: -9}}]}
  - {id: ahead, name: {en: "Ahead", uk: "Попереду"}, when: {from: 5, to: 10}, if: [{side: ua, points_above: 20}, {side: ru, will_below: 60}], do: [{points: {ru: 1}}]}

history:
  - {id: ground, from: 1, day: 3, measure: net_ground_km2, value: 1.5, low: -4, high: 7, name: {en: "Net ground", uk: "Терен"}, source: "made up", confidence: high}
  - {id: lost, from: 2, day: 3, measure: ua_people_lost, value: 100000, source: "made up", confidence: low}
  - {id: town, day: 2, place: north-town, side: ua, source: "made up", confidence: high}
  - {id: late, day: 200, place: north-town, side: ru, source: "made up", confidence: high}
  - id: line
    day: 4
    source: "made up"
    confidence: high
    rows:
"""  # noqa: E501
FRONT = "".join(
    f'      - "{" " * (r % 2)}{" ".join(letter * 20)}"\n' for r, letter in enumerate("uuuuuu...rrrrrr")
)


@functools.cache
def eventful(days: int = 6) -> Scenario:
    """The mirror battle over some days, with the events and the history."""
    text = (FOLDER / "mirror.yaml").read_text(encoding="utf-8")
    text = re.sub(r"turns: \d+", f"turns: {days}", text, count=1)
    text = re.sub(r'(id: n-10, .* hex: "1804",)', r"\1 arrives: event,", text, count=1)
    text = text.replace("\nvictory:\n", f"{EVENTS}{FRONT}\nvictory:\n", 1)
    document = parse("eventful.yaml", text)
    scenario = build(document, "eventful")
    assert scenario is not None, "\n".join(problem.render() for problem in document.errors)
    return scenario
