"""What the columns of a block stand for, with a confidence."""

from __future__ import annotations

from analysis.intake.mapping.proposing import propose
from analysis.intake.mapping.writing import toml_lines

__all__ = ["propose", "toml_lines"]
