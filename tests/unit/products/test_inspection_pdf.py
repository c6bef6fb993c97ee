"""PDF is opened completely: pages as they are read, and every object beside them."""

from __future__ import annotations

import io
import struct
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import typst
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from analysis.privacy.patterns import find_patterns
from analysis.products.inspection import SCANNERS, Extract
from tests.lib.office_files import archive, document, picture, with_paragraph

NIP = "198703142011012005"


def opened(content: bytes) -> Extract:
    return SCANNERS[".pdf"](content, "a.pdf")


def places(extract: Extract) -> set[str]:
    return {where for where, text in extract.texts if find_patterns(text)}


def typeset(markup: str, **files: bytes) -> bytes:
    """Return a PDF as typst makes it, in Indonesian."""
    start = '#set text(lang: "id", hyphenate: false)\n#set par(justify: true)\n'
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        source = Path(folder) / "main.typ"
        source.write_text(start + markup, "utf-8")
        return typst.compile(source)


PAGES = "= Judul\n\nTeks dari 21 November 2025.\n#pagebreak()\nHalaman dua.\n"


def written(change: Callable[[PdfWriter], object]) -> bytes:
    """Return the PDF of two pages after a change to its objects."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(typeset(PAGES))))
    change(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "markup",
    [
        f"NIP {NIP} di sini",
        f"{NIP[:8]} {NIP[8:14]} {NIP[14]} {NIP[15:]}",
        f"#text(tracking: 3pt)[{NIP}]",
        f"{NIP[:6]}#strong[{NIP[6:12]}]#emph[{NIP[12:]}]",
        f"#text(fill: white, size: 2pt)[{NIP}]",
        f"#rotate(90deg)[{NIP}]",
        f"#place(dx: -400pt, dy: 20pt)[{NIP}]",
        f"#table(columns: 2, [nama], [{NIP}])",
        f"#align(right, text(size: 40pt)[{NIP}])",
        f"#footnote[{NIP}]",
        f"#box(width: 2.4cm)[{NIP[:8]} {NIP[8:14]} {NIP[14]} {NIP[15:]}]",
    ],
)
def test_identifier_on_a_page_is_found(markup: str) -> None:
    assert places(opened(typeset(f"Mula\n#pagebreak()\n{markup}"))) == {"a.pdf page 2"}


@pytest.mark.parametrize(
    ("markup", "place"),
    [
        (f'#set document(title: "{NIP}")', "a.pdf /Title"),
        (f'#set document(author: "{NIP}")', "a.pdf /Author"),
        (f'#set document(keywords: ("{NIP}",))', "a.pdf /Keywords"),
        (f'#image("dot.png", alt: "foto {NIP}")', "a.pdf /Alt"),
        (f'#pdf.attach("isi.csv", bytes("nip\\n{NIP}\\n"))', "a.pdf attachment"),
        (f'#link("mailto:a{NIP}")[x] #link("x:{NIP}")[y]', "a.pdf /URI"),
    ],
)
def test_identifier_beside_the_pages_is_found(markup: str, place: str) -> None:
    made = typeset(f"{markup}\nTeks.", **{"dot.png": picture("x")})
    assert any(one.startswith(place) for one in places(opened(made)))


def fields(writer: PdfWriter) -> None:
    field = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("isian"),
            NameObject("/V"): TextStringObject(NIP),
        }
    )
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(field)])})
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)


def layer(writer: PdfWriter) -> None:
    told = {NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject(NIP)}
    writer._add_object(DictionaryObject(told))


def form_on_a_page(writer: PdfWriter) -> None:
    page = writer.pages[0]
    font = next(iter(page["/Resources"]["/Font"]))
    form = DecodedStreamObject()
    form.set_data(f"BT {font} 12 Tf 10 10 Td /Span <</ActualText ({NIP})>> BDC EMC ET".encode())
    form[NameObject("/Subtype")] = NameObject("/Form")
    drawn = DictionaryObject({NameObject("/Fm1"): writer._add_object(form)})
    page["/Resources"].get_object()[NameObject("/XObject")] = drawn


def script(writer: PdfWriter) -> None:
    told = {NameObject("/JS"): TextStringObject(f"var a = '{NIP}';")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(told)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda one: one.add_metadata({"/Author": NIP}), "a.pdf /Author"),
        (lambda one: one.add_metadata({"/Dinas": NIP}), "a.pdf /Dinas"),
        (lambda one: one.add_outline_item(f"Bab {NIP}", 1), "a.pdf /Title"),
        (
            lambda one: one.add_annotation(0, FreeText(text=NIP, rect=(0, 0, 9, 9))),
            "a.pdf /Contents",
        ),
        (lambda one: one.add_attachment("isi.docx", with_paragraph(f"[{NIP}]")), "attachment"),
        (lambda one: one.add_attachment("isi.txt", f"dari {NIP}".encode()), "attachment"),
        (lambda one: one.add_attachment("isi", archive({"a.txt": NIP})), "a.txt"),
        (lambda one: one.add_attachment(f"{NIP}.txt", b"x"), "a.pdf /F"),
        (fields, "a.pdf /V"),
        (layer, "a.pdf /Name"),
        (form_on_a_page, "/ActualText"),
        (script, "a.pdf /JS"),
        (
            lambda one: setattr(
                one,
                "xmp_metadata",
                (
                    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
                    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
                    f'<rdf:Description rdf:about="{NIP}"/></rdf:RDF></x:xmpmeta>'
                ).encode(),
            ),
            "metadata",
        ),
    ],
)
def test_identifier_in_any_object_is_found(
    change: Callable[[PdfWriter], object], place: str
) -> None:
    found = places(opened(written(change)))
    assert any(place in one for one in found), found


def test_table_without_an_attachment_of_known_kind_is_read_as_text() -> None:
    made = written(lambda one: one.add_attachment("isi.bin", b"\0\1" + NIP.encode() + b"\0"))
    assert any("attachment" in one for one in places(opened(made)))


def packed_objects() -> bytes:
    """Return a PDF without pages whose properties stand in a packed stream of objects."""
    info = f"<< /Author ({NIP}) >>".encode()
    head = b"4 0 "
    packed = zlib.compress(head + info)
    rows = [(0, 0, 255), (1, 0, 0), (1, 0, 0), (1, 0, 0), (2, 3, 0), (1, 0, 0)]
    parts = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [] /Count 0 >>",
        3: b"<< /Type /ObjStm /N 1 /First %d /Filter /FlateDecode /Length %d >>\n"
        b"stream\n%s\nendstream" % (len(head), len(packed), packed),
    }
    made = b"%PDF-1.7\n"
    for number, part in parts.items():
        rows[number] = (1, len(made), 0)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    rows[5] = (1, len(made), 0)
    table = b"".join(struct.pack(">BHB", *row) for row in rows)
    told = b"/Type /XRef /W [1 2 1] /Size 6 /Root 1 0 R /Info 4 0 R /Length %d" % len(table)
    xref = b"5 0 obj\n<< %s >>\nstream\n%s\nendstream\nendobj\n" % (told, table)
    return made + xref + b"startxref\n%d\n%%%%EOF\n" % rows[5][1]


def test_objects_in_packed_streams_are_found() -> None:
    assert places(opened(packed_objects())) == {"a.pdf /Author"}


def test_long_numbers_and_raw_bytes_of_objects_are_found() -> None:
    def told(writer: PdfWriter) -> None:
        said = {
            NameObject("/N"): NumberObject(NIP),
            NameObject("/B"): ByteStringObject(NIP.encode()),
        }
        writer.root_object[NameObject("/PieceInfo")] = DictionaryObject(said)

    assert places(opened(written(told))) == {"a.pdf /N", "a.pdf /B"}


def test_addresses_are_listed() -> None:
    made = written(
        lambda one: one.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://a.example/x"))
    )
    assert ("a.pdf /URI", "https://a.example/x") in opened(made).references


def test_pages_are_the_pages() -> None:
    stamp = "#set page(header: [DATA CONTOH - bukan data #h(1fr) sebenarnya])\n"
    (first, one), (second, two) = opened(typeset(stamp + PAGES)).pages
    assert (first, second) == ("a.pdf page 1", "a.pdf page 2")
    assert "DATA CONTOH" in one
    assert "Judul" in one
    assert "DATA CONTOH" in two
    assert "Halaman dua." in two


def test_clean_document_holds_no_identifier() -> None:
    words = "#lorem(200)\n#table(columns: 6, ..range(60).map(x => [#(x * 37)]))\n"
    extract = opened(typeset(f'#set document(title: "Judul", date: auto)\n{PAGES}{words}'))
    assert places(extract) == set()
    assert extract.references == ()


def test_cells_of_a_row_are_no_phone_number() -> None:
    row = "#table(columns: (1fr,) * 5, [Dukcapil], [62], [812], [345], [6789])"
    assert places(opened(typeset(row))) == set()


def locked() -> bytes:
    return written(lambda one: one.encrypt("rahasia", algorithm="RC4-128"))


def edited_later() -> bytes:
    """Return a PDF that still holds what its last edition takes back."""
    content = typeset(PAGES)
    for said in (NIP, "x"):
        writer, stream = PdfWriter(io.BytesIO(content), incremental=True), io.BytesIO()
        writer.add_metadata({"/Author": said})
        writer.write(stream)
        content = stream.getvalue()
    return content


@pytest.mark.parametrize(
    "made",
    [
        lambda: typeset(PAGES)[:-400],
        lambda: typeset(PAGES)[:2000],
        lambda: b"%PDF-1.7 something else",
        document,
        lambda: b"",
        locked,
        edited_later,
        lambda: written(lambda one: one.add_attachment("isi.docx", b"PK\x03\x04 broken")),
    ],
    ids=[
        "no_end",
        "cut_off",
        "no_pdf",
        "other_kind",
        "empty",
        "locked",
        "editions",
        "broken_attachment",
    ],
)
def test_document_that_cannot_be_looked_through_is_refused(made: Callable[[], bytes]) -> None:
    with pytest.raises(ValueError, match=r"a\.pdf"):
        opened(made())


def test_remark_of_a_picture_is_found() -> None:
    stream = io.BytesIO()
    Image.effect_noise((200, 200), 90).save(stream, "JPEG", comment=f"dari {NIP}")
    made = typeset('#image("a.jpg")', **{"a.jpg": stream.getvalue()})
    found = places(opened(made))
    assert len(found) == 1
    assert "object" in found.pop()
