"""The one door to canonical tables, published findings and the disclosure ledger."""

from analysis.store.ledger import read_ledger, write_ledger
from analysis.store.study_data import (
    StudyData,
    published_findings,
    resolve_period,
    study_data,
)
from analysis.store.tables import load, read_table, table_years, write_region
from analysis.store.validation import validate

__all__ = [
    "StudyData",
    "load",
    "published_findings",
    "read_ledger",
    "read_table",
    "resolve_period",
    "study_data",
    "table_years",
    "validate",
    "write_ledger",
    "write_region",
]
