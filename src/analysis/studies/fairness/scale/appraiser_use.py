"""How much of the scale each appraiser uses: width, and one mark for everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.presenting.composing import Part
from analysis.schemas.finding import Finding
from analysis.stats.gates import gate
from analysis.stats.scale_use import (
    RangeRestriction,
    SameForAll,
    measure_range_restriction,
    measure_same_for_all,
)
from analysis.studies.fairness.comparing import worst
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.numbers import known, of_share
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import Rated
from analysis.studies.fairness.scale.marks import Kind, Marks

if TYPE_CHECKING:
    from analysis.checks import DisclosureClass, Status
    from analysis.schemas.bundle import ReportTable

CLASS: DisclosureClass = "sensitive"
"""Disclosure class of whatever is counted by appraiser."""
SAME = ("predikat", "behaviours")
"""What an appraiser may have given to everybody: one predikat, one set of marks of behaviours."""


def estimate_appraiser_use(
    marks: Mapping[Kind, Marks], rated: Rated, config: FairnessConfig
) -> Part:
    """Return the width that appraisers use, and the share of them who give everybody the same.

    Appraisers with at least five ratees count, and nothing is said about fewer than ten of them.
    """
    usable = [one for one in marks.values() if not one.obstacle] or list(marks.values())
    width = _width(usable[0] if usable else None, rated, config)
    same = _same(marks, rated, config)
    return Part(
        findings=(width, *(finding for finding, _ in same)),
        tables=_tables([row for _, row in same if row]),
    )


def _width(marks: Marks | None, rated: Rated, config: FairnessConfig) -> Finding:
    if marks is None or marks.obstacle:
        reason = "no_marks" if marks is None else marks.obstacle
        return _blocked("range_restriction", reason, rated)
    if marks.raters.isna().all():
        return _blocked("range_restriction", "no_appraiser", rated)
    found = _measured_width(marks, config)
    status, reason = _judged(found.raters, rated)
    if status == "blocked":
        return _blocked("range_restriction", reason, rated)
    if status == "ok" and not marks.declared:
        status, reason = "review", "scale_observed"
    varied = not found.width.no_variation
    return WORDS.finding(
        "range_restriction",
        measure=f"used_width_{marks.kind}",
        method="mean_of_appraisers_standard_deviation_over_even_use",
        status=status,
        reason_code=reason or None,
        group=rated.scope,
        estimate=found.width.estimate,
        std_error=known(found.width.std_error) if varied else None,
        ci_low=known(found.width.ci_low) if varied else None,
        ci_high=known(found.width.ci_high) if varied else None,
        confidence=config.confidence,
        n=found.raters,
        direction="none",
        disclosure=CLASS,
    )


def _measured_width(marks: Marks, config: FairnessConfig) -> RangeRestriction:
    """Return the spread over ratees of the mean of their marks, all parts of the scale together."""
    parts = marks.table.shape[1]
    return measure_range_restriction(
        marks.table.mean(axis=1, skipna=False).tolist(),
        marks.raters.tolist(),
        lowest=marks.lowest,
        highest=marks.highest,
        steps=(marks.steps - 1) * parts + 1 if marks.steps else 0,
        confidence=config.confidence,
    )


Told = tuple[Finding, dict[str, Any]]
"""A finding, and its row of the table; empty where it is blocked."""


def _same(marks: Mapping[Kind, Marks], rated: Rated, config: FairnessConfig) -> list[Told]:
    told = [_same_predikat(rated, config)]
    behaviours = marks.get("behaviours")
    if behaviours is not None and behaviours.raters.notna().any():
        whole = behaviours.exact.dropna()
        found = measure_same_for_all(
            [tuple(one) for one in whole.to_numpy().tolist()],
            behaviours.raters.reindex(whole.index).tolist(),
            confidence=config.confidence,
        )
        told.append(_told("behaviours", found, rated, config))
    return told


def _same_predikat(rated: Rated, config: FairnessConfig) -> Told:
    labelled = rated.labelled
    if labelled.empty or not rated.by_appraiser:
        reason = "no_annual" if labelled.empty else "no_appraiser"
        return _blocked("same_for_all_share", reason, rated), {}
    found = measure_same_for_all(
        labelled["predikat"].tolist(), labelled["cluster"].tolist(), confidence=config.confidence
    )
    return _told("predikat", found, rated, config)


def _told(kind: str, found: SameForAll, rated: Rated, config: FairnessConfig) -> Told:
    group = rated.scope if kind == SAME[0] else {**rated.scope, "aspect": kind}
    share = found.share
    status, reason = _judged(share.n, rated)
    if status == "blocked":
        return _blocked("same_for_all_share", reason, rated, group=group), {}
    finding = WORDS.finding(
        "same_for_all_share",
        measure=f"same_{kind}_for_all",
        method="wilson_over_appraisers_with_five_ratees",
        status=status,
        reason_code=reason or None,
        group=group,
        **of_share(share, config),
        direction="none",
        disclosure=CLASS,
    )
    row = {
        "measure": kind,
        "n": share.n,
        "count": share.count,
        "share": share.estimate,
        "ci_low": share.ci_low,
        "ci_high": share.ci_high,
        "by_chance": found.by_chance,
    }
    return finding, row


def _judged(appraisers: int, rated: Rated) -> tuple[Status, str]:
    found = gate("group_comparison", smallest_group=appraisers)
    reasons = {"ok": "", "review": "some_appraisers", "blocked": "few_appraisers"}
    return worst([(found.status, reasons[found.status]), rated.schemes])


def _blocked(
    name: str, reason: str, rated: Rated, *, group: Mapping[str, str] | None = None
) -> Finding:
    return WORDS.blocked(name, reason, group=group or rated.scope, disclosure=CLASS)


def _tables(rows: Sequence[Mapping[str, Any]]) -> tuple[ReportTable, ...]:
    import pandas as pd

    if not rows:
        return ()
    columns = [
        WORDS.column("measure", "label", "text", codes=WORDS.codes("same_for_all", SAME)),
        WORDS.column("n", "base", "integer", heading="appraisers"),
        WORDS.column("count", "count", "integer", heading="same_count"),
        WORDS.column("share", "share", "share"),
        WORDS.column("ci_low", "bound", "share"),
        WORDS.column("ci_high", "bound", "share"),
        WORDS.column("by_chance", "mean", "share"),
    ]
    note = WORDS.both("table_note.same_for_all")
    frame = pd.DataFrame(list(rows))
    return (WORDS.table("same_for_all", frame, columns, disclosure=CLASS, note=note),)
