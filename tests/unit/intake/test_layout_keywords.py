"""Rows that begin like a total: which are totals, and which are answers all the same."""

from __future__ import annotations

import pytest

from analysis.settings import Project
from tests.lib.taken_in import take_in

INDICATOR = ["Indikator Kinerja", "Perangkat Daerah", "Tahun", "Satuan", "Target", "Realisasi"]
USERS = ["Nama Unit", "Tahun", "Jumlah Pengguna"]


@pytest.mark.parametrize(
    "indicator",
    [
        "Jumlah kunjungan", "Persentase berkas selesai", "Rata-rata waktu tunggu",
        "Total izin terbit", "Sumber air bersih", "Indeks Kepuasan Masyarakat",
    ],
)  # fmt: skip
def test_indicators_that_begin_like_totals_are_answers(project: Project, indicator):
    rows = [
        [indicator, "RSUD", "2025", "orang", "80", "90"],
        ["Lain", "RSUD", "2025", "", "1", "2"],
    ]
    taken = take_in(project, "unit_indicators", rows, header=INDICATOR)
    assert taken.table["indicator"].tolist() == [indicator, "Lain"]


@pytest.mark.parametrize("total", ["Jumlah", "TOTAL", "Jumlah total", "Rata-rata", "Jumlah nilai"])
def test_bare_totals_in_the_same_column_are_none(project: Project, total):
    rows = [
        ["Jumlah kunjungan", "RSUD", "2025", "orang", "80", "90"],
        [total, "", "", "", "80", "90"],
    ]
    taken = take_in(project, "unit_indicators", rows, header=INDICATOR)
    assert taken.table["indicator"].tolist() == ["Jumlah kunjungan"]
    assert taken.report.reasons["structural"]["total"] == 1


def test_totals_with_longer_names_below_numbers_stay_totals(project: Project):
    rows = [
        ["RSUD", "2025", "120"],
        ["Disdukcapil", "2025", "80"],
        ["Jumlah seluruh unit", "", "200"],
    ]
    taken = take_in(project, "service_population", rows, header=USERS)
    assert len(taken.table) == 2
    assert taken.report.reasons["structural"]["total"] == 1
