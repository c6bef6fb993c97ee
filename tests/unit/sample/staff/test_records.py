"""Made-up persons, the yearly record, and the files written from them."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from analysis.files import sha256_of
from analysis.intake.sample.staff import STAFF_KNOBS, Staff, StaffKnobs, draw_staff, write_staff
from analysis.intake.sample.staff.knobs import Dirt
from analysis.intake.sample.staff.layouts import FORMS, STYLES
from analysis.intake.sample.staff.office import Desk, Style, period_words
from analysis.intake.sample.staff.people import PEOPLE
from analysis.intake.sample.staff.standing import RANKS, golongan
from analysis.intake.values.nip import nip_facts, read_identifiers
from analysis.schemas.region import Region

TODAY = date(2026, 1, 31)
SLIPS = Dirt(missing_rating=0.05, self_rated=0.05, damaged_nip=0.05, listed_twice=0.05)


@pytest.fixture(scope="module")
def staff(root_region: Region) -> Staff:
    return draw_staff(root_region, STAFF_KNOBS["sawahlunto"], 250, np.random.default_rng(1))


def test_numbers_of_employees_are_whole_and_say_what_the_person_is(staff: Staff) -> None:
    numbers = staff.identities["nip"]
    assert numbers.is_unique
    assert not read_identifiers(numbers, target="employee_id", today=TODAY).bad.ne("").any()
    told = nip_facts(numbers)
    woman = staff.history.careers.persons.woman
    assert (told["gender"].eq("P").to_numpy() == woman).all()
    assert (told["birth_year"] == staff.identities["birth_date"].dt.year).all()
    assert (told["status"].eq("PPPK").to_numpy() == staff.history.careers.persons.contract).all()
    assert (numbers.str[15:].astype(int) >= 900).all(), "a sequence no real list reaches"


def test_people_hold_the_true_values_of_every_year(staff: Staff) -> None:
    people = staff.people
    assert list(people.columns) == list(PEOPLE)
    assert not people.duplicated(["person", "year"]).any()
    assert people["supervisor"].isna().sum() < 0.15 * len(people)
    led = people.dropna(subset="supervisor")
    leaders = people.set_index(["person", "year"])["position_type"]
    above = leaders.loc[list(zip(led["supervisor"], led["year"], strict=True))]
    assert set(above) <= {"JPT", "Administrator", "Pengawas"}
    annual = staff.annual.assign(year=staff.annual["period"].astype(int))
    both = people.merge(annual, on=["person", "year"], validate="one_to_one")
    assert len(both) == len(people)
    assert (both["predikat"] == both["predikat_recorded"]).all()


def test_95_of_100_annual_predikat_are_good(staff: Staff) -> None:
    shares = staff.annual["predikat_recorded"].value_counts(normalize=True)
    assert shares["Baik"] == pytest.approx(0.95, abs=0.025)


def test_rank_rises_every_four_years_up_to_what_the_position_allows() -> None:
    assert golongan("Pelaksana", "S1", 0, contract=False) == "III/a"
    assert golongan("Pelaksana", "S1", 8, contract=False) == "III/c"
    assert golongan("Pelaksana", "S2", 30, contract=False) == "III/d"
    assert golongan("JPT", "S2", 30, contract=False) == "IV/c"
    assert golongan("Fungsional", "S1", 3, contract=True) == "IX"
    assert set(RANKS) >= {"I/a", "IV/d"}


def test_leaders_rarely_have_a_lower_rank_than_those_they_rate(staff: Staff) -> None:
    civil = staff.people[staff.people["status"] != "PPPK"]
    ranks = civil.set_index(["person", "year"])["golongan"].map(RANKS.index)
    led = civil.dropna(subset="supervisor")
    above = ranks.loc[list(zip(led["supervisor"], led["year"], strict=True))].to_numpy()
    own = ranks.loc[list(zip(led["person"], led["year"], strict=True))].to_numpy()
    assert (above < own).mean() < 0.05


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("plain", "198604032013041900"),
        ("spaced", "19860403 201304 1 900"),
        ("quoted", "'198604032013041900"),
    ],
)
def test_offices_write_numbers_in_their_own_way(
    staff: Staff, root_region: Region, style: str, expected: str
) -> None:
    known = pd.DataFrame(
        {"person": [0], "name": ["Bardan Akuntara"], "nip": ["198604032013041900"]}
    )
    desk = _desk(staff, root_region, Style(nip=style))
    object.__setattr__(desk.staff, "identities", known)
    assert desk.cells(pd.DataFrame({"rater": [0]}), "rater_nip") == [expected]


def test_cells_are_written_as_offices_do(staff: Staff, root_region: Region) -> None:
    desk = _desk(staff, root_region, Style(date="long", comma=True))
    frame = pd.DataFrame(
        {
            "day": [pd.Timestamp("2025-07-24"), pd.NaT],
            "score": [91.5, np.nan],
            "amount": [2_500_000.0, np.nan],
            "rating": ["Di atas ekspektasi", None],
        }
    )
    assert desk.cells(frame, "day") == ["24 Juli 2025", ""]
    assert desk.cells(frame, "score") == ["91,5", ""]
    assert desk.cells(frame, "amount:rupiah") == ["Rp 2.500.000", ""]
    assert desk.cells(frame, "rating") == ["Diatas Ekspektasi", ""]


@pytest.mark.parametrize(
    ("period", "words"),
    [("2025", "2025"), ("2025-S2", "Semester II 2025"), ("2023-Q4", "Triwulan IV 2023")],
)
def test_periods_in_words(period: str, words: str) -> None:
    assert period_words(period) == words


@pytest.mark.parametrize("layout", sorted(FORMS))
def test_files_are_the_same_bytes_twice(tmp_path: Path, root_region: Region, layout: str) -> None:
    sums = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        drawn = draw_staff(root_region, STAFF_KNOBS["sawahlunto"], 200, np.random.default_rng(2))
        write_staff(folder, root_region, drawn, np.random.default_rng(3), layout)
        sums.append({path.name: sha256_of(path) for path in folder.iterdir()})
    assert sums[0] == sums[1]
    assert len(sums[0]) >= len(FORMS[layout])


def test_slips_are_planted_and_zero_plants_none(tmp_path: Path, root_region: Region) -> None:
    clean, dirty = tmp_path / "clean", tmp_path / "dirty"
    for folder, knobs in ((clean, StaffKnobs()), (dirty, StaffKnobs(dirt=SLIPS))):
        folder.mkdir()
        drawn = draw_staff(root_region, knobs, 435, np.random.default_rng(4))
        write_staff(folder, root_region, drawn, np.random.default_rng(5), "mamuju")
    of_clean, of_dirty = _appraisals(clean), _appraisals(dirty)
    assert of_clean["NIP"].str.fullmatch(r"'\d{18}").all()
    assert (of_clean["Rating Hasil Kerja"] != "").all()
    assert not of_clean["NIP"].eq(of_clean["NIP Atasan"]).any()
    lengths = of_dirty["NIP"].str.len().value_counts()
    assert lengths[len("'1234567890123456789")] >= 1, "19 digits"
    assert of_dirty["NIP"].str.contains("E+17", regex=False).any(), "rounded by a spreadsheet"
    assert (of_dirty["Rating Hasil Kerja"] == "").mean() == pytest.approx(0.05, abs=0.04)
    assert of_dirty["NIP"].eq(of_dirty["NIP Atasan"]).mean() == pytest.approx(0.05, abs=0.04)
    listed = CalamineWorkbook.from_path(dirty / "Data Pegawai 2025.xlsx").get_sheet_by_index(0)
    numbers = pd.Series([row[2] for row in listed.to_python()[4:] if row[2]])
    assert numbers.duplicated().mean() == pytest.approx(0.05, abs=0.04)


def test_a_recap_has_three_labels_and_says_whose_it_is(tmp_path: Path, root_region: Region) -> None:
    drawn = draw_staff(root_region, STAFF_KNOBS["wanggar"], 200, np.random.default_rng(6))
    write_staff(tmp_path, root_region, drawn, np.random.default_rng(7), "wanggar")
    book = CalamineWorkbook.from_path(tmp_path / "Rekap Penilaian (2025).xlsx")
    rows = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    assert rows[0][0].startswith("9401 - ")
    assert rows[1][0] == root_region.units[0].name
    assert rows[2][0] == "Periode Tahunan 2025"
    assert not any(rows[3])
    assert rows[4] == [
        "No", "NIP", "Nama", "Jabatan", "Rating Hasil Kinerja", "Rating Perilaku Kerja",
        "Predikat Kinerja Tahunan",
    ]  # fmt: skip
    listed = CalamineWorkbook.from_path(tmp_path / "Daftar ASN 2025.xlsx")
    headers = listed.get_sheet_by_index(0).to_python()[3]
    assert not any("ATASAN" in str(one) or "PENILAI" in str(one) for one in headers)


def _desk(staff: Staff, region: Region, style: Style) -> Desk:
    return Desk(region, staff, style, np.random.default_rng(0))


def _appraisals(folder: Path) -> pd.DataFrame:
    with (folder / "evaluasi_kinerja_tahunan_2025.csv").open(encoding="utf-8-sig") as stream:
        head, *rows = csv.reader(stream, delimiter=";")
    return pd.DataFrame(rows, columns=head)


def test_every_layout_has_habits() -> None:
    assert set(FORMS) == set(STYLES) == set(STAFF_KNOBS)
