"""Appraisals: recaps, rule sets, words and numbers, the matrix, impossible rows, units."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import store
from analysis.intake.run import intake_region
from analysis.settings import Project
from tests.regions import make_region, source_toml, told, write_csv
from tests.unit.intake.personnel_files import (
    ABOVE,
    ANI,
    AS_EXPECTED,
    BELOW,
    BUDI,
    CICI,
    HEAD,
    recap_source,
    staff_row,
    staff_source,
    write_recap,
    write_staff,
)

SCORE_COLUMNS = {
    "employee_id": "NIP", "rater_id": "Penilai", "result_score": "SKP",
    "behaviour_score": "Perilaku", "predikat_recorded": "Predikat", "result_rating": "Rating",
}  # fmt: skip


def recap(project: Project, rows, *, sources: str = "", **layout: str):
    files = make_region(project, sources or recap_source(unit="rsud"))
    write_recap(files / "Rekap Penilaian (45).xlsx", rows, **layout)
    report = intake_region(project, "karangan")
    return report, store.read_table(project, "karangan", "appraisals")


def scores(project: Project, rows: list[list[str]], **source: object):
    keys = {"id": "nilai", "table": "appraisals", "unit": "rsud", "columns": SCORE_COLUMNS}
    files = make_region(project, source_toml(**{**keys, **source}))
    write_csv(files / "nilai.csv", rows, header=list(SCORE_COLUMNS.values()))
    report = intake_region(project, "karangan")
    return report, store.read_table(project, "karangan", "appraisals")


def problems(report, source: str) -> dict[str, dict[str, object]]:
    found = {one.code: told(one) for one in report.source(source).problems}
    return {code: {k: v for k, v in one.items() if k != "file"} for code, one in found.items()}


def test_recap_says_kind_period_evaluation_unit_and_rule_set(project: Project):
    report, frame = recap(project, [(BUDI, ABOVE, AS_EXPECTED, "Baik")])
    assert report.errors == ()
    row = frame.iloc[0]
    assert (row["assessment_kind"], row["period"], row["unit_id"]) == ("annual", "2025", "rsud")
    assert (row["eval_unit"], row["scheme"]) == ("Bidang Pelayanan", "permenpanrb-6-2022")


def test_monthly_recap_is_periodic(project: Project):
    _, frame = recap(
        project, [(BUDI, ABOVE, AS_EXPECTED, "Baik")], period="Periode Bulanan 6 Tahun 2025"
    )
    assert frame[["assessment_kind", "period"]].iloc[0].tolist() == ["periodic", "2025-06"]


def test_predikat_is_derived_by_the_matrix_and_differences_are_counted(project: Project):
    # domain.md 2.2: above x as expected = Baik; below x as expected = Butuh Perbaikan;
    # above x below = Kurang; a missing rating gives nothing
    rows = [
        (BUDI, ABOVE, AS_EXPECTED, "Baik"),
        (ANI, BELOW, AS_EXPECTED, "Cukup"),
        (CICI, ABOVE, BELOW, "Sangat Baik"),
        (HEAD, AS_EXPECTED, "", ""),
    ]
    report, frame = recap(project, rows)
    assert frame["predikat_derived"].fillna("").tolist() == [
        "Baik", "Butuh Perbaikan", "Kurang", "",
    ]  # fmt: skip
    assert frame["predikat_recorded"].fillna("").tolist() == [
        "Baik", "Butuh Perbaikan", "Sangat Baik", "",
    ]  # fmt: skip
    assert problems(report, "rekap")["intake.appraisals.differs_from_matrix"] == {
        "count": 1, "place": "Rekap Penilaian (45).xlsx, Rekap", "rows": "8",
    }  # fmt: skip


def test_cukup_and_buruk_are_predikat_of_their_own_under_pp_46(project: Project):
    # domain.md 2.7: 60 % SKP + 40 % behaviour; SKP 85, behaviour 80 gives 83.0, Baik
    rows = [
        [BUDI, HEAD, "85", "80", "Baik", ""],
        [ANI, HEAD, "65", "70", "Cukup", ""],
        [CICI, HEAD, "40", "50", "Buruk", ""],
    ]
    report, frame = scores(project, rows, period="2019")
    assert report.errors == ()
    assert set(frame["scheme"]) == {"pp-46-2011"}
    assert frame["predikat_recorded"].tolist() == ["Baik", "Cukup", "Buruk"]
    assert frame["predikat_derived"].tolist() == ["Baik", "Cukup", "Buruk"]


def test_unknown_weighting_of_pp_30_leaves_open_what_it_decides(project: Project):
    # 70 + 30: 90.5, 60 + 40: 89.0; then 93.5 and 93.0
    rows = [[BUDI, HEAD, "95", "80", "Baik", ""], [ANI, HEAD, "95", "90", "Baik", ""]]
    _, frame = scores(project, rows, period="2021")
    assert set(frame["scheme"]) == {"pp-30-2019"}
    assert frame["predikat_derived"].isna().tolist() == [True, False]
    assert frame["predikat_derived"].iloc[1] == "Baik"


def test_word_of_other_rules_is_quarantined(project: Project):
    rows = [[BUDI, HEAD, "", "", "Buruk", ""], [ANI, HEAD, "", "", "Baik", ""]]
    report, _ = scores(project, rows, period="2025")
    assert report.source("nilai").reasons["quarantined"] == {"predikat_other_scheme": 1}


def test_declared_scheme_goes_before_the_year(project: Project):
    rows = [[BUDI, HEAD, "", "", "Cukup", ""]]
    _, frame = scores(project, rows, period="2022", constants={"scheme": "pp-30-2019"})
    assert frame[["scheme", "predikat_recorded"]].iloc[0].tolist() == ["pp-30-2019", "Cukup"]


def test_bare_numbers_stop_the_source_with_lines_to_add(project: Project):
    rows = [[BUDI, HEAD, "", "", "", "1"], [ANI, HEAD, "", "", "", "3"]]
    report, _ = scores(project, rows, period="2025")
    (error,) = report.errors
    assert error.code == "intake.appraisals.bare_numbers"
    assert error.toml_lines == ('values = { result_rating = { "1" = "...", "3" = "..." } }',)


def test_declared_numbers_are_read_and_a_reversed_order_is_suspected(project: Project):
    # 1 is declared as the worst, but the scores fall as the numbers rise
    meaning = {"1": "Di bawah ekspektasi", "2": "Sesuai ekspektasi", "3": "Di atas ekspektasi"}
    rows = [
        [f"1978061120011210{n:02d}", HEAD, str(110 - 10 * (n % 3)), "80", "", str(n % 3 + 1)]
        for n in range(1, 16)
    ]
    report, frame = scores(project, rows, period="2025", values={"result_rating": meaning})
    assert frame["result_rating"].value_counts().to_dict() == dict.fromkeys(meaning.values(), 5)
    found = problems(report, "nilai")["intake.appraisals.reversed"]
    assert (found["column"], found["score"], found["count"]) == ("Rating", "SKP", 15)


def test_right_order_is_not_suspected(project: Project):
    meaning = {"1": "Di atas ekspektasi", "2": "Sesuai ekspektasi", "3": "Di bawah ekspektasi"}
    rows = [
        [f"1978061120011210{n:02d}", HEAD, str(110 - 10 * (n % 3)), "80", "", str(n % 3 + 1)]
        for n in range(1, 16)
    ]
    report, _ = scores(project, rows, period="2025", values={"result_rating": meaning})
    assert "intake.appraisals.reversed" not in problems(report, "nilai")


def test_ratings_and_scores_that_do_not_go_together_are_no_suspicion(project: Project):
    # rank correlation -0.26 by hand: 15 rows, standard error 1 / sqrt(14) = 0.27
    ratings = [BELOW, AS_EXPECTED, ABOVE]
    places = [0, 1, 2] * 5
    marks = [90, 80, 80, 80, 90, 70, 90, 70, 90, 70, 90, 80, 80, 80, 70]
    rows = [
        [f"1978061120011210{n + 1:02d}", HEAD, str(mark), "80", "", ratings[place]]
        for n, (place, mark) in enumerate(zip(places, marks, strict=True))
    ]
    ranks = pd.DataFrame({"rating": places, "score": marks}).rank()
    assert -0.5 < ranks["rating"].corr(ranks["score"]) < 0
    report, _ = scores(project, rows, period="2025")
    assert "intake.appraisals.reversed" not in problems(report, "nilai")


def test_words_among_scores_of_a_behaviour_are_quarantined(project: Project):
    # a word is 1 to 3, a score up to 120: their mean would say nothing
    files = make_region(project, source_toml(id="nilai", table="appraisals", unit="rsud"))
    header = ["NIP", "Periode", "Integritas", "Disiplin", "Predikat"]
    rows = [
        [BUDI, "2019", "85", "Sesuai Ekspektasi", "Baik"],
        [ANI, "2019", "Sesuai Ekspektasi", "Di atas ekspektasi", "Baik"],
        [CICI, "2019", "90", "Sesuai Ekspektasi", "Baik"],
    ]
    write_csv(files / "nilai.csv", rows, header=header)
    report = intake_region(project, "karangan")
    assert report.source("nilai").reasons["quarantined"] == {"mixed_behaviour": 1}
    frame = store.read_table(project, "karangan", "appraisals")
    assert frame["b_integritas"].tolist() == [85, 90]
    assert frame["b_disiplin"].tolist() == [2, 2]


@pytest.mark.parametrize(("role", "quarantined"), [("superior", 1), ("self", 0)])
def test_nobody_is_his_own_superior(project: Project, role: str, quarantined: int):
    rows = [[BUDI, BUDI, "", "", "Baik", ""], [ANI, HEAD, "", "", "Baik", ""]]
    report, _ = scores(project, rows, period="2025", constants={"rater_role": role})
    assert report.source("nilai").quarantined == quarantined


def test_unit_comes_from_the_staff_list_of_the_same_period(project: Project):
    sources = staff_source() + recap_source()
    files = make_region(project, sources)
    write_staff(files / "pegawai.csv", [staff_row(BUDI), staff_row(ANI, "Disdukcapil")])
    rows = [(one, AS_EXPECTED, AS_EXPECTED, "Baik") for one in (BUDI, ANI, CICI)]
    write_recap(files / "Rekap.xlsx", rows)
    report = intake_region(project, "karangan")
    frame = store.read_table(project, "karangan", "appraisals")
    assert frame["unit_id"].tolist() == ["rsud", "dukcapil"]
    assert report.source("rekap").reasons["quarantined"] == {"no_unit": 1}


def test_unit_named_in_the_title_goes_before_the_staff_list(project: Project):
    files = make_region(project, staff_source() + recap_source())
    write_staff(files / "pegawai.csv", [staff_row(BUDI)])
    write_recap(files / "Rekap.xlsx", [(BUDI, ABOVE, ABOVE, "Sangat Baik")], unit="Disdukcapil")
    intake_region(project, "karangan")
    frame = store.read_table(project, "karangan", "appraisals")
    assert frame["unit_id"].tolist() == ["dukcapil"]


def test_staff_list_of_a_stopped_source_still_places_appraisals(project: Project):
    files = make_region(project, staff_source() + recap_source())
    write_staff(files / "pegawai.csv", [staff_row(BUDI)])
    write_recap(files / "Rekap.xlsx", [(BUDI, ABOVE, ABOVE, "Sangat Baik")])
    intake_region(project, "karangan")
    write_staff(files / "pegawai.csv", [staff_row(ANI)])
    write_recap(files / "Rekap 2.xlsx", [(BUDI, ABOVE, ABOVE, "Sangat Baik")],
                period="Periode Bulanan 1 Tahun 2025")  # fmt: skip
    report = intake_region(project, "karangan")
    assert report.source("pegawai").stop is not None
    frame = store.read_table(project, "karangan", "appraisals")
    assert frame["unit_id"].tolist() == ["rsud", "rsud"]


def test_recap_without_any_unit_stops_and_says_what_to_ask_for(project: Project):
    report, _ = recap(project, [(BUDI, ABOVE, ABOVE, "Baik")], sources=recap_source())
    (error,) = report.errors
    assert error.code == "intake.across.no_unit"
    assert error.toml_lines == ('unit = "..."   # dukcapil, rsud',)


def test_superior_of_a_lower_rank_is_told_not_refused(project: Project):
    sources = staff_source() + source_toml(
        id="nilai", table="appraisals", files="nilai.csv", period="2025", columns=SCORE_COLUMNS
    )
    files = make_region(project, sources)
    write_staff(
        files / "pegawai.csv",
        [staff_row(BUDI, grade="III/d"), staff_row(ANI, grade="IV/a"), staff_row(HEAD, grade="IX")],
    )
    rows = [[ANI, BUDI, "", "", "Baik", ""], [BUDI, ANI, "", "", "Baik", ""],
            [BUDI, HEAD, "", "", "Baik", ""]]  # fmt: skip
    write_csv(files / "nilai.csv", rows, header=list(SCORE_COLUMNS.values()))
    report = intake_region(project, "karangan")
    assert report.source("nilai").accepted == 3
    assert problems(report, "nilai")["intake.across.lower_rater"] == {"count": 1, "compared": 2}
