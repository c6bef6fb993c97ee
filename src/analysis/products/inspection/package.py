"""Zip archives, with which office files are made too: every member, within limits of size."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from analysis.products.inspection.extract import Extract, merged
from analysis.products.inspection.opening import open_inside, plain_text

LARGEST_UNPACKED = 300_000_000
"""Bytes of all members together, unpacked."""
MOST_MEMBERS = 20_000
_HEADER, _NAME_LENGTH = 30, 26
"""Bytes before the name of a member, and where the length of the name stands."""
_MOST_AFTER = 24
"""Bytes that may follow a member: its size and check sum, where it was written as a stream."""


def read_members(content: bytes, where: str) -> dict[str, bytes]:
    """Return the members of an archive by name; folders are left out.

    Raises
    ------
    ValueError
        If it is no archive, is locked, broken or too large, holds a name twice or what it does
        not list.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = [one for one in archive.infolist() if not one.is_dir()]
            _refuse_oversize(listed, where)
            _refuse_leftovers(content, archive, where)
            return {one.filename: archive.read(one) for one in listed}
    except _BROKEN as error:
        raise ValueError(where) from error


_BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError),
    *(RuntimeError, NotImplementedError),
)


def _refuse_oversize(listed: list[zipfile.ZipInfo], where: str) -> None:
    names = {one.filename for one in listed}
    unpacked = sum(one.file_size for one in listed)
    if len(names) != len(listed) or len(listed) > MOST_MEMBERS or unpacked > LARGEST_UNPACKED:
        raise ValueError(where)


def _refuse_leftovers(content: bytes, archive: zipfile.ZipFile, where: str) -> None:
    """Refuse an archive with bytes that belong to no member, such as one no longer listed."""
    at = 0
    for one in sorted(archive.infolist(), key=lambda member: member.header_offset):
        if not 0 <= one.header_offset - at <= _MOST_AFTER:
            raise ValueError(where)
        name, extra = struct.unpack_from("<HH", content, one.header_offset + _NAME_LENGTH)
        at = one.header_offset + _HEADER + name + extra + one.compress_size
    if not 0 <= archive.start_dir - at <= _MOST_AFTER:
        raise ValueError(where)


def written_beside(content: bytes, where: str) -> Extract:
    """Return the names of the members and what remarks and further fields say of them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        listed = archive.infolist()
        said = [one.filename for one in listed]
        beside = [archive.comment, *(part for one in listed for part in (one.comment, one.extra))]
    said += [part.decode("latin-1") for part in beside if part]
    return Extract(texts=((f"{where} names", "\n".join(said)),))


def inspect(content: bytes, where: str, *, depth: int = 0) -> Extract:
    """Return everything found in a zip archive, member by member.

    Raises
    ------
    ValueError
        If the archive, or a member, is not what it says, or nothing here opens it.
    """
    members = read_members(content, where)
    return merged([written_beside(content, where), *_inside(members, where, depth)])


def _inside(members: dict[str, bytes], where: str, depth: int) -> Iterator[Extract]:
    for name, content in members.items():
        place = f"{where} {name}"
        found = open_inside(content, name, place, depth=depth)
        yield _text(content, place) if found is None else found


def _text(content: bytes, where: str) -> Extract:
    text = plain_text(content)
    if text is None:
        raise ValueError(where)
    return Extract(texts=((where, text),))
