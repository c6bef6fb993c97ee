"""Which canonical tables each study reads; the first one decides which periods have data."""

from __future__ import annotations

STUDY_TABLES: dict[str, tuple[str, ...]] = {
    "satisfaction": ("citizen_survey", "service_population", "published_indices"),
}
