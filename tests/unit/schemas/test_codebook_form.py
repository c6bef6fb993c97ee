"""The XLSX form: what is written is read back, and mistakes are named with their cell."""

from __future__ import annotations

import openpyxl
import pytest

from analysis.errors import ConfigError
from analysis.schemas.codebook import (
    blank_codebook,
    builtin_names,
    codebook_from,
    load_codebook,
)
from analysis.schemas.codebook_form import SHEETS, read_form, write_form


@pytest.fixture
def form(tmp_path):
    path = tmp_path / "skm_2017.xlsx"
    write_form(load_codebook("skm_2017"), path)
    return path


def edited(path, sheet, cell, value):
    book = openpyxl.load_workbook(path)
    book[SHEETS[sheet]][cell] = value
    book.save(path)
    return path


@pytest.mark.parametrize("name", builtin_names())
def test_form_gives_the_codebook_back(name, tmp_path):
    codebook = load_codebook(name)
    write_form(codebook, tmp_path / "form.xlsx")
    assert codebook_from(read_form(tmp_path / "form.xlsx"), name) == codebook


def test_equal_codebooks_give_equal_files(tmp_path):
    for name in ("one", "two"):
        write_form(load_codebook("skm_2004"), tmp_path / f"{name}.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_frame_for_an_instrument_of_ones_own(tmp_path):
    write_form(blank_codebook("survei_rsud"), tmp_path / "survei_rsud.xlsx")
    codebook = load_codebook("survei_rsud", tmp_path)
    assert codebook == blank_codebook("survei_rsud")
    assert codebook.rules == ""


def test_wide_scales_get_columns_for_the_scores_that_have_texts(tmp_path):
    declared = blank_codebook("nilai").model_dump()
    declared["answers"] |= {"minimum": 0, "maximum": 100}
    write_form(codebook_from(declared, "nilai"), tmp_path / "nilai.xlsx")
    heads = [c.value for c in openpyxl.load_workbook(tmp_path / "nilai.xlsx")[SHEETS["items"]][1]]
    assert [head for head in heads if head.startswith("Jawaban bernilai")] == [
        f"Jawaban bernilai {score} / Answers scoring {score}" for score in range(1, 6)
    ]
    assert codebook_from(read_form(tmp_path / "nilai.xlsx"), "nilai").answers.maximum == 100


def test_sheets_explain_themselves_in_both_languages(form):
    book = openpyxl.load_workbook(form)
    assert book.sheetnames == list(SHEETS.values())
    guide = [[cell.value for cell in row] for row in book[SHEETS["guide"]].iter_rows()]
    assert guide[0] == ["Petunjuk pengisian buku kode", "How to fill in the codebook"]
    assert all(len(row) == 2 and all(row) for row in guide)
    assert "U{number}" in str([row[2].value for row in book[SHEETS["head"]].iter_rows()])


def test_hand_edits_arrive(form):
    edited(form, "items", "I2", "ya")
    edited(form, "items", "N2", "sangat sesuai; amat sesuai")
    edited(form, "head", "B16", 4)
    codebook = codebook_from(read_form(form), "skm_2017")
    item = codebook.item("persyaratan")
    assert codebook.answers.minimum_answered == 4
    assert item.reverse
    assert item.labels["amat sesuai"] == 4


def test_columns_may_change_places_and_rows_may_be_empty(form):
    book = openpyxl.load_workbook(form)
    sheet = book[SHEETS["scales"]]
    for row in sheet.iter_rows():
        row[0].value, row[3].value = row[3].value, row[0].value
    book[SHEETS["items"]].insert_rows(4)
    book.save(form)
    assert codebook_from(read_form(form), "skm_2017") == load_codebook("skm_2017")


@pytest.mark.parametrize(
    ("sheet", "edit", "code", "said"),
    [
        ("items", ("A3", None), "empty", "row 3, column 'Kunci / Key'"),
        ("items", ("I3", "mungkin"), "yes_no", "'mungkin' is neither yes nor no"),
        ("head", ("B13", "satu"), "whole_number", "'satu' is not a whole number"),
        ("head", ("B15", "a sampai d"), "scores", "a=1; b=2"),
        ("head", ("A5", "tabel"), "unknown_field", "tabel"),
        ("orders", ("B2", 1.5), "whole_number", "row 2, column 'Nomor / Number'"),
        ("scales", ("A1", "Kode"), "unknown_heading", "'Kode'"),
        ("items", ("G1", None), "heading", "Skala / Scale"),
        ("items", ("F1", "Kunci / Key"), "unknown_heading", "occurs twice"),
    ],
)
def test_mistakes_are_named_with_their_cell(form, sheet, edit, code, said):
    with pytest.raises(ConfigError) as caught:
        read_form(edited(form, sheet, *edit))
    assert caught.value.code == f"schemas.form.{code}"
    assert said in caught.value.text("en")
    for lang in ("id", "en"):
        assert "skm_2017.xlsx" in caught.value.text(lang)
        assert SHEETS[sheet] in caught.value.text(lang)


def test_whole_sentence_of_an_empty_cell(form):
    with pytest.raises(ConfigError) as caught:
        read_form(edited(form, "items", "A3", None))
    assert caught.value.text("id") == (
        "Sel kosong di skm_2017.xlsx, lembar 'Butir - Items', baris 3, kolom 'Kunci / Key'. "
        "Kolom ini harus diisi."
    )


def test_missing_field_and_missing_sheet(form):
    book = openpyxl.load_workbook(form)
    book[SHEETS["head"]].delete_rows(3)
    book.save(form)
    with pytest.raises(ConfigError, match="title_id"):
        read_form(form)
    del book[SHEETS["scales"]]
    book.save(form)
    edited(form, "head", "A20", "title_id")
    edited(form, "head", "B20", "Judul")
    with pytest.raises(ConfigError, match="'Skala - Scales' is missing"):
        read_form(form)


@pytest.mark.parametrize("content", [b"", b"a;b;c", None], ids=["empty", "text", "cut off"])
def test_file_that_is_no_workbook(form, content):
    form.write_bytes(form.read_bytes()[:2000] if content is None else content)
    with pytest.raises(ConfigError, match="cannot be read as XLSX"):
        read_form(form)


def test_semicolon_in_an_answer_text_cannot_be_written(tmp_path):
    declared = blank_codebook("contoh").model_dump()
    declared["items"][0]["labels"] = {"ya; tentu": 5}
    with pytest.raises(ConfigError, match="semicolon"):
        write_form(codebook_from(declared, "contoh"), tmp_path / "form.xlsx")
    assert not (tmp_path / "form.xlsx").exists()


def test_formulas_are_written_as_text(tmp_path):
    declared = blank_codebook("contoh").model_dump()
    declared["source"] = '=HYPERLINK("x")'
    write_form(codebook_from(declared, "contoh"), tmp_path / "form.xlsx")
    cells = [c for r in openpyxl.load_workbook(tmp_path / "form.xlsx")[SHEETS["head"]] for c in r]
    assert [c.data_type for c in cells if c.value == '=HYPERLINK("x")'] == ["s"]


def test_a_form_without_the_optional_columns_is_read(tmp_path):
    path = tmp_path / "survei_pegawai.xlsx"
    write_form(load_codebook("survei_pegawai"), path)
    book = openpyxl.load_workbook(path)
    book[SHEETS["scales"]].delete_cols(5, 5)
    book[SHEETS["head"]].delete_rows(17, 2)
    book.save(path)
    codebook = codebook_from(read_form(path), "survei_pegawai")
    assert codebook.notes is None
    assert {(one.part_of, one.minimum_items, one.notes) for one in codebook.scales} == {
        ("", 1, None)
    }
