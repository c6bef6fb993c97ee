"""A document with one block of each kind, made by hand, and a picture of one pixel's colour."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, datetime
from pathlib import Path

from analysis.products import document as model

MOMENT = datetime(2026, 1, 20, 8, 30, tzinfo=UTC)
STAMP = "DATA CONTOH - bukan data sebenarnya"
AWKWARD = 'Dinas "A" & <B> \\ {c} #let x $y$ *tebal* _miring_ [tautan](x) layanan العربية 🎉'
"""Text that is markup in Word, Markdown or typst, with a right-to-left word and a pictograph."""


def picture(path: Path, *, width: int = 600, height: int = 300) -> Path:
    """Write a grey PNG and return its path."""
    rows = b"".join(b"\0" + b"\x99" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    content = b"\x89PNG\r\n\x1a\n"
    for name, data in chunks:
        check = struct.pack(">I", zlib.crc32(name + data))
        content += struct.pack(">I", len(data)) + name + data + check
    path.write_bytes(content)
    return path


def table_block(**changes: object) -> model.TableBlock:
    """Return a table with a row of each kind."""
    given: dict[str, object] = {
        "name": "by_unit",
        "caption": "Indeks menurut unit",
        "columns": (
            model.TableColumn("unit", "Unit", "left", 60.0),
            model.TableColumn("n", "n", "right", 20.0),
            model.TableColumn("letter", "Mutu", "left", 30.0, 3.0),
        ),
        "rows": (
            model.TableRow(("Dinas Kesehatan", "1.200", "B")),
            model.TableRow(("Dinas Sosial", "1.100", "A"), kept=True),
            model.TableRow(("Kecamatan Utara", "*", "*"), "hidden"),
            model.TableRow(("Seluruhnya", "2.400", "B"), "total"),
        ),
        "label": "Tabel 1",
        "notes": ("* Kurang dari 5.",),
        "source": "by_unit",
    }
    return model.TableBlock(**(given | changes))  # type: ignore[arg-type]


def long_table(rows: int) -> model.TableBlock:
    """Return a table of that many rows."""
    told = tuple(model.TableRow((f"Unit {one}", str(one), "B")) for one in range(1, rows + 1))
    return table_block(rows=told, notes=())


def blocks(folder: Path) -> tuple[model.Block, ...]:
    """Return one block of each kind."""
    figures = (
        model.KeyFigure("Indeks", "83,10", "B (Baik)", "n = 2.213", "ok", "Memadai"),
        model.KeyFigure("Sinyal", "Tidak pada titik terakhir", "", "", "review", "Perlu telaah"),
        model.KeyFigure("Kecukupan", "–", "", "", "blocked", "Belum dapat dinilai"),
        model.KeyFigure("Selisih", "–", "", "", "suppressed", "Disembunyikan"),
    )
    return (
        model.Letterhead(("PEMERINTAH KOTA CONTOH", "SEKRETARIAT DAERAH"), "Jalan Contoh 1"),
        model.TitleBlock("Kepuasan", "Laporan", "Kota Contoh", (("Dibuat", "20 Januari 2026"),)),
        model.Lede("Apa yang dialami masyarakat?"),
        model.KeyFigures(figures),
        model.StatusLegend((("ok", "Memadai", "data memenuhi syarat"),)),
        model.Callout("Perlu diperhatikan", ("Satu.", "Dua.")),
        model.Contents("Isi laporan", levels=2),
        model.Heading(1, "Ringkasan", "1"),
        model.Paragraph(AWKWARD),
        model.Paragraph("Tengah.", "center", bold=True),
        model.BulletList(("Pertama", "Kedua")),
        model.BulletList(("Apa?", "Mengapa?"), numbered=True),
        table_block(),
        model.Heading(2, "Gambar", "1.1"),
        model.FigureBlock(
            picture(folder / "one.png"), "Indeks tiap unit", "Titik & selang", 160.0, 80.0,
            "Gambar 1", "Sumber: tabel “Indeks”.",
        ),
        model.Heading(3, "Rincian"),
        model.Space(2),
        model.Signature(("Kota Contoh, 20 Januari 2026", "Kepala Dinas"), ("Nama",)),
        model.PageBreak(),
        model.Heading(1, "Lampiran", "2"),
        table_block(name="wide", label="Tabel 2", source="wide", wide=True),
        model.Note("Selesai."),
    )  # fmt: skip


def document(folder: Path, **changes: object) -> model.Document:
    """Return a document with all of them, in Indonesian."""
    given: dict[str, object] = {
        "lang": "id",
        "title": "Kepuasan – Kota Contoh",
        "subject": "Kepuasan · Kota Contoh · Semester II 2025",
        "classed": "Internal",
        "stamp": STAMP,
        "created": MOMENT,
        "blocks": blocks(folder),
    }
    return model.Document(**(given | changes))  # type: ignore[arg-type]
