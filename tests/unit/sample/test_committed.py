"""The committed sample files are what the generator writes, cell by cell."""

from __future__ import annotations

import csv
import json
from dataclasses import fields
from pathlib import Path

import pyreadstat
import pytest
from python_calamine import CalamineWorkbook

from analysis.files import sha256_of
from analysis.intake.sample.complaints.knobs import ComplaintKnobs
from analysis.intake.sample.sizes import COMMITTED_SCALE
from analysis.intake.sample.write import PARTS, REGIONS, write_samples
from analysis.schemas.region import load_region

FEWER_DRAWS = 50_000
LARGEST = 6_000_000
"""Bytes of all committed sample files."""
TOLERANCES: dict[str, dict[str, float]] = {
    "satisfaction.ikm": {"abs": 0.15},
    "satisfaction.unsur": {"abs": 0.15},
    "satisfaction.complaint_": {"rel": 0.1, "abs": 0.02},
    "resistance.index": {"abs": 1.2},
    "resistance.positive_share": {"abs": 0.04},
    "resistance.socialisation_effect": {"abs": 0.3},
    "fairness.gap_raw": {"abs": 0.8},
    "fairness.adverse_impact_ratio": {"rel": 0.4},
    "": {"rel": 0.04, "abs": 0.02},
}
"""By the beginning of an id: how far a value from 50,000 draws may be from the committed one, about
four standard errors of the smaller draw in the smallest group; ratios of rare events vary most."""


@pytest.fixture(scope="module")
def regenerated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    raw = tmp_path_factory.mktemp("raw")
    write_samples(raw, draws=FEWER_DRAWS)
    return raw


def cells(path: Path) -> list:
    if path.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(path)
        return [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]
    if path.suffix == ".sav":
        frame, described = pyreadstat.read_sav(str(path))
        return [frame.to_csv(), described.column_names_to_labels, described.variable_value_labels]
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
    ours, others = committed["findings"], again["findings"]
    assert [(one["id"], one["period"], one["group"]) for one in ours] == [
        (one["id"], one["period"], one["group"]) for one in others
    ]
    for one, other in zip(ours, others, strict=True):
        value = one.get("value")
        if value is not None:
            assert value == pytest.approx(other["value"], **tolerance(one)), one


def tolerance(line: dict) -> dict[str, float]:
    return next(found for start, found in TOLERANCES.items() if line["id"].startswith(start))


@pytest.mark.parametrize("region", REGIONS)
def test_truth_states_every_knob_of_every_part(root: Path, region: str) -> None:
    committed = json.loads((root / "data/raw" / region / "truth.json").read_text())
    assert set(committed["knobs"]) == set(PARTS)
    assert committed["scale"] == COMMITTED_SCALE[region]
    assert set(committed["knobs"]["complaints"]) == {one.name for one in fields(ComplaintKnobs)}


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
    assert len(declared.units) >= 24


def test_the_sample_is_small_enough_for_git(root: Path) -> None:
    raw = root / "data" / "raw"
    listed = [line.split("  ", 1)[1] for line in (raw / "SAMPLES.sha256").read_text().splitlines()]
    assert sum((raw / name).stat().st_size for name in listed) <= LARGEST
