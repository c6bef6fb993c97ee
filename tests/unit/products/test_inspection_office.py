"""Word, slides, workbooks and archives are opened completely, each find with its place."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from analysis.privacy.patterns import find_patterns
from analysis.products.inspection import SCANNERS, Extract
from tests.lib.office_files import (
    CUSTOM_PROPERTIES,
    Book,
    Deck,
    archive,
    changed,
    deck_with_chart,
    document,
    embedded_workbook,
    paragraph,
    picture,
    with_paragraph,
    with_parts,
    word_part,
)

NIP = "198703142011012005"
SPLIT = (NIP[:4], NIP[4:9], NIP[9:])


def opened(content: bytes, suffix: str) -> Extract:
    return SCANNERS[f".{suffix}"](content, f"a.{suffix}")


def places(extract: Extract) -> set[str]:
    """Return where an extract holds what looks like an identifier."""
    return {where for where, text in extract.texts if find_patterns(text)}


def in_chart_workbook() -> bytes:
    return embedded_workbook(lambda book: book.active.__setitem__("A9", NIP))


def in_hidden_sheet_of_chart() -> bytes:
    def hide(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("lama")
        sheet.sheet_state = "veryHidden"
        sheet["C3"] = int(NIP)

    return embedded_workbook(hide)


def in_notes() -> bytes:
    deck = Deck()
    deck.slide.notes_slide.notes_text_frame.text = f"tanya {NIP}"
    return deck.saved()


def in_split_run_of_slide() -> bytes:
    deck = Deck()
    line = deck.slide.shapes.title.text_frame.paragraphs[0]
    line.text = "NIP "
    for piece in SPLIT:
        line.add_run().text = piece
    return deck.saved()


def in_alt_text() -> bytes:
    deck = Deck()
    deck.picture._element.nvPicPr.cNvPr.set("descr", f"foto {NIP}")
    return deck.saved()


def in_picture() -> bytes:
    deck = Deck()
    deck.slide.shapes.add_picture(io.BytesIO(picture(f"dari {NIP}")), 0, 0)
    return deck.saved()


def in_cell_of_slide() -> bytes:
    deck = Deck()
    deck.table.cell(2, 0).text = NIP
    return deck.saved()


def in_properties_of_deck() -> bytes:
    deck = Deck()
    deck.file.core_properties.keywords = NIP
    return deck.saved()


def in_category_of_chart() -> bytes:
    return changed(deck_with_chart(), "ppt/charts/chart1.xml", "<c:v>RSUD<", f"<c:v>{NIP}<")


def in_layout() -> bytes:
    name = "ppt/slideLayouts/slideLayout2.xml"
    return changed(Deck().saved(), name, "<a:t>", f"<a:t>{NIP} ")


@pytest.mark.parametrize(
    ("plant", "place"),
    [
        (in_chart_workbook, "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx xl/worksheets/sheet1.xml"),
        (
            in_hidden_sheet_of_chart,
            "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx xl/worksheets/sheet2.xml",
        ),
        (in_notes, "ppt/notesSlides/notesSlide1.xml"),
        (in_split_run_of_slide, "ppt/slides/slide1.xml"),
        (in_alt_text, "ppt/slides/slide1.xml attributes"),
        (in_picture, "ppt/media/image2.png tEXt"),
        (in_cell_of_slide, "ppt/slides/slide1.xml"),
        (in_properties_of_deck, "docProps/core.xml"),
        (in_category_of_chart, "ppt/charts/chart1.xml"),
        (in_layout, "ppt/slideLayouts/slideLayout2.xml"),
        (
            lambda: with_parts(
                Deck().saved(), {"docProps/custom.xml": CUSTOM_PROPERTIES.format(text=NIP)}
            ),
            "docProps/custom.xml",
        ),
        (
            lambda: with_parts(Deck().saved(), {"ppt/media/x.bin": b"\0\1" + NIP.encode() + b"\0"}),
            "ppt/media/x.bin",
        ),
        (
            lambda: with_parts(Deck().saved(), {"ppt/media/x.wmf": NIP.encode("utf-16-le")}),
            "ppt/media/x.wmf",
        ),
        (lambda: with_parts(Deck().saved(), {f"ppt/media/{NIP}.xml": "<a/>"}), "names"),
    ],
)
def test_identifier_in_slides_is_found_in_its_place(plant: Callable[[], bytes], place: str) -> None:
    assert f"a.pptx {place}" in places(opened(plant(), "pptx"))


def book_with(change: Callable[[Book], object]) -> Callable[[], bytes]:
    def plant() -> bytes:
        book = Book()
        change(book)
        return book.saved()

    return plant


def hidden_sheet(book: Book) -> None:
    sheet = book.file.create_sheet("lama")
    sheet["B2"] = NIP
    sheet.sheet_state = "hidden"


def hidden_row(book: Book) -> None:
    book.sheet["A9"] = int(NIP)
    book.sheet.row_dimensions[9].hidden = True


def validation(book: Book) -> None:
    rule = DataValidation(type="list", formula1=f'"{NIP},lain"')
    book.sheet.add_data_validation(rule)
    rule.add("C1")


def defined_name(book: Book) -> None:
    from openpyxl.workbook.defined_name import DefinedName

    book.file.defined_names["rahasia"] = DefinedName("rahasia", attr_text=f'"{NIP}"')


def long_number() -> bytes:
    """Return a workbook in which a number of 18 digits is kept as far as a float goes."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet("ikm").write_number(0, 0, float(NIP))
    return stream.getvalue()


def rich_string() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        bold = book.add_format({"bold": True})
        book.add_worksheet("ikm").write_rich_string(0, 0, SPLIT[0], bold, SPLIT[1], SPLIT[2])
    return stream.getvalue()


@pytest.mark.parametrize(
    ("plant", "place"),
    [
        (book_with(lambda one: one.sheet.__setitem__("C7", int(NIP))), "xl/worksheets/sheet1.xml"),
        (book_with(hidden_sheet), "xl/worksheets/sheet2.xml"),
        (book_with(hidden_row), "xl/worksheets/sheet1.xml"),
        (book_with(validation), "xl/worksheets/sheet1.xml"),
        (book_with(defined_name), "xl/workbook.xml"),
        (
            book_with(lambda one: setattr(one.sheet["A1"], "comment", Comment(f"dari {NIP}", "x"))),
            "xl/comments/comment1.xml",
        ),
        (
            book_with(lambda one: setattr(one.sheet.oddHeader.left, "text", NIP)),
            "xl/worksheets/sheet1.xml",
        ),
        (book_with(lambda one: setattr(one.sheet, "title", NIP)), "xl/workbook.xml attributes"),
        (
            book_with(lambda one: setattr(one.file.properties, "creator", NIP)),
            "docProps/core.xml",
        ),
        (
            book_with(lambda one: one.sheet.__setitem__("C1", f'="{NIP}"&A1')),
            "xl/worksheets/sheet1.xml",
        ),
        (long_number, "xl/worksheets/sheet1.xml"),
        (rich_string, "xl/sharedStrings.xml"),
    ],
)
def test_identifier_in_a_workbook_is_found_in_its_place(
    plant: Callable[[], bytes], place: str
) -> None:
    assert f"a.xlsx {place}" in places(opened(plant(), "xlsx"))


def with_header(kind: str, name: str) -> Callable[[], bytes]:
    return lambda: with_parts(document(), {f"word/{name}.xml": word_part(kind, f"[{NIP}]")})


@pytest.mark.parametrize(
    ("plant", "place"),
    [
        (lambda: with_paragraph("".join(f"[{one}]" for one in SPLIT)), "word/document.xml"),
        (
            lambda: with_paragraph(
                f"[{SPLIT[0]}]<w:proofErr/><w:ins>[{SPLIT[1]}]</w:ins>[{SPLIT[2]}]"
            ),
            "word/document.xml",
        ),
        (
            lambda: with_paragraph(
                "".join(f"<w:r><w:delText>{one}</w:delText></w:r>" for one in SPLIT)
            ),
            "word/document.xml",
        ),
        (
            lambda: with_paragraph(f"[teks]<w:r><w:pict>{paragraph(f'[{NIP}]')}</w:pict></w:r>[x]"),
            "word/document.xml",
        ),
        (
            lambda: with_paragraph(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{NIP}</w:t></w:r>"),
            "word/document.xml",
        ),
        (
            lambda: with_paragraph(f"[NIP]<w:r><w:tab/></w:r>[{NIP}]"),
            "word/document.xml",
        ),
        (lambda: with_paragraph(f"<!-- {NIP} -->"), "word/document.xml remarks"),
        (lambda: with_parts(document(), {"word/x.xml": f"<a><b/>{NIP}</a>"}), "word/x.xml"),
        (lambda: with_parts(document(), {"word/x.xml": f"<a><t>{NIP}</t></a>"}), "word/x.xml"),
        (
            lambda: with_paragraph(f"<w:bookmarkStart w:name='b{NIP[0]}' w:x='{NIP}'/>"),
            "word/document.xml attributes",
        ),
        (with_header("hdr", "header1"), "word/header1.xml"),
        (with_header("ftr", "footer7"), "word/footer7.xml"),
        (with_header("comments", "comments"), "word/comments.xml"),
        (
            lambda: with_parts(
                document(), {"docProps/custom.xml": CUSTOM_PROPERTIES.format(text=NIP)}
            ),
            "docProps/custom.xml",
        ),
        (
            lambda: changed(document(), "docProps/core.xml", "<dc:title>", f"<dc:title>{NIP} "),
            "docProps/core.xml",
        ),
        (
            lambda: changed(document(), "word/footnotes.xml", "Catatan", f"{NIP} Catatan"),
            "word/footnotes.xml",
        ),
        (
            lambda: with_parts(document(), {"word/media/a.png": picture(NIP)}),
            "word/media/a.png tEXt",
        ),
        (
            lambda: with_parts(document(), {"word/embeddings/a.docx": with_paragraph(f"[{NIP}]")}),
            "word/embeddings/a.docx word/document.xml",
        ),
        (
            lambda: with_parts(document(), {"word/embeddings/ole.bin": Book().saved()}),
            "",
        ),
    ],
)
def test_identifier_in_a_document_is_found_in_its_place(
    plant: Callable[[], bytes], place: str
) -> None:
    found = places(opened(plant(), "docx"))
    assert found == ({f"a.docx {place}"} if place else set())


def test_file_without_telling_suffix_is_opened_by_its_content() -> None:
    inside = {
        "word/embeddings/ole.bin": with_paragraph(f"[{NIP}]"),
        "word/media/a.jpg": picture(NIP),
    }
    assert places(opened(with_parts(document(), inside), "docx")) == {
        "a.docx word/embeddings/ole.bin word/document.xml",
        "a.docx word/media/a.jpg tEXt",
    }


def test_text_of_unknown_format_is_read_whole() -> None:
    made = with_parts(document(), {"word/isi.mht": "é Ratmi, é"})
    assert ("a.docx word/isi.mht", "é Ratmi, é") in opened(made, "docx").texts


def test_cells_and_paragraphs_are_not_run_together() -> None:
    extract = opened(
        with_paragraph("[19870314]</w:p><w:p>[201101]<w:r><w:tab/></w:r>[2005]"), "docx"
    )
    (text,) = (text for where, text in extract.texts if where == "a.docx word/document.xml")
    assert "19870314\n201101\t2005" in text


@pytest.mark.parametrize(
    ("made", "suffix", "address"),
    [
        (
            lambda: changed(
                document(),
                "word/_rels/document.xml.rels",
                "</Relationships>",
                '<Relationship Id="x" Type="t/hyperlink" Target="https://a.example/x" '
                'TargetMode="External"/></Relationships>',
            ),
            "docx",
            "https://a.example/x",
        ),
        (
            lambda: with_paragraph(
                '<w:r><w:instrText> HYPERLINK "http</w:instrText></w:r>'
                '<w:r><w:instrText>://b.example/y"</w:instrText></w:r>'
            ),
            "docx",
            "http://b.example/y",
        ),
        (
            book_with(lambda one: one.sheet.__setitem__("C1", '=HYPERLINK("https://c.example")')),
            "xlsx",
            "https://c.example",
        ),
        (
            lambda: changed(
                document(),
                "docProps/app.xml",
                "</Properties>",
                "<HyperlinkBase>https://e.example/</HyperlinkBase></Properties>",
            ),
            "docx",
            "https://e.example/",
        ),
        (
            book_with(lambda one: setattr(one.sheet["A1"], "hyperlink", "https://d.example/")),
            "xlsx",
            "https://d.example/",
        ),
    ],
)
def test_addresses_outside_the_file_are_listed(
    made: Callable[[], bytes], suffix: str, address: str
) -> None:
    assert address in [one for _, one in opened(made(), suffix).references]


def test_members_of_an_archive_are_opened() -> None:
    members = {
        "bahan/slides.pptx": in_notes(),
        "bahan/baca.txt": f"hubungi {NIP}",
        "bahan/data.csv": f"nip\n{NIP}\n",
        "lagi.zip": archive({"hal.html": f"<p>{NIP}</p>"}),
    }
    extract = opened(archive(members), "zip")
    assert places(extract) == {
        "a.zip bahan/slides.pptx ppt/notesSlides/notesSlide1.xml",
        "a.zip bahan/baca.txt",
        "a.zip bahan/data.csv row 2",
        "a.zip lagi.zip hal.html",
    }
    assert extract.pages[0][0] == "a.zip bahan/slides.pptx ppt/slides/slide1.xml"


def with_remark() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("a.txt", "x")
        made.comment = NIP.encode()
    return stream.getvalue()


def with_lost_member() -> bytes:
    """Return an archive that still holds the bytes of a member it no longer lists."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("lama.txt", NIP)
        made.writestr("a.txt", "x")
        del made.filelist[0]
    return stream.getvalue()


def test_remark_of_an_archive_is_found() -> None:
    assert places(opened(with_remark(), "zip")) == {"a.zip names"}


def nested(depth: int) -> bytes:
    content = archive({"a.txt": "x"})
    for _ in range(depth):
        content = archive({"a.zip": content})
    return content


ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>'


@pytest.mark.parametrize(
    ("made", "suffix"),
    [
        (lambda: document()[:-300], "docx"),
        (lambda: b"PK\x03\x04 something else", "docx"),
        (document, "pptx"),
        (lambda: archive({"a.txt": "x"}), "xlsx"),
        (lambda: with_parts(document(), {"word/comments.xml": ENTITIES}), "docx"),
        (lambda: with_parts(document(), {"word/comments.xml": "<a>"}), "docx"),
        (lambda: with_parts(document(), {"word/media/a.png": b"no picture"}), "docx"),
        (lambda: with_parts(document(), {"word/embeddings/a.xlsx": b"no book"}), "docx"),
        (lambda: with_parts(document(), {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0\0"}), "docx"),
        (lambda: with_parts(document(), {"word/media/a.emz": gzip.compress(b"x")}), "docx"),
        (lambda: archive({"data.parquet": b"PAR1\0\1"}), "zip"),
        (lambda: nested(6), "zip"),
        (with_lost_member, "zip"),
        (lambda: NIP.encode() * 3 + archive({"a.txt": "x"}), "zip"),
    ],
    ids=[
        *("cut_off", "no_archive", "other_kind", "no_workbook", "entities", "broken_xml"),
        *(
            "broken_picture",
            "broken_workbook",
            "macros",
            "packed",
            "unknown_member",
            "too_deep",
            "lost_member",
            "before",
        ),
    ],
)
def test_file_that_cannot_be_looked_through_is_refused(
    made: Callable[[], bytes], suffix: str
) -> None:
    with pytest.raises(ValueError, match=f"a.{suffix}"):
        opened(made(), suffix)


def test_archive_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.products.inspection.package.LARGEST_UNPACKED", 100_000)
    with pytest.raises(ValueError, match=r"a\.zip"):
        opened(archive({"a.txt": "0" * 200_000}), "zip")
    assert opened(archive({"a.txt": "0" * 50_000}), "zip").pages == ()


def full_deck() -> bytes:
    deck = Deck()
    deck.chart()
    deck.slide.notes_slide.notes_text_frame.text = "Catatan penyaji, 21 November 2025"
    return deck.saved()


def full_book() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("ikm")
        sheet.write_column(0, 0, [0.196706101989011, 86.12345678901234, 1 / 3, 1e-17, 1247, 45000])
        sheet.write_column(
            0, 1, ["Semester II 2025", "2025-01-31", "3.51", "+62", "a@b", "12-2025"]
        )
        sheet.write_comment(0, 0, "Catatan")
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=ikm!$A$1:$A$3"})
        sheet.insert_chart("D2", chart)
        sheet.add_table("F1:G4", {"columns": [{"header": "a"}, {"header": "b"}]})
    return stream.getvalue()


@pytest.mark.parametrize(
    ("made", "suffix"),
    [(full_deck, "pptx"), (full_book, "xlsx"), (document, "docx")],
)
def test_what_office_writes_of_itself_is_no_identifier(
    made: Callable[[], bytes], suffix: str
) -> None:
    extract = opened(made(), suffix)
    assert places(extract) == set()
    assert [one for _, one in extract.references if "//" in one] == []
