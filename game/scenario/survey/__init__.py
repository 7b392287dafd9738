"""Survey: scenario skeletons made from geographic data, for any box of latitude and longitude."""

from game.scenario.survey.skeleton import survey

__all__ = ["survey"]
