"""Recaps, printed lines and margin columns turned into long rows."""

# ruff: noqa: PD011 - `values` is a field of ParsedColumn
from __future__ import annotations

import pandas as pd
import pytest

from analysis.errors import SourceError
from analysis.intake.blocks.reshape import outside_scale, reshape
from analysis.intake.raw import ColumnMatch, DataBlock, Mapping, RawColumn, RawSheet
from analysis.intake.values import parse
from analysis.schemas.codebook import load_codebook

SKM = load_codebook("skm_2017")
ORDER_B = list(SKM.orders["B"])


def _block(
    rows: dict[int, list[str | None]],
    targets: list[str],
    *,
    headers: list[str] | None = None,
    groups: list[str] | None = None,
    structural: dict[int, str] | None = None,
    table: str,
) -> tuple[DataBlock, Mapping]:
    cells = pd.DataFrame.from_dict(rows, orient="index", dtype="str")
    kinds = structural or {}
    body = cells.loc[[row for row in cells.index if row not in kinds]]
    headers = headers or targets
    groups = groups or [""] * len(targets)
    columns = tuple(
        RawColumn(place, header, group)
        for place, (header, group) in enumerate(zip(headers, groups, strict=True))
    )
    block = DataBlock(
        sheet=RawSheet("rekap.xlsx", "Rekap", False, cells),
        header_rows=(1,),
        header_confidence=1.0,
        columns=columns,
        body=body,
        structural=pd.Series(kinds, dtype="str"),
    )
    matches = tuple(
        ColumnMatch(column, target, 1.0, "exact")
        for column, target in zip(columns, targets, strict=True)
    )
    return block, Mapping(table, 1.0, "skm_2017", matches)


def _parsed(block: DataBlock, mapping: Mapping) -> pd.DataFrame:
    return pd.DataFrame(
        {
            match.target: parse(
                block.body[match.column.position], match.target,
                table=mapping.table, codebook=SKM,
            ).values
            for match in mapping.matches
            if match.target not in {"row_number", "ignored", ""}
        }
    )  # fmt: skip


RECAP_TARGETS = [
    "row_number", "unit_id", "period", *ORDER_B, "index_printed", "letter_printed", "n",
]  # fmt: skip
TEST_F_TOTALS = ["10", "7", "7", "11", "11", "10", "7", "10", "11"]
"""domain.md test F: three sheets, totals 10 7 7 11 11 10 7 10 11, index 77.78, letter B."""


def test_recap_row_becomes_one_line_an_unsur_and_the_whole_index() -> None:
    means = ["3,33", "2,33", "2,33", "3,67", "3,67", "3,33", "2,33", "3,33", "3,67"]
    rows = {5: ["1", "opd-a", "2024", *means, "77,78", "B", "3"]}
    block, mapping = _block(rows, RECAP_TARGETS, table="published_indices")
    long = reshape(_parsed(block, mapping), "published_indices", block, mapping)
    assert long.index.tolist() == [5] * 10
    assert long["unsur"].fillna("").tolist() == [*ORDER_B, ""]
    assert long["nrr"].iloc[:9].tolist() == [3.33, 2.33, 2.33, 3.67, 3.67, 3.33, 2.33, 3.33, 3.67]
    assert long["index_printed"].iloc[9] == 77.78
    assert long["index_printed"].iloc[:9].isna().all()
    assert long["letter_printed"].iloc[9] == "B"
    assert set(long["n"]) == {3}
    assert set(long["regime"]) == {"skm_2017"}
    assert long["unit_id"].eq("opd-a").all()


def test_recap_of_totals_fills_totals() -> None:
    rows = {5: ["1", "opd-a", "2024", *TEST_F_TOTALS, "77,78", "B", "3"]}
    block, mapping = _block(rows, RECAP_TARGETS, table="published_indices")
    long = reshape(_parsed(block, mapping), "published_indices", block, mapping)
    assert long["total"].iloc[:9].sum() == 84
    assert "nrr" not in long


def test_rows_stay_in_the_order_of_the_sheet() -> None:
    rows = {
        9: ["2", "opd-b", "2024", *["3"] * 9, "75,00", "C", "40"],
        5: ["1", "opd-a", "2024", *["4"] * 9, "100", "A", "30"],
    }
    block, mapping = _block(rows, RECAP_TARGETS, table="published_indices")
    long = reshape(_parsed(block, mapping), "published_indices", block, mapping)
    assert long.index.tolist() == [5] * 10 + [9] * 10
    assert long.loc[9, "unsur"].fillna("").tolist() == [*ORDER_B, ""]


def test_blank_cells_of_a_recap_make_no_lines() -> None:
    rows = {5: ["1", "opd-a", "2024", *["3"] * 8, "-", "75,00", "C", "40"]}
    block, mapping = _block(rows, RECAP_TARGETS, table="published_indices")
    long = reshape(_parsed(block, mapping), "published_indices", block, mapping)
    assert long["unsur"].fillna("").tolist() == [*ORDER_B[:8], ""]


def test_mean_above_every_scale_is_marked_and_left_out() -> None:
    rows = {
        5: ["1", "opd-a", "2024", "8,03", *["3"] * 8, "75,00", "C", "40"],
        6: ["2", "opd-b", "2024", *["3"] * 9, "75,00", "C", "40"],
    }
    block, mapping = _block(rows, RECAP_TARGETS, table="published_indices")
    parsed = _parsed(block, mapping)
    assert outside_scale(parsed, mapping).tolist() == [True, False]
    long = reshape(parsed, "published_indices", block, mapping)
    assert "persyaratan" not in long.loc[5, "unsur"].tolist()


def test_long_published_table_comes_back_unchanged() -> None:
    rows = {4: ["opd-a", "2024", "U1 (Persyaratan)", "3,20"]}
    targets = ["unit_id", "period", "unsur", "nrr"]
    block, mapping = _block(rows, targets, table="published_indices")
    parsed = _parsed(block, mapping)
    before = parsed.copy()
    long = reshape(parsed, "published_indices", block, mapping)
    pd.testing.assert_frame_equal(long, before)
    assert long is not parsed


ANSWER_TARGETS = ["row_number", "age", *ORDER_B, ""]


def _gaspul() -> tuple[DataBlock, Mapping]:
    """Three sheets of domain.md test F with the lines that the GASPUL workbook prints below."""
    sheets = ["322443234", "433444344", "322333233"]
    rows: dict[int, list[str | None]] = {
        10 + place: [str(place + 1), "30", *digits, None] for place, digits in enumerate(sheets)
    }
    weighted = ["0,37", "0,26", "0,26", "0,41", "0,41", "0,37", "0,26", "0,37", "0,41"]
    means = ["3,33", "2,33", "2,33", "3,67", "3,67", "3,33", "2,33", "3,33", "3,67"]
    rows |= {
        13: ["Nilai /Unsur", None, *TEST_F_TOTALS, None],
        14: ["NRR / Unsur", None, *means, None],
        15: ["NRR tertbg/unsur", None, *weighted, "*) 3,11"],
        16: ["IKM Unit pelayanan", None, *[None] * 8, "**) 77,78", None],
        17: ["Mutu Pelayanan : B (Baik)", *[None] * 11],
        18: ["*) = jumlah NRR tertimbang", *[None] * 11],
    }
    kinds = {13: "total", 14: "total", 15: "total", 16: "total", 17: "total", 18: "note"}
    return _block(rows, ANSWER_TARGETS, structural=kinds, table="citizen_survey")


def test_printed_lines_below_the_answers_are_read() -> None:
    block, mapping = _gaspul()
    parsed = _parsed(block, mapping).assign(unit_id="opd-a", period="2024-Q3")
    lines = reshape(parsed, "published_indices", block, mapping)
    assert lines["unsur"].fillna("").tolist() == [*ORDER_B, ""]
    assert lines["total"].iloc[:9].tolist() == [10, 7, 7, 11, 11, 10, 7, 10, 11]
    assert lines["nrr"].iloc[:9].tolist() == [3.33, 2.33, 2.33, 3.67, 3.67, 3.33, 2.33, 3.33, 3.67]
    whole = lines.iloc[9]
    assert (whole["index_printed"], whole["nrr"], whole["letter_printed"]) == (77.78, 3.11, "B")
    assert lines.index.tolist() == [13] * 9 + [16]
    assert set(lines["n"]) == {3}
    assert set(lines["unit_id"]) == {"opd-a"}
    assert set(lines["period"]) == {"2024-Q3"}


def test_totals_above_them_agree_with_the_answers() -> None:
    block, mapping = _gaspul()
    parsed = _parsed(block, mapping)
    lines = reshape(parsed, "published_indices", block, mapping).set_index("unsur")
    assert parsed[ORDER_B].sum().astype(float).tolist() == lines.loc[ORDER_B, "total"].tolist()


def test_answers_declared_as_published_give_their_printed_lines_only() -> None:
    block, mapping = _gaspul()
    printed = Mapping("published_indices", 1.0, "skm_2017", mapping.matches)
    lines = reshape(_parsed(block, mapping), "published_indices", block, printed)
    assert len(lines) == 10


def test_answers_without_printed_lines_give_no_rows() -> None:
    rows = {2: ["1", "30", *"444444444", None]}
    block, mapping = _block(rows, ANSWER_TARGETS, table="citizen_survey")
    lines = reshape(_parsed(block, mapping), "published_indices", block, mapping)
    assert lines.empty
    assert lines["unsur"].dtype == "str"


def test_other_tables_come_back_as_they_are() -> None:
    block, mapping = _gaspul()
    parsed = _parsed(block, mapping)
    pd.testing.assert_frame_equal(reshape(parsed, "citizen_survey", block, mapping), parsed)


def test_wide_margins_become_levels() -> None:
    headers = ["Unit", "Periode", "Populasi", "L", "P", "SD", "Diploma I", "Diploma II", "20-29"]
    groups = ["", "", "", "Jenis Kelamin", "Jenis Kelamin", "Pendidikan", "Pendidikan",
              "Pendidikan", "Usia"]  # fmt: skip
    rows = {3: ["opd-a", "2024", "1.200", "500", "700", "100", "30", "12", "-"]}
    targets = ["unit_id", "period", *["users"] * 7]
    block, mapping = _block(
        rows, targets, headers=headers, groups=groups, table="service_population"
    )
    parsed = pd.DataFrame({"unit_id": ["opd-a"], "period": ["2024"]}, index=[3], dtype="str")
    long = reshape(parsed, "service_population", block, mapping)
    assert long.index.tolist() == [3] * 5
    told = long[["margin", "level", "users"]].fillna({"level": ""}).to_numpy().tolist()
    assert told == [
        ["all", "", 1200], ["gender", "L", 500], ["gender", "P", 700], ["education", "SD", 100],
        ["education", "D1-D2", 42],
    ]  # fmt: skip


def test_level_that_is_in_no_list_keeps_its_name_under_its_group() -> None:
    rows = {3: ["opd-a", "2024", "1200", "55"]}
    block, mapping = _block(
        rows, ["unit_id", "period", "users", "users"],
        headers=["Unit", "Periode", "Populasi", "DIPLOMA"],
        groups=["", "", "", "PENDIDIKAN"], table="service_population",
    )  # fmt: skip
    parsed = pd.DataFrame({"unit_id": ["opd-a"], "period": ["2024"]}, index=[3], dtype="str")
    long = reshape(parsed, "service_population", block, mapping)
    assert long["level"].fillna("").tolist() == ["", "DIPLOMA"]
    assert long["margin"].tolist() == ["all", "education"]


def test_column_of_users_that_is_no_level_is_refused() -> None:
    rows = {3: ["opd-a", "2024", "1200", "55"]}
    block, mapping = _block(
        rows, ["unit_id", "period", "users", "users"],
        headers=["Unit", "Periode", "Populasi", "Merah"], table="service_population",
    )  # fmt: skip
    parsed = pd.DataFrame({"unit_id": ["opd-a"], "period": ["2024"]}, index=[3], dtype="str")
    with pytest.raises(SourceError, match="The column 'Merah' is taken for numbers of users"):
        reshape(parsed, "service_population", block, mapping)


def test_single_column_of_users_counts_everybody() -> None:
    rows = {3: ["opd-a", "2024", "1.200"], 4: ["opd-b", "2024", "0"]}
    block, mapping = _block(
        rows, ["unit_id", "period", "users"],
        headers=["Unit", "Periode", "Jumlah"], table="service_population",
    )  # fmt: skip
    long = reshape(_parsed(block, mapping), "service_population", block, mapping)
    assert long["margin"].tolist() == ["all", "all"]
    assert long["level"].isna().all()
    assert long["users"].tolist() == [1200, 0]
    assert long["users"].dtype == "Int64"


def test_long_margins_get_canonical_levels() -> None:
    rows = {
        3: ["opd-a", "2024", "Jenis Kelamin", "Laki-laki", "500"],
        4: ["opd-a", "2024", "Pendidikan", "SLTA", "300"],
        5: ["opd-a", "2024", "Usia", "50 tahun ke atas", "90"],
        6: ["opd-a", "2024", "Semua", None, "1.200"],
    }
    targets = ["unit_id", "period", "margin", "level", "users"]
    block, mapping = _block(rows, targets, table="service_population")
    long = reshape(_parsed(block, mapping), "service_population", block, mapping)
    assert long["margin"].tolist() == ["gender", "education", "age", "all"]
    assert long["level"].fillna("").tolist() == ["L", "SMA", "50+", ""]
