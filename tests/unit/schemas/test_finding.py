"""Findings keep the contract of findings.json."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from analysis.errors import SchemaError
from analysis.schemas.finding import GROUP_KEYS, NUMBERS, Finding, FindingsDocument

IKM = Finding(
    id="satisfaction.ikm",
    question="how_satisfied",
    measure="ikm",
    measure_unit="index",
    method="exact",
    status="ok",
    disclosure="service",
    group={"unit": "dinkes"},
    estimate=82.5,
    n=120,
    text={"id": "IKM 82,50", "en": "Index 82.50"},
)
# Design section 6.
FIELDS = """id question measure group estimate std_error ci_low ci_high confidence p_value
p_adjusted family n numerator value_code measure_unit method status reason_code caveat_code strength
direction headline disclosure class text"""
GROUPS = """unit unit_group service channel complaint_class latent_class instrument rater_role
occupation time event_time gender age_band education status position_type golongan tenure_band unsur
stage aspect dimension item wave programme kind provider cohort dose_band outcome component event
theme reform reference level"""


def document(*findings: Finding) -> FindingsDocument:
    return FindingsDocument(
        study="satisfaction",
        region="mamuju",
        period="2025-S1",
        generated_at=datetime(2025, 7, 1, 8, tzinfo=UTC),
        languages=("id", "en"),
        synthetic=True,
        rules={"skm": "skm-2017"},
        warnings=(),
        findings=findings,
    )


def test_object_has_the_fields_of_the_contract():
    assert set(IKM.to_dict()) == set(FIELDS.split())
    assert set(GROUPS.split()) == GROUP_KEYS


def test_document_is_written_and_read_back(tmp_path):
    path = tmp_path / "findings.json"
    path.write_text(document(IKM).to_json(), "utf-8")
    assert FindingsDocument.read(path) == document(IKM)
    assert json.loads(path.read_text("utf-8"))["schema"] == 1


@pytest.mark.parametrize(
    ("disclosure", "expected"),
    [
        ("organisational", "public"),
        ("service", "public"),
        ("personnel", "internal"),
        ("sensitive", "internal"),
    ],
)
def test_who_may_see_it(disclosure, expected):
    assert replace(IKM, disclosure=disclosure).to_dict()["class"] == expected


@pytest.mark.parametrize("status", ["blocked", "suppressed"])
def test_hidden_finding_has_no_number_left(status):
    hidden = replace(IKM, value_code="B", ci_low=80.0).hidden(status, "too_few")
    assert all(getattr(hidden, name) is None for name in (*NUMBERS, "value_code"))
    assert (hidden.status, hidden.reason_code) == (status, "too_few")
    assert hidden.problems() == []
    assert IKM.estimate == 82.5


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"group": {"office": "x"}}, "group key office"),
        ({"estimate": math.nan}, "not finite"),
        ({"ci_high": math.inf}, "not finite"),
        ({"estimate": None}, "without estimate or value_code"),
        ({"status": "blocked", "reason_code": "x"}, "blocked with a number"),
        ({"status": "suppressed", "estimate": None, "n": None}, "suppressed without a reason"),
    ],
)
def test_what_breaks_the_contract_is_not_written(changes, said):
    with pytest.raises(SchemaError, match=said):
        document(replace(IKM, **changes)).to_json()
    assert IKM.problems() == []
