"""Which steps each canonical table takes."""

from __future__ import annotations

from analysis.intake.tables import complaints
from analysis.intake.tables.steps import Step

STEPS: dict[str, tuple[Step, ...]] = {
    "complaints": complaints.STEPS,
}
