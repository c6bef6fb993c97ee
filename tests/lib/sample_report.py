"""A small made-up report: tables, figures, findings, an executed notebook and its bundle."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.periods import Period
from analysis.presenting.output import StudyOutput, assemble
from analysis.rules import load_rulebook
from analysis.schemas.bundle import ReportColumn, ReportFigure, ReportTable, Section
from analysis.schemas.charts import Band, Dots, Quadrant, Reference, Trend
from analysis.schemas.finding import Finding
from analysis.schemas.region import Region

MOMENT = datetime(2026, 1, 20, 10, 5, tzinfo=UTC)
UNIT_NAMES = [
    "Dinas Kependudukan dan Pencatatan Sipil",
    "Dinas Kesehatan",
    "Rumah Sakit <Umum> & Daerah",
    "Kecamatan Utara",
    "Kecamatan Selatan",
    "Dinas Sosial, Pemberdayaan Masyarakat dan Desa",
    "Perpustakaan dan Arsip",
]
UNITS = {f"unit{place}": name for place, name in enumerate(UNIT_NAMES)}
SMALL_UNIT = "unit3"
LETTERS = {
    "A": {"id": "A (Sangat Baik)", "en": "A (very good)"},
    "B": {"id": "B (Baik)", "en": "B (good)"},
}
UNSUR = {
    "waktu": ("Waktu penyelesaian", "Time to complete", 3.05, 0.55),
    "biaya": ("Biaya/tarif", "Fee", 3.62, 0.20),
    "sarana": ("Sarana dan prasarana", "Facilities", 3.12, 0.38),
    "perilaku": ("Perilaku pelaksana", "Conduct of staff", 3.41, 0.50),
    "prosedur": ("Sistem, mekanisme, dan prosedur", "System and procedure", 3.28, 0.42),
}


def two(indonesian: str, english: str) -> dict[str, str]:
    return {"id": indonesian, "en": english}


def unit_table() -> ReportTable:
    index = [90.16, 71.784, 88.305, 80.0, 79.33, 81.14, 84.5]
    base = [129, 147, 215, 3, 145, 299, 1275]
    half = [3.1, 2.0, 1.2, 9.0, 1.5, 2.1, 0.7]
    letters = ["A", "B", "A", "B", "B", "B", "B"]
    frame = pd.DataFrame(
        {
            "unit": [*UNITS, None],
            "n": pd.array([*base, sum(base)], dtype="Int64"),
            "estimate": [*index, 83.1],
            "ci_low": [*(e - h for e, h in zip(index, half, strict=True)), 82.4],
            "ci_high": [*(e + h for e, h in zip(index, half, strict=True)), 83.8],
            "letter": [*letters, "B"],
        }
    )
    names = {unit: two(name, name) for unit, name in UNITS.items()}
    columns = (
        ReportColumn("unit", two("Unit pelayanan", "Service unit"), "label", "text", codes=names),
        ReportColumn("n", two("Jawaban (n)", "Answers (n)"), "base", "integer"),
        ReportColumn("estimate", two("IKM", "Index"), "mean", "index"),
        ReportColumn("ci_low", two("Batas bawah", "Lower bound"), "bound", "index"),
        ReportColumn("ci_high", two("Batas atas", "Upper bound"), "bound", "index"),
        ReportColumn("letter", two("Mutu", "Letter"), "code", "code", codes=LETTERS),
    )
    title = two("Indeks kepuasan menurut unit", "Satisfaction index by unit")
    note = two("Hanya variasi acak yang tercakup.", "Only random variation is covered.")
    return ReportTable("by_unit", title, columns, frame, "service", note=note)


def unsur_table() -> ReportTable:
    rows = [(key, 1200, score, weight) for key, (_, _, score, weight) in UNSUR.items()]
    frame = pd.DataFrame(rows, columns=["unsur", "n", "score", "importance"])
    names = {key: two(words[0], words[1]) for key, words in UNSUR.items()}
    columns = (
        ReportColumn("unsur", two("Unsur", "Element"), "label", "text", codes=names),
        ReportColumn("n", two("n", "n"), "base", "integer"),
        ReportColumn("score", two("NRR", "Mean score"), "mean", "score"),
        ReportColumn("importance", two("Kepentingan", "Importance"), "share", "share"),
    )
    title = two("Nilai dan kepentingan unsur", "Score and importance of the elements")
    return ReportTable("unsur", title, columns, frame, "service")


def trend_table() -> ReportTable:
    values = [80.1, 80.9, 79.8, 81.2, 80.4, 81.0, 80.2, 81.5, 80.7, 80.9, 81.3, 81.1, 84.9]
    frame = pd.DataFrame(
        {
            "time": [f"{2022 + place // 4}-Q{place % 4 + 1}" for place in range(len(values))],
            "n": 700,
            "estimate": values,
            "center": 80.8,
            "lower": 78.4,
            "upper": 83.2,
            "signal": [None] * (len(values) - 1) + ["beyond_limits"],
        }
    )
    columns = (
        ReportColumn("time", two("Triwulan", "Quarter"), "label", "period"),
        ReportColumn("n", two("n", "n"), "base", "integer"),
        ReportColumn("estimate", two("IKM", "Index"), "mean", "index"),
        ReportColumn("center", two("Rata-rata", "Mean"), "mean", "index"),
        ReportColumn("lower", two("Batas bawah", "Lower limit"), "bound", "index"),
        ReportColumn("upper", two("Batas atas", "Upper limit"), "bound", "index"),
        ReportColumn("signal", two("Sinyal", "Signal"), "code", "code"),
    )
    return ReportTable(
        "trend", two("Indeks per triwulan", "Index by quarter"), columns, frame, "service"
    )


def report_figures() -> tuple[ReportFigure, ...]:
    bands = (Band(88.305, 100, "A"), Band(76.605, 88.305, "B"))
    return (
        ReportFigure(
            "units",
            "by_unit",
            two("Indeks menurut unit", "Index by unit"),
            two("Titik dan selang indeks tiap unit", "Dots with intervals for every unit"),
            Dots(label="unit", bands=bands, reference=Reference(82.9, two("median", "median"))),
        ),
        ReportFigure(
            "priority",
            "unsur",
            two("Kepentingan dan kinerja", "Importance and performance"),
            two("Diagram empat bidang", "A chart of four fields"),
            Quadrant(
                label="unsur",
                x="score",
                y="importance",
                format="score",
                axis=two("NRR", "NRR"),
                y_axis=two("r", "r"),
            ),
        ),
        ReportFigure(
            "trend",
            "trend",
            two("Indeks per triwulan", "Index by quarter"),
            two("Garis indeks per triwulan", "A line of the index by quarter"),
            Trend(),
        ),
    )


def finding(name: str, **changes: object) -> Finding:
    given = {
        "id": f"satisfaction.{name}",
        "question": "index",
        "measure": name,
        "measure_unit": "index",
        "method": "pooled_sheets",
        "status": "ok",
        "disclosure": "service",
        "headline": True,
    }
    return Finding(**(given | changes))


def findings() -> list[Finding]:
    return [
        finding("ikm", estimate=83.1, ci_low=82.4, ci_high=83.8, n=2213, value_code="B"),
        finding("adequacy", estimate=322.0, n=2213, measure_unit="sheets", status="review"),
        finding("trend_signal", status="blocked", reason_code="no_history"),
        finding(
            "unsur",
            group={"unsur": "waktu"},
            estimate=76.25,
            n=1200,
            value_code="B",
            headline=False,
        ),
        finding("sample_only", group={"unit": SMALL_UNIT}, estimate=80.0, n=3, headline=False),
    ]


def sections(found: list[Finding], _tables: dict[str, ReportTable]) -> list[Section]:
    limits = two(
        "Yang tidak menjawab tidak tercakup.", "People who did not answer are not covered."
    )
    return [
        Section(
            "summary",
            two("Ringkasan", "Summary"),
            tuple(one.text for one in found),
            figures=("units", "priority", "trend"),
            tables=("by_unit", "unsur", "trend"),
        ),
        Section("limits", two("Yang tidak ditunjukkan", "What this does not show"), (limits,)),
    ]


def sample_region(*, synthetic: bool = True) -> Region:
    units = [{"id": unit, "name": name} for unit, name in UNITS.items()]
    return Region(id="kota-contoh", name="Kota Contoh", synthetic=synthetic, units=units)


def sample_output(*, synthetic: bool = True, **options: object) -> StudyOutput:
    data = SimpleNamespace(
        region=sample_region(synthetic=synthetic),
        period=Period.parse("2025-S2"),
        codebooks={},
        rules=load_rulebook(),
    )
    given = {
        "data": data,
        "study": "satisfaction",
        "findings": findings(),
        "tables": [unit_table(), unsur_table(), trend_table()],
        "figures": report_figures(),
        "sections": sections,
        "rules_used": {"skm": "skm-2017"},
        "generated_at": MOMENT,
    }
    return assemble(**(given | options))


def write_notebook(output: StudyOutput, path: Path) -> None:
    cells = [
        _prose("# Seberapa puas warga?\n\nPengantar.", "id"),
        _prose("# How satisfied are citizens?\n\nIntroduction.", "en"),
        _code('region = "kota-contoh"\ndata_dir = "/home/someone/data"', tags=["parameters"]),
        _code('out_dir = "/home/someone/out"', tags=["injected-parameters"]),
        _code('frame = read("/home/someone/data/answers.csv")'),
        _prose("## Temuan pokok", "id"),
        _prose("## Main findings", "en"),
        _code('output.section("summary")', output.section("summary")),
        _prose("## Menurut unit", "id"),
        _prose("## By unit", "en"),
        _code('output.figure("units")', output.figure("units")),
        _code('output.table("by_unit")', output.table("by_unit")),
        _prose("## Unsur", "id"),
        _prose("## Elements", "en"),
        _code('output.figure("priority")', output.figure("priority")),
        _code('output.table("unsur")', output.table("unsur")),
        _prose("## Perkembangan", "id"),
        _prose("## Trend", "en"),
        _code('output.figure("trend")', output.figure("trend")),
        _code('output.table("trend")', output.table("trend")),
        _prose("## Metode dan batasan", "id"),
        _prose("## Method and limits", "en"),
        _code('output.section("limits")', output.section("limits")),
        _leftovers(),
    ]
    nbformat.write(new_notebook(cells=cells), path)


def write_report(folder: Path, **options: object) -> Path:
    """Write the bundle and the executed notebook into `folder` and return it."""
    output = sample_output(**options)
    output.write(folder)
    write_notebook(output, folder / "notebook.ipynb")
    return folder


def _prose(text: str, lang: str) -> nbformat.NotebookNode:
    return new_markdown_cell(text, metadata={"lang": lang})


def _code(source: str, *displays: object, tags: list[str] | None = None) -> nbformat.NotebookNode:
    outputs = [
        new_output("execute_result", dict(one._repr_mimebundle_()), execution_count=1)
        for one in displays
    ]
    return new_code_cell(source, outputs=outputs, metadata={"tags": tags or []})


def _leftovers() -> nbformat.NotebookNode:
    outputs = [
        new_output("stream", text="LEFTOVER PRINT"),
        new_output(
            "display_data", {"text/html": "<table><tr><td>LEFTOVER FRAME</td></tr></table>"}
        ),
    ]
    return new_code_cell("frame.head()", outputs=outputs)
