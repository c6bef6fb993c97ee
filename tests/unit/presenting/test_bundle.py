from __future__ import annotations

import json

import pandas as pd
import pytest
from sample_report import sample_output, two, unit_table

from analysis.presenting.bundle import read_table, table_csv, table_names, write_table
from analysis.presenting.tables import shown_texts
from analysis.privacy.disclosure import protect_table
from analysis.schemas.bundle import ReportColumn, ReportTable
from analysis.schemas.finding import FindingsDocument


def test_write_makes_every_file_of_the_bundle(tmp_path):
    sample_output().write(tmp_path)
    names = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*"))
    assert names == [
        "figures/priority.en.png",
        "figures/priority.id.png",
        "figures/priority.json",
        "figures/trend.en.png",
        "figures/trend.id.png",
        "figures/trend.json",
        "figures/units.en.png",
        "figures/units.id.png",
        "figures/units.json",
        "findings.json",
        "narrative.json",
        "tables/by_unit.csv",
        "tables/by_unit.json",
        "tables/trend.csv",
        "tables/trend.json",
        "tables/unsur.csv",
        "tables/unsur.json",
    ]


def test_write_twice_gives_the_same_bytes(tmp_path):
    one, other = sample_output().write(tmp_path / "a"), sample_output().write(tmp_path / "b")
    for path in one.rglob("*.*"):
        assert path.read_bytes() == (other / path.relative_to(one)).read_bytes(), path.name


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_table_read_back_shows_the_same_cells(tmp_path, lang):
    table = protect_table(unit_table())
    write_table(table, tmp_path, synthetic=True)
    again = read_table(tmp_path, "by_unit")
    assert shown_texts(again, lang) == shown_texts(table, lang)
    assert (again.title, again.columns, again.note) == (table.title, table.columns, table.note)
    assert table_names(tmp_path) == ["by_unit"]


def test_csv_has_plain_numbers_and_empty_hidden_cells():
    lines = table_csv(protect_table(unit_table())).splitlines()
    assert lines[0] == "unit,n,estimate,ci_low,ci_high,letter,disclosure_status"
    assert lines[2].startswith("unit1,147,71.784,")
    assert lines[4] == "unit3,,,,,,suppressed"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)"])
def test_csv_makes_formulas_harmless_and_reads_them_back(tmp_path, text):
    columns = (
        ReportColumn("unit", two("Unit", "Unit"), "label", "text"),
        ReportColumn("change", two("Ubah", "Change"), "mean", "index"),
    )
    frame = pd.DataFrame({"unit": [text], "change": [-1.5]})
    table = ReportTable("t", two("T", "T"), columns, frame, "organisational")
    line = table_csv(table).splitlines()[1]
    assert line == f"'{text},-1.5"
    write_table(table, tmp_path, synthetic=False)
    assert read_table(tmp_path, "t").frame["unit"].tolist() == [text]


@pytest.mark.parametrize("synthetic", [True, False])
def test_the_stamp_is_in_every_description_of_sample_data_only(tmp_path, synthetic):
    sample_output(synthetic=synthetic).write(tmp_path)
    told = [path for path in tmp_path.rglob("*.json") if path.name != "findings.json"]
    assert told
    for path in told:
        content = json.loads(path.read_text("utf-8"))
        assert content["synthetic"] is synthetic
        assert (content["stamp"] is not None) is synthetic
    assert FindingsDocument.read(tmp_path / "findings.json").synthetic is synthetic


def test_narrative_holds_title_key_figures_and_sections(tmp_path):
    sample_output().write(tmp_path)
    told = json.loads((tmp_path / "narrative.json").read_text("utf-8"))
    assert told["region_name"] == "Kota Contoh"
    assert told["period_name"]["id"] == "Semester II 2025"
    assert told["class"] == "public"
    assert [one["status"] for one in told["headlines"]] == ["ok", "review", "blocked"]
    assert told["headlines"][0]["value"] == {"id": "83,10", "en": "83.10"}
    assert told["headlines"][2]["value"] == {"id": "–", "en": "–"}
    assert [one["key"] for one in told["sections"]] == ["summary", "limits"]
    assert told["rules"][0]["id"] == "skm-2017"
