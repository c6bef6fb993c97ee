"""Bytes of a text file to UTF-8, without losing a line whatever it was written in."""

from __future__ import annotations

import codecs

from analysis.intake.raw import Problem
from analysis.intake.readers.kinds import looks_utf16

_BOMS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def to_utf8(data: bytes) -> tuple[bytes, tuple[Problem, ...]]:
    """Return `data` as UTF-8 without a byte-order mark, and what had to be done for it.

    UTF-16 is told by its mark or its zero bytes. In a file that is not valid UTF-8, each line
    that is not is read as Windows-1252, so that a file put together from two encodings keeps
    both; the note counts the lines.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace").encode("utf-8"), ()
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
    if b"\x00" in data[:400] and (encoding := looks_utf16(data)):
        return data.decode(encoding, "replace").encode("utf-8"), ()
    if _is_utf8(data):
        return data, ()
    return _mixed_to_utf8(data)


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mixed_to_utf8(data: bytes) -> tuple[bytes, tuple[Problem, ...]]:
    lines = data.split(b"\n")
    foreign = [number for number, line in enumerate(lines) if not _is_utf8(line)]
    mixed = any(not line.isascii() and _is_utf8(line) for line in lines)
    for number in foreign:
        lines[number] = _from_cp1252(lines[number]).encode("utf-8")
    code = "intake.read.mixed_encoding" if mixed else "intake.read.cp1252"
    return b"\n".join(lines), (Problem(code, {"rows": len(foreign)}),)


def _from_cp1252(line: bytes) -> str:
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        return line.decode("latin-1")
