from __future__ import annotations

import json
import re

import pytest
from sample_report import MOMENT, sample_output

from analysis.products.html.index import FailedRun, write_index
from analysis.products.html.listing import published_reports

COUNTS = {"ok": 31, "review": 12, "blocked": 2, "suppressed": 0}


def publish(
    reports, region, period, study="satisfaction", *, pages=("report.html", "report.en.html")
):
    folder = reports / region / period / study
    folder.mkdir(parents=True)
    sample_output().write(folder)
    manifest = {
        "region": region,
        "region_name": f"Kota {region.title()}",
        "study": study,
        "period": period,
        "languages": ["id", "en"],
        "generated_at": MOMENT.isoformat(),
        "formats": {"html": ["report.html", "report.en.html"]},
        "class": "public",
        "synthetic": True,
        "rules": {},
        "status": COUNTS,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    for page in pages:
        (folder / page).write_text("<!doctype html>", "utf-8")


def publish_unit(reports, unit, *, study="utara/2025-S2/satisfaction"):
    region, period, name = study.split("/")
    folder = reports / study / "units" / unit
    folder.mkdir(parents=True)
    manifest = {
        "region": region,
        "region_name": f"Kota {region.title()}",
        "study": name,
        "period": period,
        "unit": unit,
        "languages": ["id", "en"],
        "generated_at": MOMENT.isoformat(),
        "synthetic": True,
        "status": COUNTS,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    for page in ("report.html", "report.en.html"):
        (folder / page).write_text("<!doctype html>", "utf-8")


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    publish(folder, "utara", "2025-S1")
    publish(folder, "utara", "2025-S2", pages=("report.html",))
    publish(folder, "utara", "2025", "quality")
    publish(folder, "utara", "2025", "fairness")
    publish(folder, "selatan", "2025-S2")
    return folder


def test_reports_are_listed_by_region_study_and_latest_period_first(reports):
    listed = [(one.region, one.study, one.period) for one in published_reports(reports)]
    assert listed == [
        ("selatan", "satisfaction", "2025-S2"),
        ("utara", "quality", "2025"),
        ("utara", "fairness", "2025"),
        ("utara", "satisfaction", "2025-S2"),
        ("utara", "satisfaction", "2025-S1"),
    ]


def test_index_is_written_in_both_languages_with_a_switch(reports):
    written = write_index(reports, generated_at=MOMENT)
    assert [path.name for path in written] == ["index.html", "index.en.html"]
    pages = [path.read_text("utf-8") for path in written]
    assert '<html lang="id">' in pages[0]
    assert 'href="index.en.html"' in pages[0]
    assert '<html lang="en">' in pages[1]
    assert 'href="index.html"' in pages[1]


def test_index_links_lead_to_files_that_exist(reports):
    (page, _) = [path.read_text("utf-8") for path in write_index(reports, generated_at=MOMENT)]
    links = [one for one in re.findall(r'href="([^"#]+)"', page) if "/" in one]
    assert len(set(links)) == 9
    assert all((reports / one).is_file() for one in links)


def test_index_shows_key_figures_counts_and_stamp(reports):
    (page, _) = [path.read_text("utf-8") for path in write_index(reports, generated_at=MOMENT)]
    assert "<b>83,10, B (Baik)</b>" in page
    assert "31 memadai" in page
    assert "12 perlu telaah" in page
    assert "0 disembunyikan" not in page
    assert "DATA CONTOH - bukan data sebenarnya" in page
    assert "Kota Utara" in page


def test_index_lists_failed_runs_with_escaped_reasons(reports):
    failed = [
        FailedRun(
            "barat", "2025-S2", "satisfaction", {"id": "berkas <x> rusak", "en": "file <x> broken"}
        )
    ]
    pages = [path.read_text("utf-8") for path in write_index(reports, failed=failed)]
    assert "berkas &lt;x&gt; rusak" in pages[0]
    assert "file &lt;x&gt; broken" in pages[1]


def test_index_without_reports_says_what_to_run(tmp_path):
    (page, _) = [path.read_text("utf-8") for path in write_index(tmp_path)]
    assert "kinerja run" in page
    assert "DATA CONTOH" not in page


def index_pages(reports):
    return [path.read_text("utf-8") for path in write_index(reports, generated_at=MOMENT)]


def test_unit_reports_stand_under_their_study_by_name(tmp_path):
    publish(tmp_path, "utara", "2025-S2")
    for unit in ("unit4", "unit0", "gudang-arsip"):
        publish_unit(tmp_path, unit)
    (report,) = published_reports(tmp_path)
    # Named by the tables of the study's report; gudang-arsip stands in none of them.
    names = ["Dinas Kependudukan dan Pencatatan Sipil", "gudang-arsip", "Kecamatan Selatan"]
    assert [one.name for one in report.units] == names
    page, english = index_pages(tmp_path)
    assert "Laporan per unit (3)" in page
    assert "4 laporan dari 1 daerah" in page
    assert 'href="utara/2025-S2/satisfaction/units/unit0/report.html">Dinas Kep' in page
    assert 'href="utara/2025-S2/satisfaction/units/unit0/report.en.html">Dinas Kep' in english
    assert "Reports of single units (3)" in english
    assert "<details" not in page
    links = [one for one in re.findall(r'href="([^"#]+)"', page) if "/" in one]
    assert all((tmp_path / one).is_file() for one in links)


@pytest.mark.parametrize(("units", "folded"), [(5, False), (6, True)])
def test_more_than_five_unit_reports_are_folded(tmp_path, units, folded):
    publish(tmp_path, "utara", "2025-S2")
    for place in range(units):
        publish_unit(tmp_path, f"unit{place}")
    page, _ = index_pages(tmp_path)
    assert ('<details class="unit-fold">' in page) is folded
    assert f"<summary>Laporan per unit ({units})</summary>" in page or not folded


def test_unit_reports_without_a_report_of_the_whole_are_listed(tmp_path):
    publish_unit(tmp_path, "unit0")
    (report,) = published_reports(tmp_path)
    assert (report.files, report.headlines) == ({}, [])
    page, _ = index_pages(tmp_path)
    assert '<span class="study">' in page
    assert 'href=""' not in page
    assert "1 laporan dari 1 daerah" in page


def test_claims_of_a_policy_report_are_its_key_figures(tmp_path):
    publish(tmp_path, "utara", "2025", "policy")
    path = tmp_path / "utara" / "2025" / "policy" / "narrative.json"
    told = json.loads(path.read_text("utf-8"))
    claim = told["headlines"][0] | {"group": {"component": "rencana-kerja"}}
    path.write_text(json.dumps(told | {"headlines": [*told["headlines"], claim]}), "utf-8")
    (report,) = published_reports(tmp_path)
    assert [one["group"] for one in report.headlines] == [{"component": "rencana-kerja"}]


def test_a_unit_is_called_by_the_name_in_its_manifest(tmp_path):
    publish(tmp_path, "utara", "2025", "fairness")
    publish_unit(tmp_path, "rsud", study="utara/2025/fairness")
    path = tmp_path / "utara/2025/fairness/units/rsud/manifest.json"
    told = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(told | {"unit_name": "Rumah Sakit Umum Daerah"}), "utf-8")
    (report,) = published_reports(tmp_path)
    assert [one.name for one in report.units] == ["Rumah Sakit Umum Daerah"]


def test_other_files_are_offered_in_the_language_of_the_page_if_they_exist(tmp_path):
    publish(tmp_path, "utara", "2025-S2")
    folder = tmp_path / "utara" / "2025-S2" / "satisfaction"
    for name in ("report.docx", "report.en.docx", "report.en.pdf", "tables.xlsx"):
        (folder / name).write_bytes(b"x" * 2100)
    write_index(tmp_path, generated_at=MOMENT)
    inside = "utara/2025-S2/satisfaction"
    told = {
        "index.html": [f"{inside}/report.docx", f"{inside}/tables.xlsx"],
        "index.en.html": [
            f"{inside}/report.en.docx",
            f"{inside}/report.en.pdf",
            f"{inside}/tables.xlsx",
        ],
    }
    for page, files in told.items():
        (offered,) = re.findall(r'<p class="files">.*?</p>', (tmp_path / page).read_text("utf-8"))
        assert re.findall(r'href="([^"]+)"', offered) == files


def test_without_other_files_the_index_offers_none(reports):
    write_index(reports, generated_at=MOMENT)
    assert 'class="files"' not in (reports / "index.html").read_text("utf-8")


def publish_public(reports, region, period, *files):
    folder = reports / region / period / "public"
    folder.mkdir(parents=True)
    told = {"region": region, "period": period, "languages": ["id", "en"]}
    (folder / "manifest.json").write_text(json.dumps(told), "utf-8")
    for name in files:
        (folder / name).write_text("", "utf-8")


def test_the_scorecards_of_a_region_are_linked_in_the_language_of_the_page(tmp_path):
    publish(tmp_path, "utara", "2025-S2")
    pages = ("scorecard.html", "scorecard.en.html")
    publish_public(tmp_path, "utara", "2025-S2", "ikm.pdf", "ikm.en.pdf", *pages)
    publish_public(tmp_path, "utara", "2025-S1", "ikm.pdf", "ikm.en.pdf")
    for page, name in zip(index_pages(tmp_path), pages, strict=True):
        assert f'href="utara/2025-S2/public/{name}"' in page
        assert "utara/2025-S1/public/scorecard" not in page
        assert "utara/2025-S1/public/ikm" in page
        assert 'href=""' not in page
