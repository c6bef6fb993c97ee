"""Names of units: what is recognised, what is only suggested, what the day decides."""

# ruff: noqa: PD011 - `values` is a field of ParsedColumn
from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analysis.intake import units
from analysis.intake.raw import RuleEdit
from analysis.intake.values import parse
from analysis.schemas.region import Region, Source, Unit

REGION = Region(
    id="contoh",
    name="Kota Contoh",
    units=(
        Unit(id="dukcapil", name="Dinas Kependudukan dan Pencatatan Sipil",
             aliases=("Disdukcapil", "Dukcapil")),
        Unit(id="dpmptsp", name="Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"),
        Unit(id="bkd-pegawai", name="Badan Kepegawaian Daerah"),
        Unit(id="bkd-uang", name="Badan Keuangan Daerah"),
        Unit(id="kec-talang", name="Kecamatan Talang"),
        Unit(id="pkm-talang", name="Puskesmas Talang"),
        Unit(id="nakertrans", name="Dinas Tenaga Kerja", valid_to=date(2023, 12, 31),
             successor="perinaker", aliases=("Disnaker",)),
        Unit(id="perinaker", name="Dinas Perindustrian dan Tenaga Kerja",
             valid_from=date(2024, 1, 1), aliases=("Disnaker",)),
        Unit(id="pasar", name="Dinas Pasar", valid_to=date(2020, 12, 31)),
    ),
)  # fmt: skip


def _resolve(*names: str, **options: object) -> tuple[list[str], list[str]]:
    parsed = units.resolve(pd.Series(list(names), dtype="str"), REGION, **options)
    return parsed.values.fillna("").tolist(), parsed.bad.tolist()


@pytest.mark.parametrize(
    ("name", "unit_id"),
    [
        ("dukcapil", "dukcapil"),
        ("DINAS KEPENDUDUKAN & PENCATATAN SIPIL", "dukcapil"),
        ("Dinas Kependudukan dan Pencatatan Sipil Kota Contoh", "dukcapil"),
        ("Disdukcapil", "dukcapil"),
        ("1. Disdukcapil", "dukcapil"),
        ("Dinas Kependudukan dan Pencatatan Sipil (Disdukcapil)", "dukcapil"),
        ("DPMPTSP", "dpmptsp"),
        ("D.P.M.P.T.S.P", "dpmptsp"),
        ("Kec. Talang", "kec-talang"),
        ("Pusk. Talang", "pkm-talang"),
    ],
)
def test_usual_forms_of_a_name_are_recognised(name: str, unit_id: str) -> None:
    assert _resolve(name) == ([unit_id], [""])


@pytest.mark.parametrize(
    "name", ["Talang", "Dinas Kependudukan", "Dinas Kependudukan dan Pencatatan Sipi", "x"]
)
def test_part_of_a_name_or_a_misspelling_is_unknown(name: str) -> None:
    assert _resolve(name) == ([""], ["unknown_unit"])


def test_acronym_of_two_units_is_ambiguous() -> None:
    assert _resolve("BKD") == ([""], ["ambiguous_unit"])


def test_blank_marks_are_missing_not_unknown() -> None:
    assert _resolve("-", "0") == (["", ""], ["", ""])


def test_day_decides_between_units_that_bore_one_name() -> None:
    days = pd.Series(pd.to_datetime(["2023-12-31", "2024-01-01", None]))
    assert _resolve("Disnaker", "Disnaker", "Disnaker", days=days) == (
        ["nakertrans", "perinaker", ""],
        ["", "", "ambiguous_unit"],
    )


def test_declared_period_of_the_source_stands_in_for_missing_days() -> None:
    source = Source(id="s", table="citizen_survey", files="*", period="2023-S2")
    assert _resolve("Disnaker", source=source) == (["nakertrans"], [""])


def test_ended_unit_becomes_its_successor_and_is_listed() -> None:
    days = pd.Series(pd.to_datetime(["2023-06-01", "2024-06-01"]))
    parsed = units.resolve(pd.Series(["Dinas Tenaga Kerja"] * 2, dtype="str"), REGION, days=days)
    assert parsed.values.tolist() == ["nakertrans", "perinaker"]
    assert RuleEdit("unit_id", "unit_successor", "ended unit", "perinaker", 1) in parsed.edits


def test_unit_outside_its_dates_without_successor_is_kept_and_listed() -> None:
    days = pd.Series(pd.to_datetime(["2024-06-01"]))
    parsed = units.resolve(pd.Series(["Dinas Pasar"], dtype="str"), REGION, days=days)
    assert parsed.values.tolist() == ["pasar"]
    assert [edit.rule for edit in parsed.edits] == ["unit_name", "unit_not_valid"]


def test_rows_keep_their_index_when_days_split_them() -> None:
    raw = pd.Series(["Disnaker", None, "Disnaker"], index=[9, 4, 7], dtype="str")
    days = pd.Series(pd.to_datetime(["2024-01-01", "2024-01-01", "2023-01-01"]), index=[9, 4, 7])
    parsed = units.resolve(raw, REGION, days=days)
    assert parsed.values.index.tolist() == [9, 4, 7]
    assert parsed.values.fillna("").tolist() == ["perinaker", "", "nakertrans"]


def test_declared_unit_wins_over_the_rules() -> None:
    source = Source(
        id="s", table="citizen_survey", files="*",
        values={"unit_id": {"Loket 3": "dukcapil", "BKD": "bkd-uang"}},
    )  # fmt: skip
    raw = pd.Series(["loket 3", "BKD"], dtype="str")
    parsed = parse(raw, "unit_id", table="citizen_survey", region=REGION, source=source)
    assert parsed.values.tolist() == ["dukcapil", "bkd-uang"]


def test_suggestion_stays_within_the_kind_of_unit() -> None:
    found = units.suggest(["Puskesmas Talan", "Kecamatan Talan", "Warung Kopi"], REGION)
    assert found[["name", "unit_id"]].to_numpy().tolist() == [
        ["Kecamatan Talan", "kec-talang"],
        ["Puskesmas Talan", "pkm-talang"],
    ]
    assert found["score"].between(90, 100).all()


def test_suggestion_score_is_the_ratio_of_rapidfuzz() -> None:
    from rapidfuzz.fuzz import ratio

    found = units.suggest(["Dinas Kependudukan dan Pencatatan Sipi"], REGION)
    expected = ratio(
        "dinas kependudukan dan pencatatan sipi", "dinas kependudukan dan pencatatan sipil"
    )
    assert found["score"].iloc[0] == pytest.approx(expected, abs=0.5)


def test_no_unit_with_another_number_is_suggested() -> None:
    schools = tuple(Unit(id=f"sd-{n}", name=f"SD Negeri {n:02d} Barangin") for n in range(1, 21))
    region = Region(id="contoh", name="Kota Contoh", units=schools)
    names = [
        "SD Negeri 155 Barangin",
        "SD Negeri Barangin",
        "SDN 2 Barangin",
        "SD Negeri 3 Brangin",
    ]
    found = units.suggest(names, region)
    assert dict(zip(found["name"], found["unit_id"], strict=True)) == {
        "SDN 2 Barangin": "sd-2",
        "SD Negeri 3 Brangin": "sd-3",
    }


def test_nothing_is_suggested_without_units_or_names() -> None:
    empty = Region(id="kosong", name="Kosong")
    assert units.suggest(["Dinas X"], empty).empty
    assert list(units.suggest([], REGION).columns) == ["name", "unit_id", "unit_name", "score"]


def test_region_without_units_keeps_nothing() -> None:
    empty = Region(id="kosong", name="Kosong")
    parsed = units.resolve(pd.Series(["Dinas X"], dtype="str"), empty)
    assert parsed.bad.tolist() == ["unknown_unit"]


def test_successors_in_a_circle_end() -> None:
    circle = Region(
        id="lingkar", name="Lingkar",
        units=(
            Unit(id="a", name="Dinas A", valid_to=date(2020, 1, 1), successor="b"),
            Unit(id="b", name="Dinas B", valid_to=date(2021, 1, 1), successor="a"),
        ),
    )  # fmt: skip
    days = pd.Series(pd.to_datetime(["2024-01-01"]))
    parsed = units.resolve(pd.Series(["Dinas A"], dtype="str"), circle, days=days)
    assert parsed.values.tolist() == ["b"]
