"""What a file really is, told by its first bytes and not by its name."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Literal

from analysis.errors import SourceError

Kind = Literal["text", "workbook", "statistics"]

TEXT_SUFFIXES = {".csv", ".tsv", ".txt", ".tab", ".psv"}
WORKBOOK_SUFFIXES = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}

STATISTICS_SUFFIXES = {".sav", ".zsav"}

_STATISTICS = (b"$FL2", b"$FL3")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER_MAGIC = {b"%PDF": "PDF", b"{\\rtf": "RTF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG"}
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head", b"<style")


def kind_of(path: Path, data: bytes) -> Kind:
    """Return how `path` is to be read, or refuse it with what it is and what to do.

    Parameters
    ----------
    path : Path
    data : bytes
        Its whole content.

    Raises
    ------
    SourceError
        If the file is empty, protected by a password, cut short, of a kind that holds no table,
        or of another kind than its name says.
    """
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise SourceError("intake.read.empty", file=path.name)
    if _is_statistics(path, data):
        return "statistics"
    is_workbook = _is_workbook(path, data)
    if not is_workbook:
        _refuse_other_formats(path, data)
    suffix = path.suffix.lower()
    if is_workbook and suffix in TEXT_SUFFIXES:
        raise SourceError("intake.read.workbook_as_text", file=path.name, suffix=suffix)
    if not is_workbook and suffix in WORKBOOK_SUFFIXES:
        raise SourceError("intake.read.text_as_workbook", file=path.name, suffix=suffix)
    if suffix not in TEXT_SUFFIXES | WORKBOOK_SUFFIXES:
        raise SourceError("intake.read.unknown_suffix", file=path.name, suffix=suffix or "-")
    return "workbook" if is_workbook else "text"


def _is_statistics(path: Path, data: bytes) -> bool:
    named = path.suffix.lower() in STATISTICS_SUFFIXES
    if data.startswith(_STATISTICS) and not named:
        raise SourceError(
            "intake.read.statistics_suffix", file=path.name, suffix=path.suffix or "-"
        )
    if named and not data.startswith(_STATISTICS):
        raise SourceError("intake.read.no_statistics", file=path.name, suffix=path.suffix)
    return named


def _is_workbook(path: Path, data: bytes) -> bool:
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise SourceError("intake.read.protected", file=path.name)
        return True
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise SourceError("intake.read.truncated", file=path.name) from error
    if not any(name.startswith("xl/") or name == "content.xml" for name in members):
        raise SourceError("intake.read.other_format", file=path.name, format=_zip_format(members))
    return True


def _zip_format(members: list[str]) -> str:
    folders = {"word/": "DOCX", "ppt/": "PPTX"}
    found = (kind for prefix, kind in folders.items() if any(m.startswith(prefix) for m in members))
    return next(found, "ZIP")


def _refuse_other_formats(path: Path, data: bytes) -> None:
    for magic, name in _OTHER_MAGIC.items():
        if data.startswith(magic):
            raise SourceError("intake.read.other_format", file=path.name, format=name)
    start = data[:256].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(_MARKUP):
        raise SourceError("intake.read.markup", file=path.name)
    if b"\x00" in data and not data.startswith(_UTF16) and not looks_utf16(data):
        raise SourceError("intake.read.other_format", file=path.name, format="biner/binary")


def looks_utf16(data: bytes) -> str:
    """Return "utf-16-le" or "utf-16-be" where every second byte of the start is zero, else ""."""
    start = data[:400]
    half = max(len(start) // 2, 1)
    if start[1::2].count(0) > 0.8 * half:
        return "utf-16-le"
    return "utf-16-be" if start[0::2].count(0) > 0.8 * half else ""
