"""The committed sample files are what the generator writes, cell by cell."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from analysis.files import sha256_of
from analysis.intake.sample.write import REGIONS, write_samples
from analysis.schemas.region import load_region

FEWER_DRAWS = 50_000
TRUTH_TOLERANCE = 0.15
"""Index points by which a truth from 50,000 draws may differ from the committed one."""


@pytest.fixture(scope="module")
def regenerated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    raw = tmp_path_factory.mktemp("raw")
    write_samples(raw, draws=FEWER_DRAWS)
    return raw


def cells(path: Path) -> list:
    if path.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(path)
        return [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


@pytest.mark.parametrize("region", REGIONS)
def test_every_cell_is_what_the_generator_writes(
    root: Path, regenerated: Path, region: str
) -> None:
    committed = sorted((root / "data" / "raw" / region / "files").iterdir())
    assert committed
    for path in committed:
        assert cells(path) == cells(regenerated / region / "files" / path.name), path.name


@pytest.mark.parametrize("region", REGIONS)
def test_committed_truth_agrees_with_a_smaller_draw(
    root: Path, regenerated: Path, region: str
) -> None:
    committed = json.loads((root / "data/raw" / region / "truth.json").read_text())
    again = json.loads((regenerated / region / "truth.json").read_text())
    assert committed["draws"] >= 1_000_000
    values = [(one["id"], one["group"], one.get("value")) for one in committed["findings"]]
    others = [(one["id"], one["group"], one.get("value")) for one in again["findings"]]
    for (name, group, value), (_, _, other) in zip(values, others, strict=True):
        if value is not None:
            assert value == pytest.approx(other, abs=TRUTH_TOLERANCE), (name, group)


def test_checksums_match_the_committed_files(root: Path) -> None:
    raw = root / "data" / "raw"
    lines = (raw / "SAMPLES.sha256").read_text().splitlines()
    assert lines
    for line in lines:
        digest, name = line.split("  ", 1)
        assert sha256_of(raw / name) == digest, name


@pytest.mark.parametrize("region", REGIONS)
def test_sample_regions_are_marked_synthetic_and_large_enough(root: Path, region: str) -> None:
    declared = load_region(root / "data" / "raw" / region)
    assert declared.synthetic
    assert region == "wanggar" or len(declared.units) >= 24


def test_the_sample_is_small_enough_for_git(root: Path) -> None:
    raw = root / "data" / "raw"
    listed = [line.split("  ", 1)[1] for line in (raw / "SAMPLES.sha256").read_text().splitlines()]
    assert sum((raw / name).stat().st_size for name in listed) < 3_000_000
