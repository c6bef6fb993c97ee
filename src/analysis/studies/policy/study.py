"""Run the policy study: read what the other studies published, and hold the claims against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.presenting.composing.report import Composition, compose
from analysis.studies.policy.config import PolicyConfig
from analysis.studies.policy.figures import claims_figure
from analysis.studies.policy.ledger import claim_codes, judge_claims, ledger_part
from analysis.studies.policy.parts import WORDS
from analysis.studies.policy.result import PolicyResult
from analysis.studies.policy.sections import section_writers

if TYPE_CHECKING:
    from analysis.store import StudyData


def run_policy(data: StudyData, config: PolicyConfig | None = None) -> PolicyResult:
    """Return the claim ledger of a region.

    Parameters
    ----------
    data : StudyData
        `findings` holds what the other studies have published for the period.
    config : PolicyConfig or None
        None takes the defaults.

    Returns
    -------
    PolicyResult
        One finding a claim; blocked where no published finding can decide it.
    """
    chosen = config or PolicyConfig()
    judged = judge_claims(data)
    composition = Composition(
        words=WORDS,
        questions=("claims",),
        sections=section_writers(judged),
        figures=(claims_figure,),
        figures_of_section={"claims": ("claims",)},
        tables_of_section={"claims": ("claims",), "evidence": ("evidence",)},
    )
    output, raw = compose(
        ledger_part(judged),
        data,
        chosen,
        composition,
        groups={"component": claim_codes(judged)},
        rules_used={},
    )
    return PolicyResult(chosen, output, raw)
