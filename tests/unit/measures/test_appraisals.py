"""Which appraisal counts, under which rules, and what they derive."""

from __future__ import annotations

from datetime import date

import pandas as pd
from pandas.testing import assert_frame_equal

from analysis.measures.appraisals import (
    annual_appraisals,
    main_scheme,
    matrix_predikat,
    of_scheme,
    rules_of_schemes,
)
from analysis.rules import load_rulebook
from tests.lib.appraisal_data import AS_EXPECTED, annual_of, frame_of

DAY = date(2025, 12, 31)
BOOK = load_rulebook()


def test_one_annual_appraisal_by_a_superior_the_last_recorded():
    rows = frame_of(
        "appraisals",
        annual_of(["Baik", "Kurang"], assessed_at=pd.Timestamp("2026-01-10")),
        annual_of(["Sangat Baik"], assessed_at=pd.Timestamp("2026-01-20"), rater_id="e_90001"),
        annual_of(["Kurang"], start=1, rater_role="self", assessed_at=pd.Timestamp("2026-02-01")),
        {**annual_of(["Kurang"], start=7), "assessment_kind": "periodic"},
    )
    before = rows.copy()
    found = annual_appraisals(rows)
    assert found["employee_id"].tolist() == ["e_00001", "e_00000"]
    assert found["predikat_recorded"].tolist() == ["Kurang", "Sangat Baik"]
    assert_frame_equal(rows, before)


def test_without_times_the_last_row_counts_and_an_unstated_role_is_a_superior():
    rows = frame_of(
        "appraisals",
        annual_of(["Baik"], rater_role=None),
        annual_of(["Kurang"], rater_role=None, rater_id="e_90001"),
    )
    assert annual_appraisals(rows)["predikat_recorded"].tolist() == ["Kurang"]


def test_rows_without_a_scheme_have_the_rules_in_force():
    schemes = pd.Series(["pp-46-2011", None, "aturan-lama"], dtype="str")
    rules = rules_of_schemes(schemes, BOOK, DAY)
    assert {scheme: one.id for scheme, one in rules.items()} == {
        "": "permenpanrb-6-2022",
        "pp-46-2011": "pp-46-2011",
    }
    chosen = rules_of_schemes(schemes, BOOK, DAY, {"2025": "pp-30-2019"})
    assert chosen[""].id == "pp-30-2019"


def test_most_rows_decide_the_scheme_in_view():
    schemes = pd.Series(["pp-46-2011", "pp-46-2011", None], dtype="str")
    rules = rules_of_schemes(schemes, BOOK, DAY)
    chosen = main_scheme(schemes, rules)
    assert chosen.id == "pp-46-2011"
    assert of_scheme(schemes, rules, chosen).tolist() == [True, True, False]
    assert main_scheme(schemes.iloc[:0], rules).id == "permenpanrb-6-2022"


def test_each_row_is_derived_by_the_rules_of_its_scheme():
    rows = frame_of(
        "appraisals",
        annual_of(["Sangat Baik", "Kurang", None]),
        {
            **annual_of([None], start=10, scheme="pp-46-2011"),
            "result_score": 85.0,
            "behaviour_score": 80.0,
        },
        {**annual_of([None], start=11, scheme="aturan-lama"), "result_rating": AS_EXPECTED},
    )
    rules = rules_of_schemes(rows["scheme"], BOOK, DAY)
    derived = matrix_predikat(rows, rules)
    assert derived.tolist()[:2] == ["Sangat Baik", "Kurang"]
    assert derived.iloc[3] == "Baik"  # 0.6 x 85 + 0.4 x 80 = 83
    assert derived.isna().tolist() == [False, False, True, False, True]
