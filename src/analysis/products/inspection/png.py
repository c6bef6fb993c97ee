"""PNG: the text chunks (tEXt, zTXt, iTXt) and EXIF data that a picture carries unseen."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from analysis.products.inspection.extract import Extract

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LARGEST_TEXT = 10_000_000


def inspect(content: bytes, where: str) -> Extract:
    """Return the texts a PNG carries beside its pixels; what follows its end counts as text.

    Raises
    ------
    ValueError
        If the bytes are no PNG.
    """
    if not content.startswith(_SIGNATURE):
        raise ValueError(where)
    texts = []
    for kind, data in _chunks(content):
        text = _text_of(kind, data)
        if text:
            texts.append((f"{where} {kind}", text))
    return Extract(texts=tuple(texts))


def _chunks(content: bytes) -> Iterator[tuple[str, bytes]]:
    at = len(_SIGNATURE)
    while at + 8 <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind = content[at + 4 : at + 8].decode("latin-1")
        yield kind, content[at + 8 : at + 8 + length]
        at += 12 + length
        if kind == "IEND":
            break
    if at < len(content):
        yield "tail", content[at:]


def _text_of(kind: str, data: bytes) -> str:
    if kind == "tEXt":
        return data.replace(b"\0", b": ", 1).decode("latin-1")
    if kind == "zTXt":
        keyword, _, packed = data.partition(b"\0")
        return f"{keyword.decode('latin-1')}: {_unpacked(packed[1:]).decode('latin-1')}"
    if kind == "iTXt":
        keyword, _, rest = data.partition(b"\0")
        is_packed = rest[:1] == b"\1"
        _, _, rest = rest[2:].partition(b"\0")
        _, _, body = rest.partition(b"\0")
        text = _unpacked(body) if is_packed else body
        return f"{keyword.decode('latin-1')}: {text.decode('utf-8', 'replace')}"
    if kind in ("eXIf", "tail"):
        return data.decode("latin-1")
    return ""


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _LARGEST_TEXT)
    except zlib.error:
        return data
