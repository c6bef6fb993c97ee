"""PDF files opened again: tags, texts, properties, pages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typst
from pypdf import PdfReader
from written import specimen_bundle

from analysis.errors import ReportError
from analysis.presenting.tables import shown_texts
from analysis.products import document as model
from analysis.products import pdf
from tests.lib.documents import AWKWARD, STAMP, document, long_table, picture, table_block


class Opened:
    """A PDF with the elements of its structure tree, in reading order."""

    def __init__(self, content: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(content), strict=True)
        self.root: Any = self.reader.trailer["/Root"]
        self.tags = list(_elements(self.root["/StructTreeRoot"]))

    def kinds(self) -> list[str]:
        return [str(one["/S"]) for one in self.tags]

    def pages(self) -> list[str]:
        return [page.extract_text() for page in self.reader.pages]

    def text(self) -> str:
        return "\n".join(self.pages())


def _elements(node: Any) -> Iterator[Any]:
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        found = child.get_object()
        if isinstance(found, dict) and "/S" in found:
            yield found
            yield from _elements(found)


def made(folder: Path, *blocks: model.Block, **changes: object) -> Opened:
    if blocks:
        changes["blocks"] = blocks
    return Opened(pdf.pdf_bytes(document(folder, **changes)))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return made(tmp_path_factory.mktemp("whole"))


def test_the_file_declares_that_it_is_accessible(whole: Opened) -> None:
    assert whole.root["/MarkInfo"]["/Marked"] is True or whole.root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert whole.root["/Lang"] == "id"
    assert whole.root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = whole.root["/Metadata"].get_object().get_data()
    assert re.search(rb"pdfuaid:part[^0-9]*1", metadata)


def test_headings_are_tagged_and_listed_in_their_order(whole: Opened) -> None:
    levels = [one for one in whole.kinds() if re.fullmatch(r"/H\d", one)]
    assert levels == ["/H1", "/H2", "/H3", "/H1"]
    outline = [str(one.title) for one in whole.reader.outline if not isinstance(one, list)]
    assert [" ".join(one.split()) for one in outline] == ["1 Ringkasan", "2 Lampiran"]


def test_tables_have_headings_and_captions_and_pictures_their_alternative_text(
    whole: Opened,
) -> None:
    kinds = whole.kinds()
    assert kinds.count("/Table") == 2
    assert kinds.count("/TH") == 6
    assert kinds.count("/TD") == 24
    assert kinds.count("/Caption") == 3
    alts = [one["/Alt"] for one in whole.tags if "/Alt" in one]
    assert alts == ["Titik & selang"]


def test_properties_say_what_the_file_is_and_not_who_made_it(whole: Opened) -> None:
    told = whole.reader.metadata
    assert told is not None
    assert told.title == "Kepuasan – Kota Contoh"
    assert told.subject == "Kepuasan · Kota Contoh · Semester II 2025"
    assert told["/Keywords"] == f"Internal, {STAMP}"
    assert told.author is None
    assert str(told["/CreationDate"]).startswith("D:20260120")


@pytest.mark.parametrize("stamp", [STAMP, ""])
def test_every_page_carries_the_stamp_its_class_and_its_number(tmp_path: Path, stamp: str) -> None:
    opened = made(tmp_path, *document(tmp_path).blocks, long_table(60), stamp=stamp)
    pages = opened.pages()
    assert len(pages) >= 4
    for number, text in enumerate(pages, 1):
        assert (STAMP in text) == bool(stamp)
        assert "Internal" in text
        assert "Kepuasan · Kota Contoh · Semester II 2025" in text
        assert f"Halaman {number} dari {len(pages)}" in text


def test_wide_tables_stand_on_turned_pages(whole: Opened) -> None:
    turned = [page.mediabox.width > page.mediabox.height for page in whole.reader.pages]
    assert turned[-2:] == [True, False]
    assert turned.count(True) == 1


def test_a_long_table_repeats_its_heading_and_a_short_one_stays_whole(tmp_path: Path) -> None:
    pages = made(tmp_path, long_table(120)).pages()
    assert len(pages) >= 3
    assert all("Mutu" in page for page in pages)
    filled = made(tmp_path, model.Space(50), long_table(12)).pages()
    assert ["Unit 1 " in page.replace("\n", " ") for page in filled] == [False, True]


def test_a_row_of_several_lines_stands_on_one_page(tmp_path: Path) -> None:
    words = " ".join(f"kata{number}" for number in range(30))
    rows = (*long_table(14).rows, model.TableRow(("Dinas Sosial", "10", words)))
    for lines in range(22, 34):
        pages = made(tmp_path, model.Space(lines), table_block(rows=rows, notes=())).pages()
        assert [page.count("kata") for page in pages if "kata" in page] == [30]


def test_a_long_table_does_not_begin_with_its_heading_alone(tmp_path: Path) -> None:
    for lines in range(38, 56):
        pages = made(tmp_path, model.Space(lines), long_table(30)).pages()
        first = next(page for page in pages if "Unit 1 " in page.replace("\n", " "))
        assert "Indeks menurut unit" in first
        assert "Unit 3 " in first.replace("\n", " ")


def test_a_row_taller_than_a_page_goes_on_over_pages(tmp_path: Path) -> None:
    words = " ".join(f"kata{number}" for number in range(400))
    row = model.TableRow(("Dinas Sosial", "10", words))
    pages = made(tmp_path, table_block(rows=(row,), notes=())).pages()
    assert sum(page.count("kata") for page in pages) == 400


def test_the_last_line_of_a_report_stays_with_its_questions(tmp_path: Path) -> None:
    questions = model.BulletList(("Siapa?", "Mengapa?", "Kapan?"), numbered=True)
    for lines in range(40, 60):
        colophon = (model.Space(), model.Note("Dibuat dengan kinerja."))
        blocks = (model.Space(lines), questions, *colophon)
        last = made(tmp_path, *blocks).pages()[-1]
        assert all(one in last for one in ("Siapa?", "Kapan?", "Dibuat dengan kinerja."))


def test_a_picture_stays_with_its_title_and_source(tmp_path: Path) -> None:
    figure = model.FigureBlock(
        picture(tmp_path / "a.png"), "Judul", "alt", 160, 80, "Gambar 1", "Sumber."
    )
    pages = made(tmp_path, model.Space(45), figure).pages()
    assert [("Judul" in page, "Sumber." in page) for page in pages] == [
        (False, False), (True, True),
    ]  # fmt: skip


def test_text_that_looks_like_markup_is_text(tmp_path: Path) -> None:
    text = made(tmp_path, model.Paragraph(AWKWARD)).text()
    flat = " ".join(text.split())
    assert 'Dinas "A" & <B> \\ {c} #let x $y$ *tebal* _miring_ [tautan](x) layanan' in flat
    assert "\ufffd" in flat


def test_status_has_a_sign_and_a_word_beside_its_colour(whole: Opened) -> None:
    text = whole.text().replace("\u00a0", " ")
    for status in ("● Memadai", "▲ Perlu telaah", "■ Belum dapat dinilai", "◆ Disembunyikan"):
        assert status in text


def test_a_kept_row_has_a_dagger_and_a_hidden_one_its_star(whole: Opened) -> None:
    text = whole.text()
    assert "Dinas Sosial†" in text.replace(" ", " ")
    assert re.search(r"Kecamatan Utara\s+\*\s+\*", text)


def test_a_total_of_the_last_edition_has_its_dagger(tmp_path: Path) -> None:
    total = model.TableRow(("Seluruhnya", "2.400", "B"), "total", kept=True)
    assert "Seluruhnya†" in made(tmp_path, table_block(rows=(total,))).text()


def test_a_word_longer_than_its_column_is_broken(tmp_path: Path) -> None:
    column = model.TableColumn("unit", "Unit", "left", 30.0)
    block = table_block(columns=(column,), rows=(model.TableRow(("x" * 200,)),))
    text = made(tmp_path, block).text()
    assert "x" * 200 not in text
    assert text.count("x") == 200


def test_equal_documents_give_equal_bytes(tmp_path: Path) -> None:
    first, second = (pdf.pdf_bytes(document(tmp_path)) for _ in range(2))
    assert first == second


def test_typst_has_nothing_to_warn_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[object] = []

    def compiled(*given: object, **options: object) -> bytes:
        content, warnings = typst.compile_with_warnings(*given, **options)  # type: ignore[call-overload]
        found.extend(warnings)
        return content

    monkeypatch.setattr(typst, "compile", compiled)
    bare = table_block(rows=(), label="", caption="", headed=False, name="")
    made(tmp_path, *document(tmp_path).blocks, bare, model.KeyFigures(()))
    assert found == []


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_report_prints_every_cell_of_its_tables(lang: str, tmp_path: Path) -> None:
    bundle = specimen_bundle()
    path = tmp_path / "report.pdf"
    pdf.write(bundle, lang, path)
    opened = Opened(path.read_bytes())
    printed = _squeezed(opened.text())
    for section in bundle.narrative["sections"]:
        for name in section["tables"]:
            for row in shown_texts(bundle.tables[name], lang):
                for text in row:
                    assert _squeezed(text) in printed, (name, text)
    assert opened.root["/Lang"] == lang


def _squeezed(text: str) -> str:
    """Return text without spaces, line ends and signs that no font has or bidi order moves."""
    return re.sub(r"[\s\u00a0\u200b\ufffd\u0600-\u06ff\U0001f000-\U0001ffff]", "", text)


def test_what_typst_refuses_is_an_error_of_the_report(tmp_path: Path) -> None:
    broken = model.FigureBlock(picture(tmp_path / "a.png"), "Judul", "alt", 160, 80)
    broken.path.write_bytes(b"GIF89a")
    told = document(tmp_path, blocks=(broken,))
    with pytest.raises(ReportError, match=r"report\.pdf could not be made"):
        pdf.write_document(told, tmp_path / "report.pdf")
    assert not (tmp_path / "report.pdf").exists()
