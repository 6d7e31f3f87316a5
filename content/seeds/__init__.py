"""A city's first words: what its folder `content` says, read and checked before anything is written."""

from content.seeds.reading import Seed, Seeds, read_seeds
from content.seeds.refusal import SeedRefused

__all__ = ["Seed", "SeedRefused", "Seeds", "read_seeds"]
