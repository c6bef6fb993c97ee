"""A made-up report that shows every element once, for the page about the look and for products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
from sample_report import (
    findings,
    sample_output,
    sections,
    trend_table,
    two,
    unit_table,
    unsur_table,
)

from analysis.presenting.output import StudyOutput
from analysis.schemas.bundle import ReportColumn, ReportFigure, ReportTable, Section
from analysis.schemas.charts import (
    Band,
    Bars,
    Chart,
    Dots,
    Heat,
    Pairs,
    Quadrant,
    Reference,
    Stacked,
    Trend,
    Verdicts,
)
from analysis.schemas.finding import Finding

LETTERS = (Band(88.305, 100, "A"), Band(76.605, 88.305, "B"))
LONG_NAME = (
    "Dinas Penanaman Modal, Pelayanan Terpadu Satu Pintu, Koperasi, Usaha Kecil dan Menengah, "
    "Perdagangan dan Perindustrian"
)
SCRIPTS = "Layanan 👍 terpadu الخدمة"


def group_table() -> ReportTable:
    frame = pd.DataFrame(
        {
            "level": ["Perempuan", "Laki-laki", "PPPK", SCRIPTS],
            "n": pd.array([320, 280, 90, 45], dtype="Int64"),
            "share": [0.62, 0.55, 0.41, 0.3],
            "low": [0.566, 0.491, 0.314, 0.186],
            "high": [0.672, 0.607, 0.513, 0.446],
            "users": [0.5, 0.5, 0.35, 0.42],
        }
    )
    columns = (
        ReportColumn("level", two("Kelompok", "Group"), "label", "text"),
        ReportColumn("n", two("n", "n"), "base", "integer"),
        ReportColumn("share", two("Porsi", "Share"), "share", "share"),
        ReportColumn("low", two("Batas bawah", "Lower bound"), "bound", "share"),
        ReportColumn("high", two("Batas atas", "Upper bound"), "bound", "share"),
        ReportColumn("users", two("Porsi pengguna", "Share of users"), "share", "share"),
    )
    return ReportTable(
        "by_group", two("Porsi menurut kelompok", "Share by group"), columns, frame, "service"
    )


def rows_table() -> ReportTable:
    frame = pd.DataFrame(
        {
            "source": ["Rekap e-Kinerja", "Survei pegawai", "Daftar pelatihan"],
            "accepted": pd.array([1200, 640, 88], dtype="Int64"),
            "quarantined": pd.array([34, 9, 12], dtype="Int64"),
            "structural": pd.array([61, 12, 5], dtype="Int64"),
        }
    )
    columns = (
        ReportColumn("source", two("Sumber", "Source"), "label", "text"),
        ReportColumn("accepted", two("Diterima", "Accepted"), "count", "integer"),
        ReportColumn("quarantined", two("Ditahan", "Held back"), "count", "integer"),
        ReportColumn("structural", two("Bukan data", "Not data"), "count", "integer"),
    )
    title = two("Apa yang terjadi dengan baris", "What became of the rows")
    return ReportTable("rows", title, columns, frame, "organisational")


def scale_table(measures: int = 3) -> ReportTable:
    kinds = ["Kecamatan", "Dinas", "Badan", "Puskesmas"]
    values = {
        f"m{place}": [31.5 + 7 * place % 40 + 3 * row for row in range(len(kinds))]
        for place in range(measures)
    }
    frame = pd.DataFrame({"kind": kinds, "n": pd.array([60, 75, 41, 33], dtype="Int64"), **values})
    columns = (
        ReportColumn("kind", two("Jenis unit", "Kind of unit"), "label", "text"),
        ReportColumn("n", two("n", "n"), "base", "integer"),
        *(
            ReportColumn(name, two(f"Ukuran {place}", f"Measure {place}"), "mean", "index")
            for place, name in enumerate(values, 1)
        ),
    )
    title = two("Ukuran menurut jenis unit", "Measures by kind of unit")
    return ReportTable("scales", title, columns, frame, "service")


def claim_table() -> ReportTable:
    verdicts = {
        "supported": two("didukung", "supported"),
        "mixed": two("beragam", "mixed"),
        "not_supported": two("tidak didukung", "not supported"),
        "not_measurable": two("belum terukur", "not measurable yet"),
    }
    frame = pd.DataFrame(
        {
            "claim": ["Antrean lebih singkat", "Warga lebih percaya", "Pegawai lebih adil dinilai"],
            "verdict": ["supported", "not_measurable", "mixed"],
        }
    )
    columns = (
        ReportColumn("claim", two("Klaim", "Claim"), "label", "text"),
        ReportColumn("verdict", two("Putusan", "Verdict"), "code", "code", codes=verdicts),
    )
    title = two("Klaim dan putusannya", "Claims and their verdicts")
    return ReportTable("claims", title, columns, frame, "organisational")


def specimen_tables() -> list[ReportTable]:
    return [
        unit_table(),
        unsur_table(),
        trend_table(),
        group_table(),
        rows_table(),
        scale_table(),
        claim_table(),
    ]


CHARTS: dict[str, tuple[str, Chart, dict[str, str]]] = {
    "units": (
        "by_unit",
        Dots(
            label="unit",
            bands=LETTERS,
            reference=Reference(82.9, two("unit median", "the median unit")),
            axis=two("Indeks (25-100)", "Index (25-100)"),
        ),
        two("Enam unit dapat dibandingkan", "Six units can be compared"),
    ),
    "priority": (
        "unsur",
        Quadrant(
            label="unsur",
            x="score",
            y="importance",
            format="score",
            axis=two("Nilai rata-rata (1-4)", "Mean score (1-4)"),
            y_axis=two("Kepentingan", "Importance"),
        ),
        two("Waktu penyelesaian perlu didahulukan", "Time to complete comes first"),
    ),
    "trend": (
        "trend",
        Trend(axis=two("Indeks", "Index")),
        two("Indeks naik pada triwulan terakhir", "The index rose in the latest quarter"),
    ),
    "groups": (
        "by_group",
        Bars(label="level", low="low", high="high", axis=two("Porsi", "Share"), ordered=True),
        two("Porsi berbeda antarkelompok", "Shares differ between groups"),
    ),
    "coverage": (
        "by_group",
        Pairs(label="level", filled="share", open="users"),
        two("Perempuan lebih sering menjawab", "Women answered more often"),
    ),
    "rows": (
        "rows",
        Stacked(label="source", parts=("accepted", "quarantined", "structural")),
        two("Hampir semua baris diterima", "Nearly all rows were accepted"),
    ),
    "scales": (
        "scales",
        Heat(
            label="kind",
            columns=("m0", "m1", "m2"),
            limits=(25, 65),
            axis=two("makin gelap, makin tinggi", "the darker, the higher"),
        ),
        two("Ukuran ketiga paling tinggi", "The third measure is highest"),
    ),
    "claims": (
        "claims",
        Verdicts(label="claim", value="verdict"),
        two("Satu dari tiga klaim didukung", "One of three claims is supported"),
    ),
}


def specimen_figures() -> tuple[ReportFigure, ...]:
    return tuple(
        ReportFigure(
            name, table, title, two(f"Bagan: {title['id']}", f"Chart: {title['en']}"), chart
        )
        for name, (table, chart, title) in CHARTS.items()
    )


def specimen_sections(found: list[Finding], tables: dict[str, ReportTable]) -> list[Section]:
    first, *rest = sections(found, tables)
    shown = tuple(CHARTS)
    return [
        replace(first, figures=shown[:3], tables=("by_unit", "unsur", "trend")),
        Section(
            "groups",
            two("Kelompok dan sumber", "Groups and sources"),
            (two("Bagian ini memuat bagan lainnya.", "This section holds the other charts."),),
            figures=shown[3:],
            tables=("by_group", "rows", "scales", "claims"),
        ),
        *rest,
    ]


def specimen(**options: object) -> StudyOutput:
    """Return the specimen; options go to `assemble`."""
    given: dict[str, object] = {
        "tables": specimen_tables(),
        "figures": specimen_figures(),
        "sections": specimen_sections,
    }
    return sample_output(**(given | options))


def with_long_names(table: ReportTable) -> ReportTable:
    """Return a table whose first label is long and whose second mixes scripts."""
    column = table.columns[0]
    codes = {key: two(LONG_NAME, LONG_NAME) for key in column.codes}
    first, *others = table.columns
    return replace(table, columns=(replace(first, codes=codes), *others))


def wide_table(columns: int = 40) -> ReportTable:
    """Return a table of that many measures beside label and base."""
    return replace(scale_table(columns), name="wide")


def blocked(found: Sequence[Finding] | None = None) -> list[Finding]:
    """Return the findings as if none could be estimated."""
    return [
        replace(
            one,
            estimate=None,
            ci_low=None,
            ci_high=None,
            n=None,
            value_code=None,
            status="blocked",
            reason_code="no_answers",
        )
        for one in (found or findings())
    ]


def write_specimen(folder: Path, **options: object) -> Path:
    """Write the specimen's bundle into `folder` and return it."""
    return specimen(**options).write(folder)
