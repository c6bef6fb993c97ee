"""Every format is opened completely: what a reader could find is found."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from analysis.products.inspection import Extract, inspect_file
from analysis.products.inspection.html import inspect_text


def said(extract: Extract) -> str:
    return "\n".join(text for _, text in extract.texts)


def picture(**chunks: str) -> bytes:
    """Return a PNG with text chunks, written by Pillow."""
    info = PngInfo()
    info.add_text("Author", chunks.get("plain", ""))
    info.add_text("Comment", chunks.get("packed", ""), zip=True)
    info.add_itxt("Title", chunks.get("international", ""), zip=True)
    stream = io.BytesIO()
    Image.new("L", (2, 2)).save(stream, "PNG", pnginfo=info)
    return stream.getvalue()


def embedded(kind: str, content: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def test_png_text_chunks_of_every_kind(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(picture(plain="satu", packed="dua", international="tiga — é"))
    text = said(inspect_file(path))
    assert all(one in text for one in ("satu", "dua", "tiga — é"))


def test_png_exif_and_bytes_behind_its_end(tmp_path: Path) -> None:
    image, stream = Image.new("L", (2, 2)), io.BytesIO()
    exif = image.getexif()
    exif[0x013B] = "pembuat gambar"
    image.save(stream, "PNG", exif=exif)
    path = tmp_path / "a.png"
    path.write_bytes(stream.getvalue() + b"tersembunyi")
    text = said(inspect_file(path))
    assert "pembuat gambar" in text
    assert "tersembunyi" in text


def test_png_without_texts_has_none(tmp_path: Path) -> None:
    stream = io.BytesIO()
    Image.new("L", (2, 2)).save(stream, "PNG")
    (tmp_path / "a.png").write_bytes(stream.getvalue())
    assert inspect_file(tmp_path / "a.png") == Extract()


@pytest.mark.parametrize(
    "markup",
    [
        "<p>rahasia</p>",
        "<p title='rahasia'>x</p>",
        "<img alt='rahasia'>",
        "<!-- rahasia -->",
        "<script>let a = 'rahasia'</script>",
        '<script type=\'application/json\'>{"a": "rahasia"}</script>',
        "<style>.rahasia{}</style>",
        "<p hidden>rahasia</p>",
        "<template>rahasia</template>",
        "<p>r&#97;hasia</p>",
        "<p>ra<b>has</b>ia</p>",
        "<svg><title>rahasia</title></svg>",
        "<svg><text>rahasia</text></svg>",
        "<iframe srcdoc='&lt;p&gt;rahasia&lt;/p&gt;'></iframe>",
        "<a href='data:text/plain,rahasia'>x</a>",
        f"<img src='{embedded('svg+xml', b'<svg><desc>rahasia</desc></svg>')}'>",
        f"<img src='{embedded('png', picture(packed='rahasia'))}'>",
        f"<p style='background:url({embedded('png', picture(plain='rahasia'))})'>",
        "<meta name='author' content='rahasia'>",
        "<input value='rahasia'>",
        "<p data-x='rahasia'>",
    ],
)
def test_html_is_opened_everywhere(markup: str) -> None:
    assert "rahasia" in said(inspect_text(f"<html><body>{markup}</body></html>", "x"))


def test_html_addresses_are_listed_and_embedded_ones_are_not() -> None:
    extract = inspect_text(
        "<a href='#bab'></a><img src='data:,x'><a href='report.en.html'></a>"
        "<link href='//a.example/x.css'><object data='http://b.example/o'></object>",
        "x",
    )
    assert [address for _, address in extract.references] == [
        "#bab",
        "report.en.html",
        "//a.example/x.css",
        "http://b.example/o",
    ]


def test_html_table_is_read_as_shown() -> None:
    extract = inspect_text(
        "<table data-table='ikm' lang='id'><caption>IKM</caption><thead><tr><th>Unit</th><th>n</th>"
        "</tr></thead><tbody><tr><th data-col='unit'>A &amp; B</th><td data-col='n'>1.200</td></tr>"
        "<tr><th data-col='unit'>C</th><td data-col='n'><abbr title='x'>*</abbr></td></tr></tbody>"
        "</table><table><tr><td>lepas</td></tr></table>",
        "x",
    )
    first, second = extract.tables
    assert (first.name, first.lang) == ("ikm", "id")
    assert first.header == ("Unit", "n")
    assert first.columns == ("unit", "n")
    assert first.rows == (("A & B", "1.200"), ("C", "*"))
    assert second.name == ""
    assert second.rows == (("lepas",),)


def test_cells_of_a_table_are_not_run_together() -> None:
    text = said(inspect_text("<table><tr><td>12345678</td><td>901234567</td></tr></table>", "x"))
    assert "12345678901234567" not in text.replace(" ", "")


def test_notebook_is_opened_everywhere(tmp_path: Path) -> None:
    image = base64.b64encode(picture(plain="enam")).decode()
    book = {
        "metadata": {"satu": {"a": ["dua"]}},
        "cells": [
            {"cell_type": "markdown", "metadata": {"tags": ["tiga"]}, "source": ["empat"]},
            {
                "cell_type": "code",
                "id": "lima",
                "metadata": {},
                "source": "x",
                "outputs": [
                    {"output_type": "display_data", "data": {"image/png": image}},
                    {"output_type": "stream", "text": ["tujuh\n"]},
                    {"output_type": "error", "ename": "E", "traceback": ["delapan"]},
                    {"output_type": "execute_result", "data": {"text/plain": ["sembilan"]}},
                    {
                        "output_type": "display_data",
                        "metadata": {"image/png": {"alt": "sepuluh"}},
                        "data": {
                            "text/html": ["<p title='sebelas'>dua", "belas</p>"],
                            "application/vnd.kinerja+json": {"id": "<b>tiga belas</b>", "en": "x"},
                            "application/json": {"k": ["empat belas"]},
                        },
                    },
                ],
            },
        ],
    }
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(book), "utf-8")
    text = said(inspect_file(path))
    wanted = [
        "satu",
        "dua",
        "tiga",
        "empat",
        "lima",
        "enam",
        "tujuh",
        "delapan",
        "sembilan",
        "sepuluh",
        "sebelas",
        "duabelas",
    ]
    for one in [*wanted, "tiga belas", "empat belas"]:
        assert one in text


def test_json_gives_keys_texts_and_long_numbers_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    content = {"a": [{"kunci": "nilai"}], "n": 5, "nip": 196706101989011003, "x": 0.5}
    path.write_text(json.dumps(content), "utf-8")
    extract = inspect_file(path)
    assert ("a.json.a[0].kunci", "nilai") in extract.texts
    assert ("a.json.nip", "196706101989011003") in extract.texts
    assert "kunci" in said(extract)
    assert "0.5" not in said(extract)


def test_a_key_that_could_be_a_name_is_not_put_into_the_place(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"196706101989011003": "x"}), "utf-8")
    assert all("1967" not in where for where, _ in inspect_file(path).texts)


def test_csv_is_read_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('unit,n\n"a, ""b""",5\n', "utf-8")
    assert inspect_file(path).texts == (("a.csv row 1", "unit\nn"), ("a.csv row 2", 'a, "b"\n5'))


def test_format_nobody_opens_gives_none(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PK")
    assert inspect_file(tmp_path / "a.parquet") is None


@pytest.mark.parametrize("name", ["a.png", "a.json", "a.ipynb"])
def test_file_that_is_something_else_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x00 something else")
    with pytest.raises((ValueError, KeyError, TypeError)):
        inspect_file(tmp_path / name)
