"""The measures of the study and its words."""

from __future__ import annotations

from analysis.presenting.composing import StudyWords

MEASURES: dict[str, tuple[str, str, str]] = {
    "rows_in": ("what_became_of_the_rows", "raw_rows", "rows"),
    "accepted": ("what_became_of_the_rows", "accepted_rows", "rows"),
    "quarantined": ("what_became_of_the_rows", "quarantined_rows", "rows"),
    "structural": ("what_became_of_the_rows", "structural_rows", "rows"),
    "superseded": ("what_became_of_the_rows", "superseded_rows", "rows"),
    "missing_share": ("what_is_missing", "missing_cell_share", "share"),
    "duplicate_count": ("what_stands_twice", "duplicate_rows", "rows"),
    "pretyped_share": ("are_appraisals_pretyped", "pretyped_appraisal_share", "share"),
    "careless_share": ("are_answers_careless", "flagged_sheet_share", "share"),
    "nonresponse_bound": ("how_much_could_nonresponse_matter", "index_shift_bound", "points"),
}
WORDS = StudyWords("quality", MEASURES, disclosure="organisational")
