"""The canonical tables, read from `tables/*.toml`; the store checks frames against them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from analysis.checks import check_option
from analysis.schemas.columns import Column, Table

TABLE_NAMES = (
    "employees",
    "appraisals",
    "work_plan",
    "performance_reports",
    "feedback",
    "decisions",
    "staff_survey",
    "staff_link",
    "survey_frame",
    "trainings",
    "citizen_survey",
    "published_indices",
    "service_population",
    "complaints",
    "service_log",
    "forum_notes",
    "unit_ratings",
    "unit_indicators",
    "follow_ups",
)

PROVENANCE = (
    Column(
        "region",
        "text",
        {"id": "Daerah pemilik baris", "en": "Region the row belongs to"},
        required=True,
        nullable=False,
    ),
    Column(
        "source_id",
        "text",
        {"id": "Sumber data mentah", "en": "Source the row came from"},
        required=True,
        nullable=False,
    ),
    Column(
        "source_row",
        "text",
        {"id": "Berkas, lembar, dan baris asal", "en": "File, sheet and row it came from"},
        required=True,
        nullable=False,
    ),
)


@cache
def table(name: str) -> Table:
    """Return the declaration of the canonical table `name`."""
    check_option(name, name="table", allowed=TABLE_NAMES)
    text = files("analysis.schemas").joinpath("tables", f"{name}.toml").read_text("utf-8")
    declared = tomllib.loads(text)
    columns = tuple(_column(key, spec) for key, spec in declared.pop("columns").items())
    helpers = tuple(_column(key, spec) for key, spec in declared.pop("helpers", {}).items())
    return Table(
        name=name,
        row=declared["row"],
        columns=PROVENANCE + columns,
        disclosure=declared["disclosure"],
        key=tuple(declared.get("key", ())),
        principal_date=declared.get("principal_date", ""),
        items=declared.get("items", ""),
        sensitive={column: tuple(of) for column, of in declared.get("sensitive", {}).items()},
        helpers=helpers,
    )


def _column(name: str, spec: dict[str, Any]) -> Column:
    options = {**spec, "categories": tuple(spec.get("categories", ()))}
    return Column(name, options.pop("kind"), options.pop("meaning"), **options)
