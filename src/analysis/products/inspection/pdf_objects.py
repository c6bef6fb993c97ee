"""The objects of a PDF, whether or not a page uses them: their strings, streams and attachments."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from analysis.products.inspection.extract import Extract
from analysis.products.inspection.markup import inspect_root, parse
from analysis.products.inspection.office import hidden
from analysis.products.inspection.opening import open_inside, readable

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import StreamObject

_FONTS = frozenset(
    {"/FontFile", "/FontFile2", "/FontFile3", "/ToUnicode", "/CIDSet", "/CIDToGIDMap"}
)
_DRAWN = frozenset({"/Contents"})
_INDEXES = ("/XRef", "/ObjStm")
_ADDRESSES = ("/URI", "/F", "/UF", "/Base")
_ASIDE = re.compile(rb"/(ActualText|Alt|E|Contents|T)\s*(?=\(|<[^<])")
_SHORTEST_IDENTIFIER = 100_000_000


def inspect(reader: PdfReader, where: str, depth: int) -> Iterator[Extract]:
    """Yield what every object says, by the key it says it under, and what is inside streams."""
    objects = dict(_objects(reader))
    yield _strings_by_key({**objects, 0: reader.trailer}, where)
    skipped = _numbers_under(objects, _FONTS)
    drawn = _numbers_under(objects, _DRAWN)
    attached = dict(_attached(objects))
    for number, one in objects.items():
        place = f"{where} object {number}"
        if not hasattr(one, "get_data") or number in skipped or one.get("/Type") in _INDEXES:
            continue
        if number in attached or one.get("/Type") == "/EmbeddedFile":
            name = attached.get(number, "")
            yield _attachment(one.get_data(), name, f"{where} attachment {number}", depth)
        elif number in drawn or one.get("/Subtype") == "/Form":
            yield Extract(texts=tuple(_aside(one.get_data(), place)))
        else:
            yield _stream(one, place)


def _objects(reader: PdfReader) -> Iterator[tuple[int, Any]]:
    from pypdf.generic import IndirectObject

    for generation, listed in reader.xref.items():
        for number in listed:
            if number:
                yield number, reader.get_object(IndirectObject(number, generation, reader))
    for number in reader.xref_objStm:
        yield number, reader.get_object(number)


def _strings_by_key(objects: dict[int, Any], where: str) -> Extract:
    said: dict[str, dict[str, None]] = {}
    for one in objects.values():
        for key, text in _strings(one, "object"):
            said.setdefault(key, {})[text] = None
    return Extract(
        texts=tuple((f"{where} {key}", "\n".join(texts)) for key, texts in said.items()),
        references=tuple(
            (f"{where} {key}", text) for key in _ADDRESSES for text in said.get(key, ())
        ),
    )


def _strings(value: Any, key: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - PDF objects
    """Yield key and text of every string, name and long number inside one object."""
    from pypdf.generic import DictionaryObject, IndirectObject, NameObject

    if isinstance(value, IndirectObject):
        return
    if isinstance(value, DictionaryObject):
        for name in value:
            yield "names", str(name)
            yield from _strings(value.raw_get(name), str(name))
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one, key)
    elif isinstance(value, NameObject):
        yield "names", str(value)
    elif isinstance(value, bytes):
        yield key, value.decode("latin-1")
    elif isinstance(value, str):
        yield key, str(value)
    elif isinstance(value, int) and abs(value) >= _SHORTEST_IDENTIFIER:
        yield key, str(int(value))


def _dictionaries(value: Any) -> Iterator[Any]:  # noqa: ANN401 - PDF objects
    """Yield the dictionaries inside one object, itself first."""
    from pypdf.generic import DictionaryObject

    if isinstance(value, DictionaryObject):
        yield value
        for name in value:
            yield from _dictionaries(value.raw_get(name))
    elif isinstance(value, list):
        for one in value:
            yield from _dictionaries(one)


def _numbers_under(objects: dict[int, Any], keys: frozenset[str]) -> set[int]:
    """Return the numbers of the objects that stand under one of `keys`, alone or in a list."""
    from pypdf.generic import DictionaryObject, IndirectObject

    found = set()
    for one in objects.values():
        for key in keys & one.keys() if isinstance(one, DictionaryObject) else ():
            named = one.raw_get(key)
            held = objects.get(named.idnum) if isinstance(named, IndirectObject) else named
            listed = held if isinstance(held, list) else [named]
            found |= {each.idnum for each in listed if isinstance(each, IndirectObject)}
    return found


def _attached(objects: dict[int, Any]) -> Iterator[tuple[int, str]]:
    """Yield number and name of every file inside the document."""
    for one in objects.values():
        for told in _dictionaries(one):
            files = told.get("/EF")
            if files is not None:
                name = str(told.get("/UF") or told.get("/F") or "")
                held = files.get_object()
                yield from ((held.raw_get(key).idnum, name) for key in held)


def _attachment(content: bytes, name: str, where: str, depth: int) -> Extract:
    found = open_inside(content, name, where, depth=depth)
    return readable(content, where) if found is None else hidden(found)


def _stream(stream: StreamObject, where: str) -> Extract:
    """Return what a stream of another kind says: metadata, scripts, pictures with remarks."""
    if stream.get("/Type") == "/Metadata":
        return inspect_root(parse(stream.get_data(), where), f"{where} metadata")
    if stream.get("/Subtype") != "/Image":
        return readable(stream.get_data(), where)
    packed = "/FlateDecode" in str(stream.get("/Filter"))
    return Extract() if packed else readable(stream._data, where)


def _aside(content: bytes, where: str) -> Iterator[tuple[str, str]]:
    """Yield what a page says instead of or beside what it draws, such as expanded words."""
    from pypdf.generic import read_object

    for one in _ASIDE.finditer(content):
        said = read_object(io.BytesIO(content[one.end() :]), None)
        key = one[1].decode("ascii")
        yield f"{where} /{key}", said.decode("latin-1") if isinstance(said, bytes) else str(said)
