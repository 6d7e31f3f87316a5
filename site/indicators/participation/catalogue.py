"""The participation indicators by code."""

from indicators.participation.definitions import Definition

DEFINITIONS: dict[str, Definition] = {}
