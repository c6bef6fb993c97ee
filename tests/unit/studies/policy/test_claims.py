"""A claim is decided by the whole interval of a published finding, or it is not measurable."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from analysis.periods import Period
from analysis.rules import load_rulebook
from analysis.schemas.finding import Finding, FindingsDocument
from analysis.schemas.region import Region
from analysis.store import StudyData
from analysis.studies.accountability import parts as accountability
from analysis.studies.fairness import parts as fairness
from analysis.studies.policy import PolicyResult, run_policy
from analysis.studies.policy.claims import Evidence, all_claims, claims_of
from analysis.studies.policy.ledger import name_of
from analysis.studies.resistance import parts as resistance
from analysis.studies.satisfaction import study as satisfaction
from analysis.studies.training import parts as training

PLANS = Evidence(
    finding="accountability.plan_share", role="decides", for_from=0.9, against_below=0.75
)
EFFECT = Evidence(finding="x.y", role="decides", for_to=-1.0, against_above=0.0)
TEXT = {"id": "Kalimat terbitan.", "en": "Published sentence."}


def found(finding_id: str, **values: Any) -> Finding:
    usual: dict[str, Any] = {
        "question": "q", "measure": "m", "measure_unit": "share", "method": "wilson",
        "status": "ok", "disclosure": "personnel", "n": 100, "text": TEXT,
    }  # fmt: skip
    return Finding(id=finding_id, **{**usual, **values})


@pytest.mark.parametrize(
    ("evidence", "low", "high", "reading"),
    [
        (PLANS, 0.90, 0.98, "for"),
        (PLANS, 0.89, 0.98, "undecided"),
        (PLANS, 0.60, 0.74, "against"),
        (PLANS, 0.60, 0.75, "undecided"),
        (EFFECT, -3.0, -1.0, "for"),
        (EFFECT, -3.0, -0.9, "undecided"),
        (EFFECT, 0.1, 2.0, "against"),
    ],
)
def test_only_a_whole_interval_speaks(
    evidence: Evidence, low: float, high: float, reading: str
) -> None:
    middle = (low + high) / 2
    assert evidence.read(found("x.y", estimate=middle, ci_low=low, ci_high=high)) == reading


def test_a_finding_without_interval_is_read_by_its_estimate() -> None:
    assert PLANS.read(found("x.y", estimate=0.95)) == "for"


@pytest.mark.parametrize("status", ["blocked", "suppressed"])
def test_hidden_and_missing_findings_say_nothing(status: str) -> None:
    hidden = found("x.y", estimate=0.95).hidden(status, "few")  # type: ignore[arg-type]
    assert PLANS.read(hidden) == "none"
    assert PLANS.read(None) == "none"


def make_data(*findings: Finding, region: str = "sawahlunto") -> StudyData:
    by_study: dict[str, list[Finding]] = {}
    for one in findings:
        by_study.setdefault(one.id.partition(".")[0], []).append(one)
    published = {
        study: FindingsDocument(
            study=study, region=region, period="2025",
            generated_at=datetime(2026, 3, 1, tzinfo=UTC), languages=("id", "en"),
            synthetic=True, rules={}, warnings=(), findings=tuple(some),
        )
        for study, some in by_study.items()
    }  # fmt: skip
    return StudyData(
        region=Region(id=region, name="Kota Contoh", synthetic=True),
        period=Period.parse("2025"),
        study="policy",
        tables={},
        rules=load_rulebook(),
        findings=published,
    )


def verdict(result: PolicyResult, claim: str) -> Finding:
    (one,) = [one for one in result.findings if one.group == {"component": claim}]
    return one


def share(name: str, low: float, high: float, **values: Any) -> Finding:
    return found(name, estimate=(low + high) / 2, ci_low=low, ci_high=high, **values)


def test_all_deciding_findings_must_speak_for_the_claim() -> None:
    plans = share("accountability.plan_share", 0.93, 0.97)
    late = share("accountability.report_on_time_share", 0.40, 0.50)
    timely = share("accountability.report_on_time_share", 0.85, 0.90)
    assert verdict(run_policy(make_data(plans, timely)), "rencana-kerja").value_code == "supported"
    mixed = verdict(run_policy(make_data(plans, late)), "rencana-kerja")
    assert (mixed.value_code, mixed.status) == ("mixed", "review")
    few = share("accountability.plan_share", 0.60, 0.70)
    against = verdict(run_policy(make_data(few, late)), "rencana-kerja")
    assert (against.value_code, against.status) == ("not_supported", "ok")


def test_half_of_the_evidence_does_not_decide() -> None:
    plans = share("accountability.plan_share", 0.93, 0.97)
    one = verdict(run_policy(make_data(plans)), "rencana-kerja")
    assert (one.status, one.reason_code, one.value_code) == ("blocked", "not_measurable", None)


def test_a_level_never_decides_a_claim_of_an_effect() -> None:
    satisfied = found("satisfaction.ikm", estimate=95.0, ci_low=94.0, ci_high=96.0)
    result = run_policy(make_data(satisfied, region="tanjungbalai"))
    assert verdict(result, "antrean-daring").status == "blocked"


def test_a_verdict_on_doubtful_findings_needs_review() -> None:
    plans = share("accountability.plan_share", 0.93, 0.97, status="review", reason_code="few")
    timely = share("accountability.report_on_time_share", 0.85, 0.90)
    one = verdict(run_policy(make_data(plans, timely)), "rencana-kerja")
    assert (one.value_code, one.status) == ("supported", "review")


def test_only_findings_about_the_whole_region_count() -> None:
    plans = share("accountability.plan_share", 0.93, 0.97, group={"unit": "dukcapil"})
    timely = share("accountability.report_on_time_share", 0.85, 0.90)
    assert verdict(run_policy(make_data(plans, timely)), "rencana-kerja").status == "blocked"


def test_the_verdict_is_as_sensitive_as_its_evidence() -> None:
    accepts = share("resistance.positive_share", 0.65, 0.75, disclosure="sensitive", n=400)
    one = verdict(run_policy(make_data(accepts)), "resistensi")
    assert (one.value_code, one.disclosure, one.n) == ("supported", "sensitive", 400)
    assert one.class_ == "internal"


def test_the_evidence_table_repeats_the_published_sentence() -> None:
    plans = share("accountability.plan_share", 0.93, 0.97)
    table = run_policy(make_data(plans)).tables["evidence"]
    codes = next(one.codes for one in table.columns if one.name == "evidence")
    assert codes["accountability.plan_share"] == TEXT


def test_without_any_finding_every_claim_says_what_it_waits_for() -> None:
    result = run_policy(make_data())
    assert {one.status for one in result.findings} == {"blocked"}
    assert len(result.findings) == len(claims_of("sawahlunto"))
    told = " ".join(one["en"] for one in result.output.sections["not_measurable"].paragraphs)
    for claim in claims_of("sawahlunto"):
        for one in claim.deciding:
            assert name_of(one)["en"] in told
            assert one.finding not in told


def test_the_tables_are_readable_after_disclosure_control() -> None:
    accepts = share("resistance.positive_share", 0.65, 0.75, disclosure="sensitive", n=400)
    result = run_policy(make_data(accepts))
    claims = result.tables["claims"].frame.set_index("claim")
    assert claims.loc["resistensi", "verdict"] == "supported"
    assert claims.loc["sosialisasi", ["verdict", "strength"]].tolist() == ["not_measurable", "none"]
    for name in ("claims", "evidence"):
        table = result.tables[name]
        assert set(table.frame["disclosure_status"]) == {"shown"}
        assert table.disclosure in {"personnel", "sensitive"}
    assert "claims" in result.figures


def test_at_most_four_claims_lead_and_clear_verdicts_go_first() -> None:
    result = run_policy(
        make_data(
            share("accountability.plan_share", 0.93, 0.97),
            share("accountability.report_on_time_share", 0.40, 0.50),
            share("accountability.predikat_differs_share", 0.01, 0.02),
            share("accountability.feedback_share", 0.80, 0.90),
            share("resistance.positive_share", 0.65, 0.75),
            share("training.jp20_share", 0.85, 0.90),
            share("fairness.entropy", 0.10, 0.20),
        )
    )
    leading = [one.value_code for one in result.findings if one.headline]
    assert len(leading) == 4
    assert "mixed" not in leading


def test_every_row_of_the_founding_documents_has_a_claim() -> None:
    assert {one.document for one in all_claims()} == {f"D{number}" for number in range(1, 18)}
    for claim in all_claims():
        assert claim.deciding, claim.id
        assert set(claim.text) == {"id", "en"}


PROMISED = {
    "accountability": accountability.PROMISED,
    "fairness": fairness.PROMISED,
    "resistance": resistance.PROMISED,
    "training": training.PROMISED,
    "satisfaction": satisfaction.PROMISED,
}
NOT_YET = {
    "resistance.driver",
    "resistance.socialisation_effect",
    "satisfaction.complaint_first_response_days",
    "satisfaction.complaint_on_time_share",
    "satisfaction.event_effect",
    "satisfaction.wait_minutes",
    "training.effect",
}
"""Findings that claims wait for and no study writes yet."""


def test_every_finding_that_claims_name_is_promised_by_its_study() -> None:
    named = {one.finding for claim in all_claims() for one in claim.evidence}
    promised = {f"{study}.{name}" for study, names in PROMISED.items() for name in names}
    assert named - promised == NOT_YET


def test_a_region_without_document_is_held_to_the_claims_of_all() -> None:
    assert {one.document for one in claims_of("kabupaten-lain")} == {"D4", "D17"}
