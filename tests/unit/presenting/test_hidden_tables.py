"""A table of which nothing may be shown gives way to one sentence."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from sample_report import sample_output, two, unit_table, unsur_table

from analysis.presenting.hidden_tables import is_wholly_hidden
from analysis.schemas.bundle import STATUS_COLUMN, ReportColumn, ReportFigure, ReportTable, Section
from analysis.schemas.charts import Dots


def small_table(name: str = "small") -> ReportTable:
    """Return a table of units of which each has fewer than five sheets."""
    frame = unit_table().frame.head(2).assign(n=pd.array([3, 4], dtype="Int64"))
    return replace(unit_table(), name=name, title=two("Unit kecil", "Small units"), frame=frame)


def section_of(*tables: str, paragraphs: tuple[dict[str, str], ...] = ()) -> Section:
    return Section("parts", two("Bagian", "Part"), paragraphs, ("units",), tables)


def written(*sections: Section, tables: list[ReportTable], **options: object):
    figure = ReportFigure(
        "units", "small", two("Judul", "Title"), two("Alt", "Alt"), Dots(label="unit")
    )
    return sample_output(
        tables=tables, figures=[figure], sections=lambda *_: list(sections), **options
    )


def crossing(statuses: dict[tuple[str | None, str | None], str]) -> ReportTable:
    frame = pd.DataFrame(list(statuses), columns=["gender", "status"])
    labels = tuple(ReportColumn(one, two(one, one), "label", "text") for one in frame)
    told = frame.assign(**{STATUS_COLUMN: list(statuses.values())})
    return ReportTable("crossing", two("Silang", "Crossing"), labels, told, "personnel")


def test_a_wholly_hidden_table_and_its_figure_give_way_to_a_sentence_that_says_why():
    output = written(section_of("small", "unsur"), tables=[small_table(), unsur_table()])
    (section,) = output.narrative["sections"]
    assert (section["tables"], section["figures"]) == (["unsur"], [])
    assert set(output.tables) == {"unsur"}
    assert [one["en"] for one in section["paragraphs"]] == [
        "Not shown here because every figure is hidden: “Small units”. There is not enough "
        "evidence (fewer than 5), or a group that small is protected."
    ]


def test_several_hidden_tables_of_a_section_share_a_sentence_with_the_floor_asked_for():
    tables = [small_table(), small_table("other")]
    output = written(section_of("small", "other"), tables=tables, min_cell=7)
    (paragraph,) = output.sections["parts"].paragraphs
    assert "“Small units”, “Small units”" in paragraph["en"]
    assert "kurang dari 7" in paragraph["id"]


def test_tables_of_different_floors_are_told_apart():
    sensitive = replace(small_table("other"), disclosure="sensitive")
    output = written(section_of("small", "other"), tables=[small_table(), sensitive])
    told = [one["en"] for one in output.sections["parts"].paragraphs]
    assert [("than 5" in one, "than 10" in one) for one in told] == [(True, False), (False, True)]


def test_a_section_says_of_a_hidden_table_only_where_the_table_would_have_stood():
    first, second = section_of("small"), replace(section_of("small"), key="second")
    output = written(first, second, tables=[small_table()])
    assert "Small units" in output.sections["parts"].paragraphs[0]["en"]
    (nothing,) = output.sections["second"].paragraphs
    assert nothing["en"].startswith("There is nothing to show in this part")


def test_a_section_with_a_shown_table_only_is_left_as_it_was():
    sentence = two("Isi.", "Content.")
    output = written(section_of("unsur", paragraphs=(sentence,)), tables=[unsur_table()])
    assert output.sections["parts"].paragraphs == (sentence,)


CELL, GENDER, WHOLE = ("P", "PNS"), ("P", None), (None, None)


@pytest.mark.parametrize(
    ("statuses", "hidden"),
    [
        ({CELL: "suppressed", GENDER: "suppressed", WHOLE: "suppressed"}, True),
        ({CELL: "suppressed", GENDER: "shown", WHOLE: "shown"}, True),
        ({CELL: "kept", GENDER: "suppressed", WHOLE: "suppressed"}, False),
        ({GENDER: "shown", WHOLE: "suppressed"}, False),
        ({}, False),
    ],
    ids=["nothing_shown", "only_sums_shown", "a_cell_kept", "no_cells", "no_rows"],
)
def test_the_cells_of_a_crossing_decide(statuses, hidden: bool):
    assert is_wholly_hidden(crossing(statuses)) is hidden


def test_a_total_of_one_label_and_a_coarser_level_still_say_something():
    crossed = crossing({("P", "PNS"): "suppressed", ("P", None): "shown"})
    assert not is_wholly_hidden(replace(crossed, nesting=(("gender", "status"),)))
    single = crossed.frame.drop(columns="status").assign(gender=["P", None])
    assert not is_wholly_hidden(replace(crossed, columns=crossed.columns[:1], frame=single))
