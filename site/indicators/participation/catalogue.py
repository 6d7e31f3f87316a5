"""The participation indicators in force, in the order of the page, and the versions before them."""

from indicators.participation.catalogue_deeds import DEEDS
from indicators.participation.catalogue_people import PEOPLE_AND_ACTIONS
from indicators.participation.definitions import Definition

DEFINITIONS: dict[str, Definition] = {
    definition.code: definition for definition in (*PEOPLE_AND_ACTIONS, *DEEDS)
}
# Versions that no longer apply, the newest first.
HISTORY: list[Definition] = []


def versions(code: str) -> list[Definition]:
    """The version in force, then the earlier ones."""
    return [DEFINITIONS[code], *(earlier for earlier in HISTORY if earlier.code == code)]
