"""The index through the whole study, against domain.md 1.7 and hand arithmetic."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

from analysis.rules.skm import round_half_up
from analysis.schemas.finding import Finding
from analysis.studies.satisfaction import SatisfactionConfig, SatisfactionResult, run_satisfaction
from tests.lib.survey_data import TEST_A, UNSUR, Make, sheets_of, spread, users_of

# domain.md 1.7 test F, order of the report tool: U8 sarana, U9 pengaduan
TEST_F = [(3, 2, 2, 4, 4, 3, 2, 3, 4), (4, 3, 3, 4, 4, 4, 3, 4, 4), (3, 2, 2, 3, 3, 3, 2, 3, 3)]
ORDER_B = (*UNSUR[:7], "sarana", "pengaduan")


def one(result: SatisfactionResult, name: str, **group: str) -> Finding:
    found = [f for f in result.findings if f.id == f"satisfaction.{name}" and f.group == group]
    assert len(found) == 1, (name, group, len(found))
    return found[0]


def raw(result: SatisfactionResult, name: str, **group: str) -> Finding:
    found = [f for f in result.raw.findings if f.id == f"satisfaction.{name}" and f.group == group]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("weight", "expected"),
    [("exact", "91.4751"), ("0.1111", "91.4659"), ("0.111", "91.3836"), ("0.11", "90.5603")],
)
def test_a_gives_the_four_indices_of_the_domain(
    make_data: Make, weight: str, expected: str
) -> None:
    result = run_satisfaction(
        make_data(sheets_of(spread(TEST_A))),
        SatisfactionConfig(weight=weight),  # type: ignore[arg-type]
    )
    found = one(result, "ikm")
    assert str(round_half_up(found.estimate or 0, 4)) == expected
    assert found.value_code == "A"
    assert found.n == 29


def test_a_is_the_exact_fraction_and_reads_few_answers(make_data: Make) -> None:
    found = one(run_satisfaction(make_data(sheets_of(spread(TEST_A)))), "ikm")
    assert found.estimate == float(Fraction(955 * 25, 9 * 29))
    assert (found.status, found.reason_code) == ("review", "few_answers")


def test_unsur_of_test_a_have_their_own_conversion_and_letter(make_data: Make) -> None:
    result = run_satisfaction(make_data(sheets_of(spread(TEST_A))))
    # waktu: 100 / 29 * 25 = 86.2069 -> B; biaya: 4 * 25 = 100 -> A
    assert one(result, "unsur", unsur="waktu").estimate == pytest.approx(2500 / 29, abs=1e-12)
    assert one(result, "unsur", unsur="waktu").value_code == "B"
    assert one(result, "unsur", unsur="biaya").value_code == "A"
    table = result.tables["by_unsur"].frame.set_index("unsur")
    assert table.loc["waktu", "nrr"] == pytest.approx(3.4483, abs=5e-5)
    assert table.loc["pengaduan", "nrr"] == pytest.approx(3.9655, abs=5e-5)


def test_conversion_of_an_unsur_does_not_take_a_printed_weight(make_data: Make) -> None:
    data = make_data(sheets_of(spread(TEST_A)))
    printed = run_satisfaction(data, SatisfactionConfig(weight="0.11"))
    assert one(printed, "unsur", unsur="biaya").estimate == 100


def test_f_is_exact_in_memory_and_suppressed_in_print(make_data: Make) -> None:
    scores = dict(zip(ORDER_B, zip(*TEST_F, strict=True), strict=True))
    result = run_satisfaction(make_data(sheets_of(scores)))
    found = raw(result, "ikm")
    assert found.estimate == float(Fraction(84 * 25, 27))  # 77.7778, domain.md test F
    assert found.value_code == "B"
    shown = one(result, "ikm")
    assert (shown.status, shown.estimate, shown.value_code) == ("suppressed", None, None)
    for table in result.tables.values():
        if table.disclosure == "service":
            numbers = table.of_role("base", "mean", "bound", "share", "count")
            assert table.frame[numbers].isna().all(axis=None), table.name


def test_region_is_weighted_by_users_when_they_are_complete(make_data: Make) -> None:
    sheets = pd.concat(
        [
            sheets_of({item: [4] * 10 for item in UNSUR}, unit="alfa"),
            sheets_of({item: [2] * 30 for item in UNSUR}, unit="beta"),
        ]
    )
    users = users_of([("alfa", "all", None, 300), ("beta", "all", None, 100)], "2025-S2")
    result = run_satisfaction(make_data(sheets, users=users))
    found = one(result, "ikm")
    # (300 * 100 + 100 * 50) / 400 = 87.5; without users (10 * 100 + 30 * 50) / 40 = 62.5
    assert found.estimate == 87.5
    assert found.method == "weight_exact_user_weighted_units"
    assert one(result, "ikm_unit_mean").estimate == 75
    pooled = one(run_satisfaction(make_data(sheets)), "ikm")
    assert (pooled.estimate, pooled.method) == (62.5, "weight_exact_pooled_sheets")


def test_region_is_pooled_when_the_users_of_one_unit_are_unknown(make_data: Make) -> None:
    sheets = pd.concat(
        [
            sheets_of({item: [4] * 10 for item in UNSUR}, unit="alfa"),
            sheets_of({item: [2] * 30 for item in UNSUR}, unit="beta"),
        ]
    )
    users = users_of([("alfa", "all", None, 300)], "2025-S2")
    result = run_satisfaction(make_data(sheets, users=users))
    assert one(result, "ikm").method == "weight_exact_pooled_sheets"
    assert one(result, "adequacy").reason_code == "population_incomplete"


def test_unanswered_unsur_blocks_unless_it_is_declared_not_applicable(make_data: Make) -> None:
    scores = {item: [3] * 30 for item in UNSUR} | {"biaya": [None] * 30}
    silent = one(run_satisfaction(make_data(sheets_of(scores))), "ikm")
    assert (silent.status, silent.reason_code) == ("blocked", "item_without_answers")
    declared = sheets_of(scores, not_applicable="biaya")
    found = raw(run_satisfaction(make_data(declared)), "ikm")
    assert found.estimate == 75


def test_sheets_with_few_answers_are_left_out_and_counted(make_data: Make) -> None:
    full = {item: [4] * 40 + [1] for item in UNSUR}
    for item in UNSUR[4:]:
        full[item] = [4] * 40 + [None]
    result = run_satisfaction(make_data(sheets_of(full)))
    assert raw(result, "ikm").estimate == 100
    text = result.output.sections["who_answered"].paragraphs[0]["en"]
    assert text.endswith("received 41, used 40, and left out for too few answers 1.")


def test_a_letter_that_may_well_change_needs_review(make_data: Make) -> None:
    # 40 sheets, all answers 4 or all 3 by turns: index 87.5, se 25 * 0.50637 / sqrt(40) = 2.0016;
    # B is below 88.305, so P = Phi(0.805 / 2.0016) - Phi(-10.895 / 2.0016) = 0.656
    result = run_satisfaction(make_data(sheets_of({item: [4, 3] * 20 for item in UNSUR})))
    for group in ({}, {"unit": "dukcapil"}):
        letter = one(result, "letter_stability", **group)
        assert letter.estimate == pytest.approx(0.656, abs=5e-4)
        assert (letter.status, letter.reason_code) == ("review", "letter_not_stable")
        assert "belum stabil" in letter.text["id"]
        assert "not stable" in letter.text["en"]
    assert gate_of(result, "letter") == ("review", "letter_not_stable")


def test_a_stable_letter_of_the_whole_still_names_unstable_units(make_data: Make) -> None:
    firm = sheets_of({item: [3] * 160 + [4] * 40 for item in UNSUR})
    near = sheets_of({item: [4, 3] * 20 for item in UNSUR}, unit="rsud")
    result = run_satisfaction(make_data(pd.concat([firm, near])))
    assert one(result, "letter_stability").status == "ok"
    assert one(result, "letter_stability", unit="rsud").reason_code == "letter_not_stable"
    assert gate_of(result, "letter") == ("review", "unit_letters_not_stable")


def gate_of(result: SatisfactionResult, question: str) -> tuple[str, str]:
    gates = result.tables["gates"].frame.set_index("question")
    return gates.loc[question, "status"], gates.loc[question, "reason"]
