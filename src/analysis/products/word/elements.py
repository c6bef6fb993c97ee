"""Elements of WordprocessingML, made without writing markup by hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
PACKAGE_RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_NAMED = {"w": MAIN}

TWIPS_PER_MM = 1440 / 25.4
TWIPS_PER_POINT = 20


def w(name: str, /, *children: Element, **values: object) -> Element:
    """Return the element `w:<name>` with children and attributes in the same namespace."""
    attributes = {q(key): str(value) for key, value in values.items()}
    element = _maker()(q(name), attributes, _NAMED)
    element.extend(children)
    return element


@cache
def _maker() -> Callable[..., Element]:
    from lxml import etree

    return etree.Element


@cache
def q(name: str, space: str = MAIN) -> str:
    """Return a name with its namespace, as lxml wants it."""
    return f"{{{space}}}{name}"


def text_run(text: str) -> Element:
    """Return a run of text."""
    told = w("t")
    told.text = text
    told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return w("r", told)


def field_runs(instruction: str) -> list[Element]:
    """Return the runs of a field that counts pages; 1 is shown until the program has counted."""
    told = w("instrText")
    told.text = f" {instruction} "
    told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", told),
        w("r", w("fldChar", fldCharType="separate")),
        text_run("1"),
        w("r", w("fldChar", fldCharType="end")),
    ]


def twips(millimetres: float) -> int:
    """Return millimetres in twentieths of a point."""
    return round(millimetres * TWIPS_PER_MM)


def serialised(root: Element) -> bytes:
    """Return a part of the package as bytes."""
    from lxml.etree import tostring

    return tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def parsed(content: bytes) -> Element:
    """Return the root of a part; entities and networks are never used."""
    from lxml.etree import XMLParser, fromstring

    options: dict[str, Any] = {"resolve_entities": False, "no_network": True, "huge_tree": True}
    return fromstring(content, XMLParser(**options))
