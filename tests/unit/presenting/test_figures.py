from __future__ import annotations

import io
from dataclasses import replace

import pandas as pd
import pytest
from matplotlib.figure import Figure
from PIL import Image
from sample_report import SMALL_UNIT, report_figures, trend_table, two, unit_table, unsur_table

from analysis.presenting import figures
from analysis.presenting.figures import caption, figure_html, render, shown_rows
from analysis.privacy.disclosure import protect_table
from analysis.schemas.bundle import ReportColumn, ReportTable

TABLES = {one.name: protect_table(one) for one in (unit_table(), unsur_table(), trend_table())}


@pytest.mark.parametrize("figure", report_figures(), ids=lambda one: one.name)
def test_render_gives_equal_bytes_without_text_chunks(figure):
    table = TABLES[figure.table]
    png = render(figure, table, "id", True)
    assert png == render(figure, table, "id", True)
    image = Image.open(io.BytesIO(png))
    assert image.format == "PNG"
    assert set(image.info) <= {"dpi"}
    assert image.width == pytest.approx(7.2 * 180, abs=1)


def test_render_hands_over_shown_rows_only(monkeypatch):
    seen = []

    def draw(_chart, table, lang):
        seen.append((table.frame["unit"].dropna().tolist(), lang))
        return Figure()

    monkeypatch.setattr(figures, "draw", draw)
    render(report_figures()[0], TABLES["by_unit"], "en", False, dpi=20)
    ((units, lang),) = seen
    assert lang == "en"
    assert SMALL_UNIT not in units
    assert len(units) < 7


def test_render_prints_the_stamp_on_sample_data_only(monkeypatch):
    drawn = []

    def draw(_chart, _table, _lang):
        drawn.append(Figure(figsize=(4, 2)))
        return drawn[-1]

    monkeypatch.setattr(figures, "draw", draw)
    figure = report_figures()[0]
    real = render(figure, TABLES["by_unit"], "id", False, dpi=50)
    sample = render(figure, TABLES["by_unit"], "id", True, dpi=50)
    assert real != sample
    assert drawn[0].get_supxlabel() == ""
    assert drawn[1].get_supxlabel() == "DATA CONTOH - bukan data sebenarnya"


def test_render_of_an_empty_table_says_so_instead_of_failing():
    table = replace(TABLES["by_unit"], frame=TABLES["by_unit"].frame.iloc[:0])
    assert render(report_figures()[0], table, "id", True, dpi=40).startswith(b"\x89PNG")


def test_render_of_rows_without_any_value_says_so_too():
    table = TABLES["by_unit"]
    empty = replace(table, frame=table.frame.assign(estimate=float("nan")))
    assert render(report_figures()[0], empty, "id", True, dpi=40).startswith(b"\x89PNG")


def test_render_of_signs_without_a_glyph_does_not_fail():
    table = replace(TABLES["by_unit"], frame=TABLES["by_unit"].frame.assign(unit="Unit 👍 الخدمة"))
    assert render(report_figures()[0], table, "id", True, dpi=30).startswith(b"\x89PNG")


def test_render_restores_the_settings_of_matplotlib():
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    render(report_figures()[1], TABLES["unsur"], "id", True, dpi=30)
    assert dict(mpl.rcParams) == before


def test_caption_names_source_total_base_and_hidden_groups():
    hidden = len(TABLES["by_unit"].frame) - len(shown_rows(TABLES["by_unit"]).frame)
    assert hidden >= 1
    text = caption(TABLES["by_unit"], "id")
    assert "Sumber: tabel “Indeks kepuasan menurut unit”." in text
    assert "n = 2.213." in text
    assert f"{hidden} kelompok tidak digambar" in text


def test_caption_of_equal_bases_gives_one_number():
    assert "n per point 700." in caption(TABLES["trend"], "en")


def test_caption_tells_the_base_of_what_is_drawn_and_that_every_row_has_it():
    columns = (
        ReportColumn("unit", two("Unit", "Unit"), "label", "text"),
        ReportColumn("n", two("Indikator", "Indicators"), "base", "integer"),
        ReportColumn("computed", two("Dihitung", "Computed"), "base", "integer"),
        ReportColumn("estimate", two("Rata-rata", "Mean"), "mean", "decimal", base="computed"),
    )
    frame = pd.DataFrame({"unit": ["a", "b"], "n": 4, "computed": 3, "estimate": [1.0, 2.0]})
    table = ReportTable("t", two("T", "T"), columns, frame, "organisational")
    assert "n per point 3." in caption(table, "en")
    whole = pd.DataFrame({"unit": ["a", "b", None], "n": [4, 4, 8], "computed": [3, 3, 6]})
    assert "n = 6." in caption(replace(table, frame=whole.assign(estimate=1.0)), "en")


def test_figure_html_has_escaped_alt_text():
    figure = replace(report_figures()[0], alt={"id": 'a "b" <c>', "en": "x"})
    page = figure_html(figure, TABLES["by_unit"], "id", source="figures/units.id.png")
    assert 'alt="a &quot;b&quot; &lt;c&gt;"' in page
    assert 'src="figures/units.id.png"' in page
