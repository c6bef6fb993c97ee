"""Seeded sample regions with known truth, written as messy as the files offices hold."""

from analysis.intake.sample.write import REGIONS, write_samples

__all__ = ["REGIONS", "write_samples"]
