"""The claims of the founding documents, and what a finding says about each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from analysis.schemas.finding import HIDDEN_STATUSES, Finding

Reading = Literal["for", "against", "undecided", "none"]
Verdict = Literal["supported", "not_supported", "mixed", "not_measurable"]
VERDICTS: tuple[Verdict, ...] = ("supported", "mixed", "not_supported", "not_measurable")


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A finding that bears on a claim, and from which values on it speaks.

    Attributes
    ----------
    finding : str
        Id of a finding about the whole region.
    role : {"decides", "context"}
    for_from, for_to : float or None
        It speaks for the claim where its whole interval lies at or above, at or below this.
    against_below, against_above : float or None
        It speaks against the claim where its whole interval lies beyond this.
    """

    finding: str
    role: Literal["decides", "context"]
    for_from: float | None = None
    for_to: float | None = None
    against_below: float | None = None
    against_above: float | None = None

    def read(self, found: Finding | None) -> Reading:
        """Return what the finding says; "none" where it is missing, blocked or hidden."""
        if found is None or found.status in HIDDEN_STATUSES or found.estimate is None:
            return "none"
        low = found.estimate if found.ci_low is None else found.ci_low
        high = found.estimate if found.ci_high is None else found.ci_high
        if (self.for_from is not None and low >= self.for_from) or (
            self.for_to is not None and high <= self.for_to
        ):
            return "for"
        if (self.against_below is not None and high < self.against_below) or (
            self.against_above is not None and low > self.against_above
        ):
            return "against"
        return "undecided"


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A claim of a founding document, in our words.

    Attributes
    ----------
    id : str
    document : str
        Row of the table of founding documents.
    regions : tuple of str
        Regions whose document makes it; empty means every region.
    text : dict of str to str
    evidence : tuple of Evidence
    """

    id: str
    document: str
    regions: tuple[str, ...]
    text: dict[str, str]
    evidence: tuple[Evidence, ...]

    @property
    def deciding(self) -> tuple[Evidence, ...]:
        """Evidence on which the verdict rests."""
        return tuple(one for one in self.evidence if one.role == "decides")

    def verdict(self, readings: Sequence[Reading]) -> Verdict:
        """Return the verdict from the readings of the deciding evidence, in order.

        Every deciding finding must be there: a claim that is borne out in one half only, because
        the other half cannot be seen, is not measurable as a whole.
        """
        if "none" in readings or not readings:
            return "not_measurable"
        if all(one == "for" for one in readings):
            return "supported"
        if all(one == "against" for one in readings):
            return "not_supported"
        return "mixed"


def claims_of(region: str) -> tuple[Claim, ...]:
    """Return the claims that a region is held to, in the order of the documents."""
    return tuple(one for one in all_claims() if not one.regions or region in one.regions)


@cache
def all_claims() -> tuple[Claim, ...]:
    """Return every claim on record."""
    text = files("analysis.studies.policy").joinpath("claims.toml").read_text("utf-8")
    return tuple(_claim(name, declared) for name, declared in tomllib.loads(text).items())


def _claim(name: str, declared: Mapping[str, Any]) -> Claim:
    return Claim(
        id=name,
        document=declared["document"],
        regions=tuple(declared["regions"]),
        text=dict(declared["text"]),
        evidence=tuple(Evidence(**one) for one in declared["evidence"]),
    )
