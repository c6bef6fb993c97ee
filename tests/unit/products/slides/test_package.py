"""The file itself: equal bytes, sound parts, nothing of the default template or the machine."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from datetime import datetime
from posixpath import normpath
from time import process_time

import pytest
from decks import LANGUAGES, bundle_of, made, odd_deck, opened, specimen_deck
from lxml import etree
from sample_report import MOMENT

from analysis.products.slides.template import template

NAMES = {"id": "id-ID", "en": "en-GB"}
MOST_SECONDS = 1.5
"""Of the processor, so that other work on the machine does not count."""
MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@pytest.fixture(scope="module", params=["specimen", "odd"])
def deck(request: pytest.FixtureRequest) -> bytes:
    return {"specimen": specimen_deck, "odd": odd_deck}[request.param]("id")


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as given:
        names = given.namelist()
        assert len(names) == len(set(names))
        return {name: given.read(name) for name in names}


def roots_of(content: bytes) -> dict[str, etree._Element]:
    parts = parts_of(content)
    return {
        name: etree.fromstring(part)
        for name, part in parts.items()
        if name.endswith((".xml", ".rels"))
    }


def relations(roots: dict[str, etree._Element], part: str) -> dict[str, str]:
    folder, _, name = part.rpartition("/")
    rels = roots.get(f"{folder}/_rels/{name}.rels")
    if rels is None:
        return {}
    found = {}
    for one in rels:
        target = one.get("Target")
        found[one.get("Id")] = target[1:] if target[0] == "/" else normpath(f"{folder}/{target}")
    return found


def test_equal_bundles_give_equal_bytes() -> None:
    assert made(bundle_of(), "id") == specimen_deck("id")
    with zipfile.ZipFile(io.BytesIO(specimen_deck("id"))) as given:
        assert {entry.date_time for entry in given.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_both_languages_are_written_in_a_second_and_a_half() -> None:
    bundle = bundle_of()
    made(bundle, "id")
    start = process_time()
    for lang in LANGUAGES:
        made(bundle, lang)
    assert process_time() - start < MOST_SECONDS


def test_every_relation_is_resolved_and_every_part_has_a_type(deck: bytes) -> None:
    parts, roots = parts_of(deck), roots_of(deck)
    types = roots["[Content_Types].xml"]
    defaults = {one.get("Extension") for one in types if "Default" in one.tag}
    overrides = {one.get("PartName") for one in types if "Override" in one.tag}
    for name in parts:
        if name != "[Content_Types].xml":
            assert f"/{name}" in overrides or name.rpartition(".")[2] in defaults, name
    assert {name[1:] for name in overrides} <= set(parts)
    for name, root in roots.items():
        if name.endswith(".rels"):
            continue
        known = relations(roots, name)
        assert set(known.values()) <= set(parts), name
        for element in root.iter():
            used = [value for key, value in element.attrib.items() if key.startswith(RELATED)]
            assert set(used) <= set(known), name


def test_ids_of_shapes_are_unique_on_each_slide(deck: bytes) -> None:
    for name, root in roots_of(deck).items():
        if re.match(r"ppt/(slides|slideLayouts|slideMasters)/\w+\.xml", name):
            counted = Counter(one.get("id") for one in root.iter("{*}cNvPr"))
            assert max(counted.values()) == 1, name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_run_bears_the_language(lang: str) -> None:
    for name, root in roots_of(specimen_deck(lang)).items():
        if re.match(r"ppt/(slides|notesSlides)/\w+\.xml", name):
            for run in root.iter(f"{MAIN}r"):
                assert run.find(f"{MAIN}rPr").get("lang") == NAMES[lang], name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_properties_tell_what_it_is_and_not_who_or_where(lang: str) -> None:
    told = opened(specimen_deck(lang)).core_properties
    assert told.language == NAMES[lang]
    assert told.category == {"id": "Untuk umum", "en": "Public"}[lang] or told.category
    assert "Kota Contoh" in told.title
    assert told.author == told.last_modified_by == told.comments == ""
    moment = MOMENT.replace(tzinfo=None)
    assert (told.created, told.modified) == (moment, moment)
    assert isinstance(told.created, datetime)


def test_nothing_of_the_default_template_is_left() -> None:
    parts = parts_of(specimen_deck("en"))
    assert not [name for name in parts if "thumbnail" in name or "printer" in name]
    assert len([name for name in parts if name.startswith("ppt/slideLayouts/slide")]) == 2
    for name, content in parts.items():
        text = content.decode("utf-8", "replace")
        for trace in ("Office Theme", "Calibri", "Steve", "Macintosh", "4F81BD", "screen4x3"):
            assert trace not in text, name


def test_the_template_is_wide_and_has_two_layouts_of_placeholders() -> None:
    found = opened(template())
    assert (found.slide_width, found.slide_height) == (12192000, 6858000)
    assert [layout.name for layout in found.slide_layouts] == ["Cover", "Page"]
    for layout in found.slide_layouts:
        places = [one.placeholder_format.idx for one in layout.placeholders]
        assert len(places) == len(set(places)) >= 6
        for shape in layout.placeholders:
            assert shape.left >= 0
            assert shape.left + shape.width <= found.slide_width
            assert shape.top + shape.height <= found.slide_height
