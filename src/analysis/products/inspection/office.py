"""Office files (OOXML): the parts of the package, what they say, and what they hold inside."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from analysis.products.inspection import markup
from analysis.products.inspection.extract import Extract, merged
from analysis.products.inspection.opening import open_inside, readable
from analysis.products.inspection.package import read_members, written_beside
from analysis.wording import LANGS

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_XML = (".xml", ".rels", ".vml")
_TYPES = "[Content_Types].xml"


class Package:
    """The parts of an office file, each parsed once.

    Parameters
    ----------
    content : bytes
    where : str
        How the file is named in what is reported.
    main : str
        Part without which it is no such file.

    Raises
    ------
    ValueError
        If it is no office file of that kind, or a part is not what it says.
    """

    def __init__(self, content: bytes, where: str, main: str) -> None:
        self.where = where
        self.content = content
        self.members = read_members(content, where)
        if main not in self.members or _TYPES not in self.members:
            raise ValueError(where)
        self.roots = {
            name: markup.parse(part, f"{where} {name}")
            for name, part in self.members.items()
            if name.casefold().endswith(_XML)
        }

    @cached_property
    def lang(self) -> str:
        """Language the properties name, "id" or "en"; empty where they name none of them."""
        core = self.roots.get("docProps/core.xml")
        told = "" if core is None else core.findtext("{*}language") or ""
        code = told.partition("-")[0].casefold()
        return code if code in LANGS else ""

    def place(self, part: str) -> str:
        """Return how a part is named in what is reported."""
        return f"{self.where} {part}"

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to inside the file: id to last word of the type and part."""
        folder, _, name = part.rpartition("/")
        root = self.roots.get(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        if root is None:
            return {}
        return {
            one.get("Id", ""): (
                one.get("Type", "").rpartition("/")[2],
                _inside_package(folder, one.get("Target", "")),
            )
            for one in root.iter("{*}Relationship")
            if one.get("TargetMode") != "External"
        }

    def related_of(self, part: str, kind: str) -> list[str]:
        """Return the parts of one type that a part refers to, such as the layout of a slide."""
        found = self.related(part).values()
        return [target for told, target in found if told == kind and target in self.members]

    def everything(self, depth: int) -> Extract:
        """Return every text of every part, and all that is found in the files inside."""
        return merged([written_beside(self.content, self.where), *self._parts(depth)])

    def _parts(self, depth: int) -> Iterator[Extract]:
        for name, content in self.members.items():
            where = self.place(name)
            if name in self.roots:
                yield markup.inspect_root(self.roots[name], where)
                if name.casefold().endswith(".rels"):
                    yield Extract(references=tuple(_outside(self.roots[name], where)))
            else:
                found = open_inside(content, name, where, depth=depth)
                yield readable(content, where) if found is None else hidden(found)


def hidden(found: Extract) -> Extract:
    """Return what was found in a file inside, none of which is a page or table of the whole."""
    return Extract(texts=found.texts, references=found.references)


def _inside_package(folder: str, target: str) -> str:
    target = unquote(target)
    return target[1:] if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")


def _outside(relations: Element, where: str) -> Iterator[tuple[str, str]]:
    for one in relations.iter("{*}Relationship"):
        if one.get("TargetMode") == "External":
            yield where, one.get("Target", "")
