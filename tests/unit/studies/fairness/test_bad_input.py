"""Data that cannot carry an answer: every question says why, what would help, and claims nothing.

Each case is a region of its own. What is checked of all of them: no text in either language calls
an appraisal fair or free of bias, blocked findings hold no number and say why, blocked questions
say which column or file would help, and nobody is named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pytest

from analysis.presenting.composing import StudyResult
from analysis.store import StudyData
from analysis.studies.fairness import run_fairness
from analysis.studies.fairness.parts import PROMISED, QUESTIONS
from analysis.wording import LANGS
from tests.lib.appraisal_data import annual_of, employees_of, frame_of, region_of, study_of

PERSONS, UNITS = 480, 24
TEAM = PERSONS // UNITS
Rows = dict[str, object]


def staff(**columns: object) -> Rows:
    """480 employees in 24 units, every second a woman."""
    mixed = {
        "gender": ["P" if at % 2 else "L" for at in range(PERSONS)],
        "status": "PNS",
        "unit_id": units(),
        "golongan": ["III/a" if at % 3 else "III/b" for at in range(PERSONS)],
    }
    return employees_of(PERSONS, **{**mixed, **columns})


def units() -> list[str]:
    return [f"unit{at // TEAM:02d}" for at in range(PERSONS)]


def two_a_unit() -> list[str]:
    """Return appraisers: two in every unit, for turns of its employees."""
    return [f"e_9{2 * (at // TEAM) + at // 2 % 2:04d}" for at in range(PERSONS)]


def labels() -> list[str]:
    """One person in eight Sangat Baik, of both genders and under every appraiser."""
    return ["Sangat Baik" if at % 16 in {3, 8} else "Baik" for at in range(PERSONS)]


def year_of(given: list[str] | None = None, **columns: object) -> Rows:
    named = {"unit_id": units(), "rater_id": two_a_unit(), **columns}
    return annual_of(labels() if given is None else given, **named)


def quarters_of(moved: int = 40, **columns: object) -> list[Rows]:
    """Return two quarters of scores; some persons have the neighbour's appraiser in the second."""
    found = []
    for quarter in (1, 2):
        scores = np.random.default_rng(quarter).normal(85, 5, PERSONS)
        rater = two_a_unit()
        for at in range(0, moved * (quarter - 1) * 12, 12):
            rater[at] = rater[(at + TEAM) % PERSONS]
        rows = {
            "period": f"2025-Q{quarter}",
            "assessment_kind": "periodic",
            "predikat_recorded": None,
            "result_score": scores,
            "rater_id": rater,
        }
        found.append({**year_of(), **rows, **columns})
    return found


def data_of(*appraisals: Rows, employees: Rows | None = None) -> StudyData:
    kinds = ("dinas", "kesehatan", "kecamatan")
    region = region_of({one: kinds[at % 3] for at, one in enumerate(sorted(set(units())))})
    held = frame_of("employees", staff() if employees is None else employees)
    return study_of(
        "fairness", region=region, appraisals=frame_of("appraisals", *appraisals), employees=held
    )


def no_variance() -> StudyData:
    return data_of(year_of(["Baik"] * PERSONS))


def one_appraiser_a_unit() -> StudyData:
    heads = {"rater_id": [f"e_9{at // TEAM:04d}" for at in range(PERSONS)]}
    return data_of(year_of(**heads), *quarters_of(moved=0, **heads))


def only_self_appraisals() -> StudyData:
    own = {"rater_role": "self", "rater_id": list(staff()["employee_id"])}
    return data_of(year_of(**own), *quarters_of(moved=0, **own))


def rated_by_oneself_as_superior() -> StudyData:
    own = {"rater_id": list(staff()["employee_id"])}
    return data_of(year_of(**own), *quarters_of(moved=0, **own))


def groups_of_one() -> StudyData:
    alone = {
        "gender": ["P"] + ["L"] * (PERSONS - 1),
        "status": ["PPPK"] + ["PNS"] * (PERSONS - 1),
        "golongan": "III/a",
    }
    return data_of(year_of(), *quarters_of(), employees=staff(**alone))


def behaviours_all_missing() -> StudyData:
    empty = {f"b_{at}": np.nan for at in range(1, 8)}
    return data_of(year_of(**empty, behaviour_score=np.nan, result_score=np.nan))


def two_schemes() -> StudyData:
    schemes = ["pp-30-2019" if at % 5 < 2 else "permenpanrb-6-2022" for at in range(PERSONS)]
    return data_of(year_of(scheme=schemes), *quarters_of(scheme=schemes))


def appraiser_of_hundreds() -> StudyData:
    """One appraiser rates 400 of 480, eighty others one each."""
    rater = [f"e_9{max(0, at - 399):04d}" for at in range(PERSONS)]
    return data_of(year_of(rater_id=rater), *quarters_of(moved=0, rater_id=rater))


def no_appraiser_column() -> StudyData:
    return data_of(year_of(rater_id=None), *quarters_of(moved=0, rater_id=None))


def nothing_at_all() -> StudyData:
    return study_of("fairness")


CASES: dict[str, Callable[[], StudyData]] = {
    one.__name__: one
    for one in (
        no_variance,
        one_appraiser_a_unit,
        only_self_appraisals,
        rated_by_oneself_as_superior,
        groups_of_one,
        behaviours_all_missing,
        two_schemes,
        appraiser_of_hundreds,
        no_appraiser_column,
        nothing_at_all,
    )
}

LABELS_SAY_NOTHING = ("gap_raw", "adverse_impact_ratio")
APPRAISERS_CANNOT_BE_TOLD_APART = ("severity_spread", "variance_share", "gap_within_appraiser")
NOT_ANSWERED: dict[str, dict[str, set[str]]] = {
    "no_variance": {
        "gap_raw": {"few_outside_modal"},
        "adverse_impact_ratio": {"few_outside_modal"},
        "entropy": {"one_label"},
    },
    "one_appraiser_a_unit": {"connectivity": {"weakly_connected"}},
    "only_self_appraisals": {
        "top_box_share": {"no_annual"},
        "gap_raw": {"no_annual"},
        "connectivity": {"no_appraisals"},
    },
    "two_schemes": {
        name: {"two_schemes"}
        for name in (
            "top_box_share",
            "entropy",
            "gap_raw",
            "adverse_impact_ratio",
            "gap_adjusted",
            "gap_within_appraiser",
            "gap_component",
            "central_tendency",
            "leniency",
            "range_restriction",
            "same_for_all_share",
            "appraiser_group_spread",
        )
    },
    "appraiser_of_hundreds": {"gap_raw": {"few_large_clusters", "uneven_appraisers"}},
    "no_appraiser_column": {"connectivity": {"no_appraiser"}},
    "nothing_at_all": {"top_box_share": {"no_annual"}, "gap_raw": {"no_annual"}},
}
"""Findings of a case none of which may be `ok`, with the reasons of which one must be given."""


@cache
def result_of(case: str) -> StudyResult:
    return run_fairness(CASES[case]())


def named(case: str, name: str) -> list:
    return [one for one in result_of(case).findings if one.id == f"fairness.{name}"]


@pytest.mark.parametrize(
    ("case", "name"), [(case, name) for case, asked in NOT_ANSWERED.items() for name in asked]
)
def test_what_cannot_be_answered_is_not_called_sound(case, name):
    found = named(case, name)
    assert found
    assert {one.status for one in found} <= {"blocked", "review", "suppressed"}
    assert {one.reason_code for one in found} & NOT_ANSWERED[case][name]


def test_nothing_is_sound_where_a_part_was_appraised_under_other_rules():
    found = result_of("two_schemes").findings
    assert [one.id for one in found if one.status == "ok"] == []


@pytest.mark.parametrize("trait", ["gender", "status"])
def test_a_group_of_one_is_compared_with_nobody(trait):
    told = [one for one in result_of("groups_of_one").findings if one.status in {"ok", "review"}]
    assert told
    assert [one for one in told if trait in one.group] == []


@pytest.mark.parametrize("case", CASES)
def test_every_promise_is_kept(case):
    result = result_of(case)
    assert {one.id.removeprefix("fairness.") for one in result.findings} >= set(PROMISED)
    assert set(result.tables["gates"].frame["question"]) == set(QUESTIONS)
    assert [problem for one in result.findings for problem in one.problems()] == []


@pytest.mark.parametrize("case", CASES)
def test_blocked_findings_hold_no_number_and_say_why(case):
    for one in result_of(case).findings:
        if one.status != "blocked":
            continue
        held = (one.estimate, one.std_error, one.ci_low, one.ci_high, one.p_value, one.n)
        assert held == (None,) * 6
        assert one.reason_code
        assert all(len(one.text[lang]) > len("tidak dapat dinilai") for lang in LANGS)


@pytest.mark.parametrize("case", CASES)
def test_unanswered_questions_say_why_and_blocked_ones_what_would_help(case):
    for row in result_of(case).tables["gates"].frame.to_dict("records"):
        if row["status"] != "ok":
            assert isinstance(row["reason"], str), row
        if row["status"] == "blocked":
            assert isinstance(row["unblock"], str), row


NEVER = re.compile(
    r"unbiased|\bno bias\b|not biased|free (of|from) bias|tidak bias|(bebas|tanpa) bias"
)
CALLED_FAIR = {"id": re.compile(r"\badil\b"), "en": re.compile(r"\bfair(ly)?\b")}
ASKED_OR_DENIED = {
    "id": re.compile(r"\?|apakah|bukan bukti|tidak berarti|rasa|rasakan|tidak sama dengan"),
    "en": re.compile(r"\?|whether|how fair|no evidence|does not mean|feel|felt|not the same as"),
}


def texts(case: str, lang: str) -> Iterator[str]:
    """Yield every text of the report in a language, sentence by sentence."""
    result = result_of(case)
    told = [one.text[lang] for one in result.findings]
    told += list(_of_language(result.output.narrative, lang))
    for table in result.tables.values():
        told += [table.title[lang], (table.note or {}).get(lang, "")]
    for figure in result.figures.values():
        told += list(_of_language(json.loads(json.dumps(vars(figure), default=vars)), lang))
    for text in told:
        yield from re.split(r"(?<=[.?;])\s+", text.lower())


def _of_language(value: object, lang: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == lang and isinstance(inner, str):
                yield inner
            else:
                yield from _of_language(inner, lang)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _of_language(inner, lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("case", CASES)
def test_no_text_calls_an_appraisal_fair(case, lang):
    called = [one for one in texts(case, lang) if CALLED_FAIR[lang].search(one)]
    assert [one for one in texts(case, lang) if NEVER.search(one)] == []
    assert [one for one in called if not ASKED_OR_DENIED[lang].search(one)] == []


@pytest.mark.parametrize("case", CASES)
def test_nobody_is_named(case):
    result = result_of(case)
    for table in result.tables.values():
        assert not re.search(r"\be_\d", table.frame.to_csv())
    for lang in LANGS:
        assert not any(re.search(r"\be_\d", one) for one in texts(case, lang))
