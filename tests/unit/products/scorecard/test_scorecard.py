"""The scorecard: public findings only, a card a unit, a tile where there is a finding."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.presenting.reading import Bundle, read_bundle
from analysis.products.scorecard import write_scorecard
from analysis.products.scorecard.facts import cards_of, without_empty_tiles
from analysis.schemas.finding import Finding
from analysis.studies.accountability import run_accountability
from analysis.studies.satisfaction.trend import COURSES
from tests.lib.appraisal_data import annual_of, frame_of, region_of, study_of

UNITS = {f"u{at}": "dinas" for at in range(3)}


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """A report on three units with one indicator each: 80, 90 and 100 percent of target."""
    indicators = {
        "unit_id": list(UNITS),
        "period": "2025",
        "indicator": "Indikator utama",
        "target": 100.0,
        "realised": [80.0, 90.0, 100.0],
        "direction": "higher",
    }
    data = study_of(
        "accountability",
        region=region_of(UNITS),
        appraisals=frame_of("appraisals", annual_of(["Baik"] * 40, unit_id="u0")),
        unit_indicators=frame_of("unit_indicators", indicators),
    )
    folder = tmp_path_factory.mktemp("reports") / "contoh" / "2025" / "accountability"
    run_accountability(data).write(str(folder))
    manifest = {"identity": "1", "revision": 1, "study": "accountability", "class": "internal"}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return read_bundle(folder)


def index_of(unit: str, disclosure: str = "service", **values: object) -> Finding:
    told = {"estimate": 81.5, "ci_low": 80.0, "ci_high": 83.0, "value_code": "B", **values}
    return Finding(
        id="satisfaction.ikm",
        question="how_satisfied",
        measure="ikm",
        measure_unit="index",
        method="skm_2017",
        status="ok",
        disclosure=disclosure,
        group={"unit": unit} if unit else {},
        **told,
    )


def with_findings(bundle: Bundle, *findings: Finding) -> Bundle:
    return replace(bundle, document=replace(bundle.document, findings=list(findings)))


def test_every_unit_has_a_card_and_the_region_comes_first(bundle: Bundle) -> None:
    cards = cards_of({"accountability": bundle}, "en")
    assert [one.name for one in cards] == ["Kota Contoh", "Unit U0", "Unit U1", "Unit U2"]
    assert [one.tiles[0].value for one in cards] == ["90.0%", "80.0%", "90.0%", "100.0%"]
    assert all(one.tiles[1].value == "" for one in cards)
    assert cards[0].tiles[1].detail == "There is no figure to show yet."
    assert cards[0].tiles[0].detail == "Mean attainment of 3 units."
    assert cards[1].tiles[0].detail.endswith("Indicators: 1.")


def test_index_and_letter_stand_beside_attainment(bundle: Bundle) -> None:
    both = {"satisfaction": with_findings(bundle, index_of("u1", n=1234)), "accountability": bundle}
    card = next(one for one in cards_of(both, "id") if one.name == "Unit U1")
    assert card.tiles[1].value == "81,50"
    assert card.tiles[1].verdict.startswith("B")
    assert card.tiles[1].detail.startswith("Dari 1.234 lembar jawaban. ")
    assert "80,00 sampai 83,00" in card.tiles[1].detail


@pytest.mark.parametrize("verdict", COURSES)
def test_the_course_of_the_index_is_told_in_words_for_citizens(
    bundle: Bundle, verdict: str
) -> None:
    signal = replace(index_of("u1", value_code=verdict), id="satisfaction.trend_signal")
    for lang in ("id", "en"):
        tile = cards_of({"satisfaction": with_findings(bundle, signal)}, lang)[0].tiles[2]
        assert tile.worded
        assert tile.value[:1].isupper()
        assert not set(tile.value) & set("0123456789")


def test_findings_about_persons_are_never_read(bundle: Bundle) -> None:
    hidden = with_findings(bundle, index_of("u1", "personnel"), index_of("u2"))
    cards = cards_of({"satisfaction": hidden}, "id")
    assert [one.name for one in cards] == ["Unit U2"]


def test_tiles_of_complaints_appear_with_their_findings(bundle: Bundle) -> None:
    assert len(cards_of({"accountability": bundle}, "id")[0].tiles) == 3
    on_time = replace(
        index_of("u0", estimate=0.75, ci_low=None, ci_high=None, value_code=None),
        id="satisfaction.complaint_on_time_share",
        n=48,
        measure_unit="share",
    )
    cards = cards_of({"satisfaction": with_findings(bundle, on_time)}, "id")
    assert (cards[0].tiles[-1].value, cards[0].tiles[-1].detail) == ("75,0%", "Dari 48 pengaduan.")


def test_figures_of_another_period_say_so(bundle: Bundle) -> None:
    half = {"id": "semester II 2025", "en": "second half of 2025"}
    told = {**bundle.narrative, "period_name": half}
    first = replace(with_findings(bundle, index_of("u1")), narrative=told)
    card = cards_of({"satisfaction": first, "accountability": bundle}, "en")[0]
    assert card.tiles[0].label == "Attainment of the unit's targets, 2025"
    assert card.tiles[1].label == "Satisfaction index (IKM)"


def test_page_is_written_in_every_language(bundle: Bundle, tmp_path: Path) -> None:
    written = write_scorecard({"accountability": bundle}, tmp_path, ("id", "en"))
    assert [one.name for one in written] == ["scorecard.html", "scorecard.en.html"]
    page = written[0].read_text("utf-8")
    assert "Rapor publik unit" in page
    assert "e_000" not in page
    assert "index.html" not in page
    assert 'href="#unit-u2"' in page
    assert 'id="unit-u2"' in page
    assert "//" not in page.replace("<!doctype html>", "").split("</style>")[1]


def test_what_no_card_has_a_figure_on_is_said_once(bundle: Bundle, tmp_path: Path) -> None:
    cards, missing = without_empty_tiles(cards_of({"accountability": bundle}, "en"))
    assert [[tile.value for tile in one.tiles] for one in cards] == [
        ["90.0%"],
        ["80.0%"],
        ["90.0%"],
        ["100.0%"],
    ]
    assert missing == ["Satisfaction index (IKM)", "Course of the index"]
    (page,) = write_scorecard({"accountability": bundle}, tmp_path, ("en",))
    text = page.read_text("utf-8")
    assert "on: Satisfaction index (IKM); Course of the index." in text
    assert "There is no figure to show yet." not in text
    assert "Attainment is the mean" in text
    assert "By regulation the IKM" not in text


def test_a_tile_that_one_unit_lacks_stands_on_its_card(bundle: Bundle) -> None:
    one = {"satisfaction": with_findings(bundle, index_of("u1")), "accountability": bundle}
    cards, missing = without_empty_tiles(cards_of(one, "en"))
    assert missing == ["Course of the index"]
    assert [len(card.tiles) for card in cards] == [2] * 4
    index = {card.key: card.tiles[1].detail for card in cards}
    assert index["u0"] == "There is no figure to show yet."
    assert "80.00 to 83.00" in index["u1"]


def test_nothing_public_makes_no_page(bundle: Bundle, tmp_path: Path) -> None:
    empty = {"accountability": with_findings(bundle)}
    assert write_scorecard(empty, tmp_path, ("id",)) == []
    assert list(tmp_path.iterdir()) == []
