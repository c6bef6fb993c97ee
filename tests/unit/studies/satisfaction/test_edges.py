"""Periods and surveys at the edge: nothing there, everything alike, another instrument."""

from __future__ import annotations

import json
import math
import re

import numpy as np
import pandas as pd
import pytest

from analysis.errors import UsageError
from analysis.schemas.codebook import codebook_from, load_codebook
from analysis.studies.satisfaction import SatisfactionConfig, run_satisfaction
from analysis.studies.satisfaction.study import PROMISED
from tests.lib.survey_data import (
    UNSUR,
    Make,
    random_sheets,
    region_of,
    sheets_of,
    users_of,
)

OWN = {
    "id": "rsud",
    "title": {"id": "Survei rumah sakit", "en": "Hospital survey"},
    "instrument": "rsud",
    "answers": {"minimum": 1, "maximum": 5},
    "scales": [{"key": "index", "name": {"id": "Persepsi", "en": "Perception"}}],
    "items": [
        {"key": f"p{at}", "name": {"id": f"Butir {at}", "en": f"Item {at}"}} for at in (1, 2, 3)
    ],
}


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def test_empty_period_blocks_every_promised_id_and_still_makes_a_report(make_data: Make) -> None:
    result = run_satisfaction(make_data(None))
    written = {f.id: f for f in result.findings}
    for name in PROMISED:
        found = written[f"satisfaction.{name}"]
        assert (found.status, found.reason_code) == ("blocked", "no_sheets"), name
    assert not result.figures
    first = result.output.sections["decision"].paragraphs[0]
    assert first["id"].startswith("Tidak ada lembar jawaban Kota Contoh untuk Semester II 2025.")
    assert first["en"].startswith("There are no answer sheets of Kota Contoh for Semester 2, 2025.")
    gates = result.tables["gates"].frame
    assert set(gates["status"]) == {"blocked"}
    assert gates["unblock"].notna().all()


def test_sheets_without_any_answer_count_as_an_empty_period(make_data: Make) -> None:
    result = run_satisfaction(make_data(sheets_of({item: [None] * 40 for item in UNSUR})))
    found = next(f for f in result.findings if f.id == "satisfaction.ikm")
    assert (found.status, found.reason_code) == ("blocked", "no_sheets")


def test_equal_answers_are_review_because_no_error_can_be_estimated(make_data: Make) -> None:
    result = run_satisfaction(make_data(sheets_of({item: [3] * 60 for item in UNSUR})))
    by_id = {f.id: f for f in result.findings if not f.group}
    index, letter = by_id["satisfaction.ikm"], by_id["satisfaction.letter_stability"]
    assert (index.estimate, index.std_error) == (75, 0)
    assert (index.status, index.reason_code) == ("review", "no_variation")
    assert (letter.status, letter.estimate, letter.value_code) == ("review", 1, "C")
    assert "random variation cannot be estimated" in index.text["en"]
    assert "cannot be judged properly" in letter.text["en"]


def test_one_unit_has_no_median_and_no_mean_of_units(make_data: Make) -> None:
    result = run_satisfaction(make_data(random_sheets(rng(), 80)))
    found = {(f.id, *f.group.values()): f for f in result.findings}
    assert found["satisfaction.ikm", "median_unit"].reason_code == "too_few_units"
    assert found["satisfaction.ikm_unit_mean",].reason_code == "one_unit"
    assert found["satisfaction.ikm",].status == "ok"


def test_own_instrument_gets_an_index_of_0_to_100_without_a_letter(make_data: Make) -> None:
    scores = {"p1": [1, 5] * 30, "p2": [3, 5] * 30, "p3": [5, 5] * 30}
    data = make_data(
        sheets_of(scores, instrument="rsud"), codebooks={"rsud": codebook_from(OWN, "rsud")}
    )
    result = run_satisfaction(data)
    index = next(f for f in result.findings if f.id == "satisfaction.ikm" and not f.group)
    # item means 3, 4, 5 -> mean 4 -> (4 - 1) / 4 * 100 = 75
    assert index.estimate == 75
    assert index.measure == "own_ikm"
    assert all(f.value_code not in ("A", "B", "C", "D") for f in result.findings)
    stability = next(f for f in result.findings if f.id == "satisfaction.letter_stability")
    assert (stability.status, stability.reason_code) == ("blocked", "no_letter")
    assert "letter" not in result.tables["by_unit"].frame
    label = next(h for h in result.output.narrative["headlines"] if h["id"] == "satisfaction.ikm")
    assert label["label"]["id"] == "Indeks kepuasan (skala 0-100)"
    shown = json.dumps(dict(result.output.narrative)) + repr(
        [(one.title, one.note, one.columns) for one in result.tables.values()]
    )
    assert not re.search("IKM|PermenPANRB|Butir Butir", shown)
    assert "mutu" not in index.text["id"]


def test_two_instruments_are_never_pooled(make_data: Make) -> None:
    own = sheets_of({f"p{at}": [1] * 50 for at in (1, 2, 3)}, instrument="rsud", unit="rsud")
    both = pd.concat([sheets_of({item: [4] * 50 for item in UNSUR}), own])
    data = make_data(both, codebooks={"rsud": codebook_from(OWN, "rsud")})
    result = run_satisfaction(data)
    index = {tuple(f.group.items()): f for f in result.findings if f.id == "satisfaction.ikm"}
    assert (index[()].estimate, index[()].n) == (100, 50)
    other = index[("instrument", "rsud"),]
    assert (other.estimate, other.n) == (0, 50)
    assert result.tables["by_instrument"].frame["instrument"].tolist() == ["rsud"]


def unsur_2004(count: int) -> dict[str, list[int]]:
    items = [item.key for item in load_codebook("skm_2004").items]
    return {item: [3] * count for item in items}


def test_a_period_of_2004_is_read_with_its_own_elements_and_bands(make_data: Make) -> None:
    sheets = sheets_of(unsur_2004(60), instrument="skm_2004", date="2015-09-15")
    book = {"skm_2004": load_codebook("skm_2004")}
    result = run_satisfaction(make_data(sheets, period="2015-S2", codebooks=book))
    index = next(f for f in result.findings if f.id == "satisfaction.ikm" and not f.group)
    # domain.md 1.5: 75.00 was B (62.51 to 81.25) by the rules of 2004, and is C since 2017
    assert (index.estimate, index.value_code) == (75, "B")
    assert result.output.document.rules == {"skm": "skm-2004"}


def test_a_trend_does_not_join_two_regimes_and_says_so(make_data: Make) -> None:
    old = sheets_of(unsur_2004(60), instrument="skm_2004", date="2016-05-10")
    new = [random_sheets(rng(), 60, date=f"{year}-08-10") for year in (2017, 2018, 2019)]
    data = make_data(
        new[-1],
        history=pd.concat([old, *new], ignore_index=True),
        period="2019-S2",
        codebooks={"skm_2004": load_codebook("skm_2004")},
    )
    result = run_satisfaction(data)
    assert result.tables["trend"].frame["time"].min() >= "2017"
    told = " ".join(one["en"] for one in result.output.sections["trend"].paragraphs)
    assert "are not joined to this chart" in told
    assert load_codebook("skm_2004").title.en in told


def test_assumed_order_makes_two_unsur_review_and_leaves_the_index(make_data: Make) -> None:
    sheets = random_sheets(rng(), 80)
    assumed = {"unsur_order_assumed": frozenset({"skm"})}
    result = run_satisfaction(make_data(sheets, notes=assumed))
    unsur = {f.group["unsur"]: f for f in result.findings if f.id == "satisfaction.unsur"}
    doubtful = {key for key, f in unsur.items() if f.reason_code == "unsur_order"}
    assert doubtful == {"pengaduan", "sarana"}
    assert all(unsur[key].status == "review" for key in doubtful)
    index = next(f for f in result.findings if f.id == "satisfaction.ikm" and not f.group)
    assert index.status == "ok"
    assert "unsur_order" in result.output.document.warnings


@pytest.mark.parametrize("sampling", ["voluntary", "quota"])
def test_undesigned_sampling_caveats_the_index_and_reviews_comparisons(
    make_data: Make, sampling: str
) -> None:
    sheets = pd.concat(
        [random_sheets(rng(), 60, unit=unit, gender="L") for unit in ("alfa", "beta", "gama")]
    ).assign(gender=["L", "P"] * 90)
    region = region_of(["alfa", "beta", "gama"], sampling=sampling)
    result = run_satisfaction(make_data(sheets, region=region))
    for found in result.findings:
        if found.id != "satisfaction.ikm":
            continue
        comparison = bool({"gender", "reference"} & set(found.group))
        if comparison:
            wanted = ("review", "who_answered_not_covered")
            assert (found.status, found.reason_code) == wanted, found.group
        else:
            assert found.caveat_code == "random_variation_only"
            assert "who answered is not covered" in found.text["en"]
    assert result.output.document.warnings == ("random_variation_only",)


def test_designed_sampling_has_no_caveat_and_a_smaller_error_with_known_users(
    make_data: Make,
) -> None:
    sheets = random_sheets(rng(), 80)
    users = users_of([("dukcapil", "all", None, 100)], "2025-S2")
    free = run_satisfaction(make_data(sheets)).raw.findings[0]
    known = run_satisfaction(make_data(sheets, users=users)).raw.findings[0]
    assert free.caveat_code is None
    # finite population: sqrt(1 - 80/100) = 0.4472
    ratio = (known.std_error or math.nan) / (free.std_error or math.nan)
    assert ratio == pytest.approx(math.sqrt(0.2), rel=1e-9)


def test_unknown_unit_of_a_one_page_view_is_refused(make_data: Make) -> None:
    with pytest.raises(UsageError, match="'tidak-ada' is not valid for unit"):
        run_satisfaction(make_data(random_sheets(rng(), 40)), SatisfactionConfig(unit="tidak-ada"))


def test_one_page_view_speaks_of_one_unit_and_the_median(make_data: Make) -> None:
    units = ("alfa", "beta", "gama")
    sheets = pd.concat(
        [random_sheets(rng(), 60, unit=unit, level=0.5 + 0.1 * at) for at, unit in enumerate(units)]
    )
    result = run_satisfaction(make_data(sheets), SatisfactionConfig(unit="beta"))
    groups = [f.group for f in result.findings]
    assert all(g.get("unit") == "beta" or g == {"reference": "median_unit"} for g in groups)
    assert {f.id.split(".")[1] for f in result.findings} >= set(PROMISED)
    assert "by_unit" not in result.tables
    whole = run_satisfaction(make_data(sheets))
    of_unit = [
        f for f in whole.findings if f.id == "satisfaction.ikm" and f.group == {"unit": "beta"}
    ]
    here = [
        f for f in result.findings if f.id == "satisfaction.ikm" and f.group == {"unit": "beta"}
    ]
    assert here[0].estimate == of_unit[0].estimate


def test_unit_without_sheets_gets_a_report_that_says_so(make_data: Make) -> None:
    data = make_data(random_sheets(rng(), 40), region=region_of(["dukcapil", "kosong"]))
    result = run_satisfaction(data, SatisfactionConfig(unit="kosong"))
    assert {f.status for f in result.findings} == {"blocked"}
    assert all(f.group == {"unit": "kosong"} for f in result.findings)


@pytest.mark.parametrize(
    "options",
    [
        {"min_cell": 4},
        {"weight": "0.12"},
        {"sections": ("semua",)},
        {"confidence": 1.5},
        {"audience": "all"},
        {"trend": "W"},
    ],
)
def test_wrong_settings_are_refused(options: dict) -> None:
    with pytest.raises(UsageError):
        SatisfactionConfig(**options)


def test_an_unknown_section_is_named_with_the_known_ones() -> None:
    with pytest.raises(
        UsageError,
        match=r"'semua' is not valid for sections\. Allowed: decision",
    ):
        SatisfactionConfig(sections=("index", "semua"))


def test_sections_limit_paragraphs_and_tables(make_data: Make) -> None:
    config = SatisfactionConfig(sections=("index", "unsur"))
    result = run_satisfaction(make_data(random_sheets(rng(), 60)), config)
    assert list(result.output.sections) == ["index", "unsur"]
    assert set(result.tables) == {"key_figures", "by_unsur", "unit_by_unsur"}
    assert set(result.figures) == {"unsur"}
    assert result.section("trend").html == {"id": "", "en": ""}


def test_input_frames_stay_as_they_were(make_data: Make) -> None:
    data = make_data(random_sheets(rng(), 60, gender=["L", "P"] * 30))
    before = {name: frame.copy() for name, frame in data.tables.items()}
    run_satisfaction(data)
    for name, frame in data.tables.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_workshop_audience_never_names_a_unit(make_data: Make) -> None:
    sheets = pd.concat([random_sheets(rng(), 60, unit=unit) for unit in ("alfa", "beta", "gama")])
    printed = pd.DataFrame([{"unsur": item, "nrr": 3.0} for item in UNSUR] + [{"unsur": None}])
    printed = printed.assign(
        unit_id="beta", period="2025-S2", n=60, index_printed=75.0, letter_printed="A"
    )
    config = SatisfactionConfig(audience="workshop")
    result = run_satisfaction(make_data(sheets, printed=printed), config)
    said = [p[lang] for s in result.output.sections.values() for p in s.paragraphs for lang in p]
    said += [text for f in result.findings for text in f.text.values()]
    said += [result.table("by_unit").html["id"], result.table("published_check").html["en"]]
    assert not [text for text in said if any(u in text for u in ("Alfa", "Beta", "Gama"))]
    assert "Unit 01" in result.table("by_unit").html["id"]
