"""Units that a file names and region.toml lacks: offered once each, never from personal columns."""

from __future__ import annotations

import tomllib

import pytest

from analysis.errors import UsageError
from analysis.intake.inspection import inspect_file, write_units
from analysis.intake.inspection.new_units import new_units
from analysis.intake.units import unit_named
from analysis.schemas.region import Region, Unit, load_region
from tests.unit.intake.raw_files import CODES, SCORES, write_csv

REGION = Region(id="karangan", name="Karangan", units=(Unit(id="rsud", name="RSUD Karangan"),))


def test_spellings_of_one_name_are_one_unit():
    found = new_units(["DINAS SOSIAL", "Dinas Sosial", "1. Dinas Sosial", "Dinas Pasar"], REGION)
    assert [(one.id, one.name, one.kind) for one in found] == [
        ("dinas-sosial", "Dinas Sosial", "dinas"),
        ("dinas-pasar", "Dinas Pasar", "dinas"),
    ]
    assert all(one.near == "" for one in found)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("DINAS SOSIAL KOTA KARANGAN", "Dinas Sosial"),
        ("BADAN KEPEGAWAIAN DAN PENGEMBANGAN SDM", "Badan Kepegawaian dan Pengembangan SDM"),
        ("Dinas Sosial Kabupaten Karangan", "Dinas Sosial"),
        ("Puskesmas Karangan Timur", "Puskesmas Karangan Timur"),
    ],
)
def test_names_are_offered_as_they_may_be_printed(said, name):
    (found,) = new_units([said], REGION)
    assert found.name == name


def test_numbers_of_columns_are_no_units():
    (unit,) = new_units(["16", "Dinas Sosial", "(3)"], REGION)
    assert unit.name == "Dinas Sosial"


def test_likely_misspelling_is_marked_with_what_it_resembles():
    found = new_units(["Dinas Kesehatan", "Dinas Kesehatann", "RSUD Karangann"], REGION)
    assert [one.near for one in found] == ["", "Dinas Kesehatan", "RSUD Karangan"]


def test_offered_units_load_and_are_known_afterwards():
    names = ["Kec. Utara", 'Unit "Khusus"', "123 Rekaan"]
    found = new_units(names, REGION)
    lines = tomllib.loads("\n\n".join(one.lines for one in found))["units"]
    assert [one["name"] for one in lines] == names
    known = Region(id="karangan", name="Karangan", units=tuple(Unit(**one) for one in lines))
    assert [unit_named(name, known) for name in names] == [one["id"] for one in lines]
    assert len({one["id"] for one in lines}) == 3


def survey(folder, unit_header: str, extra: str, cell: str):
    header = ["No", unit_header, extra, "Jenis Kelamin", *CODES]
    line = ["1", "Dinas Sosial", cell, "L", *map(str, SCORES)]
    return write_csv(folder / "a.csv", "\n".join(";".join(one) for one in [header, *[line] * 9]))


@pytest.fixture
def region_dir(tmp_path):
    folder = tmp_path / "karangan"
    (folder / "files").mkdir(parents=True)
    (folder / "region.toml").write_text('[region]\nname = "Karangan"\n# catatan\n', "utf-8")
    return folder


def inspected(path, region_dir):
    return inspect_file(path, region=load_region(region_dir), region_dir=region_dir)


def test_units_are_written_once_and_then_known(region_dir):
    path = survey(region_dir / "files", "Unit Layanan", "Nama", "Dinas Budi")
    found = inspected(path, region_dir)
    assert found.accept_rate == 0.0
    assert found.trial.accepted_with_units == 1.0
    assert write_units(found, region_dir) == 1
    assert [one.name for one in load_region(region_dir).units] == ["Dinas Sosial"]
    assert "# catatan" in (region_dir / "region.toml").read_text("utf-8")
    again = inspected(path, region_dir)
    assert (again.accept_rate, again.units) == (1.0, ())
    with pytest.raises(UsageError) as caught:
        write_units(again, region_dir)
    assert caught.value.code == "intake.inspect.no_units"


@pytest.mark.parametrize("extra", ["Nama", "Alamat", "Penanggung Jawab", "Email"])
def test_names_in_columns_about_persons_are_never_offered(region_dir, extra):
    path = survey(region_dir / "files", "Unit Layanan", extra, "Dinas Budi Rekaan")
    assert [one.name for one in inspected(path, region_dir).units] == ["Dinas Sosial"]
