"""One seeded generator a purpose, so that switching one thing off leaves all else as drawn."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Streams:
    """Generators derived from one seed by name.

    The same person meets the same chance whatever the knobs are: this is what makes two draws with
    one knob changed potential outcomes of the same persons.
    """

    seed: int

    def of(self, name: str) -> np.random.Generator:
        """Return the generator of `name`, always from its beginning."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])

    @classmethod
    def from_generator(cls, rng: np.random.Generator) -> Streams:
        """Take the seed from `rng`."""
        return cls(int(rng.integers(2**32)))
