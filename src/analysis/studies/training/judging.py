"""How far a number about employees can be relied on."""

from __future__ import annotations

from analysis.checks import Status
from analysis.stats.gates import gate
from analysis.stats.proportions import Proportion
from analysis.studies.training.participation import Participation

METHOD, WITHOUT_REGISTER = "all_employees", "participants_only"
TOO_FEW, FEW, NEARLY_ALL = "too_few_persons", "few_persons", "nearly_all"


def judge_persons(participation: Participation, n: int) -> tuple[Status, str]:
    """Return status and reason of a number about `n` persons."""
    size = gate("group_comparison", smallest_group=n)
    if size.status == "blocked":
        return "blocked", TOO_FEW
    if not participation.has_register:
        return "review", WITHOUT_REGISTER
    missing = gate("jp_recorded", missing_share=participation.jp_missing_share)
    if missing.status != "ok":
        return missing.status, missing.reason_code
    return (size.status, FEW) if size.status != "ok" else ("ok", "")


def judge_share(participation: Participation, share: Proportion) -> tuple[Status, str]:
    """Return status and reason of a share: 1 to 9 persons on either side say too little.

    Nobody and everybody are plain statements, which the rules of disclosure then judge.
    """
    status, reason = judge_persons(participation, share.n)
    fewer = min(share.count, share.n - share.count)
    if (
        status != "blocked"
        and fewer
        and gate("label_outcome", outside_modal=fewer).status == "blocked"
    ):
        return "blocked", NEARLY_ALL
    return status, reason


def method_of(participation: Participation) -> str:
    """Return over whom a number is taken."""
    return METHOD if participation.has_register else WITHOUT_REGISTER
