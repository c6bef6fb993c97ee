"""What each canonical table asks for beyond its columns: derived values and impossible rows."""

from analysis.intake.tables.steps import StepContext, Stepped, take_steps

__all__ = ["StepContext", "Stepped", "take_steps"]
