"""Which figures and tables stand in which section of the report, in order."""

from __future__ import annotations

from analysis.studies.satisfaction.groups import TRAITS

FIGURES_OF_SECTION = {
    "who_answered": ("who_answered",),
    "units": ("units",),
    "unsur": ("unsur",),
    "trend": ("trend",),
    "priorities": ("priorities",),
}
TABLES_OF_SECTION = {
    "decision": ("key_figures", "gates"),
    "who_answered": ("who_answered", "adequacy", "respondents_by_unit"),
    "index": ("key_figures", "by_instrument"),
    "units": ("by_unit", "unit_ranks"),
    "groups": tuple(f"by_{trait}" for trait in TRAITS),
    "unsur": ("by_unsur", "unit_by_unsur"),
    "trend": ("trend", "trend_by_unit"),
    "priorities": ("priorities", "follow_ups", "follow_up_results"),
    "published": ("published_check",),
    "limits": ("questionnaire",),
}
