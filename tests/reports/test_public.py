"""The folder `public`: sheets of a region made by the run, checked, listed, not made twice."""

from __future__ import annotations

import json
from pathlib import Path

from tests.reports.conftest import PERIOD, REGION, kinerja

FOLDER = f"reports/{REGION}/{PERIOD}/public"


def test_a_run_makes_the_sheets_of_the_region_and_its_units(workbench: Path) -> None:
    folder = workbench / FOLDER
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    findings = json.loads((folder.parent / "satisfaction" / "findings.json").read_text("utf-8"))
    units = {
        one["group"]["unit"]
        for one in findings["findings"]
        if one["id"] == "satisfaction.ikm" and set(one["group"]) == {"unit"}
    }
    stems = {"ikm", *(f"ikm-{unit}" for unit in units)}
    expected = {
        f"{stem}{lang}.{suffix}"
        for stem in stems
        for lang in ("", ".en")
        for suffix in ("pdf", "png")
    } | {"scorecard.html", "scorecard.en.html"}
    assert units
    assert {path.name for path in folder.iterdir()} == expected | {"manifest.json"}
    assert set(manifest["files"]) == expected
    assert (manifest["class"], manifest["synthetic"], manifest["product"]) == (
        "public",
        True,
        "public",
    )
    studies = [one["study"] for one in manifest["reports"]]
    assert "satisfaction" in studies
    assert set(studies) <= {"satisfaction", "accountability"}


def test_the_report_folder_has_the_skm_report(workbench: Path) -> None:
    report = workbench / "reports" / REGION / PERIOD / "satisfaction"
    assert (report / "laporan-skm.docx").is_file()
    assert (report / "laporan-skm.en.docx").is_file()


def test_the_index_leads_to_the_sheets_and_the_scorecard(workbench: Path) -> None:
    for page, lang in (("index.html", ""), ("index.en.html", ".en")):
        told = (workbench / "reports" / page).read_text("utf-8")
        for file in (f"ikm{lang}.pdf", f"scorecard{lang}.html"):
            assert f'href="{REGION}/{PERIOD}/public/{file}"' in told


def test_an_unchanged_period_keeps_its_sheets(copied: Path) -> None:
    manifest = copied / FOLDER / "manifest.json"
    before = manifest.read_bytes()
    again = kinerja(copied, "run", "--region", REGION, "--study", "satisfaction")
    assert again.returncode == 0, again.stdout + again.stderr
    assert manifest.read_bytes() == before


def test_the_check_looks_into_the_folder(copied: Path) -> None:
    assert kinerja(copied, "check").returncode == 0
    (copied / FOLDER / "ikm.png").write_bytes(b"no picture")
    spoiled = kinerja(copied, "check")
    assert spoiled.returncode == 4
    assert "public" in spoiled.stdout + spoiled.stderr
