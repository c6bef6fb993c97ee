"""Word files opened again: structure, texts, properties, and what readers and programs rely on."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from lxml import etree
from specimen import specimen_tables, write_specimen
from written import specimen_bundle

from analysis.errors import ReportError
from analysis.presenting.reading import read_bundle
from analysis.presenting.tables import shown_texts
from analysis.products import document as model
from analysis.products import word
from analysis.products.check import check_report
from analysis.products.document.texts import with_texts
from analysis.products.inspection.word import inspect
from analysis.products.word import writer
from tests.lib.documents import AWKWARD, STAMP, document, long_table, table_block

MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"


class Opened:
    """The parts of a Word file."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            self.parts = {name: file.read(name) for name in file.namelist()}
            self.dates = {one.date_time for one in file.infolist()}
        self.body = self.xml("word/document.xml")[0]

    def xml(self, name: str) -> Any:
        return etree.fromstring(self.parts[name])

    def paragraphs(self, style: str) -> list[str]:
        found = self.body.iterfind(f".//{MAIN}p")
        return [_text(one) for one in found if _style(one) == style]


def _text(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(f"{MAIN}t"))


def _style(paragraph: Any) -> str:
    found = paragraph.find(f"{MAIN}pPr/{MAIN}pStyle")
    return "" if found is None else found.get(f"{MAIN}val")


def made(folder: Path, *blocks: model.Block, **changes: object) -> Opened:
    if blocks:
        changes["blocks"] = blocks
    return Opened(word.docx_bytes(document(folder, **changes)))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return made(tmp_path_factory.mktemp("whole"))


def test_headings_are_real_ones_in_their_order(whole: Opened) -> None:
    found = [
        (_style(one), _text(one))
        for one in whole.body.iter(f"{MAIN}p")
        if _style(one).startswith("Heading")
    ]
    assert found == [
        ("Heading1", "1Ringkasan"),
        ("Heading2", "1.1Gambar"),
        ("Heading3", "Rincian"),
        ("Heading1", "2Lampiran"),
    ]


def test_every_style_that_is_used_is_declared(whole: Opened) -> None:
    declared = {one.get(f"{MAIN}styleId") for one in whole.xml("word/styles.xml")}
    kinds = ("pStyle", "rStyle", "tblStyle", "basedOn", "next")
    used = {
        one.get(f"{MAIN}val")
        for name in ("word/document.xml", "word/styles.xml", "word/header1.xml", "word/footer1.xml")
        for kind in kinds
        for one in whole.xml(name).iter(f"{MAIN}{kind}")
    }
    assert used <= declared


def test_text_that_looks_like_markup_is_text(whole: Opened) -> None:
    assert AWKWARD in whole.paragraphs("BodyText")


def test_characters_that_xml_cannot_hold_are_left_out_everywhere(tmp_path: Path) -> None:
    awkward = "a\x00b\x0bc\ud800d\ufffee"
    given = document(tmp_path)
    spoilt = with_texts(given, lambda text: f"{text}\x00" if " " in text else text)
    whole = Opened(word.docx_bytes(spoilt))
    assert whole.parts == Opened(word.docx_bytes(given)).parts
    assert made(tmp_path, model.Paragraph(awkward)).paragraphs("BodyText") == ["ab cde"]


def test_tables_say_what_they_are_and_repeat_their_heading(whole: Opened) -> None:
    table = _tables(whole)[1]
    properties = table.find(f"{MAIN}tblPr")
    assert properties.find(f"{MAIN}tblCaption").get(f"{MAIN}val") == "table:by_unit"
    assert properties.find(f"{MAIN}tblDescription").get(f"{MAIN}val") == "Indeks menurut unit"
    head, *body = table.findall(f"{MAIN}tr")
    assert head.find(f"{MAIN}trPr/{MAIN}tblHeader") is not None
    assert all(row.find(f"{MAIN}trPr/{MAIN}tblHeader") is None for row in body)
    assert all(row.find(f"{MAIN}trPr/{MAIN}cantSplit") is not None for row in (head, *body))
    assert [_text(cell) for cell in head.iter(f"{MAIN}tc")] == ["Unit", "n", "Mutu"]


def _tables(opened: Opened) -> list[Any]:
    return opened.body.findall(f".//{MAIN}tbl")


def test_numbers_stand_on_the_right(whole: Opened) -> None:
    row = _tables(whole)[1].findall(f"{MAIN}tr")[1]
    aligns = [one.find(f".//{MAIN}jc") for one in row.iter(f"{MAIN}tc")]
    assert [None if one is None else one.get(f"{MAIN}val") for one in aligns] == [
        None, "right", None,
    ]  # fmt: skip


def test_totals_hidden_and_kept_rows_look_their_part(whole: Opened) -> None:
    rows = _tables(whole)[1].findall(f"{MAIN}tr")[1:]
    styles = [{_style(p) for p in row.iter(f"{MAIN}p")} for row in rows]
    assert styles == [{"Cell"}, {"Cell"}, {"CellHidden"}, {"CellTotal"}]
    marks = [[one.get(f"{MAIN}char") for one in row.iter(f"{MAIN}sym")] for row in rows]
    assert marks == [[], ["2020"], [], []]


def test_a_total_of_the_last_edition_is_strong_and_has_its_dagger(tmp_path: Path) -> None:
    total = model.TableRow(("Seluruhnya", "2.400", "B"), "total", kept=True)
    row = _tables(made(tmp_path, table_block(rows=(total,))))[0].findall(f"{MAIN}tr")[1]
    assert {_style(one) for one in row.iter(f"{MAIN}p")} == {"CellTotal"}
    assert [one.get(f"{MAIN}char") for one in row.iter(f"{MAIN}sym")] == ["2020"]


def test_columns_are_as_wide_as_the_document_says(whole: Opened) -> None:
    grid = [int(one.get(f"{MAIN}w")) for one in _tables(whole)[1].iter(f"{MAIN}gridCol")]
    assert grid == [round(mm / 25.4 * 1440) for mm in (60, 20, 30)]
    row = _tables(whole)[1].find(f"{MAIN}tr")
    assert [int(one.get(f"{MAIN}w")) for one in row.iter(f"{MAIN}tcW")] == grid


@pytest.mark.parametrize(("rows", "kept"), [(12, 11), (13, 0)])
def test_a_short_table_stays_on_one_page(tmp_path: Path, rows: int, kept: int) -> None:
    opened = made(tmp_path, long_table(rows))
    body = _tables(opened)[0].findall(f"{MAIN}tr")[1:]
    together = [row.find(f".//{MAIN}keepNext") is not None for row in body]
    assert together.count(True) == kept


def test_questions_at_the_end_stay_together_with_the_last_line(tmp_path: Path) -> None:
    def kept(items: int) -> list[bool]:
        questions = model.BulletList(tuple("abcdefghijklmn"[:items]), numbered=True)
        end = (questions, model.Space(), model.Note("Dibuat dengan kinerja."))
        body = made(tmp_path, model.Paragraph("Teks"), *end).body
        return [one.find(f"{MAIN}pPr/{MAIN}keepNext") is not None for one in body.iter(f"{MAIN}p")]

    assert kept(3) == [False, True, True, True, True, False]
    assert not any(kept(14))


def test_captions_stay_with_what_they_name(whole: Opened) -> None:
    assert whole.paragraphs("Caption") == [
        "Tabel 1  Indeks menurut unit",
        "Gambar 1  Indeks tiap unit",
        "Tabel 2  Indeks menurut unit",
    ]
    styles = {one.get(f"{MAIN}styleId"): one for one in whole.xml("word/styles.xml")}
    for name in ("Caption", "Heading1", "Heading2", "Heading3", "CellHead"):
        assert styles[name].find(f"{MAIN}pPr/{MAIN}keepNext") is not None


def test_pictures_have_alternative_texts_and_no_trace_of_their_files(whole: Opened) -> None:
    (about,) = whole.body.iter(f"{DRAWING}docPr")
    (file,) = whole.body.iter(f"{PICTURE}cNvPr")
    assert (about.get("descr"), about.get("name")) == ("Titik & selang", "Gambar 1")
    assert (file.get("descr"), file.get("name")) == ("", "Gambar 1")
    (extent,) = whole.body.iter(f"{DRAWING}extent")
    assert int(extent.get("cx")) / 36000 == pytest.approx(160, abs=0.5)
    assert b"one.png" not in b"".join(whole.parts.values())


def test_status_has_a_sign_and_a_word_beside_its_colour(whole: Opened) -> None:
    assert whole.paragraphs("KeyStatus") == [
        "●\u00a0Memadai",
        "▲\u00a0Perlu telaah",
        "■\u00a0Belum dapat dinilai",
        "◆\u00a0Disembunyikan",
    ]
    assert whole.paragraphs("KeyWords") == ["Tidak pada titik terakhir"]
    assert whole.paragraphs("Legend") == ["●\u00a0Memadai: data memenuhi syarat"]


def test_contents_lead_to_headings_before_word_has_counted_them(whole: Opened) -> None:
    assert whole.paragraphs("Toc1") == ["1Ringkasan", "2Lampiran"]
    assert whole.paragraphs("Toc2") == ["1.1Gambar"]
    anchors = {one.get(f"{MAIN}anchor") for one in whole.body.iter(f"{MAIN}hyperlink")}
    places = {one.get(f"{MAIN}name") for one in whole.body.iter(f"{MAIN}bookmarkStart")}
    assert anchors
    assert anchors <= places
    kinds = [one.get(f"{MAIN}fldCharType") for one in whole.body.iter(f"{MAIN}fldChar")]
    assert kinds == ["begin", "separate", "end"]


def test_contents_of_a_document_without_headings_are_left_out(tmp_path: Path) -> None:
    opened = made(tmp_path, model.Contents("Isi"), model.Note("x"))
    assert [_text(one) for one in opened.body.iter(f"{MAIN}p")] == ["x"]


def test_wide_tables_have_a_section_of_their_own(whole: Opened) -> None:
    sections = [one.find(f"{MAIN}pgSz") for one in whole.body.iter(f"{MAIN}sectPr")]
    assert [one.get(f"{MAIN}orient") for one in sections] == [None, "landscape", None]
    sizes = [[int(one.get(f"{MAIN}{side}")) for side in ("w", "h")] for one in sections]
    assert sizes == [[11906, 16838], [16838, 11906], [11906, 16838]]


def test_a_page_break_before_a_heading_leaves_no_empty_line(tmp_path: Path) -> None:
    opened = made(tmp_path, model.Note("a"), model.PageBreak(), model.Note("b"))
    paragraphs = opened.body.findall(f"{MAIN}p")
    assert [_text(one) for one in paragraphs] == ["a", "b"]
    assert [one.find(f".//{MAIN}pageBreakBefore") is not None for one in paragraphs] == [
        False, True,
    ]  # fmt: skip


def test_every_page_carries_the_stamp_and_says_what_it_is(tmp_path: Path) -> None:
    found = inspect(word.docx_bytes(document(tmp_path)), "a.docx")
    assert len(found.pages) == 3
    for _, text in found.pages:
        assert STAMP in text
        assert "Kepuasan · Kota Contoh · Semester II 2025" in text
        assert "Internal" in text
        assert re.search(r"Halaman\s*1\s*dari\s*1", text)


def test_a_document_about_real_data_has_no_stamp(tmp_path: Path) -> None:
    opened = made(tmp_path, stamp="")
    assert STAMP.encode() not in b"".join(opened.parts.values())


@pytest.mark.parametrize(("lang", "locale"), [("id", "id-ID"), ("en", "en-GB")])
def test_the_language_is_told_to_every_program(tmp_path: Path, lang: str, locale: str) -> None:
    opened = made(tmp_path, model.Note("x"), lang=lang)
    default = opened.xml("word/styles.xml").find(f".//{MAIN}rPrDefault//{MAIN}lang")
    theme = opened.xml("word/settings.xml").find(f"{MAIN}themeFontLang")
    assert default.get(f"{MAIN}val") == theme.get(f"{MAIN}val") == locale
    assert _properties(opened)["language"] == locale


def _properties(opened: Opened) -> dict[str, str]:
    return {etree.QName(one).localname: one.text or "" for one in opened.xml("docProps/core.xml")}


def test_properties_say_what_the_file_is_and_not_who_made_it(whole: Opened) -> None:
    assert _properties(whole) == {
        "title": "Kepuasan – Kota Contoh",
        "subject": "Kepuasan · Kota Contoh · Semester II 2025",
        "language": "id-ID",
        "category": "Internal",
        "keywords": STAMP,
        "created": "2026-01-20T08:30:00Z",
        "modified": "2026-01-20T08:30:00Z",
    }
    assert "docProps/custom.xml" not in whole.parts
    assert "word/comments.xml" not in whole.parts


def test_equal_documents_give_equal_bytes(tmp_path: Path) -> None:
    first, second = (word.docx_bytes(document(tmp_path)) for _ in range(2))
    assert first == second
    assert Opened(first).dates == {(1980, 1, 1, 0, 0, 0)}


def test_every_relation_has_its_part_and_every_part_its_type(whole: Opened) -> None:
    types = whole.xml("[Content_Types].xml")
    named = {one.get("PartName") for one in types if one.get("PartName")}
    endings = {one.get("Extension") for one in types if one.get("Extension")}
    for name in whole.parts:
        if name != "[Content_Types].xml":
            assert f"/{name}" in named or name.rpartition(".")[2] in endings, name
    assert {one.lstrip("/") for one in named} <= set(whole.parts)
    for name in (one for one in whole.parts if one.endswith(".rels")):
        folder = PurePosixPath(name).parent.parent
        for relation in whole.xml(name):
            if relation.get("TargetMode") != "External":
                target = relation.get("Target")
                path = target.lstrip("/") if target.startswith("/") else str(folder / target)
                assert path.removeprefix("./") in whole.parts


def test_every_reference_of_the_text_has_a_relation(whole: Opened) -> None:
    known = {one.get("Id") for one in whole.xml("word/_rels/document.xml.rels")}
    used = {
        value
        for one in whole.body.iter()
        for key, value in one.attrib.items()
        if key.startswith(RELATED)
    }
    assert used
    assert used <= known


ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind "
    "jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs color sz szCs lang",
    "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption "
    "tblDescription",
    "tcPr": "tcW tcBorders tcMar vAlign",
    "trPr": "cantSplit tblHeader",
    "sectPr": "headerReference footerReference type pgSz pgMar",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr tblStylePr",
    "settings": "zoom defaultTabStop characterSpacingControl footnotePr compat themeFontLang "
    "decimalSymbol listSeparator",
}
"""What of the schema's sequences our files use, in the order of ISO/IEC 29500-1."""


@pytest.mark.parametrize("name", sorted(ORDER))
def test_elements_stand_in_the_order_of_the_schema(whole: Opened, name: str) -> None:
    order = {child: place for place, child in enumerate(ORDER[name].split())}
    parts = [one for one in whole.parts if one.startswith("word/") and one.endswith(".xml")]
    ours = [one for one in parts if not one.startswith(("word/theme", "word/numbering"))]
    seen = 0
    for part in ours:
        root = whole.xml(part)
        for element in (root, *root.iter(f"{MAIN}{name}")):
            if element.tag != f"{MAIN}{name}":
                continue
            places = [order[etree.QName(child).localname] for child in element]
            assert places == sorted(places), etree.tostring(element)[:300]
            seen += 1
    assert seen


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_report_shows_every_cell_of_its_tables(lang: str, tmp_path: Path) -> None:
    bundle = specimen_bundle()
    path = tmp_path / "report.docx"
    word.write(bundle, lang, path)
    shown = {one.name: one for one in inspect(path.read_bytes(), "report.docx").tables if one.name}
    named = [name for one in bundle.narrative["sections"] for name in one["tables"]]
    assert sorted(shown) == sorted(named)
    for name, table in shown.items():
        expected = shown_texts(bundle.tables[name], lang)
        assert [list(row) for row in table.rows] == [
            [" ".join(text.split()) for text in row] for row in expected
        ]
        assert table.lang == lang


def test_a_table_without_rows_or_numbers_of_its_own_is_no_error(tmp_path: Path) -> None:
    empty = table_block(rows=(), label="", caption="")
    bare = table_block(name="", source="", headed=False)
    opened = made(tmp_path, empty, model.BulletList(()), model.KeyFigures(()), bare)
    assert [len(one.findall(f"{MAIN}tr")) for one in _tables(opened)] == [1, 4]
    assert _tables(opened)[1].find(f".//{MAIN}tblCaption") is None


def test_the_check_finds_nothing_wrong_with_tables_that_have_no_rows(tmp_path: Path) -> None:
    tables = [replace(one, frame=one.frame.iloc[:0]) for one in specimen_tables()]
    folder = write_specimen(tmp_path, tables=tables)
    word.write(read_bundle(folder), "id", folder / "report.docx")
    assert check_report(folder, None) == []


def test_a_row_of_key_figures_is_filled_up(tmp_path: Path) -> None:
    figure = model.KeyFigure("Indeks", "83,10", "", "", "ok", "Memadai")
    opened = made(tmp_path, model.KeyFigures((figure,) * 5))
    rows = [len(row.findall(f"{MAIN}tc")) for row in _tables(opened)[0].iter(f"{MAIN}tr")]
    assert rows == [3, 3]


def test_what_pandoc_refuses_is_an_error_of_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_pandoc", lambda: str(tmp_path / "pandoc"))
    told = replace(document(tmp_path), blocks=())
    with pytest.raises(ReportError, match=r"report\.docx could not be made: FileNotFoundError"):
        word.write_document(told, tmp_path / "report.docx")
    assert not (tmp_path / "report.docx").exists()


def test_a_bundle_named_by_a_relative_path_gives_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = specimen_bundle()
    word.write(bundle, "id", tmp_path / "whole.docx")
    monkeypatch.chdir(bundle.folder.parent)
    word.write(read_bundle(Path(bundle.folder.name)), "id", tmp_path / "relative.docx")
    assert (tmp_path / "relative.docx").read_bytes() == (tmp_path / "whole.docx").read_bytes()
