"""HTML and SVG: visible text, attributes, comments, scripts, embedded pictures, shown tables."""

from __future__ import annotations

import base64
import binascii
import re
from html.parser import HTMLParser
from urllib.parse import unquote_to_bytes

from analysis.products.inspection import png
from analysis.products.inspection.extract import Extract, ShownTable, merged

_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "i", "mark", "q", "s", "small", "span"}
    | {"strong", "sub", "sup", "u"}
)
_ADDRESSES = frozenset(
    {"src", "href", "action", "formaction", "data", "poster", "background", "cite", "manifest"}
    | {"ping", "xlink:href"}
)
_LISTS = frozenset({"srcset", "imagesrcset"})
_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", re.IGNORECASE)
_SCRIPTED = re.compile(
    r"(?:\bimport\b|\bfrom\b|\bfetch\b|\bimportScripts\b|\bopen\b|\bsrc\s*=|\bhref\s*=)"
    r"[\s('\"`,A-Z]*?['\"`]((?:https?:|wss?:)?//[^'\"`\s]+)"
)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_DATA = re.compile(r"data:([\w/+.\-]*)((?:;[\w=\-]+)*),(.*)", re.DOTALL)


def inspect(content: bytes, where: str) -> Extract:
    """Return everything found in an HTML or SVG file."""
    return inspect_text(content.decode("utf-8"), where)


def inspect_text(text: str, where: str) -> Extract:
    """Return everything found in HTML text, whole pages or parts of one."""
    reader = _Reader(where)
    reader.feed(text)
    reader.close()
    return reader.extract()


class _Reader(HTMLParser):
    def __init__(self, where: str) -> None:
        super().__init__(convert_charrefs=True)
        self.where = where
        self.visible: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.references: list[tuple[str, str]] = []
        self.embedded: list[Extract] = []
        self.tables: list[_TableReader] = []
        self.open_tables: list[_TableReader] = []
        self.raw_element = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.raw_element = tag
        if tag not in _INLINE:
            self.visible.append("\n")
        if tag == "table":
            table = _TableReader(self.where, dict(attrs))
            self.tables.append(table)
            self.open_tables.append(table)
        elif self.open_tables:
            self.open_tables[-1].start(tag, dict(attrs))
        for name, value in attrs:
            self.texts.append((f"{self.where} <{tag}>", name))
            if value:
                self._attribute(tag, name, value)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.raw_element:
            self.raw_element = ""
        if tag not in _INLINE:
            self.visible.append("\n")
        if tag == "table" and self.open_tables:
            self.open_tables.pop()
        elif self.open_tables:
            self.open_tables[-1].end(tag)

    def handle_data(self, data: str) -> None:
        if self.raw_element:
            self.texts.append((f"{self.where} <{self.raw_element}>", _unescaped(data)))
            pattern = _URL if self.raw_element == "style" else _SCRIPTED
            self._addresses(self.raw_element, pattern, data)
            return
        self.visible.append(data)
        if self.open_tables:
            self.open_tables[-1].text(data)

    def handle_comment(self, data: str) -> None:
        self.embedded.append(Extract(texts=((f"{self.where} <!-- -->", data),)))

    def handle_decl(self, decl: str) -> None:
        self.texts.append((f"{self.where} <!>", decl))

    def handle_pi(self, data: str) -> None:
        self.texts.append((f"{self.where} <?>", data))

    def unknown_decl(self, data: str) -> None:
        self.texts.append((f"{self.where} <![ ]>", data))

    def extract(self) -> Extract:
        shown = tuple(one.shown() for one in self.tables)
        own = Extract(
            texts=((self.where, "".join(self.visible)), *self.texts),
            tables=shown,
            references=tuple(self.references),
        )
        return merged([own, *self.embedded])

    def _attribute(self, tag: str, name: str, value: str) -> None:
        where = f"{self.where} <{tag} {name}>"
        if name in _ADDRESSES:
            self._address(where, value)
        elif name in _LISTS:
            for one in value.split(","):
                self._address(where, one.split()[0] if one.split() else "")
        elif name == "style":
            self._addresses(f"{tag} style", _URL, value)
        elif name == "content" and "url=" in value.casefold():
            self._address(where, value[value.casefold().index("url=") + 4 :])
        elif name == "srcdoc":
            self.embedded.append(inspect_text(value, where))
            return
        if not value.startswith("data:"):
            self.texts.append((where, value))

    def _addresses(self, tag: str, pattern: re.Pattern[str], text: str) -> None:
        for match in pattern.finditer(text):
            self._address(f"{self.where} <{tag}>", next(one for one in match.groups() if one))

    def _address(self, where: str, address: str) -> None:
        data = _DATA.fullmatch(address.strip())
        if data is None:
            self.references.append((where, address.strip()))
        else:
            self.embedded.append(_data_address(data[1], data[2], data[3], where))


class _TableReader:
    """Collects the cells of one table."""

    def __init__(self, where: str, attributes: dict[str, str | None]) -> None:
        self.where = where
        self.name = attributes.get("data-table") or ""
        self.lang = attributes.get("lang") or ""
        self.header: list[str] = []
        self.rows: list[list[str]] = []
        self.columns: list[list[str]] = []
        self.in_head = False
        self.cell: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "thead":
            self.in_head = True
        elif tag == "tr" and not self.in_head:
            self.rows.append([])
            self.columns.append([])
        elif tag in ("td", "th"):
            self.cell = []
            if not self.in_head and self.columns:
                self.columns[-1].append(attributes.get("data-col") or "")

    def end(self, tag: str) -> None:
        if tag == "thead":
            self.in_head = False
        elif tag in ("td", "th") and self.cell is not None:
            text = " ".join("".join(self.cell).split())
            if self.in_head:
                self.header.append(text)
            elif self.rows:
                self.rows[-1].append(text)
            self.cell = None

    def text(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)

    def shown(self) -> ShownTable:
        rows = [tuple(row) for row in self.rows if row]
        columns = next((tuple(one) for one in self.columns if one), ())
        return ShownTable(
            where=self.where,
            name=self.name,
            lang=self.lang,
            header=tuple(self.header),
            columns=columns,
            rows=tuple(rows),
        )


def _unescaped(script: str) -> str:
    """Return a script with the characters for which its hexadecimal escapes stand."""
    return _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), script)


def _data_address(kind: str, options: str, payload: str, where: str) -> Extract:
    """Return what an embedded file holds; pictures and text are opened, fonts are not."""
    try:
        content = base64.b64decode(payload) if ";base64" in options else unquote_to_bytes(payload)
    except (ValueError, binascii.Error):
        return Extract(texts=((where, payload),))
    if kind == "image/png":
        return png.inspect(content, where)
    if kind.startswith(("font/", "application/font", "application/x-font")):
        return Extract()
    text = content.decode("utf-8", "replace")
    return inspect_text(text, where) if "<" in text else Extract(texts=((where, text),))
