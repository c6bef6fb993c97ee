"""Perceived fairness and one's own appraisal: only named sheets with consent count, and how."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.presenting.composing import Part
from analysis.privacy.disclosure import check_findings
from analysis.privacy.report import protect_report
from analysis.schemas.finding import Finding
from analysis.store import StudyData
from analysis.studies.fairness import FairnessConfig, run_fairness
from analysis.studies.fairness.justice.linked import NAME, relate_to_own_appraisal
from analysis.studies.fairness.justice.sheets import JusticeSheets, read_justice
from analysis.studies.fairness.rated import read_rated
from tests.lib.appraisal_data import ids
from tests.lib.justice_data import (
    ITEMS,
    answers_of,
    bridge_of,
    drawn_answers,
    rated_tables,
    region_of,
    sheets_of,
    survey_study,
)

NAMED = region_of(named=True)
COUNT, RATERS = 240, 60


def related(data: StudyData) -> Part:
    config = FairnessConfig()
    sheets = read_justice(data, config)
    assert isinstance(sheets, JusticeSheets)
    return relate_to_own_appraisal(sheets, data, read_rated(data, config), config)


def whole(part: Part) -> Finding:
    found = [one for one in part.findings if one.id == f"fairness.{NAME}" and not one.group]
    assert len(found) == 1
    return found[0]


def drawn(count: int = COUNT, raters: int = RATERS) -> tuple[pd.DataFrame, np.ndarray, list[str]]:
    """Return sheets whose answers rise with the own score, the scores and the appraisers."""
    rng = np.random.default_rng(21)
    rater = np.arange(count) % raters
    scores = rng.normal(85, 6, count) + rng.normal(0, 2, raters)[rater]
    chance = np.clip(0.5 + 0.02 * (scores - 85) + rng.normal(0, 0.1, count), 0.05, 0.95)
    names = [f"e_9{at:04d}" for at in rater]
    return sheets_of(drawn_answers(rng, chance), anonymity="named"), scores, names


def index_of(sheets: pd.DataFrame) -> pd.Series:
    return 25 * (sheets[list(ITEMS)].mean(axis=1) - 1)


def least_squares(y: pd.Series, x: np.ndarray, raters: list[str]):
    groups = pd.factorize(pd.Series(raters))[0]
    design = sm.add_constant(np.asarray(x, dtype=float))
    return sm.OLS(y.to_numpy(), design).fit(
        cov_type="cluster", cov_kwds={"groups": groups}, use_t=True
    )


def test_slope_on_the_own_score_is_that_of_clustered_least_squares() -> None:
    sheets, scores, raters = drawn()
    tables = rated_tables(scores.tolist(), raters=raters)
    part = related(survey_study(sheets, region=NAMED, linked=bridge_of(COUNT), tables=tables))
    found = whole(part)
    fit = least_squares(index_of(sheets), scores / 10, raters)
    assert found.estimate == pytest.approx(fit.params[1])
    assert found.std_error == pytest.approx(fit.bse[1])
    assert (found.n, found.measure) == (COUNT, "index_points_per_ten_points")
    assert (found.status, found.strength, found.disclosure) == (
        "review",
        "associational",
        "sensitive",
    )
    assert found.estimate > 10  # 0.02 of the chance, two index points, for a point of score
    assert len(part.findings) == 5


def test_difference_of_those_with_the_top_predikat_from_the_others() -> None:
    sheets, scores, raters = drawn()
    top = scores > np.quantile(scores, 0.8)
    labels = ["Sangat Baik" if one else "Baik" for one in top]
    tables = rated_tables(labels=labels, raters=raters)
    part = related(survey_study(sheets, region=NAMED, linked=bridge_of(COUNT), tables=tables))
    found = whole(part)
    index = index_of(sheets)
    assert found.estimate == pytest.approx(index[top].mean() - index[~top].mean())
    assert found.std_error == pytest.approx(least_squares(index, top, raters).bse[1])
    assert (found.measure, found.numerator) == ("index_gap_of_top_predikat", int(top.sum()))


@pytest.mark.parametrize("anonymity", ["anonymous", "coded"])
def test_sheets_without_names_are_never_tied_to_appraisals(anonymity: str) -> None:
    sheets, scores, raters = drawn()
    tables = rated_tables(scores.tolist(), raters=raters)
    unnamed = sheets.assign(anonymity=anonymity)
    data = survey_study(unnamed, region=NAMED, linked=bridge_of(COUNT), tables=tables)
    found = whole(related(data))
    assert (found.status, found.reason_code, found.n) == ("blocked", "not_named", None)


def test_names_without_declared_consent_are_not_used() -> None:
    sheets, scores, raters = drawn()
    tables = rated_tables(scores.tolist(), raters=raters)
    data = survey_study(
        sheets,
        region=region_of(named=True, consent=False),
        linked=bridge_of(COUNT),
        tables=tables,
    )
    found = whole(related(data))
    assert (found.status, found.reason_code) == ("blocked", "no_consent")


def test_rows_of_the_bridge_count_for_named_sheets_only() -> None:
    sheets, scores, raters = drawn()
    tables = rated_tables(scores.tolist(), raters=raters)
    mixed = sheets.assign(anonymity=["named"] * 200 + ["coded"] * 40)
    data = survey_study(mixed, region=NAMED, linked=bridge_of(COUNT), tables=tables)
    found = whole(related(data))
    fit = least_squares(index_of(sheets)[:200], scores[:200] / 10, raters[:200])
    assert (found.n, found.estimate) == (200, pytest.approx(fit.params[1]))


def test_two_sheets_of_a_person_and_sheets_without_appraisal_do_not_count() -> None:
    sheets, scores, raters = drawn()
    tables = rated_tables(scores.tolist(), raters=raters)
    bridge = bridge_of(COUNT)
    names = list(bridge)
    bridge[names[1]] = bridge[names[0]]  # two sheets lead to one person
    bridge[names[2]] = ids(1, 5000)[0]  # nobody has appraised this person
    data = survey_study(sheets, region=NAMED, linked=bridge, tables=tables)
    found = whole(related(data))
    fit = least_squares(index_of(sheets)[3:], scores[3:] / 10, raters[3:])
    assert (found.n, found.estimate) == (COUNT - 3, pytest.approx(fit.params[1]))


def test_a_survey_without_numbers_has_no_bridge() -> None:
    sheets, scores, raters = drawn()
    tables = rated_tables(scores.tolist(), raters=raters)
    found = whole(related(survey_study(sheets, region=NAMED, tables=tables)))
    assert (found.status, found.reason_code) == ("blocked", "no_bridge")


@pytest.mark.parametrize(
    ("linked", "status", "reason"),
    [
        (11, "blocked", "few_linked"),
        (12, "blocked", "few_large_clusters"),  # the slope of twelve rests on those at the ends
        (29, "review", "few_respondents"),
        (30, "review", "wild_bootstrap"),
    ],
)
def test_few_persons_are_not_told(linked: int, status: str, reason: str) -> None:
    sheets, scores, _ = drawn()
    raters = [f"e_9{at % 12:04d}" for at in range(COUNT)]
    tables = rated_tables(scores.tolist(), raters=raters)
    data = survey_study(sheets, region=NAMED, linked=bridge_of(linked), tables=tables)
    found = whole(related(data))
    assert (found.status, found.reason_code) == (status, reason)
    assert found.n == (None if status == "blocked" else linked)


@pytest.mark.parametrize(
    ("outside", "status", "reason"),
    [
        (0, "blocked", "own_appraisal_alike"),
        (9, "blocked", "own_appraisal_alike"),
        (10, "review", "own_appraisal_nearly_alike"),
        (30, "review", "who_answered_not_covered"),
    ],
)
def test_appraisals_that_hardly_differ_say_nothing(outside: int, status: str, reason: str) -> None:
    sheets, _, raters = drawn()
    labels = ["Sangat Baik"] * outside + ["Baik"] * (COUNT - outside)
    tables = rated_tables(labels=labels, raters=raters)
    data = survey_study(sheets, region=NAMED, linked=bridge_of(COUNT), tables=tables)
    found = whole(related(data))
    assert (found.status, found.reason_code) == (status, reason)


def test_a_handful_of_appraisers_carries_no_error() -> None:
    sheets, scores, _ = drawn()
    for raters, reason in ((1, "few_clusters"), (7, "few_clusters"), (20, "wild_bootstrap")):
        names = [f"e_9{at % raters:04d}" for at in range(COUNT)]
        tables = rated_tables(scores.tolist(), raters=names)
        data = survey_study(sheets, region=NAMED, linked=bridge_of(COUNT), tables=tables)
        assert whole(related(data)).reason_code == reason


def test_one_appraiser_of_most_persons_carries_no_error() -> None:
    sheets, scores, _ = drawn(700, 60)
    names = [f"e_9{max(at - 600, 0):04d}" for at in range(700)]  # the first has 601 ratees
    tables = rated_tables(scores.tolist(), raters=names)
    data = survey_study(sheets, region=NAMED, linked=bridge_of(700), tables=tables)
    found = whole(related(data))
    assert (found.status, found.reason_code) == ("blocked", "few_large_clusters")


def test_appraisals_by_oneself_or_by_peers_are_not_ones_own_appraisal() -> None:
    sheets, scores, raters = drawn()
    tables = rated_tables(scores.tolist(), raters=raters)
    role = ["self"] * 120 + ["superior"] * 120
    tables["appraisals"] = tables["appraisals"].assign(rater_role=role)
    data = survey_study(sheets, region=NAMED, linked=bridge_of(COUNT), tables=tables)
    assert whole(related(data)).n == 120


def test_answers_that_do_not_vary_are_blocked() -> None:
    _, scores, raters = drawn()
    sheets = sheets_of(answers_of([4.0] * COUNT), anonymity="named")
    tables = rated_tables(scores.tolist(), raters=raters)
    data = survey_study(sheets, region=NAMED, linked=bridge_of(COUNT), tables=tables)
    assert whole(related(data)).reason_code == "same_answers"


def test_report_of_a_named_survey_names_nobody() -> None:
    sheets, scores, raters = drawn()
    tables = rated_tables(scores.tolist(), raters=raters)
    data = survey_study(sheets, region=NAMED, linked=bridge_of(COUNT), tables=tables)
    result = run_fairness(data)
    told = result.output.document.to_json() + json.dumps(result.output.narrative)
    told += "".join(one.frame.to_csv() for one in result.tables.values())
    told += "".join(frame.to_csv() for frame in result.raw.frames.values())
    assert not re.search(r"\b[se]_\d{4,}", told)
    (section,) = [one for one in result.output.narrative["sections"] if one["key"] == "justice"]
    assert any("menyetujui namanya dipakai" in one["id"] for one in section["paragraphs"])
    protected = protect_report([], related(data).findings)[1]
    assert check_findings(protected) == []


def test_one_module_of_the_studies_opens_the_bridge(root: Path) -> None:
    studies = root / "src" / "analysis" / "studies"
    opened = {
        path.name for path in studies.rglob("*.py") if "staff_link" in path.read_text("utf-8")
    }
    assert opened == {"linked.py"}
