"""The canonical tables are declared once, completely, and keep the contract of their names."""

from __future__ import annotations

import pytest

from analysis.checks import DisclosureClass
from analysis.errors import UsageError
from analysis.schemas.columns import DTYPES, Column
from analysis.schemas.tables import PROVENANCE, TABLE_NAMES, table

# Columns that design section 5 promises, table by table.
PROMISED = {
    "employees": "employee_id period unit_id status gender birth_year education golongan "
    "position_type position_level job_grade tpp_base_idr tenure_years supervisor_id derived",
    "appraisals": "employee_id period assessment_kind rater_role rater_id unit_id eval_unit "
    "assessed_at scheme result_rating behaviour_rating result_score behaviour_score idea_flag "
    "predikat_recorded predikat_derived",
    "work_plan": "employee_id period work_result superior_objective indicator aspect target "
    "realised measure_unit direction development_need agreed_date due_date reported_date",
    "performance_reports": "employee_id period due_date submitted_date achievements obstacles",
    "feedback": "employee_id rater_id date about_period kind text",
    "decisions": "employee_id date kind eligible_flag amount_idr",
    "staff_survey": "respondent_id instrument anonymity panel_code wave period date unit_id gender "
    "age_band education status position_type tenure_band duration_seconds",
    "staff_link": "respondent_id employee_id",
    "survey_frame": "wave unit_id margin level invited",
    "trainings": "employee_id programme batch kind provider status start_date end_date jp_hours "
    "cost_idr pre_score pre_date post_score post_date score_max reaction_score followup_score "
    "followup_date followup_by",
    "citizen_survey": "respondent_id instrument unit_id service period date not_applicable gender "
    "age education occupation stratum cluster weight mode duration_seconds comment",
    "published_indices": "unit_id period regime unsur total nrr n weight_printed index_printed "
    "letter_printed",
    "service_population": "unit_id service period margin level users",
    "complaints": "complaint_id unit_id channel category complaint_class confidentiality period "
    "received_at forwarded_at first_response_at closed_at reopened_at status outcome closed_by "
    "text",
    "service_log": "unit_id service granularity channel date requested_at served_at done_at visits "
    "wait_minutes wait_sd processing_days",
    "forum_notes": "date forum place unit_id topic text follow_up status",
    "unit_ratings": "unit_id period organisation_rating",
    "unit_indicators": "unit_id period indicator target realised direction",
    "follow_ups": "unit_id unsur measure baseline action due status evidence",
}
PRINCIPAL_DATES = {
    "complaints": "received_at",
    "trainings": "start_date",
    "service_log": "date",
    "decisions": "date",
    "citizen_survey": "date",
}
SENSITIVE_TABLES = ("staff_survey", "staff_link", "survey_frame")


def test_every_promised_table_is_declared():
    assert set(PROMISED) == set(TABLE_NAMES)


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_table_has_its_promised_columns_and_its_origin(name):
    declared = table(name)
    assert set(PROMISED[name].split()) <= set(declared.names)
    assert declared.names[:3] == ["region", "source_id", "source_row"]
    assert len(set(declared.names)) == len(declared.columns)


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_table_is_consistent(name):
    declared = table(name)
    assert declared.disclosure in DisclosureClass.__args__
    assert declared.row["id"]
    assert declared.row["en"]
    assert set(declared.key) <= set(declared.names)
    assert not declared.principal_date or declared[declared.principal_date].kind in (
        "date",
        "datetime",
    )
    assert declared.items in ("", "codebook", "b_*")
    for column, values in declared.sensitive.items():
        assert set(values) <= set(declared[column].categories)


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_column_is_complete(name):
    for column in table(name).columns:
        assert column.kind in DTYPES
        assert column.meaning["id"]
        assert column.meaning["en"]
        assert (column.kind == "category") == bool(column.categories)
        assert column.required or column.nullable
        assert column.minimum is None or column.kind in ("integer", "number")


def test_dates_that_place_rows_in_periods():
    assert {name: table(name).principal_date for name in PRINCIPAL_DATES} == PRINCIPAL_DATES


def test_classes_of_the_disclosure_rules():
    classes = {name: table(name).disclosure for name in TABLE_NAMES}
    assert [name for name, of in classes.items() if of == "sensitive"] == list(SENSITIVE_TABLES)
    assert table("decisions").sensitive == {"kind": ("coaching", "sanction")}
    assert {classes[name] for name in ("citizen_survey", "complaints", "service_log")} == {
        "service"
    }
    assert {classes[name] for name in ("unit_ratings", "unit_indicators", "follow_ups")} == {
        "organisational"
    }


def test_unknown_table_names_the_known_ones():
    with pytest.raises(UsageError, match="citizen_survey"):
        table("citizens")


def test_columns_are_looked_up_by_name():
    declared = table("citizen_survey")
    assert "gender" in declared
    assert "U1" not in declared
    assert declared["gender"].categories == ("L", "P")
    assert declared["age"].dtype == "Int64"
    assert isinstance(PROVENANCE[0], Column)
