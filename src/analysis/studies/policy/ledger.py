"""The claim ledger: every claim with what the published findings say about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.checks import DisclosureClass, Status
from analysis.presenting.composing import GateDecision, Part
from analysis.schemas.finding import Finding, FindingsDocument
from analysis.studies.policy.claims import VERDICTS, Claim, Evidence, Reading, Verdict, claims_of
from analysis.studies.policy.parts import WORDS
from analysis.wording import LANGS

if TYPE_CHECKING:
    from analysis.schemas.bundle import ReportTable
    from analysis.store import StudyData

METHOD = "limits_on_published_findings"
CLASSES: tuple[DisclosureClass, ...] = ("organisational", "service", "personnel", "sensitive")
STRENGTHS = ("descriptive", "associational", "quasi-experimental", "experimental")
NO_STRENGTH = "none"
HEADLINES = 4
"""Most claims among the key figures."""


@dataclass(frozen=True)
class Read:
    """One piece of evidence with its finding, where there is one, and what it says."""

    evidence: Evidence
    finding: Finding | None
    reading: Reading


@dataclass(frozen=True)
class Judged:
    """A claim with its evidence and verdict."""

    claim: Claim
    reads: tuple[Read, ...]
    verdict: Verdict

    @property
    def deciding(self) -> tuple[Finding, ...]:
        """Findings that the verdict rests on."""
        return tuple(
            one.finding
            for one in self.reads
            if one.evidence.role == "decides" and one.finding is not None
        )


def judge_claims(data: StudyData) -> tuple[Judged, ...]:
    """Return the region's claims with the verdicts that the published findings allow."""
    return tuple(_judge(claim, data.findings) for claim in claims_of(data.region.id))


def ledger_part(judged: Sequence[Judged]) -> Part:
    """Return one finding a claim, the tables of claims and evidence, and the decisions."""
    leading = _leading(judged)
    return Part(
        findings=tuple(_finding(one, headline=one.claim.id in leading) for one in judged),
        tables=(claims_table(judged), evidence_table(judged)),
        gates=(_decision(judged),),
    )


def _judge(claim: Claim, published: Mapping[str, FindingsDocument]) -> Judged:
    reads = tuple(_read(one, published) for one in claim.evidence)
    deciding = [one.reading for one in reads if one.evidence.role == "decides"]
    return Judged(claim, reads, claim.verdict(deciding))


def _read(evidence: Evidence, published: Mapping[str, FindingsDocument]) -> Read:
    study = evidence.finding.partition(".")[0]
    document = published.get(study)
    found = None
    if document is not None:
        whole = (one for one in document.findings if one.id == evidence.finding and not one.group)
        found = next(whole, None)
    return Read(evidence, found, evidence.read(found))


def _leading(judged: Sequence[Judged]) -> frozenset[str]:
    """Return the claims that lead the report: clear verdicts before mixed ones."""
    measured = [one for one in judged if one.verdict != "not_measurable"]
    clear_first = sorted(measured, key=lambda one: one.verdict == "mixed")
    return frozenset(one.claim.id for one in clear_first[:HEADLINES])


def _finding(judged: Judged, *, headline: bool) -> Finding:
    group = {"component": judged.claim.id}
    if judged.verdict == "not_measurable":
        return WORDS.blocked("claim", "not_measurable", group=group)
    deciding = judged.deciding
    bases = [one.n for one in deciding if one.n is not None]
    doubtful = judged.verdict == "mixed" or any(one.status == "review" for one in deciding)
    status: Status = "review" if doubtful else "ok"
    return WORDS.finding(
        "claim",
        method=METHOD,
        status=status,
        reason_code=judged.verdict,
        group=group,
        value_code=judged.verdict,
        n=min(bases, default=None),
        confidence=None,
        strength=min((one.strength for one in deciding), key=STRENGTHS.index),
        direction="none",
        disclosure=max((one.disclosure for one in deciding), key=CLASSES.index),
        headline=headline,
    )


def _decision(judged: Sequence[Judged]) -> GateDecision:
    unseen = sum(one.verdict == "not_measurable" for one in judged)
    if unseen == len(judged):
        return GateDecision("claims", "blocked", "nothing_measurable", "other_studies")
    if unseen:
        return GateDecision("claims", "review", "part_not_measurable", "other_studies")
    return GateDecision("claims", "ok")


def claims_table(judged: Sequence[Judged]) -> ReportTable:
    """Return one row a claim: the verdict, and how strong the evidence is.

    Verdicts are labels: they sort claims about the whole region and count no persons. What they
    rest on is published, and what was hidden gives no verdict.
    """
    frame = pd.DataFrame(
        [
            {"claim": one.claim.id, "verdict": one.verdict, "strength": _strength(one)}
            for one in judged
        ]
    )
    strengths = (*STRENGTHS, NO_STRENGTH)
    columns = [
        WORDS.column("claim", "label", "text", codes=claim_codes(judged)),
        WORDS.column("verdict", "label", "code", codes=WORDS.codes("value", VERDICTS)),
        WORDS.column("strength", "label", "code", codes=WORDS.codes("strength", strengths)),
    ]
    return WORDS.table("claims", frame, columns)


def _strength(judged: Judged) -> str:
    if judged.verdict == "not_measurable":
        return NO_STRENGTH
    return min((one.strength for one in judged.deciding), key=STRENGTHS.index)


def evidence_table(judged: Sequence[Judged]) -> ReportTable:
    """Return one row a claim and finding: what the finding says, and how it is read.

    The sentence of a finding is the published one, with its number, interval and n; a hidden or
    missing finding has its own words for that. The table is for internal use.
    """
    rows = [
        {
            "claim": one.claim.id,
            "evidence": read.evidence.finding,
            "role": read.evidence.role,
            "reading": read.reading if read.evidence.role == "decides" else "context",
        }
        for one in judged
        for read in one.reads
    ]
    sentences = {read.evidence.finding: _sentence(read) for one in judged for read in one.reads}
    columns = [
        WORDS.column("claim", "label", "text", codes=claim_codes(judged)),
        WORDS.column("evidence", "label", "text", codes=sentences),
        WORDS.column(
            "reading",
            "label",
            "code",
            codes=WORDS.codes("reading", ("for", "against", "undecided", "none", "context")),
        ),
    ]
    return WORDS.table("evidence", pd.DataFrame(rows), columns, disclosure="sensitive")


def _sentence(read: Read) -> dict[str, str]:
    if read.finding is None or not read.finding.text:
        named = name_of(read.evidence)
        return {lang: WORDS.say("not_estimated", lang, finding=named[lang]) for lang in LANGS}
    return dict(read.finding.text)


def name_of(evidence: Evidence) -> dict[str, str]:
    """Return the name of a finding, also of one that no study estimates yet."""
    return WORDS.both(f"evidence.{evidence.finding.replace('.', '_')}")


def claim_codes(judged: Sequence[Judged]) -> dict[str, dict[str, str]]:
    """Return the texts of the claims by id."""
    return {one.claim.id: one.claim.text for one in judged}
