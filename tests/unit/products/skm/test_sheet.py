"""Publication sheets: what they say, on one page, and the same bytes every time."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from pypdf import PdfReader

from analysis.errors import ReportError
from analysis.presenting.formats import Formatter
from analysis.presenting.reading import Bundle
from analysis.products.check import check_report
from analysis.products.skm import write_sheets
from analysis.products.skm.facts import finding_of, listed, places_of, respondents, traits_of
from analysis.products.skm.sheet import sheet_facts
from analysis.schemas.codebook import codebook_from
from tests.lib.survey_data import UNSUR
from tests.unit.products.skm.conftest import NAMES, SIZES, MakeBundle, answers


def text_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


def chunks_of(png: bytes) -> Iterator[str]:
    place = 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        yield png[place + 4 : place + 8].decode("ascii")
        place += 12 + length


def test_a_sheet_shows_the_index_of_its_unit(full_bundle: Bundle) -> None:
    bundle = full_bundle
    for unit in ("", "dukcapil", "rsud"):
        finding = finding_of(bundle, "ikm", unit)
        assert finding is not None
        for lang in ("id", "en"):
            facts = sheet_facts(bundle, unit, lang)
            assert facts["score"] == Formatter(lang).cell(finding.estimate, "index")
            assert facts["letter"] == finding.value_code
            assert Formatter(lang).cell(finding.ci_low, "index") in facts["interval"]
    assert sheet_facts(bundle, "", "id")["place"] == "Kota Contoh"


def test_a_unit_with_a_few_sheets_shows_no_number(full_bundle: Bundle) -> None:
    facts = sheet_facts(full_bundle, "kecamatan", "id")
    assert facts["score"] == facts["letter"] == facts["respondents"] == ""
    assert facts["traits"] == facts["bands"] == []
    assert facts["not_enough"] == "Belum cukup jawaban"
    assert "terlalu sedikit" in facts["why"]


def test_respondents_add_up_and_small_levels_stand_together(full_bundle: Bundle) -> None:
    bundle = full_bundle
    merged = 0
    for unit in ("", "dukcapil", "uptd", "rsud"):
        total = respondents(bundle, unit)
        if total is None:
            continue
        assert total == (SIZES[unit] if unit else sum(SIZES.values()))
        for trait in traits_of(bundle, unit, "id"):
            assert sum(one.n for one in trait.categories) == total
            assert all(one.n >= 5 for one in trait.categories)
            merged += sum(one.merged for one in trait.categories)
        facts = sheet_facts(bundle, unit, "id")
        starred = any(one["name"].endswith("*") for t in facts["traits"] for one in t["categories"])
        assert starred == any(note.startswith("*") for note in facts["notes"])
    assert merged > 0


def test_thin_sheets_say_so(full_bundle: Bundle) -> None:
    bundle = full_bundle
    assert any("kurang dari 30" in note for note in sheet_facts(bundle, "uptd", "id")["notes"])
    notes = sheet_facts(bundle, "dukcapil", "id")["notes"]
    assert not any("kurang dari 30" in note for note in notes)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a dan b"),
        (["a", "b", "c"], "a, b, dan c"),
        (["a, b", "c", "d"], "a, b; c; dan d"),
    ],
)
def test_lists_are_read_unambiguously(names: list[str], told: str) -> None:
    assert listed(names, "id") == told


def test_every_sheet_is_one_tagged_page_without_traces(full_bundle: Bundle, tmp_path: Path) -> None:
    bundle = full_bundle
    folder = tmp_path / "public"
    folder.mkdir()
    written = write_sheets(bundle, folder, ("id", "en"))
    stems = ["ikm", *(f"ikm-{unit}" for unit in NAMES)]
    assert {one.name for one in written} == {
        f"{stem}{lang}.{suffix}"
        for stem in stems
        for lang in ("", ".en")
        for suffix in ("pdf", "png")
    }
    for path in written:
        if path.suffix == ".png":
            assert set(chunks_of(path.read_bytes())) == {"IHDR", "IDAT", "IEND"}
            continue
        reader = PdfReader(path)
        assert len(reader.pages) == 1
        root = reader.trailer["/Root"]
        assert root["/Lang"] == ("en" if path.stem.endswith(".en") else "id")
        assert root["/MarkInfo"]["/Marked"]
        assert reader.metadata is not None
        assert reader.metadata.author is None
        assert "Kota Contoh" in reader.metadata.title or "–" in reader.metadata.title
    assert "DATA CONTOH" in text_of(folder / "ikm.pdf")
    assert "SAMPLE DATA" in text_of(folder / "ikm.en.pdf")
    told = text_of(folder / "ikm-uptd.pdf")
    assert NAMES["uptd"].split()[0] in told
    assert "Untuk umum" in told
    manifest = {"synthetic": True, "class": "public", "languages": ["id", "en"]}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert check_report(folder, None) == []


def test_equal_bundles_give_equal_bytes(make_bundle: MakeBundle, tmp_path: Path) -> None:
    bundle = make_bundle(answers().query("unit_id == 'rsud'"), letterhead=None)
    made = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        made.append([one.read_bytes() for one in write_sheets(bundle, tmp_path / name, ("id",))])
    assert made[0] == made[1]
    assert len(made[0]) == 4


def test_an_empty_period_has_a_sheet_that_says_so(make_bundle: MakeBundle, tmp_path: Path) -> None:
    bundle = make_bundle(None)
    assert places_of(bundle) == [""]
    write_sheets(bundle, tmp_path, ("id",))
    told = text_of(tmp_path / "ikm.pdf")
    assert "Belum cukup jawaban" in told
    assert "tidak ada lembar jawaban" in told


def test_an_instrument_of_its_own_has_no_letter(make_bundle: MakeBundle, tmp_path: Path) -> None:
    book = codebook_from(
        {
            "id": "rsud",
            "title": {"id": "Survei rumah sakit", "en": "Hospital survey"},
            "instrument": "rsud",
            "answers": {"minimum": 1, "maximum": 4},
            "scales": [{"key": "index", "name": {"id": "Persepsi", "en": "Perception"}}],
            "items": [{"key": key, "name": {"id": key, "en": key}} for key in ("waktu", "biaya")],
        },
        name="rsud",
    )
    others = [one for one in UNSUR if one not in ("waktu", "biaya")]
    bundle = make_bundle(answers(instrument="rsud").drop(columns=others), book=book)
    facts = sheet_facts(bundle, "rsud", "id")
    assert facts["letter"] == ""
    assert facts["bands"] == []
    assert facts["title"] == "Indeks Kepuasan Pengguna Layanan"
    assert facts["score"]
    assert len(write_sheets(bundle, tmp_path, ("id",))) == 2 * (len(NAMES) + 1)


def test_internal_findings_have_no_sheet(full_bundle: Bundle) -> None:
    bundle = full_bundle
    document = bundle.document
    inside = [
        replace(one, disclosure="personnel") if one.group == {"unit": "rsud"} else one
        for one in document.findings
    ]
    closed = replace(bundle, document=replace(document, findings=tuple(inside)))
    assert "rsud" in places_of(bundle)
    assert "rsud" not in places_of(closed)


def test_what_does_not_fit_on_a_page_is_refused(full_bundle: Bundle, tmp_path: Path) -> None:
    bundle = full_bundle
    told = bundle.narrative | {"letterhead": {"lines": ["KOTA"], "address": "kata " * 3000}}
    with pytest.raises(ReportError, match="does not fit on one page"):
        write_sheets(replace(bundle, narrative=told), tmp_path, ("id",))


def test_hidden_levels_of_a_table_are_not_told(full_bundle: Bundle) -> None:
    bundle = full_bundle
    table = bundle.tables["respondents_by_unit"].frame
    hidden = table[table["disclosure_status"] == "suppressed"]
    assert pd.isna(hidden["n"]).all()
