"""XML of office files: text joined as a reader sees it, attributes, remarks, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.products.inspection.extract import Extract

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BLOCKS = ("{*}p", "{*}si", "{*}is", "{*}text")
_RUNS = ("{*}t", "{*}tab", "{*}br", "{*}cr", "{*}noBreakHyphen")
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LOOSE = (
    "//*[local-name()='t'][not(ancestor::*[local-name()='p' or local-name()='si'"
    " or local-name()='is' or local-name()='text'])]"
)
_CODE = ("{*}instrText", "{*}f", "{*}delInstrText")
_LINKED = "//@*[local-name()='href' or local-name()='src' or local-name()='instr']"
_LAYOUT_CODE = re.compile(r"&(?:[A-Z]|\"[^\"]*\")")
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.\-]*:)?//[^\s\"'<>]+", re.IGNORECASE)


def parse(content: bytes, where: str) -> Element:
    """Return the root of an XML part, its tabs and line breaks written out as text.

    Raises
    ------
    ValueError
        If it is no well-formed XML, or declares entities or a document type.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(where) from error
    if root.getroottree().docinfo.doctype:
        raise ValueError(where)
    for one in root.iter(*(f"{{*}}{name}" for name in _BREAKS)):
        one.text = _BREAKS[local_name(one)]
    return root


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element | None, name: str) -> str:
    """Return an attribute by its name without namespace; empty where there is none."""
    if element is None:
        return ""
    found = (value for key, value in element.items() if str(key).rpartition("}")[2] == name)
    return str(next(found, ""))


def text_of(element: Element) -> str:
    """Return the runs of one paragraph or cell, joined."""
    return "".join(map(str, element.itertext(*_RUNS)))


def paragraphs(element: Element) -> list[str]:
    """Return the texts of all paragraphs, shared strings and remarks inside an element."""
    return [text for one in element.iter(*_BLOCKS) if (text := text_of(one)).strip()]


def inspect_root(root: Element, where: str) -> Extract:
    """Return everything found in an XML part.

    Runs of one paragraph are joined, so that what is split over them is found; any other text
    stands alone. Attributes are one text.
    """
    values = {str(one) for one in root.xpath("//@*", smart_strings=False)}
    texts = [
        (where, "\n".join([*paragraphs(root), *_other_texts(root)])),
        (f"{where} attributes", "\n".join(sorted(values))),
        (f"{where} remarks", "\n".join(_remarks(root))),
    ]
    return Extract(
        texts=tuple(one for one in texts if one[1]),
        references=tuple((where, address) for address in _addresses(root)),
    )


def _other_texts(root: Element) -> Iterator[str]:
    runs = {name[3:] for name in _RUNS}
    for one in root.iter("*"):
        if one.text and local_name(one) not in runs and one.text.strip():
            yield _LAYOUT_CODE.sub(" ", one.text) if _is_margin(one) else str(one.text)
        if one.tail and one.tail.strip():
            yield str(one.tail)
    for loose in root.xpath(_LOOSE):
        if loose.text:
            yield str(loose.text)
    for block in root.iter("{*}p"):
        for kind in ("{*}instrText", "{*}delText"):
            if split := "".join(map(str, block.itertext(kind))):
                yield split


def _is_margin(element: Element) -> bool:
    """Tell whether an element is a header or footer of a sheet, which codes divide into parts."""
    return local_name(element).endswith(("Header", "Footer"))


def _remarks(root: Element) -> Iterator[str]:
    for one in root.xpath("//comment()|//processing-instruction()|/comment()"):
        yield str(one.text or "")


def _addresses(root: Element) -> Iterator[str]:
    """Yield what fields, formulas and linked pictures refer to outside the file."""
    for block in root.iter("{*}p"):
        yield from _ADDRESS.findall("".join(map(str, block.itertext("{*}instrText"))))
    for formula in root.iter("{*}f"):
        yield from _ADDRESS.findall(formula.text or "")
    for value in root.xpath(_LINKED):
        yield from _ADDRESS.findall(str(value))
    for base in root.iter("{*}HyperlinkBase"):
        yield base.text or ""
