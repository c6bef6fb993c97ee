"""What a hidden row held appears nowhere in the bundle: not in a heading, text or section."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from sample_report import SMALL_UNIT, UNITS, finding, report_figures, sample_output, unit_table

from analysis.presenting.formats import Formatter
from analysis.presenting.output import StudyOutput
from analysis.schemas.bundle import ReportFigure, ReportTable, Section
from analysis.schemas.finding import Finding

HIDDEN = 41.37
"""The lowest index of all, of the small unit; no other number of the report looks like it."""
FORMS = ("41,37", "41.37", "41,4", "41.4")
LANGUAGES = ("id", "en")


def table_with_hidden_low() -> ReportTable:
    given = unit_table()
    low = given.frame["unit"] == SMALL_UNIT
    return replace(
        given, frame=given.frame.assign(estimate=given.frame["estimate"].mask(low, HIDDEN))
    )


def given_findings() -> list[Finding]:
    frame = table_with_hidden_low().frame
    rows = frame[["unit", "n", "estimate"]].itertuples(index=False, name=None)
    return [
        finding(
            "ikm",
            group={} if pd.isna(unit) else {"unit": unit},
            n=int(n),
            estimate=estimate,
            value_code="B",
        )
        for unit, n, estimate in rows
    ]


def lowest(table: ReportTable) -> dict[str, str]:
    row = table.frame.dropna(subset=["unit"]).sort_values("estimate").iloc[0]
    return {lang: f"{row['unit']}: {Formatter(lang).index(row['estimate'])}" for lang in LANGUAGES}


def spoken_of(found: list[Finding]) -> dict[str, str]:
    told = [one for one in found if one.group and one.estimate is not None]
    least = min(told, key=lambda one: one.estimate)
    return {
        lang: f"{least.group['unit']}, {Formatter(lang).index(least.estimate)}"
        for lang in LANGUAGES
    }


def from_findings(found: list[Finding], _tables: dict[str, ReportTable]) -> list[ReportFigure]:
    first, *_ = report_figures()
    return [replace(first, title=spoken_of(found), alt=spoken_of(found))]


def from_table() -> list[ReportFigure]:
    first, *_ = report_figures()
    return [replace(first, title=lowest, alt=lowest)]


def sections(found: list[Finding], tables: dict[str, ReportTable]) -> list[Section]:
    words = (spoken_of(found), lowest(tables["by_unit"]), *(one.text for one in found))
    return [Section("summary", {"id": "Ringkasan", "en": "Summary"}, words)]


@pytest.fixture(params=[from_findings, from_table()], ids=["from findings", "from the table"])
def output(request: pytest.FixtureRequest) -> StudyOutput:
    return sample_output(
        tables=[table_with_hidden_low()],
        findings=given_findings(),
        figures=request.param,
        sections=sections,
    )


def test_number_of_a_hidden_row_is_nowhere_in_the_bundle(
    output: StudyOutput, tmp_path: Path
) -> None:
    folder = output.write(tmp_path)
    texts = {
        path.name: path.read_text("utf-8") for path in folder.rglob("*.*") if path.suffix != ".png"
    }
    assert {"findings.json", "narrative.json", "units.json", "by_unit.csv"} <= set(texts)
    assert [(name, form) for name, text in texts.items() for form in FORMS if form in text] == []


def test_number_of_a_hidden_row_is_in_no_display(output: StudyOutput) -> None:
    shown = [output.figure("units"), output.table("by_unit"), output.section("summary")]
    pages = [html for one in shown for html in one._repr_mimebundle_().values() if html]
    assert not [form for page in pages for form in FORMS if form in json.dumps(page)]


def test_headings_name_the_lowest_row_that_is_shown(output: StudyOutput, tmp_path: Path) -> None:
    folder = output.write(tmp_path)
    told = json.loads((folder / "figures" / "units.json").read_text("utf-8"))
    shown = output.tables["by_unit"].frame.dropna(subset=["unit", "estimate"])
    least = shown.sort_values("estimate").iloc[0]
    assert least["unit"] in UNITS
    assert least["unit"] != SMALL_UNIT
    for words in (told["title"], told["alt"]):
        assert words["id"].startswith(least["unit"])
        assert words["en"].endswith(f"{least['estimate']:.2f}")


def test_plain_words_stay_as_given() -> None:
    told = sample_output().figure("units").html["id"]
    assert "<figcaption>Indeks menurut unit</figcaption>" in told
