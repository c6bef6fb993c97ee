"""The SKM report: chapters in order, priorities from the scores, blanks for the office to fill."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.presenting.formats import Formatter
from analysis.presenting.reading import Bundle
from analysis.products.document.blocks import (
    Contents,
    Document,
    FigureBlock,
    Heading,
    Letterhead,
    Paragraph,
    Signature,
    TableBlock,
)
from analysis.products.skm import write_report
from analysis.products.skm.report import skm_document
from tests.unit.products.skm.conftest import LONG_NAME, NAMES, SIZES, MakeBundle, answers

CHAPTERS = ["BAB I", "BAB II", "BAB III", "BAB IV", "BAB V"]


def headings(document: Document) -> list[str]:
    found = (one for one in document.blocks if isinstance(one, Heading))
    return [f"{one.number} {one.text}".strip() for one in found]


def tables(document: Document) -> dict[str, TableBlock]:
    return {one.caption: one for one in document.blocks if isinstance(one, TableBlock)}


def texts(document: Document) -> str:
    return "\n".join(_texts(document)).replace("\u00a0", " ")


def _texts(document: Document) -> Iterator[str]:
    for one in document.blocks:
        if isinstance(one, Paragraph):
            yield one.text
        elif hasattr(one, "items"):
            yield from (str(item) for item in one.items)


def words_of(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        parts = [name for name in package.namelist() if name.endswith(".xml")]
        return "".join(package.read(name).decode("utf-8") for name in parts)


def test_chapters_stand_in_the_order_in_which_offices_deliver_them(full_bundle: Bundle) -> None:
    document = skm_document(full_bundle, "id")
    told = headings(document)
    chapters = [one for one in told if one.startswith("BAB")]
    assert [" ".join(one.split()[:2]) for one in chapters] == CHAPTERS
    places = [told.index(one) for one in chapters]
    assert places == sorted(places)
    assert told[0] == "Kata Pengantar"
    assert told[-1].startswith("Lampiran")
    (contents,) = [one for one in document.blocks if isinstance(one, Contents)]
    assert contents.title == "Daftar Isi"


def test_the_plan_names_the_three_lowest_elements_and_leaves_the_rest_blank(
    full_bundle: Bundle,
) -> None:
    frame = full_bundle.tables["by_unsur"].frame
    codes = next(one.codes for one in full_bundle.tables["by_unsur"].columns if one.name == "unsur")
    lowest = frame.sort_values("estimate")["unsur"].head(3)
    document = skm_document(full_bundle, "id")
    plan = tables(document)["Rencana tindak lanjut"]
    assert [row.cells[1] for row in plan.rows] == [codes[one]["id"] for one in lowest]
    assert all(cell == "" for row in plan.rows for cell in row.cells[2:])
    heads = [one.text for one in plan.columns]
    assert heads[3:7] == ["TW I", "TW II", "TW III", "TW IV"]


def test_the_index_is_told_as_the_study_tells_it(full_bundle: Bundle) -> None:
    ikm = next(one for one in full_bundle.document.findings if one.id == "satisfaction.ikm")
    for lang in ("id", "en"):
        told = texts(skm_document(full_bundle, lang))
        assert Formatter(lang).cell(ikm.estimate, "index") in told
        assert ikm.text[lang].replace("\u00a0", " ") in told


def test_respondents_by_trait_are_counts_of_the_sheets(full_bundle: Bundle) -> None:
    block = tables(skm_document(full_bundle, "id"))[
        "Responden menurut jenis kelamin, pendidikan, usia, dan pekerjaan"
    ]
    counts = [int(row.cells[2].replace(".", "")) for row in block.rows]
    kinds = len([row for row in block.rows if row.cells[0]])
    assert sum(counts) == kinds * sum(SIZES.values())
    assert all(row.cells[3].endswith("%") for row in block.rows)


def test_what_became_of_the_last_plan_is_counted(full_bundle: Bundle) -> None:
    document = skm_document(full_bundle, "id")
    told = texts(document)
    assert "dijanjikan 3 tindak lanjut" in told
    assert "1 selesai, 1 direncanakan, dan 1 tanpa keterangan" in told
    assert "bukan bukti" in told
    block = tables(document)["Tindak lanjut yang dijanjikan dan nilai unsur sebelum dan sesudahnya"]
    assert [row.cells[2] for row in block.rows][:2] == [
        "Menambah petugas loket",
        "Memasang daftar tarif",
    ]
    first = block.rows[0].cells
    assert first[3:6] == ("Triwulan II 2025", "selesai", "1,50")
    assert first[-1] == "naik"


def test_nobody_is_named_where_the_report_is_signed(full_bundle: Bundle) -> None:
    (signature,) = [
        one for one in skm_document(full_bundle, "id").blocks if isinstance(one, Signature)
    ]
    lines = [*signature.above, *signature.below]
    words = {word for line in lines for word in re.findall(r"[^\W\d_]+", line)}
    assert words <= {"Kepala", "NIP"}


def test_letterhead_only_where_the_region_has_one(full_bundle: Bundle) -> None:
    with_head = skm_document(full_bundle, "id").blocks
    without = replace(full_bundle, narrative=full_bundle.narrative | {"letterhead": None})
    assert isinstance(with_head[0], Letterhead)
    assert not any(isinstance(one, Letterhead) for one in skm_document(without, "id").blocks)


def test_the_report_of_a_unit_is_about_it_alone(make_bundle: MakeBundle) -> None:
    bundle = make_bundle(answers(), unit="uptd")
    document = skm_document(bundle, "id")
    assert LONG_NAME in document.title
    told = texts(document)
    assert LONG_NAME in told
    assert not any(NAMES[other] in told for other in ("rsud", "kecamatan"))
    assert "3.4 Nilai per Unit Pelayanan" not in headings(document)


def test_a_small_unit_gets_sentences_instead_of_numbers(make_bundle: MakeBundle) -> None:
    document = skm_document(make_bundle(answers(), unit="kecamatan"), "id")
    told = texts(document)
    assert "tidak ada nilai dan huruf mutu yang disajikan" in told
    assert "terlalu kecil untuk ditampilkan dengan aman" in told
    assert not any(isinstance(one, FigureBlock) for one in document.blocks)
    shown = [cell for one in tables(document).values() for row in one.rows for cell in row.cells]
    assert not any(re.fullmatch(r"\d+,\d+", cell) for cell in shown)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_an_empty_period_still_makes_a_report(
    make_bundle: MakeBundle, tmp_path: Path, lang: str
) -> None:
    bundle = make_bundle(None, letterhead=None, promises=None)
    document = skm_document(bundle, lang)
    assert len([one for one in headings(document) if one.startswith(("BAB", "Chapter"))]) == 5
    told = texts(document)
    assert "tabel di awal laporan" not in told
    assert "table at the top" not in told
    plan = tables(document)["Rencana tindak lanjut" if lang == "id" else "Plan of action"]
    assert [row.cells[0] for row in plan.rows] == ["1", "2", "3"]
    write_report(bundle, lang, tmp_path / "laporan-skm.docx")
    assert (tmp_path / "laporan-skm.docx").stat().st_size > 10_000


def test_the_word_file_holds_stamp_class_contents_and_odd_letters(
    full_bundle: Bundle, tmp_path: Path
) -> None:
    path = tmp_path / "laporan-skm.docx"
    write_report(full_bundle, "id", path)
    told = words_of(path)
    assert "DATA CONTOH" in told
    assert "Untuk umum" in told
    assert "TOC \\o" in told
    assert "الأحوال المدنية" in told
    assert "🪑" in told
    assert "Rumah Sakit &lt;Umum&gt; &amp; Daerah" in told
    again = tmp_path / "again.docx"
    write_report(full_bundle, "id", again)
    assert again.read_bytes() == path.read_bytes()
