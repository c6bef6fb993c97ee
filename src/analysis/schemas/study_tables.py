"""Which canonical tables each study reads, in the order in which studies are run."""

from __future__ import annotations

from analysis.schemas.tables import TABLE_NAMES

STUDY_TABLES: dict[str, tuple[str, ...]] = {
    "quality": tuple(name for name in TABLE_NAMES if name != "staff_link"),
    "accountability": (
        "appraisals",
        "work_plan",
        "performance_reports",
        "employees",
        "feedback",
        "decisions",
        "unit_ratings",
        "unit_indicators",
        "follow_ups",
        "forum_notes",
        "published_indices",
    ),
    "fairness": ("appraisals", "employees", "decisions", "trainings", "staff_survey", "staff_link"),
    "resistance": ("staff_survey", "survey_frame", "employees"),
    "training": (
        "trainings",
        "employees",
        "appraisals",
        "work_plan",
        "performance_reports",
    ),
    "satisfaction": ("citizen_survey", "service_population", "published_indices", "follow_ups"),
    "policy": ("appraisals", "employees"),
}

DECIDING_TABLES: dict[str, tuple[str, ...]] = {
    "quality": STUDY_TABLES["quality"],
    "accountability": ("appraisals", "work_plan", "performance_reports"),
    "policy": ("appraisals", "staff_survey", "trainings", "citizen_survey"),
}
"""Tables that tell which periods a study has data for; otherwise the first one it reads."""

READS_FINDINGS = ("policy",)
"""Studies that read what the other studies have published."""

WHOLE_REGION = ("quality", "policy")
"""Studies about a region as a whole, which have no view of a single unit."""


def deciding_tables(study: str) -> tuple[str, ...]:
    """Return the tables whose rows tell which periods `study` can report on."""
    return DECIDING_TABLES.get(study, STUDY_TABLES[study][:1])
