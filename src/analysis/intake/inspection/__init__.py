"""`kinerja inspect`: what a raw file holds, what it is taken for, what region.toml would need."""

from __future__ import annotations

from analysis.intake.inspection.inspecting import Inspection, inspect_file
from analysis.intake.inspection.showing import bullet, render
from analysis.intake.inspection.writing import write_source, write_units

__all__ = ["Inspection", "bullet", "inspect_file", "render", "write_source", "write_units"]
