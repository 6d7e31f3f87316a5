"""How many people there must be before the site tells a number about them; docs/publication.md says why."""

from typing import Final

# In a smaller group somebody who knows the place could tell who is meant (promise 4 of the design).
FEWEST: Final = 10
