"""Levels in their natural order, small ones merged, every one against all other sheets."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from analysis.presenting.names import Names
from analysis.studies.satisfaction import SatisfactionConfig, run_satisfaction
from analysis.studies.satisfaction.group_section import groups_section
from analysis.studies.satisfaction.parts import WORDS
from analysis.studies.satisfaction.section_view import Shown
from tests.lib.survey_data import UNSUR, Make, random_sheets, region_of, users_of

EDUCATION = {"S1": 60, "SD": 14, "SMA": 80, "SMP": 30, "S2": 6}


@pytest.fixture(scope="module")
def sheets() -> pd.DataFrame:
    rng = np.random.default_rng(41)
    parts = [random_sheets(rng, n, education=level) for level, n in EDUCATION.items()]
    return pd.concat(parts, ignore_index=True)


def test_education_runs_from_low_to_high_with_small_levels_merged(
    make_data: Make, sheets: pd.DataFrame
) -> None:
    table = run_satisfaction(make_data(sheets)).tables["by_education"]
    # six with S2 join their neighbour S1: 60 + 6
    assert table.frame["education"].tolist() == ["SD", "SMP", "SMA", "S1 + S2"]
    assert table.frame["n"].tolist() == [14, 30, 80, 66]
    names = next(one.codes for one in table.columns if one.name == "education")
    assert names["S1 + S2"]["en"] == "Bachelor (S1/D4) + Master (S2)"


def test_levels_are_compared_with_the_rest_as_by_hand(
    make_data: Make, sheets: pd.DataFrame
) -> None:
    result = run_satisfaction(make_data(sheets))
    found = {f.group["education"]: f for f in result.raw.findings if set(f.group) == {"education"}}
    # nothing is missing, so that the index of a sheet is 25 times its mean answer
    index = 25 * sheets[list(UNSUR)].mean(axis=1)
    for level, finding in found.items():
        inside = sheets["education"].isin(level.split(" + "))
        here, rest = index[inside], index[~inside]
        error = math.hypot(here.std() / math.sqrt(len(here)), rest.std() / math.sqrt(len(rest)))
        expected = 2 * norm.sf(abs(here.mean() - rest.mean()) / error)
        assert finding.p_value == pytest.approx(expected, rel=1e-9)
        assert finding.estimate == pytest.approx(here.mean())


@pytest.mark.parametrize(
    ("p_adjusted", "first"), [(None, "No group"), (0.01, "The following groups")]
)
def test_a_group_without_a_test_is_not_said_to_differ(p_adjusted: float | None, first: str) -> None:
    told = {"method": "pooled_sheets", "status": "ok", "n": 100, "estimate": 80.0}
    found = [
        WORDS.finding("ikm", group={"gender": level}, family="gender", p_adjusted=p, **told)
        for level, p in (("L", p_adjusted), ("P", 0.5))
    ]
    names = Names("Kota Contoh", "2025-S2")
    report = SimpleNamespace(survey=None, names=names)
    shown = Shown("satisfaction", found, {}, names, report=report)
    assert groups_section(shown)[0]["en"].startswith(first)


def test_a_trait_left_with_one_level_is_said_not_shown(make_data: Make) -> None:
    few = random_sheets(np.random.default_rng(43), 14).assign(gender=["L", "P"] * 7)
    result = run_satisfaction(make_data(few))
    assert "by_gender" not in result.tables
    told = result.output.sections["groups"].paragraphs
    assert told[0]["en"].startswith("Not compared by gender: once small categories are merged")


def test_a_stratified_sample_counts_its_strata_over_the_whole_sample(make_data: Make) -> None:
    rng = np.random.default_rng(47)
    sheets = pd.concat(
        [
            random_sheets(rng, 40, level=level, stratum=name)
            for name, level in (("a", 0.4), ("b", 0.8))
        ],
        ignore_index=True,
    ).assign(gender=["L", "P"] * 40)
    result = run_satisfaction(make_data(sheets))
    found = next(f for f in result.raw.findings if f.group == {"gender": "L"})
    # domain estimate: z = 25 (mean answer - mean of the domain) / 40 inside, 0 outside;
    # V = sum over strata of 40/39 (sum z^2 - (sum z)^2 / 40)
    index = 25 * sheets[list(UNSUR)].mean(axis=1)
    inside = sheets["gender"] == "L"
    z = ((index - index[inside].mean()) / inside.sum()).where(inside, 0.0)
    by_stratum = z.groupby(sheets["stratum"])
    variance = (
        40 / 39 * (by_stratum.agg(lambda x: (x**2).sum()) - by_stratum.sum() ** 2 / 40)
    ).sum()
    assert found.std_error == pytest.approx(math.sqrt(variance), rel=1e-9)


def test_a_complete_census_has_no_interval_and_a_certain_letter(make_data: Make) -> None:
    rng = np.random.default_rng(53)
    units = ("alfa", "beta", "gama")
    sheets = pd.concat([random_sheets(rng, 40, unit=unit) for unit in units])
    sheets = sheets.assign(gender=["L", "P"] * 60)
    users = users_of([(unit, "all", None, 40) for unit in units], "2025-S2")
    data = make_data(sheets, users=users, region=region_of(units, sampling="census"))
    result = run_satisfaction(data, SatisfactionConfig())
    found = {f.id.split(".")[1]: f for f in result.findings if not f.group}
    index = found["ikm"]
    assert (index.status, index.std_error, index.ci_low, index.ci_high) == ("ok", None, None, None)
    assert "confidence interval" not in index.text["en"]
    women = next(f for f in result.findings if f.group == {"gender": "P"})
    assert (women.n, women.ci_low, women.p_value) == (60, None, None)
    told = result.output.sections["groups"].paragraphs[0]["en"]
    assert "not tested because there is no error of sampling" in told
    letter = found["letter_stability"]
    assert (letter.status, letter.estimate) == ("ok", 1.0)
    assert letter.text["en"].startswith("All users of Kota Contoh answered (120 sheets)")


def test_sheets_without_a_trait_are_never_merged_with_a_level(make_data: Make) -> None:
    # 30 SMA, 6 S2, 24 unstated: S2 joins its stated neighbour, the unstated stand alone
    education = ["SMA"] * 30 + ["S2"] * 6 + [None] * 24
    sheets = random_sheets(np.random.default_rng(5), 60).assign(education=education)
    gender = ["L"] * 25 + ["P"] * 32 + [None] * 3
    result = run_satisfaction(make_data(sheets.assign(gender=gender)))
    told = " ".join(one["en"] for one in result.output.sections["groups"].paragraphs)
    # the two levels become one, so that beside it only the unstated are left
    assert set(result.tables["by_education"].frame["education"]) == {"SMA + S2", "unstated"}
    assert set(result.tables["by_gender"].frame["gender"]) == {"L", "P"}
    assert "that do not state gender are too few" in told
    assert "merged before anything is computed, by education." in told
    assert all(not one.note for name, one in result.tables.items() if name.startswith("by_gen"))
