"""A Word file as its parts: read, completed, and written so that equal parts give equal bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis.presenting.formats import LANGUAGE_TAGS
from analysis.products.word.elements import (
    PACKAGE_RELATED,
    RELATED,
    TYPES,
    parsed,
    q,
    serialised,
)

if TYPE_CHECKING:
    from analysis.products.document.blocks import Document

Parts = dict[str, bytes]
CONTENT_TYPES = "[Content_Types].xml"
RELATIONS = "word/_rels/document.xml.rels"
_LEFT_OUT = ("docProps/custom.xml", "word/comments.xml", "word/webSettings.xml")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def read_parts(content: bytes) -> Parts:
    """Return the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """Return a package; the list of types comes first, every part has the same date."""
    names = sorted(parts, key=lambda name: (name != CONTENT_TYPES, name))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = (
                zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            )
            entry.external_attr = 0o600 << 16
            file.writestr(entry, parts[name])
    return buffer.getvalue()


def without_idle_parts(parts: Parts) -> Parts:
    """Return the parts without those that nothing of ours uses, and without what leads to them."""
    kept = {name: part for name, part in parts.items() if name not in _LEFT_OUT}
    for name in ("_rels/.rels", RELATIONS):
        root = parsed(kept[name])
        folder = "word/" if name == RELATIONS else ""
        for relation in root.findall(q("Relationship", PACKAGE_RELATED)):
            if folder + str(relation.get("Target")).lstrip("/") in _LEFT_OUT:
                root.remove(relation)
        kept[name] = serialised(root)
    root = parsed(kept[CONTENT_TYPES])
    for entry in root.findall(q("Override", TYPES)):
        if str(entry.get("PartName")).lstrip("/") in _LEFT_OUT:
            root.remove(entry)
    return kept | {CONTENT_TYPES: serialised(root)}


def with_part(parts: Parts, name: str, kind: str, content: bytes) -> tuple[Parts, str]:
    """Return the parts with a header or footer more, and the id the document refers to it by."""
    from lxml.etree import SubElement

    types, relations = parsed(parts[CONTENT_TYPES]), parsed(parts[RELATIONS])
    told = {"PartName": f"/word/{name}", "ContentType": f"{_WORD_TYPE}.{kind}+xml"}
    SubElement(types, q("Override", TYPES), told)
    address = f"kinerja-{name.removesuffix('.xml')}"
    told = {"Id": address, "Type": f"{RELATED}/{kind}", "Target": name}
    SubElement(relations, q("Relationship", PACKAGE_RELATED), told)
    changed = {
        CONTENT_TYPES: serialised(types),
        RELATIONS: serialised(relations),
        f"word/{name}": content,
    }
    return parts | changed, address


def properties(document: Document) -> Parts:
    """Return the properties of the file: what it is, never who or which machine made it."""
    from lxml.etree import Element, SubElement

    core = Element(
        q("coreProperties", _CORE),
        nsmap={"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI},
    )
    told = {
        q("title", _DC): document.title,
        q("subject", _DC): document.subject,
        q("language", _DC): LANGUAGE_TAGS[document.lang],
        q("category", _CORE): document.classed,
        q("keywords", _CORE): document.stamp,
    }
    for name, text in told.items():
        if text:
            SubElement(core, name).text = text
    for name in ("created", "modified"):
        date = SubElement(core, q(name, _TERMS))
        date.set(q("type", _XSI), "dcterms:W3CDTF")
        date.text = f"{document.created:%Y-%m-%dT%H:%M:%SZ}"
    app = Element(q("Properties", _APP), nsmap={None: _APP})
    SubElement(app, q("Application", _APP)).text = "kinerja"
    return {"docProps/core.xml": serialised(core), "docProps/app.xml": serialised(app)}
