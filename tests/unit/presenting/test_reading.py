"""A bundle that was written is read back as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sample_report import report_figures, sample_output

from analysis.presenting.reading import read_bundle


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sample_output().write(tmp_path / "bundle")


def test_what_was_written_is_read_back(folder: Path) -> None:
    output = sample_output()
    bundle = read_bundle(folder)
    assert bundle.document == output.document
    assert set(bundle.tables) == {"by_unit", "unsur", "trend"}
    assert {one.name: one.chart for one in report_figures()} == {
        name: one.chart for name, one in bundle.figures.items()
    }
    assert bundle.narrative["sections"][0]["figures"] == ["units", "priority", "trend"]
    assert bundle.image("units", "en").read_bytes().startswith(b"\x89PNG")
    assert bundle.manifest == {}
    assert bundle.unit == ""


def test_the_stamp_is_there_for_sample_data_only(tmp_path: Path) -> None:
    real = read_bundle(sample_output(synthetic=False).write(tmp_path / "real"))
    sample = read_bundle(sample_output().write(tmp_path / "sample"))
    assert real.stamp("id") == ""
    assert sample.stamp("en") == "SAMPLE DATA"


def test_the_manifest_names_the_unit(folder: Path) -> None:
    (folder / "manifest.json").write_text('{"unit": "dinkes"}', "utf-8")
    assert read_bundle(folder).unit == "dinkes"


def test_a_bundle_without_its_narrative_cannot_be_read(folder: Path) -> None:
    (folder / "narrative.json").unlink()
    with pytest.raises(OSError, match="narrative"):
        read_bundle(folder)


def test_a_unit_is_called_by_the_manifest_else_by_a_table_else_by_its_id(folder: Path) -> None:
    bundle = read_bundle(folder)
    assert bundle.unit_name("", "id") == ""
    assert bundle.unit_name("unit2", "en") == "Rumah Sakit <Umum> & Daerah"
    assert bundle.unit_name("elsewhere", "id") == "elsewhere"
    named = replace(bundle, manifest={"unit": "unit2", "unit_name": "RSUD"})
    assert named.unit_name("unit2", "id") == "RSUD"
    assert named.unit_name("unit1", "id") == "Dinas Kesehatan"
